//! What the cells of each column usually look like, told from the rows that have as many cells as the header.
//!
//! A [`Shape`] is how a text looks (a link, a date, a word), not what it means: this module must know no types of data, and
//! no names. Another look of a cell is a variant of [`Shape`] and a line in `shape_of_text`.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::similarity::seen;

use super::inline::SegmentKind;
use super::table::{Cell, Row, RowKind, Table};

/// How the content of a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// Nothing, or a dash that stands for it.
    Blank,
    /// A link, or an address.
    Link,
    /// Code spans and nothing else.
    Code,
    /// Yes, no, or a sign for one of them.
    Mark,
    /// A day or a month of a year.
    Date,
    /// A number, maybe with a unit.
    Number,
    /// Text without blanks.
    Word,
    /// A few words.
    Phrase,
    /// More than that.
    Sentence,
}

/// Every shape, in order.
const SHAPES: [Shape; 9] = [
    Shape::Blank,
    Shape::Link,
    Shape::Code,
    Shape::Mark,
    Shape::Date,
    Shape::Number,
    Shape::Word,
    Shape::Phrase,
    Shape::Sentence,
];

/// How well a cell fits into a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    /// Nothing like it stands there.
    Never,
    /// It may.
    Seldom,
    /// Most cells there look like it.
    Usual,
}

/// The columns of a table.
pub(super) struct Profile<'t> {
    pub(super) columns: Vec<Column<'t>>,
    /// The rows that it was told from.
    pub(super) rows: usize,
}

/// The cells of a column.
#[derive(Clone, Default)]
pub(super) struct Column<'t> {
    rows: usize,
    /// How many cells have each shape, in the order of the shapes.
    shapes: [usize; SHAPES.len()],
    /// Short texts, and how often each occurs.
    values: Rc<BTreeMap<&'t str, usize>>,
    /// One of these that counts once less.
    left_out: Option<&'t str>,
    /// Whether it repeats a few short texts.
    is_listed: bool,
}

/// The rows that it takes to know a column, and those that are looked at.
const MIN_ROWS: usize = 3;
pub(super) const MAX_ROWS: usize = 1_000;
/// The longest text that may be one of a few that a column repeats, in bytes.
const MAX_VALUE: usize = 40;

impl<'t> Profile<'t> {
    /// The profile of a table's columns.
    pub(super) fn of(table: &'t Table) -> Self {
        let is_full = |row: &&Row| row.kind == RowKind::Data && row.cells.len() == table.width();
        let full: Vec<&Row> = table.rows.iter().filter(is_full).take(MAX_ROWS).collect();
        let column = |index: usize| Column::of(full.iter().map(|row| &row.cells[index]));
        Self { columns: (0..table.width()).map(column).collect(), rows: full.len() }
    }

    /// The profile of all rows but for one that it was told from.
    pub(super) fn without(&self, row: &'t Row) -> Self {
        let columns = self.columns.iter().zip(&row.cells).map(|(column, cell)| column.without(cell)).collect();
        Self { columns, rows: self.rows.saturating_sub(1) }
    }

    /// Whether enough rows told it.
    pub(super) fn is_known(&self) -> bool {
        self.rows >= MIN_ROWS
    }
}

impl<'t> Column<'t> {
    /// The column of some cells.
    pub(super) fn of(cells: impl Iterator<Item = &'t Cell>) -> Self {
        let mut column = Self::default();
        let mut values = BTreeMap::new();
        for cell in cells {
            column.rows += 1;
            column.shapes[shape_of(cell) as usize] += 1;
            let text = cell.content.text();
            if text.len() <= MAX_VALUE {
                *values.entry(text).or_default() += 1;
            }
        }
        let repeats = column.rows >= 6 && values.len() * 3 <= column.rows;
        column.is_listed = repeats && values.values().sum::<usize>() == column.rows;
        Self { values: Rc::new(values), ..column }
    }

    fn without(&self, cell: &'t Cell) -> Self {
        let mut column = Self { left_out: Some(cell.content.text()), ..self.clone() };
        let lower = |count: &mut usize| *count = count.saturating_sub(1);
        lower(&mut column.rows);
        lower(&mut column.shapes[shape_of(cell) as usize]);
        column
    }

    fn count(&self, shape: Shape) -> usize {
        self.shapes[shape as usize]
    }

