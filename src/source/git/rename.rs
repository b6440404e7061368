//! Files that have another path: the same content first, then much the same.
//!
//! What is said of two trees is said of their files alone: a file that both have under one path has not moved. As git does by default, half of the
//! content must be the same; of several that fit, the most alike counts, then one of the same name.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Repository;
use crate::error::Result;

/// A file that has another path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// Its path before, from the root of the repository.
    pub from: String,
    /// Its path after.
    pub to: String,
}

/// The least share of their content that two files of two paths have in common to be one, in thousandths.
const ALIKE: usize = 500;

/// So many pairs of files are compared by content at most.
const MOST_COMPARED: usize = 10_000;

/// A file with its content, line by line.
struct Content {
    lines: BTreeMap<u64, (usize, usize)>,
    size: usize,
}

impl Repository {
    /// The files of `lost`, which the tree `old` has and `new` has not, that are files of `came`, which only `new` has.
    pub(super) fn renamed(
        &self,
        [old, new]: [gix::ObjectId; 2],
        lost: &[String],
        came: &[String],
    ) -> Result<Vec<Renamed>> {
        let ids = |tree: gix::ObjectId, paths: &[String]| -> Result<Vec<Option<gix::ObjectId>>> {
            let id =
                |path: &String| Ok(self.find(tree, path)?.filter(super::tree::Found::is_file).map(|found| found.id));
            paths.iter().map(id).collect()
        };
        let (lost_ids, came_ids) = (ids(old, lost)?, ids(new, came)?);
        let mut found: Vec<(usize, bool, usize, usize)> = Vec::new();
        for (i, from) in lost_ids.iter().enumerate() {
            let same = came_ids.iter().enumerate().filter(|(_, to)| from.is_some() && *to == from);
            found.extend(same.map(|(j, _)| (1000, name(&lost[i]) == name(&came[j]), i, j)));
        }
        let taken: BTreeSet<usize> = found.iter().map(|(_, _, _, j)| *j).collect();
        let left: Vec<usize> = (0..came.len()).filter(|j| !taken.contains(j)).collect();
        if lost.len() * left.len() <= MOST_COMPARED && !left.is_empty() {
            let before: Vec<Option<Content>> =
                lost_ids.iter().zip(lost).map(|(id, path)| self.lines(*id, path)).collect();
            for j in left {
                let Some(after) = self.lines(came_ids[j], &came[j]) else { continue };
                for (i, before) in before.iter().enumerate() {
                    let share = before.as_ref().map_or(0, |before| before.share(&after));
                    if share >= ALIKE && extension(&lost[i]) == extension(&came[j]) {
                        found.push((share, name(&lost[i]) == name(&came[j]), i, j));
                    }
                }
            }
        }
        found.sort_by_key(|&(share, is_same_name, i, j)| (std::cmp::Reverse((share, is_same_name)), i, j));
        let (mut gone, mut here) = (BTreeSet::new(), BTreeSet::new());
        let mut renamed = Vec::new();
        for (_, _, i, j) in found {
            if !gone.contains(&i) && !here.contains(&j) {
                gone.insert(i);
                here.insert(j);
                renamed.push(Renamed { from: lost[i].clone(), to: came[j].clone() });
            }
        }
        Ok(renamed)
    }

    /// The paths that a page had before, the newest first.
    pub(super) fn earlier_paths(&self, newest: &super::Revision, page: &[String]) -> Result<Vec<String>> {
        let history = self.history(newest, page)?;
        let renamed = history.revisions.into_iter().rev().flat_map(|revision| revision.renamed);
        Ok(renamed.map(|one| one.from).collect())
    }

    /// The wanted files that one tree has and another one has not.
    pub(super) fn only_in(
        &self,
        tree: gix::ObjectId,
        other: gix::ObjectId,
        is_wanted: &dyn Fn(&str) -> bool,
    ) -> Result<Vec<String>> {
        let mut files: Vec<Result<String>> = Vec::new();
        self.gather(tree, "", &mut files, 0, &|_| true)?;
        let mut only = Vec::new();
        for path in files.into_iter().filter_map(std::result::Result::ok).filter(|path| is_wanted(path)) {
            if self.find(other, &path)?.is_none() {
                only.push(path);
            }
        }
        Ok(only)
    }

    fn lines(&self, id: Option<gix::ObjectId>, path: &str) -> Option<Content> {
        // What cannot be read is not like anything.
        let bytes = self.content(id?, path).ok()?;
        let mut lines: BTreeMap<u64, (usize, usize)> = BTreeMap::new();
        for line in bytes.split_inclusive(|&byte| byte == b'\n') {
            let mut hasher = DefaultHasher::new();
            line.hash(&mut hasher);
            let entry = lines.entry(hasher.finish()).or_insert((0, line.len()));
            entry.0 += 1;
        }
        Some(Content { lines, size: bytes.len() })
    }
}

impl Content {
    /// The share of the greater file that both have, in thousandths.
    fn share(&self, other: &Self) -> usize {
        let both = |(line, (count, length)): (&u64, &(usize, usize))| {
            other.lines.get(line).map_or(0, |(others, _)| count.min(others) * length)
        };
        let shared: usize = self.lines.iter().map(both).sum();
        (shared * 1000).checked_div(self.size.max(other.size)).unwrap_or(0)
    }
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn extension(path: &str) -> Option<&str> {
    name(path).rsplit_once('.').map(|(_, extension)| extension)
}
