//! What becomes of a slip in any row: one is made in a fixture at a time, and a snapshot keeps what the rules propose, what they leave alone,
//! what is found, and what a comparison with the page as it was says. Rules are careful for many reasons, of which a row that was written for
//! one of them sees one; the rows of all fixtures with a slip in each see the others.
//!
//! A new kind of slip is a function and a line in [`SLIPS`].

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::fixture::{Fixture, assert_snapshot, names};
use rowmill::diff::{Change, DatasetDiff, Diff, diff};
use rowmill::pipeline::{compare_pages, repair_page, run};
use rowmill::repair::Guidance;
use rowmill::schema::Value;
use rowmill::{Dataset, Outcome, SourceId, SourceMap};

/// A row, the next one, and a number that chooses among its cells and words, to the row with the slip; none where there is nothing to slip at.
type Slip = fn(&str, &str, usize) -> Option<String>;

/// What hands and tools do to tables.
const SLIPS: [(&str, Slip); 42] = [
    ("a letter less", |row, _, at| word(row, at, |word| Some(format!("{}{}", &word[..2], &word[3..])))),
    ("swapped letters", |row, _, at| {
        word(row, at, |word| other(word, format!("{}{}{}{}", &word[..2], &word[3..4], &word[2..3], &word[4..])))
    }),
    ("a doubled letter", |row, _, at| word(row, at, |word| Some(format!("{}{}", &word[..3], &word[2..])))),
    ("another letter", |row, _, at| word(row, at, |word| other(word, format!("{}q{}", &word[..3], &word[4..])))),
    ("a neighbour on the keyboard", |row, _, at| word(row, at, |word| other(word, word.replacen('e', "r", 1)))),
    ("another case", |row, _, at| word(row, at, |word| other(word, word.to_uppercase()))),
    ("a plural", |row, _, at| word(row, at, |word| Some(format!("{word}s")))),
    ("a word in two", |row, _, at| word(row, at, |word| Some(format!("{} {}", &word[..3], &word[3..])))),
    ("a hyphen for a blank", |row, _, at| cell(row, at, |cell| replaced(cell.trim(), " ", "-"))),
    ("no last pipe", |row, _, _| Some(row.trim_end().strip_suffix('|')?.trim_end().to_owned())),
    ("no first pipe", |row, _, _| Some(row.strip_prefix('|')?.trim_start().to_owned())),
    ("an l for the first pipe", |row, _, _| Some(format!("l{}", row.strip_prefix('|')?))),
    ("a pipe too many", |row, _, at| cell(row, at, |cell| Some(format!("{cell}| ")))),
    ("a pipe within", |row, _, at| cell(row, at, |cell| Some(format!(" {} ", replaced(cell.trim(), " ", " | ")?)))),
    ("a cell less", |row, _, at| cell(row, at, |_| Some(String::new())).map(|row| row.replacen("||", "|", 1))),
    ("an empty cell", |row, _, at| cell(row, at, |cell| other(cell, "  ".to_owned()))),
    ("a separator less", |row, _, at| cell(row, at, |cell| replaced(cell, ", ", " "))),
    ("a separator twice", |row, _, at| cell(row, at, |cell| replaced(cell, ", ", ",, "))),
    ("a separator at the end", |row, _, at| {
        cell(row, at, |cell| Some(format!(" {}, ", cell.trim())).filter(|_| cell.contains(", ")))
    }),
    ("a blank before a separator", |row, _, at| cell(row, at, |cell| replaced(cell, ", ", " ,"))),
    ("no blank behind a separator", |row, _, at| cell(row, at, |cell| replaced(cell, ", ", ","))),
    ("a period for a separator", |row, _, at| cell(row, at, |cell| replaced(cell, ", ", ". "))),
    ("half a break for a separator", |row, _, at| cell(row, at, |cell| replaced(cell, ", ", "<br"))),
    ("a break", |row, _, at| cell(row, at, |cell| replaced(cell, ", ", "<br>"))),
    ("an item twice", |row, _, at| {
        cell(row, at, |cell| Some(format!(" {}, {} ", cell.trim(), cell.trim().rsplit(", ").next()?)))
    }),
    ("another order", |row, _, at| cell(row, at, |cell| reversed(cell, ", ").or_else(|| reversed(cell, " ")))),
    ("a name without its last word", |row, _, at| {
        cell(row, at, |cell| Some(format!(" {} ", cell.trim().rsplit_once(' ')?.0)))
    }),
    ("a mark behind", |row, _, at| cell(row, at, |cell| Some(format!(" {}* ", cell.trim())))),
    ("a mark before", |row, _, at| cell(row, at, |cell| Some(format!(" +{} ", cell.trim())))),
    ("a footnote", |row, _, at| cell(row, at, |cell| replaced(cell, ", ", " [^1], "))),
    ("a number", |row, _, at| cell(row, at, |cell| other(cell, " 42 ".to_owned()))),
    ("two cells swapped", |row, _, at| swapped(row, at)),
    ("a cell of the next row", of_next),
    ("the next row behind it", |row, next, _| Some(format!("{row} {next}"))),
    ("a row twice", |row, _, _| Some(format!("{row}\n{row}"))),
    ("a row twice, but for a cell", |row, next, at| Some(format!("{row}\n{}", of_next(row, next, at)?))),
    ("a letter that looks alike", |row, _, at| word(row, at, |word| replaced(word, "a", "а"))),
    ("a blank that does not break", |row, _, at| {
        cell(row, at, |cell| Some(format!(" {} ", replaced(cell.trim(), " ", "\u{a0}")?)))
    }),
    ("a letter that nobody sees", |row, _, at| {
        word(row, at, |word| Some(format!("{}\u{200b}{}", &word[..3], &word[3..])))
    }),
    ("letters read in another encoding", |row, _, at| word(row, at, |word| replaced(word, "e", "Ã©"))),
    ("a bracket less", |row, _, at| {
        cell(row, at, |cell| Some(cell.replacen([')', ']'], "", 1)).filter(|new| new != cell))
    }),
    ("another address", |row, _, at| cell(row, at, |cell| replaced(cell, "](", "](https://example.org"))),
];

