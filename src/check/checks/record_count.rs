//! Far more or fewer records than were accepted last.

use crate::check::{Check, Judged};
use crate::diagnostic::{Diagnostic, Severity};
use crate::recipe::Recipe;
use crate::shape::DatasetShape;

pub(super) const CHECK: Check = Check {
    name: "record-count",
    summary: "a dataset has far more or fewer records than were accepted",
    explanation: "\
`rowmill.lock` keeps how many records the last accepted build found. A fifth fewer is an error, a fifth more a warning; two are never too many. The recipe can set another
band, for all datasets or for one:

    shape: { band: 30% }

If the change is right, `rowmill build` accepts it.",
    run,
};

/// The number of records that may always come or go.
const ALWAYS: f64 = 2.0;

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (before, now) in judged.shapes() {
        // A dataset that is made of another one's lists has no table of its own.
        let first = judged.datasets.iter().find(|dataset| dataset.name() == now.name);
        let first = first.and_then(|dataset| dataset.records().iter().filter_map(|record| record.span).min());
        found.extend(
            finding(before, now, judged.recipe).map(|finding| Diagnostic { span: finding.span.or(first), ..finding }),
        );
    }
    found
}

/// How many records a dataset may gain or lose.
pub(super) fn allowance(before: usize, name: &str, recipe: &Recipe) -> f64 {
    let band = recipe.dataset(name).map_or(0.0, |dataset| dataset.shape.band);
    (before as f64 * band).max(ALWAYS)
}

/// The greatest band that is still a guard, in percent.
const WIDEST: u32 = 50;

/// The smallest band, in percent, within which a change of a number of records is; none where it would guard nothing any more.
fn band_for(before: usize, change: f64) -> Option<u32> {
    (1..=WIDEST).find(|&percent| before as f64 * (f64::from(percent) / 100.0) >= change)
}

fn finding(before: &DatasetShape, now: &DatasetShape, recipe: &Recipe) -> Option<Diagnostic> {
    let allowed = allowance(before.records, &now.name, recipe);
    let change = now.records as f64 - before.records as f64;
    if change.abs() <= allowed && (now.records > 0 || before.records == 0) {
        return None;
    }
    let severity = if change < 0.0 { Severity::Error } else { Severity::Warning };
    let message = format!("`{}` has {} records, and had {}", now.name, now.records, before.records);
    let widen = band_for(before.records, change.abs()).map_or_else(String::new, |band| {
        format!("; if so many may always come and go, `shape: {{ band: {band}% }}` in the recipe allows it")
    });
    let help = format!(
        "{} more or fewer are within the band: look at what came or went; if it is right, `rowmill build` accepts it{widen}",
        allowed.floor()
    );
    let finding = Diagnostic::new("record-count", severity, message, now.span()).in_dataset(&now.name).with_help(help);
    let lost = super::lost_keys::lost(before, now);
    Some(match lost.is_empty() {
        true => finding,
        false => finding.with_note(super::lost_keys::named(&lost), None),
    })
}
