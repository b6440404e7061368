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
    // A list item or a heading it would be at the start of a line only.
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
            Event::SoftBreak | Event::HardBreak => text.push(' '),
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
}
