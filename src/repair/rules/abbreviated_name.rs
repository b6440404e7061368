//! The first words of a longer name that the vocabulary has.

use crate::repair::evidence::may_be_one;
use crate::repair::names::times;
use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule};

pub(super) const RULE: RepairRule = RepairRule {
    name: "abbreviated-name",
    summary: "a name is the start of a longer one",
    explanation: "\
A rare name that is the first word or words of a longer name of the vocabulary, which stands at least as often, may be short for it.

Before: `NTT`, where `NTT Communications` stands six times
After:  `NTT Communications`, suggested

It is never safe: two companies may share a first word. Of several longer names the most frequent one is proposed, if it is alone. It
abstains where the short name stands three times or more, or more often than the long one, where what is left is a number or a compass word
(`East US 2`), where both stand in one cell or identify a record of one table, and where the recipe says that they are distinct.",
    propose,
};

const COMPASS: &[&str] = &[
    "north",
    "south",
    "east",
    "west",
    "central",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "upper",
    "lower",
];

fn propose(evidence: &Evidence<'_>) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for (place, names) in evidence.named_fields() {
        for (index, item) in place.content.items.iter().enumerate() {
            if names.uses(item.text()) <= 2 && !names.is_known(item.text()) {
                proposals.extend(meant(evidence, &place, names, index));
            }
        }
    }
    proposals
}

fn meant(evidence: &Evidence<'_>, place: &FieldPlace<'_>, names: &Names<'_>, index: usize) -> Option<Proposal> {
    let text = place.content.items[index].text();
    let uses = names.uses(text);
    let is_longer =
        |name: &str| name.strip_prefix(text).and_then(|rest| rest.strip_prefix(' ')).is_some_and(may_be_left_out);
    let is_other = |name: &str| {
        !names.stand_together(name, text)
            && !evidence.are_both_keys(names, name, text)
            && may_be_one(names.vocabulary, name, text)
    };
    let candidates: Vec<(&str, usize)> =
        names.all().into_iter().filter(|&(name, count)| count >= uses && is_longer(name) && is_other(name)).collect();
    let &(name, count) = candidates.iter().max_by_key(|&&(_, count)| count)?;
    if candidates.iter().filter(|&&(_, other)| other == count).count() > 1 {
        return None;
    }
    let reason =
        format!("the start of `{name}`, which the page uses {}; `{text}` alone stands {}", times(count), times(uses));
    let after = NewItem { text: name.to_owned(), marks: place.content.items[index].marks().to_vec() };
    Some(Proposal::new(Grade::Suggested, place.item(index), vec![after], reason))
}

/// Whether the words that a short name lacks may be missing by accident: a number or a compass word makes another name.
fn may_be_left_out(rest: &str) -> bool {
    let is_number = rest.chars().any(char::is_numeric);
    let is_compass = rest.split(' ').any(|word| COMPASS.contains(&word.to_lowercase().as_str()));
    !is_number && !is_compass
}
