//! What the rows of a pipe table are, and how their cells were found.

use super::{compare, first_table, row};

/// Each of some rows behind others: what it is, how it was read, and its cells.
#[track_caller]
fn check(others: &str, cases: &[(&str, &[&str])]) {
    let count = others.lines().count() - 2;
    compare(cases, |rows| first_table(&format!("{others}{rows}\n")).rows[count..].iter().map(row).collect());
}

/// Which of some rows of a table are data, sections and prose: a letter for each.
#[track_caller]
fn check_kinds(header: &str, cases: &[(&[&str], &str)]) {
    let head = format!("{header}\n{}\n", "|-".repeat(header.matches('|').count() - 1));
    for (rows, expected) in cases {
        let table = first_table(&format!("{head}{}\n", rows.join("\n")));
        let letters: String = table.rows.iter().map(|row| format!("{:?}", row.kind)[..1].to_lowercase()).collect();
        assert_eq!(letters, *expected, "{rows:?}");
    }
}

const TOWNS: &str = "|town|code|open|\n|-|-|-|\n| Lyon | 69 | yes |\n| Nice | 6 | no |\n| Brest | 29 | yes |\n";

#[test]
fn two_records_on_one_line_are_parted_where_nothing_else_is_likely() {
    check(
        TOWNS,
        &[
            ("| Metz | 57 | no | Pau | 64 | yes |", &["[Metz][57][no]", "joined [Pau][64][yes]"]),
            ("| Metz | 57 | no | | Pau | 64 | yes |", &["[Metz][57][no]", "joined [Pau][64][yes]"]),
            ("Metz | 57 | no | Pau | 64 | yes", &["[Metz][57][no]", "joined [Pau][64][yes]"]),
            // One cell more or less, or another one between.
            ("| Metz | 57 | no | Pau | 64 |", &["[Metz][57][no][Pau][64]"]),
            ("| Metz | 57 | no | Pau | 64 | yes | |", &["[Metz][57][no][Pau][64][yes][]"]),
            ("| Metz | 57 | no | x | Pau | 64 | yes |", &["[Metz][57][no][x][Pau][64][yes]"]),
            ("| Metz | 57 | no | | | Pau | 64 | yes |", &["[Metz][57][no][][][Pau][64][yes]"]),
            // A half is no record: its first cell is empty, or it has no other, or one is out of place.
            ("| | 57 | no | Pau | 64 | yes |", &["[][57][no][Pau][64][yes]"]),
            ("| Metz | 57 | no | | 64 | yes |", &["[Metz][57][no][][64][yes]"]),
            ("| Metz | | | Pau | 64 | yes |", &["[Metz][][][Pau][64][yes]"]),
            ("| Metz | 57 | Pau | Pau | 64 | yes |", &["[Metz][57][Pau][Pau][64][yes]"]),
            ("| 57 | Metz | no | Pau | 64 | yes |", &["[57][Metz][no][Pau][64][yes]"]),
            // A bracket or a code span reaches over the pipe between.
            ("| Metz | 57 | no | (Pau | 64) | yes |", &["[Metz][57][no][(Pau][64)][yes]"]),
            ("| Metz (a | 57 | no | Pau) | 64 | yes |", &["[Metz (a][57][no][Pau)][64][yes]"]),
        ],
    );
    let blanks = format!("{TOWNS}| Sens | | |\n| Rodez | | |\n");
    check(
        &blanks,
        &[
            ("| Metz | 57 | | Pau | | yes |", &["[Metz][57][][Pau][][yes]"]),
            ("| Metz | | | Pau | 64 | yes |", &["[Metz][][][Pau][64][yes]"]),
            ("| Metz | 57 | | Pau | 64 | |", &["[Metz][57][][Pau][64][]"]),
        ],
    );
    // Where all columns look alike, a shift of the cells would not be seen.
    let words = "|a|b|c|\n|-|-|-|\n| Lyon | Rhône | south |\n| Nice | Var | east |\n| Brest | Aulne | west |\n";
    check(
        words,
        &[
            ("| Metz | Moselle | north | Pau | Gave | south |", &["[Metz][Moselle][north][Pau][Gave][south]"]),
            ("| Metz | Moselle | north | | Pau | Gave | south |", &["[Metz][Moselle][north][][Pau][Gave][south]"]),
        ],
    );
    // Half of the cells or more look like most of their columns.
    let mixed = "|a|b|c|d|\n|-|-|-|-|\n| Lyon | 1 | in Rhône | yes |\n| Nice | 2 | Var | word |\n| Brest | 3 | by the Aulne | Mar |\n| Metz | 4 | [a](b) | 5 |\n| Metz | 4 | `c` | 5 Mar |\n";
    check(
        mixed,
        &[
            ("| Pau | 5 | [c](d) | no | Sens | 6 | [c](d) | no |", &["[Pau][5][c][no]", "joined [Sens][6][c][no]"]),
            ("| Pau | 5 | [c](d) | no | Sens (| 6) | [c](d) | no |", &["[Pau][5][c][no][Sens (][6)][c][no]"]),
        ],
    );
    check("|a|\n|-|\n| g |\n| h |\n| k |\n", &[("| u | v |", &["[u][v]"])]);
}

