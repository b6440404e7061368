//! How alike two names are. The only user of rapidfuzz, caseless, unicode-normalization and unicode-security.
//!
//! It knows strings alone: what a likeness means is for the caller to say. Another measure is one more function.

use caseless::default_case_fold_str;
use rapidfuzz::distance::osa;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_security::skeleton;

/// A text as it compares to a reader who does not mind case and blanks: case folded (Unicode default case folding), runs of
/// white space made one blank, none at the ends.
pub fn folded(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    }
    default_case_fold_str(text).split_whitespace().collect::<Vec<_>>().join(" ")
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
    let is_unseen = matches!(character, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
    let is_punctuation = matches!(character, '-' | '_' | '.' | ',' | '\'' | '’' | '(' | ')' | '/' | '–');
    character.is_whitespace() || is_punctuation || is_unseen
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
    fn the_nearest_name_is_near() {
        assert_eq!(distance("Toronoto", "Toronto", 1), Some(1));
        assert_eq!(distance("Kaalam", "Kalaam", 1), Some(1));
        assert_eq!(distance("Dublin", "Dubai", 1), None);
        assert_eq!(nearest("primery_key", ["primary_key", "fields"]), Some("primary_key"));
        assert_eq!(nearest("jsn", ["csv", "json"]), Some("json"));
        assert_eq!(nearest("zzz", ["csv", "json"]), None);
        assert_eq!(nearest("a", ["b"]), None);
        assert_eq!(nearest("K", ["k"]), Some("k"));
        assert_eq!(did_you_mean("zzz", &["csv", "json"]).as_deref(), Some("expected one of `csv`, `json`"));
    }
}
