//! Records of which one part of the key has another name, many at once: a heading, or whatever else groups them, was renamed.
//!
//! The rest of the key says which record is which. It must be a name, since three versions `1`, `2` and `3` of one thing are not those of
//! another one; the old name must be gone from all records, and the new one must be new. What holds for one way holds for the way back.

use std::collections::{BTreeMap, BTreeSet};

use super::Side;
use super::class::Comparison;
use super::pairing::RecordPair;
use super::rename::is_number_alone;
use crate::similarity::reading;

/// So many records do not get the same other part of their keys by chance.
const MANY: usize = 3;

/// The pairs among records that have no partner.
pub(super) fn pair_renamed_parts(
    comparison: &Comparison<'_, '_>,
    removed: &[usize],
    added: &[usize],
) -> Vec<RecordPair> {
    let count = comparison.new_key.len();
    let mut pairs = Vec::new();
    for part in (0..count).filter(|_| count > 1 && !removed.is_empty() && !added.is_empty()) {
        let taken: [BTreeSet<usize>; 2] =
            [pairs.iter().map(|pair: &RecordPair| pair.old).collect(), pairs.iter().map(|pair| pair.new).collect()];
        let free = |records: &[usize], taken: &BTreeSet<usize>| {
            records.iter().copied().filter(|record| !taken.contains(record)).collect::<Vec<_>>()
        };
        pairs.extend(pairs_of_part(comparison, part, &free(removed, &taken[0]), &free(added, &taken[1])));
    }
    pairs
}

/// A record's part of the key, and the rest of it, as they read.
type Split = (String, Vec<String>);

