//! Which field of one side is which of the other, and what happened to the fields and to the table as a whole.
//!
//! Fields pair up by name, then by a name that reads the same, then by content: most of their values, and not a few, stand in
//! both columns; where one name has all words of the other one, some of them do, or it is enough to stand between the same two fields; and where a column
//! is in its place, each row has its value. A name that differs in a number alone is never the other one's.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Noun;
use super::pairing::value_text;
use crate::dataset::{Dataset, Record};
use crate::schema::{Field, FieldType, Schema};
use crate::similarity::{differ_in_number, folded, is_near_spelling, reading};

/// Two fields that are the same one, by their positions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPair {
    /// In the old schema.
    pub old: usize,
    /// In the new schema.
    pub new: usize,
    /// Why, where they have two names.
    pub evidence: Option<String>,
}

/// What happened to a field, or to a table as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaChange {
    /// Only the new side has the table.
    TableAdded,
    /// Only the old side has the table.
    TableRemoved,
    /// The table has another name: another text in the heading that it stands under.
    TableRenamed {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
    /// The table stands under another heading.
    TableMoved {
        /// The old headings, outermost first.
        from: Vec<String>,
        /// The new headings, outermost first.
        to: Vec<String>,
    },
    /// Only the new side has the field.
    FieldAdded {
        /// The field.
        field: String,
    },
    /// Only the old side has the field.
    FieldRemoved {
        /// The field.
        field: String,
    },
    /// The field has another name.
    FieldRenamed {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
        /// Why it is the same field.
        evidence: String,
    },
    /// The field's name is written in another way.
    FieldRespelled {
        /// The old name.
        from: String,
        /// The new name.
        to: String,
    },
    /// The field holds values of another type.
    FieldTyped {
        /// The field, by its new name.
        field: String,
        /// The old type.
        from: String,
        /// The new type.
        to: String,
    },
    /// The cells of the column have other blanks around them.
    FieldRelaid {
        /// The field.
        field: String,
    },
    /// The fields stand in another order.
    FieldsReordered,
    /// What stands around several records, such as the line above a list, has another text.
    SurroundingsRenamed {
        /// The field, by its new name.
        field: String,
        /// The old text.
        from: String,
        /// The new text.
        to: String,
        /// The number of records that it stands around.
        records: usize,
    },
}

impl SchemaChange {
    /// Whether it says anything new.
    pub fn is_substantive(&self) -> bool {
        !matches!(
            self,
            SchemaChange::FieldRespelled { .. } | SchemaChange::FieldRelaid { .. } | SchemaChange::FieldsReordered
        )
    }

