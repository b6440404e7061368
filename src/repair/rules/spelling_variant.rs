//! Two spellings of one name that differ in case, accents, blanks or punctuation alone.

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};

use crate::extract::Item;
use crate::repair::names::times;
use crate::repair::words::{is_code, is_in_capitals, is_prose, letters};
use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule, Verdicts};
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
other one, in lists or in several columns, as names of things do. It is suggested where the majority is smaller, in a column of its own, where the accents differ (`Munster`, `Münster`), or where a short word in capitals
may be an acronym (`SWIFT`, `Swift`), where all items of a list are set in the case of the one (`table, form`), and where a prefix is written apart
(`re-sign`, `resign`). Where there is no clear majority, the spelling counts that says more, for what is lost in writing is a
capital inside a word (`CoreSite`), an accent, a blank: or the one that a sister document or a referenced table has, or that is written as
the words and numbers of the other names are. Where nothing speaks for either, both are reported.

It abstains for names of fewer than four letters, where case may be all that tells two apart, unless one stands once and the other one five times;
for units and formats, which are others in another case (`Gb/s`, `GB/s`; `MM`, `mm`); for code (`\"YYYY\"`) and for sentences; where both spellings are frequent and differ in a first capital alone, which may be a matter of style (in a column of its own, unless one stands once and the
other one three times);
where the recipe says that two names are distinct, or knows both; and where both identify a record of one table. Where both stand in one cell
(`boolean, Boolean`), or both are codes that differ in punctuation (`us-east1`, `us-east-1`), it suggests a spelling that the recipe knows, and
abstains else: unless one stands four times, and the other one, which stands nowhere else in the pages, lacks a sign of it between two letters
(`sig-network`, `signetwork`). A spelling that starts or ends in a separator, or has two of them side by side, is never the right one (`Alpha, Beta,`). Where the
vocabulary does not tell which of two spellings is more frequent, all of the page is counted; of two that differ in blanks or punctuation not what stands in a longer name: the
start of `Alpha, Beta, Gamma` is no use of `Alpha, Beta`. And where a spelling stands once in all pages, the
columns of other vocabularies, three of whose values are written with a sign, a blank, an accent or an inner capital that it lacks.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    let everywhere = everywhere(evidence);
    for names in evidence.vocabularies() {
        let mut rulings = rulings(evidence, names);
        rulings.extend(strangers(evidence, names, &everywhere));
        if rulings.is_empty() {
            continue;
        }
        for place in evidence.fields_of(names) {
            for (index, item) in place.content.items.iter().enumerate() {
                let Some(Ruling { name, grade, reason }) = rulings.get(item.text()) else { continue };
                let Some(grade) = grade else {
                    verdicts.decline(place.item(index), *name, reason.clone());
                    continue;
                };
                let is_style = *grade == Grade::Safe
                    && !names.is_known(name)
                    && is_style_of_list(&place.content.items, index, name);
                let grade = if is_style { &Grade::Suggested } else { grade };
                let after = NewItem::marked((*name).to_owned(), item.marks().to_vec());
                verdicts.propose(Proposal::new(*grade, place.item(index), vec![after], reason.clone()));
            }
        }
    }
    verdicts
}

/// Whether all of several items of a list are set in the case of one of them, and its other spelling is not.
fn is_style_of_list(items: &[Item], index: usize, name: &str) -> bool {
    let style = Style::of(items[index].text());
    let worded = || items.iter().filter(|item| letters(item.text()) > 0);
    style != Style::of(name) && worded().count() > 1 && worded().all(|item| Style::of(item.text()) == style)
}

/// How the letters of a name are set.
#[derive(PartialEq, Eq)]
enum Style {
    Small,
    Capitals,
    /// The first letter is a capital.
    Initial,
    Mixed,
}

impl Style {
    fn of(name: &str) -> Self {
        let mut letters = name.chars().filter(|character| character.is_alphabetic());
        match letters.next().map(char::is_uppercase) {
            _ if !name.contains(char::is_uppercase) => Self::Small,
            _ if is_in_capitals(name) => Self::Capitals,
            Some(true) => Self::Initial,
            _ => Self::Mixed,
        }
    }
}

