//! What holds of any text, whoever wrote it. A law panics where it is broken, with the text.
//!
//! The tests of this module hold examples, generated documents and real pages to the laws; the fuzzers in `fuzz/` hold to them every text
//! that they come upon, for which they are built with `--cfg fuzzing`: a program that uses the library does not see this module. A law must
//! not know where a text comes from. Another one is one more function here.

use super::block::{self, BlockKind, Pace, parse_at, parse_blocks};
use super::candidate::may_hold_tables;
use super::definitions::Definitions;
use super::html;
use super::inline::{Pipes, parse_in_full};
use super::{Cell, Document, SegmentKind, inspect_table, simple};
use crate::source::SourceMap;

/// A text as a page alone.
pub fn parse(text: &str) -> Document {
    let mut sources = SourceMap::new();
    let page = sources.add("page.md", text);
    Document::parse(&sources, page)
}

/// The blocks of a text are those that comrak sees.
#[track_caller]
pub fn blocks_are_those_of_comrak(text: &str) {
    block::oracle::assert_equal(text);
}

/// An HTML block with tables, as people and programs write them: each byte chooses one of what could come next.
pub fn html_block(choices: &[u8]) -> String {
    html::generate::Generator::by(choices).block()
}

/// The blocks of a text are the same whatever its lines end with: but for a line end behind a backslash in the address of a definition
/// (`[a]: <\`), which cmark-gfm takes for a part of it only if it is a line feed.
#[track_caller]
pub fn line_ends_say_nothing(text: &str) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text.contains("\\\n") && text.contains(":") && text.contains('<') {
        return;
    }
    let expected = block::oracle::outline(&text);
    for line_end in ["\r\n", "\r"] {
        assert_eq!(block::oracle::outline(&text.replace('\n', line_end)), expected, "{text:?}");
    }
}

/// The tables of an HTML block are those that scraper sees. Of blocks that [`html_block`] gives; of any other one a browser may make more.
#[track_caller]
pub fn html_tables_are_those_of_scraper(block: &str) {
    html::oracle::assert_equal(block);
}

/// Ranges lie on characters, lines in order within their block, and blocks after and within their parent.
#[track_caller]
pub fn blocks_have_sound_places(text: &str) {
    let blocks = parse_blocks(text).blocks;
    for (index, block) in blocks.iter().enumerate() {
        let mut end = block.range.start.min(block.lines.first().map_or(usize::MAX, |line| line.start));
        for line in &block.lines {
            assert!(end <= line.start && text.get(line.clone()).is_some(), "{text:?}: {block:?}");
            end = line.end;
        }
        assert!(end <= block.range.end && text.get(block.range.clone()).is_some(), "{text:?}: {block:?}");
        let Some(parent) = block.parent else { continue };
        let outer = &blocks[parent].range;
        assert!(parent < index, "{text:?}: {block:?}");
        assert!(outer.start <= block.range.start && block.range.end <= outer.end, "{text:?}: {block:?} in {outer:?}");
    }
}

/// The tables of a text are the same whether their rows are kept as places or read. How many of them are kept so.
#[track_caller]
pub fn plain_rows_are_what_they_seem(text: &str) -> usize {
    let mut sources = SourceMap::new();
    let page = sources.add("page.md", text);
    let whole = Document::parse(&sources, page);
    let compact = Document::parse_compact(&sources, page);
    assert!(compact.tables.iter().all(|table| table.rows.is_compact()), "{text:?}");
    assert_eq!(beside(&compact), beside(&whole), "{text:?}");
    let short = Document::parse_tables(&sources, page).tables;
    let long = whole.tables;
    assert!(short.iter().all(|table| table.rows.is_compact()), "{text:?}");
    assert_eq!(short.len(), long.len(), "{text:?}");
    let mut count = 0;
    for (short, long) in short.iter().zip(&long) {
        assert_eq!(inspect_table(short), inspect_table(long), "{text:?}");
        assert_eq!(*short.rows, *long.rows, "{text:?}");
        let Some(plain) = short.rows.plain() else { continue };
        count += 1;
        for (row, held) in long.rows.iter().enumerate() {
            for (cell, held) in plain.cells(row).zip(&held.cells) {
                assert!(cell.verbatim().is_none_or(|text| text == held.content.text()), "{text:?} {held:?}");
            }
        }
    }
    count
}

/// What a page has beside its tables.
fn beside(document: &Document) -> impl PartialEq + std::fmt::Debug {
    let Document { headings, lists, legends, front_matter, ignores, anchors, problems, source: _, tables: _ } =
        document;
    (headings, lists, legends, front_matter, ignores, anchors, problems)
}

