//! `explain`, `completions`, `man` and the arguments themselves.

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
