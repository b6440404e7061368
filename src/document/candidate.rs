//! Whether a text may hold a table at all, told from its bytes alone.
//!
//! Most pages of a documentation tree hold none, and to find that out by parsing them costs a hundred times as much as looking. So what
//! reads tables only looks here first. The answer *no* is proved; *maybe* costs time and nothing else.
//!
//! A table is one of four:
//!
//! 1. A GFM table has a delimiter row. Whatever containers it stands in, it is the end of its line, and it is made of `-`, `:`, `|` and blanks
//!    (`row.rs`, `parse_delimiter_row`). If there is neither `|` nor `:` in it, it is a row of one cell without pipes. Then the header
//!    row above has a pipe, since otherwise the two lines are a heading; unless a vertical tab or a form feed, which no heading's underline may have, is among the
//!    blanks. So either the end of the line has a `-` beside `|`, `:` or one of these two, or it has a `-` and the line above has a `|`.
//! 2. A table that GitHub shows as text (`loose.rs`) has such a delimiter row too; or one in which a single cell is broken, which
//!    has at most [`MAX_STRAYS`] other characters than dashes of any length, below a line with a pipe; or it has three lines below each other that
//!    end with a pipe and have another one.
//! 3. An HTML table starts with `<table` in any case.
//! 4. A table of another page is brought in by `[!INCLUDE`.
//!
//! A text without `|`, `:-`, `-:`, and those two blanks can hold no row of any of them. The tests hold this
//! to the full parse, on generated documents and on real pages.

use super::html::mentions_table;

/// The greatest number of characters in a broken delimiter row that belong to none, those of containers (markers, digits) not counted.
const MAX_STRAYS: usize = 2;

/// Whether a text may hold a table. Where this is `false`, it holds none.
pub(super) fn may_hold_tables(text: &str) -> bool {
    has_rows(text) || mentions_table(text) || mentions_include(text)
}

/// Whether a text may include another page.
pub(super) fn mentions_include(text: &str) -> bool {
    memchr::memmem::find_iter(text.as_bytes(), b"[!").any(|at| {
        let word = text.as_bytes().get(at..at + "[!include".len());
        word.is_some_and(|word| word.eq_ignore_ascii_case(b"[!include"))
    })
}

/// Whether some lines may be those of a pipe table.
fn has_rows(text: &str) -> bool {
    has_piped_rows(text.as_bytes()) || [":-", "-:"].iter().any(|dashes| has_lone_delimiter_row(text.as_bytes(), dashes))
}

/// Whether a line with a pipe, a vertical tab or a form feed, or the line below one with a pipe, may be a delimiter row, or three closed rows
/// stand below each other.
fn has_piped_rows(bytes: &[u8]) -> bool {
    let mut lines = Lines(bytes);
    let mut has_pipe_above = false;
    let mut closed_lines = 0;
    loop {
        if !has_pipe_above && !lines.skip_to_row() {
            return false;
        }
        let Some(line) = lines.next() else { return false };
        let has_pipe = memchr::memchr(b'|', line).is_some();
        if may_be_delimiter_row(line, has_pipe_above) {
            return true;
        }
        closed_lines = if has_pipe && is_closed(line) { closed_lines + 1 } else { 0 };
        if closed_lines == 3 {
            return true;
        }
        has_pipe_above = has_pipe;
    }
}

/// Whether a line ends with such dashes and nothing but dashes, colons and blanks behind them.
fn has_lone_delimiter_row(bytes: &[u8], dashes: &str) -> bool {
    memchr::memmem::find_iter(bytes, dashes).any(|at| {
        let behind = bytes[at..].iter().find(|byte| !matches!(byte, b'-' | b':' | b' ' | b'\t'));
        behind.is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
    })
}

