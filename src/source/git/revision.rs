//! Names of revisions: `main`, `v1.2`, `HEAD~3`, a hash; `REV:path`; `REV1..REV2`.

use gix::bstr::ByteSlice;

use super::trouble::{UNSHALLOW, in_one_line, missing, wrong};
use super::{Repository, trouble};
use crate::error::{Error, Result};
use crate::similarity::nearest;

/// A commit, and the name by which it was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    pub(super) id: gix::ObjectId,
    name: String,
}

impl Revision {
    /// The name by which it was asked for.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same commit under another name.
    #[must_use]
    pub fn called(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }
}

/// A file of a revision: `REV:path`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevisionPath<'t> {
    /// The name of the revision.
    pub revision: &'t str,
    /// The path of the file in it; empty for all of it.
    pub path: &'t str,
}

/// Takes a text for `REV:path`, if it has that form. The first colon ends the revision.
///
/// ```
/// use rowmill::source::git::revision_path;
///
/// let found = revision_path("v1.2:docs/page.md").expect("it has a colon");
/// assert_eq!((found.revision, found.path), ("v1.2", "docs/page.md"));
/// assert_eq!(revision_path("docs/page.md"), None);
/// ```
pub fn revision_path(text: &str) -> Option<RevisionPath<'_>> {
    let (revision, path) = text.split_once(':')?;
    // `C:\page.md` is a file of Windows.
    let is_drive = revision.len() == 1 && path.starts_with(['\\', '/']);
    (!revision.is_empty() && !is_drive).then_some(RevisionPath { revision, path })
}

/// The two revisions of `REV1..REV2`, if a text has that form; `HEAD` for one that is left out.
///
/// # Errors
///
/// [`ErrorKind::Revision`](crate::ErrorKind::Revision) for `REV1...REV2`, which means something else.
pub fn revision_range(text: &str) -> Result<Option<(&str, &str)>> {
    let Some((from, to)) = text.split_once("..") else { return Ok(None) };
    if to.starts_with('.') {
        return Err(wrong(format!("`{text}` has three dots")).with_help("expected REV1..REV2, with two"));
    }
    let or_head = |name: &'static str, text| if str::is_empty(text) { name } else { text };
    Ok(Some((or_head("HEAD", from), or_head("HEAD", to))))
}

/// Whether a name has the form of those that mean several commits (gitrevisions, specifying ranges): `A..B`, `^A`, `A^@`, `A^!`, `A^-`. A text that is
/// searched for in messages may have any.
fn is_of_several(name: &str) -> bool {
    let (mut name, mut bare) = (if name.starts_with(":/") { "" } else { name }, String::new());
    while let Some((before, search)) = name.split_once("^{/") {
        bare.push_str(before);
        bare.push(' ');
        name = search.split_once('}').map_or("", |(_, behind)| behind);
    }
    bare.push_str(name);
    bare.starts_with('^') || ["..", "^@", "^!", "^-"].iter().any(|mark| bare.contains(mark))
}

fn several(name: &str) -> Error {
    wrong(format!("`{name}` means several commits")).with_help("expected one revision")
}

impl Repository {
    /// The commit that a name means.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Revision`](crate::ErrorKind::Revision) when there is none, with the branch or tag that was meant most likely; when a
    /// short hash fits several commits; when the commit is not in this clone.
    pub fn resolve(&self, name: &str) -> Result<Revision> {
        if name.starts_with('-') {
            let error = wrong(format!("`{name}` is no revision: no name of one starts with `-`"));
            return Err(error.with_help("options of git are not taken here; a revision is a branch, a tag or a hash"));
        }
        // What stands for several commits is not even looked for: some such names end the parser of gix.
        if is_of_several(name) {
            return Err(several(name));
        }
        let spec = self.inner.rev_parse(name.as_bytes().as_bstr()).map_err(|error| self.unresolved(name, &error))?;
        let Some(id) = spec.single() else {
            return Err(several(name));
        };
        let id = id.detach();
        let object = match self.inner.try_find_object(id) {
            Ok(Some(object)) => object,
            Ok(None) => return Err(missing(&format!("the revision `{name}`"), &id, self.is_shallow())),
            Err(error) => return Err(trouble::unreadable(&format!("the revision `{name}`"), &error)),
        };
        let kind = object.kind;
        match object.peel_to_kind(gix::object::Kind::Commit) {
            Ok(commit) => Ok(Revision { id: commit.id, name: name.to_owned() }),
            Err(_) => Err(wrong(format!("`{name}` is a {kind}, not a commit"))
                .with_help("expected a branch, a tag or a hash of a commit")),
        }
    }

    fn unresolved(&self, name: &str, cause: &gix::Error) -> Error {
        let parse_error =
            cause.iter_errors().find_map(|error| error.downcast_ref::<gix::revision::spec::parse::Error>());
        if let Some(ambiguous @ gix::revision::spec::parse::Error::AmbiguousPrefix { .. }) = parse_error {
            let shown = ambiguous.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
            return wrong(format!("the hash `{name}` fits several objects")).with_help(shown);
        }
        if let Ok(id) = gix::ObjectId::from_hex(name.as_bytes()) {
            return missing(&format!("the revision `{name}`"), &id, self.is_shallow());
        }
        let known = self.branches_and_tags();
        let known: Vec<&str> = known.iter().map(String::as_str).chain(["HEAD"]).collect();
        let stem = name.split(['~', '^', '@']).next().unwrap_or(name);
        let is_known = known.contains(&stem);
        let error = wrong(format!("there is no revision `{name}` in this repository"));
        match nearest(stem, known.iter().copied()) {
            _ if is_known && self.is_unborn() => error.with_help("there is no commit yet"),
            _ if is_known && self.is_shallow() => error.with_help(UNSHALLOW),
            _ if is_known => error.with_help(format!("the history ends before that: {}", in_one_line(cause))),
            Some(near) => error.with_help(format!("did you mean `{near}`?")),
            None if self.is_shallow() => error.with_help(UNSHALLOW),
            None => error.with_help("`git branch --all` and `git tag` list what there is"),
        }
    }

    fn is_unborn(&self) -> bool {
        self.inner.head().is_ok_and(|head| head.is_unborn())
    }

    /// The short names of every branch, remote branch and tag.
    fn branches_and_tags(&self) -> Vec<String> {
        let Ok(references) = self.inner.references() else { return Vec::new() };
        let Ok(all) = references.all() else { return Vec::new() };
        let mut names: Vec<String> = all
            .filter_map(std::result::Result::ok)
            .map(|reference| reference.name().shorten().to_str_lossy().into_owned())
            .collect();
        names.sort();
        names.dedup();
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_has_two_ends() {
        assert_eq!(revision_range("a..b").expect("a range"), Some(("a", "b")));
        assert_eq!(revision_range("v1..").expect("a range"), Some(("v1", "HEAD")));
        assert_eq!(revision_range("..v1").expect("a range"), Some(("HEAD", "v1")));
        assert_eq!(revision_range("v1.2").expect("no error"), None);
        assert!(revision_range("a...b").is_err());
    }

    #[test]
    fn a_drive_is_no_revision() {
        assert_eq!(revision_path("C:\\page.md"), None);
        assert_eq!(revision_path(":page.md"), None);
        assert!(revision_path("main:").is_some());
    }
}
