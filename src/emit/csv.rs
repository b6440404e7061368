//! CSV (RFC 4180 with line feeds): one line per record below a header, for spreadsheets and databases.
//!
//! * The first line holds the field names, also when there is no record. Fields are parted by commas, lines end in LF.
//! * A field is quoted when it holds a comma, a quote, CR or LF, and when a blank or a byte order mark stands at an end
//!   of it, because some readers strip those from bare fields. A quote inside is doubled.
//! * **A missing value is an empty field; an empty text is `""`.** PostgreSQL's `COPY` reads them apart, DuckDB does
//!   with `allow_quoted_nulls = false`. The one exception is a dataset of a single field, where a missing value is `""`
//!   too: a bare empty field would be an empty line, which readers skip, and a lost record is worse than a lost
//!   distinction.
//! * A list is a compact JSON array; `[]` is a list without items, not a missing one. Booleans are `true` and `false`,
//!   numbers are as in JSON.
//! * Text is faithful: a cell that a spreadsheet would take for a formula (`=1+1`) is written as it stands. [`SPREADSHEET_SAFE`] is the same
//!   format with an apostrophe before such a text, and before one that starts with apostrophes and goes on so; who takes one apostrophe
//!   off each such field again has the faithful text. Numbers stay as they are: `-5` is no formula.
//!
//! ```csv
//! place,zone,speeds
//! Zürich,1,"[""10G"",""100G""]"
//! "",,[]
//! ```
//!
//! It knows nothing of other formats.

use std::borrow::Cow;
use std::io;

use csv::{QuoteStyle, WriterBuilder};

use super::Format;
use crate::dataset::Dataset;
use crate::schema::{Schema, ValueRef};

/// The format `csv`.
pub(super) const FORMAT: Format = Format {
    name: "csv",
    extension: "csv",
    summary: "one line per record, for spreadsheets and databases",
    is_data: true,
    write,
};

/// The format `csv`, made harmless for spreadsheets (OWASP, "CSV Injection"; CWE-1236). A lock file records it by its name.
pub const SPREADSHEET_SAFE: Format = Format {
    name: "csv-spreadsheet-safe",
    extension: "csv",
    summary: "as csv, with an apostrophe before texts that a spreadsheet would take for formulas",
    is_data: true,
    write: write_safe,
};

fn write(dataset: &Dataset, out: &mut dyn io::Write) -> io::Result<()> {
    write_with(dataset, out, field)
}

fn write_safe(dataset: &Dataset, out: &mut dyn io::Write) -> io::Result<()> {
    write_with(dataset, out, safe_field)
}

/// Writes records as they come, behind what stands in a buffer, as the format does.
#[derive(Debug)]
pub struct CsvRecords {
    field: fn(&ValueRef<'_>) -> String,
    /// Lines that are not written yet: a writer is made for many.
    lines: Vec<Vec<String>>,
}

/// How many lines are written at once.
const LINES: usize = 256;

impl CsvRecords {
    /// Begins with the names of the fields; `is_safe` for [`SPREADSHEET_SAFE`].
    pub fn begin(schema: &Schema, is_safe: bool) -> Self {
        let header = schema.fields.iter().map(|field| quoted(&field.name)).collect();
        Self { field: if is_safe { safe_field } else { field }, lines: vec![header] }
    }

    /// Writes a record.
    pub fn write<'v>(&mut self, values: impl Iterator<Item = &'v ValueRef<'v>>, out: &mut Vec<u8>) {
        self.lines.push(values.map(self.field).collect());
        if self.lines.len() >= LINES {
            self.flush(out);
        }
    }

    /// Writes what is left.
    pub fn end(mut self, out: &mut Vec<u8>) {
        self.flush(out);
    }

    fn flush(&mut self, out: &mut Vec<u8>) {
        let mut writer = WriterBuilder::new().quote_style(QuoteStyle::Never).from_writer(out as &mut dyn io::Write);
        let mut lines = self.lines.drain(..);
        let written = lines.try_for_each(|line| write_line(&mut writer, line.into_iter()));
        written.and_then(|()| writer.flush()).expect("memory takes every byte");
    }
}

fn safe_field(value: &ValueRef<'_>) -> String {
    match value {
        ValueRef::String(text) => quoted(&guarded(text)),
        other => field(other),
    }
}

/// A text with an apostrophe before it where a spreadsheet would run it.
fn guarded(text: &str) -> Cow<'_, str> {
    match is_formula(text.trim_start_matches('\'')) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

/// Whether a spreadsheet takes a text for a formula by its first character.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

/// Whether a spreadsheet runs a text: it starts like a formula, and is more than a sign or a number.
///
/// ```
/// use rowmill::emit::runs_in_spreadsheet;
///
/// assert!(runs_in_spreadsheet("=HYPERLINK(\"http://example.com\")"));
/// assert!(!runs_in_spreadsheet("-5"));
/// assert!(!runs_in_spreadsheet("-"));
/// ```
pub fn runs_in_spreadsheet(text: &str) -> bool {
    let is_number = text.trim().parse::<f64>().is_ok();
    is_formula(text) && text.trim().chars().count() > 1 && !is_number
}

