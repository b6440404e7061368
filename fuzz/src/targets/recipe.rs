//! Recipes: read and run, or refused with a place that is one.

use rowmill::report::{Appearance, write_error};
use rowmill::{Error, parse_recipe, pipeline};

use super::Target;
use crate::text::{is_harmless, page, text};

pub(super) const TARGET: Target =
    Target { name: "recipe", summary: "a recipe is refused with its place, or runs and accounts for every cell", run };

const PAGE: &str = "# Cities\n\n| City | Zone | Rivers |\n|---|---|---|\n| Lyon | 1 | Rhône, Saône |\n| Graz | x | Mur<br>Mur | 3 |\n| Pau |\n\n- a: b\n- c\n";

fn run(input: &[u8]) {
    let text = text(input);
    let recipe = match parse_recipe("rowmill.yaml", &text) {
        Ok(recipe) => recipe,
        Err(error) => return is_shown(&error, &text),
    };
    let (sources, page) = page(PAGE);
    match pipeline::run(&recipe, &sources, &[page]) {
        Ok(outcome) => assert!(outcome.tallies.iter().all(|tally| tally.balances()), "{:?}", outcome.tallies),
        Err(error) => is_shown(&error, &text),
    }
}

/// The error says where, within the line that it shows, and is harmless.
fn is_shown(error: &Error, text: &str) {
    if let Some(excerpt) = error.excerpt() {
        assert!(excerpt.text.get(excerpt.part.clone()).is_some(), "{text:?}: {excerpt:?}");
        assert!(excerpt.line >= 1 && excerpt.line <= text.matches(['\n', '\r']).count() + 1, "{text:?}: {excerpt:?}");
    }
    let mut shown = Vec::new();
    write_error(error, &mut shown, Appearance::default()).expect("memory takes every byte");
    is_harmless(&shown, text);
}
