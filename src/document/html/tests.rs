//! What HTML tables read as, case by case, and properties of all of them.
//!
//! It must not know how the reader works. A new case is one more call of `check`.

use super::generate::Generator;
use crate::diagnostic::Diagnostic;
use crate::document::laws::{has_sound_places, parse};
use crate::document::{Cell, RichText, Row, RowKind, SegmentKind, Table, inspect_table};

/// Checks the tables of a page. Each is its caption, its header behind `#` (rows that name groups behind `^`), and its
/// rows (section rows behind `§`); breaks are `/`, repeated cells begin with `=`, pipe tables are `pipe`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let document = parse(text);
    let shown: Vec<String> = document.tables.iter().flat_map(shown_table).collect();
    assert_eq!(shown, expected, "{text:?}");
    has_sound_places(text, &document);
    let found: Vec<_> = document.tables.iter().flat_map(inspect_table).map(|finding| finding.code).collect();
    assert!(!found.contains(&"missing-trailing-pipe"), "{text:?}");
}

fn shown_table(table: &Table) -> Vec<String> {
    if table.kind != crate::document::TableKind::Html {
        return vec!["pipe".to_owned()];
    }
    let mut shown: Vec<String> =
        table.caption.iter().map(|caption| format!("caption {}", shown_text(caption))).collect();
    shown.extend(table.header_groups.iter().map(|row| format!("^ {}", shown_row(row))));
    shown.push(format!("# {}", shown_row(&table.header)).trim_end().to_owned());
    shown.extend(table.rows.iter().map(|row| match row.kind {
        RowKind::Section => format!("§ {}", shown_row(row)),
        _ => shown_row(row),
    }));
    shown
}

fn shown_row(row: &Row) -> String {
    let cell = |cell: &Cell| format!("{}{}", if cell.is_repeated { "=" } else { "" }, shown_text(&cell.content));
    row.cells.iter().map(cell).collect::<Vec<_>>().join(" | ")
}

fn shown_text(text: &RichText) -> String {
    text.text().replace('\n', "/")
}

/// Checks the text of the only cell of a table.
#[track_caller]
fn check_cell(cell: &str, expected: &str) {
    check(&format!("<table><tr><td>{cell}</td></tr></table>"), &["#", expected]);
}

fn codes(text: &str) -> Vec<&'static str> {
    parse(text).inspect().iter().map(|finding| finding.code).collect()
}

#[test]
fn a_whole_table() {
    check(
        "<table>\n<caption>Speeds</caption>\n<colgroup><col><col></colgroup>\n<thead>\n<tr><th>Name</th><th>Gb/s</th></tr>\n</thead>\n\
         <tbody>\n<tr><td>a</td><td>1</td></tr>\n<tr><td>b</td><td>10</td></tr>\n</tbody>\n</table>\n",
        &["caption Speeds", "# Name | Gb/s", "a | 1", "b | 10"],
    );
}

#[test]
fn end_tags_are_implied() {
    check("<table><tr><th>a<th>b<tr><td>1<td>2<tr><td>3<td>4</table>", &["# a | b", "1 | 2", "3 | 4"]);
    check("<table><thead><th>a<tbody><td>1</table>", &["# a", "1"]);
    check("<TABLE><TR><TH>a</TH></TR><TR><TD>1</TD></TR></TABLE>", &["# a", "1"]);
    check("<table><tr><td>a</th></tr></td>b</table>", &["#", "a"]);
}

#[test]
fn sections_stand_in_any_order() {
    let foot = "<tfoot><tr><td>sum</td></tr></tfoot>";
    let body = "<tbody><tr><td>1</td></tr></tbody>";
    let head = "<thead><tr><td>a</td></tr></thead>";
    check(&format!("<table>{foot}{body}{head}</table>"), &["# a", "1", "sum"]);
    check(&format!("<table>{head}{body}{head}{body}</table>"), &["# a", "1", "a", "1"]);
}

