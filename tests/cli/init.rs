//! A recipe for a page that has none: proposed, written, never over somebody's work, and fit to build at once.

use crate::scenario::{CITIES, PAGE, Scenario, check};

#[test]
fn a_recipe_is_written_and_builds() {
    let scenario = Scenario::new().with("docs/cities.md", CITIES);
    check("init", &scenario.run("init docs"));
    check("init-recipe", &scenario.read("rowmill.yaml"));
    assert!(scenario.output("build").status.success());
    check("init-again", &scenario.run("init docs"));
    scenario.write("rowmill.yaml", "mine");
    assert!(!scenario.output("init docs").status.success());
    assert_eq!(scenario.read("rowmill.yaml"), "mine");
    assert!(scenario.output("init docs --force").status.success());
    assert!(scenario.read("rowmill.yaml").contains("recipe: cities"));
}

#[test]
fn the_expressroute_page_builds() {
    let scenario = Scenario::new().with("page.md", PAGE);
    check("init-expressroute", &scenario.run("init page.md"));
    assert!(scenario.output("build").status.success());
}

#[test]
fn a_recipe_elsewhere() {
    let scenario = Scenario::new().with("docs/cities.md", CITIES).with("recipes/note.txt", "");
    check("init-stdout", &scenario.run("init docs/cities.md --out -"));
    check("init-outside", &scenario.run("init docs/cities.md --out recipes/cities.yaml"));
    assert!(scenario.output("build recipes/cities.yaml --source docs/cities.md").status.success());
    check("init-inside", &scenario.run("init docs/cities.md --out docs/rowmill.yaml"));
    assert!(scenario.output("build docs").status.success());
}

#[test]
fn what_has_no_data() {
    let scenario =
        Scenario::new().with("prose.md", "# Prose\n\nNo table.\n").with("one.md", "# A\n\n| One |\n|---|\n| x |\n");
    check("init-prose", &scenario.run("init prose.md"));
    check("init-layout", &scenario.run("init one.md"));
    check("init-missing", &scenario.run("init gone.md"));
    check("init-folder", &scenario.run("init one.md --out ."));
}
