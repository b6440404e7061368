//! Which record of one side is which of the other: by the same key, by a key that reads the same, and by content, as `rename.rs` finds it.
//!
//! Among several records of one key those pair up that have most in common. Every step is symmetric and depends on values alone, so that
//! the way back pairs the same records. Nothing compares all with all.

use std::collections::{BTreeMap, BTreeSet};

use super::class::Comparison;
use super::parts::pair_renamed_parts;
use super::rename::pair_renamed;
use super::{Duplicate, Side};
use crate::dataset::Key;
use crate::schema::Value;
use crate::similarity::reading;

/// A record of the old side and one of the new side that are the same one, by their indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RecordPair {
    pub(super) old: usize,
    pub(super) new: usize,
    /// Why, where they have two keys.
    pub(super) evidence: Option<String>,
}

/// Which records are the same ones.
#[derive(Debug, Default)]
pub(super) struct Pairing {
    /// In the order of the old side.
    pub(super) pairs: Vec<RecordPair>,
    /// Those that only the old side has.
    pub(super) removed: Vec<usize>,
    /// Those that only the new side has.
    pub(super) added: Vec<usize>,
    /// Keys of several records, in their order.
    pub(super) duplicates: Vec<Duplicate>,
}

pub(super) fn pair(comparison: &Comparison<'_, '_>) -> Pairing {
    let mut pairing = Pairing {
        removed: (0..comparison.old.dataset.records().len()).collect(),
        added: (0..comparison.new.dataset.records().len()).collect(),
        ..Pairing::default()
    };
    let has_key = !comparison.new_key.is_empty();
    if has_key {
        let groups = groups(comparison, &pairing, value_key);
        pairing.duplicates = duplicates(&groups);
        pairing.take(comparison, groups);
        let groups = self::groups(comparison, &pairing, |side, positions, record| {
            positions.iter().map(|&field| reading(&side.respelled(record, field).to_string())).collect::<Vec<_>>()
        });
        pairing.take(comparison, groups);
    } else {
        let exact = groups(comparison, &pairing, |side, _, record| {
            positions(comparison, side).iter().map(|&field| sorted(side.value(record, field))).collect::<Vec<_>>()
        });
        pairing.take(comparison, exact);
        let like = groups(comparison, &pairing, |side, _, record| content(comparison, side, record));
        pairing.take(comparison, like);
    }
    pairing.take_renamed(pair_renamed_parts(comparison, &pairing.removed, &pairing.added), has_key);
    pairing.take_renamed(pair_renamed(comparison, &pairing.removed, &pairing.added), has_key);
    pairing.pairs.sort_by_key(|pair| pair.old);
    pairing
}

impl Pairing {
    /// Takes pairs that were found by content; without a key they are no renamed ones.
    fn take_renamed(&mut self, renamed: Vec<RecordPair>, has_key: bool) {
        let old: BTreeSet<usize> = renamed.iter().map(|pair| pair.old).collect();
        let new: BTreeSet<usize> = renamed.iter().map(|pair| pair.new).collect();
        self.removed.retain(|record| !old.contains(record));
        self.added.retain(|record| !new.contains(record));
        let evidence = |pair: &RecordPair| pair.evidence.clone().filter(|_| has_key);
        self.pairs.extend(renamed.into_iter().map(|pair| RecordPair { evidence: evidence(&pair), ..pair }));
    }

    /// Pairs the records of each group, those with most in common first.
    fn take<K: Ord>(&mut self, comparison: &Comparison<'_, '_>, groups: BTreeMap<K, [Vec<usize>; 2]>) {
        let mut taken = [Vec::new(), Vec::new()];
        for [old, new] in groups.into_values() {
            for (old, new) in best_pairs(comparison, &old, &new) {
                taken[0].push(old);
                taken[1].push(new);
                self.pairs.push(RecordPair { old, new, evidence: None });
            }
        }
        for (left, taken) in [&mut self.removed, &mut self.added].into_iter().zip(&mut taken) {
            taken.sort_unstable();
            left.retain(|record| taken.binary_search(record).is_err());
        }
    }
}

fn value_key(side: &Side<'_>, positions: &[usize], record: usize) -> Key {
    positions.iter().map(|&field| side.value(record, field).clone()).collect()
}

/// All values of a record by the fields that both sides have, as they read.
fn content(comparison: &Comparison<'_, '_>, side: &Side<'_>, record: usize) -> Vec<String> {
    positions(comparison, side).iter().map(|&field| value_text(side.value(record, field))).collect()
}

/// The positions of the fields that both sides have.
fn positions<'c>(comparison: &'c Comparison<'_, '_>, side: &Side<'_>) -> &'c [usize] {
    &comparison.shared[usize::from(!std::ptr::eq(side, comparison.old))]
}

