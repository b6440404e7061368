//! Which proposals are applied, and in which order: safe ones rule by rule to a fixed point, then the others are listed.
//!
//! A person's decision counts for more than a grade: what was accepted is applied, what was rejected is neither applied nor shown.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::guidance::Judge;
use super::identity::identity;
use super::{
    Abstention, Declined, Evidence, Grade, Guidance, Pages, Proposal, RULES, Repair, RepairRule, Repairs, Ruling,
    SourceEdit, Target, Verdicts, edit,
};
use crate::extract::{Extraction, Item};
use crate::parallel::in_order;
use crate::recipe::Recipe;
use crate::source::{SourceMap, Span};

/// No chain of repairs on one item is longer than the rules; more rounds would mean that two rules undo each other.
const ROUNDS: usize = 16;

/// Fewer records are looked at sooner than a thread is started.
const LEAST_RECORDS: usize = 200;

/// Repairs the extraction in place, and returns what was applied and what is only proposed, in the order of the pages.
pub fn repair(recipe: &Recipe, extraction: &mut Extraction, sources: &SourceMap, guidance: &Guidance) -> Repairs {
    let ignores = extraction.ignores.clone();
    let mut judge = Judge::new(&guidance.decisions, &ignores);
    let pages = Pages::default();
    let mut log = Vec::new();
    let mut answers: Vec<Option<Answer>> = RULES.iter().map(|_| None).collect();
    for _ in 0..ROUNDS {
        round((recipe, sources, guidance, &pages), extraction, &mut judge, &mut answers, &mut log);
        if answers.iter().all(Option::is_some) {
            break;
        }
    }
    let mut taken = Taken::default();
    let mut abstentions = Vec::new();
    for Answer { open, declined } in answers.into_iter().flatten() {
        log.extend(open.into_iter().filter(|judged| taken.take(judged)).map(|(_, repair)| repair));
        abstentions.extend(declined);
    }
    log.sort_by_key(|repair| repair.span);
    abstentions.sort_by_key(|abstention| abstention.span);
    Repairs { log, abstentions, diagnostics: judge.idle() }
}

/// What a rule made of the items as they are now, but for what was applied: of what has changed since nothing stays.
struct Answer {
    open: Vec<Judged>,
    declined: Vec<Abstention>,
}

/// Asks every rule that has no answer once, and applies what is to be applied before the next one is asked. What is applied takes the
/// answers away, for the next round.
fn round(
    (recipe, sources, guidance, pages): (&Recipe, &SourceMap, &Guidance, &Pages),
    extraction: &mut Extraction,
    judge: &mut Judge<'_>,
    answers: &mut [Option<Answer>],
    log: &mut Vec<Repair>,
) {
    let mut next = 0;
    loop {
        let unanswered: Vec<usize> = (next..RULES.len()).filter(|&rule| answers[rule].is_none()).collect();
        let Some(&last) = unanswered.last() else { return };
        // Gathering the evidence is most of the work: rules that have nothing to apply share it.
        let evidence = Evidence::new(recipe, extraction, sources, guidance, pages);
        let mut settled = Vec::new();
        next = last + 1;
        ask(&unanswered, &evidence, |index, Verdicts { proposals, declined }| {
            let rule = &RULES[index];
            let judged = judged(rule, proposals, &evidence, judge);
            let open;
            (settled, open) = parted(judged, rule, log);
            let declined = declined.into_iter().map(|declined| abstention(rule, &evidence, declined)).collect();
            answers[index] = Some(Answer { open, declined });
            if settled.is_empty() {
                return ControlFlow::Continue(());
            }
            next = index + 1;
            ControlFlow::Break(())
        });
        let (proposals, repairs): (Vec<Proposal>, Vec<Repair>) = settled.into_iter().unzip();
        let applied = edit::apply(recipe, extraction, sources, &proposals);
        let made = repairs.into_iter().zip(applied).filter(|(_, applied)| *applied);
        let before = log.len();
        log.extend(made.map(|(repair, _)| Repair { applied: true, ..repair }));
        if log.len() > before {
            answers.iter_mut().for_each(|answer| *answer = None);
        }
    }
}

