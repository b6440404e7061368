//! One revision after the other to a timeline. What is kept of a revision is what changed in it.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{Step, steps};
use super::gaps::{Gaps, Place, shown};
use super::{Came, DatasetTimeline, Point, RecordTimeline, Timeline, Version};
use crate::dataset::{Dataset, Key, Record};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::{Schema, Value};

/// A dataset as one revision of its page has it.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// What was read.
    pub dataset: Dataset,
    /// The selectors that found no table or list.
    pub missing: Vec<Missing>,
    /// The fields whose column some table does not have, by their indexes, with the reason.
    pub lacking: BTreeMap<usize, String>,
    /// What keeps a build from writing it, in a line each.
    pub errors: Vec<String>,
}

/// A selector that found nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// Its index in the dataset's recipe.
    pub selector: usize,
    /// What it sets: the index of a field, and the value that all of its records have there.
    pub set: Vec<(usize, Value)>,
    /// What was looked for.
    pub reason: String,
}

impl Missing {
    /// Whether a record may stand in what was not found.
    fn may_have(&self, values: &[Value]) -> bool {
        self.set.iter().all(|(field, value)| values[*field] == *value)
    }
}

/// Makes a [`Timeline`].
pub struct Builder {
    timeline: Timeline,
    states: Vec<State>,
    gaps: Gaps,
    /// What was told of already.
    told: BTreeSet<String>,
}

/// A dataset as it stands.
#[derive(Default)]
struct State {
    /// The records, sorted by key.
    records: Vec<Vec<Value>>,
    /// The record of each key, as an index of the timeline's.
    index: BTreeMap<Key, usize>,
    /// The fields that the page has had a column for.
    known: BTreeSet<usize>,
}

impl Builder {
    /// A timeline of datasets with these names and schemas, without a revision.
    pub fn new(datasets: impl IntoIterator<Item = (String, Schema)>) -> Self {
        let datasets: Vec<DatasetTimeline> = datasets
            .into_iter()
            .map(|(name, schema)| DatasetTimeline {
                name,
                schema: with_key(schema),
                records: Vec::new(),
                start: None,
                cosmetic: 0,
            })
            .collect();
        let states = datasets.iter().map(|_| State::default()).collect();
        let timeline = Timeline { points: Vec::new(), datasets, diagnostics: Vec::new() };
        Self { timeline, states, gaps: Gaps::default(), told: BTreeSet::new() }
    }

    /// Adds a revision with what it has of each dataset.
    pub fn push(&mut self, point: Point, snapshots: Vec<Snapshot>) {
        self.timeline.points.push(point);
        let index = self.timeline.points.len() - 1;
        let mut missing = BTreeMap::new();
        for (dataset, snapshot) in snapshots.iter().enumerate() {
            for one in &snapshot.missing {
                missing.insert(Place::Table { dataset, selector: one.selector }, one.reason.clone());
            }
            for (&field, reason) in &snapshot.lacking {
                missing.insert(Place::Column { dataset, field }, reason.clone());
            }
        }
        self.gaps.at(index, missing, &self.timeline.points, namer(&self.timeline.datasets));
        for (dataset, snapshot) in snapshots.into_iter().enumerate() {
            self.tell_errors(index, &snapshot);
            self.update(index, dataset, snapshot);
        }
    }

    /// Adds a revision that cannot be read.
    pub fn push_unreadable(&mut self, point: Point, reason: &str) {
        let message = format!("{} cannot be read: {reason}", shown(&point));
        self.timeline.points.push(point);
        let index = self.timeline.points.len() - 1;
        self.gaps.tell(index, Diagnostic::new("unreadable-revision", Severity::Warning, message, None));
    }

    /// Adds a revision that does not have the page.
    pub fn push_absent(&mut self, point: Point) {
        self.timeline.points.push(point);
        self.gaps.at_absent(self.timeline.points.len() - 1);
    }

    /// Says that older revisions are not known.
    pub fn tell_cut(&mut self, reason: &str) {
        let message = format!("the history starts with the oldest revision that is at hand: {reason}");
        self.gaps.tell(0, Diagnostic::new("cut-history", Severity::Warning, message, None));
    }

    /// The timeline.
    pub fn finish(self) -> Timeline {
        let Self { mut timeline, gaps, .. } = self;
        timeline.diagnostics = gaps.finish(&timeline.points, namer(&timeline.datasets));
        for dataset in &mut timeline.datasets {
            dataset.records.sort_by(|a, b| a.key.cmp(&b.key));
        }
        timeline
    }

