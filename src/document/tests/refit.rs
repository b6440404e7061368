//! Which rows are read in another way, what would then stand there, and how certain that is.

use super::{cells, compare, first_table};
use crate::document::{RefitFault, Row};

/// Rows of a word, a number, a mark and a date, of which none is missing.
const TOWNS: &str = "\
|town|code|open|since|
|-|-|-|-|
| Lyon | 69 | yes | 2001-02-03 |
| Nice | 6 | no | 2001-02-04 |
| Brest | 29 | yes | 2001-02-05 |
| Metz | 57 | no | 2001-02-06 |
";

/// The rows of a page's first table that have another way: its number behind four rows, `!` if the way is certain, its fault, what it takes
/// the place of where that is more than the row, what would stand there, and its cells.
pub(super) fn refits(page: &str) -> Vec<String> {
    let table = first_table(page);
    let shown = |(index, row): (usize, &Row)| {
        let refit = row.refit.as_ref()?;
        let certain = if refit.is_certain { "!" } else { "" };
        let fault = match refit.fault {
            RefitFault::Shifted => "shifted",
            RefitFault::Parted => "parted",
            RefitFault::Joined => "joined",
            RefitFault::Cut { is_record: true } => "cut before a record",
            RefitFault::Cut { is_record: false } => "cut before a line",
        };
        assert_eq!(refit.span.start(), row.span.start());
        let more = page[row.span.end()..refit.span.end()].trim_start();
        let more = if more.is_empty() { String::new() } else { format!(" with {more}") };
        Some(format!("{index}{certain} {fault}{more}: {} {}", refit.text, cells(&refit.cells)))
    };
    table.rows.iter().enumerate().filter_map(shown).collect()
}

/// Rows behind others.
#[track_caller]
fn check(others: &str, cases: &[(&str, &[&str])]) {
    compare(cases, |rows| refits(&format!("{others}{rows}\n")));
}

#[test]
fn a_row_with_a_cell_too_few_gets_an_empty_one() {
    check(
        TOWNS,
        &[
            ("| Pau | yes | 2001-02-07 |", &["4! shifted: | Pau | | yes | 2001-02-07 | [Pau][][yes][2001-02-07]"]),
            ("|Pau|yes|2001-02-07|", &["4! shifted: |Pau||yes|2001-02-07| [Pau][][yes][2001-02-07]"]),
            ("| Pau | 64 | 2001-02-07 |", &["4! shifted: | Pau | 64 | | 2001-02-07 | [Pau][64][][2001-02-07]"]),
            ("| Pau | 2001-02-07 |", &["4! shifted: | Pau | | | 2001-02-07 | [Pau][][][2001-02-07]"]),
            ("| Pau | 64 |", &[]),
            ("| Pau |", &[]),
            ("| 64 | yes | 2001-02-07 |", &["4 shifted: | | 64 | yes | 2001-02-07 | [][64][yes][2001-02-07]"]),
            // With one pipe alone it is a part of a row.
            ("| Pau | yes | 2001-02-07", &[]),
            ("Pau | yes | 2001-02-07 |", &[]),
            ("Pau | yes | 2001-02-07", &["4! shifted: | Pau | | yes | 2001-02-07 | [Pau][][yes][2001-02-07]"]),
            ("Pau|yes|2001-02-07", &["4! shifted: |Pau||yes|2001-02-07| [Pau][][yes][2001-02-07]"]),
            // Not a row of any other kind.
            ("**Pau**", &[]),
        ],
    );
}

