//! Two names in one item, with no separator between them.

use crate::repair::names::times;
use crate::repair::{Evidence, Grade, Names, NewItem, Proposal, RepairRule};

pub(super) const RULE: RepairRule = RepairRule {
    name: "missing-separator",
    summary: "two names stand in one item",
    explanation: "\
An item that nothing else in the vocabulary reads like, and that is two or more names of the vocabulary one after the other
with nothing left over, is those names.

Before: `Equinix, IX Reach Megaport, Telus`, where `IX Reach` and `Megaport` stand elsewhere
After:  `Equinix, IX Reach, Megaport, Telus`

It is safe where each name stands at least twice elsewhere, or the recipe knows it; else it is suggested. It abstains where the
whole stands elsewhere too, where a part is shorter than two letters or a number, and in fields that hold one value only.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for (place, names) in evidence.named_fields().filter(|(place, _)| place.schema.field_type.is_list()) {
        for (index, item) in place.content.items.iter().enumerate() {
            if names.uses(item.text()) > 1 || names.is_known(item.text()) {
                continue;
            }
            let Some(parts) = cover(names, item.text()) else { continue };
            let is_settled = parts.iter().all(|part| names.uses(part) >= 2 || names.is_known(part));
            let grade = if is_settled { Grade::Safe } else { Grade::Suggested };
            let uses: Vec<String> = parts.iter().map(|part| format!("`{part}` {}", times(names.uses(part)))).collect();
            let reason =
                format!("`{}` stands nowhere else; as items of their own stand {}", item.text(), uses.join(" and "));
            // A mark stands behind the last name.
            let last = parts.len() - 1;
            let marks = |part: usize| if part == last { item.marks().to_vec() } else { Vec::new() };
            let after = parts
                .iter()
                .enumerate()
                .map(|(part, text)| NewItem { text: (*text).to_owned(), marks: marks(part) })
                .collect();
            proposals.push(Proposal::new(grade, place.item(index), after, reason));
        }
    }
    proposals
}

/// The text as names of the vocabulary one after the other: the cover with the fewest names, of those the one whose first
/// name is longest. `None` where there is none of two names or more.
fn cover<'t>(names: &Names<'_>, text: &'t str) -> Option<Vec<&'t str>> {
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices(' ').map(|(at, _)| at + 1)).collect();
    if starts.len() < 2 {
        return None;
    }
    // For each word, the fewest names that cover the text from there, and where the first of them ends.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; starts.len() + 1];
    best[starts.len()] = Some((0, text.len()));
    let end_of = |next: usize| starts.get(next).map_or(text.len(), |start| start - 1);
    for word in (0..starts.len()).rev() {
        for next in word + 1..=starts.len() {
            let part = &text[starts[word]..end_of(next)];
            let Some((rest, _)) = best[next].filter(|_| part.len() < text.len() && is_name(names, part)) else {
                continue;
            };
            if best[word].is_none_or(|(count, _)| rest < count) {
                best[word] = Some((rest + 1, next));
            }
        }
    }
    let mut parts = Vec::new();
    let mut word = 0;
    while word < starts.len() {
        let (_, next) = best[word]?;
        parts.push(&text[starts[word]..end_of(next)]);
        word = next;
    }
    (parts.len() >= 2).then_some(parts)
}

fn is_name(names: &Names<'_>, part: &str) -> bool {
    let letters = part.chars().filter(|character| character.is_alphabetic()).count();
    letters >= 2 && (names.uses(part) > 0 || names.is_known(part))
}
