//! Texts that writers and readers of CSV, JSON and YAML get wrong, and a dataset that is made of them.
//!
//! `tests/formats.rs` reads the dataset back with the libraries that rowmill uses; `examples/torture.rs` writes it for
//! `tests/cross-readers.py` and `tests/cross-readers.mjs`, which read it with everybody else's. A text that was once
//! misread is one more line here.

use rowmill::schema::{Field, FieldType, Schema, Value};
use rowmill::{Dataset, Record};

/// Words that YAML 1.1 or 1.2, or a reader of either, takes for something other than text.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "", "y", "Y", "n", "N", "yes", "Yes", "YES", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF", "true",
    "True", "TRUE", "false", "False", "FALSE", "null", "Null", "NULL", "~", "nil", "none", "None", "undefined", "=",
    "<<", "!", "!!str", "!!binary", "NaN", "nan", "inf", "Infinity",
];

/// Numbers and near-numbers in every notation.
#[rustfmt::skip]
const NUMBERS: &[&str] = &[
    "0", "-0", "+0", "1", "+1", "-1", "007", "08", "0777", "0o7", "0o8", "0x1F", "0XfF", "0x", "0b101", "0b2",
    "1_000", "_1", "1_", "1,000", "1 000", "1.0", "1.", ".5", "-.5", "+.5", ".", "1.2.3", "10.0.0.1", "1e3", "1E3",
    "1e+3", "1e-3", "1.5e300", "1e400", "e3", "E3", "+e3", ".e3", "-e-3", "1e", "e", "_e3", ".inf", "-.inf", "+.INF",
    ".nan", ".NaN", "1:20", "1:20:30", "190:20:30.15", "-1:20", "20:30", "12:30:45", "9007199254740993",
    "9223372036854775807", "9223372036854775808", "100000000000000000000000", "0.1", "0.30000000000000004", "1.10",
    "１２", "٣", "½", "1e3a", "0d1", "1__0", "+", "-", "+-1", "--1", "-_", "+__", "_", "_-", "1-2", "1/2",
];

/// Dates and times.
#[rustfmt::skip]
const DATES: &[&str] = &[
    "2020-01-17", "2020-1-7", "2020-01", "2020", "2020-13-45", "2020-01-17T10:00:00Z", "2020-01-17 10:00:00 +1:00",
    "2001-12-14t21:59:43.10-05:00", "10:00:00", "17/01/2020", "20200117", "2020-01-17T10",
];

/// Texts with marks that mean something to YAML, CSV or JSON.
#[rustfmt::skip]
const MARKS: &[&str] = &[
    "#", "# a", "a # b", "a #b", "a#b", "a\u{a0}# b", ":", "a: b", "a:b", "a:", ": a", " :", "a : b",
    "http://a.b/c?d=e&f#g", "- a", "-a", "--", "? a", "?a", "?", "%", "%YAML 1.2", "%a", "@a", "`a`", "`", "&a",
    "&a b", "*a", "* a", "!a", "!!int 1", "|", "| a", "|-", ">", "> a", ">-", "---", "--- a", "---a", "...", "... a",
    "...a", "[", "]", "[]", "[a, b]", "{", "}", "{}", "{a: b}", ",", ", a", "a, b", "a,b", ";", "\"", "\"\"", "\"a\"",
    "a\"b", "'", "''", "'a'", "it's", "\\", "\\n", "a\\b", "\\\"", "“a”", "‘a’", "«a»", "$a", "${a}", "<a>", "<br>",
    "&amp;", "=cmd|' /C calc'!A0", "=1+1", "@SUM(1)", "+1+1", "-1+1", "=HYPERLINK(\"http://a\")", "sep=,", "\\.",
    "\\N", "NULL,", "a|b", "\\|", "*", "**a**", "_a_",
];

