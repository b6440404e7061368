//! One revision, read from its first byte to its last.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::HistoryRecipe;
use super::drift;
use crate::dataset::{Dataset, FieldValue, Key, Record};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::error::Result;
use crate::extract::{Absence, ExtractedField, ExtractedRecord, Extraction, RowFacts, extract_present};
use crate::pipeline::inspect::Contract;
use crate::pipeline::{Outcome, finish};
use crate::recipe::{FieldOrigin, Origin, Recipe};
use crate::repair::Guidance;
use crate::source::{SourceMap, Span};
use crate::timeline::{Content, Missing, Row, Snapshot};

/// A revision that was read.
pub(super) struct Whole {
    pub(super) documents: Vec<Document>,
    pub(super) outcome: Outcome,
    pub(super) snapshots: Vec<Snapshot>,
    /// Whether legends or comments of the page have a say in its repairs.
    pub(super) has_remarks: bool,
    /// The recipe with the headings of this revision, if an inferred one names others.
    pub(super) drifted: Option<Recipe>,
    pub(super) print: Print,
    /// For each row what it adds to the print.
    pub(super) prints: Vec<(Span, u64)>,
}

/// What was taken from a revision, before any repair.
pub(super) struct Taken {
    pub(super) documents: Vec<Document>,
    extraction: Extraction,
    absences: Vec<Absence>,
    /// The recipe with the headings of this revision, if an inferred one names others.
    pub(super) drifted: Option<Recipe>,
    pub(super) print: Print,
}

/// What the records of a revision read like, and what else has a say in them: two revisions of one print have the same records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Print {
    /// The sum over all records, so that those of some rows can be taken out and others put in.
    records: u64,
    /// What is missing, and what the page says beside its tables.
    rest: u64,
}

impl Print {
    /// The same with the records of some rows in the place of others.
    pub(super) fn replace(&mut self, old: u64, new: u64) {
        self.records = self.records.wrapping_sub(old).wrapping_add(new);
    }
}

/// Takes from documents what a recipe, or one with other headings, selects.
pub(super) fn take(recipe: &HistoryRecipe, sources: &SourceMap, documents: Vec<Document>) -> Taken {
    let (mut extraction, mut absences) = extract_present(&recipe.recipe, &documents, sources);
    let mut drifted = None;
    if recipe.is_inferred && !absences.is_empty() {
        drifted = drift::follow(&recipe.recipe, &documents, sources, &mut extraction, &mut absences);
    }
    let print = print(&extraction, &absences, drifted.is_some());
    Taken { documents, extraction, absences, drifted, print }
}

/// Repairs what was taken, and makes its datasets.
pub(super) fn finish_taken(recipe: &HistoryRecipe, sources: &SourceMap, taken: Taken) -> Result<Whole> {
    let Taken { documents, extraction, absences, drifted, print } = taken;
    let used = drifted.as_ref().unwrap_or(&recipe.recipe);
    let mut whole = finish_by(used, &recipe.guidance, sources, documents, extraction, &absences)?;
    if let Some(drifted) = &drifted {
        drift::tell(&recipe.recipe, drifted, &mut whole.snapshots);
    }
    Ok(Whole { drifted, print, ..whole })
}

/// Reads one text by one recipe and no other.
pub(super) fn read_by(recipe: &Recipe, guidance: &Guidance, sources: &SourceMap, document: Document) -> Result<Whole> {
    let documents = vec![document];
    let (extraction, absences) = extract_present(recipe, &documents, sources);
    finish_by(recipe, guidance, sources, documents, extraction, &absences)
}

fn finish_by(
    recipe: &Recipe,
    guidance: &Guidance,
    sources: &SourceMap,
    documents: Vec<Document>,
    extraction: Extraction,
    absences: &[Absence],
) -> Result<Whole> {
    let columns: Vec<Columns> = extraction
        .datasets
        .iter()
        .map(|dataset| Columns { lacking: dataset.lacking.clone(), absent: dataset.absent.clone() })
        .collect();
    let Extraction { legends, ignores, .. } = &extraction;
    let has_remarks = !legends.is_empty() || !ignores.is_empty();
    let prints = extraction.datasets.iter().enumerate().flat_map(|(index, dataset)| {
        dataset.records.iter().map(move |record| (record.span, record_print(index, record)))
    });
    let prints = prints.collect();
    let outcome = finish(recipe, sources, extraction, guidance, &Contract::default())?;
    let snapshots = snapshots(recipe, &outcome, absences, &columns);
    Ok(Whole { documents, outcome, snapshots, has_remarks, drifted: None, print: Print::default(), prints })
}