fn of_next(row: &str, next: &str, at: usize) -> Option<String> {
    cell(row, at, |cell| other(cell, next.trim_matches('|').split('|').nth(at % 3)?.to_owned()))
}

fn other(old: &str, new: String) -> Option<String> {
    (new != old).then_some(new)
}

fn replaced(text: &str, from: &str, to: &str) -> Option<String> {
    text.contains(from).then(|| text.replacen(from, to, 1))
}

/// A row with one of its cells changed: the first that can be, from the one of the number on.
fn cell(row: &str, at: usize, change: impl Fn(&str) -> Option<String>) -> Option<String> {
    let cells: Vec<&str> = row.trim().strip_prefix('|')?.strip_suffix('|')?.split('|').collect();
    let order = (0..cells.len()).map(|index| (index + at) % cells.len());
    let (index, changed) = order.filter_map(|index| Some((index, change(cells[index])?))).next()?;
    let all: Vec<&str> =
        cells.iter().enumerate().map(|(at, cell)| if at == index { &changed } else { *cell }).collect();
    Some(format!("|{}|", all.join("|")))
}

/// A row with one of its words changed, of six letters or more.
fn word(row: &str, at: usize, change: impl Fn(&str) -> Option<String>) -> Option<String> {
    let is_long = |word: &&str| word.len() >= 6 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    cell(row, at, |cell| {
        let found = cell.split(|c: char| !c.is_alphanumeric()).find(is_long)?;
        Some(cell.replacen(found, &change(found)?, 1))
    })
}

/// What stands between separators, the other way round.
fn reversed(cell: &str, separator: &str) -> Option<String> {
    let parts: Vec<&str> = cell.trim().split(separator).collect();
    let turned: Vec<&str> = parts.iter().rev().copied().collect();
    (parts != turned).then(|| format!(" {} ", turned.join(separator)))
}

