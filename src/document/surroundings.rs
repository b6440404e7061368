//! What stands around a table or a list on the page: the caption above it, and the kind of the block quote that it is in.
//!
//! It knows blocks and their text, not what is in the table. Another form of a caption is one more function called by
//! [`is_caption`]; another language's word for a table is one word in [`TABLE_WORDS`].

use std::ops::Range;

use super::Reader;
use super::block::{Block, BlockKind, HtmlKind};
use super::inline::{Pipes, RichText};
use super::loose;
use crate::source::Span;

/// The kind of a block quote whose first line is `[!KIND]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The word in lower case, such as `note`; of `[!div class="…"]` (DocFX) the class as it is written.
    pub kind: String,
    /// Where it stands.
    pub span: Span,
}

/// The greatest length of a caption, in characters.
const LONGEST_CAPTION: usize = 160;

/// The caption above a block: the paragraph right before it in the same container, HTML comments between them left out, if it is
/// short, in one line as a reader sees it, and one of
///
/// * a numbered title: the word for a table and a number, with a colon, a period or a dash behind, or nothing more (`Table 3.
///   Regions`); a colon in the place of the number will do (`Table: Regions`);
/// * a sentence that ends with a colon, and no other before it (`These regions have zones:`);
/// * a title that is set in bold or italics as a whole, and is no sentence (`**Regions**`).
///
/// Any other paragraph is text.
pub(super) fn caption_above(reader: &Reader<'_>, index: usize) -> Option<RichText> {
    let above = paragraph_above(reader, index)?;
    let lines = reader.blocks.blocks[above].lines.as_slice();
    let is_quote_head = lines.first().is_some_and(|line| quote_head(&reader.text[line.clone()]).is_some());
    let lines = &lines[usize::from(is_quote_head)..];
    let written: usize = lines.iter().map(Range::len).sum();
    // Markup, and what a character takes in bytes, make the source longer than the text.
    if lines.is_empty() || written > 8 * LONGEST_CAPTION || loose::is_table(reader, above) {
        return None;
    }
    Some(reader.inline(lines, Pipes::Plain)).filter(is_caption)
}

fn paragraph_above(reader: &Reader<'_>, index: usize) -> Option<usize> {
    let blocks = &reader.blocks.blocks;
    let is_sibling = |block: &&Block| block.parent == blocks[index].parent;
    let above = blocks[..index].iter().rposition(|block| block.kind != BlockKind::Html(HtmlKind::Comment))?;
    Some(above).filter(|&above| is_sibling(&&blocks[above]) && blocks[above].kind == BlockKind::Paragraph)
}

fn is_caption(content: &RichText) -> bool {
    let text = content.text();
    let is_short = text.chars().count() <= LONGEST_CAPTION && !text.contains('\n');
    is_short && (is_numbered(text) || introduces(text) || is_title(content))
}

/// Words for a table, in lower case.
const TABLE_WORDS: &[&str] =
    &["table", "tab.", "tabelle", "tableau", "tabla", "tabela", "tabella", "tabel", "tabell", "таблица", "表"];

fn is_numbered(text: &str) -> bool {
    let lower = text.to_lowercase();
    TABLE_WORDS.iter().filter_map(|word| lower.strip_prefix(word)).any(is_number_and_end)
}

/// Whether a text starts with a colon, or is a number and the end of a title's first part.
fn is_number_and_end(text: &str) -> bool {
    const ENDS: [char; 7] = [':', '：', '.', '-', '–', '—', ')'];
    let bare = text.trim_start();
    let end = bare.find(|character: char| !character.is_alphanumeric() && !".-".contains(character));
    let (written, rest) = bare.split_at(end.unwrap_or(bare.len()));
    let number = written.trim_end_matches(['.', '-']);
    let is_roman = !number.is_empty() && number.chars().all(|letter| "ivxlc".contains(letter));
    let is_number = is_roman || number.contains(|digit: char| digit.is_ascii_digit());
    let rest = rest.trim_start();
    let is_ended = number.len() < written.len() || rest.is_empty() || rest.starts_with(ENDS);
    text.starts_with([':', '：']) || is_number && is_ended
}

