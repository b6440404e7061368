//! Two datasets to the changes between them: record by record, field by field, down to the item of a list.
//!
//! Values are facts; how they are set is not. `class.rs` tells a change of the facts from one of order, case, blanks, markup or spelling;
//! `items.rs` compares lists; `pairing.rs` finds the records that are the same one, by key, and by content where the key was renamed, `parts.rs` where a part of many keys was;
//! `schema.rs` does so for fields, `around.rs` says once what changed around many records, and `tables.rs` for whole tables; `count.rs` says what it comes to; `law.rs` applies a diff and turns it
//! around. This module knows values, and neither where they come from nor how a diff is written. Another reason for which a change says
//! nothing new is one variant of [`Cosmetic`] with its question in `class.rs`.
//!
//! ```
//! use rowmill::diff::{Change, diff};
//! use rowmill::schema::{Field, FieldType, Schema, Value};
//! use rowmill::{Dataset, Record};
//!
//! let cities = |rows: &[(&str, &[&str])]| {
//!     let fields = vec![Field::new("city", FieldType::String), Field::new("rivers", FieldType::string_list())];
//!     let schema = Schema { fields, primary_key: vec!["city".into()], ..Schema::default() };
//!     let record = |(city, rivers): &(&str, &[&str])| {
//!         Record::unplaced([Value::String((*city).into()), Value::strings(rivers.iter().copied())])
//!     };
//!     Dataset::new("cities", schema, rows.iter().map(record).collect()).0
//! };
//! let found = diff(&cities(&[("Lyon", &["Rhône"])]), &cities(&[("Lyon", &["Saône", "Rhône"])]));
//! let Change::Modified { fields, .. } = &found.changes[0] else { panic!("it is modified") };
//! assert_eq!(fields[0].items.as_ref().expect("it is a list").added, [Value::String("Saône".into())]);
//! ```

mod around;
mod class;
mod count;
mod items;
mod law;
mod pairing;
mod parts;
mod rename;
mod schema;
mod tables;

pub use class::{ChangeClass, Cosmetic};
pub use count::{Count, Counts, Kind, title};
pub use items::{ItemChanges, ItemRename};
pub use schema::{FieldPair, SchemaChange, pair_fields};
pub use tables::{TablePair, TableSketch, pair_tables};

use std::collections::{BTreeMap, BTreeSet};

use crate::dataset::{Dataset, Key, Record};
use crate::schema::{Schema, Value};

/// All that changed between two sides, dataset by dataset.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Diff {
    /// The datasets that either side has, in the new side's order, each removed one behind the one that it followed.
    pub datasets: Vec<DatasetDiff>,
}

impl Diff {
    /// The changes of several datasets, each of which may tell what was renamed in another one.
    pub fn new(datasets: Vec<DatasetDiff>) -> Self {
        let mut diff = Self { datasets };
        items::share_renames(&mut diff);
        diff
    }
}

/// What changed in one dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct DatasetDiff {
    /// Its name on the new side; on the old one if it was removed.
    pub name: String,
    /// What it is on the page.
    pub noun: Noun,
    /// The page or file that it stands in, where there may be several.
    pub page: Option<String>,
    /// The fields that identify a record, by their new names; none where nothing does, and records are paired by content.
    pub key: Vec<String>,
    /// Why these fields are the key, where nobody said so.
    pub key_reason: Option<String>,
    /// What happened to its fields and to the table as a whole.
    pub schema: Vec<SchemaChange>,
    /// What happened to its records, in the order of their keys. Cosmetic changes are among them.
    pub changes: Vec<Change>,
    /// The keys that several records of one side have.
    pub duplicates: Vec<Duplicate>,
    /// The schema of the old side; that of the new one if it had no such dataset.
    pub old_schema: Schema,
    /// The schema of the new side; that of the old one if it has no such dataset.
    pub new_schema: Schema,
    /// The number of records on the old side and on the new one.
    pub records: [usize; 2],
}

/// What a dataset is in the place that it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Noun {
    /// A table of a page.
    Table,
    /// A list of a page.
    List,
    /// What a recipe makes, or a file holds.
    #[default]
    Dataset,
}

impl Noun {
    /// Its word in a sentence.
    pub fn word(self) -> &'static str {
        match self {
            Noun::Table => "table",
            Noun::List => "list",
            Noun::Dataset => "dataset",
        }
    }
}

