//! Where the lock file of a recipe is, what it says, and how it is replaced.

use std::path::{Path, PathBuf};

use super::choose::Chosen;
use super::subject::stands;
use rowmill::emit::{FileWrite, Format};
use rowmill::shape::Shape;
use rowmill::source::read_own_text;
use rowmill::{Error, Result};

/// The name of a lock file, unless it stands beside a recipe file with another name than the usual one.
const LOCK_FILE: &str = "rowmill.lock";

/// What a build says of itself.
pub(super) struct Built<'b> {
    pub(super) formats: &'b [&'static Format],
    pub(super) revision: Option<&'b str>,
}

/// The lock file of a run: beside the recipe file, with its name; where there is none, or the data is written elsewhere, with the
/// data.
pub(super) struct LockFile {
    pub(super) path: PathBuf,
    text: Option<String>,
    /// The accepted shape, if there is a file.
    pub(super) accepted: Option<Shape>,
}

impl LockFile {
    /// # Errors
    ///
    /// When there is a file that is no lock file, or one of another version.
    pub(super) fn read(chosen: &Chosen, out: Option<&Path>) -> Result<Self> {
        let path = match (chosen.file_path(), out) {
            (Some(recipe), None) => recipe.with_extension("lock"),
            _ => data_folder(chosen, out).join(LOCK_FILE),
        };
        if !stands(&path) {
            return Ok(Self { path, text: None, accepted: None });
        }
        let text = read_own_text(&path, "read the lock file")?;
        let accepted = Shape::from_lock(&path.display().to_string(), &text)?;
        Ok(Self { path, text: Some(text), accepted: Some(accepted) })
    }

    /// The accepted shape.
    ///
    /// # Errors
    ///
    /// When no build has written a lock file.
    pub(super) fn required(&self) -> Result<&Shape> {
        self.accepted.as_ref().ok_or_else(|| {
            Error::usage(format!("there is no `{}` to hold the pages to", self.path.display()))
                .with_help("`rowmill build` without `--locked` accepts their present shape and writes it")
        })
    }

    /// What a build would write.
    fn text_of(&self, shape: &Shape, build: Option<&Built<'_>>) -> String {
        let mut shape = shape.clone();
        let accepted = self.accepted.as_ref();
        shape.formats = match build {
            Some(build) => build.formats.iter().map(|format| format.name.to_owned()).collect(),
            None => accepted.map_or_else(Vec::new, |accepted| accepted.formats.clone()),
        };
        let revision = build.and_then(|build| build.revision);
        if let Some(revision) = revision {
            shape.sources.iter_mut().for_each(|source| source.revision = Some(revision.to_owned()));
        }
        match accepted {
            Some(accepted) => shape.with_revisions_of(accepted).to_lock(),
            None => shape.to_lock(),
        }
    }

    /// Whether the file is that of a shape. Git may have changed its line ends.
    pub(super) fn is_current(&self, shape: &Shape, build: Option<&Built<'_>>) -> bool {
        self.text.as_ref().is_some_and(|text| text.replace("\r\n", "\n") == self.text_of(shape, build))
    }

    /// Whether the file keeps the same tables, headers, counts and keys, whatever else the pages say.
    pub(super) fn has_shape(&self, shape: &Shape) -> bool {
        self.accepted.as_ref().is_some_and(|accepted| accepted.has_same_tables(shape))
    }

    /// Whether there is a file.
    pub(super) fn exists(&self) -> bool {
        self.text.is_some()
    }

    /// The names of the formats that the last build wrote, as far as the file knows.
    pub(super) fn formats(&self) -> &[String] {
        self.accepted.as_ref().map_or(&[], |accepted| &accepted.formats)
    }

    /// The file that accepts a shape: the one that is there where it does already, whatever its line ends.
    pub(super) fn accepting(&self, shape: &Shape, build: &Built<'_>) -> FileWrite<'static> {
        let kept = self.text.as_ref().filter(|_| self.is_current(shape, Some(build)));
        FileWrite::new(&self.path, kept.cloned().unwrap_or_else(|| self.text_of(shape, Some(build))))
    }
}

/// The folder that a build writes its data to.
pub(super) fn data_folder(chosen: &Chosen, out: Option<&Path>) -> PathBuf {
    out.map_or_else(|| chosen.folder().join("out"), Path::to_owned).join(&chosen.recipe.name)
}
