//! Values and changes of values as pieces of a line. Escaping is for the format that writes them.

use crate::diff::{Change, DatasetDiff, FieldChange};
use crate::schema::Value;

/// What a piece of a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Plain,
    Added,
    Removed,
    Renamed,
}

/// A piece of a line that is not to be torn apart if that can be helped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) tone: Tone,
    pub(super) text: String,
}

fn piece(tone: Tone, text: String) -> Piece {
    Piece { tone, text }
}

/// A value as a reader sees it; a missing one as `(none)`, an empty list as `(empty)`.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::Null => "(none)".to_owned(),
        Value::List(items) if items.is_empty() => "(empty)".to_owned(),
        Value::String(text) if text.trim().is_empty() => format!("\"{text}\""),
        other => other.to_string(),
    }
}

/// A key as a reader sees it.
pub(super) fn key(key: &[Value]) -> String {
    key.iter().map(shown).collect::<Vec<_>>().join(", ")
}

/// So many filled values name a record without a key.
const NAMING: usize = 2;

/// What to call a record: its key, else its first filled values.
pub(super) fn name(dataset: &DatasetDiff, change: &Change) -> String {
    if !change.key().is_empty() {
        return match change {
            Change::Renamed { from, to, .. } => format!("{} → {}", key(from), key(to)),
            other => key(other.key()),
        };
    }
    let record = change.after().or_else(|| change.before());
    let values = record.into_iter().flat_map(|record| &record.values).map(|field| &field.value);
    let filled: Vec<String> = values.filter(|value| !value.is_null()).take(NAMING).map(shown).collect();
    if filled.is_empty() { format!("a record of {}", dataset.name) } else { filled.join(", ") }
}

/// What changed in a field: items that came and went, or the value before and after.
pub(super) fn pieces(change: &FieldChange) -> Vec<Piece> {
    if let Some(items) = change.items.as_ref().filter(|items| !items.is_empty()) {
        let added = items.added.iter().map(|item| piece(Tone::Added, format!("+ {}", shown(item))));
        let removed = items.removed.iter().map(|item| piece(Tone::Removed, format!("− {}", shown(item))));
        let renamed = items
            .renamed
            .iter()
            .map(|item| piece(Tone::Renamed, format!("{} → {}", shown(&item.from), shown(&item.to))));
        return added.chain(removed).chain(renamed).collect();
    }
    if let Some([before, after]) = &change.written {
        return vec![
            piece(Tone::Removed, format!("`{before}`")),
            piece(Tone::Plain, "→".to_owned()),
            piece(Tone::Added, format!("`{after}`")),
        ];
    }
    let (before, after) = without_common(&shown(&change.before), &shown(&change.after));
    vec![piece(Tone::Removed, before), piece(Tone::Plain, "→".to_owned()), piece(Tone::Added, after)]
}

/// From how many characters on a text is cut to what differs in it.
const LONG: usize = 60;

/// Two long texts without the words at their start and at their end that they have in common, but for one.
fn without_common(before: &str, after: &str) -> (String, String) {
    if before.chars().count() < LONG || after.chars().count() < LONG {
        return (before.to_owned(), after.to_owned());
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (before.split(' ').collect(), after.split(' ').collect());
    let start = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let rest = a.len().min(b.len()) - start;
    let end = a.iter().rev().zip(b.iter().rev()).take(rest).take_while(|(a, b)| a == b).count();
    let (start, end) = (start.saturating_sub(1), end.saturating_sub(1));
    let cut = |words: &[&str]| {
        let middle = words[start..words.len() - end].join(" ");
        let (head, tail) = (if start > 0 { "… " } else { "" }, if end > 0 { " …" } else { "" });
        format!("{head}{middle}{tail}")
    };
    (cut(&a), cut(&b))
}

/// The fields of a record beside its name that are filled, with their values.
pub(super) fn facts(dataset: &DatasetDiff, change: &Change) -> Vec<(String, String)> {
    let (record, schema) = match (change.after(), change.before()) {
        (Some(record), _) => (record, &dataset.new_schema),
        (None, Some(record)) => (record, &dataset.old_schema),
        (None, None) => return Vec::new(),
    };
    let is_told = |name: &String, value: &Value| {
        let is_empty = matches!(value, Value::List(items) if items.is_empty());
        !value.is_null() && !is_empty && !dataset.key.contains(name)
    };
    let fields = schema.fields.iter().zip(&record.values);
    // Its name has said the first ones.
    let naming = if change.key().is_empty() { NAMING } else { 0 };
    fields
        .filter(|(_, value)| !value.value.is_null())
        .skip(naming)
        .filter(|(field, value)| is_told(&field.name, &value.value))
        .map(|(field, value)| (field.name.clone(), shown(&value.value)))
        .collect()
}

/// `1 record`, `2 records`.
pub(super) fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// The fields of a change that are to be shown.
pub(super) fn shown_fields(change: &Change, shows_cosmetic: bool) -> impl Iterator<Item = &FieldChange> {
    change.fields().iter().filter(move |field| field.is_substantive() || shows_cosmetic && field.is_cosmetic())
}

/// Whether a change is to be shown.
pub(super) fn is_shown(change: &Change, shows_cosmetic: bool) -> bool {
    change.is_substantive() || shows_cosmetic && change.fields().iter().any(FieldChange::is_cosmetic)
}

/// What to call a dataset: its page, if there are several, and its name.
pub(super) fn heading(dataset: &DatasetDiff) -> String {
    match &dataset.page {
        Some(page) => format!("{page} › {}", dataset.name),
        None => dataset.name.clone(),
    }
}

/// What identifies its records, and why.
pub(super) fn key_line(dataset: &DatasetDiff) -> String {
    let names = dataset.key.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match (dataset.key.is_empty(), &dataset.key_reason) {
        (true, Some(reason)) => format!("no key: {reason}"),
        (true, None) => "no key".to_owned(),
        (false, Some(reason)) => format!("key {names}: {reason}"),
        (false, None) => format!("key {names}"),
    }
}

/// The keys that several records have, in a sentence; nothing where there are none.
pub(super) fn duplicates(dataset: &DatasetDiff) -> Option<String> {
    let first = dataset.duplicates.first()?;
    let more = match dataset.duplicates.len() - 1 {
        0 => String::new(),
        1 => ", and 1 more such key".to_owned(),
        more => format!(", and {more} more such keys"),
    };
    let times = |count: usize| if count == 1 { "once".to_owned() } else { format!("{count} times") };
    let [old, new] = first.records.map(times);
    Some(format!(
        "the key is not unique: `{}` stands {old} before and {new} after{more}; records of one key are paired by content",
        key(&first.key)
    ))
}
