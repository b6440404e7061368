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

    #[test]
    fn a_shape_ends_where_its_words_or_characters_do() {
        check(Shape::Blank, &[" ", "–", "N/A", "None", "NULL", " - "]);
        check(Shape::Word, &["--", "nones", "null.", "http:/a", "httpss://a", "yess", "falsey", "may", "y2024"]);
        check(Shape::Link, &["http://a", "https://a"]);
        check(Shape::Phrase, &["https://a b", "yes no", "see https://a"]);
        check(Shape::Mark, &["TRUE", "false", "Y", "n", "X", "✓✓", "×", "✖", "☑", "❌"]);
        let long = |length: usize| "é".repeat(length);
        check(Shape::Word, &[&"a".repeat(40), &long(40)]);
        check(Shape::Sentence, &[&"a".repeat(49), &long(49)]);
        // Up to so many characters it is as a phrase.
        check(Shape::Phrase, &[&"a".repeat(41), &"a".repeat(48), &long(41), &long(48)]);
        let words = |first: usize| format!("{} {}", "a".repeat(first), "a".repeat(5));
        check(Shape::Phrase, &[&words(42), "a b c d e f", &format!("é {}", long(46))]);
        check(Shape::Sentence, &[&words(43), "a b c d e f g", "é b c d e f g", &format!("é {}", long(47))]);
    }

    #[test]
    fn words_are_counted_up_to_seven() {
        let counts = [
            "",
            " ",
            "a",
            " a ",
            "a\tb\u{b}c\u{c}d",
            "a b c d e f",
            "a b c d e f g",
            "a b c d e f g h",
            "é\u{a0}b",
            "é b c d e f g h",
        ];
        assert_eq!(counts.map(count_words), [0, 0, 1, 1, 4, 6, 7, 7, 2, 7]);
    }

    #[test]
    fn dates_have_a_month_or_a_year() {
        check(
            Shape::Date,
            &["2024-05-01", "2024/5", "5-2024", "1 May", "May 2024", "1. May 2024", "june 1, 2024", "5/may"],
        );
        check(Shape::Number, &["2024", "1.5.2024", "2024.5"]);
        for text in
            ["2024 5", "12-05", "1/5/24", "1 May 2024 5", "may 5 june", "2024-05-01-1", "12-05x", "20245-5", "2024x-5"]
        {
            assert!(!is_date(text), "{text:?}");
        }
        assert!(is_date("0001-1"));
    }

    #[test]
    fn numbers_have_a_short_unit_or_none() {
        check(
            Shape::Number,
            &["+1", "−1", "< 5", "≥5", "€5", "£ 5", "1.000,5", "1\u{a0}000", "5GB", "5 GB/s", "5%", "5 abcdefgh"],
        );
        for text in ["x5", "5 abcdefghi", "5 a b", "5 a5", "-", "", "5 5"] {
            assert!(!is_number(text), "{text:?}");
        }
    }

    /// The columns of a table with such cells.
    fn with_columns(cells: &[&str], then: impl Fn(&Column<'_>)) {
        let rows: String = cells.iter().map(|cell| format!("| x | {cell} |\n")).collect();
        let document = crate::document::laws::parse(&format!("| a | b |\n|---|---|\n{rows}"));
        let profile = Profile::of(&document.tables[0]);
        assert_eq!(profile.rows, cells.len());
        then(&profile.columns[1]);
    }

    #[test]
    fn a_cell_fits_by_how_many_look_like_it() {
        let fit = |cells: &[&str], text: &str, expected: Fit| {
            with_columns(cells, |column| {
                assert_eq!(column.fit(shape_of_text(text), text), expected, "{text} in {cells:?}")
            });
        };
        // Three rows tell, two do not.
        fit(&["1", "2"], "word", Fit::Seldom);
        fit(&["1", "2", "3"], "word", Fit::Never);
        // Half of the cells are usual, one is not.
        fit(&["1", "2", "w", "yes"], "3", Fit::Usual);
        fit(&["1", "2", "w", "yes", "no"], "3", Fit::Seldom);
        fit(&["1", "2", "w", "yes"], "v", Fit::Seldom);
        fit(&["1", "2", "3", "yes"], "2024-05-06", Fit::Never);
        // One in five is near.
        fit(&["v w", "1", "2", "3", "4"], "word", Fit::Seldom);
        fit(&["v w", "1", "2", "3", "4", "5"], "word", Fit::Never);
        let sentence = "It is more than a few words long";
        fit(&["v", "1", "2"], "v w", Fit::Seldom);
        fit(&[sentence, "1", "2"], "v w", Fit::Seldom);
        fit(&["v w", "1", "2"], sentence, Fit::Seldom);
        fit(&["v", "1", "2"], sentence, Fit::Never);
        fit(&[sentence, "1", "2"], "v", Fit::Never);
        fit(&["1", "2", "3"], "yes", Fit::Never);
    }

    #[test]
    fn a_column_that_repeats_a_few_texts_is_a_list_of_them() {
        let fit = |cells: &[&str], text: &str| {
            let found = std::cell::Cell::new(Fit::Never);
            with_columns(cells, |column| found.set(column.fit(shape_of_text(text), text)));
            found.get()
        };
        // Six rows and two texts: each of them is usual, and a word that is none of them is not near.
        let two = ["a b", "a b", "a b", "a b", "1", "1"];
        assert_eq!(
            [fit(&two, "1"), fit(&two, "c d"), fit(&two, "word"), fit(&two, "2")],
            [Fit::Usual, Fit::Usual, Fit::Never, Fit::Seldom]
        );
        assert_eq!([fit(&two[..5], "1"), fit(&two[..5], "word")], [Fit::Seldom, Fit::Seldom]);
        let three = ["a b", "a b", "a b", "a b", "1", "2"];
        assert_eq!([fit(&three, "1"), fit(&three, "word")], [Fit::Seldom, Fit::Seldom]);
        // One that stands once is none of them.
        let once = ["a b", "a b", "a b", "a b", "a b", "1"];
        assert_eq!(fit(&once, "1"), Fit::Seldom);
        // A long text is in no list, and keeps the others from being one.
        let (forty, more) = ("a ".repeat(19) + "ab", "a ".repeat(20) + "a");
        let long = |text: &str| fit(&["a b", "a b", "a b", "a b", text, text], "word");
        assert_eq!((forty.len(), long(&forty), long(&more)), (40, Fit::Never, Fit::Seldom));
    }

    #[test]
    fn a_column_without_a_row_counts_once_less() {
        let rows = |cells: &[&str]| cells.iter().map(|cell| format!("| x | {cell} |\n")).collect::<String>();
        let page = |cells: &[&str]| format!("| a | b |\n|---|---|\n{}", rows(cells));
        let fits = |cells: &[&str], text: &str| {
            let document = crate::document::laws::parse(&page(cells));
            let profile = Profile::of(&document.tables[0]);
            let last = document.tables[0].rows.last().expect("it has rows");
            let without = profile.without(last);
            assert_eq!(without.rows + 1, profile.rows);
            let shape = shape_of_text(text);
            [profile.columns[1].fit(shape, text), without.columns[1].fit(shape, text)]
        };
        assert_eq!(fits(&["1", "2", "3", "yes"], "no"), [Fit::Seldom, Fit::Never]);
        assert_eq!(fits(&["1", "2", "yes", "4"], "no"), [Fit::Seldom, Fit::Seldom]);
        assert_eq!(fits(&["1", "2", "3"], "no"), [Fit::Never, Fit::Seldom], "two rows do not tell");
        assert_eq!(fits(&["a b", "a b", "a b", "a b", "1", "1"], "1"), [Fit::Usual, Fit::Seldom]);
        assert_eq!(fits(&["a b", "a b", "1", "1", "a b", "a b"], "1"), [Fit::Usual, Fit::Usual]);
    }

    #[test]
    fn four_cells_in_five_are_what_a_column_is_of() {
        let check = |cells: &[&str], dominant: Option<Shape>, has_blank: bool, is_often_blank: bool| {
            with_columns(cells, |column| {
                let found = (column.dominant(), column.has_blank(), column.is_often_blank());
                assert_eq!(found, (dominant, has_blank, is_often_blank), "{cells:?}");
            });
        };
        check(&["1", "2", "3", "4", "w"], Some(Shape::Number), false, false);
        check(&["1", "2", "3", "w"], None, false, false);
        check(&["1", "2", "3", "4", "-"], Some(Shape::Number), true, true);
        check(&["1", "2", "3", "4", "5", "n/a"], Some(Shape::Number), true, false);
        check(&["yes"], Some(Shape::Mark), false, false);
        check(&[], None, false, false);
    }

    #[test]
    fn a_profile_is_told_from_whole_records() {
        let of = |rows: &str| {
            let document = crate::document::laws::parse(&format!("| a | b |\n|---|---|\n{rows}"));
            let profile = Profile::of(&document.tables[0]);
            (profile.rows, profile.columns.len(), profile.is_known())
        };
        assert_eq!(of("| 1 | 2 |\n| 3 |\n| 1 | 2 | 3 |\nprose\n| **x** | |\n| 3 | 4 |\n"), (2, 2, false));
        assert_eq!(of(&"| 1 | 2 |\n".repeat(3)), (3, 2, true));
        assert_eq!(of(&"| 1 | 2 |\n".repeat(1_001)), (1_000, 2, true));
    }

    #[test]
    fn code_is_all_that_counts_or_none() {
        let shape = |cell: &str| {
            let document = crate::document::laws::parse(&format!("| a | b |\n|---|---|\n| x | {cell} |\n"));
            shape_of(&document.tables[0].rows[0].cells[1])
        };
        let found = ["`a`", "`a`, `b`", "(`a`)", "`a` b", "a", "`-`", "`-` a", "[a](b)", "[](b)", "[`a`](b)", "`a` 1"]
            .map(shape);
        use Shape::{Blank, Code, Link, Phrase, Word};
        assert_eq!(found, [Code, Code, Code, Phrase, Word, Blank, Phrase, Link, Blank, Link, Phrase]);
    }

    #[test]
    fn a_sign_for_nothing_is_blank_unless_it_is_a_link() {
        let is_blank = |cell: &str| {
            let document = crate::document::laws::parse(&format!("| a | b |\n|---|---|\n| x | {cell} |\n"));
            super::is_blank(&document.tables[0].rows[0].cells[1])
        };
        assert_eq!(["", "-", "none", "[none](x)", "x", "0"].map(is_blank), [true, true, true, false, false, false]);
    }
}
