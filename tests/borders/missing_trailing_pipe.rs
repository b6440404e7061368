use super::log::expect;
use super::missing_leading_pipe::of_lines;

#[test]
fn rows_without_their_last_pipe() {
    let check = |lines: &str, expected: &[&str]| expect(&of_lines("missing-trailing-pipe", lines), expected);
    let told = |place: &str, cell: &str, text: &str| {
        format!(
            "{place} `{cell}` ⇒ `{cell} |`, {text} safe; the other rows of the table end with a pipe; the row is read whole"
        )
    };
    check("| Pau | 64", &[&told("10:9", "64", "64")]);
    check("Pau | 64", &[&told("10:7", "64", "64")]);
    check("| Pau | **64** x", &[&told("10:9", "**64** x", "64 x")]);
    check("| Pau", &[&told("10:3", "Pau", "Pau")]);
    check("| Pau | 64\n| Sens | 89", &[&told("10:9", "64", "64"), &told("11:10", "89", "89")]);
    check("| Pau | 64 |", &[]);
    check("| Pau | ", &[]);
    // What may go on in the next line.
    check("| Pau | 64\nSens | 89 |", &[]);
    check("| Pau | `x\n| Sens | y` |", &[]);
    check("| Sens | one\ntwo", &[]);
}
