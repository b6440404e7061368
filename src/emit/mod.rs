//! How a dataset is written: [`FORMATS`], one [`Format`] per file, and the folder that the files go to.
//!
//! It knows datasets and nothing before them: no page, no recipe, no span reaches an output. What is written depends on
//! the dataset alone, so the same input gives the same bytes. The only user of `csv` and of the YAML writer.
//! A new format is one file here and one word in [`FORMATS`].

mod columns;
mod csv;
mod data;
mod folder;
mod grid;
mod json;
mod located;
mod lock;
mod markdown;
mod names;
mod ndjson;
mod read;
mod record;
mod table;
mod temporaries;
mod writer;
mod yaml;

pub use columns::read_columns;
pub use csv::{CsvRecords, SPREADSHEET_SAFE, runs_in_spreadsheet};
pub use data::{DATA_EXTENSIONS, DataTable, read_data};
pub use folder::{Comparison, Files, compare_folder, write_folder};
pub use located::{LocatedRecords, LocatedTable, TablesWriter, write_document_line};
pub use read::read_json;
pub use temporaries::abandon;
pub use writer::{FileWrite, Writer, write_file};
pub use yaml::YamlRecords;

use std::fmt;
use std::io;

use crate::dataset::Dataset;

/// Every format, in the order in which help lists them.
pub const FORMATS: &[Format] =
    &[csv::FORMAT, json::FORMAT, ndjson::FORMAT, yaml::FORMAT, table::FORMAT, markdown::FORMAT];

/// One way to write a dataset as bytes. The module of each format is its specification.
///
/// ```
/// use rowmill::emit::Format;
/// use rowmill::schema::{Field, FieldType, Schema, Value};
/// use rowmill::{Dataset, Record};
///
/// let schema = Schema { fields: vec![Field::new("city", FieldType::String)], ..Schema::default() };
/// let (cities, _) = Dataset::new("cities", schema, vec![Record::unplaced([Value::String("Oslo".into())])]);
/// let csv = Format::named("csv").expect("csv is a format");
/// assert_eq!(csv.to_string(&cities), "city\nOslo\n");
/// ```
#[derive(Clone, Copy)]
pub struct Format {
    /// The word that selects it: `csv`.
    pub name: &'static str,
    /// What its files' names end in, without the dot.
    pub extension: &'static str,
    /// What it is good for, in one phrase for help.
    pub summary: &'static str,
    /// Whether a program can read it back; the others are for the eye.
    pub is_data: bool,
    /// Writes a dataset whole. It fails only when the writer fails, and hands that error back unchanged, so that a
    /// closed pipe can be told from a full disk.
    pub write: fn(&Dataset, &mut dyn io::Write) -> io::Result<()>,
}

impl Format {
    /// The format of a name, in lower case.
    pub fn named(name: &str) -> Option<&'static Format> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// The same format where spreadsheets may read it: only that of CSV is another one.
    pub fn spreadsheet_safe(&'static self) -> &'static Format {
        if self.name == csv::FORMAT.name { &SPREADSHEET_SAFE } else { self }
    }

    /// The bytes of a dataset: UTF-8 without a byte order mark, line feeds only.
    pub fn to_bytes(&self, dataset: &Dataset) -> Vec<u8> {
        let mut bytes = Vec::new();
        (self.write)(dataset, &mut bytes).expect("memory takes every byte");
        bytes
    }

    /// The same bytes as text.
    pub fn to_string(&self, dataset: &Dataset) -> String {
        String::from_utf8(self.to_bytes(dataset)).expect("every format writes UTF-8")
    }

    /// The name of a dataset's file in this format: `cities.csv`.
    pub fn file_name(&self, dataset: &Dataset) -> String {
        format!("{}.{}", dataset.name(), self.extension)
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Format({})", self.name)
    }
}

/// The dataset that each format's tests write: every type, a list, an empty one, an empty text and missing values.
#[cfg(test)]
fn sample() -> Dataset {
    use crate::dataset::Record;
    use crate::schema::{Field, FieldType, Schema, Value};

    let text = |text: &str| Value::String(text.into());
    let fields = vec![
        Field::new("place", FieldType::String),
        Field::new("zone", FieldType::Integer),
        Field::new("share", FieldType::Number),
        Field::new("open", FieldType::Boolean),
        Field::new("speeds", FieldType::string_list()),
    ];
    let schema = Schema { fields, primary_key: vec!["place".into()], ..Schema::default() };
    let full = [text("Zürich, \"ZH2\""), Value::Integer(1), Value::Number(0.5), Value::Boolean(true)];
    let records = vec![
        Record::unplaced(full.into_iter().chain([Value::strings(["10G", "100G"])])),
        Record::unplaced([text("no"), Value::Null, Value::Null, Value::Null, Value::List(vec![])]),
        Record::unplaced([text("")]),
    ];
    let (dataset, clashes) = Dataset::new("places", schema, records);
    assert_eq!(clashes, []);
    dataset
}

/// A dataset with the sample's fields and no record.
#[cfg(test)]
fn empty_sample() -> Dataset {
    Dataset::new("places", sample().schema().clone(), vec![]).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_is_a_lower_case_word_with_a_summary() {
        for format in FORMATS {
            assert!(format.name.bytes().all(|byte| byte.is_ascii_lowercase()), "{format:?}");
            assert!(!format.summary.is_empty() && !format.summary.ends_with('.'), "{format:?}");
            assert_eq!(Format::named(format.name).map(|found| found.name), Some(format.name));
            assert_eq!(FORMATS.iter().filter(|other| other.extension == format.extension).count(), 1, "{format:?}");
        }
        assert!(Format::named("xml").is_none());
    }

    #[test]
    fn every_format_hands_back_the_writers_own_error() {
        struct Closed;
        impl io::Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        for format in FORMATS {
            let error = (format.write)(&sample(), &mut Closed).expect_err("the pipe is closed");
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe, "{format:?}");
        }
    }

    #[test]
    fn every_format_ends_in_one_line_feed_and_has_no_other_line_end() {
        for format in FORMATS {
            for dataset in [sample(), empty_sample()] {
                let text = format.to_string(&dataset);
                assert!(!text.contains('\r') && !text.starts_with('\u{feff}'), "{format:?}");
                assert!(!text.ends_with("\n\n") && (text.is_empty() || text.ends_with('\n')), "{format:?}");
            }
        }
    }
}
