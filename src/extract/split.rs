//! A list cell to its items.

use std::ops::Range;

use crate::document::{RichText, Segment, SegmentKind};
use crate::recipe::Separators;

/// The byte ranges of the text that are the items: between separators, without blanks around them, none empty.
///
/// A separator inside brackets of one kind (`()`, `[]`, `{}`) belongs to the item, unless those of the cell do not pair up. In a run of code
/// spans each span is an item, and a separator inside one belongs to it. A bullet at the start of a line belongs to the line break.
pub fn split_items(content: &RichText, separators: &Separators) -> Vec<Range<usize>> {
    let codes = if separators.code_spans { code_spans(content) } else { Vec::new() };
    split(content.text(), &codes, separators)
}

/// As [`split_items`], of a text without code spans.
pub(crate) fn split_text(text: &str, separators: &Separators) -> Vec<Range<usize>> {
    split(text, &[], separators)
}

fn split(text: &str, codes: &[Range<usize>], separators: &Separators) -> Vec<Range<usize>> {
    if codes.len() < 2 && !has_separator(text, separators) {
        return one_item(text);
    }
    let pairs = PAIRS.map(|pair| pairs_up(text, pair));
    let opens =
        |character: char| PAIRS.iter().zip(pairs).any(|(pair, counts)| counts && char::from(pair[0]) == character);
    let closes =
        |character: char| PAIRS.iter().zip(pairs).any(|(pair, counts)| counts && char::from(pair[1]) == character);
    let mut ahead = codes;
    let mut depth = 0_usize;
    let mut items = Vec::new();
    let mut start = 0;
    // Without code spans a letter or a blank decides nothing, unless it separates.
    let is_wordy = |sign: &char| sign.is_ascii_alphanumeric() || *sign == ' ';
    let is_simple = codes.len() < 2 && !separators.characters.iter().any(is_wordy);
    let decides = |at: usize| !is_simple || !is_wordy(&char::from(text.as_bytes()[at]));
    for (at, character) in text.char_indices().filter(|(at, _)| decides(*at)) {
        match character {
            '(' | '[' | '{' => depth += usize::from(opens(character)),
            ')' | ']' | '}' => depth = depth.saturating_sub(usize::from(closes(character))),
            _ => {}
        }
        ahead = without_ended(ahead, at);
        let in_code = codes.len() > 1 && ahead.first().is_some_and(|code| code.contains(&at));
        let is_break = character == '\n' && separators.line_breaks;
        let is_separator = separators.characters.contains(&character) && depth == 0 && !in_code;
        if is_break || is_separator {
            items.push(start..at);
            start = at + character.len_utf8();
        } else if in_code && ahead[0].start == at && follows_code(text, &codes[..codes.len() - ahead.len()], at) {
            items.push(start..at);
            start = at;
        }
    }
    items.push(start..text.len());
    let items = items.into_iter().map(|range| trimmed(text, range)).filter(|range| !range.is_empty());
    match separators.line_breaks {
        true => items.map(|range| without_bullet(text, range)).collect(),
        false => items.collect(),
    }
}

/// Whether anything in a text may separate items.
fn has_separator(text: &str, separators: &Separators) -> bool {
    separators.line_breaks && text.contains('\n') || separators.characters.iter().any(|&sign| text.contains(sign))
}

/// The items of a text without a separator.
fn one_item(text: &str) -> Vec<Range<usize>> {
    let range = trimmed(text, 0..text.len());
    if range.is_empty() { Vec::new() } else { vec![range] }
}

/// Signs that begin the items of a list that is written with line breaks.
const BULLETS: &[char] = &['*', '-', '–', '•', '·', '▪', '‣'];

/// `* Lyon` → `Lyon`, at the start of a line that is not the only one. A sign without a blank behind it belongs to the item, and so does
/// one before a number.
fn without_bullet(text: &str, range: Range<usize>) -> Range<usize> {
    let starts_line = text[..range.start].trim_end_matches(' ');
    let is_line = (starts_line.is_empty() || starts_line.ends_with('\n')) && text.contains('\n');
    match text[range.clone()].strip_prefix(BULLETS).filter(|rest| is_line && rest.starts_with(char::is_whitespace)) {
        Some(rest) if rest.trim_start().starts_with(|first: char| !first.is_ascii_digit()) => {
            range.end - rest.trim_start().len()..range.end
        }
        _ => range,
    }
}

/// The number of code spans in a text.
pub(crate) fn count_code_spans(content: &RichText) -> usize {
    code_spans(content).len()
}

/// The code spans of a text in order. One with an escaped pipe has several pieces, apart by the backslash alone.
fn code_spans(content: &RichText) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut source_end = 0;
    for Segment { text, source, .. } in content.segments().iter().filter(|segment| segment.kind == SegmentKind::Code) {
        match spans.last_mut() {
            Some(last) if last.end == text.start && source.start <= source_end + 1 => last.end = text.end,
            _ => spans.push(text.clone()),
        }
        source_end = source.end;
    }
    spans
}

