use super::{TEXTS, check};

#[test]
fn rows_twice() {
    check(
        "duplicate-row",
        &[
            // The only one of five rows: six letters, or three cells.
            (
                &[TEXTS, TEXTS, TEXTS],
                &["a | 1 | 2", "b | 1 | 3", "c | 2 | 2", "d | 5 | 5", "b | 1 | 3"],
                &["b →  suggested"],
            ),
            (&[TEXTS, TEXTS, TEXTS], &["a | 1 | 2", "b | 1 |", "c | 2 | 2", "d | 5 | 5", "b | 1 |"], &["b: kept"]),
            (&[TEXTS, TEXTS], &["a | 1", "b | 1", "c | 2", "d | 5", "b | 1"], &["b: kept"]),
            (&[TEXTS, TEXTS], &["a | 1", "abc | def", "c | 2", "d | 5", "abc | def"], &["abc →  suggested"]),
            (&[TEXTS, TEXTS], &["a | 1", "abc | de", "c | 2", "d | 5", "abc | de"], &["abc: kept"]),
            (&[TEXTS, TEXTS, TEXTS], &["a | 1 | 2", "b | 1 | 3", "c | 2 | 2", "b | 1 | 3"], &["b: kept"]),
            (&[TEXTS, TEXTS, TEXTS], &["a | 1 | 2", "b | 1 | 3", "a | 2 | 2", "d | 5 | 5", "b | 1 | 3"], &["b: kept"]),
            // A row like a heading between.
            (
                &[TEXTS, TEXTS, TEXTS],
                &["wheel | round | 3", "b | 1 | 2", "Rear | |", "c | 2 | 2", "d | 5 | 5", "wheel | round | 3"],
                &["wheel: kept"],
            ),
            (
                &[TEXTS, TEXTS, TEXTS],
                &["wheel | round | 3", "b | 1 | 2", "e | 7 | 7", "c | 2 | 2", "d | 5 | 5", "wheel | round | 3"],
                &["wheel →  suggested"],
            ),
        ],
    );
}
