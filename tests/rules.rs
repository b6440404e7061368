//! The repair rules as a whole list: each has its explanation, its fixture and its snapshot; none touches a trap.

mod borders;
mod fixture;
#[path = "laws/repair.rs"]
mod laws;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use fixture::{Fixture, assert_snapshot, names};
use laws::Repaired;
use proptest::prelude::*;
use rowmill::recipe::BUILTINS;
use rowmill::repair::{Guidance, RULES, Repair};
use rowmill::{SourceMap, parse_recipe};

fn of_fixture(folder: &str, name: &str) -> Repaired {
    let fixture = Fixture::load(folder, name);
    Repaired::new(&fixture.name, fixture.recipe, fixture.sources)
}

fn embedded() -> Repaired {
    let builtin = &BUILTINS[0];
    let recipe = parse_recipe(builtin.path, builtin.recipe).expect("a built-in recipe is right");
    let mut sources = SourceMap::new();
    for (path, text) in builtin.pages {
        sources.add(*path, *text);
    }
    Repaired::new(builtin.name, recipe, sources)
}

/// One line per repair.
fn log(repaired: &Repaired) -> String {
    repaired.repairs.iter().fold(String::new(), |mut log, repair| {
        let _ = writeln!(log, "{}", repaired.line(repair));
        log
    })
}

/// Every fixture of every kind, and the embedded page.
fn everything() -> Vec<Repaired> {
    let folders = ["rules", "checks", "tables"];
    let fixtures = folders
        .iter()
        .flat_map(|folder| names(folder).into_iter().map(|name| of_fixture(folder, &name)).collect::<Vec<_>>());
    fixtures.chain([embedded()]).collect()
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
        let repaired = of_fixture("rules", rule.name);
        let found = |repair: &&Repair| repair.rule == rule.name && fixture.is_in(repair.span, &faults);
        assert!(repaired.repairs.iter().any(|repair| found(&repair)), "`{}` finds nothing", rule.name);
        assert_snapshot("rules", rule.name, &log(&repaired));
    }
}

#[test]
fn no_rule_touches_a_trap() {
    let mut fired = String::new();
    for rule in RULES {
        let fixture = Fixture::load("rules", rule.name);
        let traps = fixture.section("Traps");
        let repaired = of_fixture("rules", rule.name);
        for repair in repaired.repairs.iter().filter(|repair| fixture.is_in(repair.span, &traps)) {
            let _ = writeln!(fired, "{}: {}", fixture.name, repaired.line(repair));
        }
    }
    assert!(fired.is_empty(), "proposed in a section of traps:\n{fired}");
}

#[test]
fn the_embedded_page_is_repaired_as_before() {
    assert_snapshot("expressroute-repairs", "", &log(&embedded()));
}

#[test]
fn repairing_twice_changes_nothing_more() {
    everything().into_iter().for_each(laws::repairing_twice_changes_nothing_more);
}

#[test]
fn every_item_stands_where_it_says() {
    everything().iter().for_each(laws::items_stand_where_they_say);
}

#[test]
fn every_repair_names_what_stands_in_the_source() {
    everything().iter().for_each(laws::repairs_name_what_stands_in_the_source);
}

