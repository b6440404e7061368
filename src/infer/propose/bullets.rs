//! The bullet and numbered lists of the pages that hold data: names with links to elsewhere, or names that the tables know.
//!
//! Most lists of a page are prose, steps or navigation. A list is data only when its heading and its items say so; another
//! heading of what is none is one word in [`ASIDES`].

use super::candidate::heading_text;
use super::draft::{DraftField, From};
use crate::document::{Document, List, ListItem};
use crate::infer::profile::Profile;
use crate::similarity::folded;

/// Lists under one heading.
pub(super) struct Bullets<'d> {
    pub(super) heading: String,
    /// Whether only lists of links are meant.
    pub(super) links: bool,
    pub(super) items: Vec<&'d ListItem>,
}

impl<'d> Bullets<'d> {
    /// The field of the items' text.
    pub(super) fn field(&self) -> DraftField<'d> {
        let cells = self.items.iter().map(|item| Some(&item.content)).collect();
        DraftField::new("name".to_owned(), From::Header("text".to_owned()), Profile::text(), cells)
    }
}

/// Words of headings above lists that are beside the matter.
const ASIDES: &[&str] = &[
    "see",
    "next",
    "reference",
    "references",
    "resources",
    "reading",
    "related",
    "contents",
    "learn",
    "links",
    "toc",
    "credits",
    "acknowledgements",
    "changelog",
    "sources",
    "footnotes",
    "help",
    "more",
    "community",
    "contributing",
    "documentation",
];

/// The least number of items of a list of data.
const LEAST_ITEMS: usize = 3;

/// The lists of data, in the order of the pages.
pub(super) fn bullets<'d>(documents: &'d [Document], is_known: &dyn Fn(&str) -> bool) -> Vec<Bullets<'d>> {
    let mut found: Vec<Bullets<'d>> = Vec::new();
    for document in documents {
        for list in &document.lists {
            let Some(heading) = heading_text(document, list.heading).filter(|heading| !is_aside(heading)) else {
                continue;
            };
            let links = is_list_of_links(list);
            let is_data = if links { leads_elsewhere(list) } else { is_list_of_names(list, is_known) };
            let is_new = !found.iter().any(|other| folded(&other.heading) == folded(&heading));
            if is_data && is_new {
                found.extend(selected(documents, heading, links, is_known));
            }
        }
    }
    found
}

/// The lists that a selector selects, if all of them are data.
fn selected<'d>(
    documents: &'d [Document],
    heading: String,
    links: bool,
    is_known: &dyn Fn(&str) -> bool,
) -> Option<Bullets<'d>> {
    let wanted = folded(&heading);
    let is_under = |document: &Document, list: &List| {
        document.heading_path(list.heading).iter().any(|text| folded(text) == wanted)
    };
    let all = documents.iter().flat_map(|document| document.lists.iter().map(move |list| (document, list)));
    let lists: Vec<&List> = all
        .filter(|(document, list)| is_under(document, list) && (!links || is_list_of_links(list)))
        .map(|(_, list)| list)
        .collect();
    let are_data =
        lists.iter().all(|list| if links { leads_elsewhere(list) } else { is_list_of_names(list, is_known) });
    are_data.then(|| Bullets { heading, links, items: lists.into_iter().flat_map(|list| &list.items).collect() })
}

fn is_aside(heading: &str) -> bool {
    heading.to_lowercase().split(|character: char| !character.is_alphanumeric()).any(|word| ASIDES.contains(&word))
}

/// As the selection decides it: more than half of the items are a link and nothing else.
fn is_list_of_links(list: &List) -> bool {
    list.items.iter().filter(|item| item.is_link()).count() * 2 > list.items.len()
}

/// Whether most links of a list lead away from the site that the page is of.
fn leads_elsewhere(list: &List) -> bool {
    let links = list.items.iter().flat_map(|item| item.content.links());
    let away = links.filter(|link| link.url.starts_with("http://") || link.url.starts_with("https://")).count();
    list.items.len() >= LEAST_ITEMS && away * 2 > list.items.len() && list.items.iter().all(is_short)
}

/// Whether at least half of the items are values of the tables.
fn is_list_of_names(list: &List, is_known: &dyn Fn(&str) -> bool) -> bool {
    let known = list.items.iter().filter(|item| is_known(item.content.text())).count();
    let is_name = |item: &ListItem| is_short(item) && item.content.text().split_whitespace().count() <= 5;
    list.items.len() > LEAST_ITEMS && list.items.iter().all(is_name) && known * 2 >= list.items.len()
}

fn is_short(item: &ListItem) -> bool {
    let text = item.content.text();
    !text.is_empty() && text.chars().count() <= 60 && !text.ends_with(['.', ':', ';', '!', '?']) && !text.contains('\n')
}
