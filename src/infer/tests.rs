//! Columns and what is inferred of them. The traps only grow.

use super::column::Column;
use super::profile::{Profile, profile};
use super::{InferOptions, Naming, infer_list, infer_table};
use crate::document::Document;
use crate::source::SourceMap;

/// The page of one table with a first column of numbers, so that the second one is like any other.
fn page(header: &str, cells: &[&str]) -> Document {
    let rows: Vec<String> = cells.iter().enumerate().map(|(row, cell)| format!("| row {row} | {cell} |\n")).collect();
    let mut sources = SourceMap::new();
    let source = sources.add("page.md", format!("| row | {header} |\n|---|---|\n{}", rows.concat()));
    Document::parse(&sources, source)
}

fn profiled(header: &str, cells: &[&str]) -> Profile {
    let document = page(header, cells);
    profile(&Column::of_table(&document.tables[0], 1), &|_| false)
}

/// Type and format of a column, without the reason.
fn check(header: &str, cells: &[&str], expected: &str) {
    let found = profiled(header, cells);
    let shown = found.format.unwrap_or(found.field_type.name());
    assert_eq!(shown, expected, "{header}: {cells:?}, because {:?}", found.reason);
}

#[test]
fn most_cells_tell_what_separates() {
    let items = &["EC2", "S3", "Lambda"][..];
    let column = |cells: &[(&'static str, usize)]| -> Vec<&'static str> {
        cells.iter().flat_map(|(cell, count)| vec![*cell; *count]).collect()
    };
    for other in ["EC2; S3; Lambda", "EC2<br>S3<br>Lambda", "EC2, S3,<br>Lambda"] {
        check_list(&column(&[("EC2, S3, Lambda", 8), (other, 2)]), Some(&[items; 10]));
        check_list(&column(&[("EC2, S3, Lambda", 2), (other, 8)]), Some(&[items; 10]));
    }
    // Items that stand nowhere else.
    let unlike = ["a, b, c", "d, e, f", "g, h, i", "j, k, l, z", "m; n; o", "p; q; r"];
    check_list(
        &unlike,
        Some(&[
            &["a", "b", "c"],
            &["d", "e", "f"],
            &["g", "h", "i"],
            &["j", "k", "l", "z"],
            &["m", "n", "o"],
            &["p", "q", "r"],
        ]),
    );
    // One bracket that is left out.
    let mut cells = column(&[("EC2, S3 (beta), Fargate", 8), ("Fargate, EC2", 1)]);
    cells.push("EC2, S3 (beta, Fargate");
    let (whole, broken) = (&["EC2", "S3 (beta)", "Fargate"][..], &["EC2", "S3 (beta", "Fargate"][..]);
    check_list(&cells, Some(&[&[whole; 8][..], &[&["Fargate", "EC2"], broken]].concat()));
    check_list(&cells[7..], None);
    // Commas inside of the items of other lists, and in texts that are none.
    let cities = [
        "Lyon, France<br>Graz, Austria",
        "Metz, France<br>Linz, Austria",
        "Lyon, France",
        "Graz, Austria",
        "Bonn, Germany",
    ];
    check_list(
        &cities,
        Some(&[
            &["Lyon, France", "Graz, Austria"],
            &["Metz, France", "Linz, Austria"],
            &["Lyon, France"],
            &["Graz, Austria"],
            &["Bonn, Germany"],
        ]),
    );
    check_list(&["Lyon, France", "Graz, Austria", "Bonn, Germany", "Metz, France"], None);
}

#[test]
fn a_column_that_is_nearly_of_a_type_says_what_is_odd() {
    let reason = |header: &str, cells: &[&str]| {
        let found = profiled(header, cells);
        assert_eq!(found.field_type.name(), "string", "{cells:?}");
        found.reason
    };
    let mut dates = vec!["2018-12-12"; 13];
    dates.push("12 Dec 2018");
    assert_eq!(reason("Day", &dates).as_deref(), Some("13 of 14 are dates; `12 Dec 2018` is not"));
    for odd in ["five", "15,00", "15 MB", "~~5~~"] {
        let shown = odd.trim_matches('~');
        let expected = format!("3 of 4 are whole numbers; `{shown}` is not");
        assert_eq!(reason("Size", &["1", "20", odd, "3"]), Some(expected));
    }
    let grouped = |shown: &str, kind: &str, sign: char| {
        Some(format!("numbers in groups, such as `{shown}`: `type: {kind}` and `group_char: \"{sign}\"` read them"))
    };
    assert_eq!(reason("Size", &["1", "20", "1,500", "3"]), grouped("1,500", "integer", ','));
    assert_eq!(reason("Size", &["1.5", "1 234 567.25", "20"]), grouped("1 234 567.25", "number", ' '));
    assert_eq!(reason("Phone", &["1,500", "1,600", "1,700"]), None);
    let numbers = ["1.5", "2.25", "3", "0.5", "7.5", "8", "n", "2 or<br> more", "-"];
    assert_eq!(reason("Size", &numbers).as_deref(), Some("6 of 8 are numbers; `n` and 1 more are not"));
    assert_eq!(
        reason("Ready", &["yes", "no", "no", "in part"]).as_deref(),
        Some("3 of 4 are yes or no; `in part` is not")
    );
    let long = "x".repeat(50);
    let cut = format!("3 of 4 are months; `{}…` is not", "x".repeat(40));
    assert_eq!(reason("Month", &["2020-01", "2020-02", "2020-12", &long]), Some(cut));
    for (header, cells) in [
        ("Size", &["1", "2", "x"][..]),
        ("Size", &["1", "2", "3", "x", "y"]),
        ("Zip code", &["1", "2", "3", "x"]),
        ("Size", &["a", "b", "c", "d"]),
        ("Since", &["1.5", "1.5", "2.5", "x"]),
        ("Size", &["007", "008", "009", "x"]),
    ] {
        assert_eq!(reason(header, cells), None, "{header} {cells:?}");
    }
}

#[test]
fn what_is_raised_lowered_or_struck_out_makes_no_type() {
    check("Size", &["10<sup>3</sup>", "10<sup>6</sup>", "10<sup>9</sup>"], "string");
    check("Size", &["3.7<sup>1</sup>", "3.8<sup>2</sup>", "3.9"], "string");
    check("Size", &["1<sup>2.5</sup>", "2", "3"], "string");
    check("Size", &["1", "<sub>2</sub>", "3"], "string");
    check("Ready", &["~~yes~~", "no", "yes"], "string");
    check("Day", &["2020-01-17", "<del>2020-01-18</del>", "2020-01-19"], "string");
    check("Page", &["https://a.example", "~~https://b.example~~"], "string");
    check("Size", &["**1**", "`2`", "3"], "integer");
    check_list(&["a, b", "~~a~~, b, c", "c, a"], Some(&[&["a", "b"], &["a", "b", "c"], &["c", "a"]]));
}

/// The items of every cell of a column of lists; nothing where it is none.
fn check_list(cells: &[&str], expected: Option<&[&[&str]]>) {
    let found = profiled("Things", cells);
    let document = page("Things", cells);
    let column = Column::of_table(&document.tables[0], 1);
    let items = |cell: &super::column::Content<'_>| -> Vec<String> {
        cell.items(&found.separators).into_iter().map(|range| cell.text()[range].to_owned()).collect()
    };
    let items: Option<Vec<Vec<String>>> = found.field_type.is_list().then(|| column.cells.iter().map(items).collect());
    let expected = expected.map(|cells| {
        cells.iter().map(|cell| cell.iter().map(|item| (*item).to_owned()).collect()).collect::<Vec<Vec<_>>>()
    });
    assert_eq!(items, expected, "{cells:?}, because {:?}", found.reason);
}

#[test]
fn types_of_whole_columns() {
    check("Zone", &["1", "2", "", "3"], "integer");
    check("Change", &["-3", "0", "12"], "integer");
    check("Price", &["0.5", "12.25", "3"], "number");
    check("On", &["yes", "No", "TRUE"], "boolean");
    check("On", &["✓", "", "✔️"], "boolean");
    check("On", &[":white_check_mark:", ":x:", "-"], "boolean");
    check("On", &["&check;", "&cross;"], "boolean");
    check("On", &["X", "", "x", ""], "boolean");
    check("On", &["[x]", "[ ]"], "boolean");
    check("Day", &["2020-02-29", "2019-01-01"], "date");
    check("Month", &["2020-02", "2019-12"], "yearmonth");
    check("Link", &["https://a.example", "<https://b.example/c>"], "uri");
    check("Name", &["a", "b"], "string");
    check("Year", &["1999", "2020"], "integer");
}

#[test]
fn a_sign_below_itself_says_yes() {
    for (header, cells) in [
        ("❌", &["❌", "", "❌"][..]),
        ("🔧", &["🔧"]),
        ("⚠\u{fe0f}", &["⚠", ""]),
        ("🚫 Off", &["🚫"]),
        (":x:", &[":x:", ""]),
    ] {
        check(header, cells, "boolean");
        assert_eq!(profiled(header, cells).false_values, [""; 0], "{header}");
    }
    assert_eq!(profiled("❌", &["❌", ""]).true_values, ["❌"]);
    // The header has both, another sign stands there too, or it is no sign.
    assert_eq!(profiled("✅ / ❌", &["❌", "❌"]).false_values, ["❌"]);
    check("🔧", &["🔧", "💡"], "string");
    check("a", &["a", ""], "string");
    check("Y or N", &["Y", "N", "", "n"], "boolean");
    assert_eq!(profiled("Required", &["Y", "N", "n"]).false_values, ["N", "n"]);
    check("Axis", &["Y", "Y"], "string");
    check("Axis", &["X", "Y", "N"], "string");
}

#[test]
fn traps_stay_text() {
    for (header, cells) in [
        ("Value", &["1.10", "1.9"][..]),
        ("Value", &["1.0", "2.5"]),
        ("Value", &["1.7", "1.8", "1.9", "2.0"]),
        ("Version", &["18", "20"]),
        ("Since", &["1.2", "3.5"]),
        ("Code", &["007", "12"]),
        ("ZIP code", &["10115", "80331"]),
        ("Zip", &["02134", "10001"]),
        ("Phone", &["5551234", "5559876"]),
        ("Phone", &["+49 30 123", "030-1234"]),
        ("Size", &["1,000", "20"]),
        ("Size", &["1 000", "20"]),
        ("Size", &["1.000,50", "2.000,00"]),
        ("Size", &["10 GB", "20 GB"]),
        ("Size", &["10GB", "20GB"]),
        ("Range", &["1-2", "3-4"]),
        ("Range", &["1–2", "3"]),
        ("Season", &["2010-11", "2011-12"]),
        ("Commit", &["1234567", "7654321"]),
        ("Value", &["df2d8563", "12345678"]),
        ("Value", &["İ", "ı"]),
        ("On", &["YES", "HAYIR", "TRUE"]),
        ("Value", &["１２", "３"]),
        ("Value", &["٣", "٤"]),
        ("Value", &["1e5", "2e5"]),
        ("Value", &["0x10", "0x20"]),
        ("Value", &["10%", "20%"]),
        ("Value", &["$5", "$6"]),
        ("Value", &["-0", "1"]),
        ("Value", &["1e400", "NaN", "inf"]),
        ("Value", &["9007199254740993", "1"]),
        ("Value", &["9223372036854775808", "1"]),
        ("Value", &["0.1234567890123456", "0.5"]),
        ("Value", &["1", "2", "three"]),
        ("Value", &["X"]),
        ("Value", &["x", "y"]),
        ("Value", &["x", "x"]),
        ("Symbol", &["✅", "❌"]),
        ("Default", &["`[]`", "[]"]),
        ("Default", &["`[]`", "true"]),
        ("On", &["✅", "partly"]),
        ("On", &["✅ since 1.2", "❌"]),
        ("Day", &["2020-02-30", "2020-01-01"]),
        ("Day", &["01/02/2020", "02/03/2020"]),
        ("Month", &["2020-13"]),
        ("Link", &["https://a.example and more", "https://b.example"]),
        ("Value", &["-", "n/a"]),
        ("Value", &["", ""]),
        ("Time", &["1:20", "2:30"]),
        ("IP", &["10.0.0.1", "10.0.0.2"]),
    ] {
        check(header, cells, "string");
    }
}

#[test]
fn signs_for_nothing_count_beside_values_only() {
    let found = profiled("Zone", &["1", "n/a", "-", "2", "N/A"]);
    assert_eq!(found.field_type.name(), "integer");
    assert_eq!(found.missing_values, ["-", "N/A", "n/a"]);
    assert_eq!(
        found.reason.as_deref(),
        Some("every value is a whole number (2 of 2); `-`, `N/A`, `n/a` say nothing 3 times")
    );
    let found = profiled("Name", &["a", "n/a", "b"]);
    assert_eq!((found.field_type.name(), found.missing_values.len()), ("string", 0));
    let found = profiled("On", &["✔️", "❌", "yes"]);
    assert_eq!(found.true_values, ["✔️"]);
    assert_eq!(found.false_values, ["❌"]);
}

#[test]
fn lists_by_the_evidence_of_the_whole_column() {
    check_list(&["A, B", "B, C", "A"], Some(&[&["A", "B"], &["B", "C"], &["A"]]));
    check_list(&["A, B, C", "D, E, F, G"], Some(&[&["A", "B", "C"], &["D", "E", "F", "G"]]));
    check_list(&["A<br>B", "B</br>C<br/>D"], Some(&[&["A", "B"], &["B", "C", "D"]]));
    check_list(&["A, x<br>B", "B<br>C, x<br>D"], Some(&[&["A, x", "B"], &["B", "C, x", "D"]]));
    check_list(&["A; B", "B; A", "C"], Some(&[&["A", "B"], &["B", "A"], &["C"]]));
    check_list(
        &["Austin, TX; Boston, MA", "Boston, MA; Reno, NV"],
        Some(&[&["Austin, TX", "Boston, MA"], &["Boston, MA", "Reno, NV"]]),
    );
    check_list(&["`a` `b`", "`c`", "`d`, `e`"], Some(&[&["a", "b"], &["c"], &["d", "e"]]));
    check_list(
        &["10G, 100G", "10G", "n/a", "10G, 100G"],
        Some(&[&["10G", "100G"], &["10G"], &["n/a"], &["10G", "100G"]]),
    );
    check_list(&["Acme (A, B), Beta", "Beta, Gamma"], Some(&[&["Acme (A, B)", "Beta"], &["Beta", "Gamma"]]));
}

#[test]
fn lines_are_items() {
    check_list(
        &["A. Miller<br>B. Cook", "C. Smith", "B. Cook<br>C. Smith"],
        Some(&[&["A. Miller", "B. Cook"], &["C. Smith"], &["B. Cook", "C. Smith"]]),
    );
    check_list(&["* Slack<br>* List", "* Slack<br>* List"], Some(&[&["Slack", "List"], &["Slack", "List"]]));
}

#[test]
fn traps_are_no_lists() {
    let phrases = [
        "Row number where you want to insert, pushing down all rows from there",
        "The new values",
        "'i' for inherit from row above, 'i+' to include empty cells, 'o' for original style, 'n' for none",
    ];
    check_list(&phrases, None);
    let told = [
        "picks WebAudio, HTML5, or NoAudio manager",
        "one of red, green, or dark blue",
        "Lyon, Metz, Bonn, Graz",
        "Metz",
        "small, large, or huge windows",
    ];
    check_list(&told, None);
    let types = [
        "`function(node: HTMLElement, done: Function) => void`",
        r"`{ enter?: string, exit?: string } \| string`",
        "`bool`",
        r"`'auto' \| number \| { appear?: number, enter?: number, exit?: number }`",
    ];
    check_list(&types, None);
    // What no other cell has is no list below a header that announces texts.
    let words = ["red, thin, long, dim", "old, slow, wide", "new, fast, flat"];
    assert!(profiled("Colour", &words).field_type.is_list());
    assert!(!profiled("Short description", &words).field_type.is_list());
    for cells in [
        &["Austin, Texas", "Houston, Texas", "Reno, Nevada"][..],
        &["January 5, 2020", "March 7, 2020"],
        &["Doe, Jane", "Roe, Richard"],
        &["1,000", "2,000"],
        &["1,5", "2,5"],
        &["Acme, Inc.", "Beta, Inc.", "Gamma, Inc."],
        &["Starts the job, waits, and ends it.", "Stops the job, and ends it."],
        &["Fast, but dear", "Slow, but cheap"],
        &["Yes, in part", "Yes, in full", "Yes"],
        &["A, B", "C"],
        &["`Map<String, Int>`", "`Map<String, Long>`"],
        &["`f(a, b)`", "`g(a, b)`"],
        &[
            "The first line of it all is long enough.<br>And so is the second.",
            "One more.<br>Yet another line that is long.",
        ],
        &["12 Main Street<br>Austin", "7 Side Street<br>Reno"],
        &["see the docs; then run", "see the page; then stop"],
        &["one", "two"],
        &["Count<br>Data type: Int32", "Name<br>Data type: String", "Id<br>Data type: String"],
        &[";color=R,100", "color=R,100,G,200", "R,100,G,200"],
        &["Checked addition; reverts on overflow", "Checked subtraction; reverts on overflow"],
        &["`--name` `-n`", "`--type` `-t`"],
        &["`use path;`", "`mod a;` `mod b;`", "`mod a;` `mod b;` `mod c;`"],
        &["`-`", "-", "`+`, `*`, `/`", "`*`, `/`"],
    ] {
        check_list(cells, None);
    }
}

#[test]
fn a_table_becomes_fields() {
    let mut sources = SourceMap::new();
    let text = "| Name | name | | Größe |\n|---|---|---|---|\n| [a](u) | 1 | x | 7 |\n| b | 2 | y | 8 |\n";
    let source = sources.add("page.md", text);
    let document = Document::parse(&sources, source);
    let names = |naming, types| -> Vec<String> {
        let inferred = infer_table(&document, &document.tables[0], &InferOptions { naming, types });
        assert_eq!(inferred.recipe.fields.len(), inferred.recipe.schema.fields.len());
        let fields = inferred.recipe.schema.fields;
        fields.into_iter().map(|field| format!("{} {}", field.name, field.field_type.name())).collect()
    };
    assert_eq!(
        names(Naming::Header, true),
        ["Name string", "Name_url string", "name integer", "column 3 string", "Größe integer"]
    );
    assert_eq!(
        names(Naming::Snake, true),
        ["name string", "name_url string", "name_2 integer", "column_3 string", "grosse integer"]
    );
    assert_eq!(names(Naming::Snake, false), ["name string", "name_2 string", "column_3 string", "grosse string"]);
}

#[test]
fn columns_of_one_header_are_named_by_their_groups() {
    let page = "<table><tr><th rowspan=2>City<th colspan=2>2019<th colspan=2>2020<tr><th>Q1<th>Q2<th>Q1<th>Q3\
        <tr><td>Lyon<td>1<td>2<td>3<td>4</table>\n";
    let mut sources = SourceMap::new();
    let source = sources.add("page.md", page);
    let document = Document::parse(&sources, source);
    let options = InferOptions { naming: Naming::Header, types: true };
    let fields = infer_table(&document, &document.tables[0], &options).recipe.schema.fields;
    let names: Vec<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["City", "2019 Q1", "Q2", "2020 Q1", "Q3"]);
}