fn write_with(dataset: &Dataset, out: &mut dyn io::Write, field: fn(&ValueRef<'_>) -> String) -> io::Result<()> {
    // The writer cannot tell an empty text from a missing value, so it gets its fields as they are to stand.
    let mut writer = WriterBuilder::new().quote_style(QuoteStyle::Never).from_writer(out);
    let header = dataset.schema().fields.iter().map(|field| quoted(&field.name));
    write_line(&mut writer, header)?;
    for record in dataset.records() {
        write_line(&mut writer, record.values.iter().map(|cell| field(&(&cell.value).into())))?;
    }
    writer.flush()
}

fn write_line(writer: &mut csv::Writer<&mut dyn io::Write>, fields: impl Iterator<Item = String>) -> io::Result<()> {
    writer.write_record(fields.collect::<Vec<_>>()).map_err(cause)
}

/// The writer's own error. The conversion that `csv` offers hides its kind.
fn cause(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A value as it stands between two commas.
fn field(value: &ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => String::new(),
        ValueRef::String(text) => quoted(text),
        other => quoted(&serde_json::to_string(other).expect("a value is JSON")),
    }
}

/// A text as it stands between two commas, in quotes where it must be.
fn quoted(text: &str) -> String {
    let strippable = |end: char| end.is_whitespace() || end == '\u{feff}';
    if text.is_empty() || text.contains([',', '"', '\r', '\n']) || text.trim_matches(strippable) != text {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::{empty_sample, sample};
    use super::*;
    use crate::dataset::Record;
    use crate::schema::{Field, FieldType, Schema, Value};

    fn check(dataset: &Dataset, expected: &str) {
        assert_eq!(FORMAT.to_string(dataset), expected);
    }

    fn check_field(value: Value, expected: &str) {
        assert_eq!(field(&(&value).into()), expected);
    }

    #[test]
    fn missing_empty_and_nothing_in_it_are_three_things() {
        check(&empty_sample(), "place,zone,share,open,speeds\n");
        check(
            &sample(),
            r#"place,zone,share,open,speeds
"",,,,
"Zürich, ""ZH2""",1,0.5,true,"[""10G"",""100G""]"
no,,,,[]
"#,
        );
    }

    #[test]
    fn a_single_field_never_makes_an_empty_line() {
        let schema = Schema { fields: vec![Field::new("only", FieldType::String)], ..Schema::default() };
        let records = [Value::Null, Value::String(String::new())].map(|value| Record::unplaced([value]));
        check(&Dataset::new("one", schema, records.into()).0, "only\n\"\"\n\"\"\n");
    }

    /// What a reader of the safe format does to have the faithful one.
    fn unguarded(text: &str) -> &str {
        text.strip_prefix('\'').filter(|rest| is_formula(rest.trim_start_matches('\''))).unwrap_or(text)
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_guarded_and_comes_back() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("'=1", "''=1"),
            ("@a", "'@a"),
            ("\t=1", "'\t=1"),
            ("＝1", "'＝1"),
            ("'a", "'a"),
            ("a=1", "a=1"),
            ("", ""),
            ("-", "'-"),
        ] {
            assert_eq!(guarded(text), expected);
            assert_eq!(unguarded(expected), text);
        }
        let texts = ["'", "=", "a", "-"];
        for number in 0..256_usize {
            let text: String = (0..4).map(|place| texts[number >> (2 * place) & 3]).collect();
            assert_eq!(unguarded(&guarded(&text)), text);
        }
    }

    #[test]
    fn numbers_are_no_formulas() {
        let schema = Schema {
            fields: vec![Field::new("text", FieldType::String), Field::new("number", FieldType::Integer)],
            ..Schema::default()
        };
        let record = Record::unplaced([Value::String("=1".into()), Value::Integer(-5)]);
        let dataset = Dataset::new("one", schema, vec![record]).0;
        assert_eq!(SPREADSHEET_SAFE.to_string(&dataset), "text,number\n'=1,-5\n");
        assert_eq!(FORMAT.to_string(&dataset), "text,number\n=1,-5\n");
    }

    #[test]
    fn text_is_faithful_and_quoted_only_where_it_must_be() {
        for plain in ["=1+1", "+1", "-1", "@a", "a b", "a\tb", "#", "'", "a;b"] {
            check_field(Value::String(plain.into()), plain);
        }
        check_field(Value::String("a,b".into()), "\"a,b\"");
        check_field(Value::String("a\r\nb".into()), "\"a\r\nb\"");
        check_field(Value::String("\"".into()), "\"\"\"\"");
        check_field(Value::String(" a".into()), "\" a\"");
        check_field(Value::String("\u{feff}a".into()), "\"\u{feff}a\"");
        check_field(Value::List(vec![Value::Integer(1), Value::Null]), "\"[1,null]\"");
        check_field(Value::Integer(i64::MIN), "-9223372036854775808");
        check_field(Value::Number(1.0), "1.0");
    }
}
