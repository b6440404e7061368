//! Whether the cells of a column hold several items each, and what separates them.
//!
//! It knows the cells of one column. A comma is weak evidence: prose, `City, State`, dates and numbers have them too. So a
//! column is a list only when its cells together say so, and what separates them is what most of them say. Another separator is one more
//! kind in [`KINDS`]; another sign of prose one more line in [`is_prose`].

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use super::column::Content;
use super::marks::word;
use crate::document::SegmentKind;
use crate::recipe::Separators;
use crate::similarity::folded_text;

/// What is known of a column beside its cells.
pub(super) struct Hints<'h> {
    /// Whether a text is a value of another column of the page, which speaks for a list.
    pub(super) is_known: &'h dyn Fn(&str) -> bool,
    /// Whether its header announces texts, which speaks against one.
    pub(super) is_of_texts: &'h dyn Fn() -> bool,
}

/// A column of lists.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FoundList {
    /// What separates the items.
    pub(super) separators: Separators,
    /// Why, in a few words.
    pub(super) reason: String,
}

/// What may separate items, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Codes,
    Breaks,
    Semicolons,
    Commas,
}

const KINDS: [Kind; 4] = [Kind::Codes, Kind::Breaks, Kind::Semicolons, Kind::Commas];

impl Kind {
    /// The separators, those included that never stand inside an item where this one separates.
    fn separators(self) -> Separators {
        let of = |characters: &[char], code_spans| Separators {
            characters: characters.to_vec(),
            line_breaks: true,
            code_spans,
        };
        match self {
            Kind::Codes | Kind::Commas => Separators::default(),
            Kind::Breaks => of(&[], false),
            Kind::Semicolons => of(&[';'], false),
        }
    }

    /// The character that separates.
    fn sign(self) -> char {
        match self {
            Kind::Codes | Kind::Breaks => '\n',
            Kind::Semicolons => ';',
            Kind::Commas => ',',
        }
    }

    /// Whether a cell has the sign that separates.
    fn may_part(self, cell: Content<'_>) -> bool {
        match self {
            Kind::Codes => is_run_of_codes(cell),
            Kind::Breaks | Kind::Semicolons | Kind::Commas => cell.text().contains(self.sign()),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Kind::Codes => "code spans",
            Kind::Breaks => "line breaks",
            Kind::Semicolons => "semicolons",
            Kind::Commas => "commas",
        }
    }
}

/// The list that the filled cells of a column are, if they are one.
///
/// Of several kinds for which there is evidence the one counts for which most cells speak, each for the strongest that it has: two cells with
/// semicolons do not make the commas of eight others a part of their items. But commas between line breaks belong to the items there, unless
/// what they part stands between commas elsewhere.
pub(super) fn find_list(cells: &[Content<'_>], hints: &Hints<'_>) -> Option<FoundList> {
    let mut found: Option<(Kind, String)> = None;
    for kind in KINDS {
        if found.as_ref().is_some_and(|(best, _)| !outvotes(kind, *best, cells, hints)) {
            continue;
        }
        found = evidence(kind, cells, hints).map(|reason| (kind, reason)).or(found);
    }
    let (kind, reason) = found?;
    let own = kind.separators();
    let usual = Separators::default();
    let is_same = cells.iter().all(|cell| cell.items(&own) == cell.items(&usual));
    Some(FoundList { separators: if is_same || is_parted_too(cells, &own) { usual } else { own }, reason })
}

/// The strongest kind that a cell has a sign of.
fn kind_of(cell: Content<'_>) -> Option<Kind> {
    KINDS.into_iter().find(|kind| kind.may_part(cell))
}

/// Whether more cells speak for a kind than for a stronger one, and would be lists without the others; and those for the stronger one do not have the
/// sign of this one inside their items.
fn outvotes(kind: Kind, stronger: Kind, cells: &[Content<'_>], hints: &Hints<'_>) -> bool {
    // Code spans are parted by the usual separators, as commas are.
    if stronger == Kind::Codes {
        return false;
    }
    let of = |kind: Kind| cells.iter().copied().filter(move |cell| kind_of(*cell) == Some(kind));
    let (stronger, weaker): (Vec<Content<'_>>, Vec<Content<'_>>) = (of(stronger).collect(), of(kind).collect());
    let separators = kind.separators();
    let known = items_of(&weaker, &separators);
    let both: Vec<Content<'_>> = stronger.iter().copied().filter(|cell| cell.text().contains(kind.sign())).collect();
    let alone = || {
        let without = |cell: &Content<'_>| kind_of(*cell).is_none_or(|other| other == kind);
        let cells: Vec<Content<'_>> = cells.iter().copied().filter(without).collect();
        evidence(kind, &cells, hints).is_some()
    };
    weaker.len() > stronger.len() && both.iter().all(|cell| is_mostly_known(*cell, &separators, &known)) && alone()
}

/// Whether the cells in which the usual separators part more than the list's own do so between items that the list has.
fn is_parted_too(cells: &[Content<'_>], own: &Separators) -> bool {
    let usual = Separators::default();
    let (same, other): (Vec<Content<'_>>, Vec<Content<'_>>) =
        cells.iter().copied().partition(|cell| cell.items(own) == cell.items(&usual));
    let known = items_of(&same, own);
    other
        .iter()
        .all(|cell| cell.items(&usual).into_iter().all(|range| known.contains(&folded_text(&cell.text()[range]))))
}

/// The items of some cells, folded.
fn items_of<'d>(cells: &[Content<'d>], separators: &Separators) -> HashSet<Cow<'d, str>> {
    let items = |cell: &Content<'d>| {
        let text = cell.text();
        cell.items(separators).into_iter().map(move |range| folded_text(&text[range]))
    };
    cells.iter().flat_map(items).collect()
}

