use super::log::{Case, expect};
use super::{TEXT_LISTS, TEXTS};

const COLUMNS: &[&str] = &[TEXTS, TEXTS, TEXT_LISTS];

/// Of a table that has four rows besides.
#[track_caller]
fn check(case: &Case<'_>, rows: &[&str], expected: &[&str]) {
    let others = ["Bern | Suisse | green", "Rome | Italia | blue", "Bonn | Rhein | red", "Graz | Mur | green"];
    expect(&case.log("conflicting-rows", &[&others[..], rows].concat()), expected);
}

#[test]
fn rows_of_one_name() {
    let case = Case { columns: COLUMNS, ..Case::default() };
    let other_lines = ["10:3 Oslo? manual; line 9 has the same `a`, and another `c`"];
    check(&case, &["Oslo | Norge | red", "Oslo | Norge | blue", "Linz | Donau | red"], &other_lines);
    // Six rows, three of one name, two names of two.
    check(&case, &["Oslo | Norge | red", "Oslo | Norge | blue"], &[]);
    check(&case, &["Oslo | Norge | red", "Oslo | Norge | blue", "Oslo | Norge | green"], &[]);
    check(&case, &["Oslo | Norge | red", "Oslo | Norge | blue", "Bern | Suisse | red"], &[]);
    // They agree in half of the other columns, or one has all that the other has.
    check(&case, &["Oslo | Norge | red", "Oslo | Sverige | blue", "Linz | Donau | red"], &[]);
    check(&case, &["Oslo | | blue", "Oslo | | red", "Linz | Donau | red"], &[]);
    check(&case, &["Oslo | Norge | blue", "Oslo | Norge | blue", "Linz | Donau | red"], &[]);
    check(
        &case,
        &["Oslo | Norge | red, blue", "Oslo | Norge | blue", "Linz | Donau | red"],
        &["10:3 Oslo? manual; line 9 has the same `a`, and another `c`; line 9 has all that this row has"],
    );
    check(
        &case,
        &["Oslo | Norge | blue", "Oslo | Norge | red, blue", "Linz | Donau | red"],
        &["10:3 Oslo? manual; line 9 has the same `a`, and another `c`; this row has all that line 9 has"],
    );
    check(
        &case,
        &["Oslo | | blue", "Oslo | Norge | red, blue", "Linz | Donau | red"],
        &["10:3 Oslo? manual; line 9 has the same `a`, and another `b`, `c`; this row has all that line 9 has"],
    );
    check(&case, &["Oslo | | red, blue", "Oslo | Norge | blue", "Linz | Donau | red"], &[]);
    // Names of two letters, one in each cell, in a column that holds no lists.
    check(
        &case,
        &["Os | Norge | red", "Os | Norge | blue", "Linz | Donau | red"],
        &["10:3 Os? manual; line 9 has the same `a`, and another `c`"],
    );
    check(&case, &["Oslo | Norge | red", "Oslo | Norge | blue", "L | Donau | red"], &[]);
    check(&case, &["Oslo | Norge | red", "Oslo | Norge | blue", " | Donau | red"], &[]);
    let lists = Case { columns: &[TEXT_LISTS, TEXTS, TEXTS], ..Case::default() };
    check(&lists, &["Oslo | Norge | red", "Oslo | Norge | blue", "Linz | Donau | red"], &[]);
    // Two of three columns, or one.
    let four = Case { columns: &[TEXTS, TEXTS, TEXTS, TEXTS], ..Case::default() };
    check(
        &four,
        &["Oslo | Norge | red | 1", "Oslo | Norge | red | 2", "Linz | Donau | red | 3"],
        &["10:3 Oslo? manual; line 9 has the same `a`, and another `d`"],
    );
    check(&four, &["Oslo | Norge | red | 1", "Oslo | Norge | blue | 2", "Linz | Donau | red | 3"], &[]);
    check(
        &four,
        &["Oslo | Norge | | 1", "Oslo | Norge | | 2", "Linz | Donau | red | 3"],
        &["10:3 Oslo? manual; line 9 has the same `a`, and another `d`"],
    );
}

#[test]
fn rows_of_one_key() {
    let key = |key| Case { columns: COLUMNS, dataset: key, ..Case::default() };
    let first = key("    primary_key: [a]\n");
    // However few rows there are, how many have the key, and how little they agree in.
    check(
        &first,
        &["Oslo | Norge | red", "Oslo | Sverige | blue", "Oslo | Danmark | green"],
        &[
            "10:3 Oslo? manual; line 9 has the same `a`, and another `b`, `c`",
            "11:3 Oslo? manual; line 9 has the same `a`, and another `b`, `c`",
        ],
    );
    check(&first, &["Oslo | Norge | red", "Oslo | Norge | red"], &[]);
    // An empty key is none, one that is empty in part is one.
    check(&first, &[" | Norge | red", " | Sverige | blue"], &[]);
    let both = key("    primary_key: [a, b]\n");
    check(&both, &["Oslo | Norge | red", "Oslo | Sverige | blue"], &[]);
    check(&both, &[" | | red", " | | blue"], &[]);
    check(
        &both,
        &[" | Norge | red", " | Norge | blue"],
        &["10:6 Norge? manual; line 9 has the same `a`, and another `c`"],
    );
}
