//! Comments by which a page keeps a rule out: `<!-- rowmill-ignore misspelling: the town is written so -->`.
//!
//! It knows the comment's form and what it covers, no rule. A comment in a row covers the row; one on a line of its own covers the
//! next table or list below it.

use std::cmp::Reverse;

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
    let mut places = None;
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
        let places = places.get_or_insert_with(|| Places::of(document));
        found.push(Ignore {
            rule: rule.trim().to_owned(),
            reason: reason.trim().to_owned(),
            scope: places.scope(span),
            span,
        });
    }
    found
}

/// What a comment may cover, in the order of the page.
struct Places {
    rows: Vec<Span>,
    items: Vec<Span>,
    /// Tables and lists.
    blocks: Vec<Span>,
}

impl Places {
    fn of(document: &Document) -> Self {
        let tables = document.tables.iter().map(|table| table.span);
        let mut blocks: Vec<Span> = tables.chain(document.lists.iter().map(|list| list.span)).collect();
        blocks.sort_unstable();
        Self {
            rows: outermost(document.tables.iter().flat_map(|table| table.rows.spans())),
            items: outermost(document.lists.iter().flat_map(|list| &list.items).map(|item| item.span)),
            blocks,
        }
    }

    /// The row or item that a comment stands in, else the first table or list behind it.
    fn scope(&self, comment: Span) -> Span {
        let around = |places: &[Span]| {
            let behind =
                places.partition_point(|place| (place.source, place.start()) <= (comment.source, comment.start()));
            behind.checked_sub(1).map(|last| places[last]).filter(|place| place.contains(comment))
        };
        if let Some(around) = around(&self.rows).or_else(|| around(&self.items)) {
            return around;
        }
        let end = (comment.source, comment.end());
        let below = self.blocks.get(self.blocks.partition_point(|place| (place.source, place.start()) < end));
        let below = below.filter(|place| place.source == comment.source);
        below.copied().unwrap_or(comment.with_end(comment.start()))
    }
}

/// The places that lie in no other one, in order.
fn outermost(places: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut places: Vec<Span> = places.collect();
    places.sort_unstable_by_key(|place| (place.source, place.start(), Reverse(place.end())));
    places.dedup_by(|place, outer| outer.contains(*place));
    places
}
