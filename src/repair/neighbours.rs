//! The texts that are a slip away from one, found without comparing it with all others.
//!
//! It knows letters, not what a text names. A slip of another kind is one more table of [`Neighbours`].

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::similarity::distance;

/// Longer texts are no names, and would make the tables large.
const LONGEST: usize = 80;

/// So many texts within reach of one are numbered, or lettered, or hostile.
const FAMILY: usize = 1000;

/// As [`FAMILY`], for two edits, where most of what shares a start or an end is no neighbour.
const SMALL_FAMILY: usize = 40;

/// Texts by what is left of them without one letter: two texts that are one edit apart share one of these (the symmetric delete
/// method).
#[derive(Default)]
pub(super) struct Neighbours<'e> {
    texts: Vec<&'e str>,
    /// What tells at a glance that two texts are far apart.
    looks: Vec<Look>,
    /// The hash of a text without one of its characters, and of the text itself, to the last link of the chain of such texts.
    shorter: HashMap<u64, usize, BuildHasherDefault<Spread>>,
    /// A text of a chain, and the link before it: chains lie in one list, since most have one link.
    links: Vec<(usize, Option<usize>)>,
    /// The first or the last characters of long texts, to the texts.
    ends: HashMap<&'e str, Vec<usize>>,
}

/// The number of characters that one end of two texts must share to be compared for two edits.
const END: usize = 5;

/// Texts of so many characters or fewer are not compared for two edits.
const SHORT: usize = 11;

impl<'e> Neighbours<'e> {
    pub(super) fn new(texts: impl Iterator<Item = &'e str>) -> Self {
        let mut neighbours = Self::default();
        for text in texts {
            let index = neighbours.texts.len();
            neighbours.texts.push(text);
            neighbours.looks.push(Look::of(text));
            for shorter in shortened(text) {
                let before = neighbours.shorter.insert(shorter, neighbours.links.len());
                neighbours.links.push((index, before));
            }
            for end in ends(text).into_iter().flatten() {
                neighbours.ends.entry(end).or_default().push(index);
            }
        }
        neighbours
    }

    /// The other texts that are one edit away, in order; none where so many are near that they are a family.
    pub(super) fn of(&self, text: &str) -> Vec<&'e str> {
        if self.texts.is_empty() {
            return Vec::new();
        }
        let chains = shortened(text).into_iter().filter_map(|shorter| self.shorter.get(&shorter).copied());
        let near = chains.flat_map(|last| std::iter::successors(Some(last), |&link| self.links[link].1));
        self.within(text, 1, near.map(|link| self.links[link].0).take(FAMILY).collect(), FAMILY)
    }

    /// The other texts that are two edits away and long, in order, as far as they begin or end alike.
    pub(super) fn far(&self, text: &str) -> Vec<&'e str> {
        if self.texts.is_empty() {
            return Vec::new();
        }
        let near = ends(text).into_iter().flatten().filter_map(|end| self.ends.get(end));
        let near = near.filter(|family| family.len() <= SMALL_FAMILY).flatten();
        self.within(text, 2, near.copied().collect(), usize::MAX)
    }

    fn within(&self, text: &str, limit: usize, mut near: Vec<usize>, most: usize) -> Vec<&'e str> {
        if near.len() >= most {
            return Vec::new();
        }
        near.sort_unstable();
        near.dedup();
        let look = Look::of(text);
        let near = near.into_iter().filter(|&index| look.is_within(&self.looks[index], limit));
        let texts = near.map(|index| self.texts[index]);
        let mut near: Vec<&str> =
            texts.filter(|other| *other != text && distance(text, other, limit) == Some(limit)).collect();
        near.sort_unstable();
        near
    }
}

/// The length of a text, and which characters it has.
struct Look {
    length: usize,
    characters: u64,
}

impl Look {
    fn of(text: &str) -> Self {
        let bit = |character: char| 1_u64 << (u32::from(character) % u64::BITS);
        Self { length: text.chars().count(), characters: text.chars().fold(0, |all, character| all | bit(character)) }
    }

    /// Whether so many edits may lead from one text to the other: each changes the length by one at most, and two characters.
    fn is_within(&self, other: &Self, limit: usize) -> bool {
        let differ = (self.characters ^ other.characters).count_ones();
        self.length.abs_diff(other.length) <= limit && usize::try_from(differ).is_ok_and(|differ| differ <= 2 * limit)
    }
}

/// Spreads what is a hash already over all bits.
#[derive(Default)]
struct Spread(u64);

impl Hasher for Spread {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(self.0.wrapping_mul(BASE).wrapping_add(u64::from(*byte))));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// The hash of a text, and of the text without each of its characters: those of what stands before and behind it, put together.
fn shortened(text: &str) -> Vec<u64> {
    if text.chars().nth(LONGEST).is_some() {
        return Vec::new();
    }
    // For each place the hash of the bytes from there on, and what the hash of the bytes before it is to be multiplied by.
    let mut behind = vec![(0_u64, 1_u64); text.len() + 1];
    for (at, byte) in text.bytes().enumerate().rev() {
        let (hash, power) = behind[at + 1];
        behind[at] = (hash.wrapping_add(power.wrapping_mul(u64::from(byte) + 1)), power.wrapping_mul(BASE));
    }
    let mut before = 0_u64;
    let mut hashes = vec![behind[0].0];
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        let (hash, power) = behind[end];
        hashes.push(before.wrapping_mul(power).wrapping_add(hash));
        before =
            text[at..end].bytes().fold(before, |hash, byte| hash.wrapping_mul(BASE).wrapping_add(u64::from(byte) + 1));
    }
    hashes
}

