//! Comments by which a page keeps a rule out: `<!-- rowmill-ignore misspelling: the town is written so -->`.
//!
//! It knows the comment's form and what it covers, no rule. A comment in a row covers the row; one on a line of its own covers the
//! next table or list below it.

use super::Document;
use super::block::{Block, BlockKind};
use crate::source::Span;

/// A comment that keeps a rule out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ignore {
    /// The rule's name.
    pub rule: String,
    /// Why; empty where the comment does not say.
    pub reason: String,
    /// What it covers; empty at the comment itself where there is nothing below it.
    pub scope: Span,
    /// The comment.
    pub span: Span,
}

/// How such a comment begins.
const START: &str = "<!-- rowmill-ignore ";

/// The comments of a page whose tables and lists have been read; those in code are text.
pub(super) fn ignores(text: &str, blocks: &[Block], document: &Document) -> Vec<Ignore> {
    let is_code = |block: &&Block| matches!(block.kind, BlockKind::FencedCode { .. } | BlockKind::IndentedCode);
    let mut code = blocks.iter().filter(is_code).peekable();
    let mut found = Vec::new();
    for (start, _) in text.match_indices(START) {
        while code.next_if(|block| block.range.end <= start).is_some() {}
        if code.peek().is_some_and(|block| block.range.start <= start) {
            continue;
        }
        let Some(length) = text[start..].find("-->") else { break };
        let said = text[start + START.len()..start + length].trim();
        let (rule, reason) = said.split_once(':').unwrap_or((said, ""));
        let span = Span::new(document.source, start..start + length + "-->".len());
        found.push(Ignore {
            rule: rule.trim().to_owned(),
            reason: reason.trim().to_owned(),
            scope: scope(document, span),
            span,
        });
    }
    found
}

/// The row or item that a comment stands in, else the first table or list behind it.
fn scope(document: &Document, comment: Span) -> Span {
    let rows = document.tables.iter().flat_map(|table| table.rows.spans());
    let items = document.lists.iter().flat_map(|list| &list.items).map(|item| item.span);
    if let Some(around) = rows.chain(items).find(|span| span.contains(comment)) {
        return around;
    }
    let tables = document.tables.iter().map(|table| table.span);
    let below = tables
        .chain(document.lists.iter().map(|list| list.span))
        .filter(|span| span.source == comment.source && span.start() >= comment.end());
    below.min_by_key(|span| span.start()).unwrap_or(comment.with_end(comment.start()))
}
