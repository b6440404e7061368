//! The style `concise`: one line per finding, for editors, `grep` and long lists.
//!
//! ```text
//! locations.md:3:25: error[duplicate-item] `100G` is listed twice
//! warning[unused-alias] no cell is written `GEANT`
//! ```
//!
//! * `path:line:column: severity[code] message`, columns in characters; a finding without a place starts with its
//!   severity.
//! * It is one line whatever the path and the message hold. Notes and advice are left out.
//!
//! It knows findings and places, and no source text.

use std::io;

use annotate_snippets::renderer::{DEFAULT_ERROR_STYLE, DEFAULT_NOTE_STYLE, DEFAULT_WARNING_STYLE, Style as Paint};

use super::{Appearance, Report, Style};
use crate::diagnostic::Severity;
use crate::escape::escape_line;
use crate::source::LineColumn;

/// The style `concise`.
pub(super) const STYLE: Style = Style { name: "concise", summary: "one line per finding", fits_screen: false, write };

fn write(report: &Report<'_>, out: &mut dyn io::Write, appearance: Appearance) -> io::Result<()> {
    let sources = report.sources;
    for diagnostic in report.findings {
        if let Some(span) = diagnostic.span {
            let LineColumn { line, column } = sources.position(span);
            write!(out, "{}:{line}:{column}: ", escape_line(sources.file(span.source).path()))?;
        }
        let paint = if appearance.color { paint(diagnostic.severity) } else { Paint::new() };
        let (severity, code) = (diagnostic.severity, escape_line(diagnostic.code));
        writeln!(out, "{paint}{severity}[{code}]{paint:#} {}", escape_line(&diagnostic.message))?;
    }
    Ok(())
}

fn paint(severity: Severity) -> Paint {
    match severity {
        Severity::Note => DEFAULT_NOTE_STYLE,
        Severity::Warning => DEFAULT_WARNING_STYLE,
        Severity::Error => DEFAULT_ERROR_STYLE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::source::{SourceMap, Span};

    fn check(path: &str, message: &str, color: bool, expected: &str) {
        let mut sources = SourceMap::new();
        let page = sources.add(path, "| é |\n| b |\n");
        let findings = [
            Diagnostic::new("a-code", Severity::Error, message, Span::new(page, 10..11)).with_help("not shown"),
            Diagnostic::new("b-code", Severity::Note, message, None),
        ];
        let mut shown = Vec::new();
        write(&Report::new(&findings, &sources), &mut shown, Appearance { color, width: 40 }).expect("memory");
        assert_eq!(String::from_utf8(shown).expect("UTF-8"), expected);
    }

    #[test]
    fn a_finding_is_a_line() {
        check("a.md", "odd", false, "a.md:2:4: error[a-code] odd\nnote[b-code] odd\n");
    }

    #[test]
    fn nothing_breaks_the_line() {
        let escaped = "a\\u{a}\\u{1b}[2J.md:2:4: error[a-code] o\\u{a}d\\u{202e}\nnote[b-code] o\\u{a}d\\u{202e}\n";
        check("a\n\u{1b}[2J.md", "o\nd\u{202e}", false, escaped);
    }

    #[test]
    fn colour_comes_when_asked_for() {
        check(
            "a.md",
            "odd",
            true,
            "a.md:2:4: \u{1b}[1m\u{1b}[91merror[a-code]\u{1b}[0m odd\n\u{1b}[1m\u{1b}[92mnote[b-code]\u{1b}[0m odd\n",
        );
    }
}