/// What happened to a record.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// It is in the new dataset only.
    Added {
        /// Its key.
        key: Key,
        /// The record.
        record: Record,
    },
    /// It is in the old dataset only.
    Removed {
        /// Its key.
        key: Key,
        /// The record.
        record: Record,
    },
    /// It is in both under two keys.
    Renamed {
        /// Its old key.
        from: Key,
        /// Its new key.
        to: Key,
        /// What speaks for its being one record.
        evidence: String,
        /// The old record.
        before: Record,
        /// The new record.
        after: Record,
        /// The other fields that changed.
        fields: Vec<FieldChange>,
    },
    /// It is in both, and fields of it differ, if only in how they are set.
    Modified {
        /// Its key on the new side.
        key: Key,
        /// The old record.
        before: Record,
        /// The new record.
        after: Record,
        /// The fields, in the new schema's order.
        fields: Vec<FieldChange>,
    },
}

impl Change {
    /// Its key: the new one, if it has two.
    pub fn key(&self) -> &Key {
        match self {
            Change::Added { key, .. } | Change::Removed { key, .. } | Change::Modified { key, .. } => key,
            Change::Renamed { to, .. } => to,
        }
    }

    /// The record on the old side.
    pub fn before(&self) -> Option<&Record> {
        match self {
            Change::Added { .. } => None,
            Change::Removed { record, .. } => Some(record),
            Change::Renamed { before, .. } | Change::Modified { before, .. } => Some(before),
        }
    }

    /// The record on the new side.
    pub fn after(&self) -> Option<&Record> {
        match self {
            Change::Removed { .. } => None,
            Change::Added { record, .. } => Some(record),
            Change::Renamed { after, .. } | Change::Modified { after, .. } => Some(after),
        }
    }

    /// The fields that differ, in a record that both sides have.
    pub fn fields(&self) -> &[FieldChange] {
        match self {
            Change::Added { .. } | Change::Removed { .. } => &[],
            Change::Renamed { fields, .. } | Change::Modified { fields, .. } => fields,
        }
    }

    /// Whether it says anything new.
    pub fn is_substantive(&self) -> bool {
        match self {
            Change::Modified { fields, .. } => fields.iter().any(FieldChange::is_substantive),
            _ => true,
        }
    }
}

/// The two values of a field that differ, or that are written in two ways.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// The field, by its new name.
    pub field: String,
    /// Its value in the old dataset.
    pub before: Value,
    /// Its value in the new dataset.
    pub after: Value,
    /// Whether it says anything new.
    pub class: ChangeClass,
    /// The items that differ, where either value is a list.
    pub items: Option<ItemChanges>,
    /// The source on both sides, where the values say the same and only that differs.
    pub written: Option<[String; 2]>,
}

impl FieldChange {
    /// Whether it says anything new.
    pub fn is_substantive(&self) -> bool {
        self.class == ChangeClass::Substantive
    }

    /// Whether it says nothing new.
    pub fn is_cosmetic(&self) -> bool {
        matches!(self.class, ChangeClass::Cosmetic(_))
    }
}

/// A key that several records of one side have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The key.
    pub key: Key,
    /// How many records have it on the old side and on the new one.
    pub records: [usize; 2],
}

/// A dataset as one side of a comparison, with what is known of its values beyond them.
#[derive(Debug, Clone)]
pub struct Side<'d> {
    /// The records. They may be in any order, and several may have one key if the schema names none.
    pub dataset: &'d Dataset,
    /// The source of the cell of each field of each record, with the blanks around it; empty where none is known.
    pub written: Vec<Vec<Option<&'d str>>>,
    /// The value that a safe repair would make, by the index of the record and of the field.
    pub respelled: BTreeMap<(usize, usize), Value>,
    /// What the markup of a value says beyond it, such as that it is struck out, by the index of the record and of the field; in one order.
    pub told: BTreeMap<(usize, usize), Vec<String>>,
    /// The fields whose values stand around the records, each for several of them, such as a heading.
    pub around: BTreeSet<usize>,
}

impl<'d> Side<'d> {
    /// A side of which nothing but its values is known.
    pub fn new(dataset: &'d Dataset) -> Self {
        Self {
            dataset,
            written: Vec::new(),
            respelled: BTreeMap::new(),
            told: BTreeMap::new(),
            around: BTreeSet::new(),
        }
    }

    fn value(&self, record: usize, field: usize) -> &Value {
        &self.dataset.records()[record].values[field].value
    }

    fn respelled(&self, record: usize, field: usize) -> &Value {
        self.respelled.get(&(record, field)).unwrap_or_else(|| self.value(record, field))
    }

    fn told(&self, record: usize, field: usize) -> &[String] {
        self.told.get(&(record, field)).map_or(&[], Vec::as_slice)
    }

    fn written(&self, record: usize, field: usize) -> Option<&str> {
        *self.written.get(record)?.get(field)?
    }
}

/// What to go by in a comparison.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The fields that identify a record, by their new names; none if records are to be paired by content.
    pub key: Vec<String>,
    /// Why these, where nobody said so.
    pub key_reason: Option<String>,
    /// Which fields are the same one; found by name and content where it is not given.
    pub fields: Option<Vec<FieldPair>>,
    /// Whether a side knows no types, as CSV does not, so that theirs say nothing.
    pub ignores_types: bool,
}

