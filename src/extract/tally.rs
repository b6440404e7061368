//! The account of every filled cell: it ends in a record, in a finding, or in an explicit ignore.

use std::collections::BTreeSet;
use std::ops::AddAssign;

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
            match table.header.cells.get(index) {
                // A surplus cell is a finding of the table.
                None => self.flagged += 1,
                Some(_) if misfits.contains(&index) => self.flagged += 1,
                Some(_) if taken[index] => self.placed += 1,
                Some(header) if is_ignored(recipe, header.content.text()) => self.ignored += 1,
                Some(_) => self.flagged += 1,
            }
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

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.cells += other.cells;
        self.placed += other.placed;
        self.flagged += other.flagged;
        self.ignored += other.ignored;
    }
}
