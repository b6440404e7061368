//! Runs the README and `docs/ci.md`: each console block's command is run where the page says, and must print what the block shows; each
//! other block that is to be copied is an example that is run, or that CI gives to the linters of its kind.

#[path = "environment/mod.rs"]
mod environment;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use environment::without_environment;
use tempfile::TempDir;

const README: &str = include_str!("../README.md");

/// A fenced block: its language and its text.
struct Block {
    language: String,
    text: String,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(_), Some(block)) => blocks.push(block),
            (Some(language), None) => open = Some(Block { language: language.to_owned(), text: String::new() }),
            (None, Some(mut block)) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    blocks
}

/// What a command of the README prints, standard output and standard error together.
fn run(folder: &Path, command: &str) -> String {
    let arguments = command.strip_prefix("cargo run --release -- ").or_else(|| command.strip_prefix("rowmill "));
    let arguments = arguments.unwrap_or_else(|| panic!("`{command}` runs something else"));
    let mut process = Command::new(env!("CARGO_BIN_EXE_rowmill"));
    process.args(arguments.split_whitespace()).current_dir(folder);
    let output = without_environment(&mut process).output().expect("the binary runs");
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The first commands are typed in a clone, which has its `out`.
fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("the folder is there") {
        let path = entry.expect("an entry can be read").path();
        let copy = to.join(path.file_name().expect("an entry has a name"));
        match path.is_dir() {
            true => copy_folder(&path, &copy),
            false => fs::write(copy, fs::read(&path).expect("a file can be read")).expect("a file can be written"),
        }
    }
}

#[test]
fn every_console_block_of_the_readme_is_what_is_printed() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let cities = TempDir::new().expect("a temporary folder can be made");
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("out"), &folder.path().join("out"));
    let blocks = blocks(README);
    let text = |language: &str, start: &str| {
        &blocks
            .iter()
            .find(|block| block.language == language && block.text.starts_with(start))
            .expect("the block is there")
            .text
    };
    fs::write(cities.path().join("rowmill.yaml"), text("yaml", "recipe: cities")).expect("a file can be written");
    fs::write(cities.path().join("cities.md"), text("markdown", "# Cities")).expect("a file can be written");
    fs::write(cities.path().join("edited.md"), text("markdown", "<!-- after an edit")).expect("a file can be written");
    fs::write(cities.path().join("ferries.md"), text("markdown", "# Ferries")).expect("a file can be written");
    fs::write(cities.path().join("later.md"), text("markdown", "<!-- a year later")).expect("a file can be written");
    fs::create_dir(cities.path().join("revisions")).expect("a folder can be made");
    let revision = |name: &str, start: &str| {
        fs::write(cities.path().join("revisions").join(name), text("markdown", start)).expect("a file can be written");
    };
    revision("cities-2019-06-01.md", "# Cities");
    revision("cities-2020-02-01.md", "# Cities\n\n| City | Zone | Rivers                 |");
    let mut count = 0;
    for block in blocks.iter().filter(|block| block.language == "console") {
        let (command, shown) = block.text.split_once('\n').expect("a block has a command");
        let command = command.strip_prefix("$ ").expect("a command follows `$ `");
        let place = if command.starts_with("cargo") { folder.path() } else { cities.path() };
        let printed = run(place, command);
        assert_eq!(shown, printed, "the README shows something else for `{command}`");
        count += 1;
    }
    assert_eq!(count, 10);
}

/// The examples of `docs/ci.md`: what stands there is what was tried.
const CI_EXAMPLES: &[(&str, &str)] = &[
    ("yaml", include_str!("../examples/ci/github.yml")),
    ("yaml", include_str!("../examples/ci/gitlab.yml")),
    ("sh", include_str!("../examples/ci/check.sh")),
    ("yaml", include_str!("../examples/ci/pre-commit-config.yaml")),
];

/// A folder with the recipe of the README.
fn folder_of_cities() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let recipe = blocks(README).into_iter().find(|block| block.text.starts_with("recipe: cities"));
    fs::write(folder.path().join("rowmill.yaml"), recipe.expect("it is there").text).expect("a file can be written");
    folder
}

