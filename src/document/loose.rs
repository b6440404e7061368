//! Tables that GitHub shows as text, because a cell of the delimiter row is missing, one too many, or broken.
//!
//! They are read from paragraphs alone, never from code, by the rules of [`LooseFault`]. This module must not know what a
//! table means, nor touch what GFM takes for one. Another kind of such a table is a variant of [`LooseFault`], a
//! function beside `with_delimiter_row`, and its words in `inspect.rs`.

use std::collections::HashMap;
use std::ops::Range;

use super::Reader;
use super::block::{Block, BlockKind, HtmlKind};
use super::code_pipe::mend_row;
use super::inline::{RichText, SegmentKind};
use super::profile::{Column, Fit, Shape, shape_of};
use super::reread::{Reading, reread};
use super::row::{Alignment, alignment, count_cells, parse_delimiter_row, split_row};
use super::table::{Cell, Row, RowKind, Table, TableKind, read_row};
use crate::source::Span;

/// Why GitHub shows the lines of a table as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LooseFault {
    /// The header row and the delimiter row below it have not the same number of cells.
    CellCounts {
        /// Those of the header row.
        header: usize,
        /// Those of the delimiter row.
        delimiter: usize,
    },
    /// No header row stands above the delimiter row.
    NoHeader,
    /// A blank line stands between the header row and the delimiter row.
    PartedHeader,
    /// No delimiter row stands below the first row, which is the header row.
    NoDelimiter,
    /// Neither a header row nor a delimiter row stands above the records.
    NeitherRow,
    /// One cell of the delimiter row is none; here is what breaks it.
    BrokenDelimiter(Span),
    /// The delimiter row is one, but it stands in the wrong column of the page, or below another one that does not fit.
    MisplacedDelimiter,
    /// A line of one pipe, which stands here, ends the table above, whose header is theirs.
    CutOff(Span),
    /// A blank line, which stands here, ends the table above, whose header is theirs.
    PartedRows(Span),
}

/// The rows without a delimiter row that it takes to see a table in them.
const MIN_ROWS: usize = 3;
/// The line ends between a header row and its delimiter row.
const MAX_GAP: usize = 4;

/// Whether a block holds a table.
pub(super) fn is_table(reader: &Reader<'_>, block: usize) -> bool {
    !read_tables(reader, block, None).is_empty()
}

/// The tables of a paragraph.
pub(super) fn read_tables(reader: &Reader<'_>, block: usize, heading: Option<usize>) -> Vec<Table> {
    let lines = &reader.blocks.blocks[block].lines;
    let paragraph = Paragraph { reader, block, lines, heading };
    let mut tables = Vec::new();
    let mut at = 0;
    if !paragraph.has_pipes() || paragraph.is_drawing() {
        return tables;
    }
    while at < lines.len() {
        let found = paragraph
            .cut_off(at)
            .or_else(|| paragraph.parted_rows(at))
            .or_else(|| paragraph.with_delimiter_row(at))
            .or_else(|| paragraph.without_header(at))
            .or_else(|| paragraph.without_delimiter_row(at));
        at = match found {
            Some((table, end)) => {
                tables.push(table);
                end
            }
            None => at + 1,
        };
    }
    tables
}

/// A paragraph whose lines may be rows.
struct Paragraph<'p, 'd> {
    reader: &'p Reader<'d>,
    block: usize,
    lines: &'p [Range<usize>],
    heading: Option<usize>,
}

/// What a table is made of, but for its rows.
struct Head {
    fault: LooseFault,
    header: Row,
    delimiter: Range<usize>,
    alignments: Vec<Alignment>,
}

impl Paragraph<'_, '_> {
    fn text(&self, line: usize) -> &str {
        &self.reader.text[self.lines[line].clone()]
    }

    /// Whether there can be a table, before its lines are looked at: a row and its delimiter row both have pipes, and a row alone starts with one.
    fn has_pipes(&self) -> bool {
        let whole = &self.reader.text.as_bytes()[self.reader.blocks.blocks[self.block].range.clone()];
        let has_pipe = |line: &Range<usize>| self.reader.text.as_bytes()[line.clone()].contains(&b'|');
        let may_be_parted = whole.first() == Some(&b'|');
        memchr::memchr(b'|', whole).is_some()
            && (may_be_parted || self.lines.iter().filter(|line| has_pipe(line)).nth(1).is_some())
    }

