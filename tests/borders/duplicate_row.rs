use rowmill::repair::Guidance;

use super::log::{Case, expect, log};
use super::{TEXTS, check};

#[test]
fn rows_twice() {
    check(
        "duplicate-row",
        &[
            // The only one of five rows: six letters, or three cells.
            (
                &[TEXTS, TEXTS, TEXTS],
                &["a | 1 | 2", "b | 1 | 3", "c | 2 | 2", "d | 5 | 5", "b | 1 | 3"],
                &["b →  suggested"],
            ),
            (&[TEXTS, TEXTS, TEXTS], &["a | 1 | 2", "b | 1 |", "c | 2 | 2", "d | 5 | 5", "b | 1 |"], &["b: kept"]),
            (&[TEXTS, TEXTS], &["a | 1", "b | 1", "c | 2", "d | 5", "b | 1"], &["b: kept"]),
            (&[TEXTS, TEXTS], &["a | 1", "abc | def", "c | 2", "d | 5", "abc | def"], &["abc →  suggested"]),
            (&[TEXTS, TEXTS], &["a | 1", "abc | de", "c | 2", "d | 5", "abc | de"], &["abc: kept"]),
            (&[TEXTS, TEXTS, TEXTS], &["a | 1 | 2", "b | 1 | 3", "c | 2 | 2", "b | 1 | 3"], &["b: kept"]),
            (&[TEXTS, TEXTS, TEXTS], &["a | 1 | 2", "b | 1 | 3", "a | 2 | 2", "d | 5 | 5", "b | 1 | 3"], &["b: kept"]),
            // A row like a heading between.
            (
                &[TEXTS, TEXTS, TEXTS],
                &["wheel | round | 3", "b | 1 | 2", "Rear | |", "c | 2 | 2", "d | 5 | 5", "wheel | round | 3"],
                &["wheel: kept"],
            ),
            (
                &[TEXTS, TEXTS, TEXTS],
                &["wheel | round | 3", "b | 1 | 2", "e | 7 | 7", "c | 2 | 2", "d | 5 | 5", "wheel | round | 3"],
                &["wheel →  suggested"],
            ),
        ],
    );
}

/// So many rows, each with a name and a word of its own, with the same letter in each if `are_alike`.
fn others(count: usize, (first, second): (&str, &str)) -> Vec<String> {
    let letter = |number: usize| char::from(b'a' + u8::try_from(number).expect("a letter"));
    let code = |number: usize| String::from_iter([letter(number / 20), letter(number % 20)]);
    let own = |text: &str, number| text.replace('#', &code(number));
    (0..count).map(|number| format!("{} | {}", own(first, number), own(second, number))).collect()
}

/// What is proposed for rows below others.
fn told(dataset: &str, others: &[String], rows: &[&str]) -> Vec<String> {
    let case = Case { columns: &[TEXTS, TEXTS], dataset, ..Case::default() };
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    case.log("duplicate-row", &[&others[..], rows].concat())
}

/// Whether the last row is a repeat, and how that is graded.
fn grade(dataset: &str, others: &[String], rows: &[&str]) -> &'static str {
    let found = told(dataset, others, rows);
    let last = found.last().map_or("", String::as_str);
    ["safe", "suggested"]
        .into_iter()
        .find(|grade| last.contains(&format!("nothing {grade}")))
        .unwrap_or_else(|| if last.contains(" stays, ") { "kept" } else { "none" })
}

#[test]
fn what_a_row_says() {
    // The second one is not written as the first one is, so that it counts what they say.
    let repeat = |name: &str, word: &str| [format!("{name} | {word}"), format!("**{name}** | {word}")];
    let graded = |others: &[String], name: &str, word: &str| {
        let rows = repeat(name, word);
        grade("", others, &[&rows[0], &rows[1]])
    };
    let few = others(5, ("N#", "w#"));
    assert_eq!(graded(&few, "abcd", "efgh"), "suggested");
    assert_eq!(graded(&few, "abcd", "efg"), "kept");
    assert_eq!(graded(&few, "abcd", ""), "none");
    assert_eq!(graded(&others(4, ("N#", "w#")), "abcd", "efgh"), "kept", "five names");
    // Twenty rows with names of their own.
    assert_eq!(graded(&others(18, ("N#", "w#")), "ab", "cd"), "suggested");
    assert_eq!(graded(&others(18, ("N#", "w#")), "ab", "c"), "kept");
    assert_eq!(graded(&others(17, ("N#", "w#")), "ab", "cd"), "kept");
    // No names: two rows share one, one has no letter, one is long, one is empty.
    let shared = [others(5, ("N#", "w#")), vec!["Naa | wzz".to_owned(), "Nzz | waa".to_owned()]].concat();
    let (twenty, forty) = ("a".repeat(20), "a".repeat(40));
    assert_eq!(graded(&shared, &twenty, &twenty), "suggested");
    assert_eq!(graded(&shared, &twenty, &twenty[1..]), "kept");
    for row in ["12 | 13".to_owned(), format!("N{forty}{twenty} | {forty}{twenty}w"), " | ".to_owned() + "waa"] {
        assert_eq!(graded(&[&few[..], std::slice::from_ref(&row)].concat(), "abcd", "efgh"), "kept", "{row}");
    }
    let sixty = format!("{forty}{}", &twenty[..20]);
    assert_eq!(graded(&[&few[..], &[format!("{sixty} | 13")]].concat(), "abcd", "efgh"), "suggested");
    assert_eq!(graded(&[&few[..], &["1a | 13".to_owned()]].concat(), "abcd", "efgh"), "suggested", "one letter");
    // More than every fourth row is a repeat.
    let pairs = ["abcdefg | hijk", "lmnopqr | stuv", "Abacus | wxyz"]
        .map(|row| [row.to_owned(), format!("**{}", row.replacen(" |", "** |", 1))]);
    let pairs = pairs.concat();
    let pairs: Vec<&str> = pairs.iter().map(String::as_str).collect();
    let gone =
        |count| told("", &others(count, ("N#", "w#")), &pairs).iter().filter(|line| line.contains("nothing")).count();
    assert_eq!((gone(6), gone(5)), (3, 0));
}

