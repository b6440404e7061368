//! Rules propose, one engine applies: repairs of values, each with its evidence, its grade and its place.
//!
//! A rule is one file in `rules/` and one word in [`RULES`]; it sees the extracted items through [`Evidence`] and changes nothing.
//! No rule may hold a value of any page.
//!
//! * What is done: `engine.rs` asks the rules and decides which proposals are applied, `edit.rs` is the only writer of items, `source_edits.rs` writes
//!   back to the page, `identity.rs` names a proposal so that a decision can be about it.
//! * What speaks for a repair: `names.rs` gathers what the pages say about a name, `page_words.rs` which words they have anywhere, `page_places.rs` where,
//!   `likely_keys.rs` which columns refer
//!   to which tables, `gaps.rs` how they part the items of a list, `commas.rs` the parts of a name, `links.rs` where their cells lead, `addresses.rs`
//!   how addresses repeat labels, `anchors.rs` which places of a page have a name, `outside.rs` what
//!   documents beside them say, `guidance.rs` a person's word.
//! * What rules share: `tables.rs` lays the records out as tables, `words.rs` says what words of ordinary language do in a name, `neighbours.rs` finds what is a letter away,
//!   `slips.rs` says whether that may be a slip, `standing.rs` finds the items of a place.

mod addresses;
mod anchors;
mod commas;
mod edit;
mod engine;
mod evidence;
mod gaps;
mod guidance;
mod identity;
mod likely_keys;
mod links;
mod names;
mod neighbours;
mod outside;
mod page_places;
mod page_words;
mod rules;
mod slips;
mod source_edits;
mod standing;
mod tables;
mod words;

#[cfg(test)]
mod sample;

pub use commas::CommaColumn;
pub use engine::repair;
pub use evidence::{Evidence, FieldPlace, Pages};
pub use gaps::{Column, Gap, Side};
pub use guidance::{GUIDANCE_FINDINGS, Guidance};
pub use links::LinkPlace;
pub use names::{Names, Support};
pub use outside::OutsideColumn;
pub use page_words::PageWords;
pub use rules::RULES;
pub use source_edits::{edited, source_edits};

use std::fmt;
use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::extract::Item;
use crate::source::Span;

/// A strategy that finds one kind of fault.
pub struct RepairRule {
    /// The fault's name, which `explain` takes.
    pub name: &'static str,
    /// The fault in one line.
    pub summary: &'static str,
    /// What the rule changes, why, an example, and when it abstains, in Markdown.
    pub explanation: &'static str,
    /// What it makes of the items as they are now.
    pub propose: fn(&Evidence<'_>) -> Verdicts,
}

/// How far to trust a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Applied: the page, or the recipe, settles it.
    Safe,
    /// Shown: it is likely, and a person should say.
    Suggested,
    /// Reported: there is a fault, and nothing says what is right.
    Manual,
}

impl fmt::Display for Grade {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Grade::Safe => "safe",
            Grade::Suggested => "suggested",
            Grade::Manual => "manual",
        })
    }
}

/// Items of one field of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The index of the dataset in the recipe.
    pub dataset: usize,
    /// The index of the record in the extraction.
    pub record: usize,
    /// The index of the field in the dataset's schema.
    pub field: usize,
    /// Which of its items.
    pub items: Range<usize>,
}

/// The change of items: others in the place of the target's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The items to replace; none where some are to be put into a field that has none.
    pub target: Target,
    /// The texts and marks of the new items; none removes the old ones.
    pub after: Vec<NewItem>,
}

/// An item that an edit makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewItem {
    /// Its text.
    pub text: String,
    /// The marks that stood beside it.
    pub marks: Vec<String>,
    /// Where it stands, if not in the place of the items that it replaces.
    pub place: Option<Span>,
}

impl NewItem {
    /// An item without marks.
    pub fn plain(text: impl Into<String>) -> Self {
        Self::marked(text, Vec::new())
    }

    /// An item with the marks that stood beside it.
    pub fn marked(text: impl Into<String>, marks: Vec<String>) -> Self {
        Self { text: text.into(), marks, place: None }
    }

    /// An item as it stands now, to be left or moved.
    pub fn same(item: &Item) -> Self {
        Self::marked(item.text(), item.marks().to_vec())
    }

    /// The same item, read from another place.
    #[must_use]
    pub fn at(self, place: Span) -> Self {
        Self { place: Some(place), ..self }
    }
}

/// A change of the page's text that the change of the items does not tell by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceEdit {
    /// The bytes to replace.
    pub span: Span,
    /// What would stand there.
    pub text: String,
}

/// What a rule proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// How far to trust it.
    pub grade: Grade,
    /// The change that the log shows. One that leaves its items as they are is a report, or a change of the source alone.
    pub edit: Edit,
    /// Changes of other fields of the same record that belong to it: all are made, or none.
    pub also: Vec<Edit>,
    /// Whether the record goes altogether.
    pub removes_record: bool,
    /// The reasons, in words that a person can check.
    pub evidence: String,
    /// What the page would read, where that does not follow from the items: a pipe, a separator, a whole row.
    pub source: Option<SourceEdit>,
    /// Where the fault of a report stands, if that is not where its items stand.
    pub place: Option<Span>,
}

