//! Two cells of a row that stand in each other's columns.

use std::collections::BTreeMap;

use crate::extract::{ExtractedField, ExtractedRecord, Item, Items, Shape, shape_of_text};
use crate::recipe::Part;
use crate::repair::tables::{TableView, cell_source, moved, shape_of_field, tables};
use crate::repair::words::letters;
use crate::repair::{Evidence, Grade, Proposal, RepairRule, Verdicts};
use crate::source::Span;

pub(super) const RULE: RepairRule = RepairRule {
    name: "value-in-wrong-column",
    summary: "two cells of a row stand in each other's columns",
    explanation: "\
Two cells of one row of which each looks like nothing else in its own column, and just like the other's: a date among links and a link among dates,
or values of two columns that share none and repeat theirs.

Before: `| Oslo | 2020-01-17 | yes |`, where the other rows have yes or no in the second column and dates in the third
After:  `| Oslo | yes | 2020-01-17 |`

It is suggested where the two cells are the only two of the row that can be so exchanged.

It abstains in tables of fewer than six rows (of fewer than four, where all other cells of either column have one look), where one of the cells fits its own column too, where the columns share values or looks, for empty
cells, in a row that lost a cell or a pipe, and where two fields take the text of one column.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for view in tables(evidence).iter().filter(|view| view.records.len() >= FEWEST_ROWS) {
        let columns: Vec<Column<'_>> =
            view.text_fields().into_iter().map(|field| Column::of(evidence, view, field)).collect();
        for (position, &(record, row)) in view.records.iter().enumerate() {
            let odd: Vec<usize> = (0..columns.len()).filter(|&column| columns[column].is_odd(position, row)).collect();
            let mut pairs = pairs(&odd).filter(|&(a, b)| are_exchanged(&columns[a], &columns[b], position, row));
            let Some((a, b)) = pairs.next() else { continue };
            if pairs.next().is_some() {
                let target = view.target(record, columns[a].field);
                verdicts.decline(target, "", "several pairs of cells of this row might be exchanged");
                continue;
            }
            if are_ends(view.name(columns[a].field), view.name(columns[b].field)) {
                let target = view.target(record, columns[a].field);
                verdicts.decline(target, "", "the columns are the two ends of something, which may go either way");
                continue;
            }
            verdicts.extend(exchanged(evidence, view, (record, row), (columns[a].field, columns[b].field)));
        }
    }
    verdicts
}

/// Words for the two ends of something, or for two states of it.
const ENDS: &[&[&str]] = &[
    &[
        "from",
        "source",
        "src",
        "start",
        "origin",
        "departure",
        "begin",
        "first",
        "left",
        "input",
        "old",
        "before",
        "previous",
        "home",
    ],
    &[
        "to",
        "target",
        "destination",
        "dest",
        "dst",
        "end",
        "arrival",
        "last",
        "second",
        "right",
        "output",
        "new",
        "after",
        "next",
        "away",
    ],
];

/// Whether two columns are named for the ends of something.
fn are_ends(a: &str, b: &str) -> bool {
    let has = |name: &str, words: &[&str]| name.to_lowercase().split(['_', ' ', '-']).any(|word| words.contains(&word));
    (has(a, ENDS[0]) && has(b, ENDS[1])) || (has(a, ENDS[1]) && has(b, ENDS[0]))
}

/// The fewest rows that tell what a column holds.
const LEAST_ROWS: usize = 6;

/// The fewest rows where all others are of one look in either column.
const FEWEST_ROWS: usize = 4;

fn pairs(odd: &[usize]) -> impl Iterator<Item = (usize, usize)> + '_ {
    odd.iter().enumerate().flat_map(|(at, &a)| odd[at + 1..].iter().map(move |&b| (a, b)))
}

/// How a cell looks as far as it tells columns apart: texts of any length are one, and a number is one in code too.
fn look(evidence: &Evidence<'_>, field: &ExtractedField) -> Shape {
    match shape_of_field(evidence, field) {
        Shape::Word | Shape::Phrase | Shape::Sentence => Shape::Phrase,
        Shape::Code => match field.items.as_slice() {
            [one] if shape_of_text(one.text()) == Shape::Number => Shape::Number,
            _ => Shape::Code,
        },
        other => other,
    }
}

