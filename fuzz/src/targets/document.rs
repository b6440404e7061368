//! Pages: short ways lead where long ones do, every piece stands where it says, and nothing is lost.

use rowmill::Document;
use rowmill::document::{Table, inspect_table, laws};

use super::Target;
use crate::text::{page, text};

pub(super) const TARGET: Target = Target {
    name: "document",
    summary: "a page reads the same in the short and in the long way, with sound places, and no cell is lost",
    run,
};

fn run(input: &[u8]) {
    let text = text(input);
    laws::glance_sees_what_the_rules_make(&text);
    laws::no_candidate_is_no_table(&text);
    laws::plain_rows_are_what_they_seem(&text);
    laws::blocks_have_sound_places(&text);
    let (sources, page) = page(&text);
    let document = Document::parse(&sources, page);
    laws::has_sound_places(&text, &document);
    laws::rows_lose_no_character(&text, &document);
    let short = Document::parse_tables(&sources, page);
    assert_eq!(seen(&short), seen(&document), "{text:?}");
    let findings = document.tables.iter().flat_map(inspect_table).chain(document.inspect());
    for span in findings
        .flat_map(|finding| finding.span.into_iter().chain(finding.notes.into_iter().filter_map(|(_, span)| span)))
    {
        assert!(text.get(span.range()).is_some(), "{text:?}: {span:?}");
    }
}

/// The places and texts of a document's tables.
fn seen(document: &Document) -> Vec<(std::ops::Range<usize>, Vec<String>)> {
    let texts = |table: &Table| table.cells().map(|cell| cell.content.text().to_owned()).collect();
    document.tables.iter().map(|table| (table.span.range(), texts(table))).collect()
}
