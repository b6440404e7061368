//! Two blanks between the words of a name.

use std::collections::BTreeMap;

use crate::extract::Item;
use crate::repair::names::times;
use crate::repair::{Evidence, FieldPlace, Grade, NewItem, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "double-space",
    summary: "two blanks stand between two words of a name",
    explanation: "\
A browser shows a run of blanks as one, so a reader sees no difference; a program that compares names does.

Before: `Hong  Kong`
After:  `Hong Kong`

It is safe in columns of names and in lists. It abstains behind the end of a sentence, where two blanks are a habit; between digits; in code (`memory[a    : b]`) and in quotes; in long
texts; and where several values of a column have them.",
    propose,
};

/// Longer texts are prose.
const LONGEST: usize = 80;

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    let mut columns: BTreeMap<(usize, usize), Vec<(FieldPlace<'_>, usize)>> = BTreeMap::new();
    let mut sizes: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for place in evidence.fields() {
        let column = (place.dataset, place.field);
        *sizes.entry(column).or_insert(0) += place.content.items.len();
        let holds_names = place.schema.field_type.is_list() || evidence.names_of(&place).is_some();
        for (index, item) in place.content.items.iter().enumerate().filter(|_| holds_names) {
            let source = evidence.sources.text(item.span());
            let is_exact = is_in_code(evidence, item) || source.contains(['\'', '"', '“', '‘']);
            if source.contains("  ") && item.text().contains("  ") && !is_exact {
                columns.entry(column).or_default().push((place, index));
            }
        }
    }
    for (column, found) in columns {
        let is_style = found.len() >= 3 && found.len() * 10 > sizes[&column];
        for (place, index) in &found {
            judge(evidence, place, *index, is_style.then_some(found.len()), &mut verdicts);
        }
    }
    verdicts
}

fn judge(evidence: &Evidence<'_>, place: &FieldPlace<'_>, index: usize, style: Option<usize>, verdicts: &mut Verdicts) {
    let item = &place.content.items[index];
    let single = single_spaced(item.text());
    if single == item.text() || item.text().chars().count() > LONGEST {
        return;
    }
    if is_aligned(item.text()) {
        return verdicts.decline(
            place.item(index),
            single,
            "the text reads like code, which may be aligned with what stands above it",
        );
    }
    if let Some(count) = style {
        let reason = format!("{count} values of the column have two blanks: it may be on purpose");
        return verdicts.decline(place.item(index), single, reason);
    }
    let uses = evidence.names_of(place).map_or(0, |names| names.uses(&single));
    let known = if uses > 0 { format!("; `{single}` stands {}", times(uses)) } else { String::new() };
    let reason = format!("two blanks, which a reader sees as one{known}");
    let after = NewItem::marked(single, item.marks().to_vec());
    verdicts.propose(Proposal::new(Grade::Safe, place.item(index), vec![after], reason));
}

/// Whether an item is code, or has some.
fn is_in_code(evidence: &Evidence<'_>, item: &Item) -> bool {
    let span = item.span();
    let before = &evidence.sources.file(span.source).text()[..span.start()];
    before.ends_with('`') || evidence.sources.text(span).contains('`')
}

/// Whether blanks may align a text with others: it has brackets that touch a word, as code has.
fn is_aligned(text: &str) -> bool {
    let touches = |(at, _): (usize, &str)| text[..at].ends_with(|last: char| last.is_alphanumeric() || last == '_');
    text.match_indices(['[', '{']).any(touches)
}

/// A text with one blank for each run of blanks that is a slip.
fn single_spaced(text: &str) -> String {
    let mut single = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("  ") {
        let behind = rest[at..].trim_start_matches(' ');
        let (before, run) = (&rest[..at], rest.len() - at - behind.len());
        let ends_sentence = before.ends_with(['.', '!', '?', ':', ';']);
        let is_number = before.ends_with(char::is_numeric) && behind.starts_with(char::is_numeric);
        single.push_str(before);
        single.push_str(if ends_sentence || is_number { &rest[at..at + run] } else { " " });
        rest = behind;
    }
    single.push_str(rest);
    single
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_blanks_is_one() {
        let check = |text: &str, expected: &str| assert_eq!(single_spaced(text), expected);
        check("Hong  Kong   SAR", "Hong Kong SAR");
        check("One.  Two", "One.  Two");
        check("10  000", "10  000");
        check("one", "one");
    }
}
