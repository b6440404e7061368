use super::{NAMES, TEXTS, check};

#[test]
fn one_mark_that_nothing_explains() {
    check(
        "stray-mark",
        &[
            (&[NAMES], &["2 × Equinix", "Equinix*"], &["Equinix*? manual"]),
            (&[NAMES], &["Equinix", "Equinix*"], &[]),
            (&[NAMES], &["2 × Equinix", "2 × Equinix*"], &[]),
            (&[NAMES], &["2 × Equinix", "Oslo", "Equinix*", "Oslo†"], &["Equinix*? manual"]),
            (&[NAMES], &["2 × Equinix", "Equinix †"], &["Equinix †? manual"]),
            (&[NAMES], &["2 × Equinix", "Equinix#"], &[]),
            (&[NAMES], &["2 × Equinix", "†Equinix"], &[]),
            (&[TEXTS], &["2 × Equinix", "Equinix*"], &[]),
            // The page has the sign elsewhere: as a line's start, escaped or raised; another sign anywhere.
            (&[NAMES], &["2 × Equinix", "Equinix*", "¶ *planned"], &[]),
            (&[NAMES], &["2 × Equinix", "Equinix*", "¶ a * b"], &["Equinix*? manual"]),
            (&[NAMES], &["2 × Equinix", "Equinix*", "¶ a \\* b"], &[]),
            (&[NAMES], &["2 × Equinix", "Equinix*", "¶ a <sup>*</sup> b"], &[]),
            (&[NAMES], &["2 × Equinix", "Equinix*", "¶ **bold** *"], &["Equinix*? manual"]),
            (&[NAMES], &["2 × Equinix", "Equinix^", "¶ a^b"], &["Equinix^? manual"]),
            (&[NAMES], &["2 × Equinix", "Equinix^", "¶ ^planned"], &[]),
            (&[NAMES], &["2 × Equinix", "Equinix†", "¶ a † b"], &[]),
            (&[NAMES], &["2 × Equinix", "Equinix†", "¶ > † planned"], &[]),
            (&["vocabulary: names, marks: { '*': planned }"], &["2 × Equinix", "Equinix*"], &[]),
        ],
    );
}
