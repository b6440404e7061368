//! The errors that a page does not have what a recipe selects, or has it twice: which heading, which column, what looks like it.

use std::ops::Range;

use super::select::is_same_text;
use crate::document::{Cell, Document, Heading, Table};
use crate::error::Error;
use crate::recipe::{Recipe, Written, flow_list};
use crate::similarity::nearest;
use crate::source::{SourceMap, Span};

/// The greatest number of headings or tables to list in an error.
const SHOWN: usize = 12;

/// The error that a table or list is selected by two selectors of one dataset, whose records would all be there twice.
pub(super) fn twice(recipe: &Recipe, selector: &Range<usize>, selected: Span, sources: &SourceMap) -> Error {
    let place = format!("{}:{}", sources.file(selected.source).path(), sources.position(selected).line);
    recipe
        .refuse(format!("what stands at {place} is selected already"), selector.clone(), "selects it again")
        .with_help("name a heading that stands nearer to it, or `columns` that only one of the two has")
}

/// What a page does not have, and the place in it that looks like it.
pub(super) struct Missing {
    pub(super) error: Error,
    pub(super) near: Option<Span>,
}

/// The first few texts, and how many more there are.
fn few(texts: &[String], separator: &str) -> String {
    let shown = texts.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(separator);
    if texts.len() > SHOWN { format!("{shown} and {} more", texts.len() - SHOWN) } else { shown }
}

fn is_it(heading: &Heading, under: &Written) -> bool {
    is_same_text(heading.content.text(), &under.text)
}

/// Whether a table has one of some header texts.
fn has_one(table: &Table, texts: &[&str]) -> bool {
    table.header.cells.iter().any(|cell| texts.iter().any(|text| is_same_text(cell.content.text(), text)))
}

/// A selector that selects nothing.
pub(super) struct Absent<'a> {
    pub(super) recipe: &'a Recipe,
    pub(super) documents: &'a [Document],
    pub(super) sources: &'a SourceMap,
    /// The headings that it names.
    pub(super) under: &'a [Written],
    /// Where it stands in the recipe.
    pub(super) selector: &'a Range<usize>,
    /// The header texts by which each field of the dataset takes its column.
    pub(super) columns: Vec<Vec<&'a str>>,
}

