//! The columns of names of documents that are evidence only: sister pages.

use super::propose::propose_with;
use crate::dataset::Dataset;
use crate::error::{ErrorKind, Result};
use crate::infer::Caution;
use crate::repair::{Guidance, OutsideColumn};
use crate::schema::{FieldType, Value};
use crate::source::{SourceId, SourceMap};

/// The columns of names of a page, by an inferred recipe; none where the page has no data.
///
/// # Errors
///
/// As [`parse`](super::parse).
pub fn page_columns(sources: &SourceMap, page: SourceId) -> Result<Vec<OutsideColumn>> {
    let path = sources.file(page).path().to_owned();
    let proposed = propose_with(
        sources,
        &[page],
        "the inferred recipe",
        std::slice::from_ref(&path),
        &Guidance::default(),
        Caution::for_repair(),
    );
    match proposed {
        Ok(proposed) => {
            Ok(proposed.outcome.datasets.iter().flat_map(|dataset| dataset_columns(&path, dataset)).collect())
        }
        Err(error) if matches!(error.kind(), ErrorKind::Limit { .. } | ErrorKind::Panic { .. }) => Err(error),
        Err(_) => Ok(Vec::new()),
    }
}

fn dataset_columns(path: &str, dataset: &Dataset) -> Vec<OutsideColumn> {
    let fields = dataset.schema().fields.iter().enumerate();
    let of_names = fields.filter(|(_, field)| *field.field_type.item() == FieldType::String && field.format.is_none());
    of_names
        .map(|(index, field)| {
            let texts = dataset.records().iter().flat_map(|record| texts(&record.values[index].value));
            OutsideColumn::new(path, &field.name, texts)
        })
        .collect()
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::List(items) => items.iter().flat_map(texts).collect(),
        Value::String(text) => vec![text.clone()],
        _ => Vec::new(),
    }
}
