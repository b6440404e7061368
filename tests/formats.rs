//! What is written reads back as the same dataset, with the readers that rowmill itself depends on.

mod torture;

use rowmill::emit::Format;
use rowmill::schema::Value;
use rowmill::{Dataset, Document, Record, SourceMap};
use serde_json::Value as Json;

/// A record as a reader gives it back: names and values in the order of the file.
type Row = Vec<(String, Json)>;

/// Expects that what a format writes reads back, field by field, as `expected` says a value must.
fn check(name: &str, read: fn(&str) -> Vec<Row>, expected: fn(&Value) -> Json) {
    let dataset = torture::dataset();
    let rows = read(&Format::named(name).expect("a format").to_string(&dataset));
    assert_eq!(rows.len(), dataset.records().len());
    for (row, record) in rows.iter().zip(dataset.records()) {
        assert_eq!(row, &fields(&dataset, record, expected), "{name}");
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

#[test]
fn the_torture_set_is_large_enough() {
    assert!(torture::texts().len() >= 175);
}

#[test]
fn json_reads_back() {
    check("json", |text| objects(serde_json::from_str(text).expect("JSON")), typed);
}

#[test]
fn ndjson_reads_back() {
    fn read(text: &str) -> Vec<Row> {
        objects(text.split_terminator('\n').map(|line| serde_json::from_str(line).expect("JSON")).collect())
    }
    check("ndjson", read, typed);
}

#[test]
fn yaml_reads_back() {
    fn read(text: &str) -> Vec<Row> {
        let options = serde_yaml::options! { budget: None };
        objects(serde_yaml::from_str_with_options(text, options).expect("YAML"))
    }
    check("yaml", read, typed);
}

#[test]
fn csv_reads_back() {
    fn read(text: &str) -> Vec<Row> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let header = reader.headers().expect("a header").clone();
        let row = |record: csv::StringRecord| {
            header.iter().zip(&record).map(|(name, text)| (name.to_owned(), Json::from(text))).collect()
        };
        reader.records().map(|record| row(record.expect("CSV"))).collect()
    }
    check("csv", read, as_text);
}

/// What is written as Markdown is a page: read as one, it has one table with the same texts, but for the blanks around them.
#[test]
fn markdown_reads_back() {
    let dataset = torture::dataset();
    let mut sources = SourceMap::new();
    let page = sources.add("page.md", Format::named("md").expect("a format").to_string(&dataset));
    let document = Document::parse(&sources, page);
    let [table] = document.tables.as_slice() else { panic!("{} tables", document.tables.len()) };
    assert_eq!(table.rows.len(), dataset.records().len());
    for (row, record) in table.rows.iter().zip(dataset.records()) {
        let read: Vec<String> = row.cells.iter().map(|cell| as_seen(cell.content.text())).collect();
        let text = |value: &Value| if value.is_null() { String::new() } else { as_seen(&value.to_string()) };
        let written: Vec<String> = record.values.iter().map(|cell| text(&cell.value)).collect();
        assert_eq!(read, written);
    }
    assert_eq!(document.inspect(), [], "it is a clean table");
}

/// A text as a reader sees it: blanks at the ends of lines do not show.
fn as_seen(text: &str) -> String {
    text.split('\n').map(str::trim).collect::<Vec<_>>().join("\n").trim().to_owned()
}
