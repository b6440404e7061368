//! Rows that are there twice, cut short, shifted, run together or out of order.

use super::{Damage, DamageClass, How, Undone};
use crate::page::{Kind, RowView, TableView, View};
use crate::random::Random;

pub(super) const CLASSES: &[DamageClass] = &[
    DamageClass {
        name: "duplicate-row",
        condition: "a row with two filled cells stands again behind another one; no other row is there twice, and the first column is a key",
        report_suffices: false,
        how: How::Page(duplicate),
    },
    DamageClass {
        name: "shifted-row",
        condition: "a pipe too many before the first cell, or one too few around a blank cell, so that a cell comes to stand in a column of another kind",
        report_suffices: false,
        how: How::Page(shifted),
    },
    DamageClass {
        name: "lost-cell",
        condition: "the first cell of a row is lost, so that a cell comes to stand in a column of another kind",
        report_suffices: true,
        how: How::Page(lost),
    },
    DamageClass {
        name: "joined-rows",
        condition: "the line end between two rows with pipes at both ends is lost",
        report_suffices: false,
        how: How::Page(joined),
    },
    DamageClass {
        name: "cut-row",
        condition: "a row lacks its last cell and is closed before it; all rows are full",
        report_suffices: true,
        how: How::Page(cut),
    },
    DamageClass {
        name: "missing-trailing-pipe",
        condition: "a row loses its last pipe; all other rows have theirs",
        report_suffices: false,
        how: How::Page(unclosed),
    },
    DamageClass {
        name: "value-in-wrong-column",
        condition: "two cells of a row change places, of which one column holds numbers, dates, flags or links alone and the other none",
        report_suffices: true,
        how: How::Page(wrong_column),
    },
    DamageClass {
        name: "broken-order",
        condition: "in a table of eight rows or more that is sorted by its first column, a row is moved by three rows or more",
        report_suffices: true,
        how: How::Page(unsorted),
    },
];

/// The tables of four rows and two columns or more, in a random order.
fn tables<'v>(view: &'v View<'_>, random: &mut Random) -> Vec<&'v TableView> {
    let mut tables: Vec<&TableView> =
        view.tables.iter().filter(|table| table.rows.len() >= 4 && table.headers.len() >= 2).collect();
    random.shuffle(&mut tables);
    tables
}

fn one_row<'t>(table: &'t TableView, random: &mut Random, is_wanted: impl Fn(&RowView) -> bool) -> Option<&'t RowView> {
    let rows: Vec<&RowView> = table.rows.iter().filter(|row| is_wanted(row)).collect();
    random.pick(&rows).copied()
}

fn have_pipes(table: &TableView) -> bool {
    table.rows.iter().all(|row| row.has_pipes)
}

fn filled(row: &RowView) -> usize {
    row.cells.iter().filter(|cell| cell.kind != Kind::Blank).count()
}

/// Whether cells, put into the columns from the first one on, show by their kinds that they belong elsewhere.
fn is_seen(table: &TableView, kinds: impl Iterator<Item = Kind>) -> bool {
    table.kinds.iter().zip(kinds).any(|(column, kind)| *column != Kind::Text && kind != Kind::Blank && kind != *column)
}

/// What is shown of a row in a list.
fn name(row: &RowView) -> String {
    row.cells.iter().map(|cell| cell.text.replace('\n', " ")).collect::<Vec<_>>().join(" | ")
}

fn duplicate(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    for table in tables(view, random) {
        let first: Vec<&str> = table.rows.iter().map(|row| row.cells[0].text.as_str()).collect();
        let is_key = first.iter().enumerate().all(|(index, text)| !text.is_empty() && !first[..index].contains(text));
        let Some(row) = one_row(table, random, |row| filled(row) >= 2).filter(|_| is_key) else { continue };
        let behind = one_row(table, random, |_| true)?;
        let text = &view.text[row.place.clone()];
        let end = behind.place.end;
        let inserted = format!("\n{text}");
        let mut damage = Damage::new(end..end, inserted, Undone::WithoutRow(text.to_owned()), &name(row));
        let moved = if row.place.start >= end { damage.replacement.len() } else { 0 };
        damage.places[0].start += 1;
        damage.places.push(row.place.start + moved..row.place.end + moved);
        return Some(damage);
    }
    None
}

fn shifted(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    for table in tables(view, random).into_iter().filter(|table| have_pipes(table)) {
        let kinds = |row: &RowView| row.cells.iter().map(|cell| cell.kind).collect::<Vec<_>>();
        let Some(row) = one_row(table, random, |row| filled(row) >= 2) else { continue };
        let text = &view.text[row.place.clone()];
        let blank = row.cells.iter().position(|cell| cell.kind == Kind::Blank);
        let damaged = match blank {
            Some(blank) if blank + 1 < row.cells.len() => {
                let mut left = kinds(row);
                left.remove(blank);
                let is_wanted = is_seen(table, left.into_iter());
                let cells: Vec<&str> = row.cells.iter().map(|cell| &view.text[cell.place.clone()]).collect();
                let kept: Vec<&str> =
                    cells.iter().enumerate().filter(|(at, _)| *at != blank).map(|(_, text)| *text).collect();
                is_wanted.then(|| format!("| {} |", kept.join(" | ")))
            }
            _ => {
                let right = std::iter::once(Kind::Blank).chain(kinds(row));
                is_seen(table, right).then(|| format!("| {text}"))
            }
        };
        let Some(damaged) = damaged else { continue };
        return Some(Damage::new(row.place.clone(), damaged, Undone::Cells, &name(row)));
    }
    None
}