#[test]
fn the_header_is_a_row_of_th() {
    check("<table><tr><th>a</th></tr><tr><td>1</td></tr></table>", &["# a", "1"]);
    check("<table><tr><td>a</td></tr><tr><td>1</td></tr></table>", &["#", "a", "1"]);
    check("<table><tr><td>a</td><td>b</td></tr></table>", &["#  |", "a | b"]);
    check("<table><tr><td></td><th>a</th></tr><tr><th>b</th><td>1</td></tr></table>", &["#  | a", "b | 1"]);
    check("<table><tr><th>a</th><td>1</td></tr><tr><th>b</th><td>2</td></tr></table>", &["#  |", "a | 1", "b | 2"]);
    check("<table><tr><th scope=row>a</th></tr><tr><th scope=row>b</th></tr></table>", &["#", "a", "b"]);
    check("<table><tr><th>a</th></tr><tr><th>b</th></tr></table>", &["# a", "b"]);
}

#[test]
fn the_only_emphasised_row_is_the_header_if_it_is_the_first() {
    let first = "<tr><td><strong>a</strong></td><td> <b>b</b> </td></tr>";
    let other = "<tr><td>1</td><td><b>2</b></td></tr>";
    check(&format!("<table>{first}{other}</table>"), &["# a | b", "1 | 2"]);
    check(&format!("<table>{first}</table>"), &["#  |", "a | b"]);
    check(&format!("<table>{other}{first}</table>"), &["#  |", "1 | 2", "a | b"]);
    check(&format!("<table>{first}{other}{first}</table>"), &["#  |", "a | b", "1 | 2", "a | b"]);
    check("<table><tr><td><b>a</b></td></tr><tr><td>1</td></tr></table>", &["#", "a", "1"]);
}

#[test]
fn rows_above_the_header_name_groups() {
    check(
        "<table><thead><tr><th rowspan=2>a</th><th colspan=2>b</th></tr><tr><th>c</th><th>d</th></tr></thead>\
         <tr><td>1</td><td>2</td><td>3</td></tr></table>",
        &["^ a | b | =b", "# =a | c | d", "1 | 2 | 3"],
    );
    check(
        "<table><tr><td colspan=2>title</td></tr><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
        &["^ title | =title", "# a | b", "1 | 2"],
    );
}

#[test]
fn one_cell_over_all_columns_heads_the_rows_below() {
    check(
        "<table><tr><th>a</th><th>b</th></tr><tr><th colspan=2>new</th></tr><tr><td>1</td><td>2</td></tr>\
         <tr><td colspan=100>old</td></tr><tr><td>3</td><td>4</td></tr></table>",
        &["# a | b", "§ new | =new", "1 | 2", "§ old | =old", "3 | 4"],
    );
}

#[test]
fn cells_reach_over_rows_and_columns() {
    check(
        "<table><tr><th>a<th>b<th>c<tr><td rowspan=2>1<td>2<td rowspan=9>3<tr><td>4<tbody><tr><td>5<td>6<td>7</table>",
        &["# a | b | c", "1 | 2 | 3", "=1 | 4 | =3", "5 | 6 | 7"],
    );
    check(
        "<table><tr><th>a<th>b<tr><td rowspan=0>1<td>2<tr><td>3<tr><td>4</table>",
        &["# a | b", "1 | 2", "=1 | 3", "=1 | 4"],
    );
    check("<table><tr><td>1<td rowspan=2>2<tr><td colspan=2>3</table>", &["#  |", "1 | 2", "3 | =3"]);
    check("<table><tr><td>1<td>2<td rowspan=2>3<tr><td>4</table>", &["#  |  |", "1 | 2 | 3", "4 |  | =3"]);
    check("<table><tr><td colspan='2px'>1<tr><td colspan=-1>2<td>3</table>", &["#  |", "§ 1 | =1", "2 | 3"]);
    check("<table><tr><td rowspan=3>1<td>2<tr></tr><tr><td>3</table>", &["#  |", "1 | 2", "=1 | 3"]);
}