/// Whether a text is one sentence that ends with a colon.
fn introduces(text: &str) -> bool {
    let mut starts = text.split(['.', '!', '?']).skip(1);
    let begins_sentence = |rest: &str| {
        let word = rest.trim_start();
        word.len() < rest.len() && word.starts_with(char::is_uppercase)
    };
    text.ends_with([':', '：']) && !starts.any(begins_sentence)
}

fn is_title(content: &RichText) -> bool {
    let text = content.text();
    !text.ends_with(['.', '!', '?']) && content.emphases().contains(&(0..text.len()))
}

/// The kind of the innermost block quote around a block that has one.
pub(super) fn quote_around(reader: &Reader<'_>, index: usize) -> Option<Quote> {
    let blocks = &reader.blocks.blocks;
    let parent = |index: &usize| blocks[*index].parent;
    std::iter::successors(parent(&index), parent).find_map(|container| quote_of(reader, container))
}

/// The kind of a block, if it is a quote and has one.
fn quote_of(reader: &Reader<'_>, index: usize) -> Option<Quote> {
    let blocks = &reader.blocks.blocks;
    let first = blocks.get(index + 1).filter(|first| first.parent == Some(index))?;
    let line = first.lines.first().filter(|_| blocks[index].kind == BlockKind::BlockQuote)?;
    let (kind, place) = quote_head(&reader.text[line.clone()])?;
    Some(Quote { kind, span: reader.span(line.start + place.start..line.start + place.end) })
}

/// The kind that the first line of a quote names, and the bytes of the line where it does.
fn quote_head(line: &str) -> Option<(String, Range<usize>)> {
    let start = line.find("[!").filter(|&start| line[..start].trim().is_empty())? + "[!".len();
    let head = &line[start..start + line[start..].find(']')?];
    let is_word = |character: char| character.is_alphanumeric() || "-_".contains(character);
    let length = head.find(|character| !is_word(character)).unwrap_or(head.len());
    let (word, rest) = head.split_at(length);
    if let Some(class) = class_of(rest).filter(|_| word.eq_ignore_ascii_case("div")) {
        let class = start + length + class.start..start + length + class.end;
        return Some((line[class.clone()].to_owned(), class));
    }
    (!word.is_empty() && rest.trim().is_empty()).then(|| (word.to_lowercase(), start..start + length))
}

