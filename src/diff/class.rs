//! Whether a change says anything new, field by field of a pair of records.
//!
//! It compares values as a reader would: in any case, Unicode form and order, with any blanks, however they are marked up, and as a safe
//! repair would spell them; markup that means something, such as a text that is struck out, is a fact. What is left is a change of the facts. Another reason for which one is not is a variant of [`Cosmetic`].

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::items::{ColumnRenames, ItemChanges, compare_items, split_text};
use super::pairing::RecordPair;
use super::schema::FieldPair;
use super::{FieldChange, Side};
use crate::schema::{Value, notation};
use crate::similarity::{folded, reading};

/// What a change of a value comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeClass {
    /// The facts changed.
    Substantive,
    /// The same is said in another way.
    Cosmetic(Cosmetic),
    /// It follows from a field that came, went or changed its type, which is told once for the dataset.
    Schema,
}

impl ChangeClass {
    /// Its word in outputs.
    pub fn name(self) -> &'static str {
        match self {
            ChangeClass::Substantive => "substantive",
            ChangeClass::Cosmetic(_) => "cosmetic",
            ChangeClass::Schema => "schema",
        }
    }
}

/// Why a change says nothing new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cosmetic {
    /// The items of a list, or the columns of a table, are in another order.
    Order,
    /// An item of a list stands there once more, or once less.
    Repeated,
    /// Letters are in another case.
    Case,
    /// Blanks came or went, or a missing value became an empty one.
    Blanks,
    /// Characters are written in another Unicode form, or one that nobody sees came or went.
    Unicode,
    /// It is marked up in another way.
    Markup,
    /// One side spells it as a safe repair spells the other one.
    Spelling,
    /// The address leads to the same place.
    Address,
    /// The items of a list are separated by another sign.
    Separator,
    /// The same number, or the same day, is written in another way.
    Notation,
}

impl fmt::Display for Cosmetic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Cosmetic::Order => "order",
            Cosmetic::Repeated => "repeated item",
            Cosmetic::Case => "case",
            Cosmetic::Blanks => "blanks",
            Cosmetic::Unicode => "Unicode form",
            Cosmetic::Markup => "markup",
            Cosmetic::Spelling => "repaired spelling",
            Cosmetic::Address => "same address",
            Cosmetic::Separator => "separator",
            Cosmetic::Notation => "notation",
        })
    }
}

/// The two sides with what pairs their fields.
pub(super) struct Comparison<'c, 'd> {
    pub(super) old: &'c Side<'d>,
    pub(super) new: &'c Side<'d>,
    pub(super) fields: &'c [FieldPair],
    /// The positions of the key's fields on either side, in the key's order; none where the records have no key in common.
    pub(super) old_key: Vec<usize>,
    pub(super) new_key: Vec<usize>,
    /// The positions of the fields that both sides have, on either side, in an order that is the same on the way back.
    pub(super) shared: [Vec<usize>; 2],
    /// The positions of the fields that one side alone has.
    lone: [Vec<usize>; 2],
    /// The positions of the key's fields on the new side, to look one up.
    in_key: BTreeSet<usize>,
}

