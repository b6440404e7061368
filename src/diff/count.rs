//! What a diff comes to: numbers by kind, and a line that can be the title of a commit.
//!
//! Another kind that `--fail-on` can name is one variant of [`Kind`].

use super::{Change, DatasetDiff, Diff};

/// A kind of substantive change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Records that only the new side has.
    Added,
    /// Records that only the old side has.
    Removed,
    /// Records with another key.
    Renamed,
    /// Records with other values.
    Modified,
    /// Fields and tables that came, went, or are otherwise.
    Schema,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Kind] = &[Kind::Added, Kind::Removed, Kind::Renamed, Kind::Modified, Kind::Schema];

    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Renamed => "renamed",
            Kind::Modified => "modified",
            Kind::Schema => "schema",
        }
    }
}

/// How many changes there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records that only the new side has.
    pub added: usize,
    /// Records that only the old side has.
    pub removed: usize,
    /// Records with another key.
    pub renamed: usize,
    /// Records with other values, renamed ones among them.
    pub modified: usize,
    /// Changes of fields and tables.
    pub schema: usize,
    /// Changes that say nothing new: one for each value, and one for each field whose name, place or layout changed.
    pub cosmetic: usize,
    /// Items that came in lists of records that both sides have.
    pub items_added: usize,
    /// Items that went in these.
    pub items_removed: usize,
    /// Items with another name in these.
    pub items_renamed: usize,
}

impl Counts {
    /// The number of changes of a kind.
    pub fn of(&self, kind: Kind) -> usize {
        match kind {
            Kind::Added => self.added,
            Kind::Removed => self.removed,
            Kind::Renamed => self.renamed,
            Kind::Modified => self.modified,
            Kind::Schema => self.schema,
        }
    }

    /// Whether anything says something new.
    pub fn is_substantive(&self) -> bool {
        Kind::ALL.iter().any(|&kind| self.of(kind) > 0)
    }

    /// The counts in words: `1 record added, 1 removed, 1 renamed, 1 modified (1 item added), 3 cosmetic`.
    pub fn sentence(&self) -> String {
        let items = [(self.items_added, "added"), (self.items_removed, "removed"), (self.items_renamed, "renamed")];
        let items = in_words(&items, "item");
        let modified = if items.is_empty() { String::new() } else { format!(" ({items})") };
        let records =
            [(self.added, "added"), (self.removed, "removed"), (self.renamed, "renamed"), (self.modified, "modified")];
        let mut parts = Vec::new();
        let records = in_words(&records, "record");
        if !records.is_empty() {
            parts.push(format!("{records}{modified}"));
        }
        if self.schema > 0 {
            parts.push(format!("{} of fields or tables", plural(self.schema, "change")));
        }
        if self.cosmetic > 0 {
            parts.push(format!("{} cosmetic", self.cosmetic));
        }
        if parts.is_empty() { "no change".to_owned() } else { parts.join(", ") }
    }
}

/// `1 record added, 2 removed`.
fn in_words(counts: &[(usize, &str)], word: &str) -> String {
    let mut parts = Vec::new();
    for (count, what) in counts.iter().filter(|(count, _)| *count > 0) {
        let noun = if parts.is_empty() { plural(*count, word) } else { count.to_string() };
        parts.push(format!("{noun} {what}"));
    }
    parts.join(", ")
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// What has counts.
pub trait Count {
    /// How many changes there are.
    fn counts(&self) -> Counts;
}

impl Count for DatasetDiff {
    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for change in &self.changes {
            match change {
                Change::Added { .. } => counts.added += 1,
                Change::Removed { .. } => counts.removed += 1,
                Change::Renamed { .. } => counts.renamed += 1,
                Change::Modified { .. } => {}
            }
            counts.modified += usize::from(change.fields().iter().any(super::FieldChange::is_substantive));
            counts.cosmetic += change.fields().iter().filter(|field| field.is_cosmetic()).count();
            for items in change.fields().iter().filter_map(|field| field.items.as_ref()) {
                counts.items_added += items.added.len();
                counts.items_removed += items.removed.len();
                counts.items_renamed += items.renamed.len();
            }
        }
        counts.schema = self.schema.iter().filter(|change| change.is_substantive()).count();
        counts.cosmetic += self.schema.len() - counts.schema;
        counts
    }
}

impl Count for Diff {
    fn counts(&self) -> Counts {
        self.datasets.iter().map(DatasetDiff::counts).fold(Counts::default(), |a, b| Counts {
            added: a.added + b.added,
            removed: a.removed + b.removed,
            renamed: a.renamed + b.renamed,
            modified: a.modified + b.modified,
            schema: a.schema + b.schema,
            cosmetic: a.cosmetic + b.cosmetic,
            items_added: a.items_added + b.items_added,
            items_removed: a.items_removed + b.items_removed,
            items_renamed: a.items_renamed + b.items_renamed,
        })
    }
}

/// The longest name that a title shows whole.
const LONGEST_NAME: usize = 60;

/// A line that can be the title of a commit: `data: +3 −1 ~5 records in peering_locations`.
pub fn title(diff: &Diff) -> String {
    let counts = diff.counts();
    let changed: Vec<&DatasetDiff> = diff.datasets.iter().filter(|dataset| dataset.counts().is_substantive()).collect();
    let place = match changed.as_slice() {
        [] => return "data: nothing changed".to_owned(),
        [one] => one.name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_NAME).collect(),
        several => plural(several.len(), "dataset"),
    };
    let signs = [(counts.added, '+'), (counts.removed, '−'), (counts.modified, '~')];
    let signs: Vec<String> =
        signs.iter().filter(|(count, _)| *count > 0).map(|(count, sign)| format!("{sign}{count}")).collect();
    let is_one = counts.added + counts.removed + counts.modified == 1;
    let mut parts = Vec::new();
    if !signs.is_empty() {
        parts.push(format!("{} {}", signs.join(" "), if is_one { "record" } else { "records" }));
    }
    if counts.renamed > 0 {
        parts.push(format!("{} renamed", counts.renamed));
    }
    if counts.schema > 0 {
        parts.push(
            plural(counts.schema, "change of the schema").replace("change of the schemas", "changes of the schema"),
        );
    }
    format!("data: {} in {place}", parts.join(", "))
}
