//! One table or list of a page to a dataset, without a recipe of the user's.

use super::assemble;
use crate::dataset::Dataset;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, List, Table};
use crate::extract::{ExtractedDataset, Tally, extract_list, extract_table};
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
    read(recipe, &extracted, diagnostics)
}

/// Reads a list by a dataset's fields.
pub fn read_list(recipe: &DatasetRecipe, document: &Document, list: &List) -> ReadTable {
    let (extracted, diagnostics) = extract_list(recipe, document, list);
    read(recipe, &extracted, diagnostics)
}

fn read(recipe: &DatasetRecipe, extracted: &ExtractedDataset, diagnostics: Vec<Diagnostic>) -> ReadTable {
    let (dataset, _) = assemble::dataset(recipe, extracted);
    ReadTable { dataset, tally: extracted.tally, diagnostics }
}
