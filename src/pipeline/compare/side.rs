//! What the pages say of values beyond the data: how each is written, what its markup means, and how a safe repair would spell it.

use std::collections::{BTreeMap, BTreeSet};

use crate::dataset::{Dataset, FieldValue};
use crate::diff::Side;
use crate::document::{ToldText, telling_markup};
use crate::recipe::{DatasetRecipe, FieldOrigin};
use crate::repair::Repair;
use crate::schema::{FieldType, Value};
use crate::similarity::reading;
use crate::source::{SourceMap, Span};

/// A dataset as a side of a comparison, with the source of its cells and what repairs that it does not have would make of it.
pub(super) fn side<'d>(
    dataset: &'d Dataset,
    sources: &'d SourceMap,
    repairs: &[Repair],
    around: &BTreeSet<usize>,
) -> Side<'d> {
    let cell = |value: &FieldValue| value.cell.map(|span| with_blanks(sources, span));
    let written: Vec<Vec<Option<&str>>> =
        dataset.records().iter().map(|record| record.values.iter().map(cell).collect()).collect();
    let told = told(dataset, &written);
    Side { written, respelled: respelled(dataset, repairs), told, around: around.clone(), ..Side::new(dataset) }
}

/// The fields of a dataset whose values stand around the rows, each for several of them.
pub(super) fn around(recipe: &DatasetRecipe) -> BTreeSet<usize> {
    let is_around = |index: &usize| matches!(recipe.fields[*index].origin, FieldOrigin::Context(_));
    (0..recipe.fields.len()).filter(is_around).collect()
}

/// What markup says beyond the values. A raised text that is no part of the value is a mark, which explains and says nothing else.
fn told(dataset: &Dataset, written: &[Vec<Option<&str>>]) -> BTreeMap<(usize, usize), Vec<String>> {
    let bare = |text: &str| text.chars().filter(|one| one.is_alphanumeric()).collect::<String>();
    let mut told = BTreeMap::new();
    for (row, (record, cells)) in dataset.records().iter().zip(written).enumerate() {
        for (column, (value, cell)) in record.values.iter().zip(cells).enumerate() {
            let found = cell.map(telling_markup).unwrap_or_default();
            if found.is_empty() {
                continue;
            }
            let shown = |told: ToldText| format!("{:?} {}|{}", told.telling, reading(&told.word), reading(&told.text));
            let mut value = BareText::new(bare(&value.value.to_string()));
            let is_there = |told: &ToldText| value.has(&bare(&format!("{}{}", told.word, told.text)));
            let mut texts: Vec<String> = found.into_iter().filter(is_there).map(shown).collect();
            texts.sort();
            if !texts.is_empty() {
                told.insert((row, column), texts);
            }
        }
    }
    told
}

/// The letters and digits of a value, in which parts of its cell are looked for in the order in which they stand there.
struct BareText {
    text: String,
    /// Where the last part was found.
    at: usize,
    missed: usize,
}

impl BareText {
    /// So many parts that are not where they were expected are looked for in the whole text: each costs as much as it is long.
    const MOST_MISSED: usize = 1_000;
    /// The bytes behind the last part in which the next one is expected.
    const REACH: usize = 4_096;

    fn new(text: String) -> Self {
        Self { text, at: 0, missed: 0 }
    }

    fn has(&mut self, part: &str) -> bool {
        let end = self.text.ceil_char_boundary(self.at.saturating_add(part.len() + Self::REACH));
        if let Some(found) = self.text[self.at..end].find(part) {
            self.at += found;
            return true;
        }
        self.missed += 1;
        self.missed <= Self::MOST_MISSED && self.text.contains(part)
    }
}

/// The source of a cell with the blanks around it.
fn with_blanks(sources: &SourceMap, span: Span) -> &str {
    let text = sources.file(span.source).text();
    let is_blank = |character: char| character == ' ' || character == '\t';
    let start = text[..span.start()].trim_end_matches(is_blank).len();
    let end = text.len() - text[span.end()..].trim_start_matches(is_blank).len();
    &text[start..end]
}

/// The values that applied repairs would make.
fn respelled(dataset: &Dataset, repairs: &[Repair]) -> BTreeMap<(usize, usize), Value> {
    let by_place: BTreeMap<Span, &[String]> = repairs
        .iter()
        .filter(|repair| repair.applied && !repair.is_report())
        .map(|repair| (repair.span, repair.items_after.as_slice()))
        .collect();
    let mut values = BTreeMap::new();
    if by_place.is_empty() {
        return values;
    }
    let fields = &dataset.schema().fields;
    for (row, record) in dataset.records().iter().enumerate() {
        for (column, value) in record.values.iter().enumerate() {
            let is_repaired = value.provenance.iter().any(|place| by_place.contains_key(&place.span));
            if is_repaired && *fields[column].field_type.item() == FieldType::String {
                values.insert((row, column), repaired(value, &by_place));
            }
        }
    }
    values
}

fn repaired(value: &FieldValue, by_place: &BTreeMap<Span, &[String]>) -> Value {
    let items =
        value.value.items().iter().zip(&value.provenance).flat_map(|(item, place)| match by_place.get(&place.span) {
            Some(after) => after.iter().map(|text| Value::String(text.clone())).collect(),
            None => vec![item.clone()],
        });
    let items: Vec<Value> = items.collect();
    match (&value.value, items.as_slice()) {
        (Value::List(_), _) => Value::List(items),
        (_, [one]) => one.clone(),
        (other, _) => other.clone(),
    }
}
