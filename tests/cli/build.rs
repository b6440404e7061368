//! `build` and `build --check`.

use crate::scenario::{CITIES, PAGE, RECIPE, Scenario, check};

#[test]
fn the_builtin_recipe_needs_nothing() {
    let scenario = Scenario::new();
    check("build-builtin", &scenario.run("build"));
    check("build-builtin-again", &scenario.run("build --check"));
    let verbose = Scenario::new();
    check("build-builtin-verbose", &verbose.run("build -v"));
}

#[test]
fn a_page_of_the_users_gives_the_same_data_as_the_embedded_one() {
    let scenario = Scenario::new().with("docs/page.md", PAGE);
    assert!(scenario.output("build --out embedded").status.success());
    assert!(scenario.output("build expressroute --source docs/page.md --out given").status.success());
    let content = |folder: &str| scenario.files(folder).into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>();
    assert_eq!(content("embedded"), content("given"));
    assert_eq!(content("given").len(), 7 * 3 + 2, "each dataset in three formats, the repairs and the lock file");
}

#[test]
fn the_nearest_recipe_is_taken() {
    let scenario = Scenario::cities().with("deep/er/note.txt", "");
    check("build-nearest", &scenario.run("build"));
    check("build-csv", &scenario.read("out/cities/cities.csv"));
    let mut command = scenario.command("build --check");
    let output = command.current_dir(scenario.path().join("deep/er")).output().expect("the binary runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_recipe_can_be_named() {
    let scenario = Scenario::new()
        .with("recipes/cities.yaml", RECIPE)
        .with("recipes/cities.md", CITIES)
        .with("folder/rowmill.yaml", RECIPE)
        .with("folder/cities.md", CITIES);
    check("build-file", &scenario.run("build recipes/cities.yaml --format ndjson --out data"));
    check("build-folder", &scenario.run("build folder --quiet"));
    assert!(!scenario.files("folder/out/cities").is_empty());
}

#[test]
fn an_edited_cell_is_drift_with_dataset_key_and_field() {
    let scenario = Scenario::new();
    assert!(scenario.output("build").status.success());
    let before = scenario.files("out");
    let edited = PAGE.replacen("Korea South | n/a | LG CNS |", "Korea North | n/a | LG CNS |", 1);
    scenario.write("page.md", &edited);
    check("check-edited-cell", &scenario.run("build expressroute --check --source page.md"));
    assert_eq!(scenario.files("out"), before, "`--check` writes nothing");
}

#[test]
fn a_record_more_or_less_is_drift() {
    let scenario = Scenario::cities();
    assert!(scenario.output("build").status.success());
    scenario.write("cities.md", CITIES.replace("| Graz |", "| Linz |"));
    scenario.write("out/cities/old.json", "[]\n");
    check("check-records", &scenario.run("build --check"));
    check("check-before-first-build", &Scenario::cities().run("build --check"));
}

#[test]
fn drift_is_what_a_build_would_mend_and_what_it_would_leave_behind() {
    let scenario = Scenario::cities();
    assert!(scenario.output("build").status.success());
    assert!(scenario.output("build --check --format csv").status.success(), "other formats are no drift");
    scenario.write("out/cities/notes.txt", "mine");
    assert!(scenario.output("build --check").status.success(), "other files are no drift");
    scenario.write("out/cities/cities.csv", scenario.read("out/cities/cities.csv").replace('\n', "\r\n"));
    scenario.write("out/cities/towns.yaml", "");
    check("check-left-over", &scenario.run("build --check --quiet"));
    assert!(scenario.output("build").status.success());
    check("check-left-over-only", &scenario.run("build --check"));
}

#[test]
fn an_unchanged_file_is_not_written_again() {
    let scenario = Scenario::cities();
    assert!(scenario.output("build").status.success());
    check("build-unchanged", &scenario.run("build"));
}

#[test]
fn what_a_spreadsheet_would_run_is_told() {
    let scenario = Scenario::cities();
    scenario.write("cities.md", CITIES.replace("| Graz |", "| =Graz() |"));
    check("build-formula", &scenario.run("build"));
    check("build-formula-safe", &scenario.run("build --spreadsheet-safe"));
    check("build-formula-safe-csv", &scenario.read("out/cities/cities.csv"));
}

#[test]
fn what_an_included_page_says_around_its_tables_counts_too() {
    let recipe = "\
recipe: zones
sources: [zones.md]
datasets:
  zones:
    tables: [{ columns: [Zone] }]
    primary_key: [path, zone]
    fields:
      - { name: path, from: { context: headings }, type: list }
      - { name: tab, from: { context: tab } }
      - { name: edition, from: { front_matter: edition } }
      - { name: zone, from: Zone }
  tools:
    lists: [{ under: Tools }]
    primary_key: [tool]
    fields:
      - { name: tool, from: text }
      - { name: parent, from: { context: parent } }
";
    let page = "---\nedition: third\n---\n# Zones\n\n## North\n\n### [Shell](#tab/shell)\n\n| Zone |\n|------|\n| 1    |\n\n### [Portal](#tab/portal)\n\n| Zone |\n|------|\n| 2    |\n\n---\n\n[!INCLUDE [more](more.md)]\n\n| Zone |\n|------|\n| 5    |\n";
    let more = "### East\n\n| Zone |\n|------|\n| 3    |\n\n# Elsewhere\n\n## Tools\n\n* saw\n  * blade\n* file\n\n| Zone |\n|------|\n| 4    |\n";
    let scenario = Scenario::new().with("rowmill.yaml", recipe).with("zones.md", page).with("more.md", more);
    check("build-around-included", &scenario.run("build --format csv"));
    check("build-around-included-zones", &scenario.read("out/zones/zones.csv"));
    check("build-around-included-tools", &scenario.read("out/zones/tools.csv"));
}

#[test]
fn a_closed_pipe_is_success() {
    let scenario = Scenario::new();
    let mut child = scenario.command("man").stdout(std::process::Stdio::piped()).spawn().expect("the binary runs");
    drop(child.stdout.take());
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn what_stands_around_a_table_and_the_terms_of_a_list_are_columns() {
    let recipe = "\
recipe: towns
sources: [towns.md]
datasets:
  towns:
    tables: [{}]
    primary_key: [town]
    fields:
      - { name: path, from: { context: headings }, type: list }
      - { name: title, from: { context: caption } }
      - { name: kind, from: { context: quote } }
      - { name: town, from: Town }
  ports:
    lists: [{ items: definitions }]
    primary_key: [name]
    fields:
      - { name: name, from: text, part: term }
      - { name: number, from: text, part: definition, type: integer }
";
    let page = "\
# Towns

## By river

> [!NOTE]
> Towns on the Loire:
>
> | Town  |
> |-------|
> | Blois |

Ports:

* **HTTP**: 80
* `SSH` - 22
";
    let scenario = Scenario::new().with("rowmill.yaml", recipe).with("towns.md", page);
    check("build-around", &scenario.run("build --out data --format json"));
    let written = scenario.files("data").into_iter().filter(|(name, _)| !name.contains("repairs"));
    let texts: Vec<String> = written.map(|(_, bytes)| String::from_utf8(bytes).expect("it is text")).collect();
    check("build-around-data", &texts.concat());
}
