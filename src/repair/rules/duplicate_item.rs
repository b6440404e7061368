//! An item that stands in its list twice.

use std::collections::BTreeMap;

use crate::extract::{ExtractedField, Item, Telling};
use crate::repair::words::letters;
use crate::repair::{Evidence, FieldPlace, Grade, Proposal, RepairRule, Verdicts};
use crate::source::Span;

pub(super) const RULE: RepairRule = RepairRule {
    name: "duplicate-item",
    summary: "an item stands in its list twice",
    explanation: "\
The first one stays, the others go. Items are the same when they read the same, have the same marks and are set alike, after all other repairs: what is
struck out, raised or lowered is another item than the same text in plain.

Before: `Amsterdam, Munich, Oslo, Munich`
After:  `Amsterdam, Munich, Oslo`

The column says whether its lists are sets. It is safe where four other lists of the column or more have each item once, and where of many lists one in
twenty at most repeats any. It is suggested where the column says less; and where the order of the list may be meant: where it ends in the item that it
starts with (`Harbour, Market, Park, Harbour`), where it repeats more than once, and where the recipe says `ordered: true`.

It abstains where most of several lists of the column repeat items, since that is how the column is written; for numbers, dates, times, codes and whatever
else has less than two letters, where a value may well repeat; where several items repeat so
often that they make up no more than half of the list: `Red, Off, Red, Off` is a sequence; and across the lines of a cell whose lines hold
several items each, which are lists of their own.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let lists = evidence.fields().filter(|place| place.schema.field_type.is_list() && place.content.items.len() > 1);
    let mut columns: BTreeMap<(usize, usize), Vec<FieldPlace<'_>>> = BTreeMap::new();
    lists.for_each(|place| columns.entry((place.dataset, place.field)).or_default().push(place));
    let mut verdicts = Verdicts::default();
    for lists in columns.values() {
        let column = Column::of(lists);
        lists.iter().for_each(|place| judge(evidence, place, &column, &mut verdicts));
    }
    verdicts
}

/// How many lists of several items a column has, and how many of these have an item twice.
struct Column {
    lists: usize,
    repeating: usize,
}

/// The fewest other lists of a column that tell whether its lists are sets.
const FEWEST_SETS: usize = 4;

/// Of so many lists that are sets one may have an item twice by mistake.
const SETS_PER_SLIP: usize = 20;

impl Column {
    fn of(lists: &[FieldPlace<'_>]) -> Self {
        let repeats = |place: &&FieldPlace<'_>| !repeats(place.content).is_empty();
        Self { lists: lists.len(), repeating: lists.iter().filter(repeats).count() }
    }

    fn told(&self) -> String {
        match (self.sets(), self.repeating) {
            (0, 1) => "the column has no other list".to_owned(),
            (1, 1) => "the column's other list has each item once".to_owned(),
            (sets, 1) => format!("{sets} other lists of the column have each item once"),
            (sets, repeating) => {
                let lists = sets + repeating;
                format!("{sets} of the column's {lists} lists have each item once")
            }
        }
    }

    fn sets(&self) -> usize {
        self.lists - self.repeating
    }

    /// Whether lists have each item once, but for slips.
    fn is_of_sets(&self) -> bool {
        self.sets() >= FEWEST_SETS && (self.repeating == 1 || self.repeating * SETS_PER_SLIP <= self.lists)
    }

    /// Whether to repeat items is how the column is written.
    fn is_of_sequences(&self) -> bool {
        self.repeating > 1 && self.repeating > self.sets()
    }
}

fn judge(evidence: &Evidence<'_>, place: &FieldPlace<'_>, column: &Column, verdicts: &mut Verdicts) {
    let items = &place.content.items;
    let repeats = repeats(place.content);
    if repeats.is_empty() || is_sequence(items, &repeats) || has_lists_in_lines(evidence, items) {
        return;
    }
    let may_be_meant = may_be_meant(place, &repeats);
    let grade = if column.is_of_sets() && may_be_meant.is_none() { Grade::Safe } else { Grade::Suggested };
    for (index, first) in repeats.into_iter().filter(|&(index, _)| is_word(&items[index])) {
        if column.is_of_sequences() {
            let reason = format!("{} of the column's {} lists repeat an item", column.repeating, column.lists);
            verdicts.decline(place.item(index), "", reason);
            continue;
        }
        let at = evidence.sources.position(items[first].span()).column;
        let text = items[index].text();
        let but = may_be_meant.map_or(String::new(), |why| format!("; but {why}, which may be meant"));
        let others = column.told();
        let reason = format!("`{text}` stands in this list already, at column {at}; {others}{but}");
        verdicts.propose(Proposal::new(grade, place.item(index), Vec::new(), reason));
    }
}

/// Why a list may repeat an item on purpose.
fn may_be_meant(place: &FieldPlace<'_>, repeats: &[(usize, usize)]) -> Option<&'static str> {
    match repeats {
        _ if place.schema.is_ordered => Some("the recipe says that the order counts"),
        [(last, 0)] if last + 1 == place.content.items.len() && *last > 1 => Some("the list ends where it starts"),
        [_] => None,
        _ => Some("the list repeats more than once"),
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

/// What makes two items the same.
type Same<'e> = (&'e str, &'e [String], Vec<Telling>);

/// The items that stand before in their list, each with the first one that is the same.
fn repeats(list: &ExtractedField) -> Vec<(usize, usize)> {
    let mut first: BTreeMap<Same<'_>, usize> = BTreeMap::new();
    let mut repeats = Vec::new();
    for (index, item) in list.items.iter().enumerate() {
        let same = (item.text(), item.marks(), list.tellings_of(item));
        let earlier = *first.entry(same).or_insert(index);
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
