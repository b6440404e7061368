//! From repaired items back to the page: the smallest changes of its text after which it says what the data says.
//!
//! It compares the items of a field as the page has them with those after all repairs, and knows no rule. What it cannot write it
//! leaves out: a run over the changed page tells whether that matters. Another way in which items differ is one more step of
//! [`field_edits`].

use std::collections::BTreeMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices};

use super::SourceEdit;
use crate::extract::{ExtractedField, ExtractedRecord, Extraction, Item};
use crate::recipe::{FieldRecipe, Recipe, Separators};
use crate::source::{SourceMap, Span};

/// The changes of the pages, in their order, none overlapping another: those that rules ask for, `asked`, and those that follow
/// from the items. Of several ways to take items out the first one counts that is `whole`, which says of a change that it leaves no half of
/// a mark behind.
pub fn source_edits(
    recipe: &Recipe,
    before: &Extraction,
    after: &Extraction,
    sources: &SourceMap,
    asked: impl IntoIterator<Item = SourceEdit>,
    is_whole: &dyn Fn(&SourceEdit) -> bool,
) -> Vec<SourceEdit> {
    let mut edits = Edits::default();
    asked.into_iter().for_each(|edit| edits.add(edit));
    for (dataset, (old, new)) in before.datasets.iter().zip(&after.datasets).enumerate() {
        let fields = &recipe.datasets[dataset].fields;
        for (index, field) in fields.iter().enumerate() {
            let habit = std::cell::OnceCell::new();
            let column = || column_gap(&old.records, index, sources);
            for (old, new) in old.records.iter().zip(&new.records).filter(|(_, new)| !new.is_removed) {
                let (old_field, new_field) = (&old.fields[index], &new.fields[index]);
                if old_field.items == new_field.items {
                    continue;
                }
                let cell = old_field.cell.unwrap_or(old.span);
                let gap = cell_gap(old_field, sources).or_else(|| habit.get_or_init(column).clone());
                let gap = gap.unwrap_or_else(|| ", ".to_owned());
                let place = Place { cell, recipe: field, sources, gap, is_whole };
                field_edits(&place, &old_field.items, &new_field.items).into_iter().for_each(|edit| edits.add(edit));
            }
        }
    }
    edits.in_order()
}

/// Edits that do not overlap; of two that do the earlier one counts.
#[derive(Default)]
struct Edits(BTreeMap<Span, String>);

impl Edits {
    fn add(&mut self, edit: SourceEdit) {
        // They do not overlap, so that only the last one that begins before this one's end can reach into it.
        let end = edit.span.with_start(edit.span.end());
        let last = self.0.range(..=end).next_back().filter(|(span, _)| span.source == edit.span.source);
        if !last.is_some_and(|(span, _)| *span == edit.span || overlap(*span, edit.span)) {
            self.0.insert(edit.span, edit.text);
        }
    }

    fn in_order(self) -> Vec<SourceEdit> {
        self.0.into_iter().map(|(span, text)| SourceEdit { span, text }).collect()
    }
}

/// Where a field's items stand, and how its column writes lists.
struct Place<'p> {
    cell: Span,
    recipe: &'p FieldRecipe,
    sources: &'p SourceMap,
    /// What stands between two items.
    gap: String,
    is_whole: &'p dyn Fn(&SourceEdit) -> bool,
}

fn field_edits(place: &Place<'_>, old: &[Item], new: &[Item]) -> Vec<SourceEdit> {
    let inside = |item: &&Item| place.cell.contains(item.span());
    let mut new: Vec<&Item> = new.iter().filter(inside).collect();
    new.sort_by_key(|item| item.span());
    let mut edits = removals(place, old, &new);
    edits.extend(new.iter().flat_map(|item| respelling(place, old, item)));
    edits.extend(new.windows(2).filter_map(|pair| parting(place, old, pair[0], pair[1])));
    edits
}

fn overlap(a: Span, b: Span) -> bool {
    a.start() < b.end() && b.start() < a.end()
}

/// Takes out the items of which nothing is left, each with one separator.
fn removals(place: &Place<'_>, old: &[Item], new: &[&Item]) -> Vec<SourceEdit> {
    let stays = |item: &Item| new.iter().any(|new| overlap(new.span(), item.span()));
    let mut edits = Vec::new();
    let mut index = 0;
    while index < old.len() {
        if stays(&old[index]) {
            index += 1;
            continue;
        }
        let first = index;
        while index < old.len() && !stays(&old[index]) {
            index += 1;
        }
        let before = first.checked_sub(1).map(|left| separator(place, &old[left], &old[first]));
        let after = old.get(index).map(|right| separator(place, &old[index - 1], right));
        edits.extend(removal(place, &old[first..index], before, after));
    }
    edits
}

