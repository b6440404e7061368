//! Patterns of recipes: refused with a place, or held to a page in a time that does not explode.

use std::time::Duration;

use cpu_time::ThreadTime;
use rowmill::{parse_recipe, pipeline};

use super::Target;
use crate::text::{page, text};

pub(super) const TARGET: Target =
    Target { name: "pattern", summary: "a pattern is refused with its place, or takes little time", run };

/// Far more than any pattern takes, and far less than one that explodes.
const MOST: Duration = Duration::from_secs(2);

fn run(input: &[u8]) {
    let text = text(input);
    let pattern = serde_json::Value::from(text.as_ref());
    let recipe = format!(
        "recipe: r\ndatasets:\n  d:\n    tables: [{{ under: Any }}]\n    fields:\n      - {{ name: a, from: A, constraints: {{ pattern: {pattern} }} }}\n"
    );
    let start = ThreadTime::now();
    match parse_recipe("rowmill.yaml", &recipe) {
        Err(error) => assert!(error.excerpt().is_some(), "{text:?} is refused without a place: {error}"),
        Ok(recipe) => {
            let (sources, page) = page(&format!("# Any\n\n| A |\n|---|\n| {}! |\n| b |\n", "ab".repeat(1_000)));
            pipeline::run(&recipe, &sources, &[page]).unwrap_or_else(|error| panic!("{text:?}: {error}"));
        }
    }
    assert!(start.elapsed() < MOST, "{text:?} takes {:?}", start.elapsed());
}
