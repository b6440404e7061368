//! How the cells of a row with too many or too few are laid over the columns.

use super::{compare, first_table};
use crate::document::realign;

/// Rows of a word, a number, a mark and a date, of which none is missing.
const TOWNS: &str = "\
|town|code|open|since|
|-|-|-|-|
| Lyon | 69 | yes | 2001-02-03 |
| Nice | 6 | no | 2001-02-04 |
| Brest | 29 | yes | 2001-02-05 |
| Metz | 57 | no | 2001-02-06 |
";

/// The cells of each column in the last of some rows behind others, `!` if that is certain.
#[track_caller]
fn check(others: &str, cases: &[(&str, &[&str])]) {
    compare(cases, |rows| {
        let table = first_table(&format!("{others}{rows}\n"));
        let row = table.rows.last().expect("it has rows");
        let Some(found) = realign(&table, row) else { return Vec::new() };
        let text = |cells: &std::ops::Range<usize>| {
            let texts: Vec<&str> = row.cells[cells.clone()].iter().map(|cell| cell.content.text()).collect();
            format!("[{}]", texts.join("|"))
        };
        let certain = if found.is_certain { "!" } else { "" };
        vec![format!("{certain}{}", found.columns.iter().map(text).collect::<String>())]
    });
}

#[test]
fn a_column_whose_cell_was_left_out_gets_none() {
    check(
        TOWNS,
        &[
            ("| Pau | yes | 2001-02-07 |", &["![Pau][][yes][2001-02-07]"]),
            ("| Pau | 64 | 2001-02-07 |", &["![Pau][64][][2001-02-07]"]),
            ("| 64 | yes | 2001-02-07 |", &["![][64][yes][2001-02-07]"]),
            ("| Pau | 64 | yes |", &[]),
            ("| Pau | 2001-02-07 |", &["![Pau][][][2001-02-07]"]),
            ("| 64 | 2001-02-07 |", &["![][64][][2001-02-07]"]),
            ("| 64 | yes |", &["![][64][yes][]"]),
            ("| 2001-02-07 |", &["![][][][2001-02-07]"]),
            ("| Pau |", &[]),
            ("| x y |", &[]),
            // A half of brackets counts against it.
            ("| Pau ( | yes | 2001-02-07 |", &["![Pau (][][yes][2001-02-07]"]),
        ],
    );
    // A column that is often blank is the likely one; one cell in five is often.
    let blank = |words: usize| {
        format!(
            "|a|b|c|\n|-|-|-|\n{}| `k` | 4 | 5 |\n| `k` | - | 7 |\n| `k` | | 7 |\n",
            "| `k` | word | 5 |\n".repeat(words)
        )
    };
    check(&blank(7), &[("| `u` | 6 |", &["[u][][6]"])]);
    check(&blank(8), &[("| `u` | 6 |", &[])]);
    let last = "|a|b|c|\n|-|-|-|\n| k | 4 | 5 |\n| k | 4 | |\n| k | 4 | 5 |\n";
    check(last, &[("| u | 6 |", &[]), ("| 5 | 6 |", &["![][5][6]"])]);
}

#[test]
fn an_empty_cell_too_many_is_skipped() {
    check(
        TOWNS,
        &[
            ("| | Pau | 64 | yes | 2001-02-07 |", &["[Pau][64][yes][2001-02-07]"]),
            ("| Pau | | 64 | yes | 2001-02-07 |", &["[Pau][64][yes][2001-02-07]"]),
            ("| Pau | 64 | yes | | 2001-02-07 |", &["![Pau][64][yes][2001-02-07]"]),
            ("| Pau | 64 | yes | 2001-02-07 | |", &["![Pau][64][yes][2001-02-07]"]),
            ("| Pau | 64 | yes | 2001-02-07 | | | |", &["![Pau][64][yes][2001-02-07]"]),
            ("| Pau | 64 | yes | 2001-02-07 | | | | |", &[]),
            ("| Pau | 64 | | | | yes | 2001-02-07 |", &["[Pau][64][yes][2001-02-07]"]),
            ("| Pau | | 64 | | | yes | 2001-02-07 |", &["[Pau][64][yes][2001-02-07]"]),
            ("| Pau | 64 | | | | | yes | 2001-02-07 |", &[]),
            ("| | Pau | | 64 | yes | 2001-02-07 | |", &["[Pau][64][yes][2001-02-07]"]),
            // Twice the same.
            ("| Pau | Pau | 64 | yes | 2001-02-07 |", &["[Pau][64][yes][2001-02-07]"]),
            ("| Pau | 64 | 64 | yes | 2001-02-07 |", &["[Pau][64][yes][2001-02-07]"]),
            ("| Pau | 64 | yes | yes | 2001-02-07 |", &["![Pau][64][yes][2001-02-07]"]),
            ("| Pau | 64 | 65 | yes | 2001-02-07 |", &["![Pau|64][65][yes][2001-02-07]"]),
            ("| Pau | 64 | yes | 2001-02-07 | 2001-02-07 |", &[]),
        ],
    );
}

