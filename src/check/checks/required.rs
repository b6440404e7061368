//! A value that must be there is missing.

use crate::check::{Check, Judged, places};
use crate::diagnostic::Diagnostic;

pub(super) const CHECK: Check = Check {
    name: "required",
    summary: "a value that must be there is missing",
    explanation: "\
A field with `constraints: { required: true }` has a value in every record. An empty list is a value.

    fields:
      - { name: zone, from: Zone, type: integer, constraints: { required: true } }",
    run,
};

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    let missing =
        places(judged.datasets).filter(|place| place.field.constraints.required && place.content.value.is_null());
    let finding = |place: crate::check::Place<'_>| {
        let message = format!("{} has no value", place.field_name());
        place.finding("required", message, place.span()).with_help("the recipe requires one in every record")
    };
    missing.map(finding).collect()
}
