//! Compares HTML tables with those that scraper finds (html5ever's tree builder), over generated and real HTML blocks.
//!
//! Both sides are brought to the same form: for each table in document order its caption and its grid of cell texts, white
//! space collapsed and line breaks as blanks, spans expanded, without the text of tables inside. The oracle's grid is built
//! cell by cell as the HTML standard says. What cannot be compared is made equal on the oracle's side:
//!
//! * Columns and rows in which no cell begins are left out, as in `grid.rs`.
//! * Tables without a cell are left out.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use scraper::node::Node;
use scraper::{ElementRef, Html, Selector};

use super::generate::Generator;
use super::mentions_table;
use super::tests::{check_ranges, parse};
use crate::document::block::{BlockKind, parse_blocks, shrink};
use crate::document::{Row, Table, TableKind};

/// Without a wish of the environment, this many blocks are generated.
const GENERATED: u64 = 2_000;

/// What inline Markdown and HTML blocks read in different ways, or what must not be cut by a blank line.
const OTHER_IN_MARKDOWN: &[&str] = &[
    "<script>'<td>'</script>",
    "<style>td {}</style>",
    "<img alt='u v'>",
    "<img src=w>",
    "<td\nclass='a>b'>",
    // At the start of a paragraph it explains a mark.
    "<sup>1</sup>",
];

/// A table: its caption, and the text of each cell, row by row.
type Outline = (Option<String>, Vec<Vec<String>>);

#[test]
fn generated_tables_read_as_in_scraper() {
    for seed in 1..=wanted() {
        let block = Generator::new(seed).block();
        check_ranges(&block, &parse(&block));
        if differs(&block) {
            let block = shrink(&block, differs);
            panic!("seed {seed}\n{block}\n  ours: {:?}\noracle: {:?}", ours(&block), oracle(&block));
        }
    }
}

/// The number of generated texts.
fn wanted() -> u64 {
    std::env::var("ROWMILL_GENERATED").map_or(GENERATED, |count| count.parse().expect("a number"))
}

fn differs(block: &str) -> bool {
    // A blank line would end the block.
    !block.lines().any(|line| line.trim_ascii().is_empty()) && ours(block) != oracle(block)
}

#[test]
#[expect(clippy::print_stderr, reason = "a test says what it skips and what it compared")]
fn real_tables_read_as_in_scraper() {
    let Some(folder) = std::env::var_os("ROWMILL_CORPUS") else {
        return eprintln!("skipped: ROWMILL_CORPUS does not name a folder of Markdown files");
    };
    let (mut tables, mut blocks, mut different) = (0, 0, 0);
    for path in markdown_files(Path::new(&folder)) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        check_ranges(&text, &parse(&text));
        for block in html_blocks(&text) {
            let (ours, theirs) = (ours(&block), oracle(&block));
            (tables, blocks) = (tables + ours.len(), blocks + 1);
            if ours != theirs {
                different += 1;
                eprintln!("{}\n{block}\n  ours: {ours:?}\noracle: {theirs:?}", path.display());
            }
        }
    }
    eprintln!("{tables} tables of {blocks} blocks compared, {different} blocks differ");
    assert_eq!(different, 0);
}

#[test]
#[expect(clippy::print_stderr, reason = "a test says what it skips and what it compared")]
fn real_pages_read_as_rendered() {
    let Some(folder) = std::env::var_os("ROWMILL_CORPUS") else {
        return eprintln!("skipped: ROWMILL_CORPUS does not name a folder of Markdown files");
    };
    let (mut tables, mut pages, mut different) = (0, 0, 0);
    for path in markdown_files(Path::new(&folder)) {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        if !mentions_table(&text) {
            continue;
        }
        let (ours, theirs) = (ours(&text), rendered(&text));
        (tables, pages) = (tables + ours.len(), pages + 1);
        if ours != theirs {
            different += 1;
            eprintln!("{}", path.display());
            for (index, (ours, theirs)) in
                ours.iter().zip(&theirs).enumerate().filter(|(_, (ours, theirs))| ours != theirs)
            {
                eprintln!("{index}  ours: {ours:?}\n   oracle: {theirs:?}");
            }
            eprintln!("{} and {} tables", ours.len(), theirs.len());
        }
    }
    eprintln!("{tables} tables of {pages} pages compared, {different} pages differ");
    assert_eq!(different, 0);
}

#[test]
fn generated_pages_read_as_rendered() {
    for seed in 1..=wanted() {
        let page = Generator::new(seed).page(OTHER_IN_MARKDOWN);
        let document = parse(&page);
        let is_contained = parse_blocks(&page).blocks.iter().any(|block| block.parent.is_some());
        // A table ends with its container, which is a wanted deviation.
        if is_contained && document.inspect().iter().any(|finding| finding.code == "unclosed-table") {
            continue;
        }
        let (ours, theirs) = (without_blanks(ours(&page)), without_blanks(rendered(&page)));
        assert_eq!(ours, theirs, "seed {seed}\n{page}");
    }
}

/// Where lines of inline Markdown break is not compared.
fn without_blanks(outlines: Vec<Outline>) -> Vec<Outline> {
    let text = |text: String| text.replace(' ', "");
    let row = |row: Vec<String>| row.into_iter().map(text).collect();
    outlines.into_iter().map(|(caption, rows)| (caption.map(text), rows.into_iter().map(row).collect())).collect()
}

/// The HTML tables of a page as comrak renders it. Those that it makes itself say where they come from.
fn rendered(text: &str) -> Vec<Outline> {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.extension.front_matter_delimiter = Some("---".to_owned());
    options.render.r#unsafe = true;
    options.render.sourcepos = true;
    tables(&comrak::markdown_to_html(text, &options), "table:not([data-sourcepos])")
}

fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a readable folder").flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// The sources of the HTML blocks with tables, each without the prefixes of its containers.
fn html_blocks(text: &str) -> Vec<String> {
    let blocks = parse_blocks(text).blocks.into_iter().filter(|block| matches!(block.kind, BlockKind::Html(_)));
    let source =
        |lines: Vec<std::ops::Range<usize>>| lines.into_iter().map(|line| &text[line]).collect::<Vec<_>>().join("\n");
    blocks.map(|block| source(block.lines)).filter(|source| mentions_table(source)).collect()
}

/// The tables of a text that is one HTML block.
fn ours(block: &str) -> Vec<Outline> {
    parse(block).tables.iter().filter(|table| table.kind == TableKind::Html).map(our_outline).collect()
}

fn our_outline(table: &Table) -> Outline {
    let has_header = !table.header.span.range().is_empty();
    let header = Some(&table.header).filter(|_| has_header);
    let rows = table.header_groups.iter().chain(header).chain(&table.rows);
    let cells = |row: &Row| row.cells.iter().map(|cell| collapsed(cell.content.text())).collect();
    (table.caption.as_ref().map(|caption| collapsed(caption.text())), rows.map(cells).collect())
}

fn collapsed(text: &str) -> String {
    text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}

fn oracle(block: &str) -> Vec<Outline> {
    tables(block, "table")
}

fn tables(html: &str, selector: &str) -> Vec<Outline> {
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
