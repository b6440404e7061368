//! `history`: a page in a repository, and folders of revisions.

use std::path::{Path, PathBuf};

use crate::repository::TestRepository;
use crate::scenario::{CITIES, RECIPE, Scenario, check, run_in};

/// Eight revisions of the cities: what happens to facts, and what does not.
fn cities() -> TestRepository {
    let added =
        CITIES.replace("| Graz | 2    | Mur          |\n", "| Graz | 2    | Mur          |\n| Linz | 3 | Donau |\n");
    let texts = [
        CITIES.to_owned(),
        // A record and an item come.
        added.replace("Rhône, Saône", "Rhône, Saône, Azergues"),
        // Order, case, prose: nothing.
        added.replace("Rhône, Saône", "azergues, Saône, Rhône") + "\nSome words.\n",
        // The heading has another name: nothing is gone.
        added.replace("# Cities", "# Towns"),
        // It is back, with another zone.
        added.replace("Rhône, Saône", "Rhône, Saône, Azergues").replace("| 2    |", "| 4    |"),
        // A column has another name.
        added
            .replace("| Zone |", "| Region |")
            .replace("Rhône, Saône", "Rhône, Saône, Azergues")
            .replace("| 2    |", "| 5    |"),
        // A record goes, another has another name.
        CITIES
            .replace("Rhône, Saône", "Rhône, Saône, Azergues")
            .replace("| 2    |", "| 4    |")
            .replace("Graz", "Gratz"),
        // The first record is back.
        added
            .replace("Rhône, Saône", "Rhône, Saône, Azergues")
            .replace("| 2    |", "| 4    |")
            .replace("Graz", "Gratz"),
    ];
    let repository = TestRepository::of_page("cities.md", &texts);
    repository.write("rowmill.yaml", RECIPE);
    repository
}

fn check_run(name: &str, repository: &TestRepository, arguments: &str) {
    check(name, &run_in(repository.path(), arguments));
}

#[test]
fn what_changed_is_told_and_what_did_not_is_not() {
    let repository = cities();
    check_run("history-text", &repository, "history cities.md");
    check_run("history-record", &repository, "history cities.md --record graz");
    check_run("history-versions", &repository, "history cities.md --format csv -q");
    check_run("history-changes", &repository, "history cities.md --format csv --view changes -q");
    check_run("history-records", &repository, "history cities.md --format table --view records -q");
}

#[test]
fn every_format_writes_it() {
    let repository = cities();
    for format in ["json", "ndjson", "yaml", "table", "md"] {
        check_run(
            &format!("history-{format}"),
            &repository,
            &format!("history cities.md --format {format} --record Linz -q"),
        );
    }
    check_run("history-out", &repository, "history cities.md --format csv --out data");
    check_run("history-out-text", &repository, "history cities.md --out data");
    let written = run_in(repository.path(), "history cities.md --format csv -q");
    let file = std::fs::read_to_string(repository.path().join("data/versions/cities.csv")).expect("it was written");
    assert!(written.contains(&file));
}

#[test]
fn a_part_of_the_time_can_be_shown() {
    let repository = cities();
    check_run("history-since-date", &repository, "history cities.md --since 2020-01-05");
    let by_revision = run_in(repository.path(), "history cities.md --since HEAD~4 -q");
    let by_date = run_in(repository.path(), "history cities.md --since 2020-01-05 -q");
    let shown = |text: &str| text.split_once('\n').map(|(_, rest)| rest.to_owned());
    assert_eq!(shown(&by_revision), shown(&by_date));
    check_run("history-until-date", &repository, "history cities.md --until 2020-01-02 --format csv");
    let by_revision = run_in(repository.path(), "history cities.md --until HEAD~6 --format csv -q");
    let by_date = run_in(repository.path(), "history cities.md --until 2020-01-02 --format csv -q");
    assert_eq!(shown(&by_revision), shown(&by_date));
    check_run("history-until-too-early", &repository, "history cities.md --until 2019");
}

