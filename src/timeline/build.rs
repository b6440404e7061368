//! One revision after the other to a timeline. What is kept of a revision is what changed in it.

use std::collections::{BTreeMap, BTreeSet};

use super::compare::{Step, steps};
use super::gaps::{Gaps, Place, shown};
use super::{Came, DatasetTimeline, Point, RecordTimeline, Timeline, Version};
use crate::dataset::{Dataset, Key, Record};
use crate::diagnostic::{Diagnostic, Severity};
use crate::schema::{Schema, Value};

/// A dataset as one revision of its page has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Snapshot {
    /// Its records.
    pub content: Content,
    /// How many selectors there are.
    pub selectors: usize,
    /// Those that found no table or list.
    pub missing: Vec<Missing>,
    /// The fields whose column no table has, by their indexes, with the reason.
    pub lacking: BTreeMap<usize, String>,
    /// What else is worth knowing, in a line each: a code, and a sentence behind the revision.
    pub remarks: Vec<(&'static str, String)>,
    /// What keeps a build from writing it, in a line each.
    pub errors: Vec<String>,
}

/// The records of a [`Snapshot`].
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// All of them.
    Whole(BTreeMap<Key, Row>),
    /// What is otherwise than in the revision before, which had and lacked the same tables and columns.
    Changed {
        /// The keys that are not there any more.
        gone: BTreeSet<Key>,
        /// The records that are new, or otherwise.
        came: BTreeMap<Key, Row>,
    },
}

impl Default for Content {
    fn default() -> Self {
        Content::Changed { gone: BTreeSet::new(), came: BTreeMap::new() }
    }
}

/// A record of a [`Snapshot`].
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its values.
    pub values: Vec<Value>,
    /// The fields that it has no cell for, or one that cannot be read, so that nothing is known of them.
    pub unknown: Vec<usize>,
    /// The same for rows that read the same in their page, before any repair: these have not changed, whatever is made of them.
    pub reads: u64,
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

impl Snapshot {
    /// Whether nothing of the dataset was found.
    fn is_unread(&self) -> bool {
        self.selectors > 0 && self.missing.len() == self.selectors
    }
}

/// Makes a [`Timeline`].
pub struct Builder {
    timeline: Timeline,
    states: Vec<State>,
    gaps: Gaps,
    /// Since when the page is away, as an index of the points.
    away: Option<usize>,
    /// What was told of already.
    told: BTreeSet<String>,
}

