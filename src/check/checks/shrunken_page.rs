//! A page that has become much shorter.

use crate::check::{Check, Judged};
use crate::diagnostic::{Diagnostic, Severity};

pub(super) const CHECK: Check = Check {
    name: "shrunken-page",
    summary: "a page is much shorter than the accepted one",
    explanation: "\
`rowmill.lock` keeps how long the pages of the last accepted build were. A page that is shorter by more than the band of `record-count` was cut on its way, most likely, or is
another page by now.

If the change is right, `rowmill build` accepts it.",
    run,
};

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    let Some(accepted) = judged.accepted else { return Vec::new() };
    // A page belongs to all datasets, so the widest band counts.
    let band = judged.recipe.datasets.iter().map(|dataset| dataset.shape.band).fold(0.0, f64::max);
    let mut found = Vec::new();
    for now in &judged.shape.sources {
        let Some(before) = accepted.source(&now.path) else { continue };
        if (now.bytes as f64) < before.bytes as f64 * (1.0 - band) {
            let message = format!("`{}` has {} bytes, and had {}", now.path, now.bytes, before.bytes);
            found.push(
                Diagnostic::new("shrunken-page", Severity::Error, message, now.span)
                    .with_help("was it fetched whole? If it was, `rowmill build` accepts the change"),
            );
        }
    }
    found
}
