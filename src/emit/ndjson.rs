//! NDJSON, also called JSON Lines: one JSON object per line, for streams and for line tools such as `jq` and `grep`.
//!
//! * Each line is one record as JSON writes it, without a blank between its parts; each line ends in a line feed.
//! * A dataset without a record is an empty file.
//!
//! ```json
//! {"place":"Zürich","zone":null,"speeds":["10G","100G"]}
//! ```
//!
//! It knows nothing of other formats; what an object looks like is decided in `json.rs`.

use std::io;

use super::Format;
use super::json::rows;
use crate::dataset::Dataset;

/// The format `ndjson`.
pub(super) const FORMAT: Format = Format {
    name: "ndjson",
    extension: "ndjson",
    summary: "one JSON object per line, for streams",
    is_data: true,
    write,
};

fn write(dataset: &Dataset, out: &mut dyn io::Write) -> io::Result<()> {
    for row in rows(dataset) {
        serde_json::to_writer(&mut *out, &row)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::{empty_sample, sample};
    use super::*;

    fn check(dataset: &Dataset, expected: &str) {
        assert_eq!(FORMAT.to_string(dataset), expected);
    }

    #[test]
    fn a_record_is_a_line() {
        check(&empty_sample(), "");
        check(
            &sample(),
            r#"{"place":"","zone":null,"share":null,"open":null,"speeds":null}
{"place":"Zürich, \"ZH2\"","zone":1,"share":0.5,"open":true,"speeds":["10G","100G"]}
{"place":"no","zone":null,"share":null,"open":null,"speeds":[]}
"#,
        );
    }
}
