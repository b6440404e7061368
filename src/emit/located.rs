//! Several tables with their places in one stream: what `extract` writes as JSON and NDJSON.
//!
//! * JSON is an array with one object per table: `path`, `line`, `headings` (outermost first), `fields` (each with its
//!   `name`, its `type` and, where the text is more precisely something, its `format`, in Table Schema's words) and
//!   `records`, each an object as in `json.rs`.
//! * NDJSON is one object per record, with `_path` and `_line`, the page and the line of the record's row, before its fields.
//!
//! ```json
//! [
//!   {"path": "a.md", "line": 3, "headings": ["Cities"], "fields": [{"name": "City", "type": "string"}], "records": [
//!     {"City": "Lyon"}
//!   ]}
//! ]
//! ```
//!
//! It writes table by table, so that a stream can start before the last page is read.

use std::io;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::dataset::{Dataset, Record};
use crate::schema::{Field, Schema, ValueRef};

/// A dataset and where it stands.
#[derive(Debug, Clone)]
pub struct LocatedTable<'d> {
    /// The page.
    pub path: &'d str,
    /// The line of the table's first row, from 1.
    pub line: usize,
    /// The headings above it, outermost first.
    pub headings: Vec<&'d str>,
    /// Its records.
    pub dataset: &'d Dataset,
}

/// Writes tables one after the other as a JSON array.
pub struct TablesWriter<'w> {
    out: &'w mut dyn io::Write,
    count: usize,
}

impl<'w> TablesWriter<'w> {
    /// A writer to a stream.
    pub fn new(out: &'w mut dyn io::Write) -> Self {
        Self { out, count: 0 }
    }

    /// A writer that goes on after a number of tables.
    pub fn at(out: &'w mut dyn io::Write, count: usize) -> Self {
        Self { out, count }
    }

    /// Writes one more table.
    ///
    /// # Errors
    ///
    /// Those of the stream.
    pub fn write(&mut self, table: &LocatedTable<'_>) -> io::Result<()> {
        self.out.write_all(if self.count == 0 { b"[\n  " } else { b",\n  " })?;
        self.count += 1;
        let head = Head { table };
        let head = serde_json::to_string(&head)?;
        // The head is an object; the records follow inside it, each on a line of its own.
        self.out.write_all(&head.as_bytes()[..head.len() - 1])?;
        self.out.write_all(b",\"records\":[")?;
        for (index, record) in table.dataset.records().iter().enumerate() {
            self.out.write_all(if index == 0 { b"\n    " } else { b",\n    " })?;
            serde_json::to_writer(&mut *self.out, &Row { table, record })?;
        }
        self.out.write_all(if table.dataset.records().is_empty() { b"]}" } else { b"\n  ]}" })
    }

    /// Ends the array.
    ///
    /// # Errors
    ///
    /// Those of the stream.
    pub fn finish(self) -> io::Result<()> {
        self.out.write_all(if self.count == 0 { b"[]\n" } else { b"\n]\n" })
    }
}

/// A page as one line of JSON, behind what stands in a buffer: its `path`, its `tables` as in the array above, its `findings`, which are given as
/// lines of JSON, and the `error` that kept it from being read, given as JSON, or `null`.
pub fn write_document_line(
    path: &str,
    tables: &[LocatedTable<'_>],
    findings: &str,
    error: Option<&str>,
    out: &mut Vec<u8>,
) {
    out.extend_from_slice(b"{\"path\":");
    push_json(&path, out);
    out.extend_from_slice(b",\"tables\":[");
    for (index, table) in tables.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"" } else { b"," });
        push_json(&Head { table }, out);
        out.pop();
        out.extend_from_slice(b",\"records\":");
        push_json(&Rows { table }, out);
        out.push(b'}');
    }
    out.extend_from_slice(b"],\"findings\":[");
    out.extend_from_slice(findings.lines().collect::<Vec<_>>().join(",").as_bytes());
    out.extend_from_slice(b"],\"error\":");
    out.extend_from_slice(error.unwrap_or("null").as_bytes());
    out.extend_from_slice(b"}\n");
}

struct Rows<'t, 'd> {
    table: &'t LocatedTable<'d>,
}

impl Serialize for Rows<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.table.dataset.records().iter().map(|record| Row { table: self.table, record }))
    }
}

/// Writes records with their places as NDJSON.
#[derive(Debug)]
pub struct LocatedRecords {
    /// What each line starts with, up to its number.
    start: Vec<u8>,
    /// What stands before each value.
    keys: Vec<Vec<u8>>,
}

impl LocatedRecords {
    /// A writer of records of a schema that stand in a page.
    pub fn new(path: &str, schema: &Schema) -> Self {
        let json = |text: &str| serde_json::to_vec(text).expect("memory takes every byte");
        let key = |field: &Field| [&b","[..], &json(&field.name), b":"].concat();
        let start = [&b"{\"_path\":"[..], &json(path), b",\"_line\":"].concat();
        Self { start, keys: schema.fields.iter().map(key).collect() }
    }

    /// Writes a record whose row stands in a line, behind what stands in a buffer.
    pub fn write(&self, line: usize, values: &[ValueRef<'_>], out: &mut Vec<u8>) {
        out.extend_from_slice(&self.start);
        push_json(&line, out);
        for (key, value) in self.keys.iter().zip(values) {
            out.extend_from_slice(key);
            push_json(value, out);
        }
        out.extend_from_slice(b"}\n");
    }
}

fn push_json(value: &impl Serialize, out: &mut Vec<u8>) {
    serde_json::to_writer(out, value).expect("memory takes every byte");
}

struct Head<'t, 'd> {
    table: &'t LocatedTable<'d>,
}

impl Serialize for Head<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields: Vec<FieldHead<'_>> = self.table.dataset.schema().fields.iter().map(FieldHead).collect();
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("path", self.table.path)?;
        map.serialize_entry("line", &self.table.line)?;
        map.serialize_entry("headings", &self.table.headings)?;
        map.serialize_entry("fields", &fields)?;
        map.end()
    }
}

struct FieldHead<'f>(&'f Field);

impl Serialize for FieldHead<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.0.name)?;
        map.serialize_entry("type", self.0.field_type.name())?;
        if let Some(format) = self.0.format {
            map.serialize_entry("format", format)?;
        }
        map.end()
    }
}

struct Row<'t, 'd> {
    table: &'t LocatedTable<'d>,
    record: &'t Record,
}

impl Serialize for Row<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (field, cell) in self.table.dataset.schema().fields.iter().zip(&self.record.values) {
            map.serialize_entry(&field.name, &cell.value)?;
        }
        map.end()
    }
}
