//! How alike two names are. The only user of rapidfuzz, caseless, unicode-normalization and unicode-security.
//!
//! It knows strings alone: what a likeness means is for the caller to say. Another measure is one more function.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use caseless::default_case_fold_str;
use rapidfuzz::distance::osa;
use unicode_normalization::UnicodeNormalization;
pub use unicode_normalization::char::is_combining_mark;
use unicode_security::skeleton;

/// A text as it compares to a reader who does not mind case and blanks: case folded (Unicode default case folding), runs of
/// white space made one blank, none at the ends.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        let mut folded = with_single_blanks(text);
        folded.make_ascii_lowercase();
        return folded;
    }
    with_single_blanks(&default_case_fold_str(text))
}

/// As [`folded`], without a copy of a text that compares as it stands.
pub fn folded_text(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !byte.is_ascii_uppercase();
    let mut was_blank = true;
    let is_folded = text.bytes().all(|byte| {
        let is_single = is_plain(byte) || byte == b' ' && !was_blank;
        was_blank = byte == b' ';
        is_single
    });
    if is_folded && (!was_blank || text.is_empty()) { Cow::Borrowed(text) } else { Cow::Owned(folded(text)) }
}

fn with_single_blanks(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !result.is_empty() {
            result.push(' ');
        }
        result.push_str(word);
    }
    result
}

/// A text as it reads: in any case, in any Unicode form (canonical caseless matching), without characters that nobody sees, and
/// without the blanks that change nothing. Two texts of one reading are set differently and say the same.
///
/// A blank between two words says something, and so does one beside a digit that no letter stands on the other side of: `East2`
/// reads like `East 2`, while `1 0` is not `10`, nor `now here` `nowhere`.
pub fn reading(text: &str) -> String {
    let decomposed: String = seen(text).nfd().collect();
    let folded: String = default_case_fold_str(&decomposed).nfd().collect();
    let mut result = String::with_capacity(folded.len());
    for word in folded.split_whitespace() {
        let (last, first) = (result.chars().next_back(), word.chars().next());
        if let (Some(last), Some(first)) = (last, first)
            && blank_says_something(last, first)
        {
            result.push(' ');
        }
        result.push_str(word);
    }
    result
}

/// Whether a blank between two characters makes another text of them.
fn blank_says_something(before: char, after: char) -> bool {
    let is_letter = |character: char| character.is_alphabetic() || is_combining_mark(character);
    match (is_letter(before), is_letter(after)) {
        (true, true) => true,
        (true, false) | (false, true) => false,
        (false, false) => before.is_numeric() || after.is_numeric(),
    }
}

/// Whether two texts differ in a number alone, so that they name two things of one kind: `London` and `London2`, `1.2` and
/// `1.2.1`, `10G` and `100G`.
pub fn differ_in_number(a: &str, b: &str) -> bool {
    let digits = |text: &str| text.chars().filter(|character| character.is_numeric()).collect::<String>();
    let is_beside_number = |character: char| {
        character.is_numeric() || character.is_whitespace() || matches!(character, '.' | '-' | '_' | ':' | '/' | '+')
    };
    let rest = |text: &str| folded(text).chars().filter(|&one| !is_beside_number(one)).collect::<String>();
    let is_number = |text: &str| {
        let text = text.trim().trim_start_matches(['v', 'V', '-', '+', '#', '.', '<', '>', '=', '~', '≥', '≤', ' ']);
        text.starts_with(char::is_numeric)
    };
    match is_number(a) && is_number(b) {
        true => folded(a) != folded(b),
        false => digits(a) != digits(b) && rest(a) == rest(b),
    }
}

/// Whether two names look like two spellings of one: they share their [`loose_key`], or differ in one letter of five and more, or in two
/// of ten and more. Names that differ in a number never do.
pub fn is_near_spelling(a: &str, b: &str) -> bool {
    if differ_in_number(a, b) {
        return false;
    }
    let (a, b) = (loose_key(a), loose_key(b));
    let length = a.chars().count().min(b.chars().count());
    let limit = if length >= 10 { 2 } else { usize::from(length >= 5) };
    a == b && !a.is_empty() || limit > 0 && distance(&a, &b, limit).is_some()
}

/// A text without the accents of its Latin and Greek letters, in its case, and in compatibility form (NFKD).
///
/// Marks on other letters stay, for there they make another letter (`й`, `ガ`) or a vowel (`कि`); so do digits of other
/// kinds: `10²` is not `102`.
pub fn unaccented(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut bears_accents = false;
    for character in text.chars().flat_map(compatible) {
        if is_combining_mark(character) && bears_accents {
            continue;
        }
        if !is_combining_mark(character) {
            bears_accents = character.is_ascii_alphabetic() || matches!(character, 'Ͱ'..='Ͽ');
        }
        plain.push(character);
    }
    plain
}

/// The compatibility decomposition of a character that is no digit.
fn compatible(character: char) -> impl Iterator<Item = char> {
    let (digit, other) = if character.is_numeric() { (Some(character), None) } else { (None, Some(character)) };
    digit.into_iter().chain(other.into_iter().nfkd())
}

