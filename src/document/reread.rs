//! What rows are, beyond what GFM makes of their lines: steps that look at a table as a whole, once its rows are read.
//!
//! It calls one step after the other and knows the inside of none. Another step is one more line in [`reread`], and
//! where it changes a row's cells a variant of [`Reading`], so that a finding can tell.

use super::Reader;
use super::code_pipe::mend_row;
use super::profile::Profile;
use super::realign::join_of;
use super::refit::find_refits;
use super::rest::find_rests;
use super::row_kind::find_kinds;
use super::table::{Row, RowKind, Table};
use crate::source::Span;

/// How the cells of a row were found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Reading {
    /// Between the pipes of its line, as GFM reads it.
    #[default]
    AsWritten,
    /// As GFM, but cells that a pipe in a code span parts are one again. Here are the first such pipes of each.
    Mended(Vec<Span>),
    /// As GFM, although pipes in code spans part cells: the row would not fit the table with them put together.
    PipesInCode(Vec<Span>),
    /// It is the second of two records that stand on one line.
    Joined,
    /// As GFM, although the line may be the rest of the last cell above it, which was written over several lines.
    Rest,
}

/// Finds out what the rows of a table are, and reads those whole that GFM cuts up.
pub(super) fn reread(reader: &Reader<'_>, table: &mut Table) {
    let width = table.width();
    for row in table.rows.iter_mut().filter(|row| row.cells.len() > width) {
        mend_row(reader, row, width);
    }
    find_kinds(reader, table);
    part_joined_rows(table);
    find_rests(reader, table);
    find_refits(reader, table);
}

/// Makes two rows of each line that holds two records beyond doubt.
fn part_joined_rows(table: &mut Table) {
    let width = table.width();
    let may_join = |row: &Row| row.kind == RowKind::Data && row.cells.len() >= 2 * width;
    if width < 2 || !table.rows.iter().any(may_join) {
        return;
    }
    let profile = Profile::of(table);
    let second = |row: &Row| join_of(&profile, row).filter(|join| join.is_certain).map(|join| join.second);
    let seconds: Vec<Option<usize>> = table.rows.iter().map(second).collect();
    for (row, second) in std::mem::take(&mut *table.rows).into_iter().zip(seconds) {
        match second {
            Some(second) => table.rows.extend(part(row, width, second)),
            None => table.rows.push(row),
        }
    }
}

