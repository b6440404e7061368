//! Inline content: the text of a cell as a reader sees it, with the source place of every piece. The only user of pulldown-cmark.
//!
//! It knows one run of inline Markdown at a time, never blocks or tables. Another kind of inline content (a mark, an
//! image) is one more arm of [`Reader::event`] and, where it must be kept, one more field of [`RichText`].

use std::collections::HashMap;
use std::ops::Range;

use crate::similarity::folded;
use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// Text as a reader sees it, and where each piece of it stands in the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RichText {
    text: String,
    segments: Vec<Segment>,
    links: Vec<Link>,
    anchors: Vec<Anchor>,
}

/// A piece of text that stands in the source in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// The bytes of [`RichText::text`].
    pub text: Range<usize>,
    /// The bytes of the source.
    pub source: Range<usize>,
    /// What it is.
    pub kind: SegmentKind,
}

/// What a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SegmentKind {
    /// Text that stands in the source byte for byte.
    Verbatim,
    /// Text that is written in another way in the source, such as an entity.
    Decoded,
    /// Text of a code span, byte for byte.
    Code,
    /// A line break, whose text is a newline.
    Break,
}

/// A link around a part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The bytes of [`RichText::text`] that are the link's text.
    pub text: Range<usize>,
    /// The whole link in the source.
    pub source: Range<usize>,
    /// The destination in the source; the whole link where the destination stands elsewhere.
    pub url_source: Range<usize>,
    /// The destination, entities and escapes resolved.
    pub url: String,
}

/// A place that a link can lead to, made by `<a name="…">` or an `id` attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its name.
    pub name: String,
    /// The tag in the source.
    pub source: Range<usize>,
}

/// Link reference definitions of a document: folded label (CommonMark 0.31, section 4.7) to destination.
#[derive(Debug, Clone, Default)]
pub struct Definitions(HashMap<String, String>);

impl Definitions {
    /// Reads definitions from their Markdown source, one after the other. Of two with one label the first counts.
    pub(crate) fn parse<'a>(sources: impl Iterator<Item = &'a str>) -> Self {
        let mut definitions = HashMap::new();
        for source in sources {
            let parser = Parser::new(source);
            for (label, definition) in parser.reference_definitions().iter() {
                definitions.entry(folded(label)).or_insert_with(|| definition.dest.to_string());
            }
        }
        Self(definitions)
    }

    fn get(&self, label: &str) -> Option<&str> {
        self.0.get(&folded(label)).map(String::as_str)
    }
}

impl RichText {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its pieces, in order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The links in it, in order.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The anchors in it, in order.
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// The source bytes of a byte range of the text, as narrow as the pieces allow. `None` for an empty range.
    pub fn source_range(&self, text: Range<usize>) -> Option<Range<usize>> {
        let inside = |segment: &&Segment| segment.text.start < text.end && text.start < segment.text.end;
        let first = self.segments.iter().find(inside)?;
        let last = self.segments.iter().rfind(inside)?;
        let start = first.offset_of(text.start.max(first.text.start)).unwrap_or(first.source.start);
        let end = last.offset_of(text.end.min(last.text.end)).unwrap_or(last.source.end);
        Some(start..end)
    }

    /// A text from its parts. The pieces are in order and make up the whole text.
    pub(super) fn from_parts(text: String, segments: Vec<Segment>, links: Vec<Link>, anchors: Vec<Anchor>) -> Self {
        Self { text, segments, links, anchors }
    }

    fn push(&mut self, text: &str, source: Range<usize>, kind: SegmentKind) {
        let start = self.text.len();
        self.text.push_str(text);
        self.segments.push(Segment { text: start..self.text.len(), source, kind });
    }
}

impl Segment {
    /// The source offset of a text offset, where the piece stands there byte for byte.
    fn offset_of(&self, text: usize) -> Option<usize> {
        let exact = matches!(self.kind, SegmentKind::Verbatim | SegmentKind::Code);
        exact.then(|| self.source.start + (text - self.text.start))
    }
}

/// Reads inline Markdown.
///
/// `lines` are the byte ranges of `source` that hold it, one per line, without the marks of the blocks around it.
pub(crate) fn parse_inline(source: &str, lines: &[Range<usize>], pipes: Pipes, definitions: &Definitions) -> RichText {
    match lines {
        [line] if is_plain(&source[line.clone()]) => plain(source, line.clone()),
        _ => Reader::new(Flat::new(source, lines, pipes), source).read(definitions),
    }
}

