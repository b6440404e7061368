//! Text that was read in another encoding than it was written in.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "mojibake",
    summary: "a letter stands there as the signs of its bytes",
    explanation: "\
UTF-8 that was read as Windows-1252 or Latin-1 shows two or more signs for one letter. Read back, they are the letter. A letter that was lost
altogether (`�`, or `?` inside a word) is known where exactly one name of the vocabulary has a letter there that English lacks.

Before: `SÃ£o Paulo`, `Donâ€™t`
After:  `São Paulo`, `Don’t`

It is safe where the text as read back stands elsewhere, or where the signs make no sense in any language (`Ã£`, `â€™`); else it is suggested. A
lost letter is always suggested.

In code, and where nothing but the signs of three bytes or more stands in the cell and what they are stands alone in two others of the column, it is suggested.

It abstains where nothing but the signs stands in code or in a cell, as in a table about encodings, for two signs in code, and where a sign may be a quotation mark, a dash or a
blank behind a letter (`„Ä“`).",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    let skeletons = Skeletons::default();
    let mut uses: BTreeMap<(usize, usize), BTreeMap<&str, usize>> = BTreeMap::new();
    for place in evidence.fields() {
        let column = uses.entry((place.dataset, place.field)).or_default();
        for item in place.content.items.iter().filter(|item| !item.text().is_ascii()) {
            *column.entry(item.text()).or_insert(0) += 1;
        }
    }
    for place in evidence.fields() {
        let column = &uses[&(place.dataset, place.field)];
        for index in 0..place.content.items.len() {
            judge(evidence, &place, index, column, &skeletons, &mut verdicts);
        }
    }
    verdicts
}

fn judge<'e>(
    evidence: &Evidence<'e>,
    place: &FieldPlace<'e>,
    index: usize,
    column: &BTreeMap<&str, usize>,
    skeletons: &Skeletons<'e>,
    verdicts: &mut Verdicts,
) {
    let item = &place.content.items[index];
    let text = item.text();
    let names = evidence.names_of(place);
    if let Some(names) = names.filter(|_| has_lost_letter(text)) {
        verdicts.extend(lost_letter(evidence, place, names, skeletons, index));
    }
    let Some(decoded) = decode(text) else { return };
    let target = place.item(index);
    let written = evidence.with_backticks(item);
    let is_code = written.contains('`');
    if is_code && (decoded.doubt != Doubt::None || is_quoted(written, &decoded.from)) {
        return verdicts.decline(target, decoded.text, "code stands there as it is meant");
    }
    let repeats = column.get(decoded.text.as_str()).copied().unwrap_or(0);
    if decoded.is_all && (decoded.doubt != Doubt::None || repeats < FEWEST) {
        return verdicts.decline(
            target,
            decoded.text,
            "nothing but these signs stands there: they may be what is meant",
        );
    }
    let stands_elsewhere = names.is_some_and(|names| names.is_name(&decoded.text));
    let is_doubtful = decoded.is_all || is_code;
    let grade = match decoded.doubt {
        Doubt::None if is_doubtful => Grade::Suggested,
        Doubt::None => Grade::Safe,
        _ if stands_elsewhere => Grade::Safe,
        Doubt::Some => Grade::Suggested,
        Doubt::Quote => {
            return verdicts.decline(
                target,
                decoded.text,
                "the sign behind the letter may be a quotation mark, a dash or a blank",
            );
        }
    };
    let known = if stands_elsewhere { format!("; `{}` stands elsewhere", decoded.text) } else { String::new() };
    let reason = format!("`{}` are the bytes of `{}` in UTF-8, read as Windows-1252{known}", decoded.from, decoded.to);
    let after = NewItem::marked(decoded.text, item.marks().to_vec());
    verdicts.propose(Proposal::new(grade, target, vec![after], reason));
}

/// Whether some signs are a whole code span.
fn is_quoted(written: &str, signs: &str) -> bool {
    written
        .match_indices(signs)
        .any(|(at, _)| written[..at].ends_with('`') && written[at + signs.len()..].starts_with('`'))
}

