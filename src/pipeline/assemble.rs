//! Repaired records to datasets: marked and unnested fields are made here, when the names are what they should be.

use crate::dataset::{Clash, Dataset, FieldValue, Provenance, Record};
use crate::extract::{ExtractedDataset, ExtractedRecord, Extraction, Item};
use crate::recipe::{DatasetRecipe, FieldOrigin, Origin, Recipe};
use crate::schema::{FieldType, Value};

/// The recipe's datasets, and what keeps their records from being one, each with the index of its dataset.
pub(super) fn datasets(recipe: &Recipe, extraction: &Extraction) -> (Vec<Dataset>, Vec<(usize, Clash)>) {
    let mut datasets = Vec::new();
    let mut clashes = Vec::new();
    for (index, dataset) in recipe.datasets.iter().enumerate() {
        let records = match dataset.origin {
            Origin::Unnest { dataset: parent, field } => {
                let parents = &extraction.datasets[parent].records;
                parents
                    .iter()
                    .flat_map(|parent_record| unnested(dataset, &recipe.datasets[parent], parent_record, field))
                    .collect()
            }
            _ => extraction.datasets[index].records.iter().map(|row| record(dataset, row)).collect(),
        };
        let (made, found) = Dataset::new(&dataset.name, dataset.schema.clone(), records);
        datasets.push(made);
        clashes.extend(found.into_iter().map(|clash| (index, clash)));
    }
    (datasets, clashes)
}

/// The dataset of records that stand on their own.
pub(super) fn dataset(recipe: &DatasetRecipe, extracted: &ExtractedDataset) -> (Dataset, Vec<Clash>) {
    let records = extracted.records.iter().map(|row| record(recipe, row)).collect();
    Dataset::new(&recipe.name, recipe.schema.clone(), records)
}

fn record(recipe: &DatasetRecipe, row: &ExtractedRecord) -> Record {
    let values = (0..recipe.fields.len()).map(|index| field_value(recipe, row, index)).collect();
    Record { values, span: Some(row.span) }
}

fn field_value(recipe: &DatasetRecipe, row: &ExtractedRecord, index: usize) -> FieldValue {
    let field_type = &recipe.schema.fields[index].field_type;
    if let (FieldOrigin::Marked { field, mark }, None) = (&recipe.fields[index].origin, &row.fields[index].set) {
        return marked(&row.fields[*field].items, mark, field_type, row.fields[*field].is_present);
    }
    let field = &row.fields[index];
    FieldValue {
        value: field.value(field_type),
        provenance: field.items.iter().map(provenance).collect(),
        cell: field.cell,
    }
}

/// The items with a mark; as a boolean, whether there is one.
fn marked(items: &[Item], mark: &str, field_type: &FieldType, is_present: bool) -> FieldValue {
    let items = items.iter().filter(|item| has_mark(item, mark));
    let provenance: Vec<Provenance> = items.clone().map(provenance).collect();
    match field_type {
        _ if !is_present => FieldValue::default(),
        FieldType::List(_) => {
            FieldValue { value: Value::List(items.map(|item| item.value().clone()).collect()), provenance, cell: None }
        }
        _ => FieldValue { value: Value::Boolean(!provenance.is_empty()), provenance, cell: None },
    }
}

/// One record for each item of a list field of a record.
fn unnested<'r>(
    recipe: &'r DatasetRecipe,
    parent: &'r DatasetRecipe,
    row: &'r ExtractedRecord,
    list: usize,
) -> impl Iterator<Item = Record> + use<'r> {
    row.fields[list].items.iter().map(move |item| {
        let value = |origin: &FieldOrigin| match origin {
            FieldOrigin::Parent { field } => field_value(parent, row, *field),
            FieldOrigin::ItemMark { mark } => placed(Value::Boolean(has_mark(item, mark)), item),
            _ => placed(item.value().clone(), item),
        };
        Record { values: recipe.fields.iter().map(|field| value(&field.origin)).collect(), span: Some(item.span()) }
    })
}

fn placed(value: Value, item: &Item) -> FieldValue {
    FieldValue { value, provenance: vec![provenance(item)], cell: None }
}

fn has_mark(item: &Item, mark: &str) -> bool {
    item.marks().iter().any(|other| other == mark)
}

fn provenance(item: &Item) -> Provenance {
    Provenance { span: item.span(), written: item.written().to_owned() }
}
