//! Datasets from the bytes of an input. Names and texts are few and near each other, or anything at all.

use arbitrary::{Result, Unstructured};
use rowmill::schema::{Field, FieldType, Schema, Value};
use rowmill::{Dataset, Record};

/// Texts that a diff may take for each other, and that readers of files misread.
#[rustfmt::skip]
const TEXTS: &[&str] = &[
    "", "London", "London2", "london", "Lon don", "Zürich", "Zu\u{308}rich", "Zurich", "1.2", "1.3", "v1.2", "Graz", "Graz (east)",
    "Toronto", "Toronoto", "10G", "100G", "=1+1", "'=1", "no", "1:20", "a,b", "a\"b", " a", "a\n", "\r", "[]", "null", "~", "- a",
];

/// A dataset without a key, so that every record stays.
pub(crate) fn dataset(input: &mut Unstructured<'_>) -> Result<Dataset> {
    let mut fields: Vec<Field> = Vec::new();
    for _ in 0..input.int_in_range(1..=5)? {
        let name = text(input)?;
        let types =
            [FieldType::String, FieldType::Integer, FieldType::Number, FieldType::Boolean, FieldType::string_list()];
        let field = Field::new(name, input.choose(&types)?.clone());
        if fields.iter().all(|other| other.name != field.name) {
            fields.push(field);
        }
    }
    let schema = Schema { fields, ..Schema::default() };
    let records = (0..input.int_in_range(0..=8)?).map(|_| record(&schema, input)).collect::<Result<Vec<_>>>()?;
    Ok(Dataset::new("d", schema, records).0)
}

/// The same dataset with some values, rows and their order changed.
pub(crate) fn revision(old: &Dataset, input: &mut Unstructured<'_>) -> Result<Dataset> {
    let schema = old.schema().clone();
    let mut records = old.records().to_vec();
    for _ in 0..input.int_in_range(0..=4)? {
        if records.is_empty() {
            break;
        }
        let row = input.choose_index(records.len())?;
        let column = input.choose_index(schema.fields.len())?;
        records[row].values[column].value = value(&schema.fields[column].field_type, input)?;
    }
    if input.arbitrary()? {
        records.pop();
    }
    if input.arbitrary()? {
        records.reverse();
    }
    if input.arbitrary()? {
        records.push(record(&schema, input)?);
    }
    Ok(Dataset::new("d", schema, records).0)
}

fn record(schema: &Schema, input: &mut Unstructured<'_>) -> Result<Record> {
    let values = schema.fields.iter().map(|field| value(&field.field_type, input)).collect::<Result<Vec<_>>>()?;
    Ok(Record::unplaced(values))
}

fn value(field_type: &FieldType, input: &mut Unstructured<'_>) -> Result<Value> {
    if input.ratio(1, 7)? {
        return Ok(Value::Null);
    }
    Ok(match field_type {
        FieldType::Integer if input.arbitrary()? => Value::Integer(input.int_in_range(0..=4)?),
        FieldType::Integer => Value::Integer(input.arbitrary()?),
        FieldType::Number => {
            Value::Number(input.arbitrary::<f64>().map(|number| if number.is_finite() { number } else { 0.5 })?)
        }
        FieldType::Boolean => Value::Boolean(input.arbitrary()?),
        FieldType::List(item) => {
            let count = input.int_in_range(0..=4)?;
            Value::List(
                (0..count)
                    .map(|_| value(item, input))
                    .filter(|item| item != &Ok(Value::Null))
                    .collect::<Result<_>>()?,
            )
        }
        _ => Value::String(text(input)?),
    })
}

fn text(input: &mut Unstructured<'_>) -> Result<String> {
    match input.ratio(3, 4)? {
        true => Ok((*input.choose(TEXTS)?).to_owned()),
        false => Ok(input.arbitrary::<&str>()?.to_owned()),
    }
}
