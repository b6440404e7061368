//! Lists whose items are there twice, run together, or badly separated.

use std::ops::Range;

use super::{Damage, DamageClass, How, Site, Undone, sites};
use crate::page::{CellView, View};
use crate::random::Random;

pub(super) const CLASSES: &[DamageClass] = &[
    DamageClass {
        name: "duplicate-item",
        condition: "a list of two or more items, none of them twice, gets one of them again; no list of the column repeats any",
        report_suffices: false,
        how: How::Page(duplicate),
    },
    DamageClass {
        name: "missing-separator",
        condition: "two neighbours in a list, each of which stands twice besides, lose what is between them",
        report_suffices: false,
        how: How::Page(missing_separator),
    },
    DamageClass {
        name: "separator-inside-name",
        condition: "a comma is put before the legal form of a name in a list that is separated by commas",
        report_suffices: false,
        how: How::Page(separator_inside_name),
    },
    DamageClass {
        name: "doubled-separator",
        condition: "a comma of a list stands twice",
        report_suffices: true,
        how: How::Page(|view, random| between(view, random, |_, gap| gap.replace(',', ",,"))),
    },
    DamageClass {
        name: "dangling-separator",
        condition: "a comma behind the last item of a list, where no other cell of the column ends so",
        report_suffices: true,
        how: How::Page(dangling),
    },
    DamageClass {
        name: "missing-space-after-separator",
        condition: "the blank behind a comma of a list is lost, where each other comma of the column has it",
        report_suffices: true,
        how: How::Page(|view, random| between(view, random, |_, gap| gap.trim_end().to_owned())),
    },
    DamageClass {
        name: "space-before-separator",
        condition: "a blank before a comma of a list, where no other comma of the column has it",
        report_suffices: true,
        how: How::Page(|view, random| between(view, random, |_, gap| format!(" {gap}"))),
    },
    DamageClass {
        name: "broken-break",
        condition: "a `<br>` of a cell loses its closing sign, its opening sign, or its last letter",
        report_suffices: false,
        how: How::Page(broken_break),
    },
];

/// The lists of two or more items, in a random order.
fn lists<'v>(view: &'v View<'_>, random: &mut Random) -> Vec<(usize, usize, &'v CellView)> {
    let is_first = |view: &View<'_>, &(table, row, column, item): &Site| {
        let content = &view.tables[table];
        let items = &content.rows[row].cells[column].items;
        content.is_list[column] && item == 0 && items.len() > 1 && items.iter().all(|item| item.is_verbatim)
    };
    let sites = sites(view, random, is_first);
    sites
        .into_iter()
        .map(|(table, row, column, _)| (table, column, &view.tables[table].rows[row].cells[column]))
        .collect()
}

/// The source between two items.
fn gap(cell: &CellView, index: usize) -> Range<usize> {
    cell.items[index].place.end..cell.items[index + 1].place.start
}

/// Whether all gaps of a column's lists are a comma and a blank.
fn has_plain_commas(view: &View<'_>, table: usize, column: usize) -> bool {
    let cells = view.tables[table].rows.iter().map(|row| &row.cells[column]);
    let mut gaps = cells.flat_map(|cell| (1..cell.items.len()).map(move |index| gap(cell, index - 1)));
    gaps.all(|gap| gap.start <= gap.end && &view.text[gap] == ", ")
}

/// Another text between two items of a list that is separated by commas.
fn between(view: &View<'_>, random: &mut Random, change: fn(&View<'_>, &str) -> String) -> Option<Damage> {
    let (_, _, cell) =
        lists(view, random).into_iter().find(|(table, column, _)| has_plain_commas(view, *table, *column))?;
    let index = random.below(cell.items.len() - 1);
    let gap = gap(cell, index);
    let new = change(view, &view.text[gap.clone()]);
    Some(Damage::new(gap, new, Undone::Layout, &cell.items[index].text).seen_in(cell))
}

impl Damage {
    /// A defect of the layout is seen in the whole cell.
    fn seen_in(self, cell: &CellView) -> Self {
        let end = cell.place.end + self.replacement.len() - self.edit.len();
        self.seen_at(cell.place.start..end)
    }
}

fn dangling(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    let (_, _, cell) =
        lists(view, random).into_iter().find(|(table, column, _)| has_plain_commas(view, *table, *column))?;
    let last = cell.items.last()?;
    Some(Damage::new(last.place.end..last.place.end, ",".to_owned(), Undone::Layout, &last.text).seen_in(cell))
}

