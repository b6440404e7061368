use rowmill::repair::Guidance;

use super::log::{Case, expect};
use super::{LISTS, NAMES, check, found, page};

#[test]
fn first_words_of_a_longer_name() {
    check(
        "abbreviated-name",
        &[
            // Which stands three times, and the short one nowhere without the rest but here.
            (&[NAMES], &["3 × Wilma Sandberg", "Wilma"], &["Wilma → Wilma Sandberg suggested"]),
            (&[NAMES], &["2 × Wilma Sandberg", "Wilma"], &[]),
            (&[NAMES], &["3 × Wilma Sandberg", "2 × Wilma"], &[]),
            (&[NAMES], &["3 × Wilma Sandberg", "Wilma", "¶ Wilma."], &[]),
            (
                &[NAMES],
                &["3 × Wilma Sandberg", "Wilma", "¶ Wilma Sandberg, and Wilmas."],
                &["Wilma → Wilma Sandberg suggested"],
            ),
            (&[NAMES], &["9 × Wilma Sandberg", "Wilma Berg", "Wilma"], &[]),
            (&[NAMES], &["9 × Wilma Sandberg", "Olga Sandberg", "Wilma"], &[]),
            (&[NAMES], &["3 × Wilma Sandberg", "Olga Sandbergs", "Wilma"], &["Wilma → Wilma Sandberg suggested"]),
            // Else it asks lists, in which the name stands five times, or ten for two.
            (&[LISTS], &["2 × Wilma Sandberg", "Wilma"], &["Wilma: kept"]),
            (&[LISTS], &["4 × Wilma Sandberg", "Wilma", "¶ Wilma."], &["Wilma: kept"]),
            (&[LISTS], &["5 × Wilma Sandberg", "Wilma", "¶ Wilma."], &["Wilma → Wilma Sandberg suggested"]),
            (&[LISTS], &["9 × Wilma Sandberg", "2 × Wilma"], &["Wilma: kept", "Wilma: kept"]),
            (
                &[LISTS],
                &["10 × Wilma Sandberg", "2 × Wilma"],
                &["Wilma → Wilma Sandberg suggested", "Wilma → Wilma Sandberg suggested"],
            ),
            (&[LISTS], &["30 × Wilma Sandberg", "3 × Wilma"], &[]),
            // Columns that share their names are like lists.
            (&[NAMES, NAMES], &["2 × Wilma Sandberg | Olga", "Wilma | Olga"], &["Wilma: kept"]),
            // A legal form at the end of several words.
            (&[LISTS], &["Wilma Sandberg Limited", "Wilma", "¶ Wilma."], &["Wilma → Wilma Sandberg Limited suggested"]),
            (&[LISTS], &["Wilma Limited", "Wilma", "¶ Wilma."], &["Wilma: kept"]),
            // Three letters.
            (&[LISTS], &["5 × Ann Sandberg", "Ann"], &["Ann → Ann Sandberg suggested"]),
            (&[LISTS], &["5 × An2 Sandberg", "An2"], &[]),
            (&[LISTS], &["5 × wILMA Sandberg", "wILMA"], &[]),
            // Several longer names.
            (&[LISTS], &["6 × Wilma Sandberg", "2 × Wilma Steen", "Wilma"], &["Wilma → Wilma Sandberg suggested"]),
            (&[LISTS], &["5 × Wilma Sandberg", "2 × Wilma Steen", "Wilma"], &[]),
            (&[LISTS], &["5 × Wilma Sandberg", "Wilma, Wilma Sandberg"], &[]),
            (&[LISTS], &["9 × Wilma Sandberg, Wilma of Oslo", "Wilma"], &["Wilma → Wilma Sandberg suggested"]),
        ],
    );
}

#[test]
fn words_that_tell_things_apart() {
    let rests: &[(&str, bool)] = &[
        ("Sandberg", true),
        ("Sandberg Voss", true),
        ("Sandberg Voss Rud Lie", true),
        ("Sandberg Voss Rud Lie Moe", false),
        ("A", false),
        ("Sandberg B", false),
        ("Room2", false),
        ("IV", false),
        ("East", false),
        ("Sandberg East", false),
        ("Pro", false),
        ("sandberg", false),
        ("Sandberg of", false),
        ("Of Sandberg", false),
        ("And Sandberg", false),
        ("Sandberg Of Voss", true),
        ("Write", false),
        ("Writes", true),
    ];
    for &(rest, is_short) in rests {
        let rows = [&*format!("9 × Wilma {rest}"), "Wilma", "Write"];
        let expected = if is_short { vec![format!("Wilma → Wilma {rest} suggested")] } else { Vec::new() };
        let found = found("abbreviated-name", &[LISTS], &page(1, &rows), &Guidance::default());
        assert_eq!(found, expected, "{rest}");
    }
}

