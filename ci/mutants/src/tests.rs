//! The tests: each in a process of its own once, for its time and for the changes that it reaches.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Parts of names of tests that look at time, or go through many changes of one page.
const LEFT_OUT: [&str; 5] =
    ["linear", "one_byte_of_any_cell", "long_lists_are", "many_records_are", "costs_more_than_its_length"];

/// By which the system ends what has used its time.
const SIGXCPU: i32 = 24;
/// By which it ends what goes on then.
const SIGKILL: i32 = 9;

/// A test.
pub struct Test {
    /// The program that it is in.
    pub program: usize,
    /// As the program names it.
    pub name: String,
    /// How long it keeps a processor busy.
    pub seconds: f64,
    /// A bit for each change.
    reached: Vec<u64>,
}

impl Test {
    /// Whether it runs the code of a change.
    pub fn reaches(&self, number: u32) -> bool {
        self.reached.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}

/// The programs with the tests in them, and where they run.
pub struct Tests {
    /// Name and file.
    pub programs: Vec<(String, PathBuf)>,
    /// Those that pass, and are quick enough.
    pub tests: Vec<Test>,
    tree: PathBuf,
    scratch: PathBuf,
    /// What was recorded of a program before, by its name and the time that it was built at.
    records: Vec<PathBuf>,
}

/// How a run of tests ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All passed.
    Passed,
    /// At least one failed.
    Failed,
    /// They did not end.
    Endless,
}

