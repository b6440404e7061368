//! What a replacement everywhere leaves in names that only contain the replaced one.

use crate::repair::names::times;
use crate::repair::words::{is_compass, is_edition, is_joining, letters};
use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "replaced-too-much",
    summary: "a replacement everywhere has struck a name that only contains the replaced one",
    explanation: "\
Who replaces `Hong Kong` by `Hong Kong SAR` in a whole page makes `Hong Kong SAR2` of `Hong Kong2`, and `Hong Kong SAR SAR` of what was right.
Without the word too many each is a name of the vocabulary again.

Before: `Hong Kong SAR2`, where `Hong Kong SAR` and `Hong Kong2` stand elsewhere
After:  `Hong Kong2`

Before: `NTT Communications Communications`, where `NTT Communications` stands four times
After:  `NTT Communications`

It is safe where a word stands twice in a row and the name without it stands three times or the recipe knows it, and where a foreign key demands
the name; else it is suggested. It abstains where the name without the word is none of the vocabulary; where the doubled word is all there
is (`Baden Baden`); where the word before the number tells things apart (`Japan East2`, `Node Pro2`), or a blank stands before the number, as before
a version (`Windows Server 2019`); where both stand in one cell or identify a record of one table; and where the recipe says that they are distinct.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for (place, names) in evidence.named_fields() {
        for (index, item) in place.content.items.iter().enumerate() {
            let text = item.text();
            if text.contains(' ') && names.uses(text) <= 2 && !names.is_known(text) {
                let doubled = doubled(evidence, &place, names, index);
                verdicts.extend(doubled.or_else(|| numbered(evidence, &place, names, index)));
            }
        }
    }
    verdicts
}

/// A name with a word twice in a row.
fn doubled(evidence: &Evidence<'_>, place: &FieldPlace<'_>, names: &Names<'_>, index: usize) -> Option<Proposal> {
    let item = &place.content.items[index];
    let mut pairs = item.text().split(' ').zip(item.text().split(' ').skip(1));
    if !pairs.any(|(word, next)| word == next) {
        return None;
    }
    let words: Vec<&str> = item.text().split(' ').collect();
    let at = (1..words.len()).find(|&at| words[at] == words[at - 1])?;
    let word = words[at];
    let name = [&words[..at], &words[at + 1..]].concat().join(" ");
    let stands = names.is_name(&name) && evidence.may_be_one(names, &name, item.text());
    if words.len() < 3 || letters(word) < 2 || is_joining(word) || !stands {
        return None;
    }
    let is_settled = names.is_known(&name) || names.uses(&name) >= 3;
    let grade = if is_settled { Grade::Safe } else { Grade::Suggested };
    let reason = format!("`{word}` stands in it twice in a row; `{name}` stands {}", times(names.uses(&name)));
    Some(Proposal::new(grade, place.item(index), vec![NewItem::marked(name, item.marks().to_vec())], reason))
}

/// A numbered name whose name without the number was made longer.
fn numbered(evidence: &Evidence<'_>, place: &FieldPlace<'_>, names: &Names<'_>, index: usize) -> Option<Proposal> {
    let item = &place.content.items[index];
    let text = item.text();
    let longer = text.trim_end_matches(|character: char| character.is_ascii_digit());
    let (number, (shorter, word)) = (&text[longer.len()..], longer.rsplit_once(' ')?);
    if number.is_empty() {
        return None;
    }
    let tells_apart = word.is_empty() || is_compass(word) || is_edition(word);
    let name = format!("{shorter}{number}");
    let stand = names.is_name(longer) && names.is_name(&name) && evidence.may_be_one(names, &name, text);
    if tells_apart || !stand {
        return None;
    }
    let demanded = evidence.referenced_texts(place);
    let is_demanded = demanded.is_some_and(|texts| texts.contains(name.as_str()) && !texts.contains(text));
    let grade = if is_demanded { Grade::Safe } else { Grade::Suggested };
    let reason = format!(
        "`{longer}` stands {} without the number, `{name}` {}; `{text}` {}",
        times(names.uses(longer)),
        times(names.uses(&name)),
        times(names.uses(text))
    );
    Some(Proposal::new(grade, place.item(index), vec![NewItem::marked(name, item.marks().to_vec())], reason))
}
