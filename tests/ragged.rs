//! The findings of ragged rows and of what GitHub shows as text, over a fixture each: found among the faults, not among the
//! traps, and every cell accounted for. `records` shows what is read in spite of the fault.

use std::fs;
use std::path::Path;

use rowmill::diagnostic::FINDINGS;
use rowmill::schema::Value;
use rowmill::{Outcome, SourceMap, parse_recipe, pipeline};

const CODES: [&str; 8] = [
    "duplicate-header",
    "empty-header",
    "empty-surplus-cell",
    "glued-prose",
    "joined-rows",
    "not-a-table",
    "pipe-in-code",
    "section-row",
];

struct Fixture {
    sources: SourceMap,
    outcome: Outcome,
    traps: usize,
}

fn run(code: &str) -> Fixture {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tables").join(format!("{code}.md"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("`{code}` needs a fixture: {error}"));
    let recipe = text.strip_prefix("---\n").and_then(|rest| rest.split("\n---\n").next()).expect("it has front matter");
    let recipe = parse_recipe("recipe", recipe).expect("its front matter is a recipe");
    let traps = text.lines().position(|line| line == "## Sound").expect("it has a sound section") + 1;
    let mut sources = SourceMap::new();
    let page = sources.add("page.md", text);
    let outcome = pipeline::run(&recipe, &sources, &[page]).expect("the tables are there, and the tally balances");
    Fixture { sources, outcome, traps }
}

#[test]
fn each_is_found_among_the_faults_alone() {
    for code in CODES {
        let fixture = run(code);
        assert!(FINDINGS.iter().any(|finding| finding.code == code), "{code}");
        let found = fixture.outcome.diagnostics.iter().filter(|finding| finding.code == code);
        let lines: Vec<usize> =
            found.map(|finding| fixture.sources.position(finding.span.expect("it has a place")).line).collect();
        assert!(!lines.is_empty(), "{code} is not found");
        assert!(lines.iter().all(|&line| line < fixture.traps), "{code} is found in a trap: {lines:?}");
    }
}

/// The records of the faults, a line each.
fn records(code: &str) -> Vec<String> {
    let fixture = run(code);
    let text = |value: &Value| value.to_string();
    let dataset = &fixture.outcome.datasets[0];
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
    let tally = run("section-row").outcome.tallies[0];
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
    let expected = ["Lyon, Rhône, 13", "Metz, Moselle, 9", "Sens, Yonne, 3", "Tours, Loire, 6", "Nancy, Meurthe, 5"];
    assert_eq!(records("not-a-table"), expected);
}

#[test]
fn prose_is_no_record() {
    assert_eq!(records("glued-prose"), ["Lyon, Rhône, 13", "Tours, Loire, 6"]);
}
