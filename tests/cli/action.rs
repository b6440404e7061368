//! The action: what its script does with a runner's files, and that `action.yml` and the script speak of the same things.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::environment::without_environment;
use crate::scenario::{CITIES, Scenario};
use crate::workflow::git;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/.ci/action.sh");

/// Runs a step of the action in a folder; the runner's files are in `runner` of another one.
fn action(folder: &Path, runner: &Scenario, step: &str, inputs: &[(&str, &str)]) -> Output {
    let binaries = Path::new(env!("CARGO_BIN_EXE_rowmill")).parent().expect("a binary is in a folder");
    let path = format!("{}:{}:{}", runner.path().display(), binaries.display(), std::env::var("PATH").expect("a PATH"));
    let defaults =
        [("COMMANDS", "check diff"), ("RECIPE", ""), ("BASE", "HEAD^"), ("FAIL_ON", "warning"), ("SARIF", "")];
    for file in ["output", "summary", "path"] {
        runner.write(file, "");
    }
    let mut command = Command::new(SCRIPT);
    command.arg(step).current_dir(folder);
    without_environment(&mut command).env("PATH", path).env("HOME", runner.path());
    command.env("RUNNER_TEMP", runner.path()).envs(defaults).envs(inputs.iter().copied());
    for (name, file) in [("GITHUB_OUTPUT", "output"), ("GITHUB_STEP_SUMMARY", "summary"), ("GITHUB_PATH", "path")] {
        command.env(name, runner.path().join(file));
    }
    command.output().expect("the script runs")
}

fn outputs(runner: &Scenario) -> BTreeMap<String, String> {
    let line = |line: &str| line.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    runner.read("output").lines().filter_map(line).collect()
}

/// A repository with two commits, of which the second changes the page.
fn repository(later: &str) -> Scenario {
    let scenario = Scenario::cities();
    git(scenario.path(), &["init", "--quiet"]);
    for page in [CITIES, later] {
        scenario.write("cities.md", page);
        assert!(scenario.output("build").status.success());
        git(scenario.path(), &["add", "--all"]);
        git(scenario.path(), &["commit", "--quiet", "--allow-empty", "--message", "x"]);
    }
    scenario
}

fn numbers(runner: &Scenario) -> String {
    outputs(runner).iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
}

