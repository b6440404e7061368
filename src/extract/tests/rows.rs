//! Rows: what heads them, the pipes that they lack, where each of their cells ends, and how they are handed on.

use super::*;

#[test]
fn a_row_that_heads_others_is_placed_where_a_field_takes_it() {
    let page = "| A | B |\n|--|--|\n| **North** ||\n| a | b |\n| **South** ||\n| c | d |\n";
    let fields = "{ name: a, from: A }, { name: b, from: B }";
    let with = |more: &str| format!("tables: [{{}}], fields: [{fields}{more}]");
    let section = ", { name: part, from: { context: section } }";
    check_records(&with(section), page, &["a=a; b=b; part=North", "a=c; b=d; part=South"]);
    check_tally(&with(section), page, "6 = 6 placed, 0 flagged, 0 ignored");
    // Nobody takes it, though others take what stands around the table.
    check_tally(&with(""), page, "6 = 4 placed, 2 flagged, 0 ignored");
    let heading = ", { name: part, from: { context: heading } }";
    check_tally(&with(heading), &format!("# Towns\n\n{page}"), "6 = 4 placed, 2 flagged, 0 ignored");
    // It does not fit, or there is nothing for it to head.
    let number = ", { name: part, from: { context: section }, type: integer }";
    check_tally(&with(number), &page.replace("**North**", "**5**"), "6 = 5 placed, 1 flagged, 0 ignored");
    check_tally(&with(section), &page.replace("| a | b |\n", ""), "4 = 3 placed, 1 flagged, 0 ignored");
}

/// The facts of each row of a table, with what stands at each place.
fn facts(page: &str) -> Vec<String> {
    let read = Read::new("tables: [{}], fields: [{ name: a, from: A }]", page);
    let (extraction, _) = read.extraction();
    let place = |name: &str, span: Option<Span>| span.map(|span| format!("{name} «{}»", read.sources.text(span)));
    let row = |facts: &RowFacts| {
        let places = [
            place("section", facts.section),
            place("unclosed", facts.unclosed),
            place("unopened", facts.unopened),
            place("joint", facts.joint),
            facts.parted.first().and_then(|span| place("parted", Some(*span))),
            facts.surplus.first().and_then(|span| place("surplus", Some(*span))),
        ];
        let flags = [("line", facts.is_line), ("rest", facts.is_rest), ("goes on", facts.goes_on)];
        let flags = flags.into_iter().filter(|(_, is_so)| *is_so).map(|(name, _)| name.to_owned());
        flags.chain(places.into_iter().flatten()).collect::<Vec<_>>().join(", ")
    };
    extraction.datasets[0].records.iter().map(|record| row(&record.row)).collect()
}

#[test]
fn a_row_lacks_a_pipe_that_most_rows_have() {
    let table = |rows: &str| facts(&format!("| A | B |\n|--|--|\n{rows}"));
    assert_eq!(table("| a | b |\n| c | d\n| e | f |\n"), ["line", "line, unclosed «d»", "line"]);
    assert_eq!(table("| a | b |\nc | d |\n| e | f |\n"), ["line", "line, unopened «c»", "line"]);
    // As many have it as have it not.
    assert_eq!(table("| a | b |\nc | d |\n"), ["line", "line"]);
    assert_eq!(table("| a | b |\nc | d |\ne | f |\n"), ["line", "line", "line"]);
    assert_eq!(
        table("| a | b |\nc | d |\ne | f |\n| g | h |\n| i | j |\n"),
        ["line", "line, unopened «c»", "line, unopened «e»", "line", "line"]
    );
    // In a table whose rows have none it is not missed.
    assert_eq!(table("| a | b\n| c | d\n| e | f |\n"), ["line", "line", "line"]);
    assert_eq!(table("a | b |\nc | d |\n| e | f |\n"), ["line", "line", "line"]);
}

#[test]
fn a_row_may_go_on_in_the_line_below_it() {
    assert_eq!(
        facts("| A | B |\n|--|--|\n| a | b, c,\nd, e |\n| f | g |\n| h | i |\n"),
        ["line, goes on, unclosed «b, c,»", "line, rest", "line", "line"]
    );
}

