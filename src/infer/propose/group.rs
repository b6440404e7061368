//! Which tables make one dataset, and the selectors that select just these.
//!
//! Tables of the same header belong together, and so do sibling sections of which one has fewer columns. Whatever a selector
//! cannot tell apart must be one dataset: this file knows what [`extract`](crate::extract) will select, and merges until every group is
//! selected as it is. It knows headings and headers, no cells.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::candidate::Candidate;
use crate::similarity::folded;

/// Tables that make one dataset, as indexes of the candidates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// The tables in the order of the pages.
    pub(super) members: Vec<usize>,
}

/// What selects tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selector {
    /// The text of a heading above them.
    pub(super) under: Option<String>,
    /// Columns that they have.
    pub(super) columns: Vec<String>,
    /// The number of the one table, from 0, among all of the pages.
    pub(super) table: Option<usize>,
}

/// All tables of the pages with what the selection looks at.
pub(super) struct Tables<'c, 'd> {
    candidates: &'c [Candidate<'d>],
    headers: Vec<Vec<String>>,
    paths: Vec<Vec<String>>,
    headings: Vec<Option<String>>,
    /// The tables under each heading, and those with each header.
    under: HashMap<String, Vec<usize>>,
    having: HashMap<String, Vec<usize>>,
    /// Whether a table is selected by its number, so that none is mistaken for another.
    are_numbered: bool,
}

/// With more headings than this, the heading above all of them is named instead.
const MANY_HEADINGS: usize = 8;

