//! The first step of each line: which of the open blocks does it belong to?
//!
//! It must not open blocks, and closes one only where a fence says so. A new kind of block is one more arm of [`fits`].

use super::html::ends_at_blank_line;
use super::line::{Line, TAB_STOP};
use super::marker::is_closing_fence;
use super::parser::{Open, Parser, State};
use crate::document::row::is_row;

impl Parser<'_> {
    /// Finds how many open blocks the line belongs to, from the outermost on, and uses up their prefixes. `false` if
    /// the line is a closing fence, so that nothing is left of it.
    pub(super) fn match_open_blocks(&mut self, line: &mut Line) -> bool {
        self.matched = 0;
        while let Some(open) = self.open.get(self.matched) {
            line.find_nonspace();
            if closes(&open.state, line) {
                self.blocks[open.block].range.end = line.end();
                self.close_to(self.matched);
                return false;
            }
            if !fits(open, line) {
                break;
            }
            self.matched += 1;
        }
        true
    }
}

fn closes(state: &State, line: &Line) -> bool {
    match *state {
        State::FencedCode { mark, length, .. } => !line.is_indented() && is_closing_fence(line.rest(), mark, length),
        _ => false,
    }
}

/// Whether the line belongs to an open block that its parents belong to. Uses up the block's prefix if so.
fn fits(open: &Open, line: &mut Line) -> bool {
    match open.state {
        State::BlockQuote => fits_quote(line),
        State::List => true,
        State::Item { indent } => fits_item(open, indent, line),
        State::FootnoteDefinition => fits_footnote(line),
        State::Paragraph { .. } => !line.is_blank(),
        State::Table => is_row(line.rest()),
        State::FencedCode { indent, .. } => {
            line.use_columns(indent);
            true
        }
        State::IndentedCode => fits_code(line),
        State::Html(kind) => !(line.is_blank() && ends_at_blank_line(kind)),
    }
}

/// The mark may be indented by three columns, and takes one blank after it (CommonMark 5.1).
fn fits_quote(line: &mut Line) -> bool {
    let is_marked = !line.is_indented() && line.first() == Some(b'>');
    if is_marked {
        line.use_marker(1);
        line.use_columns(1);
    }
    is_marked
}

/// A blank line belongs to an item that is not empty; any other line must be indented (CommonMark 5.2).
fn fits_item(open: &Open, indent: usize, line: &mut Line) -> bool {
    if line.indent() >= indent {
        line.use_columns(indent);
        return true;
    }
    let is_within = line.is_blank() && open.children > 0;
    if is_within {
        line.use_indent();
    }
    is_within
}

/// Only a line without any character is blank enough, as in cmark-gfm: in a block quote, `>` is not.
fn fits_footnote(line: &mut Line) -> bool {
    if line.is_indented() {
        line.use_columns(TAB_STOP);
        return true;
    }
    line.is_empty()
}

fn fits_code(line: &mut Line) -> bool {
    if line.is_indented() {
        line.use_columns(TAB_STOP);
        return true;
    }
    if line.is_blank() {
        line.use_indent();
    }
    line.is_blank()
}
