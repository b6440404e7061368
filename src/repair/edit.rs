//! The only writer of items: puts the items of an edit in the place of its target's.
//!
//! A new item keeps its place and what was written there: one old item for one new item keeps its own; old items for one
//! new item are joined; for several new items each gets the part of the place that reads so.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Edit, NewItem, Proposal, Target};
use crate::extract::{Extraction, Item, Items};
use crate::recipe::Recipe;
use crate::source::SourceMap;

/// Applies proposals that do not overlap. Says of each whether it was applied: one of which a new text does not fit its field's type
/// leaves all items as they are.
pub(super) fn apply(
    recipe: &Recipe,
    extraction: &mut Extraction,
    sources: &SourceMap,
    proposals: &[Proposal],
) -> Vec<bool> {
    let mut changes = Changes::new();
    let mut applied = Vec::with_capacity(proposals.len());
    for proposal in proposals {
        let made: Option<Vec<(&Target, Vec<Item>)>> =
            proposal.edits().map(|edit| Some((&edit.target, new_items(recipe, extraction, sources, edit)?))).collect();
        applied.push(made.is_some());
        let Some(made) = made else { continue };
        let target = &proposal.edit.target;
        let record = &mut extraction.datasets[target.dataset].records[target.record];
        record.is_removed |= proposal.removes_record;
        if let Some(source) = &proposal.source {
            record.row.settle(source.span);
            extraction.mended.insert(source.span);
        }
        for (target, items) in made {
            let place = (target.dataset, target.record, target.field);
            changes.entry(place).or_default().insert(target.items.start, (target.items.end, items));
        }
    }
    for ((dataset, record, field), changes) in changes {
        let field = &mut extraction.datasets[dataset].records[record].fields[field];
        field.is_present |= !changes.is_empty();
        field.items = changed(&field.items, changes);
    }
    applied
}

/// For each field (the indexes of dataset, record and field) and the first item of each change: the one behind its last, and the
/// items in their place.
type Changes = BTreeMap<(usize, usize, usize), BTreeMap<usize, (usize, Vec<Item>)>>;

fn changed(old: &[Item], changes: BTreeMap<usize, (usize, Vec<Item>)>) -> Items {
    let mut items = Items::with_capacity(old.len());
    let mut done = 0;
    for (start, (end, new)) in changes {
        items.extend(old[done..start].iter().cloned());
        items.extend(new);
        done = end;
    }
    items.extend(old[done..].iter().cloned());
    items
}

/// The items that an edit makes; `None` when a text does not fit the type.
fn new_items(recipe: &Recipe, extraction: &Extraction, sources: &SourceMap, edit: &Edit) -> Option<Vec<Item>> {
    let Edit { target, after } = edit;
    let schema = &recipe.datasets[target.dataset].schema.fields[target.field];
    let record = &extraction.datasets[target.dataset].records[target.record];
    let old = &record.fields[target.field].items[target.items.clone()];
    let origins = origins(sources, old, after);
    let made = |(index, new): (usize, &NewItem)| match (new.place, origins.get(index)) {
        (Some(place), _) => Item::moved(new.text.clone(), new.marks.clone(), place, sources.text(place), schema),
        (None, Some(origin)) => origin.clone().repaired(new.text.clone(), new.marks.clone(), schema),
        (None, None) => Item::new(new.text.clone(), record.span, schema),
    };
    after.iter().enumerate().map(|new| made(new).ok()).collect()
}

