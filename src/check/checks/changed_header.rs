//! A table whose columns are not those that were accepted last.

use crate::check::{Check, Judged};
use crate::diagnostic::{Diagnostic, Severity};
use crate::recipe::{DatasetRecipe, flow_list};
use crate::shape::{Column, DatasetShape, TableShape};
use crate::similarity::{folded, is_near_spelling};

pub(super) const CHECK: Check = Check {
    name: "changed-header",
    summary: "a table has other columns than the accepted ones",
    explanation: "\
`rowmill.lock` keeps the headers that the last accepted build took its data from. A column that has gone or has another name now is an error, a new one
a warning. A column counts as renamed where one name went and one came, in the same place, between the same columns or in nearly the same spelling.

If the change is right, adapt the recipe, and run `rowmill build` to accept it.",
    run,
};

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (before, now) in judged.shapes() {
        let recipe = judged.recipe.dataset(&now.name);
        for (old, new) in pairs(before, now) {
            found.extend(changes(old, new, recipe).into_iter().map(|finding| finding.in_dataset(&now.name)));
        }
    }
    found
}

/// The tables of both sides that are one: under the same headings in the same order, and what is left in the order of the page.
fn pairs<'s>(before: &'s DatasetShape, after: &'s DatasetShape) -> Vec<(&'s TableShape, &'s TableShape)> {
    let mut free: Vec<&TableShape> = after.tables.iter().collect();
    let mut pairs = Vec::new();
    let mut left = Vec::new();
    for old in &before.tables {
        match free.iter().position(|new| new.under == old.under) {
            Some(index) => pairs.push((old, free.remove(index))),
            None => left.push(old),
        }
    }
    // A heading that was renamed leaves as many tables as there were.
    if left.len() == free.len() {
        pairs.extend(left.into_iter().zip(free));
    }
    pairs
}

fn changes(old: &TableShape, new: &TableShape, recipe: Option<&DatasetRecipe>) -> Vec<Diagnostic> {
    let knows = |text: &str| recipe.is_some_and(|recipe| recipe.reads_column(text) || is_ignored(recipe, text));
    let reads = |text: &str| recipe.is_some_and(|recipe| recipe.reads_column(text));
    let lacks = |table: &TableShape, text: &str| !table.header.iter().any(|column| is_same(&column.text, text));
    let mut gone: Vec<(usize, &Column)> =
        old.header.iter().enumerate().filter(|(_, column)| lacks(new, &column.text)).collect();
    let mut come: Vec<(usize, &Column)> =
        new.header.iter().enumerate().filter(|(_, column)| lacks(old, &column.text)).collect();
    let mut found = Vec::new();
    gone.retain(|&(index, column)| {
        let ranks = come.iter().enumerate().map(|(at, (place, other))| {
            (likeness((&old.header, index, column), (&new.header, *place, other)), std::cmp::Reverse(at))
        });
        let Some((_, std::cmp::Reverse(at))) = ranks.filter(|(rank, _)| *rank > 0).max() else { return true };
        let (_, other) = come.remove(at);
        found.push(renamed(column, other, reads(&other.text)));
        false
    });
    found.extend(gone.into_iter().map(|(_, column)| {
        let help = match reads(&column.text) {
            true => "take it out of the fields that read it, or let it be missing with `optional: true`; then `rowmill build` accepts the new shape",
            false => KNOWN,
        };
        Diagnostic::new("changed-header", Severity::Error, format!("the column `{}` is gone", column.text), new.span)
            .with_help(help)
    }));
    found.extend(come.into_iter().map(|(_, column)| {
        let help = match knows(&column.text) {
            true => KNOWN,
            false => "give it a field if the data should have it; `rowmill build` accepts the new shape",
        };
        Diagnostic::new(
            "changed-header",
            Severity::Warning,
            format!("the column `{}` is new", column.text),
            column.span,
        )
        .with_help(help)
    }));
    found
}

/// How to go on where the recipe is right already.
const KNOWN: &str = "the recipe is right for it: `rowmill build` takes it into `rowmill.lock`";

/// How much speaks for it that a column that came is one that has gone: its name; that it stands where that one stood, in a header as wide,
/// or between the same two columns; that it stands beside the same one. Nothing does if this is 0.
fn likeness((old, index, column): (&[Column], usize, &Column), (new, place, other): (&[Column], usize, &Column)) -> u8 {
    let before = |header: &[Column], at: usize| at.checked_sub(1).map(|at| folded(&header[at].text));
    let behind = |header: &[Column], at: usize| header.get(at + 1).map(|column| folded(&column.text));
    let is_left = before(old, index) == before(new, place);
    let is_right = behind(old, index) == behind(new, place);
    match () {
        () if is_like(&column.text, &other.text) => 3,
        () if old.len() == new.len() && place == index || is_left && is_right => 2,
        // What is new often stands at the end, so that nothing is told by that.
        () if is_left || is_right && behind(old, index).is_some() => 1,
        () => 0,
    }
}

fn is_ignored(recipe: &DatasetRecipe, header: &str) -> bool {
    recipe.ignore.iter().any(|ignored| is_same(ignored, header))
}

fn renamed(from: &Column, to: &Column, is_read: bool) -> Diagnostic {
    let message = match is_like(&from.text, &to.text) {
        true => format!("the column `{}` is named `{}` now", from.text, to.text),
        false => format!("`{}` stands where the column `{}` was", to.text, from.text),
    };
    let help = match is_read {
        true => KNOWN.to_owned(),
        false => format!(
            "if it is the same column, write `from: {}` in the recipe, else take its field out; then `rowmill build` accepts the new shape",
            flow_list([&from.text, &to.text])
        ),
    };
    Diagnostic::new("changed-header", Severity::Error, message, to.span).with_help(help)
}

/// Whether two headers may well be one: nearly one spelling, or the one is the other and more words.
fn is_like(a: &str, b: &str) -> bool {
    let (a, b) = (folded(a), folded(b));
    let starts = |long: &str, short: &str| long.strip_prefix(short).is_some_and(|rest| rest.starts_with([' ', '(']));
    is_near_spelling(&a, &b) || starts(&a, &b) || starts(&b, &a)
}

fn is_same(a: &str, b: &str) -> bool {
    folded(a) == folded(b)
}