#[test]
fn surplus_and_missing_cells_stay() {
    let text = "<table><tr><th>a</th></tr><tr><td>1</td><td>2</td></tr><tr></tr></table>";
    check(text, &["# a", "1 | 2"]);
    let repeated = parse("<table><tr><th>a<tr><td colspan=2>1<tr><td>2<td rowspan=2>3<tr><td>4</table>");
    let found: Vec<Diagnostic> = repeated.tables.iter().flat_map(inspect_table).collect();
    assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["surplus-cell"]);
    let found: Vec<Diagnostic> = parse(text).tables.iter().flat_map(inspect_table).collect();
    assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["surplus-cell"]);
}

#[test]
fn white_space_collapses() {
    check_cell(" a \n\t b  c ", "a b c");
    check_cell("a <b> b</b>c<i> d</i>", "a bc d");
    check_cell("a&#32;&#10; b&nbsp; c", "a b\u{a0} c");
    check_cell("", "");
    check_cell(" <!-- a --> ", "");
}

#[test]
fn breaks_and_blocks_end_lines() {
    check_cell("a<br>b<br/>c</br>d<BR />e", "a/b/c/d/e");
    check_cell(" a <br> b ", "a/b");
    check_cell("a<br/b<br c</br d<BR/>e", "a/b/c/d/e");
    check_cell("a<br/b", "a/b");
    check_cell("a<break</break>b", "ab");
    check_cell("<br>a<br><br>b<br>", "a//b");
    check_cell("<p>a</p><p>b</p>", "a/b");
    check_cell("<p>a<br></p>b", "a/b");
    check_cell("a<ul><li>b<li>c</ul>d", "a/b/c/d");
    check_cell("<div> a </div>\n<div> b</div>", "a/b");
    check_cell("<pre>\n a\n  b\n</pre>c", "a/  b/c");
}

#[test]
fn text_is_what_a_reader_sees() {
    check_cell("AT&amp;T &eacute; &lt;b&gt; &x; & <3", "AT&T é <b> &x; & <3");
    check_cell("<b>a</b><sup>2</sup> <span style='x>y'>é😀</span>", "a² é😀");
    check_cell("**a** `b` [c](d)", "**a** `b` [c](d)");
    check_cell("<code>a | b</code>", "a | b");
    check_cell("<img src=x alt='a &amp;\n b'> c", "a & b c");
    check_cell("a<script>'<td>'</script><style>x</style>b<!-- <td> -->c", "abc");
    check_cell("<input type=checkbox checked>a", "a");
}

#[test]
fn links_know_their_destination_and_its_place() {
    let text = "<table><tr><td>see <a class=x HREF='/a?b=1&amp;c=2'>\nthis </a>, <a href=/d>that<a name=e></table>";
    let document = parse(text);
    let cell = &document.tables[0].rows[0].cells[0];
    let links = cell.content.links().iter();
    let links: Vec<_> = links
        .map(|link| (&cell.content.text()[link.text.clone()], link.url.as_str(), &text[link.url_source.clone()]))
        .collect();
    assert_eq!(links, [("this", "/a?b=1&c=2", "/a?b=1&amp;c=2"), ("that", "/d", "/d")]);
    assert_eq!(cell.content.anchors().iter().map(|anchor| anchor.name.as_str()).collect::<Vec<_>>(), ["e"]);
    assert_eq!(&text[cell.content.links()[0].source.clone()], "<a class=x HREF='/a?b=1&amp;c=2'>\nthis </a>");
    has_sound_places(text, &document);
}

