//! Repairs as a dataset, so that every format can write them.

use crate::dataset::{Dataset, Record};
use crate::extract::Extraction;
use crate::recipe::Recipe;
use crate::repair::Repair;
use crate::schema::{Field, FieldType, Schema, Value};
use crate::source::SourceMap;

/// One record per repair, in the order of the pages. `key` is the record's key after all repairs.
pub(super) fn dataset(recipe: &Recipe, extraction: &Extraction, repairs: &[Repair], sources: &SourceMap) -> Dataset {
    let records = repairs
        .iter()
        .map(|repair| Record { span: Some(repair.span), ..record(recipe, extraction, repair, sources) })
        .collect();
    let (dataset, clashes) = Dataset::new("repairs", schema(), records);
    debug_assert!(clashes.is_empty(), "the log's values fit its own schema");
    dataset
}

fn schema() -> Schema {
    let text = |name| Field::new(name, FieldType::String);
    let number = |name| Field::new(name, FieldType::Integer);
    let list = |name| Field::new(name, FieldType::string_list());
    let fields = vec![
        text("id"),
        text("rule"),
        text("grade"),
        Field::new("applied", FieldType::Boolean),
        text("decision"),
        text("path"),
        number("line"),
        number("column"),
        number("end_line"),
        number("end_column"),
        text("dataset"),
        list("key"),
        text("field"),
        text("before"),
        text("after"),
        list("items_before"),
        list("items_after"),
        text("evidence"),
    ];
    Schema { fields, ..Schema::default() }
}

fn record(recipe: &Recipe, extraction: &Extraction, repair: &Repair, sources: &SourceMap) -> Record {
    let dataset = &recipe.datasets[repair.dataset];
    let row = &extraction.datasets[repair.dataset].records[repair.record];
    let key = dataset
        .schema
        .key_positions()
        .into_iter()
        .map(|position| row.fields[position].value(&dataset.schema.fields[position].field_type).to_string());
    let (start, end) = (sources.position(repair.span), sources.end_position(repair.span));
    let text = |text: &str| Value::String(text.to_owned());
    let number = |number: usize| Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    Record::unplaced([
        text(&repair.id),
        text(repair.rule),
        text(&repair.grade.to_string()),
        Value::Boolean(repair.applied),
        repair.ruling.map_or(Value::Null, |ruling| text(&ruling.to_string())),
        text(sources.file(repair.span.source).name()),
        number(start.line),
        number(start.column),
        number(end.line),
        number(end.column),
        text(&dataset.name),
        Value::strings(key),
        text(&dataset.schema.fields[repair.field].name),
        text(&repair.before),
        if repair.is_report() { Value::Null } else { text(&repair.after) },
        Value::strings(repair.items_before.iter().cloned()),
        Value::strings(repair.items_after.iter().cloned()),
        text(&repair.evidence),
    ])
}
