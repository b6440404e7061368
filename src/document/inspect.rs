//! What is odd about one table, before anybody asks for its data: its header, and the lines that GitHub shows as text.
//!
//! The faults of rows are in `ragged.rs`. This module changes nothing and knows no recipe. Another fault of a table is
//! one more function called by [`inspect_table`], and an entry in [`FINDINGS`](crate::diagnostic::FINDINGS).

use std::collections::BTreeMap;

use super::loose::LooseFault;
use super::ragged::inspect_rows;
use super::reread::Reading;
use super::table::{Cell, Table, TableKind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::similarity::folded;
use crate::source::Span;

/// The findings of a table: what keeps GitHub from showing it, headers that name no column or two, and ragged rows.
pub fn inspect_table(table: &Table) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    if let TableKind::Loose(fault) = table.kind {
        found.push(not_a_table(table, fault));
    }
    empty_headers(table, &mut found);
    duplicate_headers(table, &mut found);
    inspect_rows(table, &mut found);
    found
}

fn not_a_table(table: &Table, fault: LooseFault) -> Diagnostic {
    let (reason, help, span) = reason(table, fault);
    let finding = Diagnostic::new(
        "not-a-table",
        Severity::Warning,
        format!("GitHub shows this table as text: {reason}; it is read here all the same"),
        span,
    );
    let finding = match fault {
        LooseFault::CellCounts { .. } | LooseFault::PartedHeader => finding.with_note("the header", table.header.span),
        _ => finding,
    };
    finding.with_help(help)
}

/// Why GitHub shows a table as text, how to mend it, and where.
fn reason(table: &Table, fault: LooseFault) -> (String, String, Span) {
    let dashes = |count: usize| format!("`|{}`", "---|".repeat(count.min(12)));
    let width = table.width();
    if let (LooseFault::CellCounts { header, .. }, Reading::Mended(pipes)) = (fault, &table.header.reading) {
        return (
            format!("a pipe in a code span makes {header} cells of the header's {width}"),
            "escape it as `\\|`, in code too".to_owned(),
            pipes.first().copied().unwrap_or(table.header.span),
        );
    }
    match fault {
        LooseFault::CellCounts { header, delimiter } => (
            format!("the delimiter row has {}, the header {header}", counted(delimiter, "cell")),
            format!("give both rows {}: {}", counted(width, "cell"), dashes(width)),
            table.delimiter,
        ),
        LooseFault::NoHeader => (
            "no header row stands above the delimiter row".to_owned(),
            format!("write a row with the names of the {} above it", counted(width, "column")),
            table.delimiter,
        ),
        LooseFault::PartedHeader => (
            "the header row and the delimiter row are apart".to_owned(),
            "remove what stands between them".to_owned(),
            table.delimiter,
        ),
        LooseFault::NoDelimiter => (
            "no delimiter row stands below its first row".to_owned(),
            format!("write {} below the first row", dashes(width)),
            table.header.span,
        ),
        LooseFault::NeitherRow => (
            "it has neither a header row nor a delimiter row".to_owned(),
            format!("write a header row and {} above it", dashes(width)),
            table.rows.first().map_or(table.span, |row| row.span),
        ),
        LooseFault::BrokenDelimiter(cell) => (
            "a cell of the delimiter row is not made of dashes".to_owned(),
            "write `---` there, with a colon at an end for the alignment".to_owned(),
            cell,
        ),
        LooseFault::CutOff(line) => {
            ("a line with nothing but a pipe ends the table above it".to_owned(), "remove that line".to_owned(), line)
        }
        LooseFault::PartedRows(gap) => (
            "a blank line ends the table above it, whose rows these are".to_owned(),
            "remove the blank line".to_owned(),
            gap,
        ),
        LooseFault::MisplacedDelimiter => (
            "the delimiter row is indented, or another one stands above".to_owned(),
            "let the header row and the delimiter row start in the same column, below a blank line".to_owned(),
            table.delimiter,
        ),
    }
}

/// A number with its noun.
pub(super) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Columns with values and without a header text. A header row without any text is one finding.
fn empty_headers(table: &Table, found: &mut Vec<Diagnostic>) {
    let is_empty = |cell: &Cell| cell.content.text().trim().is_empty();
    if !table.header.cells.iter().any(is_empty) {
        return;
    }
    let is_filled = table.filled_columns();
    let is_headless = matches!(table.kind, TableKind::Loose(LooseFault::NoHeader | LooseFault::NeitherRow));
    let help = "name the column; until then a recipe can only take it by its number";
    if table.header.cells.iter().all(is_empty) {
        if !is_headless && is_filled.contains(&true) {
            let message = "no column of the table has a header";
            found.push(Diagnostic::new("empty-header", Severity::Note, message, table.header.span).with_help(help));
        }
        return;
    }
    for (index, cell) in
        table.header.cells.iter().enumerate().filter(|(index, cell)| is_filled[*index] && is_empty(cell))
    {
        let message = format!("column {} has values and no header", index + 1);
        found.push(Diagnostic::new("empty-header", Severity::Note, message, cell.span).with_help(help));
    }
}

/// Columns whose header text an earlier one has.
fn duplicate_headers(table: &Table, found: &mut Vec<Diagnostic>) {
    let mut first: BTreeMap<String, Span> = BTreeMap::new();
    for cell in table.header.cells.iter().filter(|cell| !cell.is_repeated && !cell.content.text().trim().is_empty()) {
        let text = cell.content.text();
        if let Some(earlier) = first.get(&folded(text)) {
            let message = format!("another column is headed `{text}` too");
            found.push(
                Diagnostic::new("duplicate-header", Severity::Warning, message, cell.span)
                    .with_note("a recipe that names the header takes this column", *earlier)
                    .with_help("give each column a header of its own, or take them by number"),
            );
        } else {
            first.insert(folded(text), cell.span);
        }
    }
}
