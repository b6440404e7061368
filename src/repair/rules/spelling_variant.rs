//! Two spellings of one name that differ in case, accents, blanks or punctuation alone.

use std::collections::BTreeMap;

use crate::repair::evidence::may_be_one;
use crate::repair::names::times;
use crate::repair::{Evidence, Grade, Names, NewItem, Proposal, RepairRule};
use crate::similarity::{folded, loose_key, unaccented};

pub(super) const RULE: RepairRule = RepairRule {
    name: "spelling-variant",
    summary: "a name is spelled in two ways",
    explanation: "\
Names of one vocabulary that differ in case, accents, blanks or punctuation alone are one name. The right spelling is the one that
the recipe knows; else the one with the clear majority.

Before: `Intercloud`, where `InterCloud` stands eight times
After:  `InterCloud`

It is safe where the recipe knows the spelling, or where it stands at least three times and at least three times as often as the
other one. It is suggested where the majority is smaller, and reported where there is none. It abstains for names of fewer
than four letters, where case may be all that tells two apart, where the recipe says that two names are distinct, and where both
identify a record of one table.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for names in evidence.vocabularies() {
        for group in groups(names) {
            let right = right_spelling(names, &group);
            proposals.extend(toward(evidence, names, &group, right));
        }
    }
    proposals
}

/// The names that share a loose key, where there are several.
fn groups<'e>(names: &Names<'e>) -> Vec<Vec<(&'e str, usize)>> {
    let mut groups: BTreeMap<String, Vec<(&str, usize)>> = BTreeMap::new();
    for (name, count) in names.all() {
        if name.chars().filter(|character| character.is_alphabetic()).count() >= 4 {
            groups.entry(loose_key(name)).or_default().push((name, count));
        }
    }
    groups.into_values().filter(|group| group.len() > 1).collect()
}

/// The spelling to trust: one that the recipe knows, else the most frequent one. `None` when two are equally frequent.
fn right_spelling<'e>(names: &Names<'e>, group: &[(&'e str, usize)]) -> Option<(&'e str, usize)> {
    if let Some(&known) = group.iter().find(|(name, _)| names.is_known(name)) {
        return Some(known);
    }
    let &(name, count) = group.iter().max_by_key(|&&(_, count)| count)?;
    let is_alone = group.iter().filter(|&&(_, other)| other == count).count() == 1;
    is_alone.then_some((name, count))
}

fn toward(
    evidence: &Evidence<'_>,
    names: &Names<'_>,
    group: &[(&str, usize)],
    right: Option<(&str, usize)>,
) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for (place, _) in evidence.named_fields().filter(|(_, other)| std::ptr::eq(*other, names)) {
        for (index, item) in place.content.items.iter().enumerate() {
            let Some(&(variant, uses)) = group.iter().find(|(name, _)| *name == item.text()) else { continue };
            let (name, count) = right.unwrap_or(group[0]);
            let is_open = variant != name
                && may_be_one(names.vocabulary, variant, name)
                && !evidence.are_both_keys(names, variant, name);
            if !is_open || names.is_known(variant) {
                continue;
            }
            let grade = grade(names, right, uses);
            let vouched = if names.is_known(name) { "the recipe's spelling" } else { "the other spelling" };
            let reason = format!(
                "differs in {} from `{name}`, {vouched}; the page uses `{name}` {}, `{variant}` {}",
                difference(variant, name),
                times(count),
                times(uses)
            );
            let after = NewItem { text: name.to_owned(), marks: item.marks().to_vec() };
            proposals.push(Proposal::new(grade, place.item(index), vec![after], reason));
        }
    }
    proposals
}

fn grade(names: &Names<'_>, right: Option<(&str, usize)>, uses: usize) -> Grade {
    match right {
        Some((name, _)) if names.is_known(name) => Grade::Safe,
        Some((_, count)) if count >= 3 && count >= 3 * uses => Grade::Safe,
        Some(_) => Grade::Suggested,
        None => Grade::Manual,
    }
}

/// In what two spellings differ, in a word.
fn difference(a: &str, b: &str) -> &'static str {
    if folded(a) == folded(b) {
        "case"
    } else if folded(&unaccented(a)) == folded(&unaccented(b)) {
        "accents"
    } else {
        "spacing or punctuation"
    }
}
