//! The content of one cell or caption: what a reader sees of it, with the place of every piece.
//!
//! White space is collapsed as browsers do, `<br>` in any spelling and the boundaries of block elements are line breaks,
//! `<code>` and `<pre>` are code, `<a href>` is a link, an image is its alternative text, any other tag is nothing, unless it is all there is
//! (`unseen.rs`).
//! Markdown between HTML blocks comes in as it was read by `inline.rs`. It must not know tables. Another element that a
//! reader sees in its own way is one more arm of [`Content::start_tag`] or one more name in [`BLOCKS`].

use std::collections::BTreeMap;
use std::ops::Range;

use super::flat::Flat;
use super::tokens::{Tag, character_reference};
use crate::document::definitions::Definitions;
use crate::document::inline::{Anchor, BLOCKS, Image, Link, Note, RichText, Segment, SegmentKind};
use crate::document::telling::{OpenTellings, Telling, Told, element, in_script};
use crate::document::unseen::{Unseen, says_something, seen};

/// What a reader sees of an image.
pub(in crate::document) fn description(tag: &Tag) -> String {
    tag.attribute("alt").unwrap_or("").split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a start tag says that leaves no text.
pub(in crate::document) fn unseen(tag: &Tag, written: &str, source: Range<usize>) -> Option<Unseen> {
    let url = tag.attribute("src").filter(|url| tag.name == "img" && !url.is_empty());
    match url {
        _ if tag.name == "img" && !description(tag).is_empty() => None,
        Some(url) => Some(Unseen::image(url, source)),
        None => says_something(written, &tag.name, tag.attribute_names()).then(|| Unseen::tag(written, source)),
    }
}

/// The block element of a name. All headings are one: the end tag of one ends any other.
fn block(name: &str) -> Option<&'static str> {
    let is_heading = |name: &str| matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
    BLOCKS.iter().copied().find(|block| *block == name || is_heading(block) && is_heading(name))
}

/// Gathers the content piece by piece.
#[derive(Default)]
pub(super) struct Content {
    rich: RichText,
    /// From the first to the last that is not blank, tags included.
    span: Option<Range<usize>>,
    /// Where a line ended or began; the next text stands on a new one.
    boundary: Option<Range<usize>>,
    /// The link that is open: its text ends with the text so far.
    open_link: Option<Link>,
    /// What is being struck out, raised or lowered.
    open_tellings: OpenTellings,
    /// Whether `<p>` is open; a table ends it.
    in_paragraph: bool,
    /// How many of each block element are open.
    open_blocks: BTreeMap<&'static str, usize>,
    open_code: usize,
    open_pre: usize,
}

impl Content {
    /// Adds text as it is written in HTML.
    pub(super) fn text(&mut self, flat: &Flat, range: Range<usize>) {
        if let Some(trimmed) = flat.trim(range.clone()) {
            self.cover(flat.source(trimmed));
        }
        let mut at = range.start;
        while at < range.end {
            let rest = &flat.text()[at..range.end];
            let length = match rest.as_bytes()[0] {
                byte if byte.is_ascii_whitespace() => self.blanks(flat, at, rest),
                b'&' => self.reference(flat, at, rest),
                _ => self.word(flat, at, rest),
            };
            at += length;
        }
    }

    /// Adds a tag that does not belong to a table.
    pub(super) fn tag(&mut self, flat: &Flat, tag: &Tag, definitions: &Definitions) {
        let source = flat.source(tag.range.clone());
        self.cover(source.clone());
        if tag.name == "br" {
            return self.line_break(source);
        }
        match tag.is_end {
            true => self.end_tag(&tag.name, source, definitions),
            false => self.start_tag(flat, tag, source),
        }
    }

    fn start_tag(&mut self, flat: &Flat, tag: &Tag, source: Range<usize>) {
        self.anchor(tag, &source);
        let block = block(&tag.name);
        self.in_paragraph = tag.name == "p" || self.in_paragraph && block.is_none();
        if let Some(block) = block {
            *self.open_blocks.entry(block).or_insert(0) += 1;
        }
        if let Some(telling) = element(&tag.name) {
            self.begin_line();
            self.open_tellings.open(telling, self.rich.text.len(), source.clone());
        }
        match tag.name.as_str() {
            "a" => self.open_link(flat, tag, source.clone()),
            "img" => self.image(flat, tag, source.clone()),
            "code" => self.open_code += 1,
            "pre" => {
                self.open_pre += 1;
                self.boundary(source.clone());
            }
            _ if block.is_some() => self.boundary(source.clone()),
            _ => {}
        }
        self.rich.unseen.extend(unseen(tag, &flat.text()[tag.range.clone()], source));
    }