#[test]
fn what_cannot_be_read_is_told_and_the_walk_goes_on() {
    let repository = TestRepository::new();
    repository.write("rowmill.yaml", RECIPE);
    let changed = CITIES.replace("| Mur ", "| Mur, Raab ");
    let steps: [(&str, Option<&[u8]>); 6] = [
        ("2020-01-01", Some(CITIES.as_bytes())),
        ("2020-01-02", Some(b"# Cities\n\n| City |\n|---|\n| K\xf6ln |\n")),
        ("2020-01-03", None),
        ("2020-01-04", Some(changed.as_bytes())),
        (
            "2020-01-05",
            Some(b"# Cities\n\n| City | Zone | Rivers |\n|---|---|---|\n| Lyon | one | Mur |\n| Lyon | 2 | Mur |\n"),
        ),
        ("2020-01-06", Some(changed.as_bytes())),
    ];
    for (date, content) in steps {
        match content {
            Some(content) => repository.write("cities.md", content),
            None => std::fs::remove_file(repository.path().join("cities.md")).expect("it is there"),
        }
        repository.commit("Change", date);
    }
    check_run("history-unreadable", &repository, "history cities.md");
    // An older state is not the present one.
    repository.write("cities.md", b"# Cities\n\n| City |\n|---|\n| K\xf6ln |\n");
    repository.commit("Change", "2020-01-07");
    check_run("history-unreadable-newest", &repository, "history cities.md -q");
    let gone = TestRepository::of_page("cities.md", &[CITIES]);
    std::fs::remove_file(gone.path().join("cities.md")).expect("it is there");
    gone.commit("Remove", "2020-02-01");
    check_run("history-of-a-removed-page", &gone, "history cities.md");
    check_run("history-records-of-a-removed-page", &gone, "history cities.md --format csv --view records -q");
    check_run("history-versions-of-a-removed-page", &gone, "history cities.md --format csv -q");
    check_run("history-changes-of-a-removed-page", &gone, "history cities.md --format csv --view changes -q");
    check_run("history-record-of-a-removed-page", &gone, "history cities.md --record Lyon -q");
    // It comes back, and that was a gap.
    gone.write("cities.md", CITIES);
    gone.commit("Restore", "2020-02-02");
    check_run("history-of-a-restored-page", &gone, "history cities.md");
}

#[test]
fn a_revision_over_a_limit_is_left_out() {
    let wide = format!("# Cities\n\n|{}\n|{}\n", "a|".repeat(16_385), "-|".repeat(16_385));
    let changed = CITIES.replace("| Mur ", "| Mur, Raab ");
    let repository = TestRepository::of_page("cities.md", &[CITIES, &wide, &changed]);
    repository.write("rowmill.yaml", RECIPE);
    check_run("history-over-a-limit", &repository, "history cities.md");
}

#[test]
fn a_column_that_gets_another_meaning_is_told() {
    let row = |city: &str, zone: &str| format!("| {city} | {zone} | |\n");
    let head = "# Cities\n\n| City | Zone | Rivers |\n|---|---|---|\n";
    let names = [row("Lyon", "1"), row("Graz", "2"), row("Linz", "3")].concat();
    let codes = [row("LYS", "1"), row("GRZ", "2"), row("LNZ", "3")].concat();
    let repository = TestRepository::of_page("cities.md", &[format!("{head}{names}"), format!("{head}{codes}")]);
    repository.write("rowmill.yaml", RECIPE);
    check_run("history-emptied", &repository, "history cities.md");
}

#[test]
fn a_page_without_a_recipe_is_followed_by_an_inferred_one() {
    let repository = cities();
    std::fs::remove_file(repository.path().join("rowmill.yaml")).expect("it is there");
    check_run("history-inferred", &repository, "history cities.md");
    // Whether there is a mark is no text.
    let page = |gamma: &str| {
        format!(
            "| Feature | Status |\n|---|---|\n| Alpha | GA |\n| Beta | Preview* |\n| Gamma | {gamma} |\n| Delta | GA |\n\n\\* by invitation\n"
        )
    };
    let marked = TestRepository::of_page("page.md", &[page("Preview*"), page("GA")]);
    check_run("history-inferred-marks", &marked, "history page.md --format csv");
    let nothing = TestRepository::of_page("page.md", &["# Title\n", "# Title\n\nText\n"]);
    check_run("history-nothing", &nothing, "history page.md");
    nothing.write("rowmill.yaml", RECIPE.replace("cities.md", "page.md"));
    check_run("history-nothing-by-a-recipe", &nothing, "history page.md");
}

