//! Which rows, columns and header an HTML table has, where they stand, and what is found odd about it.

use super::{cells, compare, finding, quoted};
use crate::document::laws::{has_sound_places, parse};
use crate::document::{Row, RowKind, TableKind};

/// The tables of a page. Of each its caption, its header groups behind `^`, its header behind `#`, and its rows; a repeated cell has a `=`.
fn tables(page: &str) -> Vec<String> {
    let document = parse(page);
    has_sound_places(page, &document);
    let shown = |row: &Row| {
        let cell = |cell: &crate::document::Cell| {
            format!("[{}{}]", if cell.is_repeated { "=" } else { "" }, cell.content.text().replace('\n', "/"))
        };
        row.cells.iter().map(cell).collect::<String>()
    };
    let mut all = Vec::new();
    for table in document.tables.iter().filter(|table| table.kind == TableKind::Html) {
        let caption = table.caption.as_ref().map(|caption| format!("caption {}", caption.text()));
        let groups = table.header_groups.iter().map(|row| format!("^{}", shown(row)));
        let rows = table.rows.iter().map(|row| {
            let section = if row.kind == RowKind::Section { "section" } else { "" };
            format!("{section}{}", shown(row))
        });
        let one: Vec<String> =
            caption.into_iter().chain(groups).chain([format!("#{}", shown(&table.header))]).chain(rows).collect();
        all.push(one.join(" "));
    }
    all
}

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    compare(cases, tables);
}

/// What stands between `<table>` and `</table>`.
#[track_caller]
fn check_inside(cases: &[(&str, &[&str])]) {
    compare(cases, |inside| tables(&format!("<table>{inside}</table>\n")));
}

#[test]
fn tags_make_rows_and_cells() {
    check_inside(&[
        ("<tr><td>a<td>b<tr><td>c", &["#[][] [a][b] [c]"]),
        ("<td>a<td>b</tr><td>c", &["#[][] [a][b] [c]"]),
        ("<tr><td>a</td>x<td>b</td></tr>", &["#[][] [a][b]"]),
        ("<tr><td>a</th>b</td><td>c", &["#[][] [ab][c]"]),
        ("<tr><th>a</td>b</th><td>c", &["#[][] [ab][c]"]),
        ("<tr><td>a</tr>x<tr><td>b", &["#[] [a] [b]"]),
        ("<tr><td>a</tbody>x<td>b", &["#[] [a] [b]"]),
        ("<tbody><tr><td>a</tbody><td>b", &["#[] [a] [b]"]),
        ("<tbody><tr><td>a</thead>x</tbody><td>b", &["#[] [ax] [b]"]),
        ("<thead><tr><td>a</thead><tfoot><tr><td>b</tfoot><tbody><tr><td>c</tbody>", &["#[a] [c] [b]"]),
        ("<thead></thead><tr><td>a<thead><tr><td>b", &["#[b] [a]"]),
        ("<tr><td>a<thead><tr><td>b<thead><tr><td>c", &["#[b] [a] [c]"]),
        ("<caption>a</caption><tr><td>b", &["caption a #[] [b]"]),
        ("<caption>a<tr><td>b", &["caption a #[] [b]"]),
        ("<caption>a</caption><caption>c</caption><tr><td>b", &["caption a #[] [b]"]),
        ("<tr><td>a<caption>b</caption><td>c", &["caption b #[] [a] [c]"]),
        ("<tr><td>a</caption>b", &["#[] [ab]"]),
        ("<colgroup><col></colgroup><tr><td>a<col><td>b", &["#[] [a] [b]"]),
        ("<tr><td>a<colgroup><td>b", &["#[] [a] [b]"]),
        ("<tr><td>a<html><body></body>b", &["#[] [ab]"]),
        ("", &[]),
        ("<tr></tr>", &[]),
        ("<tr><td>", &["#[] []"]),
    ]);
}

