//! Pages from a stream of lines, each a JSON object with the path and the text of one.
//!
//! ```json
//! {"path": "docs/cities.md", "text": "| City |\n|------|\n| Lyon |\n"}
//! ```
//!
//! Other members are ignored, and so are blank lines. A line that is no page is an error of its own and ends nothing. It knows no Markdown.

use std::io::{self, BufRead, BufReader, Read};

use serde::Deserialize;

use super::read::{max_file_size, too_large};
use crate::error::{Error, ErrorKind, Result};
use crate::json;

/// How much is read at once: as many lines of it as are at hand are handed on together.
const BUFFER: usize = 1 << 20;

/// The lines of a stream.
#[derive(Debug)]
pub struct PageLines<R> {
    stream: BufReader<R>,
    number: usize,
}

/// One line of a stream that should be a page.
#[derive(Debug)]
pub struct PageLine {
    /// Its number, from 1.
    pub number: usize,
    bytes: Vec<u8>,
    /// The number of its bytes, of which those over the limit were not kept.
    size: u64,
}

/// A page of a stream.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object with `path` and `text`")]
pub struct StreamedPage {
    /// The path that it goes by.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl<R: Read> PageLines<R> {
    /// The lines of a stream.
    pub fn new(stream: R) -> Self {
        Self { stream: BufReader::with_capacity(BUFFER, stream), number: 0 }
    }

    /// The next lines, as many as are at hand, but at least one; none when the stream has ended.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`] when the stream breaks.
    pub fn next_lines(&mut self) -> Result<Vec<PageLine>> {
        let mut lines = Vec::new();
        while lines.is_empty() || self.stream.buffer().contains(&b'\n') {
            let line = self.next_line().map_err(|cause| Error::io("-", "read the pages from", cause))?;
            let Some(line) = line else { break };
            lines.extend(Some(line).filter(|line| !line.json().trim_ascii().is_empty()));
        }
        Ok(lines)
    }

    fn next_line(&mut self) -> io::Result<Option<PageLine>> {
        let mut bytes = Vec::new();
        // A character may take six bytes as an escape, and a path stands beside the text.
        let limit = max_file_size().saturating_mul(6).saturating_add(1 << 16);
        let mut size = self.stream.by_ref().take(limit).read_until(b'\n', &mut bytes)? as u64;
        if size == 0 {
            return Ok(None);
        }
        while bytes.last() != Some(&b'\n') {
            let rest = self.stream.fill_buf()?;
            let end = rest.iter().position(|&byte| byte == b'\n');
            let length = end.map_or(rest.len(), |end| end + 1);
            self.stream.consume(length);
            size += length as u64;
            if end.is_some() || length == 0 {
                break;
            }
        }
        self.number += 1;
        Ok(Some(PageLine { number: self.number, bytes, size }))
    }
}

impl PageLine {
    /// What messages call it.
    pub fn name(&self) -> String {
        format!("line {} of standard input", self.number)
    }

    /// Its bytes, without the mark that some programs write before the first line.
    fn json(&self) -> &[u8] {
        match self.bytes.strip_prefix("\u{feff}".as_bytes()) {
            Some(rest) if self.number == 1 => rest,
            _ => &self.bytes,
        }
    }

