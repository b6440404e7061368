//! Records that the data has lost while the page still has them, in a table that the recipe does not select.
//!
//! A new heading above a table takes it away from the selector that names the old one. It knows pages, the recipe and keys, not what was
//! written; what to say of such a record is for `drift.rs`.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use rowmill::document::Table;
use rowmill::pipeline::parse;
use rowmill::recipe::{DatasetRecipe, FieldOrigin, Origin, flow_list};
use rowmill::schema::Value;
use rowmill::similarity::folded;
use rowmill::{Document, Outcome, Recipe, SourceId, SourceMap, Span};

/// The pages of a run, read again where a record is looked for.
pub(super) struct Unselected<'p> {
    pub(super) recipe: &'p Recipe,
    pub(super) sources: &'p SourceMap,
    pub(super) pages: &'p [SourceId],
    pub(super) documents: OnceCell<Vec<Document>>,
}

/// A row with the key of a record.
pub(super) struct Elsewhere {
    pub(super) span: Span,
    /// How to select it.
    pub(super) help: String,
}

impl<'p> Unselected<'p> {
    pub(super) fn new(recipe: &'p Recipe, sources: &'p SourceMap, pages: &'p [SourceId]) -> Self {
        Self { recipe, sources, pages, documents: OnceCell::new() }
    }

    /// The row with a key of a dataset, in a table that no dataset selects.
    pub(super) fn find(&self, dataset: &str, key: &[Value], outcome: &Outcome) -> Option<Elsewhere> {
        let recipe = self.recipe.dataset(dataset)?;
        let selected: BTreeSet<Span> =
            outcome.shape.datasets.iter().flat_map(|dataset| &dataset.tables).filter_map(|table| table.span).collect();
        let parse = || self.pages.iter().filter_map(|&page| parse(self.sources, page).ok()).collect();
        let documents: &Vec<Document> = self.documents.get_or_init(parse);
        let tables = documents.iter().flat_map(|document| document.tables.iter().map(move |table| (document, table)));
        tables.filter(|(_, table)| !selected.contains(&table.header.span)).find_map(|(document, table)| {
            let span = row_with(recipe, table, key)?;
            let help = match document.heading_path(table.heading).last() {
                Some(heading) => help(recipe, heading.trim()),
                None => "no heading stands above the table: select it with `columns`, without `under`".to_owned(),
            };
            Some(Elsewhere { span, help })
        })
    }
}

/// The row of a table that has a key in the columns of the key's fields. What a selector sets is in no column.
fn row_with(recipe: &DatasetRecipe, table: &Table, key: &[Value]) -> Option<Span> {
    let headers: Vec<String> = table.header_texts().into_iter().map(folded).collect();
    let mut wanted: Vec<(usize, String)> = Vec::new();
    for (position, value) in recipe.schema.key_positions().into_iter().zip(key) {
        if let FieldOrigin::Column { headers: texts, .. } = &recipe.fields[position].origin {
            let column = texts.iter().find_map(|text| headers.iter().position(|header| *header == folded(text)))?;
            wanted.push((column, folded(&value.to_string())));
        }
    }
    let has = |cells: &[rowmill::document::Cell]| {
        let is_it = |(column, text): &(usize, String)| {
            cells.get(*column).is_some_and(|cell| folded(cell.content.text()) == *text)
        };
        wanted.iter().all(is_it)
    };
    let mut rows = table.rows.iter();
    rows.find(|row| !wanted.is_empty() && has(&row.cells)).map(|row| row.span)
}

/// What to write so that a table under a heading is selected.
fn help(recipe: &DatasetRecipe, heading: &str) -> String {
    let selectors = match &recipe.origin {
        Origin::Tables(selectors) => selectors.as_slice(),
        _ => &[],
    };
    let what = match selectors {
        [only] if !only.under.is_empty() => {
            let names = only.under.iter().map(|under| under.text.as_str()).chain([heading]);
            format!("write `under: {}`", flow_list(names))
        }
        _ => format!("add `{heading}` to the `under` of its selector"),
    };
    format!("the table stands under `{heading}`: {what}; if it is not meant, `rowmill build` takes the record out")
}