/// How often a sign stands alone in a column, so that its bytes in another cell are that sign.
const FEWEST: usize = 2;

/// A text as it was before it was misread.
struct Decoded {
    text: String,
    /// The first signs that were misread.
    from: String,
    /// What they are.
    to: char,
    doubt: Doubt,
    /// Whether nothing else stands in the text.
    is_all: bool,
}

/// What else the signs may be.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Doubt {
    /// Nothing.
    None,
    /// A rare letter beside another one.
    Some,
    /// A letter and a quotation mark, a dash or a blank.
    Quote,
}

/// Text may have been misread more than once.
const MOST_READINGS: usize = 3;

fn decode(text: &str) -> Option<Decoded> {
    let mut decoded = decode_once(text)?;
    for _ in 1..MOST_READINGS {
        let Some(again) = decode_once(&decoded.text) else { break };
        decoded = Decoded { from: decoded.from, doubt: decoded.doubt.min(again.doubt), ..again };
    }
    Some(decoded)
}

fn decode_once(text: &str) -> Option<Decoded> {
    if text.is_ascii() {
        return None;
    }
    let characters: Vec<char> = text.chars().collect();
    let mut result = String::with_capacity(text.len());
    let mut first: Option<(String, char)> = None;
    // Where one sequence is beyond doubt, the text was misread, and so were the others.
    let (mut at, mut doubt, mut others) = (0, Doubt::Quote, 0);
    while at < characters.len() {
        let Some((letter, length)) = sequence(&characters[at..]) else {
            others += usize::from(characters[at].is_alphanumeric());
            result.push(characters[at]);
            at += 1;
            continue;
        };
        doubt = doubt.min(doubt_of(&characters, at, length, letter));
        first.get_or_insert_with(|| (characters[at..at + length].iter().collect(), letter));
        result.push(letter);
        at += length;
    }
    let (from, to) = first?;
    Some(Decoded { text: result, from, to, doubt, is_all: others == 0 })
}

/// The letter whose bytes the first characters are, and how many they are.
fn sequence(characters: &[char]) -> Option<(char, usize)> {
    let lead = byte(characters[0])?;
    let length = match lead {
        0xC2..=0xDF => 2,
        0xE2..=0xEF => 3,
        0xF0 => 4,
        _ => return None,
    };
    let bytes: Option<Vec<u8>> = characters.get(..length)?.iter().map(|character| byte(*character)).collect();
    let bytes = bytes?;
    let letter = std::str::from_utf8(&bytes).ok()?.chars().next()?;
    (!letter.is_control() && is_plausible(letter, length)).then_some((letter, length))
}

/// Whether a letter may have been meant: one of a living script, or a sign that writers use.
fn is_plausible(letter: char, length: usize) -> bool {
    match length {
        2 => {
            matches!(letter, '\u{A0}'..='\u{17F}' | '\u{218}'..='\u{21B}' | '\u{391}'..='\u{3C9}' | '\u{410}'..='\u{451}')
        }
        3 => {
            matches!(letter, '\u{1E00}'..='\u{26FF}' | '\u{2700}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{3000}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FE0F}' | '\u{FEFF}' | '\u{FF00}'..='\u{FFEF}')
        }
        _ => matches!(letter, '\u{1F000}'..='\u{1FAFF}'),
    }
}

