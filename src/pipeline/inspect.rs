//! Pages that are judged: what a recipe selects and they do not have is a finding, and so is a shape that is not the accepted one.
//!
//! It calls the same steps as a run and knows which errors of a run are findings here.

use std::collections::BTreeSet;

use super::parse::parse_all;
use super::{Outcome, check_levels, finish, names};
use crate::check::Reparted;
use crate::diagnostic::{Diagnostic, Severity};
use crate::error::{Error, ErrorKind, Result};
use crate::extract::extract_present;
use crate::guard::step;
use crate::recipe::{Origin, Recipe};
use crate::repair::{Guidance, Repair};
use crate::shape::Shape;
use crate::source::{SourceId, SourceMap, Span};

/// Runs a recipe over pages to judge them: what the pages do not have is a finding, and so is a shape that is not the accepted
/// one.
///
/// # Errors
///
/// As [`run`](crate::pipeline::run), but for what the recipe selects and the pages do not have.
pub fn inspect(
    recipe: &Recipe,
    sources: &SourceMap,
    pages: &[SourceId],
    guidance: &Guidance,
    accepted: Option<&Shape>,
) -> Result<Outcome> {
    check_levels(recipe)?;
    let documents = parse_all(sources, pages)?;
    step("extracting the data of", &names(sources));
    let (mut extraction, absences) = extract_present(recipe, &documents, sources);
    drop(documents);
    let mut incomplete = Vec::new();
    for absence in absences {
        if !matches!(absence.error.kind(), ErrorKind::NothingMatched { .. }) {
            return Err(absence.error);
        }
        let name = &recipe.datasets[absence.dataset].name;
        incomplete.push(name.clone());
        let near = absence.near.or_else(|| pages.first().map(|&page| start_of(sources, page)));
        extraction.diagnostics.push(nothing_matched(&absence.error, near).in_dataset(name));
    }
    for dataset in &recipe.datasets {
        if let Origin::Unnest { dataset: parent, .. } = dataset.origin
            && incomplete.contains(&recipe.datasets[parent].name)
        {
            incomplete.push(dataset.name.clone());
        }
    }
    finish(recipe, sources, extraction, guidance, &Contract { accepted, incomplete: &incomplete })
}

/// The first line of a page.
fn start_of(sources: &SourceMap, page: SourceId) -> Span {
    Span::new(page, sources.file(page).line_range(0))
}

/// What was an error of a run, as a finding.
fn nothing_matched(error: &Error, span: Option<Span>) -> Diagnostic {
    let finding = Diagnostic::new("nothing-matched", Severity::Error, error.headline(), span);
    let finding = match error.excerpt() {
        Some(at) => finding.with_note(format!("selected by {}:{}:{}", at.path, at.line, at.column), None),
        None => finding,
    };
    match error.help() {
        Some(help) => finding.with_help(help),
        None => finding,
    }
}

/// What the pages are held to beside the recipe.
#[derive(Clone, Copy, Default)]
pub(super) struct Contract<'c> {
    /// The shape that was accepted last.
    pub(super) accepted: Option<&'c Shape>,
    /// The datasets of which the pages do not have all.
    pub(super) incomplete: &'c [String],
}

/// The applied repairs that changed how many items there are.
pub(super) fn reparted(recipe: &Recipe, repairs: &[Repair]) -> Vec<Reparted> {
    let is_reparted = |repair: &&Repair| repair.applied && repair.items_before.len() != repair.items_after.len();
    let reparted = |repair: &Repair| Reparted {
        rule: repair.rule,
        dataset: recipe.datasets[repair.dataset].name.clone(),
        field: repair.field,
        span: repair.span,
        before: repair.items_before.clone(),
        after: repair.items_after.clone(),
    };
    repairs.iter().filter(is_reparted).map(reparted).collect()
}

/// Leaves out what another finding says better: a column with another name is said by the check that knows its old one, and a field
/// without a column lacks its values everywhere. `absent` has the fields without a column, by dataset.
pub(super) fn say_once(recipe: &Recipe, absent: &[BTreeSet<usize>], diagnostics: &mut Vec<Diagnostic>) {
    let renamed: BTreeSet<Span> = diagnostics
        .iter()
        .filter(|finding| finding.code == "changed-header")
        .filter_map(|finding| finding.span)
        .collect();
    let is_absent = |finding: &Diagnostic| {
        recipe.datasets.iter().zip(absent).any(|(dataset, absent)| {
            let mut names = absent.iter().map(|&field| &dataset.schema.fields[field].name);
            finding.dataset.as_deref() == Some(&dataset.name) && names.any(|name| Some(name) == finding.field.as_ref())
        })
    };
    diagnostics.retain(|finding| match finding.code {
        "unknown-column" => finding.span.is_none_or(|span| !renamed.contains(&span)),
        "lost-values" => !is_absent(finding),
        _ => true,
    });
}
