//! What a diff is held to: applied to the old dataset it gives the new one, and turned around it is the diff of the way back.
//!
//! Both take a diff as it stands and look at no page.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::schema::SchemaChange;
use super::{Change, DatasetDiff, Duplicate, FieldChange, ItemChanges};
use crate::dataset::{Dataset, FieldValue, Record};
use crate::schema::Value;

/// The order of changes: by key (by the lesser of two), then by kind, then by value.
pub(super) fn order(a: &Change, b: &Change) -> Ordering {
    let key = |change: &'_ Change| match change {
        Change::Renamed { from, to, .. } => from.min(to).clone(),
        other => other.key().clone(),
    };
    let rank = |change: &Change| match change {
        Change::Modified { .. } => 0,
        Change::Renamed { .. } => 1,
        Change::Removed { .. } => 2,
        Change::Added { .. } => 3,
    };
    let content = |change: &Change| {
        let mut sides = [change.before().map(values), change.after().map(values)];
        sides.sort();
        sides
    };
    key(a).cmp(&key(b)).then(rank(a).cmp(&rank(b))).then_with(|| content(a).cmp(&content(b)))
}

fn values(record: &Record) -> Vec<Value> {
    record.values.iter().map(|field| field.value.clone()).collect()
}

impl DatasetDiff {
    /// The new dataset, made of the old one and what changed. Records are in the order of the key; without one, those that stayed come
    /// first.
    pub fn apply(&self, old: &Dataset) -> Dataset {
        let mut gone: BTreeMap<Vec<Value>, Vec<Option<&Record>>> = BTreeMap::new();
        for change in &self.changes {
            if let Some(before) = change.before() {
                gone.entry(values(before)).or_default().push(change.after());
            }
        }
        let mut records: Vec<Record> = Vec::new();
        for record in old.records() {
            match gone.get_mut(&values(record)).and_then(Vec::pop) {
                Some(after) => records.extend(after.cloned()),
                None => records.push(self.carried_over(record)),
            }
        }
        let added = self.changes.iter().filter(|change| change.before().is_none()).filter_map(Change::after);
        records.extend(added.cloned());
        Dataset::new(&self.name, self.new_schema.clone(), records).0
    }

    /// A record that did not change, with the new fields.
    fn carried_over(&self, record: &Record) -> Record {
        let value = |name: &str| {
            let position = self.old_schema.position(&self.old_name(name));
            position.map_or_else(FieldValue::default, |position| record.values[position].clone())
        };
        let is_new = |name: &str| {
            self.schema.iter().any(|change| matches!(change, SchemaChange::FieldAdded { field } if field == name))
        };
        let values = self.new_schema.fields.iter().map(|field| match is_new(&field.name) {
            true => FieldValue::default(),
            false => value(&field.name),
        });
        Record { values: values.collect(), span: record.span }
    }

    /// The old name of a field.
    fn old_name(&self, name: &str) -> String {
        let found = self.schema.iter().find_map(|change| match change {
            SchemaChange::FieldRenamed { from, to, .. } | SchemaChange::FieldRespelled { from, to } if to == name => {
                Some(from.clone())
            }
            _ => None,
        });
        found.unwrap_or_else(|| name.to_owned())
    }