#[test]
fn every_block_of_the_page_on_ci_is_so() {
    let folder = folder_of_cities();
    let mut examples = CI_EXAMPLES.iter();
    let mut shown = Vec::new();
    for block in blocks(include_str!("../docs/ci.md")) {
        match block.language.as_str() {
            "markdown" => fs::write(folder.path().join("cities.md"), &block.text).expect("a file can be written"),
            "console" => {
                let (command, printed) = block.text.split_once('\n').expect("a block has a command");
                let command = command.strip_prefix("$ ").expect("a command follows `$ `");
                shown.push(command.to_owned());
                assert_eq!(run(folder.path(), command), printed, "docs/ci.md shows something else for `{command}`");
            }
            language => {
                let (expected, text) = examples.next().expect("it is an example in examples/ci");
                assert!(
                    language == *expected && block.text == *text,
                    "docs/ci.md has another example:\n{}",
                    block.text
                );
            }
        }
    }
    assert!(examples.next().is_none());
    assert_eq!(shown, ["rowmill build", "rowmill check", "rowmill init --github", "rowmill check --style github"]);
}

/// Runs a script of a page's example where the binary is the command `rowmill`.
#[cfg(unix)]
fn script(folder: &Path, script: &str) -> (Option<i32>, String) {
    let binaries = Path::new(env!("CARGO_BIN_EXE_rowmill")).parent().expect("a binary is in a folder");
    let path = format!("{}:{}", binaries.display(), std::env::var("PATH").expect("there is a PATH"));
    let mut process = Command::new("sh");
    process.args(["-c", script]).current_dir(folder);
    let output = without_environment(&mut process).env("PATH", path).output().expect("a shell runs");
    (output.status.code(), String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

#[cfg(unix)]
#[test]
fn the_scripts_of_the_page_on_ci_do_what_it_says() {
    let folder = folder_of_cities();
    let gitlab: serde_json::Value =
        serde_yaml::from_str(include_str!("../examples/ci/gitlab.yml")).expect("it is YAML");
    let lines = ["before_script", "script"].into_iter().flat_map(|part| gitlab["rowmill"][part].as_array()).flatten();
    let gitlab_script: Vec<&str> = lines.filter_map(serde_json::Value::as_str).collect();
    let gitlab_script = format!("set -e\n{}", gitlab_script.join("\n"));
    let installed = folder.path().join(".rowmill/bin");
    fs::create_dir_all(&installed).expect("a folder can be made");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_rowmill"), installed.join("rowmill")).expect("a link can be made");

    let page = |zone: &str| format!("# Cities\n\n| City | Zone | Rivers |\n|---|---|---|\n| Graz | {zone} | Mur |\n");
    let finding = "cities.md:5:10: error[type-mismatch]";
    let cases = [
        ("2", 0, "no findings", ""),
        ("two", 1, finding, "not up to date: see above"),
        ("2", 2, "rowmill.lock", "could not do its job"),
    ];
    for (zone, code, expected, explained) in cases {
        fs::write(folder.path().join("cities.md"), page(zone)).expect("a file can be written");
        match code {
            0 => assert_eq!(script(folder.path(), "rowmill build").0, Some(0)),
            2 => fs::write(folder.path().join("rowmill.lock"), "{ \"version\": 99 }").expect("a file can be written"),
            _ => {}
        }
        let (status, said) = script(folder.path(), &gitlab_script);
        assert!(status == Some(code) && said.contains(expected), "{status:?}: {said}");
        let (status, said) = script(folder.path(), include_str!("../examples/ci/check.sh"));
        assert!(status == Some(code) && said.contains(expected) && said.contains(explained), "{status:?}: {said}");
        for report in ["gl-code-quality-report.json", "rowmill.xml", "findings.json", "findings.xml"] {
            let text = fs::read_to_string(folder.path().join(report)).expect("the report is there");
            assert!(code == 2 || text.contains("type-mismatch") == (code == 1) || report.ends_with("xml"), "{text}");
        }
    }
}

#[test]
fn every_file_that_the_pages_link_to_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (folder, page) in [(root.to_owned(), README), (root.join("docs"), include_str!("../docs/ci.md"))] {
        let links = page.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        for link in links.filter(|link| !link.contains("://")) {
            assert!(folder.join(link).exists(), "{link} is not there");
        }
    }
}

#[test]
fn the_minimum_version_of_rust_is_the_manifests() {
    let manifest = include_str!("../Cargo.toml");
    let version = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "))
        .expect("the manifest says it")
        .trim_matches('"');
    assert!(README.contains(&format!("{version} or later")), "the README gives another version than {version}");
}

#[test]
fn the_schema_of_recipes_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/recipe.schema.json");
    let stands = fs::read_to_string(&path).unwrap_or_default();
    let schema = rowmill::recipe::recipe_schema();
    assert!(stands == schema, "`rowmill schema > docs/recipe.schema.json` rewrites it");
}