#[test]
fn first_words_spelled_otherwise() {
    check(
        "abbreviated-name",
        &[
            (&[LISTS], &["5 × Layer 3 Sensors", "Layer3"], &["Layer3 → Layer 3 Sensors suggested"]),
            (&[LISTS], &["4 × Layer 3 Sensors", "Layer3"], &["Layer3: kept"]),
            (&[LISTS], &["3 × Layer 3 Sensors", "Layer3"], &["Layer3: kept"]),
            (&[LISTS], &["2 × Layer 3 Sensors", "Layer3"], &[]),
            (
                &[LISTS],
                &["10 × Layer 3 Sensors", "2 × Layer3"],
                &["Layer3 → Layer 3 Sensors suggested", "Layer3 → Layer 3 Sensors suggested"],
            ),
            (&[LISTS], &["9 × Layer 3 Sensors", "2 × Layer3"], &["Layer3: kept", "Layer3: kept"]),
            (&[NAMES], &["9 × Layer 3 Sensors", "Layer3"], &[]),
            // Five letters and digits, or fewer.
            (&[LISTS], &["5 × Area 9 Sensors", "Area9"], &["Area9 → Area 9 Sensors suggested"]),
            (&[LISTS], &["5 × Are 9 Sensors", "Are9"], &[]),
            // What is left.
            (&[LISTS], &["5 × Layer 3 of Sensors", "Layer3"], &[]),
            (
                &[LISTS],
                &["6 × Layer 3 Sensors", "2 × Layer 3 Steel", "Layer3"],
                &["Layer3 → Layer 3 Sensors suggested"],
            ),
            (&[LISTS], &["5 × Layer 3 Sensors", "2 × Layer 3 Steel", "Layer3"], &[]),
            // A name that is spelled so without the rest.
            (&[LISTS], &["5 × Layer 3 Sensors", "Layer-3", "Layer3"], &[]),
            (&[LISTS], &["5 × Layer 3 Sensors", "Layer 3", "Layer3"], &["Layer 3 → Layer 3 Sensors suggested"]),
        ],
    );
    // The recipe alone has it.
    let case = Case { vocabulary: "{ names: [Layer-3], distinct: [[Layer3, Layer-3]] }", ..Case::default() };
    expect(
        &case.log("abbreviated-name", &["5 × Layer 3 Sensors", "Layer3"]),
        &[
            "10:3 Layer3 → Layer 3 Sensors suggested; spelled otherwise, the start of `Layer 3 Sensors`, which the page uses \
           5 times; `Layer3` alone stands once",
        ],
    );
    expect(&case.log("abbreviated-name", &["5 × Layer 3 Sensors", "Layer-3", "Layer3"]), &[]);
}

#[test]
fn initials_of_a_longer_name() {
    check(
        "abbreviated-name",
        &[
            (&[LISTS], &["3 × Taiwan Marine Supply", "TMS"], &["TMS → Taiwan Marine Supply suggested"]),
            (&[LISTS], &["2 × Taiwan Marine Supply", "TMS"], &["TMS: kept"]),
            (&[LISTS], &["9 × Taiwan Marine Supply", "2 × TMS"], &["TMS: kept", "TMS: kept"]),
            (&[NAMES], &["9 × Taiwan Marine Supply", "TMS"], &[]),
            (&[LISTS], &["3 × Taiwan Marine Supply", "Tms"], &[]),
            (&[LISTS], &["3 × Énergie Marine Supply", "ÉMS"], &["ÉMS → Énergie Marine Supply suggested"]),
            // As many words as names have.
            (&[LISTS], &["3 × Taiwan Marine Supply Yard", "TMSY"], &["TMSY → Taiwan Marine Supply Yard suggested"]),
            (&[LISTS], &["3 × Taiwan Marine Supply Yard Oslo", "TMSYO"], &[]),
            (&[LISTS], &["3 × Taiwan marine Supply", "TMS"], &[]),
            // A first word in capitals stands whole.
            (&[LISTS], &["3 × SK Telecom", "SKT"], &["SKT → SK Telecom suggested"]),
            (&[LISTS], &["3 × SKH Telecom", "SKHT"], &["SKHT → SKH Telecom suggested"]),
            (&[LISTS], &["3 × SKHX Telecom", "SKHXT"], &[]),
            (&[LISTS], &["3 × SKHX Telecom Group", "STG"], &["STG → SKHX Telecom Group suggested"]),
            (&[LISTS], &["3 × SK Telecom Group", "STG"], &[]),
            (&[LISTS], &["3 × Sk Telecom", "SKT"], &[]),
            // Of two names one must be clear.
            (
                &[LISTS],
                &["6 × Taiwan Marine Supply", "2 × Tunis Marine Sails", "TMS"],
                &["TMS → Taiwan Marine Supply suggested"],
            ),
            (&[LISTS], &["5 × Taiwan Marine Supply", "2 × Tunis Marine Sails", "TMS"], &[]),
        ],
    );
}

