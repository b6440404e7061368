//! A folder of written files that is replaced as a whole, or compared with what would be written.
//!
//! It knows bytes and names, and no format. Names come from recipes, so every name is checked: nothing is written, read
//! or listed outside the folder, and no link inside it is followed.
//!
//! The order of the work is the promise: everything that can be refused is refused first, then every file is written
//! beside its target under a name that starts with `.rowmill-` and brought to the disk, and only then are all of them
//! renamed. A run that fails before the first rename leaves the folder as it was; a run that is killed leaves old files
//! or new ones, never half of one, and perhaps a `.rowmill-` file, which means nothing to anybody and may be deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::names::{TEMPORARY_PREFIX, check_names, sub_folders};
use crate::error::{Error, Result};

/// Files of a folder: the bytes by the name, which may lie in sub folders and parts these with `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// How a folder differs from the files that would be written to it; made by [`compare_folder`]. All names are sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Files that would be written and are not there.
    pub missing: Vec<String>,
    /// Files that are there with other bytes.
    pub different: Vec<String>,
    /// Files that stand beside those that would be written, and would not be.
    pub extra: Vec<String>,
}

impl Comparison {
    /// Whether every file that would be written stands there as it would be, whatever else does.
    pub fn is_written(&self) -> bool {
        self.missing.is_empty() && self.different.is_empty()
    }

    /// Whether the folder holds exactly what would be written.
    pub fn is_same(&self) -> bool {
        self.missing.is_empty() && self.different.is_empty() && self.extra.is_empty()
    }
}

/// Writes files to a folder as a set, and tells which of them it wrote.
///
/// The folder and its sub folders are made where they are missing. A file that has the right bytes already is not
/// touched. A file that is replaced keeps its permissions; a new one gets those that the user's umask allows.
///
/// # Errors
///
/// [`ErrorKind::Io`](crate::ErrorKind::Io) with the path and the cause: a name that leads out of the folder or clashes
/// with another one, a target that is no plain file or is read-only, a folder that cannot be written to, a full disk.
/// Until the first rename nothing is changed; should a later one fail, those before it stay done.
///
/// ```
/// use rowmill::emit::{Files, write_folder};
///
/// let folder = tempfile::tempdir()?;
/// let files = Files::from([("data/cities.csv".to_owned(), b"city\nOslo\n".to_vec())]);
/// assert_eq!(write_folder(folder.path(), &files)?, ["data/cities.csv"]);
/// assert!(write_folder(folder.path(), &files)?.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_folder(folder: &Path, files: &Files) -> Result<Vec<String>> {
    check_names(files).map_err(|(name, cause)| Error::io(shown(&folder.join(name)), "write", cause))?;
    let changed = changed_files(folder, files)?;
    let new_folders = NewFolders::create(folder, &changed)?;
    let staged = changed.iter().map(|name| stage(&folder.join(name), &files[name])).collect::<Result<Vec<_>>>()?;
    new_folders.keep();
    for (name, temporary) in changed.iter().zip(staged) {
        let target = folder.join(name);
        temporary.persist(&target).map_err(|failure| Error::io(shown(&target), "replace", failure.error))?;
    }
    folders_of(folder, &changed).iter().try_for_each(|folder| sync_folder(folder))?;
    Ok(changed)
}

/// Compares a folder with files that would be written to it. Nothing is changed.
///
/// Extra files are looked for in the folder itself and in the sub folders that the files name, not below others.
/// Unfinished files of a run that was killed do not count.
///
/// # Errors
///
/// [`ErrorKind::Io`](crate::ErrorKind::Io) with the path and the cause when a name leads out of the folder, or when
/// something in the way cannot be read. A folder that does not exist is no error: all its files are missing.
pub fn compare_folder(folder: &Path, files: &Files) -> Result<Comparison> {
    check_names(files).map_err(|(name, cause)| Error::io(shown(&folder.join(name)), "write", cause))?;
    check_folder(folder)?;
    let mut comparison = Comparison::default();
    for (name, bytes) in files {
        match standing(folder, name)? {
            None => comparison.missing.push(name.clone()),
            Some(metadata) if has_bytes(&folder.join(name), &metadata, bytes)? => {}
            Some(_) => comparison.different.push(name.clone()),
        }
    }
    comparison.extra = extra_files(folder, files)?;
    Ok(comparison)
}

/// Refuses a folder that is none, or that lies below something that is none. It may be missing, and it may be a link to one.
fn check_folder(folder: &Path) -> Result<()> {
    let Some(there) = folder.ancestors().find(|path| fs::symlink_metadata(path).is_ok()) else { return Ok(()) };
    match fs::metadata(there) {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(metadata) => Err(in_the_way(there, &metadata, "a folder")),
        Err(_) => {
            Err(Error::io(shown(there), "write to", io::Error::other("it is a symbolic link that leads nowhere")))
        }
    }
}

