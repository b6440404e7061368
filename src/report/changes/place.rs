//! Where a record of either side stands: path and line.

use super::DiffView;
use crate::dataset::Record;
use crate::diff::Change;

/// A file and a line of it, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: String,
    pub(super) line: usize,
}

impl Place {
    pub(super) fn shown(&self) -> String {
        format!("{}:{}", self.path, self.line)
    }
}

/// The places of a change on the old side and on the new one, as far as it has any.
pub(super) fn places(view: &DiffView<'_>, change: &Change) -> [Option<Place>; 2] {
    [place(view, 0, change.before()), place(view, 1, change.after())]
}

fn place(view: &DiffView<'_>, side: usize, record: Option<&Record>) -> Option<Place> {
    let span = record?.span?;
    let file = view.sources[side].file(span.source);
    Some(Place { path: file.path().to_owned(), line: file.position(span.start()).line })
}

/// Both places in a phrase: `old.md:3 → new.md:4`.
pub(super) fn both(places: &[Option<Place>; 2]) -> String {
    let shown: Vec<String> = places.iter().flatten().map(Place::shown).collect();
    shown.join(" → ")
}
