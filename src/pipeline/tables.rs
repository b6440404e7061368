//! One table or list of a page to a dataset, without a recipe of the user's.

use super::assemble::{self, Keep};
use crate::dataset::Dataset;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, List, Table};
use crate::extract::{ExtractedDataset, Tally, extract_list, extract_table, extract_table_in_parts};
use crate::recipe::DatasetRecipe;

/// A table as a dataset, in the order of the page.
#[derive(Debug, Clone)]
pub struct ReadTable {
    /// The records.
    pub dataset: Dataset,
    /// The account of the table's cells.
    pub tally: Tally,
    /// What is odd about it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a table by a dataset's fields.
pub fn read_table(recipe: &DatasetRecipe, document: &Document, table: &Table) -> ReadTable {
    let (extracted, diagnostics) = extract_table(recipe, document, table);
    read(recipe, extracted, diagnostics)
}

/// As [`read_table`], with the records handed on in the order of the page, some at a time, so that a table need not be held as records whole. They
/// have no provenance.
pub fn read_table_in_parts(
    recipe: &DatasetRecipe,
    document: &Document,
    table: &Table,
    mut take: impl FnMut(Dataset),
) -> (Tally, Vec<Diagnostic>) {
    extract_table_in_parts(recipe, document, table, &mut |records| {
        take(assemble::records(recipe, records, Keep::Values))
    })
}

/// Reads a list by a dataset's fields.
pub fn read_list(recipe: &DatasetRecipe, document: &Document, list: &List) -> ReadTable {
    let (extracted, diagnostics) = extract_list(recipe, document, list);
    read(recipe, extracted, diagnostics)
}

fn read(recipe: &DatasetRecipe, extracted: ExtractedDataset, diagnostics: Vec<Diagnostic>) -> ReadTable {
    let tally = extracted.tally;
    let dataset = assemble::records(recipe, extracted.records, Keep::Provenance);
    ReadTable { dataset, tally, diagnostics }
}
