//! A name that is a slip away from a known one, or has a word that is.

use std::collections::BTreeSet;

use crate::repair::likely_keys::LikelyKeys;
use crate::repair::names::times;
use crate::repair::neighbours::Neighbours;
use crate::repair::page_words::words;
use crate::repair::slips::{Slip, are_forms, are_near_words, differing_words, is_plain_word, slip};
use crate::repair::words::{is_code, is_prose, letters};
use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, PageWords, Proposal, RepairRule, Verdicts};
use crate::similarity::loose_key;

pub(super) const RULE: RepairRule = RepairRule {
    name: "misspelling",
    summary: "a name is a slip away from a known one",
    explanation: "\
A name that stands once and is a slip away from exactly one better known name is that name: a letter more, less or other, two letters swapped,
in long words two such slips. Where no name is near, a word of it may be: one that stands nowhere else in the pages, and is two swapped or
doubled letters away from a word that stands there often.

Before: `Sao Paula`, as a key that must occur in the table of locations, which has `Sao Paulo`
After:  `Sao Paulo`

Before: `Contoso Netwrok`, where the page has `network` eight times and `netwrok` nowhere else
After:  `Contoso Network`

It is safe where a foreign key demands a name of another table, and both have eight letters or more, since short names are near each other
by chance. Else it is suggested where a foreign key demands the name, or would if there were one for a column whose values, four fifths of
them, are keys of another table, the recipe knows it, or it stands often enough: three times, twice where the
letters are swapped or doubled or stand side by side in no other word of the page, five times where a letter stands for one that is no neighbour on the keyboard and no vowel, in a word of less than eight letters. The columns of all
vocabularies count for a name that stands nowhere else.

It abstains where the word that differs is shorter than five letters (`Zone A`, `HOPE`), has anything but letters, stands elsewhere in the
pages, be it in an address, or differs in its first letter (`Gambia`, `Zambia`), where slips are rare; where the two words are forms of one
(`Region`, `Regions`; `Write`, `Writer`; `Manager`, `Managed`; `Daniel`, `Daniela`) or spelled as on either side of an ocean (`colour`, `color`);
where both stand in one cell or identify a record of one table; and where the recipe says that they are distinct.",
    propose,
};

/// How often a word must stand in the pages for another one to be a slip for it.
const LEAST_WORDS: usize = 4;

/// With so many letters two words are hardly one letter apart by chance.
const LONG_WORD: usize = 8;

/// The least number of letters of a word that is taken for a slip by itself.
const LEAST_LETTERS: usize = 6;

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    let page_words = evidence.page_words();
    let near_words = Neighbours::new(page_words.frequent(LEAST_WORDS).into_iter());
    let everywhere = Everywhere::new(evidence);
    let likely = LikelyKeys::new(evidence);
    let keys: BTreeSet<&str> = likely.all().collect();
    let is_key = |name: &str| keys.contains(name) || evidence.is_referenced(name);
    let supported = everywhere.0.iter().filter(|(name, count)| *count >= 2 || is_key(name));
    let near_names = Neighbours::new(supported.map(|(name, _)| *name));
    for names in evidence.vocabularies() {
        for place in evidence.fields_of(names) {
            for (index, item) in place.content.items.iter().enumerate() {
                if names.uses(item.text()) <= 2 && !names.is_known(item.text()) {
                    let likely = likely.of((place.dataset, place.field));
                    let case =
                        Case { evidence, place: &place, names, everywhere: &everywhere, likely, text: item.text() };
                    let meant = case.name_meant(&near_names).or_else(|| case.word_meant(&near_words));
                    rule_on(&mut verdicts, &place, index, meant);
                }
            }
        }
    }
    verdicts
}

fn rule_on(verdicts: &mut Verdicts, place: &FieldPlace<'_>, index: usize, meant: Option<Meant>) {
    let marks = || place.content.items[index].marks().to_vec();
    match meant {
        Some(Meant { text, grade: Some(grade), reason }) => {
            verdicts.propose(Proposal::new(grade, place.item(index), vec![NewItem::marked(text, marks())], reason));
        }
        Some(Meant { text, grade: None, reason }) => verdicts.decline(place.item(index), text, reason),
        None => {}
    }
}

/// What a text may be meant to read; without a grade where it may as well not.
struct Meant {
    text: String,
    grade: Option<Grade>,
    reason: String,
}

/// An item that may be a slip.
struct Case<'c, 'e> {
    evidence: &'c Evidence<'e>,
    place: &'c FieldPlace<'e>,
    names: &'c Names<'e>,
    everywhere: &'c Everywhere<'e>,
    /// The keys that the values of the column are, though no recipe says so.
    likely: Option<&'c BTreeSet<&'e str>>,
    text: &'c str,
}

/// How often each name stands in the columns of all vocabularies, or beside the pages, in the order of the names.
struct Everywhere<'e>(Vec<(&'e str, usize)>);

