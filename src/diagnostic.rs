//! Findings as data: what is wrong or odd in the data, where, and how to go on.
//!
//! A [`Diagnostic`] never stops a run by itself; the caller decides what a [`Severity`] means. It is a plain value that
//! the styles in [`report`](crate::report) turn into text, so no wording for a terminal belongs here. A new finding needs no change here:
//! it is a new code where it is found.

use std::fmt;

use crate::source::Span;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing to do.
    Note,
    /// Probably a fault of the page.
    Warning,
    /// The data cannot be trusted; nothing is written.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// One finding: a headline that stands alone, the narrowest place, notes for the other places involved, and advice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The fault's name, such as `surplus-cell`: stable, lower case, what `explain` takes.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in one sentence without a final period.
    pub message: String,
    /// Where, as narrow as the item; `None` for a finding about a whole page.
    pub span: Option<Span>,
    /// The other places involved, each with a remark.
    pub notes: Vec<(String, Option<Span>)>,
    /// How to go on.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(
        code: &'static str,
        severity: Severity,
        message: impl Into<String>,
        span: impl Into<Option<Span>>,
    ) -> Self {
        Self { code, severity, message: message.into(), span: span.into(), notes: Vec::new(), help: None }
    }

    /// The same finding with a remark on another place.
    #[must_use]
    pub fn with_note(mut self, remark: impl Into<String>, span: impl Into<Option<Span>>) -> Self {
        self.notes.push((remark.into(), span.into()));
        self
    }

    /// The same finding with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
