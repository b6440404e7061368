//! The rules of a SARIF run: one per code that has findings, with what it means.
//!
//! GitHub shows the short description as the title of an alert and the help below it; it wants all of these texts, and none
//! of more than 1,024 characters but for the help. It knows codes, and no single finding.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use super::Report;
use crate::diagnostic::{Diagnostic, Finding, Severity};

/// The most characters of a description.
const LONGEST: usize = 1024;

/// The codes of some findings in their order, each with its worst severity.
pub(super) fn rule_ids<'f>(findings: impl Iterator<Item = &'f Diagnostic>) -> Vec<(&'static str, Severity)> {
    let mut worst: BTreeMap<&'static str, Severity> = BTreeMap::new();
    for finding in findings {
        let severity = worst.entry(finding.code).or_insert(finding.severity);
        *severity = finding.severity.max(*severity);
    }
    worst.into_iter().collect()
}

/// A code as a rule.
pub(super) fn rule(id: &str, severity: Severity, report: &Report<'_>) -> Json {
    let meaning = report.codes.iter().find(|meaning| meaning.code == id);
    let summary = meaning.map_or(id, |meaning| meaning.summary);
    let explanation = meaning.map_or(id, |meaning| meaning.explanation).trim_end();
    json!({
        "id": id,
        "shortDescription": { "text": cut(summary) },
        "fullDescription": { "text": cut(&full(meaning, id)) },
        "help": { "text": explanation, "markdown": explanation },
        "defaultConfiguration": { "level": level(severity) },
        "properties": { "tags": ["data"], "precision": "high", "problem.severity": problem(severity) },
    })
}

/// The summary and the first paragraph of the explanation.
fn full(meaning: Option<&Finding>, id: &str) -> String {
    let Some(meaning) = meaning else { return id.to_owned() };
    let paragraph = meaning.explanation.trim().split("\n\n").next().unwrap_or("").replace('\n', " ");
    if paragraph.is_empty() { meaning.summary.to_owned() } else { paragraph }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}

/// A severity in SARIF's words.
pub(super) fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

/// A severity in the words of GitHub's filter.
fn problem(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "recommendation",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn a_code_without_a_meaning_is_a_rule_too() {
        let sources = SourceMap::new();
        let rule = rule("a-code", Severity::Note, &Report::new(&[], &sources));
        for text in ["/shortDescription/text", "/fullDescription/text", "/help/text", "/help/markdown"] {
            assert_eq!(rule.pointer(text), Some(&json!("a-code")), "{text}");
        }
    }

    #[test]
    fn descriptions_are_cut() {
        assert_eq!(cut(&"é".repeat(LONGEST)), "é".repeat(LONGEST));
        assert_eq!(cut(&"é".repeat(LONGEST + 1)).chars().count(), LONGEST);
    }

    #[test]
    fn the_full_description_is_the_first_paragraph() {
        let meaning = Finding { code: "a-code", summary: "odd", explanation: "One\nline.\n\nMore." };
        assert_eq!(full(Some(&meaning), "a-code"), "One line.");
    }
}
