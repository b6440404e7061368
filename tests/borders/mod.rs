//! Where a rule begins and where it ends: small columns at either side of each number and each condition that a rule asks for, and what it
//! proposes there. The fixtures show a rule at its work; here stands what it needs for that, one case at a time.
//!
//! Another case is a line of its rule's file, which is named as the rule is.

mod abbreviated_name;
mod attached_mark;
mod broken_line_break;
mod cell_without_column;
mod conflicting_rows;
mod cut_row;
mod dangling_separator;
mod double_space;
mod doubled_separator;
mod duplicate_item;
mod duplicate_row;
mod empty_link;
mod footnote_in_list;
mod homoglyph;
mod invisible_character;
mod joined_rows;
mod known_alias;
mod log;
mod malformed_url;
mod misplaced_mark;
mod misplaced_period;
mod missing_leading_pipe;
mod missing_separator;
mod missing_trailing_pipe;
mod misspaced_separator;
mod misspelling;
mod mojibake;
mod replaced_too_much;
mod separator_inside_name;
mod spelling_variant;
mod stray_mark;
mod unbalanced_parenthesis;
mod unknown_reference;
mod unsorted_row;
mod value_in_wrong_column;
mod value_of_another_kind;
mod word_order;
mod wrong_link;

use std::fmt::Write as _;

use rowmill::extract::extract;
use rowmill::repair::{Guidance, Repair, Repairs, repair};
use rowmill::{Document, SourceMap, parse_recipe};

/// Names, one in a cell, and lists of them; and other texts, and lists of those.
const NAMES: &str = "vocabulary: names";
const LISTS: &str = "type: list, vocabulary: names";
const KNOWN_LISTS: &str = "type: list, vocabulary: known";
const TEXTS: &str = "type: string";
const TEXT_LISTS: &str = "type: list";

/// The columns, the rows, and what is proposed or left alone. A row may say how often it stands (`3 × Oslo`); one behind `¶` stands below the table.
type Case = (&'static [&'static str], &'static [&'static str], &'static [&'static str]);

fn check(rule: &str, cases: &[Case]) {
    let told = cases.iter().fold(String::new(), |mut told, (columns, rows, expected)| {
        let found = found(rule, columns, &page(columns.len(), rows), &Guidance::default());
        if found != *expected {
            let _ = writeln!(told, "{rows:?}\n  expected {expected:?}\n  found    {found:?}");
        }
        told
    });
    assert!(told.is_empty(), "{rule}:\n{told}");
}

fn page(columns: usize, rows: &[&str]) -> String {
    let (below, rows): (Vec<&str>, Vec<&str>) = rows.iter().partition(|row| row.starts_with('¶'));
    let header = ["A", "B", "C", "D"][..columns].join(" | ");
    let mut page = format!("# Page\n\n| {header} |\n{}|\n", "|---".repeat(columns));
    for row in rows {
        let counted = row.split_once(" × ").and_then(|(count, row)| Some((count.parse().ok()?, row)));
        let (count, row) = counted.unwrap_or((1, row));
        page += &format!("| {row} |\n").repeat(count);
    }
    below.iter().for_each(|line| page += &format!("\n{}\n", line.trim_start_matches('¶').trim()));
    page
}

fn found(rule: &str, columns: &[&str], page: &str, guidance: &Guidance) -> Vec<String> {
    found_by(rule, &recipe(columns), page, guidance)
}

fn recipe(columns: &[&str]) -> String {
    let field = |(index, column): (usize, &&str)| {
        let letter = char::from(b'A' + u8::try_from(index).expect("few columns"));
        format!("      - {{ name: {}, from: {letter}, {column} }}\n", letter.to_ascii_lowercase())
    };
    format!(
        "recipe: page\nvocabularies: {{ names: {{}}, known: {{ names: [CoreSite] }} }}\ndatasets:\n  rows:\n    \
         tables: [{{ under: Page }}]\n    fields:\n{}",
        columns.iter().enumerate().map(field).collect::<String>()
    )
}

fn told(repair: &Repair) -> String {
    let (before, after) = (repair.items_before.join(", "), repair.items_after.join(", "));
    match &repair.source {
        // Only what stands around the items changes.
        Some(edit) if before == after => format!("{before}: `{}` {}", edit.text, repair.grade),
        _ if repair.is_report() => format!("{before}? {}", repair.grade),
        _ => format!("{before} → {after} {}", repair.grade),
    }
}

/// What a rule makes of a page by a recipe told in full.
fn found_by(rule: &str, recipe: &str, page: &str, guidance: &Guidance) -> Vec<String> {
    let repairs = repairs_by(recipe, page, guidance);
    let proposed = repairs.log.iter().filter(|repair| repair.rule == rule).map(told);
    let kept = repairs.abstentions.iter().filter(|kept| kept.rule == rule);
    let kept = kept.map(|kept| match kept.reason.split_once("; but ") {
        Some((_, why)) => format!("{}: {why}", kept.before),
        None => format!("{}: kept", kept.before),
    });
    proposed.chain(kept).collect()
}

fn repairs_by(recipe: &str, page: &str, guidance: &Guidance) -> Repairs {
    let recipe = parse_recipe("page.yaml", recipe).unwrap_or_else(|error| panic!("{error}"));
    let mut sources = SourceMap::new();
    let file = sources.add("page.md", page);
    let mut extraction = extract(&recipe, &[Document::parse(&sources, file)], &sources).expect("it can be read");
    repair(&recipe, &mut extraction, &sources, guidance)
}

/// The reasons that a rule gives for what it proposes.
fn reasons(rule: &str, columns: &[&str], rows: &[&str]) -> Vec<String> {
    let log = repairs_by(&recipe(columns), &page(columns.len(), rows), &Guidance::default()).log;
    log.into_iter().filter(|repair| repair.rule == rule).map(|repair| repair.evidence).collect()
}
