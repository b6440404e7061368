//! What fields of several datasets share: vocabularies, references to keys, and signs for nothing.
//!
//! It compares the items of fields, and knows no page. A further relation is one more function that looks at all drafts.

use std::collections::{BTreeMap, BTreeSet};

use super::Caution;
use super::draft::{Draft, DraftForeignKey, From};
use crate::infer::key::tells;
use crate::infer::names::{Names, Naming};
use crate::recipe::Part;
use crate::schema::FieldType;

/// A vocabulary, and why its fields share it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DraftVocabulary {
    pub(super) name: String,
    pub(super) reason: String,
}

/// The number of a draft and of its field.
type Place = (usize, usize);

/// The least number of names that two fields of one vocabulary share.
const LEAST_SHARED: usize = 3;

/// With fewer names than this, all must be shared.
const FEW_NAMES: usize = 6;

/// The greatest length, in characters, of a name.
const LONGEST_NAME: usize = 60;

/// Pools the fields whose names overlap clearly, and gives each pool a name.
pub(super) fn pool_vocabularies(drafts: &mut [Draft<'_>]) -> Vec<DraftVocabulary> {
    let names = names_by_field(drafts);
    let places: Vec<Place> = names.keys().copied().collect();
    let mut pool: BTreeMap<Place, Place> = places.iter().map(|&place| (place, place)).collect();
    let mut reasons: BTreeMap<Place, Vec<String>> = BTreeMap::new();
    for (index, &a) in places.iter().enumerate() {
        for &b in &places[index + 1..] {
            let shared = names[&a].intersection(&names[&b]).count();
            let smaller = names[&a].len().min(names[&b].len());
            if !is_clear(shared, smaller) {
                continue;
            }
            let (to, gone) = (pool[&a].min(pool[&b]), pool[&a].max(pool[&b]));
            if to == gone {
                continue;
            }
            pool.values_mut().filter(|pool| **pool == gone).for_each(|pool| *pool = to);
            let moved = reasons.remove(&gone).unwrap_or_default();
            let label = |(draft, field): Place| format!("{}.{}", drafts[draft].name, drafts[draft].fields[field].name);
            let all = reasons.entry(to).or_default();
            all.extend(moved);
            all.push(format!("{} and {} share {shared} of {smaller} names", label(a), label(b)));
        }
    }
    name_pools(drafts, &pool, &reasons)
}

/// The least number of names of a vocabulary of one column, with which a slip can be told from the name.
const LEAST_OWN: usize = 2;

/// Gives each field of names that shares none with another one a vocabulary of its own, so that a slip in it is told from the name. A recipe that is
/// kept has none for prose.
pub(super) fn own_vocabularies(drafts: &mut [Draft<'_>], vocabularies: &mut Vec<DraftVocabulary>, caution: &Caution) {
    let mut names = Names::default();
    vocabularies.iter().for_each(|pool| drop(names.claim(pool.name.clone(), Naming::Snake)));
    for draft in drafts {
        for field in &mut draft.fields {
            let is_own = field.holds_names() && !matches!(field.from, From::Field(_));
            let distinct = field.distinct();
            let are_named = field.part != Part::Definition && !tells(&field.name) && are_short(&distinct);
            let is_worth_it = caution.is_for_once() || are_named && are_names(&distinct);
            if is_own && field.vocabulary.is_none() && distinct.len() >= LEAST_OWN && is_worth_it {
                let name = names.claim(common_name(&[&field.name]), Naming::Snake);
                field.vocabulary = Some(name.clone());
                let reason = format!("the names of {}.{}", draft.name, field.name);
                vocabularies.push(DraftVocabulary { name, reason });
            }
        }
    }
}

/// Whether two fields share so many names that it is no chance: half of the smaller one's, or all where it has few.
fn is_clear(shared: usize, smaller: usize) -> bool {
    let least = if smaller < FEW_NAMES { smaller } else { smaller.div_ceil(2) };
    shared >= LEAST_SHARED && shared >= least
}

fn names_by_field<'d>(drafts: &[Draft<'d>]) -> BTreeMap<Place, BTreeSet<&'d str>> {
    let mut names = BTreeMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        for (place, field) in draft.fields.iter().enumerate() {
            let is_own = field.holds_names() && field.enumeration.is_none() && !matches!(field.from, From::Field(_));
            let distinct = field.distinct();
            if is_own && are_short(&distinct) && are_names(&distinct) && distinct.len() >= LEAST_SHARED {
                names.insert((index, place), distinct);
            }
        }
    }
    names
}

