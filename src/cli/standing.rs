//! In which formats the files of a recipe's datasets stand in a folder, and the command that writes them.
//!
//! The lock file lists the formats of the last build; files of an earlier one may stand beside them, and grow old when they are not written
//! any more. `check` holds all of them to the data, `build` tells of those that it leaves behind. A new format needs nothing here.

use std::path::Path;

use super::args::DEFAULT_FORMATS;
use rowmill::emit::{FORMATS, Files, Format, compare_folder};
use rowmill::{Dataset, Outcome, Result};

/// The formats of a folder's files.
pub(super) struct Standing {
    /// Those that every dataset is to be there in: what was built once in a format is, and data that stands there for one dataset.
    expected: Vec<&'static Format>,
    /// Whether the lock file says that CSV is written for spreadsheets.
    is_spreadsheet_safe: bool,
    /// Those of which any file stands there, or must.
    all: Vec<&'static Format>,
}

impl Standing {
    /// Looks into a folder. `accepted` has the names of the formats that the lock file lists.
    pub(super) fn new(folder: &Path, accepted: &[String], datasets: &[Dataset]) -> Self {
        let is_spreadsheet_safe = FORMATS.iter().any(|format| {
            let safe = format.spreadsheet_safe().name;
            safe != format.name && accepted.iter().any(|name| name == safe)
        });
        let is_listed = |format: &&'static Format| {
            accepted.iter().any(|name| [format.name, format.spreadsheet_safe().name].contains(&name.as_str()))
        };
        let stands =
            |format: &&'static Format| datasets.iter().any(|dataset| folder.join(format.file_name(dataset)).exists());
        let variant = |format: &'static Format| if is_spreadsheet_safe { format.spreadsheet_safe() } else { format };
        let expected = FORMATS.iter().filter(|format| is_listed(format) || format.is_data && stands(format));
        let all = FORMATS.iter().filter(|format| is_listed(format) || stands(format));
        Self { expected: expected.map(variant).collect(), is_spreadsheet_safe, all: all.map(variant).collect() }
    }

    /// Whether nothing of any format stands there, nor must.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The files of a dataset that are to be there, and those that are there beside them, as they would be written now.
    pub(super) fn files(&self, folder: &Path, dataset: &Dataset) -> Files {
        let is_expected = |format: &Format| self.expected.iter().any(|other| other.name == format.name);
        let is_held = |format: &&&Format| is_expected(format) || folder.join(format.file_name(dataset)).exists();
        let formats = self.all.iter().filter(is_held);
        formats.map(|format| (format.file_name(dataset), format.to_bytes(dataset))).collect()
    }

    /// The files of formats that a build does not write, which stand there and are not what it would make of them.
    ///
    /// # Errors
    ///
    /// When one cannot be read.
    pub(super) fn left_behind(&self, folder: &Path, outcome: &Outcome, written: &[&Format]) -> Result<Vec<String>> {
        let is_written = |format: &Format| written.iter().any(|other| other.extension == format.extension);
        let formats: Vec<&Format> = self.all.iter().copied().filter(|format| !is_written(format)).collect();
        let of = |dataset: &Dataset| {
            let standing = formats.iter().filter(|format| folder.join(format.file_name(dataset)).exists());
            standing.map(|format| (format.file_name(dataset), format.to_bytes(dataset))).collect::<Vec<_>>()
        };
        let files: Files = outcome.datasets.iter().flat_map(of).collect();
        Ok(compare_folder(folder, &files)?.different)
    }

    /// The command that writes all of them.
    pub(super) fn command(&self) -> String {
        self.command_with(&[])
    }

    /// The command that writes all of them, and some formats beside them.
    pub(super) fn command_with(&self, more: &[&Format]) -> String {
        let is_in = |format: &&Format| self.all.iter().chain(more).any(|other| other.extension == format.extension);
        let names: Vec<&str> = FORMATS.iter().filter(is_in).map(|format| format.name).collect();
        let names = names.join(",");
        let formats =
            if names.is_empty() || names == DEFAULT_FORMATS { String::new() } else { format!(" --format {names}") };
        let safe = if self.is_spreadsheet_safe { " --spreadsheet-safe" } else { "" };
        format!("rowmill build{formats}{safe}")
    }
}
