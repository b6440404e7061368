//! Whether a change of a page leaves its marks whole: tags with their ends, emphasis, links and code with both of their signs.
//!
//! It knows what a mark is made of, and neither what is changed nor why. Another mark of inline Markdown is one more arm of
//! [`pairs_of`].

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Parser, Tag};

use super::Document;
use super::html::tags_of;
use super::inline::{BLOCKS, Flat, OPTIONS, Pipes, tag_name};
use super::plain::PlainCell;
use super::table::{Table, TableKind};
use crate::source::{MAX_TEXT, SourceMap, Span};

/// The places of some pages that hold marks: cells and items of lists. No mark of one reaches into another one.
pub struct Markup<'s> {
    sources: &'s SourceMap,
    places: BTreeMap<Span, Language>,
    /// The marks of the place that was asked about last: changes of one cell come one after the other.
    last: RefCell<Option<(Span, Rc<Marks>)>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Cell,
    Paragraph,
    Html,
}

impl<'s> Markup<'s> {
    /// Looks for the places of the pages' tables and lists.
    pub fn new<'d>(sources: &'s SourceMap, documents: impl IntoIterator<Item = &'d Document>) -> Self {
        let mut places = BTreeMap::new();
        for document in documents {
            for table in &document.tables {
                let language = if table.kind == TableKind::Html { Language::Html } else { Language::Cell };
                places.extend(cells(table).map(|cell| (cell, language)));
            }
            let items = document.lists.iter().flat_map(|list| &list.items);
            places.extend(items.map(|item| (item.span, Language::Paragraph)));
        }
        Self { sources, places, last: RefCell::default() }
    }

    /// Whether a part of a page can make way for a text without leaving half of a mark: a tag that opens or closes without its
    /// counterpart, a part of a tag, one sign of an emphasis, a link or a code span. Tags that a text brings in count for those that go, and
    /// a tag may go that had no counterpart before.
    pub fn stays_whole(&self, part: Span, text: &str) -> bool {
        let before = self.places.range(..=part.with_end(MAX_TEXT)).next_back();
        if let Some((place, language)) = before.filter(|(place, _)| place.contains(part)) {
            return self.is_whole(*place, *language, part, text);
        }
        // More than a place, or nothing of any: what it cuts through must stay whole by itself.
        let first = before.map_or(part, |(place, _)| *place).min(part);
        let last = part.with_range(part.end()..part.end());
        let cut = self.places.range(first..last).filter(|(place, _)| overlap(place, &part) && !part.contains(**place));
        cut.into_iter().all(|(place, language)| {
            let inside = part.with_range(part.start().max(place.start())..part.end().min(place.end()));
            self.is_whole(*place, *language, inside, "")
        }) && self.is_whole(self.lines(part), Language::Cell, part, text)
    }

    fn is_whole(&self, place: Span, language: Language, part: Span, text: &str) -> bool {
        let marks = self.marks(place, language);
        let Some(gone) = marks.taken_by(&part.range(), text) else { return false };
        let come = Marks::read(text, 0..text.len(), language).tags;
        if unpaired(gone.into_iter()) == unpaired(come.iter()) {
            return true;
        }
        let kept = |tag: &&HtmlTag| tag.place.end <= part.start() || part.end() <= tag.place.start;
        let kept: Vec<&HtmlTag> = marks.tags.iter().filter(kept).collect();
        let (above, below) = kept.split_at(kept.partition_point(|tag| tag.place.end <= part.start()));
        let after = lone(above.iter().copied().chain(&come).chain(below.iter().copied()));
        let before = lone(marks.tags.iter());
        after.iter().all(|(tag, count)| before.get(tag).is_some_and(|known| count <= known))
    }

    fn marks(&self, place: Span, language: Language) -> Rc<Marks> {
        let mut last = self.last.borrow_mut();
        if let Some((_, marks)) = last.as_ref().filter(|(known, _)| *known == place) {
            return Rc::clone(marks);
        }
        let marks = Rc::new(Marks::read(self.sources.file(place.source).text(), place.range(), language));
        *last = Some((place, Rc::clone(&marks)));
        marks
    }

    /// The lines that a part reaches into.
    fn lines(&self, part: Span) -> Span {
        let text = self.sources.file(part.source).text();
        let start = text[..part.start()].rfind('\n').map_or(0, |at| at + 1);
        let is_ended = part.end() > part.start() && text[..part.end()].ends_with('\n');
        let end =
            if is_ended { part.end() } else { text[part.end()..].find('\n').map_or(text.len(), |at| part.end() + at) };
        part.with_range(start..end)
    }
}

