//! What changed in a record from one revision to the next. The only user of [`diff`](crate::diff).

use crate::dataset::{Dataset, Key};
use crate::diff::{Change, FieldChange, ItemChanges, ItemRename, diff};
use crate::schema::Value;

/// What happened to a record.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// It came.
    Added { key: Key },
    /// It went.
    Removed { key: Key },
    /// It has another key.
    Renamed { from: Key, to: Key, fields: Vec<FieldStep> },
    /// Fields of it changed.
    Modified { key: Key, fields: Vec<FieldStep> },
    /// Its values are only spelled or ordered otherwise.
    Respelled { from: Key, to: Key, values: usize },
}

/// The change of a field.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldStep {
    /// The field.
    pub field: String,
    /// Its value before.
    pub before: Value,
    /// Its value after.
    pub after: Value,
    /// For a list: the items that came.
    pub added: Vec<Value>,
    /// For a list: the items that went.
    pub removed: Vec<Value>,
    /// Whether the page has said nothing of the field before, for any record.
    pub is_new_field: bool,
}

/// What changed from one dataset to another one.
pub(super) fn steps(old: &Dataset, new: &Dataset) -> Vec<Step> {
    diff(old, new).changes.into_iter().map(|change| step(change, old)).collect()
}

fn step(change: Change, old: &Dataset) -> Step {
    match change {
        Change::Added { key, .. } => Step::Added { key },
        Change::Removed { key, .. } => Step::Removed { key },
        Change::Renamed { from, to, fields, .. } => Step::Renamed { from, to, fields: field_steps(fields) },
        Change::Modified { key: to, before, fields, .. } => {
            let (from, values, fields) = (old.key(&before), fields.len(), field_steps(fields));
            match (fields.is_empty(), from == to) {
                (true, _) => Step::Respelled { from, to, values },
                (false, true) => Step::Modified { key: to, fields },
                (false, false) => Step::Renamed { from, to, fields },
            }
        }
    }
}

/// The changes of fields, but for those of spelling or order alone.
fn field_steps(changes: Vec<FieldChange>) -> Vec<FieldStep> {
    changes.into_iter().filter(|change| !change.is_cosmetic()).map(field_step).collect()
}

fn field_step(change: FieldChange) -> FieldStep {
    let FieldChange { field, before, after, items, .. } = change;
    let ItemChanges { mut added, mut removed, renamed } = items.unwrap_or_default();
    for ItemRename { from, to } in renamed {
        removed.push(from);
        added.push(to);
    }
    FieldStep { field, before, after, added, removed, is_new_field: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Record;
    use crate::schema::{Field, FieldType, Schema};

    fn cities(rows: &[(&str, &[&str])]) -> Dataset {
        let fields = vec![Field::new("city", FieldType::String), Field::new("rivers", FieldType::string_list())];
        let schema = Schema { fields, primary_key: vec!["city".into()], ..Schema::default() };
        let record = |(city, rivers): &(&str, &[&str])| {
            Record::unplaced([Value::String((*city).into()), Value::strings(rivers.iter().copied())])
        };
        Dataset::new("cities", schema, rows.iter().map(record).collect()).0
    }

    #[test]
    fn order_case_and_blanks_are_no_change() {
        let steps = steps(&cities(&[("Lyon", &["Rhône", "Saône"])]), &cities(&[("Lyon", &["saône", "Rhône"])]));
        assert!(matches!(steps.as_slice(), [Step::Respelled { .. }]), "{steps:?}");
    }

    #[test]
    fn items_come_and_go() {
        let steps = steps(&cities(&[("Lyon", &["Rhône"])]), &cities(&[("Lyon", &["Isar"])]));
        let [Step::Modified { fields, .. }] = steps.as_slice() else { panic!("{steps:?}") };
        let texts = |values: &[Value]| values.iter().map(Value::to_string).collect::<Vec<_>>();
        assert_eq!((texts(&fields[0].added), texts(&fields[0].removed)), (vec!["Isar".into()], vec!["Rhône".into()]));
    }
}
