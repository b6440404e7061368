//! The revisions of a page to the history of its records: one recipe, with its repairs, on each of them.
//!
//! It knows texts and names of revisions, not where they come from. Each revision is read on its own, several at a time; what they say
//! is put together in their order, so that the result does not depend on how many are read at a time.

use super::propose::propose_with;
use super::{Outcome, finish};
use crate::dataset::Dataset;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::error::Result;
use crate::extract::{Absence, extract_present};
use crate::infer::Caution;
use crate::recipe::{FieldOrigin, Origin, Recipe};
use crate::repair::Guidance;
use crate::schema::FieldType;
use crate::source::{SourceId, SourceMap};
use crate::timeline::{Builder, Missing, Point, Snapshot};

/// What a revision of a page holds.
#[derive(Debug)]
pub enum PageText {
    /// These bytes.
    Bytes(Vec<u8>),
    /// Nothing: the page is not there.
    Absent,
    /// Something that cannot be read, and why.
    Unreadable(String),
}

/// What came of a revision.
enum Reading {
    Read(Vec<Snapshot>),
    Absent,
    Unreadable(String),
}

/// The recipe that a page without one is followed by, inferred from one revision of it.
///
/// Its fields are text, since another revision may write them otherwise.
///
/// # Errors
///
/// As [`propose`](super::propose()).
pub fn inferred_recipe(sources: &SourceMap, page: SourceId) -> Result<Recipe> {
    let path = sources.file(page).path().to_owned();
    let proposed =
        propose_with(sources, &[page], "the inferred recipe", &[path], &Guidance::default(), Caution::for_repair())?;
    let mut recipe = proposed.recipe;
    for field in recipe.datasets.iter_mut().flat_map(|dataset| &mut dataset.schema.fields) {
        field.field_type = if field.field_type.is_list() { FieldType::string_list() } else { FieldType::String };
    }
    Ok(recipe)
}

/// Reads the revisions of a page, oldest first, and puts their datasets in a timeline. `progress` hears how many were read.
///
/// # Errors
///
/// [`ErrorKind::Internal`](crate::ErrorKind::Internal) when a promise of the program is broken. A revision that cannot be read is a finding.
pub fn read_revisions(
    recipe: &Recipe,
    guidance: &Guidance,
    revisions: impl IntoIterator<Item = (Point, PageText)>,
    progress: &mut dyn FnMut(usize),
) -> Result<Builder> {
    let schemas = recipe.datasets.iter().map(|dataset| (dataset.name.clone(), dataset.schema.clone()));
    let mut builder = Builder::new(schemas);
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut revisions = revisions.into_iter();
    let mut done = 0;
    loop {
        let batch: Vec<(Point, PageText)> = revisions.by_ref().take(workers * BATCH).collect();
        if batch.is_empty() {
            return Ok(builder);
        }
        done += batch.len();
        let (points, texts): (Vec<Point>, Vec<PageText>) = batch.into_iter().unzip();
        let readings = read_batch(recipe, guidance, &points, texts);
        for (point, reading) in points.into_iter().zip(readings) {
            match reading? {
                Reading::Read(snapshots) => builder.push(point, snapshots),
                Reading::Absent => builder.push_absent(point),
                Reading::Unreadable(reason) => builder.push_unreadable(point, &reason),
            }
        }
        progress(done);
    }
}

/// How many revisions each thread reads before what they say is put together.
const BATCH: usize = 8;

fn read_batch(recipe: &Recipe, guidance: &Guidance, points: &[Point], texts: Vec<PageText>) -> Vec<Result<Reading>> {
    let mut texts: Vec<(usize, PageText)> = texts.into_iter().enumerate().collect();
    let share = texts.len().div_ceil(texts.len().div_ceil(BATCH));
    std::thread::scope(|scope| {
        let mut threads = Vec::new();
        while !texts.is_empty() {
            let part: Vec<(usize, PageText)> = texts.drain(..share.min(texts.len())).collect();
            threads.push(scope.spawn(move || {
                part.into_iter().map(|(at, text)| read(recipe, guidance, &points[at], text)).collect::<Vec<_>>()
            }));
        }
        threads.into_iter().flat_map(|thread| thread.join().expect("a reader does not panic")).collect()
    })
}

fn read(recipe: &Recipe, guidance: &Guidance, point: &Point, text: PageText) -> Result<Reading> {
    let bytes = match text {
        PageText::Bytes(bytes) => bytes,
        PageText::Absent => return Ok(Reading::Absent),
        PageText::Unreadable(reason) => return Ok(Reading::Unreadable(reason)),
    };
    let mut sources = SourceMap::new();
    let page = match sources.add_bytes(point.short.as_str(), bytes) {
        Ok(page) => page,
        Err(error) => return Ok(Reading::Unreadable(error.headline())),
    };
    let documents = [Document::parse(&sources, page)];
    let (extraction, absences) = extract_present(recipe, &documents, &sources);
    let lacking: Vec<Vec<usize>> =
        extraction.datasets.iter().map(|dataset| dataset.lacking.iter().copied().collect()).collect();
    let outcome = finish(recipe, &sources, extraction, guidance)?;
    Ok(Reading::Read(snapshots(recipe, outcome, &absences, &lacking)))
}

fn snapshots(recipe: &Recipe, outcome: Outcome, absences: &[Absence], lacking: &[Vec<usize>]) -> Vec<Snapshot> {
    let Outcome { datasets, diagnostics, .. } = outcome;
    let of = |(index, dataset): (usize, Dataset)| {
        let errors = diagnostics.iter().filter(|finding| is_error(finding, dataset.name()));
        let errors = errors.map(|finding| finding.message.clone()).collect();
        let missing = absences.iter().filter(|absence| absence.dataset == index);
        let missing = missing.map(|absence| missing_table(recipe, absence)).collect();
        let fields = lacking[index].iter().map(|&field| (field, lack(recipe, index, field))).collect();
        Snapshot { dataset, missing, lacking: fields, errors }
    };
    let mut snapshots: Vec<Snapshot> = datasets.into_iter().enumerate().map(of).collect();
    for index in 0..snapshots.len() {
        inherit(recipe, index, &mut snapshots);
    }
    snapshots
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
    let is_list_lacking = snapshots[parent].lacking.contains_key(&field);
    let reasons: Vec<String> = snapshots[parent].missing.iter().map(|missing| missing.reason.clone()).collect();
    let list = recipe.datasets[parent].schema.fields[field].name.clone();
    let reasons = reasons.into_iter().chain(is_list_lacking.then(|| format!("no column for `{list}`")));
    let missing = reasons.enumerate().map(|(selector, reason)| Missing { selector, set: Vec::new(), reason });
    snapshots[index].missing = missing.collect();
}