/// The base of the hash, a large odd number: texts of one hash are compared letter by letter.
const BASE: u64 = 0x0000_0100_0000_01b3;

/// The first and the last characters of a long text.
fn ends(text: &str) -> Option<[&str; 2]> {
    let starts = |count: usize| text.char_indices().nth(count).map(|(at, _)| at);
    starts(SHORT)?;
    if starts(LONGEST).is_some() {
        return None;
    }
    let last = text.char_indices().rev().nth(END - 1).map(|(at, _)| at)?;
    Some([&text[..starts(END)?], &text[last..]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_found_by_their_slips() {
        let neighbours = Neighbours::new(["Toronto", "Kalaam", "Texas Instruments", "é", "Zürich"].into_iter());
        assert_eq!(neighbours.of("Toronoto"), ["Toronto"]);
        assert_eq!(neighbours.of("Toronto"), [""; 0]);
        assert_eq!(neighbours.of("Kaalam"), ["Kalaam"]);
        assert_eq!(neighbours.of("Zurich"), ["Zürich"]);
        assert_eq!(neighbours.of("è"), ["é"]);
        assert_eq!(neighbours.far("Texas Instrmuentts"), ["Texas Instruments"]);
        assert_eq!(neighbours.far("Texas Instrument"), [""; 0]);
    }

    #[test]
    fn each_neighbour_is_found_once_and_in_order() {
        let neighbours = Neighbours::new(["acb", "ab", "東京", "x"].into_iter());
        assert_eq!(neighbours.of("aab"), ["ab", "acb"]);
        assert_eq!(neighbours.of("東"), ["x", "東京"]);
        assert_eq!(neighbours.of("xacb"), ["acb"]);
        assert_eq!(neighbours.of("axcb"), ["acb"]);
        assert_eq!(neighbours.of("acbx"), ["acb"]);
        assert_eq!(neighbours.of("cab"), ["ab", "acb"]);
        assert_eq!(Neighbours::new(std::iter::empty()).of("x"), [""; 0]);
    }

    #[test]
    fn a_thousand_neighbours_are_a_family() {
        let names: Vec<String> = ('\u{4e00}'..).take(1000).map(|sign| format!("Site {sign}")).collect();
        let found = |count: usize| Neighbours::new(names[..count].iter().map(String::as_str)).of("Site ").len();
        assert_eq!((found(999), found(1000)), (999, 0));
    }

    #[test]
    fn a_thousand_names_hide_no_neighbour() {
        let others = (0..1200).map(|number| format!("T{:07}", number * 7919));
        let names: Vec<String> = others.chain(["Toronto".to_owned()]).collect();
        let neighbours = Neighbours::new(names.iter().map(String::as_str));
        assert_eq!(["Toronot", "Torontoo", "Toront", "Taronto"].map(|text| neighbours.of(text)), [["Toronto"]; 4]);
    }

    #[test]
    fn long_texts_two_edits_apart_share_an_end() {
        let neighbours = Neighbours::new(["Texas Instruments", "abcdefghijkl", "abcdefghijk"].into_iter());
        let check = |text: &str, expected: &[&str]| assert_eq!(neighbours.far(text), expected, "{text}");
        // Four letters differ, two of either.
        check("Texas Instzqments", &["Texas Instruments"]);
        // Five characters at the start are the same, or five at the end.
        check("Texas_Instrumentz", &["Texas Instruments"]);
        check("Texaz Instrumentz", &[]);
        check("Zexas Instrqments", &["Texas Instruments"]);
        check("Zexas Instruqents", &[]);
        check("Texas Instruments", &[]);
        check("Texas Instrzqxnts", &[]);
        // Twelve characters are long.
        check("abcdefghyxkl", &["abcdefghijkl"]);
        check("abcdefgyx", &[]);
        check("abcdefgyxjk", &[]);
    }

    #[test]
    fn what_begins_as_many_texts_do_is_not_looked_for() {
        let names: Vec<String> = ('\u{4e00}'..).take(40).map(|sign| format!("Texas Harbour {sign}")).collect();
        let found = |others: usize| {
            let names = names[..others].iter().map(String::as_str).chain(["Texas Instruments"]);
            Neighbours::new(names).far("Texas Instrumezzs")
        };
        assert_eq!((found(39), found(40)), (vec!["Texas Instruments"], Vec::new()));
    }

    #[test]
    fn longer_texts_are_no_names() {
        let (name, longer) = ("a".repeat(80), "b".repeat(81));
        let neighbours = Neighbours::new([name.as_str(), longer.as_str()].into_iter());
        assert_eq!(neighbours.of(&name[1..]), [name.as_str()]);
        assert_eq!(neighbours.of(&longer[1..]), [""; 0]);
        assert_eq!(neighbours.far(&name[2..]), [name.as_str()]);
        assert_eq!(neighbours.far(&longer[2..]), [""; 0]);
    }

    #[test]
    fn bytes_are_spread_in_their_order() {
        let spread = |bytes: &[u8]| {
            let mut spread = Spread::default();
            spread.write(bytes);
            spread.finish()
        };
        let all: std::collections::BTreeSet<u64> = [b"".as_slice(), b"a", b"b", b"ab", b"ba"].map(spread).into();
        assert_eq!(all.len(), 5);
    }
}
