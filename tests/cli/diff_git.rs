//! `rowmill diff` with revisions of real repositories as sides.

use std::fs;

use crate::repository::TestRepository;
use crate::scenario::{CITIES, RECIPE, check, run_in};

const INCLUDED: &str = "| Town | Zone |\n|------|------|\n| Ulm  | 1    |\n| Hof  | 2    |\n";

/// Two commits of the cities with a page that they include, and a change that is not committed.
fn cities() -> TestRepository {
    let repository = TestRepository::new();
    let page = format!("{CITIES}\n## Towns\n\n[!INCLUDE [towns](inc/towns.md)]\n");
    repository.write("docs/cities.md", &page);
    repository.write("docs/inc/towns.md", INCLUDED);
    repository.commit("One", "2020-01-01");
    let page = page.replace("Mur", "Mur, Alm");
    repository.write("docs/cities.md", &page);
    repository.write("docs/inc/towns.md", INCLUDED.replace("Ulm  | 1", "Ulm  | 4"));
    repository.commit("Two", "2020-01-02");
    repository.git(&["tag", "release"]);
    repository.write("docs/cities.md", page.replace("| 1    |", "| 7    |"));
    repository
}

fn check_run(name: &str, repository: &TestRepository, arguments: &str) {
    check(name, &run_in(repository.path(), arguments));
}

/// What a run prints, with what follows the command line alone.
fn printed(repository: &TestRepository, folder: &str, arguments: &str) -> String {
    let text = run_in(&repository.path().join(folder), arguments);
    text.split_once('\n').map(|(_, rest)| rest.to_owned()).expect("it starts with the command line")
}

#[test]
fn a_revision_is_a_side() {
    let repository = cities();
    check_run("diff-git-revisions", &repository, "diff HEAD~1:docs/cities.md release:docs/cities.md");
    check_run("diff-git-working-tree", &repository, "diff HEAD:docs/cities.md docs/cities.md");
    check_run("diff-git-folder", &repository, "diff HEAD~1:docs docs");
    check_run("diff-git-root", &repository, "diff HEAD~1: .");
    // From within a folder, `./` starts there.
    let below = printed(&repository, "docs", "diff HEAD~1:./cities.md release:cities.md");
    assert!(below.contains("did you mean `docs/cities.md`?"), "{below}");
    let below = printed(&repository, "docs", "diff HEAD~1:./cities.md release:./cities.md");
    assert_eq!(below, printed(&repository, "", "diff HEAD~1:docs/cities.md release:docs/cities.md"));
}

#[test]
fn a_range_has_two_sides() {
    let repository = cities();
    check_run("diff-git-range", &repository, "diff --git HEAD~1..release -- docs/cities.md");
    let all = printed(&repository, "", "diff --git HEAD~1..");
    assert_eq!(all, printed(&repository, "", "diff --git HEAD~1.. -- docs"));
    assert!(all.contains("Ulm") && all.contains("+ Alm"), "{all}");
    let back = printed(&repository, "docs", "diff --git ..HEAD~1 -- cities.md");
    assert!(back.contains("− Alm"), "{back}");
    repository.write("docs/new.md", CITIES);
    repository.commit("Three", "2020-01-03");
    check_run("diff-git-range-of-a-new-page", &repository, "diff --git HEAD~1..HEAD -- docs/new.md");
}

#[test]
fn data_of_a_revision_is_compared_too() {
    let repository = TestRepository::new();
    repository.write("out/cities/cities.csv", "city,zone\nLyon,1\nGraz,2\n");
    repository.write("out/cities/repairs.json", "[]");
    repository.commit("One", "2020-01-01");
    repository.write("out/cities/cities.csv", "city,zone\nLyon,1\nGraz,3\n");
    check_run("diff-git-data", &repository, "diff HEAD:out/cities/cities.csv out/cities/cities.csv");
    check_run("diff-git-data-folder", &repository, "diff HEAD:out/cities out/cities");
}

#[test]
fn the_recipe_on_disk_counts_for_both_sides() {
    let repository = TestRepository::new();
    repository.write("cities.md", CITIES);
    repository.commit("One", "2020-01-01");
    repository.write("cities.md", CITIES.replace("Mur", "Mur, Alm"));
    repository.commit("Two", "2020-01-02");
    repository.write("rowmill.yaml", RECIPE);
    check_run("diff-git-recipe", &repository, "diff --git HEAD~1..HEAD -- cities.md");
    // The page need not be there any more.
    fs::remove_file(repository.path().join("cities.md")).expect("it is there");
    check_run("diff-git-recipe-of-a-gone-page", &repository, "diff HEAD~1:cities.md HEAD:cities.md");
}

