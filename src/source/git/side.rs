//! All pages that an argument such as `REV:path` means: one side of a comparison.

use std::path::Path;

use super::trouble::wrong;
use super::{Repository, Revision, revision_path, revision_range};
use crate::error::Result;
use crate::source::read::decode;

/// A page of a revision.
#[derive(Debug)]
pub struct RevisionPage {
    /// Its path from the folder that was named, by which pages of two sides are paired; of a single page the path as it was named.
    pub path: String,
    /// How messages name it: `REV:path`, from the root of the repository.
    pub name: String,
    /// What it holds. Why it cannot be read, if that is so.
    pub text: Result<String>,
}

/// The pages that `REV:path` means, if an argument has that form and no file has that name. `here` is the working directory. A folder
/// means all Markdown files below it.
///
/// # Errors
///
/// [`ErrorKind::Revision`](crate::ErrorKind::Revision) when there is no repository, revision, file or folder of that name.
pub fn revision_side(argument: &str, here: &Path) -> Result<Option<Vec<RevisionPage>>> {
    let Some(found) = revision_path(argument).filter(|_| !here.join(argument).exists()) else { return Ok(None) };
    let repository = Repository::above(Path::new("."), here)?;
    let revision = repository.resolve(found.revision)?;
    repository.pages(&revision, found.path).map(Some)
}

/// The pages of both ends of `REV1..REV2` at the paths of files and folders, or, without any, all of the repository's.
///
/// # Errors
///
/// As [`revision_side`]; a range that is none. A path need be in one of the two only.
pub fn range_sides(range: &str, paths: &[&Path], here: &Path) -> Result<[Vec<RevisionPage>; 2]> {
    let Some((old, new)) = revision_range(range)? else {
        return Err(wrong(format!("`{range}` is no range of revisions")).with_help("expected REV1..REV2"));
    };
    let repository = Repository::above(paths.first().copied().unwrap_or(Path::new(".")), here)?;
    let mut folders = paths.iter().map(|path| repository.path_of(path, here)).collect::<Result<Vec<String>>>()?;
    if folders.is_empty() {
        folders.push(String::new());
    }
    let revisions = [repository.resolve(old)?, repository.resolve(new)?];
    let mut sides = [Vec::new(), Vec::new()];
    for folder in folders {
        let found = [0, 1].map(|side| repository.pages_from_root(&revisions[side], &folder));
        match found {
            [Err(_), Err(error)] => return Err(error),
            found => (0..2).zip(found).for_each(|(side, pages)| sides[side].extend(pages.unwrap_or_default())),
        }
    }
    Ok(sides)
}

impl Repository {
    /// The pages at a path of a revision, their paths from that path on.
    fn pages(&self, revision: &Revision, path: &str) -> Result<Vec<RevisionPage>> {
        let folder = self.path_in_tree(path)?;
        let mut pages = self.pages_from_root(revision, &folder)?;
        if let [page] = pages.as_mut_slice()
            && page.path == folder
        {
            page.path = path.to_owned();
            return Ok(pages);
        }
        for page in &mut pages {
            let rest = page.path.strip_prefix(&folder).map(|rest| rest.trim_start_matches('/').to_owned());
            page.path = rest.unwrap_or_else(|| page.path.clone());
        }
        Ok(pages)
    }

    fn pages_from_root(&self, revision: &Revision, folder: &str) -> Result<Vec<RevisionPage>> {
        let page = |path: Result<String>| {
            let path = path?;
            let name = format!("{}:{path}", revision.name());
            let bytes = self.read_from_root(revision, &path);
            let text = bytes.and_then(|bytes| decode(&name, bytes)).map(|decoded| decoded.text);
            Ok(RevisionPage { path, name, text })
        };
        let pages: Vec<RevisionPage> =
            self.files_below(revision, folder)?.into_iter().map(page).collect::<Result<Vec<RevisionPage>>>()?;
        match pages.is_empty() {
            true => Err(wrong(format!("the folder `{}:{folder}` holds no Markdown file", revision.name()))
                .with_help("looked for *.md, *.markdown, *.mdown, *.mkd and *.mdx")),
            false => Ok(pages),
        }
    }
}
