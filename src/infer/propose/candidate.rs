//! The tables of the pages that may hold data, and why the others do not.
//!
//! It looks at one table at a time; which tables belong together is for `group.rs`. Another sign that a table is there for the
//! layout only is one more line in [`layout_reason`].

use crate::document::{Document, RichText, RowKind, Table};
use crate::infer::column::one_line;
use crate::similarity::folded;

/// A table and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'d> {
    pub(super) document: &'d Document,
    pub(super) table: &'d Table,
    /// The number of its page among all.
    pub(super) page: usize,
}

impl<'d> Candidate<'d> {
    /// The header texts, each in one line.
    pub(super) fn headers(&self) -> Vec<String> {
        self.table.header_texts().into_iter().map(one_line).collect()
    }

    /// The header texts as they compare.
    pub(super) fn folded_headers(&self) -> Vec<String> {
        self.table.header_texts().into_iter().map(folded).collect()
    }

    /// Whether a column has no header of its own, so that only its number tells which one it is.
    pub(super) fn is_odd(&self) -> bool {
        let headers = self.folded_headers();
        headers.iter().enumerate().any(|(index, header)| header.is_empty() || headers[..index].contains(header))
    }

    /// The texts of the headings above, outermost first, each in one line.
    pub(super) fn path(&self) -> Vec<String> {
        self.document.heading_path(self.table.heading).into_iter().map(one_line).collect()
    }

    /// The text of the nearest heading that has one.
    pub(super) fn heading(&self) -> Option<String> {
        heading_text(self.document, self.table.heading)
    }

    /// The cells of a column in the rows that are records.
    pub(super) fn cells(&self, column: usize) -> impl Iterator<Item = Option<&'d RichText>> + use<'d> {
        let rows = self.table.rows.iter().filter(|row| row.kind == RowKind::Data);
        rows.map(move |row| row.cells.get(column).map(|cell| &cell.content))
    }

    /// For each row that is a record, the row of one cell that heads it.
    pub(super) fn sections(&self) -> Vec<Option<&'d RichText>> {
        let mut section = None;
        let mut sections = Vec::new();
        for row in &self.table.rows {
            match row.kind {
                RowKind::Section => section = row.cells.first().map(|cell| &cell.content),
                RowKind::Data => sections.push(section),
                RowKind::Prose => {}
            }
        }
        sections
    }

    /// The number of rows that are records.
    pub(super) fn rows(&self) -> usize {
        self.table.count_records()
    }
}

/// The text of the nearest heading that has one, in one line.
pub(super) fn heading_text(document: &Document, heading: Option<usize>) -> Option<String> {
    document.heading_path(heading).into_iter().map(one_line).rfind(|text| !text.is_empty())
}

/// Why a table is no data; nothing when it may be.
pub(super) fn layout_reason(candidate: &Candidate<'_>) -> Option<&'static str> {
    let headers = candidate.folded_headers();
    let has_header = headers.iter().any(|header| !header.is_empty());
    if candidate.rows() == 1 && !has_header {
        return Some("one row without a header is a layout");
    }
    if headers.len() < 2 && candidate.rows() > 0 {
        return Some("one column is a list or a layout");
    }
    if let Some(reason) = empty_reason(candidate) {
        return Some(reason);
    }
    if !has_header && filled_cells(candidate).all(is_link) {
        return Some("links without a header are a navigation");
    }
    None
}

/// The greatest number of columns of a table that a recipe is proposed for: each of them is compared with all others.
const MAX_COLUMNS: usize = 1_000;

/// Why there is nothing to read in a table at all, or too much.
pub(super) fn empty_reason(candidate: &Candidate<'_>) -> Option<&'static str> {
    match candidate.rows() {
        _ if candidate.table.width() > MAX_COLUMNS => Some("it has more than 1000 columns"),
        0 => Some("it has no row"),
        _ if filled_cells(candidate).next().is_none() => Some("no cell is filled"),
        _ => None,
    }
}

fn filled_cells<'d>(candidate: &Candidate<'d>) -> impl Iterator<Item = &'d RichText> {
    let columns = 0..candidate.table.width();
    columns.flat_map(|column| candidate.cells(column)).flatten().filter(is_filled)
}

fn is_filled(cell: &&RichText) -> bool {
    !cell.text().trim().is_empty() || !cell.links().is_empty()
}

/// Whether a cell is links and nothing else.
fn is_link(cell: &RichText) -> bool {
    let linked: usize = cell.links().iter().map(|link| cell.text()[link.text.clone()].trim().len()).sum();
    !cell.links().is_empty() && linked >= cell.text().trim().len()
}
