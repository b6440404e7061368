//! Cells that a pipe inside a code span parts, put together again.
//!
//! GFM splits a row at every unescaped pipe, so that `` `a|b` `` becomes two cells, each with a backtick that nothing
//! closes. That is the evidence, and the only one: this module must not look at what a column holds. Another kind of text in
//! which an author forgets to escape a pipe is one more function beside `is_open`, and needs evidence as hard.

use std::ops::Range;

use super::Reader;
use super::reread::Reading;
use super::table::{Row, read_cell};
use crate::source::Span;

/// How many neighbours are tried: each is one pipe in a code span.
const MAX_PIPES: usize = 32;

/// Puts the cells of a row together that a pipe in a code span parts, if the row has then no filled cell too many.
pub(super) fn mend_row(reader: &Reader<'_>, row: &mut Row, width: usize) {
    let groups = groups(reader, row);
    if groups.len() == row.cells.len() {
        return;
    }
    let pipes =
        groups.iter().filter(|group| group.len() > 1).map(|group| pipe_after(reader, row, group.start)).collect();
    let is_blank = |group: &Range<usize>| row.cells[group.clone()].iter().all(super::Cell::is_blank);
    let is_whole = groups.len() >= width && groups[width..].iter().all(is_blank);
    if !is_whole {
        row.reading = Reading::PipesInCode(pipes);
        return;
    }
    row.cells = groups
        .into_iter()
        .map(|group| match group.len() {
            1 => row.cells[group.start].clone(),
            _ => read_cell(reader, row.cells[group.start].span.start()..row.cells[group.end - 1].span.end()),
        })
        .collect();
    row.reading = Reading::Mended(pipes);
}

/// Which cells of a row are one: the fewest neighbours that close the code span that the first one opens.
fn groups(reader: &Reader<'_>, row: &Row) -> Vec<Range<usize>> {
    let mut groups = Vec::new();
    let mut start = 0;
    while start < row.cells.len() {
        let from = row.cells[start].span.start();
        let text = |last: usize| &reader.text[from..row.cells[last].span.end()];
        let last = match is_open(text(start)) {
            true => (start + 1..row.cells.len()).take(MAX_PIPES).find(|&last| !is_open(text(last))).unwrap_or(start),
            false => start,
        };
        groups.push(start..last + 1);
        start = last + 1;
    }
    groups
}

/// The pipe behind a cell.
fn pipe_after(reader: &Reader<'_>, row: &Row, cell: usize) -> Span {
    let end = row.cells[cell].span.end();
    let pipe = reader.text[end..].find('|').map_or(end, |at| end + at);
    reader.span(pipe..pipe + 1)
}

/// Whether a run of backticks in a text opens a code span that nothing closes (CommonMark 0.31, section 6.1).
fn is_open(text: &str) -> bool {
    let runs = backtick_runs(text);
    let mut index = 0;
    while index < runs.len() {
        let run = &runs[index];
        let is_escaped = text[..run.start].bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 1;
        let length = run.len() - usize::from(is_escaped);
        index = match runs[index + 1..].iter().position(|other| other.len() == length) {
            Some(close) if length > 0 => index + close + 2,
            None if length > 0 => return true,
            _ => index + 1,
        };
    }
    false
}

fn backtick_runs(text: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.match_indices('`') {
        match runs.last_mut() {
            Some(run) if run.end == at => run.end += 1,
            _ => runs.push(at..at + 1),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_backticks_is_open_until_another_one_of_its_length() {
        for text in ["`", "`a", "a``b", "``a`", "`a``", "`a` `b", r"\\`a", r"\``a", "`a` ``b`"] {
            assert!(is_open(text), "{text:?}");
        }
        for text in ["", "a", "`a`", "``a`b``", "`a` `b`", r"\`", r"\`a", r"\\`a`", r"\``a`", r"`a\`", r"\\\`a"] {
            assert!(!is_open(text), "{text:?}");
        }
    }

    #[test]
    fn backticks_beside_each_other_are_one_run() {
        assert_eq!(backtick_runs("`a``` `"), [0..1, 2..5, 6..7]);
        assert!(backtick_runs("a").is_empty());
    }
}
