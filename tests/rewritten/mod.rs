//! What a comparison says of pages whose tables were laid out or named anew: columns that moved, headers, keys and items with other names,
//! rows that went, lists with other separators. A snapshot keeps the counts and the first changes of each.
//!
//! A new way to write a table anew is a function and a line in [`REWRITES`].

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::fixture::{Fixture, assert_snapshot, names};
use rowmill::SourceMap;
use rowmill::diff::{Change, Count, DatasetDiff, Diff, FieldChange, diff};
use rowmill::pipeline::{compare_pages, run};
use rowmill::schema::Value;

/// A table: its cells, row by row, the header first and without the row of dashes.
type Cells = Vec<Vec<String>>;
/// A way to write a table anew.
type Rewrite = fn(&mut Cells);

/// What authors do to whole tables.
const REWRITES: [(&str, Rewrite); 18] = [
    ("columns reversed", |cells| cells.iter_mut().for_each(|row| row.reverse())),
    ("rows reversed", |cells| cells[1..].reverse()),
    ("longer headers", |cells| cells[0].iter_mut().for_each(|header| header.push_str(" of it"))),
    ("one header anew", |cells| "Remarks".clone_into(cells[0].last_mut().expect("a table has columns"))),
    ("headers in capitals", |cells| cells[0].iter_mut().for_each(|header| *header = header.to_uppercase())),
    ("the first column gone", |cells| cells.iter_mut().filter(|row| row.len() > 1).for_each(|row| drop(row.remove(0)))),
    ("the last column gone", |cells| cells.iter_mut().filter(|row| row.len() > 1).for_each(|row| drop(row.pop()))),
    ("a column more", |cells| {
        for (at, row) in cells.iter_mut().enumerate() {
            row.insert(1, if at == 0 { "State".to_owned() } else { format!("{}", at % 3) });
        }
    }),
    ("keys with a word more", |cells| cells[1..].iter_mut().for_each(|row| row[0].insert_str(0, "New "))),
    ("every third key anew", |cells| {
        cells[1..].iter_mut().step_by(3).for_each(|row| "Elsewhere".clone_into(&mut row[0]))
    }),
    ("every third row gone", |cells| *cells = every_third_gone(cells)),
    ("breaks for commas", |cells| each(cells, |cell| cell.replace(", ", "<br>"))),
    ("semicolons for commas", |cells| each(cells, |cell| cell.replace(", ", "; "))),
    ("small letters", |cells| each(cells, str::to_lowercase)),
    ("bold cells", |cells| each(cells, |cell| if cell.is_empty() { String::new() } else { format!("**{cell}**") })),
    ("the most frequent item with a word more", |cells| rename_item(cells, |item| format!("{item} Group"))),
    ("the most frequent item anew", |cells| rename_item(cells, |_| "Quux".to_owned())),
    ("an item more in every second list", |cells| {
        let lists = cells[1..].iter_mut().flatten().filter(|cell| cell.contains(", "));
        lists.step_by(2).for_each(|cell| cell.push_str(", Quux"));
    }),
];

fn each(cells: &mut Cells, change: impl Fn(&str) -> String) {
    cells[1..].iter_mut().flatten().for_each(|cell| *cell = change(cell));
}

fn every_third_gone(cells: &Cells) -> Cells {
    cells.iter().enumerate().filter(|(at, _)| at % 3 != 2).map(|(_, row)| row.clone()).collect()
}

fn rename_item(cells: &mut Cells, name: impl Fn(&str) -> String) {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for item in cells[1..].iter().flatten().flat_map(|cell| cell.split(", ")).filter(|item| item.len() > 2) {
        *counts.entry(item).or_default() += 1;
    }
    let Some((old, _)) = counts.into_iter().max_by_key(|(_, count)| *count) else { return };
    let (old, new) = (old.to_owned(), name(old));
    let item = |item: &str| if item == old { new.clone() } else { item.to_owned() };
    each(cells, |cell| cell.split(", ").map(item).collect::<Vec<_>>().join(", "));
}

