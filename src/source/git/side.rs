//! All files that an argument such as `REV:path` means: one side of a comparison.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::rename::Renamed;
use super::trouble::wrong;
use super::{Repository, Revision, revision_path, revision_range};
use crate::error::Result;

/// The files at a path of a revision, or at several.
pub struct RevisionSide {
    /// The repository.
    pub repository: Repository,
    /// The revision.
    pub revision: Revision,
    /// Whether what was named is a folder, or several paths; else it is one file.
    pub is_folder: bool,
    /// The files, in the order of their paths. A name that is not UTF-8 is an error of its own.
    pub files: Vec<Result<RevisionFile>>,
    /// What has another path in it than on the other side, under the path of the newer one.
    pub renamed: Vec<Renamed>,
}

/// A file of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionFile {
    /// Its path from the folder that was named, by which the files of two sides are paired; of a single file its name.
    pub path: String,
    /// Its path from the root of the repository.
    pub inside: String,
}

impl RevisionSide {
    /// What a file holds.
    ///
    /// # Errors
    ///
    /// As [`Repository::read`].
    pub fn read(&self, file: &RevisionFile) -> Result<Vec<u8>> {
        self.repository.read_from_root(&self.revision, &file.inside)
    }
}

/// Whether an argument has the form `REV:path`. A path that starts with `/`, `./` or `../` never has.
pub fn names_revision(argument: &str) -> bool {
    let is_path = ["/", "./", "../"].iter().any(|start| argument.starts_with(start));
    !is_path && revision_path(argument).is_some()
}

/// The files that `REV:path` means, if an argument has that form and no file has that name. `here` is the working directory. A folder
/// means all files below it that are wanted, hidden ones left out.
///
/// # Errors
///
/// [`ErrorKind::Revision`](crate::ErrorKind::Revision) when there is no repository, revision, file or folder of that name.
pub fn revision_side(argument: &str, here: &Path, is_wanted: &dyn Fn(&Path) -> bool) -> Result<Option<RevisionSide>> {
    if !names_revision(argument) || here.join(argument).exists() {
        return Ok(None);
    }
    let Some(found) = revision_path(argument) else { return Ok(None) };
    let repository = Repository::above(Path::new("."), here).map_err(|error| {
        let help = error.help().unwrap_or_default().to_owned();
        wrong(format!(
            "there is no file `{argument}`, and `{}:` is no revision here: {}",
            found.revision,
            error.headline()
        ))
        .with_help(help)
    })?;
    let revision = repository.resolve(found.revision)?;
    let base = repository.path_in_tree(found.path)?;
    let (is_folder, paths) = repository.paths_at(&revision, &base, is_wanted)?;
    let relative = |inside: String| {
        let path = match is_folder {
            true => inside.strip_prefix(&base).unwrap_or(&inside).trim_start_matches('/').to_owned(),
            false => inside.rsplit('/').next().unwrap_or(&inside).to_owned(),
        };
        RevisionFile { path, inside }
    };
    let files = paths.into_iter().map(|path| path.map(relative)).collect();
    Ok(Some(RevisionSide { repository, revision, is_folder, files, renamed: Vec::new() }))
}

