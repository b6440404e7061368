//! Two rows that are about the same and say different things.

use std::collections::{BTreeMap, BTreeSet};

use crate::extract::{ExtractedField, ExtractedRecord, Item};
use crate::repair::tables::{TableView, tables};
use crate::repair::words::letters;
use crate::repair::{Evidence, Proposal, RepairRule, Verdicts};

pub(super) const RULE: RepairRule = RepairRule {
    name: "conflicting-rows",
    summary: "two rows have the same key and differ",
    explanation: "\
Two rows with the same key say different things of one thing. Which of them is right the page does not say, so nothing is changed; where one
has all that the other has, and more, that is told.

Before: `| Oslo | Orange |` and `| Oslo | Orange, Telia |`
After:  the same, reported with both places and the fields that differ

The key is the recipe's. Without one, the first column of names is taken for the key where no other two rows of seven or more share a name in it, and
the two agree in half of the other columns at least, or one has all that the other has.

It abstains where the table has no such column, and where several rows share a name: there the rows are about parts of a thing.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for view in tables(evidence) {
        let keys = view.recipe.schema.key_positions();
        let (key, is_told) = match (keys.is_empty(), first_name(&view)) {
            (false, _) => (keys, true),
            (true, Some(field)) => (vec![field], false),
            (true, None) => continue,
        };
        let groups = groups(&view, &key);
        let several: Vec<&Vec<usize>> = groups.values().filter(|group| group.len() > 1).collect();
        let is_only = several.len() == 1 && several[0].len() == 2 && view.records.len() >= LEAST_ROWS;
        for group in several.into_iter().filter(|_| is_told || is_only) {
            for &later in &group[1..] {
                verdicts.extend(compared(evidence, &view, &key, (group[0], later), is_told));
            }
        }
    }
    verdicts
}

/// The fewest rows that tell that a column names each.
const LEAST_ROWS: usize = 7;

/// The first text column, if it may name its rows.
fn first_name(view: &TableView<'_>) -> Option<usize> {
    let field = *view.text_fields().first()?;
    let is_name = |(_, row): &(usize, &ExtractedRecord)| match row.fields[field].items.as_slice() {
        [one] => letters(one.text()) >= 2,
        _ => false,
    };
    (!view.is_list(field) && view.records.iter().all(is_name)).then_some(field)
}

/// The positions of the rows with the same key.
fn groups(view: &TableView<'_>, key: &[usize]) -> BTreeMap<Vec<String>, Vec<usize>> {
    let mut groups: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
    for (position, (_, row)) in view.records.iter().enumerate() {
        let text =
            |field: &usize| row.fields[*field].items.iter().map(|item| item.text()).collect::<Vec<_>>().join("\n");
        let key: Vec<String> = key.iter().map(text).collect();
        if key.iter().any(|text| !text.is_empty()) {
            groups.entry(key).or_default().push(position);
        }
    }
    groups
}

/// What two rows of one key differ in; nothing where they do not, or may be about two things.
fn compared(
    evidence: &Evidence<'_>,
    view: &TableView<'_>,
    key: &[usize],
    (first, later): (usize, usize),
    is_told: bool,
) -> Option<Proposal> {
    let ((_, above), (record, row)) = (view.records[first], view.records[later]);
    let others: Vec<usize> = view.text_fields().into_iter().filter(|field| !key.contains(field)).collect();
    let has_any = |field: &&usize| !above.fields[**field].items.is_empty() || !row.fields[**field].items.is_empty();
    let filled: Vec<usize> = others.iter().filter(has_any).copied().collect();
    let differ: Vec<usize> =
        filled.iter().copied().filter(|&field| texts(&above.fields[field]) != texts(&row.fields[field])).collect();
    let holds = |a: &ExtractedRecord, b: &ExtractedRecord| {
        differ.iter().all(|&field| texts(&a.fields[field]).is_superset(&texts(&b.fields[field])))
    };
    let agree = filled.len() - differ.len();
    let is_part = holds(above, row) || holds(row, above);
    if differ.is_empty() || !(is_told || is_part || agree >= differ.len()) {
        return None;
    }
    let names: Vec<&str> = differ.iter().map(|&field| view.name(field)).collect();
    let at = evidence.sources.position(above.span).line;
    let more = match (holds(above, row), holds(row, above)) {
        (true, _) => format!("; line {at} has all that this row has"),
        (_, true) => format!("; this row has all that line {at} has"),
        _ => String::new(),
    };
    let reason = format!("line {at} has the same `{}`, and another `{}`{more}", view.name(key[0]), names.join("`, `"));
    let is_of_row = |field: &usize| row.fields[*field].cell.is_some() && !row.fields[*field].items.is_empty();
    let field = key.iter().copied().find(is_of_row)?;
    Some(Proposal::report(view.target(record, field), &row.fields[field].items, reason))
}

fn texts(field: &ExtractedField) -> BTreeSet<&str> {
    field.items.iter().map(Item::text).collect()
}
