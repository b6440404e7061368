//! What leaves no text for a reader although it says something: an image without a description, a component, an icon.
//!
//! Where a cell or an item has text, that is what it says. Where it has none, the address of the image or the tag as it stands is its text, so that
//! `<Check />` and `<Cross />` differ. It must not know where a tag comes from. Another thing that says something is one more line of
//! [`says_something`].

use std::ops::Range;

use super::inline::{RichText, Segment, SegmentKind};

/// Something that leaves no text, and what to read instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unseen {
    text: String,
    source: Range<usize>,
}

impl Unseen {
    /// An image without a description.
    pub(super) fn image(url: &str, source: Range<usize>) -> Self {
        Self { text: url.split_whitespace().collect::<Vec<_>>().join(" "), source }
    }

    /// A start tag as it is written.
    pub(super) fn tag(written: &str, source: Range<usize>) -> Self {
        Self { text: written.split_whitespace().collect::<Vec<_>>().join(" "), source }
    }
}

/// Elements that only show a text in another way, or are no content at all.
#[rustfmt::skip] // One name per line is no easier to read.
const PLAIN: &[&str] = &[
    "a", "abbr", "b", "big", "br", "cite", "code", "del", "em", "font", "hr", "i", "img", "ins", "kbd", "li", "mark", "nobr", "p", "s",
    "samp", "script", "small", "span", "strike", "strong", "style", "sub", "sup", "table", "tbody", "td", "template", "tfoot", "th", "thead", "tr",
    "tt", "u", "var", "wbr",
];

/// Attributes that say where something stands or leads, not what it is.
#[rustfmt::skip]
const PLAIN_ATTRIBUTES: &[&str] =
    &["align", "alt", "border", "colspan", "height", "href", "id", "name", "rel", "rowspan", "target", "valign", "width"];

/// Whether a start tag says something by itself: by its name, as a component's does, or by an attribute, as an icon's class does.
pub(super) fn says_something<'a>(written: &str, name: &str, mut attributes: impl Iterator<Item = &'a str>) -> bool {
    let spelled = written.get(1..1 + name.len()).unwrap_or("");
    let has = |is: fn(&u8) -> bool| spelled.as_bytes().iter().any(is);
    let is_component = has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) || name.contains(['-', '.', ':']);
    let is_closed = written.trim_end_matches('>').ends_with('/');
    is_component
        || is_closed && !PLAIN.contains(&name)
        || !["script", "style", "template"].contains(&name) && attributes.any(|name| !PLAIN_ATTRIBUTES.contains(&name))
}

/// A content whose text is what it shows: what it does not show counts where there is nothing else.
pub(super) fn seen(mut rich: RichText) -> RichText {
    let unseen = std::mem::take(&mut rich.unseen);
    if unseen.is_empty() || !rich.text.trim().is_empty() {
        return rich;
    }
    let breaks: Vec<Range<usize>> =
        rich.segments.iter().filter(|one| one.kind == SegmentKind::Break).map(|one| one.source.clone()).collect();
    let mut shown = RichText {
        links: rich.links,
        images: rich.images,
        notes: rich.notes,
        anchors: rich.anchors,
        ..RichText::default()
    };
    let mut end: Option<usize> = None;
    for Unseen { text, source } in unseen {
        if let Some(end) = end {
            let between = end..source.start.max(end);
            match breaks.iter().find(|place| between.start <= place.start && place.end <= between.end) {
                Some(place) => shown.push("\n", place.clone(), SegmentKind::Break),
                None => shown.push(" ", between, SegmentKind::Decoded),
            }
        }
        end = Some(source.end);
        shown.push(&text, source, SegmentKind::Decoded);
    }
    let all = shown.text.len();
    shown.links.iter_mut().for_each(|link| link.text = within(&shown.segments, &link.source, all));
    shown.images.iter_mut().for_each(|image| image.text = within(&shown.segments, &image.source, all));
    shown.notes.iter_mut().for_each(|note| note.at = all);
    shown
}

/// The text whose source is a part of a range; nothing at the end of all where there is none.
fn within(segments: &[Segment], range: &Range<usize>, all: usize) -> Range<usize> {
    let mut inside = segments
        .iter()
        .filter(|one| range.start <= one.source.start && one.source.end <= range.end && !one.source.is_empty());
    let Some(first) = inside.next() else { return all..all };
    first.text.start..inside.next_back().unwrap_or(first).text.end
}

#[cfg(test)]
mod tests {
    use crate::document::laws::parse;

    /// The text of the cell in a table of Markdown, and in one of HTML.
    #[track_caller]
    fn check(cell: &str, expected: &str) {
        for page in [format!("| a |\n|---|\n| {cell} |\n"), format!("<table><tr><th>a<tr><td>{cell}</table>\n")] {
            let document = parse(&page);
            crate::document::laws::has_sound_places(&page, &document);
            assert_eq!(document.tables[0].rows[0].cells[0].content.text(), expected, "{page:?}");
        }
    }

