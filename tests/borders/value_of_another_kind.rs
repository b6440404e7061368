use super::{TEXTS, check};

#[test]
fn values_of_other_kinds() {
    check(
        "value-of-another-kind",
        &[
            (&[TEXTS], &["10 × 1.2.3", "1.2.O"], &["1.2.O → 1.2.0 suggested"]),
            (&[TEXTS], &["9 × 1.2.3", "1.2.O"], &[]),
            (&[TEXTS], &["10 × 10:20", "1O:20"], &["1O:20 → 10:20 suggested"]),
            (&[TEXTS], &["10 × 10 %", "l0 %"], &["l0 % → 10 % suggested"]),
            (&[TEXTS], &["10 × 10", "1O"], &["1O → 10 suggested"]),
            (&[TEXTS], &["10 × 10", "5l"], &[]),
            (&[TEXTS], &["10 × 2020-01-17", "2020-17-01"], &["2020-17-01 → 2020-01-17 suggested"]),
            (&[TEXTS], &["10 × 2020-01-17", "2020-17-32"], &["2020-17-32? manual"]),
            (&[TEXTS], &["10 × 10", "2020-01-17"], &["2020-01-17? manual"]),
            (&[TEXTS], &["10 × [a](/a)", "2020-01-17"], &["2020-01-17? manual"]),
        ],
    );
}

#[test]
fn eleven_cells_tell_what_a_column_holds() {
    check(
        "value-of-another-kind",
        &[
            (&[TEXTS, TEXTS], &["9 × 10 | x", "1O | x", "20 | x"], &["1O → 10 suggested"]),
            (&[TEXTS, TEXTS], &["10 × 10 | x", "1O | x"], &["1O → 10 suggested"]),
            (&[TEXTS, TEXTS], &["9 × 10 | x", "1O | x", "| x"], &[]),
            (&[TEXTS], &["10 × 10", "1O", "1x"], &[]),
        ],
    );
}

#[test]
fn one_letter_stands_for_a_digit() {
    check(
        "value-of-another-kind",
        &[
            (&[TEXTS], &["10 × 10", "1o1"], &["1o1 → 101 suggested"]),
            (&[TEXTS], &["10 × 10", "I0"], &["I0 → 10 suggested"]),
            (&[TEXTS], &["10 × 10", "O"], &[]),
            (&[TEXTS], &["10 × 10", "1OO"], &[]),
            (&[TEXTS], &["10 × 10", "1x"], &[]),
            (&[TEXTS], &["10 × 10", "1o"], &[]),
            (&[TEXTS], &["10 × 1.5", "1.O"], &["1.O → 1.0 suggested"]),
            (&[TEXTS], &["10 × 2020-01-17", "2020-O1-17"], &["2020-O1-17 → 2020-01-17 suggested"]),
            (&[TEXTS], &["10 × 2020-01-17", "2020-O1-32"], &[]),
            (&[TEXTS], &["10 × [a](/a1)", "a1O"], &[]),
            // Two cells that are no versions: no digit at the start, or another sign.
            (&[TEXTS], &["10 × 1.2.3", "1.2.O", "-1.2"], &[]),
            (&[TEXTS], &["10 × 1.2.3", "1.2.O", "1x.2"], &[]),
            (&[TEXTS], &["10 × 1.2.3", "-1.2"], &[]),
            // Each sign of a number.
            (
                &[TEXTS],
                &["2 × 1.2.3", "2 × 1,2,3", "2 × 1-2/3", "2 × 1:2+3", "2 × 1'2 %", "1.2.O"],
                &["1.2.O → 1.2.0 suggested"],
            ),
        ],
    );
}

#[test]
fn what_is_of_quite_another_kind_is_reported() {
    check(
        "value-of-another-kind",
        &[
            (&[TEXTS], &["10 × 2020-01-17", "2020-02-31"], &["2020-02-31? manual"]),
            (&[TEXTS], &["10 × 2020-01-17", "2020/02/30"], &[]),
            (&[TEXTS], &["10 × 2020-01-17", "[a](/a)"], &["a? manual"]),
            (&[TEXTS], &["10 × 2020-01-17", "12"], &["12? manual"]),
            (&[TEXTS], &["10 × 2020-01-17", "soon"], &[]),
            (&[TEXTS], &["10 × 10", "[a](/a)"], &["a? manual"]),
            (&[TEXTS], &["10 × 10", "2020-01-17"], &["2020-01-17? manual"]),
            (&[TEXTS], &["10 × 10", "https://e.example/a.b"], &[]),
            (&[TEXTS], &["10 × 10", "10 km"], &[]),
            (&[TEXTS], &["10 × 1.5", "2020-01-17"], &["2020-01-17? manual"]),
            (&[TEXTS], &["10 × 1.5", "17.01.2020"], &[]),
            (&[TEXTS], &["10 × [a](/a)", "12"], &["12? manual"]),
            (&[TEXTS], &["10 × [a](/a)", "2020-01-17"], &["2020-01-17? manual"]),
            (&[TEXTS], &["10 × [a](/a)", "soon"], &[]),
            (&[TEXTS], &["10 × 1.2.3", "[a](/a)"], &[]),
        ],
    );
}
