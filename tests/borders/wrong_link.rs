use rowmill::repair::Guidance;

use super::{TEXTS, check, found, page};

#[test]
fn addresses_of_others() {
    check(
        "wrong-link",
        &[
            // A label that leads to one place but here.
            (&[TEXTS], &["3 × [Ann](/u/1)", "[Ann](/u/2)", "2 × [Bob](/u/2)"], &["Ann: `/u/1` suggested"]),
            (&[TEXTS], &["3 × [Ann](/u/1)", "[Ann](/u/2)", "[Bob](/u/2)"], &[]),
            (&[TEXTS], &["2 × [Ann](/u/1)", "[Ann](/u/2)", "2 × [Bob](/u/2)"], &[]),
            (&[TEXTS], &["3 × [Ann](/u/1)", "[Ann](/u/bob)", "[Bob](/u/bob)"], &["Ann: `/u/1` suggested"]),
            (&[TEXTS], &["3 × [Ann](/u/1)", "[Ann](/u/bob)", "[Bob](/u/bob)", "[Bob](/u/3)"], &[]),
            // A link without an address says nothing.
            (
                &[TEXTS],
                &[
                    "[Oslo](/a/oslo-port)",
                    "[Bodo](/a/bodo-port)",
                    "[Moss](/a/moss-port)",
                    "[Odda](/a/odda-port)",
                    "[Voss](/a/voss-port)",
                    "[Molde](/a/molde-port)",
                    "[Volda](/a/volda-port)",
                    "[Skien](/a/skien-port)",
                    "[Halden](/a/halden-port)",
                    "[Larvik](/a/oslo-port)",
                    "[Harstad]()",
                ],
                &["Larvik: `/a/larvik-port` suggested"],
            ),
            // Nine in ten of the addresses are made in one way, or they are not.
            (
                &[TEXTS],
                &[
                    "[Oslo](/a/oslo-port)",
                    "[Bodo](/a/bodo-port)",
                    "[Moss](/a/moss-port)",
                    "[Odda](/a/odda-port)",
                    "[Voss](/a/voss-port)",
                    "[Molde](/b/molde-bay)",
                    "[Volda](/b/volda-bay)",
                    "[Skien](/b/skien-bay)",
                    "[Halden](/b/halden-bay)",
                    "[Larvik](/a/oslo-port)",
                ],
                &["Larvik: kept"],
            ),
            // Two that have the other's.
            (
                &[TEXTS],
                &["[Oslo](/s/bodo)", "[Bodo](/s/oslo)", "[Moss](/s/moss)", "[Voss](/s/voss)"],
                &["Oslo: `/s/oslo` suggested", "Bodo: `/s/bodo` suggested"],
            ),
            (&[TEXTS], &["[Oslo](/s/bodo)", "[Bodo](/s/oslo)", "[Moss](/s/moss)"], &[]),
            (
                &[TEXTS],
                &["[Oslo][one]", "[Bodo](/s/oslo)", "[Moss](/s/moss)", "[Voss](/s/voss)", "¶ [one]: /s/bodo"],
                &[],
            ),
        ],
    );
}

#[test]
fn labels_that_lead_to_one_place_elsewhere() {
    check(
        "wrong-link",
        &[
            // Three places are no habit, nor is one that stands twice.
            (&[TEXTS], &["3 × [Ann](/u/1)", "[Ann](/u/2)", "[Ann](/u/3)", "2 × [Bob](/u/2)"], &[]),
            (&[TEXTS], &["3 × [Ann](/u/1)", "2 × [Ann](/u/2)", "3 × [Bob](/u/2)"], &[]),
            // What the label repeats is its own, unless it repeats the usual address too.
            (&[TEXTS], &["3 × [Ann](/u/1)", "[Ann](/u/ann)", "2 × [Bob](/u/ann)"], &["Bob: kept", "Bob: kept"]),
            (
                &[TEXTS],
                &["3 × [Ann](/x/ann)", "[Ann](/u/ann)", "2 × [Bob](/u/ann)"],
                &["Ann: `/x/ann` suggested", "Bob: kept", "Bob: kept"],
            ),
            (&[TEXTS], &["3 × [Oslo Port](/x/oslo-port)", "[Oslo Port](/u/oslo)", "[Oslo](/u/oslo)"], &[]),
            // What is settled so is asked no more.
            (
                &[TEXTS],
                &[
                    "3 × [Larvik](/a/larvik-port)",
                    "[Oslo](/a/oslo-port)",
                    "[Bodo](/a/bodo-port)",
                    "[Moss](/b/moss-bay)",
                    "[Odda](/b/odda-bay)",
                    "[Voss](/b/voss-bay)",
                    "[Molde](/b/molde-bay)",
                    "[Larvik](/a/oslo-port)",
                ],
                &["Larvik: `/a/larvik-port` suggested"],
            ),
            // The address stands elsewhere, or there is no label but one.
            (&[TEXTS], &["3 × [Ann](/u/1)", "[Ann][two]", "2 × [Bob](/u/2)", "¶ [two]: /u/2"], &[]),
            (&[TEXTS], &["3 × [https://e.example/a](/u/1)", "[https://e.example/a](/u/2)", "2 × [Bob](/u/2)"], &[]),
            (&[TEXTS], &["3 × [](/u/1)", "[](/u/2)", "2 × [Bob](/u/2)"], &[]),
        ],
    );
}