    /// The page that it is.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Streamed`] when it is none, [`ErrorKind::TooLarge`] when its text has more than
    /// [`MAX_FILE_SIZE`](super::MAX_FILE_SIZE) bytes.
    pub fn page(&self) -> Result<StreamedPage> {
        if self.size > self.bytes.len() as u64 {
            return Err(too_large(self.name(), self.size));
        }
        let page: StreamedPage = serde_json::from_slice(self.json()).map_err(|cause| {
            let what = json::fault("", &cause).message;
            let message = match cause.column() {
                0 => format!("{} is no page: {what}", self.name()),
                column => {
                    let byte = column + self.bytes.len() - self.json().len();
                    format!("{} is no page, at byte {byte} of it: {what}", self.name())
                }
            };
            Error::new(ErrorKind::Streamed { message })
                .with_help(r##"each line must be an object such as `{"path": "a.md", "text": "# Cities\n\n…"}`"##)
        })?;
        match page.text.len() as u64 {
            size if size > max_file_size() => Err(too_large(page.path, size)),
            _ => Ok(page),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands out a part for each time that it is read.
    struct Parts(Vec<&'static str>);

    impl Read for Parts {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let part = if self.0.is_empty() { "" } else { self.0.remove(0) };
            buffer[..part.len()].copy_from_slice(part.as_bytes());
            Ok(part.len())
        }
    }

    #[test]
    fn lines_are_handed_on_as_they_come() {
        let parts = Parts(vec!["{\"path\":\"a\",\"te", "xt\":\"1\"}\n\n{}\n", "x", "\n\n", "\n", "{}"]);
        let mut lines = PageLines::new(parts);
        let mut found = Vec::new();
        loop {
            let some = lines.next_lines().expect("it can be read");
            if some.is_empty() {
                break;
            }
            found.push(some.iter().map(|line| (line.number, line.page().is_ok())).collect::<Vec<_>>());
        }
        assert_eq!(found, [vec![(1, true), (3, false)], vec![(4, false)], vec![(7, false)]]);
    }

    fn check(line: &str, expected: Result<(&str, &str), &str>) {
        let line = PageLine { number: 7, bytes: line.into(), size: line.len() as u64 };
        match (line.page(), expected) {
            (Ok(page), Ok(expected)) => assert_eq!((page.path.as_str(), page.text.as_str()), expected),
            (Err(error), Err(expected)) => assert_eq!(error.headline(), expected),
            (found, expected) => panic!("{found:?}, not {expected:?}"),
        }
    }

    #[test]
    fn a_line_is_a_page_or_says_why_not() {
        check(r#"{"text": "é\n", "id": 5, "path": "a.md"}"#, Ok(("a.md", "é\n")));
        check(
            "{\"path\": \"a.md\"}",
            Err("line 7 of standard input is no page, at byte 16 of it: the key `text` is missing"),
        );
        check(
            "{\"path\": 1",
            Err(
                "line 7 of standard input is no page, at byte 10 of it: a text in quotes is expected here, and not `1`",
            ),
        );
        check("[", Err("line 7 of standard input is no page, at byte 1 of it: the text ends within a list"));
        check(
            "5",
            Err(
                "line 7 of standard input is no page, at byte 1 of it: an object with `path` and `text` is expected here, and not `5`",
            ),
        );
        check(
            "{\"path\": \"a\", \"path\": \"b\"}",
            Err("line 7 of standard input is no page, at byte 20 of it: the key `path` stands here twice"),
        );
    }

    #[test]
    fn a_mark_before_the_first_line_is_skipped() {
        let pages = |text: &'static str| {
            let lines = PageLines::new(text.as_bytes()).next_lines().expect("it can be read");
            lines.iter().map(|line| line.page().map_err(|error| error.headline())).collect::<Vec<_>>()
        };
        let page = Ok(StreamedPage { path: "a".to_owned(), text: "b".to_owned() });
        assert_eq!(pages("\u{feff}{\"path\": \"a\", \"text\": \"b\"}\n"), std::slice::from_ref(&page));
        assert_eq!(pages("\u{feff}\n{\"path\": \"a\", \"text\": \"b\"}\n"), [page]);
        let other = pages("\u{feff}{\"path\": 1\n\u{feff}{}\n");
        assert_eq!(
            other[0],
            Err(
                "line 1 of standard input is no page, at byte 13 of it: a text in quotes is expected here, and not `1`"
                    .to_owned()
            )
        );
        assert_eq!(
            other[1],
            Err("line 2 of standard input is no page, at byte 1 of it: a value is expected here".to_owned())
        );
    }
}
