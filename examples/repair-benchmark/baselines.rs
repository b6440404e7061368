//! What OpenRefine's clustering would propose: within each column the most frequent value of a cluster, for its other values.
//!
//! The methods are those of its manual: key collision by fingerprint and by n-gram fingerprint, and nearest neighbours by
//! Levenshtein's distance. Columns of one header are one column here, as their values are of one kind.

use std::collections::{BTreeMap, BTreeSet};

use rowmill::similarity::unaccented;

use crate::engine::{Answer, Level, Proposed};
use crate::page::View;

/// A method to compare with.
pub(crate) struct Baseline {
    pub(crate) name: &'static str,
    /// For each value of a column those of its cluster.
    clusters: fn(&[&str]) -> Vec<Vec<usize>>,
}

pub(crate) const BASELINES: &[Baseline] = &[
    Baseline { name: "OpenRefine: fingerprint", clusters: |values| collisions(values, fingerprint) },
    Baseline { name: "OpenRefine: 2-gram fingerprint", clusters: |values| collisions(values, ngram_fingerprint) },
    Baseline { name: "OpenRefine: Levenshtein, radius 2, blocks of 6", clusters: neighbours },
];

/// What a method proposes for a page.
pub(crate) fn ask(baseline: &Baseline, view: &View<'_>) -> Answer {
    let mut proposals = Vec::new();
    for items in view.columns().values() {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        items.iter().for_each(|item| *counts.entry(&item.text).or_default() += 1);
        let values: Vec<&str> = counts.keys().copied().collect();
        let clusters = (baseline.clusters)(&values);
        let best = |index: usize| clusters[index].iter().map(|&at| values[at]).max_by_key(|value| counts[value]);
        for item in items {
            let Ok(index) = values.binary_search(&item.text.as_str()) else { continue };
            let Some(name) = best(index).filter(|name| counts[name] > counts[item.text.as_str()]) else { continue };
            proposals.push(Proposed {
                by: baseline.name,
                level: Level::Suggested,
                place: item.place.clone(),
                before: item.text.clone(),
                after: name.to_owned(),
                items: vec![name.to_owned()],
                source: None,
            });
        }
    }
    Answer { proposals, findings: Vec::new() }
}

fn collisions(values: &[&str], key: fn(&str) -> String) -> Vec<Vec<usize>> {
    let keys: Vec<String> = values.iter().map(|value| key(value)).collect();
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, key) in keys.iter().enumerate() {
        groups.entry(key).or_default().push(index);
    }
    keys.iter().map(|key| if key.is_empty() { Vec::new() } else { groups[key.as_str()].clone() }).collect()
}

/// Small letters without accents and punctuation, as words that are sorted and none of which stands twice.
fn fingerprint(value: &str) -> String {
    let plain: String = plain(value).chars().filter(|&character| !is_punctuation(character)).collect();
    plain.split_whitespace().collect::<BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(" ")
}

/// The pairs of neighbouring characters, sorted, none twice.
fn ngram_fingerprint(value: &str) -> String {
    let kept = |character: &char| !is_punctuation(*character) && !character.is_whitespace();
    let characters: Vec<char> = plain(value).chars().filter(kept).collect();
    if characters.len() < 2 {
        return characters.into_iter().collect();
    }
    characters.windows(2).map(|pair| pair.iter().collect::<String>()).collect::<BTreeSet<_>>().into_iter().collect()
}

fn plain(value: &str) -> String {
    unaccented(value.trim()).to_lowercase()
}

fn is_punctuation(character: char) -> bool {
    character.is_control() || !(character.is_alphanumeric() || character.is_whitespace())
}

const BLOCK: usize = 6;
const RADIUS: usize = 2;

/// The values within the radius, among those that share a run of six characters.
fn neighbours(values: &[&str]) -> Vec<Vec<usize>> {
    let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, value) in values.iter().enumerate() {
        let kept = |character: &char| !is_punctuation(*character) && !character.is_whitespace();
        let characters: Vec<char> = value.to_lowercase().chars().filter(kept).collect();
        let runs: BTreeSet<String> = match characters.len() < BLOCK {
            true => [characters.iter().collect()].into(),
            false => characters.windows(BLOCK).map(|run| run.iter().collect()).collect(),
        };
        runs.into_iter().for_each(|run| blocks.entry(run).or_default().push(index));
    }
    let mut near: Vec<BTreeSet<usize>> = (0..values.len()).map(|index| [index].into()).collect();
    for block in blocks.values() {
        for (position, &a) in block.iter().enumerate() {
            for &b in &block[position + 1..] {
                if !near[a].contains(&b) && levenshtein(values[a], values[b]).is_some() {
                    near[a].insert(b);
                    near[b].insert(a);
                }
            }
        }
    }
    near.into_iter().map(|near| near.into_iter().collect()).collect()
}

/// The distance, if it is within the radius. There is no swap in it.
fn levenshtein(a: &str, b: &str) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > RADIUS {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let next = (diagonal + usize::from(x != y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = row[j + 1];
            row[j + 1] = next;
        }
    }
    Some(row[b.len()]).filter(|distance| *distance <= RADIUS)
}
