//! `check`: each kind of fault with its place and exit code, what is held to the lock file, baselines, and runs for changes.

use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::scenario::{Scenario, check};

/// Two tables that say the same from two sides.
const PAGE: &str = "\
# Boards

Some words on boards.

## Stock

| Board   | Cores | Maker | Page                                   |
|---------|-------|-------|----------------------------------------|
| alder   | 4     | Acme  | [alder](https://acme.example/alder)    |
| birch   | 8     | Acme  | [birch](https://acme.example/birch)    |
| cedar   | 4     | Bolt  | [cedar](https://bolt.example/cedar)    |
| dogwood | 16    | Bolt  | [dogwood](https://bolt.example/dogwood) |
| elm     | 2     | Acme  | [elm](https://acme.example/elm)        |
| fir     | 2     | Acme  | [fir](https://acme.example/fir)        |

## Makers

| Maker | Country | Boards                 |
|-------|---------|------------------------|
| Acme  | France  | alder, birch, elm, fir |
| Bolt  | Spain   | cedar, dogwood         |
";

const RECIPE: &str = "\
recipe: boards
sources: [boards.md]
reconcile:
  - rule: inverse
    left: { dataset: stock, fields: [maker, board] }
    right: { dataset: makers, fields: [maker, boards] }
datasets:
  makers:
    tables: [{ under: Makers }]
    primary_key: [maker]
    fields:
      - { name: maker, from: Maker }
      - { name: country, from: Country }
      - { name: boards, from: Boards, type: list }
  stock:
    tables: [{ under: Stock }]
    primary_key: [board]
    foreign_keys:
      - { fields: [maker], reference: { resource: makers, fields: [maker] } }
    fields:
      - { name: board, from: Board }
      - { name: cores, from: Cores, type: integer, constraints: { maximum: 16 } }
      - { name: maker, from: Maker }
      - { name: page, from: Page, part: url }
";

fn boards() -> Scenario {
    let scenario = Scenario::new().with("rowmill.yaml", RECIPE).with("boards.md", PAGE);
    assert!(scenario.output("build").status.success());
    scenario
}

/// The first finding of a code, as `line:column` and the exit code of the run.
fn found(scenario: &Scenario, code: &str) -> (String, i32) {
    let output = scenario.output("check --style concise");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let line = text.lines().find(|line| line.contains(&format!("[{code}]")));
    let line = line.unwrap_or_else(|| panic!("no `{code}` in\n{text}"));
    let place = line.split(": ").next().and_then(|place| place.strip_prefix("boards.md:")).unwrap_or_default();
    (place.to_owned(), output.status.code().expect("an exit code"))
}

/// Changes the page, expects a finding at a place, and none when the page is as before.
fn check_fault(from: &str, to: &str, code: &str, place: &str) {
    let scenario = boards();
    assert!(PAGE.contains(from), "{from}");
    scenario.write("boards.md", PAGE.replace(from, to));
    assert_eq!(found(&scenario, code), (place.to_owned(), 1), "{code}");
    scenario.write("boards.md", PAGE);
    let mended = scenario.output("check");
    assert_eq!(mended.status.code(), Some(0), "{}", String::from_utf8_lossy(&mended.stdout));
    assert!(mended.stdout.is_empty());
}

#[test]
fn each_fault_is_found_in_its_cell_and_gone_when_it_is_mended() {
    check_fault("| 16    |", "| 160   |", "range", "12:13");
    check_fault("| 8     |", "| eight |", "type-mismatch", "10:13");
    check_fault("| cedar   | 4     | Bolt  |", "| cedar   | 4     | Bold  |", "foreign-key", "11:21");
    check_fault("| elm     |", "| alder   |", "duplicate-key", "13:3");
    check_fault("birch, elm", "elm", "disagreement", "10:21");
    check_fault("(https://acme.example/elm)", "(htps://acme.example/elm)", "invalid-link", "13:35");
    check_fault("| Country |", "| Land    |", "changed-header", "18:11");
    check_fault("| Board   | Cores", "| Name    | Cores", "nothing-matched", "7:3");
    check_fault("## Makers", "## Vendors", "nothing-matched", "16:1");
    check_fault("| birch   | 8 ", "| birch   | 9 ", "stale-output", "10:13");
}

#[test]
fn a_shape_that_breaks_is_found() {
    let scenario = boards();
    let rows = |keep: &dyn Fn(&str) -> bool| {
        PAGE.lines().filter(|line| keep(line)).fold(String::new(), |all, line| all + line + "\n")
    };
    scenario.write("boards.md", rows(&|line| !["| dog", "| elm", "| fir"].iter().any(|start| line.starts_with(start))));
    assert_eq!(found(&scenario, "record-count"), ("7:1".to_owned(), 1));
    assert_eq!(found(&scenario, "shrunken-page"), ("1:1".to_owned(), 1));
    let locked = scenario.run("build --locked");
    assert!(locked.contains("status: 1") && locked.contains("nothing was written"), "{locked}");
    assert!(scenario.read("out/boards/stock.csv").contains("dogwood"), "nothing is written over");
    scenario.write("boards.md", PAGE.split("## Makers").next().expect("a part"));
    assert_eq!(found(&scenario, "nothing-matched"), ("1:1".to_owned(), 1));
    scenario.write("boards.md", PAGE.replace("Some words on boards.", "Other words."));
    let prose = scenario.output("check --style concise");
    assert_eq!(prose.status.code(), Some(0), "words beside the tables are no shape");
    assert!(String::from_utf8_lossy(&prose.stdout).contains("note[stale-lock]"));
}

#[test]
fn each_file_that_is_not_current_is_found() {
    let scenario = boards();
    std::fs::remove_file(scenario.path().join("out/boards/stock.csv")).expect("it is there");
    assert_eq!(found(&scenario, "stale-output"), ("7:1".to_owned(), 1));
    scenario.output("build");
    scenario.write("out/boards/makers.yaml", "# edited\n");
    assert_eq!(found(&scenario, "stale-output"), ("18:1".to_owned(), 1));
    scenario.output("build");
    scenario.write("out/boards/gone.csv", "a\n");
    assert_eq!(found(&scenario, "stale-output"), ("1:1".to_owned(), 1));
    let repaired = boards();
    let page = PAGE.replace("| alder, birch, elm, fir |", "| alder,, birch, elm, fir |");
    repaired.write("boards.md", &page);
    repaired.output("build");
    assert_eq!(repaired.output("check --fail-on warning").status.code(), Some(0));
    repaired.write("boards.md", page.replace("# Boards", "# Boards\n\nMore words."));
    let moved = repaired.run("check --style concise");
    assert!(moved.contains("status: 0") && moved.contains("note[stale-output]"), "{moved}");
}

#[test]
fn a_build_accepts_what_a_locked_one_refuses() {
    let scenario = boards();
    scenario.write("boards.md", PAGE.replace("Country", "Land"));
    scenario.write("rowmill.yaml", RECIPE.replace("from: Country", "from: [Country, Land]"));
    assert_eq!(scenario.output("build --locked").status.code(), Some(1));
    assert_eq!(scenario.output("build").status.code(), Some(0));
    assert_eq!(scenario.output("check").status.code(), Some(0));
    assert_eq!(scenario.output("build --locked").status.code(), Some(0));
    assert!(scenario.read("rowmill.lock").contains("\"Land\""));
    scenario.output("build --revision v2");
    assert!(scenario.read("rowmill.lock").contains("\"revision\": \"v2\""));
    scenario.output("build");
    assert!(scenario.read("rowmill.lock").contains("\"revision\": \"v2\""), "the page is that of the revision still");
}

#[test]
fn what_is_out_of_step_is_shown_with_its_lines() {
    let scenario = boards();
    scenario.write("boards.md", PAGE.replace("| birch   | 8 ", "| birch   | 9 "));
    check("check-stale", &scenario.run("check"));
    scenario.write("boards.md", PAGE.replace("## Makers", "## Vendors"));
    check("check-nothing-matched", &scenario.run("check"));
}

#[test]
fn the_findings_are_shown_with_their_lines() {
    let scenario = boards();
    scenario.write("boards.md", PAGE.replace("| 16    |", "| 160   |").replace("alder, birch", "alder"));
    check("check-full", &scenario.run("check"));
    check("check-github", &scenario.run("check --style github"));
    check("check-exit-zero", &scenario.run("check --style concise --exit-zero"));
    scenario.output("check --report sarif=reports.sarif --report junit=junit.xml");
    let sarif: serde_json::Value = serde_json::from_str(&scenario.read("reports.sarif")).expect("JSON");
    assert_eq!(sarif["runs"][0]["results"].as_array().map(Vec::len), Some(2));
    assert!(scenario.read("junit.xml").contains("failures=\"2\""));
    check("check-unknown-report", &scenario.run("check --report html=x"));
}

#[test]
fn warnings_fail_unless_told_otherwise() {
    let scenario = boards();
    scenario.write("boards.md", PAGE.replace("(https://acme.example/elm)", "(htps://acme.example/elm)"));
    scenario.output("build");
    assert_eq!(found(&scenario, "invalid-link").1, 1);
    assert_eq!(scenario.output("check --fail-on error").status.code(), Some(0));
    let level = "levels:\n  invalid-link: { level: note, reason: the scheme is our own }\n";
    scenario.write("rowmill.yaml", format!("{RECIPE}{level}"));
    assert_eq!(scenario.output("check").status.code(), Some(0));
}

#[test]
fn a_baseline_leaves_out_what_was_there() {
    let scenario = boards();
    let git = |arguments: &str| {
        let output = Command::new("git")
            .args(["-c", "user.name=A", "-c", "user.email=a@example.org"])
            .args(arguments.split_whitespace())
            .current_dir(scenario.path())
            .output()
            .expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    scenario.write("boards.md", PAGE.replace("| 16    |", "| 160   |"));
    git("init --quiet");
    git("add boards.md rowmill.yaml");
    git("commit --quiet -m faulty");
    let known = scenario.output("check --style json").stdout;
    scenario.write("known.json", known);
    for baseline in ["known.json", "HEAD"] {
        scenario.write("boards.md", PAGE.replace("| 16    |", "| 160   |").replace("# Boards", "# Boards\n\nMore."));
        let same = scenario.output(&format!("check --baseline {baseline}"));
        assert_eq!(same.status.code(), Some(0), "{baseline}: {}", String::from_utf8_lossy(&same.stdout));
        scenario.write("boards.md", PAGE.replace("| 16    |", "| 160   |").replace("| 8     |", "| 80    |"));
        let new = scenario.output(&format!("check --style concise --baseline {baseline}"));
        let text = String::from_utf8_lossy(&new.stdout).into_owned();
        assert_eq!((new.status.code(), text.lines().count()), (Some(1), 1), "{baseline}: {text}");
        assert!(text.starts_with("boards.md:10:13: error[range] `80`"), "{text}");
    }
    scenario.write("other.json", "[]");
    check("check-baseline-unlike", &scenario.run("check --baseline other.json"));
    check("check-baseline-missing", &scenario.run("check --baseline no-such-revision"));
}

#[test]
fn bad_files_are_named_with_their_line() {
    let scenario = boards();
    scenario.write("rowmill.lock", scenario.read("rowmill.lock").replace("\"version\": 1", "\"version\": 7"));
    check("check-lock-version", &scenario.run("check"));
    scenario.write("rowmill.lock", "<<<<<<< HEAD\n{}\n");
    check("check-lock-broken", &scenario.run("build --check"));
    let scenario = Scenario::new().with("rowmill.yaml", RECIPE).with("boards.md", PAGE);
    check("build-locked-first", &scenario.run("build --locked"));
    scenario.write("rowmill.yaml", RECIPE.replace("resource: makers", "resource: markers"));
    check("check-foreign-key-unknown", &scenario.run("check"));
    scenario.write("rowmill.yaml", RECIPE.replace("[maker, boards]", "[maker]"));
    check("check-reconcile-unlike", &scenario.run("check"));
    scenario.write("rowmill.yaml", RECIPE.replace("[maker, board] }", "[maker, cores] }"));
    check("check-reconcile-types", &scenario.run("check"));
}

#[test]
fn hostile_cells_forge_nothing() {
    let scenario = boards();
    let hostile = "::error::x%0A]]><\u{1b}[31m\u{202e}";
    scenario
        .write("boards.md", PAGE.replace("| cedar   | 4     | Bolt  |", &format!("| cedar   | 4     | {hostile}  |")));
    for style in rowmill::report::STYLES {
        let output = scenario.output(&format!("check --style {}", style.name));
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        assert_eq!(output.status.code(), Some(1), "{}", style.name);
        assert!(!text.contains(rowmill::escape::is_hostile), "{}: {text}", style.name);
        assert!(style.name == "github" || !text.lines().any(|line| line.trim_start().starts_with("::")), "{text}");
        let log = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(!log.contains(rowmill::escape::is_hostile) && !log.contains("\n::"), "{log}");
    }
}

#[test]
fn a_service_is_told_paths_from_the_top_of_its_checkout() {
    let scenario = Scenario::new()
        .with("docs/data/rowmill.yaml", RECIPE)
        .with("docs/data/boards.md", PAGE.replace("| 16 ", "| 160 "));
    let mut command = scenario.command("check --style github");
    command.current_dir(scenario.path().join("docs")).arg("data").env("GITHUB_WORKSPACE", scenario.path());
    let output = command.output().expect("the binary runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("file=docs/data/boards.md,line=12"), "{text}");
}

#[test]
fn a_report_is_written_over_nothing_that_is_read() {
    let scenario = boards();
    for path in ["boards.md", "rowmill.yaml", "rowmill.lock", "out/boards/stock.csv", "-"] {
        let output = scenario.output(&format!("check --report json={path}"));
        assert_eq!(output.status.code(), Some(2), "{path}");
    }
    assert_eq!(scenario.output("check --report json=a --report sarif=a").status.code(), Some(2));
    assert_eq!(scenario.read("boards.md"), PAGE);
    assert_eq!(scenario.output("check --report json=a --report sarif=b").status.code(), Some(0));
    std::fs::remove_dir_all(scenario.path().join("out")).expect("it is there");
    assert_eq!(found(&scenario, "stale-output"), ("1:1".to_owned(), 1));
}

#[cfg(unix)]
#[test]
fn a_watch_ends_with_the_code_of_the_signal() {
    use std::io::BufRead as _;

    let scenario = boards();
    for (signal, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        let mut child = scenario.command("check --watch").stderr(Stdio::piped()).spawn().expect("the binary runs");
        let mut stderr = std::io::BufReader::new(child.stderr.take().expect("it is piped"));
        let mut said = String::new();
        while !said.contains("waiting for a change") {
            assert!(stderr.read_line(&mut said).expect("it is text") > 0, "{said}");
        }
        let sent = Command::new("kill").args([&format!("-{number}"), &child.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
        stderr.read_to_string(&mut said).expect("it is text");
        let status = child.wait().expect("it ends").code();
        let status = status.map_or("a signal".to_owned(), |code| code.to_string());
        let name = format!("check-watch-ended-by-{}", signal.to_lowercase());
        check(&name, &format!("$ rowmill check --watch, then kill -{signal}\nstatus: {status}\n--- stderr\n{said}"));
    }
}

#[test]
fn a_watch_runs_again_for_a_change() {
    let scenario = boards();
    let mut command = scenario.command("check --watch --style concise");
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the binary runs");
    let mut stdout = child.stdout.take().expect("it is piped");
    let (send, receive) = std::sync::mpsc::channel();
    let reader = std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(read @ 1..) = stdout.read(&mut buffer) {
            if send.send(String::from_utf8_lossy(&buffer[..read]).into_owned()).is_err() {
                break;
            }
        }
    });
    std::thread::sleep(Duration::from_millis(500));
    let start = Instant::now();
    scenario.write("boards.md", PAGE.replace("| 16    |", "| 160   |"));
    let shown = receive.recv_timeout(Duration::from_secs(20)).unwrap_or_default();
    let taken = start.elapsed();
    let _ = child.kill();
    let _ = child.wait();
    let _ = reader.join();
    assert!(shown.contains("range"), "{shown:?} after {taken:?}");
}

#[test]
fn two_pages_are_reconciled_item_by_item() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/expressroute");
    let (Ok(providers), Ok(locations), Ok(differences)) = (
        std::fs::read_to_string(folder.join("providers-2019-07-11.md")),
        std::fs::read_to_string(folder.join("locations-2019-07-11.md")),
        std::fs::read_to_string(folder.join("cross-check-2019-07-11.csv")),
    ) else {
        return;
    };
    let scenario = Scenario::new()
        .with("rowmill.yaml", include_str!("../../fixtures/reconcile/rowmill.yaml"))
        .with("providers.md", providers)
        .with("locations.md", locations);
    let output = scenario.output("check --style ndjson");
    let found: Vec<String> = String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
        .filter(|finding| finding["code"] == "disagreement")
        .map(|finding| finding["message"].as_str().expect("a text").to_owned())
        .collect();
    let expected: Vec<(String, String)> = csv::Reader::from_reader(differences.as_bytes())
        .records()
        .map(|record| record.expect("a record"))
        .map(|record| (record[0].to_owned(), record[1].to_owned()))
        .collect();
    assert_eq!((expected.len(), found.len()), (15, 15), "{found:#?}");
    for (location, provider) in expected {
        let start = format!("`{location}` with `{provider}` is ");
        assert!(found.iter().any(|message| message.starts_with(&start)), "{start} in {found:#?}");
    }
}
