//! A timeline as datasets, so that every format writes it.
//!
//! * [`versions`]: what a record was from when to when, a line each (a slowly changing dimension of type 2): the fields of the
//!   dataset, then
//!
//! | field | |
//! |---|---|
//! | `version` | 1 for the first version of the record, and so on |
//! | `valid_from` | the date of the first revision that has it |
//! | `valid_to` | the date of the first revision that does not have it any more; missing for the newest |
//! | `revision` | the first revision that has it |
//! | `author`, `author_date` | of that revision |
//!
//! * [`changes`]: a line for each field that changed, and for each record that came or went.
//! * [`records`]: a line for each record: when it was first and last seen.
//!
//! A field of the page that has one of these names keeps it; ours gets a `_` in front.

use super::{DatasetTimeline, EventKind, FieldStep, Point, Scope, Timeline, shown_key};
use crate::dataset::{Dataset, Record};
use crate::schema::{Field, FieldType, Schema, Value};

/// The versions of the records of a dataset, sorted by key and version.
pub fn versions(timeline: &Timeline, dataset: &DatasetTimeline, scope: &Scope) -> Dataset {
    let own: Vec<Field> = [
        ("version", FieldType::Integer),
        ("valid_from", FieldType::String),
        ("valid_to", FieldType::String),
        ("revision", FieldType::String),
        ("author", FieldType::String),
        ("author_date", FieldType::String),
    ]
    .map(|(name, field_type)| Field::new(free_name(name, &dataset.schema), field_type))
    .into();
    let mut primary_key = dataset.schema.primary_key.clone();
    primary_key.push(own[0].name.clone());
    let fields = dataset.schema.fields.iter().cloned().chain(own).collect();
    let records = scope.records(dataset).flat_map(|record| scope.versions(record)).map(|(number, version)| {
        let from = &timeline.points[version.from];
        let to = version.to.map(|to| &timeline.points[to]);
        let own = [
            Value::Integer(i64::try_from(number).unwrap_or(i64::MAX)),
            text(from.date.as_deref()),
            text(to.and_then(|to| to.date.as_deref())),
            text(Some(&from.revision)),
            text(from.author.as_deref()),
            text(from.author_date.as_deref()),
        ];
        Record::unplaced(version.values.iter().cloned().chain(own))
    });
    let schema = Schema { fields, primary_key, ..Schema::default() };
    Dataset::new(&dataset.name, schema, records.collect()).0
}

/// What happened, in the order of the revisions.
pub fn changes(timeline: &Timeline, scope: &Scope) -> Dataset {
    let mut records = Vec::new();
    for event in scope.events(timeline) {
        let point = &timeline.points[event.point];
        let dataset = &timeline.datasets[event.dataset];
        let line = |change: &str, field: Option<&FieldStep>, before: Value| {
            let items = |items: &[Value]| match items {
                [] => Value::Null,
                items => Value::strings(items.iter().map(Value::to_string)),
            };
            let shown = |value: &Value| if value.is_null() { Value::Null } else { Value::String(value.to_string()) };
            let what = [
                text(point.date.as_deref()),
                text(Some(&dataset.name)),
                Value::String(shown_key(event.key)),
                text(Some(change)),
                text(field.map(|field| field.field.as_str())),
                field.map_or(before, |field| shown(&field.before)),
                field.map_or(Value::Null, |field| shown(&field.after)),
                field.map_or(Value::Null, |field| items(&field.added)),
                field.map_or(Value::Null, |field| items(&field.removed)),
            ];
            Record::unplaced(what.into_iter().chain(of_point(point)))
        };
        match &event.kind {
            EventKind::Renamed { from, .. } => records.push(line("renamed", None, Value::String(shown_key(from)))),
            EventKind::Modified(_) => {}
            kind => records.push(line(kind.name(), None, Value::Null)),
        }
        records.extend(event.fields().iter().map(|field| line("modified", Some(field), Value::Null)));
    }
    let names = ["date", "dataset", "key", "change", "field", "before", "after"];
    let lists = ["items_added", "items_removed"];
    let fields = names.map(|name| Field::new(name, FieldType::String)).into_iter();
    let fields = fields.chain(lists.map(|name| Field::new(name, FieldType::string_list())));
    let fields = fields.chain(OF_POINT.map(|name| Field::new(name, FieldType::String))).collect();
    Dataset::new("changes", Schema { fields, ..Schema::default() }, records).0
}

/// When each record was first and last seen.
pub fn records(timeline: &Timeline, scope: &Scope) -> Dataset {
    let count = timeline.points.len();
    let mut records = Vec::new();
    for (_, dataset) in scope.datasets(timeline) {
        for record in scope.records(dataset).filter(|record| scope.versions(record).next().is_some()) {
            let (first, last) = (&timeline.points[record.first_seen()], &timeline.points[record.last_seen(count)]);
            records.push(Record::unplaced([
                text(Some(&dataset.name)),
                Value::String(shown_key(&record.key)),
                text(first.date.as_deref()),
                text(last.date.as_deref()),
                Value::Boolean(record.is_current()),
                Value::Integer(i64::try_from(record.versions.len()).unwrap_or(i64::MAX)),
                text(Some(&first.revision)),
                text(Some(&last.revision)),
            ]));
        }
    }
    let fields = [
        ("dataset", FieldType::String),
        ("key", FieldType::String),
        ("first_seen", FieldType::String),
        ("last_seen", FieldType::String),
        ("is_current", FieldType::Boolean),
        ("versions", FieldType::Integer),
        ("first_revision", FieldType::String),
        ("last_revision", FieldType::String),
    ];
    let fields = fields.map(|(name, field_type)| Field::new(name, field_type)).into();
    Dataset::new("records", Schema { fields, ..Schema::default() }, records).0
}

const OF_POINT: [&str; 4] = ["revision", "author", "author_date", "subject"];

fn of_point(point: &Point) -> [Value; 4] {
    [
        text(Some(&point.revision)),
        text(point.author.as_deref()),
        text(point.author_date.as_deref()),
        text(point.subject.as_deref()),
    ]
}

fn text(text: Option<&str>) -> Value {
    text.map_or(Value::Null, |text| Value::String(text.to_owned()))
}

fn free_name(name: &str, schema: &Schema) -> String {
    let mut name = name.to_owned();
    while schema.position(&name).is_some() {
        name.insert(0, '_');
    }
    name
}
