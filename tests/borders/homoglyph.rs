use super::{NAMES, check};

#[test]
fn letters_of_other_scripts() {
    check(
        "homoglyph",
        &[
            (&[NAMES], &["Cоpу"], &[]),
            (&[NAMES], &["Cоpуe"], &["Cоpуe → Copye suggested"]),
            (&[NAMES], &["Cоpуо"], &["Cоpуо → Соруо suggested"]),
            (&[NAMES], &["Tо"], &[]),
            (&[NAMES], &["Tоp"], &["Tоp → Top suggested"]),
            (&[NAMES], &["Oslо", "Oslo"], &["Oslо → Oslo safe"]),
            (&[NAMES], &["СОРЕ", "3 × COPE"], &["СОРЕ → COPE safe"]),
            (&[NAMES], &["СОРЕ", "2 × COPE"], &[]),
            (&[NAMES], &["ТNFα"], &[]),
        ],
    );
}
