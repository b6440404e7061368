//! What may be a slip of the pen, of two words that differ in a letter: and what is another word, or another form of one.
//!
//! It knows letters, keys and endings, never a value of a page. Another pair of forms is one more line in [`are_forms`] or in
//! [`SPELLINGS`].

use super::words::is_in_capitals;
use crate::similarity::distance;

/// How a word came to be another one, by one edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// Two neighbours changed places, or one letter is there twice or once: no other word comes of it as a rule.
    Plain,
    /// A letter is missing or too many.
    Gap,
    /// A letter stands for one beside it on the keyboard, or a vowel for another one.
    Near,
    /// Another letter, which may make another word.
    Other,
}

/// The one pair of words in which two texts differ, if it is one.
pub(super) fn differing_words<'a, 'b>(a: &'a str, b: &'b str) -> Option<(&'a str, &'b str)> {
    fn words(text: &str) -> impl Iterator<Item = &str> {
        text.split(|character: char| !character.is_alphanumeric())
    }
    let mut found = None;
    let (mut left, mut right) = (words(a), words(b));
    loop {
        match (left.next(), right.next()) {
            (None, None) => return found,
            (Some(one), Some(other)) if one == other => {}
            (Some(one), Some(other)) if found.is_none() => found = Some((one, other)),
            _ => return None,
        }
    }
}

/// Whether a word is of nothing but letters of a script in which a word has many, and no acronym.
pub(super) fn is_plain_word(word: &str) -> bool {
    word.chars().all(|character| character.is_lowercase() || character.is_uppercase()) && !is_in_capitals(word)
}

/// The slip that makes a word of the right one, if one edit does, behind its first letter.
pub(super) fn slip(word: &str, right: &str) -> Option<Slip> {
    let (word, right): (Vec<char>, Vec<char>) =
        (word.to_lowercase().chars().collect(), right.to_lowercase().chars().collect());
    let start = word.iter().zip(&right).take_while(|(a, b)| a == b).count();
    let end = word.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    if start == 0 {
        return None;
    }
    match word.len().cmp(&right.len()) {
        std::cmp::Ordering::Equal if word.len().saturating_sub(start + end) == 2 => {
            let is_swap = word[start] == right[start + 1] && word[start + 1] == right[start];
            is_swap.then_some(Slip::Plain)
        }
        std::cmp::Ordering::Equal => {
            let one = start + end + 1 == word.len();
            let (a, b) = (*word.get(start)?, *right.get(start)?);
            one.then_some(if are_near(a, b) { Slip::Near } else { Slip::Other })
        }
        order => {
            let (short, long) = if order.is_lt() { (&word, &right) } else { (&right, &word) };
            let one = short.len() + 1 == long.len() && start + end >= short.len();
            // A letter there twice: the one before the first difference is the letter itself.
            let is_double = long.get(start).is_some_and(|letter| long.get(start.wrapping_sub(1)) == Some(letter));
            one.then_some(if is_double { Slip::Plain } else { Slip::Gap })
        }
    }
}

const KEYBOARD: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Whether two letters are vowels both, or neighbours on the keyboard.
fn are_near(a: char, b: char) -> bool {
    let is_vowel = |letter: char| "aeiouy".contains(letter);
    let place = |letter: char| KEYBOARD.iter().enumerate().find_map(|(row, keys)| Some((row, keys.find(letter)?)));
    let beside = |(row, column): (usize, usize), (other_row, other): (usize, usize)| match other_row.abs_diff(row) {
        0 => column.abs_diff(other) == 1,
        // A key touches the one above it, and that one's right neighbour.
        1 if row > other_row => other == column || other == column + 1,
        1 => column == other || column == other + 1,
        _ => false,
    };
    (is_vowel(a) && is_vowel(b)) || place(a).zip(place(b)).is_some_and(|(a, b)| beside(a, b))
}

