//! The program itself: a panic, streams that take no more, and runs that must not differ.

use std::process::Stdio;

use super::{Said, cities, command, page, run};
use crate::repository::TestRepository;
use crate::scenario::Scenario;

/// Only a binary with debug assertions knows how to panic on demand.
#[cfg(debug_assertions)]
mod panics {
    use super::*;

    const PARSING: &str = "reading the tables of";

    /// Runs the binary with the wish that a step on a file panics.
    fn run_panicking(scenario: &Scenario, arguments: &str, step: &str, path: &str) -> Said {
        let mut command = scenario.command(arguments);
        Said::of(&command.env("ROWMILL_TEST_PANIC", format!("{step}:{path}")).output().expect("the binary runs"))
    }

    #[track_caller]
    fn check_told(said: &Said, step: &str, path: &str) {
        said.expect(
            2,
            &format!("error[internal-error]: internal error of rowmill while {step} `{path}`: a test asked for it"),
        );
        said.expect(2, "this is a fault of rowmill 0.1.0, src/").expect(2, "please report it");
        assert!(!said.err.contains("panicked at") && !said.err.contains("RUST_BACKTRACE"), "{}", said.err);
    }

    fn pages() -> Scenario {
        "abcdef".chars().fold(Scenario::new(), |scenario, name| {
            scenario.with(&format!("docs/{name}.md"), page(&format!("| {name}{name} | 1 |\n")))
        })
    }

    #[test]
    fn row_32_the_other_pages_go_on() {
        let scenario = pages();
        for arguments in ["extract docs", "ls docs", "repair docs", "init docs --out -"] {
            let said = run_panicking(&scenario, arguments, PARSING, "c.md");
            check_told(&said, PARSING, "docs/c.md");
            let others = ["a.md", "b.md", "d.md", "e.md", "f.md"];
            let is_told = |name: &&str| said.out.contains(&format!("docs/{name}"));
            assert!(arguments.starts_with("repair") || others.iter().all(is_told), "{arguments}: {}", said.out);
        }
        // A folder without the tables of one page would look whole.
        let said = run_panicking(&scenario, "extract docs --format csv --out tables", PARSING, "c.md");
        check_told(&said, PARSING, "docs/c.md");
        assert!(!scenario.path().join("tables").exists());
    }

    #[test]
    fn row_32_repairs_of_the_other_pages_are_written() {
        let bad = page("| Ly\u{200b}on | 1 |\n| Graz | 2 |\n| Lyon | 3 |\n");
        let scenario = Scenario::new().with("a.md", &bad).with("b.md", &bad).with("c.md", &bad);
        let said = run_panicking(&scenario, "repair a.md b.md c.md --write", PARSING, "b.md");
        check_told(&said, PARSING, "b.md");
        assert_eq!(scenario.read("b.md"), bad);
        assert!(!scenario.read("a.md").contains('\u{200b}') && !scenario.read("c.md").contains('\u{200b}'));
    }

    #[test]
    fn row_32_nothing_is_replaced() {
        let scenario = cities("| Lyon | 1 |\n");
        assert_eq!(run(&scenario, "build").code, Some(0));
        let before = (scenario.files("out"), scenario.read("rowmill.lock"));
        scenario.write("cities.md", page("| Wien | 3 |\n"));
        for step in [PARSING, "extracting the data of", "repairing the data of", "checking the data of"] {
            for arguments in ["build", "build --check", "check"] {
                check_told(&run_panicking(&scenario, arguments, step, "cities.md"), step, "cities.md");
            }
        }
        check_told(&run_panicking(&scenario, "build", "writing", "repairs.json"), "writing", "out/cities/repairs.json");
        assert_eq!((scenario.files("out"), scenario.read("rowmill.lock")), before, "and no unfinished file is left");
    }

    #[test]
    fn row_32_services_learn_of_it() {
        let scenario = Scenario::cities();
        for style in ["json", "sarif", "junit", "github", "gitlab", "markdown", "ndjson"] {
            let said = run_panicking(&scenario, &format!("check --style {style}"), PARSING, "cities.md");
            assert!(said.out.contains("internal-error"), "{style}: {}", said.out);
            check_told(&said, PARSING, "cities.md");
        }
    }

    #[test]
    fn row_32_comparisons_go_on() {
        let scenario = pages();
        for name in "abcdef".chars() {
            scenario.write(&format!("new/{name}.md"), page(&format!("| {name}{name} | 2 |\n")));
        }
        let said = run_panicking(&scenario, "diff docs new", PARSING, "new/c.md");
        check_told(&said, PARSING, "new/c.md");
        assert!(said.out.contains("a.md") && said.out.contains("f.md"), "{}", said.out);
        let repository = TestRepository::of_page("page.md", &[page("| Lyon | 1 |\n"), page("| Lyon | 2 |\n")]);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_rowmill"));
        command.args(["history", "page.md"]).current_dir(repository.path());
        let command = crate::without_environment(&mut command).env("ROWMILL_TEST_PANIC", format!("{PARSING}:page.md"));
        let output = command.output().expect("the binary runs");
        Said::of(&output).expect(2, "error[internal-error]");
    }
}

/// Every command that prints, in a folder where it has something to print.
const PRINTING: &[&str] = &[
    "--help",
    "--version",
    "build --help",
    "explain",
    "explain surplus-cell",
    "schema",
    "man",
    "completions bash",
    "ls cities.md",
    "extract cities.md",
    "check --style json",
    "diff cities.md other.md",
    "repair other.md",
    "init cities.md --out -",
    "decide list",
];

