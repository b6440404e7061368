//! The repair rules as a whole list: each has its explanation, its fixture and its snapshot; none touches a trap.

mod fixture;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use fixture::{Fixture, assert_snapshot, names};
use rowmill::extract::{Extraction, extract};
use rowmill::recipe::BUILTINS;
use rowmill::repair::{RULES, Repair, repair};
use rowmill::{Document, SourceMap, parse_recipe};

/// A recipe with its pages, repaired.
struct Repaired {
    name: String,
    recipe: rowmill::Recipe,
    sources: SourceMap,
    /// As the pages say.
    before: Extraction,
    /// After the repairs.
    after: Extraction,
    repairs: Vec<Repair>,
}

impl Repaired {
    fn new(name: &str, recipe: rowmill::Recipe, sources: SourceMap) -> Self {
        let documents: Vec<Document> = sources.files().map(|(page, _)| Document::parse(&sources, page)).collect();
        let before = extract(&recipe, &documents, &sources).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut after = before.clone();
        let repairs = repair(&recipe, &mut after, &sources);
        Self { name: name.to_owned(), recipe, sources, before, after, repairs }
    }

    fn fixture(folder: &str, name: &str) -> Self {
        let fixture = Fixture::load(folder, name);
        Self::new(&fixture.name, fixture.recipe, fixture.sources)
    }

    fn embedded() -> Self {
        let builtin = &BUILTINS[0];
        let recipe = parse_recipe(builtin.path, builtin.recipe).expect("a built-in recipe is right");
        let mut sources = SourceMap::new();
        for (path, text) in builtin.pages {
            sources.add(*path, *text);
        }
        Self::new(builtin.name, recipe, sources)
    }

    /// One line per repair.
    fn log(&self) -> String {
        self.repairs.iter().fold(String::new(), |mut log, repair| {
            let _ = writeln!(log, "{}", self.line(repair));
            log
        })
    }

    fn line(&self, repair: &Repair) -> String {
        let (start, end) = (self.sources.position(repair.span), self.sources.end_position(repair.span));
        let state = if repair.applied { "applied" } else { "open" };
        let list = |items: &[String]| items.iter().map(|item| format!("`{item}`")).collect::<Vec<_>>().join(", ");
        let after = if repair.items_after.is_empty() { "nothing".to_owned() } else { list(&repair.items_after) };
        let place = format!("{}:{}..{}", start.line, start.column, end.column);
        let (rule, grade) = (repair.rule, repair.grade);
        format!("{place} {rule} {grade} {state}: {} → {after}; {}", list(&repair.items_before), repair.evidence)
    }
}

/// Every fixture of every kind, and the embedded page.
fn everything() -> Vec<Repaired> {
    let folders = ["rules", "checks", "tables"];
    let fixtures = folders
        .iter()
        .flat_map(|folder| names(folder).into_iter().map(|name| Repaired::fixture(folder, &name)).collect::<Vec<_>>());
    fixtures.chain([Repaired::embedded()]).collect()
}

#[test]
fn every_rule_is_explained() {
    for rule in RULES {
        assert!(!rule.summary.is_empty() && !rule.summary.ends_with('.'), "the summary of `{}`", rule.name);
        for part in ["Before: ", "After:  ", "abstains"] {
            assert!(rule.explanation.contains(part), "the explanation of `{}` lacks `{part}`", rule.name);
        }
    }
}

#[test]
fn every_rule_has_its_fixture_and_every_fixture_its_rule() {
    let rules: BTreeSet<String> = RULES.iter().map(|rule| rule.name.to_owned()).collect();
    assert_eq!(names("rules"), rules);
}

#[test]
fn every_rule_finds_its_faults() {
    for rule in RULES {
        let fixture = Fixture::load("rules", rule.name);
        let faults = fixture.section("Faults");
        let repaired = Repaired::fixture("rules", rule.name);
        let found = |repair: &&Repair| repair.rule == rule.name && fixture.is_in(repair.span, &faults);
        assert!(repaired.repairs.iter().any(|repair| found(&repair)), "`{}` finds nothing", rule.name);
        assert_snapshot("rules", rule.name, &repaired.log());
    }
}

#[test]
fn no_rule_touches_a_trap() {
    let mut fired = String::new();
    for rule in RULES {
        let fixture = Fixture::load("rules", rule.name);
        let traps = fixture.section("Traps");
        let repaired = Repaired::fixture("rules", rule.name);
        for repair in repaired.repairs.iter().filter(|repair| fixture.is_in(repair.span, &traps)) {
            let _ = writeln!(fired, "{}: {}", fixture.name, repaired.line(repair));
        }
    }
    assert!(fired.is_empty(), "proposed in a section of traps:\n{fired}");
}

#[test]
fn the_embedded_page_is_repaired_as_before() {
    assert_snapshot("expressroute-repairs", "", &Repaired::embedded().log());
}

#[test]
fn repairing_twice_changes_nothing_more() {
    for mut repaired in everything() {
        let again = repair(&repaired.recipe, &mut repaired.after, &repaired.sources);
        let open = |repairs: &[Repair]| repairs.iter().filter(|repair| !repair.applied).cloned().collect::<Vec<_>>();
        let applied: Vec<&Repair> = again.iter().filter(|repair| repair.applied).collect();
        assert!(applied.is_empty(), "{}: applied again: {applied:#?}", repaired.name);
        assert_eq!(open(&again), open(&repaired.repairs), "{}", repaired.name);
    }
}
