//! Headings, which one stands under which, and under which one a place of the page stands.

use std::collections::BTreeMap;

use super::RichText;
use super::block::Block;
use crate::source::Span;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 for the outermost, to 6.
    pub level: u8,
    /// Its text, without the marks.
    pub content: RichText,
    /// The whole of it.
    pub span: Span,
    /// The index of the heading that it stands under: the nearest one before it of a lower level.
    pub parent: Option<usize>,
    /// Whether it is the title of a tab: `# [Title](#tab/name)`, as DocFX writes them.
    pub is_tab: bool,
}

impl Heading {
    /// The place of its text.
    pub fn text_span(&self) -> Span {
        let range = self.content.source_range(0..self.content.text().len());
        range.map_or(self.span, |range| Span::new(self.span.source, range))
    }

    /// Whether a heading's content is the title of a tab.
    fn is_tab(content: &RichText) -> bool {
        matches!(content.links(), [link] if link.url.starts_with("#tab/") && link.text == (0..content.text().len()))
    }
}

/// Where in the page the reader is: the last heading of each container, so that a heading in a quote or in an item of a list
/// heads nothing outside of it.
#[derive(Debug, Default)]
pub(super) struct Outline {
    last: BTreeMap<Option<usize>, Option<usize>>,
    /// The heading of each block, as far as they have been read.
    pub(super) of_block: Vec<Option<usize>>,
}

impl Outline {
    /// The heading that a block stands under.
    pub(super) fn heading_of(&self, blocks: &[Block], block: usize) -> Option<usize> {
        let mut container = blocks[block].parent;
        loop {
            if let Some(heading) = self.last.get(&container) {
                return *heading;
            }
            container = blocks[container?].parent;
        }
    }

    /// Adds a heading, whose block is given.
    pub(super) fn push(
        &mut self,
        headings: &mut Vec<Heading>,
        blocks: &[Block],
        block: usize,
        level: u8,
        content: RichText,
        span: Span,
    ) {
        let mut parent = self.heading_of(blocks, block);
        while let Some(index) = parent.filter(|&index| headings[index].level >= level) {
            parent = headings[index].parent;
        }
        let is_tab = Heading::is_tab(&content);
        headings.push(Heading { level, content, span, parent, is_tab });
        self.last.insert(blocks[block].parent, Some(headings.len() - 1));
    }

    /// Sets the heading of what follows a block in its container.
    pub(super) fn set(&mut self, blocks: &[Block], block: usize, heading: Option<usize>) {
        self.last.insert(blocks[block].parent, heading);
    }

    /// A thematic break ends a group of tabs (DocFX): what follows stands under the heading above them.
    pub(super) fn end_tabs(&mut self, headings: &[Heading], blocks: &[Block], block: usize) {
        let above = |heading: &usize| headings[*heading].parent;
        let own = self.heading_of(blocks, block);
        let mut path = std::iter::successors(own, above).skip_while(|&index| !headings[index].is_tab);
        // Headings within the last tab end with it.
        if path.next().is_some() {
            let around = path.find(|&index| !headings[index].is_tab);
            self.last.insert(blocks[block].parent, around);
        }
    }
}
