//! A name that is one letter away from a known one.

use std::collections::HashMap;

use crate::repair::names::times;
use crate::repair::words::{is_in_capitals, letters};
use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule, Verdicts};
use crate::similarity::{distance, loose_key};

pub(super) const RULE: RepairRule = RepairRule {
    name: "misspelling",
    summary: "a name is one letter away from a known one",
    explanation: "\
A name that stands once and is one letter away from exactly one better known name (a letter more, less, other, or two swapped) is that name.

Before: `Sao Paula`, as a key that must occur in the table of locations, which has `Sao Paulo`
After:  `Sao Paulo`

It is safe where a foreign key demands a name of another table, and both have eight letters or more, since short names are near each other
by chance. Else it is suggested where a foreign key demands the name, the recipe knows it, or it stands three times or more.

It abstains where the word that differs is shorter than five letters (`Zone A`, `HOPE`), has anything but letters, or differs in its first
one (`Gambia`, `Zambia`), where slips are rare; where the two words are forms of one (`Region`, `Regions`; `Write`, `Writer`; `Manager`,
`Managed`); where both stand in one cell or identify a record of one table; and where the recipe says that they are distinct.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for names in evidence.vocabularies() {
        let is_supported = |name: &str| is_known_well(names, name) || evidence.is_referenced(name);
        let neighbours = Neighbours::new(names.all().keys().copied().filter(|name| is_supported(name)));
        for place in evidence.fields_of(names) {
            for (index, item) in place.content.items.iter().enumerate() {
                if names.uses(item.text()) == 1 && !names.is_known(item.text()) {
                    verdicts.extend(meant(evidence, &place, names, &neighbours, index));
                }
            }
        }
    }
    verdicts
}

fn meant(
    evidence: &Evidence<'_>,
    place: &FieldPlace<'_>,
    names: &Names<'_>,
    neighbours: &Neighbours<'_>,
    index: usize,
) -> Option<Proposal> {
    let item = &place.content.items[index];
    let text = item.text();
    let demanded = evidence.referenced_texts(place).filter(|texts| !texts.contains(text));
    let is_demanded = |name: &str| demanded.is_some_and(|texts| texts.contains(name));
    let mut candidates = neighbours.of(text).into_iter().filter(|name| {
        (is_demanded(name) || is_known_well(names, name))
            && is_slip(text, name)
            && evidence.may_be_one(names, name, text)
    });
    let (Some(name), None) = (candidates.next(), candidates.next()) else { return None };
    let is_long = letters(text).min(letters(name)) >= 8;
    let (grade, vouched) = match (is_demanded(name), names.is_known(name)) {
        (true, _) => (
            if is_long { Grade::Safe } else { Grade::Suggested },
            "a key of the table that this one refers to, which lacks the name as written",
        ),
        (_, true) => (Grade::Suggested, "the recipe's name"),
        _ => (Grade::Suggested, "a name of the vocabulary"),
    };
    let count = names.uses(name);
    let reason =
        format!("one letter away from `{name}`, {vouched}; the page uses `{name}` {}, `{text}` once", times(count));
    let after = NewItem::marked(name.to_owned(), item.marks().to_vec());
    Some(Proposal::new(grade, place.item(index), vec![after], reason))
}

/// Whether the recipe or the page vouches for a name.
fn is_known_well(names: &Names<'_>, name: &str) -> bool {
    names.is_known(name) || names.uses(name) >= 3
}

/// Longer texts are no names, and would make the table below large.
const LONGEST: usize = 80;

/// So many names within reach of one are numbered, or lettered, or hostile.
const FAMILY: usize = 1000;

/// Names by what is left of them without one letter: two texts that are one edit apart share one of
/// these (the symmetric delete method), so that no name is compared with all others.
struct Neighbours<'e>(HashMap<String, Vec<&'e str>>);

impl<'e> Neighbours<'e> {
    fn new(names: impl Iterator<Item = &'e str>) -> Self {
        let mut table: HashMap<String, Vec<&str>> = HashMap::new();
        for name in names {
            for shorter in shortened(name) {
                table.entry(shorter).or_default().push(name);
            }
        }
        Self(table)
    }

    /// The other names that are one edit away, in order; none where so many are near that they are a family.
    fn of(&self, text: &str) -> Vec<&'e str> {
        let near = shortened(text).into_iter().filter_map(|shorter| self.0.get(&shorter)).flatten().copied();
        let mut near: Vec<&str> = near.take(FAMILY).collect();
        if near.len() == FAMILY {
            return Vec::new();
        }
        near.retain(|name| *name != text && distance(text, name, 1).is_some());
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// A text, and the text without each of its characters.
fn shortened(text: &str) -> Vec<String> {
    if text.chars().count() > LONGEST {
        return Vec::new();
    }
    let without = |(at, character): (usize, char)| format!("{}{}", &text[..at], &text[at + character.len_utf8()..]);
    text.char_indices().map(without).chain([text.to_owned()]).collect()
}

/// Whether a text that is one edit away from a name can be a slip for it: one word differs, a long one of nothing but
/// letters, behind its first letter, and not as two forms of a word differ.
fn is_slip(text: &str, name: &str) -> bool {
    let Some((word, right)) = differing_words(text, name) else { return false };
    let is_plain = |word: &str| word.chars().count() >= 5 && word.chars().all(is_cased) && !is_in_capitals(word);
    let same_start = word.chars().next() == right.chars().next();
    is_plain(word) && is_plain(right) && same_start && loose_key(text) != loose_key(name) && !are_forms(word, right)
}

/// The one pair of words in which two texts differ, if it is one.
fn differing_words<'t>(a: &'t str, b: &'t str) -> Option<(&'t str, &'t str)> {
    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|character: char| !character.is_alphanumeric())
    }
    if words(a).count() != words(b).count() {
        return None;
    }
    let mut pairs = words(a).zip(words(b)).filter(|(a, b)| a != b);
    match (pairs.next(), pairs.next()) {
        (Some(pair), None) => Some(pair),
        _ => None,
    }
}

/// Whether a character is a letter of a script in which a word has many.
fn is_cased(character: char) -> bool {
    character.is_lowercase() || character.is_uppercase()
}

/// Whether two words that differ in one letter may be forms of one word: a plural, a past, who does it, where from.
fn are_forms(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let is_ending = |ending: &str| ["s", "d", "r", "n", "e", "y", "i"].contains(&ending.to_lowercase().as_str());
    if let Some(ending) = long.strip_prefix(short) {
        return is_ending(ending);
    }
    let last = |word: &str| word.chars().next_back().map(|last| (word.len() - last.len_utf8(), last));
    let (Some((at, last_a)), Some((other_at, last_b))) = (last(a), last(b)) else { return false };
    let replaced = a[..at] == b[..other_at];
    replaced && [last_a, last_b].iter().all(|last| ['d', 'r', 's'].contains(last))
}
