//! The only writer of items: puts the items of an edit in the place of its target's.
//!
//! A new item keeps its place and what was written there: one old item for one new item keeps its own; old items for one
//! new item are joined; for several new items each gets the part of the place that reads so.

use std::ops::Range;

use super::{NewItem, Proposal};
use crate::extract::{Extraction, Item};
use crate::recipe::Recipe;
use crate::schema::Field;
use crate::source::{SourceMap, Span};

/// Applies proposals for one field of one record, which stand in its order and do not overlap. Says of each whether it
/// was applied: one whose new texts do not fit the field's type leaves its items as they are.
pub(super) fn apply(
    recipe: &Recipe,
    extraction: &mut Extraction,
    sources: &SourceMap,
    proposals: &[Proposal],
) -> Vec<bool> {
    let Some(first) = proposals.first().map(|proposal| &proposal.edit.target) else { return Vec::new() };
    let schema = &recipe.datasets[first.dataset].schema.fields[first.field];
    let record = &mut extraction.datasets[first.dataset].records[first.record];
    if proposals.iter().any(|proposal| proposal.source_change.is_some()) {
        record.unclosed = None;
    }
    let field = &mut record.fields[first.field];
    let old = std::mem::take(&mut field.items);
    let mut applied = Vec::with_capacity(proposals.len());
    let mut done = 0;
    for proposal in proposals {
        let target = proposal.edit.target.items.clone();
        field.items.extend_from_slice(&old[done..target.start]);
        let new = new_items(schema, sources, &old[target.clone()], &proposal.edit.after);
        applied.push(new.is_some());
        field.items.extend(new.unwrap_or_else(|| old[target.clone()].to_vec()));
        done = target.end;
    }
    field.items.extend_from_slice(&old[done..]);
    applied
}

/// The items that an edit makes; `None` when a text does not fit the type.
fn new_items(schema: &Field, sources: &SourceMap, old: &[Item], after: &[NewItem]) -> Option<Vec<Item>> {
    let repaired = |(origin, new): (Item, &NewItem)| origin.repaired(new.text.clone(), new.marks.clone(), schema).ok();
    origins(sources, old, after).into_iter().zip(after).map(repaired).collect()
}

/// The item of the page that each new item goes back to.
fn origins(sources: &SourceMap, old: &[Item], after: &[NewItem]) -> Vec<Item> {
    match (old, after) {
        (_, []) => Vec::new(),
        ([one], [_]) => vec![one.clone()],
        (_, [_]) => vec![joined(sources, old)],
        _ => parts(sources, &joined(sources, old), after),
    }
}

/// The items as one, from the first to the last.
fn joined(sources: &SourceMap, items: &[Item]) -> Item {
    let (first, last) = (&items[0], &items[items.len() - 1]);
    let span = first.span().to(last.span());
    let written = match items.iter().all(|item| is_verbatim(sources, item)) {
        true => sources.text(span).to_owned(),
        false => items.iter().map(Item::written).collect::<Vec<_>>().join(", "),
    };
    first.clone().placed(span, written)
}

/// Whether an item stands in the source byte for byte as a reader sees it.
fn is_verbatim(sources: &SourceMap, item: &Item) -> bool {
    sources.text(item.span()) == item.written()
}

/// The part of an item for each new text, in their order; the whole of it where its bytes are not those of the source.
fn parts(sources: &SourceMap, whole: &Item, after: &[NewItem]) -> Vec<Item> {
    if !is_verbatim(sources, whole) {
        return vec![whole.clone(); after.len()];
    }
    let span = whole.span();
    let place = |part: Range<usize>| {
        let written = whole.written()[part.clone()].to_owned();
        let span = Span { start: span.start + part.start, end: span.start + part.end, ..span };
        whole.clone().placed(span, written)
    };
    cut(whole.written(), after).into_iter().map(place).collect()
}

/// Cuts a text into the places of some texts, one behind the other. A text that does not stand there, since it was
/// respelled, gets what is left between its neighbours.
fn cut(text: &str, after: &[NewItem]) -> Vec<Range<usize>> {
    let found = find_in_order(text, after);
    let mut pieces: Vec<Range<usize>> = Vec::with_capacity(after.len());
    for (index, piece) in found.iter().enumerate() {
        let start = pieces.last().map_or(0, |last| last.end);
        let next = found[index..].iter().flatten().next().map_or(text.len(), |next| next.start);
        pieces.push(piece.clone().unwrap_or_else(|| without_blanks(text, start..next)));
    }
    pieces
}

/// Where each text stands behind the one before it. The last one is looked for at the end, which it cannot miss.
fn find_in_order(text: &str, after: &[NewItem]) -> Vec<Option<Range<usize>>> {
    let Some((last, others)) = after.split_last() else { return Vec::new() };
    let end = text.strip_suffix(last.text.as_str()).map(str::len);
    let mut cursor = 0;
    let mut find = |new: &NewItem, limit: usize| {
        let at = cursor + text.get(cursor..limit)?.find(&new.text)?;
        cursor = at + new.text.len();
        Some(at..cursor)
    };
    let mut found: Vec<_> = others.iter().map(|new| find(new, end.unwrap_or(text.len()))).collect();
    found.push(match end {
        Some(start) => Some(start..text.len()),
        None => find(last, text.len()),
    });
    found
}

fn without_blanks(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, after: &[&str], expected: &[&str]) {
        let after: Vec<NewItem> = after.iter().map(|text| NewItem::plain(*text)).collect();
        let pieces: Vec<&str> = cut(text, &after).into_iter().map(|piece| &text[piece]).collect();
        assert_eq!(pieces, expected, "{text:?}");
    }

    #[test]
    fn a_text_is_cut_where_its_parts_stand() {
        check("IX Reach Megaport", &["IX Reach", "Megaport"], &["IX Reach", "Megaport"]);
        check("East US 2 East US", &["East US 2", "East US"], &["East US 2", "East US"]);
        check("East US East US 2", &["East US", "East US 2"], &["East US", "East US 2"]);
        check("Foo, Inc. Bar", &["Foo Inc.", "Bar"], &["Foo, Inc.", "Bar"]);
        check("Foo, Inc. Foo Inc.", &["Foo Inc.", "Foo Inc."], &["Foo, Inc.", "Foo Inc."]);
        check("é  ü+", &["é", "ü"], &["é", "ü"]);
        check("é", &["x", "y"], &["é", ""]);
        check("", &["x", "y"], &["", ""]);
    }
}
