//! The files of a revision.

use std::path::Path;

use gix::bstr::ByteSlice;
use gix::object::tree::EntryKind;

use super::trouble::{missing, unreadable, wrong};
use super::{Repository, Revision};
use crate::error::{Error, Result};
use crate::similarity::nearest;
use crate::source::read::max_file_size;

/// What stands at a path of a tree.
pub(super) struct Found {
    pub(super) id: gix::ObjectId,
    kind: EntryKind,
}

impl Found {
    /// Whether it is a file with content of its own.
    pub(super) fn is_file(&self) -> bool {
        matches!(self.kind, EntryKind::Blob | EntryKind::BlobExecutable)
    }
}

/// How deep folders nest; no file system goes further.
const MAX_DEPTH: usize = 1000;

/// The greatest number of files that are looked through for one of a like name.
const MAX_FILES: usize = 100_000;

impl Repository {
    /// The bytes of a file of a revision. The path starts from the root of the repository, or, with `./`, from the working directory.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Revision`](crate::ErrorKind::Revision) when there is no such file, with the one that was meant most likely, or its content is not in this clone;
    /// [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge).
    pub fn read(&self, revision: &Revision, path: &str) -> Result<Vec<u8>> {
        self.read_from_root(revision, &self.path_in_tree(path)?)
    }

    pub(crate) fn read_from_root(&self, revision: &Revision, path: &str) -> Result<Vec<u8>> {
        let name = format!("{}:{path}", revision.name());
        let tree = self.tree_of(revision.id, revision.name())?;
        let found = self.find(tree, path)?.ok_or_else(|| self.no_such_path(revision, path))?;
        let what = match found.kind {
            EntryKind::Blob | EntryKind::BlobExecutable => return self.content(found.id, &name),
            EntryKind::Tree => "a folder",
            EntryKind::Link => "a symbolic link, which is not followed",
            EntryKind::Commit => "a submodule: another repository, which is not looked into",
        };
        Err(wrong(format!("`{name}` is {what}")).with_help("expected a file"))
    }

    /// Whether a folder stands at a path from the root, and the files there: those below a folder that are wanted, in order, or the one
    /// file. Hidden ones are left out, as in [`walk`](crate::source::walk). A name that is not UTF-8 is an error of its own.
    pub(super) fn paths_at(
        &self,
        revision: &Revision,
        path: &str,
        is_wanted: &dyn Fn(&Path) -> bool,
    ) -> Result<(bool, Vec<Result<String>>)> {
        let tree = self.tree_of(revision.id, revision.name())?;
        let tree = match path.is_empty() {
            true => tree,
            false => match self.find(tree, path)?.ok_or_else(|| self.no_such_path(revision, path))? {
                Found { id, kind: EntryKind::Tree } => id,
                _ => return Ok((false, vec![Ok(path.to_owned())])),
            },
        };
        let mut files = Vec::new();
        self.gather(tree, path, &mut files, 0, &|name| !name.starts_with('.'))?;
        files.retain(|file| file.as_ref().map_or(true, |path| is_wanted(path.as_ref())));
        files.sort_by(|a, b| a.as_deref().unwrap_or_default().cmp(b.as_deref().unwrap_or_default()));
        Ok((true, files))
    }

