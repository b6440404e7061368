//! Repairs of a page that has no recipe: one is inferred that serves to find faults, and thrown away.

use super::Proposed;
use super::propose::propose_with;
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
