//! Compares the block structure of a text with comrak's.
//!
//! Both sides are brought to the same outline: one line of text for each block and each row, in document order, with
//! its depth, what is known of it, and the line number on which the two agree by definition. comrak cuts rows to the
//! header's length and fills them up; the cells that it keeps are compared, and their number. What cannot be compared:
//!
//! * comrak's positions are wrong once definitions were taken out of a paragraph that goes on, so that paragraphs and
//!   setext headings are compared by their last line only, paragraphs before a table by none, and header cells not at
//!   all where comrak does not know the header's line. Nor where a tab stands before the header, which comrak counts as
//!   several characters if a container uses a part of it.
//! * comrak does not end the last line of a text, and sees no list item in a last line `1.`; cmark-gfm does. So comrak
//!   is given a line end.
//! * Task lists stay off: they change no block, but comrak deletes the paragraph of an empty task.

use std::ops::Range;

use comrak::nodes::{AstNode, ListDelimType, ListType, NodeList, NodeTable, NodeValue, TableAlignment};
use comrak::{Arena, Options, parse_document};

use super::line::lines;
use super::*;
use crate::document::row::split_row;

/// Fails with the smallest text that shows the difference if comrak sees other blocks in the text.
#[track_caller]
pub(in crate::document) fn assert_equal(text: &str) {
    if differs(text) {
        let smallest = shrink(text, differs);
        panic!("{}", report(&smallest));
    }
}

pub(super) fn differs(text: &str) -> bool {
    let (ours, theirs) = (outline(text), oracle_outline(text));
    ours.len() != theirs.len() || !ours.iter().zip(&theirs).all(agree)
}

/// Whether two entries are the same, as far as comrak's knows what it says.
fn agree((ours, theirs): (&String, &String)) -> bool {
    theirs.strip_suffix('?').map_or(ours == theirs, |known| ours.starts_with(known))
}

pub(super) fn report(text: &str) -> String {
    let (ours, theirs) = (outline(text), oracle_outline(text));
    let same = ours.iter().zip(&theirs).take_while(|&pair| agree(pair)).count();
    let (ours, theirs) = (&ours[same..ours.len().min(same + 9)], &theirs[same..theirs.len().min(same + 9)]);
    let text: String = text.chars().take(2_000).collect();
    format!("{text:?}\nafter {same} equal blocks\n  ours: {ours:#?}\ncomrak: {theirs:#?}")
}

/// The outline of a text by our parser.
pub(in crate::document) fn outline(text: &str) -> Vec<String> {
    let blocks = parse_blocks(text);
    let source = Source::new(text, &blocks);
    let mut depths = Vec::new();
    let mut outline = Vec::new();
    for (index, block) in blocks.blocks.iter().enumerate() {
        let depth = block.parent.map_or(0, |parent| depths[parent] + 1);
        depths.push(depth);
        let follower = blocks.blocks.get(index + 1).filter(|follower| follower.parent == block.parent);
        outline.push(entry(depth, our_entry(&source, block, follower)));
        if let BlockKind::Table { alignments } = &block.kind {
            outline.extend(our_rows(&source, block, alignments.len()).into_iter().map(|row| entry(depth + 1, row)));
        }
    }
    outline
}

fn entry(depth: usize, text: String) -> String {
    format!("{}{text}", "  ".repeat(depth))
}

/// The text after its front matter, and its lines.
struct Source<'t> {
    text: &'t str,
    start: usize,
    lines: Vec<Range<usize>>,
}

impl<'t> Source<'t> {
    fn new(text: &'t str, blocks: &Blocks) -> Self {
        let after =
            |matter: &FrontMatter| lines(text, 0).map(|line| line.start).find(|&start| start > matter.range.end);
        let start = blocks.front_matter.as_ref().map_or(0, |matter| after(matter).unwrap_or(text.len()));
        Self { text, start, lines: lines(text, start).collect() }
    }

    /// The number of the line of an offset, from 1.
    fn line(&self, offset: usize) -> usize {
        self.lines.partition_point(|line| line.start <= offset)
    }
}