#[test]
fn a_row_gets_the_pipes_that_most_rows_have() {
    let bare = "a|b|c\n-|-|-\ng | 1 | yes\nh | 2 | no\nk | 3 | yes\n";
    check(
        bare,
        &[
            ("u | no", &["3! shifted: u | | no [u][][no]"]),
            ("u|no", &["3! shifted: u||no [u][][no]"]),
            ("| u | no |", &["3! shifted: | u | | no | [u][][no]"]),
            ("5 | no", &["3 shifted: | | 5 | no [][5][no]"]),
            ("| 5 | no", &["3! shifted: | | 5 | no [][5][no]"]),
            ("u | no |", &["3! shifted: u | | no | [u][][no]"]),
        ],
    );
    let opened = "|a|b|c\n|-|-|-\n| g | 1 | yes\n| h | 2 | no\n| k | 3 | yes\n";
    check(
        opened,
        &[
            ("| u | no", &["3! shifted: | u | | no [u][][no]"]),
            ("u | no", &["3! shifted: | u | | no [u][][no]"]),
            ("| 5 | no", &["3 shifted: | | 5 | no [][5][no]"]),
            ("u | 5 | | no", &["3! shifted: | u | 5 | no [u][5][no]"]),
        ],
    );
    let closed = "a|b|c|\n-|-|-|\ng | 1 | yes |\nh | 2 | no |\nk | 3 | yes |\n";
    check(
        closed,
        &[
            ("u | no |", &["3! shifted: u | | no | [u][][no]"]),
            ("5 | no |", &["3 shifted: | | 5 | no | [][5][no]"]),
            ("u | 5 | | no", &["3! shifted: u | 5 | no | [u][5][no]"]),
            ("| u | no |", &["3! shifted: | u | | no | [u][][no]"]),
        ],
    );
    let half = "|a|b|c|\n|-|-|-|\n| g | 1 | yes |\n| h | 2 | no |\nk | 3 | yes\nw | 3 | yes\n";
    check(
        half,
        &[("| u | no |", &["4! shifted: | u | | no | [u][][no]"]), ("u | no", &["4! shifted: u | | no [u][][no]"])],
    );
}

#[test]
fn a_row_with_an_empty_cell_too_many_loses_it() {
    check(
        TOWNS,
        &[
            (
                "| Pau | | 64 | yes | 2001-02-07 |",
                &["4! shifted: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]"],
            ),
            (
                "| | Pau | 64 | yes | 2001-02-07 |",
                &["4! shifted: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]"],
            ),
            (
                "| Pau | 64 | yes | | 2001-02-07 |",
                &["4! shifted: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]"],
            ),
            ("| Pau | 64 | yes | 2001-02-07 | |", &[]),
            (
                "| Pau | | | 64 | yes | 2001-02-07 |",
                &["4 shifted: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]"],
            ),
            (
                "| Pau | | 64 | | yes | 2001-02-07 |",
                &["4 shifted: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]"],
            ),
            (
                "| Pau | | 64 | yes | 2001-02-07 | |",
                &["4! shifted: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]"],
            ),
            (
                "| Pau | Pau | 64 | yes | 2001-02-07 |",
                &["4 shifted: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]"],
            ),
            (
                "| Pau | 64 | 64 | yes | 2001-02-07 |",
                &["4 shifted: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]"],
            ),
            (
                "| Pau | - | 64 | yes | 2001-02-07 |",
                &["4 parted: | Pau \\| - | 64 | yes | 2001-02-07 | [Pau | -][64][yes][2001-02-07]"],
            ),
        ],
    );
    let words = "|a|b|c|\n|-|-|-|\n| g | word | yes |\n| h | more | no |\n| k | some | yes |\n";
    check(
        words,
        &[
            ("| u | then | | no |", &["3! shifted: | u | then | no | [u][then][no]"]),
            ("| u | | then | no |", &["3! shifted: | u | then | no | [u][then][no]"]),
            ("| | u | then | no |", &["3! shifted: | u | then | no | [u][then][no]"]),
            ("| u | | | then | no |", &["3 shifted: | u | then | no | [u][then][no]"]),
        ],
    );
    let blanks = "|a|b|c|\n|-|-|-|\n| g | 1 | yes |\n| h | 2 | no |\n| k | | yes |\n| k | 3 | |\n";
    check(
        blanks,
        &[
            ("| u | | 4 | no |", &["4 shifted: | u | 4 | no | [u][4][no]"]),
            ("| u | 4 | | no |", &["4 shifted: | u | 4 | no | [u][4][no]"]),
            ("| | u | 4 | no |", &["4! shifted: | u | 4 | no | [u][4][no]"]),
            ("| u | 4 | no | |", &[]),
        ],
    );
}

