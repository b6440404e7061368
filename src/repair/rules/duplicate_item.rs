//! An item that stands in its list twice.

use crate::repair::{Evidence, Grade, Proposal, RepairRule};

pub(super) const RULE: RepairRule = RepairRule {
    name: "duplicate-item",
    summary: "an item stands in its list twice",
    explanation: "\
The first one stays, the others go. Items are the same when they read the same and have the same marks, after all other repairs.

Before: `Amsterdam, Munich, Oslo, Munich`
After:  `Amsterdam, Munich, Oslo`

It abstains for lists of numbers, where a value may well repeat.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for place in evidence.fields().filter(|place| place.schema.field_type.is_list() && place.content.items.len() > 1) {
        let items = &place.content.items;
        for (index, item) in items.iter().enumerate().filter(|(_, item)| item.value().as_str().is_some()) {
            let same = |other: &&crate::extract::Item| other.text() == item.text() && other.marks() == item.marks();
            let Some(first) = items[..index].iter().find(same) else { continue };
            let column = evidence.sources.position(first.span()).column;
            let reason = format!("`{}` stands in this list already, at column {column}", item.text());
            proposals.push(Proposal::new(Grade::Safe, place.item(index), Vec::new(), reason));
        }
    }
    proposals
}
