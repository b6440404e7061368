//! A folder of its own for each test, and one way to run the binary in it.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::environment::without_environment;

/// The page that is embedded in the binary.
pub(crate) const PAGE: &str =
    include_str!("../../fixtures/expressroute/2020-01-17/expressroute-locations-providers.md");

/// A small recipe and a page that it fits.
pub(crate) const RECIPE: &str = "\
recipe: cities
sources: [cities.md]
datasets:
  cities:
    tables: [{ under: Cities }]
    primary_key: [city]
    fields:
      - { name: city, from: City }
      - { name: zone, from: Zone, type: integer }
      - { name: rivers, from: Rivers, type: list }
";
/// The page of [`RECIPE`].
pub(crate) const CITIES: &str = "\
# Cities

| City | Zone | Rivers       |
|------|------|--------------|
| Lyon | 1    | Rhône, Saône |
| Graz | 2    | Mur          |
";

/// A folder and what is run in it.
pub(crate) struct Scenario {
    folder: TempDir,
}

impl Scenario {
    /// An empty folder.
    pub(crate) fn new() -> Self {
        Self { folder: TempDir::new().expect("a temporary folder can be made") }
    }

    /// A folder with the small recipe and its page.
    pub(crate) fn cities() -> Self {
        Self::new().with("rowmill.yaml", RECIPE).with("cities.md", CITIES)
    }

    /// The same folder with one more file.
    pub(crate) fn with(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
        fs::write(path, content).expect("a file can be written");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Every file below a folder, with its content, in order.
    pub(crate) fn files(&self, folder: &str) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        let mut folders = vec![self.path().join(folder)];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = fs::read_dir(&folder) else { continue };
            for path in entries.map(|entry| entry.expect("an entry can be read").path()) {
                match path.is_dir() {
                    true => folders.push(path),
                    false => files.push((path.display().to_string(), fs::read(&path).expect("a file can be read"))),
                }
            }
        }
        files.sort();
        files
    }

    pub(crate) fn output(&self, arguments: &str) -> Output {
        self.command(arguments).output().expect("the binary runs")
    }

    /// The binary with arguments, in this folder, without the user's environment.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        command_in(self.path(), arguments)
    }

    /// Status, standard output and standard error in one text.
    pub(crate) fn run(&self, arguments: &str) -> String {
        run_in(self.path(), arguments)
    }

    /// The same of a run that reads a text from standard input.
    pub(crate) fn run_with(&self, arguments: &str, input: &str) -> String {
        let mut command = self.command(arguments);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        // It may end before it has read all.
        let _ = child.stdin.take().expect("it is piped").write_all(input.as_bytes());
        told(arguments, &child.wait_with_output().expect("it ends"), self.path())
    }
}

fn command_in(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rowmill"));
    command.args(arguments.split_whitespace()).current_dir(folder).stdin(Stdio::null());
    without_environment(&mut command);
    command
}

/// Status, standard output and standard error of a run in a folder, in one text.
pub(crate) fn run_in(folder: &Path, arguments: &str) -> String {
    told(arguments, &command_in(folder, arguments).output().expect("the binary runs"), folder)
}

/// What a run in a folder has told, in one text.
pub(crate) fn told(arguments: &str, output: &Output, folder: &Path) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&folder.display().to_string(), "[FOLDER]");
    let status = output.status.code().map_or("a signal".to_owned(), |code| code.to_string());
    format!(
        "$ rowmill {arguments}\nstatus: {status}\n--- stdout\n{}--- stderr\n{}",
        text(&output.stdout),
        text(&output.stderr)
    )
}

/// Compares a text with its snapshot in the repository's `snapshots` folder.
pub(crate) fn check(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/cli"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}
