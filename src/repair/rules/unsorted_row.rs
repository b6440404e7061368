//! A row that breaks the order of its table.

use std::cmp::Ordering;

use crate::extract::ExtractedRecord;
use crate::repair::tables::{TableView, tables};
use crate::repair::{Evidence, Proposal, RepairRule, Verdicts};
use crate::similarity::{folded, unaccented};

pub(super) const RULE: RepairRule = RepairRule {
    name: "unsorted-row",
    summary: "a row breaks the order of its table",
    explanation: "\
Where the first column is sorted but for one row (of 20 rows or more: two), that row was put in the wrong place. Nothing is changed: the data does
not depend on the order.

Before: `Bergen`, `Oslo`, `Hamar`, `Paris`
After:  the same, reported: `Oslo` belongs behind `Hamar`

Numbers count as numbers (`v9` stands before `v10`), case and accents do not count, and an order is one if any usual way to compare gives it: with
or without punctuation, with capitals first.

It abstains in tables of fewer than eight rows, for the first row and the last one, which may be a total or a rest, where names repeat or stand
in no order, and where another column is sorted throughout.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut verdicts = Verdicts::default();
    for view in tables(evidence) {
        let outliers = outliers(&view);
        let Some(field) = first_field(&view).filter(|_| !outliers.is_empty()) else { continue };
        if let Some(&(position, _)) = outliers.first()
            && let Some(other) = other_order(&view, field)
        {
            let target = view.target(view.records[position].0, field);
            verdicts.decline(target, "", format!("the rows are sorted by `{}`", view.name(other)));
            continue;
        }
        for (position, after) in outliers {
            let (record, row) = view.records[position];
            let text = |position: usize| text_of(view.records[position].1, field);
            let place = match after {
                Some(after) => format!("behind `{}`", text(after)),
                None => "at the top".to_owned(),
            };
            let reason = format!("the other rows are sorted by `{}`; this one belongs {place}", view.name(field));
            verdicts.propose(Proposal::report(view.target(record, field), &row.fields[field].items, reason));
        }
    }
    verdicts
}

/// Another column by which all rows are sorted, so that the order of the first one is none.
fn other_order(view: &TableView<'_>, field: usize) -> Option<usize> {
    view.text_fields().into_iter().filter(|&other| other != field && !view.is_list(other)).find(|&other| {
        let texts: Vec<&str> = view.records.iter().map(|(_, row)| text_of(row, other)).collect();
        let is_sorted = |(collation, is_falling)| sorted_keys(&texts, collation, is_falling, 0).is_some();
        !texts.iter().any(|text| text.is_empty()) && orders().any(is_sorted)
    })
}

fn first_field(view: &TableView<'_>) -> Option<usize> {
    view.text_fields().first().copied().filter(|&field| !view.is_list(field))
}

fn text_of(row: &ExtractedRecord, field: usize) -> &str {
    row.fields[field].items.first().map_or("", |item| item.text())
}

/// The fewest rows whose order is no chance.
const LEAST_ROWS: usize = 8;

/// The fewest rows of which two may be out of order.
const MANY_ROWS: usize = 20;

/// The positions of the rows that break the order, each with the one behind which it belongs.
fn outliers(view: &TableView<'_>) -> Vec<(usize, Option<usize>)> {
    let Some(field) = first_field(view) else { return Vec::new() };
    let count = view.records.len();
    let texts: Vec<&str> = view.records.iter().map(|(_, row)| text_of(row, field)).collect();
    if count < LEAST_ROWS || texts.iter().any(|text| text.is_empty()) {
        return Vec::new();
    }
    let most = if count < MANY_ROWS { 1 } else { 2 };
    let mut best: Option<Vec<(usize, Option<usize>)>> = None;
    for (collation, is_falling) in orders() {
        if best.as_ref().is_some_and(Vec::is_empty) {
            break;
        }
        let Some(keys) = sorted_keys(&texts, collation, is_falling, most) else { continue };
        let found = breaks(&keys, is_falling);
        if best.as_ref().is_none_or(|best| found.len() < best.len()) && !has_twice(&keys) {
            best = Some(found);
        }
    }
    // Of a name and a longer one that starts with it either may come first: `2.0-rc` before `2.0`.
    let starts = |a: usize, b: usize| texts[a].starts_with(texts[b]) || texts[b].starts_with(texts[a]);
    let is_inside = |(position, _): &(usize, Option<usize>)| {
        let (at, last) = (*position, count - 1);
        at > 0 && at < last && !starts(at, at - 1) && !starts(at, at + 1)
    };
    best.filter(|found| found.len() <= most && found.iter().all(is_inside)).unwrap_or_default()
}