#[test]
fn a_file_wins_over_a_revision_of_its_name() {
    let repository = cities();
    repository.write("HEAD:docs/cities.md", CITIES.replace("Lyon", "Lyons"));
    check_run("diff-git-file-of-that-name", &repository, "diff HEAD:docs/cities.md docs/cities.md");
    check_run("diff-git-other-name-of-it", &repository, "diff HEAD~0:docs/cities.md docs/cities.md");
    let forced = printed(&repository, "", "diff ./HEAD:docs/cities.md docs/cities.md");
    assert!(forced.contains("Lyons") && !forced.contains("is a file here"), "{forced}");
}

#[test]
fn bad_revisions_are_told() {
    let repository = cities();
    for (name, arguments) in [
        ("revision", "diff relase:docs/cities.md docs/cities.md"),
        ("path", "diff HEAD:docs/citys.md docs/cities.md"),
        ("too-old", "diff HEAD~9:docs/cities.md docs/cities.md"),
        ("option", "diff -- --upload-pack=x:docs/cities.md docs/cities.md"),
        ("option-in-range", "diff --git=--upload-pack=x..HEAD"),
        ("no-range", "diff --git HEAD"),
        ("three-dots", "diff --git HEAD~1...HEAD"),
        ("outside", "diff --git HEAD~1..HEAD -- .."),
        ("folder-and-page", "diff HEAD:docs docs/cities.md"),
        ("one-side", "diff docs/cities.md"),
        ("missing-in-both", "diff --git HEAD~1..HEAD -- docs/gone.md"),
        ("no-pages", "diff --git HEAD~1..HEAD -- docs/none"),
        ("same", "diff HEAD:docs/cities.md HEAD:docs/cities.md"),
    ] {
        repository.write("docs/none/a.txt", "text");
        check_run(&format!("diff-git-bad-{name}"), &repository, arguments);
    }
    let unborn = TestRepository::new();
    unborn.write("page.md", CITIES);
    check_run("diff-git-bad-unborn", &unborn, "diff HEAD:page.md page.md");
    let outside = TestRepository::new();
    fs::write(outside.outside().join("page.md"), CITIES).expect("a file can be written");
    check("diff-git-bad-no-repository", &run_in(outside.outside(), "diff HEAD:page.md page.md"));
}

#[test]
fn what_a_clone_lacks_is_told() {
    let repository = TestRepository::of_page("page.md", &[CITIES, &CITIES.replace("| 2 ", "| 3 ")]);
    let shallow = repository.outside().join("shallow");
    let url = format!("file://{}", repository.path().display());
    repository.git(&["clone", "--quiet", "--depth=1", &url, &shallow.display().to_string()]);
    check("diff-git-bad-shallow", &run_in(&shallow, "diff HEAD~1:page.md page.md"));
    let blob = repository.git(&["rev-parse", "HEAD~1:page.md"]);
    let object = repository.path().join(format!(".git/objects/{}/{}", &blob[..2], &blob[2..]));
    fs::remove_file(object).expect("it is there");
    check_run("diff-git-bad-missing-object", &repository, "diff HEAD~1:page.md page.md");
    // In a folder the rest goes on.
    check_run("diff-git-bad-missing-object-in-folder", &repository, "diff HEAD~1: .");
    // One that is there and cannot be read is another fault.
    let broken = TestRepository::of_page("page.md", &[CITIES, &CITIES.replace("| 2 ", "| 3 ")]);
    broken.write(&format!(".git/objects/{}/{}", &blob[..2], &blob[2..]), "no object");
    check_run("diff-git-bad-broken-object", &broken, "diff HEAD~1:page.md page.md");
}

#[cfg(unix)]
#[test]
fn a_name_that_is_no_text_is_told_and_the_rest_goes_on() {
    use std::os::unix::ffi::OsStrExt;
    let repository = TestRepository::of_page("page.md", &[CITIES]);
    let odd = repository.path().join(std::ffi::OsStr::from_bytes(b"\xff.md"));
    fs::write(odd, CITIES).expect("a file can be written");
    repository.commit("Two", "2020-01-02");
    repository.write("page.md", CITIES.replace("| 2 ", "| 3 "));
    repository.commit("Three", "2020-01-03");
    check_run("diff-git-bad-name", &repository, "diff --git HEAD~1..HEAD");
}