impl<'c, 'd> Comparison<'c, 'd> {
    pub(super) fn new(old: &'c Side<'d>, new: &'c Side<'d>, fields: &'c [FieldPair], key: &[String]) -> Self {
        let schema = new.dataset.schema();
        let pairs: Option<Vec<(usize, usize)>> = key
            .iter()
            .map(|name| {
                let position = schema.position(name)?;
                fields.iter().find(|pair| pair.new == position).map(|pair| (pair.old, pair.new))
            })
            .collect();
        let (old_key, new_key): (Vec<usize>, Vec<usize>) = pairs.unwrap_or_default().into_iter().unzip();
        let in_key = new_key.iter().copied().collect();
        let alone = |side: &Side<'_>, paired: BTreeSet<usize>| -> Vec<usize> {
            (0..side.dataset.schema().fields.len()).filter(|position| !paired.contains(position)).collect()
        };
        let lone = [
            alone(old, fields.iter().map(|pair| pair.old).collect()),
            alone(new, fields.iter().map(|pair| pair.new).collect()),
        ];
        let names = |pair: &FieldPair| {
            let mut names = [
                old.dataset.schema().fields[pair.old].name.as_str(),
                new.dataset.schema().fields[pair.new].name.as_str(),
            ];
            names.sort_unstable();
            names
        };
        let mut pairs: Vec<&FieldPair> = fields.iter().collect();
        pairs.sort_by_key(|pair| names(pair));
        let shared = [pairs.iter().map(|pair| pair.old).collect(), pairs.iter().map(|pair| pair.new).collect()];
        Self { old, new, fields, old_key, new_key, shared, lone, in_key }
    }

    /// Whether a pair of fields is in the key.
    pub(super) fn is_key(&self, pair: &FieldPair) -> bool {
        self.in_key.contains(&pair.new)
    }

    /// Whether the values of a pair of fields are addresses.
    pub(super) fn is_address(&self, pair: &FieldPair) -> bool {
        let is_uri = |side: &Side<'_>, position: usize| side.dataset.schema().fields[position].format == Some("uri");
        is_uri(self.old, pair.old) || is_uri(self.new, pair.new)
    }

    /// Whether a pair of fields is a list on one side only.
    fn is_list_once(&self, pair: &FieldPair) -> bool {
        let is_list = |side: &Side<'_>, at: usize| side.dataset.schema().fields[at].field_type.is_list();
        is_list(self.old, pair.old) != is_list(self.new, pair.new)
    }

    /// Whether the order of the items of a pair of fields says something.
    fn is_ordered(&self, pair: &FieldPair) -> bool {
        self.old.dataset.schema().fields[pair.old].is_ordered || self.new.dataset.schema().fields[pair.new].is_ordered
    }
}

/// The fields of a pair of records that differ, in the new schema's order, those that only the old one has at the end.
pub(super) fn field_changes(
    comparison: &Comparison<'_, '_>,
    pair: &RecordPair,
    renames: &[ColumnRenames],
    relaid: &BTreeSet<usize>,
) -> Vec<FieldChange> {
    let changed: Vec<Option<FieldChange>> =
        (0..comparison.fields.len()).map(|field| value_change(comparison, pair, field, &renames[field])).collect();
    let cells = &comparison.new.dataset.records()[pair.new].values;
    // A cell is told of once: by the first field that is from it, unless another one of it has changed.
    let mut told = BTreeMap::new();
    for (index, fields) in comparison.fields.iter().enumerate() {
        if let Some(cell) = cells[fields.new].cell {
            let (_, has_changed) = told.entry(cell).or_insert((index, false));
            *has_changed |= changed[index].is_some();
        }
    }
    let mut changes: Vec<(usize, FieldChange)> = Vec::new();
    for (index, fields) in comparison.fields.iter().enumerate() {
        let told = cells[fields.new].cell.and_then(|cell| told.get(&cell));
        let is_explained = told.is_some_and(|&(first, has_changed)| first < index || has_changed);
        let change = changed[index].clone().or_else(|| match is_explained {
            true => None,
            false => written_change(comparison, pair, index, relaid.contains(&index)),
        });
        changes.extend(change.map(|change| (fields.new, change)));
    }
    changes.extend(lone_changes(comparison, pair));
    changes.sort_by_key(|(position, _)| *position);
    changes.into_iter().map(|(_, change)| change).collect()
}

/// The values of fields that one side alone has.
fn lone_changes(comparison: &Comparison<'_, '_>, pair: &RecordPair) -> Vec<(usize, FieldChange)> {
    let change = |field: &str, before: Value, after: Value| FieldChange {
        field: field.to_owned(),
        before,
        after,
        class: ChangeClass::Schema,
        items: None,
        written: None,
    };
    let mut changes = Vec::new();
    let (old, new) = (comparison.old.dataset.schema(), comparison.new.dataset.schema());
    let [old_alone, new_alone] = &comparison.lone;
    for &position in new_alone {
        let value = comparison.new.value(pair.new, position);
        if !value.is_null() {
            changes.push((position, change(&new.fields[position].name, Value::Null, value.clone())));
        }
    }
    for &position in old_alone {
        let value = comparison.old.value(pair.old, position);
        if !value.is_null() {
            let name = &old.fields[position].name;
            changes.push((new.fields.len() + position, change(name, value.clone(), Value::Null)));
        }
    }
    changes
}

