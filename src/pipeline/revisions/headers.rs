//! Columns that had another header in earlier revisions than in the one that a recipe was inferred from.
//!
//! Headers change seldom. So the revisions in which they do are sought by halves: between two revisions with the same headers nothing is looked
//! at, and where they differ from one revision to the next a column is followed to the one whose values stand in the same rows, as a
//! comparison of the two revisions says. A column that cannot be followed is missing before, which is told.

use std::collections::{BTreeMap, BTreeSet};

use super::{HistoryRecipe, PageText};
use crate::document::Document;
use crate::pipeline::compare::{Renamed, RenamedHeader, renamed};
use crate::recipe::{DatasetRecipe, FieldOrigin, Origin};
use crate::similarity::{folded, reading};
use crate::source::SourceMap;

/// A column of a dataset that had another header before a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedColumn {
    /// The first revision with the newer header, by its index.
    pub revision: usize,
    /// The dataset.
    pub dataset: String,
    /// The header before.
    pub from: String,
    /// The header since.
    pub to: String,
    /// Why it is one column.
    pub evidence: String,
}

/// So many times headers change at most; a page that changes them more often is not followed further.
const MOST_CHANGES: usize = 64;

/// The headers of the tables of a page, with the headings above each.
type Headers = Vec<(Vec<String>, Vec<String>)>;

/// Teaches an inferred recipe the earlier headers of its columns, and returns them, the latest first. `text` gives what each of `count`
/// revisions holds, oldest first.
pub fn follow_headers(
    recipe: &mut HistoryRecipe,
    count: usize,
    text: &mut dyn FnMut(usize) -> PageText,
) -> Vec<FollowedColumn> {
    let mut pages = Pages { text, headers: BTreeMap::new() };
    let (Some(first), Some(last)) = (pages.next_readable(0..count), pages.last_readable(count)) else {
        return Vec::new();
    };
    let mut changes = Vec::new();
    pages.seek(first, last, &mut changes);
    changes.sort_unstable();
    // A header that another table has still would bring that table's rows in.
    let standing: BTreeSet<String> =
        pages.headers(last).unwrap_or_default().into_iter().flat_map(|(_, headers)| headers).collect();
    let mut followed = Vec::new();
    // What headings of the revision that is looked at are called in the newest one.
    let mut newest: BTreeMap<String, String> = BTreeMap::new();
    for (before, after) in changes.into_iter().rev() {
        let (Some(old), Some(new)) = (pages.page(before), pages.page(after)) else { continue };
        let Renamed { headers, headings } = renamed((&old.0, &old.1), (&new.0, &new.1));
        for header in headers.into_iter().filter(|header| !standing.contains(&reading(&header.from))) {
            for dataset in &mut recipe.recipe.datasets {
                if learn(dataset, &header, &newest) {
                    let RenamedHeader { from, to, evidence, .. } = header.clone();
                    followed.push(FollowedColumn {
                        revision: after,
                        dataset: dataset.name.clone(),
                        from,
                        to,
                        evidence,
                    });
                }
            }
        }
        for (from, to) in headings {
            let to = newest.get(&reading(&to)).unwrap_or(&to).clone();
            newest.insert(reading(&from), to);
        }
    }
    followed
}

/// Adds the earlier header of a column to the fields that are taken from it, if the dataset has none of that name. `newest` tells what the
/// headings around it are called now, where that is something else.
fn learn(dataset: &mut DatasetRecipe, header: &RenamedHeader, newest: &BTreeMap<String, String>) -> bool {
    let Origin::Tables(selectors) = &mut dataset.origin else { return false };
    let heading = header.headings.last().map(|heading| newest.get(&reading(heading)).unwrap_or(heading));
    let is_under = |text: &str| heading.is_some_and(|heading| reading(heading) == reading(text));
    let is_here =
        selectors.iter().any(|one| one.under.is_empty() || one.under.iter().any(|under| is_under(&under.text)));
    let has = |headers: &[String], text: &str| headers.iter().any(|header| folded(header) == folded(text));
    let is_taken = dataset.fields.iter().any(|field| match &field.origin {
        FieldOrigin::Column { headers, .. } => has(headers, &header.from) && !has(headers, &header.to),
        _ => false,
    });
    if !is_here || is_taken {
        return false;
    }
    let mut is_learnt = false;
    for field in &mut dataset.fields {
        let FieldOrigin::Column { headers, .. } = &mut field.origin else { continue };
        if has(headers, &header.to) && !has(headers, &header.from) {
            headers.push(header.from.clone());
            is_learnt = true;
        }
    }
    if is_learnt {
        for selector in selectors {
            let is_it = |name: &str| folded(name) == folded(&header.to);
            let named = selector.columns.iter().find(|column| is_it(column));
            let other = selector.other_headers.iter().find(|(_, other)| is_it(other)).map(|(column, _)| column);
            if let Some(column) = named.or(other).cloned() {
                selector.other_headers.push((column, header.from.clone()));
            }
        }
    }
    is_learnt
}

struct Pages<'t> {
    text: &'t mut dyn FnMut(usize) -> PageText,
    headers: BTreeMap<usize, Option<Headers>>,
}

impl Pages<'_> {
    fn page(&mut self, index: usize) -> Option<(SourceMap, Document)> {
        match (self.text)(index) {
            PageText::Bytes(bytes) => {
                let mut sources = SourceMap::new();
                let page = sources.add_bytes("page", bytes).ok()?;
                let document = Document::parse(&sources, page);
                Some((sources, document))
            }
            PageText::Pages(sources, pages) => {
                let document = Document::parse(&sources, *pages.first()?);
                Some((sources, document))
            }
            PageText::Absent | PageText::Unreadable(_) => None,
        }
    }

    /// The headers of a revision that can be read.
    fn headers(&mut self, index: usize) -> Option<Headers> {
        if !self.headers.contains_key(&index) {
            let found = self.page(index).map(|(_, document)| headers(&document));
            self.headers.insert(index, found);
        }
        self.headers[&index].clone()
    }

    fn next_readable(&mut self, mut range: std::ops::Range<usize>) -> Option<usize> {
        range.find(|&index| self.headers(index).is_some())
    }

    fn last_readable(&mut self, count: usize) -> Option<usize> {
        (0..count).rev().find(|&index| self.headers(index).is_some())
    }

    /// Finds the pairs of neighbours with other headers between two revisions that can be read.
    fn seek(&mut self, low: usize, high: usize, changes: &mut Vec<(usize, usize)>) {
        if low >= high || changes.len() >= MOST_CHANGES || self.headers(low) == self.headers(high) {
            return;
        }
        let middle = low + (high - low) / 2;
        let between = self.next_readable(middle.max(low + 1)..high).or_else(|| self.next_readable(low + 1..middle));
        match between {
            None => changes.push((low, high)),
            Some(between) => {
                self.seek(between, high, changes);
                self.seek(low, between, changes);
            }
        }
    }
}

fn headers(document: &Document) -> Headers {
    let readings = |texts: Vec<&str>| texts.into_iter().map(reading).collect::<Vec<_>>();
    let tables = document.tables.iter();
    tables.map(|table| (readings(document.heading_path(table.heading)), readings(table.header_texts()))).collect()
}
