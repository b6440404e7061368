//! The values of front matter: YAML, TOML, or the `<properties …/>` that older Azure pages begin with.
//!
//! It reads what stands on one line at the top level, which is all that a record may want; it is no reader of YAML.

use std::ops::Range;

use super::block::{Block, BlockKind, FrontMatter};
use crate::source::{SourceId, Span};

/// A value of the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatterValue {
    /// Its key.
    pub key: String,
    /// Its text, without quotes.
    pub text: String,
    /// The text in the source.
    pub(super) source: Range<usize>,
}

impl FrontMatterValue {
    /// The place of its text.
    pub fn span(&self, source: SourceId) -> Span {
        Span::new(source, self.source.clone())
    }
}

/// The values of a page's front matter, in its order.
pub(super) fn values(text: &str, front_matter: Option<&FrontMatter>, blocks: &[Block]) -> Vec<FrontMatterValue> {
    match front_matter {
        Some(matter) => lines(text, matter.range.clone()).filter_map(|line| value(text, line)).collect(),
        None => blocks
            .iter()
            .take_while(|block| is_properties(text, block))
            .flat_map(|block| attributes(text, block))
            .collect(),
    }
}

fn lines(text: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut start = range.start;
    text[range].split('\n').map(move |line| {
        let place = start..start + line.trim_end_matches('\r').len();
        start += line.len() + 1;
        place
    })
}

/// `key: value` or `key = value` at the start of a line.
fn value(text: &str, line: Range<usize>) -> Option<FrontMatterValue> {
    let written = &text[line.clone()];
    let is_key = |character: char| character.is_alphanumeric() || matches!(character, '_' | '-' | '.');
    let key_end = written.find(|character| !is_key(character)).filter(|&end| end > 0)?;
    let sign = written[key_end..].trim_start().chars().next().filter(|sign| matches!(sign, ':' | '='))?;
    let rest = key_end + written[key_end..].find(sign)? + 1;
    unquoted(text, &written[..key_end], line.start + rest..line.end)
}

fn unquoted(text: &str, key: &str, range: Range<usize>) -> Option<FrontMatterValue> {
    let written = &text[range.clone()];
    let start = range.start + (written.len() - written.trim_start().len());
    let trimmed = written.trim();
    let quote = trimmed.chars().next().filter(|quote| matches!(quote, '"' | '\''));
    let inside = quote.and_then(|quote| trimmed.strip_prefix(quote)?.strip_suffix(quote));
    let (start, value) = inside.map_or((start, trimmed), |inside| (start + 1, inside));
    let found = FrontMatterValue { key: key.to_owned(), text: value.to_owned(), source: start..start + value.len() };
    (!value.is_empty()).then_some(found)
}

/// A tag on several lines is a paragraph to Markdown.
fn is_properties(text: &str, block: &Block) -> bool {
    let first = block.lines.first().map_or("", |line| text[line.clone()].trim_start());
    matches!(block.kind, BlockKind::Html(_) | BlockKind::Paragraph)
        && (first.starts_with("<properties") || first.starts_with("<tags"))
}

/// The attributes `name="value"` of a block of HTML.
fn attributes(text: &str, block: &Block) -> Vec<FrontMatterValue> {
    let mut found = Vec::new();
    for line in &block.lines {
        let mut at = line.start;
        while let Some(sign) = text[at..line.end].find("=\"") {
            let name_start =
                text[line.start..at + sign].rfind([' ', '\t', '<']).map_or(line.start, |blank| line.start + blank + 1);
            let start = at + sign + 2;
            let end = text[start..line.end].find('"').map_or(line.end, |quote| start + quote);
            found.extend(unquoted(text, &text[name_start..at + sign], start..end));
            at = (end + 1).min(line.end);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::block::parse_blocks;

    fn check(text: &str, expected: &[(&str, &str)]) {
        let blocks = parse_blocks(text);
        let found = values(text, blocks.front_matter.as_ref(), &blocks.blocks);
        let shown: Vec<(&str, &str)> = found.iter().map(|value| (value.key.as_str(), value.text.as_str())).collect();
        assert_eq!(shown, expected);
        assert!(found.iter().all(|value| text[value.source.clone()] == value.text));
    }

    #[test]
    fn values_stand_on_lines_of_their_own() {
        check(
            "---\ntitle: 'A: b'\nms.date: 01/17/2020\nlist:\n  - x\n---\n",
            &[("title", "A: b"), ("ms.date", "01/17/2020")],
        );
        check("+++\ntitle = \"A\"\r\n+++\r\n", &[("title", "A")]);
        check(
            "<properties\n   pageTitle=\"A b\"\n   services=\"x\"/>\n<tags ms.date=\"1\" />\n",
            &[("pageTitle", "A b"), ("services", "x"), ("ms.date", "1")],
        );
        check("# None\n", &[]);
    }

    #[test]
    fn a_key_starts_its_line_and_a_value_is_one() {
        let yaml = |line: &str, expected: &[(&str, &str)]| check(&format!("---\nx:\n{line}\n---\n"), expected);
        yaml("a: b", &[("a", "b")]);
        yaml("a_b-c.d1: e", &[("a_b-c.d1", "e")]);
        yaml("a : b", &[("a", "b")]);
        yaml("a = b", &[("a", "b")]);
        yaml("a:b: c", &[("a", "b: c")]);
        yaml("é: ü", &[("é", "ü")]);
        yaml("a: 'b'", &[("a", "b")]);
        yaml("a: \"b\" ", &[("a", "b")]);
        yaml("a: 'b\"", &[("a", "'b\"")]);
        yaml("a: '", &[("a", "'")]);
        for nothing in ["a: ''", "a:", " a: b", ": b", "a b: c", "- a: b", "a", "# a: b", "\"a\": b"] {
            yaml(nothing, &[]);
        }
    }

    #[test]
    fn attributes_of_a_tag_are_values_too() {
        check("<properties a=\"b\" c=\"d\" e=\"\" f = \"g\" h=\"i />\n", &[("a", "b"), ("c", "d"), ("h", "i />")]);
        check("  <tags a=\"b\">\n\n<properties c=\"d\">\n\ntext\n\n<tags e=\"f\">\n", &[("a", "b"), ("c", "d")]);
        check("<property a=\"b\">\n", &[]);
        check("text <tags a=\"b\">\n", &[]);
        check("<properties\n\ta=\"b\"\n/>\n", &[("a", "b")]);
    }
}