#[test]
fn images_and_notes_are_kept() {
    let text = "<table><tr><td>a<sup>1</sup> m<sup>2</sup><br><img src='/i' alt='b  c'></table>\n\n[^1]: d\n";
    check(text, &["#", "a m²/b c"]);
    let document = parse(text);
    let content = &document.tables[0].rows[0].cells[0].content;
    let notes: Vec<_> =
        content.notes().iter().map(|note| (note.mark.as_str(), note.at, &text[note.source.clone()])).collect();
    assert_eq!(notes, [("1", 1, "<sup>1</sup>")]);
    let images = content.images().iter().map(|image| (&content.text()[image.text.clone()], image.url.as_str()));
    assert_eq!(images.collect::<Vec<_>>(), [("b c", "/i")]);
}

#[test]
fn anchors_are_found_once() {
    let text =
        "<table><tr><td rowspan=2><a name=b></a>a\n\n<a name=c></a>\n\n</td><td>d<tr><td>e</table>\n\n<a name=b></a>";
    assert_eq!(codes(text), ["duplicate-anchor"]);
}

#[test]
fn kinds_of_pieces() {
    let text = "<table><tr><td>a <code>b &lt; c</code><br>d</table>";
    let document = parse(text);
    let content = &document.tables[0].rows[0].cells[0].content;
    let pieces = content.segments().iter().map(|piece| (piece.kind, &text[piece.source.clone()]));
    assert_eq!(
        pieces.collect::<Vec<_>>(),
        [
            (SegmentKind::Verbatim, "a "),
            (SegmentKind::Code, "b "),
            (SegmentKind::Decoded, "&lt;"),
            (SegmentKind::Code, " c"),
            (SegmentKind::Break, "<br>"),
            (SegmentKind::Verbatim, "d"),
        ]
    );
}

#[test]
fn places() {
    let text = "x\n\n<div> <table>\n<tr> <td> <b>a</b> </td> <td></td>\n</tr> </table></div>\n";
    let document = parse(text);
    let table = &document.tables[0];
    let row = &table.rows[0];
    assert_eq!(&text[table.span.range()], "<table>\n<tr> <td> <b>a</b> </td> <td></td>\n</tr> </table>");
    assert_eq!(&text[row.span.range()], "<tr> <td> <b>a</b> </td> <td></td>\n</tr>");
    assert_eq!(&text[row.cells[0].span.range()], "<b>a</b>");
    assert!(row.cells[1].is_blank() && text[..row.cells[1].span.start].ends_with("<td>"));
    assert!(table.delimiter.range().is_empty() && table.delimiter.start == table.header.span.end);
}

#[test]
fn tables_stand_in_containers() {
    let table = ["# a b", "1"];
    check("> <table><tr><th>a\n> b<tr><td>1\n> </table>", &table);
    check("- x\n\n  <table><tr><th>a\n  b<tr><td>1</table>\n", &table);
    check("1. > <div>\n   > <table\n   > ><tr><th>a\n   > b<tr><td>1</table>\n", &table);
    check("  <details><summary>x</summary>\n<table><tr><th>a b<tr><td>1</table></details>\n", &table);
    check("<center><table><tr><th>a b<tr><td>1</table></center>", &table);
    check("a<br>\n<table><tr><th>a b<tr><td>1</table>", &table);
    check("text <table><tr><th>a b<tr><td>1</table> text", &table);
}

#[test]
fn a_place_in_a_container_leaves_its_prefix_out_of_the_text() {
    let text = "> <table><tr><td>a\n> b <pre>\n>  c\n> d</pre> <a href='x'>e\n> f</a></table>";
    check(text, &["#", "a b/ c/d/e f"]);
    let document = parse(text);
    assert_eq!(&text[document.tables[0].rows[0].cells[0].span.range()], &text[17..text.len() - "</table>".len()]);
}

