//! Files that are replaced together: all of them, or none.
//!
//! It is the one place where a file is written whole. It knows paths and bytes. The order of the work is the promise:
//!
//! 1. What can be refused is refused: a target that is no plain file, or one that is read-only.
//! 2. The folders of the targets are locked (`lock.rs`), so that no other run writes to them, and what a dead run has left is removed.
//! 3. Every file is written beside its target, under a name that starts with `.rowmill-`, and brought to the disk.
//! 4. The old files get such a name too, and the new ones take their places, the last of the list last: a file that tells of the others.
//! 5. The folders are brought to the disk, and the old files go.
//!
//! A run that fails before the end puts the old files back. A run that is killed leaves old files or new ones, each whole, and perhaps
//! `.rowmill-` files, which the next run removes. Another promise is another step here.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, BufRead, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::lock::{Locks, sweep};
use super::temporaries::{Temporary, committing};
use crate::error::{Error, ErrorKind, Result};
use crate::guard::step;

/// A file to be written whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileWrite<'b> {
    /// Where.
    pub path: PathBuf,
    /// What.
    pub bytes: Cow<'b, [u8]>,
    /// What must stand there until then, if that matters: the bytes, or no file.
    pub over: Option<Option<Vec<u8>>>,
}

impl<'b> FileWrite<'b> {
    /// A file that replaces whatever file stands there.
    pub fn new(path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { path: path.into(), bytes: Cow::Owned(bytes.into()), over: None }
    }

    /// The same, of bytes that are needed elsewhere too.
    pub(super) fn of(path: impl Into<PathBuf>, bytes: &'b [u8]) -> Self {
        Self { path: path.into(), bytes: Cow::Borrowed(bytes), over: None }
    }

    /// The same, but only over what was read before; `None` where there was no file.
    #[must_use]
    pub fn over(mut self, read: Option<impl Into<Vec<u8>>>) -> Self {
        self.over = Some(read.map(Into::into));
        self
    }
}

/// How files are replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Writer {
    /// How long to wait for another run that writes to the same folder.
    pub lock_timeout: Duration,
}

impl Default for Writer {
    fn default() -> Self {
        Self { lock_timeout: Duration::from_secs(10) }
    }
}

/// Writes a file whole, and tells whether it had other bytes before.
///
/// # Errors
///
/// As [`Writer::files`].
///
/// ```
/// use rowmill::emit::{FileWrite, write_file};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("note.txt");
/// assert!(write_file(FileWrite::new(&path, "one\n"))?);
/// assert!(!write_file(FileWrite::new(&path, "one\n"))?);
/// // Somebody else has written it meanwhile.
/// assert!(write_file(FileWrite::new(&path, "three\n").over(Some("two\n"))).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_file(file: FileWrite<'_>) -> Result<bool> {
    Writer::default().file(file)
}

impl Writer {
    /// Writes a file whole, and tells whether it had other bytes before.
    ///
    /// # Errors
    ///
    /// As [`Writer::files`].
    pub fn file(&self, file: FileWrite<'_>) -> Result<bool> {
        Ok(self.files(&[file])?.contains(&true))
    }

