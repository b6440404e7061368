//! Which proposals are applied, and in which order: safe ones rule by rule to a fixed point, then the others are listed.
//!
//! A person's decision counts for more than a grade: what was accepted is applied, what was rejected is neither applied nor shown.

use std::collections::{BTreeMap, BTreeSet};

use super::guidance::Judge;
use super::identity::identity;
use super::{
    Abstention, Declined, Evidence, Grade, Guidance, Proposal, RULES, Repair, RepairRule, Repairs, Ruling, Target, edit,
};
use crate::extract::{Extraction, Item};
use crate::recipe::Recipe;
use crate::source::{SourceMap, Span};

/// No chain of repairs on one item is longer than the rules; more rounds would mean that two rules undo each other.
const ROUNDS: usize = 16;

/// Repairs the extraction in place, and returns what was applied and what is only proposed, in the order of the pages.
pub fn repair(recipe: &Recipe, extraction: &mut Extraction, sources: &SourceMap, guidance: &Guidance) -> Repairs {
    let ignores = extraction.ignores.clone();
    let mut judge = Judge::new(&guidance.decisions, &ignores);
    let mut log = Vec::new();
    for _ in 0..ROUNDS {
        let applied = round(recipe, extraction, sources, guidance, &mut judge, &mut log);
        if applied == 0 {
            break;
        }
    }
    let mut repairs = others(recipe, extraction, sources, guidance, &mut judge);
    log.append(&mut repairs.log);
    log.sort_by_key(|repair| repair.span);
    repairs.abstentions.sort_by_key(|abstention| abstention.span);
    Repairs { log, diagnostics: judge.idle(), ..repairs }
}

/// Asks every rule once, and applies what is to be applied before the next one is asked. Returns how many were applied.
fn round(
    recipe: &Recipe,
    extraction: &mut Extraction,
    sources: &SourceMap,
    guidance: &Guidance,
    judge: &mut Judge<'_>,
    log: &mut Vec<Repair>,
) -> usize {
    let before = log.len();
    let mut rules = RULES.iter();
    while !rules.as_slice().is_empty() {
        // Gathering the evidence is most of the work: rules that have nothing to apply share it.
        let evidence = Evidence::new(recipe, extraction, sources, guidance);
        let Some((proposals, repairs)) = rules.find_map(|rule| settled(rule, &evidence, judge, log)) else { break };
        let applied = edit::apply(recipe, extraction, sources, &proposals);
        log.extend(repairs.into_iter().zip(applied).filter(|(_, applied)| *applied).map(|(repair, _)| repair));
    }
    log.len() - before
}

/// What a rule proposes and is to be applied, in the order of the items and none of them twice, if there is anything: but for what
/// stands in the log already, since no rule may propose the same for ever.
fn settled(
    rule: &RepairRule,
    evidence: &Evidence<'_>,
    judge: &mut Judge<'_>,
    log: &[Repair],
) -> Option<(Vec<Proposal>, Vec<Repair>)> {
    let earlier: BTreeSet<Same<'_>> = log.iter().filter(|repair| repair.rule == rule.name).map(same).collect();
    let mut taken = Taken::default();
    let mut settled = (Vec::new(), Vec::new());
    for (proposal, mut repair) in judged(rule, (rule.propose)(evidence).proposals, evidence, judge) {
        let is_settled = match repair.ruling {
            Some(ruling) => ruling == Ruling::Accepted && !repair.is_report(),
            None => proposal.grade == Grade::Safe,
        };
        if is_settled && !earlier.contains(&same(&repair)) && taken.take(&proposal) {
            repair.applied = true;
            settled.0.push(proposal);
            settled.1.push(repair);
        }
    }
    (!settled.0.is_empty()).then_some(settled)
}

/// What the rules propose and is not applied; where two want the same item, the earlier rule's.
fn others(
    recipe: &Recipe,
    extraction: &Extraction,
    sources: &SourceMap,
    guidance: &Guidance,
    judge: &mut Judge<'_>,
) -> Repairs {
    let evidence = Evidence::new(recipe, extraction, sources, guidance);
    let mut taken = Taken::default();
    let mut listed = Repairs::default();
    for rule in RULES {
        let verdicts = (rule.propose)(&evidence);
        for (proposal, repair) in judged(rule, verdicts.proposals, &evidence, judge) {
            let is_open =
                proposal.grade != Grade::Safe && repair.ruling.is_none_or(|ruling| ruling == Ruling::Accepted);
            if is_open && taken.take(&proposal) {
                listed.log.push(repair);
            }
        }
        listed.abstentions.extend(verdicts.declined.into_iter().map(|declined| abstention(rule, &evidence, declined)));
    }
    listed
}