/// The files of both ends of `REV1..REV2` at the paths of files and folders, or, without any, all of the repository's. Their paths are
/// those from the root of the repository.
///
/// # Errors
///
/// As [`revision_side`]; a range that is none. A path need be in one of the two only. What has another path there is found by its content, and
/// has the path of the newer side on both.
pub fn range_sides(
    range: &str,
    paths: &[PathBuf],
    here: &Path,
    is_wanted: &dyn Fn(&Path) -> bool,
) -> Result<[RevisionSide; 2]> {
    let Some((old, new)) = revision_range(range)? else {
        return Err(wrong(format!("`{range}` is no range of revisions"))
            .with_help("expected REV1..REV2; `REV:path` beside a path compares a revision with the working tree"));
    };
    let start = paths.first().map_or(Path::new("."), PathBuf::as_path);
    let open = |name: &str| -> Result<(Repository, Revision)> {
        let repository = Repository::above(start, here)?;
        let revision = repository.resolve(name)?;
        Ok((repository, revision))
    };
    let ends = [open(old)?, open(new)?];
    let mut bases = paths.iter().map(|path| ends[0].0.path_of(path, here)).collect::<Result<Vec<String>>>()?;
    if bases.is_empty() {
        bases.push(String::new());
    }
    let mut found = [Vec::new(), Vec::new()];
    let mut is_folder = bases.len() > 1;
    let [old_end, new_end] = &ends;
    let repository = &old_end.0;
    let trees =
        [repository.tree_of(old_end.1.id, old_end.1.name())?, repository.tree_of(new_end.1.id, new_end.1.name())?];
    let mut renamed: Vec<Renamed> = Vec::new();
    for base in bases {
        let results = ends.each_ref().map(|(repository, revision)| repository.paths_at(revision, &base, is_wanted));
        let results = match results {
            [Err(_), Err(error)] => return Err(error),
            results => results,
        };
        let is_like = |path: &str| is_wanted(Path::new(path));
        match &results {
            [Err(_), Ok((false, came))] => {
                let came: Vec<String> = came.iter().filter_map(|path| path.as_ref().ok().cloned()).collect();
                let earlier = repository.earlier_paths(&new_end.1, &came)?;
                let known =
                    earlier.into_iter().find(|path| repository.find(trees[0], path).is_ok_and(|found| found.is_some()));
                match (known, came.as_slice()) {
                    (Some(from), [to]) => renamed.push(Renamed { from, to: to.clone() }),
                    _ => {
                        let lost = repository.only_in(trees[0], trees[1], &is_like)?;
                        renamed.extend(repository.renamed(trees, &lost, &came)?);
                    }
                }
            }
            [Ok((false, lost)), Err(_)] => {
                let lost: Vec<String> = lost.iter().filter_map(|path| path.as_ref().ok().cloned()).collect();
                let came = repository.only_in(trees[1], trees[0], &is_like)?;
                renamed.extend(repository.renamed(trees, &lost, &came)?);
            }
            [Ok((_, before)), Ok((_, after))] => {
                let paths = |side: &[Result<String>]| -> BTreeSet<String> {
                    side.iter().filter_map(|path| path.as_ref().ok().cloned()).collect()
                };
                let (before, after) = (paths(before), paths(after));
                let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>();
                renamed.extend(repository.renamed(trees, &only(&before, &after), &only(&after, &before))?);
            }
            _ => {}
        }
        for (side, result) in results.into_iter().enumerate() {
            let Ok((is_tree, paths)) = result else {
                // A file that one side does not have is compared with what it is there, else with nothing.
                let found_there = renamed.last().filter(|one| [&one.from, &one.to].contains(&&base));
                match found_there {
                    Some(one) => found[side].push(Ok(if side == 0 { one.from.clone() } else { one.to.clone() })),
                    None => is_folder = true,
                }
                continue;
            };
            is_folder |= is_tree;
            found[side].extend(paths);
        }
    }
    let file = |path: Result<String>, is_old: bool| {
        path.map(|inside| {
            let newer = renamed.iter().find(|one| is_old && one.from == inside).map(|one| one.to.clone());
            RevisionFile { path: newer.unwrap_or_else(|| inside.clone()), inside }
        })
    };
    let side =
        |(repository, revision): (Repository, Revision), paths: Vec<Result<String>>, is_old: bool| RevisionSide {
            repository,
            revision,
            is_folder,
            files: sorted(paths).into_iter().map(|path| file(path, is_old)).collect(),
            renamed: if is_old { Vec::new() } else { renamed.clone() },
        };
    let ([old, new], [before, after]) = (ends, found);
    Ok([side(old, before, true), side(new, after, false)])
}

/// In order, each once.
fn sorted(mut paths: Vec<Result<String>>) -> Vec<Result<String>> {
    let key = |path: &Result<String>| match path {
        Ok(path) => (true, path.clone()),
        Err(error) => (false, error.headline()),
    };
    paths.sort_by_key(key);
    paths.dedup_by_key(|path| key(path));
    paths
}
