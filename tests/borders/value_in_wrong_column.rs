use rowmill::repair::Guidance;

use super::{TEXT_LISTS, TEXTS, check, found, repairs_by};

#[test]
fn cells_of_other_looks_change_places() {
    check(
        "value-in-wrong-column",
        &[
            // All others are of one look, in four rows.
            (
                &[TEXTS, TEXTS, TEXTS],
                &[
                    "Oslo | yes | 2020-01-17",
                    "Bodo | no | 2020-01-18",
                    "Moss | yes | 2020-01-19",
                    "Voss | 2020-01-20 | no",
                ],
                &["2020-01-20 → no suggested"],
            ),
            (
                &[TEXTS, TEXTS, TEXTS],
                &["Oslo | yes | 2020-01-17", "Bodo | no | 2020-01-18", "Voss | 2020-01-20 | no"],
                &[],
            ),
            // One of them is of a third look: six rows, and half of each column.
            (
                &[TEXTS, TEXTS, TEXTS],
                &[
                    "Oslo | yes | 2020-01-17",
                    "Bodo | no | 2020-01-18",
                    "Moss | yes | 2020-01-19",
                    "Odda | planned | 2020-01-21",
                    "Voss | 2020-01-20 | no",
                ],
                &[],
            ),
            (
                &[TEXTS, TEXTS, TEXTS],
                &[
                    "Oslo | yes | 2020-01-17",
                    "Bodo | no | 2020-01-18",
                    "Moss | yes | 2020-01-19",
                    "Kiel | yes | 2020-01-22",
                    "Odda | planned | 2020-01-21",
                    "Voss | 2020-01-20 | no",
                ],
                &["2020-01-20 → no suggested"],
            ),
            (
                &[TEXTS, TEXTS, TEXTS],
                &[
                    "Oslo | yes | 2020-01-17",
                    "Bodo | no | 2020-01-18",
                    "Moss | yes | next year",
                    "Kiel | yes | 2020-01-22",
                    "Odda | planned | 2020-01-21",
                    "Voss | 2020-01-20 | no",
                ],
                &[],
            ),
            (
                &[TEXTS, TEXTS, TEXTS],
                &[
                    "Oslo | yes | 2020-01-17",
                    "Bodo | yes | 2020-01-18",
                    "Moss | planned | 2020-01-19",
                    "Kiel | no | 2020-01-22",
                    "Odda | late | 2020-01-21",
                    "Voss | 2020-01-20 | no",
                ],
                &["2020-01-20 → no suggested"],
            ),
            (
                &[TEXTS, TEXTS, TEXTS],
                &[
                    "Oslo | yes | 2020-01-17",
                    "Bodo | late | 2020-01-18",
                    "Moss | planned | 2020-01-19",
                    "Kiel | no | 2020-01-22",
                    "Odda | late | 2020-01-21",
                    "Voss | 2020-01-20 | no",
                ],
                &[],
            ),
            // The look stands in another cell of the column too.
            (
                &[TEXTS, TEXTS, TEXTS],
                &[
                    "Oslo | yes | 2020-01-17",
                    "Bodo | no | 2020-01-18",
                    "Moss | yes | 2020-01-19",
                    "Kiel | 2020-01-22 | 2020-01-23",
                    "Voss | 2020-01-20 | no",
                ],
                &[],
            ),
            (
                &[TEXTS, TEXTS, TEXTS],
                &[
                    "Oslo | yes | https://e.example/1",
                    "Bodo | yes | https://e.example/2",
                    "Moss | yes | https://e.example/3",
                    "Lund | yes | https://e.example/4",
                    "Rana | yes | https://e.example/5",
                    "Kiel | https://e.example/8 | https://e.example/6",
                    "Voss | https://e.example/9 | no",
                ],
                &[],
            ),
            // An empty cell.
            (
                &[TEXTS, TEXTS, TEXTS],
                &[
                    "Oslo | yes | 2020-01-17",
                    "Bodo | no | 2020-01-18",
                    "Moss | yes | 2020-01-19",
                    "Voss | 2020-01-20 |",
                ],
                &[],
            ),
            (
                &[TEXTS, TEXTS, TEXTS],
                &["Oslo | yes | 2020-01-17", "Bodo | no |", "Moss | yes | 2020-01-19", "Voss | 2020-01-20 | no"],
                &[],
            ),
            (
                &[TEXTS, TEXTS, TEXTS],
                &[
                    "Oslo | yes | 2020-01-17",
                    "Bodo | no |",
                    "Moss | yes | 2020-01-19",
                    "Odda | | 2020-01-21",
                    "Kiel | yes | 2020-01-22",
                    "Voss | 2020-01-20 | no",
                ],
                &["2020-01-20 → no suggested"],
            ),
            (
                &[TEXTS, TEXTS, "missing_values: [tbd]"],
                &[
                    "Oslo | a town | 2020-01-17",
                    "Bodo | a town | 2020-01-18",
                    "Moss | a port | 2020-01-19",
                    "Voss | 2020-01-20 | tbd",
                ],
                &[],
            ),
            // A number is one in code too, and words are text of any length.
            (
                &[TEXTS, TEXTS, TEXTS],
                &["Oslo | `1` | yes", "Bodo | 2 | no", "Moss | `3` | yes", "Voss | no | `4`"],
                &["no → 4 suggested"],
            ),
            (
                &[TEXTS, TEXTS, TEXTS],
                &["Oslo | `a` | yes", "Bodo | `b` | no", "Moss | `c` | yes", "Voss | no | `4`"],
                &[],
            ),
            (
                &[TEXTS, TEXTS, TEXTS],
                &[
                    "Oslo | a town | 1",
                    "Bodo | town | 2",
                    "Moss | a town of very many words by the sea in the north | 3",
                    "Voss | 4 | a small town",
                ],
                &["4 → a small town suggested"],
            ),
            // Several pairs.
            (
                &[TEXTS, TEXTS, TEXTS, TEXTS],
                &[
                    "Oslo | yes | 2020-01-17 | 1",
                    "Bodo | no | 2020-01-18 | 2",
                    "Moss | yes | 2020-01-19 | 3",
                    "Kiel | no | 2020-01-20 | 4",
                    "Lund | yes | 2020-01-21 | 5",
                    "Odda | no | 2020-01-22 | 6",
                    "Voss | 2020-01-20 | 7 | no",
                ],
                &[],
            ),
            (
                &[TEXTS, TEXTS, TEXTS, TEXTS],
                &[
                    "red | small | Oslo | Rhine",
                    "blue | large | Bodo | Rhone",
                    "red | small | Oslo | Rhone",
                    "blue | large | Bodo | Rhine",
                    "red | small | Oslo | Rhine",
                    "blue | large | Bodo | Rhone",
                    "small | red | Rhine | Oslo",
                ],
                &["small: kept"],
            ),
        ],
    );
}

