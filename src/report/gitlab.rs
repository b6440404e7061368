//! The style `gitlab`: a Code Quality report, which GitLab shows in a merge request.
//!
//! ```json
//! [
//!   {
//!     "description": "`100G` is listed twice",
//!     "check_name": "duplicate-item",
//!     "fingerprint": "5d0f6a0d3c8fd2bd9c4e3a1b2f7081a6:1",
//!     "severity": "major",
//!     "location": {"path": "locations.md", "lines": {"begin": 3, "end": 3}}
//!   }
//! ]
//! ```
//!
//! * An error is `major`, a warning `minor`, a note `info`, of GitLab's five words.
//! * A place is a must: a finding without one stands at line 1 of the first page, and at `.` where there is no page.
//! * Paths are as they were given, and GitLab wants them relative to the root of the repository: run it there.
//! * The fingerprint is that of every style; GitLab tells by it which findings a merge request adds.
//!
//! It knows findings and places.

use std::io;

use serde_json::{Value as Json, json};

use super::fingerprint::fingerprints;
use super::place::{Place, first_page};
use super::safe_json::laid_out;
use super::{Appearance, Report, Style};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::SourceMap;

/// The style `gitlab`.
pub(super) const STYLE: Style =
    Style { name: "gitlab", summary: "a Code Quality report of GitLab", fits_screen: false, write };

fn write(report: &Report<'_>, out: &mut dyn io::Write, _: Appearance) -> io::Result<()> {
    let prints = fingerprints(report.findings, report.sources);
    let issues = report.findings.iter().zip(prints).map(|(finding, print)| issue(finding, &print, report.sources));
    writeln!(out, "{}", laid_out(&issues.collect()))
}

fn issue(finding: &Diagnostic, fingerprint: &str, sources: &SourceMap) -> Json {
    let (path, begin, end) = match finding.span.map(|span| Place::of(span, sources)) {
        Some(place) => (place.path, place.start.line, place.end.line),
        None => (first_page(sources).unwrap_or_else(|| ".".to_owned()), 1, 1),
    };
    let severity = match finding.severity {
        Severity::Error => "major",
        Severity::Warning => "minor",
        Severity::Note => "info",
    };
    json!({
        "description": finding.message,
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": { "path": path, "lines": { "begin": begin, "end": end } },
    })
}
