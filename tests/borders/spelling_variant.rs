use rowmill::repair::{Guidance, OutsideColumn};

use super::{KNOWN_LISTS, LISTS, NAMES, check, found, found_by, page, reasons};

#[test]
fn spellings() {
    check(
        "spelling-variant",
        &[
            // All items of a list in one case, or not all.
            (&[LISTS], &["9 × canvas, jib", "Canvas, iPhone"], &["Canvas → canvas safe"]),
            (&[LISTS], &["9 × canvas, jib", "Canvas, Oak"], &["Canvas → canvas suggested"]),
            (&[LISTS], &["9 × canvas, jib", "Canvas"], &["Canvas → canvas safe"]),
            // Two that stand together, or are codes.
            (&[LISTS], &["5 × CoreSite", "CoreSite, Coresite"], &["Coresite: both stand in one list, or are codes"]),
            (&[KNOWN_LISTS], &["CoreSite, Coresite"], &["Coresite → CoreSite suggested"]),
            (&[KNOWN_LISTS], &["CoreSite", "Coresite"], &["Coresite → CoreSite safe"]),
            (&[LISTS], &["5 × us-east-1", "us-east1"], &["us-east1: both stand in one list, or are codes"]),
            // A first capital.
            (
                &[LISTS],
                &["3 × canvas", "2 × Canvas"],
                &[
                    "Canvas: a first capital may be a matter of style",
                    "Canvas: a first capital may be a matter of style",
                ],
            ),
            (&[LISTS], &["2 × canvas", "Canvas"], &["Canvas → canvas suggested"]),
            (
                &[LISTS],
                &["9 × canvas", "3 × Canvas"],
                &["Canvas → canvas suggested", "Canvas → canvas suggested", "Canvas → canvas suggested"],
            ),
            (&[LISTS], &["9 × canvas", "2 × Canvas"], &["Canvas → canvas safe", "Canvas → canvas safe"]),
            (&[NAMES], &["3 × canvas", "Canvas"], &["Canvas → canvas suggested"]),
            (&[NAMES], &["2 × canvas", "Canvas"], &["Canvas: a first capital may be a matter of style"]),
            (
                &[NAMES],
                &["9 × canvas", "2 × Canvas"],
                &[
                    "Canvas: a first capital may be a matter of style",
                    "Canvas: a first capital may be a matter of style",
                ],
            ),
            // A blank too many.
            (&[LISTS], &["TensorFlow, jib", "Tensor\u{a0}Flow, oak"], &["Tensor\u{a0}Flow → TensorFlow suggested"]),
            (&[LISTS], &["TensorFlow, jib", "Tensor Flow, oak"], &["TensorFlow: neither is more frequent"]),
            // Code, and names of few letters.
            (&[LISTS], &["5 × Kafka", "kAFKA"], &["kAFKA → Kafka suggested"]),
            (&[LISTS], &["4 × Kafka", "kAFKA"], &["kAFKA: either may be code, in which each sign counts"]),
            (&[LISTS], &["5 × Foo", "foo"], &["foo → Foo suggested"]),
            (&[LISTS], &["4 × Foo", "foo"], &[]),
            (&[LISTS], &["5 × Foo", "2 × foo"], &[]),
            // Signs between letters.
            (&[LISTS], &["3 × Hewlett-Packard", "Hewlett Packard"], &["Hewlett Packard → Hewlett-Packard suggested"]),
            (&[LISTS], &["3 × zero-copy", "zerocopy"], &["zerocopy → zero-copy suggested"]),
            (&[LISTS], &["2 × zero-copy", "zerocopy"], &["zerocopy: both stand in one list, or are codes"]),
            (
                &[LISTS],
                &["6 × zero-copy", "2 × zerocopy"],
                &["zerocopy: both stand in one list, or are codes", "zerocopy: both stand in one list, or are codes"],
            ),
            // Accents and acronyms.
            (&[LISTS], &["3 × Zürich", "Zurich"], &["Zurich → Zürich suggested"]),
            (&[LISTS], &["Zürich", "Zurich"], &["Zurich → Zürich suggested"]),
            (&[LISTS], &["3 × Swift", "SWIFT"], &["SWIFT → Swift suggested"]),
            (&[LISTS], &["3 × Airbus", "AIRBUS"], &["AIRBUS → Airbus safe"]),
        ],
    );
}