    /// What changed on the way back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let turned = |field: &FieldChange| FieldChange {
            field: self.old_name(&field.field),
            before: field.after.clone(),
            after: field.before.clone(),
            class: field.class,
            items: field.items.as_ref().map(ItemChanges::inverse),
            written: field.written.clone().map(|[before, after]| [after, before]),
        };
        let old_key: Vec<usize> =
            self.key.iter().filter_map(|name| self.old_schema.position(&self.old_name(name))).collect();
        let mut changes: Vec<Change> = self.changes.iter().map(|change| inverse(change, &old_key, turned)).collect();
        for change in &mut changes {
            if let Change::Renamed { fields, .. } | Change::Modified { fields, .. } = change {
                let old = self.old_schema.fields.len();
                fields.sort_by_key(|change| match self.old_schema.position(&change.field) {
                    Some(position) => position,
                    None => old + self.new_schema.position(&change.field).unwrap_or(0),
                });
            }
        }
        changes.sort_by(order);
        Self {
            name: self.name.clone(),
            noun: self.noun,
            page: self.page.clone(),
            key: self.key.iter().map(|name| self.old_name(name)).collect(),
            key_reason: self.key_reason.clone(),
            schema: self.inverse_schema(),
            changes,
            duplicates: self
                .duplicates
                .iter()
                .map(|one| Duplicate { key: one.key.clone(), records: [one.records[1], one.records[0]] })
                .collect(),
            old_schema: self.new_schema.clone(),
            new_schema: self.old_schema.clone(),
            records: [self.records[1], self.records[0]],
        }
    }

    /// In the order in which [`schema_changes`](super::schema::schema_changes) gives them.
    fn inverse_schema(&self) -> Vec<SchemaChange> {
        let turned: Vec<SchemaChange> =
            self.schema.iter().map(|change| change.inverse(|name| self.old_name(name))).collect();
        let place = |change: &SchemaChange| match change {
            SchemaChange::FieldAdded { field } | SchemaChange::FieldTyped { field, .. } => {
                (1, self.old_schema.position(field), 1)
            }
            SchemaChange::FieldRenamed { to, .. } | SchemaChange::FieldRespelled { to, .. } => {
                (1, self.old_schema.position(to), 0)
            }
            SchemaChange::FieldRemoved { field } => (2, self.new_schema.position(field), 0),
            SchemaChange::FieldsReordered => (3, None, 0),
            SchemaChange::FieldRelaid { field } => (4, self.old_schema.position(field), 0),
            SchemaChange::SurroundingsRenamed { field, .. } => (5, self.old_schema.position(field), 0),
            _ => (0, None, 0),
        };
        let mut turned = turned;
        turned.sort_by_key(place);
        turned
    }
}

impl ItemChanges {
    fn inverse(&self) -> Self {
        let mut renamed: Vec<super::ItemRename> =
            self.renamed.iter().map(|one| super::ItemRename { from: one.to.clone(), to: one.from.clone() }).collect();
        renamed.sort();
        Self { added: self.removed.clone(), removed: self.added.clone(), renamed }
    }
}

