//! Datasets by hand.

use super::*;
use crate::schema::{Field, FieldType};

fn dataset(rows: &[(&str, i64)]) -> Dataset {
    let fields = vec![Field::new("name", FieldType::String), Field::new("zone", FieldType::Integer)];
    let schema = Schema { fields, primary_key: vec!["name".into()], ..Schema::default() };
    let records = rows
        .iter()
        .map(|(name, zone)| Record::unplaced([Value::String((*name).into()), Value::Integer(*zone)]))
        .collect();
    Dataset::new("d", schema, records).0
}

/// A diff in short: `+a -b ~c(zone) b>c`.
fn short(diff: &DatasetDiff) -> String {
    let name = |key: &Key| key.iter().map(Value::to_string).collect::<Vec<_>>().join("/");
    let fields = |fields: &[FieldChange]| {
        let words: Vec<String> = fields.iter().map(|field| format!("{}:{}", field.field, field.class.name())).collect();
        if words.is_empty() { String::new() } else { format!("({})", words.join(" ")) }
    };
    let one = |change: &Change| match change {
        Change::Added { key, .. } => format!("+{}", name(key)),
        Change::Removed { key, .. } => format!("-{}", name(key)),
        Change::Renamed { from, to, fields: changed, .. } => format!("{}>{}{}", name(from), name(to), fields(changed)),
        Change::Modified { key, fields: changed, .. } => format!("~{}{}", name(key), fields(changed)),
    };
    diff.changes.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn records_are_added_removed_and_modified() {
    let found = diff(&dataset(&[("a", 1), ("b", 1), ("c", 1)]), &dataset(&[("d", 1), ("b", 2), ("a", 1)]));
    assert_eq!(short(&found), "~b(zone:substantive) -c +d");
    assert_eq!(short(&diff(&dataset(&[("a", 1)]), &dataset(&[("a", 1)]))), "");
}

/// Two records that would pair up equally well with one must not be told apart by which side is the new one.
#[test]
fn ties_are_broken_alike_on_the_way_back() {
    let dataset = |fields: &[(&str, FieldType)], rows: &[&[Value]]| {
        let fields = fields.iter().map(|(name, field_type)| Field::new(*name, field_type.clone())).collect();
        let records = rows.iter().map(|row| Record::unplaced(row.iter().cloned())).collect();
        Dataset::new("d", Schema { fields, ..Schema::default() }, records).0
    };
    let text = |text: &str| Value::String(text.into());
    let old = dataset(
        &[("count", FieldType::Integer), ("place", FieldType::string_list())],
        &[
            &[Value::Integer(1), Value::List(vec![text("Zürich")])],
            &[Value::Integer(2), Value::List(vec![text("Zu\u{308}rich")])],
        ],
    );
    let new = dataset(
        &[("place", FieldType::String), ("count", FieldType::Integer)],
        &[&[text("Zürich"), Value::Integer(0)]],
    );
    let options = Options { key: vec!["place".into()], ..Options::default() };
    let there = diff_sides(&Side::new(&old), &Side::new(&new), &options);
    assert_eq!(there.inverse(), diff_sides(&Side::new(&new), &Side::new(&old), &options));
}