impl Tests {
    /// Runs each test once. Those that fail, or take longer than `limit` seconds, are named and left out.
    /// What was recorded of a program that is still the same one is not recorded again.
    pub fn record(programs: Vec<(String, PathBuf)>, tree: &Path, jobs: usize, limit: f64) -> Self {
        let folder = tree.with_file_name("records");
        fs::create_dir_all(&folder).expect("a folder can be made");
        let mut all = Tests {
            records: programs.iter().map(|(name, file)| folder.join(format!("{name}-{}", built_at(file)))).collect(),
            programs,
            tests: Vec::new(),
            tree: tree.to_owned(),
            scratch: std::env::temp_dir().join("rowmill-mutants"),
        };
        let mut names: Vec<(usize, String)> = (0..all.programs.len()).flat_map(|program| all.names(program)).collect();
        let mut known: Vec<Test> = (0..all.programs.len()).flat_map(|program| all.known(program)).collect();
        let is_known: BTreeSet<(usize, String)> = known.iter().map(|test| (test.program, test.name.clone())).collect();
        names.retain(|name| !is_known.contains(name));
        known.retain(|test| test.seconds.is_finite());
        let next = AtomicUsize::new(0);
        let tests = Mutex::new(known);
        std::thread::scope(|scope| {
            for _ in 0..jobs {
                scope.spawn(|| {
                    while let Some((program, name)) = names.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let test = all.one(*program, name, limit);
                        tests.lock().expect("no thread has failed").extend(test);
                    }
                });
            }
        });
        all.tests = tests.into_inner().expect("no thread has failed");
        all.tests.sort_by(|a, b| (a.program, &a.name).cmp(&(b.program, &b.name)));
        all
    }

    fn names(&self, program: usize) -> Vec<(usize, String)> {
        let mut command = Command::new(&self.programs[program].1);
        let output = command.args(["--list", "--format", "terse"]).output().expect("a test program lists its tests");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let names = text.lines().filter_map(|line| line.strip_suffix(": test"));
        let kept = names.filter(|name| !LEFT_OUT.iter().any(|part| name.contains(part)));
        kept.map(|name| (program, name.to_owned())).collect()
    }

    /// The file in which what is known of a program is kept.
    pub fn record_of(&self, program: usize) -> &Path {
        &self.records[program]
    }

    /// The tests that were recorded before; those that were left out take without end.
    fn known(&self, program: usize) -> Vec<Test> {
        let text = fs::read_to_string(&self.records[program]).unwrap_or_default();
        let tests = text.lines().filter_map(|line| {
            let mut parts = line.split('\t');
            let (name, seconds, words) = (parts.next()?.to_owned(), parts.next()?.parse().ok()?, parts.next()?);
            let reached = words.split_whitespace().filter_map(|word| u64::from_str_radix(word, 16).ok()).collect();
            Some(Test { program, name, seconds, reached })
        });
        tests.collect()
    }

    fn keep(&self, program: usize, line: &str) {
        let file = fs::OpenOptions::new().create(true).append(true).open(&self.records[program]);
        file.and_then(|mut file| file.write_all(format!("{line}\n").as_bytes())).expect("a record can be written");
    }

    fn one(&self, program: usize, name: &str, limit: f64) -> Option<Test> {
        let trace = self.scratch.join(format!("trace-{program}-{}", name.replace("::", "-")));
        let _ = fs::remove_dir_all(&trace);
        fs::create_dir_all(&trace).expect("a folder can be made");
        let outcome = self.run(program, &[name], ("ROWMILL_MUTANT_TRACE", &trace.to_string_lossy()), 20.0);
        let seconds = seconds(&trace);
        let reached = reached(&trace);
        let _ = fs::remove_dir_all(&trace);
        if outcome != Outcome::Passed || seconds > limit {
            eprintln!("left out: {} {name}: {outcome:?} in {seconds:.1} s", self.programs[program].0);
            self.keep(program, &format!("{name}\tinf\t"));
            return None;
        }
        let words: String = reached.iter().map(|word| format!("{word:x} ")).collect();
        self.keep(program, &format!("{name}\t{seconds}\t{words}"));
        Some(Test { program, name: name.to_owned(), seconds, reached })
    }

    /// Runs some tests of a program in one process, with a limit in seconds of a processor.
    pub fn run(&self, program: usize, names: &[&str], variable: (&str, &str), limit: f64) -> Outcome {
        let scratch = self.scratch.join(format!("{:?}", std::thread::current().id()));
        fs::create_dir_all(&scratch).expect("a folder can be made");
        let file = &self.programs[program].1;
        let mut command = Command::new("sh");
        // A change may make a program run without end, take all memory, or fill a file.
        let limits = format!("ulimit -t {limit:.0}; ulimit -v 6000000; ulimit -f 1000000");
        let script = match variable {
            ("ROWMILL_MUTANT_TRACE", _) => {
                format!("{limits}; \"$0\" \"$@\"; code=$?; times > \"$ROWMILL_MUTANT_TRACE.times\"; exit $code")
            }
            _ => format!("{limits}; exec \"$0\" \"$@\""),
        };
        command.args(["-c", &script]).arg(file);
        command.args(["--test-threads", "1", "--exact"]).args(names);
        command.env(variable.0, variable.1).env("CARGO_MANIFEST_DIR", &self.tree).env("TMPDIR", &scratch);
        command.env("INSTA_WORKSPACE_ROOT", &self.tree).env("INSTA_UPDATE", "no").env("PROPTEST_CASES", "16");
        command
            .current_dir(&self.tree)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0);
        let mut child = command.spawn().expect("a test program starts");
        // What waits without end takes no time of a processor; a machine that is busy takes longer than a test needs.
        let end = Instant::now() + Duration::from_secs_f64(60.0 + 10.0 * limit);
        let mut pause = Duration::from_millis(1);
        let outcome = loop {
            match child.try_wait().expect("a child can be waited for") {
                Some(status) if status.success() => break Outcome::Passed,
                Some(status) if matches!(status.signal(), Some(SIGKILL | SIGXCPU)) => break Outcome::Endless,
                Some(_) => break Outcome::Failed,
                None if Instant::now() > end => break Outcome::Endless,
                None => std::thread::sleep(pause),
            }
            pause = (pause * 2).min(Duration::from_millis(20));
        };
        if outcome != Outcome::Passed {
            // With the programs that it has started.
            let group = format!("-{}", child.id());
            let _ = Command::new("kill").args(["-9", "--", &group]).stderr(Stdio::null()).status();
            let _ = child.wait();
            let _ = fs::remove_dir_all(&scratch);
        }
        outcome
    }
}

fn reached(trace: &Path) -> Vec<u64> {
    let mut bits = Vec::new();
    for entry in fs::read_dir(trace).expect("the folder is there") {
        let bytes = fs::read(entry.expect("an entry can be read").path()).expect("a trace can be read");
        for number in bytes.chunks_exact(4) {
            let number = u32::from_le_bytes(number.try_into().expect("four bytes")) as usize;
            bits.resize(bits.len().max(number / 64 + 1), 0);
            bits[number / 64] |= 1_u64 << (number % 64);
        }
    }
    bits
}

/// What the shell has told of the processes that it has started: the last line, as `0m0.120s 0m0.030s`.
fn seconds(trace: &Path) -> f64 {
    let times = trace.with_extension("times");
    let text = fs::read_to_string(&times).unwrap_or_default();
    let _ = fs::remove_file(&times);
    let parts = text.lines().last().unwrap_or_default().split_whitespace().map(|part| {
        let (minutes, seconds) = part.trim_end_matches('s').split_once('m').unwrap_or(("0", "0"));
        minutes.parse().unwrap_or(0.0) * 60.0 + seconds.parse().unwrap_or(0.0)
    });
    parts.sum()
}

/// When a program was built, in nanoseconds.
fn built_at(file: &Path) -> u128 {
    let time = fs::metadata(file).and_then(|data| data.modified()).expect("a program has a time");
    time.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_nanos())
}
