//! Where text comes from, and how a byte of it is named to a person. The only reader of input files.
//!
//! A [`SourceMap`] holds every text of a run; a [`Span`] names a byte range of one of them; [`SourceMap::position`]
//! turns its start into a line and a column. `read.rs` turns bytes into text, `walk.rs`
//! finds the files of a folder, `characters.rs` counts those of a long line. This module knows nothing of Markdown. Another way
//! to get at a text is one more constructor beside [`SourceMap::read`]; that of a revision stands in `git/`. `date.rs` reads
//! dates, `series.rs` puts the dated revisions of a page in order, `stream.rs` takes pages from a stream of lines.

mod characters;
mod date;
#[cfg(feature = "git")]
pub mod git;
mod read;
mod series;
mod stream;
mod walk;

pub use date::is_date;
pub use read::{MAX_FILE_SIZE, MAX_TEXT, read_bytes, read_own_text, read_text, set_max_file_size, text_of};
pub use series::{DatedFile, series};
pub use stream::{PageLine, PageLines, StreamedPage};
pub use walk::{is_markdown, walk, walk_for};

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::error::{Error, ErrorKind, Excerpt, Result};
use characters::{BLOCK, CharacterCounts};
use read::{Decoded, decode};

/// Which text of a [`SourceMap`] a [`Span`] lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(NonZeroU32);

impl SourceId {
    fn of_index(index: usize) -> Self {
        let number = u32::try_from(index + 1).ok().and_then(NonZeroU32::new);
        Self(number.expect("no run has as many texts"))
    }

    fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// A byte range of one source text, which lies on character boundaries. It takes twelve bytes, since every value has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text.
    pub source: SourceId,
    start: u32,
    end: u32,
}

impl Span {
    /// The span of a byte range of a source.
    ///
    /// # Panics
    ///
    /// When the range ends beyond [`MAX_TEXT`]: no text is longer.
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        debug_assert!(range.start <= range.end, "a span ends where it starts or later");
        let offset = |at: usize| u32::try_from(at).expect("no text is longer");
        Self { source, start: offset(range.start), end: offset(range.end) }
    }

    /// The first byte, counted from the start of the file.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// The bytes it covers.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Another range of the same source.
    #[must_use]
    pub fn with_range(self, range: Range<usize>) -> Self {
        Self::new(self.source, range)
    }

    /// The same span with another start.
    #[must_use]
    pub fn with_start(self, start: usize) -> Self {
        self.with_range(start..self.end())
    }

    /// The same span with another end.
    #[must_use]
    pub fn with_end(self, end: usize) -> Self {
        self.with_range(self.start()..end)
    }

    /// Whether another one lies within it.
    pub fn contains(self, other: Span) -> bool {
        self.source == other.source && self.start <= other.start && other.end <= self.end
    }

    /// The span from the start of this one to the end of another one of the same source.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end), ..self }
    }
}

/// A place as editors name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters (Unicode scalar values).
    pub column: usize,
}

/// One text and the name under which the user knows it.
#[derive(Debug, Clone)]
pub struct SourceFile {
    path: String,
    name: String,
    encoding: Option<&'static str>,
    /// Shared with the tables that keep no copy of their cells.
    text: Arc<String>,
    /// Found when a place is asked for: most pages of a tree have none to show.
    line_starts: OnceLock<Vec<usize>>,
    /// Counted when a place far into a line is asked for.
    characters: OnceLock<CharacterCounts>,
}