/// Takes out items that stand beside each other, with the separator before them or the one behind. At an end of the cell what stands
/// there goes too, as far as that leaves the marks around them whole.
fn removal(
    place: &Place<'_>,
    items: &[Item],
    before: Option<Range<usize>>,
    after: Option<Range<usize>>,
) -> Option<SourceEdit> {
    let (start, end) = (items.first()?.span().start(), items.last()?.span().end());
    let cell = place.cell.range();
    let ranges: Vec<Range<usize>> = match (before, after) {
        (None, None) => vec![cell],
        (None, Some(after)) => place.steps(cell.start, start).map(|start| start..after.end).collect(),
        (Some(before), None) => place.steps(end, cell.end).rev().map(|end| before.start..end).collect(),
        (Some(before), Some(after)) => vec![before.start..after.start, before.end..after.end, start..after.end],
    };
    let edit = |range: Range<usize>| SourceEdit { span: place.cell.with_range(range), text: String::new() };
    let edits: Vec<SourceEdit> = ranges.into_iter().filter(|range| range.start <= range.end).map(edit).collect();
    let whole = edits.iter().position(|edit| (place.is_whole)(edit)).unwrap_or(0);
    edits.into_iter().nth(whole)
}

/// More signs than that are no marks around one item.
const MOST_STEPS: usize = 64;

impl Place<'_> {
    /// Both ends of a part of the cell, and where a sign in it may begin or end a mark, in order.
    fn steps(&self, start: usize, end: usize) -> impl DoubleEndedIterator<Item = usize> + use<> {
        let between = self.sources.text(self.cell.with_range(start..end.max(start)));
        let is_sign = |character: char| !character.is_alphanumeric() && !character.is_whitespace();
        let inner = between.char_indices().filter(|(_, character)| is_sign(*character));
        let mut steps: Vec<usize> =
            inner.flat_map(|(at, character)| [start + at, start + at + character.len_utf8()]).collect();
        if steps.len() > MOST_STEPS {
            steps.clear();
        }
        steps.extend([start, end]);
        steps.sort_unstable();
        steps.dedup();
        steps.into_iter()
    }
}

/// The separator between two items, with the blanks behind it; all that stands between them where none is found.
fn separator(place: &Place<'_>, left: &Item, right: &Item) -> Range<usize> {
    let gap = left.span().with_range(left.span().end()..right.span().start().max(left.span().end()));
    let found = separator_in(place.sources.text(gap), &place.recipe.separators).unwrap_or(0..gap.end() - gap.start());
    gap.start() + found.start..gap.start() + found.end
}

fn separator_in(gap: &str, separators: &Separators) -> Option<Range<usize>> {
    let tags = tags(gap);
    // A sign in a tag, or in the address of a link, parts nothing.
    let address = address_in(gap);
    let is_text = |at: usize| !tags.iter().chain(&address).any(|inside| inside.contains(&at));
    let mut signs = gap.char_indices().filter(|(_, character)| separators.characters.contains(character));
    let sign = signs.find(|(at, _)| is_text(*at)).map(|(at, character)| at..at + character.len_utf8());
    let line_break = line_break_in(gap, &tags).filter(|_| separators.line_breaks);
    let blank = gap.find(char::is_whitespace).filter(|_| separators.code_spans).map(|at| at..at);
    let found = [sign, line_break].into_iter().flatten().min_by_key(|range| range.start).or(blank)?;
    let behind = &gap[found.end..];
    Some(found.start..found.end + (behind.len() - behind.trim_start().len()))
}

/// The tags in what stands between two items.
fn tags(gap: &str) -> Vec<Range<usize>> {
    let end = |at: usize| gap[at..].find('>').map(|end| at..at + end + 1);
    gap.match_indices('<').filter_map(|(at, _)| end(at)).collect()
}

/// The address of the link whose text is the item on the left.
fn address_in(gap: &str) -> Option<Range<usize>> {
    let start = gap.find("](")? + 1;
    let mut depth = 0_usize;
    let end = gap[start..].find(|character| {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    })?;
    Some(start..start + end)
}

