//! One line of source as it is shown: hostile characters visible, tabs as blanks, cut to the width around what matters.
//!
//! A row of a table easily has a thousand characters. It knows widths of characters (UAX 11), not what the line says
//! nor what is drawn below it.

use std::borrow::Cow;
use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use crate::escape::{commands, is_hostile};

/// Stands where a line was cut; one column wide.
const CUT: &str = "…";

/// How wide a tab is shown. Tab stops would move with the cut.
const TAB: &str = "    ";

/// A line made fit to be shown, with the parts of it that matter.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ShownLine {
    /// The text; it has no line feed, tab or hostile character.
    pub(super) text: String,
    /// The parts in bytes of the shown text, in the order in which they were given.
    pub(super) parts: Vec<Range<usize>>,
}

/// Makes a line fit a number of columns.
///
/// The first of the parts to the end of the last is in view, at least its start; beyond its end there are `beside`
/// columns left for a remark as long as there is room.
pub(super) fn shown_line(line: &str, parts: &[Range<usize>], columns: usize, beside: usize) -> ShownLine {
    let (line, parts) = without_commands(line, parts);
    let line = line.as_ref();
    let start = parts.iter().map(|part| part.start).min().unwrap_or(0);
    let end = parts.iter().map(|part| part.end).max().unwrap_or(0);
    let view = view(line, floor(line, start)..floor(line, end), columns, beside);
    let before = if view.start > 0 { CUT } else { "" };
    let after = if view.end < line.len() { CUT } else { "" };
    let shown_offset = |offset: usize| {
        let offset = floor(line, offset).clamp(view.start, view.end);
        before.len() + visible(&line[view.start..offset]).len()
    };
    let parts = parts.iter().map(|part| shown_offset(part.start)..shown_offset(part.end)).collect();
    ShownLine { text: format!("{before}{}{after}", visible(&line[view])), parts }
}

/// A line with the first character of every command to a service escaped, and its parts where they stand then. What is one
/// shows only in the whole line, not in a piece of it.
fn without_commands<'l>(line: &'l str, parts: &[Range<usize>]) -> (Cow<'l, str>, Vec<Range<usize>>) {
    let commands = commands(line);
    if commands.is_empty() {
        return (Cow::Borrowed(line), parts.to_vec());
    }
    let mut escaped = String::with_capacity(line.len() + 8);
    let mut grown = Vec::new();
    for (at, character) in line.char_indices() {
        match commands.contains(&at) {
            true => escaped.extend(character.escape_unicode()),
            false => escaped.push(character),
        }
        grown.push((at + character.len_utf8(), escaped.len()));
    }
    let shift = |offset: usize| {
        let passed = grown.partition_point(|&(before, _)| before <= offset);
        passed.checked_sub(1).map_or(0, |last| grown[last].1)
    };
    let parts = parts.iter().map(|part| shift(part.start)..shift(part.end)).collect();
    (Cow::Owned(escaped), parts)
}

/// The number of columns that a text takes when it is shown.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(character_width).sum()
}

/// The part of a line that fits a number of columns, with `core` in it.
fn view(line: &str, core: Range<usize>, columns: usize, beside: usize) -> Range<usize> {
    let fits = forward(line, 0, columns) == line.len();
    if fits && width(&line[..core.end]) + beside <= columns {
        return 0..line.len();
    }
    let room = columns.saturating_sub(2 * width(CUT));
    let core_end = forward(&line[..core.end], core.start, room);
    let room = room - width(&line[core.start..core_end]);
    let room_before = room.saturating_sub(beside);
    // First as much on either side, then before the core what was not needed behind it.
    let start = backward(line, core.start, room_before.min(room / 2));
    let end = forward(line, core_end, room - width(&line[start..core.start]));
    let room_left = room - width(&line[core_end..end]);
    backward(line, core.start, room_left.min(room_before))..end
}

/// The furthest offset that is reached from `from` within a number of columns.
fn forward(line: &str, from: usize, columns: usize) -> usize {
    let mut used = 0;
    let past = line[from..].char_indices().find(|&(_, character)| {
        used += character_width(character);
        used > columns
    });
    past.map_or(line.len(), |(at, _)| from + at)
}

/// The furthest offset that is reached back from `from` within a number of columns.
fn backward(line: &str, from: usize, columns: usize) -> usize {
    let mut used = 0;
    let past = line[..from].char_indices().rev().find(|&(_, character)| {
        used += character_width(character);
        used > columns
    });
    past.map_or(0, |(at, character)| at + character.len_utf8())
}

fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => visible.push_str(TAB),
            other if is_escaped(other) => visible.extend(other.escape_unicode()),
            other => visible.push(other),
        }
    }
    visible
}

fn character_width(character: char) -> usize {
    match character {
        '\t' => TAB.len(),
        other if is_escaped(other) => other.escape_unicode().count(),
        other => other.width().unwrap_or(1),
    }
}

fn is_escaped(character: char) -> bool {
    character == '\n' || is_hostile(character)
}

fn floor(line: &str, offset: usize) -> usize {
    line.floor_char_boundary(offset.min(line.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(part: Range<usize>) -> Vec<Range<usize>> {
        Vec::from([part])
    }

    /// Shows a line in which the part that matters stands in brackets, and expects it with the same brackets.
    fn check(marked: &str, columns: usize, expected: &str) {
        let (start, end) = (marked.find('[').expect("a ["), marked.find(']').expect("a ]") - 1);
        let shown = shown_line(&marked.replace(['[', ']'], ""), &only(start..end), columns, 0);
        let mut text = shown.text.clone();
        text.insert(shown.parts[0].end, ']');
        text.insert(shown.parts[0].start, '[');
        assert_eq!(text, expected);
        assert!(width(&shown.text) <= columns, "{} > {columns}: {text}", width(&shown.text));
    }

    #[test]
    fn a_line_that_fits_is_whole() {
        check("| [one] |", 7, "| [one] |");
        check("[]", 10, "[]");
        check("a\t[b]\tc", 11, "a    [b]    c");
        check("東[京]", 4, "東[京]");
        check("a\u{1b}[b\u{202e}]", 20, "a\\u{1b}[b\\u{202e}]");
    }

    #[test]
    fn a_line_that_does_not_fit_is_cut_around_its_part() {
        check("aaaaaaaaaa[b]cccccccccc", 9, "…aaa[b]ccc…");
        check("[b]cccccccccc", 9, "[b]cccccc…");
        check("aaaaaaaaaa[b]", 9, "…aaaaaa[b]");
        check("aaaaaaaaaa[]", 9, "…aaaaaaa[]");
        check("aa[bbbbbbbbbbbbbbb]cc", 9, "…[bbbbbbb]…");
        check("東東東東東東[京]東東東東東東", 9, "…東[京]東…");
        check("\u{1b}\u{1b}\u{1b}[b]\u{1b}\u{1b}", 16, "…\\u{1b}[b]\\u{1b}…");
    }

    #[test]
    fn a_command_to_a_service_is_none_and_moves_no_mark() {
        let line = "::group::x ##vso[é] y ##vso[é]";
        let parts: Vec<Range<usize>> = ["::", "#vso", "é", "y"]
            .map(|part| line.find(part).map(|at| at..at + part.len()))
            .into_iter()
            .flatten()
            .collect();
        let shown = shown_line(line, &parts, 80, 0);
        assert_eq!(shown.text, "\\u{3a}:group::x #\\u{23}vso[é] y #\\u{23}vso[é]");
        let texts: Vec<&str> = shown.parts.iter().map(|part| &shown.text[part.clone()]).collect();
        assert_eq!(texts, ["\\u{3a}:", "\\u{23}vso", "é", "y"]);
        assert!(width(&shown_line(line, &parts[2..3], 16, 0).text) <= 16);
    }

    #[test]
    fn a_remark_has_room_beside_the_part() {
        let line = "a".repeat(50);
        let shown = shown_line(&line, &only(40..45), 30, 20);
        assert!(shown.parts[0].end - CUT.len() + 1 + 20 <= 30, "{shown:?}");
    }

    #[test]
    fn several_parts_are_in_view_together() {
        let line = format!("{}ONE{}TWO{}", "a".repeat(50), "b".repeat(5), "c".repeat(50));
        let shown = shown_line(&line, &[58..61, 50..53], 31, 0);
        let texts: Vec<&str> = shown.parts.iter().map(|part| &shown.text[part.clone()]).collect();
        assert_eq!(texts, ["TWO", "ONE"]);
    }

    #[test]
    fn offsets_that_lie_are_bent_to_the_line() {
        assert_eq!(shown_line("é", &only(1..9), 40, 0).parts, only(0..2));
        assert_eq!(shown_line("", &only(0..0), 40, 0).parts, only(0..0));
        assert_eq!(shown_line("abc", &[], 40, 0).text, "abc");
    }
}
