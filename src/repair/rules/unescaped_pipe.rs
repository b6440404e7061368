//! A pipe that belongs to a text, and ends the cell since no backslash stands before it.

use crate::extract::RefitFault;
use crate::repair::tables::{item_in, moved};
use crate::repair::{Evidence, Grade, NewItem, Proposal, RepairRule, Verdicts};
use crate::source::Span;

pub(super) const RULE: RepairRule = RepairRule {
    name: "unescaped-pipe",
    summary: "a pipe in a text is not escaped, so that it ends the cell",
    explanation: "\
GitHub ends a cell at every pipe without a backslash before it, in code spans too, and drops what is then too much. The pipe gets its
backslash.

Before: `| alt | ^a|b$ | a pattern |` in a table of three columns, the second one in a code span
After:  `| alt | ^a\\|b$ | a pattern |`

It is safe where a code span that would else stay open shows that the cells are one: the row is read so already, and no value changes. It is
suggested where the cells of the row, put together, fit the columns as those of the other rows do, and else do not.

It abstains where the row would not have a cell for each column then, where other ways to read it are as likely, and where the pipe stands between blanks
as those between cells do and parts no brackets.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for (place, row) in evidence.rows() {
        verdicts.extend(row.row.parted.iter().filter_map(|&cell| in_code(evidence, place, cell)));
        let Some(refit) = row.row.refit.as_ref().filter(|refit| refit.fault == RefitFault::Parted) else {
            continue;
        };
        let reason = "put together, the cells that the pipe parts fit their column, and the others theirs";
        let Some(proposal) = moved(evidence, Grade::Suggested, place, &refit.fields, reason) else { continue };
        if refit.is_certain {
            verdicts.propose(proposal.with_source(refit.span, &refit.text));
        } else {
            let reason = "the cells might be one text, but the pipe looks like one that ends a cell";
            verdicts.decline(proposal.edit.target, &refit.text, reason);
        }
    }
    verdicts
}

/// The cell is read whole; its source gets the backslashes.
fn in_code(evidence: &Evidence<'_>, place: (usize, usize), cell: Span) -> Option<Proposal> {
    let target = item_in(evidence, place, cell)?;
    let items = &evidence.extraction.datasets[place.0].records[place.1].fields[target.field].items;
    let same = NewItem::same(&items[target.items.start]);
    let reason = "the code span is closed behind the pipe, and the row has a cell for each column then; it is read so";
    let text = escaped(evidence.sources.text(cell));
    Some(Proposal::new(Grade::Safe, target, vec![same], reason).with_source(cell, text))
}

fn escaped(source: &str) -> String {
    let mut text = String::with_capacity(source.len() + 2);
    for character in source.chars() {
        if character == '|' && !text.ends_with('\\') {
            text.push('\\');
        }
        text.push(character);
    }
    text
}
