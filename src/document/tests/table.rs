//! What a table, its rows and its contents tell of themselves, whether the rows are kept as places or held.

use super::first_table;
use crate::document::laws::parse;
use crate::document::{Document, RichText, SegmentKind, Table};
use crate::source::SourceMap;

/// The first table of a page twice: with its rows held, and with plain ones kept as places.
fn both(page: &str) -> [Table; 2] {
    let mut sources = SourceMap::new();
    let id = sources.add("page.md", page);
    [Document::parse(&sources, id), Document::parse_tables(&sources, id)].map(|mut document| document.tables.remove(0))
}

const PLAIN: &str = "| a | b | c |\n|---|---|---|\n| 1 | | `x` |\n| 2 | | |\n| 3 | | 4 |\n";
const ODD: &str = "| a | b | c |\n|---|---|---|\n| **North** |\n| 1 | | 5 | 6 | |\n| 2 | | |\nprose\n";

#[test]
fn records_are_counted() {
    for table in both("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n") {
        assert_eq!((table.count_records(), table.rows.len(), table.rows.is_empty()), (2, 2, false));
        assert_eq!((table.has_sections(), table.surplus_cells().count()), (false, 0));
        assert_eq!(table.filled_columns(), [true, true]);
        assert!(table.closes_rows());
    }
    for table in both("| a | b |\n|---|---|\n") {
        assert_eq!((table.count_records(), table.rows.len(), table.rows.is_empty()), (0, 0, true));
        assert_eq!(table.filled_columns(), [false, false]);
        assert!(!table.closes_rows());
    }
    for table in both(ODD) {
        assert_eq!((table.count_records(), table.rows.len(), table.has_sections()), (2, 4, true));
        assert_eq!(table.surplus_cells().map(|cell| cell.content.text()).collect::<Vec<_>>(), ["6"]);
        assert_eq!(table.filled_columns(), [true, false, true]);
    }
    for table in both("| a | b | c |\n|---|---|---|\n| 1 | | `x` |\n| 2 | | 4 |\n") {
        assert_eq!(table.filled_columns(), [true, false, true]);
    }
}

#[test]
fn most_records_close_their_rows_or_not() {
    let closes = |rows: &str| both(&format!("|a|b|c|\n|-|-|-|\n{rows}\n")).map(|table| table.closes_rows());
    assert_eq!(closes("|1|2|3|"), [true; 2]);
    assert_eq!(closes("|1|2|3"), [false; 2]);
    assert_eq!(closes("|1|2|3|\n|1|2|3"), [false; 2]);
    assert_eq!(closes("|1|2|3|\n|1|2|3\n|1|2|3|"), [true; 2]);
    // A short row without a first pipe tells nothing, as prose does.
    assert_eq!(closes("1 |\n1 |\n|1|2|3"), [false; 2]);
    assert_eq!(closes("1 |\n|1|2|3|\n|1|2|3"), [false; 2]);
    assert_eq!(closes("1|2|3|\n|1|2|3"), [false; 2]);
    assert_eq!(closes("1|2|3|\n1|2|3|\n|1|2|3"), [true; 2]);
    assert_eq!(closes("|1|2|3|\nprose\n|1|2|3|\nprose\nprose"), [true; 2]);
}

#[test]
fn cells_come_in_their_order() {
    for table in both(PLAIN) {
        let texts: Vec<&str> = table.cells().map(|cell| cell.content.text()).collect();
        assert_eq!(texts, ["a", "b", "c", "1", "", "x", "2", "", "", "3", "", "4"]);
        assert_eq!(table.header_cells().count(), 3);
        assert_eq!(table.header_texts(), ["a", "b", "c"]);
    }
    let page = "<table><thead><tr><th colspan=2>g<tr><th>a<th>b<tbody><tr><td>1<td>2</table>\n";
    let table = first_table(page);
    assert_eq!(table.header_cells().map(|cell| cell.content.text()).collect::<Vec<_>>(), ["g", "g", "a", "b"]);
}

#[test]
fn rows_are_the_same_however_they_are_kept() {
    let [held, kept] = both("| a | b |\n|---|---|\n| 1 | `2` |\n|3|4|\n");
    assert!(held.rows.plain().is_none() && kept.rows.plain().is_some());
    assert_eq!(held.rows.each().map(|row| row.span).collect::<Vec<_>>(), kept.rows.spans().collect::<Vec<_>>());
    assert!(kept.rows.is_compact(), "nobody has asked for the rows");
    assert!(held.rows.each().eq(kept.rows.each()) && kept.rows.is_compact());
    assert_eq!((held.rows.odd().len(), kept.rows.odd().len()), (2, 0));
    assert_eq!(*held.rows, *kept.rows);
    assert!(!kept.rows.is_compact());
    assert!(held.rows.each().eq(kept.rows.each()), "once they are made as well");
    let mut changed = kept.clone();
    changed.rows.pop();
    assert_eq!((changed.rows.len(), changed.rows.plain().is_none()), (1, true));
}

