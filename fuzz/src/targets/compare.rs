//! Two pages without a recipe: a page does not differ from itself, and whether two differ does not depend on which one is the older.

use rowmill::diff::DatasetDiff;
use rowmill::pipeline::compare_pages;
use rowmill::{SourceId, SourceMap};

use super::Target;
use crate::text::{page, text};

pub(super) const TARGET: Target = Target {
    name: "compare",
    summary: "a page does not differ from itself, and two differ both ways or not at all",
    run,
};

/// The two pages are parted by NUL.
fn run(input: &[u8]) {
    let text = text(input);
    let (old, new) = text.split_once('\0').unwrap_or((&text, ""));
    let (one, other) = (page(old), page(new));
    for (page, text) in [(&one, old), (&other, new)] {
        let itself = compare(page, page);
        assert!(itself.iter().all(is_empty), "{text:?}: {itself:#?}");
    }
    if old != new {
        let (there, back) = (compare(&one, &other), compare(&other, &one));
        assert_eq!(there.iter().all(is_empty), back.iter().all(is_empty), "{old:?} and {new:?}: {there:#?} {back:#?}");
    }
}

fn compare(old: &(SourceMap, SourceId), new: &(SourceMap, SourceId)) -> Vec<DatasetDiff> {
    compare_pages((&old.0, old.1), (&new.0, new.1), &[])
        .unwrap_or_else(|error| panic!("{:?} and {:?}: {error}", old.0, new.0))
}

fn is_empty(diff: &DatasetDiff) -> bool {
    diff.changes.is_empty() && diff.schema.is_empty()
}
