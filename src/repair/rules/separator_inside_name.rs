//! A name that contains the separator: a legal form after a comma.

use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule};
use crate::similarity::loose_key;

pub(super) const RULE: RepairRule = RepairRule {
    name: "separator-inside-name",
    summary: "a separator stands inside a name",
    explanation: "\
A legal form is no name of its own: it belongs to the name before it. Where another name follows the legal form without
a separator, it is an item of its own.

Before: `BroadBand Tower, Inc.` as two items
After:  `BroadBand Tower, Inc.` as one

Before: `Airgate Technologies, Inc. Aptum Technologies` as two items, where `Airgate Technologies Inc.` stands elsewhere
After:  `Airgate Technologies Inc.` and `Aptum Technologies`

What follows the legal form must be a name of the vocabulary to be safe; else the repair is suggested. It abstains where the
item before is a legal form too (a list of legal forms), and for forms that are also ordinary words or codes (`AS`, `SA`).",
    propose,
};

/// Legal forms of companies that mean nothing else, in lower case without their periods.
const LEGAL_FORMS: &[&str] = &[
    "inc",
    "incorporated",
    "ltd",
    "limited",
    "llc",
    "llp",
    "plc",
    "corp",
    "gmbh",
    "mbh",
    "co ltd",
    "co limited",
    "pty ltd",
    "pvt ltd",
    "spa",
    "srl",
    "bv",
    "nv",
    "sarl",
    "sro",
    "kk",
];

fn propose(evidence: &Evidence<'_>) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    for (place, names) in evidence.named_fields().filter(|(place, _)| place.schema.field_type.is_list()) {
        for index in 1..place.content.items.len() {
            proposals.extend(join(&place, names, index));
        }
    }
    proposals
}

fn join(place: &FieldPlace<'_>, names: &Names<'_>, index: usize) -> Option<Proposal> {
    let (before, item) = (&place.content.items[index - 1], &place.content.items[index]);
    let (form, rest) = leading_legal_form(item.text())?;
    if leading_legal_form(before.text()).is_some() {
        return None;
    }
    let name = spelling(names, &format!("{}, {form}", before.text()));
    let target = place.items(index - 1..index + 1);
    if rest.is_empty() {
        let marks = item.marks().to_vec();
        let reason = format!("`{form}` is a legal form, no name of its own");
        return Some(Proposal::new(Grade::Safe, target, vec![NewItem { text: name, marks }], reason));
    }
    let uses = names.uses(rest);
    let is_name = uses > 0 || names.is_known(rest);
    let grade = if is_name { Grade::Safe } else { Grade::Suggested };
    let known = if is_name { "stands elsewhere" } else { "follows it" };
    let spelled = if names.uses(&name) > 0 { format!(", and `{name}` stands elsewhere too") } else { String::new() };
    let reason = format!("`{form}` is a legal form, no name of its own; `{rest}` {known}{spelled}");
    let after = vec![NewItem::plain(name), NewItem { text: rest.to_owned(), marks: item.marks().to_vec() }];
    Some(Proposal::new(grade, target, after, reason))
}

/// The legal form at the start of a text as written, and what follows it.
fn leading_legal_form(text: &str) -> Option<(&str, &str)> {
    let ends = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]).take(2);
    let is_form = |end: &usize| LEGAL_FORMS.contains(&text[..*end].to_lowercase().replace('.', "").as_str());
    let end = ends.filter(is_form).last()?;
    Some((&text[..end], text[end..].trim_start()))
}

/// The spelling of a name that stands elsewhere, if it differs in punctuation alone; else the name as it is.
fn spelling(names: &Names<'_>, name: &str) -> String {
    let key = loose_key(name);
    let same = names.all().into_iter().filter(|(other, _)| loose_key(other) == key).max_by_key(|&(_, count)| count);
    same.map_or_else(|| name.to_owned(), |(other, _)| other.to_owned())
}