/// What does not stand at the ends of a row or a cell. Other white space may be all that there is in it.
const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

/// Every piece of a table stands where it says, in order, within its cell, row and table.
#[track_caller]
pub fn has_sound_places(text: &str, document: &Document) {
    for table in &document.tables {
        assert!(text.get(table.span.range()).is_some(), "{text:?}");
        for row in table.header_groups.iter().chain([&table.header]).chain(&table.rows) {
            assert!(table.span.start() <= row.span.start() && row.span.end() <= table.span.end(), "{text:?}");
            let written = &text[row.span.range()];
            assert_eq!(written.trim_matches(BLANKS), written, "{text:?}");
            for cell in &row.cells {
                assert!(
                    cell.is_repeated || row.span.start() <= cell.span.start() && cell.span.end() <= row.span.end(),
                    "{text:?}"
                );
                check_content(text, cell);
            }
        }
    }
}

#[track_caller]
fn check_content(text: &str, cell: &Cell) {
    let written = &text[cell.span.range()];
    assert_eq!(written.trim_matches(BLANKS), written, "{text:?}");
    let content = &cell.content;
    let mut end = 0;
    for segment in content.segments() {
        assert_eq!(segment.text.start, end, "{text:?}: {content:?}");
        end = segment.text.end;
        let source = &text[segment.source.clone()];
        assert!(
            cell.span.start() <= segment.source.start && segment.source.end <= cell.span.end(),
            "{text:?}: {content:?}"
        );
        match segment.kind {
            SegmentKind::Verbatim | SegmentKind::Code => assert_eq!(source, &content.text()[segment.text.clone()]),
            SegmentKind::Break => assert_eq!(&content.text()[segment.text.clone()], "\n"),
            SegmentKind::Decoded => {}
        }
    }
    assert_eq!(end, content.text().len(), "{text:?}");
    for link in content.links() {
        assert!(content.text().get(link.text.clone()).is_some(), "{text:?}: {content:?}");
        assert!(text.get(link.url_source.clone()).is_some(), "{text:?}");
        assert!(text.get(link.source.clone()).is_some(), "{text:?}");
    }
}

/// Lines that are read at a glance are what the full rules make of them.
#[track_caller]
pub fn glance_sees_what_the_rules_make(text: &str) {
    assert_eq!(parse_at(text, Pace::Quick), parse_at(text, Pace::Full), "{text:?}");
}

/// A text that is said to hold no table holds none.
#[track_caller]
pub fn no_candidate_is_no_table(text: &str) {
    assert!(may_hold_tables(text) || parse(text).tables.is_empty(), "{text:?}");
}

/// Inline content that is read in the short way is what the parser makes of it. Whether it is.
#[track_caller]
pub fn plain_content_is_what_the_parser_reads(text: &str) -> bool {
    let line = 0..text.len();
    let lines = std::slice::from_ref(&line);
    let mut definitions = Definitions::parse(["[ab]: https://e.example/r"].into_iter());
    definitions.add_mark("1");
    let simple = simple::read(text, 0..text.len());
    for pipes in [Pipes::Escaped, Pipes::Plain] {
        let full = parse_in_full(text, lines, pipes, &definitions);
        assert!(simple.as_ref().is_none_or(|simple| *simple == full), "{text:?}\n{simple:#?}\n{full:#?}");
    }
    simple.is_some()
}

/// Each character of a pipe table's rows but pipes and blanks lies in a cell, whatever the rows are read as.
#[track_caller]
pub fn rows_lose_no_character(text: &str, document: &Document) {
    if document.refusal().is_some() {
        return;
    }
    let mut cells: Vec<_> =
        document.tables.iter().flat_map(|table| table.cells()).map(|cell| cell.span.range()).collect();
    cells.sort_by_key(|cell| (cell.start, cell.end));
    let is_kept = |at: usize| {
        let before = &cells[..cells.partition_point(|cell| cell.start <= at)];
        before.iter().rev().take(2).any(|cell| cell.contains(&at))
    };
    for block in parse_blocks(text).blocks.iter().filter(|block| matches!(block.kind, BlockKind::Table { .. })) {
        for line in block.lines.iter().enumerate().filter(|(index, _)| *index != 1).map(|(_, line)| line) {
            for (at, character) in text[line.clone()].char_indices().map(|(at, character)| (line.start + at, character))
            {
                let is_sign = character.is_whitespace() || character == '|';
                assert!(is_sign || is_kept(at), "{text:?} loses {at}");
            }
        }
    }
}
