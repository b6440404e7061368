//! Datasets of one page at many points in time to the history of every record: when it came, when it went, what changed when.
//!
//! A [`Builder`] takes one [`Snapshot`] after the other and keeps what changed; `compare.rs` tells what that is, `gaps.rs` keeps account of
//! what could not be read at some revision, `scope.rs` narrows what is shown. `versions.rs` makes datasets of a [`Timeline`],
//! `text.rs` a text for a person. It knows neither Markdown nor repositories nor clocks: what is a revision and when it was is told
//! by the caller. Another view of a timeline is one more file here.
//!
//! A record that stands in a table that cannot be found at a revision has not gone: it stays as it was until the table is there again. So
//! does a value whose column is not there, and the records of a page that comes back. What a page had that is gone for good ends where the
//! page went, which is told as one thing. And a row that reads the same in its page has not changed, even if a repair makes something else
//! of it because of what stands elsewhere by now: its newest version is spelled anew.

mod build;
mod compare;
mod gaps;
mod scope;
mod text;
mod versions;

pub use build::{Builder, Content, Missing, Row, Snapshot};
pub use compare::FieldStep;
pub use gaps::HISTORY_FINDINGS;
pub use scope::Scope;
pub use text::write_text;
pub use versions::{changes, records, versions};

use crate::dataset::Key;
use crate::diagnostic::Diagnostic;
use crate::schema::{Schema, Value};

/// A revision of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Point {
    /// How messages name the page at this revision: `REV:path`, or the name of a file.
    pub name: String,
    /// How the revision is named: the hash of a commit, or the name of a file.
    pub revision: String,
    /// The same in short, for the eye.
    pub short: String,
    /// When: a date, with or without a time, that sorts as text. None where nothing tells.
    pub date: Option<String>,
    /// When it was written, if that is another matter.
    pub author_date: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// What it was about.
    pub subject: Option<String>,
}

/// The history of every record of a page.
#[derive(Debug, Clone, Default)]
pub struct Timeline {
    /// The revisions, oldest first.
    pub points: Vec<Point>,
    /// One per dataset of the recipe.
    pub datasets: Vec<DatasetTimeline>,
    /// The revision that took the page away for good, as an index of the points: the records that it had end there.
    pub gone: Option<usize>,
    /// Why the newest revision could not be read, if it could not: the history ends with an older one.
    pub unread_newest: Option<String>,
    /// What could not be read, and what is odd.
    pub remarks: Vec<Remark>,
}

/// Something odd about revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The last revision that it is about, as an index of the points.
    pub last: usize,
    /// What it is.
    pub diagnostic: Diagnostic,
}

/// The history of the records of a dataset.
#[derive(Debug, Clone)]
pub struct DatasetTimeline {
    /// Its name.
    pub name: String,
    /// Its fields and its key: every field, where the recipe has no key.
    pub schema: Schema,
    /// The records that ever were, by their keys.
    pub records: Vec<RecordTimeline>,
    /// The first revision that has the dataset, as an index of the points.
    pub start: Option<usize>,
    /// How many values were only spelled or ordered otherwise; these make no version.
    pub cosmetic: usize,
}

/// The history of a record.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordTimeline {
    /// Its key.
    pub key: Key,
    /// What it was from when to when, oldest first.
    pub versions: Vec<Version>,
}

/// A record as it was for some time.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// The first revision that has it, as an index of the points.
    pub from: usize,
    /// The first revision that does not have it any more, as an index of the points; none while it is the newest.
    pub to: Option<usize>,
    /// What made it.
    pub origin: Came,
    /// The values, in the schema's order.
    pub values: Vec<Value>,
}

/// How a version of a record came about.
#[derive(Debug, Clone, PartialEq)]
pub enum Came {
    /// The record was added.
    Added,
    /// The record had another key before.
    Renamed {
        /// The other key.
        from: Key,
        /// What else changed.
        fields: Vec<FieldStep>,
    },
    /// Fields of it changed.
    Modified(Vec<FieldStep>),
}

impl RecordTimeline {
    /// The first revision that has the record.
    pub fn first_seen(&self) -> usize {
        self.versions.first().map_or(0, |version| version.from)
    }

    /// The last revision that has it, of so many.
    pub fn last_seen(&self, points: usize) -> usize {
        self.versions.last().and_then(|version| version.to).unwrap_or(points) - 1
    }

    /// Whether the newest revision has it.
    pub fn is_current(&self) -> bool {
        self.versions.last().is_some_and(|version| version.to.is_none())
    }
}

/// Something that happened to a record at a revision.
#[derive(Debug, Clone, PartialEq)]
pub struct Event<'t> {
    /// The revision, as an index of the points.
    pub point: usize,
    /// The index of the dataset.
    pub dataset: usize,
    /// The key of the record; for one that got another key, the new one.
    pub key: &'t Key,
    /// What happened.
    pub kind: EventKind<'t>,
}

/// What can happen to a record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum EventKind<'t> {
    /// It is in the first revision that has its dataset.
    Started,
    /// It was added.
    Added,
    /// It was removed.
    Removed,
    /// The whole page went, and the record with it.
    PageRemoved,
    /// It got another key.
    Renamed {
        /// The old one.
        from: &'t Key,
        /// The fields that changed at once.
        fields: &'t [FieldStep],
    },
    /// Fields of it changed.
    Modified(&'t [FieldStep]),
}

impl<'t> EventKind<'t> {
    fn of(version: &'t Version, dataset: &DatasetTimeline) -> Self {
        match &version.origin {
            Came::Added if dataset.start == Some(version.from) => Self::Started,
            Came::Added => Self::Added,
            Came::Renamed { from, fields } => Self::Renamed { from, fields },
            Came::Modified(fields) => Self::Modified(fields),
        }
    }

    /// Its word in the data.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::PageRemoved => "page-removed",
            Self::Renamed { .. } => "renamed",
            Self::Modified(_) => "modified",
        }
    }
}

impl<'t> Event<'t> {
    /// The fields that changed.
    pub fn fields(&self) -> &'t [FieldStep] {
        match self.kind {
            EventKind::Modified(fields) | EventKind::Renamed { fields, .. } => fields,
            _ => &[],
        }
    }

    /// Whether it is more than a field that the page has not had before.
    fn is_told(&self) -> bool {
        self.fields().iter().any(|field| !field.is_new_field)
    }
}

/// A key as a person reads it.
pub fn shown_key(key: &[Value]) -> String {
    key.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")
}
