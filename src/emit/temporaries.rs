//! Unfinished files, and how to end a run in their midst.
//!
//! A list of all of them is kept, because a run that a signal ends runs no more of its own code. [`abandon`] removes them and keeps
//! any more from being made; it waits while files take their places, which is soon done. It knows nothing of signals.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{NamedTempFile, TempPath};

use super::names::{TEMPORARY_PREFIX, TEMPORARY_SUFFIX};

/// The unfinished files of this process.
static OPEN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

fn open() -> MutexGuard<'static, Vec<PathBuf>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file that is not finished, and goes with this value.
pub(super) struct Temporary {
    file: Option<File>,
    path: Option<TempPath>,
}

impl Temporary {
    /// An empty file in a folder. Its permissions are those of a new file.
    pub(super) fn create_in(folder: &Path) -> io::Result<Self> {
        let mut builder = builder();
        // Left alone, a temporary file is for its owner only; this is what a new file is made with, less the umask.
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut open = open();
        let (file, path) = builder.tempfile_in(folder).map(NamedTempFile::into_parts).map_err(without_path)?;
        open.push(path.to_path_buf());
        Ok(Self { file: Some(file), path: Some(path) })
    }

    /// Another name for a file, beside it. Only for who is [`committing`].
    pub(super) fn link_to(path: &Path) -> io::Result<Self> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let linked = builder().make_in(folder, |new| fs::hard_link(path, new)).map_err(without_path)?;
        Ok(Self { file: None, path: Some(linked.into_temp_path()) })
    }

    /// The file, to write to.
    pub(super) fn file(&mut self) -> &mut File {
        self.file.as_mut().expect("a file that was created is open")
    }

    /// Gives it its name. Only for who is [`committing`].
    pub(super) fn persist(mut self, target: &Path) -> io::Result<()> {
        let path = self.path.take().expect("it has its path until here");
        path.persist(target).map_err(|failure| failure.error)
    }
}

fn builder() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_PREFIX).suffix(TEMPORARY_SUFFIX);
    builder
}

/// An error of tempfile without the path of the temporary file, which says nothing to anybody.
fn without_path(cause: io::Error) -> io::Error {
    let text = cause.to_string();
    match text.split_once(" at path ") {
        Some((reason, _)) => io::Error::new(cause.kind(), reason),
        None => cause,
    }
}

/// While it is held, files take their places, and nobody ends the run.
pub(super) fn committing() -> impl Drop {
    Committing(open())
}

struct Committing(MutexGuard<'static, Vec<PathBuf>>);

impl Drop for Committing {
    fn drop(&mut self) {
        self.0.clear();
    }
}

/// Removes what is unfinished, for a process that ends right after: nothing is written from here on.
pub fn abandon() {
    let open = open();
    open.iter().for_each(|path| drop(fs::remove_file(path)));
    // Never given back, so that no other thread goes on writing.
    std::mem::forget(open);
}
