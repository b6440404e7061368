//! What each row of a table is: a record, one cell that heads the rows below it, or prose glued under the table.
//!
//! It decides by the table at hand and must not know languages or names. In doubt a row is a record, whose missing cells are
//! a finding. Another sign of a section is one more line in `is_section`; a wrong one makes records vanish, so each needs
//! a reason why a record cannot look like it.

use super::Reader;
use super::profile::{Column, Shape, shape_of};
use super::table::{Cell, Row, RowKind, Table, TableKind};

/// The longest text of a section row, in characters.
const MAX_SECTION: usize = 100;

/// Sets the kind of every row.
pub(super) fn find_kinds(reader: &Reader<'_>, table: &mut Table) {
    let is_special = |row: &Row| lone_cell(row).is_some() || has_no_pipe(row);
    if table.width() < 2 || !table.rows.iter().any(is_special) {
        return;
    }
    let signs = Signs::of(reader, table);
    let kinds: Vec<RowKind> = (0..table.rows.len()).map(|index| signs.kind(reader, table, index)).collect();
    for (row, kind) in table.rows.iter_mut().zip(kinds) {
        row.kind = kind;
    }
}

/// What a table's rows have in common.
struct Signs<'t> {
    /// The first cells of the other rows.
    first: Column<'t>,
    /// How many of those are wholly emphasised or upper case.
    loud: usize,
    /// The rows with more than one filled cell, how many of them have a cell for every column, and how many of these no empty one.
    records: usize,
    whole: usize,
    full: usize,
    /// The last row that is not one cell alone.
    last: Option<usize>,
    /// Whether the rows of one cell stand like headings: before the first record, each above one.
    heads: bool,
}

impl<'t> Signs<'t> {
    fn of(reader: &Reader<'_>, table: &'t Table) -> Self {
        let is_whole = |row: &&Row| row.cells.len() == table.width();
        let is_full = |row: &&Row| is_whole(row) && row.cells.iter().all(|cell| !cell.is_blank());
        let lone: Vec<bool> = table.rows.iter().map(|row| lone_cell(row).is_some()).collect();
        let rows = || table.rows.iter().zip(&lone).filter(|(row, lone)| !**lone && is_filled(row)).map(|(row, _)| row);
        Self {
            first: Column::of(rows().filter_map(|row| row.cells.first())),
            loud: rows().filter(|row| row.cells.first().is_some_and(|cell| is_loud(reader, cell))).count(),
            records: rows().count(),
            whole: rows().filter(is_whole).count(),
            full: rows().filter(is_full).count(),
            last: lone.iter().rposition(|lone| !lone),
            heads: stand_like_headings(&lone),
        }
    }

    fn kind(&self, reader: &Reader<'_>, table: &Table, index: usize) -> RowKind {
        let row = &table.rows[index];
        let is_prose = table.kind != TableKind::Html && has_no_pipe(row);
        if self.is_section(reader, table, index) {
            RowKind::Section
        } else if is_prose {
            RowKind::Prose
        } else {
            RowKind::Data
        }
    }

    /// Whether a row is one cell that heads the rows below it.
    fn is_section(&self, reader: &Reader<'_>, table: &Table, index: usize) -> bool {
        let row = &table.rows[index];
        let Some(cell) = lone_cell(row) else { return false };
        let heads_records = self.records > 0 && self.last.is_some_and(|last| index < last);
        if !heads_records || cell.content.text().chars().count() > MAX_SECTION {
            return false;
        }
        let reaches_over_all = row.cells.len() > 1 && row.cells[1..].iter().all(|cell| cell.is_repeated);
        let stands_out = is_emphasised(&reader.text[cell.span.range()])
            || is_upper_case(cell.content.text()) && (row.cells.len() == 1 || self.are_full());
        let is_alone_loud = stands_out && self.loud * 5 <= self.records;
        reaches_over_all || is_alone_loud || self.is_unlike_records(table, row, cell)
    }

    /// Whether an empty cell in a record is an exception.
    fn are_full(&self) -> bool {
        self.full * 5 >= self.records * 4
    }

    /// Whether a cell in plain text heads records: they have all their cells, and it does not look like their first ones.
    fn is_unlike_records(&self, table: &Table, row: &Row, cell: &Cell) -> bool {
        let is_plain = matches!(shape_of(cell), Shape::Word | Shape::Phrase) && cell.content.links().is_empty();
        let are_whole = self.whole == self.records && self.records > 1;
        let looks_else = self.first.dominant().is_some_and(Shape::is_telling);
        let is_like_none = match row.cells.len() {
            1 => looks_else || table.width() > 2,
            _ => looks_else && table.width() > 2 && self.are_full(),
        };
        is_plain && are_whole && is_like_none && self.heads
    }
}

/// The only filled cell of a row, if that is its first one.
fn lone_cell(row: &Row) -> Option<&Cell> {
    let (first, rest) = row.cells.split_first()?;
    let is_same = |cell: &Cell| cell.is_blank() || cell.is_repeated && cell.span == first.span;
    (!first.is_blank() && !first.is_repeated && !first.content.text().is_empty() && rest.iter().all(is_same))
        .then_some(first)
}

fn has_no_pipe(row: &Row) -> bool {
    !row.leading_pipe && !row.trailing_pipe && row.cells.len() == 1
}