fn value_change(
    comparison: &Comparison<'_, '_>,
    pair: &RecordPair,
    index: usize,
    renames: &ColumnRenames,
) -> Option<FieldChange> {
    let fields = &comparison.fields[index];
    let (before, after) = (comparison.old.value(pair.old, fields.old), comparison.new.value(pair.new, fields.new));
    if before == after {
        return None;
    }
    let respelled = [comparison.old.respelled(pair.old, fields.old), comparison.new.respelled(pair.new, fields.new)];
    let is_address = comparison.is_address(fields);
    let is_list = |value: &Value| matches!(value, Value::List(_));
    let (class, items) = match is_list(before) && is_list(after) {
        true => class_of_lists([before, after], respelled, is_address, comparison.is_ordered(fields), renames),
        false if is_list(before) || is_list(after) => {
            class_of_list_and_scalar(before, after, comparison.is_list_once(fields))
        }
        false => with_lines(class_of_scalars(before, after, respelled, is_address), before, after),
    };
    let field = comparison.new.dataset.schema().fields[fields.new].name.clone();
    let change = FieldChange { field, before: before.clone(), after: after.clone(), class, items, written: None };
    Some(match change.is_cosmetic() && is_told_otherwise(comparison, pair, fields) {
        true => FieldChange {
            class: ChangeClass::Substantive,
            written: written(comparison, pair, index).map(|(before, after)| [before, after]),
            ..change
        },
        false => change,
    })
}

/// Whether markup says something else of the two values: one is struck out, or has a raised number.
fn is_told_otherwise(comparison: &Comparison<'_, '_>, pair: &RecordPair, fields: &FieldPair) -> bool {
    comparison.old.told(pair.old, fields.old) != comparison.new.told(pair.new, fields.new)
}

fn class_of_lists(
    values: [&Value; 2],
    respelled: [&Value; 2],
    is_address: bool,
    is_ordered: bool,
    renames: &ColumnRenames,
) -> (ChangeClass, Option<ItemChanges>) {
    let (items, cosmetic) = compare_items(values.map(Value::items), respelled.map(Value::items), is_address, renames);
    let class = match (items.is_empty(), cosmetic) {
        (true, Some(Cosmetic::Order)) if is_ordered => ChangeClass::Substantive,
        (true, Some(cosmetic)) => ChangeClass::Cosmetic(cosmetic),
        _ => ChangeClass::Substantive,
    };
    (class, Some(items))
}

/// Texts of several lines differ line by line; those that have the same lines in another order say the same.
fn with_lines(class: ChangeClass, before: &Value, after: &Value) -> (ChangeClass, Option<ItemChanges>) {
    let (Some(a), Some(b), ChangeClass::Substantive) = (before.as_str(), after.as_str(), class) else {
        return (class, None);
    };
    if !a.contains('\n') && !b.contains('\n') {
        return (class, None);
    }
    let lines = [a, b].map(|text| {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| Value::String(line.to_owned())).collect::<Vec<_>>()
    });
    let both = [lines[0].as_slice(), lines[1].as_slice()];
    let (items, cosmetic) = compare_items(both, both, false, &ColumnRenames::new());
    match cosmetic {
        Some(reason) => (ChangeClass::Cosmetic(reason), None),
        None => (class, Some(items)),
    }
}

/// A list on one side and a text on the other one are the same if they read the same.
///
/// Where the field is a list on one side only, no item is no value.
fn class_of_list_and_scalar(before: &Value, after: &Value, is_list_once: bool) -> (ChangeClass, Option<ItemChanges>) {
    let text = |value: &Value| if value.is_null() { String::new() } else { reading(&value.to_string()) };
    if is_list_once && text(before).is_empty() && text(after).is_empty() {
        return (ChangeClass::Cosmetic(Cosmetic::Blanks), None);
    }
    if before.is_null() || after.is_null() {
        let (added, removed) = (after.items().to_vec(), before.items().to_vec());
        return (ChangeClass::Substantive, Some(ItemChanges { added, removed, renamed: Vec::new() }));
    }
    let items = |value: &Value| -> BTreeSet<String> {
        let texts = value.items().iter().map(ToString::to_string);
        texts.flat_map(|text| split_text(&text).into_iter().map(reading).collect::<Vec<_>>()).collect()
    };
    let is_same = text(before) == text(after) || items(before) == items(after);
    let class = if is_same { ChangeClass::Schema } else { ChangeClass::Substantive };
    (class, None)
}

