//! Tables that GitHub shows as text: which they are, why, and what is read.

use super::{compare, quoted, row};
use crate::document::inspect_table;
use crate::document::laws::parse;

/// Each table of a page that GitHub shows as text: its fault, its header, where it and its delimiter row stand, and its rows.
fn tables(page: &str) -> Vec<String> {
    let document = parse(page);
    let loose = document.tables.iter().filter(|table| matches!(table.kind, crate::document::TableKind::Loose(_)));
    loose
        .map(|table| {
            let found = inspect_table(table);
            let why = found[0].message.trim_start_matches("GitHub shows this table as text: ");
            let why = why.trim_end_matches("; it is read here all the same");
            let place = found[0].span.map_or("", |span| &page[span.range()]);
            let rows: String = table.rows.iter().map(|one| format!(" / {}", row(one))).collect();
            let count = table.alignments.len();
            let whole = &page[table.span.range()];
            let lines = whole.trim().lines().count();
            let delimiter = &page[table.delimiter.range()];
            format!(
                "{why} ({}, {}): {}{rows} ({count} columns, {lines} lines)",
                quoted(place),
                quoted(delimiter),
                table.header_texts().join("|")
            )
        })
        .collect()
}

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    compare(cases, tables);
}

#[test]
fn a_delimiter_row_of_another_width() {
    check(&[
        (
            "| a | b | c |\n|---|---|\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n",
            &[
                "the delimiter row has 2 cells, the header 3 (‹|---|---|›, ‹|---|---|›): a|b|c / [1][2][3] / [4][5][6] (3 columns, 4 lines)",
            ],
        ),
        (
            "| a | b |\n|---|---|---|\n| 1 | 2 |\n",
            &[
                "the delimiter row has 3 cells, the header 2 (‹|---|---|---|›, ‹|---|---|---|›): a|b / [1][2] (2 columns, 3 lines)",
            ],
        ),
        (
            "| a | b |\n|---|---|---|\n| 1 | 2 | 3 |\n",
            &[
                "the delimiter row has 3 cells, the header 2 (‹|---|---|---|›, ‹|---|---|---|›): a|b| / [1][2][3] (3 columns, 3 lines)",
            ],
        ),
        (
            "| a | b | |\n|---|---|\n| 1 | 2 |\n",
            &[
                "the delimiter row has 2 cells, the header 3 (‹|---|---|›, ‹|---|---|›): a|b / [1][2] (2 columns, 3 lines)",
            ],
        ),
        (
            "| a | b | |\n|---|---|\n| 1 | 2 |\n| 1 | 2 | 3 |\n",
            &[
                "the delimiter row has 2 cells, the header 3 (‹|---|---|›, ‹|---|---|›): a|b| / [1][2] / [1][2][3] (3 columns, 4 lines)",
            ],
        ),
        (
            "| a | b | |\n|---|---|\n| 1 | 2 | 3 |\n",
            &[
                "the delimiter row has 2 cells, the header 3 (‹|---|---|›, ‹|---|---|›): a|b| / [1][2][3] (3 columns, 3 lines)",
            ],
        ),
        (
            "| a | b | c |\n|---|---|\n| 1 | 2 |\n",
            &[
                "the delimiter row has 2 cells, the header 3 (‹|---|---|›, ‹|---|---|›): a|b|c / [1][2] (3 columns, 3 lines)",
            ],
        ),
        (
            "| a | `x|y` |\n|---|---|\n| 1 | 2 |\n",
            &[
                "a pipe in a code span makes 3 cells of the header's 2 (‹|›, ‹|---|---|›): a|x|y / [1][2] (2 columns, 3 lines)",
            ],
        ),
        (
            "text\n| a | b |\n|---|\n| 1 | 2 |\nmore text\n",
            &["the delimiter row has 1 cell, the header 2 (‹|---|›, ‹|---|›): a|b / [1][2] (2 columns, 3 lines)"],
        ),
        ("| a | b |\n|---|\n", &[]),
        ("a\n|---|---|\n| 1 | 2 |\n", &[]),
        (
            "|a|\n|---|---|\n| 1 | 2 |\n",
            &[
                "the delimiter row has 2 cells, the header 1 (‹|---|---|›, ‹|---|---|›): a| / [1][2] (2 columns, 3 lines)",
            ],
        ),
        ("| a | b |\n---\n| 1 | 2 |\n", &[]),
        ("| a | b |\n:--\n| 1 | 2 |\n", &[]),
        // The next one begins above its delimiter row.
        (
            "| a | b |\n|---|\n| 1 | 2 |\n| c | d |\n|---|\n| 3 | 4 |\n",
            &[
                "the delimiter row has 1 cell, the header 2 (‹|---|›, ‹|---|›): a|b / [1][2] (2 columns, 3 lines)",
                "the delimiter row has 1 cell, the header 2 (‹|---|›, ‹|---|›): c|d / [3][4] (2 columns, 3 lines)",
            ],
        ),
        (
            "|---|---|\n|---|\n| 1 | 2 |\n",
            &[
                "no header row stands above the delimiter row (‹|---|---|›, ‹|---|---|›): | / [---] / [1][2] (2 columns, 3 lines)",
            ],
        ),
    ]);
}

