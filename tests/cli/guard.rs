//! A repository that was set up by `init` and `init --github` alone: its check goes red for each kind of fault, with the finding at
//! the cell, and green again after the mend; its update opens the pull request that mends the data.

use std::fs;

use crate::scenario::{Scenario, check};
use crate::workflow::{Runner, Step, git};

const PAGE: &str = "docs/ferries.md";

const FERRIES: &str = "\
# Ferries

## Lines

| Line   | Ports                           | Since |
|--------|---------------------------------|-------|
| Blue   | Trelleborg, Travemünde, Rostock | 1997  |
| Green  | Trelleborg, Travemünde          | 2001  |
| Orange | Gedser, Rostock, Ystad          | 2003  |
| White  | Sassnitz, Trelleborg            | 2010  |

## Ports

| Port       | Country | Berths |
|------------|---------|--------|
| Gedser     | Denmark | 2      |
| Helsinki   | Finland | 11     |
| Klaipėda   | Latvia  | 5      |
| Liepāja    | Latvia  | 3      |
| Rostock    | Germany | 6      |
| Sassnitz   | Germany | 3      |
| Travemünde | Germany | 9      |
| Trelleborg | Sweden  | 7      |
| Turku      | Finland | 4      |
| Ystad      | Sweden  | 4      |

## Fares

| Class  | Price | Meal |
|--------|-------|------|
| Deck   | 19    | no   |
| Seat   | 29    | no   |
| Cabin  | 89    | yes  |
";

/// The repository, with everything committed.
fn repository() -> Scenario {
    let scenario = Scenario::new().with(PAGE, FERRIES);
    git(scenario.path(), &["init", "--quiet"]);
    for command in ["init docs", "init --github", "build"] {
        let output = scenario.output(command);
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
    }
    commit(&scenario, "Set up");
    scenario
}

fn commit(scenario: &Scenario, message: &str) {
    git(scenario.path(), &["add", "--all"]);
    git(scenario.path(), &["commit", "--quiet", "--message", message]);
}

fn step<'s>(steps: &'s [Step], name: &str) -> &'s Step {
    steps.iter().find(|step| step.name == name).unwrap_or_else(|| panic!("no step `{name}` was run: {steps:#?}"))
}

/// Runs the job of the check workflow; what its check said.
fn checked(scenario: &Scenario, runner: &Runner) -> (bool, String) {
    let steps = runner.run("rowmill-check.yml", "check");
    for step in steps.iter().filter(|step| step.name != "Check") {
        assert!(step.success, "{}: {}", step.name, step.said);
    }
    assert_eq!(git(scenario.path(), &["diff", "--name-only"]), "", "the job changed what was checked out");
    let step = step(&steps, "Check");
    (step.success, step.said.clone())
}

/// Where a fault is and what it is called, as an annotation says it.
fn has_annotation(said: &str, place: &str, code: &str) -> bool {
    let mut place = place.rsplitn(3, ':');
    let (column, line, path) = (place.next(), place.next(), place.next());
    let wanted = [("file", path), ("line", line), ("col", column), ("title", Some(code))];
    said.lines().filter_map(|line| line.strip_prefix("::error ")).any(|annotation| {
        let properties: Vec<&str> = annotation.split("::").next().unwrap_or("").split(',').collect();
        wanted.iter().all(|(name, value)| properties.contains(&format!("{name}={}", value.unwrap_or("")).as_str()))
    })
}

/// Makes a fault, sees the check go red with a finding at the place, mends it and sees the check go green.
fn goes_red(fault: impl Fn(&Scenario), place: &str, code: &str) -> String {
    let (scenario, place) = (repository(), place.to_owned());
    let runner = Runner::new(scenario.path());
    let (is_green, said) = checked(&scenario, &runner);
    assert!(is_green && !said.contains("::"), "{said}");

    fault(&scenario);
    commit(&scenario, "A fault");
    let (is_green, said) = checked(&scenario, &runner);
    assert!(!is_green, "{said}");
    assert!(has_annotation(&said, &place, code), "no {code} at {place}:\n{said}");
    let sarif = runner.left("runner/report/findings.sarif");
    assert!(sarif.contains(&format!("\"ruleId\": \"{code}\"")), "{sarif}");
    assert!(runner.left("runner/summary.md").contains(code));
    let report = format!("{said}--- findings.sarif\n{sarif}--- diff.md\n{}", runner.left("runner/report/diff.md"));

    git(scenario.path(), &["revert", "--no-edit", "HEAD"]);
    let (is_green, said) = checked(&scenario, &runner);
    assert!(is_green && !said.contains("::"), "{said}");
    report
}

/// The same fault of the page.
fn page_goes_red(from: &str, to: &str, place: &str, code: &str) -> String {
    assert!(FERRIES.contains(from), "the page has no `{from}`");
    goes_red(|scenario| scenario.write(PAGE, FERRIES.replace(from, to)), place, code)
}

