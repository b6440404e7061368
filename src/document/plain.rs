//! Rows whose cells are what stands between their pipes, kept as places in the page: four bytes for each cell.
//!
//! Most rows of most tables, and nearly all of very long ones, are such. Nothing that [`reread`](super::reread) does can change them, which
//! is proved step by step; in doubt a table is read the long way. A row is plain here if
//!
//! * it has exactly as many cells as the header. So no cell is missing or surplus: `mend_row` and `part_joined_rows` look at rows with more
//!   cells only, and a row that goes on in the next line has fewer, or no pipe at its end where others have one;
//! * it has a pipe at its start, and one at its end, if the first row has, so that none differs from the others in that; and the header lacks one too
//!   where rows lack the one at their end alone, so that `find_rests` finds no line that goes on with another;
//! * it is one of several columns, or closed at both ends, so that `find_kinds` finds no prose;
//! * it is not one filled cell alone, so that `find_kinds` finds no section.
//!
//! A row whose first or last cell says nothing may be half of another one. [`find_refits`](super::refit) looks at the first [`MAX_ROWS`] such rows
//! of a table, at the row behind each, and at as many full rows to compare them with: here it is given these alone. If it finds a fault, no row is plain.
//!
//! What a reader sees in a cell depends on the cell and on the definitions of its page, so it can be read whenever it is asked for. Where few cells
//! have markup, they are read once and kept. It knows one table's lines. The tests hold it to the long way, on generated tables and on real pages.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::Reader;
use super::definitions::Definitions;
use super::inline::{Pipes, RichText, parse_inline};
use super::profile::{self, says_nothing};
use super::refit::{MAX_ROWS, find_refits};
use super::reread::Reading;
use super::row::{next_pipe, trim};
use super::simple;
use super::table::{Cell, Row, RowKind, Table};
use crate::source::{SourceId, Span};

/// The longest row that is plain, in bytes, so that its cells have short places.
const MAX_ROW: usize = (1 << 15) - 1;

/// The greatest number of cells with markup that are kept as they were read.
const MAX_KEPT: usize = 4_096;

/// The rows of a table that are all plain.
#[derive(Debug, Clone)]
pub struct PlainRows {
    text: Arc<String>,
    definitions: Arc<Definitions>,
    source: SourceId,
    width: usize,
    style: Style,
    /// The first byte of each row, and the byte behind it.
    rows: Vec<[u32; 2]>,
    /// The cells, row by row.
    cells: Vec<Place>,
    /// All cells with markup by their indexes, unless they are many.
    kept: Option<Vec<(usize, RichText)>>,
}

/// Whether the rows have a pipe before their first cell, and one behind their last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Style {
    leading_pipe: bool,
    trailing_pipe: bool,
}

impl Style {
    fn of(line: &[u8]) -> Self {
        let ends = |bytes: &[u8]| bytes.strip_suffix(b"|").is_some_and(|inner| !inner.ends_with(b"\\"));
        Self { leading_pipe: line.first() == Some(&b'|'), trailing_pipe: line.len() > 1 && ends(line) }
    }

    fn is_closed(self) -> bool {
        self.leading_pipe && self.trailing_pipe
    }
}

/// Where a cell stands in its row.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: u16,
    /// Twice the number of its bytes, and one more where there is markup in it.
    length: u16,
}

impl Place {
    fn new(cell: &Range<usize>, has_markup: bool) -> Option<Self> {
        let length = cell.len() * 2 + usize::from(has_markup);
        Some(Self { start: u16::try_from(cell.start).ok()?, length: u16::try_from(length).ok()? })
    }

    fn len(self) -> usize {
        usize::from(self.length >> 1)
    }

    fn has_markup(self) -> bool {
        self.length & 1 == 1
    }
}

/// A cell of a plain row.
#[derive(Debug, Clone, Copy)]
pub struct PlainCell<'p> {
    rows: &'p PlainRows,
    index: usize,
    span: Span,
    has_markup: bool,
}

