//! What is found odd about a table and its rows, where, and in which words.

use super::{compare, finding, first_table};
use crate::document::inspect_table;

/// The findings of rows behind others.
#[track_caller]
fn check(others: &str, cases: &[(&str, &[&str])]) {
    compare(cases, |rows| {
        let page = format!("{others}{rows}\n");
        inspect_table(&first_table(&page)).iter().map(|found| finding(&page, found)).collect()
    });
}

const TOWNS: &str = "\
|town|code|open|since|
|-|-|-|-|
| Lyon | 69 | yes | 2001-02-03 |
| Nice | 6 | no | 2001-02-04 |
| Brest | 29 | yes | 2001-02-05 |
";

#[test]
fn cells_too_few_are_named_with_a_way_to_lay_the_others() {
    check(
        TOWNS,
        &[
            (
                "| Pau | 64 | yes |",
                &[
                    "warning missing-cell at 149 ‹›: the row ends before `since`; the header at 0 ‹|town|code|open|since|›; write an empty cell for each column that has no value",
                ],
            ),
            (
                "| Pau | yes | 2001-02-07 |",
                &[
                    "warning missing-cell at 157 ‹›: the row ends before `since`; the header at 0 ‹|town|code|open|since|›; write an empty cell for each column that has no value; the cells fit the columns as follows: `code` is empty, `open` is `yes`, `since` is `2001-02-07`",
                ],
            ),
            (
                "| Pau |",
                &[
                    "warning missing-cell at 138 ‹›: the row ends before `code`, `open`, `since`; the header at 0 ‹|town|code|open|since|›; write an empty cell for each column that has no value",
                ],
            ),
            (
                "| 64 | 2001-02-07 |",
                &[
                    "warning missing-cell at 150 ‹›: the row ends before `open`, `since`; the header at 0 ‹|town|code|open|since|›; write an empty cell for each column that has no value; the cells fit the columns as follows: `town` is empty, `code` is `64`, `open` is empty, `since` is `2001-02-07`",
                ],
            ),
        ],
    );
    check(
        "|a|b| |d|e|f|g|\n|-|-|-|-|-|-|-|\n",
        &[
            (
                "| 1 |",
                &[
                    "warning missing-cell at 37 ‹›: the row ends before `b`, column 3, `d`, `e` and 2 more; the header at 0 ‹|a|b| |d|e|f|g|›; write an empty cell for each column that has no value",
                ],
            ),
            (
                "| 1 | 2 |",
                &[
                    "warning missing-cell at 41 ‹›: the row ends before column 3, `d`, `e`, `f` and 1 more; the header at 0 ‹|a|b| |d|e|f|g|›; write an empty cell for each column that has no value",
                ],
            ),
            (
                "| 1 | 2 | 3 |",
                &[
                    "note empty-header at 6 ‹›: column 3 has values and no header; name the column; until then a recipe can only take it by its number",
                    "warning missing-cell at 45 ‹›: the row ends before `d`, `e`, `f`, `g`; the header at 0 ‹|a|b| |d|e|f|g|›; write an empty cell for each column that has no value",
                ],
            ),
        ],
    );
}