/// Whether half of a cell's items are known, or more.
fn is_mostly_known(cell: Content<'_>, separators: &Separators, known: &HashSet<Cow<'_, str>>) -> bool {
    let items = cell.items(separators);
    let count = items.len();
    items.into_iter().filter(|range| known.contains(&folded_text(&cell.text()[range.clone()]))).count() * 2 >= count
}

fn evidence(kind: Kind, cells: &[Content<'_>], hints: &Hints<'_>) -> Option<String> {
    cells.iter().filter(|cell| kind.may_part(**cell)).nth(1)?;
    if kind == Kind::Codes {
        return codes(&Split::new(kind, cells), cells, hints);
    }
    // A separator in code is a part of the code.
    let is_in_code = |cell: &Content<'_>| {
        let codes = cell.segments().iter().filter(|segment| is_code_segment(segment.kind));
        codes.map(|segment| &cell.text()[segment.text.clone()]).any(|code| code.contains(kind.sign()))
    };
    if cells.iter().any(is_in_code) { None } else { Split::new(kind, cells).verdict(hints) }
}

/// Cells of code spans alone. Where nearly each has two, or a blank is all that parts the two, they may be two names of one thing.
fn codes(split: &Split<'_>, cells: &[Content<'_>], hints: &Hints<'_>) -> Option<String> {
    let runs = cells.iter().filter(|cell| is_run_of_codes(**cell)).count();
    let is_clear =
        |cell: &Content<'_>| is_code(*cell) && (is_run_of_codes(*cell) || !cell.is_all_code() || is_one_item(*cell));
    let are_side_by_side = cells.iter().filter(|cell| is_run_of_codes(**cell)).all(|cell| has_blanks_only(*cell));
    let are_two_names = (split.is_everywhere() || are_side_by_side) && split.is_pairs(hints);
    let is_list = cells.iter().all(is_clear) && !are_two_names;
    is_list.then(|| format!("{runs} of {} cells are runs of code spans", cells.len()))
}

/// Whether a single code span has nothing in it that would separate.
fn is_one_item(cell: Content<'_>) -> bool {
    let text = cell.text().trim();
    cell.items(&Separators::default()).iter().map(|range| &cell.text()[range.clone()]).eq([text])
}

/// The cells of a column cut at one kind of separator.
struct Split<'c> {
    kind: Kind,
    texts: Vec<&'c str>,
    cells: Vec<Vec<&'c str>>,
}

