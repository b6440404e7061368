//! One run at a time writes to a folder, and removes what a run before it could not.
//!
//! The lock is the system's own, on the folder itself, so that it goes with the process that holds it and no file is left that somebody
//! must delete. Where folders cannot be locked, a file in the folder is. It knows nothing of what is written.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::names::{TEMPORARY_PREFIX, TEMPORARY_SUFFIX};
use super::writer::shown;
use crate::error::{Error, Result};

/// The time between two looks at a lock that somebody else holds.
const PAUSE: Duration = Duration::from_millis(20);

/// The locks of some folders, until it is dropped.
pub(super) struct Locks {
    _held: Vec<File>,
}

impl Locks {
    /// Locks folders, in one order whoever asks, so that no two runs wait for each other.
    ///
    /// # Errors
    ///
    /// When another run holds one for longer than the timeout, or a folder cannot be opened.
    pub(super) fn take(folders: &BTreeSet<&Path>, timeout: Duration) -> Result<Self> {
        let end = Instant::now().checked_add(timeout);
        let mut real = BTreeSet::new();
        for folder in folders {
            let path = folder.canonicalize().map_err(|cause| Error::io(shown(folder), "write to", cause))?;
            real.insert((path, *folder));
        }
        let held = real.iter().map(|(path, folder)| lock(path, folder, end)).collect::<Result<Vec<_>>>()?;
        Ok(Self { _held: held.into_iter().flatten().collect() })
    }
}

/// Waits for the lock of a folder; none where the file system has no locks.
fn lock(path: &Path, folder: &Path, end: Option<Instant>) -> Result<Option<File>> {
    let fail = |cause| Error::io(shown(folder), "lock", cause);
    loop {
        let file = open(path).map_err(fail)?;
        match file.try_lock() {
            // Whoever held it may have taken the folder away.
            Ok(()) if is_still(&file, path) => return Ok(Some(file)),
            Ok(()) => {}
            Err(TryLockError::Error(cause)) if cause.kind() == io::ErrorKind::Unsupported => return Ok(None),
            Err(TryLockError::Error(cause)) => return Err(fail(cause)),
            Err(TryLockError::WouldBlock) if end.is_some_and(|end| Instant::now() >= end) => {
                let cause = io::Error::new(io::ErrorKind::WouldBlock, "another run of rowmill is writing there");
                return Err(fail(cause).with_help("run the same command again, or wait longer with `--lock-timeout`"));
            }
            Err(TryLockError::WouldBlock) => sleep(PAUSE),
        }
    }
}

#[cfg(unix)]
fn open(folder: &Path) -> io::Result<File> {
    File::open(folder)
}

#[cfg(not(unix))]
fn open(folder: &Path) -> io::Result<File> {
    File::options().create(true).write(true).truncate(false).open(folder.join(format!("{TEMPORARY_PREFIX}lock")))
}

#[cfg(unix)]
fn is_still(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(held), Ok(there)) => identity(held) == identity(there),
        // What is wrong is said by whatever is done next.
        _ => true,
    }
}

#[cfg(not(unix))]
fn is_still(_: &File, _: &Path) -> bool {
    true
}

/// Removes the unfinished files of dead runs from a locked folder: while it is locked, nobody else has any there.
///
/// # Errors
///
/// When one is there and cannot be removed, or the folder cannot be listed.
pub(super) fn sweep(folder: &Path) -> Result<()> {
    let list = |cause| Error::io(shown(folder), "list", cause);
    for entry in fs::read_dir(folder).map_err(list)? {
        let entry = entry.map_err(list)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_ours = name.starts_with(TEMPORARY_PREFIX) && name.ends_with(TEMPORARY_SUFFIX);
        if is_ours && entry.file_type().is_ok_and(|kind| kind.is_file()) {
            fs::remove_file(entry.path()).map_err(|cause| Error::io(shown(&entry.path()), "remove", cause))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_locked_until_the_lock_goes() {
        let folder = tempfile::tempdir().expect("a folder for tests");
        let folders = BTreeSet::from([folder.path()]);
        let held = Locks::take(&folders, Duration::ZERO).expect("nobody holds it");
        let error = Locks::take(&folders, Duration::from_millis(50)).map(|_| ()).expect_err("it is held");
        assert!(error.to_string().contains("another run of rowmill is writing there"), "{error}");
        drop(held);
        assert!(Locks::take(&folders, Duration::ZERO).is_ok());
    }

    #[test]
    fn one_folder_under_two_names_is_locked_once() {
        let folder = tempfile::tempdir().expect("a folder for tests");
        let other = folder.path().join(".");
        assert!(Locks::take(&BTreeSet::from([folder.path(), other.as_path()]), Duration::ZERO).is_ok());
    }
}
