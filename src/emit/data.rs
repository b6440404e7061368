//! Data that was written before, read back with no schema: CSV, JSON, NDJSON and YAML, as `build` and `extract` write them.
//!
//! A file holds one dataset, or, where `extract` wrote it as JSON or NDJSON, one for each table. The type of a field is that of
//! all of its values; where they differ, it is text. CSV tells no types: its values are text, or lists where a cell is a JSON array. An
//! empty field of CSV is a missing value.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use crate::dataset::{Dataset, FieldValue, Record};
use crate::error::{Error, Result};
use crate::json::{self, Fault};
use crate::schema::{Field, FieldType, Schema, Value};

/// A dataset of a file, in the file's order and without a key.
#[derive(Debug, Clone)]
pub struct DataTable {
    /// Its records.
    pub dataset: Dataset,
    /// The headings that it stood under, where the file tells.
    pub headings: Vec<String>,
    /// Whether the file tells the types of its fields.
    pub is_typed: bool,
}

/// The extensions of files that [`read_data`] reads.
pub const DATA_EXTENSIONS: &[&str] = &["json", "ndjson", "jsonl", "yaml", "yml", "csv"];

/// The datasets of a file's text; `extension` tells what it is, `name` is that of a dataset that has no other. `path` is for messages.
///
/// # Errors
///
/// [`ErrorKind::Usage`](crate::ErrorKind::Usage) with the place of the fault when the text is not what its extension says, or not
/// records.
pub fn read_data(path: &str, name: &str, extension: &str, text: &str) -> Result<Vec<DataTable>> {
    let text = text.trim_start_matches('\u{feff}');
    let refuse = |reason: String| {
        Error::usage(format!("`{path}` cannot be read as data: {reason}")).with_help(
            "expected what `rowmill build` or `rowmill extract` writes: CSV, or records in JSON, NDJSON or YAML",
        )
    };
    match extension {
        "csv" => csv_table(name, text).map(|table| vec![table]),
        "ndjson" | "jsonl" => ndjson_tables(name, text),
        "yaml" | "yml" => yaml(text).and_then(|json| tables(name, json)),
        _ => json::parse(text).map_err(|fault| fault.to_string()).and_then(|json| tables(name, json)),
    }
    .map_err(|reason| refuse(reason.lines().next().unwrap_or_default().to_owned()))
}

/// The value of a YAML text, or what is wrong with it.
fn yaml(text: &str) -> Result<Json, String> {
    serde_yaml::from_str(text).map_err(|error: serde_yaml::Error| {
        let error = error.without_snippet();
        let what = match error {
            serde_yaml::Error::DuplicateMappingKey { key: Some(key), .. } => {
                format!("the key `{key}` stands here twice")
            }
            other => {
                let said = other.to_string();
                said.lines().next().and_then(|line| line.split(" at line ").next()).unwrap_or_default().to_owned()
            }
        };
        match error.location() {
            Some(place) => format!("line {}, column {}: {what}", place.line(), place.column()),
            None => what,
        }
    })
}

/// An array of records, or of tables with records.
fn tables(name: &str, json: Json) -> Result<Vec<DataTable>, String> {
    let Json::Array(entries) = json else { return Err("it is no list of records".to_owned()) };
    let objects: Vec<Map<String, Json>> = entries
        .into_iter()
        .enumerate()
        .map(|(index, entry)| match entry {
            Json::Object(object) => Ok(object),
            _ => Err(format!("entry {} is no record", index + 1)),
        })
        .collect::<Result<_, _>>()?;
    let is_tables = !objects.is_empty()
        && objects.iter().all(|object| {
            matches!((object.get("records"), object.get("headings")), (Some(Json::Array(_)), Some(Json::Array(_))))
        });
    if !is_tables {
        return table(name, &objects, &[]).map(|table| vec![table]);
    }
    let mut tables: Vec<DataTable> = Vec::new();
    for object in &objects {
        let texts = |value: &Json| {
            value.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect::<Vec<_>>()
        };
        let headings = texts(&object["headings"]);
        let records = object["records"].as_array().into_iter().flatten();
        let records: Vec<Map<String, Json>> = records.filter_map(Json::as_object).cloned().collect();
        let title = headings.last().cloned().unwrap_or_else(|| name.to_owned());
        let addresses = addresses(object.get("fields"));
        let name = unique(&title, &tables);
        tables.push(DataTable { headings, ..table(&name, &records, &addresses)? });
    }
    Ok(tables)
}