#[test]
fn a_merged_branch_counts_as_its_commits() {
    let row = |rows: &[&str]| format!("# Cities\n\n| City | Zone | Rivers |\n|---|---|---|\n{}", rows.concat());
    let (lyon, graz, linz) = ("| Lyon | 1 | Rhône |\n", "| Graz | 2 | Mur |\n", "| Linz | 3 | Donau |\n");
    let repository = TestRepository::of_page("cities.md", &[row(&[lyon])]);
    repository.write("rowmill.yaml", RECIPE);
    repository.git(&["switch", "--quiet", "-c", "topic"]);
    repository.write("cities.md", row(&[lyon, graz]));
    repository.commit("Add Graz", "2020-01-02");
    repository.git(&["switch", "--quiet", "main"]);
    repository.write("other.md", "Something else\n");
    repository.commit("Something else", "2020-01-03");
    // The page is the branch's, so the branch's commit counts.
    repository.merge("topic", "2020-01-04", &[]);
    // Both sides change the page: the merge counts.
    repository.git(&["switch", "--quiet", "-c", "second"]);
    repository.write("cities.md", row(&[lyon, graz, linz]));
    repository.commit("Add Linz", "2020-01-05");
    repository.git(&["switch", "--quiet", "main"]);
    repository.write("cities.md", row(&[lyon, "| Graz | 4 | Mur |\n"]));
    repository.commit("Graz is in zone 4", "2020-01-06");
    repository.merge("second", "2020-01-07", &[("cities.md", &row(&[lyon, "| Graz | 4 | Mur |\n", linz]))]);
    check_run("history-merges", &repository, "history cities.md");
}

#[test]
fn a_folder_holds_revisions() {
    let changed = CITIES.replace("| Mur ", "| Mur, Raab ");
    let dated = Scenario::new().with("pages/cities-2020-02-01.md", &changed).with("pages/cities-2019-12-31.md", CITIES);
    check("history-folder", &dated.run("history pages"));
    check("history-files", &dated.run("history pages/cities-2020-02-01.md pages/cities-2019-12-31.md --format csv -q"));
    let two = dated.with("pages/towns-2020-01-01.md", CITIES);
    check("history-two-pages", &two.run("history pages"));
    let numbered = Scenario::new().with("pages/10.md", &changed).with("pages/9.md", CITIES);
    check("history-numbered", &numbered.run("history pages"));
    check("history-numbered-since", &numbered.run("history pages --since 2020-01-01"));
    check("history-numbered-since-file", &numbered.run("history pages --since 9.mdx"));
    let fruits = "# Cities\n\n| City | Zone |\n|------|------|\n| Apple | 1 |\n| Cherry | 2 |\n| Orange | 3 |\n";
    let apart = Scenario::new()
        .with("pages/1.md", fruits)
        .with("pages/2.md", CITIES)
        .with("pages/3.md", CITIES.replace("| Mur ", "| Mur, Raab "));
    check("history-folder-of-other-pages", &apart.run("history pages"));
    check("history-empty-folder", &Scenario::new().with("pages/note.txt", "").run("history pages"));
}

#[test]
fn what_is_not_there_is_an_error() {
    let repository = cities();
    repository.git(&["branch", "release-2"]);
    repository.git(&["tag", "v1.0"]);
    check_run("history-unknown-revision", &repository, "history cities.md --until relaese-2");
    check_run("history-unknown-tag", &repository, "history cities.md --since v1.1");
    check_run("history-option-as-revision", &repository, "history cities.md --since=--upload-pack=touch");
    check_run("history-revision-too-old", &repository, "history cities.md --until HEAD~40");
    check_run("history-unknown-path", &repository, "history citties.md");
    check_run("history-outside", &repository, "history ../other.md");
    check_run("history-unknown-record", &repository, "history cities.md --record Gratzz");
    check_run("history-unknown-dataset", &repository, "history cities.md --dataset citys");
    check_run("history-unknown-format", &repository, "history cities.md --format txt");
    check("history-no-repository", &Scenario::cities().run("history cities.md"));
    check_run("history-unborn", &TestRepository::new(), "history cities.md");
}