#[test]
fn names_that_the_recipe_lists() {
    let case = Case { vocabulary: "{ names: [Olga], distinct: [[Karl, Karl Berg]] }", ..Case::default() };
    let names = |rows: &[&str]| case.log("abbreviated-name", rows);
    expect(
        &names(&["2 × Wilma Sandberg", "2 × Wilma"]),
        &[
            "7:3 Wilma → Wilma Sandberg suggested; the start of `Wilma Sandberg`, which the page uses twice; `Wilma` alone \
             stands twice",
            "8:3 Wilma → Wilma Sandberg suggested; the start of `Wilma Sandberg`, which the page uses twice; `Wilma` alone \
             stands twice",
        ],
    );
    expect(
        &names(&["Wilma Sandberg", "2 × Wilma"]),
        &[
            "6:3 Wilma stays, not `Wilma Sandberg`; the start of `Wilma Sandberg`, which the page uses once; `Wilma` alone \
             stands twice; that is not often enough to tell",
            "7:3 Wilma stays, not `Wilma Sandberg`; the start of `Wilma Sandberg`, which the page uses once; `Wilma` alone \
             stands twice; that is not often enough to tell",
        ],
    );
    expect(&names(&["9 × Olga Sandberg", "Olga"]), &[]);
    expect(&names(&["9 × Karl Berg", "Karl"]), &[]);
    // What the recipe alone knows is no better.
    let case = Case { vocabulary: "{ names: [Wilma Sandberg] }", ..Case::default() };
    expect(&case.log("abbreviated-name", &["Wilma"]), &[]);
    expect(&case.log("abbreviated-name", &["2 × Wilma Steen", "Wilma", "¶ Wilma."]), &[]);
    expect(
        &case.log("abbreviated-name", &["3 × Wilma Steen", "Wilma", "¶ Wilma."]),
        &[
            "8:3 Wilma → Wilma Steen suggested; the start of `Wilma Steen`, which the page uses 3 times; `Wilma` alone stands \
           once",
        ],
    );
}

#[test]
fn the_documents_beside_a_page_are_heard() {
    let sisters = ["Oslo", "Bodo", "Moss", "Wilma Sandberg", "Layer 3 Sensors", "Taiwan Marine Supply"];
    let told = |more: &[&str], rows: &[&str]| {
        let rows: Vec<&str> = ["Oslo, Bodo, Moss"].iter().chain(rows).copied().collect();
        let case = Case { beside: &[&sisters[..], more].concat(), ..Case::default() };
        case.log("abbreviated-name", &rows)
    };
    expect(
        &told(&[], &["Wilma Sandberg", "Wilma"]),
        &[
            "7:3 Wilma → Wilma Sandberg suggested; the start of `Wilma Sandberg`, which the page uses once, and the documents \
           beside it have that name alone; `Wilma` alone stands once",
        ],
    );
    expect(
        &told(&["Wilma"], &["Wilma Sandberg", "Wilma"]),
        &[
            "7:3 Wilma stays, not `Wilma Sandberg`; the start of `Wilma Sandberg`, which the page uses once, and the documents \
           beside it have both; `Wilma` alone stands once; that is not often enough to tell",
        ],
    );
    expect(
        &told(&[], &["3 × Layer 3 Sensors", "Layer3"]),
        &[
            "9:3 Layer3 → Layer 3 Sensors suggested; spelled otherwise, the start of `Layer 3 Sensors`, which the page uses 3 \
           times, and the documents beside it have that name alone; `Layer3` alone stands once",
        ],
    );
    expect(
        &told(&["Layer3"], &["3 × Layer 3 Sensors", "Layer3"]),
        &[
            "9:3 Layer3 stays, not `Layer 3 Sensors`; spelled otherwise, the start of `Layer 3 Sensors`, which the page uses 3 \
           times, and the documents beside it have both; `Layer3` alone stands once; that is not often enough to tell",
        ],
    );
    expect(
        &told(&[], &["Taiwan Marine Supply", "TMS"]),
        &[
            "7:3 TMS → Taiwan Marine Supply suggested; the initials of `Taiwan Marine Supply`, which the page uses once, and the \
           documents beside it have that name alone; `TMS` alone stands once",
        ],
    );
    expect(
        &told(&["TMS"], &["Taiwan Marine Supply", "TMS"]),
        &[
            "7:3 TMS stays, not `Taiwan Marine Supply`; the initials of `Taiwan Marine Supply`, which the page uses once, and \
           the documents beside it have both; `TMS` alone stands once; that is not often enough to tell",
        ],
    );
    assert_eq!(told(&[], &["Taiwan Marine Supply", "2 × TMS"]).len(), 2);
}

#[test]
fn the_pages_are_searched_for_so_many_short_names() {
    let letter = |number: usize| char::from(b'a' + u8::try_from(number).expect("a letter"));
    let code = |number: usize| String::from_iter([letter(number / 26), letter(number % 26)]);
    let long = |number| format!("Karl{0} Berg{0}", code(number));
    let rows: Vec<String> = (0..201).map(|number| format!("3 × {}", long(number))).collect();
    let short = (0..201).map(|number| format!("Karl{}", code(number)));
    let rows: Vec<String> = rows.into_iter().chain(short).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    assert_eq!(found("abbreviated-name", &[NAMES], &page(1, &rows), &Guidance::default()).len(), 200);
}
