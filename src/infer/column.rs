//! The cells of one column, of one table or of several, and nothing about what they mean.
//!
//! A list's items are a column too. Another source of cells is one more constructor of [`Column`].

use std::ops::Range;

use crate::document::{Cell, Link, List, ListItem, PlainRows, RichText, RowKind, Segment, SegmentKind, Table};
use crate::extract::{count_code_spans, split_items, split_text};
use crate::recipe::Separators;

/// What a reader sees in a cell.
#[derive(Debug, Clone, Copy)]
pub(super) enum Content<'d> {
    /// Text without markup, and without blanks around it.
    Verbatim(&'d str),
    /// Text with what stands in it.
    Rich(&'d RichText),
}

impl<'d> From<&'d RichText> for Content<'d> {
    fn from(rich: &'d RichText) -> Self {
        Self::Rich(rich)
    }
}

impl<'d> Content<'d> {
    /// The text.
    pub(super) fn text(self) -> &'d str {
        match self {
            Self::Verbatim(text) => text,
            Self::Rich(rich) => rich.text(),
        }
    }

    /// The text without blanks around it.
    pub(super) fn trimmed(self) -> &'d str {
        match self {
            Self::Verbatim(text) => text,
            Self::Rich(rich) => rich.text().trim(),
        }
    }

    /// The links in it.
    pub(super) fn links(self) -> &'d [Link] {
        match self {
            Self::Verbatim(_) => &[],
            Self::Rich(rich) => rich.links(),
        }
    }

    /// Its pieces; text without markup has none that says more than it.
    pub(super) fn segments(self) -> &'d [Segment] {
        match self {
            Self::Verbatim(_) => &[],
            Self::Rich(rich) => rich.segments(),
        }
    }

    /// The ranges of its items, as [`split_items`] finds them.
    pub(super) fn items(self, separators: &Separators) -> Vec<Range<usize>> {
        match self {
            Self::Verbatim(text) => split_text(text, separators),
            Self::Rich(rich) => split_items(rich, separators),
        }
    }

    /// The number of its code spans.
    pub(super) fn code_spans(self) -> usize {
        match self {
            Self::Verbatim(_) => 0,
            Self::Rich(rich) => count_code_spans(rich),
        }
    }

    /// Whether it is code and nothing else, so that what stands in it is meant as it stands.
    pub(super) fn is_all_code(self) -> bool {
        let mut segments = self.segments().iter().peekable();
        segments.peek().is_some() && segments.all(|segment| segment.kind == SegmentKind::Code)
    }

    /// Whether a part of it is struck out, raised or lowered, so that its letters alone do not say what it means.
    pub(super) fn is_told(self) -> bool {
        matches!(self, Self::Rich(rich) if !rich.told().is_empty())
    }

    /// Whether anything stands in it.
    fn is_filled(self) -> bool {
        self.has_text() || !self.links().is_empty()
    }

    /// Whether anything but blanks is in its text.
    pub(super) fn has_text(self) -> bool {
        !self.trimmed().is_empty()
    }
}

/// The filled cells of a column in the order of the page.
#[derive(Debug, Clone, Default)]
pub(super) struct Column<'d> {
    /// The header as a reader sees it.
    pub(super) header: String,
    /// Its place in the table, from 0.
    pub(super) index: usize,
    /// The filled cells.
    pub(super) cells: Vec<Content<'d>>,
    /// The number of rows, blank cells and missing ones included.
    pub(super) rows: usize,
}

impl<'d> Column<'d> {
    /// A column of a table. Rows that are no records do not count.
    pub(super) fn of_table(table: &'d Table, index: usize) -> Self {
        if let Some(rows) = table.rows.plain().filter(|rows| rows.keeps_contents()) {
            return Self::of_plain(table, rows, index, &[]);
        }
        let mut column = Self::headed(table, index);
        for row in table.rows.iter().filter(|row| row.kind == RowKind::Data) {
            column.push(row.cells.get(index).map(|cell: &Cell| &cell.content));
        }
        column
    }

    /// A column of a table whose rows are all plain. `rich` are its cells with markup in their order, where the rows do not
    /// keep them.
    pub(super) fn of_plain(table: &Table, rows: &'d PlainRows, index: usize, rich: &'d [RichText]) -> Self {
        let mut rich = rich.iter().map(Content::Rich);
        let contents = rows.column(index).filter_map(|cell| {
            let verbatim = cell.trimmed().map(|(text, _)| Content::Verbatim(text));
            verbatim.or_else(|| cell.kept().map(Content::Rich)).or_else(|| rich.next())
        });
        let cells = contents.filter(|content| content.is_filled()).collect();
        Self { cells, rows: rows.len(), ..Self::headed(table, index) }
    }

    fn headed(table: &Table, index: usize) -> Self {
        let header = table.header.cells.get(index).map_or_else(String::new, |cell| one_line(cell.content.text()));
        Self { header, index, ..Self::default() }
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
        self.rows += 1;
        self.cells.extend(cell.map(Content::Rich).filter(|cell| cell.is_filled()));
    }
}

/// The cells with markup of a column of plain rows that do not keep them.
pub(super) fn rich_cells(rows: &PlainRows, index: usize) -> Vec<RichText> {
    let unkept = rows.column(index).filter(|cell| !rows.keeps_contents() && cell.verbatim().is_none());
    unkept.map(|cell| cell.content().into_owned()).collect()
}

/// A text in one line, with single blanks.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
