//! A row without the pipe behind its last cell, in a table whose rows have it.

use crate::extract::Item;
use crate::repair::{Evidence, Grade, NewItem, Proposal, RepairRule, Target, Verdicts};
use crate::source::Span;

pub(super) const RULE: RepairRule = RepairRule {
    name: "missing-trailing-pipe",
    summary: "a row lacks the pipe behind its last cell",
    explanation: "\
The row is read whole, as GitHub shows it. The pipe is added in the source only, behind all that stands in the cell, so no value changes.

Before: `| Atlanta | Equinix | Crown Castle`
After:  `| Atlanta | Equinix | Crown Castle |`

It abstains where most rows of the table have no last pipe: that is a style, not a slip (a pipe behind which a cell is missing, in a row without a
first pipe, is none of these: it parts an empty cell); where the next line has no first pipe, or code begins here that ends there, since that may be the
rest of the cell (`cut-row`); and where the whole row is to be written anew, since its cells do not fit the columns.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for (place, row) in evidence.rows() {
        let Some(cell) = row.row.unclosed.filter(|_| !row.row.is_to_be_rewritten()) else { continue };
        let below = evidence.extraction.datasets[place.0].records.get(place.1 + 1);
        if row.row.goes_on || row.row.is_rest || below.is_some_and(|below| below.row.unopened.is_some()) {
            continue;
        }
        verdicts.extend(close(evidence, place, cell));
    }
    verdicts
}

/// The last item of the row's last cell stays as it is; the cell's source gets the pipe.
fn close(evidence: &Evidence<'_>, (dataset, record): (usize, usize), cell: Span) -> Option<Proposal> {
    let row = &evidence.extraction.datasets[dataset].records[record];
    let inside = |span: Span| cell.start() <= span.start() && span.end() <= cell.end();
    let holds = |items: &[Item]| items.last().is_some_and(|item| inside(item.span()));
    let field = row.fields.iter().position(|field| holds(&field.items))?;
    let items = &row.fields[field].items;
    let last = items.len() - 1;
    let target = Target { dataset, record, field, items: last..last + 1 };
    let same = NewItem::same(&items[last]);
    let after = format!("{} |", evidence.sources.text(cell));
    let reason = "the other rows of the table end with a pipe; the row is read whole";
    Some(Proposal::new(Grade::Safe, target, vec![same], reason).with_source(cell, after))
}