/// The code spans that do not end before a place or there.
fn without_ended(mut codes: &[Range<usize>], at: usize) -> &[Range<usize>] {
    while codes.first().is_some_and(|code| code.end <= at) {
        codes = &codes[1..];
    }
    codes
}

/// Whether nothing but blanks stands between the last of the code spans before a place and the place.
fn follows_code(text: &str, before: &[Range<usize>], at: usize) -> bool {
    before.last().is_some_and(|code| text[code.end..at].trim().is_empty())
}

/// The brackets between which nothing separates.
const PAIRS: [[u8; 2]; 3] = [*b"()", *b"[]", *b"{}"];

fn pairs_up(text: &str, [open, close]: [u8; 2]) -> bool {
    let mut depth = 0_i32;
    for byte in text.bytes() {
        depth += i32::from(byte == open) - i32::from(byte == close);
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
        check("{ a: 1, b: 2 }, [c, d], e", &["{ a: 1, b: 2 }", "[c, d]", "e"]);
        check("f(a, [b, c), d", &["f(a, [b, c)", "d"]);
        check("a], b, [c", &["a]", "b", "[c"]);
        check("`A` `B, C`<br>`D`, `E`", &["A", "B, C", "D", "E"]);
        check("`A, B`", &["A", "B"]);
        check(r"`a \| b, c` `d`", &["a | b, c", "d"]);
        check(r"`a \| b`", &["a | b"]);
        check("`a``b` `c``d`", &["a``b", "c``d"]);
        check("`é, ü`, x (`f`, g) `h`", &["é, ü", "x (f, g) h"]);
        check(r"\* A<br>\* B", &["A", "B"]);
        check("- A, - B<br>• C", &["A", "- B", "C"]);
        check("-A<br>- 5<br>-<br>- -", &["-A", "- 5", "-", "-"]);
        check(r"\* A", &["* A"]);
        check("、, ,", &["、"]);
        check("", &[]);
        check("one", &["one"]);
    }

    #[test]
    fn a_text_is_parted_by_what_the_recipe_says() {
        let check = |text: &str, characters: &[char], line_breaks: bool, expected: &[&str]| {
            let separators = Separators { characters: characters.to_vec(), line_breaks, code_spans: false };
            let items: Vec<&str> = split_text(text, &separators).into_iter().map(|range| &text[range]).collect();
            assert_eq!(items, expected, "{text:?} {characters:?} {line_breaks}");
        };
        check("a b/c", &['/'], false, &["a b", "c"]);
        check("a b, c", &[' '], false, &["a", "b,", "c"]);
        check("axbxx c", &['x'], false, &["a", "b", "c"]);
        check("a1b (c1d)1e", &['1'], false, &["a", "b (c1d)", "e"]);
        check("a→b→→c", &['→'], false, &["a", "b", "c"]);
        check("a, b\nc", &[','], false, &["a", "b\nc"]);
        check("a, b\nc", &[','], true, &["a", "b", "c"]);
        check("a, b\nc", &[], true, &["a, b", "c"]);
        check("(a\nb), c", &[','], true, &["(a", "b)", "c"]);
        check("- a\n- b", &[','], true, &["a", "b"]);
        check("- a\n- b", &[','], false, &["- a\n- b"]);
        check(" a b ", &[], false, &["a b"]);
        check("  ", &[], false, &[]);
        check("", &[','], true, &[]);
        // Of brackets that do not pair up none is one.
        check("(a, b)), c", &[','], false, &["(a", "b))", "c"]);
        check(")a, b(, c", &[','], false, &[")a", "b(", "c"]);
        check("((a, b), c), d", &[','], false, &["((a, b), c)", "d"]);
        check("[a, (b], c), d", &[','], false, &["[a, (b], c)", "d"]);
        check("{a, b} [c, d", &[','], false, &["{a, b} [c", "d"]);
    }

    #[test]
    fn a_run_of_code_spans_is_its_spans() {
        check("`a` `b`", &["a", "b"]);
        check("`a`", &["a"]);
        check("`a, b` c, d", &["a", "b c", "d"]);
        check("`a, b`, `c, d` `e`", &["a, b", "c, d", "e"]);
        check("x `a` `b` y", &["x a", "b y"]);
        check("`a` - `b`", &["a - b"]);
        check("(`a` `b`)", &["(a", "b)"]);
        check(r"`a \| b \| c` `d \| e`", &["a | b | c", "d | e"]);
        let codes = [0..2, 2..5, 6..7];
        assert_eq!(without_ended(&codes, 1), codes);
        assert_eq!(without_ended(&codes, 2), &codes[1..]);
        assert_eq!(without_ended(&codes, 5), &codes[2..]);
        assert!(without_ended(&codes, 7).is_empty());
        assert!(follows_code("ab  cd", &[0..1, 1..2], 4));
        assert!(!follows_code("ab -cd", &[0..1, 1..2], 4));
        assert!(!follows_code("ab", &[], 0));
    }

    #[test]
    fn code_in_other_markup_is_an_item_of_its_own() {
        check("`a`<b>`b`</b>", &["a", "b"]);
        check("`a`**`b`**, c", &["a", "b", "c"]);
        check("`a` x `b`", &["a x b"]);
    }
}
