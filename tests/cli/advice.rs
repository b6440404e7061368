//! What messages say and advise: it is true, and it helps where it is followed.

use crate::scenario::{CITIES, RECIPE, Scenario};

/// Runs a command, and expects a status, and texts in what it prints.
fn check(scenario: &Scenario, arguments: &str, status: i32, texts: &[&str]) {
    let told = scenario.run(arguments);
    assert!(told.contains(&format!("status: {status}\n")), "{told}");
    for text in texts {
        assert!(told.contains(text), "no {text:?} in\n{told}");
    }
}

/// Runs a command, and expects that it says nothing of a text.
fn check_silent(scenario: &Scenario, arguments: &str, text: &str) {
    let told = scenario.run(arguments);
    assert!(!told.contains(text), "{text:?} in\n{told}");
}

fn remove(scenario: &Scenario, path: &str) {
    std::fs::remove_file(scenario.path().join(path)).expect("it is there");
}

#[test]
fn files_of_every_format_are_compared() {
    let scenario = Scenario::cities();
    check(&scenario, "build --format md,table", 0, &[]);
    check(&scenario, "check", 0, &["no findings"]);
    remove(&scenario, "out/cities/cities.md");
    let command = "`rowmill build --format table,md` writes it anew";
    check(&scenario, "check", 1, &["`out/cities/cities.md` is missing", command]);
    scenario.write("out/cities/cities.md", "old\n");
    check(&scenario, "check", 1, &["`out/cities/cities.md` is not what would be written", command]);
    check(&scenario, "build --format table,md", 0, &[]);
    check(&scenario, "check", 0, &[]);
}

#[test]
fn a_file_that_a_build_leaves_behind_is_told_of() {
    let scenario = Scenario::cities();
    check(&scenario, "build --format csv,json,yaml,md", 0, &[]);
    scenario.write("cities.md", CITIES.replace("| Graz | 2 ", "| Graz | 3 "));
    let left = "out/cities/cities.md is of an earlier build, and not what this one would write in its format";
    let all = "`rowmill build --format csv,json,yaml,md` writes all formats";
    check(&scenario, "build", 0, &[left, all]);
    check(&scenario, "build --check", 1, &[left, all]);
    check(&scenario, "check", 1, &["`out/cities/cities.md` is not what would be written"]);
    check(&scenario, "build --format csv,json,yaml,md", 0, &[]);
    check(&scenario, "build", 0, &[]);
    check(&scenario, "build --check", 0, &["up to date"]);
}

#[test]
fn a_missing_file_is_written_by_the_command_that_check_names() {
    let scenario = Scenario::cities();
    check(&scenario, "build --format csv,ndjson --spreadsheet-safe", 0, &[]);
    remove(&scenario, "out/cities/cities.ndjson");
    let command = "rowmill build --format csv,ndjson --spreadsheet-safe";
    check(&scenario, "check", 1, &["cities.ndjson` is missing", &format!("`{command}` writes it anew")]);
    check(&scenario, &command["rowmill ".len()..], 0, &[]);
    check(&scenario, "check", 0, &[]);
}

#[test]
fn what_errors_keep_from_being_built_is_not_listed_as_if_it_would_be() {
    let scenario = Scenario::cities();
    check(&scenario, "build", 0, &[]);
    scenario.write("cities.md", CITIES.replace("| Graz | 2 ", "| Graz | x "));
    check(&scenario, "build --check", 1, &["a build would write nothing, so out/cities was not compared"]);
    check_silent(&scenario, "build --check", "would become");
}

#[test]
fn a_place_that_no_page_has_is_an_error() {
    let field = |from: &str| format!("{RECIPE}      - {{ name: extra, from: {from} }}\n");
    let scenario = Scenario::cities().with("rowmill.yaml", field("{ column: 9 }"));
    let what = "no table of `cities` has a column 9 for the field `extra`";
    check(&scenario, "build", 1, &["error[missing-column]", what, "the last table has 3: `City`, `Zone`, `Rivers`"]);
    scenario.write("rowmill.yaml", field("{ column: 9 }, optional: true"));
    check(&scenario, "build", 0, &["1 note"]);
    scenario.write("rowmill.yaml", field("{ front_matter: date }"));
    let what = "no page of `cities` has the key `date` in its front matter for the field `extra`";
    check(&scenario, "build", 1, &["error[missing-column]", what, "there is no front matter"]);
    scenario.write("cities.md", format!("---\ndates: 2020-01-17\n---\n\n{CITIES}"));
    check(&scenario, "build", 1, &["did you mean `dates`?"]);
    scenario.write("rowmill.yaml", field("{ front_matter: dates }"));
    check(&scenario, "build", 0, &[]);
}

