//! A row whose cells stand in the columns beside theirs.

use crate::extract::{RefitFault, RefitRecord};
use crate::repair::tables::{anchored, moved};
use crate::repair::{Evidence, Grade, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "shifted-row",
    summary: "the cells of a row stand in the columns beside theirs",
    explanation: "\
A row with a cell too few or too many, or with an empty one at its end, whose cells look like nothing that stands in their columns
(a date among numbers, a word among dates) and like all that stands in those beside them, has lost an empty cell, or got one.

Before: `| Pau | yes | 2001-02-07 |`, where the columns hold a town, a number, yes or no, and a date
After:  `| Pau | | yes | 2001-02-07 |`

It is suggested where only one way to lay the cells over the columns fits, and reported where another one fits, too, and where what is lost is the
first cell, which every other row has: no empty cell is missing then, but the name of the row.

It abstains where fewer than three rows have a cell for each column, where the cells fit as they stand, and where several ways are equally
good: a table of words alone does not tell.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for (place, row) in evidence.rows() {
        let shifted = row.row.refit.as_ref().filter(|refit| refit.fault == RefitFault::Shifted);
        verdicts.extend(shifted.and_then(|refit| laid(evidence, place, refit)));
    }
    verdicts
}

fn laid(evidence: &Evidence<'_>, place: (usize, usize), refit: &RefitRecord) -> Option<Proposal> {
    if refit.is_certain {
        let reason =
            "as it stands, cells look like nothing in their columns; so laid, each looks like the others of its column";
        let proposal = moved(evidence, Grade::Suggested, place, &refit.fields, reason)?;
        return Some(proposal.with_source(refit.span, &refit.text));
    }
    let reason = format!("the cells do not fit their columns; they might be meant as `{}`", refit.text);
    anchored(evidence, Grade::Manual, place, &reason)
}
