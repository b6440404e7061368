//! Items of a list that name a term and say something of it: `**Term**: text`.
//!
//! It knows the text of one item, not the list around it. Another sign between a term and its text is one more arm of
//! [`after_separator`].

use super::inline::{RichText, SegmentKind};

/// A term and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefinedTerm {
    /// The term, without the sign behind it.
    pub term: RichText,
    /// What follows the sign; empty where nothing does.
    pub definition: RichText,
}

/// The greatest length of a term, in characters. What is longer is a sentence that is set in bold.
const LONGEST_TERM: usize = 80;

/// Reads a text that starts with a term: bold, in italics, code or a link as a whole, with a colon or a dash behind it, or with a
/// colon as its own last character.
///
/// A dash needs blanks around it unless it is a long one, a colon needs one behind it. Anything else between the two, such
/// as a remark in parentheses, leaves in doubt where the term ends, so that there is none.
pub(super) fn defined_term(content: &RichText) -> Option<DefinedTerm> {
    let text = content.text();
    let lead = lead(content)?;
    let own_colon = text[..lead].strip_suffix([':', '：']).filter(|_| !ends_in_code(content, lead));
    let (term, definition) = match own_colon {
        Some(term) => (term.trim_end(), &text[lead..]),
        None => (&text[..lead], after_separator(&text[lead..])?),
    };
    let is_term = !term.trim().is_empty() && !term.contains('\n') && term.chars().count() <= LONGEST_TERM;
    let start = text.len() - definition.trim_start().len();
    is_term.then(|| DefinedTerm { term: content.part(0..term.len()), definition: content.part(start..text.len()) })
}

/// Where the longest piece ends that starts a text and is set apart from what follows.
fn lead(content: &RichText) -> Option<usize> {
    let set_apart = content.emphases().iter().chain(content.links().iter().map(|link| &link.text));
    let ends = set_apart.filter(|range| range.start == 0).map(|range| range.end);
    ends.chain([code_at_start(content)]).max().filter(|&end| end > 0)
}

fn code_at_start(content: &RichText) -> usize {
    let codes = content.segments().iter().take_while(|segment| segment.kind == SegmentKind::Code);
    codes.last().map_or(0, |segment| segment.text.end)
}

/// A colon at the end of code belongs to the code.
fn ends_in_code(content: &RichText, end: usize) -> bool {
    content.segments().iter().any(|segment| segment.kind == SegmentKind::Code && segment.text.end == end)
}

/// What follows the sign that stands between a term and its definition.
fn after_separator(text: &str) -> Option<&str> {
    let bare = text.trim_start();
    let has_gap = bare.len() < text.len();
    let ends_word = |rest: &&str| rest.is_empty() || rest.starts_with(char::is_whitespace);
    if let Some(rest) = bare.strip_prefix(['：', '—']) {
        return Some(rest);
    }
    if let Some(rest) = bare.strip_prefix(':') {
        return Some(rest).filter(ends_word);
    }
    let dash = ["---", "--", "-", "–"].iter().find_map(|dash| bare.strip_prefix(dash));
    dash.filter(|_| has_gap).filter(ends_word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::source::SourceMap;

    fn item(text: &str) -> (String, RichText) {
        let mut sources = SourceMap::new();
        let page = format!("- {text}\n");
        let source = sources.add("page.md", page.clone());
        let document = Document::parse(&sources, source);
        (page, document.lists[0].items[0].content.clone())
    }

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let (page, content) = item(text);
        let found = defined_term(&content);
        let texts = found.as_ref().map(|found| (found.term.text(), found.definition.text()));
        assert_eq!(texts, expected, "{text:?}");
        for part in found.iter().flat_map(|found| [&found.term, &found.definition]) {
            let whole = part.source_range(0..part.text().len());
            let written = whole.map_or("", |range| &page[range]);
            let plain = |text: &str| text.replace(['*', '`', '[', ']', '_'], "");
            assert!(plain(written).starts_with(plain(part.text()).as_str()) || text.contains('('), "{written:?}");
        }
    }

    #[test]
    fn a_term_is_set_apart_and_a_sign_follows() {
        check("**Term**: text", Some(("Term", "text")));
        check("**Term:** text `code`", Some(("Term", "text code")));
        check("*Term* - text - more", Some(("Term", "text - more")));
        check("`a-b`: text", Some(("a-b", "text")));
        check("[Term](https://e.example/x): text", Some(("Term", "text")));
        check("**[Term](x.md)** – text", Some(("Term", "text")));
        check("[`term`](x.md) -- text", Some(("term", "text")));
        check("***Term***—text", Some(("Term", "text")));
        check("**Größe**：12", Some(("Größe", "12")));
        check("**Term** : text", Some(("Term", "text")));
        check("**Term**:", Some(("Term", "")));
        check("**Term:**", Some(("Term", "")));
        check("**Term**:  \n  text", Some(("Term", "text")));
    }

    #[test]
    fn in_doubt_there_is_none() {
        check("Term: text", None);
        check("**Term** text", None);
        check("**Term**", None);
        check("**Term** (since 2): text", None);
        check("**Term**-text", None);
        check("**std**::vec", None);
        check("**Term**:text", None);
        check("the **Term**: text", None);
        check("**Term: text**", None);
        check("`key:` text", None);
        check("**:** text", None);
        check("", None);
        check(&format!("**{}**: text", "long ".repeat(20).trim()), None);
    }

    #[test]
    fn the_links_of_each_part_stay_with_it() {
        let (page, content) = item("[Lyon](l.md): a [city](c.md)");
        let found = defined_term(&content).expect("it is one");
        let urls = |part: &RichText| part.links().iter().map(|link| link.url.clone()).collect::<Vec<_>>();
        assert_eq!((urls(&found.term), urls(&found.definition)), (vec!["l.md".to_owned()], vec!["c.md".to_owned()]));
        assert_eq!(found.definition.links()[0].text, 2..6);
        assert_eq!(&page[found.definition.source_range(2..6).expect("it is there")], "city");
    }

    #[test]
    fn a_term_has_its_longest_piece_and_no_more_than_eighty_characters() {
        let long = |length: usize| format!("**{}**: text", "é".repeat(length));
        check(&long(80), Some((&"é".repeat(80), "text")));
        check(&long(81), None);
        check("***a** b*: text", Some(("a b", "text")));
        check("[a](b) **c**: text", None);
        check("`a` `b`: text", None);
        check("`a`: `b`", Some(("a", "b")));
        check("**a**: **b**: c", Some(("a", "b: c")));
        check("**a**: [b](c)", Some(("a", "b")));
        check("**a<br>b**: text", None);
        check("****: text", None);
        check("**a：** text", Some(("a", "text")));
        check("**a :** text", Some(("a", "text")));
        check("**a:** ", Some(("a", "")));
        check("**`a:`** text", None);
    }

    #[test]
    fn a_separator_has_its_blanks() {
        let behind = |text: &str| after_separator(text).map(str::to_owned);
        assert_eq!(
            [": a", " : a", ":", "：a", "—a", " — a"].map(behind),
            [" a", " a", "", "a", "a", " a"].map(|rest| Some(rest.to_owned()))
        );
        assert_eq!(
            [" - a", " -- a", " --- a", " – a", " -", " –"].map(behind),
            [" a", " a", " a", " a", "", ""].map(|rest| Some(rest.to_owned()))
        );
        assert_eq!(
            [":a", "::", "- a", "-- a", "– a", " -a", " ---- a", "a", "", " "].map(behind),
            [const { None }; 10]
        );
    }
}