    /// Its word in outputs.
    pub fn name(&self) -> &'static str {
        match self {
            SchemaChange::TableAdded => "table-added",
            SchemaChange::TableRemoved => "table-removed",
            SchemaChange::TableRenamed { .. } => "table-renamed",
            SchemaChange::TableMoved { .. } => "table-moved",
            SchemaChange::FieldAdded { .. } => "field-added",
            SchemaChange::FieldRemoved { .. } => "field-removed",
            SchemaChange::FieldRenamed { .. } => "field-renamed",
            SchemaChange::FieldRespelled { .. } => "field-respelled",
            SchemaChange::FieldTyped { .. } => "field-typed",
            SchemaChange::FieldRelaid { .. } => "field-relaid",
            SchemaChange::FieldsReordered => "fields-reordered",
            SchemaChange::SurroundingsRenamed { .. } => "surroundings-renamed",
        }
    }

    /// The field that it is about, or what there was and what there is, as texts.
    pub fn parts(&self) -> (Option<&str>, Option<String>, Option<String>) {
        match self {
            SchemaChange::TableAdded | SchemaChange::TableRemoved | SchemaChange::FieldsReordered => (None, None, None),
            SchemaChange::TableRenamed { from, to } => (None, Some(from.clone()), Some(to.clone())),
            SchemaChange::TableMoved { from, to } => (None, Some(from.join(" › ")), Some(to.join(" › "))),
            SchemaChange::FieldAdded { field }
            | SchemaChange::FieldRemoved { field }
            | SchemaChange::FieldRelaid { field } => (Some(field), None, None),
            SchemaChange::FieldRenamed { from, to, .. } | SchemaChange::FieldRespelled { from, to } => {
                (Some(to), Some(from.clone()), Some(to.clone()))
            }
            SchemaChange::FieldTyped { field, from, to }
            | SchemaChange::SurroundingsRenamed { field, from, to, .. } => {
                (Some(field), Some(from.clone()), Some(to.clone()))
            }
        }
    }

    /// What it comes to in a sentence without a final period, of a table or whatever it is.
    pub fn sentence(&self, noun: Noun) -> String {
        let noun = noun.word();
        let headings = |path: &[String]| match path.is_empty() {
            true => "no heading".to_owned(),
            false => format!("`{}`", path.join(" › ")),
        };
        match self {
            SchemaChange::TableAdded => format!("the {noun} is new"),
            SchemaChange::TableRemoved => format!("the {noun} is gone"),
            SchemaChange::TableRenamed { from, to } => format!("the {noun} `{from}` is now `{to}`"),
            SchemaChange::TableMoved { from, to } => {
                format!("the {noun} moved to another heading, from {} to {}", headings(from), headings(to))
            }
            SchemaChange::FieldAdded { field } => format!("the field `{field}` is new"),
            SchemaChange::FieldRemoved { field } => format!("the field `{field}` is gone"),
            SchemaChange::FieldRenamed { from, to, evidence } => {
                format!("the field `{from}` is now `{to}`: {evidence}")
            }
            SchemaChange::FieldRespelled { from, to } => format!("the field `{from}` is written `{to}`"),
            SchemaChange::FieldTyped { field, from, to } => {
                format!("the field `{field}` is {to}, and was {from}; its values are compared as text")
            }
            SchemaChange::FieldRelaid { field } => format!("the column of `{field}` is lined up in another way"),
            SchemaChange::FieldsReordered => "the fields are in another order".to_owned(),
            SchemaChange::SurroundingsRenamed { field, from, to, records } => {
                format!("`{field}` was `{from}` and is `{to}`, for all {records} records that have it")
            }
        }
    }

    /// The same change seen from the other side. A field that has two names is named by the other one.
    pub(super) fn inverse(&self, old_name: impl Fn(&str) -> String) -> Self {
        match self.clone() {
            SchemaChange::TableAdded => SchemaChange::TableRemoved,
            SchemaChange::TableRemoved => SchemaChange::TableAdded,
            SchemaChange::TableRenamed { from, to } => SchemaChange::TableRenamed { from: to, to: from },
            SchemaChange::TableMoved { from, to } => SchemaChange::TableMoved { from: to, to: from },
            SchemaChange::FieldAdded { field } => SchemaChange::FieldRemoved { field },
            SchemaChange::FieldRemoved { field } => SchemaChange::FieldAdded { field },
            SchemaChange::FieldRenamed { from, to, evidence } => {
                SchemaChange::FieldRenamed { from: to, to: from, evidence }
            }
            SchemaChange::FieldRespelled { from, to } => SchemaChange::FieldRespelled { from: to, to: from },
            SchemaChange::FieldTyped { field, from, to } => {
                SchemaChange::FieldTyped { field: old_name(&field), from: to, to: from }
            }
            SchemaChange::FieldRelaid { field } => SchemaChange::FieldRelaid { field: old_name(&field) },
            SchemaChange::FieldsReordered => SchemaChange::FieldsReordered,
            SchemaChange::SurroundingsRenamed { field, from, to, records } => {
                SchemaChange::SurroundingsRenamed { field: old_name(&field), from: to, to: from, records }
            }
        }
    }
}

/// What happened to the fields, in the new schema's order, what is gone last.
pub(super) fn schema_changes(
    old: &Schema,
    new: &Schema,
    pairs: &[FieldPair],
    ignores_types: bool,
) -> Vec<SchemaChange> {
    let mut changes = Vec::new();
    let by_new: BTreeMap<usize, &FieldPair> = pairs.iter().map(|pair| (pair.new, pair)).collect();
    let paired: BTreeSet<usize> = pairs.iter().map(|pair| pair.old).collect();
    for (position, field) in new.fields.iter().enumerate() {
        let Some(pair) = by_new.get(&position) else {
            changes.push(SchemaChange::FieldAdded { field: field.name.clone() });
            continue;
        };
        let before = &old.fields[pair.old];
        let (from, to) = (before.name.clone(), field.name.clone());
        if from != to {
            changes.push(match &pair.evidence {
                Some(evidence) => SchemaChange::FieldRenamed { from, to, evidence: evidence.clone() },
                None => SchemaChange::FieldRespelled { from, to },
            });
        }
        if !is_one_kind(&before.field_type, &field.field_type) && !ignores_types {
            changes.push(SchemaChange::FieldTyped {
                field: field.name.clone(),
                from: type_name(&before.field_type),
                to: type_name(&field.field_type),
            });
        }
    }
    let gone = old.fields.iter().enumerate().filter(|(position, _)| !paired.contains(position));
    changes.extend(gone.map(|(_, field)| SchemaChange::FieldRemoved { field: field.name.clone() }));
    let mut order: Vec<(usize, usize)> = pairs.iter().map(|pair| (pair.new, pair.old)).collect();
    order.sort_unstable();
    if order.windows(2).any(|two| two[0].1 > two[1].1) {
        changes.push(SchemaChange::FieldsReordered);
    }
    changes
}

