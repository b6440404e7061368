//! What one dataset says and the other one, which must agree with it, does not.

use std::collections::BTreeMap;

use crate::check::{Check, Judged, Place, Reparted, name_of};
use crate::dataset::{Dataset, Record};
use crate::diagnostic::{Diagnostic, Severity};
use crate::recipe::{Agreement, Reconcile, ReconcileSide};
use crate::similarity::loose_key;
use crate::source::Span;

pub(super) const CHECK: Check = Check {
    name: "disagreement",
    summary: "two datasets that must agree do not",
    explanation: "\
Two tables often say the same from two sides, such as the providers of each place and the places of each provider. The recipe names such
datasets, and each item that only one of them has is a finding, with the place where the other one should have it.

    reconcile:
      - rule: inverse
        left: { dataset: places, fields: [place, providers] }
        right: { dataset: providers, fields: [places, provider] }

What a repair settles, because it parts or joins items, is a note.

`inverse` wants the same pairs on both sides, `subset` all of the left one's in the right one, `same_keys` the same keys, and `equal_counts` as
many records, or items of a list. Two spellings of one name, which differ in case, accents, blanks or punctuation, are one name here.",
    run,
};

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    let is_whole = |side: &ReconcileSide| judged.is_whole(judged.datasets[side.dataset].name());
    let rules = judged.recipe.reconcile.iter().filter(|rule| is_whole(&rule.left) && is_whole(&rule.right));
    rules.flat_map(|rule| disagreements(rule, judged)).collect()
}

fn disagreements(rule: &Reconcile, judged: &Judged<'_>) -> Vec<Diagnostic> {
    let (left, right) = (Side::new(&rule.left, judged.datasets), Side::new(&rule.right, judged.datasets));
    match rule.agreement {
        Agreement::Inverse | Agreement::SameKeys => {
            let mut found = left.lacking_in(&right);
            found.extend(right.lacking_in(&left));
            found.extend(left.settled(&right, judged.reparted));
            found.extend(right.settled(&left, judged.reparted));
            found
        }
        Agreement::Subset => left.lacking_in(&right),
        Agreement::EqualCounts => left.unequal(&right).into_iter().collect(),
    }
}

/// What one of the two datasets says: combinations of the values of some fields.
struct Side<'d> {
    dataset: &'d Dataset,
    fields: &'d [usize],
    /// The combinations by what their spelling variants share. The first one of each counts.
    facts: BTreeMap<Vec<String>, Fact<'d>>,
    /// The parts of a combination that are items of a list.
    lists: Vec<usize>,
    /// The records by the other parts, if there are any.
    records: BTreeMap<Vec<String>, &'d Record>,
    /// How many there are, repeated ones and all.
    count: usize,
}

/// Texts in quotes.
fn named(texts: &[String]) -> String {
    texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(" with ")
}

/// The parts that are not at some places.
fn without(parts: &[String], places: &[usize]) -> Vec<String> {
    parts.iter().enumerate().filter(|(place, _)| !places.contains(place)).map(|(_, part)| part.clone()).collect()
}

/// A combination, and where it stands.
struct Fact<'d> {
    record: &'d Record,
    texts: Vec<String>,
    span: Option<Span>,
}

impl<'d> Side<'d> {
    fn new(side: &'d ReconcileSide, datasets: &'d [Dataset]) -> Self {
        let dataset = &datasets[side.dataset];
        let is_list = |part: &usize| dataset.schema().fields[side.fields[*part]].field_type.is_list();
        let lists: Vec<usize> = (0..side.fields.len()).filter(is_list).collect();
        let mut facts = BTreeMap::new();
        let mut records = BTreeMap::new();
        let mut count = 0;
        for record in dataset.records() {
            let scalars = (0..side.fields.len()).filter(|part| !lists.contains(part));
            let subject: Vec<String> =
                scalars.map(|part| loose_key(&record.values[side.fields[part]].value.to_string())).collect();
            if !subject.is_empty() {
                records.entry(subject).or_insert(record);
            }
            for (texts, span) in combinations(dataset, record, &side.fields) {
                let key = texts.iter().map(|text| loose_key(text)).collect();
                facts.entry(key).or_insert(Fact { record, texts, span });
                count += 1;
            }
        }
        Self { dataset, fields: &side.fields, facts, lists, records, count }
    }

    /// What this side says and the other one does not.
    fn lacking_in(&self, other: &Side<'_>) -> Vec<Diagnostic> {
        let lacking = self.facts.iter().filter(|(key, _)| !other.facts.contains_key(*key));
        lacking.map(|(key, fact)| self.finding(key, fact, other)).collect()
    }

    fn finding(&self, key: &[String], fact: &Fact<'_>, other: &Side<'_>) -> Diagnostic {
        let (here, there) = (self.dataset.name(), other.dataset.name());
        let message = format!("{} is in `{here}` and not in `{there}`", named(&fact.texts));
        let fields: Vec<&str> = self.fields.iter().map(|&field| self.field_name(field)).collect();
        let finding = Diagnostic::new("disagreement", Severity::Error, message, fact.span.or(fact.record.span))
            .in_dataset(here)
            .about(name_of(self.dataset, fact.record), fields.join(", "));
        match other.place_for(key) {
            Some((record, span)) => finding.with_note(format!("{record} of `{there}` lacks it"), span),
            None => finding.with_note(format!("`{there}` has no {}", other.subject(&fact.texts)), None),
        }
    }

