use rowmill::repair::Guidance;

use super::{found_by, page};

/// Nine keys that are like none of the others.
const KEYS: [&str; 9] = ["Oslo", "Bodo", "Moss", "Voss", "Kiel", "Lund", "Rana", "Odda", "Gol"];

/// What is made of a column that refers to nine keys and to some more, and has one value or several that are none.
fn referring(keys: &[&str], values: &[&str]) -> Vec<String> {
    referring_by("", &KEYS, keys, values)
}

/// As [`referring`], with a vocabulary of the values that is told in full.
fn referring_by(vocabulary: &str, found: &[&str], keys: &[&str], values: &[&str]) -> Vec<String> {
    let recipe = format!(
        "recipe: page\nvocabularies: {{ names: {{ {vocabulary} }} }}\ndatasets:\n  keys:\n    tables: [{{ under: Keys }}]\n    \
         primary_key: [a]\n    fields: [{{ name: a, from: A }}]\n  values:\n    \
         tables: [{{ under: Values }}]\n    \
         foreign_keys: [{{ fields: [b], reference: {{ resource: keys, fields: [a] }} }}]\n    \
         fields: [{{ name: b, from: A, type: list, vocabulary: names }}]\n"
    );
    let table = |name: &str, rows: &[&str]| page(1, rows).replace("# Page", name);
    let keys = table("## Keys", &[&KEYS, keys].concat());
    let page = format!("# Page\n\n{keys}\n{}", table("## Values", &[found, values].concat()));
    found_by("unknown-reference", &recipe, &page, &Guidance::default())
}

#[test]
fn nine_in_ten_values_are_keys() {
    assert_eq!(referring(&["Ada Port"], &["Ada-Port"]), ["Ada-Port → Ada Port suggested"]);
    assert_eq!(referring_by("", &KEYS[1..], &["Ada Port"], &["Ada-Port"]), [""; 0]);
    // A value counts once.
    assert_eq!(referring(&["Ada Port"], &["3 × Ada-Port"]), ["Ada-Port → Ada Port suggested"; 3]);
    assert_eq!(referring(&["Ada Port"], &["Ada-Port", "Elsewhere"]), [""; 0]);
}

#[test]
fn one_key_is_like_the_value() {
    let one = |key: &str, value: &str| referring(&[key], &[value]);
    let suggested = |key: &str, value: &str| [format!("{value} → {key} suggested")];
    for (key, value) in [
        // In spelling, by two letters of a long word, or by a word.
        ("Ada Port", "ada port"),
        ("Kolding Harbour", "Kodlign Harbour"),
        ("Hong Kong", "Hong Kong Sar"),
        ("Hong Kong Sar", "Hong Kong"),
        ("Aab Port", "Aab"),
    ] {
        assert_eq!(one(key, value), suggested(key, value));
    }
    for (key, value) in [
        ("Skagen Harbour", "Sakgne Harbour"),
        ("KOLDING Harbour", "KODLIGN Harbour"),
        ("Kol2ing Harbour", "Ko2lign Harbour"),
        ("Managed Harbour", "Manager Harbours"),
        ("Aa Port", "Aa"),
        ("Hong Kong Sar Town", "Hong Kong"),
        ("Hong Kong sar", "Hong Kong"),
        ("Hong Kong S2", "Hong Kong"),
        ("Hong Kong South", "Hong Kong"),
        ("Hong Kong Pro", "Hong Kong"),
        ("Hong Kong X", "Hong Kong"),
        ("Hong Kong", "Hong Kong sar"),
        ("Hong Kong", "Hong Kong South"),
        ("Hong Kongs", "Hong Kong Sar"),
        ("Elsewhere", "Nowhere at all"),
    ] {
        assert_eq!(one(key, value), [""; 0], "{value} for {key}");
    }
    // Two are like it.
    assert_eq!(referring(&["Ada Port", "Ada-Port"], &["AdaPort"]), [""; 0]);
    assert_eq!(referring(&["Hong Kong Sar", "Hong Kong Bay"], &["Hong Kong"]), [""; 0]);
    assert_eq!(referring(&["Hong Kong", "Hong Kong Bay Sar"], &["Hong Kong Bay"]), [""; 0]);
    assert_eq!(
        referring(&["Hong Kong Sar", "Hong Kong South"], &["Hong Kong"]),
        suggested("Hong Kong Sar", "Hong Kong")
    );
    // What is like it in spelling counts before what is a word longer.
    assert_eq!(referring(&["Hong-Kong", "Hong Kong Sar"], &["Hong Kong"]), suggested("Hong-Kong", "Hong Kong"));
}

#[test]
fn two_names_in_one_cell_are_two() {
    let kept = ["Hong Kong Sar: both stand in one table or cell"];
    assert_eq!(referring(&["Hong Kong"], &["Hong Kong, Hong Kong Sar"]), kept);
    let distinct = "distinct: [[Hong Kong, Hong Kong Sar]]";
    assert_eq!(referring_by(distinct, &KEYS, &["Hong Kong"], &["Hong Kong Sar"]), kept);
}