#[test]
fn a_pipe_of_a_text_parts_it() {
    check(
        TOWNS,
        &[
            (
                "| Pau|Nay | 64 | yes | 2001-02-07 |",
                &["4! parted: | Pau\\|Nay | 64 | yes | 2001-02-07 | [Pau|Nay][64][yes][2001-02-07]"],
            ),
            (
                "|Pau|Nay | 64 | yes | 2001-02-07 |",
                &["4! parted: |Pau\\|Nay | 64 | yes | 2001-02-07 | [Pau|Nay][64][yes][2001-02-07]"],
            ),
            (
                "| Pau|Nay|Sens | 64 | yes | 2001-02-07 |",
                &["4! parted: | Pau\\|Nay\\|Sens | 64 | yes | 2001-02-07 | [Pau|Nay|Sens][64][yes][2001-02-07]"],
            ),
            ("| Pau | 64 | yes | 2001-02-07|2001-02-08 |", &[]),
            // Other pipes have a blank on one side.
            (
                "| Pau|Nay | 64 |yes | 2001-02-07 |",
                &["4! parted: | Pau\\|Nay | 64 |yes | 2001-02-07 | [Pau|Nay][64][yes][2001-02-07]"],
            ),
            (
                "| Pau|Nay | 64| yes | 2001-02-07 |",
                &["4! parted: | Pau\\|Nay | 64 | yes | 2001-02-07 | [Pau|Nay][64][yes][2001-02-07]"],
            ),
            (
                "| Pau |Nay | 64 | yes | 2001-02-07 |",
                &["4 parted: | Pau \\|Nay | 64 | yes | 2001-02-07 | [Pau |Nay][64][yes][2001-02-07]"],
            ),
            (
                "| Pau| Nay | 64 | yes | 2001-02-07 |",
                &["4 parted: | Pau\\| Nay | 64 | yes | 2001-02-07 | [Pau| Nay][64][yes][2001-02-07]"],
            ),
            (
                "| Pau | Nay | 64 | yes | 2001-02-07 |",
                &["4 parted: | Pau \\| Nay | 64 | yes | 2001-02-07 | [Pau | Nay][64][yes][2001-02-07]"],
            ),
            (
                "| Pau\t|\tNay | 64 | yes | 2001-02-07 |",
                &["4 parted: | Pau\t\\|\tNay | 64 | yes | 2001-02-07 | [Pau\t|\tNay][64][yes][2001-02-07]"],
            ),
            // One more pipe is as tight.
            (
                "| Pau|Nay|64 | yes | 2001-02-07 |",
                &["4 parted: | Pau\\|Nay |64 | yes | 2001-02-07 | [Pau|Nay][64][yes][2001-02-07]"],
            ),
            (
                "| Pau|Nay | 64|yes | 2001-02-07 |",
                &["4 parted: | Pau\\|Nay | 64 |yes | 2001-02-07 | [Pau|Nay][64][yes][2001-02-07]"],
            ),
            // It parts a pair of brackets.
            (
                "| Pau (old | new) | 64 | yes | 2001-02-07 |",
                &["4! parted: | Pau (old \\| new) | 64 | yes | 2001-02-07 | [Pau (old | new)][64][yes][2001-02-07]"],
            ),
            (
                "|Pau (old|new)|64|yes|2001-02-07|",
                &["4! parted: |Pau (old\\|new)|64|yes|2001-02-07| [Pau (old|new)][64][yes][2001-02-07]"],
            ),
            (
                "|Pau|Nay|64|yes|2001-02-07|",
                &["4 parted: |Pau\\|Nay|64|yes|2001-02-07| [Pau|Nay][64][yes][2001-02-07]"],
            ),
            (
                "|Pau (|Nay|64|yes|2001-02-07|",
                &["4 parted: |Pau (\\|Nay|64|yes|2001-02-07| [Pau (|Nay][64][yes][2001-02-07]"],
            ),
            // The cells do not fit.
            ("| Pau|Nay | 64 | yes | x y |", &[]),
            ("| Pau|Nay | x | yes | 2001-02-07 |", &[]),
            // A pipe too few is none too many.
            ("| Pau|yes | 2001-02-07 |", &["4! shifted: | Pau | |yes | 2001-02-07 | [Pau][][yes][2001-02-07]"]),
        ],
    );
    let two = "|a|b|\n|-|-|\n| g | 1 |\n| h | 2 |\n";
    check(two, &[("| p|q | 3 |", &[]), ("| p (|) q | 3 |", &["2 parted: | p (\\|) q | 3 | [p (|) q][3]"])]);
    check(
        &format!("{two}| z | 2 |\n"),
        &[
            ("| p|q | 3 |", &["3! parted: | p\\|q | 3 | [p|q][3]"]),
            ("| p (|) q | 3 |", &["3! parted: | p (\\|) q | 3 | [p (|) q][3]"]),
        ],
    );
}

