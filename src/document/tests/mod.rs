//! What a page is read as at either side of each number and condition, one file for each module that decides.
//!
//! What one function makes of its arguments alone is tested beside it. It must not know how a module works, only what its documentation says.
//! Another case is one more line of a table here; another module is one more file.

#[cfg(test)]
mod html;
#[cfg(test)]
mod html_table;
#[cfg(test)]
mod inline;
#[cfg(test)]
mod loose;
#[cfg(test)]
mod page;
#[cfg(test)]
mod ragged;
#[cfg(test)]
mod realign;
#[cfg(test)]
mod refit;
#[cfg(test)]
mod rows;
#[cfg(test)]
mod table;

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::document::laws::parse;
use crate::document::{Cell, Reading, RichText, Row, RowKind, SegmentKind, Table};
use crate::source::Span;

/// Each case with what it is shown as.
#[track_caller]
fn compare(cases: &[(&str, &[&str])], shown: impl Fn(&str) -> Vec<String>) {
    let found = cases.iter().map(|(case, expected)| (case, shown(case), expected));
    let differ: Vec<String> = found
        .filter(|(_, found, expected)| found != *expected)
        .map(|(case, found, expected)| format!("{case:?}\n   is {found:?}\n  not {expected:?}"))
        .collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// The first table of a page.
fn first_table(page: &str) -> Table {
    parse(page).tables.swap_remove(0)
}

fn cells(cells: &[Cell]) -> String {
    cells.iter().map(|cell| format!("[{}]", cell.content.text())).collect()
}

fn row(row: &Row) -> String {
    let kind = match row.kind {
        RowKind::Data => "",
        RowKind::Section => "section ",
        RowKind::Prose => "prose ",
    };
    let reading = match row.reading {
        Reading::AsWritten => "",
        Reading::Mended(_) => "mended ",
        Reading::PipesInCode(_) => "broken ",
        Reading::Joined => "joined ",
        Reading::Rest => "rest ",
    };
    format!("{kind}{reading}{}", cells(&row.cells))
}

/// What a finding says of a page: how much it matters, its code, its place, its words, the other places, and how to go on.
fn finding(page: &str, finding: &Diagnostic) -> String {
    let place = |span: &Option<Span>| {
        span.map_or_else(String::new, |span| format!(" at {} {}", span.start(), quoted(&page[span.range()])))
    };
    let severity = format!("{:?}", finding.severity).to_lowercase();
    let notes: String = finding.notes.iter().map(|(text, span)| format!("; {text}{}", place(span))).collect();
    let help = finding.help.as_deref().unwrap_or("");
    format!("{severity} {}{}: {}{notes}; {help}", finding.code, place(&finding.span), finding.message)
}

/// A text between signs that stand nowhere else.
fn quoted(text: &str) -> String {
    format!("‹{}›", text.replace('\n', "⏎"))
}

/// A content piece by piece: text as it stands in the source, `code` of a code span, and what is written in another way behind a `=`. Then
/// all that it holds, with the byte of the text at which each begins.
fn rich(page: &str, rich: &RichText) -> String {
    let at = |text: &Range<usize>| format!("{}@{}", quoted(&rich.text()[text.clone()]), text.start);
    let of = |source: &Range<usize>| quoted(&page[source.clone()]);
    let mut shown = String::new();
    for piece in rich.segments() {
        let (text, source) = (quoted(&rich.text()[piece.text.clone()]), of(&piece.source));
        shown += &match piece.kind {
            SegmentKind::Verbatim | SegmentKind::Code => {
                assert_eq!(text, source);
                if piece.kind == SegmentKind::Code { format!("code{text}") } else { text }
            }
            SegmentKind::Decoded => format!("{text}={source}"),
            SegmentKind::Break => {
                assert_eq!(text, "‹⏎›");
                format!("break={source}")
            }
        };
    }
    let links = rich.links().iter();
    let links = links
        .map(|one| format!(" link {} to {} {} of {}", at(&one.text), one.url, of(&one.url_source), of(&one.source)));
    let images = rich.images().iter().map(|one| format!(" image {} {} of {}", at(&one.text), one.url, of(&one.source)));
    let notes = rich.notes().iter().map(|one| format!(" note {}@{} of {}", one.mark, one.at, of(&one.source)));
    let anchors = rich.anchors().iter().map(|one| format!(" anchor {} of {}", one.name, of(&one.source)));
    let emphases = rich.emphases().iter().map(|one| format!(" strong {}", at(one)));
    let told =
        rich.told().iter().map(|one| format!(" {} {}", format!("{:?}", one.telling).to_lowercase(), at(&one.text)));
    shown.extend(links.chain(images).chain(notes).chain(anchors).chain(emphases).chain(told));
    shown
}
