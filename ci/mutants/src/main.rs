//! Whether the tests notice a change of the code: see `run`, which starts this.

mod judge;
mod operators;
mod site;
mod tests;
mod tree;
mod values;

use std::path::Path;

use crate::judge::{Judge, names};
use crate::tests::Tests;
use crate::tree::Tree;

fn main() {
    let number = |name: &str| {
        std::env::var(name).ok().map(|text| text.parse::<usize>().unwrap_or_else(|_| panic!("{name} is no number")))
    };
    let repository =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository is there");
    let folder = repository.join("target/mutants");
    let jobs = number("JOBS").unwrap_or(1);
    let mut tree = Tree::new(&repository, &folder);
    tree.settle();
    eprintln!("{} changes, {} of which do not compile", tree.mutants.len(), tree.dropped.len());
    let tests = Tests::record(tree.tests(), &tree.folder, jobs, 5.0);
    let seconds: f64 = tests.tests.iter().map(|test| test.seconds).sum();
    eprintln!("{} tests, {seconds:.0} s", tests.tests.len());
    let known = names(include_str!("../equivalent.txt"));
    let listed = std::env::var("AGAIN")
        .ok()
        .map(|path| std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}")));
    let wanted = listed.as_deref().map(names);
    let judge = Judge { tree: &tree, tests: &tests, equivalents: &known, wanted: wanted.as_ref(), folder: &folder };
    judge.run(number("SAMPLE"), number("SEED").unwrap_or(1) as u64, jobs);
}