/// A text reduced to what its spelling variants share: no case, no accents, no blanks, no punctuation.
///
/// Signs that make another name stay (`C++`, `C#`), and so does what makes another number: `1.1` is not `11`, nor `-1` or `.1`.
pub fn loose_key(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_digit()) {
        let kept = text.chars().filter(|&character| !is_loose(character));
        return kept.map(|character| character.to_ascii_lowercase()).collect();
    }
    let plain = if text.is_ascii() { text.to_ascii_lowercase() } else { default_case_fold_str(&unaccented(text)) };
    let mut key = String::with_capacity(plain.len());
    // The loose characters since the last one that was kept.
    let mut gap = String::new();
    for character in plain.chars() {
        if is_loose(character) {
            gap.push(character);
            continue;
        }
        if character.is_numeric() {
            key.push_str(kept_before_number(&key, &gap));
        }
        gap.clear();
        key.push(character);
    }
    key
}

/// What of the loose characters before a digit makes it another number: all of them between two digits, and a sign or a
/// point right before it where no letter comes first.
fn kept_before_number<'g>(key: &str, gap: &'g str) -> &'g str {
    let sign = gap.trim_end().len() == gap.len() && !gap.is_empty();
    match key.chars().next_back() {
        Some(last) if last.is_numeric() => gap,
        Some(_) if sign && gap.starts_with(char::is_whitespace) => gap.trim_start(),
        None if sign => gap,
        _ => "",
    }
}

/// Characters in which two spellings of one name may differ, those that nobody sees among them.
fn is_loose(character: char) -> bool {
    let is_punctuation = matches!(character, '-' | '_' | '.' | ',' | '\'' | '’' | '(' | ')' | '/' | '–');
    character.is_whitespace() || is_punctuation || is_unseen(character)
}

/// A text without soft hyphens and what has no width.
pub fn seen(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter(|&character| !is_unseen(character)).collect())
}

/// Soft hyphens and what has no width.
fn is_unseen(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Whether a letter is Latin, accents or not.
pub fn is_latin(character: char) -> bool {
    character.is_ascii_alphabetic() || matches!(character, 'À'..='ɏ' | 'Ḁ'..='ỿ') && character.is_alphabetic()
}

/// The Latin letter without accents that a letter of another script looks like (the confusables of Unicode's UTS 39), in its case.
pub fn latin_look_alike(character: char) -> Option<char> {
    if !character.is_alphabetic() || is_latin(character) {
        return None;
    }
    let mut buffer = [0; 4];
    let mut like = skeleton(character.encode_utf8(&mut buffer));
    match (like.next(), like.next()) {
        // A capital I and a small L share a prototype, which is the latter.
        (Some('l'), None) if character.is_uppercase() => Some('I'),
        (Some(letter), None) if letter.is_ascii_alphabetic() => Some(letter),
        _ => None,
    }
}

/// What a text looks like: two texts that nobody can tell apart have one skeleton (Unicode's UTS 39, section 4).
pub fn look(text: &str) -> String {
    static ASCII: LazyLock<Vec<String>> =
        LazyLock::new(|| (0..128_u8).map(|byte| skeleton(char::from(byte).encode_utf8(&mut [0])).collect()).collect());
    match text.is_ascii() {
        // None of these letters changes with the one beside it.
        true => text.bytes().map(|byte| ASCII[usize::from(byte)].as_str()).collect(),
        false => skeleton(text).collect(),
    }
}

/// The Cyrillic letter that a Latin one looks like.
pub fn cyrillic_look_alike(character: char) -> Option<char> {
    ('А'..='я').find(|&letter| latin_look_alike(letter) == Some(character))
}

/// The number of single-character edits between two texts: insert, delete, replace, or swap two neighbours
/// (optimal string alignment), if it is at most `limit`.
pub fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    osa::distance_with_args(a.chars(), b.chars(), &osa::Args::default().score_cutoff(limit))
}

/// The candidate that a mistyped name was most likely meant to be: the nearest one within a third of the name's length,
/// whatever the case, and with a character in common. Of two equally near the first counts.
pub fn nearest<'c>(name: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = name.to_lowercase();
    let length = folded.chars().count();
    let limit = (length / 3).max(1).min(length.saturating_sub(1));
    candidates
        .into_iter()
        .filter_map(|candidate| Some((distance(&folded, &candidate.to_lowercase(), limit)?, candidate)))
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, candidate)| candidate)
}

