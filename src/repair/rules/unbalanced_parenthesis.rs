//! A parenthesis in a name that nothing opens or nothing closes.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::Item;
use crate::repair::names::times;
use crate::repair::words::{is_in_capitals, is_joining, letters};
use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule, Verdicts};
use crate::similarity::loose_key;

pub(super) const RULE: RepairRule = RepairRule {
    name: "unbalanced-parenthesis",
    summary: "a parenthesis in a name lacks its other half",
    explanation: "\
Parentheses in a cell of names come in pairs. The name as it stands elsewhere, with both or without any, is meant; else the missing one stands at the end of
the name, or one is too many there.

Before: `Newport (Wales`, where `Newport (Wales)` stands elsewhere
After:  `Newport (Wales)`

It is safe where the balanced name stands twice or more; suggested where it stands once, where the last name of a cell or one before a known name lacks the end, and
where two close what one opens, and where other names end in
the same words in parentheses, the words before have the letters of what stands there, it is in capitals as they are not, one word alone stands before it, or all other parentheses of the column hold one word each. Else the fault is
reported in columns of names. It abstains for smileys, counting letters (`a)`), intervals (`[0, 1)`), code, long texts and texts that go on elsewhere (`see`).",
    propose,
};

/// Longer texts are prose.
const LONGEST: usize = 80;

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    let columns = Columns::new(evidence);
    for place in evidence.fields() {
        let names = evidence.names_of(&place);
        let has = |signs: [char; 2]| place.content.items.iter().any(|item| item.text().contains(signs));
        if !has(['(', ')']) || has(['[', ']']) {
            continue;
        }
        for (index, faults) in unmatched(&place) {
            let item = &place.content.items[index];
            if !evidence.with_backticks(item).contains('`')
                && letters(item.text()) >= 2
                && item.text().chars().count() <= LONGEST
                && !is_notation(item.text())
            {
                judge(evidence, &place, (names, &columns), index, &faults, &mut verdicts);
            }
        }
    }
    verdicts
}

/// The items of a cell with the parentheses (where they stand, and whether they open) that pair with none of the cell.
fn unmatched(place: &FieldPlace<'_>) -> Vec<(usize, Vec<(usize, bool)>)> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut faults: Vec<(usize, usize, bool)> = Vec::new();
    for (index, item) in place.content.items.iter().enumerate() {
        for (at, character) in item.text().char_indices() {
            match character {
                '(' => open.push((index, at)),
                ')' if open.pop().is_none() => faults.push((index, at, false)),
                _ => {}
            }
        }
    }
    faults.extend(open.into_iter().map(|(index, at)| (index, at, true)));
    faults.sort_unstable();
    let mut by_item: Vec<(usize, Vec<(usize, bool)>)> = Vec::new();
    for (index, at, opens) in faults {
        match by_item.last_mut() {
            Some((last, faults)) if *last == index => faults.push((at, opens)),
            _ => by_item.push((index, vec![(at, opens)])),
        }
    }
    by_item
}

/// Whether a text uses parentheses as signs of another kind: brackets of an interval, a smiley, a letter that counts.
fn is_notation(text: &str) -> bool {
    let counts = |word: &str| {
        let label = word.trim_end_matches(')');
        label.len() < word.len() && !label.contains('(') && label.chars().count() <= 3 && !label.is_empty()
    };
    let is_smiley =
        [":)", ":(", ";)", ";(", ":-)", ":-(", ";-)", "=)", "=("].iter().any(|smiley| text.contains(smiley));
    text.contains(['[', ']', '{', '}', '<', '>', '"', '\''])
        || is_smiley
        || text.split_whitespace().next().is_some_and(counts)
}

