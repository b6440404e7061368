//! The account of every filled cell: it ends in a record, in a finding, or in an explicit ignore.

use std::collections::BTreeSet;

use super::columns::is_ignored;
use crate::document::{Cell, ListItem, Row, Table};
use crate::recipe::DatasetRecipe;

/// What became of the filled cells of the selected tables, header rows not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// The filled cells in the source.
    pub cells: usize,
    /// Those that are in a record.
    pub placed: usize,
    /// Those that a finding tells of.
    pub flagged: usize,
    /// Those that the recipe leaves out on purpose.
    pub ignored: usize,
}

impl Tally {
    /// Whether every cell is accounted for.
    pub fn balances(&self) -> bool {
        self.cells == self.placed + self.flagged + self.ignored
    }

    /// Counts a row: `taken` tells of each column whether a field takes it, `misfits` are the columns whose values did not fit.
    pub(super) fn count_row(
        &mut self,
        recipe: &DatasetRecipe,
        table: &Table,
        row: &Row,
        taken: &[bool],
        misfits: &BTreeSet<usize>,
    ) {
        let is_counted = |cell: &Cell| !cell.is_blank() && !cell.is_repeated;
        self.cells += row.cells.iter().filter(|cell| is_counted(cell)).count();
        for (index, _) in row.cells.iter().enumerate().filter(|(_, cell)| is_counted(cell)) {
            match index < table.width() && !misfits.contains(&index) {
                true => self.place(recipe, table, index, taken[index], 1),
                // A surplus cell is a finding of the table.
                false => self.flagged += 1,
            }
        }
    }

    /// Counts filled cells of a column of which none is flagged.
    pub(super) fn count_column(
        &mut self,
        recipe: &DatasetRecipe,
        table: &Table,
        column: usize,
        taken: bool,
        cells: usize,
    ) {
        self.cells += cells;
        self.place(recipe, table, column, taken, cells);
    }

    /// Counts a filled cell of which a finding tells.
    pub(super) fn flag(&mut self) {
        self.cells += 1;
        self.flagged += 1;
    }

    fn place(&mut self, recipe: &DatasetRecipe, table: &Table, column: usize, taken: bool, cells: usize) {
        match taken {
            true => self.placed += cells,
            false if is_ignored(recipe, table.header.cells[column].content.text()) => self.ignored += cells,
            false => self.flagged += cells,
        }
    }

    /// Counts the cells of a row that is no record: a finding tells of it, unless a field of the rows below takes it.
    pub(super) fn count_beside_records(&mut self, row: &Row, is_placed: bool) {
        let filled = row.cells.iter().filter(|cell| !cell.is_blank() && !cell.is_repeated).count();
        self.cells += filled;
        match is_placed {
            true => self.placed += filled,
            false => self.flagged += filled,
        }
    }

    /// Counts an item of a list.
    pub(super) fn count_item(&mut self, item: &ListItem, is_misfit: bool) {
        if item.content.text().is_empty() {
            return;
        }
        self.cells += 1;
        match is_misfit {
            true => self.flagged += 1,
            false => self.placed += 1,
        }
    }
}
