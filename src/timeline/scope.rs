//! Which part of a timeline is shown: a dataset, a record, what happened from some revision on.

use std::collections::BTreeSet;

use super::{Came, DatasetTimeline, Event, EventKind, RecordTimeline, Timeline, Version, shown_key};
use crate::dataset::Key;
use crate::diagnostic::Diagnostic;
use crate::schema::Value;
use crate::similarity::folded;

/// The other keys that a record had.
fn earlier(record: &RecordTimeline) -> impl Iterator<Item = &Key> {
    record.versions.iter().filter_map(|version| match &version.origin {
        Came::Renamed { from, .. } => Some(from),
        _ => None,
    })
}

/// What of a timeline is wanted. The default is all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// The name of a dataset.
    pub dataset: Option<String>,
    /// The key of a record, or the value of one of its fields, in any case.
    pub record: Option<String>,
    /// The first revision whose changes count, as an index of the points.
    pub since: usize,
}

impl Scope {
    /// Whether a dataset is wanted.
    pub fn has_dataset(&self, name: &str) -> bool {
        self.dataset.as_ref().is_none_or(|wanted| wanted == name)
    }

    /// Whether the record with a key is wanted.
    pub fn has_key(&self, key: &[Value]) -> bool {
        let Some(wanted) = self.record.as_ref().map(|wanted| folded(wanted)) else { return true };
        folded(&shown_key(key)) == wanted || key.iter().any(|part| folded(&part.to_string()) == wanted)
    }

    /// The datasets that are wanted, with their indexes.
    pub fn datasets<'t>(&'t self, timeline: &'t Timeline) -> impl Iterator<Item = (usize, &'t DatasetTimeline)> {
        timeline.datasets.iter().enumerate().filter(|(_, dataset)| self.has_dataset(&dataset.name))
    }

    /// What is odd about revisions in the wanted time.
    pub fn diagnostics(&self, timeline: &Timeline) -> Vec<Diagnostic> {
        let wanted = timeline.remarks.iter().filter(|remark| remark.last >= self.since);
        wanted.map(|remark| remark.diagnostic.clone()).collect()
    }

    /// The records of a dataset that are wanted, with those that they were, or became, under another key.
    pub fn records<'t>(&self, dataset: &'t DatasetTimeline) -> impl Iterator<Item = &'t RecordTimeline> + use<'t> {
        let mut wanted: BTreeSet<&Key> =
            dataset.records.iter().map(|record| &record.key).filter(|key| self.has_key(key)).collect();
        loop {
            let renamed = || dataset.records.iter().flat_map(|record| earlier(record).map(|from| (from, &record.key)));
            let more: Vec<&Key> = renamed()
                .filter(|(from, to)| wanted.contains(from) != wanted.contains(to))
                .flat_map(|(from, to)| [from, to])
                .collect();
            if self.record.is_none() || more.is_empty() {
                break;
            }
            wanted.extend(more);
        }
        dataset.records.iter().filter(move |record| wanted.contains(&record.key))
    }

    /// The versions of a record that were there in the wanted time.
    pub fn versions<'t>(&'t self, record: &'t RecordTimeline) -> impl Iterator<Item = (usize, &'t Version)> {
        let numbered = record.versions.iter().enumerate().map(|(index, version)| (index + 1, version));
        numbered.filter(|(_, version)| version.to.is_none_or(|to| to > self.since))
    }

    /// What happened in the wanted time, revision by revision; at one revision by dataset, then by key.
    pub fn events<'t>(&'t self, timeline: &'t Timeline) -> Vec<Event<'t>> {
        let mut events = Vec::new();
        for (index, dataset) in self.datasets(timeline) {
            for record in self.records(dataset) {
                events
                    .extend(events_of(index, dataset, record, timeline.gone).filter(|event| event.point >= self.since));
            }
        }
        // What one key became and another one was is told once, as a new name.
        let renamed: BTreeSet<(usize, usize, &[Value])> = events
            .iter()
            .filter_map(|event| match event.kind {
                EventKind::Renamed { from, .. } => Some((event.point, event.dataset, from.as_slice())),
                _ => None,
            })
            .collect();
        events.retain(|event| {
            !matches!(event.kind, EventKind::Removed)
                || !renamed.contains(&(event.point, event.dataset, event.key.as_slice()))
        });
        events.sort_by(|a, b| (a.point, a.dataset, a.key).cmp(&(b.point, b.dataset, b.key)));
        events
    }
}

fn events_of<'t>(
    index: usize,
    dataset: &'t DatasetTimeline,
    record: &'t RecordTimeline,
    gone: Option<usize>,
) -> impl Iterator<Item = Event<'t>> {
    record.versions.iter().enumerate().flat_map(move |(number, version)| {
        let event = move |point, kind| Event { point, dataset: index, key: &record.key, kind };
        let goes_on = |to| record.versions.get(number + 1).is_some_and(|next| next.from == to);
        let removal = |to| if gone == Some(to) { EventKind::PageRemoved } else { EventKind::Removed };
        let end = version.to.filter(|&to| !goes_on(to)).map(|to| event(to, removal(to)));
        [Some(event(version.from, EventKind::of(version, dataset))), end].into_iter().flatten()
    })
}