#[test]
fn two_records_tell_of_each_other_where_no_other_row_does() {
    let few = "|town|code|open|\n|-|-|-|\n| Lyon | 69 | yes |\n";
    check(
        few,
        &[
            ("| Metz | 57 | no | | Pau | 64 | yes |", &["[Metz][57][no]", "joined [Pau][64][yes]"]),
            ("| Metz | 57 | no | Pau | 64 | yes |", &["[Metz][57][no][Pau][64][yes]"]),
            ("| Metz | - | no | | Pau | - | yes |", &["[Metz][-][no][][Pau][-][yes]"]),
            ("| Metz | 57 | no | | Pau | 64 | 5 |", &["[Metz][57][no][][Pau][64][5]"]),
            ("| Metz (a | 57 | no | | Pau) | 64 | yes |", &["[Metz (a][57][no][][Pau)][64][yes]"]),
        ],
    );
    check("|a|b|\n|-|-|\n| g | 1 |\n", &[("| u | 4 | | v | 5 |", &["[u][4][][v][5]"])]);
}

#[test]
fn a_row_parted_in_two_knows_its_places() {
    let page = format!("{TOWNS}| Metz | 57 | no | | Pau | 64 | yes\n");
    let rows = &first_table(&page).rows;
    let places: Vec<&str> = rows[3..].iter().map(|row| &page[row.span.range()]).collect();
    assert_eq!(places, ["| Metz | 57 | no", "Pau | 64 | yes"]);
    let pipes: Vec<_> = rows[3..].iter().map(|row| (row.leading_pipe, row.trailing_pipe)).collect();
    assert_eq!(pipes, [(true, true), (true, false)]);
}

#[test]
fn pipes_in_code_are_put_together_where_the_row_fits_then() {
    let two = "|a|b|\n|-|-|\n";
    check(
        two,
        &[
            ("| `x|y` | 1 |", &["mended [x|y][1]"]),
            ("| 1 | `x|y` |", &["mended [1][x|y]"]),
            ("| `x|y` | 1 | |", &["mended [x|y][1][]"]),
            ("| `x|y` | 1 | 2 |", &["broken [`x][y`][1][2]"]),
            ("| `x|y` |", &["[`x][y`]"]),
            ("| `x|y|z` |", &["broken [`x][y][z`]"]),
            ("| `x|y|z` | 1 |", &["mended [x|y|z][1]"]),
            ("| `x|y` | `z|w` |", &["mended [x|y][z|w]"]),
            ("| ``x|y`` | 1 |", &["mended [x|y][1]"]),
            ("| ``x|y` | 1 |", &["[``x][y`][1]"]),
            ("| ``x`|`y`` | 1 |", &["mended [x`|`y][1]"]),
            ("| \\`x|y` | 1 |", &["[`x][y`][1]"]),
            ("| \\\\`x|y` | 1 |", &["mended [\\x|y][1]"]),
            ("| \\``x|y` | 1 |", &["mended [`x|y][1]"]),
            ("| `a` `x|y` | 1 |", &["mended [a x|y][1]"]),
            ("| `a` x | y | 1 |", &["[a x][y][1]"]),
        ],
    );
    let in_code = |pipes: usize| format!("| `{}x` | 1 |", "x|".repeat(pipes));
    let read = |pipes: usize| row(&first_table(&format!("{two}{}\n", in_code(pipes))).rows[0]);
    assert_eq!(read(32), format!("mended [{}x][1]", "x|".repeat(32)));
    assert!(!read(33).starts_with("mended"));
}

