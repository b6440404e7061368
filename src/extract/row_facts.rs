//! What a record's row is besides its values: its table, its pipes, and other ways to read it.
//!
//! A repair of a row needs these; what follows from them is for the rule. Another fact about a row is one more field of
//! [`RowFacts`].

use thin_vec::ThinVec;

use super::ExtractedField;
use crate::document::{Reading, RefitFault, Row, RowKind, Table, TableKind};
use crate::source::Span;

/// How a record stands in its table or list.
#[derive(Debug, Clone)]
pub struct RowFacts {
    /// The table or the list.
    pub table: Span,
    /// The cell that heads the row and its neighbours.
    pub section: Option<Span>,
    /// Whether it is a line of cells with pipes between them.
    pub is_line: bool,
    /// For a row without its last pipe, in a table whose rows have theirs: its last cell.
    pub unclosed: Option<Span>,
    /// For a row without its first pipe, in a table whose rows have theirs: its first cell.
    pub unopened: Option<Span>,
    /// Whether the line may be the rest of the last cell above it.
    pub is_rest: bool,
    /// Whether the line below it may be the rest of its last cell.
    pub goes_on: bool,
    /// For the second of two records on one line: what stands between them.
    pub joint: Option<Span>,
    /// The cells that are read whole although a pipe in them is not escaped.
    pub parted: ThinVec<Span>,
    /// The filled cells behind the last column, which GitHub does not show.
    pub surplus: ThinVec<Span>,
    /// Another way to read it.
    pub refit: Option<Box<RefitRecord>>,
}

/// A record as it would be if a fault of its row were mended.
#[derive(Debug, Clone)]
pub struct RefitRecord {
    /// The fault.
    pub fault: RefitFault,
    /// Whether no other way is likely.
    pub is_certain: bool,
    /// In the order of the dataset's fields.
    pub fields: Vec<ExtractedField>,
    /// What to replace in the source.
    pub span: Span,
    /// What would stand there.
    pub text: String,
}

impl RowFacts {
    /// Whether the row is likely to be written anew as a whole, its pipes included.
    pub(crate) fn is_to_be_rewritten(&self) -> bool {
        self.refit.as_ref().is_some_and(|refit| refit.is_certain)
    }

    /// Forgets the faults that lie in a part of the source that is replaced.
    pub(crate) fn settle(&mut self, replaced: Span) {
        let stays = |place: &Span| !is_within(*place, replaced);
        self.unclosed = self.unclosed.filter(stays);
        self.unopened = self.unopened.filter(stays);
        self.joint = self.joint.filter(stays);
        self.parted.retain(stays);
        self.surplus.retain(stays);
        self.refit = self.refit.take().filter(|refit| stays(&refit.span));
    }

    /// An item of a list.
    pub(super) fn of_item(list: Span) -> Self {
        Self {
            table: list,
            section: None,
            is_line: false,
            unclosed: None,
            unopened: None,
            is_rest: false,
            goes_on: false,
            joint: None,
            parted: ThinVec::new(),
            surplus: ThinVec::new(),
            refit: None,
        }
    }
}

/// The rows of a table, told from the pipes that most of them have.
pub(super) struct RowStyle {
    table: Span,
    is_line: bool,
    opens_rows: bool,
    closes_rows: bool,
    width: usize,
}

impl RowStyle {
    pub(super) fn of(table: &Table) -> Self {
        let records = || table.rows.iter().filter(|row| row.kind == RowKind::Data);
        let most = |has: fn(&&Row) -> bool| records().filter(has).count() * 2 > records().count();
        let opens_rows = match table.rows.plain() {
            Some(rows) => rows.have_leading_pipes(),
            None => most(|row| row.leading_pipe),
        };
        Self {
            table: table.span,
            is_line: table.kind != TableKind::Html,
            opens_rows,
            closes_rows: table.closes_rows(),
            width: table.width(),
        }
    }

    /// The facts of a row, but for other ways to read it, beside the rows above it and below; `section` is the cell that heads it.
    pub(super) fn facts(&self, row: &Row, [before, below]: [Option<&Row>; 2], section: Option<Span>) -> RowFacts {
        let joint = before.filter(|_| row.reading == Reading::Joined);
        let cells = || row.cells.iter().filter(|_| self.is_line).map(|cell| cell.span);
        RowFacts {
            table: self.table,
            section,
            is_line: self.is_line && row.reading != Reading::Joined,
            unclosed: cells().next_back().filter(|_| self.closes_rows && !row.trailing_pipe),
            unopened: cells().next().filter(|_| self.opens_rows && !row.leading_pipe && row.cells.len() > 1),
            is_rest: row.reading == Reading::Rest,
            goes_on: below.is_some_and(|below| below.reading == Reading::Rest),
            joint: joint.map(|before| row.span.with_range(before.span.end()..row.span.start())),
            parted: match &row.reading {
                Reading::Mended(pipes) => {
                    cells().filter(|cell| pipes.iter().any(|pipe| is_within(*pipe, *cell))).collect()
                }
                _ => ThinVec::new(),
            },
            surplus: row
                .surplus_cells(self.width)
                .filter(|cell| self.is_line && !cell.is_blank())
                .map(|cell| cell.span)
                .collect(),
            refit: None,
        }
    }
}

fn is_within(inner: Span, outer: Span) -> bool {
    outer.source == inner.source && outer.start() <= inner.start() && inner.end() <= outer.end()
}
