//! Another way to read a row whose cells do not fit the columns of its table, and what its line would then be.
//!
//! It proposes and changes nothing: a reader of the table goes on with the row as it stands. Each way is told from what the
//! columns usually hold. Another fault of this kind is a variant of [`RefitFault`] and one more step of [`find_refits`].

use std::ops::Range;

use super::Reader;
use super::inline::{Pipes, RichText};
use super::profile::{Column, Fit, Profile, Shape, is_blank, shape_of};
use super::realign::{best_way, is_balanced, join_of, realign_row};
use super::reread::Reading;
use super::rest::put_together;
use super::table::{Cell, Row, RowKind, Table, read_cell};
use crate::source::Span;

/// A row as it would be read if its fault were mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refit {
    /// What is wrong.
    pub fault: RefitFault,
    /// Whether no other way is likely.
    pub is_certain: bool,
    /// One cell for each column.
    pub cells: Vec<Cell>,
    /// What to replace: the row, and for a cut one the next line.
    pub span: Span,
    /// What would stand there.
    pub text: String,
}

/// What is wrong with the cells of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefitFault {
    /// An empty cell is missing or one too many, and the cells behind it stand in the columns beside theirs.
    Shifted,
    /// A pipe that belongs to a text parts it.
    Parted,
    /// Two records may stand on one line.
    Joined,
    /// The record goes on in the next line, which is a row of its own or none.
    Cut {
        /// Whether the next line is read as a record.
        is_record: bool,
    },
}

/// The rows of a table for which another way is sought, which takes a while.
pub(super) const MAX_ROWS: usize = 200;

/// Looks for another way to read each row that does not fit.
pub(super) fn find_refits(reader: &Reader<'_>, table: &mut Table) {
    let width = table.width();
    let style = Style::of(table);
    let may_be_cut = style.closes_rows || table.rows.iter().any(|row| row.reading == Reading::Rest);
    let is_odd = |row: &Row| row.kind == RowKind::Data && (row.cells.len() != width || has_open_end(row, may_be_cut));
    if width < 2 || !table.rows.iter().any(is_odd) {
        return;
    }
    let profile = Profile::of(table);
    let finder = Finder { reader, profile: &profile, width, style };
    let odd: Vec<usize> = (0..table.rows.len()).filter(|&index| is_odd(&table.rows[index])).take(MAX_ROWS).collect();
    let mut found: Vec<(usize, Refit)> = Vec::new();
    for index in odd {
        let (row, next) = (&table.rows[index], table.rows.get(index + 1));
        if found.last().is_some_and(|(_, refit)| refit.span.end() >= row.span.end()) {
            continue;
        }
        let cut = put_together(reader, table, index).or_else(|| finder.cut(row, next));
        let refit = match row.cells.len() == width {
            true => cut.or_else(|| finder.shifted_whole(row)),
            false => cut.or_else(|| finder.joined(row)).or_else(|| finder.shifted(row)),
        };
        found.extend(refit.map(|refit| (index, refit)));
    }
    for (index, refit) in found {
        table.rows[index].refit = Some(Box::new(refit));
    }
}

/// Whether nothing stands in the first cell or the last, or no pipe behind it in a table whose rows may be cut: in one that closes no row, and of whose
/// lines none goes on with another, a row with all of its cells is no part of one.
fn has_open_end(row: &Row, may_be_cut: bool) -> bool {
    !row.trailing_pipe && may_be_cut
        || row.cells.first().is_some_and(is_blank)
        || row.cells.last().is_some_and(is_blank)
}

/// Whether most rows of a table have their first pipe, and their last one.
#[derive(Clone, Copy)]
struct Style {
    opens_rows: bool,
    closes_rows: bool,
}

impl Style {
    fn of(table: &Table) -> Self {
        let records = || table.rows.iter().filter(|row| row.kind == RowKind::Data);
        let most = |has: fn(&&Row) -> bool| records().filter(has).count() * 2 > records().count();
        Self { opens_rows: most(|row| row.leading_pipe), closes_rows: table.closes_rows() }
    }
}

struct Finder<'f> {
    reader: &'f Reader<'f>,
    profile: &'f Profile<'f>,
    width: usize,
    style: Style,
}