fn pairs_of_part(comparison: &Comparison<'_, '_>, part: usize, removed: &[usize], added: &[usize]) -> Vec<RecordPair> {
    let [old, new] = [(comparison.old, &comparison.old_key), (comparison.new, &comparison.new_key)];
    let of = |(side, key): (&Side<'_>, &Vec<usize>), record: usize| split(side, key, part, record);
    // The parts that the records on either side have, with the number of each.
    let all = |side: (&Side<'_>, &Vec<usize>)| -> BTreeSet<String> {
        (0..side.0.dataset.records().len()).map(|record| of(side, record).0).collect()
    };
    let (old_parts, new_parts) = (all(old), all(new));
    let by_rest = |side: (&Side<'_>, &Vec<usize>), records: &[usize], others: &BTreeSet<String>| {
        let mut found: BTreeMap<Vec<String>, Vec<(String, usize)>> = BTreeMap::new();
        for &record in records {
            let (name, rest) = of(side, record);
            if !others.contains(&name) && rest.iter().any(|text| is_name(text)) {
                found.entry(rest).or_default().push((name, record));
            }
        }
        found
    };
    let (gone, came) = (by_rest(old, removed, &new_parts), by_rest(new, added, &old_parts));
    let mut renames: BTreeMap<(String, String), Vec<(usize, usize)>> = BTreeMap::new();
    for (rest, before) in &gone {
        // Records of one rest and several names say nothing of which is which.
        if let ([(from, a)], Some([(to, b)])) = (before.as_slice(), came.get(rest).map(Vec::as_slice)) {
            let values = [(old, *a), (new, *b)]
                .map(|((side, key), record): ((&Side<'_>, &Vec<usize>), usize)| side.value(record, key[part]).clone());
            if !is_number_alone(&values[..1], &values[1..]) {
                renames.entry((from.clone(), to.clone())).or_default().push((*a, *b));
            }
        }
    }
    let size = |found: &BTreeMap<Vec<String>, Vec<(String, usize)>>, name: &str| {
        found.values().flatten().filter(|(other, _)| other == name).count()
    };
    renames.retain(|(from, to), pairs| {
        pairs.len() >= MANY && pairs.len() * 2 >= size(&gone, from) && pairs.len() * 2 >= size(&came, to)
    });
    let is_only = |(from, to): &(String, String)| {
        renames.keys().filter(|(other, _)| other == from).count() == 1
            && renames.keys().filter(|(_, other)| other == to).count() == 1
    };
    let evidence = |count: usize| {
        format!(
            "the rest of the key is the same, and {} other records have the same two names for this part",
            count - 1
        )
    };
    renames
        .iter()
        .filter(|(names, _)| is_only(names))
        .flat_map(|(_, pairs)| {
            pairs.iter().map(|&(old, new)| RecordPair { old, new, evidence: Some(evidence(pairs.len())) })
        })
        .collect()
}

fn split(side: &Side<'_>, key: &[usize], part: usize, record: usize) -> Split {
    let text = |&field: &usize| reading(&side.respelled(record, field).to_string());
    let rest = key.iter().enumerate().filter(|(at, _)| *at != part).map(|(_, field)| text(field)).collect();
    (text(&key[part]), rest)
}

/// Whether a text names something, rather than counts it.
fn is_name(text: &str) -> bool {
    !text.trim_start_matches(['v', 'V']).starts_with(char::is_numeric) && text.chars().any(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::is_name;
    use crate::diff::Change;
    use crate::diff::tests::{compare, told};

    /// Rows as `part name`; what is said for one way holds for the way back.
    #[track_caller]
    fn check(old: &[&str], new: &[&str], renamed: &[&str]) {
        let lines = |rows: &[&str]| -> Vec<String> {
            std::iter::once("part! | name!".to_owned()).chain(rows.iter().map(|row| row.replace(' ', " | "))).collect()
        };
        let (old, new) = (lines(old), lines(new));
        let found = told(&compare(&old, &new));
        let found: Vec<&str> = found.iter().filter_map(|line| line.strip_prefix("> ")).collect();
        assert_eq!(found, renamed, "{old:?} {new:?}");
        let back = compare(&new, &old);
        let count = back.changes.iter().filter(|change| matches!(change, Change::Renamed { .. })).count();
        assert_eq!(count, renamed.len(), "{new:?} {old:?}");
    }

    #[test]
    fn a_part_is_renamed_for_many_records_at_once() {
        check(
            &["Production Bern", "Production Lyon", "Production Graz"],
            &["Global Bern", "Global Lyon", "Global Graz"],
            &["Production/Bern → Global/Bern", "Production/Graz → Global/Graz", "Production/Lyon → Global/Lyon"],
        );
        // Two are too few.
        check(&["Production Bern", "Production Lyon"], &["Global Bern", "Global Lyon"], &[]);
        // The old name is there still.
        check(
            &["Old Bern", "Old Lyon", "Old Graz", "Old Linz"],
            &["New Bern", "New Lyon", "New Graz", "Old Linz"],
            &[],
        );
        // Versions of two things.
        check(&["This 1", "This 2", "This 3"], &["That 1", "That 2", "That 3"], &[]);
        // A number names another thing.
        check(&["Zone1 Bern", "Zone1 Lyon", "Zone1 Graz"], &["Zone2 Bern", "Zone2 Lyon", "Zone2 Graz"], &[]);
    }

    #[test]
    fn a_renamed_part_keeps_half_of_its_records() {
        let old = ["Old Bern", "Old Lyon", "Old Graz", "Old Ulm", "Old Genf", "Old Wien", "Old Rom"];
        let new = ["New Bern", "New Lyon", "New Graz"];
        let renamed = ["New/Bern → Old/Bern", "New/Graz → Old/Graz", "New/Lyon → Old/Lyon"];
        check(&new, &old[..6], &renamed);
        check(&old[..6], &new, &["Old/Bern → New/Bern", "Old/Graz → New/Graz", "Old/Lyon → New/Lyon"]);
        check(&new, &old, &[]);
        check(&old, &new, &[]);
    }

    #[test]
    fn a_part_has_one_new_name() {
        let both = ["One Bern", "One Lyon", "One Graz", "Two Ulm", "Two Genf", "Two Wien"];
        let all = ["All Bern", "All Lyon", "All Graz", "All Ulm", "All Genf", "All Wien"];
        check(&all, &both, &[]);
        check(&both, &all, &[]);
        // A rest that stands under two names says nothing.
        let names = ["Bern", "Lyon", "Graz"];
        let rows = |part: &str| names.map(|name| format!("{part} {name}"));
        let old: Vec<String> = [rows("One"), rows("Two")].concat();
        let old: Vec<&str> = old.iter().map(String::as_str).collect();
        check(&old, &["All Bern", "All Lyon", "All Graz"], &[]);
        // Two parts each have a name of their own.
        check(
            &both,
            &["Uno Bern", "Uno Lyon", "Uno Graz", "Due Ulm", "Due Genf", "Due Wien"],
            &[
                "Two/Genf → Due/Genf",
                "Two/Ulm → Due/Ulm",
                "Two/Wien → Due/Wien",
                "One/Bern → Uno/Bern",
                "One/Graz → Uno/Graz",
                "One/Lyon → Uno/Lyon",
            ],
        );
    }

    #[test]
    fn any_part_of_a_key_may_be_renamed() {
        let found = compare(
            &["name! | part! | zone!", "Bern | old | x", "Lyon | old | x", "Graz | old | y"],
            &["name! | part! | zone!", "Bern | new | x", "Lyon | NEW | x", "Graz | new | y"],
        );
        assert_eq!(
            told(&found),
            ["> Bern/old/x → Bern/new/x", "> Graz/old/y → Graz/new/y", "> Lyon/old/x → Lyon/NEW/x"]
        );
        let evidence = found.changes.iter().map(|change| match change {
            Change::Renamed { evidence, .. } => evidence.as_str(),
            _ => "",
        });
        let expected = "the rest of the key is the same, and 2 other records have the same two names for this part";
        assert_eq!(evidence.collect::<Vec<_>>(), [expected; 3]);
    }

    #[test]
    fn a_name_is_no_number() {
        let check = |text: &str, expected: bool| assert_eq!(is_name(text), expected, "{text:?}");
        check("bern", true);
        check("vienna", true);
        check("1bern", false);
        check("v2", false);
        check("V1 beta", false);
        check("-2a", true);
        check("--", false);
        check("", false);
    }
}
