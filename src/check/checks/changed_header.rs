//! A table whose columns are not those that were accepted last.

use crate::check::{Check, Judged};
use crate::diagnostic::{Diagnostic, Severity};
use crate::recipe::flow_list;
use crate::shape::{Column, DatasetShape, TableShape};
use crate::similarity::{folded, is_near_spelling};

pub(super) const CHECK: Check = Check {
    name: "changed-header",
    summary: "a table has other columns than the accepted ones",
    explanation: "\
`rowmill.lock` keeps the headers that the last accepted build took its data from. A column that has gone or has another name now is an error, a new one
a warning. A column counts as renamed where one name went and one came, in the same place or in nearly the same spelling.

If the change is right, adapt the recipe, and run `rowmill build` to accept it.",
    run,
};

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (before, now) in judged.shapes() {
        for (old, new) in pairs(before, now) {
            found.extend(changes(old, new).into_iter().map(|finding| finding.in_dataset(&now.name)));
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

fn changes(old: &TableShape, new: &TableShape) -> Vec<Diagnostic> {
    let lacks = |table: &TableShape, text: &str| !table.header.iter().any(|column| is_same(&column.text, text));
    let mut gone: Vec<(usize, &Column)> =
        old.header.iter().enumerate().filter(|(_, column)| lacks(new, &column.text)).collect();
    let mut come: Vec<(usize, &Column)> =
        new.header.iter().enumerate().filter(|(_, column)| lacks(old, &column.text)).collect();
    let mut found = Vec::new();
    gone.retain(|&(index, column)| {
        let is_it = |(place, other): &(usize, &Column)| {
            let stayed = old.header.len() == new.header.len() && *place == index;
            stayed || is_like(&column.text, &other.text)
        };
        let Some(other) = come.iter().position(is_it) else { return true };
        let (_, other) = come.remove(other);
        found.push(renamed(column, other));
        false
    });
    found.extend(gone.into_iter().map(|(_, column)| {
        Diagnostic::new("changed-header", Severity::Error, format!("the column `{}` is gone", column.text), new.span)
            .with_help("take it out of the fields that read it, or let it be missing with `optional: true`; then `rowmill build` accepts the new shape")
    }));
    found.extend(come.into_iter().map(|(_, column)| {
        Diagnostic::new(
            "changed-header",
            Severity::Warning,
            format!("the column `{}` is new", column.text),
            column.span,
        )
        .with_help("give it a field if the data should have it; `rowmill build` accepts the new shape")
    }));
    found
}

fn renamed(from: &Column, to: &Column) -> Diagnostic {
    let message = match is_like(&from.text, &to.text) {
        true => format!("the column `{}` is named `{}` now", from.text, to.text),
        false => format!("`{}` stands where the column `{}` was", to.text, from.text),
    };
    let help = format!(
        "if it is the same column, write `from: {}` in the recipe, else take its field out; then `rowmill build` accepts the new shape",
        flow_list([&from.text, &to.text])
    );
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