#[test]
fn cells_reach_over_rows_and_columns() {
    check_inside(&[
        ("<tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e", &["#[][][] [a][=a][b] [c][d][e]"]),
        ("<tr><td>a<td colspan=2>b<tr><td>c<td>d", &["#[][] [a][b] [c][d]"]),
        ("<tr><td>a<td colspan=2>b<tr><td>c<td>d<td>e", &["#[][][] [a][b][=b] [c][d][e]"]),
        ("<tr><td colspan=0>a<td>b", &["#[][] [a][b]"]),
        ("<tr><td colspan='+2 px'>a<td>b<tr><td>c<td>d<td>e", &["#[][][] [a][=a][b] [c][d][e]"]),
        ("<tr><td colspan=x>a<td>b", &["#[][] [a][b]"]),
        ("<tr><td colspan=99999999999999999999>a<tr><td>b<td>c", &["#[][] section[a][=a] [b][c]"]),
        ("<tr><td rowspan=2>a<td>b<tr><td>c<tr><td>d<td>e", &["#[][] [a][b] [=a][c] [d][e]"]),
        ("<tr><td rowspan=3>a<td>b<tr><td>c<tr><td>d<tr><td>e<td>f", &["#[][] [a][b] [=a][c] [=a][d] [e][f]"]),
        ("<tr><td rowspan=1>a<td>b<tr><td>c<td>d", &["#[][] [a][b] [c][d]"]),
        ("<tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d<tbody><tr><td>e<td>f", &["#[][] [a][b] [=a][c] [=a][d] [e][f]"]),
        ("<tr><td>a<td rowspan=2>b<tr><td>c<td>d", &["#[][][] [a][b] [c][=b][d]"]),
        ("<tr><td>a<td>b<td rowspan=2>c<tr><td>d", &["#[][][] [a][b][c] [d][][=c]"]),
        (
            "<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>d<td>e<td>f",
            &["#[][][] [a][=a][b] [=a][=a][c] [d][e][f]"],
        ),
        ("<tr><td>a<td rowspan=2>b<td>c<tr><td colspan=2>d<td>e", &["#[][][] [a][b][c] [d][=d][e]"]),
        ("<tr><td rowspan=2>a<td rowspan=2>b<tr><tr><td>c<td>d", &["#[][] [a][b] [c][d]"]),
        ("<tr><td rowspan=3>a<td>b<tr></tr><tr><td>c", &["#[][] [a][b] [=a][c]"]),
    ]);
}

#[test]
fn the_header_is_the_last_row_that_heads_columns() {
    check_inside(&[
        ("<thead><tr><td>a<tr><td>b<tbody><tr><td>c", &["^[a] #[b] [c]"]),
        ("<tr><th>a<th>b<tr><td>c<td>d", &["#[a][b] [c][d]"]),
        ("<tr><th>a<td>b<tr><td>c<td>d", &["#[][] [a][b] [c][d]"]),
        ("<tr><td><th>b<tr><th>c<td>d", &["#[][b] [c][d]"]),
        ("<tr><td>x<th>b<tr><th>c<td>d", &["#[][] [x][b] [c][d]"]),
        ("<tr><td><td>b<tr><th>c<td>d", &["#[][] [][b] [c][d]"]),
        ("<tr><td><tr><td>d", &["#[] [] [d]"]),
        ("<tr><th scope=row>a<th scope=row>b<tr><td>c<td>d", &["#[][] [a][b] [c][d]"]),
        ("<tr><th scope=col>a<th scope=' ROWGROUP'>b<tr><td>c<td>d", &["#[][] [a][b] [c][d]"]),
        ("<tr><th>a<th>b<tr><th>c<th>d<tr><td>e<td>f", &["^[a][b] #[c][d] [e][f]"]),
        ("<tr><th colspan=2>a<tr><th>b<th>c<tr><td>d<td>e", &["^[a][=a] #[b][c] [d][e]"]),
        ("<tr><th>a<th>b<tr><th colspan=2>c<tr><td>d<td>e", &["#[a][b] section[c][=c] [d][e]"]),
        ("<tr><th colspan=2>a<tr><td>d<td>e", &["#[a][=a] [d][e]"]),
        ("<tr><td colspan=2>a<tr><td>d<td>e", &["#[][] section[a][=a] [d][e]"]),
        ("<tr><td colspan=2>a<tr><th>b<th>c<tr><td>d<td>e", &["^[a][=a] #[b][c] [d][e]"]),
        ("<tr><th>a<th>b<tr><th>c<th>d", &["#[a][b] [c][d]"]),
        ("<tr><th colspan=2>a<tr><th>c<th>d", &["^[a][=a] #[c][d]"]),
        ("<tr><th>a<tr><th>b<tr><td>c", &["^[a] #[b] [c]"]),
        ("<tr><th>a", &["#[a]"]),
        ("<tr><td><b>a</b><td><b>b</b><tr><td>c<td>d", &["#[a][b] [c][d]"]),
        ("<tr><td><b>a</b><td><tr><td>c<td>d", &["#[][] section[a][] [c][d]"]),
        ("<tr><td><b>a</b><td>b<tr><td>c<td>d", &["#[][] [a][b] [c][d]"]),
        ("<tr><td><b>a</b><td><b>b</b>", &["#[][] [a][b]"]),
        ("<tr><td><b>a</b><td><b>b</b><tr><td><b>c</b><td><b>d</b>", &["#[][] [a][b] [c][d]"]),
        ("<tr><td colspan=2><b>a</b><tr><td>c<td>d", &["#[][] section[a][=a] [c][d]"]),
        ("<tr><td><b>a</b><td><b>b</b><td><tr><td>c<td>d<td>e", &["#[a][b][] [c][d][e]"]),
    ]);
}