#[test]
fn what_changed_is_in_the_outputs() {
    let scenario = repository(
        &CITIES.replace("| Graz | 2    | Mur          |", "| Graz | 3    | Mur          |\n| Bern | 4 | Aare |"),
    );
    let runner = Scenario::new();
    let output = action(scenario.path(), &runner, "run", &[("SARIF", "findings.sarif")]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(numbers(&runner), "added=1 findings=0 modified=1 removed=0 renamed=0 repairs=0");
    assert!(runner.read("summary").contains("| modified | Graz | zone | 2 → 3 |"));
    assert!(scenario.read("findings.sarif").contains("\"version\": \"2.1.0\""));
    fs::remove_file(scenario.path().join("findings.sarif")).expect("it is there");
    assert_eq!(git(scenario.path(), &["status", "--porcelain"]), "");
}

#[test]
fn it_does_not_matter_where_the_recipe_is_seen_from() {
    let scenario = repository(&CITIES.replace("| 2 ", "| 3 "));
    scenario.write("deep/er/note.txt", "");
    let expected = "added=0 findings=0 modified=1 removed=0 renamed=0 repairs=0";
    let recipe = scenario.path().join("rowmill.yaml").display().to_string();
    for recipe in ["", "../..", &recipe] {
        let runner = Scenario::new();
        let output = action(&scenario.path().join("deep/er"), &runner, "run", &[("RECIPE", recipe)]);
        assert!(output.status.success(), "{output:?}");
        assert_eq!(numbers(&runner), expected, "{recipe}: {output:?}");
    }
    scenario.write("cities.md", CITIES.replace("# Cities", "# Towns"));
    let output = action(scenario.path(), &Scenario::new(), "run", &[]);
    assert_eq!(output.status.code(), Some(1), "a table that is gone is a finding: {output:?}");
}

#[test]
fn findings_fail_and_are_counted() {
    let scenario = repository(CITIES);
    scenario.write("cities.md", CITIES.replace("| 2 ", "| two "));
    let runner = Scenario::new();
    let output = action(scenario.path(), &runner, "run", &[]);
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(said.contains("::error file=cities.md,line=6,endLine=6,col=10"), "{said}");
    assert!(said.contains("The pages do not build"), "{said}");
    assert_eq!(numbers(&runner), "findings=1");
    assert!(runner.read("summary").contains("type-mismatch"));
}

#[test]
fn repairs_are_counted_and_build_writes() {
    let scenario = repository(CITIES);
    let sets = "| Wien | 3 | Donau, Wien |\n| Linz | 4 | Donau, Traun |\n| Bern | 5 | Aare, Worble |\n| Genf | 6 | Rhône, Arve |\n";
    scenario.write("cities.md", CITIES.replace("Rhône, Saône", "Rhône, Saône, Saône") + sets);
    let runner = Scenario::new();
    let output = action(scenario.path(), &runner, "run", &[("COMMANDS", "build check"), ("RECIPE", "rowmill.yaml")]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(numbers(&runner), "findings=1 repairs=1");
    assert!(git(scenario.path(), &["status", "--porcelain"]).contains("out/cities/repairs.json"));
}

#[test]
fn what_cannot_be_done_is_said() {
    let scenario = repository(CITIES);
    let runner = Scenario::new();
    for (inputs, expected) in [
        ([("COMMANDS", "chekc"), ("BASE", "HEAD^")], "has chekc"),
        ([("COMMANDS", "diff"), ("BASE", "HEAD~7\n::error::x")], "no revision HEAD~7%0A::error::x here"),
        ([("COMMANDS", "diff"), ("BASE", "--output=x")], "no revision --output=x here"),
    ] {
        let output = action(scenario.path(), &runner, "run", &inputs);
        let said = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(said.starts_with("::error title=rowmill::") && said.contains(expected), "{said}");
    }
}

#[test]
fn it_is_installed_from_its_own_commit() {
    let runner = Scenario::new().with("cargo", "#!/bin/sh\necho \"$@\" > \"$HOME/called\"\n");
    let cargo = runner.path().join("cargo");
    assert!(Command::new("chmod").arg("+x").arg(cargo).status().expect("chmod runs").success());
    let output = action(runner.path(), &runner, "install", &[]);
    assert!(output.status.success(), "{output:?}");
    let home = runner.path().display();
    let called = format!("install --locked --path {} --root {home}/.rowmill\n", env!("CARGO_MANIFEST_DIR"));
    assert_eq!(runner.read("called"), called);
    assert_eq!(runner.read("path"), format!("{home}/.rowmill/bin\n"));
    assert!(action(runner.path(), &runner, "version", &[]).status.success());
    assert_eq!(outputs(&runner)["version"].len(), 64);
}

#[test]
fn the_action_and_its_script_agree() {
    let action: Value = serde_yaml::from_str(include_str!("../../action.yml")).expect("it is YAML");
    let script = fs::read_to_string(SCRIPT).expect("it is there");
    for (name, output) in action["outputs"].as_object().expect("it has outputs") {
        assert_eq!(output["value"], format!("${{{{ steps.run.outputs.{name} }}}}"));
        assert!(script.contains(name.as_str()), "the script does not write `{name}`");
    }
    let steps = action["runs"]["steps"].as_array().expect("it has steps");
    let given = steps.iter().filter_map(|step| step["env"].as_object()).flatten();
    let given: BTreeMap<&str, &str> =
        given.map(|(name, value)| (name.as_str(), value.as_str().unwrap_or(""))).collect();
    for name in action["inputs"].as_object().expect("it has inputs").keys().filter(|name| *name != "working-directory")
    {
        let variable = name.to_uppercase().replace('-', "_");
        assert_eq!(given[variable.as_str()], format!("${{{{ inputs.{name} }}}}"));
        assert!(script.contains(&format!("${variable}")) || script.contains(&format!("${{{variable}")), "{variable}");
    }
    let runs = steps.iter().filter_map(|step| step["run"].as_str());
    assert!(runs.inspect(|run| assert!(!run.contains("${{"), "{run}")).count() == 3);
}

/// The text of each file that uses actions, with its name.
fn files_with_actions() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders =
        ["src/cli/templates", "examples/ci"].map(|folder| fs::read_dir(root.join(folder)).expect("it is there"));
    let paths = folders.into_iter().flatten().map(|entry| entry.expect("an entry can be read").path());
    let paths = paths.chain([root.join("action.yml"), root.join("docs/ci.md")]);
    paths.map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("it is text"))).collect()
}

#[test]
fn an_action_is_pinned_by_one_commit() {
    let mut pins: BTreeMap<String, String> = BTreeMap::new();
    for (file, text) in files_with_actions() {
        let uses = text.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("uses: "));
        for (action, pin) in uses.map(|used| used.split_once('@').expect("an action has a version")) {
            if action == "OWNER/rowmill" {
                continue;
            }
            let (commit, version) =
                pin.split_once(" # v").unwrap_or_else(|| panic!("{file}: {action} names no version"));
            assert!(
                commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit()),
                "{file}: {action}@{pin}"
            );
            assert_eq!(version.split('.').count(), 3, "{file}: {action}@{pin}");
            let known = pins.entry(action.to_owned()).or_insert_with(|| pin.to_owned());
            assert_eq!(known, pin, "{file} has another {action} than the others");
        }
    }
    let used: Vec<&str> = pins.keys().map(String::as_str).collect();
    let github = ["actions/cache", "actions/checkout", "actions/download-artifact", "actions/upload-artifact"];
    assert_eq!(
        used,
        [&github[..], &["github/codeql-action/upload-sarif"]].concat(),
        "who else gets the tokens of users?"
    );
}
