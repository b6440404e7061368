//! Ragged rows: what is read in spite of the fault, and that no row with another fault is taken for one. That each fault is
//! found, and where, is in `checks.rs`.

#[expect(dead_code, reason = "the tests of whole lists use all of it")]
mod fixture;

use fixture::Fixture;
use rowmill::schema::Value;
use rowmill::{Outcome, SourceMap, Span, parse_recipe, pipeline};

/// Those with traps: rows that have another fault.
const TRAPPED: [&str; 5] = ["empty-surplus-cell", "glued-prose", "joined-rows", "pipe-in-code", "section-row"];

fn run(code: &str) -> (Fixture, Outcome) {
    let fixture = Fixture::load("tables", code);
    let outcome = pipeline::run(&fixture.recipe, &fixture.sources, &[fixture.page]);
    (fixture, outcome.expect("the tables are there, and the tally balances"))
}

#[test]
fn a_row_with_another_fault_is_no_trap() {
    for code in TRAPPED {
        let (fixture, outcome) = run(code);
        let traps = fixture.section("Traps");
        let is_trapped = |span: Option<Span>| span.is_some_and(|span| fixture.is_in(span, &traps));
        let found: Vec<&str> =
            outcome.diagnostics.iter().filter(|finding| is_trapped(finding.span)).map(|finding| finding.code).collect();
        assert!(!found.is_empty() && !found.contains(&code), "{code}: {found:?}");
    }
}

/// The records of the faults, a line each.
fn records(code: &str) -> Vec<String> {
    let (_, outcome) = run(code);
    let text = |value: &Value| value.to_string();
    let dataset = &outcome.datasets[0];
    let record = |record: &rowmill::Record| record.values.iter().map(|value| text(&value.value)).collect::<Vec<_>>();
    dataset.records().iter().map(|entry| record(entry).join(", ")).collect()
}

#[test]
fn a_pipe_in_a_code_span_is_part_of_the_value() {
    let expected = [
        "|, either, as in left | right",
        "||, or, and the right side is read only if the left side is false",
        "a`|`b, a grave accent on either side",
        "&|^~>, all of these",
        "`a, b",
    ];
    assert_eq!(records("pipe-in-code"), expected);
}

#[test]
fn joined_rows_are_two_records() {
    let records = records("joined-rows");
    assert_eq!(records[3..], ["Metz, Moselle, 9", "Rouen, Seine, 6", "Sens, Yonne, 3", "Arles, Rhône, 2"]);
}

#[test]
fn a_section_is_a_value_of_the_rows_below_it() {
    let expected = [
        "null, Paris, Seine, 37",
        "North, Metz, Moselle, 9",
        "North, Nancy, Meurthe, 5",
        "South, Lyon, Rhône, 13",
        "Along the Loire, Tours, Loire, 6",
        "Along the Loire, Blois, Loire, 3",
        "Along the Rhône, Arles, Rhône, 2",
    ];
    assert_eq!(records("section-row"), expected);
    let tally = run("section-row").1.tallies[0];
    assert_eq!((tally.cells, tally.placed), (25, 25));
}

#[test]
fn a_section_that_no_field_takes_and_prose_are_flagged() {
    let page = "|a|b|\n|-|-|\n|**x**||\n|p|1|\n|**y**||\n|**z**||\n|q|2|\nText\n";
    let check = |field: &str, expected: (usize, usize, usize)| {
        let recipe = format!(
            "recipe: r\ndatasets:\n  d:\n    tables: [{{}}]\n    fields: [{{ name: a, from: a }}, {{ name: b, from: b }}{field}]\n"
        );
        let mut sources = SourceMap::new();
        let id = sources.add("page.md", page);
        let outcome = pipeline::run(&parse_recipe("r", &recipe).expect("it is right"), &sources, &[id]);
        let tally = outcome.expect("the table is there").tallies[0];
        assert_eq!((tally.cells, tally.placed, tally.flagged), expected, "{field}");
    };
    check("", (8, 4, 4));
    // No record stands right below `y`.
    check(", { name: s, from: { context: section } }", (8, 6, 2));
}

#[test]
fn tables_that_github_shows_as_text_are_read() {
    let expected = [
        "Lyon, Rhône, 13",
        "Metz, Moselle, 9",
        "Sens, Yonne, 3",
        "Tours, Loire, 6",
        "Nancy, Meurthe, 5",
        "Graz, Mur, 7",
        "Leoben, Mur, 4",
    ];
    assert_eq!(records("not-a-table"), expected);
}

#[test]
fn prose_is_no_record() {
    assert_eq!(
        records("glued-prose"),
        ["Lyon, Rhône, 13", "Tours, Loire, 6", "Lyon, Rhône, 13, or", "Tours, Loire, 6"]
    );
}
