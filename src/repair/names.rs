//! The names of one vocabulary as the pages use them: how often, where, beside which others.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::Item;
use crate::recipe::Vocabulary;
use crate::source::Span;

/// The names that stand in the fields of one vocabulary, with the recipe's word on them.
pub struct Names<'e> {
    /// What the recipe says.
    pub vocabulary: &'e Vocabulary,
    known: BTreeSet<&'e str>,
    support: BTreeMap<&'e str, Support>,
}

/// How a name is used.
#[derive(Debug, Clone)]
pub struct Support {
    /// How many items read so.
    pub count: usize,
    /// How many of them in each field (the indexes of dataset and field).
    pub fields: BTreeMap<(usize, usize), usize>,
    /// The cells (the indexes of dataset, record and field).
    pub cells: BTreeSet<(usize, usize, usize)>,
    /// The first one.
    pub first: Span,
}

impl<'e> Names<'e> {
    pub(super) fn new(vocabulary: &'e Vocabulary) -> Self {
        Self { vocabulary, known: vocabulary.known_names().collect(), support: BTreeMap::new() }
    }

    pub(super) fn count(&mut self, item: &'e Item, (dataset, record, field): (usize, usize, usize)) {
        let new = || Support { count: 0, fields: BTreeMap::new(), cells: BTreeSet::new(), first: item.span() };
        let support = self.support.entry(item.text()).or_insert_with(new);
        support.count += 1;
        *support.fields.entry((dataset, field)).or_default() += 1;
        support.cells.insert((dataset, record, field));
    }

    /// How often a name stands in the pages.
    pub fn uses(&self, text: &str) -> usize {
        self.support.get(text).map_or(0, |support| support.count)
    }

    /// How a name is used, if it is.
    pub fn support(&self, text: &str) -> Option<&Support> {
        self.support.get(text)
    }

    /// Whether the recipe vouches for a spelling.
    pub fn is_known(&self, text: &str) -> bool {
        self.known.contains(text)
    }

    /// Every name that stands in the pages or that the recipe knows, in order, with how often it stands there.
    pub fn all(&self) -> BTreeMap<&'e str, usize> {
        let known = self.known.iter().map(|&name| (name, 0));
        known.chain(self.support.iter().map(|(&name, support)| (name, support.count))).collect()
    }

    /// Whether two names stand in one cell somewhere, so that somebody meant two things.
    pub fn stand_together(&self, a: &str, b: &str) -> bool {
        let (Some(a), Some(b)) = (self.support.get(a), self.support.get(b)) else { return false };
        a.cells.intersection(&b.cells).next().is_some()
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