impl<'e> Everywhere<'e> {
    fn new(evidence: &Evidence<'e>) -> Self {
        let counted =
            |names: &'_ Names<'e>| names.all().keys().map(|&name| (name, support(names, name))).collect::<Vec<_>>();
        let mut counts: Vec<(&str, usize)> = evidence.vocabularies().flat_map(counted).collect();
        counts.sort_by_key(|(name, _)| *name);
        counts.dedup_by(|next, first| {
            let is_same = next.0 == first.0;
            first.1 += if is_same { next.1 } else { 0 };
            is_same
        });
        Self(counts)
    }

    fn count(&self, name: &str) -> usize {
        self.0.binary_search_by_key(&name, |(name, _)| name).map_or(0, |at| self.0[at].1)
    }
}

impl<'c> Case<'c, '_> {
    /// The known name that the text is a slip for.
    fn name_meant(&self, near: &Neighbours<'_>) -> Option<Meant> {
        let one = near.of(self.text).into_iter().filter_map(|name| Some((name, self.slip_for(name)?)));
        let mut found: Vec<(&str, Found<'_>)> = one.collect();
        if found.is_empty() {
            let two = near.far(self.text).into_iter().filter_map(|name| Some((name, self.two_slips_for(name)?)));
            found = two.collect();
        }
        let [(name, found)] = found.as_slice() else { return None };
        let (own, uses) = (self.names.uses(name), times(self.names.uses(self.text)));
        // Of all columns where this one has it nowhere; what the recipe alone knows, the page may not use at all.
        let elsewhere = || self.evidence.vocabularies().map(|names| names.uses(name)).sum();
        let count = times(if own > 0 { own } else { elsewhere() });
        let Found { word, grade, vouched, is_far } = *found;
        let away = if is_far { "two letters" } else { "one letter" };
        let reason =
            format!("{away} away from `{name}`, {vouched}; the page uses `{name}` {count}, `{}` {uses}", self.text);
        Some(match self.doubt(word) {
            Some(_) if self.is_demanded(name) => {
                Meant { text: (*name).to_owned(), grade: Some(Grade::Suggested), reason }
            }
            Some(doubt) => Meant { text: (*name).to_owned(), grade: None, reason: format!("{reason}; but {doubt}") },
            None => Meant { text: (*name).to_owned(), grade: Some(grade), reason },
        })
    }

    /// Why a word may be right as it stands.
    fn doubt(&self, word: &str) -> Option<String> {
        let elsewhere = self.evidence.page_words().count(word) > self.names.uses(self.text);
        elsewhere.then(|| format!("`{word}` stands elsewhere in the page too"))
    }

    /// Whether the text may be one slip for a name.
    fn slip_for(&self, name: &str) -> Option<Found<'c>> {
        let (names, text) = (self.names, self.text);
        let (is_demanded, is_known) = (self.is_demanded(name), names.is_known(name));
        // What stands in other columns says something of a text that stands in none but here.
        let count = match self.everywhere.count(text) {
            1 => self.everywhere.count(name),
            _ => support(names, name),
        };
        let (word, right) = differing_words(text, name)?;
        let length = word.chars().count().min(right.chars().count());
        let is_word = is_plain_word(word) && is_plain_word(right) && length >= 5;
        if !is_word || are_forms(word, right) || loose_key(text) == loose_key(name) {
            return None;
        }
        let slip = slip(word, right)?;
        let is_alone = word == text;
        let differ_at_end = length == word.chars().count() && word.chars().last() != right.chars().last();
        let is_form = is_alone && slip != Slip::Plain && differ_at_end;
        let enough: usize = match slip {
            Slip::Plain => 2,
            Slip::Gap | Slip::Near => 3,
            // Short names are near each other by chance, and words that start small are no names.
            Slip::Other if is_alone && length < 7 && word.starts_with(char::is_lowercase) => 10,
            Slip::Other if is_alone && length < 7 => usize::MAX,
            Slip::Other if length >= LONG_WORD => 3,
            Slip::Other => 5,
        };
        let factor = if names.uses(text) == 1 { 1 } else { 4 };
        let is_often = |enough: usize| count >= enough.saturating_mul(factor);
        let is_unheard = || self.evidence.page_words().is_unheard(word, right);
        let is_supported = !is_form && (is_often(enough) || is_often(2) && is_unheard());
        let is_likely = names.uses(text) == 1 && !is_form && self.is_likely_key(name);
        (is_demanded || is_known || is_supported || is_likely).then(|| self.found(word, name, slip)).flatten()
    }

    fn found<'w>(&self, word: &'w str, name: &str, slip: Slip) -> Option<Found<'w>> {
        let (is_demanded, is_known) = (self.is_demanded(name), self.names.is_known(name));
        let is_long = letters(self.text).min(letters(name)) >= 8;
        let (grade, vouched) = match (is_demanded, is_known) {
            (true, _) if is_long && slip != Slip::Other => (Grade::Safe, DEMANDED),
            (true, _) => (Grade::Suggested, DEMANDED),
            (_, true) => (Grade::Suggested, "the recipe's name"),
            _ if self.is_likely_key(name) => {
                (Grade::Suggested, "a key of the table that has nearly all of the column's values")
            }
            _ => (Grade::Suggested, "a name of the vocabulary"),
        };
        self.evidence.may_be_one(self.names, name, self.text).then_some(Found { word, grade, vouched, is_far: false })
    }

    /// Whether the text may be two slips for a name.
    fn two_slips_for(&self, name: &str) -> Option<Found<'c>> {
        let (word, right) = differing_words(self.text, name)?;
        let is_word = is_plain_word(word) && is_plain_word(right);
        let is_near = is_word && are_near_words(word, right) && !are_forms(word, right);
        let is_supported = support(self.names, name) >= 3 && self.names.uses(self.text) == 1;
        let found = Found { word, grade: Grade::Suggested, vouched: "a name of the vocabulary", is_far: true };
        (is_near && is_supported && self.evidence.may_be_one(self.names, name, self.text)).then_some(found)
    }

    /// Whether a foreign key demands a name of another table, and not the text.
    fn is_demanded(&self, name: &str) -> bool {
        let texts = self.evidence.referenced_texts(self.place);
        texts.is_some_and(|texts| texts.contains(name) && !texts.contains(self.text))
    }

    /// Whether the column's values are keys of another table, the name is one, and the text is none.
    fn is_likely_key(&self, name: &str) -> bool {
        self.likely.is_some_and(|keys| keys.contains(name) && !keys.contains(self.text))
    }

    /// The text with a word of the pages in the place of one that stands nowhere else.
    fn word_meant(&self, near: &Neighbours<'_>) -> Option<Meant> {
        let (text, page_words) = (self.text, self.evidence.page_words());
        if is_code(text) || self.names.uses(text) != 1 {
            return None;
        }
        let is_prose = is_prose(text);
        let mut found = words(text).filter_map(|word| Some((word, word_for(word, is_prose, page_words, near)?)));
        let (Some((word, right)), None) = (found.next(), found.next()) else { return None };
        let at = word.as_ptr() as usize - text.as_ptr() as usize;
        let after = format!("{}{right}{}", &text[..at], &text[at + word.len()..]);
        if !self.evidence.may_be_one(self.names, &after, text) {
            return None;
        }
        let count = page_words.count(&right);
        let reason =
            format!("`{word}` stands nowhere else; `{right}`, a slip away, stands {} in the page", times(count));
        Some(Meant { text: after, grade: Some(Grade::Suggested), reason })
    }
}

