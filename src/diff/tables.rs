//! Which table of one side is which of the other, where nobody says so: by the headings above, the header, and the content.
//!
//! It knows tables as texts. Candidates come from an index of headings and cells, so that many tables are no trouble.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::similarity::{differ_in_number, reading};

/// What a table is told by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableSketch {
    /// The headings above it, outermost first.
    pub headings: Vec<String>,
    /// Its header texts.
    pub header: Vec<String>,
    /// The texts of its filled cells.
    pub cells: Vec<String>,
}

/// A table of the old side and one of the new side that are the same one, by their indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TablePair {
    /// On the old side.
    pub old: usize,
    /// On the new side.
    pub new: usize,
}

/// A sketch as it compares.
struct Profile {
    headings: Vec<String>,
    header: BTreeSet<String>,
    cells: BTreeSet<String>,
    /// The texts of all cells, sorted.
    whole: Vec<String>,
}

/// The most tables on either side that a heading or a cell may have and still lead from one to the other.
const MOST_LED_TO: usize = 32;

/// The tables that both sides have, in the old side's order.
pub fn pair_tables(old: &[TableSketch], new: &[TableSketch]) -> Vec<TablePair> {
    let profiles = |sketches: &[TableSketch]| sketches.iter().map(Profile::new).collect::<Vec<_>>();
    let (old, new) = (profiles(old), profiles(new));
    let mut found: Vec<((usize, Reverse<usize>), TablePair)> = candidates(&old, &new)
        .into_iter()
        .filter_map(|pair| {
            Some(((likeness(&old[pair.old], &new[pair.new])?, Reverse(pair.old.abs_diff(pair.new))), pair))
        })
        .collect();
    found.sort_by_key(|&(rank, pair)| (Reverse(rank), pair));
    let mut pairs: Vec<TablePair> = Vec::new();
    let (mut old_taken, mut new_taken) = (BTreeSet::new(), BTreeSet::new());
    for (_, pair) in found {
        if !old_taken.contains(&pair.old) && !new_taken.contains(&pair.new) {
            old_taken.insert(pair.old);
            new_taken.insert(pair.new);
            pairs.push(pair);
        }
    }
    pairs.sort_unstable();
    pairs
}

impl Profile {
    fn new(sketch: &TableSketch) -> Self {
        let readings = |texts: &[String]| texts.iter().map(|text| reading(text)).collect::<Vec<_>>();
        let mut whole = readings(&sketch.cells);
        whole.sort_unstable();
        Self {
            headings: readings(&sketch.headings),
            header: readings(&sketch.header).into_iter().collect(),
            cells: readings(&sketch.cells).into_iter().filter(|text| text.chars().count() > 1).collect(),
            whole,
        }
    }
}

fn candidates(old: &[Profile], new: &[Profile]) -> BTreeSet<TablePair> {
    let mut index: BTreeMap<&str, [Vec<usize>; 2]> = BTreeMap::new();
    for (side, profiles) in [old, new].into_iter().enumerate() {
        for (at, profile) in profiles.iter().enumerate() {
            let texts: BTreeSet<&str> = profile
                .headings
                .last()
                .into_iter()
                .chain(&profile.cells)
                .chain(&profile.header)
                .map(String::as_str)
                .collect();
            texts.into_iter().for_each(|text| index.entry(text).or_default()[side].push(at));
        }
    }
    let mut pairs = BTreeSet::new();
    for [old, new] in index.into_values() {
        if old.len() <= MOST_LED_TO && new.len() <= MOST_LED_TO {
            pairs.extend(old.iter().flat_map(|&old| new.iter().map(move |&new| TablePair { old, new })));
        }
    }
    if old.len() * new.len() <= MOST_LED_TO * MOST_LED_TO {
        pairs.extend((0..old.len()).flat_map(|old| (0..new.len()).map(move |new| TablePair { old, new })));
    }
    pairs
}