/// What a spelling should be; without a grade where it may stay.
struct Ruling<'e> {
    name: &'e str,
    grade: Option<Grade>,
    reason: String,
}

/// The two spellings of a name by its loose key, with how often they stand in all vocabularies, where it has two.
fn everywhere<'s>(evidence: &'s Evidence<'_>) -> BTreeMap<&'s str, BTreeMap<&'s str, usize>> {
    if evidence.vocabularies().nth(1).is_none() {
        return BTreeMap::new();
    }
    let mut all: Vec<(&str, &str, usize)> = Vec::new();
    for names in evidence.vocabularies() {
        for (key, group) in names.by_loose_key() {
            all.extend(group.iter().map(|&name| (key.as_str(), name, names.uses(name))));
        }
    }
    all.sort_unstable();
    let mut everywhere = BTreeMap::new();
    for group in all.chunk_by(|a, b| a.0 == b.0).filter(|group| group[0].1 != group[group.len() - 1].1) {
        let mut spellings: BTreeMap<&str, usize> = BTreeMap::new();
        group.iter().for_each(|(_, name, uses)| *spellings.entry(name).or_insert(0) += uses);
        if spellings.len() == 2 {
            everywhere.insert(group[0].0, spellings);
        }
    }
    everywhere
}

/// How often a name must stand in other columns for a spelling that stands nowhere else.
const LEAST_ELSEWHERE: usize = 3;

/// The spellings that stand once in all pages, and that other columns write with the sign, the blank, the accent or the capital that they lack.
fn strangers<'s, 'e: 's>(
    evidence: &'s Evidence<'e>,
    names: &'s Names<'e>,
    everywhere: &BTreeMap<&'s str, BTreeMap<&'s str, usize>>,
) -> Vec<(&'s str, Ruling<'s>)> {
    let is_lone = |(key, group): (&'s String, &'s Vec<&'e str>)| match group.as_slice() {
        [one] if names.uses(one) == 1 && letters(one) >= 4 => Some((*one, everywhere.get(key.as_str())?)),
        _ => None,
    };
    let judged = |(variant, spellings): (&'s str, &BTreeMap<&'s str, usize>)| {
        let (&name, &count) = spellings.iter().find(|(name, _)| **name != variant)?;
        let difference = Difference::of(variant, name);
        let is_lost = match difference {
            Difference::Punctuation => has_lost_sign(variant, name) || is_run_together(variant, name),
            Difference::Accents => {
                name.chars().filter(|sign| !sign.is_ascii()).count()
                    > variant.chars().filter(|sign| !sign.is_ascii()).count()
            }
            Difference::Case => has_inner_capital(name) && !has_inner_capital(variant),
        };
        let is_clear = count >= LEAST_ELSEWHERE && spellings.get(variant) == Some(&1);
        if !is_lost
            || !is_clear
            || is_prose(name)
            || has_stray_separator(name)
            || names.vocabulary.are_distinct(variant, name)
            || evidence.page_uses(variant) != 1
        {
            return None;
        }
        let reason = format!(
            "differs in {} from `{name}`, which other columns have {}; `{variant}` stands nowhere else",
            difference.words(),
            times(count)
        );
        Some((variant, Ruling { name, grade: Some(Grade::Suggested), reason }))
    };
    names.by_loose_key().iter().filter_map(is_lone).filter_map(judged).collect()
}

/// The spellings that should be others.
fn rulings<'e>(evidence: &Evidence<'e>, names: &Names<'e>) -> BTreeMap<&'e str, Ruling<'e>> {
    let conventions = OnceCell::new();
    let mut rulings = BTreeMap::new();
    for group in names.by_loose_key().values().filter(|group| group.len() > 1) {
        let group: Vec<&str> = group.iter().copied().filter(|name| letters(name) >= 2).collect();
        let spellings = Spellings { evidence, names, conventions: conventions.get_or_init(|| Conventions::of(names)) };
        let Some(right) = spellings.right(&group) else { continue };
        let others = group.iter().copied().filter(|variant| *variant != right);
        rulings.extend(others.filter_map(|variant| Some((variant, spellings.rule_on(variant, right)?))));
    }
    rulings
}

