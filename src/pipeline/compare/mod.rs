//! Two revisions of pages to what changed in their data, by a recipe or by what the tables themselves say.
//!
//! A [`Revision`] is texts that were read already, from wherever. `side.rs` says what is known of the values beyond the data: how they
//! are written, and how a safe repair would spell them; `fit.rs` what to do where a recipe does not fit; `tables.rs` reads the tables of two pages alike, `lists.rs` their lists. What is a change and
//! what is not is for [`diff`](crate::diff) to say.

mod fit;
mod lists;
mod side;
mod tables;

pub(super) use tables::{Renamed, RenamedHeader, renamed};
pub use tables::{compare_pages, page_datasets};

use crate::dataset::Dataset;
use crate::diff::{
    DatasetDiff, Diff, FieldPair, Noun, Options, SchemaChange, TableSketch, added, diff_sides, pair_fields,
    pair_tables, removed,
};
use crate::error::{Error, Result};
use crate::infer::{KeyField, SharedKey, shared_key};
use crate::recipe::{Origin, Recipe};
use crate::repair::Guidance;
use crate::schema::Value;
use crate::similarity::{did_you_mean, reading};
use crate::source::{SourceId, SourceMap};
use fit::{absent_fields, as_text, misfits, without};
use side::{around, side};

use super::{Outcome, run_guided};

/// One side of a comparison: pages, with all that they include.
#[derive(Debug, Clone)]
pub struct Revision<'s> {
    /// The texts.
    pub sources: &'s SourceMap,
    /// The pages, in the recipe's order if there is one.
    pub pages: Vec<SourceId>,
}

/// What a recipe makes of two revisions.
#[derive(Debug, Clone)]
pub struct ComparedRecipe {
    /// The changes of each dataset, in the recipe's order.
    pub diff: Diff,
    /// What a run over the old side gave, and one over the new side.
    pub outcomes: [Outcome; 2],
    /// The datasets that are made of others, whose changes are told there.
    pub derived: Vec<String>,
}

/// Compares the datasets that a recipe makes of two revisions, after the repairs.
///
/// # Errors
///
/// As [`run`](super::run), for either side; [`ErrorKind::Usage`](crate::ErrorKind::Usage) when no dataset has the fields of `key`.
pub fn compare_with_recipe(
    recipe: &Recipe,
    old: &Revision<'_>,
    new: &Revision<'_>,
    guidance: &Guidance,
    key: &[String],
) -> Result<ComparedRecipe> {
    let read = |recipe: &Recipe| -> Result<[Outcome; 2]> {
        Ok([
            run_guided(recipe, old.sources, &old.pages, guidance)?,
            run_guided(recipe, new.sources, &new.pages, guidance)?,
        ])
    };
    let mut outcomes = read(recipe)?;
    let misfits = misfits(&outcomes);
    let untyped = as_text(recipe, &misfits);
    let recipe = if misfits.is_empty() { recipe } else { &untyped };
    if !misfits.is_empty() {
        let findings = outcomes.map(|outcome| outcome.diagnostics);
        outcomes = read(recipe)?;
        // What does not fit its type is still to be told.
        outcomes.iter_mut().zip(findings).for_each(|(outcome, findings)| outcome.diagnostics = findings);
    }
    let is_derived = |index: &usize| matches!(recipe.datasets[*index].origin, Origin::Unnest { .. });
    let (derived, own): (Vec<usize>, Vec<usize>) = (0..recipe.datasets.len()).partition(is_derived);
    let mut keys = Keys::new(key);
    let mut diff = Diff::default();
    for index in own {
        let around = around(&recipe.datasets[index]);
        let [(before, before_around), (after, after_around)] = outcomes.each_ref().map(|outcome| {
            // With the records that share their keys.
            let dataset = outcome.datasets[index].without_key(&outcome.left_out[index]);
            let absent = absent_fields(&recipe.datasets[index], &dataset, &outcome.diagnostics);
            without(dataset, &absent, &around)
        });
        let fields = pair_fields(&before, &after);
        let found = keys.of(&before, &after, &fields, &recipe.datasets[index].schema.primary_key);
        let options = Options { key: found.0, key_reason: found.1, fields: Some(fields), ignores_types: false };
        let sides = (side(&before, old.sources, &[], &before_around), side(&after, new.sources, &[], &after_around));
        diff.datasets.push(diff_sides(&sides.0, &sides.1, &options));
    }
    keys.check()?;
    let derived = derived.into_iter().map(|index| recipe.datasets[index].name.clone()).collect();
    Ok(ComparedRecipe { diff, outcomes, derived })
}

