//! What guides the engine from beside the pages' tables: a person's decisions, comments in the page, names of sister documents.
//!
//! It knows identities and places of proposals, not what any rule looks for. Another source of guidance is one more field of
//! [`Guidance`].

use std::collections::BTreeSet;

use super::{OutsideColumn, Repair, Ruling};
use crate::diagnostic::{Diagnostic, Finding, Severity};
use crate::extract::Ignore;
use crate::recipe::Decisions;

/// What can be wrong with the guidance itself.
pub const GUIDANCE_FINDINGS: &[Finding] = &[
    Finding {
        code: "stale-decision",
        summary: "a decision is about nothing that is proposed",
        explanation: "\
The decisions file names a repair that is proposed no more: the page was mended there, or the record has another key now. Take the line out.",
    },
    Finding {
        code: "unused-ignore",
        summary: "a comment keeps a rule out that has nothing to say",
        explanation: "\
`<!-- rowmill-ignore RULE: reason -->` in a row keeps a rule out of that row; on a line of its own, out of the table or list below it. Here
the rule proposes nothing, or there is no such rule.",
    },
];

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

#[cfg(test)]
mod tests {
    use super::*;

    use crate::recipe::Decision;
    use crate::repair::sample::repair;
    use crate::source::{SourceMap, Span};

    #[test]
    fn a_decision_counts_for_more_than_a_comment() {
        let span = |range| Span::new(SourceMap::new().add("page.md", "a long page of text"), range);
        let decision = |id: &str, is_accepted| Decision {
            is_accepted,
            id: id.to_owned(),
            page: None,
            was: "was so".to_owned(),
            reason: String::new(),
        };
        let decisions = Decisions {
            rulings: vec![decision("yes", true), decision("no", false), decision("gone", true)],
            aliases: Vec::new(),
        };
        let ignore =
            |rule: &str, scope: Span| Ignore { rule: rule.to_owned(), reason: String::new(), scope, span: scope };
        let ignores =
            [ignore("cut-row", span(0..9)), ignore("shifted-row", span(0..9)), ignore("shifted-row", span(4..9))];
        let mut judge = Judge::new(&decisions, &ignores);
        let mut ruled = |id: &str, range| judge.rule_on(&repair(id, span(range)));
        assert_eq!(ruled("yes", 0..2), Some(Ruling::Accepted));
        assert_eq!(ruled("no", 12..14), Some(Ruling::Rejected));
        assert_eq!(ruled("x", 12..14), None);
        assert_eq!(ruled("x", 8..10), None);
        assert_eq!(ruled("x", 2..4), Some(Ruling::Ignored));
        let idle: Vec<_> = judge.idle().into_iter().map(|idle| idle.message).collect();
        assert_eq!(
            idle,
            [
                "the decision `gone` (was so) is about nothing that is proposed",
                "nothing here is proposed by `cut-row`",
                "nothing here is proposed by `shifted-row`",
            ]
        );
    }
}
