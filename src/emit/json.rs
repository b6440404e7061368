//! JSON (RFC 8259): one array of objects, for programs and for diffs.
//!
//! * One object per record, its members in the schema's order, each member and each list item on a line of its own,
//!   indented by two spaces, so that a line diff shows single facts.
//! * A missing value is `null`, an empty list `[]`, a dataset without a record `[]`.
//! * Text stays as it is beyond ASCII; only what RFC 8259 demands is escaped. A final line feed.
//! * Whole numbers are written exactly, up to 64 bits; a reader that knows only 64-bit floats, such as JavaScript's,
//!   rounds those beyond 2^53.
//!
//! ```json
//! [
//!   {
//!     "place": "Zürich",
//!     "zone": null,
//!     "speeds": [
//!       "10G",
//!       "100G"
//!     ]
//!   }
//! ]
//! ```
//!
//! It knows nothing of other formats; what it shares with them is in `record.rs`.

use std::io;

use serde::ser::{Serialize, Serializer};

use super::Format;
use super::record::serialize_record;
use crate::dataset::{Dataset, Record};
use crate::schema::Schema;

/// The format `json`.
pub(super) const FORMAT: Format =
    Format { name: "json", extension: "json", summary: "one array of objects, for programs", is_data: true, write };

fn write(dataset: &Dataset, out: &mut dyn io::Write) -> io::Result<()> {
    let rows: Vec<Row<'_>> = rows(dataset).collect();
    serde_json::to_writer_pretty(&mut *out, &rows)?;
    out.write_all(b"\n")
}

/// Each record of a dataset as a JSON object.
pub(super) fn rows(dataset: &Dataset) -> impl Iterator<Item = Row<'_>> {
    dataset.records().iter().map(|record| Row { schema: dataset.schema(), record })
}

/// One record as a JSON object.
pub(super) struct Row<'a> {
    schema: &'a Schema,
    record: &'a Record,
}

impl Serialize for Row<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_record(self.schema.fields.iter().map(|field| &field.name), self.record, |value| value, serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{empty_sample, sample};
    use super::*;

    fn check(dataset: &Dataset, expected: &str) {
        assert_eq!(FORMAT.to_string(dataset), expected);
    }

    #[test]
    fn members_and_items_have_lines_of_their_own() {
        check(&empty_sample(), "[]\n");
        check(
            &sample(),
            r#"[
  {
    "place": "",
    "zone": null,
    "share": null,
    "open": null,
    "speeds": null
  },
  {
    "place": "Zürich, \"ZH2\"",
    "zone": 1,
    "share": 0.5,
    "open": true,
    "speeds": [
      "10G",
      "100G"
    ]
  },
  {
    "place": "no",
    "zone": null,
    "share": null,
    "open": null,
    "speeds": []
  }
]
"#,
        );
    }
}
