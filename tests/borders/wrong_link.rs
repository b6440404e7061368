use super::{TEXTS, check};

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
