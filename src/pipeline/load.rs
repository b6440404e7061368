//! Reads a page and the pages that it includes.

use std::collections::VecDeque;
use std::path::{Component, Path, PathBuf};

use crate::document::include_targets;
use crate::error::Result;
#[cfg(feature = "git")]
use crate::source::git::{Repository, Revision};
use crate::source::{SourceId, SourceMap};

/// The greatest number of pages that one page may bring in.
const MAX_INCLUDES: usize = 256;

/// Reads a page, and every page that it includes, also by way of others, from within the root folder of the page: the nearest
/// folder upwards that is a repository, or the page's own folder.
///
/// A page that cannot be included is no error: the document says so where it would have stood.
///
/// # Errors
///
/// Those of [`SourceMap::read`] for the page itself.
pub fn load(sources: &mut SourceMap, path: &Path) -> Result<SourceId> {
    let page = sources.read(path)?;
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
    let mut root = None;
    load_includes(sources, page, &folder, &mut |sources, from, target| {
        let root = root.get_or_insert_with(|| repository_of(&folder).unwrap_or_else(|| folder.clone()));
        let path = resolve(root, from, target)?;
        let id = include(sources, &path.display().to_string(), |sources| sources.read(&path))?;
        Ok((id, path))
    });
    Ok(page)
}

/// Reads a page as it is in a revision, and every page that it includes as that is in the same revision. The path starts from the root
/// of the repository; texts are named `REV:path`.
///
/// # Errors
///
/// As [`SourceMap::read_revision`] for the page itself.
#[cfg(feature = "git")]
pub fn load_revision(
    sources: &mut SourceMap,
    repository: &Repository,
    revision: &Revision,
    path: &str,
) -> Result<SourceId> {
    let page = sources.read_revision(repository, revision, path)?;
    let folder = Path::new(path).parent().map_or_else(PathBuf::new, Path::to_owned);
    load_includes(sources, page, &folder, &mut |sources, folder, target| {
        let path = below(Path::new(""), folder, target)?;
        if path.components().any(|component| component == Component::ParentDir) {
            return Err("it lies outside of the repository".to_owned());
        }
        let inside = path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let name = format!("{}:{inside}", revision.name());
        let id = include(sources, &name, |sources| sources.read_revision(repository, revision, &inside))?;
        Ok((id, path))
    });
    Ok(page)
}

/// What gives the text that an include means, seen from a folder, and its path.
type Includer<'i> = dyn FnMut(&mut SourceMap, &Path, &str) -> std::result::Result<(SourceId, PathBuf), String> + 'i;

/// Reads what a page includes, and what that includes.
fn load_includes(sources: &mut SourceMap, page: SourceId, folder: &Path, read: &mut Includer<'_>) {
    let mut open = VecDeque::from([(page, folder.to_owned())]);
    let mut count = 0;
    while let Some((source, folder)) = open.pop_front() {
        let text = sources.file(source).text();
        let targets: Vec<String> = include_targets(text).into_iter().map(|range| text[range].to_owned()).collect();
        for target in targets {
            count += 1;
            let included = match count > MAX_INCLUDES {
                true => Err("too many pages are included".to_owned()),
                false => read(sources, &folder, &target),
            };
            if let Ok((id, path)) = &included {
                let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
                // A page that is there already brings its own includes along.
                if !open.iter().any(|(other, _)| other == id)
                    && sources.includes_of(*id).next().is_none()
                    && *id > source
                {
                    open.push_back((*id, folder));
                }
            }
            sources.set_include(source, target, included.map(|(id, _)| id));
        }
    }
}

/// The text of a name: the one that is there, else a new one.
fn include(
    sources: &mut SourceMap,
    name: &str,
    read: impl FnOnce(&mut SourceMap) -> Result<SourceId>,
) -> std::result::Result<SourceId, String> {
    let known = sources.files().find(|(_, file)| file.path() == name).map(|(id, _)| id);
    match known {
        Some(id) => Ok(id),
        None => read(sources).map_err(|error| error.headline()),
    }
}

/// The file that an include means, if it lies below the root.
fn resolve(root: &Path, folder: &Path, target: &str) -> std::result::Result<PathBuf, String> {
    let path = below(root, folder, target)?;
    let current = |path: &Path| if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() };
    let real = current(&path).canonicalize().map_err(|error| error.to_string())?;
    let real_root = current(root).canonicalize().map_err(|error| error.to_string())?;
    if real.starts_with(&real_root) {
        Ok(path)
    } else {
        Err("it lies outside of the page's repository or folder".to_owned())
    }
}

/// The path that an include means, from the root where it starts with `~/`, else from the folder of its page.
fn below(root: &Path, folder: &Path, target: &str) -> std::result::Result<PathBuf, String> {
    match target.strip_prefix("~/") {
        Some(rest) => Ok(without_dots(&root.join(rest))),
        None if Path::new(target).is_absolute() => Err("its path is absolute".to_owned()),
        None => Ok(without_dots(&folder.join(target))),
    }
}

/// `a/b/../c` as `a/c`, so that one file has one name.
fn without_dots(path: &Path) -> PathBuf {
    let mut result = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(result.components().next_back(), Some(Component::Normal(_))) => {
                result.pop();
            }
            other => result.push(other),
        }
    }
    result
}

fn repository_of(folder: &Path) -> Option<PathBuf> {
    let start = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let real = start.canonicalize().ok()?;
    let depth = real.ancestors().position(|ancestor| ancestor.join(".git").exists())?;
    // Upwards from the path as it was given, so that names stay short.
    Some((0..depth).fold(start.to_owned(), |path, _| path.join("..")))
}
