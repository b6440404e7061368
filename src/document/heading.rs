//! Headings and which one stands under which.

use super::RichText;
use crate::source::Span;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 for the outermost, to 6.
    pub level: u8,
    /// Its text, without the marks.
    pub content: RichText,
    /// The whole of it.
    pub span: Span,
    /// The index of the heading that it stands under: the nearest one before it of a lower level.
    pub parent: Option<usize>,
    /// The index of its block, to tell what stands behind it.
    pub(super) block: usize,
}

/// Adds a heading behind all others.
pub(super) fn push(headings: &mut Vec<Heading>, level: u8, content: RichText, span: Span, block: usize) {
    let mut parent = headings.len().checked_sub(1);
    while let Some(index) = parent.filter(|&index| headings[index].level >= level) {
        parent = headings[index].parent;
    }
    headings.push(Heading { level, content, span, parent, block });
}
