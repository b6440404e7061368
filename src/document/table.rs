//! A table with all of its cells, also those that a Markdown reader drops.

use std::ops::Range;

use super::block::Block;
use super::inline::{Pipes, RichText};
use super::loose::LooseFault;
use super::plain::{self, PlainCell};
use super::refit::Refit;
use super::reread::{Reading, reread};
use super::row::{Alignment, split_row};
use super::rows::Rows;
use super::surroundings::Quote;
use super::{Reader, Scope};
use crate::source::Span;

/// What makes a table one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    /// GitHub Flavored Markdown's rules (section 4.10).
    Pipe,
    /// Pipes and dashes that GitHub shows as text, read by rules of our own.
    Loose(LooseFault),
    /// The HTML element `table`.
    Html,
}

/// A table.
#[derive(Debug, Clone)]
pub struct Table {
    /// What makes it one.
    pub kind: TableKind,
    /// The index of the heading that it stands under, in [`Document::headings`](super::Document::headings).
    pub heading: Option<usize>,
    /// Its title: what its `<caption>` says, or a short paragraph right above it that is one.
    pub caption: Option<RichText>,
    /// The kind of the block quote that it stands in, if that has one.
    pub quote: Option<Quote>,
    /// The header rows above the last one, which name groups of columns; only an HTML table has any.
    pub header_groups: Vec<Row>,
    /// The header row; as many cells as the table has columns.
    pub header: Row,
    /// The row of dashes below the header; an empty place where there is none.
    pub delimiter: Span,
    /// The data rows. A row may have more cells than the table has columns, or fewer.
    pub rows: Rows,
    /// The whole of it.
    pub span: Span,
    /// How the delimiter row aligns each column.
    pub alignments: Vec<Alignment>,
}

/// What a row below the header is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// A record.
    Data,
    /// One cell that heads the rows below it.
    Section,
    /// A line of text that follows the table without a blank line, so that it counts as a row.
    Prose,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is; a header row is data.
    pub kind: RowKind,
    /// How its cells were found.
    pub reading: Reading,
    /// Its cells: as many as stand in the source, but for what [`Row::reading`] tells.
    pub cells: Vec<Cell>,
    /// The row without the blanks around it.
    pub span: Span,
    /// Whether a pipe stands before the first cell.
    pub leading_pipe: bool,
    /// Whether a pipe stands behind the last cell.
    pub trailing_pipe: bool,
    /// Another way to read it, by which its cells fit the columns better.
    pub refit: Option<Box<Refit>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Its source without the blanks around it; an empty cell's place is where its content would stand.
    pub span: Span,
    /// What a reader sees in it.
    pub content: RichText,
    /// Whether it stands here because a cell of another row or column reaches here (`rowspan`, `colspan`).
    pub is_repeated: bool,
}

impl Table {
    /// The number of columns.
    pub fn width(&self) -> usize {
        self.header.cells.len()
    }

    /// Whether most records end with a pipe. In a short row without a first pipe it may be the one before an empty cell: that tells nothing.
    pub(crate) fn closes_rows(&self) -> bool {
        if let Some(rows) = self.rows.plain() {
            return rows.have_trailing_pipes();
        }
        let is_clear = |row: &&Row| row.leading_pipe || !row.trailing_pipe || row.cells.len() >= self.width();
        let records = || self.rows.iter().filter(|row| row.kind == RowKind::Data).filter(is_clear);
        records().filter(|row| row.trailing_pipe).count() * 2 > records().count()
    }

    /// The number of records.
    pub fn count_records(&self) -> usize {
        match self.rows.plain() {
            Some(rows) => rows.len(),
            None => self.rows.iter().filter(|row| row.kind == RowKind::Data).count(),
        }
    }

    /// Whether a record has something in each of the columns.
    pub fn filled_columns(&self) -> Vec<bool> {
        let mut is_filled = vec![false; self.width()];
        let mut fill = |cells: &mut dyn Iterator<Item = bool>| {
            cells.zip(&mut is_filled).for_each(|(is_blank, filled)| *filled |= !is_blank);
        };
        match self.rows.plain() {
            Some(rows) => (0..rows.len()).for_each(|row| fill(&mut rows.cells(row).map(PlainCell::is_blank))),
            None => {
                let records = self.rows.iter().filter(|row| row.kind == RowKind::Data);
                records.for_each(|row| fill(&mut row.cells.iter().map(Cell::is_blank)));
            }
        }
        is_filled
    }

