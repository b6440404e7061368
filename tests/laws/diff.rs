//! The laws of a diff, of any two datasets. A law panics where it is broken. It must not know how the datasets came about.

use rowmill::diff::{Change, Count, DatasetDiff, Options, SchemaChange, Side, added, diff, diff_sides, removed};
use rowmill::schema::{Schema, Value};
use rowmill::{Dataset, Record};

/// A diff by the first fields of a dataset that are no lists, so many of them.
pub(crate) fn options(dataset: &Dataset, keys: usize) -> Options {
    let key = dataset.schema().fields.iter().filter(|field| !field.field_type.is_list()).take(keys);
    Options { key: key.map(|field| field.name.clone()).collect(), ..Options::default() }
}

fn compare(old: &Dataset, new: &Dataset, options: &Options) -> DatasetDiff {
    diff_sides(&Side::new(old), &Side::new(new), options)
}

/// The values of all records in an order that does not depend on theirs.
fn facts(dataset: &Dataset) -> Vec<Vec<Value>> {
    let values = |record: &Record| record.values.iter().map(|field| field.value.clone()).collect::<Vec<_>>();
    let mut facts: Vec<Vec<Value>> = dataset.records().iter().map(values).collect();
    facts.sort();
    facts
}

/// The key of the way back: the same fields by their old names.
fn turned_key(diff: &DatasetDiff) -> Options {
    Options { key: diff.inverse().key, ..Options::default() }
}

/// A dataset does not differ from itself.
pub(crate) fn nothing_differs_from_itself(dataset: &Dataset, keys: usize) {
    let found = compare(dataset, dataset, &options(dataset, keys));
    assert!(found.changes.is_empty() && found.schema.is_empty(), "{found:?}");
}

/// Applied to the old side, a diff gives the new one.
pub(crate) fn a_diff_makes_the_new_side(old: &Dataset, new: &Dataset, keys: usize) {
    let found = compare(old, new, &options(new, keys));
    let made = found.apply(old);
    assert_eq!(made.schema().fields, new.schema().fields);
    assert_eq!(facts(&made), facts(new), "{found:?}");
}

/// The diff of the sides in turn is the inverse.
pub(crate) fn the_way_back_is_the_inverse(old: &Dataset, new: &Dataset, keys: usize) {
    let found = compare(old, new, &options(new, keys));
    let back = compare(new, old, &turned_key(&found));
    assert_eq!(found.inverse(), back);
    assert_eq!(found.inverse().inverse(), found);
}

/// With a key, a diff gives the new side in its order.
pub(crate) fn a_keyed_diff_makes_the_new_side_in_its_order(old: &Dataset, new: &Dataset) {
    let keyed = |dataset: &Dataset| {
        let schema = Schema { primary_key: options(dataset, 1).key, ..dataset.schema().clone() };
        Dataset::new("d", schema, dataset.records().to_vec()).0
    };
    let (old, new) = (keyed(old), keyed(new));
    // Without a key a dataset has the order of its page, which a diff does not keep.
    if new.schema().primary_key.is_empty() {
        return;
    }
    let found = diff(&old, &new);
    assert!(found.apply(&old).has_same_values(&new), "{found:?}");
}

/// The order of records, fields and items says nothing. `seed` is one of the orders.
pub(crate) fn order_says_nothing(dataset: &Dataset, keys: usize, seed: u64) {
    let shuffled = |length: usize| {
        let mut order: Vec<usize> = (0..length).collect();
        order.sort_by_key(|index| (*index as u64 + 1).wrapping_mul(seed | 1) >> 7);
        order
    };
    let columns = shuffled(dataset.schema().fields.len());
    let fields = columns.iter().map(|&column| dataset.schema().fields[column].clone()).collect();
    let record = |row: usize| {
        let values = columns.iter().map(|&column| match &dataset.records()[row].values[column].value {
            Value::List(items) => Value::List(shuffled(items.len()).iter().map(|&item| items[item].clone()).collect()),
            other => other.clone(),
        });
        Record::unplaced(values)
    };
    let records = shuffled(dataset.records().len()).into_iter().map(record).collect();
    let other = Dataset::new("d", Schema { fields, ..Schema::default() }, records).0;
    let found = compare(dataset, &other, &options(&other, keys));
    assert!(!found.counts().is_substantive(), "{found:?}");
    assert!(found.changes.iter().all(|change| !change.is_substantive()));
}

/// Two keys that differ in a number alone are two records.
pub(crate) fn a_number_alone_renames_nothing(dataset: &Dataset, keys: usize) {
    let options = options(dataset, keys);
    let renumber = |value: &Value| match value {
        Value::String(text) => Value::String(format!("{text}7")),
        other => other.clone(),
    };
    let mut records = dataset.records().to_vec();
    for record in &mut records {
        for name in &options.key {
            let position = dataset.schema().position(name).expect("it is a field");
            record.values[position].value = renumber(&record.values[position].value);
        }
    }
    let other = Dataset::new("d", dataset.schema().clone(), records).0;
    let found = compare(dataset, &other, &options);
    for change in &found.changes {
        let Change::Renamed { from, to, .. } = change else { continue };
        for (from, to) in from.iter().zip(to) {
            let differs = from != to && rowmill::similarity::differ_in_number(&from.to_string(), &to.to_string());
            assert!(!differs, "{from} and {to}");
        }
    }
}

/// A table that comes is all of its records, and one that goes is the inverse.
pub(crate) fn a_whole_table_comes_and_goes(dataset: &Dataset, keys: usize) {
    let key = options(dataset, keys).key;
    let (came, went) = (added(dataset, &key), removed(dataset, &key));
    assert_eq!(came.counts().added, dataset.records().len());
    assert_eq!(came.schema, [SchemaChange::TableAdded]);
    assert_eq!(came.inverse(), went);
}
