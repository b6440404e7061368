//! Pages without a recipe: one is proposed that builds without an error, or there is nothing to take.

use rowmill::pipeline::{propose, repair_page};
use rowmill::repair::Guidance;
use rowmill::{Error, ErrorKind};

use super::Target;
use crate::text::{page, text};

pub(super) const TARGET: Target = Target {
    name: "propose",
    summary: "a recipe is proposed that builds on its page, or there is nothing to take",
    run,
};

fn run(input: &[u8]) {
    let text = text(input);
    let (sources, page) = page(&text);
    match propose(&sources, &[page], "rowmill.yaml", &["page.md".to_owned()]) {
        Ok(proposed) => assert!(proposed.outcome.tallies.iter().all(|tally| tally.balances()), "{text:?}"),
        Err(error) => is_of_the_page(&error, &text),
    }
    if let Err(error) = repair_page(&sources, page, &Guidance::default()) {
        is_of_the_page(&error, &text);
    }
}

/// An error that a page can be blamed for.
fn is_of_the_page(error: &Error, text: &str) {
    let kind = error.kind();
    let is_known =
        matches!(kind, ErrorKind::NothingMatched { .. } | ErrorKind::EmptyPage { .. } | ErrorKind::Limit { .. });
    assert!(is_known, "{text:?}: {error}");
}
