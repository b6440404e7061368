//! `rowmill diff`: what it prints in each format, and what a user gets for bad input.

use std::fs;
use std::path::Path;

use crate::scenario::{CITIES, RECIPE, Scenario, check};

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/diff")
}

/// A folder with the two sides of a fixture.
fn fixture(name: &str) -> Scenario {
    let read = |side: &str| fs::read(fixtures().join(name).join(side)).expect("the fixture has both sides");
    Scenario::new().with("old.md", read("old.md")).with("new.md", read("new.md"))
}

/// Two revisions of the cities.
fn cities() -> Scenario {
    let new = CITIES
        .replace("Rhône, Saône", "Saône, Rhône, Ain")
        .replace("| Graz | 2    | Mur          |", "| Oslo | 3 | Alna |");
    Scenario::new().with("old.md", CITIES).with("new.md", new)
}

#[test]
fn every_fixture_says_what_changed() {
    let mut names: Vec<String> = fs::read_dir(fixtures())
        .expect("the fixtures are there")
        .map(|entry| entry.expect("an entry can be read").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(names.len() > 5);
    for name in names {
        check(&format!("diff-{name}"), &fixture(&name).run("diff old.md new.md --cosmetic"));
    }
}

#[test]
fn every_format_shows_the_same_changes() {
    for format in ["text", "markdown", "json", "csv", "yaml", "ndjson"] {
        check(&format!("diff-format-{format}"), &cities().run(&format!("diff old.md new.md --format {format}")));
    }
    let html = String::from_utf8(cities().output("diff old.md new.md --format html").stdout).expect("it is UTF-8");
    assert!(html.contains("<ins>+ Ain</ins>") && !html.contains("src=") && !html.contains("href="));
    assert!(html.contains("content=\"default-src 'none'; style-src 'sha256-"));
}

/// Two revisions with every kind of change: of records, of values, of the way that they are written, of fields and of tables.
fn everything() -> Scenario {
    let old = "\
# Stops

| Stop | Lines | Zone | Note | Shelter | Places |
|------|-------|------|------|---------|--------|
| Market | 1, 2, 3 | A | a long note on the market and its old fountain | yes | 10 |
| Harbour Street | 2, 3 | B | near the ferries | no | 20 |
| Mill | 3 | C | by the river | yes | 30 |
| Castle | 1 | A | on the hill | no | 40 |
| Bridge | 2 | B | x | yes | 50 |

# Days

| Day | What |
|-----|------|
| 1 | start |
| 1 | start |
| 2 | stop |
| 2 | rest |

# Gone

| Tool | Use |
|------|-----|
| saw  | cuts |
| file | smooths |
";
    let new = "\
# Stops

| Stop | Lines | Area | Note | Shelter | Places | Lift |
|------|-------|------|------|---------|--------|------|
| market | 3, 2, 1 | A | a long note on the market and its new fountain | yes | 10 | no |
| Harbour St | 2, 3 | B | near the ferries | no | 20 | no |
| Mill | 3, 4 | C |  | yes | 31.5 | yes |
| Bridge | 2 | B | **x** | no | 50 | yes |
| Tower | 9 | D | new | no | 60 | yes |

# Days

| Day | What |
|-----|------|
| 1 | start |
| 2 | stop |
| 2 | rest |
| 2 | sleep |

# Come

| Plant | Height |
|-------|--------|
| oak   | 30 |
| moss  | 0.1 |
";
    Scenario::new().with("old.md", old).with("new.md", new)
}

#[test]
fn every_format_shows_every_kind_of_change() {
    let scenario = everything();
    for format in ["text", "markdown", "json", "csv", "html"] {
        let said = scenario.run(&format!("diff old.md new.md --cosmetic --format {format}"));
        // The style of the page is that of html.css.
        let said = match (said.find("<style>"), said.find("</style>")) {
            (Some(start), Some(end)) => format!("{}[STYLE]{}", &said[..start], &said[end..]),
            _ => said,
        };
        check(&format!("diff-everything-{format}"), &said);
    }
    check("diff-everything-back", &scenario.run("diff new.md old.md --format text"));
}

/// What is said of it reads well: a list is no table, values of a record without a key stand there once, a line that is the same on both
/// sides is named once, and a path that is not there was a slip.
#[test]
fn wording_is_right() {
    let rows = "# Log\n\n| Day | What |\n|--|--|\n| 1 | start |\n| 1 | start |\n| 2 | stop |\n";
    let list = "\n# Tools\n\n* `ant`: builds Java\n* `make`: builds C\n* `cargo`: builds Rust\n";
    let scenario = Scenario::new()
        .with("old.md", rows)
        .with("new.md", format!("{rows}| 3 | rest |\n{list}"))
        .with("same.md", rows.replace("stop", "halt"));
    check("diff-without-a-key", &scenario.run("diff old.md new.md"));
    check("diff-missing-path", &scenario.run("diff odl.md new.md"));
    let html = scenario.run("diff old.md same.md --format html");
    assert!(html.contains(">line 7<"), "{html}");
}

/// A file of data holds one dataset of several.
#[test]
fn a_page_is_compared_with_one_of_its_datasets() {
    let towns = "  towns:\n    tables: [{ under: Towns }]\n    primary_key: [town]\n    fields:\n      - { name: town, from: Town }\n      - { name: city, from: City }\n";
    let page = format!("{CITIES}\n# Towns\n\n| Town | City |\n|------|------|\n| Ulm  | Lyon |\n| Hof  | Graz |\n");
    let scenario = Scenario::new().with("rowmill.yaml", format!("{RECIPE}{towns}")).with("cities.md", &page);
    scenario.run("build");
    let file = "out/cities/cities.csv";
    assert!(scenario.run(&format!("diff cities.md {file}")).contains("no change"));
    scenario.write("cities.md", page.replace("| Mur ", "| Mur, Raab "));
    check("diff-page-and-file", &scenario.run(&format!("diff {file} cities.md")));
    let bare = Scenario::new().with("cities.md", &page).with("Towns.csv", "Town,City\nUlm,Linz\nHof,Graz\n");
    check("diff-page-and-file-without-a-recipe", &bare.run("diff cities.md Towns.csv"));
}

/// What a page says is text in every format.
#[test]
fn hostile_text_stays_text() {
    let scenario = fixture("hostile");
    for format in ["text", "markdown", "html"] {
        let output = scenario.output(&format!("diff old.md new.md --format {format}"));
        let text = String::from_utf8(output.stdout).expect("it is UTF-8");
        let hostile = |character: char| rowmill::escape::is_hostile(character);
        assert!(!text.contains(hostile), "{format} sends control characters");
        if format != "text" {
            assert!(!text.contains("<script") && !text.contains("<img"), "{format}: {text}");
        }
    }
}

#[test]
fn a_comment_fits_into_a_comment() {
    let row = |number: usize, text: &str| format!("| row {number} number | {text} {number} |\n");
    let page = |text: &str| {
        let rows: String = (0..2000).map(|number| row(number, text)).collect();
        format!("# Rows\n\n| Name | Text |\n|---|---|\n{rows}")
    };
    let scenario = Scenario::new().with("old.md", page("before")).with("new.md", page("after"));
    let text = String::from_utf8(scenario.output("diff old.md new.md --format markdown").stdout).expect("it is UTF-8");
    assert!(text.len() <= 60_000 && text.len() > 50_000, "{}", text.len());
    assert!(
        text.contains("<details><summary>2000 lines</summary>") && text.contains(" lines left out"),
        "{}",
        &text[text.len() - 300..]
    );
}

#[test]
fn the_exit_code_tells_what_was_asked_for() {
    let code = |scenario: &Scenario, arguments: &str| scenario.output(arguments).status.code();
    let scenario = cities();
    assert_eq!(code(&scenario, "diff old.md new.md"), Some(1));
    assert_eq!(code(&scenario, "diff old.md new.md --fail-on renamed,schema"), Some(0));
    assert_eq!(code(&scenario, "diff old.md new.md --fail-on renamed,removed"), Some(1));
    assert_eq!(code(&scenario, "diff old.md old.md"), Some(0));
    scenario.write("set.md", CITIES.replace("Rhône, Saône", "Saône,  rhône"));
    assert_eq!(code(&scenario, "diff old.md set.md --cosmetic"), Some(0));
    assert_eq!(code(&scenario, "diff old.md gone.md"), Some(2));
}

#[test]
fn a_recipe_gives_datasets_keys_and_repairs() {
    let recipe = RECIPE
        .replace("sources:", "vocabularies: { river: { aliases: { Rhône: [Rhone] } } }\nsources:")
        .replace("type: list }", "type: list, vocabulary: river }");
    let scenario = Scenario::cities().with("rowmill.yaml", recipe);
    scenario.write("before/cities.md", CITIES.replace("Rhône", "Rhone").replace("| 2 ", "| 3 "));
    // The nearest recipe has the new side among its sources.
    check("diff-nearest-recipe", &scenario.run("diff before/cities.md cities.md --cosmetic"));
    check("diff-recipe-of-folders", &scenario.run("diff before . --recipe rowmill.yaml"));
}

#[test]
fn folders_pair_by_path() {
    let scenario = Scenario::new()
        .with("a/one.md", CITIES)
        .with("a/sub/two.md", CITIES)
        .with("a/gone.md", CITIES)
        .with("b/one.md", CITIES.replace("| 1 ", "| 4 "))
        .with("b/sub/two.md", CITIES)
        .with("b/new.md", CITIES);
    check("diff-folders", &scenario.run("diff a b"));
}

#[test]
fn written_data_is_compared_too() {
    let scenario = Scenario::cities();
    assert!(scenario.output("build --out before").status.success());
    scenario.write("cities.md", CITIES.replace("Mur ", "Mur, Kainach "));
    assert!(scenario.output("build --out after").status.success());
    check("diff-data-folders", &scenario.run("diff before/cities after/cities"));
    check("diff-data-formats", &scenario.run("diff before/cities/cities.csv after/cities/cities.yaml"));
    let extracted = scenario.output("extract cities.md").stdout;
    scenario.write("extracted.json", extracted);
    scenario.write("later.md", CITIES);
    check("diff-data-and-page", &scenario.run("diff extracted.json later.md"));
}

#[test]
fn bad_input_is_told() {
    let scenario = Scenario::cities()
        .with("list.md", "# Nothing\n\n* a\n* b\n")
        .with("other.md", "# Else\n\n| P | Q |\n|---|---|\n| x1 | y1 |\n")
        .with("empty.md", "\n")
        .with("bad.json", "{\"a\": 1}")
        .with("cut.csv", "a,b\n1\n")
        .with("folder/one.md", CITIES)
        .with("data/cities.csv", "city\nLyon\n")
        .with("nothing/note.txt", "");
    let without_recipe =
        Scenario::new().with("other.md", "# Else\n\n| P | Q |\n|---|---|\n| x1 | y1 |\n").with("cities.md", CITIES);
    check("diff-bad-no-common-table", &without_recipe.run("diff other.md cities.md"));
    for (name, arguments) in [
        ("same", "diff cities.md cities.md"),
        ("no-table", "diff list.md list.md"),
        ("one-side-without-table", "diff list.md other.md"),
        ("empty", "diff empty.md cities.md"),
        ("missing", "diff gone.md cities.md"),
        ("folder-and-file", "diff folder cities.md"),
        ("pages-and-data", "diff folder data"),
        ("nothing-in-folder", "diff folder nothing"),
        ("bad-json", "diff bad.json bad.json"),
        ("bad-csv", "diff cut.csv data/cities.csv"),
        ("unknown-key", "diff cities.md cities.md --key Citty"),
        ("unknown-format", "diff cities.md cities.md --format htm"),
        ("unknown-kind", "diff cities.md cities.md --fail-on changed"),
        ("unknown-recipe", "diff cities.md cities.md --recipe gone.yaml"),
        ("recipe-of-another-page", "diff other.md cities.md"),
    ] {
        check(&format!("diff-bad-{name}"), &scenario.run(arguments));
    }
}

#[test]
fn a_recipe_says_where_order_means_something() {
    let scenario = Scenario::cities().with("later.md", CITIES.replace("Rhône, Saône", "Saône, Rhône"));
    let code = |scenario: &Scenario| scenario.output("diff cities.md later.md").status.code();
    assert_eq!(code(&scenario), Some(0));
    scenario.write("rowmill.yaml", RECIPE.replace("type: list }", "type: list, ordered: true }"));
    check("diff-ordered", &scenario.run("diff cities.md later.md"));
    scenario.write("rowmill.yaml", RECIPE.replace("type: integer }", "type: integer, ordered: true }"));
    check("diff-bad-ordered", &scenario.run("diff cities.md later.md"));
}

/// A page with numbers, its recipe, and another revision of it.
fn stations(from: &str, to: &str) -> Scenario {
    const STATIONS: &str = "# Net\n\n## Stations\n\n| Code | Lines | Opened |\n|---|---|---|\n| KGX | 6 | 1863-01-10 |\n| BST | 4 | 1900-07-30 |\n| EUS | 2 | 1907-05-12 |\n| OXC | 3 | 1900-07-30 |\n| VIC | 2 | 1868-12-24 |\n";
    assert!(STATIONS.contains(from), "{from}");
    let scenario = Scenario::new().with("page.md", STATIONS);
    assert!(scenario.output("init page.md").status.success());
    scenario.with("new.md", STATIONS.replace(from, to))
}

#[test]
fn a_recipe_that_does_not_fit_says_nothing_untrue() {
    let told = |from: &str, to: &str, more: &str| stations(from, to).run(&format!("diff page.md new.md{more}"));
    let day = told("1863-01-10", "10 Jan 1863", "");
    assert!(day.contains("nothing changed") && day.contains("status: 0"), "{day}");
    let word = told("| 6 |", "| six |", "");
    assert!(word.contains("lines  6  →  six") && !word.contains("(none)"), "{word}");
    for (from, to) in [("| Lines", "| Routes"), ("| Code", "| Name"), ("## Stations", "## Stops")] {
        let both = told(from, to, "");
        let (from, to) = (from.trim_start_matches(['|', '#', ' ']), to.trim_start_matches(['|', '#', ' ']));
        assert!(
            both.contains(&format!("`{from}` is now `{to}`")) && both.contains("does not fit both sides"),
            "{both}"
        );
        assert!(!both.contains("(none)"), "{both}");
    }
    let named = told("| Lines", "| Routes", " --recipe rowmill.yaml");
    assert!(named.contains("! the field `lines` is gone") && !named.contains("~ "), "{named}");
    let refused = told("## Stations", "## Stops", " --recipe rowmill.yaml");
    assert!(refused.contains("status: 2") && refused.contains("under: [Stations, Stops]"), "{refused}");
}
