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
use crate::schema::Field;

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
    /// The line of each record; only NDJSON has it.
    pub record_lines: Vec<usize>,
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

/// Writes the records of a table as NDJSON, behind what stands in a buffer.
///
/// # Errors
///
/// Those of the serializer, of which there should be none.
pub fn write_located_ndjson(table: &LocatedTable<'_>, out: &mut Vec<u8>) -> io::Result<()> {
    let keys: Vec<Vec<u8>> =
        table.dataset.schema().fields.iter().map(|field| key(&field.name)).collect::<Result<_, _>>()?;
    let path = serde_json::to_vec(table.path)?;
    for (record, line) in table.dataset.records().iter().zip(&table.record_lines) {
        out.extend_from_slice(b"{\"_path\":");
        out.extend_from_slice(&path);
        out.extend_from_slice(b",\"_line\":");
        serde_json::to_writer(&mut *out, line)?;
        for (key, cell) in keys.iter().zip(&record.values) {
            out.extend_from_slice(key);
            serde_json::to_writer(&mut *out, &cell.value)?;
        }
        out.extend_from_slice(b"}\n");
    }
    Ok(())
}

/// What stands before a member's value: a comma, and its name.
fn key(name: &str) -> serde_json::Result<Vec<u8>> {
    Ok([&b","[..], &serde_json::to_vec(name)?, b":"].concat())
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
