//! The period of a legal form that stands behind the word before it.

use std::collections::BTreeMap;

use super::separator_inside_name::is_form;
use crate::repair::names::times;
use crate::repair::words::letters;
use crate::repair::{Evidence, Grade, NewItem, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "misplaced-period",
    summary: "the period of a legal form stands before it",
    explanation: "\
The period of a legal form that is cut short belongs behind it. Where it stands behind the word before, it is moved.

Before: `Contoso Foods. Inc`, where other names end in `Inc.`
After:  `Contoso Foods Inc.`

It is suggested where another name of the pages ends in the form with its period. It abstains where the word before may be cut short itself: it has
fewer than five letters, is another legal form (`Fabrikam Corp. Ltd`), or stands with its period elsewhere; and where a word starts small, as
in a sentence.",
    propose,
};

/// A word with fewer letters before the period may be one that is cut short.
const LEAST_LETTERS: usize = 5;

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    let mut cut_short: BTreeMap<&str, usize> = BTreeMap::new();
    for names in evidence.vocabularies() {
        for &name in names.all().keys().filter(|name| name.ends_with('.')) {
            *cut_short.entry(name.rsplit(' ').next().unwrap_or(name)).or_insert(0) += 1;
        }
    }
    if cut_short.is_empty() {
        return verdicts;
    }
    for (place, names) in evidence.named_fields() {
        for (index, item) in place.content.items.iter().enumerate() {
            let Some((start, form)) = item.text().rsplit_once(". ") else { continue };
            let word = start.rsplit(' ').next().unwrap_or(start);
            let is_whole = letters(word) >= LEAST_LETTERS && !is_form(word);
            let is_whole = is_whole && !start.split(' ').any(|word| word.starts_with(char::is_lowercase));
            if !is_form(form) || !is_whole || names.is_known(item.text()) {
                continue;
            }
            let (after, whole) = (format!("{start} {form}."), format!("{form}."));
            let Some(&count) = cut_short.get(whole.as_str()) else { continue };
            if evidence.page_uses(&format!("{word}.")) > evidence.page_uses(item.text()) {
                verdicts.decline(
                    place.item(index),
                    after,
                    format!("`{word}.` stands elsewhere too, and may be cut short"),
                );
                continue;
            }
            let reason =
                format!("`{whole}` has its period in other names, {}; here it stands behind `{word}`", times(count));
            let item = NewItem::marked(after, item.marks().to_vec());
            verdicts.propose(Proposal::new(Grade::Suggested, place.item(index), vec![item], reason));
        }
    }
    verdicts
}
