//! Splits one line of a table into cells, and recognises the delimiter row.
//!
//! It follows cmark-gfm byte for byte where that splits a line, but keeps every cell: a GFM reader drops the cells that
//! stand beyond the header's. It must not know which line is whose, nor what a cell contains: a pipe inside a code span
//! separates cells, as everywhere in GFM. A new fact about the pipes of a row is a field of [`Row`].

use std::ops::Range;

/// One line, split at its pipes. Ranges are byte offsets into that line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// The source of each cell without the blanks around it, escapes kept; never empty as a list. The range of a blank
    /// cell is empty and lies after its blanks.
    pub(crate) cells: Vec<Range<usize>>,
    /// Whether the line starts with a pipe.
    pub(crate) leading_pipe: bool,
    /// Whether a pipe closes the last cell.
    pub(crate) closing_pipe: bool,
}

/// How the delimiter row aligns a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Alignment {
    /// `---`
    None,
    /// `:--`
    Left,
    /// `:-:`
    Center,
    /// `--:`
    Right,
}

/// Splits a line (without its line end, from its first non-blank character on) at its unescaped pipes.
///
/// A pipe is escaped by a backslash right before it, whatever stands before that backslash (GFM, tables: "Include a
/// pipe in a cell's content by escaping it"). Blanks after the last pipe are no cell. A line that is blank, or a single
/// pipe, has no cell and is no row: `None`.
pub(crate) fn split_row(line: &str) -> Option<Row> {
    let bytes = line.as_bytes();
    let leading_pipe = bytes.first() == Some(&b'|');
    let mut row = Row { cells: Vec::new(), leading_pipe, closing_pipe: false };
    let mut start = first_cell(bytes);
    while start < bytes.len() {
        let pipe = next_pipe(bytes, start);
        row.cells.push(trim(bytes, start..pipe.unwrap_or(bytes.len())));
        row.closing_pipe = pipe.is_some();
        start = pipe.map_or(bytes.len(), |pipe| skip_blanks(bytes, pipe + 1));
    }
    (!row.cells.is_empty()).then_some(row)
}

/// Whether [`split_row`] finds a cell in the line.
pub(crate) fn is_row(line: &str) -> bool {
    first_cell(line.as_bytes()) < line.len()
}

/// How many cells [`split_row`] finds in the line.
pub(crate) fn count_cells(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut start = first_cell(bytes);
    let mut count = 0;
    while start < bytes.len() {
        count += 1;
        start = next_pipe(bytes, start).map_or(bytes.len(), |pipe| skip_blanks(bytes, pipe + 1));
    }
    count
}

/// The alignment of each column if the line is a delimiter row, else `None`.
///
/// One column needs no pipe. A tab may stand wherever a space may.
pub(crate) fn parse_delimiter_row(line: &str) -> Option<Vec<Alignment>> {
    let possible = |byte| is_blank(byte) || matches!(byte, b'|' | b':' | b'-');
    if !line.bytes().all(possible) {
        return None;
    }
    split_row(line)?.cells.into_iter().map(|cell| alignment(&line[cell])).collect()
}

/// GFM's count rule: a header row and a delimiter row make a table only if both have the same number of cells.
pub(crate) fn is_header_of(header: &str, alignments: &[Alignment]) -> bool {
    count_cells(header) == alignments.len()
}

/// The alignment that a cell of a delimiter row gives; `None` if it is no such cell.
pub(crate) fn alignment(cell: &str) -> Option<Alignment> {
    let marks = cell.trim_matches(|mark: char| mark.is_ascii() && is_blank(mark as u8));
    let dashes = marks.strip_prefix(':').unwrap_or(marks);
    let dashes = dashes.strip_suffix(':').unwrap_or(dashes);
    if dashes.is_empty() || dashes.bytes().any(|byte| byte != b'-') {
        return None;
    }
    Some(match (cell.starts_with(':'), cell.ends_with(':')) {
        (true, true) => Alignment::Center,
        (true, false) => Alignment::Left,
        (false, true) => Alignment::Right,
        (false, false) => Alignment::None,
    })
}

/// Where the first cell starts: after a leading pipe and its blanks.
fn first_cell(bytes: &[u8]) -> usize {
    if bytes.first() == Some(&b'|') { skip_blanks(bytes, 1) } else { 0 }
}

/// The next pipe from a place on that is not escaped; what stands before the place escapes none.
pub(super) fn next_pipe(bytes: &[u8], start: usize) -> Option<usize> {
    let mut pipes = memchr::memchr_iter(b'|', &bytes[start..]).map(|at| start + at);
    pipes.find(|&at| at == start || bytes[at - 1] != b'\\')
}

fn skip_blanks(bytes: &[u8], start: usize) -> usize {
    (start..bytes.len()).find(|&at| !is_blank(bytes[at])).unwrap_or(bytes.len())
}