#[test]
fn the_lines_of_a_cell_are_told_from_rows() {
    check(
        TOWNS,
        &[
            ("| Metz | 57 | no\nand more |", &["[Metz][57][no]", "rest [and more]"]),
            ("| Metz | 57 | no\nand\nmore |", &["[Metz][57][no]", "prose rest [and]", "rest [more]"]),
            ("| Metz | 57 | no\n| more |", &["[Metz][57][no]", "[more]"]),
            ("| Metz | 57 | `no\n| more` |", &["[Metz][57][`no]", "rest [more`]"]),
            ("| Metz | 57 | `no`\n| more |", &["[Metz][57][no]", "[more]"]),
            ("| Metz | 57 | `no\nand`\n| more |", &["[Metz][57][`no]", "prose rest [and`]", "[more]"]),
            ("| Metz | 57 | `no\nand\n| more` |", &["[Metz][57][`no]", "prose rest [and]", "rest [more`]"]),
            ("| Metz | 57 | no |\nand more |", &["[Metz][57][no]", "[and more]"]),
            ("Metz | 57 | no\nand more |", &["[Metz][57][no]", "[and more]"]),
            ("| Metz | 57 | no\n| Pau | 64 | yes |", &["[Metz][57][no]", "[Pau][64][yes]"]),
            ("| Metz | 57 | no\nand more |\nand |", &["[Metz][57][no]", "rest [and more]", "[and]"]),
        ],
    );
    let bare = "town|code|open\n-|-|-\nLyon | 69 | yes\n";
    check(bare, &[("| Metz | 57 | no\nand more |", &["[Metz][57][no]", "[and more]"])]);
    let open = "|town|code|open\n|-|-|-\n| Lyon | 69 | yes\n";
    check(open, &[("| Metz | 57 | no\nand more |", &["[Metz][57][no]", "[and more]"])]);
    let sections = format!("{TOWNS}| Sens | 89 | no\n");
    check(&sections, &[("**North**\n| Metz | 57 | no |", &["section [North]", "[Metz][57][no]"])]);
}

#[test]
fn a_cell_alone_heads_rows_where_it_stands_out() {
    check_kinds(
        "|a|b|",
        &[
            (&["| **North** | |", "| p | 1 |"], "sd"),
            (&["| North | |", "| p | 1 |"], "dd"),
            (&["| p | 1 |", "| **North** | |"], "dd"),
            (&["| **North** | |"], "d"),
            (&["| **North** | |", "| **South** | |"], "dd"),
            (&["| | **North** |", "| p | 1 |"], "dd"),
            (&["| **North** | x |", "| p | 1 |"], "dd"),
            (&["| **North**", "| p | 1 |"], "sd"),
            (&["**North** |", "| p | 1 |"], "sd"),
            (&["**North**", "| p | 1 |"], "sd"),
            // All of it, and none of the others.
            (&["| **a** and **b** | |", "| p | 1 |"], "dd"),
            (&["| **North** of | |", "| p | 1 |"], "dd"),
            (&["| **North** | |", "| **p** | 1 |"], "dd"),
            (&["| **North** | |", "| **p** | 1 |", "| q | 2 |", "| r | 3 |", "| s | 4 |", "| t | 5 |"], "sddddd"),
            (&["| **North** | |", "| **p** | 1 |", "| q | 2 |", "| r | 3 |", "| s | 4 |"], "ddddd"),
            (&["| **North** | |", "| **p** | 1 |", "| q | 2 |", "| r | 3 |"], "dddd"),
        ],
    );
    for mark in
        ["**North**", "__North__", "*North*", "_North_", "<b>North</b>", "<strong>North</strong>", "***North***"]
    {
        check_kinds("|a|b|", &[(&[&format!("| {mark} | |"), "| p | 1 |"], "sd")]);
    }
    for other in ["****", "**", "~~North~~", "`North`", "North", "<i>North</i>", "**North", "North**", "*a*b*"] {
        check_kinds("|a|b|", &[(&[&format!("| {other} | |"), "| p | 1 |"], "dd")]);
    }
}

