//! What is odd about the rows of a table: too many cells, too few, pipes that part what belongs together, and rows that are
//! no records.
//!
//! One fault is one finding: the more precise one stands in for `surplus-cell`. This module changes nothing; how a row is
//! read is decided in `reread.rs`. Another fault of a row is one more arm of `inspect_row` and an entry in
//! [`FINDINGS`](crate::diagnostic::FINDINGS).

use super::inspect::counted;
use super::profile::Profile;
use super::realign::{Realignment, join_of, realign_row};
use super::reread::Reading;
use super::table::{Cell, Row, RowKind, Table};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// The columns that a message names, and the characters that it quotes of a cell.
const MAX_NAMES: usize = 4;
const MAX_QUOTE: usize = 40;
/// The ragged rows of a table for which a proposal is sought, which takes a while.
const MAX_PROPOSALS: usize = 200;

/// Adds the findings of the rows of a table.
pub(super) fn inspect_rows(table: &Table, found: &mut Vec<Diagnostic>) {
    if table.rows.plain().is_some() {
        return;
    }
    let records = || table.rows.iter().filter(|row| row.kind == RowKind::Data);
    let is_ragged = |row: &Row| row.cells.len() != table.width();
    let profile = records().any(is_ragged).then(|| Profile::of(table));
    let mut proposals = MAX_PROPOSALS;
    // A table that closes none of its rows has a style of its own.
    let closes_rows = table.closes_rows();
    for (index, row) in table.rows.iter().enumerate() {
        proposals = proposals.saturating_sub(usize::from(is_ragged(row)));
        let profile = profile.as_ref().filter(|_| proposals > 0);
        Inspector { table, index, row, profile }.inspect_row(closes_rows, found);
    }
}

/// Looks at one row.
struct Inspector<'t> {
    table: &'t Table,
    index: usize,
    row: &'t Row,
    /// The columns, where a proposal is sought.
    profile: Option<&'t Profile<'t>>,
}

