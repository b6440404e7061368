//! The lines of a block as one text, and the way back from its offsets to those of the source.
//!
//! The prefixes of containers (`> `, the indentation of a list item) stand between the lines in the source, but not in
//! this text, so that they can get into no cell. It must not know HTML. Another thing to leave out of the text is one
//! more cut in [`Flat::new`].

use std::ops::Range;

/// Lines joined by `\n`.
pub(super) struct Flat {
    text: String,
    /// The offset here of each line's start, and that of the source; ascending.
    starts: Vec<(usize, usize)>,
}

impl Flat {
    pub(super) fn new(source: &str, lines: &[Range<usize>]) -> Self {
        let mut flat = Flat { text: String::new(), starts: Vec::with_capacity(lines.len()) };
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                flat.text.push('\n');
            }
            flat.starts.push((flat.text.len(), line.start));
            flat.text.push_str(&source[line.clone()]);
        }
        flat
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// A range without the blanks at its ends; `None` if there is nothing else.
    pub(super) fn trim(&self, range: Range<usize>) -> Option<Range<usize>> {
        let written = self.text[range.clone()].trim_ascii_start();
        let start = range.end - written.len();
        let length = written.trim_ascii_end().len();
        (length > 0).then(|| start..start + length)
    }

    /// The source of a range that starts and ends on character boundaries. The end is that of its last character.
    pub(super) fn source(&self, range: Range<usize>) -> Range<usize> {
        let start = self.offset(range.start);
        let end = if range.is_empty() { start } else { self.offset(range.end - 1) + 1 };
        start..end.max(start)
    }

    /// The line ends belong to the line before them.
    fn offset(&self, at: usize) -> usize {
        let line = self.starts.partition_point(|&(here, _)| here <= at).saturating_sub(1);
        self.starts.get(line).map_or(0, |&(here, there)| there + (at - here))
    }
}

/// The parts of lines that lie in a range of the source, without the lines outside it.
pub(super) fn clip(lines: &[Range<usize>], range: Range<usize>) -> Vec<Range<usize>> {
    let part = |line: &Range<usize>| line.start.max(range.start)..line.end.min(range.end);
    lines.iter().map(part).filter(|part| part.start < part.end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_leave_prefixes_out_and_find_back() {
        let source = "> <td é\n> b>\n";
        let flat = Flat::new(source, &[2..8, 11..13]);
        assert_eq!(flat.text(), "<td é\nb>");
        assert_eq!(&source[flat.source(4..6)], "é");
        assert_eq!(&source[flat.source(0..9)], "<td é\n> b>");
        assert_eq!(flat.source(9..9), 13..13);
    }

    #[test]
    fn lines_are_clipped() {
        assert_eq!(clip(&[0..4, 6..9, 12..14], 2..8), [2..4, 6..8]);
    }
}
