//! The file `rowmill.lock`: a [`Shape`] as JSON, made to be read in a review.
//!
//! ```json
//! {
//!   "version": 1,
//!   "recipe": "cities",
//!   "formats": ["csv", "json", "yaml"],
//!   "sources": [
//!     { "path": "cities.md", "sha256": "0f3a…", "bytes": 1042, "revision": "8c1e…" }
//!   ],
//!   "datasets": [
//!     {
//!       "name": "cities",
//!       "records": 2,
//!       "tables": [
//!         { "under": ["Cities"], "header": ["City", "Rivers"], "rows": 2 }
//!       ],
//!       "missing": { "rivers": 1 },
//!       "keys": ["Lyon", "Nice"]
//!     }
//!   ]
//! }
//! ```
//!
//! * What is small stands on one line and every key on a line of its own, so that a changed record is a changed line.
//! * `missing` has the fields that lack a value somewhere. `revision` is there when the build was told it.
//! * Another `version` is refused, never guessed at.

use serde::Deserialize;
use serde_json::{Value as Json, json};

use super::{Column, DatasetShape, Shape, SourceShape, TableShape};
use crate::error::{Error, ErrorKind, Excerpt, Result};
use crate::json::{self, DistinctObject, Fault};

/// The version of the file that is written and read.
const VERSION: u64 = 1;

#[derive(Deserialize)]
#[serde(expecting = "an object with `version`")]
struct RawVersion {
    version: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `version`, `recipe`, `formats`, `sources` and `datasets`")]
struct RawLock {
    #[serde(rename = "version")]
    _version: u64,
    recipe: String,
    formats: Vec<String>,
    sources: Vec<RawSource>,
    datasets: Vec<RawDataset>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `path`, `sha256` and `bytes`")]
struct RawSource {
    path: String,
    sha256: String,
    bytes: usize,
    revision: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `name`, `records`, `tables`, `missing` and `keys`")]
struct RawDataset {
    name: String,
    records: usize,
    tables: Vec<RawTable>,
    missing: DistinctObject,
    keys: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `under`, `header` and `rows`")]
struct RawTable {
    under: Vec<String>,
    header: Vec<String>,
    rows: usize,
}

impl Shape {
    /// Reads a lock file. `path` is how messages name it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Stored`], with the line, when it is no lock file, or one of another version.
    pub fn from_lock(path: &str, text: &str) -> Result<Self> {
        let refuse = |fault: Fault| refused(path, text, fault);
        let RawVersion { version } = json::typed(text).map_err(refuse)?;
        if version != VERSION {
            let message = format!("has version {version}, and this rowmill knows version {VERSION}");
            let line = text.lines().position(|line| line.contains("\"version\"")).map_or(1, |line| line + 1);
            return Err(lock_error(path, text, line, 1, 0, message).with_help(
                "use the rowmill that wrote it, or accept the present shape anew: delete the file and build",
            ));
        }
        let raw: RawLock = json::typed(text).map_err(refuse)?;
        Ok(raw.shape())
    }