/// What speaks for one spelling or the other.
struct Spellings<'s, 'e> {
    evidence: &'s Evidence<'e>,
    names: &'s Names<'e>,
    conventions: &'s Conventions<'e>,
}

impl<'e> Spellings<'_, 'e> {
    /// The spelling to trust: the one that the recipe knows, else the most frequent one, unless another one that is nearly as frequent
    /// says more. `None` where the recipe knows several.
    fn right(&self, group: &[&'e str]) -> Option<&'e str> {
        let known: Vec<&str> = group.iter().copied().filter(|name| self.names.is_known(name)).collect();
        match known.as_slice() {
            [] => {}
            [one] => return Some(one),
            _ => return None,
        }
        let uses = |name: &&str| self.names.uses(name);
        let whole = || group.iter().copied().filter(|name| !has_stray_separator(name));
        // Of two that are equally frequent the one counts that is not in capitals.
        let mut right = whole().rev().max_by_key(|name| (uses(name), !is_in_capitals(name)))?;
        for other in whole().filter(|other| uses(other) > 0) {
            if self.speaks_for(other, right).is_some() {
                right = other;
            }
        }
        Some(right)
    }

    /// How often two spellings stand: in the pages as a whole where they differ in more than the first letters of words, which prose
    /// writes as its sentences have it, else in the vocabulary. Of the first one, for which it is to speak, no use counts that is a part of
    /// a longer name, where the two differ in what parts words: `Core Site` in `Core Site West` may be something else, while `CoreSite` is the same word.
    fn counts(&self, name: &str, other: &str) -> (usize, usize) {
        let (count, uses) = (self.names.uses(name), self.names.uses(other));
        let difference = Difference::of(name, other);
        let is_initial = lower_initials(name) == lower_initials(other);
        let is_clear = count.max(uses) >= 3 && count.max(uses) >= 3 * count.min(uses);
        let are_here = count > 0 && uses > 0;
        if is_initial || is_clear || !are_here || letters(name) < 4 {
            return (count, uses);
        }
        let whole = match self.evidence.page_uses(name) {
            all if all > count && difference == Difference::Punctuation => {
                all.saturating_sub(self.evidence.uses_within_names(name))
            }
            all => all,
        };
        (whole.max(count), self.evidence.page_uses(other).max(uses))
    }

    /// What speaks for a spelling and against another one, besides how often they stand.
    fn speaks_for(&self, name: &str, other: &str) -> Option<&'static str> {
        let (count, uses) = self.counts(name, other);
        if is_clean(name) != is_clean(other) {
            return is_clean(name).then_some("which has no blank and no separator too many");
        }
        if count * 3 <= uses && uses >= 3 {
            return None;
        }
        let only = |holds: &dyn Fn(&str) -> bool| holds(name) && !holds(other);
        let lacks = |holds: &dyn Fn(&str) -> bool| holds(other) && !holds(name);
        let is_outside = |text: &str| self.names.outside_uses(text) > 0;
        let is_referenced = |text: &str| self.evidence.is_referenced(text);
        if only(&is_outside) && count + self.names.outside_uses(name) > uses {
            return Some("the spelling of the documents beside the page");
        }
        if only(&is_referenced) {
            return Some("the spelling of the table that others refer to");
        }
        if lacks(&is_outside) || lacks(&is_referenced) {
            return None;
        }
        match Difference::of(name, other) {
            Difference::Accents => {
                let accents = |text: &str| text.chars().filter(|character| !character.is_ascii()).count();
                (accents(name) > accents(other)).then_some("the spelling with its accents")
            }
            Difference::Case if only(&has_inner_capital) => Some("the spelling with its capital inside"),
            Difference::Case if has_inner_capital(other) => None,
            _ => self.conventions.speak_for(name, other),
        }
    }

    /// What to make of a spelling beside the right one.
    fn rule_on(&self, variant: &str, name: &'e str) -> Option<Ruling<'e>> {
        let (evidence, names) = (self.evidence, self.names);
        let difference = Difference::of(variant, name);
        let ((count, uses), is_known) = (self.counts(name, variant), names.is_known(name));
        let word = self.speaks_for(name, variant);
        let vouched = match word {
            _ if is_known => "the recipe's spelling",
            Some(word) => word,
            None => "the other spelling",
        };
        let reason = format!(
            "differs in {} from `{name}`, {vouched}; the page uses `{name}` {}, `{variant}` {}",
            difference.words(),
            times(count),
            times(uses)
        );
        if names.vocabulary.are_distinct(variant, name) {
            return None;
        }
        let but = |why: &str| Some(Ruling { name, grade: None, reason: format!("{reason}; but {why}") });
        if difference == Difference::Case && (are_units(variant, name) || (is_format(variant) && is_format(name))) {
            return but("units and signs of a format that differ in case are two");
        }
        if evidence.are_both_keys(names, variant, name) {
            return but("both identify a record of one table");
        }
        let may_be_two = names.stand_together(variant, name)
            || (difference == Difference::Punctuation && is_token(variant) && is_token(name));
        let is_clear = count >= 3 && count >= 3 * uses;
        let has_lost_sign = (count >= LEAST_WITH_SIGN && uses == 1 && has_lost_sign(variant, name))
            && evidence.page_uses(variant) == 1
            && !names.stand_together(variant, name);
        let is_initial = lower_initials(variant) == lower_initials(name);
        let may_be_acronym = difference == Difference::Case && (is_short_acronym(variant) || is_short_acronym(name));
        let grade = match (is_known, may_be_two) {
            (true, false) if letters(name) >= 4 => Grade::Safe,
            (true, true) if letters(name) >= 4 => Grade::Suggested,
            _ if has_lost_sign => Grade::Suggested,
            (_, true) => return but("both stand in one list, or are codes"),
            _ if (is_code(name) || is_code(variant)) && is_one_of_many(difference, count, uses) && is_word(name) => {
                Grade::Suggested
            }
            _ if is_code(name) || (is_code(variant) && !is_run_together(variant, name)) => {
                return but("either may be code, in which each sign counts");
            }
            _ if is_prose(variant) || is_prose(name) => return but("it is a sentence, no name"),
            _ if letters(name) < 4 => {
                let is_slip = uses == 1 && count >= 5 && difference == Difference::Case;
                return if is_slip { Some(Ruling { name, grade: Some(Grade::Suggested), reason }) } else { None };
            }
            _ if is_initial && !holds_names(names) && !(count >= LEAST_OF_STYLE && uses == 1) => {
                return but("a first capital may be a matter of style");
            }
            _ if is_initial && uses > 1 && !is_clear => return but("a first capital may be a matter of style"),
            _ if is_clear && (may_be_acronym || difference == Difference::Accents) => Grade::Suggested,
            _ if is_clear && is_initial && uses > 2 => Grade::Suggested,
            _ if is_clear && holds_names(names) => Grade::Safe,
            _ if is_clear => Grade::Suggested,
            _ if word.is_some() || count > uses => Grade::Suggested,
            _ if is_initial || difference == Difference::Punctuation => return but("neither is more frequent"),
            _ => Grade::Manual,
        };
        // `Re-sign` is to sign again, and `resign` is not.
        let is_prefix =
            difference == Difference::Punctuation && (has_prefix(variant, name) || has_prefix(name, variant));
        let grade = if is_prefix { grade.max(Grade::Suggested) } else { grade };
        Some(Ruling { name, grade: Some(grade), reason })
    }
}

/// Prefixes that make another word with a hyphen or a blank than without.
const PREFIXES: [&str; 18] = [
    "re", "co", "un", "pre", "de", "non", "in", "sub", "anti", "over", "under", "out", "up", "off", "on", "multi",
    "inter", "post",
];

/// Whether a text has one of these with a hyphen or a blank, and another one has it without.
fn has_prefix(text: &str, other: &str) -> bool {
    let (text, other) = (folded(text), folded(other));
    PREFIXES.iter().any(|prefix| {
        let rest = |text: &str| text.strip_prefix(prefix).map(str::to_owned);
        rest(&text).is_some_and(|rest| rest.starts_with(['-', ' ', '\u{2010}', '\u{2011}']))
            && rest(&other).is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    })
}

/// Whether two spellings are a number with a unit in two cases (`10 Gb/s`, `10 GB/s`: bits and bytes), or such units of data alone.
fn are_units(a: &str, b: &str) -> bool {
    let unit = |text: &str| -> Option<String> {
        let unit =
            text.trim_start_matches(|character: char| character.is_ascii_digit() || matches!(character, '.' | ','));
        let is_short = letters(unit) <= LONGEST_UNIT && !unit.trim_start().contains(char::is_whitespace);
        (unit.len() < text.len() && is_short).then(|| unit.to_owned())
    };
    let differing: Vec<(usize, char)> =
        a.chars().zip(b.chars()).enumerate().filter(|(_, (a, b))| a != b).map(|(at, (a, _))| (at, a)).collect();
    let is_of_data = || {
        let is_byte = |&(at, sign): &(usize, char)| matches!(sign, 'b' | 'B') && at <= 2;
        a.starts_with(['k', 'K', 'M', 'G', 'T', 'P']) && letters(a) <= LONGEST_UNIT && differing.iter().all(is_byte)
    };
    unit(a).is_some() && unit(b).is_some() || is_of_data()
}

/// The most letters of a unit, `/s` and `ps` included.
const LONGEST_UNIT: usize = 5;

/// Whether a text may be a format of days or numbers: each run of letters repeats one (`YYYY-MM-DD`, `dddd`, `hh:mm`).
fn is_format(text: &str) -> bool {
    let runs = text.split(|character: char| !character.is_alphabetic()).filter(|run| !run.is_empty());
    let repeats_one = |run: &str| {
        let run = folded(run);
        run.chars().all(|character| run.starts_with(character))
    };
    runs.map(repeats_one).reduce(|a, b| a && b).unwrap_or(false)
}

/// Whether a vocabulary holds names of things, and not any words: it is of lists, several columns have it, or the recipe lists names.
fn holds_names(names: &Names<'_>) -> bool {
    let is_list = |place: &FieldPlace<'_>| place.schema.field_type.is_list();
    names.is_curated() || names.is_pooled() || names.places().iter().any(is_list)
}

/// How the names of a vocabulary are written, for where two spellings are equally frequent.
struct Conventions<'e> {
    /// How often each word stands in the names, in its case.
    words: HashMap<&'e str, usize>,
    /// How many names start with a capital, and how many do not.
    initials: (usize, usize),
    /// How many names have a blank before their number at the end, and how many have none.
    numbers: (usize, usize),
}

