//! Two datasets to the changes between them, record by record and field by field.
//!
//! It compares values that have been typed and repaired, so text that only looks different never gets here.

use crate::dataset::{Dataset, Key, Record};
use crate::schema::Value;

/// What happened to a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It is in the new dataset only.
    Added {
        /// Its key.
        key: Key,
    },
    /// It is in the old dataset only.
    Removed {
        /// Its key.
        key: Key,
    },
    /// It is in both, and fields of it differ.
    Modified {
        /// Its key.
        key: Key,
        /// The fields, in the new schema's order.
        fields: Vec<FieldChange>,
    },
}

/// The two values of a field that differ.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The field.
    pub field: String,
    /// Its value in the old dataset.
    pub before: Value,
    /// Its value in the new dataset.
    pub after: Value,
}

/// The changes from one dataset to another one of the same key, in the order of the keys.
pub fn diff(old: &Dataset, new: &Dataset) -> Vec<Change> {
    let mut changes: Vec<(Key, Change)> = Vec::new();
    for record in old.records() {
        let key = old.key(record);
        if new.get(&key).is_none() {
            changes.push((key.clone(), Change::Removed { key }));
        }
    }
    for record in new.records() {
        let key = new.key(record);
        let Some(before) = old.get(&key) else {
            changes.push((key.clone(), Change::Added { key }));
            continue;
        };
        let fields = changed_fields(old, before, new, record);
        if !fields.is_empty() {
            changes.push((key.clone(), Change::Modified { key, fields }));
        }
    }
    changes.sort_by(|a, b| a.0.cmp(&b.0));
    changes.into_iter().map(|(_, change)| change).collect()
}

/// A field that one of the two does not have is missing there.
fn changed_fields(old: &Dataset, before: &Record, new: &Dataset, after: &Record) -> Vec<FieldChange> {
    let value = |dataset: &Dataset, record: &Record, name: &str| {
        dataset.schema().position(name).map_or(Value::Null, |position| record.values[position].value.clone())
    };
    let gone = old.schema().fields.iter().filter(|field| new.schema().position(&field.name).is_none());
    let names = new.schema().fields.iter().chain(gone).map(|field| field.name.as_str());
    let change = |name: &str| FieldChange {
        field: name.to_owned(),
        before: value(old, before, name),
        after: value(new, after, name),
    };
    names.map(change).filter(|change| change.before != change.after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Field, FieldType, Schema};

    fn dataset(rows: &[(&str, i64)]) -> Dataset {
        let fields = vec![Field::new("name", FieldType::String), Field::new("zone", FieldType::Integer)];
        let schema = Schema { fields, primary_key: vec!["name".into()], ..Schema::default() };
        let records = rows
            .iter()
            .map(|(name, zone)| Record::unplaced([Value::String((*name).into()), Value::Integer(*zone)]))
            .collect();
        Dataset::new("d", schema, records).0
    }

    #[test]
    fn records_are_added_removed_and_modified() {
        let changes = diff(&dataset(&[("a", 1), ("b", 1), ("c", 1)]), &dataset(&[("d", 1), ("b", 2), ("a", 1)]));
        let key = |name: &str| vec![Value::String(name.into())];
        let zone = FieldChange { field: "zone".into(), before: Value::Integer(1), after: Value::Integer(2) };
        assert_eq!(
            changes,
            [
                Change::Modified { key: key("b"), fields: vec![zone] },
                Change::Removed { key: key("c") },
                Change::Added { key: key("d") }
            ]
        );
        assert_eq!(diff(&dataset(&[("a", 1)]), &dataset(&[("a", 1)])), []);
    }
}