impl<'p> PlainCell<'p> {
    /// What a reader sees in it, where that is what stands in the source byte for byte.
    pub fn verbatim(self) -> Option<&'p str> {
        (!self.has_markup).then(|| &self.rows.text[self.span.range()])
    }

    /// The same without the blanks around it, whatever Unicode takes for one, and where that stands; of blanks alone, where the cell does.
    pub fn trimmed(self) -> Option<(&'p str, Span)> {
        let text = self.verbatim()?;
        // As most texts do.
        let is_tight = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        if is_tight(text.as_bytes().first()) && is_tight(text.as_bytes().last()) {
            return Some((text, self.span));
        }
        let trimmed = text.trim();
        let start = self.span.start() + (text.len() - text.trim_start().len());
        let span = self.span.with_range(start..start + trimmed.len());
        Some((trimmed, if trimmed.is_empty() { self.span } else { span }))
    }

    /// Where it stands.
    pub fn span(self) -> Span {
        self.span
    }

    /// Whether nothing stands in it.
    pub fn is_blank(self) -> bool {
        self.span.start() == self.span.end()
    }

    /// What a reader sees in it.
    pub fn content(self) -> Cow<'p, RichText> {
        self.kept().map_or_else(|| Cow::Owned(self.read()), Cow::Borrowed)
    }

    /// The same, if it was kept.
    pub fn kept(self) -> Option<&'p RichText> {
        let kept = self.rows.kept.as_ref().filter(|_| self.has_markup)?;
        let at = kept.binary_search_by_key(&self.index, |(index, _)| *index).ok()?;
        Some(&kept[at].1)
    }

    fn read(self) -> RichText {
        if self.is_blank() {
            return RichText::default();
        }
        let line = self.span.range();
        parse_inline(&self.rows.text, std::slice::from_ref(&line), Pipes::Escaped, &self.rows.definitions)
    }

    /// Whether it is blank, or has a sign for nothing.
    fn says_nothing(self) -> bool {
        match self.verbatim() {
            Some(text) => says_nothing(text.trim()),
            None => says_nothing(self.content().text().trim()) && profile::is_blank(&self.to_cell()),
        }
    }

    fn to_cell(self) -> Cell {
        Cell { span: self.span, content: self.content().into_owned(), is_repeated: false }
    }
}

impl PlainRows {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether each has a pipe before its first cell.
    pub fn have_leading_pipes(&self) -> bool {
        self.style.leading_pipe && !self.is_empty()
    }

    /// Whether each has a pipe behind its last cell.
    pub fn have_trailing_pipes(&self) -> bool {
        self.style.trailing_pipe && !self.is_empty()
    }

    /// The place of a row.
    pub fn span(&self, row: usize) -> Span {
        let [start, end] = self.rows[row];
        Span::new(self.source, start as usize..end as usize)
    }

    /// The cells of a row, as many as the table has columns.
    pub fn cells(&self, row: usize) -> impl ExactSizeIterator<Item = PlainCell<'_>> + DoubleEndedIterator {
        (0..self.width).map(move |column| self.cell(row, column))
    }

    /// The cells of a column.
    pub fn column(&self, column: usize) -> impl Iterator<Item = PlainCell<'_>> {
        (0..self.len()).map(move |row| self.cell(row, column))
    }

    /// A cell by the numbers of its row and its column, from 0.
    pub fn cell(&self, row: usize, column: usize) -> PlainCell<'_> {
        let index = row * self.width + column;
        let place = self.cells[index];
        let start = self.rows[row][0] as usize + usize::from(place.start);
        let span = Span::new(self.source, start..start + place.len());
        PlainCell { rows: self, index, span, has_markup: place.has_markup() }
    }

    /// Whether the cells with markup are kept as they were read.
    pub fn keeps_contents(&self) -> bool {
        self.kept.is_some()
    }

    /// The rows with all that a row has, made one by one.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        (0..self.len()).map(|row| self.row(row))
    }

    fn row(&self, row: usize) -> Row {
        Row {
            kind: RowKind::Data,
            reading: Reading::AsWritten,
            cells: self.cells(row).map(PlainCell::to_cell).collect(),
            span: self.span(row),
            leading_pipe: self.style.leading_pipe,
            trailing_pipe: self.style.trailing_pipe,
            refit: None,
        }
    }

    /// Reads the cells with markup, unless they are many.
    fn keep_contents(&mut self) {
        let cells = self.cells.iter().enumerate();
        let mut rich = cells.filter(|(_, place)| place.has_markup()).map(|(index, _)| index);
        let few: Vec<usize> = rich.by_ref().take(MAX_KEPT).collect();
        if rich.next().is_none() {
            let content = |index: usize| (index, self.cell(index / self.width, index % self.width).read());
            self.kept = Some(few.into_iter().map(content).collect());
        }
    }
}

