//! What a page does not have, or has twice: what is said, and what looks like it.

use super::*;

#[test]
fn what_is_missing_is_told_with_what_looks_like_it() {
    let fields = "fields: [{ name: a, from: A }, { name: zone, from: Zone }]";
    let page = "# Towns\n\n| A | Zone |\n|--|--|\n| a | z |\n\n## None\n\nText\n";
    let dataset = |selector: &str| format!("tables: [{{ {selector} }}], {fields}");
    check_absences(&dataset("under: Towns"), page, &[]);
    check_absences(&dataset("under: None"), page, &["no table stands under the heading `None` in `page.md` «## None»"]);
    check_absences(&dataset("under: None, optional: true"), page, &[]);
    check_absences(
        &dataset("under: [Tows, Rivers]"),
        page,
        &[
            "`page.md` has no heading `Tows` or `Rivers`, under which a table is selected / the heading `Towns` at page.md:1 heads a table \
         with the columns that are read: if it was renamed, write `under: [Tows, Rivers, Towns]` «# Towns»",
        ],
    );
    check_absences(
        &dataset("under: Nonne"),
        &page.replace("| Zone |", "| Site |"),
        &[
            "`page.md` has no heading `Nonne`, under which a table is selected / the heading `None` at page.md:7 looks like it: if it was \
         renamed, write `under: [Nonne, None]` «## None»",
        ],
    );
    check_absences(
        &dataset("under: Rivers"),
        &page.replace("| Zone |", "| Site |"),
        &["`page.md` has no heading `Rivers`, under which a table is selected / the page has `Towns`, `None` «-»"],
    );
    check_absences(
        &dataset("under: Rivers"),
        "Text\n",
        &["`page.md` has no heading `Rivers`, under which a table is selected / the page has no headings at all «-»"],
    );
    check_absences(&dataset(""), "# Towns\n", &["no table stands anywhere in `page.md` «-»"]);
    check_absences(&dataset("table: 2"), page, &["no table 2 stands anywhere in `page.md` «-»"]);
    check_absences(
        "lists: [{ under: Towns }], fields: [{ name: a, from: text }]",
        page,
        &["no list stands under the heading `Towns` in `page.md` «# Towns»"],
    );
    check_absences(
        "lists: [{ items: links }], fields: [{ name: a, from: text }]",
        "* a\n* b\n",
        &["no list of links stands anywhere in `page.md` «-»"],
    );
}

#[test]
fn the_heading_of_the_table_is_known_if_it_is_the_only_one() {
    let table = "| A | Zone |\n|--|--|\n| a | z |\n";
    let fields = "fields: [{ name: a, from: A }, { name: zone, from: Zone }]";
    let told = |page: &str, fields: &str| Read::new(&format!("tables: [{{ under: Gone }}], {fields}"), page).absences();
    let only = |heading: &str, line: usize| {
        format!(
            "`page.md` has no heading `Gone`, under which a table is selected / the heading `{heading}` at page.md:{line} heads a \
             table with the columns that are read: if it was renamed, write `under: [Gone, {heading}]` «# {heading}»"
        )
    };
    assert_eq!(told(&format!("# Towns\n\n{table}\n# Rivers\n"), fields), [only("Towns", 1)]);
    assert_eq!(told(&format!("# Towns\n\n{table}\nand\n\n{table}"), fields), [only("Towns", 1)]);
    let none =
        ["`page.md` has no heading `Gone`, under which a table is selected / the page has `Towns`, `Rivers` «-»"];
    assert_eq!(told(&format!("# Towns\n\n{table}\n# Rivers\n\n{table}"), fields), none);
    // One field alone is no sign of it.
    assert_eq!(told(&format!("# Towns\n\n{table}\n# Rivers\n"), "fields: [{ name: a, from: A }]"), none);
}