#[test]
fn a_row_with_all_of_its_cells_may_be_shifted() {
    check(
        TOWNS,
        &[
            ("| | Pau | 64 | yes |", &["4! shifted: | Pau | 64 | yes | | [Pau][64][yes][]"]),
            ("| Pau | yes | 2001-02-07 | |", &["4! shifted: | Pau | | yes | 2001-02-07 | [Pau][][yes][2001-02-07]"]),
            ("| - | Pau | 64 | yes |", &["4! shifted: | Pau | 64 | yes | | [Pau][64][yes][]"]),
            (
                "| Pau | yes | 2001-02-07 | n/a |",
                &["4! shifted: | Pau | | yes | 2001-02-07 | [Pau][][yes][2001-02-07]"],
            ),
            ("| Pau | yes | 2001-02-07 | x |", &[]),
            ("| x | Pau | 64 | yes |", &[]),
            ("| 64 | yes | 2001-02-07 | |", &["4 shifted: | | 64 | yes | 2001-02-07 | [][64][yes][2001-02-07]"]),
            // One cell alone looks odd.
            ("| | 64 | yes | 2001-02-07 |", &[]),
            ("| Pau | 64 | yes | |", &[]),
            ("| Pau | yes | no | |", &[]),
            ("| Pau | 64 | x | |", &[]),
            // It fits in no other way.
            ("| | 2001-02-07 | 64 | yes |", &[]),
            ("| | | Pau | 64 |", &[]),
            ("| Pau | 2001-02-07 | | |", &[]),
            ("| | yes | 2001-02-07 | |", &[]),
        ],
    );
    let three = "|town|code|open|since|\n|-|-|-|-|\n| Lyon | 69 | yes | 2001-02-03 |\n| Nice | 6 | no | 2001-02-04 |\n";
    check(
        three,
        &[
            ("| | Pau | 64 | yes |", &[]),
            (
                "| Brest | 29 | yes | 2001-02-05 |\n| | Pau | 64 | yes |",
                &["3! shifted: | Pau | 64 | yes | | [Pau][64][yes][]"],
            ),
        ],
    );
}

