//! Inline Markdown that needs no parser: text, code spans of one backtick, links, emphasis and `<br>` in their plainest form.
//!
//! Nearly all cells are made of these alone. What is read here is what [`inline`](super::inline) makes of it, piece by piece; in doubt nothing is
//! read, and the parser has its turn. Why each form is what it looks like (CommonMark 0.31, section 6):
//!
//! * A character that starts nothing is text. So are `_` between two letters or digits, which neither opens nor closes an emphasis; `&` before
//!   anything but a letter, a digit or `#`; `!` before anything but `[`; `<` before anything but a letter, `/`, `!`, `?` or the name of a mail address (6.5);
//!   and a `]` without a `[`.
//! * A backtick alone starts a code span that ends at the next one, if that stands alone too; nothing in it is Markdown.
//! * `[text](url)` is a link where the URL has no blank, escape or entity, its round brackets pair up, and no bracket is in the text but in code.
//! * `*` or `**` opens an emphasis where a letter or digit follows and a blank or nothing stands before; it closes one where a letter
//!   or digit stands before and a blank, nothing or the end of a sentence follows. Between them is no other `*`. Blanks on both sides make it text.
//! * A backslash, an address (`://`, `www.`), a control character: not read here.
//!
//! Another form is one more arm of [`Simple::content`], and its proof above. The tests hold this to the parser.

use std::ops::Range;

use super::inline::{Link, RichText, SegmentKind, trimmed};

/// The text of one line, if it is so plain.
pub(super) fn read(source: &str, line: Range<usize>) -> Option<RichText> {
    let mut simple = Simple { source, at: line.start, start: line.start, end: line.end, rich: RichText::default() };
    simple.content(Until::End)?;
    Some(trimmed(simple.rich))
}

/// Whether the text of a line without blanks at its ends is what stands in the source, byte for byte. In doubt it is not.
pub(super) fn is_verbatim(source: &str, line: Range<usize>) -> bool {
    let mut simple = Simple { source, at: line.start, start: line.start, end: line.end, rich: RichText::default() };
    while let Some(byte) = simple.next_that_matters() {
        if byte != b']' && simple.is_text(byte) != Some(true) {
            return false;
        }
        simple.at += 1;
    }
    true
}

/// What ends a piece of content.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    End,
    /// `]`
    Bracket,
    /// So many `*`.
    Stars(usize),
}

struct Simple<'s> {
    source: &'s str,
    /// The next byte.
    at: usize,
    start: usize,
    end: usize,
    rich: RichText,
}

