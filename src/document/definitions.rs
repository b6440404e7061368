//! What the text of a page may refer to: the addresses of its link reference definitions, and its marks.
//!
//! An address that stands once may be used by thousands of cells, each of which has a copy of it. [`Definitions::brought_in`] reckons how many
//! bytes that makes before any cell is read. It knows labels, no inline content: what a label in brackets means is for the parser to say. Another
//! thing to refer to is one more field of [`Definitions`].

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::Parser;

use crate::similarity::folded;

/// What the text of a cell may refer to elsewhere on its page.
#[derive(Debug, Clone, Default)]
pub struct Definitions {
    /// Folded label (CommonMark 0.31, section 4.7) to destination.
    links: HashMap<String, String>,
    /// The folded labels of footnotes, and the marks that a legend explains.
    marks: HashSet<String>,
}

/// What definitions bring in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BroughtIn {
    pub(super) bytes: usize,
    /// The first use that is beyond what may be brought in, its brackets included.
    pub(super) beyond: Option<Range<usize>>,
}

impl Definitions {
    /// Reads link reference definitions from their Markdown source, one after the other. Of two with one label the first
    /// counts.
    pub(crate) fn parse<'a>(sources: impl Iterator<Item = &'a str>) -> Self {
        let mut links = HashMap::new();
        for source in sources {
            let parser = Parser::new(source);
            for (label, definition) in parser.reference_definitions().iter() {
                links.entry(folded(label)).or_insert_with(|| definition.dest.to_string());
            }
        }
        Self { links, marks: HashSet::new() }
    }

    /// Adds a footnote's label, or a mark that a legend explains.
    pub(crate) fn add_mark(&mut self, mark: &str) {
        self.marks.insert(folded(mark));
    }

    pub(super) fn link(&self, label: &str) -> Option<&str> {
        self.links.get(&folded(label)).map(String::as_str)
    }

    pub(super) fn has_mark(&self, mark: &str) -> bool {
        self.marks.contains(&folded(mark))
    }

    /// How many bytes of addresses they bring in where the page has their labels in brackets, beside the definitions themselves, which stand
    /// in the given places. No fewer than there are: a label in a code span counts as well. Where they are certainly no more than `enough`, they
    /// are not counted one by one, and those of the longest address stand for all.
    pub(super) fn brought_in(&self, text: &str, definitions: &[Range<usize>], enough: usize) -> BroughtIn {
        let longest = self.links.values().map(String::len).max().unwrap_or(0);
        if longest == 0 {
            return BroughtIn { bytes: 0, beyond: None };
        }
        let most = memchr::memchr_iter(b']', text.as_bytes()).count().saturating_mul(longest);
        if most <= enough {
            return BroughtIn { bytes: most, beyond: None };
        }
        let mut brought = BroughtIn { bytes: 0, beyond: None };
        let mut definitions = definitions.iter().peekable();
        for label in labels(text) {
            while definitions.next_if(|definition| definition.end <= label.start).is_some() {}
            if definitions.peek().is_some_and(|definition| definition.contains(&label.start)) {
                continue;
            }
            let address = self.link(&written(&text[label.clone()])).map_or(0, str::len);
            brought.bytes = brought.bytes.saturating_add(address);
            if brought.bytes > enough && brought.beyond.is_none() {
                brought.beyond = Some(label.start - 1..label.end + 1);
            }
        }
        brought
    }
}

/// The longest label (CommonMark 0.31, section 4.7: 999 characters), in bytes.
const LONGEST_LABEL: usize = 999 * 4;

/// What may be a label: what stands between a bracket that opens and the next one that closes, neither of them behind a backslash.
fn labels(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_escaped = |at: usize| text.as_bytes()[..at].iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1;
    let mut open = None;
    memchr::memchr2_iter(b'[', b']', text.as_bytes()).filter(move |&at| !is_escaped(at)).filter_map(move |at| {
        if text.as_bytes()[at] == b'[' {
            open = Some(at + 1);
            return None;
        }
        open.take().map(|start| start..at).filter(|label| label.len() <= LONGEST_LABEL)
    })
}

