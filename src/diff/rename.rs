//! Records that have another key and are the same by their content.
//!
//! What two records have in common counts by how rare it is: a value that every record has says nothing, one that no other record has
//! says most. Candidates come from an index of the values, not from comparing all with all. A pair needs more in common than chance
//! would give it, most of what either record says, and no rival that has as much (values that many records have may stand together in one alone); and a number alone never makes a name another one's:
//! `London` and `London2` are two places, whatever else they share.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::class::Comparison;
use super::pairing::{RecordPair, item_texts, value_text};
use super::{FieldPair, Side};
use crate::schema::Value;
use crate::similarity::{differ_in_number, folded, is_near_spelling, loose_key};

/// A value of a field, or an item of a list, as a number that is the same for the same reading.
type Token = (usize, u64);

/// The field of the tokens that stand for all values of a record, and for its name.
const WHOLE: usize = usize::MAX;
const NAME: usize = usize::MAX - 1;

/// The most records on either side that a value may have and still lead from one to the other.
const MOST_LED_TO: usize = 16;

/// Units of a bit in which weights are counted. They are whole, so that sums do not depend on their order.
const BIT: f64 = 64.0;

/// The pairs among records that have no partner.
pub(super) fn pair_renamed(comparison: &Comparison<'_, '_>, removed: &[usize], added: &[usize]) -> Vec<RecordPair> {
    if removed.is_empty() || added.is_empty() {
        return Vec::new();
    }
    let weights = Weights::new(comparison);
    let old: Vec<Profile> = removed.iter().map(|&record| Profile::new(comparison, comparison.old, record)).collect();
    let new: Vec<Profile> = added.iter().map(|&record| Profile::new(comparison, comparison.new, record)).collect();
    let chance = ((removed.len() as f64 * added.len() as f64).log2() * BIT) as u64 + (1.5 * BIT) as u64;
    let mut found: Vec<Candidate> = candidates(&old, &new)
        .into_iter()
        .filter_map(|(i, j)| {
            judge(comparison, &weights, &old[i], &new[j], chance).map(|likeness| Candidate { old: i, new: j, likeness })
        })
        .collect();
    found.sort_by_key(|candidate| (std::cmp::Reverse(candidate.likeness.rank()), candidate.old, candidate.new));
    without_rivals(&found)
        .into_iter()
        .map(|candidate| RecordPair {
            old: removed[candidate.old],
            new: added[candidate.new],
            evidence: Some(candidate.likeness.evidence()),
        })
        .collect()
}

struct Candidate {
    old: usize,
    new: usize,
    likeness: Likeness,
}

/// What two records have in common.
struct Likeness {
    /// The share of what they say, in thousandths.
    share: u64,
    /// How much that is, in units of a bit.
    shared: u64,
    same_fields: usize,
    fields: usize,
    near_name: bool,
    /// Whether the one name has all words of the other one.
    is_part: bool,
}

impl Likeness {
    fn rank(&self) -> (u64, bool, u64) {
        (self.share, self.near_name || self.is_part, self.shared)
    }

    fn evidence(&self) -> String {
        let fields = match (self.same_fields, self.fields) {
            (same, all) if same == all && all == 1 => "the other field is the same".to_owned(),
            (same, all) if same == all => format!("all {all} other fields are the same"),
            (0, _) => format!("{} % of what they say is the same", self.share / 10),
            (same, all) => {
                format!("{same} of {all} other fields are the same, and {} % of what they say", self.share / 10)
            }
        };
        match (self.near_name, self.is_part) {
            (true, _) => format!("{fields}; the names are near spellings"),
            (false, true) => format!("{fields}; one name has all words of the other"),
            (false, false) => fields,
        }
    }
}

/// What a record says.
struct Profile {
    /// Sorted, without repetition.
    tokens: Vec<Token>,
    /// The reading of each pair of fields outside the key.
    texts: Vec<String>,
    /// The key's parts.
    name: Vec<Value>,
}

impl Profile {
    fn new(comparison: &Comparison<'_, '_>, side: &Side<'_>, record: usize) -> Self {
        let is_old = std::ptr::eq(side, comparison.old);
        let texts = texts(comparison, side, record);
        let key = if is_old { &comparison.old_key } else { &comparison.new_key };
        let name = key.iter().map(|&field| side.value(record, field).clone()).collect();
        Self { tokens: tokens(comparison, side, record), texts, name }
    }

