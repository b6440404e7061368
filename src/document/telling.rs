//! Markup that says something beyond the letters: what is struck out is not meant any more, `10<sup>6</sup>` is no `106`.
//!
//! It reads the source of one cell or item. Bold, code, links and the like only show a text in another way, and are not told of. Another kind
//! of markup that means something is one more variant of [`Telling`].

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What markup says of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Telling {
    /// It is not meant any more: `~~text~~`, `<del>`, `<s>`, `<strike>`.
    Struck,
    /// It stands above the line: `<sup>`.
    Raised,
    /// It stands below the line: `<sub>`.
    Lowered,
}

impl Telling {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Struck, Self::Raised, Self::Lowered];
}

/// A part of a text of which markup says something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What markup says.
    pub telling: Telling,
    /// The bytes of the text.
    pub text: Range<usize>,
}

/// A text with what markup says of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ToldText {
    /// What markup says.
    pub telling: Telling,
    /// The text.
    pub text: String,
    /// What is raised or lowered follows a word, most often: the letters and digits right before it.
    pub word: String,
}

/// What the markup of a source says beyond its letters, in its order. Links, code and emphasis say nothing.
pub fn telling_markup(source: &str) -> Vec<ToldText> {
    let lower = source.to_ascii_lowercase();
    if !lower.contains('~') && !["<s", "<del"].iter().any(|tag| lower.contains(tag)) {
        return Vec::new();
    }
    // A list item or a heading it would be at the start of a line only. In one line no event is a line end.
    let line = format!("x {}", source.replace(['\n', '\r'], " "));
    let mut open = OpenTellings::default();
    let (mut text, mut found) = (String::new(), Vec::new());
    for event in Parser::new_ext(&line, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Strikethrough) => open.open(Telling::Struck, text.len(), 0..0),
            Event::End(TagEnd::Strikethrough) => close(Telling::Struck, &mut open, &text, &mut found),
            Event::InlineHtml(tag) => match tag_of(&tag) {
                Some((telling, false)) => open.open(telling, text.len(), 0..0),
                Some((telling, true)) => close(telling, &mut open, &text, &mut found),
                None => text.push(' '),
            },
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            _ => {}
        }
    }
    found
}

/// The most bytes of a word that are told: as much as tells it from others.
const LONGEST_WORD: usize = 64;

fn close(telling: Telling, open: &mut OpenTellings, text: &str, found: &mut Vec<ToldText>) {
    let Some(OpenTelling { start, .. }) = open.close(telling) else { return };
    let word = match telling {
        Telling::Struck => "",
        Telling::Raised | Telling::Lowered => {
            let near = &text[text.ceil_char_boundary(start.saturating_sub(LONGEST_WORD))..start];
            near.rsplit(|one: char| !one.is_alphanumeric()).next().unwrap_or("")
        }
    };
    let text = text[start..].trim();
    if !text.is_empty() {
        found.push(ToldText { telling, text: text.to_owned(), word: word.to_owned() });
    }
}

/// What a tag says, and whether it is one at the end.
pub(super) fn tag_of(tag: &str) -> Option<(Telling, bool)> {
    let inner = tag.trim_start_matches('<').trim_end_matches('>').to_ascii_lowercase();
    let (is_end, name) = match inner.strip_prefix('/') {
        Some(name) => (true, name),
        None => (false, inner.as_str()),
    };
    Some((element(name.split_whitespace().next()?)?, is_end))
}

/// What an element says, by its name in lower case.
pub(super) fn element(name: &str) -> Option<Telling> {
    match name {
        "del" | "s" | "strike" => Some(Telling::Struck),
        "sup" => Some(Telling::Raised),
        "sub" => Some(Telling::Lowered),
        _ => None,
    }
}

/// The parts of a text that have begun and not ended.
#[derive(Debug, Default)]
pub(super) struct OpenTellings {
    /// Those of each [`Telling`], in the order of their starts.
    open: [Vec<OpenTelling>; 3],
    /// How many of each began within [`MAX_DEPTH`] others.
    beyond: [usize; 3],
}

/// So many parts of a kind within each other are told of. Each reaches to the end of those within it, so that the depth of a text would count as often as
/// its length.
const MAX_DEPTH: usize = 64;

