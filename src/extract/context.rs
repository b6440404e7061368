//! The fields of what stands beside a table or a list, and holds for all of its rows.
//!
//! It knows no row and no cell. Another thing that may stand there is one more variant of [`Context`] with its arm here.

use super::{DatasetReader, ExtractedField, Piece};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Heading, List, Quote, RichText, Table};
use crate::recipe::Context;
use crate::source::Span;

/// What stands beside the rows of a table, or the items of a list.
#[derive(Clone, Copy)]
pub(super) struct Beside<'c> {
    pub(super) document: &'c Document,
    heading: Option<usize>,
    caption: Option<&'c RichText>,
    quote: Option<&'c Quote>,
    /// The row of one cell that heads the rows at hand.
    pub(super) section: Option<&'c RichText>,
    /// The item that the list stands in.
    parent: Option<&'c RichText>,
}

impl<'c> Beside<'c> {
    pub(super) fn table(document: &'c Document, table: &'c Table) -> Self {
        let (caption, quote) = (table.caption.as_ref(), table.quote.as_ref());
        Self { document, heading: table.heading, caption, quote, section: None, parent: None }
    }

    pub(super) fn list(document: &'c Document, list: &'c List) -> Self {
        let parent = list.parent.map(|(list, item)| &document.lists[list].items[item].content);
        let (caption, quote) = (list.caption.as_ref(), list.quote.as_ref());
        Self { document, heading: list.heading, caption, quote, section: None, parent }
    }
}

impl DatasetReader<'_> {
    pub(super) fn context_field(
        &self,
        index: usize,
        place: &Context,
        beside: &Beside<'_>,
    ) -> (ExtractedField, Vec<Diagnostic>) {
        let document = beside.document;
        let rich = |content: Option<&RichText>| {
            self.read_field(index, &self.recipe.fields[index], document.source, content, content.is_some())
        };
        let heading = |heading: &Heading| (heading.content.text().to_owned(), heading.text_span());
        let pieces: Vec<(String, Span)> = match place {
            Context::Section => return rich(beside.section),
            Context::Parent => return rich(beside.parent),
            Context::Caption => return rich(beside.caption),
            Context::Heading => document.nearest_heading(beside.heading, false).map(heading).into_iter().collect(),
            Context::Tab => document.nearest_heading(beside.heading, true).map(heading).into_iter().collect(),
            Context::Headings => document.headings_above(beside.heading).into_iter().map(heading).collect(),
            Context::Quote => beside.quote.map(|quote| (quote.kind.clone(), quote.span)).into_iter().collect(),
            Context::FrontMatter(key) => {
                let value = document.front_matter.iter().find(|value| value.key == *key);
                value.map(|value| (value.text.clone(), value.span(document.source))).into_iter().collect()
            }
        };
        self.items_field(index, pieces.into_iter().map(|(text, span)| Piece::plain(text, span)), true)
    }
}
