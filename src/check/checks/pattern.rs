//! A text that does not match its field's pattern.

use regex::Regex;

use crate::check::{Check, Judged, places};
use crate::diagnostic::Diagnostic;

pub(super) const CHECK: Check = Check {
    name: "pattern",
    summary: "a text does not match its field's pattern",
    explanation: "\
A field with `constraints: { pattern: … }` matches the regular expression as a whole; of a list, each item does.

    fields:
      - { name: version, from: Version, constraints: { pattern: '\\d+\\.\\d+' } }",
    run,
};

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for dataset in judged.datasets {
        for field in &dataset.schema().fields {
            let Some(pattern) = &field.constraints.pattern else { continue };
            // The recipe's reader has refused patterns that are none.
            let Ok(regex) = Regex::new(&format!("^(?:{pattern})$")) else { continue };
            for place in places(std::slice::from_ref(dataset)).filter(|place| place.field.name == field.name) {
                let misfits = place.items().filter(|(value, _)| !regex.is_match(&value.to_string()));
                found.extend(misfits.map(|(value, span)| {
                    let message = format!("`{value}` does not match the pattern of `{}`", field.name);
                    place.finding("pattern", message, span).with_help(format!("expected `{pattern}`"))
                }));
            }
        }
    }
    found
}