#[test]
fn the_documents_beside_a_page_are_heard() {
    let rows = ["Oslo, Bodo, Moss", "Core Site, CoreSide", "CoreSite"];
    let beside = |names: &[&str]| {
        let names = names.iter().map(|&name| name.to_owned());
        let guidance =
            Guidance { outside: vec![OutsideColumn::new("other.md", "Names", names)], ..Guidance::default() };
        found("spelling-variant", &[LISTS], &page(1, &rows), &guidance)
    };
    let kept = ["CoreSite: neither is more frequent"];
    // How often it stands there counts.
    let counted = |times: usize| {
        let names = ["Oslo", "Bodo", "Moss"].into_iter().chain(std::iter::repeat_n("Core Site", times));
        let outside = vec![OutsideColumn::new("other.md", "Names", names.map(str::to_owned))];
        let rows = ["Oslo, Bodo, Moss", "Core Site", "2 × CoreSite"];
        found("spelling-variant", &[LISTS], &page(1, &rows), &Guidance { outside, ..Guidance::default() })
    };
    assert_eq!(counted(2), ["CoreSite → Core Site suggested"; 2]);
    assert_eq!(counted(1), ["Core Site → CoreSite suggested"]);
    assert_eq!(beside(&["Oslo", "Bodo", "Moss", "Core Site"]), ["CoreSite → Core Site suggested"]);
    assert_eq!(beside(&["Oslo", "Bodo", "Core Site", "Kiel"]), ["CoreSite → Core Site suggested"]);
    assert_eq!(beside(&["Oslo", "Kiel", "Core Site"]), kept);
    assert_eq!(beside(&["Oslo", "Bodo", "Moss"]), kept);
}

#[test]
fn lists_set_in_one_case() {
    check(
        "spelling-variant",
        &[
            (&[LISTS], &["9 × CoreSite, Jib", "Coresite, Oak"], &["Coresite → CoreSite safe"]),
            (&[LISTS], &["9 × canvas, jib", "CANVAS, OAK"], &["CANVAS → canvas suggested"]),
            (&[LISTS], &["9 × canvas, jib", "CANVAS, OAK, Elm"], &["CANVAS → canvas safe"]),
            (&[LISTS], &["9 × canvas, jib", "Canvas, 12"], &["Canvas → canvas safe"]),
            (&[LISTS], &["9 × Canvas, Jib", "canvas, oak"], &["canvas → Canvas suggested"]),
            (&[LISTS], &["9 × Canvas, Jib", "canvas, Oak"], &["canvas → Canvas safe"]),
        ],
    );
}

