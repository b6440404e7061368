//! One table or list of a page to a dataset, without a recipe of the user's.

use super::assemble::{self, Keep};
use crate::dataset::Dataset;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, List, Table};
use crate::extract::{
    ExtractedDataset, ExtractedField, ExtractedRecord, Handed, PlacedValue, Tally, extract_list, extract_table,
    extract_table_in_parts,
};
use crate::recipe::DatasetRecipe;
use crate::source::Span;

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

/// As [`read_table`], with the values of each record handed on in the order of the page, beside the place of its row. So a table need not be
/// held as records, and plain rows are not even made.
pub fn read_table_in_parts(
    recipe: &DatasetRecipe,
    document: &Document,
    table: &Table,
    mut take: impl FnMut(Span, &[PlacedValue<'_>]),
) -> (Tally, Vec<Diagnostic>) {
    extract_table_in_parts(recipe, document, table, &mut |part| match part {
        Handed::Values(row, values) => take(row, values),
        Handed::Records(records) => {
            let places = |record: &ExtractedRecord| record.fields.iter().map(ExtractedField::place).collect::<Vec<_>>();
            let places: Vec<Vec<Option<Span>>> = records.iter().map(places).collect();
            for (record, places) in assemble::records(recipe, records, Keep::Values).records().iter().zip(places) {
                let placed = record.values.iter().zip(places);
                let values: Vec<PlacedValue<'_>> =
                    placed.map(|(field, place)| PlacedValue { value: (&field.value).into(), place }).collect();
                take(record.span.unwrap_or(table.span), &values);
            }
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::FieldValue;
    use crate::document::generated_documents;
    use crate::infer::{InferOptions, Naming, infer_table};
    use crate::schema::{FieldType, Value};
    use crate::source::SourceMap;

    const OPTIONS: InferOptions = InferOptions { naming: Naming::Header, types: true };

    /// The place of a row, and its values with theirs.
    type Told = (Span, Vec<(Value, Option<Span>)>);

    /// Fails if the tables of a page are read in parts in another way than whole. How many of them are plain.
    fn check(text: &str) -> usize {
        let mut sources = SourceMap::new();
        let page = sources.add("page.md", text);
        let (short, long) = (Document::parse_tables(&sources, page), Document::parse(&sources, page));
        for (parts, whole) in short.tables.iter().zip(&long.tables) {
            let (inferred, expected) = (infer_table(&short, parts, &OPTIONS), infer_table(&long, whole, &OPTIONS));
            assert_eq!(
                (&inferred.recipe.schema, &inferred.reasons),
                (&expected.recipe.schema, &expected.reasons),
                "{text:?}"
            );
            // A type that not every value fits, and a field of links, are told of.
            for recipe in [&inferred.recipe, &strict(&inferred.recipe)] {
                let mut found: Vec<Told> = Vec::new();
                let (tally, diagnostics) = read_table_in_parts(recipe, &short, parts, |row, values| {
                    let values = values.iter().map(|placed| (Value::from(placed.value.clone()), placed.place));
                    found.push((row, values.collect()));
                });
                let read = read_table(recipe, &long, whole);
                let records = read.dataset.records().iter();
                let place = |field: &FieldValue| field.provenance.first().map(|place| place.span).or(field.cell);
                let expected: Vec<Told> = records
                    .map(|record| {
                        let values = record.values.iter().map(|field| (field.value.clone(), place(field))).collect();
                        (record.span.expect("it is a row"), values)
                    })
                    .collect();
                assert_eq!(found, expected, "{text:?}");
                assert_eq!(tally, read.tally, "{text:?}");
                assert_eq!(format!("{diagnostics:?}"), format!("{:?}", read.diagnostics), "{text:?}");
            }
        }
        assert!(short.tables.iter().all(|table| table.rows.is_compact()), "{text:?}");
        short.tables.iter().filter(|table| table.rows.plain().is_some()).count()
    }

    /// The recipe with whole numbers and dates in place of text, and without its first column.
    fn strict(recipe: &DatasetRecipe) -> DatasetRecipe {
        let mut strict = recipe.clone();
        for (index, field) in strict.schema.fields.iter_mut().enumerate() {
            if field.field_type == FieldType::String && field.format.is_none() {
                field.field_type = if index % 2 == 0 { FieldType::Integer } else { FieldType::Date };
                field.missing_values = vec!["-".to_owned(), "A".to_owned()];
            }
        }
        if strict.fields.len() > 1 {
            strict.fields.remove(0);
            strict.schema.fields.remove(0);
        }
        strict
    }

    #[test]
    fn plain_rows_are_read_as_all_others() {
        let table = |rows: &str| check(&format!("|a|b|c|\n|-|-|-|\n{rows}"));
        assert_eq!(table("|1|x|2020-01-01|\n|2|- |2020-01-02|\n|3|`y`|z|\n"), 1);
        assert_eq!(table("|yes|[x](y) [z](w)|1.5|\n|no|v|2.5|\n|-|\u{a0}u |3.25|\n"), 1);
        assert_eq!(table("|a, b|`c` `d`|e<br>f|\n|b, a|`d` `c`|f<br>e|\n|a, b|`c`|e|\n"), 1);
        assert_eq!(table("|1|2|3|\n|**x**|2|3|\n|4|2|[5](6)|\n"), 1);
    }

    #[test]
    fn many_cells_with_markup_are_read_alike() {
        let rows = (0..2_500).map(|row| format!("| `{row}` | [a](b{row}) [c](d) | {}.5 |\n", row % 50));
        assert_eq!(check(&format!("|a|b|c|\n|-|-|-|\n{}", rows.collect::<String>())), 1);
    }

    #[test]
    fn generated_documents_are_read_alike() {
        let plain: usize = generated_documents(10_000).map(|text| check(&text)).sum();
        assert!(plain > 200, "only {plain} tables are plain");
    }

    #[test]
    fn real_pages_are_read_alike() {
        let Some(pages) = crate::source::real_pages() else { return };
        for text in pages {
            check(&text);
        }
    }
}
