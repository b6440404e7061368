//! Repairs of pages that have no recipe: one is inferred that serves to find faults, and thrown away.

use super::propose::propose_with;
use super::sisters::page_columns;
use super::{Outcome, Proposed};
use crate::error::Result;
use crate::infer::Caution;
use crate::repair::Guidance;
use crate::source::{SourceId, SourceMap};

/// Repairs a page, and says by which recipe: one that takes every table. A page without a table or list has no repairs.
///
/// # Errors
///
/// As [`propose`](super::propose), but that nothing to take is no error; an alias of a vocabulary that the page does not have is refused as
/// [`ErrorKind::Recipe`](crate::ErrorKind::Recipe).
pub fn repair_page(sources: &SourceMap, page: SourceId, guidance: &Guidance) -> Result<Proposed> {
    let path = sources.file(page).path().to_owned();
    propose_with(sources, &[page], "the inferred recipe", &[path], guidance, Caution::for_repair())
}

/// What the repairs of some pages are, taken together; the documents `with` are evidence only.
///
/// # Errors
///
/// As [`repair_page`].
pub fn repair_pages(sources: &SourceMap, pages: &[SourceId], with: &[SourceId]) -> Result<Outcome> {
    let columns = with.iter().map(|&page| page_columns(sources, page)).collect::<Result<Vec<_>>>()?;
    let outside = columns.concat();
    let guidance = Guidance { outside, ..Guidance::default() };
    let paths: Vec<String> = pages.iter().map(|&page| sources.file(page).path().to_owned()).collect();
    let proposed = propose_with(sources, pages, "the inferred recipe", &paths, &guidance, Caution::for_repair())?;
    Ok(proposed.outcome)
}