/// What else a sequence may be. Three signs in a row that happen to be the bytes of a letter are no chance.
fn doubt_of(characters: &[char], at: usize, length: usize, letter: char) -> Doubt {
    if length > 2 {
        return Doubt::None;
    }
    let (lead, sign) = (characters[at], characters[at + 1]);
    let follows = |index: usize| characters.get(index).is_some_and(|next| next.is_lowercase());
    let may_part_words = matches!(
        sign,
        '‘' | '’'
            | '“'
            | '”'
            | '‚'
            | '„'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '–'
            | '—'
            | '…'
            | '\u{A0}'
            | '·'
            | '•'
    );
    if may_part_words {
        // An upper-case letter that starts a word is one: `Ã–sterreich`.
        let starts_word = at == 0 || !characters[at - 1].is_alphanumeric();
        let is_quoted = characters[..at].iter().any(|other| matches!(other, '„' | '“' | '‚' | '‘' | '«' | '‹'));
        // No word of small letters ends in a capital, and no number: `priceÂ list` with a blank that holds together.
        let is_behind = at > 0 && (characters[at - 1].is_lowercase() || characters[at - 1].is_ascii_digit());
        if lead == 'Â' && sign == '\u{A0}' && is_behind {
            return Doubt::Some;
        }
        let is_letter = letter.is_uppercase() && starts_word && follows(at + 2) && !is_quoted;
        return if is_letter && lead == 'Ã' { Doubt::Some } else { Doubt::Quote };
    }
    match lead {
        'Ã' | 'Â' | 'Ä' | 'Å' if !sign.is_alphabetic() || matches!(sign, 'ª' | 'º' | 'ƒ' | 'ˆ') => Doubt::None,
        'Ã' if matches!(sign, 'Š' | 'Œ' | 'Ž' | 'š' | 'œ' | 'ž' | 'Ÿ' | 'µ') => Doubt::None,
        _ => Doubt::Some,
    }
}

/// The byte that Windows-1252 shows as a character, above ASCII. Bytes that it does not know are shown as Latin-1 has them.
fn byte(character: char) -> Option<u8> {
    const SHOWN: &[(char, u8)] = &[
        ('€', 0x80),
        ('‚', 0x82),
        ('ƒ', 0x83),
        ('„', 0x84),
        ('…', 0x85),
        ('†', 0x86),
        ('‡', 0x87),
        ('ˆ', 0x88),
        ('‰', 0x89),
        ('Š', 0x8A),
        ('‹', 0x8B),
        ('Œ', 0x8C),
        ('Ž', 0x8E),
        ('‘', 0x91),
        ('’', 0x92),
        ('“', 0x93),
        ('”', 0x94),
        ('•', 0x95),
        ('–', 0x96),
        ('—', 0x97),
        ('˜', 0x98),
        ('™', 0x99),
        ('š', 0x9A),
        ('›', 0x9B),
        ('œ', 0x9C),
        ('ž', 0x9E),
        ('Ÿ', 0x9F),
    ];
    match character {
        '\u{80}'..='\u{FF}' => u8::try_from(u32::from(character)).ok(),
        _ => SHOWN.iter().find(|(shown, _)| *shown == character).map(|(_, byte)| *byte),
    }
}

/// Whether a text has a sign for a letter that no encoding could show.
fn has_lost_letter(text: &str) -> bool {
    let characters: Vec<char> = text.chars().collect();
    let inside = |window: &[char]| window[1] == '?' && window[0].is_alphabetic() && window[2].is_alphabetic();
    text.contains('\u{FFFD}') || characters.windows(3).any(inside)
}

fn lost_letter<'e>(
    evidence: &Evidence<'e>,
    place: &FieldPlace<'e>,
    names: &Names<'e>,
    skeletons: &Skeletons<'e>,
    index: usize,
) -> Option<Proposal> {
    let item = &place.content.items[index];
    let same = skeletons.of(evidence).get(&skeleton(item.text()))?;
    let mut others = same.iter().filter(|name| names.is_name(name) && !has_lost_letter(name) && !name.is_ascii());
    let (Some(name), None) = (others.next(), others.next()) else { return None };
    let reason = format!("a letter was lost: `{name}` is the only name of the vocabulary that reads so otherwise");
    let after = NewItem::marked(*name, item.marks().to_vec());
    Some(Proposal::new(Grade::Suggested, place.item(index), vec![after], reason))
}

/// The names of all vocabularies by what is left of them without the letters that may be lost; made when it is needed.
#[derive(Default)]
struct Skeletons<'e>(OnceCell<BTreeMap<String, Vec<&'e str>>>);

