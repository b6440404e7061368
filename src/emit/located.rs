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

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::dataset::Dataset;
use crate::schema::{Field, Schema, ValueRef};

/// A table and where it stands.
#[derive(Debug, Clone)]
pub struct LocatedTable<'d> {
    /// The page.
    pub path: &'d str,
    /// The line of the table's first row, from 1.
    pub line: usize,
    /// The headings above it, outermost first.
    pub headings: Vec<&'d str>,
    /// Its fields.
    pub schema: &'d Schema,
}

/// Writes tables one after the other as a JSON array, behind what stands in a buffer.
#[derive(Debug)]
pub struct TablesWriter {
    /// What stands before each value of a record.
    keys: Vec<Vec<u8>>,
    has_records: bool,
}

impl TablesWriter {
    /// Begins a table, behind a number of others.
    pub fn begin(table: &LocatedTable<'_>, before: usize, out: &mut Vec<u8>) -> Self {
        out.extend_from_slice(if before == 0 { b"[\n  " } else { b",\n  " });
        push_json(&Head { table }, out);
        // The head is an object; the records follow inside it, each on a line of its own.
        out.pop();
        out.extend_from_slice(b",\"records\":[");
        Self { keys: keys(table.schema), has_records: false }
    }

    /// Writes a record of the table.
    pub fn write<'v>(&mut self, values: impl Iterator<Item = &'v ValueRef<'v>>, out: &mut Vec<u8>) {
        out.extend_from_slice(if self.has_records { b",\n    " } else { b"\n    " });
        self.has_records = true;
        push_object(&self.keys, values, out);
    }

    /// Ends the table.
    pub fn end(self, out: &mut Vec<u8>) {
        out.extend_from_slice(if self.has_records { b"\n  ]}" } else { b"]}" });
    }

    /// Ends the array of a number of tables.
    pub fn finish(tables: usize, out: &mut Vec<u8>) {
        out.extend_from_slice(if tables == 0 { b"[]\n" } else { b"\n]\n" });
    }
}

/// A member's name and colon, for each field.
fn keys(schema: &Schema) -> Vec<Vec<u8>> {
    let key = |field: &Field| {
        let mut key = Vec::new();
        push_json(&field.name, &mut key);
        key.push(b':');
        key
    };
    schema.fields.iter().map(key).collect()
}

fn push_object<V: Serialize>(keys: &[Vec<u8>], values: impl Iterator<Item = V>, out: &mut Vec<u8>) {
    out.push(b'{');
    for (index, (key, value)) in keys.iter().zip(values).enumerate() {
        if index > 0 {
            out.push(b',');
        }
        out.extend_from_slice(key);
        push_json(&value, out);
    }
    out.push(b'}');
}

/// A page as one line of JSON, behind what stands in a buffer: its `path`, its `tables` as in the array above, its `findings`, which are given as
/// lines of JSON, and the `error` that kept it from being read, given as JSON, or `null`.
pub fn write_document_line(
    path: &str,
    tables: &[(LocatedTable<'_>, &Dataset)],
    findings: &str,
    error: Option<&str>,
    out: &mut Vec<u8>,
) {
    out.extend_from_slice(b"{\"path\":");
    push_json(&path, out);
    out.extend_from_slice(b",\"tables\":[");
    for (index, (table, dataset)) in tables.iter().enumerate() {
        out.extend_from_slice(if index == 0 { b"" } else { b"," });
        push_json(&Head { table }, out);
        out.pop();
        out.extend_from_slice(b",\"records\":[");
        let keys = keys(table.schema);
        for (index, record) in dataset.records().iter().enumerate() {
            out.extend_from_slice(if index == 0 { b"" } else { b"," });
            push_object(&keys, record.values.iter().map(|field| &field.value), out);
        }
        out.extend_from_slice(b"]}");
    }
    out.extend_from_slice(b"],\"findings\":[");
    out.extend_from_slice(findings.lines().collect::<Vec<_>>().join(",").as_bytes());
    out.extend_from_slice(b"],\"error\":");
    out.extend_from_slice(error.unwrap_or("null").as_bytes());
    out.extend_from_slice(b"}\n");
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
        let mut start = b"{\"_path\":".to_vec();
        push_json(&path, &mut start);
        start.extend_from_slice(b",\"_line\":");
        Self { start, keys: keys(schema).into_iter().map(|key| [&b","[..], &key].concat()).collect() }
    }

    /// Writes a record whose row stands in a line, behind what stands in a buffer.
    pub fn write<'v>(&self, line: usize, values: impl Iterator<Item = &'v ValueRef<'v>>, out: &mut Vec<u8>) {
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
        let fields: Vec<FieldHead<'_>> = self.table.schema.fields.iter().map(FieldHead).collect();
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
