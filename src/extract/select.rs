//! Which tables and lists of the pages a recipe means.

use super::absent::{Absent, Missing};
use crate::document::{Document, List, Table};
use crate::recipe::{DatasetRecipe, FieldOrigin, ListItems, ListSelector, Recipe, TableSelector, Written};
use crate::similarity::folded;
use crate::source::SourceMap;

/// The tables that a selector selects, in the order of the pages. None where the recipe says that they may be missing.
pub(super) fn tables<'d>(
    recipe: &Recipe,
    dataset: &DatasetRecipe,
    selector: &TableSelector,
    documents: &'d [Document],
    sources: &SourceMap,
) -> Result<Vec<(&'d Document, &'d Table)>, Missing> {
    let wanted = identifying_columns(dataset, selector);
    let has_columns = |table: &Table| {
        let headers = table.header_texts();
        wanted.iter().all(|wanted| wanted.iter().any(|text| headers.iter().any(|header| is_same_text(header, text))))
    };
    let all = documents.iter().flat_map(|document| document.tables.iter().map(move |table| (document, table)));
    let here = all.filter(|(document, table)| is_under(document, table.heading, &selector.under));
    let here: Vec<_> = match selector.table {
        Some(number) => here.skip(number).take(1).collect(),
        None => here.collect(),
    };
    let selected: Vec<_> = here.iter().copied().filter(|(_, table)| has_columns(table)).collect();
    if !selected.is_empty() || selector.is_optional {
        return Ok(selected);
    }
    let columns = (0..dataset.fields.len()).filter_map(|index| headers(dataset, index)).collect();
    let absent = Absent { recipe, documents, sources, under: &selector.under, selector: &selector.place, columns };
    Err(match here.as_slice() {
        [] => absent.nothing_here(&selector.table.map_or("table".to_owned(), |number| format!("table {}", number + 1))),
        here => {
            let here: Vec<&Table> = here.iter().map(|(_, table)| *table).collect();
            match selector.columns.is_empty() {
                true => absent.no_such_columns(&wanted, &here),
                false => absent.no_selected_columns(&wanted, &here),
            }
        }
    })
}

/// The lists that a selector selects, in the order of the pages. None where the recipe says that they may be missing.
pub(super) fn lists<'d>(
    recipe: &Recipe,
    selector: &ListSelector,
    documents: &'d [Document],
    sources: &SourceMap,
) -> Result<Vec<(&'d Document, &'d List)>, Missing> {
    let (kind, fits): (&str, fn(&List) -> bool) = match selector.items {
        ListItems::Any => ("list", |_| true),
        ListItems::Links => ("list of links", List::is_of_links),
        ListItems::Definitions => ("list of definitions", List::is_of_definitions),
    };
    let all = documents.iter().flat_map(|document| document.lists.iter().map(move |list| (document, list)));
    let here = all.filter(|(document, list)| is_under(document, list.heading, &selector.under));
    let selected: Vec<_> = here.filter(|(_, list)| fits(list)).collect();
    if !selected.is_empty() || selector.is_optional {
        return Ok(selected);
    }
    let (under, selector, columns) = (&selector.under, &selector.place, Vec::new());
    Err(Absent { recipe, documents, sources, under, selector, columns }.nothing_here(kind))
}

/// The columns without which a table cannot be meant: those the selector names, else those of the primary key, else one of any.
fn identifying_columns<'r>(dataset: &'r DatasetRecipe, selector: &'r TableSelector) -> Vec<Vec<&'r str>> {
    if !selector.columns.is_empty() {
        let named = |column: &'r String| {
            let others = selector.other_headers.iter().filter(move |(name, _)| name == column);
            std::iter::once(column.as_str()).chain(others.map(|(_, other)| other.as_str())).collect()
        };
        return selector.columns.iter().map(named).collect();
    }
    let columns = |index: usize| headers(dataset, index);
    let is_set = |index: &usize| selector.set.iter().any(|(name, _)| name.text == dataset.schema.fields[*index].name);
    let key: Vec<Vec<&str>> =
        dataset.schema.key_positions().into_iter().filter(|index| !is_set(index)).filter_map(columns).collect();
    match key.is_empty() {
        false => key,
        // Fields that all take their column by its number name none: any table will do.
        true => {
            let any: Vec<&str> = (0..dataset.fields.len()).filter_map(columns).flatten().collect();
            if any.is_empty() { Vec::new() } else { vec![any] }
        }
    }
}

/// The header texts by which a field takes its column.
fn headers(dataset: &DatasetRecipe, field: usize) -> Option<Vec<&str>> {
    match &dataset.fields[field].origin {
        FieldOrigin::Column { headers, .. } => Some(headers.iter().map(String::as_str).collect()),
        _ => None,
    }
}

/// Whether two texts are the same to a reader: any case, any blanks, no matter how they are set.
pub(super) fn is_same_text(a: &str, b: &str) -> bool {
    a == b || folded(a) == folded(b)
}

fn is_under(document: &Document, heading: Option<usize>, under: &[Written]) -> bool {
    let path = document.heading_path(heading);
    under.is_empty() || under.iter().any(|under| path.iter().any(|text| is_same_text(text, &under.text)))
}
