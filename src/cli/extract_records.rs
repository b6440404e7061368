//! How the records of a table are written one after the other, so that a long table need not be held.
//!
//! Another form is one more variant of [`Form`], and of [`Records`] what it keeps while it writes.

use std::collections::BTreeMap;

use super::formats::Formulas;
use super::gather::Page;
use rowmill::emit::{CsvRecords, Format, LocatedRecords, LocatedTable, TablesWriter, YamlRecords};
use rowmill::extract::PlacedValue;
use rowmill::schema::Schema;
use rowmill::source::{LineCounter, SourceId};
use rowmill::{Diagnostic, Span};

/// How tables are written, where that can be done record by record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// An array with an object for each table.
    Json,
    /// A line for each record.
    Ndjson,
    /// A file of one table; whether it is made harmless for spreadsheets.
    Csv { is_safe: bool },
    /// A file of one table.
    Yaml,
}

impl Form {
    /// That of a format, if it has one.
    pub(super) fn of(format: &Format) -> Option<Self> {
        match format.name {
            "json" => Some(Self::Json),
            "ndjson" => Some(Self::Ndjson),
            "csv" => Some(Self::Csv { is_safe: false }),
            "yaml" => Some(Self::Yaml),
            "csv-spreadsheet-safe" => Some(Self::Csv { is_safe: true }),
            _ => None,
        }
    }

    /// Whether it holds one table.
    pub(super) fn is_single(self) -> bool {
        matches!(self, Self::Csv { .. } | Self::Yaml)
    }
}

/// Tells the lines of rows, which stand one after the other in each page.
pub(super) struct Lines<'p> {
    page: &'p Page,
    counters: BTreeMap<SourceId, LineCounter<'p>>,
}

impl<'p> Lines<'p> {
    /// The lines of a page and of what it includes.
    pub(super) fn new(page: &'p Page) -> Self {
        Self { page, counters: BTreeMap::new() }
    }

    /// The line in which a place starts.
    fn of(&mut self, place: Span) -> usize {
        let counter = || self.page.sources.file(place.source).line_counter();
        self.counters.entry(place.source).or_insert_with(counter).line(place.start())
    }
}

/// A table that is being written.
pub(super) enum Records {
    Json(TablesWriter),
    Ndjson(LocatedRecords),
    /// With the texts that a spreadsheet would run, where they are written as they are.
    Csv(CsvRecords, Option<Formulas>),
    Yaml(YamlRecords),
}

impl Records {
    /// Begins a table of a page, behind a number of others.
    pub(super) fn begin(
        form: Form,
        page: &Page,
        (span, heading): (Span, Option<usize>),
        schema: &Schema,
        before: usize,
        out: &mut Vec<u8>,
    ) -> Self {
        let file = page.sources.file(span.source);
        match form {
            Form::Json => {
                let (line, headings) = (page.sources.position(span).line, page.document.heading_path(heading));
                let table = LocatedTable { path: file.path(), line, headings, schema };
                Self::Json(TablesWriter::begin(&table, before, out))
            }
            Form::Ndjson => Self::Ndjson(LocatedRecords::new(file.path(), schema)),
            Form::Yaml => Self::Yaml(YamlRecords::new(schema)),
            Form::Csv { is_safe } => Self::Csv(CsvRecords::begin(schema, is_safe), (!is_safe).then(Formulas::default)),
        }
    }

    /// Writes the record of a row.
    pub(super) fn write(&mut self, row: Span, values: &[PlacedValue<'_>], lines: &mut Lines<'_>, out: &mut Vec<u8>) {
        let bare = values.iter().map(|placed| &placed.value);
        match self {
            Self::Json(writer) => writer.write(bare, out),
            Self::Ndjson(records) => records.write(lines.of(row), bare, out),
            Self::Yaml(records) => records.write(bare, out),
            Self::Csv(records, formulas) => {
                if let Some(formulas) = formulas {
                    values.iter().for_each(|placed| formulas.see(&placed.value, placed.place));
                }
                records.write(bare, out);
            }
        }
    }

    /// Ends the table, which has a name. What there is to say of how it was written.
    pub(super) fn end(self, name: &str, out: &mut Vec<u8>) -> Option<Diagnostic> {
        match self {
            Self::Json(writer) => writer.end(out),
            Self::Ndjson(_) => {}
            Self::Yaml(records) => records.end(out),
            Self::Csv(records, formulas) => {
                records.end(out);
                return formulas.and_then(|formulas| formulas.finding(name));
            }
        }
        None
    }
}
