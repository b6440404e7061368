//! Pages to documents, each by itself: a page that cannot be read as a whole is an error that names it.

use crate::document::Document;
use crate::error::{Error, ErrorKind, Result};
use crate::guard::guard;
use crate::source::{SourceId, SourceMap};

/// Parses a page, and with it the pages that it includes.
///
/// # Errors
///
/// [`ErrorKind::Limit`] when one of its tables is larger than any that is read; [`ErrorKind::Panic`].
pub fn parse(sources: &SourceMap, page: SourceId) -> Result<Document> {
    parse_with(sources, page, Document::parse)
}

/// Parses a page for whoever asks for few of its cells, as [`Document::parse_compact`] does.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_compact(sources: &SourceMap, page: SourceId) -> Result<Document> {
    parse_with(sources, page, Document::parse_compact)
}

/// Parses what the tables of a page need, as [`Document::parse_tables`] does.
///
/// # Errors
///
/// As [`parse`].
pub fn parse_tables(sources: &SourceMap, page: SourceId) -> Result<Document> {
    parse_with(sources, page, Document::parse_tables)
}

/// Parses pages in their order, as [`parse_compact`] does.
pub(super) fn parse_all(sources: &SourceMap, pages: &[SourceId]) -> Result<Vec<Document>> {
    pages.iter().map(|&page| parse_compact(sources, page)).collect()
}

fn parse_with(
    sources: &SourceMap,
    page: SourceId,
    parse: impl FnOnce(&SourceMap, SourceId) -> Document,
) -> Result<Document> {
    let document = guard(sources.file(page).path(), || parse(sources, page))?;
    match document.refusal() {
        None => Ok(document),
        Some(refusal) => {
            let place = refusal.span.expect("a table has a place");
            let path = sources.file(place.source).path().to_owned();
            let error = Error::new(ErrorKind::Limit { path, message: refusal.message.clone() })
                .with_excerpt(sources.excerpt(place, ""));
            Err(match &refusal.help {
                Some(help) => error.with_help(help.as_str()),
                None => error,
            })
        }
    }
}