/// The rows of a table whose header is read, if all of its lines are plain rows.
pub(super) fn read_rows(reader: &Reader<'_>, table: &Table, lines: &[Range<usize>]) -> Option<PlainRows> {
    if u32::try_from(reader.text.len()).is_err() {
        return None;
    }
    let style = Style::of(lines.first().map_or(b"||", |line| without_end(&reader.text.as_bytes()[line.clone()])));
    // Below a header between pipes a row without its last one may go on in the next line (`rest.rs`).
    let may_go_on =
        !style.trailing_pipe && style.leading_pipe && table.header.leading_pipe && table.header.trailing_pipe;
    if table.width() < 2 && !style.is_closed() || may_go_on {
        return None;
    }
    let plain = PlainRows {
        text: reader.sources.file(reader.source).shared_text(),
        definitions: Arc::clone(&reader.definitions),
        source: reader.source,
        width: table.width(),
        style,
        rows: Vec::with_capacity(lines.len()),
        cells: Vec::with_capacity(lines.len() * table.width()),
        kept: None,
    };
    let mut scan = Scan { text: reader.text, plain };
    lines.iter().try_for_each(|line| scan.line(line.clone()))?;
    let mut plain = scan.plain;
    plain.keep_contents();
    has_no_fault(reader, table, &plain).then_some(plain)
}

/// Whether the rows of which the first or the last cell says nothing are whole for all that.
fn has_no_fault(reader: &Reader<'_>, table: &Table, plain: &PlainRows) -> bool {
    let last = plain.len();
    if table.width() < 2 {
        return true;
    }
    let mut open = (0..last)
        .filter(|&row| plain.cell(row, 0).says_nothing() || plain.cell(row, plain.width - 1).says_nothing())
        .peekable();
    if open.peek().is_none() {
        return true;
    }
    let mut rows: BTreeSet<usize> = (0..last.min(profile::MAX_ROWS)).collect();
    rows.extend(open.take(MAX_ROWS).flat_map(|row| [row, row + 1]).filter(|&row| row < last));
    let mut sample = Table { rows: rows.into_iter().map(|row| plain.row(row)).collect(), ..table.clone() };
    find_refits(reader, &mut sample);
    sample.rows.iter().all(|row| row.refit.is_none())
}

/// Looks for the cells of lines.
struct Scan<'s> {
    text: &'s str,
    plain: PlainRows,
}

impl Scan<'_> {
    /// Takes a line in, if it is a plain row.
    fn line(&mut self, line: Range<usize>) -> Option<()> {
        let bytes = without_end(&self.text.as_bytes()[line.clone()]);
        let style = self.plain.style;
        if bytes.len() > MAX_ROW || Style::of(bytes) != style {
            return None;
        }
        let first = self.plain.cells.len();
        let mut start = usize::from(style.leading_pipe);
        loop {
            let rest = &bytes[start..];
            let stop = rest.iter().position(|&byte| STOPS[usize::from(byte)]).unwrap_or(rest.len());
            let has_stop = rest.get(stop).is_some_and(|&byte| byte != b'|');
            let pipe = if has_stop { next_pipe(rest, stop) } else { Some(stop).filter(|&stop| stop < rest.len()) };
            let cell = trim(bytes, start..start + pipe.unwrap_or(rest.len()));
            let has_markup = has_stop && self.has_markup(line.start + cell.start..line.start + cell.end)?;
            self.plain.cells.push(Place::new(&cell, has_markup)?);
            start += pipe.unwrap_or(rest.len()) + 1;
            if pipe.is_none() || start == bytes.len() {
                break;
            }
        }
        self.end_row(line.start..line.start + bytes.len(), first)
    }

    /// Whether there may be more in a cell than text; `None` for blanks that are some in one place and not in another (`row.rs`).
    fn has_markup(&self, cell: Range<usize>) -> Option<bool> {
        let is_odd = memchr::memchr2(0x0B, 0x0C, self.text[cell.clone()].as_bytes()).is_some();
        (!is_odd).then(|| !simple::is_verbatim(self.text, cell))
    }

    fn end_row(&mut self, place: Range<usize>, first: usize) -> Option<()> {
        let cells = &self.plain.cells[first..];
        if cells.len() != self.plain.width {
            return None;
        }
        let is_blank = |place: &Place| place.len() == 0;
        if cells.len() > 1 && !is_blank(&cells[0]) && cells[1..].iter().all(is_blank) {
            return None;
        }
        self.plain.rows.push([u32::try_from(place.start).ok()?, u32::try_from(place.end).ok()?]);
        Some(())
    }
}

