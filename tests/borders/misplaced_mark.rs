use super::{LISTS, check};

#[test]
fn marks_before_names() {
    check(
        "misplaced-mark",
        &[
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+Voss"], &["+Voss → Voss+ suggested"]),
            (&[LISTS], &["Oslo+, Bodo+", "+Voss"], &["+Voss: kept"]),
            (&[LISTS], &["Oslo+", "+Voss"], &["+Voss: kept"]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+C"], &[]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+Voss+"], &[]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+49 Voss"], &[]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+Voss", "+Odda"], &["+Voss: kept", "+Odda: kept"]),
            (&[LISTS], &["2 × Voss", "+Voss", "¶ \\+ planned"], &["+Voss → Voss+ suggested"]),
            (&[LISTS], &["2 × Voss", "2 × Odda", "+Voss", "+Odda", "¶ \\+ planned"], &[]),
        ],
    );
}
