//! A label that leads where another label should.

use std::collections::{BTreeMap, BTreeSet};

use crate::repair::names::times;
use crate::repair::{Evidence, Grade, LinkPlace, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "wrong-link",
    summary: "a label and the address of its link disagree",
    explanation: "\
How labels and addresses go together is learned from the page: a label that leads to one place everywhere, and in a column of links the last part of each address that
repeats the label, or its code.

Before: `[Oslo](/sites/bergen)` and `[Bergen](/sites/oslo)`, in a column of such links
After:  `[Oslo](/sites/oslo)` and `[Bergen](/sites/bergen)`, suggested

It is suggested where two links each have the address that names the other; where a label leads to another place three times or more, and the address here is another label's; and where
the column makes every address from its label, and the address here is another label's. Where only a code disagrees (`[Site M1](/me1)`), it is reported.

It abstains where less than nine in ten links of a column repeat their labels, or less than six do (two, where each of two addresses is the other's whole label), and for an address that no other label has.",
    propose,
};

/// The fewest links from which to learn.
const FEWEST: usize = 6;

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let links: Vec<&LinkPlace<'_>> =
        evidence.links().iter().filter(|place| !place.link.label.is_empty() && is_address(place)).collect();
    let mut verdicts = Verdicts::default();
    let book = Book::new(&links);
    let mut columns: BTreeMap<(usize, usize), Vec<&LinkPlace<'_>>> = BTreeMap::new();
    for place in links {
        columns.entry((place.place.dataset, place.place.field)).or_default().push(place);
    }
    for column in columns.values() {
        let mut done = BTreeSet::new();
        for place in column {
            if let Some((url, reason)) = book.usual_address(place) {
                verdicts.propose(place.lead_to(Grade::Suggested, url, reason));
                done.insert(place.link.span);
            }
        }
        disagreements(column, &done, &mut verdicts);
    }
    verdicts
}

/// Whether the address stands at the link, and the label is not the address itself.
fn is_address(place: &LinkPlace<'_>) -> bool {
    let link = place.link;
    !link.url.trim().is_empty() && link.url_span != link.span && !link.label.contains("://")
}

/// Which labels lead where, and how often.
struct Book<'e> {
    by_label: BTreeMap<&'e str, BTreeMap<&'e str, usize>>,
    by_url: BTreeMap<&'e str, BTreeMap<&'e str, usize>>,
}

