//! What stands beside the items of a list cell in the source: separators, blanks, line breaks, and how a column writes them.
//!
//! It knows bytes of the source and the places of items, not which of them are right. Another kind of markup that may stand between
//! an item and a separator is one more arm of [`without_closing`] or [`without_opening`].

use std::collections::BTreeMap;

use super::{Evidence, FieldPlace};
use crate::source::Span;

/// Where a gap stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Before the first item of its cell.
    Before,
    /// Between two items.
    Between,
    /// Behind the last item of its cell.
    Behind,
}

/// The separators beside an item, without the markup around them.
#[derive(Clone, Copy)]
pub struct Gap<'e> {
    /// The field whose items it stands between.
    pub place: FieldPlace<'e>,
    /// The item that it stands before; for the last gap the item that it stands behind.
    pub item: usize,
    /// Where it stands.
    pub side: Side,
    /// Its bytes in the source.
    pub span: Span,
    /// What stands there.
    pub text: &'e str,
}

impl Gap<'_> {
    /// Its separators without blanks, each line break as a newline.
    pub fn signs(&self) -> String {
        signs(self.text, &self.place.recipe.separators.characters).unwrap_or_default()
    }

    /// The texts of the items before and behind a gap between two.
    pub fn neighbours(&self) -> (&str, &str) {
        let items = &self.place.content.items;
        (items[self.item - 1].text(), items[self.item].text())
    }
}

/// The gaps of one column of lists.
#[derive(Default)]
pub struct Column<'e> {
    /// In the order of the page.
    pub gaps: Vec<Gap<'e>>,
    /// How often each gap between two items is written so.
    pub forms: BTreeMap<&'e str, usize>,
}

impl Column<'_> {
    /// How often the gaps between two items that have these separators, however spaced, stand there.
    pub fn uses(&self, signs_wanted: &str) -> usize {
        let between = self.gaps.iter().filter(|gap| gap.side == Side::Between);
        between.filter(|gap| gap.signs() == signs_wanted).count()
    }

    /// The most frequent way to write a separator, and how often it is written so.
    pub fn usual_form(&self, is_wanted: impl Fn(&str) -> bool) -> Option<(&str, usize)> {
        let forms = self.forms.iter().filter(|(form, _)| is_wanted(form));
        // Of two equally frequent forms the first counts.
        forms.rev().max_by_key(|(_, count)| **count).map(|(form, count)| (*form, *count))
    }
}

/// The columns of lists (the indexes of dataset and field) with their gaps.
pub(super) fn columns<'e>(evidence: &Evidence<'e>) -> BTreeMap<(usize, usize), Column<'e>> {
    let mut columns: BTreeMap<(usize, usize), Column<'e>> = BTreeMap::new();
    for place in evidence.fields().filter(|place| place.schema.field_type.is_list()) {
        let column = columns.entry((place.dataset, place.field)).or_default();
        for gap in gaps(evidence, place) {
            if gap.side == Side::Between {
                *column.forms.entry(gap.text).or_insert(0) += 1;
            }
            column.gaps.push(gap);
        }
    }
    columns
}

/// The gaps of a cell that hold nothing but separators, blanks and markup.
fn gaps<'e>(evidence: &Evidence<'e>, place: FieldPlace<'e>) -> Vec<Gap<'e>> {
    let items = &place.content.items;
    let (Some(first), Some(last)) = (items.first(), items.last()) else { return Vec::new() };
    let mut gaps = Vec::with_capacity(items.len() + 1);
    let mut add = |side, item, start: usize, end: usize| {
        if start <= end {
            let span = first.span().with_range(start..end);
            gaps.extend(gap(evidence, place, side, item, span));
        }
    };
    if let Some(cell) = place.content.cell {
        add(Side::Before, 0, cell.start(), first.span().start());
    }
    for (before, pair) in items.windows(2).enumerate() {
        add(Side::Between, before + 1, pair[0].span().end(), pair[1].span().start());
    }
    if let Some(cell) = place.content.cell {
        add(Side::Behind, items.len() - 1, last.span().end(), cell.end());
    }
    gaps
}

fn gap<'e>(evidence: &Evidence<'e>, place: FieldPlace<'e>, side: Side, item: usize, span: Span) -> Option<Gap<'e>> {
    let whole = evidence.sources.text(span);
    let behind = if side == Side::Before { whole } else { without_closing(whole) };
    let start = span.start() + (whole.len() - behind.len());
    let text = if side == Side::Behind { behind } else { without_opening(behind) };
    let is_gap = signs(text, &place.recipe.separators.characters).is_some();
    let span = span.with_range(start..start + text.len());
    is_gap.then_some(Gap { place, item, side, span, text })
}

/// The separators of a text that has nothing else but blanks, each line break as a newline.
fn signs(text: &str, characters: &[char]) -> Option<String> {
    let mut signs = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(length) = line_break(rest) {
            signs.push('\n');
            rest = &rest[length..];
            continue;
        }
        match first {
            ' ' => {}
            _ if characters.contains(&first) => signs.push(first),
            _ => return None,
        }
        rest = &rest[first.len_utf8()..];
    }
    Some(signs)
}