/// The places of the HTML tags and comments in inline Markdown, in order.
pub(crate) fn html_tags(source: &str, lines: &[Range<usize>]) -> Vec<Range<usize>> {
    if !lines.iter().any(|line| source[line.clone()].contains('<')) {
        return Vec::new();
    }
    let flat = Flat::new(source, lines, Pipes::Plain);
    let events = Parser::new_ext(&flat.text, Options::ENABLE_STRIKETHROUGH).into_offset_iter();
    let tags = events.filter(|(event, _)| matches!(event, Event::InlineHtml(_)));
    tags.map(|(_, range)| flat.source_range(range)).collect()
}

/// Whether a backslash before a pipe belongs to the table around the text (GFM, section 4.10) or to the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pipes {
    /// The text of a table's cell.
    Escaped,
    /// Any other text.
    Plain,
}

/// Text in which no character can start anything but text.
fn is_plain(text: &str) -> bool {
    !text
        .bytes()
        .any(|byte| matches!(byte, b'\\' | b'`' | b'*' | b'_' | b'[' | b']' | b'<' | b'&' | b'!' | b'~' | b'\t' | 0))
}

fn plain(source: &str, line: Range<usize>) -> RichText {
    let text = &source[line.clone()];
    let start = line.start + (text.len() - text.trim_start_matches(' ').len());
    let trimmed = text.trim_matches(' ');
    let mut rich = RichText::default();
    if !trimmed.is_empty() {
        rich.push(trimmed, start..start + trimmed.len(), SegmentKind::Verbatim);
    }
    rich
}

/// The lines of a text in one string that the Markdown parser cannot take for anything but one paragraph, and the way
/// back from its offsets to those of the source.
struct Flat {
    text: String,
    /// Offset here, offset in the source, in ascending order; each holds up to the next.
    offsets: Vec<(usize, usize)>,
}

/// What makes the parser read the text behind it as a paragraph: a list marker or a `#` is none after another word.
const GUARD: &str = "x ";

impl Flat {
    fn new(source: &str, lines: &[Range<usize>], pipes: Pipes) -> Self {
        let mut flat = Flat { text: GUARD.to_owned(), offsets: Vec::new() };
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                flat.text.push('\n');
                flat.offsets.push((flat.text.len() - 1, lines[index - 1].end));
            }
            flat.push_line(source, line.clone(), pipes);
        }
        flat
    }

    fn push_line(&mut self, source: &str, line: Range<usize>, pipes: Pipes) {
        let mut start = line.start;
        if pipes == Pipes::Escaped {
            for (at, _) in source[line.clone()].match_indices("\\|") {
                self.push(source, start..line.start + at);
                start = line.start + at + 1;
            }
        }
        self.push(source, start..line.end);
    }

    fn push(&mut self, source: &str, range: Range<usize>) {
        self.offsets.push((self.text.len(), range.start));
        self.text.push_str(&source[range]);
    }

    fn source_offset(&self, offset: usize) -> usize {
        let index = self.offsets.partition_point(|&(here, _)| here <= offset).saturating_sub(1);
        let (here, there) = self.offsets[index];
        there + offset.saturating_sub(here)
    }

    fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.source_offset(range.start);
        // The end is reckoned from the last byte, so that a dropped backslash behind it does not count.
        let end = if range.end > range.start { self.source_offset(range.end - 1) + 1 } else { start };
        start..end.max(start)
    }
}

/// Walks the parser's events and gathers the text.
struct Reader<'s> {
    flat: Flat,
    source: &'s str,
    rich: RichText,
    open_links: Vec<Link>,
}

impl<'s> Reader<'s> {
    fn new(flat: Flat, source: &'s str) -> Self {
        Self { flat, source, rich: RichText::default(), open_links: Vec::new() }
    }

