//! A name whose words stand in another order than in the known name.

use std::collections::BTreeMap;

use crate::repair::names::times;
use crate::repair::words::{is_compass, is_in_capitals, is_joining};
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
may mean something: where a number would move (`3 Phase`, `Phase 3`), where the text is two names of the vocabulary (`Paris London`), is in
capitals (`EUR USD`), or has a joining word (`JPEG to PNG`), and, unless the recipe knows the name, where it has a compass word (`US East`). It
abstains too where the recipe says that two names are distinct, where both stand in one cell, and where both identify a record of one table.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for names in evidence.vocabularies() {
        let best = best_orders(names);
        for place in evidence.fields_of(names) {
            for index in 0..place.content.items.len() {
                let words = sorted_words(place.content.items[index].text());
                let Some(&name) = best.get(&words) else { continue };
                verdicts.extend(reorder(evidence, &place, names, index, name));
            }
        }
    }
    verdicts
}

/// For each set of words in several orders the name to trust: the one that the recipe knows, unless it knows several;
/// else the most frequent one.
fn best_orders<'e>(names: &Names<'e>) -> BTreeMap<Vec<String>, &'e str> {
    let mut groups: BTreeMap<Vec<String>, Vec<&str>> = BTreeMap::new();
    for &name in names.all().keys().filter(|name| name.contains(char::is_whitespace)) {
        groups.entry(sorted_words(name)).or_default().push(name);
    }
    let best = |group: &[&'e str]| {
        let known = group.iter().filter(|name| names.is_known(name)).count();
        let best = group.iter().copied().max_by_key(|name| (names.is_known(name), names.uses(name)));
        best.filter(|_| known <= 1 && group.len() > 1)
    };
    groups.into_iter().filter_map(|(words, group)| Some((words, best(&group)?))).collect()
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
    let is_free = may_move(names, text, name) && (is_known || !text.split_whitespace().any(is_compass));
    if !is_better || !is_free || !evidence.may_be_one(names, name, text) {
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
fn may_move(names: &Names<'_>, text: &str, name: &str) -> bool {
    let (here, there) = (folded(text), folded(name));
    let has_digit = |word: &str| word.contains(char::is_numeric);
    let number_moves = here.split(' ').zip(there.split(' ')).any(|(a, b)| a != b && (has_digit(a) || has_digit(b)));
    let joins = here.split(' ').any(is_joining);
    let mut blanks = text.match_indices(' ');
    let is_two_names = blanks.any(|(at, _)| names.is_name(&text[..at]) && names.is_name(&text[at + 1..]));
    here != there && !number_moves && !joins && !is_two_names && !is_in_capitals(text)
}

fn sorted_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = folded(name).split(' ').map(str::to_owned).collect();
    words.sort();
    words
}
