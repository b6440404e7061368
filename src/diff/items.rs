//! Two lists to what came, went and was renamed among their items. Lists are sets: order and repetition say nothing.
//!
//! An item is renamed if the two names are near spellings of each other, or if the new name stands in all of the lists of the column
//! where the old one stood and in no other; never if a number alone tells them apart.

use std::collections::{BTreeMap, BTreeSet};

use super::class::{Comparison, Cosmetic, address, cosmetic};
use super::pairing::RecordPair;
use super::{Change, Diff};
use crate::schema::Value;
use crate::similarity::{differ_in_number, folded, is_near_spelling, loose_key, reading};

/// What happened to the items of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemChanges {
    /// Items of the new list only, in its order.
    pub added: Vec<Value>,
    /// Items of the old list only, in its order.
    pub removed: Vec<Value>,
    /// Items that have another name, by their old ones.
    pub renamed: Vec<ItemRename>,
}

impl ItemChanges {
    /// Whether the lists have the same items.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.renamed.is_empty()
    }
}

/// An item that has another name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemRename {
    /// Its old name.
    pub from: Value,
    /// Its new name.
    pub to: Value,
}

/// The readings of items that were renamed throughout a column, old to new.
pub(super) type ColumnRenames = BTreeMap<String, String>;

/// How an item compares.
fn form(value: &Value, is_address: bool) -> String {
    match is_address {
        true => address(&value.to_string()),
        false => reading(without_bullet(&value.to_string())),
    }
}

/// `* Lyon` → `Lyon`: a list of one item keeps the sign that begins its line.
fn without_bullet(text: &str) -> &str {
    let rest = text.strip_prefix(['*', '-', '•']).filter(|rest| rest.starts_with(' '));
    rest.map(str::trim_start).filter(|rest| rest.starts_with(char::is_alphabetic)).unwrap_or(text)
}

/// What differs between two lists; where nothing does, why they are not equal.
pub(super) fn compare_items(
    lists: [&[Value]; 2],
    respelled: [&[Value]; 2],
    is_address: bool,
    renames: &ColumnRenames,
) -> (ItemChanges, Option<Cosmetic>) {
    let [mut removed, mut added] = unmatched(lists, |value| value.clone());
    let is_same_set = removed.is_empty() && added.is_empty();
    let mut reasons: Vec<Cosmetic> = if is_same_set { vec![Cosmetic::Order] } else { Vec::new() };
    for (before, after) in match_by(&mut removed, &mut added, |value| form(value, is_address)) {
        let reason = cosmetic(&before.to_string(), &after.to_string(), is_address);
        reasons.push(reason.unwrap_or(Cosmetic::Markup));
    }
    drop_respelled(&mut removed, &mut added, lists, respelled, &mut reasons);
    if !is_address {
        drop_split(&mut removed, &mut added, &mut reasons);
        drop_split(&mut added, &mut removed, &mut reasons);
    }
    drop_repeated(&mut removed, &mut added, lists, is_address, &mut reasons);
    let mut renamed: Vec<ItemRename> = Vec::new();
    if !is_address {
        renamed.extend(take_renamed(&mut removed, &mut added, renames));
    }
    renamed.sort();
    // A set has each of its items once.
    let owned = |values: Vec<&Value>| {
        let mut seen = BTreeSet::new();
        values.into_iter().filter(|value| seen.insert(form(value, is_address))).cloned().collect()
    };
    let changes = ItemChanges { added: owned(added), removed: owned(removed), renamed };
    let reason = changes.is_empty().then(|| reasons.into_iter().max().unwrap_or(Cosmetic::Order));
    (changes, reason)
}

/// The items of either list that the other one does not have as often.
fn unmatched<K: Ord>(lists: [&[Value]; 2], key: impl Fn(&Value) -> K) -> [Vec<&Value>; 2] {
    let [mut old, mut new] = lists.map(|list| list.iter().collect::<Vec<_>>());
    match_by(&mut old, &mut new, key);
    [old, new]
}