    /// A frame of `+--+` around the cells: a drawing, or another language's table.
    fn is_drawing(&self) -> bool {
        (0..self.lines.len()).any(|line| self.text(line).trim_start().starts_with("+-"))
    }

    /// A header row with a delimiter row below it that GFM does not take for one.
    fn with_delimiter_row(&self, at: usize) -> Option<(Table, usize)> {
        let below = self.lines.get(at + 1)?.clone();
        if !is_row(self.text(at)) || is_delimiter(self.text(at)) {
            return None;
        }
        let header = count_cells(self.text(at));
        let (alignments, fault) = self.delimiter_row(below.clone(), header)?;
        let row = read_row(self.reader, self.lines[at].clone());
        self.table(Head { fault, header: row, delimiter: below, alignments }, at, at + 2)
    }

    /// The alignments of a delimiter row below a header row, and why it makes no table with it.
    fn delimiter_row(&self, line: Range<usize>, header: usize) -> Option<(Vec<Alignment>, LooseFault)> {
        let text = &self.reader.text[line.clone()];
        if let Some(alignments) = parse_delimiter_row(text).filter(|_| text.contains('|')) {
            let delimiter = alignments.len();
            let fault = match header == delimiter {
                true => LooseFault::MisplacedDelimiter,
                false => LooseFault::CellCounts { header, delimiter },
            };
            return (header.max(delimiter) > 1).then_some((alignments, fault));
        }
        let (alignments, broken) = broken_delimiter_row(text)?;
        let place = self.reader.span(line.start + broken.start..line.start + broken.end);
        (header > 1 && alignments.len() == header).then_some((alignments, LooseFault::BrokenDelimiter(place)))
    }

    /// Rows behind a line of one pipe right below a table, one of them at least with as many cells. They have its header.
    fn cut_off(&self, at: usize) -> Option<(Table, usize)> {
        let line = self.lines[at].clone();
        if at > 0 || !is_pipe_alone(self.text(at)) {
            return None;
        }
        let (above, width) = self.table_above()?;
        let fits = |line: usize| count_cells(self.text(line)) == width;
        let has_row = (1..self.lines.len()).take_while(|&line| is_row(self.text(line))).any(fits);
        if self.line_ends(above.range.end..line.start) != 1 || !has_row {
            return None;
        }
        self.below(above, LooseFault::CutOff(self.reader.span(line)), at + 1)
    }

    /// Rows between pipes behind a blank line below a table, whose rows are such and have as many cells. They have its header.
    fn parted_rows(&self, at: usize) -> Option<(Table, usize)> {
        let start = self.lines[at].start;
        closed_cells(self.text(at)).filter(|_| at == 0)?;
        let parted = self.reader.parted_rows.get_or_init(|| parted_rows(self.reader));
        let above = &self.reader.blocks.blocks[*parted.get(&self.block)?];
        let gap = self.reader.blocks.blocks[self.block - 1].range.end..start;
        let has_own_delimiter = self.lines.get(1).is_some_and(|line| is_delimiter(&self.reader.text[line.clone()]));
        let texts = |line: &Range<usize>| {
            let text = &self.reader.text[line.clone()];
            split_row(text).map(|row| row.cells.into_iter().map(|cell| &text[cell]).collect::<Vec<_>>())
        };
        let is_header_again = texts(&self.lines[at]) == texts(&above.lines[0]);
        if self.line_ends(gap.clone()) > MAX_GAP || has_own_delimiter || is_header_again {
            return None;
        }
        self.below(above, LooseFault::PartedRows(self.reader.span(gap)), at)
    }

    /// The table that is the block before this one, in the same container, and the number of its columns.
    fn table_above(&self) -> Option<(&Block, usize)> {
        let above = &self.reader.blocks.blocks[self.block.checked_sub(1)?];
        match &above.kind {
            BlockKind::Table { alignments } if above.parent == self.reader.blocks.blocks[self.block].parent => {
                Some((above, alignments.len()))
            }
            _ => None,
        }
    }

    fn line_ends(&self, range: Range<usize>) -> usize {
        self.reader.text[range].bytes().filter(|&byte| byte == b'\n').count()
    }

