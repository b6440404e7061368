//! How large tables may be, so that no small page takes much memory: the width of a table, the cells of a page, the cells that its
//! short rows lack, and what its definitions bring into them.
//!
//! What is over a limit is refused with the numbers and never read in part. It must not know what a table is made of. Another limit of a table is
//! one more constant and one more arm of [`Limits::admit`].

use std::cell::Cell;

/// The greatest number of columns of a table.
pub const MAX_COLUMNS: usize = 16_384;

/// The greatest number of cells of the tables of a page and of what it includes.
pub const MAX_CELLS: usize = 10_000_000;

/// The greatest number of cells that the rows of a page may lack, for each byte of it: each of them becomes a value that nothing in the
/// page stands for (GHSA-w4qg-3vf7-m9x5).
pub const MAX_MISSING_PER_BYTE: usize = 4;

/// How many cells the rows of a page may lack however short it is.
const FREE: usize = 1 << 16;

/// The greatest number of bytes that definitions may bring in where they are used, for each byte of the page: an address that stands there once is
/// copied into each cell that refers to it.
const MAX_BROUGHT_IN_PER_BYTE: usize = 4;

/// How many bytes definitions may bring in however short the page is.
const FREE_BROUGHT_IN: usize = 1 << 20;

/// The greatest number of pages that one page brings in, each counted as often as it is included.
const MAX_INCLUDES: usize = 256;

/// The sizes of what is compared with the limits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Size {
    pub(super) columns: usize,
    /// The cells that stand there.
    pub(super) cells: usize,
    /// Those that rows lack.
    pub(super) missing: usize,
}

impl Size {
    /// The size of a table of so many columns whose rows, the header among them, have so many cells each.
    pub(super) fn new(columns: usize, rows: impl Iterator<Item = usize>) -> Self {
        let mut size = Self { columns, ..Self::default() };
        for cells in rows {
            size.cells += cells;
            size.missing += columns.saturating_sub(cells);
        }
        size
    }
}

/// What a page and the pages that it includes have used up.
#[derive(Debug, Default)]
pub(super) struct Limits {
    length: Cell<usize>,
    cells: Cell<usize>,
    missing: Cell<usize>,
    brought_in: Cell<usize>,
    includes: Cell<usize>,
}

impl Limits {
    /// Takes a text in, for the limits that grow with it.
    pub(super) fn add_text(&self, text: &str) {
        self.length.set(self.length.get() + text.len());
    }

    /// Whether one more page may be included.
    pub(super) fn include(&self) -> bool {
        self.includes.set(self.includes.get() + 1);
        self.includes.get() <= MAX_INCLUDES
    }

    /// How many more bytes definitions may bring in.
    pub(super) fn may_bring_in(&self) -> usize {
        self.most_brought_in().saturating_sub(self.brought_in.get())
    }

    fn most_brought_in(&self) -> usize {
        self.length.get() * MAX_BROUGHT_IN_PER_BYTE + FREE_BROUGHT_IN
    }

    /// Takes in what the definitions of a text bring in.
    ///
    /// # Errors
    ///
    /// That it is over the limit.
    pub(super) fn bring_in(&self, bytes: usize) -> Result<(), String> {
        let all = self.brought_in.get().saturating_add(bytes);
        let most = self.most_brought_in();
        if all > most {
            return Err(format!(
                "the definitions of this page bring in {all} bytes where they are used, and a page of this length may bring in {most}"
            ));
        }
        self.brought_in.set(all);
        Ok(())
    }

    /// Takes a table in.
    ///
    /// # Errors
    ///
    /// The limit that the table is over.
    pub(super) fn admit(&self, size: Size) -> Result<(), String> {
        let cells = self.cells.get() + size.cells;
        let missing = self.missing.get() + size.missing;
        let may_miss = self.length.get() * MAX_MISSING_PER_BYTE + FREE;
        if size.columns > MAX_COLUMNS {
            return Err(format!("this table has {} columns, and no more than {MAX_COLUMNS} are read", size.columns));
        }
        if cells > MAX_CELLS {
            return Err(format!("with this table the page has {cells} cells, and no more than {MAX_CELLS} are read"));
        }
        if missing > may_miss {
            return Err(format!(
                "the rows of this table lack {} of {} cells, and a page of this length may lack {may_miss}",
                size.missing,
                size.missing + size.cells
            ));
        }
        self.cells.set(cells);
        self.missing.set(missing);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(size: Size, expected: Result<(), &str>) {
        let limits = Limits::default();
        limits.add_text("0123456789");
        match (limits.admit(size), expected) {
            (Ok(()), Ok(())) => {}
            (Err(found), Err(expected)) => assert!(found.contains(expected), "{found}"),
            (found, expected) => panic!("{size:?}: {found:?}, not {expected:?}"),
        }
    }

    #[test]
    fn each_limit_holds_at_its_number() {
        let size = |columns, cells, missing| Size { columns, cells, missing };
        check(size(16_384, 16_384, 0), Ok(()));
        check(size(16_385, 16_385, 0), Err("has 16385 columns, and no more than 16384"));
        check(size(2, 10_000_000, 0), Ok(()));
        check(size(2, 10_000_001, 0), Err("has 10000001 cells, and no more than 10000000"));
        check(size(2, 1, 65_576), Ok(()));
        check(size(2, 1, 65_577), Err("lack 65577 of 65578 cells, and a page of this length may lack 65576"));
    }

    #[test]
    fn the_tables_of_a_page_add_up() {
        let limits = Limits::default();
        let half = Size { columns: 1, cells: 6_000_000, missing: 0 };
        assert_eq!(limits.admit(half), Ok(()));
        assert!(limits.admit(half).is_err_and(|why| why.contains("12000000 cells")));
    }

    #[test]
    fn what_definitions_bring_in_adds_up() {
        let limits = Limits::default();
        limits.add_text("0123456789");
        assert_eq!((limits.may_bring_in(), limits.bring_in(1_000_000)), (1_048_616, Ok(())));
        assert_eq!((limits.may_bring_in(), limits.bring_in(48_616)), (48_616, Ok(())));
        let why = limits.bring_in(1).expect_err("it is full");
        assert!(why.contains("bring in 1048617 bytes") && why.contains("may bring in 1048616"), "{why}");
    }

    #[test]
    fn the_size_of_a_table_counts_what_its_rows_lack() {
        assert_eq!(Size::new(3, [3, 1, 5].into_iter()), Size { columns: 3, cells: 9, missing: 2 });
    }
    #[test]
    fn pages_are_included_up_to_a_number() {
        let limits = Limits::default();
        assert!((0..MAX_INCLUDES).all(|_| limits.include()));
        assert!(!limits.include());
    }

    #[test]
    fn what_rows_lack_adds_up_and_a_refused_table_does_not() {
        let limits = Limits::default();
        limits.add_text("0123456789");
        limits.add_text("0123456789");
        let lacks = |missing: usize| Size { columns: 2, cells: 3, missing };
        assert_eq!(limits.admit(lacks(40_000)), Ok(()));
        let why = "the rows of this table lack 25617 of 25620 cells, and a page of this length may lack 65616";
        assert_eq!(limits.admit(lacks(25_617)), Err(why.to_owned()));
        assert_eq!(limits.admit(lacks(25_616)), Ok(()), "what was refused does not count");
        assert!(limits.admit(lacks(1)).is_err());
    }
}
