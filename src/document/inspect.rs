//! What is odd about one table's rows, before anybody asks for its data.

use super::{Row, Table};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The findings of a table: surplus and missing cells, rows without their last pipe.
pub fn inspect_table(table: &Table) -> Vec<Diagnostic> {
    let closed = table.rows.iter().filter(|row| row.trailing_pipe).count();
    let mut found = Vec::new();
    for row in &table.rows {
        surplus_cells(table, row, &mut found);
        missing_cells(table, row, &mut found);
        // A table that closes none of its rows has a style of its own.
        if !row.trailing_pipe && closed * 2 > table.rows.len() {
            found.push(missing_trailing_pipe(row));
        }
    }
    found
}

fn surplus_cells(table: &Table, row: &Row, found: &mut Vec<Diagnostic>) {
    // What is repeated is not lost: it stands where it begins.
    for cell in row.cells.iter().skip(table.width()).filter(|cell| !cell.is_blank() && !cell.is_repeated) {
        found.push(
            Diagnostic::new(
                "surplus-cell",
                Severity::Error,
                format!(
                    "this cell is in no column: the row has {} cells, the header {}",
                    row.cells.len(),
                    table.width()
                ),
                cell.span,
            )
            .with_note("the header", table.header.span)
            .with_help("escape a pipe that belongs to a cell's text as `\\|`, or add the column to the header"),
        );
    }
}

fn missing_cells(table: &Table, row: &Row, found: &mut Vec<Diagnostic>) {
    if row.cells.len() < table.width() {
        let missing: Vec<String> =
            table.header_texts()[row.cells.len()..].iter().map(|text| format!("`{text}`")).collect();
        let end = Span { start: row.span.end, ..row.span };
        found.push(
            Diagnostic::new(
                "missing-cell",
                Severity::Warning,
                format!("the row ends before {}", missing.join(", ")),
                end,
            )
            .with_note("the header", table.header.span)
            .with_help("write an empty cell for each column that has no value"),
        );
    }
}

fn missing_trailing_pipe(row: &Row) -> Diagnostic {
    let end = row.cells.last().map_or(row.span, |cell| cell.span);
    Diagnostic::new(
        "missing-trailing-pipe",
        Severity::Note,
        "the row lacks the pipe behind its last cell; it is read whole",
        end,
    )
    .with_help("end the row with ` |` as the other rows do")
}
