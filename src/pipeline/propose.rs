//! A recipe for pages that builds on them: proposed, run, and proposed again with more caution until nothing is wrong.

use super::parse::parse_all;
use super::{Outcome, run_guided};
use crate::error::{Error, ErrorKind, Result};
use crate::infer::{self, Caution, Proposal};
use crate::recipe::{DECISIONS_FILE, Recipe, parse_recipe};
use crate::repair::Guidance;
use crate::source::{SourceId, SourceMap};

/// A recipe that was proposed, and what it makes of the pages.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The text, and what it leaves out.
    pub proposal: Proposal,
    /// The text as it was read back.
    pub recipe: Recipe,
    /// What a build of it gives, without errors.
    pub outcome: Outcome,
}

/// How often a proposal is made again. Each time a dataset claims less, so that two or three times are enough.
const ROUNDS: usize = 12;

/// Proposes a recipe for pages. `path` is how messages name the recipe, `paths` are those of the pages relative to it.
///
/// # Errors
///
/// [`ErrorKind::NothingMatched`] when no table or list of the pages could be data, with the reasons;
/// [`ErrorKind::Internal`] when the recipe cannot be read back or does not build.
pub fn propose(sources: &SourceMap, pages: &[SourceId], path: &str, paths: &[String]) -> Result<Proposed> {
    propose_with(sources, pages, path, paths, &Guidance::default(), Caution::default())
}

/// As [`propose`], with what guides the repairs, and claiming no more than a first caution allows.
pub(super) fn propose_with(
    sources: &SourceMap,
    pages: &[SourceId],
    path: &str,
    paths: &[String],
    guidance: &Guidance,
    mut caution: Caution,
) -> Result<Proposed> {
    for _ in 0..ROUNDS {
        // Seldom twice, and the cells of a long table are not in memory while it is tried.
        let proposal = infer::propose(&parse_all(sources, pages)?, sources, paths, &caution);
        let mut recipe = match proposal.datasets {
            // Nothing to repair is no fault.
            0 if caution.is_for_repair() => Recipe::empty(path),
            0 => return Err(nothing(sources, pages, &proposal)),
            _ => parse_recipe(path, &proposal.text).map_err(|error| unread(&error))?,
        };
        if proposal.datasets > 0 {
            recipe.add_aliases(DECISIONS_FILE, "", &guidance.decisions.aliases)?;
        }
        let outcome = run_guided(&recipe, sources, pages, guidance).map_err(|error| unread(&error))?;
        if !outcome.has_errors() {
            return Ok(Proposed { proposal, recipe, outcome });
        }
        if !caution.learn(&outcome.diagnostics) {
            break;
        }
    }
    Err(Error::internal("the proposed recipe does not build on its own pages"))
}

fn nothing(sources: &SourceMap, pages: &[SourceId], proposal: &Proposal) -> Error {
    let path = match pages {
        [page] => sources.file(*page).path().to_owned(),
        _ => format!("{} pages", pages.len()),
    };
    let message = format!("no table or list of `{path}` could be data");
    let error = Error::new(ErrorKind::NothingMatched { path, message });
    let reasons = &proposal.left_out;
    let more = reasons.len().saturating_sub(SHOWN_REASONS);
    let shown = reasons[..reasons.len() - more].join("; ");
    match (shown.is_empty(), more) {
        (true, _) => error.with_help("there is no table at all; `rowmill ls` lists what there is"),
        (false, 0) => error.with_help(format!("left out: {shown}")),
        (false, more) => error.with_help(format!("left out: {shown}; and {more} more")),
    }
}

/// How many reasons an error gives.
const SHOWN_REASONS: usize = 5;

fn unread(error: &Error) -> Error {
    Error::internal(format!("the proposed recipe is wrong: {error}"))
}
