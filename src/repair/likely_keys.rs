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

#[cfg(test)]
mod tests {
    use super::*;

    use crate::repair::sample::Sample;

    /// The keys to which the values of a column refer as far as is told, and all keys to which any column refers: of towns, and of rivers.
    fn referred(values: &[&str]) -> (Vec<String>, Vec<String>) {
        let dataset = |name: &str, key: &str, fields: &str| {
            format!("  {name}:\n    tables: [{{ under: {name} }}]\n    primary_key: [{key}]\n    fields: [{fields}]\n")
        };
        let key = "{ name: a, from: A, vocabulary: names }";
        let table = |name: &str, rows: &[&str]| {
            let rows: String =
                rows.iter().enumerate().map(|(number, row)| format!("| {row} | n{number} |\n")).collect();
            format!("# {name}\n\n| A | B |\n|---|---|\n{rows}\n")
        };
        let datasets = [
            dataset("towns", "a", key),
            dataset("rivers", "a", key),
            dataset("values", "b", "{ name: a, from: A, vocabulary: names }, { name: b, from: B, vocabulary: names }"),
        ];
        let page = [
            table("towns", &["Oslo", "Bodo", "Moss", "Voss", "Kiel", "Lund"]),
            table("rivers", &["Rhine", "Rhone", "Oslo"]),
            table("values", values),
        ];
        Sample::new(&datasets.concat(), &page.concat()).look(|evidence| {
            let keys = LikelyKeys::new(evidence);
            let owned = |keys: &mut dyn Iterator<Item = &str>| keys.map(str::to_owned).collect();
            let mut of = keys.of((2, 0)).into_iter().flatten().copied();
            assert!(keys.of((2, 1)).is_none() && keys.of((0, 0)).is_none(), "a key refers to none");
            (owned(&mut of), owned(&mut keys.all()))
        })
    }

    #[test]
    fn four_values_and_four_in_five_are_keys() {
        let towns = ["Bodo", "Kiel", "Lund", "Moss", "Oslo", "Voss"].map(str::to_owned).to_vec();
        let found = |values: &[&str]| {
            let (of, all) = referred(values);
            assert_eq!(of, all);
            of
        };
        assert_eq!(found(&["Oslo", "Bodo", "Moss", "Voss"]), towns);
        assert_eq!(found(&["Oslo", "Bodo", "Moss", "Voss", "x"]), towns);
        assert_eq!(found(&["Oslo", "Bodo", "Moss", "Voss", "Kiel", "x"]), towns);
        assert_eq!(found(&["Oslo", "Bodo", "Moss", "Voss", "Rhine"]), towns);
        assert_eq!(found(&["Oslo", "Bodo", "Moss"]), [""; 0]);
        assert_eq!(found(&["Oslo", "Bodo", "Moss", "Voss", "x", "y"]), [""; 0]);
        // A value counts once, however often it stands there.
        assert_eq!(found(&["Oslo", "Oslo", "Bodo", "Moss"]), [""; 0]);
        assert_eq!(found(&["Oslo", "Bodo", "Moss", "Voss", "x", "x", "x"]), towns);
        assert_eq!(found(&["x", "y", "z", "w"]), [""; 0]);
    }

    #[test]
    fn one_table_refers_to_none() {
        let sample = Sample::new(
            "  rows:\n    tables: [{ under: Page }]\n    primary_key: [a]\n    fields: [{ name: a, from: A, vocabulary: names }, { name: b, from: B, vocabulary: names }]\n",
            "# Page\n\n| A | B |\n|---|---|\n| a | b |\n| b | c |\n| c | d |\n| d | a |\n",
        );
        sample.look(|evidence| {
            let keys = LikelyKeys::new(evidence);
            assert!(keys.of((0, 1)).is_none() && keys.all().next().is_none());
        });
    }
}