fn swapped(row: &str, at: usize) -> Option<String> {
    let mut cells: Vec<&str> = row.trim().strip_prefix('|')?.strip_suffix('|')?.split('|').collect();
    let first = at % cells.len().checked_sub(1).filter(|last| *last > 0)?;
    cells.swap(first, first + 1);
    Some(format!("|{}|", cells.join("|")))
}

/// A page with what its recipe makes of it.
struct Page {
    sources: SourceMap,
    id: SourceId,
    told: BTreeSet<String>,
    datasets: Vec<Dataset>,
}

impl Page {
    fn new(fixture: &Fixture, text: &str) -> Self {
        let mut sources = SourceMap::new();
        let id = sources.add("page.md", text);
        let (told, datasets) = match run(&fixture.recipe, &sources, &[id]) {
            Ok(outcome) => (told(&outcome), outcome.datasets),
            Err(error) => (BTreeSet::from([error.to_string()]), Vec::new()),
        };
        Self { sources, id, told, datasets }
    }
}

/// What is said of a page, without the places.
fn told(outcome: &Outcome) -> BTreeSet<String> {
    let repairs = outcome.repairs.iter().map(|repair| {
        let state = if repair.applied { "applied" } else { "open" };
        let (rule, grade, evidence) = (repair.rule, repair.grade, &repair.evidence);
        format!("{rule}, {grade}, {state}: {:?} → {:?}; {evidence}", repair.items_before, repair.items_after)
    });
    let left =
        outcome.abstentions.iter().map(|left| format!("{} leaves `{}`: {}", left.rule, left.before, left.reason));
    // Those of repairs are there already.
    let is_new = |code: &str| !outcome.repairs.iter().any(|repair| repair.rule == code);
    let found = outcome.diagnostics.iter().filter(|finding| is_new(finding.code));
    let found = found.map(|finding| format!("{}: {}", finding.code, finding.message));
    repairs.chain(left).chain(found).collect()
}

/// What a comparison of two pages says, table by table.
fn changes_of_tables(old: &Page, new: &Page) -> String {
    let compared = compare_pages((&old.sources, old.id), (&new.sources, new.id), &[]).expect("no key is asked for");
    changes(compared)
}

/// What a comparison of what a recipe makes of two pages says, repairs included.
fn changes_of_data(old: &Page, new: &Page) -> String {
    changes(old.datasets.iter().zip(&new.datasets).map(|(old, new)| diff(old, new)).collect())
}

fn changes(compared: Vec<DatasetDiff>) -> String {
    let mut text = String::new();
    let key = |key: &[Value]| key.iter().map(Value::to_string).collect::<Vec<_>>().join(" / ");
    for dataset in Diff::new(compared).datasets {
        dataset.schema.iter().for_each(|change| writeln!(text, "    {change:?}").expect("a text takes all"));
        for change in &dataset.changes {
            let _ = match change {
                Change::Added { key: added, .. } => writeln!(text, "    added {}", key(added)),
                Change::Removed { key: removed, .. } => writeln!(text, "    removed {}", key(removed)),
                Change::Modified { key: changed, .. } => writeln!(text, "    changed {}", key(changed)),
                Change::Renamed { from, to, evidence, .. } => {
                    writeln!(text, "    renamed {} → {}: {evidence}", key(from), key(to))
                }
            };
            for field in change.fields() {
                let _ = writeln!(text, "      {}: {} → {}, {:?}", field.field, field.before, field.after, field.class);
            }
        }
    }
    text
}

/// Rows that can slip, by their lines: those below a row of dashes.
fn rows(text: &str) -> Vec<(usize, &str)> {
    let lines: Vec<&str> = text.lines().collect();
    let is_row = |line: &str| line.starts_with('|') && !line.starts_with("|-") && !line.starts_with("| -");
    let inside = |at: usize| at > 1 && is_row(lines[at]) && lines[at - 1].starts_with('|');
    (0..lines.len()).filter(|at| inside(*at)).map(|at| (at, lines[at])).collect()
}

