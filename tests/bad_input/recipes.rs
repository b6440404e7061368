//! Recipes that ask for too much, or for what they may not have.

use super::{page, run};
use crate::scenario::{CITIES, RECIPE, Scenario};

#[test]
fn row_17_paths_outside_of_the_root() {
    for source in ["../cities.md", "/etc/passwd", "a/../../cities.md", "~/cities.md"] {
        let scenario =
            Scenario::new().with("cities.md", CITIES).with("inside/rowmill.yaml", RECIPE.replace("cities.md", source));
        let said = run(&scenario, "build inside");
        assert_eq!(said.code, Some(2), "{source}: {}", said.err);
        assert!(!scenario.path().join("inside/out").exists());
    }
    let scenario = Scenario::new().with("secret.md", page("| Secret | 1 |\n")).with(
        "docs/page.md",
        "[!INCLUDE [x](../secret.md)]\n\n[!INCLUDE [x](/etc/hostname)]\n\n[!INCLUDE [x](~/../secret.md)]\n",
    );
    let said = run(&scenario, "ls docs/page.md");
    assert_eq!(
        said.out.matches("missing-include").count() + said.err.matches("missing-include").count(),
        3,
        "{}",
        said.out
    );
    assert!(!said.out.contains("Secret"));
}

#[cfg(unix)]
#[test]
fn row_17_links_outside_of_the_root() {
    let scenario = Scenario::new().with("secret.md", page("| Secret | 1 |\n"));
    scenario.write("docs/page.md", "[!INCLUDE [x](link.md)]\n\n| a | b |\n|---|---|\n| 1 | 2 |\n");
    std::os::unix::fs::symlink("../secret.md", scenario.path().join("docs/link.md")).expect("a link");
    let said = run(&scenario, "extract docs/page.md");
    assert!(!said.out.contains("Secret"), "{}", said.out);
    said.expect(0, "it lies outside of the page's repository or folder");
    for (name, target, source) in [("page.md", "../secret.md", "page.md"), ("linked", "..", "linked/secret.md")] {
        let recipe = RECIPE.replace("cities.md", source);
        let scenario = Scenario::new().with("secret.md", page("| Secret | 1 |\n")).with("inside/rowmill.yaml", recipe);
        std::os::unix::fs::symlink(target, scenario.path().join("inside").join(name)).expect("a link");
        run(&scenario, "build inside").expect(2, "which is outside of its folder");
        assert!(!scenario.path().join("inside/out").exists());
    }
}

#[test]
fn row_19_hostile_patterns() {
    let too_large = [r"(a{1000}){1000}", r"(\\p{L}{200}){200}", r"(?:(?:(?:a{100}){100}){100}){100}"];
    let nested = format!("{}a{}", "(".repeat(5_000), ")".repeat(5_000));
    for pattern in too_large.iter().map(|pattern| (*pattern).to_owned()).chain([nested]) {
        let recipe =
            RECIPE.replace("from: City }", &format!("from: City, constraints: {{ pattern: \"{pattern}\" }} }}"));
        let scenario = Scenario::cities().with("rowmill.yaml", recipe);
        let start = std::time::Instant::now();
        let said = run(&scenario, "build");
        assert_eq!(said.code, Some(2), "{said}", said = said.err);
        assert!(said.err.contains("rowmill.yaml:"), "{}", said.err);
        assert!(start.elapsed().as_secs() < 5);
    }
    // No pattern takes more than linear time.
    let recipe = RECIPE.replace("from: City }", "from: City, constraints: { pattern: \"(a|a)*(a*)*b\" } }");
    let scenario = Scenario::cities()
        .with("rowmill.yaml", recipe)
        .with("cities.md", page(&format!("| {} | 1 |\n", "a".repeat(100_000))));
    run(&scenario, "build").expect(1, "pattern");
}

#[test]
fn row_21_yaml() {
    let bomb: String = (1..=12).fold("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, level| {
        let before = level - 1;
        format!("{text}a{level}: &a{level} [{}]\n", vec![format!("*a{before}"); 9].join(", "))
    });
    let merges: String =
        (0..2_000).map(|level| format!("m{level}: &m{level} {{ <<: *m{} }}\n", level.max(1) - 1)).collect();
    let cases: [(&str, String); 10] = [
        ("alias bomb", bomb),
        ("merge chain", merges),
        ("depth", format!("recipe: {}1{}\n", "[".repeat(100_000), "]".repeat(100_000))),
        ("depth of keys", (0..2_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect()),
        ("duplicate key", RECIPE.replace("sources:", "recipe: again\nsources:")),
        ("unknown field", RECIPE.replace("sources:", "sauces:")),
        ("wrong type", RECIPE.replace("sources: [cities.md]", "sources: { a: 1 }")),
        ("tab", RECIPE.replace("  cities:", "\tcities:")),
        ("no text", RECIPE.replace("recipe: cities", "recipe: [no]")),
        ("endless string", format!("recipe: \"{}", "x".repeat(1_000_000))),
    ];
    for (name, recipe) in cases {
        let scenario = Scenario::cities().with("rowmill.yaml", recipe);
        let start = std::time::Instant::now();
        let said = run(&scenario, "build");
        assert_eq!(said.code, Some(2), "{name}: {}", said.err);
        assert!(said.err.contains("rowmill.yaml:"), "{name} has no place: {}", said.err);
        assert!(said.err.len() < 10_000, "{name}: {} bytes are said", said.err.len());
        assert!(start.elapsed().as_secs() < 5, "{name}");
    }
    // `no` is a text where a text is taken.
    let scenario = Scenario::cities().with("rowmill.yaml", RECIPE.replace("recipe: cities", "recipe: no"));
    assert_eq!(run(&scenario, "build").code, Some(0));
    assert!(scenario.path().join("out/no/cities.csv").exists());
}