/// How alike two tables are; nothing where they are not the same one.
fn likeness(old: &Profile, new: &Profile) -> Option<usize> {
    let is_same_place = old.headings == new.headings;
    let is_same_heading = old.headings.last() == new.headings.last();
    let is_other_number = match (old.headings.last(), new.headings.last()) {
        (Some(from), Some(to)) => differ_in_number(from, to),
        _ => false,
    };
    let (header, content) = (in_common(&old.header, &new.header), in_common(&old.cells, &new.cells));
    let is_same_one = match () {
        // `Version 1.2` and `Version 1.3` are two tables, though they have most in common.
        () if is_other_number => old.whole == new.whole && header == 1000,
        () if is_same_place => header >= 500 || content >= 300,
        () if is_same_heading => header >= 500 && content >= 100 || content >= 400,
        () => header >= 500 && content >= 400 || content >= 700 && old.cells.len().min(new.cells.len()) > 3,
    };
    let place = if is_same_place { 1000 } else { usize::from(is_same_heading) * 600 };
    is_same_one.then_some(place + header + content * 2)
}

/// The share of what two sets have in common, in thousandths. Two empty sets have nothing in common.
fn in_common(a: &BTreeSet<String>, b: &BTreeSet<String>) -> usize {
    let shared = a.intersection(b).count();
    (shared * 2000).checked_div(a.len() + b.len()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tables as `heading/heading: header header; cell cell`.
    fn sketches(texts: &[&str]) -> Vec<TableSketch> {
        let words = |text: &str, separator: char| -> Vec<String> {
            text.split(separator).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        texts
            .iter()
            .map(|text| {
                let (headings, table) = text.split_once(':').expect("it has headings");
                let (header, cells) = table.split_once(';').expect("it has cells");
                TableSketch { headings: words(headings, '/'), header: words(header, ' '), cells: words(cells, ' ') }
            })
            .collect()
    }

    #[track_caller]
    fn check(old: &[&str], new: &[&str], expected: &[(usize, usize)]) {
        let (old, new) = (sketches(old), sketches(new));
        let pairs: Vec<(usize, usize)> = pair_tables(&old, &new).iter().map(|pair| (pair.old, pair.new)).collect();
        assert_eq!(pairs, expected);
        let mut back: Vec<(usize, usize)> = pair_tables(&new, &old).iter().map(|pair| (pair.new, pair.old)).collect();
        back.sort_unstable();
        assert_eq!(back, expected, "the other way round");
    }

    #[test]
    fn tables_pair_by_place_header_and_content() {
        check(&["A: x y; aa bb", "B: x y; cc dd"], &["B: x y; cc ee", "A: x y; aa bb"], &[(0, 1), (1, 0)]);
        // Two tables under one heading.
        check(&["A: x y; aa bb", "A: x y; cc dd"], &["A: x y; cc dd"], &[(1, 0)]);
        // Moved, and renamed.
        check(&["A/B: x y; aa bb cc dd"], &["C/D: x y; aa bb cc ee"], &[(0, 0)]);
        check(&["A/B: x y; aa bb cc dd"], &["C/D: p q; ee ff gg hh"], &[]);
        // All content is new, and the place is the same.
        check(&["A: x y; aa bb"], &["A: x y; cc dd"], &[(0, 0)]);
    }

    #[test]
    fn a_number_in_a_heading_makes_another_table() {
        check(&["1.2: x y; aa bb cc dd"], &["1.3: x y; aa bb cc ee"], &[]);
        check(&["1.2: x y; aa bb cc dd"], &["1.3: x y; aa bb cc dd"], &[(0, 0)]);
    }
    #[test]
    fn what_the_cells_say_counts_for_more_than_the_header() {
        check(&["A: x y; aa bb cc dd"], &["A: x y; pp qq rr ss", "A: x z; aa bb cc dd"], &[(0, 1)]);
        check(&["A: x y; aa bb cc dd"], &["A: x y; aa bb rr ss", "A: x z; aa pp qq rr"], &[(0, 0)]);
    }

    /// How alike two tables are, written as above.
    #[track_caller]
    fn check_likeness(old: &str, new: &str, expected: Option<usize>) {
        let profile = |text: &str| Profile::new(&sketches(&[text])[0]);
        assert_eq!(likeness(&profile(old), &profile(new)), expected, "{old} / {new}");
        assert_eq!(likeness(&profile(new), &profile(old)), expected, "{new} / {old}");
    }

    #[test]
    fn what_two_tables_have_in_common_is_a_number() {
        // The place, the header, and the cells twice.
        check_likeness("A/B: x y; aa bb", "a/b: X y; AA bb", Some(1000 + 1000 + 2000));
        check_likeness("A/B: x y; aa bb", "C/B: x y; aa bb", Some(600 + 1000 + 2000));
        check_likeness("A/B: x y; aa bb", "A/C: x y; aa bb", Some(1000 + 2000));
        check_likeness(": x y; aa bb", ": x z; aa cc", Some(1000 + 500 + 1000));
        // Of a cell of one letter nothing is to be told.
        check_likeness("A: x y; a bb", "A: x y; b bb", Some(1000 + 1000 + 2000));
        check_likeness("A: x y; a b", "A: x y; a b", Some(1000 + 1000));
    }

    #[test]
    fn in_its_place_a_table_keeps_half_of_its_header_or_some_cells() {
        check_likeness("A: x y; aa bb", "A: x z; cc dd", Some(1000 + 500));
        check_likeness("A: x y z; aa bb", "A: x p q; cc dd", None);
        let ten = "aa bb cc dd ee ff gg hh ii jj";
        check_likeness(&format!("A: x; {ten}"), "A: y; aa bb cc xd xe xf xg xh xi xj", Some(1000 + 600));
        check_likeness(&format!("A: x; {ten}"), "A: y; aa bb xc xd xe xf xg xh xi xj", None);
    }

    #[test]
    fn under_one_heading_a_table_keeps_more() {
        let ten = "aa bb cc dd ee ff gg hh ii jj";
        let check = |header: &str, cells: &str, expected| {
            check_likeness(&format!("A/H: x y; {ten}"), &format!("B/H: {header}; {cells}"), expected);
        };
        check("x z", "aa xb xc xd xe xf xg xh xi xj", Some(600 + 500 + 200));
        check("x z", "xa xb xc xd xe xf xg xh xi xj", None);
        check("x p q", "aa xb xc xd xe xf xg xh xi xj", None);
        check("p q", "aa bb cc dd xe xf xg xh xi xj", Some(600 + 800));
        check("p q", "aa bb cc xd xe xf xg xh xi xj", None);
    }

    #[test]
    fn elsewhere_a_table_keeps_most() {
        let ten = "aa bb cc dd ee ff gg hh ii jj";
        let check = |header: &str, cells: &str, expected| {
            check_likeness(&format!("A: x y; {ten}"), &format!("B: {header}; {cells}"), expected);
        };
        check("x z", "aa bb cc dd xe xf xg xh xi xj", Some(500 + 800));
        check("x z", "aa bb cc xd xe xf xg xh xi xj", None);
        check("x p q", "aa bb cc dd xe xf xg xh xi xj", None);
        check("p q", "aa bb cc dd ee ff gg xh xi xj", Some(1400));
        check("p q", "aa bb cc dd ee ff xg xh xi xj", None);
        // Three cells are too few to tell a table by them.
        check_likeness("A: x; aa bb cc dd", "B: y; aa bb cc dd", Some(2000));
        check_likeness("A: x; aa bb cc", "B: y; aa bb cc", None);
        check_likeness("A: x; aa bb cc", "B: y; aa bb cc dd", None);
    }

    #[test]
    fn a_heading_with_another_number_is_of_the_same_table_if_all_is_the_same() {
        check_likeness("Version 1.2: x y; aa b", "Version 1.3: x y; aa b", Some(1000 + 2000));
        check_likeness("Version 1.2: x y; aa b", "Version 1.3: x y; aa c", None);
        check_likeness("Version 1.2: x y; aa b", "Version 1.3: x z; aa b", None);
    }

    #[test]
    fn the_nearest_of_equal_tables_is_the_same_one() {
        let table = "A: x y; aa bb";
        let other = "B: p q; cc dd";
        check(&[table, other, table], &[table, other, table], &[(0, 0), (1, 1), (2, 2)]);
        check(&[other, table, table], &[table, other], &[(0, 1), (1, 0)]);
        check(&[other, other, table], &[table, table, table], &[(2, 2)]);
        check(&[], &[table], &[]);
        // The pairs are in the old side's order, whichever is the surest.
        check(&["B: x y; cc dd", table], &["B: x y; cc ee", table], &[(0, 0), (1, 1)]);
    }

    #[test]
    fn a_share_is_of_both_sets() {
        let set = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<BTreeSet<_>>();
        let check = |a: &[&str], b: &[&str], expected: usize| assert_eq!(in_common(&set(a), &set(b)), expected);
        check(&["a", "b"], &["b", "a"], 1000);
        check(&["a", "b", "c"], &["c"], 500);
        check(&["a"], &["a", "b", "c", "d"], 400);
        check(&["a"], &["b"], 0);
        check(&[], &[], 0);
    }

    /// A text that so many tables have leads from one to another.
    #[test]
    fn few_tables_are_all_compared_and_many_by_what_few_have() {
        let all = |old: usize, new: usize| -> BTreeSet<TablePair> {
            (0..old).flat_map(|old| (0..new).map(move |new| TablePair { old, new })).collect()
        };
        let found = |old: &[String], new: &[String]| {
            let profiles = |texts: &[String]| {
                sketches(&texts.iter().map(String::as_str).collect::<Vec<_>>())
                    .iter()
                    .map(Profile::new)
                    .collect::<Vec<_>>()
            };
            candidates(&profiles(old), &profiles(new))
        };
        let pages = |side: &str, count: usize, has: &dyn Fn(usize) -> &'static str| -> Vec<String> {
            (0..count).map(|at| format!("{side}{at}: {side}x{at}; {side}y{at} {}", has(at))).collect()
        };
        let none = |_: usize| "";
        assert_eq!(found(&pages("o", 32, &none), &pages("n", 32, &none)), all(32, 32));
        assert_eq!(found(&pages("o", 33, &none), &pages("n", 32, &none)), all(0, 0));
        let shared = |count: usize| move |at: usize| if at < count { "shared" } else { "" };
        assert_eq!(found(&pages("o", 40, &shared(32)), &pages("n", 40, &shared(32))), all(32, 32));
        assert_eq!(found(&pages("o", 40, &shared(2)), &pages("n", 40, &shared(3))), all(2, 3));
        assert_eq!(found(&pages("o", 40, &shared(33)), &pages("n", 40, &shared(32))), all(0, 0));
        assert_eq!(found(&pages("o", 40, &shared(32)), &pages("n", 40, &shared(33))), all(0, 0));
        // So do the nearest heading and the header, and the headings above it do not.
        let lead = |old: &str, new: &str| {
            let page = |side: &str, first: &str| -> Vec<String> {
                std::iter::once(first.to_owned()).chain(pages(side, 40, &none)).collect()
            };
            found(&page("o", old), &page("n", new)).into_iter().map(|pair| (pair.old, pair.new)).collect::<Vec<_>>()
        };
        assert_eq!(lead("P/Q: h; cc", "R/Q: i; dd"), [(0, 0)]);
        assert_eq!(lead("P: h; cc", "R: h; dd"), [(0, 0)]);
        assert_eq!(lead("P/Q: h; cc", "P/R: i; dd"), []);
    }

    #[test]
    fn a_word_of_many_tables_leads_to_none_of_them() {
        let pages = |start: usize| -> Vec<String> {
            (0..MOST_LED_TO + 8).map(|at| format!("H{}: x y; n{} m{}", start + at, at, at)).collect()
        };
        let (old, new) = (pages(100), pages(300));
        let (old, new): (Vec<&str>, Vec<&str>) =
            (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
        let profiles = |texts: &[&str]| sketches(texts).iter().map(Profile::new).collect::<Vec<_>>();
        let pairs = candidates(&profiles(&old), &profiles(&new));
        let expected: BTreeSet<TablePair> = (0..old.len()).map(|at| TablePair { old: at, new: at }).collect();
        assert_eq!(pairs, expected);
    }
}