/// What ends a line: `<br>`, the end of a block with the beginning of the next one, or the end of a line of the source.
fn line_break_in(gap: &str, tags: &[Range<usize>]) -> Option<Range<usize>> {
    let name = |tag: &Range<usize>| {
        let inner = gap[tag.clone()].trim_start_matches(['<', '/', ' ']);
        inner.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    let is_end = |tag: &Range<usize>| gap[tag.clone()].starts_with("</");
    let line = tags.iter().find(|tag| name(tag) == "br").cloned();
    let blocks = tags.windows(2).find(|pair| {
        let is_apart = gap[pair[0].end..pair[1].start].trim().is_empty();
        is_apart && is_end(&pair[0]) && !is_end(&pair[1]) && name(&pair[0]) == name(&pair[1])
    });
    let blocks = blocks.map(|pair| pair[0].start..pair[1].end);
    let end = gap.find('\n').map(|at| at..at + 1);
    [line, blocks, end].into_iter().flatten().min_by_key(|range| range.start)
}

/// Writes the text of an item where it reads otherwise.
fn respelling(place: &Place<'_>, old: &[Item], item: &Item) -> Vec<SourceEdit> {
    let span = item.span();
    let source = place.sources.text(span);
    let seen = old.iter().find(|old| old.span() == span).map_or(source, Item::written);
    let is_mark = item.marks().iter().any(|mark| {
        let bare = seen.strip_suffix(mark.as_str()).or_else(|| seen.strip_prefix(mark.as_str()));
        bare.is_some_and(|bare| bare.trim() == item.text())
    });
    if seen == item.text() || is_mark {
        return Vec::new();
    }
    let edit = |range: Range<usize>, text: &str| SourceEdit {
        span: span.with_range(span.start() + range.start..span.start() + range.end),
        text: text.replace('|', "\\|"),
    };
    if source == seen {
        let (changed, text) = difference(seen, item.text());
        return vec![edit(changed, text)];
    }
    // Markup that stands between two changes stays.
    let changes = differences(seen, item.text());
    let edits = changes.into_iter().map(|(changed, text)| Some(edit(aligned(seen, source, changed)?, &text)));
    edits.collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// Puts a separator between two items that the page has as one.
fn parting(place: &Place<'_>, old: &[Item], left: &Item, right: &Item) -> Option<SourceEdit> {
    let is_one = |old: &Item| overlap(old.span(), left.span()) && overlap(old.span(), right.span());
    let are_apart = left.span().end() <= right.span().start();
    if !are_apart || !old.iter().any(is_one) {
        return None;
    }
    let gap = left.span().with_range(left.span().end()..right.span().start());
    (place.sources.text(gap) != place.gap).then(|| SourceEdit { span: gap, text: place.gap.clone() })
}

/// The bytes in which a text differs from another one, and what the other one has there: without what both begin and end with.
fn difference<'t>(from: &str, to: &'t str) -> (Range<usize>, &'t str) {
    let start: usize = from.chars().zip(to.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    let (rest, other) = (&from[start..], &to[start..]);
    let end: usize =
        rest.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum();
    (start..from.len() - end, &to[start..to.len() - end])
}

/// All the places in which a text differs from another one, character by character, and what the other one has there.
fn differences(from: &str, to: &str) -> Vec<(Range<usize>, String)> {
    let characters = |text: &str| text.chars().collect::<Vec<char>>();
    let (old, new) = (characters(from), characters(to));
    let offset = |index: usize| old[..index].iter().map(|character| character.len_utf8()).sum::<usize>();
    let changed = capture_diff_slices(Algorithm::Myers, &old, &new).into_iter().filter(|op| op.tag() != DiffTag::Equal);
    let change = |op: DiffOp| {
        let range = op.old_range();
        (offset(range.start)..offset(range.end), new[op.new_range()].iter().collect())
    };
    changed.map(change).collect()
}

/// Where a part of what a reader sees stands in the source that has markup between its characters. `None` where the two cannot be
/// told to agree.
fn aligned(seen: &str, source: &str, part: Range<usize>) -> Option<Range<usize>> {
    let mut cursor = 0;
    let mut starts = Vec::new();
    for (at, character) in seen.char_indices() {
        let found = cursor + source[cursor..].find(character)?;
        cursor = found + character.len_utf8();
        starts.push((at, found, cursor));
    }
    let inside: Vec<_> = starts.iter().filter(|(at, ..)| part.contains(at)).collect();
    match (inside.first(), inside.last()) {
        (Some((_, start, _)), Some((_, _, end))) => Some(*start..*end),
        _ => {
            let before = starts.iter().rfind(|(at, ..)| *at < part.start).map(|(_, _, end)| *end);
            before.or_else(|| starts.first().map(|(_, start, _)| *start)).map(|at| at..at)
        }
    }
}

/// What stands most often between the items of a cell.
fn cell_gap(field: &ExtractedField, sources: &SourceMap) -> Option<String> {
    most_frequent(gaps(field, sources))
}

/// What stands most often between the items of a column's cells.
fn column_gap(records: &[ExtractedRecord], field: usize, sources: &SourceMap) -> Option<String> {
    most_frequent(records.iter().flat_map(|record| gaps(&record.fields[field], sources)))
}

/// What stands between the items of a cell, but for the markup of links.
fn gaps<'s>(field: &'s ExtractedField, sources: &'s SourceMap) -> impl Iterator<Item = &'s str> {
    let pairs = field.items.windows(2).map(|pair| (pair[0].span(), pair[1].span()));
    let between = pairs.filter(|(left, right)| left.end() < right.start());
    let texts = between.map(|(left, right)| sources.text(left.with_range(left.end()..right.start())));
    texts.filter(|gap| !gap.contains(['(', ')', '[', ']']))
}

fn most_frequent<'t>(texts: impl Iterator<Item = &'t str>) -> Option<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for text in texts {
        *counts.entry(text).or_insert(0) += 1;
    }
    counts.into_iter().max_by_key(|&(_, count)| count).map(|(text, _)| text.to_owned())
}

