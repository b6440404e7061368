//! What a build did, on one screen.

use super::said::Said;
use rowmill::repair::{Grade, Repair};
use rowmill::{Diagnostic, Outcome, Recipe, Severity, SourceMap};

/// One line of the table: a dataset, or the sum of all.
#[derive(Default)]
struct Line {
    name: String,
    numbers: [Option<usize>; 8],
}

const COLUMNS: [&str; 8] = ["records", "cells", "placed", "flagged", "ignored", "applied", "proposed", "findings"];

/// The table: per dataset its records, the tally of its cells, its repairs and its findings.
pub(super) fn table(recipe: &Recipe, outcome: &Outcome) -> String {
    let mut lines: Vec<Line> =
        outcome.datasets.iter().enumerate().map(|(index, _)| line(recipe, outcome, index)).collect();
    let pages = outcome.diagnostics.iter().filter(|finding| finding.dataset.is_none()).count();
    if pages > 0 {
        let mut numbers = [None; 8];
        numbers[7] = Some(pages);
        lines.push(Line { name: "(the page itself)".to_owned(), numbers });
    }
    render(&lines)
}

fn line(recipe: &Recipe, outcome: &Outcome, index: usize) -> Line {
    let (dataset, tally) = (&outcome.datasets[index], outcome.tallies[index]);
    let repairs = |applied: bool| {
        outcome.repairs.iter().filter(|repair| repair.dataset == index && repair.applied == applied).count()
    };
    let findings =
        outcome.diagnostics.iter().filter(|finding| finding.dataset.as_deref() == Some(dataset.name())).count();
    let is_unnested = matches!(recipe.datasets[index].origin, rowmill::recipe::Origin::Unnest { .. });
    // An unnested dataset has no cells of its own.
    let own = |number: usize| (!is_unnested).then_some(number);
    let numbers = [
        Some(dataset.records().len()),
        own(tally.cells),
        own(tally.placed),
        own(tally.flagged),
        own(tally.ignored),
        own(repairs(true)),
        own(repairs(false)),
        Some(findings),
    ];
    Line { name: dataset.name().to_owned(), numbers }
}

fn render(lines: &[Line]) -> String {
    let width = lines.iter().map(|line| line.name.chars().count()).max().unwrap_or(0).max("dataset".len());
    let mut text = format!("{:width$}", "dataset");
    COLUMNS.iter().for_each(|column| text.push_str(&format!("  {column:>8}")));
    for line in lines {
        text.push_str(&format!("\n{:width$}", line.name));
        for number in line.numbers {
            let shown = number.map_or_else(|| "-".to_owned(), |number| number.to_string());
            text.push_str(&format!("  {shown:>8}"));
        }
    }
    text.push('\n');
    text
}

/// What is proposed and not applied, one line each, but for what a finding says; and what was taken out of the data, though nobody said so.
pub(super) fn proposals(outcome: &Outcome, sources: &SourceMap) -> String {
    let said = Said::by(&outcome.diagnostics);
    let is_open = |repair: &Repair| !repair.applied && !said.has(repair);
    let listed = outcome.repairs.iter().filter(|repair| is_open(repair) || has_removed(repair));
    listed.map(|repair| proposal(repair, sources)).collect()
}

/// Whether a repair has taken something out of the data by its grade alone.
fn has_removed(repair: &Repair) -> bool {
    repair.applied
        && repair.ruling.is_none()
        && repair.items_after.is_empty()
        && repair.items_before.iter().any(|item| !item.is_empty())
}

fn proposal(repair: &Repair, sources: &SourceMap) -> String {
    let place = sources.position(repair.span);
    let path = sources.file(repair.span.source).path();
    let change = match repair.grade {
        _ if has_removed(repair) => format!("{} taken out", quoted(&repair.before)),
        Grade::Manual => quoted(&repair.before),
        _ if repair.after.is_empty() => format!("{} should go", quoted(&repair.before)),
        _ => format!("{} for {}", quoted(&repair.after), quoted(&repair.before)),
    };
    format!("{path}:{}:{}: {}[{}] {change}: {}\n", place.line, place.column, repair.grade, repair.rule, repair.evidence)
}

/// The greatest number of characters of a value that a headline shows.
const SHOWN_CHARACTERS: usize = 100;

/// A value in quotes: a long one, such as a whole row, by its start.
pub(super) fn quoted(text: &str) -> String {
    let text = text.trim_end_matches(['\r', '\n']);
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

/// The findings in a phrase: `1 error, 4 warnings and 5 notes`.
pub(super) fn count(findings: &[Diagnostic]) -> String {
    let of = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let parts = [(of(Severity::Error), "error"), (of(Severity::Warning), "warning"), (of(Severity::Note), "note")];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| plural(*count, word)).collect();
    match parts.as_slice() {
        [] => "no findings".to_owned(),
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        [one, ..] => one.clone(),
    }
}

/// `1 file`, `2 files`.
pub(super) fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// A path as it is typed in a shell. What came from standard input has none.
pub(super) fn typed(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | '.' | '_' | '-' | ':' | '+' | ',' | '@');
    match path {
        "-" => "PAGE".to_owned(),
        _ if path.chars().all(is_plain) => path.to_owned(),
        _ => format!("'{}'", path.replace('\'', "'\\''")),
    }
}