    #[test]
    fn what_leaves_no_text_is_what_it_is() {
        check("<Check />", "<Check />");
        check("<i class=\"fa fa-check\"></i>", "<i class=\"fa fa-check\">");
        check("<img src=check.png>", "check.png");
        check("<img src=check.png alt=''>", "check.png");
        check("<img src=check.png alt='yes  no'>", "yes no");
        check("<img class=check>", "<img class=check>");
        check("<b><Check/></b> <my-icon></my-icon>", "<Check/> <my-icon>");
        check("<Check /><br><Cross />", "<Check />\n<Cross />");
        check("<input type=checkbox checked>", "<input type=checkbox checked>");
        check("<check/>", "<check/>");
    }

    #[test]
    fn what_says_nothing_has_no_text() {
        for cell in [
            "<!-- Check -->",
            "<a id=b></a>",
            "<a name=\"b\"></a><br/>",
            "<b></b>",
            "<SPAN></SPAN>",
            "<br />",
            "<div align=center></div>",
            "<p></p>",
            "<img>",
        ] {
            check(cell, "");
        }
    }

    #[test]
    fn text_is_all_that_counts_where_there_is_some() {
        check("<Check /> since 1.2", "since 1.2");
        check("<Badge>new</Badge>", "new");
        check("<img src=a.png><img src=b.png alt=c>", "c");
    }

    #[test]
    fn images_of_markdown_are_read_alike() {
        let page = "| a |\n|---|\n| ![](yes.png) |\n| [![](no.png)](x.md) |\n| ![in part](half.png) |\n\n- ![](item.png)\n\n# ![](heading.png)\n";
        let document = parse(page);
        let cells: Vec<_> = document.tables[0].rows.iter().map(|row| row.cells[0].content.clone()).collect();
        assert_eq!(cells.iter().map(|cell| cell.text()).collect::<Vec<_>>(), ["yes.png", "no.png", "in part"]);
        let link = &cells[1].links()[0];
        assert_eq!((&cells[1].text()[link.text.clone()], link.url.as_str()), ("no.png", "x.md"));
        assert_eq!(document.lists[0].items[0].content.text(), "item.png");
        assert_eq!(document.headings[0].content.text(), "", "a heading is a name, and has none");
    }

    #[test]
    fn markdown_in_cells_of_html_is_read_alike() {
        let page = "<table><tr><th>a<tr><td>\n\n![](yes.png)\n\n<tr><td>\n\n![](no.png)\n\nb</table>\n";
        let table = &parse(page).tables[0];
        let texts: Vec<&str> = table.rows.iter().map(|row| row.cells[0].content.text()).collect();
        assert_eq!(texts, ["yes.png", "b"]);
    }

    #[test]
    fn a_tag_says_something_by_its_name_or_an_attribute() {
        use super::says_something;
        let says = |written: &str, attributes: &[&str]| {
            let name: String = written[1..].chars().take_while(|one| !" />".contains(*one)).collect();
            says_something(written, &name.to_ascii_lowercase(), attributes.iter().copied())
        };
        assert!(says("<Check>", &[]) && says("<my-icon>", &[]) && says("<a.b>", &[]) && says("<a:b>", &[]));
        assert!(!says("<CHECK>", &[]) && !says("<check>", &[]) && says("<check/>", &[]) && says("<check />", &[]));
        assert!(!says("<br/>", &[]) && !says("<b>", &[]) && says("<b>", &["class"]) && !says("<b>", &["id", "name"]));
        assert!(
            says("<b>", &["id", "title"])
                && !says("<script>", &["src"])
                && !says("<style>", &["media"])
                && !says("<template>", &["class"])
        );
        assert!(says("<script/>", &["src"]) == says("<script/>", &[]), "a script is no content");
    }

    #[test]
    fn several_things_stand_beside_each_other() {
        check("<Check /><Cross />", "<Check /> <Cross />");
        check("<Check /> <br> <br> <Cross />", "<Check />\n<Cross />");
        check("<Check\n  a='b'  />".replace('\n', " ").as_str(), "<Check a='b' />");
        check("<a href=x><Check /></a>", "<Check />");
        let page = "| a |\n|---|\n| <a href=x></a> <a href=y><Check /> <Cross /></a> |\n";
        let cell = parse(page).tables[0].rows[0].cells[0].content.clone();
        let links: Vec<_> = cell.links().iter().map(|link| (link.url.as_str(), link.text.clone())).collect();
        assert_eq!(cell.text(), "<Check /> <Cross />");
        assert_eq!(links, [("x", 19..19), ("y", 0..19)]);
        let page = "| a |\n|---|\n| [^1]<Check />[^1] |\n\n[^1]: x\n";
        let cell = parse(page).tables[0].rows[0].cells[0].content.clone();
        assert_eq!(cell.notes().iter().map(|note| note.at).collect::<Vec<_>>(), [9, 9]);
    }
}
