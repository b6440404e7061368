//! The style `sarif`: the Static Analysis Results Interchange Format 2.1.0, which GitHub code scanning and editors read.
//!
//! ```json
//! {
//!   "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
//!   "version": "2.1.0",
//!   "runs": [
//!     {
//!       "tool": {"driver": {"name": "rowmill", "version": "0.1.0", "semanticVersion": "0.1.0", "rules": [
//!         {"id": "duplicate-item", "shortDescription": {"text": "…"}, "fullDescription": {"text": "…"},
//!          "help": {"text": "…", "markdown": "…"}, "defaultConfiguration": {"level": "error"},
//!          "properties": {"tags": ["data"], "precision": "high", "problem.severity": "error"}}
//!       ]}},
//!       "automationDetails": {"id": "rowmill/cities/"},
//!       "columnKind": "utf16CodeUnits",
//!       "results": [
//!         {"ruleId": "duplicate-item", "ruleIndex": 0, "level": "error", "message": {"text": "`100G` is listed twice"},
//!          "locations": [{"physicalLocation": {"artifactLocation": {"uri": "locations.md"},
//!            "region": {"startLine": 3, "startColumn": 20, "endLine": 3, "endColumn": 24}}}],
//!          "relatedLocations": […], "fixes": […], "properties": {"dataset": "cities", …},
//!          "partialFingerprints": {"primaryLocationLineHash": "5d0f6a0d3c8fd2bd9c4e3a1b2f7081a6:1"}}
//!       ],
//!       "invocations": [{"executionSuccessful": true}]
//!     }
//!   ]
//! }
//! ```
//!
//! * Results stand with the worst first. GitHub shows the first 5,000, so that at most [`MOST`] are written; what is left out is said in a
//!   notification of the invocation, and `properties` of the run have the counts of all.
//! * A rule is a code that has results. Its texts are those of `rowmill explain`; they are in `rules.rs`.
//! * Columns are UTF-16 code units. Paths are percent-encoded, and relative as they were given: GitHub wants them relative to the root of
//!   the repository, so run it there. A finding without a place has line 1 of the first page.
//! * A note with a place is a related location; other notes and the advice follow the message. A fix that the finding has is in `fixes`.
//! * The fingerprint does not move with the line, so that an alert stays the same one; see `fingerprint.rs`.
//!
//! It knows findings and places. What GitHub does with which field is in its documentation, "SARIF support for code scanning".

use std::collections::BTreeMap;
use std::io;

use serde_json::{Map, Value as Json, json};

use super::count::{Counts, worst_first};
use super::fingerprint::fingerprints;
use super::place::{first_page, page_path, utf16_column};
use super::rules::{level, rule, rule_ids};
use super::safe_json::laid_out;
use super::{Appearance, Report, Style};
use crate::diagnostic::{Diagnostic, Fix};
use crate::source::{SourceMap, Span};

/// The style `sarif`.
pub(super) const STYLE: Style =
    Style { name: "sarif", summary: "SARIF 2.1.0, for GitHub code scanning", fits_screen: false, write };

/// The most results.
const MOST: usize = 5_000;

fn write(report: &Report<'_>, out: &mut dyn io::Write, _: Appearance) -> io::Result<()> {
    let mut shown = worst_first(report.findings);
    shown.truncate(MOST);
    let ids = rule_ids(shown.iter().map(|&index| &report.findings[index]));
    let rules: Vec<Json> = ids.iter().map(|&(id, severity)| rule(id, severity, report)).collect();
    let prints = fingerprints(report.findings, report.sources);
    let results = shown.iter().map(|&index| {
        let finding = &report.findings[index];
        let rule = ids.binary_search_by_key(&finding.code, |(id, _)| id).unwrap_or_default();
        result(finding, rule, &prints[index], report.sources)
    });
    let results: Vec<Json> = results.collect();
    let version = env!("CARGO_PKG_VERSION");
    let driver = json!({ "name": "rowmill", "version": version, "semanticVersion": version, "rules": rules });
    let counts = Counts::of(report.findings);
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "automationDetails": { "id": automation_id(report.subject) },
            "columnKind": "utf16CodeUnits",
            "results": results,
            "invocations": [invocation(shown.len(), counts.all())],
            "properties": { "error": counts.errors, "warning": counts.warnings, "note": counts.notes },
        }],
    });
    writeln!(out, "{}", laid_out(&document))
}

/// What runs are of one kind; GitHub takes the part before the last slash for it.
fn automation_id(subject: &str) -> String {
    if subject.is_empty() { "rowmill/".to_owned() } else { format!("rowmill/{}/", subject.replace('/', "-")) }
}

fn invocation(shown: usize, all: usize) -> Json {
    let mut invocation = json!({ "executionSuccessful": true });
    if shown < all {
        let text = format!("showing {shown} of {all} findings, the worst first");
        invocation["toolExecutionNotifications"] = json!([{ "level": "note", "message": { "text": text } }]);
    }
    invocation
}

