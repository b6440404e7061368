//! A link that leads nowhere.

use std::collections::BTreeMap;

use crate::repair::words::letters;
use crate::repair::{Evidence, Grade, LinkPlace, NewItem, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "empty-link",
    summary: "a link has no address",
    explanation: "\
A link without an address leads back to the page itself. Where the same label has one address elsewhere, two times or more, that one is meant.

Before: `[Equinix]()`, where `[Equinix](https://equinix.example)` stands elsewhere
After:  `[Equinix](https://equinix.example)`, suggested

Where the label stands nowhere else, once only, or with several addresses, the fault is reported. It abstains for links without a label, which may be anchors, and for
what only looks like a link, as a call does (`items[0]()`).",
    propose,
};

/// How often a label leads to one address, so that it leads there again. One link says little: `Any` may be another table's.
const FEWEST: usize = 2;

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let links = evidence.links();
    let empty: Vec<&LinkPlace<'_>> = links.iter().filter(|place| is_empty(evidence, place)).collect();
    let mut verdicts = Verdicts::default();
    if empty.is_empty() {
        return verdicts;
    }
    let mut addresses: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for place in links.iter().filter(|place| !place.link.url.trim().is_empty()) {
        *addresses.entry(&place.link.label).or_default().entry(&place.link.url).or_insert(0) += 1;
    }
    for place in empty {
        let known = addresses.get(place.link.label.as_str());
        verdicts.propose(match known.map(|known| known.iter().collect::<Vec<_>>()).as_deref() {
            Some([(url, count)]) => filled(evidence, place, url).filter(|_| **count >= FEWEST).unwrap_or_else(|| {
                place.report_label(format!("`{}` leads nowhere; elsewhere it leads to `{url}`", place.link.label))
            }),
            Some(urls) => place.report_label(format!(
                "`{}` leads nowhere, and elsewhere to {} addresses",
                place.link.label,
                urls.len()
            )),
            None => place
                .report_label(format!("`{}` leads nowhere, and stands nowhere else with an address", place.link.label)),
        });
    }
    verdicts
}

/// Whether a label leads nowhere. A call (`items[0]()`) is none.
fn is_empty(evidence: &Evidence<'_>, place: &LinkPlace<'_>) -> bool {
    let LinkPlace { link, .. } = place;
    let before = &evidence.sources.file(link.span.source).text()[..link.span.start()];
    link.url.trim().is_empty() && letters(&link.label) >= 2 && !before.ends_with(char::is_alphanumeric)
}

/// The same link with an address, where it is written as `[…]()`.
fn filled(evidence: &Evidence<'_>, place: &LinkPlace<'_>, url: &str) -> Option<Proposal> {
    let written = evidence.sources.text(place.link.span);
    let open = written.rfind("](")? + 2;
    let after = format!("{}{url})", &written[..open]);
    let reason = format!("`{}` leads nowhere; everywhere else it leads to `{url}`", place.link.label);
    let proposal = place.report(reason);
    let is_address = proposal.edit.after.first().is_some_and(|item| item.text.trim().is_empty());
    let edit = match is_address {
        true => crate::repair::Edit { after: vec![NewItem::plain(url)], ..proposal.edit },
        false => proposal.edit,
    };
    Some(Proposal { grade: Grade::Suggested, edit, ..proposal }.with_source(place.link.span, after))
}
