//! A name that contains the separator: a legal form after a comma.

use std::collections::BTreeSet;

use crate::extract::Item;
use crate::repair::words::is_in_capitals;
use crate::repair::{Evidence, FieldPlace, Grade, Names, NewItem, Proposal, RepairRule, Verdicts};
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

It is safe for forms that mean nothing else (`Inc.`, `GmbH`, `S.p.A.`); what follows the form must be a name of the vocabulary, or the repair is
suggested where the whole name stands elsewhere. A form that is also a word or a code (`Limited`, `NV`, `spa`) must stand behind the name
elsewhere; without that `LLC`, `LLP` and `PLC` are suggested behind a name of several words, and the others abstain.

It abstains where legal forms are the data: where one stands first in a list of the field, or the item before is a legal form, ends with one,
or is made of words for them (`Partnership`, `S corporation`).",
    propose,
};

/// Legal forms of companies, in lower case without their periods and commas.
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

/// Those of one word that mean nothing else when they are written so.
const CLEAR_FORMS: &[&str] = &["Inc", "Ltd", "Corp", "GmbH", "mbH"];

/// Those that are suggested behind a name of several words.
const LIKELY_FORMS: &[&str] = &["LLC", "LLP", "PLC"];

/// Words of which the names of legal forms are made.
const LEGAL_WORDS: &[&str] = &[
    "association",
    "benefit",
    "close",
    "company",
    "cooperative",
    "corporation",
    "foundation",
    "general",
    "joint",
    "liability",
    "limited",
    "partnership",
    "private",
    "professional",
    "proprietorship",
    "public",
    "sole",
    "stock",
    "trader",
    "trust",
    "unlimited",
];

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let lists = || evidence.named_fields().filter(|(place, _)| place.schema.field_type.is_list());
    let of_forms: BTreeSet<(usize, usize)> = lists()
        .filter(|(place, _)| place.content.items.first().is_some_and(is_whole_form))
        .map(|(place, _)| (place.dataset, place.field))
        .collect();
    let mut verdicts = Verdicts::default();
    for (place, names) in lists().filter(|(place, _)| !of_forms.contains(&(place.dataset, place.field))) {
        for index in 1..place.content.items.len() {
            verdicts.extend(join(&place, names, index));
        }
    }
    verdicts
}

fn join(place: &FieldPlace<'_>, names: &Names<'_>, index: usize) -> Option<Proposal> {
    let (before, item) = (&place.content.items[index - 1], &place.content.items[index]);
    let (form, rest) = leading_legal_form(item.text())?;
    if may_be_form(before.text()) {
        return None;
    }
    let spelled = spelled_elsewhere(names, &format!("{}, {form}", before.text()));
    let grade = grade(names, before, form, rest, spelled.is_some())?;
    let known = match rest {
        "" => String::new(),
        _ if names.is_name(rest) => format!("; `{rest}` stands elsewhere"),
        _ => format!("; `{rest}` follows it"),
    };
    let also = match &spelled {
        Some(name) if !rest.is_empty() => format!(", and `{name}` stands elsewhere too"),
        Some(name) => format!(", and `{name}` stands elsewhere"),
        None => String::new(),
    };
    let reason = format!("`{form}` is a legal form, no name of its own{known}{also}");
    let name = spelled.unwrap_or_else(|| format!("{}, {form}", before.text()));
    let after = match rest {
        "" => vec![NewItem::marked(name, marks_of(&[before, item]))],
        _ => vec![NewItem::marked(name, marks_of(&[before])), NewItem::marked(rest.to_owned(), marks_of(&[item]))],
    };
    Some(Proposal::new(grade, place.items(index - 1..index + 1), after, reason))
}

/// How far to trust that a form belongs to the name before it; `None` for not at all.
fn grade(names: &Names<'_>, before: &Item, form: &str, rest: &str, stands_elsewhere: bool) -> Option<Grade> {
    let is_settled = is_clear(form) || stands_elsewhere;
    let is_likely = LIKELY_FORMS.contains(&form) && before.text().contains(' ') && !is_in_capitals(before.text());
    match rest {
        "" if is_settled => Some(Grade::Safe),
        "" => is_likely.then_some(Grade::Suggested),
        _ if is_settled && names.is_name(rest) => Some(Grade::Safe),
        _ => (is_clear(form) && stands_elsewhere).then_some(Grade::Suggested),
    }
}

/// The legal form at the start of a text as written, and what follows it.
fn leading_legal_form(text: &str) -> Option<(&str, &str)> {
    let ends = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]).take(2);
    let end = ends.filter(|&end| is_form(&text[..end])).last()?;
    Some((&text[..end], text[end..].trim_start()))
}

/// Whether a text is a legal form, however it is written.
pub(super) fn is_form(text: &str) -> bool {
    LEGAL_FORMS.contains(&plain(text).to_lowercase().as_str())
}

fn is_whole_form(item: &Item) -> bool {
    is_form(item.text())
}

/// Whether a form means nothing else as it is written: it has two words, or periods inside, or its usual capitals.
fn is_clear(form: &str) -> bool {
    let has_period_inside = form.trim_end_matches('.').contains('.');
    form.contains(' ') || has_period_inside || CLEAR_FORMS.contains(&plain(form).as_str())
}

/// Whether a text is a legal form, ends with one, or is made of words for them.
fn may_be_form(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or("");
    let is_legal_word =
        |word: &str| word.chars().count() == 1 || LEGAL_WORDS.contains(&plain(word).to_lowercase().as_str());
    leading_legal_form(text).is_some() || (is_form(last) && is_clear(last)) || text.split(' ').all(is_legal_word)
}

/// A form without its periods and commas.
fn plain(form: &str) -> String {
    form.replace(['.', ','], "")
}

/// The spelling of a name that stands elsewhere, if it differs in spelling alone.
fn spelled_elsewhere(names: &Names<'_>, name: &str) -> Option<String> {
    let same = names.by_loose_key().get(&loose_key(name))?;
    same.iter().max_by_key(|other| names.uses(other)).map(|other| (*other).to_owned())
}

fn marks_of(items: &[&Item]) -> Vec<String> {
    items.iter().flat_map(|item| item.marks().iter().cloned()).collect()
}
