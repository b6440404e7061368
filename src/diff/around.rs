//! What stands around many records, such as the line above a list, and has another text: one change, not one of each record.
//!
//! The old text must be gone from all records and the new one must be new, so that nothing moved from one place to another one.

use std::collections::{BTreeMap, BTreeSet};

use super::class::Comparison;
use super::{Change, ChangeClass, FieldChange, SchemaChange, Side};
use crate::schema::Value;
use crate::similarity::reading;

/// So many records have the same new text before it is that of their surroundings.
const SEVERAL: usize = 2;

/// Takes what follows from another text around the records out of what changed in each, and tells it once.
pub(super) fn tell_once(comparison: &Comparison<'_, '_>, changes: &mut [Change]) -> Vec<SchemaChange> {
    let mut told = Vec::new();
    for fields in comparison.fields {
        if !comparison.old.around.contains(&fields.old) || !comparison.new.around.contains(&fields.new) {
            continue;
        }
        let name = comparison.new.dataset.schema().fields[fields.new].name.as_str();
        let part = comparison.new_key.iter().position(|&field| field == fields.new);
        let [old, new] = [texts(comparison.old, fields.old), texts(comparison.new, fields.new)];
        let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        for (index, change) in changes.iter().enumerate() {
            let Some((before, after)) = change_of(change, name, part) else { continue };
            if !new.contains(&reading(&before)) && !old.contains(&reading(&after)) {
                groups.entry((before, after)).or_default().push(index);
            }
        }
        for ((from, to), members) in groups.into_iter().filter(|(_, members)| members.len() >= SEVERAL) {
            members.iter().for_each(|&index| follow(&mut changes[index], name, part));
            told.push(SchemaChange::SurroundingsRenamed { field: name.to_owned(), from, to, records: members.len() });
        }
    }
    told
}

/// The texts of a field, as they read.
fn texts(side: &Side<'_>, field: usize) -> BTreeSet<String> {
    side.dataset.records().iter().map(|record| reading(&record.values[field].value.to_string())).collect()
}

/// The text of a field before and after in a record that both sides have; in one with another key only if nothing else of the key is another.
fn change_of(change: &Change, name: &str, part: Option<usize>) -> Option<(String, String)> {
    match (change, part) {
        (Change::Renamed { from, to, .. }, Some(part)) => {
            let is_rest = |(at, _): &(usize, (&Value, &Value))| *at != part;
            let is_rest_same = from.iter().zip(to).enumerate().filter(is_rest).all(|(_, (from, to))| from == to);
            is_rest_same.then(|| (from[part].to_string(), to[part].to_string()))
        }
        (Change::Modified { fields, .. } | Change::Renamed { fields, .. }, None) => {
            let found = fields.iter().find(|change| change.field == name && change.is_substantive())?;
            Some((found.before.to_string(), found.after.to_string()))
        }
        _ => None,
    }
}

/// Makes of the change of a field one that follows from its surroundings.
fn follow(change: &mut Change, name: &str, part: Option<usize>) {
    if let (Change::Renamed { from, to, before, after, fields, .. }, Some(part)) = (&mut *change, part) {
        let own = FieldChange {
            field: name.to_owned(),
            before: from[part].clone(),
            after: to[part].clone(),
            class: ChangeClass::Schema,
            items: None,
            written: None,
        };
        let fields = std::iter::once(own).chain(std::mem::take(fields)).collect();
        *change = Change::Modified { key: to.clone(), before: before.clone(), after: after.clone(), fields };
        return;
    }
    let (Change::Modified { fields, .. } | Change::Renamed { fields, .. }) = change else { return };
    for field in fields.iter_mut().filter(|field| field.field == name) {
        field.class = ChangeClass::Schema;
        field.items = None;
    }
}