#[test]
fn plain_rows_tell_of_their_cells() {
    let page = "| a | b |\n|---|---|\n| 1 x | `2` |\n|\u{a0}3\u{a0}|x|\n| \u{a0} | ü |\n|  | 5 |\n";
    let [_, kept] = both(page);
    let rows = kept.rows.plain().expect("they are plain");
    assert_eq!((rows.len(), rows.is_empty()), (4, false));
    assert_eq!((rows.have_leading_pipes(), rows.have_trailing_pipes()), (true, true));
    assert_eq!(&page[rows.span(0).range()], "| 1 x | `2` |");
    let texts = |column: usize| rows.column(column).map(|cell| cell.content().text().to_owned()).collect::<Vec<_>>();
    assert_eq!(texts(0), ["1 x", "\u{a0}3\u{a0}", "\u{a0}", ""]);
    assert_eq!(texts(1), ["2", "x", "ü", "5"]);
    assert_eq!(rows.cells(0).map(|cell| cell.verbatim()).collect::<Vec<_>>(), [Some("1 x"), None]);
    let trimmed =
        |row: usize, column: usize| rows.cell(row, column).trimmed().map(|(text, span)| (text, &page[span.range()]));
    assert_eq!([trimmed(0, 0), trimmed(0, 1)], [Some(("1 x", "1 x")), None]);
    assert_eq!([trimmed(1, 0), trimmed(3, 0)], [Some(("3", "3")), Some(("", ""))]);
    assert_eq!([trimmed(2, 0), trimmed(2, 1)], [Some(("", "\u{a0}")), Some(("ü", "ü"))]);
    assert_eq!((rows.cell(0, 0).is_blank(), rows.cell(3, 0).is_blank()), (false, true));
    assert!(rows.keeps_contents());
    assert_eq!(rows.cell(0, 1).kept().map(RichText::text), Some("2"));
    assert!(rows.cell(0, 0).kept().is_none());
    let [_, bare] = both("a | b\n---|---\n1 | 2\n");
    let rows = bare.rows.plain().expect("they are plain");
    assert_eq!((rows.have_leading_pipes(), rows.have_trailing_pipes()), (false, false));
    let [_, none] = both("| a | b |\n|---|---|\n");
    let rows = none.rows.plain().expect("they are plain");
    assert_eq!((rows.have_leading_pipes(), rows.have_trailing_pipes(), rows.is_empty()), (false, false, true));
}

#[test]
fn a_row_is_plain_up_to_a_length() {
    let is_plain = |length: usize| {
        let row = format!("| {} | 2 |", "x".repeat(length - 8));
        assert_eq!(row.len(), length);
        both(&format!("| a | b |\n|---|---|\n{row}\n"))[1].rows.plain().is_some()
    };
    assert_eq!([is_plain(32_767), is_plain(32_768)], [true, false]);
}

/// A cell's content on a page that explains the mark 1.
fn content(cell: &str) -> RichText {
    let page = format!("| a |\n|---|\n| {cell} |\n\n[^1]: note\n");
    parse(&page).tables[0].rows[0].cells[0].content.clone()
}

#[test]
fn a_part_of_a_text_has_what_stands_in_it() {
    let rich = content("ab [cd](e) **fg** ~~hi~~ ![jk](l) mn[^1] <a name=o></a>`pq`");
    assert_eq!(rich.text(), "ab cd fg hi jk mn pq");
    let part = rich.part(3..11);
    assert_eq!(part.text(), "cd fg hi");
    assert_eq!((part.links().len(), part.links()[0].text.clone()), (1, 0..2));
    assert_eq!((part.emphases().len(), part.emphases()[0].clone()), (1, 3..5));
    assert_eq!((part.told().len(), part.told()[0].text.clone()), (1, 6..8));
    assert_eq!((part.images().len(), part.notes().len(), part.anchors().len()), (0, 0, 0));
    let part = rich.part(12..20);
    assert_eq!(part.text(), "jk mn pq");
    assert_eq!((part.links().len(), part.emphases().len(), part.told().len()), (0, 0, 0));
    assert_eq!((part.images().len(), part.images()[0].text.clone()), (1, 0..2));
    assert_eq!(part.notes().iter().map(|note| note.at).collect::<Vec<_>>(), [5]);
    assert_eq!(part.segments().last().map(|piece| (piece.text.clone(), piece.kind)), Some((6..8, SegmentKind::Code)));
    // What touches the part belongs to it; what stands beyond does not.
    assert_eq!([rich.part(0..3).links().len(), rich.part(0..2).links().len()], [1, 0]);
    assert_eq!([rich.part(5..6).links().len(), rich.part(6..8).links().len()], [1, 0]);
    assert_eq!([rich.part(17..18).notes().len(), rich.part(18..20).notes().len()], [1, 0]);
    assert_eq!([rich.part(0..17).notes().len(), rich.part(0..16).notes().len()], [1, 0]);
    let part = rich.part(4..7);
    assert_eq!(part.text(), "d f");
    assert_eq!((part.links()[0].text.clone(), part.emphases()[0].clone()), (0..1, 2..3));
    assert_eq!(rich.part(0..rich.text().len()), RichText { anchors: Default::default(), ..rich.clone() });
}

