//! Holds the HTML tables of generated and of real pages to those that scraper finds in them, see [`oracle`](super::oracle).

use std::path::{Path, PathBuf};

use super::generate::Generator;
use super::mentions_table;
use super::oracle::{Outline, assert_equal, oracle, ours, tables};
use crate::document::block::{BlockKind, parse_blocks};
use crate::document::laws::{has_sound_places, parse};

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

#[test]
fn generated_tables_read_as_in_scraper() {
    for seed in 1..=wanted() {
        let block = Generator::new(seed).block();
        has_sound_places(&block, &parse(&block));
        assert_equal(&block);
    }
}

/// The number of generated texts.
fn wanted() -> u64 {
    std::env::var("ROWMILL_GENERATED").map_or(GENERATED, |count| count.parse().expect("a number"))
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
        has_sound_places(&text, &parse(&text));
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