#[test]
fn a_list_becomes_text_and_where_it_leads() {
    let mut sources = SourceMap::new();
    let source = sources.add("page.md", "* [a](https://a.example)\n* b\n");
    let document = Document::parse(&sources, source);
    let options = InferOptions { naming: Naming::Snake, types: true };
    let inferred = infer_list(&document, &document.lists[0], &options);
    let names: Vec<&str> = inferred.recipe.schema.fields.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(names, ["text", "url"]);
    assert_eq!(inferred.reasons, [("url".to_owned(), "links in 1 of 2 cells".to_owned())]);
}

/// Name and type of the fields of a page's first list.
fn check_list_fields(page: &str, expected: &[&str]) {
    let mut sources = SourceMap::new();
    let source = sources.add("page.md", page);
    let document = Document::parse(&sources, source);
    let options = InferOptions { naming: Naming::Snake, types: true };
    let fields = infer_list(&document, &document.lists[0], &options).recipe.schema.fields;
    let names: Vec<String> = fields.iter().map(|field| format!("{} {}", field.name, field.field_type.name())).collect();
    assert_eq!(names, expected, "{page}");
}

#[test]
fn a_list_of_terms_becomes_terms_and_definitions() {
    let definitions = &["term string", "definition string"];
    check_list_fields("* **a**: x\n* `b` - y\n", definitions);
    check_list_fields("* **a**: 80\n* **b**: 443\n", &["term string", "definition integer"]);
    check_list_fields("* [a](https://a.example): x\n* *b*: y\n", &["term string", "definition string", "url string"]);
    // A term may stand above a list of its own, but not most of them.
    check_list_fields("* **a**:\n* **b**: y\n* **c**: z\n", definitions);
    check_list_fields("* **a**:\n* **b**:\n* **c**: z\n", &["text string"]);
    // One item is no pattern, and one of two, or of five, is too many without a term.
    check_list_fields("* **a**: x\n", &["text string"]);
    check_list_fields("* **a**: x\n* b\n", &["text string"]);
    check_list_fields("* **a**: x\n* **b**: x\n* **c**: x\n* **d**: x\n* e: x\n", &["text string"]);
    check_list_fields(&format!("{}* and more\n", "* **a**: x\n".repeat(9)), definitions);
}

