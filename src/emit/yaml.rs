//! YAML: a sequence of mappings, for people who read and review the data.
//!
//! * One mapping per record, its keys in the schema's order. Lists are block sequences, indented like their key; a list
//!   without items is `[]`, a missing value `null`, a dataset without a record `[]`.
//! * **Readers of YAML 1.1 and of YAML 1.2 read the same values.** Text that either would take for something else, such
//!   as `no`, `1:20`, `=`, `0x1F`, `2020-01-17` or `e3`, is in double quotes. So is a field name; one such as `e3` has a question mark before it (`? "e3"`), and its
//!   value stands below.
//! * Every text stands on one line however long it is: there is no folding, and line ends are escaped (`\n`).
//!
//! ```yaml
//! - place: Zürich
//!   zone: null
//!   speeds:
//!   - 10G
//!   - 100G
//! - place: "no"
//!   zone: 1
//!   speeds: []
//! ```
//!
//! It knows nothing of other formats; what it shares with JSON is in `record.rs`.

use std::io;

use serde::ser::{Serialize, Serializer};
use serde_yaml::{Commented, DoubleQuoted, SerializerOptions};

use super::Format;
use super::record::serialize_record;
use crate::dataset::{Dataset, Record};
use crate::schema::{Schema, Value, ValueRef};

/// The format `yaml`.
pub(super) const FORMAT: Format =
    Format { name: "yaml", extension: "yaml", summary: "a sequence of mappings, for people", is_data: true, write };

fn write(dataset: &Dataset, mut out: &mut dyn io::Write) -> io::Result<()> {
    let names: Vec<Name<'_>> = dataset.schema().fields.iter().map(|field| Name::new(&field.name)).collect();
    let rows: Vec<Row<'_>> = dataset.records().iter().map(|record| Row { names: &names, record }).collect();
    serde_yaml::to_io_writer_with_options(&mut out, &rows, options()).map_err(cause)
}

/// Writes records one after the other: the bytes are those of the whole.
#[derive(Debug)]
pub struct YamlRecords {
    /// With whether each is forced behind a question mark.
    names: Vec<(String, bool)>,
    has_records: bool,
}

impl YamlRecords {
    /// A writer of records of a schema.
    pub fn new(schema: &Schema) -> Self {
        let names = schema.fields.iter().map(|field| (field.name.clone(), is_forced(&field.name)));
        Self { names: names.collect(), has_records: false }
    }

    /// Writes a record behind what stands in a buffer.
    pub fn write<'v>(&mut self, values: impl Iterator<Item = &'v ValueRef<'v>>, out: &mut Vec<u8>) {
        self.has_records = true;
        let names: Vec<Name<'_>> = self.names.iter().map(|(name, is_forced)| Name::of(name, *is_forced)).collect();
        let record = Record::unplaced(values.map(|value| Value::from(value.clone())));
        serde_yaml::to_io_writer_with_options(out, &[Row { names: &names, record: &record }], options())
            .expect("memory takes every byte");
    }

    /// Ends the sequence, which may have no record.
    pub fn end(self, out: &mut Vec<u8>) {
        if !self.has_records {
            out.extend_from_slice(b"[]\n");
        }
    }
}

fn options() -> SerializerOptions {
    serde_yaml::ser_options! {
        prefer_block_scalars: false,
        compact_list_indent: true,
    }
}

fn cause(error: serde_yaml::ser_error::Error) -> io::Error {
    match error {
        serde_yaml::ser_error::Error::IO { error } => error,
        other => io::Error::other(other),
    }
}

struct Row<'a> {
    names: &'a [Name<'a>],
    record: &'a Record,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_record(self.names.iter(), self.record, Quoted, serializer)
    }
}

/// The name of a field. The writer lets none be quoted by force. What is no plain text it writes behind a question mark, where YAML takes any
/// key; there a text may be quoted too.
enum Name<'a> {
    Plain(&'a str),
    Forced(Commented<DoubleQuoted<&'a str>>),
}

impl<'a> Name<'a> {
    fn new(text: &'a str) -> Self {
        Self::of(text, is_forced(text))
    }

    fn of(text: &'a str, is_forced: bool) -> Self {
        match is_forced {
            true => Self::Forced(Commented(DoubleQuoted(text), String::new())),
            false => Self::Plain(text),
        }
    }
}

/// Whether a name reads as a number to some reader, though the writer would not quote it.
fn is_forced(name: &str) -> bool {
    let is_quoted = || serde_yaml::to_string(&name).is_ok_and(|written| written.starts_with(['"', '\'']));
    reads_as_number(name) && !is_quoted()
}

impl Serialize for Name<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Name::Plain(text) => text.serialize(serializer),
            Name::Forced(text) => text.serialize(serializer),
        }
    }
}

