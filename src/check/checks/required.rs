//! A value that must be there is missing.

use crate::check::{Check, places};
use crate::dataset::Dataset;
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const CHECK: Check = Check {
    name: "required",
    summary: "a value that must be there is missing",
    explanation: "\
A field with `constraints: { required: true }` has a value in every record. An empty list is a value.

    fields:
      - { name: zone, from: Zone, type: integer, constraints: { required: true } }",
    run,
};

fn run(datasets: &[Dataset]) -> Vec<Diagnostic> {
    let missing = places(datasets).filter(|place| place.field.constraints.required && place.content.value.is_null());
    let finding = |place: crate::check::Place<'_>| {
        let message = format!("{} has no value", place.field_name());
        Diagnostic::new("required", Severity::Error, message, place.span())
            .in_dataset(place.dataset.name())
            .with_help("the recipe requires one in every record")
    };
    missing.map(finding).collect()
}
