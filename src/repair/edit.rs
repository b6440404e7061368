//! The only writer of items: puts the items of an edit in the place of its target's.

use super::Edit;
use crate::extract::{Extraction, Item};
use crate::recipe::Recipe;

/// Applies an edit, or leaves everything as it is and returns `false` when a new text would not fit the field's type.
///
/// A new item keeps its place and what was written there: one old item for one new item keeps its own; one old item for
/// many gives each the part of the place that reads so, if there is one; many old items for one are joined.
pub(super) fn apply(recipe: &Recipe, extraction: &mut Extraction, edit: &Edit) -> bool {
    let target = &edit.target;
    let schema = &recipe.datasets[target.dataset].schema.fields[target.field];
    let field = &mut extraction.datasets[target.dataset].records[target.record].fields[target.field];
    let old = &field.items[target.items.clone()];
    let mut new = Vec::with_capacity(edit.after.len());
    for (index, draft) in edit.after.iter().enumerate() {
        let origin = origin_of(old, index, edit.after.len(), &draft.text);
        let Ok(item) = origin.repaired(draft.text.clone(), draft.marks.clone(), schema) else { return false };
        new.push(item);
    }
    field.items.splice(target.items.clone(), new);
    true
}

/// The item of the page that a new item goes back to.
fn origin_of(old: &[Item], index: usize, count: usize, text: &str) -> Item {
    let first = old[0].clone();
    match (old.len(), count) {
        (1, 1) => first,
        (1, _) => narrowed(first, text),
        (many, 1) => joined(&old[..many]),
        (many, _) => {
            let end = if index + 1 == count { many } else { (index + 1).min(many) };
            match old.iter().find(|item| item.text().ends_with(text) || item.text() == text) {
                Some(item) => narrowed(item.clone(), text),
                None => joined(&old[..end]),
            }
        }
    }
}

/// The part of an item that reads so, where the item stands in the source byte for byte.
fn narrowed(item: Item, text: &str) -> Item {
    let span = item.span();
    let is_verbatim = item.written().len() == span.end - span.start;
    match item.written().find(text).filter(|_| is_verbatim) {
        Some(at) => {
            let start = span.start + at;
            item.placed(crate::source::Span { start, end: start + text.len(), ..span }, text.to_owned())
        }
        None => item,
    }
}

fn joined(items: &[Item]) -> Item {
    let written: Vec<&str> = items.iter().map(Item::written).collect();
    let span = items[0].span().to(items[items.len() - 1].span());
    items[0].clone().placed(span, written.join(", "))
}