/// What differs, with a little around it.
fn shown(old: &str, new: &str) -> String {
    let start = old
        .char_indices()
        .zip(new.chars())
        .find(|((_, a), b)| a != b)
        .map_or(old.len().min(new.len()), |((at, _), _)| at);
    let end = old[start..]
        .chars()
        .rev()
        .zip(new[start..].chars().rev())
        .take_while(|(a, b)| a == b)
        .map(|(a, _)| a.len_utf8())
        .sum::<usize>();
    let around = |text: &str| {
        let from = text[..start].char_indices().rev().nth(11).map_or(0, |(at, _)| at);
        let to = text[text.len() - end..].char_indices().nth(12).map_or(text.len(), |(at, _)| text.len() - end + at);
        text[from..to].replace('\n', "↵").replace('\u{a0}', "⍽").replace('\u{200b}', "∅")
    };
    format!("`{}` → `{}`", around(old), around(new))
}

/// Two thirds of the kinds of slips in a fixture, each in another row.
fn slips(folder: &str, name: &str, offset: usize) -> String {
    let fixture = Fixture::load(folder, name);
    let text = fixture.sources.file(fixture.page).text();
    let whole = Page::new(&fixture, text);
    let rows = rows(text);
    let mut log = String::new();
    for (kind, (what, slip)) in SLIPS.iter().enumerate().filter(|(kind, _)| !(kind + offset).is_multiple_of(3)) {
        let slipped = |turn: usize| {
            let at = (turn + kind * 7 + offset) % rows.len();
            let ((line, row), (_, next)) = (rows[at], rows[(at + 1) % rows.len()]);
            Some((line, row, slip(row, next, kind + offset)?))
        };
        let Some((line, row, slipped)) = (0..rows.len()).filter_map(slipped).next() else { continue };
        let lines = text.lines().enumerate().map(|(at, old)| if at == line { slipped.as_str() } else { old });
        let page = Page::new(&fixture, &(lines.collect::<Vec<_>>().join("\n") + "\n"));
        let _ = writeln!(log, "{} {what}: {}", line + 1, shown(row, &slipped));
        page.told.difference(&whole.told).for_each(|told| writeln!(log, "  + {told}").expect("a text takes all"));
        whole.told.difference(&page.told).for_each(|told| writeln!(log, "  - {told}").expect("a text takes all"));
        log += &if kind % 2 == 0 { changes_of_tables(&whole, &page) } else { changes_of_data(&whole, &page) };
    }
    log
}

/// What is said of the rows of a fixture where no recipe tells what they are.
#[test]
fn what_is_told_without_a_recipe_is_told_as_before() {
    for name in names("rules") {
        let fixture = Fixture::load("rules", &name);
        let text = fixture.sources.file(fixture.page).text();
        let page = text.split_once("\n---\n").map_or(text, |(_, page)| page);
        let mut sources = SourceMap::new();
        let id = sources.add("page.md", page);
        let proposed = repair_page(&sources, id, &Guidance::default()).expect("a page has repairs, or none");
        let lines: Vec<String> = told(&proposed.outcome).into_iter().collect();
        assert_snapshot("without-recipe", &name, &lines.join("\n"));
    }
}

#[test]
fn slips_in_the_tables_of_other_fixtures_are_told_as_before() {
    for (offset, name) in names("tables").iter().enumerate() {
        assert_snapshot("slips-in-tables", name, &slips("tables", name, offset));
    }
}

fn are_told_as_before(initials: std::ops::RangeInclusive<char>) {
    for (offset, name) in names("rules").iter().enumerate() {
        if name.starts_with(|initial| initials.contains(&initial)) {
            assert_snapshot("slips", name, &slips("rules", name, offset));
        }
    }
}

#[test]
fn slips_in_fixtures_from_a_to_c_are_told_as_before() {
    are_told_as_before('a'..='c');
}

#[test]
fn slips_in_fixtures_from_d_to_l_are_told_as_before() {
    are_told_as_before('d'..='l');
}

#[test]
fn slips_in_fixtures_from_m_to_r_are_told_as_before() {
    are_told_as_before('m'..='r');
}

#[test]
fn slips_in_fixtures_from_s_to_z_are_told_as_before() {
    are_told_as_before('s'..='z');
}