fn judge(
    evidence: &Evidence<'_>,
    place: &FieldPlace<'_>,
    (names, columns): (Option<&Names<'_>>, &Columns<'_>),
    index: usize,
    faults: &[(usize, bool)],
    verdicts: &mut Verdicts,
) {
    let items = &place.content.items;
    let (item, target) = (&items[index], place.item(index));
    let text = item.text();
    let propose = |grade, name: String, reason: String| {
        Proposal::new(grade, place.item(index), vec![NewItem::marked(name, item.marks().to_vec())], reason)
    };
    let half = if faults[0].1 { "nothing closes the parenthesis" } else { "nothing opens the parenthesis" };
    let twin = names.and_then(|names| Some((balanced_twin(evidence, names, text)?, names)));
    if let Some(((name, uses), names)) = twin {
        let grade = if uses >= 2 || names.is_known(name) { Grade::Safe } else { Grade::Suggested };
        let reason = format!("{half}; `{name}` stands {}", times(uses));
        return verdicts.propose(propose(grade, name.to_owned(), reason));
    }
    let next = items.get(index + 1);
    let ends_line = |next: &Item| has_break_between(evidence, item, next);
    let is_last = next.is_none_or(|next| {
        ends_line(next) || names.is_some_and(|names| names.uses(next.text()) >= 2) && !next.text().contains(')')
    });
    match faults {
        [(at, true)] if text[*at..].contains('\n') => match closed_line(text, *at) {
            Some(name) => verdicts.propose(propose(Grade::Suggested, name, format!("{half}, and its line ends there"))),
            None => verdicts.decline(target, "", "the text goes on in another line"),
        },
        [(at, true)] if is_last && is_obvious(text, *at) => {
            let reason = format!("{half}, and the name ends there");
            verdicts.propose(propose(Grade::Suggested, format!("{text})"), reason));
        }
        [(at, false)] if text[..*at].trim_end().ends_with(')') && *at + 1 == text.len() => {
            let reason = "two parentheses close what one opens".to_owned();
            verdicts.propose(propose(Grade::Suggested, text[..*at].trim_end().to_owned(), reason));
        }
        [(at, false)] if *at + 1 == text.len() => match columns.reopened(place, names, text) {
            Some((name, reason)) => {
                verdicts.propose(propose(Grade::Suggested, name, format!("{half}, and {reason}")));
            }
            None if names.is_some() => {
                verdicts.propose(Proposal::report(
                    target,
                    items,
                    format!("{half}, and no other name says what is meant"),
                ));
            }
            None => {}
        },
        _ if names.is_none() => {}
        [(at, true)] if leads_on(&text[at + 1..]) => verdicts.decline(target, "", "the text may go on elsewhere"),
        _ => verdicts.propose(Proposal::report(target, items, format!("{half}, and no other name says what is meant"))),
    }
}

/// Whether a line break stands between two items.
fn has_break_between(evidence: &Evidence<'_>, item: &Item, next: &Item) -> bool {
    let (start, end) = (item.span().end(), next.span().start());
    start < end && evidence.sources.text(item.span().with_range(start..end)).to_ascii_lowercase().contains("<br")
}

/// The name of the same letters whose parentheses pair up, if there is one such name, and how often it stands.
fn balanced_twin<'e>(evidence: &Evidence<'_>, names: &Names<'e>, text: &str) -> Option<(&'e str, usize)> {
    let same = names.by_loose_key().get(&loose_key(text))?;
    let is_balanced = |name: &&&str| name.matches('(').count() == name.matches(')').count() && **name != text;
    let best = same.iter().filter(is_balanced).max_by_key(|name| names.uses(name))?;
    evidence.may_be_one(names, best, text).then(|| (*best, names.uses(best)))
}

/// What stands in parentheses at the ends of the values of each column (the indexes of dataset and field).
struct Columns<'e>(BTreeMap<(usize, usize), BTreeSet<&'e str>>);

impl<'e> Columns<'e> {
    fn new(evidence: &Evidence<'e>) -> Self {
        let mut columns: BTreeMap<(usize, usize), BTreeSet<&'e str>> = BTreeMap::new();
        for place in evidence.fields() {
            let ends = place.content.items.iter().filter_map(|item| at_end(item.text()));
            columns.entry((place.dataset, place.field)).or_default().extend(ends);
        }
        Self(columns)
    }

    /// A name with the parenthesis that its end lacks, and what says where: other names end so, the words before it have its
    /// letters, or the column's other parentheses hold one word each.
    fn reopened(&self, place: &FieldPlace<'_>, names: Option<&Names<'_>>, text: &str) -> Option<(String, String)> {
        let body = text.strip_suffix(')')?;
        let column = self.0.get(&(place.dataset, place.field))?;
        let known = names.map(Names::ends_in_parentheses);
        let is_known = |inside: &str| column.contains(inside) || known.is_some_and(|known| known.contains(inside));
        let starts = || body.match_indices(' ').map(|(at, _)| at + 1).filter(|&start| letters(&body[..start]) >= 2);
        let written = |start: usize| format!("{}({})", &body[..start], &body[start..]);
        if let Some(start) = starts().find(|&start| is_known(&body[start..])) {
            return Some((written(start), format!("other names end in `({})`", &body[start..])));
        }
        let start = starts().next_back()?;
        let inside = &body[start..];
        if is_acronym(inside, &body[..start]) {
            return Some((written(start), format!("the words before have the letters of `{inside}`")));
        }
        if starts().nth(1).is_none() && !inside.ends_with('s') {
            return Some((written(start), "one word stands before the last one".to_owned()));
        }
        let is_code =
            letters(inside) >= 2 && inside.chars().all(|sign| sign.is_uppercase() || matches!(sign, '/' | '-'));
        if is_code && !is_in_capitals(&body[..start]) {
            return Some((written(start), format!("`{inside}` is in capitals, as short names in parentheses are")));
        }
        let single = column.iter().filter(|inside| !inside.contains(' ')).count();
        (single >= FEWEST_SINGLE && single == column.len())
            .then(|| (written(start), format!("{single} other parentheses of the column hold one word each")))
    }
}

