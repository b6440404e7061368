//! What a page says that a mark beside a text means: `**+** denotes coming soon`, `<sup>1</sup> estimated`.
//!
//! It knows paragraphs and lists, and of a table no more than what is raised in its source. Another way to write a legend is one more function
//! beside [`in_paragraph`], which must read the same for whoever asks for tables alone.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Reader;
use super::block::{Block, BlockKind};
use super::inline::{RichText, SegmentKind};
use super::telling::Telling;
use crate::source::Span;

/// A line that explains a mark, such as `**+** denotes coming soon`, with those behind it that explain none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legend {
    /// The mark.
    pub mark: String,
    /// The text of the lines.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// The greatest length of a mark, in characters.
const LONGEST_MARK: usize = 3;

/// The greatest length of what explains one, in characters.
const LONGEST_TEXT: usize = 300;

/// Signs that explain nothing at the start of a sentence, but do at the start of a line behind another legend.
const SIGNS: &[char] = &['*', '+', '†', '‡', '§', '¶', '#', '^', '°', '~', '※'];

/// Whether a paragraph may explain a mark: something is raised in it, or no letter or digit comes first.
pub(super) fn may_explain(reader: &Reader<'_>, block: &Block) -> bool {
    let mut lines = block.lines.iter().map(|line| &reader.text[line.clone()]);
    let first = lines.clone().next().unwrap_or("");
    starts_with_sign(first) && may_start_with_mark(first)
        || has_superscript(&reader.text[block.range.clone()]) && lines.any(has_superscript)
}

fn starts_with_sign(first: &str) -> bool {
    // Whatever these signs are, they begin no word and part none from the letter behind them.
    let inside = first.trim_start_matches(['*', '_', '[', '(', '"', '\'', '`', '~', '!']);
    if inside.starts_with(|letter: char| letter.is_ascii_alphanumeric()) {
        return false;
    }
    let word = first.trim_start_matches(['*', '_', '\\', ' ']);
    first.trim_start().starts_with(['*', '\\'])
        || word.starts_with(|c: char| !c.is_alphanumeric() && !c.is_whitespace())
}

/// Whether the first word of a line may be a mark as a reader sees it: letters and digits are seen, but in a link, an image, a tag or an entity.
fn may_start_with_mark(line: &str) -> bool {
    let word = line.split_whitespace().next().unwrap_or("");
    word.contains(['[', '<', '&']) || !word.contains(|c: char| c.is_ascii_alphanumeric())
}

fn has_superscript(line: &str) -> bool {
    let bytes = line.as_bytes();
    let is_tag = |at: usize| bytes.get(at + 1..at + 4).is_some_and(|name| name.eq_ignore_ascii_case(b"sup"));
    memchr::memchr_iter(b'<', bytes).any(is_tag)
}

/// The legends of a paragraph whose text is read. The first one stands in its first line, or is raised; the others begin a line behind it.
pub(super) fn in_paragraph(reader: &Reader<'_>, block: &Block, content: &RichText) -> Vec<Legend> {
    let lines = lines(reader, content);
    let mut found: Vec<(String, usize)> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let sign =
            || sign_of(&content.text()[line.clone()]).filter(|sign| is_sign_here(sign, number, !found.is_empty()));
        let mark = raised_mark(content, line).or_else(sign);
        found.extend(mark.map(|mark| (mark, line.start)));
    }
    let ends = found.iter().skip(1).map(|(_, start)| *start).chain([content.text().len()]);
    let starts = found.iter().map(|(_, start)| *start);
    let ranges: Vec<Range<usize>> = starts.zip(ends).map(|(start, end)| start..end).collect();
    let is_alone = found.len() == 1 && ranges[0].start == 0;
    let legend = |((mark, _), range): ((String, usize), Range<usize>)| {
        let text = content.text()[range.clone()].trim();
        let span = match is_alone {
            true => block.range.clone(),
            false => content.source_range(range.start..range.start + text.len())?,
        };
        let is_short = text.chars().count() <= LONGEST_TEXT;
        is_short.then(|| Legend { mark, text: text.to_owned(), span: reader.span(span) })
    };
    found.into_iter().zip(ranges).filter_map(legend).collect()
}

