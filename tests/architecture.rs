//! Holds the code to the house plan: which module may name which, who alone may use a crate, and that every file says what
//! it is for. A module names only modules above it in the table, so a ring cannot be written.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Module, and the modules that it may name. A row names only rows above it.
const MODULES: &[(&str, &[&str])] = &[
    ("similarity", &[]),
    ("error", &[]),
    ("escape", &[]),
    ("json", &[]),
    ("guard", &["error"]),
    ("parallel", &["guard"]),
    ("schema", &[]),
    ("source", &["error", "json", "similarity"]),
    ("diagnostic", &["source"]),
    ("document", &["guard", "source", "diagnostic", "similarity"]),
    ("recipe", &["error", "schema", "similarity"]),
    ("dataset", &["schema", "source"]),
    ("shape", &["error", "json", "schema", "source", "similarity", "dataset"]),
    ("extract", &["error", "source", "diagnostic", "document", "schema", "recipe", "similarity"]),
    ("infer", &["source", "diagnostic", "document", "schema", "recipe", "extract", "similarity"]),
    ("repair", &["parallel", "source", "diagnostic", "schema", "recipe", "extract", "similarity"]),
    ("diff", &["schema", "dataset", "similarity"]),
    ("timeline", &["escape", "schema", "similarity", "diagnostic", "dataset", "diff"]),
    ("check", &["source", "diagnostic", "schema", "recipe", "dataset", "shape", "diff", "similarity"]),
    ("emit", &["error", "escape", "json", "guard", "schema", "dataset"]),
    // A diff is shown with the places of its records, as findings are.
    ("report", &["error", "escape", "json", "source", "diagnostic", "schema", "dataset", "diff"]),
    (
        "pipeline",
        &[
            "similarity",
            "error",
            "guard",
            "schema",
            "source",
            "diagnostic",
            "document",
            "recipe",
            "dataset",
            "shape",
            "extract",
            "infer",
            "repair",
            "diff",
            "timeline",
            "check",
        ],
    ),
];