#[test]
fn a_clone_in_part_says_so() {
    let repository = cities();
    let clone = |name: &str, options: &[&str]| {
        let folder = repository.outside().join(name);
        let from = format!("file://{}", repository.path().display());
        let target = folder.display().to_string();
        let arguments = [&["clone", "--quiet"], options, &[from.as_str(), target.as_str()]].concat();
        repository.git(&["config", "uploadpack.allowFilter", "true"]);
        repository.git(&arguments);
        std::fs::write(folder.join("rowmill.yaml"), RECIPE).expect("a file can be written");
        folder
    };
    check("history-shallow", &run_in(&clone("shallow", &["--depth=2"]), "history cities.md"));
    check(
        "history-shallow-revision",
        &run_in(&clone("shallow-too", &["--depth=2"]), "history cities.md --since HEAD~4"),
    );
    check("history-partial", &run_in(&clone("partial", &["--filter=blob:none"]), "history cities.md"));
}

#[test]
fn several_datasets_need_a_choice() {
    let page = "# Cities\n\n| City | Zone |\n|---|---|\n| Lyon | 1 |\n| Graz | 2 |\n\n# Rivers\n\n| River | Length |\n|---|---|\n| Mur | 464 |\n| Saône | 473 |\n";
    let repository = TestRepository::of_page("page.md", &[page]);
    check_run("history-several", &repository, "history page.md --format csv");
    check_run("history-several-chosen", &repository, "history page.md --format csv --dataset rivers");
    check_run("history-several-changes", &repository, "history page.md --format csv --view changes");
}

/// A folder of the shared data, where it is at hand.
fn shared(path: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(path);
    folder.is_dir().then_some(folder)
}

/// A series of revisions as a repository with a commit for each.
fn repository_of(folder: &Path, page: &str) -> TestRepository {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("it is there").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let repository = TestRepository::new();
    for file in files {
        let name = file.file_name().expect("a file").to_string_lossy().into_owned();
        let date = name.split('_').nth(1).expect("a date").to_owned();
        repository.write(page, std::fs::read(&file).expect("it can be read"));
        repository.commit(&name, &date);
    }
    repository
}

/// Each revision of a series is read by itself; what stands there is checked by hand below.
#[test]
fn the_releases_of_nodejs_are_followed() {
    let Some(folder) = shared("histories/nodejs__Release__README.md") else { return };
    let repository = repository_of(&folder, "README.md");
    let output =
        run_in(repository.path(), "history README.md --view changes --format csv --dataset release_schedule -q");
    let has = |date: &str, rest: &str| {
        let found = output.lines().any(|line| line.starts_with(date) && line.contains(rest));
        assert!(found, "{date} {rest}\n{output}");
    };
    // The end of life of Node.js 14 was a month first, and a day from the revision of May 2022 on.
    has("2022-05-02", "release_schedule,14.x,modified,end_of_life,April 2023,2023-04-30");
    // Node.js 22 moved by a day between October 2023 and October 2024, and got its name.
    has("2024-10-29", "release_schedule,22.x,modified,initial_release,2024-04-23,2024-04-24");
    has("2024-10-29", "release_schedule,22.x,modified,codename,,Jod");
    has("2023-10-18", "release_schedule,24.x,added");
    has("2023-10-18", "release_schedule,12.x,removed");
    check_run("history-nodejs", &repository, "history README.md --record 14.x");
    let by_folder = run_in(repository.path(), &format!("history {} --record 14.x -q", folder.display()));
    assert!(by_folder.contains("end_of_life April 2023 → 2023-04-30"), "{by_folder}");
}

#[test]
fn the_sister_series_are_followed() {
    if let Some(folder) = shared("histories/kubernetes__community__sig-list.md") {
        let repository = repository_of(&folder, "sig-list.md");
        let output = run_in(repository.path(), "history sig-list.md --view changes --format csv -q");
        for expected in [
            "special_interest_groups,etcd,added",
            "special_interest_groups,Usability,removed",
            "working_groups,Batch,added",
        ] {
            assert!(output.contains(expected), "{expected}\n{output}");
        }
    }
    if let Some(folder) = shared("histories/satoshilabs__slips__slip-0044.md") {
        let repository = repository_of(&folder, "slip-0044.md");
        let output = run_in(repository.path(), "history slip-0044.md --view changes --format csv -q");
        assert!(output.contains("registered_coin_types,0x800001fc,modified,symbol,ERD,EGLD"), "{output}");
    }
}