/// Whether a gap is written with this one separator and blanks.
pub(super) fn is_one_sign(form: &str, sign: char) -> bool {
    signs(form, &[',', ';', sign]).is_some_and(|signs| signs.len() == sign.len_utf8() && signs.starts_with(sign))
}

/// The length of the tag for a line break at the start of a text.
pub(super) fn line_break(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('<')?;
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let is_br = inner.get(..2).is_some_and(|name| name.eq_ignore_ascii_case("br"));
    let behind = inner.get(2..).filter(|_| is_br)?;
    // Not the next `>`, which may be far away.
    let length = behind.find(|character: char| !character.is_whitespace() && character != '/')?;
    let is_empty = behind[..length].trim().trim_start_matches('/').is_empty();
    (is_empty && behind[length..].starts_with('>')).then_some(text.len() - behind.len() + length + 1)
}

/// A text without the markup that closes what stands before it: the address of a link, emphasis, a code span, a tag, a note.
fn without_closing(text: &str) -> &str {
    let mut rest = text;
    loop {
        let stripped = rest.trim_start_matches(['*', '_', '`', '~']);
        let stripped = link_end(stripped).or_else(|| closing_tag(stripped)).unwrap_or(stripped);
        if stripped.len() == rest.len() {
            return rest;
        }
        rest = stripped;
    }
}

/// What follows the end of a link, `](…)` or `][…]`, or a note, `[^…]`.
fn link_end(text: &str) -> Option<&str> {
    if let Some(note) = text.strip_prefix("[^") {
        return note.find(']').map(|end| &note[end + 1..]);
    }
    let rest = text.strip_prefix(']')?;
    if let Some(label) = rest.strip_prefix('[') {
        return label.find(']').map(|end| &label[end + 1..]);
    }
    let Some(address) = rest.strip_prefix('(') else { return Some(rest) };
    let mut depth = 1;
    for (at, character) in address.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&address[at + 1..]);
        }
    }
    None
}

/// What follows the end of an element, `</b>`, or a whole note, `<sup>1</sup>`.
fn closing_tag(text: &str) -> Option<&str> {
    if let Some(note) = text.strip_prefix("<sup>") {
        return note.split_once("</sup>").map(|(_, rest)| rest);
    }
    let name = text.strip_prefix("</")?;
    let is_break = name.get(..2).is_some_and(|name| name.eq_ignore_ascii_case("br"));
    (!is_break && name.starts_with(|first: char| first.is_ascii_alphabetic()))
        .then(|| name.find('>').map(|end| &name[end + 1..]))?
}

/// A text without the markup that opens what stands behind it.
fn without_opening(text: &str) -> &str {
    let mut rest = text;
    loop {
        let stripped = rest.trim_end_matches(['*', '_', '`', '~', '[']);
        let stripped = opening_tag(stripped).unwrap_or(stripped);
        if stripped.len() == rest.len() {
            return rest;
        }
        rest = stripped;
    }
}

fn opening_tag(text: &str) -> Option<&str> {
    let inner = text.strip_suffix('>')?;
    let start = inner.rfind('<')?;
    let is_tag = inner[start + 1..].starts_with(|first: char| first.is_ascii_alphabetic());
    (is_tag && line_break(&text[start..]).is_none()).then_some(&text[..start])
}

