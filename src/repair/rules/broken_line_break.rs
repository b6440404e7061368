//! A tag for a line break that lacks a sign, or has one too many.

use std::collections::{BTreeMap, BTreeSet};

use crate::repair::gaps::line_break;
use crate::repair::names::times;
use crate::repair::{Evidence, FieldPlace, Grade, NewItem, Proposal, RepairRule, Verdicts};
use crate::source::Span;

pub(super) const RULE: RepairRule = RepairRule {
    name: "broken-line-break",
    summary: "the tag of a line break is broken",
    explanation: "\
A browser shows a tag that lacks its `>`, or has another sign in it, as text or not at all. It is written as the page writes its line breaks.

Before: `Oslo<br/Paris`, `Oslo<br\\>Paris` or `Oslo br/>Paris`
After:  `Oslo<br/>Paris`

`<b>`, which lost a letter, is suggested where the cell has no `</b>` and the page breaks lines, and so are `br>` behind a letter and `<br` before one, where no tag ends.

It is safe where the page has three line breaks or more that are whole; else it is suggested. `</br>`, which browsers forgive, is suggested where three times as many are
written `<br>` or `<br/>`. It abstains in code, and for other tags that start with the same letters.",
    propose,
};

fn propose(evidence: &Evidence<'_>) -> Verdicts {
    let mut seen = BTreeSet::new();
    let mut cells: Vec<(FieldPlace<'_>, Span)> = Vec::new();
    let mut usage = Usage::default();
    for place in evidence.fields() {
        let Some(cell) = place.content.cell.filter(|cell| seen.insert(*cell)) else { continue };
        let text = evidence.sources.text(cell);
        if text.to_ascii_lowercase().contains("br") || text.contains("<b") {
            usage.count(text);
            cells.push((place, cell));
        }
    }
    let mut verdicts = Verdicts::default();
    for (place, cell) in cells {
        for tag in tags(evidence.sources.text(cell)) {
            verdicts.extend(mend(evidence, &place, cell, &tag, &usage));
        }
    }
    verdicts
}

/// How the page writes its line breaks.
#[derive(Default)]
struct Usage {
    whole: BTreeMap<String, usize>,
    backward: usize,
}

impl Usage {
    fn count(&mut self, cell: &str) {
        for (at, _) in cell.match_indices('<') {
            let Some(length) = line_break(&cell[at..]) else { continue };
            match cell[at..].starts_with("</") {
                true => self.backward += 1,
                false => *self.whole.entry(cell[at..at + length].to_owned()).or_insert(0) += 1,
            }
        }
    }

    fn all(&self) -> usize {
        self.whole.values().sum()
    }

    fn usual(&self) -> &str {
        // Of two equally frequent spellings the first counts.
        self.whole.iter().rev().max_by_key(|(_, count)| **count).map_or("<br>", |(tag, _)| tag)
    }
}

/// A broken tag of a cell.
struct Tag {
    /// Its bytes in the cell.
    start: usize,
    end: usize,
    fault: Fault,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// It lacks its end, and is read as a line break all the same.
    Open { has_slash: bool },
    /// `</br>`.
    Backward,
    /// It is read as text.
    Text,
    /// It is read as text, and a word may begin or end in it: `Soupbr>Pie`, `Soup<brPie`.
    Glued,
    /// `<b>` or `<b/>`, which lost a letter and makes bold what nothing ends.
    Bold,
}

/// The broken tags of a cell, in order.
fn tags(cell: &str) -> Vec<Tag> {
    let codes = code_spans(cell);
    let has_end = cell.to_ascii_lowercase().contains("</b>");
    let mut tags: Vec<Tag> = Vec::new();
    for (at, _) in cell.match_indices(['b', 'B']) {
        let is_br = cell[at + 1..].starts_with(['r', 'R']);
        if is_in_code(&codes, at) || tags.last().is_some_and(|last| last.end > at) {
            continue;
        }
        if is_br {
            tags.extend(tag(cell, at));
        } else if !has_end {
            tags.extend(bold(cell, at));
        }
    }
    tags
}

/// The tag `<b>`, `<b/>` or `<b />` whose name stands at a byte of the cell.
fn bold(cell: &str, at: usize) -> Option<Tag> {
    let behind = &cell[at + 1..];
    let inside = behind.trim_start_matches([' ', '/']);
    let end = cell.len() - inside.strip_prefix('>')?.len();
    cell[..at].ends_with('<').then_some(Tag { start: at - 1, end, fault: Fault::Bold })
}

/// The broken tag whose name stands at a byte of the cell.
fn tag(cell: &str, at: usize) -> Option<Tag> {
    let before = &cell[..at];
    let opening = before.trim_end_matches([' ', '/', '\\']);
    let behind = &cell[at + 2..];
    let inside = behind.len() - behind.trim_start_matches([' ', '/', '\\', '.', ',']).len();
    let is_closed = behind[inside..].starts_with('>');
    if !opening.ends_with('<') {
        // Nothing opens it, so it must be clear that it is meant: `br/>` with no letter before, or a slash in it.
        let has_slash = behind[..inside].contains('/');
        let is_apart = !before.ends_with(|last: char| last.is_alphanumeric());
        let start = opening.len();
        let is_abbreviation = before.ends_with("ab") || before.ends_with("AB");
        let fault = if has_slash || is_apart { Fault::Text } else { Fault::Glued };
        return (is_closed
            && (fault == Fault::Text || !is_abbreviation)
            && behind[..inside].trim_matches([' ', '/']).is_empty()
            && !is_in_tag(before))
        .then_some(Tag { start: if is_apart { start } else { at }, end: at + 2 + inside + 1, fault });
    }
    let start = opening.len() - 1;
    let tag = &cell[start..];
    if let Some(length) = line_break(tag) {
        let (mut first, mut last) = (start, start + length);
        while cell[last..].starts_with('>') {
            last += 1;
        }
        while cell[..first].ends_with('<') {
            first -= 1;
        }
        if first < start || last > start + length {
            return Some(Tag { start: first, end: last, fault: Fault::Text });
        }
        return tag.starts_with("</").then_some(Tag { start, end: last, fault: Fault::Backward });
    }
    if is_closed {
        return Some(Tag { start, end: at + 2 + inside + 1, fault: Fault::Text });
    }
    // As the document reads it.
    let has_slash = behind.starts_with('/');
    let is_slashed = has_slash || tag.starts_with("</");
    let ends_there = is_slashed || behind.is_empty() || behind.starts_with(' ');
    let is_whole = !is_slashed && ends_tag(behind);
    if is_whole || before[start + 1..].contains([' ', '\\']) {
        return None;
    }
    let end = at + 2 + usize::from(has_slash);
    if ends_there {
        return Some(Tag { start, end, fault: Fault::Open { has_slash } });
    }
    // Another tag may start with the same letters, which is not ended either: `<branch`.
    Some(Tag { start, end, fault: Fault::Glued })
}

/// Whether the last sign of a tag in a text opens one.
fn is_in_tag(before: &str) -> bool {
    before.rfind(['<', '>']).is_some_and(|last| before[last..].starts_with('<'))
}

/// Whether the first sign of a tag in a text ends one.
fn ends_tag(behind: &str) -> bool {
    behind.find(['<', '>']).is_some_and(|first| behind[first..].starts_with('>'))
}

fn is_in_code(codes: &[std::ops::Range<usize>], at: usize) -> bool {
    codes[..codes.partition_point(|code| code.start <= at)].last().is_some_and(|code| at < code.end)
}

/// The code spans of a cell, in order, roughly: between two runs of as many backticks.
fn code_spans(cell: &str) -> Vec<std::ops::Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(start) = cell[at..].find('`').map(|found| at + found) {
        let run = cell[start..].len() - cell[start..].trim_start_matches('`').len();
        let close = cell[start + run..].find(&cell[start..start + run]).map(|found| start + run + found);
        at = close.map_or(start + run, |close| close + run);
        spans.extend(close.map(|close| start..close));
    }
    spans
}

