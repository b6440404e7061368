//! The first words of a longer name that the vocabulary has, be they spelled otherwise, or its initials.

use std::cell::{Cell, OnceCell};
use std::collections::BTreeMap;

use super::separator_inside_name::is_form;
use crate::repair::names::times;
use crate::repair::words::{is_code, is_compass, is_edition, is_in_capitals, is_joining, is_numbering, letters};
use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule, Verdicts};
use crate::similarity::loose_key;

pub(super) const RULE: RepairRule = RepairRule {
    name: "abbreviated-name",
    summary: "a name is the start of a longer one, or its initials",
    explanation: "\
A name that stands once, and is the first word or words of a longer name of the vocabulary that stands five times or more, may be short
for it; so may a word in capitals that is made of the longer name's initials.

Before: `NTT`, where `NTT Communications` stands six times
After:  `NTT Communications`, suggested

Before: `SKT`, where `SK Telecom` stands five times
After:  `SK Telecom`, suggested

It is never safe: two companies may share a first word. Fewer uses are enough for the long name where the recipe lists names of the vocabulary,
so that somebody vouches for its being one of names, where a sister document has it and lacks the short one, or where what the short name lacks ends in a legal form (`Telecommunications Limited`). Of several longer names one must stand three
times as often as each of the others.

The first words may be spelled otherwise (`Level3` for `Level 3 Communications`), where they have five letters and digits or more, and no
name of the pages is spelled so without the rest.

Three uses are enough where the short name stands nowhere in the pages without the rest of the long one, but once, and no other name starts
with it, or ends as the long one does. For the rest it asks lists, and columns that share their names with others: a column of its own may hold any words (`String`, `String array`). It abstains where
the short name has fewer than three letters, or stands three times or more; where both stand in one cell or identify a record of one table; and
where the recipe says that they are distinct. It abstains too where what is left tells things of one kind apart: a number or a letter
(`Terminal A`), a compass word (`East US`), an edition (`iPhone 11 Pro`), a word that starts small, another name of the vocabulary (`Read Write`),
or a joining word (`Bank of Ireland`).",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    let looks = Cell::new(MOST_LOOKS);
    for names in evidence.vocabularies() {
        let (initials, loose_starts) = (OnceCell::new(), OnceCell::new());
        for place in evidence.fields_of(names) {
            let is_of_names = holds_names(names, &place);
            for (index, item) in place.content.items.iter().enumerate() {
                let text = item.text();
                if names.uses(text) > 2 || names.is_known(text) || letters(text) < 3 || is_code(text) {
                    continue;
                }
                let short = Short { evidence, names, text, looks: &looks };
                let long = short.longer_name(is_of_names);
                let long = long.or_else(|| {
                    let starts = is_of_names.then(|| loose_starts.get_or_init(|| by_loose_start(names)))?;
                    short.name_spelled_otherwise(starts)
                });
                let long = long.or_else(|| {
                    let initials = is_of_names.then(|| initials.get_or_init(|| by_initials(names)))?;
                    short.name_of_initials(initials.get(text)?)
                });
                match long {
                    Some(Long { name, reason, is_likely: true }) => {
                        let after = NewItem::marked(name.to_owned(), item.marks().to_vec());
                        let proposal = Proposal::new(Grade::Suggested, place.item(index), vec![after], reason);
                        verdicts.propose(proposal);
                    }
                    Some(Long { name, reason, is_likely: false }) => {
                        let why = format!("{reason}; that is not often enough to tell");
                        verdicts.decline(place.item(index), name, why);
                    }
                    None => {}
                }
            }
        }
    }
    verdicts
}

/// Whether a field holds names of things: it is a list, or other fields have the same names.
fn holds_names(names: &Names<'_>, place: &FieldPlace<'_>) -> bool {
    place.schema.field_type.is_list() || names.is_pooled()
}

