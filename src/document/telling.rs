//! Markup that says something beyond the letters: what is struck out is not meant any more, `10<sup>6</sup>` is no `106`.
//!
//! It reads the source of one cell or item. Bold, code, links and the like only show a text in another way, and are not told of. Another kind
//! of markup that means something is one more variant of [`Telling`].

use super::inline::RichText;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What markup says of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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

    /// What an element of HTML says of its text.
    pub(super) fn of_element(name: &str) -> Option<Self> {
        match name {
            "del" | "s" | "strike" => Some(Self::Struck),
            "sup" => Some(Self::Raised),
            "sub" => Some(Self::Lowered),
            _ => None,
        }
    }
}

/// Where the text began of what is struck out, raised or lowered and has no end yet.
#[derive(Default)]
pub(super) struct OpenTellings([Vec<usize>; 3]);

impl OpenTellings {
    pub(super) fn open(&mut self, telling: Telling, start: usize) {
        self.0[telling as usize].push(start);
    }

    /// Ends the last one of a kind, at the end of the text so far.
    pub(super) fn close(&mut self, telling: Telling, rich: &mut RichText) {
        let Some(start) = self.0[telling as usize].pop() else { return };
        if start < rich.text.len() {
            rich.tellings.push((start..rich.text.len(), telling));
        }
    }
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
    let mut open: Vec<(Telling, usize)> = Vec::new();
    let (mut text, mut found) = (String::new(), Vec::new());
    for event in Parser::new_ext(&line, Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Strikethrough) => open.push((Telling::Struck, text.len())),
            Event::End(TagEnd::Strikethrough) => close(Telling::Struck, &mut open, &text, &mut found),
            Event::InlineHtml(tag) => match tag_of(&tag) {
                Some((telling, false)) => open.push((telling, text.len())),
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

fn close(telling: Telling, open: &mut Vec<(Telling, usize)>, text: &str, found: &mut Vec<ToldText>) {
    let Some(at) = open.iter().rposition(|(other, _)| *other == telling) else { return };
    let (_, start) = open.remove(at);
    let word = match telling {
        Telling::Struck => "",
        Telling::Raised | Telling::Lowered => {
            text[..start].rsplit(|one: char| !one.is_alphanumeric()).next().unwrap_or("")
        }
    };
    let text = text[start..].trim();
    if !text.is_empty() {
        found.push(ToldText { telling, text: text.to_owned(), word: word.to_owned() });
    }
}

/// What a tag says, and whether it is one at the end.
fn tag_of(tag: &str) -> Option<(Telling, bool)> {
    let inner = tag.trim_start_matches('<').trim_end_matches('>').to_ascii_lowercase();
    let (is_end, name) = match inner.strip_prefix('/') {
        Some(name) => (true, name),
        None => (false, inner.as_str()),
    };
    let telling = Telling::of_element(name.split_whitespace().next()?)?;
    Some((telling, is_end))
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
}
