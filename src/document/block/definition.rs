//! Link reference definitions (CommonMark 4.7), which a paragraph may start with and which are no text of it.
//!
//! It must not know where the paragraph stands: it reads its lines as one text. It is looser than the specification
//! where cmark-gfm is: of two possible ends of a title it takes the last. What a definition tells is a field of
//! [`Definition`].

use std::ops::Range;

/// A link reference definition. The first of those with the same label counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Definition {
    /// The label as it is written, without the brackets; a line break in it is `\n`.
    pub(crate) label: String,
    /// The source of the destination, without angle brackets.
    pub(crate) destination: Range<usize>,
    /// The source of the title, without its quotes. Container prefixes stand within it if it spans lines.
    pub(crate) title: Option<Range<usize>>,
    /// From the opening bracket to the end of the destination or title.
    pub(crate) range: Range<usize>,
}

/// A label longer than this is none.
const MAX_LABEL_LENGTH: usize = 1000;

/// Parentheses nested deeper than this end a destination badly.
const MAX_PARENTHESES: usize = 32;

/// The definitions that a paragraph starts with, and how many of its lines they take.
pub(super) fn parse_definitions(text: &str, lines: &[Range<usize>]) -> (Vec<Definition>, usize) {
    let mut definitions = Vec::new();
    let Some(first) = lines.first() else { return (definitions, 0) };
    let mut cursor = Cursor { text, lines, line: 0, at: first.start };
    while let Some((definition, next)) = parse_definition(cursor) {
        cursor = next;
        definitions.push(definition);
    }
    definitions.retain(|definition| !definition.label.trim().is_empty());
    (definitions, cursor.line)
}

/// One definition, and the start of the line after it.
fn parse_definition<'t>(mut cursor: Cursor<'t>) -> Option<(Definition, Cursor<'t>)> {
    let start = cursor.at;
    let label = cursor.read_label()?;
    cursor.skip(b':').then_some(())?;
    cursor.skip_blanks_and_line_end();
    let (destination, after_destination) = cursor.read_destination()?;
    let end = cursor.at;
    let untitled = Definition { label, destination, title: None, range: start..end };
    match cursor.read_title().filter(|(_, after)| after.ends_line().is_some()) {
        Some((title, after)) => {
            let definition = Definition { title: Some(title), range: start..after.at, ..untitled };
            Some((definition, after.ends_line()?))
        }
        None => Some((untitled, after_destination.ends_line()?)),
    }
}

