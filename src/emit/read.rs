//! Reads back what `json.rs` wrote, to compare it with what would be written now.

use crate::dataset::{Dataset, Record};
use crate::json;
use crate::schema::{Schema, Value};

/// The dataset of a JSON file, or `None` where the text is not an array of objects of scalars and lists.
///
/// A field that the file does not have is missing; one that the schema does not have is left out.
pub fn read_json(text: &str, name: &str, schema: &Schema) -> Option<Dataset> {
    let serde_json::Value::Array(rows) = json::parse(text).ok()? else { return None };
    let mut records = Vec::with_capacity(rows.len());
    for row in rows {
        let serde_json::Value::Object(row) = row else { return None };
        let values: Option<Vec<Value>> =
            schema.fields.iter().map(|field| row.get(&field.name).map_or(Some(Value::Null), value)).collect();
        records.push(Record::unplaced(values?));
    }
    let (dataset, clashes) = Dataset::new(name, schema.clone(), records);
    clashes.is_empty().then_some(dataset)
}

fn value(json: &serde_json::Value) -> Option<Value> {
    Some(match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Boolean(*value),
        serde_json::Value::Number(number) => {
            number.as_i64().map(Value::Integer).or_else(|| number.as_f64().map(Value::Number))?
        }
        serde_json::Value::String(text) => Value::String(text.clone()),
        serde_json::Value::Array(values) => Value::List(values.iter().map(value).collect::<Option<_>>()?),
        serde_json::Value::Object(_) => return None,
    })
}