fn cells(table: &Table) -> impl Iterator<Item = Span> + '_ {
    let rows = table.header_groups.iter().chain([&table.header]).chain(table.rows.odd());
    let plain = table
        .rows
        .plain()
        .into_iter()
        .flat_map(|rows| (0..rows.len()).flat_map(|row| rows.cells(row).map(PlainCell::span)));
    rows.flat_map(|row| row.cells.iter().map(|cell| cell.span)).chain(plain)
}

fn overlap(a: &Span, b: &Span) -> bool {
    a.start() < b.end() && b.start() < a.end()
}

/// A tag of HTML that opens or closes an element.
struct HtmlTag {
    place: Range<usize>,
    name: String,
    is_end: bool,
}

/// The marks of one place.
struct Marks {
    tags: Vec<HtmlTag>,
    /// The signs of each other mark.
    pairs: Vec<[Range<usize>; 2]>,
}

impl Marks {
    fn read(source: &str, place: Range<usize>, language: Language) -> Self {
        let mut marks = Self { tags: Vec::new(), pairs: Vec::new() };
        if language == Language::Html {
            let html = &source[place.clone()];
            for (range, name, is_end) in tags_of(html) {
                let is_closed = html[range.clone()].ends_with("/>");
                marks.add_tag(place.start + range.start..place.start + range.end, name, is_end, is_closed);
            }
            return marks;
        }
        let pipes = if language == Language::Cell { Pipes::Escaped } else { Pipes::Plain };
        let flat = Flat::new(source, &lines_of(source, place), pipes);
        let resolve = |link: BrokenLink<'_>| {
            let is_text = matches!(link.link_type, LinkType::Shortcut | LinkType::ShortcutUnknown);
            (!is_text).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
        };
        for (event, range) in
            Parser::new_with_broken_link_callback(&flat.text, OPTIONS, Some(resolve)).into_offset_iter()
        {
            if let Event::InlineHtml(tag) = &event {
                marks.add_tag(flat.source_range(range), tag_name(tag), tag.starts_with("</"), tag.ends_with("/>"));
                continue;
            }
            let pairs = pairs_of(&event, &flat.text, range).into_iter();
            marks.pairs.extend(pairs.map(|pair| pair.map(|sign| flat.source_range(sign))));
        }
        marks
    }

    /// Elements that have no end open nothing.
    fn add_tag(&mut self, place: Range<usize>, name: String, is_end: bool, is_closed: bool) {
        let name = if is_closed || VOID.contains(&name.as_str()) { String::new() } else { name };
        self.tags.push(HtmlTag { place, name, is_end });
    }

    /// The tags that stand in a part which makes way for a text; `None` where that would cut a tag, or take one of two signs.
    fn taken_by(&self, part: &Range<usize>, text: &str) -> Option<Vec<&HtmlTag>> {
        let touches = |sign: &Range<usize>| sign.start < part.end && part.start < sign.end;
        let holds = |sign: &Range<usize>| part.start <= sign.start && sign.end <= part.end;
        let is_split = |pair: &[Range<usize>; 2]| pair.iter().any(touches) && !pair.iter().all(holds);
        if self.pairs.iter().any(is_split) {
            return None;
        }
        let mut taken = Vec::new();
        for tag in self.tags.iter().filter(|tag| touches(&tag.place)) {
            let is_inside = tag.place.start < part.start && part.end < tag.place.end;
            match (holds(&tag.place), is_inside && !text.contains(['<', '>'])) {
                (true, _) => taken.push(tag),
                (false, true) => {}
                (false, false) => return None,
            }
        }
        Some(taken)
    }
}

/// The first and the last sign of the marks that an event begins. A link has the bracket behind its text too.
fn pairs_of(event: &Event<'_>, text: &str, range: Range<usize>) -> Vec<[Range<usize>; 2]> {
    let ends = |length: usize| [range.start..range.start + length, range.end - length..range.end];
    let leading = |sign: char| {
        let written = &text[range.clone()];
        written.len() - written.trim_start_matches(sign).len()
    };
    match event {
        Event::Start(Tag::Emphasis) => vec![ends(1)],
        Event::Start(Tag::Strong) => vec![ends(2)],
        Event::Start(Tag::Strikethrough) => vec![ends(leading('~').clamp(1, 2))],
        Event::Code(_) => vec![ends(leading('`'))],
        Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
            let middle = text[range.clone()].rfind("](").or_else(|| text[range.clone()].rfind("]["));
            let middle = middle.map(|at| [range.start..range.start + 1, range.start + at..range.start + at + 2]);
            [ends(1)].into_iter().chain(middle).collect()
        }
        _ => Vec::new(),
    }
}

