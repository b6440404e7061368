//! The many spellings of yes, no and nothing.
//!
//! It knows single texts, no columns: whether a whole column is made of such texts is for `profile.rs` to ask. Another
//! spelling is one word in a list here.

use std::borrow::Cow;
use std::collections::BTreeSet;

/// What a text in a column of yes and no says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
}

/// Check marks. Variation selectors do not count.
const CHECKS: &[&str] = &[
    "✓",
    "✔",
    "✅",
    "☑",
    "🗸",
    "✓✓",
    "👍",
    ":heavy_check_mark:",
    ":white_check_mark:",
    ":ballot_box_with_check:",
    ":check_mark:",
    ":check:",
    ":tick:",
    ":+1:",
    ":thumbsup:",
    ":large_green_circle:",
    ":green_circle:",
    "🟢",
    "&check;",
    "(/)",
    "√",
];

/// Crosses, and boxes that are not ticked.
const CROSSES: &[&str] = &[
    "✗",
    "✘",
    "✕",
    "✖",
    "❌",
    "❎",
    "☒",
    "☓",
    "⨯",
    "🗙",
    "🗴",
    ":x:",
    ":cross_mark:",
    ":heavy_multiplication_x:",
    ":negative_squared_cross_mark:",
    ":no_entry:",
    ":no_entry_sign:",
    ":-1:",
    ":thumbsdown:",
    "👎",
    ":red_circle:",
    "🔴",
    "🚫",
    "⛔",
    "☐",
    ":white_medium_square:",
    "&cross;",
    "(x)",
];

/// Boxes that are ticked.
const TICKED: &[&str] = &["[x]", "[X]"];

/// Boxes that are not ticked where others are. By itself, a pair of brackets is an empty list.
const UNTICKED: &[&str] = &["[ ]", "[]"];

/// Letters that mean yes only beside blanks or crosses.
const LETTERS: &[&str] = &["x", "X", "✕", "×"];

/// What stands where there is nothing.
const NOTHING: &[&str] = &["n/a", "n.a.", "-", "–", "—", "--", "---", "−", "tbd", "tba"];

/// What a check mark, a cross, or one of them beside the word that says the same, says.
pub(super) fn answer(text: &str) -> Option<Answer> {
    if let Some(answer) = word(text) {
        return Some(answer);
    }
    let plain: Cow<'_, str> = match text.is_ascii() {
        true => text.into(),
        false => text.chars().filter(|&c| !is_invisible(c)).collect::<String>().into(),
    };
    let plain = plain.trim();
    if let Some(answer) = sign(plain).or_else(|| word(plain)) {
        return Some(answer);
    }
    let (first, rest) = plain.split_once(char::is_whitespace)?;
    let rest = rest.trim();
    let (a, b) = (sign(first).or_else(|| word(first))?, sign(rest).or_else(|| word(rest))?);
    (a == b).then_some(a)
}

/// Whether a text is one of the words that say yes or no in every column.
pub(super) fn word(text: &str) -> Option<Answer> {
    let is_one_of = |words: [&str; 2]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    match text.len() {
        0..=5 if is_one_of(["yes", "true"]) => Some(Answer::Yes),
        0..=5 if is_one_of(["no", "false"]) => Some(Answer::No),
        _ => None,
    }
}

/// Whether a text is a letter that stands for a check mark where all else is blank or a sign.
pub(super) fn is_letter_mark(text: &str) -> bool {
    LETTERS.contains(&text)
}

/// Whether a header has a sign among its words, and no letter or digit is in the sign: where it stands below, the row has what the header says.
pub(super) fn heads(header: &str, text: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|&c| !is_invisible(c)).collect::<String>();
    let is_sign = |text: &str| !text.is_empty() && !text.contains(char::is_alphanumeric) || is_shortcode(text);
    if !is_sign(text) {
        return false;
    }
    let sign = plain(text);
    is_sign(&sign) && plain(header).split_whitespace().filter(|word| is_sign(word)).eq([sign.as_str()])
}

/// `:warning:`, which GitHub shows as a sign.
fn is_shortcode(text: &str) -> bool {
    let name = text.strip_prefix(':').and_then(|rest| rest.strip_suffix(':')).filter(|name| !name.is_empty());
    name.is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_+-".contains(&byte)))
}

/// What the letters `Y` and `N` say where a column has both and nothing else.
pub(super) fn initial(text: &str) -> Option<Answer> {
    match text {
        "Y" | "y" => Some(Answer::Yes),
        "N" | "n" => Some(Answer::No),
        _ => None,
    }
}

/// Whether empty boxes are among some texts, and no ticked one.
pub(super) fn has_empty_boxes_only(texts: &BTreeSet<&str>) -> bool {
    let has = |boxes: &[&str]| boxes.iter().any(|text| texts.contains(text));
    has(UNTICKED) && !has(TICKED)
}

/// Whether a text says that there is no value.
pub(super) fn is_nothing(text: &str) -> bool {
    let may_be = text.as_bytes().first().is_some_and(|first| STARTS_NOTHING[usize::from(*first)]);
    may_be && text.len() <= "n.a.".len() && NOTHING.iter().any(|nothing| nothing.eq_ignore_ascii_case(text))
}

/// The bytes with which a text starts that says nothing.
const STARTS_NOTHING: [bool; 256] = {
    let mut table = [false; 256];
    let mut index = 0;
    while index < NOTHING.len() {
        let first = NOTHING[index].as_bytes()[0];
        table[first.to_ascii_lowercase() as usize] = true;
        table[first.to_ascii_uppercase() as usize] = true;
        index += 1;
    }
    table
};

fn sign(text: &str) -> Option<Answer> {
    match text {
        _ if CHECKS.contains(&text) || TICKED.contains(&text) => Some(Answer::Yes),
        _ if CROSSES.contains(&text) || UNTICKED.contains(&text) => Some(Answer::No),
        _ => None,
    }
}

/// Variation selectors and joiners, which choose how a sign is drawn.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{fe0e}' | '\u{fe0f}' | '\u{200d}' | '\u{200b}' | '\u{200c}' | '\u{2060}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_words_answer() {
        let check = |text: &str, expected: Option<Answer>| assert_eq!(answer(text), expected, "{text}");
        for yes in
            ["✓", "✔\u{fe0f}", "✅", "☑", ":heavy_check_mark:", ":white_check_mark:", "[x]", "Yes", "TRUE", "✅ Yes"]
        {
            check(yes, Some(Answer::Yes));
        }
        for no in ["✗", "✘", "❌", ":x:", "[ ]", "no", "❌ No", "False"] {
            check(no, Some(Answer::No));
        }
        for none in ["", "x", "yes, in part", "✅ since 1.2", "✅ No", "Y", "1", "oui", "İ"] {
            check(none, None);
        }
    }

    #[test]
    fn signs_for_nothing() {
        for text in NOTHING.iter().copied().chain(["N/A", "N.a.", "TBD", "Tba"]) {
            assert!(is_nothing(text), "{text}");
        }
        for text in ["", "NA", "none", "0", "*", "?"] {
            assert!(!is_nothing(text), "{text}");
        }
    }
}
