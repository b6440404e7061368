use super::log::{Case, expect};
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
            (
                &[NAMES],
                &["Lyon,,Sens", "Metz,,Sens", "3 × Lyon, Tours"],
                &["Lyon,,Sens → Lyon, Sens suggested", "Metz,,Sens → Metz, Sens suggested"],
            ),
            (&[NAMES], &[",,Lyon", "3 × Lyon, Tours"], &[]),
            (&[NAMES], &["Lyon,,", "3 × Lyon, Tours"], &[]),
            (&[NAMES], &["Lyon,,,Sens", "3 × Lyon, Tours"], &[]),
            (&[NAMES], &["Lyon,,-Sens", "3 × Lyon, Tours"], &[]),
            (&[NAMES], &["4,,5", "3 × Lyon, Tours"], &[]),
            (&[NAMES], &["A,,5", "3 × Lyon, Tours"], &[]),
            (&[NAMES], &["A,,B", "3 × Lyon, Tours"], &["A,,B → A, B suggested"]),
            (&[NAMES], &["4,, 5", "3 × Lyon, Tours"], &["4,, 5 → 4, 5 suggested"]),
            (&[NAMES], &["4,, 5", "6,, 7", "3 × Lyon, Tours"], &[]),
            (&[NAMES], &["Lyon,, Sens", "Metz"], &[]),
            (&[NAMES], &["Lyon;;Sens", "3 × Lyon, Tours"], &[]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid, Dan,,Eve"], &["Eve: `, ` safe"]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid,,Eve"], &["Eve: kept"]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid,, Eve"], &["Eve: `, ` suggested"]),
            (&[TEXT_LISTS], &["1, 2, 3, 4,,5"], &["5: kept"]),
            (&[TEXT_LISTS], &["1, 2, 3, Ann,,5"], &["5: kept"]),
            (&[TEXT_LISTS], &["1, 2, 3, 4,,Ann"], &["Ann: kept"]),
            (&[TEXT_LISTS], &["1, 2, 3, 4,, 5"], &["5: `, ` suggested"]),
            (&[TEXT_LISTS], &["Ann,, 2, 3, 4, 5"], &["2: `, ` suggested"]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid, Dan,, Eve"], &["Eve: `, ` safe"]),
            // Three times as often.
            (
                &[TEXT_LISTS],
                &["Ann,,Bob,,Cid", "Ann, Bob, Cid, Dan, Eve, Fay, Gus"],
                &["Bob: `, ` safe", "Cid: `, ` safe"],
            ),
            (&[TEXT_LISTS], &["Ann,,Bob,,Cid", "Ann, Bob, Cid, Dan, Eve, Fay"], &["Bob: kept", "Cid: kept"]),
            (&[TEXT_LISTS], &["Ann,, Bob,, Cid", "Ann, Bob, Cid, Dan, Eve, Fay"], &["Bob: kept", "Cid: kept"]),
            (&[TEXT_LISTS], &["Ann,, Bob"], &["Bob: kept"]),
            (&[TEXT_LISTS], &["Ann;;Bob", "Ann, Bob, Cid, Dan"], &["Bob: kept"]),
            // Line breaks: ten times as often, and no paragraph behind.
            (&[TEXT_LISTS], &["Ann<br><br>Bob", "10 × Ann<br>Bob"], &["Bob: `<br>` suggested"]),
            (&[TEXT_LISTS], &["Ann<br><br>Bob", "9 × Ann<br>Bob"], &["Bob: kept"]),
            (&[TEXT_LISTS], &["Ann,<br>Bob", "10 × Ann<br>Bob"], &["Bob: `<br>` suggested"]),
            (&[TEXT_LISTS], &["Ann<br>, Bob", "9 × Ann<br>Bob"], &["Bob: kept"]),
            (
                &[TEXT_LISTS],
                &["Ann<br><br>Bob and four of us", "10 × Ann<br>Bob"],
                &["Bob and four of us: `<br>` suggested"],
            ),
            (
                &[TEXT_LISTS],
                &["Ann<br><br>Bob and all four of us", "10 × Ann<br>Bob"],
                &["Bob and all four of us: kept"],
            ),
            (&[TEXT_LISTS], &["Ann, Bob, Cid, Dan,,Eve and all four of us"], &["Eve and all four of us: `, ` safe"]),
        ],
    );
}

#[test]
fn what_is_told_of_two_separators() {
    let log = |column, rows: &[&str]| Case { columns: &[column], ..Case::default() }.log("doubled-separator", rows);
    expect(
        &log(TEXT_LISTS, &["Ann, Bob, Cid, Dan,,Eve"]),
        &[
            "5:21 `,,` ⇒ `, `, Eve safe; nothing stands between the separators from `Dan` to `Eve`; elsewhere the column has one, \
           3 times",
        ],
    );
    expect(
        &log(TEXT_LISTS, &["Ann, Bob, Cid,,Eve"]),
        &["5:18 Eve stays, not `one separator`; the column has one separator twice, and two once"],
    );
    expect(
        &log(TEXT_LISTS, &["1, 2, 3, 4,,5"]),
        &["5:15 5 stays, not `, `; an empty place between values without letters may count"],
    );
    expect(
        &log(TEXT_LISTS, &["Ann<br><br>Bob and all four of us", "10 × Ann<br>Bob"]),
        &["5:14 Bob and all four of us stays, not `<br>`; what follows may be a paragraph of its own"],
    );
    expect(
        &log(NAMES, &["Lyon,,Sens", "3 × Lyon, Tours"]),
        &[
            "5:3 Lyon,,Sens → Lyon, Sens suggested; nothing stands between the two; other values of the column write `, `, 3 \
           times",
        ],
    );
}
