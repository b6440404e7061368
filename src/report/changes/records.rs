//! A diff as a dataset of one record per change, so that every data format can write it.
//!
//! | field | what |
//! |---|---|
//! | `page`, `dataset` | where the record is |
//! | `change` | `added`, `removed`, `renamed`, `modified`, `schema` or `cosmetic` |
//! | `key`, `new_key` | the key's values, and those of a renamed record's new key |
//! | `field`, `before`, `after` | of a change of a field; the items of a list with commas between them |
//! | `items_added`, `items_removed`, `items_renamed` | of a change of a list |
//! | `reason` | why a record is the same one, or a change is cosmetic; for `schema` the change in a sentence |
//! | `old_path`, `old_line`, `new_path`, `new_line` | the record's places |
//!
//! A renamed record of which other fields changed has a record here for each of them too, under its new key.

use super::DiffView;
use super::place::places;
use super::words::shown_fields;
use crate::dataset::{Dataset, Record};
use crate::diff::{Change, ChangeClass, DatasetDiff, FieldChange, ItemRename};
use crate::schema::{Field, FieldType, Schema, Value};

/// The fields, and whether each is a list or a number.
const FIELDS: &[(&str, Kind)] = &[
    ("page", Kind::Text),
    ("dataset", Kind::Text),
    ("change", Kind::Text),
    ("key", Kind::List),
    ("new_key", Kind::List),
    ("field", Kind::Text),
    ("before", Kind::Text),
    ("after", Kind::Text),
    ("items_added", Kind::List),
    ("items_removed", Kind::List),
    ("items_renamed", Kind::List),
    ("reason", Kind::Text),
    ("old_path", Kind::Text),
    ("old_line", Kind::Number),
    ("new_path", Kind::Text),
    ("new_line", Kind::Number),
];

#[derive(Clone, Copy)]
enum Kind {
    Text,
    List,
    Number,
}

/// One record per change: of a record, of a field, of the schema.
pub fn diff_records(view: &DiffView<'_>) -> Dataset {
    let field = |(name, kind): &(&str, Kind)| {
        Field::new(
            *name,
            match kind {
                Kind::Text => FieldType::String,
                Kind::List => FieldType::string_list(),
                Kind::Number => FieldType::Integer,
            },
        )
    };
    let schema = Schema { fields: FIELDS.iter().map(field).collect(), ..Schema::default() };
    let records = view.diff.datasets.iter().flat_map(|dataset| dataset_rows(view, dataset));
    Dataset::new("diff", schema, records.map(Row::record).collect()).0
}

/// One change.
#[derive(Default)]
struct Row(Vec<(&'static str, Value)>);

impl Row {
    fn with(mut self, field: &'static str, value: impl Into<Option<Value>>) -> Self {
        self.0.extend(value.into().map(|value| (field, value)));
        self
    }

    fn text(self, field: &'static str, text: impl Into<String>) -> Self {
        self.with(field, Value::String(text.into()))
    }

    fn record(self) -> Record {
        let value = |name: &str| {
            self.0.iter().rfind(|(field, _)| *field == name).map_or(Value::Null, |(_, value)| value.clone())
        };
        Record::unplaced(FIELDS.iter().map(|(name, _)| value(name)))
    }
}

fn dataset_rows(view: &DiffView<'_>, dataset: &DatasetDiff) -> Vec<Row> {
    let start = || {
        let page = dataset.page.clone().map(Value::String);
        Row::default().with("page", page).text("dataset", &dataset.name)
    };
    let mut rows = Vec::new();
    for change in dataset.schema.iter().filter(|change| change.is_substantive() || view.shows_cosmetic) {
        let (field, from, to) = change.parts();
        let kind = if change.is_substantive() { "schema" } else { "cosmetic" };
        rows.push(
            start()
                .text("change", kind)
                .with("field", field.map(|field| Value::String(field.to_owned())))
                .with("before", from.map(Value::String))
                .with("after", to.map(Value::String))
                .text("reason", change.sentence(dataset.noun)),
        );
    }
    for change in &dataset.changes {
        let [old, new] = places(view, change);
        let placed = |row: Row| {
            let line = |line: usize| i64::try_from(line).ok().map(Value::Integer);
            row.with("old_path", old.clone().map(|place| Value::String(place.path)))
                .with("old_line", old.clone().and_then(|place| line(place.line)))
                .with("new_path", new.clone().map(|place| Value::String(place.path)))
                .with("new_line", new.clone().and_then(|place| line(place.line)))
        };
        let whole = match change {
            Change::Added { key, .. } => Some(start().text("change", "added").with("key", texts(key))),
            Change::Removed { key, .. } => Some(start().text("change", "removed").with("key", texts(key))),
            Change::Renamed { from, to, evidence, .. } => Some(
                start()
                    .text("change", "renamed")
                    .with("key", texts(from))
                    .with("new_key", texts(to))
                    .text("reason", evidence),
            ),
            Change::Modified { .. } => None,
        };
        rows.extend(whole.map(placed));
        for field in shown_fields(change, view.shows_cosmetic) {
            rows.push(placed(field_row(start().with("key", texts(change.key())), field)));
        }
    }
    rows
}

fn field_row(row: Row, field: &FieldChange) -> Row {
    let (kind, reason) = match field.class {
        ChangeClass::Cosmetic(reason) => ("cosmetic", Some(Value::String(reason.to_string()))),
        _ => ("modified", None),
    };
    let value = |value: &Value| (!value.is_null()).then(|| Value::String(value.to_string()));
    let (before, after) = match &field.written {
        Some([before, after]) => (Some(Value::String(before.clone())), Some(Value::String(after.clone()))),
        None => (value(&field.before), value(&field.after)),
    };
    let row = row
        .text("change", kind)
        .text("field", &field.field)
        .with("before", before)
        .with("after", after)
        .with("reason", reason);
    let Some(items) = &field.items else { return row };
    let rename = |item: &ItemRename| format!("{} → {}", item.from, item.to);
    row.with("items_added", texts(&items.added))
        .with("items_removed", texts(&items.removed))
        .with("items_renamed", Value::strings(items.renamed.iter().map(rename)))
}

fn texts(values: &[Value]) -> Value {
    Value::strings(values.iter().map(Value::to_string))
}
