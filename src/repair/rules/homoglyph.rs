//! A letter of another script inside a word.

use crate::repair::names::times;
use crate::repair::words::letters;
use crate::repair::{Evidence, FieldPlace, Grade, NewItem, Proposal, RepairRule, Verdicts};
use crate::similarity::{cyrillic_look_alike, is_latin, latin_look_alike};

pub(super) const RULE: RepairRule = RepairRule {
    name: "homoglyph",
    summary: "a letter of another script stands in a word",
    explanation: "\
A word of one script with a letter of another one that looks the same (by the confusables of Unicode's UTS 39) is written with the letter of
its own script: nobody sees the difference, and nothing finds the name.

Before: `Аmsterdam`, with a Cyrillic `А`
After:  `Amsterdam`

It is safe where the word stands elsewhere in the pages in one script, or the whole name does; else it is suggested. A name that is of letters
of another script altogether is rewritten where a name of the vocabulary looks the same and stands three times.

It abstains where a letter of the other script looks like none of the word's own (`SMSка`), where a word has less than three letters, or as many
letters of either script; and for Greek letters at either end of a word, which may be a name's own (`TNFα`).",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for place in evidence.fields() {
        for (index, item) in place.content.items.iter().enumerate().filter(|(_, item)| !item.text().is_ascii()) {
            match of_one_script(item.text()) {
                Some(Ok(after)) => verdicts.propose(rewritten(evidence, &place, index, after)),
                Some(Err((after, why))) => verdicts.decline(place.item(index), after, why),
                None => verdicts.extend(look_alike(evidence, &place, index)),
            }
        }
    }
    verdicts
}

fn rewritten(evidence: &Evidence<'_>, place: &FieldPlace<'_>, index: usize, after: String) -> Proposal {
    let item = &place.content.items[index];
    let (was, is): (Vec<char>, Vec<char>) = (item.text().chars().collect(), after.chars().collect());
    let (from, to) = was.iter().zip(&is).find(|(from, to)| from != to).expect("a letter was replaced");
    let uses = evidence.names_of(place).map_or(0, |names| names.uses(&after));
    let fixed = changed_words(item.text(), &after);
    let stands = fixed.iter().all(|word| evidence.page_words().count(word) > 0);
    let grade = if uses > 0 || stands { Grade::Safe } else { Grade::Suggested };
    let known = match uses {
        0 if stands => format!("; `{}` stands elsewhere in the page", fixed.join(" ")),
        0 => String::new(),
        uses => format!("; `{after}` stands {}", times(uses)),
    };
    let (from_code, to_code) = (u32::from(*from), u32::from(*to));
    let reason =
        format!("`{from}` (U+{from_code:04X}) looks like `{to}` (U+{to_code:04X}), of which script the word is{known}");
    Proposal::new(grade, place.item(index), vec![NewItem::marked(after, item.marks().to_vec())], reason)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty())
}

fn changed_words<'a>(before: &str, after: &'a str) -> Vec<&'a str> {
    words(before).zip(words(after)).filter(|(before, after)| before != after).map(|(_, after)| after).collect()
}

/// A text with each of its words in one script: `None` where they are, and with the reason where they may be meant so.
fn of_one_script(text: &str) -> Option<Result<String, (String, &'static str)>> {
    let mut after = String::with_capacity(text.len());
    let (mut done, mut doubt) = (0, None);
    for word in words(text).filter(|word| is_mixed(word)) {
        let fixed: Option<String> = match latin_share(word) {
            (latin, other) if latin > other => word.chars().map(to_latin).collect(),
            (latin, other) if latin < other => word.chars().map(to_cyrillic).collect(),
            _ => None,
        };
        let Some(fixed) = fixed.filter(|_| word.chars().count() >= 3) else { continue };
        if has_greek_at_an_end(word) {
            doubt = Some("a Greek letter at the end of a word may be its own");
        }
        // A word is a part of the text.
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        after.push_str(&text[done..start]);
        after.push_str(&fixed);
        done = start + word.len();
    }
    after.push_str(&text[done..]);
    match doubt {
        _ if after == text => None,
        Some(why) => Some(Err((after, why))),
        None => Some(Ok(after)),
    }
}

fn is_mixed(word: &str) -> bool {
    let (latin, other) = latin_share(word);
    latin > 0 && other > 0
}

/// How many letters of a word are Latin, and how many are not.
fn latin_share(word: &str) -> (usize, usize) {
    let latin = word.chars().filter(|&character| is_latin(character)).count();
    (latin, word.chars().count() - latin)
}

fn to_latin(character: char) -> Option<char> {
    if is_latin(character) { Some(character) } else { latin_look_alike(character) }
}

fn to_cyrillic(character: char) -> Option<char> {
    match character {
        'Ѐ'..='ӿ' => Some(character),
        _ => cyrillic_look_alike(character),
    }
}

fn has_greek_at_an_end(word: &str) -> bool {
    let is_small_greek = |character: char| matches!(character, 'α'..='ω') && character != 'ο';
    word.starts_with(is_small_greek) || word.ends_with(is_small_greek)
}

/// A name of another script altogether that looks like one of the vocabulary.
fn look_alike(evidence: &Evidence<'_>, place: &FieldPlace<'_>, index: usize) -> Option<Proposal> {
    let (item, names) = (&place.content.items[index], evidence.names_of(place)?);
    let text = item.text();
    let after: String = text.chars().map(|character| latin_look_alike(character).unwrap_or(character)).collect();
    let is_latin_now = after.chars().all(|character| !character.is_alphabetic() || is_latin(character));
    let is_vouched = names.is_known(&after) || names.uses(&after) >= 3;
    if after == text || !is_latin_now || letters(text) < 3 || !is_vouched || !evidence.may_be_one(names, &after, text) {
        return None;
    }
    Some(rewritten(evidence, place, index, after))
}
