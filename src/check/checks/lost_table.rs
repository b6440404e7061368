//! A table that data was taken from is not there any more.

use crate::check::{Check, Judged};
use crate::diagnostic::{Diagnostic, Severity};
use crate::shape::{DatasetShape, TableShape};

pub(super) const CHECK: Check = Check {
    name: "lost-table",
    summary: "a table or list that data was taken from is gone",
    explanation: "\
`rowmill.lock` keeps the tables that the last accepted build took its data from. Where a selector of the recipe finds other tables still, one that has gone is no
other error, and its records would be missing without a word.

If the change is right, `rowmill build` accepts it.",
    run,
};

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (before, now) in judged.shapes() {
        found.extend(lost(before, now).into_iter().map(|table| finding(table, now)));
    }
    found
}

/// The tables that have gone: as many as there are fewer, those first whose headings have gone too, and those whose rows are nobody's.
fn lost<'s>(before: &'s DatasetShape, after: &DatasetShape) -> Vec<&'s TableShape> {
    let mut left: Vec<&TableShape> = before.tables.iter().collect();
    for new in &after.tables {
        let twins = left.iter().enumerate().filter(|(_, old)| old.under == new.under);
        let nearest =
            twins.min_by_key(|(_, old)| (old.header.len().abs_diff(new.header.len()), old.rows.abs_diff(new.rows)));
        if let Some((index, _)) = nearest {
            left.remove(index);
        }
    }
    left.truncate(before.tables.len().saturating_sub(after.tables.len()));
    left
}

fn finding(table: &TableShape, dataset: &DatasetShape) -> Diagnostic {
    let place = match table.under.last() {
        Some(heading) => format!("under `{heading}`"),
        None => "at the top of the page".to_owned(),
    };
    let kind = if table.header.is_empty() { "list" } else { "table" };
    let message = format!("the {kind} {place}, with {} records, is gone", table.rows);
    Diagnostic::new("lost-table", Severity::Error, message, dataset.span())
        .in_dataset(&dataset.name)
        .with_note("this is what is left", dataset.span())
        .with_help("if it was taken out on purpose, `rowmill build` accepts that")
}