fn unique(title: &str, tables: &[DataTable]) -> String {
    let numbered = (2..).map(|number: usize| format!("{title} ({number})"));
    let is_free = |name: &String| tables.iter().all(|table| table.dataset.name() != name);
    std::iter::once(title.to_owned()).chain(numbered).find(is_free).unwrap_or_default()
}

/// The names of the fields that hold addresses.
fn addresses(fields: Option<&Json>) -> Vec<String> {
    let fields = fields.and_then(Json::as_array).into_iter().flatten();
    let addresses = fields.filter(|field| field.get("format").and_then(Json::as_str) == Some("uri"));
    addresses.filter_map(|field| field.get("name").and_then(Json::as_str)).map(str::to_owned).collect()
}

/// Records line by line. Those of `extract` tell their page, and those of one table have the same fields.
fn ndjson_tables(name: &str, text: &str) -> Result<Vec<DataTable>, String> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let parsed = json::parse(line).map_err(|fault| Fault { line: index + 1, ..fault }.to_string())?;
        let Json::Object(mut object) = parsed else { return Err(format!("line {}: it is no record", index + 1)) };
        let page = if object.contains_key("_line") { object.shift_remove("_path") } else { None };
        object.shift_remove("_line").filter(|_| page.is_some());
        let page = page.as_ref().and_then(Json::as_str).unwrap_or("").to_owned();
        let fields: Vec<String> = object.keys().cloned().collect();
        let is_of = |group: &&mut Group| group.page == page && (page.is_empty() || group.fields == fields);
        match groups.iter_mut().find(is_of) {
            Some(group) => group.records.push(object),
            None => groups.push(Group { page, fields, records: vec![object] }),
        }
    }
    let mut tables: Vec<DataTable> = Vec::new();
    for Group { records, .. } in &groups {
        let name = unique(name, &tables);
        tables.push(table(&name, records, &[])?);
    }
    if tables.is_empty() {
        tables.push(table(name, &[], &[])?);
    }
    Ok(tables)
}

/// The lines of one table.
struct Group {
    page: String,
    fields: Vec<String>,
    records: Vec<Map<String, Json>>,
}

fn table(name: &str, records: &[Map<String, Json>], addresses: &[String]) -> Result<DataTable, String> {
    let mut names: Vec<&String> = Vec::new();
    let mut known = BTreeSet::new();
    for record in records {
        names.extend(record.keys().filter(|key| known.insert(key.as_str())));
    }
    let mut columns: Vec<Vec<Value>> = Vec::with_capacity(names.len());
    for field in &names {
        let values = records.iter().enumerate().map(|(index, record)| {
            let found = record.get(*field).map_or(Some(Value::Null), value);
            found.ok_or_else(|| format!("`{field}` of record {} is neither a value nor a list of values", index + 1))
        });
        columns.push(values.collect::<Result<_, _>>()?);
    }
    let fields: Vec<Field> = names
        .iter()
        .zip(&mut columns)
        .map(|(field, values)| Field {
            format: addresses.contains(field).then_some("uri"),
            ..Field::new(field.as_str(), settle(values))
        })
        .collect();
    let row = |index: usize| {
        let values = columns.iter().map(|values| FieldValue::unplaced(values[index].clone()));
        Record { values: values.collect(), span: None }
    };
    let schema = Schema { fields, ..Schema::default() };
    let dataset = Dataset::new(name, schema, (0..records.len()).map(row).collect()).0;
    Ok(DataTable { dataset, headings: Vec::new(), is_typed: true })
}