/// Whether values of two types are told apart by the type alone: a day is a text, and one value is a list of one.
fn is_one_kind(a: &FieldType, b: &FieldType) -> bool {
    let is_text = |one: &FieldType| matches!(one, FieldType::String | FieldType::Date | FieldType::YearMonth);
    a.item() == b.item() || is_text(a.item()) && is_text(b.item())
}

/// `string`, `list of string`.
fn type_name(field_type: &FieldType) -> String {
    match field_type {
        FieldType::List(item) => format!("list of {}", item.name()),
        scalar => scalar.name().to_owned(),
    }
}

/// The fields that both sides have, in the new side's order.
pub fn pair_fields(old: &Dataset, new: &Dataset) -> Vec<FieldPair> {
    let (old_fields, new_fields) = (&old.schema().fields, &new.schema().fields);
    let mut pairs: Vec<FieldPair> = Vec::new();
    let mut pair_by = |name: &dyn Fn(&Field) -> String| {
        let paired: (BTreeSet<usize>, BTreeSet<usize>) = pairs.iter().map(|pair| (pair.old, pair.new)).unzip();
        let mut free: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for (position, field) in old_fields.iter().enumerate().filter(|(position, _)| !paired.0.contains(position)) {
            free.entry(name(field)).or_default().push_back(position);
        }
        for (new, field) in new_fields.iter().enumerate().filter(|(position, _)| !paired.1.contains(position)) {
            let first = free.get_mut(&name(field)).and_then(VecDeque::pop_front);
            pairs.extend(first.map(|old| FieldPair { old, new, evidence: None }));
        }
    };
    pair_by(&|field| field.name.clone());
    pair_by(&|field| reading(&field.name));
    pairs.extend(renamed_fields(old, new, &pairs));
    pairs.sort_by_key(|pair| pair.new);
    pairs
}

/// The least share of the values of a column, in thousandths, that stand in another one which is the same; less where the names are
/// alike.
const SAME_CONTENT: usize = 600;
const SAME_CONTENT_OF_NEAR_NAMES: usize = 300;

fn renamed_fields(old: &Dataset, new: &Dataset, pairs: &[FieldPair]) -> Vec<FieldPair> {
    let left = |dataset: &Dataset, is_paired: &dyn Fn(usize) -> bool| -> Vec<usize> {
        (0..dataset.schema().fields.len()).filter(|&position| !is_paired(position)).collect()
    };
    let paired: (BTreeSet<usize>, BTreeSet<usize>) = pairs.iter().map(|pair| (pair.old, pair.new)).unzip();
    let old_left = left(old, &|position| paired.0.contains(&position));
    let new_left = left(new, &|position| paired.1.contains(&position));
    if old_left.is_empty() || new_left.is_empty() {
        return Vec::new();
    }
    let old_texts: Vec<_> = old_left.iter().map(|&position| texts(old, position)).collect();
    let new_texts: Vec<_> = new_left.iter().map(|&position| texts(new, position)).collect();
    let rows = RowNumbers::of(old, new, pairs);
    let mut found: Vec<(usize, usize, usize)> = Vec::new();
    for (i, j) in compared(&old_texts, &new_texts) {
        let (a, b) = (&old_texts[i], &new_texts[j]);
        let (from, to) = (&old.schema().fields[old_left[i]].name, &new.schema().fields[new_left[j]].name);
        let is_near = is_near_spelling(from, to) || is_part(from, to);
        let least = if is_near { SAME_CONTENT_OF_NEAR_NAMES } else { SAME_CONTENT };
        let share = match in_rows(old, new, old_left[i], new_left[j], pairs, &rows) {
            // However few the rows are: a column in its place with its values has another name.
            Some(rows) if rows.is_whole && stand_in_place(old, new, old_left[i], new_left[j], pairs) => 1000,
            // Values that stand in other rows are other facts, however many of them are the same.
            Some(rows) if !is_near => rows.share.min(overlap(a, b)),
            _ => overlap(a, b),
        };
        let is_same_place = || is_near && stand_alike(old_left[i], new_left[j], pairs);
        if (share >= least || is_same_place()) && !differ_in_number(from, to) {
            found.push((share, i, j));
        }
    }
    found.sort_by_key(|&(share, i, j)| (std::cmp::Reverse(share), i, j));
    let mut renamed: (BTreeSet<usize>, BTreeSet<usize>) = Default::default();
    let mut result = Vec::new();
    for (share, i, j) in found {
        if renamed.0.contains(&i) || renamed.1.contains(&j) {
            continue;
        }
        renamed.0.insert(i);
        renamed.1.insert(j);
        let (from, to) = (old_left[i], new_left[j]);
        let evidence = match (share / 10, stand_alike(from, to, pairs)) {
            (0, _) => "it stands between the same fields".to_owned(),
            (share, true) => format!("{share} % of its values are the same, and it stands between the same fields"),
            (share, false) => format!("{share} % of its values are the same"),
        };
        result.push(FieldPair { old: old_left[i], new: new_left[j], evidence: Some(evidence) });
    }
    result
}

