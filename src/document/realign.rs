//! Which columns the cells of a ragged row belong to, told from what each column usually holds.
//!
//! All ways to lay the cells over the columns in their order are tried: neighbours that an unescaped pipe parts are one, an
//! empty cell too many is skipped, a column whose empty cell was left out gets none. This module proposes and changes
//! nothing. Another way to lay them is one more step in `Search::step`.

use std::ops::Range;

use super::profile::{Fit, Profile, Shape, shape_of, shape_of_text};
use super::table::{Cell, Row, Table};

/// A proposal: the cells of a row laid over the columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Realignment {
    /// For each column the indexes of its cells; none for a column that has no value.
    pub columns: Vec<Range<usize>>,
    /// Whether it is the only way in which every cell looks like the others of its column.
    pub is_certain: bool,
}

/// Two records on one line.
pub(super) struct Join {
    /// The first cell of the second record.
    pub(super) second: usize,
    /// Whether both look like records of this table, and would not if they were shifted.
    pub(super) is_certain: bool,
}

/// The most cells too many or too few, the most ways to lay them, and the most steps to find these.
const MAX_DIFFERENCE: usize = 3;
const MAX_WAYS: usize = 1_500;
const MAX_STEPS: usize = 20_000;
/// By how many points the best way must lead.
const LEAD: i32 = 2;

/// The way to lay the cells of a row with too many or too few cells, if one fits better than any other.
///
/// `None` where the row fits as it is, where the table has too few full rows to tell, or where ways are equally good.
pub fn realign(table: &Table, row: &Row) -> Option<Realignment> {
    realign_row(&Profile::of(table), row)
}

/// [`realign`] with a profile at hand.
pub(super) fn realign_row(profile: &Profile<'_>, row: &Row) -> Option<Realignment> {
    let (width, count) = (profile.columns.len(), row.cells.len());
    let mut plain = (0..width).map(|column| column.min(count)..(column + 1).min(count));
    best_way(profile, row).filter(|way| count > width || !plain.by_ref().eq(way.columns.iter().cloned()))
}

/// The best way to lay the cells, even where they lie so already.
pub(super) fn best_way(profile: &Profile<'_>, row: &Row) -> Option<Realignment> {
    let (width, count) = (profile.columns.len(), row.cells.len());
    let difference = width.abs_diff(count);
    let is_too_many = combinations(width.max(count), difference).is_none_or(|ways| ways > MAX_WAYS);
    if width < 2 || difference == 0 || difference > MAX_DIFFERENCE || is_too_many {
        return None;
    }
    let mut search = Search { profile, row, steps: 0, columns: Vec::new(), found: 0, best: None, next: None };
    search.step(0, 0);
    let is_complete = search.steps <= MAX_STEPS;
    let Way { columns, score } = search.best.filter(|_| is_complete)?;
    let leads = search.next.is_none_or(|next| score >= next + LEAD);
    leads.then(|| Realignment { columns, is_certain: search.found == 1 && profile.is_known() })
}

/// In how many ways some of a number of things can be picked.
fn combinations(of: usize, pick: usize) -> Option<usize> {
    (0..pick).try_fold(1_usize, |ways, index| Some(ways.checked_mul(of - index)? / (index + 1)))
}

/// How a row of twice as many cells as columns, or with an empty one between, is two records.
pub(super) fn join_of(profile: &Profile<'_>, row: &Row) -> Option<Join> {
    let (width, count) = (profile.columns.len(), row.cells.len());
    let (second, is_parted) = match count.checked_sub(2 * width)? {
        0 => (width, false),
        1 if row.cells[width].is_blank() => (width + 1, true),
        _ => return None,
    };
    let halves = [&row.cells[..width], &row.cells[second..]];
    if width < 2 || !halves.iter().all(|cells| is_record(profile, cells)) {
        return None;
    }
    let is_closed = row.cells.iter().all(|cell| is_balanced(cell.content.text()));
    match profile.is_known() {
        true => {
            let are_alike = halves.iter().all(|cells| is_alike(profile, cells) && is_in_place(profile, cells));
            Some(Join { second, is_certain: is_closed && are_alike && realign_row(profile, row).is_none() })
        }
        // No other row tells, but the halves do where every cell is filled and looks like its partner.
        false => {
            let is_filled = |cells: &&[Cell]| cells.iter().all(|cell| shape_of(cell) != Shape::Blank);
            let are_alike = halves[0].iter().zip(halves[1]).all(|(one, other)| shape_of(one) == shape_of(other));
            let is_certain = is_closed && are_alike && width > 2;
            (is_parted && halves.iter().all(is_filled)).then_some(Join { second, is_certain })
        }
    }
}