fn value(json: &Json) -> Option<Value> {
    Some(match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Boolean(*value),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Value::Integer(whole),
            (None, Some(decimal)) if !number.is_u64() => Value::Number(decimal),
            _ => Value::String(number.to_string()),
        },
        Json::String(text) => Value::String(text.clone()),
        Json::Array(values) => Value::List(values.iter().map(value).collect::<Option<_>>()?),
        Json::Object(_) => return None,
    })
}

/// The type of a column, whose values are made text where they are of several types.
fn settle(values: &mut [Value]) -> FieldType {
    let is_list = values.iter().any(|value| matches!(value, Value::List(_)));
    if is_list {
        for value in values.iter_mut().filter(|value| !value.is_null() && !matches!(value, Value::List(_))) {
            *value = Value::List(vec![value.clone()]);
        }
    }
    let item_type = {
        let mut types = values.iter().flat_map(|value| value.items()).filter_map(type_of);
        let first = types.next().unwrap_or(FieldType::String);
        types.fold(first, |a, b| match (a, b) {
            (a, b) if a == b => a,
            (FieldType::Integer | FieldType::Number, FieldType::Integer | FieldType::Number) => FieldType::Number,
            _ => FieldType::String,
        })
    };
    if item_type == FieldType::String {
        values.iter_mut().for_each(make_text);
    }
    if is_list { FieldType::List(Box::new(item_type)) } else { item_type }
}

fn type_of(value: &Value) -> Option<FieldType> {
    Some(match value {
        Value::Null => return None,
        Value::Boolean(_) => FieldType::Boolean,
        Value::Integer(_) => FieldType::Integer,
        Value::Number(_) => FieldType::Number,
        Value::String(_) | Value::List(_) => FieldType::String,
    })
}

fn make_text(value: &mut Value) {
    match value {
        Value::Null | Value::String(_) => {}
        Value::List(items) => {
            items.retain(|item| !item.is_null());
            items
                .iter_mut()
                .filter(|item| !matches!(item, Value::String(_)))
                .for_each(|item| *item = Value::String(item.to_string()));
        }
        other => *other = Value::String(other.to_string()),
    }
}

fn csv_table(name: &str, text: &str) -> Result<DataTable, String> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    let header = reader.headers().map_err(|error| error.to_string())?.clone();
    let mut names: Vec<String> = Vec::new();
    let mut taken = BTreeSet::new();
    // Where to go on counting, so that a header of one name alone is numbered in one go.
    let mut next: BTreeMap<&str, usize> = BTreeMap::new();
    for field in &header {
        let mut name = field.to_owned();
        let number = next.entry(field).or_insert(2);
        while !taken.insert(name.clone()) {
            name = format!("{field} {number}");
            *number += 1;
        }
        names.push(name);
    }
    if names.is_empty() {
        return Err("it has no header".to_owned());
    }
    let mut records: Vec<Map<String, Json>> = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| error.to_string())?;
        let cell = |text: &str| match serde_json::from_str(text) {
            Ok(list @ Json::Array(_)) => list,
            _ if text.is_empty() => Json::Null,
            _ => Json::String(text.to_owned()),
        };
        records.push(names.iter().cloned().zip(row.iter().map(cell)).collect());
    }
    let mut read = table(name, &records, &[])?;
    if records.is_empty() {
        let fields = names.into_iter().map(|name| Field::new(name, FieldType::String)).collect();
        read.dataset = Dataset::new(name, Schema { fields, ..Schema::default() }, Vec::new()).0;
    }
    Ok(DataTable { is_typed: false, ..read })
}

#[cfg(test)]
mod tests {
    use super::super::{FORMATS, sample};
    use super::*;