    /// The rows from a line on, with the header of the table above.
    fn below(&self, above: &Block, fault: LooseFault, rows: usize) -> Option<(Table, usize)> {
        let start = self.lines[0].start;
        let BlockKind::Table { alignments } = &above.kind else { return None };
        let mut header = self.blank_row(start, alignments.len());
        let texts = read_row(self.reader, above.lines[0].clone()).cells;
        for (cell, text) in header.cells.iter_mut().zip(texts) {
            cell.content.push(text.content.text(), start..start, SegmentKind::Decoded);
        }
        self.table(Head { fault, header, delimiter: start..start, alignments: alignments.clone() }, 0, rows)
    }

    /// A delimiter row at the start of the paragraph, and rows of as many cells below it.
    fn without_header(&self, at: usize) -> Option<(Table, usize)> {
        let line = self.lines[at].clone();
        let alignments = parse_delimiter_row(self.text(at)).filter(|all| at == 0 && all.len() > 1)?;
        let fits = |line: usize| count_cells(self.text(line)) == alignments.len();
        if !(1..self.lines.len()).take_while(|&line| is_row(self.text(line))).any(fits) {
            return None;
        }
        let (fault, header) = match self.parted_header(alignments.len()) {
            Some(header) => (LooseFault::PartedHeader, header),
            None => (LooseFault::NoHeader, self.blank_row(line.start, alignments.len())),
        };
        self.table(Head { fault, header, delimiter: line, alignments }, at, at + 1)
    }

    /// The header row above a blank line or a comment: a paragraph of one line with as many cells.
    fn parted_header(&self, width: usize) -> Option<Row> {
        let blocks = &self.reader.blocks.blocks;
        let parent = blocks[self.block].parent;
        let above = blocks[..self.block].iter().rev().take_while(|block| block.parent == parent);
        let block = above.take(2).find(|block| block.kind != BlockKind::Html(HtmlKind::Comment))?;
        let [line] = block.lines.as_slice() else { return None };
        let gap = &self.reader.text[line.end..self.lines[0].start];
        let is_near = gap.bytes().filter(|&byte| byte == b'\n').count() <= MAX_GAP;
        let text = &self.reader.text[line.clone()];
        let fits = block.kind == BlockKind::Paragraph && is_row(text) && count_cells(text) == width;
        (is_near && fits).then(|| read_row(self.reader, line.clone()))
    }

    /// At least three lines, each between pipes and of the same number of cells.
    fn without_delimiter_row(&self, at: usize) -> Option<(Table, usize)> {
        let width = closed_cells(self.text(at))?;
        let same = |line: &usize| closed_cells(self.text(*line)) == Some(width);
        if (at..self.lines.len()).take(MIN_ROWS).take_while(same).count() < MIN_ROWS {
            return None;
        }
        let line = self.lines[at].clone();
        let first = read_row(self.reader, line.clone());
        // No more than the table will have: a paragraph of many headers is read once, not from each of them to its end.
        let others: Vec<Row> = (at + 1..self.lines.len())
            .take_while(|line| same(line) && !self.is_next_header(*line))
            .map(|line| read_row(self.reader, self.lines[line].clone()))
            .collect();
        let (fault, header, delimiter, next) = match is_record(&first, &others) {
            true => (LooseFault::NeitherRow, self.blank_row(line.start, width), line.start, at),
            false => (LooseFault::NoDelimiter, first, line.end, at + 1),
        };
        let head = Head { fault, header, delimiter: delimiter..delimiter, alignments: vec![Alignment::None; width] };
        self.table(head, at, next)
    }

    /// Whether a line has a delimiter row below it, so that it is the header of the next table.
    fn is_next_header(&self, line: usize) -> bool {
        self.lines.get(line + 1).is_some_and(|below| is_delimiter(&self.reader.text[below.clone()]))
    }

    /// A header row of empty cells.
    fn blank_row(&self, at: usize, width: usize) -> Row {
        let cell = Cell { span: self.reader.span(at..at), content: RichText::default(), is_repeated: false };
        Row {
            kind: RowKind::Data,
            reading: Reading::AsWritten,
            cells: vec![cell; width],
            span: self.reader.span(at..at),
            leading_pipe: false,
            trailing_pipe: false,
            refit: None,
        }
    }

