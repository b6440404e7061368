//! A folder of written files that is replaced as a whole, or compared with what would be written.
//!
//! It knows bytes and names, and no format. Names come from recipes, so every name is checked: nothing is written, read
//! or listed outside the folder, and no link inside it is followed. How files are replaced is for `writer.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use super::names::{TEMPORARY_PREFIX, check_names, sub_folders};
use super::writer::{FileWrite, Writer, has_bytes, in_the_way, metadata_of, shown};
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
/// As [`Writer::folder`].
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
    Writer::default().folder(folder, files, None)
}

impl Writer {
    /// Refuses what stands in the way of files of some names, before any work is done for them.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) for a name that leads out of the folder or clashes with another one, for a target that is
    /// no plain file, and for a folder that is none.
    pub fn probe(&self, folder: &Path, names: impl IntoIterator<Item = String>) -> Result<()> {
        let files: Files = names.into_iter().map(|name| (name, Vec::new())).collect();
        check_targets(folder, &files)
    }

    /// Writes files to a folder as a set, and after them a file that tells of them, which may stand elsewhere. Says which files of the
    /// folder it wrote.
    ///
    /// # Errors
    ///
    /// As [`Writer::probe`] and [`Writer::files`].
    pub fn folder(&self, folder: &Path, files: &Files, last: Option<FileWrite<'_>>) -> Result<Vec<String>> {
        check_targets(folder, files)?;
        let writes = files.iter().map(|(name, bytes)| FileWrite::of(folder.join(name), bytes));
        let written = self.files(&writes.chain(last).collect::<Vec<_>>())?;
        Ok(files.keys().zip(written).filter(|(_, is_written)| *is_written).map(|(name, _)| name.clone()).collect())
    }
}

/// Refuses names that are not fit, and targets that are no plain files of the folder.
fn check_targets(folder: &Path, files: &Files) -> Result<()> {
    check_names(files).map_err(|(name, cause)| Error::io(shown(&folder.join(name)), "write", cause))?;
    check_folder(folder)?;
    files.keys().try_for_each(|name| standing(folder, name).map(|_| ()))
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

#[cfg(test)]
mod tests {
    use std::fs::File;
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
