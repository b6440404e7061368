//! A number that is too small or too great.

use crate::check::{Check, Place, places};
use crate::dataset::Dataset;
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::{Constraints, Value};

pub(super) const CHECK: Check = Check {
    name: "range",
    summary: "a number is too small or too great",
    explanation: "\
A field with `constraints: { minimum: …, maximum: … }` has a number from the one to the other, both included.

    fields:
      - { name: zone, from: Zone, type: integer, constraints: { minimum: 1, maximum: 4 } }",
    run,
};

fn run(datasets: &[Dataset]) -> Vec<Diagnostic> {
    places(datasets).flat_map(|place| misfits(&place)).collect()
}

fn misfits(place: &Place<'_>) -> Vec<Diagnostic> {
    let constraints = &place.field.constraints;
    let is_below = |number: f64| constraints.minimum.is_some_and(|least| number < least);
    let is_above = |number: f64| constraints.maximum.is_some_and(|greatest| number > greatest);
    let is_out = |value: &Value| number(value).is_some_and(|number| is_below(number) || is_above(number));
    let finding = |(value, span): (&Value, _)| {
        let message = format!("`{value}` is out of the range of `{}`", place.field.name);
        Diagnostic::new("range", Severity::Error, message, span)
            .in_dataset(place.dataset.name())
            .with_help(expected(constraints))
    };
    place.items().filter(|(value, _)| is_out(value)).map(finding).collect()
}

/// The numbers that fit, as a phrase.
fn expected(constraints: &Constraints) -> String {
    match (constraints.minimum, constraints.maximum) {
        (Some(least), Some(greatest)) => format!("expected a number from {least} to {greatest}"),
        (Some(least), None) => format!("expected a number of at least {least}"),
        (None, greatest) => format!("expected a number of at most {}", greatest.unwrap_or(f64::INFINITY)),
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(value) => Some(*value as f64),
        Value::Number(value) => Some(*value),
        _ => None,
    }
}