/// Whether cells may be those of a record: at least two are filled, the first among them, and none is out of place.
fn is_record(profile: &Profile<'_>, cells: &[Cell]) -> bool {
    let filled = cells.iter().filter(|cell| !cell.is_blank()).count();
    !cells[0].is_blank() && filled > 1 && fits(profile, cells).iter().all(|&fit| fit > Fit::Never)
}

/// Whether half of some cells or more look like most of their columns.
fn is_alike(profile: &Profile<'_>, cells: &[Cell]) -> bool {
    fits(profile, cells).iter().filter(|&&fit| fit == Fit::Usual).count() * 2 >= cells.len()
}

fn fits(profile: &Profile<'_>, cells: &[Cell]) -> Vec<Fit> {
    let fit = |(cell, column): (&Cell, &super::profile::Column<'_>)| column.fit(shape_of(cell), cell.content.text());
    cells.iter().zip(&profile.columns).map(fit).collect()
}

/// Whether a filled cell would look odd in the column beside its own.
fn is_in_place(profile: &Profile<'_>, cells: &[Cell]) -> bool {
    let is_odd = |cell: &Cell, column: usize| {
        profile.columns.get(column).is_some_and(|column| column.fit(shape_of(cell), cell.content.text()) == Fit::Never)
    };
    let filled = cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank());
    filled.into_iter().any(|(column, cell)| is_odd(cell, column + 1) || column > 0 && is_odd(cell, column - 1))
}

/// One way to lay the cells, with its points.
struct Way {
    columns: Vec<Range<usize>>,
    score: i32,
}

/// Tries every way in which each cell looks like something of its column.
struct Search<'s> {
    profile: &'s Profile<'s>,
    row: &'s Row,
    steps: usize,
    /// The cells of the columns so far.
    columns: Vec<Range<usize>>,
    found: usize,
    best: Option<Way>,
    /// The points of the second best.
    next: Option<i32>,
}