#[test]
fn a_row_without_any_pipe_lacks_the_last_one_alone() {
    assert_eq!(facts("| A |\n|--|\n| a |\nb\n| c |\n"), ["line", "line, unclosed «b»", "line"]);
}

#[test]
fn cells_behind_the_last_column_are_known_if_they_are_filled() {
    assert_eq!(facts("| A | B |\n|--|--|\n| a | b | | c |\n| d | e | |\n"), ["line, surplus «c»", "line"]);
    let html = "<table><tr><th>A</th><th>B</th></tr><tr><td>a</td><td>b</td><td>c</td></tr></table>\n";
    assert_eq!(facts(html), [""]);
}

#[test]
fn a_repair_settles_what_lies_in_what_it_replaces() {
    let mut sources = SourceMap::new();
    let [page, other] = ["page.md", "other.md"].map(|name| sources.add(name, ""));
    let span = |start: usize, end: usize| Span::new(page, start..end);
    let check = |place: Span, stays: bool| {
        let refit = |is_certain: bool| RefitRecord {
            fault: RefitFault::Shifted,
            is_certain,
            fields: Vec::new(),
            span: place,
            text: String::new(),
        };
        let mut facts = RowFacts {
            unclosed: Some(place),
            unopened: Some(place),
            joint: Some(place),
            parted: [place, span(90, 91)].into_iter().collect(),
            surplus: [span(90, 91), place].into_iter().collect(),
            refit: Some(Box::new(refit(true))),
            ..RowFacts::of_item(span(0, 100))
        };
        assert!(facts.is_to_be_rewritten());
        facts.settle(span(10, 20));
        let left =
            [facts.unclosed.is_some(), facts.unopened.is_some(), facts.joint.is_some(), facts.is_to_be_rewritten()];
        assert_eq!(left, [stays; 4], "{place:?}");
        let count = 1 + usize::from(stays);
        assert_eq!((facts.parted.len(), facts.surplus.len()), (count, count), "{place:?}");
        facts.refit = Some(Box::new(refit(false)));
        assert!(!facts.is_to_be_rewritten());
    };
    check(span(10, 20), false);
    check(span(12, 15), false);
    check(span(9, 20), true);
    check(span(10, 21), true);
    check(span(30, 31), true);
    check(Span::new(other, 12..15), true);
}

#[test]
fn a_cell_is_placed_flagged_or_ignored() {
    let page = "| A | N | L |\n|--|--|--|\n| a | 1 | l |\n| b | x | |\n| | 2 | m | s |\n| c | 3 |\n";
    let dataset = "tables: [{}], ignore: [L], fields: [{ name: a, from: A }, { name: n, from: N, type: integer }]";
    check_tally(dataset, page, "10 = 6 placed, 2 flagged, 2 ignored");
    check_records(dataset, page, &["a=a; n=1", "a=b; n=", "a=; n=2", "a=c; n=3"]);
    // Two fields of one column, one of which takes its cell.
    let both = "tables: [{}], ignore: [L], fields: [{ name: a, from: A }, { name: n, from: N, type: integer }, { name: t, from: N }]";
    check_tally(both, page, "10 = 6 placed, 2 flagged, 2 ignored");
}

#[test]
fn a_cell_of_several_rows_or_columns_counts_once() {
    let table = |rows: &str| format!("<table><tr><th>A</th><th>B</th></tr>{rows}</table>\n");
    let dataset = "tables: [{}], fields: [{ name: a, from: A }, { name: b, from: B }]";
    let page = table("<tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr>");
    check_records(dataset, &page, &["a=a; b=b", "a=a; b=c"]);
    check_tally(dataset, &page, "3 = 3 placed, 0 flagged, 0 ignored");
    let page = table("<tr><th colspan=2>North</th></tr><tr><td>a</td><td>b</td></tr>");
    check_records(dataset, &page, &["a=a; b=b"]);
    check_tally(dataset, &page, "3 = 2 placed, 1 flagged, 0 ignored");
}

