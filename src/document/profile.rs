//! What the cells of each column usually look like, told from the rows that have as many cells as the header.
//!
//! A [`Shape`] is how a text looks (a link, a date, a word), not what it means: this module must know no types of data, and
//! no names. Another look of a cell is a variant of [`Shape`] and a line in `shape_of_text`.

use std::collections::BTreeMap;

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
pub(super) struct Profile {
    pub(super) columns: Vec<Column>,
    /// The rows that it was told from.
    pub(super) rows: usize,
}

/// The cells of a column.
#[derive(Clone, Default)]
pub(super) struct Column {
    rows: usize,
    shapes: BTreeMap<Shape, usize>,
    /// Short texts, and how often each occurs.
    values: BTreeMap<String, usize>,
    /// Whether it repeats a few short texts.
    is_listed: bool,
}

/// The rows that it takes to know a column, and those that are looked at.
const MIN_ROWS: usize = 3;
const MAX_ROWS: usize = 1_000;
/// The longest text that may be one of a few that a column repeats, in bytes.
const MAX_VALUE: usize = 40;

impl Profile {
    /// The profile of a table's columns.
    pub(super) fn of(table: &Table) -> Self {
        let mut profile = Self { columns: table.header.cells.iter().map(|_| Column::default()).collect(), rows: 0 };
        let is_full = |row: &&Row| row.kind == RowKind::Data && row.cells.len() == table.width();
        for row in table.rows.iter().filter(is_full).take(MAX_ROWS) {
            profile.rows += 1;
            for (column, cell) in profile.columns.iter_mut().zip(&row.cells) {
                column.add(cell);
            }
        }
        profile.columns.iter_mut().for_each(Column::finish);
        profile
    }

    /// The profile of all rows but for one that it was told from.
    pub(super) fn without(&self, row: &Row) -> Self {
        let columns = self.columns.iter().zip(&row.cells).map(|(column, cell)| column.without(cell)).collect();
        Self { columns, rows: self.rows.saturating_sub(1) }
    }

    /// Whether enough rows told it.
    pub(super) fn is_known(&self) -> bool {
        self.rows >= MIN_ROWS
    }
}

impl Column {
    /// The column of some cells.
    pub(super) fn of<'c>(cells: impl Iterator<Item = &'c Cell>) -> Self {
        let mut column = Self::default();
        cells.for_each(|cell| column.add(cell));
        column.finish();
        column
    }

    fn add(&mut self, cell: &Cell) {
        self.rows += 1;
        *self.shapes.entry(shape_of(cell)).or_default() += 1;
        let text = cell.content.text();
        if text.len() <= MAX_VALUE {
            *self.values.entry(text.to_owned()).or_default() += 1;
        }
    }

    fn without(&self, cell: &Cell) -> Self {
        let mut column = self.clone();
        let lower = |count: &mut usize| *count = count.saturating_sub(1);
        lower(&mut column.rows);
        column.shapes.entry(shape_of(cell)).and_modify(lower);
        column.values.entry(cell.content.text().to_owned()).and_modify(lower);
        column
    }

    /// Looks at all of its cells once more.
    fn finish(&mut self) {
        let repeats = self.rows >= 6 && self.values.len() * 3 <= self.rows;
        self.is_listed = repeats && self.values.values().sum::<usize>() == self.rows;
    }

    /// The shape of at least four in five cells.
    pub(super) fn dominant(&self) -> Option<Shape> {
        self.shapes.iter().find(|(_, count)| **count * 5 >= self.rows * 4 && self.rows > 0).map(|(shape, _)| *shape)
    }

    /// How well a content fits. Into a column that is not known anything may.
    pub(super) fn fit(&self, shape: Shape, text: &str) -> Fit {
        if self.rows < MIN_ROWS {
            return Fit::Seldom;
        }
        let count = |shape: Shape| self.shapes.get(&shape).copied().unwrap_or(0);
        if self.is_listed && self.values.get(text).is_some_and(|&times| times > 1) || count(shape) * 2 >= self.rows {
            return Fit::Usual;
        }
        let near = shape.neighbours().iter().any(|&shape| count(shape) * 5 >= self.rows);
        if count(shape) > 0 || near && !self.is_listed { Fit::Seldom } else { Fit::Never }
    }

    /// Whether any cell is empty.
    pub(super) fn has_blank(&self) -> bool {
        self.shapes.get(&Shape::Blank).is_some_and(|count| *count > 0)
    }

    /// Whether a column without a value is nothing new.
    pub(super) fn is_often_blank(&self) -> bool {
        self.shapes.get(&Shape::Blank).is_some_and(|count| count * 5 >= self.rows)
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
    let kinds = || content.segments().iter().filter(|segment| has_letters(&text[segment.text.clone()]));
    let is_code = kinds().next().is_some() && kinds().all(|segment| segment.kind == SegmentKind::Code);
    if is_code { Shape::Code } else { shape_of_text(text) }
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}

/// How a text without links and code spans looks.
pub fn shape_of_text(text: &str) -> Shape {
    let text = text.trim();
    let words = text.split_whitespace().count();
    if text.is_empty() || ["-", "–", "—", "n/a", "none", "null"].contains(&text.to_ascii_lowercase().as_str()) {
        Shape::Blank
    } else if words == 1 && (text.starts_with("http://") || text.starts_with("https://")) {
        Shape::Link
    } else if is_mark(text) {
        Shape::Mark
    } else if is_date(text) {
        Shape::Date
    } else if is_number(text) {
        Shape::Number
    } else {
        match (words, text.chars().count()) {
            (1, 0..=40) => Shape::Word,
            (..=6, 0..=48) => Shape::Phrase,
            _ => Shape::Sentence,
        }
    }
}

fn is_mark(text: &str) -> bool {
    let words = ["yes", "no", "true", "false", "y", "n", "x"];
    let signs = ['✓', '✔', '✗', '✘', '✅', '❌', '☑', '☒', '×', '\u{fe0f}', '✖'];
    words.contains(&text.to_lowercase().as_str()) || text.chars().all(|character| signs.contains(&character))
}

/// `2024-05-01`, `2024-05`, `1/5/2024`, `1 May 2024`, `May 1, 2024`.
fn is_date(text: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let is_month =
        |word: &str| word.len() >= 3 && word.is_char_boundary(3) && MONTHS.contains(&&word.to_lowercase()[..3]);
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let months = parts.iter().filter(|part| is_month(part)).count();
    let numbers = parts.iter().filter(|part| digits(part)).count();
    let has_year = parts.iter().any(|part| part.len() == 4 && digits(part));
    let has_signs = text.contains(['-', '/']);
    match (parts.len(), months) {
        (2 | 3, 1) => numbers + months == parts.len(),
        (2 | 3, 0) => numbers == parts.len() && has_year && has_signs,
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
        check(Shape::Number, &["1", "-1.5", "1,234", "50 %", "18 ms", "$ 5", "~10"]);
        check(Shape::Word, &["Lyon", "v1.2.3", "Mayor", "a/b", "é"]);
        check(Shape::Phrase, &["New York", "9 to 5", "18 ms 5", "1.2.3 or later"]);
        check(Shape::Sentence, &["It is more than a few words long, and so it is one"]);
    }
}