impl Search<'_> {
    /// Lays the cells from one on over the columns that are left.
    fn step(&mut self, cell: usize, score: i32) {
        self.steps += 1;
        let column = self.columns.len();
        let (columns, cells) = (self.profile.columns.len() - column, self.row.cells.len() - cell);
        if self.steps > MAX_STEPS {
            return;
        }
        if columns == 0 {
            let rest = &self.row.cells[cell..];
            if rest.iter().all(Cell::is_blank) {
                self.keep(score);
            }
            return;
        }
        if cells < columns {
            let points = i32::from(self.profile.columns[column].is_often_blank());
            self.lay(cell..cell, cell, score + points);
        }
        let surplus = cells.saturating_sub(columns);
        for end in cell + 1..=(cell + 1 + surplus).min(self.row.cells.len()) {
            if let Some(points) = self.points(cell..end, column) {
                self.lay(cell..end, end, score + points);
            }
        }
        let idle = if surplus > 0 { self.idle(cell) } else { 0 };
        if (1..=surplus).contains(&idle) {
            self.step(cell + idle, score);
        }
    }

    /// Keeps a way if it is the best one.
    fn keep(&mut self, score: i32) {
        self.found += 1;
        let best = self.best.as_ref().map(|best| best.score);
        if best.is_none_or(|best| score > best) {
            self.next = best;
            self.best = Some(Way { columns: self.columns.clone(), score });
        } else {
            self.next = self.next.max(Some(score));
        }
    }

    /// How many cells from one on say nothing that would be lost: they are empty, or one stands there twice and looks like
    /// nothing in the column.
    fn idle(&self, cell: usize) -> usize {
        let cells = &self.row.cells;
        let column = &self.profile.columns[self.columns.len()];
        let (shape, text) = (shape_of(&cells[cell]), cells[cell].content.text());
        let is_twice = cell > 0 && cells[cell - 1].content.text() == text;
        match cells[cell..].iter().take_while(|cell| cell.is_blank()).count() {
            0 => usize::from(is_twice && column.fit(shape, text) == Fit::Never),
            blank => blank,
        }
    }

    fn lay(&mut self, cells: Range<usize>, next: usize, score: i32) {
        self.columns.push(cells);
        self.step(next, score);
        self.columns.pop();
    }

    /// The points of some neighbours as one cell of a column; `None` if they look like nothing there.
    fn points(&self, cells: Range<usize>, column: usize) -> Option<i32> {
        let cells = &self.row.cells[cells];
        let column = &self.profile.columns[column];
        if let [cell] = cells {
            let text = cell.content.text();
            let points = match column.fit(shape_of(cell), text) {
                Fit::Never => return None,
                Fit::Seldom => 1,
                Fit::Usual => 2,
            };
            return Some(if is_balanced(text) { points } else { points - 2 });
        }
        if cells.first().is_some_and(Cell::is_blank) && cells.last().is_some_and(Cell::is_blank) {
            return None;
        }
        let text = cells.iter().map(|cell| cell.content.text()).collect::<Vec<_>>().join(" | ");
        let shape =
            if cells.iter().all(|cell| shape_of(cell) == Shape::Code) { Shape::Code } else { shape_of_text(&text) };
        let points = match (is_balanced(&text), cells.iter().all(|cell| is_balanced(cell.content.text()))) {
            (false, _) => -2,
            (true, true) => 0,
            (true, false) => 2,
        };
        (column.fit(shape, &text) > Fit::Never).then_some(points)
    }
}

