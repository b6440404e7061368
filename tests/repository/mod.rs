//! A git repository in a temporary folder, made by the real `git` with nothing of the user's configuration and with fixed dates.

#![allow(dead_code, reason = "each test binary takes what it needs")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A repository. Its commits are by Ada, committed by Bob an hour later.
pub(crate) struct TestRepository {
    folder: TempDir,
    inside: PathBuf,
}

impl TestRepository {
    /// An empty repository.
    pub(crate) fn new() -> Self {
        Self::with_format("sha1")
    }

    /// An empty repository whose objects are named by `sha1` or `sha256`.
    pub(crate) fn with_format(format: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let inside = folder.path().join("repository");
        fs::create_dir(&inside).expect("a folder can be made");
        let repository = Self { folder, inside };
        repository.git(&["init", "--quiet", "--initial-branch=main", &format!("--object-format={format}")]);
        repository
    }

    /// A repository with one commit for each text of a page, a day apart, from 2020-01-01 on.
    pub(crate) fn of_page<T: AsRef<[u8]>>(path: &str, texts: &[T]) -> Self {
        let repository = Self::new();
        for (day, text) in texts.iter().enumerate() {
            repository.write(path, text);
            repository.commit(&format!("Change {day}"), &format!("2020-01-{:02}", day + 1));
        }
        repository
    }

    /// Its working tree.
    pub(crate) fn path(&self) -> &Path {
        &self.inside
    }

    /// The folder beside the working tree, outside of the repository.
    pub(crate) fn outside(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.inside.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, content).expect("a file can be written");
    }

    /// Commits all that is there. Returns the hash.
    pub(crate) fn commit(&self, message: &str, date: &str) -> String {
        self.git(&["add", "--all"]);
        let mut command = self.command(&["commit", "--quiet", "--allow-empty", "-m", message]);
        command.env("GIT_AUTHOR_DATE", format!("{date}T12:00:00+0200"));
        command.env("GIT_COMMITTER_DATE", format!("{date}T13:00:00+0200"));
        run(command);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Merges a branch, with what is in the working tree once that was tried. Returns the hash.
    pub(crate) fn merge(&self, branch: &str, date: &str, files: &[(&str, &str)]) -> String {
        let mut command = self.command(&["merge", "--quiet", "--no-ff", "--no-commit", branch]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command.status().expect("git runs");
        files.iter().for_each(|(path, content)| self.write(path, content));
        self.commit(&format!("Merge {branch}"), date)
    }

    /// What git says.
    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        run(self.command(arguments))
    }

    /// Hands commits to `git fast-import`.
    pub(crate) fn import(&self, stream: &[u8]) {
        let mut command = self.command(&["fast-import", "--quiet"]);
        let mut child = command.stdin(Stdio::piped()).spawn().expect("git runs");
        child.stdin.take().expect("it is piped").write_all(stream).expect("git reads");
        assert!(child.wait().expect("git ends").success());
        self.git(&["reset", "--quiet", "--hard", "main"]);
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.args(arguments).current_dir(&self.inside).env_clear();
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        command.env("HOME", self.folder.path()).env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
        command.env("GIT_AUTHOR_NAME", "Ada").env("GIT_AUTHOR_EMAIL", "ada@example.org");
        command.env("GIT_COMMITTER_NAME", "Bob").env("GIT_COMMITTER_EMAIL", "bob@example.org");
        command
            .env("GIT_AUTHOR_DATE", "2020-01-01T12:00:00+0000")
            .env("GIT_COMMITTER_DATE", "2020-01-01T12:00:00+0000");
        command
    }
}

fn run(mut command: Command) -> String {
    let output = command.output().expect("git runs");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}
