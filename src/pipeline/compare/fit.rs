//! A recipe on two revisions that it does not fit everywhere: a value that does not fit its type is compared as text, and a field whose column a page does
//! not have is no field of that side, so that nothing is told of records that is not so.

use std::collections::BTreeSet;

use crate::dataset::{Dataset, Record};
use crate::diagnostic::Diagnostic;
use crate::pipeline::Outcome;
use crate::recipe::{DatasetRecipe, FieldOrigin, Recipe};
use crate::schema::{FieldType, Schema};
use crate::source::Span;

/// The datasets and fields, by their numbers, that have a value which does not fit its type on either side.
pub(super) fn misfits(outcomes: &[Outcome; 2]) -> BTreeSet<(usize, usize)> {
    let mut found = BTreeSet::new();
    for outcome in outcomes {
        let places: BTreeSet<Span> =
            outcome.diagnostics.iter().filter(|one| one.code == "type-mismatch").filter_map(|one| one.span).collect();
        if places.is_empty() {
            continue;
        }
        for (index, dataset) in outcome.datasets.iter().enumerate() {
            let values = dataset.records().iter().chain(&outcome.left_out[index]).flat_map(|record| {
                record.values.iter().enumerate().filter_map(|(field, value)| Some((field, value.cell?)))
            });
            let has_misfit = |cell: Span| {
                let from = cell.with_range(cell.start()..cell.start());
                places
                    .range(from..)
                    .next()
                    .is_some_and(|place| place.source == cell.source && place.end() <= cell.end())
            };
            found.extend(values.filter(|(_, cell)| has_misfit(*cell)).map(|(field, _)| (index, field)));
        }
    }
    found
}

/// A recipe for which some fields hold text, so that what does not fit their type is compared as it stands.
pub(super) fn as_text(recipe: &Recipe, fields: &BTreeSet<(usize, usize)>) -> Recipe {
    let mut recipe = recipe.clone();
    for &(dataset, field) in fields {
        let field = &mut recipe.datasets[dataset].schema.fields[field];
        field.field_type = if field.field_type.is_list() { FieldType::string_list() } else { FieldType::String };
    }
    recipe
}

/// The fields of which a page has no column any more: that is told of the field, not of each record.
pub(super) fn absent_fields(recipe: &DatasetRecipe, dataset: &Dataset, findings: &[Diagnostic]) -> BTreeSet<usize> {
    let is_it = |one: &Diagnostic| one.code == "missing-column" && one.dataset.as_deref() == Some(dataset.name());
    if dataset.records().is_empty() || !findings.iter().any(is_it) {
        return BTreeSet::new();
    }
    let is_absent = |field: &usize| {
        let reads_column = matches!(recipe.fields[*field].origin, FieldOrigin::Column { .. });
        reads_column && dataset.records().iter().all(|record| record.values[*field].cell.is_none())
    };
    let is_key = |field: &usize| recipe.schema.primary_key.contains(&recipe.schema.fields[*field].name);
    (0..recipe.fields.len()).filter(|field| is_absent(field) && !is_key(field)).collect()
}

/// A dataset without some fields, and the numbers that others have there.
pub(super) fn without(
    dataset: Dataset,
    absent: &BTreeSet<usize>,
    others: &BTreeSet<usize>,
) -> (Dataset, BTreeSet<usize>) {
    if absent.is_empty() {
        return (dataset, others.clone());
    }
    let kept: Vec<usize> = (0..dataset.schema().fields.len()).filter(|field| !absent.contains(field)).collect();
    let fields = kept.iter().map(|&field| dataset.schema().fields[field].clone()).collect();
    let schema = Schema { fields, ..dataset.schema().clone() };
    let record = |record: &Record| Record {
        values: kept.iter().map(|&field| record.values[field].clone()).collect(),
        ..record.clone()
    };
    let records = dataset.records().iter().map(record).collect();
    let others = kept.iter().enumerate().filter(|(_, field)| others.contains(field)).map(|(place, _)| place).collect();
    (Dataset::new(dataset.name(), schema, records).0, others)
}
