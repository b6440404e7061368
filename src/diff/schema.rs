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
    if !order.is_sorted_by_key(|&(_, old)| old) {
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
    match (before, after) {
        (Some(before), Some(after)) => {
            before.old + 1 == old && old + 1 == after.old && before.new + 1 == new && new + 1 == after.new
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

    use crate::diff::tests::{compare, key, table, told};

    /// One change of each kind.
    fn every_kind() -> Vec<SchemaChange> {
        let text = str::to_owned;
        let path = |path: &[&str]| path.iter().map(|heading| text(heading)).collect::<Vec<_>>();
        vec![
            SchemaChange::TableAdded,
            SchemaChange::TableRemoved,
            SchemaChange::TableRenamed { from: text("a"), to: text("b") },
            SchemaChange::TableMoved { from: path(&["a", "b"]), to: path(&[]) },
            SchemaChange::FieldAdded { field: text("f") },
            SchemaChange::FieldRemoved { field: text("f") },
            SchemaChange::FieldRenamed { from: text("a"), to: text("b"), evidence: text("why") },
            SchemaChange::FieldRespelled { from: text("a"), to: text("b") },
            SchemaChange::FieldTyped { field: text("f"), from: text("string"), to: text("integer") },
            SchemaChange::FieldRelaid { field: text("f") },
            SchemaChange::FieldsReordered,
            SchemaChange::SurroundingsRenamed { field: text("f"), from: text("a"), to: text("b"), records: 2 },
        ]
    }

    #[test]
    fn each_change_has_its_words() {
        let shown = |change: &SchemaChange| {
            let (field, from, to) = change.parts();
            let part = |part: Option<&str>| part.unwrap_or("-").to_owned();
            let parts = [part(field), part(from.as_deref()), part(to.as_deref())].join(",");
            let mark = if change.is_substantive() { "" } else { "cosmetic " };
            format!("{mark}{} {parts}: {}", change.name(), change.sentence(Noun::List))
        };
        assert_eq!(
            every_kind().iter().map(shown).collect::<Vec<_>>(),
            [
                "table-added -,-,-: the list is new",
                "table-removed -,-,-: the list is gone",
                "table-renamed -,a,b: the list `a` is now `b`",
                "table-moved -,a › b,: the list moved to another heading, from `a › b` to no heading",
                "field-added f,-,-: the field `f` is new",
                "field-removed f,-,-: the field `f` is gone",
                "field-renamed b,a,b: the field `a` is now `b`: why",
                "cosmetic field-respelled b,a,b: the field `a` is written `b`",
                "field-typed f,string,integer: the field `f` is integer, and was string; its values are compared as text",
                "cosmetic field-relaid f,-,-: the column of `f` is lined up in another way",
                "cosmetic fields-reordered -,-,-: the fields are in another order",
                "surroundings-renamed f,a,b: `f` was `a` and is `b`, for all 2 records that have it",
            ]
        );
    }

    #[test]
    fn each_change_has_its_way_back() {
        let back: Vec<SchemaChange> =
            every_kind().iter().map(|change| change.inverse(|name| format!("old {name}"))).collect();
        let sentences: Vec<String> = back.iter().map(|change| change.sentence(Noun::Table)).collect();
        assert_eq!(
            sentences,
            [
                "the table is gone",
                "the table is new",
                "the table `b` is now `a`",
                "the table moved to another heading, from no heading to `a › b`",
                "the field `f` is gone",
                "the field `f` is new",
                "the field `b` is now `a`: why",
                "the field `b` is written `a`",
                "the field `old f` is string, and was integer; its values are compared as text",
                "the column of `old f` is lined up in another way",
                "the fields are in another order",
                "`old f` was `b` and is `a`, for all 2 records that have it",
            ]
        );
    }

    #[test]
    fn what_happened_to_the_fields_is_in_the_order_of_the_new_ones() {
        let check = |old: &str, new: &str, pairs: &[(usize, usize, Option<&str>)], ignores_types: bool| {
            let pair = |&(old, new, evidence): &(usize, usize, Option<&str>)| FieldPair {
                old,
                new,
                evidence: evidence.map(str::to_owned),
            };
            let pairs: Vec<FieldPair> = pairs.iter().map(pair).collect();
            let changes = schema_changes(table(&[old]).schema(), table(&[new]).schema(), &pairs, ignores_types);
            changes.iter().map(|change| change.sentence(Noun::Table)).collect::<Vec<_>>()
        };
        let same = check("a | b#", "a | b#", &[(0, 0, None), (1, 1, None)], false);
        assert_eq!(same, Vec::<String>::new());
        let pairs = [(0, 3, Some("why")), (2, 1, None), (3, 4, None)];
        let typed = "the field `d` is list of integer, and was string; its values are compared as text";
        let of = |ignores_types| check("a | x | C | d | y", "new | c | came | b | d#", &pairs, ignores_types);
        let typed = typed.replace("list of integer", "integer");
        let all = [
            "the field `new` is new",
            "the field `C` is written `c`",
            "the field `came` is new",
            "the field `a` is now `b`: why",
            &typed,
            "the field `x` is gone",
            "the field `y` is gone",
            "the fields are in another order",
        ];
        assert_eq!(of(false), all);
        assert_eq!(of(true), all.into_iter().filter(|line| *line != typed).collect::<Vec<_>>());
        // What came between says nothing of the order.
        assert_eq!(
            check("a | b", "x | a | y | b", &[(0, 1, None), (1, 3, None)], false),
            ["the field `x` is new", "the field `y` is new"]
        );
        assert_eq!(check("a | b", "b | a", &[(0, 1, None), (1, 0, None)], false), ["the fields are in another order"]);
        let list = check("a*", "a#", &[(0, 0, None)], false);
        assert_eq!(list, ["the field `a` is integer, and was list of string; its values are compared as text"]);
    }

    /// The pairs of fields by their names, with why where there is a reason.
    #[track_caller]
    fn check_pairs<L: AsRef<str>>(old: &[L], new: &[L], expected: &[&str]) {
        let (old, new) = (table(old), table(new));
        let shown = |pair: &FieldPair| {
            let names = (&old.schema().fields[pair.old].name, &new.schema().fields[pair.new].name);
            let why = pair.evidence.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            format!("{}={}{why}", names.0, names.1)
        };
        assert_eq!(pair_fields(&old, &new).iter().map(shown).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn fields_pair_up_by_their_names() {
        check_pairs(&["a | b | c"], &["c | x | a"], &["c=c", "a=a"]);
        check_pairs(&["Zone 1 | a"], &["a | zone1"], &["a=a", "Zone 1=zone1"]);
        // The same name comes before one that reads the same, each is taken once, and of several the first.
        check_pairs(&["a | A"], &["A | a"], &["A=A", "a=a"]);
        check_pairs(&["a | A"], &["A | A"], &["A=A", "a=A"]);
        check_pairs(&["x | x | y"], &["x | y | x | x"], &["x=x", "y=y", "x=x"]);
        check_pairs(&["phase 1"], &["phase 2"], &[]);
    }

    #[test]
    fn a_field_with_another_name_has_the_same_values() {
        let half = |name: &str, same: usize| -> Vec<String> {
            let value = |at: usize| if at < same { format!("w{at}") } else { format!("{name}{at}") };
            let rows = (0..10).map(|at| format!("{} | x", value(at)));
            std::iter::once(format!("{name} | key")).chain(rows).collect()
        };
        let check = |from: &str, to: &str, same: usize, expected: &[&str]| {
            check_pairs(&half(from, 10), &half(to, same), expected);
        };
        // Three of five, where the names say nothing.
        check("town", "city", 6, &["town=city: 60 % of its values are the same", "key=key"]);
        check("town", "city", 5, &["key=key"]);
        check("town", "city", 10, &["town=city: 100 % of its values are the same", "key=key"]);
        // Three of ten, where they are near.
        check("Location", "Locations", 3, &["Location=Locations: 30 % of its values are the same", "key=key"]);
        check("Location", "Locations", 2, &["key=key"]);
        check("Name", "Full name", 3, &["Name=Full name: 30 % of its values are the same", "key=key"]);
        check("Name", "Full name", 2, &["key=key"]);
        // A number makes another field.
        check("phase 1", "phase 2", 10, &["key=key"]);
    }

    #[test]
    fn the_better_of_two_fields_is_the_same_one() {
        check_pairs(
            &["p | q", "a | a", "b | b", "c | c", "d | x", "e | y"],
            &["r | s", "a | a", "b | b", "c | c", "e | d", "d | e"],
            &["p=r: 100 % of its values are the same", "q=s: 60 % of its values are the same"],
        );
        check_pairs(
            &["p", "a", "b", "c", "d", "e"],
            &["r | s", "a | a", "b | b", "c | c", "x | d", "y | e"],
            &["p=s: 100 % of its values are the same"],
        );
        check_pairs(
            &["p | q", "a | a", "b | b", "c | c", "d | x", "e | y"],
            &["r", "a", "b", "c", "d", "e"],
            &["p=r: 100 % of its values are the same"],
        );
    }

    #[test]
    fn a_field_that_stands_between_the_same_two_may_have_another_name() {
        let between = "it stands between the same fields";
        check_pairs(
            &["a | Zone name | b", "x | p | y"],
            &["a | Zone | b", "x | q | y"],
            &["a=a", &format!("Zone name=Zone: {between}"), "b=b"],
        );
        check_pairs(&["a | Zone name | b | c"], &["a | b | Zone | c"], &["a=a", "b=b", "c=c"]);
        check_pairs(&["a | Place | b"], &["a | Zone | b"], &["a=a", "b=b"]);
        check_pairs(&["a | Zone 1 | b"], &["a | Zone 2 | b"], &["a=a", "b=b"]);
        check_pairs(
            &["a | Zone name | b", "x | p | y", "x | q | y", "x | r | y"],
            &["a | Zone | b", "x | p | y", "x | q | y", "x | s | y"],
            &["a=a", &format!("Zone name=Zone: 66 % of its values are the same, and {between}"), "b=b"],
        );
    }

    #[test]
    fn values_that_stand_in_other_rows_are_other_facts() {
        let old = ["name | Lead", "a | p", "b | q", "c | r", "d | s", "e | t"];
        check_pairs(
            &old,
            &["name | x | Chair", "a | - | p", "b | - | q", "c | - | r", "d | - | s", "e | - | t"],
            &["name=name", "Lead=Chair: 100 % of its values are the same"],
        );
        check_pairs(
            &old,
            &["name | x | Chair", "a | - | q", "b | - | r", "c | - | s", "d | - | t", "e | - | p"],
            &["name=name"],
        );
        // Names that are alike say enough.
        check_pairs(
            &old,
            &["name | x | Lead name", "a | - | q", "b | - | r", "c | - | s", "d | - | t", "e | - | p"],
            &["name=name", "Lead=Lead name: 100 % of its values are the same"],
        );
        // However few the rows are, if the column is in its place.
        check_pairs(
            &["name | Open", "a | yes", "b | yes"],
            &["name | Ready", "a | yes", "b | yes"],
            &["name=name", "Open=Ready: 100 % of its values are the same"],
        );
        check_pairs(&["name | Open", "a | yes", "b | no"], &["name | Ready", "a | yes", "b | yes"], &["name=name"]);
        check_pairs(
            &["name | Open", "a | yes", "b | yes"],
            &["name | x | Ready", "a | - | yes", "b | - | yes"],
            &["name=name"],
        );
    }

    /// Columns of one text each, as many as numbers say; the text of some of them is given.
    fn columns(count: usize, side: &str, shared: &[(usize, &str)]) -> Vec<BTreeMap<String, usize>> {
        let own = |at: usize| (format!("{side} {at}"), 1);
        let more =
            |at: usize| shared.iter().filter(move |(column, _)| *column == at).map(|(_, text)| ((*text).to_owned(), 1));
        (0..count).map(|at| std::iter::once(own(at)).chain(more(at)).collect()).collect()
    }

    #[test]
    fn of_very_many_columns_those_are_compared_that_stand_near_or_share_a_text() {
        let all: BTreeSet<(usize, usize)> = (0..256).flat_map(|i| (0..256).map(move |j| (i, j))).collect();
        assert_eq!(compared(&columns(256, "old", &[]), &columns(256, "new", &[])), all);
        let near: BTreeSet<(usize, usize)> = (0..257_usize)
            .flat_map(|i| (0..256_usize).map(move |j| (i, j)))
            .filter(|(i, j)| i.abs_diff(*j) <= 4)
            .collect();
        let few = [(10, "p"), (100, "p"), (20, "q"), (21, "q"), (22, "q"), (23, "q"), (30, "r"), (0, "s")];
        let many = [
            (200, "p"),
            (90, "q"),
            (91, "q"),
            (92, "q"),
            (93, "q"),
            (60, "r"),
            (61, "r"),
            (62, "r"),
            (63, "r"),
            (64, "r"),
        ];
        let mut expected = near.clone();
        expected.extend([(10, 200), (100, 200)]);
        expected.extend((20..24).flat_map(|i| (90..94).map(move |j| (i, j))));
        assert_eq!(compared(&columns(257, "old", &few), &columns(256, "new", &many)), expected);
        let turned = |pairs: &BTreeSet<(usize, usize)>| pairs.iter().map(|&(i, j)| (j, i)).collect::<BTreeSet<_>>();
        let found = compared(&columns(256, "new", &many), &columns(257, "old", &few));
        assert_eq!(found, turned(&expected));
    }

    /// The share of the rows with the same value, and whether all have it, of columns that stand behind a name.
    #[track_caller]
    fn check_rows(old: &[&str], new: &[&str], expected: Option<(usize, bool)>) {
        let (old, new) = (table(&[&["name | p"], old].concat()), table(&[&["name | q"], new].concat()));
        let pairs = [FieldPair { old: 0, new: 0, evidence: None }];
        let rows = RowNumbers::of(&old, &new, &pairs);
        let found = in_rows(&old, &new, 1, 1, &pairs, &rows).map(|rows| (rows.share, rows.is_whole));
        assert_eq!(found, expected);
    }

    #[test]
    fn columns_are_compared_row_by_row() {
        check_rows(&["a | p", "b | q", "c | r"], &["c | r", "A | P", "b | q"], Some((1000, true)));
        check_rows(&["a | p", "b | q", "c | r", "d | s"], &["a | p", "b | q", "c | r", "d | x"], Some((750, false)));
        // Less than two rows that both sides have.
        check_rows(&["a | p", "b | q"], &["a | p", "x | q"], None);
        check_rows(&["a | p", "b | q"], &["a | p", "b | q"], Some((0, true)));
        // A row of which there are two is told by none of them.
        check_rows(&["a | p", "a | q", "b | r"], &["a | p", "b | r"], None);
        check_rows(&["a | p", "b | r"], &["a | p", "a | p", "b | r"], None);
        // A value on one side alone is another one, a row without any is none.
        check_rows(
            &["a | p", "b | q", "c | r", "d | s", "e | "],
            &["a | p", "b | q", "c | r", "d | ", "e | -"],
            Some((750, false)),
        );
        check_rows(&["a | p", "b | q", "c | r", "d | "], &["a | p", "b | q", "c | r", "d | s"], Some((750, false)));
        check_rows(&["a | p", "b | ", "c | "], &["a | p", "b | ", "c | "], None);
        // Values of which few tell a row: two by two say four bits, and one less does not.
        check_rows(&["a | p", "b | p", "c | q", "d | q"], &["a | p", "b | p", "c | q", "d | q"], Some((1000, true)));
        check_rows(&["a | p", "b | p", "c | q", "d | q"], &["a | p", "b | p", "c | q", "d | x"], Some((0, false)));
        check_rows(&["a | p", "b | p", "c | p", "d | p"], &["a | p", "b | p", "c | p", "d | p"], Some((0, true)));
    }

    #[test]
    fn columns_between_the_same_two_are_compared_however_little_they_say() {
        let pairs = [0, 2].map(|at| FieldPair { old: at, new: at, evidence: None });
        let check = |values: [&str; 3], expected: (usize, bool)| {
            let side = |field: &str, [a, b, c]: [&str; 3]| {
                let lines = [("name", field, "last"), ("a", a, "x"), ("b", b, "x"), ("c", c, "x")];
                table(&lines.map(|(name, value, last)| format!("{name} | {value} | {last}")))
            };
            let (old, new) = (side("p", ["yes"; 3]), side("q", values));
            let numbers = RowNumbers::of(&old, &new, &pairs);
            let found = in_rows(&old, &new, 1, 1, &pairs, &numbers).expect("there are three rows");
            assert_eq!((found.share, found.is_whole), expected);
        };
        check(["yes", "yes", "yes"], (1000, true));
        check(["yes", "yes", "no"], (0, false));
    }

    #[test]
    fn rows_have_the_number_of_what_pairs_up() {
        let pairs = [(0, 1), (2, 0)].map(|(old, new)| FieldPair { old, new, evidence: None });
        let old = table(&["a | x | b*", "p | 1 | r + q", "p | 2 | q", "P | 3 | Q + r"]);
        let new = table(&["b* | a", "q | p", "r | p", "q + r | p"]);
        let RowNumbers([old, new]) = RowNumbers::of(&old, &new, &pairs);
        assert_eq!((old, new), (vec![0, 1, 0], vec![1, 2, 0]));
    }

    #[test]
    fn a_place_is_one_among_all_fields() {
        let check = |old: &str, new: &str, at: (usize, usize), pairs: &[(usize, usize)], expected: bool| {
            let pairs: Vec<FieldPair> =
                pairs.iter().map(|&(old, new)| FieldPair { old, new, evidence: None }).collect();
            assert_eq!(stand_in_place(&table(&[old]), &table(&[new]), at.0, at.1, &pairs), expected);
        };
        check("a | b | c", "a | x | c", (1, 1), &[(0, 0), (2, 2)], true);
        check("a | b | c", "a | b | x", (1, 2), &[(0, 0)], false);
        check("a | b | c", "a | x | c | d", (1, 1), &[(0, 0), (2, 2)], false);
        check("a | b | c", "c | x | a", (1, 1), &[(0, 2), (2, 0)], false);
    }

    #[test]
    fn fields_stand_alike_between_the_same_two() {
        let check = |old: usize, new: usize, pairs: &[(usize, usize)], expected: bool| {
            let pairs: Vec<FieldPair> =
                pairs.iter().map(|&(old, new)| FieldPair { old, new, evidence: None }).collect();
            assert_eq!(stand_alike(old, new, &pairs), expected, "{old} {new} {pairs:?}");
        };
        check(1, 1, &[(0, 0), (2, 2)], true);
        check(3, 1, &[(2, 0), (4, 2)], true);
        check(2, 3, &[(0, 0), (0, 1), (1, 2), (3, 4), (5, 5)], true);
        // At the end, or at the start.
        check(1, 1, &[(0, 0)], false);
        check(0, 0, &[(1, 1)], false);
        // Another one stands between, on either side and before it or behind it.
        check(2, 1, &[(0, 0), (3, 2)], false);
        check(1, 1, &[(0, 0), (3, 2)], false);
        check(1, 2, &[(0, 0), (2, 3)], false);
        check(1, 1, &[(0, 0), (2, 3)], false);
        // The two stand the other way round.
        check(1, 1, &[(2, 0), (0, 2)], false);
        check(1, 1, &[(0, 0), (0, 2)], false);
        check(1, 1, &[(2, 0), (2, 2)], false);
    }

    #[test]
    fn a_name_has_all_words_of_another_one() {
        let check = |a: &str, b: &str, expected: bool| {
            assert_eq!(is_part(a, b), expected, "{a} {b}");
            assert_eq!(is_part(b, a), expected, "{b} {a}");
        };
        check("Zone", "Zone name", true);
        check("zone_(name)", "Name of the zone", true);
        check("Zone name", "Zone code", false);
        check("Zone", "Zones", false);
        check("", "Zone", false);
        check("--", "Zone", false);
    }

    #[test]
    fn the_values_of_two_columns_overlap() {
        let column = |values: &[&str]| {
            let lines: Vec<&str> = std::iter::once("a*").chain(values.iter().copied()).collect();
            texts(&table(&lines), 0)
        };
        let check = |a: &[&str], b: &[&str], expected: usize| {
            assert_eq!(overlap(&column(a), &column(b)), expected, "{a:?} {b:?}");
            assert_eq!(overlap(&column(b), &column(a)), expected, "{b:?} {a:?}");
        };
        assert_eq!(column(&["p", "P", "", "-", "q + p"]), [("p".to_owned(), 2), ("p, q".to_owned(), 1)].into());
        check(&["p", "q"], &["q", "p"], 1000);
        check(&["p", "q", "r"], &["p", "q", "s"], 666);
        check(&["p", "q", "", "-"], &["p", "q", "r", "s"], 500);
        check(&["p", "p", "q"], &["p", "q", "q"], 666);
        check(&["p", "q"], &["r", "s"], 0);
        // One value alone tells nothing.
        check(&["p", "p"], &["p", "p"], 0);
        check(&["p", "q"], &["p", "p"], 0);
        check(&[], &["p", "q"], 0);
    }

    #[test]
    fn a_renamed_field_keeps_its_values() {
        let (old, new) = (["name! | Town", "a | p", "b | q", "c | r"], ["name! | City", "a | p", "b | x", "c | r"]);
        assert_eq!(key(&new), ["name"]);
        assert_eq!(
            told(&compare(&old, &new)),
            [
                "= the field `City` is new",
                "= the field `Town` is gone",
                "~ a; City: - → p (schema); Town: p → - (schema)",
                "~ b; City: - → x (schema); Town: q → - (schema)",
                "~ c; City: - → r (schema); Town: r → - (schema)",
            ]
        );
        let new = ["name! | City", "a | p", "b | Q", "c | r"];
        assert_eq!(
            told(&compare(&old, &new)),
            ["= the field `Town` is now `City`: 100 % of its values are the same", "~ b; City: q → Q (case)",]
        );
    }

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
