//! HTML as text and tags, each with its exact place. The only user of html5ever.
//!
//! html5ever's tokenizer does not say where a token ends. So only markup is given to it, in pieces that end with `>`, until
//! it reports a token: that is where the markup ends, whatever stands in its attributes. Text never gets there; it is what
//! stands between. Comments are no tokens. A line break that was not closed (`<br/X`) is one all the same. The content of `script` and `style` is dropped; other elements whose content
//! HTML does not read as HTML (`textarea`, `title`, …) are read as any other, because GitHub shows their tags as text.
//!
//! It must not know what a tag means. What a tag has to tell is a field of [`Tag`].

use std::cell::RefCell;
use std::ops::Range;

use html5ever::buffer_queue::BufferQueue;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{self, TagKind, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// A piece of HTML. Ranges are bytes of the text that is read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Text as it is written, entities not decoded.
    Text(Range<usize>),
    Tag(Tag),
}

/// A start tag or an end tag.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::document) struct Tag {
    /// In lower case.
    pub(in crate::document) name: String,
    pub(in crate::document) is_end: bool,
    pub(super) range: Range<usize>,
    /// Names in lower case, and values with their entities decoded.
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The names of its attributes, in lower case.
    pub(super) fn attribute_names(&self) -> impl Iterator<Item = &str> {
        self.attributes.iter().map(|(name, _)| name.as_str())
    }

    pub(in crate::document) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Where the value of an attribute stands in the text, without its quotes.
    pub(in crate::document) fn value_range(&self, text: &str, name: &str) -> Option<Range<usize>> {
        let found = attribute_ranges(&text[self.range.clone()]).find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| self.range.start + value.start..self.range.start + value.end)
    }
}

/// The tag that a text is.
pub(in crate::document) fn read_tag(text: &str) -> Option<Tag> {
    match Tokens::new(text).next()? {
        Token::Tag(tag) => Some(tag),
        Token::Text(_) => None,
    }
}

/// Reads a text from its start.
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
    tokenizer: Tokenizer<Sink>,
    /// Whether the text ends within a comment.
    pub(super) ends_in_comment: bool,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let tokenizer = Tokenizer::new(Sink::default(), options());
        Self { text, at: 0, tokenizer, ends_in_comment: false }
    }

    /// Goes on behind the end of a comment that an earlier text has begun.
    pub(super) fn skip_comment(&mut self) {
        match self.text[self.at..].find("-->") {
            Some(end) => self.at += end + "-->".len(),
            None => (self.at, self.ends_in_comment) = (self.text.len(), true),
        }
    }

    fn text(&mut self) -> Token {
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let is_end = |&at: &usize| rest[at] == b'<' && is_markup(&rest[at..]);
        self.at = (1..rest.len()).find(is_end).map_or(self.text.len(), |end| start + end);
        Token::Text(start..self.at)
    }

    /// Reads a piece of markup; `None` if it is no tag.
    fn markup(&mut self) -> Option<Tag> {
        let start = self.at;
        let rest = &self.text[start..];
        if rest.starts_with("</>") {
            self.at += "</>".len();
            return None;
        }
        if let Some(length) = broken_line_break(rest) {
            self.at += length;
            return Some(Tag { name: "br".to_owned(), is_end: false, range: start..self.at, attributes: Vec::new() });
        }
        let mut fed = 0;
        for (close, _) in rest.match_indices('>') {
            let found = self.feed(&rest[fed..=close]);
            fed = close + 1;
            if let Some(found) = found {
                self.at = start + fed;
                return self.tag(found, start);
            }
        }
        self.at = self.text.len();
        self.ends_in_comment = rest.starts_with("<!--");
        None
    }

    fn feed(&self, piece: &str) -> Option<Found> {
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from_slice(piece));
        // It never asks for a script to be run, because the sink does not.
        let _ = self.tokenizer.feed(&queue);
        self.tokenizer.sink.found.take()
    }

    fn tag(&mut self, found: Found, start: usize) -> Option<Tag> {
        let Found::Tag(tag) = found else { return None };
        let tag = Tag {
            name: tag.name.to_string(),
            is_end: tag.kind == TagKind::EndTag,
            range: start..self.at,
            attributes: tag.attrs.iter().map(|one| (one.name.local.to_string(), one.value.to_string())).collect(),
        };
        if !tag.is_end && matches!(tag.name.as_str(), "script" | "style") {
            self.at = self.raw_end(&tag.name);
        }
        Some(tag)
    }

    /// Where the end tag of an element stands whose content is no HTML.
    fn raw_end(&self, name: &str) -> usize {
        let rest = &self.text[self.at..];
        let is_end = |at: usize| {
            let after = &rest.as_bytes()[at + "</".len()..];
            let is_name = after.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()));
            is_name
                && after.get(name.len()).is_none_or(|&next| matches!(next, b'>' | b'/') || next.is_ascii_whitespace())
        };
        let end = rest.match_indices("</").map(|(at, _)| at).find(|&at| is_end(at));
        end.map_or(self.text.len(), |end| self.at + end)
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while self.at < self.text.len() {
            if !is_markup(&self.text.as_bytes()[self.at..]) {
                return Some(self.text());
            }
            if let Some(tag) = self.markup() {
                return Some(Token::Tag(tag));
            }
        }
        None
    }
}

