//! Revisions of a repository: read only, and the only user of `gix`.
//!
//! A [`Repository`] is opened with nothing but its own configuration, and of that nothing is run: no hook, no filter, no text conversion,
//! no other program. What a `replace` reference puts in the place of an object is not looked at. `revision.rs` resolves names of
//! revisions, `tree.rs` finds files in one, `side.rs` takes them for one side of a comparison, `walk.rs` follows a page through the commits, `rename.rs` finds what has another path, `trouble.rs` says what went wrong, `plain.rs` refuses a repository whose files are none.
//! It knows nothing of Markdown but the names of its files. Another question to a repository is one more file here.

mod plain;
mod rename;
mod revision;
mod side;
mod time;
mod tree;
mod trouble;
mod walk;

pub use rename::Renamed;
pub use revision::{Revision, RevisionPath, revision_path, revision_range};
pub use side::{RevisionFile, RevisionSide, names_revision, range_sides, revision_side};
pub use walk::{Blob, Cut, PageHistory, PageRevision};

use std::path::{Component, Path, PathBuf};

use gix::open::Options;
use gix::sec::trust::Mapping;

use crate::error::{Error, ErrorKind, Result};
use crate::source::{SourceId, SourceMap};

/// A git repository, to read revisions from.
pub struct Repository {
    inner: gix::Repository,
    /// The working tree, without links in its path; none in a bare repository.
    root: Option<PathBuf>,
    /// The folder that paths such as `./page.md` start from, from the root on, with `/`.
    here: String,
}

/// How much of the repository's objects is kept at hand while its commits are walked, in bytes.
const OBJECT_CACHE: usize = 32 * 1024 * 1024;

impl Repository {
    /// Opens the repository that a path lies in, whether the path exists or not. `here` is the folder that relative paths start from,
    /// most often the working directory.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Revision`] when neither the path's folder nor one above it is a repository, or it cannot be read;
    /// [`ErrorKind::Io`] when a file of it is a pipe or a device.
    pub fn above(path: &Path, here: &Path) -> Result<Self> {
        let shown = path.display().to_string();
        let folder = existing_folder(&here.join(path));
        plain::check(&folder)?;
        let opened = gix::ThreadSafeRepository::discover_opts(
            &folder,
            gix::discover::upwards::Options::default(),
            Mapping { full: options(), reduced: options() },
        );
        let mut inner = opened.map_err(|error| trouble::not_opened(&shown, &error))?.to_thread_local();
        inner.object_cache_size(OBJECT_CACHE);
        let root = inner.workdir().and_then(|root| root.canonicalize().ok());
        let place = here.canonicalize().ok();
        let below = root.as_deref().zip(place.as_deref()).and_then(|(root, here)| here.strip_prefix(root).ok());
        let here = below.map(with_slashes).unwrap_or_default();
        Ok(Self { inner, root, here })
    }

    /// The root of the working tree, without links in its path; none in a bare repository.
    pub fn working_tree(&self) -> Option<&Path> {
        self.root.as_deref()
    }

    /// The path of a file from the root of the repository, with `/`. The file need not exist.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Revision`] when it lies outside.
    pub fn path_of(&self, path: &Path, here: &Path) -> Result<String> {
        let outside = || {
            Error::new(ErrorKind::Revision { message: format!("`{}` is outside of the repository", path.display()) })
                .with_help("name a page of the repository's working tree")
        };
        let Some(root) = &self.root else { return Ok(with_slashes(path)) };
        let full = here.join(path);
        let folder = existing_folder(&full);
        let rest = full.strip_prefix(&folder).map(Path::to_owned).unwrap_or_default();
        let folder = folder.canonicalize().map_err(|_| outside())?;
        let folder = folder.strip_prefix(root).map_err(|_| outside())?;
        tree::normal(&with_slashes(&folder.join(rest))).ok_or_else(outside)
    }

    /// The path of a file of a revision as `REV:path` names it: from the root, or from the working directory where it starts
    /// with `./` or `../`, as git has it.
    fn path_in_tree(&self, path: &str) -> Result<String> {
        let is_relative = ["./", "../"].iter().any(|start| path.starts_with(start)) || path == "." || path == "..";
        let full = if is_relative { format!("{}/{path}", self.here) } else { path.to_owned() };
        tree::normal(&full).filter(|_| !path.starts_with('/')).ok_or_else(|| {
            Error::new(ErrorKind::Revision { message: format!("`{path}` is outside of the repository") })
                .with_help("paths behind `REV:` start from the root of the repository, or, with `./`, from here")
        })
    }

    /// Whether the repository has but the newest part of its history.
    pub fn is_shallow(&self) -> bool {
        self.inner.is_shallow().unwrap_or(false)
    }
}

impl SourceMap {
    /// Reads a page as it is in a revision and adds it under the name `REV:path`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Revision`] when there is no such revision, or no such file in it; as [`SourceMap::read`] for what it holds.
    pub fn read_revision(&mut self, repository: &Repository, revision: &Revision, path: &str) -> Result<SourceId> {
        let bytes = repository.read(revision, path)?;
        self.add_bytes(format!("{}:{path}", revision.name()), bytes)
    }
}

/// Nothing counts but the repository's own configuration, and objects are as they were committed.
fn options() -> Options {
    Options::isolated().cli_overrides(["core.useReplaceRefs=false", "core.commitGraph=false"])
}

/// The nearest folder above a path that is there; the path itself where it is one.
fn existing_folder(path: &Path) -> PathBuf {
    let found = path.ancestors().find(|folder| folder.is_dir());
    found.filter(|folder| !folder.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Path::to_owned)
}

/// A path with `/`, whatever the system has.
fn with_slashes(path: &Path) -> String {
    let name = |component: Component<'_>| match component {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        Component::ParentDir => Some("..".to_owned()),
        _ => None,
    };
    path.components().filter_map(name).collect::<Vec<_>>().join("/")
}
