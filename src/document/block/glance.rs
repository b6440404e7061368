//! Lines that need no look at the rules: most lines of most pages are text of a paragraph, code between fences, or blank.
//!
//! A line is read here only where the three steps of [`super`] would do exactly this, which is proved case by case:
//!
//! * *No block is open* and the line is blank (nothing at all, or spaces): it belongs to no block and starts none.
//! * *No block is open* and the line starts with a letter of ASCII: every block but a paragraph starts with another
//!   character, or with a blank (see [`super::marker`] and [`super::html`]; a list's number starts with a digit). So the line opens a paragraph.
//! * *A paragraph is the only open block* and the line starts with such a letter: it is not blank, so that the paragraph goes on; it is no
//!   underline (`=`, `-`) and no delimiter row (`|`, `:`, `-`, blanks), and no other block starts with a letter. So it is text of the paragraph.
//! * *A paragraph is the only open block* and the line is empty: it ends the paragraph.
//! * *Fenced code whose fence is not indented is the only open block*, and the line has three bytes or less, or its first three are not all the mark or blanks:
//!   a closing fence starts with three marks, after up to three spaces. So the line is code, whole, since it has no indentation to take off.
//!
//! * *A table is the only open block*, and the line starts with a pipe and has a cell: the table goes on, and no other block starts with a
//!   pipe. So it is a row.
//!
//! With a container open, nothing is read here. A new kind of block that starts with a letter, or goes on over blank lines, must be named above.

use std::ops::Range;

use super::BlockKind;
use super::parser::{Open, Parser, State};
use crate::document::row::is_row;

/// What is known of a line before it is read.
enum Looks {
    Blank,
    /// It starts with a letter of ASCII.
    Text,
    Other,
}

impl Parser<'_> {
    /// Reads a line if it is plain. Whether it was.
    pub(super) fn read_plain(&mut self, line: &Range<usize>) -> bool {
        let bytes = &self.text.as_bytes()[line.clone()];
        match self.open.as_slice() {
            [] => match looks(bytes) {
                Looks::Blank => true,
                Looks::Text => {
                    self.matched = 0;
                    self.open_block(BlockKind::Paragraph, line.clone(), State::Paragraph { table_refused: false });
                    self.push_line(line.clone());
                    true
                }
                Looks::Other => false,
            },
            [Open { state: State::Paragraph { .. }, .. }] => match looks(bytes) {
                Looks::Blank => {
                    self.close_to(0);
                    true
                }
                Looks::Text => {
                    self.push_line(line.clone());
                    true
                }
                Looks::Other => false,
            },
            [Open { state: State::Table, .. }] => {
                let is_plain = bytes.first() == Some(&b'|') && is_row(&self.text[line.clone()]);
                if is_plain {
                    self.push_line(line.clone());
                }
                is_plain
            }
            [Open { state: State::FencedCode { mark, indent: 0, .. }, .. }] => {
                let may_close = bytes.iter().take(3).all(|byte| byte == mark || *byte == b' ');
                if !may_close {
                    self.push_line(line.clone());
                }
                !may_close
            }
            _ => false,
        }
    }
}

fn looks(line: &[u8]) -> Looks {
    match line.first() {
        None => Looks::Blank,
        Some(first) if first.is_ascii_alphabetic() => Looks::Text,
        Some(b' ') if line.iter().all(|byte| *byte == b' ') => Looks::Blank,
        Some(_) => Looks::Other,
    }
}

#[cfg(test)]
mod tests {
    use crate::document::block::generate::documents;
    use crate::document::laws::glance_sees_what_the_rules_make as check;

    #[test]
    fn plain_lines_are_what_the_rules_make_of_them() {
        check("a\nb\n   \nc\r\nd\r\n\r\n- e\nf\n\ng\n");
        check("```\na\n\n  ``` \nb\n~~~\n`` `\n```\nc\n");
        check("~~~ x\na\n``\n ~~~~\nb");
        check("  ```\n  a\nb\n  ```\n");
        check("[a]: b\nc\n---\nd\n|-|\ne\n");
        check("a|b\n-|-\nc\n\nd\n    e\n\tf\n");
        check("|a|\n|-|\n|b \n| \nc\n|d\n|\n|e\n# f\n|g\n");
        check("> a\nb\n\nc\n1. d\ne\n");
        check("a\n ---\n---\na\n===\n");
        check("a\n\u{b}\nb\n\u{a0}\n");
        check("<div>\na\n\nb\n<!-- c\nd\n\n-->\ne");
    }

    #[test]
    fn generated_documents_read_alike() {
        documents(20_000).for_each(|text| check(&text));
    }

    #[test]
    fn real_pages_read_alike() {
        let Some(pages) = crate::source::real_pages() else { return };
        pages.for_each(|text| check(&text));
    }
}
