//! Bytes to text: which files are read, and what they must be.
//!
//! UTF-8, with or without a byte order mark, is kept byte for byte. UTF-16 is transcoded where a byte order mark says so.
//! The only user of encoding_rs.

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::{LineColumn, SourceFile};
use crate::error::{Error, ErrorKind, Excerpt, Result};
use crate::similarity::nearest;

/// The greatest size of a file that is read, in bytes, unless [`set_max_file_size`] says otherwise: 256 MiB.
pub const MAX_FILE_SIZE: u64 = 256 * 1024 * 1024;

/// The greatest number of bytes of a text, whatever [`set_max_file_size`] says: 4 GiB, less a byte.
pub const MAX_TEXT: usize = u32::MAX as usize;

static LIMIT: AtomicU64 = AtomicU64::new(MAX_FILE_SIZE);

/// Sets the greatest size of a file that is read, in bytes, for this process.
pub fn set_max_file_size(size: u64) {
    LIMIT.store(size, Ordering::Relaxed);
}

/// The greatest size of a file that is read, in bytes.
pub(super) fn max_file_size() -> u64 {
    LIMIT.load(Ordering::Relaxed)
}

/// As git and others do, a NUL this early says that a file is binary.
const BINARY_PROBE: usize = 8 * 1024;

/// A text, and the encoding that it was transcoded from, if it was.
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: Option<&'static str>,
}

/// Reads a text file whole.
///
/// # Errors
///
/// [`ErrorKind::Io`] with `action` when it cannot be read; [`ErrorKind::NotText`] when it is no text; [`ErrorKind::TooLarge`].
pub fn read_text(path: &Path, action: &'static str) -> Result<String> {
    text_of(&path.display().to_string(), read_bytes(path, action)?)
}

/// As [`read_text`], of a file that rowmill writes: as it is never written through a symbolic link, none is followed to read it. Else a
/// message could show what stands in a file that nobody meant.
///
/// # Errors
///
/// As [`read_text`], and [`ErrorKind::Io`] for a link.
pub fn read_own_text(path: &Path, action: &'static str) -> Result<String> {
    if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink()) {
        let cause = io::Error::other("it is a symbolic link");
        return Err(Error::io(path.display().to_string(), action, cause)
            .with_help("rowmill writes this file, and follows no link to it: put the file itself there"));
    }
    read_text(path, action)
}

/// The text of bytes that were read already, from what messages call `name`.
///
/// # Errors
///
/// [`ErrorKind::NotText`].
pub fn text_of(name: &str, bytes: Vec<u8>) -> Result<String> {
    decode(name, bytes).map(|decoded| decoded.text)
}

/// Reads a plain file whole. Anything else (a folder, a pipe, a device) is refused before it is opened.
///
/// # Errors
///
/// [`ErrorKind::Io`] with `action` when it cannot be read; [`ErrorKind::TooLarge`].
pub fn read_bytes(path: &Path, action: &'static str) -> Result<Vec<u8>> {
    let name = path.display().to_string();
    let fail = |cause| Error::io(&name, action, cause);
    let missing = |cause| match near_file(path, &cause) {
        Some(near) => fail(cause).with_help(format!("did you mean `{}`?", near.display())),
        None => fail(cause),
    };
    check_plain(&fs::metadata(path).map_err(missing)?).map_err(fail)?;
    let file = open(path).map_err(fail)?;
    // What stood there before it was opened may be gone.
    let metadata = file.metadata().map_err(fail)?;
    check_plain(&metadata).map_err(fail)?;
    if metadata.len() > max_file_size() {
        return Err(too_large(name, metadata.len()));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0));
    // The file may grow while it is read.
    let limit = max_file_size().saturating_add(1);
    file.take(limit).read_to_end(&mut bytes).map_err(fail)?;
    match bytes.len() as u64 {
        size if size > max_file_size() => Err(too_large(name, size)),
        _ => Ok(bytes),
    }
}

fn check_plain(metadata: &Metadata) -> io::Result<()> {
    match metadata.is_file() {
        true => Ok(()),
        false if metadata.is_dir() => Err(io::Error::other("it is a folder")),
        false => Err(io::Error::other("it is not a plain file")),
    }
}