    /// Adds where a table begins whose text between cells is added here.
    pub(super) fn table(&mut self, source: Range<usize>) {
        if std::mem::take(&mut self.in_paragraph) {
            self.boundary(source);
        }
    }

    fn end_tag(&mut self, name: &str, source: Range<usize>, definitions: &Definitions) {
        let block = block(name);
        if block.is_some_and(|block| !self.ends_block(block)) {
            return;
        }
        self.in_paragraph &= block.is_none();
        if let Some(telling) = element(name) {
            self.close_telling(telling, source.end, definitions);
        }
        match name {
            "a" => self.close_link(source.end),
            "code" => self.open_code = self.open_code.saturating_sub(1),
            "pre" => {
                self.open_pre = self.open_pre.saturating_sub(1);
                self.boundary(source);
            }
            _ if block.is_some() => self.boundary(source),
            _ => {}
        }
    }

    /// Whether an end tag ends a block. Without one that is open it is nothing, but for `</p>`, which makes an empty paragraph.
    fn ends_block(&mut self, block: &'static str) -> bool {
        let open = self.open_blocks.entry(block).or_insert(0);
        let is_open = *open > 0;
        *open = open.saturating_sub(1);
        is_open || block == "p"
    }

    /// Adds a Markdown block that has been read; it stands on lines of its own.
    pub(super) fn markdown(&mut self, block: &RichText, source: Range<usize>) {
        self.cover(source.clone());
        self.boundary(source.start..source.start);
        if !block.text().is_empty() {
            self.begin_line();
        }
        self.rich.append(block);
        self.boundary(source.end..source.end);
    }

