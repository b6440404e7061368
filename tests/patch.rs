//! Repairs as patches: what every fixture's page would read, and that the changed page says what the data said.

#[expect(dead_code, reason = "a patch is of a whole page, not of its sections")]
mod fixture;
#[path = "laws/patch.rs"]
mod laws;

use fixture::{Fixture, assert_snapshot, names};
use rowmill::pipeline::{Patch, Selection};
use rowmill::recipe::BUILTINS;
use rowmill::report::unified_patch;
use rowmill::{Recipe, SourceId, SourceMap, parse_recipe};

/// A page and its recipe.
struct Case {
    name: String,
    recipe: Recipe,
    sources: SourceMap,
    page: SourceId,
}

impl Case {
    fn patch(&self, selection: Selection) -> Patch {
        laws::patch_of(&self.name, &self.recipe, &self.sources, self.page, selection)
    }
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for folder in ["rules", "checks", "tables"] {
        for name in names(folder) {
            let Fixture { name, recipe, sources, page } = Fixture::load(folder, &name);
            cases.push(Case { name, recipe, sources, page });
        }
    }
    let builtin = &BUILTINS[0];
    let recipe = parse_recipe(builtin.path, builtin.recipe).expect("a built-in recipe is right");
    let mut sources = SourceMap::new();
    let (path, text) = builtin.pages[0];
    let page = sources.add(path, text);
    cases.push(Case { name: builtin.name.to_owned(), recipe, sources, page });
    cases
}

/// The lines that a patch takes out and puts in, and what it leaves.
fn shown(case: &Case, patch: &Patch) -> String {
    let mut shown = String::new();
    for (page, text) in &patch.texts {
        let unified = unified_patch("page.md", case.sources.file(*page).text(), text, &[]);
        let changes = unified.lines().skip(2).filter(|line| line.starts_with(['+', '-']));
        changes.for_each(|line| shown.push_str(&format!("{line}\n")));
    }
    for (repair, reason) in &patch.left {
        let line = case.sources.position(repair.span).line;
        shown.push_str(&format!(
            "left, line {line}: {}: `{}` → `{}`: {reason}\n",
            repair.rule, repair.before, repair.after
        ));
    }
    shown
}

#[test]
fn every_rule_has_its_patch() {
    for case in cases() {
        let name = case.name.trim_start_matches("fixtures/rules/").trim_end_matches(".md");
        if case.name.starts_with("fixtures/rules/") || case.name == BUILTINS[0].name {
            assert_snapshot("patches", name, &shown(&case, &case.patch(Selection::Suggested)));
        }
    }
}

#[test]
fn a_patched_page_gives_the_same_data_and_needs_no_patch() {
    for case in cases() {
        laws::patches_come_to_an_end(&case.name, &case.recipe, &case.sources, case.page, 1);
    }
}

#[test]
fn line_ends_and_indentation_stay() {
    for case in cases() {
        let mut windows = Case { sources: case.sources.clone(), recipe: case.recipe.clone(), ..case };
        let text = windows.sources.file(windows.page).text().replace('\n', "\r\n");
        windows.sources.set_text(windows.page, text);
        for text in windows.patch(Selection::Suggested).texts.values() {
            assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{}", windows.name);
        }
    }
}
