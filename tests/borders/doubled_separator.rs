use super::{NAMES, TEXT_LISTS, check};

#[test]
fn separators_twice() {
    check(
        "doubled-separator",
        &[
            (
                &[NAMES],
                &["Lyon,,Sens", "Lyon, Tours", "Metz, Tours", "Lyon, Metz"],
                &["Lyon,,Sens → Lyon, Sens suggested"],
            ),
            (&[NAMES], &["Lyon,,Sens", "Lyon, Tours", "Metz, Tours"], &[]),
            (&[NAMES], &["Lyon,,Sens", "Metz,,Sens", "Tours,,Sens", "Lyon, Tours", "Metz, Tours", "Lyon, Metz"], &[]),
            (&[NAMES], &["Lyon,, Sens", "Lyon, Tours"], &["Lyon,, Sens → Lyon, Sens suggested"]),
            (&[NAMES], &["Lyon,, Sens", "Tours,, Sens", "Lyon, Tours"], &[]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid, Dan,,Eve"], &["Eve: `, ` safe"]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid,,Eve"], &["Eve: kept"]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid,, Eve"], &["Eve: `, ` suggested"]),
            (&[TEXT_LISTS], &["1, 2, 3, 4,,5"], &["5: kept"]),
        ],
    );
}
