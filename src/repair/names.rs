//! The names of one vocabulary as the pages use them: how often, where, beside which others.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;
use std::sync::OnceLock;

use super::page_places::count_apart;
use super::{FieldPlace, OutsideColumn};
use crate::recipe::Vocabulary;
use crate::similarity::loose_key;
use crate::source::Span;

/// The greatest length, in characters, of what is usually a name.
const LONGEST_NAME: usize = 60;

/// The names that stand in the fields of one vocabulary, with the recipe's word on them.
pub struct Names<'e> {
    /// What the recipe says.
    pub vocabulary: &'e Vocabulary,
    known: BTreeSet<&'e str>,
    /// The fields whose items belong to the vocabulary, in the order of the pages.
    places: Vec<FieldPlace<'e>>,
    /// The indexes of dataset and field of these.
    fields: BTreeSet<(usize, usize)>,
    support: HashMap<&'e str, Support>,
    /// How often a name stands in columns of the same kind beside the pages.
    outside: BTreeMap<&'e str, usize>,
    all: OnceLock<BTreeMap<&'e str, usize>>,
    are_short: OnceLock<bool>,
    in_parentheses: OnceLock<BTreeSet<&'e str>>,
    by_loose_key: OnceLock<BTreeMap<String, Vec<&'e str>>>,
}

/// How a name is used. Each of the lists is in order, and has nothing twice; most names stand once, for which a set would be large.
#[derive(Debug, Clone, Default)]
pub struct Support {
    /// The places that read so. Two fields may take the same place.
    pub places: Vec<Span>,
    /// The fields that have it (the indexes of dataset and field).
    pub fields: Vec<(usize, usize)>,
    /// The cells (the indexes of dataset, record and field).
    pub cells: Vec<(usize, usize, usize)>,
}

impl Support {
    /// Whether a cell has the name.
    pub fn is_in(&self, cell: &(usize, usize, usize)) -> bool {
        self.cells.binary_search(cell).is_ok()
    }

    fn settle(&mut self) {
        settle(&mut self.places);
        settle(&mut self.fields);
        settle(&mut self.cells);
    }
}

fn settle<T: Ord>(list: &mut Vec<T>) {
    list.sort_unstable();
    list.dedup();
    list.shrink_to_fit();
}

impl<'e> Names<'e> {
    pub(super) fn new(vocabulary: &'e Vocabulary) -> Self {
        Self {
            vocabulary,
            known: vocabulary.known_names().collect(),
            places: Vec::new(),
            fields: BTreeSet::new(),
            support: HashMap::new(),
            outside: BTreeMap::new(),
            all: OnceLock::new(),
            are_short: OnceLock::new(),
            in_parentheses: OnceLock::new(),
            by_loose_key: OnceLock::new(),
        }
    }

    /// Counts the items of a field.
    pub(super) fn count(&mut self, place: FieldPlace<'e>) {
        let (field, cell) = ((place.dataset, place.field), (place.dataset, place.record, place.field));
        for item in &place.content.items {
            let support = self.support.entry(item.text()).or_default();
            support.places.push(item.span());
            if support.fields.last() != Some(&field) {
                support.fields.push(field);
            }
            if support.cells.last() != Some(&cell) {
                support.cells.push(cell);
            }
        }
        self.places.push(place);
        self.fields.insert(field);
    }

    /// Puts what was counted in order.
    pub(super) fn settle(&mut self) {
        self.support.values_mut().for_each(Support::settle);
    }

    /// Adds the columns beside the pages that are about the same things.
    pub(super) fn add_outside(&mut self, columns: &'e [OutsideColumn]) {
        if columns.is_empty() {
            return;
        }
        let here: BTreeSet<&str> = self.support.keys().copied().collect();
        for column in columns.iter().filter(|column| column.is_of_kind(&here)) {
            for (name, count) in &column.names {
                *self.outside.entry(name).or_insert(0) += count;
            }
        }
    }

    /// Whether several columns have its names.
    pub fn is_pooled(&self) -> bool {
        self.fields.len() > 1
    }

    /// Every field whose items belong to the vocabulary, in the order of the pages.
    pub fn places(&self) -> &[FieldPlace<'e>] {
        &self.places
    }

    /// How often a name stands in columns of the same kind beside the pages.
    pub fn outside_uses(&self, text: &str) -> usize {
        self.outside.get(text).copied().unwrap_or(0)
    }

    /// How often a name stands in the pages.
    pub fn uses(&self, text: &str) -> usize {
        self.support.get(text).map_or(0, |support| support.places.len())
    }

    /// How often a text stands inside longer names of the pages, with neither letters nor digits beside it.
    pub fn uses_within(&self, text: &str) -> usize {
        let longer = self.support.iter().filter(|(name, _)| name.len() > text.len());
        longer.map(|(name, support)| count_apart(name, text) * support.places.len()).sum()
    }

