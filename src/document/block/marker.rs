//! Recognises how a block starts or ends, looking at one line from its first non-blank character on.
//!
//! Pure functions: they must not know which blocks are open, except whether a paragraph would be interrupted. The start
//! of a new kind of block is one more function here. HTML has its own file, [`super::html`].

use std::ops::Range;

use super::ListMarker;

/// An ATX heading (CommonMark 4.2): its level and the range of its content, closing marks and blanks left out.
pub(super) fn atx_heading(rest: &str) -> Option<(u8, Range<usize>)> {
    let level = run_length(rest, b'#');
    if !(1..=6).contains(&level) || !rest[level..].bytes().next().is_none_or(is_blank) {
        return None;
    }
    let start = level + blank_length(&rest[level..]);
    let content = trim_end(&rest[start..]);
    let unmarked = content.trim_end_matches('#');
    let is_closed = unmarked.is_empty() || unmarked.ends_with([' ', '\t']);
    let content = if is_closed { trim_end(unmarked) } else { content };
    Some((level as u8, start..start + content.len()))
}

/// The underline of a setext heading (CommonMark 4.3): its level.
pub(super) fn setext_underline(rest: &str) -> Option<u8> {
    let (mark, level) = match rest.as_bytes().first()? {
        b'=' => (b'=', 1),
        b'-' => (b'-', 2),
        _ => return None,
    };
    let after = &rest[run_length(rest, mark)..];
    (blank_length(after) == after.len()).then_some(level)
}

/// A thematic break (CommonMark 4.1), or else the offset of the character that prevents it.
pub(super) fn thematic_break(rest: &str) -> Result<(), usize> {
    let bytes = rest.as_bytes();
    let mark = match bytes.first() {
        Some(&mark @ (b'*' | b'_' | b'-')) => mark,
        _ => return Err(0),
    };
    let mut count = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if byte == mark {
            count += 1;
        } else if !is_blank(byte) {
            return Err(at);
        }
    }
    if count >= 3 { Ok(()) } else { Err(bytes.len()) }
}

/// The opening of a fenced code block (CommonMark 4.5): the mark, its count.
pub(super) fn opening_fence(rest: &str) -> Option<(u8, usize)> {
    let mark = *rest.as_bytes().first().filter(|&mark| matches!(mark, b'`' | b'~'))?;
    let length = run_length(rest, mark);
    let info_is_allowed = mark == b'~' || !rest[length..].contains('`');
    (length >= 3 && info_is_allowed).then_some((mark, length))
}

/// Whether the line closes a fence of that mark and count.
pub(super) fn is_closing_fence(rest: &str, mark: u8, length: usize) -> bool {
    let found = run_length(rest, mark);
    found >= length && blank_length(&rest[found..]) == rest.len() - found
}

/// The marker of a list item (CommonMark 5.2) and its width.
///
/// Only an item that is not empty can interrupt a paragraph, and an ordered one only if it starts with 1.
pub(super) fn list_marker(rest: &str, interrupts_paragraph: bool) -> Option<(ListMarker, usize)> {
    let (marker, width) = bullet(rest).or_else(|| ordinal(rest))?;
    let after = &rest[width..];
    if !after.bytes().next().is_none_or(is_blank) {
        return None;
    }
    let is_empty = blank_length(after) == after.len();
    let is_first = !matches!(marker, ListMarker::Ordered { start, .. } if start != 1);
    (!interrupts_paragraph || (is_first && !is_empty)).then_some((marker, width))
}

fn bullet(rest: &str) -> Option<(ListMarker, usize)> {
    let mark = *rest.as_bytes().first()?;
    matches!(mark, b'*' | b'-' | b'+').then_some((ListMarker::Bullet(mark), 1))
}

/// One to nine digits, so that the number fits.
fn ordinal(rest: &str) -> Option<(ListMarker, usize)> {
    let digits = rest.bytes().take(9).take_while(u8::is_ascii_digit).count();
    let start = rest[..digits].parse().ok()?;
    let delimiter = *rest.as_bytes().get(digits).filter(|&mark| matches!(mark, b'.' | b')'))?;
    Some((ListMarker::Ordered { start, delimiter }, digits + 1))
}

/// The start of a footnote definition, `[^label]:`: the range of the label, and the width with the blanks after it.
pub(super) fn footnote_definition(rest: &str) -> Option<(Range<usize>, usize)> {
    let label = rest.strip_prefix("[^")?;
    let length = label.bytes().position(|byte| matches!(byte, b']' | b' ' | b'\t'))?;
    let after = label[length..].strip_prefix("]:")?;
    let width = rest.len() - after.len() + blank_length(after);
    (length > 0).then_some((2..2 + length, width))
}

/// Without spaces and tabs at the end.
pub(super) fn trim_end(text: &str) -> &str {
    text.trim_end_matches([' ', '\t'])
}

/// How many spaces and tabs the text starts with.
pub(super) fn blank_length(text: &str) -> usize {
    text.bytes().take_while(|&byte| is_blank(byte)).count()
}

fn run_length(text: &str, mark: u8) -> usize {
    text.bytes().take_while(|&byte| byte == mark).count()
}