impl<'c> Split<'c> {
    fn new(kind: Kind, cells: &[Content<'c>]) -> Self {
        let separators = kind.separators();
        let items = |cell: &Content<'c>| -> Vec<&'c str> {
            let text = cell.text();
            cell.items(&separators).into_iter().map(|range| &text[range]).collect()
        };
        let texts = cells.iter().map(|cell| cell.text()).collect();
        let cells: Vec<Vec<&str>> = cells.iter().map(items).collect();
        Self { kind, texts, cells }
    }

    /// The number of the items of cells with several that stand in another cell too, or are known.
    fn recurring(&self, hints: &Hints<'_>) -> usize {
        // The last cell in which each item, folded, stands, and whether it stands in several.
        let mut seen: HashMap<Cow<'_, str>, (usize, bool)> = HashMap::new();
        for (number, item) in self.numbered() {
            let (last, several) = seen.entry(folded_text(item)).or_insert((number, false));
            *several |= *last != number;
        }
        let several = self.cells.iter().filter(|cell| cell.len() > 1).flatten();
        several.filter(|item| seen[&folded_text(item)].1 || (hints.is_known)(item)).count()
    }

    /// The items, each with the number of its cell.
    fn numbered(&self) -> impl Iterator<Item = (usize, &'c str)> {
        self.cells.iter().enumerate().flat_map(|(number, cell)| cell.iter().map(move |item| (number, *item)))
    }

    /// The cells with several items.
    fn several(&self) -> impl Iterator<Item = &Vec<&'c str>> {
        self.cells.iter().filter(|cell| cell.len() > 1)
    }

    /// Why the column is a list; nothing where it is not, or where it is not clear.
    fn verdict(&self, hints: &Hints<'_>) -> Option<String> {
        let several = self.several().count();
        let items = self.several().map(Vec::len).sum::<usize>();
        if several < 2 || self.has_prose() || self.has_broken_items() {
            return None;
        }
        let are_parts = self.is_pairs(hints) && (self.kind != Kind::Breaks || self.is_everywhere());
        let is_record = self.kind == Kind::Commas && self.is_record();
        if (are_parts && !self.is_bulleted()) || is_record || self.is_syntax() {
            return None;
        }
        let recurring = self.recurring(hints);
        let is_recurring = recurring * 10 >= items * self.least_recurrence();
        let has_many = items >= several * 3 && several * 3 >= self.cells.len();
        let is_uneven = self.kind != Kind::Commas && self.several().any(|cell| cell.len() > 2);
        let how = format!(
            "{several} of {} cells hold several items, with {} between them",
            self.cells.len(),
            self.kind.name()
        );
        if self.is_told_off()
            || !is_recurring && (self.has_phrases() || self.kind != Kind::Breaks && (hints.is_of_texts)())
        {
            return None;
        }
        match (is_recurring, has_many || is_uneven) {
            (true, _) => Some(format!("{how}; {recurring} of {items} items stand elsewhere too")),
            (false, true) => Some(format!("{how}, {} on average", (items + several / 2) / several)),
            (false, false) => None,
        }
    }

    /// How many of ten items must stand in other cells too.
    fn least_recurrence(&self) -> usize {
        match self.kind {
            Kind::Commas => 4,
            _ => 2,
        }
    }

    /// Sentences: more than one in ten of the items, or one in five of the cells with one item.
    fn has_prose(&self) -> bool {
        let several = || self.several().flatten().copied();
        let single = || self.cells.iter().filter(|cell| cell.len() == 1).flatten().copied();
        let most = |total: usize, of: usize| total / of;
        several().filter(|item| is_prose(item)).nth(most(several().count(), 10)).is_some()
            || single().filter(|item| is_prose(item)).nth(most(single().count(), 5)).is_some()
    }

    /// `WebAudio, HTML5, or none`: in two cells with several, and more than one in five of them, an item behind the first starts as the last part of an enumeration in
    /// a sentence does.
    fn is_told_off(&self) -> bool {
        let ends = |item: &&str| {
            let word = item.split_whitespace().next().unwrap_or("");
            self.kind != Kind::Breaks && item.len() > word.len() && ["and", "or"].contains(&word)
        };
        let few = (self.several().count() / 5).max(1);
        self.several().filter(|cell| cell[1..].iter().any(ends)).nth(few).is_some()
    }

