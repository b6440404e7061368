//! Bullet and numbered lists as rows of one column.

use super::block::{BlockKind, HtmlKind};
use super::inline::{RichText, parse_item};
use super::loose;
use super::surroundings::{Quote, caption_above, quote_around};
use super::term::{DefinedTerm, defined_term};
use super::{Document, Reader};
use crate::source::Span;

/// A bullet or numbered list, without the lists inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The index of the heading that it stands under, in [`Document::headings`].
    pub heading: Option<usize>,
    /// Its items.
    pub items: Vec<ListItem>,
    /// The list and the item in it that this list stands in, if it is a nested one.
    pub parent: Option<(usize, usize)>,
    /// A short paragraph right above it that is its title.
    pub caption: Option<RichText>,
    /// The kind of the block quote that it stands in, if that has one.
    pub quote: Option<Quote>,
    /// The whole of it, nested lists included.
    pub span: Span,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListItem {
    /// The text of its first paragraph.
    pub content: RichText,
    /// The source of its first paragraph; where there is none, the item's start.
    pub span: Span,
    /// The term that it starts with and what it says of it, if it is written so.
    pub defined: Option<DefinedTerm>,
    /// Where something else than that paragraph stands in it: another paragraph, a quote, code, HTML, a heading; nested lists and tables are read by
    /// themselves.
    pub rest: Option<Span>,
}

impl List {
    /// Whether its items are links and nothing else; an entry or two may lack its link.
    pub fn is_of_links(&self) -> bool {
        self.items.iter().filter(|item| item.is_link()).count() * 2 > self.items.len()
    }

    /// Whether its items are terms, each with its definition: two items at least, of which one in ten at most starts with no
    /// term, and of the terms more than half are followed by a text.
    pub fn is_of_definitions(&self) -> bool {
        let filled = self.items.iter().filter(|item| !item.content.text().is_empty()).count();
        let terms = self.items.iter().filter_map(|item| item.defined.as_ref());
        let (terms, empty): (Vec<_>, Vec<_>) = terms.partition(|defined| !defined.definition.text().is_empty());
        let all = terms.len() + empty.len();
        all >= 2 && (filled - all) * 10 <= filled && terms.len() > empty.len()
    }
}

impl ListItem {
    /// The term that it starts with.
    pub fn term(&self) -> Option<&RichText> {
        self.defined.as_ref().map(|defined| &defined.term)
    }

    /// What it says of its term; its whole text where it starts with none.
    pub fn definition(&self) -> &RichText {
        self.defined.as_ref().map_or(&self.content, |defined| &defined.definition)
    }

    /// Whether it is a link and nothing else.
    pub fn is_link(&self) -> bool {
        matches!(self.content.links(), [link] if link.text == (0..self.content.text().len()))
    }
}

/// Reads the lists of the reader's blocks into the document, whose headings have been read.
pub(super) fn read_lists(reader: &Reader<'_>, document: &mut Document) {
    let blocks = &reader.blocks.blocks;
    // For each block that is a list or an item, the list and the number of the item.
    let mut places: Vec<Option<(usize, usize)>> = vec![None; blocks.len()];
    for (index, block) in blocks.iter().enumerate() {
        let parent = block.parent.and_then(|parent| places[parent]);
        match block.kind {
            BlockKind::List(_) => {
                let heading = reader.outline.of_block[index];
                document.lists.push(List {
                    heading,
                    items: Vec::new(),
                    parent,
                    caption: caption_above(reader, index),
                    quote: quote_around(reader, index),
                    span: reader.span(block.range.clone()),
                });
                places[index] = Some((document.lists.len() - 1, 0));
            }
            BlockKind::Item => {
                let Some((list, _)) = parent else { continue };
                let items = &mut document.lists[list].items;
                places[index] = Some((list, items.len()));
                let start = reader.span(block.range.start..block.range.start);
                items.push(ListItem { content: RichText::default(), span: start, defined: None, rest: None });
            }
            BlockKind::Paragraph => {
                let (Some((list, item)), true) = (parent, is_first_child(reader, index)) else {
                    keep_rest(reader, index, parent, document);
                    continue;
                };
                let content = parse_item(reader.text, &block.lines, &reader.definitions);
                let (defined, span) = (defined_term(&content), reader.span(block.range.clone()));
                document.lists[list].items[item] = ListItem { content, span, defined, rest: None };
            }
            // What stands in a quote inside an item is the item's.
            _ => {
                places[index] = parent;
                keep_rest(reader, index, parent, document);
            }
        }
    }
}

/// Notes what of an item is no item's text. What is no text at all, or a table, does not count.
fn keep_rest(reader: &Reader<'_>, index: usize, place: Option<(usize, usize)>, document: &mut Document) {
    let blocks = &reader.blocks.blocks;
    let block = &blocks[index];
    let is_own = block.parent.is_some_and(|parent| blocks[parent].kind == BlockKind::Item);
    let is_text = match block.kind {
        BlockKind::ThematicBreak | BlockKind::Table { .. } | BlockKind::Html(HtmlKind::Comment) => false,
        BlockKind::Paragraph => !loose::is_table(reader, index),
        _ => true,
    };
    if let Some((list, item)) = place.filter(|_| is_own && is_text) {
        let item = &mut document.lists[list].items[item];
        item.rest = item.rest.or(Some(reader.span(block.range.clone())));
    }
}

/// Whether a block is the first one of an item.
fn is_first_child(reader: &Reader<'_>, index: usize) -> bool {
    let block = &reader.blocks.blocks[index];
    block.parent == index.checked_sub(1)
        && block.parent.is_some_and(|parent| matches!(reader.blocks.blocks[parent].kind, BlockKind::Item))
}
