//! The second step of each line: which blocks start on it?
//!
//! The order of the attempts is cmark-gfm's and decides what a line is that could be several things: a setext underline
//! comes before a thematic break, and both before a list item; a table row comes last. This file must not look at
//! earlier lines, except at the last one of an open paragraph. A new kind of block is one more attempt in
//! [`Parser::open_one`].

use super::html::html_start;
use super::line::{Line, TAB_STOP};
use super::marker::{
    atx_heading, footnote_definition, list_marker, opening_fence, setext_underline, thematic_break, trim_end,
};
use super::parser::{Open, Parser, State};
use super::{BlockKind, ListMarker};
use crate::document::row::{is_header_of, parse_delimiter_row};

/// How many lists and footnote definitions one line can open (cmark-gfm's limit).
const MAX_LISTS_PER_LINE: usize = 100;

/// How many containers can be open. Each line asks each of them, so without a limit the time would be quadratic.
const MAX_DEPTH: usize = 256;

/// What an attempt to open a block did.
enum Opened {
    /// A container: other blocks may start on the rest of the line.
    Container,
    /// A block whose text is the rest of the line.
    Text,
    /// A block, or a row of one, that the whole line belongs to.
    WholeLine,
}

impl<'t> Parser<'t> {
    /// Opens the blocks that start on the line. Whether its rest is text.
    pub(super) fn open_blocks(&mut self, line: &mut Line<'t>) -> bool {
        let mut may_be_lazy = self.is_in_paragraph();
        for depth in 1.. {
            if self.is_in_literal() {
                break;
            }
            line.find_nonspace();
            match self.open_one(line, may_be_lazy, depth) {
                Some(Opened::Container) => may_be_lazy = false,
                Some(Opened::WholeLine) => return false,
                Some(Opened::Text) | None => break,
            }
        }
        true
    }

    fn open_one(&mut self, line: &mut Line<'t>, may_be_lazy: bool, depth: usize) -> Option<Opened> {
        if line.is_blank() {
            return None;
        }
        if line.is_indented() {
            return if may_be_lazy { None } else { self.open_indented_code(line) };
        }
        // No block starts with a letter, nor does an underline or a delimiter row.
        if line.first().is_some_and(|first| first.is_ascii_alphabetic()) {
            return self.add_row(line);
        }
        self.open_quote(line)
            .or_else(|| self.open_heading(line))
            .or_else(|| self.open_fence(line))
            .or_else(|| self.open_html(line))
            .or_else(|| self.underline_paragraph(line))
            .or_else(|| self.open_break(line))
            .or_else(|| self.open_footnote(line, depth))
            .or_else(|| self.open_item(line, depth))
            .or_else(|| self.open_table(line))
            .or_else(|| self.add_row(line))
    }

    /// Whether the line is text of a code or HTML block, where nothing can start.
    fn is_in_literal(&self) -> bool {
        let state = self.container().map(|open| &open.state);
        matches!(state, Some(State::FencedCode { .. } | State::IndentedCode | State::Html(_)))
    }

    /// Whether the line follows those of an open paragraph, container prefixes and all.
    fn continues_paragraph(&self) -> bool {
        matches!(self.container(), Some(Open { state: State::Paragraph { .. }, .. }))
    }

    fn open_indented_code(&mut self, line: &mut Line) -> Option<Opened> {
        line.use_columns(TAB_STOP);
        self.open_block(BlockKind::IndentedCode, line.unused(), State::IndentedCode);
        Some(Opened::Text)
    }

    fn open_quote(&mut self, line: &mut Line) -> Option<Opened> {
        if line.first() != Some(b'>') || self.matched >= MAX_DEPTH {
            return None;
        }
        let start = line.nonspace();
        line.use_marker(1);
        line.use_columns(1);
        self.open_block(BlockKind::BlockQuote, start..start + 1, State::BlockQuote);
        Some(Opened::Container)
    }

    fn open_heading(&mut self, line: &Line) -> Option<Opened> {
        let (level, content) = atx_heading(line.rest())?;
        let start = line.nonspace();
        let block = self.add_block(BlockKind::Heading { level, setext: false }, start..line.end());
        self.blocks[block].lines.push(start + content.start..start + content.end);
        Some(Opened::WholeLine)
    }

    fn open_fence(&mut self, line: &Line) -> Option<Opened> {
        let (mark, length) = opening_fence(line.rest())?;
        let state = State::FencedCode { mark, length, indent: line.indent() };
        let info = trim_end(line.rest().get(length..)?);
        let end = line.nonspace() + length + info.len();
        let start = end - info.trim_start_matches([' ', '\t']).len();
        self.open_block(BlockKind::FencedCode { info: start..end }, line.nonspace()..line.end(), state);
        Some(Opened::WholeLine)
    }