    /// Parts of sentences: more than one in five of the items of cells with several are of four words or more, most of them in small letters.
    fn has_phrases(&self) -> bool {
        let is_small = |word: &&str| word.starts_with(char::is_lowercase);
        let is_phrase = |item: &&&str| {
            let words = item.split_whitespace();
            let count = words.clone().count();
            count > 3 && words.filter(is_small).count() * 2 > count
        };
        let items = self.several().map(Vec::len).sum::<usize>();
        matches!(self.kind, Kind::Commas | Kind::Semicolons)
            && self.several().flatten().filter(is_phrase).nth(items / 5).is_some()
    }

    /// Items that were cut out of something whole, in more than one in ten of the cells with several: a bracket may be left out by a slip. Answers
    /// with a remark, `Yes, in part`, are none.
    fn has_broken_items(&self) -> bool {
        let few = self.several().count() / 10;
        self.several().filter(|cell| cell.iter().any(|item| !is_closed(item))).nth(few).is_some()
            || self.several().flatten().any(|item| word(item).is_some())
    }

    /// `1,000`, `1,5` and `color=R,100`: commas and semicolons that belong to a notation. A digit stands on both sides of a comma, or
    /// no blank behind it and signs of a notation beside it.
    fn is_syntax(&self) -> bool {
        let sign = match self.kind {
            Kind::Commas => b',',
            Kind::Semicolons => b';',
            Kind::Codes | Kind::Breaks => return false,
        };
        let is_number = |text: &&str| {
            text.as_bytes()
                .windows(3)
                .any(|three| three[0].is_ascii_digit() && three[1] == sign && three[2].is_ascii_digit())
        };
        let is_tight = |text: &&str| {
            let is_bare = text.bytes().zip(text.bytes().skip(1)).any(|(a, b)| a == sign && !b.is_ascii_whitespace());
            is_bare && text.contains(['=', '&', '$', '{', '}', '|'])
        };
        self.texts.iter().any(|text| is_number(text) || is_tight(text))
    }

    /// Whether nearly every cell has several items, as the parts of one thing have.
    fn is_everywhere(&self) -> bool {
        self.several().count() * 5 >= self.cells.len() * 4
    }

    /// Whether each line of the cells with several starts as a list's item does.
    fn is_bulleted(&self) -> bool {
        self.kind == Kind::Breaks
            && self.texts.iter().filter(|text| text.contains('\n')).flat_map(|text| text.lines()).all(|line| {
                let line = line.trim_start();
                line.is_empty() || line.starts_with(['*', '-', '•', '·', '–', '‑'])
            })
    }

    /// `Austin, Texas`: two items each, and what comes first is never found on its own, nor second. A cell may have more where nearly
    /// all cells have several and what comes second is mostly the same.
    fn is_pairs(&self, hints: &Hints<'_>) -> bool {
        let (pairs, others): (Vec<_>, Vec<_>) = self.several().partition(|cell| cell.len() == 2);
        let firsts: HashSet<Cow<'_, str>> = pairs.iter().map(|cell| folded_text(cell[0])).collect();
        let seconds: HashSet<Cow<'_, str>> = pairs.iter().map(|cell| folded_text(cell[1])).collect();
        let are_mostly = self.is_everywhere() && others.len() * 2 <= pairs.len() && seconds.len() * 2 <= pairs.len();
        if !others.is_empty() && !are_mostly {
            return false;
        }
        let alone: HashSet<Cow<'_, str>> =
            self.cells.iter().filter(|cell| cell.len() == 1).map(|cell| folded_text(cell[0])).collect();
        let stands_alone =
            |item: &&Cow<'_, str>| seconds.contains(*item) || alone.contains(*item) || (hints.is_known)(item);
        firsts.iter().filter(stands_alone).count() * 2 < firsts.len()
    }

