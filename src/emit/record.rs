//! A record as a serde map from field names to values, in schema order: what JSON and YAML have in common.
//!
//! It knows no format. A format that writes some values in its own way hands in how, as YAML does.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::dataset::Record;
use crate::schema::{Schema, Value};

/// Serializes a record as a map of its schema's fields, each value as `written` makes it.
pub(super) fn serialize_record<'a, S: Serializer, V: Serialize>(
    schema: &Schema,
    record: &'a Record,
    written: impl Fn(&'a Value) -> V,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(schema.fields.len()))?;
    for (field, cell) in schema.fields.iter().zip(&record.values) {
        map.serialize_entry(&field.name, &written(&cell.value))?;
    }
    map.end()
}