    fn open_html(&mut self, line: &Line) -> Option<Opened> {
        let kind = html_start(line.rest(), self.continues_paragraph())?;
        self.open_block(BlockKind::Html(kind), line.nonspace()..line.end(), State::Html(kind));
        Some(Opened::Text)
    }

    /// Makes a heading of the paragraph that the line underlines. A paragraph of definitions only cannot be one; the
    /// line is text that follows them then (CommonMark 4.7).
    fn underline_paragraph(&mut self, line: &Line) -> Option<Opened> {
        if !self.continues_paragraph() {
            return None;
        }
        let level = setext_underline(line.rest())?;
        let block = self.container()?.block;
        if !self.take_definitions(block) {
            return Some(Opened::Text);
        }
        self.blocks[block].kind = BlockKind::Heading { level, setext: true };
        self.finish_paragraph(line.end());
        Some(Opened::WholeLine)
    }

    fn open_break(&mut self, line: &mut Line) -> Option<Opened> {
        if line.nonspace() < line.no_break_before {
            return None;
        }
        if let Err(at) = thematic_break(line.rest()) {
            line.no_break_before = line.nonspace() + at;
            return None;
        }
        self.add_block(BlockKind::ThematicBreak, line.nonspace()..line.end());
        Some(Opened::WholeLine)
    }

    fn open_footnote(&mut self, line: &mut Line, depth: usize) -> Option<Opened> {
        if depth >= MAX_LISTS_PER_LINE || self.matched >= MAX_DEPTH {
            return None;
        }
        let (label, width) = footnote_definition(line.rest())?;
        let start = line.nonspace();
        let label = start + label.start..start + label.end;
        let range = start..label.end + "]:".len();
        line.use_bytes(width);
        self.open_block(BlockKind::FootnoteDefinition { label }, range, State::FootnoteDefinition);
        Some(Opened::Container)
    }

    fn open_item(&mut self, line: &mut Line, depth: usize) -> Option<Opened> {
        if depth >= MAX_LISTS_PER_LINE || self.matched + 1 >= MAX_DEPTH {
            return None;
        }
        let (marker, width) = list_marker(line.rest(), self.continues_paragraph())?;
        let range = line.nonspace()..line.nonspace() + width;
        let indent = line.indent() + width + use_item_padding(line, width);
        if !self.is_in_list_of(marker) {
            self.open_block(BlockKind::List(marker), range.clone(), State::List);
        }
        self.open_block(BlockKind::Item, range, State::Item { indent });
        Some(Opened::Container)
    }

    /// Whether the line follows the items of a list that an item with this marker continues.
    fn is_in_list_of(&self, marker: ListMarker) -> bool {
        let kind = self.container().map(|open| &self.blocks[open.block].kind);
        matches!(kind, Some(BlockKind::List(list)) if list.continues(marker))
    }

    /// Makes a table of the last line of the open paragraph if the current line is a delimiter row that fits it. The
    /// lines before stay a paragraph; as in cmark-gfm, definitions among them are then text.
    fn open_table(&mut self, line: &Line) -> Option<Opened> {
        let &Open { block, state: State::Paragraph { table_refused: false }, .. } = self.container()? else {
            return None;
        };
        let alignments = parse_delimiter_row(line.rest())?;
        let header = self.blocks[block].lines.last()?.clone();
        if !is_header_of(&self.text[header.clone()], &alignments) {
            self.refuse_table();
            return None;
        }
        self.split_paragraph(block);
        self.open_block(BlockKind::Table { alignments }, header.clone(), State::Table);
        self.push_line(header);
        self.push_line(line.nonspace()..line.end());
        Some(Opened::WholeLine)
    }

    fn refuse_table(&mut self) {
        if let Some(Open { state: State::Paragraph { table_refused }, .. }) = self.open.last_mut() {
            *table_refused = true;
        }
    }

    /// Closes the open paragraph without its last line, or removes it if no other is left.
    fn split_paragraph(&mut self, block: usize) {
        let lines = &mut self.blocks[block].lines;
        lines.pop();
        match lines.last().map(|line| line.end) {
            Some(end) => self.finish_paragraph(end),
            None => self.drop_paragraph(),
        }
    }

    fn add_row(&mut self, line: &Line) -> Option<Opened> {
        let State::Table = self.container()?.state else { return None };
        self.push_line(line.nonspace()..line.end());
        Some(Opened::WholeLine)
    }
}

/// Uses up the blanks between the marker of an item and its content, and says how many columns they count: one if the
/// item starts with a blank line or with indented code (CommonMark 5.2).
fn use_item_padding(line: &mut Line, width: usize) -> usize {
    line.use_marker(width);
    line.find_nonspace();
    let blanks = line.indent();
    let counts = (1..=4).contains(&blanks) && !line.is_blank();
    let padding = if counts { blanks } else { 1 };
    line.use_columns(padding);
    padding
}