#[test]
fn a_part_of_a_text_has_its_source() {
    let rich = content("ab &amp;c `de`");
    let at = |text| rich.source_range(text).map(|range| range.start - 14..range.end - 14);
    assert_eq!(rich.text(), "ab &c de");
    assert_eq!([at(0..2), at(1..2), at(0..3)], [Some(0..2), Some(1..2), Some(0..3)]);
    assert_eq!([at(3..4), at(2..5), at(4..5)], [Some(3..8), Some(2..9), Some(8..9)]);
    assert_eq!([at(6..8), at(7..8), at(0..8)], [Some(11..13), Some(12..13), Some(0..13)]);
    assert_eq!([at(2..2), at(8..9), at(0..0)], [None, None, None]);
}

#[test]
fn what_markup_tells_of_a_part_is_told() {
    let rich = content("ab ~~cd~~ ef");
    let told = [0..2, 0..3, 0..4, 3..5, 4..5, 5..8].map(|part| rich.is_told(&part));
    assert_eq!(told, [false, false, true, true, true, false]);
}

#[test]
fn a_page_over_a_limit_is_refused() {
    let document = parse(&format!("{}\n{}\n\n| a |\n|---|\n", "|a".repeat(16_385), "|-".repeat(16_385)));
    let refusal = document.refusal().expect("it is refused");
    assert_eq!(refusal.message, "this table has 16385 columns, and no more than 16384 are read");
    assert_eq!(refusal.span.map(|span| span.range()), Some(0..2 * 16_385));
    assert_eq!((document.tables.len(), parse("| a |\n|---|\n").refusal()), (1, None));
    // A table that is nested too deeply is a warning.
    assert!(parse(&"<table><tr><td>".repeat(65)).refusal().is_none());
}

#[test]
fn a_refused_table_is_told_with_its_cells() {
    let refusal = |page: &str| {
        let document = parse(page);
        let found = document.refusal().expect("it is refused");
        let place = found.span.map(|span| page[span.range()].chars().take(12).collect::<String>());
        (found.message.clone(), place.unwrap_or_default(), document.tables.len())
    };
    let told = |length: usize, place: &str| {
        let may = 4 * length + 65_536;
        let why =
            format!("the rows of this table lack 99900 of 101000 cells, and a page of this length may lack {may}");
        (why, place.to_owned(), 0)
    };
    let pipes = format!("{}\n{}\n{}", "|a".repeat(1_000), "|-".repeat(1_000), "|x\n".repeat(100));
    assert_eq!(refusal(&pipes), told(pipes.len(), "|a|a|a|a|a|a"));
    let loose = format!("{}\n{}\n{}", "|a".repeat(1_000), "|-".repeat(999), "|x\n".repeat(100));
    assert_eq!(refusal(&loose), told(loose.len(), "|a|a|a|a|a|a"));
    let html = format!("<table><tr>{}{}</table>\n", "<th>".repeat(1_000), "<tr><td>x".repeat(100));
    assert_eq!(refusal(&html), told(html.len(), "<tr><th><th>"));
}

#[test]
fn what_definitions_bring_in_is_told_where_it_is_too_much() {
    let page = |uses: usize| format!("{}\n\n[a]: {}\n", "[a] ".repeat(uses), "u".repeat(1_000));
    assert!(parse(&page(1_050)).refusal().is_none());
    let text = page(1_100);
    let document = parse(&text);
    let refusal = document.refusal().expect("it is refused");
    let most = 4 * text.len() + 1_048_576;
    let expected = format!(
        "the definitions of this page bring in 1100000 bytes where they are used, and a page of this length may bring in {most}"
    );
    assert_eq!(refusal.message, expected);
    let first = (most / 1_000) * 4;
    assert_eq!(refusal.span.map(|span| span.range()), Some(first..first + 3), "the first use that is too much");
}