#[test]
fn markdown_between_html_blocks_is_read() {
    check("<table><tr><td>\n\n**a** `b`\nc\n\n</td><td>d</td></tr></table>", &["#  |", "a b c | d"]);
    check("<table><tr><td>x\n\n- a\n- b\n  c\n\n1. d\n\n## e\n\n> f\n\n</td></tr></table>", &["#", "x/a/b c/d/e/f"]);
    check("<table><tr><td>\n\n```\na | b\n\n <td>\n```\n\n</table>", &["#", "a | b// <td>"]);
    check("<table>\n<tr>\n\n<td>a</td>\n\n<td>\n\n[b](/c)</td>\n\n</tr>\n\n</table>", &["#  |", "a | b"]);
    check("<table><tr><td>\n\na</td><td>*b*</td>\n</tr></table>", &["#  |", "a | b"]);
    check("<table><tr><td>\n\n`</td>` a\n\n</table>", &["#", "</td> a"]);
}

#[test]
fn markdown_has_places_too() {
    let text = "> <table><tr><td>\n>\n> a *b*\n> [c](/d)\n>\n> </td></tr></table>";
    check(text, &["#", "a b c"]);
    let document = parse(text);
    let cell = &document.tables[0].rows[0].cells[0];
    assert_eq!(&text[cell.span.range()], "a *b*\n> [c](/d)");
    assert_eq!(&text[cell.content.links()[0].url_source.clone()], "/d");
    assert_eq!(&cell.content.text()[cell.content.links()[0].text.clone()], "c");
}

#[test]
fn tables_in_cells_are_tables_of_their_own() {
    let text = "<table><tr><td>a <table><tr><td>b</table> c<td>d</table>";
    check(text, &["#  |", "a/c | d", "#", "b"]);
    assert_eq!(codes(text), ["nested-table"]);
    let text = "<table><tr><td>a\n\n|x|\n|-|\n\nb</table>\n";
    check(text, &["#", "a/b", "pipe"]);
    assert_eq!(codes(text), ["nested-table"]);
    let text = "<table><tr><td>a<table>b<tr>c<td>d</table></table>";
    check(text, &["#", "abc", "#", "d"]);
}

#[test]
fn a_table_between_cells_ends_the_one_before_it() {
    let text = "<table><tr><td>a</td><table><tr><td>b</table>";
    check(text, &["#", "a", "#", "b"]);
    assert_eq!(codes(text), ["unclosed-table"]);
}

#[test]
fn tables_end_with_their_container() {
    let text = "> <table><tr><td>a\n\nb\n\n<table><tr><td>c</table>";
    check(text, &["#", "a", "#", "c"]);
    assert_eq!(codes(text), ["unclosed-table"]);
    check("- <table><tr><td>a\n- <table><tr><td>b\n", &["#", "a", "#", "b"]);
    check("<table><tr><td>a\n\nb\n", &["#", "a/b"]);
}

#[test]
fn text_between_cells_is_reported() {
    let text = "<table>a<tr>b<td>c</td></tr></table>";
    check(text, &["#", "c"]);
    assert_eq!(codes(text), ["outside-cells"]);
    assert!(codes("<table> <!-- a --> <tr> <td>c</td> </tr> </table>").is_empty());
}

#[test]
fn comments_hide_tables_also_over_blank_lines() {
    check("<!--\n<table><tr><td>a</table>\n-->", &[]);
    check("<div>\n<!--\n\nb\n\n<table><tr><td>a</table>\n\n</div> --> <table><tr><td>c</table>", &["#", "c"]);
    check("<table><tr>\n<!-- <td>a\n\n<td>b\n\nc\n\n</td> -->\n<td>d\n\n</table>", &["#", "d"]);
}

#[test]
fn what_is_no_table() {
    check("<div>a</div>\n\n`<table>`\n\n```\n<table><tr><td>a</table>\n```\n", &[]);
    check("<table></table> <table><tr></tr></table>", &[]);
    check("<tr><td>a</td></tr>", &[]);
    check("<tablet><tr><td>a</tablet>", &[]);
    check("    <table><tr><td>a</table>", &[]);
}

