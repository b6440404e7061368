//! The way of one page, or of several that belong together, through the commits.
//!
//! The commits are those that `git log -- PATH…` lists, as one line without branches. At a merge that has the page as one of its parents
//! has it, the line goes on there, so that a page that came by a branch has that branch's commits, with their authors; the first such
//! parent counts. Where a merge has the page otherwise than all of its parents, the line goes on at the first parent, and what the
//! other branch did to the page counts as the merge's, since two lines have no order in time. A page that comes with a commit is followed to
//! the path that it had before, if one goes with the same commit and is much the same, as `git log --follow` does.

use std::collections::BTreeSet;
use std::path::Path;

use gix::bstr::ByteSlice;

use super::rename::Renamed;
use super::time::utc;
use super::trouble::unreadable;
use super::{Repository, Revision};
use crate::error::Result;

/// The content of a file, whatever commits have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Blob(gix::ObjectId);

/// A commit that changed a page, or one of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRevision {
    /// The hash of the commit, in hexadecimal digits.
    pub id: String,
    /// Who wrote it.
    pub author: String,
    /// When it was written, in UTC: `2020-01-17T09:30:00Z`.
    pub author_date: String,
    /// When it was committed, in UTC.
    pub date: String,
    /// The first line of its message.
    pub subject: String,
    /// What each of the pages holds after it; `None` where it does not have one.
    pub blobs: Vec<Option<Blob>>,
    /// The path of each of the pages in it.
    pub paths: Vec<String>,
    /// The pages that it gave another path. Of a page that goes with it, `to` is where it went, which is not followed.
    pub renamed: Vec<Renamed>,
}

/// Why a history ends before its first commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cut {
    /// The clone is shallow: it has the newest commits only.
    Shallow,
    /// An object is missing or broken.
    Missing(String),
}

/// The commits that changed a page, oldest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageHistory {
    /// The commits.
    pub revisions: Vec<PageRevision>,
    /// Why older ones are not known, if that is so.
    pub cut: Option<Cut>,
}

/// A commit on the way.
struct Step {
    id: gix::ObjectId,
    parents: Vec<gix::ObjectId>,
    tree: gix::ObjectId,
    blobs: Vec<Option<gix::ObjectId>>,
    data: Vec<u8>,
}

impl Step {
    fn has_page(&self) -> bool {
        self.blobs.iter().any(Option::is_some)
    }
}

impl Repository {
    /// The commits up to a revision that changed one of the pages at some paths from the root of the repository.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Revision`](crate::ErrorKind::Revision) when the newest commit cannot be read, or no commit has the page: with the
    /// path that was meant most likely.
    pub fn history(&self, newest: &Revision, paths: &[String]) -> Result<PageHistory> {
        let grafts: BTreeSet<gix::ObjectId> = self
            .inner
            .shallow_commits()
            .ok()
            .flatten()
            .map(|commits| commits.iter().copied().collect())
            .unwrap_or_default();
        let mut revisions = Vec::new();
        let mut cut = None;
        let first = paths.first().cloned();
        let mut paths = paths.to_vec();
        let mut step = self.step(newest.id, &paths, None)?;
        loop {
            let is_graft = grafts.contains(&step.id);
            let parents = if is_graft { Vec::new() } else { self.parents(&step, &paths) };
            let mut parents = match parents.into_iter().collect::<Result<Vec<Step>>>() {
                Ok(parents) => parents,
                Err(error) => {
                    cut = Some(Cut::Missing(error.headline()));
                    Vec::new()
                }
            };
            let is_changed = match parents.as_slice() {
                [] => step.has_page(),
                parents => parents.iter().all(|parent| parent.blobs != step.blobs),
            };
            if is_changed {
                let renamed = match parents.as_slice() {
                    [] => Vec::new(),
                    parents => self.renamed_pages(&step, parents, &paths)?,
                };
                let came = |one: &Renamed| paths.iter().position(|path| *path == one.to);
                let before: Vec<(usize, String)> =
                    renamed.iter().filter_map(|one| Some((came(one)?, one.from.clone()))).collect();
                revisions.push(PageRevision { paths: paths.clone(), renamed, ..page_revision(&step)? });
                if !before.is_empty() {
                    for (place, from) in before {
                        paths[place] = from;
                    }
                    let again = |parent: Step| self.step(parent.id, &paths, None);
                    parents = parents.into_iter().map(again).collect::<Result<_>>()?;
                    // The line goes on where the page was.
                    let place = parents.iter().position(Step::has_page).unwrap_or(0);
                    step = parents.swap_remove(place);
                    continue;
                }
            }
            if is_graft && step.has_page() {
                cut = Some(Cut::Shallow);
            }
            let same = parents.iter().position(|parent| parent.blobs == step.blobs);
            if parents.is_empty() {
                break;
            }
            step = parents.swap_remove(same.unwrap_or(0));
        }
        if revisions.is_empty() {
            return Err(self.no_such_path(newest, first.as_deref().unwrap_or_default()));
        }
        revisions.reverse();
        Ok(PageHistory { revisions, cut })
    }

