//! A cursor over one line that counts columns, so that a tab is as wide as it is shown (CommonMark 2.2, tabs).
//!
//! It must not know any block. What a block needs to ask about the current line is one more method here.

use std::ops::Range;

/// Tabs move to the next multiple of this; a block indented by as much is code.
pub(super) const TAB_STOP: usize = 4;

/// The current line: what of it the containers have used, and where its first other character stands.
///
/// Offsets are bytes of the whole text. A tab that a container used in part is not used: `offset` stays on it, while
/// `column` moves.
pub(super) struct Line<'t> {
    /// The whole text up to the end of this line, without the line end.
    text: &'t str,
    start: usize,
    offset: usize,
    column: usize,
    nonspace: usize,
    nonspace_column: usize,
    /// No thematic break starts before this offset. It keeps `* * * * a` from being read once for each star.
    pub(super) no_break_before: usize,
}

impl<'t> Line<'t> {
    pub(super) fn new(text: &'t str, range: Range<usize>) -> Self {
        let start = range.start;
        let text = &text[..range.end];
        Self { text, start, offset: start, column: 0, nonspace: start, nonspace_column: 0, no_break_before: 0 }
    }

    /// Whether nothing at all stands on the line, before any container took its part.
    pub(super) fn is_empty(&self) -> bool {
        self.start == self.text.len()
    }

    /// The offset after the last character.
    pub(super) fn end(&self) -> usize {
        self.text.len()
    }

    /// What the containers have not used yet, as a range.
    pub(super) fn unused(&self) -> Range<usize> {
        self.offset..self.end()
    }

    /// The first character that is neither space nor tab. Valid after [`Line::find_nonspace`], as all that follow.
    pub(super) fn nonspace(&self) -> usize {
        self.nonspace
    }

    /// What follows the indentation.
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.nonspace..]
    }

    /// The first byte that follows the indentation.
    pub(super) fn first(&self) -> Option<u8> {
        self.text.as_bytes().get(self.nonspace).copied()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.nonspace == self.end()
    }

    /// How many columns the first character is indented, counted from what the containers have used.
    pub(super) fn indent(&self) -> usize {
        self.nonspace_column - self.column
    }

    /// Whether the line is indented enough to be code where no paragraph is open.
    pub(super) fn is_indented(&self) -> bool {
        self.indent() >= TAB_STOP
    }

    /// Looks for the first character that is neither space nor tab. It does not look again at blanks that it has seen.
    pub(super) fn find_nonspace(&mut self) {
        if self.nonspace > self.offset {
            return;
        }
        (self.nonspace, self.nonspace_column) = (self.offset, self.column);
        while let Some(width) = self.blank_width(self.nonspace, self.nonspace_column) {
            self.nonspace += 1;
            self.nonspace_column += width;
        }
    }

    /// Uses up blanks of that many columns, or as many as there are; maybe a part of a tab.
    pub(super) fn use_columns(&mut self, count: usize) -> usize {
        let target = self.column + count;
        while self.column < target
            && let Some(width) = self.blank_width(self.offset, self.column)
        {
            let used = width.min(target - self.column);
            self.column += used;
            self.offset += usize::from(used == width);
        }
        count + self.column - target
    }

    /// Uses up the indentation.
    pub(super) fn use_indent(&mut self) {
        (self.offset, self.column) = (self.nonspace, self.nonspace_column);
    }

    /// Uses up the indentation and that many characters after it, none of them a tab.
    pub(super) fn use_marker(&mut self, width: usize) {
        self.use_indent();
        self.offset += width;
        self.column += width;
    }

    /// Uses up the indentation and that many bytes after it, tabs among them.
    pub(super) fn use_bytes(&mut self, count: usize) {
        self.use_indent();
        for _ in 0..count {
            self.column += self.blank_width(self.offset, self.column).unwrap_or(1);
            self.offset += 1;
        }
    }

    /// How many columns the space or tab at an offset takes.
    fn blank_width(&self, offset: usize, column: usize) -> Option<usize> {
        match self.text.as_bytes().get(offset) {
            Some(b' ') => Some(1),
            Some(b'\t') => Some(TAB_STOP - column % TAB_STOP),
            _ => None,
        }
    }
}

/// The lines of a text from an offset on: the range of each without its line end. LF, CRLF and CR end a line.
pub(super) fn lines(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let mut next = start;
    std::iter::from_fn(move || {
        let start = next;
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr2(b'\n', b'\r', rest).map_or(bytes.len(), |at| start + at);
        next = if bytes[end..].starts_with(b"\r\n") { end + 2 } else { end + 1 };
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_ends_a_line() {
        let found = |text, start| lines(text, start).collect::<Vec<_>>();
        assert_eq!(found("a\nb\r\nc\rd\n\ne", 0), [0..1, 2..3, 5..6, 7..8, 9..9, 10..11]);
        assert_eq!(found("\n\n", 0), [0..0, 1..1]);
        assert_eq!(found("ab\nc\n\n", 3), [3..4, 5..5]);
        assert!(found("", 0).is_empty());
    }

    #[test]
    fn a_tab_can_be_used_in_part() {
        let mut line = Line::new(">\t\tx", 0..4);
        line.find_nonspace();
        line.use_marker(1);
        assert_eq!(line.use_columns(1), 1);
        line.find_nonspace();
        assert_eq!((line.unused(), line.nonspace(), line.indent()), (1..4, 3, 6));
        assert_eq!(line.use_columns(9), 6);
        assert_eq!(line.unused(), 3..4);
    }

    #[test]
    fn columns_are_counted_from_what_is_used() {
        let mut line = Line::new("x\n \t a", 2..6);
        line.find_nonspace();
        assert_eq!(
            (line.nonspace(), line.indent(), line.is_indented(), line.is_blank(), line.is_empty()),
            (5, 5, true, false, false)
        );
        assert_eq!((line.rest(), line.first(), line.end(), line.unused()), ("a", Some(b'a'), 6, 2..6));
        assert_eq!(line.use_columns(2), 2);
        line.find_nonspace();
        assert_eq!((line.unused(), line.indent(), line.is_indented()), (3..6, 3, false), "a part of the tab is used");
        assert_eq!(line.use_columns(0), 0);
        line.use_indent();
        assert_eq!((line.unused(), line.use_columns(1)), (5..6, 0));
        let mut line = Line::new("    a", 0..5);
        line.find_nonspace();
        assert_eq!((line.indent(), line.is_indented()), (4, true));
        let mut line = Line::new("a\tb\t\tc", 0..6);
        line.find_nonspace();
        line.use_bytes(4);
        line.find_nonspace();
        assert_eq!((line.nonspace(), line.indent()), (5, 4), "a tab ends at the next stop");
        let mut line = Line::new(" \t", 0..2);
        line.find_nonspace();
        assert_eq!((line.is_blank(), line.is_empty(), line.first(), line.rest()), (true, false, None, ""));
        assert!(Line::new("a\n", 2..2).is_empty());
    }
}
