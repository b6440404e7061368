//! How alike two names are. The only user of rapidfuzz, caseless and unicode-normalization.
//!
//! It knows strings alone: what a likeness means is for the caller to say. Another measure is one more function.

use caseless::default_case_fold_str;
use rapidfuzz::distance::osa;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A text as it compares to a reader who does not mind case and blanks: case folded (Unicode default case folding), runs of
/// white space made one blank, none at the ends.
pub fn folded(text: &str) -> String {
    default_case_fold_str(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text without its accents, in its case: compatibility decomposition (NFKD) without the combining marks.
pub fn unaccented(text: &str) -> String {
    text.nfkd().filter(|&character| !is_combining_mark(character)).collect()
}

/// A text reduced to what its spelling variants share: no case, no accents, no blanks, no punctuation.
///
/// Signs that make another name stay (`C++`, `C#`), and so does what keeps two digits apart: `1.1` is not `11`.
pub fn loose_key(text: &str) -> String {
    let plain = default_case_fold_str(&unaccented(text));
    let characters: Vec<char> = plain.chars().collect();
    let mut key = String::with_capacity(plain.len());
    let mut gap = false;
    for &character in &characters {
        if is_loose(character) {
            gap = true;
            continue;
        }
        let parts_digits = gap && character.is_ascii_digit() && key.ends_with(|last: char| last.is_ascii_digit());
        if parts_digits {
            key.push(' ');
        }
        gap = false;
        key.push(character);
    }
    key
}

/// Characters in which two spellings of one name may differ.
fn is_loose(character: char) -> bool {
    character.is_whitespace() || matches!(character, '-' | '_' | '.' | ',' | '\'' | '’' | '(' | ')' | '/' | '–')
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
        check("London", "London2", false);
        check("AT&T", "ATT", false);
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
