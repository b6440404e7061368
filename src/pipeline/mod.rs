//! The whole way from pages to datasets, in order; the tally must balance.
//!
//! It calls one module after the other and knows the inside of none. `assemble.rs` turns repaired records into datasets,
//! `repair_log.rs` turns repairs into one, `compare/` puts two revisions of pages beside each other.

mod assemble;
mod compare;
mod inspect;
mod load;
mod parse;
mod patch;
mod propose;
mod repair_log;
mod repair_page;
mod revisions;
mod shape;
mod sisters;
mod tables;

pub use compare::{
    ComparedRecipe, LocatedDataset, Revision, compare_datasets, compare_pages, compare_with_recipe, page_datasets,
};
pub use inspect::inspect;
pub use load::load;
#[cfg(feature = "git")]
pub use load::load_revision;
pub use parse::{parse, parse_compact, parse_tables};
pub use patch::{Patch, Selection, patch};
pub use propose::{Proposed, propose};
pub use repair_page::repair_page;
pub use revisions::{
    FollowedColumn, HistoryRecipe, PageText, follow_headers, inferred_recipe, kin_of_newest, page_names, read_revisions,
};
pub use sisters::page_columns;
pub use tables::{ReadTable, read_list, read_table, read_table_in_parts};

use inspect::Contract;
use parse::parse_all;

use crate::check::{CHECKS, CONTRACT_FINDINGS, Judged, check};
use crate::dataset::{Clash, Dataset, Record};
use crate::diagnostic::{Diagnostic, FAILURES, FINDINGS, Finding, Severity, WRITING_FINDINGS};
use crate::error::{Error, Result};
use crate::extract::{Extraction, Tally, extract};
use crate::guard::step;
use crate::recipe::{LevelName, Recipe};
use crate::repair::{Abstention, GUIDANCE_FINDINGS, Guidance, RULES, Repair, Repairs, repair};
use crate::schema::Value;
use crate::shape::Shape;
use crate::similarity::did_you_mean;
use crate::source::{SourceId, SourceMap};

/// What a recipe makes of its pages.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The datasets in the recipe's order.
    pub datasets: Vec<Dataset>,
    /// The records of each dataset that are not in it, because another one has their key.
    pub left_out: Vec<Vec<Record>>,
    /// The account of the cells of each dataset, in the same order.
    pub tallies: Vec<Tally>,
    /// Every repair, applied or not, in the order of the pages.
    pub repairs: Vec<Repair>,
    /// What the rules considered and left alone, in the order of the pages.
    pub abstentions: Vec<Abstention>,
    /// The same repairs as a dataset.
    pub repair_log: Dataset,
    /// The shape of the pages.
    pub shape: Shape,
    /// Every finding, in the order of the pages.
    pub diagnostics: Vec<Diagnostic>,
}