    pub(super) fn gather(
        &self,
        tree: gix::ObjectId,
        folder: &str,
        files: &mut Vec<Result<String>>,
        depth: usize,
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Result<()> {
        let shown = if folder.is_empty() { "the root folder".to_owned() } else { format!("the folder `{folder}`") };
        let object = self.object(tree, &shown)?;
        let entries = gix::objs::TreeRefIter::from_bytes(&object.data, tree.kind());
        for entry in entries.filter_map(std::result::Result::ok) {
            let Ok(name) = entry.filename.to_str() else {
                let message = format!("a file in {shown} has a name that is not UTF-8: `{}`", entry.filename);
                files.push(Err(wrong(message)));
                continue;
            };
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            match entry.mode.kind() {
                _ if !is_wanted(name) || files.len() >= MAX_FILES => {}
                EntryKind::Blob | EntryKind::BlobExecutable => files.push(Ok(path)),
                EntryKind::Tree if depth < MAX_DEPTH => {
                    self.gather(entry.oid.to_owned(), &path, files, depth + 1, is_wanted)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What stands at a path below a tree.
    pub(super) fn find(&self, tree: gix::ObjectId, path: &str) -> Result<Option<Found>> {
        let mut found = Found { id: tree, kind: EntryKind::Tree };
        let mut done = String::new();
        for name in path.split('/').filter(|name| !name.is_empty()) {
            if found.kind != EntryKind::Tree {
                return Ok(None);
            }
            let shown = if done.is_empty() { "the root folder".to_owned() } else { format!("the folder `{done}`") };
            let object = self.object(found.id, &shown)?;
            let mut entries = gix::objs::TreeRefIter::from_bytes(&object.data, found.id.kind());
            let entry = entries.find_map(|entry| entry.ok().filter(|entry| entry.filename == name.as_bytes()));
            let Some(entry) = entry else { return Ok(None) };
            found = Found { id: entry.oid.to_owned(), kind: entry.mode.kind() };
            done = if done.is_empty() { name.to_owned() } else { format!("{done}/{name}") };
        }
        Ok(Some(found))
    }

    /// The content of a file.
    pub(super) fn content(&self, id: gix::ObjectId, name: &str) -> Result<Vec<u8>> {
        let what = format!("`{name}`");
        match self.inner.try_find_header(id) {
            Ok(Some(header)) if header.size() > max_file_size() => {
                return Err(crate::source::read::too_large(name.to_owned(), header.size()));
            }
            Ok(Some(_)) => {}
            Ok(None) => return Err(missing(&what, &id, self.is_shallow())),
            Err(error) => return Err(unreadable(&what, &error)),
        }
        self.object(id, &what).map(|object| object.detach().data)
    }

    /// An object, which another one names.
    pub(super) fn object(&self, id: gix::ObjectId, what: &str) -> Result<gix::Object<'_>> {
        match self.inner.try_find_object(id) {
            Ok(Some(object)) => Ok(object),
            Ok(None) => Err(missing(what, &id, self.is_shallow())),
            Err(error) => Err(unreadable(what, &error)),
        }
    }

    /// The root folder of a commit.
    pub(super) fn tree_of(&self, commit: gix::ObjectId, name: &str) -> Result<gix::ObjectId> {
        let what = format!("the revision `{name}`");
        let object = self.object(commit, &what)?;
        gix::objs::CommitRefIter::from_bytes(&object.data, commit.kind())
            .tree_id()
            .map_err(|error| unreadable(&what, &error))
    }

    pub(super) fn no_such_path(&self, revision: &Revision, path: &str) -> Error {
        let error = wrong(format!("there is no `{path}` in the revision `{}`", revision.name()));
        let mut files = Vec::new();
        if let Ok(tree) = self.tree_of(revision.id, revision.name()) {
            // A tree that cannot be read to its end names what it can.
            let _ = self.gather(tree, "", &mut files, 0, &|_| true);
        }
        let files: Vec<&str> = files.iter().filter_map(|file| file.as_deref().ok()).collect();
        match near_path(path, &files) {
            Some(near) => error.with_help(format!("did you mean `{near}`?")),
            None => error.with_help(format!("`git ls-tree -r --name-only {}` lists its files", revision.name())),
        }
    }
}

/// The path that was meant most likely: with the same name elsewhere, in another case, or spelled much the same.
fn near_path<'f>(path: &str, files: &[&'f str]) -> Option<&'f str> {
    let name = |path: &'f str| path.rsplit('/').next().unwrap_or(path);
    let wanted = path.rsplit('/').next().unwrap_or(path);
    let same_name = files.iter().copied().filter(|file| name(file).eq_ignore_ascii_case(wanted));
    // The one that is nearest to the root.
    let same_name = same_name.min_by_key(|file| (file.matches('/').count(), file.len()));
    same_name.or_else(|| nearest(path, files.iter().copied())).or_else(|| {
        let near = nearest(wanted, files.iter().map(|file| name(file)))?;
        files.iter().copied().find(|file| name(file) == near)
    })
}

/// A path without `.` and `..`, if it does not lead out.
pub(super) fn normal(path: &str) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for name in path.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                names.pop()?;
            }
            name => names.push(name),
        }
    }
    Some(names.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside() {
        assert_eq!(normal("docs/./a/../page.md").as_deref(), Some("docs/page.md"));
        assert_eq!(normal("docs/../../page.md"), None);
        assert_eq!(normal("/").as_deref(), Some(""));
    }

    #[test]
    fn the_nearest_path_has_the_same_name() {
        let files = ["docs/page.md", "docs/other.md", "readme.md"];
        assert_eq!(near_path("page.md", &files), Some("docs/page.md"));
        assert_eq!(near_path("docs/pgae.md", &files), Some("docs/page.md"));
        assert_eq!(near_path("README.md", &files), Some("readme.md"));
        assert_eq!(near_path("x", &files), None);
    }
}
