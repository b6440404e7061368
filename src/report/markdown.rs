//! The style `markdown`: a table of findings for the summary of a job, `$GITHUB_STEP_SUMMARY`, or a comment.
//!
//! ```markdown
//! **cities: 1 error, 1 note**
//!
//! | | place | finding | what it says |
//! |---|---|---|---|
//! | error | locations.md:3:20 | duplicate-item | \`100G\` is listed twice<br>first here<br>remove one of them |
//! | note | | unused-alias | no cell is written \`GEANT\` |
//! ```
//!
//! * The counts of all findings come first, and without findings there is no table. Then the worst come first.
//! * It stays below [`LONGEST`] bytes, because GitHub refuses a summary of more than 1 MiB as a whole; what is cut is said, with the number
//!   of findings that are shown.
//! * Everything from a page is escaped: it is no markup, no link, and neither a mention of anybody nor a reference to an issue.
//!
//! It knows findings and places; the escapes are those of a diff as Markdown.

use std::io;

use super::changes::escaped;
use super::count::{Counts, worst_first};
use super::place::Place;
use super::{Appearance, Report, Style};
use crate::diagnostic::Diagnostic;
use crate::source::SourceMap;

/// The style `markdown`.
pub(super) const STYLE: Style =
    Style { name: "markdown", summary: "a table for the summary of a job", fits_screen: false, write };

/// The greatest size, in bytes. GitHub takes 1,048,576 for all that one step writes.
const LONGEST: usize = 1_000_000;

/// What is kept free for saying that something was cut.
const RESERVE: usize = 200;

const HEAD: &str = "\n| | place | finding | what it says |\n|---|---|---|---|\n";

fn write(report: &Report<'_>, out: &mut dyn io::Write, _: Appearance) -> io::Result<()> {
    let counts = Counts::of(report.findings);
    let subject = if report.subject.is_empty() { "rowmill" } else { report.subject };
    let mut text = format!("**{}: {}**\n", escaped(subject), counts.sentence());
    if counts.all() > 0 {
        text.push_str(HEAD);
    }
    let mut shown = 0;
    for index in worst_first(report.findings) {
        let row = row(&report.findings[index], report.sources);
        if text.len() + row.len() > LONGEST - RESERVE {
            break;
        }
        text.push_str(&row);
        shown += 1;
    }
    if shown < counts.all() {
        text.push_str(&format!("\nshowing {shown} of {} findings, the worst first, so that this fits\n", counts.all()));
    }
    out.write_all(text.as_bytes())
}

fn row(finding: &Diagnostic, sources: &SourceMap) -> String {
    let place = finding.span.map_or(String::new(), |span| {
        let Place { path, start, .. } = Place::of(span, sources);
        format!("{}:{}:{}", escaped(&path), start.line, start.column)
    });
    let remarks = finding.notes.iter().map(|(remark, _)| remark).chain(&finding.help);
    let said: Vec<String> = std::iter::once(&finding.message).chain(remarks).map(|text| escaped(text)).collect();
    format!("| {} | {place} | {} | {} |\n", finding.severity, escaped(finding.code), said.join("<br>"))
}
