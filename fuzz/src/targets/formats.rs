//! Data that is written reads back.

use arbitrary::Unstructured;
use rowmill::emit::{Format, read_data};
use rowmill::schema::Value;
use rowmill::{Dataset, Record};

use super::Target;
use crate::dataset::dataset;
use crate::format_laws as laws;

pub(super) const TARGET: Target =
    Target { name: "formats", summary: "data reads back as it was written, in every format", run };

fn run(input: &[u8]) {
    // Too few bytes give no dataset.
    let Ok(dataset) = dataset(&mut Unstructured::new(input)) else { return };
    laws::json_reads_back(&dataset);
    laws::ndjson_reads_back(&dataset);
    laws::yaml_reads_back(&dataset);
    laws::csv_reads_back(&dataset);
    safe_csv_reads_back(&dataset);
    for name in ["json", "ndjson", "yaml"] {
        own_reader_reads_back(&dataset, name);
    }
}

/// Without the apostrophe that it puts before a formula, CSV for spreadsheets is CSV.
fn safe_csv_reads_back(dataset: &Dataset) {
    let csv = Format::named("csv").expect("a format");
    let read = |text: &str| -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
        reader.records().map(|record| record.expect("CSV").iter().map(str::to_owned).collect()).collect()
    };
    let plain = read(&csv.to_string(dataset));
    let safe = read(&csv.spreadsheet_safe().to_string(dataset));
    assert_eq!(plain.len(), safe.len());
    for (plain, safe) in plain.iter().flatten().zip(safe.iter().flatten()) {
        let is_marked = safe.strip_prefix('\'') == Some(plain.as_str());
        assert!(is_marked || plain == safe, "{plain:?} is written as {safe:?}");
    }
}

/// What rowmill reads of a file that it wrote are the values of it.
fn own_reader_reads_back(dataset: &Dataset, name: &str) {
    let written = Format::named(name).expect("a format").to_string(dataset);
    let read = read_data("d", "d", name, &written).unwrap_or_else(|error| panic!("{written}: {error}"));
    let values = |dataset: &Dataset| {
        let texts = |record: &Record| record.values.iter().map(|cell| shown(&cell.value)).collect::<Vec<_>>();
        dataset.records().iter().map(texts).collect::<Vec<_>>()
    };
    let read: Vec<_> = read.iter().flat_map(|table| values(&table.dataset)).collect();
    assert_eq!(read, values(dataset), "{name}: {written}");
}

fn shown(value: &Value) -> String {
    match value {
        // A whole number is one however it is written.
        Value::Number(number) => format!("{number:e}"),
        Value::Integer(number) => format!("{:e}", *number as f64),
        other => other.to_string(),
    }
}
