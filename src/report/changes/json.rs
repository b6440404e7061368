//! The format `json`: a diff for programs. Version 1.
//!
//! ```json
//! {
//!   "version": 1,
//!   "title": "data: ~1 record in cities",
//!   "old": "old.md",
//!   "new": "new.md",
//!   "datasets": [
//!     {
//!       "name": "cities", "page": null, "key": ["city"], "key_inferred": true, "key_reason": "…",
//!       "added": [{"key": ["Oslo"], "record": {"city": "Oslo", "zone": 3}, "new": {"path": "new.md", "line": 7}}],
//!       "removed": [{"key": ["Graz"], "record": {"city": "Graz", "zone": 2}, "old": {"path": "old.md", "line": 6}}],
//!       "renamed": [{"from": ["Sao Paula"], "to": ["São Paulo"], "evidence": "…", "old": {…}, "new": {…}}],
//!       "modified": [{"key": ["Lyon"], "old": {…}, "new": {…}, "fields": [
//!         {"field": "rivers", "before": ["Rhone"], "after": ["Rhône", "Saône"], "class": "substantive",
//!          "items": {"added": ["Saône"], "removed": [], "renamed": [{"from": "Rhone", "to": "Rhône"}]}}
//!       ]}],
//!       "cosmetic": 0,
//!       "schema": [{"change": "field-added", "field": "zone"}],
//!       "duplicates": []
//!     }
//!   ],
//!   "summary": {"added": 1, "removed": 1, "renamed": 1, "modified": 1, "schema": 1, "cosmetic": 0,
//!               "items_added": 1, "items_removed": 0, "items_renamed": 1}
//! }
//! ```
//!
//! * `key` of a dataset lists its fields, that of a record their values; both are empty where records are paired by content.
//!   `key_inferred` tells whether nobody named the key, and `key_reason` why it is this one; `null` for one that a recipe or the user named.
//! * A record with another key is in `renamed`; if other fields of it changed too, it is in `modified` as well, under its new key.
//! * `class` is `substantive`, `cosmetic` (with a `reason`: `order`, `repeated item`, `case`, `blanks`, `Unicode form`, `markup`, `repaired
//!   spelling`, `same address`) or `schema` (it follows from a field that came, went or changed its type). `items` is there where both
//!   values are lists, or texts of several lines, `written` (before and after) where the values are the same and only the source differs. A record of which nothing
//!   but cosmetic fields changed is in `modified` only with `--cosmetic`, and the cosmetic fields of others too; `cosmetic` counts them
//!   anyhow.
//! * `schema` has `change` (`table-added`, `table-removed`, `table-renamed`, `table-moved`, `field-added`, `field-removed`, `field-renamed`,
//!   `field-respelled`, `field-typed`, `field-relaid`, `fields-reordered`), and `field`, `from` and `to` where it has them.
//! * `duplicates` has the keys that several records have, with `old` and `new`, their numbers.
//! * Controls and marks of direction stand as `\u001b`, as in the style `json`: a reader gets the text as it was.
//! * `old` and `new` of a record are its places, missing where it has none. A later version may add members, and changes none without another
//!   number in `version`.

use std::io;

use serde_json::{Map, Value as Json, json};

use super::place::{Place, places};
use super::words::shown_fields;
use super::{DiffFormat, DiffView};
use crate::dataset::Record;
use crate::diff::{Change, ChangeClass, Count, Counts, DatasetDiff, FieldChange, SchemaChange, title};
use crate::report::safe_json::laid_out;
use crate::schema::{Schema, Value};

/// The format `json`.
pub(super) const FORMAT: DiffFormat = DiffFormat { name: "json", summary: "for programs", write };

/// The number of the shape that is written.
const VERSION: u32 = 1;

fn write(view: &DiffView<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    let datasets: Vec<Json> = view.diff.datasets.iter().map(|dataset| dataset_json(view, dataset)).collect();
    let diff = json!({
        "version": VERSION,
        "title": title(view.diff),
        "old": view.labels[0],
        "new": view.labels[1],
        "datasets": datasets,
        "summary": summary(&view.diff.counts()),
    });
    writeln!(out, "{}", laid_out(&diff))
}

fn summary(counts: &Counts) -> Json {
    json!({
        "added": counts.added,
        "removed": counts.removed,
        "renamed": counts.renamed,
        "modified": counts.modified,
        "schema": counts.schema,
        "cosmetic": counts.cosmetic,
        "items_added": counts.items_added,
        "items_removed": counts.items_removed,
        "items_renamed": counts.items_renamed,
    })
}

