//! The block structure of a Markdown text: which lines belong to which block, and which of them are tables.
//!
//! The rules are GFM's (CommonMark 0.31 with tables and footnotes), applied in the order in which cmark-gfm applies
//! them, because a table is only a table if all around it is read right. A general parser is not used here: the one we
//! have misses and invents tables. The text is read once, line by line:
//!
//! 1. [`continued`]: how many of the open blocks does the line belong to?
//! 2. [`opened`]: which blocks start on it?
//! 3. [`parser`]: the rest of the line is text of the innermost block.
//!
//! Most lines are plain text; [`glance`] knows them without these steps.
//!
//! This module must not know inline syntax, or what a table means. A new kind of block is a [`BlockKind`], a function
//! in [`marker`], and one arm in each of the three steps.
//!
//! # Wanted deviations from cmark-gfm
//!
//! * Cells that a short row lacks are not counted and capped; a table never ends before its last row for that.
//! * A row can have any number of cells (comrak: 65,535).
//! * Containers nest 256 deep at most; the markers of deeper ones are text. It keeps the time linear.
//! * An empty line that ends with a lone CR continues a footnote definition, as with any other line end.
//! * Front matter is recognised, see [`front_matter`].

mod continued;
mod definition;
mod front_matter;
mod glance;
mod html;
mod line;
mod marker;
mod opened;
mod parser;

#[cfg(test)]
mod differential;
#[cfg(test)]
mod generate;
#[cfg(any(test, fuzzing))]
pub(super) mod oracle;
#[cfg(any(test, fuzzing))]
mod shrink;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub(crate) use self::definition::Definition;
#[cfg(test)]
pub(crate) use self::generate::documents as generated_documents;
use self::parser::Parser;
#[cfg(any(test, fuzzing))]
pub(super) use self::shrink::shrink;
use super::row::Alignment;

/// The blocks of a text. All ranges are bytes of the text, from its very start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Blocks {
    /// In document order, parents before their children.
    pub(crate) blocks: Vec<Block>,
    /// In document order.
    pub(crate) definitions: Vec<Definition>,
    pub(crate) front_matter: Option<FrontMatter>,
}

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) kind: BlockKind,
    /// The container, as an index into [`Blocks::blocks`]; `None` at the top level.
    pub(crate) parent: Option<usize>,
    /// Of a block without children: the content of each line. The prefixes of containers, the block's own marks and the
    /// line end are left out, and except in code and HTML the indentation too. A tab that a prefix takes a part of
    /// belongs to the content.
    pub(crate) lines: Vec<Range<usize>>,
    /// From its first character to the end of its last line. Prefixes of containers stand within it.
    pub(crate) range: Range<usize>,
}

/// What kind a block is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BlockKind {
    /// `> …`
    BlockQuote,
    /// Its children are items.
    List(ListMarker),
    /// Its parent is a list.
    Item,
    /// `[^label]: …`
    FootnoteDefinition {
        /// Without the brackets and the caret.
        label: Range<usize>,
    },
    /// Link reference definitions at its start are no lines of it.
    Paragraph,
    /// One line if it is not `setext`; that line is empty if the heading is.
    Heading {
        /// From 1 to 6.
        level: u8,
        /// Whether it is underlined. The underline is no line of it.
        setext: bool,
    },
    /// `***`; it has no lines.
    ThematicBreak,
    /// The lines between the fences.
    FencedCode {
        /// What follows the opening fence, without the blanks around it.
        info: Range<usize>,
    },
    /// Code by indentation, without blank lines at its end.
    IndentedCode,
    /// Lines of HTML.
    Html(HtmlKind),
    /// The first line is the header row, the second the delimiter row, the others are the data rows.
    Table {
        /// One for each column.
        alignments: Vec<Alignment>,
    },
}

/// What the items of a list start with. Items whose marker differs (except in its number) start a new list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListMarker {
    /// `-`, `+` or `*`.
    Bullet(u8),
    /// A number, and `.` or `)`.
    Ordered {
        /// The number of the first item.
        start: u32,
        delimiter: u8,
    },
}

impl ListMarker {
    /// Whether an item with the other marker belongs to the same list.
    fn continues(self, other: Self) -> bool {
        match (self, other) {
            (Self::Bullet(mark), Self::Bullet(other)) => mark == other,
            (Self::Ordered { delimiter, .. }, Self::Ordered { delimiter: other, .. }) => delimiter == other,
            _ => false,
        }
    }
}

/// The kinds of HTML blocks, in the order of their start conditions in CommonMark 4.6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HtmlKind {
    /// `<script>`, `<pre>`, `<textarea>`, `<style>`
    Raw,
    /// `<!--`
    Comment,
    /// `<?`
    Instruction,
    /// `<!` and a letter
    Declaration,
    /// `<![CDATA[`
    CharacterData,
    /// A tag of block level, such as `<div`.
    BlockTag,
    /// Any other complete tag that stands alone on its line.
    LoneTag,
}

/// What language the front matter is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FrontMatterKind {
    /// Between `---` and `---` or `...`.
    Yaml,
    /// Between `+++` and `+++`.
    Toml,
}

/// The front matter of a text, fences included, without the last line end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FrontMatter {
    pub(crate) kind: FrontMatterKind,
    pub(crate) range: Range<usize>,
}

/// How the lines of a text are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// Plain lines at a glance; see [`glance`].
    Quick,
    /// Every line by the full rules: what the tests hold the other one to.
    Full,
}

/// Reads the block structure of a text.
pub(crate) fn parse_blocks(text: &str) -> Blocks {
    parse_at(text, Pace::Quick)
}

/// As [`parse_blocks`], in one way or the other.
pub(super) fn parse_at(text: &str, pace: Pace) -> Blocks {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let front_matter = front_matter::front_matter(text, start);
    let (front_matter, start) = front_matter.map_or((None, start), |(matter, next)| (Some(matter), next));
    let (blocks, definitions) = Parser::new(text).parse(start, pace);
    Blocks { blocks, definitions, front_matter }
}
