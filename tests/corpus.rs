//! `init` over every page of a folder: whatever table a page has, a recipe is proposed for it that builds without an error.
//!
//! The folder is named by `ROWMILL_CORPUS`; without it the test says so and passes.

#![expect(clippy::print_stdout, reason = "a test that measures tells what it has measured")]

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use rowmill::pipeline::propose;
use rowmill::source::walk;
use rowmill::{Document, ErrorKind, SourceMap};

/// What became of a page.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    Unread,
    NoTable,
    OnlyLayout,
    Built,
    Failed(String),
    Panicked,
}

fn fate(path: &Path) -> Fate {
    let mut sources = SourceMap::new();
    let Ok(page) = sources.read(path) else { return Fate::Unread };
    let has_table = !Document::parse(&sources, page).tables.is_empty();
    let name = path.file_name().map_or_else(|| "page.md".to_owned(), |name| name.to_string_lossy().into_owned());
    match propose(&sources, &[page], "rowmill.yaml", &[name]) {
        Ok(proposed) => {
            assert!(proposed.outcome.tallies.iter().all(|tally| tally.balances()));
            Fate::Built
        }
        Err(error) if matches!(error.kind(), ErrorKind::NothingMatched { .. }) => match has_table {
            true => Fate::OnlyLayout,
            false => Fate::NoTable,
        },
        Err(error) => Fate::Failed(error.to_string()),
    }
}

#[test]
fn a_recipe_is_proposed_for_every_page_of_a_corpus() {
    let Some(folder) = std::env::var_os("ROWMILL_CORPUS") else {
        return println!("ROWMILL_CORPUS is not set: no corpus to read");
    };
    let mut counts: BTreeMap<Fate, usize> = BTreeMap::new();
    let mut failures = Vec::new();
    for path in walk(Path::new(&folder)).into_iter().flatten() {
        let start = std::time::Instant::now();
        let fate = catch_unwind(AssertUnwindSafe(|| fate(&path))).unwrap_or(Fate::Panicked);
        if matches!(fate, Fate::Failed(_) | Fate::Panicked) {
            failures.push(format!("{}: {fate:?}", path.display()));
        }
        if start.elapsed().as_secs() > 5 {
            println!("{}: {} s", path.display(), start.elapsed().as_secs());
        }
        let fate = if let Fate::Failed(_) = fate { Fate::Failed(String::new()) } else { fate };
        *counts.entry(fate).or_insert(0) += 1;
    }
    println!("{counts:#?}");
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