/// What a column holds.
struct Column<'e> {
    field: usize,
    /// The look of each row's cell.
    shapes: Vec<Shape>,
    /// How many cells have each look, but for empty ones.
    counts: BTreeMap<Shape, usize>,
    filled: usize,
    /// How often each text stands there.
    texts: BTreeMap<&'e str, usize>,
    /// The number of items.
    items: usize,
}

impl<'e> Column<'e> {
    fn of(evidence: &Evidence<'_>, view: &TableView<'e>, field: usize) -> Self {
        let shapes: Vec<Shape> = view.records.iter().map(|(_, row)| look(evidence, &row.fields[field])).collect();
        let mut counts: BTreeMap<Shape, usize> = BTreeMap::new();
        shapes.iter().filter(|shape| **shape != Shape::Blank).for_each(|shape| *counts.entry(*shape).or_default() += 1);
        let mut texts: BTreeMap<&str, usize> = BTreeMap::new();
        let items = view.records.iter().flat_map(|(_, row)| &row.fields[field].items);
        items.for_each(|item| *texts.entry(item.text()).or_default() += 1);
        let (filled, items) = (counts.values().sum(), texts.values().sum());
        Self { field, shapes, counts, filled, texts, items }
    }

    fn count(&self, shape: Shape) -> usize {
        self.counts.get(&shape).copied().unwrap_or(0)
    }

    /// Whether no other cell of the column has the look of a row's cell.
    fn is_odd_look(&self, position: usize) -> bool {
        self.shapes[position] != Shape::Blank && self.filled >= FEWEST_ROWS && self.count(self.shapes[position]) == 1
    }

    /// Whether the column repeats a few texts, and no other cell has that of a row's cell.
    fn is_odd_text(&self, row: &ExtractedRecord) -> bool {
        let items = &row.fields[self.field].items;
        let is_new = |item: &Item| letters(item.text()) > 0 && self.texts.get(item.text()) == Some(&1);
        self.repeats() && !items.is_empty() && items.iter().all(is_new)
    }

    /// Whether a row's cell has what no other cell of the column has.
    fn is_odd(&self, position: usize, row: &ExtractedRecord) -> bool {
        !row.fields[self.field].items.is_empty() && (self.is_odd_look(position) || self.is_odd_text(row))
    }

    /// Whether it holds a few texts, again and again.
    fn repeats(&self) -> bool {
        self.items >= LEAST_ROWS && self.texts.len() * 2 <= self.items + 1
    }

    /// Whether the other cells all have one look that is more than text of some length.
    fn has_look(&self, shape: Shape) -> bool {
        self.count(shape) + 1 >= self.filled && shape.is_telling()
    }

    /// Whether all cells but one have a look.
    fn has_only(&self, shape: Shape) -> bool {
        self.count(shape) + 1 == self.filled
    }

    /// Whether half of the cells have a look.
    fn has_often(&self, shape: Shape) -> bool {
        self.count(shape) * 2 >= self.filled
    }

    /// Whether it repeats each of some texts.
    fn has_texts(&self, items: &[Item]) -> bool {
        self.repeats() && items.iter().all(|item| self.texts.get(item.text()).is_some_and(|count| *count >= 2))
    }
}

/// Whether the cells of two columns of a row belong each into the other's: by their looks, of which one says more than that it is text, or by texts
/// that the columns repeat and do not share.
fn are_exchanged(a: &Column<'_>, b: &Column<'_>, position: usize, row: &ExtractedRecord) -> bool {
    let (shape_a, shape_b) = (a.shapes[position], b.shapes[position]);
    let are_odd = a.is_odd_look(position) && b.is_odd_look(position);
    let are_crossed = are_odd && a.has_only(shape_b) && b.has_only(shape_a);
    let by_look = are_odd
        && a.filled.min(b.filled) >= LEAST_ROWS
        && (b.has_look(shape_a) || a.has_look(shape_b))
        && b.has_often(shape_a)
        && a.has_often(shape_b);
    let by_text = a.is_odd_text(row)
        && b.is_odd_text(row)
        && b.has_texts(&row.fields[a.field].items)
        && a.has_texts(&row.fields[b.field].items);
    are_crossed || by_look || (by_text && are_apart(a, b, row))
}

