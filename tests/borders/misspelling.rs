use super::{NAMES, check};

#[test]
fn slips_of_letters() {
    check(
        "misspelling",
        &[
            // Two letters.
            (
                &[NAMES],
                &["3 × North Philadelphia", "North Philadalpia"],
                &["North Philadalpia → North Philadelphia suggested"],
            ),
            (&[NAMES], &["2 × North Philadelphia", "North Philadalpia"], &[]),
            (&[NAMES], &["9 × North Philadelphia", "2 × North Philadalpia"], &[]),
            // A word of the pages.
            (
                &[NAMES],
                &["Oslo Turbines", "Bodo Turbines", "Kiel Turbines", "Moss Turbines", "Moss Tubrines"],
                &["Moss Tubrines → Moss Turbines suggested"],
            ),
            (
                &[NAMES],
                &["Oslo Turbines", "Bodo Turbines", "Kiel Turbines", "Rauma Turbines", "Moss Tubrines"],
                &["Moss Tubrines → Moss Turbines suggested"],
            ),
            (&[NAMES], &["Oslo Turbines", "Bodo Turbines", "Kiel Turbines", "Moss Tubrines"], &[]),
            (
                &[NAMES],
                &["Moss Tubines", "¶ Turbines, turbines, turbines, turbines, turbines, turbines, turbines, turbines."],
                &["Moss Tubines → Moss Turbines suggested"],
            ),
            (
                &[NAMES],
                &["Moss Tubines", "¶ Turbines, turbines, turbines, turbines, turbines, turbines, turbines."],
                &[],
            ),
            (
                &[NAMES],
                &["Moss Turbine", "¶ Turbines, turbines, turbines, turbines, turbines, turbines, turbines, turbines."],
                &[],
            ),
            (
                &[NAMES],
                &[
                    "Moss Turbiness",
                    "¶ Turbines, turbines, turbines, turbines, turbines, turbines, turbines, turbines.",
                ],
                &["Moss Turbiness → Moss Turbines suggested"],
            ),
            // One letter.
            (&[NAMES], &["2 × Toronto", "Torotno"], &["Torotno → Toronto suggested"]),
            (&[NAMES], &["Toronto", "Torotno"], &[]),
            (&[NAMES], &["3 × Toronto", "Toroto"], &["Toroto → Toronto suggested"]),
            (&[NAMES], &["2 × Toronto", "Toroto"], &[]),
            (
                &[NAMES],
                &["8 × Toronto", "2 × Torotno"],
                &["Torotno → Toronto suggested", "Torotno → Toronto suggested"],
            ),
            (&[NAMES], &["7 × Toronto", "2 × Torotno"], &[]),
            (&[NAMES], &["9 × Toronto", "3 × Torotno"], &[]),
        ],
    );
}