impl SourceFile {
    fn new(path: String, text: String) -> Self {
        Self {
            name: path.clone(),
            path,
            encoding: None,
            text: Arc::new(text),
            line_starts: OnceLock::new(),
            characters: OnceLock::new(),
        }
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| line_starts(&self.text))
    }

    /// The path as the user gave it.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The name under which outputs refer to it: the path, unless [`SourceMap::set_name`] gave it another one.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The encoding that it was transcoded from, where it was not UTF-8. Offsets are then those of the text in UTF-8.
    pub fn encoding(&self) -> Option<&'static str> {
        self.encoding
    }

    /// The whole text, a leading byte order mark included, so that offsets are those of the file.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same, for what outlives the source map.
    pub(crate) fn shared_text(&self) -> Arc<String> {
        Arc::clone(&self.text)
    }

    /// The lines of byte offsets that are asked for in order, without a search for each.
    pub fn line_counter(&self) -> LineCounter<'_> {
        LineCounter { text: self.text.as_bytes(), at: 0, line: 1 }
    }

    /// The line and column of a byte offset. An offset past the end is the end's.
    pub fn position(&self, offset: usize) -> LineColumn {
        let offset = self.text.floor_char_boundary(offset);
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset) - 1;
        let start = starts[line];
        let mark = usize::from(start == 0 && offset > 0 && self.text.starts_with('\u{feff}'));
        LineColumn { line: line + 1, column: self.count_characters(start..offset) + 1 - mark }
    }

    /// The number of characters of a range. However long a line is, many places on it take little time.
    fn count_characters(&self, range: Range<usize>) -> usize {
        if range.len() <= BLOCK {
            return self.text[range].chars().count();
        }
        let counts = self.characters.get_or_init(|| CharacterCounts::of(&self.text));
        counts.within(&self.text, range)
    }

    /// The byte range of the line with a number, from 1, without its end; the last line's where there are fewer.
    pub fn line(&self, number: usize) -> Range<usize> {
        let starts = self.line_starts();
        let index = number.clamp(1, starts.len()) - 1;
        self.line_range(starts[index])
    }

    /// The byte range of the line that holds an offset, without its end.
    pub fn line_range(&self, offset: usize) -> Range<usize> {
        let starts = self.line_starts();
        let line = starts.partition_point(|&start| start <= offset) - 1;
        let start = starts[line];
        let end = starts.get(line + 1).copied().unwrap_or(self.text.len());
        start..start + self.text[start..end].trim_end_matches(['\n', '\r']).len()
    }
}

/// Tells the lines of places that come one after the other.
#[derive(Debug, Clone)]
pub struct LineCounter<'f> {
    text: &'f [u8],
    /// The last place, and its line, from 1.
    at: usize,
    line: usize,
}

impl LineCounter<'_> {
    /// The line of an offset, from 1. It costs as much as the way from the last one that was asked for.
    pub fn line(&mut self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        match offset < self.at {
            true => self.line -= line_ends(self.text, offset..self.at).count(),
            false => self.line += line_ends(self.text, self.at..offset).count(),
        }
        self.at = offset;
        self.line
    }
}

/// A line ends after `\n`, `\r\n` or a lone `\r` (CommonMark 0.31, section 2.1); U+2028 is no line end.
fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(line_ends(text.as_bytes(), 0..text.len()).map(|at| at + 1)).collect()
}

/// The last bytes of the line ends in a range.
fn line_ends(text: &[u8], range: Range<usize>) -> impl Iterator<Item = usize> {
    let start = range.start;
    let ends = memchr::memchr2_iter(b'\n', b'\r', &text[range]).map(move |at| start + at);
    ends.filter(|&at| text[at] == b'\n' || text.get(at + 1) != Some(&b'\n'))
}

/// Every text of a run, and the names of their places.
#[derive(Debug, Clone, Default)]
pub struct SourceMap {
    files: Vec<SourceFile>,
    includes: BTreeMap<(SourceId, String), Result<SourceId, String>>,
}