/// What is left of tags when each that closes is put together with the one that it closes. The end of a block and the beginning of another
/// one of its kind part two blocks: without them there is one.
fn unpaired<'t>(tags: impl Iterator<Item = &'t HtmlTag>) -> Vec<(&'t str, bool)> {
    let mut left: Vec<(&str, bool)> = Vec::new();
    for tag in tags.filter(|tag| !tag.name.is_empty()) {
        let closes = |(name, is_end): &(&str, bool)| {
            *name == tag.name && *is_end != tag.is_end && (tag.is_end || BLOCKS.contains(name))
        };
        match left.last().is_some_and(closes) {
            true => drop(left.pop()),
            false => left.push((&tag.name, tag.is_end)),
        }
    }
    left
}

/// How many tags of a whole place open or close and have no counterpart. An end closes all that was opened inside.
fn lone<'t>(tags: impl Iterator<Item = &'t HtmlTag>) -> BTreeMap<(&'t str, bool), usize> {
    let mut open: Vec<&str> = Vec::new();
    // How often each is open, so that an end that ends nothing is told without a look at all of them.
    let mut depths: BTreeMap<&str, usize> = BTreeMap::new();
    let mut lone: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for tag in tags.filter(|tag| !tag.name.is_empty()) {
        let depth = depths.entry(&tag.name).or_insert(0);
        match (tag.is_end, *depth) {
            (false, _) => {
                *depth += 1;
                open.push(&tag.name);
            }
            (true, 0) => *lone.entry((&tag.name, true)).or_insert(0) += 1,
            (true, _) => {
                while let Some(name) = open.pop() {
                    depths.entry(name).and_modify(|depth| *depth -= 1);
                    if name == tag.name {
                        break;
                    }
                    *lone.entry((name, false)).or_insert(0) += 1;
                }
            }
        }
    }
    open.into_iter().for_each(|name| *lone.entry((name, false)).or_insert(0) += 1);
    lone
}

fn lines_of(source: &str, place: Range<usize>) -> Vec<Range<usize>> {
    let mut start = place.start;
    let lines = source[place].split('\n').map(|line| {
        let end = start + line.trim_end_matches('\r').len();
        let range = start..end;
        start += line.len() + 1;
        range
    });
    lines.collect()
}

