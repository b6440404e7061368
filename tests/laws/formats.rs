//! The laws of formats, of any dataset: what is written reads back, with the readers that rowmill itself depends on. A law panics where
//! it is broken. Another format is one more function here.

use rowmill::emit::Format;
use rowmill::schema::Value;
use rowmill::{Dataset, Record};
use serde_json::Value as Json;

/// A record as a reader gives it back: names and values in the order of the file.
type Row = Vec<(String, Json)>;

/// Expects that what a format writes reads back, field by field, as `expected` says a value must.
fn check(name: &str, dataset: &Dataset, read: fn(&str) -> Vec<Row>, expected: fn(&Value) -> Json) {
    let rows = read(&Format::named(name).expect("a format").to_string(dataset));
    assert_eq!(rows.len(), dataset.records().len());
    for (row, record) in rows.iter().zip(dataset.records()) {
        assert_eq!(row, &fields(dataset, record, expected), "{name}");
    }
}

fn fields(dataset: &Dataset, record: &Record, expected: fn(&Value) -> Json) -> Row {
    let names = dataset.schema().fields.iter().map(|field| field.name.clone());
    names.zip(record.values.iter().map(|cell| expected(&cell.value))).collect()
}

/// A value as JSON: what every format but CSV must give back.
fn typed(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(value) => Json::from(*value),
        Value::Integer(value) => Json::from(*value),
        Value::Number(value) => Json::from(*value),
        Value::String(text) => Json::from(text.as_str()),
        Value::List(values) => values.iter().map(typed).collect(),
    }
}

/// A value as CSV's readers see it: a text, in which a list is JSON.
fn as_text(value: &Value) -> Json {
    match value {
        Value::Null => Json::from(""),
        Value::String(text) => Json::from(text.as_str()),
        other => Json::from(typed(other).to_string()),
    }
}

fn objects(rows: Vec<serde_json::Map<String, Json>>) -> Vec<Row> {
    rows.into_iter().map(|row| row.into_iter().collect()).collect()
}

/// JSON gives the same values.
pub(crate) fn json_reads_back(dataset: &Dataset) {
    check("json", dataset, |text| objects(serde_json::from_str(text).expect("JSON")), typed);
}

/// NDJSON gives the same values, a record on each line.
pub(crate) fn ndjson_reads_back(dataset: &Dataset) {
    fn read(text: &str) -> Vec<Row> {
        objects(text.split_terminator('\n').map(|line| serde_json::from_str(line).expect("JSON")).collect())
    }
    check("ndjson", dataset, read, typed);
}

/// YAML gives the same values.
pub(crate) fn yaml_reads_back(dataset: &Dataset) {
    fn read(text: &str) -> Vec<Row> {
        let options = serde_yaml::options! { budget: None };
        objects(serde_yaml::from_str_with_options(text, options).expect("YAML"))
    }
    check("yaml", dataset, read, typed);
}

/// CSV gives the same texts.
pub(crate) fn csv_reads_back(dataset: &Dataset) {
    fn read(text: &str) -> Vec<Row> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().expect("a header").clone();
        let row = |record: csv::StringRecord| {
            header.iter().zip(&record).map(|(name, text)| (name.to_owned(), Json::from(text))).collect()
        };
        reader.records().map(|record| row(record.expect("CSV"))).collect()
    }
    check("csv", dataset, read, as_text);
}