impl<'e> Conventions<'e> {
    fn of(names: &Names<'e>) -> Self {
        let mut conventions = Self { words: HashMap::new(), initials: (0, 0), numbers: (0, 0) };
        for (&name, &count) in names.all() {
            for word in name.split(' ') {
                *conventions.words.entry(word).or_insert(0) += count;
            }
            let starts_big = name.starts_with(char::is_uppercase);
            conventions.initials.0 += usize::from(starts_big);
            conventions.initials.1 += usize::from(!starts_big);
            match has_blank_before_number(name) {
                Some(true) => conventions.numbers.0 += 1,
                Some(false) => conventions.numbers.1 += 1,
                None => {}
            }
        }
        conventions
    }

    /// What speaks for a spelling and against another one.
    fn speak_for(&self, name: &str, other: &str) -> Option<&'static str> {
        let is_clear = |(for_it, against): (usize, usize)| for_it >= 3 && for_it >= 3 * against;
        if let (Some(blank), Some(other)) = (has_blank_before_number(name), has_blank_before_number(other))
            && blank != other
        {
            let (with, without) = (self.numbers.0.saturating_sub(1), self.numbers.1.saturating_sub(1));
            let votes = if blank { (with, without) } else { (without, with) };
            return is_clear(votes).then_some("written as the other numbered names are");
        }
        if name.starts_with(char::is_uppercase) && !other.starts_with(char::is_uppercase) {
            let (big, small) = self.initials;
            return is_clear((big - 1, small - 1)).then_some("written with a capital as the other names are");
        }
        let differing = name.split(' ').zip(other.split(' ')).filter(|(a, b)| a != b);
        let count = |word: &str| self.words.get(word).copied().unwrap_or(0);
        let votes = differing.fold((usize::MAX, 0), |votes: (usize, usize), (a, b)| {
            (votes.0.min(count(a).saturating_sub(1)), votes.1.max(count(b).saturating_sub(1)))
        });
        let is_word_for_word = name.split(' ').count() == other.split(' ').count() && votes.0 < usize::MAX;
        (is_word_for_word && is_clear(votes)).then_some("whose words are written so in other names")
    }
}

