//! An item that stands in its list twice.

use std::collections::BTreeMap;

use crate::extract::Item;
use crate::repair::words::letters;
use crate::repair::{Evidence, Grade, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "duplicate-item",
    summary: "an item stands in its list twice",
    explanation: "\
The first one stays, the others go. Items are the same when they read the same and have the same marks, after all other repairs.

Before: `Amsterdam, Munich, Oslo, Munich`
After:  `Amsterdam, Munich, Oslo`

It abstains for numbers, dates, times and whatever else has no letters, where a value may well repeat, and where several items repeat so
often that they make up no more than half of the list: `Red, Off, Red, Off` is a sequence.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let lists = evidence.fields().filter(|place| place.schema.field_type.is_list() && place.content.items.len() > 1);
    let mut verdicts = Verdicts::default();
    for place in lists {
        let items = &place.content.items;
        let repeats = repeats(items);
        if is_sequence(items, &repeats) {
            continue;
        }
        for (index, first) in repeats.into_iter().filter(|&(index, _)| is_word(&items[index])) {
            let column = evidence.sources.position(items[first].span()).column;
            let reason = format!("`{}` stands in this list already, at column {column}", items[index].text());
            verdicts.propose(Proposal::new(Grade::Safe, place.item(index), Vec::new(), reason));
        }
    }
    verdicts
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
    item.value().as_str().is_some() && letters(item.text()) > 0
}