/// Tells the verdict of each rule, by its index in [`RULES`] and in the order given, until it is to stop. The answers are the same
/// whatever asks at one time: rules change nothing, and one that is asked in vain is not told.
fn ask(rules: &[usize], evidence: &Evidence<'_>, mut tell: impl FnMut(usize, Verdicts) -> ControlFlow<()>) {
    let look = |&rule: &usize| (rule, (RULES[rule].propose)(evidence));
    let tell = |(rule, verdicts)| tell(rule, verdicts);
    let _ = match evidence.rows().nth(LEAST_RECORDS) {
        None => rules.iter().map(look).try_for_each(tell),
        Some(_) => in_order(rules, look, tell),
    };
}

/// A proposal, and its entry for the log.
type Judged = (Proposal, Repair);

/// What is to be applied, none of it twice and nothing that stands in the log already, since no rule may propose the same for ever;
/// and what is only to be shown.
fn parted(judged: Vec<Judged>, rule: &RepairRule, log: &[Repair]) -> (Vec<Judged>, Vec<Judged>) {
    let earlier: BTreeSet<Same<'_>> = log.iter().filter(|repair| repair.rule == rule.name).map(same).collect();
    let mut taken = Taken::default();
    let (mut settled, mut open) = (Vec::new(), Vec::new());
    for judged in judged {
        let (proposal, repair) = &judged;
        let is_settled = match repair.ruling {
            Some(ruling) => ruling == Ruling::Accepted && !repair.is_report(),
            None => proposal.grade == Grade::Safe,
        };
        let is_shown = proposal.grade != Grade::Safe && repair.ruling.is_none_or(|ruling| ruling == Ruling::Accepted);
        if is_settled {
            if !earlier.contains(&same(repair)) && taken.take(&judged) {
                settled.push(judged);
            }
        } else if is_shown {
            open.push(judged);
        }
    }
    (settled, open)
}