#[test]
fn one_cell_over_all_columns_heads_rows() {
    check_inside(&[
        ("<tr><th>a<th>b<tr><td colspan=2>c<tr><td>d<td>e", &["#[a][b] section[c][=c] [d][e]"]),
        ("<tr><th>a<th>b<th>x<tr><td colspan=2>c<tr><td>d<td>e<td>f", &["#[a][b][x] section[c][=c] [d][e][f]"]),
        ("<tr><th>a<th>b<tr><td colspan=2>c", &["#[a][b] [c][=c]"]),
        ("<tr><th>a<th>b<tr><td>c<tr><td>d<td>e", &["#[a][b] [c] [d][e]"]),
        ("<tr><th>a<tr><td colspan=2>c<tr><td>d", &["#[a] [c] [d]"]),
        ("<tr><th>a<th>b<tr><td rowspan=2>c<td>d<tr><td colspan=3>e<tr><td>f<td>g", &["#[a][b] [c][d] [=c][e] [f][g]"]),
    ]);
}

/// The findings of a page's HTML tables, but for how to go on.
fn problems(page: &str) -> Vec<String> {
    let found = parse(page);
    found.problems().iter().map(|one| finding(page, one).split("; ").take(2).collect::<Vec<_>>().join("; ")).collect()
}

#[test]
fn what_is_odd_about_a_table_is_told() {
    compare(
        &[
            ("<table><tr><td>a</table>\n", &[]),
            (
                "<table><tr><td>a\n",
                &[
                    "warning unclosed-table at 0 ‹<table>›: this table has no `</table>`, so that it takes in what follows it; write `</table>` behind its last row",
                ],
            ),
            (
                "<table><tr><td>a</td><table><tr><td>b</table>\n",
                &[
                    "warning unclosed-table at 0 ‹<table>›: this table has no `</table>`, so that it takes in what follows it; write `</table>` behind its last row",
                ],
            ),
            (
                "<table><tr><td>a<table><tr><td>b</table></table>\n",
                &[
                    "note nested-table at 16 ‹<table><tr><td>b</table>›: this table stands in a cell of another one; it is read as a table of its own",
                ],
            ),
            (
                "<table><tr><td>a\n\n| b |\n|---|\n\n</table>\n",
                &[
                    "note nested-table at 18 ‹| b |⏎|---|›: this table stands in a cell of another one; it is read as a table of its own",
                ],
            ),
            (
                "<table><tr><td>a</td>x y</tr>z</table>\n",
                &["warning outside-cells at 21 ‹x y›: this stands in the table but in no cell; it is not read"],
            ),
            ("<table> <!-- x --> <tr><td>a</table>\n", &[]),
            (
                "<table><tr><td>a</td></tr>\n\nx *y*\n\n</table>\n",
                &["warning outside-cells at 28 ‹x *y*›: this stands in the table but in no cell; it is not read"],
            ),
            (
                "<table><tr><td>a<table>x<tr><td>b</table></table>\n",
                &[
                    "note nested-table at 16 ‹<table>x<tr><td>b</table>›: this table stands in a cell of another one; it is read as a table of its own",
                ],
            ),
            (
                "<table><tr><td rowspan=65534 colspan=1000>a<td colspan=1000>b<td colspan=1000>c</table>\n",
                &[
                    "error table-limit at 0 ‹<table>›: `rowspan` and `colspan` repeat cells of this table more often than its page's length allows; nothing is taken from this page, so that no table is shorter than it is",
                ],
            ),
        ],
        problems,
    );
    let nested = |depth: usize| {
        let page = format!("{}x{}\n", "<table><tr><td>".repeat(depth), "</table>".repeat(depth));
        let document = parse(&page);
        let codes = document.problems().iter().map(|one| one.code).filter(|code| *code != "nested-table");
        (document.tables.len(), codes.collect::<Vec<_>>())
    };
    assert_eq!(nested(64), (64, vec![]));
    assert_eq!(nested(65), (64, vec!["table-limit"]));
}

