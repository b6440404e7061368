//! Markdown to tables: headings, tables with every cell, and lists, each with its place in the source.
//!
//! `block/` finds which lines are a table, `row.rs` cuts them into cells, `inline.rs` reads the cells, with what `definitions.rs` knows of the page; `html/` reads the
//! tables that are written in HTML. Short ways past most of the work are `candidate.rs`, `simple.rs` and `plain.rs`, each with its proof. This module knows no recipe and no types: a cell is text with links. A new kind of table is one more file beside `table.rs`.

mod address;
mod block;
mod candidate;
mod code_pipe;
mod definitions;
mod front_matter;
mod heading;
mod html;
mod include;
mod inline;
mod inspect;
#[cfg(any(test, fuzzing))]
pub mod laws;
mod legend;
mod limit;
mod list;
mod loose;
mod markup;
mod plain;
mod profile;
mod ragged;
mod realign;
mod refit;
mod reread;
mod rest;
mod row;
mod row_kind;
mod rows;
mod rule_comment;
mod simple;
mod surroundings;
mod table;
mod telling;
mod term;
mod unseen;

#[cfg(test)]
pub(crate) use block::generated_documents;
pub use definitions::Definitions;
pub use front_matter::FrontMatterValue;
pub use heading::Heading;
pub use include::include_targets;
pub use inline::{Anchor, Image, Link, Note, RichText, Segment, SegmentKind};
pub use inspect::inspect_table;
pub use legend::Legend;
pub use limit::{MAX_CELLS, MAX_COLUMNS, MAX_MISSING_PER_BYTE};
pub use list::{List, ListItem};
pub use loose::LooseFault;
pub use markup::Markup;
pub use plain::{PlainCell, PlainRows};
pub use profile::{Shape, shape_of_text};
pub use realign::{Realignment, realign};
pub use refit::{Refit, RefitFault};
pub use reread::Reading;
pub use row::Alignment;
pub use rows::Rows;
pub use rule_comment::Ignore;
pub use surroundings::Quote;
pub use table::{Cell, Row, RowKind, Table, TableKind};
pub use telling::{Telling, Told, ToldText, telling_markup};
pub use term::DefinedTerm;

use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Severity};
use crate::guard::step;
use crate::source::{SourceId, SourceMap, Span};
use block::{Block, BlockKind, Blocks};
use heading::Outline;
use inline::{Pipes, parse_inline};
use limit::{Limits, Size};
use row::count_cells;

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
    /// The values of its front matter.
    pub front_matter: Vec<FrontMatterValue>,
    /// The comments that keep a rule out.
    pub ignores: Vec<Ignore>,
    anchors: Vec<(String, Span)>,
    problems: Vec<Diagnostic>,
}

impl Document {
    /// Parses a page of the source map, and with it the pages that the source map says it includes.
    pub fn parse(sources: &SourceMap, source: SourceId) -> Self {
        Self::parse_within(sources, &[source], &Limits::default(), Scope::All)
    }

    /// As [`Document::parse`], for whoever asks for few cells: rows that are all plain are kept as the places of their cells until somebody asks for
    /// them.
    pub fn parse_compact(sources: &SourceMap, source: SourceId) -> Self {
        Self::parse_within(sources, &[source], &Limits::default(), Scope::Compact)
    }

    /// The tables of a page as [`Document::parse`] reads them, with their headings, and without its lists, anchors and comments on rules. A page
    /// that has none is hardly looked at.
    pub fn parse_tables(sources: &SourceMap, source: SourceId) -> Self {
        match candidate::may_hold_tables(sources.file(source).text()) {
            true => Self::parse_within(sources, &[source], &Limits::default(), Scope::Tables),
            false => Self::empty(source),
        }
    }