#[test]
fn a_broken_delimiter_row() {
    check(&[
        (
            "| a | b |\n|---|--_-|\n| 1 | 2 |\n",
            &[
                "a cell of the delimiter row is not made of dashes (‹--_-›, ‹|---|--_-|›): a|b / [1][2] (2 columns, 3 lines)",
            ],
        ),
        (
            "| a | b |\n|---||\n| 1 | 2 |\n",
            &["a cell of the delimiter row is not made of dashes (‹›, ‹|---||›): a|b / [1][2] (2 columns, 3 lines)"],
        ),
        (
            "| a | b |\n|---|–—|\n| 1 | 2 |\n",
            &[
                "a cell of the delimiter row is not made of dashes (‹–—›, ‹|---|–—|›): a|b / [1][2] (2 columns, 3 lines)",
            ],
        ),
        ("| a | b |\n|---|--abc|\n| 1 | 2 |\n", &[]),
        (
            "| a | b |\n|--x|--x|\n| 1 | 2 |\n",
            &[
                "no delimiter row stands below its first row (‹| a | b |›, ‹›): a|b / [--x][--x] / [1][2] (2 columns, 3 lines)",
            ],
        ),
        ("| a | b | c |\n|---|--x|\n| 1 | 2 |\n", &[]),
        ("a\n--x\n1\n", &[]),
        ("|a|\n|--x|\n|1|\n", &[]),
        ("| a | b |\n|:--|-x-:|\n| 1 | 2 |\n", &[]),
    ]);
}