fn print(extraction: &Extraction, absences: &[Absence], is_drifted: bool) -> Print {
    let mut records = 0u64;
    let mut rest = DefaultHasher::new();
    for (index, dataset) in extraction.datasets.iter().enumerate() {
        dataset.records.iter().for_each(|record| records = records.wrapping_add(record_print(index, record)));
        (&dataset.lacking, &dataset.absent).hash(&mut rest);
    }
    for absence in absences {
        (absence.dataset, absence.selector, absence.error.headline()).hash(&mut rest);
    }
    for legend in &extraction.legends {
        (&legend.mark, &legend.text).hash(&mut rest);
    }
    // Which rows a comment is about is not told by its text.
    extraction.ignores.iter().for_each(|ignore| format!("{ignore:?}").hash(&mut rest));
    is_drifted.hash(&mut rest);
    Print { records, rest: rest.finish() }
}

/// What a record reads like before any repair.
fn record_print(dataset: usize, record: &ExtractedRecord) -> u64 {
    let mut hasher = DefaultHasher::new();
    dataset.hash(&mut hasher);
    hash_row(&record.row, &mut hasher);
    record.fields.iter().for_each(|field| hash_field(field, &mut hasher));
    hasher.finish()
}

fn hash_row(row: &RowFacts, hasher: &mut DefaultHasher) {
    let RowFacts { table: _, section, is_line, unclosed, unopened, is_rest, goes_on, joint, parted, surplus, refit } =
        row;
    (section.is_some(), is_line, unclosed.is_some(), unopened.is_some(), joint.is_some(), parted.len(), surplus.len())
        .hash(hasher);
    (is_rest, goes_on).hash(hasher);
    if let Some(refit) = refit {
        (format!("{:?}", refit.fault), refit.is_certain, &refit.text).hash(hasher);
        refit.fields.iter().for_each(|field| hash_field(field, hasher));
    }
}

fn hash_field(field: &ExtractedField, hasher: &mut DefaultHasher) {
    (field.is_present, field.items.len(), field.links.len()).hash(hasher);
    for item in &field.items {
        (item.text(), item.marks(), item.written()).hash(hasher);
    }
    for link in &field.links {
        (&link.label, &link.url).hash(hasher);
    }
    field.set.as_ref().map(ToString::to_string).hash(hasher);
}

/// The fields of a dataset without a column in some of its tables, and in all.
struct Columns {
    lacking: BTreeSet<usize>,
    absent: BTreeSet<usize>,
}

fn snapshots(recipe: &Recipe, outcome: &Outcome, absences: &[Absence], columns: &[Columns]) -> Vec<Snapshot> {
    let misfits = misfits(outcome);
    let of = |(index, dataset): (usize, &Dataset)| {
        let errors = outcome.diagnostics.iter().filter(|finding| is_error(finding, dataset.name()));
        let missing = absences.iter().filter(|absence| absence.dataset == index);
        Snapshot {
            content: Content::Whole(rows(dataset, &columns[index].lacking, &misfits)),
            selectors: match &recipe.datasets[index].origin {
                Origin::Tables(selectors) => selectors.len(),
                Origin::Lists(selectors) => selectors.len(),
                Origin::Unnest { .. } => 0,
            },
            missing: missing.map(|absence| missing_table(recipe, absence)).collect(),
            lacking: columns[index].absent.iter().map(|&field| (field, lack(recipe, index, field))).collect(),
            remarks: Vec::new(),
            errors: errors.map(|finding| finding.message.clone()).collect(),
        }
    };
    let mut snapshots: Vec<Snapshot> = outcome.datasets.iter().enumerate().map(of).collect();
    for index in 0..snapshots.len() {
        inherit(recipe, index, &mut snapshots);
    }
    snapshots
}