fn printing() -> Scenario {
    Scenario::cities().with("other.md", page("| Ly\u{200b}on | 1 |\n| Graz | 2 |\n| Lyon | 3 |\n"))
}

#[cfg(target_os = "linux")]
#[test]
fn row_29_a_stream_that_is_full() {
    let scenario = printing();
    for arguments in PRINTING {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let output = scenario.command(arguments).stdout(full).output().expect("the binary runs");
        let said = Said::of(&output);
        assert_eq!(said.code, Some(2), "{arguments}: {}", said.err);
        said.expect(2, "cannot write to `standard output`: No space left on device");
    }
    // What cannot be said on standard error is not said; the work is done.
    let full = std::fs::File::options().write(true).open("/dev/full").expect("Linux has it");
    assert!(scenario.command("build").stderr(full).status().expect("it runs").success());
    assert!(scenario.path().join("out/cities/cities.csv").exists());
}

#[test]
fn row_29_a_reader_that_has_gone() {
    let scenario = printing();
    for arguments in PRINTING {
        let expected = scenario.output(arguments).status.code();
        let mut child =
            scenario.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary runs");
        drop(child.stdout.take());
        let said = Said::of(&child.wait_with_output().expect("it ends"));
        assert_eq!(said.code, expected, "{arguments}: {}", said.err);
        assert!(!said.err.contains("pipe"), "{arguments}: {}", said.err);
    }
}

#[cfg(unix)]
#[test]
fn row_29_streams_that_are_closed() {
    let scenario = printing();
    for arguments in PRINTING.iter().chain(&["build"]) {
        let closed = format!("exec '{}' {arguments} >&- 2>&- <&-", env!("CARGO_BIN_EXE_rowmill"));
        let status = std::process::Command::new("sh").args(["-c", &closed]).current_dir(scenario.path()).status();
        assert!(status.expect("a shell runs").code().is_some_and(|code| code < 2), "{arguments}");
    }
    // No file that was opened in the place of a stream has got what was meant for the stream.
    assert!(scenario.read("out/cities/cities.csv").starts_with("city,zone,rivers\n"));
}

#[test]
fn row_34_the_same_bytes_whatever_is_around() {
    let names: Vec<String> = (0..40).map(|number| format!("docs/page-{number:02}.md")).collect();
    let scenario = names.iter().enumerate().fold(Scenario::cities(), |scenario, (number, name)| {
        scenario.with(name, page(&format!("| Ly\u{200b}on | {number} | x |\n| Lyon | 1 |\n| Graz{number} |\n")))
    });
    let all = |change: &dyn Fn(&mut std::process::Command)| {
        let runs = [
            "extract docs",
            "ls docs",
            "repair docs",
            "check --style json",
            "build --out built",
            "diff docs/page-01.md docs/page-02.md",
        ];
        let mut said: Vec<Vec<u8>> = Vec::new();
        for arguments in runs {
            let mut command = scenario.command(arguments);
            change(&mut command);
            let output = command.output().expect("the binary runs");
            said.extend([output.stdout, output.stderr]);
        }
        let files = scenario.files("built").into_iter().flat_map(|(path, bytes)| [path.into_bytes(), bytes]);
        said.extend(files);
        std::fs::remove_dir_all(scenario.path().join("built")).expect("it was built");
        said
    };
    let expected = all(&|_| {});
    let variables = [
        ("LC_ALL", "tr_TR.UTF-8"),
        ("LC_ALL", "C"),
        ("TZ", "Pacific/Kiritimati"),
        ("TZ", "America/New_York"),
        ("HOME", "/nowhere"),
        ("RAYON_NUM_THREADS", "1"),
        ("RUST_MIN_STACK", "4000000"),
        ("SOURCE_DATE_EPOCH", "1"),
        ("COLUMNS", "20"),
    ];
    for (name, value) in variables {
        assert!(
            all(&|command| {
                command.env(name, value);
            }) == expected,
            "{name}={value}"
        );
    }
    // As many workers as there are processors: one, or all of them.
    #[cfg(target_os = "linux")]
    for _ in 0..3 {
        let one = format!("taskset -c 0 '{}' extract docs", env!("CARGO_BIN_EXE_rowmill"));
        let output = std::process::Command::new("sh").args(["-c", &one]).current_dir(scenario.path()).output();
        assert!(output.expect("a shell runs").stdout == expected[0], "one processor");
    }
    // The folder from which a page is named is in its path, and in nothing else.
    let from_inside = Said::of(
        &command(&scenario)
            .current_dir(scenario.path().join("docs"))
            .args(["extract", "page-03.md"])
            .output()
            .expect("it runs"),
    );
    let from_outside = run(&scenario, "extract docs/page-03.md");
    assert_eq!(from_inside.out, from_outside.out.replace("docs/", ""));
    // The order in which pages are named is the order of what is printed; what is written is sorted.
    let shuffled: Vec<&str> = (0..40).map(|index| names[index * 17 % 40].as_str()).collect();
    run(&scenario, "extract docs --format csv --out sorted");
    run(&scenario, &format!("extract {} --format csv --out shuffled", shuffled.join(" ")));
    let contents = |folder: &str| -> Vec<(String, Vec<u8>)> {
        scenario
            .files(folder)
            .into_iter()
            .map(|(path, bytes)| (path.rsplit('/').next().unwrap_or_default().to_owned(), bytes))
            .collect()
    };
    assert_eq!(contents("sorted").len(), 40);
    assert!(contents("sorted") == contents("shuffled"));
}
