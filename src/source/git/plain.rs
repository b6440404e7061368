//! Refuses a repository in which a pipe or a device stands for a file: whoever opens it would wait, or read without end.
//!
//! Only what is opened for a revision is looked at: the files beside `HEAD`, the references and their logs, `info`, and the objects, also those
//! of other repositories that `alternates` names. It reads names and kinds, and of the files only those that lead to another folder. A socket is let
//! through, since one cannot be opened, and some of git's own helpers leave theirs there. Another place to look into is one more line of [`Search::git_folder`].

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::source::{read_bytes, text_of};

/// Looks at the repositories that a folder may lie in.
///
/// # Errors
///
/// [`ErrorKind::Io`](crate::error::ErrorKind::Io) with the path of what is no plain file.
pub(super) fn check(folder: &Path) -> Result<()> {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let mut search = Search { seen: BTreeSet::new() };
    for above in folder.ancestors() {
        search.entry(&above.join(".git"), &|search, path| search.git_folder(path))?;
        // A bare repository is a folder like any other.
        if above.join("objects").is_dir() && above.join("refs").is_dir() {
            search.git_folder(above)?;
        }
    }
    Ok(())
}

/// How long a file that names a folder may be, in bytes.
const LONGEST_POINTER: u64 = 1 << 16;

struct Search {
    /// The folders that were looked at, without links in their paths.
    seen: BTreeSet<PathBuf>,
}

type Inside<'i> = &'i dyn Fn(&mut Search, &Path) -> Result<()>;

impl Search {
    /// Looks at what stands at a path, if anything does, and into it where it is a folder.
    fn entry(&mut self, path: &Path, inside: Inside<'_>) -> Result<()> {
        // What a link leads to counts, and a link that leads nowhere is nothing.
        let Ok(metadata) = fs::metadata(path) else { return Ok(()) };
        if metadata.is_dir() {
            return inside(self, path);
        }
        if metadata.is_file() {
            return self.pointer(path);
        }
        match is_socket(&metadata) {
            true => Ok(()),
            false => {
                let cause = io::Error::other("it is not a plain file");
                Err(Error::io(path.display().to_string(), "read", cause).with_help(
                    "every file of a repository is a plain one; `git fsck` tells whether the repository is sound",
                ))
            }
        }
    }

    /// Follows a file that names another folder of the repository.
    fn pointer(&mut self, path: &Path) -> Result<()> {
        let (Some(name), Some(folder)) = (path.file_name(), path.parent()) else { return Ok(()) };
        let is_short = fs::metadata(path).is_ok_and(|metadata| metadata.len() <= LONGEST_POINTER);
        let is_pointer = name == ".git" || name == "commondir" || name == "alternates";
        if !is_pointer || !is_short {
            return Ok(());
        }
        // What cannot be read is told by whoever opens the repository.
        let Ok(text) = read_bytes(path, "read").and_then(|bytes| text_of("", bytes)) else { return Ok(()) };
        if name == "alternates" {
            let objects = folder.parent().unwrap_or(folder);
            return text.lines().try_for_each(|line| self.objects(&objects.join(line)));
        }
        let target = text.trim().trim_start_matches("gitdir:").trim();
        self.git_folder(&folder.join(target))
    }

    fn git_folder(&mut self, folder: &Path) -> Result<()> {
        self.each(folder, |_| true, &|search, path| match path.file_name().and_then(|name| name.to_str()) {
            Some("objects") => search.objects(path),
            Some("refs" | "logs" | "info") => search.all(path),
            _ => Ok(()),
        })
    }

    /// Looks at the folders of objects that there may be: `alternates` may name any folder of the system.
    fn objects(&mut self, folder: &Path) -> Result<()> {
        let is_hex = |name: &str| name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_of_objects = |name: &str| name == "pack" || name == "info" || is_hex(name);
        self.each(folder, is_of_objects, &|search, path| search.each(path, |_| true, &|_, _| Ok(())))
    }

    fn all(&mut self, folder: &Path) -> Result<()> {
        self.each(folder, |_| true, &Self::all)
    }

    /// Looks at the wanted entries of a folder, once.
    fn each(&mut self, folder: &Path, is_wanted: impl Fn(&str) -> bool, inside: Inside<'_>) -> Result<()> {
        let Ok(real) = folder.canonicalize() else { return Ok(()) };
        if !self.seen.insert(real) {
            return Ok(());
        }
        let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
        let entries = entries.filter_map(io::Result::ok);
        let mut entries: Vec<fs::DirEntry> =
            entries.filter(|entry| is_wanted(&entry.file_name().to_string_lossy())).collect();
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let is_plain = entry.file_type().is_ok_and(|kind| kind.is_file());
            let is_pointer = ["commondir", "alternates"].iter().any(|name| entry.file_name() == *name);
            // Most are plain files, and to know that takes no look at them.
            if !is_plain || is_pointer {
                self.entry(&path, inside)?;
            }
        }
        Ok(())
    }
}

#[cfg(unix)]
fn is_socket(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt as _;

    metadata.file_type().is_socket()
}

#[cfg(not(unix))]
fn is_socket(_: &fs::Metadata) -> bool {
    false
}