    /// What a page holds. `name` is how messages name it: `REV:path`.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Revision`](crate::ErrorKind::Revision) when the content is not in this clone;
    /// [`ErrorKind::TooLarge`](crate::ErrorKind::TooLarge).
    pub fn read_blob(&self, blob: Blob, name: &str) -> Result<Vec<u8>> {
        self.content(blob.0, name)
    }

    fn parents(&self, step: &Step, paths: &[String]) -> Vec<Result<Step>> {
        step.parents.iter().map(|&parent| self.step(parent, paths, Some(step))).collect()
    }

    /// The pages that a commit gave another path: those that no parent has, and those that the commit has not.
    fn renamed_pages(&self, step: &Step, parents: &[Step], paths: &[String]) -> Result<Vec<Renamed>> {
        let mut renamed = Vec::new();
        for (place, path) in paths.iter().enumerate() {
            let in_parent = parents.iter().find(|parent| parent.blobs[place].is_some());
            let is_like = |other: &str| Path::new(other).extension() == Path::new(path).extension();
            match (step.blobs[place], in_parent) {
                (Some(_), None) => {
                    for parent in parents {
                        let lost = self.only_in(parent.tree, step.tree, &is_like)?;
                        let found = self.renamed([parent.tree, step.tree], &lost, std::slice::from_ref(path))?;
                        if !found.is_empty() {
                            renamed.extend(found);
                            break;
                        }
                    }
                }
                (None, Some(parent)) => {
                    let came = self.only_in(step.tree, parent.tree, &is_like)?;
                    renamed.extend(self.renamed([parent.tree, step.tree], std::slice::from_ref(path), &came)?);
                }
                _ => {}
            }
        }
        Ok(renamed)
    }

    /// A commit with what it has at the paths; what it has is known where its tree is that of a commit at hand.
    fn step(&self, id: gix::ObjectId, paths: &[String], known: Option<&Step>) -> Result<Step> {
        let what = format!("the commit {id}");
        let data = self.object(id, &what)?.detach().data;
        let mut commit = gix::objs::CommitRefIter::from_bytes(&data, id.kind());
        let tree = commit.tree_id().map_err(|error| unreadable(&what, &error))?;
        let parents = gix::objs::CommitRefIter::from_bytes(&data, id.kind()).parent_ids().collect();
        let blob = |path: &String| -> Result<Option<gix::ObjectId>> {
            Ok(self.find(tree, path)?.filter(|found| found.is_file()).map(|found| found.id))
        };
        let blobs = match known.filter(|known| known.tree == tree) {
            Some(known) => known.blobs.clone(),
            None => paths.iter().map(blob).collect::<Result<Vec<_>>>()?,
        };
        Ok(Step { id, parents, tree, blobs, data })
    }
}

fn page_revision(step: &Step) -> Result<PageRevision> {
    let wrong = |error: gix::Error| unreadable(&format!("the commit {}", step.id), &error);
    let commit = || gix::objs::CommitRefIter::from_bytes(&step.data, step.id.kind());
    let (author, committer) = (commit().author().map_err(wrong)?, commit().committer().map_err(wrong)?);
    let message = commit().message().map_err(wrong)?.to_str_lossy().into_owned();
    Ok(PageRevision {
        id: step.id.to_string(),
        author: author.name.trim().to_str_lossy().into_owned(),
        author_date: utc(author.seconds()),
        date: utc(committer.seconds()),
        subject: message.trim_start().lines().next().unwrap_or_default().trim_end().to_owned(),
        blobs: step.blobs.iter().map(|blob| blob.map(Blob)).collect(),
        paths: Vec::new(),
        renamed: Vec::new(),
    })
}
