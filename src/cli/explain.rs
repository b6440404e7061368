//! `rowmill explain NAME`: what a finding, a check or a repair rule means.

use super::Verdict;
use super::args::ExplainArgs;
use super::console::Console;
use rowmill::Error;
use rowmill::check::{CHECKS, CONTRACT_FINDINGS};
use rowmill::diagnostic::{FAILURES, FINDINGS, Finding, WRITING_FINDINGS};
use rowmill::repair::{GUIDANCE_FINDINGS, RULES};
use rowmill::report::reference_page;
use rowmill::similarity::did_you_mean;
use rowmill::timeline::HISTORY_FINDINGS;

/// One thing to explain.
struct Entry {
    name: &'static str,
    kind: &'static str,
    summary: &'static str,
    explanation: &'static str,
}

pub(super) fn run(args: &ExplainArgs, console: &mut Console) -> Result<Verdict, Error> {
    let entries = entries();
    let text = match &args.name {
        None if args.markdown => markdown(&entries),
        None => list(&entries),
        Some(name) => {
            let found: Vec<&Entry> = entries.iter().filter(|entry| entry.name == name).collect();
            if found.is_empty() {
                return Err(unknown(name, &entries));
            }
            found.iter().map(|entry| page(entry)).collect::<Vec<_>>().join("\n")
        }
    };
    console.out(text.as_bytes())?;
    Ok(Verdict::Clean)
}

fn entries() -> Vec<Entry> {
    let rules = RULES.iter().map(|rule| Entry {
        name: rule.name,
        kind: "repair rule",
        summary: rule.summary,
        explanation: rule.explanation,
    });
    let checks = CHECKS.iter().map(|check| Entry {
        name: check.name,
        kind: "check",
        summary: check.summary,
        explanation: check.explanation,
    });
    let findings = FINDINGS
        .iter()
        .chain(FAILURES)
        .chain(WRITING_FINDINGS)
        .chain(GUIDANCE_FINDINGS)
        .chain(CONTRACT_FINDINGS)
        .chain(HISTORY_FINDINGS)
        .map(|finding| Entry {
            name: finding.code,
            kind: "finding",
            summary: finding.summary,
            explanation: finding.explanation,
        });
    findings.chain(checks).chain(rules).collect()
}

fn page(entry: &Entry) -> String {
    format!("{} ({}): {}\n\n{}\n", entry.name, entry.kind, entry.summary, entry.explanation.trim_end())
}

fn list(entries: &[Entry]) -> String {
    let width = entries.iter().map(|entry| entry.name.len()).max().unwrap_or(0);
    let line = |entry: &Entry| format!("{:width$}  {:11}  {}\n", entry.name, entry.kind, entry.summary);
    entries.iter().map(line).collect()
}

/// All entries, those of one kind together.
fn markdown(entries: &[Entry]) -> String {
    let group = |heading: &'static str, kind: &str| {
        let entries = entries.iter().filter(|entry| entry.kind == kind);
        let codes =
            entries.map(|&Entry { name: code, summary, explanation, .. }| Finding { code, summary, explanation });
        (heading, codes.collect())
    };
    reference_page(&[group("Findings", "finding"), group("Checks", "check"), group("Repair rules", "repair rule")])
}

fn unknown(name: &str, entries: &[Entry]) -> Error {
    let names: Vec<&str> = entries.iter().map(|entry| entry.name).collect();
    let help = did_you_mean(name, &names)
        .unwrap_or_else(|| "`rowmill explain` lists everything that can be explained".to_owned());
    Error::usage(format!("nothing is named `{name}`")).with_help(help)
}
