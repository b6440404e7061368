use super::{TEXT_LISTS, check};

#[test]
fn items_twice() {
    check(
        "duplicate-item",
        &[
            // Nine of ten neighbours are sorted, or fewer.
            (
                &[TEXT_LISTS],
                &[
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir",
                    "Ash, Elm",
                    "Elm, Ash",
                    "Oak, Pine, Oak",
                ],
                &["Oak →  suggested"],
            ),
            (
                &[TEXT_LISTS],
                &[
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir",
                    "Elm, Ash",
                    "Elm, Ash",
                    "Oak, Pine, Oak, Zebrano",
                ],
                &["Oak →  suggested"],
            ),
            (
                &[TEXT_LISTS],
                &[
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir",
                    "Ash, Elm",
                    "Elm, Ash",
                    "Oak, Pine, Oak, Zebrano",
                ],
                &["Oak →  safe"],
            ),
            // Sets: four other lists.
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Oak, Oak, Ash"], &["Oak →  safe"]),
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Oak, Oak, Ash"], &["Oak →  suggested"]),
            // Sequences.
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Red, Off, Red, Off"], &[]),
            (
                &[TEXT_LISTS],
                &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Red, Off, Oak, Elm, Red, Off"],
                &["Red →  suggested", "Off →  suggested"],
            ),
            (
                &[TEXT_LISTS],
                &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Red, Off, Oak, Red, Off"],
                &["Red →  suggested", "Off →  suggested"],
            ),
            // Words of two letters.
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Ox, Ox, Elm"], &["Ox →  safe"]),
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "X, X, Elm"], &[]),
        ],
    );
}