#[test]
fn the_providers_of_expressroute_are_followed() {
    let Some(folder) = shared("expressroute") else { return };
    let files: Vec<String> = ["2017-08-17", "2019-07-11", "2020-01-17", "2020-03-25"]
        .map(|date| folder.join(format!("providers-{date}.md")).display().to_string())
        .into();
    let scenario = Scenario::new();
    let history = |rest: &str| {
        scenario
            .run(&format!("history {} --recipe expressroute {rest}", files.join(" ")))
            .replace(&folder.display().to_string(), "[SHARED]")
    };
    check("history-expressroute", &history("--dataset peering_locations"));
    check("history-expressroute-jakarta", &history("--record Jakarta -q"));
    check(
        "history-two-pages-of-expressroute",
        &scenario.run(&format!("history {}", folder.display())).replace(&folder.display().to_string(), "[SHARED]"),
    );
}

/// What is included is read as it is in the same commit, and a commit that changes only that is one of the page's.
#[test]
fn what_a_page_includes_is_followed() {
    let repository = TestRepository::new();
    let rows = "| City | Zone |\n|------|------|\n| Lyon | 1    |\n| Graz | 2    |\n";
    repository.write("inc/zones.md", rows);
    repository.commit("Zones", "2020-01-01");
    repository.write("cities.md", "# Cities\n\n[!INCLUDE [zones](inc/zones.md)]\n");
    repository.commit("Page", "2020-01-02");
    repository.write("inc/zones.md", rows.replace("| 2 ", "| 3 "));
    repository.commit("Graz moves", "2020-01-03");
    repository.write("other.md", rows);
    repository.commit("Another page", "2020-01-04");
    repository.write("cities.md", "# Cities\n\nWords.\n\n[!INCLUDE [zones](inc/zones.md)]\n");
    repository.write("inc/zones.md", format!("{}| Linz | 5    |\n", rows.replace("| 2 ", "| 3 ")));
    repository.commit("Linz comes", "2020-01-05");
    check_run("history-includes", &repository, "history cities.md");
    // A folder of revisions has its includes beside it.
    repository.write("dated/cities-2020-01-01.md", "# Cities\n\n[!INCLUDE [zones](one.inc)]\n");
    repository.write("dated/cities-2020-01-02.md", "# Cities\n\n[!INCLUDE [zones](two.inc)]\n");
    repository.write("dated/one.inc", rows);
    repository.write("dated/two.inc", rows.replace("| 1 ", "| 9 "));
    check_run("history-includes-of-files", &repository, "history dated");
}

#[test]
fn all_pages_of_a_recipe_are_followed() {
    let repository = TestRepository::new();
    let towns = "# Towns\n\n| Town | City |\n|------|------|\n| Ulm  | Lyon |\n";
    repository.write("docs/cities.md", CITIES);
    repository.commit("Cities", "2020-01-01");
    repository.write("docs/towns.md", towns);
    repository.commit("Towns", "2020-01-02");
    repository.write("docs/cities.md", CITIES.replace("| 2 ", "| 3 "));
    repository.commit("Graz moves", "2020-01-03");
    repository.write("docs/towns.md", format!("{towns}| Hof  | Graz |\n"));
    repository.commit("Hof comes", "2020-01-04");
    let recipe = format!(
        "{}  towns:\n    tables: [{{ under: Towns }}]\n    primary_key: [town]\n    fields:\n      - {{ name: town, from: Town }}\n      - {{ name: city, from: City }}\n",
        RECIPE.replace("cities.md", "cities.md, towns.md")
    );
    repository.write("docs/rowmill.yaml", recipe);
    check("history-pages-of-a-recipe", &run_in(&repository.path().join("docs"), "history towns.md"));
    check_run("history-page-of-no-recipe", &repository, "history rowmill.md --recipe docs/rowmill.yaml");
}

