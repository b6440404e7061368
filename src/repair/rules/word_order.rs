//! A name whose words stand in another order than in the known name.

use std::collections::BTreeMap;

use crate::repair::evidence::may_be_one;
use crate::repair::names::times;
use crate::repair::{Evidence, Grade, NewItem, Proposal, RepairRule};
use crate::similarity::folded;

pub(super) const RULE: RepairRule = RepairRule {
    name: "word-order",
    summary: "the words of a name stand in another order elsewhere",
    explanation: "\
A name of the same words as another name of the vocabulary, in another order, is that name.

Before: `India West`, where the recipe knows `West India`
After:  `West India`

It is safe where the recipe knows the right order, else it is suggested where the other order is more frequent. It abstains where
the recipe says that two names are distinct, where both stand in one cell, and where both identify a record of one table.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for names in evidence.vocabularies() {
        let mut groups: BTreeMap<Vec<String>, Vec<(&str, usize)>> = BTreeMap::new();
        for (name, count) in names.all() {
            groups.entry(sorted_words(name)).or_default().push((name, count));
        }
        for (place, _) in evidence.named_fields().filter(|(_, other)| std::ptr::eq(*other, names)) {
            for (index, item) in place.content.items.iter().enumerate().filter(|(_, item)| !names.is_known(item.text()))
            {
                let group = &groups[&sorted_words(item.text())];
                let Some(&(name, count)) = group.iter().max_by_key(|&&(name, count)| (names.is_known(name), count))
                else {
                    continue;
                };
                let is_other_order = folded(name) != folded(item.text());
                let is_better = names.is_known(name) || count > names.uses(item.text());
                let may_be = may_be_one(names.vocabulary, name, item.text())
                    && !names.stand_together(name, item.text())
                    && !evidence.are_both_keys(names, name, item.text());
                if !(is_other_order && is_better && may_be) {
                    continue;
                }
                let grade = if names.is_known(name) { Grade::Safe } else { Grade::Suggested };
                let vouched = if names.is_known(name) { "the recipe's name" } else { "the other name" };
                let uses = names.uses(item.text());
                let reason = format!(
                    "the same words as `{name}`, {vouched}; the page uses `{name}` {}, `{}` {}",
                    times(count),
                    item.text(),
                    times(uses)
                );
                let after = NewItem { text: name.to_owned(), marks: item.marks().to_vec() };
                proposals.push(Proposal::new(grade, place.item(index), vec![after], reason));
            }
        }
    }
    proposals
}

fn sorted_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = folded(name).split(' ').map(str::to_owned).collect();
    words.sort();
    words
}