    /// Adds the lines of a code block; they stand on lines of their own.
    pub(super) fn code_block(&mut self, source: &str, lines: &[Range<usize>], block: Range<usize>) {
        self.boundary(block.start..block.start);
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                self.new_line(lines[index - 1].end..line.start);
            }
            self.piece(&source[line.clone()], line.clone(), SegmentKind::Code);
        }
        self.boundary(block.end..block.end);
        self.cover(block);
    }

    /// Begins a new line before whatever comes next.
    pub(super) fn boundary(&mut self, source: Range<usize>) {
        if self.boundary.is_none() {
            self.boundary = Some(source);
        }
    }

    /// Makes the place of the content reach over a range.
    pub(super) fn cover(&mut self, range: Range<usize>) {
        self.span = Some(match self.span.take() {
            Some(span) => span.start.min(range.start)..span.end.max(range.end),
            None => range,
        });
    }

    /// What was gathered, without the blanks and breaks at both ends, and where it stands.
    pub(super) fn finish(mut self) -> (RichText, Option<Range<usize>>) {
        let end = self.span.clone().map_or(0, |span| span.end);
        self.close_link(end);
        self.rich = seen(self.rich);
        let blank = |mark: char| mark.is_ascii_whitespace();
        self.truncate(self.rich.text.trim_end_matches(blank).len());
        self.drop_front(self.rich.text.len() - self.rich.text.trim_start_matches(blank).len());
        self.rich.told.retain(|told| !told.text.is_empty());
        (self.rich, self.span)
    }

    /// Each of these adds what stands at the start of the rest, and tells its length.
    fn word(&mut self, flat: &Flat, at: usize, rest: &str) -> usize {
        let is_end = |byte: u8| byte == b'&' || byte.is_ascii_whitespace();
        let length = rest.bytes().position(is_end).unwrap_or(rest.len());
        self.piece(&rest[..length], flat.source(at..at + length), self.verbatim());
        length
    }

    fn reference(&mut self, flat: &Flat, at: usize, rest: &str) -> usize {
        let Some((decoded, length)) = character_reference(rest) else {
            self.piece("&", flat.source(at..at + 1), self.verbatim());
            return 1;
        };
        let source = flat.source(at..at + length);
        match decoded.trim_ascii().is_empty() && self.open_pre == 0 {
            true => self.space(source, SegmentKind::Decoded),
            false => self.piece(&decoded, source, SegmentKind::Decoded),
        }
        length
    }

    fn blanks(&mut self, flat: &Flat, at: usize, rest: &str) -> usize {
        if self.open_pre > 0 {
            return self.kept_blanks(flat, at, rest);
        }
        let length = rest.bytes().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len());
        match rest.starts_with(' ') {
            true => self.space(flat.source(at..at + 1), self.verbatim()),
            false => self.space(flat.source(at..at + length), SegmentKind::Decoded),
        }
        length
    }

    /// Blanks of preformatted text. A line end right behind a boundary ends no line.
    fn kept_blanks(&mut self, flat: &Flat, at: usize, rest: &str) -> usize {
        let source = flat.source(at..at + 1);
        match rest.as_bytes()[0] {
            b'\n' if self.boundary.is_some() || self.rich.text.is_empty() => {}
            b'\n' => self.new_line(source),
            _ => self.piece(&rest[..1], source, SegmentKind::Code),
        }
        1
    }

    /// The kind of text that stands here byte for byte.
    fn verbatim(&self) -> SegmentKind {
        if self.open_code + self.open_pre > 0 { SegmentKind::Code } else { SegmentKind::Verbatim }
    }

    /// White space, which collapses with that before it and vanishes where a line begins.
    fn space(&mut self, source: Range<usize>, kind: SegmentKind) {
        let begins_line = self.boundary.is_some() || self.rich.text.is_empty() || self.rich.text.ends_with(['\n', ' ']);
        if !begins_line {
            self.push(" ", source, kind);
        }
    }

    /// `<br>`, which is one with a boundary before it, and nothing where the content begins.
    fn line_break(&mut self, source: Range<usize>) {
        self.boundary = None;
        if !self.rich.text.is_empty() || !self.rich.unseen.is_empty() {
            self.new_line(source);
        }
    }

    fn new_line(&mut self, source: Range<usize>) {
        if self.rich.text.ends_with(' ') && self.open_pre == 0 {
            self.truncate(self.rich.text.len() - 1);
        }
        self.push("\n", source, SegmentKind::Break);
    }

    /// Puts the break that is due.
    fn begin_line(&mut self) {
        let Some(source) = self.boundary.take() else { return };
        if self.rich.text.ends_with(' ') {
            self.truncate(self.rich.text.len() - 1);
        }
        if !self.rich.text.is_empty() && !self.rich.text.ends_with('\n') {
            self.push("\n", source, SegmentKind::Break);
        }
    }

    fn piece(&mut self, text: &str, source: Range<usize>, kind: SegmentKind) {
        if !text.is_empty() {
            self.begin_line();
            self.push(text, source, kind);
        }
    }

    /// Adds to the last piece where both are one in the source too.
    fn push(&mut self, text: &str, source: Range<usize>, kind: SegmentKind) {
        let start = self.rich.text.len();
        self.rich.text.push_str(text);
        let is_exact = matches!(kind, SegmentKind::Verbatim | SegmentKind::Code);
        match self.rich.segments.last_mut() {
            Some(last) if is_exact && last.kind == kind && last.source.end == source.start => {
                last.text.end = self.rich.text.len();
                last.source.end = source.end;
            }
            _ => self.rich.segments.push(Segment { text: start..self.rich.text.len(), source, kind }),
        }
    }

    fn anchor(&mut self, tag: &Tag, source: &Range<usize>) {
        let name = tag.attribute("id").or_else(|| tag.attribute("name").filter(|_| tag.name == "a"));
        if let Some(name) = name.filter(|name| !name.is_empty()) {
            self.rich.anchors.push(Anchor { name: name.to_owned(), source: source.clone() });
        }
    }

    fn image(&mut self, flat: &Flat, tag: &Tag, source: Range<usize>) {
        let place = tag.value_range(flat.text(), "alt").map(|range| flat.source(range));
        self.begin_line();
        let start = self.rich.text.len();
        self.piece(&description(tag), place.unwrap_or_else(|| source.clone()), SegmentKind::Decoded);
        if let Some(url) = tag.attribute("src") {
            self.rich.images.push(Image { text: start..self.rich.text.len(), source, url: url.to_owned() });
        }
    }

    /// A superscript that the page explains is a note, as in Markdown; any other one is text, as what is lowered or struck out is.
    fn close_telling(&mut self, telling: Telling, end: usize, definitions: &Definitions) {
        let Some(open) = self.open_tellings.close(telling) else { return };
        let (before, text) = self.rich.text.split_at(open.start);
        let mark = text.trim().to_owned();
        let source = open.source.start..end;
        if telling == Telling::Raised && !mark.is_empty() && definitions.has_mark(&mark) {
            self.truncate(open.start);
            return self.rich.notes.push(Note { mark, at: open.start, source });
        }
        if let Some(script) = in_script(telling, before, text) {
            self.truncate(open.start);
            self.push(&script, source, SegmentKind::Decoded);
        }
        let text = open.start..self.rich.text.len();
        self.rich.told.extend((!mark.is_empty()).then_some(Told { telling, text }));
    }

    fn open_link(&mut self, flat: &Flat, tag: &Tag, source: Range<usize>) {
        self.close_link(source.start);
        let Some(url) = tag.attribute("href") else { return };
        let place = tag.value_range(flat.text(), "href").map(|range| flat.source(range));
        self.begin_line();
        self.open_link = Some(Link {
            text: self.rich.text.len()..self.rich.text.len(),
            url_source: place.unwrap_or_else(|| source.clone()),
            source,
            url: url.to_owned(),
        });
    }

    fn close_link(&mut self, end: usize) {
        let Some(mut link) = self.open_link.take() else { return };
        let written = &self.rich.text[link.text.start..];
        let trimmed = written.trim_ascii();
        let start = self.rich.text.len() - written.trim_ascii_start().len();
        link.text = start..start + trimmed.len();
        link.source.end = end.max(link.source.end);
        self.rich.links.push(link);
    }

    /// Cuts the text at its end.
    fn truncate(&mut self, length: usize) {
        self.rich.text.truncate(length);
        while let Some(last) = self.rich.segments.last_mut().filter(|last| last.text.end > length) {
            if last.text.start >= length {
                self.rich.segments.pop();
                continue;
            }
            if last.kind != SegmentKind::Decoded {
                last.source.end -= last.text.end - length;
            }
            last.text.end = length;
        }
        if let Some(link) = &mut self.open_link {
            link.text = link.text.start.min(length)..link.text.end.min(length);
        }
        for emphasis in self.rich.emphases.iter_mut().rev().take_while(|emphasis| emphasis.end > length) {
            *emphasis = emphasis.start.min(length)..emphasis.end.min(length);
        }
        for told in self.rich.told.iter_mut().rev().take_while(|told| told.text.end > length) {
            told.text = told.text.start.min(length)..length;
        }
        self.open_tellings.truncate(length);
        for link in self.rich.links.iter_mut().rev().take_while(|link| link.text.end > length) {
            link.text = link.text.start.min(length)..length;
        }
        for image in self.rich.images.iter_mut().rev().take_while(|image| image.text.end > length) {
            image.text = image.text.start.min(length)..length;
        }
        for note in self.rich.notes.iter_mut().rev().take_while(|note| note.at > length) {
            note.at = length;
        }
    }

    /// Cuts the text at its start, where nothing but breaks and blanks stand.
    fn drop_front(&mut self, length: usize) {
        if length == 0 {
            return;
        }
        self.rich.text.drain(..length);
        self.rich.segments.retain(|segment| segment.text.end > length);
        for segment in &mut self.rich.segments {
            let cut = length.saturating_sub(segment.text.start);
            if segment.kind != SegmentKind::Decoded {
                segment.source.start += cut;
            }
            segment.text = (segment.text.start + cut - length)..segment.text.end - length;
        }
        let texts = self.rich.links.iter_mut().map(|link| &mut link.text);
        let texts = texts.chain(self.rich.images.iter_mut().map(|image| &mut image.text));
        let texts = texts.chain(self.rich.told.iter_mut().map(|told| &mut told.text));
        for text in texts.chain(&mut self.rich.emphases) {
            *text = text.start.saturating_sub(length)..text.end.saturating_sub(length);
        }
        for note in &mut self.rich.notes {
            note.at = note.at.saturating_sub(length);
        }
    }
}
