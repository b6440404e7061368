//! An item that stands in its list twice.

use std::collections::BTreeMap;

use crate::extract::Item;
use crate::repair::words::letters;
use crate::repair::{Evidence, FieldPlace, Grade, Proposal, RepairRule, Verdicts};
use crate::source::Span;

pub(super) const RULE: RepairRule = RepairRule {
    name: "duplicate-item",
    summary: "an item stands in its list twice",
    explanation: "\
The first one stays, the others go. Items are the same when they read the same and have the same marks, after all other repairs.

Before: `Amsterdam, Munich, Oslo, Munich`
After:  `Amsterdam, Munich, Oslo`

It abstains for numbers, dates, times, codes and whatever else has less than two letters, where a value may well repeat; where several items repeat so
often that they make up no more than half of the list: `Red, Off, Red, Off` is a sequence; and across the lines of a cell whose lines hold
several items each, which are lists of their own.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let lists = evidence.fields().filter(|place| place.schema.field_type.is_list() && place.content.items.len() > 1);
    let mut verdicts = Verdicts::default();
    lists.for_each(|place| judge(evidence, &place, &mut verdicts));
    verdicts
}

fn judge(evidence: &Evidence<'_>, place: &FieldPlace<'_>, verdicts: &mut Verdicts) {
    let items = &place.content.items;
    let repeats = repeats(items);
    if repeats.is_empty() || is_sequence(items, &repeats) || has_lists_in_lines(evidence, items) {
        return;
    }
    for (index, first) in repeats.into_iter().filter(|&(index, _)| is_word(&items[index])) {
        let column = evidence.sources.position(items[first].span()).column;
        let reason = format!("`{}` stands in this list already, at column {column}", items[index].text());
        verdicts.propose(Proposal::new(Grade::Safe, place.item(index), Vec::new(), reason));
    }
}

/// Whether line breaks part some of the items, and other signs alone the others: each line is a list then.
fn has_lists_in_lines(evidence: &Evidence<'_>, items: &[Item]) -> bool {
    let is_break = |pair: &[Item]| {
        let (start, end) = (pair[0].span().end, pair[1].span().start);
        start < end && evidence.sources.text(Span { start, end, ..pair[0].span() }).to_ascii_lowercase().contains("<br")
    };
    let breaks = items.windows(2).filter(|pair| is_break(pair)).count();
    breaks > 0 && breaks + 1 < items.len()
}

/// The items that stand before in their list, each with the first one that is the same.
fn repeats(items: &[Item]) -> Vec<(usize, usize)> {
    let mut first: BTreeMap<(&str, &[String]), usize> = BTreeMap::new();
    let mut repeats = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let earlier = *first.entry((item.text(), item.marks())).or_insert(index);
        if earlier != index {
            repeats.push((index, earlier));
        }
    }
    repeats
}

/// Whether repeating is what the list is about.
fn is_sequence(items: &[Item], repeats: &[(usize, usize)]) -> bool {
    let several = repeats.iter().any(|(_, first)| *first != repeats[0].1);
    several && (items.len() - repeats.len()) * 2 <= items.len()
}

fn is_word(item: &Item) -> bool {
    item.value().as_str().is_some() && letters(item.text()) >= 2
}
