//! The primary key of a table: the columns whose values tell its records apart.
//!
//! It knows texts by row and column, no document. The key is the cheapest set of at most three columns whose values are all
//! there and, together, all different. What makes a column cheap is in [`cost`]; another sign of a name is one word in [`NAME_WORDS`].

use std::collections::BTreeSet;

/// A column that may be in a key.
#[derive(Debug, Clone)]
pub(super) struct KeyColumn<'v> {
    /// Its field's name.
    pub(super) name: &'v str,
    /// Its place among the fields, from 0.
    pub(super) place: usize,
    /// Its text in each row; empty where there is none.
    pub(super) values: Vec<&'v str>,
    /// How far its type is from a name: text 0, numbers and dates more.
    pub(super) strangeness: usize,
}

/// A key, or none, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundKey {
    /// The places of its columns; empty when there is none.
    pub(super) places: Vec<usize>,
    /// Why, in a few words.
    pub(super) reason: String,
}

/// The most columns that are tried; the others of a wider table are too far to the right to name a record.
const WIDEST: usize = 12;

/// The greatest average length, in characters, of a value that identifies something.
const LONGEST: usize = 60;

/// Words of headers that name their record.
const NAME_WORDS: &[&str] = &[
    "name",
    "names",
    "id",
    "identifier",
    "code",
    "key",
    "location",
    "title",
    "slug",
    "symbol",
    "field",
    "parameter",
    "property",
    "option",
    "command",
    "flag",
    "variable",
    "region",
    "country",
    "city",
    "event",
    "path",
    "file",
    "method",
    "section",
    "heading",
    "tab",
    "setting",
    "metric",
    "package",
    "module",
    "release",
    "version",
    "number",
    "type",
    "action",
    "permission",
    "role",
];

/// Words of headers that tell of a record and do not name it.
const TELLING_WORDS: &[&str] = &[
    "description",
    "meaning",
    "explanation",
    "comment",
    "comments",
    "note",
    "notes",
    "remark",
    "remarks",
    "details",
    "summary",
    "purpose",
    "example",
    "examples",
];

/// Words of headers of what is measured or set for a record, which may be different in each by chance.
const VALUE_WORDS: &[&str] = &[
    "value", "values", "amount", "price", "cost", "total", "count", "score", "default", "defaults", "result",
    "results", "status",
];