    /// `Monday, April 08, 2019`: every cell has the same number of items, three or more, and no item is ever found at another place
    /// than its own.
    fn is_record(&self) -> bool {
        let Some(length) = self.cells.first().map(Vec::len).filter(|length| *length > 2) else { return false };
        if self.cells.len() < LEAST_RECORDS || self.cells.iter().any(|cell| cell.len() != length) {
            return false;
        }
        let at =
            |place: usize| self.cells.iter().map(|cell| folded_text(cell[place])).collect::<HashSet<Cow<'_, str>>>();
        let places: Vec<HashSet<Cow<'_, str>>> = (0..length).map(at).collect();
        let all: HashSet<&Cow<'_, str>> = places.iter().flatten().collect();
        let differs = places.iter().any(|items| items.len() > 1);
        differs && all.len() == places.iter().map(HashSet::len).sum::<usize>()
    }
}

/// With fewer cells than this it is chance that each item has a place of its own.
const LEAST_RECORDS: usize = 3;

fn is_code_segment(kind: SegmentKind) -> bool {
    kind == SegmentKind::Code
}

/// Whether a cell is code spans and what stands between items, nothing else.
fn is_code(cell: Content<'_>) -> bool {
    let is_between = |text: &str| text.chars().all(|c| c.is_whitespace() || c == ',' || c == ';');
    let mut has_code = false;
    for segment in cell.segments() {
        has_code |= is_code_segment(segment.kind);
        if !is_code_segment(segment.kind) && !is_between(&cell.text()[segment.text.clone()]) {
            return false;
        }
    }
    has_code
}

/// Whether nothing but blanks stands between the code spans of a cell.
fn has_blanks_only(cell: Content<'_>) -> bool {
    let between = cell.segments().iter().filter(|segment| !is_code_segment(segment.kind));
    between.map(|segment| &cell.text()[segment.text.clone()]).all(|text| text.chars().all(|c| c == ' '))
}

/// Whether a cell is several code spans and nothing else.
fn is_run_of_codes(cell: Content<'_>) -> bool {
    cell.segments().len() > 1 && is_code(cell) && cell.code_spans() > 1 && cell.items(&Separators::default()).len() > 1
}

/// Words with which no item of a list starts.
const LINKING: &[&str] = &[
    "and",
    "or",
    "but",
    "which",
    "with",
    "without",
    "if",
    "when",
    "where",
    "while",
    "because",
    "so",
    "then",
    "than",
    "that",
    "only",
    "except",
    "unless",
    "see",
    "such",
    "e.g.",
    "i.e.",
    "etc",
    "etc.",
    "not",
    "also",
    "this",
    "these",
    "it",
    "you",
    "to",
    "for",
    "from",
    "by",
    "in",
    "as",
    "is",
    "are",
    "including",
    "however",
    "otherwise",
    "optional",
    "required",
];

/// Whether a text reads like a part of a sentence: long, with an end of its own, or linked to what stands before.
fn is_prose(item: &str) -> bool {
    let mut words = item.split_whitespace();
    let first = words.next().unwrap_or("");
    // Eight of them are enough to know.
    let count = usize::from(!first.is_empty()) + words.take(7).count();
    let is_long = count > 7 || item.len() > 60 && count > 1 && item.chars().count() > 60;
    let has_end = count > 3 && item.ends_with(['.', '!', '?', ':']) || count > 4 && item.contains(". ");
    is_long || has_end || LINKING.contains(&first)
}

/// Whether brackets and quotes of a text pair up.
fn is_closed(item: &str) -> bool {
    let count = |character| item.matches(character).count();
    let pairs = [('(', ')'), ('[', ']'), ('{', '}'), ('“', '”')];
    pairs.iter().all(|(open, close)| count(*open) == count(*close))
        && count('"').is_multiple_of(2)
        && is_closed_angle(item)
}

/// `Map<String` is the half of something; `<5` and `->` are not.
fn is_closed_angle(item: &str) -> bool {
    let opens =
        item.char_indices().filter(|(at, c)| *c == '<' && item[at + 1..].starts_with(char::is_alphabetic)).count();
    opens <= item.matches('>').count()
}
