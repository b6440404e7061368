//! Markdown to tables: headings, tables with every cell, and lists, each with its place in the source.
//!
//! `block/` finds which lines are a table, `row.rs` cuts them into cells, `inline.rs` reads the cells; `html/` reads the
//! tables that are written in HTML. This module knows no
//! recipe and no types: a cell is text with links. A new kind of table is one more file beside `table.rs`.

mod block;
mod heading;
mod html;
mod inline;
mod inspect;
mod list;
mod row;
mod table;

pub use heading::Heading;
pub use inline::{Anchor, Definitions, Link, RichText, Segment, SegmentKind};
pub use inspect::inspect_table;
pub use list::{List, ListItem};
pub use row::Alignment;
pub use table::{Cell, Row, RowKind, Table, TableKind};

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{SourceId, SourceMap, Span};
use block::{Block, BlockKind, Blocks};
use inline::{Pipes, parse_inline};

/// A page: its headings, tables and lists in the order of the page.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text that it was parsed from.
    pub source: SourceId,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// Its lists; a nested list is one of its own, after the list that it is in.
    pub lists: Vec<List>,
    /// What the page says that a mark beside a name means.
    pub legends: Vec<Legend>,
    anchors: Vec<(String, Span)>,
    /// What was odd while it was read.
    notes: Vec<Diagnostic>,
}

/// A paragraph that explains a mark, such as `**+** denotes coming soon`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legend {
    /// The mark.
    pub mark: String,
    /// The whole paragraph's text.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Document {
    /// Parses a page of the source map.
    pub fn parse(sources: &SourceMap, source: SourceId) -> Self {
        let text = sources.file(source).text();
        let blocks = block::parse_blocks(text);
        let definitions =
            Definitions::parse(blocks.definitions.iter().map(|definition| &text[definition.range.clone()]));
        Reader { text, source, blocks: &blocks, definitions }.document()
    }

    /// The texts of the headings above a place, outermost first.
    pub fn heading_path(&self, heading: Option<usize>) -> Vec<&str> {
        let mut path = Vec::new();
        let mut next = heading;
        while let Some(index) = next {
            path.push(self.headings[index].content.text());
            next = self.headings[index].parent;
        }
        path.reverse();
        path
    }

    /// What is odd about the page as a whole.
    pub fn inspect(&self) -> Vec<Diagnostic> {
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        let mut found = self.notes.clone();
        for (name, span) in &self.anchors {
            match first.get(name.as_str()) {
                Some(earlier) => found.push(
                    Diagnostic::new(
                        "duplicate-anchor",
                        Severity::Warning,
                        format!("the anchor `{name}` stands here again"),
                        *span,
                    )
                    .with_note("the first one; links lead there only", *earlier)
                    .with_help("give each place a name of its own"),
                ),
                None => {
                    first.insert(name, *span);
                }
            }
        }
        found
    }
}

/// Turns blocks into a document.
struct Reader<'d> {
    text: &'d str,
    source: SourceId,
    blocks: &'d Blocks,
    definitions: Definitions,
}

impl Reader<'_> {
    fn document(self) -> Document {
        let mut document = Document {
            source: self.source,
            headings: Vec::new(),
            tables: Vec::new(),
            lists: Vec::new(),
            legends: Vec::new(),
            anchors: Vec::new(),
            notes: Vec::new(),
        };
        for (index, block) in self.blocks.blocks.iter().enumerate() {
            self.block(index, block, &mut document);
        }
        list::read_lists(&self, &mut document);
        html::read_tables(&self, &mut document);
        document
    }

    fn block(&self, index: usize, block: &Block, document: &mut Document) {
        match &block.kind {
            BlockKind::Heading { level, .. } => {
                let content = self.inline(&block.lines, Pipes::Plain);
                self.keep_anchors(&content, document);
                heading::push(&mut document.headings, *level, content, self.span(block.range.clone()), index);
            }
            BlockKind::Table { alignments } => {
                let heading = document.headings.len().checked_sub(1);
                let table = table::read_table(self, block, alignments, heading);
                for cell in table.cells() {
                    self.keep_anchors(&cell.content, document);
                }
                document.tables.push(table);
            }
            BlockKind::Paragraph if self.may_matter(block) => {
                let content = self.inline(&block.lines, Pipes::Plain);
                self.keep_anchors(&content, document);
                document.legends.extend(self.legend(block, &content));
            }
            _ => {}
        }
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span::new(self.source, range)
    }

    fn inline(&self, lines: &[Range<usize>], pipes: Pipes) -> RichText {
        parse_inline(self.text, lines, pipes, &self.definitions)
    }

    fn keep_anchors(&self, content: &RichText, document: &mut Document) {
        let found = content.anchors().iter().map(|anchor| (anchor.name.clone(), self.span(anchor.source.clone())));
        document.anchors.extend(found);
    }

    /// Whether a paragraph may hold an anchor or explain a mark, before its text is read.
    fn may_matter(&self, block: &Block) -> bool {
        let has_tag = block.lines.iter().any(|line| self.text[line.clone()].contains('<'));
        let first = block.lines.first().map_or("", |line| &self.text[line.clone()]);
        let word = first.trim_start_matches(['*', '_', '\\', ' ']);
        has_tag
            || first.trim_start().starts_with(['*', '\\'])
            || word.starts_with(|c: char| !c.is_alphanumeric() && !c.is_whitespace())
    }

    /// A short paragraph whose first word is a mark: one to three characters, none of them a letter or a digit.
    fn legend(&self, block: &Block, content: &RichText) -> Option<Legend> {
        let (mark, rest) = content.text().split_once(char::is_whitespace)?;
        let is_mark = mark.chars().count() <= 3 && !mark.chars().any(char::is_alphanumeric);
        let is_short = content.text().chars().count() <= 300;
        let explains = rest.chars().any(char::is_alphabetic);
        (is_mark && is_short && explains).then(|| Legend {
            mark: mark.trim_end_matches([':', '=']).to_owned(),
            text: content.text().to_owned(),
            span: self.span(block.range.clone()),
        })
    }
}