impl SourceMap {
    /// A map without a text.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text under a name.
    ///
    /// # Panics
    ///
    /// When the text has more than [`MAX_TEXT`] bytes.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.files.push(SourceFile::new(path.into(), text.into()));
        SourceId::of_index(self.files.len() - 1)
    }

    /// Reads a page from a file and adds it.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`] when the file cannot be read, [`ErrorKind::NotText`] with the offset of the first bad byte,
    /// [`ErrorKind::TooLarge`] when it has more than [`MAX_FILE_SIZE`] bytes, [`ErrorKind::EmptyPage`] when it holds nothing
    /// but blanks.
    pub fn read(&mut self, path: &Path) -> Result<SourceId> {
        let name = path.display().to_string();
        let bytes = read_bytes(path, "read the page")?;
        self.add_bytes(name, bytes)
    }

    /// Reads a page from a stream, such as standard input, to its end, and adds it under a name.
    ///
    /// # Errors
    ///
    /// As [`SourceMap::read`].
    pub fn read_stream(&mut self, name: &str, stream: impl std::io::Read) -> Result<SourceId> {
        let bytes = read::read_stream(name, stream)?;
        self.add_bytes(name, bytes)
    }

    /// Adds the bytes of a page under a name.
    ///
    /// # Errors
    ///
    /// As [`SourceMap::read`], but for those of reading.
    pub fn add_bytes(&mut self, name: impl Into<String>, bytes: Vec<u8>) -> Result<SourceId> {
        let name = name.into();
        let Decoded { text, encoding } = decode(&name, bytes)?;
        if text.trim_start_matches('\u{feff}').trim().is_empty() {
            return Err(Error::new(ErrorKind::EmptyPage { path: name })
                .with_help("expected a Markdown page with at least one table; is the download complete?"));
        }
        let id = self.add(name, text);
        self.files[id.index()].encoding = encoding;
        Ok(id)
    }

    /// Puts another text in the place of one.
    pub fn set_text(&mut self, id: SourceId, text: impl Into<String>) {
        let SourceFile { path, name, encoding, .. } = self.files[id.index()].clone();
        self.files[id.index()] = SourceFile { name, encoding, ..SourceFile::new(path, text.into()) };
    }

    /// Remembers which text another one includes under a path, or why it does not.
    pub fn set_include(&mut self, from: SourceId, target: String, included: Result<SourceId, String>) {
        self.includes.insert((from, target), included);
    }

    /// The text that another one includes under a path, or the reason why there is none.
    pub fn include(&self, from: SourceId, target: &str) -> Option<&Result<SourceId, String>> {
        self.includes.get(&(from, target.to_owned()))
    }

    /// The paths under which a text includes others.
    pub fn includes_of(&self, from: SourceId) -> impl Iterator<Item = &str> {
        let start = (from, String::new());
        self.includes
            .range(start..)
            .take_while(move |((source, _), _)| *source == from)
            .map(|((_, target), _)| target.as_str())
    }

    /// Whether a text includes the one of a path, by itself or by way of others.
    pub fn includes_path(&self, from: SourceId, path: &str) -> bool {
        let mut open = vec![from];
        let mut done = BTreeSet::new();
        while let Some(source) = open.pop() {
            let included = self.includes_of(source).filter_map(|target| self.include(source, target)?.as_ref().ok());
            let new: Vec<SourceId> = included.copied().filter(|&id| done.insert(id)).collect();
            if new.iter().any(|&id| self.file(id).path() == path) {
                return true;
            }
            open.extend(new);
        }
        false
    }

    /// Shows a text under another path, such as the one from the top of a repository, which services that show findings want.
    pub fn set_path(&mut self, id: SourceId, path: impl Into<String>) {
        self.files[id.index()].path = path.into();
    }

    /// Gives a text a name of its own for outputs, so that they do not depend on where the file was found.
    pub fn set_name(&mut self, id: SourceId, name: impl Into<String>) {
        self.files[id.index()].name = name.into();
    }

    /// The text of an id.
    pub fn file(&self, id: SourceId) -> &SourceFile {
        &self.files[id.index()]
    }

    /// Every text in the order in which it was added.
    pub fn files(&self) -> impl Iterator<Item = (SourceId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (SourceId::of_index(index), file))
    }

    /// The source text of a span.
    pub fn text(&self, span: Span) -> &str {
        &self.file(span.source).text[span.range()]
    }

    /// Where a span starts.
    pub fn position(&self, span: Span) -> LineColumn {
        self.file(span.source).position(span.start())
    }

    /// Where a span ends: the place after its last character.
    pub fn end_position(&self, span: Span) -> LineColumn {
        self.file(span.source).position(span.end())
    }

    /// As [`SourceMap::excerpt`], with no more of a long line than so many bytes before the start of the span and behind it, and the range of the
    /// file that the excerpt's text is. However many places a line has, each is shown at the same cost.
    pub fn excerpt_near(&self, span: Span, reach: usize) -> (Excerpt, Range<usize>) {
        let file = self.file(span.source);
        let line = file.line_range(span.start());
        let LineColumn { line: number, column } = file.position(span.start());
        let start = file.text.floor_char_boundary(span.start().min(line.end));
        let from = file.text.ceil_char_boundary(start.saturating_sub(reach).max(line.start));
        let to = file.text.floor_char_boundary(start.saturating_add(reach).min(line.end));
        let excerpt = Excerpt {
            path: file.path.clone(),
            line: number,
            column,
            text: file.text[from..to].to_owned(),
            part: start - from..span.end().clamp(start, to) - from,
            label: String::new(),
        };
        (excerpt, from..to)
    }

    /// The line around the start of a span, with the span's part of it marked.
    pub fn excerpt(&self, span: Span, label: impl Into<String>) -> Excerpt {
        let file = self.file(span.source);
        let line = file.line_range(span.start());
        let LineColumn { line: number, column } = file.position(span.start());
        let start = span.start().min(line.end) - line.start;
        let end = span.end().clamp(line.start + start, line.end) - line.start;
        Excerpt {
            path: file.path.clone(),
            line: number,
            column,
            text: file.text[line].to_owned(),
            part: start..end,
            label: label.into(),
        }
    }
}

