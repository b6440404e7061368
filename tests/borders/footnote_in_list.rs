use super::log::{Case, expect};
use super::{TEXT_LISTS, TEXTS, check};

#[test]
fn notes_behind_names() {
    check(
        "footnote-in-list",
        &[
            // Four words, on a line of their own, behind names.
            (&[TEXT_LISTS], &["Ash, Elm<br>Note: ask first"], &[]),
            (&[TEXT_LISTS], &["Ash, Elm<br>Note: ask us first"], &["Note: ask us first? manual"]),
            (&[TEXT_LISTS], &["Ash, Elm<BR/>NB: ask us first"], &["NB: ask us first? manual"]),
            (&[TEXT_LISTS], &["Ash, Elm, Note: ask us first"], &[]),
            (&[TEXT_LISTS], &["Note: ask us first<br>Ash"], &[]),
            (&[TEXTS], &["Ash<br>Note: ask us first"], &[]),
            (&[TEXT_LISTS], &["Ash<br>Ask us first please"], &[]),
            (
                &[TEXT_LISTS],
                &["Ash<br>Note: ask us first, or later<br>Elm"],
                &["Note: ask us first, or later, Elm? manual"],
            ),
            // Names of six words, with letters.
            (&[TEXT_LISTS], &["A tree of the old wood<br>Note: ask us first"], &["Note: ask us first? manual"]),
            (&[TEXT_LISTS], &["Ash<br>A tree of the very old wood<br>Note: ask us first"], &[]),
            (&[TEXT_LISTS], &["A<br>Note: ask us first"], &["Note: ask us first? manual"]),
            (&[TEXT_LISTS], &["Ash, 12<br>Note: ask us first"], &[]),
        ],
    );
    let log = |rows: &[&str]| Case { columns: &[TEXT_LISTS], ..Case::default() }.log("footnote-in-list", rows);
    expect(
        &log(&["Ash, Elm<br>Note: ask us first of all"]),
        &[
            "5:15 Note: ask us first of all? manual; `Note: ask us first` starts a note on a line of its own, behind 2 names",
        ],
    );
}

#[test]
fn notes_with_the_mark_of_a_name() {
    check(
        "footnote-in-list",
        &[
            (&[TEXT_LISTS], &["Ash, Elm+<br>+ask us first please"], &["+ask us first please? manual"]),
            (&[TEXT_LISTS], &["Ash+, Elm<br>+ask us first please"], &["+ask us first please? manual"]),
            (&[TEXT_LISTS], &["Ash, Elm<br>+ask us first please"], &[]),
            (&[TEXT_LISTS], &["Ash, Elm#<br>+ask us first please"], &[]),
            (&[TEXT_LISTS], &["Ash, Elm+<br>+ask us first"], &[]),
        ],
    );
}
