use super::log::{Case, expect};
use super::{NAMES, TEXT_LISTS, check};

#[test]
fn separators_at_the_ends_of_lists() {
    check(
        "dangling-separator",
        &[
            // Four times as many lists have none there as have one.
            (&[TEXT_LISTS], &["Ash, Elm,", "4 × Fir, Oak"], &["Elm: `` safe"]),
            (&[TEXT_LISTS], &["Ash, Elm,", "Fir, Oak,", "8 × Yew, Box"], &["Elm: `` safe", "Oak: `` safe"]),
            (&[TEXT_LISTS], &["Ash, Elm,", "Fir, Oak,", "7 × Yew, Box"], &["Elm: kept", "Oak: kept"]),
            (&[TEXT_LISTS], &["Ash,", "4 × Fir, Oak"], &["Ash: `` safe"]),
            (&[TEXT_LISTS], &[", Ash,", "4 × Fir, Oak"], &["Ash: `` safe", "Ash: `` safe"]),
            // The only one, and three other cells.
            (&[TEXT_LISTS], &["Ash, Elm,", "3 × Fir, Oak"], &["Elm: `` suggested"]),
            (&[TEXT_LISTS], &["Ash, Elm,", "3 × Fir, Oak", "Yew"], &["Elm: `` suggested"]),
            (&[TEXT_LISTS], &["Ash, Elm,", "2 × Fir, Oak", "Yew"], &["Elm: `` suggested"]),
            (&[TEXT_LISTS], &["Ash, Elm,", "3 × Yew"], &["Elm: `` suggested"]),
            (&[TEXT_LISTS], &["Ash,", "3 × Yew"], &["Ash: `` suggested"]),
            (&[TEXT_LISTS], &["Ash, Elm,", "2 × Yew"], &["Elm: kept"]),
            (&[TEXT_LISTS], &["Ash, Elm,", "2 × Fir, Oak"], &["Elm: kept"]),
            (&[TEXT_LISTS], &["Ash, Elm,", "Fir, Oak,", "3 × Yew"], &["Elm: kept", "Oak: kept"]),
            (&[TEXT_LISTS], &[", Ash, Elm, Box", "3 × Yew"], &["Ash: `` suggested"]),
            // Behind three items, and another cell.
            (&[TEXT_LISTS], &["Ash, Elm, Box,", "Yew"], &["Box: `` suggested"]),
            (&[TEXT_LISTS], &["Ash, Elm, Box,"], &["Box: kept"]),
            (&[TEXT_LISTS], &["Ash, Elm, Box,", "Fir, Oak, Nut,", "Yew"], &["Box: kept", "Nut: kept"]),
            (&[TEXT_LISTS], &["Ash, Elm,", "Yew"], &["Elm: kept"]),
            (&[TEXT_LISTS], &[", Ash, Elm, Box", "Yew"], &["Ash: kept"]),
            // Line breaks.
            (&[TEXT_LISTS], &["Ash<br>Elm<br>", "4 × Fir, Oak"], &["Elm: `` suggested"]),
            (&[TEXT_LISTS], &["Ash<br>Elm<br>", "3 × Fir, Oak"], &["Elm: kept"]),
            (&[TEXT_LISTS], &["Ash<br>Elm<br>", "3 × Yew"], &["Elm: kept"]),
            (&[TEXT_LISTS], &["Ash<br>Elm,<br>", "3 × Yew"], &["Elm: `` suggested"]),
            // Signs.
            (&[TEXT_LISTS], &["Ash, %,", "4 × Fir, Oak"], &["%: kept"]),
            (&[TEXT_LISTS], &["%, Ash,", "4 × Fir, Oak"], &["Ash: kept"]),
            (&[TEXT_LISTS], &["Ash, 4,", "4 × Fir, Oak"], &["4: `` safe"]),
        ],
    );
}

#[test]
fn separators_at_the_ends_of_names() {
    check(
        "dangling-separator",
        &[
            // One in five values.
            (&[NAMES], &["Ash,", "4 × Fir"], &["Ash, → Ash suggested"]),
            (&[NAMES], &["Ash,", "3 × Fir"], &[]),
            (&[NAMES], &["Ash,", "Elm,", "8 × Fir"], &["Ash, → Ash suggested", "Elm, → Elm suggested"]),
            (&[NAMES], &["Ash,", "Elm,", "7 × Fir"], &[]),
            // A name with others inside.
            (&[NAMES], &["Ash, Elm,", "Fir"], &["Ash, Elm, → Ash, Elm suggested"]),
            (&[NAMES], &["Ash, Elm,"], &[]),
            (&[NAMES], &["Ash, Elm,", "Oak, Yew,", "7 × Fir"], &[]),
            // What touches a name may be a part of it, and what has one letter is none.
            (&[NAMES], &[";color", "4 × Fir"], &[]),
            (&[NAMES], &["; color", "4 × Fir"], &["; color → color suggested"]),
            (&[NAMES], &["A,", "4 × Fir"], &[]),
            (&[NAMES], &["Al,", "4 × Fir"], &["Al, → Al suggested"]),
            (&[NAMES], &["Al, Ox", "4 × Fir"], &[]),
            (&[NAMES], &[", , ,", "4 × Fir"], &[]),
        ],
    );
}

#[test]
fn what_is_told_of_separators() {
    let log = |column, rows: &[&str]| Case { columns: &[column], ..Case::default() }.log("dangling-separator", rows);
    expect(
        &log(TEXT_LISTS, &["Ash, Elm,", "4 × Fir, Oak", "2 × Yew"]),
        &[
            "5:11 `,` ⇒ ``, Elm safe; nothing stands behind the separator at the end of the list; 6 other cells of the column \
           have none there",
        ],
    );
    expect(
        &log(TEXT_LISTS, &[", Ash, Elm", "3 × Fir, Oak"]),
        &[
            "5:3 `, ` ⇒ ``, Ash suggested; nothing stands before the separator at the start of the list; 3 other cells of the column \
           have none there",
        ],
    );
    expect(
        &log(TEXT_LISTS, &[", Ash, Elm", "2 × Fir, Oak"]),
        &["5:5 Ash stays, not `Ash`; 1 of the column's lists have a separator at the start, and 2 have none"],
    );
    expect(
        &log(NAMES, &["Ash,", "Elm,", "8 × Fir"])[..1],
        &["5:3 Ash, → Ash suggested; 8 other values of the column neither start nor end in a separator"],
    );
}
