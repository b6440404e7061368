//! Compares the tables of an HTML block with those that scraper finds in it (html5ever's tree builder).
//!
//! Both sides are brought to the same form: for each table in document order its caption and its grid of cell texts, white
//! space collapsed and line breaks as blanks, spans expanded, without the text of tables inside. The oracle's grid is built
//! cell by cell as the HTML standard says. What cannot be compared is made equal on the oracle's side:
//!
//! * Columns and rows in which no cell begins are left out, as in `grid.rs`.
//! * Tables without a cell are left out.
//! * A text that stands for tags without one is none, and so are blanks alone.
//! * Digits and signs above or below the line are those on it, on both sides.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use scraper::node::Node;
use scraper::{ElementRef, Html, Selector};

use crate::document::block::shrink;
use crate::document::laws::parse;
use crate::document::{RichText, Row, SegmentKind, Table, TableKind};

/// A table: its caption, and the text of each cell, row by row.
pub(super) type Outline = (Option<String>, Vec<Vec<String>>);

/// Fails with the smallest block that shows the difference if scraper finds other tables in it.
#[track_caller]
pub(in crate::document) fn assert_equal(block: &str) {
    if differs(block) {
        let block = shrink(block, differs);
        panic!("{block:?}\n  ours: {:?}\noracle: {:?}", ours(&block), oracle(&block));
    }
}

fn differs(block: &str) -> bool {
    // A blank line would end the block.
    !block.lines().any(|line| line.trim_ascii().is_empty()) && ours(block) != oracle(block)
}

/// The tables of a text that is one HTML block.
pub(super) fn ours(block: &str) -> Vec<Outline> {
    parse(block)
        .tables
        .iter()
        .filter(|table| table.kind == TableKind::Html)
        .map(|table| our_outline(block, table))
        .collect()
}

fn our_outline(block: &str, table: &Table) -> Outline {
    let text = |content: &RichText| {
        let mut shown =
            content.segments().iter().filter(|segment| !content.text()[segment.text.clone()].trim().is_empty());
        let is_tag = |source: &Range<usize>| source.is_empty() || b" \n<".contains(&block.as_bytes()[source.start]);
        let is_unseen = shown.all(|segment| segment.kind == SegmentKind::Decoded && is_tag(&segment.source));
        if is_unseen { String::new() } else { collapsed(content.text()) }
    };
    let has_header = !table.header.span.range().is_empty();
    let header = Some(&table.header).filter(|_| has_header);
    let rows = table.header_groups.iter().chain(header).chain(&table.rows);
    let cells = |row: &Row| row.cells.iter().map(|cell| text(&cell.content)).collect();
    (table.caption.as_ref().map(text), rows.map(cells).collect())
}

fn collapsed(text: &str) -> String {
    let on_line = |character: char| match character {
        '²' | '³' => char::from(b'2' + (character as u32 - '²' as u32) as u8),
        '¹' => '1',
        '⁰' | '⁴'..='⁹' => char::from(b'0' + (character as u32 - '⁰' as u32) as u8),
        '₀'..='₉' => char::from(b'0' + (character as u32 - '₀' as u32) as u8),
        '⁺' | '₊' => '+',
        '⁻' | '₋' | '−' | '–' => '-',
        other => other,
    };
    text.trim().split_ascii_whitespace().collect::<Vec<_>>().join(" ").chars().map(on_line).collect()
}

pub(super) fn oracle(block: &str) -> Vec<Outline> {
    tables(block, "table")
}

pub(super) fn tables(html: &str, selector: &str) -> Vec<Outline> {
    let html = Html::parse_fragment(html);
    let selector = Selector::parse(selector).expect("a selector");
    html.select(&selector).map(oracle_outline).filter(|(_, rows)| !rows.is_empty()).collect()
}

fn children<'a>(element: ElementRef<'a>, names: &[&str]) -> Vec<ElementRef<'a>> {
    let elements = element.children().filter_map(ElementRef::wrap);
    elements.filter(|child| names.contains(&child.value().name())).collect()
}