/// Whether no text is longer than a name.
fn are_short(texts: &BTreeSet<&str>) -> bool {
    texts.iter().all(|text| text.chars().count() <= LONGEST_NAME)
}

/// Whether texts are made of letters more than of digits and signs: numbers, versions, times and hashes are no names.
fn are_names(texts: &BTreeSet<&str>) -> bool {
    let characters = || texts.iter().flat_map(|text| text.chars()).filter(|character| !character.is_whitespace());
    characters().filter(|character| character.is_alphabetic()).count() * 2 > characters().count()
}

fn name_pools(
    drafts: &mut [Draft<'_>],
    pool: &BTreeMap<Place, Place>,
    reasons: &BTreeMap<Place, Vec<String>>,
) -> Vec<DraftVocabulary> {
    let mut names = Names::default();
    let mut vocabularies = Vec::new();
    for (root, reasons) in reasons {
        let members: Vec<Place> = pool.iter().filter(|(_, pool)| *pool == root).map(|(place, _)| *place).collect();
        let fields: Vec<&str> =
            members.iter().map(|&(draft, field)| drafts[draft].fields[field].name.as_str()).collect();
        let name = names.claim(common_name(&fields), Naming::Snake);
        for (draft, field) in members {
            drafts[draft].fields[field].vocabulary = Some(name.clone());
        }
        vocabularies.push(DraftVocabulary { name, reason: few(reasons) });
    }
    vocabularies
}

/// The first reasons, and how many more there are.
fn few(reasons: &[String]) -> String {
    let more = reasons.len().saturating_sub(2);
    let shown = reasons[..reasons.len() - more].join("; ");
    if more == 0 { shown } else { format!("{shown}; and {more} more such pairs") }
}

/// Names of fields that say nothing about the names in them.
const GENERIC: &[&str] = &["name", "names", "text", "value", "values", "title", "id", "item", "items", "key"];

/// The words at the end that the most fields share, in the singular: `azure_regions` and `local_azure_regions` → `azure_region`.
fn common_name(fields: &[&str]) -> String {
    let telling: Vec<&str> = fields.iter().copied().filter(|field| !GENERIC.contains(field)).collect();
    let fields = if telling.is_empty() { fields } else { &telling };
    let words: Vec<Vec<String>> = fields.iter().map(|field| field.split('_').map(singular).collect()).collect();
    let last = |words: &Vec<String>| words.last().cloned().unwrap_or_default();
    let count = |word: &String| words.iter().filter(|words| last(words) == *word).count();
    let lasts: Vec<String> = words.iter().map(last).collect();
    let best =
        lasts.iter().max_by_key(|word| (count(word), std::cmp::Reverse(lasts.iter().position(|other| other == *word))));
    let Some(best) = best else { return "name".to_owned() };
    let alike: Vec<&Vec<String>> = words.iter().filter(|words| last(words) == *best).collect();
    let shared = (1..=alike[0].len())
        .take_while(|&count| alike.iter().all(|words| words.ends_with(&alike[0][alike[0].len() - count..])));
    let count = shared.last().unwrap_or(1);
    alike[0][alike[0].len() - count..].join("_")
}

/// An English word without the `s` of the plural.
pub(super) fn singular(word: &str) -> String {
    match word {
        _ if word.ends_with("ies") && word.len() > 4 => format!("{}y", &word[..word.len() - 3]),
        _ if word.len() > 4 && ["sses", "shes", "xes"].iter().any(|end| word.ends_with(end)) => {
            word[..word.len() - 2].to_owned()
        }
        _ if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") || word.len() < 4 => word.to_owned(),
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

/// The least number of distinct values that make a reference more than chance.
const LEAST_REFERENCES: usize = 5;

/// Finds the fields whose values are nearly all in the key of an earlier dataset.
pub(super) fn find_foreign_keys(drafts: &mut [Draft<'_>]) {
    for index in 1..drafts.len() {
        let (earlier, rest) = drafts.split_at_mut(index);
        let draft = &mut rest[0];
        if draft.is_unnested() {
            continue;
        }
        for field in 0..draft.fields.len() {
            let found = best_reference(earlier, draft, field);
            draft.foreign_keys.extend(found);
        }
    }
}

fn best_reference(earlier: &[Draft<'_>], draft: &Draft<'_>, field: usize) -> Option<DraftForeignKey> {
    let from = &draft.fields[field];
    let values = from.distinct();
    if !from.holds_names() || from.enumeration.is_some() || values.len() < LEAST_REFERENCES {
        return None;
    }
    let references = earlier.iter().flat_map(|there| there.key.iter().map(move |&place| (there, &there.fields[place])));
    references
        .filter(|(_, key)| key.holds_names() && key.profile.field_type == FieldType::String)
        .map(|(there, key)| DraftForeignKey {
            field,
            resource: there.name.clone(),
            reference_field: key.name.clone(),
            found: values.intersection(&key.distinct()).count(),
            all: values.len(),
        })
        .filter(|reference| reference.found >= LEAST_REFERENCES && reference.found * 5 >= reference.all * 4)
        .max_by_key(|reference| reference.found)
}

/// The signs for nothing that no text field of any dataset has as a value, so that they may hold for the whole recipe, with
/// how often they stand there.
pub(super) fn lift_missing_values(drafts: &mut [Draft<'_>]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept: BTreeSet<String> = BTreeSet::new();
    for field in drafts.iter().flat_map(|draft| &draft.fields) {
        for text in field.texts() {
            let lower = text.to_ascii_lowercase();
            match field.profile.missing_values.iter().any(|missing| missing == text) {
                true => *counts.entry(lower).or_insert(0) += 1,
                false => drop(kept.insert(lower)),
            }
        }
    }
    counts.retain(|mark, _| !kept.contains(mark));
    for field in drafts.iter_mut().flat_map(|draft| &mut draft.fields) {
        field.profile.missing_values.retain(|mark| !counts.contains_key(&mark.to_ascii_lowercase()));
        // A text stands for nothing in any case.
        let mut seen = BTreeSet::new();
        field.profile.missing_values.retain(|mark| seen.insert(mark.to_ascii_lowercase()));
    }
    counts.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_of_letters() {
        for names in [&["macOS 14.5", "iOS 17"][..], &["東京", "Łódź"], &["--name", "-n"], &["AT&T"]] {
            assert!(are_names(&names.iter().copied().collect()), "{names:?}");
        }
        for others in
            [&["15.4", "16.0"][..], &["0x01", "0x02"], &["2024-02-01T10:00:00Z"], &["+", "-"], &["12", "b3cb01a03c84"]]
        {
            assert!(!are_names(&others.iter().copied().collect()), "{others:?}");
        }
    }

    #[test]
    fn a_vocabulary_is_named_for_what_its_fields_share() {
        let check = |fields: &[&str], expected: &str| assert_eq!(common_name(fields), expected);
        check(&["azure_regions", "local_azure_regions"], "azure_region");
        check(&["expressroute_locations", "location", "location"], "location");
        check(&["service_providers", "name", "name", "connectivity_providers"], "provider");
        check(&["cities"], "city");
        check(&["top_addresses"], "top_address");
        check(&["boxes"], "box");
        check(&["bases"], "base");
        check(&["status", "status"], "status");
    }
}