    #[track_caller]
    fn check(extension: &str, text: &str, expected: &str) {
        let tables = read_data("f", "f", extension, text).unwrap_or_else(|error| panic!("{error}"));
        let shown = |table: &DataTable| {
            let fields = table.dataset.schema().fields.iter();
            let fields: Vec<String> =
                fields.map(|field| format!("{}:{}", field.name, field.field_type.name())).collect();
            let records = table.dataset.records().iter();
            let records: Vec<String> = records
                .map(|record| record.values.iter().map(|field| field.value.to_string()).collect::<Vec<_>>().join("; "))
                .collect();
            format!("{} [{}] {}", table.dataset.name(), fields.join(" "), records.join(" | "))
        };
        assert_eq!(tables.iter().map(shown).collect::<Vec<_>>().join("\n"), expected);
    }

    #[test]
    fn every_format_of_data_reads_back() {
        for format in FORMATS.iter().filter(|format| format.is_data) {
            let text = format.to_string(&sample());
            let tables = read_data("f", "places", format.extension, &text).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(tables[0].dataset.records().len(), sample().records().len(), "{}", format.name);
            if format.name != "csv" {
                let values = |dataset: &Dataset| -> Vec<Vec<Value>> {
                    dataset
                        .records()
                        .iter()
                        .map(|record| record.values.iter().map(|field| field.value.clone()).collect())
                        .collect()
                };
                assert_eq!(values(&tables[0].dataset), values(&sample()), "{}", format.name);
            }
        }
    }

    #[test]
    fn what_extract_writes_reads_back_by_table() {
        check(
            "json",
            r#"[{"path":"p.md","line":1,"headings":["A","B"],"fields":[],"records":[{"x":1},{"x":2.5}]},{"path":"p.md","line":9,"headings":["A","B"],"fields":[],"records":[]}]"#,
            "B [x:number] 1 | 2.5\nB (2) [] ",
        );
        check(
            "ndjson",
            "{\"_path\":\"p\",\"_line\":1,\"x\":\"a\"}\n{\"_path\":\"p\",\"_line\":2,\"x\":\"b\"}\n{\"_path\":\"p\",\"_line\":9,\"y\":true}\n",
            "f [x:string] a | b\nf (2) [y:boolean] true",
        );
    }

    #[test]
    fn values_of_several_types_are_text() {
        check(
            "json",
            r#"[{"x":1,"y":["a"]},{"x":"b","y":"c"},{"y":null}]"#,
            "f [x:string y:list] 1; a | b; c | null; null",
        );
        check("csv", "a,a,b\n1,,\"[\"\"x\"\"]\"\n", "f [a:string a 2:string b:list] 1; null; x");
        check("yaml", "- {a: 1}\n- {a: no}\n", "f [a:string] 1 | false");
    }

    #[test]
    fn what_is_no_data_is_refused() {
        let check = |extension: &str, text: &str, expected: &str| {
            let error = read_data("f", "f", extension, text).expect_err("it is no data");
            assert!(error.to_string().contains(expected), "{error}");
        };
        check("json", "{\"a\": 1}", "it is no list of records");
        check("json", "[1]", "entry 1 is no record");
        check("json", "[{\"a\": {}}]", "`a` of record 1 is neither a value nor a list of values");
        check("json", "[", "line 1, column 1: the text ends within a list");
        check("ndjson", "{}\nx\n", "line 2, column 1: a value is expected here");
        check("ndjson", "{}\n[]\n", "line 2: it is no record");
        // Of two values of one key, none is silently the right one.
        check("json", "[\n {\"a\": 1,\n  \"a\": 2}]", "line 3, column 3: the key `a` stands here twice");
        check("ndjson", "{\"a\": 1}\n{\"a\": 1, \"a\": 2}", "line 2, column 10: the key `a` stands here twice");
        check("yaml", "- a: 1\n  a: 2\n", "line 2, column 3: the key `a` stands here twice");
        check("csv", "a,b\n1\n", "found record with 1 fields");
        check("yaml", "a: [", "cannot be read as data");
    }
}
