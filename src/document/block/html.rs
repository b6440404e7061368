//! HTML blocks (CommonMark 4.6): the seven ways in which one starts, and how each ends.
//!
//! It must not know what the HTML means: a `<table>` is a line that starts a block, no more. A new tag name is one word
//! in [`BLOCK_TAGS`].

use super::HtmlKind;

/// Tags whose content is not Markdown at all (start condition 1).
const RAW_TAGS: &[&str] = &["script", "pre", "textarea", "style"];

/// Tags that start a block wherever they stand (start condition 6).
#[rustfmt::skip] // One name per line is no easier to read.
const BLOCK_TAGS: &[&str] = &[
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col", "colgroup",
    "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link",
    "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
];

/// Which HTML block a line starts, seen from its first non-blank character.
pub(super) fn html_start(rest: &str, interrupts_paragraph: bool) -> Option<HtmlKind> {
    let after = rest.strip_prefix('<')?;
    declaration(after)
        .or_else(|| named_tag(after))
        .or_else(|| (!interrupts_paragraph && is_lone_tag(after)).then_some(HtmlKind::LoneTag))
}

/// Whether a block of that kind ends with this line.
pub(super) fn html_ends(kind: HtmlKind, rest: &str) -> bool {
    match kind {
        HtmlKind::Raw => rest.match_indices("</").any(|(at, _)| closes_raw(&rest[at + 2..])),
        HtmlKind::Comment => rest.contains("-->"),
        HtmlKind::Instruction => rest.contains("?>"),
        HtmlKind::Declaration => rest.contains('>'),
        HtmlKind::CharacterData => rest.contains("]]>"),
        HtmlKind::BlockTag | HtmlKind::LoneTag => false,
    }
}

/// Whether a block of that kind ends before a blank line, and nowhere else.
pub(super) fn ends_at_blank_line(kind: HtmlKind) -> bool {
    matches!(kind, HtmlKind::BlockTag | HtmlKind::LoneTag)
}

fn closes_raw(tag: &str) -> bool {
    let (name, after) = split_name(tag);
    after.starts_with('>') && is_one_of(RAW_TAGS, name)
}

/// Start conditions 2 to 5.
fn declaration(after: &str) -> Option<HtmlKind> {
    if after.starts_with('?') {
        return Some(HtmlKind::Instruction);
    }
    let declared = after.strip_prefix('!')?;
    if declared.starts_with("--") {
        return Some(HtmlKind::Comment);
    }
    if declared.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return Some(HtmlKind::Declaration);
    }
    let is_cdata = declared.as_bytes().get(..7).is_some_and(|start| start.eq_ignore_ascii_case(b"[CDATA["));
    is_cdata.then_some(HtmlKind::CharacterData)
}

/// Start conditions 1 (opening tags only) and 6.
fn named_tag(after: &str) -> Option<HtmlKind> {
    let tag = after.strip_prefix('/').unwrap_or(after);
    let (name, rest) = split_name(tag);
    let ends = rest.is_empty() || rest.starts_with(is_space) || rest.starts_with('>');
    if ends && tag.len() == after.len() && is_one_of(RAW_TAGS, name) {
        return Some(HtmlKind::Raw);
    }
    ((ends || rest.starts_with("/>")) && is_one_of(BLOCK_TAGS, name)).then_some(HtmlKind::BlockTag)
}