/// The fewest different parentheses of one word each, from which to learn that they all hold one.
const FEWEST_SINGLE: usize = 3;

/// What stands in the one pair of parentheses that a text ends in, behind a name and a blank.
fn at_end(text: &str) -> Option<&str> {
    let (name, inside) = text.strip_suffix(')')?.rsplit_once(" (")?;
    (!inside.contains(['(', ')']) && !name.contains(['(', ')'])).then_some(inside)
}

/// Whether capitals are the first letters of the last words of a text.
fn is_acronym(capitals: &str, text: &str) -> bool {
    let count = capitals.chars().count();
    let is_word = |word: &&str| word.starts_with(char::is_alphabetic);
    let words: Vec<&str> = text.split([' ', '-']).filter(is_word).collect();
    let initials = words.iter().rev().take(count).rev().filter_map(|word| word.chars().next());
    count >= 2 && capitals.chars().all(char::is_uppercase) && initials.flat_map(char::to_uppercase).eq(capitals.chars())
}

/// A text with the parenthesis that a line of it lacks at its end.
fn closed_line(text: &str, at: usize) -> Option<String> {
    let start = text[..at].rfind('\n').unwrap_or(0);
    let end = text[at..].find('\n').map(|end| at + end)?;
    is_obvious(&text[start..end], at - start).then(|| format!("{}){}", &text[..end], &text[end..]))
}

/// Whether a few words stand in the open parenthesis, behind a name.
fn is_obvious(text: &str, at: usize) -> bool {
    let (name, inside) = (&text[..at], &text[at + 1..]);
    letters(name) + name.chars().filter(|sign| sign.is_numeric()).count() >= 2
        && !leads_on(inside)
        && letters(inside) + inside.chars().filter(|sign| sign.is_numeric()).count() > 0
        && inside.split_whitespace().count() <= 6
        && inside.ends_with(char::is_alphanumeric)
}

/// Whether what stands in an open parenthesis ends in a word behind which something is to follow.
fn leads_on(inside: &str) -> bool {
    inside.rsplit(' ').next().is_some_and(|word| word == "see" || is_joining(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_count_and_brackets_are_a_notation() {
        for text in [
            "a) first",
            "abc) first",
            "1) a",
            "[0, 1)",
            "x ]",
            "{(",
            "x }",
            "<(",
            "x >",
            "\"(",
            "it's (",
            "x :)",
            "x =(",
        ] {
            assert!(is_notation(text), "{text}");
        }
        for text in ["abcd) first", "(a) first", ") first", "first a)", "Bay (north", "a first"] {
            assert!(!is_notation(text), "{text}");
        }
    }

    #[test]
    fn a_text_ends_in_one_pair() {
        let check = |text: &str, expected: Option<&str>| assert_eq!(at_end(text), expected, "{text}");
        check("Hall (open sea)", Some("open sea"));
        check("Hall(open)", None);
        check("Hall (open) sea", None);
        check("Hall (a (b)", None);
        check("Hall (a) (b)", None);
        check("Hall (a))", None);
        check("Hall (a(b)", None);
    }

    #[test]
    fn an_acronym_has_the_first_letters_of_the_last_words() {
        let check = |capitals: &str, text: &str, expected: bool| {
            assert_eq!(is_acronym(capitals, text), expected, "{capitals} {text}");
        };
        check("MT", "Old Mountain Time ", true);
        check("MT", "mountain-time", true);
        check("MT", "Mountain 2 Time", true);
        check("ÉT", "été time", true);
        check("T", "Time", false);
        check("mt", "mountain time", false);
        check("Mt", "Mountain Time", false);
        check("MT", "Time", false);
        check("TM", "Mountain Time", false);
    }

    #[test]
    fn a_line_gets_its_end() {
        let check = |text: &str, expected: Option<&str>| {
            let at = text.rfind('(').expect("one is open");
            assert_eq!(closed_line(text, at).as_deref(), expected, "{text}");
        };
        check("Bay (low\nOil", Some("Bay (low)\nOil"));
        check("Tank\nBay (low\nOil", Some("Tank\nBay (low)\nOil"));
        check("Tank\nB (low\nOil", None);
        check("Bay (low", None);
    }

    #[test]
    fn a_few_words_stand_in_an_open_parenthesis() {
        let check = |text: &str, expected: bool| {
            assert_eq!(is_obvious(text, text.find('(').expect("one is open")), expected, "{text}");
        };
        check("Ba (n", true);
        check("B1 (2", true);
        check("B (north", false);
        check("Ba (north!", false);
        check("Ba (and", false);
        check("Ba (see", false);
        check("Ba (", false);
        check("Ba (a b c d e f", true);
        check("Ba (a b c d e f g", false);
        assert_eq!(["see", "x of", "of x", "x sees", ""].map(leads_on), [true, true, false, false, false]);
    }
}