impl Finder<'_> {
    /// A row with a cell too many or too few.
    fn shifted(&self, row: &Row) -> Option<Refit> {
        // With one of its two pipes it looks like a part of a row.
        let is_part = self.style.opens_rows && self.style.closes_rows && row.leading_pipe != row.trailing_pipe;
        if is_part || !matches!(row.reading, Reading::AsWritten | Reading::PipesInCode(_)) {
            return None;
        }
        if let Some(columns) = self.tight(row) {
            return Some(self.laid(row, &columns, true));
        }
        let is_plain = |columns: &[Range<usize>]| columns.iter().enumerate().all(|(at, cells)| *cells == (at..at + 1));
        let found = realign_row(self.profile, row).filter(|found| !is_plain(&found.columns))?;
        let is_certain = match found.columns.iter().find(|cells| cells.len() > 1) {
            Some(_) => self.profile.is_known() && self.must_be_one(row, &found.columns),
            None => found.is_certain || self.profile.is_known() && self.has_empty_cell_too_many(row, &found.columns),
        };
        Some(self.laid(row, &found.columns, is_certain))
    }

    /// Whether the row has an empty cell too many: the only one it has, or one with which it does not fit.
    fn has_empty_cell_too_many(&self, row: &Row, columns: &[Range<usize>]) -> bool {
        let is_laid = |cell: usize| columns.iter().any(|cells| cells.contains(&cell));
        let blank: Vec<usize> = (0..row.cells.len()).filter(|&cell| row.cells[cell].is_blank()).collect();
        let are_blank = (0..row.cells.len()).all(|cell| is_laid(cell) || row.cells[cell].is_blank());
        let is_only =
            matches!(blank.as_slice(), [one] if !self.profile.columns.get(*one).is_some_and(Column::is_often_blank));
        let is_odd = is_only || misfits(self.profile, &row.cells) >= LEAST_MISFITS;
        row.cells.len() > self.width && are_blank && is_odd
    }

    /// The cells of a row with as many pipes too many as have no blank beside them, put together at these, if they fit so.
    fn tight(&self, row: &Row) -> Option<Vec<Range<usize>>> {
        let surplus = row.cells.len().checked_sub(self.width).filter(|&surplus| surplus > 0)?;
        let pieces = self.pieces(row);
        let is_tight = |cell: usize| cell > 0 && is_tight(pieces[cell - 1], pieces[cell]);
        let tight: Vec<bool> = (0..pieces.len()).map(is_tight).collect();
        let is_loose = |cell: usize| pieces[cell - 1].ends_with(' ') && pieces[cell].starts_with(' ');
        let are_loose = (1..pieces.len()).all(|cell| tight[cell] || is_loose(cell));
        if tight.iter().filter(|is_tight| **is_tight).count() != surplus || !are_loose || !self.profile.is_known() {
            return None;
        }
        let mut columns: Vec<Range<usize>> = Vec::with_capacity(self.width);
        for (cell, is_tight) in tight.into_iter().enumerate() {
            match columns.last_mut().filter(|_| is_tight) {
                Some(last) => last.end = cell + 1,
                None => columns.push(cell..cell + 1),
            }
        }
        let cells = self.cells(row, &columns);
        (misfits(self.profile, &cells) == 0).then_some(columns)
    }

    /// Whether nothing but a text would have such a pipe: it touches what stands before and behind it, as no other pipe of the row does,
    /// or it parts a pair of brackets.
    fn must_be_one(&self, row: &Row, columns: &[Range<usize>]) -> bool {
        let pieces = self.pieces(row);
        let is_inner = |cell: usize| columns.iter().any(|cells| cells.start < cell && cell < cells.end);
        let (inner, outer): (Vec<usize>, Vec<usize>) = (1..pieces.len()).partition(|&cell| is_inner(cell));
        let is_tight = |cell: &usize| is_tight(pieces[cell - 1], pieces[*cell]);
        let is_parted = |cells: &Range<usize>| {
            let parts = || row.cells[cells.clone()].iter().map(|cell| cell.content.text());
            parts().any(|part| !is_balanced(part)) && is_balanced(&parts().collect::<Vec<_>>().join("|"))
        };
        let several = || columns.iter().filter(|cells| cells.len() > 1);
        several().all(is_parted) || (inner.iter().all(is_tight) && !outer.iter().any(is_tight))
    }

    /// A row with as many cells as there are columns, of which one at an end is empty and the others stand beside their columns.
    fn shifted_whole(&self, row: &Row) -> Option<Refit> {
        if !row.cells.first().is_some_and(is_blank) && !row.cells.last().is_some_and(is_blank) {
            return None;
        }
        let profile = self.profile.without(row);
        if !profile.is_known() || row.reading == Reading::Rest || misfits(&profile, &row.cells) < LEAST_MISFITS {
            return None;
        }
        let last = self.width - 1;
        let is_blank = |cell: usize| is_blank(&row.cells[cell]);
        let mut found = [last, 0].into_iter().filter(|&end| is_blank(end)).filter_map(|end| {
            let kept: Vec<usize> = (0..self.width).filter(|&cell| cell != end).collect();
            let cells = kept.iter().map(|&cell| row.cells[cell].clone()).collect();
            let way = best_way(&profile, &Row { cells, ..row.clone() })?;
            let place = |range: &Range<usize>| match range.is_empty() {
                true => 0..0,
                false => kept[range.start]..kept[range.end - 1] + 1,
            };
            let columns: Vec<Range<usize>> = way.columns.iter().map(place).collect();
            let is_new = columns.iter().enumerate().any(|(column, cells)| *cells != (column..column + 1));
            is_new.then_some((columns, way.is_certain))
        });
        let (columns, is_certain) = found.next()?;
        let is_only = found.next().is_none();
        Some(self.laid(row, &columns, is_certain && is_only))
    }

    /// Two records that may stand on one line.
    fn joined(&self, row: &Row) -> Option<Refit> {
        let join = join_of(self.profile, row).filter(|_| row.reading == Reading::AsWritten)?;
        let (first, second) = (row.cells[self.width - 1].span.end(), row.cells[join.second].span.start());
        let (start, end) = (row.span.start(), row.span.end());
        let text = &self.reader.text;
        let text = format!("{} |{}| {}", &text[start..first], self.line_end(row), &text[second..end]);
        let cells = row.cells[..self.width].to_vec();
        // An empty cell between two records is what two pipes between them make.
        let halves = [&row.cells[..self.width], &row.cells[join.second..]];
        let are_closed = row.cells.iter().all(|cell| is_balanced(cell.content.text()));
        let are_records = halves.iter().all(|cells| misfits(self.profile, cells) == 0);
        let is_seen = self.profile.is_known() && are_records;
        // Nobody writes two pipes with nothing between for an empty cell where the rows have theirs at both ends.
        let has_pipes = self.style.opens_rows && self.style.closes_rows && row.leading_pipe && row.trailing_pipe;
        let is_joint = has_pipes && self.reader.text[first..second].trim() == "||";
        let is_certain = join.second > self.width && are_closed && (is_seen || is_joint);
        Some(Refit { fault: RefitFault::Joined, is_certain, cells, span: row.span, text })
    }

    /// The line end of a row; of the last one of a page, which may have none, that of the row above.
    fn line_end(&self, row: &Row) -> &'static str {
        let (before, after) = (&self.reader.text[..row.span.start()], &self.reader.text[row.span.end()..]);
        let is_double = after.trim_start_matches([' ', '\t']).starts_with("\r\n")
            || before.trim_end_matches([' ', '\t']).ends_with("\r\n");
        if is_double { "\r\n" } else { "\n" }
    }

    /// A row that goes on in the next line.
    fn cut(&self, row: &Row, next: Option<&Row>) -> Option<Refit> {
        let next = next.filter(|next| next.kind != RowKind::Section && !next.cells.is_empty())?;
        let has_end = row.trailing_pipe;
        let is_open = self.style.closes_rows && !has_end && self.style.opens_rows && !next.leading_pipe;
        let is_closed = next.trailing_pipe || !self.style.closes_rows;
        let count = row.cells.len() + next.cells.len();
        let breaks_cell = count == self.width + 1 && is_open;
        let breaks_row = count == self.width && row.cells.len() < self.width;
        if !(breaks_cell || breaks_row) || !is_closed || row.reading != Reading::AsWritten {
            return None;
        }
        let cells = if breaks_cell { self.mended(row, next) } else { [&row.cells[..], &next.cells[..]].concat() };
        let fits = misfits(self.profile, &cells) == 0;
        // A row that has its pipes is one of its own, unless it cannot be.
        let is_none = is_open || (self.profile.is_known() && misfits(self.profile, &next.cells) > 0);
        if !fits || !is_none {
            return None;
        }
        let text = &self.reader.text;
        let (first, second) = (text[row.span.range()].trim_end(), text[next.span.range()].trim_start());
        let second = if next.leading_pipe { second[1..].trim_start() } else { second };
        let between = if breaks_cell || has_end { " " } else { " | " };
        let fault = RefitFault::Cut { is_record: next.kind == RowKind::Data };
        let is_certain = self.profile.is_known();
        let text = format!("{first}{between}{second}");
        Some(Refit { fault, is_certain, cells, span: row.span.to(next.span), text })
    }

    /// The cells of two lines, of which the last one and the first one are one.
    fn mended(&self, row: &Row, next: &Row) -> Vec<Cell> {
        let last = row.cells.len() - 1;
        let (head, tail) = (&row.cells[last], &next.cells[0]);
        let content = self.reader.inline(&[head.span.range(), tail.span.range()], Pipes::Escaped);
        let one = Cell { span: head.span.to(tail.span), content, is_repeated: false };
        row.cells[..last].iter().cloned().chain([one]).chain(next.cells[1..].iter().cloned()).collect()
    }

    /// Whether a row so laid would have no first cell, though each row of the table has one and no pipe tells of it: what names the row is lost
    /// then, and no empty cell.
    fn lacks_name(&self, row: &Row, columns: &[Range<usize>]) -> bool {
        let is_told = row.leading_pipe && !self.style.opens_rows;
        columns[0].is_empty() && !self.profile.columns[0].has_blank() && !is_told
    }

    /// A row whose cells are laid over the columns in another way.
    fn laid(&self, row: &Row, columns: &[Range<usize>], is_certain: bool) -> Refit {
        let is_certain = is_certain && !self.lacks_name(row, columns);
        let is_parted = columns.iter().any(|cells| cells.len() > 1);
        let fault = if is_parted { RefitFault::Parted } else { RefitFault::Shifted };
        let text = self.line(row, columns);
        Refit { fault, is_certain, cells: self.cells(row, columns), span: row.span, text }
    }

    fn cells(&self, row: &Row, columns: &[Range<usize>]) -> Vec<Cell> {
        let mut end = row.cells.first().map_or(row.span.start(), |cell| cell.span.start());
        let mut cells = Vec::with_capacity(columns.len());
        for range in columns {
            let cell = match &row.cells[range.clone()] {
                [] => Cell { span: self.reader.span(end..end), content: RichText::default(), is_repeated: false },
                [one] => one.clone(),
                [first, .., last] => read_cell(self.reader, first.span.start()..last.span.end()),
            };
            end = cell.span.end();
            cells.push(cell);
        }
        cells
    }

    /// The line of a row whose cells are laid over the columns.
    fn line(&self, row: &Row, columns: &[Range<usize>]) -> String {
        let pieces = self.pieces(row);
        let is_padded = pieces.iter().any(|piece| piece.starts_with(' '));
        let blank = if is_padded { " " } else { "" };
        let opens = row.leading_pipe || self.style.opens_rows || columns[0].is_empty();
        let closes = row.trailing_pipe || self.style.closes_rows;
        let mut line = if opens { "|" } else { "" }.to_owned();
        for (column, range) in columns.iter().enumerate() {
            // What stood at the start of the line has no blank before it.
            if opens && !row.leading_pipe && is_padded && range.start == 0 && !range.is_empty() {
                line.push(' ');
            }
            match &pieces[range.clone()] {
                [] => line.push_str(blank),
                [one] => line.push_str(one),
                several => line.push_str(&several.join("\\|")),
            }
            let is_last = column + 1 == columns.len();
            if is_last && !closes && !range.is_empty() {
                return line.trim_end().to_owned();
            }
            if is_padded && !line.ends_with(' ') {
                line.push(' ');
            }
            line.push('|');
        }
        line
    }

    /// The source of each cell with the blanks around it.
    fn pieces(&self, row: &Row) -> Vec<&str> {
        let mut start = row.span.start() + usize::from(row.leading_pipe);
        let mut pieces = Vec::with_capacity(row.cells.len());
        for cell in &row.cells {
            let from = cell.span.end().max(start);
            let end = self.reader.text[from..row.span.end()].find('|').map_or(row.span.end(), |at| from + at);
            pieces.push(&self.reader.text[start..end]);
            start = (end + 1).min(row.span.end());
        }
        pieces
    }
}