/// A dataset that was read from a file of data.
#[derive(Debug, Clone)]
pub struct LocatedDataset {
    /// Its records, in the order of the file. Its schema need not name a key.
    pub dataset: Dataset,
    /// The headings that it stood under, where the file tells.
    pub headings: Vec<String>,
    /// Whether the file tells the types of its fields.
    pub is_typed: bool,
}

/// Compares datasets that were read from files of data. Those of one name are the same one; others pair up by heading, fields and
/// content. `keys` gives the primary key of a dataset by its name, where one is known.
///
/// # Errors
///
/// [`ErrorKind::Usage`](crate::ErrorKind::Usage) when no dataset has the fields of `key`.
pub fn compare_datasets(
    old: &[LocatedDataset],
    new: &[LocatedDataset],
    keys: &dyn Fn(&str) -> Vec<String>,
    key: &[String],
) -> Result<Vec<DatasetDiff>> {
    let mut chosen = Keys::new(key);
    let pairs = pair_located(old, new);
    let mut diffs: Vec<DatasetDiff> = Vec::new();
    for (index, after) in new.iter().enumerate() {
        let Some(&(before, _)) = pairs.iter().find(|pair| pair.1 == index) else {
            diffs.push(lone(&mut chosen, &after.dataset, &keys(after.dataset.name()), Noun::Dataset, added));
            continue;
        };
        let before = &old[before];
        let (a, b) = (before.dataset.without_key(&[]), after.dataset.without_key(&[]));
        let fields = pair_fields(&a, &b);
        let (key, key_reason) = chosen.of(&a, &b, &fields, &keys(b.name()));
        let ignores_types = !before.is_typed || !after.is_typed;
        let options = Options { key, key_reason, fields: Some(fields), ignores_types };
        let sides = (crate::diff::Side::new(&a), crate::diff::Side::new(&b));
        let mut diff = diff_sides(&sides.0, &sides.1, &options);
        // Two files beside each other are named as the user likes.
        if a.name() != b.name() && old.len() + new.len() > 2 {
            let (from, to) = (a.name().to_owned(), b.name().to_owned());
            diff.schema.insert(0, SchemaChange::TableRenamed { from, to });
        }
        diffs.push(diff);
    }
    for (index, before) in old.iter().enumerate() {
        if !pairs.iter().any(|pair| pair.0 == index) {
            diffs.push(lone(&mut chosen, &before.dataset, &keys(before.dataset.name()), Noun::Dataset, removed));
        }
    }
    chosen.check()?;
    Ok(diffs)
}

