//! What could not be read at some revision: one finding for each time that it lasts, not one for each revision.

use std::collections::{BTreeMap, BTreeSet};

use super::{Point, Remark};
use crate::diagnostic::{Diagnostic, Finding, Severity};

/// What can be wrong with the revisions of a page.
pub const HISTORY_FINDINGS: &[Finding] = &[
    Finding {
        code: "unreadable-revision",
        summary: "a revision of a page cannot be read",
        explanation: "\
It is no text, or its content is not in this clone. The history goes on with the next revision, and changes of this one count as the next one's.
Where it is the newest, what is known ends with an older one, and the run with exit code 2.",
    },
    Finding {
        code: "table-gap",
        summary: "a table of the recipe is not in some revisions",
        explanation: "\
Its heading or its columns have another name there, most likely, or it was taken out. Its records have not gone: they stay as they were, and what
changed in the meantime counts as the change of the revision that has the table again. If the heading was renamed, name both in the recipe:
`under: [Cities, Towns]`. If a column was, `from: [City, Town]`.",
    },
    Finding {
        code: "column-gap",
        summary: "a column of the recipe is not in some revisions",
        explanation: "\
The values of the field stay as they were until the column is there again. If it was renamed, name both headers in the recipe:
`from: [Zone, Region]`.",
    },
    Finding {
        code: "late-start",
        summary: "the oldest revisions do not have a table or a column",
        explanation: "\
Its history starts with the first revision that has it, whose records count as added there. If it only had another name before, name both in
the recipe.",
    },
    Finding {
        code: "other-heading",
        summary: "a table stands under another heading in some revisions",
        explanation: "\
A recipe that was inferred from one revision names the heading that a table has there. In another revision exactly one table that nothing else
takes has the columns of the key and most of the others, so that it is taken. A recipe of yours is taken at its word: name both headings in
it.",
    },
    Finding {
        code: "page-gap",
        summary: "a page is missing in some revisions",
        explanation: "\
A commit took the page away. Where a later one brought it back, its records have not gone: they stay as they were, and what changed in the meantime
counts as the change of the revision that brought it back. Where none did, the page is gone: every record that it had ends at the commit that
took it away, and `changes` calls that `page-removed`, so that it is not taken for the removal of records.",
    },
    Finding {
        code: "renamed-column",
        summary: "a column has another header in earlier revisions",
        explanation: "\
A recipe that was inferred from one revision names the header that a column has there. Where a revision renamed it, the column is followed to the one
that holds the same values in the same rows, as `rowmill diff` says of the two revisions. A recipe of yours is taken at its word: name both
headers in it, `from: [Zone, Region]`.",
    },
    Finding {
        code: "renamed-page",
        summary: "a page had another path before, or has one now",
        explanation: "\
A commit takes a file away and brings one of the same content, or of much the same, as `git mv` does. The history of the new path goes on to the old one, as
that of `git log --follow` does. That of the old path ends there: ask for the new one.",
    },
    Finding {
        code: "other-page",
        summary: "a file among dated revisions is a page of its own",
        explanation: "\
Its tables and lists have no name in common with those of the newest file, nor with a file that has, so that all of its records would count as gone,
and all of the others as new. It is left out. Two pages in one folder have a history each: name the files of one.",
    },
    Finding {
        code: "cut-history",
        summary: "the oldest revisions are not in this clone",
        explanation: "\
A shallow clone has the newest commits only. What its oldest revision has was there before, most likely, so its `valid_from` is no more than the
latest possible. `git fetch --unshallow` brings the rest.",
    },
    Finding {
        code: "emptied-dataset",
        summary: "a revision takes all records of a dataset away",
        explanation: "\
Its tables are there, with other records or none. That may be true. It is also what happens when a column gets another meaning, so that every key
is another one.",
    },
    Finding {
        code: "revision-error",
        summary: "a revision has errors in the data",
        explanation: "\
A build of this revision would refuse to write: two records have one key, a text does not fit its type. The value, or the second record, is not in the
history. Mend the recipe, if it should fit the revision too.",
    },
];

/// What is missing, and since when.
#[derive(Debug, Default)]
pub(super) struct Gaps {
    open: BTreeMap<Place, Gap>,
    /// What some revision had.
    seen: BTreeSet<Place>,
    found: Vec<(usize, Remark)>,
}

/// The time that something is missing.
#[derive(Debug)]
struct Gap {
    since: usize,
    reason: String,
    /// Whether no revision had it before.
    is_start: bool,
}

