//! Which tables and lists of the pages a recipe means.

use std::ops::Range;

use crate::document::{Document, List, Table};
use crate::error::{Error, Result};
use crate::recipe::{DatasetRecipe, FieldOrigin, ListItems, ListSelector, Recipe, TableSelector, Written};
use crate::similarity::{folded, nearest};
use crate::source::{SourceMap, Span};

/// The greatest number of headings or tables to list in an error.
const SHOWN: usize = 12;

/// The tables that a selector selects, in the order of the pages.
pub(super) fn tables<'d>(
    recipe: &Recipe,
    dataset: &DatasetRecipe,
    selector: &TableSelector,
    documents: &'d [Document],
    sources: &SourceMap,
) -> Result<Vec<(&'d Document, &'d Table)>> {
    let wanted = identifying_columns(dataset, selector);
    let has_columns = |table: &Table| {
        let headers = table.header_texts();
        wanted.iter().all(|wanted| wanted.iter().any(|text| headers.iter().any(|header| is_same_text(header, text))))
    };
    let all = documents.iter().flat_map(|document| document.tables.iter().map(move |table| (document, table)));
    let here: Vec<_> =
        all.filter(|(document, table)| is_under(document, table.heading, selector.under.as_ref())).collect();
    let selected: Vec<_> = here.iter().copied().filter(|(_, table)| has_columns(table)).collect();
    if !selected.is_empty() {
        return Ok(selected);
    }
    Err(match &selector.under {
        Some(under) if !has_heading(documents, under) => missing_heading(recipe, documents, sources, under, "table"),
        _ => missing_table(recipe, selector, &wanted, &here, &page_names(documents, sources)),
    })
}

/// The error that no table under a heading has the wanted columns, or that there is none at all.
fn missing_table(
    recipe: &Recipe,
    selector: &TableSelector,
    wanted: &[Vec<&str>],
    here: &[(&Document, &Table)],
    pages: &str,
) -> Error {
    let place = place_of(selector.under.as_ref(), &selector.place);
    let location = location(selector.under.as_ref());
    if here.is_empty() {
        let message = format!("no table stands {location} in {pages}");
        return recipe.nothing_matched(pages, message, place, "no table here");
    }
    let columns: Vec<String> = wanted.iter().map(|texts| format!("`{}`", texts.join("` or `"))).collect();
    let headers: Vec<String> =
        here.iter().take(SHOWN).map(|(_, table)| format!("`{}`", table.header_texts().join(" | "))).collect();
    let message = format!("no table {location} in {pages} has the column {}", columns.join(" and "));
    recipe
        .nothing_matched(pages, message, place, "no table here fits")
        .with_help(format!("there: {}", headers.join("; ")))
}

/// The lists that a selector selects, in the order of the pages.
pub(super) fn lists<'d>(
    recipe: &Recipe,
    selector: &ListSelector,
    documents: &'d [Document],
    sources: &SourceMap,
) -> Result<Vec<(&'d Document, &'d List)>> {
    let fits = |list: &List| match selector.items {
        ListItems::Any => true,
        // An entry or two may lack its link.
        ListItems::Links => list.items.iter().filter(|item| item.is_link()).count() * 2 > list.items.len(),
    };
    let all = documents.iter().flat_map(|document| document.lists.iter().map(move |list| (document, list)));
    let selected: Vec<_> = all
        .filter(|(document, list)| is_under(document, list.heading, selector.under.as_ref()) && fits(list))
        .collect();
    if !selected.is_empty() {
        return Ok(selected);
    }
    Err(match &selector.under {
        Some(under) if !has_heading(documents, under) => missing_heading(recipe, documents, sources, under, "list"),
        under => {
            let kind = if selector.items == ListItems::Links { "list of links" } else { "list" };
            let pages = page_names(documents, sources);
            recipe.nothing_matched(
                &pages,
                format!("no {kind} stands {} in {pages}", location(under.as_ref())),
                place_of(under.as_ref(), &selector.place),
                "no list here",
            )
        }
    })
}

