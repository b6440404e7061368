//! A text that is none of those that a field may have.

use crate::check::{Check, Judged, places};
use crate::diagnostic::Diagnostic;
use crate::similarity::did_you_mean;

pub(super) const CHECK: Check = Check {
    name: "enumeration",
    summary: "a text is none of those that a field may have",
    explanation: "\
A field with `constraints: { enum: […] }` has one of these texts; a list has no others.

    fields:
      - { name: er_direct, from: ER Direct, type: list, constraints: { enum: [10G, 100G] } }",
    run,
};

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for place in places(judged.datasets) {
        let Some(allowed) = &place.field.constraints.enumeration else { continue };
        for (value, span) in place.items() {
            let text = value.to_string();
            if allowed.contains(&text) {
                continue;
            }
            let message = format!("`{text}` is none of the texts that `{}` may have", place.field.name);
            let candidates: Vec<&str> = allowed.iter().map(String::as_str).collect();
            let finding = place.finding("enumeration", message, span);
            found.push(match did_you_mean(&text, &candidates) {
                Some(help) => finding.with_help(help),
                None => finding,
            });
        }
    }
    found
}