/// Whether a pipe has no blank beside it.
fn is_tight(before: &str, after: &str) -> bool {
    let is_text = |character: char| !matches!(character, ' ' | '\t');
    before.ends_with(is_text) && after.starts_with(is_text)
}

/// So many cells that look like nothing in their column are no chance.
const LEAST_MISFITS: usize = 2;

/// The filled cells that look like nothing in their column.
fn misfits(profile: &Profile<'_>, cells: &[Cell]) -> usize {
    let is_misfit = |(cell, column): &(&Cell, &Column<'_>)| {
        let shape = shape_of(cell);
        shape != Shape::Blank && column.fit(shape, cell.content.text()) == Fit::Never
    };
    cells.iter().zip(&profile.columns).filter(is_misfit).count()
}

#[cfg(test)]
mod tests {
    use crate::document::Document;
    use crate::source::SourceMap;

    const TOWNS: &str = "\
|town|code|open|since|
|-|-|-|-|
| Lyon | 69 | yes | 2001-02-03 |
| Nice | 6 | no | 2001-02-04 |
| Brest | 29 | yes | 2001-02-05 |
| Metz | 57 | no | 2001-02-06 |
";

    /// The refit of the fifth row: what would stand in its place, and the texts of the cells.
    #[track_caller]
    fn check(row: &str, expected: &str) {
        let mut sources = SourceMap::new();
        let id = sources.add("page.md", format!("{TOWNS}{row}\n"));
        let document = Document::parse(&sources, id);
        let row = &document.tables[0].rows[4];
        let shown = row.refit.as_ref().map_or("none".to_owned(), |refit| {
            let cells: Vec<&str> = refit.cells.iter().map(|cell| cell.content.text()).collect();
            format!("{}{} <{}>", if refit.is_certain { "!" } else { "" }, refit.text, cells.join("><"))
        });
        assert_eq!(shown, expected, "{row:?}");
    }