#[test]
fn what_is_too_deep_is_text_of_the_innermost_cell() {
    let (open, close) = ("<table><tr><td>".repeat(64), "</table>".repeat(64));
    let innermost = |inside: &str| {
        let page = format!("{open}{inside}{close}\n");
        let document = parse(&page);
        assert_eq!(document.tables.len(), 64);
        let rows = &document.tables[63].rows;
        rows.iter().map(|row| cells(&row.cells)).collect::<Vec<_>>().join(" ").replace('\n', "/")
    };
    assert_eq!(innermost("a<table><tr><td>b<td>c</table>d"), "[a/b/c/d]");
    assert_eq!(innermost("a<table><tr><td><table><td>b</table><td>c</table>d<td>e"), "[a/b/c/d][e]");
    assert_eq!(innermost("a<td>b"), "[a][b]");
}

#[test]
fn tables_stand_where_they_say() {
    let page =
        "x\n\n<div><table class=a>\n<thead><tr><th>a</th></tr></thead>\n<tr><td>b</td>\n</tr>\n</table>\ny</div>\n";
    let table = &parse(page).tables[0];
    let place = |span: crate::source::Span| quoted(&page[span.range()]);
    assert_eq!(place(table.span), quoted(&page[8..page.len() - 9]));
    assert_eq!(place(table.header.span), "‹<tr><th>a</th></tr>›");
    assert_eq!(table.delimiter, table.header.span.with_start(table.header.span.end()));
    assert_eq!(place(table.rows[0].span), "‹<tr><td>b</td>⏎</tr>›");
    let page = "<table class=a><tr><td>b<td></td></tr></table>\n";
    let table = &parse(page).tables[0];
    assert_eq!(table.header.span.range(), 15..15, "right behind the start tag");
    assert_eq!(table.header.cells.iter().map(|cell| cell.span.range()).collect::<Vec<_>>(), [15..15, 15..15]);
    assert_eq!(table.rows[0].cells[1].span.range(), 28..28, "where its content would stand");
    assert!(table.rows[0].leading_pipe && table.rows[0].trailing_pipe);
}

#[test]
fn tables_of_html_stand_between_blocks_of_markdown() {
    check(&[
        ("text <table><tr><td>a</table> more\n", &["#[] [a]"]),
        ("# <table><tr><td>a\n\nb</table>\n", &["#[] [a/b]"]),
        ("<table><tr><td>a\n\n**b**</td><td>c\n\n</table>\n", &["#[][] [a/b][c]"]),
        ("<table><tr><td>a\n\nb <td> `<td>` c\n\n</table>\n", &["#[][] [a/b][<td> c]"]),
        ("<table><tr><td>a\n\n```\n<td>\n```\n\n    b\n\n</table>\n", &["#[] [a/<td>/b]"]),
        ("<table><tr><td>\n\n- a\n- b\n\n***\n\n> c\n\n</table>\n", &["#[] [a/b/c]"]),
        ("- <table><tr><td>a\n- <table><tr><td>b\n\nc\n", &["#[] [a]", "#[] [b]"]),
        ("> <table><tr><td>a\n\nb\n\n</table>\n", &["#[] [a]"]),
        ("<!-- <table><tr><td>a</table>\n\n<table><tr><td>b</table> --> <table><tr><td>c</table>\n", &["#[] [c]"]),
        ("<div><!--\n\n*a*\n\n--> <table><tr><td>b</table>\n", &[]),
        ("<table><tr><td>a <!--\n\n**b**\n\n--> c</table>\n", &["#[] [a]"]),
        ("<table><tr><td>a\n\n[b]: c\n\n[b]</table>\n", &["#[] [a/b]"]),
        ("<table><tr><td>a</td>\n\n| x |\n|---|\n\n<td>b</table>\n", &["#[] [a]"]),
        ("```\n<table><tr><td>a</table>\n```\n", &[]),
        ("`<table><tr><td>a</table>`\n", &[]),
        ("<script>'<table>'</script><table><tr><td>a</table>\n", &["#[] [a]"]),
    ]);
}

