//! Which tables of a page `ls` and `extract` show.

use super::summary::plural;
use rowmill::document::{List, Table};
use rowmill::escape::escape_line;
use rowmill::similarity::{folded, nearest};
use rowmill::{Document, Error, SourceMap};

/// What the user wants to see.
#[derive(Debug, Default)]
pub(super) struct Selection {
    /// Under a heading with this text, at any level.
    pub(super) under: Option<String>,
    /// With these columns.
    pub(super) columns: Vec<String>,
    /// The table with this number in its page, from 1.
    pub(super) number: Option<usize>,
}

impl Selection {
    /// The tables of a page that are wanted, each with its number, from 1.
    pub(super) fn tables<'d>(&self, document: &'d Document) -> Vec<(usize, &'d Table)> {
        let numbered = document.tables.iter().enumerate().map(|(index, table)| (index + 1, table));
        numbered.filter(|(number, table)| self.has(document, *number, table)).collect()
    }

    /// The lists of a page that are wanted, each with its number, from 1. Which columns they have shows when they are read.
    pub(super) fn lists<'d>(&self, document: &'d Document) -> Vec<(usize, &'d List)> {
        let numbered = document.lists.iter().enumerate().map(|(index, list)| (index + 1, list));
        let is_number = |number: usize| self.number.is_none_or(|wanted| wanted == number);
        numbered.filter(|(number, list)| is_number(*number) && self.is_under(document, list.heading)).collect()
    }

    fn has(&self, document: &Document, number: usize, table: &Table) -> bool {
        let headers = table.header_texts();
        let has_column = |wanted: &String| headers.iter().any(|header| folded(header) == folded(wanted));
        self.number.is_none_or(|wanted| wanted == number)
            && self.columns.iter().all(has_column)
            && self.is_under(document, table.heading)
    }

    fn is_under(&self, document: &Document, heading: Option<usize>) -> bool {
        let path = document.heading_path(heading);
        self.under.as_ref().is_none_or(|under| path.iter().any(|text| folded(text) == folded(under)))
    }
}

/// The error that nothing was selected, with what there is in the pages that were read: tables, or lists.
pub(super) fn nothing_selected(selection: &Selection, kind: &str, seen: &[String]) -> Error {
    let wanted: Vec<String> = [
        selection.number.map(|number| format!("number {number}")),
        selection.under.as_ref().map(|under| format!("under the heading `{under}`")),
        (!selection.columns.is_empty()).then(|| format!("with the columns `{}`", selection.columns.join("`, `"))),
    ]
    .into_iter()
    .flatten()
    .collect();
    if seen.is_empty() {
        return Error::usage(format!("there is no {kind} in what was read")).with_help(match kind {
            "table" => "`rowmill extract --lists` reads bullet and numbered lists",
            _ => "`rowmill extract` without `--lists` reads tables",
        });
    }
    let error = Error::usage(format!("there is no {kind} {}", wanted.join(" ")));
    let near = selection.under.as_ref().and_then(|under| near_heading(under, seen));
    let near = near.or_else(|| selection.columns.iter().find_map(|column| near_column(column, seen)));
    let more = if seen.len() > 20 { format!("\n… and {} more", seen.len() - 20) } else { String::new() };
    let list = seen.iter().take(20).cloned().collect::<Vec<_>>().join("\n");
    error.with_help(format!(
        "{}there is\n{list}{more}",
        near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default()
    ))
}

fn near_heading(under: &str, seen: &[String]) -> Option<String> {
    let headings: Vec<&str> =
        seen.iter().flat_map(|line| line.split(" › ")).flat_map(|part| part.split("  ")).collect();
    nearest(under, headings).map(str::to_owned)
}

/// A column that is like a wanted one which no table has.
fn near_column(column: &str, seen: &[String]) -> Option<String> {
    let columns: Vec<&str> = seen.iter().flat_map(|line| line.split('|').skip(1)).map(str::trim).collect();
    let is_there = columns.iter().any(|other| folded(other) == folded(column));
    if is_there { None } else { nearest(column, columns).map(str::to_owned) }
}

/// One line about a table: its place, its number, its size, the headings above it, its header.
pub(super) fn table_line(document: &Document, sources: &SourceMap, number: usize, table: &Table) -> String {
    let path = escape_line(sources.file(table.span.source).path());
    let line = sources.position(table.span).line;
    let size = format!("{} × {}", table.rows.len(), table.width());
    let headings = document.heading_path(table.heading).join(" › ");
    let header: Vec<String> = table.header_texts().into_iter().map(on_one_line).collect();
    format!("{path}:{line}  table {number}  {size}  {}  | {} |", on_one_line(&headings), header.join(" | "))
}

/// One line about a list.
pub(super) fn list_line(document: &Document, sources: &SourceMap, number: usize, list: &List) -> String {
    let path = escape_line(sources.file(list.span.source).path());
    let line = sources.position(list.span).line;
    let headings = document.heading_path(list.heading).join(" › ");
    let headings = on_one_line(&headings);
    let first = list.items.first().map_or_else(String::new, |item| on_one_line(item.content.text()));
    let short: String = first.chars().take(60).collect();
    let cut = if short.len() < first.len() { "…" } else { "" };
    format!("{path}:{line}  list {number}  {}  {headings}  * {short}{cut}", plural(list.items.len(), "item"))
}

/// A text with blanks where a line in it ends: a header such as `A<br>B`.
fn on_one_line(text: &str) -> String {
    text.split(['\n', '\r']).map(str::trim).collect::<Vec<_>>().join(" ")
}