#[test]
fn a_table_that_lacks_one_column_may_have_renamed_it() {
    let fields = "primary_key: [a], fields: [{ name: a, from: A }, { name: zone, from: Zone }]";
    let both = "primary_key: [a, b], fields: [{ name: a, from: A }, { name: b, from: B }, { name: zone, from: Zone }]";
    let table = |header: &str| format!("{header}\n{}\n\n", "|--".repeat(header.matches('|').count() - 1) + "|");
    let check = |fields: &str, headers: &[&str], expected: &str| {
        let page: String = headers.iter().map(|header| table(header)).collect();
        check_absences(
            &format!("tables: [{{}}], {fields}"),
            &page,
            &[&format!("no table anywhere of `page.md` has the column {expected}")],
        );
    };
    check(
        fields,
        &["| X | Zone |"],
        "`A` / if the column has another name now, write `from: [A, X]`; there: `X | Zone` «X»",
    );
    check(fields, &["| X | Y | Zone |"], "`A` / there: `X | Y | Zone` «| X | Y | Zone |»");
    check(fields, &["| X | Y |"], "`A` / there: `X | Y` «| X | Y |»");
    // Both parts of the key are missing.
    check(both, &["| X | Zone |"], "`A` and `B` / there: `X | Zone` «X»");
    check(
        both,
        &["| X | B | Zone |"],
        "`A` and `B` / if the column has another name now, write `from: [A, X]`; there: `X | B | Zone` «X»",
    );
    check(
        both,
        &["| A | X | Zone |"],
        "`A` and `B` / if the column has another name now, write `from: [B, X]`; there: `A | X | Zone` «X»",
    );
    // Of several tables that one is meant that has most of the columns, of equals the first.
    check(
        fields,
        &["| P | Q |", "| X | Zone |"],
        "`A` / if the column has another name now, write `from: [A, X]`; there: `P | Q`; `X | Zone` «X»",
    );
    check(
        fields,
        &["| W | Zone |", "| X | Zone |"],
        "`A` / if the column has another name now, write `from: [A, W]`; there: `W | Zone`; `X | Zone` «W»",
    );
    // Of a table of one column nothing else can be meant.
    check(fields, &["| X |"], "`A` / if the column has another name now, write `from: [A, X]`; there: `X` «X»");
    check(
        fields,
        &["| P | Q |", "| X |"],
        "`A` / if the column has another name now, write `from: [A, X]`; there: `P | Q`; `X` «X»",
    );
    // Twelve tables are named.
    let many: Vec<String> = (10..22).map(|at| format!("| P{at} | Q |")).collect();
    let names = |count: usize| (10..10 + count).map(|at| format!("`P{at} | Q`")).collect::<Vec<_>>().join("; ");
    let headers: Vec<&str> = many.iter().map(String::as_str).collect();
    check(fields, &headers, &format!("`A` / there: {} «| P10 | Q |»", names(12)));
    let more: Vec<&str> = headers.iter().copied().chain(["| R | S |"]).collect();
    check(fields, &more, &format!("`A` / there: {} and 1 more «| P10 | Q |»", names(12)));
}

#[test]
fn a_column_that_a_selector_names_is_looked_for_in_the_nearest_table() {
    let fields = "fields: [{ name: a, from: A }, { name: zone, from: Zone }]";
    let check = |columns: &str, expected: &str| {
        let page = "| P | Q |\n|--|--|\n\n| A | Zone |\n|--|--|\n";
        let message = format!("no table anywhere of `page.md` has the column {expected} «| A | Zone |»");
        check_absences(&format!("tables: [{{ columns: {columns} }}], {fields}"), page, &[&message]);
    };
    check("[Zonne]", "`Zonne` / did you mean `Zone` for `Zonne` in `columns`? the nearest table has `A | Zone`");
    check(
        "[A, Zonne]",
        "`A` and `Zonne` / did you mean `Zone` for `Zonne` in `columns`? the nearest table has `A | Zone`",
    );
    check("[Site]", "`Site` / name columns that it has in `columns`; the nearest table has `A | Zone`");
}

#[test]
fn a_selector_may_know_other_headers_of_its_columns() {
    let mut read = Read::new(
        "tables: [{ columns: [A, Zone] }], fields: [{ name: a, from: [A, B] }]",
        "| B | Zone |\n|--|--|\n| b | z |\n",
    );
    assert_eq!(read.records(), [""; 0]);
    let mut know = |others: &[(&str, &str)]| {
        let Origin::Tables(selectors) = &mut read.recipe.datasets[0].origin else { panic!("it takes tables") };
        selectors[0].other_headers =
            others.iter().map(|(name, other)| ((*name).to_owned(), (*other).to_owned())).collect();
        read.records()
    };
    assert_eq!(know(&[("A", "B")]), ["a=b"]);
    assert_eq!(know(&[("Zone", "B")]), [""; 0]);
    assert_eq!(know(&[("Zone", "Site"), ("A", "b")]), ["a=b"]);
}

#[test]
fn a_table_is_selected_once() {
    let fields = "fields: [{ name: a, from: A }]";
    let page = "# Towns\n\n| A |\n|--|\n| a |\n";
    let twice = format!("tables: [{{}}, {{ under: Towns }}], {fields}");
    check_absences(
        &twice,
        page,
        &[
            "what stands at page.md:3 is selected already / name a heading that stands nearer to it, or `columns` that only one of the two \
         has «| A |\n|--|\n| a |»",
        ],
    );
    check_records(&twice, page, &["a=a"]);
    let lists = "lists: [{}, { under: Towns }], fields: [{ name: a, from: text }]";
    check_records(lists, "# Towns\n\n* a\n", &["a=a"]);
    assert_eq!(Read::new(lists, "# Towns\n\n* a\n").absences().len(), 1);
    // A heading that stands twice above it selects it once.
    check_records(
        &format!("tables: [{{ under: [Towns, towns] }}], {fields}"),
        "# Towns\n\n## Towns\n\n| A |\n|--|\n| a |\n",
        &["a=a"],
    );
}