impl<'e> Skeletons<'e> {
    fn of(&self, evidence: &Evidence<'e>) -> &BTreeMap<String, Vec<&'e str>> {
        self.0.get_or_init(|| {
            let mut skeletons: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            let all = evidence.vocabularies().flat_map(|names| names.all().keys().copied());
            for name in all.filter(|name| !name.is_ascii()) {
                let same = skeletons.entry(skeleton(name)).or_default();
                if !same.contains(&name) && same.len() < 3 {
                    same.push(name);
                }
            }
            skeletons
        })
    }
}

/// A text with one `?` for each run of letters that may be lost.
fn skeleton(text: &str) -> String {
    let mut skeleton = String::with_capacity(text.len());
    for character in text.chars() {
        let is_lost = !character.is_ascii() || character == '?';
        match is_lost {
            true if skeleton.ends_with('?') => {}
            true => skeleton.push('?'),
            false => skeleton.push(character),
        }
    }
    skeleton
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, bool)>) {
        let decoded = decode(text).filter(|decoded| decoded.doubt != Doubt::Quote);
        let found = decoded.as_ref().map(|decoded| (decoded.text.as_str(), decoded.doubt == Doubt::None));
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn bytes_are_read_back() {
        check("GÃ‰ANT", Some(("GÉANT", true)));
        check("SÃ£o Paulo", Some(("São Paulo", true)));
        check("Donâ€™t", Some(("Don’t", true)));
        check("SÃƒÂ£o", Some(("São", true)));
        check("MalmÃ¶", Some(("Malmö", true)));
        check("BogotÃ¡ 20Â°C", Some(("Bogotá 20°C", true)));
        check("Ã–sterreich", Some(("Österreich", false)));
        check("ZÃ\u{BC}rich", Some(("Zürich", true)));
        check("KrakÃ³w, ÅÃ³dÅº", Some(("Kraków, ÅódÅº", true)).map(|_| ("Kraków, Åódź", true)));
    }

    #[test]
    fn letters_of_living_languages_stay() {
        for text in ["São Paulo", "CORAÇÃO", "„Ä“", "«PÂ»", "Ångström", "Île", "naïve", "10 °C", "Ñandú", "ÄÖÜ", "東京"]
        {
            check(text, None);
        }
    }

    #[test]
    fn texts_are_read_back_three_times_at_most() {
        let texts = ["20°C", "20Â°C", "20Ã‚Â°C", "20Ãƒâ€šÃ‚Â°C"];
        let read = texts.map(|text| decode(text).map(|decoded| (decoded.text, decoded.from, decoded.to)));
        let expected = ["Â°", "Ã‚", "Ãƒ"].map(|from| Some(("20°C".to_owned(), from.to_owned(), '°')));
        assert_eq!((&read[0], &read[1..]), (&None, &expected[..]));
        let all = ["Ã£", "- Ã£ Ã© ?", "Ã£o", "1 Ã£"].map(|text| decode(text).map(|decoded| decoded.is_all));
        assert_eq!(all, [true, true, false, false].map(Some));
        // What the first signs were, whatever they came from.
        let first = decode("x Ã© Ã£").map(|decoded| (decoded.from, decoded.to));
        assert_eq!(first, Some(("Ã©".to_owned(), 'é')));
    }

    #[test]
    fn two_to_four_signs_are_the_bytes_of_a_letter() {
        let check = |text: &str, expected: Option<(char, usize)>| {
            assert_eq!(sequence(&text.chars().collect::<Vec<_>>()), expected, "{text:?}");
        };
        check("Ã£x", Some(('ã', 2)));
        check("Ã", None);
        check("Ãx", None);
        check("a£", None);
        check("Á\u{a3}", None);
        // A control character, and a letter of no living script.
        check("Â\u{80}", None);
        check("Æ\u{80}", None);
        check("â€™s", Some(('’', 3)));
        check("â€", None);
        check("ð\u{9f}˜€", Some(('😀', 4)));
        check("ð\u{90}\u{80}\u{80}", None);
        check("ñ\u{80}\u{80}\u{80}", None);
        assert_eq!(['\u{7f}', '\u{80}', 'é', 'ÿ', '\u{100}', '€', 'Ÿ'].map(byte), {
            [None, Some(0x80), Some(0xE9), Some(0xFF), None, Some(0x80), Some(0x9F)]
        });
    }

    #[test]
    fn letters_are_plausible_by_their_length() {
        for (length, plausible, others) in [
            (2, "\u{a0}ſȘțΑωАё", "ƀȜΐҒ"),
            (3, "Ḁ⛿✀➿⬀⯿\u{3000}\u{9fff}가힣\u{fe0f}\u{feff}\u{ff00}\u{ffef}", "᷿⟀⫿ⰀꀀԀ\u{d7a4}"),
            (4, "\u{1f000}\u{1faff}", "\u{1efff}\u{1fb00}"),
        ] {
            assert!(plausible.chars().all(|letter| is_plausible(letter, length)), "{plausible}");
            assert!(!others.chars().any(|letter| is_plausible(letter, length)), "{others}");
        }
    }

    #[test]
    fn signs_may_be_something_else() {
        let check = |text: &str, expected: Doubt| {
            let found = decode_once(text).map(|decoded| decoded.doubt as u8);
            assert_eq!(found, Some(expected as u8), "{text:?}");
        };
        // A capital that starts a word, outside of quotation marks.
        check("Ã–sterreich", Doubt::Some);
        check("in Ã–sterreich", Doubt::Some);
        check("3Ã–sterreich", Doubt::Quote);
        check("aÃ–sterreich", Doubt::Quote);
        check("Ã–STERREICH", Doubt::Quote);
        check("„Ã–sterreich", Doubt::Quote);
        check("«x» Ã–sterreich", Doubt::Quote);
        check("Å–sterreich", Doubt::Quote);
        check("a Ã\u{a0}b", Doubt::Quote);
        // A blank that holds together behind a small letter or a digit.
        check("priceÂ\u{a0}list", Doubt::Some);
        check("20Â\u{a0}km", Doubt::Some);
        check("PRICEÂ\u{a0}LIST", Doubt::Quote);
        check("Â\u{a0}list", Doubt::Quote);
        check("priceÂ»", Doubt::Quote);
        // Signs that no word has, and letters that one may have.
        check("Ã£", Doubt::None);
        check("Âª", Doubt::None);
        check("Äƒ", Doubt::None);
        check("Åˆ", Doubt::None);
        check("ÃŠ", Doubt::None);
        check("Ãµ", Doubt::None);
        check("ÄŠ", Doubt::Some);
        check("Å\u{9f}", Doubt::None);
        check("ÅŸ", Doubt::Some);
        check("Î±", Doubt::Some);
        check("â€™", Doubt::None);
        // One that is beyond doubt speaks for the others.
        check("ÅŸ Ã£", Doubt::None);
    }

    #[test]
    fn a_code_span_may_be_the_signs_alone() {
        for (written, expected) in [
            ("`Ã£`", true),
            ("x `Ã£` `y`", true),
            ("Ã£ `Ã£`", true),
            ("x Ã£`", false),
            ("`Ã£ x`", false),
            ("`x Ã£`", false),
            ("Ã£", false),
        ] {
            assert_eq!(is_quoted(written, "Ã£"), expected, "{written}");
        }
    }

    #[test]
    fn lost_letters_leave_a_sign() {
        for (text, expected) in [
            ("S\u{fffd}o", true),
            ("\u{fffd}", true),
            ("S?o", true),
            ("S?", false),
            ("?o", false),
            ("1?o", false),
            ("S?1", false),
            ("S.o", false),
        ] {
            assert_eq!(has_lost_letter(text), expected, "{text}");
        }
        assert_eq!(["São Paulo", "S??o", "é?è", "ab", ""].map(skeleton), ["S?o Paulo", "S?o", "?", "ab", ""]);
    }
}