fn dataset_json(view: &DiffView<'_>, dataset: &DatasetDiff) -> Json {
    let mut lists: [Vec<Json>; 4] = Default::default();
    for change in &dataset.changes {
        let [old, new] = places(view, change).map(|place| place.map(|place| place_json(&place)));
        let placed = |mut object: Map<String, Json>| {
            object.extend(old.clone().map(|place| ("old".to_owned(), place)));
            object.extend(new.clone().map(|place| ("new".to_owned(), place)));
            object
        };
        match change {
            Change::Added { key, record } => lists[0].push(lone(key, record, &dataset.new_schema, placed)),
            Change::Removed { key, record } => lists[1].push(lone(key, record, &dataset.old_schema, placed)),
            Change::Renamed { from, to, evidence, .. } => {
                let object = Map::from_iter([
                    ("from".to_owned(), json!(from)),
                    ("to".to_owned(), json!(to)),
                    ("evidence".to_owned(), json!(evidence)),
                ]);
                lists[2].push(Json::Object(placed(object)));
            }
            Change::Modified { .. } => {}
        }
        // A field that came or went is told once, and its values belong to records that are otherwise told of.
        let mut fields: Vec<Json> = shown_fields(change, view.shows_cosmetic).map(field_json).collect();
        if !fields.is_empty() {
            fields.extend(change.fields().iter().filter(|field| field.class == ChangeClass::Schema).map(field_json));
            let object = placed(Map::from_iter([("key".to_owned(), json!(change.key()))]));
            let mut object = object;
            object.insert("fields".to_owned(), Json::Array(fields));
            lists[3].push(Json::Object(object));
        }
    }
    let [added, removed, renamed, modified] = lists;
    let duplicates: Vec<Json> = dataset
        .duplicates
        .iter()
        .map(|one| json!({ "key": one.key, "old": one.records[0], "new": one.records[1] }))
        .collect();
    json!({
        "name": dataset.name,
        "page": dataset.page,
        "key": dataset.key,
        "key_inferred": dataset.key_reason.is_some(),
        "key_reason": dataset.key_reason,
        "added": added,
        "removed": removed,
        "renamed": renamed,
        "modified": modified,
        "cosmetic": dataset.counts().cosmetic,
        "schema": dataset.schema.iter().map(schema_json).collect::<Vec<_>>(),
        "duplicates": duplicates,
    })
}

fn place_json(place: &Place) -> Json {
    json!({ "path": place.path, "line": place.line })
}

fn lone(
    key: &[Value],
    record: &Record,
    schema: &Schema,
    placed: impl Fn(Map<String, Json>) -> Map<String, Json>,
) -> Json {
    let values =
        schema.fields.iter().zip(&record.values).map(|(field, value)| (field.name.clone(), json!(value.value)));
    let object =
        Map::from_iter([("key".to_owned(), json!(key)), ("record".to_owned(), Json::Object(values.collect()))]);
    Json::Object(placed(object))
}

fn field_json(field: &FieldChange) -> Json {
    let mut object = Map::from_iter([
        ("field".to_owned(), json!(field.field)),
        ("before".to_owned(), json!(field.before)),
        ("after".to_owned(), json!(field.after)),
        ("class".to_owned(), json!(field.class.name())),
    ]);
    if let ChangeClass::Cosmetic(reason) = field.class {
        object.insert("reason".to_owned(), json!(reason.to_string()));
    }
    if let Some(items) = &field.items {
        let renamed: Vec<Json> = items.renamed.iter().map(|item| json!({ "from": item.from, "to": item.to })).collect();
        object
            .insert("items".to_owned(), json!({ "added": items.added, "removed": items.removed, "renamed": renamed }));
    }
    if let Some(written) = &field.written {
        object.insert("written".to_owned(), json!(written));
    }
    Json::Object(object)
}

fn schema_json(change: &SchemaChange) -> Json {
    let (field, from, to) = change.parts();
    let mut object = Map::from_iter([("change".to_owned(), json!(change.name()))]);
    object.extend(field.map(|field| ("field".to_owned(), json!(field))));
    object.extend(from.map(|from| ("from".to_owned(), json!(from))));
    object.extend(to.map(|to| ("to".to_owned(), json!(to))));
    if let SchemaChange::FieldRenamed { evidence, .. } = change {
        object.insert("evidence".to_owned(), json!(evidence));
    }
    Json::Object(object)
}