#[test]
fn what_was_odd_before_is_not_told_of_later_changes() {
    let repository = cities();
    let told = run_in(repository.path(), "history cities.md --since 2020-01-08");
    assert!(!told.contains("warning"), "{told}");
    let told = run_in(repository.path(), "history cities.md --since 2020-01-06");
    assert!(told.contains("column-gap") && !told.contains("table-gap"), "{told}");
}

/// `git mv` ends no history, with a change in the same commit too.
#[test]
fn a_page_that_has_another_path_is_followed() {
    let repository = TestRepository::of_page("docs/cities.md", &[CITIES]);
    repository.write("docs/other.md", "# Nothing\n\nof interest\n");
    repository.write("docs/cities.md", CITIES.replace("| Mur ", "| Mur, Raab "));
    repository.commit("Raab", "2020-01-02");
    repository.git(&["mv", "docs/cities.md", "towns.md"]);
    repository.commit("Move", "2020-01-03");
    repository.git(&["mv", "towns.md", "places.md"]);
    let moved = CITIES.replace("| Mur ", "| Mur, Raab ") + "| Linz | 3    | Donau        |\n";
    repository.write("places.md", &moved);
    repository.commit("Move on, and Linz", "2020-01-04");
    check_run("history-of-a-renamed-page", &repository, "history places.md");
    check_run("history-of-a-renamed-page-since", &repository, "history places.md --since HEAD~2");
    check_run("history-of-an-old-path", &repository, "history docs/cities.md");
    repository.write("rowmill.yaml", RECIPE.replace("cities.md", "places.md"));
    check_run("history-of-a-renamed-page-by-a-recipe", &repository, "history places.md --view changes --format csv");
    check_run("diff-of-a-renamed-page", &repository, "diff --git HEAD~3..HEAD -- places.md");
    check_run("diff-of-an-old-path", &repository, "diff --git HEAD~3..HEAD -- docs/cities.md");
    check_run("diff-of-renamed-pages", &repository, "diff --git HEAD~1..HEAD");
    // What only came is no renamed page.
    repository.write("more.md", "# More\n\n| City | Zone |\n|--|--|\n| Ulm | 4 |\n");
    repository.commit("More", "2020-01-05");
    check_run("history-of-a-new-page", &repository, "history more.md");
}

/// Without a recipe a column is followed through its headers, that of the key too; where that cannot be, nobody says that its records are new.
#[test]
fn a_renamed_column_is_followed_without_a_recipe() {
    let page = |city: &str, zone: &str, lyon: &str| {
        format!(
            "# Cities\n\n| {city} | {zone} | Rivers |\n|--|--|--|\n| Lyon | {lyon} | Rhône |\n| Graz | 2 | Mur |\n| Linz | 3 | Donau |\n| Wien | 4 | Donau |\n"
        )
    };
    let texts = [
        page("City", "Zone", "1"),
        page("City", "Zone", "5"),
        page("City", "Region", "5"),
        page("Town", "Region", "6"),
        page("Place", "Region", "7"),
    ];
    let repository = TestRepository::of_page("cities.md", &texts);
    check_run("history-renamed-columns", &repository, "history cities.md");
    check_run("history-renamed-columns-record", &repository, "history cities.md --record Lyon -q");
    let others = page("Place", "Region", "7").replace("Lyon", "Ulm").replace("Graz", "Bern").replace("Linz", "Hof");
    let apart = TestRepository::of_page(
        "cities.md",
        &[texts[0].as_str(), &others.replace("Wien", "Genf").replace("Region", "Price")],
    );
    check_run("history-columns-not-followed", &apart, "history cities.md");
    check_run("history-columns-not-followed-record", &apart, "history cities.md --record Ulm");
}

#[test]
fn a_column_is_followed_through_a_heading_that_has_another_name_later() {
    let renamed = CITIES.replace("| Zone |", "| Region |");
    let texts = [CITIES.to_owned(), renamed.clone(), renamed.replace("# Cities", "# Towns")];
    let repository = TestRepository::of_page("cities.md", &texts);
    let told = run_in(repository.path(), "history cities.md");
    assert!(told.contains("renamed-column") && told.contains("2 records, 0 changes"), "{told}");
}
