//! Two revisions of a table, read alike: one type for a column of both, and one key that holds on both sides.
//!
//! A column that one revision alone would take for numbers must not make every value of the other one new, so its type is that of all of its
//! cells together. It knows two tables and which columns are the same ones; what changed between them is for others to say.

use std::collections::{BTreeMap, BTreeSet};

use super::column::Column;
use super::key::{KeyColumn, candidate_sets, tells};
use super::names::{Naming, field_name, header_texts, snake};
use super::profile::{Profile, profile};
use super::table::{InferOptions, InferredTable, empty, push_found, push_section, push_surplus};
use crate::document::Table;
use crate::schema::{Field, FieldType};
use crate::similarity::folded;

/// Two revisions of a table by shared types.
#[derive(Debug, Clone)]
pub struct InferredPair {
    /// What the old table holds, and the new one.
    pub sides: [InferredTable; 2],
    /// For each pair of columns what the old one and the new one would be by themselves.
    pub own_types: Vec<[FieldType; 2]>,
}

/// What two revisions of a table hold. `columns` pairs the columns of the old one with those of the new one that are the same.
pub fn infer_pair(old: &Table, new: &Table, columns: &[(usize, usize)]) -> InferredPair {
    let profile_of = |column: &Column<'_>| profile(column, &|_| false);
    let mut own_types = Vec::new();
    let mut shared: Vec<(Column<'_>, [Profile; 2])> = Vec::new();
    for &(a, b) in columns {
        let (a, b) = (Column::of_table(old, a), Column::of_table(new, b));
        let own = [profile_of(&a), profile_of(&b)];
        own_types.push(own.each_ref().map(|found| found.field_type.clone()));
        let lists = as_lists([&a, &b], own);
        let cells = a.cells.iter().chain(&b.cells).copied().collect();
        let both = Column { cells, rows: a.rows + b.rows, ..b };
        let found = lists.unwrap_or_else(|| {
            let found = profile_of(&both);
            [found.clone(), found]
        });
        shared.push((both, found));
    }
    let has_sections = [old, new].iter().any(|table| table.has_sections());
    let has_surplus = [old, new].iter().any(|table| table.surplus_cells().next().is_some());
    let side = |number: usize, table: &Table, own: &dyn Fn(&(usize, usize)) -> usize| {
        let pair_of: BTreeMap<usize, usize> = columns.iter().enumerate().map(|(at, pair)| (own(pair), at)).collect();
        let mut inferred = empty("table");
        let options = InferOptions { naming: Naming::Header, types: true };
        for (index, header) in header_texts(table).iter().enumerate() {
            let name = field_name(header, index, options.naming);
            match pair_of.get(&index) {
                Some(&at) => {
                    let (column, found) = &shared[at];
                    push_found(&mut inferred, &Column { index, ..column.clone() }, name, &found[number], &options);
                }
                None => {
                    let column = Column::of_table(table, index);
                    let found = profile_of(&column);
                    push_found(&mut inferred, &column, name, &found, &options);
                }
            }
        }
        if has_sections {
            push_section(&mut inferred, options.naming);
        }
        if has_surplus {
            push_surplus(&mut inferred, options.naming);
        }
        inferred
    };
    InferredPair { sides: [side(0, old, &|pair| pair.0), side(1, new, &|pair| pair.1)], own_types }
}

/// What the columns of two sides hold if both are lists: each has its own separators, since one side may have been written anew. A side
/// of which that is in doubt is a list if its items are those of the other one.
fn as_lists(columns: [&Column<'_>; 2], mut own: [Profile; 2]) -> Option<[Profile; 2]> {
    for (side, other) in [(0, 1), (1, 0)] {
        if own[side].field_type.is_list() && !own[other].field_type.is_list() {
            let known = items(columns[side], &own[side]);
            own[other] = profile(columns[other], &|text| known.contains(&folded(text)));
        }
    }
    own.iter().all(|found| found.field_type.is_list()).then_some(own)
}

/// The items of a column, folded.
fn items(column: &Column<'_>, found: &Profile) -> BTreeSet<String> {
    let is_between = |sign: char| found.separators.characters.contains(&sign) || sign == '\n';
    let texts = column.cells.iter().map(|cell| cell.text());
    texts.flat_map(|text| text.split(is_between).map(|item| folded(item.trim())).collect::<Vec<_>>()).collect()
}

/// A field of both sides with its texts, for [`shared_key`].
#[derive(Debug, Clone)]
pub struct KeyField<'f> {
    /// The field.
    pub field: &'f Field,
    /// Its text in each record of the old side and of the new one; empty where there is none.
    pub texts: [Vec<String>; 2],
}

/// A key that holds on both sides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedKey {
    /// The places of its fields; none where nothing identifies a record.
    pub places: Vec<usize>,
    /// Why, in a few words.
    pub reason: String,
}

