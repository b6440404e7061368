//! Texts and pages from the bytes of an input, and what nothing that is shown may have.

use std::borrow::Cow;

use rowmill::escape::is_hostile;
use rowmill::{SourceId, SourceMap};

/// The bytes as text; what is no UTF-8 becomes U+FFFD, so that no input is wasted.
pub(crate) fn text(input: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(input)
}

/// A text as a page alone.
pub(crate) fn page(text: &str) -> (SourceMap, SourceId) {
    let mut sources = SourceMap::new();
    let page = sources.add("page.md", text);
    (sources, page)
}

/// Nothing of what is shown does anything to a terminal or a log but show itself.
#[track_caller]
pub(crate) fn is_harmless(shown: &[u8], of: &str) {
    let shown = std::str::from_utf8(shown).expect("what is shown is UTF-8");
    let leaked = shown.chars().find(|&character| is_hostile(character));
    assert_eq!(leaked, None, "{of:?} is shown as {shown:?}");
}