#[test]
fn surplus_cells_become_a_field_of_their_own() {
    let fields = |page: &str| {
        let mut sources = SourceMap::new();
        let source = sources.add("page.md", page);
        let document = Document::parse(&sources, source);
        let options = InferOptions { naming: Naming::Header, types: true };
        let fields = infer_table(&document, &document.tables[0], &options).recipe.schema.fields;
        fields.into_iter().map(|field| field.name).collect::<Vec<_>>()
    };
    assert_eq!(fields("| a |\n|---|\n| 1 | x |\n"), ["a", "_surplus"]);
    assert_eq!(fields("| a | _surplus |\n|---|---|\n| 1 | 2 | x |\n"), ["a", "_surplus", "_surplus 2"]);
    assert_eq!(fields("| a |\n|---|\n| 1 | |\n"), ["a"]);
    assert_eq!(fields("| a | b |\n|---|---|\n| 1 |\n"), ["a", "b"]);
}

#[test]
fn commas_between_the_parts_of_one_thing() {
    check_list(&["Monday, April 08, 2019", "Monday, June 17, 2019", "Tuesday, May 14, 2019"], None);
    check_list(
        &["Application, Data type: String", "Class, Data type: String", "Culture, tags, Data type: String"],
        None,
    );
    check_list(
        &["red, green, blue", "green, red, blue", "blue, red, green"],
        Some(&[&["red", "green", "blue"], &["green", "red", "blue"], &["blue", "red", "green"]]),
    );
}
