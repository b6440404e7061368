//! What went wrong with a repository, in words for whoever asked for a revision, with the way on.

use crate::error::{Error, ErrorKind};

/// What brings the rest of a history that was cloned in part.
pub(super) const UNSHALLOW: &str =
    "this is a shallow clone, which has the newest commits only: `git fetch --unshallow` brings the rest";

/// What brings the files of a clone that left them out.
const REFETCH: &str = "a partial clone leaves objects out: `git fetch --refetch --no-filter` brings them; a broken repository is told by `git fsck`";

/// An error about a revision or a repository.
pub(super) fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Revision { message: message.into() })
}

/// The repository of a path could not be opened.
pub(super) fn not_opened(path: &str, cause: &gix::Error) -> Error {
    let is_none = cause.iter_errors().any(|error| error.is::<gix::discover::upwards::Error>());
    match is_none {
        true => wrong(format!("`{path}` is in no git repository"))
            .with_help("expected a folder with `.git` in it or above it"),
        false => wrong(format!("the repository of `{path}` cannot be opened: {}", in_one_line(cause))),
    }
}

/// An object that another one names is not there.
pub(super) fn missing(what: &str, id: &gix::oid, is_shallow: bool) -> Error {
    wrong(format!("{what} is not in this clone: the object {id} is missing")).with_help(if is_shallow {
        UNSHALLOW
    } else {
        REFETCH
    })
}

/// An object could not be read.
pub(super) fn unreadable(what: &str, cause: &gix::Error) -> Error {
    wrong(format!("{what} cannot be read: {}", in_one_line(cause)))
        .with_help("`git fsck` tells whether the repository is sound")
}

/// A cause without line breaks.
pub(super) fn in_one_line(cause: &gix::Error) -> String {
    cause.probable_cause().to_string().split_whitespace().collect::<Vec<_>>().join(" ")
}
