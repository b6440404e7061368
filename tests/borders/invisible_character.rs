use super::{NAMES, TEXTS, check};

#[test]
fn characters_that_nobody_sees() {
    check(
        "invisible-character",
        &[
            (&[TEXTS], &["Os\u{200b}lo", "Bodo"], &["Os\u{200b}lo → Oslo suggested"]),
            (
                &[TEXTS],
                &["3 × Os\u{200b}lo", "8 × Bodo"],
                &["Os\u{200b}lo: kept", "Os\u{200b}lo: kept", "Os\u{200b}lo: kept"],
            ),
            (
                &[TEXTS],
                &["3 × Os\u{200b}lo", "9 × Bodo"],
                &["Os\u{200b}lo → Oslo suggested", "Os\u{200b}lo → Oslo suggested", "Os\u{200b}lo → Oslo suggested"],
            ),
            (
                &[TEXTS],
                &["2 × Os\u{200b}lo", "Bodo"],
                &["Os\u{200b}lo → Oslo suggested", "Os\u{200b}lo → Oslo suggested"],
            ),
            (&[NAMES], &["Bay\u{a0}Town", "Bodo"], &["Bay\u{a0}Town: kept"]),
            (&[NAMES], &["Bay\u{a0}Town", "Bay Town"], &["Bay\u{a0}Town → Bay Town safe"]),
            // A column of names, or of longer texts.
            (&[NAMES], &["Os\u{200b}lo", "Bodo"], &["Os\u{200b}lo → Oslo safe"]),
            (
                &[NAMES],
                &[
                    "Os\u{200b}lo",
                    "a text that goes on for so long that nobody would call it a name, and then goes on some more",
                ],
                &["Os\u{200b}lo → Oslo suggested"],
            ),
        ],
    );
}
