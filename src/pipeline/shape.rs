//! The shape of the pages at hand, and the links in what was taken from them, as the checks judge them.

use std::collections::BTreeSet;

use crate::check::Link;
use crate::dataset::Dataset;
use crate::extract::{ExtractedField, Extraction, Selected};
use crate::recipe::{DatasetRecipe, Part, Recipe};
use crate::shape::{Column, DatasetShape, Shape, SourceShape, TableShape};
use crate::source::{SourceFile, SourceId, SourceMap, Span};

/// The shape of the pages and of what a recipe made of them.
pub(super) fn shape(recipe: &Recipe, sources: &SourceMap, selected: &[Vec<Selected>], datasets: &[Dataset]) -> Shape {
    let of_dataset = |(dataset, selected): (&Dataset, &Vec<Selected>)| {
        DatasetShape::new(dataset, selected.iter().map(table_shape).collect())
    };
    Shape {
        recipe: recipe.name.clone(),
        formats: Vec::new(),
        sources: sources.files().map(|(id, file)| source_shape(id, file)).collect(),
        datasets: datasets.iter().zip(selected).map(of_dataset).collect(),
    }
}

fn source_shape(id: SourceId, file: &SourceFile) -> SourceShape {
    let first_line = file.line_range(0);
    SourceShape::new(file.name(), file.text(), Some(Span::new(id, first_line)))
}

fn table_shape(selected: &Selected) -> TableShape {
    let column = |(text, span): &(String, Span)| Column { text: text.clone(), span: Some(*span) };
    TableShape {
        under: selected.under.clone(),
        header: selected.header.iter().map(column).collect(),
        rows: selected.rows,
        span: Some(selected.span),
    }
}

/// The links in the cells and items, each once.
pub(super) fn links(recipe: &Recipe, extraction: &Extraction) -> Vec<Link> {
    let mut seen = BTreeSet::new();
    let mut links = Vec::new();
    for (dataset, extracted) in recipe.datasets.iter().zip(&extraction.datasets) {
        for record in extracted.records.iter().filter(|record| !record.is_removed) {
            for (index, field) in record.fields.iter().enumerate() {
                let found = links_of(dataset, index, field).into_iter().filter(|link| seen.insert(link.span));
                links.extend(found.collect::<Vec<_>>());
            }
        }
    }
    links
}

fn links_of(dataset: &DatasetRecipe, index: usize, field: &ExtractedField) -> Vec<Link> {
    let link = |label: Option<&str>, url: &str, span: Span| Link {
        dataset: dataset.name.clone(),
        field: dataset.schema.fields[index].name.clone(),
        label: label.map(str::to_owned),
        url: url.to_owned(),
        span,
    };
    let is_address =
        dataset.fields[index].origin.part() == Some(Part::Url) || dataset.schema.fields[index].format == Some("uri");
    let items = field.items.iter().filter(|_| is_address).map(|item| link(None, item.text(), item.span()));
    items.chain(field.links.iter().map(|found| link(Some(&found.label), &found.url, found.url_span))).collect()
}