/// The most keys that are tried out.
const MOST_TRIED: usize = 48;

/// The fields that identify the records of both sides: those that a person would call a record by, if they are different in all records of
/// either side, and if they pair at least half as many records that have something in common as any other key does. What tells of
/// a record, such as a description, does not name it. Where no fields are different in all records, nothing is the key, and the reason
/// names the fields that come nearest.
pub fn shared_key(fields: &[KeyField<'_>], records: [usize; 2]) -> SharedKey {
    let none = |reason: &str| SharedKey { places: Vec::new(), reason: reason.to_owned() };
    if records == [0, 0] {
        return none("there is no record");
    }
    let names: Vec<String> = fields.iter().map(|field| snake(&field.field.name)).collect();
    let columns: Vec<KeyColumn<'_>> = fields
        .iter()
        .enumerate()
        .filter_map(|(place, field)| {
            let may_name = field.field.format.is_none() && !tells(&names[place]);
            let strangeness = strangeness(&field.field.field_type).filter(|_| may_name)?;
            let values = field.texts.iter().flatten().map(String::as_str).collect();
            Some(KeyColumn { name: &names[place], place, values, strangeness })
        })
        .collect();
    let mut sets = candidate_sets(&columns, 0);
    sets.truncate(MOST_TRIED);
    let tried: Vec<Trial> = sets.into_iter().map(|places| Trial::new(fields, places, records)).collect();
    let unique = || tried.iter().filter(|trial| trial.repeated == 0);
    let best = |of: fn(&Trial) -> usize| unique().map(of).max().unwrap_or(0);
    let (common, agreed) = (best(|trial| trial.common), best(|trial| trial.agreed));
    let is_good = |trial: &&Trial| trial.common * 2 >= common && trial.agreed * 2 >= agreed;
    let named = |places: &[usize]| {
        places.iter().map(|&place| format!("`{}`", fields[place].field.name)).collect::<Vec<_>>().join(" and ")
    };
    if let Some(trial) = unique().find(is_good) {
        let what = if trial.places.len() == 1 { "every value" } else { "every combination" };
        let reason = format!("{what} of {} is there once on either side", named(&trial.places));
        return SharedKey { places: trial.places.clone(), reason };
    }
    let all = records[0] + records[1];
    // One field says it best, even if some more beside it come a little nearer.
    let near = tried.iter().filter(|trial| trial.repeated * 2 < all);
    match near.min_by_key(|trial| (trial.places.len(), trial.repeated)) {
        Some(trial) => {
            let verb = if trial.repeated == 1 { "shares its" } else { "share their" };
            none(&format!(
                "no fields tell all records apart ({} of {all} {verb} {} with another one), so they are paired by content",
                trial.repeated,
                named(&trial.places)
            ))
        }
        None => none("no fields tell the records apart, so they are paired by content"),
    }
}

/// How well some fields serve as a key.
struct Trial {
    places: Vec<usize>,
    /// The records that share the key with another one of their side, but for one of each key.
    repeated: usize,
    /// The keys that both sides have.
    common: usize,
    /// Of these, those whose records agree in half of the other fields or more.
    agreed: usize,
}

impl Trial {
    fn new(fields: &[KeyField<'_>], places: Vec<usize>, records: [usize; 2]) -> Self {
        let key = |side: usize, record: usize| -> Vec<&str> {
            places.iter().map(|&place| fields[place].texts[side][record].as_str()).collect()
        };
        let mut old: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        let mut repeated = 0;
        for record in 0..records[0] {
            repeated += usize::from(old.insert(key(0, record), record).is_some());
        }
        let mut seen = BTreeSet::new();
        let (mut common, mut agreed) = (0, 0);
        for record in 0..records[1] {
            let key = key(1, record);
            if let Some(&before) = old.get(&key) {
                common += 1;
                agreed += usize::from(agree(fields, &places, before, record));
            }
            repeated += usize::from(!seen.insert(key));
        }
        Self { places, repeated, common, agreed }
    }
}

/// Whether two records have half of the fields beside the key in common, or more.
fn agree(fields: &[KeyField<'_>], key: &[usize], old: usize, new: usize) -> bool {
    let others = fields.iter().enumerate().filter(|(place, _)| !key.contains(place)).map(|(_, field)| field);
    let pairs = others.map(|field| (&field.texts[0][old], &field.texts[1][new]));
    let filled: Vec<_> = pairs.filter(|(a, b)| !a.is_empty() || !b.is_empty()).collect();
    filled.iter().filter(|(a, b)| a == b).count() * 2 >= filled.len()
}

/// How far a type is from a name; nothing for one that identifies nothing.
fn strangeness(field_type: &FieldType) -> Option<usize> {
    super::propose::strangeness(field_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of columns `name: old|old / new|new`.
    #[track_caller]
    fn check(columns: &[&str], expected: &[usize], reason: &str) {
        let parsed: Vec<(Field, [Vec<String>; 2])> = columns
            .iter()
            .map(|column| {
                let (name, texts) = column.split_once(": ").expect("it has a name");
                let (old, new) = texts.split_once(" / ").expect("it has two sides");
                let split = |texts: &str| texts.split('|').map(str::to_owned).collect::<Vec<_>>();
                (Field::new(name, FieldType::String), [split(old), split(new)])
            })
            .collect();
        let fields: Vec<KeyField<'_>> =
            parsed.iter().map(|(field, texts)| KeyField { field, texts: texts.clone() }).collect();
        let records = [fields[0].texts[0].len(), fields[0].texts[1].len()];
        let found = shared_key(&fields, records);
        assert_eq!((found.places.as_slice(), found.reason.as_str()), (expected, reason));
    }

    #[test]
    fn the_key_holds_on_both_sides() {
        check(&["city: a|b / a|b|c", "zone: 1|2 / 1|2|3"], &[0], "every value of `city` is there once on either side");
        check(
            &["city: a|b / a|a|c", "state: x|y / x|z|x", "note: p|p / p|p|p"],
            &[0, 1],
            "every combination of `city` and `state` is there once on either side",
        );
    }

    #[test]
    fn numbers_of_rows_are_no_key_where_rows_move() {
        check(
            &["id: 1|2|3|4 / 1|2|3|4|5", "town: a|b|c|d / x|a|b|c|d", "note: p|q|r|s / z|p|q|r|s"],
            &[1],
            "every value of `town` is there once on either side",
        );
    }

    #[test]
    fn a_key_that_nearly_holds_is_none() {
        let many = "a|b|c|d|e|f|g|h|i|j|k|l";
        check(
            &[&format!("city: {many} / {many}|a"), "note: p|p|p|p|p|p|p|p|p|p|p|p / p|p|p|p|p|p|p|p|p|p|p|p|p"],
            &[],
            "no fields tell all records apart (1 of 25 shares its `city` with another one), so they are paired by content",
        );
        check(&["city: a|a / a|a"], &[], "no fields tell the records apart, so they are paired by content");
    }
}