/// Whether every bracket and backtick of a text has its partner.
pub(super) fn is_balanced(text: &str) -> bool {
    let count = |sign: char| text.matches(sign).count();
    count('[') == count(']') && count('(') == count(')') && count('{') == count('}') && count('`') % 2 == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::source::SourceMap;

    const OPTIONS: &str = "\
|option|required|type|text|
|-|-|-|-|
|`a`|yes|string|What it is called in the log|
|`b`|no|string|How often it is tried before it fails|
|`c`|no|number|Whether anybody is told about it at all|
|`d`|yes|string|Where it is kept over night|
";

    /// The proposal for the row after four of the options table: the cells of each column, `!` in front if it is certain.
    #[track_caller]
    fn check(row: &str, expected: &str) {
        let mut sources = SourceMap::new();
        let id = sources.add("page.md", format!("{OPTIONS}{row}\n"));
        let document = Document::parse(&sources, id);
        let table = &document.tables[0];
        let row = &table.rows[4];
        let shown = realign(table, row).map_or("none".to_owned(), |realignment| {
            let text = |cells: &Range<usize>| {
                row.cells[cells.clone()].iter().map(|cell| cell.content.text()).collect::<Vec<_>>().join(" | ")
            };
            let columns: String = realignment.columns.iter().map(|cells| format!("[{}]", text(cells))).collect();
            format!("{}{columns}", if realignment.is_certain { "!" } else { "" })
        });
        assert_eq!(shown, expected, "{row:?}");
    }

    #[test]
    fn an_empty_cell_that_was_left_out() {
        check(
            "|`e`|string|Why it is the only one that lacks a word|",
            "![e][][string][Why it is the only one that lacks a word]",
        );
        check(
            "|`e`|no|Why it is the only one that lacks a type|",
            "![e][no][][Why it is the only one that lacks a type]",
        );
        check("|`e`|no|string|", "none");
        check("|`e`|", "none");
    }

    #[test]
    fn a_pipe_that_belongs_to_a_text() {
        check(
            "|`e`|no|string|One of (left|right), and no other|",
            "[e][no][string][One of (left | right), and no other]",
        );
        check("|`e`|no|string|[It | she](x) went away|", "[e][no][string][[It | she](x) went away]");
    }

    #[test]
    fn a_cell_too_many() {
        check(
            "|`e`||no|string|Who is to blame if it does not work|",
            "![e][no][string][Who is to blame if it does not work]",
        );
        check(
            "|`e`|`e`|no|string|Who is to blame if it does not work|",
            "[e][no][string][Who is to blame if it does not work]",
        );
        check("|`e`|no|string|text|more|even more|and more|and more|", "none");
    }

    #[test]
    fn a_table_of_many_columns_takes_little_time() {
        let row = |count: usize| format!("{}|\n", "|word".repeat(count));
        let page = format!("{}{}{}{}", row(40), "|-".repeat(40) + "\n", row(40).repeat(4), row(37).repeat(2_000));
        let mut sources = SourceMap::new();
        let id = sources.add("page.md", page);
        let document = Document::parse(&sources, id);
        let found = crate::document::inspect_table(&document.tables[0]);
        assert_eq!(found.iter().filter(|finding| finding.code == "missing-cell").count(), 2_000);
    }
    #[test]
    fn partners_of_brackets_and_backticks() {
        let check = |text: &str, expected: bool| assert_eq!(is_balanced(text), expected, "{text}");
        ["", "a (b) [c] {d} `e`", ")("].iter().for_each(|text| check(text, true));
        ["(a", "a)", "[a", "a]", "{a", "a}", "`a", "`a` `b"].iter().for_each(|text| check(text, false));
    }

    #[test]
    fn ways_to_pick_are_counted() {
        let counts =
            [(5, 0), (5, 1), (5, 2), (5, 3), (21, 3), (22, 3), (1_500, 1)].map(|(of, pick)| combinations(of, pick));
        assert_eq!(counts, [1, 5, 10, 10, 1_330, 1_540, 1_500].map(Some));
        assert_eq!(combinations(usize::MAX, 2), None);
    }

    #[test]
    fn a_search_ends_after_so_many_steps() {
        let document =
            crate::document::laws::parse(&format!("{OPTIONS}|`e`|string|Why it lacks a word as no other one does|\n"));
        let table = &document.tables[0];
        let profile = Profile::of(table);
        let found = |steps: usize| {
            let row = &table.rows[4];
            let mut search =
                Search { profile: &profile, row, steps, columns: Vec::new(), found: 0, best: None, next: None };
            search.step(0, 0);
            (search.found, search.steps - steps)
        };
        let (ways, steps) = found(0);
        assert_eq!(ways, 1);
        assert_eq!(found(MAX_STEPS - steps), (1, steps), "its last step is allowed");
        assert_eq!(found(MAX_STEPS), (0, 1), "the next one is not");
    }

    #[test]
    fn half_of_the_cells_or_more_look_like_their_columns() {
        let page =
            "|a|b|c|d|\n|-|-|-|-|\n|1|2|3|4|\n|1|2|3|4|\n|1|2|w|w|\n|1|2|yes|yes|\n|1|2|2024-05-06|2024-05-06|\n";
        let document = crate::document::laws::parse(page);
        let table = &document.tables[0];
        let profile = Profile::of(table);
        let alike = |row: usize, columns: Range<usize>| {
            let cells: Vec<Cell> = columns.map(|column| table.rows[row].cells[column].clone()).collect();
            is_alike(&profile, &cells)
        };
        // The third and the fourth column have numbers seldom, and all else more seldom.
        assert_eq!([alike(3, 0..2), alike(3, 0..3), alike(3, 0..4)], [true, true, true]);
        let shifted: Vec<Cell> = [0, 2, 2, 3].map(|column| table.rows[3].cells[column].clone()).to_vec();
        assert!(!is_alike(&profile, &shifted), "one of four");
        assert!(is_alike(&profile, &[]));
    }
}