impl<'e> Book<'e> {
    fn new(links: &[&LinkPlace<'e>]) -> Self {
        let mut book = Self { by_label: BTreeMap::new(), by_url: BTreeMap::new() };
        for place in links {
            let (label, url) = (place.link.label.as_str(), place.link.url.as_str());
            *book.by_label.entry(label).or_default().entry(url).or_insert(0) += 1;
            *book.by_url.entry(url).or_default().entry(label).or_insert(0) += 1;
        }
        book
    }

    /// The address of a label that leads to one place but here, where another label's address stands.
    fn usual_address(&self, place: &LinkPlace<'e>) -> Option<(&'e str, String)> {
        let (label, url) = (place.link.label.as_str(), place.link.url.as_str());
        let urls = self.by_label.get(label).filter(|urls| urls.len() == 2 && urls[url] == 1)?;
        let (usual, count) = urls.iter().find(|(other, _)| **other != url)?;
        let others = self.by_url.get(url)?;
        let (owner, owned) = others.iter().filter(|(other, _)| **other != label).max_by_key(|(_, count)| **count)?;
        let is_owners = *owned >= 2 || self.by_label[owner].len() == 1 && fits(owner, url) && !fits(label, url);
        (*count >= 3 && is_owners && !fits_better(label, url, usual)).then(|| {
            (*usual, format!("`{label}` leads to `{usual}` {}; the address here is that of `{owner}`", times(*count)))
        })
    }
}

/// Whether an address fits a label better than another one does.
fn fits_better(label: &str, url: &str, other: &str) -> bool {
    fits(label, url) && !fits(label, other)
}

/// The links of a column whose addresses do not repeat their labels, where nearly all of the others do.
fn disagreements(column: &[&LinkPlace<'_>], done: &BTreeSet<crate::source::Span>, verdicts: &mut Verdicts) {
    let (fitting, others): (Vec<&LinkPlace<'_>>, Vec<&LinkPlace<'_>>) =
        column.iter().copied().partition(|place| fits(&place.link.label, &place.link.url));
    let labels: BTreeSet<&str> = fitting.iter().map(|place| place.link.label.as_str()).collect();
    let exchanged = exchanges(column, done, verdicts);
    let others: Vec<&LinkPlace<'_>> =
        others.into_iter().filter(|place| !exchanged.contains(&place.link.span)).collect();
    if labels.len() < FEWEST || fitting.len() < 9 * others.len() {
        return;
    }
    let template = Template::learn(&fitting);
    let owners: BTreeMap<&str, &str> =
        fitting.iter().map(|place| (place.link.url.as_str(), place.link.label.as_str())).collect();
    for place in others.iter().filter(|place| !done.contains(&place.link.span)) {
        let (label, url) = (&place.link.label, &place.link.url);
        let owner = owners.get(url.as_str());
        if let (Some(owner), Some(right)) = (owner, template.as_ref().and_then(|template| template.address(label))) {
            let reason = format!(
                "{} links of the column repeat their labels in their addresses; this one has the address of `{owner}`",
                fitting.len()
            );
            verdicts.propose(place.lead_to(Grade::Suggested, &right, reason));
            continue;
        }
        if let (Some(said), Some(there)) = (code(label), code_of_slug(url)) {
            let have_codes = fitting.iter().filter(|place| code(&place.link.label).is_some()).count();
            if have_codes * 10 >= fitting.len() * 9 && said != there {
                let reason = format!(
                    "the label says `{said}`, the address `{there}`; {have_codes} other links of the column have the same in both"
                );
                verdicts.propose(place.report(reason));
                continue;
            }
        }
        if let Some(owner) = owner {
            let reason =
                format!("the address is that of `{owner}`, and which one is right for `{label}` nobody can tell");
            verdicts.decline(place.target(), url, reason);
        }
    }
}

/// The fewest links beside two of which each has the address that repeats the other's whole label.
const FEWEST_BESIDES: usize = 2;

/// The greatest number of links to compare with each other.
const MOST_COMPARED: usize = 100;

/// Proposes to exchange the addresses of two links that each name the other, in a column where half of the links or more name themselves. Returns
/// the links that have a partner.
fn exchanges(
    column: &[&LinkPlace<'_>],
    done: &BTreeSet<crate::source::Span>,
    verdicts: &mut Verdicts,
) -> BTreeSet<crate::source::Span> {
    let telling = telling_words(column);
    let names = |label: &str, url: &str| {
        let label_key = key(label);
        let is_whole = label_key.len() >= 4 && key(url).contains(&label_key);
        is_whole
            || fits(label, url)
            || words(url).any(|word| telling.contains(&word) && words(label).any(|of| of == word))
    };
    let (named, strangers): (Vec<&LinkPlace<'_>>, Vec<&LinkPlace<'_>>) =
        column.iter().copied().partition(|place| names(&place.link.label, &place.link.url));
    let mut exchanged = BTreeSet::new();
    if named.len() < FEWEST_BESIDES || strangers.len() > MOST_COMPARED {
        return exchanged;
    }
    let is_learned = named.len() >= FEWEST && named.len() >= strangers.len();
    let is_exact = |place: &LinkPlace<'_>, other: &LinkPlace<'_>| {
        let is_named = |label: &str, url: &str| key(label).len() >= 3 && key(label) == key(slug(url));
        is_named(&place.link.label, &other.link.url) && is_named(&other.link.label, &place.link.url)
    };
    let partner = |place: &LinkPlace<'_>| {
        let is_cross = |other: &LinkPlace<'_>| {
            names(&place.link.label, &other.link.url) && names(&other.link.label, &place.link.url)
        };
        let only = |is_partner: &dyn Fn(&LinkPlace<'_>) -> bool| {
            let mut partners = strangers.iter().enumerate().filter(|(_, other)| {
                other.link.span != place.link.span && is_partner(other)
            });
            partners.next().filter(|_| partners.next().is_none()).map(|(index, _)| index)
        };
        only(&|other| is_exact(place, other)).or_else(|| only(&is_cross).filter(|_| is_learned))
    };
    let partners: Vec<Option<usize>> = strangers.iter().map(|place| partner(place)).collect();
    for (index, place) in strangers.iter().enumerate().filter(|(_, place)| !done.contains(&place.link.span)) {
        let Some(other) = partners[index].filter(|other| partners[*other] == Some(index)) else { continue };
        let other = strangers[other];
        let reason = format!(
            "the address names `{}`, whose own names `{}`; {} other links of the column name themselves",
            other.link.label,
            place.link.label,
            named.len()
        );
        verdicts.propose(place.lead_to(Grade::Suggested, &other.link.url, reason));
        exchanged.insert(place.link.span);
    }
    exchanged
}

/// The words that stand in one label of a column and in one address.
fn telling_words(column: &[&LinkPlace<'_>]) -> BTreeSet<String> {
    let once = |texts: BTreeSet<&str>| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for text in texts {
            let distinct: BTreeSet<String> = words(text).filter(|word| word.chars().count() >= 5).collect();
            distinct.into_iter().for_each(|word| *counts.entry(word).or_insert(0) += 1);
        }
        counts.into_iter().filter(|(_, count)| *count == 1).map(|(word, _)| word).collect::<BTreeSet<String>>()
    };
    let labels = once(column.iter().map(|place| place.link.label.as_str()).collect());
    let urls = once(column.iter().map(|place| place.link.url.as_str()).collect());
    labels.intersection(&urls).cloned().collect()
}

/// Whether the last part of an address repeats a label, or a code of it.
fn fits(label: &str, url: &str) -> bool {
    let (label_key, slug_key) = (key(label), key(slug(url)));
    if label_key.is_empty() || slug_key.is_empty() {
        return false;
    }
    if label_key == slug_key {
        return true;
    }
    match code(label) {
        Some(code) => words(slug(url)).any(|word| word == code),
        None => {
            label_key.len() >= 3
                && slug_key.len() >= 3
                && (slug_key.contains(&label_key) || label_key.contains(&slug_key))
        }
    }
}

/// The last part of an address that has letters: its fragment, or the last part of its path, without its ending.
fn slug(url: &str) -> &str {
    let url = url.split('?').next().unwrap_or(url);
    let (path, fragment) = url.split_once('#').unwrap_or((url, ""));
    if !fragment.is_empty() {
        return fragment;
    }
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    ["html", "htm", "md", "aspx", "php"]
        .iter()
        .find_map(|ending| last.strip_suffix(ending)?.strip_suffix('.'))
        .unwrap_or(last)
}

/// A text without case and signs.
fn key(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The one word of a label that is a code: letters, and then digits.
fn code(label: &str) -> Option<String> {
    let mut codes = words(label).filter(|word| is_code(word));
    match (codes.next(), codes.next()) {
        (Some(code), None) => Some(code),
        _ => None,
    }
}

fn code_of_slug(url: &str) -> Option<String> {
    code(slug(url))
}

fn is_code(word: &str) -> bool {
    let digits = word.trim_start_matches(|character: char| character.is_alphabetic());
    let letters = word.len() - digits.len();
    (1..=4).contains(&letters) && (1..=3).contains(&digits.len()) && digits.chars().all(|digit| digit.is_ascii_digit())
}

/// How a column makes addresses from labels.
struct Template {
    before: String,
    after: String,
    joint: &'static str,
    is_lower: bool,
}

impl Template {
    /// The template by which nine in ten of the addresses are made.
    fn learn(fitting: &[&LinkPlace<'_>]) -> Option<Self> {
        let first = fitting.first()?;
        let joints = ["-", "_", "", "%20", "."];
        let candidates = joints.into_iter().flat_map(|joint| [(joint, true), (joint, false)]);
        candidates.filter_map(|(joint, is_lower)| Self::of(&first.link.label, &first.link.url, joint, is_lower)).find(
            |template| {
                let made = fitting
                    .iter()
                    .filter(|place| template.address(&place.link.label).as_ref() == Some(&place.link.url));
                made.count() * 10 >= fitting.len() * 9
            },
        )
    }

    fn of(label: &str, url: &str, joint: &'static str, is_lower: bool) -> Option<Self> {
        let made = joined(label, joint, is_lower);
        let at = url.rfind(&made).filter(|_| made.len() >= 2)?;
        Some(Self { before: url[..at].to_owned(), after: url[at + made.len()..].to_owned(), joint, is_lower })
    }

    fn address(&self, label: &str) -> Option<String> {
        let made = joined(label, self.joint, self.is_lower);
        (!made.is_empty()).then(|| format!("{}{made}{}", self.before, self.after))
    }
}

fn joined(label: &str, joint: &str, is_lower: bool) -> String {
    let parts: Vec<&str> =
        label.split(|character: char| !character.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let text = parts.join(joint);
    if is_lower { text.to_lowercase() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_repeats_a_label() {
        let check = |label: &str, url: &str, expected: bool| assert_eq!(fits(label, url), expected, "{label} {url}");
        check("Equinix SY2", "https://e.example/data-centers/sy2/", true);
        check("Equinix M1", "https://e.example/data-centers/me1/", false);
        check("Front Door", "../frontdoor/front-door-overview.md", true);
        check("Oslo", "/sites/oslo.html", true);
        check("Oslo", "/sites/bergen", false);
        check("Get", "#get-item", true);
        check("ab", "/abc", false);
    }
}