#[test]
fn texts_that_columns_repeat_change_places() {
    check(
        "value-in-wrong-column",
        &[
            (
                &[TEXTS, TEXTS],
                &["red | small", "blue | large", "red | small", "blue | large", "red | small", "small | red"],
                &["small → red suggested"],
            ),
            (
                &[TEXTS, TEXTS],
                &["red | small", "blue | large", "red | small", "blue | large", "red | small", "large | blue"],
                &["large → blue suggested"],
            ),
            // Six items, each text twice.
            (&[TEXTS, TEXTS], &["red | small", "blue | large", "red | small", "blue | large", "small | red"], &[]),
            (
                &[TEXTS, TEXTS],
                &["red | small", "blue | large", "green | small", "blue | large", "red | small", "small | red"],
                &[],
            ),
            (
                &[TEXTS, TEXTS],
                &[
                    "red | small",
                    "blue | large",
                    "green | small",
                    "blue | large",
                    "red | small",
                    "red | large",
                    "small | red",
                ],
                &["small → red suggested"],
            ),
            (
                &[TEXTS, TEXTS],
                &["red | small", "blue | large", "red | small", "blue | tiny", "red | small", "tiny | red"],
                &[],
            ),
            // The columns share a text, or the text stands there again.
            (
                &[TEXTS, TEXTS],
                &[
                    "red | small",
                    "blue | large",
                    "red | small",
                    "blue | blue",
                    "red | small",
                    "red | small",
                    "red | large",
                    "small | red",
                ],
                &[],
            ),
            (
                &[TEXTS, TEXTS],
                &[
                    "red | small",
                    "blue | large",
                    "red | small",
                    "blue | large",
                    "red | small",
                    "small | large",
                    "small | red",
                ],
                &[],
            ),
            // Lists, all of whose items stand in the wrong column.
            (
                &[TEXT_LISTS, TEXT_LISTS],
                &[
                    "red, blue | small, large",
                    "blue | large",
                    "red, blue | small",
                    "blue | large",
                    "red | small",
                    "small, large | red, blue",
                ],
                &["small, large → red, blue suggested"],
            ),
            (
                &[TEXT_LISTS, TEXT_LISTS],
                &[
                    "red, blue | small, large",
                    "blue, green | large",
                    "red, blue | small",
                    "blue, green | large",
                    "red, green | small",
                    "small, blue | red",
                ],
                &[],
            ),
            // Signs are no texts.
            (&[TEXTS, TEXTS], &["++ | --", "+- | -+", "++ | --", "+- | -+", "++ | --", "-- | ++"], &[]),
        ],
    );
}

