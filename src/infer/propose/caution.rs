//! What a proposal must not claim, learned from a run of the one before.
//!
//! It knows findings by code and dataset. A finding that a more cautious recipe avoids is one more arm in [`Caution::learn`];
//! all others are of the page, and are made warnings in the recipe, with the reason.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Severity};

/// What a proposal must not claim.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caution {
    keyless: BTreeSet<String>,
    untyped: BTreeSet<String>,
    open: BTreeSet<String>,
    tolerated: BTreeMap<String, usize>,
    purpose: Purpose,
}

/// What a recipe is for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Purpose {
    /// To keep it, and edit it.
    #[default]
    Keeping,
    /// To find faults in the pages that it was made from.
    Repair,
    /// To read other revisions of the page that it was made from.
    Revisions,
}

impl Caution {
    /// For a recipe that serves to find faults: every column of names has a vocabulary, and no set of values is closed, since one of
    /// them may be the fault.
    pub fn for_repair() -> Self {
        Self { purpose: Purpose::Repair, ..Self::default() }
    }

    /// For a recipe that serves to read other revisions of a page: as one for repair, but tables are told by what is likely to stay,
    /// which their numbers are not.
    pub fn for_revisions() -> Self {
        Self { purpose: Purpose::Revisions, ..Self::default() }
    }

    /// Whether the recipe is for finding faults, so that it takes every table, by its number.
    pub fn is_for_repair(&self) -> bool {
        self.purpose == Purpose::Repair
    }

    /// Whether nobody is to keep the recipe, so that it may name each name of the pages and need not say what is allowed.
    pub(super) fn is_for_once(&self) -> bool {
        self.purpose != Purpose::Keeping
    }

    /// Learns from the errors of a run. Whether there was anything to learn.
    pub fn learn(&mut self, findings: &[Diagnostic]) -> bool {
        let before = self.clone();
        self.tolerated.clear();
        for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
            let dataset = finding.dataset.clone().unwrap_or_default();
            let set = match finding.code {
                "duplicate-key" | "missing-key" => &mut self.keyless,
                "type-mismatch" => &mut self.untyped,
                "enumeration" | "pattern" | "required" | "unique" | "range" | "length" => &mut self.open,
                code => {
                    *self.tolerated.entry(code.to_owned()).or_insert(0) += 1;
                    continue;
                }
            };
            set.insert(dataset);
        }
        // What was tolerated is no error any more, and must stay so.
        for (code, count) in &before.tolerated {
            self.tolerated.entry(code.clone()).or_insert(*count);
        }
        *self != before
    }

    /// Whether a dataset must have no key.
    pub(super) fn is_keyless(&self, dataset: &str) -> bool {
        self.keyless.contains(dataset)
    }

    /// Whether the fields of a dataset must be text.
    pub(super) fn is_untyped(&self, dataset: &str) -> bool {
        self.untyped.contains(dataset)
    }

    /// Whether the values of a dataset must not be closed sets.
    pub(super) fn is_open(&self, dataset: &str) -> bool {
        self.is_for_once() || self.open.contains(dataset)
    }

    /// Codes of findings that the page has and a recipe cannot avoid, with their numbers.
    pub(super) fn tolerated(&self) -> &BTreeMap<String, usize> {
        &self.tolerated
    }
}
