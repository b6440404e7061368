//! The one escaper of text that goes to a terminal or a log.
//!
//! A page may hold anything: escape sequences that rename the window or hide a line, controls that turn the direction
//! of text so that it reads as something else (CVE-2021-42574, "Trojan Source"). Such a character is shown as
//! `\u{202e}`. Files that are written stay faithful; this is for eyes only, and it knows neither findings nor
//! terminals. A character that turns out to do harm is one more range in [`is_hostile`].

use std::borrow::Cow;

/// Whether a character may do something to a terminal or a log other than show itself.
///
/// These are C0 except line feed and tab, DEL, C1, the marks, embeddings, overrides and isolates of the Unicode
/// Bidirectional Algorithm (UAX 9, section 2), the line and paragraph separators, and the byte order mark.
pub fn is_hostile(character: char) -> bool {
    match character {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{feff}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        other => other.is_control(),
    }
}

/// A text with every hostile character made visible. Line feeds and tabs stay.
///
/// ```
/// assert_eq!(rowmill::escape::escape("a\u{202e}b\n"), "a\\u{202e}b\n");
/// ```
pub fn escape(text: &str) -> Cow<'_, str> {
    escape_where(text, is_hostile)
}

/// A text with every hostile character made visible, and line feeds and tabs too: it stays on its line.
///
/// ```
/// assert_eq!(rowmill::escape::escape_line("a\tb\n"), "a\\u{9}b\\u{a}");
/// ```
pub fn escape_line(text: &str) -> Cow<'_, str> {
    escape_where(text, |character| is_hostile(character) || matches!(character, '\n' | '\t'))
}

fn escape_where(text: &str, is_shown: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_shown) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match is_shown(character) {
            true => escaped.extend(character.escape_unicode()),
            false => escaped.push(character),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(escape(text), expected);
        assert_eq!(escape(expected), expected, "escaping twice changes nothing");
    }

    #[test]
    fn what_shows_itself_stays() {
        for plain in ["", "Amsterdam", "東京", "é e\u{301}", "👩\u{200d}👧", "a\tb\nc", "\u{a0}", "\\u{1b}", "مرحبا"]
        {
            check(plain, plain);
        }
    }

    #[test]
    fn controls_are_made_visible() {
        check("\u{1b}[31mred", "\\u{1b}[31mred");
        check("\0\u{7}\u{8}\r\u{b}\u{c}", "\\u{0}\\u{7}\\u{8}\\u{d}\\u{b}\\u{c}");
        check("\u{7f}\u{80}\u{85}\u{9b}\u{9f}", "\\u{7f}\\u{80}\\u{85}\\u{9b}\\u{9f}");
    }

    #[test]
    fn marks_of_direction_are_made_visible() {
        check("\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}", "\\u{202a}\\u{202b}\\u{202c}\\u{202d}\\u{202e}");
        check("\u{2066}\u{2067}\u{2068}\u{2069}", "\\u{2066}\\u{2067}\\u{2068}\\u{2069}");
        check("\u{200e}\u{200f}\u{61c}\u{feff}", "\\u{200e}\\u{200f}\\u{61c}\\u{feff}");
        check("\u{2028}\u{2029}", "\\u{2028}\\u{2029}");
    }

    #[test]
    fn a_line_stays_a_line() {
        assert_eq!(escape_line("a\r\nb\tc"), "a\\u{d}\\u{a}b\\u{9}c");
        assert!(matches!(escape_line("page.md"), Cow::Borrowed("page.md")));
    }
}