#[test]
fn the_page_counts_where_the_vocabulary_does_not_tell() {
    check(
        "spelling-variant",
        &[
            (&[LISTS], &["Core Site, x", "CoreSite, y", "¶ Core Site and Core Site."], &["CoreSite → Core Site safe"]),
            (
                &[LISTS],
                &["Core Site, x", "CoreSite, y", "2 × Core Site West", "¶ Core Site"],
                &["CoreSite → Core Site suggested"],
            ),
            // Not where one is clear, nor for the first letters of words.
            (&[LISTS], &["3 × CoreSite, x", "Core Site, y", "¶ Core Site, Core Site."], &["Core Site → CoreSite safe"]),
            (
                &[LISTS],
                &["5 × CoreSite, x", "2 × Core Site, y"],
                &["Core Site → CoreSite suggested", "Core Site → CoreSite suggested"],
            ),
            (
                &[LISTS],
                &["5 × CoreSite, x", "2 × Core Site, y", "¶ Core Site, Core Site, Core Site."],
                &["Core Site: neither is more frequent", "Core Site: neither is more frequent"],
            ),
            (
                &[LISTS],
                &["6 × CoreSite, x", "2 × Core Site, y", "¶ Core Site, Core Site, Core Site, Core Site."],
                &["Core Site → CoreSite safe", "Core Site → CoreSite safe"],
            ),
            (&[LISTS], &["2 × Ab Cd, x", "AbCd, y", "¶ AbCd, AbCd."], &["AbCd: neither is more frequent"]),
            (&[LISTS], &["2 × Core Site, x", "CoreSite, y"], &["CoreSite → Core Site suggested"]),
            (
                &[LISTS],
                &["canvas, jib", "Canvas, oak", "¶ Canvas, Canvas and Canvas."],
                &["canvas: neither is more frequent"],
            ),
            // The capital inside counts against twice as many, not against three times.
            (
                &[LISTS],
                &["CoreSite", "2 × Coresite"],
                &["Coresite → CoreSite suggested", "Coresite → CoreSite suggested"],
            ),
            (&[LISTS], &["CoreSite", "3 × Coresite"], &["CoreSite → Coresite safe"]),
            (
                &[LISTS],
                &["2 × CoreSite", "5 × Coresite"],
                &[
                    "Coresite → CoreSite suggested",
                    "Coresite → CoreSite suggested",
                    "Coresite → CoreSite suggested",
                    "Coresite → CoreSite suggested",
                    "Coresite → CoreSite suggested",
                ],
            ),
            (&[LISTS], &["2 × CoreSite", "6 × Coresite"], &["CoreSite → Coresite safe", "CoreSite → Coresite safe"]),
            // A blank too many counts against any number.
            (
                &[NAMES],
                &["5 × Foo , Inc", "Foo, Inc"],
                &[
                    "Foo , Inc → Foo, Inc suggested",
                    "Foo , Inc → Foo, Inc suggested",
                    "Foo , Inc → Foo, Inc suggested",
                    "Foo , Inc → Foo, Inc suggested",
                    "Foo , Inc → Foo, Inc suggested",
                ],
            ),
            (&[NAMES], &["Foo , Inc", "3 × Foo, Inc"], &[]),
        ],
    );
}

#[test]
fn the_other_names_are_a_convention() {
    check(
        "spelling-variant",
        &[
            // A blank before the number.
            (&[LISTS], &["Ring 2, Rack 3, Ward 4", "East 5", "East5"], &["East5 → East 5 suggested"]),
            (&[LISTS], &["Ring 2, Rack 3", "East 5", "East5"], &["East5: neither is more frequent"]),
            (&[LISTS], &["Ring 2, Rack 3, Ward 4, Yard6", "East 5", "East5"], &["East5 → East 5 suggested"]),
            (
                &[LISTS],
                &["Ring 2, Rack 3, Ward 4, Yard6, Lawn7, Ring 9, Ring 8", "East 5", "East5"],
                &["East5: neither is more frequent"],
            ),
            (&[LISTS], &["Ring2, Rack3, Ward4", "East 5", "East5"], &["East 5 → East5 suggested"]),
            // A capital at the start.
            (&[LISTS], &["Jib, Oak, Elm", "Canvas", "canvas"], &["canvas → Canvas suggested"]),
            (&[LISTS], &["Jib, Oak", "Canvas", "canvas"], &["canvas: neither is more frequent"]),
            (&[LISTS], &["Jib, Oak, Elm, ash", "Canvas", "canvas"], &["canvas → Canvas suggested"]),
            (
                &[LISTS],
                &["Jib, Oak, Elm, Fir, Yew, ash, larch", "Canvas", "canvas"],
                &["canvas: neither is more frequent"],
            ),
            // Words.
            (&[LISTS], &["Oak Town, Elm Town, Ash Town", "Bay Town", "Bay town"], &["Bay town → Bay Town suggested"]),
            (&[LISTS], &["Oak Town, Elm Town", "Bay Town", "Bay town"], &["Bay town: neither is more frequent"]),
            (
                &[LISTS],
                &["Oak Town, Elm Town, Ash Town, Fir town", "Bay Town", "Bay town"],
                &["Bay town → Bay Town suggested"],
            ),
            (&[LISTS], &["2 × Oak Town", "Ash Town", "Bay Town", "Bay town"], &["Bay town → Bay Town suggested"]),
            (
                &[LISTS],
                &["Oak Town, Elm Town, Ash Town", "Bay-Town", "Bay Town"],
                &["Bay-Town: neither is more frequent"],
            ),
            (
                &[LISTS],
                &["Oak New Town, Elm New Town, Ash New Town", "Bay New Town", "Bay new town"],
                &["Bay new town → Bay New Town suggested"],
            ),
            (
                &[LISTS],
                &["Oak New Town, Elm New Town, Ash Town", "Bay New Town", "Bay new town"],
                &["Bay new town: neither is more frequent"],
            ),
        ],
    );
}