#[test]
fn columns_that_repeat_their_labels() {
    check(
        "wrong-link",
        &[
            // Six labels, nine links for each that does not repeat its own.
            (
                &[TEXTS],
                &[
                    "2 × [Oslo](/a/oslo-port)",
                    "2 × [Bodo](/a/bodo-port)",
                    "2 × [Moss](/a/moss-port)",
                    "[Odda](/a/odda-port)",
                    "[Voss](/a/voss-port)",
                    "[Molde](/a/molde-port)",
                    "[Larvik](/a/oslo-port)",
                ],
                &["Larvik: `/a/larvik-port` suggested"],
            ),
            (
                &[TEXTS],
                &[
                    "2 × [Oslo](/a/oslo-port)",
                    "2 × [Bodo](/a/bodo-port)",
                    "[Moss](/a/moss-port)",
                    "[Odda](/a/odda-port)",
                    "[Voss](/a/voss-port)",
                    "[Molde](/a/molde-port)",
                    "[Larvik](/a/oslo-port)",
                ],
                &[],
            ),
            (
                &[TEXTS],
                &[
                    "3 × [Oslo](/a/oslo-port)",
                    "2 × [Bodo](/a/bodo-port)",
                    "2 × [Moss](/a/moss-port)",
                    "[Odda](/a/odda-port)",
                    "[Voss](/a/voss-port)",
                    "[Larvik](/a/oslo-port)",
                ],
                &[],
            ),
            // Nobody has the address, or nothing is made of the label.
            (
                &[TEXTS],
                &[
                    "2 × [Oslo](/a/oslo-port)",
                    "2 × [Bodo](/a/bodo-port)",
                    "2 × [Moss](/a/moss-port)",
                    "[Odda](/a/odda-port)",
                    "[Voss](/a/voss-port)",
                    "[Molde](/a/molde-port)",
                    "[Larvik](/a/kiel-port)",
                ],
                &[],
            ),
            (
                &[TEXTS],
                &[
                    "2 × [Oslo](/a/oslo-port)",
                    "2 × [Bodo](/a/bodo-port)",
                    "2 × [Moss](/a/moss-port)",
                    "[Odda](/a/odda-port)",
                    "[Voss](/a/voss-port)",
                    "[Molde](/a/molde-port)",
                    "[?!](/a/oslo-port)",
                ],
                &["?!: kept"],
            ),
            // Nine in ten make their addresses so.
            (
                &[TEXTS],
                &[
                    "2 × [Oslo](/a/oslo-port)",
                    "2 × [Bodo](/a/bodo-port)",
                    "2 × [Moss](/a/moss-port)",
                    "[Odda](/a/odda-port)",
                    "[Voss](/a/voss-port)",
                    "[Skien](/a/skien-port)",
                    "[Molde](/b/molde-bay)",
                    "[Larvik](/a/oslo-port)",
                ],
                &["Larvik: `/a/larvik-port` suggested"],
            ),
            (
                &[TEXTS],
                &[
                    "2 × [Oslo](/a/oslo-port)",
                    "2 × [Bodo](/a/bodo-port)",
                    "2 × [Moss](/a/moss-port)",
                    "[Odda](/a/odda-port)",
                    "[Voss](/a/voss-port)",
                    "[Molde](/b/molde-bay)",
                    "[Larvik](/a/oslo-port)",
                ],
                &["Larvik: kept"],
            ),
            // Codes.
            (
                &[TEXTS],
                &[
                    "[Site SY1](/a/sy1)",
                    "[Site SY2](/a/sy2)",
                    "[Site SY3](/a/sy3)",
                    "[Site SY4](/a/sy4)",
                    "[Site SY5](/a/sy5)",
                    "[Site SY6](/a/sy6)",
                    "[Site SY7](/a/sy7)",
                    "[Site SY8](/a/sy8)",
                    "[Site SY9](/a/sy9)",
                    "[Site ME1](/a/mx1)",
                ],
                &["Site ME1? manual"],
            ),
            (
                &[TEXTS],
                &[
                    "[Site SY1](/a/sy1)",
                    "[Site SY2](/a/sy2)",
                    "[Site SY3](/a/sy3)",
                    "[Site SY4](/a/sy4)",
                    "[Site SY5](/a/sy5)",
                    "[Site SY6](/a/sy6)",
                    "[Site SY7](/a/sy7)",
                    "[Site SY8](/a/sy8)",
                    "[Oslo](/a/oslo)",
                    "[Site ME1](/a/mx1)",
                ],
                &[],
            ),
            (
                &[TEXTS],
                &[
                    "[Site SY1](/a/sy1)",
                    "[Site SY2](/a/sy2)",
                    "[Site SY3](/a/sy3)",
                    "[Site SY4](/a/sy4)",
                    "[Site SY5](/a/sy5)",
                    "[Site SY6](/a/sy6)",
                    "[Site SY7](/a/sy7)",
                    "[Site SY8](/a/sy8)",
                    "[Site SY9](/a/sy9)",
                    "[Oslo](/a/oslo)",
                    "[Site ME1](/a/mx1)",
                ],
                &["Site ME1? manual"],
            ),
            (
                &[TEXTS],
                &[
                    "[Site SY1](/a/sy1)",
                    "[Site SY2](/a/sy2)",
                    "[Site SY3](/a/sy3)",
                    "[Site SY4](/a/sy4)",
                    "[Site SY5](/a/sy5)",
                    "[Site SY6](/a/sy6)",
                    "[Site SY7](/a/sy7)",
                    "[Site SY8](/a/sy8)",
                    "[Site SY9](/a/sy9)",
                    "[Site ME1](/a/melbourne)",
                ],
                &[],
            ),
        ],
    );
}

