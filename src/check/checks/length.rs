//! A list with too few or too many items, or a text with too few or too many characters.

use crate::check::{Check, Judged, Place, places};
use crate::diagnostic::Diagnostic;
use crate::schema::Value;

pub(super) const CHECK: Check = Check {
    name: "length",
    summary: "a list or a text is too short or too long",
    explanation: "\
A field with `constraints: { minLength: …, maxLength: … }` has that many items, or characters if it is a text. Missing values do not count.

    fields:
      - { name: providers, from: Providers, type: list, constraints: { minLength: 1 } }",
    run,
};

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    places(judged.datasets).filter_map(|place| misfit(&place)).collect()
}

fn misfit(place: &Place<'_>) -> Option<Diagnostic> {
    let constraints = &place.field.constraints;
    let (length, unit) = match &place.content.value {
        Value::List(values) => (values.len(), "item"),
        Value::String(text) => (text.chars().count(), "character"),
        _ => return None,
    };
    let (least, greatest) = (constraints.min_length.unwrap_or(0), constraints.max_length.unwrap_or(usize::MAX));
    let help = match length {
        _ if length < least => format!("expected at least {least}"),
        _ if length > greatest => format!("expected at most {greatest}"),
        _ => return None,
    };
    let count = match length {
        0 => format!("no {unit}s"),
        1 => format!("1 {unit}"),
        _ => format!("{length} {unit}s"),
    };
    let message = format!("{} has {count}", place.field_name());
    Some(place.finding("length", message, place.span()).with_help(help))
}