/// The item of the page that each new item goes back to.
fn origins(sources: &SourceMap, old: &[Item], after: &[NewItem]) -> Vec<Item> {
    match (old, after) {
        (_, []) | ([], _) => Vec::new(),
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
        let span = span.with_range(span.start() + part.start..span.start() + part.end);
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

    use crate::repair::sample::{Sample, change};

    /// Whether each proposal was applied, and then of each item of a field its text, the source at its place, and what was written there.
    fn applied(sample: &mut Sample, field: usize, proposals: &[Proposal]) -> (Vec<bool>, Vec<[String; 3]>) {
        let applied = apply(&sample.recipe, &mut sample.extraction, &sample.sources, proposals);
        let items = &sample.extraction.datasets[0].records[0].fields[field].items;
        let told = |item: &Item| [item.text(), sample.sources.text(item.span()), item.written()].map(str::to_owned);
        (applied, items.iter().map(told).collect())
    }

    /// What one change makes of the items of a list.
    #[track_caller]
    fn check_change(list: &str, (items, after): (Range<usize>, &[&str]), expected: &[[&str; 3]]) {
        let mut sample = Sample::table(&["from: A, type: list", "from: B"], &[&format!("{list} | x")]);
        let (done, found) = applied(&mut sample, 0, &[change(0, 0, items, after)]);
        assert_eq!(done, [true]);
        assert_eq!(found, expected, "{list} to {after:?}");
    }

    #[test]
    fn a_new_item_keeps_its_place_and_what_was_written_there() {
        check_change("Oslo, Bodo", (1..2, &["Bode"]), &[["Oslo"; 3], ["Bode", "Bodo", "Bodo"]]);
        check_change("Oslo, Bodo", (0..1, &[]), &[["Bodo"; 3]]);
        check_change("Oslo, Bodo, Kiel", (0..2, &["Oslo"]), &[["Oslo", "Oslo, Bodo", "Oslo, Bodo"], ["Kiel"; 3]]);
        check_change("Oslo Bodo, Kiel", (0..1, &["Oslo", "Bodo"]), &[["Oslo"; 3], ["Bodo"; 3], ["Kiel"; 3]]);
        check_change(
            "Oslo, Bo Kiel",
            (0..2, &["Oslo Bo", "Kiel"]),
            &[["Oslo Bo", "Oslo, Bo", "Oslo, Bo"], ["Kiel"; 3]],
        );
        // Of what a reader sees otherwise than it is written no part is told.
        let (source, seen) = ("A&amp;B, C", "A&B, C");
        check_change(source, (0..2, &["A&C"]), &[["A&C", source, seen]]);
        check_change(source, (0..2, &["A", "C"]), &[["A", source, seen], ["C", source, seen]]);
        check_change("A&amp;B", (0..1, &["A&C"]), &[["A&C", "A&amp;B", "A&B"]]);
        check_change("", (0..0, &["Oslo"]), &[["Oslo", "|  | x |", "Oslo"]]);
    }

    #[test]
    fn changes_of_one_field_are_made_together() {
        let mut sample = Sample::table(&["from: A, type: list", "from: B"], &["a, b, c, d | x"]);
        let both = [change(0, 0, 2..3, &["y", "z"]), change(0, 0, 0..1, &[])];
        let (done, found) = applied(&mut sample, 0, &both);
        let texts: Vec<&str> = found.iter().map(|item| item[0].as_str()).collect();
        assert_eq!((done, texts), (vec![true, true], vec!["b", "y", "z", "d"]));
    }

    #[test]
    fn a_text_that_does_not_fit_leaves_all_as_it_was() {
        let mut sample = Sample::table(&["from: A, type: integer", "from: B"], &["1 | x"]);
        let wrong = Proposal {
            also: vec![change(0, 0, 0..1, &["one"]).edit],
            removes_record: true,
            ..change(0, 1, 0..1, &["y"])
        };
        assert_eq!(applied(&mut sample, 1, &[wrong]), (vec![false], vec![["x", "x", "x"].map(str::to_owned)]));
        assert!(!sample.extraction.datasets[0].records[0].is_removed);
        let right = Proposal { also: vec![change(0, 0, 0..1, &["2"]).edit], ..change(0, 1, 0..1, &["y"]) };
        assert_eq!(applied(&mut sample, 0, &[right]), (vec![true], vec![["2", "1", "1"].map(str::to_owned)]));
    }

    #[test]
    fn what_is_rewritten_or_removed_is_remembered() {
        let mut sample = Sample::table(&["from: A", "from: B"], &["x | y", "z | w"]);
        let span = sample.extraction.datasets[0].records[0].span;
        let removal = Proposal { removes_record: true, ..change(0, 0, 0..1, &["x"]) };
        let elsewhere = Proposal {
            edit: Edit {
                after: vec![NewItem::plain("y").at(span.with_range(span.start() + 6..span.start() + 7))],
                ..change(0, 0, 0..1, &[]).edit
            },
            ..change(0, 0, 0..1, &[])
        };
        let (_, found) = applied(&mut sample, 0, &[elsewhere.with_source(span, "| y | x |")]);
        assert_eq!(found, [["y", "y", "y"].map(str::to_owned)]);
        assert_eq!(sample.extraction.mended.iter().copied().collect::<Vec<_>>(), [span]);
        assert!(!sample.extraction.datasets[0].records[0].is_removed);
        applied(&mut sample, 0, &[removal, change(1, 0, 0..1, &["v"])]);
        let removed: Vec<bool> = sample.extraction.datasets[0].records.iter().map(|record| record.is_removed).collect();
        assert_eq!(removed, [true, false]);
    }
}