/// The records of a dataset by their keys; without a key, by all of their values. Those whose key is not known are left out.
///
/// Nothing is known of a field without a column, and of one whose cell does not fit its type.
pub(super) fn rows(dataset: &Dataset, lacking: &BTreeSet<usize>, misfits: &BTreeSet<Span>) -> BTreeMap<Key, Row> {
    let positions = dataset.schema().key_positions();
    let mut rows = BTreeMap::new();
    for record in dataset.records() {
        let values: Vec<_> = record.values.iter().map(|field| field.value.clone()).collect();
        let key: Key = match positions.is_empty() {
            true => values.clone(),
            false => positions.iter().map(|&position| values[position].clone()).collect(),
        };
        if !positions.is_empty() && key.iter().any(crate::schema::Value::is_null) {
            continue;
        }
        let is_unknown = |index: usize, field: &FieldValue| match field.cell {
            _ if !field.value.is_null() => false,
            None => lacking.contains(&index),
            Some(cell) => !misfits.is_empty() && misfits.iter().any(|&misfit| cell.contains(misfit)),
        };
        let fields = record.values.iter().enumerate();
        let unknown = fields.filter(|(index, field)| is_unknown(*index, field)).map(|(index, _)| index).collect();
        rows.entry(key).or_insert(Row { reads: reads(record), values, unknown });
    }
    rows
}

/// What a record reads like in its page: the letters and digits of its texts before any repair, whatever stands between them.
fn reads(record: &Record) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut add = |text: &str| {
        text.chars().filter(|character| character.is_alphanumeric()).for_each(|character| character.hash(&mut hasher));
    };
    for field in &record.values {
        match field.provenance.is_empty() {
            true => add(&field.value.to_string()),
            false => field.written().for_each(&mut add),
        }
        add("|0|");
    }
    hasher.finish()
}

/// Where texts stand that do not fit the type of their field.
pub(super) fn misfits(outcome: &Outcome) -> BTreeSet<Span> {
    outcome
        .diagnostics
        .iter()
        .filter(|finding| finding.code == "type-mismatch")
        .filter_map(|finding| finding.span)
        .collect()
}

/// Whether a finding says that values of a dataset are missing. That a column is, is told otherwise.
fn is_error(finding: &Diagnostic, dataset: &str) -> bool {
    let is_told = ["missing-column", "unknown-column"].contains(&finding.code);
    finding.severity == Severity::Error && finding.dataset.as_deref() == Some(dataset) && !is_told
}

fn missing_table(recipe: &Recipe, absence: &Absence) -> Missing {
    let dataset = &recipe.datasets[absence.dataset];
    let set = match &dataset.origin {
        Origin::Tables(selectors) => selectors[absence.selector].set.as_slice(),
        Origin::Lists(selectors) => selectors[absence.selector].set.as_slice(),
        Origin::Unnest { .. } => &[],
    };
    let set = set.iter().filter_map(|(name, value)| Some((dataset.schema.position(&name.text)?, value.clone())));
    Missing { selector: absence.selector, set: set.collect(), reason: absence.error.headline() }
}

fn lack(recipe: &Recipe, dataset: usize, field: usize) -> String {
    match &recipe.datasets[dataset].fields[field].origin {
        FieldOrigin::Column { headers, .. } => format!("no column `{}`", headers.join("` or `")),
        _ => "no such column".to_owned(),
    }
}

/// What the dataset that a dataset is unnested from lacks, it lacks too.
fn inherit(recipe: &Recipe, index: usize, snapshots: &mut [Snapshot]) {
    let Origin::Unnest { dataset: parent, field } = recipe.datasets[index].origin else { return };
    let list = &recipe.datasets[parent].schema.fields[field].name;
    let parent = &snapshots[parent];
    let (selectors, mut missing) = (parent.selectors, parent.missing.clone());
    missing.iter_mut().for_each(|missing| missing.set.clear());
    if parent.lacking.contains_key(&field) {
        let all = (0..selectors).filter(|selector| !missing.iter().any(|missing| missing.selector == *selector));
        let reason = format!("no column for `{list}`");
        let all: Vec<Missing> =
            all.map(|selector| Missing { selector, set: Vec::new(), reason: reason.clone() }).collect();
        missing.extend(all);
    }
    snapshots[index].selectors = selectors;
    snapshots[index].missing = missing;
}