#[test]
fn a_column_that_a_selector_sets_over_is_told_as_that() {
    let recipe = RECIPE.replace("[{ under: Cities }]", "[{ under: Cities, set: { zone: 7 } }, { under: Towns }]");
    let page = format!("{CITIES}\n# Towns\n\n| City | Zone | Rivers |\n|---|---|---|\n| Wels | 3 | Traun |\n");
    let scenario = Scenario::new().with("rowmill.yaml", recipe).with("cities.md", page);
    check(&scenario, "build", 0, &["`set` gives `zone` its value here, so that nothing takes the column `Zone`"]);
}

#[test]
fn lists_are_selected_by_their_fields() {
    let page = "# Words\n\n* **Oslo**: a city\n* **Rhine**: a river\n\n# Links\n\n* plain\n* words\n";
    let scenario = Scenario::new().with("words.md", page);
    check(
        &scenario,
        "extract words.md --lists --columns term,Definition --format csv",
        0,
        &["term,definition\nOslo,a city\nRhine,a river\n"],
    );
    check(&scenario, "extract words.md --lists --columns term --format csv", 0, &["stdout\nterm\nOslo\nRhine\n"]);
    check(&scenario, "extract words.md --lists --columns tern", 2, &["did you mean `term`?"]);
}

#[test]
fn a_record_in_a_table_that_is_selected_no_more_is_told_where_it_stands() {
    let table = "| City | Zone | Rivers |\n|---|---|---|\n";
    let page = |heading: &str| format!("{CITIES}\n{heading}{table}| Wels | 3 | Traun |\n");
    let scenario = Scenario::cities().with("cities.md", page("Also:\n\n"));
    check(&scenario, "build", 0, &[]);
    scenario.write("cities.md", page("# Towns\n\n"));
    // With it, the lost table is an error, and what was written is not compared.
    remove(&scenario, "rowmill.lock");
    check(
        &scenario,
        "check --style concise",
        1,
        &[
            "cities.md:12:1: error[stale-output] `out/cities/cities.json` has `Wels`, which stands in a table that the recipe does not select",
        ],
    );
    check(&scenario, "check", 1, &["the table stands under `Towns`: write `under: [Cities, Towns]`"]);
    scenario.write("cities.md", CITIES);
    check(&scenario, "check", 1, &["has `Wels`, which the page has not"]);
}

#[test]
fn a_column_that_was_renamed_beside_a_new_one_is_told_as_renamed() {
    let scenario = Scenario::cities();
    check(&scenario, "build", 0, &[]);
    let page = CITIES.replace("| Zone ", "| Area ").replace("\n|----", "\n|---|----");
    let page = page
        .replace("| Rivers       |", "| Rivers | New |")
        .replace("Saône |", "Saône | x |")
        .replace("Mur          |", "Mur | y |");
    scenario.write("cities.md", page);
    check(&scenario, "check", 1, &["`Area` stands where the column `Zone` was", "write `from: [Zone, Area]`"]);
    check_silent(&scenario, "check", "the column `Zone` is gone");
    // What the recipe follows already is not advised again.
    scenario.write("rowmill.yaml", RECIPE.replace("from: Zone", "from: [Zone, Area]"));
    check(&scenario, "check", 1, &["the recipe is right for it: `rowmill build` takes it into `rowmill.lock`"]);
    check_silent(&scenario, "check", "write `from:");
}

#[test]
fn columns_that_no_table_has_are_advised_about_as_columns() {
    let recipe = RECIPE.replace("under: Cities", "under: Cities, columns: [Zoon]");
    let page = format!("{CITIES}\n| Noon |\n|------|\n| x |\n");
    let scenario = Scenario::new().with("rowmill.yaml", recipe).with("cities.md", page);
    check(&scenario, "build", 2, &["has the column `Zoon`", "the nearest table has `City | Zone | Rivers`"]);
    check_silent(&scenario, "build", "write `from:");
    scenario.write("rowmill.yaml", RECIPE.replace("under: Cities", "under: Cities, columns: [Zonne]"));
    check(&scenario, "build", 2, &["did you mean `Zone` for `Zonne` in `columns`?"]);
}