    fn tell_errors(&mut self, index: usize, snapshot: &Snapshot) {
        for error in &snapshot.errors {
            if self.told.insert(error.clone()) {
                let message = format!("{}: {error}", shown(&self.timeline.points[index]));
                self.gaps.tell(index, Diagnostic::new("revision-error", Severity::Note, message, None));
            }
        }
    }

    fn update(&mut self, index: usize, dataset: usize, snapshot: Snapshot) {
        let (timeline, state) = (&mut self.timeline.datasets[dataset], &mut self.states[dataset]);
        let is_first = timeline.start.is_none();
        if is_first && snapshot.dataset.records().is_empty() {
            return;
        }
        timeline.start = timeline.start.or(Some(index));
        let before = state.records.len();
        let mut steps = state.take(&timeline.schema, &snapshot);
        let fields = timeline.schema.fields.len();
        let known: BTreeSet<usize> = (0..fields).filter(|field| !snapshot.lacking.contains_key(field)).collect();
        if !is_first {
            mark_new_fields(&mut steps, &timeline.schema, &known, &state.known);
        }
        state.known.extend(known);
        let removed = steps.iter().filter(|step| matches!(step, Step::Removed { .. })).count();
        if before >= MANY && removed == before {
            let message = format!(
                "all {before} records of `{}` are other ones, or none, from {} on",
                timeline.name,
                shown(&self.timeline.points[index])
            );
            self.gaps.tell(index, Diagnostic::new("emptied-dataset", Severity::Warning, message, None));
        }
        steps.into_iter().for_each(|step| state.apply(timeline, index, step));
    }
}

/// So many records do not go all at once by chance.
const MANY: usize = 3;

/// How a sentence names what is missing.
fn namer(datasets: &[DatasetTimeline]) -> impl Fn(&Place) -> String + '_ {
    |place| match place {
        Place::Page => "the page".to_owned(),
        Place::Table { dataset, .. } => format!("a table of `{}`", datasets[*dataset].name),
        Place::Column { dataset, field } => {
            let timeline = &datasets[*dataset];
            format!("the column of `{}` of `{}`", timeline.schema.fields[*field].name, timeline.name)
        }
    }
}

/// Where nothing identifies a record, all of it does.
fn with_key(mut schema: Schema) -> Schema {
    if schema.key_positions().is_empty() {
        schema.primary_key = schema.fields.iter().map(|field| field.name.clone()).collect();
    }
    schema
}

fn mark_new_fields(steps: &mut [Step], schema: &Schema, now: &BTreeSet<usize>, before: &BTreeSet<usize>) {
    for step in steps {
        let (Step::Modified { fields, .. } | Step::Renamed { fields, .. }) = step else { continue };
        for field in fields {
            let position = schema.position(&field.field);
            field.is_new_field =
                position.is_some_and(|position| now.contains(&position) && !before.contains(&position));
        }
    }
}

impl State {
    /// Takes the records of a snapshot over, and tells what changed. What the snapshot cannot know stays as it was.
    fn take(&mut self, schema: &Schema, snapshot: &Snapshot) -> Vec<Step> {
        let positions = schema.key_positions();
        let rows = Rows::new(&snapshot.dataset, &positions);
        let old = std::mem::take(&mut self.records);
        let (mut gone, mut came) = (Vec::new(), Vec::new());
        let mut kept = Vec::with_capacity(old.len().max(rows.0.len()));
        let mut new = rows.0.into_iter().peekable();
        for values in old {
            let order = |record: &&Record| {
                positions
                    .iter()
                    .map(|&position| &record.values[position].value)
                    .cmp(positions.iter().map(|&position| &values[position]))
            };
            while let Some(record) = new.next_if(|record| order(record).is_lt()) {
                came.push(values_of(record));
                kept.push(values_of(record));
            }
            match new.next_if(|record| order(record).is_eq()) {
                Some(record) if has_values(record, &values) => kept.push(values),
                Some(record) => {
                    let now = updated(record, &values, &snapshot.lacking);
                    if now != values {
                        came.push(now.clone());
                        gone.push(values);
                    }
                    kept.push(now);
                }
                None if snapshot.missing.iter().any(|missing| missing.may_have(&values)) => kept.push(values),
                None => gone.push(values),
            }
        }
        for record in new {
            came.push(values_of(record));
            kept.push(values_of(record));
        }
        self.records = kept;
        if gone.is_empty() && came.is_empty() {
            return Vec::new();
        }
        let dataset = |records: Vec<Vec<Value>>| {
            let records = records.into_iter().map(Record::unplaced).collect();
            Dataset::new(snapshot.dataset.name(), schema.clone(), records).0
        };
        steps(&dataset(gone), &dataset(came))
    }

