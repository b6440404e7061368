//! Pages from a stream: each line is handed on once, with its number, however the stream is cut; and what is a page is read back.

use std::io::Read;

use rowmill::source::{PageLines, StreamedPage};

use super::Target;
use crate::text::text;

pub(super) const TARGET: Target = Target {
    name: "stream",
    summary: "each line of a stream is a page or refused by its number, however the stream is cut",
    run,
};

fn run(input: &[u8]) {
    let whole = pages(input);
    let filled = |line: &&[u8]| !line.trim_ascii().is_empty();
    let count =
        input.strip_prefix("\u{feff}".as_bytes()).unwrap_or(input).split(|&byte| byte == b'\n').filter(filled).count();
    assert_eq!(whole.len(), count, "{input:?}");
    // The lengths of the parts that the stream comes in are those that its own bytes say.
    assert_eq!(pages(Cut { rest: input, lengths: input }), whole, "{input:?}");
    let page = serde_json::json!({ "path": "a.md", "text": text(input) }).to_string();
    let read = pages(page.as_bytes());
    assert!(matches!(&read[..], [(1, Ok(page))] if page.text == text(input)), "{page}: {read:?}");
}

/// What a stream gives: each line's number, and its page or what is wrong with it.
fn pages(stream: impl Read) -> Vec<(usize, Result<StreamedPage, String>)> {
    let mut lines = PageLines::new(stream);
    let mut pages = Vec::new();
    loop {
        let some = lines.next_lines().expect("memory can be read");
        if some.is_empty() {
            return pages;
        }
        pages.extend(some.iter().map(|line| (line.number, line.page().map_err(|error| error.to_string()))));
    }
}

/// Bytes that come in parts.
struct Cut<'i> {
    rest: &'i [u8],
    lengths: &'i [u8],
}

impl Read for Cut<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let (length, others) = self
            .lengths
            .split_first()
            .map_or((1, self.lengths), |(length, others)| (usize::from(length % 16) + 1, others));
        self.lengths = others;
        self.rest.read(&mut buffer[..length])
    }
}
