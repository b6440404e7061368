//! A list cell to its items.

use std::ops::Range;

use crate::document::{RichText, Segment, SegmentKind};
use crate::recipe::Separators;

/// The byte ranges of the text that are the items: between separators, without blanks around them, none empty.
///
/// A separator inside parentheses belongs to the item, unless the parentheses of the cell do not pair up. In a run of code
/// spans each span is an item, and a separator inside one belongs to it.
pub fn split_items(content: &RichText, separators: &Separators) -> Vec<Range<usize>> {
    let text = content.text();
    let codes = code_spans(content, separators);
    let pairs_up = parentheses_pair_up(text);
    let mut depth = 0_usize;
    let mut items = Vec::new();
    let mut start = 0;
    // The code spans that begin at or before the character.
    let mut begun = 0;
    for (at, character) in text.char_indices() {
        match character {
            '(' if pairs_up => depth += 1,
            ')' if pairs_up => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_start_of_code = codes.get(begun).is_some_and(|code| code.start == at);
        begun += usize::from(is_start_of_code);
        let in_code = begun > 0 && codes[begun - 1].contains(&at);
        let is_break = character == '\n' && separators.line_breaks;
        let is_separator = separators.characters.contains(&character) && depth == 0 && !in_code;
        if is_break || is_separator {
            items.push(start..at);
            start = at + character.len_utf8();
        } else if is_start_of_code && begun > 1 && text[codes[begun - 2].end..at].trim().is_empty() {
            items.push(start..at);
            start = at;
        }
    }
    items.push(start..text.len());
    items.into_iter().map(|range| trimmed(text, range)).filter(|range| !range.is_empty()).collect()
}

/// The code spans of a run, in order; a single one is no run.
fn code_spans(content: &RichText, separators: &Separators) -> Vec<Range<usize>> {
    let is_code = |segment: &&Segment| separators.code_spans && segment.kind == SegmentKind::Code;
    let mut codes: Vec<Range<usize>> = Vec::new();
    for piece in content.segments().iter().filter(is_code).map(|segment| &segment.text) {
        match codes.last_mut() {
            // An escaped pipe cuts a span into pieces; two spans never touch.
            Some(last) if last.end == piece.start => last.end = piece.end,
            _ => codes.push(piece.clone()),
        }
    }
    if codes.len() > 1 { codes } else { Vec::new() }
}

fn parentheses_pair_up(text: &str) -> bool {
    let mut depth = 0_i32;
    for character in text.chars() {
        depth += match character {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = &text[range.clone()];
    let start = range.start + (part.len() - part.trim_start().len());
    start..start + part.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::source::SourceMap;

    fn check(cell: &str, expected: &[&str]) {
        let mut sources = SourceMap::new();
        let source = sources.add("page.md", format!("| a |\n|---|\n| {cell} |\n"));
        let document = Document::parse(&sources, source);
        let content = &document.tables[0].rows[0].cells[0].content;
        let items: Vec<_> =
            split_items(content, &Separators::default()).into_iter().map(|range| &content.text()[range]).collect();
        assert_eq!(items, expected, "{cell:?}");
    }

    #[test]
    fn items_stand_between_separators() {
        check("A, B,C ; D", &["A", "B", "C", "D"]);
        check("A<br/>B</br> C", &["A", "B", "C"]);
        check(",A,, B,", &["A", "B"]);
        check("Global (G, H), I", &["Global (G, H)", "I"]);
        check("Broken (G, H, I", &["Broken (G", "H", "I"]);
        check("`A` `B, C`<br>`D`, `E`", &["A", "B, C", "D", "E"]);
        check("`A, B`", &["A", "B"]);
        check(r"`A \| B` `C`", &["A | B", "C"]);
        check("", &[]);
        check("one", &["one"]);
    }

    #[test]
    fn a_cell_of_many_items_takes_no_long_time() {
        // Each took minutes when every item looked at every piece of the cell.
        for item in ["`c` ", "`c`<br>", "A&amp;B, ", r"*x*\|y, ", "[x](u), "] {
            let mut sources = SourceMap::new();
            let source = sources.add("page.md", format!("| a |\n|---|\n| {} |\n", item.repeat(50_000)));
            let document = Document::parse(&sources, source);
            let content = &document.tables[0].rows[0].cells[0].content;
            let items = split_items(content, &Separators::default());
            let placed = items.iter().filter(|range| content.source_range((*range).clone()).is_some()).count();
            assert_eq!(placed, 50_000, "{item}");
        }
    }
}
