//! Decisions: refused, or written and read back as the same; and one more takes no comment away.

use rowmill::recipe::{Decision, Decisions};

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
    amend(&text, read);
}

/// Decides the last one the other way, or one more.
fn amend(text: &str, mut decisions: Decisions) {
    let new = |id: &str| Decision {
        is_accepted: true,
        id: id.to_owned(),
        page: None,
        was: "a # b".to_owned(),
        reason: String::new(),
    };
    let decision = match decisions.rulings.last() {
        Some(last) => Decision { is_accepted: !last.is_accepted, ..new(&last.id) },
        None => new("bcdfghjk"),
    };
    decisions.decide(decision);
    let Ok(amended) = decisions.amend("rowmill.decisions.yaml", text) else { return };
    let read = Decisions::parse("rowmill.decisions.yaml", &amended).expect("it is read before it counts");
    assert_eq!(read.to_yaml(), decisions.to_yaml());
    let is_comment = |line: &&str| line.trim_start().starts_with('#');
    // Within quotes or a text of several lines such a line may be none.
    if !text.contains(['"', '\'', '|', '>']) {
        for comment in text.lines().filter(is_comment) {
            assert!(amended.contains(comment.trim()), "{text:?} loses {comment:?}: {amended:?}");
        }
    }
}

/// The decisions in an order that does not depend on the file's.
fn sorted(mut decisions: Decisions) -> Decisions {
    decisions.rulings.sort_by(|a, b| a.id.cmp(&b.id));
    decisions.aliases.sort();
    decisions
}