/// The lines of a text, without the blanks around them, as they stand in the source or are broken.
fn lines(reader: &Reader<'_>, content: &RichText) -> Vec<Range<usize>> {
    let is_end = |kind: SegmentKind, source: &Range<usize>| {
        let written = reader.text.get(source.clone()).unwrap_or("");
        kind == SegmentKind::Break || kind == SegmentKind::Decoded && written.starts_with(['\n', '\r'])
    };
    let ends = content.segments().iter().filter(|segment| is_end(segment.kind, &segment.source));
    let mut start = 0;
    let mut lines = Vec::new();
    for (end, next) in
        ends.map(|segment| (segment.text.start, segment.text.end)).chain([(content.text().len(), content.text().len())])
    {
        let line = &content.text()[start..end];
        let first = end - line.trim_start().len();
        lines.push(first..first + line.trim().len());
        start = next;
    }
    lines
}

/// What is raised at the start of a line with an explanation behind it.
fn raised_mark(content: &RichText, line: &Range<usize>) -> Option<String> {
    let is_first = |text: &Range<usize>| text.start == line.start && text.end < line.end;
    let told = content.told().iter().find(|told| told.telling == Telling::Raised && is_first(&told.text))?;
    let mark = content.text()[told.text.clone()].trim();
    explains(mark, &content.text()[told.text.end..line.end])
}

/// The first word of a line, if that is one to three characters, none of them a letter or a digit.
fn sign_of(line: &str) -> Option<String> {
    let (mark, rest) = line.split_once(char::is_whitespace)?;
    explains(mark, rest).filter(|mark| !mark.chars().any(char::is_alphanumeric))
}

/// Whether a sign is one at the start of a line; behind the first line only where legends stand.
fn is_sign_here(sign: &str, line: usize, has_legends: bool) -> bool {
    line == 0 || has_legends && sign.chars().all(|character| SIGNS.contains(&character))
}

fn explains(mark: &str, rest: &str) -> Option<String> {
    let is_mark = !mark.is_empty() && mark.chars().count() <= LONGEST_MARK;
    let mark = mark.trim_end_matches([':', '=']);
    (is_mark && rest.chars().any(char::is_alphabetic)).then(|| mark.to_owned())
}

/// The legends right below a table that are no more than its notes, in order: `[1] estimated` line by line, or a list `1. estimated`.
///
/// By themselves such lines may be anything, and a raised number a power. So they count only where each explains something that is raised in
/// the table, and nothing that is raised there stays unexplained.
pub(super) fn below_table(reader: &Reader<'_>, table: usize) -> Vec<Legend> {
    let raised = raised_texts(reader, &reader.blocks.blocks[table]);
    let found = if raised.is_empty() { Vec::new() } else { numbered(reader, table) };
    let marks: BTreeSet<&str> = found.iter().map(|legend| legend.mark.as_str()).collect();
    let is_told = marks.len() == found.len() && raised.iter().map(String::as_str).eq(marks);
    if is_told { found } else { Vec::new() }
}

/// What is raised in the source of a block: the text of each `<sup>` that is no longer than a mark.
fn raised_texts(reader: &Reader<'_>, block: &Block) -> BTreeSet<String> {
    let mut texts = BTreeSet::new();
    if !has_superscript(&reader.text[block.range.clone()]) {
        return texts;
    }
    for line in block.lines.iter().map(|line| &reader.text[line.clone()]).filter(|line| has_superscript(line)) {
        let lower = line.to_ascii_lowercase();
        let marks = lower.split("<sup").skip(1).filter_map(|rest| rest.split_once('>')?.1.split_once("</sup>"));
        texts.extend(marks.map(|(mark, _)| mark.trim().to_owned()));
    }
    texts
}

/// The numbered lines or items of the block behind a table.
fn numbered(reader: &Reader<'_>, table: usize) -> Vec<Legend> {
    let blocks = &reader.blocks.blocks;
    let parent = blocks[table].parent;
    let Some(next) = (table + 1..blocks.len()).find(|&next| blocks[next].parent == parent) else { return Vec::new() };
    match blocks[next].kind {
        BlockKind::Paragraph => blocks[next].lines.iter().map_while(|line| bracketed(reader, line)).collect(),
        BlockKind::List(_) => {
            let items = blocks[next..].iter().enumerate().filter(|(_, block)| block.parent == Some(next));
            let paragraph = |(at, item): (usize, &Block)| {
                let text = blocks.get(next + at + 1).filter(|text| text.kind == BlockKind::Paragraph)?;
                let number = reader.text[item.range.clone()].split_once(['.', ')'])?.0.to_owned();
                let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
                is_number.then(|| noted(reader, &number, text.lines.first()?)).flatten()
            };
            items.map_while(paragraph).collect()
        }
        _ => Vec::new(),
    }
}

/// `[1] estimated`
fn bracketed(reader: &Reader<'_>, line: &Range<usize>) -> Option<Legend> {
    let (mark, rest) = reader.text[line.clone()].trim_start().strip_prefix('[')?.split_once(']')?;
    rest.starts_with([' ', ':']).then(|| noted(reader, mark, line)).flatten()
}