/// Takes out the items that have one key, pair by pair in the order of the lists.
fn match_by<'v, K: Ord>(
    old: &mut Vec<&'v Value>,
    new: &mut Vec<&'v Value>,
    key: impl Fn(&Value) -> K,
) -> Vec<(&'v Value, &'v Value)> {
    if old.is_empty() || new.is_empty() {
        return Vec::new();
    }
    let mut places: BTreeMap<K, Vec<usize>> = BTreeMap::new();
    for (index, value) in new.iter().enumerate().rev() {
        places.entry(key(value)).or_default().push(index);
    }
    let mut taken = BTreeSet::new();
    let mut pairs = Vec::new();
    old.retain(|value| match places.get_mut(&key(value)).and_then(Vec::pop) {
        Some(index) => {
            taken.insert(index);
            pairs.push((*value, new[index]));
            false
        }
        None => true,
    });
    let mut index = 0;
    new.retain(|_| {
        index += 1;
        !taken.contains(&(index - 1))
    });
    pairs
}

/// Takes out what the two sides have in common once both are repaired.
fn drop_respelled(
    removed: &mut Vec<&Value>,
    added: &mut Vec<&Value>,
    lists: [&[Value]; 2],
    respelled: [&[Value]; 2],
    reasons: &mut Vec<Cosmetic>,
) {
    if lists == respelled {
        return;
    }
    let forms = |list: &[Value]| -> BTreeSet<String> { list.iter().map(|value| form(value, false)).collect() };
    let ([old, new], [old_repaired, new_repaired]) = (lists.map(forms), respelled.map(forms));
    // What repairs make of the items that they take away is on the other side, so that these are not missing there.
    let are_made = |own: &BTreeSet<String>, repaired: &BTreeSet<String>, other: &BTreeSet<String>| {
        repaired.difference(own).all(|made| other.contains(made))
    };
    let is_explained = |value: &Value, repaired: &BTreeSet<String>, are_made: bool, other: &BTreeSet<String>| {
        let form = form(value, false);
        other.contains(&form) || !repaired.contains(&form) && are_made
    };
    let before = removed.len() + added.len();
    let [old_made, new_made] =
        [are_made(&old, &old_repaired, &new_repaired), are_made(&new, &new_repaired, &old_repaired)];
    removed.retain(|value| !is_explained(value, &old_repaired, old_made, &new_repaired));
    added.retain(|value| !is_explained(value, &new_repaired, new_made, &old_repaired));
    if removed.len() + added.len() < before {
        reasons.push(Cosmetic::Spelling);
    }
}

/// The signs that separate the items of a list, whichever one its column uses.
const SEPARATORS: &[&str] = &[";", ",", "|", "\n", " / ", "·", "•", " & ", " + "];

/// A text as the items that it is if it is a list with one kind of separator; else the text.
pub(super) fn split_text(text: &str) -> Vec<&str> {
    let parts = |separator: &&str| -> Vec<&str> {
        text.split(*separator).map(str::trim).filter(|part| !part.is_empty()).collect()
    };
    SEPARATORS.iter().map(parts).find(|parts| parts.len() > 1).unwrap_or_else(|| vec![text])
}

/// Takes out an item that is several of the other list, written with another separator, with all of these.
fn drop_split(whole: &mut Vec<&Value>, parts: &mut Vec<&Value>, reasons: &mut Vec<Cosmetic>) {
    if whole.is_empty() || parts.len() < 2 {
        return;
    }
    let known: BTreeSet<String> = parts.iter().map(|value| form(value, false)).collect();
    let mut gone: BTreeSet<String> = BTreeSet::new();
    whole.retain(|value| {
        let forms = |text: &str| split_text(text).into_iter().map(reading).collect::<Vec<_>>();
        let forms = value.as_str().map(forms).unwrap_or_default();
        let is_list = forms.len() > 1 && forms.iter().all(|form| known.contains(form));
        if is_list {
            gone.extend(forms);
        }
        !is_list
    });
    if !gone.is_empty() {
        parts.retain(|value| !gone.contains(&form(value, false)));
        reasons.push(Cosmetic::Separator);
    }
}

/// Takes out items of which the other list has one too.
fn drop_repeated(
    removed: &mut Vec<&Value>,
    added: &mut Vec<&Value>,
    lists: [&[Value]; 2],
    is_address: bool,
    reasons: &mut Vec<Cosmetic>,
) {
    if removed.is_empty() && added.is_empty() {
        return;
    }
    let [old, new] = lists.map(|list| list.iter().map(|value| form(value, is_address)).collect::<BTreeSet<String>>());
    let before = removed.len() + added.len();
    removed.retain(|value| !new.contains(&form(value, is_address)));
    added.retain(|value| !old.contains(&form(value, is_address)));
    if removed.len() + added.len() < before {
        reasons.push(Cosmetic::Repeated);
    }
}