/// The names of the files that must be written, each of them fit to be.
fn changed_files(folder: &Path, files: &Files) -> Result<Vec<String>> {
    check_folder(folder)?;
    let mut changed = Vec::new();
    for (name, bytes) in files {
        let path = folder.join(name);
        match standing(folder, name)? {
            Some(metadata) if has_bytes(&path, &metadata, bytes)? => {}
            Some(metadata) if metadata.permissions().readonly() => {
                let cause = io::Error::new(io::ErrorKind::PermissionDenied, "the file is read-only");
                return Err(Error::io(shown(&path), "replace", cause));
            }
            _ => changed.push(name.clone()),
        }
    }
    Ok(changed)
}

fn has_bytes(path: &Path, metadata: &Metadata, bytes: &[u8]) -> Result<bool> {
    if metadata.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let found = fs::read(path).map_err(|cause| Error::io(shown(path), "read", cause))?;
    Ok(found == bytes)
}

/// The plain file that stands under a name, if one does. Every folder on the way is a real one.
fn standing(folder: &Path, name: &str) -> Result<Option<Metadata>> {
    for sub_folder in sub_folders(name) {
        let path = folder.join(sub_folder);
        match metadata_of(&path)? {
            None => return Ok(None),
            Some(metadata) if metadata.is_dir() => {}
            Some(metadata) => return Err(in_the_way(&path, &metadata, "a folder")),
        }
    }
    let path = folder.join(name);
    match metadata_of(&path)? {
        Some(metadata) if !metadata.is_file() => Err(in_the_way(&path, &metadata, "a plain file")),
        found => Ok(found),
    }
}

/// What stands at a path; of a link, the link itself.
fn metadata_of(path: &Path) -> Result<Option<Metadata>> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::io(shown(path), "write to", cause)),
    }
}

fn in_the_way(path: &Path, metadata: &Metadata, expected: &str) -> Error {
    let found = match metadata.file_type() {
        kind if kind.is_symlink() => "a symbolic link",
        kind if kind.is_dir() => "a folder",
        kind if kind.is_file() => "a file",
        _ => "a device, pipe or socket",
    };
    Error::io(shown(path), "write to", io::Error::other(format!("it is {found}, not {expected}")))
}

/// Every folder that files lie in, as the path to open it by.
fn folders_of<'a>(folder: &Path, names: impl IntoIterator<Item = &'a String>) -> BTreeSet<PathBuf> {
    names.into_iter().filter_map(|name| folder.join(name).parent().map(Path::to_owned)).collect()
}

/// Folders made for a set of files, which go again unless the set is complete.
struct NewFolders(Vec<PathBuf>);

impl NewFolders {
    /// Makes the folder and the sub folders of the names where they are missing.
    fn create(folder: &Path, names: &[String]) -> Result<Self> {
        let mut made = NewFolders(Vec::new());
        made.create_with_parents(folder)?;
        for sub_folder in names.iter().flat_map(|name| sub_folders(name)) {
            made.create_one(&folder.join(sub_folder))?;
        }
        Ok(made)
    }

