//! A cell that no column has.

use crate::extract::{ExtractedRecord, RefitFault};
use crate::repair::tables::anchored;
use crate::repair::{Evidence, Grade, RepairRule, Verdicts};
use crate::source::Span;

pub(super) const RULE: RepairRule = RepairRule {
    name: "cell-without-column",
    summary: "a row has more cells than the table has columns",
    explanation: "\
GitHub drops every cell behind the last column, so that what stands there is lost to the reader. Nothing says whether a column is missing in the header, or
a pipe is one too many.

Before: `| Metz | 57 | a cathedral |` in a table of two columns
After:  the same, reported

It abstains where the cells are empty or comments, and where another rule says how the row may be meant: as two records, as shifted, or with a pipe that is part
of a text.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for (place, row) in evidence.rows().filter(|(_, row)| !row.row.surplus.is_empty() && !is_told(row)) {
        let is_lost = |cell: &&Span| !is_comment(evidence.sources.text(**cell).trim());
        let lost: Vec<Span> = row.row.surplus.iter().filter(is_lost).copied().collect();
        let (place_of_all, reason) = match lost[..] {
            [] => continue,
            [one] => (one, "this cell has no column, and GitHub does not show it".to_owned()),
            [first, .., last] => {
                (first.to(last), format!("these {} cells have no column, and GitHub does not show them", lost.len()))
            }
        };
        let report = anchored(evidence, Grade::Manual, place, &reason);
        verdicts.extend(report.map(|report| report.about(place_of_all)));
    }
    verdicts
}

/// Whether a text is a comment, which no reader sees anywhere.
fn is_comment(text: &str) -> bool {
    text.starts_with("<!--") && text.ends_with("-->")
}

/// Whether another rule tells of the row.
fn is_told(row: &ExtractedRecord) -> bool {
    row.row.refit.as_ref().is_some_and(|refit| refit.is_certain || refit.fault != RefitFault::Parted)
}