fn noted(reader: &Reader<'_>, mark: &str, line: &Range<usize>) -> Option<Legend> {
    let text = &reader.text[line.clone()];
    let mark = explains(mark, text)?;
    Some(Legend { mark, text: text.trim().to_owned(), span: reader.span(line.clone()) })
}

#[cfg(test)]
mod tests {
    use crate::document::laws::parse;

    /// The marks of a page, and the first cell of each row of its tables with the marks beside it.
    #[track_caller]
    fn check(page: &str, marks: &[&str], cells: &[&str]) {
        let document = parse(page);
        let found: Vec<&str> = document.legends.iter().map(|legend| legend.mark.as_str()).collect();
        assert_eq!(found, marks, "{page:?}");
        for legend in &document.legends {
            let last = legend.text.split_whitespace().next_back().unwrap_or("").trim_start_matches(char::is_numeric);
            assert!(page[legend.span.range()].contains(last), "{page:?} {legend:?}");
        }
        let first = |cell: &crate::document::RichText| {
            let notes = cell.notes().iter().map(|note| format!("[{}]", note.mark));
            format!("{}{}", cell.text(), notes.collect::<String>())
        };
        let rows = document.tables.iter().flat_map(|table| table.rows.iter());
        assert_eq!(rows.map(|row| first(&row.cells[0].content)).collect::<Vec<_>>(), cells, "{page:?}");
    }

    const TABLE: &str = "| Size |\n|---|\n| 3.7<sup>1</sup> |\n| 3.8<sup>2</sup> |\n| m<sup>4</sup> |\n\n";
    const READ: &[&str] = &["3.7[1]", "3.8[2]", "m⁴"];

    #[test]
    fn each_line_of_a_legend_explains_its_mark() {
        for legend in [
            "<sup>1</sup> old\n\n<sup>2</sup> new\n",
            "<sup>1</sup> old\n<sup>2</sup> new\n",
            "<sup>1</sup> old  \nand\n<sup>2</sup> new\n",
            "<sup>1</sup> old<br><sup>2</sup> new\n",
            "<small><sup>1</sup> old<br/> <SUP>2</SUP> new</small>\n",
            "_<sup>1</sup> old\n<sup>2</sup>new_\n",
            "Notes:\n<sup>1</sup> old\n<sup>2</sup> new\n",
            "> Notes\n>\n> <sup>1</sup> old\n> <sup>2</sup> new\n",
            "* <sup>1</sup> old\n* <sup>2</sup> new\n",
        ] {
            check(&format!("{TABLE}{legend}"), &["1", "2"], READ);
        }
        check(&format!("{TABLE}\\* old\n\\*\\* new\n"), &["*", "**"], &["3.7¹", "3.8²", "m⁴"]);
        let document = parse("<sup>1</sup> old,\nas *was*<br>\n<sup>2</sup> new\n");
        let texts: Vec<&str> = document.legends.iter().map(|legend| legend.text.as_str()).collect();
        assert_eq!(texts, ["1 old, as was", "2 new"]);
    }

    #[test]
    fn numbers_below_a_table_explain_what_is_raised_in_it() {
        let table = "| Size |\n|---|\n| 3.7<sup>1</sup> |\n| 3.8<sup>2</sup> |\n| 4<sup>1</sup> |\n\n";
        let read = &["3.7[1]", "3.8[2]", "4[1]"];
        check(&format!("{table}[1] old\n[2]: new\n"), &["1", "2"], read);
        check(&format!("{table}1. old\n2. new\n"), &["1", "2"], read);
        check(&format!("> {}1) old\n> 2) new\n", table.replace('\n', "\n> ")), &["1", "2"], read);
        let as_text = &["3.7¹", "3.8²", "4¹"];
        for other in
            ["[1] old\n", "1. old\n2. new\n3. more\n", "Notes\n\n1. old\n2. new\n", "1. old\n1. new\n", "- 1\n- 2\n"]
        {
            check(&format!("{table}{other}"), &[], as_text);
        }
    }

    #[test]
    fn other_lines_explain_nothing() {
        for text in [
            "An area of 5\nm<sup>2</sup> is small\n",
            "<sup>1</sup>\n",
            "a\n\\* b\n",
            "10<sup>1</sup> old\n",
            "<sup>1234</sup> a\n",
        ] {
            check(&format!("{TABLE}{text}"), &[], &["3.7¹", "3.8²", "m⁴"]);
        }
    }
}
