//! The one escaper of text that goes to a terminal or a log.
//!
//! A page may hold anything: escape sequences that rename the window or hide a line, controls that turn the direction
//! of text so that it reads as something else (CVE-2021-42574, "Trojan Source"), commands to the service that runs a job and
//! reads its log. Such a character is shown as `\u{202e}`. Files that are written stay faithful; this is for eyes only,
//! and it knows neither findings nor terminals. A character that turns out to do harm is one more range in [`is_hostile`].

use std::borrow::Cow;
use std::collections::BTreeSet;

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
    let commands = commands(text);
    if commands.is_empty() && !text.contains(&is_shown) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for (at, character) in text.char_indices() {
        match is_shown(character) || commands.contains(&at) {
            true => escaped.extend(character.escape_unicode()),
            false => escaped.push(character),
        }
    }
    Cow::Owned(escaped)
}

/// Where a service that runs jobs would take what follows in its log for a command to itself: GitHub Actions at `::error::` that starts
/// a line and at `##[error]` anywhere, Azure Pipelines at `##vso[` anywhere. Of each the character without which it is none.
pub(crate) fn commands(text: &str) -> BTreeSet<usize> {
    let second = text.match_indices('#').map(|(at, _)| at).filter(|&at| text[..at].ends_with('#'));
    let mut found: BTreeSet<usize> = second.filter(|&at| is_bracketed(&text[at + 1..])).collect();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let command = line.trim_start();
        let name =
            command.strip_prefix("::").filter(|rest| rest.starts_with(|first: char| first.is_ascii_alphabetic()));
        if name.is_some_and(|rest| rest.contains("::")) {
            found.insert(start + line.len() - command.len());
        }
        start += line.len();
    }
    found
}

fn is_bracketed(rest: &str) -> bool {
    let word = rest.get(..4).filter(|word| word.eq_ignore_ascii_case("vso["));
    rest.starts_with('[') || word.is_some()
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
    fn commands_to_a_service_are_broken_up() {
        check("::error::x", "\\u{3a}:error::x");
        check("a\n \u{a0}::error file=a::x\n::b", "a\n \u{a0}\\u{3a}:error file=a::x\n::b");
        check("a ##[error]x #####[b] ##VSO[c]", "a #\\u{23}[error]x ####\\u{23}[b] #\\u{23}VSO[c]");
        for plain in ["::1", "::ffff:10.0.0.1", "a::b::c", "## Heading", "##", "#[x]", "::", "##é[x]"] {
            check(plain, plain);
        }
    }

    #[test]
    fn a_line_stays_a_line() {
        assert_eq!(escape_line("a\r\nb\tc"), "a\\u{d}\\u{a}b\\u{9}c");
        assert!(matches!(escape_line("page.md"), Cow::Borrowed("page.md")));
    }
}