#[test]
fn cells_too_many_are_found_one_by_one() {
    check(
        TOWNS,
        &[
            (
                "| Pau | 64 | yes | 2001-02-07 | x y |",
                &[
                    "error surplus-cell at 163 ‹x y›: this cell is in no column: the row has 5 cells, the header 4; the header at 0 ‹|town|code|open|since|›; escape a pipe that belongs to a cell's text as `\\|`, or add the column to the header",
                ],
            ),
            (
                "| Pau | 64 | yes | 2001-02-07 | x | | y |",
                &[
                    "error surplus-cell at 163 ‹x›: this cell is in no column: the row has 7 cells, the header 4; the header at 0 ‹|town|code|open|since|›; escape a pipe that belongs to a cell's text as `\\|`, or add the column to the header",
                    "error surplus-cell at 169 ‹y›: this cell is in no column: the row has 7 cells, the header 4; the header at 0 ‹|town|code|open|since|›; escape a pipe that belongs to a cell's text as `\\|`, or add the column to the header",
                ],
            ),
            (
                "| Pau | 64 | yes | 2001-02-07 | |",
                &[
                    "note empty-surplus-cell at 163 ‹›: the row has an empty cell more than the header; the header at 0 ‹|town|code|open|since|›; remove the pipe behind the last column's cell",
                ],
            ),
            (
                "| Pau | 64 | yes | 2001-02-07 | | |",
                &[
                    "note empty-surplus-cell at 163 ‹›: the row has 2 empty cells more than the header; the header at 0 ‹|town|code|open|since|›; remove the pipe behind the last column's cell",
                ],
            ),
            (
                "| Pau | Nay | 64 | yes | 2001-02-07 |",
                &[
                    "error surplus-cell at 156 ‹2001-02-07›: this cell is in no column: the row has 5 cells, the header 4; the header at 0 ‹|town|code|open|since|›; escape a pipe that belongs to a cell's text as `\\|`, or add the column to the header; the cells fit the columns as follows: `town` is `Pau | Nay`, `code` is `64`, `open` is `yes`, `since` is `2001-02-07`",
                ],
            ),
            (
                "| Pau | and a name that is a good deal longer than any | 64 | yes | 2001-02-07 |",
                &[
                    "error surplus-cell at 199 ‹2001-02-07›: this cell is in no column: the row has 5 cells, the header 4; the header at 0 ‹|town|code|open|since|›; escape a pipe that belongs to a cell's text as `\\|`, or add the column to the header",
                ],
            ),
            (
                "| Pau | Pau | 64 | yes | 2001-02-07 |",
                &[
                    "error surplus-cell at 156 ‹2001-02-07›: this cell is in no column: the row has 5 cells, the header 4; the header at 0 ‹|town|code|open|since|›; escape a pipe that belongs to a cell's text as `\\|`, or add the column to the header; the cells fit the columns as follows: `code` is `64`, `open` is `yes`, `since` is `2001-02-07`",
                ],
            ),
        ],
    );
}

#[test]
fn two_records_on_a_line_are_one_finding() {
    check(
        TOWNS,
        &[
            (
                "| Pau | 64 | yes | 2001-02-07 | Sens | 89 | no | 2001-02-08 |",
                &[
                    "warning joined-rows at 163 ‹Sens | 89 | no | 2001-02-08 |›: two records stand on one line, and GitHub drops the second; both are read; start a new line before it",
                ],
            ),
            (
                "| Pau (x | 64 | yes | 2001-02-07 | Sens) | 89 | no | 2001-02-08 |",
                &[
                    "error joined-rows at 166 ‹Sens) | 89 | no | 2001-02-08 |›: two records seem to stand on one line; GitHub drops what starts here; the row has 8 cells, the header 4 at 0 ‹|town|code|open|since|›; start a new line before it, or escape the pipes that belong to a cell's text as `\\|`",
                ],
            ),
            (
                "| Pau (x | 64 | yes | 2001-02-07 | | Sens) | 89 | no | 2001-02-08 |",
                &[
                    "error joined-rows at 168 ‹Sens) | 89 | no | 2001-02-08 |›: two records seem to stand on one line; GitHub drops what starts here; the row has 9 cells, the header 4 at 0 ‹|town|code|open|since|›; start a new line before it, or escape the pipes that belong to a cell's text as `\\|`",
                ],
            ),
        ],
    );
}

#[test]
fn a_pipe_in_code_is_found_where_it_stands() {
    check(
        "|a|b|\n|-|-|\n",
        &[
            (
                "| 1 | `x|y` |",
                &[
                    "warning pipe-in-code at 20 ‹|›: a pipe in a code span ends the cell on GitHub; `x|y` is read as one cell; escape it as `\\|`, in code too",
                ],
            ),
            (
                "| `x|y` | `z|w` |",
                &[
                    "warning pipe-in-code at 16 ‹|›: a pipe in a code span ends the cell on GitHub; `x|y` is read as one cell; escape it as `\\|`, in code too",
                    "warning pipe-in-code at 24 ‹|›: a pipe in a code span ends the cell on GitHub; `z|w` is read as one cell; escape it as `\\|`, in code too",
                ],
            ),
            (
                "| 1 | `x|y` | 2 |",
                &[
                    "error pipe-in-code at 20 ‹|›: a pipe in a code span parts two cells that belong together: `x and y`; the row has 4 cells, the header 2 at 0 ‹|a|b|›; this cell is in no column at 21 ‹y`›; this cell is in no column at 26 ‹2›; escape it as `\\|`, in code too",
                ],
            ),
            (
                "| `x|y` | `z|w` | 2 | | 3 |",
                &[
                    "error pipe-in-code at 16 ‹|›: a pipe in a code span parts two cells that belong together: `x and y`; the row has 7 cells, the header 2 at 0 ‹|a|b|›; escape it as `\\|`, in code too",
                    "error pipe-in-code at 24 ‹|›: a pipe in a code span parts two cells that belong together: `z and w`; the row has 7 cells, the header 2 at 0 ‹|a|b|›; this cell is in no column at 22 ‹`z›; this cell is in no column at 25 ‹w`›; this cell is in no column at 30 ‹2›; this cell is in no column at 36 ‹3›; escape it as `\\|`, in code too",
                ],
            ),
        ],
    );
}

