//! The texts of data that was written before, column by column: CSV, or a JSON array of records.
//!
//! It reads what the writers here write, and the like of it; no schema is needed, and what is no text is left out.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::json;

/// A column's header, and its texts in the order of the records.
type Columns = BTreeMap<String, Vec<String>>;

/// The texts of a CSV or JSON file by column; list cells item by item. `path` is how messages name it.
///
/// # Errors
///
/// [`ErrorKind::Usage`](crate::ErrorKind::Usage) when the text is neither, with the place of the fault where it is JSON with one.
pub fn read_columns(path: &str, text: &str) -> Result<Columns> {
    let refuse = |why: &str| {
        Error::usage(format!("`{path}` is neither CSV with a header nor a JSON array of records{why}"))
            .with_help("`--with` takes pages, and the data that `build` and `extract` write")
    };
    let text = text.trim_start_matches('\u{feff}');
    let columns = match text.trim_start().starts_with(['[', '{']) {
        true => json_columns(&json::parse(text).map_err(|fault| refuse(&format!(": {fault}")))?),
        false => csv_columns(text),
    };
    columns.ok_or_else(|| refuse(""))
}

/// The records of an array of objects; those of `extract`, which stand in its tables, too.
fn json_columns(value: &Value) -> Option<Columns> {
    let mut columns = Columns::new();
    for object in value.as_array()? {
        let object = object.as_object()?;
        match object.get("records").and_then(Value::as_array) {
            Some(records) => records.iter().filter_map(Value::as_object).for_each(|record| add(&mut columns, record)),
            None => add(&mut columns, object),
        }
    }
    Some(columns)
}

fn add(columns: &mut Columns, record: &serde_json::Map<String, Value>) {
    for (name, value) in record {
        columns.entry(name.clone()).or_default().extend(texts(value));
    }
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

fn csv_columns(text: &str) -> Option<Columns> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let headers = reader.headers().ok()?.clone();
    let mut columns = Columns::new();
    for record in reader.records() {
        for (header, cell) in headers.iter().zip(&record.ok()?) {
            let items = match serde_json::from_str::<Value>(cell) {
                Ok(list @ Value::Array(_)) => texts(&list),
                _ if cell.is_empty() => Vec::new(),
                _ => vec![cell.to_owned()],
            };
            columns.entry(header.to_owned()).or_default().extend(items);
        }
    }
    Some(columns)
}

#[cfg(test)]
mod tests {
    use super::read_columns;

    fn check(text: &str, column: &str, expected: &[&str]) {
        let columns = read_columns("f", text).expect("it can be read");
        assert_eq!(columns[column], expected);
    }

    #[test]
    fn written_data_reads_back_by_column() {
        check("city,rivers\nLyon,\"[\"\"Rhône\"\",\"\"Saône\"\"]\"\nGraz,[]\n", "rivers", &["Rhône", "Saône"]);
        check("city,rivers\nLyon,[]\n", "city", &["Lyon"]);
        check("[{\"city\":\"Lyon\",\"rivers\":[\"Rhône\"],\"zone\":1}]", "rivers", &["Rhône"]);
        check("[{\"path\":\"p.md\",\"records\":[{\"City\":\"Lyon\"}]}]", "City", &["Lyon"]);
        let refused = |text: &str| read_columns("f", text).expect_err(text).headline();
        let neither = "`f` is neither CSV with a header nor a JSON array of records";
        assert_eq!(refused("{\"city\": 1}"), neither);
        let twice = refused("[{\"city\": 1,\n \"city\": 2}]");
        assert_eq!(twice, format!("{neither}: line 2, column 2: the key `city` stands here twice"));
    }
}