#[cfg(test)]
pub(crate) use real_pages::real_pages;

#[cfg(test)]
mod real_pages;

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, offset: usize, expected: (usize, usize)) {
        let file = SourceFile::new("page.md".into(), text.into());
        let LineColumn { line, column } = file.position(offset);
        assert_eq!((line, column), expected, "offset {offset} of {text:?}");
    }

    #[test]
    fn positions_count_characters_and_every_kind_of_line_end() {
        check("a\nb", 2, (2, 1));
        check("a\r\nb", 3, (2, 1));
        check("a\rb", 2, (2, 1));
        check("é|x", 3, (1, 3));
        check("\u{feff}a", 3, (1, 1));
        // Anywhere else it is a character.
        check("a\n\u{feff}b", 5, (2, 2));
        check("a\u{2028}b", 4, (1, 3));
        check("a\n", 2, (2, 1));
        check("", 9, (1, 1));
    }

    #[test]
    fn places_far_into_a_line_are_counted_alike() {
        for head in ["", "a\n", "é\r\n", "\u{feff}"] {
            let text = format!("{head}{}\n{}", "é|🙂".repeat(BLOCK), "b".repeat(2 * BLOCK));
            let file = SourceFile::new("page.md".into(), text.clone());
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
                let mark = usize::from(line == 0 && at > 0 && head == "\u{feff}");
                assert_eq!(file.position(at).column, text[line..at].chars().count() + 1 - mark, "{at}");
            }
        }
    }

    #[test]
    fn lines_are_counted_in_any_order() {
        let file = SourceFile::new("page.md".into(), "a\r\n\nb\rc\n".into());
        let mut counter = file.line_counter();
        for offset in [0, 3, 4, 5, 6, 7, 8, 2, 8, 0, 99, 4] {
            assert_eq!(counter.line(offset), file.position(offset).line, "{offset}");
        }
    }

    #[test]
    fn an_excerpt_stays_on_its_line() {
        let mut sources = SourceMap::new();
        let id = sources.add("page.md", "one\r\ntwo three\r\nfour");
        let excerpt = sources.excerpt(Span::new(id, 9..20), "here");
        assert_eq!((excerpt.line, excerpt.column, excerpt.text.as_str(), excerpt.part), (2, 5, "two three", 4..9));
    }
}
