//! A row that a line end cuts in two.

use crate::extract::{RefitFault, RefitRecord};
use crate::repair::tables::{TableView, anchored, moved, tables};
use crate::repair::{Edit, Evidence, Grade, Proposal, RepairRule, Target, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "cut-row",
    summary: "a row is cut short, or goes on in the next line",
    explanation: "\
A row ends where its line ends. Where the next line has just the cells that this one lacks, the two are one row.

Before: `| Metz | 57` and, on the next line, `yes | 2001-02-07 |`
After:  `| Metz | 57 | yes | 2001-02-07 |`

A cell that was written over several lines is the same fault: the row has no last pipe, and the lines below it no first one, up to the one that ends it.
They are joined by a blank, behind the end of a sentence by `<br>`.

It is suggested where the cells of both lines look like those of their columns, and the pipes show that the first line is open and the second
one goes on, or the second one cannot be a row of its own; and where the pipes of all lines together make a cell for each column. A row is reported that ends before columns in which every other row has something,
eight rows or more.

It abstains where the next line may be a record, or a paragraph below the table, and where the columns that the row lacks are empty elsewhere, too.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for view in tables(evidence) {
        let filled = filled_fields(&view);
        let mut is_joined = false;
        for (position, &(record, row)) in view.records.iter().enumerate() {
            let refit = row.row.refit.as_deref();
            // The end of the row above is told of with that row.
            let is_end = std::mem::replace(&mut is_joined, refit.is_some_and(joins_next));
            match refit {
                Some(refit) => {
                    let next = view.records.get(position + 1).map(|(next, _)| *next);
                    verdicts.extend(joined(evidence, (view.dataset, record), refit, next));
                }
                None if is_end => {}
                None => verdicts.extend(cut_short(evidence, &view, position, &filled)),
            }
        }
    }
    verdicts
}

/// Whether the record of the next line belongs to the one that lacks its cells.
fn joins_next(refit: &RefitRecord) -> bool {
    refit.fault == RefitFault::Cut { is_record: true }
}

/// The record with the cells of the next line, and without the record that this line makes.
fn joined(
    evidence: &Evidence<'_>,
    (dataset, record): (usize, usize),
    refit: &RefitRecord,
    next: Option<usize>,
) -> Option<Proposal> {
    let RefitFault::Cut { is_record } = refit.fault else { return None };
    let reason = match evidence.sources.text(refit.span).lines().count() {
        0..=2 => "the row ends early, and the next line has just the cells that it lacks".to_owned(),
        lines => format!("the row ends early, and the next {} lines have just what it lacks", lines - 1),
    };
    let reason = reason.as_str();
    let grade = if refit.is_certain { Grade::Suggested } else { Grade::Manual };
    let first = moved(evidence, grade, (dataset, record), &refit.fields, reason)?;
    if grade == Grade::Manual {
        return anchored(evidence, grade, (dataset, record), reason);
    }
    let proposal = match is_record {
        false => first,
        true => {
            // The record that goes is the one that the proposal is about.
            let next = next?;
            let fields = &evidence.extraction.datasets[dataset].records[next].fields;
            let field = fields.iter().position(|field| field.cell.is_some() && !field.items.is_empty())?;
            let target = Target { dataset, record: next, field, items: 0..fields[field].items.len() };
            let edits: Vec<Edit> = first.edits().cloned().collect();
            Proposal { also: edits, removes_record: true, ..Proposal::new(grade, target, Vec::new(), reason) }
        }
    };
    Some(proposal.with_source(refit.span, &refit.text))
}

/// The fewest other rows that tell what a row should have.
const LEAST_ROWS: usize = 8;

/// The fields in which all rows but one have something.
fn filled_fields(view: &TableView<'_>) -> Vec<usize> {
    let count = |field: usize| view.records.iter().filter(|(_, row)| !row.fields[field].items.is_empty()).count();
    let is_filled = |field: &usize| view.records.len() > LEAST_ROWS && count(*field) + 1 >= view.records.len();
    view.text_fields().into_iter().filter(is_filled).collect()
}

/// A row that lacks the cells of columns in which every other row has something.
fn cut_short(evidence: &Evidence<'_>, view: &TableView<'_>, position: usize, filled: &[usize]) -> Option<Proposal> {
    let (record, row) = view.records[position];
    let lacks = |field: &&usize| {
        row.row.is_line && !row.row.is_rest && !row.fields[**field].is_present && row.fields[**field].cell.is_none()
    };
    let names: Vec<&str> = filled.iter().filter(lacks).map(|&field| view.name(field)).collect();
    if names.is_empty() {
        return None;
    }
    let others = view.records.len() - 1;
    let reason = format!("the row ends before `{}`, which the other {others} rows have", names.join("`, `"));
    anchored(evidence, Grade::Manual, (view.dataset, record), &reason)
}
