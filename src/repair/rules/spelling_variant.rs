//! Two spellings of one name that differ in case, accents, blanks or punctuation alone.

use std::collections::BTreeMap;

use crate::repair::names::times;
use crate::repair::words::{is_in_capitals, letters};
use crate::repair::{Evidence, Grade, Names, NewItem, Proposal, RepairRule, Verdicts};
use crate::similarity::{folded, unaccented};

pub(super) const RULE: RepairRule = RepairRule {
    name: "spelling-variant",
    summary: "a name is spelled in two ways",
    explanation: "\
Names of one vocabulary that differ in case, accents, blanks or punctuation alone are one name. The right spelling is the one that
the recipe knows; else the one with the clear majority.

Before: `Intercloud`, where `InterCloud` stands eight times
After:  `InterCloud`

It is safe where the recipe knows the spelling, or where it stands at least three times and at least three times as often as the
other one. It is suggested where the majority is smaller, where the accents differ (`Munster`, `Münster`), or where a short word in capitals
may be an acronym (`SWIFT`, `Swift`), and reported where there is no majority.

It abstains for names of fewer than four letters, where case may be all that tells two apart; where the recipe says that two names are
distinct, or knows both; and where both identify a record of one table. Where both stand in one cell (`boolean, Boolean`), or both are codes
that differ in punctuation (`us-east1`, `us-east-1`), it suggests a spelling that the recipe knows, and abstains else.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for names in evidence.vocabularies() {
        let rulings = rulings(evidence, names);
        for place in evidence.fields_of(names) {
            for (index, item) in place.content.items.iter().enumerate() {
                let Some(Ruling { name, grade, reason }) = rulings.get(item.text()) else { continue };
                let after = NewItem::marked((*name).to_owned(), item.marks().to_vec());
                verdicts.propose(Proposal::new(*grade, place.item(index), vec![after], reason.clone()));
            }
        }
    }
    verdicts
}

/// What a spelling should be.
struct Ruling<'e> {
    name: &'e str,
    grade: Grade,
    reason: String,
}

/// The spellings that should be others.
fn rulings<'e>(evidence: &Evidence<'e>, names: &Names<'e>) -> BTreeMap<&'e str, Ruling<'e>> {
    let mut rulings = BTreeMap::new();
    for group in names.by_loose_key().values() {
        let group: Vec<&str> = group.iter().copied().filter(|name| letters(name) >= 4).collect();
        let Some(right) = right_spelling(names, &group) else { continue };
        for &variant in &group {
            rulings.extend(ruling(evidence, names, variant, right).map(|ruling| (variant, ruling)));
        }
    }
    rulings
}

/// The spelling to trust, and whether anything speaks for it: the one that the recipe knows, else the most frequent one;
/// the first where two are equally frequent. `None` where the recipe knows several.
fn right_spelling<'e>(names: &Names<'e>, group: &[&'e str]) -> Option<(&'e str, bool)> {
    let known: Vec<&str> = group.iter().copied().filter(|name| names.is_known(name)).collect();
    match known.as_slice() {
        [] => {}
        [one] => return Some((one, true)),
        _ => return None,
    }
    let most = group.iter().map(|name| names.uses(name)).max()?;
    let mut frequent = group.iter().filter(|name| names.uses(name) == most);
    match (frequent.next(), frequent.next()) {
        (Some(one), None) => Some((one, true)),
        _ => group.first().map(|first| (*first, false)),
    }
}

fn ruling<'e>(
    evidence: &Evidence<'e>,
    names: &Names<'e>,
    variant: &str,
    (name, is_right): (&'e str, bool),
) -> Option<Ruling<'e>> {
    let are_two = names.vocabulary.are_distinct(variant, name) || evidence.are_both_keys(names, variant, name);
    if variant == name || are_two {
        return None;
    }
    let difference = Difference::of(variant, name);
    let may_be_two = names.stand_together(variant, name)
        || (difference == Difference::Punctuation && is_code(variant) && is_code(name));
    let (count, uses) = (names.uses(name), names.uses(variant));
    let may_be_acronym = difference == Difference::Case && (is_short_acronym(variant) || is_short_acronym(name));
    let grade = match (names.is_known(name), may_be_two) {
        (true, false) => Grade::Safe,
        (true, true) => Grade::Suggested,
        (false, true) => return None,
        _ if !is_right => Grade::Manual,
        _ if may_be_acronym || difference == Difference::Accents => Grade::Suggested,
        _ if count >= 3 && count >= 3 * uses => Grade::Safe,
        _ => Grade::Suggested,
    };
    let vouched = if names.is_known(name) { "the recipe's spelling" } else { "the other spelling" };
    let reason = format!(
        "differs in {} from `{name}`, {vouched}; the page uses `{name}` {}, `{variant}` {}",
        difference.words(),
        times(count),
        times(uses)
    );
    Some(Ruling { name, grade, reason })
}

/// In what two spellings differ.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Difference {
    Case,
    Accents,
    Punctuation,
}

impl Difference {
    fn of(a: &str, b: &str) -> Self {
        if folded(a) == folded(b) {
            Self::Case
        } else if folded(&unaccented(a)) == folded(&unaccented(b)) {
            Self::Accents
        } else {
            Self::Punctuation
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Accents => "accents",
            Self::Punctuation => "spacing or punctuation",
        }
    }
}

/// Whether a text may be an identifier, in which each sign counts: one word without capitals.
fn is_code(text: &str) -> bool {
    !text.contains(|character: char| character.is_whitespace() || character.is_uppercase())
}

fn is_short_acronym(text: &str) -> bool {
    is_in_capitals(text) && !text.contains(char::is_whitespace) && letters(text) <= 5
}