    /// The text of the lock file, with a line feed at its end.
    pub fn to_lock(&self) -> String {
        let sources: Vec<String> = self.sources.iter().map(source).collect();
        let datasets: Vec<String> = self.datasets.iter().map(dataset).collect();
        format!(
            "{{\n  \"version\": {VERSION},\n  \"recipe\": {},\n  \"formats\": [{}],\n  \"sources\": {},\n  \"datasets\": {}\n}}\n",
            json!(self.recipe),
            self.formats.iter().map(|format| json!(format).to_string()).collect::<Vec<_>>().join(", "),
            lines(&sources, 2),
            lines(&datasets, 2)
        )
    }
}

fn refused(path: &str, text: &str, fault: Fault) -> Error {
    let Fault { line, column, offset, message } = fault;
    lock_error(path, text, line, column, offset, format!("is no lock file: {message}"))
        .with_help("take it back from version control, or accept the present shape anew: delete it and build")
}

fn lock_error(path: &str, text: &str, line: usize, column: usize, offset: usize, message: String) -> Error {
    let shown = text.lines().nth(line - 1).unwrap_or_default().to_owned();
    let part = shown.floor_char_boundary(offset.min(shown.len()))..shown.len();
    Error::new(ErrorKind::Stored { path: path.to_owned(), message }).with_excerpt(Excerpt {
        path: path.to_owned(),
        line,
        column,
        text: shown,
        part,
        label: String::new(),
    })
}

impl RawLock {
    fn shape(self) -> Shape {
        let sources = self.sources.into_iter().map(|raw| SourceShape {
            path: raw.path,
            sha256: raw.sha256,
            bytes: raw.bytes,
            revision: raw.revision,
            span: None,
        });
        let datasets = self.datasets.into_iter().map(RawDataset::shape);
        Shape { recipe: self.recipe, formats: self.formats, sources: sources.collect(), datasets: datasets.collect() }
    }
}

impl RawDataset {
    fn shape(self) -> DatasetShape {
        let column = |text| Column { text, span: None };
        let table = |raw: RawTable| TableShape {
            under: raw.under,
            header: raw.header.into_iter().map(column).collect(),
            rows: raw.rows,
            span: None,
        };
        let count = |count: Json| count.as_u64().and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
        DatasetShape {
            name: self.name,
            records: self.records,
            missing: self.missing.0.into_iter().map(|(field, missing)| (field, count(missing))).collect(),
            keys: self.keys,
            tables: self.tables.into_iter().map(table).collect(),
        }
    }
}

fn source(source: &SourceShape) -> String {
    let revision =
        source.revision.as_ref().map_or(String::new(), |revision| format!(", \"revision\": {}", json!(revision)));
    let (path, sha256, bytes) = (json!(source.path), json!(source.sha256), source.bytes);
    format!("{{ \"path\": {path}, \"sha256\": {sha256}, \"bytes\": {bytes}{revision} }}")
}

fn dataset(dataset: &DatasetShape) -> String {
    let tables: Vec<String> = dataset.tables.iter().map(table).collect();
    let missing = dataset.missing.iter().filter(|(_, missing)| *missing > 0);
    let missing: Vec<String> = missing.map(|(field, missing)| format!("{}: {missing}", json!(field))).collect();
    let missing = if missing.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", missing.join(", ")) };
    let keys: Vec<String> = dataset.keys.iter().map(|key| json!(key).to_string()).collect();
    format!(
        "{{\n      \"name\": {},\n      \"records\": {},\n      \"tables\": {},\n      \"missing\": {missing},\n      \"keys\": {}\n    }}",
        json!(dataset.name),
        dataset.records,
        lines(&tables, 6),
        lines(&keys, 6)
    )
}

fn table(table: &TableShape) -> String {
    let texts = |texts: Vec<&str>| texts.iter().map(|text| json!(text).to_string()).collect::<Vec<_>>().join(", ");
    let under = texts(table.under.iter().map(String::as_str).collect());
    let header = texts(table.header.iter().map(|column| column.text.as_str()).collect());
    format!("{{ \"under\": [{under}], \"header\": [{header}], \"rows\": {} }}", table.rows)
}

/// A JSON array with a member on each line.
fn lines(members: &[String], indent: usize) -> String {
    if members.is_empty() {
        return "[]".to_owned();
    }
    let margin = " ".repeat(indent);
    let members: Vec<String> = members.iter().map(|member| format!("{margin}  {member}")).collect();
    format!("[\n{}\n{margin}]", members.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Shape {
        let column = |text: &str| Column { text: text.to_owned(), span: None };
        Shape {
            recipe: "cities".to_owned(),
            formats: vec!["csv".to_owned(), "json".to_owned()],
            sources: vec![SourceShape {
                revision: Some("a\"b".to_owned()),
                ..SourceShape::new("cities.md", "text", None)
            }],
            datasets: vec![
                DatasetShape {
                    name: "cities".to_owned(),
                    records: 2,
                    missing: vec![("rivers".to_owned(), 1)],
                    keys: vec!["Lyon".to_owned(), "L'\u{1b}\"\n".to_owned()],
                    tables: vec![TableShape {
                        under: vec!["Cities".to_owned()],
                        header: vec![column("City"), column("Rivers")],
                        rows: 2,
                        span: None,
                    }],
                },
                DatasetShape { name: "empty".to_owned(), ..DatasetShape::default() },
            ],
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let text = sample().to_lock();
        assert_eq!(Shape::from_lock("rowmill.lock", &text).expect("a lock file"), sample(), "{text}");
        assert!(!text.contains('\u{1b}'), "{text}");
    }

    #[test]
    fn a_key_has_a_line_of_its_own() {
        assert!(sample().to_lock().contains("\n        \"Lyon\",\n"), "{}", sample().to_lock());
    }

    fn check_refused(text: &str, line: usize, reason: &str) {
        let error = Shape::from_lock("rowmill.lock", text).expect_err("no lock file");
        assert!(error.to_string().contains(reason), "{error}");
        assert_eq!(error.excerpt().map(|excerpt| excerpt.line), Some(line), "{error}");
    }

    #[test]
    fn what_is_no_lock_file_is_refused_with_its_line() {
        check_refused("{\n  \"version\": 2,\n  \"locks\": []\n}\n", 2, "version 2");
        check_refused("{\n  \"version\": 1,\n  \"recipe\": \"a\",\n  \"formats\": []\n}\n", 5, "sources");
        check_refused("<<<<<<< HEAD\n", 1, "no lock file");
        // What a build writes in every format would count as written in none.
        let text = sample().to_lock();
        let without_formats = text.replace("  \"formats\": [\"csv\", \"json\"],\n", "");
        check_refused(&without_formats, text.lines().count() - 1, "is no lock file: the key `formats` is missing");
        let twice = text.replace("{ \"rivers\": 1 }", "{ \"rivers\": 1, \"rivers\": 2 }");
        check_refused(&twice, 15, "is no lock file: the key `rivers` stands here twice");
        check_refused("[]", 1, "is no lock file: an object with `version` is expected here, and not a list");
        check_refused("", 1, "no lock file");
    }
}
