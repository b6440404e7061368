use super::{TEXT_LISTS, TEXTS, check, reasons};

#[test]
fn eight_rows_have_an_order() {
    check(
        "unsorted-row",
        &[
            (&[TEXTS], &["a", "b", "x", "c", "d", "e", "f", "g"], &["x? manual"]),
            (&[TEXTS], &["a", "b", "x", "c", "d", "e", "f"], &[]),
            (&[TEXTS], &["z", "f", "e", "x", "d", "c", "b", "a"], &["x? manual"]),
            // Neither the first row nor the last one.
            (&[TEXTS], &["x", "a", "b", "c", "d", "e", "f", "g"], &[]),
            (&[TEXTS], &["b", "c", "d", "e", "f", "g", "h", "a"], &[]),
            // A row without a name, or a name twice.
            (&[TEXTS, TEXTS], &["a | 1", "b | 1", "x | 1", "c | 1", " | 1", "d | 1", "e | 1", "f | 1", "g | 1"], &[]),
            (&[TEXTS], &["a", "b", "x", "c", "d", "e", "f", "f"], &[]),
            // A name and a longer one.
            (&[TEXTS], &["a", "b", "cx", "c", "d", "e", "f", "g"], &[]),
            (&[TEXTS], &["a", "b", "c", "bx", "b", "d", "e", "f", "g"], &[]),
            (&[TEXTS], &["a", "b", "c", "cz", "ca", "cb", "d", "e"], &[]),
            (&[TEXT_LISTS], &["a", "b", "x", "c", "d", "e", "f", "g"], &[]),
        ],
    );
}

#[test]
fn twenty_rows_may_have_two_out_of_order() {
    check(
        "unsorted-row",
        &[
            (
                &[TEXTS],
                &["a", "b", "x", "c", "d", "e", "f", "g", "h", "i", "j", "k", "y", "l", "m", "n", "o", "p", "q", "r"],
                &["x? manual", "y? manual"],
            ),
            (
                &[TEXTS],
                &["a", "b", "x", "c", "d", "e", "f", "g", "h", "i", "j", "k", "y", "l", "m", "n", "o", "p", "q"],
                &[],
            ),
            (
                &[TEXTS],
                &["a", "b", "x", "c", "d", "e", "f", "g", "v", "h", "i", "j", "k", "y", "l", "m", "n", "o", "p", "q"],
                &[],
            ),
        ],
    );
}

#[test]
fn an_order_is_one_by_any_usual_way_to_compare() {
    check(
        "unsorted-row",
        &[
            // Letters alone; word by word; with capitals first; digit by digit; each sign as it is.
            (&[TEXTS], &["a", "b-a", "bb", "b-c", "d", "e", "f", "g"], &[]),
            (&[TEXTS], &["a", "b", "b c", "bb", "c", "d", "e", "f"], &[]),
            (&[TEXTS], &["a", "b", "c", "É", "é-1", "f", "g", "h"], &[]),
            (&[TEXTS], &["A", "B", "C", "X", "a", "b", "c", "d", "e"], &[]),
            (&[TEXTS], &["a1", "a10", "a11", "a2", "a3", "b", "c", "d"], &[]),
            (&[TEXTS], &["a1", "a2", "a10", "a11", "b", "c", "d", "e"], &[]),
            (&[TEXTS], &["a 1", "a!", "a-1", "a.1", "a/1", "aB", "ab", "b"], &[]),
            // Of two ways with one row out of order the first counts.
            (&[TEXTS], &["a", "b", "X", "c", "d", "e", "f", "g"], &["X? manual"]),
        ],
    );
}

#[test]
fn another_column_may_be_the_order() {
    check(
        "unsorted-row",
        &[
            (&[TEXTS, TEXTS], &["a | 1", "b | 2", "x | 3", "c | 4", "d | 5", "e | 6", "f | 7", "g | 8"], &["x: kept"]),
            (&[TEXTS, TEXTS], &["a | 8", "b | 7", "x | 6", "c | 5", "d | 4", "e | 3", "f | 2", "g | 1"], &["x: kept"]),
            (
                &[TEXTS, TEXTS],
                &["a | 1", "b | 2", "x | 3", "c | 4", "d | 5", "e | 6", "f | 7", "g | 7"],
                &["x? manual"],
            ),
            (
                &[TEXTS, TEXTS],
                &["a | 8", "b | 7", "x | 6", "c | 5", "d | 4", "e | 3", "f | 2", "g | 2"],
                &["x? manual"],
            ),
            (
                &[TEXTS, TEXTS],
                &["a | 1", "b | 2", "x | 4", "c | 3", "d | 5", "e | 6", "f | 7", "g | 8"],
                &["x? manual"],
            ),
            (&[TEXTS, TEXTS], &["a | 1", "b | 2", "x | 3", "c | 4", "d | 5", "e | 6", "f | 7", "g |"], &["x? manual"]),
            (
                &[TEXTS, TEXT_LISTS],
                &["a | 1", "b | 2", "x | 3", "c | 4", "d | 5", "e | 6", "f | 7", "g | 8"],
                &["x? manual"],
            ),
        ],
    );
}

#[test]
fn the_evidence_tells_where_the_row_belongs() {
    let told = |rows: &[&str]| reasons("unsorted-row", &[TEXTS], rows);
    let belongs = |place: &str| [format!("the other rows are sorted by `a`; this one belongs {place}")];
    assert_eq!(told(&["a", "b", "x", "c", "d", "e", "f", "g"]), belongs("behind `g`"));
    assert_eq!(told(&["b", "c", "d", "a", "e", "f", "g", "h"]), belongs("at the top"));
    assert_eq!(told(&["h", "g", "c", "f", "e", "d", "b", "a"]), belongs("behind `d`"));
    assert_eq!(told(&["h", "g", "i", "f", "e", "d", "b", "a"]), belongs("at the top"));
    assert_eq!(told(&["a1", "a2", "a30", "a4", "a5", "a6", "a7", "a100"]), belongs("behind `a7`"));
    // The first of two ways, in which a capital says nothing.
    assert_eq!(told(&["a", "b", "X", "c", "d", "e", "f", "g"]), belongs("behind `g`"));
}