#[test]
fn a_row_that_lacks_its_last_pipe_is_told_where_others_have_theirs() {
    check(
        TOWNS,
        &[
            (
                "| Pau | 64 | yes | 2001-02-07",
                &[
                    "note missing-trailing-pipe at 150 ‹2001-02-07›: the row lacks the pipe behind its last cell; it is read whole; end the row with ` |` as the other rows do",
                ],
            ),
            (
                "| Pau | 64 | yes | 2001-02-07 \\|",
                &[
                    "note missing-trailing-pipe at 150 ‹2001-02-07 \\|›: the row lacks the pipe behind its last cell; it is read whole; end the row with ` |` as the other rows do",
                ],
            ),
            (
                "| Pau | 64 | yes\nand more |",
                &[
                    "warning missing-cell at 147 ‹›: the row ends before `since`; the header at 0 ‹|town|code|open|since|›; the lines of a cell look like rows of their own: put them on one line, with `<br>` for each line break",
                    "warning missing-cell at 158 ‹›: the row ends before `code`, `open`, `since`; the header at 0 ‹|town|code|open|since|›; the lines of a cell look like rows of their own: put them on one line, with `<br>` for each line break",
                ],
            ),
            (
                "| Pau | 64 | yes | 2001-02-07\nand more |",
                &[
                    "warning missing-cell at 171 ‹›: the row ends before `code`, `open`, `since`; the header at 0 ‹|town|code|open|since|›; the lines of a cell look like rows of their own: put them on one line, with `<br>` for each line break",
                ],
            ),
            (
                "| Pau | 64 | yes | 2001-02-07 |\nand more |",
                &[
                    "warning missing-cell at 173 ‹›: the row ends before `code`, `open`, `since`; the header at 0 ‹|town|code|open|since|›; write an empty cell for each column that has no value",
                ],
            ),
        ],
    );
    check(
        "|a|b|\n|-|-|\n| 1 | 2 |\n",
        &[
            ("| 3 | 4", &[]),
            (
                "| 3 | 4\n| 5 | 6 |",
                &[
                    "note missing-trailing-pipe at 28 ‹4›: the row lacks the pipe behind its last cell; it is read whole; end the row with ` |` as the other rows do",
                ],
            ),
        ],
    );
    check(
        "a|b\n-|-\n1 | 2\n",
        &[
            ("| 3 | 4", &[]),
            (
                "3 | 4 |\n5 | 6 |",
                &[
                    "note missing-trailing-pipe at 12 ‹2›: the row lacks the pipe behind its last cell; it is read whole; end the row with ` |` as the other rows do",
                ],
            ),
        ],
    );
    // A pipe at the end of a short row without a first one tells nothing.
    check(
        "|a|b|c|\n|-|-|-|\n",
        &[
            (
                "1 |\n| 2 | 3 | 4",
                &[
                    "warning missing-cell at 19 ‹›: the row ends before `b`, `c`; the header at 0 ‹|a|b|c|›; write an empty cell for each column that has no value",
                ],
            ),
            ("1 | 2 | 3 |\n| 2 | 3 | 4", &[]),
            (
                "1 |\n| 2 | 3 | 4 |\n| 2 | 3 | 4",
                &[
                    "warning missing-cell at 19 ‹›: the row ends before `b`, `c`; the header at 0 ‹|a|b|c|›; write an empty cell for each column that has no value",
                ],
            ),
        ],
    );
}