/// The key of a table.
pub(super) fn find_key(columns: &[KeyColumn<'_>], rows: usize) -> FoundKey {
    let none = |reason: String| FoundKey { places: Vec::new(), reason };
    if rows == 0 {
        return none("no key: there is no row".to_owned());
    }
    let fit: Vec<&KeyColumn<'_>> =
        columns.iter().filter(|column| is_filled(column) && is_short(column)).take(WIDEST).collect();
    if fit.is_empty() {
        return none("no key: no column is filled in every row with what could be a name".to_owned());
    }
    let mut sets = sets(&fit);
    sets.sort_by_key(|set| (total(set), set.iter().map(|column| column.place).collect::<Vec<_>>()));
    match sets.into_iter().find(|set| repeated(set, rows).is_none()) {
        Some(set) => FoundKey { places: set.iter().map(|column| column.place).collect(), reason: praise(&set, rows) },
        None => none(format!("no key: {}", blame(fit[0], rows))),
    }
}

/// The places of the columns of every set that may be a key, whatever their values tell apart, the best first.
///
/// At most `blank` percent of the values of a column may be missing.
pub(super) fn candidate_sets(columns: &[KeyColumn<'_>], blank: usize) -> Vec<Vec<usize>> {
    let is_filled = |column: &KeyColumn<'_>| {
        column.values.iter().filter(|value| value.is_empty()).count() * 100 <= column.values.len() * blank
    };
    let fit: Vec<&KeyColumn<'_>> =
        columns.iter().filter(|column| is_filled(column) && is_short(column)).take(WIDEST).collect();
    if fit.is_empty() {
        return Vec::new();
    }
    let places = |set: &Vec<&KeyColumn<'_>>| set.iter().map(|column| column.place).collect::<Vec<_>>();
    let mut sets = sets(&fit);
    sets.sort_by_key(|set| (total(set), places(set)));
    sets.iter().map(places).collect()
}

fn is_filled(column: &KeyColumn<'_>) -> bool {
    column.values.iter().all(|value| !value.is_empty())
}

fn is_short(column: &KeyColumn<'_>) -> bool {
    let characters: usize = column.values.iter().map(|value| value.chars().count()).sum();
    characters <= column.values.len() * LONGEST
}

/// Every single column, and sets of two and three with the first.
fn sets<'c, 'v>(fit: &[&'c KeyColumn<'v>]) -> Vec<Vec<&'c KeyColumn<'v>>> {
    let mut sets: Vec<Vec<&KeyColumn<'_>>> = fit.iter().map(|column| vec![*column]).collect();
    for (second, b) in fit.iter().enumerate().skip(1) {
        sets.push(vec![fit[0], b]);
        sets.extend(fit.iter().skip(second + 1).map(|c| vec![fit[0], *b, *c]));
    }
    // What tells of a record is different in each one, and says nothing about the columns beside it.
    sets.retain(|set| set.len() == 1 || !set.iter().any(|column| tells(column.name)));
    sets
}

/// Whether a plain name says that its column tells of the record.
pub(super) fn tells(name: &str) -> bool {
    name.split('_').any(|word| TELLING_WORDS.contains(&word))
}

fn total(set: &[&KeyColumn<'_>]) -> usize {
    set.iter().map(|column| cost(column)).sum::<usize>() + (set.len() - 1) * 2
}

/// How little a column looks like what a person would call the record by.
fn cost(column: &KeyColumn<'_>) -> usize {
    let is_name = column.name.split('_').any(|word| NAME_WORDS.contains(&word));
    let characters: usize = column.values.iter().map(|value| value.chars().count()).sum();
    let is_long = characters > column.values.len() * LONGEST / 2;
    let strangeness = column.strangeness + usize::from(!is_name) * 3 + usize::from(is_long) * 6;
    let is_value = column.name.split('_').any(|word| VALUE_WORDS.contains(&word));
    1 + column.place.min(8) * 2 + strangeness + usize::from(tells(column.name)) * 12 + usize::from(is_value) * 4
}

/// A combination of values that stands in several rows, and in how many.
fn repeated(set: &[&KeyColumn<'_>], rows: usize) -> Option<(String, usize)> {
    let values = |row: usize| set.iter().map(|column| column.values[row]).collect::<Vec<_>>();
    let mut seen = BTreeSet::new();
    let twice = (0..rows).map(values).find(|values| !seen.insert(values.clone()))?;
    let count = (0..rows).filter(|&row| values(row) == twice).count();
    Some((twice.join(", "), count))
}

fn praise(set: &[&KeyColumn<'_>], rows: usize) -> String {
    let what = match set {
        [_] => "every value is there once",
        [_, _] => "every pair is there once",
        _ => "every three together are there once",
    };
    format!("key: {what} ({rows} of {rows})")
}

fn blame(column: &KeyColumn<'_>, rows: usize) -> String {
    match repeated(&[column], rows) {
        Some((value, count)) => {
            format!("`{value}` stands {count} times in `{}`, and no other columns tell them apart", column.name)
        }
        None => "no columns tell the rows apart".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The key of columns that are given with their values in one string.
    fn check(columns: &[(&str, &str)], expected: &[usize], reason: &str) {
        let columns: Vec<KeyColumn<'_>> = columns
            .iter()
            .enumerate()
            .map(|(place, (name, values))| KeyColumn {
                name,
                place,
                values: values.split('|').collect(),
                strangeness: 0,
            })
            .collect();
        let rows = columns.first().map_or(0, |column| column.values.len());
        let found = find_key(&columns, rows);
        assert_eq!((found.places.as_slice(), found.reason.as_str()), (expected, reason));
    }

    #[test]
    fn the_leftmost_name_is_the_key() {
        check(&[("name", "a|b|c"), ("id", "1|2|3")], &[0], "key: every value is there once (3 of 3)");
        check(&[("color", "r|r|g"), ("id", "1|2|3")], &[1], "key: every value is there once (3 of 3)");
        check(&[("name", "a||c"), ("zone", "1|2|3")], &[1], "key: every value is there once (3 of 3)");
        check(
            &[("section", "x|x|y"), ("name", "a|b|a"), ("price", "1|2|3")],
            &[0, 1],
            "key: every pair is there once (3 of 3)",
        );
    }

    #[test]
    fn what_tells_of_a_record_does_not_name_it() {
        check(&[("description", "a|b|c"), ("stream", "1|2|3")], &[1], "key: every value is there once (3 of 3)");
        check(
            &[("region", "a|a|b"), ("zone", "x|y|x"), ("value", "1|2|3")],
            &[0, 1],
            "key: every pair is there once (3 of 3)",
        );
        check(&[("value", "0|1|2"), ("meaning", "a|b|c")], &[0], "key: every value is there once (3 of 3)");
        check(
            &[("heading", "x|x|y"), ("attribute", "a|a|a"), ("description", "p|q|r")],
            &[2],
            "key: every value is there once (3 of 3)",
        );
        check(
            &[("attribute", "a|a|b"), ("description", "p|q|p")],
            &[],
            "no key: `a` stands 2 times in `attribute`, and no other columns tell them apart",
        );
    }

    #[test]
    fn without_a_key_the_reason_is_given() {
        check(
            &[("name", "a|a"), ("x", "1|1")],
            &[],
            "no key: `a` stands 2 times in `name`, and no other columns tell them apart",
        );
        check(&[("name", "a|")], &[], "no key: no column is filled in every row with what could be a name");
        check(&[], &[], "no key: there is no row");
    }
}