/// A name that may be short for another one.
struct Short<'s, 'e> {
    evidence: &'s Evidence<'e>,
    names: &'s Names<'e>,
    text: &'s str,
    /// How many more times the pages may be searched.
    looks: &'s Cell<usize>,
}

/// The pages are searched for no more short names.
const MOST_LOOKS: usize = 200;

/// How often a longer name must stand for a short one that stands nowhere without the rest of it.
const LEAST_ALWAYS: usize = 3;

/// The name that a text may be short for.
struct Long<'e> {
    name: &'e str,
    reason: String,
    is_likely: bool,
}

impl<'e> Short<'_, 'e> {
    /// The one longer name that goes on where the text ends.
    fn longer_name(&self, is_of_names: bool) -> Option<Long<'e>> {
        let start = format!("{} ", self.text);
        let longer = self.names.starting_with(&start).take(MOST_NAMES);
        let longer = longer.filter(|(name, _)| may_be_left_out(self.names, &name[start.len()..]));
        let (name, count) = self.best(longer.collect())?;
        if count >= LEAST_ALWAYS && self.never_stands_without(name) {
            let reason = format!(
                "the start of `{name}`, which the page uses {}; `{}` stands nowhere without the rest but here",
                times(count),
                self.text
            );
            return Some(Long { name, reason, is_likely: true });
        }
        if !is_of_names {
            return None;
        }
        let rest = &name[start.len()..];
        let least = self.least_uses();
        let is_legal = rest.contains(' ') && rest.rsplit(' ').next().is_some_and(is_form);
        let is_listed = self.names.is_curated() && count >= self.uses();
        let is_likely = is_listed || count >= least || is_legal || self.is_of_sisters(name);
        Some(Long { name, reason: self.reason("the start of", name, count), is_likely })
    }

    /// How often a longer name must stand, whatever else speaks for it.
    fn least_uses(&self) -> usize {
        if self.uses() == 1 { 5 } else { 10 }
    }

    /// The one longer name whose first words are the text in another spelling.
    fn name_spelled_otherwise(&self, starts: &BTreeMap<String, Vec<(&'e str, usize)>>) -> Option<Long<'e>> {
        let key = loose_key(self.text);
        let is_other = |name: &&str| *name != self.text && self.names.uses(name) > 0;
        let alike = self.names.by_loose_key().get(&key)?;
        if key.len() < LEAST_LOOSE || alike.iter().any(is_other) {
            return None;
        }
        let longer =
            starts.get(&key)?.iter().filter(|(name, end)| may_be_left_out(self.names, name[*end..].trim_start()));
        let best = self.best(longer.map(|(name, _)| (*name, self.names.uses(name))).collect());
        let (name, count) = best.filter(|&(_, count)| count >= LEAST_ALWAYS)?;
        let is_likely = count >= self.least_uses() || self.is_of_sisters(name);
        Some(Long { name, reason: self.reason("spelled otherwise, the start of", name, count), is_likely })
    }

    /// Whether the text stands once alone, and else at the start of one longer name everywhere in the pages.
    fn never_stands_without(&self, name: &str) -> bool {
        let mut longer = self.names.starting_with(self.text);
        if self.uses() != 1 || longer.next().is_none() || longer.next().is_some() || self.looks.get() == 0 {
            return false;
        }
        self.looks.set(self.looks.get() - 1);
        // What other names end in is a word of its own: `Release Lead`, `Docs Lead`.
        let rest = &name[self.text.len()..];
        if self.names.all().keys().any(|other| *other != name && other.ends_with(rest)) {
            return false;
        }
        self.evidence.page_uses(self.text) == self.evidence.page_uses(name) + 1
    }

    /// The one name that has the text for its initials.
    fn name_of_initials(&self, names: &[&'e str]) -> Option<Long<'e>> {
        let candidates = names.iter().map(|&name| (name, self.names.uses(name))).collect();
        let (name, count) = self.best(candidates)?;
        let is_likely = self.uses() == 1 && (count >= 3 || self.is_of_sisters(name));
        Some(Long { name, reason: self.reason("the initials of", name, count), is_likely })
    }

    /// The most frequent one of some names, if it is clear.
    fn best(&self, mut candidates: Vec<(&'e str, usize)>) -> Option<(&'e str, usize)> {
        candidates.retain(|(name, _)| self.evidence.may_be_one(self.names, name, self.text));
        let best = candidates.iter().copied().max_by_key(|&(_, count)| count)?;
        let is_clear = |&(name, count): &(&str, usize)| name == best.0 || best.1 >= 3 * count.max(1);
        (best.1 > 0 && candidates.iter().all(is_clear)).then_some(best)
    }

    fn uses(&self) -> usize {
        self.names.uses(self.text)
    }

    /// Whether the documents beside the page have the long name, and not the short one.
    fn is_of_sisters(&self, name: &str) -> bool {
        self.names.outside_uses(name) > 0 && self.names.outside_uses(self.text) == 0
    }

    fn reason(&self, is: &str, name: &str, count: usize) -> String {
        let beside = match self.names.outside_uses(name) {
            0 => String::new(),
            _ if self.is_of_sisters(name) => ", and the documents beside it have that name alone".to_owned(),
            _ => ", and the documents beside it have both".to_owned(),
        };
        let (count, uses) = (times(count), times(self.uses()));
        format!("{is} `{name}`, which the page uses {count}{beside}; `{}` alone stands {uses}", self.text)
    }
}

/// So many letters and digits the first words of a name must have for another spelling of them to be told from another word.
const LEAST_LOOSE: usize = 5;

/// Nobody reads more names that start alike.
const MOST_NAMES: usize = 100;

/// Nobody leaves out more words.
const MOST_WORDS: usize = 4;

/// Whether the words that a short name lacks may be missing by accident.
fn may_be_left_out(names: &Names<'_>, rest: &str) -> bool {
    if rest.split(' ').nth(MOST_WORDS).is_some() {
        return false;
    }
    let tells_apart = |word: &str| is_compass(word) || is_edition(word) || is_numbering(word);
    let is_name = |word: &str| word.starts_with(char::is_uppercase) && !tells_apart(word);
    let joins = rest.split(' ').next().is_some_and(is_joining);
    rest.split(' ').all(is_name) && !joins && !names.is_name(rest)
}

/// The names of several words that stand more than once, by the loose keys of their first words, each with where these end: one that stands
/// twice may be a rival of one that stands often enough.
fn by_loose_start<'e>(names: &Names<'e>) -> BTreeMap<String, Vec<(&'e str, usize)>> {
    let mut by_start: BTreeMap<String, Vec<(&str, usize)>> = BTreeMap::new();
    for (&name, _) in names.all().iter().filter(|(_, count)| **count > 1) {
        for (end, _) in name.match_indices(' ') {
            by_start.entry(loose_key(&name[..end])).or_default().push((name, end));
        }
    }
    by_start
}

/// The names of several words that start big, by the capitals that may stand for them: the initials of all words, or a first word
/// in capitals and the initials of the others.
fn by_initials<'e>(names: &Names<'e>) -> BTreeMap<String, Vec<&'e str>> {
    let mut by_initials: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for &name in names.all().keys().filter(|name| name.contains(' ')) {
        let words: Vec<&str> = name.split(' ').collect();
        if words.len() > MOST_WORDS || !words.iter().all(|word| word.starts_with(char::is_uppercase)) {
            continue;
        }
        let initial = |word: &&str| word.chars().next();
        let rest: String = words[1..].iter().filter_map(initial).collect();
        let first = words[0];
        if is_in_capitals(first) && first.chars().count() <= 3 {
            by_initials.entry(format!("{first}{rest}")).or_default().push(name);
        } else if words.len() >= 3 {
            by_initials
                .entry(format!("{}{rest}", &first[..initial(&first).map_or(0, char::len_utf8)]))
                .or_default()
                .push(name);
        }
    }
    by_initials
}
