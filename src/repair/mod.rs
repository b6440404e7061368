//! Rules propose, one engine applies: repairs of values, each with its evidence, its grade and its place.
//!
//! A rule is one file in `rules/` and one word in [`RULES`]; it sees the extracted items through [`Evidence`] and changes
//! nothing. `engine.rs` decides which proposals are applied, `edit.rs` is the only writer, `names.rs` gathers what the
//! pages themselves say about a name, `words.rs` what words of ordinary language do in one. No rule may hold a value of any page.

mod edit;
mod engine;
mod evidence;
mod names;
mod rules;
mod words;

pub use engine::repair;
pub use evidence::{Evidence, FieldPlace};
pub use names::{Names, Support};
pub use rules::RULES;

use std::fmt;
use std::ops::Range;

use crate::source::Span;

/// A strategy that finds one kind of fault.
pub struct RepairRule {
    /// The fault's name, which `explain` takes.
    pub name: &'static str,
    /// The fault in one line.
    pub summary: &'static str,
    /// What the rule changes, why, an example, and when it abstains, in Markdown.
    pub explanation: &'static str,
    /// The proposals for the items as they are now.
    pub propose: fn(&Evidence<'_>) -> Vec<Proposal>,
}

impl RepairRule {
    /// The rule with a name.
    pub fn named(name: &str) -> Option<&'static RepairRule> {
        RULES.iter().find(|rule| rule.name == name)
    }
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

/// The change of a proposal: these items in the place of the target's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The items to replace.
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
}

impl NewItem {
    /// An item without marks.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), marks: Vec::new() }
    }
}

/// What a rule proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// How far to trust it.
    pub grade: Grade,
    /// The change.
    pub edit: Edit,
    /// The reasons, in words that a person can check.
    pub evidence: String,
    /// For a change of the source that leaves the items as they are: the place, and what it would read.
    pub source_change: Option<(Span, String)>,
}

impl Proposal {
    /// A proposal to change items.
    pub fn new(grade: Grade, target: Target, after: Vec<NewItem>, evidence: impl Into<String>) -> Self {
        Self { grade, edit: Edit { target, after }, evidence: evidence.into(), source_change: None }
    }
}

/// A proposal as it was logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// The rule that proposed it.
    pub rule: &'static str,
    /// How far to trust it.
    pub grade: Grade,
    /// Whether the data has it.
    pub applied: bool,
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
    /// The items after.
    pub items_after: Vec<String>,
    /// The reasons.
    pub evidence: String,
}