#[test]
fn each_table_has_its_heading_and_its_turn() {
    let text =
        "# a\n\n<table><tr><td>1</table>\n\n|2|\n|-|\n\n## b\n\n<table><tr><td>3</table><table><tr><td>4</table>\n";
    check(text, &["#", "1", "pipe", "#", "3", "#", "4"]);
    let headings: Vec<_> = parse(text).tables.iter().map(|table| table.heading).collect();
    assert_eq!(headings, [Some(0), Some(0), Some(1), Some(1)]);
}

#[test]
fn line_ends_do_not_matter() {
    let text = "> <table><tr><td>a\n> b<pre>c\n> d</pre>\n>\n> e\n>\n> </table>\n";
    for line_end in ["\r\n", "\r"] {
        check(&text.replace('\n', line_end), &["#", "a b/c/d/e"]);
    }
}

#[test]
fn limits_hold() {
    let text = "<table><tr><td>".repeat(200) + "x";
    let document = parse(&text);
    assert_eq!(document.tables.len(), super::tree::MAX_DEPTH);
    assert_eq!(document.tables[63].rows[0].cells[0].content.text(), "x");
    assert!(codes(&text).contains(&"table-limit"));

    let text = format!("<table><tr>{}<td>x</table>", "<td rowspan=65534 colspan=1000>".repeat(5_000));
    let document = parse(&text);
    assert!(document.tables.is_empty(), "no table is shorter than it is");
    assert!(document.refusal().is_some_and(|refusal| refusal.code == "table-limit"));
}

/// Each would take minutes if the time grew with the square of the length.
#[test]
fn long_texts_take_linear_time() {
    let count = 100_000;
    let long = |piece: &str| parse(&format!("<table><tr><td>{}", piece.repeat(count))).tables.len();
    for piece in ["<", "</ ", "<!--", "&", "&a", "&#", "<a ", "<b>", "<br>", "<p>", "<a href=x>y", "x ", "<tr>"] {
        assert_eq!(long(piece), 1, "{piece:?}");
    }
    assert_eq!(long("<script>"), 1);
    // These are over the limits.
    assert_eq!(long("\n<td>\n\ny\n"), 0);
    assert_eq!(long("<td rowspan=0>"), 0);
    assert_eq!(long("<tr><td rowspan=0>"), 0);
    assert_eq!(long("<tbody><tr><td>x"), 1);
    assert_eq!(long("<thead><tr><td>x"), 1);
    assert_eq!(long("<table><tr><td>"), 64);
    assert_eq!(long("<table>"), 1);
    assert_eq!(long("</table><table><tr><td>"), count + 1);
    assert_eq!(parse(&"<table>".repeat(count)).tables.len(), 0);
    assert_eq!(parse(&"<x>\n\n".repeat(count)).tables.len(), 0);
    assert_eq!(parse(&"a <table> ".repeat(count)).tables.len(), 0);
}

#[test]
fn generated_pages_have_sound_ranges() {
    for seed in 1..=2_000 {
        let text = Generator::new(seed).page(&[]);
        has_sound_places(&text, &parse(&text));
    }
}

/// Found by a fuzzer: a label of several lines was text byte by byte, with the indentation that the reader puts before a mark.
#[test]
fn a_label_of_several_lines_is_one_line_of_text() {
    check("a<table><tr><td>[^\n`]\n", &["#", "[^ `]"]);
}

/// Found by a fuzzer: the row ended with the blank that a pipe table inside ends with.
#[test]
fn a_row_ends_before_the_blanks_that_end_a_table_inside() {
    check("a<table><tr><td>b\n\n| c |\n|-|\n| d ", &["#", "b", "pipe"]);
}

/// Found by a fuzzer: `</h2>` without a heading parted what a browser shows as one word.
#[test]
fn an_end_tag_of_a_block_that_is_not_open_is_nothing() {
    check_cell("a</h2>b", "ab");
    check_cell("a</div>b</ul>c", "abc");
    check_cell("a<h3>b</h2>c", "a/b/c");
    check_cell("a<div>b</div></div>c", "a/b/c");
    check_cell("a</p>b", "a/b");
    check_cell("a</pre> b", "a b");
}
