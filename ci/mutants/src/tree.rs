//! The copy of the repository in which every change is compiled in, and the changes that do not compile left out.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::operators::{is_for_tests, sites};
use crate::site::{Mutant, Rendered, Site};

/// The modules in which a fault would change data.
const MODULES: [&str; 4] = ["document", "extract", "repair", "diff"];
/// Tests that run the whole way from page to data, repair and diff, beside those that stand in the library.
const TESTS: [&str; 15] = [
    "advisories",
    "checks",
    "cli",
    "documentation",
    "diff",
    "diff_laws",
    "formats",
    "golden",
    "infer",
    "pages",
    "patch",
    "ragged",
    "revisions",
    "rules",
    "drift",
];

/// The copy, with its changes.
pub struct Tree {
    /// The folder of the copy.
    pub folder: PathBuf,
    target: PathBuf,
    /// Every change, of which those in `dropped` do not compile. The number of one is its place and one.
    pub mutants: Vec<Mutant>,
    /// Numbers of changes that do not compile.
    pub dropped: BTreeSet<u32>,
    files: BTreeMap<String, (String, Vec<Site>)>,
}

type Places = BTreeMap<String, Vec<(Range<usize>, Vec<u32>)>>;

impl Tree {
    /// Copies the repository, and finds what can be changed.
    pub fn new(repository: &Path, folder: &Path) -> Self {
        let tracked = git_files(repository);
        let copy = folder.join("tree");
        let mut tree = Tree {
            target: folder.join("build"),
            folder: copy.clone(),
            mutants: Vec::new(),
            dropped: BTreeSet::new(),
            files: BTreeMap::new(),
        };
        for module in MODULES {
            tree.module(repository, &format!("src/{module}/mod.rs"));
        }
        for file in tracked.iter().filter(|file| !tree.files.contains_key(*file)) {
            let mut bytes = fs::read(repository.join(file)).expect("a tracked file can be read");
            if file == "src/lib.rs" {
                bytes.extend(b"\nmod mutants;\n");
            }
            write(&copy.join(file), &bytes);
        }
        write(&copy.join("src/mutants.rs"), include_bytes!("switch.rs"));
        ["src", "tests"].iter().for_each(|folder| remove_others(&copy.join(folder), &copy, &tracked));
        tree
    }

