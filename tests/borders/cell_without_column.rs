use super::TEXTS;
use super::log::{Case, expect};

#[test]
fn cells_that_no_column_has() {
    let check = |rows: &[&str], expected: &[&str]| {
        expect(&Case { columns: &[TEXTS, TEXTS], ..Case::default() }.log("cell-without-column", rows), expected);
    };
    let one = "5:15 Metz? manual; this cell has no column, and GitHub does not show it";
    check(&["Metz | 57 | a cathedral"], &[one]);
    check(&["Metz | 57 | a | b"], &["5:15 Metz? manual; these 2 cells have no column, and GitHub does not show them"]);
    check(
        &["Pau | 64", "Metz | 57 | a | b | c"],
        &["6:15 Metz? manual; these 3 cells have no column, and GitHub does not show them"],
    );
    check(&["Metz | 57"], &[]);
    check(&["Metz | 57 | |"], &[]);
    // Comments, from their first sign to their last.
    check(&["Metz | 57 | <!-- a -->"], &[]);
    check(&["Metz | 57 | <!-- a --> b"], &[one]);
    check(&["Metz | 57 | a <!-- b -->"], &[one]);
    check(
        &["Metz | 57 | <!-- a --> | b"],
        &["5:28 Metz? manual; this cell has no column, and GitHub does not show it"],
    );
    // What no item stands beside has no place to be told of.
    check(&["| | a"], &[]);
    // Another rule tells of what may be two records, or one text.
    check(&["Lyon | 69", "Nice | 6", "Brest | 29", "Metz | 57 | | Pau | 64"], &[]);
    check(&["Lyon | 69", "Nice | 6", "Brest | 29", "Metz | 57 | Pau | 64"], &[]);
    check(
        &["Lyon | 69", "Nice | 6", "Brest | 29", "Metz | Vannes | 57"],
        &["8:19 Metz? manual; this cell has no column, and GitHub does not show it"],
    );
}