    /// How often a short text occurs.
    fn times(&self, text: &str) -> usize {
        let times = self.values.get(text).copied().unwrap_or(0);
        times.saturating_sub(usize::from(self.left_out == Some(text)))
    }

    /// The shape of at least four in five cells.
    pub(super) fn dominant(&self) -> Option<Shape> {
        SHAPES.into_iter().find(|&shape| self.count(shape) * 5 >= self.rows * 4 && self.count(shape) > 0)
    }

    /// How well a content fits. Into a column that is not known anything may.
    pub(super) fn fit(&self, shape: Shape, text: &str) -> Fit {
        if self.rows < MIN_ROWS {
            return Fit::Seldom;
        }
        if self.is_listed && self.times(text) > 1 || self.count(shape) * 2 >= self.rows {
            return Fit::Usual;
        }
        let near = shape.neighbours().iter().any(|&shape| self.count(shape) * 5 >= self.rows);
        if self.count(shape) > 0 || near && !self.is_listed { Fit::Seldom } else { Fit::Never }
    }

    /// Whether any cell is empty.
    pub(super) fn has_blank(&self) -> bool {
        self.count(Shape::Blank) > 0
    }

    /// Whether a column without a value is nothing new.
    pub(super) fn is_often_blank(&self) -> bool {
        self.has_blank() && self.count(Shape::Blank) * 5 >= self.rows
    }
}

impl Shape {
    /// Shapes of which the same column may well have some.
    fn neighbours(self) -> &'static [Shape] {
        match self {
            Shape::Word => &[Shape::Phrase],
            Shape::Phrase => &[Shape::Word, Shape::Sentence],
            Shape::Sentence => &[Shape::Phrase],
            _ => &[],
        }
    }

    /// Whether it is more than text of some length.
    pub fn is_telling(self) -> bool {
        matches!(self, Shape::Link | Shape::Code | Shape::Mark | Shape::Date | Shape::Number)
    }
}

/// How a cell looks.
pub(super) fn shape_of(cell: &Cell) -> Shape {
    let content = &cell.content;
    let text = content.text();
    let is_link = |link: &super::Link| link.text.len() * 10 >= text.len() * 9;
    if !text.is_empty() && content.links().iter().any(is_link) {
        return Shape::Link;
    }
    let has_code = content.segments().iter().any(|segment| segment.kind == SegmentKind::Code);
    let kinds = || content.segments().iter().filter(|segment| has_letters(&text[segment.text.clone()]));
    let is_code = has_code && kinds().next().is_some() && kinds().all(|segment| segment.kind == SegmentKind::Code);
    if is_code { Shape::Code } else { shape_of_text(text) }
}