fn our_entry(source: &Source, block: &Block, follower: Option<&Block>) -> String {
    let precedes_table = follower.is_some_and(|follower| matches!(follower.kind, BlockKind::Table { .. }));
    let (start, end) = (source.line(block.range.start), source.line(block.range.end));
    match &block.kind {
        BlockKind::BlockQuote => format!("quote {start}"),
        BlockKind::List(ListMarker::Bullet(mark)) => format!("list {start} {}", *mark as char),
        BlockKind::List(ListMarker::Ordered { start: first, delimiter }) => {
            format!("list {start} {first}{}", *delimiter as char)
        }
        BlockKind::Item => format!("item {start}"),
        BlockKind::FootnoteDefinition { label } => {
            format!("footnote {start} {}", label_of(&source.text[label.clone()]))
        }
        BlockKind::Paragraph if precedes_table => "paragraph".to_owned(),
        BlockKind::Paragraph => format!("paragraph -{end}"),
        BlockKind::Heading { level, setext: true } => format!("underlined heading {level} -{end}"),
        BlockKind::Heading { level, setext: false } => format!("heading {level} {start}"),
        BlockKind::ThematicBreak => format!("break {start}"),
        BlockKind::FencedCode { .. } => format!("fenced code {start} {:?}", our_literal(source, block)),
        BlockKind::IndentedCode => format!("indented code {start} {:?}", our_literal(source, block)),
        BlockKind::Html(kind) => format!("html {} {start} {:?}", *kind as u8 + 1, our_literal(source, block)),
        BlockKind::Table { alignments } => format!("table -{end} {alignments:?}"),
    }
}

/// The lines without indentation, because comrak writes spaces for a tab that is used in part.
fn our_literal<'t>(source: &Source<'t>, block: &Block) -> Vec<&'t str> {
    block.lines.iter().map(|line| trim_start(&source.text[line.clone()])).collect()
}

fn trim_start(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}

fn our_rows(source: &Source, block: &Block, columns: usize) -> Vec<String> {
    let mut rows = Vec::new();
    for line in block.lines.iter().take(1).chain(block.lines.iter().skip(2)) {
        let text = &source.text[line.clone()];
        let cells = split_row(text).expect("a row of a table has a cell").cells;
        let cells: Vec<_> = cells.into_iter().take(columns).map(|cell| &text[cell]).collect();
        rows.push(format!("row {} {cells:?}", source.line(line.start)));
    }
    rows
}

/// The outline of a text by comrak.
fn oracle_outline(text: &str) -> Vec<String> {
    let source = Source::new(text, &parse_blocks(text));
    let mut ended = text[source.start..].to_owned();
    if !ended.ends_with(['\n', '\r']) {
        ended.push('\n');
    }
    let arena = Arena::new();
    let root = parse_document(&arena, &ended, &options());
    let mut outline = Vec::new();
    let mut stack: Vec<(usize, &AstNode)> = root.reverse_children().map(|node| (0, node)).collect();
    while let Some((depth, node)) = stack.pop() {
        if let Some(text) = oracle_entry(node) {
            outline.push(entry(depth, text));
            stack.extend(node.reverse_children().map(|child| (depth + 1, child)));
        }
        if let NodeValue::Table(table) = &node.data().value {
            outline.extend(oracle_rows(&source, node, table).into_iter().map(|row| entry(depth + 1, row)));
        }
    }
    outline
}

fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = true;
    options.parse.leave_footnote_definitions = true;
    options
}