/// A line without the blanks behind it. Others than spaces and tabs are a part of a cell without a pipe behind it (`row.rs`).
fn without_end(line: &[u8]) -> &[u8] {
    let end = line.iter().rposition(|byte| !matches!(byte, b' ' | b'\t')).map_or(0, |last| last + 1);
    &line[..end]
}

/// The bytes at which a scan stops: pipes, and those that may be more than text.
const STOPS: [bool; 256] = {
    let mut stops = simple::MAY_MATTER;
    stops[b'|' as usize] = true;
    stops
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Document, Table};
    use crate::document::block::generated_documents;
    use crate::document::laws::plain_rows_are_what_they_seem as check;
    use crate::source::SourceMap;

    /// A page's tables with rows that are kept as places.
    fn tables(text: &str) -> Vec<Table> {
        let mut sources = SourceMap::new();
        let page = sources.add("page.md", text);
        Document::parse_tables(&sources, page).tables
    }

    #[test]
    fn plain_tables_are_told_from_others() {
        let head = "| a | b |\n|---|---|\n";
        let is_plain = |rows: &str| check(&format!("{head}{rows}\n")) == 1;
        for rows in [
            "",
            "| 1 | 2 |",
            "|1|2|\r\n|3|4|  \r\n",
            "|\t1 |\t2\t|",
            "| `x` | [y](z) |",
            "| a_b | w: c |",
            "| é | ü |",
            "|  | 2 |",
            "| 1 | - |",
            "| | |",
            "> | 1 | 2 |",
            "| a \\| b | 2 |",
            "| _a_ | <b>c</b> |",
            "| [a] | https://e.example |",
            "| `x\\|y` | 2 |",
            "| `x | y` |",
        ] {
            assert!(is_plain(rows), "{rows:?}");
        }
        for rows in ["1 | 2", "1 | 2\n3 | 4  ", "1 | 2 |\n3 | 4 |", "1 | `2`\n_3_ | 4\\|", "1 \\| 1 | 2"] {
            assert!(is_plain(rows), "{rows:?}");
        }
        for rows in [
            "| 1 | 2",
            "| 1 | 2 \\|",
            "| 1 | 2\n| 3 | 4 |",
            "1 | 2\n3 | 4 |",
            "1 | 2\n| 3 | 4",
            "1 | 2\u{c}",
            "1 | 2 \u{b}",
            "1 | ",
            "1",
            "1 | 2\n3",
            "| 1 |",
            "| 1 | 2 | 3 |",
            "| 1 | |",
            "| 1 | 2 |\u{b}",
            "|\u{b}1 | 2 |",
            "text",
        ] {
            assert!(!is_plain(rows), "{rows:?}");
        }
        assert_eq!(check(&format!("> {}> | 1 | 2 |\n", head.replace("\n|", "\n> |"))), 1);
        assert_eq!(check("| a | b\n|---|---\n| 1 | `2\n| `3 | 4"), 1);
        assert_eq!(check("|a|\n|-|\n|1|\n||\n|2|\n"), 1);
        assert_eq!([check("a\n:-\n1\n2\n"), check("|a|\n|-|\n|1\n|2\n"), check("|a|\n|-|\n1|\n2|\n")], [0, 0, 0]);
    }

    #[test]
    fn a_row_beyond_the_compared_ones_may_be_half_of_another() {
        let rows = |count: usize| (0..count).map(|row| format!("| s{row} | {row} | yes |\n")).collect::<String>();
        let page = |first: usize, then: &str| {
            format!("| a | b | c |\n|---|---|---|\n{}{then}{}", rows(first), rows(1_500 - first))
        };
        let halves = "| | Metz | 57 |\n";
        assert_eq!(check(&page(1_200, "")), 1);
        for first in [0, 10, 998, 999, 1_000, 1_001, 1_200, 1_500] {
            check(&page(first, halves));
            check(&page(first, "| - | 57 | yes |\n| Metz | - | no |\n"));
        }
        assert_eq!(check(&page(1_200, "| s | 57 | - |\n")), 1);
        assert_eq!(check(&page(1_200, halves)), 0);
    }

    #[test]
    fn many_cells_with_markup_are_read_when_they_are_asked_for() {
        for (rows, is_kept) in [(super::MAX_KEPT / 2, true), (super::MAX_KEPT / 2 + 1, false)] {
            let text: String = (0..rows).map(|row| format!("| `{row}` | [{row}] |\n")).collect();
            let page = format!("| a | b |\n|---|---|\n{text}\n[7]: https://e.example/seven\n");
            assert_eq!(check(&page), 1);
            let short = tables(&page);
            let plain = short[0].rows.plain().expect("it is plain");
            assert_eq!(plain.keeps_contents(), is_kept);
            assert_eq!(plain.cell(7, 1).content().links()[0].url, "https://e.example/seven");
        }
    }

    #[test]
    fn generated_documents_read_alike() {
        let plain: usize = generated_documents(20_000).map(|text| check(&text)).sum();
        assert!(plain > 500, "only {plain} tables are plain");
    }

    #[test]
    fn real_pages_read_alike() {
        let Some(pages) = crate::source::real_pages() else { return };
        let (mut plain, mut all) = (0, 0);
        for text in pages {
            plain += check(&text);
            all += tables(&text).len();
        }
        assert!(plain * 3 > all, "{plain} of {all} tables are plain");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn tables_read_alike(rows in proptest::collection::vec(r"\|([a1é _*`w:\-|\t\\]|yes|n/a|`a`|\[b\]\(c\)| \| | \| ){0,12}\|?", 1..6)) {
            check(&format!("|h|i|j|\n|-|-|-|\n{}\n", rows.join("\n")));
        }
    }

    #[test]
    fn the_pipes_of_a_line_are_its_style() {
        let style = |line: &str| {
            let style = super::Style::of(line.as_bytes());
            (style.leading_pipe, style.trailing_pipe, style.is_closed())
        };
        let found = ["|a|", "|a", "a|", "a", "|", "||", "", r"|a\|", r"a\|"].map(style);
        let (both, first, last, none) =
            ((true, true, true), (true, false, false), (false, true, false), (false, false, false));
        assert_eq!(found, [both, first, last, none, first, both, none, first, none]);
        let ends = ["a ", "a \t", " ", "", "a\u{b}"].map(|line| super::without_end(line.as_bytes()).len());
        assert_eq!(ends, [1, 1, 0, 0, 2]);
    }

    #[test]
    fn a_place_is_short() {
        let place = |range: std::ops::Range<usize>, has_markup: bool| {
            super::Place::new(&range, has_markup).map(|place| (place.start, place.len(), place.has_markup()))
        };
        assert_eq!(
            [place(3..5, false), place(3..5, true), place(4..4, false)],
            [Some((3, 2, false)), Some((3, 2, true)), Some((4, 0, false))]
        );
        assert_eq!([place(65_535..65_535, true), place(65_536..65_536, true)], [Some((65_535, 0, true)), None]);
        assert_eq!([place(0..32_767, true), place(0..32_768, false)], [Some((0, 32_767, true)), None]);
    }
}
