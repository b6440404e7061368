//! What a diff is held to: applied to the old dataset it gives the new one, and turned around it is the diff of the way back.
//!
//! Both take a diff as it stands and look at no page.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::schema::SchemaChange;
use super::{Change, DatasetDiff, Duplicate, FieldChange, ItemChanges};
use crate::dataset::{Dataset, FieldValue, Record};
use crate::schema::Value;

/// The order of changes: by key (by the lesser of two), then by kind, then by value.
pub(super) fn order(a: &Change, b: &Change) -> Ordering {
    let key = |change: &'_ Change| match change {
        Change::Renamed { from, to, .. } => from.min(to).clone(),
        other => other.key().clone(),
    };
    let rank = |change: &Change| match change {
        Change::Modified { .. } => 0,
        Change::Renamed { .. } => 1,
        Change::Removed { .. } => 2,
        Change::Added { .. } => 3,
    };
    let content = |change: &Change| {
        let mut sides = [change.before().map(values), change.after().map(values)];
        sides.sort();
        sides
    };
    key(a).cmp(&key(b)).then(rank(a).cmp(&rank(b))).then_with(|| content(a).cmp(&content(b)))
}

fn values(record: &Record) -> Vec<Value> {
    record.values.iter().map(|field| field.value.clone()).collect()
}

impl DatasetDiff {
    /// The new dataset, made of the old one and what changed. Records are in the order of the key; without one, those that stayed come
    /// first.
    pub fn apply(&self, old: &Dataset) -> Dataset {
        let mut gone: BTreeMap<Vec<Value>, Vec<Option<&Record>>> = BTreeMap::new();
        for change in &self.changes {
            if let Some(before) = change.before() {
                gone.entry(values(before)).or_default().push(change.after());
            }
        }
        let mut records: Vec<Record> = Vec::new();
        for record in old.records() {
            match gone.get_mut(&values(record)).and_then(Vec::pop) {
                Some(after) => records.extend(after.cloned()),
                None => records.push(self.carried_over(record)),
            }
        }
        let added = self.changes.iter().filter(|change| change.before().is_none()).filter_map(Change::after);
        records.extend(added.cloned());
        Dataset::new(&self.name, self.new_schema.clone(), records).0
    }

    /// A record that did not change, with the new fields.
    fn carried_over(&self, record: &Record) -> Record {
        let value = |name: &str| {
            let position = self.old_schema.position(&self.old_name(name));
            position.map_or_else(FieldValue::default, |position| record.values[position].clone())
        };
        let is_new = |name: &str| {
            self.schema.iter().any(|change| matches!(change, SchemaChange::FieldAdded { field } if field == name))
        };
        let values = self.new_schema.fields.iter().map(|field| match is_new(&field.name) {
            true => FieldValue::default(),
            false => value(&field.name),
        });
        Record { values: values.collect(), span: record.span }
    }

    /// The old name of a field.
    fn old_name(&self, name: &str) -> String {
        let found = self.schema.iter().find_map(|change| match change {
            SchemaChange::FieldRenamed { from, to, .. } | SchemaChange::FieldRespelled { from, to } if to == name => {
                Some(from.clone())
            }
            _ => None,
        });
        found.unwrap_or_else(|| name.to_owned())
    }

    /// What changed on the way back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let turned = |field: &FieldChange| FieldChange {
            field: self.old_name(&field.field),
            before: field.after.clone(),
            after: field.before.clone(),
            class: field.class,
            items: field.items.as_ref().map(ItemChanges::inverse),
            written: field.written.clone().map(|[before, after]| [after, before]),
        };
        let old_key: Vec<usize> =
            self.key.iter().filter_map(|name| self.old_schema.position(&self.old_name(name))).collect();
        let mut changes: Vec<Change> = self.changes.iter().map(|change| inverse(change, &old_key, turned)).collect();
        for change in &mut changes {
            if let Change::Renamed { fields, .. } | Change::Modified { fields, .. } = change {
                let old = self.old_schema.fields.len();
                fields.sort_by_key(|change| match self.old_schema.position(&change.field) {
                    Some(position) => position,
                    None => old + self.new_schema.position(&change.field).unwrap_or(0),
                });
            }
        }
        changes.sort_by(order);
        Self {
            name: self.name.clone(),
            noun: self.noun,
            page: self.page.clone(),
            key: self.key.iter().map(|name| self.old_name(name)).collect(),
            key_reason: self.key_reason.clone(),
            schema: self.inverse_schema(),
            changes,
            duplicates: self
                .duplicates
                .iter()
                .map(|one| Duplicate { key: one.key.clone(), records: [one.records[1], one.records[0]] })
                .collect(),
            old_schema: self.new_schema.clone(),
            new_schema: self.old_schema.clone(),
            records: [self.records[1], self.records[0]],
        }
    }

    /// In the order in which [`schema_changes`](super::schema::schema_changes) gives them.
    fn inverse_schema(&self) -> Vec<SchemaChange> {
        let turned: Vec<SchemaChange> =
            self.schema.iter().map(|change| change.inverse(|name| self.old_name(name))).collect();
        let place = |change: &SchemaChange| match change {
            SchemaChange::FieldAdded { field } | SchemaChange::FieldTyped { field, .. } => {
                (1, self.old_schema.position(field), 1)
            }
            SchemaChange::FieldRenamed { to, .. } | SchemaChange::FieldRespelled { to, .. } => {
                (1, self.old_schema.position(to), 0)
            }
            SchemaChange::FieldRemoved { field } => (2, self.new_schema.position(field), 0),
            SchemaChange::FieldsReordered => (3, None, 0),
            SchemaChange::FieldRelaid { field } => (4, self.old_schema.position(field), 0),
            SchemaChange::SurroundingsRenamed { field, .. } => (5, self.old_schema.position(field), 0),
            _ => (0, None, 0),
        };
        let mut turned = turned;
        turned.sort_by_key(place);
        turned
    }
}

impl ItemChanges {
    fn inverse(&self) -> Self {
        let mut renamed: Vec<super::ItemRename> =
            self.renamed.iter().map(|one| super::ItemRename { from: one.to.clone(), to: one.from.clone() }).collect();
        renamed.sort();
        Self { added: self.removed.clone(), removed: self.added.clone(), renamed }
    }
}

fn inverse(change: &Change, old_key: &[usize], turned: impl Fn(&FieldChange) -> FieldChange) -> Change {
    let key_of = |record: &Record| old_key.iter().map(|&position| record.values[position].value.clone()).collect();
    match change.clone() {
        Change::Added { key, record } => Change::Removed { key, record },
        Change::Removed { key, record } => Change::Added { key, record },
        Change::Renamed { from, to, evidence, before, after, fields } => Change::Renamed {
            from: to,
            to: from,
            evidence,
            before: after,
            after: before,
            fields: fields.iter().map(turned).collect(),
        },
        Change::Modified { before, after, fields, .. } => Change::Modified {
            key: key_of(&before),
            before: after,
            after: before,
            fields: fields.iter().map(turned).collect(),
        },
    }
}