/// The greatest number of pairs of columns that are all compared.
const MOST_PAIRS: usize = 65_536;

/// Of more of them a column is compared with those that stand so near to its place, and with those that share a text with it that stands in no more
/// columns than that.
const NEAR: usize = 4;

/// The columns of both sides, told by their texts, that may be the same one.
fn compared(old: &[BTreeMap<String, usize>], new: &[BTreeMap<String, usize>]) -> BTreeSet<(usize, usize)> {
    if old.len() * new.len() <= MOST_PAIRS {
        return (0..old.len()).flat_map(|i| (0..new.len()).map(move |j| (i, j))).collect();
    }
    let near = |i: usize| i.saturating_sub(NEAR)..(i + NEAR + 1).min(new.len());
    let mut pairs: BTreeSet<(usize, usize)> = (0..old.len()).flat_map(|i| near(i).map(move |j| (i, j))).collect();
    let mut columns: BTreeMap<&str, [Vec<usize>; 2]> = BTreeMap::new();
    for (side, texts) in [old, new].into_iter().enumerate() {
        for (column, text) in
            texts.iter().enumerate().flat_map(|(column, texts)| texts.keys().map(move |text| (column, text)))
        {
            columns.entry(text).or_default()[side].push(column);
        }
    }
    let few = |columns: &&[Vec<usize>; 2]| columns.iter().all(|side| side.len() <= NEAR);
    for [old, new] in columns.values().filter(few) {
        pairs.extend(old.iter().flat_map(|&i| new.iter().map(move |&j| (i, j))));
    }
    pairs
}

/// The records of both sides, numbered by the values of the fields that pair up: those that say the same there have one number.
struct RowNumbers([Vec<usize>; 2]);

impl RowNumbers {
    fn of(old: &Dataset, new: &Dataset, pairs: &[FieldPair]) -> Self {
        let mut numbers: BTreeMap<Vec<String>, usize> = BTreeMap::new();
        let mut of_side = |dataset: &Dataset, place: fn(&FieldPair) -> usize| {
            let number = |record: &Record| {
                let identity = pairs.iter().map(|pair| value_text(&record.values[place(pair)].value)).collect();
                let next = numbers.len();
                *numbers.entry(identity).or_insert(next)
            };
            dataset.records().iter().map(number).collect()
        };
        Self([of_side(old, |pair| pair.old), of_side(new, |pair| pair.new)])
    }
}

/// What two columns have in common row by row.
struct InRows {
    /// The share of the rows with the same value, in thousandths; none where that may well be chance.
    share: usize,
    /// Whether all rows have the same value, be it by chance.
    is_whole: bool,
}

/// The least that equal values must say, in bits: a column of yes and no is equal to another one soon.
const TELLING_BITS: f64 = 4.0;

