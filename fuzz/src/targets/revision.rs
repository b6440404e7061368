//! Names of revisions, `REV:path` and `REV1..REV2`, in a repository: a commit of it, or an error in words.

use std::cell::OnceCell;
use std::path::Path;
use std::process::Command;

use rowmill::source::git::{Repository, names_revision, revision_path, revision_range, revision_side};
use tempfile::TempDir;

use super::Target;
use crate::text::text;

pub(super) const TARGET: Target = Target {
    name: "revision",
    summary: "a name of a revision is a commit of the repository, or refused in words",
    run,
};

thread_local! {
    /// Two commits, one branch, one tag; `None` where there is no git to make them. It is opened once, which takes longer than to read a name.
    static REPOSITORY: OnceCell<Option<(TempDir, Repository)>> = const { OnceCell::new() };
}

fn run(input: &[u8]) {
    let text = text(input);
    if let Some(found) = revision_path(&text) {
        assert_eq!(format!("{}:{}", found.revision, found.path), text);
    }
    if let Ok(Some((from, to))) = revision_range(&text) {
        assert!(!from.is_empty() && !to.is_empty(), "{text:?}");
    }
    names_revision(&text);
    REPOSITORY.with(|made| {
        if let Some((folder, repository)) = made.get_or_init(|| Some(opened(repository().ok()?))) {
            resolve(folder.path(), repository, &text);
        }
    });
}

fn opened(folder: TempDir) -> (TempDir, Repository) {
    let repository = Repository::above(folder.path(), folder.path()).expect("it is a repository");
    (folder, repository)
}

fn resolve(folder: &Path, repository: &Repository, text: &str) {
    match repository.resolve(text) {
        Ok(revision) => {
            assert!(!text.starts_with('-'), "{text:?} looks like an option");
            assert_eq!(revision.name(), text);
            repository.read(&revision, "page.md").unwrap_or_else(|error| panic!("{text:?}: {error}"));
        }
        Err(error) => assert!(!error.to_string().is_empty(), "{text:?}"),
    }
    let _ = revision_side(text, folder, &|_| true);
}

fn repository() -> std::io::Result<TempDir> {
    let folder = TempDir::new()?;
    let git = |arguments: &[&str]| {
        let name = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let status = Command::new("git").current_dir(folder.path()).args(name).args(arguments).status()?;
        if status.success() { Ok(()) } else { Err(std::io::Error::other("git fails")) }
    };
    git(&["init", "--quiet", "--initial-branch=main"])?;
    for text in ["| a |\n|---|\n| 1 |\n", "| a |\n|---|\n| 2 |\n"] {
        std::fs::write(folder.path().join("page.md"), text)?;
        git(&["add", "page.md"])?;
        git(&["commit", "--quiet", "--message", "A change"])?;
    }
    git(&["tag", "v1"])?;
    Ok(folder)
}