#[test]
fn a_row_goes_on_in_the_next_line() {
    check(
        TOWNS,
        &[
            (
                "| Pau | 64\nyes | 2001-02-07 |",
                &[
                    "4! cut before a record with yes | 2001-02-07 |: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]",
                ],
            ),
            (
                "| Pau | 64 |\nyes | 2001-02-07 |",
                &[
                    "4! cut before a record with yes | 2001-02-07 |: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]",
                ],
            ),
            (
                "| Pau | 64\n| yes | 2001-02-07 |",
                &[
                    "4! cut before a record with | yes | 2001-02-07 |: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]",
                ],
            ),
            (
                "| Pau | 64 |\n| yes | 2001-02-07 |",
                &[
                    "4! cut before a record with | yes | 2001-02-07 |: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]",
                ],
            ),
            (
                "| Pau | 64 | yes |\n| 2001-02-07 |",
                &[
                    "4! cut before a record with | 2001-02-07 |: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]",
                ],
            ),
            (
                "| Pau |\n| 64 | yes | 2001-02-07 |",
                &[
                    "4! cut before a record with | 64 | yes | 2001-02-07 |: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]",
                ],
            ),
            (
                "| Port\nVendres | 64 | yes | 2001-02-07 |",
                &[
                    "4! cut before a record with Vendres | 64 | yes | 2001-02-07 |: | Port Vendres | 64 | yes | 2001-02-07 | [Port Vendres][64][yes][2001-02-07]",
                ],
            ),
            (
                "| Pau | 64 | yes | 2001-02-07\n2001-02-08 |",
                &[
                    "4! cut before a record with 2001-02-08 |: | Pau | 64 | yes | 2001-02-07 2001-02-08 | [Pau][64][yes][2001-02-07 2001-02-08]",
                ],
            ),
            // The next line has no end, or the row has its first pipe.
            ("| Pau | 64\nyes | 2001-02-07", &[]),
            ("| Pau | 64 |\n| yes | 2001-02-07", &[]),
            ("| Port\n| Vendres | 64 | yes | 2001-02-07 |", &[]),
            ("Port\nVendres | 64 | yes | 2001-02-07 |", &[]),
            // Too few cells together, or too many.
            ("| Pau | 64 |\n| yes |", &["5 shifted: | | | yes | | [][][yes][]"]),
            ("| Pau | 64 |\n| yes | 2001-02-07 | x |", &[]),
            ("| Pau | 64\nyes | 2001-02-07 | x | y |", &[]),
            // They do not fit, or the next line is a row of its own.
            (
                "| Pau | x |\n| yes | 2001-02-07 |",
                &[
                    "4! shifted: | Pau | | x | | [Pau][][x][]",
                    "5 shifted: | | | yes | 2001-02-07 | [][][yes][2001-02-07]",
                ],
            ),
            ("| Pau | 64 |\n| Nay | 64 |", &[]),
            ("| Pau | 64 |\n|\n| yes | 2001-02-07 |", &[]),
            (
                "| Pau | 64 |\n**North**\n| yes | 2001-02-07 |",
                &["6 shifted: | | | yes | 2001-02-07 | [][][yes][2001-02-07]"],
            ),
            // Two of them, one after the other.
            (
                "| Pau | 64 |\n| yes | 2001-02-07 |\n| Sens | 89 |\n| no | 2001-02-08 |",
                &[
                    "4! cut before a record with | yes | 2001-02-07 |: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]",
                    "6! cut before a record with | no | 2001-02-08 |: | Sens | 89 | no | 2001-02-08 | [Sens][89][no][2001-02-08]",
                ],
            ),
            (
                "| Pau | 64\nyes | 2001-02-07 |\n| Sens | 89 | yes | 2001-02-08 |",
                &[
                    "4! cut before a record with yes | 2001-02-07 |: | Pau | 64 | yes | 2001-02-07 | [Pau][64][yes][2001-02-07]",
                ],
            ),
        ],
    );
    let bare = "a|b|c\n-|-|-\ng | 1 | yes\nh | 2 | no\nk | 3 | yes\n";
    check(
        bare,
        &[
            ("u | 4\nno", &["3! cut before a line with no: u | 4 | no [u][4][no]"]),
            ("u | 4\nno |", &["3! cut before a record with no |: u | 4 | no | [u][4][no]"]),
            ("u\n4 | no", &["4 shifted: | | 4 | no [][4][no]"]),
            ("u | 4 |\nno", &["3! cut before a line with no: u | 4 | no [u][4][no]"]),
        ],
    );
    let few = "|a|b|c|\n|-|-|-|\n| g | 1 | yes |\n";
    check(few, &[("| u | 4\nno |", &[]), ("| u | 4 |\n| no |", &[]), ("| u | 4 |\nno |", &[])]);
}