    fn empty(source: SourceId) -> Self {
        Self {
            source,
            headings: Vec::new(),
            tables: Vec::new(),
            lists: Vec::new(),
            legends: Vec::new(),
            front_matter: Vec::new(),
            ignores: Vec::new(),
            anchors: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Parses the last page of a chain in which each page includes the next one.
    fn parse_within(sources: &SourceMap, chain: &[SourceId], limits: &Limits, scope: Scope) -> Self {
        let source = chain[chain.len() - 1];
        step("reading the tables of", sources.file(source).path());
        let text = sources.file(source).text();
        limits.add_text(text);
        let blocks = block::parse_blocks(text);
        let places: Vec<Range<usize>> = blocks.definitions.iter().map(|definition| definition.range.clone()).collect();
        let definitions = Definitions::parse(places.iter().map(|place| &text[place.clone()]));
        let brought = definitions.brought_in(text, &places, limits.may_bring_in());
        if let Err(message) = limits.bring_in(brought.bytes) {
            let place = Span::new(source, brought.beyond.unwrap_or(0..0));
            return Self { problems: vec![over_brought(message, place)], ..Self::empty(source) };
        }
        let outline = Outline::default();
        let definitions = Arc::new(definitions);
        let includes = candidate::mentions_include(text);
        Reader {
            sources,
            chain,
            limits,
            scope,
            text,
            source,
            blocks: &blocks,
            definitions,
            outline,
            includes,
            parted_rows: OnceCell::new(),
        }
        .document()
    }

    /// The texts of the headings above a place, outermost first.
    pub fn heading_path(&self, heading: Option<usize>) -> Vec<&str> {
        self.headings_above(heading).into_iter().map(|heading| heading.content.text()).collect()
    }

    /// The headings above a place, outermost first.
    pub fn headings_above(&self, heading: Option<usize>) -> Vec<&Heading> {
        let mut path = Vec::new();
        let mut next = heading;
        while let Some(heading) = next.map(|index| &self.headings[index]) {
            path.push(heading);
            next = heading.parent;
        }
        path.reverse();
        path
    }

    /// The nearest heading above a place that is the title of a tab, or that is none.
    pub fn nearest_heading(&self, heading: Option<usize>, is_tab: bool) -> Option<&Heading> {
        let mut next = heading;
        while let Some(heading) = next.map(|index| &self.headings[index]) {
            if heading.is_tab == is_tab {
                return Some(heading);
            }
            next = heading.parent;
        }
        None
    }

    /// What is odd about its HTML tables and about what it includes, beside what [`inspect_table`] finds.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Why the page has less than its text has, where a table is over a limit: nobody should go on with the rest.
    pub fn refusal(&self) -> Option<&Diagnostic> {
        self.problems.iter().find(|problem| problem.code == "table-limit" && problem.severity == Severity::Error)
    }

    /// What is odd about the page as a whole.
    pub fn inspect(&self) -> Vec<Diagnostic> {
        let mut first: BTreeMap<&str, Span> = BTreeMap::new();
        let mut found = self.problems.clone();
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

/// The finding that a table is over a limit.
fn refused(message: String, place: Span) -> Diagnostic {
    Diagnostic::new("table-limit", Severity::Error, message, place).with_help(
        "nothing is taken from this page, so that no table is shorter than it is; split the table, or take it out",
    )
}

/// The finding that definitions bring in more than may be.
fn over_brought(message: String, place: Span) -> Diagnostic {
    Diagnostic::new("table-limit", Severity::Error, message, place).with_help(
        "nothing is taken from this page, so that no address is missing; define a shorter address, or use it less often",
    )
}

/// The greatest number of pages of which each includes the next one.
const MAX_INCLUDE_DEPTH: usize = 8;

/// What of a page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// All that a [`Document`] has.
    All,
    /// The same, with plain rows as the places of their cells.
    Compact,
    /// Its tables and headings, and what tells how they read.
    Tables,
}

/// Turns blocks into a document.
struct Reader<'d> {
    sources: &'d SourceMap,
    chain: &'d [SourceId],
    limits: &'d Limits,
    scope: Scope,
    text: &'d str,
    source: SourceId,
    blocks: &'d Blocks,
    definitions: Arc<Definitions>,
    outline: Outline,
    /// Whether the page may include others.
    includes: bool,
    /// The paragraphs whose rows may belong to a table above, once somebody asks.
    parted_rows: OnceCell<HashMap<usize, usize>>,
}

impl Reader<'_> {
    fn document(mut self) -> Document {
        let mut document = Document {
            front_matter: front_matter::values(self.text, self.blocks.front_matter.as_ref(), &self.blocks.blocks),
            ..Document::empty(self.source)
        };
        self.read_legends(&mut document);
        let mut html_tables = html::find_tables(&self);
        for (index, block) in self.blocks.blocks.iter().enumerate() {
            let before = document.tables.len();
            self.block(index, block, &mut document);
            html_tables.place(&self, block, self.outline.of_block[index], &mut document);
            document.tables[before..].iter_mut().for_each(|table| self.surround(index, table));
        }
        if self.scope == Scope::Tables {
            return document;
        }
        list::read_lists(&self, &mut document);
        document.ignores.extend(rule_comment::ignores(self.text, &self.blocks.blocks, &document));
        document.anchors.sort_by_key(|(_, span)| *span);
        // Paragraphs in cells of HTML tables have been read twice, and their cells may be repeated.
        document.anchors.dedup();
        document
    }

    fn block(&mut self, index: usize, block: &Block, document: &mut Document) {
        let heading = self.outline.heading_of(&self.blocks.blocks, index);
        self.outline.of_block.push(heading);
        match &block.kind {
            BlockKind::Heading { level, .. } => {
                let content = self.inline(&block.lines, Pipes::Plain);
                self.keep_anchors(&content, document);
                let span = self.span(block.range.clone());
                self.outline.push(&mut document.headings, &self.blocks.blocks, index, *level, content, span);
            }
            BlockKind::Paragraph => {
                let tables = loose::read_tables(self, index, heading);
                document.tables.extend(tables.into_iter().filter(|table| self.admit(table, &mut document.problems)));
                if self.includes {
                    self.include(index, block, heading, document);
                }
            }
            BlockKind::ThematicBreak => self.outline.end_tabs(&document.headings, &self.blocks.blocks, index),
            BlockKind::Table { alignments } if self.admit_lines(block, alignments.len(), document) => {
                let table = table::read_table(self, block, alignments, heading);
                // Nobody asks tables alone where links lead, and so plain rows stay unread.
                if self.scope != Scope::Tables {
                    self.keep_table_anchors(&table, document);
                }
                document.tables.push(table);
            }
            _ => {}
        }
    }

    /// Whether the lines of a table are within the limits, before any of their cells is read.
    fn admit_lines(&self, block: &Block, columns: usize, document: &mut Document) -> bool {
        let rows = block.lines.iter().enumerate().filter(|(index, _)| *index != 1);
        let size = Size::new(columns, rows.map(|(_, line)| count_cells(&self.text[line.clone()])));
        self.admit_size(size, self.span(block.lines[0].clone()), &mut document.problems)
    }

    /// Whether a table is within the limits.
    fn admit(&self, table: &Table, problems: &mut Vec<Diagnostic>) -> bool {
        let rows = table.header_groups.iter().chain([&table.header]).chain(&table.rows);
        let size = Size::new(table.width(), rows.map(|row| row.cells.len()));
        self.admit_size(size, table.header.span, problems)
    }

    fn admit_size(&self, size: Size, place: Span, problems: &mut Vec<Diagnostic>) -> bool {
        match self.limits.admit(size) {
            Ok(()) => true,
            Err(message) => {
                problems.push(refused(message, place));
                false
            }
        }
    }

    /// Tells a table that starts in a block what stands around it. Those of included pages know.
    fn surround(&self, index: usize, table: &mut Table) {
        if table.span.source != self.source {
            return;
        }
        let before = self.text.get(self.blocks.blocks[index].range.start..table.span.start());
        let is_first = before.is_some_and(|before| before.trim().is_empty());
        table.quote = surroundings::quote_around(self, index);
        if table.caption.is_none() && is_first {
            table.caption = surroundings::caption_above(self, index);
        }
    }

    /// Puts the pages that a paragraph includes in its place.
    fn include(&mut self, index: usize, block: &Block, heading: Option<usize>, document: &mut Document) {
        for line in &block.lines {
            for place in include_targets(&self.text[line.clone()]) {
                let place = line.start + place.start..line.start + place.end;
                let target = &self.text[place.clone()];
                match self.included(target) {
                    Ok(inner) => {
                        let last = include::splice(document, inner, heading);
                        self.outline.set(&self.blocks.blocks, index, last);
                    }
                    Err(reason) => document.problems.push(include::missing(target, &reason, self.span(place))),
                }
            }
        }
    }

    fn included(&self, target: &str) -> Result<Document, String> {
        match self.sources.include(self.source, target) {
            None => Err("no file was at hand to look for it from".to_owned()),
            Some(Err(reason)) => Err(reason.clone()),
            Some(Ok(id)) if self.chain.contains(id) => Err("it includes this page".to_owned()),
            Some(Ok(_)) if self.chain.len() >= MAX_INCLUDE_DEPTH => {
                Err("pages include each other too deeply".to_owned())
            }
            Some(Ok(_)) if !self.limits.include() => Err("too many pages are included".to_owned()),
            Some(Ok(id)) => {
                Ok(Document::parse_within(self.sources, &[self.chain, &[*id]].concat(), self.limits, self.scope))
            }
        }
    }

    /// Reads what explains marks before the cells in which the marks stand.
    fn read_legends(&mut self, document: &mut Document) {
        for (index, block) in self.blocks.blocks.iter().enumerate() {
            match &block.kind {
                BlockKind::FootnoteDefinition { label } => {
                    Arc::make_mut(&mut self.definitions).add_mark(&self.text[label.clone()]);
                }
                BlockKind::Paragraph => {
                    let may_explain = legend::may_explain(self, block);
                    if !may_explain && !self.may_name(block) {
                        continue;
                    }
                    let content = self.inline(&block.lines, Pipes::Plain);
                    self.keep_anchors(&content, document);
                    let legends = if may_explain { legend::in_paragraph(self, block, &content) } else { Vec::new() };
                    if !legends.is_empty() && !loose::is_table(self, index) {
                        document.legends.extend(legends);
                    }
                }
                BlockKind::Table { .. } | BlockKind::Html(_) => {
                    document.legends.extend(legend::below_table(self, index));
                }
                _ => {}
            }
        }
        let definitions = Arc::make_mut(&mut self.definitions);
        document.legends.iter().for_each(|legend| definitions.add_mark(&legend.mark));
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

    /// Keeps the anchors of a table's cells, of which those without markup have none.
    fn keep_table_anchors(&self, table: &Table, document: &mut Document) {
        let Some(rows) = table.rows.plain() else {
            return table.cells().for_each(|cell| self.keep_anchors(&cell.content, document));
        };
        table.header_cells().for_each(|cell| self.keep_anchors(&cell.content, document));
        let cells = (0..rows.len()).flat_map(|row| rows.cells(row));
        for cell in cells.filter(|cell| cell.verbatim().is_none()) {
            self.keep_anchors(&cell.content(), document);
        }
    }

    /// Whether a paragraph may hold an anchor that is asked for, before its text is read.
    fn may_name(&self, block: &Block) -> bool {
        self.scope != Scope::Tables && block.lines.iter().any(|line| self.text[line.clone()].contains('<'))
    }
}

#[cfg(test)]
mod tests;
