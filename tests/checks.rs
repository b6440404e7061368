//! The checks, and the findings that are made while pages are read, as whole lists: each has its explanation, its fixture
//! with a section that has the fault and one that has not, and its snapshot.

mod fixture;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use fixture::{Fixture, assert_snapshot, names};
use rowmill::check::CHECKS;
use rowmill::diagnostic::FINDINGS;
use rowmill::pipeline::finding_codes;
use rowmill::recipe::BUILTINS;
use rowmill::repair::Guidance;
use rowmill::shape::Shape;
use rowmill::{Diagnostic, Outcome, SourceMap, parse_recipe, pipeline};

/// The kinds of findings: the folder of the fixtures, and each code with its summary and its explanation.
fn kinds() -> [(&'static str, Vec<[&'static str; 3]>); 2] {
    let checks = CHECKS.iter().map(|check| [check.name, check.summary, check.explanation]);
    let findings = FINDINGS.iter().map(|finding| [finding.code, finding.summary, finding.explanation]);
    [("checks", checks.collect()), ("tables", findings.collect())]
}

/// The fixtures whose finding is about the page as a whole, and not about a section of it.
const WHOLE_PAGE: &[&str] = &["shrunken-page"];

/// What a fixture's page gives, held to the lock file beside it, if there is one.
fn run(fixture: &Fixture) -> Outcome {
    let lock = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(&fixture.name).with_extension("lock");
    let accepted = std::fs::read_to_string(&lock)
        .ok()
        .map(|text| Shape::from_lock(&lock.display().to_string(), &text).unwrap_or_else(|error| panic!("{error}")));
    let guidance = Guidance::default();
    pipeline::inspect(&fixture.recipe, &fixture.sources, &[fixture.page], &guidance, accepted.as_ref())
        .unwrap_or_else(|error| panic!("{}: {error}", fixture.name))
}

/// One line per finding, with its notes and its advice below.
fn listed(sources: &SourceMap, findings: &[Diagnostic]) -> String {
    let mut list = String::new();
    let place = |span: Option<rowmill::Span>| {
        span.map_or("-".to_owned(), |span| {
            let (start, end) = (sources.position(span), sources.end_position(span));
            format!("{}:{}..{}:{}", start.line, start.column, end.line, end.column)
        })
    };
    for finding in findings {
        let (code, severity) = (finding.code, finding.severity);
        let dataset = finding.dataset.as_deref().unwrap_or("-");
        let _ = writeln!(list, "{} {severity} {code} in {dataset}: {}", place(finding.span), finding.message);
        for (remark, span) in &finding.notes {
            let _ = writeln!(list, "    {}: {remark}", place(*span));
        }
        if let Some(help) = &finding.help {
            let _ = writeln!(list, "    help: {help}");
        }
    }
    list
}

#[test]
fn every_finding_is_explained() {
    for (_, members) in kinds() {
        for [code, summary, explanation] in members {
            assert!(!summary.is_empty() && !summary.ends_with('.'), "the summary of `{code}`");
            assert!(explanation.len() > 60, "the explanation of `{code}`");
        }
    }
}

#[test]
fn every_finding_has_its_fixture_and_every_fixture_its_finding() {
    for (folder, members) in kinds() {
        let codes: BTreeSet<String> = members.iter().map(|[code, ..]| (*code).to_owned()).collect();
        assert_eq!(names(folder), codes, "fixtures/{folder}");
    }
}

#[test]
fn every_finding_is_made_where_the_fault_is_and_only_there() {
    for (folder, members) in kinds() {
        for [code, ..] in members {
            let fixture = Fixture::load(folder, code);
            let outcome = run(&fixture);
            let (faults, sound) = (fixture.section("Faults"), fixture.section("Sound"));
            let is_in = |finding: &Diagnostic, lines| finding.span.is_some_and(|span| fixture.is_in(span, lines));
            let is_whole = WHOLE_PAGE.contains(&code);
            let found =
                outcome.diagnostics.iter().any(|finding| finding.code == code && (is_whole || is_in(finding, &faults)));
            let wrong: Vec<&Diagnostic> =
                outcome.diagnostics.iter().filter(|finding| finding.code == code && is_in(finding, &sound)).collect();
            assert!(found, "`{code}` is not found in {}", fixture.name);
            assert!(wrong.is_empty(), "{}: found in the sound section: {wrong:#?}", fixture.name);
            assert_snapshot(folder, code, &listed(&fixture.sources, &outcome.diagnostics));
        }
    }
}

#[test]
fn every_finding_is_listed_and_every_tally_balances() {
    let codes = finding_codes();
    let folders = ["rules", "checks", "tables"];
    let fixtures = folders.iter().flat_map(|folder| names(folder).into_iter().map(move |name| (folder, name)));
    for (folder, name) in fixtures {
        let fixture = Fixture::load(folder, &name);
        check_outcome(&fixture.name, &run(&fixture), &codes);
    }
    let builtin = &BUILTINS[0];
    let recipe = parse_recipe(builtin.path, builtin.recipe).expect("a built-in recipe is right");
    let mut sources = SourceMap::new();
    let pages: Vec<_> = builtin.pages.iter().map(|(path, text)| sources.add(*path, *text)).collect();
    let outcome = pipeline::run(&recipe, &sources, &pages).expect("the page has what the recipe selects");
    check_outcome(builtin.name, &outcome, &codes);
}

fn check_outcome(name: &str, outcome: &Outcome, codes: &[&str]) {
    for finding in &outcome.diagnostics {
        assert!(codes.contains(&finding.code), "{name}: `{}` is in no list", finding.code);
        assert!(!finding.message.is_empty() && !finding.message.ends_with('.'), "{name}: `{}`", finding.message);
    }
    for (tally, dataset) in outcome.tallies.iter().zip(&outcome.datasets) {
        assert!(tally.balances(), "{name}: the tally of `{}` is {tally:?}", dataset.name());
    }
}