/// A dataset as it stands.
#[derive(Default)]
struct State {
    /// The records as they stand.
    rows: BTreeMap<Key, Row>,
    /// The record of each key that ever was, as an index of the timeline's.
    index: BTreeMap<Key, usize>,
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
        let timeline = Timeline { datasets, ..Timeline::default() };
        Self { timeline, states, gaps: Gaps::default(), away: None, told: BTreeSet::new() }
    }

    /// Adds a revision with what it has of each dataset.
    pub fn push(&mut self, point: Point, snapshots: Vec<Snapshot>) {
        self.away = None;
        self.timeline.unread_newest = None;
        self.timeline.points.push(point);
        let index = self.timeline.points.len() - 1;
        let places = Places::new(&snapshots, &self.timeline.datasets);
        self.gaps.at(index, places.there, places.missing, &self.timeline.points, namer(&self.timeline.datasets));
        for (dataset, snapshot) in snapshots.into_iter().enumerate() {
            self.tell_errors(index, &snapshot);
            if !snapshot.is_unread() {
                self.update(index, dataset, snapshot);
            }
        }
    }

    /// Adds a revision that cannot be read.
    pub fn push_unreadable(&mut self, point: Point, reason: &str) {
        self.away = None;
        self.timeline.unread_newest = Some(reason.to_owned());
        self.timeline.points.push(point);
        self.gaps.at_nothing(self.timeline.points.len() - 1, Place::Reading, reason);
    }

    /// Adds a revision that does not have the page.
    pub fn push_absent(&mut self, point: Point) {
        self.timeline.unread_newest = None;
        self.timeline.points.push(point);
        let index = self.timeline.points.len() - 1;
        self.gaps.at(index, [Place::Reading], [], &self.timeline.points, namer(&self.timeline.datasets));
        self.gaps.at_nothing(index, Place::Page, "the page was taken away");
        self.away.get_or_insert(index);
    }

    /// Says that older revisions are not known.
    pub fn tell_cut(&mut self, reason: &str) {
        let message = format!("the history starts with the oldest revision that is at hand: {reason}");
        self.gaps.tell(0, Diagnostic::new("cut-history", Severity::Warning, message, None));
    }

    /// Says that a revision gave the page another path.
    pub fn tell_renamed(&mut self, index: usize, from: &str, to: &str) {
        let Some(point) = self.timeline.points.get(index) else { return };
        let message = format!("{} renamed the page `{from}` to `{to}`", shown(point));
        self.gaps.tell(index, Diagnostic::new("renamed-page", Severity::Note, message, None));
    }

    /// Says that a column has another header from a revision on, and why it is one column.
    pub fn tell_column(&mut self, index: usize, dataset: &str, [from, to]: [&str; 2], evidence: &str) {
        let Some(point) = self.timeline.points.get(index) else { return };
        let message = format!("from {} on the column `{from}` of `{dataset}` is `{to}`: {evidence}", shown(point));
        self.gaps.tell(index, Diagnostic::new("renamed-column", Severity::Note, message, None));
    }

    /// Says that files are no revisions of the page.
    pub fn tell_others(&mut self, names: &[String], newest: &str) {
        let are_others = if names.len() == 1 { "is another page" } else { "are other pages" };
        let names = names.join("`, `");
        let message = format!(
            "`{names}` {are_others}, and left out: no name in tables and lists is one of `{newest}`, nor of what came before it"
        );
        self.gaps.tell(0, Diagnostic::new("other-page", Severity::Warning, message, None));
    }

    /// The timeline.
    pub fn finish(self) -> Timeline {
        let Self { mut timeline, gaps, away, .. } = self;
        timeline.gone = away;
        timeline.remarks = gaps.finish(&timeline.points, namer(&timeline.datasets));
        for dataset in &mut timeline.datasets {
            let newest = dataset.records.iter_mut().filter_map(|record| record.versions.last_mut());
            newest.filter(|version| version.to.is_none()).for_each(|version| version.to = away);
            dataset.records.retain(|record| !record.versions.is_empty());
            dataset.records.sort_by(|a, b| a.key.cmp(&b.key));
        }
        timeline
    }

    fn tell_errors(&mut self, index: usize, snapshot: &Snapshot) {
        for (code, remark) in &snapshot.remarks {
            if self.told.insert(remark.clone()) {
                let message = format!("from {} on {remark}", shown(&self.timeline.points[index]));
                self.gaps.tell(index, Diagnostic::new(code, Severity::Note, message, None));
            }
        }
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
        let before = state.rows.len();
        let steps = state.take(timeline, snapshot);
        if is_first && !state.rows.is_empty() {
            timeline.start = Some(index);
        }
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

/// What a revision has, and what it lacks.
struct Places {
    there: Vec<Place>,
    missing: Vec<(Place, String)>,
}

impl Places {
    fn new(snapshots: &[Snapshot], datasets: &[DatasetTimeline]) -> Self {
        let mut places = Self { there: vec![Place::Page, Place::Reading], missing: Vec::new() };
        for (dataset, snapshot) in snapshots.iter().enumerate() {
            for selector in 0..snapshot.selectors {
                let place = Place::Table { dataset, selector };
                match snapshot.missing.iter().find(|missing| missing.selector == selector) {
                    Some(missing) => places.missing.push((place, missing.reason.clone())),
                    None => places.there.push(place),
                }
            }
            // Without a table nothing is known of its columns.
            let fields = if snapshot.is_unread() { 0 } else { datasets[dataset].schema.fields.len() };
            for field in 0..fields {
                let place = Place::Column { dataset, field };
                match snapshot.lacking.get(&field) {
                    Some(reason) => places.missing.push((place, reason.clone())),
                    None => places.there.push(place),
                }
            }
        }
        places
    }
}

/// How a sentence names what is missing.
fn namer(datasets: &[DatasetTimeline]) -> impl Fn(&Place) -> String + '_ {
    |place| match place {
        Place::Page | Place::Reading => "the page".to_owned(),
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

/// Marks the fields that nothing was known of in a record before.
fn mark_new_fields(steps: &mut [Step], schema: &Schema, new_fields: &BTreeMap<Key, BTreeSet<usize>>) {
    for step in steps {
        let (Step::Modified { key, fields } | Step::Renamed { to: key, fields, .. }) = step else { continue };
        let Some(new) = new_fields.get(key) else { continue };
        for field in fields {
            field.is_new_field = schema.position(&field.field).is_some_and(|position| new.contains(&position));
        }
    }
}

/// What a revision changes, before it is said what that means.
#[derive(Default)]
struct Difference {
    gone: BTreeMap<Key, Row>,
    came: BTreeMap<Key, Row>,
    /// The fields of a record that nothing was known of before.
    new_fields: BTreeMap<Key, BTreeSet<usize>>,
}

impl State {
    /// Takes the records of a snapshot over, and tells what changed. What the snapshot cannot know stays as it was.
    fn take(&mut self, timeline: &mut DatasetTimeline, snapshot: Snapshot) -> Vec<Step> {
        let Snapshot { content, missing, .. } = snapshot;
        let may_stay = |row: &Row| missing.iter().any(|missing| missing.may_have(&row.values));
        let (gone, came): (Vec<Key>, BTreeMap<Key, Row>) = match content {
            Content::Changed { gone, came } => (gone.into_iter().collect(), came),
            Content::Whole(rows) => {
                let gone = self.rows.iter().filter(|(key, _)| !rows.contains_key(*key));
                let gone = gone.filter(|(_, row)| !may_stay(row)).map(|(key, _)| key.clone()).collect();
                (gone, rows.into_iter().filter(|(key, row)| self.rows.get(key) != Some(row)).collect())
            }
        };
        let mut difference = Difference::default();
        for key in gone {
            if let Some(row) = self.rows.remove(&key) {
                difference.gone.insert(key, row);
            }
        }
        for (key, mut row) in came {
            match self.rows.get(&key) {
                None => {
                    difference.came.insert(key.clone(), row.clone());
                }
                Some(before) => {
                    for &field in &row.unknown {
                        row.values[field] = before.values[field].clone();
                    }
                    let new = before.unknown.iter().copied().filter(|field| !row.unknown.contains(field));
                    difference.new_fields.insert(key.clone(), new.collect());
                    // What was known once stays known.
                    row.unknown.retain(|field| before.unknown.contains(field));
                    if row.values != before.values && row.reads == before.reads {
                        respell(timeline, &mut self.index, &key, key.clone(), row.values.clone(), 1);
                    } else if row.values != before.values {
                        difference.gone.insert(key.clone(), before.clone());
                        difference.came.insert(key.clone(), row.clone());
                    }
                }
            }
            self.rows.insert(key, row);
        }
        self.steps(timeline, difference)
    }

    fn steps(&mut self, timeline: &mut DatasetTimeline, mut difference: Difference) -> Vec<Step> {
        let Difference { gone, came, new_fields } = &mut difference;
        if gone.is_empty() && came.is_empty() {
            return Vec::new();
        }
        // A row that reads as before has another key only because another repair was made.
        let same: Vec<(Key, Key)> = gone
            .iter()
            .filter(|(key, _)| !came.contains_key(*key))
            .filter_map(|(from, row)| {
                let mut same = came.iter().filter(|(to, other)| other.reads == row.reads && !gone.contains_key(*to));
                same.next().map(|(to, _)| (from.clone(), to.clone()))
            })
            .collect();
        for (from, to) in same {
            let (Some(_), Some(row)) = (gone.remove(&from), came.remove(&to)) else { continue };
            respell(timeline, &mut self.index, &from, to, row.values, 1);
        }
        // What is rare in all records tells which one got another key.
        let may_be_renamed =
            gone.keys().any(|key| !came.contains_key(key)) && came.keys().any(|key| !gone.contains_key(key));
        let rest = || self.rows.iter().filter(|(key, _)| may_be_renamed && !came.contains_key(*key));
        let dataset = |rows: &BTreeMap<Key, Row>| {
            let rows = rest().map(|(_, row)| row).chain(rows.values());
            let records = rows.map(|row| Record::unplaced(row.values.iter().cloned())).collect();
            Dataset::new(&timeline.name, timeline.schema.clone(), records).0
        };
        let mut steps = steps(&dataset(gone), &dataset(came));
        for step in &steps {
            let Step::Renamed { from, to, .. } = step else { continue };
            let (Some(before), Some(after)) = (gone.get(from), came.get(to)) else { continue };
            let new = before.unknown.iter().copied().filter(|field| !after.unknown.contains(field));
            new_fields.insert(to.clone(), new.collect());
        }
        mark_new_fields(&mut steps, &timeline.schema, new_fields);
        steps
    }

    fn apply(&mut self, timeline: &mut DatasetTimeline, index: usize, step: Step) {
        let (from, to, origin) = match step {
            Step::Added { key } => (None, key, Came::Added),
            Step::Removed { key } => return self.end(timeline, &key, index),
            Step::Renamed { from, to, fields } => (Some(from.clone()), to, Came::Renamed { from, fields }),
            Step::Modified { key, fields } => (Some(key.clone()), key, Came::Modified(fields)),
            Step::Respelled { from, to, values } => {
                let now = self.values(&to);
                return respell(timeline, &mut self.index, &from, to, now, values);
            }
        };
        if let Some(from) = from {
            self.end(timeline, &from, index);
        }
        let version = Version { from: index, to: None, origin, values: self.values(&to) };
        match self.index.get(&to) {
            Some(&record) => timeline.records[record].versions.push(version),
            None => {
                self.index.insert(to.clone(), timeline.records.len());
                timeline.records.push(RecordTimeline { key: to, versions: vec![version] });
            }
        }
    }

    /// The values of a record as it stands.
    fn values(&self, key: &Key) -> Vec<Value> {
        self.rows.get(key).map(|row| row.values.clone()).unwrap_or_default()
    }

    fn end(&self, timeline: &mut DatasetTimeline, key: &Key, index: usize) {
        let record = self.index.get(key).map(|&record| &mut timeline.records[record]);
        if let Some(last) = record.and_then(|record| record.versions.last_mut()) {
            last.to = Some(index);
        }
    }
}

/// Spells the newest version of a record as it is spelled now. Where a record with the new key was there once, it goes on.
fn respell(
    timeline: &mut DatasetTimeline,
    index: &mut BTreeMap<Key, usize>,
    from: &Key,
    to: Key,
    values: Vec<Value>,
    count: usize,
) {
    timeline.cosmetic += count;
    let Some(&record) = index.get(from) else { return };
    let entry = &mut timeline.records[record];
    if let Some(last) = entry.versions.last_mut() {
        last.values = values;
    }
    if *from == to {
        return;
    }
    index.remove(from);
    match index.get(&to) {
        Some(&earlier) => {
            let versions = std::mem::take(&mut entry.versions);
            timeline.records[earlier].versions.extend(versions);
        }
        None => {
            entry.key = to.clone();
            index.insert(to, record);
        }
    }
}