/// `None` for rows, which are listed with their table, and for inline nodes.
fn oracle_entry<'a>(node: &'a AstNode<'a>) -> Option<String> {
    let data = node.data();
    let follower = node.next_sibling();
    let precedes_table = follower.is_some_and(|follower| matches!(follower.data().value, NodeValue::Table(_)));
    let (start, end) = (data.sourcepos.start.line, data.sourcepos.end.line);
    Some(match &data.value {
        NodeValue::BlockQuote => format!("quote {start}"),
        NodeValue::List(list) => format!("list {start} {}", oracle_marker(list)),
        NodeValue::Item(_) => format!("item {start}"),
        NodeValue::FootnoteDefinition(definition) => format!("footnote {start} {}", label_of(&definition.name)),
        NodeValue::Paragraph if precedes_table => "paragraph".to_owned(),
        NodeValue::Paragraph => format!("paragraph -{end}"),
        NodeValue::Heading(heading) if heading.setext => format!("underlined heading {} -{end}", heading.level),
        NodeValue::Heading(heading) => format!("heading {} {start}", heading.level),
        NodeValue::ThematicBreak => format!("break {start}"),
        NodeValue::CodeBlock(code) if code.fenced => format!("fenced code {start} {:?}", oracle_literal(&code.literal)),
        NodeValue::CodeBlock(code) => format!("indented code {start} {:?}", oracle_literal(&code.literal)),
        NodeValue::HtmlBlock(html) => format!("html {} {start} {:?}", html.block_type, oracle_literal(&html.literal)),
        NodeValue::Table(table) => format!("table -{end} {:?}", oracle_alignments(table)),
        _ => return None,
    })
}

fn oracle_marker(list: &NodeList) -> String {
    match (list.list_type, list.delimiter) {
        (ListType::Bullet, _) => (list.bullet_char as char).to_string(),
        (ListType::Ordered, ListDelimType::Period) => format!("{}.", list.start),
        (ListType::Ordered, ListDelimType::Paren) => format!("{})", list.start),
    }
}

fn oracle_literal(literal: &str) -> Vec<&str> {
    lines(literal, 0).map(|line| trim_start(&literal[line])).collect()
}

fn oracle_alignments(table: &NodeTable) -> Vec<Alignment> {
    let alignment = |alignment: &TableAlignment| match alignment {
        TableAlignment::None => Alignment::None,
        TableAlignment::Left => Alignment::Left,
        TableAlignment::Center => Alignment::Center,
        TableAlignment::Right => Alignment::Right,
    };
    table.alignments.iter().map(alignment).collect()
}

/// Each row's own position is right but the header's, which stands two lines before the first other row.
fn oracle_rows<'a>(source: &Source, node: &'a AstNode<'a>, table: &NodeTable) -> Vec<String> {
    let header = node.data().sourcepos.end.line - table.num_rows;
    let mut rows = Vec::new();
    for (index, row) in node.children().enumerate() {
        let known = row.data().sourcepos.start.line;
        let line = source.lines.get(known - 1).cloned().unwrap_or_default();
        let before = source.text[line.clone()].get(..row.data().sourcepos.start.column - 1);
        if index == 0 && (known != header || before.is_none_or(|before| before.ends_with('\t'))) {
            rows.push(format!("row {header} ?"));
            continue;
        }
        rows.push(format!("row {known} {:?}", oracle_cells(&source.text[line], row)));
    }
    rows
}

/// The sources of the cells that stand in the row. Those that comrak adds follow the last one without a pipe between.
fn oracle_cells<'t, 'a>(line: &'t str, row: &'a AstNode<'a>) -> Vec<&'t str> {
    let mut cells = Vec::new();
    let mut last_end = None;
    for place in row.children().map(|cell| cell.data().sourcepos) {
        if last_end == Some(place.start.column - 1) {
            break;
        }
        last_end = Some(place.end.column);
        cells.push(oracle_cell(line, place.start.column - 1..place.end.column).unwrap_or("a place outside the line"));
    }
    cells
}

fn oracle_cell(line: &str, place: Range<usize>) -> Option<&str> {
    let follows_pipe = line.get(..place.start)?.ends_with('|');
    let source = line.get(place)?;
    let source = if follows_pipe { source.trim_start_matches([' ', '\t', '\u{b}', '\u{c}']) } else { source };
    Some(trim_start(source).trim_end_matches([' ', '\t']))
}

/// The label of a footnote, in which comrak makes a blank of form feeds, however many.
fn label_of(label: &str) -> String {
    label.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
}
