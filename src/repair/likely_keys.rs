//! Columns whose values are keys of another table, though no recipe says so.
//!
//! It counts texts, and knows nothing of what is wrong with one that is no key. What makes a column one of keys is in [`is_clear`].

use std::collections::{BTreeMap, BTreeSet};

use super::{Evidence, FieldPlace};

/// For each field whose values are nearly all keys of another dataset (the indexes of dataset and field) that dataset's keys.
pub(super) struct LikelyKeys<'e> {
    texts: BTreeMap<usize, BTreeSet<&'e str>>,
    there: BTreeMap<(usize, usize), usize>,
}

impl<'e> LikelyKeys<'e> {
    pub(super) fn new(evidence: &Evidence<'e>) -> Self {
        let keys: Vec<Vec<usize>> =
            evidence.recipe.datasets.iter().map(|dataset| dataset.schema.key_positions()).collect();
        let is_key = |place: &FieldPlace<'_>| keys[place.dataset].contains(&place.field);
        let items = |place: FieldPlace<'e>| place.content.items.iter().map(|item| item.text());
        let mut texts: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for (place, _) in evidence.named_fields().filter(|(place, _)| is_key(place)) {
            texts.entry(place.dataset).or_default().extend(items(place));
        }
        if texts.is_empty() || evidence.recipe.datasets.len() < 2 {
            return Self { texts, there: BTreeMap::new() };
        }
        let mut fields: BTreeMap<(usize, usize), BTreeSet<&str>> = BTreeMap::new();
        for (place, _) in evidence.named_fields().filter(|(place, _)| !is_key(place)) {
            fields.entry((place.dataset, place.field)).or_default().extend(items(place));
        }
        let mut keyed: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (dataset, keys) in &texts {
            keys.iter().for_each(|key| keyed.entry(key).or_default().push(*dataset));
        }
        let there = |((dataset, field), values): (&(usize, usize), &BTreeSet<&str>)| {
            let mut found: BTreeMap<usize, usize> = BTreeMap::new();
            for there in values.iter().filter_map(|value| keyed.get(value)).flatten().filter(|there| *there != dataset)
            {
                *found.entry(*there).or_insert(0) += 1;
            }
            let (there, count) = found.into_iter().max_by_key(|(_, count)| *count)?;
            is_clear(count, values.len()).then_some(((*dataset, *field), there))
        };
        let there = fields.iter().filter_map(there).collect();
        Self { texts, there }
    }

    /// The keys that the values of a field are, as far as the others tell.
    pub(super) fn of(&self, field: (usize, usize)) -> Option<&BTreeSet<&'e str>> {
        self.texts.get(self.there.get(&field)?)
    }

    /// Every key to which a column refers.
    pub(super) fn all(&self) -> impl Iterator<Item = &'e str> + '_ {
        let there: BTreeSet<usize> = self.there.values().copied().collect();
        there.into_iter().flat_map(|there| self.texts[&there].iter().copied())
    }
}

/// Whether so many of the values of a column are keys that they all should be.
fn is_clear(found: usize, all: usize) -> bool {
    found >= 4 && found * 5 >= all * 4
}
