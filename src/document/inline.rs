//! Inline content: the text of a cell as a reader sees it, with the source place of every piece.
//!
//! It knows one run of inline Markdown at a time, never blocks or tables. Another kind of inline content (a mark, an
//! image) is one more arm of [`Reader::event`] and, where it must be kept, one more field of [`RichText`].

use std::cell::OnceCell;
use std::ops::Range;

use super::address::addresses;
use super::definitions::Definitions;
use super::html::{self, read_tag};
use super::telling::{OpenTellings, Telling, Told, in_script, tag_of};
use super::unseen::{Unseen, seen};
use smallvec::SmallVec;
use thin_vec::ThinVec;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// Text as a reader sees it, and where each piece of it stands in the source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RichText {
    pub(super) text: String,
    pub(super) segments: SmallVec<[Segment; 1]>,
    pub(super) links: ThinVec<Link>,
    pub(super) images: ThinVec<Image>,
    pub(super) notes: ThinVec<Note>,
    pub(super) anchors: ThinVec<Anchor>,
    pub(super) emphases: ThinVec<Range<usize>>,
    pub(super) told: ThinVec<Told>,
    /// What leaves no text; none once it is a cell or an item, where it counts if there is nothing else.
    pub(super) unseen: ThinVec<Unseen>,
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

/// An image, whose text is its description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// The bytes of [`RichText::text`] that are the image's description.
    pub text: Range<usize>,
    /// The whole image in the source.
    pub source: Range<usize>,
    /// Where the image is.
    pub url: String,
}

/// A mark beside a text that leads to an explanation elsewhere on the page; no part of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The mark: a footnote's label, or what stood in `<sup>`.
    pub mark: String,
    /// The byte of [`RichText::text`] before which it stands.
    pub at: usize,
    /// The mark in the source.
    pub source: Range<usize>,
}

/// A place that a link can lead to, made by `<a name="…">` or an `id` attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Its name.
    pub name: String,
    /// The tag in the source.
    pub source: Range<usize>,
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

    /// The images in it, in order.
    pub fn images(&self) -> &[Image] {
        &self.images
    }

    /// The marks in it that lead to an explanation, in order.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// The anchors in it, in order.
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// The parts of the text that are set in bold or italics, in the order in which they end.
    pub fn emphases(&self) -> &[Range<usize>] {
        &self.emphases
    }

    /// The parts of the text that are struck out, raised or lowered, in the order in which they end.
    pub fn told(&self) -> &[Told] {
        &self.told
    }

    /// Whether a part of the text is struck out, raised or lowered, or has such a part: its letters alone do not say what it means.
    pub fn is_told(&self, text: &Range<usize>) -> bool {
        self.told.iter().any(|told| told.text.start < text.end && text.start < told.text.end)
    }

    /// What a copy of it takes beside its text, in bytes: each thing that it holds, and the texts of these.
    pub(super) fn weight_beside_text(&self) -> usize {
        /// About the size of a link and its like.
        const THING: usize = 64;
        let things = self.links.len() + self.images.len() + self.notes.len() + self.anchors.len();
        let links = self.links.iter().map(|link| link.url.len());
        let images = self.images.iter().map(|image| image.url.len());
        let notes = self.notes.iter().map(|note| note.mark.len());
        let anchors = self.anchors.iter().map(|anchor| anchor.name.len());
        things * THING + links.chain(images).chain(notes).chain(anchors).sum::<usize>()
    }

    /// A part of it, with what stands in that part and without the anchors.
    pub fn part(&self, text: Range<usize>) -> RichText {
        let is_in = |range: &Range<usize>| range.start <= text.end && text.start <= range.end;
        let mut part = RichText { anchors: ThinVec::new(), unseen: ThinVec::new(), ..self.clone() };
        part.links.retain(|link| is_in(&link.text));
        part.images.retain(|image| is_in(&image.text));
        part.notes.retain(|note| is_in(&(note.at..note.at)));
        part.emphases.retain(is_in);
        part.told.retain(|told| is_in(&told.text));
        cut(part, text)
    }

    /// The source bytes of a byte range of the text, as narrow as the pieces allow. `None` for an empty range.
    pub fn source_range(&self, text: Range<usize>) -> Option<Range<usize>> {
        if text.is_empty() {
            return None;
        }
        // The pieces stand in order and none is empty, so both ends can be searched by halves: a cell may have many items.
        let first = self.segments.partition_point(|segment| segment.text.end <= text.start);
        let behind = self.segments.partition_point(|segment| segment.text.start < text.end);
        let inside = self.segments.get(first..behind)?;
        let (first, last) = (inside.first()?, inside.last()?);
        let start = first.offset_of(text.start.max(first.text.start)).unwrap_or(first.source.start);
        let end = last.offset_of(text.end.min(last.text.end)).unwrap_or(last.source.end);
        Some(start..end)
    }

    /// Adds another text behind this one.
    pub(super) fn append(&mut self, other: &RichText) {
        let RichText { text, segments, links, images, notes, anchors, emphases, told, unseen } = other;
        let start = self.text.len();
        let moved = |range: &Range<usize>| start + range.start..start + range.end;
        self.text.push_str(text);
        self.segments.extend(segments.iter().map(|one| Segment { text: moved(&one.text), ..one.clone() }));
        self.links.extend(links.iter().map(|one| Link { text: moved(&one.text), ..one.clone() }));
        self.images.extend(images.iter().map(|one| Image { text: moved(&one.text), ..one.clone() }));
        self.notes.extend(notes.iter().map(|one| Note { at: start + one.at, ..one.clone() }));
        self.anchors.extend_from_slice(anchors);
        self.emphases.extend(emphases.iter().map(moved));
        self.told.extend(told.iter().map(|one| Told { text: moved(&one.text), ..one.clone() }));
        self.unseen.extend_from_slice(unseen);
    }

    /// Adds a part of another text's segment.
    fn push_part(&mut self, other: &RichText, segment: &Segment, part: Range<usize>) {
        if part.is_empty() {
            return;
        }
        let source = match segment.offset_of(part.start) {
            Some(start) => start..start + part.len(),
            None => segment.source.clone(),
        };
        self.push(&other.text[part], source, segment.kind);
    }

    pub(super) fn push(&mut self, text: &str, source: Range<usize>, kind: SegmentKind) {
        let start = self.text.len();
        if start == 0 {
            // Most texts are one piece.
            self.text = text.to_owned();
        } else {
            self.text.push_str(text);
        }
        if let Some(last) = self.segments.last_mut().filter(|last| last.is_continued_by(start, &source, kind)) {
            last.text.end = self.text.len();
            last.source.end = source.end;
            return;
        }
        self.segments.push(Segment { text: start..self.text.len(), source, kind });
    }
}

