//! Which proposals are applied, and in which order: safe ones rule by rule to a fixed point, then the others are listed.

use std::collections::{BTreeMap, BTreeSet};

use super::{Evidence, Grade, Proposal, RULES, Repair, RepairRule, Target, edit};
use crate::extract::{Extraction, Item};
use crate::recipe::Recipe;
use crate::source::{SourceMap, Span};

/// No chain of repairs on one item is longer than the rules; more rounds would mean that two rules undo each other.
const ROUNDS: usize = 16;

/// Repairs the extraction in place, and returns what was applied and what is only proposed, in the order of the pages.
pub fn repair(recipe: &Recipe, extraction: &mut Extraction, sources: &SourceMap) -> Vec<Repair> {
    let mut log = Vec::new();
    for _ in 0..ROUNDS {
        let applied = round(recipe, extraction, sources, &mut log);
        if applied == 0 {
            break;
        }
    }
    log.extend(others(recipe, extraction, sources));
    log.sort_by_key(|repair| repair.span);
    log
}

/// Asks every rule once, and applies what it holds for safe before the next one is asked. Returns how many were applied.
fn round(recipe: &Recipe, extraction: &mut Extraction, sources: &SourceMap, log: &mut Vec<Repair>) -> usize {
    let before = log.len();
    let mut rules = RULES.iter();
    while !rules.as_slice().is_empty() {
        // Gathering the evidence is most of the work: rules that have nothing to apply share it.
        let evidence = Evidence::new(recipe, extraction, sources);
        let Some((proposals, repairs)) = rules.find_map(|rule| safe(rule, &evidence, log)) else { break };
        let fields = proposals.chunk_by(|a, b| field(&a.edit.target) == field(&b.edit.target));
        let applied: Vec<bool> = fields.flat_map(|field| edit::apply(recipe, extraction, sources, field)).collect();
        log.extend(repairs.into_iter().zip(applied).filter(|(_, applied)| *applied).map(|(repair, _)| repair));
    }
    log.len() - before
}

/// What a rule holds for safe, in the order of the items and none of them twice, if there is anything: but for what stands
/// in the log already, since no rule may propose the same for ever.
fn safe(rule: &RepairRule, evidence: &Evidence<'_>, log: &[Repair]) -> Option<(Vec<Proposal>, Vec<Repair>)> {
    let mut safe = (rule.propose)(evidence);
    safe.retain(|proposal| proposal.grade == Grade::Safe);
    safe.sort_by_key(|proposal| key(&proposal.edit.target));
    let earlier: BTreeSet<Same<'_>> = log.iter().filter(|repair| repair.rule == rule.name).map(same).collect();
    let mut taken = Taken::default();
    let new = safe
        .into_iter()
        .map(|proposal| (logged(rule, evidence, &proposal, true), proposal))
        .filter(|(repair, proposal)| !earlier.contains(&same(repair)) && taken.take(&proposal.edit.target));
    let (proposals, repairs): (Vec<_>, Vec<_>) = new.map(|(repair, proposal)| (proposal, repair)).unzip();
    (!proposals.is_empty()).then_some((proposals, repairs))
}

/// What the rules propose and do not hold for safe; where two want the same item, the earlier rule's.
fn others(recipe: &Recipe, extraction: &Extraction, sources: &SourceMap) -> Vec<Repair> {
    let evidence = Evidence::new(recipe, extraction, sources);
    let mut taken = Taken::default();
    let mut listed = Vec::new();
    for rule in RULES {
        let open = (rule.propose)(&evidence).into_iter().filter(|proposal| proposal.grade != Grade::Safe);
        let free = open.filter(|proposal| taken.take(&proposal.edit.target));
        listed.extend(free.map(|proposal| logged(rule, &evidence, &proposal, false)));
    }
    listed
}

/// The indexes of dataset, record and field.
type FieldIndex = (usize, usize, usize);

fn field(target: &Target) -> FieldIndex {
    (target.dataset, target.record, target.field)
}

fn key(target: &Target) -> (FieldIndex, usize) {
    (field(target), target.items.start)
}

/// Items that a proposal wants: the first of them, and the one behind the last.
#[derive(Default)]
struct Taken(BTreeMap<(FieldIndex, usize), usize>);

impl Taken {
    /// Takes the items of a target, if none of them is taken.
    fn take(&mut self, target: &Target) -> bool {
        let before_its_end = (field(target), target.items.end);
        let last = self.0.range(..before_its_end).next_back();
        if last.is_some_and(|((other, _), end)| *other == field(target) && *end > target.items.start) {
            return false;
        }
        self.0.insert(key(target), target.items.end);
        true
    }
}

/// What makes two repairs of one rule the same.
type Same<'r> = (FieldIndex, Span, &'r [String], &'r [String]);

fn same(repair: &Repair) -> Same<'_> {
    let field = (repair.dataset, repair.record, repair.field);
    (field, repair.span, &repair.items_before, &repair.items_after)
}

fn logged(rule: &RepairRule, evidence: &Evidence<'_>, proposal: &Proposal, applied: bool) -> Repair {
    let (target, sources) = (&proposal.edit.target, evidence.sources);
    let record = &evidence.extraction.datasets[target.dataset].records[target.record];
    let items = &record.fields[target.field].items[target.items.clone()];
    let items_before: Vec<String> = items.iter().map(shown).collect();
    let items_after: Vec<String> = proposal.edit.after.iter().map(|item| item.text.clone()).collect();
    let (span, before, after) = match &proposal.source_change {
        Some((span, after)) => (*span, sources.text(*span).to_owned(), after.clone()),
        None => (items[0].span().to(items[items.len() - 1].span()), items_before.join(", "), items_after.join(", ")),
    };
    Repair {
        rule: rule.name,
        grade: proposal.grade,
        applied,
        dataset: target.dataset,
        record: target.record,
        field: target.field,
        span,
        before,
        after,
        items_before,
        items_after,
        evidence: proposal.evidence.clone(),
    }
}

fn shown(item: &Item) -> String {
    item.text().to_owned()
}
