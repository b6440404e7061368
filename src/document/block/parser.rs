//! The state of the parser: the stack of open blocks, and how blocks are opened, filled and closed.
//!
//! It must not know how a block starts ([`super::opened`]) or goes on ([`super::continued`]). What the parser has to
//! remember of a new kind of block while it is open is one more [`State`].

use std::ops::Range;

use super::definition::parse_definitions;
use super::html::html_ends;
use super::line::{Line, lines};
use super::{Block, BlockKind, Definition, HtmlKind, Pace};

/// A block that lines can still be added to.
pub(super) struct Open {
    /// Its index among the blocks.
    pub(super) block: usize,
    /// How many children it has so far.
    pub(super) children: usize,
    pub(super) state: State,
}

/// What must be known of an open block to go on with it.
pub(super) enum State {
    BlockQuote,
    List,
    /// The columns that a line must be indented by to belong to the item.
    Item {
        indent: usize,
    },
    FootnoteDefinition,
    Paragraph {
        /// Whether a delimiter row was found that does not fit the line above it. cmark-gfm looks for no other then.
        table_refused: bool,
    },
    Table,
    FencedCode {
        mark: u8,
        length: usize,
        indent: usize,
    },
    IndentedCode,
    Html(HtmlKind),
}

/// Reads a text line by line. The innermost open block is the last of `open`.
pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) blocks: Vec<Block>,
    pub(super) open: Vec<Open>,
    /// How many of the open blocks the current line belongs to. Those above are closed once it is clear that the line
    /// does not continue a paragraph lazily.
    pub(super) matched: usize,
    definitions: Vec<Definition>,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, blocks: Vec::new(), open: Vec::new(), matched: 0, definitions: Vec::new() }
    }

    /// Reads the lines from an offset on: each by the full rules, or the plain ones at a glance.
    pub(super) fn parse(mut self, start: usize, pace: Pace) -> (Vec<Block>, Vec<Definition>) {
        for range in lines(self.text, start) {
            if pace == Pace::Full || !self.read_plain(&range) {
                self.read_line(Line::new(self.text, range));
            }
        }
        self.close_to(0);
        (self.blocks, self.definitions)
    }

    pub(super) fn read_line(&mut self, mut line: Line<'t>) {
        let has_text = self.match_open_blocks(&mut line) && self.open_blocks(&mut line);
        if has_text {
            self.add_text(&mut line);
        }
    }

    /// The innermost block that the current line belongs to.
    pub(super) fn container(&self) -> Option<&Open> {
        self.open[..self.matched].last()
    }

    /// Gives the unused part of the line to the innermost block.
    fn add_text(&mut self, line: &mut Line) {
        line.find_nonspace();
        if self.is_lazy(line) {
            return self.push_line(line.unused());
        }
        self.close_to(self.matched);
        match self.container().map(|open| &open.state) {
            Some(State::FencedCode { .. } | State::IndentedCode) => self.push_line(line.unused()),
            Some(&State::Html(kind)) => self.add_html(kind, line),
            _ if line.is_blank() => {}
            Some(State::Paragraph { .. }) => self.push_line(line.nonspace()..line.end()),
            _ => self.open_paragraph(line),
        }
    }

    /// Laziness (CommonMark 5.1): text that lacks the marks of the containers still continues their paragraph.
    fn is_lazy(&self, line: &Line) -> bool {
        self.matched < self.open.len() && !line.is_blank() && self.is_in_paragraph()
    }

    pub(super) fn is_in_paragraph(&self) -> bool {
        matches!(self.open.last(), Some(Open { state: State::Paragraph { .. }, .. }))
    }

    fn add_html(&mut self, kind: HtmlKind, line: &Line) {
        self.push_line(line.unused());
        if html_ends(kind, line.rest()) {
            self.close();
        }
    }

    fn open_paragraph(&mut self, line: &Line) {
        let range = line.nonspace()..line.end();
        self.open_block(BlockKind::Paragraph, range.clone(), State::Paragraph { table_refused: false });
        self.push_line(range);
    }

    /// Adds a line to the innermost open block.
    pub(super) fn push_line(&mut self, line: Range<usize>) {
        let Some(open) = self.open.last() else { return };
        let block = &mut self.blocks[open.block];
        block.range.end = line.end;
        block.lines.push(line);
    }

    /// Opens a block within the current container, or within the nearest block around it that can contain it.
    pub(super) fn open_block(&mut self, kind: BlockKind, range: Range<usize>, state: State) {
        let block = self.add_block(kind, range);
        self.open.push(Open { block, children: 0, state });
        self.matched = self.open.len();
    }

    /// Adds a block that is complete.
    pub(super) fn add_block(&mut self, kind: BlockKind, range: Range<usize>) -> usize {
        self.close_to(self.matched);
        while !self.can_contain(&kind) {
            self.close();
        }
        let parent = self.open.last_mut().map(|open| {
            open.children += 1;
            open.block
        });
        self.extend_parent(range.end);
        self.blocks.push(Block { kind, parent, lines: Vec::new(), range });
        self.matched = self.open.len();
        self.blocks.len() - 1
    }

    fn can_contain(&self, kind: &BlockKind) -> bool {
        match self.open.last().map(|open| &open.state) {
            None | Some(State::BlockQuote | State::Item { .. } | State::FootnoteDefinition) => true,
            Some(State::List) => *kind == BlockKind::Item,
            Some(_) => false,
        }
    }

    /// Closes open blocks until that many are left.
    pub(super) fn close_to(&mut self, count: usize) {
        while self.open.len() > count {
            self.close();
        }
    }

    /// Closes the innermost open block.
    pub(super) fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        self.matched = self.matched.min(self.open.len());
        if let State::IndentedCode = open.state {
            self.trim_blank_lines(open.block);
        }
        self.extend_parent(self.blocks[open.block].range.end);
        let is_paragraph = matches!(open.state, State::Paragraph { .. });
        if is_paragraph && !self.take_definitions(open.block) {
            self.forget_last_block();
        }
    }

    /// The innermost open block reaches at least as far as its children.
    fn extend_parent(&mut self, end: usize) {
        if let Some(open) = self.open.last() {
            let range = &mut self.blocks[open.block].range;
            range.end = range.end.max(end);
        }
    }

    /// Takes the open paragraph off the stack as it is, definitions and all.
    pub(super) fn finish_paragraph(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        self.matched = self.open.len();
        self.blocks[open.block].range.end = end;
        self.extend_parent(end);
    }

    /// Forgets the open paragraph, which has no lines left.
    pub(super) fn drop_paragraph(&mut self) {
        self.open.pop();
        self.matched = self.open.len();
        self.forget_last_block();
    }

    /// Nothing can have been added after a paragraph that is still open, so that it is the last block.
    fn forget_last_block(&mut self) {
        self.blocks.pop();
        if let Some(parent) = self.open.last_mut() {
            parent.children -= 1;
        }
    }

    /// Moves the definitions at the start of a paragraph out of it. Whether there is text left.
    pub(super) fn take_definitions(&mut self, block: usize) -> bool {
        let block = &mut self.blocks[block];
        if !self.text[block.range.start..].starts_with('[') {
            return true;
        }
        let (definitions, count) = parse_definitions(self.text, &block.lines);
        self.definitions.extend(definitions);
        block.lines.drain(..count);
        let Some(first) = block.lines.first() else { return false };
        block.range.start = first.start;
        true
    }

    fn trim_blank_lines(&mut self, block: usize) {
        let block = &mut self.blocks[block];
        let is_blank = |line: &Range<usize>| self.text[line.clone()].bytes().all(|byte| matches!(byte, b' ' | b'\t'));
        while block.lines.pop_if(|line| is_blank(line)).is_some() {}
        block.range.end = block.lines.last().map_or(block.range.start, |line| line.end);
    }
}