#[test]
fn rows_reach_to_their_end_tag_or_the_last_of_their_content() {
    let rows = |inside: &str| {
        let page = format!("<table>{inside}</table>\n");
        let document = parse(&page);
        let table = &document.tables[0];
        let spans = table.header_groups.iter().chain([&table.header]).chain(&table.rows).map(|row| row.span);
        spans
            .filter(|span| !span.range().is_empty())
            .map(|span| page[span.range()].replace('\n', "⏎"))
            .collect::<Vec<_>>()
    };
    compare(
        &[
            ("<tr><td>a</td></tr> <tr><td>b</td></tr>", &["<tr><td>a</td></tr>", "<tr><td>b</td></tr>"]),
            ("<tr><td>a<tr><td>b", &["<tr><td>a", "<tr><td>b"]),
            ("<tr><td>a <tr> <td>b ", &["<tr><td>a", "<tr> <td>b"]),
            ("<tr><td>a</td> </tr>\n<tr><td>b</td>\n</tr>", &["<tr><td>a</td> </tr>", "<tr><td>b</td>⏎</tr>"]),
            ("<td>a<tr><td>b", &["<td>a", "<tr><td>b"]),
            ("<tr><td>a<tbody><tr><td>b</tbody>", &["<tr><td>a", "<tr><td>b"]),
            ("<tr><td><b>a</b> <br> <tr><td>b", &["<tr><td><b>a</b> <br>", "<tr><td>b"]),
            ("<tr><td>a\n\n*b*\n\n<tr><td>c", &["<tr><td>a⏎⏎*b*", "<tr><td>c"]),
            ("<tr><td>a\n\n| x |\n|---|\n\n<tr><td>c", &["<tr><td>a⏎⏎| x |⏎|---|", "<tr><td>c"]),
            ("<tr><td>a<table><tr><td>x</table>\n<tr><td>c", &["<tr><td>a<table><tr><td>x</table>", "<tr><td>c"]),
            ("<tr><th>a</th></tr><tr><td>b</td></tr>", &["<tr><th>a</th></tr>", "<tr><td>b</td></tr>"]),
        ],
        rows,
    );
}

#[test]
fn cells_reach_over_all_that_is_not_blank() {
    let cells = |inside: &str| {
        let page = format!("> <table><tr>{inside}</table>\n");
        let document = parse(&page);
        let spans = document.tables[0].rows[0].cells.iter().map(|cell| cell.span);
        spans.map(|span| format!("{}@{}", page[span.range()].replace('\n', "⏎"), span.start() - 13)).collect::<Vec<_>>()
    };
    compare(
        &[
            ("<td> a </td><td>b", &["a@5", "b@16"]),
            ("<td></td><td> </td>", &["@4", "@13"]),
            ("<td><b> a </b>\n> b </td>", &["<b> a </b>⏎> b@4"]),
            ("<td><br>a<br>", &["<br>a<br>@4"]),
            ("<td><!-- x -->a<!-- y -->", &["a@14"]),
            ("<td>a<p></p><td>&nbsp;", &["a<p></p>@4", "&nbsp;@16"]),
            ("<td>\n>\n> **a**\n>\n> b\n>\n> </td>", &["**a**⏎>⏎> b@9"]),
            ("<td>\n>\n> ```\n> a\n> ```\n>\n> </td>", &["```⏎> a⏎> ```@9"]),
            ("<td>a<table><tr><td>x</table>", &["a<table><tr><td>x</table>@4"]),
        ],
        cells,
    );
}