#[test]
fn a_tally_balances_if_every_cell_has_its_place() {
    let check = |[cells, placed, flagged, ignored]: [usize; 4], expected: bool| {
        assert_eq!(Tally { cells, placed, flagged, ignored }.balances(), expected);
    };
    check([0, 0, 0, 0], true);
    check([9, 2, 3, 4], true);
    check([9, 2, 3, 5], false);
    check([10, 2, 3, 4], false);
    check([9, 3, 3, 4], false);
    check([9, 2, 2, 4], false);
}

/// What is handed on of a table, part by part: the records, or the values of a row.
fn handed(read: &Read) -> (Vec<String>, Tally, Vec<String>) {
    let mut parts = Vec::new();
    let mut take = |part: Handed<'_>| match part {
        Handed::Records(records) => parts.push(format!("{} records", records.len())),
        Handed::Values(row, values) => {
            let shown = |placed: &PlacedValue<'_>| {
                let place = placed.place.map_or("-", |span| read.sources.text(span));
                format!("{:?}«{place}»", placed.value)
            };
            let values: Vec<String> = values.iter().map(shown).collect();
            parts.push(format!("{}: {}", read.sources.text(row), values.join(" ")));
        }
    };
    let (tally, findings) =
        extract_table_in_parts(&read.recipe.datasets[0], &read.document, &read.document.tables[0], &mut take);
    (parts, tally, findings.iter().map(|finding| read.finding(finding)).collect())
}

#[test]
fn records_are_handed_on_some_at_a_time() {
    let rows = |count: usize| (0..count).map(|at| format!("| r{at} | s |\n")).collect::<String>();
    let sizes = |fields: usize, rows_of: usize| {
        let names: Vec<String> = (1..fields).map(|at| format!("{{ name: f{at}, from: B }}")).collect();
        let dataset = format!("tables: [{{}}], fields: [{{ name: a, from: A }}, {}]", names.join(", "));
        // One row without its last pipe, so that the rows are read one by one.
        let page = format!("| A | B |\n|--|--|\n| first | t\n{}", rows(rows_of - 1));
        handed(&Read::new(&dataset, &page)).0
    };
    assert_eq!(sizes(4, 3), ["3 records"]);
    assert_eq!(sizes(4, 255), ["255 records"]);
    assert_eq!(sizes(4, 256), ["256 records", "0 records"]);
    assert_eq!(sizes(4, 600), ["256 records", "256 records", "88 records"]);
    assert_eq!(sizes(3, 600), ["342 records", "258 records"]);
}

#[test]
fn plain_rows_are_handed_on_by_their_values() {
    let page = "| A | N | Left | L |\n|--|--|--|--|\n| a | 1 | l | p, q |\n| b | x | | |\n| N/A |  | **m** | r |\n";
    let dataset = "tables: [{}], missing_values: [n/a], ignore: [Left], fields: [{ name: a, from: A }, { name: n, from: N, type: integer }, \
                   { name: z, from: Z, optional: true }, { name: h, from: { context: heading } }, { name: l, from: L, type: list }]";
    let read = Read::new(dataset, &format!("# Top\n\n{page}")).compact();
    let (parts, tally, findings) = handed(&read);
    let list = |items: &str| format!("List([{items}])");
    assert_eq!(
        parts,
        [
            format!(
                "| a | 1 | l | p, q |: String(\"a\")«a» Integer(1)«1» Null«-» String(\"Top\")«Top» {}«p»",
                list("String(\"p\"), String(\"q\")")
            ),
            format!("| b | x | | |: String(\"b\")«b» Null«x» Null«-» String(\"Top\")«Top» {}«»", list("")),
            format!(
                "| N/A |  | **m** | r |: Null«N/A» Null«» Null«-» String(\"Top\")«Top» {}«r»",
                list("String(\"r\")")
            ),
            "0 records".to_owned(),
        ]
    );
    assert_eq!(shown_tally(tally), "9 = 6 placed, 1 flagged, 2 ignored");
    let (whole, other) = extract_table(&read.recipe.datasets[0], &read.document, &read.document.tables[0]);
    assert_eq!(whole.tally, tally);
    assert_eq!(findings, other.iter().map(|finding| read.finding(finding)).collect::<Vec<_>>());
    assert_eq!(findings.len(), 1);
}
