use rowmill::repair::Guidance;

use super::{LISTS, NAMES, check, found_by, page};

#[test]
fn words_in_another_order() {
    check(
        "word-order",
        &[
            (&[NAMES], &["2 × Bay Town", "Town Bay"], &["Town Bay → Bay Town suggested"]),
            (&[NAMES], &["Bay Town", "Town Bay"], &[]),
            (&[NAMES], &["2 × Bay Town", "2 × Town Bay"], &[]),
            (&[NAMES], &["2 × Bay Zürich", "zürich Bay"], &["zürich Bay → Bay Zürich suggested"]),
            (&[NAMES], &["2 × Bay Town Hall", "Town Hall Bay"], &["Town Hall Bay → Bay Town Hall suggested"]),
            // Each word stands elsewhere, oftener than both names.
            (&[NAMES], &["2 × Bay Town", "Town Bay", "¶ A bay, a town."], &[]),
            (&[NAMES], &["2 × Bay Town", "Town Bay", "¶ A bay."], &["Town Bay → Bay Town suggested"]),
            (&[NAMES], &["3 × Bay Town", "Town Bay", "¶ A bay, a town."], &["Town Bay → Bay Town suggested"]),
            (&[NAMES], &["5 × Bay Town", "2 × Town Bay", "¶ A bay, a town."], &[]),
            (
                &[NAMES],
                &["6 × Bay Town", "2 × Town Bay", "¶ A bay, a town."],
                &["Town Bay → Bay Town suggested", "Town Bay → Bay Town suggested"],
            ),
            // Numbers, joining words, capitals, case.
            (&[NAMES], &["3 × Phase 3", "3 Phase"], &[]),
            (&[NAMES], &["3 × Big Phase 3", "Phase Big 3"], &["Phase Big 3 → Big Phase 3 suggested"]),
            (&[NAMES], &["3 × JPEG to PNG", "PNG to JPEG"], &[]),
            (&[NAMES], &["3 × EUR USD", "USD EUR"], &[]),
            (&[NAMES], &["3 × EUR Usd", "Usd EUR"], &["Usd EUR → EUR Usd suggested"]),
            (&[NAMES], &["3 × Bay Town", "bay town"], &[]),
            (&[NAMES], &["3 × Bay Town", "town bay"], &["town bay → Bay Town suggested"]),
            // Two names.
            (&[NAMES], &["3 × Paris London", "London Paris", "Paris", "London"], &[]),
            (&[NAMES], &["3 × Paris London", "London Paris", "Paris"], &["London Paris → Paris London suggested"]),
            (&[NAMES], &["3 × Paris London", "London Paris", "London"], &["London Paris → Paris London suggested"]),
            (
                &[NAMES, "vocabulary: known"],
                &["3 × Paris London | Kiel", "London Paris | Kiel", "Oslo | Paris", "Oslo | London"],
                &[],
            ),
            (&[NAMES], &["3 × New Old Bay", "Old Bay New", "Old Bay", "New"], &[]),
        ],
    );
}

#[test]
fn words_of_the_compass() {
    check(
        "word-order",
        &[
            (&[NAMES], &["3 × West India", "India West"], &[]),
            (&[NAMES], &["3 × West India", "India West", "South India"], &["India West → West India suggested"]),
            (&[NAMES], &["3 × West India", "India West", "south India"], &["India West → West India suggested"]),
            (&[NAMES], &["3 × West India", "India West", "South India", "India East"], &[]),
            (&[NAMES], &["3 × India West", "West India", "India South"], &["West India → India West suggested"]),
            (&[NAMES], &["3 × West India", "India West", "South Japan"], &[]),
            (&[NAMES], &["3 × North West", "West North", "South West"], &[]),
            (&[NAMES], &["3 × West India Bay", "India West Bay", "South India Bay"], &[]),
        ],
    );
}

#[test]
fn one_cell_has_both() {
    check(
        "word-order",
        &[
            (&[LISTS], &["3 × Bay Town, Oslo", "Town Bay"], &["Town Bay → Bay Town suggested"]),
            (&[LISTS], &["3 × Bay Town, Oslo", "Bay Town, Town Bay"], &[]),
        ],
    );
}

/// The names of a vocabulary that is told in full, in a column that identifies its rows beside another one.
fn by_recipe(vocabulary: &str, rows: &[&str]) -> Vec<String> {
    let recipe = format!(
        "recipe: page\nvocabularies: {{ names: {{ {vocabulary} }} }}\ndatasets:\n  sites:\n    \
         tables: [{{ under: Page }}]\n    primary_key: [a]\n    \
         fields: [{{ name: a, from: A, vocabulary: names }}, {{ name: b, from: B, vocabulary: names }}]\n"
    );
    found_by("word-order", &recipe, &page(2, rows), &Guidance::default())
}

#[test]
fn the_recipe_knows_the_order() {
    let rows = ["Oslo | West India", "Bodo | India West", "Moss | India West"];
    assert_eq!(by_recipe("names: [West India]", &rows), ["India West → West India safe"; 2]);
    assert_eq!(by_recipe("names: [West India]", &["Oslo | India West"]), ["India West → West India safe"]);
    assert_eq!(by_recipe("names: [West India, India West]", &rows), [""; 0]);
    assert_eq!(by_recipe("names: [West India], distinct: [[West India, India West]]", &rows), [""; 0]);
    // What each word is elsewhere says nothing then; what a number says stays.
    assert_eq!(
        by_recipe("names: [Bay Town]", &["Oslo | Town Bay", "Bay one | Town one"]),
        ["Town Bay → Bay Town safe"]
    );
    assert_eq!(by_recipe("names: [Phase 3]", &["Oslo | 3 Phase"]), [""; 0]);
    // Two that identify a row are two.
    assert_eq!(by_recipe("", &["Bay Town | Bay Town", "Town Bay | Oslo"]), [""; 0]);
    assert_eq!(by_recipe("", &["Bay Town | Bay Town", "Oslo | Town Bay"]), ["Town Bay → Bay Town suggested"]);
}