fn inverse(change: &Change, old_key: &[usize], turned: impl Fn(&FieldChange) -> FieldChange) -> Change {
    let key_of = |record: &Record| old_key.iter().map(|&position| record.values[position].value.clone()).collect();
    match change.clone() {
        Change::Added { key, record } => Change::Removed { key, record },
        Change::Removed { key, record } => Change::Added { key, record },
        Change::Renamed { from, to, evidence, before, after, fields } => Change::Renamed {
            from: to,
            to: from,
            evidence,
            before: after,
            after: before,
            fields: fields.iter().map(turned).collect(),
        },
        Change::Modified { before, after, fields, .. } => Change::Modified {
            key: key_of(&before),
            before: after,
            after: before,
            fields: fields.iter().map(turned).collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::tests::{compare, key, table, told};
    use crate::diff::{FieldPair, Options, Side, diff_sides};

    #[test]
    fn changes_are_in_the_order_of_their_keys_and_kinds() {
        let found = compare(
            &["name! | note | size#", "Toronoto | Sea 5 | 3", "d | x | 2", "a | x | 2", "c | x | 2", "c | y | 2"],
            &["name! | note | size#", "b | y | 4", "Toronto | Sea 5 | 3", "a | z | 2", "c | x | 7", "d | x | 2"],
        );
        assert_eq!(
            told(&found),
            ["> Toronoto → Toronto", "~ a; note: x → z (substantive)", "+ b", "~ c; size: 2 → 7 (substantive)", "- c",]
        );
        // Without a key they have the order of their kinds, and then that of their values, whichever side these are on.
        let (old, new) =
            (["a | b | c#", "p | q | 1", "y | n | 2"], ["a | b | c#", "z | m | 3", "P | q | 1", "x | k | 4"]);
        let found = compare(&old, &new);
        assert_eq!(told(&found), ["~ P/q/1; a: p → P (case)", "- y/n/2", "+ x/k/4", "+ z/m/3"]);
        assert_eq!(found.inverse(), compare(&new, &old));
        // Of two records on both sides the lesser values count.
        let found = compare(&["a", "Z", "y"], &["a", "Y", "z"]);
        assert_eq!(told(&found), ["~ Y; a: y → Y (case)", "~ z; a: Z → z (case)"]);
        assert_eq!(told(&found.inverse()), ["~ y; a: Y → y (case)", "~ Z; a: z → Z (case)"]);
    }

    /// A diff that has every change of the fields that a comparison finds.
    fn every_change(old: &[&str], new: &[&str], pairs: &[(usize, usize, Option<&str>)], lays: bool) -> DatasetDiff {
        let (old_table, new_table) = (table(old), table(new));
        let pair = |&(old, new, evidence): &(usize, usize, Option<&str>)| FieldPair {
            old,
            new,
            evidence: evidence.map(str::to_owned),
        };
        let options = Options { key: key(new), fields: Some(pairs.iter().map(pair).collect()), ..Options::default() };
        let side = |dataset, around: Option<usize>, laid: Option<(usize, &'static str)>| {
            let mut side = Side { around: around.into_iter().collect(), ..Side::new(dataset) };
            if let Some((field, cell)) = laid.filter(|_| lays) {
                let row = (0..5).map(|at| if at == field { Some(cell) } else { None }).collect::<Vec<_>>();
                side.written = vec![row; dataset.records().len()];
            }
            side
        };
        let old_side = side(&old_table, Some(1), Some((4, " v ")));
        diff_sides(&old_side, &side(&new_table, Some(3), Some((2, " v   "))), &options)
    }

    #[test]
    fn the_way_back_is_told_in_its_own_order() {
        let old = ["name! | group | gone | Zone | old", "a | north | 1 | 5 | v", "b | north | 2 | 5 | v"];
        let new = ["came | zone# | new | group | name!", "- | 6 | v | south | a", "x | 5 | v | south | b"];
        let pairs = [(0, 4, None), (1, 3, None), (3, 1, None), (4, 2, Some("why"))];
        let found = every_change(&old, &new, &pairs, true);
        assert_eq!(
            told(&found),
            [
                "= the field `came` is new",
                "= the field `Zone` is written `zone`",
                "= the field `zone` is integer, and was string; its values are compared as text",
                "= the field `old` is now `new`: why",
                "= the field `gone` is gone",
                "= the fields are in another order",
                "= the column of `new` is lined up in another way",
                "= `group` was `north` and is `south`, for all 2 records that have it",
                "~ a; zone: 5 → 6 (substantive); group: north → south (schema); gone: 1 → - (schema)",
                "~ b; came: - → x (schema); zone: 5 → 5 (schema); group: north → south (schema); gone: 2 → - (schema)",
            ]
        );
        let back = found.inverse();
        assert_eq!(
            told(&back),
            [
                "= the field `gone` is new",
                "= the field `zone` is written `Zone`",
                "= the field `Zone` is string, and was integer; its values are compared as text",
                "= the field `new` is now `old`: why",
                "= the field `came` is gone",
                "= the fields are in another order",
                "= the column of `old` is lined up in another way",
                "= `group` was `south` and is `north`, for all 2 records that have it",
                "~ a; group: south → north (schema); gone: - → 1 (schema); Zone: 6 → 5 (substantive)",
                "~ b; group: south → north (schema); gone: - → 2 (schema); Zone: 5 → 5 (schema); came: x → - (schema)",
            ]
        );
        assert_eq!(back.inverse(), found);
        assert_eq!(back.key, ["name"]);
    }

    #[test]
    fn changes_of_fields_of_one_kind_keep_the_order_of_their_fields() {
        let old = ["name! | q | p | b | a", "x | 1 | 2 | 3 | 4"];
        let new = ["A | B | d | c | name!", "4 | 3 | 5 | 6 | x"];
        let pairs = [(0, 4, None), (4, 0, None), (3, 1, None)];
        let found = every_change(&old, &new, &pairs, false);
        let back = every_change(
            &["A | B | d | c | name", "4 | 3 | 5 | 6 | x"],
            &["name! | q | p | b | a", "x | 1 | 2 | 3 | 4"],
            &[(4, 0, None), (1, 3, None), (0, 4, None)],
            false,
        );
        assert_eq!(told(&found.inverse()), told(&back));
        assert_eq!(
            told(&back),
            [
                "= the field `q` is new",
                "= the field `p` is new",
                "= the field `B` is written `b`",
                "= the field `A` is written `a`",
                "= the field `d` is gone",
                "= the field `c` is gone",
                "= the fields are in another order",
                "~ x; q: - → 1 (schema); p: - → 2 (schema); d: 5 → - (schema); c: 6 → - (schema)",
            ]
        );
    }

    #[test]
    fn a_key_with_another_name_is_the_old_one_on_the_way_back() {
        let (old, new) = (["Town! | x", "p | 1", "q | 2"], ["town! | x", "p | 1", "Q | 3"]);
        let found = compare(&old, &new);
        assert_eq!(
            told(&found),
            ["= the field `Town` is written `town`", "~ Q; town: q → Q (case); x: 2 → 3 (substantive)"]
        );
        let back = found.inverse();
        assert_eq!(back.key, ["Town"]);
        assert_eq!(
            told(&back),
            ["= the field `town` is written `Town`", "~ q; Town: Q → q (case); x: 3 → 2 (substantive)"]
        );
        assert_eq!(back, compare(&new, &old));
    }

    #[test]
    fn items_keep_the_order_of_the_names_that_they_had() {
        let (old, new) = (["name! | parts*", "a | Zurich + Kalaam + p"], ["name! | parts*", "a | Kaalam + q + Zürich"]);
        let found = compare(&old, &new);
        let told_of = |diff: &DatasetDiff| told(diff)[0].split_once("(substantive)").expect("it is").1.to_owned();
        assert_eq!(told_of(&found), " +q −p Kalaam>Kaalam Zurich>Zürich");
        assert_eq!(told_of(&found.inverse()), " +p −q Kaalam>Kalaam Zürich>Zurich");
        let (old, new) = (["name! | parts*", "a | Kalaam + Toronto"], ["name! | parts*", "a | Torontoo + Kaalam"]);
        let crossed = compare(&old, &new);
        assert_eq!(told_of(&crossed), " Kalaam>Kaalam Toronto>Torontoo");
        let turned = ItemChanges {
            renamed: [("a", "z"), ("b", "y")]
                .map(|(from, to)| crate::diff::ItemRename {
                    from: Value::String(from.into()),
                    to: Value::String(to.into()),
                })
                .to_vec(),
            ..ItemChanges::default()
        };
        assert_eq!(crate::diff::tests::told_items(&turned.inverse()), " y>b z>a");
    }

    /// The values of records, in their order.
    fn facts(dataset: &Dataset) -> Vec<String> {
        let shown = |record: &Record| values(record).iter().map(Value::to_string).collect::<Vec<_>>().join("/");
        dataset.records().iter().map(shown).collect()
    }

    #[test]
    fn a_diff_makes_the_new_side_of_the_old_one() {
        let old =
            table(&["name | Zone | gone | old", "a | 1 | x | p", "b | 2 | y | q", "c | 3 | z | r", "c | 3 | z | r"]);
        let new =
            table(&["came | zone | new | name", "- | 1 | p | a", "- | 7 | q | b", "w | 9 | s | d", "- | 3 | r | c"]);
        let options = Options { key: vec!["name".into()], ..Options::default() };
        let mut found = diff_sides(&Side::new(&old), &Side::new(&new), &options);
        assert_eq!(facts(&found.apply(&old)), ["null/1/p/a", "null/7/q/b", "null/3/r/c", "w/9/s/d"]);
        // A record that a diff says nothing of is carried over: with the fields of the new side, which a field that came has nothing for.
        found.changes.clear();
        assert_eq!(facts(&found.apply(&old)), ["null/1/p/a", "null/2/q/b", "null/3/r/c", "null/3/r/c"]);
        // A field that came has no value, though the old side had one of that name.
        let turned = DatasetDiff {
            schema: vec![SchemaChange::FieldAdded { field: "gone".into() }],
            new_schema: old.schema().clone(),
            ..found
        };
        assert_eq!(facts(&turned.apply(&old))[0], "a/1/null/p");
    }
}