/// A text with edits made that lie in it, in their order.
pub fn edited(text: &str, edits: &[SourceEdit]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        result.push_str(&text[done..edit.span.start()]);
        result.push_str(&edit.text);
        done = edit.span.end();
    }
    result.push_str(&text[done..]);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_difference() {
        assert_eq!(difference("Sao Paula", "Sao Paulo"), (8..9, "o"));
        assert_eq!(difference("GEANT", "GÉANT"), (1..2, "É"));
        assert_eq!(difference("aa", "aaa"), (2..2, "a"));
        assert_eq!(difference("same", "same"), (4..4, ""));
        let changes = [(0..1, "O".to_owned()), (7..8, "T".to_owned())];
        assert_eq!(differences("orange telecom", "Orange Telecom"), changes);
        assert_eq!(differences("GEANT", "GÉANT"), [(1..2, "É".to_owned())]);
    }

    #[test]
    fn what_a_reader_sees_is_found_between_markup() {
        assert_eq!(aligned("Foo Bar", "Foo **Bar**", 4..7), Some(6..9));
        assert_eq!(aligned("ab", "a`b", 1..1), Some(1..1));
        assert_eq!(aligned("R&D", "R&amp;D", 1..2), Some(1..2));
        assert_eq!(aligned("<", "&lt;", 0..1), None);
    }

    #[test]
    fn separators_are_found_in_their_gap() {
        let separators = Separators::default();
        let check = |gap: &str, expected: &str| {
            let found = separator_in(gap, &separators).map(|range| &gap[range]);
            assert_eq!(found, Some(expected), "{gap:?}");
        };
        check("**, [", ", ");
        check("` <br/>`", "<br/>");
        check(" ; ", "; ");
        check("` `", " ");
        check("</a>, <b>", ", ");
        check("</a><BR ><a href=\"x,y\">", "<BR >");
        check("</a></li> <li class=\"x\"><b>", "</li> <li class=\"x\">");
        check("](x(1),y), [", ", ");
        check(",, ", ",");
        for gap in ["</a><b>", "<li>", "``"] {
            assert_eq!(separator_in(gap, &separators), None, "{gap:?}");
        }
    }

    use crate::repair::edit::apply;
    use crate::repair::sample::{Sample, change};
    use crate::repair::{NewItem, Proposal};

    /// How the cells of a column of lists read once some of their items have been changed.
    fn written_by(
        rows: &[&str],
        changes: &[Proposal],
        asked: Vec<SourceEdit>,
        is_whole: &dyn Fn(&SourceEdit) -> bool,
    ) -> Vec<String> {
        let rows: Vec<String> = rows.iter().map(|row| format!("{row} | x")).collect();
        let mut sample =
            Sample::table(&["from: A, type: list", "from: B"], &rows.iter().map(String::as_str).collect::<Vec<_>>());
        let before = sample.extraction.clone();
        let applied = apply(&sample.recipe, &mut sample.extraction, &sample.sources, changes);
        assert!(applied.iter().all(|applied| *applied), "{changes:?}");
        let edits = source_edits(&sample.recipe, &before, &sample.extraction, &sample.sources, asked, is_whole);
        let page = sample.sources.files().next().expect("there is one").1.text();
        edited(page, &edits)
            .lines()
            .skip(4)
            .map(|line| line.trim_start_matches("| ").trim_end_matches(" | x |").to_owned())
            .collect()
    }

    fn written(cell: &str, items: Range<usize>, after: &[&str]) -> String {
        written_by(&[cell], &[change(0, 0, items, after)], Vec::new(), &|_| true).remove(0)
    }

    #[test]
    fn an_item_goes_with_one_separator() {
        let check =
            |cell: &str, items: Range<usize>, expected: &str| assert_eq!(written(cell, items, &[]), expected, "{cell}");
        check("a, b, c", 0..1, "b, c");
        check("a, b, c", 1..2, "a, c");
        check("a, b, c", 2..3, "a, b");
        check("a, b, c", 0..2, "c");
        check("a, b, c", 1..3, "a");
        check("a, b, c", 0..3, "");
        check("a; b,c", 1..2, "a,c");
        check("a<br>b<br>c", 1..2, "a<br>c");
        check("a, [b](/b,c), d", 1..2, "a, d");
        check("`a` `b` `c`", 0..1, "`b` `c`");
    }

    #[test]
    fn of_several_ways_the_first_whole_one_counts() {
        let tried = std::cell::RefCell::new(Vec::new());
        let whole = |wanted: usize| {
            tried.borrow_mut().clear();
            let is_whole = |edit: &SourceEdit| {
                tried.borrow_mut().push(edit.span);
                tried.borrow().len() > wanted
            };
            written_by(&["a; **b**, c"], &[change(0, 0, 1..2, &[])], Vec::new(), &is_whole).remove(0)
        };
        assert_eq!([0, 1, 2, 3].map(whole), ["a, c", "a; c", "a; **c", "a, c"]);
        assert_eq!(tried.borrow().len(), 3);
    }

    #[test]
    fn an_item_is_respelled_where_it_differs() {
        let check =
            |cell: &str, after: &str, expected: &str| assert_eq!(written(cell, 0..1, &[after]), expected, "{cell}");
        check("Sao Paula, b", "Sao Paulo", "Sao Paulo, b");
        check("a, b", "x|y", "x\\|y, b");
        check("O**sl**o, b", "Osla", "O**sl**a, b");
        check("**o**slo **t**own, b", "Oslo Town", "**O**slo **T**own, b");
        // What a reader sees cannot be found.
        check("x &lt; y, b", "x > y", "x &lt; y, b");
        // One for two, and two for one.
        assert_eq!(written("a, b, c", 0..2, &["a b"]), "a b, c");
        assert_eq!(written("a, b, c", 0..2, &["a, b"]), "a, b, c");
    }

    #[test]
    fn a_mark_beside_the_text_stays() {
        let marked = |cell: &str, text: &str, mark: &str| {
            let mut change = change(0, 0, 0..1, &[]);
            change.edit.after = vec![NewItem::marked(text, vec![mark.to_owned()])];
            written_by(&[cell], &[change], Vec::new(), &|_| true).remove(0)
        };
        assert_eq!(marked("Oslo+, b", "Oslo", "+"), "Oslo+, b");
        assert_eq!(marked("+ Oslo, b", "Oslo", "+"), "+ Oslo, b");
        assert_eq!(marked("Oslo+, b", "Osla", "+"), "Osla, b");
        assert_eq!(marked("Oslo+, b", "Oslo", "#"), "Oslo, b");
    }

    #[test]
    fn two_items_are_parted_as_the_cell_or_the_column_does() {
        let check = |rows: &[&str], expected: &str| {
            let parted = change(0, 0, 0..1, &["a", "b"]);
            assert_eq!(written_by(rows, &[parted], Vec::new(), &|_| true)[0], expected, "{rows:?}");
        };
        check(&["a b; c, d; e"], "a; b; c, d; e");
        check(&["a b", "c;d", "e;f", "g, h"], "a;b");
        check(&["a b"], "a, b");
        check(&["a b", "[c](/c), [d](/d)"], "a, b");
        check(&["a b, c;d", "e;f"], "a;b, c;d");
        check(&["a, b"].map(|_| "a  b"), "a, b");
    }

    #[test]
    fn fields_that_did_not_change_and_rows_that_went_have_no_edits() {
        let removal = Proposal { removes_record: true, ..change(0, 0, 0..1, &["z"]) };
        assert_eq!(
            written_by(&["a, b", "c"], &[removal, change(1, 0, 0..1, &["d"])], Vec::new(), &|_| true),
            ["a, b", "d"]
        );
    }

    #[test]
    fn what_rules_ask_for_comes_before_what_follows_from_items() {
        let source = SourceMap::new().add("page.md", "");
        let asked =
            |range: Range<usize>, text: &str| SourceEdit { span: Span::new(source, range), text: text.to_owned() };
        // The page begins `# Page`, two lines are the header, and the row begins with `| `.
        let start = "# Page\n\n| A | B |\n|---|---|\n| ".len();
        let edits = |asked| written_by(&["abc, d"], &[change(0, 0, 0..1, &["aXc"])], asked, &|_| true).remove(0);
        assert_eq!(edits(vec![]), "aXc, d");
        assert_eq!(edits(vec![asked(start + 1..start + 2, "Y")]), "aYc, d");
        assert_eq!(edits(vec![asked(start..start + 3, "Y")]), "Y, d");
        assert_eq!(edits(vec![asked(start..start + 1, "Y")]), "YXc, d");
        assert_eq!(edits(vec![asked(start + 2..start + 3, "Y")]), "aXY, d");
        assert_eq!(edits(vec![asked(start..start + 2, "Y"), asked(start + 1..start + 3, "Z")]), "Yc, d");
        assert_eq!(edits(vec![asked(start + 5..start + 6, "Y"), asked(start + 3..start + 4, ";")]), "aXc; Y");
    }

    #[test]
    fn line_ends_part_items() {
        let check = |gap: &str, expected: Option<&str>| {
            assert_eq!(line_break_in(gap, &tags(gap)).map(|range| &gap[range]), expected, "{gap:?}");
        };
        check("</b><br/><i>", Some("<br/>"));
        check("</b>< BR >", Some("< BR >"));
        check("</p> <p class='x'>", Some("</p> <p class='x'>"));
        check("</p>x<p>", None);
        check("<p><p>", None);
        check("</p></p>", None);
        check("</li><p>", None);
        check("<i></p><p>", Some("</p><p>"));
        check("x \n y", Some("\n"));
        check("</p><p><br>", Some("</p><p>"));
        check("\n<br>", Some("\n"));
        check("<brx>", None);
        check("", None);
    }

    #[test]
    fn separators_are_those_of_the_column() {
        let find =
            |gap: &str, separators: &Separators| separator_in(gap, separators).map(|range| range.start..range.end);
        let (all, none) = (Separators::default(), Separators::none());
        assert_eq!(find("x , y", &all), Some(2..4));
        assert_eq!(find("<a title=\",\"> ; y", &all), Some(14..16));
        assert_eq!(find("x<br> , y", &all), Some(1..6));
        assert_eq!(find("x , <br> y", &all), Some(2..4));
        assert_eq!(find("x y", &all), Some(1..2));
        for gap in ["x , y", "x<br>y", "x y"] {
            assert_eq!(find(gap, &none), None, "{gap}");
        }
        assert_eq!(address_in("](a,(b)),").map(|range| (range.start, range.end)), Some((1, 7)));
        assert_eq!(address_in("](a,(b),"), None);
        assert_eq!(address_in("[x, y"), None);
    }

    #[test]
    fn marks_may_begin_at_each_sign() {
        let steps = |cell: &str, start: usize, end: usize| {
            let mut sources = SourceMap::new();
            let source = sources.add("page.md", cell);
            let sample = Sample::table(&["from: A"], &["x"]);
            let place = Place {
                cell: Span::new(source, 0..cell.len()),
                recipe: &sample.recipe.datasets[0].fields[0],
                sources: &sources,
                gap: String::new(),
                is_whole: &|_| true,
            };
            place.steps(start, end).collect::<Vec<_>>()
        };
        assert_eq!(steps("**a b…c", 0, 9), [0, 1, 2, 5, 8, 9]);
        assert_eq!(steps("**a", 1, 3), [1, 2, 3]);
        assert_eq!(steps("abc", 1, 2), [1, 2]);
        assert_eq!(steps("abc", 2, 2), [2]);
        let signs = "*".repeat(33);
        assert_eq!(steps(&signs[..32], 0, 32).len(), 33);
        assert_eq!(steps(&signs, 0, 33), [0, 33]);
    }
}