impl Simple<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        (self.start..self.end).contains(&at).then(|| self.source.as_bytes()[at])
    }

    /// Goes on to the next byte at which text may end.
    fn next_that_matters(&mut self) -> Option<u8> {
        let rest = &self.source.as_bytes()[self.at..self.end];
        self.at += rest.iter().position(|byte| MAY_MATTER[usize::from(*byte)]).unwrap_or(rest.len());
        self.byte(self.at)
    }

    /// Reads to the end of a piece, and over that. `None` where something is not plain.
    fn content(&mut self, until: Until) -> Option<()> {
        let mut from = self.at;
        while let Some(byte) = self.next_that_matters() {
            if self.is_text(byte)? || byte == b']' && until != Until::Bracket {
                self.at += 1;
                continue;
            }
            self.text(from);
            match byte {
                b']' if until == Until::Bracket => {
                    self.at += 1;
                    return Some(());
                }
                b'`' => self.code()?,
                b'[' if until != Until::Bracket => self.link()?,
                b'*' => {
                    if self.ends(until)? {
                        return Some(());
                    }
                }
                b'<' => self.line_break()?,
                _ => return None,
            }
            from = self.at;
        }
        self.text(from);
        (until == Until::End).then_some(())
    }

    /// Whether a byte that may matter is text; `None` where something begins that is not read here.
    fn is_text(&self, byte: u8) -> Option<bool> {
        let (before, next) = (self.at.checked_sub(1).and_then(|at| self.byte(at)), self.byte(self.at + 1));
        let is_word = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        let rest = &self.source.as_bytes()[self.at..self.end];
        match byte {
            b'_' => (is_word(before) && is_word(next)).then_some(true),
            b'&' => (!is_word(next) && next != Some(b'#')).then_some(true),
            b'!' => (next != Some(b'[')).then_some(true),
            b':' => (!rest.starts_with(b"://")).then_some(true),
            b'w' => (!rest.starts_with(b"www.")).then_some(true),
            b'<' if next.is_some_and(|next| next.is_ascii_alphabetic() || b"/!?".contains(&next)) => Some(false),
            b'<' => (!starts_mail(&rest[1..])).then_some(true),
            b'[' | b']' | b'`' | b'*' => Some(false),
            _ => None,
        }
    }

    fn text(&mut self, from: usize) {
        if from < self.at {
            self.rich.push(&self.source[from..self.at], from..self.at, SegmentKind::Verbatim);
        }
    }

    fn code(&mut self) -> Option<()> {
        let open = self.at;
        let length = memchr::memchr(b'`', &self.source.as_bytes()[open + 1..self.end])?;
        let close = open + 1 + length;
        let written = &self.source[open + 1..close];
        // Two backticks are another mark; a backslash may belong to a pipe.
        if length == 0 || self.byte(close + 1) == Some(b'`') || written.bytes().any(|byte| byte == b'\\' || byte < b' ')
        {
            return None;
        }
        let inner = written.strip_prefix(' ').and_then(|inner| inner.strip_suffix(' '));
        let text = inner.filter(|_| written.bytes().any(|byte| byte != b' ')).unwrap_or(written);
        let start = open + 1 + written.find(text)?;
        self.rich.push(text, start..start + text.len(), SegmentKind::Code);
        self.at = close + 1;
        Some(())
    }

    fn link(&mut self) -> Option<()> {
        let (open, start) = (self.at, self.rich.text.len());
        self.at += 1;
        if matches!(self.byte(self.at), Some(b'^' | b']')) {
            return None;
        }
        self.content(Until::Bracket)?;
        let text = start..self.rich.text.len();
        let url_start = self.at + 1;
        let rest = &self.source.as_bytes()[self.at..self.end];
        let url_end = url_start + url_length(rest.strip_prefix(b"(")?).filter(|&length| length > 0)?;
        self.at = url_end + 1;
        self.rich.links.push(Link {
            text,
            source: open..self.at,
            url_source: url_start..url_end,
            url: self.source[url_start..url_end].to_owned(),
        });
        Some(())
    }

    /// Reads stars, and the emphasis that they open. Whether they end the piece instead.
    fn ends(&mut self, until: Until) -> Option<bool> {
        let open = self.at;
        let stars = self.source.as_bytes()[open..self.end].iter().take_while(|byte| **byte == b'*').count();
        let before = open.checked_sub(1).and_then(|at| self.byte(at));
        let behind = self.byte(open + stars);
        let is_word = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
        self.at += stars;
        if before == Some(b' ') && behind == Some(b' ') {
            self.rich.push(&self.source[open..self.at], open..self.at, SegmentKind::Verbatim);
            return Some(false);
        }
        if until == Until::Stars(stars) {
            let ends_word = behind.is_none_or(|byte| matches!(byte, b' ' | b',' | b'.' | b';' | b')'));
            return (is_word(before) && ends_word).then_some(true);
        }
        if stars > 2 || until != Until::End || !is_word(behind) || before.is_some_and(|byte| byte != b' ') {
            return None;
        }
        let start = self.rich.text.len();
        self.content(Until::Stars(stars))?;
        self.rich.emphases.push(start..self.rich.text.len());
        Some(false)
    }

    fn line_break(&mut self) -> Option<()> {
        let rest = &self.source.as_bytes()[self.at..self.end];
        let is_tag = |tag: &&&[u8]| rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
        let tag = [&b"<br>"[..], b"<br/>", b"<br />"].iter().find(is_tag)?.len();
        self.rich.push("\n", self.at..self.at + tag, SegmentKind::Break);
        self.at += tag;
        Some(())
    }
}

/// The bytes at which text may end.
pub(super) const MAY_MATTER: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = byte < 0x20
            || byte == 0x7F
            || matches!(byte as u8, b'\\' | b'`' | b'*' | b'_' | b'[' | b']' | b'<' | b'&' | b'!' | b'~' | b':' | b'w');
        byte += 1;
    }
    table
};

/// Whether a text starts with what may stand before the `@` of a mail address, and with that.
fn starts_mail(text: &[u8]) -> bool {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(byte);
    let length = text.iter().take_while(|byte| is_of_name(byte)).count();
    length > 0 && text.get(length) == Some(&b'@')
}

/// The length of a URL that is read here, up to the bracket that ends it.
fn url_length(text: &[u8]) -> Option<usize> {
    let mut depth = 0;
    for (at, &byte) in text.iter().enumerate() {
        match byte {
            b'(' if depth == MAX_PARENTHESES => return None,
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$*+,;=%|{}'".contains(&byte) => {}
            _ => return None,
        }
    }
    None
}

