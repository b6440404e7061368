//! A number that is too small or too great.

use crate::check::{Check, Judged, Place, places};
use crate::diagnostic::Diagnostic;
use crate::schema::Value;

pub(super) const CHECK: Check = Check {
    name: "range",
    summary: "a number is too small or too great",
    explanation: "\
A field with `constraints: { minimum: …, maximum: … }` has a number from the one to the other, both included.

    fields:
      - { name: zone, from: Zone, type: integer, constraints: { minimum: 1, maximum: 4 } }",
    run,
};

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    places(judged.datasets).flat_map(|place| misfits(&place)).collect()
}

fn misfits(place: &Place<'_>) -> Vec<Diagnostic> {
    let constraints = &place.field.constraints;
    let (least, greatest) = (constraints.minimum, constraints.maximum);
    let is_small = |number: f64| least.is_some_and(|least| number < least);
    let is_great = |number: f64| greatest.is_some_and(|greatest| number > greatest);
    let is_out = |value: &Value| number(value).is_some_and(|number| is_small(number) || is_great(number));
    let expected = match (least, greatest) {
        (Some(least), Some(greatest)) => format!("a number from {least} to {greatest}"),
        (Some(least), None) => format!("a number of {least} or more"),
        (_, greatest) => format!("a number of {} or less", greatest.unwrap_or(f64::INFINITY)),
    };
    let finding = |(value, span): (&Value, _)| {
        let message = format!("`{value}` is out of the range of `{}`", place.field.name);
        place.finding("range", message, span).with_help(format!("expected {expected}"))
    };
    place.items().filter(|(value, _)| is_out(value)).map(finding).collect()
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(value) => Some(*value as f64),
        Value::Number(value) => Some(*value),
        _ => None,
    }
}
