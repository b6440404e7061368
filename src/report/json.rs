//! The style `json`: findings for programs, as one document. Version 1.
//!
//! ```json
//! {
//!   "version": 1,
//!   "subject": "cities",
//!   "findings": [
//!     {
//!       "code": "duplicate-item", "severity": "error", "message": "`100G` is listed twice",
//!       "path": "locations.md", "line": 3, "column": 20, "end_line": 3, "end_column": 24,
//!       "dataset": "cities", "record": "Oslo", "field": "speeds", "text": "100G",
//!       "notes": [{"message": "first here", "path": "locations.md", "line": 3, "column": 14, "end_line": 3, "end_column": 18}],
//!       "help": "remove one of them",
//!       "fix": {"summary": "remove the second one", "edits": [
//!         {"path": "locations.md", "line": 3, "column": 18, "end_line": 3, "end_column": 24, "text": ""}
//!       ]},
//!       "fingerprint": "5d0f6a0d3c8fd2bd9c4e3a1b2f7081a6:1"
//!     }
//!   ],
//!   "summary": {"error": 1, "warning": 0, "note": 0}
//! }
//! ```
//!
//! * The findings stand in the order of the pages. Every member is always there, and `null` where a finding has no such thing: a
//!   finding without a place has no `path`, lines, columns and `text`.
//! * Lines and columns count from 1, columns in characters; the end is the place after the last character. `text` is what the page says
//!   there, cut after 500 characters, which `…` shows.
//! * `severity` is `error`, `warning` or `note`. `record` is the key of the record as a person reads it.
//! * The `edits` of a `fix` do not overlap; each puts its `text` in the place.
//! * `fingerprint` tells the finding from all others and stays when lines move; see `fingerprint.rs`.
//! * Characters that could do harm in a log stand as `\u001b`; a reader of JSON gets them as they are.
//!
//! A later version may add members, and changes none without another number in `version`. It knows findings and places, and leaves the
//! spelling of JSON to `safe_json.rs`.

use std::io;

use serde_json::{Map, Value as Json, json};

use super::count::Counts;
use super::fingerprint::fingerprints;
use super::place::Place;
use super::safe_json::laid_out;
use super::{Appearance, Report, Style};
use crate::diagnostic::{Diagnostic, Fix};
use crate::source::{SourceMap, Span};

/// The style `json`.
pub(super) const STYLE: Style = Style { name: "json", summary: "one document for programs", fits_screen: false, write };

/// The number of the shape that is written.
pub(super) const VERSION: u32 = 1;

fn write(report: &Report<'_>, out: &mut dyn io::Write, _: Appearance) -> io::Result<()> {
    let counts = Counts::of(report.findings);
    let document = json!({
        "version": VERSION,
        "subject": report.subject,
        "findings": findings(report).collect::<Vec<Json>>(),
        "summary": { "error": counts.errors, "warning": counts.warnings, "note": counts.notes },
    });
    writeln!(out, "{}", laid_out(&document))
}

/// Every finding of a report as an object.
pub(super) fn findings<'r>(report: &Report<'r>) -> impl Iterator<Item = Json> + use<'r> {
    let sources = report.sources;
    let prints = fingerprints(report.findings, sources);
    report.findings.iter().zip(prints).map(|(finding, print)| object(finding, &print, sources))
}

fn object(finding: &Diagnostic, fingerprint: &str, sources: &SourceMap) -> Json {
    let place = finding.span.map(|span| Place::of(span, sources));
    let mut object = Map::new();
    let mut add = |name: &str, value: Json| object.insert(name.to_owned(), value);
    add("code", json!(finding.code));
    add("severity", json!(finding.severity.to_string()));
    add("message", json!(finding.message));
    for (name, value) in position(place.as_ref()) {
        add(name, value);
    }
    add("dataset", json!(finding.dataset));
    add("record", json!(finding.record));
    add("field", json!(finding.field));
    add("text", json!(place.map(|place| place.text())));
    add("notes", finding.notes.iter().map(|(remark, span)| placed("message", remark, *span, sources)).collect());
    add("help", json!(finding.help));
    add("fix", finding.fix.as_ref().map_or(Json::Null, |fix| fix_object(fix, sources)));
    add("fingerprint", json!(fingerprint));
    Json::Object(object)
}

fn fix_object(fix: &Fix, sources: &SourceMap) -> Json {
    let edits: Vec<Json> = fix.edits.iter().map(|(span, text)| placed("text", text, Some(*span), sources)).collect();
    json!({ "summary": fix.summary, "edits": edits })
}

/// A text and the place that it is about.
fn placed(name: &str, text: &str, span: Option<Span>, sources: &SourceMap) -> Json {
    let place = span.map(|span| Place::of(span, sources));
    let text = std::iter::once((name, json!(text)));
    Json::Object(text.chain(position(place.as_ref())).map(|(name, value)| (name.to_owned(), value)).collect())
}

fn position(place: Option<&Place<'_>>) -> [(&'static str, Json); 5] {
    [
        ("path", json!(place.map(|place| &place.path))),
        ("line", json!(place.map(|place| place.start.line))),
        ("column", json!(place.map(|place| place.start.column))),
        ("end_line", json!(place.map(|place| place.end.line))),
        ("end_column", json!(place.map(|place| place.end.column))),
    ]
}