    fn read(mut self, definitions: &Definitions) -> RichText {
        let text = std::mem::take(&mut self.flat.text);
        let resolve = |link: BrokenLink<'_>| {
            definitions.get(&link.reference).map(|url| (CowStr::from(url.to_owned()), CowStr::Borrowed("")))
        };
        let parser = Parser::new_with_broken_link_callback(&text, Options::ENABLE_STRIKETHROUGH, Some(resolve));
        for (event, range) in parser.into_offset_iter() {
            self.event(event, range, &text);
        }
        trimmed(self.rich)
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>, flat: &str) {
        match event {
            Event::Text(text) => self.text(&text, range, flat),
            Event::Code(text) => self.code(&text, range, flat),
            Event::SoftBreak => self.piece(" ", range, SegmentKind::Decoded),
            Event::HardBreak => self.piece("\n", range, SegmentKind::Break),
            Event::InlineHtml(tag) => self.html(&tag, range),
            Event::Start(Tag::Link { dest_url, link_type, .. }) => self.open_link(&dest_url, link_type, range, flat),
            Event::End(TagEnd::Link) => self.close_link(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>, flat: &str) {
        // The guard is the start of the first text.
        let (text, range) = match range.start < GUARD.len() {
            true => (text.get(GUARD.len() - range.start..).unwrap_or(""), GUARD.len().min(range.end)..range.end),
            false => (text, range),
        };
        let kind = if flat.get(range.clone()) == Some(text) { SegmentKind::Verbatim } else { SegmentKind::Decoded };
        self.piece(text, range, kind);
    }

    fn code(&mut self, text: &str, range: Range<usize>, flat: &str) {
        let inside = flat[range.clone()].find(text).map(|at| range.start + at..range.start + at + text.len());
        match inside {
            Some(inside) => self.piece(text, inside, SegmentKind::Code),
            None => self.piece(text, range, SegmentKind::Decoded),
        }
    }

    /// Adds a piece. A verbatim one is cut where its source is interrupted, as by the backslash of an escaped pipe.
    fn piece(&mut self, text: &str, range: Range<usize>, kind: SegmentKind) {
        if text.is_empty() {
            return;
        }
        if !matches!(kind, SegmentKind::Verbatim | SegmentKind::Code) {
            let source = self.flat.source_range(range);
            return self.rich.push(text, source, kind);
        }
        let cuts: Vec<usize> = self
            .flat
            .offsets
            .iter()
            .map(|&(here, _)| here)
            .filter(|here| range.contains(here) && *here > range.start)
            .collect();
        let mut start = range.start;
        for end in cuts.into_iter().chain([range.end]) {
            let part = &text[start - range.start..end - range.start];
            if !part.is_empty() {
                self.rich.push(part, self.flat.source_range(start..end), kind);
            }
            start = end;
        }
    }

    fn html(&mut self, tag: &str, range: Range<usize>) {
        if is_line_break(tag) {
            return self.piece("\n", range, SegmentKind::Break);
        }
        if let Some(name) = anchor_name(tag) {
            let source = self.flat.source_range(range);
            self.rich.anchors.push(Anchor { name, source });
        }
    }

    fn open_link(&mut self, url: &str, link_type: LinkType, range: Range<usize>, flat: &str) {
        let source = self.flat.source_range(range.clone());
        let written = &flat[range.clone()];
        let url_source = match link_type {
            LinkType::Inline | LinkType::Autolink => written.rfind(url).filter(|_| !url.is_empty()),
            _ => None,
        }
        .map(|at| self.flat.source_range(range.start + at..range.start + at + url.len()))
        .unwrap_or_else(|| source.clone());
        debug_assert!(self.source.get(url_source.clone()).is_some(), "a link lies on character boundaries");
        let start = self.rich.text.len();
        self.open_links.push(Link { text: start..start, source, url_source, url: url.to_owned() });
    }

    fn close_link(&mut self) {
        if let Some(mut link) = self.open_links.pop() {
            link.text.end = self.rich.text.len();
            self.rich.links.push(link);
        }
    }
}

/// `<br>`, `<br/>`, `</br>`, with blanks or attributes, in any case.
fn is_line_break(tag: &str) -> bool {
    let inner = tag.trim_start_matches(['<', '/', ' ']).as_bytes();
    let is_br = inner.len() > 2 && inner[..2].eq_ignore_ascii_case(b"br");
    is_br && matches!(inner[2], b'>' | b'/' | b' ' | b'\t' | b'\n')
}

/// The name that `<a name="…">` or an `id` gives to its place.
fn anchor_name(tag: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let (at, key) = [" name=", " id="].iter().find_map(|key| lower.find(key).map(|at| (at, key)))?;
    let value = &tag[at + key.len()..];
    let quote = value.chars().next().filter(|&first| first == '"' || first == '\'');
    let name = match quote {
        Some(quote) => value[1..].split(quote).next()?,
        None => value.split([' ', '>', '/']).next()?,
    };
    (!name.is_empty()).then(|| name.to_owned())
}

/// Without the blanks at both ends, such as those that a dropped tag leaves.
fn trimmed(rich: RichText) -> RichText {
    let start = rich.text.len() - rich.text.trim_ascii_start().len();
    let end = rich.text.trim_ascii_end().len().max(start);
    if start == 0 && end == rich.text.len() {
        return rich;
    }
    let move_back = |range: &Range<usize>| range.start.clamp(start, end) - start..range.end.clamp(start, end) - start;
    let segments = rich
        .segments
        .iter()
        .filter_map(|segment| {
            let kept = segment.text.start.max(start)..segment.text.end.min(end);
            let first = if kept.is_empty() { return None } else { segment.offset_of(kept.start) };
            let source = match first {
                Some(first) => first..first + kept.len(),
                None => segment.source.clone(),
            };
            Some(Segment { text: move_back(&kept), source, kind: segment.kind })
        })
        .collect();
    let links = rich.links.iter().map(|link| Link { text: move_back(&link.text), ..link.clone() }).collect();
    RichText { text: rich.text[start..end].to_owned(), segments, links, anchors: rich.anchors }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> RichText {
        let definitions = Definitions::parse(["[Ref]: https://e.example/r 'title'"].into_iter());
        parse_inline(source, std::slice::from_ref(&(0..source.len())), Pipes::Escaped, &definitions)
    }

    fn check(source: &str, expected: &str) {
        let rich = read(source);
        assert_eq!(rich.text(), expected, "{source:?}");
        for segment in rich.segments() {
            if matches!(segment.kind, SegmentKind::Verbatim | SegmentKind::Code) {
                assert_eq!(&source[segment.source.clone()], &rich.text()[segment.text.clone()], "{source:?}");
            }
        }
    }

    #[test]
    fn text_is_what_a_reader_sees() {
        check("plain text", "plain text");
        check("", "");
        check(" **bold** and *it* ", "bold and it");
        check("AT&amp;T &eacute;", "AT&T é");
        check(r"1 \* 2 \| 3 | 4", "1 * 2 | 3 | 4");
        check(r"`a \| b` \|", "a | b |");
        check("a<br>b<br/>c</br>d<BR />e", "a\nb\nc\nd\ne");
        check("<a name=\"here\"></a>Here", "Here");
        check("a <!-- hidden --> b", "a  b");
        check("[text](https://e.example/x(1)) [Ref] [no]", "text Ref [no]");
        check("# no heading", "# no heading");
        check("- no list", "- no list");
        check("1. no list", "1. no list");
        check("> no quote", "> no quote");
        check("    no code", "no code");
        check("~~gone~~ é😀 `x`", "gone é😀 x");
        check("x", "x");
        check("*x*", "x");
    }

    #[test]
    fn links_know_their_destination_and_its_place() {
        let source = r"see [A \| B](https://e.example/?a=1\|2) and [it][ref], <https://e.example>";
        let rich = read(source);
        let links: Vec<_> = rich
            .links()
            .iter()
            .map(|link| (&rich.text()[link.text.clone()], link.url.as_str(), &source[link.url_source.clone()]))
            .collect();
        assert_eq!(
            links,
            [
                ("A | B", "https://e.example/?a=1|2", r"https://e.example/?a=1\|2"),
                ("it", "https://e.example/r", "[it][ref]"),
                ("https://e.example", "https://e.example", "https://e.example"),
            ]
        );
    }

    #[test]
    fn a_part_of_the_text_finds_its_source() {
        let source = r"**Ab, c&amp;d**, `e \| f`";
        let rich = read(source);
        let place = |part: &str| {
            let at = rich.text().find(part).expect("the part is in the text");
            &source[rich.source_range(at..at + part.len()).expect("it is not empty")]
        };
        assert_eq!(rich.text(), "Ab, c&d, e | f");
        assert_eq!(place("Ab"), "Ab");
        assert_eq!(place("c&d"), "c&amp;d");
        assert_eq!(place("e | f"), r"e \| f");
    }

    #[test]
    fn anchors_are_kept() {
        let rich = read(r#"<a name="one"></a><A ID='two'>x"#);
        let names: Vec<_> = rich.anchors().iter().map(|anchor| anchor.name.as_str()).collect();
        assert_eq!(names, ["one", "two"]);
    }
}