    /// A file and the modules that it declares.
    fn module(&mut self, repository: &Path, file: &str) {
        let source = fs::read_to_string(repository.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let found = sites(file, &source, &mut self.mutants).unwrap_or_else(|error| panic!("{file}: {error}"));
        let declared = declared(file, &source);
        self.files.insert(file.to_owned(), (source, found));
        for [plain, folder] in declared {
            let is_plain = repository.join(&plain).exists();
            self.module(repository, if is_plain { &plain } else { &folder });
        }
    }

    fn write(&self) -> Places {
        let is_alive = |number: u32| !self.dropped.contains(&number);
        let written = self.files.iter().map(|(file, (source, sites))| {
            let rendered = Rendered::new(source, sites, &is_alive);
            write(&self.folder.join(file), rendered.text.as_bytes());
            (file.clone(), rendered.places)
        });
        written.collect()
    }

    fn cargo(&self, arguments: &[&str]) -> Vec<Value> {
        let mut command = Command::new("cargo");
        command.args(arguments).args(["--locked", "--profile", "mutants", "--message-format", "json"]);
        command.current_dir(&self.folder).env("CARGO_TARGET_DIR", &self.target).env("CARGO_INCREMENTAL", "0");
        let output = command.stderr(Stdio::inherit()).output().expect("cargo runs");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    /// The names of all changes, with which of those of the same name in its function each is.
    fn keys(&self) -> Vec<String> {
        let mut counts = BTreeMap::new();
        let keys = self.mutants.iter().map(|mutant| {
            let count = counts.entry(mutant.name()).and_modify(|count| *count += 1).or_insert(1);
            format!("{} #{count}", mutant.name())
        });
        keys.collect()
    }

    /// Builds the library until it compiles, leaving out what does not, and what did not the last time.
    pub fn settle(&mut self) {
        let path = self.folder.with_file_name("dropped.txt");
        let keys = self.keys();
        let known: BTreeSet<String> =
            fs::read_to_string(&path).unwrap_or_default().lines().map(str::to_owned).collect();
        self.dropped = (1..).zip(&keys).filter(|(_, key)| known.contains(*key)).map(|(number, _)| number).collect();
        self.compile();
        let dropped = self.dropped.iter().map(|number| format!("{}\n", keys[*number as usize - 1]));
        fs::write(path, dropped.collect::<String>()).expect("the list can be written");
    }

    fn compile(&mut self) {
        loop {
            let places = self.write();
            let messages = self.cargo(&["build", "--lib"]);
            let errors: Vec<&Value> =
                messages.iter().filter(|message| message["message"]["level"] == "error").collect();
            if errors.is_empty() {
                return;
            }
            let before = self.dropped.len();
            for error in &errors {
                let faults = faults(&places, &error["message"]["spans"]);
                self.dropped.extend(faults);
            }
            eprintln!("{} errors: {} changes left out", errors.len(), self.dropped.len() - before);
            if self.dropped.len() == before {
                errors.iter().for_each(|error| eprintln!("{}", error["message"]["rendered"].as_str().unwrap_or("")));
                panic!("errors that are the fault of no change");
            }
        }
    }

    /// Builds the tests: the name of each program, and its file.
    pub fn tests(&self) -> Vec<(String, PathBuf)> {
        let named = TESTS.iter().flat_map(|name| ["--test", name]);
        let arguments: Vec<&str> = ["test", "--no-run", "--lib"].into_iter().chain(named).collect();
        let messages = self.cargo(&arguments);
        if let Some(error) = messages.iter().find(|message| message["message"]["level"] == "error") {
            panic!("{}", error["message"]["rendered"].as_str().unwrap_or(""));
        }
        let programs = messages.iter().filter(|message| message["profile"]["test"] == true);
        let name = |program: &Value| Some(program["target"]["name"].as_str()?.to_owned());
        programs.filter_map(|program| Some((name(program)?, program["executable"].as_str()?.into()))).collect()
    }
}

/// The changes that an error is the fault of: those of the narrowest place around it.
fn faults(places: &Places, spans: &Value) -> Vec<u32> {
    let spans = spans.as_array().map_or(&[][..], Vec::as_slice);
    let primary = spans.iter().filter(|span| span["is_primary"] == true);
    let others = spans.iter().filter(|span| span["is_primary"] != true);
    let around = primary.chain(others).find_map(|span| {
        let start = usize::try_from(span["byte_start"].as_u64()?).ok()?;
        let end = usize::try_from(span["byte_end"].as_u64()?).ok()?;
        let inside = places.get(span["file_name"].as_str()?)?.iter();
        inside.filter(|(place, _)| place.start <= start && end <= place.end).min_by_key(|(place, _)| place.len())
    });
    around.map(|(_, numbers)| numbers.clone()).unwrap_or_default()
}

/// The two places where each module that a file declares may stand, but for those of tests.
fn declared(file: &str, source: &str) -> Vec<[String; 2]> {
    let tree = syn::parse_file(source).expect("it was parsed before");
    let folder = file.strip_suffix("mod.rs").map_or_else(|| file.replace(".rs", "/"), str::to_owned);
    let modules = tree.items.into_iter().filter_map(|item| match item {
        syn::Item::Mod(module) if module.content.is_none() && !is_for_tests(&module.attrs) => {
            Some(module.ident.to_string())
        }
        _ => None,
    });
    modules.map(|name| [format!("{folder}{name}.rs"), format!("{folder}{name}/mod.rs")]).collect()
}

fn git_files(repository: &Path) -> BTreeSet<String> {
    let mut command = Command::new("git");
    let output = command.args(["ls-files", "-z"]).current_dir(repository).output().expect("git runs");
    let text = String::from_utf8(output.stdout).expect("names are UTF-8");
    text.split('\0').filter(|name| repository.join(name).is_file()).map(str::to_owned).collect()
}

/// Only where it differs, so that cargo builds nothing twice.
fn write(path: &Path, bytes: &[u8]) {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return;
    }
    fs::create_dir_all(path.parent().expect("it is in the folder")).expect("a folder can be made");
    fs::write(path, bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn remove_others(folder: &Path, root: &Path, tracked: &BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the copy can be read") {
        let path = entry.expect("an entry can be read").path();
        let name = path.strip_prefix(root).expect("it lies there").to_string_lossy().into_owned();
        if path.is_dir() {
            remove_others(&path, root, tracked);
        } else if name != "src/mutants.rs" && !tracked.contains(&name) {
            fs::remove_file(&path).expect("a file of the copy can be removed");
        }
    }
}
