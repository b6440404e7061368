use rowmill::repair::Guidance;

use super::TEXTS;
use super::log::{Case, expect, log};

const TOWNS: [&str; 3] = ["Lyon | Rhône | 13", "Tours | Loire | 6", "Nancy | Meurthe | 5"];

#[test]
fn two_records_on_one_line() {
    let case = Case { columns: &[TEXTS, TEXTS, TEXTS], ..Case::default() };
    let check = |rows: &[&str], expected: &[&str]| {
        expect(&case.log("joined-rows", &[&TOWNS[..], rows].concat()), expected);
    };
    let read = "there are cells for two records, and each half looks like one; both are read";
    check(
        &["Metz | Moselle | 9 | | Rouen | Seine | 6"],
        &[&format!("8:21 ` | | ` ⇒ ` |\n| `, Rouen suggested; {read}")],
    );
    check(&["Sens | Yonne | 3 | Arles | Rhône | 2"], &[&format!("8:19 ` | ` ⇒ ` |\n| `, Arles suggested; {read}")]);
    check(&["Metz | Moselle | 9 | | | |"], &[]);
    check(&["Metz | Moselle | 9"], &[]);
}

#[test]
fn lines_end_as_those_of_the_page_do() {
    let recipe = "datasets:\n  rows:\n    tables: [{ under: Page }]\n    \
                  fields: [{ name: a, from: A }, { name: b, from: B }, { name: c, from: C }]\n";
    let rows = [&TOWNS[..], &["Sens | Yonne | 3 | Arles | Rhône | 2"]].concat();
    let page = super::page(3, &rows).replace('\n', "\r\n");
    expect(
        &log("joined-rows", recipe, &page, &Guidance::default()),
        &[
            "8:19 ` | ` ⇒ ` |\r\n| `, Arles suggested; there are cells for two records, and each half looks like one; both are \
           read",
        ],
    );
}

#[test]
fn halves_that_may_be_records() {
    let case = Case { columns: &[TEXTS, TEXTS], ..Case::default() };
    let check = |rows: &[&str], expected: &[&str]| expect(&case.log("joined-rows", rows), expected);
    let towns = ["Lyon | 69", "Nice | 6", "Brest | 29"];
    let told = |row| [&towns[..], &[row]].concat();
    check(
        &told("Metz | 57 | | Pau | 64"),
        &[
            "8:1 `| Metz | 57 | | Pau | 64 |` ⇒ `| Metz | 57 |\n| Pau | 64 |`, Metz suggested; there are cells for two records \
           with an empty one between them, and each half may be one",
        ],
    );
    check(
        &told("Metz | 57 | Pau | 64"),
        &[
            "8:15 Metz? manual; there are cells for two records; they might be meant as `| Metz | 57 |` and `| Pau | 64 |`",
        ],
    );
    check(&told("Metz | 57 | Pau"), &[]);
    check(&told("Metz | 57 | Pau | 64 | Sens"), &[]);
    check(&["| 57 | | 64"], &[]);
}