fn class_of_scalars(before: &Value, after: &Value, respelled: [&Value; 2], is_address: bool) -> ChangeClass {
    let is_text = |value: &Value| matches!(value, Value::String(_));
    let text = |value: &Value| if value.is_null() { String::new() } else { value.to_string() };
    let (a, b) = (text(before), text(after));
    if a == b {
        // A number became the same text, or a missing value an empty one.
        let is_blank = a.is_empty();
        return if is_blank { ChangeClass::Cosmetic(Cosmetic::Blanks) } else { ChangeClass::Schema };
    }
    if !is_text(before) && !is_text(after) {
        return ChangeClass::Substantive;
    }
    match cosmetic(&a, &b, is_address) {
        Some(reason) => ChangeClass::Cosmetic(reason),
        None if reading(&text(respelled[0])) == reading(&text(respelled[1])) => {
            ChangeClass::Cosmetic(Cosmetic::Spelling)
        }
        None if notation(&a).is_some_and(|form| notation(&b) == Some(form)) => {
            ChangeClass::Cosmetic(Cosmetic::Notation)
        }
        None => ChangeClass::Substantive,
    }
}

/// Why two different texts say the same, if they do.
pub(super) fn cosmetic(a: &str, b: &str, is_address: bool) -> Option<Cosmetic> {
    if is_address {
        return (address(a) == address(b)).then_some(Cosmetic::Address);
    }
    if reading(a) != reading(b) {
        return None;
    }
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    Some(match () {
        () if bare(a) == bare(b) => Cosmetic::Blanks,
        () if folded(&bare(a)) == folded(&bare(b)) => Cosmetic::Case,
        () => Cosmetic::Unicode,
    })
}

/// An address without what a server redirects by custom: the scheme, `www.`, a language in front of the path, a slash at the end.
pub(super) fn address(text: &str) -> String {
    let text = text.trim();
    let bare = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some(bare) = bare else { return text.trim_end_matches('/').to_owned() };
    let end = bare.find(['/', '?', '#']).unwrap_or(bare.len());
    let (host, rest) = bare.split_at(end);
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    let rest = match rest.strip_prefix("/en-us/").or_else(|| rest.strip_prefix("/en-US/")) {
        Some(path) => format!("/{path}"),
        None => rest.to_owned(),
    };
    format!("//{host}{}", rest.trim_end_matches(['#', '?']).trim_end_matches('/'))
}

/// A value that is written in another way and is the same.
fn written_change(
    comparison: &Comparison<'_, '_>,
    pair: &RecordPair,
    index: usize,
    is_relaid: bool,
) -> Option<FieldChange> {
    let fields = &comparison.fields[index];
    let (before, after) = written(comparison, pair, index)?;
    if before == after || is_relaid && before.trim() == after.trim() {
        return None;
    }
    let text = |value: &crate::dataset::FieldValue| value.written().map(reading).collect::<Vec<_>>();
    let old_value = &comparison.old.dataset.records()[pair.old].values[fields.old];
    let new_value = &comparison.new.dataset.records()[pair.new].values[fields.new];
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let class = match () {
        () if bare(&before) == bare(&after) => ChangeClass::Cosmetic(Cosmetic::Blanks),
        () if is_told_otherwise(comparison, pair, fields) => ChangeClass::Substantive,
        () if text(old_value) != text(new_value) => ChangeClass::Cosmetic(Cosmetic::Spelling),
        () => ChangeClass::Cosmetic(Cosmetic::Markup),
    };
    Some(FieldChange {
        field: comparison.new.dataset.schema().fields[fields.new].name.clone(),
        before: old_value.value.clone(),
        after: new_value.value.clone(),
        class,
        items: None,
        written: Some([before, after]),
    })
}

/// How the two sides write a value: the source of its cell, else the texts of its items.
fn written(comparison: &Comparison<'_, '_>, pair: &RecordPair, index: usize) -> Option<(String, String)> {
    let fields = &comparison.fields[index];
    let cells = (comparison.old.written(pair.old, fields.old), comparison.new.written(pair.new, fields.new));
    if let (Some(before), Some(after)) = cells {
        return Some((before.to_owned(), after.to_owned()));
    }
    let items = |side: &Side<'_>, record: usize, field: usize| {
        let value = &side.dataset.records()[record].values[field];
        (!value.provenance.is_empty()).then(|| value.written().collect::<Vec<_>>().join(", "))
    };
    Some((items(comparison.old, pair.old, fields.old)?, items(comparison.new, pair.new, fields.new)?))
}

/// The least number of cells with other blanks around them that make a column set anew.
const RELAID: usize = 2;