#[test]
fn addresses_that_another_label_lends() {
    check(
        "wrong-link",
        &[
            // A heading reads like the label, or the label leads elsewhere to what repeats it.
            (&[TEXTS], &["[Oslo](/a/oslo)", "[Ab](/a/oslo)", "[Ab](#ab)", "¶ # Ab"], &["Ab: `#ab` suggested"]),
            (&[TEXTS], &["[Oslo](/a/oslo)", "[Bodo](/a/oslo)", "¶ # Bodo"], &["Bodo: `#bodo` suggested"]),
            (
                &[TEXTS],
                &["[Oslo](/a/oslo)", "[Bodo](/a/oslo)", "[Bodo](#bodo)", "¶ # Bodo"],
                &["Bodo: `#bodo` suggested"],
            ),
            (
                &[TEXTS],
                &["[Oslo](/a/oslo)", "[Bodo](/a/oslo)", "[Bodo](/b/bodo)", "¶ # Bodo"],
                &["Bodo: `/b/bodo` suggested"],
            ),
            (&[TEXTS], &["[Oslo](/a/oslo)", "[Bodo](/a/oslo)", "[Bodo](/b/x)", "¶ # Bodo"], &[]),
            (&[TEXTS], &["[Oslo](/a/oslo)", "[Bodo](/a/oslo)", "[Bodo](/b/bodo)", "[Bodo](/c/bodo)"], &[]),
            (&[TEXTS], &["[Oslo](/a/oslo)", "[Oslo Port](/a/oslo)", "[Oslo Port](/b/oslo-port)"], &[]),
            // Three labels make their addresses so, and three for each that does not.
            (
                &[TEXTS],
                &["[Oslo](/a/oslo)", "[Moss](/a/moss)", "[Voss](/a/voss)", "[Bodo](/a/oslo)"],
                &["Bodo: `/a/bodo` suggested"],
            ),
            (&[TEXTS], &["[Oslo](/a/oslo)", "[Moss](/a/moss)", "[Bodo](/a/oslo)"], &["Bodo: kept"]),
            (
                &[TEXTS],
                &[
                    "[Oslo](/a/oslo)",
                    "[Moss](/a/moss)",
                    "[Voss](/a/voss)",
                    "[Odda](/a/odda)",
                    "[Kiel](/a/kiel)",
                    "[Rana](/a/rana)",
                    "[Bodo](/a/oslo)",
                    "[Gol](/a/x9)",
                ],
                &["Bodo: `/a/bodo` suggested"],
            ),
            (
                &[TEXTS],
                &[
                    "[Oslo](/a/oslo)",
                    "[Moss](/a/moss)",
                    "[Voss](/a/voss)",
                    "[Odda](/a/odda)",
                    "[Kiel](/a/kiel)",
                    "[Bodo](/a/oslo)",
                    "[Gol](/a/x9)",
                ],
                &["Bodo: kept"],
            ),
            (
                &[TEXTS],
                &["[Oslo](/a/oslo)", "[Moss](/a/moss)", "[Voss](/a/voss)", "[Bodo](/a/oslo)", "[Gol](/b/x9)"],
                &["Bodo: `/a/bodo` suggested"],
            ),
            // Two labels that may be one.
            (
                &[TEXTS],
                &["[Oslo Port](/a/oslo-port)", "[Moss](/a/moss)", "[Voss](/a/voss)", "[Port Oslo](/a/oslo-port)"],
                &[],
            ),
            (&[TEXTS], &["[Oslo](/a/oslo)", "[Moss](/a/moss)", "[Voss](/a/voss)", "[Osli](/a/oslo)"], &[]),
            (&[TEXTS], &["[Oslo](/a/oslo)", "[Moss](/a/moss)", "[Voss](/a/voss)", "[Osler](/a/oslo)"], &[]),
            (
                &[TEXTS],
                &["[Oslo](/a/oslo)", "[Moss](/a/moss)", "[Voss](/a/voss)", "[Oscar](/a/oslo)"],
                &["Oscar: `/a/oscar` suggested"],
            ),
            (
                &[TEXTS],
                &["[Oslo](/a/oslo)", "[Moss](/a/moss)", "[Voss](/a/voss)", "[Osla Bay](/a/oslo)"],
                &["Osla Bay: `/a/osla-bay` suggested"],
            ),
            (
                &[TEXTS],
                &["[Oslo Bay](/a/oslo-bay)", "[Moss](/a/moss)", "[Voss](/a/voss)", "[Osla](/a/oslo-bay)"],
                &["Osla: `/a/osla` suggested"],
            ),
            // A label of two letters repeats nothing.
            (&[TEXTS], &["[Aa](/a/aa)", "[Moss](/a/moss)", "[Voss](/a/voss)", "[Bodo](/a/aa)"], &[]),
            (
                &[TEXTS],
                &["[Aaa](/a/aaa)", "[Moss](/a/moss)", "[Voss](/a/voss)", "[Bodo](/a/aaa)"],
                &["Bodo: `/a/bodo` suggested"],
            ),
        ],
    );
}