/// Proposals in the order of their items, each with its entry for the log and what a person said of it.
fn judged(
    rule: &RepairRule,
    mut proposals: Vec<Proposal>,
    evidence: &Evidence<'_>,
    judge: &mut Judge<'_>,
) -> Vec<Judged> {
    let is_mended = |source: &SourceEdit| evidence.extraction.mended.contains(&source.span);
    proposals.retain(|proposal| !proposal.source.as_ref().is_some_and(is_mended));
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

/// What proposals want: of items the first, and the one behind the last; of the page the places that they rewrite.
#[derive(Default)]
struct Taken {
    items: BTreeMap<(FieldIndex, usize), usize>,
    places: BTreeSet<Span>,
}

impl Taken {
    /// Takes what a proposal wants, if none of it is taken. A report wants nothing, and a change of the page alone leaves the items
    /// free.
    fn take(&mut self, (proposal, repair): &Judged) -> bool {
        let is_change =
            repair.items_before != repair.items_after || !proposal.also.is_empty() || proposal.removes_record;
        let changes = || proposal.edits().filter(|_| is_change);
        let place = proposal.source.as_ref().map(|source| source.span);
        let is_free = changes().all(|edit| self.is_free(&edit.target)) && place.is_none_or(|place| self.is_open(place));
        if is_free {
            self.items.extend(changes().map(|edit| (key(&edit.target), edit.target.items.end)));
            self.places.extend(place);
        }
        is_free
    }

    fn is_free(&self, target: &Target) -> bool {
        if self.items.contains_key(&key(target)) {
            return false;
        }
        let before_its_end = (field(target), target.items.end);
        let last = self.items.range(..before_its_end).next_back();
        !last.is_some_and(|((other, _), end)| *other == field(target) && *end > target.items.start)
    }

    /// Whether none of the places reaches into one; they do not overlap each other.
    fn is_open(&self, place: Span) -> bool {
        let last = self.places.range(..place.with_start(place.end())).next_back();
        !self.places.contains(&place)
            && !last.is_some_and(|last| last.source == place.source && last.end() > place.start())
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
    let (span, before, after) = match (&proposal.source, proposal.place) {
        (Some(source), _) => (source.span, sources.text(source.span).to_owned(), source.text.clone()),
        (None, Some(place)) => (place, sources.text(place).to_owned(), sources.text(place).to_owned()),
        (None, None) => (place_of(evidence, target), items_before.join(", "), items_after.join(", ")),
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

#[cfg(test)]
mod tests {
    use super::*;

    use crate::repair::sample::{Sample, change, repair};

    fn span(range: std::ops::Range<usize>) -> Span {
        Span::new(SourceMap::new().add("page.md", "a page of some length"), range)
    }

    /// A proposal with its entry: its items are said to change, or to stay.
    fn entry(proposal: Proposal, is_change: bool) -> Judged {
        let after = if is_change { "new" } else { "old" };
        let texts = |text: &str| vec![text.to_owned()];
        let entry = repair("id", span(0..1));
        let source = proposal.source.clone();
        (proposal, Repair { items_before: texts("old"), items_after: texts(after), source, ..entry })
    }

    /// Which of some proposals get what they want, one after the other.
    fn taken(wanted: &[Judged]) -> Vec<bool> {
        let mut taken = Taken::default();
        wanted.iter().map(|judged| taken.take(judged)).collect()
    }

    #[test]
    fn items_are_taken_once() {
        let items = |field: usize, items| entry(change(0, field, items, &["new"]), true);
        assert_eq!(taken(&[items(0, 0..2), items(0, 1..3), items(0, 2..3), items(1, 1..2)]), [true, false, true, true]);
        assert_eq!(taken(&[items(0, 1..3), items(0, 0..2), items(0, 0..1), items(0, 3..4)]), [true, false, true, true]);
        assert_eq!(taken(&[items(0, 0..0), items(0, 0..0), items(1, 0..0)]), [true, false, true]);
        assert_eq!(taken(&[items(1, 0..1), items(0, 5..9), items(1, 0..1)]), [true, true, false]);
        // What belongs to a change is taken with it, or none of it is.
        let with = |also: Proposal| entry(Proposal { also: vec![also.edit], ..change(0, 0, 0..1, &["old"]) }, false);
        assert_eq!(taken(&[with(change(0, 1, 0..1, &["x"])), items(1, 0..1), items(0, 0..1)]), [true, false, false]);
        assert_eq!(taken(&[items(1, 0..1), with(change(0, 1, 0..1, &["x"])), items(0, 0..1)]), [true, false, true]);
        let removal = entry(Proposal { removes_record: true, ..change(0, 0, 0..1, &["old"]) }, false);
        assert_eq!(taken(&[removal, items(0, 0..1)]), [true, false]);
        // A report wants nothing.
        let report = || entry(change(0, 0, 0..1, &["old"]), false);
        assert_eq!(taken(&[report(), report(), items(0, 0..1), report()]), [true; 4]);
    }

    #[test]
    fn places_are_taken_once() {
        let place = |range| entry(change(0, 0, 0..1, &["old"]).with_source(span(range), "new"), false);
        assert_eq!(
            taken(&[place(2..6), place(2..6), place(4..8), place(0..3), place(3..4)]),
            [true, false, false, false, false]
        );
        assert_eq!(taken(&[place(2..6), place(6..8), place(0..2), place(1..1)]), [true, true, true, false]);
        assert_eq!(taken(&[place(2..2), place(2..2), place(0..2), place(2..4)]), [true, false, true, true]);
        let mut sources = SourceMap::new();
        let other = (sources.add("page.md", "a page"), sources.add("other.md", "another page")).1;
        let elsewhere = entry(change(0, 0, 0..1, &["old"]).with_source(Span::new(other, 4..6), "new"), false);
        assert_eq!(taken(&[place(2..6), elsewhere]), [true, true]);
    }

    #[test]
    fn what_is_settled_is_applied_and_what_is_open_shown() {
        let rule = &RULES[0];
        let parted = |grade, ruling, is_change: bool, log: &[Repair]| {
            let (proposal, entry) = entry(Proposal { grade, ..change(0, 0, 0..1, &["new"]) }, is_change);
            let (settled, open) = parted(vec![(proposal, Repair { ruling, grade, ..entry })], rule, log);
            (settled.len(), open.len())
        };
        let (accepted, rejected, ignored) = (Some(Ruling::Accepted), Some(Ruling::Rejected), Some(Ruling::Ignored));
        for (grade, ruling, is_change, expected) in [
            (Grade::Safe, None, true, (1, 0)),
            (Grade::Suggested, None, true, (0, 1)),
            (Grade::Manual, None, false, (0, 1)),
            (Grade::Safe, accepted, true, (1, 0)),
            (Grade::Suggested, accepted, true, (1, 0)),
            (Grade::Manual, accepted, false, (0, 1)),
            (Grade::Safe, rejected, true, (0, 0)),
            (Grade::Suggested, rejected, true, (0, 0)),
            (Grade::Suggested, ignored, true, (0, 0)),
        ] {
            assert_eq!(parted(grade, ruling, is_change, &[]), expected, "{grade} {ruling:?}");
        }
        // What this rule has done once is not done again.
        let done = Repair { rule: rule.name, ..entry(change(0, 0, 0..1, &["new"]), true).1 };
        assert_eq!(parted(Grade::Safe, None, true, std::slice::from_ref(&done)), (0, 0));
        assert_eq!(parted(Grade::Safe, None, true, &[Repair { rule: "another", ..done.clone() }]), (1, 0));
        assert_eq!(parted(Grade::Safe, None, true, &[Repair { field: 1, ..done.clone() }]), (1, 0));
        assert_eq!(parted(Grade::Safe, None, true, &[Repair { span: span(1..2), ..done }]), (1, 0));
    }

    /// The names and places of proposals, in their order.
    fn named(sample: &Sample, proposals: Vec<Proposal>) -> Vec<(String, usize)> {
        let decisions = crate::recipe::Decisions::default();
        sample.look(|evidence| {
            let judged = judged(&RULES[0], proposals, evidence, &mut Judge::new(&decisions, &[]));
            let told = |(_, repair): Judged| (repair.id, repair.span.start());
            judged.into_iter().map(told).collect()
        })
    }

    #[test]
    fn twins_have_names_of_their_own_in_the_order_of_their_items() {
        let mut sample = Sample::table(&["from: A, type: list"], &["x, x, x", "x"]);
        let changes = [
            change(0, 0, 2..3, &["y"]),
            change(1, 0, 0..1, &["y"]),
            change(0, 0, 0..1, &["y"]),
            change(0, 0, 1..2, &["y"]),
        ];
        let found = named(&sample, changes.to_vec());
        assert!(found.len() == 4 && found.is_sorted_by_key(|(_, start)| *start));
        let ids: BTreeSet<&str> = found[..3].iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids.len(), 3);
        assert_eq!(named(&sample, changes.iter().rev().cloned().collect()), found);
        // One that rewrites what is mended is asked no more.
        let span = sample.extraction.datasets[0].records[0].span;
        let rewriting = change(0, 0, 0..1, &["y"]).with_source(span, "| y |");
        assert_eq!(named(&sample, vec![rewriting.clone()]).len(), 1);
        sample.extraction.mended.insert(span);
        assert_eq!(named(&sample, vec![rewriting]), []);
    }

    #[test]
    fn a_repair_stands_where_its_items_stand() {
        let sample = Sample::table(&["from: A, type: list", "from: B", "from: C"], &["x, yy, z | | w"]);
        let row = sample.extraction.datasets[0].records[0].span;
        let place = |field: usize, items| {
            let target = Target { dataset: 0, record: 0, field, items };
            sample.look(|evidence| sample.sources.text(place_of(evidence, &target)).to_owned())
        };
        assert_eq!([place(0, 0..3), place(0, 1..2), place(0, 0..2)], ["x, yy, z", "yy", "x, yy"]);
        assert_eq!([place(0, 0..0), place(1, 0..0)], ["x, yy, z", ""]);
        let told = |proposal: &Proposal| {
            let repair = sample.look(|evidence| logged(&RULES[0], evidence, proposal));
            [repair.before, repair.after]
        };
        assert_eq!(told(&change(0, 0, 0..2, &["a", "b"])), ["x, yy", "a, b"]);
        assert_eq!(told(&change(0, 0, 1..2, &["yy"]).about(row)), ["| x, yy, z | | w |"; 2]);
        assert_eq!(told(&change(0, 0, 1..2, &["n"]).with_source(row, "row")), ["| x, yy, z | | w |", "row"]);
    }
}
