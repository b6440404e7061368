//! Which tables and lists of the pages a recipe means.

use std::collections::{BTreeSet, HashMap};

use super::absent::{Absent, Missing};
use crate::document::{Document, List, Table};
use crate::recipe::{DatasetRecipe, FieldOrigin, ListItems, ListSelector, Recipe, TableSelector, Written};
use crate::similarity::folded;
use crate::source::SourceMap;

/// The tables and lists of some pages, by the headings that they stand under: a recipe may select thousands.
pub(super) struct Shelves<'d> {
    documents: &'d [Document],
    tables: Shelf<'d, Table>,
    lists: Shelf<'d, List>,
}

impl<'d> Shelves<'d> {
    pub(super) fn of(documents: &'d [Document]) -> Self {
        let tables = documents.iter().flat_map(|document| document.tables.iter().map(move |table| (document, table)));
        let lists = documents.iter().flat_map(|document| document.lists.iter().map(move |list| (document, list)));
        let (tables, lists) = (tables.collect(), lists.collect());
        Self {
            documents,
            tables: Shelf::of(tables, |table| table.heading),
            lists: Shelf::of(lists, |list| list.heading),
        }
    }
}

/// Things of some pages in their order.
struct Shelf<'d, T> {
    all: Vec<(&'d Document, &'d T)>,
    /// For each text of a heading, folded, the indexes of what stands under it.
    under: HashMap<String, Vec<usize>>,
}

impl<'d, T> Shelf<'d, T> {
    fn of(all: Vec<(&'d Document, &'d T)>, heading: fn(&T) -> Option<usize>) -> Self {
        let mut under: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, (document, one)) in all.iter().enumerate() {
            for text in document.heading_path(heading(one)) {
                let shelf = under.entry(folded(text)).or_default();
                if shelf.last() != Some(&index) {
                    shelf.push(index);
                }
            }
        }
        Self { all, under }
    }

    /// What stands under one of some headings; all, if there is none.
    fn under(&self, headings: &[Written]) -> Vec<(&'d Document, &'d T)> {
        if headings.is_empty() {
            return self.all.clone();
        }
        let found = headings.iter().filter_map(|heading| self.under.get(&folded(&heading.text))).flatten();
        let indexes: BTreeSet<usize> = found.copied().collect();
        indexes.into_iter().map(|index| self.all[index]).collect()
    }
}

/// The tables that a selector selects, in the order of the pages. None where the recipe says that they may be missing.
pub(super) fn tables<'d>(
    recipe: &Recipe,
    dataset: &DatasetRecipe,
    selector: &TableSelector,
    shelves: &Shelves<'d>,
    sources: &SourceMap,
) -> Result<Vec<(&'d Document, &'d Table)>, Missing> {
    let documents = shelves.documents;
    let wanted = identifying_columns(dataset, selector);
    let has_columns = |table: &Table| {
        let headers = table.header_texts();
        wanted.iter().all(|wanted| wanted.iter().any(|text| headers.iter().any(|header| is_same_text(header, text))))
    };
    let here = shelves.tables.under(&selector.under);
    let here: Vec<_> = match selector.table {
        Some(number) => here.into_iter().skip(number).take(1).collect(),
        None => here,
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
    shelves: &Shelves<'d>,
    sources: &SourceMap,
) -> Result<Vec<(&'d Document, &'d List)>, Missing> {
    let documents = shelves.documents;
    let (kind, fits): (&str, fn(&List) -> bool) = match selector.items {
        ListItems::Any => ("list", |_| true),
        ListItems::Links => ("list of links", List::is_of_links),
        ListItems::Definitions => ("list of definitions", List::is_of_definitions),
    };
    let here = shelves.lists.under(&selector.under);
    let selected: Vec<_> = here.into_iter().filter(|(_, list)| fits(list)).collect();
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
