//! A name whose words stand in another order than in the known name.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::repair::names::times;
use crate::repair::page_words::words;
use crate::repair::words::{compass_words, is_compass, is_in_capitals, is_joining};
use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule, Verdicts};
use crate::similarity::folded;

pub(super) const RULE: RepairRule = RepairRule {
    name: "word-order",
    summary: "the words of a name stand in another order elsewhere",
    explanation: "\
A name of the same words as another name of the vocabulary, in another order, is that name.

Before: `India West`, where the recipe knows `West India`
After:  `West India`

It is safe where the recipe knows the right order, else it is suggested where the other order is more frequent. It abstains where the order
may mean something: where a number would move (`3 Phase`, `Phase 3`), where the text is two names of the pages (`Paris London`), is in
capitals (`EUR USD`), where the other order is not three times as frequent and the words stand elsewhere on their own too, or has a joining word (`JPEG to PNG`), and, unless the recipe knows the name, where it has a compass word (`US East`) and
no sibling is in the other name's order alone (`South India`, for `West India`). It
abstains too where the recipe says that two names are distinct, where both stand in one cell, and where both identify a record of one table.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for names in evidence.vocabularies() {
        let best = best_orders(names);
        for place in evidence.fields_of(names) {
            for index in 0..place.content.items.len() {
                let Some(&name) = best.get(place.content.items[index].text()) else { continue };
                verdicts.extend(reorder(evidence, &place, names, index, name));
            }
        }
    }
    verdicts
}

/// For each name whose words stand in several orders the name to trust: the one that the recipe knows, unless it knows several;
/// else the most frequent one.
fn best_orders<'e>(names: &Names<'e>) -> BTreeMap<&'e str, &'e str> {
    let mut rough: HashMap<u64, Vec<&str>> = HashMap::new();
    for &name in names.all().keys().filter(|name| name.contains(char::is_whitespace)) {
        rough.entry(sum_of_words(name)).or_default().push(name);
    }
    let mut groups: HashMap<Vec<String>, Vec<&str>> = HashMap::new();
    for name in rough.into_values().filter(|group| group.len() > 1).flatten().collect::<BTreeSet<&str>>() {
        groups.entry(sorted_words(name)).or_default().push(name);
    }
    let best = |group: &[&'e str]| {
        let known = group.iter().filter(|name| names.is_known(name)).count();
        let best = group.iter().copied().max_by_key(|name| (names.is_known(name), names.uses(name)));
        best.filter(|_| known <= 1)
    };
    let groups = groups.into_values().filter(|group| group.len() > 1);
    groups
        .filter_map(|group| Some((best(&group)?, group)))
        .flat_map(|(best, group)| group.into_iter().map(move |name| (name, best)))
        .collect()
}

fn reorder(
    evidence: &Evidence<'_>,
    place: &FieldPlace<'_>,
    names: &Names<'_>,
    index: usize,
    name: &str,
) -> Option<Proposal> {
    let item = &place.content.items[index];
    let (text, is_known) = (item.text(), names.is_known(name));
    let (count, uses) = (names.uses(name), names.uses(text));
    let is_better = !names.is_known(text) && (is_known || count > uses);
    let has_compass = text.split_whitespace().any(is_compass);
    let is_free = may_move(evidence, text, name) && (is_known || !has_compass || siblings_agree(names, text, name));
    let is_clear = is_known || count >= 3 * uses || !stand_apart(evidence, text, count + uses);
    if !is_better || !is_free || !is_clear || !evidence.may_be_one(names, name, text) {
        return None;
    }
    let (grade, vouched) =
        if is_known { (Grade::Safe, "the recipe's name") } else { (Grade::Suggested, "the other name") };
    let reason = format!(
        "the same words as `{name}`, {vouched}; the page uses `{name}` {}, `{text}` {}",
        times(count),
        times(uses)
    );
    let after = NewItem::marked(name.to_owned(), item.marks().to_vec());
    Some(Proposal::new(grade, place.item(index), vec![after], reason))
}

/// Whether the words of a text may stand as in a name of the same words, for all that the words say.
fn may_move(evidence: &Evidence<'_>, text: &str, name: &str) -> bool {
    let (here, there) = (folded(text), folded(name));
    let has_digit = |word: &str| word.contains(char::is_numeric);
    let number_moves = here.split(' ').zip(there.split(' ')).any(|(a, b)| a != b && (has_digit(a) || has_digit(b)));
    let joins = here.split(' ').any(is_joining);
    let mut blanks = text.match_indices(' ');
    let is_name = |part: &str| evidence.vocabularies().any(|names| names.is_name(part));
    let is_two_names = blanks.any(|(at, _)| is_name(&text[..at]) && is_name(&text[at + 1..]));
    here != there && !number_moves && !joins && !is_two_names && !is_in_capitals(text)
}

/// Whether all words of a name stand in the pages oftener than the name does, so that each may be a thing of its own.
fn stand_apart(evidence: &Evidence<'_>, text: &str, uses: usize) -> bool {
    words(text).all(|word| evidence.page_words().count(word) > uses)
}

/// Whether a name of two words, one of them of the compass, has siblings in its own order (`South India` for `West India`), and none in the
/// other one.
fn siblings_agree(names: &Names<'_>, text: &str, name: &str) -> bool {
    let (Some((first, last)), None) = (name.split_once(' '), name.split(' ').nth(2)) else { return false };
    let compass_first = is_compass(first);
    if compass_first == is_compass(last) {
        return false;
    }
    let rest = if compass_first { last } else { first };
    let stands = |compass_first: bool| {
        compass_words().any(|word| {
            let sibling = if compass_first { format!("{word} {rest}") } else { format!("{rest} {word}") };
            sibling != name && sibling != text && names.uses(&sibling) > 0
        })
    };
    stands(compass_first) && !stands(!compass_first)
}

/// A number that names of the same words share, and few others: the sum of what the letters of each word make in their order.
fn sum_of_words(name: &str) -> u64 {
    let word = |word: &str| {
        let letters = word.chars().map(|letter| u64::from(letter.to_ascii_lowercase()));
        letters.fold(0, |sum: u64, letter| sum.wrapping_mul(0x0000_0100_0000_01b3).wrapping_add(letter + 1))
    };
    match name.is_ascii() {
        true => name.split_whitespace().map(word).fold(0, u64::wrapping_add),
        false => folded(name).split(' ').map(word).fold(0, u64::wrapping_add),
    }
}

fn sorted_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = folded(name).split(' ').map(str::to_owned).collect();
    words.sort();
    words
}