#[test]
fn code_and_sentences() {
    check(
        "spelling-variant",
        &[
            (&[LISTS], &["5 × left-pad", "Left-pad"], &["Left-pad: either may be code, in which each sign counts"]),
            (&[LISTS], &["5 × iPad", "IPAD"], &["IPAD → iPad suggested"]),
            (
                &[LISTS],
                &["5 × iPad", "2 × IPAD"],
                &[
                    "IPAD: either may be code, in which each sign counts",
                    "IPAD: either may be code, in which each sign counts",
                ],
            ),
            (&[LISTS], &["5 × iOS", "IOS"], &["IOS: either may be code, in which each sign counts"]),
            (&[LISTS], &["3 × node JS", "nodeJS"], &["nodeJS → node JS safe"]),
            (&[LISTS], &["3 × node JS", "node-JS"], &["node-JS: either may be code, in which each sign counts"]),
            (
                &[LISTS],
                &["3 × zero-copy, jib", "zero-copy, zerocopy"],
                &["zerocopy: both stand in one list, or are codes"],
            ),
            (
                &[LISTS],
                &["3 × zero-copy", "zerocopy", "¶ zerocopy"],
                &["zerocopy: both stand in one list, or are codes"],
            ),
            (
                &[LISTS],
                &["3 × Boats sail north", "Boats sail north."],
                &["Boats sail north.: it is a sentence, no name"],
            ),
            (
                &[LISTS],
                &["3 × Boats sail north.", "Boats sail north"],
                &["Boats sail north: it is a sentence, no name"],
            ),
            (&[LISTS], &["3 × Boats sail", "Boats sail."], &["Boats sail. → Boats sail safe"]),
            (
                &[LISTS],
                &["5 × 10 Gb/s", "10 GB/s"],
                &["10 GB/s: units and signs of a format that differ in case are two"],
            ),
            (&[LISTS], &["5 × MMMM", "mmmm"], &["mmmm: units and signs of a format that differ in case are two"]),
        ],
    );
}