fn result(finding: &Diagnostic, rule: usize, fingerprint: &str, sources: &SourceMap) -> Json {
    let location = match finding.span {
        Some(span) => Some(physical(span, sources)),
        None => first_page(sources).map(|path| {
            json!({ "artifactLocation": { "uri": uri(&path) }, "region": { "startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1 } })
        }),
    };
    let locations: Vec<Json> = location.into_iter().map(|place| json!({ "physicalLocation": place })).collect();
    let mut result = Map::new();
    let mut add = |name: &str, value: Json| result.insert(name.to_owned(), value);
    add("ruleId", json!(finding.code));
    add("ruleIndex", json!(rule));
    add("level", json!(level(finding.severity)));
    add("message", json!({ "text": message(finding) }));
    add("locations", Json::Array(locations));
    let related = related(finding, sources);
    if !related.is_empty() {
        add("relatedLocations", Json::Array(related));
    }
    if let Some(fix) = &finding.fix {
        add("fixes", json!([fix_object(fix, sources)]));
    }
    add("partialFingerprints", json!({ "primaryLocationLineHash": fingerprint }));
    let about = [("dataset", &finding.dataset), ("record", &finding.record), ("field", &finding.field)];
    let about: Map<String, Json> =
        about.into_iter().filter_map(|(name, value)| Some((name.to_owned(), json!(value.as_ref()?)))).collect();
    if !about.is_empty() {
        add("properties", Json::Object(about));
    }
    Json::Object(result)
}

/// The message, the remarks that have no place of their own, and the advice.
fn message(finding: &Diagnostic) -> String {
    let remarks = finding.notes.iter().filter(|(_, span)| span.is_none()).map(|(remark, _)| remark);
    let lines: Vec<&str> =
        std::iter::once(&finding.message).chain(remarks).chain(&finding.help).map(String::as_str).collect();
    plain(&lines.join("\n"))
}

/// A text in which nothing is a link or a placeholder (SARIF 2.1.0, sections 3.11.5 and 3.11.6). Most texts are so already.
fn plain(text: &str) -> String {
    let text = if text.contains("](") { text.replace('\\', "\\\\").replace('[', "\\[") } else { text.to_owned() };
    let has_placeholder = text.split('{').skip(1).any(|rest| {
        let digits = rest.trim_start_matches(|character: char| character.is_ascii_digit());
        digits.len() < rest.len() && digits.starts_with('}')
    });
    if has_placeholder { text.replace('{', "{{").replace('}', "}}") } else { text }
}

fn related(finding: &Diagnostic, sources: &SourceMap) -> Vec<Json> {
    let placed = finding.notes.iter().filter_map(|(remark, span)| Some((remark, (*span)?)));
    placed
        .enumerate()
        .map(|(index, (remark, span))| {
            json!({ "id": index + 1, "physicalLocation": physical(span, sources), "message": { "text": plain(remark) } })
        })
        .collect()
}

fn fix_object(fix: &Fix, sources: &SourceMap) -> Json {
    let mut files: BTreeMap<_, Vec<Json>> = BTreeMap::new();
    for (span, text) in &fix.edits {
        let replacement = json!({ "deletedRegion": region(*span, sources), "insertedContent": { "text": text } });
        files.entry(span.source).or_default().push(replacement);
    }
    let changes = files.into_iter().map(|(source, replacements)| {
        let path = page_path(sources.file(source).path());
        json!({ "artifactLocation": { "uri": uri(&path) }, "replacements": replacements })
    });
    json!({ "description": { "text": plain(&fix.summary) }, "artifactChanges": changes.collect::<Vec<Json>>() })
}

fn physical(span: Span, sources: &SourceMap) -> Json {
    let path = page_path(sources.file(span.source).path());
    json!({ "artifactLocation": { "uri": uri(&path) }, "region": region(span, sources) })
}

fn region(span: Span, sources: &SourceMap) -> Json {
    json!({
        "startLine": sources.position(span).line,
        "startColumn": utf16_column(span, span.start(), sources),
        "endLine": sources.end_position(span).line,
        "endColumn": utf16_column(span, span.end(), sources),
    })
}

/// A path as a URI reference (RFC 3986): an absolute one is a `file:` URI, and all but letters, digits, `-._~` and `/` is
/// percent-encoded.
fn uri(path: &str) -> String {
    let encoded: String = path
        .bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect();
    if path.starts_with('/') { format!("file://{encoded}") } else { encoded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_uri_references() {
        let check = |path: &str, expected: &str| assert_eq!(uri(path), expected);
        check("docs/page.md", "docs/page.md");
        check("my page?#%.md", "my%20page%3F%23%25.md");
        check("a:b.md", "a%3Ab.md");
        check("é\u{1b}.md", "%C3%A9%1B.md");
        check("/srv/page.md", "file:///srv/page.md");
    }

    #[test]
    fn no_text_is_a_link_or_a_placeholder() {
        let check = |text: &str, expected: &str| assert_eq!(plain(text), expected);
        check("`a` is [odd] {so}", "`a` is [odd] {so}");
        check("[click](https://example.com)", "\\[click](https://example.com)");
        check("{0} and {so}", "{{0}} and {{so}}");
        check("{ 0}", "{ 0}");
    }

    #[test]
    fn a_run_is_named_by_its_subject() {
        assert_eq!(automation_id("cities"), "rowmill/cities/");
        assert_eq!(automation_id("a/b"), "rowmill/a-b/");
        assert_eq!(automation_id(""), "rowmill/");
    }

    #[test]
    fn edits_of_one_file_are_one_change() {
        let mut sources = SourceMap::new();
        let page = sources.add("a b.md", "é👩x\ny");
        let edits = Vec::from([(Span::new(page, 6..7), "z".to_owned()), (Span::new(page, 8..9), String::new())]);
        let object = fix_object(&Fix { summary: "mend it".into(), edits }, &sources);
        assert_eq!(
            object["artifactChanges"],
            json!([{
                "artifactLocation": { "uri": "a%20b.md" },
                "replacements": [
                    { "deletedRegion": { "startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 5 }, "insertedContent": { "text": "z" } },
                    { "deletedRegion": { "startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 2 }, "insertedContent": { "text": "" } },
                ],
            }])
        );
    }
}