/// A page with all of its tables written anew.
fn rewritten(page: &str, rewrite: Rewrite) -> String {
    let lines: Vec<&str> = page.lines().collect();
    let mut text = String::new();
    for block in lines.chunk_by(|above, below| above.starts_with('|') == below.starts_with('|')) {
        let dashes = block.get(1).is_some_and(|line| line.starts_with("|-") || line.starts_with("| -"));
        if !dashes || block.len() < 3 {
            block.iter().for_each(|line| writeln!(text, "{line}").expect("a text takes all"));
            continue;
        }
        let mut cells: Cells = block.iter().enumerate().filter(|(at, _)| *at != 1).map(|(_, row)| split(row)).collect();
        rewrite(&mut cells);
        let dashes = "|---".repeat(cells[0].len()) + "|";
        for (at, row) in cells.iter().enumerate() {
            let _ = writeln!(text, "| {} |", row.join(" | "));
            if at == 0 {
                let _ = writeln!(text, "{dashes}");
            }
        }
    }
    text
}

fn split(row: &str) -> Vec<String> {
    let inner = row.trim().trim_start_matches('|');
    inner.strip_suffix('|').unwrap_or(inner).split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// The counts of a comparison, and what it says of names and of the first records.
fn told(compared: Vec<DatasetDiff>) -> String {
    let key = |key: &[Value]| key.iter().map(Value::to_string).collect::<Vec<_>>().join(" / ");
    let field = |change: &FieldChange| {
        let renamed = change.items.iter().flat_map(|items| &items.renamed);
        let renamed: String = renamed.map(|rename| format!(" [{} → {}]", rename.from, rename.to)).collect();
        format!("{}: {} → {}, {:?}{renamed}", change.field, change.before, change.after, change.class)
    };
    let mut text = String::new();
    for dataset in Diff::new(compared).datasets {
        let counts = dataset.counts();
        let _ = writeln!(
            text,
            "  {}, by {:?}: {}, {} cosmetic",
            dataset.name,
            dataset.key,
            counts.sentence(),
            counts.cosmetic
        );
        dataset.schema.iter().for_each(|change| writeln!(text, "    {change:?}").expect("a text takes all"));
        for change in dataset.changes.iter().take(3) {
            let fields: String = change.fields().iter().take(2).map(|change| format!("; {}", field(change))).collect();
            let _ = match change {
                Change::Added { key: added, .. } => writeln!(text, "    added {}", key(added)),
                Change::Removed { key: removed, .. } => writeln!(text, "    removed {}", key(removed)),
                Change::Modified { key: changed, .. } => writeln!(text, "    changed {}{fields}", key(changed)),
                Change::Renamed { from, to, evidence, .. } => {
                    writeln!(text, "    renamed {} → {}: {evidence}{fields}", key(from), key(to))
                }
            };
        }
    }
    text
}

/// What is said of a fixture that is written anew in one way: of its tables, and of what its recipe makes of them.
fn compared(fixture: &Fixture, rewrite: Rewrite) -> String {
    let old = fixture.sources.file(fixture.page).text();
    let new = rewritten(old, rewrite);
    let mut sources = SourceMap::new();
    let page = sources.add("page.md", new);
    let tables = compare_pages((&fixture.sources, fixture.page), (&sources, page), &[]).expect("no key is asked for");
    let mut text = told(tables);
    let (before, after) =
        (run(&fixture.recipe, &fixture.sources, &[fixture.page]), run(&fixture.recipe, &sources, &[page]));
    if let (Ok(before), Ok(after)) = (before, after) {
        let pairs = before.datasets.iter().zip(&after.datasets);
        text += " by the recipe:\n";
        text += &told(pairs.map(|(before, after)| diff(before, after)).collect());
    }
    text
}

fn are_told_as_before(part: usize) {
    for (offset, name) in names("rules").iter().enumerate().filter(|(at, _)| at % 3 == part) {
        let fixture = Fixture::load("rules", name);
        let mut text = String::new();
        // Each fixture in a third of the ways, each way over a third of the fixtures.
        for (what, rewrite) in REWRITES.iter().skip(offset / 3 % 3).step_by(3) {
            let _ = write!(text, "{what}\n{}", compared(&fixture, *rewrite));
        }
        assert_snapshot("rewritten", name, &text);
    }
}

#[test]
fn the_first_third_of_rewrites_is_told_as_before() {
    are_told_as_before(0);
}

#[test]
fn the_second_third_of_rewrites_is_told_as_before() {
    are_told_as_before(1);
}

#[test]
fn the_last_third_of_rewrites_is_told_as_before() {
    are_told_as_before(2);
}
