//! A mark on one name only that nothing explains.

use std::collections::BTreeMap;

use super::misplaced_mark::marked_behind;
use crate::repair::names::times;
use crate::repair::{Evidence, FieldPlace, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "stray-mark",
    summary: "a mark stands on one name only, and nothing explains it",
    explanation: "\
A sign behind a name leads to a note. Where there is none, the note was lost, or the sign is a slip; which of both nobody can tell from the page, so it
is reported.

Before: `Equinix*`, where `Equinix` stands elsewhere and no note starts with `*`
After:  the same, with a report

It abstains where the sign stands elsewhere in the page beside a table's names or at the start of a line, where the recipe knows it, where the name without it stands once at
most, and for signs that names have (`+`, `#`, `~`).",
    propose,
};

/// Signs that no name has at its end.
const NOTE_SIGNS: &[char] = &['*', '†', '‡', '§', '¶', '^', '※'];

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut marked: BTreeMap<char, Vec<(FieldPlace<'_>, usize)>> = BTreeMap::new();
    for place in evidence.fields() {
        for (index, item) in place.content.items.iter().enumerate() {
            let sign = item.written().chars().next_back().filter(|sign| NOTE_SIGNS.contains(sign));
            let starts = item.written().chars().next().filter(|sign| NOTE_SIGNS.contains(sign));
            if let Some(sign) = sign.or(starts) {
                marked.entry(sign).or_default().push((place, index));
            }
        }
    }
    let mut verdicts = Verdicts::default();
    for (sign, places) in &marked {
        if let [(place, index)] = places.as_slice() {
            verdicts.extend(judge(evidence, place, *index, *sign));
        }
    }
    verdicts
}

fn judge(evidence: &Evidence<'_>, place: &FieldPlace<'_>, index: usize, sign: char) -> Option<Proposal> {
    let item = &place.content.items[index];
    let (_, name) = marked_behind(item.text()).filter(|(found, _)| *found == sign)?;
    let names = evidence.names_of(place)?;
    let uses = names.uses(name.trim_end());
    let mark = sign.to_string();
    let is_explained = place.recipe.marks.keys().any(|known| known.contains(sign))
        || evidence.extraction.legends.iter().any(|legend| legend.mark.contains(sign));
    if uses < 2
        || is_explained
        || is_elsewhere(evidence.sources.file(item.span().source).text(), &mark, item.span().start())
    {
        return None;
    }
    let reason =
        format!("`{}` stands {} without the mark, and nothing in the page explains it", name.trim_end(), times(uses));
    Some(Proposal::report(place.item(index), &place.content.items, reason))
}

/// Whether a page has a mark at another place where it may be one: escaped, or at the start of a line or behind a word.
fn is_elsewhere(page: &str, mark: &str, here: usize) -> bool {
    let line = page[..here].matches('\n').count();
    page.lines().enumerate().filter(|(index, _)| *index != line).any(|(_, text)| {
        let start = text.trim_start_matches([' ', '>', '\\', '|', '_']);
        let explains = start.strip_prefix(mark).is_some_and(|rest| rest.starts_with(char::is_alphabetic));
        let is_sign = mark != "*" && mark != "^" && text.contains(mark);
        explains || is_sign || text.contains(&format!("\\{mark}")) || text.contains(&format!("<sup>{mark}"))
    })
}
