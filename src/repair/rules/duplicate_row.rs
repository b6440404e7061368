//! A row that stands in its table twice.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::extract::{ExtractedField, ExtractedRecord, Telling};
use crate::repair::tables::{TableView, cell_source, tables};
use crate::repair::words::letters;
use crate::repair::{Evidence, Grade, Proposal, RepairRule, Verdicts};
use crate::source::Span;

pub(super) const RULE: RepairRule = RepairRule {
    name: "duplicate-row",
    summary: "a row stands in its table twice",
    explanation: "\
Two rows that say the same in every field, links, marks and what is struck out included, after all other repairs, are one record. The first one stays.

Before: `| Oslo | Orange |` twice
After:  `| Oslo | Orange |` once

It is safe where the two lines read exactly the same and follow each other, say so much that a repeat cannot be meant (20 letters), and each of six other
rows or more has a name of its own in the first column, or in the key. It is suggested with fewer letters, where other rows stand between the two, as in a
list of steps, and where any other column names the rows; without such a column where the rows have 40 letters, and where it is the only row of five
or more that repeats another one, letter by letter, and each of the others has something of its own in the first column.

It abstains where rows say less, where more than every fourth row is a repeat, and where the two stand below different headings in the table: a
table of samples, steps or states may repeat itself.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    let is_table = |view: &&TableView<'_>| view.records.iter().any(|(_, row)| row.row.is_line);
    for view in tables(evidence).iter().filter(is_table) {
        let repeats = repeats(view);
        if repeats.is_empty() {
            continue;
        }
        let named = names_rows(view, &repeats, &view.text_fields());
        let is_keyed = names_rows(view, &repeats, &naming_fields(view)).is_some();
        let are_few = repeats.len() * 4 <= view.records.len();
        for (&later, &first) in &repeats {
            let (record, row) = view.records[later];
            let is_of_row = |field: &ExtractedField| field.cell.is_some() && !field.items.is_empty();
            let Some(field) = row.fields.iter().position(is_of_row) else { continue };
            let target = view.target(record, field);
            let above = view.records[first].1;
            let weight = letters_of(row);
            let least = match named {
                Some(_) if view.records.len() >= MANY_ROWS => FEW_LETTERS / 2,
                Some(_) => FEW_LETTERS,
                None => MANY_LETTERS,
            };
            let is_exact = squeezed(evidence, row) == squeezed(evidence, above);
            let filled = row.fields.iter().filter(|field| field.cell.is_some() && !field.items.is_empty()).count();
            let is_only = is_exact && repeats.len() == 1 && (weight >= FEWEST_LETTERS || filled >= FEWEST_CELLS);
            let is_odd = is_only && has_key(view, &repeats);
            if !is_odd && (!are_few || weight < least) || has_heading_between(evidence, view, first, later) {
                let reason =
                    "such rows may be meant to repeat: many do, or they say little, or stand below different headings";
                verdicts.decline(target, "", reason);
                continue;
            }
            verdicts.extend(line_of(evidence, row).map(|line| {
                let is_safe = is_exact && is_keyed && follows(first, later, &repeats) && weight >= SOME_LETTERS;
                let grade = if is_safe { Grade::Safe } else { Grade::Suggested };
                let at = evidence.sources.position(above.span).line;
                let why = named.map_or(String::new(), |field| {
                    format!("; every other row has a `{}` of its own", view.name(field))
                });
                let reason = format!("says the same as line {at} in every field{why}");
                let proposal = Proposal::new(grade, target, Vec::new(), reason).with_source(line, "");
                Proposal { removes_record: true, ..proposal }
            }));
        }
    }
    verdicts
}

/// The positions of rows that say what an earlier one says, each with that one.
fn repeats(view: &TableView<'_>) -> BTreeMap<usize, usize> {
    let said = |position: usize| view.records[position].1.fields.iter().map(said).collect::<Vec<Said<'_>>>();
    let is_filled = |field: &&ExtractedField| field.cell.is_some() && !field.items.is_empty();
    let is_asked = |position: &usize| view.records[*position].1.fields.iter().filter(is_filled).count() >= 2;
    // What a row says takes more memory than the row, so that it is told for those alone that may repeat another one.
    let hash = |position: usize| {
        let mut hasher = DefaultHasher::new();
        said(position).hash(&mut hasher);
        (hasher.finish(), position)
    };
    let mut hashes: Vec<(u64, usize)> = (0..view.records.len()).filter(is_asked).map(hash).collect();
    hashes.sort_unstable();
    let mut repeats = BTreeMap::new();
    for alike in hashes.chunk_by(|a, b| a.0 == b.0).filter(|alike| alike.len() > 1) {
        let mut first: BTreeMap<Vec<Said<'_>>, usize> = BTreeMap::new();
        for &(_, position) in alike {
            let earlier = *first.entry(said(position)).or_insert(position);
            if earlier != position {
                repeats.insert(position, earlier);
            }
        }
    }
    repeats
}

/// Whether nothing but other repeats of it stands between a row and one that repeats it.
fn follows(first: usize, later: usize, repeats: &BTreeMap<usize, usize>) -> bool {
    (first + 1..later).all(|between| repeats.get(&between) == Some(&first))
}