/// Whether a name ends in a number, and if so, whether a blank stands before it.
fn has_blank_before_number(name: &str) -> Option<bool> {
    let start = name.trim_end_matches(|character: char| character.is_ascii_digit());
    let has_number = start.len() < name.len() && start.trim_end().ends_with(char::is_alphabetic);
    has_number.then_some(start.ends_with(' '))
}

/// Whether a separator parts nothing: at an end of the name, or beside another one.
fn has_stray_separator(name: &str) -> bool {
    let is_separator = |character: char| matches!(character, ',' | ';');
    let name = name.trim();
    name.split(is_separator).any(|part| part.trim().is_empty())
}

/// Whether no blank is too many or odd, and no point or comma hangs about.
fn is_clean(name: &str) -> bool {
    let is_odd = |character: char| character.is_whitespace() && character != ' ';
    let hangs = |text: &str| text.contains(" ,") || text.contains(" .") || text.contains("( ") || text.contains(" )");
    !name.contains(is_odd) && !name.contains("  ") && !hangs(name) && !has_stray_separator(name)
}

/// Whether a word has a capital behind a small letter, or a small letter behind two capitals, so that somebody meant it.
fn has_inner_capital(name: &str) -> bool {
    let mut pairs = name.chars().zip(name.chars().skip(1));
    pairs.any(|(a, b)| a.is_lowercase() && b.is_uppercase())
}