const DEMANDED: &str = "a key of the table that this one refers to, which lacks the name as written";

/// What speaks for a name.
#[derive(Clone, Copy)]
struct Found<'w> {
    /// The word in which the text differs.
    word: &'w str,
    grade: Grade,
    vouched: &'static str,
    is_far: bool,
}

/// How often a name stands in the pages and beside them; one that the recipe knows stands there often enough.
fn support(names: &Names<'_>, name: &str) -> usize {
    let known = if names.is_known(name) { 3 } else { 0 };
    (names.uses(name) + names.outside_uses(name)).max(known)
}

/// The frequent word of the pages that a word which stands once is meant to be, in the word's case.
fn word_for(word: &str, is_prose: bool, page_words: &PageWords, near: &Neighbours<'_>) -> Option<String> {
    let length = word.chars().count();
    let is_capitalized = word.starts_with(char::is_uppercase);
    let is_plain = word.chars().skip(1).all(char::is_lowercase) && length >= LEAST_LETTERS;
    if !is_plain || page_words.count(word) != 1 {
        return None;
    }
    let lower = word.to_lowercase();
    let is_meant = |right: &&str| {
        let ends_alike = right.chars().next_back() == lower.chars().next_back();
        let least = match slip(&lower, right) {
            Some(Slip::Plain) => LEAST_WORDS,
            Some(Slip::Gap) if length > LEAST_LETTERS && !is_prose && !differs_by_s(&lower, right) => 2 * LEAST_WORDS,
            _ => return false,
        };
        page_words.count(right) >= least && ends_alike && !are_forms(&lower, right)
    };
    let mut found = near.of(&lower).into_iter().filter(is_meant);
    let (Some(right), None) = (found.next(), found.next()) else { return None };
    let mut letters = right.chars();
    let first = letters.next()?;
    Some(if is_capitalized { first.to_uppercase().chain(letters).collect() } else { right.to_owned() })
}

/// Whether one of two words has an `s` more than the other, as a plural inside a longer word has.
fn differs_by_s(a: &str, b: &str) -> bool {
    let count = |word: &str| word.matches('s').count();
    count(a) != count(b)
}
