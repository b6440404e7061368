//! The Markdown files below a folder, or others by their extension, in the order of their paths. The only user of `ignore`.
//!
//! What git ignores and what is hidden is left out, and links are not followed, so that a loop cannot be entered.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::WalkBuilder;

use crate::error::{Error, Result};

/// The extensions of Markdown files, in lower case.
const EXTENSIONS: &[&str] = &["md", "markdown", "mdown", "mkd", "mdx"];

/// The Markdown files below a folder. What cannot be read on the way is an error of its own; the others go on.
pub fn walk(folder: &Path) -> Vec<Result<PathBuf>> {
    walk_for(folder, EXTENSIONS)
}

/// As [`walk`], for files with one of some extensions, in lower case.
pub fn walk_for(folder: &Path, extensions: &[&str]) -> Vec<Result<PathBuf>> {
    let mut builder = WalkBuilder::new(folder);
    // A folder need not be a repository for its `.gitignore` to count.
    builder.require_git(false).sort_by_file_path(Path::cmp);
    // To open a pipe is to wait.
    let above = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    if let Some(error) = above.ancestors().find_map(|folder| check_rules(folder).err()) {
        return vec![Err(error)];
    }
    let refused = Arc::new(Mutex::new(Vec::new()));
    let errors = Arc::clone(&refused);
    builder.filter_entry(move |entry| {
        if !entry.file_type().is_some_and(|kind| kind.is_dir()) {
            return true;
        }
        let checked = check_rules(entry.path());
        let is_sound = checked.is_ok();
        errors.lock().unwrap_or_else(PoisonError::into_inner).extend(checked.err());
        is_sound
    });
    let mut found: Vec<_> = builder.build().filter_map(|entry| found(folder, extensions, entry)).collect();
    found.extend(refused.lock().unwrap_or_else(PoisonError::into_inner).drain(..).map(Err));
    found
}

/// Refuses a folder where what says which files are ignored is a pipe or a device.
fn check_rules(folder: &Path) -> Result<()> {
    let is_odd = |path: &PathBuf| std::fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir());
    let paths = [".gitignore", ".ignore", ".git/info/exclude"].map(|name| folder.join(name));
    match paths.iter().find(|path| is_odd(path)) {
        Some(path) => {
            let cause = std::io::Error::other("it is not a plain file");
            Err(Error::io(path.display().to_string(), "read", cause))
        }
        None => Ok(()),
    }
}

fn found(
    folder: &Path,
    extensions: &[&str],
    entry: std::result::Result<ignore::DirEntry, ignore::Error>,
) -> Option<Result<PathBuf>> {
    match entry {
        Ok(entry) => {
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            let path = entry.path().strip_prefix(".").unwrap_or(entry.path()).to_owned();
            (is_file && has_extension(&path, extensions)).then_some(Ok(path))
        }
        Err(error) => {
            let message = error.to_string();
            let cause = error.into_io_error().unwrap_or_else(|| std::io::Error::other(message));
            Some(Err(Error::io(folder.display().to_string(), "walk the folder", cause)))
        }
    }
}

/// Whether the name of a file is that of a Markdown page.
pub fn is_markdown(path: &Path) -> bool {
    has_extension(path, EXTENSIONS)
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    extension.is_some_and(|extension| extensions.contains(&extension.as_str()))
}
