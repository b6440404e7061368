//! The repair rules as a whole list: each has its explanation, its fixture and its snapshot; none touches a trap.

mod fixture;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use fixture::{Fixture, assert_snapshot, names};
use proptest::prelude::*;
use rowmill::extract::{ExtractedDataset, Extraction, extract};
use rowmill::recipe::BUILTINS;
use rowmill::repair::{Guidance, RULES, Repair, repair};
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
        let repairs = repair(&recipe, &mut after, &sources, &Guidance::default()).log;
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
        if repair.is_beside_items() {
            let (before, evidence) = (&repair.before, &repair.evidence);
            return format!(
                "{}:{}..{} {} {} {state}: `{before}`; {evidence}",
                start.line, start.column, end.column, repair.rule, repair.grade
            );
        }
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
    everything().into_iter().for_each(check_second_time);
}

fn check_second_time(mut repaired: Repaired) {
    let again = repair(&repaired.recipe, &mut repaired.after, &repaired.sources, &Guidance::default()).log;
    let open = |repairs: &[Repair]| repairs.iter().filter(|repair| !repair.applied).cloned().collect::<Vec<_>>();
    let applied: Vec<&Repair> = again.iter().filter(|repair| repair.applied).collect();
    assert!(applied.is_empty(), "{}: applied again: {applied:#?}", repaired.name);
    assert_eq!(open(&again), open(&repaired.repairs), "{}", repaired.name);
}

#[test]
fn every_item_stands_where_it_says() {
    everything().iter().for_each(check_places);
}

/// What was written stands at the place of each item, before and after the repairs, as far as a reader and a writer see the
/// same; and no repair makes a record or a field.
fn check_places(repaired: &Repaired) {
    for extraction in [&repaired.before, &repaired.after] {
        for item in items(extraction) {
            let source = repaired.sources.text(item.span());
            let is_read_as_written = !source.contains(['\\', '`', '*', '_', '[', '<', '&']);
            if is_read_as_written && !item.written().contains(['\n', ',']) {
                assert_eq!(source, item.written(), "{}: `{}`", repaired.name, item.text());
            }
        }
    }
    let shape = |extraction: &Extraction| {
        let counts = |dataset: &ExtractedDataset| dataset.records.iter().map(|record| record.fields.len()).collect();
        extraction.datasets.iter().map(counts).collect::<Vec<Vec<usize>>>()
    };
    assert_eq!(shape(&repaired.before), shape(&repaired.after), "{}", repaired.name);
}

fn items(extraction: &Extraction) -> impl Iterator<Item = &rowmill::extract::Item> {
    let records = extraction.datasets.iter().flat_map(|dataset| &dataset.records);
    records.flat_map(|record| &record.fields).flat_map(|field| &field.items)
}

#[test]
fn every_repair_names_what_stands_in_the_source() {
    everything().iter().for_each(check_befores);
}

/// A repair of an item as the page has it shows what stands at its place; only what another repair has touched may differ.
fn check_befores(repaired: &Repaired) {
    for (index, repair) in repaired.repairs.iter().enumerate() {
        let source = repaired.sources.text(repair.span);
        let is_read_as_written = !source.contains(['\\', '`', '*', '_', '[', '<', '&']);
        let touches = |other: &Repair| other.span.start < repair.span.end && repair.span.start < other.span.end;
        let mut others = repaired.repairs.iter().enumerate().filter(|(other, _)| *other != index);
        let is_first = !others.any(|(_, other)| touches(other));
        if is_read_as_written && is_first && repair.items_before.len() == 1 {
            assert_eq!(source, repair.before, "{}: {}", repaired.name, repaired.line(repair));
        }
        assert!(!repair.evidence.is_empty() && !repair.items_before.is_empty());
    }
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

const ANY_RECIPE: &str = "
recipe: any
vocabularies:
  name:
    names: [Known Name]
    aliases: { Beta Alpha: [Other] }
    distinct: [[Alpha, Alpha Net]]
datasets:
  ones:
    tables: [{ under: Any, columns: [List] }]
    fields:
      - { name: one, from: One, vocabulary: name }
      - { name: list, from: List, type: list, vocabulary: name, marks: { +: planned } }
      - { name: planned, from: List, type: list, mark: + }
  lists:
    tables: [{ under: Any, columns: [List] }]
    primary_key: [one]
    foreign_keys: [{ fields: [list], reference: { resource: ones, fields: [one] } }]
    fields:
      - { name: one, from: One, vocabulary: name }
      - { name: list, from: List, type: list, vocabulary: name }
";

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_table_is_repaired_once(rows in prop::collection::vec((any_cell(), any_cell(), any::<bool>()), 1..9)) {
        let mut page = "# Any\n\n| One | List |\n|---|---|\n".to_owned();
        for (one, list, is_closed) in &rows {
            let _ = writeln!(page, "| {one} | {list}{}", if *is_closed { " |" } else { "" });
        }
        let recipe = parse_recipe("any.yaml", ANY_RECIPE).expect("it is right");
        let mut sources = SourceMap::new();
        sources.add("any.md", page.as_str());
        let repaired = Repaired::new(&page, recipe, sources);
        check_places(&repaired);
        check_befores(&repaired);
        check_second_time(repaired);
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