    fn create_with_parents(&mut self, folder: &Path) -> Result<()> {
        let missing: Vec<&Path> =
            folder.ancestors().take_while(|path| !path.as_os_str().is_empty() && !path.exists()).collect();
        missing.into_iter().rev().try_for_each(|path| self.create_one(path))
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

/// Writes bytes to a temporary file beside their target, and to the disk.
fn stage(target: &Path, bytes: &[u8]) -> Result<NamedTempFile> {
    stage_bytes(target, bytes).map_err(|cause| Error::io(shown(target), "write", cause))
}

fn stage_bytes(target: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut temporary = create_beside(target).map_err(|cause| without_path(&cause))?;
    temporary.as_file_mut().write_all(bytes)?;
    if let Ok(existing) = fs::symlink_metadata(target) {
        temporary.as_file().set_permissions(existing.permissions())?;
    }
    temporary.as_file().sync_all()?;
    Ok(temporary)
}

/// An error of tempfile without the path of the temporary file, which says nothing to anybody.
fn without_path(cause: &io::Error) -> io::Error {
    let text = cause.to_string();
    let reason = text.split(" at path ").next().unwrap_or_default();
    io::Error::new(cause.kind(), reason)
}

fn create_beside(target: &Path) -> io::Result<NamedTempFile> {
    let folder = target.parent().expect("a file of a folder has one");
    let mut builder = tempfile::Builder::new();
    builder.prefix(TEMPORARY_PREFIX).suffix(".tmp");
    // Left alone, a temporary file is for its owner only; this is what a new file is made with, less the umask.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
}

/// Brings the renames in a folder to the disk, where the system can.
fn sync_folder(folder: &Path) -> Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if cfg!(unix) {
        let synced = File::open(folder).and_then(|opened| opened.sync_all());
        synced.map_err(|cause| Error::io(shown(folder), "write to", cause))?;
    }
    Ok(())
}

/// The files in the folders of a set that are not of the set.
fn extra_files(folder: &Path, files: &Files) -> Result<Vec<String>> {
    let mut prefixes: BTreeSet<&str> = files.keys().filter_map(|name| sub_folders(name).last()).collect();
    prefixes.insert("");
    let mut extra = Vec::new();
    for prefix in prefixes {
        let names = plain_files(&folder.join(prefix))?.into_iter();
        let relative = names.map(|name| if prefix.is_empty() { name } else { format!("{prefix}/{name}") });
        extra.extend(relative.filter(|name| !files.contains_key(name)));
    }
    extra.sort();
    Ok(extra)
}

/// The names of a folder's own files that are neither hidden leftovers of ours nor folders; none when there is no
/// folder.
fn plain_files(folder: &Path) -> Result<Vec<String>> {
    let list = |cause| Error::io(shown(folder), "list", cause);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(list(cause)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(list)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.starts_with(TEMPORARY_PREFIX) && !entry.file_type().map_err(list)?.is_dir() {
            names.push(name);
        }
    }
    Ok(names)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    fn files(names_and_texts: &[(&str, &str)]) -> Files {
        names_and_texts.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())).collect()
    }

    fn folder_with(names_and_texts: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder for tests");
        for (name, text) in names_and_texts {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a sub folder");
            fs::write(path, text).expect("a file");
        }
        folder
    }

    /// Everything below a folder, as `name=text`; of a link, where it leads.
    fn listing(folder: &Path) -> Vec<String> {
        let mut found = Vec::new();
        for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
            let name = entry.file_name().into_string().expect("a test's name");
            let kind = entry.file_type().expect("a kind");
            if kind.is_dir() {
                found.extend(listing(&entry.path()).into_iter().map(|inner| format!("{name}/{inner}")));
            } else if kind.is_symlink() {
                found.push(format!("{name}->"));
            } else {
                found.push(format!("{name}={}", fs::read_to_string(entry.path()).expect("a text")));
            }
        }
        found.sort();
        found
    }

    /// Writes `new` over `old` and expects the names that were written, and all of the folder afterwards.
    fn check(old: &[(&str, &str)], new: &[(&str, &str)], written: &[&str], after: &[&str]) {
        let folder = folder_with(old);
        assert_eq!(write_folder(folder.path(), &files(new)).expect("a set that can be written"), written);
        assert_eq!(listing(folder.path()), after);
    }

    /// Expects that `new` is refused for a reason, and that the folder is as before.
    fn check_refused(folder: &Path, new: &[(&str, &str)], reason: &str) {
        let before = listing(folder);
        let error = write_folder(folder, &files(new)).expect_err(reason).to_string();
        assert!(error.contains(reason), "{error} does not say {reason}");
        assert_eq!(listing(folder), before);
    }

    #[test]
    fn a_set_is_written_and_only_what_differs_is() {
        check(&[], &[("a.csv", "1"), ("b/c.csv", "2")], &["a.csv", "b/c.csv"], &["a.csv=1", "b/c.csv=2"]);
        check(
            &[("a", "old"), ("b", "2"), ("mine", "x")],
            &[("a", "new"), ("b", "2")],
            &["a"],
            &["a=new", "b=2", "mine=x"],
        );
        check(&[("a", "1")], &[("a", "2")], &["a"], &["a=2"]);
        check(&[("a", "1")], &[], &[], &["a=1"]);
    }

    #[test]
    fn missing_folders_are_made() {
        let folder = folder_with(&[]);
        let deep = folder.path().join("x/y");
        write_folder(&deep, &files(&[("a", "1")])).expect("a set that can be written");
        assert_eq!(listing(folder.path()), ["x/y/a=1"]);
    }

    #[test]
    fn a_file_with_the_right_bytes_keeps_its_time() {
        let folder = folder_with(&[("a", "1")]);
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let time = |name: &str| fs::metadata(folder.path().join(name)).and_then(|metadata| metadata.modified()).ok();
        File::options().write(true).open(folder.path().join("a")).and_then(|file| file.set_modified(long_ago)).ok();
        write_folder(folder.path(), &files(&[("a", "1"), ("b", "2")])).expect("a set that can be written");
        assert_eq!(time("a"), Some(long_ago));
        assert_ne!(time("b"), Some(long_ago));
    }

    #[test]
    fn names_that_lead_out_of_the_folder_are_refused() {
        let folder = folder_with(&[]);
        check_refused(folder.path(), &[("fine", "1"), ("../a", "2")], "is not the name of a file inside the folder");
        assert!(compare_folder(folder.path(), &files(&[("../a", "2")])).is_err());
    }

    #[test]
    fn what_is_no_plain_file_is_in_the_way() {
        let folder = folder_with(&[("sub/x", "1"), ("file", "1")]);
        check_refused(folder.path(), &[("new/a", "1"), ("sub", "1")], "it is a folder, not a plain file");
        check_refused(folder.path(), &[("a", "1"), ("file/b", "1")], "it is a file, not a folder");
        let error = write_folder(&folder.path().join("file"), &files(&[("b", "1")])).expect_err("a file is no folder");
        assert!(error.to_string().starts_with("cannot "), "{error}");
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let (folder, elsewhere) = (folder_with(&[]), folder_with(&[("a", "theirs")]));
        std::os::unix::fs::symlink(elsewhere.path().join("a"), folder.path().join("a")).expect("a link");
        std::os::unix::fs::symlink(elsewhere.path(), folder.path().join("sub")).expect("a link");
        check_refused(folder.path(), &[("a", "ours")], "it is a symbolic link, not a plain file");
        check_refused(folder.path(), &[("sub/b", "ours")], "it is a symbolic link, not a folder");
        assert!(compare_folder(folder.path(), &files(&[("sub/a", "theirs")])).is_err());
        assert_eq!(listing(elsewhere.path()), ["a=theirs"]);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_are_the_users() {
        use std::os::unix::fs::PermissionsExt;

        let folder = folder_with(&[("old", "1"), ("plain", "1"), ("locked", "1")]);
        let path = |name: &str| folder.path().join(name);
        let mode = |name: &str| fs::metadata(path(name)).expect("a file").permissions().mode() & 0o777;
        let set_mode = |name: &str, mode: u32| fs::set_permissions(path(name), PermissionsExt::from_mode(mode)).ok();
        set_mode("old", 0o640);
        set_mode("locked", 0o444);
        write_folder(folder.path(), &files(&[("old", "2"), ("new", "2")])).expect("a set that can be written");
        assert_eq!((mode("old"), mode("new")), (0o640, mode("plain")));
        check_refused(folder.path(), &[("locked", "2"), ("other", "2")], "the file is read-only");
        set_mode("locked", 0o644);
    }

    #[test]
    fn a_set_that_cannot_be_written_leaves_nothing_behind() {
        // No system takes a name this long.
        let long = "x".repeat(300);
        let folder = folder_with(&[("a", "1")]);
        check_refused(folder.path(), &[("a", "2"), ("sub/b", "2"), (&format!("sub/{long}/c"), "2")], "too long");
        assert!(!folder.path().join("sub").exists());
    }

    #[test]
    fn folders_made_for_nothing_go_again() {
        let folder = folder_with(&[("old/a", "1")]);
        let names = ["new/deep/b".to_owned(), "old/c".to_owned()];
        let made = NewFolders::create(folder.path(), &names).expect("folders that can be made");
        assert!(folder.path().join("new/deep").is_dir());
        drop(made);
        assert!(!folder.path().join("new").exists());
        assert_eq!(listing(folder.path()), ["old/a=1"]);
    }

    #[test]
    fn a_folder_is_compared_with_a_set() {
        let folder = folder_with(&[("same", "1"), ("other", "1"), ("more", "1"), ("sub/x", "1"), ("far/y", "1")]);
        fs::write(folder.path().join(".rowmill-dead.tmp"), "").expect("a file");
        let set = files(&[("same", "1"), ("other", "2"), ("new", "1"), ("sub/z", "1")]);
        let expected = Comparison {
            missing: vec!["new".into(), "sub/z".into()],
            different: vec!["other".into()],
            extra: vec!["more".into(), "sub/x".into()],
        };
        assert_eq!(compare_folder(folder.path(), &set).expect("a folder that can be read"), expected);
        assert!(!expected.is_same());
        write_folder(folder.path(), &set).expect("a set that can be written");
        let again = compare_folder(folder.path(), &set).expect("a folder that can be read");
        assert_eq!((again.missing, again.different), (vec![], vec![]));
    }

    #[test]
    fn a_folder_that_does_not_exist_misses_everything() {
        let folder = folder_with(&[]);
        let found = compare_folder(&folder.path().join("none"), &files(&[("a", "1")])).expect("no error");
        assert_eq!(found, Comparison { missing: vec!["a".into()], ..Comparison::default() });
    }
}