#[test]
fn the_page_of_codes_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes.md");
    let stands = fs::read_to_string(&path).unwrap_or_default();
    let page = run(Path::new("."), "rowmill explain --markdown");
    assert!(stands == page, "`rowmill explain --markdown > docs/codes.md` rewrites it");
    let listed = run(Path::new("."), "rowmill explain");
    let names = listed.lines().filter_map(|line| line.split_whitespace().next());
    let missing: Vec<&str> = names.filter(|name| !page.contains(&format!("\n### {name}\n"))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Every object of the schema, with the key that it stands under.
fn objects<'s>(name: &'s str, value: &'s serde_json::Value, found: &mut Vec<(&'s str, &'s serde_json::Value)>) {
    if value.is_object() {
        found.push((name, value));
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        objects(name, inner, found);
    }
}

#[test]
fn every_key_of_a_recipe_has_a_sentence() {
    let schema: serde_json::Value = serde_json::from_str(&rowmill::recipe::recipe_schema()).expect("it is JSON");
    assert_eq!(schema["$schema"], "http://json-schema.org/draft-07/schema#");
    let mut found = Vec::new();
    objects("", &schema, &mut found);
    let keys: Vec<_> = found
        .iter()
        .filter(|(name, _)| *name == "properties")
        .flat_map(|(_, keys)| keys.as_object())
        .flatten()
        .collect();
    assert!(keys.len() > 40, "only {} keys", keys.len());
    for (key, value) in keys {
        assert!(value["description"].as_str().is_some_and(|text| text.len() > 10), "`{key}` has no sentence");
    }
}

/// The text of every source file and test below a folder.
fn code(folder: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            text.push_str(&code(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&fs::read_to_string(&path).expect("a file can be read"));
        }
    }
    text
}

#[test]
fn every_deviation_names_a_test_that_is_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let code = code(&root.join("src")) + &code(&root.join("tests"));
    let rows =
        include_str!("../docs/deviations.md").lines().filter(|line| line.starts_with("| ") && line.ends_with("` |"));
    let tests: Vec<&str> = rows.filter_map(|row| row.trim_end_matches("` |").rsplit('`').next()).collect();
    assert!(tests.len() > 10, "only {} deviations", tests.len());
    for test in tests {
        assert!(code.contains(&format!("fn {test}()")), "there is no test `{test}`");
    }
}

/// Every member of what `diff --format json` prints is in `docs/diff.md`.
#[test]
fn every_member_of_a_diff_is_documented() {
    fn check(json: &serde_json::Value, text: &str) {
        match json {
            serde_json::Value::Object(members) => members.iter().for_each(|(name, value)| {
                assert!(text.contains(&format!("`{name}`")), "docs/diff.md does not name `{name}`");
                // The fields of a record are the page's.
                if name != "record" {
                    check(value, text);
                }
            }),
            serde_json::Value::Array(values) => values.iter().for_each(|value| check(value, text)),
            _ => {}
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("docs/diff.md")).expect("it is there");
    let fixtures = fs::read_dir(root.join("fixtures/diff")).expect("the fixtures are there");
    for fixture in fixtures.map(|entry| entry.expect("an entry can be read").path()) {
        let printed = run(&fixture, "rowmill diff old.md new.md --cosmetic --quiet --format json");
        let json: serde_json::Value = serde_json::from_str(&printed).expect("it is JSON");
        assert_eq!(json["version"], 1);
        check(&json, &text);
    }
}

/// The targets of the fuzzers: each is a file, with inputs of its own and a line in the table.
#[test]
fn every_target_of_the_fuzzers_has_inputs_and_its_figure() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = |folder: &str| {
        let entries = fs::read_dir(root.join(folder)).expect("the folder is there").flatten();
        let stem = |path: PathBuf| path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        let mut names: Vec<String> = entries.map(|entry| stem(entry.path())).filter(|name| name != "mod").collect();
        names.sort();
        names
    };
    let targets = names("fuzz/src/targets");
    assert!(targets.len() >= 8);
    assert_eq!(names("fuzz/corpus"), targets, "every target has its folder of inputs");
    let page = include_str!("../docs/reliability.md");
    let mut size = 0;
    for target in &targets {
        assert!(page.contains(&format!("\n| `{target}` | ")), "docs/reliability.md has no figure of `{target}`");
        let inputs = fs::read_dir(root.join("fuzz/corpus").join(target)).expect("the folder is there").flatten();
        size += inputs.map(|input| input.metadata().expect("it is a file").len()).sum::<u64>();
    }
    assert!(size < 5_000_000, "the inputs take {size} bytes");
}