#[test]
fn two_records_may_stand_on_one_line() {
    check(
        TOWNS,
        &[
            // Beyond doubt they are two rows.
            ("| Pau | 64 | yes | 2001-02-07 | Sens | 89 | no | 2001-02-08 |", &[]),
            ("| Pau | 64 | yes | 2001-02-07 || Sens | 89 | no | 2001-02-08 |", &[]),
            // A bracket may reach over the joint.
            (
                "| Pau (x | 64 | yes | 2001-02-07 || Sens) | 89 | no | 2001-02-08 |",
                &[
                    "4 joined: | Pau (x | 64 | yes | 2001-02-07 |\n| Sens) | 89 | no | 2001-02-08 | [Pau (x][64][yes][2001-02-07]",
                ],
            ),
            (
                "| Pau (x | 64 | yes | 2001-02-07 | Sens) | 89 | no | 2001-02-08 |",
                &[
                    "4 joined: | Pau (x | 64 | yes | 2001-02-07 |\n| Sens) | 89 | no | 2001-02-08 | [Pau (x][64][yes][2001-02-07]",
                ],
            ),
            ("| Pau | 64 | yes | x || Sens | 89 | no | 2001-02-08 |", &[]),
            ("| Pau | | yes | 2001-02-07 || Sens | 89 | no | 2001-02-08 |", &[]),
        ],
    );
    let words = "|a|b|c|\n|-|-|-|\n| g | u v | p q |\n| h | w x | r s |\n| k | y z | t u |\n";
    check(
        words,
        &[
            ("| l | m n | o p | | q | r s | t u |", &["3! joined: | l | m n | o p |\n| q | r s | t u | [l][m n][o p]"]),
            ("| l | m n | o p || q | r s | t u |", &["3! joined: | l | m n | o p |\n| q | r s | t u | [l][m n][o p]"]),
            ("| l | m n | o p | q | r s | t u |", &["3 joined: | l | m n | o p |\n| q | r s | t u | [l][m n][o p]"]),
            ("| l | m n | o p || q | | t u |", &[]),
            ("| l | m n | o p || q | | |", &[]),
            ("| l | m n | o p || | r s | t u |", &[]),
            ("| l | m n | o p || 5 | r s | t u |", &[]),
            ("l | m n | o p | | q | r s | t u", &["3! joined: l | m n | o p |\n| q | r s | t u [l][m n][o p]"]),
            ("| l | m n | o p || q | r s | t u", &["3! joined: | l | m n | o p |\n| q | r s | t u [l][m n][o p]"]),
            ("l | m n | o p || q | r s | t u |", &["3! joined: l | m n | o p |\n| q | r s | t u | [l][m n][o p]"]),
        ],
    );
    let few = "|a|b|c|\n|-|-|-|\n| g | u v | yes |\n";
    check(
        few,
        &[
            ("| l | m n | no || q | o p | 5 |", &["1! joined: | l | m n | no |\n| q | o p | 5 | [l][m n][no]"]),
            ("| l | m n | no | | q | o p | 5 |", &["1 joined: | l | m n | no |\n| q | o p | 5 | [l][m n][no]"]),
            ("| l | m n | no | q | o p | 5 |", &[]),
            ("| l | m n | no | | q | o p | no |", &[]),
            ("| l | m n | no | | q | - | no |", &[]),
        ],
    );
    let two = "|a|b|\n|-|-|\n| g | u v |\n";
    check(
        two,
        &[
            ("| l | m n || q | o p |", &["1! joined: | l | m n |\n| q | o p | [l][m n]"]),
            ("| l | m n | | q | o p |", &["1 joined: | l | m n |\n| q | o p | [l][m n]"]),
            ("| l | m n | | q | 5 |", &["1 joined: | l | m n |\n| q | 5 | [l][m n]"]),
        ],
    );
}

#[test]
fn a_new_row_gets_the_line_end_of_its_page() {
    let with = |end: &str, behind: &str| {
        let page = "|a|b|\n|-|-|\n| x | u v |\n| l | m n || q | 5 |".replace('\n', end) + behind;
        first_table(&page).rows[1].refit.as_ref().map(|refit| refit.text.clone())
    };
    let expected = |end: &str| Some(format!("| l | m n |{end}| q | 5 |"));
    assert_eq!(with("\n", ""), expected("\n"));
    assert_eq!(with("\r\n", ""), expected("\r\n"), "that of the row above");
    assert_eq!(with("\n", " \t\r\n"), expected("\r\n"), "its own");
    assert_eq!(with("\r\n", "\n"), expected("\r\n"));
}

/// To find another way takes a while, so it is sought for two hundred rows; whole ones do not count.
#[test]
fn the_first_rows_that_do_not_fit_are_looked_at() {
    let shifted = |count: usize| "| Pau | yes | 2001-02-07 |\n".repeat(count);
    assert_eq!(refits(&format!("{TOWNS}{}", shifted(199))).len(), 199);
    assert_eq!(refits(&format!("{TOWNS}{}", shifted(201))).len(), 200);
    let whole = "| Brest | 29 | yes | 2001-02-05 |\n".repeat(300);
    assert_eq!(refits(&format!("{TOWNS}{whole}{}", shifted(1))).len(), 1);
    let bare = format!("a|b|c\n-|-|-\n{}u | no\n", "g | 1 | yes\n".repeat(300));
    assert_eq!(refits(&bare), ["300! shifted: u | | no [u][][no]"]);
}

#[test]
fn an_empty_cell_that_was_missing_stands_behind_the_one_before_it() {
    let table = first_table(&format!("{TOWNS}| Pau | yes | 2001-02-07 |\n"));
    let (row, refit) = (&table.rows[4], table.rows[4].refit.as_ref().expect("it is shifted"));
    assert_eq!(refit.cells[1].span, row.cells[0].span.with_start(row.cells[0].span.end()));
    assert_eq!([refit.cells[0].span, refit.cells[2].span], [row.cells[0].span, row.cells[1].span]);
    assert_eq!(refit.span, row.span);
}

