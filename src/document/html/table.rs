//! From the grid of an HTML table to a [`Table`]: which row is the header, and what the others are.
//!
//! The header is the last row of `thead`. Without one it is a row at the top whose filled cells are all `th` (an empty
//! first `td` is the corner of a table whose rows have headers too, and `scope="row"` heads no column); of several such
//! rows it is the last one with more than one cell, because a single cell below a header heads the rows below it. Rows above
//! the header name groups of columns. A table with neither has a header of empty cells: nothing says what its first row is.
//! One cell over all columns among the data is a section row.
//!
//! It must not know HTML. Another rule for the header is one more step in [`header_of`].

use std::ops::Range;

use super::grid::{Budget, Grid, GridRow, Slot, lay_out};
use super::tree::{Oddity, RawCell, RawTable, SectionKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::inline::RichText;
use crate::document::reread::Reading;
use crate::document::row::Alignment;
use crate::document::table::{Cell, Row, RowKind, Table, TableKind};
use crate::source::{SourceId, Span};

/// Reads a table; `None` if it has no cell. The findings about it are added to the notes.
pub(super) fn read_table(
    raw: &RawTable,
    source: SourceId,
    heading: Option<usize>,
    budget: &mut Budget,
    notes: &mut Vec<Diagnostic>,
) -> Option<Table> {
    let reader = TableReader { raw, source };
    let grid = lay_out(&raw.sections, budget);
    notes.extend(raw.oddities.iter().map(|oddity| reader.note(oddity)));
    if grid.is_cut {
        notes.push(reader.cut());
    }
    (grid.width > 0).then(|| reader.table(&grid, heading))
}

struct TableReader<'t> {
    raw: &'t RawTable,
    source: SourceId,
}

impl TableReader<'_> {
    fn table(&self, grid: &Grid, heading: Option<usize>) -> Table {
        let found = header_of(&grid.rows, |slot| self.cell(slot));
        let header = match found {
            Some(index) => self.row(&grid.rows[index], RowKind::Data),
            None => self.empty_header(grid.width),
        };
        let row = |row: &GridRow| self.row(row, if row.is_one_cell { RowKind::Section } else { RowKind::Data });
        Table {
            kind: TableKind::Html,
            heading,
            caption: self.raw.caption.clone(),
            header_groups: grid.rows[..found.unwrap_or(0)].iter().map(row).collect(),
            delimiter: Span { start: header.span.end, ..header.span },
            rows: grid.rows[found.map_or(0, |index| index + 1)..].iter().map(row).collect(),
            span: self.span(self.raw.range.clone()),
            alignments: vec![Alignment::None; header.cells.len()],
            header,
        }
    }

    fn row(&self, row: &GridRow, kind: RowKind) -> Row {
        let (section, index) = row.place;
        let span = self.span(self.raw.sections[section].rows[index].range.clone());
        let hole = Span { start: span.end, ..span };
        let cells = row.slots.iter().map(|slot| match slot {
            Some(slot) => {
                let cell = self.cell(slot);
                Cell {
                    span: self.span(cell.range.clone()),
                    content: cell.content.clone(),
                    is_repeated: slot.is_repeated,
                }
            }
            None => Cell { span: hole, content: RichText::default(), is_repeated: false },
        });
        Row { kind, cells: cells.collect(), span, leading_pipe: true, trailing_pipe: true, reading: Reading::AsWritten }
    }

    /// The header of a table without one, right behind its start tag.
    fn empty_header(&self, width: usize) -> Row {
        let span = self.span(self.raw.head_end..self.raw.head_end);
        let cell = Cell { span, content: RichText::default(), is_repeated: false };
        Row {
            kind: RowKind::Data,
            cells: vec![cell; width],
            span,
            leading_pipe: true,
            trailing_pipe: true,
            reading: Reading::AsWritten,
        }
    }

    fn cell(&self, slot: &Slot) -> &RawCell {
        let (section, row, cell) = slot.place;
        &self.raw.sections[section].rows[row].cells[cell]
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, range)
    }

    fn start_tag(&self) -> Span {
        self.span(self.raw.range.start..self.raw.head_end)
    }

    fn note(&self, oddity: &Oddity) -> Diagnostic {
        match oddity {
            Oddity::Unclosed => Diagnostic::new(
                "unclosed-table",
                Severity::Warning,
                "this table has no `</table>`, so that it takes in what follows it",
                self.start_tag(),
            )
            .with_help("write `</table>` behind its last row"),
            Oddity::Nested(range) => Diagnostic::new(
                "nested-table",
                Severity::Note,
                "this table stands in a cell of another one; it is read as a table of its own",
                self.span(range.clone()),
            )
            .with_note("the table around it", self.start_tag()),
            Oddity::TooDeep(range) => Diagnostic::new(
                "table-limit",
                Severity::Warning,
                format!("this table is nested deeper than {}; it is read as text", super::tree::MAX_DEPTH),
                self.span(range.clone()),
            ),
            Oddity::OutsideCells(range) => Diagnostic::new(
                "outside-cells",
                Severity::Warning,
                "this stands in the table but in no cell; it is not read",
                self.span(range.clone()),
            )
            .with_note("the table", self.start_tag())
            .with_help("move it into a cell, or out of the table, where browsers show it"),
        }
    }

    fn cut(&self) -> Diagnostic {
        Diagnostic::new(
            "table-limit",
            Severity::Warning,
            "`rowspan` and `colspan` repeat cells of this table more often than its page's length allows; some are not repeated",
            self.start_tag(),
        )
        .with_help("let the cells span no more rows and columns than there are")
    }
}

/// The index of the header row.
fn header_of<'c>(rows: &[GridRow], cell: impl Fn(&Slot) -> &'c RawCell) -> Option<usize> {
    let head_rows = rows.iter().take_while(|row| row.kind == SectionKind::Head).count();
    if head_rows > 0 {
        return Some(head_rows - 1);
    }
    let heads = |row: &GridRow| {
        let cells: Vec<&RawCell> = row.slots.iter().flatten().map(&cell).collect();
        let corner = usize::from(cells.first().is_some_and(|first| !first.heads_column && first.range.is_empty()));
        let others = &cells[corner..];
        !others.is_empty() && others.iter().all(|cell| cell.heads_column)
    };
    let headers = rows.iter().take_while(|row| row.is_one_cell || heads(row)).count();
    let several = rows[..headers].iter().rposition(|row| !row.is_one_cell);
    // A table of headers only has its first row as the header.
    match several {
        Some(_) if headers == rows.len() => rows.iter().position(|row| !row.is_one_cell),
        Some(index) => Some(index),
        None => rows.first().filter(|row| heads(row)).map(|_| 0),
    }
}
