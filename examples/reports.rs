//! Writes lists of findings in every style, for `tests/report-readers.py`: LIST.STYLE, and LIST.expected with the numbers of errors,
//! warnings and notes that must be read back.
//!
//! The lists are an empty one, one with every text hostile, and one that is longer than some styles take.

use std::error::Error;
use std::path::PathBuf;

use rowmill::diagnostic::FINDINGS;
use rowmill::emit::{Files, write_folder};
use rowmill::report::{Appearance, Report, STYLES};
use rowmill::{Diagnostic, Severity, SourceMap, Span};

/// Texts that a style must not take for its own.
const HOSTILE: &[&str] = &[
    "plain",
    "\u{1b}]0;owned\u{7}",
    "::error::forged\n::error::forged",
    "##[error]forged",
    "%0A::error::forged",
    "]]></failure>",
    "\"}, {\"level\": \"error\"",
    "a | b\n| c |",
    "`<script>`",
    "[x](javascript:y) @everyone",
    "\u{202e}gpj.exe\u{2066}",
    "{0} {1}",
    "\\u001b \\",
    "\0\u{fffe}\u{ffff}\u{10ffff}👩",
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: cargo run --example reports -- FOLDER")?);
    let mut sources = SourceMap::new();
    let lists = [("none", Vec::new()), ("hostile", hostile(&mut sources)), ("long", long(&mut sources))];
    let mut files = Files::new();
    for (name, findings) in &lists {
        let judged = [("cities".to_owned(), "unique")];
        let report =
            Report { subject: "a/list é", codes: FINDINGS, judged: &judged, ..Report::new(findings, &sources) };
        for style in STYLES {
            let mut written = Vec::new();
            (style.write)(&report, &mut written, Appearance::default())?;
            files.insert(format!("{name}.{}", style.name), written);
        }
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let [errors, warnings, notes] = [Severity::Error, Severity::Warning, Severity::Note].map(count);
        files.insert(format!("{name}.expected"), format!("{errors} {warnings} {notes}\n").into_bytes());
    }
    write_folder(&folder, &files)?;
    Ok(())
}

/// Findings whose every text, page and path is hostile, with and without a place.
fn hostile(sources: &mut SourceMap) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for text in HOSTILE {
        let page = sources.add(format!("docs/{text}.md"), format!("| one | {text}x |\r\n| two | {text} |\r\n"));
        let place = Span::new(page, 8..8 + text.len());
        let placed = Diagnostic::new("surplus-cell", Severity::Warning, format!("found {text}"), place)
            .with_note(format!("below {text}"), Span::new(page, 0..3))
            .with_note(format!("nowhere {text}"), None)
            .with_help(*text)
            .in_dataset(*text)
            .about(Some((*text).to_owned()), *text)
            .with_fix(*text, Vec::from([(place, (*text).to_owned())]));
        findings.push(placed);
        findings.push(Diagnostic::new("a-code", Severity::Note, *text, None));
    }
    findings
}

/// 6,000 findings, one per line of a page.
fn long(sources: &mut SourceMap) -> Vec<Diagnostic> {
    let row = "| Málaga 👩 | 10G |\n";
    let page = sources.add("docs/long page.md", row.repeat(6_000));
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let finding = |number: usize| {
        let start = number * row.len() + row.find("10G").unwrap_or_default();
        let span = Span::new(page, start..start + 3);
        Diagnostic::new("missing-cell", severities[number % 3], format!("odd {number}"), span)
            .with_help("a long advice, so that six thousand of them do not fit into the summary of a job ".repeat(3))
    };
    (0..6_000).map(finding).collect()
}