fn split_name(tag: &str) -> (&str, &str) {
    tag.split_at(tag.bytes().take_while(u8::is_ascii_alphanumeric).count())
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Start condition 7: one complete opening or closing tag (CommonMark 6.6), and nothing but blanks after it.
fn is_lone_tag(after: &str) -> bool {
    let rest = match after.strip_prefix('/') {
        Some(tag) => tag_name(tag).map(skip_space),
        None => tag_name(after).and_then(attributes).map(|rest| rest.strip_prefix('/').unwrap_or(rest)),
    };
    let rest = rest.and_then(|rest| rest.strip_prefix('>'));
    rest.is_some_and(|rest| rest.bytes().all(|byte| matches!(byte, b' ' | b'\t' | 0x0C)))
}

fn tag_name(tag: &str) -> Option<&str> {
    let rest = tag.trim_start_matches(|mark: char| mark.is_ascii_alphanumeric() || mark == '-');
    tag.starts_with(|first: char| first.is_ascii_alphabetic()).then_some(rest)
}

/// What follows the attributes and the space after them; `None` if an attribute is malformed.
fn attributes(mut rest: &str) -> Option<&str> {
    loop {
        let after = skip_space(rest);
        if after.len() == rest.len() || !after.starts_with(is_attribute_start) {
            return Some(after);
        }
        let name_end = after.find(|mark| !is_attribute_mark(mark)).unwrap_or(after.len());
        rest = attribute_value(&after[name_end..])?;
    }
}

fn attribute_value(rest: &str) -> Option<&str> {
    let Some(value) = skip_space(rest).strip_prefix('=').map(skip_space) else { return Some(rest) };
    if let Some(quote @ ('"' | '\'')) = value.chars().next() {
        return value[1..].split_once(quote).map(|(_, rest)| rest);
    }
    let end = value.find(|mark| is_space(mark) || "\"'=<>`".contains(mark)).unwrap_or(value.len());
    (end > 0).then(|| &value[end..])
}

fn is_attribute_start(mark: char) -> bool {
    mark.is_ascii_alphabetic() || matches!(mark, '_' | ':')
}

fn is_attribute_mark(mark: char) -> bool {
    mark.is_ascii_alphanumeric() || matches!(mark, '_' | ':' | '.' | '-')
}

fn skip_space(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

fn is_space(mark: char) -> bool {
    matches!(mark, ' ' | '\t' | '\u{b}' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<HtmlKind>) {
        assert_eq!(html_start(line, false), expected, "{line:?}");
    }

    #[test]
    fn each_way_to_start() {
        check("<PRE>", Some(HtmlKind::Raw));
        check("<script", Some(HtmlKind::Raw));
        check("<!-- a", Some(HtmlKind::Comment));
        check("<?php", Some(HtmlKind::Instruction));
        check("<!doctype html>", Some(HtmlKind::Declaration));
        check("<![CDATA[", Some(HtmlKind::CharacterData));
        check("<td", Some(HtmlKind::BlockTag));
        check("</Table>", Some(HtmlKind::BlockTag));
        check("<hr/>", Some(HtmlKind::BlockTag));
        check("<br>", Some(HtmlKind::LoneTag));
        check("</pre>", Some(HtmlKind::LoneTag));
    }

    #[test]
    fn a_lone_tag_is_well_formed_and_alone() {
        for line in ["<a b c=d e='>' f=\">\" g = h/>\t", "<a-b />", "</a >", "<a b=c/>", "<a _:.-=1>"] {
            check(line, Some(HtmlKind::LoneTag));
        }
        for line in ["<a> b", "<a b=>", "<a b='c>", "<a b='c'd>", "</a b>", "<1>", "<a", "< a>", "<a / >", "<a =b>"] {
            check(line, None);
        }
        assert_eq!(html_start("<br>", true), None);
    }

    #[test]
    fn each_way_to_end() {
        assert!(html_ends(HtmlKind::Raw, "a </x> </STYLE>"));
        assert!(!html_ends(HtmlKind::Raw, "</style >"));
        assert!(html_ends(HtmlKind::Comment, "<!-->"));
        assert!(html_ends(HtmlKind::Instruction, "?>"));
        assert!(html_ends(HtmlKind::CharacterData, "]]>"));
    }

    #[test]
    fn each_way_to_start_or_end_has_its_border() {
        for (line, expected) in [
            ("<pre a", Some(HtmlKind::Raw)),
            ("<pre\t", Some(HtmlKind::Raw)),
            ("<prea", None),
            ("<pre/>", Some(HtmlKind::LoneTag)),
            ("<!-", None),
            ("<!->", None),
            ("<!a", Some(HtmlKind::Declaration)),
            ("<!1", None),
            ("<![cdata[", Some(HtmlKind::CharacterData)),
            ("<![CDATA", None),
            ("<?", Some(HtmlKind::Instruction)),
            ("<td/", None),
            ("<td/>", Some(HtmlKind::BlockTag)),
            ("</td/>", Some(HtmlKind::BlockTag)),
            ("<tda", None),
            ("<td\u{c}", Some(HtmlKind::BlockTag)),
            ("<", None),
            ("a", None),
        ] {
            check(line, expected);
        }
        let ends = |kind: HtmlKind, rest: &str| html_ends(kind, rest);
        assert!(ends(HtmlKind::Raw, "</pre>") && !ends(HtmlKind::Raw, "</pre") && !ends(HtmlKind::Raw, "</div>"));
        assert!(ends(HtmlKind::Comment, "a -->") && !ends(HtmlKind::Comment, "a --"));
        assert!(ends(HtmlKind::Declaration, "a >") && !ends(HtmlKind::Declaration, "a"));
        assert!(!ends(HtmlKind::Instruction, ">") && !ends(HtmlKind::CharacterData, "]>"));
        assert!(!ends(HtmlKind::BlockTag, "</td>") && !ends(HtmlKind::LoneTag, "</a>"));
        let at_blank = |kind: HtmlKind| ends_at_blank_line(kind);
        assert!(at_blank(HtmlKind::BlockTag) && at_blank(HtmlKind::LoneTag) && !at_blank(HtmlKind::Comment));
    }

    #[test]
    fn attributes_are_read_as_html_reads_them() {
        for line in [
            "<a b>",
            "<a b = c>",
            "<a b=\"c d\" e>",
            "<a b=''>",
            "<a\tb>",
            "<a b/>",
            "<a b />",
            "<a :b _c d-e.f:g=h>",
            "<a b='>'>\u{c} ",
        ] {
            check(line, Some(HtmlKind::LoneTag));
        }
        for line in [
            "<a b=`c`>",
            "<a b=c'd>",
            "<a 'b'>",
            "<a b='c' 'd'>",
            "<a b=\"c>",
            "<a b='c'd>",
            "<a -b>",
            "<a b>c",
            "<a",
            "<a b",
            "<->",
            "</a/>",
        ] {
            check(line, None);
        }
    }
}