#[test]
fn rows_that_are_no_record_for_sure() {
    let names = others(6, ("N#", "w#"));
    // Twenty letters, or fewer.
    let (row, less) = ("abcdefghij | klmnopqrst", "abcdefghij | klmnopqrs");
    assert_eq!(grade("", &names, &[row, row]), "safe");
    assert_eq!(grade("", &names, &[less, less]), "suggested");
    assert_eq!(grade("", &names, &[row, "abcdefghij |  klmnopqrst"]), "safe", "another blank");
    assert_eq!(grade("", &names, &[row, "**abcdefghij** | klmnopqrst"]), "suggested", "written otherwise");
    // One behind the other, with nothing between but others of them.
    let many = others(12, ("N#", "w#"));
    assert_eq!(told("", &many, &[row, row, row]).iter().filter(|line| line.contains("nothing safe")).count(), 2);
    assert_eq!(grade("", &names, &[row, "Nzz | wzz", row]), "suggested");
    // The names stand in the first column, or in the key.
    let second = others(6, ("Same", "w#"));
    assert_eq!(grade("", &second, &[row, row]), "suggested");
    assert_eq!(grade("    primary_key: [b]\n", &second, &[row, row]), "safe");
    assert_eq!(grade("    primary_key: [a, b]\n", &second, &[row, row]), "suggested");
    expect(
        &told("", &names, &[row, row]),
        &[
            "12:1 `| abcdefghij | klmnopqrst |\n` ⇒ ``, abcdefghij → nothing safe; says the same as line 11 in every field; \
           every other row has a `a` of its own",
        ],
    );
    expect(
        &told("", &second, &[row, row]),
        &[
            "12:1 `| abcdefghij | klmnopqrst |\n` ⇒ ``, abcdefghij → nothing suggested; says the same as line 11 in every field; \
           every other row has a `b` of its own",
        ],
    );
    // Without names, and with an empty first cell.
    let case = Case { columns: &[TEXTS, TEXTS, TEXTS], ..Case::default() };
    let told = |row: &str| {
        let others = ["Same | word | x", "Same | word | y", "Other | word | x", "Other | word | y", "Other | sign | x"];
        case.log("duplicate-row", &[&others[..], &[row, row]].concat())
    };
    let long = "a".repeat(40);
    let gone = format!("`, {long} → nothing suggested; says the same as line 10 in every field");
    expect(&told(&format!("{long} | b | ")), &[&format!("11:1 `| {long} | b |  |\n` ⇒ `{gone}")]);
    expect(&told(&format!(" | {long} | b")), &[&format!("11:1 `|  | {long} | b |\n` ⇒ `{gone}")]);
    expect(&told(&format!(" | {long} | ")), &[]);
}

#[test]
fn headings_between_two_rows() {
    let names = others(6, ("N#", "w#"));
    let row = "abcdefghij | klmnopqrst";
    let graded = |rows: &[&str]| grade("", &names, rows);
    assert_eq!(graded(&[row, "Rear | ", row]), "kept");
    assert_eq!(graded(&[row, "**Rear** | wzz", row]), "kept");
    assert_eq!(graded(&[row, "**Rear | wzz", row]), "suggested");
    assert_eq!(graded(&[row, "Rear** | wzz", row]), "suggested");
    // Before the first, behind the last, in another column, among rows that are all like that.
    assert_eq!(graded(&["Rear | ", row, "Nzz | wzz", row]), "suggested");
    assert_eq!(graded(&[row, "Nzz | wzz", row, "Rear | "]), "suggested");
    let loud = "**abcdefghij** | klmnopqrst";
    assert_eq!(graded(&[loud, "**Rear** | wzz", loud]), "suggested");
}

#[test]
fn lines_that_can_go() {
    let recipe =
        "datasets:\n  rows:\n    tables: [{ under: Page }]\n    fields: [{ name: a, from: A }, { name: b, from: B }]\n";
    let told = |margin: &str, end: &str, last: &str| {
        let rows = others(6, ("N#", "w#"));
        let rows = rows.iter().map(String::as_str).chain(["abcdefghij | klmnopqrst"; 2]);
        let lines: Vec<String> =
            ["A | B", "---|---"].into_iter().chain(rows).map(|row| format!("{margin}| {row} |")).collect();
        let page = format!("# Page{end}{end}{}{last}", lines.join(end));
        log("duplicate-row", recipe, &page, &Guidance::default())
    };
    let gone = |line: &str| {
        vec![format!(
            "12:1 `{line}` ⇒ ``, abcdefghij → nothing safe; says the same as line 11 in every field; every other row has a `a` \
             of its own"
        )]
    };
    assert_eq!(told("", "\n", "\n"), gone("| abcdefghij | klmnopqrst |\n"));
    assert_eq!(told("", "\n", ""), gone("| abcdefghij | klmnopqrst |"));
    assert_eq!(told("", "\r\n", "\r\n"), gone("| abcdefghij | klmnopqrst |\r\n"));
    assert_eq!(told("> ", "\n", "\n"), gone("> | abcdefghij | klmnopqrst |\n"));
    assert_eq!(told("  ", "\n", "\n\nText"), gone("  | abcdefghij | klmnopqrst |\n"));
}