/// Opens a file without waiting for somebody who writes to it, as a pipe would.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;

    File::options().read(true).custom_flags(libc::O_NONBLOCK).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// The file beside a path that does not exist that was meant most likely.
fn near_file(path: &Path, cause: &io::Error) -> Option<PathBuf> {
    if cause.kind() != io::ErrorKind::NotFound {
        return None;
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).ok()?.take(MOST_BESIDE).filter_map(std::result::Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let mut names: Vec<String> = files.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let near = nearest(path.file_name()?.to_str()?, names.iter().map(String::as_str))?;
    Some(path.with_file_name(near))
}

/// So many files are looked at for the one that was meant.
const MOST_BESIDE: usize = 10_000;

/// Reads a stream to its end.
pub(super) fn read_stream(name: &str, stream: impl Read) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = stream.take(max_file_size().saturating_add(1)).read_to_end(&mut bytes);
    read.map_err(|cause| Error::io(name, "read the page from", cause))?;
    match bytes.len() as u64 {
        size if size > max_file_size() => Err(too_large(name.to_owned(), size)),
        _ => Ok(bytes),
    }
}

pub(super) fn too_large(path: String, size: u64) -> Error {
    Error::new(ErrorKind::TooLarge { path, size, limit: max_file_size().min(MAX_TEXT as u64) })
        .with_help("split it, take the tables out of it, or raise the limit with `--max-file-size`")
}

/// The text of bytes.
pub(super) fn decode(path: &str, bytes: Vec<u8>) -> Result<Decoded> {
    if bytes.starts_with(&[0xFF, 0xFE, 0, 0]) || bytes.starts_with(&[0, 0, 0xFE, 0xFF]) {
        return Err(not_text(path, 0, "is UTF-32, which is not read", None).with_help("save it as UTF-8"));
    }
    match bytes.as_slice() {
        [0xFF, 0xFE, rest @ ..] => transcoded(path, rest, encoding_rs::UTF_16LE),
        [0xFE, 0xFF, rest @ ..] => transcoded(path, rest, encoding_rs::UTF_16BE),
        _ => utf8(path, bytes).map(|text| Decoded { text, encoding: None }),
    }
    .and_then(|decoded| match decoded.text.len() {
        length if length > MAX_TEXT => Err(too_large(path.to_owned(), length as u64)),
        _ => Ok(decoded),
    })
}

fn transcoded(path: &str, bytes: &[u8], encoding: &'static encoding_rs::Encoding) -> Result<Decoded> {
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => {
            // The mark, and two bytes for each unit before the character.
            let offset = |before: &str| 2 + 2 * before.encode_utf16().count();
            without_nul(path, text.into_owned(), offset).map(|text| Decoded { text, encoding: Some(encoding.name()) })
        }
        None => Err(not_text(path, 0, &format!("begins like {} and is not", encoding.name()), None)
            .with_help("save it as UTF-8")),
    }
}