#[test]
fn neighbours_that_a_pipe_parts_are_one() {
    check(
        TOWNS,
        &[
            ("| Pau | Nay | 64 | yes | 2001-02-07 |", &["![Pau|Nay][64][yes][2001-02-07]"]),
            ("| Pau | Nay | Sens | 64 | yes | 2001-02-07 |", &["![Pau|Nay|Sens][64][yes][2001-02-07]"]),
            ("| Pau | Nay | Sens | Metz | 64 | yes | 2001-02-07 |", &[]),
            ("| Pau | Nay | Sens | Metz | Rodez | 64 | yes | 2001-02-07 |", &[]),
            ("| Pau [old | Nay] | 64 | yes | 2001-02-07 |", &["![Pau [old|Nay]][64][yes][2001-02-07]"]),
            ("| Pau [old | Nay | 64 | yes | 2001-02-07 |", &["![Pau [old|Nay][64][yes][2001-02-07]"]),
            ("| Pau | 64 | 5 | yes | 2001-02-07 |", &["![Pau|64][5][yes][2001-02-07]"]),
            ("| Pau (| 64 | yes | 2001-02-07 |", &[]),
        ],
    );
    let options = "|a|b|c|\n|-|-|-|\n| `g` | one of some | 1 |\n| `h` | two of some | 2 |\n| `k` | all of them | 3 |\n";
    check(
        options,
        &[
            ("| `u` | `v` | one of many | 5 |", &[]),
            ("| `u` | one | of many | 5 |", &["![u][one|of many][5]"]),
            ("| `u` | one (a | of many) | 5 |", &["![u][one (a|of many)][5]"]),
            ("| `u` | one {a | of many} | 5 |", &["![u][one {a|of many}][5]"]),
            ("| `u` | one (a | of many | 5 |", &["![u][one (a|of many][5]"]),
            ("| `u` | one | | 5 |", &[]),
            ("| `u` | | one | 5 |", &[]),
            ("| `u` | one | two | | 5 |", &[]),
            ("| `u` | one | | two | 5 |", &["![u][one||two][5]"]),
            ("| `u` | | one of | | 5 |", &["[u][one of][5]"]),
            ("| `u` | one of | more | 5 | 6 |", &["![u][one of|more|5][6]"]),
            ("| `u | one of many | 5 | 6 |", &[]),
            ("| u | one of many | 5 | 6 |", &[]),
        ],
    );
}

#[test]
fn a_table_that_tells_nothing_proposes_nothing_for_certain() {
    let with = |rows: &str, case: (&str, &[&str])| check(&format!("|a|b|\n|-|-|\n{rows}"), &[case]);
    with("| g | 1 |\n| h | 2 |\n| k | 3 |\n", ("| 4 |", &["![][4]"]));
    with("| g | 1 |\n| h | 2 |\n", ("| 4 |", &[]));
    with("| g | 1 |\n| h | 2 |\n", ("| | u | 4 |", &[]));
    with("| g | 1 |\n| h | 2 |\n", ("| u (v | w) | 4 |", &["[u (v|w)][4]"]));
    with("| g | 1 |\n| h | 2 |\n| k | 3 |\n", ("| u (v | w) | 4 |", &["![u (v|w)][4]"]));
    with("", ("| u (v | w) | 4 |", &["[u (v|w)][4]"]));
    check("|a|\n|-|\n| g |\n| h |\n| k |\n", &[("| u (v | w) |", &[]), ("| | u |", &[])]);
}

/// 1,500 ways to lay the cells are tried, and no more: in a row that lacks one cell there is one for each column.
#[test]
fn ways_are_tried_up_to_a_number() {
    let page = |width: usize| {
        let row = |skipped: usize| {
            let cell = |column: usize| if column.is_multiple_of(2) { "|word" } else { "|12" };
            (0..width).filter(|column| *column != skipped).map(cell).collect::<String>() + "|\n"
        };
        format!("{}{}\n{}{}", row(width), "|-".repeat(width), row(width).repeat(3), row(7))
    };
    let lacks = |width: usize| {
        let table = first_table(&page(width));
        let found = realign(&table, &table.rows[3])?;
        Some((0..width).filter(|&column| found.columns[column].is_empty()).collect::<Vec<_>>())
    };
    assert_eq!(lacks(1_500), Some(vec![7]));
    assert_eq!(lacks(1_501), None);
}