#[test]
fn a_value_of_another_type() {
    let report = page_goes_red("| 9      |", "| nine   |", "docs/ferries.md:22:26", "type-mismatch");
    check("guard-value", &report);
}

#[test]
fn a_value_that_the_data_has_not() {
    let report = page_goes_red("| 9      |", "| 8      |", "docs/ferries.md:22:26", "stale-output");
    assert!(report.contains("| modified | Travemünde | berths | 9 → 8 |"), "{report}");
}

#[test]
fn a_key_that_stands_twice() {
    page_goes_red("| Seat ", "| Deck ", "docs/ferries.md:32:3", "duplicate-key");
}

#[test]
fn a_key_that_is_another() {
    page_goes_red("| Turku  ", "| Turkku ", "docs/ferries.md:24:3", "stale-output");
}

#[test]
fn a_renamed_header() {
    page_goes_red("Berths", "Moorings", "docs/ferries.md:14:26", "changed-header");
}

#[test]
fn a_vanished_table() {
    let from = FERRIES.find("| Class").expect("it has fares");
    page_goes_red(&FERRIES[from..], "", "docs/ferries.md:27:1", "nothing-matched");
}

#[test]
fn half_the_rows_gone() {
    let (from, to) = (FERRIES.find("| Gedser  ").expect("a port"), FERRIES.find("| Sassnitz  ").expect("a port"));
    page_goes_red(&FERRIES[from..to], "", "docs/ferries.md:14:1", "record-count");
}

#[test]
fn data_that_is_stale() {
    let edit = |scenario: &Scenario| {
        let json = scenario.read("out/ferries/ports.json");
        scenario.write("out/ferries/ports.json", json.replace("\"berths\": 9", "\"berths\": 10"));
    };
    goes_red(edit, "docs/ferries.md:22:26", "stale-output");
}

#[test]
fn nothing_that_is_there_is_replaced() {
    let scenario = Scenario::new().with(PAGE, FERRIES);
    check("init-github-no-recipe", &scenario.run("init --github"));
    assert!(scenario.output("init docs").status.success());
    scenario.write(".github/workflows/rowmill-check.yml", "mine");
    scenario.write(".gitattributes", "*.png binary\n");
    check("init-github-taken", &scenario.run("init --github"));
    assert_eq!(scenario.files(".github").len(), 1);
    assert_eq!(scenario.read(".gitattributes"), "*.png binary\n");
    fs::remove_dir_all(scenario.path().join(".github")).expect("a folder can be removed");
    scenario.write(
        ".gitattributes",
        "*.png binary\n/out/ferries/** text eol=lf linguist-generated\n/rowmill.lock text eol=lf\n",
    );
    check("init-github", &scenario.run("init --github"));
    assert_eq!(scenario.files(".github").len(), 3);
    check("init-github-force", &scenario.run("init --github --force"));
}