/// The most pairs of names of two lists that are compared letter by letter.
const MOST_COMPARED: usize = 10_000;

/// A name of an item, read once for all that it is compared with.
struct Name<'v> {
    text: &'v str,
    reading: String,
    /// The number of letters that count in its spelling.
    letters: usize,
}

impl<'v> Name<'v> {
    /// The names of items; none where one is no text.
    fn all(values: &[&'v Value]) -> Vec<Option<Self>> {
        values.iter().map(|value| value.as_str().map(Self::new)).collect()
    }

    fn new(text: &'v str) -> Self {
        Self { text, reading: reading(text), letters: loose_key(text).chars().count() }
    }

    /// Whether it is a near spelling of another one: no letter by letter comparison is needed where the lengths tell that it is none.
    fn is_near(&self, other: &Self) -> bool {
        self.letters.abs_diff(other.letters) <= MOST_LETTERS && is_near_spelling(self.text, other.text)
    }
}

/// Near spellings have so many letters more or less at most.
const MOST_LETTERS: usize = 2;

/// Takes out the pairs that are one item under two names. A name that looks like two others is none of them.
fn take_renamed(removed: &mut Vec<&Value>, added: &mut Vec<&Value>, renames: &ColumnRenames) -> Vec<ItemRename> {
    let [old_names, new_names] = [Name::all(removed), Name::all(added)];
    let is_one = |old: usize, new: usize| match (&old_names[old], &new_names[new]) {
        (Some(from), Some(to)) => renames.get(&from.reading) == Some(&to.reading) || from.is_near(to),
        _ => false,
    };
    // Lists that share next to nothing are other lists; only names that were renamed throughout are looked for in them.
    let is_few = removed.len() * added.len() <= MOST_COMPARED;
    let mut by_reading: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (new, name) in new_names.iter().enumerate() {
        by_reading.entry(name.as_ref().map(|name| name.reading.clone()).unwrap_or_default()).or_default().push(new);
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (old, from) in old_names.iter().enumerate() {
        let near: Vec<usize> = match is_few {
            true => (0..added.len()).filter(|&new| is_one(old, new)).collect(),
            false => {
                let to = from.as_ref().and_then(|from| renames.get(&from.reading));
                to.and_then(|to| by_reading.get(to)).cloned().unwrap_or_default()
            }
        };
        pairs.extend(near.into_iter().map(|new| (old, new)));
    }
    let mut counts: [BTreeMap<usize, usize>; 2] = Default::default();
    for &(old, new) in &pairs {
        *counts[0].entry(old).or_default() += 1;
        *counts[1].entry(new).or_default() += 1;
    }
    let is_alone = |&(old, new): &(usize, usize)| counts[0][&old] == 1 && counts[1][&new] == 1;
    let chosen: Vec<(usize, usize)> = pairs.iter().copied().filter(is_alone).collect();
    let renamed =
        chosen.iter().map(|&(old, new)| ItemRename { from: removed[old].clone(), to: added[new].clone() }).collect();
    let keep = |values: &mut Vec<&Value>, gone: BTreeSet<usize>| {
        let mut index = 0;
        values.retain(|_| {
            index += 1;
            !gone.contains(&(index - 1))
        });
    };
    keep(removed, chosen.iter().map(|(old, _)| *old).collect());
    keep(added, chosen.iter().map(|(_, new)| *new).collect());
    renamed
}

/// The least number of lists that show by themselves that a name took the place of another one.
const ENOUGH_LISTS: usize = 3;

/// For each pair of fields the items that were renamed throughout: the old name is gone, the new one was not there, and it stands in
/// exactly the lists where the old one stood.
pub(super) fn renamed_in_column(comparison: &Comparison<'_, '_>, pairs: &[RecordPair]) -> Vec<ColumnRenames> {
    (0..comparison.fields.len()).map(|field| column_renames(comparison, pairs, field)).collect()
}

fn column_renames(comparison: &Comparison<'_, '_>, pairs: &[RecordPair], field: usize) -> ColumnRenames {
    let fields = &comparison.fields[field];
    let mut lists: [BTreeMap<String, Vec<usize>>; 2] = Default::default();
    for (index, pair) in pairs.iter().enumerate() {
        let values = [comparison.old.value(pair.old, fields.old), comparison.new.value(pair.new, fields.new)];
        if let [Value::List(old), Value::List(new)] = values
            && old != new
        {
            for (side, items) in unmatched([old, new], |value| form(value, false)).into_iter().enumerate() {
                for item in items.into_iter().filter_map(Value::as_str) {
                    lists[side].entry(reading(item)).or_default().push(index);
                }
            }
        }
    }
    if lists.iter().any(BTreeMap::is_empty) {
        return ColumnRenames::new();
    }
    drop_standing(&mut lists[0], comparison.new.dataset, fields.new);
    drop_standing(&mut lists[1], comparison.old.dataset, fields.old);
    let mut by_places: BTreeMap<Vec<usize>, [Vec<String>; 2]> = BTreeMap::new();
    for (side, items) in lists.into_iter().enumerate() {
        for (item, places) in items {
            by_places.entry(places).or_default()[side].push(item);
        }
    }
    let rename = |(places, [from, to]): (Vec<usize>, [Vec<String>; 2])| match (from.as_slice(), to.as_slice()) {
        ([from], [to]) if is_rename(from, to, places.len()) => Some((from.clone(), to.clone())),
        _ => None,
    };
    by_places.into_iter().filter_map(rename).collect()
}

fn is_rename(from: &str, to: &str, lists: usize) -> bool {
    let shares_word = || {
        folded(from).split(' ').any(|word| word.chars().count() > 2 && folded(to).split(' ').any(|other| other == word))
    };
    !differ_in_number(from, to) && (lists >= ENOUGH_LISTS || lists == 2 && shares_word())
}

/// Names that records of one dataset were renamed by are what items of others were renamed by: `A` that came and `B` that went in a list
/// are one item, if a record `B` is now called `A`.
pub(super) fn share_renames(diff: &mut Diff) {
    let mut names: BTreeMap<Value, Value> = BTreeMap::new();
    for change in diff.datasets.iter().flat_map(|dataset| &dataset.changes) {
        if let Change::Renamed { from, to, .. } = change {
            let differing: Vec<(&Value, &Value)> = from.iter().zip(to).filter(|(from, to)| from != to).collect();
            if let [(from, to)] = differing.as_slice() {
                names.insert((*from).clone(), (*to).clone());
            }
        }
    }
    for change in diff.datasets.iter_mut().flat_map(|dataset| &mut dataset.changes) {
        let (Change::Renamed { fields, .. } | Change::Modified { fields, .. }) = change else { continue };
        for items in fields.iter_mut().filter_map(|field| field.items.as_mut()) {
            rename_by(items, &names);
        }
    }
}

fn rename_by(items: &mut ItemChanges, names: &BTreeMap<Value, Value>) {
    let added: BTreeSet<&Value> = items.added.iter().collect();
    let renamed: Vec<ItemRename> = items
        .removed
        .iter()
        .filter_map(|from| names.get(from).map(|to| ItemRename { from: from.clone(), to: to.clone() }))
        .filter(|rename| added.contains(&rename.to))
        .collect();
    let [from, to]: [BTreeSet<&Value>; 2] =
        [renamed.iter().map(|rename| &rename.from).collect(), renamed.iter().map(|rename| &rename.to).collect()];
    items.removed.retain(|item| !from.contains(item));
    items.added.retain(|item| !to.contains(item));
    items.renamed.extend(renamed);
    items.renamed.sort();
}

/// Takes out the items that the other side has somewhere in the column.
fn drop_standing(items: &mut BTreeMap<String, Vec<usize>>, other: &crate::dataset::Dataset, field: usize) {
    for record in other.records() {
        for item in record.values[field].value.items().iter().filter_map(Value::as_str) {
            items.remove(&reading(item));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_that_change_places_in_enough_lists_are_renamed() {
        let check = |from: &str, to: &str, lists: usize, expected: bool| {
            assert_eq!(is_rename(from, to, lists), expected, "{from} {to} {lists}");
        };
        check("Alpha", "Beta", 3, true);
        check("Alpha", "Beta", 2, false);
        check("Alpha Net", "Alpha Web", 2, true);
        check("Alpha Net", "Alpha Web", 1, false);
        check("of Alpha", "of Beta", 2, false);
        check("Node 1", "Node 2", 5, false);
    }
}