    #[test]
    fn a_shifted_row_gets_its_empty_cell() {
        check("| Pau | yes | 2001-02-07 |", "!| Pau | | yes | 2001-02-07 | <Pau><><yes><2001-02-07>");
        check("|Pau|yes|2001-02-07|", "!|Pau||yes|2001-02-07| <Pau><><yes><2001-02-07>");
        check("| | Pau | 64 | yes |", "!| Pau | 64 | yes | | <Pau><64><yes><>");
        check("| Pau | | 64 | yes | 2001-02-07 |", "!| Pau | 64 | yes | 2001-02-07 | <Pau><64><yes><2001-02-07>");
    }

    #[test]
    fn a_row_that_lost_its_name_is_no_shifted_one() {
        check("| 64 | yes | 2001-02-07 |", "| | 64 | yes | 2001-02-07 | <><64><yes><2001-02-07>");
        check("| 64 | yes | 2001-02-07 | |", "| | 64 | yes | 2001-02-07 | <><64><yes><2001-02-07>");
    }

    #[test]
    fn a_row_that_fits_has_no_other_way() {
        check("| Pau | 64 | yes | |", "none");
        check("| Pau | | | |", "none");
        check("| Pau | 64 |", "none");
        check("| | 64 | yes | 2001-02-07 |", "none");
    }

    #[test]
    fn a_cut_row_goes_on_in_the_next_line() {
        check("| Pau | 64\nyes | 2001-02-07 |", "!| Pau | 64 | yes | 2001-02-07 | <Pau><64><yes><2001-02-07>");
        check(
            "| Port\nVendres | 64 | yes | 2001-02-07 |",
            "!| Port Vendres | 64 | yes | 2001-02-07 | <Port Vendres><64><yes><2001-02-07>",
        );
        check("| Pau | 64 |\n| yes | 2001-02-07 |", "!| Pau | 64 | yes | 2001-02-07 | <Pau><64><yes><2001-02-07>");
        check("| Pau | 64 |\n| Nay | 64 |", "none");
    }
}
