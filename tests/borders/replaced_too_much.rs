use rowmill::repair::Guidance;

use super::{LISTS, NAMES, check, found_by, page};

#[test]
fn a_word_stands_twice_in_a_row() {
    check(
        "replaced-too-much",
        &[
            (&[NAMES], &["3 × Hong Kong SAR", "Hong Kong SAR SAR"], &["Hong Kong SAR SAR → Hong Kong SAR safe"]),
            (&[NAMES], &["2 × Hong Kong SAR", "Hong Kong SAR SAR"], &["Hong Kong SAR SAR → Hong Kong SAR suggested"]),
            (&[NAMES], &["Hong Kong SAR", "Hong Kong SAR SAR"], &["Hong Kong SAR SAR → Hong Kong SAR suggested"]),
            (&[NAMES], &["3 × Hong Kong", "Hong Kong SAR SAR"], &[]),
            (
                &[NAMES],
                &["3 × Hong Kong SAR", "2 × Hong Kong SAR SAR"],
                &["Hong Kong SAR SAR → Hong Kong SAR safe", "Hong Kong SAR SAR → Hong Kong SAR safe"],
            ),
            (&[NAMES], &["3 × Hong Kong SAR", "3 × Hong Kong SAR SAR"], &[]),
            // Two words are all there is; letters that are too few, or join.
            (&[NAMES], &["3 × Baden", "Baden Baden"], &[]),
            (&[NAMES], &["3 × Old Baden", "Old Baden Baden"], &["Old Baden Baden → Old Baden safe"]),
            (&[NAMES], &["3 × Old B", "Old B B"], &[]),
            (&[NAMES], &["3 × Old Bb", "Old Bb Bb"], &["Old Bb Bb → Old Bb safe"]),
            (&[NAMES], &["3 × Walk on Water", "Walk on on Water"], &[]),
            (&[NAMES], &["3 × Old Baden Town", "Old Baden Town Baden"], &[]),
            (&[LISTS], &["3 × Old Baden, Oslo", "Old Baden, Old Baden Baden"], &[]),
        ],
    );
}

#[test]
fn a_number_behind_a_word_too_many() {
    check(
        "replaced-too-much",
        &[
            (&[NAMES], &["Hong Kong2", "Hong Kong SAR", "Hong Kong SAR2"], &["Hong Kong SAR2 → Hong Kong2 suggested"]),
            (&[NAMES], &["Hong Kong SAR", "Hong Kong SAR2"], &[]),
            (&[NAMES], &["Hong Kong2", "Hong Kong SAR2"], &[]),
            (
                &[NAMES],
                &["Hong Kong2", "Hong Kong SAR", "2 × Hong Kong SAR2"],
                &["Hong Kong SAR2 → Hong Kong2 suggested", "Hong Kong SAR2 → Hong Kong2 suggested"],
            ),
            (&[NAMES], &["Hong Kong2", "Hong Kong SAR", "3 × Hong Kong SAR2"], &[]),
            (&[NAMES], &["Japan2", "Japan East", "Japan East2"], &[]),
            (&[NAMES], &["Node2", "Node Pro", "Node Pro2"], &[]),
            (&[NAMES], &["Hong Kong", "Hong Kong SAR", "Hong Kong SARx"], &[]),
            (&[LISTS], &["Hong Kong2, Oslo", "Hong Kong SAR, Oslo", "Hong Kong2, Hong Kong SAR2"], &[]),
        ],
    );
}

/// What is made of a column whose values are to be keys of a table, and of a vocabulary that the recipe may know.
fn referring(vocabulary: &str, keys: &[&str], values: &[&str]) -> Vec<String> {
    let recipe = format!(
        "recipe: page\nvocabularies: {{ names: {{ {vocabulary} }} }}\ndatasets:\n  keys:\n    tables: [{{ under: Keys }}]\n    \
         fields: [{{ name: a, from: A, vocabulary: names }}]\n  values:\n    \
         tables: [{{ under: Values }}]\n    \
         foreign_keys: [{{ fields: [b], reference: {{ resource: keys, fields: [a] }} }}]\n    \
         fields: [{{ name: b, from: A, vocabulary: names }}]\n"
    );
    let table = |name: &str, rows: &[&str]| page(1, rows).replace("# Page", name);
    let page = format!("# Page\n\n{}\n{}", table("## Keys", keys), table("## Values", values));
    found_by("replaced-too-much", &recipe, &page, &Guidance::default())
}

#[test]
fn a_table_demands_the_name() {
    let (safe, suggested) = (["Hong Kong SAR2 → Hong Kong2 safe"], ["Hong Kong SAR2 → Hong Kong2 suggested"]);
    assert_eq!(referring("", &["Hong Kong2", "Hong Kong SAR"], &["Hong Kong SAR2"]), safe);
    assert_eq!(referring("", &["Oslo", "Hong Kong SAR"], &["Hong Kong SAR2", "Hong Kong2"]), suggested);
    assert_eq!(referring("", &["Hong Kong2", "Hong Kong SAR", "Hong Kong SAR2"], &["Oslo"]), suggested);
    assert_eq!(
        referring("", &["Hong Kong2", "Hong Kong SAR", "Hong Kong SAR2"], &["Hong Kong SAR2"]),
        ["Hong Kong SAR2 → Hong Kong2 suggested"; 2]
    );
}

#[test]
fn the_recipe_knows_the_name() {
    let doubled = |vocabulary: &str| referring(vocabulary, &["Old Baden"], &["Old Baden Baden"]);
    assert_eq!(doubled(""), ["Old Baden Baden → Old Baden suggested"]);
    assert_eq!(doubled("names: [Old Baden]"), ["Old Baden Baden → Old Baden safe"]);
    assert_eq!(doubled("names: [Old Baden Baden]"), [""; 0]);
    assert_eq!(doubled("distinct: [[Old Baden, Old Baden Baden]]"), [""; 0]);
    assert_eq!(
        referring("names: [Hong Kong2, Hong Kong SAR]", &["Oslo"], &["Hong Kong SAR2"]),
        ["Hong Kong SAR2 → Hong Kong2 suggested"]
    );
}
