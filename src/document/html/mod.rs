//! HTML tables: from the blocks of a document to [`Table`]s of kind [`Html`](super::TableKind::Html).
//!
//! GitHub shows what the HTML blocks of a page and the Markdown between them give together: a blank line in a cell ends the
//! HTML block, and what follows is Markdown until a line starts with a tag again. So the blocks are walked in order:
//!
//! 1. `flat.rs`: the lines of an HTML block become one text without the prefixes of containers.
//! 2. `tokens.rs` reads it as tags and text.
//! 3. `tree.rs` finds the table, row and cell that each belongs to; `content.rs` gathers what stands in a cell. Markdown
//!    blocks go to the cell that is open where they stand, read by `inline.rs`.
//! 4. `grid.rs` repeats the cells that reach over rows and columns; `table.rs` finds the header.
//!
//! A page without `<table` costs one search. This module must not know block syntax, and it reads no inline Markdown of its
//! own. Another kind of block in a cell is one more arm of [`Walker::block`].
//!
//! # Wanted deviations from what a browser shows
//!
//! * A table without its end tag ends where its list item or block quote ends; a browser lets it take the rest of the page.
//! * The tags of tables nested deeper than 64 are text of the innermost cell.
//! * A tag or a script that is not finished where its block ends is not finished by the next one; a comment is.
//! * The content of `textarea`, `title` and other elements that GitHub shows as text is read as any other.
//! * Columns at the right in which no cell begins, and rows in which none begins, are none; see `grid.rs`.

mod content;
mod flat;
mod grid;
mod table;
mod tokens;
mod tree;

#[cfg(test)]
mod differential;
#[cfg(any(test, fuzzing))]
pub(super) mod generate;
#[cfg(any(test, fuzzing))]
pub(super) mod oracle;
#[cfg(test)]
mod tests;

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use super::block::{Block, BlockKind};
use super::inline::{Pipes, html_tags};
use super::{Document, Reader, Table};
pub(super) use content::{description, unseen};
use flat::{Flat, clip};
use grid::Budget;
use table::read_table;
pub(super) use tokens::read_tag;
use tokens::{Token, Tokens};
use tree::{RawTable, Tree, is_table_tag};

/// The tables of a page that have not taken their place in the document yet.
pub(super) struct HtmlTables {
    /// In the order in which they start.
    tables: Peekable<IntoIter<RawTable>>,
    budget: Budget,
}

/// The places, names and ends of the tags in HTML.
pub(super) fn tags_of(html: &str) -> Vec<(Range<usize>, String, bool)> {
    let tag = |token| match token {
        Token::Tag(tag) => Some((tag.range, tag.name, tag.is_end)),
        Token::Text(_) => None,
    };
    Tokens::new(html).filter_map(tag).collect()
}

/// Finds the HTML tables in the reader's blocks.
pub(super) fn find_tables(reader: &Reader<'_>) -> HtmlTables {
    let mut walker = Walker { reader, tree: Tree::new(&reader.definitions), in_comment: false };
    if mentions_table(reader.text) {
        reader.blocks.blocks.iter().for_each(|block| walker.block(block));
    }
    HtmlTables { tables: walker.tree.finish().into_iter().peekable(), budget: Budget::new(reader.text.len()) }
}

impl HtmlTables {
    /// Adds the tables that start in a block, which stands under a heading.
    pub(super) fn place(
        &mut self,
        reader: &Reader<'_>,
        block: &Block,
        heading: Option<usize>,
        document: &mut Document,
    ) {
        // What stands in a container is placed with its own block.
        while let Some(raw) = self.tables.next_if(|raw| !block.lines.is_empty() && raw.range.start < block.range.end) {
            let table = read_table(reader, &raw, heading, &mut self.budget, &mut document.problems);
            for cell in table.iter().flat_map(Table::cells) {
                reader.keep_anchors(&cell.content, document);
            }
            document.tables.extend(table.filter(|table| reader.admit(table, &mut document.problems)));
        }
    }
}

