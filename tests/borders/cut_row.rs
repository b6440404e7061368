use rowmill::repair::Guidance;

use super::TEXTS;
use super::log::{Case, expect, log};

/// Nine towns, each with a number and a day.
const TOWNS: [&str; 9] = [
    "Lyon | 69 | 2001-02-01",
    "Nice | 6 | 2001-02-02",
    "Brest | 29 | 2001-02-03",
    "Metz | 57 | 2001-02-04",
    "Pau | 64 | 2001-02-05",
    "Albi | 81 | 2001-02-06",
    "Tours | 37 | 2001-02-07",
    "Vannes | 56 | 2001-02-08",
    "Blois | 41 | 2001-02-09",
];

#[test]
fn rows_that_end_before_columns_in_which_all_others_have_something() {
    let case = Case { columns: &[TEXTS, TEXTS, TEXTS], ..Case::default() };
    let check = |others: usize, rows: &[&str], expected: &[&str]| {
        expect(&case.log("cut-row", &[&TOWNS[..others], rows].concat()), expected);
    };
    check(8, &["Sens | 89"], &["13:3 Sens? manual; the row ends before `c`, which the other 8 rows have"]);
    check(8, &["Sens"], &["13:3 Sens? manual; the row ends before `b`, `c`, which the other 8 rows have"]);
    check(7, &["Sens | 89"], &[]);
    // A cell that stands there, however empty, is no end; and two such rows are none that lacks what all others have.
    check(8, &["Sens | | "], &[]);
    check(8, &["Sens | 89 | "], &[]);
    check(9, &["Sens | 89", "Arles | 13"], &[]);
    check(
        9,
        &["Sens", "Arles | | 2001-02-10"],
        &["14:3 Sens? manual; the row ends before `c`, which the other 10 rows have"],
    );
}

#[test]
fn rows_that_go_on_in_the_next_lines() {
    let recipe = "datasets:\n  rows:\n    tables: [{ under: Page }]\n    \
                  fields: [{ name: a, from: A }, { name: b, from: B }, { name: c, from: C }]\n";
    let below = |towns: usize, lines: &str| {
        let rows = TOWNS[..towns].iter().map(|row| format!("| {row} |\n")).collect::<String>();
        let page = format!("# Page\n\n| A | B | C |\n|---|---|---|\n{rows}{lines}\n");
        log("cut-row", recipe, &page, &Guidance::default())
    };
    let told = |lines: &str| below(9, lines);
    let check = |lines: &str, joined: &str| expect(&told(lines), &[&format!("14:1 `{lines}` ⇒ {joined}")]);
    let next = "the row ends early, and the next line has just the cells that it lacks";
    let sens = format!("`| Sens | 89 | 2001-02-10 |`, 2001-02-10 → nothing suggested; {next}");
    check("| Sens | 89\n| 2001-02-10 |", &sens);
    check("| Sens | 89\n2001-02-10 |", &sens);
    check("| Sens | 89 |\n| 2001-02-10 |", &sens);
    check("| Sens\n| 89 | 2001-02-10 |", &format!("`| Sens | 89 | 2001-02-10 |`, 89 → nothing suggested; {next}"));
    check(
        "| Port\nVendres | 66 | 2001-02-10 |",
        &format!("`| Port Vendres | 66 | 2001-02-10 |`, Vendres → nothing suggested; {next}"),
    );
    check(
        "| Sens | the\nlong\ntext | 2001-02-10 |",
        "`| Sens | the long text | 2001-02-10 |`, text → nothing suggested; the row ends early, and the next 2 lines have just \
         what it lacks",
    );
    // Another record, or a paragraph.
    expect(&told("| Sens | 89 |\n| Arles | 13 |"), &[]);
    expect(
        &told("| Sens | 89\nArles is a town."),
        &["14:3 Sens? manual; the row ends before `c`, which the other 9 rows have"],
    );
    // A line that may be the rest of the cell above lacks nothing itself.
    expect(&told("| Sens | 89\nArles |"), &[]);
    // So few rows do not tell what their columns hold.
    expect(&below(2, "| Sens | 89\n2001-02-10 |"), &[&format!("7:3 Sens? manual; {next}")]);
}
