//! Repaired records to datasets: marked and unnested fields are made here, when the names are what they should be.

use crate::dataset::{Clash, Dataset, FieldValue, Provenance, Record};
use crate::extract::{ExtractedDataset, ExtractedField, ExtractedRecord, Item};
use crate::recipe::{DatasetRecipe, FieldOrigin, Origin, Recipe};
use crate::schema::{FieldType, Value};

/// The recipe's datasets, and what keeps their records from being one, each with the index of its dataset.
pub(super) fn datasets(recipe: &Recipe, extracted: Vec<ExtractedDataset>) -> (Vec<Dataset>, Vec<(usize, Clash)>) {
    // Those that are made of others come before the rows of those are taken apart.
    let unnested: Vec<Option<Vec<Record>>> = recipe
        .datasets
        .iter()
        .map(|dataset| match dataset.origin {
            Origin::Unnest { dataset: parent, field } => {
                let parents = standing(&extracted[parent]);
                Some(parents.flat_map(|row| unnested(dataset, &recipe.datasets[parent], row, field)).collect())
            }
            _ => None,
        })
        .collect();
    let mut datasets = Vec::new();
    let mut clashes = Vec::new();
    for (index, ((dataset, rows), unnested)) in recipe.datasets.iter().zip(extracted).zip(unnested).enumerate() {
        let records = unnested.unwrap_or_else(|| into_records(dataset, rows.records, Keep::Provenance));
        let (made, found) = Dataset::new(&dataset.name, dataset.schema.clone(), records);
        datasets.push(made);
        clashes.extend(found.into_iter().map(|clash| (index, clash)));
    }
    (datasets, clashes)
}

/// What a record keeps of its items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// Their values with their places.
    Provenance,
    /// Their values alone.
    Values,
}

/// The dataset of records that stand on their own.
pub(super) fn records(recipe: &DatasetRecipe, records: Vec<ExtractedRecord>, keep: Keep) -> Dataset {
    Dataset::new(&recipe.name, recipe.schema.clone(), into_records(recipe, records, keep)).0
}

fn into_records(recipe: &DatasetRecipe, rows: Vec<ExtractedRecord>, keep: Keep) -> Vec<Record> {
    rows.into_iter().filter(|row| !row.is_removed).map(|row| into_record(recipe, row, keep)).collect()
}

/// As [`record`], of a row that nobody else needs.
fn into_record(recipe: &DatasetRecipe, row: ExtractedRecord, keep: Keep) -> Record {
    if recipe.fields.iter().any(|field| matches!(field.origin, FieldOrigin::Marked { .. })) {
        return record(recipe, &row);
    }
    let fields = row.fields.into_iter().zip(&recipe.schema.fields);
    let values = fields.map(|(field, named)| into_value(field, &named.field_type, keep)).collect();
    Record { values, span: Some(row.span) }
}

fn into_value(field: ExtractedField, field_type: &FieldType, keep: Keep) -> FieldValue {
    let provenance = match keep {
        Keep::Provenance => own_provenance(&field).collect(),
        Keep::Values => Default::default(),
    };
    let mut values = field.items.into_iter().map(Item::into_value);
    let value = match (field.set, field_type) {
        (Some(value), _) => *value,
        (None, FieldType::List(_)) if field.is_present => Value::List(values.collect()),
        (None, FieldType::List(_)) => Value::Null,
        (None, _) => values.next().unwrap_or(Value::Null),
    };
    FieldValue { value, provenance, cell: field.cell }
}

/// The records that no repair has taken out.
fn standing(extracted: &ExtractedDataset) -> impl Iterator<Item = &ExtractedRecord> {
    extracted.records.iter().filter(|record| !record.is_removed)
}

fn record(recipe: &DatasetRecipe, row: &ExtractedRecord) -> Record {
    let values = (0..recipe.fields.len()).map(|index| field_value(recipe, row, index)).collect();
    Record { values, span: Some(row.span) }
}

fn field_value(recipe: &DatasetRecipe, row: &ExtractedRecord, index: usize) -> FieldValue {
    let field_type = &recipe.schema.fields[index].field_type;
    if let (FieldOrigin::Marked { field, .. }, None) = (&recipe.fields[index].origin, &row.fields[index].set) {
        return marked(&items(recipe, row, index), field_type, row.fields[*field].is_present);
    }
    let field = &row.fields[index];
    FieldValue { value: field.value(field_type), provenance: own_provenance(field).collect(), cell: field.cell }
}

/// The items that a field has: its own, or those of another field that have its mark.
fn items<'r>(recipe: &DatasetRecipe, row: &'r ExtractedRecord, index: usize) -> Vec<&'r Item> {
    match &recipe.fields[index].origin {
        FieldOrigin::Marked { field, mark } => {
            row.fields[*field].items.iter().filter(|item| has_mark(item, mark)).collect()
        }
        _ => row.fields[index].items.iter().collect(),
    }
}

/// The items with a mark as a list; as a boolean, whether there is one.
fn marked(items: &[&Item], field_type: &FieldType, is_present: bool) -> FieldValue {
    let value = match field_type {
        _ if !is_present => return FieldValue::default(),
        FieldType::List(_) => Value::List(items.iter().map(|item| item.value().clone()).collect()),
        _ => Value::Boolean(!items.is_empty()),
    };
    let is_list = field_type.is_list();
    let place = |item: &&Item| provenance(item, if is_list { item.value() } else { &value });
    FieldValue { provenance: items.iter().map(place).collect(), value, cell: None }
}

/// One record for each item of a list field of a record.
fn unnested<'r>(
    recipe: &'r DatasetRecipe,
    parent: &'r DatasetRecipe,
    row: &'r ExtractedRecord,
    list: usize,
) -> impl Iterator<Item = Record> + use<'r> {
    let unnested = field_value(parent, row, list);
    // What the recipe sets is written nowhere, so it has no places and no marks.
    let items = items(parent, row, list).into_iter().map(Some).chain(std::iter::repeat(None));
    let pairs: Vec<(Value, Option<&Item>)> = unnested.value.items().iter().cloned().zip(items).collect();
    pairs.into_iter().map(move |(value, item)| {
        let value = |origin: &FieldOrigin| match origin {
            FieldOrigin::Parent { field } => field_value(parent, row, *field),
            FieldOrigin::ItemMark { mark } => {
                placed(Value::Boolean(item.is_some_and(|item| has_mark(item, mark))), item)
            }
            _ => placed(value.clone(), item),
        };
        let span = item.map_or(row.span, Item::span);
        Record { values: recipe.fields.iter().map(|field| value(&field.origin)).collect(), span: Some(span) }
    })
}

fn placed(value: Value, item: Option<&Item>) -> FieldValue {
    let provenance = item.map(|item| provenance(item, &value)).into_iter().collect();
    FieldValue { value, provenance, cell: None }
}

fn has_mark(item: &Item, mark: &str) -> bool {
    item.marks().iter().any(|other| other == mark)
}

/// The places of a field that has the values of its items.
fn own_provenance(field: &ExtractedField) -> impl Iterator<Item = Provenance> {
    field.items.iter().map(|item| provenance(item, item.value()))
}

/// The place of an item for which a record has a value, which may be another one than the item's: that it has a mark.
fn provenance(item: &Item, value: &Value) -> Provenance {
    let is_value = value.as_str() == Some(item.written());
    Provenance { span: item.span(), written: (!is_value).then(|| item.written().into()) }
}
