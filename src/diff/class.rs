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
    use crate::dataset::{Dataset, FieldValue, Provenance};
    use crate::diff::pairing::pair;
    use crate::diff::tests::{key, table, told, told_items};
    use crate::diff::{Options, diff_sides};
    use crate::source::{SourceId, SourceMap, Span};

    const CASE: ChangeClass = ChangeClass::Cosmetic(Cosmetic::Case);
    const BLANKS: ChangeClass = ChangeClass::Cosmetic(Cosmetic::Blanks);
    const ORDER: ChangeClass = ChangeClass::Cosmetic(Cosmetic::Order);
    const SPELLING: ChangeClass = ChangeClass::Cosmetic(Cosmetic::Spelling);
    const NOTATION: ChangeClass = ChangeClass::Cosmetic(Cosmetic::Notation);

    fn text(text: &str) -> Value {
        Value::String(text.to_owned())
    }

    #[test]
    fn addresses_of_one_place_are_one() {
        let check = |text: &str, expected: &str| assert_eq!(address(text), expected, "{text}");
        check("http://example.com", "//example.com");
        check(" https://www.Example.com/ ", "//example.com");
        check("https://example.com:443/a/", "//example.com/a");
        check("http://example.com:80?A=1", "//example.com?A=1");
        check("http://example.com:8080", "//example.com:8080");
        check("https://example.com/en-us/A/", "//example.com/A");
        check("https://example.com/en-US/a", "//example.com/a");
        check("https://example.com/en-gb/a", "//example.com/en-gb/a");
        check("https://example.com/a#", "//example.com/a");
        check("https://Example.com#Top", "//example.com#Top");
        check("https://example.com/a?x=1", "//example.com/a?x=1");
        check("https://example.com/a/?", "//example.com/a");
        check("mailto:a@example.com", "mailto:a@example.com");
        check(" ../a.md/ ", "../a.md");
        check("www.example.com", "www.example.com");
    }

    #[test]
    fn a_text_may_be_set_in_another_way() {
        let check =
            |a: &str, b: &str, expected: Option<Cosmetic>| assert_eq!(cosmetic(a, b, false), expected, "{a} {b}");
        check("a b", "a  b", Some(Cosmetic::Blanks));
        check("East2", "East 2", Some(Cosmetic::Blanks));
        check("equinix", "Equinix", Some(Cosmetic::Case));
        check("east 2", "East2", Some(Cosmetic::Case));
        check("Zürich", "Zu\u{308}rich", Some(Cosmetic::Unicode));
        check("London", "London2", None);
        check("http://a.example", "https://a.example", None);
        assert_eq!(cosmetic("http://a.example", "https://a.example", true), Some(Cosmetic::Address));
        assert_eq!(cosmetic("https://a.example/a", "https://a.example/A", true), None);
    }

    #[test]
    fn a_list_and_a_text_are_the_same_if_they_read_the_same() {
        let check = |list: &[&str], text: &str, expected: ChangeClass| {
            let (list, text) = (Value::strings(list.iter().copied()), self::text(text));
            assert_eq!(class_of_list_and_scalar(&list, &text, false), (expected, None), "{list} {text}");
            assert_eq!(class_of_list_and_scalar(&text, &list, false), (expected, None), "{text} {list}");
        };
        check(&["a", "b"], "a, b", ChangeClass::Schema);
        check(&["a", "b"], "b; a", ChangeClass::Schema);
        check(&["A; b", "c"], "a; b, c", ChangeClass::Schema);
        check(&["a", "b"], "a", ChangeClass::Substantive);
        check(&["a"], "a", ChangeClass::Schema);
        check(&[], "a", ChangeClass::Substantive);
        check(&[], "", ChangeClass::Schema);
        check(&["a"], "", ChangeClass::Substantive);
    }

    #[test]
    fn no_item_is_no_value_where_a_field_was_no_list() {
        let (none, some) = (Value::List(Vec::new()), Value::strings(["a", "b"]));
        let check = |before: &Value, after: &Value, once: bool, expected: ChangeClass, items: Option<&str>| {
            let (class, found) = class_of_list_and_scalar(before, after, once);
            let found = found.as_ref().map(|items| told_items(items).trim_start().to_owned());
            assert_eq!((class, found.as_deref()), (expected, items), "{before} {after} {once}");
        };
        check(&none, &Value::Null, true, BLANKS, None);
        check(&Value::Null, &none, true, BLANKS, None);
        check(&none, &text(""), true, BLANKS, None);
        check(&none, &Value::Null, false, ChangeClass::Substantive, Some(""));
        check(&Value::Null, &none, false, ChangeClass::Substantive, Some(""));
        for once in [true, false] {
            check(&some, &Value::Null, once, ChangeClass::Substantive, Some("−a −b"));
            check(&Value::Null, &some, once, ChangeClass::Substantive, Some("+a +b"));
            check(&some, &text(""), once, ChangeClass::Substantive, None);
            check(&text(""), &some, once, ChangeClass::Substantive, None);
        }
    }

    #[test]
    fn a_change_of_a_scalar_is_told_by_its_texts() {
        let check = |before: &Value, after: &Value, expected: ChangeClass| {
            for (before, after) in [(before, after), (after, before)] {
                let class = class_of_scalars(before, after, [before, after], false);
                assert_eq!(class, expected, "{before:?} {after:?}");
            }
        };
        check(&Value::Null, &text(""), BLANKS);
        check(&Value::Null, &text(" "), BLANKS);
        check(&Value::Null, &text("a"), ChangeClass::Substantive);
        check(&Value::Null, &Value::Integer(5), ChangeClass::Substantive);
        check(&Value::Integer(5), &text("5"), ChangeClass::Schema);
        check(&Value::Integer(5), &Value::Number(5.0), ChangeClass::Schema);
        check(&Value::Integer(5), &Value::Integer(6), ChangeClass::Substantive);
        check(&Value::Integer(1000), &text("1,000"), NOTATION);
        check(&Value::Integer(1000), &text("1,001"), ChangeClass::Substantive);
        check(&Value::Boolean(true), &text("True"), CASE);
        check(&Value::Boolean(true), &Value::Boolean(false), ChangeClass::Substantive);
        check(&text("Colt"), &text("colt"), CASE);
        check(&text("1000"), &text("1,000"), NOTATION);
        check(&text("2020-01-17"), &text("17 January 2020"), NOTATION);
        check(&text("Colt"), &text("Lumen"), ChangeClass::Substantive);
        check(&text("http://a.example"), &text("https://a.example"), ChangeClass::Substantive);
        let [a, b] = ["http://a.example", "https://a.example"].map(text);
        assert_eq!(class_of_scalars(&a, &b, [&a, &b], true), ChangeClass::Cosmetic(Cosmetic::Address));
    }

    #[test]
    fn a_text_that_an_alias_respells_is_spelled_in_another_way() {
        let check = |respelled: [&str; 2], expected: ChangeClass| {
            let [one, other] = respelled.map(text);
            let class = class_of_scalars(&text("Colt Net"), &text("Lumen"), [&one, &other], false);
            assert_eq!(class, expected, "{respelled:?}");
        };
        check(["Lumen", "Lumen"], SPELLING);
        check(["Colt Net", "colt net"], SPELLING);
        check(["Colt Net", "Lumen"], ChangeClass::Substantive);
        // A number is none.
        let [one, other] = [1, 2].map(Value::Integer);
        assert_eq!(class_of_scalars(&one, &other, [&other, &other], false), ChangeClass::Substantive);
    }

    #[test]
    fn texts_of_several_lines_differ_in_lines() {
        let check = |before: &str, after: &str, expected: ChangeClass, items: Option<&str>| {
            let (class, found) = with_lines(ChangeClass::Substantive, &text(before), &text(after));
            let found = found.as_ref().map(|items| told_items(items).trim_start().to_owned());
            assert_eq!((class, found.as_deref()), (expected, items), "{before:?} {after:?}");
        };
        check("a\nb", "b\na", ORDER, None);
        check("a\n\n b ", "b\na", ORDER, None);
        check("a\nb", "A\nb", CASE, None);
        check("a\nb", "c\n\na", ChangeClass::Substantive, Some("+c −b"));
        check("a", "a\nb", ChangeClass::Substantive, Some("+b"));
        check("a\nb", "a", ChangeClass::Substantive, Some("−b"));
        check("a b", "b a", ChangeClass::Substantive, None);
        assert_eq!(with_lines(CASE, &text("a\nb"), &text("b\na")), (CASE, None));
        let five = Value::Integer(5);
        assert_eq!(with_lines(ChangeClass::Substantive, &five, &text("a\nb")), (ChangeClass::Substantive, None));
    }

    #[test]
    fn the_order_of_a_list_says_something_where_the_recipe_says_so() {
        let check = |new: &[&str], is_ordered: bool, expected: ChangeClass, items: &str| {
            let (old, new) = (Value::strings(["a", "b"]), Value::strings(new.iter().copied()));
            let none = ColumnRenames::new();
            let (class, found) = class_of_lists([&old, &new], [&old, &new], false, is_ordered, &none);
            let found = found.map(|items| told_items(&items).trim_start().to_owned());
            assert_eq!((class, found.as_deref()), (expected, Some(items)), "{new}");
        };
        check(&["b", "a"], false, ORDER, "");
        check(&["b", "a"], true, ChangeClass::Substantive, "");
        check(&["A", "b"], true, CASE, "");
        check(&["b", "c"], true, ChangeClass::Substantive, "+c −a");
    }

    /// A comparison of two sides of which fields pair up by their places.
    fn compared<T>(old: &str, new: &str, pairs: &[(usize, usize)], ask: impl Fn(&Comparison<'_, '_>) -> T) -> T {
        let (old, new_table) = (table(&[old]), table(&[new]));
        let fields: Vec<FieldPair> = pairs.iter().map(|&(old, new)| FieldPair { old, new, evidence: None }).collect();
        ask(&Comparison::new(&Side::new(&old), &Side::new(&new_table), &fields, &key(&[new])))
    }

    #[test]
    fn a_comparison_knows_the_places_of_its_fields() {
        type Places = (Vec<usize>, Vec<usize>);
        let places = |old: &str, new: &str, pairs: &[(usize, usize)]| -> [Places; 3] {
            compared(old, new, pairs, |comparison| {
                let [old, new] = comparison.shared.clone();
                let [old_lone, new_lone] = comparison.lone.clone();
                [(comparison.old_key.clone(), comparison.new_key.clone()), (old, new), (old_lone, new_lone)]
            })
        };
        let pair = |old: &[usize], new: &[usize]| (old.to_vec(), new.to_vec());
        // What both sides have is in the order of its lesser names, whichever side is the old one.
        let found = places("z | x | m | key", "key! | n | m | a", &[(3, 0), (2, 2), (0, 3)]);
        assert_eq!(found, [pair(&[3], &[0]), pair(&[0, 3, 2], &[3, 0, 2]), pair(&[1], &[1])]);
        let back = places("key | n | m | a", "z | x | m | key!", &[(0, 3), (2, 2), (3, 0)]);
        assert_eq!(back, [pair(&[0], &[3]), pair(&[3, 0, 2], &[0, 3, 2]), pair(&[1], &[1])]);
        // A key of which one side lacks a field is none; the fields of one are in its order.
        let found = places("a | b", "a! | b!", &[(0, 0)]);
        assert_eq!(found, [pair(&[], &[]), pair(&[0], &[0]), pair(&[1], &[1])]);
        let found = places("b | a", "a! | b!", &[(1, 0), (0, 1)]);
        assert_eq!(found[0], pair(&[1, 0], &[0, 1]));
    }

    #[test]
    fn a_pair_of_fields_is_what_either_of_them_is() {
        let check = |old: &str, new: &str, expected: [bool; 4]| {
            let found = compared(old, new, &[(0, 0)], |comparison| {
                let pair = &comparison.fields[0];
                [
                    comparison.is_key(pair),
                    comparison.is_address(pair),
                    comparison.is_list_once(pair),
                    comparison.is_ordered(pair),
                ]
            });
            assert_eq!(found, expected, "{old} {new}");
        };
        check("a", "a", [false, false, false, false]);
        check("a", "a!", [true, false, false, false]);
        check("a@", "a", [false, true, false, false]);
        check("a", "a@", [false, true, false, false]);
        check("a@", "a@", [false, true, false, false]);
        check("a*", "a", [false, false, true, false]);
        check("a", "a*", [false, false, true, false]);
        check("a*", "a*", [false, false, false, false]);
        check("a^", "a*", [false, false, false, true]);
        check("a*", "a^", [false, false, false, true]);
    }

    /// What is known of a cell beyond its value: its source, how its items were written, and what its markup says.
    #[derive(Clone, Copy, Default)]
    struct Source<'s> {
        cell: Option<&'s str>,
        items: &'s [&'s str],
        told: &'s [&'s str],
        /// The number of the cell in its row, where several fields are from one.
        number: Option<usize>,
    }

    fn cell(cell: &str) -> Source<'_> {
        Source { cell: Some(cell), ..Source::default() }
    }

    /// A span of its own for each cell.
    fn span(record: usize, number: usize) -> Span {
        let id: SourceId = SourceMap::new().add("page.md", "");
        Span::new(id, record * 10 + number..record * 10 + number + 1)
    }

    /// A side of which more is known than its values.
    fn with_side<T>(lines: &[&str], sources: &[Vec<Source<'_>>], ask: impl Fn(&Side<'_>) -> T) -> T {
        let plain = table(lines);
        let mut records = plain.records().to_vec();
        for (index, (record, sources)) in records.iter_mut().zip(sources).enumerate() {
            for (value, source) in record.values.iter_mut().zip(sources) {
                let place = |written: &&str| Provenance { span: span(index, 0), written: Some((*written).into()) };
                let cell = source.number.map(|number| span(index, number));
                *value = FieldValue {
                    value: value.value.clone(),
                    provenance: source.items.iter().map(place).collect(),
                    cell,
                };
            }
        }
        let dataset = Dataset::new("d", plain.schema().clone(), records).0;
        let mut side = Side::new(&dataset);
        for (index, sources) in sources.iter().enumerate() {
            side.written.push(sources.iter().map(|source| source.cell).collect());
            for (field, source) in sources.iter().enumerate().filter(|(_, source)| !source.told.is_empty()) {
                side.told.insert((index, field), source.told.iter().map(|&text| text.to_owned()).collect());
            }
        }
        ask(&side)
    }

    fn told_between(lines: [&[&str]; 2], sources: [&[Vec<Source<'_>>]; 2]) -> Vec<String> {
        let options = Options { key: key(lines[1]), ..Options::default() };
        with_side(lines[0], sources[0], |old| {
            with_side(lines[1], sources[1], |new| told(&diff_sides(old, new, &options)))
        })
    }

    #[test]
    fn fields_that_differ_are_told_in_the_order_of_the_new_schema() {
        let found = told_between(
            [
                &["old one | name! | zone# | gone | note | old two", "x | a | 1 | - | n | y"],
                &["b | came | name! | note | zone# | void", "1 | 2 | a | N | 2 | -"],
            ],
            [&[], &[]],
        );
        assert_eq!(
            found.last().map(String::as_str),
            Some(
                "~ a; b: - → 1 (schema); came: - → 2 (schema); note: n → N (case); zone: 1 → 2 (substantive); \
                 old one: x → - (schema); old two: y → - (schema)"
            )
        );
    }

    #[test]
    fn markup_that_means_something_makes_a_cosmetic_change_a_fact() {
        let lines: [&[&str]; 2] = [&["name! | note | zone#", "a | N | 1"], &["name! | note | zone#", "a | n | 2"]];
        let struck = Source { told: &["struck out"], ..cell("~~n~~") };
        let sources = |note| [vec![Source::default(), note, Source::default()]];
        let check = |before, after, expected: &str| {
            let found = told_between(lines, [&sources(before), &sources(after)]);
            assert_eq!(found, [format!("~ a; {expected}; zone: 1 → 2 (substantive)")]);
        };
        check(cell("N"), cell("n"), "note: N → n (case)");
        check(cell("N"), struck, "note: N → n (substantive) «N» «~~n~~»");
        check(struck, cell("n"), "note: N → n (substantive) «~~n~~» «n»");
        check(struck, struck, "note: N → n (case)");
        // Of a number that is another one anyway nothing more is to be told.
        let found =
            told_between(lines, [&[vec![cell("a"), cell("N"), cell("1")]], &[vec![cell("a"), cell("n"), struck]]]);
        assert_eq!(found, ["~ a; note: N → n (case); zone: 1 → 2 (substantive)"]);
    }

    #[test]
    fn a_value_may_be_written_in_another_way() {
        let lines = ["name! | note", "a | London"];
        let check = |before: Source<'_>, after: Source<'_>, expected: Option<&str>| {
            let found =
                told_between([&lines, &lines], [&[vec![Source::default(), before]], &[vec![Source::default(), after]]]);
            let expected = expected.map(|expected| format!("~ a; note: London → London ({expected}"));
            assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
        };
        let items = |items| Source { items, ..Source::default() };
        let told = |text| Source { told: &["struck out"], ..cell(text) };
        check(cell(" London "), cell(" London "), None);
        check(cell(" London "), cell("London"), Some("blanks) « London » «London»"));
        check(cell("Lon don"), cell("London"), Some("blanks) «Lon don» «London»"));
        check(cell("**London**"), cell("London"), Some("markup) «**London**» «London»"));
        check(cell("London"), told("~~London~~"), Some("substantive) «London» «~~London~~»"));
        check(told("~~London~~"), told("<s>London</s>"), Some("markup) «~~London~~» «<s>London</s>»"));
        let misspelled = Source { items: &["Londn"], ..cell("Londn") };
        let right = Source { items: &["London"], ..cell("London") };
        check(misspelled, right, Some("repaired spelling) «Londn» «London»"));
        check(right, Source { cell: Some("*London*"), ..right }, Some("markup) «London» «*London*»"));
        // Without its source a value is the items as they were written.
        check(items(&["Londn"]), items(&["London"]), Some("repaired spelling) «Londn» «London»"));
        check(items(&["Lon", "don"]), items(&["London"]), Some("repaired spelling) «Lon, don» «London»"));
        check(Source { cell: None, ..misspelled }, right, Some("repaired spelling) «Londn» «London»"));
        check(items(&["Londn"]), items(&[]), None);
        check(items(&[]), items(&["Londn"]), None);
        check(cell("Londn"), Source::default(), None);
    }

    /// A text and the address of its link are from one cell.
    #[test]
    fn a_cell_is_told_of_once() {
        // A text, an address, and the source of both.
        let check = |old: [&str; 3], new: [&str; 3], cells: [Option<usize>; 3], expected: &str| {
            let fields = "name! | note | url@";
            let [old_row, new_row] = [old, new].map(|[note, url, _]| format!("a | {note} | {url}"));
            let row = |source| {
                let sources = [cell("a"), cell(source), cell(source)].into_iter().zip(cells);
                [sources.map(|(source, number)| Source { number, ..source }).collect()]
            };
            let found = told_between([&[fields, &old_row], &[fields, &new_row]], [&row(old[2]), &row(new[2])]);
            assert_eq!(found, [format!("~ a; {expected}")], "{cells:?}");
        };
        let one = [Some(1), Some(2), Some(2)];
        let own = [Some(1), Some(2), Some(3)];
        let (plain, bold) = (["t", "u", "[t](u)"], ["t", "u", "[**t**](u)"]);
        // Neither value changed: the first field tells of it.
        check(plain, bold, one, "note: t → t (markup) «[t](u)» «[**t**](u)»");
        let both = "note: t → t (markup) «[t](u)» «[**t**](u)»; url: u → u (markup) «[t](u)» «[**t**](u)»";
        check(plain, bold, own, both);
        check(plain, bold, [None; 3], both);
        // One of them changed: it alone is told.
        check(plain, ["t", "v", "[t](v)"], one, "url: u → v (substantive)");
        check(plain, ["s", "u", "[s](u)"], one, "note: t → s (substantive)");
        check(plain, ["s", "v", "[s](v)"], one, "note: t → s (substantive); url: u → v (substantive)");
    }

    fn columns<'s>(rows: &[[&'s str; 2]], cells: [usize; 2]) -> Vec<Vec<Source<'s>>> {
        let source = |row: &[&'s str; 2]| [0, 1].map(|at| Source { number: Some(cells[at]), ..cell(row[at]) }).to_vec();
        rows.iter().map(source).collect()
    }

    #[test]
    fn a_column_was_lined_up_anew_if_most_of_its_cells_were() {
        let check = |old: &[[&str; 2]], new: &[[&str; 2]], cells: [usize; 2], expected: &[usize]| {
            let rows: Vec<String> = (0..old.len()).map(|row| format!("row {row} | v")).collect();
            let lines: Vec<&str> = std::iter::once("name! | note").chain(rows.iter().map(String::as_str)).collect();
            let found = with_side(&lines, &columns(old, cells), |old_side| {
                with_side(&lines, &columns(new, cells), |new_side| {
                    let fields = [0, 1].map(|at| FieldPair { old: at, new: at, evidence: None });
                    let comparison = Comparison::new(old_side, new_side, &fields, &key(&lines));
                    relaid_columns(&comparison, &pair(&comparison).pairs)
                })
            });
            assert_eq!(found.into_iter().collect::<Vec<_>>(), expected, "{old:?} {new:?} {cells:?}");
        };
        let (plain, first, second, both) = ([" a ", " b "], [" a  ", " b "], [" a ", "b"], ["   a ", "b "]);
        let own = [1, 2];
        check(&[plain], &[first], own, &[]);
        check(&[plain; 2], &[first; 2], own, &[0]);
        check(&[plain; 2], &[second; 2], own, &[1]);
        check(&[plain; 2], &[plain; 2], own, &[]);
        check(&[plain; 3], &[first, plain, first], own, &[0]);
        check(&[first, plain, first], &[plain; 3], own, &[0]);
        check(&[plain; 3], &[first, plain, plain], own, &[]);
        check(&[plain; 4], &[first, plain, plain, first], own, &[]);
        check(&[plain; 5], &[first, plain, first, plain, first], own, &[0]);
        check(&[plain; 6], &[first, plain, first, plain, first, plain], own, &[]);
        // Where one column was, so were the others whose cells were.
        check(&[plain; 3], &[both, first, plain], own, &[0, 1]);
        check(&[plain; 4], &[both, second, plain, second], own, &[0, 1]);
        // The blanks within a cell do not count.
        check(&[[" a a ", "b"]; 2], &[[" a  a ", "b"]; 2], own, &[]);
        // A cell that two fields are from counts for the first one.
        check(&[plain; 2], &[both; 2], [1, 1], &[0]);
        check(&[plain; 2], &[second; 2], [1, 1], &[]);
    }

    #[test]
    fn the_layout_of_a_column_is_told_once() {
        let lines = ["name! | note", "a | x y", "b | z", "c | q"];
        let rows = |notes: [&'static str; 3]| notes.map(|note| vec![cell(" - "), cell(note)]);
        let check = |new: [&'static str; 3], expected: &[&str]| {
            assert_eq!(told_between([&lines, &lines], [&rows([" x y ", " z ", " q "]), &rows(new)]), expected);
        };
        let told = "= the column of `note` is lined up in another way";
        check([" x y   ", " z     ", " q "], &[told]);
        check([" x y   ", " z ", " q "], &["~ a; note: x y → x y (blanks) « x y » « x y   »"]);
        check([" x  y   ", " z ", "q"], &[told, "~ a; note: x y → x y (blanks) « x y » « x  y   »"]);
        check([" x y   ", " **z** ", "q"], &[told, "~ b; note: z → z (markup) « z » « **z** »"]);
    }

    #[test]
    fn blanks_stand_before_a_text_and_behind_it() {
        let check = |text: &str, expected: (usize, usize)| assert_eq!(blanks_around(text), expected, "{text:?}");
        check("abc", (0, 0));
        check("  abc   ", (2, 3));
        check("\ta b c d", (1, 0));
        check("a b c    ", (0, 4));
        check("", (0, 0));
    }
}
