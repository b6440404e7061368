//! What stands around many records, such as the line above a list, and has another text: one change, not one of each record.
//!
//! The old text must be gone from all records and the new one must be new, so that nothing moved from one place to another one.

use std::collections::{BTreeMap, BTreeSet};

use super::class::Comparison;
use super::{Change, ChangeClass, FieldChange, SchemaChange, Side};
use crate::schema::Value;
use crate::similarity::reading;

/// So many records have the same new text before it is that of their surroundings.
const SEVERAL: usize = 2;

/// Takes what follows from another text around the records out of what changed in each, and tells it once.
pub(super) fn tell_once(comparison: &Comparison<'_, '_>, changes: &mut [Change]) -> Vec<SchemaChange> {
    let mut told = Vec::new();
    for fields in comparison.fields {
        if !comparison.old.around.contains(&fields.old) || !comparison.new.around.contains(&fields.new) {
            continue;
        }
        let name = comparison.new.dataset.schema().fields[fields.new].name.as_str();
        let part = comparison.new_key.iter().position(|&field| field == fields.new);
        let [old, new] = [texts(comparison.old, fields.old), texts(comparison.new, fields.new)];
        let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        for (index, change) in changes.iter().enumerate() {
            let Some((before, after)) = change_of(change, name, part) else { continue };
            if !new.contains(&reading(&before)) && !old.contains(&reading(&after)) {
                groups.entry((before, after)).or_default().push(index);
            }
        }
        for ((from, to), members) in groups.into_iter().filter(|(_, members)| members.len() >= SEVERAL) {
            members.iter().for_each(|&index| follow(&mut changes[index], name, part));
            told.push(SchemaChange::SurroundingsRenamed { field: name.to_owned(), from, to, records: members.len() });
        }
    }
    told
}

/// The texts of a field, as they read.
fn texts(side: &Side<'_>, field: usize) -> BTreeSet<String> {
    side.dataset.records().iter().map(|record| reading(&record.values[field].value.to_string())).collect()
}

/// The text of a field before and after in a record that both sides have; in one with another key only if nothing else of the key is another.
fn change_of(change: &Change, name: &str, part: Option<usize>) -> Option<(String, String)> {
    match (change, part) {
        (Change::Renamed { from, to, .. }, Some(part)) => {
            let is_rest = |(at, _): &(usize, (&Value, &Value))| *at != part;
            let is_rest_same = from.iter().zip(to).enumerate().filter(is_rest).all(|(_, (from, to))| from == to);
            is_rest_same.then(|| (from[part].to_string(), to[part].to_string()))
        }
        (Change::Modified { fields, .. } | Change::Renamed { fields, .. }, None) => {
            let found = fields.iter().find(|change| change.field == name && change.is_substantive())?;
            Some((found.before.to_string(), found.after.to_string()))
        }
        _ => None,
    }
}

/// Makes of the change of a field one that follows from its surroundings.
fn follow(change: &mut Change, name: &str, part: Option<usize>) {
    if let (Change::Renamed { from, to, before, after, fields, .. }, Some(part)) = (&mut *change, part) {
        let own = FieldChange {
            field: name.to_owned(),
            before: from[part].clone(),
            after: to[part].clone(),
            class: ChangeClass::Schema,
            items: None,
            written: None,
        };
        let fields = std::iter::once(own).chain(std::mem::take(fields)).collect();
        *change = Change::Modified { key: to.clone(), before: before.clone(), after: after.clone(), fields };
        return;
    }
    let (Change::Modified { fields, .. } | Change::Renamed { fields, .. }) = change else { return };
    for field in fields.iter_mut().filter(|field| field.field == name) {
        field.class = ChangeClass::Schema;
        field.items = None;
    }
}

#[cfg(test)]
mod tests {
    use crate::diff::tests::{key, table, told};
    use crate::diff::{Options, Side, diff_sides};
    use crate::schema::Value;

    /// Two sides, of which fields stand around the records, and what differs between them.
    fn told_between(old: &[&str], new: &[&str], around: [&[usize]; 2], respelled: Option<&str>) -> Vec<String> {
        let (old_table, new_table) = (table(old), table(new));
        let side = |dataset, around: &[usize]| Side { around: around.iter().copied().collect(), ..Side::new(dataset) };
        let mut old_side = side(&old_table, around[0]);
        if let Some(text) = respelled {
            let value = Value::String(text.to_owned());
            old_side.respelled = (0..old_table.records().len()).map(|record| ((record, 1), value.clone())).collect();
        }
        let options = Options { key: key(new), ..Options::default() };
        told(&diff_sides(&old_side, &side(&new_table, around[1]), &options))
    }

    #[track_caller]
    fn check(fields: &str, old: &[&str], new: &[&str], expected: &[&str]) {
        let (old, new) = ([&[fields], old].concat(), [&[fields], new].concat());
        let at = fields.split(" | ").position(|name| name.starts_with("group")).expect("it has a group");
        assert_eq!(told_between(&old, &new, [&[at], &[at]], None), expected, "{old:?} {new:?}");
    }

