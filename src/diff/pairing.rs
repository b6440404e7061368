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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::tests::{compare, compared, key, table, told};
    use crate::diff::{FieldPair, pair_fields};

    /// Pairs as `0=1`, with `*` behind a renamed one, then what is left on either side, and the keys of several records.
    fn shown(pairing: &Pairing) -> String {
        let mark = |pair: &RecordPair| if pair.evidence.is_some() { "*" } else { "" };
        let pairs = pairing.pairs.iter().map(|pair| format!("{}={}{}", pair.old, pair.new, mark(pair)));
        let removed = pairing.removed.iter().map(|record| format!("-{record}"));
        let added = pairing.added.iter().map(|record| format!("+{record}"));
        let several = pairing.duplicates.iter().map(|one| {
            let key: Vec<String> = one.key.iter().map(Value::to_string).collect();
            format!("{}:{}/{}", key.join("/"), one.records[0], one.records[1])
        });
        pairs.chain(removed).chain(added).chain(several).collect::<Vec<_>>().join(" ")
    }

    #[track_caller]
    fn check(fields: &str, old: &[&str], new: &[&str], expected: &str) {
        let (old, new) = ([&[fields], old].concat(), [&[fields], new].concat());
        assert_eq!(compared(&old, &new, |comparison| shown(&pair(comparison))), expected, "{old:?} {new:?}");
    }

    #[test]
    fn records_pair_up_by_their_keys() {
        let fields = "name! | zone#";
        check(fields, &["c | 1", "a | 2", "b | 3"], &["a | 9", "b | 9", "c | 9"], "0=2 1=0 2=1");
        check(fields, &["a | 1", "gone | 2"], &["came | 3", "a | 1"], "0=1 -1 +0");
        check(fields, &[], &["a | 1"], "+0");
        check(fields, &["a | 1"], &[], "-0");
        // Then by keys that read the same.
        check(fields, &["Zürich | 1", "East 2 | 2"], &["east2 | 1", "Zu\u{308}rich | 2"], "0=1 1=0");
        check(fields, &["Colt | 1", "colt | 2"], &["colt | 1", "Colt | 2"], "0=1 1=0");
        // All parts of the key count.
        check("a! | b!", &["x | y", "x | z"], &["x | z", "y | x"], "1=0 -0 +1");
    }

    #[test]
    fn a_key_reads_as_a_safe_repair_spells_it() {
        let (old_lines, new_lines) = (["name! | zone#", "Sao Paula | 1"], ["name! | zone#", "São Paulo | 2"]);
        let (old, new) = (table(&old_lines), table(&new_lines));
        let pairs = pair_fields(&old, &new);
        let pairing = |old_side: &Side<'_>, new_side: &Side<'_>| {
            shown(&pair(&Comparison::new(old_side, new_side, &pairs, &key(&new_lines))))
        };
        assert_eq!(pairing(&Side::new(&old), &Side::new(&new)), "-0 +0");
        let respelled = Value::String("SÃO PAULO".into());
        let repaired = Side { respelled: [((0, 0), respelled.clone())].into(), ..Side::new(&old) };
        assert_eq!(pairing(&repaired, &Side::new(&new)), "0=0");
        let other = Side { respelled: [((0, 1), respelled)].into(), ..Side::new(&old) };
        assert_eq!(pairing(&other, &Side::new(&new)), "-0 +0");
    }

    #[test]
    fn keys_of_several_records_are_told() {
        let fields = "name! | zone#";
        check(fields, &["b | 1", "a | 1", "b | 2"], &["b | 1", "c | 1", "a | 1"], "0=0 1=2 -2 +1 b:2/1");
        check(fields, &["b | 1", "a | 1"], &["b | 7", "a | 1", "b | 1", "a | 2"], "0=2 1=1 +0 +3 a:1/2 b:1/2");
        check(fields, &["d | 1", "d | 2"], &["x | 5"], "-0 -1 +0 d:2/0");
    }

    #[test]
    fn records_of_one_key_pair_up_by_what_they_have_in_common() {
        let fields = "name! | town | zone#";
        check(fields, &["k | p | 1", "k | q | 2"], &["k | q | 2", "k | p | 1"], "0=1 1=0 k:2/2");
        check(fields, &["k | m | 1"], &["k | a | 2", "k | z | 1"], "0=1 +0 k:1/2");
        check(fields, &["k | a | 5", "k | b | 1"], &["k | q | 1"], "1=0 -0 k:2/1");
        // What reads the same counts for less than what is the same, and for more than nothing.
        check(fields, &["k | Colt | 1"], &["k | Aa | 2", "k | colt | 2"], "0=1 +0 k:1/2");
        check(fields, &["k | Colt | 1"], &["k | COLT | 2", "k | Colt | 2"], "0=1 +0 k:1/2");
        // The order of the items of a list, and how often they stand there, say nothing.
        check("name! | parts*", &["k | a + b"], &["k | a + c", "k | b + a + b"], "0=1 +0 k:1/2");
        // Of equals it depends on the values which ones pair up, not on the order of the records.
        check(fields, &["k | q | 1", "k | p | 1"], &["k | r | 2", "k | s | 2"], "0=1 1=0 k:2/2");
        check(fields, &["k | p | 1", "k | q | 1"], &["k | s | 2", "k | r | 2"], "0=1 1=0 k:2/2");
        // Whoever is taken is not there for another one.
        check(fields, &["k | p | 1", "k | p | 2"], &["k | p | 1", "k | q | 2"], "0=0 1=1 k:2/2");
        check(fields, &["k | p | 1", "k | p | 2", "k | x | 3"], &["k | p | 1"], "0=0 -1 -2 k:3/1");
    }

    #[test]
    fn records_without_a_key_pair_up_by_their_values() {
        let fields = "town | parts*";
        check(fields, &["p | a + b", "q | c"], &["q | c", "p | b + a + a"], "0=1 1=0");
        check(fields, &["Colt | a", "colt | a"], &["colt | a", "Colt | a"], "0=1 1=0");
        check(fields, &["P  2 | A + b", "q | c"], &["x | y + z", "p2 | b + a"], "0=1 -1 +0");
        // The fields may stand in another order.
        let (old, new) = (["a | b", "p | q", "q | p"], ["b | a", "p | q", "q | p"]);
        assert_eq!(compared(&old, &new, |comparison| shown(&pair(comparison))), "0=1 1=0");
        // What is found by content has no other key.
        check(
            "town | street | hill | size#",
            &["Bern | Sea street | Gurten | 1", "Ulm | Way | Berg | 2", "Graz | Road | Dom | 3"],
            &["Bern | Sea street | Gurten | 9", "Ulm | Way | Berg | 2", "Graz | Road | Dom | 3"],
            "0=0 1=1 2=2",
        );
    }

    /// Texts that read the same, as often as a number says.
    fn rows(texts: &[(&str, usize)]) -> Vec<String> {
        texts.iter().flat_map(|&(text, count)| std::iter::repeat_n(text.to_owned(), count)).collect()
    }

    /// Beyond 64 records of one key those of equal content pair up, and the others in their order.
    #[test]
    fn very_many_records_of_one_key_are_not_compared_with_each_other() {
        let pairs = |fields: &str, old: &[String], new: &[String]| {
            let lines = |rows: &[String]| [&[fields.to_owned()], rows].concat();
            compared(&lines(old), &lines(new), |comparison| {
                let pairs = pair(comparison).pairs;
                pairs.iter().map(|pair| (pair.old, pair.new)).collect::<Vec<_>>()
            })
        };
        let numbered =
            |count: usize| -> Vec<String> { (10..10 + count).map(|at| format!("k | n{at} | {at}")).collect() };
        let one = |row: &str| vec![row.to_owned()];
        let fields = "name! | note | zone#";
        assert_eq!(pairs(fields, &numbered(64), &one("k | zzz | 50")), [(40, 0)]);
        assert_eq!(pairs(fields, &one("k | zzz | 50"), &numbered(64)), [(0, 40)]);
        assert_eq!(pairs(fields, &numbered(65), &one("k | zzz | 50")), [(0, 0)]);
        assert_eq!(pairs(fields, &one("k | zzz | 50"), &numbered(65)), [(0, 0)]);
        let two = ["k | zzz | 50", "k | N60 | 60"].map(str::to_owned);
        assert_eq!(pairs(fields, &numbered(65), &two), [(0, 0), (50, 1)]);
        assert_eq!(pairs(fields, &two, &numbered(65)), [(0, 0), (1, 50)]);
        // Without a key those of equal values come first.
        let found = pairs("note", &rows(&[("COLT", 33), ("Colt", 32)]), &rows(&[("Colt", 33), ("colt", 32)]));
        assert_eq!(found.iter().filter(|(old, new)| *old >= 33 && *new < 33).count(), 32);
        assert_eq!(found.len(), 65);
    }

    #[test]
    fn a_record_with_another_key_is_no_longer_left() {
        assert_eq!(
            told(&compare(
                &["name! | street", "Toronoto | Sea 5", "Graz | x", "gone | y"],
                &["name! | street", "came | z", "Graz | x", "Toronto | Sea 5"],
            )),
            ["> Toronoto → Toronto", "+ came", "- gone"]
        );
        check("name! | street", &["Toronoto | Sea 5", "Graz | x"], &["Graz | x", "Toronto | Sea 5"], "0=1* 1=0");
        let part = "part! | name! | n#";
        check(
            part,
            &["A | Bern | 1", "A | Graz | 2", "A | Ulm | 3"],
            &["B | Graz | 1", "B | Ulm | 2", "B | Bern | 3"],
            "0=2* 1=0* 2=1*",
        );
    }

    #[test]
    fn a_value_reads_without_case_order_and_repetition() {
        let check = |value: &Value, expected: &str, items: &[&str]| {
            assert_eq!(value_text(value), expected);
            assert_eq!(item_texts(value).collect::<Vec<_>>(), items);
        };
        check(&Value::Null, "", &[]);
        check(&Value::String("Colt  Net".into()), "colt net", &["colt net"]);
        check(&Value::String(" ".into()), "", &[]);
        check(&Value::Integer(5), "5", &["5"]);
        check(&Value::strings(["b", "A", "", "a"]), ", a, b", &["b", "a", "a"]);
        assert_eq!(sorted(&Value::strings(["b", "a", "b"])), Value::strings(["a", "b"]));
        assert_eq!(sorted(&Value::Integer(5)), Value::Integer(5));
    }

    #[test]
    fn positions_are_those_of_the_side() {
        let (old, new) = (table(&["a | b | c"]), table(&["c | x | a"]));
        let fields = [(0, 2), (2, 0)].map(|(old, new)| FieldPair { old, new, evidence: None });
        let (old, new) = (Side::new(&old), Side::new(&new));
        let comparison = Comparison::new(&old, &new, &fields, &[]);
        assert_eq!(positions(&comparison, &old), [0, 2]);
        assert_eq!(positions(&comparison, &new), [2, 0]);
    }
}