/// Endings of words of which both are right, on either side of an ocean.
const SPELLINGS: &[(&str, &str)] = &[
    ("our", "or"),
    ("is", "iz"),
    ("ys", "yz"),
    ("re", "er"),
    ("ce", "se"),
    ("ll", "l"),
    ("ogue", "og"),
    ("grey", "gray"),
    ("ae", "e"),
];

/// Whether two words may be forms of one word: a plural, a past, who does it, where from; or two right spellings of it.
pub(super) fn are_forms(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if let Some(ending) = long.strip_prefix(short.as_str()) {
        // Nothing is formed by the last letter again.
        return !short.ends_with(ending) && ["s", "d", "r", "n", "e", "y", "i", "a", "o", "l"].contains(&ending);
    }
    let last = |word: &str| word.chars().next_back().map(|last| (word.len() - last.len_utf8(), last));
    let (Some((at, last_a)), Some((other_at, last_b))) = (last(&a), last(&b)) else { return false };
    let replaced = a[..at] == b[..other_at];
    (replaced && [last_a, last_b].iter().all(|last| ['d', 'r', 's', 'n', 'y', 'e', 'l', 't'].contains(last)))
        || are_spellings(&a, &b)
}

fn are_spellings(a: &str, b: &str) -> bool {
    let is_pair = |(one, other): &(&str, &str)| {
        let becomes = |a: &str, b: &str| {
            a.match_indices(one).any(|(at, _)| {
                b.strip_prefix(&a[..at]).and_then(|rest| rest.strip_prefix(other)) == Some(&a[at + one.len()..])
            })
        };
        becomes(a, b) || becomes(b, a)
    };
    SPELLINGS.iter().any(is_pair)
}