#[test]
fn clear_majorities() {
    check(
        "spelling-variant",
        &[
            (&[LISTS], &["2 × CoreSite", "Coresite"], &["Coresite → CoreSite suggested"]),
            (&[LISTS], &["3 × CoreSite", "Coresite"], &["Coresite → CoreSite safe"]),
            (
                &[LISTS],
                &["3 × CoreSite", "2 × Coresite"],
                &["Coresite → CoreSite suggested", "Coresite → CoreSite suggested"],
            ),
            (&[NAMES], &["3 × CoreSite", "Coresite"], &["Coresite → CoreSite suggested"]),
            (&[NAMES, NAMES], &["3 × CoreSite | Oslo", "Oslo | Coresite"], &["Coresite → CoreSite safe"]),
            (&[LISTS], &["AIRBUSES, Jib", "Airbuses, Oak"], &["AIRBUSES → Airbuses manual"]),
            // Acronyms are one word, and short.
            (&[LISTS], &["3 × SWIFT", "Swift"], &["Swift → SWIFT suggested"]),
            (&[LISTS], &["3 × AIRBUS", "Airbus"], &["Airbus → AIRBUS safe"]),
            (&[LISTS], &["3 × SW IFT", "SW ift"], &["SW ift → SW IFT safe"]),
            // A prefix apart.
            (&[LISTS], &["9 × Re-sign", "2 × Resign"], &["Resign → Re-sign suggested", "Resign → Re-sign suggested"]),
            (&[LISTS], &["9 × Resign", "2 × Re-sign"], &["Re-sign → Resign suggested", "Re-sign → Resign suggested"]),
            (&[LISTS], &["9 × Be-sign", "2 × Besign"], &["Besign → Be-sign safe", "Besign → Be-sign safe"]),
        ],
    );
}

#[test]
fn names_of_other_columns() {
    check(
        "spelling-variant",
        &[
            (
                &[NAMES, "vocabulary: known"],
                &["3 × Hewlett-Packard | Oslo", "Kiel | Hewlett Packard"],
                &["Hewlett Packard → Hewlett-Packard suggested"],
            ),
            (&[NAMES, "vocabulary: known"], &["2 × Hewlett-Packard | Oslo", "Kiel | Hewlett Packard"], &[]),
            (&[NAMES, "vocabulary: known"], &["3 × Hewlett-Packard | Oslo", "2 × Kiel | Hewlett Packard"], &[]),
            (
                &[NAMES, "vocabulary: known"],
                &["3 × Hewlett-Packard | Oslo", "Kiel | Hewlett Packard", "¶ Hewlett Packard"],
                &[],
            ),
            (
                &[NAMES, "vocabulary: known"],
                &["3 × Hewlett-Packard | Oslo", "Hewlett/Packard | Oslo", "Kiel | Hewlett Packard"],
                &["Hewlett/Packard: either may be code, in which each sign counts"],
            ),
            // What the other spelling lacks speaks for none.
            (&[NAMES, "vocabulary: known"], &["3 × Hewlett Packard | Oslo", "Kiel | Hewlett-Packard"], &[]),
            (
                &[NAMES, "vocabulary: known"],
                &["3 × Hewlett Packard | Oslo", "Kiel | HewlettPackard"],
                &["HewlettPackard → Hewlett Packard suggested"],
            ),
            (&[NAMES, "vocabulary: known"], &["3 × Zürich | Oslo", "Kiel | Zurich"], &["Zurich → Zürich suggested"]),
            (&[NAMES, "vocabulary: known"], &["3 × Zurich | Oslo", "Kiel | Zürich"], &[]),
            (
                &[NAMES, "vocabulary: known"],
                &["3 × HewlettPackard | Oslo", "Kiel | Hewlettpackard"],
                &["Hewlettpackard → HewlettPackard suggested"],
            ),
            (&[NAMES, "vocabulary: known"], &["3 × Hewlettpackard | Oslo", "Kiel | HewlettPackard"], &[]),
            (&[NAMES, "vocabulary: known"], &["3 × HewlettPackard | Oslo", "Kiel | HewlettpackarD"], &[]),
            (&[NAMES, "vocabulary: known"], &["3 × ab-cd | Oslo", "Kiel | abcd"], &["abcd → ab-cd suggested"]),
            (&[NAMES, "vocabulary: known"], &["3 × ab-c | Oslo", "Kiel | abc"], &[]),
            (&[NAMES, "vocabulary: known"], &["3 × Big boats-sail north. | Oslo", "Kiel | Big boatssail north."], &[]),
            (&[NAMES, "vocabulary: known"], &["3 × Ab, C-D, | Oslo", "Kiel | Ab, CD"], &[]),
        ],
    );
}

