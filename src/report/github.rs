//! The style `github`: workflow commands, which GitHub Actions shows as annotations at the line of the page.
//!
//! ```text
//! ::error file=locations.md,line=3,endLine=3,col=20,endColumn=24,title=duplicate-item::`100G` is listed twice%0Ahelp: remove one of them
//! ::notice title=rowmill::showing 10 of 12 errors; the other findings are in no annotation
//! ```
//!
//! * The worst come first. GitHub shows ten errors, ten warnings and ten notices of a step and drops the others without a word, so that at
//!   most [`MOST`] errors and warnings are written, and [`MOST_NOTES`] notes; what is left out is said in one notice at the end.
//! * A finding without a place has no `file`. Columns, in characters, stand only where the place lies in one line, as GitHub wants it.
//! * In what follows `::` percent signs, carriage returns and line feeds are percent-encoded; in properties colons and commas too.
//!   Each line starts with a command of ours, so that no text of a page can be one.
//!
//! The escapes are those of `@actions/core`. It knows findings and places, and nothing of the rest of the workflow.

use std::io;

use super::count::{Counts, worst_first};
use super::place::Place;
use super::{Appearance, Report, Style};
use crate::diagnostic::{Diagnostic, Severity};
use crate::escape::escape_line;
use crate::source::SourceMap;

/// The style `github`.
pub(super) const STYLE: Style =
    Style { name: "github", summary: "annotations of GitHub Actions, the worst first", fits_screen: false, write };

/// The most errors, and the most warnings.
const MOST: usize = 10;

/// The most notes; the notice that something was left out is one too.
const MOST_NOTES: usize = 9;

fn write(report: &Report<'_>, out: &mut dyn io::Write, _: Appearance) -> io::Result<()> {
    let mut shown: Vec<&Diagnostic> = Vec::new();
    for finding in worst_first(report.findings).into_iter().map(|index| &report.findings[index]) {
        let so_far = shown.iter().filter(|other| other.severity == finding.severity).count();
        if so_far < most(finding.severity) {
            shown.push(finding);
        }
    }
    for finding in &shown {
        writeln!(out, "{}", command(finding, report.sources))?;
    }
    match left_out(Counts::of(shown), Counts::of(report.findings)) {
        Some(sentence) => writeln!(out, "::notice title=rowmill::{}", data(&sentence)),
        None => Ok(()),
    }
}

fn most(severity: Severity) -> usize {
    if severity == Severity::Note { MOST_NOTES } else { MOST }
}

/// What is not shown, in a sentence.
fn left_out(shown: Counts, all: Counts) -> Option<String> {
    let pairs = [
        (shown.errors, all.errors, "errors"),
        (shown.warnings, all.warnings, "warnings"),
        (shown.notes, all.notes, "notes"),
    ];
    let cut: Vec<String> = pairs
        .into_iter()
        .filter(|(shown, all, _)| shown < all)
        .map(|(shown, all, word)| format!("{shown} of {all} {word}"))
        .collect();
    (!cut.is_empty()).then(|| format!("showing {}; the other findings are in no annotation", cut.join(", ")))
}

fn command(finding: &Diagnostic, sources: &SourceMap) -> String {
    let name = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = finding.span.map_or(String::new(), |span| place(&Place::of(span, sources)) + ",");
    properties.push_str(&format!("title={}", property(finding.code)));
    format!("::{name} {properties}::{}", message(finding))
}

fn place(place: &Place<'_>) -> String {
    let (file, line, end_line) = (property(&place.path), place.start.line, place.end.line);
    let lines = format!("file={file},line={line},endLine={end_line}");
    match line == end_line {
        true => format!("{lines},col={},endColumn={}", place.start.column, place.end.column),
        false => lines,
    }
}

/// The message, the remarks and the advice, each on a line of its own.
fn message(finding: &Diagnostic) -> String {
    let notes = finding.notes.iter().map(|(remark, _)| format!("note: {remark}"));
    let help = finding.help.iter().flat_map(|help| {
        help.lines().enumerate().map(|(number, line)| match number {
            0 => format!("help: {line}"),
            _ => line.to_owned(),
        })
    });
    let lines: Vec<String> = std::iter::once(finding.message.clone()).chain(notes).chain(help).collect();
    lines.iter().map(|line| data(line)).collect::<Vec<_>>().join("%0A")
}

/// A text behind `::`. Its own line ends and all that is hostile is made visible before.
fn data(text: &str) -> String {
    escape_line(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(message: &str, expected: &str) {
        let finding = Diagnostic::new("a-code", Severity::Error, message, None);
        assert_eq!(command(&finding, &SourceMap::new()), format!("::error title=a-code::{expected}"));
    }

    #[test]
    fn a_text_stays_a_text() {
        check("odd", "odd");
        check("a::error::forged", "a::error::forged");
        check("a\n::error::forged", "a\\u{a}\\u{3a}:error::forged");
        check("50%0A::error::forged", "50%250A::error::forged");
    }

    #[test]
    fn a_property_stays_one() {
        assert_eq!(property("a,line=9::x%2Cy.md"), "a%2Cline=9%3A%3Ax%252Cy.md");
    }

    #[test]
    fn what_is_left_out_is_said() {
        let all = Counts { errors: 12, warnings: 10, notes: 10 };
        let shown = Counts { errors: 10, warnings: 10, notes: 9 };
        let sentence = left_out(shown, all).expect("something is left out");
        assert!(sentence.starts_with("showing 10 of 12 errors, 9 of 10 notes;"), "{sentence}");
        assert_eq!(left_out(all, all), None);
    }
}