impl Segment {
    /// Whether verbatim text goes on where this one ends, in the text and in the source.
    fn is_continued_by(&self, start: usize, source: &Range<usize>, kind: SegmentKind) -> bool {
        let is_verbatim = self.kind == SegmentKind::Verbatim && kind == SegmentKind::Verbatim;
        is_verbatim && self.text.end == start && self.source.end == source.start
    }

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
    read_simply(source, lines).unwrap_or_else(|| parse_in_full(source, lines, pipes, definitions))
}

/// As [`parse_inline`], of an item of a list, which as a cell is nothing but what it says.
pub(super) fn parse_item(source: &str, lines: &[Range<usize>], definitions: &Definitions) -> RichText {
    let read = || Reader::new(Flat::new(source, lines, Pipes::Plain), source, definitions).read();
    read_simply(source, lines).unwrap_or_else(|| trimmed(seen(read())))
}

/// What can be read without the parser.
fn read_simply(source: &str, lines: &[Range<usize>]) -> Option<RichText> {
    match lines {
        [line] => super::simple::read(source, line.clone()),
        _ => None,
    }
}

/// As [`parse_inline`], always by the parser.
pub(super) fn parse_in_full(source: &str, lines: &[Range<usize>], pipes: Pipes, definitions: &Definitions) -> RichText {
    let rich = Reader::new(Flat::new(source, lines, pipes), source, definitions).read();
    trimmed(if pipes == Pipes::Escaped { seen(rich) } else { rich })
}