    fn apply(&mut self, timeline: &mut DatasetTimeline, index: usize, step: Step) {
        let (from, to, origin) = match step {
            Step::Added { key } => (None, key, Came::Added),
            Step::Removed { key } => return self.end(timeline, &key, index),
            Step::Renamed { from, to, fields } => (Some(from.clone()), to, Came::Renamed { from, fields }),
            Step::Modified { key, fields } => (Some(key.clone()), key, Came::Modified(fields)),
            Step::Respelled { from, to, values } => return self.respell(timeline, &from, to, values),
        };
        if let Some(from) = from {
            self.end(timeline, &from, index);
        }
        let version = Version { from: index, to: None, origin, values: self.values(&timeline.schema, &to) };
        self.add(timeline, to, version);
    }

    /// The values of a record as it stands.
    fn values(&self, schema: &Schema, key: &Key) -> Vec<Value> {
        let positions = schema.key_positions();
        let order = |values: &Vec<Value>| positions.iter().map(|&position| &values[position]).cmp(key.iter());
        self.records.binary_search_by(order).map(|at| self.records[at].clone()).unwrap_or_default()
    }

    /// The newest version of a record as it is spelled now.
    fn respell(&mut self, timeline: &mut DatasetTimeline, from: &Key, to: Key, values: usize) {
        timeline.cosmetic += values;
        let now = self.values(&timeline.schema, &to);
        let Some(record) = self.index.remove(from) else { return };
        let entry = &mut timeline.records[record];
        if let Some(last) = entry.versions.last_mut() {
            last.values = now;
        }
        entry.key = to.clone();
        self.index.insert(to, record);
    }

    fn add(&mut self, timeline: &mut DatasetTimeline, key: Key, version: Version) {
        match self.index.get(&key) {
            Some(&record) => timeline.records[record].versions.push(version),
            None => {
                self.index.insert(key.clone(), timeline.records.len());
                timeline.records.push(RecordTimeline { key, versions: vec![version] });
            }
        }
    }

    fn end(&mut self, timeline: &mut DatasetTimeline, key: &Key, index: usize) {
        let record = self.index.get(key).map(|&record| &mut timeline.records[record]);
        if let Some(last) = record.and_then(|record| record.versions.last_mut()) {
            last.to = Some(index);
        }
    }
}

/// The records of a dataset that have a key, sorted by it and each once.
struct Rows<'d>(Vec<&'d Record>);

impl<'d> Rows<'d> {
    fn new(dataset: &'d Dataset, positions: &[usize]) -> Self {
        let key =
            |record: &&'d Record| positions.iter().map(|&position| &record.values[position].value).collect::<Vec<_>>();
        let is_whole = dataset.schema().primary_key.is_empty();
        let has_key = |record: &&Record| positions.iter().all(|&position| !record.values[position].value.is_null());
        let mut records: Vec<&Record> = dataset.records().iter().filter(|record| is_whole || has_key(record)).collect();
        if is_whole {
            records.sort_by(|a, b| key(a).cmp(&key(b)));
            records.dedup_by(|a, b| key(a) == key(b));
        }
        Self(records)
    }
}

fn values_of(record: &Record) -> Vec<Value> {
    record.values.iter().map(|field| field.value.clone()).collect()
}

fn has_values(record: &Record, values: &[Value]) -> bool {
    record.values.len() == values.len() && record.values.iter().zip(values).all(|(field, value)| field.value == *value)
}

/// The values of a record, with those of before where there is no column for them.
fn updated(record: &Record, before: &[Value], lacking: &BTreeMap<usize, String>) -> Vec<Value> {
    let value = |(index, field): (usize, &crate::dataset::FieldValue)| {
        let is_unknown = lacking.contains_key(&index) && field.value.is_null() && field.cell.is_none();
        if is_unknown { before[index].clone() } else { field.value.clone() }
    };
    record.values.iter().enumerate().map(value).collect()
}