/// A value whose texts are quoted when some reader takes them for numbers, though the writer would not quote them.
struct Quoted<'a>(&'a Value);

impl Serialize for Quoted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::String(text) if reads_as_number(text) => DoubleQuoted(text).serialize(serializer),
            Value::List(values) => serializer.collect_seq(values.iter().map(Quoted)),
            other => other.serialize(serializer),
        }
    }
}

/// Whether a text is made of nothing but what decimal numbers are made of.
///
/// It is wider than any reader's idea of a number on purpose: one takes `e3` for a float in its 1.1 mode, another fails
/// on `-_` because it begins to read a number.
fn reads_as_number(text: &str) -> bool {
    let letter = |byte: u8| matches!(byte, b'e' | b'E');
    let mark_or_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'.' | b'_' | b'+' | b'-' | b':');
    text.bytes().any(mark_or_digit) && text.bytes().all(|byte| letter(byte) || mark_or_digit(byte))
}

#[cfg(test)]
mod tests {
    use super::super::{empty_sample, sample};
    use super::*;
    use crate::schema::{Field, FieldType};

    fn check(dataset: &Dataset, expected: &str) {
        assert_eq!(FORMAT.to_string(dataset), expected);
        let mut out = Vec::new();
        let mut records = YamlRecords::new(dataset.schema());
        for record in dataset.records() {
            let values: Vec<ValueRef<'_>> = record.values.iter().map(|field| (&field.value).into()).collect();
            records.write(values.iter(), &mut out);
        }
        records.end(&mut out);
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }

    fn check_text(text: &str, expected: &str) {
        let schema = Schema { fields: vec![Field::new("a", FieldType::String)], ..Schema::default() };
        let record = Record::unplaced([Value::String(text.into())]);
        check(&Dataset::new("one", schema, vec![record]).0, &format!("- a: {expected}\n"));
    }

    #[test]
    fn the_layout_is_for_reading() {
        check(&empty_sample(), "[]\n");
        check(
            &sample(),
            r#"- place: ""
  zone: null
  share: null
  open: null
  speeds: null
- place: Zürich, "ZH2"
  zone: 1
  share: 0.5
  open: true
  speeds:
  - 10G
  - 100G
- place: "no"
  zone: null
  share: null
  open: null
  speeds: []
"#,
        );
    }

    #[test]
    fn only_what_a_reader_could_take_for_something_else_is_quoted() {
        for plain in ["Amsterdam", "100G", "A1", "Equinix SV1", "C&W", "e", "n/a", "É"] {
            check_text(plain, plain);
        }
        for quoted in
            ["no", "Y", "~", "1:20", "e3", "-_", ".5", "1_000", "10.0.0.1", "2020-01-17", "=", "<<", " a", "a ", "- a"]
        {
            check_text(quoted, &format!("\"{quoted}\""));
        }
        check_text("one\ntwo", r#""one\ntwo""#);
    }

    #[test]
    fn so_is_a_name() {
        let fields = ["no", "2020", "e3", "a", "-_"].map(|name| Field::new(name, FieldType::string_list()));
        let schema = Schema { fields: fields.to_vec(), ..Schema::default() };
        let record = Record::unplaced([
            Value::strings(["x"]),
            Value::Null,
            Value::strings(["z", "1"]),
            Value::List(vec![]),
            Value::Null,
        ]);
        let expected =
            "- \"no\":\n  - x\n  \"2020\": null\n  ? \"e3\"\n  :\n  - z\n  - \"1\"\n  a: []\n  ? \"-_\"\n  : null\n";
        check(&Dataset::new("one", schema, vec![record]).0, expected);
    }

    #[test]
    fn a_long_text_stays_on_its_line() {
        let long = "word ".repeat(500) + "end";
        check_text(&long, &long);
    }
}
