//! A value that only one record may have stands in two.

use std::collections::BTreeMap;

use crate::check::{Check, Judged, name_of, places};
use crate::dataset::Record;
use crate::diagnostic::Diagnostic;
use crate::schema::Value;

pub(super) const CHECK: Check = Check {
    name: "unique",
    summary: "a value that only one record may have stands in two",
    explanation: "\
A field with `constraints: { unique: true }` has another value in every record; missing values do not count.

    fields:
      - { name: code, from: Code, constraints: { unique: true } }",
    run,
};

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    let mut first: BTreeMap<(&str, &str, &Value), &Record> = BTreeMap::new();
    let mut found = Vec::new();
    for place in
        places(judged.datasets).filter(|place| place.field.constraints.unique && !place.content.value.is_null())
    {
        let key = (place.dataset.name(), place.field.name.as_str(), &place.content.value);
        let Some(earlier) = first.get(&key) else {
            first.insert(key, place.record);
            continue;
        };
        let records = match (name_of(place.dataset, earlier), name_of(place.dataset, place.record)) {
            (Some(one), Some(other)) => format!("`{one}` and of `{other}`"),
            _ => "two records".to_owned(),
        };
        let message = format!("`{}` is the `{}` of {records}", place.content.value, place.field.name);
        found.push(place.finding("unique", message, place.span()).with_note("the other record", earlier.span));
    }
    found
}