#[test]
fn capitals_head_rows_as_emphasis_does() {
    for text in ["NORTHERN", "NORTHE", "THE NORTH", "ÉTAPES D'ÉTÉ"] {
        check_kinds("|a|b|", &[(&[&format!("| {text} | |"), "| p | 1 |"], "sd")]);
    }
    for text in
        ["NORTH", "NORTHERn", "MAX_LENGTH", "NORTHERN.X", "NORTHERN/X", "NORTHERN(X", "北部地方諸島東", "1234567"]
    {
        check_kinds("|a|b|", &[(&[&format!("| {text} | |"), "| p | 1 |"], "dd")]);
    }
    // An empty cell is no exception where one record in five or more has one.
    let full = ["| NORTHERN | |", "| p | 1 |", "| q | 2 |", "| r | 3 |", "| s | 4 |", "| | 5 |"];
    check_kinds(
        "|a|b|",
        &[
            (&full, "sddddd"),
            (&[&full[..4], &full[5..]].concat(), "ddddd"),
            (&["| NORTHERN", "| p | 1 |", "| | 5 |"], "sdd"),
        ],
    );
    check_kinds("|a|b|", &[(&["| NORTHERN | |", "| PROVENCE | 1 |", "| q | 2 |"], "ddd")]);
}

#[test]
fn a_cell_in_plain_text_heads_rows_where_it_stands_like_a_heading() {
    let rows = ["| North |", "| p | 1 | 2 |", "| q | 1 | 2 |", "| South |", "| r | 1 | 2 |"];
    check_kinds(
        "|a|b|c|",
        &[
            (&rows, "sddsd"),
            (&rows[..4], "dddd"),
            (&rows[1..], "dddd"),
            (&rows[..3], "ddd"),
            (&[rows[0], rows[3], rows[1], rows[3], rows[4]], "ddddd"),
            (&["| North |", "| p | 1 | 2 |", "| q | 1 |", "| South |", "| r | 1 | 2 |"], "ddddd"),
            (&["| North |", "| p | 1 | 2 |", "| South |", "| r | 1 | 2 |"], "sdsd"),
            (&["| [North](n) |", "| p | 1 | 2 |", "| South |", "| r | 1 | 2 |"], "ddsd"),
            (&["| 5 |", "| p | 1 | 2 |", "| 6 |", "| r | 1 | 2 |"], "dddd"),
            (&["| North and west |", "| p | 1 | 2 |", "| South |", "| r | 1 | 2 |"], "sdsd"),
            (&["| North | | |", "| p | 1 | 2 |", "| South | | |", "| r | 1 | 2 |"], "dddd"),
            (&["| North | | |", "| 1 | 1 | 2 |", "| South | | |", "| 2 | 1 | 2 |"], "sdsd"),
            (&["| North | | |", "| 1 | 1 | 2 |", "| South | | |", "| 2 | | 2 |"], "dddd"),
        ],
    );
    check_kinds(
        "|a|b|",
        &[
            (&["| North |", "| p | 1 |", "| South |", "| q | 1 |"], "dddd"),
            (&["| North |", "| 1 | 1 |", "| South |", "| 2 | 1 |"], "sdsd"),
            (&["| North | |", "| 1 | 1 |", "| South | |", "| 2 | 1 |"], "dddd"),
        ],
    );
}

#[test]
fn a_section_is_no_longer_than_a_heading() {
    let section = |length: usize| format!("| **{}** | |", "n".repeat(length));
    check_kinds("|a|b|", &[(&[&section(100), "| p | 1 |"], "sd"), (&[&section(101), "| p | 1 |"], "dd")]);
    let wide = format!("| **{}** | |", "é".repeat(100));
    check_kinds("|a|b|", &[(&[&wide, "| p | 1 |"], "sd")]);
}

#[test]
fn a_line_without_a_pipe_is_prose_in_a_table_of_several_columns() {
    check_kinds(
        "|a|b|",
        &[
            (&["| p | 1 |", "Notes:"], "dp"),
            (&["Notes:", "| p | 1 |"], "pd"),
            (&["| p | 1 |", "Notes |"], "dd"),
            (&["| p | 1 |", "| Notes"], "dd"),
            (&["| p | 1 |", "q | 2"], "dd"),
        ],
    );
    check_kinds("|a|", &[(&["| p |", "Notes:"], "dd"), (&["| **p** |", "| q |"], "dd")]);
}