/// A label as the parser meets it: without the marks of a quote at the start of a line, and without the backslash by which a pipe does not end
/// a cell.
fn written(label: &str) -> String {
    let lines: Vec<&str> = label.lines().map(|line| line.trim_start_matches([' ', '\t', '>'])).collect();
    lines.join(" ").replace("\\|", "|")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes that definitions of `a` (ten bytes) and `b|c` (one byte) bring into a text that has them at its start.
    fn check(text: &str, expected: usize) {
        let definitions = ["[a]: 0123456789\n", "[b|c]: x\n"];
        let page = format!("{}{}{text}", definitions[0], definitions[1]);
        let places = [0..15, 16..24];
        let brought = Definitions::parse(definitions.into_iter()).brought_in(&page, &places, 0);
        assert_eq!(brought.bytes, expected, "{text:?}");
        assert_eq!(brought.beyond.is_some(), expected > 0, "{text:?}");
    }

    #[test]
    fn each_use_of_a_label_brings_its_address_in() {
        check("", 0);
        check("[a] [A][] ![ a ] [x][a] [b][x]", 40);
        check("[a\\] [\\a] \\[a] \\\\[a]", 10);
        check("| [b\\|c] | [b|c] |", 2);
        check("> [\n>  a\n> ]", 10);
        check("[[a]] [a [a] a]", 20);
    }

    #[test]
    fn what_is_certainly_enough_is_not_counted() {
        let definitions = Definitions::parse(["[a]: 0123456789\n"].into_iter());
        let brought = |enough| definitions.brought_in("[b] [a] [a]", &[], enough);
        assert_eq!(brought(30), BroughtIn { bytes: 30, beyond: None });
        assert_eq!(brought(29), BroughtIn { bytes: 20, beyond: None });
        assert_eq!(brought(19), BroughtIn { bytes: 20, beyond: Some(8..11) });
    }

    #[test]
    fn a_label_stands_between_two_brackets() {
        let found = |text: &str| labels(text).map(|label| text[label].to_owned()).collect::<Vec<_>>();
        assert_eq!(found("[a] [b][c] [d"), ["a", "b", "c"]);
        assert_eq!(found("[a [b] c] ] [d]"), ["b", "d"]);
        assert_eq!(found(r"\[a] [b\] \\[c] [d\\] \\\[e]"), ["c", r"d\\"]);
        assert_eq!(found("[]"), [""]);
        let long = |length: usize| found(&format!("[{}]", "a".repeat(length))).len();
        assert_eq!([long(3_996), long(3_997)], [1, 0]);
    }

    #[test]
    fn a_label_is_read_without_the_marks_of_a_quote() {
        assert_eq!(["a", "a\n> b", "a\n \t>> b", r"a\|b", "a\n\nb"].map(written), ["a", "a b", "a b", "a|b", "a  b"]);
    }

    #[test]
    fn the_first_definition_of_a_label_counts_in_any_case() {
        let mut definitions = Definitions::parse(["[A  b]: /x\n[a B]: /y\n", "[c]: <z w>\n"].into_iter());
        assert_eq!(
            ["a b", "A\nB", "c", "d"].map(|label| definitions.link(label)),
            [Some("/x"), Some("/x"), Some("z w"), None]
        );
        definitions.add_mark("É 1");
        assert_eq!(["é 1", "É  1", "e", ""].map(|mark| definitions.has_mark(mark)), [true, true, false, false]);
    }

    #[test]
    fn the_place_of_a_use_is_told_where_it_is_too_much() {
        let definitions = Definitions::parse(["[a]: 0123456789\n[b]: 01234\n"].into_iter());
        let beyond = |text: &str, enough: usize| definitions.brought_in(text, &[], enough);
        assert_eq!(beyond("[a] [b] [a]", 14), BroughtIn { bytes: 25, beyond: Some(4..7) });
        assert_eq!(beyond("[a] [b] [a]", 15), BroughtIn { bytes: 25, beyond: Some(8..11) });
        assert_eq!(beyond("[a] [b] [a]", 25), BroughtIn { bytes: 25, beyond: None });
        assert_eq!(beyond("[x] [b] [x]", 29), BroughtIn { bytes: 5, beyond: None });
        assert_eq!(Definitions::default().brought_in("[a]", &[], 0), BroughtIn { bytes: 0, beyond: None });
        // Those within a definition are no uses; what touches one is.
        let page = "[a]: 0123456789 [a] [b]";
        let within = |place: Range<usize>| definitions.brought_in(page, &[place], 0).bytes;
        assert_eq!([within(0..15), within(0..19), within(0..20), within(0..23)], [15, 5, 5, 0]);
    }
}