impl Absent<'_> {
    /// Neither a table nor a list of this kind stands there.
    pub(super) fn nothing_here(&self, kind: &str) -> Missing {
        let Some(heading) = self.headings().find(|heading| self.under.iter().any(|under| is_it(heading, under))) else {
            if self.under.is_empty() {
                let message = format!("no {kind} stands {} in {}", self.location(), self.pages());
                return Missing { error: self.error(message, &format!("no {kind} here")), near: None };
            }
            return self.no_such_heading(kind);
        };
        let message = format!("no {kind} stands {} in {}", self.location(), self.pages());
        Missing { error: self.error(message, &format!("no {kind} here")), near: Some(heading.span) }
    }

    /// Tables stand there, and none has the columns.
    pub(super) fn no_such_columns(&self, wanted: &[Vec<&str>], here: &[&Table]) -> Missing {
        let columns: Vec<String> = wanted.iter().map(|texts| format!("`{}`", texts.join("` or `"))).collect();
        let headers: Vec<String> = here.iter().map(|table| format!("`{}`", table.header_texts().join(" | "))).collect();
        let message =
            format!("no table {} of {} has the column {}", self.location(), self.pages(), columns.join(" and "));
        let unknown = self.nearest_table(here).and_then(|table| Some((table, self.unknown_header(table)?)));
        let lacks = |table: &Table| wanted.iter().filter(|texts| !has_one(table, texts)).count();
        let renamed = match (unknown, wanted.iter().find(|texts| !here.iter().any(|table| has_one(table, texts)))) {
            (Some((table, cell)), Some(old)) if lacks(table) == 1 => {
                let names = old.iter().copied().chain([cell.content.text().trim()]);
                format!("if the column has another name now, write `from: {}`; ", flow_list(names))
            }
            _ => String::new(),
        };
        let help = format!("{renamed}there: {}", few(&headers, "; "));
        let near = unknown.map(|(_, cell)| cell.span).or_else(|| here.first().map(|table| table.header.span));
        Missing { error: self.error(message, "no table here fits").with_help(help), near }
    }

    /// Tables stand there, and none has the columns that the selector names.
    pub(super) fn no_selected_columns(&self, wanted: &[Vec<&str>], here: &[&Table]) -> Missing {
        let columns: Vec<String> = wanted.iter().map(|texts| format!("`{}`", texts.join("` or `"))).collect();
        let message =
            format!("no table {} of {} has the column {}", self.location(), self.pages(), columns.join(" and "));
        let table = self.nearest_table(here).or_else(|| here.first().copied());
        let headers = table.map(|table| table.header_texts()).unwrap_or_default();
        let lacks = |texts: &&Vec<&str>| !table.is_some_and(|table| has_one(table, texts));
        let near = wanted.iter().filter(lacks).find_map(|texts| {
            let near = nearest(texts.first()?, headers.iter().copied())?;
            Some((texts.first()?.to_owned(), near))
        });
        let help = match near {
            Some((wrong, near)) => {
                format!(
                    "did you mean `{near}` for `{wrong}` in `columns`? the nearest table has `{}`",
                    headers.join(" | ")
                )
            }
            None => format!("name columns that it has in `columns`; the nearest table has `{}`", headers.join(" | ")),
        };
        let near = table.map(|table| table.header.span);
        Missing { error: self.error(message, "no table here fits").with_help(help), near }
    }

    /// The table that has most of the columns that the fields take, the first of equals; none where none has any.
    fn nearest_table<'t>(&self, here: &[&'t Table]) -> Option<&'t Table> {
        let taken = |table: &Table| self.columns.iter().filter(|texts| has_one(table, texts)).count();
        let counts = here.iter().rev().map(|table| (taken(table), *table));
        // Of a table with one column that no field takes nothing else can be meant.
        let best = counts.filter(|(count, table)| *count > 0 || table.width() == 1).max_by_key(|(count, _)| *count);
        best.map(|(_, table)| table)
    }

    /// The only header cell of a table that no field takes.
    fn unknown_header<'t>(&self, table: &'t Table) -> Option<&'t Cell> {
        let is_known = |cell: &Cell| self.columns.iter().flatten().any(|text| is_same_text(cell.content.text(), text));
        let mut unknown = table.header.cells.iter().filter(|cell| !is_known(cell));
        let first = unknown.next()?;
        unknown.next().is_none().then_some(first)
    }

    fn no_such_heading(&self, kind: &str) -> Missing {
        let names = self.names();
        let message = format!("{} has no heading {names}, under which a {kind} is selected", self.pages());
        let error = self.error(message, "no such heading in the page");
        let (near, why) = match (self.heading_of_its_table(), self.near_heading()) {
            (Some(near), _) => (near, "heads a table with the columns that are read"),
            (None, Some(near)) => (near, "looks like it"),
            (None, None) => {
                let all: Vec<String> = self.headings().map(|heading| format!("`{}`", heading.content.text())).collect();
                let what = if all.is_empty() { "no headings at all".to_owned() } else { few(&all, ", ") };
                return Missing { error: error.with_help(format!("the page has {what}")), near: None };
            }
        };
        let (path, line) = (self.sources.file(near.span.source).path(), self.sources.position(near.span).line);
        let text = near.content.text();
        let names = self.under.iter().map(|under| under.text.as_str()).chain([text.trim()]);
        let help = format!(
            "the heading `{text}` at {path}:{line} {why}: if it was renamed, write `under: {}`",
            flow_list(names)
        );
        Missing { error: error.with_help(help), near: Some(near.span) }
    }

    /// The only heading right above a table that has a column for each field, several of them.
    fn heading_of_its_table(&self) -> Option<&Heading> {
        let fits = |table: &&Table| self.columns.len() > 1 && self.columns.iter().all(|texts| has_one(table, texts));
        let all = self.documents.iter().flat_map(|document| document.tables.iter().map(move |table| (document, table)));
        let mut headings = all
            .filter(|(_, table)| fits(table))
            .filter_map(|(document, table)| document.headings_above(table.heading).pop());
        let first = headings.next()?;
        headings.all(|heading| heading.span == first.span).then_some(first)
    }

    fn near_heading(&self) -> Option<&Heading> {
        let near = |under: &Written| nearest(&under.text, self.headings().map(|heading| heading.content.text()));
        let text = self.under.iter().find_map(near)?;
        self.headings().find(|heading| heading.content.text() == text)
    }

    fn headings(&self) -> impl Iterator<Item = &Heading> {
        self.documents.iter().flat_map(|document| &document.headings)
    }

    fn error(&self, message: String, label: &str) -> Error {
        let place = self.under.first().map_or_else(|| self.selector.clone(), |under| under.place.clone());
        self.recipe.nothing_matched(&self.pages(), message, place, label)
    }

    fn location(&self) -> String {
        if self.under.is_empty() { "anywhere".to_owned() } else { format!("under the heading {}", self.names()) }
    }

    fn names(&self) -> String {
        self.under.iter().map(|under| format!("`{}`", under.text)).collect::<Vec<_>>().join(" or ")
    }

    fn pages(&self) -> String {
        let name = |document: &Document| format!("`{}`", self.sources.file(document.source).path());
        self.documents.iter().map(name).collect::<Vec<_>>().join(" and ")
    }
}