/// The changes from one dataset to another one, by the new one's primary key.
pub fn diff(old: &Dataset, new: &Dataset) -> DatasetDiff {
    let options = Options { key: new.schema().primary_key.clone(), ..Options::default() };
    diff_sides(&Side::new(old), &Side::new(new), &options)
}

/// The changes from one side to another one.
pub fn diff_sides(old: &Side<'_>, new: &Side<'_>, options: &Options) -> DatasetDiff {
    let fields = match &options.fields {
        Some(fields) => fields.clone(),
        None => pair_fields(old.dataset, new.dataset),
    };
    let comparison = class::Comparison::new(old, new, &fields, &options.key);
    let pairing = pairing::pair(&comparison);
    let mut changes: Vec<Change> = Vec::new();
    let key = |side: &Side<'_>, positions: &[usize], record: usize| -> Key {
        positions.iter().map(|&position| side.value(record, position).clone()).collect()
    };
    let renamed_items = items::renamed_in_column(&comparison, &pairing.pairs);
    let layout = class::relaid_columns(&comparison, &pairing.pairs);
    for pair in &pairing.pairs {
        let changed = class::field_changes(&comparison, pair, &renamed_items, &layout);
        let (before, after) = (old.dataset.records()[pair.old].clone(), new.dataset.records()[pair.new].clone());
        let to = key(new, &comparison.new_key, pair.new);
        match &pair.evidence {
            Some(evidence) => changes.push(Change::Renamed {
                from: key(old, &comparison.old_key, pair.old),
                to,
                evidence: evidence.clone(),
                before,
                after,
                fields: changed.into_iter().filter(|change| !options.key.contains(&change.field)).collect(),
            }),
            None if changed.is_empty() => {}
            None => changes.push(Change::Modified { key: to, before, after, fields: changed }),
        }
    }
    changes.extend(pairing.removed.iter().map(|&record| Change::Removed {
        key: key(old, &comparison.old_key, record),
        record: old.dataset.records()[record].clone(),
    }));
    changes.extend(pairing.added.iter().map(|&record| Change::Added {
        key: key(new, &comparison.new_key, record),
        record: new.dataset.records()[record].clone(),
    }));
    let surroundings = around::tell_once(&comparison, &mut changes);
    changes.sort_by(law::order);
    let mut schema = schema::schema_changes(old.dataset.schema(), new.dataset.schema(), &fields, options.ignores_types);
    schema.extend(
        layout.into_iter().map(|field| SchemaChange::FieldRelaid {
            field: new.dataset.schema().fields[fields[field].new].name.clone(),
        }),
    );
    schema.extend(surroundings);
    DatasetDiff {
        name: new.dataset.name().to_owned(),
        noun: Noun::default(),
        page: None,
        // A key that one side does not have identifies nothing.
        key: if comparison.new_key.is_empty() { Vec::new() } else { options.key.clone() },
        key_reason: options.key_reason.clone(),
        schema,
        changes,
        duplicates: pairing.duplicates,
        old_schema: old.dataset.schema().clone(),
        new_schema: new.dataset.schema().clone(),
        records: [old.dataset.records().len(), new.dataset.records().len()],
    }
}

/// What a dataset that only the new side has comes to.
pub fn added(dataset: &Dataset, key: &[String]) -> DatasetDiff {
    lone(dataset, key, SchemaChange::TableAdded, |key, record| Change::Added { key, record })
}

/// What a dataset that only the old side has comes to.
pub fn removed(dataset: &Dataset, key: &[String]) -> DatasetDiff {
    lone(dataset, key, SchemaChange::TableRemoved, |key, record| Change::Removed { key, record })
}

fn lone(dataset: &Dataset, key: &[String], table: SchemaChange, change: fn(Key, Record) -> Change) -> DatasetDiff {
    let schema = dataset.schema();
    let positions: Vec<usize> = key.iter().filter_map(|name| schema.position(name)).collect();
    let of =
        |record: &Record| -> Key { positions.iter().map(|&position| record.values[position].value.clone()).collect() };
    let mut changes: Vec<Change> = dataset.records().iter().map(|record| change(of(record), record.clone())).collect();
    changes.sort_by(law::order);
    let count = dataset.records().len();
    DatasetDiff {
        name: dataset.name().to_owned(),
        noun: Noun::default(),
        page: None,
        key: key.to_vec(),
        key_reason: None,
        records: if table == SchemaChange::TableAdded { [0, count] } else { [count, 0] },
        schema: vec![table],
        changes,
        duplicates: Vec::new(),
        old_schema: schema.clone(),
        new_schema: schema.clone(),
    }
}

#[cfg(test)]
mod tests;