/// A text with the first letter of each word in lower case.
fn lower_initials(name: &str) -> String {
    let mut starts = true;
    let mut lower = String::with_capacity(name.len());
    for character in name.chars() {
        if starts {
            lower.extend(character.to_lowercase());
        } else {
            lower.push(character);
        }
        starts = !character.is_alphanumeric();
    }
    lower
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
        let are_spaced_alike = a.split(char::is_whitespace).count() == b.split(char::is_whitespace).count();
        if folded(a) == folded(b) && !are_spaced_alike {
            Self::Punctuation
        } else if folded(a) == folded(b) {
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

/// Whether a spelling in another case stands once beside one that stands so often that even in code it is a slip.
fn is_one_of_many(difference: Difference, count: usize, uses: usize) -> bool {
    difference == Difference::Case && uses == 1 && count >= 5
}

/// So often must a spelling stand in a column of its own for one with another first capital, which stands once, to be a slip.
const LEAST_OF_STYLE: usize = 3;

/// So often must a spelling stand for another one that lacks a sign of it to be a slip even in code.
const LEAST_WITH_SIGN: usize = 3;

/// Whether a text is a name that lost one of its signs between two letters, or has a blank in its place.
fn has_lost_sign(text: &str, name: &str) -> bool {
    let is_sign = |character: char| matches!(character, '-' | '.' | '/' | '\'' | '’' | '_');
    let is_inside = |at: usize, sign: char| {
        let behind = &name[at + sign.len_utf8()..];
        name[..at].ends_with(char::is_alphabetic) && behind.starts_with(char::is_alphabetic)
    };
    let signs = name.char_indices().filter(|&(at, sign)| is_sign(sign) && is_inside(at, sign));
    let mut without = signs.map(|(at, sign)| (&name[..at], &name[at + sign.len_utf8()..]));
    without.any(|(start, end)| {
        let rest = text.strip_prefix(start).and_then(|rest| rest.strip_suffix(end));
        text.len() >= start.len() + end.len() && rest.is_some_and(|rest| matches!(rest, "" | " "))
    })
}

/// Whether a text is of letters, digits and blanks alone, four of them letters at least.
fn is_word(text: &str) -> bool {
    let is_plain = |character: char| character.is_alphanumeric() || character.is_whitespace();
    letters(text) >= 4 && text.chars().all(is_plain)
}

/// Whether a text lacks nothing but blanks of a name, as nobody would write code for it.
fn is_run_together(text: &str, name: &str) -> bool {
    text.len() < name.len() && text.chars().eq(name.chars().filter(|character| !character.is_whitespace()))
}

/// Whether a text may be an identifier, in which each sign counts: one word without capitals.
fn is_token(text: &str) -> bool {
    !text.contains(|character: char| character.is_whitespace() || character.is_uppercase())
}

fn is_short_acronym(text: &str) -> bool {
    is_in_capitals(text) && !text.contains(char::is_whitespace) && letters(text) <= 5
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expects of each pair of texts what a question about it is answered.
    #[track_caller]
    fn check(asked: fn(&str, &str) -> bool, cases: &[(&str, &str, bool)]) {
        for (a, b, expected) in cases {
            assert_eq!(asked(a, b), *expected, "{a:?} {b:?}");
        }
    }

    #[track_caller]
    fn check_each(asked: fn(&str) -> bool, (yes, no): (&[&str], &[&str])) {
        yes.iter().for_each(|text| assert!(asked(text), "{text:?}"));
        no.iter().for_each(|text| assert!(!asked(text), "{text:?}"));
    }

    #[test]
    fn the_letters_of_a_name_are_set_in_one_of_four_ways() {
        let check = |names: &[&str], expected: &Style| {
            names.iter().for_each(|name| assert!(Style::of(name) == *expected, "{name:?}"));
        };
        check(&["canvas", "12", "é-2", ""], &Style::Small);
        check(&["CANVAS", "A 2"], &Style::Capitals);
        check(&["Canvas", "CanVas", "2 Canvas"], &Style::Initial);
        check(&["canVas", "2 canVas", "東 Canvas"], &Style::Mixed);
    }

    #[test]
    fn a_prefix_stands_apart_in_one_of_two_texts() {
        check(
            has_prefix,
            &[
                ("Re-sign", "resign", true),
                ("re sign", "Resign", true),
                ("re\u{2010}sign", "resign", true),
                ("resign", "re-sign", false),
                ("re-sign", "re sign", false),
                ("re_sign", "resign", false),
                ("re-sign", "re1sign", false),
                ("be-sign", "besign", false),
                ("multi-cast", "multicast", true),
            ],
        );
    }

    #[test]
    fn units_are_short_and_behind_a_number_or_of_data() {
        check(
            are_units,
            &[
                ("10 Gb/s", "10 GB/s", true),
                ("1,5mW", "1,5MW", true),
                ("10 Gbits", "10 GBits", true),
                ("10 Gbitss", "10 GBitss", false),
                ("10 m s", "10 M s", false),
                ("10 m", "M", false),
                ("m", "10 M", false),
                ("mW", "MW", false),
                // The second sign of data, or the third one.
                ("Mb", "MB", true),
                ("Kib", "KiB", true),
                ("kbps", "kBps", true),
                ("kbpsss", "kBpsss", false),
                ("Mbit", "MBIT", false),
                ("bM", "BM", false),
                ("Mxxb", "MxxB", false),
                ("Xb", "XB", false),
                ("Pb/s", "PB/s", true),
            ],
        );
    }

    #[test]
    fn a_format_repeats_the_letters_of_each_run() {
        check_each(is_format, (&["YYYY-MM-DD", "hh:mm", "dDd", "M"], &["YYYY-MN", "MN", "ymd ", "12", ""]));
    }

    #[test]
    fn a_number_at_the_end_has_a_blank_before_it_or_none() {
        for (name, expected) in [
            ("East 2", Some(true)),
            ("East2", Some(false)),
            ("East  20", Some(true)),
            ("East-2", None),
            ("East", None),
            ("2 East", None),
            ("2", None),
            ("1 2", None),
        ] {
            assert_eq!(has_blank_before_number(name), expected, "{name:?}");
        }
    }

    #[test]
    fn a_separator_is_stray_at_an_end_or_beside_another() {
        check_each(
            has_stray_separator,
            (&["Alpha,", ", Alpha", "Alpha,, Beta", "Alpha, ; Beta", " Alpha; ", ""], &["Alpha, Beta", "Alpha"]),
        );
        check_each(
            is_clean,
            (
                &["Alpha", "Alpha, Beta", "A. (b) c"],
                &["Alpha\u{a0}Beta", "Alpha  Beta", "Alpha ,Beta", "Alpha .b", "( Alpha)", "(Alpha )", "Alpha,"],
            ),
        );
    }

    #[test]
    fn capitals_stand_inside_or_at_the_starts_of_words() {
        check_each(has_inner_capital, (&["CoreSite", "xÉ"], &["Coresite", "CORE Site", "COResite", "C"]));
        let lower = ["Core Site", "CORE-SITE", "É.É2A"].map(lower_initials);
        assert_eq!(lower, ["core site", "cORE-sITE", "é.é2A"]);
    }

    #[test]
    fn spellings_differ_in_case_accents_or_punctuation() {
        for (a, b, expected) in [
            ("CoreSite", "Coresite", "case"),
            ("Core Site", "core site", "case"),
            ("Zürich", "Zurich", "accents"),
            ("Zürich", "zurich", "accents"),
            ("Core Site", "Core  Site", "spacing or punctuation"),
            ("Core Site", "CoreSite", "spacing or punctuation"),
            ("Core-Site", "CoreSite", "spacing or punctuation"),
        ] {
            assert_eq!(Difference::of(a, b).words(), expected, "{a:?} {b:?}");
        }
    }

    #[test]
    fn a_sign_between_letters_may_be_lost() {
        check(
            has_lost_sign,
            &[
                ("zerocopy", "zero-copy", true),
                ("zero copy", "zero-copy", true),
                ("zero_copy", "zero-copy", false),
                ("zerocopys", "zero-copy", false),
                ("ab-c", "a.b-c", true),
                ("a.bc", "a.b-c", true),
                ("abc", "a.b-c", false),
                ("zerocopy", "zero+copy", false),
                ("zero2", "zero-2", false),
                ("2zero", "2-zero", false),
                // What both sides share is there once.
                ("aba", "ab-ba", false),
            ],
        );
        for sign in ["-", ".", "/", "'", "’", "_"] {
            assert!(has_lost_sign("ab", &format!("a{sign}b")), "{sign}");
        }
    }

    #[test]
    fn words_have_four_letters_and_no_signs() {
        check_each(is_word, (&["Kafka", "abcd", "ab cd 2", "éabc"], &["abc", "ab c2", "ab-cd", "abcd."]));
        check_each(is_token, (&["us-east-1", "zerocopy", "2"], &["zero copy", "Zerocopy", "x\u{a0}y"]));
        check_each(is_short_acronym, (&["SWIFT", "A-1", "東"], &["AIRBUS", "SWIFt", "SW IFT"]));
        check(
            is_run_together,
            &[
                ("TensorFlow", "Tensor Flow", true),
                ("abc", "a b\u{a0}c", true),
                ("a bc", "a b c", false),
                ("TensorFlow", "TensorFlow", false),
                ("tensorFlow", "Tensor Flow", false),
                ("Tensor Flow", "TensorFlow", false),
            ],
        );
    }

    #[test]
    fn one_of_many_differs_in_case_and_stands_once_beside_five() {
        assert!(is_one_of_many(Difference::Case, 5, 1));
        assert!(!is_one_of_many(Difference::Case, 4, 1));
        assert!(!is_one_of_many(Difference::Case, 6, 2));
        assert!(!is_one_of_many(Difference::Punctuation, 5, 1));
    }
}