    /// Writes files as a set, and tells of each whether it had other bytes before. Missing folders are made.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`] with the path and the cause: a target that is no plain file or is read-only, a folder that cannot be written to, a
    /// full disk, another run that holds the folder for longer than the timeout. [`ErrorKind::Usage`] for a file that is not any more what
    /// it was when it was read. Whatever the error, all files are as they were.
    pub fn files(&self, files: &[FileWrite<'_>]) -> Result<Vec<bool>> {
        for file in files {
            step("writing", &shown(&file.path));
            standing(&file.path)?;
        }
        let folders: BTreeSet<&Path> = files.iter().map(|file| folder_of(&file.path)).collect();
        let new_folders = NewFolders::create(&folders)?;
        let locks = Locks::take(&folders, self.lock_timeout)?;
        folders.iter().try_for_each(|folder| sweep(folder))?;
        let is_changed = files.iter().map(must_be_written).collect::<Result<Vec<_>>>()?;
        let changed: Vec<&FileWrite<'_>> =
            files.iter().zip(&is_changed).filter(|(_, changed)| **changed).map(|(file, _)| file).collect();
        let staged = changed.iter().map(|file| stage(file)).collect::<Result<Vec<_>>>()?;
        replace(&changed, staged)?;
        new_folders.keep();
        drop(locks);
        Ok(is_changed)
    }
}

/// The folder of a file, as the path to open it by.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The plain file that stands at a path, if one does.
fn standing(path: &Path) -> Result<Option<Metadata>> {
    match metadata_of(path)? {
        Some(metadata) if !metadata.is_file() => Err(in_the_way(path, &metadata, "a plain file")),
        found => Ok(found),
    }
}

/// Whether a file differs from what stands there, which may be replaced.
fn must_be_written(file: &FileWrite<'_>) -> Result<bool> {
    let path = &file.path;
    let found = standing(path)?;
    let is_same = |bytes: &[u8]| found.as_ref().map_or(Ok(false), |metadata| has_bytes(path, metadata, bytes));
    let is_over = match &file.over {
        None => true,
        Some(None) => found.is_none(),
        Some(Some(bytes)) => is_same(bytes)?,
    };
    if !is_over {
        return Err(Error::new(ErrorKind::Usage {
            message: format!("`{}` has changed since it was read, and was left as it is", shown(path)),
        })
        .with_help("run the same command again"));
    }
    if is_same(&file.bytes)? {
        return Ok(false);
    }
    if metadata_of(path)?.is_some_and(|metadata| metadata.permissions().readonly()) {
        let cause = io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only");
        return Err(Error::io(shown(path), "replace", cause));
    }
    Ok(true)
}

/// Whether a file has these bytes and no others, without a copy of them in memory.
pub(super) fn has_bytes(path: &Path, metadata: &Metadata, bytes: &[u8]) -> Result<bool> {
    let compare = || -> io::Result<bool> {
        if metadata.len() != bytes.len() as u64 {
            return Ok(false);
        }
        let mut file = BufReader::with_capacity(64 * 1024, File::open(path)?);
        let mut rest = bytes;
        loop {
            let found = file.fill_buf()?;
            let length = found.len();
            match rest.strip_prefix(found) {
                Some(_) if length == 0 => return Ok(rest.is_empty()),
                Some(behind) => rest = behind,
                None => return Ok(false),
            }
            file.consume(length);
        }
    };
    compare().map_err(|cause| Error::io(shown(path), "read", cause))
}

/// Writes a file beside its target, and to the disk.
fn stage(file: &FileWrite<'_>) -> Result<Temporary> {
    let path = &file.path;
    step("writing", &shown(path));
    stage_bytes(path, &file.bytes).map_err(|cause| Error::io(shown(path), "write", cause))
}

fn stage_bytes(path: &Path, bytes: &[u8]) -> io::Result<Temporary> {
    let mut temporary = Temporary::create_in(folder_of(path))?;
    temporary.file().write_all(bytes)?;
    if let Ok(existing) = fs::symlink_metadata(path) {
        temporary.file().set_permissions(existing.permissions())?;
    }
    temporary.file().sync_all()?;
    Ok(temporary)
}

/// Puts new files in the places of old ones, or leaves all as it was.
fn replace(files: &[&FileWrite<'_>], staged: Vec<Temporary>) -> Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    // Who wants to end the run waits until this is done.
    let _committing = committing();
    let mut done = Replaced::default();
    for (file, temporary) in files.iter().zip(staged) {
        let fail = |cause| Error::io(shown(&file.path), "replace", cause);
        let old = old_file(&file.path).map_err(fail)?;
        temporary.persist(&file.path).map_err(fail)?;
        done.0.push((file.path.clone(), old));
    }
    let folders: BTreeSet<&Path> = files.iter().map(|file| folder_of(&file.path)).collect();
    folders.into_iter().try_for_each(sync_folder)?;
    done.keep();
    Ok(())
}

/// What stood at a path before.
enum Old {
    /// No file.
    Nothing,
    /// A file, by another name to get it back by.
    Kept(Temporary),
    /// A file that has no other name.
    Gone,
}

/// Another name for the file that stands at a path.
fn old_file(path: &Path) -> io::Result<Old> {
    if fs::symlink_metadata(path).is_err() {
        return Ok(Old::Nothing);
    }
    match Temporary::link_to(path) {
        Ok(linked) => Ok(Old::Kept(linked)),
        // Some file systems have one name for each file; there, files replaced before one that fails stay so.
        Err(cause) if matches!(cause.kind(), io::ErrorKind::Unsupported | io::ErrorKind::PermissionDenied) => {
            Ok(Old::Gone)
        }
        Err(cause) => Err(cause),
    }
}

/// The files that were replaced, each with its old one, which comes back unless all is done.
#[derive(Default)]
struct Replaced(Vec<(PathBuf, Old)>);

impl Replaced {
    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        for (path, old) in self.0.drain(..).rev() {
            // Nothing better can be done where going back fails too.
            let _ = match old {
                Old::Kept(old) => old.persist(&path),
                Old::Nothing => fs::remove_file(&path),
                // The new file is better than none.
                Old::Gone => Ok(()),
            };
        }
    }
}

/// What stands at a path; of a link, the link itself.
pub(super) fn metadata_of(path: &Path) -> Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::io(shown(path), "write to", cause)),
    }
}

