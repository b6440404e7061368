//! The style `junit`: a report of tests, which nearly every service for continuous integration shows.
//!
//! ```xml
//! <?xml version="1.0" encoding="UTF-8"?>
//! <testsuites name="cities" tests="2" failures="1" errors="0" skipped="0" time="0">
//!   <testsuite name="cities" tests="1" failures="0" errors="0" skipped="0" time="0">
//!     <testcase classname="cities" name="cities › unique" time="0"/>
//!   </testsuite>
//!   <testsuite name="locations.md" tests="1" failures="1" errors="0" skipped="0" time="0">
//!     <testcase classname="locations.md" name="cities › duplicate-item › Oslo › speeds" file="locations.md" line="3" time="0">
//!       <failure type="duplicate-item" message="`100G` is listed twice">locations.md:3:20: error: `100G` is listed twice
//!   remove one of them</failure>
//!     </testcase>
//!   </testsuite>
//! </testsuites>
//! ```
//!
//! * A suite is a page. What has no place, and what was judged and passed, is in one named like the recipe, which comes first.
//! * A test case is a finding, or a check of a dataset without any. It is named by the dataset, the code, the record and the field, as far
//!   as there are such, and not by the line, so that services know it again; equal names are numbered.
//! * An error or a warning is a `failure`. A note leaves its case passed and is its `system-out`. `errors`, `skipped` and `time` are always
//!   0: nothing is measured here.
//! * A character that XML forbids, or that could do harm in a log, is shown as `\u{1b}`.
//!
//! The format has no standard; this is what Jenkins, GitLab and GitHub's actions for it read alike. It knows findings and places.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io;

use super::place::Place;
use super::{Appearance, Report, Style};
use crate::diagnostic::{Diagnostic, Severity};
use crate::escape::escape_line;
use crate::source::SourceMap;

/// The style `junit`.
pub(super) const STYLE: Style =
    Style { name: "junit", summary: "a report of tests, as XML", fits_screen: false, write };

/// Stands between the parts of the name of a case.
const BETWEEN: &str = " › ";

/// One test case.
struct Case<'r> {
    name: String,
    finding: Option<&'r Diagnostic>,
}

impl Case<'_> {
    fn is_failure(&self) -> bool {
        self.finding.is_some_and(|finding| finding.severity > Severity::Note)
    }
}

fn write(report: &Report<'_>, out: &mut dyn io::Write, _: Appearance) -> io::Result<()> {
    let subject = if report.subject.is_empty() { "rowmill" } else { report.subject };
    let suites = suites(report, subject);
    let all = suites.iter().flat_map(|(_, cases)| cases);
    let mut text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned();
    let _ = writeln!(text, "<testsuites name=\"{}\" {}>", attribute(subject), counts(all));
    for (name, cases) in &suites {
        let _ = writeln!(text, "  <testsuite name=\"{}\" {}>", attribute(name), counts(cases));
        cases.iter().for_each(|case| text.push_str(&case_element(case, name, report.sources)));
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    out.write_all(text.as_bytes())
}

/// The suites with their names: that of the subject, then the pages in their order, without those that have no case.
fn suites<'r>(report: &Report<'r>, subject: &str) -> Vec<(String, Vec<Case<'r>>)> {
    let failed: BTreeSet<(Option<&str>, &str)> =
        report.findings.iter().map(|finding| (finding.dataset.as_deref(), finding.code)).collect();
    let passed = report.judged.iter().filter(|(dataset, code)| !failed.contains(&(Some(dataset.as_str()), *code)));
    let of_subject = passed.map(|(dataset, code)| Case { name: format!("{dataset}{BETWEEN}{code}"), finding: None });
    let mut suites = BTreeMap::from([(None, of_subject.collect::<Vec<_>>())]);
    for finding in report.findings {
        let case = Case { name: name(finding), finding: Some(finding) };
        suites.entry(finding.span.map(|span| span.source)).or_default().push(case);
    }
    let path = |source: Option<_>| match source {
        Some(source) => report.sources.file(source).path().to_owned(),
        None => subject.to_owned(),
    };
    let mut suites: Vec<(String, Vec<Case<'_>>)> = suites
        .into_iter()
        .filter(|(_, cases)| !cases.is_empty())
        .map(|(source, cases)| (path(source), cases))
        .collect();
    suites.iter_mut().for_each(|(_, cases)| number(cases));
    suites
}

fn name(finding: &Diagnostic) -> String {
    let parts = [finding.dataset.as_deref(), Some(finding.code), finding.record.as_deref(), finding.field.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(BETWEEN)
}

/// Tells cases of one name apart.
fn number(cases: &mut [Case<'_>]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for case in cases {
        let count = seen.entry(case.name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            let _ = write!(case.name, " ({count})");
        }
    }
}

fn counts<'c, 'r: 'c>(cases: impl IntoIterator<Item = &'c Case<'r>>) -> String {
    let (mut tests, mut failures) = (0, 0);
    for case in cases {
        tests += 1;
        failures += usize::from(case.is_failure());
    }
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\" time=\"0\"")
}