/// Whether two words that are two edits apart may be one.
pub(super) fn are_near_words(word: &str, right: &str) -> bool {
    let same_start = word.chars().next() == right.chars().next();
    let length = word.chars().count().min(right.chars().count());
    let ends_alike = word.chars().next_back() == right.chars().next_back();
    same_start && ends_alike && length >= 9 && distance(word, right, 2).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_told_by_what_makes_them() {
        let check = |word: &str, right: &str, expected: Option<Slip>| assert_eq!(slip(word, right), expected, "{word}");
        check("Kaalam", "Kalaam", Some(Slip::Plain));
        check("Netwrok", "Network", Some(Slip::Plain));
        check("Toronoto", "Toronto", Some(Slip::Gap));
        check("Torronto", "Toronto", Some(Slip::Plain));
        check("Hanover", "Hannover", Some(Slip::Plain));
        check("Paula", "Paulo", Some(Slip::Near));
        check("Dwnver", "Denver", Some(Slip::Near));
        check("Iceland", "Ireland", Some(Slip::Other));
        check("Bolton", "Boston", Some(Slip::Other));
        check("Gambia", "Zambia", None);
        check("Dublin", "Dubai", None);
        check("Frankfrt", "Frankfurt", Some(Slip::Gap));
    }

    #[test]
    fn forms_of_a_word_are_no_slips() {
        let check = |a: &str, b: &str, expected: bool| assert_eq!(are_forms(a, b), expected, "{a} {b}");
        check("Region", "Regions", true);
        check("Write", "Writer", true);
        check("Manager", "Managed", true);
        check("colour", "color", true);
        check("Organisation", "Organization", true);
        check("license", "licence", true);
        check("labelled", "labeled", true);
        check("centre", "center", true);
        check("Toronoto", "Toronto", false);
        check("Netwrok", "Network", false);
    }
    #[test]
    fn plain_words_have_letters_of_either_case_alone() {
        let check = |word: &str, expected: bool| assert_eq!(is_plain_word(word), expected, "{word}");
        check("Oslo", true);
        check("oslo", true);
        check("BSD", false);
        check("Oslo2", false);
        check("o'slo", false);
        check("東京", false);
    }

    #[test]
    fn long_words_two_letters_apart_may_be_one() {
        let check =
            |word: &str, right: &str, expected: bool| assert_eq!(are_near_words(word, right), expected, "{word}");
        check("Phildelpia", "Philadelphia", true);
        check("Phildelphi", "Philadelphia", false);
        check("hildelphia", "Philadelphia", false);
        check("Pildelpia", "Philadelphia", false);
        check("Madgeburg", "Magdeburg", true);
        check("Madeburg", "Magdeburg", false);
    }

    #[test]
    fn one_pair_of_words_differs_or_none_is_told() {
        let check = |a, b, expected| assert_eq!(differing_words(a, b), expected, "{a} {b}");
        check("Port of Oslo", "Port of Osla", Some(("Oslo", "Osla")));
        check("Port-Oslo", "Part/Oslo", Some(("Port", "Part")));
        check("Port Oslo", "Part Osla", None);
        check("Port Oslo", "Port Oslo", None);
        check("Port Oslo", "Port", None);
        check("Port", "Port Oslo", None);
    }

    #[test]
    fn slips_stand_anywhere_behind_the_first_letter() {
        let check = |word: &str, right: &str, expected: Option<Slip>| assert_eq!(slip(word, right), expected, "{word}");
        // Swaps, and two letters that are no swap.
        check("abdc", "abcd", Some(Slip::Plain));
        check("abxy", "abcd", None);
        check("abcx", "abdc", None);
        check("abxc", "abcd", None);
        check("bacd", "abcd", None);
        check("axyz", "abcd", None);
        // The same word has no slip, in any case.
        check("Oslo", "oslo", None);
        // A letter too many or too few, at the end and within.
        check("abcde", "abcd", Some(Slip::Gap));
        check("abcdd", "abcd", Some(Slip::Plain));
        check("abbcd", "abcd", Some(Slip::Plain));
        check("abcd", "abbcd", Some(Slip::Plain));
        check("abd", "abcd", Some(Slip::Gap));
        check("ab", "abcd", None);
        check("abcdef", "abcd", None);
        check("abxd", "abcde", None);
        // Another letter: a neighbour on the keyboard, a vowel, or any.
        check("abcf", "abcd", Some(Slip::Near));
        check("obce", "obca", Some(Slip::Near));
        check("abcz", "abcq", Some(Slip::Other));
        check("abcé", "abcx", Some(Slip::Other));
    }

    #[test]
    fn keys_touch_those_beside_them_and_two_of_the_next_row() {
        for (key, near) in [('g', "fhtyvb"), ('y', "tughaeio"), ('q', "wa"), ('z', "asx"), ('p', "ol"), ('m', "nkj")] {
            let found: String = ('a'..='z').filter(|&other| other != key && are_near(key, other)).collect();
            let mut near: Vec<char> = near.chars().collect();
            near.sort_unstable();
            assert_eq!(found.chars().collect::<Vec<_>>(), near, "{key}");
            assert!(near.iter().all(|&other| are_near(other, key)), "{key}");
        }
        assert!(!are_near('é', 'e') && !are_near('e', 'é'));
    }

    #[test]
    fn forms_have_endings_or_other_spellings() {
        let check = |a: &str, b: &str, expected: bool| {
            assert_eq!(are_forms(a, b), expected, "{a} {b}");
            assert_eq!(are_forms(b, a), expected, "{b} {a}");
        };
        for ending in ["s", "d", "r", "n", "e", "y", "i", "a", "o", "l"] {
            check("xyw", &format!("xyw{ending}"), true);
            check(&format!("xy{ending}"), &format!("xy{ending}{ending}"), false);
        }
        check("walk", "walkt", false);
        check("walk", "walked", false);
        for (one, other) in [("d", "r"), ("s", "n"), ("y", "e"), ("l", "t")] {
            check(&format!("xyw{one}"), &format!("xyw{other}"), true);
        }
        check("walkd", "walkm", false);
        check("walkd", "talkr", false);
        check("", "", false);
        for (one, other) in SPELLINGS {
            check(&format!("x{one}w"), &format!("x{other}w"), true);
            check(&format!("x{one}w"), &format!("y{other}w"), false);
            check(&format!("x{one}w"), &format!("x{other}z"), false);
        }
    }
}
