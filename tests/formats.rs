//! What is written reads back as the same dataset, with the readers that rowmill itself depends on.

#[path = "laws/formats.rs"]
mod laws;
mod torture;

use rowmill::emit::Format;
use rowmill::schema::Value;
use rowmill::{Document, SourceMap};

#[test]
fn the_torture_set_is_large_enough() {
    assert!(torture::texts().len() >= 175);
}

#[test]
fn json_reads_back() {
    laws::json_reads_back(&torture::dataset());
}

#[test]
fn ndjson_reads_back() {
    laws::ndjson_reads_back(&torture::dataset());
}

#[test]
fn yaml_reads_back() {
    laws::yaml_reads_back(&torture::dataset());
}

#[test]
fn csv_reads_back() {
    laws::csv_reads_back(&torture::dataset());
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