/// A value with the items of a list in one order, each once.
fn sorted(value: &Value) -> Value {
    match value {
        Value::List(items) => Value::List(items.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect()),
        scalar => scalar.clone(),
    }
}

/// The records that are left on either side by a key.
fn groups<K: Ord>(
    comparison: &Comparison<'_, '_>,
    pairing: &Pairing,
    key: impl Fn(&Side<'_>, &[usize], usize) -> K,
) -> BTreeMap<K, [Vec<usize>; 2]> {
    let mut groups: BTreeMap<K, [Vec<usize>; 2]> = BTreeMap::new();
    for &record in &pairing.removed {
        groups.entry(key(comparison.old, &comparison.old_key, record)).or_default()[0].push(record);
    }
    for &record in &pairing.added {
        groups.entry(key(comparison.new, &comparison.new_key, record)).or_default()[1].push(record);
    }
    groups
}

fn duplicates(groups: &BTreeMap<Key, [Vec<usize>; 2]>) -> Vec<Duplicate> {
    let several = groups.iter().filter(|(_, records)| records.iter().any(|records| records.len() > 1));
    several.map(|(key, [old, new])| Duplicate { key: key.clone(), records: [old.len(), new.len()] }).collect()
}

/// The most records of one key that are compared with each other; beyond, those of equal content pair up, and the others in their order.
const MOST_COMPARED: usize = 64;

/// The pairs among records of one key. Which ones pair up depends on their values alone.
fn best_pairs(comparison: &Comparison<'_, '_>, old: &[usize], new: &[usize]) -> Vec<(usize, usize)> {
    match (old, new) {
        ([], _) | (_, []) => return Vec::new(),
        ([old], [new]) => return vec![(*old, *new)],
        _ => {}
    }
    let by_content = |side: &Side<'_>, records: &[usize]| {
        let mut sorted: Vec<usize> = records.to_vec();
        let values = |record: usize| {
            let own = positions(comparison, side)
                .iter()
                .map(|&field| self::sorted(side.value(record, field)))
                .collect::<Vec<_>>();
            (own, side.dataset.records()[record].values.iter().map(|field| field.value.clone()).collect::<Vec<_>>())
        };
        sorted.sort_by_cached_key(|&record| values(record));
        sorted
    };
    let (old, new) = (by_content(comparison.old, old), by_content(comparison.new, new));
    let likeness = |old: usize, new: usize| {
        let of = |pair: &super::FieldPair| {
            let (a, b) = (comparison.old.value(old, pair.old), comparison.new.value(new, pair.new));
            usize::from(sorted(a) == sorted(b)) + usize::from(value_text(a) == value_text(b))
        };
        comparison.fields.iter().map(of).sum::<usize>()
    };
    let mut candidates: Vec<(usize, usize, usize)> = Vec::new();
    if old.len().max(new.len()) <= MOST_COMPARED {
        for (i, &a) in old.iter().enumerate() {
            candidates.extend(new.iter().enumerate().map(|(j, &b)| (likeness(a, b), i, j)));
        }
    } else {
        let mut texts: BTreeMap<Vec<String>, [Vec<usize>; 2]> = BTreeMap::new();
        for (i, &a) in old.iter().enumerate() {
            texts.entry(content(comparison, comparison.old, a)).or_default()[0].push(i);
        }
        for (j, &b) in new.iter().enumerate() {
            texts.entry(content(comparison, comparison.new, b)).or_default()[1].push(j);
        }
        for [a, b] in texts.into_values() {
            candidates.extend(a.into_iter().zip(b).map(|(i, j)| (usize::MAX, i, j)));
        }
    }
    candidates.sort_by_key(|&(likeness, i, j)| (std::cmp::Reverse(likeness), i, j));
    let (mut old_taken, mut new_taken) = (vec![false; old.len()], vec![false; new.len()]);
    let mut pairs = Vec::new();
    for (_, i, j) in candidates {
        if !old_taken[i] && !new_taken[j] {
            (old_taken[i], new_taken[j]) = (true, true);
            pairs.push((old[i], new[j]));
        }
    }
    let free = |taken: &[bool]| (0..taken.len()).filter(|&at| !taken[at]).collect::<Vec<_>>();
    pairs.extend(free(&old_taken).into_iter().zip(free(&new_taken)).map(|(i, j)| (old[i], new[j])));
    pairs
}

/// A value as it reads: nothing where it is missing, a list in one order, each item once.
pub(super) fn value_text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::List(_) => {
            let items: BTreeSet<String> = value.items().iter().map(|item| reading(&item.to_string())).collect();
            items.into_iter().collect::<Vec<_>>().join(", ")
        }
        scalar => reading(&scalar.to_string()),
    }
}

/// The texts of a value's items.
pub(super) fn item_texts(value: &Value) -> impl Iterator<Item = String> {
    value.items().iter().map(|item| reading(&item.to_string())).filter(|text| !text.is_empty())
}