fn duplicate(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    let repeats = |cell: &CellView| {
        cell.items
            .iter()
            .enumerate()
            .any(|(index, item)| cell.items[..index].iter().any(|other| other.text == item.text))
    };
    let is_set = |table: usize, column: usize| !view.tables[table].rows.iter().any(|row| repeats(&row.cells[column]));
    for (table, column, cell) in lists(view, random) {
        let item = &cell.items[random.below(cell.items.len())];
        let at = random.below(cell.items.len() - 1);
        let gap = gap(cell, at);
        let (before, after) = (&cell.items[at], &cell.items[at + 1]);
        let is_neighbour = item.text == before.text || item.text == after.text;
        let has_letters = item.text.chars().filter(|character| character.is_alphabetic()).count() >= 2;
        let is_plain = gap.start <= gap.end && !view.text[gap.clone()].contains(['`', '*', '[', ']', '_']);
        if !is_set(table, column) || !has_letters || !is_plain || (is_neighbour && cell.items.len() > 2) {
            continue;
        }
        let inserted = format!("{}{}", &view.text[gap.clone()], item.text);
        let end = before.place.end;
        return Some(Damage::new(end..end, inserted, Undone::Without(item.text.clone()), &item.text).seen_in(cell));
    }
    None
}

fn missing_separator(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    for (_, _, cell) in lists(view, random) {
        let is_fit = |index: &usize| {
            let (a, b) = (&cell.items[*index].text, &cell.items[*index + 1].text);
            let is_supported = |name: &str| super::spelling::is_name(name) && view.count(name) >= 3;
            let gap = gap(cell, *index);
            let is_plain = gap.start <= gap.end && !view.text[gap].contains(['`', '*', '[', ']', '_']);
            is_supported(a) && is_supported(b) && is_plain && view.count(&format!("{a} {b}")) == 0
        };
        let fit: Vec<usize> = (0..cell.items.len() - 1).filter(is_fit).collect();
        let Some(&index) = random.pick(&fit) else { continue };
        let (a, b) = (&cell.items[index], &cell.items[index + 1]);
        let new = format!("{} {}", a.text, b.text);
        return Some(Damage::new(
            a.place.start..b.place.end,
            new.clone(),
            Undone::Reads,
            &format!("{}, {}", a.text, b.text),
        ));
    }
    None
}

/// Legal forms that mean nothing else.
const FORMS: &[&str] =
    &["Inc.", "Inc", "Ltd.", "Ltd", "LLC", "GmbH", "Corp.", "S.p.A", "S.A.", "Limited", "Corporation"];

fn separator_inside_name(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    for (table, column, cell) in lists(view, random) {
        let is_fit = |index: &usize| {
            cell.items[*index]
                .text
                .rsplit_once(' ')
                .is_some_and(|(name, form)| FORMS.contains(&form) && !name.is_empty())
        };
        let fit: Vec<usize> = (0..cell.items.len()).filter(is_fit).collect();
        let Some(&index) = random.pick(&fit) else { continue };
        let item = &cell.items[index];
        let has_commas = view.tables[table].rows.iter().any(|row| row.cells[column].text.contains(", "));
        if !has_commas {
            continue;
        }
        let (name, form) = item.text.rsplit_once(' ')?;
        let new = format!("{name}, {form}");
        return Some(Damage::new(item.place.clone(), new, Undone::Items(vec![item.text.clone()]), &item.text));
    }
    None
}

fn broken_break(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    let mut breaks: Vec<(Range<usize>, &CellView)> = Vec::new();
    for cell in view.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells) {
        let source = &view.text[cell.place.clone()];
        for (at, _) in source.match_indices("<br") {
            let end = source[at..].find('>').map(|end| at + end + 1);
            let is_plain = |tag: &str| matches!(tag, "<br>" | "<br/>" | "<br />");
            let Some(end) = end.filter(|&end| is_plain(&source[at..end])) else { continue };
            breaks.push((cell.place.start + at..cell.place.start + end, cell));
        }
    }
    let (place, cell) = random.pick(&breaks)?.clone();
    let tag = &view.text[place.clone()];
    let new = match random.below(3) {
        0 => tag[..tag.len() - 1].to_owned(),
        1 => tag[1..].to_owned(),
        _ => tag.replace('r', ""),
    };
    // A cell may end with the break, which is then no part of it.
    let end = (place.end + 1).max(cell.place.end) + new.len() - place.len();
    Some(Damage::new(place, new, Undone::Reads, &cell.text).seen_at(cell.place.start..end))
}