    /// Whether its texts are names and not prose, as far as they go: short, most of them.
    pub fn has_names(&self) -> bool {
        *self.are_short.get_or_init(|| {
            let short = self.all().keys().filter(|name| name.chars().count() <= LONGEST_NAME).count();
            short * 10 >= self.all().len() * 9
        })
    }

    /// What stands in the parentheses at the ends of the names.
    pub fn ends_in_parentheses(&self) -> &BTreeSet<&'e str> {
        let inside = |name: &&'e str| Some(name.strip_suffix(')')?.rsplit_once('(')?.1);
        self.in_parentheses.get_or_init(|| self.all().keys().filter_map(inside).collect())
    }

    /// How a name is used, if it is.
    pub fn support(&self, text: &str) -> Option<&Support> {
        self.support.get(text)
    }

    /// Whether the recipe lists names of the vocabulary: then somebody vouches for its being one of names.
    pub fn is_curated(&self) -> bool {
        !self.known.is_empty()
    }

    /// Whether the recipe vouches for a spelling.
    pub fn is_known(&self, text: &str) -> bool {
        self.known.contains(text)
    }

    /// Whether a text stands in the pages or beside them as an item of its own, or the recipe knows it.
    pub fn is_name(&self, text: &str) -> bool {
        self.support.contains_key(text) || self.outside.contains_key(text) || self.is_known(text)
    }

    /// Every name that stands in the pages or beside them, or that the recipe knows, in order, with how often it stands in the pages.
    pub fn all(&self) -> &BTreeMap<&'e str, usize> {
        self.all.get_or_init(|| {
            let known = self.known.iter().chain(self.outside.keys()).map(|&name| (name, 0));
            known.chain(self.support.iter().map(|(&name, support)| (name, support.places.len()))).collect()
        })
    }

    /// The names that go on where a text ends, with how often they stand in the pages.
    pub fn starting_with<'n>(&'n self, start: &'n str) -> impl Iterator<Item = (&'e str, usize)> + 'n {
        let from = self.all().range::<str, _>((Bound::Excluded(start), Bound::Unbounded));
        from.map(|(&name, &count)| (name, count)).take_while(move |(name, _)| name.starts_with(start))
    }

    /// The names in groups that share a [loose key](loose_key).
    pub fn by_loose_key(&self) -> &BTreeMap<String, Vec<&'e str>> {
        self.by_loose_key.get_or_init(|| {
            let mut groups: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            for &name in self.all().keys() {
                groups.entry(loose_key(name)).or_default().push(name);
            }
            groups
        })
    }

    /// Whether two names stand in one cell somewhere, so that somebody meant two things.
    pub fn stand_together(&self, a: &str, b: &str) -> bool {
        self.common_cells(a, b).next().is_some()
    }

    /// The cells in which two names stand both.
    pub fn common_cells(&self, a: &str, b: &str) -> impl Iterator<Item = &(usize, usize, usize)> {
        let support = self.support.get(a).zip(self.support.get(b));
        support.into_iter().flat_map(|(a, b)| {
            let (few, many) = if a.cells.len() <= b.cells.len() { (a, b) } else { (b, a) };
            few.cells.iter().filter(|cell| many.is_in(cell))
        })
    }
}