/// The places of the HTML tags and comments in inline Markdown, in order.
pub(crate) fn html_tags(source: &str, lines: &[Range<usize>]) -> Vec<Range<usize>> {
    if !lines.iter().any(|line| source[line.clone()].contains('<')) {
        return Vec::new();
    }
    let flat = Flat::new(source, lines, Pipes::Plain);
    let events = Parser::new_ext(&flat.text, OPTIONS).into_offset_iter();
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

/// The lines of a text in one string that the Markdown parser cannot take for anything but one paragraph, and the way
/// back from its offsets to those of the source.
pub(super) struct Flat {
    pub(super) text: String,
    /// Offset here, offset in the source, in ascending order; each holds up to the next.
    offsets: Vec<(usize, usize)>,
}

/// What makes the parser read the text behind it as a paragraph: a list marker or a `#` is none after another word.
const GUARD: &str = "x ";

/// The blanks before a line that would start a block.
const INDENT: usize = 4;

impl Flat {
    pub(super) fn new(source: &str, lines: &[Range<usize>], pipes: Pipes) -> Self {
        let mut flat = Flat { text: GUARD.to_owned(), offsets: Vec::new() };
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                flat.text.push('\n');
                flat.offsets.push((flat.text.len() - 1, lines[index - 1].end));
                flat.push_guard(source, line);
            }
            flat.push_line(source, line.clone(), pipes);
        }
        flat
    }

    /// Indents a line that would start a block without the indentation that it had.
    fn push_guard(&mut self, source: &str, line: &Range<usize>) {
        let is_mark = |first: char| first.is_ascii_digit() || "#>-+*=_`~<[|:".contains(first);
        if source[line.clone()].starts_with(is_mark) {
            for _ in 0..INDENT {
                self.offsets.push((self.text.len(), line.start));
                self.text.push(' ');
            }
        }
    }

    /// Whether a guard stands at an offset: blanks that all lead to the start of the line.
    fn is_guard(&self, at: usize) -> bool {
        let first = self.offsets.partition_point(|&(here, _)| here < at);
        let place = |index: usize| self.offsets.get(index).copied();
        let Some((_, there)) = place(first) else { return false };
        (0..INDENT).all(|step| place(first + step) == Some((at + step, there)))
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

    pub(super) fn source_range(&self, range: Range<usize>) -> Range<usize> {
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
    definitions: &'s Definitions,
    rich: RichText,
    open_links: Vec<Link>,
    /// That of an `<a href>`.
    open_html_link: Option<Link>,
    open_images: Vec<Image>,
    /// Where the text of each emphasis began.
    open_emphases: Vec<usize>,
    /// What is being struck out, raised or lowered.
    open_tellings: OpenTellings,
}

impl<'s> Reader<'s> {
    fn new(flat: Flat, source: &'s str, definitions: &'s Definitions) -> Self {
        let rich = RichText::default();
        Self {
            flat,
            source,
            definitions,
            rich,
            open_links: Vec::new(),
            open_html_link: None,
            open_images: Vec::new(),
            open_emphases: Vec::new(),
            open_tellings: OpenTellings::default(),
        }
    }

    fn read(mut self) -> RichText {
        let definitions = self.definitions;
        let text = std::mem::take(&mut self.flat.text);
        let resolve = |link: BrokenLink<'_>| {
            definitions.link(&link.reference).map(|url| (CowStr::from(url.to_owned()), CowStr::Borrowed("")))
        };
        let parser = Parser::new_with_broken_link_callback(&text, OPTIONS, Some(resolve));
        for (event, range) in parser.into_offset_iter() {
            self.event(event, range, &text);
        }
        let end = self.flat.source_range(text.len()..text.len()).end;
        self.close_html_link(end);
        let mut rich = with_broken_line_breaks(self.rich, self.source);
        bare_links(&mut rich);
        rich
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>, flat: &str) {
        match event {
            Event::Text(text) => self.text(&text, range, flat),
            Event::Code(text) => self.code(&text, range, flat),
            Event::SoftBreak => self.piece(" ", range, SegmentKind::Decoded),
            Event::HardBreak => self.piece("\n", range, SegmentKind::Break),
            Event::InlineHtml(tag) => self.html(&tag, range, flat),
            Event::Start(Tag::Link { dest_url, link_type, .. }) => self.open_link(&dest_url, link_type, range, flat),
            Event::End(TagEnd::Link) => self.close_link(),
            Event::Start(Tag::Image { dest_url, .. }) => self.open_image(&dest_url, range),
            Event::End(TagEnd::Image) => self.close_image(),
            Event::Start(Tag::Strong | Tag::Emphasis) => self.open_emphases.push(self.rich.text.len()),
            Event::End(TagEnd::Strong | TagEnd::Emphasis) => self.close_emphasis(),
            Event::Start(Tag::Strikethrough) => self.open_telling(Telling::Struck, range),
            Event::End(TagEnd::Strikethrough) => self.close_telling(Telling::Struck, range),
            Event::FootnoteReference(label) => self.footnote(&label, range, flat),
            _ => {}
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>, flat: &str) {
        // The guard is the start of the first text.
        let (text, range) = match range.start < GUARD.len() {
            true => (text.get(GUARD.len() - range.start..).unwrap_or(""), GUARD.len().min(range.end)..range.end),
            false => (text, range),
        };
        let is_verbatim = flat.get(range.clone()) == Some(text);
        let kind = if is_verbatim { SegmentKind::Verbatim } else { SegmentKind::Decoded };
        self.piece(text, range, kind);
    }

    /// A footnote of the page is a note; anything else in such brackets is text.
    fn footnote(&mut self, label: &str, range: Range<usize>, flat: &str) {
        if !self.definitions.has_mark(label) {
            return self.written(range, flat);
        }
        let source = self.flat.source_range(range);
        self.rich.notes.push(Note { mark: label.to_owned(), at: self.rich.text.len(), source });
    }

    /// Adds text as it is written. A line end in it is a blank, with the blanks around it.
    fn written(&mut self, range: Range<usize>, flat: &str) {
        let mut start = range.start;
        while let Some(length) = flat[start..range.end].find('\n') {
            let line = flat[start..start + length].trim_end_matches([' ', '\t']);
            let rest = flat[start + length..range.end].trim_start_matches([' ', '\t', '\n']);
            let (end, next) = (start + line.len(), range.end - rest.len());
            self.piece(line, start..end, SegmentKind::Verbatim);
            self.piece(" ", end..next, SegmentKind::Decoded);
            start = next;
        }
        self.piece(&flat[start..range.end], start..range.end, SegmentKind::Verbatim);
    }

    fn code(&mut self, text: &str, range: Range<usize>, flat: &str) {
        let ticks = flat[range.clone()].bytes().take_while(|byte| *byte == b'`').count();
        let mut inner = range.start + ticks..range.end - ticks;
        if flat[inner.clone()].match_indices('\n').any(|(at, _)| self.flat.is_guard(inner.start + at + 1)) {
            // One blank at either end is none of the code.
            if text.len() + 2 == inner.len() {
                let is_guard = flat[inner.start..].starts_with('\n') && self.flat.is_guard(inner.start + 1);
                inner = inner.start + if is_guard { 1 + INDENT } else { 1 }..inner.end - 1;
            }
            return self.lines_of_code(inner, flat);
        }
        let inside = flat[range.clone()].find(text).map(|at| range.start + at..range.start + at + text.len());
        match inside {
            Some(inside) => self.piece(text, inside, SegmentKind::Code),
            None => self.piece(text, range, SegmentKind::Decoded),
        }
    }

    /// Adds code over several lines, of which some are indented as a guard. A line end is a blank.
    fn lines_of_code(&mut self, range: Range<usize>, flat: &str) {
        let mut start = range.start;
        while let Some(length) = flat.get(start..range.end).and_then(|rest| rest.find('\n')) {
            let end = start + length;
            self.piece(&flat[start..end], start..end, SegmentKind::Code);
            start = end + 1 + if self.flat.is_guard(end + 1) { INDENT } else { 0 };
            self.piece(" ", end..end + 1, SegmentKind::Decoded);
        }
        self.piece(flat.get(start..range.end).unwrap_or(""), start..range.end, SegmentKind::Code);
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
        let offsets = &self.flat.offsets;
        let first = offsets.partition_point(|&(here, _)| here <= range.start);
        let behind = offsets.partition_point(|&(here, _)| here < range.end).max(first);
        let cuts: Vec<usize> = offsets[first..behind].iter().map(|&(here, _)| here).collect();
        let mut start = range.start;
        for end in cuts.into_iter().chain([range.end]) {
            let part = &text[start - range.start..end - range.start];
            if !part.is_empty() {
                self.rich.push(part, self.flat.source_range(start..end), kind);
            }
            start = end;
        }
    }

    fn html(&mut self, tag: &str, range: Range<usize>, flat: &str) {
        if is_line_break(tag) {
            return self.piece("\n", range, SegmentKind::Break);
        }
        if BLOCKS.contains(&tag_name(tag).as_str()) {
            self.end_line(range.clone());
        }
        if may_show(tag) {
            self.shown_tag(&range, flat);
        }
        match tag_of(tag) {
            Some((telling, false)) => self.open_telling(telling, range.clone()),
            Some((telling, true)) => self.close_telling(telling, range.clone()),
            None => {}
        }
        if let Some(name) = anchor_name(tag) {
            let source = self.flat.source_range(range);
            self.rich.anchors.push(Anchor { name, source });
        }
    }

    /// A link, an image, or a tag that says something by itself, as in a table of HTML.
    fn shown_tag(&mut self, range: &Range<usize>, flat: &str) {
        let written = &flat[range.clone()];
        let Some(tag) = read_tag(written) else { return };
        let source = self.flat.source_range(range.clone());
        if tag.name == "a" {
            self.close_html_link(if tag.is_end { source.end } else { source.start });
        }
        if tag.is_end {
            return;
        }
        let place = |name: &str| tag.value_range(written, name).map(|at| range.start + at.start..range.start + at.end);
        if let Some(url) = tag.attribute("href").filter(|_| tag.name == "a") {
            let url_source = place("href").map_or_else(|| source.clone(), |at| self.flat.source_range(at));
            let text = self.rich.text.len()..self.rich.text.len();
            self.open_html_link = Some(Link { text, source: source.clone(), url_source, url: url.to_owned() });
        }
        if tag.name == "img" {
            let start = self.rich.text.len();
            let at = place("alt").unwrap_or_else(|| range.clone());
            self.piece(&html::description(&tag), at, SegmentKind::Decoded);
            let text = start..self.rich.text.len();
            let image = tag.attribute("src").map(|url| Image { text, source: source.clone(), url: url.to_owned() });
            self.rich.images.extend(image);
        }
        self.rich.unseen.extend(html::unseen(&tag, written, source));
    }

    fn close_html_link(&mut self, end: usize) {
        let Some(mut link) = self.open_html_link.take() else { return };
        let written = &self.rich.text[link.text.start..];
        let start = self.rich.text.len() - written.trim_start().len();
        link.text = start..start + written.trim().len();
        link.source.end = end.max(link.source.end);
        self.rich.links.push(link);
    }

    /// What comes behind a tag of a block, such as `<li>`, stands on a line of its own.
    fn end_line(&mut self, range: Range<usize>) {
        let written = self.rich.text.trim_end_matches(' ');
        if !written.is_empty() && !written.ends_with('\n') {
            self.piece("\n", range, SegmentKind::Break);
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

    fn open_telling(&mut self, telling: Telling, range: Range<usize>) {
        self.open_tellings.open(telling, self.rich.text.len(), self.flat.source_range(range));
    }

    /// A superscript that the page explains is a note; any other one (`m<sup>2</sup>`) is text, as what is lowered or struck out is.
    fn close_telling(&mut self, telling: Telling, range: Range<usize>) {
        let Some(open) = self.open_tellings.close(telling) else { return };
        let (before, text) = self.rich.text.split_at(open.start);
        let mark = text.trim().to_owned();
        let source = open.source.start..self.flat.source_range(range).end;
        if telling == Telling::Raised && !mark.is_empty() && self.definitions.has_mark(&mark) {
            self.truncate(open.start);
            return self.rich.notes.push(Note { mark, at: open.start, source });
        }
        if let Some(script) = in_script(telling, before, text) {
            self.truncate(open.start);
            self.rich.push(&script, source, SegmentKind::Decoded);
        }
        let text = open.start..self.rich.text.len();
        self.rich.told.extend((!mark.is_empty()).then_some(Told { telling, text }));
    }

    /// Cuts the text at its end. What stands behind it keeps a place there.
    fn truncate(&mut self, length: usize) {
        // All of these are in the order of their ends, those that are open in that of their starts, so that nothing before the cut is looked at.
        let cut = |range: &mut Range<usize>| *range = range.start.min(length)..range.end.min(length);
        let rich = &mut self.rich;
        rich.text.truncate(length);
        let kept = |last: Option<usize>| last.map_or(0, |last| last + 1);
        rich.segments.truncate(kept(rich.segments.iter().rposition(|segment| segment.text.end <= length)));
        rich.emphases.truncate(kept(rich.emphases.iter().rposition(|emphasis| emphasis.end <= length)));
        rich.told.truncate(kept(rich.told.iter().rposition(|told| told.text.end <= length)));
        rich.links.iter_mut().rev().take_while(|link| link.text.end > length).for_each(|link| cut(&mut link.text));
        rich.images.iter_mut().rev().take_while(|image| image.text.end > length).for_each(|image| cut(&mut image.text));
        rich.notes.iter_mut().rev().take_while(|note| note.at > length).for_each(|note| note.at = length);
        let links = self.open_links.iter_mut().rev().take_while(|link| link.text.end > length);
        links.chain(&mut self.open_html_link).for_each(|link| cut(&mut link.text));
        let images = self.open_images.iter_mut().rev().take_while(|image| image.text.end > length);
        images.for_each(|image| cut(&mut image.text));
        let emphases = self.open_emphases.iter_mut().rev().take_while(|start| **start > length);
        emphases.for_each(|start| *start = length);
        self.open_tellings.truncate(length);
    }

    fn open_image(&mut self, url: &str, range: Range<usize>) {
        let start = self.rich.text.len();
        let source = self.flat.source_range(range);
        self.open_images.push(Image { text: start..start, source, url: url.to_owned() });
    }

    fn close_image(&mut self) {
        if let Some(mut image) = self.open_images.pop() {
            image.text.end = self.rich.text.len();
            if self.rich.text[image.text.clone()].trim().is_empty() && !image.url.is_empty() {
                self.rich.unseen.push(Unseen::image(&image.url, image.source.clone()));
            }
            self.rich.images.push(image);
        }
    }

    fn close_emphasis(&mut self) {
        let end = self.rich.text.len();
        self.rich.emphases.extend(self.open_emphases.pop().filter(|&start| start < end).map(|start| start..end));
    }

    fn close_link(&mut self) {
        if let Some(mut link) = self.open_links.pop() {
            link.text.end = self.rich.text.len();
            self.rich.links.push(link);
        }
    }
}

/// Elements of HTML that begin and end a line.
#[rustfmt::skip] // One name per line is no easier to read.
pub(super) const BLOCKS: &[&str] = &[
    "address", "article", "aside", "blockquote", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "legend", "li", "main",
    "menu", "nav", "ol", "p", "pre", "section", "summary", "ul",
];

/// What is read beyond CommonMark. References to footnotes are told from text by the page's own footnotes.
pub(super) const OPTIONS: Options = Options::ENABLE_STRIKETHROUGH.union(Options::ENABLE_OLD_FOOTNOTES);

/// Reads a line break whose tag was not closed as one: to Markdown `<br/X` is text, of which only X is. `\<br/X` is meant as text.
fn with_broken_line_breaks(rich: RichText, source: &str) -> RichText {
    let verbatim = rich.segments.iter().filter(|segment| segment.kind == SegmentKind::Verbatim);
    let in_segment = |segment: &Segment| {
        let start = segment.text.start;
        // What is behind a backslash starts a piece of its own.
        let is_escaped = source[..segment.source.start].ends_with('\\');
        let breaks = broken_line_breaks(&rich.text[segment.text.clone()]).into_iter();
        breaks.filter(move |at| at.start > 0 || !is_escaped).map(move |at| start + at.start..start + at.end)
    };
    let breaks: Vec<Range<usize>> = verbatim.flat_map(in_segment).collect();
    if breaks.is_empty() {
        return rich;
    }
    let moved = |offset: usize| {
        let before = breaks.iter().filter(|place| place.end <= offset);
        offset - before.map(|place| place.len() - 1).sum::<usize>()
    };
    let moved_range = |range: &Range<usize>| moved(range.start)..moved(range.end);
    let mut result = RichText { anchors: rich.anchors.clone(), ..RichText::default() };
    for segment in &rich.segments {
        let mut start = segment.text.start;
        for place in breaks.iter().filter(|place| segment.text.start <= place.start && place.end <= segment.text.end) {
            result.push_part(&rich, segment, start..place.start);
            let source = segment.offset_of(place.start).unwrap_or(segment.source.start);
            result.push("\n", source..source + place.len(), SegmentKind::Break);
            start = place.end;
        }
        result.push_part(&rich, segment, start..segment.text.end);
    }
    result.links = rich.links.iter().map(|link| Link { text: moved_range(&link.text), ..link.clone() }).collect();
    result.images = rich.images.iter().map(|image| Image { text: moved_range(&image.text), ..image.clone() }).collect();
    result.emphases = rich.emphases.iter().map(moved_range).collect();
    result.unseen = rich.unseen.clone();
    result.told = rich.told.iter().map(|told| Told { text: moved_range(&told.text), ..told.clone() }).collect();
    result.notes = rich.notes.iter().map(|note| Note { at: moved(note.at), ..note.clone() }).collect();
    result
}

/// Where `<br/`, `</br` or `<br` stand in a text without the `>` that would have made them tags.
fn broken_line_breaks(text: &str) -> Vec<Range<usize>> {
    let length = |at: usize| {
        let rest = &text.as_bytes()[at..];
        let slash = usize::from(rest.get(1) == Some(&b'/'));
        let is_br = rest.get(1 + slash..3 + slash).is_some_and(|name| name.eq_ignore_ascii_case(b"br"));
        let end = if rest.get(3 + slash) == Some(&b'/') { 4 + slash } else { 3 + slash };
        let ends_there = slash == 1 || end == 4 || rest.get(3).is_none_or(|byte| *byte == b' ');
        (is_br && ends_there).then_some(end)
    };
    text.match_indices('<').filter_map(|(at, _)| length(at).map(|length| at..at + length)).collect()
}

/// Adds the links that GitHub makes of bare addresses.
fn bare_links(rich: &mut RichText) {
    let mut found = Vec::new();
    let links = OnceCell::new();
    for segment in rich.segments.iter().filter(|segment| segment.kind == SegmentKind::Verbatim) {
        for (address, url) in addresses(&rich.text[segment.text.clone()]) {
            let text = segment.text.start + address.start..segment.text.start + address.end;
            let is_linked = links.get_or_init(|| LinkTexts::of(&rich.links)).overlap(&text);
            let source = segment.source.start + address.start..segment.source.start + address.end;
            if !is_linked {
                found.push(Link { text, source: source.clone(), url_source: source, url });
            }
        }
    }
    rich.links.extend(found);
    rich.links.sort_by_key(|link| link.text.start);
}

/// The texts of links by their ends, each with the first start of those that end there or later.
struct LinkTexts(Vec<(usize, usize)>);

impl LinkTexts {
    fn of(links: &[Link]) -> Self {
        let mut texts: Vec<(usize, usize)> = links.iter().map(|link| (link.text.end, link.text.start)).collect();
        texts.sort_unstable();
        let mut first = usize::MAX;
        for (_, start) in texts.iter_mut().rev() {
            first = first.min(*start);
            *start = first;
        }
        Self(texts)
    }

    fn overlap(&self, text: &Range<usize>) -> bool {
        let at = self.0.partition_point(|(end, _)| *end <= text.start);
        self.0.get(at).is_some_and(|(_, start)| *start < text.end)
    }
}

/// `<br>`, `<br/>`, `</br>`, with blanks or attributes, in any case.
fn is_line_break(tag: &str) -> bool {
    let inner = tag.trim_start_matches(['<', '/', ' ']).as_bytes();
    let is_br = inner.len() > 2 && inner[..2].eq_ignore_ascii_case(b"br");
    is_br && matches!(inner[2], b'>' | b'/' | b' ' | b'\t' | b'\n')
}

/// Whether a tag may be more than a way to show a text: it has attributes, is closed by itself, has capital letters or a hyphen, or is the end of a link.
fn may_show(tag: &str) -> bool {
    let inner = tag.trim_start_matches('<').trim_end_matches('>');
    !inner.starts_with('!')
        && (inner.contains(|c: char| c.is_whitespace() || c.is_ascii_uppercase() || "/-".contains(c))
            && !inner.starts_with('/'))
        || tag_name(tag) == "a"
}

/// `li` of `<li>` and of `</LI >`.
pub(super) fn tag_name(tag: &str) -> String {
    let inner = tag.trim_start_matches(['<', '/']);
    inner.chars().take_while(char::is_ascii_alphanumeric).map(|character| character.to_ascii_lowercase()).collect()
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
pub(super) fn trimmed(rich: RichText) -> RichText {
    let start = rich.text.len() - rich.text.trim_ascii_start().len();
    let end = rich.text.trim_ascii_end().len().max(start);
    cut(rich, start..end)
}

/// A part of a text. What stands outside of it keeps a place at its end.
fn cut(rich: RichText, Range { start, end }: Range<usize>) -> RichText {
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
    let images = rich.images.iter().map(|image| Image { text: move_back(&image.text), ..image.clone() }).collect();
    let notes = rich.notes.into_iter().map(|note| Note { at: note.at.clamp(start, end) - start, ..note }).collect();
    let emphases = rich.emphases.iter().map(move_back).filter(|emphasis| !emphasis.is_empty()).collect();
    let told = rich.told.iter().map(|told| Told { text: move_back(&told.text), ..told.clone() });
    let told = told.filter(|told| !told.text.is_empty()).collect();
    let text = rich.text[start..end].to_owned();
    RichText { text, segments, links, images, notes, anchors: rich.anchors, emphases, told, unseen: rich.unseen }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> RichText {
        let mut definitions = Definitions::parse(["[Ref]: https://e.example/r 'title'"].into_iter());
        definitions.add_mark("1");
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
        check("a<br/b<BR c </brd<brand", "a\nb\n c \nd<brand");
        check(r"a \<br\> \<br/b \\<br/c &lt;br> `<br/`", "a <br> <br/b \\\nc <br> <br/");
        check("![alt *text*](i.png) b", "alt text b");
        check("a[^1] b[^2] c<sup>1</sup> m<sup>2</sup>", "a b[^2] c m²");
        check("10<sup class='x'>-6</SUP> H<sub>2</sub>O 1<sup>st</sup> <sup>2</sup> <sub>3</sub>", "10⁻⁶ H₂O 1st 2 3");
        check("*x*", "x");
        check("a<ul><li>b</li><li>c <LI class='x'>d</ul>e", "a\nb\nc \nd\ne");
        check("<p>a</p> <p>b</p><b>c</b><link>", "a\n b\nc");
    }

    #[test]
    fn an_indented_line_of_a_paragraph_starts_no_block() {
        for line in ["- b", "# b", "> b", "1. b", "```", "===", "|-|", "[^1]: b"] {
            let source = format!("a\n    {line}");
            let lines = [0..1, 6..source.len()];
            let rich = parse_inline(&source, &lines, Pipes::Plain, &Definitions::default());
            assert_eq!(rich.text(), format!("a {line}"));
            assert_eq!(rich.source_range(2..rich.text().len()), Some(6..source.len()));
        }
        let source = "a\n    <td>`b\n- c` <i\nd>";
        assert_eq!(html_tags(source, &[0..1, 6..12, 13..20, 21..23]), [6..10, 18..23]);
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
    fn bare_addresses_are_links() {
        let rich = read("see https://e.example/a_b(c), [www.e.example](u) `https://code`");
        let links: Vec<_> =
            rich.links().iter().map(|link| (&rich.text()[link.text.clone()], link.url.as_str())).collect();
        assert_eq!(links, [("https://e.example/a_b(c)", "https://e.example/a_b(c)"), ("www.e.example", "u")]);
    }

    #[test]
    fn notes_stand_where_they_stood() {
        let source = "Ab[^1], c<sup>1</sup>";
        let rich = read(source);
        let notes: Vec<_> =
            rich.notes().iter().map(|note| (note.mark.as_str(), note.at, &source[note.source.clone()])).collect();
        assert_eq!((rich.text(), notes), ("Ab, c", vec![("1", 2, "[^1]"), ("1", 5, "<sup>1</sup>")]));
    }

    #[test]
    fn a_mark_that_is_a_link_leaves_no_text() {
        let rich = read("Ab<sup>[1](#n)</sup>, <sup>*[1](#m)*</sup>");
        assert_eq!((rich.text(), rich.notes().len()), ("Ab,", 2));
        assert!(rich.links().iter().all(|link| rich.text().get(link.text.clone()) == Some("")));
    }

    #[test]
    fn what_markup_says_is_kept_with_its_place() {
        let rich = read("10<sup>6</sup> ~~**5**~~ 1<sup>st</sup> <del>a</del> <sub> </sub> c<sup>1</sup>");
        let told: Vec<_> = rich.told().iter().map(|told| (told.telling, &rich.text()[told.text.clone()])).collect();
        use Telling::{Raised, Struck};
        assert_eq!(told, [(Raised, "⁶"), (Struck, "5"), (Raised, "st"), (Struck, "a")]);
        assert!(rich.is_told(&(0..4)) && !rich.is_told(&(0..2)) && !rich.is_told(&(2..2)));
        assert_eq!(rich.part(6..7).told(), [Told { telling: Struck, text: 0..1 }]);
        assert_eq!(rich.source_range(0..5), Some(0..14), "the tags belong to what they say");
    }

    #[test]
    fn links_and_images_of_html_are_read() {
        let source = r#"<a href="https://e.example/?a=1\|2&amp;b" class='x'> *A* b </a>, <A HREF=u>c<a href='v'>d, <img src='i.png' alt="e  f">"#;
        let rich = read(source);
        let links = rich.links().iter();
        let links: Vec<_> = links
            .map(|link| (&rich.text()[link.text.clone()], link.url.as_str(), &source[link.url_source.clone()]))
            .collect();
        let url = ("A b", "https://e.example/?a=1|2&b", r"https://e.example/?a=1\|2&amp;b");
        assert_eq!(links, [url, ("c", "u", "u"), ("d, e f", "v", "v")]);
        assert_eq!(rich.text(), "A b , cd, e f");
        assert!(source[rich.links()[0].source.clone()].ends_with("</a>"));
        let image = &rich.images()[0];
        assert_eq!((&rich.text()[image.text.clone()], image.url.as_str()), ("e f", "i.png"));
        assert_eq!(rich.source_range(image.text.clone()).map(|at| &source[at]), Some("e  f"));
    }

    #[test]
    fn anchors_are_kept() {
        let rich = read(r#"<a name="one"></a><A ID='two'>x"#);
        let names: Vec<_> = rich.anchors().iter().map(|anchor| anchor.name.as_str()).collect();
        assert_eq!(names, ["one", "two"]);
    }
    #[test]
    fn a_copy_weighs_what_it_holds() {
        let check = |source: &str, expected: usize| assert_eq!(read(source).weight_beside_text(), expected, "{source}");
        check("plain **text**", 0);
        check("[a](/bc)", 64 + 3);
        check("![a](/bc)", 64 + 3);
        check("[a](/bc) [d](/efg)", 2 * 64 + 3 + 4);
        check("a[^1]", 64 + 1);
        check("<a name=\"bcd\"></a>e", 64 + 3);
    }

    #[test]
    fn tags_that_say_more_than_a_look() {
        let check = |tag: &str, expected: bool| assert_eq!(may_show(tag), expected, "{tag}");
        ["<a>", "</a>", "<x-y>", "<br/>", "<b class=c>", "<Foo>"].iter().for_each(|tag| check(tag, true));
        ["<b>", "</b>", "</x-y>", "</B>", "<!-- a -->", "<!DOCTYPE html>"].iter().for_each(|tag| check(tag, false));
    }

    #[test]
    fn what_stands_outside_of_a_part_is_no_emphasis_of_it() {
        let check = |part: Range<usize>, expected: &[(usize, usize)]| {
            let part = cut(read("**ab** cd *ef*"), part);
            let found: Vec<_> = part.emphases.iter().map(|emphasis| (emphasis.start, emphasis.end)).collect();
            assert_eq!(found, expected, "{}", part.text);
        };
        check(0..8, &[(0, 2), (6, 8)]);
        check(0..5, &[(0, 2)]);
        check(3..5, &[]);
        check(1..7, &[(0, 1), (5, 6)]);
    }

    #[test]
    fn breaks_that_were_not_closed_are_found_in_a_text() {
        let found = |text: &str| broken_line_breaks(text).into_iter().map(|at| text[at].to_owned()).collect::<Vec<_>>();
        for (text, expected) in [
            ("a<br/b", "<br/"),
            ("a</brb", "</br"),
            ("a</br/b", "</br/"),
            ("a<BR b", "<BR"),
            ("<br", "<br"),
            ("<br/", "<br/"),
        ] {
            assert_eq!(found(text), [expected], "{text:?}");
        }
        for text in ["<brb", "<b/", "<b r", "br/", "< br/", "</b", "<", "</", "<br\tb"] {
            assert!(found(text).is_empty(), "{text:?}");
        }
        assert_eq!(found("<br/<br a</br"), ["<br/", "<br", "</br"]);
    }

    #[test]
    fn tags_are_told_by_their_names() {
        let breaks = ["<br>", "<br/>", "</br>", "<BR />", "<br\t>", "<br\n>", "< br>"].map(is_line_break);
        assert_eq!(breaks, [true; 7]);
        assert_eq!(["<b>", "<brx>", "<br", "<b r>", "", "<hr>"].map(is_line_break), [false; 6]);
        assert_eq!(["<li>", "</LI >", "<h1 a>", "<!-- a -->", "<>"].map(tag_name), ["li", "li", "h1", "", ""]);
        let names = ["<a name=\"b\">", "<a NAME='b c'>", "<a id=b>", "<i id=b/>", "<a name=b id=c>", "<a id=c name=b>"]
            .map(anchor_name);
        assert_eq!(names, ["b", "b c", "b", "b", "b", "b"].map(|name| Some(name.to_owned())));
        assert_eq!(
            ["<a name=\"\">", "<a name=>", "<a>", "<a surname=b>", "<a data-id=b>", "<a\tid=b>"].map(anchor_name),
            [const { None }; 6]
        );
    }

    #[test]
    fn texts_of_links_overlap_or_not() {
        let link = |text: Range<usize>| Link { text, source: 0..0, url_source: 0..0, url: String::new() };
        let texts = LinkTexts::of(&[link(5..9), link(2..3), link(6..7), link(12..12)]);
        let overlaps =
            [0..2, 0..3, 3..5, 3..6, 2..3, 8..12, 9..12, 6..7, 7..9, 10..20].map(|text| texts.overlap(&text));
        assert_eq!(overlaps, [false, true, false, true, true, true, false, true, true, true]);
        assert!(!LinkTexts::of(&[]).overlap(&(0..9)));
    }

    #[test]
    fn a_text_is_added_behind_another_one() {
        let source = "[a](b) **c** ~~d~~ ![e](f) g[^1] <a name=h></a>";
        let (mut whole, other) = (read("xy"), read(source));
        whole.append(&other);
        assert_eq!(whole.text(), "xya c d e g");
        assert_eq!(whole.links()[0].text, 2..3);
        assert_eq!((whole.emphases().len(), whole.emphases()[0].clone()), (1, 4..5));
        assert_eq!(whole.told()[0].text, 6..7);
        assert_eq!(whole.images()[0].text, 8..9);
        assert_eq!((whole.notes()[0].at, whole.anchors().len()), (11, 1));
        assert_eq!(
            whole.segments().last().map(|piece| piece.text.clone()),
            other.segments().last().map(|piece| piece.text.start + 2..piece.text.end + 2)
        );
        assert_eq!(whole.segments()[1].source, other.segments()[0].source);
    }

    #[test]
    fn pieces_that_go_on_are_one() {
        let mut rich = RichText::default();
        rich.push("ab", 3..5, SegmentKind::Verbatim);
        rich.push("c", 5..6, SegmentKind::Verbatim);
        rich.push("d", 7..8, SegmentKind::Verbatim);
        rich.push("e", 8..9, SegmentKind::Code);
        rich.push("f", 9..10, SegmentKind::Code);
        rich.push("g", 10..11, SegmentKind::Decoded);
        rich.push("h", 11..12, SegmentKind::Decoded);
        let pieces: Vec<_> =
            rich.segments().iter().map(|piece| (&rich.text()[piece.text.clone()], piece.source.clone())).collect();
        assert_eq!(pieces, [("abc", 3..6), ("d", 7..8), ("e", 8..9), ("f", 9..10), ("g", 10..11), ("h", 11..12)]);
    }

    #[test]
    fn lines_are_one_text_with_the_way_back() {
        let source = "> a\\|b\n>     - c\n> d";
        let lines = [2..6, 13..16, 19..20];
        let flat = Flat::new(source, &lines, Pipes::Escaped);
        assert_eq!(flat.text, "x a|b\n    - c\nd");
        let back = |from: usize, to: usize| flat.source_range(from..to);
        assert_eq!([back(2, 3), back(3, 4), back(2, 5), back(3, 5)], [2..3, 4..5, 2..6, 4..6]);
        assert_eq!([back(5, 6), back(6, 10), back(10, 11), back(12, 13)], [6..7, 13..14, 13..14, 15..16]);
        assert_eq!([back(14, 15), back(3, 3), back(15, 15)], [19..20, 4..4, 20..20]);
        assert_eq!(Flat::new(source, &lines, Pipes::Plain).text, "x a\\|b\n    - c\nd");
    }
}
