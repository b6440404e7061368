//! From the grid of an HTML table to a [`Table`]: which row is the header, and what the others are.
//!
//! The header is the last row of `thead`. Without one it is a row at the top whose filled cells are all `th` (an empty
//! first `td` is the corner of a table whose rows have headers too, and `scope="row"` heads no column); of several such
//! rows it is the last one with more than one cell, because a single cell below a header heads the rows below it. Rows above
//! the header name groups of columns. A table without `th` at its top has its first row as the header if all of its cells
//! are emphasised and no other row is so, as converters from other formats write it. Any other table has a header of empty
//! cells: nothing says what its first row is.
//! Which of the other rows are records is decided as for pipe tables, in `row_kind.rs`.
//!
//! It must not know HTML. Another rule for the header is one more step in [`TableReader::header_of`].

use std::ops::Range;

use super::grid::{Budget, Grid, GridRow, Slot, lay_out};
use super::tree::{MAX_DEPTH, RawCell, RawTable, SectionKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::inline::RichText;
use crate::document::reread::Reading;
use crate::document::row::Alignment;
use crate::document::row_kind::{find_kinds, is_emphasised};
use crate::document::table::{Cell, Row, RowKind, Table, TableKind};
use crate::document::{Reader, refused};
use crate::source::Span;

/// Reads a table; `None` if it has no cell, or more of them than a page of its length may have. The findings about it are added to the problems.
pub(super) fn read_table(
    reader: &Reader<'_>,
    raw: &RawTable,
    heading: Option<usize>,
    budget: &mut Budget,
    problems: &mut Vec<Diagnostic>,
) -> Option<Table> {
    let table_reader = TableReader { reader, raw };
    let grid = lay_out(&raw.sections, budget);
    problems.extend(table_reader.findings().chain(grid.is_cut.then(|| table_reader.cut())));
    let mut table = (grid.width > 0 && !grid.is_cut).then(|| table_reader.table(&grid, heading))?;
    find_kinds(reader, &mut table);
    Some(table)
}

struct TableReader<'t> {
    reader: &'t Reader<'t>,
    raw: &'t RawTable,
}

