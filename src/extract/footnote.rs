//! A footnote that stands in the cell that it is about: `Equinix* <br> *no new orders`.
//!
//! Among names such a line is no name, nor is the mark a part of one. It knows one cell at a time; a legend elsewhere on the
//! page is the document's. A sign that may be a mark is one character of [`MARKS`].

use std::ops::Range;

/// The signs that lead from a name to a note.
const MARKS: &[char] = &['*', '†', '‡', '§', '¹', '²', '³'];

/// A footnote of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Footnote<'t> {
    /// Its mark.
    pub(super) mark: &'t str,
    /// The bytes of the cell's text that it takes, to the end of the text.
    pub(super) range: Range<usize>,
}

/// The footnote of a cell's text: a line behind the first that starts with a mark which stands behind a word before it.
pub(super) fn footnote(text: &str) -> Option<Footnote<'_>> {
    text.match_indices('\n').find_map(|(at, _)| {
        let line = text[at..].trim_start();
        let start = text.len() - line.len();
        let mark = &line[..line.len() - line.trim_start_matches(MARKS).len()];
        let explains = line[mark.len()..].chars().any(char::is_alphabetic);
        let is_one = explains && !mark.is_empty() && text[..at].lines().any(|line| is_marked(line, mark));
        is_one.then(|| Footnote { mark, range: start..text.trim_end().len() })
    })
}

/// A name without the mark behind it.
pub(super) fn without_mark<'t>(name: &'t str, mark: &str) -> Option<&'t str> {
    let plain = name.strip_suffix(mark)?.trim_end();
    plain.ends_with(|last: char| last.is_alphanumeric() || matches!(last, '.' | ')')).then_some(plain)
}

fn is_marked(line: &str, mark: &str) -> bool {
    line.split([',', ';']).any(|name| without_mark(name.trim_end(), mark).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let found = footnote(text).map(|note| (note.mark, &text[note.range]));
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn a_footnote_explains_a_mark_that_stands_above_it() {
        check("Equinix*\n\n*No orders, ask.*", Some(("*", "*No orders, ask.*")));
        check("Colt, Equinix †, KPN\n† none \n", Some(("†", "† none")));
        check("A (B)**\n** none", Some(("**", "** none")));
    }

    #[test]
    fn other_lines_are_none() {
        check("Equinix*", None);
        check("Equinix\n*No orders", None);
        check("Equinix*\nColt*", None);
        check("Equinix*\n**", None);
        check("* Colt\n* Equinix", None);
        check("10²\n²", None);
        check("", None);
    }
}
