//! The middle of the program: typed records, sorted, unique by key, each value with its place.
//!
//! What stands before this module turns Markdown into a [`Dataset`], what stands behind it turns datasets into bytes,
//! changes and verdicts. It knows neither Markdown nor any output format, and it gains nothing when a rule or a format is added.

use std::cmp::Ordering;
use std::sync::Arc;

use smallvec::SmallVec;

use crate::schema::{Schema, Value};
use crate::source::Span;

/// Where a value stands, and how it was written there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// The place, as narrow as the item.
    pub span: Span,
    /// The text at that place as a reader sees it, before any repair, where that is not the value: see [`FieldValue::written`].
    pub written: Option<Box<str>>,
}

/// One value of a record with its provenance.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FieldValue {
    /// The value.
    pub value: Value,
    /// One entry per item of a list in the same order, one for a scalar, none for what no place of the page says.
    pub provenance: SmallVec<[Provenance; 1]>,
    /// The cell, if there is one: the place of a value that is missing or empty.
    pub cell: Option<Span>,
}

impl FieldValue {
    /// A value that stands in no page, such as one that a recipe sets.
    pub fn unplaced(value: Value) -> Self {
        Self { value, ..Self::default() }
    }

    /// The texts at the places of its items as a reader sees them, before any repair.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        self.provenance.iter().enumerate().map(|(index, place)| match &place.written {
            Some(text) => text,
            None => self.value.items().get(index).and_then(Value::as_str).unwrap_or_default(),
        })
    }
}

/// The identity of a record: the values of its primary key's fields.
pub type Key = Vec<Value>;

/// One entity: a value for each field of the schema, in the schema's order.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The values.
    pub values: Vec<FieldValue>,
    /// The row that it comes from.
    pub span: Option<Span>,
}

impl Record {
    /// A record of values that stand in no page.
    pub fn unplaced(values: impl IntoIterator<Item = Value>) -> Self {
        Self { values: values.into_iter().map(FieldValue::unplaced).collect(), span: None }
    }
}

/// Typed records of one schema, sorted by key. Made by [`Dataset::new`] alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    name: String,
    schema: Schema,
    /// Shared by those that say the same of them.
    records: Arc<Vec<Record>>,
}

/// What keeps records from being a dataset, handed back by [`Dataset::new`].
#[derive(Debug, Clone, PartialEq)]
pub enum Clash {
    /// Two records have one key. The second one is not in the dataset.
    DuplicateKey {
        /// The key of both.
        key: Key,
        /// The record that was kept, which stands first in the page.
        first: Option<Span>,
        /// The record that was left out.
        second: Option<Span>,
        /// The record that was left out, whole.
        left_out: Box<Record>,
    },
    /// A field of the primary key is missing in a record. Of several such records the first one is in the dataset.
    MissingKey {
        /// The field.
        field: String,
        /// The cell without a value; where there is none, the record.
        span: Option<Span>,
    },
    /// A value is not of its field's type; it was replaced by a missing value.
    WrongType {
        /// The field.
        field: String,
        /// The value.
        value: Value,
        /// Where it stands.
        span: Option<Span>,
    },
}

impl Dataset {
    /// Sorts the records by key, and hands back every clash with the schema. Without a primary key the order is kept.
    ///
    /// The sort is stable: of two records with one key the one that was given first is kept.
    pub fn new(name: impl Into<String>, schema: Schema, mut records: Vec<Record>) -> (Self, Vec<Clash>) {
        let mut clashes = Vec::new();
        for record in &mut records {
            record.values.resize(schema.fields.len(), FieldValue::default());
            check_types(&schema, record, &mut clashes);
        }
        let positions = schema.key_positions();
        if !positions.is_empty() {
            records.sort_by(|a, b| compare(&positions, a, b));
            records = without_duplicates(&positions, records, &mut clashes);
        }
        (Self { name: name.into(), schema, records: Arc::new(records) }, clashes)
    }

    /// The same records in the same order, without a primary key, and others behind them.
    pub(crate) fn without_key(&self, others: &[Record]) -> Self {
        let schema = Schema { primary_key: Vec::new(), ..self.schema.clone() };
        let mut all = Self { schema, ..self.clone() };
        if !others.is_empty() {
            Arc::make_mut(&mut all.records).extend_from_slice(others);
        }
        all
    }

    /// Its name, which is also the name of its files.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its fields and keys.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Its records, sorted by key.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The key of a record of this dataset.
    pub fn key(&self, record: &Record) -> Key {
        self.schema.key_positions().into_iter().map(|position| record.values[position].value.clone()).collect()
    }

    /// Where the key of a record stands: its last part that the page says.
    pub fn key_span(&self, record: &Record) -> Option<Span> {
        place(&self.schema.key_positions(), record)
    }

    /// Whether another dataset says the same, wherever it stands.
    pub fn has_same_values(&self, other: &Dataset) -> bool {
        let values = |dataset: &Dataset| -> Vec<Vec<Value>> {
            let records = dataset.records.iter();
            records.map(|record| record.values.iter().map(|field| field.value.clone()).collect()).collect()
        };
        self.schema.fields == other.schema.fields && values(self) == values(other)
    }

    /// The record with a key.
    pub fn get(&self, key: &[Value]) -> Option<&Record> {
        let positions = self.schema.key_positions();
        let order = |record: &Record| {
            let values = positions.iter().map(|&position| &record.values[position].value);
            values.cmp(key.iter())
        };
        self.records.binary_search_by(order).ok().map(|index| &self.records[index])
    }
}

fn compare<'r>(positions: &[usize], a: &'r Record, b: &'r Record) -> Ordering {
    let values = |record: &'r Record| positions.iter().map(|&position| &record.values[position].value);
    values(a).cmp(values(b))
}

fn check_types(schema: &Schema, record: &mut Record, clashes: &mut Vec<Clash>) {
    for (field, cell) in schema.fields.iter().zip(&mut record.values) {
        if !field.field_type.admits(&cell.value) {
            let span = cell.provenance.first().map(|place| place.span).or(record.span);
            clashes.push(Clash::WrongType { field: field.name.clone(), value: std::mem::take(&mut cell.value), span });
        }
        if cell.value.is_null() && schema.primary_key.contains(&field.name) {
            clashes.push(Clash::MissingKey { field: field.name.clone(), span: cell.cell.or(record.span) });
        }
    }
}

/// Where the key of a record stands: its last part that the page says, which tells the record from those beside it.
fn place(positions: &[usize], record: &Record) -> Option<Span> {
    positions.iter().rev().find_map(|&position| record.values[position].provenance.first().map(|place| place.span))
}

fn without_duplicates(positions: &[usize], records: Vec<Record>, clashes: &mut Vec<Clash>) -> Vec<Record> {
    let mut kept: Vec<Record> = Vec::with_capacity(records.len());
    for record in records {
        let lacks_key = positions.iter().any(|&position| record.values[position].value.is_null());
        match kept.last() {
            // Records without a key are not the same one; that it is missing has been said.
            Some(last) if lacks_key && compare(positions, last, &record).is_eq() => {}
            Some(last) if compare(positions, last, &record).is_eq() => clashes.push(Clash::DuplicateKey {
                key: positions.iter().map(|&position| record.values[position].value.clone()).collect(),
                first: last.span,
                second: place(positions, &record).or(record.span),
                left_out: Box::new(record),
            }),
            _ => kept.push(record),
        }
    }
    kept
}