impl Inspector<'_> {
    fn inspect_row(&self, closes_rows: bool, found: &mut Vec<Diagnostic>) {
        match self.row.kind {
            RowKind::Prose => found.push(self.glued_prose()),
            RowKind::Section => found.push(self.section_row()),
            RowKind::Data => {
                self.reading(found);
                self.cell_count(found);
                if !self.row.trailing_pipe && closes_rows && !self.goes_on() {
                    found.push(self.missing_trailing_pipe());
                }
            }
        }
    }

    fn glued_prose(&self) -> Diagnostic {
        Diagnostic::new(
            "glued-prose",
            Severity::Warning,
            "this line has no pipe, yet GitHub shows it as a row, because no blank line parts it from the table",
            self.row.span,
        )
        .with_help(if self.may_be_rest() {
            "it looks like the rest of the cell above: put both on one line, with `<br>` for the line break; if it is a paragraph, put a blank line \
             before it"
        } else {
            "put a blank line before it; if it is a row, write its pipes"
        })
    }

    /// Whether the line may be the rest of the cell above it, or of a row that lacks cells.
    fn may_be_rest(&self) -> bool {
        let above = self.index.checked_sub(1).map(|above| &self.table.rows[above]);
        let lacks_cells = |row: &Row| row.kind == RowKind::Data && row.cells.len() < self.table.width();
        self.row.reading == Reading::Rest || above.is_some_and(lacks_cells)
    }

    /// Whether the line below may be the rest of the row's last cell.
    fn goes_on(&self) -> bool {
        self.table.rows.get(self.index + 1).is_some_and(|below| below.reading == Reading::Rest)
    }

    fn section_row(&self) -> Diagnostic {
        let cell = self.row.cells.first();
        let text = cell.map_or("", |cell| cell.content.text());
        Diagnostic::new(
            "section-row",
            Severity::Note,
            format!("`{}` heads the rows below it and is no record", quoted(text)),
            cell.map_or(self.row.span, |cell| cell.span),
        )
        .with_help("a field with `from: { context: section }` takes it")
    }

    /// What was read in another way than GFM does, or should have been.
    fn reading(&self, found: &mut Vec<Diagnostic>) {
        match &self.row.reading {
            Reading::AsWritten | Reading::Rest => {}
            Reading::Mended(pipes) => found.extend(pipes.iter().map(|pipe| self.mended(*pipe))),
            Reading::PipesInCode(pipes) => {
                let mut findings: Vec<Diagnostic> = pipes.iter().map(|pipe| self.pipe_in_code(*pipe)).collect();
                if let Some(last) = findings.pop() {
                    found.append(&mut findings);
                    found.push(self.with_surplus_notes(last));
                }
            }
            Reading::Joined => found.push(
                Diagnostic::new(
                    "joined-rows",
                    Severity::Warning,
                    "two records stand on one line, and GitHub drops the second; both are read",
                    self.row.span,
                )
                .with_help("start a new line before it"),
            ),
        }
    }

    fn mended(&self, pipe: Span) -> Diagnostic {
        let holds = |cell: &&Cell| cell.span.start() <= pipe.start() && pipe.end() <= cell.span.end();
        let text = self.row.cells.iter().find(holds).map_or("", |cell| cell.content.text());
        Diagnostic::new(
            "pipe-in-code",
            Severity::Warning,
            format!("a pipe in a code span ends the cell on GitHub; `{}` is read as one cell", quoted(text)),
            pipe,
        )
        .with_help("escape it as `\\|`, in code too")
    }

    fn pipe_in_code(&self, pipe: Span) -> Diagnostic {
        let before = self.row.cells.iter().rfind(|cell| cell.span.end() <= pipe.start());
        let after = self.row.cells.iter().find(|cell| cell.span.start() >= pipe.end());
        let text = |cell: Option<&Cell>| cell.map_or(String::new(), |cell| quoted(cell.content.text()));
        let (before, after) = (text(before), text(after));
        Diagnostic::new(
            "pipe-in-code",
            Severity::Error,
            format!("a pipe in a code span parts two cells that belong together: {before} and {after}"),
            pipe,
        )
        .with_note(self.counts(), self.table.header.span)
        .with_help("escape it as `\\|`, in code too")
    }

    /// A finding that names the cells in no column, too.
    fn with_surplus_notes(&self, finding: Diagnostic) -> Diagnostic {
        let surplus = self.row.cells.iter().skip(self.table.width()).filter(|cell| !cell.is_blank());
        surplus.fold(finding, |finding, cell| finding.with_note("this cell is in no column", cell.span))
    }

    fn cell_count(&self, found: &mut Vec<Diagnostic>) {
        let width = self.table.width();
        // What is repeated is not lost: it stands where it begins.
        let surplus: Vec<&Cell> = self.row.cells.iter().skip(width).filter(|cell| !cell.is_repeated).collect();
        if self.row.cells.len() < width {
            found.push(self.missing_cell());
        } else if let (Some(first), true) = (surplus.first(), surplus.iter().all(|cell| cell.is_blank())) {
            found.push(self.empty_surplus_cell(first, surplus.len()));
        } else if !surplus.is_empty() && !matches!(self.row.reading, Reading::PipesInCode(_)) {
            match self.profile.and_then(|profile| join_of(profile, self.row)) {
                Some(join) => found.push(self.joined_rows(join.second)),
                None => self.surplus_cells(&surplus, found),
            }
        }
    }

    fn joined_rows(&self, second: usize) -> Diagnostic {
        let place = self.row.cells[second].span;
        Diagnostic::new(
            "joined-rows",
            Severity::Error,
            "two records seem to stand on one line; GitHub drops what starts here",
            place.with_end(self.row.span.end()),
        )
        .with_note(self.counts(), self.table.header.span)
        .with_help("start a new line before it, or escape the pipes that belong to a cell's text as `\\|`")
    }

    fn surplus_cells(&self, surplus: &[&Cell], found: &mut Vec<Diagnostic>) {
        let help = "escape a pipe that belongs to a cell's text as `\\|`, or add the column to the header";
        let proposal = self.proposal();
        for cell in surplus.iter().filter(|cell| !cell.is_blank()) {
            found.push(
                Diagnostic::new(
                    "surplus-cell",
                    Severity::Error,
                    format!("this cell is in no column: {}", self.counts()),
                    cell.span,
                )
                .with_note("the header", self.table.header.span)
                .with_help(with_proposal(help, proposal.as_deref())),
            );
        }
    }

    fn empty_surplus_cell(&self, first: &Cell, count: usize) -> Diagnostic {
        let message = match count {
            1 => "the row has an empty cell more than the header".to_owned(),
            _ => format!("the row has {count} empty cells more than the header"),
        };
        Diagnostic::new("empty-surplus-cell", Severity::Note, message, first.span)
            .with_note("the header", self.table.header.span)
            .with_help("remove the pipe behind the last column's cell")
    }

    fn missing_cell(&self) -> Diagnostic {
        let missing = self.table.width() - self.row.cells.len();
        let names: Vec<String> =
            (self.row.cells.len()..self.table.width()).take(MAX_NAMES).map(|column| self.name(column)).collect();
        let more = match missing.saturating_sub(MAX_NAMES) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let end = self.row.span.with_start(self.row.span.end());
        let help = match self.row.reading == Reading::Rest || self.goes_on() {
            true => {
                "the lines of a cell look like rows of their own: put them on one line, with `<br>` for each line break"
            }
            false => "write an empty cell for each column that has no value",
        };
        Diagnostic::new(
            "missing-cell",
            Severity::Warning,
            format!("the row ends before {}{more}", names.join(", ")),
            end,
        )
        .with_note("the header", self.table.header.span)
        .with_help(with_proposal(help, self.proposal().as_deref()))
    }

    fn missing_trailing_pipe(&self) -> Diagnostic {
        let end = self.row.cells.last().map_or(self.row.span, |cell| cell.span);
        Diagnostic::new(
            "missing-trailing-pipe",
            Severity::Note,
            "the row lacks the pipe behind its last cell; it is read whole",
            end,
        )
        .with_help("end the row with ` |` as the other rows do")
    }

    fn counts(&self) -> String {
        format!("the row has {}, the header {}", counted(self.row.cells.len(), "cell"), self.table.width())
    }

    /// The cells of the row laid over the columns, in words.
    fn proposal(&self) -> Option<String> {
        let realignment = realign_row(self.profile?, self.row)?;
        let changed = realignment.columns.iter().enumerate().filter(|(column, cells)| **cells != (*column..column + 1));
        let columns: Vec<String> =
            changed.take(MAX_NAMES).map(|(column, cells)| self.laid(column, &realignment, cells.len())).collect();
        Some(columns.join(", "))
    }

    fn laid(&self, column: usize, realignment: &Realignment, count: usize) -> String {
        let name = self.name(column);
        let cells = &self.row.cells[realignment.columns[column].clone()];
        let text = cells.iter().map(|cell| cell.content.text()).collect::<Vec<_>>().join(" | ");
        match count {
            0 => format!("{name} is empty"),
            _ => format!("{name} is `{}`", quoted(&text)),
        }
    }

    /// The header text of a column, or its number.
    fn name(&self, column: usize) -> String {
        match self.table.header.cells[column].content.text() {
            "" => format!("column {}", column + 1),
            text => format!("`{text}`"),
        }
    }
}

fn with_proposal(help: &str, proposal: Option<&str>) -> String {
    proposal
        .map_or_else(|| help.to_owned(), |proposal| format!("{help}; the cells fit the columns as follows: {proposal}"))
}

/// The start of a text that is too long to quote.
fn quoted(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTE) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