/// The datasets that are the same one, by their indexes.
fn pair_located(old: &[LocatedDataset], new: &[LocatedDataset]) -> Vec<(usize, usize)> {
    if let ([_], [_]) = (old, new) {
        // Two files that the user puts beside each other are meant to be one dataset.
        return vec![(0, 0)];
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (index, one) in new.iter().enumerate() {
        let is_free = |other: &usize| !pairs.iter().any(|pair| pair.0 == *other);
        let found = (0..old.len()).filter(is_free).find(|&other| old[other].dataset.name() == one.dataset.name());
        pairs.extend(found.map(|other| (other, index)));
    }
    let left =
        |count: usize, is_taken: &dyn Fn(usize) -> bool| (0..count).filter(|&one| !is_taken(one)).collect::<Vec<_>>();
    let old_left = left(old.len(), &|one| pairs.iter().any(|pair| pair.0 == one));
    let new_left = left(new.len(), &|one| pairs.iter().any(|pair| pair.1 == one));
    let sketches =
        |all: &[LocatedDataset], left: &[usize]| left.iter().map(|&one| sketch(&all[one])).collect::<Vec<_>>();
    let found = pair_tables(&sketches(old, &old_left), &sketches(new, &new_left));
    pairs.extend(found.into_iter().map(|pair| (old_left[pair.old], new_left[pair.new])));
    pairs
}

fn sketch(located: &LocatedDataset) -> TableSketch {
    let records = located.dataset.records().iter();
    let values = records.flat_map(|record| record.values.iter().map(|field| &field.value));
    TableSketch {
        headings: located.headings.clone(),
        header: located.dataset.schema().fields.iter().map(|field| field.name.clone()).collect(),
        cells: values.filter(|value| !value.is_null()).map(Value::to_string).collect(),
    }
}

fn lone(
    keys: &mut Keys<'_>,
    dataset: &Dataset,
    known: &[String],
    noun: Noun,
    change: fn(&Dataset, &[String]) -> DatasetDiff,
) -> DatasetDiff {
    let dataset = dataset.without_key(&[]);
    let fields: Vec<FieldPair> =
        (0..dataset.schema().fields.len()).map(|place| FieldPair { old: place, new: place, evidence: None }).collect();
    let (key, key_reason) = keys.of(&dataset, &dataset, &fields, known);
    DatasetDiff { noun, key_reason, ..change(&dataset, &key) }
}

/// The keys of datasets: those that the user names, those that a recipe names, else inferred ones.
struct Keys<'k> {
    wanted: &'k [String],
    is_found: bool,
    /// The names of all fields that were seen.
    seen: Vec<String>,
}

impl<'k> Keys<'k> {
    fn new(wanted: &'k [String]) -> Self {
        Self { wanted, is_found: false, seen: Vec::new() }
    }

    /// The key's fields by their new names, and why these, where nobody said so.
    fn of(
        &mut self,
        old: &Dataset,
        new: &Dataset,
        fields: &[FieldPair],
        known: &[String],
    ) -> (Vec<String>, Option<String>) {
        let schema = new.schema();
        self.seen.extend(schema.fields.iter().map(|field| field.name.clone()));
        let paired = |name: &String| {
            let place = schema.fields.iter().position(|field| reading(&field.name) == reading(name))?;
            fields.iter().any(|pair| pair.new == place).then(|| schema.fields[place].name.clone())
        };
        let named: Option<Vec<String>> = self.wanted.iter().map(paired).collect();
        if let Some(named) = named.filter(|named| !named.is_empty()) {
            self.is_found = true;
            return (named, None);
        }
        if !known.is_empty() {
            return (known.to_vec(), None);
        }
        let SharedKey { places, reason } = inferred(old, new, fields);
        let key = places.iter().map(|&place| schema.fields[fields[place].new].name.clone()).collect();
        (key, Some(reason))
    }

    /// Refuses a key that no dataset has.
    fn check(&self) -> Result<()> {
        if self.wanted.is_empty() || self.is_found {
            return Ok(());
        }
        let names: Vec<&str> = self.seen.iter().map(String::as_str).collect();
        let missing = self.wanted.iter().find(|name| !names.iter().any(|other| reading(other) == reading(name)));
        let error = Error::usage(format!("no table of both sides has the fields `{}`", self.wanted.join("`, `")));
        Err(match missing.and_then(|name| did_you_mean(name, &names)) {
            Some(help) => error.with_help(help),
            None => error,
        })
    }
}

fn inferred(old: &Dataset, new: &Dataset, fields: &[FieldPair]) -> SharedKey {
    let texts = |dataset: &Dataset, place: usize| -> Vec<String> {
        let text = |value: &Value| if value.is_null() { String::new() } else { value.to_string() };
        dataset.records().iter().map(|record| text(&record.values[place].value)).collect()
    };
    let key_fields: Vec<KeyField<'_>> = fields
        .iter()
        .map(|pair| KeyField {
            field: &new.schema().fields[pair.new],
            texts: [texts(old, pair.old), texts(new, pair.new)],
        })
        .collect();
    shared_key(&key_fields, [old.records().len(), new.records().len()])
}
