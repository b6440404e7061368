use rowmill::repair::Guidance;

use super::TEXTS;
use super::log::{Case, expect, log};

#[test]
fn links_that_lead_nowhere() {
    let case = Case { columns: &[TEXTS], ..Case::default() };
    let check = |rows: &[&str], expected: &[&str]| expect(&case.log("empty-link", rows), expected);
    let manual = |why: &str| format!("5:4 Ann? manual; `Ann` leads nowhere{why}");
    check(
        &["[Ann]()", "2 × [Ann](/a)"],
        &["5:3 `[Ann]()` ⇒ `[Ann](/a)`, Ann suggested; `Ann` leads nowhere; everywhere else it leads to `/a`"],
    );
    check(&["[Ann]()", "[Ann](/a)"], &[&manual("; elsewhere it leads to `/a`")]);
    check(&["[Ann]()", "2 × [Ann](/a)", "[Ann](/b)"], &[&manual(", and elsewhere to 2 addresses")]);
    check(&["[Ann]()", "2 × [Bob](/a)"], &[&manual(", and stands nowhere else with an address")]);
    check(
        &["[Ann](<>)", "[Ann](< >)"],
        &[
            &manual(", and stands nowhere else with an address"),
            "6:4 Ann? manual; `Ann` leads nowhere, and stands nowhere else with an address",
        ],
    );
    check(&["[Ann](/a)"], &[]);
    // A label of two letters, which no word stands right before.
    check(&["[A]()"], &[]);
    check(&["[A1]()"], &[]);
    check(&["[Al]()"], &["5:4 Al? manual; `Al` leads nowhere, and stands nowhere else with an address"]);
    check(&["items[Ann]()"], &[]);
    check(&["items [Ann]()"], &["5:3 items Ann? manual; `Ann` leads nowhere, and stands nowhere else with an address"]);
}

#[test]
fn addresses_that_a_field_takes() {
    let recipe = "datasets:\n  rows:\n    tables: [{ under: Page }]\n    \
                  fields: [{ name: a, from: A }, { name: url, from: A, part: url }]\n";
    let check = |rows: &[&str], expected: &[&str]| {
        expect(&log("empty-link", recipe, &super::page(1, rows), &Guidance::default()), expected);
    };
    check(
        &["[Ann]()", "2 × [Ann](/a)"],
        &["5:3 `[Ann]()` ⇒ `[Ann](/a)`,  → /a suggested; `Ann` leads nowhere; everywhere else it leads to `/a`"],
    );
}
