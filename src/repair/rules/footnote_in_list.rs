//! A note that stands in a list cell, read as items.

use crate::extract::Item;
use crate::repair::words::letters;
use crate::repair::{Evidence, FieldPlace, Proposal, RepairRule, Verdicts};

use super::misplaced_mark::MARKS;

pub(super) const RULE: RepairRule = RepairRule {
    name: "footnote-in-list",
    summary: "a note stands in a list as if it were an item",
    explanation: "\
Behind the names of a list, on a line of its own, a sentence that starts with a mark or with a word such as `Note:` is about the names, and is none of them. It is
reported, for a note belongs below the table, where only a person can put it. (A line that starts with the very mark of a name above it is told from
the names where the page is read, and is no item to begin with.)

Before: `Colt, Equinix<br>Note: new circuits are served by Colt` as three items
After:  the same, with a report on the third

It abstains where the names before it are long themselves, and where the line is shorter than four words.",
    propose,
};

/// Words that start a note.
const WORDS: &[&str] =
    &["note:", "notes:", "note that", "(note", "n.b.", "nb:", "important:", "caution:", "warning:", "remark:"];

/// The fewest words of a note.
const FEWEST_WORDS: usize = 4;

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for place in evidence.fields().filter(|place| place.schema.field_type.is_list()) {
        let items = &place.content.items;
        let start = (1..items.len()).find(|&index| is_note_line(evidence, &place, index));
        verdicts.extend(start.and_then(|start| without_note(&place, start)));
    }
    verdicts
}

/// Whether a line break stands before an item that starts as a note does.
fn is_note_line(evidence: &Evidence<'_>, place: &FieldPlace<'_>, index: usize) -> bool {
    let items = &place.content.items;
    let (before, item) = (items[index - 1].span(), items[index].span());
    let gap = item.with_range(before.end()..item.start().max(before.end()));
    let is_line = evidence.sources.text(gap).to_ascii_lowercase().contains("<br");
    is_line && starts_note(items[index].text(), &items[..index])
}

fn starts_note(text: &str, names: &[Item]) -> bool {
    let lower = text.to_lowercase();
    let says_so = WORDS.iter().any(|word| lower.starts_with(word));
    let mark = text.chars().next().filter(|sign| MARKS.contains(sign));
    let has_mark = mark.is_some_and(|mark| names.iter().any(|name| name.text().ends_with(mark)));
    (says_so || has_mark) && text.split_whitespace().count() >= FEWEST_WORDS
}

fn without_note(place: &FieldPlace<'_>, start: usize) -> Option<Proposal> {
    let items = &place.content.items;
    let are_names =
        items[..start].iter().all(|item| item.text().split_whitespace().count() <= 6 && letters(item.text()) > 0);
    if !are_names {
        return None;
    }
    let reason =
        format!("`{}` starts a note on a line of its own, behind {start} names", first_words(items[start].text()));
    Some(Proposal::report(place.items(start..items.len()), items, reason))
}

fn first_words(text: &str) -> String {
    text.split_whitespace().take(FEWEST_WORDS).collect::<Vec<_>>().join(" ")
}
