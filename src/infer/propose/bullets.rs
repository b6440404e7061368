//! The bullet and numbered lists of the pages that hold data: names with links to elsewhere, terms with what is said of each, or
//! names that the tables know.
//!
//! Most lists of a page are prose, steps or navigation. A list is data only when its heading and its items say so; another
//! heading of what is none is one word in [`ASIDES`].

use std::collections::BTreeSet;

use super::candidate::heading_text;
use super::draft::{DraftField, From};
use crate::document::{Document, List, ListItem, RichText};
use crate::infer::column::Column;
use crate::infer::profile::Profile;
use crate::infer::table::{link_name, links};
use crate::recipe::{ListItems, Part};
use crate::similarity::folded;

/// Lists under one heading.
pub(super) struct Bullets<'d> {
    pub(super) heading: String,
    /// Which lists are meant.
    pub(super) kind: ListItems,
    pub(super) items: Vec<&'d ListItem>,
}

impl<'d> Bullets<'d> {
    /// The field of the items' text; of items that define terms one of the terms and one of the definitions.
    pub(super) fn fields(&self) -> Vec<DraftField<'d>> {
        if self.kind != ListItems::Definitions {
            return vec![self.field("name", Part::Text, |item| Some(&item.content))];
        }
        let term = self.field("term", Part::Term, ListItem::term);
        let definition = self.field("definition", Part::Definition, |item| Some(item.definition()));
        [term, definition].into_iter().chain(self.link_field()).collect()
    }

    fn field(&self, name: &str, part: Part, cell: fn(&'d ListItem) -> Option<&'d RichText>) -> DraftField<'d> {
        let cells = self.items.iter().map(|item| cell(item)).collect();
        DraftField { part, ..DraftField::new(name.to_owned(), From::Header("text".to_owned()), Profile::text(), cells) }
    }

    /// Where the items lead as a whole, if at least every other one leads somewhere.
    fn link_field(&self) -> Option<DraftField<'d>> {
        let mut column = Column::default();
        self.items.iter().for_each(|item| column.push(Some(&item.content)));
        let linked = column.cells.iter().filter(|cell| !cell.links().is_empty()).count();
        let (field_type, reason) = links(&column, &Profile::text()).filter(|_| linked * 2 >= column.cells.len())?;
        let name = link_name("", &field_type);
        let profile = Profile { field_type, format: Some("uri"), ..Profile::text() }.because(reason);
        let from = From::Header("text".to_owned());
        Some(DraftField { part: Part::Url, ..DraftField::new(name, from, profile, Vec::new()) })
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
            let kind = kind_of(list);
            let is_new = !found.iter().any(|other| folded(&other.heading) == folded(&heading));
            if is_data(list, kind, is_known) && is_new {
                found.extend(selected(documents, heading, kind, is_known));
            }
        }
    }
    found
}

/// Whether a list by itself is one of data, whatever the tables of its page know: names that lead elsewhere, terms with what is said of
/// each, or short names and nothing else, under a heading that is not beside the matter.
pub fn holds_data(document: &Document, list: &List) -> bool {
    let is_named = heading_text(document, list.heading).is_some_and(|heading| !is_aside(&heading));
    let is_data = match kind_of(list) {
        ListItems::Any => list.items.len() >= LEAST_ITEMS && list.items.iter().all(is_name),
        kind => is_data(list, kind, &|_| false),
    };
    is_named && is_data
}

/// As the selection decides it.
fn kind_of(list: &List) -> ListItems {
    match (list.is_of_links(), list.is_of_definitions()) {
        (true, _) => ListItems::Links,
        (false, true) => ListItems::Definitions,
        (false, false) => ListItems::Any,
    }
}

fn is_data(list: &List, kind: ListItems, is_known: &dyn Fn(&str) -> bool) -> bool {
    match kind {
        ListItems::Links => leads_elsewhere(list),
        ListItems::Definitions => defines_all(list),
        ListItems::Any => is_list_of_names(list, is_known),
    }
}

/// The lists that a selector selects, if all of them are data.
fn selected<'d>(
    documents: &'d [Document],
    heading: String,
    kind: ListItems,
    is_known: &dyn Fn(&str) -> bool,
) -> Option<Bullets<'d>> {
    let wanted = folded(&heading);
    let is_under = |document: &Document, list: &List| {
        document.heading_path(list.heading).iter().any(|text| folded(text) == wanted)
    };
    let is_meant = |list: &List| match kind {
        ListItems::Any => true,
        ListItems::Links => list.is_of_links(),
        ListItems::Definitions => list.is_of_definitions(),
    };
    let all = documents.iter().flat_map(|document| document.lists.iter().map(move |list| (document, list)));
    let lists: Vec<&List> =
        all.filter(|(document, list)| is_under(document, list) && is_meant(list)).map(|(_, list)| list).collect();
    let are_data = lists.iter().all(|list| is_data(list, kind, is_known));
    let items: Vec<&ListItem> = lists.into_iter().flat_map(|list| &list.items).collect();
    (are_data && (kind != ListItems::Definitions || are_distinct(&items))).then_some(Bullets { heading, kind, items })
}

/// Whether every item of a list says something of a term.
fn defines_all(list: &List) -> bool {
    let says_something = |item: &ListItem| item.term().is_some() && !item.definition().text().is_empty();
    list.items.len() >= LEAST_ITEMS && list.items.iter().all(says_something)
}

/// Whether no term is defined twice. One that is marks a kind of remark, such as `**Note**: …`.
fn are_distinct(items: &[&ListItem]) -> bool {
    let terms: BTreeSet<String> = items.iter().filter_map(|item| item.term()).map(|term| folded(term.text())).collect();
    terms.len() == items.len()
}

fn is_aside(heading: &str) -> bool {
    heading.to_lowercase().split(|character: char| !character.is_alphanumeric()).any(|word| ASIDES.contains(&word))
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
    list.items.len() > LEAST_ITEMS && list.items.iter().all(is_name) && known * 2 >= list.items.len()
}

fn is_name(item: &ListItem) -> bool {
    is_short(item) && item.content.text().split_whitespace().count() <= 5
}

fn is_short(item: &ListItem) -> bool {
    let text = item.content.text();
    !text.is_empty() && text.chars().count() <= 60 && !text.ends_with(['.', ':', ';', '!', '?']) && !text.contains('\n')
}
