//! An item that stands in its list twice.

use std::collections::BTreeMap;

use crate::extract::{ExtractedField, Item, Telling};
use crate::repair::words::letters;
use crate::repair::{Evidence, FieldPlace, Grade, Proposal, RepairRule, Verdicts};
use crate::similarity::{folded, unaccented};

pub(super) const RULE: RepairRule = RepairRule {
    name: "duplicate-item",
    summary: "an item stands in its list twice",
    explanation: "\
The first one stays, the others go. Items are the same when they read the same, have the same marks and are set alike, after all other repairs: what is
struck out, raised or lowered is another item than the same text in plain.

Before: `Amsterdam, Munich, Oslo, Munich`
After:  `Amsterdam, Munich, Oslo`

The column says whether its lists are sets. It is safe where four other lists of the column or more have each item once, and where of many lists one in
twenty at most repeats any; if besides the two stand side by side, or the lists of the column and this one are sorted, nine of ten neighbours: the order of items
that are sorted means nothing. It is suggested where the column says less, since a line may stop at one place twice, and where the order of the list may be meant: where it ends in the
item that it starts with (`Harbour, Market, Park, Harbour`), where it repeats more than once, where the recipe says `ordered: true`, and where the column is
called by a word for a sequence, such as `Stops` or `Steps`.

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
    /// How many neighbours in its lists are sorted, and how many there are.
    order: Order,
    /// Whether its name says that the order counts.
    is_called_sequence: bool,
}

/// How many neighbours are sorted, of how many.
#[derive(Clone, Copy, Default)]
struct Order {
    sorted: usize,
    all: usize,
}

impl Order {
    /// The order of some items.
    fn of<'i>(items: impl Iterator<Item = &'i Item>) -> Self {
        let texts: Vec<String> = items.map(|item| unaccented(&folded(item.text()))).collect();
        let sorted = texts.windows(2).filter(|pair| pair[0] <= pair[1]).count();
        Self { sorted, all: texts.len().saturating_sub(1) }
    }

    fn is_sorted(self) -> bool {
        self.sorted * 10 >= self.all * 9
    }
}

/// The fewest neighbours in other lists that tell whether these are sorted.
const FEWEST_NEIGHBOURS: usize = 8;

/// Words that name what comes one behind the other.
const SEQUENCE_WORDS: [&str; 28] = [
    "step",
    "steps",
    "stop",
    "stops",
    "route",
    "routes",
    "path",
    "paths",
    "order",
    "sequence",
    "sequences",
    "itinerary",
    "legs",
    "stages",
    "phases",
    "pipeline",
    "procedure",
    "track",
    "tracks",
    "playlist",
    "history",
    "rotation",
    "schedule",
    "timeline",
    "line",
    "lines",
    "chain",
    "via",
];

fn is_called_sequence(name: &str) -> bool {
    folded(name).split(|character: char| !character.is_alphanumeric()).any(|word| SEQUENCE_WORDS.contains(&word))
}

/// The fewest other lists of a column that tell whether its lists are sets.
const FEWEST_SETS: usize = 4;

/// Of so many lists that are sets one may have an item twice by mistake.
const SETS_PER_SLIP: usize = 20;

impl Column {
    fn of(lists: &[FieldPlace<'_>]) -> Self {
        let repeats = |place: &&FieldPlace<'_>| !repeats(place.content).is_empty();
        let add = |sum: Order, one: Order| Order { sorted: sum.sorted + one.sorted, all: sum.all + one.all };
        let orders = lists.iter().map(|place| Order::of(place.content.items.iter()));
        Self {
            lists: lists.len(),
            repeating: lists.iter().filter(repeats).count(),
            order: orders.fold(Order::default(), add),
            is_called_sequence: lists.iter().any(|place| is_called_sequence(&place.schema.name)),
        }
    }

    /// Whether the order of a list's items means nothing, as it follows from the items: those of the column are sorted, and its own but for the repeats.
    fn has_sorted(&self, list: &ExtractedField, repeats: &[(usize, usize)]) -> bool {
        let own = Order::of(list.items.iter());
        let others = Order { sorted: self.order.sorted - own.sorted, all: self.order.all - own.all };
        let is_kept = |index: &usize| !repeats.iter().any(|(repeat, _)| repeat == index);
        let kept = Order::of((0..list.items.len()).filter(is_kept).map(|index| &list.items[index]));
        others.all >= FEWEST_NEIGHBOURS && others.is_sorted() && kept.is_sorted()
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
    let may_be_meant = may_be_meant(place, &repeats, column);
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
fn may_be_meant(place: &FieldPlace<'_>, repeats: &[(usize, usize)], column: &Column) -> Option<&'static str> {
    match repeats {
        _ if place.schema.is_ordered => Some("the recipe says that the order counts"),
        _ if column.is_called_sequence => Some("the column is called by a word for a sequence"),
        [(last, 0)] if last + 1 == place.content.items.len() && *last > 1 => Some("the list ends where it starts"),
        [(later, first)] if later - first > 1 && !column.has_sorted(place.content, repeats) => {
            Some("other items stand between the two, and the lists are not sorted")
        }
        [_] => None,
        _ => Some("the list repeats more than once"),
    }
}

/// Whether line breaks part some of the items, and other signs alone the others: each line is a list then.
fn has_lists_in_lines(evidence: &Evidence<'_>, items: &[Item]) -> bool {
    let is_break = |pair: &[Item]| {
        let (start, end) = (pair[0].span().end(), pair[1].span().start());
        start < end && evidence.sources.text(pair[0].span().with_range(start..end)).to_ascii_lowercase().contains("<br")
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
