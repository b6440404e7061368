use rowmill::repair::Guidance;

use super::log::{expect, log};

const RECIPE: &str = "datasets:\n  rows:\n    tables: [{ under: Page }]\n    \
                      fields: [{ name: a, from: A }, { name: b, from: B }]\n";

/// What a rule about pipes says of lines below five rows that have them.
pub(super) fn of_lines(rule: &str, lines: &str) -> Vec<String> {
    let rows = "| Lyon | 69 |\n| Nice | 6 |\n| Brest | 29 |\n| Albi | 81 |\n| Tours | 37 |\n";
    log(rule, RECIPE, &format!("# Page\n\n| A | B |\n|---|---|\n{rows}{lines}\n"), &Guidance::default())
}

#[test]
fn rows_without_their_first_pipe() {
    let check = |lines: &str, expected: &[&str]| expect(&of_lines("missing-leading-pipe", lines), expected);
    let told = |line: usize, cell: &str, text: &str| {
        format!(
            "{line}:1 `{cell}` ⇒ `| {cell}`, {text} safe; the other rows of the table start with a pipe; the row is read whole"
        )
    };
    check("Pau | 64 |", &[&told(10, "Pau", "Pau")]);
    check("Pau | 64", &[&told(10, "Pau", "Pau")]);
    check("**Pau** x | 64 |", &[&told(10, "**Pau** x", "Pau x")]);
    check("Pau | 64 |\nSens | 89 |", &[&told(10, "Pau", "Pau"), &told(11, "Sens", "Sens")]);
    check("| Pau | 64 |\nSens | 89 |", &[&told(11, "Sens", "Sens")]);
    check("| Pau | 64 |", &[]);
    // What goes on with the row above, or may.
    check("| Pau | 64\nSens | 89 |", &[]);
    check("| Sens | one\ntwo |", &[]);
    check("| Sens | one\ntwo\nthree |", &[]);
    check("| Sens\n89 |", &[]);
    // What may stand for the pipe.
    for sign in ["!", "l", "I", "/", "]"] {
        check(
            &format!("{sign} Pau | 64 |"),
            &[&format!("10:1 {sign} Pau stays, not `|`; what stands first may have been meant for the pipe")],
        );
    }
}

/// The first row of a table has none above it.
#[test]
fn a_first_row_without_its_first_pipe() {
    let page = "# Page\n\n| A | B |\n|---|---|\nLyon | 69 |\n| Nice | 6 |\n| Brest | 29 |\n";
    expect(
        &log("missing-leading-pipe", RECIPE, page, &Guidance::default()),
        &["5:1 `Lyon` ⇒ `| Lyon`, Lyon safe; the other rows of the table start with a pipe; the row is read whole"],
    );
}

/// Of a table whose header has no last pipe, no line is marked as the rest of another one.
#[test]
fn a_row_below_one_without_its_last_pipe() {
    let rows = "| Lyon | 69 |\n| Nice | 6 |\n| Brest | 29 |\n| Albi | 81 |\n| Tours | 37 |\n| Pau | 64\nSens | 89 |\n";
    let page = format!("# Page\n\n| A | B\n|---|---\n{rows}");
    for rule in ["missing-leading-pipe", "missing-trailing-pipe"] {
        expect(&log(rule, RECIPE, &page, &Guidance::default()), &[]);
    }
}

/// A row that ends early with a pipe, and goes on in a line without one.
#[test]
fn a_row_that_is_cut_in_two() {
    let recipe = RECIPE.replace("from: B }", "from: B }, { name: c, from: C }");
    let rows = "| Lyon | 69 | 2001-02-01 |\n| Nice | 6 | 2001-02-02 |\n| Brest | 29 | 2001-02-03 |\n| Albi | 81 | 2001-02-04 |\n";
    let page = format!("# Page\n\n| A | B | C |\n|---|---|---|\n{rows}| Sens | 89 |\n2001-02-05 |\n");
    expect(&log("missing-leading-pipe", &recipe, &page, &Guidance::default()), &[]);
    assert_eq!(log("cut-row", &recipe, &page, &Guidance::default()).len(), 1);
}