/// A part of a text that has begun.
#[derive(Debug)]
pub(super) struct OpenTelling {
    /// The byte of the text at which it begins.
    pub(super) start: usize,
    /// The tag in the source.
    pub(super) source: Range<usize>,
}

impl OpenTellings {
    /// Begins a part at a byte of the text.
    pub(super) fn open(&mut self, telling: Telling, start: usize, source: Range<usize>) {
        let open = &mut self.open[telling as usize];
        match open.len() {
            MAX_DEPTH => self.beyond[telling as usize] += 1,
            _ => open.push(OpenTelling { start, source }),
        }
    }

    /// Ends the part that began last of those that say the same.
    pub(super) fn close(&mut self, telling: Telling) -> Option<OpenTelling> {
        let beyond = &mut self.beyond[telling as usize];
        if *beyond > 0 {
            *beyond -= 1;
            return None;
        }
        self.open[telling as usize].pop()
    }

    /// Moves what begins behind the end of a text that was cut to that end.
    pub(super) fn truncate(&mut self, length: usize) {
        for open in &mut self.open {
            let cut = open.iter_mut().rev().take_while(|open| open.start > length);
            cut.for_each(|open| open.start = length);
        }
    }
}

/// Digits and signs that stand above or below the line right behind a word, in the characters that Unicode has for them: `10<sup>6</sup>` reads
/// `10⁶`. Glued to what stands before them they would make another number, or another name.
///
/// Any other text stays as it is: `1<sup>st</sup>` is `1st`, and what follows no word may be nothing but small print.
pub(super) fn in_script(telling: Telling, before: &str, text: &str) -> Option<String> {
    let (digits, signs) = match telling {
        Telling::Struck => return None,
        Telling::Raised => (['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'], ['⁺', '⁻']),
        Telling::Lowered => (['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'], ['₊', '₋']),
    };
    let is_behind_word = before.ends_with(|last: char| last.is_alphanumeric() || ")]}.,%\"'”’*".contains(last));
    let script = |character: char| match character {
        '+' => Some(signs[0]),
        '-' | '−' | '–' => Some(signs[1]),
        _ => Some(digits[character.to_digit(10)? as usize]),
    };
    let has_digit = text.contains(|character: char| character.is_ascii_digit());
    if !is_behind_word || !has_digit { None } else { text.trim().chars().map(script).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, expected: &[(Telling, &str, &str)]) {
        let found = telling_markup(source);
        let found: Vec<_> = found.iter().map(|told| (told.telling, told.word.as_str(), told.text.as_str())).collect();
        assert_eq!(found, expected, "{source}");
    }

    #[test]
    fn what_means_something_is_found_and_what_does_not_is_not() {
        use Telling::{Lowered, Raised, Struck};
        check("10<sup>6</sup>", &[(Raised, "10", "6")]);
        check("about 10<SUP class=x>6</SUP> of H<sub>2</sub>O", &[(Raised, "10", "6"), (Lowered, "H", "2")]);
        check("~~Lyon~~, Graz", &[(Struck, "", "Lyon")]);
        check("- <del>a **b**</del><br><s>c</s>", &[(Struck, "", "a b"), (Struck, "", "c")]);
        check("`~~a~~` <b>b</b> [c](d) ~ e <span>f</span> ~~ g", &[]);
        check("<sup></sup> <del>a", &[]);
    }

    #[test]
    fn digits_behind_a_word_have_characters_of_their_own() {
        use Telling::{Lowered, Raised, Struck};
        let check = |telling, before: &str, text: &str, expected: Option<&str>| {
            assert_eq!(in_script(telling, before, text).as_deref(), expected, "{before}|{text}");
        };
        check(Raised, "10", "6", Some("⁶"));
        check(Raised, "10", "-12", Some("⁻¹²"));
        check(Raised, "(a)", " 2+3 ", Some("²⁺³"));
        check(Lowered, "H", "2", Some("₂"));
        for (telling, before, text) in [
            (Raised, "", "2"),
            (Raised, "a ", "2"),
            (Raised, "1", "st"),
            (Raised, "1", "2.5"),
            (Raised, "1", "+"),
            (Struck, "1", "2"),
        ] {
            check(telling, before, text, None);
        }
    }

    #[test]
    fn what_stands_before_and_between_is_told() {
        use Telling::{Lowered, Raised, Struck};
        check("a b10<sup>6</sup>", &[(Raised, "b10", "6")]);
        check("a-b<sup>6</sup> é<sub>2</sub>", &[(Raised, "b", "6"), (Lowered, "é", "2")]);
        check("a <sup>6</sup>", &[(Raised, "", "6")]);
        check("a\n~~b\r\nc~~", &[(Struck, "", "b  c")]);
        check("<del>a<br>b</del> x<sup>`c`</sup>", &[(Struck, "", "a b"), (Raised, "x", "c")]);
        check("<s>a</s><strike>b</strike></s>", &[(Struck, "", "a"), (Struck, "", "b")]);
        check("<del>a<del>b</del></del>", &[(Struck, "", "b"), (Struck, "", "ab")]);
        check("<sup>a<sub>b</sup>c</sub>", &[(Raised, "", "ab"), (Lowered, "a", "bc")]);
        check("x < y ~ z", &[]);
        check("x<samp>y</samp>", &[]);
        let word = |length: usize| {
            let found = telling_markup(&format!("{}<sup>2</sup>", "a".repeat(length)));
            found[0].word.len()
        };
        assert_eq!([word(63), word(64), word(65)], [63, 64, 64]);
        // Half of a character is no part of a word.
        let found = telling_markup(&format!("{}a<sup>2</sup>", "é".repeat(40)));
        assert_eq!(found[0].word, format!("{}a", "é".repeat(31)));
    }

    #[test]
    fn tags_are_known_by_their_names() {
        use Telling::{Lowered, Raised, Struck};
        let tags = ["<del>", "</DEL>", "<s class=x>", "<strike>", "<sup >", "</sub>", "<span>", "</>", "<>"];
        let found = tags.map(tag_of);
        let expected = [
            Some((Struck, false)),
            Some((Struck, true)),
            Some((Struck, false)),
            Some((Struck, false)),
            Some((Raised, false)),
            Some((Lowered, true)),
            None,
            None,
            None,
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn parts_within_each_other_are_told_of_to_a_depth() {
        let mut open = OpenTellings::default();
        let starts = |open: &mut OpenTellings, count: usize| {
            (0..count).map(|_| open.close(Telling::Raised).map(|part| part.start)).collect::<Vec<_>>()
        };
        (0..66).for_each(|start| open.open(Telling::Raised, start, start..start + 1));
        open.open(Telling::Struck, 7, 0..1);
        // Those beyond the sixty-fourth end first, and are told of no more.
        assert_eq!(starts(&mut open, 4), [None, None, Some(63), Some(62)]);
        open.truncate(60);
        assert_eq!(starts(&mut open, 3), [Some(60), Some(60), Some(59)]);
        assert_eq!(starts(&mut open, 60)[58..], [Some(0), None]);
        assert_eq!(open.close(Telling::Struck).map(|part| (part.start, part.source)), Some((7, 0..1)));
        assert!(open.close(Telling::Struck).is_none() && open.close(Telling::Lowered).is_none());
    }

    #[test]
    fn digits_and_signs_have_characters_above_and_below_the_line() {
        use Telling::{Lowered, Raised, Struck};
        let script = |telling, before, text| in_script(telling, before, text);
        assert_eq!(script(Raised, "a", "0123456789+-"), Some("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻".to_owned()));
        assert_eq!(script(Lowered, "a", "0123456789+−–"), Some("₀₁₂₃₄₅₆₇₈₉₊₋₋".to_owned()));
        for before in ["a", "é", "5", ")", "]", "}", ".", ",", "%", "\"", "'", "”", "’", "*"] {
            assert_eq!(script(Raised, before, "2"), Some("²".to_owned()), "{before}");
        }
        for before in ["", " ", "(", "-", "/", ":"] {
            assert_eq!(script(Raised, before, "2"), None, "{before}");
        }
        assert_eq!(
            [script(Raised, "a", "2 3"), script(Raised, "a", "+-"), script(Struck, "a", "2")],
            [None, None, None]
        );
    }
}