    fn name_text(&self) -> String {
        self.name.iter().map(Value::to_string).collect::<Vec<_>>().join(" ")
    }
}

fn hash(value: impl Hash) -> u64 {
    // Its keys are fixed, so that a run is like the one before.
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The reading of each pair of fields outside the key.
fn texts(comparison: &Comparison<'_, '_>, side: &Side<'_>, record: usize) -> Vec<String> {
    let is_old = std::ptr::eq(side, comparison.old);
    let outside = comparison.fields.iter().filter(|pair| !comparison.is_key(pair));
    outside.map(|pair| value_text(side.value(record, if is_old { pair.old } else { pair.new }))).collect()
}

/// The values of a record outside of its key, item by item.
fn tokens(comparison: &Comparison<'_, '_>, side: &Side<'_>, record: usize) -> Vec<Token> {
    let is_old = std::ptr::eq(side, comparison.old);
    let mut tokens: Vec<Token> = Vec::new();
    for (index, pair) in comparison.fields.iter().enumerate().filter(|(_, pair)| !comparison.is_key(pair)) {
        let position = if is_old { pair.old } else { pair.new };
        tokens.extend(item_texts(side.value(record, position)).map(|text| (index, hash(text))));
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

/// How much each value says, by the number of records that have it.
struct Weights {
    counts: HashMap<Token, [u32; 2]>,
    /// How many records of either side have all values outside the key of one record.
    wholes: HashMap<u64, [u32; 2]>,
    records: usize,
    is_text: Vec<bool>,
}

impl Weights {
    fn new(comparison: &Comparison<'_, '_>) -> Self {
        let mut counts: HashMap<Token, [u32; 2]> = HashMap::new();
        let mut wholes: HashMap<u64, [u32; 2]> = HashMap::new();
        let sides = [comparison.old, comparison.new];
        for (index, side) in sides.into_iter().enumerate() {
            for record in 0..side.dataset.records().len() {
                wholes.entry(hash(texts(comparison, side, record))).or_default()[index] += 1;
                for token in tokens(comparison, side, record) {
                    counts.entry(token).or_default()[index] += 1;
                }
            }
        }
        let is_text = |pair: &FieldPair| {
            let types =
                [&comparison.old.dataset.schema().fields[pair.old], &comparison.new.dataset.schema().fields[pair.new]];
            types.iter().all(|field| *field.field_type.item() == crate::schema::FieldType::String)
        };
        let records = sides.iter().map(|side| side.dataset.records().len()).max().unwrap_or(0);
        Self { counts, wholes, records, is_text: comparison.fields.iter().map(is_text).collect() }
    }

    /// How much all values of a record together say, in units of a bit: items that many have may stand together in one record alone.
    fn of_whole(&self, texts: &[String]) -> u64 {
        let count = self.wholes.get(&hash(texts)).map_or(1, |counts| counts[0].max(counts[1])).max(1);
        (((self.records + 1) as f64 / f64::from(count)).log2() * BIT).round() as u64
    }

    /// In units of a bit. A number, or yes and no, says half as much as a text.
    fn of(&self, token: &Token) -> u64 {
        let count = self.counts.get(token).map_or(1, |counts| counts[0].max(counts[1])).max(1);
        let bits = ((self.records + 1) as f64 / f64::from(count)).log2();
        let bits = if self.is_text[token.0] { bits } else { bits / 2.0 };
        (bits * BIT).round() as u64
    }
}

/// The pairs that have something rare in common.
fn candidates(old: &[Profile], new: &[Profile]) -> BTreeSet<(usize, usize)> {
    let mut index: HashMap<Token, [Vec<usize>; 2]> = HashMap::new();
    for (side, profiles) in [old, new].into_iter().enumerate() {
        for (at, profile) in profiles.iter().enumerate() {
            for token in leads(profile) {
                index.entry(token).or_default()[side].push(at);
            }
        }
    }
    let mut pairs = BTreeSet::new();
    for (at, profile) in old.iter().enumerate() {
        for token in leads(profile) {
            let [old, new] = &index[&token];
            if old.len() <= MOST_LED_TO && new.len() <= MOST_LED_TO {
                pairs.extend(new.iter().map(|&other| (at, other)));
            }
        }
    }
    // A few records are soon compared.
    if old.len() * new.len() <= FEW {
        pairs.extend((0..old.len()).flat_map(|i| (0..new.len()).map(move |j| (i, j))));
    }
    pairs
}

/// The number of pairs that are compared whatever they have in common.
const FEW: usize = 2_500;

/// What may lead from a record to its other self.
fn leads(profile: &Profile) -> impl Iterator<Item = Token> {
    let name = loose_key(&profile.name_text());
    let name = (!name.is_empty()).then(|| (NAME, hash(name)));
    profile.tokens.iter().copied().chain([(WHOLE, hash(&profile.texts))]).chain(name)
}

/// What two records have in common, if it is enough to take them for one.
fn judge(
    comparison: &Comparison<'_, '_>,
    weights: &Weights,
    old: &Profile,
    new: &Profile,
    chance: u64,
) -> Option<Likeness> {
    if is_number_alone(&old.name, &new.name) {
        return None;
    }
    let total = |tokens: &[Token]| tokens.iter().map(|token| weights.of(token)).sum::<u64>();
    let common: Vec<Token> =
        old.tokens.iter().filter(|token| new.tokens.binary_search(token).is_ok()).copied().collect();
    let shared = total(&common);
    let all = total(&old.tokens).max(total(&new.tokens));
    let share = (shared * 1000).checked_div(all).unwrap_or(0);
    let said = old.texts.iter().zip(&new.texts).filter(|(a, b)| !a.is_empty() || !b.is_empty());
    let (fields, same_fields) = said.fold((0, 0), |(fields, same), (a, b)| (fields + 1, same + usize::from(a == b)));
    let (near_name, is_part) = (is_near_name(old, new), is_part(old, new));
    let likeness = Likeness { share, shared, same_fields, fields, near_name, is_part };
    let is_much = share >= 600 && shared >= chance;
    let is_half = same_fields * 2 >= fields && same_fields > 0;
    // `York` and `New York` are two places, unless what is the same is rare enough to tell.
    let together = if same_fields == fields && fields > 1 { weights.of_whole(&new.texts) } else { 0 };
    let is_respelled = is_half && (near_name || is_part && shared.max(together) * 2 >= chance);
    let has_key = !comparison.new_key.is_empty();
    // Without a key most of a record must be the same, since nothing else tells it from others.
    let is_most = !has_key && same_fields * 2 >= fields && same_fields > 0 && share >= 500 && shared * 2 >= chance;
    (is_much || is_respelled || is_most).then_some(likeness)
}

/// Whether a part of two keys differs in a number alone, or is one.
pub(super) fn is_number_alone(old: &[Value], new: &[Value]) -> bool {
    old.iter().zip(new).filter(|(a, b)| a != b).any(|(a, b)| match (a, b) {
        (Value::String(a), Value::String(b)) => differ_in_number(a, b),
        _ => true,
    })
}

fn is_near_name(old: &Profile, new: &Profile) -> bool {
    let (a, b) = (old.name_text(), new.name_text());
    !a.is_empty() && !b.is_empty() && is_near_spelling(&a, &b)
}

/// Whether one name has all words of the other one.
fn is_part(old: &Profile, new: &Profile) -> bool {
    let (a, b) = (old.name_text(), new.name_text());
    let words = |text: &str| -> BTreeSet<String> {
        let parts = folded(text);
        parts
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (a_words, b_words) = (words(&a), words(&b));
    let is_part = a_words.is_subset(&b_words) || b_words.is_subset(&a_words);
    is_part && !a_words.is_empty() && !b_words.is_empty() && !differ_in_number(&a, &b)
}

/// The candidates in their order, each record once. Where two are as good for one record, neither is taken.
fn without_rivals(candidates: &[Candidate]) -> Vec<&Candidate> {
    let mut gone: [BTreeSet<usize>; 2] = Default::default();
    let mut chosen = Vec::new();
    for equals in candidates.chunk_by(|a, b| a.likeness.rank() == b.likeness.rank()) {
        let open: Vec<&Candidate> =
            equals.iter().filter(|one| !gone[0].contains(&one.old) && !gone[1].contains(&one.new)).collect();
        let mut counts: [BTreeMap<usize, usize>; 2] = Default::default();
        for one in &open {
            *counts[0].entry(one.old).or_default() += 1;
            *counts[1].entry(one.new).or_default() += 1;
        }
        chosen.extend(open.iter().copied().filter(|one| counts[0][&one.old] == 1 && counts[1][&one.new] == 1));
        for one in open {
            gone[0].insert(one.old);
            gone[1].insert(one.new);
        }
    }
    chosen
}
