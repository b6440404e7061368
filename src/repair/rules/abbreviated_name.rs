//! The first words of a longer name that the vocabulary has.

use crate::repair::names::times;
use crate::repair::words::{is_compass, is_edition, is_joining, is_numbering, letters};
use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "abbreviated-name",
    summary: "a name is the start of a longer one",
    explanation: "\
A rare name that is the first word or words of a longer name of the vocabulary, which stands at least as often, may be short for it.

Before: `NTT`, where `NTT Communications` stands six times
After:  `NTT Communications`, suggested

It is never safe: two companies may share a first word. Of several longer names one must stand three times as often as each of the others.
It abstains where the short name has fewer than three letters, or stands three times or more, or more often than the long one; where
both stand in one cell or identify a record of one table; and where the recipe says that they are distinct. It abstains too where what is
left tells things of one kind apart: a number or a letter (`Terminal A`), a compass word (`East US`), an edition (`iPhone 11 Pro`), another name
of the vocabulary (`Read Write`), or a joining word (`Bank of Ireland`).",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for (place, names) in evidence.named_fields() {
        for (index, item) in place.content.items.iter().enumerate() {
            let is_rare = names.uses(item.text()) <= 2 && !names.is_known(item.text());
            if is_rare && letters(item.text()) >= 3 {
                verdicts.extend(meant(evidence, &place, names, index));
            }
        }
    }
    verdicts
}

fn meant(evidence: &Evidence<'_>, place: &FieldPlace<'_>, names: &Names<'_>, index: usize) -> Option<Proposal> {
    let item = &place.content.items[index];
    let (text, uses) = (item.text(), names.uses(item.text()));
    let (name, count) = longer_name(evidence, names, text)?;
    let reason =
        format!("the start of `{name}`, which the page uses {}; `{text}` alone stands {}", times(count), times(uses));
    let after = NewItem::marked(name.to_owned(), item.marks().to_vec());
    Some(Proposal::new(Grade::Suggested, place.item(index), vec![after], reason))
}

/// The longer name that a text may be short for, with how often it stands in the pages.
fn longer_name<'e>(evidence: &Evidence<'_>, names: &Names<'e>, text: &str) -> Option<(&'e str, usize)> {
    let start = format!("{text} ");
    let candidates: Vec<(&str, usize)> = names
        .starting_with(&start)
        .filter(|(name, count)| *count >= names.uses(text) && may_be_left_out(names, &name[start.len()..]))
        .filter(|(name, _)| evidence.may_be_one(names, name, text))
        .collect();
    let best = candidates.iter().copied().max_by_key(|&(_, count)| count)?;
    let is_clear = |&(name, count): &(&str, usize)| name == best.0 || best.1 >= 3 * count.max(1);
    candidates.iter().all(is_clear).then_some(best)
}

/// Nobody leaves out more words.
const MOST_WORDS: usize = 6;

/// Whether the words that a short name lacks may be missing by accident.
fn may_be_left_out(names: &Names<'_>, rest: &str) -> bool {
    if rest.split(' ').nth(MOST_WORDS).is_some() {
        return false;
    }
    let tells_apart = |word: &str| is_compass(word) || is_edition(word) || is_numbering(word);
    let joins = rest.split(' ').next().is_some_and(is_joining);
    !rest.split(' ').any(tells_apart) && !joins && !names.is_name(rest)
}
