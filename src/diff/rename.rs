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
    let chance = chance(removed.len(), added.len());
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

/// What two records that are not the same one may have in common by chance, in units of a bit: more, the more of them are compared.
fn chance(removed: usize, added: usize) -> u64 {
    ((removed as f64 * added as f64).log2() * BIT) as u64 + (1.5 * BIT) as u64
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
    let is_most = !has_key && is_half && share >= 500 && shared * 2 >= chance;
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
    is_near_spelling(&old.name_text(), &new.name_text())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::tests::{compare, compared, told};

    fn texts_of(texts: &[&str]) -> Vec<Value> {
        texts.iter().map(|text| Value::String((*text).to_owned())).collect()
    }

    /// A profile of which nothing but the name is known.
    fn named(name: &[&str]) -> Profile {
        Profile { tokens: Vec::new(), texts: Vec::new(), name: texts_of(name) }
    }

    #[test]
    fn chance_grows_with_the_number_of_pairs() {
        // A bit and a half for one pair, and one more for each doubling.
        assert_eq!(chance(1, 1), 96);
        assert_eq!(chance(1, 2), 160);
        assert_eq!(chance(4, 2), 288);
        assert_eq!(chance(3, 5), 250 + 96);
        assert_eq!(chance(100, 100), 850 + 96);
    }

    #[test]
    fn a_value_says_the_more_the_fewer_records_have_it() {
        let old = ["name! | town | size#", "a | Bern | 1", "b | Bern | 2", "c | Bern | 1"];
        let mut new = vec!["name! | town | size", "d | Bern | 1", "e | Bern | 2", "f | Graz | 3", "g | Linz | 3"];
        new.extend(["h | Linz | 3", "i | Linz | 3", "j | Ulm | 4"]);
        compared(&old, &new, |comparison| {
            let weights = Weights::new(comparison);
            assert_eq!((weights.records, weights.is_text.as_slice()), (7, [true, true, false].as_slice()));
            let of = |field: usize, text: &str| weights.of(&(field, hash(text)));
            // Of eight, the record itself among them: one has it, three have it on either side, nobody has it.
            assert_eq!(of(1, "ulm"), 192);
            assert_eq!(of(1, "graz"), 192);
            assert_eq!(of(1, "bern"), 91);
            assert_eq!(of(1, "linz"), 91);
            assert_eq!(of(1, "Nowhere"), 192);
            // What is a text on one side alone says half as much.
            assert_eq!(of(2, "4"), 96);
            assert_eq!(of(2, "1"), 64);
            assert_eq!(of(2, "3"), 32);
            let whole = |town: &str, size: &str| weights.of_whole(&[town.to_owned(), size.to_owned()]);
            assert_eq!(whole("bern", "1"), 128);
            assert_eq!(whole("bern", "2"), 192);
            assert_eq!(whole("linz", "3"), 91);
            assert_eq!(whole("bern", "9"), 192);
        });
    }

    #[test]
    fn a_record_says_its_items_outside_of_the_key() {
        compared(&["size# | parts* | name!", "5 | b + A + a | Bern"], &["name! | parts* | size#"], |comparison| {
            let profile = Profile::new(comparison, comparison.old, 0);
            let mut tokens = vec![(1, hash("b")), (1, hash("a")), (2, hash("5"))];
            tokens.sort_unstable();
            assert_eq!(profile.tokens, tokens);
            assert_eq!(profile.texts, ["a, b", "5"]);
            assert_eq!((profile.name_text().as_str(), profile.name.len()), ("Bern", 1));
        });
        compared(&["name! | parts*"], &["parts* | key! | name!", "| x | y"], |comparison| {
            let profile = Profile::new(comparison, comparison.new, 0);
            assert_eq!((profile.tokens, profile.texts), (vec![(1, hash("y"))], vec![String::new(), "y".to_owned()]));
        });
    }

    /// What two records have in common where each value of a text says four bits: share, bits, fields that are the same, of all, and what the
    /// names have in common.
    #[track_caller]
    fn check(fields: &str, old: &str, new: &str, chance: u64, expected: Option<(u64, u64, usize, usize, bool, bool)>) {
        check_weighted(fields, old, new, chance, 1, expected);
    }

    /// As above, where so many records of fifteen have each value, though one has all of them.
    #[track_caller]
    fn check_weighted(
        fields: &str,
        old: &str,
        new: &str,
        chance: u64,
        records: u32,
        expected: Option<(u64, u64, usize, usize, bool, bool)>,
    ) {
        for (from, to) in [(old, new), (new, old)] {
            compared(&[fields, from], &[fields, to], |comparison| {
                let (from, to) =
                    (Profile::new(comparison, comparison.old, 0), Profile::new(comparison, comparison.new, 0));
                let counts = from.tokens.iter().chain(&to.tokens).map(|&token| (token, [records, 1])).collect();
                let is_text = vec![true; comparison.fields.len()];
                let weights = Weights { counts, wholes: HashMap::new(), records: 15, is_text };
                let found = judge(comparison, &weights, &from, &to, chance);
                let found =
                    found.map(|one| (one.share, one.shared, one.same_fields, one.fields, one.near_name, one.is_part));
                assert_eq!(found, expected, "{old} / {new}, by chance {chance}");
            });
        }
    }

    #[test]
    fn records_that_have_much_in_common_are_one() {
        let fields = "name! | a | b | c | d | e";
        let same = Some((600, 768, 3, 5, false, false));
        check(fields, "Bern | p | q | r | s | t", "Oslo | p | q | r | x | y", 768, same);
        check(fields, "Bern | p | q | r | s | t", "Oslo | p | q | r | x | y", 0, same);
        check(fields, "Bern | p | q | r | s | t", "Oslo | p | q | r | x | y", 769, None);
        // Less than three of five.
        check(fields, "Bern | p | q | r | s + u | t", "Oslo | p | q | r | x + z | y", 0, same);
        check("name! | a*", "Bern | p + q + r + s + t + u + v", "Oslo | p + q + r + s", 0, None);
        check(
            "name! | a* | b",
            "Bern | p + q + r | s",
            "Oslo | r + q + p | t",
            768,
            Some((750, 768, 1, 2, false, false)),
        );
        // What neither of them says is no field.
        check(fields, "Bern | p | q | r | s |", "Oslo | p | q | r | |", 768, Some((750, 768, 3, 4, false, false)));
        check(fields, "Bern | | | | |", "Oslo | | | | |", 0, None);
    }

    #[test]
    fn a_near_spelling_needs_half_of_the_fields() {
        let fields = "name! | a | b | c";
        check(fields, "Toronoto | p | q |", "Toronto | p | x |", 9_999, Some((500, 256, 1, 2, true, false)));
        check(fields, "Toronoto | p | q |", "Toronto | p | |", 9_999, Some((500, 256, 1, 2, true, false)));
        check(fields, "Toronoto | p | q | r", "Toronto | p | q | x", 9_999, Some((666, 512, 2, 3, true, false)));
        check(fields, "Toronoto | p | q | r", "Toronto | p | x | y", 9_999, None);
        check(fields, "Toronoto | | |", "Toronto | | |", 0, None);
        check(fields, "Toronoto | p | |", "Toronto | x | |", 0, None);
        check(fields, "Bern | p | q |", "Oslo | p | x |", 0, None);
    }

    #[test]
    fn a_longer_name_needs_what_chance_does_not_give() {
        let fields = "name! | a | b | c";
        let half = Some((500, 256, 1, 2, false, true));
        check(fields, "Hong Kong | p | q |", "Hong Kong SAR | p | x |", 512, half);
        check(fields, "Hong Kong | p | q |", "Hong Kong SAR | p | x |", 513, None);
        check(fields, "Hong Kong | p | q | r", "Hong Kong SAR | p | x | y", 0, None);
        // Common values that stand together in one record alone: a bit each, and four together.
        let common = |old: &str, new: &str, chance: u64, expected| {
            check_weighted(fields, old, new, chance, 8, expected);
        };
        let both = Some((1000, 128, 2, 2, false, true));
        common("Hong Kong | p | q |", "Hong Kong SAR | p | q |", 512, both);
        common("Hong Kong | p | q |", "Hong Kong SAR | p | q |", 513, None);
        common("Hong Kong | p | |", "Hong Kong SAR | p | |", 128, Some((1000, 64, 1, 1, false, true)));
        common("Hong Kong | p | |", "Hong Kong SAR | p | |", 129, None);
        common("Hong Kong | p | q | r", "Hong Kong SAR | p | q | x", 256, Some((666, 128, 2, 3, false, true)));
        common("Hong Kong | p | q | r", "Hong Kong SAR | p | q | x", 257, None);
    }

    #[test]
    fn most_of_a_record_without_a_key_is_the_same() {
        let half = Some((500, 512, 2, 4, false, false));
        check("a | b | c | d", "p | q | r | s", "p | q | x | y", 1024, half);
        check("a | b | c | d", "p | q | r | s", "p | q | x | y", 1025, None);
        // With a key it is not enough.
        check("name! | a | b | c | d", "Bern | p | q | r | s", "Oslo | p | q | x | y", 1024, None);
        // Half of the fields, and less than half of what is said.
        check("a | b*", "p | q", "p | r + s", 0, None);
        // Half of what is said, and less than half of the fields.
        check("a* | b | c", "p + q + r | s | t", "p + q + r | x | y", 1000, None);
        check("a* | b | c", "p + q + r | s | t", "p + q + r | x | y", 768, Some((600, 768, 1, 3, false, false)));
    }

    #[test]
    fn a_number_alone_makes_another_record() {
        let check_parts = |old: &[Value], new: &[Value], expected: bool| {
            assert_eq!(is_number_alone(old, new), expected, "{old:?} {new:?}");
            assert_eq!(is_number_alone(new, old), expected, "{new:?} {old:?}");
        };
        let text = |text: &str| Value::String(text.into());
        check_parts(&texts_of(&["London"]), &texts_of(&["London2"]), true);
        check_parts(&texts_of(&["London"]), &texts_of(&["Paris"]), false);
        check_parts(&texts_of(&["Zone 1", "London"]), &texts_of(&["Zone 1", "Paris"]), false);
        check_parts(&texts_of(&["Zone 1", "London"]), &texts_of(&["Zone 2", "Paris"]), true);
        check_parts(&[Value::Integer(1), text("London")], &[Value::Integer(1), text("Paris")], false);
        check_parts(&[Value::Integer(1)], &[Value::Integer(2)], true);
        check_parts(&[Value::Null], &[text("London")], true);
        check_parts(&[], &[], false);
        check("name! | a | b", "London | p | q", "London2 | p | q", 0, None);
    }

    #[test]
    fn names_have_letters_or_words_in_common() {
        let check = |a: &[&str], b: &[&str], near: bool, part: bool| {
            for (a, b) in [(a, b), (b, a)] {
                let (a, b) = (named(a), named(b));
                let found = (is_near_name(&a, &b), is_part(&a, &b));
                assert_eq!(found, (near, part), "{:?} {:?}", a.name, b.name);
            }
        };
        check(&["Toronoto"], &["Toronto"], true, false);
        check(&["north", "Toronoto"], &["north", "Toronto"], true, false);
        check(&["Hong Kong"], &["Hong Kong SAR"], false, true);
        check(&["York"], &["new", "YORK"], false, true);
        check(&["Hong Kong"], &["Hong SAR"], false, false);
        check(&["a (b)"], &["c-b-a"], false, true);
        check(&["London"], &["London 2"], false, false);
        check(&[], &["London"], false, false);
        check(&[], &[], false, false);
        check(&["–"], &["London"], false, false);
    }

    #[test]
    fn evidence_says_what_is_the_same() {
        let check = |share: u64, same_fields: usize, fields: usize, near_name: bool, is_part: bool, expected: &str| {
            let likeness = Likeness { share, shared: 0, same_fields, fields, near_name, is_part };
            assert_eq!(likeness.evidence(), expected);
        };
        check(1000, 1, 1, false, false, "the other field is the same");
        check(1000, 2, 2, false, false, "all 2 other fields are the same");
        check(659, 0, 1, false, false, "65 % of what they say is the same");
        check(
            500,
            1,
            2,
            true,
            false,
            "1 of 2 other fields are the same, and 50 % of what they say; the names are near spellings",
        );
        check(1000, 1, 1, true, true, "the other field is the same; the names are near spellings");
        check(1000, 1, 1, false, true, "the other field is the same; one name has all words of the other");
    }

    #[test]
    fn a_name_in_common_ranks_between_the_share_and_its_weight() {
        let rank = |share: u64, near_name: bool, is_part: bool, shared: u64| {
            Likeness { share, shared, same_fields: 0, fields: 0, near_name, is_part }.rank()
        };
        assert_eq!(rank(600, false, false, 5), (600, false, 5));
        assert_eq!(rank(700, true, false, 6), (700, true, 6));
        assert_eq!(rank(700, false, true, 6), (700, true, 6));
    }

    #[test]
    fn of_rivals_neither_is_taken() {
        let check = |candidates: &[(usize, usize, u64)], expected: &[(usize, usize)]| {
            let candidate = |&(old, new, share): &(usize, usize, u64)| {
                let likeness =
                    Likeness { share, shared: 0, same_fields: 0, fields: 0, near_name: false, is_part: false };
                Candidate { old, new, likeness }
            };
            let candidates: Vec<Candidate> = candidates.iter().map(candidate).collect();
            let chosen = without_rivals(&candidates).iter().map(|one| (one.old, one.new)).collect::<Vec<_>>();
            assert_eq!(chosen, expected);
        };
        check(&[], &[]);
        check(&[(0, 0, 900), (1, 1, 900)], &[(0, 0), (1, 1)]);
        // The better one first, and each record once.
        check(&[(0, 0, 900), (0, 1, 800), (1, 1, 700)], &[(0, 0), (1, 1)]);
        check(&[(0, 0, 900), (1, 0, 800), (1, 1, 700)], &[(0, 0), (1, 1)]);
        // Two are as good for one record: all of them stay alone.
        check(&[(0, 0, 900), (0, 1, 900), (1, 1, 800), (2, 2, 700)], &[(2, 2)]);
        check(&[(0, 0, 900), (1, 0, 900), (1, 1, 800), (2, 2, 700)], &[(2, 2)]);
        // A rival that is taken is none.
        check(&[(0, 0, 900), (0, 1, 800), (1, 1, 800)], &[(0, 0), (1, 1)]);
    }

    /// A profile that nothing leads from but what is given.
    fn lead(number: usize, side: &str, tokens: &[Token]) -> Profile {
        let own = format!("{side}{number}");
        Profile { tokens: tokens.to_vec(), texts: vec![own.clone()], name: texts_of(&[&own.repeat(2)]) }
    }

    fn leads_of(old: usize, new: usize, tokens: impl Fn(usize) -> [Vec<Token>; 2]) -> BTreeSet<(usize, usize)> {
        let profiles = |count: usize, side: usize| -> Vec<Profile> {
            (0..count).map(|at| lead(at, ["old", "new"][side], &tokens(at)[side])).collect()
        };
        candidates(&profiles(old, 0), &profiles(new, 1))
    }

    #[test]
    fn what_few_records_have_leads_from_one_to_the_other() {
        let all = |old: std::ops::Range<usize>, new: std::ops::Range<usize>| -> BTreeSet<(usize, usize)> {
            old.flat_map(|i| new.clone().map(move |j| (i, j))).collect()
        };
        // Few are all compared.
        assert_eq!(leads_of(50, 50, |_| [vec![], vec![]]), all(0..50, 0..50));
        assert_eq!(leads_of(51, 50, |_| [vec![], vec![]]), all(0..0, 0..0));
        assert_eq!(leads_of(50, 51, |_| [vec![], vec![]]), all(0..0, 0..0));
        // So many on either side may have a value.
        let token = |has: bool| if has { vec![(0, 7)] } else { Vec::new() };
        assert_eq!(leads_of(60, 60, |at| [token(at < 16), token(at < 16)]), all(0..16, 0..16));
        assert_eq!(leads_of(60, 60, |at| [token(at < 2), token(at < 3)]), all(0..2, 0..3));
        assert_eq!(leads_of(60, 60, |at| [token(at < 17), token(at < 16)]), all(0..0, 0..0));
        assert_eq!(leads_of(60, 60, |at| [token(at < 16), token(at < 17)]), all(0..0, 0..0));
    }

    #[test]
    fn a_name_and_all_values_together_lead_too() {
        let mut sides = ["old", "new"].map(|side| (0..60).map(|at| lead(at, side, &[])).collect::<Vec<_>>());
        sides[0][3].name = texts_of(&["Zürich"]);
        sides[1][5].name = texts_of(&["zurich"]);
        sides[0][8].texts = vec!["p".to_owned(), "q".to_owned()];
        sides[1][9].texts = vec!["p".to_owned(), "q".to_owned()];
        // No name leads nowhere.
        sides[0][20].name = Vec::new();
        sides[1][20].name = Vec::new();
        assert_eq!(candidates(&sides[0], &sides[1]), [(3, 5), (8, 9)].into());
    }

    #[test]
    fn a_record_with_another_key_is_found_by_what_it_says() {
        let check = |old: [&str; 2], new: [&str; 2], expected: &[&str]| {
            let lines = |two: [&str; 2]| {
                let rest = (0..8).map(|at| format!("Town {at} | Street {at} | {at} | p"));
                let head = ["town! | street | size# | parts*"].into_iter().chain(two).map(str::to_owned);
                head.chain(rest).collect::<Vec<_>>()
            };
            assert_eq!(told(&compare(&lines(old), &lines(new))), expected);
        };
        let (bern, ulm) = ("Bern | Sea street | 77 | p + q", "Ulm | Hill | 1 | r");
        check([bern, ulm], ["Oslo | Sea street | 77 | p + q", ulm], &["> Bern → Oslo"]);
        check([bern, ulm], ["Bern 2 | Sea street | 77 | p + q", ulm], &["- Bern", "+ Bern 2"]);
        // The better of two, wherever it stands.
        let (same, like) = ("Oslo | Sea street | 77 | p + q", "Rom | Sea street | 78 | p + q");
        check([bern, ulm], [same, like], &["> Bern → Oslo", "+ Rom", "- Ulm"]);
        check([bern, ulm], [like, same], &["> Bern → Oslo", "+ Rom", "- Ulm"]);
        check([ulm, bern], [like, same], &["> Bern → Oslo", "+ Rom", "- Ulm"]);
        check([like, same], [bern, ulm], &["> Oslo → Bern", "- Rom", "+ Ulm"]);
        // Of two that are as good neither is taken.
        check([bern, ulm], [same, "Rom | Sea street | 77 | q + p"], &["- Bern", "+ Oslo", "+ Rom", "- Ulm"]);
    }
}