fn case_element(case: &Case<'_>, suite: &str, sources: &SourceMap) -> String {
    let start = format!("    <testcase classname=\"{}\" name=\"{}\"", attribute(suite), attribute(&case.name));
    let Some(finding) = case.finding else {
        return format!("{start} time=\"0\"/>\n");
    };
    let place = finding.span.map_or(String::new(), |span| {
        let Place { path, start, .. } = Place::of(span, sources);
        format!(" file=\"{}\" line=\"{}\"", attribute(&path), start.line)
    });
    let text = text(&lines(finding, sources));
    let inner = match case.is_failure() {
        true => {
            let (code, message) = (attribute(finding.code), attribute(&finding.message));
            format!("<failure type=\"{code}\" message=\"{message}\">{text}</failure>")
        }
        false => format!("<system-out>{text}</system-out>"),
    };
    format!("{start}{place} time=\"0\">\n      {inner}\n    </testcase>\n")
}

/// All that there is to say of a finding, line by line.
fn lines(finding: &Diagnostic, sources: &SourceMap) -> String {
    let place = finding.span.map_or(String::new(), |span| {
        let Place { path, start, .. } = Place::of(span, sources);
        format!("{}:{}:{}: ", escape_line(&path), start.line, start.column)
    });
    let mut lines = format!("{place}{}: {}", finding.severity, escape_line(&finding.message));
    let notes = finding.notes.iter().map(|(remark, _)| remark.as_str());
    for line in notes.chain(finding.help.iter().flat_map(|help| help.lines())) {
        lines.push_str("\n  ");
        lines.push_str(&escape_line(line));
    }
    lines
}

/// A text between two tags.
fn text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML 1.0, section 2.2. The other characters that it forbids are hostile ones, which are shown already.
            '\u{fffe}' | '\u{ffff}' => escaped.extend(character.escape_unicode()),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The value of an attribute, in double quotes.
fn attribute(value: &str) -> String {
    text(&escape_line(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_is_well_formed() {
        let every: String = (0..=0xffff).filter_map(char::from_u32).chain(['👩', '\u{10ffff}']).collect();
        let texts = ["]]>", "<!-- -->", "</failure><failure>", "\"><x a=\"", "&amp;&lt;", &every];
        for hostile in texts {
            let mut sources = SourceMap::new();
            let page = sources.add(hostile, hostile);
            let finding = Diagnostic::new("a-code", Severity::Error, hostile, crate::source::Span::new(page, 0..1))
                .with_help(hostile)
                .with_note(hostile, None)
                .about(Some(hostile.to_owned()), hostile);
            let mut shown = Vec::new();
            let judged = [(hostile.to_owned(), "b-code")];
            let report =
                Report { subject: hostile, judged: &judged, ..Report::new(std::slice::from_ref(&finding), &sources) };
            write(&report, &mut shown, Appearance::default()).expect("memory");
            let shown = String::from_utf8(shown).expect("UTF-8");
            let document = roxmltree::Document::parse(&shown).expect("it is well-formed");
            let failure = document.descendants().find(|node| node.has_tag_name("failure")).expect("there is a failure");
            assert_eq!(failure.children().filter(roxmltree::Node::is_element).count(), 0);
            let visible: String = escape_line(hostile)
                .chars()
                .map(|character| match character {
                    '\u{fffe}' | '\u{ffff}' => character.escape_unicode().to_string(),
                    other => other.to_string(),
                })
                .collect();
            assert_eq!(failure.attribute("message"), Some(visible.as_str()));
            assert_eq!(document.descendants().filter(|node| node.has_tag_name("testcase")).count(), 2);
        }
    }

    #[test]
    fn what_was_judged_and_passed_is_a_case() {
        let sources = SourceMap::new();
        let finding = Diagnostic::new("unique", Severity::Error, "odd", None).in_dataset("cities");
        let findings = [finding.clone(), finding];
        let judged = [("cities".to_owned(), "unique"), ("cities".to_owned(), "range"), ("lakes".to_owned(), "unique")];
        let report = Report { judged: &judged, ..Report::new(&findings, &sources) };
        let suites = suites(&report, "subject");
        let names: Vec<&str> = suites[0].1.iter().map(|case| case.name.as_str()).collect();
        assert_eq!(suites.len(), 1);
        assert_eq!(names, ["cities › range", "lakes › unique", "cities › unique", "cities › unique (2)"]);
    }
}
