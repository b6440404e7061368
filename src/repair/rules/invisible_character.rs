//! A character that nobody sees inside a name.

use std::collections::{BTreeMap, BTreeSet};

use crate::repair::names::times;
use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "invisible-character",
    summary: "a character that nobody sees stands in a value",
    explanation: "\
Zero-width blanks and joiners, soft hyphens, byte order marks and marks for the direction of writing come with copied text. Two values that
look the same are not the same with one of them. They are taken out, and other blanks become plain ones where the name stands elsewhere with them.

Before: `Equ<U+200B>inix`
After:  `Equinix`

It is safe between letters of scripts that need no such character (Latin, Greek, Cyrillic) and beside digits and punctuation, in a column of names;
in other text it is suggested.

It abstains between other letters and signs, where a joiner makes emoji and words; for direction marks in text with letters that run from right to left;
for hints where a long word may be broken; where a quarter of the column has the character, which is a style; in code; and for blanks whose twin
with a plain blank stands nowhere.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    let mut found: Vec<(FieldPlace<'_>, usize, char)> = Vec::new();
    // For each column (the indexes of dataset and field) the number of items.
    let mut sizes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for place in evidence.fields() {
        *sizes.entry((place.dataset, place.field)).or_insert(0) += place.content.items.len();
        for (index, item) in place.content.items.iter().enumerate().filter(|(_, item)| may_hide(item.text())) {
            found.extend(item.text().chars().find(|sign| kind(*sign).is_some()).map(|sign| (place, index, sign)));
        }
    }
    let mut counts: BTreeMap<(usize, usize, char), usize> = BTreeMap::new();
    for (place, _, sign) in &found {
        *counts.entry((place.dataset, place.field, *sign)).or_insert(0) += 1;
    }
    for (place, index, sign) in found {
        let (count, size) = (counts[&(place.dataset, place.field, sign)], sizes[&(place.dataset, place.field)]);
        let is_style = count >= 3 && count * 4 > size;
        judge(evidence, &place, index, is_style, &mut verdicts);
    }
    verdicts
}

/// Whether a text can have such a character, at a glance.
fn may_hide(text: &str) -> bool {
    text.contains(|character: char| !character.is_ascii() || character.is_ascii_control())
}

fn judge(evidence: &Evidence<'_>, place: &FieldPlace<'_>, index: usize, is_style: bool, verdicts: &mut Verdicts) {
    let item = &place.content.items[index];
    let source = evidence.sources.text(item.span());
    let target = place.item(index);
    let names = evidence.names_of(place);
    let plain = plain(item.text(), source, false);
    if source.contains('`') {
        return;
    }
    if let Some(name) = names.filter(|names| names.is_name(&plain) && plain != item.text()) {
        let reason = format!("{}; `{plain}` stands {} without", signs(item.text(), &plain), times(name.uses(&plain)));
        let after = NewItem::marked(plain, item.marks().to_vec());
        return verdicts.propose(Proposal::new(Grade::Safe, target, vec![after], reason));
    }
    let unseen = self::plain(item.text(), source, true);
    if unseen == item.text() || unseen.is_empty() {
        if plain != item.text() && names.is_some() {
            verdicts.decline(target, plain, "no other name is written without it, so it may be on purpose");
        }
        return;
    }
    if is_style {
        return verdicts.decline(target, unseen, "a quarter of the column has this character: it may be on purpose");
    }
    let reason = format!("{}, which nobody sees", signs(item.text(), &unseen));
    let grade = if names.is_some_and(Names::has_names) { Grade::Safe } else { Grade::Suggested };
    let after = NewItem::marked(unseen, item.marks().to_vec());
    verdicts.propose(Proposal::new(grade, target, vec![after], reason));
}

/// What a character that nobody sees does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing in scripts that need no joining.
    Unseen,
    /// A place where a long word may be broken.
    Hint,
    /// The direction of writing.
    Direction,
    /// A blank of another width, or one that holds a line together.
    Blank,
}

fn kind(character: char) -> Option<Kind> {
    Some(match character {
        '\u{200C}'
        | '\u{200D}'
        | '\u{2060}'..='\u{2064}'
        | '\u{206A}'..='\u{206F}'
        | '\u{FEFF}'
        | '\u{180E}'
        | '\u{34F}'
        // The letters of Hangul that stand for none.
        | '\u{115F}'
        | '\u{1160}'
        | '\u{3164}'
        | '\u{FFA0}'
        // Annotations, and tags, which spell flags behind one.
        | '\u{FFF9}'..='\u{FFFB}'
        | '\u{E0001}'
        | '\u{E0020}'..='\u{E007F}'
        | '\u{0}'..='\u{8}'
        | '\u{E}'..='\u{1F}'
        | '\u{7F}'..='\u{9F}' => Kind::Unseen,
        '\u{200B}' | '\u{AD}' => Kind::Hint,
        '\u{200E}' | '\u{200F}' | '\u{61C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => Kind::Direction,
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' | '\u{2800}' => Kind::Blank,
        _ => return None,
    })
}

/// The shortest word for which somebody may have marked where to break it.
const LONG_WORD: usize = 15;

/// A text without the characters that nobody sees, and with plain blanks unless they are to stay. What the source writes as
/// an entity is on purpose.
fn plain(text: &str, source: &str, keeps_blanks: bool) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut plain = String::with_capacity(text.len());
    for (at, &character) in characters.iter().enumerate() {
        let Some(kind) = kind(character).filter(|_| source.contains(character)) else {
            plain.push(character);
            continue;
        };
        match kind {
            Kind::Blank if keeps_blanks => plain.push(character),
            Kind::Blank => plain.push(' '),
            _ if is_needed(&characters, at, kind) && keeps_blanks => plain.push(character),
            _ => {}
        }
    }
    plain.trim().to_owned()
}