const COLLATIONS: [Collation; 5] =
    [Collation::Letters, Collation::Words, Collation::Bytes, Collation::Digits, Collation::Capitals];

/// Every way in which a table may be sorted; of each the direction, whether it falls.
fn orders() -> impl Iterator<Item = (Collation, bool)> {
    COLLATIONS.into_iter().flat_map(|collation| [false, true].map(|is_falling| (collation, is_falling)))
}

/// What texts compare by, if no more than a few of them break the order: each breaks it before itself, behind itself, or both.
fn sorted_keys(texts: &[&str], collation: Collation, is_falling: bool, most: usize) -> Option<Vec<Vec<Piece>>> {
    let mut keys: Vec<Vec<Piece>> = Vec::new();
    let mut breaks = 0;
    for text in texts {
        let key = collation.key(text);
        let is_behind = |last: &Vec<Piece>| if is_falling { key < *last } else { *last < key };
        breaks += usize::from(!keys.last().is_none_or(is_behind));
        if breaks > 2 * most {
            return None;
        }
        keys.push(key);
    }
    Some(keys)
}

fn has_twice(keys: &[Vec<Piece>]) -> bool {
    let mut sorted: Vec<&Vec<Piece>> = keys.iter().collect();
    sorted.sort();
    sorted.windows(2).any(|pair| pair[0] == pair[1])
}

/// A usual way to compare texts.
#[derive(Clone, Copy)]
enum Collation {
    /// Letters and numbers alone.
    Letters,
    /// Word by word.
    Words,
    /// Each sign as it is, but for numbers.
    Bytes,
    /// As letters, and numbers digit by digit.
    Digits,
    /// Each sign as it is.
    Capitals,
}

/// A part of a text that compares as one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Sign(char),
    Number(u128),
    Text(String),
}

impl Collation {
    fn key(self, text: &str) -> Vec<Piece> {
        let plain = match self {
            Collation::Bytes => text.to_owned(),
            Collation::Capitals => return vec![Piece::Text(text.to_owned())],
            Collation::Digits => return vec![Piece::Text(folded(&unaccented(text)))],
            _ => folded(&unaccented(text)),
        };
        let mut key = Vec::new();
        let mut rest = plain.as_str();
        while let Some(first) = rest.chars().next() {
            let is_digit = first.is_ascii_digit();
            let belongs = |character: char| match (self, is_digit) {
                (_, true) => character.is_ascii_digit(),
                (Collation::Bytes, false) => !character.is_ascii_digit(),
                _ => character.is_alphabetic(),
            };
            let end = rest.find(|character| !belongs(character)).unwrap_or(rest.len());
            let (piece, behind) = rest.split_at(end.max(first.len_utf8()));
            rest = behind;
            match (piece.parse(), self) {
                (Ok(number), _) => key.push(Piece::Number(number)),
                (_, Collation::Letters) if !first.is_alphanumeric() => {}
                (_, Collation::Letters) => match key.last_mut() {
                    Some(Piece::Text(text)) => text.push_str(piece),
                    _ => key.push(Piece::Text(piece.to_owned())),
                },
                (_, Collation::Words) if !first.is_alphanumeric() => key.push(Piece::Sign(' ')),
                _ => key.push(Piece::Text(piece.to_owned())),
            }
        }
        key
    }
}

/// The positions that are in no longest sorted sequence, each with the one behind which it belongs.
fn breaks(keys: &[Vec<Piece>], is_falling: bool) -> Vec<(usize, Option<usize>)> {
    let compare = |a: usize, b: usize| match is_falling {
        true => keys[b].cmp(&keys[a]),
        false => keys[a].cmp(&keys[b]),
    };
    let kept = longest_sorted(keys.len(), &compare);
    let mut is_kept = vec![false; keys.len()];
    kept.iter().for_each(|&position| is_kept[position] = true);
    (0..keys.len())
        .filter(|&position| !is_kept[position])
        .map(|position| {
            (position, kept.iter().copied().take_while(|&other| compare(other, position) == Ordering::Less).last())
        })
        .collect()
}

