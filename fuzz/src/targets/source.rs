//! Bytes of files: refused with a place, or a text whose every offset has a line and a column.

use rowmill::source::Span;
use rowmill::{ErrorKind, SourceMap};

use super::Target;

pub(super) const TARGET: Target = Target {
    name: "source",
    summary: "a file is refused with its place, or each byte of its text has a line and a column",
    run,
};

fn run(input: &[u8]) {
    let mut sources = SourceMap::new();
    let page = match sources.add_bytes("page.md", input.to_vec()) {
        Ok(page) => page,
        Err(error) => {
            if let ErrorKind::NotText { offset, .. } = error.kind() {
                assert!(*offset <= input.len(), "{input:?}: {error}");
            }
            return;
        }
    };
    let text = sources.file(page).text().to_owned();
    let (mut line, mut column) = (1, 1);
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        let found = sources.file(page).position(at);
        assert_eq!((found.line, found.column), (line, column), "{text:?} at {at}");
        assert!(sources.file(page).line_range(at).start <= at, "{text:?} at {at}");
        let excerpt = sources.excerpt(Span::new(page, at..at), "");
        assert_eq!((excerpt.line, excerpt.column), (line, column), "{text:?} at {at}");
        assert!(excerpt.text.get(excerpt.part).is_some(), "{text:?} at {at}");
        let is_end = character == '\n' || character == '\r' && !text[at..].starts_with("\r\n");
        // A byte order mark takes no column.
        let width = usize::from(at > 0 || character != '\u{feff}');
        (line, column) = if is_end { (line + 1, 1) } else { (line, column + width) };
    }
}