/// A count in words.
pub(super) fn times(count: usize) -> String {
    match count {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{count} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::repair::Guidance;
    use crate::repair::sample::Sample;

    const NAME: &str = "vocabulary: names";

    /// Looks at the names of columns, each row with a cell for each.
    fn look<T>(fields: &[&str], rows: &[&str], look: impl FnOnce(&Names<'_>) -> T) -> T {
        let sample = Sample::table(fields, rows);
        sample.look(|evidence| {
            look(evidence.vocabularies().find(|names| !names.places().is_empty()).expect("names stand there"))
        })
    }

    #[test]
    fn a_name_knows_its_places_fields_and_cells() {
        let list = "type: list, vocabulary: names";
        look(
            &["from: A, vocabulary: names", &format!("from: B, {list}")],
            &["Oslo | Oslo, Bodo, Oslo", "Bodo | Kiel"],
            |names| {
                let oslo = names.support("Oslo").expect("it stands there");
                assert_eq!((oslo.places.len(), oslo.fields.as_slice()), (3, [(0, 0), (0, 1)].as_slice()));
                assert_eq!(oslo.cells, [(0, 0, 0), (0, 0, 1)]);
                assert_eq!([(0, 0, 0), (0, 0, 1), (0, 1, 1)].map(|cell| oslo.is_in(&cell)), [true, true, false]);
                assert_eq!(["Oslo", "Bodo", "Kiel", "Moss"].map(|name| names.uses(name)), [3, 2, 1, 0]);
                assert!(names.is_pooled());
                assert_eq!(names.places().len(), 4);
                let common = |a, b| names.common_cells(a, b).copied().collect::<Vec<_>>();
                assert_eq!((common("Oslo", "Bodo"), common("Oslo", "Kiel")), (vec![(0, 0, 1)], vec![]));
                assert!(names.stand_together("Bodo", "Oslo") && !names.stand_together("Oslo", "Moss"));
            },
        );
    }

    #[test]
    fn a_place_that_two_fields_take_counts_once() {
        look(&["from: A, vocabulary: names", "from: A, vocabulary: names"], &["Oslo | x", "Bodo | x"], |names| {
            assert_eq!(names.uses("Oslo"), 1);
            assert_eq!(names.support("Oslo").map(|oslo| oslo.cells.len()), Some(2));
        });
        look(&[&format!("from: A, {NAME}"), "from: B"], &["Oslo | Oslo"], |names| {
            assert_eq!((names.uses("Oslo"), names.is_pooled()), (1, false));
        });
    }

    #[test]
    fn uses_within_longer_names_count_each_time() {
        let rows = ["Core Site West", "Core Site West", "Core Site, Core Site", "Core Site", "Core Sites", "Core"];
        look(&["from: A, vocabulary: names"], &rows, |names| {
            assert_eq!(names.uses_within("Core Site"), 4);
            assert_eq!(names.uses_within("Core"), 6);
            assert_eq!(names.uses_within("West"), 2);
            assert_eq!(names.uses_within("Site West"), 2);
        });
    }

    #[test]
    fn nine_in_ten_texts_are_short_names() {
        let has_names = |short: usize, long: &[usize]| {
            let short = (0..short).map(|number| format!("name {number}"));
            let rows: Vec<String> = short.chain(long.iter().map(|length| "é".repeat(*length))).collect();
            let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
            look(&["from: A, vocabulary: names"], &rows, |names| names.has_names())
        };
        assert!(has_names(9, &[61]));
        assert!(!has_names(8, &[61]));
        assert!(has_names(8, &[60, 61]));
        assert!(!has_names(9, &[61, 62]));
    }

    #[test]
    fn names_are_found_by_how_they_start_and_end() {
        let rows = ["Newport (Wales)", "Newport", "Newport News", "New", "x)", "Old (a) (b)"];
        look(&["from: A, vocabulary: names"], &rows, |names| {
            assert_eq!(names.ends_in_parentheses().iter().copied().collect::<Vec<_>>(), ["Wales", "b"]);
            let starting: Vec<_> = names.starting_with("Newport").collect();
            assert_eq!(starting, [("Newport (Wales)", 1), ("Newport News", 1)]);
        });
        look(&["from: A, vocabulary: names"], &["Core-Site", "coresite", "Core Site", "Oslo"], |names| {
            let groups: Vec<_> = names.by_loose_key().values().cloned().collect();
            assert_eq!(groups, [vec!["Core Site", "Core-Site", "coresite"], vec!["Oslo"]]);
        });
    }

    #[test]
    fn names_stand_in_the_pages_or_beside_them_or_are_known() {
        let sample = Sample::new(
            "  rows:\n    tables: [{ under: Page }]\n    fields: [{ name: a, from: A, vocabulary: names }]\n",
            "# Page\n\n| A |\n|---|\n| Oslo |\n| Bodo |\n| Kiel |\n",
        );
        let column =
            |names: &[&str]| OutsideColumn::new("other.md", "Name", names.iter().map(|name| (*name).to_owned()));
        let outside = vec![
            column(&["Oslo", "Bodo", "Kiel", "Moss"]),
            column(&["Oslo", "Bodo", "Kiel", "Moss", "Moss"]),
            column(&["Lund"]),
        ];
        sample.look_beside(&Guidance { outside, ..Guidance::default() }, |evidence| {
            let names = evidence.vocabularies().next().expect("one that is told");
            assert_eq!(["Oslo", "Moss", "Lund"].map(|name| names.outside_uses(name)), [2, 3, 0]);
            assert_eq!(["Oslo", "Moss", "Lund"].map(|name| names.is_name(name)), [true, true, false]);
            assert!(!names.is_curated() && !names.is_known("Oslo"));
            let all: Vec<_> = names.all().iter().map(|(name, uses)| (*name, *uses)).collect();
            assert_eq!(all, [("Bodo", 1), ("Kiel", 1), ("Moss", 0), ("Oslo", 1)]);
        });
    }

    #[test]
    fn counts_are_told_in_words() {
        assert_eq!([0, 1, 2, 3].map(times), ["never", "once", "twice", "3 times"]);
    }
}
