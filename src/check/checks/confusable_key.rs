//! Two records have keys that look the same and are not.

use std::collections::BTreeMap;

use crate::check::{Check, Judged, name_of};
use crate::dataset::{Dataset, Record};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::Value;
use crate::similarity::look;

pub(super) const CHECK: Check = Check {
    name: "confusable-key",
    summary: "two records have keys that look the same and are not",
    explanation: "\
A letter of another script, or one letter that is written as two characters in one place, makes two records of one thing, and nobody sees why.
The keys are compared by their skeletons (Unicode's UTS 39); those of ASCII alone are what they seem. Nothing is merged: write the key the
same in both places, or accept the repair of `homoglyph` where there is one.

Before: `Αθήνα` and `Aθήνα`, of which the second starts with a Latin letter",
    run,
};

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    judged.datasets.iter().flat_map(of_dataset).collect()
}

fn of_dataset(dataset: &Dataset) -> Vec<Diagnostic> {
    let positions = dataset.schema().key_positions();
    let texts = |record: &Record| positions.iter().map(|&at| record.values[at].value.to_string()).collect::<Vec<_>>();
    let is_ascii = |record: &Record| texts(record).iter().all(|text| text.is_ascii());
    if dataset.records().iter().all(is_ascii) {
        return Vec::new();
    }
    let mut first: BTreeMap<Vec<String>, &Record> = BTreeMap::new();
    let mut found = Vec::new();
    for record in dataset.records() {
        let key: Vec<String> = texts(record).iter().map(|text| look(text)).collect();
        match first.get(&key) {
            None => drop(first.insert(key, record)),
            Some(earlier) if is_ascii(record) && is_ascii(earlier) => {}
            Some(earlier) => found.extend(finding(dataset, &positions, earlier, record)),
        }
    }
    found
}

fn finding(dataset: &Dataset, positions: &[usize], earlier: &Record, record: &Record) -> Option<Diagnostic> {
    let differs = |at: &&usize| record.values[**at].value != earlier.values[**at].value;
    let at = *positions.iter().find(differs)?;
    let (one, other) = (&earlier.values[at], &record.values[at]);
    let span = |field: &crate::dataset::FieldValue| field.provenance.first().map(|place| place.span).or(field.cell);
    let message = format!(
        "`{}` ({}) and `{}` ({}) look the same, and are the keys of two records",
        one.value,
        odd(&one.value, &other.value),
        other.value,
        odd(&other.value, &one.value)
    );
    let finding = Diagnostic::new("confusable-key", Severity::Warning, message, span(other).or(record.span))
        .in_dataset(dataset.name())
        .about(name_of(dataset, record), &dataset.schema().fields[at].name)
        .with_note("the other record", span(one).or(earlier.span))
        .with_help("write the key the same in both places");
    Some(finding)
}

/// The first character that one of two texts has where the other has another one, by its number.
fn odd(text: &Value, other: &Value) -> String {
    let (text, other) = (text.to_string(), other.to_string());
    let mut others = other.chars();
    let found = text.chars().find(|character| others.next() != Some(*character));
    found.map_or("shorter".to_owned(), |character| format!("U+{:04X}", u32::from(character)))
}
