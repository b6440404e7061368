//! Which proposals are applied, and in which order: safe ones rule by rule to a fixed point, then the others are listed.

use super::{Evidence, Grade, Proposal, RULES, Repair, RepairRule, edit};
use crate::extract::{Extraction, Item};
use crate::recipe::Recipe;
use crate::source::SourceMap;

/// No chain of repairs on one item is longer than the rules; more rounds would mean that two rules undo each other.
const ROUNDS: usize = 16;

/// Repairs the extraction in place, and returns what was applied and what is only proposed, in the order of the pages.
pub fn repair(recipe: &Recipe, extraction: &mut Extraction, sources: &SourceMap) -> Vec<Repair> {
    let mut log = Vec::new();
    for _ in 0..ROUNDS {
        let before = log.len();
        for rule in RULES {
            apply_safe(rule, recipe, extraction, sources, &mut log);
        }
        if log.len() == before {
            break;
        }
    }
    list_others(recipe, extraction, sources, &mut log);
    log.sort_by_key(|a| a.span);
    log
}

fn apply_safe(
    rule: &RepairRule,
    recipe: &Recipe,
    extraction: &mut Extraction,
    sources: &SourceMap,
    log: &mut Vec<Repair>,
) {
    let proposals = (rule.propose)(&Evidence::new(recipe, extraction, sources));
    let mut safe: Vec<Proposal> = proposals.into_iter().filter(|proposal| proposal.grade == Grade::Safe).collect();
    // From the last item to the first, so that an edit does not move the items of the next one.
    safe.sort_by_key(|proposal| std::cmp::Reverse(key(proposal)));
    let mut applied: Vec<Proposal> = Vec::new();
    for proposal in safe {
        let repair = logged(rule, extraction, &proposal, true);
        let is_new = !log.iter().any(|earlier| is_same(earlier, &repair));
        if is_new
            && !applied.iter().any(|other| overlap(other, &proposal))
            && edit::apply(recipe, extraction, &proposal.edit)
        {
            log.push(repair);
            applied.push(proposal);
        }
    }
}

fn list_others(recipe: &Recipe, extraction: &Extraction, sources: &SourceMap, log: &mut Vec<Repair>) {
    let evidence = Evidence::new(recipe, extraction, sources);
    let mut listed: Vec<Proposal> = Vec::new();
    for rule in RULES {
        for proposal in (rule.propose)(&evidence) {
            if proposal.grade == Grade::Safe || listed.iter().any(|other| overlap(other, &proposal)) {
                continue;
            }
            log.push(logged(rule, extraction, &proposal, false));
            listed.push(proposal);
        }
    }
}

fn key(proposal: &Proposal) -> (usize, usize, usize, usize) {
    let target = &proposal.edit.target;
    (target.dataset, target.record, target.field, target.items.start)
}

/// Whether two proposals want the same item.
fn overlap(a: &Proposal, b: &Proposal) -> bool {
    let (a, b) = (&a.edit.target, &b.edit.target);
    let same_field = (a.dataset, a.record, a.field) == (b.dataset, b.record, b.field);
    same_field && a.items.start < b.items.end && b.items.start < a.items.end
}

/// Whether a repair has been logged before: a rule that leaves the items as they are would propose it for ever.
fn is_same(a: &Repair, b: &Repair) -> bool {
    let place = |repair: &Repair| (repair.rule, repair.dataset, repair.record, repair.field, repair.span);
    place(a) == place(b) && a.items_before == b.items_before && a.items_after == b.items_after
}

fn logged(rule: &RepairRule, extraction: &Extraction, proposal: &Proposal, applied: bool) -> Repair {
    let target = &proposal.edit.target;
    let items =
        &extraction.datasets[target.dataset].records[target.record].fields[target.field].items[target.items.clone()];
    let items_before: Vec<String> = items.iter().map(shown).collect();
    let items_after: Vec<String> = proposal.edit.after.iter().map(|item| item.text.clone()).collect();
    let span = items[0].span().to(items[items.len() - 1].span());
    let (span, after) = match &proposal.source_change {
        Some((span, after)) => (*span, after.clone()),
        None => (span, items_after.join(", ")),
    };
    Repair {
        rule: rule.name,
        grade: proposal.grade,
        applied,
        dataset: target.dataset,
        record: target.record,
        field: target.field,
        span,
        before: items_before.join(", "),
        after,
        items_before,
        items_after,
        evidence: proposal.evidence.clone(),
    }
}

fn shown(item: &Item) -> String {
    item.text().to_owned()
}
