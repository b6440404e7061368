//! The names of one vocabulary as the pages use them: how often, where, beside which others.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::OutsideColumn;
use crate::extract::Item;
use crate::recipe::Vocabulary;
use crate::similarity::loose_key;
use crate::source::Span;

/// The names that stand in the fields of one vocabulary, with the recipe's word on them.
pub struct Names<'e> {
    /// What the recipe says.
    pub vocabulary: &'e Vocabulary,
    known: BTreeSet<&'e str>,
    support: BTreeMap<&'e str, Support>,
    /// How often a name stands in columns of the same kind beside the pages.
    outside: BTreeMap<&'e str, usize>,
    all: OnceCell<BTreeMap<&'e str, usize>>,
    by_loose_key: OnceCell<BTreeMap<String, Vec<&'e str>>>,
}

/// How a name is used.
#[derive(Debug, Clone, Default)]
pub struct Support {
    /// The places that read so. Two fields may take the same place.
    pub places: BTreeSet<Span>,
    /// The fields that have it (the indexes of dataset and field).
    pub fields: BTreeSet<(usize, usize)>,
    /// The cells (the indexes of dataset, record and field).
    pub cells: BTreeSet<(usize, usize, usize)>,
}

impl<'e> Names<'e> {
    pub(super) fn new(vocabulary: &'e Vocabulary) -> Self {
        Self {
            vocabulary,
            known: vocabulary.known_names().collect(),
            support: BTreeMap::new(),
            outside: BTreeMap::new(),
            all: OnceCell::new(),
            by_loose_key: OnceCell::new(),
        }
    }

    pub(super) fn count(&mut self, item: &'e Item, (dataset, record, field): (usize, usize, usize)) {
        let support = self.support.entry(item.text()).or_default();
        support.places.insert(item.span());
        support.fields.insert((dataset, field));
        support.cells.insert((dataset, record, field));
    }

    /// Adds the columns beside the pages that are about the same things.
    pub(super) fn add_outside(&mut self, columns: &'e [OutsideColumn]) {
        let here: BTreeSet<&str> = self.support.keys().copied().collect();
        for column in columns.iter().filter(|column| column.is_of_kind(&here)) {
            for (name, count) in &column.names {
                *self.outside.entry(name).or_insert(0) += count;
            }
        }
    }

    /// How often a name stands in columns of the same kind beside the pages.
    pub fn outside_uses(&self, text: &str) -> usize {
        self.outside.get(text).copied().unwrap_or(0)
    }

    /// How often a name stands in the pages.
    pub fn uses(&self, text: &str) -> usize {
        self.support.get(text).map_or(0, |support| support.places.len())
    }

    /// How a name is used, if it is.
    pub fn support(&self, text: &str) -> Option<&Support> {
        self.support.get(text)
    }

    /// Whether the recipe vouches for a spelling.
    pub fn is_known(&self, text: &str) -> bool {
        self.known.contains(text)
    }

    /// Whether a text stands in the pages or beside them as an item of its own, or the recipe knows it.
    pub fn is_name(&self, text: &str) -> bool {
        self.support.contains_key(text) || self.outside.contains_key(text) || self.is_known(text)
    }

    /// Every name that stands in the pages or beside them, or that the recipe knows, in order, with how often it stands in the pages.
    pub fn all(&self) -> &BTreeMap<&'e str, usize> {
        self.all.get_or_init(|| {
            let known = self.known.iter().chain(self.outside.keys()).map(|&name| (name, 0));
            known.chain(self.support.keys().map(|&name| (name, self.uses(name)))).collect()
        })
    }

    /// The names that go on where a text ends, with how often they stand in the pages.
    pub fn starting_with<'n>(&'n self, start: &'n str) -> impl Iterator<Item = (&'e str, usize)> + 'n {
        let from = self.all().range::<str, _>((Bound::Excluded(start), Bound::Unbounded));
        from.map(|(&name, &count)| (name, count)).take_while(move |(name, _)| name.starts_with(start))
    }

    /// The names in groups that share a [loose key](loose_key).
    pub fn by_loose_key(&self) -> &BTreeMap<String, Vec<&'e str>> {
        self.by_loose_key.get_or_init(|| {
            let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            for &name in self.all().keys() {
                groups.entry(loose_key(name)).or_default().push(name);
            }
            groups
        })
    }

    /// Whether two names stand in one cell somewhere, so that somebody meant two things.
    pub fn stand_together(&self, a: &str, b: &str) -> bool {
        self.common_cells(a, b).next().is_some()
    }

    /// The cells in which two names stand both.
    pub fn common_cells(&self, a: &str, b: &str) -> impl Iterator<Item = &(usize, usize, usize)> {
        let support = self.support.get(a).zip(self.support.get(b));
        support.into_iter().flat_map(|(a, b)| a.cells.intersection(&b.cells))
    }
}

/// A count in words.
pub(super) fn times(count: usize) -> String {
    match count {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{count} times"),
    }
}
