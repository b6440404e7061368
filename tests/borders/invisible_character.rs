use super::log::{Case, expect};
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

#[test]
fn characters_that_are_on_purpose() {
    check(
        "invisible-character",
        &[
            // In code, written as an entity, needed by a script, alone.
            (&[NAMES], &["a `b\u{200b}c` d"], &[]),
            (&[NAMES], &["Os&#8203;lo"], &[]),
            (&[NAMES], &["می\u{200C}خواهم"], &["می\u{200C}خواهم: kept"]),
            (&[TEXTS], &["می\u{200C}خواهم"], &[]),
            (&[NAMES], &["👩\u{200D}💻"], &["👩\u{200D}💻: kept"]),
            (&[NAMES], &["👩\u{200D}💻", "👩💻"], &["👩\u{200D}💻 → 👩💻 safe"]),
            (&[NAMES], &["\u{2063}"], &["\u{2063}: kept"]),
            // A blank of another kind says nothing in a text.
            (&[TEXTS], &["Bay\u{a0}Town", "Bay Town"], &[]),
        ],
    );
    let log = |column, rows: &[&str]| Case { columns: &[column], ..Case::default() }.log("invisible-character", rows);
    expect(
        &log(NAMES, &["Bay\u{a0}\u{200b}Town", "2 × Bay Town"]),
        &["5:3 Bay\u{a0}\u{200b}Town → Bay Town safe; has U+00A0 and U+200B; `Bay Town` stands twice without"],
    );
    expect(
        &log(NAMES, &["Bay\u{a0}T\u{200b}own"])[..1],
        &["5:3 Bay\u{a0}T\u{200b}own → Bay\u{a0}Town safe; has U+200B, which nobody sees"],
    );
    expect(
        &log(NAMES, &["Bay\u{a0}Town"]),
        &["5:3 Bay\u{a0}Town stays, not `Bay Town`; no other name is written without it, so it may be on purpose"],
    );
    expect(
        &log(NAMES, &["3 × Os\u{200b}lo"])[..1],
        &["5:3 Os\u{200b}lo stays, not `Oslo`; a quarter of the column has this character: it may be on purpose"],
    );
    // Of several characters the first one counts for the column.
    assert_eq!(
        log(NAMES, &["2 × Os\u{200b}lo", "Bo\u{200d}do"]).iter().filter(|line| line.contains("safe")).count(),
        3
    );
}