#[test]
fn a_delimiter_row_without_a_header_above() {
    check(&[
        (
            "|---|---|\n| 1 | 2 |\n",
            &[
                "no header row stands above the delimiter row (‹|---|---|›, ‹|---|---|›): | / [1][2] (2 columns, 2 lines)",
            ],
        ),
        ("|---|---|\n| 1 | 2 | 3 |\n", &[]),
        (
            "|---|---|\n| 1 | 2 | 3 |\n| 1 | 2 |\n",
            &[
                "no header row stands above the delimiter row (‹|---|---|›, ‹|---|---|›): | / [1][2][3] / [1][2] (2 columns, 3 lines)",
            ],
        ),
        ("|---|---|\n| 1 | 2 | 3 |\ntext\n| 1 | 2 |\n", &[]),
        ("|---|\n| 1 |\n", &[]),
        ("text\n|---|---|\n| 1 | 2 |\n", &[]),
        (
            "| a | b |\n\n|---|---|\n| 1 | 2 |\n",
            &[
                "the header row and the delimiter row are apart (‹|---|---|›, ‹|---|---|›): a|b / [1][2] (2 columns, 4 lines)",
            ],
        ),
        (
            "| a | b |\n\n\n\n|---|---|\n| 1 | 2 |\n",
            &[
                "the header row and the delimiter row are apart (‹|---|---|›, ‹|---|---|›): a|b / [1][2] (2 columns, 6 lines)",
            ],
        ),
        (
            "| a | b |\n\n\n\n\n|---|---|\n| 1 | 2 |\n",
            &[
                "no header row stands above the delimiter row (‹|---|---|›, ‹|---|---|›): | / [1][2] (2 columns, 2 lines)",
            ],
        ),
        (
            "| a | b |\n<!-- x -->\n\n|---|---|\n| 1 | 2 |\n",
            &[
                "the header row and the delimiter row are apart (‹|---|---|›, ‹|---|---|›): a|b / [1][2] (2 columns, 5 lines)",
            ],
        ),
        (
            "| a | b |\n\n<!-- x -->\n\n<!-- y -->\n\n|---|---|\n| 1 | 2 |\n",
            &[
                "no header row stands above the delimiter row (‹|---|---|›, ‹|---|---|›): | / [1][2] (2 columns, 2 lines)",
            ],
        ),
        (
            "| a | b | c |\n\n|---|---|\n| 1 | 2 |\n",
            &[
                "no header row stands above the delimiter row (‹|---|---|›, ‹|---|---|›): | / [1][2] (2 columns, 2 lines)",
            ],
        ),
        (
            "text\n| a | b |\n\n|---|---|\n| 1 | 2 |\n",
            &[
                "no header row stands above the delimiter row (‹|---|---|›, ‹|---|---|›): | / [1][2] (2 columns, 2 lines)",
            ],
        ),
        (
            "> | a | b |\n\n|---|---|\n| 1 | 2 |\n",
            &[
                "no header row stands above the delimiter row (‹|---|---|›, ‹|---|---|›): | / [1][2] (2 columns, 2 lines)",
            ],
        ),
        (
            "# a | b\n\n|---|---|\n| 1 | 2 |\n",
            &[
                "no header row stands above the delimiter row (‹|---|---|›, ‹|---|---|›): | / [1][2] (2 columns, 2 lines)",
            ],
        ),
        (
            "a b\n\n|---|---|\n| 1 | 2 |\n",
            &[
                "no header row stands above the delimiter row (‹|---|---|›, ‹|---|---|›): | / [1][2] (2 columns, 2 lines)",
            ],
        ),
    ]);
}