fn mend(evidence: &Evidence<'_>, place: &FieldPlace<'_>, cell: Span, tag: &Tag, usage: &Usage) -> Option<Proposal> {
    let span = cell.with_range(cell.start() + tag.start..cell.start() + tag.end);
    let written = evidence.sources.text(span);
    let items = &place.content.items;
    let is_end = span.end() == cell.end() || span.start() == cell.start();
    let (after, grade) = match tag.fault {
        Fault::Backward if usage.all() >= 3 && usage.all() >= 3 * usage.backward => (usage.usual(), Grade::Suggested),
        Fault::Backward => return None,
        // A word may end so, another tag begin so, and bold may be meant: the page must break lines, or nothing else explain the sign.
        Fault::Glued if written.starts_with('<') && (usage.all() == 0 || !starts_word(evidence, cell, span.end())) => {
            return None;
        }
        Fault::Bold if usage.all() == 0 => return None,
        Fault::Glued | Fault::Bold if is_end => return None,
        Fault::Glued | Fault::Bold => (usage.usual(), Grade::Suggested),
        Fault::Open { .. } | Fault::Text if is_end => ("", grade(usage)),
        Fault::Open { has_slash: true } if !written.starts_with("</") => ("<br/>", grade(usage)),
        _ => (usage.usual(), grade(usage)),
    };
    let fault = match tag.fault {
        Fault::Backward => "closes a tag that has no end",
        Fault::Bold => "makes bold what nothing ends",
        _ => "is no tag",
    };
    let (count, usual) = (times(usage.all()), usage.usual());
    let reason = match usage.all() {
        0 => format!("`{}` {fault}; `{usual}` breaks a line", written.trim()),
        _ => format!("`{}` {fault}; line breaks stand in the page's tables {count}, most as `{usual}`", written.trim()),
    };
    let holder = items.iter().position(|item| item.span().start() < span.end() && span.start() < item.span().end());
    let proposal = match holder {
        // What is read as a line break is no part of an item's text, but may stand inside an item.
        Some(index) if !matches!(tag.fault, Fault::Text | Fault::Glued) => {
            Proposal::new(grade, place.item(index), vec![NewItem::same(&items[index])], reason)
        }
        Some(index) => parted(evidence, place, index, span, grade, reason)?,
        None => {
            let near =
                items.iter().position(|item| item.span().start() >= span.end()).or(items.len().checked_sub(1))?;
            Proposal::new(grade, place.item(near), vec![NewItem::same(&items[near])], reason)
        }
    };
    Some(proposal.with_source(span, after))
}