/// Brackets in a URL are nested no deeper here; the parser takes 32.
const MAX_PARENTHESES: usize = 3;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::document::laws::plain_content_is_what_the_parser_reads as is_read;

    #[test]
    fn plain_forms_are_read_here() {
        for text in [
            "",
            " a ",
            "a_b & c! d] 1 < 2 <= 3 w:x",
            "`a_b`, ` *b* ` `c|d`",
            "[a](b.md) and [`c`](https://d.example/e_f_g?h=1#i)",
            "**a b** and *c*, (d)",
            "a<br>b<br/>c<BR />",
            "**a `b` c**",
            "é **a ü1** ö",
            "`  ` ` a` `b `",
            "- a",
            "# a",
            "1. a",
            "a #",
            "+",
            "[a b](c) [d](e)",
            "[a](b(c)) [a](b_(c,(d))e) [{a}](/{b}/c'd)",
            "[a]('b')c",
            "2 * 3 ** 4",
            "**a * b**",
        ] {
            assert!(is_read(text), "{text:?}");
        }
    }

    #[test]
    fn the_rest_is_left_to_the_parser() {
        for text in [
            "_a_",
            "a\\|b",
            "&amp;",
            "![a](b)",
            "**[a](b)**",
            "[ab]",
            "[a](b c)",
            "[a]( b)",
            "[a](b((((c)))))",
            "[a](b(c)",
            "<b>a</b>",
            "<1@b.example>",
            "a <-.+@b>",
            "https://a.example",
            "www.a.example",
            "``a``",
            "`a",
            "*a",
            "a*b*c",
            "***a***",
            "~~a~~",
            "a\tb",
            "[^1]",
            "<br",
            "[a](<b>)",
            "[a]()",
            "[a [b](c)](d)",
            "**a*b**",
            "[a](b&amp;c)",
        ] {
            assert!(!is_read(text), "{text:?}");
        }
    }

    #[test]
    fn cells_of_real_pages_read_alike() {
        let Some(pages) = crate::source::real_pages() else { return };
        let (mut count, mut all) = (0, 0);
        for text in pages {
            for cell in text.lines().filter(|line| line.contains('|')).flat_map(|line| line.split('|')) {
                count += usize::from(is_read(cell));
                all += 1;
            }
        }
        assert!(count * 10 > all * 8, "{count} of {all}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn what_is_read_here_is_what_the_parser_reads(text in r"([ab1é]|\*\*|[ *_`&!<>\[\](){}':/.|~]|\]\(|<br/?>|\[a|b\]\(c\)|\*\*a|a\*\*|`a`|www\.|\\){0,12}") {
            is_read(&text);
        }
    }

    #[test]
    fn text_that_stands_for_itself_is_told_from_marks() {
        let is_verbatim = |text: &str| super::is_verbatim(text, 0..text.len());
        for text in [
            "", "a b", "1 < 2", "a <= b", "a<-b", "<1 a", "a_b", "a & b", "a&;", "a!", "a! b", "a: b", "a:/b", "w ww.",
            "wwww", "a]", "é", "a(b)", "1. a", "# a", "a - b",
        ] {
            assert!(is_verbatim(text), "{text:?}");
        }
        for text in [
            "[a", "`", "*", "~", "_a", "a_", "a _ b", "é_é", "&amp;", "&1", "&#", "a![", "http://a", "www.a", "a\\",
            "a\tb", "a\u{7f}", "<b", "</", "<!", "<?", "<1@", "<.@a",
        ] {
            assert!(!is_verbatim(text), "{text:?}");
        }
        // What stands outside of the line does not count.
        assert!(super::is_verbatim("a_b*", 1..2) != super::is_verbatim("a_b*", 0..3));
        assert!(super::is_verbatim("[a]", 1..3));
    }

    #[test]
    fn a_url_ends_at_the_bracket_that_it_does_not_open() {
        let lengths =
            ["a)b", ")", "(a))", "((()))))", "(((())))", "a", "", "(a)", "a b)", "a\\)", "a<)", "a&)", "a\"b)"];
        let lengths = lengths.map(|text| super::url_length(text.as_bytes()));
        assert_eq!(lengths, [Some(1), Some(0), Some(3), Some(6), None, None, None, None, None, None, None, None, None]);
        let all = "aZ09-._~:/?#@!$*+,;=%|{}'";
        assert_eq!(super::url_length(format!("{all})").as_bytes()), Some(all.len()));
    }

    #[test]
    fn a_mail_address_has_a_name_before_its_sign() {
        let found = ["a@", "a.b!#$%&'*+/=?^_`{|}~-1@c", "@", "a", "", "a b@", "é@", "a:@", "a(@"];
        let found = found.map(|text| super::starts_mail(text.as_bytes()));
        assert_eq!(found, [true, true, false, false, false, false, false, false, false]);
    }

    #[test]
    fn each_form_has_its_borders() {
        for text in [
            "*a*",
            "a *b*",
            "*a* b",
            "*a*,",
            "*a*.",
            "*a*;",
            "*a*)",
            "**a**",
            "**1**",
            "a * b",
            "a ** b",
            "*a `b c* d` e*",
            "<br>a",
            "a<BR/>",
            "`a`b",
            "` a `",
            "`  `",
            "[a](b)c",
            "[a](b)[c](d)",
            "[a `]` b](c)",
            "a]b",
        ] {
            assert!(is_read(text), "{text:?}");
        }
        for text in [
            "a*b",
            "*a*b",
            "*a*:",
            "*a*!",
            "* a*",
            "*a *",
            "(*a*)",
            "*a**",
            "***a***",
            "*a *b* c*",
            "[a *b* c](d)",
            "*[a](b)*",
            "[a](b",
            "[a] (b)",
            "[^a](b)",
            "[](a)",
            "[a](b\\c)",
            "`a\\b`",
            "``",
            "``a",
            "`a``",
            "a`",
            "<br",
            "<br >",
            "<br  />",
            "<brx>",
            "a\u{b}b",
        ] {
            assert!(!is_read(text), "{text:?}");
        }
    }
}