pub(super) fn in_the_way(path: &Path, metadata: &Metadata, expected: &str) -> Error {
    let found = match metadata.file_type() {
        kind if kind.is_symlink() => "a symbolic link",
        kind if kind.is_dir() => "a folder",
        kind if kind.is_file() => "a file",
        _ => "a device, pipe or socket",
    };
    let error = Error::io(shown(path), "write to", io::Error::other(format!("it is {found}, not {expected}")));
    match metadata.file_type().is_symlink() {
        true => error.with_help("no link is written through; name what it leads to"),
        false => error,
    }
}

/// Folders made for a set of files, which go again unless the set is complete.
struct NewFolders(Vec<PathBuf>);

impl NewFolders {
    /// Makes the folders and those that they lie in where they are missing.
    fn create(folders: &BTreeSet<&Path>) -> Result<Self> {
        let mut made = NewFolders(Vec::new());
        for folder in folders {
            let missing: Vec<&Path> =
                folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists()).collect();
            missing.into_iter().rev().try_for_each(|path| made.create_one(path))?;
        }
        Ok(made)
    }

    fn create_one(&mut self, path: &Path) -> Result<()> {
        match fs::create_dir(path) {
            Ok(()) => self.0.push(path.to_owned()),
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => {}
            Err(cause) => return Err(Error::io(shown(path), "create the folder", cause)),
        }
        Ok(())
    }

    fn keep(mut self) {
        self.0.clear();
    }
}

impl Drop for NewFolders {
    fn drop(&mut self) {
        // A folder that somebody else has put a file into meanwhile stays: this removes empty ones only.
        self.0.iter().rev().for_each(|path| drop(fs::remove_dir(path)));
    }
}

/// Brings the renames in a folder to the disk, where the system can.
fn sync_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        let synced = File::open(folder).and_then(|opened| opened.sync_all());
        match synced {
            // Some file systems have no such thing for folders.
            Err(cause) if matches!(cause.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {}
            Err(cause) => return Err(Error::io(shown(folder), "write to", cause)),
            Ok(()) => {}
        }
    }
    Ok(())
}

pub(super) fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a test's name"))
            .collect();
        names.sort();
        names
    }

    #[test]
    fn folders_made_for_nothing_go_again() {
        let folder = tempfile::tempdir().expect("a folder for tests");
        fs::create_dir(folder.path().join("old")).expect("a folder");
        let (new, old) = (folder.path().join("new/deep"), folder.path().join("old"));
        let made = NewFolders::create(&BTreeSet::from([new.as_path(), old.as_path()])).expect("folders can be made");
        assert!(new.is_dir());
        drop(made);
        assert_eq!(names(folder.path()), ["old"]);
    }

    #[test]
    fn what_was_replaced_comes_back_unless_all_is_done() {
        let folder = tempfile::tempdir().expect("a folder for tests");
        let path = |name: &str| folder.path().join(name);
        fs::write(path("a"), "old").expect("a file");
        let mut done = Replaced::default();
        for name in ["a", "b"] {
            let old = old_file(&path(name)).expect("a second name");
            fs::write(path("new"), "new").expect("a file");
            fs::rename(path("new"), path(name)).expect("a rename");
            done.0.push((path(name), old));
        }
        drop(done);
        assert_eq!(names(folder.path()), ["a"]);
        assert_eq!(fs::read_to_string(path("a")).expect("a file"), "old");
        drop(Replaced(vec![(path("a"), Old::Gone)]));
        assert_eq!(names(folder.path()), ["a"], "what has no other name is not taken away");
    }

    #[test]
    fn what_a_dead_run_has_left_is_removed() {
        let folder = tempfile::tempdir().expect("a folder for tests");
        for name in [".rowmill-dead.tmp", ".rowmill-mine", "rowmill-note.tmp"] {
            fs::write(folder.path().join(name), "").expect("a file");
        }
        fs::create_dir(folder.path().join(".rowmill-folder.tmp")).expect("a folder");
        write_file(FileWrite::new(folder.path().join("a"), "1")).expect("it can be written");
        assert_eq!(names(folder.path()), [".rowmill-folder.tmp", ".rowmill-mine", "a", "rowmill-note.tmp"]);
    }

    #[test]
    fn a_file_is_written_over_what_was_read_only() {
        let folder = tempfile::tempdir().expect("a folder for tests");
        let path = folder.path().join("a");
        let none: Option<Vec<u8>> = None;
        write_file(FileWrite::new(&path, "1").over(none.clone())).expect("there is none");
        assert!(write_file(FileWrite::new(&path, "2").over(none)).is_err());
        assert!(write_file(FileWrite::new(&path, "2").over(Some("0"))).is_err());
        write_file(FileWrite::new(&path, "2").over(Some("1"))).expect("it is as it was");
        write_file(FileWrite::new(&path, "").over(Some("2"))).expect("it is as it was");
        assert!(!write_file(FileWrite::new(&path, "")).expect("it can be written"));
        assert!(write_file(FileWrite::new(&path, "x")).expect("it can be written"));
        assert!(write_file(FileWrite::new(&path, "")).expect("it can be written"));
    }
}