/// Whether two columns share no text, but for what a row has in both.
fn are_apart(a: &Column<'_>, b: &Column<'_>, row: &ExtractedRecord) -> bool {
    let is_here = |text: &str| {
        let has = |field: usize| row.fields[field].items.iter().any(|item| item.text() == text);
        has(a.field) || has(b.field)
    };
    !a.texts.keys().any(|text| b.texts.contains_key(text) && !is_here(text))
}

fn exchanged(
    evidence: &Evidence<'_>,
    view: &TableView<'_>,
    (record, row): (usize, &ExtractedRecord),
    (a, b): (usize, usize),
) -> Option<Proposal> {
    let (cell_a, cell_b) = (row.fields[a].cell?, row.fields[b].cell?);
    let lacks = |field: &usize| row.fields[*field].cell.is_none();
    let is_short = view.text_fields().iter().any(lacks) || row.row.refit.is_some();
    // What another rule writes there would be lost.
    let is_mended = evidence.extraction.mended.iter().any(|place| row.span.contains(*place));
    let is_part = row.row.unopened.is_some() || row.row.unclosed.is_some() || is_short || is_mended;
    if !row.row.is_line || is_part || cell_a.start() >= cell_b.start() {
        return None;
    }
    let mut fields = row.fields.clone();
    for (index, field) in fields.iter_mut().enumerate() {
        let there = match field.cell {
            Some(cell) if cell == cell_a => cell_b,
            Some(cell) if cell == cell_b => cell_a,
            _ => continue,
        };
        field.items = match index {
            _ if index == a => row.fields[b].items.clone(),
            _ if index == b => row.fields[a].items.clone(),
            _ => address_in(evidence, there, view, index)?,
        };
    }
    let text = |range: std::ops::Range<usize>| evidence.sources.text(row.span.with_range(range));
    let line = [
        text(row.span.start()..cell_a.start()),
        cell_source(evidence, &row.fields[b]),
        text(cell_a.end()..cell_b.start()),
        cell_source(evidence, &row.fields[a]),
        text(cell_b.end()..row.span.end()),
    ];
    let reason = format!(
        "no other row has such a `{}`, nor such a `{}`; each looks like what the other rows have in the other column",
        view.name(a),
        view.name(b)
    );
    let proposal = moved(evidence, Grade::Suggested, (view.dataset, record), &fields, &reason)?;
    Some(proposal.with_source(row.span, line.concat()))
}

/// The address of the link that a cell is, as the item of a field that takes it; nothing of a cell without a link, `None` where
/// that is not told.
fn address_in(evidence: &Evidence<'_>, cell: Span, view: &TableView<'_>, field: usize) -> Option<Items> {
    let source = evidence.sources.text(cell);
    if view.recipe.fields[field].origin.part() != Some(Part::Url) {
        return None;
    }
    let Some((text, rest)) = source.split_once("](") else { return Some(Items::new()) };
    let address = rest.strip_suffix(')').filter(|address| !address.contains([' ', '(', ')', '<']))?;
    if !text.starts_with('[') {
        return None;
    }
    let start = cell.start() + text.len() + 2;
    let place = cell.with_range(start..start + address.len());
    let item = Item::new(address.to_owned(), place, &view.recipe.schema.fields[field]);
    Some(Items::from_iter([item.ok()?]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_columns_may_be_the_ends_of_something() {
        let check = |a: &str, b: &str, expected: bool| assert_eq!(are_ends(a, b), expected, "{a} {b}");
        check("from", "to", true);
        check("Port-of departure", "arrival_port", true);
        check("new", "OLD", true);
        check("from", "source", false);
        check("to", "target", false);
        check("from", "town", false);
        check("town", "to", false);
        check("fromage", "to", false);
    }

    #[test]
    fn each_column_is_paired_with_those_behind_it() {
        assert_eq!(pairs(&[2, 5, 7]).collect::<Vec<_>>(), [(2, 5), (2, 7), (5, 7)]);
        assert_eq!(pairs(&[2]).count(), 0);
    }
}