/// A sentence that names the nearest candidate, or all candidates when none is near and they are few.
pub fn did_you_mean(name: &str, candidates: &[&str]) -> Option<String> {
    let mut seen = BTreeSet::new();
    let candidates: Vec<&str> = candidates.iter().copied().filter(|candidate| seen.insert(*candidate)).collect();
    match nearest(name, candidates.iter().copied()) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if candidates.is_empty() => None,
        None if candidates.len() == 1 => Some(format!("expected `{}`", candidates[0])),
        None if candidates.len() <= 12 => Some(format!("expected one of `{}`", candidates.join("`, `"))),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_ascii_look_alike_whatever_stands_beside_them() {
        let letters = || (0..128_u8).map(char::from);
        for pair in letters().flat_map(|a| letters().map(move |b| String::from_iter([a, b]))) {
            assert_eq!(look(&pair), skeleton(&pair).collect::<String>(), "{pair:?}");
        }
    }

    #[test]
    fn spelling_variants_share_their_loose_key() {
        let check = |a: &str, b: &str, same: bool| assert_eq!(loose_key(a) == loose_key(b), same, "{a} {b}");
        check("GEANT", "GÉANT", true);
        check("China East2", "China East 2", true);
        check("Newport (Wales)", "Newport(Wales)", true);
        check("IXReach", "IX Reach", true);
        check("Airgate Technologies. Inc", "Airgate Technologies, Inc.", true);
        check("C", "C++", false);
        check("1.1", "11", false);
        check("1.10 Celsius", "1-10 Celsius", false);
        check("-40 Celsius", "40 Celsius", false);
        check("at -40 Celsius", "at 40 Celsius", false);
        check(".5 Celsius", "5 Celsius", false);
        check("Windows 1¹", "Windows 11", false);
        check("カーテン", "ガーデン", false);
        check("край", "краи", false);
        check("Αθήνα", "Αθηνα", true);
        check("ＮＥＣ", "NEC", true);
        check("Level-3", "Level 3", true);
        check("Tensor\u{ad}Flow", "TensorFlow", true);
        check("London", "London2", false);
        check("AT&T", "ATT", false);
    }

    #[test]
    fn letters_of_other_scripts_look_like_latin_ones() {
        let check = |character: char, expected: Option<char>| assert_eq!(latin_look_alike(character), expected);
        check('а', Some('a'));
        check('О', Some('O'));
        check('І', Some('I'));
        check('ο', Some('o'));
        check('ж', None);
        check('日', None);
        check('a', None);
        check('é', None);
        assert_eq!(cyrillic_look_alike('C'), Some('С'));
        assert_eq!(cyrillic_look_alike('S'), None);
    }

    #[test]
    fn a_reading_is_the_same_however_a_text_is_set() {
        let check = |a: &str, b: &str, same: bool| assert_eq!(reading(a) == reading(b), same, "{a} {b}");
        check("Zürich", "Zu\u{308}rich ", true);
        check("EQUINIX  am5", "Equinix AM5", true);
        check("East2", "East 2", true);
        check("Newport(Wales)", "Newport (Wales)", true);
        check("soft\u{ad}ware", "software", true);
        check("STRASSE", "straße", true);
        check("a\u{a0}b", "a b", true);
        check("1 0", "10", false);
        check("1. 5", "1.5", false);
        check("now here", "nowhere", false);
        check("São Paulo", "Sao Paulo", false);
        check("10²", "102", false);
        check("Level-3", "Level 3", false);
    }

    #[test]
    fn a_number_makes_another_thing() {
        let check = |a: &str, b: &str, number: bool| {
            assert_eq!(differ_in_number(a, b), number, "{a} {b}");
            assert_eq!(differ_in_number(b, a), number, "{b} {a}");
            assert!(!number || !is_near_spelling(a, b), "{a} {b}");
        };
        check("London", "London2", true);
        check("Canberra 1", "Canberra 2", true);
        check("1.2", "1.2.1", true);
        check("v1.2", "1.3-rc1", true);
        check("10G", "100G", true);
        check("0x8000003c", "0x8000003d", true);
        check("2020-01-17", "2020-03-25", true);
        check("Sao Paulo", "São Paulo", false);
        check("Newport", "Newport (Wales)", false);
        check("Level 3", "Level3", false);
    }

    #[test]
    fn near_spellings_are_near() {
        let check = |a: &str, b: &str, near: bool| assert_eq!(is_near_spelling(a, b), near, "{a} {b}");
        check("GEANT", "GÉANT", true);
        check("Toronoto", "Toronto", true);
        check("Airgate Technologies. Inc", "Airgate Technologies, Inc.", true);
        check("Colt", "Cost", false);
        check("Dublin", "Dubai", false);
        check("NTT", "NTT Communications", false);
    }

    #[test]
    fn the_nearest_name_is_near() {
        assert_eq!(distance("Toronoto", "Toronto", 1), Some(1));
        assert_eq!(distance("Kaalam", "Kalaam", 1), Some(1));
        assert_eq!(distance("Dublin", "Dubai", 1), None);
        assert_eq!(nearest("primery_key", ["primary_key", "fields"]), Some("primary_key"));
        assert_eq!(nearest("jsn", ["csv", "json"]), Some("json"));
        assert_eq!(nearest("zzz", ["csv", "json"]), None);
        assert_eq!(nearest("a", ["b"]), None);
        assert_eq!(nearest("K", ["k"]), Some("k"));
        assert_eq!(did_you_mean("zzz", &["csv", "json", "csv"]).as_deref(), Some("expected one of `csv`, `json`"));
    }
}