/// Whether what starts with `<` is a tag, a comment or a declaration, and not just that character.
fn is_markup(rest: &[u8]) -> bool {
    match rest {
        [b'<', b'/', _, ..] => true,
        [b'<', next, ..] => next.is_ascii_alphabetic() || matches!(next, b'!' | b'?'),
        _ => false,
    }
}

/// The length of `<br/`, `</br` or `<br ` that another tag follows before it is closed. HTML would take what stands between,
/// and the tag, for attributes of it.
fn broken_line_break(markup: &str) -> Option<usize> {
    let slash = usize::from(markup.as_bytes().get(1) == Some(&b'/'));
    let name = markup.get(1 + slash..3 + slash).filter(|name| name.eq_ignore_ascii_case("br"))?;
    let end = 1 + slash + name.len();
    let ends_there = slash == 1 || matches!(markup.as_bytes().get(end), Some(b'/' | b' '));
    let is_open = markup[end..].find(['<', '>']).is_some_and(|at| markup[end + at..].starts_with('<'));
    (ends_there && is_open).then_some(end + usize::from(markup[end..].starts_with('/')))
}

/// A character reference at the start of a text: what it stands for, and its length.
pub(super) fn character_reference(text: &str) -> Option<(String, usize)> {
    let name = text.strip_prefix('&')?;
    let mark = usize::from(name.starts_with('#'));
    let length = mark + name[mark..].bytes().take_while(u8::is_ascii_alphanumeric).count();
    if length == mark {
        return None;
    }
    let written = &text[..1 + length + usize::from(name[length..].starts_with(';'))];
    let decoded = decode(written);
    (decoded != written).then_some((decoded, written.len()))
}

fn decode(text: &str) -> String {
    let tokenizer = Tokenizer::new(Sink::default(), options());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(text));
    let _ = tokenizer.feed(&queue);
    tokenizer.end();
    tokenizer.sink.text.take()
}

fn options() -> TokenizerOpts {
    TokenizerOpts { discard_bom: false, ..TokenizerOpts::default() }
}

/// What the tokenizer has reported.
#[derive(Default)]
struct Sink {
    found: RefCell<Option<Found>>,
    text: RefCell<String>,
}

