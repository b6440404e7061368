//! What a user gets for bad input: one clear message, the right exit code, and the old output as it was.

use crate::scenario::{CITIES, PAGE, RECIPE, Scenario, check, told};

/// Builds the cities, then builds again with other files in the folder; the old output must stand.
fn check_error(name: &str, arguments: &str, files: &[(&str, &[u8])]) {
    let scenario = Scenario::cities();
    assert!(scenario.output("build").status.success());
    let before = scenario.files("out");
    for (path, content) in files {
        scenario.write(path, content);
    }
    check(name, &scenario.run(arguments));
    assert_eq!(scenario.files("out"), before, "{name}: the old output was touched");
}

#[test]
fn pages_that_cannot_be_read() {
    check_error("error-missing-page", "build --source gone.md", &[]);
    check_error("error-not-utf8", "build", &[("cities.md", b"# Cities\n\n| City |\n|---|\n| K\xf6ln |\n")]);
    check_error("error-empty-page", "build", &[("cities.md", b" \n\n")]);
    check_error("error-page-is-a-folder", "build --source .", &[]);
    check_error(
        "error-page-outside",
        "build",
        &[("rowmill.yaml", RECIPE.replace("cities.md", "../cities.md").as_bytes())],
    );
    check_error("error-too-many-sources", "build --source cities.md --source cities.md", &[]);
}

#[test]
fn tables_that_are_gone() {
    check_error("error-heading-renamed", "build", &[("cities.md", CITIES.replace("# Cities", "# Citys").as_bytes())]);
    check_error("error-no-headings", "build", &[("cities.md", CITIES.replace("# Cities", "").as_bytes())]);
    check_error("error-table-gone", "build", &[("cities.md", b"# Cities\n\nNo table.\n")]);
    check_error("error-key-column-gone", "build", &[("cities.md", CITIES.replace("| City |", "| Town |").as_bytes())]);
    check_error("error-column-renamed", "build", &[("cities.md", CITIES.replace("| Zone |", "| Zones |").as_bytes())]);
    let page = PAGE.replace("### Global commercial Azure", "### Global commercial cloud");
    check_error(
        "error-heading-renamed-builtin",
        "build expressroute --source page.md",
        &[("page.md", page.as_bytes())],
    );
}

#[test]
fn data_that_cannot_be_trusted() {
    check_error("error-type", "build", &[("cities.md", CITIES.replace("| 1    |", "| one  |").as_bytes())]);
    check_error("error-duplicate-key", "build", &[("cities.md", CITIES.replace("Graz", "Lyon").as_bytes())]);
    check_error("error-missing-key", "build", &[("cities.md", CITIES.replace("| Graz |", "|      |").as_bytes())]);
    check_error(
        "error-surplus-cell",
        "build",
        &[("cities.md", CITIES.replace("| Mur          |", "| Mur | Kainach |").as_bytes())],
    );
    check_error(
        "warning-missing-cell",
        "build --check",
        &[("cities.md", CITIES.replace("| Mur          |", "|").as_bytes())],
    );
}

#[test]
fn tables_that_are_too_large() {
    let wide = format!("# Cities\n\n|{}\n|{}\n", "a|".repeat(16_385), "-|".repeat(16_385));
    check_error("error-table-limit", "build", &[("cities.md", wide.as_bytes())]);
}

/// Only a debug build knows how to fail on purpose.
#[cfg(debug_assertions)]
#[test]
fn the_program_itself_is_wrong() {
    let scenario = Scenario::cities();
    // The place in the program is no promise.
    let place = regex::Regex::new(r"src/[\w/]+\.rs:\d+").expect("it is one");
    for (name, arguments) in [("error-internal", "build"), ("check-internal", "check")] {
        let mut command = scenario.command(arguments);
        command.env("ROWMILL_TEST_PANIC", "reading the tables of:cities.md");
        let text = told(arguments, &command.output().expect("the binary runs"), scenario.path());
        assert!(place.is_match(&text), "{text}");
        check(name, &place.replace_all(&text, "[PLACE]"));
    }
}

#[test]
fn recipes_that_are_wrong() {
    let recipe = |from: &str, to: &str| RECIPE.replace(from, to).into_bytes();
    check_error("error-unknown-key", "build", &[("rowmill.yaml", &recipe("primary_key", "primery_key"))]);
    check_error("error-unknown-field", "build", &[("rowmill.yaml", &recipe("[city]", "[citty]"))]);
    check_error("error-unknown-type", "build", &[("rowmill.yaml", &recipe("integer", "int"))]);
    check_error("error-empty-recipe", "build", &[("rowmill.yaml", b"# nothing yet\n")]);
    check_error("error-list-of-recipes", "build", &[("rowmill.yaml", b"- recipe: cities\n")]);
    check_error(
        "error-table-selected-twice",
        "build",
        &[("rowmill.yaml", &recipe("[{ under: Cities }]", "[{}, { under: Cities }]"))],
    );
    check_error("error-no-yaml", "build", &[("rowmill.yaml", b"recipe: [")]);
    check_error("error-tab", "build", &[("rowmill.yaml", &recipe("  cities:", "\tcities:"))]);
    check_error(
        "error-duplicate-recipe-key",
        "build",
        &[("rowmill.yaml", &recipe("sources:", "recipe: again\nsources:"))],
    );
    check_error("error-file-name", "build", &[("rowmill.yaml", &recipe("recipe: cities", "recipe: ../cities"))]);
    // A program that is given it would take it for an option.
    check_error("error-name-like-an-option", "build", &[("rowmill.yaml", &recipe("recipe: cities", "recipe: -rf"))]);
    check_error("error-type-of-words", "build", &[("rowmill.yaml", &recipe("type: integer", "type: [integer]"))]);
    let lock = r#"{ "version": 1, "recipe": "cities", "sources": [], "datasets": [] }"#;
    check_error("error-lock-without-formats", "check", &[("rowmill.lock", lock.as_bytes())]);
    check_error(
        "error-unknown-level",
        "build",
        &[("rowmill.yaml", &recipe("datasets:", "levels: { requird: { level: note, reason: x } }\ndatasets:"))],
    );
    check_error(
        "error-level-of-nothing-matched",
        "build",
        &[("rowmill.yaml", &recipe("datasets:", "levels: { nothing-matched: { level: note, reason: x } }\ndatasets:"))],
    );
    let aliases = b"aliases:\n- { vocabulary: rivers, from: Rhone, to: Rh\xc3\xb4ne }\n";
    check_error("error-unknown-vocabulary", "build", &[("rowmill.decisions.yaml", aliases)]);
    check_error("error-unknown-recipe", "build expresroute", &[]);
    check_error("error-missing-recipe", "build gone.yaml", &[]);
    check_error("error-folder-without-recipe", "build empty", &[("empty/note.txt", b"")]);
    check_error("error-unknown-format", "build --format jsn", &[]);
}

#[test]
fn output_folders_that_cannot_be_written() {
    check_error("error-out-is-a-file", "build --out cities.md", &[]);
    check_error("error-out-below-a-file", "build --check --out cities.md/data", &[]);
    check_error("error-target-is-a-folder", "build --out other", &[("other/cities/cities.csv/note.txt", b"")]);
}