/// Whether `<table` stands in a text, in any case.
pub(super) fn mentions_table(text: &str) -> bool {
    let is_table = |at: usize| {
        let name = text.as_bytes().get(at + 1..at + "<table".len());
        name.is_some_and(|name| name.eq_ignore_ascii_case(b"table"))
    };
    memchr::memchr_iter(b'<', text.as_bytes()).any(is_table)
}

/// Hands the blocks to the tree.
struct Walker<'d, 'r> {
    reader: &'d Reader<'r>,
    tree: Tree<'d>,
    /// Whether the last HTML block has ended within a comment, which goes on in the next one.
    in_comment: bool,
}

impl Walker<'_, '_> {
    fn block(&mut self, block: &Block) {
        self.close_ended(block.range.start);
        let is_open = self.tree.is_open();
        if !is_open && !self.in_comment && !self.may_matter(block) {
            return;
        }
        match &block.kind {
            BlockKind::Html(_) => self.html(&block.lines, block.parent),
            // Markdown within a comment is not shown.
            _ if self.in_comment => {}
            BlockKind::Paragraph | BlockKind::Heading { .. } => self.inline(block),
            BlockKind::Table { .. } if is_open => self.tree.other_table(self.trimmed(block.range.clone())),
            BlockKind::FencedCode { .. } | BlockKind::IndentedCode if is_open => {
                let (text, range) = (self.reader.text, self.trimmed(block.range.clone()));
                self.tree.block(range.clone(), |content| content.code_block(text, &block.lines, range));
            }
            _ => {}
        }
    }

    /// Whether a table may begin in a block, or a comment that hides the tables behind it.
    fn may_matter(&self, block: &Block) -> bool {
        let matters = |line: &str| mentions_table(line) || line.contains("<!--");
        block.lines.iter().any(|line| matters(&self.reader.text[line.clone()]))
    }

    /// Ends the tables whose container has ended before a place.
    fn close_ended(&mut self, at: usize) {
        let has_ended = |index: usize| self.reader.blocks.blocks[index].range.end <= at;
        let ended = self.tree.containers().position(|container| container.is_some_and(has_ended));
        if let Some(depth) = ended {
            self.tree.close_from(depth);
        }
    }

    fn html(&mut self, lines: &[Range<usize>], container: Option<usize>) {
        let flat = Flat::new(self.reader.text, lines);
        let mut tokens = Tokens::new(flat.text());
        if std::mem::take(&mut self.in_comment) {
            tokens.skip_comment();
        }
        for token in tokens.by_ref() {
            self.tree.token(&flat, &token, container);
        }
        self.in_comment = tokens.ends_in_comment;
    }

    /// Reads inline Markdown, cut at the tags in it that belong to tables.
    fn inline(&mut self, block: &Block) {
        let Some(last) = block.lines.last() else { return };
        let mut start = block.lines[0].start;
        for tag in html_tags(self.reader.text, &block.lines) {
            let lines = clip(&block.lines, tag.clone());
            let flat = Flat::new(self.reader.text, &lines);
            if let Some(Token::Tag(token)) = Tokens::new(flat.text()).next().filter(is_structure) {
                self.markdown(&clip(&block.lines, start..tag.start));
                self.tree.token(&flat, &Token::Tag(token), block.parent);
                start = tag.end;
            }
        }
        self.markdown(&clip(&block.lines, start..last.end));
    }

    fn markdown(&mut self, lines: &[Range<usize>]) {
        let is_blank = lines.iter().all(|line| self.reader.text[line.clone()].trim_ascii().is_empty());
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return };
        if is_blank || !self.tree.is_open() {
            return;
        }
        let content = self.reader.inline(lines, Pipes::Plain);
        let range = self.trimmed(first.start..last.end);
        self.tree.block(range.clone(), |cell| cell.markdown(&content, range));
    }

    /// A range of the source without the blanks at its ends.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let written = self.reader.text[range.clone()].trim_ascii_start();
        let start = range.end - written.len();
        start..start + written.trim_ascii_end().len()
    }
}

fn is_structure(token: &Token) -> bool {
    matches!(token, Token::Tag(tag) if is_table_tag(tag))
}