#[test]
fn a_history_writes_its_views_into_a_folder_and_names_keys_that_are_near() {
    let scenario = Scenario::new()
        .with("pages/cities-2020-01-01.md", CITIES)
        .with("pages/cities-2020-01-02.md", CITIES.replace("Mur", "Raab"));
    check(&scenario, "history pages --out data", 0, &["4 files written to data"]);
    let names: Vec<String> = scenario.files("data").into_iter().map(|(name, _)| name).collect();
    for name in ["changes.csv", "records.csv", "versions/cities.csv", "history.txt"] {
        assert!(names.iter().any(|file| file.ends_with(name)), "{name} is not in {names:?}");
    }
    let part = "a key is named whole, or by one of its fields; it is a part of `Lyon`";
    check(&scenario, "history pages --record lyo", 2, &["no revision has a record `lyo`", part]);
}

#[test]
fn a_band_is_advised_only_where_it_still_guards() {
    let rows = |count: usize| (0..count).map(|row| format!("| City {row} | 1 | Rhine |\n")).collect::<String>();
    let page = |count| format!("# Cities\n\n| City | Zone | Rivers |\n|---|---|---|\n{}", rows(count));
    let scenario = Scenario::cities().with("cities.md", page(20));
    scenario.write("rowmill.yaml", format!("{RECIPE}    shape: {{ band: 10% }}\n"));
    check(&scenario, "build", 0, &[]);
    scenario.write("cities.md", page(17));
    check(&scenario, "check", 1, &["error[record-count]", "look at what came or went", "`shape: { band: 15% }`"]);
    scenario.write("cities.md", page(3));
    check(&scenario, "check", 1, &["error[record-count]", "look at what came or went"]);
    check_silent(&scenario, "check", "shape: { band");
}

#[test]
fn each_table_of_a_list_has_its_line_and_its_notes_below_it() {
    let page = "# One\n\n<table><tr><th>A<br>B</th></tr><tr><td><table><tr><td>x</td></tr></table></td></tr></table>\n\n# Two\n\n| C |\n|---|\n| 1 |\n";
    let scenario = Scenario::new().with("page.md", page);
    let told = scenario.run("ls page.md");
    let line =
        |text: &str| told.lines().position(|line| line.contains(text)).unwrap_or_else(|| panic!("{text} in\n{told}"));
    assert!(line("| A B |") < line("nested-table") && line("nested-table") < line("| C |"), "{told}");
}

#[test]
fn a_folder_is_not_standard_output() {
    let scenario = Scenario::cities();
    for command in ["extract cities.md --out -", "build --out -"] {
        check(&scenario, command, 2, &["a folder is expected, and `-` is standard output"]);
    }
    assert!(!scenario.path().join("-").exists());
}

#[test]
fn a_fault_of_the_decisions_has_its_line() {
    let scenario = Scenario::cities();
    scenario.write("rowmill.decisions.yaml", "reject:\n  - { id: b }\n  - { id: b }\n");
    check(&scenario, "build", 2, &["`b` is decided twice", "rowmill.decisions.yaml:3:11"]);
    scenario.write("rowmill.decisions.yaml", "aliases:\n  - { vocabulary: port, from: A, to: B }\n");
    check(&scenario, "build", 2, &["there is no vocabulary `port`", "rowmill.decisions.yaml:2:19"]);
}

#[test]
fn an_alias_that_means_nothing_is_refused_or_warned_of() {
    let recipe = format!(
        "{}      - {{ name: land, from: Land, vocabulary: land, optional: true }}\n",
        RECIPE.replace("datasets:", "vocabularies: { land: { aliases: { Norway: [Norge] } } }\ndatasets:")
    );
    let page = "# Cities\n\n| City | Zone | Rivers | Land |\n|---|---|---|---|\n| Oslo | 1 | Akerselva | NO |\n| Graz | 2 | Mur | Austria |\n";
    let scenario = Scenario::new().with("rowmill.yaml", recipe).with("cities.md", page);
    check(&scenario, "decide alias NO NO --vocabulary land", 2, &["`NO` is the name itself"]);
    check(&scenario, "decide alias Norway Norge --vocabulary land", 2, &["`Norge` means `Norway` already"]);
    check(&scenario, "decide alias NO Norway --vocabulary land", 0, &["`NO` means `Norway`, from now on"]);
    check_silent(&scenario, "decide alias NO Norway --vocabulary land", "stands nowhere");
    check(
        &scenario,
        "decide alias Norway NO --vocabulary land",
        2,
        &["`NO` means `Norway` already", "rowmill.decisions.yaml"],
    );
    let nowhere = "`Austrai` stands nowhere in the data of the vocabulary `land` (did you mean `Austria`?)";
    check(&scenario, "decide alias Austrai Austria --vocabulary land", 0, &[nowhere]);
}
