//! How a diff is shown: [`DIFF_FORMATS`], one [`DiffFormat`] per file, and the diff as a dataset.
//!
//! `place.rs` says where a record stands, `words.rs` how a value reads in a line; `records.rs` makes a dataset of a diff, so that every
//! data format can write it. What a change is was decided before: no format counts or compares. A new format is one file here and one word in
//! [`DIFF_FORMATS`].

mod html;
mod json;
mod markdown;
mod place;
mod records;
mod text;
mod words;

pub(super) use markdown::escaped;
pub use records::diff_records;

use std::fmt;
use std::io;

use super::Appearance;
use crate::diff::Diff;
use crate::source::SourceMap;

/// Every format that is a diff's own, in the order in which help lists them.
pub const DIFF_FORMATS: &[DiffFormat] = &[text::FORMAT, markdown::FORMAT, json::FORMAT, html::FORMAT];

/// A diff with what it takes to show it.
#[derive(Debug, Clone, Copy)]
pub struct DiffView<'d> {
    /// The changes.
    pub diff: &'d Diff,
    /// The texts that the places of the old side lie in, and those of the new side.
    pub sources: [&'d SourceMap; 2],
    /// What the two sides are called.
    pub labels: [&'d str; 2],
    /// Whether to show the changes that say nothing new; they are counted anyhow.
    pub shows_cosmetic: bool,
    /// The reader's screen.
    pub appearance: Appearance,
}

/// One way to show a diff. The module of each is its specification.
#[derive(Clone, Copy)]
pub struct DiffFormat {
    /// The word that selects it: `text`.
    pub name: &'static str,
    /// What it is good for, in one phrase for help.
    pub summary: &'static str,
    /// Writes a diff whole. It fails only when the writer fails.
    pub write: fn(&DiffView<'_>, &mut dyn io::Write) -> io::Result<()>,
}

impl DiffFormat {
    /// The format of a name, in lower case.
    pub fn named(name: &str) -> Option<&'static DiffFormat> {
        DIFF_FORMATS.iter().find(|format| format.name == name)
    }
}

impl fmt::Debug for DiffFormat {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "DiffFormat({})", self.name)
    }
}
