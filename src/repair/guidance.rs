//! What guides the engine from beside the pages' tables: a person's decisions, comments in the page, names of sister documents.
//!
//! It knows identities and places of proposals, not what any rule looks for. Another source of guidance is one more field of
//! [`Guidance`].

use std::collections::BTreeSet;

use super::{OutsideColumn, Repair, Ruling};
use crate::diagnostic::{Diagnostic, Severity};
use crate::extract::Ignore;
use crate::recipe::Decisions;

/// What stands beside the pages.
#[derive(Debug, Clone, Default)]
pub struct Guidance {
    /// What a person decided.
    pub decisions: Decisions,
    /// The columns of documents that are evidence only.
    pub outside: Vec<OutsideColumn>,
}

/// Rules on proposals, and keeps account of what it ruled by.
pub(super) struct Judge<'g> {
    decisions: &'g Decisions,
    ignores: &'g [Ignore],
    met: BTreeSet<String>,
    used: BTreeSet<usize>,
}

impl<'g> Judge<'g> {
    pub(super) fn new(decisions: &'g Decisions, ignores: &'g [Ignore]) -> Self {
        Self { decisions, ignores, met: BTreeSet::new(), used: BTreeSet::new() }
    }

    /// What a person said of a repair. A decision on this one change counts for more than a comment on the rule.
    pub(super) fn rule_on(&mut self, repair: &Repair) -> Option<Ruling> {
        if let Some(decision) = self.decisions.on(&repair.id) {
            self.met.insert(repair.id.clone());
            return Some(if decision.is_accepted { Ruling::Accepted } else { Ruling::Rejected });
        }
        let covers = |ignore: &Ignore| ignore.rule == repair.rule && ignore.scope.contains(repair.span);
        let index = self.ignores.iter().position(covers)?;
        self.used.insert(index);
        Some(Ruling::Ignored)
    }

    /// The decisions and comments that were about nothing.
    pub(super) fn idle(&self) -> Vec<Diagnostic> {
        let decisions = self.decisions.rulings.iter().filter(|decision| !self.met.contains(&decision.id));
        let stale = decisions.map(|decision| {
            let message =
                format!("the decision `{}` ({}) is about nothing that is proposed", decision.id, decision.was);
            Diagnostic::new("stale-decision", Severity::Warning, message, None)
                .with_help("the page has changed there: take the line out of the decisions file")
        });
        let ignores = self.ignores.iter().enumerate().filter(|(index, _)| !self.used.contains(index));
        let unused = ignores.map(|(_, ignore)| {
            let message = format!("nothing here is proposed by `{}`", ignore.rule);
            Diagnostic::new("unused-ignore", Severity::Warning, message, ignore.span)
                .with_help("take the comment out, or correct the rule's name; `rowmill explain` lists the rules")
        });
        stale.chain(unused).collect()
    }
}
