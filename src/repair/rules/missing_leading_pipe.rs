//! A row without the pipe before its first cell, in a table whose rows have it.

use crate::repair::tables::item_in;
use crate::repair::{Evidence, Grade, NewItem, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "missing-leading-pipe",
    summary: "a row lacks the pipe before its first cell",
    explanation: "\
The row is read whole, as GitHub shows it. The pipe is added in the source only, before all that stands in the cell, so no value changes.

Before: `Atlanta | Equinix |`
After:  `| Atlanta | Equinix |`

It abstains where most rows of the table have no first pipe: that is a style, not a slip; where the line goes on with the row above; and where the
first sign may have been meant for the pipe (`! Atlanta`, `l Atlanta`).",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for (place, row) in evidence.rows() {
        let Some(cell) = row.row.unopened.filter(|_| !row.row.is_to_be_rewritten()) else { continue };
        let records = &evidence.extraction.datasets[place.0].records;
        let above = place.1.checked_sub(1).map(|above| &records[above].row);
        let is_rest = above.is_some_and(|above| above.unclosed.is_some() || above.refit.is_some());
        let is_rest = is_rest || row.row.is_rest;
        let Some(target) = item_in(evidence, place, cell).filter(|_| !is_rest) else { continue };
        if stands_for_pipe(evidence.sources.text(cell)) {
            verdicts.decline(target, "|", "what stands first may have been meant for the pipe");
            continue;
        }
        let same = NewItem::same(&row.fields[target.field].items[target.items.start]);
        let reason = "the other rows of the table start with a pipe; the row is read whole";
        let text = format!("| {}", evidence.sources.text(cell));
        verdicts.propose(Proposal::new(Grade::Safe, target, vec![same], reason).with_source(cell, text));
    }
    verdicts
}

/// Whether the first sign of a cell looks like a pipe.
fn stands_for_pipe(source: &str) -> bool {
    let looks_alike = |sign: char| matches!(sign, '!' | '¦' | '│' | '｜' | '/' | '\\' | ']' | '}');
    source.starts_with(looks_alike) || source.starts_with("l ") || source.starts_with("I ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_look_like_a_pipe() {
        let check = |source: &str, expected: bool| assert_eq!(stands_for_pipe(source), expected, "{source}");
        ["! Oslo", "¦Oslo", "│ Oslo", "/Oslo", "]Oslo", "l Oslo", "I Oslo"]
            .iter()
            .for_each(|source| check(source, true));
        ["Oslo", "lOslo", "In Oslo", "1 Oslo", ""].iter().for_each(|source| check(source, false));
    }
}