impl<'c, 'd> Tables<'c, 'd> {
    pub(super) fn new(candidates: &'c [Candidate<'d>], are_numbered: bool) -> Self {
        let headers: Vec<Vec<String>> = candidates.iter().map(Candidate::folded_headers).collect();
        let path = |table: &Candidate<'_>| table.path().iter().map(|text| folded(text)).collect();
        let paths: Vec<Vec<String>> = candidates.iter().map(path).collect();
        Self {
            candidates,
            are_numbered,
            under: places(&paths),
            having: places(&headers),
            headers,
            paths,
            headings: candidates.iter().map(Candidate::heading).collect(),
        }
    }

    /// The groups of the usable tables. A group also holds what a selector cannot tell from them.
    pub(super) fn groups(&self, usable: &[usize]) -> Vec<Group> {
        let mut by_header: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
        for &table in usable {
            let mut header = self.headers[table].clone();
            if !self.candidates[table].is_odd() {
                header.sort();
            }
            by_header.entry(header).or_default().push(table);
        }
        let mut groups: Vec<Group> = by_header.into_values().map(|members| Group { members }).collect();
        groups.sort_by_key(|group| group.members[0]);
        self.merge(groups)
    }

    /// Merges groups until no selector of one selects a table of another.
    fn merge(&self, mut groups: Vec<Group>) -> Vec<Group> {
        loop {
            let targets = self.targets(&groups);
            if targets.iter().enumerate().all(|(group, target)| group == *target) {
                break;
            }
            groups = merged(groups, &targets);
        }
        if !self.are_numbered {
            groups.iter_mut().for_each(|group| self.complete(group));
        }
        groups
    }

    /// For each group the first one that it must be one with; itself where it stands alone.
    fn targets(&self, groups: &[Group]) -> Vec<usize> {
        let mut owner: BTreeMap<usize, usize> = BTreeMap::new();
        for (index, group) in groups.iter().enumerate() {
            owner.extend(group.members.iter().map(|&table| (table, index)));
        }
        let first: HashMap<usize, usize> =
            groups.iter().enumerate().map(|(index, group)| (group.members[0], index)).collect();
        let mut targets: Vec<usize> = (0..groups.len()).collect();
        for (index, group) in groups.iter().enumerate() {
            let selectors = if self.are_numbered { Vec::new() } else { self.narrow(group) };
            let selected = selectors.into_iter().flat_map(|selector| self.selected(&selector));
            let others: Vec<usize> = selected.filter_map(|table| owner.get(&table).copied()).collect();
            let siblings = self.siblings(group.members[0]).filter_map(|table| first.get(&table).copied());
            for other in others.into_iter().chain(siblings) {
                let least = targets[index].min(targets[other]);
                (targets[index], targets[other]) = (least, least);
            }
        }
        targets
    }

    /// Adds the tables that are selected with the group though they are of no group.
    fn complete(&self, group: &mut Group) {
        let selected: BTreeSet<usize> =
            self.narrow(group).iter().flat_map(|selector| self.selected(selector)).collect();
        group.members = selected.into_iter().collect();
    }

    /// The tables that have all columns of this one, the same one of them first, and stand in a section beside it.
    fn siblings(&self, table: usize) -> impl Iterator<Item = usize> {
        let headers = &self.headers[table];
        let may_have = headers.len() > 1 && self.parent(table).is_some() && !self.candidates[table].is_odd();
        let having = move |header: &String| self.having[header].as_slice();
        // Those that the rarest of the columns leads to are looked at.
        let led_to = headers.iter().filter(|_| may_have).map(having).min_by_key(|tables| tables.len());
        led_to.unwrap_or_default().iter().copied().filter(move |&other| {
            other != table
                && self.headers[other].first() == headers.first()
                && self.parent(other) == self.parent(table)
                && headers.iter().all(|header| having(header).binary_search(&other).is_ok())
                && !self.candidates[other].is_odd()
        })
    }

    /// The heading above the table's own, unless it is the page's title.
    fn parent(&self, table: usize) -> Option<(usize, usize)> {
        let Candidate { document, table: found, page } = &self.candidates[table];
        let parent = document.headings[found.heading?].parent?;
        (document.headings[parent].level > 1).then_some((*page, parent))
    }

    /// The tables that a selector selects, as the extraction decides it.
    fn selected(&self, selector: &Selector) -> BTreeSet<usize> {
        let under = selector.under.as_deref().map(folded);
        let columns: Vec<String> = selector.columns.iter().map(|column| folded(column)).collect();
        let is_under = |table: usize| under.as_ref().is_none_or(|under| self.paths[table].contains(under));
        let has_columns = |table: usize| columns.iter().all(|column| self.headers[table].contains(column));
        let is_selected = |&table: &usize| is_under(table) && has_columns(table);
        // Those that the rarest of its texts leads to are looked at.
        let led_to =
            under.iter().map(|text| self.under.get(text)).chain(columns.iter().map(|text| self.having.get(text)));
        match led_to.map(|tables| tables.map_or(&[][..], Vec::as_slice)).min_by_key(|tables| tables.len()) {
            Some(tables) => tables.iter().copied().filter(is_selected).collect(),
            None => (0..self.candidates.len()).collect(),
        }
    }

    /// One selector for each heading of a group, as narrow as can be.
    fn narrow(&self, group: &Group) -> Vec<Selector> {
        let mut by_heading: BTreeMap<Option<String>, Vec<usize>> = BTreeMap::new();
        for &table in &group.members {
            by_heading.entry(self.headings[table].as_deref().map(folded)).or_default().push(table);
        }
        let mut sections: Vec<Vec<usize>> = by_heading.into_values().collect();
        sections.sort();
        let selector = |tables: Vec<usize>| Selector {
            under: self.headings[tables[0]].clone(),
            columns: self.common_headers(&tables),
            table: None,
        };
        sections.into_iter().map(selector).collect()
    }

    /// The headers that all of some tables have, as the first of them writes them.
    fn common_headers(&self, tables: &[usize]) -> Vec<String> {
        let written = self.candidates[tables[0]].headers();
        let is_common = |header: &String| {
            !header.is_empty() && tables.iter().all(|&table| self.headers[table].contains(&folded(header)))
        };
        written.into_iter().filter(is_common).collect()
    }

    /// Selectors that select each table of a group once, and no other. `key` holds the headers of the key, which a selector asks for by
    /// itself.
    pub(super) fn selectors(&self, group: &Group, key: &[Vec<String>]) -> Option<Vec<Selector>> {
        if self.are_numbered {
            let numbered = |&table: &usize| Selector { under: None, columns: Vec::new(), table: Some(table) };
            return Some(group.members.iter().map(numbered).collect());
        }
        let narrow = self.without_overlap(self.narrow(group));
        let wide = vec![self.wide(group)];
        let has_many = narrow.len() > MANY_HEADINGS;
        let choices = if has_many { [wide, narrow] } else { [narrow, wide] };
        let exact = choices.into_iter().find(|selectors| self.is_exact(selectors, group))?;
        Some(exact.into_iter().map(|selector| self.shortened(selector, key)).collect())
    }

    /// Whether selectors select each table of a group once, and no other.
    fn is_exact(&self, selectors: &[Selector], group: &Group) -> bool {
        let mut selected: Vec<usize> = selectors.iter().flat_map(|selector| self.selected(selector)).collect();
        selected.sort_unstable();
        selected == group.members
    }

    /// Without selectors whose tables an earlier or a wider one selects.
    fn without_overlap(&self, selectors: Vec<Selector>) -> Vec<Selector> {
        let sets: Vec<BTreeSet<usize>> = selectors.iter().map(|selector| self.selected(selector)).collect();
        let is_covered = |index: usize| {
            (0..sets.len()).any(|other| {
                other != index && sets[index].is_subset(&sets[other]) && (sets[index] != sets[other] || other < index)
            })
        };
        selectors
            .iter()
            .enumerate()
            .filter(|(index, _)| !is_covered(*index))
            .map(|(_, selector)| selector.clone())
            .collect()
    }

    /// One selector for a whole group: the innermost heading that all of it stands under, or none, and the columns.
    fn wide(&self, group: &Group) -> Selector {
        let columns = self.common_headers(&group.members);
        let path = self.candidates[group.members[0]].path();
        let is_above_all =
            |text: &&String| group.members.iter().all(|&table| self.paths[table].contains(&folded(text)));
        let under = path.iter().rfind(|text| !text.is_empty() && is_above_all(text)).cloned();
        Selector { under, columns, table: None }
    }

    /// Without the columns, where the heading and the key are enough.
    fn shortened(&self, selector: Selector, key: &[Vec<String>]) -> Selector {
        let Some(heading) = selector.under.as_deref().map(folded) else { return selector };
        let is_under = |table: usize| self.paths[table].contains(&heading);
        let has_key =
            |table: usize| key.iter().all(|texts| texts.iter().any(|text| self.headers[table].contains(text)));
        // What the heading leads to, or a part of the key: whichever is less.
        let headings: Vec<&Vec<usize>> = self.under.get(&heading).into_iter().collect();
        let keys = key.iter().map(|texts| texts.iter().filter_map(|text| self.having.get(text)).collect());
        let led_to = std::iter::once(headings).chain(keys);
        let fewest =
            led_to.min_by_key(|lists: &Vec<&Vec<usize>>| lists.iter().map(|tables| tables.len()).sum::<usize>());
        let tables = fewest.unwrap_or_default().into_iter().flatten().copied();
        let by_heading: BTreeSet<usize> = tables.filter(|&table| is_under(table) && has_key(table)).collect();
        match by_heading == self.selected(&selector) {
            true => Selector { columns: Vec::new(), ..selector },
            false => selector,
        }
    }

    /// Whether a table without any header is told apart, by its number or by its heading alone: all tables there are like it.
    pub(super) fn is_alone(&self, table: usize) -> bool {
        if self.are_numbered {
            return true;
        }
        let selector = Selector { under: self.headings[table].clone(), columns: Vec::new(), table: None };
        self.selected(&selector).into_iter().all(|other| self.headers[other] == self.headers[table])
    }
}

/// The tables that each text stands in, in their order.
fn places(texts: &[Vec<String>]) -> HashMap<String, Vec<usize>> {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (table, texts) in texts.iter().enumerate() {
        for text in texts {
            let tables = places.entry(text.clone()).or_default();
            if tables.last() != Some(&table) {
                tables.push(table);
            }
        }
    }
    places
}

/// The groups with those of one target as one, in the order of their first tables.
fn merged(groups: Vec<Group>, targets: &[usize]) -> Vec<Group> {
    let mut by_target: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (group, target) in groups.into_iter().zip(targets) {
        by_target.entry(*target).or_default().extend(group.members);
    }
    let mut groups: Vec<Group> = by_target.into_values().map(|members| Group { members }).collect();
    groups.iter_mut().for_each(|group| group.members.sort_unstable());
    groups.sort_by_key(|group| group.members[0]);
    groups
}