#[test]
fn rows_without_a_delimiter_row() {
    check(&[
        (
            "| a | b |\n| 1 | 2 |\n| 3 | 4 |\n",
            &[
                "no delimiter row stands below its first row (‹| a | b |›, ‹›): a|b / [1][2] / [3][4] (2 columns, 3 lines)",
            ],
        ),
        ("| a | b |\n| 1 | 2 |\n", &[]),
        (
            "text\n| a | b |\n| 1 | 2 |\n| 3 | 4 |\ntext\n",
            &[
                "no delimiter row stands below its first row (‹| a | b |›, ‹›): a|b / [1][2] / [3][4] (2 columns, 3 lines)",
            ],
        ),
        (
            "| a | b |\n| 1 | 2 |\n| 3 | 4 |\n| 5 |\n| 6 | 7 | 8 |\n",
            &[
                "no delimiter row stands below its first row (‹| a | b |›, ‹›): a|b / [1][2] / [3][4] / [5] / [6][7][8] (2 columns, 5 lines)",
            ],
        ),
        ("| a | b |\n| 1 | 2 |\n| 3 | 4 | 5 |\n", &[]),
        ("| a | |\n| 1 | 2 |\n| 3 | 4 |\n", &[]),
        ("| a | b |\n| 1 | 2 |\n| 3 | |\n", &[]),
        ("| a | b |\n| 1 | 2 |\n| 3 | 4\n", &[]),
        ("| a | b |\n| 1 | 2 |\n3 | 4 |\n", &[]),
        ("| a | b |\n| 1 | 2 |\n| 3 | --- |\n", &[]),
        (
            "| a | b |\n| 1 | 2 |\n| 3 | -- |\n",
            &[
                "no delimiter row stands below its first row (‹| a | b |›, ‹›): a|b / [1][2] / [3][--] (2 columns, 3 lines)",
            ],
        ),
        (
            "| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |\n| 7 | 8 |\n",
            &[
                "it has neither a header row nor a delimiter row (‹| 1 | 2 |›, ‹›): | / [1][2] / [3][4] / [5][6] / [7][8] (2 columns, 4 lines)",
            ],
        ),
        (
            "| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |\n",
            &[
                "no delimiter row stands below its first row (‹| 1 | 2 |›, ‹›): 1|2 / [3][4] / [5][6] (2 columns, 3 lines)",
            ],
        ),
        (
            "| a | 2 |\n| b | 4 |\n| c | 6 |\n| d | 8 |\n",
            &[
                "it has neither a header row nor a delimiter row (‹| a | 2 |›, ‹›): | / [a][2] / [b][4] / [c][6] / [d][8] (2 columns, 4 lines)",
            ],
        ),
        (
            "| a | b |\n| b | c |\n| c | d |\n| d | e |\n",
            &[
                "no delimiter row stands below its first row (‹| a | b |›, ‹›): a|b / [b][c] / [c][d] / [d][e] (2 columns, 4 lines)",
            ],
        ),
        (
            "| 1 | b |\n| 2 | c |\n| 3 | d |\n| 4 | 5 |\n",
            &[
                "it has neither a header row nor a delimiter row (‹| 1 | b |›, ‹›): | / [1][b] / [2][c] / [3][d] / [4][5] (2 columns, 4 lines)",
            ],
        ),
        (
            "| 1 | 2 |\n| 3 | b |\n| 4 | c |\n| 5 | d |\n",
            &[
                "no delimiter row stands below its first row (‹| 1 | 2 |›, ‹›): 1|2 / [3][b] / [4][c] / [5][d] (2 columns, 4 lines)",
            ],
        ),
        (
            "| a | It opens at noon, and everybody may come |\n| b | It closes at noon, and nobody may come in |\n| c | d |\n| d | e |\n",
            &[
                "it has neither a header row nor a delimiter row (‹| a | It opens at noon, and everybody may come |›, ‹›): | / [a][It opens at noon, and everybody may come] / [b][It closes at noon, and nobody may come in] / [c][d] / [d][e] (2 columns, 4 lines)",
            ],
        ),
        (
            "| a | b |\n| 1 | 2 |\n| 3 | 4 |\n| c | d |\n|---|\n| 5 | 6 |\n",
            &[
                "no delimiter row stands below its first row (‹| a | b |›, ‹›): a|b / [1][2] / [3][4] (2 columns, 3 lines)",
                "the delimiter row has 1 cell, the header 2 (‹|---|›, ‹|---|›): c|d / [5][6] (2 columns, 3 lines)",
            ],
        ),
        (
            "| 1 | b |\n| c | d |\n| e | f |\n| 2 | g |\n",
            &[
                "no delimiter row stands below its first row (‹| 1 | b |›, ‹›): 1|b / [c][d] / [e][f] / [2][g] (2 columns, 4 lines)",
            ],
        ),
        ("+---+\n| a | b |\n| 1 | 2 |\n| 3 | 4 |\n", &[]),
        ("  +-\n| a | b |\n| 1 | 2 |\n| 3 | 4 |\n", &[]),
    ]);
}

