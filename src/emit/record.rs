//! A record as a serde map from field names to values, in schema order: what JSON and YAML have in common.
//!
//! It knows no format. A format that writes some names or values in its own way hands in how, as YAML does.

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::dataset::Record;
use crate::schema::Value;

/// Serializes a record as a map: the names are those of the schema's fields, each value is as `written` makes it.
pub(super) fn serialize_record<'a, S: Serializer, K: Serialize, V: Serialize>(
    names: impl ExactSizeIterator<Item = K>,
    record: &'a Record,
    written: impl Fn(&'a Value) -> V,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(names.len()))?;
    for (name, cell) in names.zip(&record.values) {
        map.serialize_entry(&name, &written(&cell.value))?;
    }
    map.end()
}