/// Whether another word begins at a place of a cell than the name of a tag would go on with: no small letter, or a long word that stands elsewhere.
fn starts_word(evidence: &Evidence<'_>, cell: Span, at: usize) -> bool {
    let behind = evidence.sources.text(cell.with_start(at));
    let word: String = behind.chars().take_while(|character| character.is_alphabetic()).collect();
    !behind.starts_with(|first: char| first.is_lowercase())
        || (word.chars().count() >= LONG_WORD && evidence.page_words().count(&word) >= 2)
}

/// Shorter words stand elsewhere by chance.
const LONG_WORD: usize = 5;

fn grade(usage: &Usage) -> Grade {
    if usage.all() >= 3 { Grade::Safe } else { Grade::Suggested }
}

/// Where the text of an item has what stands at a place of its source: that which stands there as often before.
fn within(evidence: &Evidence<'_>, item: &crate::extract::Item, span: Span) -> Option<(usize, usize)> {
    let written = evidence.sources.text(item.span());
    let start = span.start().saturating_sub(item.span().start());
    let end = (span.end() - item.span().start()).min(written.len());
    let tag = written.get(start..end)?.trim();
    // What is a part of a whole tag stands in no text.
    let is_own = |(at, _): &(usize, &str)| match tag.starts_with('<') {
        true => line_break(&written[*at..]).is_none(),
        false => !written[..*at].ends_with(['<', '/']),
    };
    let own = || written.match_indices(tag).filter(is_own);
    let before = own().take_while(|(at, _)| *at < start).count();
    let is_same = own().count() == item.text().matches(tag).count();
    let at = item.text().match_indices(tag).nth(before).filter(|_| is_same)?.0;
    Some((at, at + tag.len()))
}

