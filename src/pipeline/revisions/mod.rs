//! The revisions of a page to the history of its records: one recipe, with its repairs, on each of them.
//!
//! It knows texts and names of revisions, not where they come from. `whole.rs` reads a revision, `drift.rs` finds what an inferred recipe
//! names otherwise, `headers.rs` the earlier headers of its columns, `lines.rs` tells which lines changed, `follow.rs` reads the changed rows of a table by themselves where that comes
//! to the same, `kin.rs` tells revisions of a page from other pages. The revisions are read in runs of [`RUN`], several runs at a time; where a run begins does not depend on how many
//! that are, so neither does the result.

mod drift;
mod follow;
mod headers;
mod kin;
mod lines;
#[cfg(test)]
mod tests;
mod whole;

pub use headers::{FollowedColumn, follow_headers};
pub use kin::{kin_of_newest, page_names};

use std::sync::mpsc::sync_channel;

use super::propose::propose_with;
use crate::error::Result;
use crate::infer::Caution;
use crate::recipe::{FieldOrigin, Recipe};
use crate::repair::Guidance;
use crate::schema::FieldType;
use crate::source::{SourceId, SourceMap};
use crate::timeline::{Builder, Point, Snapshot};
use follow::Follower;

/// What a revision of a page holds.
#[derive(Debug)]
pub enum PageText {
    /// These bytes.
    Bytes(Vec<u8>),
    /// These pages, with what they include.
    Pages(SourceMap, Vec<SourceId>),
    /// Nothing: the page is not there.
    Absent,
    /// Something that cannot be read, and why.
    Unreadable(String),
}

/// The recipe that revisions are read by, and what is beside it.
#[derive(Debug, Clone)]
pub struct HistoryRecipe {
    /// The recipe.
    pub recipe: Recipe,
    /// What guides its repairs.
    pub guidance: Guidance,
    /// Whether it was inferred, so that a heading with another name may be meant.
    pub is_inferred: bool,
}

/// What came of a revision.
#[derive(Debug)]
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
pub fn inferred_recipe(sources: &SourceMap, page: SourceId) -> Result<HistoryRecipe> {
    let path = sources.file(page).path().to_owned();
    let guidance = Guidance::default();
    let proposed = propose_with(sources, &[page], "the inferred recipe", &[path], &guidance, Caution::for_revisions())?;
    let mut recipe = proposed.recipe;
    for (field, read) in
        recipe.datasets.iter_mut().flat_map(|dataset| dataset.schema.fields.iter_mut().zip(&dataset.fields))
    {
        // Whether there is a mark is no text in any of them.
        if matches!(read.origin, FieldOrigin::Marked { .. }) {
            continue;
        }
        field.field_type = if field.field_type.is_list() { FieldType::string_list() } else { FieldType::String };
    }
    Ok(HistoryRecipe { recipe, guidance, is_inferred: true })
}

/// How many revisions are read one after the other, before the rest is read anew.
const RUN: usize = 256;

/// How many texts wait for a thread.
const WAITING: usize = 2;

/// Reads the revisions of a page, oldest first, and puts their datasets in a timeline. `text` gives what each holds, by its index;
/// `progress` hears how many were read.
///
/// # Errors
///
/// [`ErrorKind::Internal`](crate::ErrorKind::Internal) when a promise of the program is broken. A revision that cannot be read is a finding.
pub fn read_revisions(
    recipe: &HistoryRecipe,
    points: &[Point],
    text: &mut dyn FnMut(usize) -> PageText,
    progress: &mut dyn FnMut(usize),
) -> Result<Builder> {
    let schemas = recipe.recipe.datasets.iter().map(|dataset| (dataset.name.clone(), dataset.schema.clone()));
    let mut builder = Builder::new(schemas);
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut start = 0;
    while start < points.len() {
        let end = points.len().min(start + RUN * threads);
        let readings = read_runs(recipe, points, start..end, text, &mut |done| progress(start + done))?;
        for (point, reading) in points[start..end].iter().zip(readings) {
            match reading {
                Reading::Read(snapshots) => builder.push(point.clone(), snapshots),
                Reading::Absent => builder.push_absent(point.clone()),
                Reading::Unreadable(reason) => builder.push_unreadable(point.clone(), &reason),
            }
        }
        start = end;
    }
    Ok(builder)
}

/// Reads several runs at a time, each in a thread of its own.
fn read_runs(
    recipe: &HistoryRecipe,
    points: &[Point],
    range: std::ops::Range<usize>,
    text: &mut dyn FnMut(usize) -> PageText,
    progress: &mut dyn FnMut(usize),
) -> Result<Vec<Reading>> {
    let runs: Vec<std::ops::Range<usize>> =
        range.clone().step_by(RUN).map(|start| start..range.end.min(start + RUN)).collect();
    std::thread::scope(|scope| {
        let mut senders = Vec::new();
        let mut threads = Vec::new();
        for run in &runs {
            let (sender, receiver) = sync_channel::<PageText>(WAITING);
            let (points, is_newest) = (&points[run.clone()], run.end == points.len());
            threads.push(scope.spawn(move || {
                let mut follower = Follower::new(recipe, is_newest);
                for (point, text) in points.iter().zip(receiver) {
                    follower.read(point, text)?;
                }
                follower.finish()
            }));
            senders.push(sender);
        }
        for (done, step) in (0..RUN).enumerate() {
            for (run, sender) in runs.iter().zip(&senders).filter(|(run, _)| step < run.len()) {
                // A thread that has gone has an error, which is told below.
                let _ = sender.send(text(run.start + step));
            }
            progress((done + 1) * runs.len());
        }
        drop(senders);
        let mut readings = Vec::new();
        for thread in threads {
            readings.extend(thread.join().expect("a reader does not panic")?);
        }
        Ok(readings)
    })
}
