//! Reads a page and the pages that it includes.

use std::collections::VecDeque;
use std::path::{Component, Path, PathBuf};

use crate::document::include_targets;
use crate::error::Result;
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
    let root = repository_of(&folder).unwrap_or_else(|| folder.clone());
    let mut open = VecDeque::from([(page, folder)]);
    let mut count = 0;
    while let Some((source, folder)) = open.pop_front() {
        let text = sources.file(source).text();
        let targets: Vec<String> = include_targets(text).into_iter().map(|range| text[range].to_owned()).collect();
        for target in targets {
            count += 1;
            let found = if count > MAX_INCLUDES {
                Err("too many pages are included".to_owned())
            } else {
                resolve(&root, &folder, &target)
            };
            let included = found.and_then(|path| include(sources, &path).map(|id| (id, path)));
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
    Ok(page)
}

fn include(sources: &mut SourceMap, path: &Path) -> std::result::Result<SourceId, String> {
    let name = path.display().to_string();
    if let Some((id, _)) = sources.files().find(|(_, file)| file.path() == name) {
        return Ok(id);
    }
    sources.read(path).map_err(|error| error.headline())
}

/// The file that an include means, if it lies below the root.
fn resolve(root: &Path, folder: &Path, target: &str) -> std::result::Result<PathBuf, String> {
    let path = match target.strip_prefix("~/") {
        Some(rest) => root.join(rest),
        None if Path::new(target).is_absolute() => return Err("its path is absolute".to_owned()),
        None => folder.join(target),
    };
    let path = without_dots(&path);
    let current = |path: &Path| if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() };
    let real = current(&path).canonicalize().map_err(|error| error.to_string())?;
    let real_root = current(root).canonicalize().map_err(|error| error.to_string())?;
    if real.starts_with(&real_root) {
        Ok(path)
    } else {
        Err("it lies outside of the page's repository or folder".to_owned())
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