    /// The table whose rows start at a line, and the line after its last row. It has at least one.
    fn table(&self, head: Head, first: usize, rows: usize) -> Option<(Table, usize)> {
        // A second pipe alone parts no more than the first one.
        let is_row_here =
            |text: &str| is_row(text) || matches!(head.fault, LooseFault::CutOff(_)) && is_pipe_alone(text);
        let belongs = |line: &usize| is_row_here(self.text(*line)) && !self.is_next_header(*line);
        let end = rows + (rows..self.lines.len()).take_while(belongs).count();
        if end == rows {
            return None;
        }
        let start = head.header.span.start().min(self.lines[first].start);
        let mut table = Table {
            kind: TableKind::Loose(head.fault),
            heading: self.heading,
            caption: None,
            quote: None,
            header_groups: Vec::new(),
            header: head.header,
            delimiter: self.reader.span(head.delimiter),
            rows: (rows..end)
                .filter(|&line| !is_pipe_alone(self.text(line)))
                .map(|line| read_row(self.reader, self.lines[line].clone()))
                .collect(),
            span: self.reader.span(start..self.lines[end - 1].end),
            alignments: head.alignments,
        };
        fit_header(self.reader, &mut table);
        reread(self.reader, &mut table);
        Some((table, end))
    }
}

/// The paragraphs that start with a row that blank lines may part from a table, each with the table. Others so parted may stand between them.
pub(super) fn parted_rows(reader: &Reader<'_>) -> HashMap<usize, usize> {
    let cells = |line: &Range<usize>| closed_cells(&reader.text[line.clone()]);
    // What stands above a delimiter row is the header of another table, though a blank line is between them.
    let is_header = |block: usize| {
        let below = reader.blocks.blocks.get(block + 1).filter(|below| below.kind == BlockKind::Paragraph);
        below.and_then(|below| below.lines.first()).is_some_and(|line| is_delimiter(&reader.text[line.clone()]))
    };
    let mut parted = HashMap::new();
    let mut open: Option<(usize, usize)> = None;
    for (index, block) in reader.blocks.blocks.iter().enumerate() {
        let above = open.take().filter(|(table, _)| block.parent == reader.blocks.blocks[*table].parent);
        match (&block.kind, above) {
            (BlockKind::Table { alignments }, _) => {
                let is_closed = block.lines[2..].last().and_then(cells) == Some(alignments.len());
                open = is_closed.then_some((index, alignments.len()));
            }
            (BlockKind::Paragraph, Some((table, width)))
                if block.lines.first().and_then(cells) == Some(width) && !is_header(index) =>
            {
                parted.insert(index, table);
                open = above.filter(|_| block.lines.iter().all(|line| cells(line) == Some(width)));
            }
            _ => {}
        }
    }
    parted
}

/// Gives the header as many cells as most rows have, where that adds or takes empty ones only, or where a pipe in a code
/// span parts cells of it.
fn fit_header(reader: &Reader<'_>, table: &mut Table) {
    mend_row(reader, &mut table.header, table.alignments.len());
    let width = table.alignments.len();
    let fitting = table.rows.iter().filter(|row| row.cells.len() == width).count();
    if fitting * 2 <= table.rows.len() {
        table.alignments.resize(table.header.cells.len(), Alignment::None);
        return;
    }
    while table.header.cells.len() > width && table.header.cells.last().is_some_and(Cell::is_blank) {
        table.header.cells.pop();
    }
    let end = table.header.span.with_start(table.header.span.end());
    while table.header.cells.len() < width {
        table.header.cells.push(Cell { span: end, content: RichText::default(), is_repeated: false });
    }
    table.alignments.resize(table.header.cells.len(), Alignment::None);
}

/// Whether the first of some rows looks like the others, so that it is no header row: in every column, and in one of them it is
/// more than a word or two.
fn is_record(first: &Row, others: &[Row]) -> bool {
    let fit = |index: usize, cell: &Cell| {
        let column = Column::of(others.iter().filter_map(|row| row.cells.get(index)));
        column.fit(shape_of(cell), cell.content.text())
    };
    let is_value = |cell: &Cell, fit: Fit| match shape_of(cell) {
        Shape::Sentence => true,
        shape => shape.is_telling() && fit == Fit::Usual,
    };
    let fits: Vec<Fit> = first.cells.iter().enumerate().map(|(index, cell)| fit(index, cell)).collect();
    let has_value = first.cells.iter().zip(&fits).any(|(cell, &fit)| is_value(cell, fit));
    has_value && !fits.contains(&Fit::Never) && others.len() >= MIN_ROWS
}