fn lost(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    for table in tables(view, random).into_iter().filter(|table| have_pipes(table)) {
        let is_wanted = |row: &RowView| {
            row.cells[0].kind != Kind::Blank && is_seen(table, row.cells.iter().skip(1).map(|cell| cell.kind))
        };
        let Some(row) = one_row(table, random, is_wanted) else { continue };
        let rest = &view.text[row.cells[1].place.start..row.place.end];
        return Some(Damage::new(row.place.clone(), format!("| {rest}"), Undone::Cells, &name(row)));
    }
    None
}

fn joined(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    for table in tables(view, random).into_iter().filter(|table| have_pipes(table)) {
        let index = random.below(table.rows.len() - 1);
        let (a, b) = (&table.rows[index], &table.rows[index + 1]);
        let gap = a.place.end..b.place.start;
        if view.text[gap.clone()].trim().is_empty() && filled(a) >= 2 && filled(b) >= 2 {
            let place = a.place.start..b.place.end - gap.len();
            return Some(Damage::new(gap, String::new(), Undone::Cells, &name(a)).seen_at(place));
        }
    }
    None
}

fn cut(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    for table in tables(view, random).into_iter().filter(|table| have_pipes(table)) {
        let is_full = table.rows.iter().all(|row| filled(row) == row.cells.len());
        let Some(row) = one_row(table, random, |row| row.cells.len() > 2).filter(|_| is_full) else { continue };
        let end = row.cells[row.cells.len() - 2].place.end;
        let left = format!("{} |", &view.text[row.place.start..end]);
        return Some(Damage::new(row.place.clone(), left, Undone::Cells, &name(row)));
    }
    None
}

fn unclosed(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    for table in tables(view, random).into_iter().filter(|table| have_pipes(table)) {
        let is_wanted = |row: &RowView| row.cells.last().is_some_and(|cell| cell.kind != Kind::Blank);
        let Some(row) = one_row(table, random, is_wanted) else { continue };
        let left = view.text[row.place.clone()].trim_end_matches('|').trim_end().to_owned();
        return Some(Damage::new(row.place.clone(), left, Undone::Pipe, &name(row)));
    }
    None
}

fn wrong_column(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    for table in tables(view, random) {
        let pairs: Vec<usize> = (1..table.headers.len()).filter(|&at| table.kinds[at - 1] != table.kinds[at]).collect();
        let Some(&at) = random.pick(&pairs) else { continue };
        let is_wanted = |row: &RowView| {
            let (a, b) = (row.cells[at - 1].kind, row.cells[at].kind);
            a != Kind::Blank
                && b != Kind::Blank
                && row.cells[at - 1].text != row.cells[at].text
                && is_seen(&table_of(table, at), [b, a].into_iter())
        };
        let Some(row) = one_row(table, random, is_wanted) else { continue };
        let (a, b) = (&row.cells[at - 1].place, &row.cells[at].place);
        let gap = &view.text[a.end..b.start];
        let new = format!("{}{gap}{}", &view.text[b.clone()], &view.text[a.clone()]);
        return Some(Damage::new(a.start..b.end, new, Undone::Cells, &name(row)));
    }
    None
}

/// The two columns alone.
fn table_of(table: &TableView, at: usize) -> TableView {
    TableView { headers: Vec::new(), is_list: Vec::new(), kinds: table.kinds[at - 1..=at].to_vec(), rows: Vec::new() }
}

fn unsorted(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    for table in tables(view, random).into_iter().filter(|table| table.rows.len() >= 8) {
        let keys: Vec<String> = table.rows.iter().map(|row| row.cells[0].text.to_lowercase()).collect();
        let is_text = table.rows.iter().all(|row| row.cells[0].text.starts_with(char::is_alphabetic));
        if !is_text || !keys.windows(2).all(|pair| pair[0] < pair[1]) {
            continue;
        }
        let from = random.below(keys.len() - 3);
        let to = from + 3 + random.below(keys.len() - from - 3);
        let (start, end) = (table.rows[from].place.start, table.rows[to].place.end);
        let row = &view.text[table.rows[from].place.clone()];
        let rest = &view.text[table.rows[from + 1].place.start..end];
        let new = format!(
            "{rest}
{row}"
        );
        let place = start + rest.len() + 1..start + new.len();
        return Some(Damage::new(start..end, new, Undone::Cells, &name(&table.rows[from])).seen_at(place));
    }
    None
}
