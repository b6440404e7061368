//! Two records on one line.

use crate::extract::RefitFault;
use crate::repair::tables::anchored;
use crate::repair::{Evidence, Grade, Proposal, RepairRule, Verdicts};
use crate::source::Span;

pub(super) const RULE: RepairRule = RepairRule {
    name: "joined-rows",
    summary: "two records stand on one line",
    explanation: "\
GitHub drops every cell behind the last column, so the second record is lost there. It gets a line of its own.

Before: `| Metz | 57 | | Pau | 64 |` in a table of two columns
After:  `| Metz | 57 |` and `| Pau | 64 |`

It is suggested where both halves look like records of the table, and would not if they were shifted: both are read as records already, so
no value changes. It is suggested, too, where an empty cell stands between the halves and all cells fit their columns, and reported where the halves
may be records.

It abstains where the row has not twice as many cells as the table has columns.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for (place, row) in evidence.rows() {
        verdicts.extend(row.row.joint.and_then(|joint| part(evidence, place, joint)));
        let joined = row.row.refit.as_ref().filter(|refit| refit.fault == RefitFault::Joined);
        verdicts.extend(joined.and_then(|refit| {
            if refit.is_certain {
                let reason = "there are cells for two records with an empty one between them, and each half may be one";
                let proposal = anchored(evidence, Grade::Suggested, place, reason)?;
                return Some(proposal.with_source(refit.span, &refit.text));
            }
            let reason = format!("there are cells for two records; they might be meant as `{}`", one_line(&refit.text));
            let report = anchored(evidence, Grade::Manual, place, &reason)?;
            // What starts the second half has no column, and is what the page is told of, too.
            Some(match row.row.surplus[..] {
                [first, .., last] => report.about(first.to(last)),
                _ => report,
            })
        }));
    }
    verdicts
}

fn part(evidence: &Evidence<'_>, place: (usize, usize), joint: Span) -> Option<Proposal> {
    let line_end = if evidence.sources.file(joint.source).text().contains("\r\n") { "\r\n" } else { "\n" };
    let reason = "there are cells for two records, and each half looks like one; both are read";
    Some(anchored(evidence, Grade::Suggested, place, reason)?.with_source(joint, format!(" |{line_end}| ")))
}

fn one_line(text: &str) -> String {
    text.lines().collect::<Vec<_>>().join("` and `")
}