const COLUMNS: [&str; 3] = [TEXTS, TEXTS, TEXTS];

const ROWS: &str = "| A | B | C |\n|---|---|---|\n| Oslo | yes | 2020-01-17 |\n| Bodo | no | 2020-01-18 |\n| Moss | yes | 2020-01-19 |\n";

fn of_last_row(row: &str) -> Vec<String> {
    found("value-in-wrong-column", &COLUMNS, &format!("# Page\n\n{ROWS}{row}\n"), &Guidance::default())
}

#[test]
fn a_row_with_another_fault_is_left_alone() {
    assert_eq!(of_last_row("| Voss | 2020-01-20 | no |"), ["2020-01-20 → no suggested"]);
    assert_eq!(of_last_row("| Voss | 2020-01-20 | no"), [""; 0]);
    assert_eq!(of_last_row("Voss | 2020-01-20 | no |"), [""; 0]);
    assert_eq!(of_last_row("| Voss | 2020-01-20 |"), [""; 0]);
    let html = format!("# Page\n\n<table>{}</table>\n", html_rows(&format!("{ROWS}| Voss | 2020-01-20 | no |")));
    assert_eq!(found("value-in-wrong-column", &COLUMNS, &html, &Guidance::default()), [""; 0]);
}

fn html_rows(rows: &str) -> String {
    let row = |row: &str| {
        row.trim_matches('|').split('|').map(|cell| format!("<td>{}</td>", cell.trim())).collect::<String>()
    };
    let header = "<tr><th>A</th><th>B</th><th>C</th></tr>\n".to_owned();
    rows.lines().skip(2).fold(header, |html, line| format!("{html}<tr>{}</tr>\n", row(line)))
}

/// What would be written, and the items of all fields then, for a row of a table of names, links and dates.
fn rewritten(fields: &str, row: &str) -> Vec<(String, Vec<String>)> {
    let recipe = format!("recipe: page\ndatasets:\n  rows:\n    tables: [{{ under: Page }}]\n    fields: [{fields}]\n");
    let page = format!(
        "# Page\n\n| A | B | C |\n|---|---|---|\n| Oslo | [a](/a) | 2020-01-17 |\n| Bodo | [b](/b) | 2020-01-18 |\n\
         | Moss | [c](/c) | 2020-01-19 |\n{row}\n"
    );
    let log = repairs_by(&recipe, &page, &Guidance::default()).log.into_iter();
    let log = log.filter(|repair| repair.rule == "value-in-wrong-column");
    log.map(|repair| (repair.after, repair.items_after)).collect()
}

#[test]
fn the_row_is_written_with_its_cells_exchanged() {
    let fields = "{ name: a, from: A }, { name: b, from: B }, { name: url, from: B, part: url }, { name: c, from: C }";
    let after = |line: &str, item: &str| vec![(line.to_owned(), vec![item.to_owned()])];
    assert_eq!(rewritten(fields, "|  Voss|2020-01-20  |  [d](/d)|"), after("|  Voss|[d](/d)  |  2020-01-20|", "d"),);
    // Where the address stands is not told.
    assert_eq!(rewritten(fields, "| Voss | 2020-01-20 | [d](/d 'D') |"), []);
    assert_eq!(rewritten(fields, "| Voss | 2020-01-20 | [d](</d>) |"), []);
    // One field takes nothing of the cells, or both take one of them, or the later column comes first.
    assert_eq!(
        rewritten("{ name: b, from: B }, { name: c, from: C }", "| Voss | 2020-01-20 | [d](/d) |"),
        after("| Voss | [d](/d) | 2020-01-20 |", "d"),
    );
    assert_eq!(
        rewritten(
            "{ name: b, from: B }, { name: c, from: C }, { name: d, from: C }",
            "| Voss | 2020-01-20 | [d](/d) |"
        ),
        []
    );
    assert_eq!(rewritten("{ name: c, from: C }, { name: b, from: B }", "| Voss | 2020-01-20 | [d](/d) |"), []);
    // Two ends of something.
    assert_eq!(
        rewritten("{ name: from_port, from: B }, { name: to_port, from: C }", "| Voss | 2020-01-20 | [d](/d) |"),
        []
    );
    assert_eq!(rewritten("{ name: next, from: B }, { name: home, from: C }", "| Voss | 2020-01-20 | [d](/d) |"), []);
    assert_eq!(
        rewritten("{ name: from_port, from: B }, { name: from_date, from: C }", "| Voss | 2020-01-20 | [d](/d) |"),
        after("| Voss | [d](/d) | 2020-01-20 |", "d"),
    );
}
