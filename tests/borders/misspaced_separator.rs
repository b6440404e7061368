use super::log::{Case, expect};
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
            (
                &[NAMES],
                &["Lyon ,Sens", "Metz ,Sens", "6 × Lyon, Tours"],
                &["Lyon ,Sens → Lyon, Sens suggested", "Metz ,Sens → Metz, Sens suggested"],
            ),
            (&[NAMES], &["Lyon ,Sens", "Metz ,Sens", "5 × Lyon, Tours"], &[]),
            (&[NAMES], &["Lyon ,", "3 × Lyon, Tours"], &[]),
            (&[NAMES], &["Lyon,,Sens", "3 × Lyon, Tours"], &[]),
            (&[NAMES], &["Lyon;Sens", "3 × Lyon, Tours"], &[]),
            (&[NAMES], &["Lyon;Sens", "3 × Lyon; Tours"], &["Lyon;Sens → Lyon; Sens suggested"]),
            (&[NAMES], &["Lyon , Sens,Metz", "6 × Lyon, Tours"], &["Lyon , Sens,Metz → Lyon, Sens, Metz suggested"]),
            (&[NAMES], &["4,5", "2 × Lyon, Tours", "Lyon, 4"], &["4,5 → 4, 5 suggested"]),
            (&[NAMES], &["Lyon,5", "3 × Lyon, Tours"], &["Lyon,5 → Lyon, 5 suggested"]),
            (&[NAMES], &["Lyon,500", "3 × Lyon, Tours"], &["Lyon,500 → Lyon, 500 suggested"]),
            // The only one of its kind, in a column that has fewer others than the page.
            (&[NAMES, TEXT_LISTS], &["Lyon,Sens | Ann, Bob, Cid, Dan"], &[]),
            (
                &[NAMES, TEXT_LISTS],
                &["Bay Lyon,Sens | Ann, Bob, Cid, Dan"],
                &["Bay Lyon,Sens → Bay Lyon, Sens suggested"],
            ),
            (&[NAMES, TEXT_LISTS], &["Bay Lyon,Sens | Ann, Bob, Cid"], &[]),
            (
                &[NAMES, TEXT_LISTS],
                &["Lyon,Sens | Ann, Bob, Cid", "Metz, Tours | Ann"],
                &["Lyon,Sens → Lyon, Sens suggested"],
            ),
            (&[NAMES, TEXT_LISTS], &["Lyon,Sens | Ann, Bob", "Metz, Tours | Ann"], &[]),
            (&[NAMES, TEXT_LISTS], &["2 × Bay Lyon,Sens | Ann, Bob, Cid, Dan, Eve"], &[]),
            (&[NAMES, TEXT_LISTS], &["Bay 4,50 | Ann, Bob, Cid, Dan"], &[]),
            (&[NAMES, TEXT_LISTS], &["Bay 4 ,50 | Ann, Bob, Cid, Dan"], &[]),
            (&[NAMES, TEXT_LISTS], &["Bay 4 , 50 | Ann, Bob, Cid, Dan"], &["Bay 4 , 50 → Bay 4, 50 suggested"]),
            (
                &[NAMES, TEXT_LISTS],
                &["Lyon,5 | Ann, Bob", "Metz, Tours | Ann", "Metz, Sens | Ann"],
                &["Lyon,5 → Lyon, 5 suggested"],
            ),
            (&[NAMES, TEXT_LISTS], &["Lyon,5 | Ann, Bob, Cid", "Metz, Tours | Ann"], &[]),
            // Between items.
            (&[TEXT_LISTS], &["Ann, Bob, Cid, Dan ,Eve"], &["Eve: `, ` safe"]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid, Dan,  Eve"], &["Eve: `, ` safe"]),
            (&[TEXT_LISTS], &["Ann; Bob; Cid; Dan ; Eve"], &["Eve: `; ` safe"]),
            (&[TEXT_LISTS], &["Ann,Bob,Cid"], &[]),
            (&[TEXT_LISTS, TEXT_LISTS], &["Ann,Bob | Ann, Bob, Cid, Dan"], &["Bob: `, ` suggested"]),
            (&[TEXT_LISTS, TEXT_LISTS], &["Ann,Bob | Ann, Bob, Cid"], &[]),
            (&[TEXT_LISTS, TEXT_LISTS], &["Ann,Bob,Cid | Ann, Bob, Cid, Dan, Eve, Fay, Gus"], &[]),
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

#[test]
fn what_is_told_of_blanks() {
    let log = |columns: &[&str], rows: &[&str]| Case { columns, ..Case::default() }.log("misspaced-separator", rows);
    let told = |form: &str, fault: &str| {
        let row = format!("Ann, Bob, Cid, Dan{form}Eve");
        let expected =
            format!("5:21 `{form}` ⇒ `, `, Eve safe; {fault} between `Dan` and `Eve`; the column writes `, ` 3 times");
        expect(&log(&[TEXT_LISTS], &[&row]), &[&expected]);
    };
    told(",", "no blank behind the comma");
    told(" ,", "a blank before the comma, and none behind it");
    told(" , ", "a blank before the comma");
    told(",  ", "more than one blank behind the comma");
    expect(
        &log(&[TEXT_LISTS], &["Ann; Bob; Cid; Dan;Eve"]),
        &[
            "5:21 `;` ⇒ `; `, Eve safe; no blank behind the semicolon between `Dan` and `Eve`; the column writes `; ` 3 times",
        ],
    );
    expect(
        &log(&[TEXT_LISTS, TEXT_LISTS], &["Ann,Bob | Ann, Bob, Cid, Dan"]),
        &[
            "5:6 `,` ⇒ `, `, Bob suggested; no blank behind the comma between `Ann` and `Bob`; the tables write `, ` 3 times",
        ],
    );
    expect(
        &log(&[TEXT_LISTS], &["Ann, Bob, Cid,Eve"]),
        &["5:17 Eve stays, not `, `; the column writes `, ` twice, and `,` once"],
    );
    expect(
        &log(&[TEXT_LISTS], &["20, 21, 22, 23,234"]),
        &["5:18 234 stays, not `, `; the comma may belong to a number"],
    );
    expect(
        &log(&[NAMES], &["Lyon,Sens", "3 × Lyon, Tours"]),
        &["5:3 Lyon,Sens → Lyon, Sens suggested; other values write `, `, 3 times"],
    );
}
