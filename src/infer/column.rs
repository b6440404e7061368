//! The cells of one column, of one table or of several, and nothing about what they mean.
//!
//! A list's items are a column too. Another source of cells is one more constructor of [`Column`].

use crate::document::{Cell, List, ListItem, RichText, RowKind, SegmentKind, Table};

/// The filled cells of a column in the order of the page.
#[derive(Debug, Clone, Default)]
pub(super) struct Column<'d> {
    /// The header as a reader sees it.
    pub(super) header: String,
    /// Its place in the table, from 0.
    pub(super) index: usize,
    /// The filled cells.
    pub(super) cells: Vec<&'d RichText>,
    /// The number of rows, blank cells and missing ones included.
    pub(super) rows: usize,
}

impl<'d> Column<'d> {
    /// A column of a table. Rows that are no records do not count.
    pub(super) fn of_table(table: &'d Table, index: usize) -> Self {
        let header = table.header.cells.get(index).map_or_else(String::new, |cell| one_line(cell.content.text()));
        let mut column = Self { header, index, ..Self::default() };
        for row in table.rows.iter().filter(|row| row.kind == RowKind::Data) {
            column.push(row.cells.get(index).map(|cell: &Cell| &cell.content));
        }
        column
    }

    /// The items of a list.
    pub(super) fn of_list(list: &'d List) -> Self {
        Self::of_items(list, "text", |item| Some(&item.content))
    }

    /// A part of each item of a list.
    pub(super) fn of_items(list: &'d List, header: &str, part: fn(&'d ListItem) -> Option<&'d RichText>) -> Self {
        let mut column = Self { header: header.to_owned(), ..Self::default() };
        list.items.iter().for_each(|item| column.push(part(item)));
        column
    }

    /// Adds a row; one without a cell, or with a blank one, counts and holds nothing.
    pub(super) fn push(&mut self, cell: Option<&'d RichText>) {
        let is_text = |character: char| !character.is_whitespace();
        self.rows += 1;
        self.cells.extend(cell.filter(|cell| cell.text().contains(is_text) || !cell.links().is_empty()));
    }
}

/// A text in one line, with single blanks.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a cell is code and nothing else, so that what stands in it is meant as it stands.
pub(super) fn is_all_code(cell: &RichText) -> bool {
    let mut segments = cell.segments().iter().peekable();
    segments.peek().is_some() && segments.all(|segment| segment.kind == SegmentKind::Code)
}