impl TableReader<'_> {
    fn table(&self, grid: &Grid, heading: Option<usize>) -> Table {
        let found = self.header_of(&grid.rows);
        let header = match found {
            Some(index) => self.row(&grid.rows[index]),
            None => self.empty_header(grid.width),
        };
        let row = |row: &GridRow| self.row(row);
        Table {
            kind: TableKind::Html,
            heading,
            caption: self.raw.caption.clone(),
            quote: None,
            header_groups: grid.rows[..found.unwrap_or(0)].iter().map(row).collect(),
            delimiter: header.span.with_start(header.span.end()),
            rows: grid.rows[found.map_or(0, |index| index + 1)..].iter().map(row).collect(),
            span: self.span(self.raw.range.clone()),
            alignments: vec![Alignment::None; header.cells.len()],
            header,
        }
    }

    /// The index of the header row.
    fn header_of(&self, rows: &[GridRow]) -> Option<usize> {
        let head_rows = rows.iter().take_while(|row| row.kind == SectionKind::Head).count();
        head_rows.checked_sub(1).or_else(|| self.th_header(rows)).or_else(|| self.emphasised_header(rows))
    }

    fn th_header(&self, rows: &[GridRow]) -> Option<usize> {
        let headers = rows.iter().take_while(|row| row.is_one_cell || self.is_of_th(row)).count();
        match rows[..headers].iter().rposition(|row| !row.is_one_cell) {
            // A table of headers only has its first row as the header.
            Some(_) if headers == rows.len() => rows.iter().position(|row| !row.is_one_cell),
            Some(index) => Some(index),
            None => rows.first().filter(|row| self.is_of_th(row)).map(|_| 0),
        }
    }

    fn is_of_th(&self, row: &GridRow) -> bool {
        let cells: Vec<&RawCell> = row.slots.iter().flatten().map(|slot| self.cell(slot)).collect();
        let corner = usize::from(cells.first().is_some_and(|first| !first.heads_column && first.range.is_empty()));
        let others = &cells[corner..];
        !others.is_empty() && others.iter().all(|cell| cell.heads_column)
    }

    fn emphasised_header(&self, rows: &[GridRow]) -> Option<usize> {
        let (first, others) = rows.split_first()?;
        let is_header = self.is_emphasised(first) && !others.is_empty();
        (is_header && !others.iter().any(|row| self.is_emphasised(row))).then_some(0)
    }

    /// Whether a row has several filled cells, and all of each is emphasised.
    fn is_emphasised(&self, row: &GridRow) -> bool {
        let own = row.slots.iter().flatten().filter(|slot| !slot.is_repeated);
        let filled: Vec<&RawCell> = own.map(|slot| self.cell(slot)).filter(|cell| !cell.range.is_empty()).collect();
        filled.len() > 1 && filled.iter().all(|cell| is_emphasised(&self.reader.text[cell.range.clone()]))
    }

    fn row(&self, row: &GridRow) -> Row {
        let (section, index) = row.place;
        let span = self.span(self.raw.sections[section].rows[index].range.clone());
        let hole = span.with_start(span.end());
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
        whole_row(cells.collect(), span)
    }

    /// The header of a table without one, right behind its start tag.
    fn empty_header(&self, width: usize) -> Row {
        let span = self.span(self.raw.head_end..self.raw.head_end);
        let cell = Cell { span, content: RichText::default(), is_repeated: false };
        whole_row(vec![cell; width], span)
    }

    fn cell(&self, slot: &Slot) -> &RawCell {
        let (section, row, cell) = slot.place;
        &self.raw.sections[section].rows[row].cells[cell]
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.reader.span(range)
    }

    fn start_tag(&self) -> Span {
        self.span(self.raw.range.start..self.raw.head_end)
    }

    fn findings(&self) -> impl Iterator<Item = Diagnostic> {
        let unclosed = (!self.raw.is_closed).then(|| self.unclosed());
        let nested = self.raw.nested.iter().map(|range| self.nested(range));
        let too_deep = self.raw.too_deep.iter().map(|range| self.too_deep(range));
        let outside_cells = self.raw.outside_cells.iter().map(|range| self.outside_cells(range));
        unclosed.into_iter().chain(nested).chain(too_deep).chain(outside_cells)
    }

    fn unclosed(&self) -> Diagnostic {
        Diagnostic::new(
            "unclosed-table",
            Severity::Warning,
            "this table has no `</table>`, so that it takes in what follows it",
            self.start_tag(),
        )
        .with_help("write `</table>` behind its last row")
    }

    fn nested(&self, range: &Range<usize>) -> Diagnostic {
        Diagnostic::new(
            "nested-table",
            Severity::Note,
            "this table stands in a cell of another one; it is read as a table of its own",
            self.span(range.clone()),
        )
        .with_note("the table around it", self.start_tag())
    }

    fn too_deep(&self, range: &Range<usize>) -> Diagnostic {
        Diagnostic::new(
            "table-limit",
            Severity::Warning,
            format!("this table is nested deeper than {MAX_DEPTH}; it is read as text"),
            self.span(range.clone()),
        )
    }

    fn outside_cells(&self, range: &Range<usize>) -> Diagnostic {
        Diagnostic::new(
            "outside-cells",
            Severity::Warning,
            "this stands in the table but in no cell; it is not read",
            self.span(range.clone()),
        )
        .with_note("the table", self.start_tag())
        .with_help("move it into a cell, or out of the table, where browsers show it")
    }

    fn cut(&self) -> Diagnostic {
        refused(
            "`rowspan` and `colspan` repeat cells of this table more often than its page's length allows".to_owned(),
            self.start_tag(),
        )
    }
}

/// A row that lacks no pipe. What kind it is of is found out when all rows are known.
fn whole_row(cells: Vec<Cell>, span: Span) -> Row {
    Row {
        kind: RowKind::Data,
        reading: Reading::AsWritten,
        cells,
        span,
        leading_pipe: true,
        trailing_pipe: true,
        refit: None,
    }
}