    #[test]
    fn another_text_around_several_records_is_told_once() {
        check(
            "name! | group",
            &["a | north", "b | north", "c | east"],
            &["a | south", "b | south", "c | east"],
            &[
                "= `group` was `north` and is `south`, for all 2 records that have it",
                "~ a; group: north → south (schema)",
                "~ b; group: north → south (schema)",
            ],
        );
        check(
            "name! | group",
            &["a | north", "b | north", "c | east", "d | east", "e | east"],
            &["a | south", "b | south", "c | west", "d | west", "e | west"],
            &[
                "= `group` was `east` and is `west`, for all 3 records that have it",
                "= `group` was `north` and is `south`, for all 2 records that have it",
                "~ a; group: north → south (schema)",
                "~ b; group: north → south (schema)",
                "~ c; group: east → west (schema)",
                "~ d; group: east → west (schema)",
                "~ e; group: east → west (schema)",
            ],
        );
        // The items of a list, and other fields.
        check(
            "name! | zone# | group* | size#",
            &["a | 1 | north + x | 5", "b | 1 | north + x | 5"],
            &["a | 2 | x + south | 5", "b | 1 | x + south | 6"],
            &[
                "= `group` was `north, x` and is `x, south`, for all 2 records that have it",
                "~ a; zone: 1 → 2 (substantive); group: [north, x] → [x, south] (schema)",
                "~ b; group: [north, x] → [x, south] (schema); size: 5 → 6 (substantive)",
            ],
        );
    }

    #[test]
    fn records_that_moved_are_told_one_by_one() {
        // One record alone.
        check("name! | group", &["a | north"], &["a | south"], &["~ a; group: north → south (substantive)"]);
        // The new text was there.
        check(
            "name! | group",
            &["a | north", "b | north", "c | South"],
            &["a | south", "b | south", "c | South"],
            &["~ a; group: north → south (substantive)", "~ b; group: north → south (substantive)"],
        );
        // The old text is there still.
        check(
            "name! | group",
            &["a | north", "b | north", "c | North"],
            &["a | south", "b | south", "c | North"],
            &["~ a; group: north → south (substantive)", "~ b; group: north → south (substantive)"],
        );
    }

    #[test]
    fn a_field_stands_around_the_records_of_both_sides() {
        let (old, new) = (["name! | group", "a | north", "b | north"], ["name! | group", "a | south", "b | south"]);
        let each = ["~ a; group: north → south (substantive)", "~ b; group: north → south (substantive)"];
        assert_eq!(told_between(&old, &new, [&[], &[]], None), each);
        assert_eq!(told_between(&old, &new, [&[1], &[]], None), each);
        assert_eq!(told_between(&old, &new, [&[], &[1]], None), each);
        assert_eq!(told_between(&old, &new, [&[0], &[0]], None), each);
    }

    /// What a safe repair spells right is no other text.
    #[test]
    fn another_spelling_around_several_records_stays_one() {
        assert_eq!(
            told_between(
                &["name! | group | zone", "a | noth | 1", "b | noth | 1"],
                &["name! | group | zone", "a | north | 2", "b | north | 2"],
                [&[1], &[1]],
                Some("north"),
            ),
            [
                "~ a; group: noth → north (repaired spelling); zone: 1 → 2 (substantive)",
                "~ b; group: noth → north (repaired spelling); zone: 1 → 2 (substantive)",
            ]
        );
    }

    #[test]
    fn records_keep_their_names_where_a_part_around_them_changed() {
        for fields in ["group! | name! | zone#", "name! | group! | zone#"] {
            let turned = fields.starts_with("name");
            let row = |group: &str, name: &str, zone: &str| match turned {
                true => format!("{name} | {group} | {zone}"),
                false => format!("{group} | {name} | {zone}"),
            };
            let rows = |rows: [(&str, &str, &str); 4]| rows.map(|(group, name, zone)| row(group, name, zone));
            let old = rows([("old", "Bern", "1"), ("old", "Graz", "1"), ("old", "Lyon", "1"), ("x", "Ulm", "1")]);
            let new = rows([("new", "Bern", "1"), ("new", "Graz", "2"), ("new", "Lyon", "1"), ("x", "Ulm", "1")]);
            let name = |town: &str| if turned { format!("{town}/new") } else { format!("new/{town}") };
            check(
                fields,
                &old.each_ref().map(String::as_str),
                &new.each_ref().map(String::as_str),
                &[
                    "= `group` was `old` and is `new`, for all 3 records that have it",
                    &format!("~ {}; group: old → new (schema)", name("Bern")),
                    &format!("~ {}; group: old → new (schema); zone: 1 → 2 (substantive)", name("Graz")),
                    &format!("~ {}; group: old → new (schema)", name("Lyon")),
                ],
            );
        }
    }

    #[test]
    fn a_record_with_another_name_keeps_it_whatever_stands_around_it() {
        // The part around it is no part of the key.
        check(
            "name! | group | street",
            &["Toronoto | old | Sea 5", "Graz | old | Hill"],
            &["Toronto | new | Sea 5", "Graz | new | Hill"],
            &[
                "= `group` was `old` and is `new`, for all 2 records that have it",
                "~ Graz; group: old → new (schema)",
                "> Toronoto → Toronto; group: old → new (schema)",
            ],
        );
        // Where it is, the rest of the key must be the same.
        check(
            "group! | name! | street | gate | size",
            &["old | Toronoto | Sea 5 | east | wide", "old | Kalaam | Hill | west | small"],
            &["new | Toronto | Sea 5 | east | wide", "new | Kaalam | Hill | west | small"],
            &["> old/Kalaam → new/Kaalam", "> old/Toronoto → new/Toronto"],
        );
    }
}