/// A place in a paragraph, whose lines are read as if only `\n` stood between them.
#[derive(Clone, Copy)]
struct Cursor<'t> {
    text: &'t str,
    lines: &'t [Range<usize>],
    line: usize,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u8> {
        let line = self.lines.get(self.line)?;
        Some(if self.at < line.end { self.text.as_bytes()[self.at] } else { b'\n' })
    }

    fn advance(&mut self) {
        match self.lines.get(self.line) {
            Some(line) if self.at < line.end => self.at += 1,
            _ => {
                self.line += 1;
                self.at = self.lines.get(self.line).map_or(self.at, |line| line.start);
            }
        }
    }

    fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.advance();
        Some(byte)
    }

    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        if found {
            self.advance();
        }
        found
    }

    fn skip_blanks(&mut self) {
        while self.skip(b' ') || self.skip(b'\t') {}
    }

    fn skip_blanks_and_line_end(&mut self) {
        self.skip_blanks();
        if self.skip(b'\n') {
            self.skip_blanks();
        }
    }

    /// The start of the next line if only blanks are left on this one.
    fn ends_line(mut self) -> Option<Self> {
        self.skip_blanks();
        (self.skip(b'\n') || self.peek().is_none()).then_some(self)
    }

    /// Skips one byte, or a backslash with the punctuation that it escapes. How many bytes that were.
    fn skip_escaped(&mut self) -> usize {
        let escapes = self.next() == Some(b'\\');
        let escaped = escapes && self.peek().is_some_and(|byte| byte.is_ascii_punctuation());
        if escaped {
            self.advance();
        }
        1 + usize::from(escaped)
    }

    fn read_label(&mut self) -> Option<String> {
        self.skip(b'[').then_some(())?;
        let start = *self;
        let mut length = 0;
        while self.peek()? != b']' {
            if self.peek()? == b'[' || length > MAX_LABEL_LENGTH {
                return None;
            }
            length += self.skip_escaped();
        }
        let label = start.source_to(*self);
        self.advance();
        let is_filled = label.bytes().any(|byte| !matches!(byte, b' ' | b'\t' | b'\n'));
        (is_filled && length <= MAX_LABEL_LENGTH).then_some(label)
    }

    /// What stands between here and a later place, the lines joined.
    fn source_to(&self, end: Self) -> String {
        if self.line == end.line {
            return self.text[self.at..end.at].to_owned();
        }
        let mut source = self.text[self.at..self.lines[self.line].end].to_owned();
        for line in &self.lines[self.line + 1..end.line] {
            source.push('\n');
            source.push_str(&self.text[line.clone()]);
        }
        source.push('\n');
        source.push_str(&self.text[self.lines[end.line].start..end.at]);
        source
    }

    /// The range of the destination, and the place after it.
    fn read_destination(&mut self) -> Option<(Range<usize>, Self)> {
        let range = if self.peek()? == b'<' { self.read_bracketed()? } else { self.read_bare()? };
        Some((range, *self))
    }

    /// A backslash hides the character after it, as in cmark-gfm even a line feed, but not CRLF.
    fn read_bracketed(&mut self) -> Option<Range<usize>> {
        self.advance();
        let start = self.at;
        loop {
            let end = self.at;
            match self.next()? {
                b'>' => return Some(start..end),
                b'\n' | b'<' => return None,
                b'\\' if self.text[self.at..].starts_with("\r\n") => return None,
                b'\\' => self.next().map(drop)?,
                _ => {}
            }
        }
    }

    fn read_bare(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let mut depth = 0;
        while let Some(byte) = self.peek() {
            match byte {
                b'(' if depth == MAX_PARENTHESES => return None,
                b'(' => depth += 1,
                b')' if depth == 0 => break,
                b')' => depth -= 1,
                b' ' => break,
                _ if byte.is_ascii_control() && byte != 0 => break,
                _ => {}
            }
            self.skip_escaped();
        }
        (depth == 0 && self.at > start).then_some(start..self.at)
    }

    /// The range of a title that is set off by blanks, and the place after it.
    fn read_title(mut self) -> Option<(Range<usize>, Self)> {
        let before = (self.line, self.at);
        self.skip_blanks_and_line_end();
        if (self.line, self.at) == before {
            return None;
        }
        let (opening, closing) = match self.next()? {
            quote @ (b'"' | b'\'') => (quote, quote),
            b'(' => (b'(', b')'),
            _ => return None,
        };
        let start = self.at;
        let (end, after) = self.find_closing(opening, closing)?;
        Some((start..end, after))
    }

    /// An escaped closing mark ends the title too if no better one follows.
    fn find_closing(mut self, opening: u8, closing: u8) -> Option<(usize, Self)> {
        let mut found = None;
        let mut escaped = false;
        loop {
            let at = self.at;
            let Some(byte) = self.next() else { return found };
            if byte == closing {
                found = Some((at, self));
            }
            if !escaped && (byte == closing || byte == opening) {
                return found;
            }
            escaped = byte == b'\\';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::line::lines;
    use super::*;

    /// Each definition as `label|destination|title`, and the number of lines they take.
    #[track_caller]
    fn check(text: &str, expected: &[&str], lines_taken: usize) {
        let ranges: Vec<_> = lines(text, 0).collect();
        let (definitions, count) = parse_definitions(text, &ranges);
        let title = |found: &Definition| found.title.clone().map_or("-", |title| &text[title]).to_owned();
        let show =
            |found: &Definition| format!("{}|{}|{}", found.label, &text[found.destination.clone()], title(found));
        assert_eq!(definitions.iter().map(show).collect::<Vec<_>>(), expected, "{text:?}");
        assert_eq!(count, lines_taken, "{text:?}");
    }

    #[test]
    fn definitions_at_the_start_are_taken() {
        check("[a]: b\n[c]: <d e> 'f'\ntext", &["a|b|-", "c|d e|f"], 2);
        check("[a\nb]:\n c\n\"d\ne\"", &["a\nb|c|d\ne"], 5);
        check("[a]: b (c\\)d)", &["a|b|c\\)d"], 1);
        check("[a]: <>", &["a||-"], 1);
        check("text\n[a]: b", &[], 0);
    }

    #[test]
    fn a_title_needs_its_own_line_end() {
        check("[a]: b\n\"c\" d", &["a|b|-"], 1);
        check("[a]: b \"c\" d", &[], 0);
        check("[a]: <b>\"c\"", &[], 0);
        check("[a]: b \"c\\\" d", &[], 0);
        check("[a]: b \"c\\\"", &["a|b|c\\"], 1);
    }

    #[test]
    fn what_is_no_definition() {
        for text in ["[]: a", "[ ]: a", "[a] : b", "[a]", "[a]:", "[[a]: b", "[a]: <b", "[a]: b c", "[a]: (", " [a]: b"]
        {
            check(text, &[], 0);
        }
        check(&format!("[{}]: b", "a".repeat(1000)), &[&format!("{}|b|-", "a".repeat(1000))], 1);
        check(&format!("[{}]: b", "a".repeat(1001)), &[], 0);
        check(&format!("[{}]: b", r"\]".repeat(500)), &[&format!("{}|b|-", r"\]".repeat(500))], 1);
        check(&format!("[{}]: b", r"\]".repeat(501)), &[], 0);
    }
    #[test]
    fn a_backslash_hides_what_would_end_a_destination() {
        check(r"[a]: <b\>c>", &[r"a|b\>c|-"], 1);
        check(r"[a]: <b\<c>", &[r"a|b\<c|-"], 1);
        check("[a]: <b<c>", &[], 0);
        check("[a]: <b\\\r\nc>", &[], 0);
        check(r"[a\]b]: c", &[r"a\]b|c|-"], 1);
    }

    #[test]
    fn parentheses_of_a_destination_have_partners_to_a_depth() {
        let nested = |depth: usize| format!("{}x{}", "(".repeat(depth), ")".repeat(depth));
        check("[a]: b(c(d)e)f", &["a|b(c(d)e)f|-"], 1);
        check(&format!("[a]: {}", nested(32)), &[&format!("a|{}|-", nested(32))], 1);
        check(&format!("[a]: {}", nested(33)), &[], 0);
        for text in ["[a]: b)", "[a]: b(c", "[a]: )", "[a]: \u{1}", "[a]: "] {
            check(text, &[], 0);
        }
        check("[a]: b\u{7f}", &[], 0);
        check("[a]: b\0c", &["a|b\0c|-"], 1);
        check(r"[a]: b\(c", &[r"a|b\(c|-"], 1);
        check(r"[a]: b\é", &[r"a|b\é|-"], 1);
    }

    #[test]
    fn titles_stand_in_three_kinds_of_quotes() {
        check("[a]: b 'c'", &["a|b|c"], 1);
        check("[a]: b (c)", &["a|b|c"], 1);
        check("[a]: b\t\"c\"\t", &["a|b|c"], 1);
        check("[a]: b\n \"c\" ", &["a|b|c"], 2);
        check("[a]: b\n\n\"c\"", &["a|b|-"], 1);
        check("[a]: b (c(d)", &[], 0);
        check("[a]: b (c\\(d)", &["a|b|c\\(d"], 1);
        check("[a]: b 'c''", &[], 0);
        check("[a]: b 'c", &[], 0);
        check("[a]: b \"\"", &["a|b|"], 1);
        check("[a]: <> 'c'", &["a||c"], 1);
        check("[a]: b x", &[], 0);
    }

    #[test]
    fn definitions_stand_on_lines_of_their_own() {
        check("[a]:\nb", &["a|b|-"], 2);
        check("[a]:\n\nb", &[], 0);
        check("[a]:\tb\t\n[c]:d", &["a|b|-", "c|d|-"], 2);
        check("[a]: b\n[c] d", &["a|b|-"], 1);
        check("[\n a\n]: b", &["\n a\n|b|-"], 3);
        check("[\n]: b", &[], 0);
        check("[a\\]: b", &[], 0);
        check("[a\\\\]: b", &["a\\\\|b|-"], 1);
        check(&format!("[{}\\]]: b", "a".repeat(998)), &[&format!("{}\\]|b|-", "a".repeat(998))], 1);
        check(&format!("[{}\\]]: b", "a".repeat(999)), &[], 0);
    }
}
