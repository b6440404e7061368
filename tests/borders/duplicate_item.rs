use super::log::{Case, expect};
use super::{TEXT_LISTS, check};

#[test]
fn items_twice() {
    check(
        "duplicate-item",
        &[
            // Nine of ten neighbours are sorted, or fewer.
            (
                &[TEXT_LISTS],
                &[
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir",
                    "Ash, Elm",
                    "Elm, Ash",
                    "Oak, Pine, Oak",
                ],
                &["Oak →  suggested"],
            ),
            (
                &[TEXT_LISTS],
                &[
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir",
                    "Elm, Ash",
                    "Elm, Ash",
                    "Oak, Pine, Oak, Zebrano",
                ],
                &["Oak →  suggested"],
            ),
            (
                &[TEXT_LISTS],
                &[
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir",
                    "Ash, Elm",
                    "Elm, Ash",
                    "Oak, Pine, Oak, Zebrano",
                ],
                &["Oak →  safe"],
            ),
            // Two of one spelling are in order.
            (&[TEXT_LISTS], &["4 × Ash, ASH, Elm", "Oak, Pine, Oak, Zebrano"], &["Oak →  safe"]),
            // Sets: four other lists.
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Oak, Oak, Ash"], &["Oak →  safe"]),
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Oak, Oak, Ash"], &["Oak →  suggested"]),
            // Sequences.
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Red, Off, Red, Off"], &[]),
            (
                &[TEXT_LISTS],
                &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Red, Off, Oak, Elm, Red, Off"],
                &["Red →  suggested", "Off →  suggested"],
            ),
            (
                &[TEXT_LISTS],
                &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Red, Off, Oak, Red, Off"],
                &["Red →  suggested", "Off →  suggested"],
            ),
            // Words of two letters.
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Ox, Ox, Elm"], &["Ox →  safe"]),
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "X, X, Elm"], &[]),
        ],
    );
}

#[test]
fn what_the_other_lists_say() {
    let log = |rows: &[&str]| Case { columns: &[TEXT_LISTS], ..Case::default() }.log("duplicate-item", rows);
    let told = |rows: &[&str], grade: &str, others: &str| {
        let line = rows.len() + 4;
        let told = format!("{line}:8 Oak → nothing {grade}; `Oak` stands in this list already, at column 3; {others}");
        expect(&log(rows), &[&told]);
    };
    told(&["Oak, Oak, Ash"], "suggested", "the column has no other list");
    told(&["Ash, Elm", "Oak, Oak, Ash"], "suggested", "the column's other list has each item once");
    told(&["Ash, Elm", "Elm, Fir", "Oak, Oak, Ash"], "suggested", "2 other lists of the column have each item once");
    told(&["Ash", "Fir", "Oak, Oak, Ash"], "suggested", "the column has no other list");
    // The order may be meant.
    let sets = ["Fir, Ash", "Elm, Oak", "Fir, Elm", "Oak, Elm"];
    let one = |list: &str| log(&[&sets[..], &[list]].concat());
    let told = |column: usize, first: usize, grade: &str, but: &str| {
        format!(
            "9:{column} Oak → nothing {grade}; `Oak` stands in this list already, at column {first}; 4 other lists of the \
             column have each item once{but}"
        )
    };
    let between = "; but other items stand between the two, and the lists are not sorted, which may be meant";
    let often = "; but the list repeats more than once, which may be meant";
    expect(&one("Oak, Oak"), &[&told(8, 3, "safe", "")]);
    expect(&one("Ash, Oak, Oak"), &[&told(13, 8, "safe", "")]);
    expect(
        &one("Oak, Ash, Oak"),
        &[&told(13, 3, "suggested", "; but the list ends where it starts, which may be meant")],
    );
    expect(&one("Oak, Ash, Oak, Elm"), &[&told(13, 3, "suggested", between)]);
    expect(&one("Ash, Oak, Elm, Oak"), &[&told(18, 8, "suggested", between)]);
    expect(&one("Oak, Oak, Oak, Ash"), &[&told(8, 3, "suggested", often), &told(13, 3, "suggested", often)]);
    let ordered = Case { columns: &["type: list, ordered: true"], ..Case::default() };
    expect(
        &ordered.log("duplicate-item", &[&sets[..], &["Oak, Oak"]].concat()),
        &[&told(8, 3, "suggested", "; but the recipe says that the order counts, which may be meant")],
    );
}

#[test]
fn lists_that_repeat() {
    check(
        "duplicate-item",
        &[
            // Half of the column's lists, or more.
            (&[TEXT_LISTS], &["2 × Oak, Oak, Ash", "Ash, Elm"], &["Oak: kept", "Oak: kept"]),
            (&[TEXT_LISTS], &["2 × Oak, Oak, Ash", "2 × Ash, Elm"], &["Oak →  suggested", "Oak →  suggested"]),
            // One of twenty.
            (&[TEXT_LISTS], &["2 × Oak, Oak, Ash", "38 × Ash, Elm"], &["Oak →  safe", "Oak →  safe"]),
            (&[TEXT_LISTS], &["2 × Oak, Oak, Ash", "37 × Ash, Elm"], &["Oak →  suggested", "Oak →  suggested"]),
            // Half of the list.
            (&[TEXT_LISTS], &["Oak, Oak, Ash, Ash"], &[]),
            (&[TEXT_LISTS], &["Oak, Oak, Ash, Ash, Elm"], &["Oak →  suggested", "Ash →  suggested"]),
            // Lines of a cell that are lists of their own.
            (&[TEXT_LISTS], &["Ash, Oak<br>Elm, Oak"], &[]),
            (&[TEXT_LISTS], &["Ash<br>Oak<br>Elm<br>Oak"], &["Oak →  suggested"]),
            (&[TEXT_LISTS], &["Ash, Oak, Elm, Oak"], &["Oak →  suggested"]),
            (&[TEXT_LISTS], &["Oak<br>Oak"], &["Oak →  suggested"]),
            // Words, marks, and what is set in another way.
            (&[TEXT_LISTS], &["A1b, A1b, Elm"], &["A1b →  suggested"]),
            (&[TEXT_LISTS], &["A1, A1, Elm"], &[]),
            (&["type: list, marks: { +: seasonal }"], &["Oak, Oak+, Elm"], &[]),
            (&["type: list, marks: { +: seasonal }"], &["Oak+, Oak+, Elm"], &["Oak →  suggested"]),
            (&[TEXT_LISTS], &["Oak, ~~Oak~~, Elm"], &[]),
        ],
    );
    let log = Case { columns: &[TEXT_LISTS], ..Case::default() };
    expect(
        &log.log("duplicate-item", &["2 × Oak, Oak, Ash", "Ash, Elm"]),
        &[
            "5:8 Oak stays, not ``; 2 of the column's 3 lists repeat an item",
            "6:8 Oak stays, not ``; 2 of the column's 3 lists repeat an item",
        ],
    );
    expect(
        &log.log("duplicate-item", &["2 × Oak, Oak, Ash", "3 × Ash, Elm"])[..1],
        &[
            "5:8 Oak → nothing suggested; `Oak` stands in this list already, at column 3; 3 of the column's 5 lists have each \
           item once",
        ],
    );
}
