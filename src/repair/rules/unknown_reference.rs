//! A name that the table lacks to which a foreign key refers.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use crate::repair::neighbours::Neighbours;
use crate::repair::slips::{are_forms, differing_words, is_plain_word};
use crate::repair::words::{is_compass, is_edition, is_numbering, letters};
use crate::repair::{Evidence, FieldPlace, Grade, NewItem, Proposal, RepairRule, Verdicts};
use crate::similarity::loose_key;

pub(super) const RULE: RepairRule = RepairRule {
    name: "unknown-reference",
    summary: "a name is missing in the table that it refers to, which has one like it",
    explanation: "\
Where nearly all values of a column are keys of another table, one that is none, and is like exactly one of the keys, is that key: it differs
from it in spelling alone, by two letters in a long word, or by one word at the end.

Before: `Hong Kong SAR`, in a column of locations, where the table of locations has `Hong Kong`
After:  `Hong Kong`, suggested

It is never safe. It abstains where less than nine tenths of the column's values are keys; where a key is as like as another one; where
the key has a row here already; and where the word too many or too few tells things apart: a number, a compass word, an edition.
A value with no such key is no matter of a repair: the check `foreign-key` reports it.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    let mut keys: BTreeMap<(usize, usize), Keys<'_>> = BTreeMap::new();
    for (field, texts) in evidence.references() {
        if is_strong(evidence, field, texts) {
            keys.insert(field, Keys::new(texts));
        }
    }
    for place in evidence.fields().filter(|place| keys.contains_key(&(place.dataset, place.field))) {
        let keys = &keys[&(place.dataset, place.field)];
        for (index, item) in place.content.items.iter().enumerate() {
            if !keys.texts.contains(item.text()) {
                rule_on(evidence, keys, &place, index, &mut verdicts);
            }
        }
    }
    verdicts
}

/// Whether nearly all values of a field are keys.
fn is_strong(evidence: &Evidence<'_>, field: (usize, usize), texts: &BTreeSet<&str>) -> bool {
    let places = evidence.fields().filter(|place| (place.dataset, place.field) == field);
    let values: BTreeSet<&str> = places.flat_map(|place| &place.content.items).map(|item| item.text()).collect();
    let found = values.iter().filter(|value| texts.contains(*value)).count();
    found * 10 >= values.len() * 9
}

fn rule_on(evidence: &Evidence<'_>, keys: &Keys<'_>, place: &FieldPlace<'_>, index: usize, verdicts: &mut Verdicts) {
    let item = &place.content.items[index];
    let text = item.text();
    let mut found = keys.like(text).into_iter();
    let (Some((key, how)), None) = (found.next(), found.next()) else { return };
    let reason = format!("the table that this one refers to lacks `{text}`, and has `{key}`, which differs {how}");
    let are_two = evidence.names_of(place).is_some_and(|names| !evidence.may_be_one(names, key, text));
    match are_two {
        true => verdicts.decline(place.item(index), key, format!("{reason}; but both stand in one table or cell")),
        false => {
            let after = NewItem::marked(key.to_owned(), item.marks().to_vec());
            verdicts.propose(Proposal::new(Grade::Suggested, place.item(index), vec![after], reason));
        }
    }
}

/// The keys of a table, to be found by what is like them.
struct Keys<'e> {
    texts: &'e BTreeSet<&'e str>,
    by_loose_key: BTreeMap<String, Vec<&'e str>>,
    near: Neighbours<'e>,
}

impl<'e> Keys<'e> {
    fn new(texts: &'e BTreeSet<&'e str>) -> Self {
        let mut by_loose_key: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for &text in texts {
            by_loose_key.entry(loose_key(text)).or_default().push(text);
        }
        Self { texts, by_loose_key, near: Neighbours::new(texts.iter().copied()) }
    }

    /// The keys that are like a text, and how they differ.
    fn like(&self, text: &str) -> Vec<(&'e str, &'static str)> {
        let same = self.by_loose_key.get(&loose_key(text)).into_iter().flatten();
        let same: Vec<_> = same.map(|key| (*key, "in spelling alone")).collect();
        if !same.is_empty() {
            return same;
        }
        let near: Vec<_> = self.near.far(text).into_iter().filter(|key| is_slip(text, key)).collect();
        let near: Vec<_> = near.into_iter().map(|key| (key, "by two letters")).collect();
        if !near.is_empty() || letters(text) < 3 {
            return near;
        }
        let shorter = text.rsplit_once(' ').filter(|(_, word)| may_be_left_out(word));
        let shorter = shorter.and_then(|(start, _)| self.texts.get(start)).copied();
        let start = format!("{text} ");
        let from = self.texts.range::<str, _>((Bound::Excluded(start.as_str()), Bound::Unbounded));
        let longer =
            from.copied().take_while(|key| key.starts_with(&start)).filter(|key| may_be_left_out(&key[start.len()..]));
        shorter.into_iter().chain(longer.take(2)).map(|key| (key, "by one word")).collect()
    }
}

/// Whether two texts that are two edits apart differ in one long word.
fn is_slip(text: &str, key: &str) -> bool {
    let Some((word, right)) = differing_words(text, key) else { return false };
    let is_long = word.chars().count().min(right.chars().count()) >= 7;
    is_long && is_plain_word(word) && is_plain_word(right) && !are_forms(word, right)
}

/// Whether a word at the end of a name may be missing or too many.
fn may_be_left_out(word: &str) -> bool {
    !word.contains(' ')
        && word.starts_with(char::is_uppercase)
        && word.chars().all(char::is_alphabetic)
        && !is_compass(word)
        && !is_edition(word)
        && !is_numbering(word)
}