/// Whether a line is one pipe, which parts nothing.
fn is_pipe_alone(text: &str) -> bool {
    text.trim_ascii() == "|"
}

/// Whether a line has a pipe that parts or closes cells.
fn is_row(text: &str) -> bool {
    split_row(text).is_some_and(|row| row.cells.len() > 1 || row.leading_pipe || row.closing_pipe)
}

fn is_delimiter(text: &str) -> bool {
    text.contains('|') && (parse_delimiter_row(text).is_some() || broken_delimiter_row(text).is_some())
}

/// The number of cells of a line that starts and ends with a pipe and has at least two filled ones, none of them of dashes.
fn closed_cells(text: &str) -> Option<usize> {
    let row = split_row(text.trim_ascii()).filter(|row| row.leading_pipe && row.closing_pipe)?;
    let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let is_dashes = |cell: &Range<usize>| cell.len() > 2 && alignment(&text.trim_ascii()[cell.clone()]).is_some();
    (filled > 1 && !row.cells.iter().any(is_dashes)).then_some(row.cells.len())
}

/// The alignments of a delimiter row one of whose cells is none, and what breaks it.
///
/// All other cells must be dashes, and the broken one must be empty, or dashes with one or two other characters.
fn broken_delimiter_row(text: &str) -> Option<(Vec<Alignment>, Range<usize>)> {
    let cells = split_row(text)?.cells;
    let mut broken = cells.iter().filter(|cell| alignment(&text[(*cell).clone()]).is_none());
    let (first, second) = (broken.next()?.clone(), broken.next());
    if cells.len() < 2 || second.is_some() || !is_nearly_dashes(&text[first.clone()]) {
        return None;
    }
    let alignments = cells.iter().map(|cell| alignment(&text[cell.clone()]).unwrap_or(Alignment::None)).collect();
    Some((alignments, first))
}

