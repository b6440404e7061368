//! A field that has no value in far more records than when the pages were accepted last.

use crate::check::{Check, Judged, name_of};
use crate::dataset::{Dataset, FieldValue, Record};
use crate::diagnostic::{Diagnostic, Severity};
use crate::shape::{DatasetShape, is_missing};
use crate::source::Span;

pub(super) const CHECK: Check = Check {
    name: "lost-values",
    summary: "a field lacks a value in far more records than before",
    explanation: "\
`rowmill.lock` keeps in how many records of the last accepted build a field had no value. It is an error where a fifth of the records have lost theirs since, and more than
two. The recipe can set another share, for all datasets or for one:

    shape: { missing: 50% }

If the change is right, `rowmill build` accepts it.",
    run,
};

/// The number of records that may always lose a value.
const ALWAYS: f64 = 2.0;

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (before, now) in judged.shapes() {
        let Some(index) = judged.datasets.iter().position(|dataset| dataset.name() == now.name) else { continue };
        found.extend(losses(&judged.datasets[index], before, now, judged.recipe.datasets[index].shape.missing));
    }
    found
}

fn losses(dataset: &Dataset, before: &DatasetShape, now: &DatasetShape, limit: f64) -> Vec<Diagnostic> {
    let missing = |shape: &DatasetShape, field: &str| {
        shape.missing.iter().find(|(name, _)| name == field).map_or(0, |(_, missing)| *missing)
    };
    let share = |shape: &DatasetShape, field: &str| missing(shape, field) as f64 / shape.records.max(1) as f64;
    let mut found = Vec::new();
    for (index, field) in dataset.schema().fields.iter().enumerate() {
        let (was, is) = (share(before, &field.name), share(now, &field.name));
        let more = missing(now, &field.name) as f64 - was * now.records as f64;
        if is - was <= limit || more <= ALWAYS {
            continue;
        }
        let message = format!(
            "`{}` has no value in {} of {} records, and had none in {} of {}",
            field.name,
            missing(now, &field.name),
            now.records,
            missing(before, &field.name),
            before.records
        );
        let (record, span) = first_without(dataset, index);
        found.push(
            Diagnostic::new("lost-values", Severity::Error, message, span.or(now.span()))
                .in_dataset(dataset.name())
                .about(record, &field.name)
                .with_help("this is the first one; `rowmill build` accepts the change"),
        );
    }
    found
}

/// The first record of the page that lacks a value, and the cell where it should stand.
fn first_without(dataset: &Dataset, field: usize) -> (Option<String>, Option<Span>) {
    let is_without = |record: &&Record| is_missing(&record.values[field].value);
    let first = dataset.records().iter().filter(is_without).min_by_key(|record| record.span);
    match first {
        Some(record) => {
            let FieldValue { cell, .. } = &record.values[field];
            (name_of(dataset, record), cell.or(record.span))
        }
        None => (None, None),
    }
}