#[test]
fn prose_and_sections_are_no_records() {
    check(
        TOWNS,
        &[
            (
                "Notes: none",
                &[
                    "warning glued-prose at 131 ‹Notes: none›: this line has no pipe, yet GitHub shows it as a row, because no blank line parts it from the table; put a blank line before it; if it is a row, write its pipes",
                ],
            ),
            (
                "| Pau | 64 |\nand more",
                &[
                    "warning missing-cell at 143 ‹›: the row ends before `open`, `since`; the header at 0 ‹|town|code|open|since|›; write an empty cell for each column that has no value",
                    "warning glued-prose at 144 ‹and more›: this line has no pipe, yet GitHub shows it as a row, because no blank line parts it from the table; it looks like the rest of the cell above: put both on one line, with `<br>` for the line break; if it is a paragraph, put a blank line before it",
                ],
            ),
            (
                "| Pau | 64 | yes | 2001-02-07\nand more",
                &[
                    "warning glued-prose at 161 ‹and more›: this line has no pipe, yet GitHub shows it as a row, because no blank line parts it from the table; it looks like the rest of the cell above: put both on one line, with `<br>` for the line break; if it is a paragraph, put a blank line before it",
                ],
            ),
            (
                "**North**\n| Pau | 64 | yes | 2001-02-07 |",
                &[
                    "note section-row at 131 ‹**North**›: `North` heads the rows below it and is no record; a field with `from: { context: section }` takes it",
                ],
            ),
            (
                "| **A heading that is a good deal longer than any other** |\n| Pau | 64 | yes | 2001-02-07 |",
                &[
                    "note section-row at 133 ‹**A heading that is a good deal longer than any other**›: `A heading that is a good deal longer tha…` heads the rows below it and is no record; a field with `from: { context: section }` takes it",
                ],
            ),
        ],
    );
    check(
        "|a|b|\n|-|-|\n",
        &[(
            "Notes",
            &[
                "warning glued-prose at 12 ‹Notes›: this line has no pipe, yet GitHub shows it as a row, because no blank line parts it from the table; put a blank line before it; if it is a row, write its pipes",
            ],
        )],
    );
}

#[test]
fn headers_without_a_text_or_with_that_of_another() {
    check(
        "|a| |c|\n|-|-|-|\n",
        &[
            (
                "| 1 | 2 | 3 |",
                &[
                    "note empty-header at 4 ‹›: column 2 has values and no header; name the column; until then a recipe can only take it by its number",
                ],
            ),
            ("| 1 | | 3 |", &[]),
        ],
    );
    check(
        "| | |\n|-|-|\n",
        &[
            (
                "| 1 | 2 |",
                &[
                    "note empty-header at 0 ‹| | |›: no column of the table has a header; name the column; until then a recipe can only take it by its number",
                ],
            ),
            ("| | |", &[]),
        ],
    );
    check(
        "|a|B|b|A|\n|-|-|-|-|\n",
        &[(
            "| 1 | 2 | 3 | 4 |",
            &[
                "warning duplicate-header at 5 ‹b›: another column is headed `b` too; a recipe that names the header takes this column at 3 ‹B›; give each column a header of its own, or take them by number",
                "warning duplicate-header at 7 ‹A›: another column is headed `A` too; a recipe that names the header takes this column at 1 ‹a›; give each column a header of its own, or take them by number",
            ],
        )],
    );
    check(
        "| | | x |\n|-|-|-|\n",
        &[(
            "| 1 | 2 | 3 |",
            &[
                "note empty-header at 2 ‹›: column 1 has values and no header; name the column; until then a recipe can only take it by its number",
                "note empty-header at 4 ‹›: column 2 has values and no header; name the column; until then a recipe can only take it by its number",
            ],
        )],
    );
}

