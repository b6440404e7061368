//! Which cell stands in which column of which row: the HTML standard's algorithm for forming a table (section 4.9.12).
//!
//! A cell with `rowspan` or `colspan` is repeated in every row and column that it reaches, up to the end of its section.
//! Two rules are our own: a column at the right in which no cell begins is none (`colspan="100"` means "all columns"), and a
//! row in which no cell begins is none. Copies cost, and the budget of a document is a multiple of its length, so that no
//! small page makes large tables.
//!
//! It must not know what a row means. A new way for a cell to reach further is one more field of [`Piece`].

use super::tree::{RawCell, RawSection, SectionKind};

/// What a document may spend on copies of cells.
pub(super) struct Budget {
    text: usize,
    /// For what a cell holds beside its text: the addresses of its links, and so on.
    beside: usize,
}

/// What a page may spend however short it is.
const FREE: usize = 1 << 16;

/// The same for what is beside the text.
const FREE_BESIDE: usize = 1 << 20;

/// What a copy costs besides its text.
const COPY: usize = 32;

impl Budget {
    /// Four bytes of copies for each byte of the source.
    pub(super) fn new(source_length: usize) -> Self {
        let copies = source_length.saturating_mul(4);
        Self { text: copies.saturating_add(FREE), beside: copies.saturating_add(FREE_BESIDE) }
    }

    /// Whether there was enough for a copy of a cell.
    fn pay(&mut self, cell: Option<&RawCell>) -> bool {
        let text = self.text.checked_sub(COPY + cell.map_or(0, |cell| cell.content.text().len()));
        let beside = self.beside.checked_sub(cell.map_or(0, |cell| cell.content.weight_beside_text()));
        self.text = text.unwrap_or(0);
        self.beside = beside.unwrap_or(0);
        text.is_some() && beside.is_some()
    }
}

/// A row of the grid, in which at least one cell begins.
pub(super) struct GridRow {
    pub(super) kind: SectionKind,
    /// Section and row.
    pub(super) place: (usize, usize),
    /// What stands in each column; `None` in a column that nothing reaches, with another cell to its right.
    pub(super) slots: Vec<Option<Slot>>,
    /// Whether its only cell reaches over all columns, of which there are more than one.
    pub(super) is_one_cell: bool,
}

/// A cell that stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot {
    /// Section, row and cell.
    pub(super) place: (usize, usize, usize),
    pub(super) is_repeated: bool,
}

/// The rows of a table.
pub(super) struct Grid {
    /// Those of the first `thead` with rows, those of `tfoot` last.
    pub(super) rows: Vec<GridRow>,
    /// The number of columns.
    pub(super) width: usize,
    /// Whether copies are missing because the budget is spent.
    pub(super) is_cut: bool,
}

/// The columns that a cell takes in one row.
#[derive(Clone, Copy)]
struct Piece {
    start: usize,
    length: usize,
    place: (usize, usize, usize),
    /// In how many more rows it stands.
    rows_left: usize,
    begins_here: bool,
}

/// Lays the cells of a table out.
pub(super) fn lay_out(sections: &[RawSection], budget: &mut Budget) -> Grid {
    let mut layout = Layout { sections, budget, is_cut: false };
    let kinds = kinds(sections);
    let placed: Vec<_> = in_order(&kinds).into_iter().flat_map(|section| layout.section(section)).collect();
    let begins = |piece: &Piece| piece.begins_here.then_some(piece.start + 1);
    let width = placed.iter().flat_map(|(_, pieces)| pieces.iter().filter_map(begins)).max().unwrap_or(0);
    let rows = placed.into_iter().map(|(place, pieces)| GridRow {
        kind: kinds[place.0],
        place,
        is_one_cell: matches!(pieces[..], [piece] if width > 1 && piece.start == 0 && piece.length >= width),
        slots: layout.slots(&pieces, width),
    });
    let rows: Vec<_> = rows.collect();
    // Where copies are missing, rows are shorter than they should be, and nobody reads them.
    let width = rows.iter().map(|row| row.slots.len()).max().unwrap_or(0);
    Grid { rows, width, is_cut: layout.is_cut }
}

/// What each section counts as: the first `thead` with rows heads the table, any other one is as a `tbody`.
fn kinds(sections: &[RawSection]) -> Vec<SectionKind> {
    let is_head = |section: &RawSection| section.kind == SectionKind::Head && !section.rows.is_empty();
    let head = sections.iter().position(is_head);
    let kind = |(index, section): (usize, &RawSection)| match section.kind {
        SectionKind::Head if head != Some(index) => SectionKind::Body,
        kind => kind,
    };
    sections.iter().enumerate().map(kind).collect()
}

/// The head first and the feet last, wherever they stand.
fn in_order(kinds: &[SectionKind]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..kinds.len()).collect();
    order.sort_by_key(|&index| match kinds[index] {
        SectionKind::Head => 0,
        SectionKind::Body => 1,
        SectionKind::Foot => 2,
    });
    order
}

struct Layout<'t> {
    sections: &'t [RawSection],
    budget: &'t mut Budget,
    is_cut: bool,
}

