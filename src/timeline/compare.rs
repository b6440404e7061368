//! What changed in a record from one revision to the next. The only user of [`diff`](crate::diff).

use std::collections::BTreeMap;

use crate::dataset::{Dataset, Key};
use crate::diff::{Change, FieldChange, diff};
use crate::schema::Value;
use crate::similarity::folded;

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
    let mut steps: Vec<Step> = diff(old, new).into_iter().map(step).collect();
    join_respelled(&mut steps);
    join_renamed_parts(&mut steps, old, new);
    join_renamed(&mut steps, old, new);
    steps
}

/// So many records do not get another part of their keys by chance.
const MANY: usize = 3;

/// Where many records go and come with the same other part of their keys, that part has another name: a heading, most likely. Each
/// old name must have one new name, which is not there beside it.
fn join_renamed_parts(steps: &mut Vec<Step>, old: &Dataset, new: &Dataset) {
    let count = old.schema().key_positions().len();
    for part in (0..count).filter(|_| count > 1) {
        let rest = |key: &Key| {
            let rest: Vec<Value> =
                key.iter().enumerate().filter(|(at, _)| *at != part).map(|(_, value)| value.clone()).collect();
            rest
        };
        let mut came: BTreeMap<Vec<Value>, Vec<Key>> = BTreeMap::new();
        for key in steps.iter().filter_map(as_added) {
            came.entry(rest(key)).or_default().push(key.clone());
        }
        let mut pairs: BTreeMap<(Value, Value), Vec<(Key, Key)>> = BTreeMap::new();
        for from in steps.iter().filter_map(as_removed) {
            for to in came.get(&rest(from)).into_iter().flatten() {
                pairs.entry((from[part].clone(), to[part].clone())).or_default().push((from.clone(), to.clone()));
            }
        }
        let gone = |name: &Value| steps.iter().filter_map(as_removed).filter(|key| key[part] == *name).count();
        let is_rename = |(from, pairs): (&Value, usize)| pairs >= MANY && pairs * 2 >= gone(from);
        let renamed: Vec<(Key, Key)> = pairs
            .into_iter()
            .filter(|((from, _), pairs)| is_rename((from, pairs.len())))
            .flat_map(|(_, pairs)| pairs)
            .collect();
        for (from, to) in renamed {
            let is_open = |step: &Step| as_removed(step) == Some(&from) || as_added(step) == Some(&to);
            if steps.iter().filter(|step| is_open(step)).count() == 2 {
                steps.retain(|step| !is_open(step));
                let fields = changed_beside_key(old, &from, new, &to);
                steps.push(Step::Renamed { from, to, fields });
            }
        }
    }
}

/// The changes of the fields that are in no key.
fn changed_beside_key(old: &Dataset, from: &Key, new: &Dataset, to: &Key) -> Vec<FieldStep> {
    let (Some(before), Some(after)) = (old.get(from), new.get(to)) else { return Vec::new() };
    let is_key = |name: &String| old.schema().primary_key.contains(name);
    let fields = old.schema().fields.iter().zip(before.values.iter().zip(&after.values));
    fields
        .filter(|(field, _)| !is_key(&field.name))
        .map(|(field, (before, after))| FieldChange {
            field: field.name.clone(),
            before: before.value.clone(),
            after: after.value.clone(),
        })
        .filter_map(field_step)
        .collect()
}

/// A record that goes while one comes with all of its other values has another key, if nothing else fits: two values at least must say
/// so, and a number must not be all that differs (`London`, `London2`).
fn join_renamed(steps: &mut Vec<Step>, old: &Dataset, new: &Dataset) {
    let removed: Vec<Key> = steps.iter().filter_map(|step| as_removed(step).cloned()).collect();
    let added: Vec<Key> = steps.iter().filter_map(|step| as_added(step).cloned()).collect();
    let old_contents: Vec<Option<Vec<String>>> = removed.iter().map(|key| content(old, key)).collect();
    let new_contents: Vec<Option<Vec<String>>> = added.iter().map(|key| content(new, key)).collect();
    for (from, content) in removed.iter().zip(&old_contents).filter(|(_, content)| content.is_some()) {
        let is_only = old_contents.iter().filter(|other| *other == content).count() == 1;
        let mut same = added.iter().zip(&new_contents).filter(|(_, other)| *other == content);
        let (Some((to, _)), None, true) = (same.next(), same.next(), is_only) else { continue };
        if without_numbers(from) == without_numbers(to) {
            continue;
        }
        steps.retain(|step| as_removed(step) != Some(from) && as_added(step) != Some(to));
        steps.push(Step::Renamed { from: from.clone(), to: to.clone(), fields: Vec::new() });
    }
}

