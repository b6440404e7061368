//! Two names in one item, with no separator between them.

use std::ops::Range;

use crate::extract::Item;
use crate::repair::names::times;
use crate::repair::words::letters;
use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule, Verdicts};
use crate::similarity::folded;

pub(super) const RULE: RepairRule = RepairRule {
    name: "missing-separator",
    summary: "two names stand in one item",
    explanation: "\
An item that nothing else in the vocabulary reads like, and that is two or more names of the vocabulary one after the other
with nothing left over, is those names, if they stand beside each other in another list.

Before: `Equinix, IX Reach Megaport, Telus`, where `IX Reach` and `Megaport` stand elsewhere
After:  `Equinix, IX Reach, Megaport, Telus`

It is safe where the cell has other items, each name stands at least twice elsewhere or is known to the recipe, a name has several words,
and there is one way only to part the names; else it is suggested. Single words may make one name together (`Read Write`): for those it
takes two other lists, or one where each stands three times, or none where they stand three times and
this list is in alphabetical order with them apart; and the cell must have other items.

It abstains where the whole stands elsewhere too, or a part of it in the same cell; where no other list has both names, or a name would stand
twice in a row (`Baden Baden`); where a part has less than two letters; and in fields that hold one value only.",
    propose,
};

/// No slip runs more words together; the time to part them grows with the square of their number.
const MOST_WORDS: usize = 40;

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for (place, names) in evidence.named_fields().filter(|(place, _)| place.schema.field_type.is_list()) {
        for (index, item) in place.content.items.iter().enumerate() {
            if names.uses(item.text()) <= 1 && !names.is_known(item.text()) {
                verdicts.extend(parted(&place, names, index));
            }
        }
    }
    verdicts
}

fn parted(place: &FieldPlace<'_>, names: &Names<'_>, index: usize) -> Option<Proposal> {
    let item = &place.content.items[index];
    let Cover { parts, is_only } = cover(names, item.text())?;
    let is_alone = place.content.items.len() == 1;
    let is_compound = parts.iter().all(|part| !part.contains(char::is_whitespace));
    let here = (place.dataset, place.record, place.field);
    let is_here = |part: &str| names.support(part).is_some_and(|support| support.is_in(&here));
    let lists = |a: &str, b: &str| if a == b { 0 } else { names.common_cells(a, b).take(2).count() };
    let are_frequent = parts.iter().all(|part| names.uses(part) >= 3);
    let least = match is_compound {
        true if are_frequent && is_in_order(&place.content.items, index, &parts) => 0,
        true if !are_frequent => 2,
        _ => 1,
    };
    let are_listed = parts.windows(2).all(|pair| pair[0] != pair[1] && lists(pair[0], pair[1]) >= least);
    if !are_listed || (is_alone && is_compound) || parts.iter().any(|part| is_here(part)) {
        return None;
    }
    let are_settled = parts.iter().all(|part| names.uses(part) >= 2 || names.is_known(part));
    let is_safe = are_settled && is_only && !is_alone && !is_compound;
    let grade = if is_safe { Grade::Safe } else { Grade::Suggested };
    let uses: Vec<String> = parts.iter().map(|part| format!("`{part}` {}", times(names.uses(part)))).collect();
    let reason = format!("`{}` stands nowhere else; as items of their own stand {}", item.text(), uses.join(" and "));
    let mut after: Vec<NewItem> = parts.into_iter().map(NewItem::plain).collect();
    // A mark stands behind the last name.
    after.last_mut()?.marks = item.marks().to_vec();
    Some(Proposal::new(grade, place.item(index), after, reason))
}

/// Whether a list of several items is sorted, and stays so with some names in the place of one item.
fn is_in_order(items: &[Item], index: usize, parts: &[&str]) -> bool {
    let before = items[..index].iter().map(Item::text);
    let behind = items[index + 1..].iter().map(Item::text);
    let all: Vec<String> = before.chain(parts.iter().copied()).chain(behind).map(folded).collect();
    all.len() >= MANY && all.is_sorted()
}

/// So many names are not in order by chance.
const MANY: usize = 5;

/// A text as names of the vocabulary one after the other.
struct Cover<'t> {
    parts: Vec<&'t str>,
    /// Whether no other cover has as few names.
    is_only: bool,
}

/// The best way to go on from a word.
#[derive(Clone, Copy)]
struct Step {
    /// How many names there are from here.
    names: usize,
    /// The word behind the first of them.
    next: usize,
    /// Whether another way has as few names.
    has_rival: bool,
}

/// The cover with the fewest names, of those the one whose first name is longest. `None` where there is none of two names
/// or more.
fn cover<'t>(names: &Names<'_>, text: &'t str) -> Option<Cover<'t>> {
    let words = words(text);
    if words.len() < 2 || words.len() > MOST_WORDS {
        return None;
    }
    let part = |first: usize, next: usize| &text[words[first].start..words[next - 1].end];
    let mut steps: Vec<Option<Step>> = vec![None; words.len()];
    for first in (0..words.len()).rev() {
        for next in first + 1..=words.len() {
            let is_whole = next - first == words.len();
            let rest = match steps.get(next) {
                None => Some((0, false)),
                Some(step) => step.map(|step| (step.names, step.has_rival)),
            };
            let Some((rest, has_rival)) = rest.filter(|_| !is_whole && is_name(names, part(first, next))) else {
                continue;
            };
            steps[first] = Some(better(steps[first], Step { names: rest + 1, next, has_rival }));
        }
    }
    let mut parts = Vec::new();
    let mut first = 0;
    while let Some(step) = steps.get(first) {
        let next = (*step)?.next;
        parts.push(part(first, next));
        first = next;
    }
    Some(Cover { parts, is_only: !steps[0]?.has_rival })
}

/// The one of two ways that has fewer names, else the later one, which begins with a longer name.
fn better(earlier: Option<Step>, later: Step) -> Step {
    match earlier {
        Some(earlier) if earlier.names < later.names => earlier,
        Some(earlier) if earlier.names == later.names => Step { has_rival: true, ..later },
        _ => later,
    }
}

/// The places of the words of a text.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, character.is_whitespace()) {
            (None, false) => start = Some(at),
            (Some(from), true) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words
}

fn is_name(names: &Names<'_>, part: &str) -> bool {
    letters(part) >= 2 && names.is_name(part)
}
