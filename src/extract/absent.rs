//! The errors that a page does not have what a recipe selects, or has it twice: which heading, which column, what looks like it.

use std::ops::Range;

use super::select::is_same_text;
use crate::document::{Document, Heading, Table};
use crate::error::Error;
use crate::recipe::{Recipe, Written};
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

/// The first few texts, and how many more there are.
fn few(texts: &[String], separator: &str) -> String {
    let shown = texts.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(separator);
    if texts.len() > SHOWN { format!("{shown} and {} more", texts.len() - SHOWN) } else { shown }
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
}

impl Absent<'_> {
    /// Neither a table nor a list of this kind stands there.
    pub(super) fn nothing_here(&self, kind: &str) -> Error {
        if !self.under.is_empty() && !self.under.iter().any(|under| self.has_heading(under)) {
            return self.no_such_heading(kind);
        }
        let message = format!("no {kind} stands {} in {}", self.location(), self.pages());
        self.error(message, &format!("no {kind} here"))
    }

    /// Tables stand there, and none has the columns.
    pub(super) fn no_such_columns<'t>(&self, wanted: &[Vec<&str>], here: impl Iterator<Item = &'t Table>) -> Error {
        let columns: Vec<String> = wanted.iter().map(|texts| format!("`{}`", texts.join("` or `"))).collect();
        let headers: Vec<String> = here.map(|table| format!("`{}`", table.header_texts().join(" | "))).collect();
        let message =
            format!("no table {} of {} has the column {}", self.location(), self.pages(), columns.join(" and "));
        self.error(message, "no table here fits").with_help(format!("there: {}", few(&headers, "; ")))
    }

    fn no_such_heading(&self, kind: &str) -> Error {
        let names = self.names();
        let message = format!("{} has no heading {names}, so a selected {kind} is gone", self.pages());
        let error = self.error(message, "no such heading in the page");
        let Some(near) = self.near_heading() else {
            let all: Vec<String> = self.headings().map(|heading| format!("`{}`", heading.content.text())).collect();
            let what = if all.is_empty() { "no headings at all".to_owned() } else { few(&all, ", ") };
            return error.with_help(format!("the page has {what}"));
        };
        let (path, line) = (self.sources.file(near.span.source).path(), self.sources.position(near.span).line);
        let text = near.content.text();
        error
            .with_help(format!("the heading `{text}` at {path}:{line} looks like it: if it was renamed, write it here"))
    }

    fn near_heading(&self) -> Option<&Heading> {
        let near = |under: &Written| nearest(&under.text, self.headings().map(|heading| heading.content.text()));
        let text = self.under.iter().find_map(near)?;
        self.headings().find(|heading| heading.content.text() == text)
    }

    fn headings(&self) -> impl Iterator<Item = &Heading> {
        self.documents.iter().flat_map(|document| &document.headings)
    }

    fn has_heading(&self, under: &Written) -> bool {
        self.headings().any(|heading| is_same_text(heading.content.text(), &under.text))
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