/// Compares two columns in the rows that the fields paired so far tell from all others; `None` where there are less than two.
fn in_rows(
    old: &Dataset,
    new: &Dataset,
    from: usize,
    to: usize,
    pairs: &[FieldPair],
    numbers: &RowNumbers,
) -> Option<InRows> {
    let rows = |dataset: &Dataset, field: usize, numbers: &[usize]| {
        let mut rows: BTreeMap<usize, Option<String>> = BTreeMap::new();
        for (record, &number) in dataset.records().iter().zip(numbers) {
            let value = value_text(&record.values[field].value);
            rows.entry(number).and_modify(|twice| *twice = None).or_insert(Some(value));
        }
        rows
    };
    let (before, after) = (rows(old, from, &numbers.0[0]), rows(new, to, &numbers.0[1]));
    let twin = |(number, value): (&usize, &Option<String>)| {
        Some((value.clone()?, after.get(number)?.clone()?)).filter(|(a, b)| !a.is_empty() || !b.is_empty())
    };
    let both: Vec<(String, String)> = before.iter().filter_map(twin).collect();
    if both.len() < 2 {
        return None;
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    both.iter().for_each(|(value, _)| *counts.entry(value).or_default() += 1);
    let equal = both.iter().filter(|(a, b)| a == b);
    let bits: f64 = equal.clone().map(|(value, _)| (both.len() as f64 / counts[value.as_str()] as f64).log2()).sum();
    let is_whole = equal.clone().count() == both.len();
    let is_telling = bits >= TELLING_BITS || (stand_alike(from, to, pairs) && is_whole);
    Some(InRows { share: if is_telling { equal.count() * 1000 / both.len() } else { 0 }, is_whole })
}

/// Whether two fields have one place among all fields, and the fields paired so far have theirs.
fn stand_in_place(old: &Dataset, new: &Dataset, from: usize, to: usize, pairs: &[FieldPair]) -> bool {
    let count = |dataset: &Dataset| dataset.schema().fields.len();
    from == to && count(old) == count(new) && pairs.iter().all(|pair| pair.old == pair.new)
}

/// Whether all words of one name are in the other one.
fn is_part(a: &str, b: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        let words = folded(text);
        let words = words.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    !a.is_empty() && !b.is_empty() && (a.is_subset(&b) || b.is_subset(&a))
}

/// Whether two fields stand between the same two fields.
fn stand_alike(old: usize, new: usize, pairs: &[FieldPair]) -> bool {
    let before = pairs.iter().filter(|pair| pair.new < new).max_by_key(|pair| pair.new);
    let after = pairs.iter().filter(|pair| pair.new > new).min_by_key(|pair| pair.new);
    let is_next = |old: usize, other: usize, new: usize, own: usize| old.abs_diff(other) == 1 && new.abs_diff(own) == 1;
    match (before, after) {
        (Some(before), Some(after)) => {
            is_next(old, before.old, new, before.new)
                && is_next(old, after.old, new, after.new)
                && before.old < old
                && old < after.old
        }
        _ => false,
    }
}

/// The filled values of a column, and how often each stands there.
fn texts(dataset: &Dataset, position: usize) -> BTreeMap<String, usize> {
    let mut texts = BTreeMap::new();
    for record in dataset.records() {
        *texts.entry(value_text(&record.values[position].value)).or_default() += 1;
    }
    texts.remove("");
    texts
}

/// The share of the values that two columns have in common, in thousandths. Columns of one value only have nothing to tell them by.
fn overlap(a: &BTreeMap<String, usize>, b: &BTreeMap<String, usize>) -> usize {
    if a.len() < 2 || b.len() < 2 {
        return 0;
    }
    let shared: usize = a.iter().map(|(text, count)| *count.min(b.get(text).unwrap_or(&0))).sum();
    let all = a.values().sum::<usize>().max(b.values().sum());
    shared * 1000 / all.max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_texts_and_a_list_is_of_its_items() {
        let list = |item: FieldType| FieldType::List(Box::new(item));
        let check = |a: &FieldType, b: &FieldType, expected: bool| {
            assert_eq!(is_one_kind(a, b), expected, "{a:?} {b:?}");
            assert_eq!(is_one_kind(b, a), expected, "{b:?} {a:?}");
        };
        check(&FieldType::String, &FieldType::Date, true);
        check(&FieldType::YearMonth, &FieldType::Date, true);
        check(&FieldType::Integer, &FieldType::Integer, true);
        check(&FieldType::String, &FieldType::Integer, false);
        check(&FieldType::Number, &FieldType::Integer, false);
        check(&list(FieldType::Integer), &FieldType::Integer, true);
        check(&list(FieldType::String), &FieldType::Date, true);
        check(&list(FieldType::Integer), &FieldType::Date, false);
    }
}