/// What a field says: its texts with their marks, and how they are set apart from plain text.
type Said<'e> = Vec<(&'e str, &'e [String], Vec<Telling>)>;

fn said(field: &ExtractedField) -> Said<'_> {
    field.items.iter().map(|item| (item.text(), item.marks(), field.tellings_of(item))).collect()
}

/// The fewest letters, or filled cells, of the one row of a table that repeats another one exactly.
const FEWEST_LETTERS: usize = 6;
const FEWEST_CELLS: usize = 3;

/// The fewest different rows that tell whether the first cell of each is its own.
const FEWEST_ROWS: usize = 4;

/// Whether each row but the repeats has something of its own in the first column.
fn has_key(view: &TableView<'_>, repeats: &BTreeMap<usize, usize>) -> bool {
    let Some(&field) = view.text_fields().first() else { return false };
    let others = view.records.iter().enumerate().filter(|(position, _)| !repeats.contains_key(position));
    let said: Vec<Said<'_>> = others.map(|(_, (_, row))| said(&row.fields[field])).collect();
    let distinct: BTreeSet<&Said<'_>> = said.iter().filter(|said| !said.is_empty()).collect();
    distinct.len() == said.len() && said.len() >= FEWEST_ROWS
}

/// The fewest different rows that tell whether each has a name.
const LEAST_ROWS: usize = 6;

/// So many rows with names of their own are no sequence.
const MANY_ROWS: usize = 20;

/// The columns that are there to tell one row from another: the first one, and the key. In any other one rows may differ by chance.
fn naming_fields(view: &TableView<'_>) -> Vec<usize> {
    let key = view.recipe.schema.key_positions();
    let is_naming = |(index, field): (usize, &usize)| index == 0 || key == [*field];
    view.text_fields().iter().enumerate().filter(|&one| is_naming(one)).map(|(_, &field)| field).collect()
}

/// The first of some columns, one of names in which no two rows but the repeats have the same.
fn names_rows(view: &TableView<'_>, repeats: &BTreeMap<usize, usize>, fields: &[usize]) -> Option<usize> {
    let others = || view.records.iter().enumerate().filter(|(position, _)| !repeats.contains_key(position));
    let is_name = |field: &usize| {
        let texts: Option<BTreeSet<&str>> = others()
            .map(|(_, (_, row))| match row.fields[*field].items.as_slice() {
                [one] if letters(one.text()) >= 1 && one.text().chars().count() <= LONGEST_NAME => Some(one.text()),
                _ => None,
            })
            .collect();
        texts.is_some_and(|texts| texts.len() == others().count() && texts.len() >= LEAST_ROWS)
    };
    fields.iter().copied().filter(|&field| !view.is_list(field)).find(is_name)
}

/// The greatest length, in characters, of a name.
const LONGEST_NAME: usize = 60;

/// The letters of a row that say enough to be a record where every other one has a name of its own, those that nobody
/// writes twice there with a purpose, and those that nobody writes twice anywhere.
const FEW_LETTERS: usize = 8;
const SOME_LETTERS: usize = 20;
const MANY_LETTERS: usize = 40;

fn letters_of(row: &ExtractedRecord) -> usize {
    let of_row = row.fields.iter().filter(|field| field.cell.is_some());
    of_row.flat_map(|field| &field.items).map(|item| letters(item.text())).sum()
}

/// Whether a row between two others looks like a heading, as they do not: its first cell is wholly emphasised, or stands alone.
fn has_heading_between(evidence: &Evidence<'_>, view: &TableView<'_>, first: usize, later: usize) -> bool {
    let Some(&field) = view.text_fields().first() else { return false };
    let is_loud = |position: usize| {
        let row = view.records[position].1;
        let source = cell_source(evidence, &row.fields[field]);
        let filled = row.fields.iter().filter(|field| field.cell.is_some() && !field.items.is_empty()).count();
        (source.starts_with("**") && source.ends_with("**")) || (filled == 1 && !row.fields[field].items.is_empty())
    };
    !is_loud(first) && (first + 1..later).any(is_loud)
}

/// The whole line of a row with its line end, if nothing else stands on it.
fn line_of(evidence: &Evidence<'_>, row: &ExtractedRecord) -> Option<Span> {
    let text = evidence.sources.file(row.span.source).text();
    let start = text[..row.span.start()].rfind('\n').map_or(0, |at| at + 1);
    let end = text[row.span.end()..].find('\n').map_or(text.len(), |at| row.span.end() + at + 1);
    let is_margin = |margin: &str| margin.chars().all(|character| matches!(character, ' ' | '\t' | '\r' | '\n' | '>'));
    let is_alone = is_margin(&text[start..row.span.start()]) && is_margin(&text[row.span.end()..end]);
    (row.row.is_line && is_alone).then_some(row.span.with_range(start..end))
}

/// The source of a row, whatever the blanks in it.
fn squeezed(evidence: &Evidence<'_>, row: &ExtractedRecord) -> String {
    evidence.sources.text(row.span).split_whitespace().collect::<Vec<_>>().join(" ")
}
