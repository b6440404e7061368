//! A name for which the recipe has another one.

use crate::repair::names::times;
use crate::repair::{Evidence, Grade, NewItem, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "known-alias",
    summary: "the recipe has another name for this one",
    explanation: "\
The recipe's `aliases` say which names mean the same; the right one is written.

Before: `Level3`, with `aliases: { Level 3 Communications: [Level3] }`
After:  `Level 3 Communications`

The recipe is a person's word. It abstains only where that word is two: for an alias that the recipe has as a right name too.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for (place, names) in evidence.named_fields() {
        for (index, item) in place.content.items.iter().enumerate() {
            let Some(name) = names.vocabulary.alias(item.text()).filter(|_| !names.is_known(item.text())) else {
                continue;
            };
            let uses = match names.uses(name) {
                0 => "which the page does not use".to_owned(),
                count => format!("which the page uses {}", times(count)),
            };
            let after = NewItem::marked(name.to_owned(), item.marks().to_vec());
            let reason = format!("the recipe lists `{}` as an alias of `{name}`, {uses}", item.text());
            verdicts.propose(Proposal::new(Grade::Safe, place.item(index), vec![after], reason));
        }
    }
    verdicts
}