#[test]
fn addresses_that_two_exchange() {
    check(
        "wrong-link",
        &[
            // Whole labels, beside two that name themselves: in the path, by four letters or more, or by a word of five.
            (
                &[TEXTS],
                &["[Oslo](/s/bodo)", "[Bodo](/s/oslo)", "[Moss](/moss/1)", "[Voss](/voss/1)"],
                &["Oslo: `/s/oslo` suggested", "Bodo: `/s/bodo` suggested"],
            ),
            (&[TEXTS], &["[Oslo](/s/bodo)", "[Bodo](/s/oslo)", "[Ann](/ann/1)", "[Voss](/voss/1)"], &[]),
            (
                &[TEXTS],
                &["[Oslo](/s/bodo)", "[Bodo](/s/oslo)", "[Grand Haven](/x/haven-9)", "[Voss](/voss/1)"],
                &["Oslo: `/s/oslo` suggested", "Bodo: `/s/bodo` suggested"],
            ),
            (&[TEXTS], &["[Oslo](/s/bodo)", "[Bodo](/s/oslo)", "[Grand Lake](/x/lake-9)", "[Voss](/voss/1)"], &[]),
            (
                &[TEXTS],
                &["[Oslo](/s/bodo)", "[Bodo](/s/oslo)", "[Grand Haven](/x/haven-9)", "[Small Haven](/x/9)"],
                &[],
            ),
            (
                &[TEXTS],
                &[
                    "[Oslo](/s/bodo)",
                    "[Bodo](/s/oslo)",
                    "[Grand Haven](/x/haven-9)",
                    "[Small](/x/haven-8)",
                    "[Voss](/voss/1)",
                ],
                &[],
            ),
            (
                &[TEXTS],
                &[
                    "[Oslo](/s/bodo)",
                    "[Bodo](/s/oslo)",
                    "[Grand Haven](/x/1)",
                    "[Small](/x/haven-8)",
                    "[Voss](/voss/1)",
                ],
                &[],
            ),
            // Parts of labels, beside six, and as many as there are others.
            (
                &[TEXTS],
                &[
                    "[Oslo Bay](/s/bodo)",
                    "[Bodo Bay](/s/oslo)",
                    "[Moss Bay](/s/moss)",
                    "[Voss Bay](/s/voss)",
                    "[Odda Bay](/s/odda)",
                    "[Kiel Bay](/s/kiel)",
                    "[Rana Bay](/s/rana)",
                    "[Lund Bay](/s/lund)",
                ],
                &["Oslo Bay: `/s/oslo` suggested", "Bodo Bay: `/s/bodo` suggested"],
            ),
            (
                &[TEXTS],
                &[
                    "[Oslo Bay](/s/bodo)",
                    "[Bodo Bay](/s/oslo)",
                    "[Moss Bay](/s/moss)",
                    "[Voss Bay](/s/voss)",
                    "[Odda Bay](/s/odda)",
                    "[Kiel Bay](/s/kiel)",
                    "[Rana Bay](/s/rana)",
                ],
                &[],
            ),
            (
                &[TEXTS],
                &[
                    "[Oslo Bay](/s/bodo)",
                    "[Bodo Bay](/s/oslo)",
                    "[Moss Bay](/s/moss)",
                    "[Voss Bay](/s/voss)",
                    "[Odda Bay](/s/odda)",
                    "[Kiel Bay](/s/kiel)",
                    "[Rana Bay](/s/rana)",
                    "[Lund Bay](/s/lund)",
                    "[Ab](/s/1)",
                    "[Cd](/s/2)",
                    "[Ef](/s/3)",
                    "[Gh](/s/4)",
                ],
                &["Oslo Bay: `/s/oslo` suggested", "Bodo Bay: `/s/bodo` suggested"],
            ),
            (
                &[TEXTS],
                &[
                    "[Oslo Bay](/s/bodo)",
                    "[Bodo Bay](/s/oslo)",
                    "[Moss Bay](/s/moss)",
                    "[Voss Bay](/s/voss)",
                    "[Odda Bay](/s/odda)",
                    "[Kiel Bay](/s/kiel)",
                    "[Rana Bay](/s/rana)",
                    "[Lund Bay](/s/lund)",
                    "[Ab](/s/1)",
                    "[Cd](/s/2)",
                    "[Ef](/s/3)",
                    "[Gh](/s/4)",
                    "[Ij](/s/5)",
                ],
                &[],
            ),
            // One has several partners, or its partner has.
            (&[TEXTS], &["[Oslo](/s/bodo)", "[Bodo](/s/x)", "[Moss](/s/moss)", "[Voss](/s/voss)"], &[]),
            (
                &[TEXTS],
                &["[Oslo](/s/bodo)", "[Bodo](/s/oslo)", "[Bodo](/t/oslo)", "[Moss](/s/moss)", "[Voss](/s/voss)"],
                &[],
            ),
        ],
    );
}