#[test]
fn rows_behind_a_pipe_alone_or_a_blank_line() {
    let table = "| a | **b** |\n|---|---|\n| 1 | 2 |\n";
    compare(
        &[
            (
                "|\n| 3 | 4 |\n| 5 | 6 |\n",
                &[
                    "a line with nothing but a pipe ends the table above it (‹|›, ‹›): a|b / [3][4] / [5][6] (2 columns, 3 lines)",
                ],
            ),
            (
                "|\n| 3 | 4 |\n|\n| 5 | 6 |\n",
                &[
                    "a line with nothing but a pipe ends the table above it (‹|›, ‹›): a|b / [3][4] / [5][6] (2 columns, 4 lines)",
                ],
            ),
            (
                "|\n| 3 |\n| 4 | 5 |\n",
                &[
                    "a line with nothing but a pipe ends the table above it (‹|›, ‹›): a|b / [3] / [4][5] (2 columns, 3 lines)",
                ],
            ),
            ("|\n| 3 |\ntext\n| 4 | 5 |\n", &[]),
            ("|\n| 3 | 4 | 5 |\n", &[]),
            ("\n|\n| 3 | 4 |\n", &[]),
            ("|\n", &[]),
            (
                "\n| 3 | 4 |\n",
                &[
                    "a blank line ends the table above it, whose rows these are (‹⏎⏎›, ‹›): a|b / [3][4] (2 columns, 1 lines)",
                ],
            ),
            ("\n\n\n\n| 3 | 4 |\n", &[]),
            ("\n\n\n\n\n| 3 | 4 |\n", &[]),
            (
                "\n| 3 | 4 |\n\n| 5 | 6 |\n",
                &[
                    "a blank line ends the table above it, whose rows these are (‹⏎⏎›, ‹›): a|b / [3][4] (2 columns, 1 lines)",
                    "a blank line ends the table above it, whose rows these are (‹⏎⏎›, ‹›): a|b / [5][6] (2 columns, 1 lines)",
                ],
            ),
            (
                "\n| 3 | 4 |\n5 | 6\n\n| 7 | 8 |\n",
                &[
                    "a blank line ends the table above it, whose rows these are (‹⏎⏎›, ‹›): a|b / [3][4] / [5][6] (2 columns, 2 lines)",
                ],
            ),
            (
                "\n| a | b |\n",
                &[
                    "a blank line ends the table above it, whose rows these are (‹⏎⏎›, ‹›): a|b / [a][b] (2 columns, 1 lines)",
                ],
            ),
            (
                "\n\n\n| 3 | 4 |\n",
                &[
                    "a blank line ends the table above it, whose rows these are (‹⏎⏎⏎⏎›, ‹›): a|b / [3][4] (2 columns, 1 lines)",
                ],
            ),
            ("\n|a|**b**|\n", &[]),
            ("\n| 3 | 4 |\n|---|---|\n", &[]),
            (
                "\n| 3 | 4 |\n|---|--x|\n| 5 | 6 |\n",
                &[
                    "a cell of the delimiter row is not made of dashes (‹--x›, ‹|---|--x|›): 3|4 / [5][6] (2 columns, 3 lines)",
                ],
            ),
            ("\n> | 3 | 4 |\n", &[]),
            ("\n<!-- x -->\n\n| 3 | 4 |\n", &[]),
        ],
        |below| tables(&format!("{table}{below}")),
    );
    check(&[
        ("| a | b |\n|---|---|\n\n| 3 | 4 |\n", &[]),
        ("> | a | b |\n> |---|---|\n> | 1 | 2 |\n|\n| 3 | 4 |\n", &[]),
        ("| a | b |\n|---|---|\n1 | 2\n\n| 3 | 4 |\n", &[]),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |\n\n| 3 | 4 |\n", &[]),
        (
            "> | a | b |\n> |---|---|\n> | 1 | 2 |\n>\n> | 3 | 4 |\n",
            &[
                "a blank line ends the table above it, whose rows these are (‹⏎>⏎> ›, ‹›): a|b / [3][4] (2 columns, 1 lines)",
            ],
        ),
    ]);
}

#[test]
fn a_table_in_the_wrong_column() {
    check(&[
        (
            "a | b\n    ---|---\n1 | 2\n",
            &[
                "the delimiter row is indented, or another one stands above (‹---|---›, ‹---|---›): a|b / [1][2] (2 columns, 3 lines)",
            ],
        ),
        (
            "| a | b |\n|---|\n|---|---|\n| 1 | 2 |\n",
            &[
                "the delimiter row has 1 cell, the header 2 (‹|---|›, ‹|---|›): a|b / [---][---] / [1][2] (2 columns, 4 lines)",
            ],
        ),
        ("|a|\n    |---|\n|1|\n", &[]),
    ]);
}