fn may_be_delimiter_row(line: &[u8], has_pipe_above: bool) -> bool {
    let is_part = |byte: &u8| matches!(byte, b'-' | b':' | b'|' | b' ' | b'\t' | 0x0B | 0x0C);
    let start = line.iter().rposition(|byte| !is_part(byte)).map_or(0, |last| last + 1);
    let end = &line[start..];
    let is_telling = |byte: &u8| matches!(byte, b'|' | b':' | 0x0B | 0x0C);
    let is_whole = end.contains(&b'-') && (has_pipe_above || end.iter().any(is_telling));
    is_whole || (has_pipe_above && line.contains(&b'-') && line.contains(&b'|') && is_nearly_of_dashes(line))
}

/// Whether a line has few other characters than dashes, pipes, colons, blanks, and what containers put before it.
fn is_nearly_of_dashes(line: &[u8]) -> bool {
    let is_stray = |character: &char| {
        !matches!(character, '-' | ':' | '|' | '–' | '—' | '>' | '*' | '+' | '.' | ')' | '[' | ']' | '^' | '0'..='9')
            && !character.is_whitespace()
    };
    // A footnote's label may be long.
    let line = String::from_utf8_lossy(line);
    line.contains("[^") || line.chars().filter(is_stray).take(MAX_STRAYS + 1).count() <= MAX_STRAYS
}

/// Whether a line ends with a pipe and has another one.
fn is_closed(line: &[u8]) -> bool {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | 0x0B | 0x0C);
    let last = line.iter().rfind(|byte| !is_blank(byte));
    last == Some(&b'|') && line.iter().filter(|byte| **byte == b'|').nth(1).is_some()
}

/// The lines of a text, without their ends: `\n`, `\r\n` or `\r`.
struct Lines<'t>(&'t [u8]);

impl Lines<'_> {
    /// Leaves out the lines before the next one with a pipe or one of the two odd blanks. Whether there is one.
    fn skip_to_row(&mut self) -> bool {
        let Some(at) = memchr::memchr3(b'|', 0x0B, 0x0C, self.0) else { return false };
        let start = memchr::memrchr2(b'\n', b'\r', &self.0[..at]).map_or(0, |end| end + 1);
        self.0 = &self.0[start..];
        true
    }
}

impl<'t> Iterator for Lines<'t> {
    type Item = &'t [u8];

    fn next(&mut self) -> Option<&'t [u8]> {
        if self.0.is_empty() {
            return None;
        }
        let end = memchr::memchr2(b'\n', b'\r', self.0).unwrap_or(self.0.len());
        let (line, rest) = self.0.split_at(end);
        self.0 = rest.strip_prefix(b"\r\n").unwrap_or(rest.get(1..).unwrap_or_default());
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::block::generated_documents;
    use crate::document::laws::no_candidate_is_no_table as assert_proved;

    fn check(text: &str, expected: bool) {
        assert_eq!(may_hold_tables(text), expected, "{text:?}");
        assert_proved(text);
    }

    #[test]
    fn pages_without_tables_are_told_from_others() {
        check("# Words\n\nsome | more - words\n\n- a: b\n- c -\n\n---\n", false);
        check("```\ncat a | grep b\ncat c | grep -v d\n```\n", false);
        check("a\n---\n", false);
        check("| a |\r---\r", true);
        check("a\r\nb | c\r\n-- -\r\n", true);
        check("a | b\n\n-:", true);
        check("a |\nb\n---\n", false);
        check("a: -b\n:-x\n", false);
        check("x\n:-\n1\n", true);
        check("> 1. a | b\n>    --|--\n", true);
        check("| a | b |\n|---|--_-|\n| 1 | 2 |\n", true);
        check("| a | b |\n| 1 | 2 |\n| 3 | 4 |\n", true);
        check("<TABLE>", true);
        check("[!include [a](b.md)]", true);
        check("", false);
    }

    #[test]
    fn what_is_said_to_hold_no_table_holds_none() {
        let mut refused = 0;
        for text in generated_documents(20_000) {
            assert_proved(&text);
            refused += usize::from(!may_hold_tables(&text));
        }
        assert!(refused > 1_000, "only {refused} of the documents are without a candidate");
    }