/// The columns in which most cells have other blanks around them: they were lined up anew, which is one change of each. Where one
/// was, so were the others whose cells have other blanks.
pub(super) fn relaid_columns(comparison: &Comparison<'_, '_>, pairs: &[RecordPair]) -> BTreeSet<usize> {
    let moved: Vec<(usize, usize)> =
        columns_of_their_own(comparison, pairs).map(|index| (index, moved_cells(comparison, pairs, index))).collect();
    let is_relaid = |count: usize| count >= RELAID && count * 2 > pairs.len();
    match moved.iter().any(|&(_, count)| is_relaid(count)) {
        true => moved.into_iter().filter(|&(_, count)| count > 0).map(|(index, _)| index).collect(),
        false => BTreeSet::new(),
    }
}

/// The fields whose cells are not those of a field before it, too.
fn columns_of_their_own(comparison: &Comparison<'_, '_>, pairs: &[RecordPair]) -> impl Iterator<Item = usize> {
    let record = pairs.first().map(|pair| &comparison.new.dataset.records()[pair.new]);
    let mut seen = BTreeSet::new();
    (0..comparison.fields.len()).filter(move |&index| {
        let cell = record.and_then(|record| record.values[comparison.fields[index].new].cell);
        cell.is_none_or(|cell| seen.insert(cell))
    })
}

/// The number of cells of a column that have other blanks around them.
fn moved_cells(comparison: &Comparison<'_, '_>, pairs: &[RecordPair], index: usize) -> usize {
    let fields = &comparison.fields[index];
    let is_moved = |pair: &&RecordPair| {
        let cells = (comparison.old.written(pair.old, fields.old), comparison.new.written(pair.new, fields.new));
        matches!(cells, (Some(before), Some(after)) if blanks_around(before) != blanks_around(after))
    };
    pairs.iter().filter(is_moved).count()
}

fn blanks_around(text: &str) -> (usize, usize) {
    (text.len() - text.trim_start().len(), text.len() - text.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_place_are_one() {
        let check = |a: &str, b: &str, same: bool| assert_eq!(address(a) == address(b), same, "{a} {b}");
        check("http://example.com", "https://www.Example.com/", true);
        check("https://example.com/en-us/a/", "https://example.com/a", true);
        check("https://example.com/a#", "https://example.com/a", true);
        check("https://example.com/a", "https://example.com/b", false);
        check("https://example.com/A", "https://example.com/a", false);
        check("https://example.com/a?x=1", "https://example.com/a", false);
        check("mailto:a@example.com", "mailto:b@example.com", false);
        check("../a.md", "../a.md/", true);
    }

    #[test]
    fn a_text_may_be_set_in_another_way() {
        let check =
            |a: &str, b: &str, expected: Option<Cosmetic>| assert_eq!(cosmetic(a, b, false), expected, "{a} {b}");
        check("a b", "a  b", Some(Cosmetic::Blanks));
        check("East2", "East 2", Some(Cosmetic::Blanks));
        check("equinix", "Equinix", Some(Cosmetic::Case));
        check("Zürich", "Zu\u{308}rich", Some(Cosmetic::Unicode));
        check("London", "London2", None);
    }
    #[test]
    fn a_list_and_a_text_are_the_same_if_they_read_the_same() {
        let list = |items: &[&str]| Value::List(items.iter().map(|item| Value::String((*item).into())).collect());
        let check = |items: &[&str], text: &str, expected: ChangeClass| {
            let text = Value::String(text.into());
            assert_eq!(class_of_list_and_scalar(&list(items), &text, false).0, expected, "{items:?} {text:?}");
            assert_eq!(class_of_list_and_scalar(&text, &list(items), false).0, expected, "{text:?} {items:?}");
        };
        check(&["a", "b"], "a, b", ChangeClass::Schema);
        check(&["a", "b"], "b; a", ChangeClass::Schema);
        check(&["a", "b"], "a", ChangeClass::Substantive);
        check(&["a"], "a", ChangeClass::Schema);
        check(&[], "a", ChangeClass::Substantive);
    }

    #[test]
    fn a_text_that_an_alias_respells_is_spelled_in_another_way() {
        let text = |text: &str| Value::String(text.into());
        let check = |respelled: [&str; 2], expected: ChangeClass| {
            let [one, other] = respelled.map(text);
            let class = class_of_scalars(&text("Colt Net"), &text("Lumen"), [&one, &other], false);
            assert_eq!(class, expected, "{respelled:?}");
        };
        check(["Lumen", "Lumen"], ChangeClass::Cosmetic(Cosmetic::Spelling));
        check(["Colt Net", "Lumen"], ChangeClass::Substantive);
    }
}