enum Found {
    Tag(tokenizer::Tag),
    /// A comment or a declaration.
    Other,
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: tokenizer::Token, _line_number: u64) -> TokenSinkResult<()> {
        match token {
            tokenizer::Token::TagToken(tag) => *self.found.borrow_mut() = Some(Found::Tag(tag)),
            tokenizer::Token::CommentToken(_) | tokenizer::Token::DoctypeToken(_) => {
                *self.found.borrow_mut() = Some(Found::Other);
            }
            tokenizer::Token::CharacterTokens(text) => self.text.borrow_mut().push_str(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The attributes of a start tag as they are written, each with the place of its value.
fn attribute_ranges(tag: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let is_name_end = |mark: char| mark.is_ascii_whitespace() || matches!(mark, '/' | '>');
    let mut at = tag.find(is_name_end).unwrap_or(tag.len());
    std::iter::from_fn(move || {
        at += length_of(&tag[at..], is_name_end);
        let name = at..at + tag[at..].char_indices().skip(1).find(|&(_, mark)| mark == '=' || is_name_end(mark))?.0;
        let (value, next) = attribute_value(tag, name.end);
        at = next;
        Some((&tag[name], value))
    })
}

/// The place of the value that may follow an attribute's name, and where to go on.
fn attribute_value(tag: &str, name_end: usize) -> (Range<usize>, usize) {
    let is_blank = |mark: char| mark.is_ascii_whitespace();
    let equals = name_end + length_of(&tag[name_end..], is_blank);
    if !tag[equals..].starts_with('=') {
        return (name_end..name_end, equals);
    }
    let start = equals + 1 + length_of(&tag[equals + 1..], is_blank);
    if let Some(quote @ ('"' | '\'')) = tag[start..].chars().next() {
        let end = tag[start + 1..].find(quote).map_or(tag.len(), |length| start + 1 + length);
        return (start + 1..end, (end + 1).min(tag.len()));
    }
    let end = start + tag[start..].find(|mark| is_blank(mark) || mark == '>').unwrap_or(tag.len() - start);
    (start..end, end)
}

/// The length of the characters of a kind at the start of a text.
fn length_of(text: &str, kind: impl Fn(char) -> bool) -> usize {
    text.find(|mark| !kind(mark)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text in quotes, tags by their source.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let shown = |token: Token| match token {
            Token::Text(range) => format!("'{}'", &text[range]),
            Token::Tag(tag) => text[tag.range].to_owned(),
        };
        assert_eq!(Tokens::new(text).map(shown).collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn every_tag_has_its_exact_place() {
        check("a<td a='x>y' b=\"<\">é</td>", &["'a'", "<td a='x>y' b=\"<\">", "'é'", "</td>"]);
        check("<p>\n</p\n>", &["<p>", "'\n'", "</p\n>"]);
        check("<TD/>", &["<TD/>"]);
    }

    #[test]
    fn what_is_no_markup_is_text() {
        check("a < b > c <3 &lt;", &["'a < b > c <3 &lt;'"]);
        check("<", &["'<'"]);
        check("</", &["'</'"]);
    }

    #[test]
    fn comments_and_scripts_are_dropped() {
        check("a<!-- <td> -- > --><b>", &["'a'", "<b>"]);
        check("a<!-->b", &["'a'", "'b'"]);
        check("a<?x <b> y>", &["'a'", "' y>'"]);
        check("</>a</ b>c<!doctype html>", &["'a'", "'c'"]);
        check("<script>if (a<b) '<td>'</script\n>x", &["<script>", "</script\n>", "'x'"]);
        check("<STYLE></styles></style", &["<STYLE>"]);
    }

    #[test]
    fn unfinished_markup_is_dropped() {
        check("a<td b='>", &["'a'"]);
        let mut tokens = Tokens::new("a<!-- b>");
        assert_eq!((tokens.by_ref().count(), tokens.ends_in_comment), (1, true));
        let mut tokens = Tokens::new("b --> c");
        tokens.skip_comment();
        assert_eq!(tokens.next(), Some(Token::Text(5..7)));
    }

    #[test]
    fn attributes_know_their_place() {
        let text = "x<a Href = \"?a=1&amp;b=2\" b=c/ d e='' f=g>";
        let tag = Tokens::new(text).find_map(|token| match token {
            Token::Tag(tag) => Some(tag),
            Token::Text(_) => None,
        });
        let tag = tag.expect("there is a tag");
        let place = |name| tag.value_range(text, name).map(|range| &text[range]);
        assert_eq!((tag.attribute("href"), place("href")), (Some("?a=1&b=2"), Some("?a=1&amp;b=2")));
        assert_eq!((tag.attribute("b"), place("b")), (Some("c/"), Some("c/")));
        assert_eq!((tag.attribute("d"), place("d")), (Some(""), Some("")));
        assert_eq!((tag.attribute("e"), place("e")), (Some(""), Some("")));
        assert_eq!((tag.attribute("f"), place("f")), (Some("g"), Some("g")));
        assert_eq!((tag.attribute("x"), place("x")), (None, None));
    }

    #[test]
    fn character_references() {
        let decoded = |text| character_reference(text);
        assert_eq!(decoded("&amp; b"), Some(("&".to_owned(), 5)));
        assert_eq!(decoded("&eacuteb"), Some(("éb".to_owned(), 8)));
        assert_eq!(decoded("&#x26a1;"), Some(("⚡".to_owned(), 8)));
        assert_eq!(decoded("&xyz;"), None);
        assert_eq!(decoded("& b"), None);
        assert_eq!(decoded("&é"), None);
    }

    #[test]
    fn a_line_break_that_was_not_closed_ends_before_the_next_tag() {
        let lengths = ["<br/<", "</br<", "<br <", "<br <b>", "<BR/x<", "</br/<"].map(broken_line_break);
        assert_eq!(lengths, [4, 4, 3, 3, 4, 5].map(Some));
        assert_eq!(["<br/x>", "<br/", "<brx<", "<b/<", "<br<", "<br"].map(broken_line_break), [None; 6]);
    }

    #[test]
    fn markup_starts_with_a_letter_or_a_mark() {
        let found =
            ["<a", "<!", "<?", "</a", "</>", "</", "<", "<1", "< a", "<é", "a"].map(|text| is_markup(text.as_bytes()));
        assert_eq!(found, [true, true, true, true, true, false, false, false, false, false, false]);
    }

    #[test]
    fn a_script_ends_with_its_own_end_tag() {
        check("<script>a</b></script/>c", &["<script>", "</script/>", "'c'"]);
        check("<script>a</scripts></script b", &["<script>"]);
        check("<style>a</SCRIPT></STYLE>b", &["<style>", "</STYLE>", "'b'"]);
        check("<script>a</script", &["<script>"]);
        check("</script>a<b>", &["</script>", "'a'", "<b>"]);
        check("<textarea><b></textarea>", &["<textarea>", "<b>", "</textarea>"]);
    }

    #[test]
    fn character_references_end_where_they_do() {
        let length =
            |text: &str| character_reference(text).map(|(decoded, length)| (decoded, &text[length..]).1.to_owned());
        assert_eq!(length("&amp;b").as_deref(), Some("b"));
        assert_eq!(length("&amp b").as_deref(), Some(" b"));
        assert_eq!(length("&#65;b").as_deref(), Some("b"));
        assert_eq!(length("&#65 b").as_deref(), Some(" b"));
        assert_eq!(
            [length("&#;"), length("&;"), length("&"), length("a"), length("&#x;")],
            [None, None, None, None, None]
        );
    }

    #[test]
    fn attributes_are_told_by_their_names() {
        let place = |text: &str, name: &str| {
            read_tag(text).and_then(|tag| tag.value_range(text, name)).map(|at| text[at].to_owned())
        };
        for (text, value) in [
            ("<a b=c>", Some("c")),
            ("<a b = c d>", Some("c")),
            ("<a b='c d' e>", Some("c d")),
            ("<a b=\"c\"/>", Some("c")),
            ("<a x b=c>", Some("c")),
            ("<a x=y b=c>", Some("c")),
            ("<a x='y'b=c>", Some("c")),
            ("<a/b=c>", Some("c")),
            ("<a B=c>", Some("c")),
            ("<a b>", Some("")),
            ("<a b c>", Some("")),
            ("<a b=>", Some("")),
            ("<a b=''>", Some("")),
            ("<a =b=c>", None),
            ("<a bb=c>", None),
            ("<a>", None),
        ] {
            assert_eq!(place(text, "b").as_deref(), value, "{text}");
            let decoded = read_tag(text).and_then(|tag| tag.attribute("b").map(str::to_owned));
            assert_eq!(decoded.as_deref(), value, "{text}");
        }
        let tag = read_tag("<a B=1 c>").expect("it is one");
        assert_eq!(tag.attribute_names().collect::<Vec<_>>(), ["b", "c"]);
        assert!(read_tag("a").is_none() && read_tag("<!-- a -->").is_none());
    }
}