/// Whether a cell looks like [`Shape::Blank`].
pub(super) fn is_blank(cell: &Cell) -> bool {
    says_nothing(cell.content.text().trim()) && shape_of(cell) == Shape::Blank
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// How a text without links and code spans looks. A character that nobody sees changes nothing.
pub fn shape_of_text(text: &str) -> Shape {
    let text = &*seen(text);
    let text = text.trim();
    let words = count_words(text);
    let has_digit = || text.bytes().any(|byte| byte.is_ascii_digit());
    if says_nothing(text) {
        Shape::Blank
    } else if words == 1 && (text.starts_with("http://") || text.starts_with("https://")) {
        Shape::Link
    } else if is_mark(text) {
        Shape::Mark
    } else if has_digit() && is_date(text) {
        Shape::Date
    } else if has_digit() && is_number(text) {
        Shape::Number
    } else {
        match (words, text.len(), || text.chars().count()) {
            (1, 0..=40, _) => Shape::Word,
            (..MANY_WORDS, 0..=48, _) if words > 1 => Shape::Phrase,
            (1, _, count) if count() <= 40 => Shape::Word,
            (..MANY_WORDS, _, count) if count() <= 48 => Shape::Phrase,
            _ => Shape::Sentence,
        }
    }
}

/// So many words are more than a few.
const MANY_WORDS: usize = 7;

/// The number of words, those beyond [`MANY_WORDS`] not counted.
fn count_words(text: &str) -> usize {
    if !text.is_ascii() {
        return text.split_whitespace().take(MANY_WORDS).count();
    }
    // The white space of Unicode in ASCII.
    let is_blank = |byte: u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let mut count = 0;
    let mut is_within = false;
    for byte in text.bytes() {
        count += usize::from(!is_within && !is_blank(byte));
        if count == MANY_WORDS {
            break;
        }
        is_within = !is_blank(byte);
    }
    count
}

fn is_one_of(words: &[&str], text: &str) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether a text without blanks around it is nothing, or says so.
pub(super) fn says_nothing(text: &str) -> bool {
    text.len() <= "none".len() && is_one_of(&["", "-", "–", "—", "n/a", "none", "null"], text)
}

fn is_mark(text: &str) -> bool {
    let signs = ['✓', '✔', '✗', '✘', '✅', '❌', '☑', '☒', '×', '\u{fe0f}', '✖'];
    let is_word = text.len() <= "false".len() && is_one_of(&["yes", "no", "true", "false", "y", "n", "x"], text);
    is_word || text.chars().all(|character| signs.contains(&character))
}

/// `2024-05-01`, `2024-05`, `1/5/2024`, `1 May 2024`, `May 1, 2024`.
fn is_date(text: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const SIGNS: [char; 5] = ['-', '/', '.', ' ', ','];
    let (mut parts, mut months, mut numbers, mut has_year) = (0, 0, 0, false);
    for part in text.split(SIGNS).filter(|part| !part.is_empty()) {
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        parts += 1;
        numbers += usize::from(is_number);
        months += usize::from(part.get(..3).is_some_and(|start| is_one_of(&MONTHS, start)));
        has_year |= is_number && part.len() == 4;
        if parts > 3 || numbers + months < parts {
            return false;
        }
    }
    match (parts, months) {
        (2 | 3, 1) => true,
        (2 | 3, 0) => has_year && text.contains(['-', '/']),
        _ => false,
    }
}

/// A number, with a sign, grouping, a percent sign or a short unit.
fn is_number(text: &str) -> bool {
    let number = text.trim_start_matches(['+', '-', '−', '~', '<', '>', '≤', '≥', '$', '€', '£', ' ']);
    let rest = number
        .trim_start_matches(|character: char| character.is_ascii_digit() || matches!(character, '.' | ',' | '\u{a0}'));
    let unit = rest.trim();
    number.starts_with(|character: char| character.is_ascii_digit())
        && unit.chars().count() <= 8
        && !unit.contains(|character: char| character.is_ascii_digit())
        && unit.split_whitespace().count() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(expected: Shape, texts: &[&str]) {
        for text in texts {
            assert_eq!(shape_of_text(text), expected, "{text:?}");
        }
    }

    #[test]
    fn texts_have_shapes() {
        check(Shape::Blank, &["", "-", "—", "n/a"]);
        check(Shape::Link, &["https://a.example/b"]);
        check(Shape::Mark, &["yes", "No", "✓", "✔️", "x"]);
        check(Shape::Date, &["2024-05-01", "2024-05", "1/5/2024", "1 May 2024", "May 1, 2024", "11 September"]);
        check(Shape::Number, &["1", "-1.5", "1,234", "50 %", "18 ms", "$ 5", "~10", "1\u{200b}5", "\u{feff}7 "]);
        check(Shape::Word, &["Lyon", "v1.2.3", "Mayor", "a/b", "é"]);
        check(Shape::Phrase, &["New York", "9 to 5", "18 ms 5", "1.2.3 or later"]);
        check(Shape::Date, &["DEC/2020", "March 1"]);
        check(Shape::Phrase, &["aİb 5", "1 2 3 4", "5 may may", "Kan 5x"]);
        check(Shape::Sentence, &["It is more than a few words long, and so it is one"]);
    }
    #[test]
    fn a_cell_that_is_nearly_a_link_has_its_shape() {
        let check = |cell: &str, expected: Shape| {
            let mut sources = crate::source::SourceMap::new();
            let id = sources.add("page.md", format!("| a |\n|---|\n| {cell} |\n"));
            let document = crate::document::Document::parse(&sources, id);
            assert_eq!(shape_of(&document.tables[0].rows[0].cells[0]), expected, "{cell}");
        };
        check("[Lyon](/a)", Shape::Link);
        check("[Lyon Nice](/a).", Shape::Link);
        check("[Lyon Nic](/a)..", Shape::Phrase);
        check("`a`, `b`", Shape::Code);
        check("`a` and", Shape::Phrase);
    }
}