fn utf8(path: &str, bytes: Vec<u8>) -> Result<String> {
    if memchr::memchr(0, &bytes[..bytes.len().min(BINARY_PROBE)]).is_some() {
        return Err(not_text(path, 0, "is a binary file", None)
            .with_help("expected a text in UTF-8, or in UTF-16 with a byte order mark"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => without_nul(path, text, str::len),
        Err(error) => Err(not_utf8(path, &error)),
    }
}

/// A text without NUL; `offset` says how many bytes of the file a part of the text from its start takes.
fn without_nul(path: &str, text: String, offset: fn(&str) -> usize) -> Result<String> {
    let Some(at) = memchr::memchr(0, text.as_bytes()) else { return Ok(text) };
    let excerpt = excerpt(path, &text, at, 1, "NUL");
    let offset = offset(&text[..at]);
    Err(not_text(path, offset, &format!("holds a NUL byte, at offset {offset}"), Some(excerpt)).with_help("remove it"))
}

fn not_utf8(path: &str, error: &std::string::FromUtf8Error) -> Error {
    let offset = error.utf8_error().valid_up_to();
    let length = error.utf8_error().error_len().unwrap_or(error.as_bytes().len() - offset);
    let bad: Vec<String> = error.as_bytes()[offset..offset + length].iter().map(|byte| format!("{byte:02X}")).collect();
    let shown = String::from_utf8_lossy(error.as_bytes()).into_owned();
    let excerpt =
        excerpt(path, &shown, offset, char::REPLACEMENT_CHARACTER.len_utf8(), &format!("bytes {}", bad.join(" ")));
    let reason = format!("is not UTF-8 text: the byte at offset {offset} does not belong to any character");
    not_text(path, offset, &reason, Some(excerpt))
        .with_help("save it as UTF-8, for example with `iconv -f WINDOWS-1252 -t UTF-8`")
}

fn not_text(path: &str, offset: usize, reason: &str, excerpt: Option<Excerpt>) -> Error {
    let error = Error::new(ErrorKind::NotText { path: path.to_owned(), offset, reason: reason.to_owned() });
    match excerpt {
        Some(excerpt) => error.with_excerpt(excerpt),
        None => error,
    }
}

/// The line around an offset, with some bytes of it marked.
fn excerpt(path: &str, text: &str, offset: usize, length: usize, label: &str) -> Excerpt {
    let file = SourceFile::new(path.to_owned(), text.to_owned());
    let line = file.line_range(offset);
    let LineColumn { line: number, column } = file.position(offset);
    let start = (offset - line.start).min(line.len());
    let part = start..(start + length).min(line.len());
    Excerpt { path: path.to_owned(), line: number, column, text: text[line].to_owned(), part, label: label.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: Result<(&str, Option<&str>), &str>) {
        match (decode("page.md", bytes.to_vec()), expected) {
            (Ok(decoded), Ok(expected)) => assert_eq!((decoded.text.as_str(), decoded.encoding), expected),
            (Err(error), Err(expected)) => assert_eq!(error.to_string(), expected),
            (Ok(_), Err(expected)) => panic!("{bytes:?} was read, not refused with {expected}"),
            (Err(error), Ok(_)) => panic!("{bytes:?}: {error}"),
        }
    }

    #[test]
    fn utf8_is_kept_and_utf16_is_transcoded() {
        check("\u{feff}a\r\n".as_bytes(), Ok(("\u{feff}a\r\n", None)));
        check(b"\xFF\xFEa\0\xE9\0", Ok(("aé", Some("UTF-16LE"))));
        check(b"\xFE\xFF\0a\0\xE9", Ok(("aé", Some("UTF-16BE"))));
        check(b"\xFF\xFEa", Err("`page.md` begins like UTF-16LE and is not"));
        check(b"\xFF\xFE\0\0a\0\0\0", Err("`page.md` is UTF-32, which is not read"));
    }

    #[test]
    fn what_is_no_text_is_refused_at_its_place() {
        check(
            b"a\nb\xF6c",
            Err("page.md:2:2: `page.md` is not UTF-8 text: the byte at offset 3 does not belong to any character"),
        );
        check(
            b"\xC3",
            Err("page.md:1:1: `page.md` is not UTF-8 text: the byte at offset 0 does not belong to any character"),
        );
        check(
            b"\xED\xA0\x80",
            Err("page.md:1:1: `page.md` is not UTF-8 text: the byte at offset 0 does not belong to any character"),
        );
        check(
            b"\xC0\xAF",
            Err("page.md:1:1: `page.md` is not UTF-8 text: the byte at offset 0 does not belong to any character"),
        );
        check(b"a\0b", Err("`page.md` is a binary file"));
        let late = [vec![b'a'; BINARY_PROBE], vec![0]].concat();
        check(&late, Err("page.md:1:8193: `page.md` holds a NUL byte, at offset 8192"));
        // The offset is that of the file, whatever its encoding.
        check(b"\xFF\xFE\xE9\0\0\0", Err("page.md:1:2: `page.md` holds a NUL byte, at offset 4"));
    }
}
