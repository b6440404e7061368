//! The picture of one finding or error: headline, place, line of source with marks, and what else there is to say.
//!
//! It is the only user of annotate-snippets, and hands it nothing but text that is escaped and cut already. It knows
//! neither findings nor errors: `full.rs` and `error.rs` say what goes into the picture.

use std::borrow::Cow;
use std::ops::Range;

use annotate_snippets::renderer::{Renderer, Style as Paint};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Snippet};

use super::Appearance;
use super::line::{shown_line, width};
use crate::error::Excerpt;
use crate::escape::{escape, escape_line};

/// Below this a picture is no use.
const LEAST_WIDTH: usize = 40;

/// A part of a line to underline, with what to write beside it.
pub(super) struct Mark<'a> {
    /// The part, in bytes of the line.
    pub(super) part: Range<usize>,
    /// The remark; may be empty.
    pub(super) remark: &'a str,
    /// What the part is to the headline.
    pub(super) kind: AnnotationKind,
}

impl Mark<'_> {
    /// The columns that it takes behind its part: an empty part has an underline of one column, a remark a blank before
    /// it.
    fn columns_beside(&self) -> usize {
        let underline = usize::from(self.part.is_empty());
        if self.remark.is_empty() { underline } else { underline + 1 + width(self.remark) }
    }
}

/// A picture in the making, from top to bottom.
///
/// Each piece is a group of its own, because only a group without a title lets a line stand below a place that it does
/// not name itself: a line that was cut or escaped no longer knows its column.
pub(super) struct Frame {
    appearance: Appearance,
    columns: usize,
    groups: Vec<Group<'static>>,
}

impl Frame {
    /// An empty picture whose greatest line number is given.
    pub(super) fn new(appearance: Appearance, greatest_line: usize) -> Self {
        let gutter = greatest_line.to_string().len() + " | ".len();
        Self { appearance, columns: appearance.width.max(LEAST_WIDTH) - gutter, groups: Vec::new() }
    }

    /// How many columns a line of source has.
    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    /// Adds `error[code]: text`.
    pub(super) fn title(&mut self, level: Level<'static>, code: Option<&str>, text: &str) {
        let paint = if self.appearance.color { Paint::new().bold() } else { Paint::new() };
        let title = level.secondary_title(format!("{paint}{}{paint:#}", escape_line(text)));
        let title = match code {
            Some(code) => title.id(owned(escape_line(code))),
            None => title,
        };
        self.groups.push(Group::with_title(title));
    }

    /// Adds `--> path:line:column`, or the path alone.
    pub(super) fn place(&mut self, path: &str, line_and_column: Option<(usize, usize)>) {
        let origin = Origin::path(owned(escape_line(path)));
        let origin = match line_and_column {
            Some((line, column)) => origin.line(line).char_column(column),
            None => origin,
        };
        self.groups.push(Group::with_level(Level::NOTE).element(origin));
    }

    /// Adds the place and the line of an excerpt, with marks.
    pub(super) fn excerpt(&mut self, level: Level<'static>, excerpt: &Excerpt, marks: &[Mark<'_>]) {
        self.place(&excerpt.path, Some((excerpt.line, excerpt.column)));
        let parts: Vec<Range<usize>> = marks.iter().map(|mark| mark.part.clone()).collect();
        let beside = marks.iter().map(Mark::columns_beside).max().unwrap_or(0);
        let shown = shown_line(&excerpt.text, &parts, self.columns, beside);
        let annotations = marks.iter().zip(shown.parts).map(|(mark, part)| {
            let remark = (!mark.remark.is_empty()).then(|| owned(escape_line(mark.remark)));
            mark.kind.span(part).label(remark)
        });
        let snippet = Snippet::source(shown.text).line_start(excerpt.line).annotations(annotations);
        self.groups.push(Group::with_level(level).element(snippet));
    }

    /// Adds `= help: text`; the text may have several lines.
    pub(super) fn message(&mut self, level: Level<'static>, text: &str) {
        let message = level.message(owned(escape(text)));
        self.groups.push(Group::with_level(Level::NOTE).element(message));
    }

    /// The picture with its last line's end.
    pub(super) fn render(self) -> String {
        let renderer = if self.appearance.color { Renderer::styled() } else { Renderer::plain() };
        // Lines come cut already; the renderer need not cut them again, with another mark.
        let renderer = renderer.term_width(usize::from(u16::MAX));
        renderer.render(&self.groups) + "\n"
    }
}

fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    Cow::Owned(text.into_owned())
}
