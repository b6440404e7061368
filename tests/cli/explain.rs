//! `explain`, `completions`, `man` and the arguments themselves.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use regex::Regex;

use crate::scenario::{Scenario, check};

#[test]
fn everything_can_be_explained() {
    let scenario = Scenario::new();
    check("explain-all", &scenario.run("explain"));
    let list = String::from_utf8(scenario.output("explain").stdout).expect("it is UTF-8");
    for name in list.lines().filter_map(|line| line.split_whitespace().next()) {
        let output = scenario.output(&format!("explain {name}"));
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && text.starts_with(name) && text.lines().count() > 2, "{name}: {text}");
    }
}

/// Every text that was kept as one of a run, other than those of `explain` itself.
fn kept_runs() -> Vec<String> {
    let mut texts = Vec::new();
    let mut folders = vec![PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"))];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder can be read") {
            let path = entry.expect("an entry can be read").path();
            let name = path.file_name().expect("it has a name").to_string_lossy().into_owned();
            match path.is_dir() {
                true => folders.push(path),
                false if name.starts_with("explain-") => {}
                false => texts.push(fs::read_to_string(&path).expect("a snapshot is text")),
            }
        }
    }
    texts
}

#[test]
fn everything_that_can_be_explained_was_found_in_a_run_that_is_kept() {
    // As findings are shown, as `tests/checks.rs` lists them, and as `tests/rules.rs` does.
    let found = Regex::new(
        r"(?m)\b(?:error|warning|note|safe|suggested|manual)\[([a-z-]+)\]|\b(?:error|warning|note) ([a-z-]+) in |\d ([a-z-]+) (?:safe|suggested|manual) ",
    );
    let found = found.expect("it is one");
    let runs = kept_runs();
    let codes: BTreeSet<&str> =
        runs.iter().flat_map(|text| found.captures_iter(text)).map(|captures| captures.extract::<1>().1[0]).collect();
    let list = String::from_utf8(Scenario::new().output("explain").stdout).expect("it is UTF-8");
    let names = list.lines().filter_map(|line| line.split_whitespace().next());
    let missing: Vec<&str> = names.filter(|name| !codes.contains(name)).collect();
    assert!(missing.is_empty(), "in no snapshot: {missing:?}");
}

#[test]
fn every_exit_code_is_that_of_a_run_that_is_kept() {
    let status = Regex::new(r"(?m)^status: (\d+)$").expect("it is one");
    let runs = kept_runs();
    let codes: BTreeSet<&str> =
        runs.iter().flat_map(|text| status.captures_iter(text)).map(|captures| captures.extract::<1>().1[0]).collect();
    assert!(codes.into_iter().eq(["0", "1", "129", "130", "143", "2"]));
}

#[test]
fn one_rule_is_explained() {
    check("explain-rule", &Scenario::new().run("explain missing-separator"));
    check("explain-unknown", &Scenario::new().run("explain mising-separator"));
}

#[test]
fn every_shell_gets_its_completions() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let output = Scenario::new().output(&format!("completions {shell}"));
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && text.contains("rowmill") && text.contains("explain"), "{shell}");
    }
}

#[test]
fn the_manual_page_names_every_command() {
    let output = Scenario::new().output("man");
    let page = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && page.contains(".TH rowmill"), "{page}");
    for command in ["build", "explain", "completions", "man"] {
        assert!(page.contains(&format!("rowmill\\-{command}")), "{command}");
    }
}

#[test]
fn help_and_usage() {
    let scenario = Scenario::new();
    check("help", &scenario.run("--help"));
    check("help-build", &scenario.run("build --help"));
    check("help-history", &scenario.run("history --help"));
    check("usage", &scenario.run("biuld"));
    check("no-arguments", &scenario.run(""));
}