/// What can be missing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// The page itself.
    Page,
    /// A text that can be read.
    Reading,
    /// What a selector of a dataset selects.
    Table { dataset: usize, selector: usize },
    /// The column of a field.
    Column { dataset: usize, field: usize },
}

impl Gaps {
    /// Takes what is there and what is missing at a revision: what was missing before and is there again is told of.
    pub(super) fn at(
        &mut self,
        index: usize,
        there: impl IntoIterator<Item = Place>,
        missing: impl IntoIterator<Item = (Place, String)>,
        points: &[Point],
        name: impl Fn(&Place) -> String,
    ) {
        for place in there {
            if let Some(gap) = self.open.remove(&place) {
                self.found.push((gap.since, gap.remark(&place, &name(&place), points, Some(index))));
            }
            self.seen.insert(place);
        }
        for (place, reason) in missing {
            let is_start = !self.seen.contains(&place);
            self.open.entry(place).or_insert(Gap { since: index, reason, is_start });
        }
    }

    /// Takes a revision that tells nothing: what else was missing stays so.
    pub(super) fn at_nothing(&mut self, index: usize, place: Place, reason: &str) {
        self.open.entry(place).or_insert(Gap { since: index, reason: reason.to_owned(), is_start: false });
    }

    /// Adds a finding about a revision.
    pub(super) fn tell(&mut self, index: usize, finding: Diagnostic) {
        self.found.push((index, Remark { last: index, diagnostic: finding }));
    }

    /// Every finding, in the order of the revisions.
    pub(super) fn finish(mut self, points: &[Point], name: impl Fn(&Place) -> String) -> Vec<Remark> {
        for (place, gap) in std::mem::take(&mut self.open) {
            self.found.push((gap.since, gap.remark(&place, &name(&place), points, None)));
        }
        self.found.sort_by_key(|(index, _)| *index);
        self.found.into_iter().map(|(_, finding)| finding).collect()
    }
}

/// A revision with its date, for a sentence.
pub(super) fn shown(point: &Point) -> String {
    match &point.date {
        Some(date) => format!("{} ({})", point.short, &date[..date.len().min(10)]),
        None => point.short.clone(),
    }
}

impl Gap {
    fn remark(&self, place: &Place, name: &str, points: &[Point], back: Option<usize>) -> Remark {
        let last = back.map_or(points.len() - 1, |back| if *place == Place::Reading { back - 1 } else { back });
        Remark { last, diagnostic: self.finding(place, name, points, back) }
    }

    fn finding(&self, place: &Place, name: &str, points: &[Point], back: Option<usize>) -> Diagnostic {
        let count = match back.unwrap_or(points.len()) - self.since {
            1 => "1 revision".to_owned(),
            count => format!("{count} revisions"),
        };
        let (since, reason) = (shown(&points[self.since]), &self.reason);
        let code = match place {
            Place::Page if back.is_none() => return page_gone(&since),
            Place::Page => "page-gap",
            Place::Reading => return self.unreadable(points, back),
            Place::Table { .. } => "table-gap",
            Place::Column { .. } => "column-gap",
        };
        let back = back.map(|back| shown(&points[back]));
        let (code, severity, message) = match (self.is_start, back) {
            (true, Some(back)) => {
                ("late-start", Severity::Note, format!("{name} is first found in {back}, after {count}: {reason}"))
            }
            (false, Some(back)) => (
                code,
                Severity::Warning,
                format!("{name} is not found from {since} on, for {count}, until {back}: {reason}"),
            ),
            (true, None) => (code, Severity::Warning, format!("{name} is in no revision: {reason}")),
            (false, None) => (
                code,
                Severity::Warning,
                format!("{name} is not found from {since} on, for {count} up to the newest: {reason}"),
            ),
        };
        Diagnostic::new(code, severity, message, None)
    }

    fn unreadable(&self, points: &[Point], back: Option<usize>) -> Diagnostic {
        let end = back.unwrap_or(points.len());
        let revisions = match end - self.since {
            1 => shown(&points[self.since]),
            count => format!("{count} revisions from {} to {}", shown(&points[self.since]), shown(&points[end - 1])),
        };
        let message = format!("{revisions} cannot be read: {}", self.reason);
        Diagnostic::new("unreadable-revision", Severity::Warning, message, None)
    }
}

/// The page is in no revision from some one on.
fn page_gone(since: &str) -> Diagnostic {
    let message = format!("{since} took the page away, and no later revision brings it back: its records end there");
    Diagnostic::new("page-gap", Severity::Warning, message, None)
}
