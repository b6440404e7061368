//! A place as programs name it: the path of a page, lines and columns from 1, and the text that stands there.
//!
//! The columns are characters, as everywhere in rowmill; [`utf16_column`] is for the one format that wants code units.
//! It knows pages and spans, no findings.

use crate::source::{LineColumn, SourceMap, Span};

/// The most characters of a page that are told as the text of a place.
const LONGEST_TEXT: usize = 500;

/// Where something stands.
pub(super) struct Place<'s> {
    /// The path as the user gave it, with `/` between its parts and no `./` before them.
    pub(super) path: String,
    /// The first character.
    pub(super) start: LineColumn,
    /// The place after the last character.
    pub(super) end: LineColumn,
    text: &'s str,
}

impl<'s> Place<'s> {
    /// The place of a span.
    pub(super) fn of(span: Span, sources: &'s SourceMap) -> Self {
        Self {
            path: page_path(sources.file(span.source).path()),
            start: sources.position(span),
            end: sources.end_position(span),
            text: sources.text(span),
        }
    }

    /// What the page says there. A long text is cut, which `…` at its end shows.
    pub(super) fn text(&self) -> String {
        match self.text.char_indices().nth(LONGEST_TEXT) {
            Some((end, _)) => format!("{}…", &self.text[..end]),
            None => self.text.to_owned(),
        }
    }
}

/// A path as the services that show findings compare it with those of a repository.
pub(super) fn page_path(path: &str) -> String {
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    path.trim_start_matches("./").to_owned()
}

/// The path of the first page; what a finding without a place is pinned to where a place is a must.
pub(super) fn first_page(sources: &SourceMap) -> Option<String> {
    sources.files().next().map(|(_, file)| page_path(file.path()))
}

/// The column of a byte offset in UTF-16 code units, from 1.
pub(super) fn utf16_column(span: Span, offset: usize, sources: &SourceMap) -> usize {
    let file = sources.file(span.source);
    let offset = file.text().floor_char_boundary(offset);
    let before = &file.text()[file.line_range(offset).start.min(offset)..offset];
    before.strip_prefix('\u{feff}').unwrap_or(before).encode_utf16().count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_units_are_counted_from_the_start_of_the_line() {
        let mut sources = SourceMap::new();
        let text = "\u{feff}é👩|x\r\n👩y";
        let page = sources.add("page.md", text);
        let column = |what: &str| {
            let at = text.find(what).expect("it is there");
            utf16_column(Span::new(page, at..at), at, &sources)
        };
        assert_eq!((column("é"), column("|"), column("x"), column("y")), (1, 4, 5, 3));
    }

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        let mut sources = SourceMap::new();
        let page = sources.add("./docs/page.md", "é".repeat(LONGEST_TEXT + 1));
        let place = Place::of(Span::new(page, 0..2 * LONGEST_TEXT + 2), &sources);
        assert_eq!(place.text(), "é".repeat(LONGEST_TEXT) + "…");
        assert_eq!(place.path, "docs/page.md");
        assert_eq!(Place::of(Span::new(page, 0..2 * LONGEST_TEXT), &sources).text(), "é".repeat(LONGEST_TEXT));
    }
}