#[test]
fn a_quoted_text_ends_after_forty_characters() {
    let forty = "é".repeat(40);
    let found = |text: &str| {
        let page = format!("|a|b|\n|-|-|\n| **{text}** | |\n| p | 1 |\n");
        inspect_table(&first_table(&page)).iter().map(|one| one.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(found(&forty), [format!("`{forty}` heads the rows below it and is no record")]);
    assert_eq!(found(&format!("{forty}e")), [format!("`{forty}…` heads the rows below it and is no record")]);
}

/// A proposal takes a while: 200 ragged rows are looked at, whatever stands between them.
#[test]
fn proposals_are_made_for_so_many_rows() {
    let page = format!("{TOWNS}{}", "| Pau | yes | 2001-02-07 |\n| Metz | 57 | no | 2001-02-06 |\n".repeat(201));
    let found = inspect_table(&first_table(&page));
    let has_proposal = |one: &&crate::diagnostic::Diagnostic| {
        one.help.as_ref().is_some_and(|help| help.contains("`code` is empty, `open` is `yes`, `since` is `2001-02-07`"))
    };
    assert_eq!((found.len(), found.iter().take_while(has_proposal).count()), (201, 199));
}

#[test]
fn a_table_that_github_shows_as_text_is_told_with_what_to_write() {
    compare(
        &[
            (
                "| a | b | c |\n|---|---|\n| 1 | 2 | 3 |\n",
                &[
                    "warning not-a-table at 14 ‹|---|---|›: GitHub shows this table as text: the delimiter row has 2 cells, the header 3; it is read here all the same; the header at 0 ‹| a | b | c |›; give both rows 3 cells: `|---|---|---|`",
                ],
            ),
            (
                "| a | b |\n|---|\n| 1 | 2 |\n",
                &[
                    "warning not-a-table at 10 ‹|---|›: GitHub shows this table as text: the delimiter row has 1 cell, the header 2; it is read here all the same; the header at 0 ‹| a | b |›; give both rows 2 cells: `|---|---|`",
                ],
            ),
            (
                "| a | `x|y` |\n|---|---|\n| 1 | 2 |\n",
                &[
                    "warning not-a-table at 8 ‹|›: GitHub shows this table as text: a pipe in a code span makes 3 cells of the header's 2; it is read here all the same; the header at 0 ‹| a | `x|y` |›; escape it as `\\|`, in code too",
                ],
            ),
            (
                "|---|---|\n| 1 | 2 |\n",
                &[
                    "warning not-a-table at 0 ‹|---|---|›: GitHub shows this table as text: no header row stands above the delimiter row; it is read here all the same; write a row with the names of the 2 columns above it",
                ],
            ),
            (
                "| a | b |\n\n|---|---|\n| 1 | 2 |\n",
                &[
                    "warning not-a-table at 11 ‹|---|---|›: GitHub shows this table as text: the header row and the delimiter row are apart; it is read here all the same; the header at 0 ‹| a | b |›; remove what stands between them",
                ],
            ),
            (
                "| a | b |\n| c | d |\n| e | f |\n",
                &[
                    "warning not-a-table at 0 ‹| a | b |›: GitHub shows this table as text: no delimiter row stands below its first row; it is read here all the same; write `|---|---|` below the first row",
                ],
            ),
            (
                "| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |\n| 7 | 8 |\n",
                &[
                    "warning not-a-table at 0 ‹| 1 | 2 |›: GitHub shows this table as text: it has neither a header row nor a delimiter row; it is read here all the same; write a header row and `|---|---|` above it",
                ],
            ),
            (
                "| a | b |\n|---|--x|\n| 1 | 2 |\n",
                &[
                    "warning not-a-table at 15 ‹--x›: GitHub shows this table as text: a cell of the delimiter row is not made of dashes; it is read here all the same; write `---` there, with a colon at an end for the alignment",
                ],
            ),
            (
                "a | b\n    ---|---\n1 | 2\n",
                &[
                    "warning not-a-table at 10 ‹---|---›: GitHub shows this table as text: the delimiter row is indented, or another one stands above; it is read here all the same; let the header row and the delimiter row start in the same column, below a blank line",
                ],
            ),
        ],
        |page| inspect_table(&first_table(page)).iter().map(|found| finding(page, found)).collect(),
    );
    let below = |rest: &str| {
        let page = format!("| a | b |\n|---|---|\n| 1 | 2 |\n{rest}| 3 | 4 |\n");
        let tables = crate::document::laws::parse(&page).tables;
        inspect_table(&tables[1]).iter().map(|found| finding(&page, found)).collect::<Vec<_>>()
    };
    compare(
        &[
            (
                "|\n",
                &[
                    "warning not-a-table at 30 ‹|›: GitHub shows this table as text: a line with nothing but a pipe ends the table above it; it is read here all the same; remove that line",
                ],
            ),
            (
                "\n",
                &[
                    "warning not-a-table at 29 ‹⏎⏎›: GitHub shows this table as text: a blank line ends the table above it, whose rows these are; it is read here all the same; remove the blank line",
                ],
            ),
        ],
        below,
    );
    // No more than twelve columns of dashes are shown.
    let help = |width: usize| {
        let page = format!("{}|\n", "| a ".repeat(width)).repeat(3);
        inspect_table(&first_table(&page))[0].help.clone().unwrap_or_default()
    };
    assert_eq!(help(11), format!("write `|{}` below the first row", "---|".repeat(11)));
    assert_eq!(
        [help(12), help(13)],
        [12; 2].map(|shown| format!("write `|{}` below the first row", "---|".repeat(shown)))
    );
}