/// Every text of so many pieces or fewer.
#[cfg(test)]
pub(super) fn texts<'p>(pieces: &'p [&str], most: u32) -> impl Iterator<Item = String> + 'p {
    let text = |mut number: usize| {
        let mut text = String::new();
        while number > 0 {
            text.push_str(pieces[(number - 1) % pieces.len()]);
            number = (number - 1) / pieces.len();
        }
        text
    };
    (0..=(1..=most).map(|length| pieces.len().pow(length)).sum::<usize>()).map(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let text = without_opening(without_closing(text));
        assert_eq!(signs(text, &[',', ';']).as_deref(), expected, "{text:?}");
    }

    #[test]
    fn separators_stand_between_markup() {
        check(", ", Some(","));
        check(" ,, ", Some(",,"));
        check("**, **", Some(","));
        check("](https://e.example/a,b(c)) ; [", Some(";"));
        check("][ref], [", Some(","));
        check("<br/> <BR>", Some("\n\n"));
        check("</a>,</br><a href=\"x\">", Some(",\n"));
        check("[^1], <sup>1</sup>", None);
        check("<sup>1</sup>, ", Some(","));
        check(" and ", None);
        check("", Some(""));
    }

    /// As far as the next `>`, wherever that stands.
    fn line_break_to_the_next_end(text: &str) -> Option<usize> {
        let inner = text.strip_prefix('<')?;
        let inner = inner.strip_prefix('/').unwrap_or(inner);
        let is_br = inner.get(..2).is_some_and(|name| name.eq_ignore_ascii_case("br"));
        let end = text.find('>')?;
        let rest = text.get(text.len() - inner.len() + 2..end)?;
        (is_br && rest.trim().trim_start_matches('/').is_empty()).then_some(end + 1)
    }

    #[test]
    fn line_breaks_end_at_the_next_end() {
        let pieces = ["<", "/", ">", "b", "R", "br", " ", "\u{a0}", "é"];
        for text in texts(&pieces, 5) {
            for start in ["", "<", "<br"] {
                let text = format!("{start}{text}");
                assert_eq!(line_break(&text), line_break_to_the_next_end(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn markup_ends_behind_an_item_and_begins_before_one() {
        let closing = |text: &str, expected: &str| assert_eq!(without_closing(text), expected, "{text}");
        closing("**_`~, x", ", x");
        closing("](a(b)c), x", ", x");
        closing("](a(b, x", "](a(b, x");
        closing("][r], x", ", x");
        closing("][r, x", "][r, x");
        closing("], x", ", x");
        closing("[^1], x", ", x");
        closing("[^1, x", "[^1, x");
        closing("[1], x", "[1], x");
        closing("[^1](a), x", "(a), x");
        closing("][r](a), x", "(a), x");
        closing("</b></i>, x", ", x");
        closing("</b, x", "</b, x");
        closing("</1>, x", "</1>, x");
        closing("</BR>, x", "</BR>, x");
        closing("</bR>, x", "</bR>, x");
        closing("<sup>1</sup>, x", ", x");
        closing("<sup>1, x", "<sup>1, x");
        closing("**](a)</b>, x", ", x");
        let opening = |text: &str, expected: &str| assert_eq!(without_opening(text), expected, "{text}");
        opening("x, **_`~[", "x, ");
        opening("x, <b class='y'><i>", "x, ");
        opening("x, </b>", "x, </b>");
        opening("x, <br>", "x, <br>");
        opening("x, b>", "x, b>");
        opening("x, [**<b>", "x, ");
    }

    #[test]
    fn one_sign_and_blanks_make_a_separator() {
        let check =
            |form: &str, sign: char, expected: bool| assert_eq!(is_one_sign(form, sign), expected, "{form:?} {sign}");
        check(", ", ',', true);
        check(" ;", ';', true);
        check(",, ", ',', false);
        check(", ", ';', false);
        check(",;", ',', false);
        check(" ", ',', false);
        check(" • ", '•', true);
        check("<br>", '\n', true);
        check("<br>,", '\n', false);
        check(" and ", ',', false);
    }

    /// The gaps of a column of lists: before which item (or behind which), on which side, and what stands there; `+` is a separator too.
    fn found(rows: &[&str]) -> Vec<(usize, usize, Side, String)> {
        let sample = crate::repair::sample::Sample::table(&["from: A, type: list", "from: B"], rows);
        sample.look(|evidence| {
            let gaps = &evidence.list_columns()[&(0, 0)].gaps;
            gaps.iter().map(|gap| (gap.place.record, gap.item, gap.side, gap.text.to_owned())).collect()
        })
    }

    #[test]
    fn gaps_stand_before_between_and_behind_items() {
        let gap = |record, item, side, text: &str| (record, item, side, text.to_owned());
        assert_eq!(
            found(&[", **a**, [b](/b) ;c, | x", "d | x", " | x", "e and, f | x"]),
            [
                gap(0, 0, Side::Before, ", "),
                gap(0, 1, Side::Between, ", "),
                gap(0, 2, Side::Between, " ;"),
                gap(0, 2, Side::Behind, ","),
                gap(1, 0, Side::Before, ""),
                gap(1, 0, Side::Behind, ""),
                gap(3, 0, Side::Before, ""),
                gap(3, 1, Side::Between, ", "),
                gap(3, 1, Side::Behind, ""),
            ]
        );
    }

    #[test]
    fn a_column_knows_its_usual_form() {
        let sample = crate::repair::sample::Sample::table(
            &["from: A, type: list", "from: B"],
            &["a, b, c,, d | x", "e,f | x", "g;h;i | x", "j<br>k, | x"],
        );
        sample.look(|evidence| {
            let column = &evidence.list_columns()[&(0, 0)];
            assert_eq!([",", ",,", ";", "\n", ""].map(|signs| column.uses(signs)), [3, 1, 2, 1, 0]);
            assert_eq!(column.usual_form(|_| true), Some((", ", 2)));
            assert_eq!(column.usual_form(|form| form.len() == 1), Some((";", 2)));
            assert_eq!(column.usual_form(|form| form.len() == 4), Some(("<br>", 1)));
            assert_eq!(column.usual_form(|form| form.len() == 5), None);
            let first = &column.gaps[1];
            assert_eq!((first.neighbours(), first.signs()), (("a", "b"), ",".to_owned()));
        });
        let equal = crate::repair::sample::Sample::table(&["from: A, type: list", "from: B"], &["a, b;c | x"]);
        equal.look(|evidence| assert_eq!(evidence.list_columns()[&(0, 0)].usual_form(|_| true), Some((", ", 1))));
    }
}
