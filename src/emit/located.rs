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
    /// The line of each record.
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
            serde_json::to_writer(&mut *self.out, &Row { table, record, line: None })?;
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

/// Writes the records of a table as NDJSON.
///
/// # Errors
///
/// Those of the stream.
pub fn write_located_ndjson(table: &LocatedTable<'_>, out: &mut dyn io::Write) -> io::Result<()> {
    for (index, record) in table.dataset.records().iter().enumerate() {
        let line = table.record_lines.get(index).copied();
        serde_json::to_writer(&mut *out, &Row { table, record, line })?;
        out.write_all(b"\n")?;
    }
    Ok(())
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
    line: Option<usize>,
}

impl Serialize for Row<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(line) = self.line {
            map.serialize_entry("_path", self.table.path)?;
            map.serialize_entry("_line", &line)?;
        }
        for (field, cell) in self.table.dataset.schema().fields.iter().zip(&self.record.values) {
            map.serialize_entry(&field.name, &cell.value)?;
        }
        map.end()
    }
}
