//! A name that is one letter away from a known one.

use crate::repair::evidence::may_be_one;
use crate::repair::names::times;
use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule};
use crate::similarity::distance;

pub(super) const RULE: RepairRule = RepairRule {
    name: "misspelling",
    summary: "a name is one letter away from a known one",
    explanation: "\
A name that stands once and is one letter away from exactly one better known name (a letter more, less, other, or two swapped) is that name.

Before: `Sao Paula`, as a key that must occur in the table of locations, which has `Sao Paulo`
After:  `Sao Paulo`

It is safe where a foreign key demands a name of another table, or where the recipe knows the name; else it is suggested where
the known name stands three times or more. It abstains for names of fewer than five letters, where a digit would change or
be added, for capitals and plurals (`Region`, `Regions`), where both stand in one cell or identify a record of one table, and where
the recipe says that they are distinct.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for (place, names) in evidence.named_fields() {
        for (index, item) in place.content.items.iter().enumerate() {
            if names.uses(item.text()) == 1 && !names.is_known(item.text()) && letters(item.text()) >= 5 {
                proposals.extend(meant(evidence, &place, names, index));
            }
        }
    }
    proposals
}

fn meant(evidence: &Evidence<'_>, place: &FieldPlace<'_>, names: &Names<'_>, index: usize) -> Option<Proposal> {
    let text = place.content.items[index].text();
    let demanded = evidence.referenced_texts(place).filter(|texts| !texts.contains(text)).unwrap_or_default();
    let is_candidate = |name: &str, count: usize| {
        let is_supported = demanded.contains(name) || names.is_known(name) || count >= 3;
        let is_other = !names.stand_together(name, text)
            && !evidence.are_both_keys(names, name, text)
            && may_be_one(names.vocabulary, name, text);
        is_supported && is_slip(text, name) && is_other
    };
    let mut candidates = names.all().into_iter().filter(|&(name, count)| name != text && is_candidate(name, count));
    let (name, count) = candidates.next()?;
    if candidates.next().is_some() {
        return None;
    }
    let (grade, vouched) = match (demanded.contains(name), names.is_known(name)) {
        (true, _) => (Grade::Safe, "a key of the table that this one refers to, which lacks the name as written"),
        (_, true) => (Grade::Safe, "the recipe's name"),
        _ => (Grade::Suggested, "a name of the vocabulary"),
    };
    let reason =
        format!("one letter away from `{name}`, {vouched}; the page uses `{name}` {}, `{text}` once", times(count));
    let after = NewItem { text: name.to_owned(), marks: place.content.items[index].marks().to_vec() };
    Some(Proposal::new(grade, place.item(index), vec![after], reason))
}

/// Whether one text can be a slip for the other: one edit, no digit touched, no plural, not all in capitals.
fn is_slip(text: &str, name: &str) -> bool {
    let digits = |text: &str| text.chars().filter(|character| character.is_numeric()).collect::<String>();
    let is_plural = |a: &str, b: &str| a.strip_suffix(['s', 'S']) == Some(b);
    let is_code = |text: &str| !text.chars().any(char::is_lowercase);
    let is_near = text.to_lowercase() != name.to_lowercase() && distance(text, name, 1).is_some();
    is_near && digits(text) == digits(name) && !is_plural(text, name) && !is_plural(name, text) && !is_code(text)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|character| character.is_alphabetic()).count()
}