/// Proposals in the order of their items, each with its entry for the log and what a person said of it.
fn judged(
    rule: &RepairRule,
    mut proposals: Vec<Proposal>,
    evidence: &Evidence<'_>,
    judge: &mut Judge<'_>,
) -> Vec<(Proposal, Repair)> {
    proposals.sort_by_key(|proposal| key(&proposal.edit.target));
    let mut twins: BTreeMap<String, usize> = BTreeMap::new();
    let mut judged = Vec::with_capacity(proposals.len());
    for proposal in proposals {
        let mut repair = logged(rule, evidence, &proposal);
        let dataset = &evidence.recipe.datasets[repair.dataset];
        let record = &evidence.extraction.datasets[repair.dataset].records[repair.record];
        let first = identity(dataset, record, &repair, 0);
        let twin = twins.entry(first.clone()).or_insert(0);
        repair.id = if *twin == 0 { first } else { identity(dataset, record, &repair, *twin) };
        *twin += 1;
        repair.ruling = judge.rule_on(&repair);
        judged.push((proposal, repair));
    }
    judged
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
    /// Takes the items of a proposal, if none of them is taken.
    fn take(&mut self, proposal: &Proposal) -> bool {
        let is_free = proposal.edits().all(|edit| self.is_free(&edit.target));
        if is_free {
            for edit in proposal.edits() {
                self.0.insert(key(&edit.target), edit.target.items.end);
            }
        }
        is_free
    }

    fn is_free(&self, target: &Target) -> bool {
        if self.0.contains_key(&key(target)) {
            return false;
        }
        let before_its_end = (field(target), target.items.end);
        let last = self.0.range(..before_its_end).next_back();
        !last.is_some_and(|((other, _), end)| *other == field(target) && *end > target.items.start)
    }
}

/// What makes two repairs of one rule the same.
type Same<'r> = (FieldIndex, Span, &'r [String], &'r [String]);

fn same(repair: &Repair) -> Same<'_> {
    let field = (repair.dataset, repair.record, repair.field);
    (field, repair.span, &repair.items_before, &repair.items_after)
}

fn logged(rule: &RepairRule, evidence: &Evidence<'_>, proposal: &Proposal) -> Repair {
    let (target, sources) = (&proposal.edit.target, evidence.sources);
    let items = items_of(evidence, target);
    let items_before: Vec<String> = items.iter().map(shown).collect();
    let items_after: Vec<String> = proposal.edit.after.iter().map(|item| item.text.clone()).collect();
    let (span, before, after) = match &proposal.source {
        Some(source) => (source.span, sources.text(source.span).to_owned(), source.text.clone()),
        None => (place_of(evidence, target), items_before.join(", "), items_after.join(", ")),
    };
    Repair {
        id: String::new(),
        rule: rule.name,
        grade: proposal.grade,
        applied: false,
        ruling: None,
        dataset: target.dataset,
        record: target.record,
        field: target.field,
        span,
        before,
        after,
        items_before,
        spans_before: items.iter().map(Item::span).collect(),
        items_after,
        source: proposal.source.clone(),
        evidence: proposal.evidence.clone(),
    }
}

fn abstention(rule: &RepairRule, evidence: &Evidence<'_>, declined: Declined) -> Abstention {
    let Declined { target, after, reason } = declined;
    let before = items_of(evidence, &target).iter().map(shown).collect::<Vec<_>>().join(", ");
    let span = place_of(evidence, &target);
    Abstention {
        rule: rule.name,
        dataset: target.dataset,
        record: target.record,
        field: target.field,
        span,
        before,
        after,
        reason,
    }
}

fn items_of<'e>(evidence: &Evidence<'e>, target: &Target) -> &'e [Item] {
    let record = &evidence.extraction.datasets[target.dataset].records[target.record];
    &record.fields[target.field].items[target.items.clone()]
}

/// The place of a target's items; without any that of the cell, or of the row.
fn place_of(evidence: &Evidence<'_>, target: &Target) -> Span {
    let record = &evidence.extraction.datasets[target.dataset].records[target.record];
    match items_of(evidence, target) {
        [] => record.fields[target.field].cell.unwrap_or(record.span),
        [first, .., last] => first.span().to(last.span()),
        [one] => one.span(),
    }
}

fn shown(item: &Item) -> String {
    item.text().to_owned()
}
