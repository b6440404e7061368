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
    let before = [removed.len(), added.len()];
    let [old_made, new_made] =
        [are_made(&old, &old_repaired, &new_repaired), are_made(&new, &new_repaired, &old_repaired)];
    removed.retain(|value| !is_explained(value, &old_repaired, old_made, &new_repaired));
    added.retain(|value| !is_explained(value, &new_repaired, new_made, &old_repaired));
    if [removed.len(), added.len()] != before {
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
    removed.retain(|value| !new.contains(&form(value, is_address)));
    added.retain(|value| !old.contains(&form(value, is_address)));
    // Where one is left that the other list does not have, nobody asks for a reason.
    reasons.push(Cosmetic::Repeated);
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
    use crate::diff::pairing::pair;
    use crate::diff::tests::{compare, compared, told, told_items};

    fn texts(items: &[&str]) -> Vec<Value> {
        items.iter().map(|item| Value::String((*item).into())).collect()
    }

    /// What came, went and was renamed, or why nothing did.
    fn shown(old: &[Value], new: &[Value], is_address: bool, renames: &[(&str, &str)]) -> String {
        let renames = renames.iter().map(|(from, to)| (reading(from), reading(to))).collect();
        let (items, reason) = compare_items([old, new], [old, new], is_address, &renames);
        assert_eq!(items.is_empty(), reason.is_some(), "{old:?} {new:?}");
        told_items(&items).trim_start().to_owned() + &reason.map(|reason| reason.to_string()).unwrap_or_default()
    }

    #[track_caller]
    fn check(old: &[&str], new: &[&str], expected: &str) {
        assert_eq!(shown(&texts(old), &texts(new), false, &[]), expected, "{old:?} {new:?}");
    }

    #[test]
    fn lists_differ_in_the_items_that_one_alone_has() {
        check(&["a", "b"], &["b", "c"], "+c −a");
        check(&["x", "b", "y"], &["p", "b", "q"], "+p +q −x −y");
        check(&[], &["q", "p"], "+q +p");
        check(&["q", "p"], &[], "−q −p");
        // A set has each item once.
        check(&["a"], &["a", "p", "P", "p"], "+p");
        check(&["p", "P", "a"], &["a"], "−p");
    }

    #[test]
    fn lists_of_the_same_items_say_why_they_are_not_equal() {
        check(&["a", "b"], &["b", "a"], "order");
        check(&["a", "b"], &["b", "a", "a"], "repeated item");
        check(&["b", "a", "a"], &["a", "b"], "repeated item");
        check(&["a", "a", "b"], &["a", "b", "b"], "repeated item");
        check(&["Colt", "b"], &["colt", "b"], "case");
        check(&["East 2", "b"], &["East2", "b"], "blanks");
        check(&["Zürich", "b"], &["Zu\u{308}rich", "b"], "Unicode form");
        check(&["* Lyon"], &["Lyon"], "markup");
        check(&["- Lyon"], &["• Lyon"], "markup");
        check(&["a; b"], &["a", "b"], "separator");
        check(&["a", "b"], &["a / b"], "separator");
        // The weightiest of several reasons.
        check(&["colt", "b", "a"], &["a", "Colt", "b", "b"], "case");
        check(&["colt", "a; b"], &["Colt", "b", "a"], "separator");
    }

    #[test]
    fn a_sign_that_begins_a_line_is_no_part_of_a_name() {
        let check = |text: &str, expected: &str| assert_eq!(without_bullet(text), expected, "{text:?}");
        check("* Lyon", "Lyon");
        check("-  Lyon", "Lyon");
        check("• Lyon", "Lyon");
        check("*Lyon", "*Lyon");
        check("- 5", "- 5");
        check("-", "-");
        check("+ Lyon", "+ Lyon");
    }

    #[test]
    fn items_of_other_kinds_compare_by_their_texts() {
        let numbers = |numbers: &[i64]| numbers.iter().map(|number| Value::Integer(*number)).collect::<Vec<_>>();
        assert_eq!(shown(&numbers(&[1, 2, 3]), &numbers(&[3, 5]), false, &[]), "+5 −1 −2");
        assert_eq!(shown(&numbers(&[1, 2]), &texts(&["1", "3"]), false, &[]), "+3 −2");
    }

    #[test]
    fn addresses_compare_by_where_they_lead() {
        let check = |old: &[&str], new: &[&str], expected: &str| {
            assert_eq!(shown(&texts(old), &texts(new), true, &[("Toronoto", "Toronto")]), expected, "{old:?} {new:?}");
        };
        check(&["http://a.example/", "b"], &["b", "https://www.a.example"], "same address");
        check(&["https://a.example", "https://a.example/"], &["http://a.example"], "same address");
        check(&["https://a.example", "b"], &["b", "https://a.example", "http://a.example"], "repeated item");
        // They have neither spellings nor parts.
        check(&["https://a.example/b"], &["https://a.example/B"], "+https://a.example/B −https://a.example/b");
        check(&["Toronoto"], &["Toronto"], "+Toronto −Toronoto");
        check(&["a, b"], &["a", "b"], "+a +b −a, b");
        check(&["a", "b"], &["a, b"], "+a, b −a −b");
    }

    #[test]
    fn an_item_that_is_several_of_the_other_list_is_these() {
        check(&["a, b", "c"], &["c", "b", "a"], "separator");
        check(&["a, b, c"], &["a", "b"], "+a +b −a, b, c");
        check(&["a, b"], &["b"], "+b −a, b");
        check(&["a, b", "c"], &["a", "b", "d"], "+d −c");
        check(&["a", "b", "d"], &["a, b", "c"], "+c −d");
        check(&["a, a"], &["a", "p"], "+p");
        // One item of one text is no list.
        check(&["Toronoto", "Graz"], &["Toronto", "Linz"], "+Linz −Graz Toronoto>Toronto");
    }

    #[test]
    fn a_text_is_parted_by_the_first_kind_of_separator_that_it_has() {
        let check = |text: &str, expected: &[&str]| assert_eq!(split_text(text), expected, "{text:?}");
        check("a; b, c", &["a", "b, c"]);
        check("a, b | c", &["a", "b | c"]);
        check("a|b\nc", &["a", "b\nc"]);
        check("a\nb / c", &["a", "b / c"]);
        check("a / b · c", &["a", "b · c"]);
        check("a·b • c", &["a", "b • c"]);
        check("a • b & c", &["a", "b & c"]);
        check("a & b + c", &["a", "b + c"]);
        check("a + b", &["a", "b"]);
        check("a/b&c+d", &["a/b&c+d"]);
        // A sign at an end separates nothing.
        check("a;, b", &["a", ", b"]);
        check("; a, b", &["; a", "b"]);
        check("a;", &["a;"]);
        check(" a ", &[" a "]);
        check("", &[""]);
    }

    #[test]
    fn what_a_safe_repair_makes_of_one_list_stands_in_the_other_one() {
        let check = |[old, old_repaired]: [&[&str]; 2], [new, new_repaired]: [&[&str]; 2], expected: &str| {
            let [old, old_repaired, new, new_repaired] = [old, old_repaired, new, new_repaired].map(texts);
            let none = ColumnRenames::new();
            let shown = |(items, reason): (ItemChanges, Option<Cosmetic>)| {
                told_items(&items).trim_start().to_owned() + &reason.map(|one| one.to_string()).unwrap_or_default()
            };
            let there = compare_items([&old, &new], [&old_repaired, &new_repaired], false, &none);
            assert_eq!(shown(there), expected, "{old:?} {new:?}");
            let mut back = compare_items([&new, &old], [&new_repaired, &old_repaired], false, &none);
            std::mem::swap(&mut back.0.added, &mut back.0.removed);
            assert_eq!(shown(back), expected, "{new:?} {old:?}");
        };
        // One is spelled right on the other side.
        check([&["Cold", "Eir"], &["Kelly", "Eir"]], [&["Kelly", "Eir"], &["Kelly", "Eir"]], "repaired spelling");
        // One is parted.
        check(
            [&["Graz Linz Ulm"], &["Graz", "Linz", "Ulm"]],
            [&["Graz", "Linz", "Ulm"], &["Graz", "Linz", "Ulm"]],
            "repaired spelling",
        );
        // Of what it is parted into the other side has only some.
        check([&["Graz Linz Ulm"], &["Graz", "Linz", "Ulm"]], [&["Graz", "Linz"], &["Graz", "Linz"]], "−Graz Linz Ulm");
        // The other side has it already, or others stand there once more.
        check([&["Cold", "Kelly"], &["Kelly", "Kelly"]], [&["Kelly"], &["Kelly"]], "repaired spelling");
        check([&["Cold", "a", "a"], &["Kelly", "a", "a"]], [&["Kelly", "a"], &["Kelly", "a"]], "repaired spelling");
        // What is repaired on both sides is no reason.
        check([&["colt", "Cold"], &["colt", "Kelly"]], [&["Colt", "Cold"], &["Colt", "Kelly"]], "case");
        // Another one came and went besides.
        check([&["Cold", "Eir"], &["Kelly", "Eir"]], [&["Kelly", "Orange"], &["Kelly", "Orange"]], "+Orange −Eir");
        check([&["Cold"], &["Kelly"]], [&["Orange"], &["Orange"]], "+Orange −Cold");
        // Both are repaired, to the same name.
        check([&["Cold"], &["Kelly"]], [&["Warm"], &["Kelly"]], "repaired spelling");
        check([&["Cold"], &["Kelly"]], [&["Warm"], &["Orange"]], "+Warm −Cold");
    }

    #[test]
    fn an_item_with_a_near_spelling_has_another_name() {
        check(&["Toronoto", "Graz"], &["Toronto", "Linz"], "+Linz −Graz Toronoto>Toronto");
        check(&["Zurich West", "Kalaam"], &["Kaalam", "Zürich West"], "Kalaam>Kaalam Zurich West>Zürich West");
        // In the order of the old names, wherever they stand.
        check(&["Zurich", "Kalaam"], &["Zürich", "Kaalam"], "Kalaam>Kaalam Zurich>Zürich");
        // Two letters of ten.
        check(&["Telecomunikation"], &["Telecommunication"], "Telecomunikation>Telecommunication");
        check(&["Interxions"], &["Interxionsab"], "Interxions>Interxionsab");
        check(&["Interxions"], &["Interxionsabc"], "+Interxionsabc −Interxions");
        check(&["London"], &["London2"], "+London2 −London");
        check(&["Colt"], &["Cost"], "+Cost −Colt");
        // What is near to two names is neither.
        check(&["Toronto"], &["Torontoo", "Torronto"], "+Torontoo +Torronto −Toronto");
        check(&["Torontoo", "Torronto"], &["Toronto"], "+Toronto −Torontoo −Torronto");
        check(
            &["Torontoo", "Torronto", "Kalaam"],
            &["Kaalam", "Toronto"],
            "+Toronto −Torontoo −Torronto Kalaam>Kaalam",
        );
    }

    #[test]
    fn an_item_has_the_name_that_its_column_gives_it() {
        let renames = [("Alpha", "Omega"), ("Beta", "Sigma")];
        let check = |old: &[&str], new: &[&str], expected: &str| {
            assert_eq!(shown(&texts(old), &texts(new), false, &renames), expected, "{old:?} {new:?}");
        };
        check(&["beta", "alpha", "x"], &["Omega", "SIGMA", "x"], "alpha>Omega beta>SIGMA");
        check(&["Alpha"], &["Sigma"], "+Sigma −Alpha");
        check(&["Omega"], &["Alpha"], "+Alpha −Omega");
    }

    /// Names of which no two are near each other.
    fn others(count: usize, letter: char) -> Vec<String> {
        let digit = |number: usize, place: u32| char::from(b'a' + (number / 9_usize.pow(place) % 9) as u8);
        let name = |number| (0..4).map(|place| digit(number, place).to_string().repeat(3)).collect::<String>();
        (0..count).map(|number| letter.to_string().repeat(6) + &name(number)).collect()
    }

    /// Beyond so many pairs only the names that were renamed throughout are looked for.
    #[test]
    fn very_long_lists_are_compared_by_their_names_alone() {
        let sides = |old: usize, new: usize| {
            let list = |names: Vec<String>, last: [&str; 3]| {
                let names = names.into_iter().chain(last.map(str::to_owned));
                names.map(Value::String).collect::<Vec<_>>()
            };
            let (old, new) = (
                list(others(old, 'p'), ["Toronoto", "Alpha", "Beta"]),
                list(others(new, 'w'), ["Toronto", "Omega", "x"]),
            );
            let renames = [("Alpha", "Omega"), ("Beta", "Sigma")].map(|(a, b)| (reading(a), reading(b))).into();
            compare_items([&old, &new], [&old, &new], false, &renames).0
        };
        let renamed = |items: &ItemChanges| {
            items.renamed.iter().map(|one| format!("{}>{}", one.from, one.to)).collect::<Vec<_>>()
        };
        // 100 times 100.
        let few = sides(97, 97);
        assert_eq!(renamed(&few), ["Alpha>Omega", "Toronoto>Toronto"]);
        assert_eq!((few.added.len(), few.removed.len()), (98, 98));
        let many = sides(98, 97);
        assert_eq!(renamed(&many), ["Alpha>Omega"]);
        assert_eq!((many.added.len(), many.removed.len()), (99, 100));
        assert!(many.added.contains(&Value::String("Toronto".into())));
        assert!(many.removed.contains(&Value::String("Beta".into())));
    }

    #[test]
    fn items_that_change_places_in_enough_lists_are_renamed() {
        let check = |from: &str, to: &str, lists: usize, expected: bool| {
            assert_eq!(is_rename(from, to, lists), expected, "{from} {to} {lists}");
        };
        check("Alpha", "Beta", 3, true);
        check("Alpha", "Beta", 4, true);
        check("Alpha", "Beta", 2, false);
        check("Alpha Net", "Alpha Web", 2, true);
        check("Alpha Net", "Alpha Web", 1, false);
        check("of Alpha", "of Beta", 2, false);
        check("Old Alpha", "old Beta", 2, true);
        check("Alpha", "Alphabet", 2, false);
        check("Node 1", "Node 2", 5, false);
        check("Node 1", "Node 2", 2, false);
    }

    /// The renames that a column shows, as `from>to`.
    #[track_caller]
    fn check_column(old: &[&'static str], new: &[&'static str], expected: &[&str]) {
        let all = |lines: &[&'static str]| [&["name! | parts*"], lines].concat();
        let found = compared(&all(old), &all(new), |comparison| renamed_in_column(comparison, &pair(comparison).pairs));
        let renames = found[1].iter().map(|(from, to)| format!("{from}>{to}"));
        assert_eq!(renames.collect::<Vec<_>>(), expected);
        assert_eq!(found[0], ColumnRenames::new(), "texts are no lists");
    }

    #[test]
    fn a_name_takes_the_place_of_another_one_throughout_a_column() {
        let old = ["a | Alpha + x", "b | Alpha", "c | y + Alpha", "d | z"];
        check_column(&old, &["a | Beta + x", "b | BETA", "c | y + Beta", "d | z"], &["alpha>beta"]);
        // The old one stands somewhere still.
        check_column(&old, &["a | Beta + x", "b | Beta", "c | y + Beta", "d | z + Alpha"], &[]);
        check_column(
            &["a | Alpha + x", "b | Alpha", "c | y + Alpha", "d | Alpha"],
            &["a | Beta + x", "b | Beta", "c | y + Beta", "d | Alpha"],
            &[],
        );
        // The new one was there before.
        check_column(
            &["a | Alpha + x", "b | Alpha", "c | y + Alpha", "d | z + Beta"],
            &["a | Beta + x", "b | Beta", "c | y + Beta", "d | z + Beta"],
            &[],
        );
        // It stands in one more list, or in one less.
        check_column(&old, &["a | Beta + x", "b | Beta", "c | y + Beta", "d | z + Beta"], &[]);
        check_column(&old, &["a | Beta + x", "b | Beta", "c | y", "d | z"], &[]);
        // Two took its place.
        check_column(&old, &["a | Beta + Gamma", "b | Beta + Gamma", "c | Beta + Gamma", "d | z"], &[]);
        // Two names in two groups of lists.
        check_column(
            &["a | Alpha", "b | Alpha", "c | Alpha", "d | Net One", "e | Net One", "f | q"],
            &["a | Beta", "b | Beta", "c | Beta", "d | Net Two", "e | Net Two", "f | r"],
            &["alpha>beta", "net one>net two"],
        );
        // Nothing but an order changed, or all came.
        check_column(&["a | x + y", "b | x + y", "c | x + y"], &["a | y + x", "b | y + x", "c | y + x"], &[]);
        check_column(&["a |", "b |", "c |"], &["a | x", "b | x", "c | x"], &[]);
    }

    #[test]
    fn a_column_tells_the_names_of_its_items() {
        assert_eq!(
            told(&compare(
                &["name! | parts*", "a | Alpha + x", "b | Alpha", "c | y + Alpha"],
                &["name! | parts*", "a | x + Omega", "b | Omega", "c | Omega"],
            )),
            [
                "~ a; parts: [Alpha, x] → [x, Omega] (substantive) Alpha>Omega",
                "~ b; parts: [Alpha] → [Omega] (substantive) Alpha>Omega",
                "~ c; parts: [y, Alpha] → [Omega] (substantive) −y Alpha>Omega",
            ]
        );
    }

    /// Two datasets, of which one has a record that is called otherwise now.
    #[test]
    fn a_record_that_has_another_name_tells_the_items_of_other_lists() {
        let towns = |name: &str| format!("{name} | Street of the sea 5");
        let (old, new) = (towns("Toronoto"), towns("Toronto"));
        let renamed = compare(&["town! | street", &old, "Graz | x"], &["town! | street", &new, "Graz | x"]);
        assert_eq!(told(&renamed), ["> Toronoto → Toronto"]);
        let lists = |old: &str, new: &str| compare(&["name! | towns*", old], &["name! | towns*", new]);
        let check = |old: &str, new: &str, names: &[(&str, &str)], expected: &str| {
            let text = |text: &str| Value::String(text.to_owned());
            let names = names.iter().map(|(from, to)| (text(from), text(to)));
            let mut items = lists(old, new).changes[0].fields()[0].items.clone().expect("it is a list");
            rename_by(&mut items, &names.collect());
            assert_eq!(told_items(&items).trim_start(), expected, "{old} {new}");
        };
        let names = [("Alpha", "Omega"), ("Beta", "Sigma")];
        check("a | Alpha + x", "a | y + Omega", &names, "+y −x Alpha>Omega");
        check("a | Alpha", "a | Sigma", &names, "+Sigma −Alpha");
        check("a | Omega", "a | Alpha", &names, "+Alpha −Omega");
        check("a | Toronoto + Beta", "a | Toronto + Sigma", &names, "Beta>Sigma Toronoto>Toronto");
        check("a | Zurich + Beta", "a | Zürich + Sigma", &names, "Beta>Sigma Zurich>Zürich");

        let Change::Renamed { from, to, .. } = &renamed.changes[0] else { panic!("it is renamed") };
        assert_eq!((from, to), (&texts(&["Toronoto"]), &texts(&["Toronto"])));
        let of = |from: &[&str], to: &[&str]| {
            let mut renamed = renamed.clone();
            let Change::Renamed { from: old, to: new, .. } = &mut renamed.changes[0] else { panic!("it is renamed") };
            (*old, *new) = (texts(from), texts(to));
            told(&Diff::new(vec![renamed, lists("a | Alpha + x", "a | x + Omega")]).datasets[1])
        };
        let renamed = ["~ a; towns: [Alpha, x] → [x, Omega] (substantive) Alpha>Omega"];
        let other = ["~ a; towns: [Alpha, x] → [x, Omega] (substantive) +Omega −Alpha"];
        assert_eq!(of(&["Alpha"], &["Omega"]), renamed);
        assert_eq!(of(&["Omega"], &["Alpha"]), other);
        // In one part of the key alone.
        assert_eq!(of(&["north", "Alpha"], &["north", "Omega"]), renamed);
        assert_eq!(of(&["Alpha", "north"], &["Omega", "south"]), other);
    }
}
