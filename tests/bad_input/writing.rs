//! Files that are replaced: runs that die, that are told to end, that meet each other, and targets that are none.
//!
//! `ROWMILL_KILLS` and `ROWMILL_RUNS` say how often; `ci/long-run` asks for more than a test does.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::{Said, cities, page, run};
use crate::scenario::Scenario;

fn count(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Says a figure, for `docs/reliability.md`.
#[expect(clippy::print_stdout, reason = "a test's output is shown on demand")]
fn tell(figure: &str) {
    println!("{figure}");
}

/// Numbers that look random and are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// Two pages whose data differs in every file, and what a build makes of each.
struct TwoStates {
    scenario: Scenario,
    pages: [String; 2],
    states: [Vec<(String, Vec<u8>)>; 2],
}

impl TwoStates {
    fn new() -> Self {
        let rows = |start: usize| {
            (start..start + 400).map(|number| format!("| City {number} | {number} |\n")).collect::<String>()
        };
        let pages = [0, 1_000].map(|start| page(&(rows(start) + "| Ly\u{200b}on | 1 |\n| Graz | 2 |\n| Lyon | 3 |\n")));
        let pages = pages.map(|page| page.replace("| Lyon | 3 |", "| Lyons | 3 |"));
        let scenario = cities("");
        let states = pages.each_ref().map(|page| {
            scenario.write("cities.md", page);
            assert_eq!(run(&scenario, "build").code, Some(0));
            state(&scenario)
        });
        Self { scenario, pages, states }
    }

    /// Builds once, and tells how long that took, in microseconds.
    fn build_time(&self) -> u64 {
        let start = Instant::now();
        assert!(self.build().wait().expect("it ends").success());
        u64::try_from(start.elapsed().as_micros()).expect("it is short").max(1_000)
    }

    fn build(&self) -> Child {
        let mut command = self.scenario.command("build --quiet");
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary runs")
    }
}

/// The files that a build writes, without unfinished ones.
fn state(scenario: &Scenario) -> Vec<(String, Vec<u8>)> {
    let mut files = scenario.files("out");
    files.retain(|(path, _)| !path.contains(".rowmill-"));
    files.push(("lock".to_owned(), fs::read(scenario.path().join("rowmill.lock")).expect("it was built")));
    files
}

fn leftovers(scenario: &Scenario) -> Vec<String> {
    scenario.files(".").into_iter().map(|(path, _)| path).filter(|path| path.contains(".rowmill-")).collect()
}

#[test]
fn row_24_killed_at_any_moment() {
    let two = TwoStates::new();
    let whole = two.build_time();
    let (mut random, mut left, mut mixed, mut killed) = (Random(0x9e37_79b9_7f4a_7c15), 0, 0, 0);
    let kills = count("ROWMILL_KILLS", 100);
    for kill in 0..kills {
        let now = usize::from(kill % 2 == 0);
        two.scenario.write("cities.md", &two.pages[1 - now]);
        let mut child = two.build();
        // Most of the time goes by before anything is written.
        let wait = if kill % 3 == 0 { random.below(whole) } else { whole / 3 + random.below(whole) };
        sleep(Duration::from_micros(wait));
        child.kill().expect("it can be killed");
        killed += usize::from(child.wait().expect("it ends").signal().is_some());
        let found = state(&two.scenario);
        for ((path, bytes), (old, new)) in found.iter().zip(two.states[0].iter().zip(&two.states[1])) {
            assert!(*bytes == old.1 || *bytes == new.1, "{path} is torn");
        }
        assert_eq!(found.len(), two.states[0].len(), "a file is lost");
        mixed += usize::from(!two.states.contains(&found));
        left += usize::from(!leftovers(&two.scenario).is_empty());
        assert!(two.build().wait().expect("it ends").success());
        assert!(state(&two.scenario) == two.states[1 - now], "the next run sets it right");
        assert_eq!(leftovers(&two.scenario), Vec::<String>::new());
    }
    tell(&format!(
        "{kills} runs, {killed} killed before their end: 0 torn, 0 lost; {left} left something and {mixed} were amidst, all set right by the next run"
    ));
    assert!(killed > 0);
}

#[test]
fn row_25_no_space() {
    // Each file call fails in turn under `ci/faults.py`; here the limit of the size of a file does.
    let two = TwoStates::new();
    two.scenario.write("cities.md", &two.pages[0]);
    let limited = format!("trap '' XFSZ; ulimit -f 8; exec '{}' build", env!("CARGO_BIN_EXE_rowmill"));
    let output =
        Command::new("bash").args(["-c", &limited]).current_dir(two.scenario.path()).output().expect("a shell runs");
    Said::of(&output).expect(2, "cannot write `out/cities/cities.").expect(2, "File too large");
    assert!(state(&two.scenario) == two.states[1], "the old files stand");
    assert_eq!(leftovers(&two.scenario), Vec::<String>::new());
}

#[test]
fn row_26_targets_that_are_none() {
    let built = || {
        let scenario = cities("| Lyon | 1 |\n");
        assert_eq!(run(&scenario, "build").code, Some(0));
        scenario.write("cities.md", page("| Wien | 3 |\n"));
        scenario
    };
    let target = "out/cities/cities.csv";
    // A link in the place of a file, or of the folder of the data; a folder in the place of a file.
    let scenario = built();
    fs::rename(scenario.path().join(target), scenario.path().join("elsewhere.csv")).expect("it is there");
    symlink("../../elsewhere.csv", scenario.path().join(target)).expect("a link");
    let before = (scenario.files("out"), scenario.read("elsewhere.csv"));
    let said = run(&scenario, "build");
    said.expect(2, "it is a symbolic link, not a plain file").expect(2, "name what it leads to");
    assert!(!said.err.contains("building"), "it is refused before any work: {}", said.err);
    assert_eq!((scenario.files("out"), scenario.read("elsewhere.csv")), before);
    fs::remove_file(scenario.path().join(target)).expect("it is there");
    fs::create_dir(scenario.path().join(target)).expect("a folder");
    run(&scenario, "build").expect(2, "it is a folder, not a plain file");
    // A file that is read-only stays, and all others with it.
    let scenario = built();
    let before = state(&scenario);
    let path = scenario.path().join("out/cities/cities.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("it is ours");
    run(&scenario, "build").expect(2, "the file is read-only");
    assert!(state(&scenario) == before);
    // Permissions are kept.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("it is ours");
    assert_eq!(run(&scenario, "build").code, Some(0));
    assert_eq!(fs::metadata(&path).expect("it is there").permissions().mode() & 0o777, 0o640);
    // A second name of a file keeps the old content.
    fs::hard_link(&path, scenario.path().join("second.yaml")).expect("a second name");
    let old = scenario.read("second.yaml");
    scenario.write("cities.md", page("| Bern | 4 |\n"));
    assert_eq!(run(&scenario, "build").code, Some(0));
    assert_eq!(scenario.read("second.yaml"), old);
    // A page that is a link is not written through.
    let scenario = Scenario::new().with("page.md", page("| Ly\u{200b}on | 1 |\n| Graz | 2 |\n| Lyon | 3 |\n"));
    symlink("page.md", scenario.path().join("link.md")).expect("a link");
    run(&scenario, "repair link.md --write").expect(2, "it is a symbolic link, not a plain file");
    // Every file that is written whole is written so.
    let scenario = Scenario::cities();
    fs::create_dir(scenario.path().join("report.json")).expect("a folder");
    run(&scenario, "check --report json=report.json").expect(2, "it is a folder, not a plain file");
    symlink("gone", scenario.path().join("link.yaml")).expect("a link");
    assert_eq!(run(&scenario, "init cities.md --out link.yaml --force").code, Some(2));
}

#[test]
fn row_27_two_runs_at_once() {
    let two = TwoStates::new();
    for round in 0..count("ROWMILL_RUNS", 5) {
        let now = usize::from(round % 2 == 1);
        two.scenario.write("cities.md", &two.pages[now]);
        let children: Vec<Child> = (0..8).map(|_| two.build()).collect();
        for mut child in children {
            assert!(child.wait().expect("it ends").success());
        }
        assert!(state(&two.scenario) == two.states[now], "round {round}");
        assert_eq!(leftovers(&two.scenario), Vec::<String>::new());
    }
    // Who holds the folder for long is waited for, and then not any more.
    let held = fs::File::open(two.scenario.path().join("out/cities")).expect("it is there");
    held.lock().expect("nobody holds it");
    let start = Instant::now();
    let said = run(&two.scenario, "build --lock-timeout 0.3");
    said.expect(2, "cannot lock `out/cities`: another run of rowmill is writing there").expect(2, "--lock-timeout");
    assert!(start.elapsed() >= Duration::from_millis(300));
    let mut waiting = two.build();
    sleep(Duration::from_millis(200));
    drop(held);
    assert!(waiting.wait().expect("it ends").success());
}

#[test]
fn row_27_two_decisions_at_once() {
    let bad = page("| Ly\u{200b}on | 1 |\n| Graz | 2 |\n| Lyon | 3 |\n| Br\u{200b}no | 4 |\n| Brno | 5 |\n");
    let scenario = Scenario::new().with("page.md", bad);
    let listed = run(&scenario, "repair page.md");
    let ids: Vec<&str> = listed
        .out
        .split("decide reject ")
        .skip(1)
        .filter_map(|rest| rest.split('`').next())
        .map(|rest| rest.split(' ').next().unwrap_or(rest))
        .collect();
    assert_eq!(ids.len(), 2, "{}", listed.out);
    for _ in 0..10 {
        let _ = fs::remove_file(scenario.path().join("rowmill-decisions.yaml"));
        let children: Vec<Child> = ids
            .iter()
            .map(|id| {
                let mut command = scenario.command(&format!("decide reject {id} --source page.md"));
                command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the binary runs")
            })
            .collect();
        let done: Vec<Said> =
            children.into_iter().map(|child| Said::of(&child.wait_with_output().expect("it ends"))).collect();
        let kept = run(&scenario, "decide list --source page.md").out;
        for (id, said) in ids.iter().zip(&done) {
            match said.code {
                Some(0) => assert!(kept.contains(id), "a decision is lost: {kept}"),
                _ => drop(said.expect(2, "has changed since it was read").expect(2, "run the same command again")),
            }
        }
    }
}

/// Sends a signal to a run after some time, and tells how it ended.
fn interrupted(scenario: &Scenario, arguments: &str, signal: &str, after: Duration) -> Option<i32> {
    let mut command = scenario.command(arguments);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary runs");
    sleep(after);
    send(signal, &child);
    child.wait().expect("it ends").code()
}

/// Whether this process ignores that its terminal is gone, as under `nohup`: then all that it starts does.
fn ignores_hangups() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

#[test]
fn row_28_told_to_end() {
    let two = TwoStates::new();
    let whole = two.build_time();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let mut ended = 0;
    for round in 0..count("ROWMILL_RUNS", 5) * 6 {
        let now = usize::from(round % 2 == 0);
        two.scenario.write("cities.md", &two.pages[1 - now]);
        let before = state(&two.scenario);
        let (signal, expected) =
            [("INT", 130), ("TERM", 143), ("HUP", 129)][usize::try_from(round % 3).expect("it is small")];
        let after = Duration::from_micros(2_000 + whole / 4 + random.below(whole));
        let code = interrupted(&two.scenario, "build --quiet", signal, after);
        let found = state(&two.scenario);
        match code {
            Some(0) => assert!(found == two.states[1 - now]),
            // A signal that comes while files take their places waits for that.
            code if code == Some(expected) => {
                assert!(found == before || found == two.states[1 - now], "{signal}: a mixture")
            }
            // It came before the program listened.
            None => assert!(found == before),
            other => panic!("{signal}: {other:?}"),
        }
        ended += usize::from(code == Some(expected));
        assert_eq!(leftovers(&two.scenario), Vec::<String>::new(), "{signal} at {after:?}");
        assert!(two.build().wait().expect("it ends").success());
    }
    tell(&format!("{ended} runs were told to end before their end"));
    assert!(ended > 0);
    // A run that goes on until it is told to end.
    let scenario = Scenario::cities();
    let signals = [("INT", 130), ("TERM", 143), ("HUP", 129)];
    for (signal, expected) in signals.into_iter().filter(|(signal, _)| *signal != "HUP" || !ignores_hangups()) {
        let mut child = watching(&scenario, &format!("exec '{}' check --watch", env!("CARGO_BIN_EXE_rowmill")));
        send(signal, &child);
        assert_eq!(child.wait().expect("it ends").code(), Some(expected), "{signal}");
    }
    // Who ignores a signal from the start, as under `nohup`, goes on ignoring it.
    let mut child =
        watching(&scenario, &format!("trap '' HUP; exec '{}' check --watch", env!("CARGO_BIN_EXE_rowmill")));
    send("HUP", &child);
    sleep(Duration::from_millis(200));
    let is_running = child.try_wait().expect("it can be asked").is_none();
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    assert!(is_running || !cfg!(target_os = "linux"));
}

/// A shell's command that has begun to wait for changes. Standard error goes on being read, so that it may be written.
fn watching(scenario: &Scenario, command: &str) -> Child {
    use std::io::{BufRead as _, BufReader};

    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(scenario.path()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = shell.spawn().expect("a shell runs");
    let mut said = BufReader::new(child.stderr.take().expect("it is piped")).lines();
    let waits = said.any(|line| line.expect("it is text").contains("waiting for a change"));
    assert!(waits);
    std::thread::spawn(move || said.for_each(drop));
    child
}

fn send(signal: &str, child: &Child) {
    let sent =
        Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).stderr(Stdio::null()).status();
    sent.expect("kill runs");
}

#[test]
fn row_30_a_page_that_changes_before_it_is_written() {
    use rowmill::emit::{FileWrite, write_file};

    let scenario = Scenario::new().with("page.md", "old\n");
    let read = Some("old\n");
    scenario.write("page.md", "somebody else's\n");
    let error =
        write_file(FileWrite::new(scenario.path().join("page.md"), "new\n").over(read)).expect_err("it changed");
    assert!(error.to_string().contains("has changed since it was read"), "{error}");
    assert_eq!(scenario.read("page.md"), "somebody else's\n");
    // Through the command line: of many runs that repair one page at once, none undoes what another has done.
    let bad = page("| Ly\u{200b}on | 1 |\n| Graz | 2 |\n| Lyon | 3 |\n");
    for _ in 0..5 {
        scenario.write("page.md", &bad);
        let children: Vec<Child> = (0..4)
            .map(|_| {
                let mut command = scenario.command("repair page.md --write");
                command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary runs")
            })
            .collect();
        let codes: Vec<Option<i32>> =
            children.into_iter().map(|mut child| child.wait().expect("it ends").code()).collect();
        assert!(codes.contains(&Some(0)), "{codes:?}");
        assert_eq!(scenario.read("page.md"), bad.replace('\u{200b}', ""));
    }
}

#[test]
fn row_31_nothing_but_the_cell_is_changed() {
    let before = "---\nx:  y \n---\r\n\u{feff}# Cities  \n\n|City|Zone|   \n|:--|--|\n|Ly\u{200b}on|  1|\t\n| Graz |2 |\r\n|Lyon| 3|\n\n* text  \n\t`code`\n\n\n";
    let scenario = Scenario::new().with("page.md", before);
    assert_eq!(run(&scenario, "repair page.md --write").code, Some(0));
    assert_eq!(scenario.read("page.md"), before.replace('\u{200b}', ""));
    // Nothing to do, nothing done.
    let time =
        |scenario: &Scenario| fs::metadata(scenario.path().join("page.md")).and_then(|found| found.modified()).ok();
    let then = time(&scenario);
    assert_eq!(run(&scenario, "repair page.md --write").code, Some(0));
    assert_eq!(time(&scenario), then);
}