#[test]
fn a_section_is_no_part_of_a_row() {
    let marks = "|a|b|c|\n|-|-|-|\n| g | 1 | yes |\n| h | 2 | no |\n| k | 3 | yes |\n";
    check(
        marks,
        &[
            ("| u | 4 |\n| **yes** |\n| v | 5 | no |", &[]),
            (
                "| u | 4 |\n| yes |\n| v | 5 | no |",
                &["3! cut before a record with | yes |: | u | 4 | yes | [u][4][yes]"],
            ),
        ],
    );
}

#[test]
fn a_cell_was_written_over_several_lines() {
    let notes = "|a|b|\n|-|-|\n| g | Some text. |\n| h | More text. |\n| k | And more. |\n";
    check(
        notes,
        &[
            (
                "| u | It sails.\nIt is fast.\nIt is old. |",
                &[
                    "3! cut before a record with It is fast.\nIt is old. |: | u | It sails.<br>It is fast.<br>It is old. | [u][It sails. It is fast. It is old.]",
                ],
            ),
            (
                "| u | It sails\nand is fast |",
                &["3! cut before a record with and is fast |: | u | It sails and is fast | [u][It sails and is fast]"],
            ),
            (
                "| u | It sails \t\n  and is fast |",
                &["3! cut before a record with and is fast |: | u | It sails and is fast | [u][It sails and is fast]"],
            ),
            (
                "| u | It sails\nand is\nfast\n| v | text |",
                &["3! cut before a line with and is\nfast: | u | It sails and is fast | [u][It sails and is fast]"],
            ),
            (
                "| u | It sails!\nand is fast\n**North**\n| v | text |",
                &["3! cut before a line with and is fast: | u | It sails!<br>and is fast | [u][It sails! and is fast]"],
            ),
            (
                "| u | It `sails\nand` is.\nfast |",
                &[
                    "3! cut before a record with and` is.\nfast |: | u | It `sails and` is.<br>fast | [u][It sails and is. fast]",
                ],
            ),
            ("| u | `a\n| b` |", &[]),
            ("| u | It sails\n| and is fast |", &[]),
            // At the end of the table it may be a paragraph.
            ("| u | It sails\nand is fast", &[]),
            // A line has all cells, or together they have too many or too few.
            ("| u | It sails\nand | is fast |", &[]),
            ("| u\nv | text |", &["3! cut before a record with v | text |: | u v | text | [u v][text]"]),
            ("| u\nv |", &["3! cut before a record with v |: | u | v | [u][v]"]),
            (
                "u | It sails\nand is fast |",
                &["3! cut before a record with and is fast |: u | It sails and is fast | [u][It sails and is fast]"],
            ),
            ("| u | It sails |\nand is fast |", &[]),
        ],
    );
    let three = "|a|b|c|\n|-|-|-|\n| g | 1 | yes |\n| h | 2 | no |\n| k | 3 | yes |\n";
    check(
        three,
        &[
            ("| u | 4\nand | yes |", &["3! cut before a record with and | yes |: | u | 4 and | yes | [u][4 and][yes]"]),
            (
                "| u\nv | 4\n5 | yes |",
                &["3 cut before a record with v | 4\n5 | yes |: | u v | 4 5 | yes | [u v][4 5][yes]"],
            ),
            ("| u\nand\nv | 4 | yes |", &[]),
            ("| u | 4 |\n|\nyes |", &[]),
        ],
    );
}

#[test]
fn a_cell_of_two_lines_of_code_is_read_as_a_whole() {
    let page = "|a|b|\n|-|-|\n| g | `x` |\n| u | `a\nb` **c**. |\n";
    let table = first_table(page);
    let refit = table.rows[1].refit.as_ref().expect("it goes on");
    assert_eq!(refit.cells[1].content.text(), "a b c.");
    assert_eq!(&page[refit.cells[1].span.range()], "`a\nb` **c**.");
    assert_eq!((&page[refit.span.range()], refit.text.as_str()), ("| u | `a\nb` **c**. |", "| u | `a b` **c**. |"));
}