impl Proposal {
    /// A proposal to change items.
    pub fn new(grade: Grade, target: Target, after: Vec<NewItem>, evidence: impl Into<String>) -> Self {
        let edit = Edit { target, after };
        Self {
            grade,
            edit,
            also: Vec::new(),
            removes_record: false,
            evidence: evidence.into(),
            source: None,
            place: None,
        }
    }

    /// A fault for which nothing says what is right: the items stay.
    pub fn report(target: Target, items: &[Item], evidence: impl Into<String>) -> Self {
        let same = items[target.items.clone()].iter().map(NewItem::same).collect();
        Self::new(Grade::Manual, target, same, evidence)
    }

    /// The same proposal with what the page would read.
    #[must_use]
    pub fn with_source(self, span: Span, text: impl Into<String>) -> Self {
        Self { source: Some(SourceEdit { span, text: text.into() }), ..self }
    }

    /// The same report about another place than that of its items.
    #[must_use]
    pub fn about(self, place: Span) -> Self {
        Self { place: Some(place), ..self }
    }

    /// All of its changes of items.
    pub fn edits(&self) -> impl Iterator<Item = &Edit> {
        std::iter::once(&self.edit).chain(&self.also)
    }
}

/// Something that a rule considered and left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declined {
    /// The items in question.
    pub target: Target,
    /// What they might be meant to read.
    pub after: String,
    /// Why nothing is proposed.
    pub reason: String,
}

/// What a rule makes of the items: its proposals, and what it considered and left alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// What it proposes.
    pub proposals: Vec<Proposal>,
    /// What it abstains from, with the reason.
    pub declined: Vec<Declined>,
}

impl Verdicts {
    /// Proposes.
    pub fn propose(&mut self, proposal: Proposal) {
        self.proposals.push(proposal);
    }

    /// Abstains.
    pub fn decline(&mut self, target: Target, after: impl Into<String>, reason: impl Into<String>) {
        self.declined.push(Declined { target, after: after.into(), reason: reason.into() });
    }
}

impl Extend<Proposal> for Verdicts {
    fn extend<I: IntoIterator<Item = Proposal>>(&mut self, proposals: I) {
        self.proposals.extend(proposals);
    }
}

/// A proposal as it was logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// What a decision names it by: eight letters that depend on the record, the field and the change, and not on where the
    /// record stands in the page.
    pub id: String,
    /// The rule that proposed it.
    pub rule: &'static str,
    /// How far to trust it.
    pub grade: Grade,
    /// Whether the data has it.
    pub applied: bool,
    /// What a person decided, if somebody did.
    pub ruling: Option<Ruling>,
    /// The index of the dataset in the recipe.
    pub dataset: usize,
    /// The index of the record in the extraction.
    pub record: usize,
    /// The index of the field in the dataset's schema.
    pub field: usize,
    /// The items' place in the source.
    pub span: Span,
    /// What a reader sees there before.
    pub before: String,
    /// What a reader would see there after.
    pub after: String,
    /// The items before.
    pub items_before: Vec<String>,
    /// Their places.
    pub spans_before: Vec<Span>,
    /// The items after.
    pub items_after: Vec<String>,
    /// What the page would read, where the items do not tell.
    pub source: Option<SourceEdit>,
    /// The reasons.
    pub evidence: String,
}

impl Repair {
    /// Whether it tells of a fault only, and proposes no change.
    pub fn is_report(&self) -> bool {
        self.source.is_none() && self.items_before == self.items_after
    }

    /// Whether it tells of a part of the page that is in none of its items, such as a cell that no column has.
    pub fn is_beside_items(&self) -> bool {
        let is_apart = |item: &Span| {
            item.source != self.span.source || item.end() <= self.span.start() || self.span.end() <= item.start()
        };
        self.is_report() && self.spans_before.iter().all(is_apart)
    }
}

/// What a person said of a proposal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// It is right: apply it, whatever its grade.
    Accepted,
    /// It is wrong: never apply it, and do not show it again.
    Rejected,
    /// A comment in the page says that the rule is to keep out.
    Ignored,
}

impl fmt::Display for Ruling {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Ruling::Accepted => "accepted",
            Ruling::Rejected => "rejected",
            Ruling::Ignored => "ignored",
        })
    }
}

/// What a rule considered and left alone, as it was logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abstention {
    /// The rule.
    pub rule: &'static str,
    /// The index of the dataset in the recipe.
    pub dataset: usize,
    /// The index of the record in the extraction.
    pub record: usize,
    /// The index of the field in the dataset's schema.
    pub field: usize,
    /// The items' place in the source.
    pub span: Span,
    /// What stands there.
    pub before: String,
    /// What might be meant.
    pub after: String,
    /// Why nothing is proposed.
    pub reason: String,
}

/// What became of all proposals.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repairs {
    /// Every proposal, in the order of the pages.
    pub log: Vec<Repair>,
    /// What the rules left alone, in the order of the pages.
    pub abstentions: Vec<Abstention>,
    /// What is wrong with the decisions: those that are about nothing.
    pub diagnostics: Vec<Diagnostic>,
}