/// Without spaces and tabs at both ends. Vertical tabs and form feeds stay, as in comrak: they are blanks after a pipe
/// only.
pub(super) fn trim(bytes: &[u8], cell: Range<usize>) -> Range<usize> {
    let is_content = |&at: &usize| !matches!(bytes[at], b' ' | b'\t');
    match (cell.clone().find(is_content), cell.clone().rev().find(is_content)) {
        (Some(first), Some(last)) => first..last + 1,
        _ => cell.end..cell.end,
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0B | 0x0C)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The cells between `[` and `]`, a pipe shown where it leads or closes.
    fn shown(line: &str) -> String {
        let Some(row) = split_row(line) else { return "no row".to_owned() };
        let cells: String = row.cells.iter().map(|cell| format!("[{}]", &line[cell.clone()])).collect();
        let pipe = |there| if there { "|" } else { "" };
        format!("{}{cells}{}", pipe(row.leading_pipe), pipe(row.closing_pipe))
    }

    #[track_caller]
    fn check(line: &str, expected: &str) {
        assert_eq!(shown(line), expected, "{line:?}");
        assert_eq!(is_row(line), expected != "no row", "{line:?}");
        assert_eq!(count_cells(line), split_row(line).map_or(0, |row| row.cells.len()), "{line:?}");
    }

    #[test]
    fn pipes_around_the_row_are_optional() {
        check("| a | b |", "|[a][b]|");
        check("a | b", "[a][b]");
        check("| a | b", "|[a][b]");
        check("a | b |  ", "[a][b]|");
        check("a", "[a]");
    }

    #[test]
    fn blank_cells_count_between_pipes_only() {
        check("||", "|[]|");
        check("| | |", "|[][]|");
        check("|", "no row");
        check("| \t\u{b}\u{c}", "no row");
        check("", "no row");
    }

    #[test]
    fn a_backslash_right_before_a_pipe_escapes_it() {
        check(r"a \| b", r"[a \| b]");
        check(r"a \\| b", r"[a \\| b]");
        check(r"a \ | b", r"[a \][b]");
        check(r"\|", r"[\|]");
        check(r"|a\|", r"|[a\|]");
        check(r"`a|b`", "[`a][b`]");
    }

    #[test]
    fn vertical_tabs_are_blanks_after_a_pipe_only() {
        check("|\u{b}a\u{b}|\u{c}b\u{c}", "|[a\u{b}][b\u{c}]");
        check("\u{b}", "[\u{b}]");
    }

    #[track_caller]
    fn check_delimiters(line: &str, expected: Option<&str>) {
        let letter = |alignment: &Alignment| match alignment {
            Alignment::None => 'n',
            Alignment::Left => 'l',
            Alignment::Center => 'c',
            Alignment::Right => 'r',
        };
        let found = parse_delimiter_row(line).map(|all| all.iter().map(letter).collect::<String>());
        assert_eq!(found.as_deref(), expected, "{line:?}");
    }

    #[test]
    fn delimiter_rows() {
        check_delimiters("|---|:--|:-:|--:|", Some("nlcr"));
        check_delimiters("-|-", Some("nn"));
        check_delimiters(":-", Some("l"));
        check_delimiters("-", Some("n"));
        check_delimiters("|\t:-\t|\t-:\t", Some("lr"));
        check_delimiters("|-", Some("n"));
    }

    #[test]
    fn lines_that_only_look_like_delimiter_rows() {
        for line in ["", "|", "||", "|-||-|", "|: -|", "|- -|", "|:|", "|::-|", "|=|", r"-\|-", "|-|a|", "--- text"] {
            check_delimiters(line, None);
        }
    }

    #[test]
    fn a_header_has_as_many_cells_as_the_delimiter_row() {
        let two = [Alignment::None; 2];
        assert!(is_header_of("a | b", &two));
        assert!(!is_header_of("a", &two));
        assert!(!is_header_of("a | b | c", &two));
    }

    proptest! {
        /// No byte of a line is lost: each lies in one cell, or is a pipe or a blank between cells.
        #[test]
        fn every_byte_is_cell_pipe_or_blank(line in r"[|\\a \t\x0B\x0Cé:-]{0,24}") {
            let Some(row) = split_row(&line) else { return Ok(()) };
            let mut end = 0;
            for cell in &row.cells {
                prop_assert!(between_cells(&line[end..cell.start]));
                end = cell.end;
            }
            prop_assert!(between_cells(&line[end..]));
            let pipes = line.bytes().filter(|&byte| byte == b'|').count();
            let within: usize = row.cells.iter().map(|cell| line[cell.clone()].matches('|').count()).sum();
            let around = usize::from(row.leading_pipe) + usize::from(row.closing_pipe);
            prop_assert_eq!(pipes - within, row.cells.len() - 1 + around);
        }
    }

    fn between_cells(text: &str) -> bool {
        text.bytes().all(|byte| byte == b'|' || is_blank(byte))
    }
}