impl Outcome {
    /// Whether a finding says that the data cannot be trusted.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Runs a recipe over pages.
///
/// # Errors
///
/// [`ErrorKind::NothingMatched`](crate::ErrorKind::NothingMatched) when the recipe selects what the pages do not have,
/// [`ErrorKind::Recipe`](crate::ErrorKind::Recipe) when it sets the level of a finding that there is not or selects a table
/// twice, and
/// [`ErrorKind::Internal`](crate::ErrorKind::Internal) when a cell is unaccounted for.
pub fn run(recipe: &Recipe, sources: &SourceMap, pages: &[SourceId]) -> Result<Outcome> {
    run_guided(recipe, sources, pages, &Guidance::default())
}

/// Runs a recipe over pages, with decisions and with documents that are evidence only.
///
/// # Errors
///
/// As [`run`].
pub fn run_guided(recipe: &Recipe, sources: &SourceMap, pages: &[SourceId], guidance: &Guidance) -> Result<Outcome> {
    check_levels(recipe)?;
    let documents = parse_all(sources, pages)?;
    step("extracting the data of", &names(sources));
    let extraction = extract(recipe, &documents, sources)?;
    // What was taken from the pages knows its places, and the cells of a long table take much memory.
    drop(documents);
    finish(recipe, sources, extraction, guidance, &Contract::default())
}

/// What messages call the pages of a run.
fn names(sources: &SourceMap) -> String {
    sources.files().map(|(_, file)| file.path()).collect::<Vec<_>>().join(", ")
}

/// From what was taken from the pages to the datasets.
fn finish(
    recipe: &Recipe,
    sources: &SourceMap,
    mut extraction: Extraction,
    guidance: &Guidance,
    contract: &Contract<'_>,
) -> Result<Outcome> {
    step("repairing the data of", &names(sources));
    let repairs = repair(recipe, &mut extraction, sources, guidance);
    let tallies: Vec<Tally> = extraction.datasets.iter().map(|dataset| dataset.tally).collect();
    check_tallies(recipe, &tallies)?;
    let repair_log = repair_log::dataset(recipe, &extraction, &repairs.log, sources);
    let links = shape::links(recipe, &extraction);
    let absent: Vec<_> = extraction.datasets.iter().map(|dataset| dataset.absent.clone()).collect();
    let selected: Vec<_> =
        extraction.datasets.iter_mut().map(|dataset| std::mem::take(&mut dataset.selected)).collect();
    let mut diagnostics = extraction.diagnostics;
    let (datasets, clashes) = assemble::datasets(recipe, extraction.datasets);
    let mut left_out = vec![Vec::new(); datasets.len()];
    for (dataset, clash) in &clashes {
        if let Clash::DuplicateKey { left_out: record, .. } = clash {
            left_out[*dataset].push(Record::clone(record));
        }
    }
    let shape = shape::shape(recipe, sources, &selected, &datasets);
    diagnostics.extend(repairs.diagnostics);
    diagnostics.extend(
        clashes
            .into_iter()
            .map(|(dataset, clash)| clash_finding(recipe, dataset, clash).in_dataset(&recipe.datasets[dataset].name)),
    );
    let Contract { accepted, incomplete } = *contract;
    step("checking the data of", &names(sources));
    let reparted = inspect::reparted(recipe, &repairs.log);
    let judged =
        Judged { recipe, datasets: &datasets, links: &links, reparted: &reparted, shape: &shape, accepted, incomplete };
    diagnostics.extend(check(&judged));
    inspect::say_once(recipe, &absent, &mut diagnostics);
    set_levels(recipe, &mut diagnostics);
    diagnostics.sort_by(|a, b| (a.span, a.code).cmp(&(b.span, b.code)));
    let Repairs { log: repairs, abstentions, .. } = repairs;
    Ok(Outcome { datasets, left_out, tallies, repairs, abstentions, repair_log, shape, diagnostics })
}

/// What every code means that a finding can have, sorted by code.
pub fn findings() -> Vec<Finding> {
    let checks = CHECKS.iter().map(|check| (check.name, check.summary, check.explanation));
    let rules = RULES.iter().map(|rule| (rule.name, rule.summary, rule.explanation));
    let named = checks.chain(rules).map(|(code, summary, explanation)| Finding { code, summary, explanation });
    let listed = FINDINGS
        .iter()
        .chain(FAILURES)
        .chain(WRITING_FINDINGS)
        .chain(GUIDANCE_FINDINGS)
        .chain(CONTRACT_FINDINGS)
        .copied();
    let mut all: Vec<Finding> = listed.chain(named).collect();
    all.sort_by_key(|finding| finding.code);
    all
}

/// Every code that a finding can have.
pub fn finding_codes() -> Vec<&'static str> {
    findings().into_iter().map(|finding| finding.code).collect()
}

fn check_levels(recipe: &Recipe) -> Result<()> {
    let codes = finding_codes();
    for (code, level) in &recipe.levels {
        if !codes.contains(&code.as_str()) {
            let error = recipe.refuse(format!("there is no finding `{code}`"), level.place.clone(), "not known");
            return Err(error
                .with_help(did_you_mean(code, &codes).unwrap_or_else(|| "`rowmill explain` lists them".to_owned())));
        }
        if code == "nothing-matched" && level.level != LevelName::Error {
            let message = "that nothing matched is always an error".to_owned();
            let error = recipe.refuse(message, level.place.clone(), "this level");
            return Err(error.with_help("a table that a page may do without has `optional: true` in its selector"));
        }
    }
    Ok(())
}

/// Gives each finding the severity that the recipe says its code has.
pub fn set_levels(recipe: &Recipe, diagnostics: &mut [Diagnostic]) {
    for finding in diagnostics {
        finding.severity = match recipe.levels.get(finding.code).map(|level| level.level) {
            Some(LevelName::Error) => Severity::Error,
            Some(LevelName::Warning) => Severity::Warning,
            Some(LevelName::Note) => Severity::Note,
            None => finding.severity,
        };
    }
}

fn check_tallies(recipe: &Recipe, tallies: &[Tally]) -> Result<()> {
    match recipe.datasets.iter().zip(tallies).find(|(_, tally)| !tally.balances()) {
        None => Ok(()),
        Some((dataset, tally)) => Err(Error::internal(format!(
            "of {} cells of `{}`, {} are placed, {} flagged and {} ignored",
            tally.cells, dataset.name, tally.placed, tally.flagged, tally.ignored
        ))),
    }
}

fn clash_finding(recipe: &Recipe, dataset: usize, clash: Clash) -> Diagnostic {
    let name = &recipe.datasets[dataset].name;
    match clash {
        Clash::DuplicateKey { key, first, second, .. } => {
            let key = key.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
            Diagnostic::new(
                "duplicate-key",
                Severity::Error,
                format!("two records of `{name}` have the key `{key}`"),
                second,
            )
            .with_note("the first one", first)
            .with_help(format!("mend the page, or add a field to the `primary_key` of `{name}`"))
        }
        Clash::MissingKey { field, span } => Diagnostic::new(
            "missing-key",
            Severity::Error,
            format!("a record of `{name}` has no `{field}`, which is in its key"),
            span,
        )
        .with_help(format!("mend the page, or take `{field}` out of the `primary_key` of `{name}`")),
        Clash::WrongType { field, value, span } => Diagnostic::new(
            "type-mismatch",
            Severity::Error,
            format!("`{value}` does not fit the type of `{field}`"),
            span,
        ),
    }
}
