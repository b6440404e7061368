//! Tables that stand under another heading than an inferred recipe says, since it was inferred from another revision.
//!
//! A table may be meant if no dataset has it, it has the columns of the key, and of all columns of the dataset two thirds at least; if
//! several may be meant, none is. A recipe of the user's is taken at its word.

use crate::document::{Document, Table};
use crate::extract::{Absence, Extraction, extract_present};
use crate::recipe::{FieldOrigin, Origin, Recipe, Written};
use crate::similarity::folded;
use crate::source::SourceMap;
use crate::timeline::Snapshot;

/// Takes tables for those that are absent, where it is plain which are meant, and returns the recipe that names them.
pub(super) fn follow(
    recipe: &Recipe,
    documents: &[Document],
    sources: &SourceMap,
    extraction: &mut Extraction,
    absences: &mut Vec<Absence>,
) -> Option<Recipe> {
    // A recipe is inferred from one page.
    let [document] = documents else { return None };
    let free = free_tables(extraction, document);
    let mut followed = recipe.clone();
    let mut is_changed = false;
    let mut taken = Vec::new();
    for absence in absences.iter() {
        let Some(table) = meant(recipe, absence.dataset, &free, &taken) else { continue };
        let Origin::Tables(selectors) = &mut followed.datasets[absence.dataset].origin else { continue };
        let selector = &mut selectors[absence.selector];
        let heading = document.heading_path(table.heading).last().map(|heading| (*heading).to_owned());
        match (heading, selector.under.first_mut()) {
            (Some(heading), Some(under)) => under.text = heading,
            (None, Some(_)) => selector.under.clear(),
            (_, None) => {}
        }
        selector.under.truncate(1);
        selector.columns = table.header_texts().into_iter().map(str::to_owned).collect();
        taken.push(table.span);
        is_changed = true;
    }
    if !is_changed {
        return None;
    }
    let (found, missing) = extract_present(&followed, documents, sources);
    // A heading may lead to more than what was meant.
    if missing.len() == absences.len() || missing.iter().any(|missing| is_other(missing, absences)) {
        return None;
    }
    *extraction = found;
    *absences = missing;
    Some(followed)
}

/// Says where tables were found.
pub(super) fn tell(recipe: &Recipe, drifted: &Recipe, snapshots: &mut [Snapshot]) {
    for ((before, after), snapshot) in recipe.datasets.iter().zip(&drifted.datasets).zip(snapshots) {
        let (Origin::Tables(before_selectors), Origin::Tables(after_selectors)) = (&before.origin, &after.origin)
        else {
            continue;
        };
        for (before_selector, after_selector) in before_selectors.iter().zip(after_selectors) {
            let name = |under: &[Written]| match under.first() {
                Some(under) => format!("under `{}`", under.text),
                None => "under no heading".to_owned(),
            };
            if before_selector.under != after_selector.under {
                let remark = format!(
                    "`{}` is read {}, not {}",
                    before.name,
                    name(&after_selector.under),
                    name(&before_selector.under)
                );
                snapshot.remarks.push(("other-heading", remark));
            }
        }
    }
}

/// Whether something is missing that was not missing before.
fn is_other(missing: &Absence, before: &[Absence]) -> bool {
    !before.iter().any(|other| (other.dataset, other.selector) == (missing.dataset, missing.selector))
}

/// The tables that no dataset has a row of.
fn free_tables<'d>(extraction: &Extraction, document: &'d Document) -> Vec<&'d Table> {
    let records = || extraction.datasets.iter().flat_map(|dataset| &dataset.records);
    let is_free = |table: &&Table| !records().any(|record| table.span.contains(record.span));
    document.tables.iter().filter(is_free).collect()
}

/// The only table that a dataset may mean.
fn meant<'d>(recipe: &Recipe, dataset: usize, free: &[&'d Table], taken: &[crate::source::Span]) -> Option<&'d Table> {
    let dataset = &recipe.datasets[dataset];
    let headers = |index: usize| match &dataset.fields[index].origin {
        FieldOrigin::Column { headers, .. } => headers.as_slice(),
        _ => &[],
    };
    let key = dataset.schema.key_positions();
    let is_named = !key.is_empty() && key.iter().all(|&index| !headers(index).is_empty());
    let mut columns: Vec<&[String]> =
        (0..dataset.fields.len()).map(headers).filter(|headers| !headers.is_empty()).collect();
    columns.dedup();
    let fits = |table: &&&Table| {
        let has = |wanted: &[String]| {
            table.header_texts().iter().any(|header| wanted.iter().any(|text| folded(text) == folded(header)))
        };
        let shared = columns.iter().filter(|headers| has(headers)).count();
        key.iter().all(|&index| has(headers(index))) && shared * 3 >= columns.len() * 2
    };
    let mut fitting = free.iter().filter(|table| is_named && !taken.contains(&table.span)).filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(table), None) => Some(table),
        _ => None,
    }
}