impl Layout<'_> {
    /// The pieces of each row in which a cell begins, with the place of the row.
    fn section(&mut self, section: usize) -> Vec<((usize, usize), Vec<Piece>)> {
        let mut rows = Vec::new();
        let mut reaching: Vec<Piece> = Vec::new();
        for row in 0..self.sections[section].rows.len() {
            let pieces = self.row((section, row), &reaching);
            reaching = pieces.iter().filter_map(Piece::below).collect();
            if pieces.iter().any(|piece| piece.begins_here) {
                rows.push(((section, row), pieces));
            }
        }
        rows
    }

    /// The pieces of a row by their start, given those that reach it from above.
    fn row(&mut self, (section, row): (usize, usize), reaching: &[Piece]) -> Vec<Piece> {
        let sections = self.sections;
        let reaching: Vec<Piece> = reaching.iter().copied().filter(|piece| self.pay(Some(piece.place))).collect();
        let mut reaching = reaching.into_iter().peekable();
        let mut pieces = Vec::new();
        let mut column = 0;
        for (index, cell) in sections[section].rows[row].cells.iter().enumerate() {
            while let Some(above) = reaching.next_if(|above| above.start <= column) {
                column = column.max(above.start + above.length);
                pieces.push(above);
            }
            let rows_left = cell.rows.map_or(usize::MAX, |rows| rows - 1);
            let place = (section, row, index);
            pieces.push(Piece { start: column, length: cell.columns, place, rows_left, begins_here: true });
            column += cell.columns;
        }
        pieces.extend(reaching);
        pieces
    }

    /// What stands in each column. Where two cells reach one column, it is the left one's.
    fn slots(&mut self, pieces: &[Piece], width: usize) -> Vec<Option<Slot>> {
        let mut slots = Vec::new();
        for piece in pieces {
            while slots.len() < piece.start && self.pay(None) {
                slots.push(None);
            }
            for column in piece.start.max(slots.len())..(piece.start + piece.length).min(width) {
                if column > piece.start && !self.pay(Some(piece.place)) {
                    break;
                }
                let is_repeated = column > piece.start || !piece.begins_here;
                slots.push(Some(Slot { place: piece.place, is_repeated }));
            }
        }
        slots
    }

    fn pay(&mut self, place: Option<(usize, usize, usize)>) -> bool {
        let cell = place.map(|(section, row, cell)| &self.sections[section].rows[row].cells[cell]);
        let is_paid = self.budget.pay(cell);
        self.is_cut |= !is_paid;
        is_paid
    }
}

impl Piece {
    /// What of it stands in the next row.
    fn below(&self) -> Option<Piece> {
        let rows_left = self.rows_left.checked_sub(1)?;
        Some(Piece { rows_left, begins_here: false, ..*self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::html::tree::RawRow;
    use crate::document::inline::RichText;

    fn cell(text: &str) -> RawCell {
        let content = RichText { text: text.to_owned(), ..RichText::default() };
        RawCell { range: 0..0, content, heads_column: false, columns: 1, rows: Some(1) }
    }

    /// How many copies of a cell a page of some length may make.
    fn copies(length: usize, cell: Option<&RawCell>) -> usize {
        let mut budget = Budget::new(length);
        (0..100_000).take_while(|_| budget.pay(cell)).count()
    }

    #[test]
    fn copies_cost_their_text_and_a_little_more() {
        assert_eq!(copies(0, None), 65_536 / 32);
        assert_eq!(copies(8, None), 65_568 / 32, "four bytes for each of the page's");
        assert_eq!(copies(0, Some(&cell(""))), 65_536 / 32);
        assert_eq!(copies(0, Some(&cell("0123456789"))), 65_536 / 42);
    }

    #[test]
    fn what_a_cell_holds_beside_its_text_has_a_budget_of_its_own() {
        let link = |length: usize| {
            let url = "u".repeat(length);
            crate::document::Link { text: 0..0, source: 0..0, url_source: 0..0, url }
        };
        let mut linked = cell("");
        linked.content.links.push(link(65_536 - 64));
        assert_eq!(copies(0, Some(&linked)), 1_048_576 / 65_536);
        assert_eq!(copies(16_384, Some(&linked)), 17);
    }

    #[test]
    fn nothing_is_paid_once_there_was_not_enough() {
        let mut budget = Budget::new(0);
        assert!(!budget.pay(Some(&cell(&"x".repeat(65_505)))) && !budget.pay(None));
        let mut budget = Budget::new(0);
        assert!(budget.pay(Some(&cell(&"x".repeat(65_504)))) && !budget.pay(None));
    }

    /// Rows of cells that reach over as many columns and rows.
    fn laid(rows: &[&[(usize, usize)]], length: usize) -> (Vec<usize>, usize, bool) {
        let cell = |&(columns, rows): &(usize, usize)| RawCell { columns, rows: Some(rows), ..cell("") };
        let row = |cells: &&[(usize, usize)]| RawRow { range: 0..0, cells: cells.iter().map(cell).collect() };
        let section = RawSection { kind: SectionKind::Body, rows: rows.iter().map(row).collect() };
        let grid = lay_out(&[section], &mut Budget::new(length));
        (grid.rows.iter().map(|row| row.slots.len()).collect(), grid.width, grid.is_cut)
    }

    #[test]
    fn a_table_is_cut_where_its_copies_are_too_many() {
        // 2,048 copies are free: 1,000 in the second row, and as many in the first.
        assert_eq!(laid(&[&[(1_001, 1), (1, 1)], &[(1_001, 1), (1, 1)]], 0), (vec![1_002, 1_002], 1_002, false));
        let (_, _, is_cut) = laid(&[&[(1_001, 1), (1, 1)], &[(1_001, 1), (1, 1)], &[(1_001, 1), (1, 1)]], 0);
        assert!(is_cut);
        assert_eq!(laid(&[&[(1, 2), (1, 1)], &[(1, 1)]], 0), (vec![2, 2], 2, false));
        assert_eq!(laid(&[], 0), (vec![], 0, false));
    }
}