/// The two records of a row, whose second one starts at a cell.
fn part(mut row: Row, width: usize, second: usize) -> [Row; 2] {
    let cells = row.cells.split_off(second);
    row.cells.truncate(width);
    let end = row.cells.last().map_or(row.span.end(), |cell| cell.span.end());
    let start = cells.first().map_or(row.span.end(), |cell| cell.span.start());
    let rest = Row {
        kind: row.kind,
        reading: Reading::Joined,
        cells,
        span: row.span.with_start(start),
        leading_pipe: true,
        trailing_pipe: row.trailing_pipe,
        refit: None,
    };
    [Row { span: row.span.with_end(end), trailing_pipe: true, ..row }, rest]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Reading;
    use crate::document::RowKind;
    use crate::document::laws::{parse, rows_lose_no_character};

    /// A page's first table, row by row: a letter for its kind, one for its reading, and its cells.
    fn shown(page: &str) -> Vec<String> {
        let document = parse(page);
        let row = |row: &crate::document::Row| {
            let kind = match row.kind {
                RowKind::Data => "",
                RowKind::Section => "section ",
                RowKind::Prose => "prose ",
            };
            let reading = match row.reading {
                Reading::AsWritten => "",
                Reading::Mended(_) => "mended ",
                Reading::PipesInCode(_) => "broken ",
                Reading::Joined => "joined ",
                Reading::Rest => "rest ",
            };
            let cells: String = row.cells.iter().map(|cell| format!("[{}]", cell.content.text())).collect();
            for cell in row.cells.iter().filter(|cell| !cell.is_blank()) {
                assert!(row.span.start() <= cell.span.start() && cell.span.end() <= row.span.end(), "{page:?}");
            }
            format!("{kind}{reading}{cells}")
        };
        document.tables[0].rows.iter().map(row).collect()
    }

    #[track_caller]
    fn check(page: &str, expected: &[&str]) {
        assert_eq!(shown(page), expected, "{page:?}");
    }

    #[test]
    fn a_pipe_in_a_code_span_parts_nothing() {
        check("|a|b|\n|-|-|\n| `x|y` | 1 |", &["mended [x|y][1]"]);
        check("|a|b|\n|-|-|\n| 1 | **`||`** and `|`", &["mended [1][|| and |]"]);
        check("|a|b|\n|-|-|\n| ``x`|y`` | `|` | |", &["mended [x`|y][|][]"]);
        check("|a|b|\n|-|-|\n| `x \\| y|z` | 1 |", &["mended [x | y|z][1]"]);
    }

    #[test]
    fn a_row_that_would_not_fit_stays_as_it_is() {
        check("|a|b|c|\n|-|-|-|\n| `x|y|z` | 1 |", &["broken [`x][y][z`][1]"]);
        check("|a|b|\n|-|-|\n| `x|y` | 1 | 2 |", &["broken [`x][y`][1][2]"]);
        check("|a|b|\n|-|-|\n| `x | y` |", &["[`x][y`]"]);
        check("|a|b|\n|-|-|\n| \\`x | y\\` | 1 |", &["[`x][y`][1]"]);
        check("|a|b|\n|-|-|\n| ` | y | 1 |", &["[`][y][1]"]);
    }

    const TOWNS: &str = "|town|code|open|\n|-|-|-|\n| Lyon | 69 | yes |\n| Nice | 6 | no |\n| Brest | 29 | yes |\n";

    #[test]
    fn two_records_on_one_line_are_two_rows() {
        let with = |row: &str| shown(&format!("{TOWNS}{row}"))[3..].to_vec();
        assert_eq!(with("| Metz | 57 | no | | Pau | 64 | yes |"), ["[Metz][57][no]", "joined [Pau][64][yes]"]);
        assert_eq!(with("| Metz | 57 | no | Pau | 64 | yes |"), ["[Metz][57][no]", "joined [Pau][64][yes]"]);
        assert_eq!(with("| Metz | 57 | no | | 64 | Pau | yes |"), ["[Metz][57][no][][64][Pau][yes]"]);
        assert_eq!(with("| Metz | 57 | no | x | Pau | 64 | yes |"), ["[Metz][57][no][x][Pau][64][yes]"]);
        assert_eq!(with("| Metz | 57 | no | (Pau | 64) | yes |"), ["[Metz][57][no][(Pau][64)][yes]"]);
    }

    #[test]
    fn two_records_alone_tell_of_each_other() {
        let with = |row: &str| shown(&format!("|town|code|open|\n|-|-|-|\n{row}"));
        assert_eq!(with("| Metz | 57 | no | | Pau | 64 | yes |"), ["[Metz][57][no]", "joined [Pau][64][yes]"]);
        assert_eq!(with("| Metz | 57 | no | Pau | 64 | yes |"), ["[Metz][57][no][Pau][64][yes]"]);
        assert_eq!(with("| Metz | 57 | no | | Pau | | yes |"), ["[Metz][57][no][][Pau][][yes]"]);
    }

    proptest! {
        /// Whatever a row is read as, each character of it but pipes and blanks lies in a cell.
        #[test]
        fn no_character_of_a_row_is_lost(rows in proptest::collection::vec("[|` a*1\\\\é]{1,24}", 1..5), width in 1..4_usize) {
            let head = format!("{}\n{}\n", "|h".repeat(width), "|-".repeat(width));
            let page = format!("{head}{}\n", rows.join("\n"));
            rows_lose_no_character(&page, &parse(&page));
        }
    }
}