/// A longest sequence of positions, in their order, that is sorted (by patience: the last position of the best sequence of each length).
fn longest_sorted(count: usize, compare: &impl Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(count);
    for position in 0..count {
        let length = ends.partition_point(|&end| compare(end, position) == Ordering::Less);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = position,
            None => ends.push(position),
        }
    }
    let mut sequence = Vec::new();
    let mut next = ends.last().copied();
    while let Some(position) = next {
        sequence.push(position);
        next = before[position];
    }
    sequence.reverse();
    sequence
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(texts: &str, expected: &[usize]) {
        let keys: Vec<Vec<Piece>> = texts.split(' ').map(|text| Collation::Letters.key(text)).collect();
        let found: Vec<usize> = breaks(&keys, false).into_iter().map(|(position, _)| position).collect();
        assert_eq!(found, expected, "{texts}");
    }

    #[test]
    fn what_is_in_no_longest_sequence_breaks_the_order() {
        check("a b c d", &[]);
        check("a z b c d", &[1]);
        check("b c d a e", &[3]);
        check("v1 v9 v10 v2 v11", &[3]);
        check("a-c ab ad", &[0]);
    }

    #[test]
    fn texts_compare_by_their_pieces() {
        let text = |text: &str| Piece::Text(text.to_owned());
        let (blank, ten) = (Piece::Sign(' '), Piece::Number(10));
        let check = |collation: Collation, expected: &[Piece]| assert_eq!(collation.key("Á-c d10"), expected);
        check(Collation::Letters, &[text("acd"), ten.clone()]);
        check(Collation::Words, &[text("a"), blank.clone(), text("c"), blank, text("d"), ten.clone()]);
        check(Collation::Bytes, &[text("Á-c d"), ten]);
        check(Collation::Digits, &[text("a-c d10")]);
        check(Collation::Capitals, &[text("Á-c d10")]);
        assert_eq!(Collation::Letters.key("10b2"), [Piece::Number(10), text("b"), Piece::Number(2)]);
        // No number is so large.
        let large = "9".repeat(40);
        assert_eq!(Collation::Letters.key(&format!("a-{large}")), [text(&format!("a{large}"))]);
        assert_eq!(Collation::Words.key(&large), [text(&large)]);
    }

    #[test]
    fn each_text_has_its_place_behind_another_one() {
        let check = |texts: &str, is_falling: bool, expected: &[(usize, Option<usize>)]| {
            let keys: Vec<Vec<Piece>> = texts.split(' ').map(|text| Collation::Capitals.key(text)).collect();
            assert_eq!(breaks(&keys, is_falling), expected, "{texts}");
        };
        check("a x b c", false, &[(1, Some(3))]);
        check("b c a d", false, &[(2, None)]);
        check("d c x b a", true, &[(2, None)]);
        check("d a c b 0", true, &[(1, Some(3))]);
        check("a a", false, &[(0, None)]);
        check("b a d c", false, &[(0, Some(1)), (2, Some(3))]);
    }

    #[test]
    fn few_texts_break_the_order_or_none() {
        let is_sorted = |texts: &str, is_falling: bool, most: usize| {
            let texts: Vec<&str> = texts.split(' ').collect();
            sorted_keys(&texts, Collation::Capitals, is_falling, most).map(|keys| keys.len())
        };
        assert_eq!(is_sorted("a b c", false, 0), Some(3));
        assert_eq!(is_sorted("c b a", true, 0), Some(3));
        assert_eq!(is_sorted("a b c", true, 0), None);
        // Two that are the same are in no order.
        assert_eq!(is_sorted("a b b", false, 0), None);
        assert_eq!(is_sorted("b b a", true, 0), None);
        // Each may break it on both sides.
        assert_eq!(is_sorted("b a d c", false, 1), Some(4));
        assert_eq!(is_sorted("b a d c f e", false, 1), None);
        assert_eq!(is_sorted("b a d c f e h g", false, 2), Some(8));
        assert_eq!(is_sorted("b a d c f e h g j i", false, 2), None);
        let keys = |texts: &str| texts.split(' ').map(|text| Collation::Letters.key(text)).collect::<Vec<_>>();
        assert_eq!(["a b A", "a b c"].map(|texts| has_twice(&keys(texts))), [true, false]);
    }
}