fn is_blank(byte: u8) -> bool {
    byte == b' ' || byte == b'\t'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_heading(line: &str, expected: Option<(u8, &str)>) {
        assert_eq!(atx_heading(line).map(|(level, content)| (level, &line[content])), expected, "{line:?}");
    }

    #[test]
    fn headings_lose_their_marks() {
        check_heading("# a", Some((1, "a")));
        check_heading("###### \t a b \t", Some((6, "a b")));
        check_heading("## a ## \t", Some((2, "a")));
        check_heading("## a##", Some((2, "a##")));
        check_heading("## a \\##", Some((2, "a \\##")));
        check_heading("### ###", Some((3, "")));
        check_heading("#", Some((1, "")));
        check_heading("#a", None);
        check_heading("####### a", None);
    }

    #[test]
    fn list_items_interrupt_a_paragraph_only_if_filled_and_first() {
        for marker in ["-", "+ ", "*\ta", "2. a", "123456789) a", "0."] {
            assert!(list_marker(marker, false).is_some(), "{marker:?}");
        }
        for marker in ["- a", "1. a", "01) a"] {
            assert!(list_marker(marker, true).is_some(), "{marker:?}");
        }
        for marker in ["-", "- \t", "2. a", "1."] {
            assert!(list_marker(marker, true).is_none(), "{marker:?}");
        }
        for marker in ["-a", "1234567890. a", "1.a", "1", ".", "-\u{b}a"] {
            assert!(list_marker(marker, false).is_none(), "{marker:?}");
        }
    }

    #[test]
    fn breaks_and_underlines() {
        assert_eq!(thematic_break("* * *\t"), Ok(()));
        assert_eq!(thematic_break("--"), Err(2));
        assert_eq!(thematic_break("* * -"), Err(4));
        assert_eq!(setext_underline("== \t"), Some(1));
        assert_eq!(setext_underline("-"), Some(2));
        assert_eq!(setext_underline("= ="), None);
    }

    #[test]
    fn fences_and_footnotes() {
        assert_eq!(opening_fence("```` a"), Some((b'`', 4)));
        assert_eq!(opening_fence("``` a`"), None);
        assert_eq!(opening_fence("~~~ `a~"), Some((b'~', 3)));
        assert!(is_closing_fence("````\t", b'`', 3));
        assert!(!is_closing_fence("``` a", b'`', 3));
        assert_eq!(footnote_definition("[^a]: \tb"), Some((2..3, 7)));
        assert_eq!(footnote_definition("[^a b]: c"), None);
        assert_eq!(footnote_definition("[^]: c"), None);
    }

    #[test]
    fn each_number_of_marks_is_one_or_is_none() {
        for level in 1..=6_u8 {
            let line = format!("{} a", "#".repeat(usize::from(level)));
            check_heading(&line, Some((level, "a")));
        }
        check_heading("", None);
        check_heading("# #", Some((1, "")));
        check_heading("#\ta\t#\t", Some((1, "a")));
        check_heading("# a#", Some((1, "a#")));
        check_heading("# a # b", Some((1, "a # b")));
        assert_eq!([thematic_break("***"), thematic_break("___"), thematic_break("- - -")], [Ok(()); 3]);
        assert_eq!(
            [thematic_break("**"), thematic_break(""), thematic_break("+++"), thematic_break("-- a")],
            [Err(2), Err(0), Err(0), Err(3)]
        );
        assert_eq!(
            ["`", "``", "```", "~~", "~~~~", "``a", ""].map(opening_fence),
            [None, None, Some((b'`', 3)), None, Some((b'~', 4)), None, None]
        );
        let closes = |rest: &str| is_closing_fence(rest, b'~', 4);
        assert_eq!(
            ["~~~", "~~~~", "~~~~~ \t", "~~~~a", "````", ""].map(closes),
            [false, true, true, false, false, false]
        );
        assert_eq!(
            ["=", "=== ", "-\t", "=-", "= =", "a", ""].map(setext_underline),
            [Some(1), Some(1), Some(2), None, None, None, None]
        );
    }

    #[test]
    fn markers_have_a_width_and_a_number() {
        let marker = |rest: &str| list_marker(rest, false);
        assert_eq!(marker("* a"), Some((ListMarker::Bullet(b'*'), 1)));
        assert_eq!(marker("12) a"), Some((ListMarker::Ordered { start: 12, delimiter: b')' }, 3)));
        assert_eq!(marker("003."), Some((ListMarker::Ordered { start: 3, delimiter: b'.' }, 4)));
        assert_eq!(marker("999999999. a"), Some((ListMarker::Ordered { start: 999_999_999, delimiter: b'.' }, 10)));
        assert_eq!(["= a", "1: a", "a. b", ""].map(marker), [None; 4]);
        assert_eq!(footnote_definition("[^ab]:c"), Some((2..4, 6)));
        assert_eq!(footnote_definition("[^ab]: \t "), Some((2..4, 9)));
        assert_eq!(["[^a]c", "[^a", "[a]: b", "[^a\t]: b"].map(footnote_definition), [None, None, None, None]);
    }
}