/// The values of a record beside its key, if they are two or more.
fn content(dataset: &Dataset, key: &Key) -> Option<Vec<String>> {
    let record = dataset.get(key)?;
    let positions = dataset.schema().key_positions();
    let others = record.values.iter().enumerate().filter(|(index, _)| !positions.contains(index));
    let others: Vec<&Value> = others.map(|(_, field)| &field.value).collect();
    let filled = others.iter().filter(|value| !value.items().is_empty()).count();
    (filled >= 2).then(|| others.iter().map(|value| spelling(value)).collect())
}

fn without_numbers(key: &Key) -> Vec<String> {
    let letters =
        |value: &Value| spelling(value).chars().filter(|character| !character.is_numeric()).collect::<String>();
    key.iter().map(|value| letters(value).trim().to_owned()).collect()
}

fn step(change: Change) -> Step {
    match change {
        Change::Added { key } => Step::Added { key },
        Change::Removed { key } => Step::Removed { key },
        Change::Modified { key, fields } => {
            let count = fields.len();
            let substantive: Vec<FieldStep> = fields.into_iter().filter_map(field_step).collect();
            match substantive.is_empty() {
                true => Step::Respelled { from: key.clone(), to: key, values: count },
                false => Step::Modified { key, fields: substantive },
            }
        }
    }
}

/// The change of a field, unless it is of spelling or order alone.
fn field_step(change: FieldChange) -> Option<FieldStep> {
    let FieldChange { field, before, after } = change;
    if is_same(&before, &after) {
        return None;
    }
    let is_list = matches!((&before, &after), (Value::List(_), _) | (_, Value::List(_)));
    let (added, removed) = match is_list {
        true => (without(after.items(), before.items()), without(before.items(), after.items())),
        false => (Vec::new(), Vec::new()),
    };
    Some(FieldStep { field, before, after, added, removed, is_new_field: false })
}

/// The values of a list that another one has not, each as often as it is there more.
fn without(values: &[Value], others: &[Value]) -> Vec<Value> {
    let mut others: Vec<String> = others.iter().map(spelling).collect();
    let mut left = Vec::new();
    for value in values {
        match others.iter().position(|other| *other == spelling(value)) {
            Some(at) => {
                others.swap_remove(at);
            }
            None => left.push(value.clone()),
        }
    }
    left
}

/// Whether two values differ in case, blanks or order alone.
fn is_same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::List(a), Value::List(b)) => a.len() == b.len() && without(a, b).is_empty(),
        (Value::String(a), Value::String(b)) => folded(a) == folded(b),
        _ => a == b,
    }
}

fn spelling(value: &Value) -> String {
    folded(&value.to_string())
}

/// A record whose key is only spelled otherwise has neither gone nor come.
fn join_respelled(steps: &mut Vec<Step>) {
    let spelled = |key: &Key| key.iter().map(spelling).collect::<Vec<_>>();
    let removed: Vec<Key> = steps.iter().filter_map(|step| as_removed(step).cloned()).collect();
    for from in removed {
        let is_it = |step: &Step| matches!(step, Step::Added { key } if spelled(key) == spelled(&from));
        let Some(at) = steps.iter().position(is_it) else { continue };
        let Step::Added { key: to } = steps.remove(at) else { continue };
        steps.retain(|step| as_removed(step) != Some(&from));
        steps.push(Step::Respelled { from, to, values: 1 });
    }
}

fn as_removed(step: &Step) -> Option<&Key> {
    match step {
        Step::Removed { key } => Some(key),
        _ => None,
    }
}

fn as_added(step: &Step) -> Option<&Key> {
    match step {
        Step::Added { key } => Some(key),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_case_and_blanks_are_no_change() {
        assert!(is_same(&Value::strings(["A", "b"]), &Value::strings(["B", "a"])));
        assert!(is_same(&Value::String("Sao  Paulo".into()), &Value::String("sao paulo".into())));
        assert!(!is_same(&Value::strings(["A", "A"]), &Value::strings(["A"])));
        assert!(!is_same(&Value::Null, &Value::List(vec![])));
    }

    #[test]
    fn items_are_counted() {
        let change = FieldChange {
            field: "f".into(),
            before: Value::strings(["a", "a", "b"]),
            after: Value::strings(["a", "c"]),
        };
        let step = field_step(change).expect("a change");
        assert_eq!(
            (step.added, step.removed),
            (Value::strings(["c"]).items().to_vec(), Value::strings(["a", "b"]).items().to_vec())
        );
    }
}
