//! Which table, row and cell a piece of HTML belongs to: the HTML standard's rules for the content of tables.
//!
//! The rules are those of section 13.2.6.4, "in table" to "in cell", with the end tags that they imply. Nothing else of a
//! document's tree is built. Open tables are a stack, so that no depth of nesting is a depth of calls. Where the rules move
//! text out of a table (text between cells), it belongs to the cell around the table, or else to none, which is a finding.
//!
//! It must not know what a row means or where a cell spans to. Another element of tables is one more arm of
//! [`Tree::tag`].

use std::ops::Range;

use super::content::Content;
use super::flat::Flat;
use super::tokens::{Tag, Token};
use crate::document::definitions::Definitions;
use crate::document::inline::RichText;

/// Tables nest to this depth. The tags of deeper ones are no tags, and their text is that of the innermost cell.
pub(super) const MAX_DEPTH: usize = 64;

/// The elements that the rules are about; no other tag can end a cell.
const TABLE_TAGS: &[&str] =
    &["table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "td", "th", "html", "body"];

/// Whether a tag takes part in the structure of tables.
pub(super) fn is_table_tag(tag: &Tag) -> bool {
    TABLE_TAGS.contains(&tag.name.as_str())
}

/// A table as it is written. Ranges are bytes of the source.
pub(super) struct RawTable {
    /// From `<table` to behind `</table>`, or to the last of its content.
    pub(super) range: Range<usize>,
    /// Behind the start tag.
    pub(super) head_end: usize,
    pub(super) caption: Option<RichText>,
    /// In the order of the source.
    pub(super) sections: Vec<RawSection>,
    pub(super) is_closed: bool,
    /// Other tables in its cells.
    pub(super) nested: Vec<Range<usize>>,
    /// The first `<table>` in it that is too deep.
    pub(super) too_deep: Option<Range<usize>>,
    /// The first text in it that is in no cell, not even in one around the table.
    pub(super) outside_cells: Option<Range<usize>>,
}

/// `thead`, `tbody` or `tfoot`, written or implied.
pub(super) struct RawSection {
    pub(super) kind: SectionKind,
    pub(super) rows: Vec<RawRow>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SectionKind {
    Head,
    Body,
    Foot,
}

pub(super) struct RawRow {
    pub(super) range: Range<usize>,
    pub(super) cells: Vec<RawCell>,
}

pub(super) struct RawCell {
    /// The content without the blanks around it; empty where it would stand.
    pub(super) range: Range<usize>,
    pub(super) content: RichText,
    /// Whether it is a `th` that does not say that it heads a row.
    pub(super) heads_column: bool,
    /// From 1 to 1000.
    pub(super) columns: usize,
    /// To the section's end if it is `None`, else from 1 to 65534.
    pub(super) rows: Option<usize>,
}

/// Takes the tokens of a document and gives the tables.
pub(super) struct Tree<'d> {
    definitions: &'d Definitions,
    open: Vec<Level>,
    /// Start tags of tables that are too deep, less their end tags.
    too_deep: usize,
    /// In the order in which they end.
    done: Vec<RawTable>,
}

/// A table that is open.
struct Level {
    table: RawTable,
    /// The container that it stands in, by the caller's count.
    container: Option<usize>,
    place: Place,
    /// Whether the last section is open.
    in_section: bool,
}

/// Where in a table the next token stands.
enum Place {
    Table,
    Row,
    Cell(Content, CellTag),
    Caption(Content),
}

/// What a cell's start tag says.
struct CellTag {
    name: String,
    end: usize,
    heads_column: bool,
    columns: usize,
    rows: Option<usize>,
}

impl RawTable {
    fn new(start_tag: Range<usize>) -> Self {
        Self {
            head_end: start_tag.end,
            range: start_tag,
            caption: None,
            sections: Vec::new(),
            is_closed: false,
            nested: Vec::new(),
            too_deep: None,
            outside_cells: None,
        }
    }
}

impl<'d> Tree<'d> {
    pub(super) fn new(definitions: &'d Definitions) -> Self {
        Self { definitions, open: Vec::new(), too_deep: 0, done: Vec::new() }
    }

    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// The containers of the open tables, the outermost table's first.
    pub(super) fn containers(&self) -> impl Iterator<Item = Option<usize>> {
        self.open.iter().map(|level| level.container)
    }

    /// Ends the open tables from that depth on.
    pub(super) fn close_from(&mut self, depth: usize) {
        while self.open.len() > depth {
            self.close_table(None);
        }
    }

    /// The tables, in the order in which they start.
    pub(super) fn finish(mut self) -> Vec<RawTable> {
        self.close_from(0);
        self.done.sort_by_key(|table| table.range.start);
        self.done
    }

    pub(super) fn token(&mut self, flat: &Flat, token: &Token, container: Option<usize>) {
        match token {
            Token::Text(range) => {
                let add = |content: &mut Content| content.text(flat, range.clone());
                match flat.trim(range.clone()) {
                    Some(trimmed) => self.block(flat.source(trimmed), add),
                    None => self.blanks(add),
                }
            }
            Token::Tag(tag) => self.tag(flat, tag, container),
        }
    }

    /// Blanks between cells are nothing.
    fn blanks(&mut self, add: impl FnOnce(&mut Content)) {
        if let Some(content) = self.open.last_mut().and_then(|level| level.place.content()) {
            add(content);
        }
    }

    /// Adds what is not blank to the innermost cell or caption that is open; to stand outside of all is odd.
    pub(super) fn block(&mut self, source: Range<usize>, add: impl FnOnce(&mut Content)) {
        self.extend(source.end);
        if !self.add(add) {
            self.outside_cells(source);
        }
    }

    /// A table that is no HTML starts here, such as a pipe table.
    pub(super) fn other_table(&mut self, source: Range<usize>) {
        self.leave_table();
        self.extend(source.end);
        self.nested(source);
    }

    fn tag(&mut self, flat: &Flat, tag: &Tag, container: Option<usize>) {
        let source = flat.source(tag.range.clone());
        if tag.name == "table" {
            return if tag.is_end { self.table_end(source) } else { self.table_start(source, container) };
        }
        let is_table_tag = is_table_tag(tag);
        if is_table_tag && self.too_deep == 0 {
            let Some(level) = self.open.last_mut() else { return };
            return if tag.is_end { level.end_tag(&tag.name, source.end) } else { level.start_tag(tag, source) };
        }
        self.extend(source.end);
        let definitions = self.definitions;
        self.add(|content| match is_table_tag {
            true => content.boundary(source),
            false => content.tag(flat, tag, definitions),
        });
    }

    /// A `<table>` that does not stand in a cell ends the table before it.
    fn table_start(&mut self, source: Range<usize>, container: Option<usize>) {
        self.leave_table();
        self.extend(source.end);
        if self.open.len() == MAX_DEPTH {
            return self.too_deep(source);
        }
        self.add(|content| content.table(source.clone()));
        self.open.push(Level { table: RawTable::new(source), container, place: Place::Table, in_section: false });
    }

    fn too_deep(&mut self, source: Range<usize>) {
        self.too_deep += 1;
        self.add(|content| content.boundary(source.clone()));
        if let Some(level) = self.open.last_mut() {
            level.table.too_deep.get_or_insert(source);
        }
    }

    fn table_end(&mut self, source: Range<usize>) {
        match self.too_deep {
            0 => self.close_table(Some(source)),
            _ => {
                self.too_deep -= 1;
                self.extend(source.end);
                self.add(|content| content.boundary(source));
            }
        }
    }

    /// Ends the innermost table unless a cell or a caption of it is open.
    fn leave_table(&mut self) {
        if self.open.last_mut().is_some_and(|level| level.place.content().is_none()) {
            self.close_table(None);
        }
    }

    /// Ends the innermost table, by its end tag or without one.
    fn close_table(&mut self, end_tag: Option<Range<usize>>) {
        let Some(mut level) = self.open.pop() else { return };
        self.too_deep = 0;
        level.close_section();
        if let Some(tag) = end_tag {
            level.table.range.end = tag.end;
            level.table.is_closed = true;
        }
        self.extend(level.table.range.end);
        self.nested(level.table.range.clone());
        self.done.push(level.table);
    }

    /// Another table has stood in the innermost cell.
    fn nested(&mut self, source: Range<usize>) {
        if let Some(level) = self.open.last_mut() {
            level.table.nested.push(source.clone());
        }
        self.add(|content| {
            content.boundary(source.clone());
            content.cover(source);
        });
    }

    fn extend(&mut self, end: usize) {
        if let Some(level) = self.open.last_mut() {
            level.table.range.end = end;
        }
    }

    /// Whether there is a cell or a caption to add to: that of the innermost table, or of a table around it.
    fn add(&mut self, add: impl FnOnce(&mut Content)) -> bool {
        let content = self.open.iter_mut().rev().find_map(|level| level.place.content());
        content.map(add).is_some()
    }

    fn outside_cells(&mut self, source: Range<usize>) {
        if let Some(level) = self.open.last_mut() {
            level.table.outside_cells.get_or_insert(source);
        }
    }
}

impl Level {
    fn start_tag(&mut self, tag: &Tag, source: Range<usize>) {
        let end = source.end;
        match tag.name.as_str() {
            "caption" => {
                self.close_section();
                self.place = Place::Caption(Content::default());
            }
            "col" | "colgroup" => self.close_section(),
            "thead" => self.open_section(SectionKind::Head),
            "tbody" => self.open_section(SectionKind::Body),
            "tfoot" => self.open_section(SectionKind::Foot),
            "tr" => self.open_row(source),
            "td" | "th" => self.open_cell(tag, source),
            _ => {}
        }
        self.table.range.end = end;
    }

    /// An end tag whose element is not open is none.
    fn end_tag(&mut self, name: &str, end: usize) {
        match (name, &self.place) {
            ("caption", Place::Caption(_)) => self.close_content(),
            ("td" | "th", Place::Cell(_, tag)) if tag.name == name => self.close_content(),
            ("tr", Place::Row | Place::Cell(..)) => {
                self.close_content();
                self.table.range.end = end;
                self.close_row();
            }
            ("thead" | "tbody" | "tfoot", Place::Table | Place::Row | Place::Cell(..)) if self.is_in(name) => {
                self.close_section();
            }
            _ => {}
        }
        self.table.range.end = end;
    }

    fn is_in(&self, name: &str) -> bool {
        let section = self.table.sections.last().filter(|_| self.in_section);
        section.is_some_and(|section| {
            let known = match section.kind {
                SectionKind::Head => "thead",
                SectionKind::Body => "tbody",
                SectionKind::Foot => "tfoot",
            };
            known == name
        })
    }

    fn open_section(&mut self, kind: SectionKind) {
        self.close_section();
        self.table.sections.push(RawSection { kind, rows: Vec::new() });
        self.in_section = true;
    }

    fn open_row(&mut self, source: Range<usize>) {
        self.close_row();
        if !self.in_section {
            self.open_section(SectionKind::Body);
        }
        let section = self.table.sections.last_mut().expect("a section is open");
        section.rows.push(RawRow { range: source, cells: Vec::new() });
        self.place = Place::Row;
    }

    fn open_cell(&mut self, tag: &Tag, source: Range<usize>) {
        self.close_content();
        if matches!(self.place, Place::Table) {
            self.open_row(source.clone());
        }
        let heads_row =
            tag.attribute("scope").is_some_and(|scope| scope.trim_ascii().to_ascii_lowercase().starts_with("row"));
        let tag = CellTag {
            name: tag.name.clone(),
            end: source.end,
            heads_column: tag.name == "th" && !heads_row,
            columns: tag
                .attribute("colspan")
                .and_then(parse_number)
                .filter(|&columns| columns > 0)
                .unwrap_or(1)
                .min(1000),
            rows: match tag.attribute("rowspan").and_then(parse_number) {
                Some(0) => None,
                rows => Some(rows.unwrap_or(1).min(65_534)),
            },
        };
        self.place = Place::Cell(Content::default(), tag);
    }

    /// Each of these also closes what is open inside, and does nothing where nothing is open.
    fn close_section(&mut self) {
        self.close_row();
        self.in_section = false;
    }

    fn close_row(&mut self) {
        self.close_content();
        if matches!(self.place, Place::Row) {
            let end = self.table.range.end;
            if let Some(row) = self.last_row() {
                row.range.end = row.range.end.max(end);
            }
            self.place = Place::Table;
        }
    }

    fn close_content(&mut self) {
        match std::mem::replace(&mut self.place, Place::Table) {
            Place::Cell(content, tag) => {
                let (content, range) = content.finish();
                let range = range.unwrap_or(tag.end..tag.end);
                let CellTag { heads_column, columns, rows, .. } = tag;
                if let Some(row) = self.last_row() {
                    row.cells.push(RawCell { range, content, heads_column, columns, rows });
                }
                self.place = Place::Row;
            }
            Place::Caption(content) => {
                let (content, _) = content.finish();
                self.table.caption.get_or_insert(content);
            }
            place => self.place = place,
        }
    }

    fn last_row(&mut self) -> Option<&mut RawRow> {
        self.table.sections.last_mut()?.rows.last_mut()
    }
}

impl Place {
    fn content(&mut self) -> Option<&mut Content> {
        match self {
            Place::Cell(content, _) | Place::Caption(content) => Some(content),
            Place::Table | Place::Row => None,
        }
    }
}

/// HTML's rules for parsing non-negative integers: blanks, a plus sign, and as many digits as follow.
fn parse_number(text: &str) -> Option<usize> {
    let text = text.trim_ascii_start();
    let text = text.strip_prefix('+').unwrap_or(text);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (digits > 0).then(|| text[..digits].parse().unwrap_or(usize::MAX))
}