/// Names that rules look for, laid out as pages lay them out, many times over in any order.
fn any_cell() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "Alpha Net",
        "Alpha  Net",
        "alpha net",
        "AlphaNet",
        "Net Alpha",
        "Alpha",
        "Alfa Net",
        "Alpha Nets",
        "Beta",
        "Beta+",
        "+Beta",
        "Beta Alpha",
        "Bêta",
        "BETA",
        "Beta, Inc.",
        "Inc.",
        "Inc. Beta",
        "LLC",
        "Ltd. Alpha Net",
        "Co.",
        "Alpha Net 2",
        "Alpha Net2",
        "2",
        "+",
        "++",
        "`Alpha` `Beta`",
        "`a \\| b`",
        "**Alpha** Net",
        "AT&amp;T",
        "AT&amp;T AT&amp;T AT&amp;T",
        "Known Name",
        "Name Known",
        "Knwon Name",
        "known-name",
        "Other",
        "Other+",
        "é",
        "日本 東京",
        "日本",
        "(Alpha, Beta)",
        "(Alpha",
    ]);
    let separators = prop::sample::select(vec![", ", ",", "; ", "<br>", " ", "  ", ",,"]);
    prop::collection::vec((names, separators), 0..7)
        .prop_map(|parts| parts.into_iter().map(|(name, separator)| format!("{name}{separator}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_table_is_repaired_once(rows in prop::collection::vec((any_cell(), any_cell(), any::<bool>()), 1..9)) {
        let mut page = "# Any\n\n| One | List |\n|---|---|\n".to_owned();
        for (one, list, is_closed) in &rows {
            let _ = writeln!(page, "| {one} | {list}{}", if *is_closed { " |" } else { "" });
        }
        let recipe = parse_recipe("any.yaml", laws::ANY_RECIPE).expect("it is right");
        let mut sources = SourceMap::new();
        sources.add("any.md", page.as_str());
        let repaired = Repaired::new(&page, recipe, sources);
        laws::items_stand_where_they_say(&repaired);
        laws::repairs_name_what_stands_in_the_source(&repaired);
        laws::repairing_twice_changes_nothing_more(repaired);
    }
}

/// What a careful reader leaves alone stays without a recipe too: the traps of all rules, each table a page of its own.
#[test]
fn no_trap_is_touched_without_a_recipe() {
    let mut fired = String::new();
    for rule in RULES {
        let fixture = Fixture::load("rules", rule.name);
        let traps = fixture.section("Traps");
        let lines = fixture.sources.file(fixture.page).text().lines();
        let section = lines.skip(traps.start() - 1).take(traps.clone().count()).collect::<Vec<_>>().join("\n");
        for table in section.split("\n\n").filter(|block| block.trim_start().starts_with('|')) {
            let mut sources = SourceMap::new();
            let page = sources.add("traps.md", format!("# Traps\n\n{}\n", table.trim()));
            let repaired = rowmill::pipeline::repair_page(&sources, page, &Guidance::default());
            let Ok(outcome) = repaired.map(|proposed| proposed.outcome) else { continue };
            let is_told = |before: &str, after: &str| {
                fixture.recipe.vocabularies.values().any(|vocabulary| vocabulary.are_distinct(before, after))
            };
            let text = |record: &rowmill::Record, name: &str| {
                let place = outcome.repair_log.schema().position(name).expect("the log has the field");
                record.values[place].value.as_str().unwrap_or_default().to_owned()
            };
            for record in outcome.repair_log.records() {
                // That two names are distinct is what only the recipe says.
                if is_told(&text(record, "before"), &text(record, "after")) {
                    continue;
                }
                let values = record.values.iter().map(|value| format!("{:?}", value.value)).collect::<Vec<_>>();
                let _ = writeln!(fired, "{}: {}", rule.name, values.join(" "));
            }
        }
    }
    assert!(fired.is_empty(), "proposed in a section of traps:\n{fired}");
}

/// Of a long page several rules look at one time; what comes of it is what each makes of it alone.
#[test]
fn a_long_page_is_repaired_as_a_short_one() {
    let recipe = "
recipe: towns
datasets:
  towns:
    tables: [{ under: Towns }]
    primary_key: [town]
    fields: [{ name: town, from: Town }, { name: carriers, from: Carriers, type: list }]
";
    let faults = "| Lyon | Zayo, Equinix, Zayo |\n| Gr\u{200b}az | Zayo,, Equinix |\n| Oslo | Zayo, equinix | Colt |\n";
    let repaired = |rows: usize| {
        let filler: String = (0..rows).map(|row| format!("| town {row} | Zayo, Equinix |\n")).collect();
        let mut sources = SourceMap::new();
        sources.add("towns.md", format!("# Towns\n\n| Town | Carriers |\n|---|---|\n{faults}{filler}"));
        let repaired = Repaired::new("towns", parse_recipe("towns.yaml", recipe).expect("it is right"), sources);
        let told = |repair: &Repair| (repair.rule, repair.applied, repair.span, repair.items_after.clone());
        repaired.repairs.iter().map(told).collect::<Vec<_>>()
    };
    let short = repaired(1_000);
    assert!(short.len() > 3, "{short:?}");
    assert_eq!(short, repaired(2_500));
}
