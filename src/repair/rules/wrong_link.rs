//! A label that leads where another label should.

use std::collections::{BTreeMap, BTreeSet};

use crate::repair::addresses::{Template, Templates, code, code_of_slug, fits, key, slug, words};
use crate::repair::names::times;
use crate::repair::{Evidence, Grade, LinkPlace, RepairRule, Verdicts};
use crate::similarity::distance;

pub(super) const RULE: RepairRule = RepairRule {
    name: "wrong-link",
    summary: "a label and the address of its link disagree",
    explanation: "\
How labels and addresses go together is learned from the page: a label that leads to one place everywhere, and in a column of links the last part of each address that
repeats the label, or its code.

Before: `[Oslo](/sites/bergen)` and `[Bergen](/sites/oslo)`, in a column of such links
After:  `[Oslo](/sites/oslo)` and `[Bergen](/sites/bergen)`, suggested

It is suggested where two links each have the address that names the other; where a label leads to another place three times or more, and the address here is another label's; and where
the column makes every address from its label, and the address here is another label's. So it is where the address is that of another label, which it
repeats, and this label has a heading of the page or leads elsewhere to what repeats it, or three labels of the page make their addresses so, for each such address. Where only a code disagrees (`[Site M1](/me1)`), it is reported.

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
    let lenders = Lenders::new(&links);
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
        done.extend(exchanges(column, &done, &mut verdicts));
        for place in column {
            let borrowed = lenders.borrowed(place).filter(|_| !done.contains(&place.link.span));
            let Some(own) = borrowed.and_then(|owner| lenders.own_address(evidence, &book, place, owner)) else {
                continue;
            };
            done.insert(place.link.span);
            match own {
                Own { url, reason, is_likely: true } => verdicts.propose(place.lead_to(Grade::Suggested, &url, reason)),
                Own { url, reason, is_likely: false } => verdicts.decline(place.target(), url, reason),
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
    let open = column.iter().copied().filter(|place| !done.contains(&place.link.span));
    let (fitting, others): (Vec<&LinkPlace<'_>>, Vec<&LinkPlace<'_>>) =
        open.partition(|place| fits(&place.link.label, &place.link.url));
    let labels: BTreeSet<&str> = fitting.iter().map(|place| place.link.label.as_str()).collect();
    if labels.len() < FEWEST || fitting.len() < 9 * others.len() {
        return;
    }
    let template = learn(&fitting);
    let owners: BTreeMap<&str, &str> =
        fitting.iter().map(|place| (place.link.url.as_str(), place.link.label.as_str())).collect();
    for place in &others {
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
            if have_codes * 10 >= fitting.len() * 9 {
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

/// The template by which nine in ten of the addresses are made.
fn learn(fitting: &[&LinkPlace<'_>]) -> Option<Template> {
    let first = fitting.first()?;
    Template::of(&first.link.label, &first.link.url).find(|template| {
        let made = |place: &&&LinkPlace<'_>| template.address(&place.link.label).as_ref() == Some(&place.link.url);
        fitting.iter().filter(made).count() * 10 >= fitting.len() * 9
    })
}

/// The labels of a page whose addresses repeat them whole, so that another label with such an address has borrowed it.
struct Lenders<'e> {
    by_url: BTreeMap<&'e str, &'e str>,
    templates: Templates<'e>,
    /// The different links whose addresses do not repeat their labels.
    strangers: Vec<(&'e str, &'e str)>,
}

/// How many labels must have their addresses by one template, and for each address of this kind that repeats no label.
const FEWEST_MADE: usize = 3;

/// The address that a label should have instead of one that it borrowed.
struct Own {
    url: String,
    reason: String,
    is_likely: bool,
}

impl<'e> Lenders<'e> {
    fn new(links: &[&LinkPlace<'e>]) -> Self {
        let (mut by_url, mut templates) = (BTreeMap::new(), Templates::default());
        let pairs: BTreeSet<(&str, &str)> =
            links.iter().map(|place| (place.link.label.as_str(), place.link.url.as_str())).collect();
        for (label, url) in pairs.iter().filter(|(label, url)| repeats(label, url)) {
            by_url.entry(*url).or_insert(*label);
            templates.add(label, url);
        }
        let strangers = pairs.into_iter().filter(|(label, url)| !fits(label, url)).collect();
        Self { by_url, templates, strangers }
    }

    /// Whose address a link has, if it is that of another label.
    fn borrowed(&self, place: &LinkPlace<'e>) -> Option<&'e str> {
        let (label, url) = (place.link.label.as_str(), place.link.url.as_str());
        self.by_url.get(url).copied().filter(|owner| !repeats(label, url) && !may_be_one(label, owner))
    }

    /// The address of a heading that reads like the label, the one that the label has elsewhere, or one made as the others are.
    fn own_address(&self, evidence: &Evidence<'_>, book: &Book<'e>, place: &LinkPlace<'e>, owner: &str) -> Option<Own> {
        let (label, url) = (place.link.label.as_str(), place.link.url.as_str());
        let own = |url: String, reason: String, is_likely| {
            Some(Own { url, reason: format!("the address is that of `{owner}`; {reason}"), is_likely })
        };
        let elsewhere: Vec<&str> = book.by_label.get(label)?.keys().copied().filter(|other| *other != url).collect();
        let heading = evidence.anchors().address(place.link.span.source, label);
        match (heading, elsewhere.as_slice()) {
            (Some(address), []) => return own(address, format!("the page has a heading `{label}`"), true),
            (Some(address), [other]) if *other == address => {
                return own(address, format!("the page has a heading `{label}`, where it leads elsewhere"), true);
            }
            (_, [other]) if repeats(label, other) && !fits(label, url) => {
                return own((*other).to_owned(), format!("elsewhere `{label}` leads to `{other}`"), true);
            }
            (_, []) if !fits(label, url) => {}
            _ => return None,
        }
        let (template, count) = self.templates.best(label, owner, url)?;
        let strangers =
            self.strangers.iter().filter(|(_, url)| template.may_have_made(url)).take(MOST_STRANGERS).count();
        let reason = format!("{count} labels make their addresses so, as `{owner}` does, and {strangers} do not");
        own(template.address(label)?, reason, count >= FEWEST_MADE * strangers && strangers < MOST_STRANGERS)
    }
}

/// More links that do not repeat their labels are a style.
const MOST_STRANGERS: usize = 10;

/// Whether two labels may be one, spelled or formed in another way: then they lead to one place.
fn may_be_one(a: &str, b: &str) -> bool {
    let sorted = |label: &str| words(label).collect::<BTreeSet<String>>();
    let are_words = words(a).nth(1).is_none() && words(b).nth(1).is_none();
    let alike = key(a).chars().zip(key(b).chars()).take_while(|(a, b)| a == b).count();
    sorted(a) == sorted(b) || distance(&key(a), &key(b), 1).is_some() || (are_words && alike >= 3)
}

/// Whether the last part of an address is a label, whatever the signs between its letters.
fn repeats(label: &str, url: &str) -> bool {
    let label = key(label);
    label.len() >= 3 && label == key(slug(url))
}

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
        repeats(&place.link.label, &other.link.url) && repeats(&other.link.label, &place.link.url)
    };
    let partner = |place: &LinkPlace<'_>| {
        let is_cross = |other: &LinkPlace<'_>| {
            names(&place.link.label, &other.link.url) && names(&other.link.label, &place.link.url)
        };
        let only = |is_partner: &dyn Fn(&LinkPlace<'_>) -> bool| {
            let mut partners = strangers
                .iter()
                .enumerate()
                .filter(|(_, other)| other.link.span != place.link.span && is_partner(other));
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