fn is_filled(row: &Row) -> bool {
    row.cells.iter().any(|cell| !cell.is_blank())
}

/// Whether the rows of one cell stand above records as headings do: the first row is one, there are more, and none stands
/// last or above another.
fn stand_like_headings(lone: &[bool]) -> bool {
    let is_apart = lone.windows(2).all(|pair| pair != [true, true]);
    let count = lone.iter().filter(|lone| **lone).count();
    lone.first() == Some(&true) && lone.last() == Some(&false) && is_apart && count > 1
}

/// Whether all of a cell is emphasised or in upper case.
fn is_loud(reader: &Reader<'_>, cell: &Cell) -> bool {
    is_emphasised(&reader.text[cell.span.range()]) || is_upper_case(cell.content.text())
}

/// Whether a source is emphasised from its start to its end.
pub(super) fn is_emphasised(source: &str) -> bool {
    const MARKS: [(&str, &str); 6] =
        [("**", "**"), ("__", "__"), ("*", "*"), ("_", "_"), ("<b>", "</b>"), ("<strong>", "</strong>")];
    let is_whole = |(open, close): &(&str, &str)| {
        let inner = source.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
        inner.map(|inner| !inner.is_empty() && !inner.trim_matches(['*', '_']).contains(open))
    };
    MARKS.iter().find_map(is_whole) == Some(true)
}

/// At least six letters, all upper case, and no identifier.
fn is_upper_case(text: &str) -> bool {
    let letters = text.chars().filter(|character| character.is_alphabetic()).count();
    let is_identifier = text.contains(['_', '`', '.', '/', '(']);
    letters > 5 && !is_identifier && !text.chars().any(char::is_lowercase) && text.chars().any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, RowKind};
    use crate::source::SourceMap;

    /// The kinds of the rows of a table of two or three columns: `d`, `s` and `p`.
    #[track_caller]
    fn check(header: &str, rows: &[&str], expected: &str) {
        let delimiter = "|-".repeat(header.matches('|').count() - 1);
        let mut sources = SourceMap::new();
        let id = sources.add("page.md", format!("{header}\n{delimiter}\n{}\n", rows.join("\n")));
        let document = Document::parse(&sources, id);
        let letter = |row: &crate::document::Row| match row.kind {
            RowKind::Data => 'd',
            RowKind::Section => 's',
            RowKind::Prose => 'p',
        };
        assert_eq!(document.tables[0].rows.iter().map(letter).collect::<String>(), expected, "{rows:?}");
    }

    #[test]
    fn an_emphasised_cell_alone_heads_the_rows_below() {
        check("|a|b|", &["| **North** | |", "| p | 1 |", "| *South* |", "| q | 2 |"], "sdsd");
        check("|a|b|c|", &["| NORTHERN REGION | | |", "| p | 1 | 2 |"], "sd");
        check("|a|b|", &["| p | 1 |", "**North**", "| q | 2 |"], "dsd");
    }

    #[test]
    fn a_cell_alone_that_may_be_a_record_is_one() {
        check("|a|b|", &["| North | |", "| p | 1 |"], "dd");
        check("|a|b|", &["| North |", "| p | 1 |", "| South |", "| q | 2 |"], "dddd");
        check("|a|b|", &["| **x** | |", "| **y** | 1 |", "| **z** | 2 |"], "ddd");
        check("|a|b|", &["| p | 1 |", "| **Total** | |"], "dd");
        check("|a|b|", &["| MAX_LENGTH | |", "| p | 1 |"], "dd");
        check("|a|b|c|", &["| NORTHERN REGION | | |", "| p | 1 | |", "| q | | 2 |"], "ddd");
        check("|a|b|", &["| **a** and **b** | |", "| p | 1 |"], "dd");
        check("|a|b|", &["| | **North** |", "| p | 1 |"], "dd");
        check("|a|", &["| **North** |", "| p |"], "dd");
    }

    #[test]
    fn plain_rows_that_stand_like_headings_head_the_rows_below() {
        let rows = ["| North |", "| p | 1 | 2 |", "| q | 1 | 2 |", "| South |", "| r | 1 | 2 |"];
        check("|a|b|c|", &rows, "sddsd");
        check("|a|b|c|", &rows[1..], "dddd");
        check("|a|b|c|", &["| North | | |", "| p | 1 | 2 |", "| South | | |", "| q | 1 | 2 |"], "dddd");
        check("|a|b|c|", &["| North | | |", "| `p` | 1 | 2 |", "| South | | |", "| `q` | 1 | 2 |"], "sdsd");
        let rows = ["| North |", "| `x` | 1 |", "| `y` | 1 |", "| South |", "| `z` | 1 |"];
        check("|a|b|", &rows, "sddsd");
        check("|a|b|", &["| `w` |", "| `x` | 1 |", "| `y` |", "| `z` | 1 |"], "dddd");
    }

    #[test]
    fn a_line_without_a_pipe_is_prose() {
        check("|a|b|", &["| p | 1 |", "Notes:"], "dp");
        check("|a|b|", &["Notes:", "| p | 1 |"], "pd");
        check("|a|b|", &["| p | 1 |", "Notes |"], "dd");
        check("|a|", &["| p |", "Notes:"], "dd");
    }
}