/// The elements of HTML that have no end tag (HTML, section 13.1.2).
#[rustfmt::skip] // One name per line is no easier to read.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The part of the only cell of a table, between `⟦` and `⟧`, makes way for a text.
    fn check_with(cell: &str, text: &str, expected: bool) {
        for page in [format!("| a |\n|---|\n| {cell} |\n"), format!("- {cell}\n")] {
            check_page(&page, text, expected);
        }
    }

    fn check_page(page: &str, text: &str, expected: bool) {
        let start = page.find('⟦').expect("it has a start");
        let end = page.find('⟧').expect("it has an end") - '⟦'.len_utf8();
        let mut sources = SourceMap::new();
        let source = sources.add("page.md", page.replace(['⟦', '⟧'], ""));
        let document = Document::parse(&sources, source);
        let markup = Markup::new(&sources, [&document]);
        assert_eq!(markup.stays_whole(Span::new(source, start..end), text), expected, "{page:?} with {text:?}");
    }

    #[test]
    fn places_that_touch_do_not_overlap() {
        let mut sources = SourceMap::new();
        let source = sources.add("page.md", "0123456789");
        for (a, b, expected) in
            [(0..3, 2..5, true), (0..3, 3..5, false), (3..5, 0..3, false), (1..2, 0..5, true), (0..1, 4..5, false)]
        {
            assert_eq!(overlap(&Span::new(source, a.clone()), &Span::new(source, b.clone())), expected, "{a:?} {b:?}");
        }
    }

    #[test]
    fn half_of_a_mark_is_told() {
        for (cell, expected) in [
            ("a⟦, b⟧", true),
            ("a, <b>b⟦</b>, b⟧", false),
            ("a, <b>b</b>⟦, b⟧", true),
            ("a⟦, <b>b</b>⟧", true),
            ("a⟦, <b>b⟧</b>", false),
            ("<i>a⟦</i>, <i>b⟧</i>", true),
            ("<i>a⟦</i>, <b>b⟧</b>", false),
            ("<ul><li>a⟦</li><li>b⟧</li></ul>", true),
            ("<ul><li>a⟦</li><li>b</li></ul>⟧", false),
            ("<ul><li>a⟦</li><li><b>b</b>⟧</li></ul>", true),
            ("<ul><li>a⟦<li>b⟧</ul>", true),
            ("<ul><li>a⟦<li>b</ul>⟧", false),
            ("a, b⟦</b>⟧", true),
            ("a, <b>b⟦</b>, c⟧</b>", true),
            ("a, <b>b⟦</b>, c⟧</i>", false),
            ("a⟦<br>b⟧", true),
            ("a⟦<br/>b<a name=\"x\"/>⟧", true),
            ("a, <a hr⟦ef=\"x\">b⟧</a>", false),
            ("a, <a href=\"⟦x⟧\">b</a>", true),
            ("a, **b⟦, b**⟧", false),
            ("a⟦, **b**⟧", true),
            ("a, **b⟦, c⟧**", true),
            ("a, ***b⟦*, c⟧**", false),
            ("a, ~~b~⟦~, b⟧", false),
            ("a, ``b⟦``, b⟧", false),
            ("a⟦, ``b``⟧", true),
            ("a, [b⟦](x), b⟧", false),
            ("a, [b](⟦x⟧)", true),
            ("a⟦, [b](x)⟧", true),
            ("a, [b⟦, c](x⟧)", false),
            ("a, [b⟦][x], c⟧", false),
            ("a, ![b⟦](x), b⟧", false),
            ("a, <https://e.example⟦>, b⟧", false),
            // No marks: signs that stand for themselves.
            ("a, *b⟦, c*⟧", false),
            ("a, * b⟦ *, b⟧", true),
            (r"a, \*b⟦\*, b⟧", true),
            ("a, `<b>`⟦, b⟧", true),
        ] {
            check_with(cell, "", expected);
        }
    }

    #[test]
    fn a_text_may_bring_back_what_goes() {
        check_with("a, ⟦<b>b</b>⟧", "b", true);
        check_with("⟦a<b>b⟧</b>", "a <b>b", true);
        check_with("⟦a⟧", "<b>a", false);
        check_with("⟦a⟧", "<b>a</b>", true);
        check_with("a⟦ ⟧b", "<br>", true);
    }

    #[test]
    fn whole_rows_may_go_and_their_cells_move() {
        check_page("| a |\n|---|\n⟦| <p>x |\n⟧| y |\n", "", true);
        check_page("| a | b |\n|---|---|\n| x ⟦| <b>y</b> |⟧\n", "", true);
        check_page("| a | b |\n|---|---|\n| <b>x⟦</b> | y |⟧\n", "", false);
        check_page("| a | b |\n|---|---|\n| x ⟦| `y⟧` |\n", "", false);
        check_page("| a | b |\n|---|---|\n⟦| <i>x | y</i> |⟧\n", "| | <i>x | y</i> |", true);
        check_page("⟦*a*⟧ b\n", "c", true);
    }

    #[test]
    fn cells_of_html_know_no_markdown() {
        let page = |cell: &str| format!("<table><tr><th>a</th></tr><tr><td>{cell}</td></tr></table>\n");
        check_page(&page("a, *b⟦*, b⟧"), "", true);
        check_page(&page("a, <a href=\"x\">b⟦</a>, b⟧"), "", false);
        check_page(&page("<i>a⟦</i></td></tr><tr><td>b⟧"), "", false);
        check_page(&page("a⟦, <i>b</i>⟧"), "", true);
    }

    #[test]
    fn a_pipe_of_a_cell_has_a_backslash_that_is_not_there() {
        // With the backslash it would be no address.
        check_page("| a |\n|---|\n| b, <c\\|d@e.example⟦>, f⟧ |\n", "", false);
        check_page("- b, <c\\|d@e.example⟦>, f⟧\n", "", true);
    }

    #[test]
    fn tags_without_a_counterpart_may_go_and_the_others_stay() {
        for (cell, text, expected) in [
            ("a</i>, ⟦b</b>⟧", "", true),
            ("a</i>, b</i>⟦, c</i>⟧", "", true),
            ("a, ⟦b⟧</i>", "<i>", true),
            ("a, ⟦b⟧", "<i>", false),
            ("a, ⟦b⟧", "</i>", false),
            ("a, ⟦<i>b⟧", "", true),
            ("a, ⟦<i>⟧b</i>", "", false),
            ("a, ⟦<i>⟧b</i>", "<i>", true),
            ("a, ⟦<i>⟧b</i>", "<b>", false),
            ("a, <i>b⟦</i>⟧", "</b>", false),
            ("<b>a, ⟦<i>b</b>, c</i>⟧", "", false),
            ("a⟦<br>⟧b", "<hr>", true),
            ("a⟦<img src=b>⟧c", "", true),
            ("a⟦<i/>⟧b", "", true),
            ("a, <i⟦ class=b⟧>c</i>", " id=d", true),
            ("a, <i⟦ class=b⟧>c</i>", ">", false),
            ("a, <i⟦ class=b⟧>c</i>", "<", false),
            ("a, ⟦<i⟧>c</i>", "<b", false),
            ("a, <i>c</i⟦>⟧", ">", false),
        ] {
            check_with(cell, text, expected);
        }
    }

    #[test]
    fn marks_have_a_first_and_a_last_sign() {
        for (cell, expected) in [
            ("a, ⟦*⟧b*", false),
            ("a, *⟦b⟧*", true),
            ("a, *b⟦*⟧", false),
            ("⟦a, *b*⟧", true),
            ("a, **⟦b⟧**", true),
            ("a, *⟦*b**⟧", false),
            ("a, **b*⟦*⟧", false),
            ("a, ~⟦b⟧~", true),
            ("a, ~b⟦~⟧", false),
            ("a, ~~⟦b⟧~~", true),
            ("a, ~~b~⟦~⟧", false),
            ("a, ``⟦b⟧``", true),
            ("a, `⟦`b⟧``", false),
            ("a, ``b`⟦`⟧", false),
            ("a, [⟦b⟧](c)", true),
            ("a, ⟦[⟧b](c)", false),
            ("a, [b⟦]⟧(c)", false),
            ("a, [b]⟦(⟧c)", false),
            ("a, [b](⟦c⟧)", true),
            ("a, [b](c⟦)⟧", false),
            ("a, [b]⟦[⟧c]", false),
            ("a, ![⟦b⟧](c)", true),
            ("a, <⟦https://e.example⟧>", true),
            ("a, [b]⟦, c⟧", true),
        ] {
            check_with(cell, "", expected);
        }
    }

    #[test]
    fn beyond_cells_the_lines_that_a_part_reaches_into_stay_whole() {
        check_page("x ⟦*a\n⟧b*\n", "", true);
        check_page("x ⟦*a⟧ b*\n", "", false);
        check_page("x\n⟦⟧a</b>\n", "<b>", true);
        check_page("a</b>\n⟦⟧x\n", "<b>", false);
        check_page("*a\n⟦b*⟧\n", "", true);
        check_page("⟦*a*\n\n*b*⟧", "", true);
        // A cell that a part cuts through, or holds, or touches.
        check_page("| a | b |\n|---|---|\n| ⟦<i>c</i> | d⟧ |\n", "", true);
        check_page("| a | b |\n|---|---|\n| <i>c⟦</i> | d⟧ |\n", "", false);
        check_page("| a | b |\n|---|---|\n| c ⟦| <i>d⟧</i> |\n", "", false);
        check_page("| a | b |\n|---|---|\n| <i>c</i>⟦ | ⟧<i>d</i> |\n", "", true);
        check_page("- <i>a⟦</i>\n- b⟧\n", "", false);
        check_page("- a⟦\n- b⟧\n", "", true);
    }

    #[test]
    fn what_is_left_of_tags_is_counted() {
        let html = |html: &str| Marks::read(html, 0..html.len(), Language::Html).tags;
        let left = |text: &str| {
            unpaired(html(text).iter())
                .iter()
                .map(|(name, is_end)| format!("{}{name}", if *is_end { "/" } else { "" }))
                .collect::<Vec<_>>()
        };
        assert_eq!(left("<b>a</b>"), [""; 0]);
        assert_eq!(left("</b>a<b>"), ["/b", "b"]);
        assert_eq!(left("</li>a<li>"), [""; 0], "one item becomes two");
        assert_eq!(left("<b><i></b></i>"), ["b", "i", "/b", "/i"]);
        assert_eq!(left("<b><br><img/><i/></b>"), [""; 0]);
        let lone = |text: &str| {
            lone(html(text).iter())
                .iter()
                .map(|((name, is_end), count)| format!("{count}{}{name}", if *is_end { "/" } else { "" }))
                .collect::<Vec<_>>()
        };
        assert_eq!(lone("<b>a</b>"), [""; 0]);
        assert_eq!(lone("<b><i>a</b>"), ["1i"]);
        assert_eq!(lone("<b><b><i></b></i></i>"), ["1b", "1i", "2/i"]);
        assert_eq!(lone("</b></b><b>"), ["1b", "2/b"]);
    }

    #[test]
    fn lines_leave_their_ends_out() {
        let text = "a\nbc\r\n\nd";
        assert_eq!(lines_of(text, 0..text.len()), [0..1, 2..4, 6..6, 7..8]);
        assert_eq!(lines_of(text, 2..4), std::slice::from_ref(&(2..4)));
    }
}