/// Blanks, line ends, controls and other characters without a shape.
#[rustfmt::skip]
const UNSEEN: &[&str] = &[
    " ", "  ", " a", "a ", " a ", "a  b", "\t", "\ta", "a\t", "a\tb", "\n", "\n\n", "a\n", "\na", "a\nb", "a\n\nb",
    "a\n b", " a\nb", "a\n- b", "a\n# b", "a\n---\nb", "a\n...\nb", "\r", "a\rb", "\r\n", "a\r\nb", "a\r\n", "a\n\rb",
    "a: b\nc: d", "a\u{85}b", "\u{85}", "a\u{2028}b", "\u{2028}", "a\u{2029}b", "\u{2029}", "\u{a0}", "\u{a0}a",
    "a\u{a0}", "a\u{a0}b", "\u{feff}", "\u{feff}a", "a\u{feff}b", "\u{3000}a", "\u{2003}a\u{2003}", "\u{200b}",
    "a\u{200b}b", "\u{200d}", "\u{ad}", "\0", "a\0b", "\u{1}", "\u{7}", "\u{8}", "\u{b}", "a\u{b}b", "\u{c}",
    "\u{1a}", "\u{1b}[31mred\u{1b}[0m", "\u{1c}a\u{1d}", "\u{7f}", "\u{80}", "\u{9b}31m", "\u{9f}", "\u{fffd}",
    "\u{fffe}", "\u{ffff}", "\u{fdd0}", "\u{1fffe}", "\u{10ffff}", "\u{e000}", "\u{e0001}",
];

/// Scripts, directions and emoji.
#[rustfmt::skip]
const SCRIPTS: &[&str] = &[
    "é", "e\u{301}", "ÅÄÖ", "ß", "ǅ", "İi", "Ελλάδα", "Москва", "東京", "서울", "ไทย", "हिन्दी", "مرحبا", "שלום",
    "abc\u{202e}def\u{202c}", "\u{2066}a\u{2069}", "\u{200e}a\u{200f}", "\u{61c}", "🙂", "👩\u{200d}👩\u{200d}👧", "🇳🇱",
    "👍🏽", "1️⃣", "✓", "✗", "\u{301}", "a\u{300}\u{301}\u{302}", "Z\u{351}\u{36b}a\u{353}l\u{35c}g\u{320}o", "𝒳", "𐍈",
    "ﬁ", "µ", "Ω", "…", "–", "½ ¼",
];

/// Every text, with the long ones.
pub(crate) fn texts() -> Vec<String> {
    let lists = [WORDS, NUMBERS, DATES, MARKS, UNSEEN, SCRIPTS];
    let short = lists.into_iter().flatten().map(|text| (*text).to_owned());
    let long = [
        "word ".repeat(400),
        "x".repeat(5_000),
        "word ".repeat(30) + "end",
        "東京 ".repeat(200) + "。",
        "a: b # c ".repeat(50) + "d",
        format!("{}\n{}", "line ".repeat(40), "line ".repeat(40)),
        "🙂".repeat(300),
    ];
    short.chain(long).collect()
}

/// A dataset that holds each text as a value, as an item alone, and as an item among others, below odd field names.
pub(crate) fn dataset() -> Dataset {
    let fields = vec![
        Field::new("id", FieldType::Integer),
        Field::new("no", FieldType::String),
        Field::new("items: all", FieldType::string_list()),
        Field::new("1:20", FieldType::string_list()),
        Field::new("été, \"=\"", FieldType::Boolean),
        Field::new("<<", FieldType::Number),
        Field::new("e3", FieldType::string_list()),
        Field::new("-_", FieldType::Integer),
    ];
    let schema = Schema { fields, primary_key: vec!["id".into()], ..Schema::default() };
    let texts = texts();
    let records = texts.iter().enumerate().map(|(index, text)| record(index, text)).chain(edges(texts.len())).collect();
    let (dataset, clashes) = Dataset::new("torture", schema, records);
    assert!(clashes.is_empty(), "the ids are unique and the values of their types");
    dataset
}

fn record(index: usize, text: &str) -> Record {
    Record::unplaced([
        Value::Integer(index as i64),
        Value::String(text.to_owned()),
        Value::strings([text]),
        Value::strings(["before", text, text, "after"]),
        Value::Boolean(index.is_multiple_of(2)),
        Value::Number(index as f64 / 8.0),
        Value::strings([text]),
        Value::Null,
    ])
}

/// Values that are no text: missing ones, lists of nothing, numbers at the ends of their ranges.
fn edges(first: usize) -> impl Iterator<Item = Record> {
    let numbers = [-1.5, 1e15, 123_456_789_012.125, 1e-7, 1e21, f64::MAX, f64::MIN_POSITIVE, 0.1, 3.0];
    let with_number = move |(index, number)| {
        let id = Value::Integer((first + index) as i64);
        Record::unplaced([id, Value::Null, Value::List(vec![]), Value::Null, Value::Null, Value::Number(number)])
    };
    let ends = [i64::MIN, -1, i64::MAX].map(|id| Record::unplaced([Value::Integer(id)]));
    numbers.into_iter().enumerate().map(with_number).chain(ends)
}
