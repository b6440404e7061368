use super::{NAMES, TEXT_LISTS, check};

#[test]
fn blanks_at_separators() {
    check(
        "misspaced-separator",
        &[
            // Inside names.
            (
                &[NAMES],
                &["Lyon,Sens", "Lyon, Tours", "Metz, Tours", "Lyon, Metz"],
                &["Lyon,Sens → Lyon, Sens suggested"],
            ),
            (&[NAMES], &["Lyon,Sens", "Lyon, Tours", "Metz, Tours"], &[]),
            (&[NAMES], &[",Lyon", "Lyon, Tours", "Metz, Tours", "Lyon, Metz"], &[]),
            (&[NAMES], &["Lyon ,Sens", "Metz ,Sens", "Lyon, Tours", "Metz, Tours", "Lyon, Metz"], &[]),
            (&[NAMES], &["4,500", "Lyon, Tours", "Metz, Tours", "Lyon, Metz"], &[]),
            (&[NAMES], &["4,50", "Lyon, Tours", "Metz, Tours", "Lyon, Metz"], &["4,50 → 4, 50 suggested"]),
            // Between digits.
            (&[TEXT_LISTS, TEXT_LISTS], &["20, 21, 22,23 | Ann, Bob, Cid, Dan, Eve"], &["23: `, ` suggested"]),
            (&[TEXT_LISTS, TEXT_LISTS], &["20, 21,22 | Ann, Bob, Cid, Dan, Eve"], &["22: kept"]),
            (&[TEXT_LISTS, TEXT_LISTS], &["20, 21, 22,234 | Ann, Bob, Cid, Dan, Eve"], &["234: kept"]),
            // Between words.
            (&[TEXT_LISTS], &["Ann, Bob, Cid, Dan,Eve"], &["Eve: `, ` safe"]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid,Eve"], &["Eve: kept"]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid, Dan,Eve,Fay"], &["Eve: kept", "Fay: kept"]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid, Dan, Eve, Fay, Gus,Hal,Ida"], &["Hal: `, ` safe", "Ida: `, ` safe"]),
        ],
    );
}
