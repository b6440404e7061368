//! Which tables and lists of the pages a recipe means.

use std::collections::{BTreeSet, HashMap};

use super::absent::{Absent, Missing};
use crate::document::{Document, List, Table};
use crate::recipe::{DatasetRecipe, FieldOrigin, ListItems, ListSelector, Recipe, TableSelector, Written};
use crate::similarity::folded;
use crate::source::SourceMap;

/// The tables and lists of some pages, by the headings that they stand under and the headers that they have: a recipe may select thousands.
pub(super) struct Shelves<'d> {
    documents: &'d [Document],
    tables: Shelf<'d, Table>,
    /// For each header text, folded, the indexes of the tables that have it.
    having: HashMap<String, Vec<usize>>,
    lists: Shelf<'d, List>,
}

impl<'d> Shelves<'d> {
    pub(super) fn of(documents: &'d [Document]) -> Self {
        let tables = documents.iter().flat_map(|document| document.tables.iter().map(move |table| (document, table)));
        let lists = documents.iter().flat_map(|document| document.lists.iter().map(move |list| (document, list)));
        let (tables, lists): (Vec<(&Document, &Table)>, _) = (tables.collect(), lists.collect());
        Self {
            documents,
            having: places(tables.iter().map(|(_, table)| table.header_texts())),
            tables: Shelf::of(tables, |table| table.heading),
            lists: Shelf::of(lists, |list| list.heading),
        }
    }

    /// What leads to the tables with each of some columns, by one of its headers.
    fn having(&self, columns: &[Vec<&str>]) -> Vec<Leads<'_>> {
        let leads = |texts: &Vec<&str>| texts.iter().filter_map(|text| self.having.get(&folded(text))).collect();
        columns.iter().map(leads).collect()
    }

    /// The indexes of the tables under one of some headings, if any is named, that all of the leads lead to.
    fn led_to<'s>(&'s self, headings: &[Written], mut leads: Vec<Leads<'s>>) -> Vec<usize> {
        if !headings.is_empty() {
            leads.push(self.tables.headed(headings).collect());
        }
        let count = |lists: &&Leads<'_>| lists.iter().map(|tables| tables.len()).sum::<usize>();
        let Some(fewest) = leads.iter().min_by_key(count) else { return (0..self.tables.all.len()).collect() };
        let tables: BTreeSet<usize> = fewest.iter().copied().flatten().copied().collect();
        tables.into_iter().filter(|&table| are_all_of(&leads, table)).collect()
    }
}

/// Indexes of tables, or of lists, in some runs that are each in order.
type Leads<'s> = Vec<&'s Vec<usize>>;

fn are_all_of(leads: &[Leads<'_>], index: usize) -> bool {
    leads.iter().all(|lists| lists.iter().any(|list| list.binary_search(&index).is_ok()))
}

/// The indexes of what each text stands in, by the folded text.
fn places<'t>(texts: impl Iterator<Item = Vec<&'t str>>) -> HashMap<String, Vec<usize>> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, texts) in texts.enumerate() {
        for text in texts {
            let shelf = places.entry(folded(text)).or_default();
            if shelf.last() != Some(&index) {
                shelf.push(index);
            }
        }
    }
    places
}

/// Things of some pages in their order.
struct Shelf<'d, T> {
    all: Vec<(&'d Document, &'d T)>,
    /// For each text of a heading, folded, the indexes of what stands under it.
    under: HashMap<String, Vec<usize>>,
}

impl<'d, T> Shelf<'d, T> {
    fn of(all: Vec<(&'d Document, &'d T)>, heading: fn(&T) -> Option<usize>) -> Self {
        let under = places(all.iter().map(|(document, one)| document.heading_path(heading(one))));
        Self { all, under }
    }

    /// What leads to what stands under one of some headings.
    fn headed(&self, headings: &[Written]) -> impl Iterator<Item = &Vec<usize>> {
        headings.iter().filter_map(|heading| self.under.get(&folded(&heading.text)))
    }

    /// The indexes of what stands under one of some headings; of all, if none is named.
    fn under(&self, headings: &[Written]) -> Vec<usize> {
        if headings.is_empty() {
            return (0..self.all.len()).collect();
        }
        let indexes: BTreeSet<usize> = self.headed(headings).flatten().copied().collect();
        indexes.into_iter().collect()
    }

    /// The one of a number among them, counted from 0.
    fn nth_under(&self, headings: &[Written], number: usize) -> Option<usize> {
        match headings.is_empty() {
            true => (number < self.all.len()).then_some(number),
            false => self.under(headings).get(number).copied(),
        }
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
    let leads = shelves.having(&wanted);
    let numbered = selector.table.map(|number| shelves.tables.nth_under(&selector.under, number));
    let selected: Vec<usize> = match numbered {
        Some(table) => table.into_iter().filter(|&table| are_all_of(&leads, table)).collect(),
        None => shelves.led_to(&selector.under, leads),
    };
    if !selected.is_empty() || selector.is_optional {
        return Ok(selected.into_iter().map(|index| shelves.tables.all[index]).collect());
    }
    let here = numbered.map_or_else(|| shelves.tables.under(&selector.under), |table| table.into_iter().collect());
    let columns = (0..dataset.fields.len()).filter_map(|index| headers(dataset, index)).collect();
    let absent = Absent { recipe, documents, sources, under: &selector.under, selector: &selector.place, columns };
    Err(match here.as_slice() {
        [] => absent.nothing_here(&selector.table.map_or("table".to_owned(), |number| format!("table {}", number + 1))),
        here => {
            let here: Vec<&Table> = here.iter().map(|&index| shelves.tables.all[index].1).collect();
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
    let here = shelves.lists.under(&selector.under).into_iter().map(|index| shelves.lists.all[index]);
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
