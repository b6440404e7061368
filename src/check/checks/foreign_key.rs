//! A value that must be a key of another dataset and is none.

use std::collections::BTreeSet;

use crate::check::{Check, Judged, name_of};
use crate::dataset::{Dataset, FieldValue, Record};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::{ForeignKey, Value};
use crate::similarity::nearest;
use crate::source::Span;

pub(super) const CHECK: Check = Check {
    name: "foreign-key",
    summary: "a value refers to a record that is not there",
    explanation: "\
The values of a foreign key's fields occur together in one record of the dataset that it refers to. A list stands for each of its
items. Missing values refer to nothing.

    foreign_keys:
      - { fields: [location], reference: { resource: peering_locations, fields: [location] } }",
    run,
};

/// The number of findings per key that say which name is near.
const MOST_HINTS: usize = 100;

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    let datasets = judged.datasets;
    let mut found = Vec::new();
    for dataset in datasets {
        for key in &dataset.schema().foreign_keys {
            let is_it = |other: &&Dataset| other.name() == key.resource && judged.is_whole(other.name());
            let Some(there) = datasets.iter().find(is_it) else { continue };
            found.extend(dangling(dataset, key, there));
        }
    }
    found
}

fn dangling(dataset: &Dataset, key: &ForeignKey, there: &Dataset) -> Vec<Diagnostic> {
    let known: BTreeSet<Vec<Value>> = there
        .records()
        .iter()
        .flat_map(|record| combinations(there, record, &key.reference_fields))
        .map(|(values, _)| values)
        .collect();
    let names: Vec<String> = known.iter().map(|values| shown(values)).collect();
    let mut found = Vec::new();
    for record in dataset.records() {
        for (values, span) in combinations(dataset, record, &key.fields) {
            if !known.contains(&values) {
                // To look for a name among all is slow; where so many dangle, a slip of one is not the trouble.
                let candidates = if found.len() < MOST_HINTS { names.as_slice() } else { &[] };
                found.push(finding(dataset, record, key, &values, span, candidates));
            }
        }
    }
    found
}

/// The values of a key as a person would read them.
fn shown(values: &[Value]) -> String {
    values.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")
}

fn finding(
    dataset: &Dataset,
    record: &Record,
    key: &ForeignKey,
    values: &[Value],
    span: Option<Span>,
    candidates: &[String],
) -> Diagnostic {
    let text = shown(values);
    let record_name = name_of(dataset, record).filter(|_| dataset.key(record) != values);
    let place = record_name.map_or(String::new(), |name| format!(" (in `{name}`)"));
    let message = format!("`{text}`{place} is no `{}` of `{}`", key.reference_fields.join(", "), key.resource);
    let finding = Diagnostic::new("foreign-key", Severity::Error, message, span.or(record.span))
        .in_dataset(dataset.name())
        .about(name_of(dataset, record), key.fields.join(", "));
    match nearest(&text, candidates.iter().map(String::as_str)).filter(|near| near.len() > 3) {
        Some(near) => finding.with_help(format!("`{near}` is the nearest one that there is")),
        None => finding,
    }
}

/// The values of some fields of a record; where one is a list, once for each of its items. None where one is missing.
fn combinations(dataset: &Dataset, record: &Record, fields: &[String]) -> Vec<(Vec<Value>, Option<Span>)> {
    let mut all: Vec<(Vec<Value>, Option<Span>)> = vec![(Vec::new(), None)];
    for name in fields {
        let Some(position) = dataset.schema().position(name) else { return Vec::new() };
        let FieldValue { value, provenance, .. } = &record.values[position];
        let mut next = Vec::new();
        for (values, span) in &all {
            for (index, item) in value.items().iter().enumerate() {
                let place = provenance.get(index).map(|place| place.span).or(*span);
                next.push((values.iter().cloned().chain([item.clone()]).collect(), place));
            }
        }
        all = next;
    }
    all
}