fn is_needed(characters: &[char], at: usize, unseen: Kind) -> bool {
    let is_seen = |character: &&char| kind(**character).is_none_or(|kind| kind == Kind::Blank);
    let before = characters[..at].iter().rev().find(is_seen);
    let behind = characters[at + 1..].iter().find(is_seen);
    let is_other = |neighbour: Option<&char>| neighbour.is_some_and(|neighbour| !is_simple(*neighbour));
    match unseen {
        Kind::Direction => {
            // One of the marks stands among these letters.
            let runs_left = |character: char| matches!(character, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FEFC}');
            characters.iter().any(|&character| runs_left(character) && kind(character).is_none())
        }
        Kind::Hint => {
            let is_word = |character: &&char| !character.is_whitespace();
            let length = characters[..at].iter().rev().take_while(is_word).count()
                + characters[at..].iter().take_while(is_word).count();
            is_other(before) || is_other(behind) || (length > LONG_WORD && before.is_some() && behind.is_some())
        }
        _ => is_other(before) || is_other(behind),
    }
}

/// Whether a character is of a script, or a sign, that never needs a joiner.
fn is_simple(character: char) -> bool {
    matches!(character, '\u{0}'..='\u{52F}' | '\u{1E00}'..='\u{200A}' | '\u{2010}'..='\u{2060}' | '\u{20A0}'..='\u{20CF}')
}

/// The characters that one text has and the other lacks, by number.
fn signs(text: &str, plain: &str) -> String {
    let odd = |text: &str| text.chars().filter(|character| kind(*character).is_some()).collect::<BTreeSet<char>>();
    let numbers: BTreeSet<String> =
        odd(text).difference(&odd(plain)).map(|&character| format!("U+{:04X}", u32::from(character))).collect();
    let numbers: Vec<String> = numbers.into_iter().collect();
    format!("has {}", numbers.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(plain(text, text, true), expected, "{text:?}");
    }

    #[test]
    fn unseen_characters_go_where_no_script_needs_them() {
        check("Equ\u{200B}inix", "Equinix");
        check("\u{FEFF}Equinix\u{200E}", "Equinix");
        check("Tensor\u{AD}Flow", "TensorFlow");
        check("a\u{200C}b \u{200D}c", "ab c");
        check("Equ\u{2063}inix\u{3164}\u{E0041}", "Equinix");
    }

    #[test]
    fn others_stay() {
        for text in [
            "🏴\u{E0067}\u{E0062}\u{E007F}",
            "👩\u{200D}💻",
            "می\u{200C}خواهم",
            "א\u{200F}1",
            "internal\u{200B}_configuration_name",
            "Windows\u{A0}10",
        ] {
            check(text, text);
        }
    }

    #[test]
    fn a_joiner_stays_beside_one_letter_that_may_need_it() {
        check("日\u{2060}a", "日\u{2060}a");
        check("a\u{2060}日", "a\u{2060}日");
        check("\u{2060}日", "\u{2060}日");
        check("日\u{2060}\u{200D}a", "日\u{2060}\u{200D}a");
        check("a日\u{A0}\u{2060}a", "a日\u{A0}a");
        for simple in ['z', 'Ω', 'Я', 'Ḁ', '\u{2009}', '—', '€'] {
            check(&format!("{simple}\u{2060}{simple}"), format!("{simple}{simple}").trim());
        }
        for other in ['\u{531}', '\u{904}', '\u{2103}', '\u{2192}'] {
            check(&format!("{other}\u{2060}"), &format!("{other}\u{2060}"));
        }
    }

    #[test]
    fn a_direction_stays_in_a_text_that_runs_from_right_to_left() {
        for mark in ['\u{200E}', '\u{61C}', '\u{202A}', '\u{2069}'] {
            check(&format!("a{mark}b"), "ab");
            for letter in ['\u{5D0}', '\u{8FF}', '\u{FB1D}', '\u{FEFC}'] {
                let text = format!("a{mark}b {letter}");
                check(&text, &text);
            }
        }
    }

    #[test]
    fn a_hint_stays_inside_a_long_word() {
        for hint in ['\u{200B}', '\u{AD}'] {
            let check = |before: &str, behind: &str, stays: bool| {
                let text = format!("{before}{hint}{behind}");
                check(&text, &if stays { text.clone() } else { format!("{before}{behind}") });
            };
            // The hint counts as a sign of the word.
            check("abcdefg", "hijklmn", false);
            check("abcdefgh", "hijklmn", true);
            check("a b cdefgh", "hijklmn op", false);
            check("abcdefghijklmno", "", false);
            check("", "abcdefghijklmno", false);
            check("日", "a", true);
            check("a", "日", true);
        }
    }

    #[test]
    fn blanks_become_plain_ones_and_what_an_entity_says_stays() {
        let check =
            |text: &str, source: &str, expected: &str| assert_eq!(plain(text, source, false), expected, "{text:?}");
        let all = "\u{A0}\u{2002}\u{202F}\u{205F}\u{3000}\u{2800}";
        check(&format!("a{all}b"), all, "a      b");
        check("می\u{200C}خواهم", "\u{200C}", "میخواهم");
        check("a\u{A0}b", "a&nbsp;b", "a\u{A0}b");
        check("a\u{200B}b", "a&#8203;b", "a\u{200B}b");
        check("\u{A0}ab\u{A0}", "\u{A0}", "ab");
    }
}