/// Links to pages that are named as their labels, and so many whose addresses say nothing.
fn column(named: usize, strangers: usize, more: &[&str]) -> Vec<String> {
    let named = (0..named).map(|number| format!("[Town N{number}x](/a/town-n{number}x)"));
    let strangers = (0..strangers)
        .map(|number| format!("[{}](/a/{number})", char::from_u32(0x4e00 + number as u32).expect("a sign")));
    let rows: Vec<String> = more.iter().map(|row| (*row).to_owned()).chain(named).chain(strangers).collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    found("wrong-link", &[TEXTS], &page(1, &rows), &Guidance::default())
}

#[test]
fn ten_strangers_are_a_style() {
    let borrowed = ["[Oslo Bay](/a/oslo-bay)", "[Kiel](/a/oslo-bay)"];
    assert_eq!(column(26, 8, &borrowed), ["Kiel: `/a/kiel` suggested"]);
    assert_eq!(column(25, 8, &borrowed), ["Kiel: kept"]);
    assert_eq!(column(60, 9, &borrowed), ["Kiel: kept"]);
}

#[test]
fn a_hundred_strangers_are_compared() {
    let exchanged = ["[Oslo](/s/bodo)", "[Bodo](/s/oslo)"];
    assert_eq!(column(2, 98, &exchanged), ["Oslo: `/s/oslo` suggested", "Bodo: `/s/bodo` suggested"]);
    assert_eq!(column(2, 99, &exchanged), [""; 0]);
}
