//! Decisions: refused, or written and read back as the same.

use rowmill::recipe::Decisions;

use super::Target;
use crate::text::text;

pub(super) const TARGET: Target =
    Target { name: "decisions", summary: "decisions are refused, or read back as they were written", run };

fn run(input: &[u8]) {
    let text = text(input);
    let Ok(decisions) = Decisions::parse("rowmill.decisions.yaml", &text) else { return };
    let written = decisions.to_yaml();
    let read = Decisions::parse("rowmill.decisions.yaml", &written)
        .unwrap_or_else(|error| panic!("{text:?} is written as {written:?}: {error}"));
    assert_eq!(sorted(read.clone()), sorted(decisions), "{written:?}");
    assert_eq!(read.to_yaml(), written);
}

/// The decisions in an order that does not depend on the file's.
fn sorted(mut decisions: Decisions) -> Decisions {
    decisions.rulings.sort_by(|a, b| a.id.cmp(&b.id));
    decisions.aliases.sort();
    decisions
}