/// Where the value of `class="…"` stands.
fn class_of(attributes: &str) -> Option<Range<usize>> {
    let start = attributes.find("class=")? + "class=".len();
    let quote = attributes[start..].chars().next().filter(|first| "\"'".contains(*first))?;
    let length = attributes[start + 1..].find(quote)?;
    (length > 0).then(|| start + 1..start + 1 + length)
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Table};
    use crate::source::SourceMap;

    const TABLE: &str = "| a | b |\n|---|---|\n| 1 | 2 |\n";

    fn first_table(page: &str) -> Table {
        let mut sources = SourceMap::new();
        let source = sources.add("page.md", page);
        Document::parse(&sources, source).tables.remove(0)
    }

    #[track_caller]
    fn check(above: &str, expected: Option<&str>) {
        let page = format!("{above}{TABLE}");
        let caption = first_table(&page).caption;
        assert_eq!(caption.as_ref().map(|caption| caption.text()), expected, "{above:?}");
        if let Some(caption) = caption {
            let place = caption.source_range(0..caption.text().len()).expect("it is written");
            assert!(above[place].contains(caption.text().split(' ').next().expect("a word")));
        }
    }

    #[test]
    fn numbered_titles_are_captions() {
        check("Table 1: Regions\n\n", Some("Table 1: Regions"));
        check("**Table 3.** Regions and *zones*. And more.\n\n", Some("Table 3. Regions and zones. And more."));
        check("*Table A-2*\n\n", Some("Table A-2"));
        check("Tabelle 4 – Städte\n\n", Some("Tabelle 4 – Städte"));
        check("TABLE IV. Regions\n\n", Some("TABLE IV. Regions"));
        check("表1：地区\n\n", Some("表1：地区"));
        check("Table: Regions\n\n", Some("Table: Regions"));
        check("Table 3 shows regions\n\n", None);
        check("Tables 1 and 2\n\n", None);
        check("Tablets: a list\n\n", None);
        check("See Table 3.\n\n", None);
    }

    #[test]
    fn a_sentence_with_a_colon_and_a_title_are_captions() {
        check("These regions have zones:\n\n", Some("These regions have zones:"));
        check("These regions, e.g. one,\nhave zones:\n", Some("These regions, e.g. one, have zones:"));
        check("Some text. These regions have zones:\n\n", None);
        check("Line  \nof another:\n\n", None);
        check(&format!("{}:\n\n", "long ".repeat(40).trim()), None);
        check("**Regions**\n\n", Some("Regions"));
        check("_Regions_\n<!-- comment -->\n", Some("Regions"));
        check("**Do not touch.**\n\n", None);
        check("**Regions** of old\n\n", None);
        check("Some text.\n\n", None);
    }

    #[test]
    fn a_caption_stands_right_above_in_the_same_container() {
        check("Regions:\n\n***\n\n", None);
        check("Regions:\n\n## Heading\n\n", None);
        check("> Regions:\n\n", None);
        check("- Regions:\n\n\n", None);
        check("", None);
        check("```\nRegions:\n```\n", None);
        let captions = |page: &str| first_table(page).caption.map(|caption| caption.text().to_owned());
        let cells = "<tr><th>a</th></tr><tr><td>1</td></tr></table>\n";
        assert_eq!(captions(&format!("Regions:\n\n<table>{cells}")), Some("Regions:".to_owned()));
        assert_eq!(captions(&format!("Above:\n\n<table><caption>Own</caption>{cells}")), Some("Own".to_owned()));
        assert_eq!(captions(&format!("Regions:\n\n<div>text</div><table>{cells}")), None);
        assert_eq!(captions("- Regions:\n\n  | a |\n  |---|\n  | 1 |\n"), Some("Regions:".to_owned()));
    }

    #[track_caller]
    fn check_quote(page: &str, expected: Option<(&str, &str)>) {
        let quote = first_table(page).quote;
        let found = quote.as_ref().map(|quote| (quote.kind.as_str(), &page[quote.span.start()..quote.span.end()]));
        assert_eq!(found, expected, "{page:?}");
    }

    #[test]
    fn a_quote_has_the_kind_that_its_first_line_names() {
        let quoted = |head: &str| format!("> {head}\n>\n> | a | b |\n> |---|---|\n> | 1 | 2 |\n");
        check_quote(&quoted("[!NOTE]"), Some(("note", "NOTE")));
        check_quote(&quoted("[!Important] Read this."), Some(("important", "Important")));
        check_quote(&quoted("[!div class=\"mx-tdBreakAll\"]"), Some(("mx-tdBreakAll", "mx-tdBreakAll")));
        check_quote(&quoted("[!div]"), Some(("div", "div")));
        check_quote(&quoted("[!INCLUDE [x](y.md)]"), None);
        check_quote(&quoted("text [!NOTE]"), None);
        check_quote(&quoted("[!]"), None);
        check_quote("> [!TIP]\n> - > text\n>   >\n>   > | a |\n>   > |---|\n>   > | 1 |\n", Some(("tip", "TIP")));
        check_quote("> [!TIP]\n> text\n\n| a |\n|---|\n| 1 |\n", None);
        check_quote("> [!NOTE]\n> | a | b |\n> |---|---|\n> | 1 | 2 |\n", Some(("note", "NOTE")));
        let caption = first_table("> [!NOTE]\n> Regions:\n>\n> | a |\n> |---|\n> | 1 |\n").caption;
        assert_eq!(caption.expect("it has one").text(), "Regions:");
    }
}