fn oracle_outline(table: ElementRef<'_>) -> Outline {
    let caption = children(table, &["caption"]).first().map(|&caption| oracle_text(caption));
    let sections = children(table, &["thead", "tbody", "tfoot"]);
    let head = sections
        .iter()
        .position(|section| section.value().name() == "thead" && !children(*section, &["tr"]).is_empty());
    let mut order: Vec<usize> = (0..sections.len()).collect();
    order.sort_by_key(|&index| match sections[index].value().name() {
        "tfoot" => 2,
        _ => usize::from(head != Some(index)),
    });
    let mut rows = Vec::new();
    let mut width = 0;
    for section in order.into_iter().map(|index| sections[index]) {
        for (slots, last) in oracle_section(section) {
            width = width.max(last + 1);
            rows.push(slots);
        }
    }
    let cells = |slots: BTreeMap<usize, String>| {
        let end = slots.keys().next_back().map_or(0, |&last| (last + 1).min(width));
        (0..end).map(|column| slots.get(&column).cloned().unwrap_or_default()).collect()
    };
    (caption, rows.into_iter().map(cells).collect())
}

/// Each row in which a cell begins: what stands in each column, and the last column in which a cell begins.
fn oracle_section(section: ElementRef<'_>) -> Vec<(BTreeMap<usize, String>, usize)> {
    let rows = children(section, &["tr"]);
    let mut grid: Vec<BTreeMap<usize, String>> = vec![BTreeMap::new(); rows.len()];
    let mut begins: Vec<HashSet<usize>> = vec![HashSet::new(); rows.len()];
    // Where two cells reach one slot it is the left one's: by the column in which each begins.
    let mut owners: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (y, row) in rows.iter().enumerate() {
        let mut x = 0;
        for cell in children(*row, &["td", "th"]) {
            while owners.contains_key(&(y, x)) {
                x += 1;
            }
            begins[y].insert(x);
            let (across, down) = (span(cell, "colspan", 1, 1000), span(cell, "rowspan", 0, 65_534));
            let end = if down == 0 { rows.len() } else { (y + down).min(rows.len()) };
            let text = oracle_text(cell);
            for slot in (y..end).flat_map(|y| (x..x + across).map(move |x| (y, x))) {
                if owners.get(&slot).is_none_or(|&owner| x < owner) {
                    owners.insert(slot, x);
                    grid[slot.0].insert(slot.1, text.clone());
                }
            }
            x += across;
        }
    }
    grid.into_iter().zip(begins).filter_map(|(slots, begins)| Some((slots, begins.into_iter().max()?))).collect()
}

fn span(cell: ElementRef<'_>, name: &str, least: usize, most: usize) -> usize {
    let text = cell.value().attr(name).unwrap_or("").trim_start();
    let digits: String = text.strip_prefix('+').unwrap_or(text).chars().take_while(char::is_ascii_digit).collect();
    let number = if digits.is_empty() { 1 } else { digits.parse().unwrap_or(most) };
    if number < least { 1 } else { number.min(most) }
}

const BLOCKS: &[&str] = &[
    "p",
    "ul",
    "li",
    "div",
    "pre",
    "h2",
    "hr",
    "center",
    "details",
    "summary",
    "h1",
    "h3",
    "h4",
    "ol",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "table",
    "br",
];

fn oracle_text(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    let mut steps: Vec<_> = element.children().rev().map(Some).collect();
    while let Some(step) = steps.pop() {
        let Some(node) = step else {
            text.push(' ');
            continue;
        };
        match node.value() {
            Node::Text(piece) => text.push_str(piece),
            Node::Element(child) if ["script", "style"].contains(&child.name()) => {}
            Node::Element(child) => {
                if BLOCKS.contains(&child.name()) {
                    text.push(' ');
                    steps.push(None);
                }
                text.push_str(if child.name() == "img" { child.attr("alt").unwrap_or("") } else { "" });
                if child.name() != "table" {
                    steps.extend(node.children().rev().map(Some));
                }
            }
            _ => {}
        }
    }
    collapsed(&text)
}