/// The item that has the tag in its text, as the items before and behind it.
fn parted(
    evidence: &Evidence<'_>,
    place: &FieldPlace<'_>,
    index: usize,
    span: Span,
    grade: Grade,
    reason: String,
) -> Option<Proposal> {
    let item = &place.content.items[index];
    let (start, end) = within(evidence, item, span)?;
    let text = item.text();
    let parts: Vec<&str> =
        [&text[..start], &text[end..]].iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    let is_list = place.schema.field_type.is_list() && place.recipe.separators.line_breaks;
    let mut after: Vec<NewItem> = match is_list {
        true => parts.into_iter().map(NewItem::plain).collect(),
        false => vec![NewItem::plain(parts.join("\n"))],
    };
    after.last_mut()?.marks = item.marks().to_vec();
    Some(Proposal::new(grade, place.item(index), after, reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::repair::gaps::texts;

    #[track_caller]
    fn check(cell: &str, expected: &[&str]) {
        let found: Vec<&str> = tags(cell).iter().map(|tag| &cell[tag.start..tag.end]).collect();
        assert_eq!(found, expected, "{cell:?}");
    }

    #[test]
    fn tags_are_broken_in_different_ways() {
        let (open, slashed) = (Fault::Open { has_slash: false }, Fault::Open { has_slash: true });
        let check = |cell: &str, expected: &[(&str, Fault)]| {
            let found: Vec<(&str, Fault)> =
                tags(cell).iter().map(|tag| (&cell[tag.start..tag.end], tag.fault)).collect();
            assert_eq!(found, expected, "{cell:?}");
        };
        // It lacks its end.
        check("a<br", &[("<br", open)]);
        check("a<BR b", &[("<BR", open)]);
        check("a<br/b", &[("<br/", slashed)]);
        check("a</br b", &[("</br", open)]);
        check("a</br/b", &[("</br/", slashed)]);
        check("a</brb", &[("</br", open)]);
        check("a</brb>", &[("</br", open)]);
        check("a< br b", &[]);
        check(r"a<\br b", &[]);
        // Another tag ends there, or begins.
        check("a<brand>b", &[]);
        check("a<brand <i>", &[("<br", Fault::Glued)]);
        check("a<brand", &[("<br", Fault::Glued)]);
        check("a<br<br>", &[("<br", Fault::Glued)]);
        // It has a sign that is none of a tag, or one too many.
        for tag in ["<br.>", "<br,>", "<br />>", "< br>", r"<br\>", r"<\br>", "<<br>", "<<br>>", "<<br>>>", "</ br>"] {
            check(&format!("a{tag}b"), &[(tag, Fault::Text)]);
        }
        check("a</br>b", &[("</br>", Fault::Backward)]);
        check("a</BR />b", &[("</BR />", Fault::Backward)]);
        // Nothing opens it.
        check("a br>b", &[(" br>", Fault::Text)]);
        check("br>b", &[("br>", Fault::Text)]);
        check("abr/>b", &[("br/>", Fault::Text)]);
        check("a /br>b", &[(" /br>", Fault::Text)]);
        check("a br / >b", &[(" br / >", Fault::Text)]);
        check("abr>b", &[("br>", Fault::Glued)]);
        check("a br.>b", &[]);
        check("a br", &[]);
        check("abr b", &[]);
        check("abbr>c ABbr>d", &[]);
        check("abbr/>c", &[("br/>", Fault::Text)]);
        check("<i br>b", &[]);
        check("<i> br>b", &[(" br>", Fault::Text)]);
        // Bold that nothing ends.
        check("a<b>c", &[("<b>", Fault::Bold)]);
        check("a<B/>c", &[("<B/>", Fault::Bold)]);
        check("a<b /c", &[]);
        check("a b>c", &[]);
        check("a<b>c</B>", &[]);
        check("a<br.>br>b", &[("<br.>", Fault::Text), ("br>", Fault::Text)]);
        // What a tag has taken is not looked at again.
        check("a<br/b<br>>br/>", &[("<br/", slashed), ("<br>>", Fault::Text), ("br/>", Fault::Text)]);
    }

    #[test]
    fn tags_that_break_lines_are_counted_as_they_are_written() {
        let mut usage = Usage::default();
        assert_eq!((usage.all(), usage.backward, usage.usual()), (0, 0, "<br>"));
        usage.count("a<br>b<br/>c<br />d</br>e<br>f<i>g<brand>");
        assert_eq!((usage.all(), usage.backward, usage.usual()), (4, 1, "<br>"));
        usage.count("<br/><br />");
        assert_eq!((usage.all(), usage.backward, usage.usual()), (6, 1, "<br />"));
        assert_eq!(
            usage.whole.iter().map(|(tag, count)| (tag.as_str(), *count)).collect::<Vec<_>>(),
            [("<br />", 2), ("<br/>", 2), ("<br>", 2),]
        );
    }

    #[test]
    fn broken_tags_are_found() {
        check("a<br/b<br", &["<br/", "<br"]);
        check("a<br/ b</br c", &["<br/", "</br"]);
        check(r"a<br\>b< br>c<\br>d", &[r"<br\>", "< br>", r"<\br>"]);
        check("a<br>>b<<br/>c", &["<br>>", "<<br/>"]);
        check("a br/>b/br>c", &[" br/>", "/br>"]);
        check("a</br>b", &["</br>"]);
        check("a<bra<br>b<br3", &["<br", "<br"]);
        check("a<b>c<b />d abr>e", &["<b>", "<b />", "br>"]);
    }

    #[test]
    fn whole_tags_and_others_are_not() {
        check("a<br>b<br/>c<BR />d", &[]);
        check("a<brand>b<br clear=\"all\">c", &[]);
        check("`<br/` and ``br/>``", &[]);
        check("**<b>x</b>** Rob <body>", &[]);
        check("Bremen, umbra, <abbr>x</abbr>", &[]);
        check("a < brutal", &[]);
    }

    /// What is found without a look at the whole cell is what such a look finds.
    #[test]
    fn signs_around_a_place_are_found_as_in_the_whole_cell() {
        for text in texts(&["<", ">", "b", "`", "``", "é"], 6) {
            let opens = text.rfind('<').is_some_and(|open| !text[open..].contains('>'));
            assert_eq!(is_in_tag(&text), opens, "{text:?}");
            let ends = text.find('>').is_some_and(|close| !text[..close].contains('<'));
            assert_eq!(ends_tag(&text), ends, "{text:?}");
            let codes = code_spans(&text);
            for at in 0..=text.len() {
                assert_eq!(is_in_code(&codes, at), codes.iter().any(|code| code.contains(&at)), "{at} of {text:?}");
            }
        }
    }
}