#[test]
fn a_recipe_below_the_top() {
    let scenario = Scenario::new().with("data/it's a/ferries.md", FERRIES);
    git(scenario.path(), &["init", "--quiet"]);
    let run = |arguments: &[&str]| {
        let output = scenario.command("").args(arguments).output().expect("the binary runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    run(&["init", "data/it's a", "--out", "data/it's a/ports.yaml"]);
    run(&["init", "--github", "--recipe", "data/it's a/ports.yaml"]);
    run(&["build", "data/it's a/ports.yaml"]);
    commit(&scenario, "Set up");
    let runner = Runner::new(scenario.path());
    let (is_green, said) = checked(&scenario, &runner);
    assert!(is_green, "{said}");
    let attributes = git(scenario.path(), &["check-attr", "--all", "data/it's a/out/ferries/ports.csv"]);
    assert!(attributes.contains("linguist-generated: set"), "{attributes}");
}

/// A runner for the update workflow, with the page that the web has.
fn updater(scenario: &Scenario, page: &str, pages: &str) -> Runner {
    let runner = Runner::new(scenario.path())
        .with("vars.ROWMILL_PAGES", pages)
        .with("github.token", "token")
        .with("github.repository", "somebody/ferries")
        .with("github.event.repository.default_branch", "main");
    fs::write(runner.standins().join("web/ferries.md"), page).expect("a file can be written");
    let origin = runner.standins().join("origin.git").display().to_string();
    git(scenario.path(), &["init", "--quiet", "--bare", &origin]);
    git(scenario.path(), &["remote", "add", "origin", &origin]);
    runner
}

const ADDRESS: &str = "https://example.org/ferries.md docs/ferries.md\r\n";

#[test]
fn an_update_is_one_pull_request() {
    let scenario = repository();
    let later = FERRIES
        .replace("| 9      |", "| 8      |")
        .replace("| Turku      | Finland | 4      |\n", "")
        .replace("Gedser, Rostock, Ystad", "Gedser, Rostock, Rostock");
    let runner = updater(&scenario, &later, ADDRESS);
    let steps = runner.run("rowmill-update.yml", "update");
    for step in &steps {
        assert!(step.success || step.name == "Check", "{}: {}", step.name, step.said);
    }
    let origin = runner.standins().join("origin.git");
    check("guard-update-commit", &git(&origin, &["log", "-1", "--format=%an%n%B", "--name-status", "rowmill/update"]));
    let trailers = git(&origin, &["log", "-1", "--format=%(trailers:only,keyonly)", "rowmill/update"]);
    assert_eq!(trailers.trim_end(), "Source\nRows\nRepairs");
    check("guard-update-body", &runner.left("body"));
    let calls = runner.left("calls").replace(&runner.standins().display().to_string(), "[STANDINS]");
    check("guard-update-calls", &calls);

    // The second time it is the same pull request.
    git(scenario.path(), &["switch", "--quiet", "main"]);
    fs::write(runner.standins().join("gh-pr-list"), "7\n").expect("a file can be written");
    runner.run("rowmill-update.yml", "update");
    assert!(runner.left("calls").contains("gh pr edit 7 --title"));
    let count = |branch: &str, folder| git(folder, &["rev-list", "--count", branch]).trim().to_owned();
    assert_eq!(count("main", scenario.path()), "1");
    assert_eq!(count("rowmill/update", &origin), "2");
}

#[test]
fn an_update_of_what_is_the_same_is_none() {
    let scenario = repository();
    let runner = updater(&scenario, FERRIES, ADDRESS);
    let steps = runner.run("rowmill-update.yml", "update");
    assert!(steps.iter().all(|step| step.success), "{steps:#?}");
    assert_eq!(git(&runner.standins().join("origin.git"), &["branch"]), "");
}

#[test]
fn an_update_that_cannot_be_says_why() {
    let cases = [
        ("", "names no page"),
        ("http://example.org/ferries.md docs/ferries.md", "does not start with https"),
        ("https://example.org/ferries.md ../ferries.md", "no file of this repository"),
        ("https://example.org/ferries.md docs/*.md", "no file of this repository"),
    ];
    let scenario = repository();
    let mut runner = updater(&scenario, FERRIES, "");
    for (pages, expected) in cases {
        runner = runner.with("vars.ROWMILL_PAGES", pages);
        let steps = runner.run("rowmill-update.yml", "update");
        let last = steps.last().expect("a step was run");
        assert!(!last.success && last.said.contains(expected), "{pages}: {}", last.said);
        assert_eq!(last.name, "Fetch the pages");
    }
    // A page without its tables opens no pull request.
    fs::write(runner.standins().join("web/ferries.md"), "# Moved\n").expect("a file can be written");
    let steps = runner.with("vars.ROWMILL_PAGES", ADDRESS).run("rowmill-update.yml", "update");
    assert_eq!(steps.last().map(|step| (step.name.as_str(), step.success)), Some(("Build", false)));
}

#[test]
fn a_comment_is_for_the_pull_request_that_github_names() {
    let scenario = repository();
    let runner = Runner::new(scenario.path())
        .with("github.token", "token")
        .with("github.repository", "somebody/ferries")
        .with("github.event.workflow_run.head_repository.owner.login", "else")
        .with("github.event.workflow_run.head_branch", "$(touch owned)`touch owned`")
        .with("github.event.workflow_run.head_sha", "0123");
    let report = |runner: &Runner| {
        let folder = runner.standins().join("runner/report");
        fs::create_dir_all(&folder).expect("a folder can be made");
        fs::write(folder.join("diff.md"), "**data: +1**\n".to_owned() + &"é".repeat(40_000)).expect("a file");
    };
    // Nobody answers: the pull request is gone.
    let steps = runner.run("rowmill-comment.yml", "comment");
    assert!(steps[0].success && steps[0].said.contains("No open pull request"), "{steps:#?}");
    // `gh api --method …` answers for all three calls.
    fs::write(runner.standins().join("gh-api---method"), "12\n").expect("a file can be written");
    let steps = runner.run_with("rowmill-comment.yml", "comment", || report(&runner));
    assert!(steps[0].success, "{steps:#?}");
    let body = runner.left("body");
    assert!(body.starts_with("<!-- rowmill -->\n**data: +1**\n") && body.len() < 65_000 && body.ends_with('é'));
    let calls = runner.left("calls");
    assert!(calls.contains("--method POST repos/somebody/ferries/issues/12/comments"), "{calls}");
    fs::write(runner.standins().join("gh-api---paginate"), "99\n").expect("a file can be written");
    runner.run_with("rowmill-comment.yml", "comment", || report(&runner));
    assert!(runner.left("calls").contains("--method PATCH repos/somebody/ferries/issues/comments/99"));
    assert!(!scenario.path().join("owned").exists());
}
