use super::log::{Case, expect};
use super::{NAMES, TEXT_LISTS, TEXTS, check};

#[test]
fn two_blanks() {
    check(
        "double-space",
        &[
            (&[NAMES], &["Hong  Kong"], &["Hong  Kong → Hong Kong safe"]),
            (&[TEXT_LISTS], &["Hong  Kong, Oslo"], &["Hong  Kong → Hong Kong safe"]),
            (&[TEXTS], &["Hong  Kong"], &[]),
            // The end of a sentence, a number.
            (&[NAMES], &["Bay Town.  Port"], &[]),
            (&[NAMES], &["10  000"], &[]),
            (&[NAMES], &["Bay  10"], &["Bay  10 → Bay 10 safe"]),
            (&[NAMES], &["10  Bays"], &["10  Bays → 10 Bays safe"]),
            // Quotes and code.
            (&[NAMES], &["`Hong  Kong`", "'Hong  Kong'", "\"Hong  Kong\"", "“Hong  Kong”", "‘Hong  Kong’"], &[]),
            (&[NAMES], &["memory[a  : b]"], &["memory[a  : b]: kept"]),
            (&[NAMES], &["a_{b  c}"], &["a_{b  c}: kept"]),
            (&[NAMES], &["Hong  Kong [SAR]"], &["Hong  Kong [SAR] → Hong Kong [SAR] safe"]),
            // Several values of the column: three, and more than a tenth.
            (
                &[NAMES],
                &["Hong  Kong", "Bay  Town", "Port  Said", "26 × Oslo"],
                &["Hong  Kong: kept", "Bay  Town: kept", "Port  Said: kept"],
            ),
            (
                &[NAMES],
                &["Hong  Kong", "Bay  Town", "Port  Said", "27 × Oslo"],
                &["Hong  Kong → Hong Kong safe", "Bay  Town → Bay Town safe", "Port  Said → Port Said safe"],
            ),
            (&[NAMES], &["Hong  Kong", "Bay  Town"], &["Hong  Kong → Hong Kong safe", "Bay  Town → Bay Town safe"]),
        ],
    );
    let log = |rows: &[&str]| Case { columns: &[NAMES], ..Case::default() }.log("double-space", rows);
    expect(&log(&["Hong  Kong"]), &["5:3 Hong  Kong → Hong Kong safe; two blanks, which a reader sees as one"]);
    expect(
        &log(&["Hong  Kong", "2 × Hong Kong"]),
        &["5:3 Hong  Kong → Hong Kong safe; two blanks, which a reader sees as one; `Hong Kong` stands twice"],
    );
    // Longer texts are prose.
    let town = |blanks: &str, length: usize| format!("Oslo{blanks}{}", "a".repeat(length - 6));
    let (before, after) = (town("  ", 80), town(" ", 80));
    expect(&log(&[&before]), &[&format!("5:3 {before} → {after} safe; two blanks, which a reader sees as one")]);
    expect(&log(&[&town("  ", 81), &town("  ", 90)]), &[]);
}