    /// What would be a disagreement if a repair had not parted or joined items. The data agrees, and the page does not yet.
    fn settled(&self, other: &Side<'_>, reparted: &[Reparted]) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for repair in reparted.iter().filter(|repair| repair.dataset == self.dataset.name()) {
            let is_its = |record: &&Record| record.span.is_some_and(|span| span.contains(repair.span));
            let part = self.fields.iter().position(|&field| field == repair.field);
            let (Some(part), Some(record)) = (part, self.dataset.records().iter().find(is_its)) else { continue };
            let gone = repair.before.iter().filter(|item| !repair.after.contains(item));
            let come = repair.after.iter().filter(|item| !repair.before.contains(item));
            for (item, is_written) in gone.map(|item| (item, true)).chain(come.map(|item| (item, false))) {
                let texts = self.texts_with(record, part, item);
                let key: Vec<String> = texts.iter().map(|text| loose_key(text)).collect();
                if other.facts.contains_key(&key) != is_written {
                    found.push(self.settled_finding(record, &texts, is_written, repair, other));
                }
            }
        }
        found
    }

    /// The combination of a record's scalars with an item of a list.
    fn texts_with(&self, record: &Record, part: usize, item: &str) -> Vec<String> {
        let text = |(index, &field): (usize, &usize)| match index == part {
            true => item.to_owned(),
            false => record.values[field].value.to_string(),
        };
        self.fields.iter().enumerate().map(text).collect()
    }

    fn settled_finding(
        &self,
        record: &Record,
        texts: &[String],
        is_written: bool,
        repair: &Reparted,
        other: &Side<'_>,
    ) -> Diagnostic {
        let (here, there) = (self.dataset.name(), other.dataset.name());
        let message = match is_written {
            true => format!("{} is written in `{here}` and not in `{there}`", named(texts)),
            false => format!("{} is in `{there}`, and written in `{here}` in another way", named(texts)),
        };
        Diagnostic::new("disagreement", Severity::Note, message, repair.span)
            .in_dataset(here)
            .about(name_of(self.dataset, record), self.field_name(repair.field))
            .with_note(format!("the repair `{}` settles it in the data", repair.rule), None)
    }

    fn field_name(&self, field: usize) -> &str {
        &self.dataset.schema().fields[field].name
    }

    /// The record that should say something, and the place in it: the one that agrees in all but its lists.
    fn place_for(&self, key: &[String]) -> Option<(String, Option<Span>)> {
        let list = *self.lists.first()?;
        let record = self.records.get(&without(key, &self.lists))?;
        let field = self.fields[list];
        let place = Place {
            dataset: self.dataset,
            record,
            field: &self.dataset.schema().fields[field],
            content: &record.values[field],
        };
        Some((place.field_name(), place.span()))
    }

    /// What tells of whom something is said here: all texts but those of lists, if there are others.
    fn subject(&self, texts: &[String]) -> String {
        let scalars = without(texts, &self.lists);
        named(if scalars.is_empty() { texts } else { &scalars })
    }

    /// That the other side has more or fewer.
    fn unequal(&self, other: &Side<'_>) -> Option<Diagnostic> {
        let (here, there) = (self.dataset.name(), other.dataset.name());
        let what = |side: &Side<'_>| {
            let names: Vec<&str> = side.fields.iter().map(|&field| side.field_name(field)).collect();
            format!("{} values of `{}`", side.count, names.join(", "))
        };
        let message = format!("`{here}` has {}, and `{there}` {}", what(self), what(other));
        let span = |side: &Side<'_>| side.dataset.records().iter().filter_map(|record| record.span).min();
        (self.count != other.count).then(|| {
            Diagnostic::new("disagreement", Severity::Error, message, span(self).or(span(other)))
                .in_dataset(here)
                .with_note(format!("the first record of `{there}`"), span(other))
                .with_help("the recipe says that there are as many of both")
        })
    }
}

/// The texts of some fields of a record; where one is a list, once for each of its items. None where one is missing.
fn combinations(dataset: &Dataset, record: &Record, fields: &[usize]) -> Vec<(Vec<String>, Option<Span>)> {
    let key = dataset.schema().key_positions();
    let is_list = |field: &usize| dataset.schema().fields[*field].field_type.is_list();
    // The item of a list is what is said, or what stands beside the key; the other fields tell of what.
    let said =
        fields.iter().copied().find(is_list).or_else(|| fields.iter().copied().find(|field| !key.contains(field)));
    let mut all: Vec<(Vec<String>, Option<Span>)> = vec![(Vec::new(), None)];
    for &field in fields {
        let content = &record.values[field];
        let place = Place { dataset, record, field: &dataset.schema().fields[field], content };
        let is_said = place.field.field_type.is_list() || Some(field) == said;
        let mut next = Vec::new();
        for (texts, span) in &all {
            for (item, own) in place.items().filter(|(item, _)| !item.is_null()) {
                let texts = texts.iter().cloned().chain([item.to_string()]).collect();
                next.push((texts, if is_said || span.is_none() { own } else { *span }));
            }
        }
        all = next;
    }
    all
}
