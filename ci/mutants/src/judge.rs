//! Which changes the tests notice, and how many that makes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::tests::{Outcome, Test, Tests};
use crate::tree::Tree;

/// What is known before a sample is judged.
pub struct Judge<'t> {
    /// The changes.
    pub tree: &'t Tree,
    /// What may notice them.
    pub tests: &'t Tests,
    /// Names of changes that nothing can notice.
    pub equivalents: &'t BTreeSet<String>,
    /// Names of those to judge, if not all.
    pub wanted: Option<&'t BTreeSet<String>>,
    /// Where the result is written.
    pub folder: &'t Path,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Verdict {
    Noticed,
    Endless,
    Survived,
    Unreached,
    Equivalent,
}

/// How often a test has noticed a change, of how many that it was asked about.
#[derive(Default, Clone, Copy)]
struct Luck {
    noticed: f64,
    asked: f64,
}

/// The names of changes in `equivalent.txt` or in a result: lines that do not begin with a blank or with `#`.
pub fn names(text: &str) -> BTreeSet<String> {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with([' ', '#'])).map(str::to_owned).collect()
}

impl Judge<'_> {
    /// Judges a random sample, or all.
    pub fn run(&self, sample: Option<usize>, seed: u64, jobs: usize) {
        self.must_pass();
        let all = 1..=u32::try_from(self.tree.mutants.len()).expect("a few thousand");
        let mut chosen: Vec<u32> = all.filter(|number| !self.tree.dropped.contains(number)).collect();
        let population = chosen.len();
        if let Some(wanted) = self.wanted {
            chosen.retain(|number| wanted.contains(&self.tree.mutants[*number as usize - 1].name()));
        }
        shuffle(&mut chosen, seed);
        chosen.truncate(sample.unwrap_or(usize::MAX));
        let next = AtomicUsize::new(0);
        let luck = Mutex::new(vec![Luck::default(); self.tests.tests.len()]);
        let verdicts = Mutex::new(BTreeMap::new());
        std::thread::scope(|scope| {
            for _ in 0..jobs {
                scope.spawn(|| {
                    while let Some(number) = chosen.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let verdict = self.verdict(*number, &luck);
                        let mut verdicts = verdicts.lock().expect("no thread has failed");
                        verdicts.insert(*number, verdict);
                        self.report(&verdicts, population, seed);
                    }
                });
            }
        });
        print!("{}", self.report(&verdicts.into_inner().expect("no thread has failed"), population, seed));
    }

    /// Without a change, and many in one process, all tests pass. It is noted of a program, and not asked again while it is the same one.
    fn must_pass(&self) {
        for (program, (name, _)) in self.tests.programs.iter().enumerate() {
            let tests: Vec<&Test> = self.tests.tests.iter().filter(|test| test.program == program).collect();
            let names: Vec<&str> = tests.iter().map(|test| test.name.as_str()).collect();
            let note = self.tests.record_of(program).with_extension("passes");
            if names.is_empty() || note.exists() {
                continue;
            }
            let outcome = self.tests.run(program, &names, ("ROWMILL_MUTANT", "0"), 600.0);
            assert_eq!(outcome, Outcome::Passed, "the tests of {name} do not pass in one process");
            fs::write(note, "").expect("a note can be written");
        }
    }

    fn verdict(&self, number: u32, luck: &Mutex<Vec<Luck>>) -> Verdict {
        let mutant = &self.tree.mutants[number as usize - 1];
        if self.equivalents.contains(&mutant.name()) {
            return Verdict::Equivalent;
        }
        let tests = &self.tests.tests;
        let mut order: Vec<usize> = (0..tests.len()).filter(|index| tests[*index].reaches(number)).collect();
        if order.is_empty() {
            return Verdict::Unreached;
        }
        let known = luck.lock().expect("no thread has failed").clone();
        let module =
            mutant.file.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::");
        let cost = |index: &usize| {
            let near = if tests[*index].name.starts_with(&module) { 5.0 } else { 1.0 };
            let chance = (known[*index].noticed + 0.1) / (known[*index].asked + 2.0);
            (tests[*index].seconds + 0.01) / (chance * near)
        };
        order.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
        let mut budget = 0.1;
        while !order.is_empty() {
            let mut spent = 0.0;
            let length = order
                .iter()
                .take_while(|index| {
                    spent += tests[**index].seconds;
                    spent <= budget
                })
                .count();
            let batch: Vec<usize> = order.drain(..length.max(1)).collect();
            let outcome = self.batch(number, &batch);
            let mut luck = luck.lock().expect("no thread has failed");
            for index in &batch {
                luck[*index].asked += 1.0;
                luck[*index].noticed += if outcome == Outcome::Passed { 0.0 } else { 1.0 / batch.len() as f64 };
            }
            match outcome {
                Outcome::Passed => budget *= 2.0,
                Outcome::Failed => return Verdict::Noticed,
                Outcome::Endless => return Verdict::Endless,
            }
        }
        Verdict::Survived
    }

    /// One process for each program.
    fn batch(&self, number: u32, batch: &[usize]) -> Outcome {
        let mut programs: BTreeMap<usize, Vec<&Test>> = BTreeMap::new();
        for index in batch {
            let test = &self.tests.tests[*index];
            programs.entry(test.program).or_default().push(test);
        }
        let runs = programs.into_iter().map(|(program, tests)| {
            let names: Vec<&str> = tests.iter().map(|test| test.name.as_str()).collect();
            let seconds: f64 = tests.iter().map(|test| test.seconds).sum();
            self.tests.run(program, &names, ("ROWMILL_MUTANT", &number.to_string()), 5.0 + 5.0 * seconds)
        });
        runs.into_iter().find(|outcome| *outcome != Outcome::Passed).unwrap_or(Outcome::Passed)
    }

    /// Written after each change, so that a run that is ended has told what it knows.
    fn report(&self, verdicts: &BTreeMap<u32, Verdict>, population: usize, seed: u64) -> String {
        let count = |wanted: Verdict| verdicts.values().filter(|verdict| **verdict == wanted).count();
        let (failed, endless) = (count(Verdict::Noticed), count(Verdict::Endless));
        let (survived, unreached, equivalent) =
            (count(Verdict::Survived), count(Verdict::Unreached), count(Verdict::Equivalent));
        let (noticed, judged) = (failed + endless, failed + endless + survived + unreached);
        let (low, high) = interval(noticed, judged);
        let (low_all, high_all) = interval(noticed, judged + equivalent);
        let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        let mut text = format!(
            "{} of {population} changes, seed {seed}: {noticed} noticed ({endless} of them by running without end), {survived} not, \
             {unreached} reached by no test, {equivalent} known to change nothing\n\
             noticed: {:.1} % ({low:.1} to {high:.1}), {:.1} % ({low_all:.1} to {high_all:.1}) of them with those that change nothing\n",
            verdicts.len(),
            share(noticed, judged),
            share(noticed, judged + equivalent),
        );
        for module in ["document", "extract", "repair", "diff"] {
            let inside =
                |number: &u32| self.tree.mutants[*number as usize - 1].file.starts_with(&format!("src/{module}/"));
            let of = |test: fn(&Verdict) -> bool| {
                verdicts.iter().filter(|(number, verdict)| inside(number) && test(verdict)).count()
            };
            let noticed = of(|verdict| matches!(verdict, Verdict::Noticed | Verdict::Endless));
            text += &format!("  {module}: {noticed} of {}\n", of(|verdict| *verdict != Verdict::Equivalent));
        }
        let left = verdicts.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Survived | Verdict::Unreached));
        for (number, verdict) in left {
            let mutant = &self.tree.mutants[*number as usize - 1];
            let mark = if *verdict == Verdict::Unreached { " (unreached)" } else { "" };
            text += &format!("{}\n    {}:{}:{}{mark}\n", mutant.name(), mutant.file, mutant.line, mutant.column);
        }
        fs::write(self.folder.join(format!("result-{seed}.txt")), &text).expect("the result can be written");
        text
    }
}

/// The share in a hundred that is true of all, in 95 of 100 samples (Wilson's interval).
fn interval(part: usize, whole: usize) -> (f64, f64) {
    if whole == 0 {
        return (0.0, 100.0);
    }
    let (n, z) = (whole as f64, 1.96_f64);
    let share = part as f64 / n;
    let middle = share + z * z / (2.0 * n);
    let spread = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 100.0 / (1.0 + z * z / n);
    ((middle - spread) * scale, (middle + spread) * scale)
}

/// The same order for the same seed (SplitMix64).
fn shuffle(numbers: &mut [u32], seed: u64) {
    let mut state = seed;
    for end in (1..numbers.len()).rev() {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^= bits >> 31;
        numbers.swap(end, (bits % (end as u64 + 1)) as usize);
    }
}