/// The error that a table or list is selected by two selectors of one dataset, whose records would all be there twice.
pub(super) fn twice(recipe: &Recipe, selector: &Range<usize>, selected: Span, sources: &SourceMap) -> Error {
    let place = format!("{}:{}", sources.file(selected.source).path(), sources.position(selected).line);
    recipe
        .refuse(format!("what stands at {place} is selected already"), selector.clone(), "selects it again")
        .with_help("name a heading that stands nearer to it, or `columns` that only one of the two has")
}

/// The columns without which a table cannot be meant: those the selector names, else those of the primary key, else one of any.
fn identifying_columns<'r>(dataset: &'r DatasetRecipe, selector: &'r TableSelector) -> Vec<Vec<&'r str>> {
    if !selector.columns.is_empty() {
        return selector.columns.iter().map(|column| vec![column.as_str()]).collect();
    }
    let columns = |index: usize| match &dataset.fields[index].origin {
        FieldOrigin::Column { headers, .. } => Some(headers.iter().map(String::as_str).collect()),
        _ => None,
    };
    let is_set = |index: &usize| selector.set.iter().any(|(name, _)| name.text == dataset.schema.fields[*index].name);
    let key: Vec<Vec<&str>> =
        dataset.schema.key_positions().into_iter().filter(|index| !is_set(index)).filter_map(columns).collect();
    match key.is_empty() {
        true => vec![(0..dataset.fields.len()).filter_map(columns).flatten().collect()],
        false => key,
    }
}

/// Whether two texts are the same to a reader: any case, any blanks, no matter how they are set.
pub(super) fn is_same_text(a: &str, b: &str) -> bool {
    a == b || folded(a) == folded(b)
}

fn is_under(document: &Document, heading: Option<usize>, under: Option<&Written>) -> bool {
    under.is_none_or(|under| document.heading_path(heading).iter().any(|text| is_same_text(text, &under.text)))
}

fn has_heading(documents: &[Document], under: &Written) -> bool {
    documents
        .iter()
        .flat_map(|document| &document.headings)
        .any(|heading| is_same_text(heading.content.text(), &under.text))
}

fn missing_heading(recipe: &Recipe, documents: &[Document], sources: &SourceMap, under: &Written, what: &str) -> Error {
    let pages = page_names(documents, sources);
    let error = recipe.nothing_matched(
        &pages,
        format!("{pages} has no heading `{}`, so a selected {what} is gone", under.text),
        under.place.clone(),
        "no such heading in the page",
    );
    let headings =
        || documents.iter().flat_map(|document| document.headings.iter().map(move |heading| (document, heading)));
    let texts: Vec<&str> = headings().map(|(_, heading)| heading.content.text()).collect();
    let Some(near) = nearest(&under.text, texts.iter().copied()) else {
        return error.with_help(match texts.len() {
            0 => "the page has no headings at all".to_owned(),
            1..=SHOWN => format!("the page has `{}`", texts.join("`, `")),
            more => {
                format!("the page has `{}` and {} more", texts[..SHOWN].join("`, `"), more - SHOWN)
            }
        });
    };
    let line = headings().find(|(_, heading)| heading.content.text() == near).map(|(_, heading)| {
        format!("{}:{}", sources.file(heading.span.source).path(), sources.position(heading.span).line)
    });
    error.with_help(format!(
        "the heading `{near}` at {} looks like it: if it was renamed, write it here",
        line.unwrap_or_default()
    ))
}

fn place_of(under: Option<&Written>, selector: &Range<usize>) -> Range<usize> {
    under.map_or_else(|| selector.clone(), |under| under.place.clone())
}

fn location(under: Option<&Written>) -> String {
    under.map_or_else(|| "anywhere".to_owned(), |under| format!("under the heading `{}`", under.text))
}

fn page_names(documents: &[Document], sources: &SourceMap) -> String {
    documents
        .iter()
        .map(|document| format!("`{}`", sources.file(document.source).path()))
        .collect::<Vec<_>>()
        .join(" and ")
}