    /// The header texts.
    pub fn header_texts(&self) -> Vec<&str> {
        self.header.cells.iter().map(|cell| cell.content.text()).collect()
    }

    /// Whether a row of one cell heads others.
    pub fn has_sections(&self) -> bool {
        self.rows.odd().iter().any(|row| row.kind == RowKind::Section)
    }

    /// The filled cells of the records that stand beyond those of the header.
    pub fn surplus_cells(&self) -> impl Iterator<Item = &Cell> {
        let records = self.rows.odd().iter().filter(|row| row.kind == RowKind::Data);
        records.flat_map(|row| row.surplus_cells(self.width()))
    }

    /// Every cell, the headers' first.
    pub fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.header_cells().chain(self.rows.iter().flat_map(|row| &row.cells))
    }

    /// The cells of the header, those of the rows above it first.
    pub fn header_cells(&self) -> impl Iterator<Item = &Cell> {
        self.header_groups.iter().chain([&self.header]).flat_map(|row| &row.cells)
    }
}

impl Row {
    /// Its filled cells beyond those of a header of some width.
    pub fn surplus_cells(&self, width: usize) -> impl Iterator<Item = &Cell> {
        self.cells.iter().skip(width).filter(|cell| !cell.is_blank())
    }
}

impl Cell {
    /// Whether nothing stands in it.
    pub fn is_blank(&self) -> bool {
        self.span.start() == self.span.end()
    }
}

/// Reads the cells of a table's lines.
pub(super) fn read_table(
    reader: &Reader<'_>,
    block: &Block,
    alignments: &[Alignment],
    heading: Option<usize>,
) -> Table {
    let row = |line: &Range<usize>| read_row(reader, line.clone());
    let mut table = Table {
        kind: TableKind::Pipe,
        heading,
        caption: None,
        quote: None,
        header_groups: Vec::new(),
        header: row(&block.lines[0]),
        delimiter: reader.span(block.lines[1].clone()),
        rows: Rows::default(),
        span: reader.span(block.range.clone()),
        alignments: alignments.to_vec(),
    };
    let lines = &block.lines[2..];
    let plain = match reader.scope {
        Scope::Tables | Scope::Compact => plain::read_rows(reader, &table, lines),
        // Whoever wants all of a page wants its rows.
        Scope::All => None,
    };
    match plain {
        Some(plain) => table.rows = Rows::of_plain(plain),
        None => {
            table.rows = lines.iter().map(row).collect();
            reread(reader, &mut table);
        }
    }
    table
}

pub(super) fn read_row(reader: &Reader<'_>, line: Range<usize>) -> Row {
    let text = &reader.text[line.clone()];
    let Some(split) = split_row(text) else { return empty_row(reader, line) };
    let cells: Vec<Cell> =
        split.cells.iter().map(|cell| read_cell(reader, line.start + cell.start..line.start + cell.end)).collect();
    // A form feed before the first pipe is a cell (`row.rs`).
    let (first, last) = (cells[0].span.start(), cells[cells.len() - 1].span.end());
    let start = first.min(line.start + (text.len() - text.trim_ascii_start().len()));
    let end = last.max(line.start + text.trim_ascii_end().len());
    Row {
        kind: RowKind::Data,
        reading: Reading::AsWritten,
        cells,
        span: reader.span(start..end.max(start)),
        leading_pipe: split.leading_pipe,
        trailing_pipe: split.closing_pipe,
        refit: None,
    }
}

/// A line that is no row: the recogniser has let none through.
fn empty_row(reader: &Reader<'_>, line: Range<usize>) -> Row {
    Row {
        kind: RowKind::Data,
        reading: Reading::AsWritten,
        cells: Vec::new(),
        span: reader.span(line),
        leading_pipe: false,
        trailing_pipe: false,
        refit: None,
    }
}

pub(super) fn read_cell(reader: &Reader<'_>, range: Range<usize>) -> Cell {
    let content = match range.is_empty() {
        true => RichText::default(),
        false => reader.inline(std::slice::from_ref(&range), Pipes::Escaped),
    };
    Cell { span: reader.span(range), content, is_repeated: false }
}