fn is_nearly_dashes(cell: &str) -> bool {
    let strays = cell.chars().filter(|character| !matches!(character, '-' | ':' | ' ' | '\t')).count();
    cell.is_empty()
        || (cell.contains("--") && strays <= 2)
        || cell.chars().all(|character| matches!(character, ':' | ' ' | '–' | '—' | '-'))
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, TableKind};
    use crate::source::SourceMap;

    /// The loose tables of a page: the fault's name, the header texts, and each row's cells.
    #[track_caller]
    fn check(page: &str, expected: &[&str]) {
        let mut sources = SourceMap::new();
        let id = sources.add("page.md", page);
        let document = Document::parse(&sources, id);
        let mut shown = Vec::new();
        for table in &document.tables {
            let TableKind::Loose(fault) = table.kind else { continue };
            let fault = format!("{fault:?}");
            shown.push(format!("{}: {}", fault.split(['(', ' ']).next().unwrap_or(""), table.header_texts().join("|")));
            for row in &table.rows {
                let cells: Vec<&str> = row.cells.iter().map(|cell| cell.content.text()).collect();
                shown.push(cells.join("|"));
            }
        }
        assert_eq!(shown, expected, "{page:?}");
    }

    #[test]
    fn a_broken_cell_of_dashes_is_nearly_of_dashes() {
        let check = |cell: &str, expected: bool| assert_eq!(super::is_nearly_dashes(cell), expected, "{cell:?}");
        ["", "--", ":-:", "--a", "--ab", "a--b", "–—", ": - :"].iter().for_each(|cell| check(cell, true));
        ["a", "-", "--abc", "-a-", "–a"].iter().for_each(|cell| check(cell, *cell == "-"));
    }

    #[test]
    fn a_pipe_alone_cuts_rows_off() {
        let table = "| a | **b** |\n|---|---|\n| 1 | 2 |\n";
        check(&format!("{table}|\n| 3 | 4 |\n| 5 | 6 |\n"), &["CutOff: a|b", "3|4", "5|6"]);
        check(&format!("{table}  | \n| 3 | 4 |\n|\n| 5 |\n"), &["CutOff: a|b", "3|4", "5"]);
        check(
            "> | a | b |\n> |---|---|\n> |\n> | 3 | 4 |\n> | 5 | 6 |\n> | 7 | 8 |\n",
            &["CutOff: a|b", "3|4", "5|6", "7|8"],
        );
        for behind in ["|\nText\n", "\n|\n| 3 | 4 |\n", "|\n| 3 |\n", "|\n"] {
            check(&format!("{table}{behind}"), &[]);
        }
        check("Text\n|\n| 3 | 4 |\n", &[]);
    }

    #[test]
    fn counts_that_differ() {
        check("| a | b | c |\n|---|---|\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |", &["CellCounts: a|b|c", "1|2|3", "4|5|6"]);
        check("a | b\n-|-|-\n1 | 2 | 3", &["CellCounts: a|b|", "1|2|3"]);
        check("| a | b | |\n|---|---|\n| 1 | 2 |", &["CellCounts: a|b", "1|2"]);
        check("| a | `x|y` |\n|---|---|\n| 1 | 2 |", &["CellCounts: a|x|y", "1|2"]);
        check("text\n| a | b |\n|---|\n| 1 | 2 |\nmore text", &["CellCounts: a|b", "1|2"]);
        check("- | a | b |\n  |---|\n  | 1 | 2 |", &["CellCounts: a|b", "1|2"]);
    }

    #[test]
    fn a_delimiter_row_without_its_header_row() {
        check("|---|---|\n| 1 | 2 |", &["NoHeader: |", "1|2"]);
        check("| a | b |\n\n|---|---|\n| 1 | 2 |", &["PartedHeader: a|b", "1|2"]);
        check("| a | b |\n<!-- x -->\n\n|---|---|\n| 1 | 2 |", &["PartedHeader: a|b", "1|2"]);
        check("| a | b |\n\n## c\n\n|---|---|\n| 1 | 2 |", &["NoHeader: |", "1|2"]);
        check("|---|---|\n| 1 | 2 | 3 |", &[]);
    }

    #[test]
    fn rows_behind_a_blank_line() {
        let table = "| a | b |\n|---|---|\n| 1 | 2 |\n";
        let check_below = |below: &str, expected: &[&str]| check(&format!("{table}{below}"), expected);
        check_below("\n| 3 | 4 |", &["PartedRows: a|b", "3|4"]);
        check_below("\n| 3 | 4 |\n| 5 | 6 |\n| 7 | |\ntext", &["PartedRows: a|b", "3|4", "5|6", "7|"]);
        check_below("\n| 3 | 4 |\n\n\n| 5 | 6 |", &["PartedRows: a|b", "3|4", "PartedRows: a|b", "5|6"]);
        check_below("\n| 3 | 4 |\ntext\n\n| 5 | 6 |", &["PartedRows: a|b", "3|4"]);
        check_below("\n| 3 | 4 | 5 |", &[]);
        check_below("\n3 | 4", &[]);
        check_below("\n|a|b|\n| 3 | 4 |", &[]);
        check_below("\n| 3 | |", &[]);
        check_below("\n\n\n\n\n| 3 | 4 |", &[]);
        check_below("\ntext\n\n| 3 | 4 |", &[]);
        check_below("\n# c\n\n| 3 | 4 |", &[]);
        check_below("\n| 3 | 4 |\n|---|\n| 5 | 6 |", &["CellCounts: 3|4", "5|6"]);
        check_below("\n| 3 | 4 |\n\n|---|---|\n| 5 | 6 |", &["PartedHeader: 3|4", "5|6"]);
        check("a | b\n---|---\n1 | 2\n\n| 3 | 4 |", &[]);
        check("- | a | b |\n  |---|---|\n  | 1 | 2 |\n\n  | 3 | 4 |", &["PartedRows: a|b", "3|4"]);
    }

    #[test]
    fn no_delimiter_row_at_all() {
        check("| a | b |\n| 1 | 2 |\n| 3 | 4 |", &["NoDelimiter: a|b", "1|2", "3|4"]);
        let days = "| 1 May | It opens at noon, and everybody may come and look |\n";
        let row = "1 May|It opens at noon, and everybody may come and look";
        check(&days.repeat(4), &["NeitherRow: |", row, row, row, row]);
        check("| a | b |\n| 1 | 2 |", &[]);
        check("| a | b |\n| 1 | 2 |\n| 3 | 4 | 5 |", &[]);
        check("a | b\n1 | 2\n3 | 4", &[]);
    }

    /// Found by a fuzzer: from each such line the rows to the end were read, for a table that has none of them.
    #[test]
    fn rows_that_look_like_delimiter_rows_take_linear_time() {
        check(&"|-|é -- (  |\n".repeat(8_000), &[]);
    }

    #[test]
    fn a_broken_delimiter_row() {
        check("a | b\n--- | : ---\n1 | 2", &["BrokenDelimiter: a|b", "1|2"]);
        check("| a | b |\n|---|--_-|\n| 1 | 2 |", &["BrokenDelimiter: a|b", "1|2"]);
        check("| a | b |\n|---||\n| 1 | 2 |", &["BrokenDelimiter: a|b", "1|2"]);
        check("| a | b |\n|---|--\n    |---|---|\n| 1 | 2 |", &[]);
        check("| a | b |\n|---|text|\n| 1 | 2 |", &[]);
        check("a | b\n    ---|---\n1 | 2", &["MisplacedDelimiter: a|b", "1|2"]);
    }

    #[test]
    fn what_is_no_table() {
        check("    | a | b |\n    |---|\n    | 1 | 2 |", &[]);
        check("```\n| a | b |\n|---|\n| 1 | 2 |\n```", &[]);
        check("+---+---+\n| a | b |\n| 1 | 2 |\n| 3 | 4 |\n+---+---+", &[]);
        check("It is `a | b` or\nit is `c | d` or\nit is `e | f`.", &[]);
        check("| a | b |\n|---|\n\n| 1 | 2 |", &[]);
        check("type A = | b\n         | c\n         | d", &[]);
        check("| |\n| |\n| |", &[]);
    }

    #[test]
    fn loose_tables_stand_among_the_others_in_their_order() {
        let mut sources = SourceMap::new();
        let page = "|a|\n|-|\n|1|\n\n| b | c |\n|-|\n| 2 | 3 |\n\n|d|\n|-|\n";
        let id = sources.add("page.md", page);
        let document = Document::parse(&sources, id);
        let first = |table: &crate::document::Table| table.header_texts()[0].to_owned();
        assert_eq!(document.tables.iter().map(first).collect::<String>(), "abd");
        assert!(document.legends.is_empty(), "a row is no legend");
    }

    #[test]
    fn an_anchor_in_a_loose_table_stands_there_once() {
        let mut sources = SourceMap::new();
        let id = sources.add("page.md", "| <a name=\"x\"></a>a | b |\n|-|\n| 1 | <a id=\"y\"></a>2 |\n");
        let document = Document::parse(&sources, id);
        assert_eq!((document.tables.len(), document.inspect().len()), (1, 0));
    }

    #[test]
    fn a_line_is_closed_by_pipes_around_filled_cells() {
        let counts = [
            "|a|b|",
            " | a | b | ",
            "|a|b|c|",
            "|a||b|",
            "|a| |",
            "|a|",
            "a|b|",
            "|a|b",
            "|a|---|",
            "|a|--|",
            "|a|:-:|",
            "|a|-|",
            r"|a|b\|",
        ];
        let counts = counts.map(super::closed_cells);
        assert_eq!(
            counts,
            [Some(2), Some(2), Some(3), Some(3), None, None, None, None, None, Some(2), None, Some(2), None]
        );
    }

    #[test]
    fn a_row_has_a_pipe_that_parts_or_closes() {
        let found = ["a|b", "|a", "a|", "|a|", "a", "|", "", r"a\|b"].map(super::is_row);
        assert_eq!(found, [true, true, true, true, false, false, false, false]);
        let alone = ["|", " |\t", "||", "", "a"].map(super::is_pipe_alone);
        assert_eq!(alone, [true, true, false, false, false]);
    }

    #[test]
    fn one_cell_of_a_delimiter_row_may_be_broken() {
        let broken =
            |text: &str| super::broken_delimiter_row(text).map(|(all, place)| (all.len(), text[place].to_owned()));
        let found = |cells: usize, place: &str| Some((cells, place.to_owned()));
        assert_eq!(
            [broken("|-|--x|"), broken("-|--x|:-:"), broken("|-||")],
            [found(2, "--x"), found(3, "--x"), found(2, "")]
        );
        assert_eq!(
            [broken("|-|-|"), broken("|--x|"), broken("|--x|--x|"), broken("|-|x|"), broken("")],
            [const { None }; 5]
        );
        let is_delimiter = ["|-|", "|-|--x|", "-", "--x", "|x|"].map(super::is_delimiter);
        assert_eq!(is_delimiter, [true, true, false, false, false]);
    }
}