/// Crate, as it is named in code, and the modules that may use it.
const HOMES: &[(&str, &[&str])] = &[
    ("pulldown_cmark", &["document"]),
    ("html5ever", &["document"]),
    ("comrak", &["document"]),
    ("scraper", &["document"]),
    ("memchr", &["document", "source"]),
    ("smallvec", &["document", "extract", "dataset"]),
    ("thin_vec", &["document", "extract"]),
    ("serde_yaml", &["recipe", "emit"]),
    // A diff as JSON stands beside its other formats, and the lock file is one.
    // Pages may come as lines of it.
    ("serde_json", &["json", "recipe", "emit", "report", "shape", "source"]),
    ("schemars", &["recipe"]),
    ("csv", &["emit"]),
    ("libc", &["source"]),
    ("signal_hook", &["cli"]),
    ("tempfile", &["emit"]),
    ("ignore", &["source"]),
    ("gix", &["source"]),
    ("regex", &["recipe", "check"]),
    ("fluent_uri", &["check"]),
    ("rapidfuzz", &["similarity"]),
    ("caseless", &["similarity"]),
    ("unicode_normalization", &["similarity"]),
    ("unicode_security", &["similarity"]),
    ("annotate_snippets", &["report"]),
    ("encoding_rs", &["source"]),
    ("sha2", &["repair", "report", "shape"]),
    ("similar", &["repair", "report"]),
    ("unicode_width", &["emit", "report"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("anstream", &["cli"]),
    ("terminal_size", &["cli"]),
];

/// A source file: its module, its path, and its code without the tests at its end and without comments.
struct SourceFile {
    module: String,
    path: PathBuf,
    text: String,
    code: String,
}

fn source_files() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a source folder can be read") {
            let path = entry.expect("a folder entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(source_file(&root, path));
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn source_file(root: &Path, path: PathBuf) -> SourceFile {
    let text = fs::read_to_string(&path).expect("a source file can be read");
    let relative = path.strip_prefix(root).expect("it lies in src").to_owned();
    let first = relative.components().next().expect("it has a name").as_os_str().to_string_lossy().into_owned();
    let module = first.trim_end_matches(".rs").to_owned();
    let production = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or("");
    let code = production.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let code = if is_test_module(&path) { String::new() } else { code };
    SourceFile { module, path: relative, code, text }
}

/// Whether the module above a file declares it as one of tests.
fn is_test_module(path: &Path) -> bool {
    let name = path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
    let parent = fs::read_to_string(path.with_file_name("mod.rs")).unwrap_or_default();
    parent.contains(&format!("#[cfg(test)]\nmod {name};"))
}

/// The names that follow a path prefix such as `crate::` in code.
fn names_after<'c>(code: &'c str, prefix: &str) -> Vec<&'c str> {
    let is_name = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let starts = code.match_indices(prefix).filter(|(at, _)| !code[..*at].ends_with(is_name));
    starts.map(|(at, _)| code[at + prefix.len()..].split(|c| !is_name(c)).next().unwrap_or("")).collect()
}

#[test]
fn a_module_names_only_modules_above_it() {
    let rows: BTreeMap<&str, usize> = MODULES.iter().enumerate().map(|(row, (module, _))| (*module, row)).collect();
    for (row, (module, allowed)) in MODULES.iter().enumerate() {
        for name in *allowed {
            assert!(rows[name] < row, "the table lets `{module}` name `{name}`, which stands below it");
        }
    }
    for file in source_files().iter().filter(|file| !["main", "lib", "cli"].contains(&file.module.as_str())) {
        let (_, allowed) = MODULES
            .iter()
            .find(|(module, _)| *module == file.module)
            .unwrap_or_else(|| panic!("`{}` has no row in the table", file.module));
        for name in names_after(&file.code, "crate::").into_iter().filter(|name| *name != file.module) {
            // A root name such as `crate::Error` would hide which module is meant.
            assert!(allowed.contains(&name), "{}: `{}` may not name `crate::{name}`", file.path.display(), file.module);
        }
        assert!(!file.code.contains("super::super"), "{}: name the module instead of climbing", file.path.display());
    }
}

#[test]
fn the_command_line_uses_public_names_only() {
    for file in source_files().iter().filter(|file| file.module == "cli") {
        assert!(!file.code.contains("crate::"), "{}: the binary uses the library as anyone would", file.path.display());
    }
}

#[test]
fn a_crate_has_its_home() {
    let manifest =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("the manifest can be read");
    let dependencies =
        manifest.split("[dependencies]").nth(1).and_then(|rest| rest.split("\n[").next()).expect("it has dependencies");
    for line in dependencies.lines().filter(|line| line.contains('=')) {
        let name = line.split(['=', ' ']).next().unwrap_or("").replace('-', "_");
        assert!(line.contains('#'), "Cargo.toml does not say what `{name}` is for");
        assert!(name == "serde" || HOMES.iter().any(|(home, _)| *home == name), "`{name}` has no home in the table");
    }
    for file in source_files() {
        for (name, homes) in HOMES {
            let is_used = !names_after(&file.code, &format!("{name}::")).is_empty();
            assert!(
                !is_used || homes.contains(&file.module.as_str()),
                "{}: `{name}` is at home in {homes:?}",
                file.path.display()
            );
        }
    }
}

#[test]
fn only_their_owners_read_files_and_print() {
    for file in source_files() {
        let reads = ["fs::read", "File::open"].iter().any(|call| file.code.contains(call));
        let prints = ["println!", "eprintln!", "print!(", "io::stdout", "io::stderr", "env::var"]
            .iter()
            .any(|call| file.code.contains(call));
        // `emit` reads what stands in the output folder, to compare it.
        assert!(!reads || ["source", "emit"].contains(&file.module.as_str()), "{} reads files", file.path.display());
        assert!(!prints || file.module == "cli", "{} prints, or looks at the environment", file.path.display());
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for file in source_files() {
        assert!(
            file.text.starts_with("//! "),
            "{} does not open with a sentence on what it is for",
            file.path.display()
        );
    }
}
