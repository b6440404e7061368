//! What findings have said, so that no report says it again.

use std::collections::BTreeSet;

use rowmill::repair::Repair;
use rowmill::{Diagnostic, Span};

/// The places that findings and their notes point to.
pub(super) struct Said(BTreeSet<Span>);

impl Said {
    pub(super) fn by(findings: &[Diagnostic]) -> Self {
        let notes = |finding: &Diagnostic| finding.notes.iter().filter_map(|(_, place)| *place).collect::<Vec<_>>();
        Self(findings.iter().flat_map(|finding| finding.span.into_iter().chain(notes(finding))).collect())
    }

    /// Whether a report tells of a part of the page that a finding points to. What is in an item may have more than one fault; what
    /// is in none has only that.
    pub(super) fn has(&self, repair: &Repair) -> bool {
        let (start, end) = (repair.span.with_end(repair.span.start()), repair.span.with_start(repair.span.end()));
        repair.is_beside_items() && self.0.range(start..end).next().is_some()
    }
}
