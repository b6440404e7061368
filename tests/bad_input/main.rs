//! Bad input of every known kind, through the command line as a user meets it: one test for each, named after its number in the list of
//! `docs/reliability.md`.

#[path = "../environment/mod.rs"]
mod environment;
mod places;
mod recipes;
#[path = "../repository/mod.rs"]
mod repository;
mod running;
#[allow(dead_code, reason = "each test binary takes what it needs")]
#[path = "../cli/scenario.rs"]
mod scenario;
mod tables;
mod texts;
#[cfg(unix)]
mod writing;

use std::ffi::OsStr;
use std::process::{Command, Output, Stdio};

use environment::without_environment;
use scenario::Scenario;

/// What a run said: its exit code, standard output, standard error.
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Said {
    fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    /// Expects an exit code and a part of what is said on standard error.
    #[track_caller]
    fn expect(&self, code: i32, part: &str) -> &Self {
        assert_eq!(self.code, Some(code), "{}{}", self.out, self.err);
        assert!(self.err.contains(part), "{:?} does not say {part:?}", self.err);
        self
    }
}

/// Runs the binary in a scenario's folder.
fn run(scenario: &Scenario, arguments: &str) -> Said {
    Said::of(&scenario.output(arguments))
}

/// Runs the binary with arguments that may hold anything.
fn run_with<A: AsRef<OsStr>>(scenario: &Scenario, arguments: &[A]) -> Said {
    Said::of(&command(scenario).args(arguments).output().expect("the binary runs"))
}

/// The binary in a scenario's folder, without arguments yet.
fn command(scenario: &Scenario) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rowmill"));
    without_environment(command.current_dir(scenario.path()).stdin(Stdio::null()));
    command
}

/// A folder with a page of two columns, and the recipe of it.
fn cities(rows: &str) -> Scenario {
    let recipe = scenario::RECIPE.replace("      - { name: rivers, from: Rivers, type: list }\n", "");
    Scenario::new().with("rowmill.yaml", recipe).with("cities.md", page(rows))
}

/// A page with one table of two columns, and some rows below its header.
fn page(rows: &str) -> String {
    format!("# Cities\n\n| City | Zone |\n|------|------|\n{rows}")
}

/// Expects that nothing of a text does something to a terminal or a log other than show itself.
#[track_caller]
fn check_harmless(text: &str) {
    let hostile: Vec<char> = text.chars().filter(|&character| rowmill::escape::is_hostile(character)).collect();
    assert!(hostile.is_empty(), "{hostile:?} in {text:?}");
}

#[test]
fn every_row_of_the_list_has_its_test() {
    let list = include_str!("../../docs/reliability.md").split("\n## Bad input\n").nth(1).expect("it has the list");
    let rows = list.lines().filter_map(|line| line.strip_prefix("| ")?.split(' ').next()?.parse::<usize>().ok());
    assert!(rows.clone().eq(1..=36), "{:?}", rows.collect::<Vec<_>>());
    let tests = [
        include_str!("places.rs"),
        include_str!("recipes.rs"),
        include_str!("running.rs"),
        include_str!("tables.rs"),
        include_str!("texts.rs"),
        include_str!("writing.rs"),
    ]
    .concat();
    for row in 1..=36 {
        assert!(tests.contains(&format!("fn row_{row:02}_")), "row {row} has no test");
    }
}