    #[test]
    fn real_pages_that_are_said_to_hold_no_table_hold_none() {
        let Some(pages) = crate::source::real_pages() else { return };
        pages.for_each(|text| assert_proved(&text));
    }
    #[test]
    fn a_row_of_dashes_may_have_two_strays() {
        let check = |line: &str, expected: bool| {
            assert_eq!(is_nearly_of_dashes(line.as_bytes()), expected, "{line}");
        };
        check("|---|:-:|", true);
        check("|---|--ab|", true);
        check("|---|-abc|", false);
        check("> 1. |---|", true);
        check("[^a long label]: |---|", true);
        check("a long label: |---|", false);
    }

    #[test]
    fn a_delimiter_row_is_the_end_of_its_line() {
        let check = |line: &str, alone: bool, below_a_pipe: bool| {
            let found = [false, true].map(|has_pipe_above| may_be_delimiter_row(line.as_bytes(), has_pipe_above));
            assert_eq!(found, [alone, below_a_pipe], "{line:?}");
        };
        check("|-", true, true);
        check("-|", true, true);
        check(":-", true, true);
        check("-\u{b}", true, true);
        check("\u{c}-", true, true);
        check("- -", false, true);
        check("---", false, true);
        check("- a", false, false);
        check("> |-", true, true);
        check("a |-", true, true);
        check("|-|a", false, true);
        check("|-|abc", false, false);
        check("|a", false, false);
        check("-a", false, false);
        check("|", false, false);
        check("", false, false);
    }

    #[test]
    fn a_row_is_closed_by_its_second_pipe() {
        let found = ["| a |", "a | b |", "| a | \t", "||", "|", "| a", "a |", "| a |\u{b}", "| a | b", ""];
        let found = found.map(|line| is_closed(line.as_bytes()));
        assert_eq!(found, [true, true, true, true, false, false, false, true, false, false]);
    }

    #[test]
    fn dashes_with_a_colon_end_their_line() {
        let check = |text: &str, expected: bool| {
            assert_eq!(
                [":-", "-:"].map(|dashes| has_lone_delimiter_row(text.as_bytes(), dashes)),
                [expected; 2],
                "{text:?}"
            );
        };
        for text in [":-:", "a:-:\nb", ":-: \t", ":-:\r", "x :-: -:\n"] {
            check(text, true);
        }
        for text in [":-:a", ":-:|", "", "- :"] {
            check(text, false);
        }
    }

    #[test]
    fn three_closed_rows_stand_below_each_other() {
        check("| a |\n| b |\n| c |\n", true);
        check("| a |\n| b |\nc\n| d |\n", false);
        check("| a |\n| b |\n\n| c |\n| d |\n", false);
        check("text\n\n| a |\r| b |\r\n| c |", true);
        check("| a | b\n| c |\n| d |\n| e |", true);
    }

    #[test]
    fn lines_are_looked_at_from_the_next_row_on() {
        let rest = |text: &'static str| {
            let mut lines = Lines(text.as_bytes());
            lines
                .skip_to_row()
                .then(|| lines.map(|line| std::str::from_utf8(line).expect("it is text")).collect::<Vec<_>>())
        };
        assert_eq!(rest("a\nb | c\r\nd\re"), Some(vec!["b | c", "d", "e"]));
        assert_eq!(rest("| a\n\nb"), Some(vec!["| a", "", "b"]));
        assert_eq!(rest("a\r\u{b}b"), Some(vec!["\u{b}b"]));
        assert_eq!(rest("a\nb\u{c}"), Some(vec!["b\u{c}"]));
        assert_eq!(rest("a\nb"), None);
    }

    #[test]
    fn a_page_is_included_by_a_word_in_any_case() {
        let found = ["[!INCLUDE [a](b)]", "x [!Include", "[!include", "[!includ", "[!NOTE] [!", "[INCLUDE"]
            .map(mentions_include);
        assert_eq!(found, [true, true, true, false, false, false]);
    }
}