#[test]
fn the_evidence_tells_what_differs_and_how_often_either_stands() {
    let told = |column, rows: &[&str]| reasons("spelling-variant", &[column], rows).pop().expect("a repair");
    let prose = "¶ A Core Site, by the Core Site. CoreSite and Coresite.";
    assert_eq!(
        told(LISTS, &["2 × Core Site", "CoreSite", prose]),
        "differs in spacing or punctuation from `Core Site`, the other spelling; \
         the page uses `Core Site` 4 times, `CoreSite` twice"
    );
    assert_eq!(
        told(LISTS, &["2 × Core Site", "CoreSite, Core Site West", prose]),
        "differs in spacing or punctuation from `Core Site`, the other spelling; \
         the page uses `Core Site` 4 times, `CoreSite` twice"
    );
    assert_eq!(
        told(LISTS, &["2 × Core Site, CoreSites", "Core Sites", prose]),
        "differs in spacing or punctuation from `CoreSites`, the other spelling; \
         the page uses `CoreSites` twice, `Core Sites` once"
    );
    assert_eq!(
        told(LISTS, &["3 × Core Site", "CoreSite", prose]),
        "differs in spacing or punctuation from `Core Site`, the other spelling; \
         the page uses `Core Site` 3 times, `CoreSite` once"
    );
    assert_eq!(
        told(KNOWN_LISTS, &["Coresite", prose]),
        "differs in case from `CoreSite`, the recipe's spelling; the page uses `CoreSite` never, `Coresite` once"
    );
    assert_eq!(
        told(LISTS, &["2 × CoreSite", "Coresite", prose]),
        "differs in case from `CoreSite`, the spelling with its capital inside; \
         the page uses `CoreSite` 3 times, `Coresite` twice"
    );
    assert_eq!(
        told(LISTS, &["Zürich", "Zurich"]),
        "differs in accents from `Zürich`, the spelling with its accents; the page uses `Zürich` once, `Zurich` once"
    );
}

/// The spellings of a vocabulary that is told in full, in lists of a table with a key; another table has that of the first.
fn by_recipe(vocabulary: &str, rows: &[&str]) -> Vec<String> {
    let recipe = format!(
        "recipe: page\nvocabularies: {{ names: {{ {vocabulary} }} }}\ndatasets:\n  sites:\n    \
         tables: [{{ under: Page }}]\n    primary_key: [a]\n    \
         fields: [{{ name: a, from: A, vocabulary: names }}, {{ name: b, from: B, vocabulary: names }}]\n"
    );
    found_by("spelling-variant", &recipe, &page(2, rows), &Guidance::default())
}

#[test]
fn the_recipe_settles_what_is_one_name() {
    let rows = ["3 × Kiel | CoreSite", "Oslo | Coresite"];
    assert_eq!(by_recipe("", &rows), ["Coresite → CoreSite safe"]);
    assert_eq!(by_recipe("distinct: [[CoreSite, Coresite]]", &rows), [""; 0]);
    // It knows both, or the rare one.
    assert_eq!(by_recipe("names: [CoreSite, Coresite]", &rows), [""; 0]);
    assert_eq!(by_recipe("names: [Coresite]", &rows), ["CoreSite → Coresite safe"; 3]);
    // Of a short name too, as far as one slip goes.
    assert_eq!(by_recipe("names: [Foo]", &["5 × Kiel | Foo", "Oslo | foo"]), ["foo → Foo suggested"]);
    assert_eq!(by_recipe("names: [Foo]", &["4 × Kiel | Foo", "Oslo | foo"]), [""; 0]);
    // Two that identify a row are two.
    assert_eq!(
        by_recipe("", &["CoreSite | Kiel", "Coresite | Oslo"]),
        ["Coresite: both identify a record of one table"]
    );
    assert_eq!(by_recipe("", &["CoreSite | Kiel", "Oslo | Coresite"]), ["Coresite → CoreSite suggested"]);
}
