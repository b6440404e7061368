//! What a diff comes to: numbers by kind, and a line that can be the title of a commit.
//!
//! Another kind that `--fail-on` can name is one variant of [`Kind`].

use super::{Change, DatasetDiff, Diff};

/// A kind of substantive change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Records that only the new side has.
    Added,
    /// Records that only the old side has.
    Removed,
    /// Records with another key.
    Renamed,
    /// Records with other values.
    Modified,
    /// Fields and tables that came, went, or are otherwise.
    Schema,
}

impl Kind {
    /// Every kind.
    pub const ALL: &'static [Kind] = &[Kind::Added, Kind::Removed, Kind::Renamed, Kind::Modified, Kind::Schema];

    /// Its word.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Renamed => "renamed",
            Kind::Modified => "modified",
            Kind::Schema => "schema",
        }
    }
}

/// How many changes there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Records that only the new side has.
    pub added: usize,
    /// Records that only the old side has.
    pub removed: usize,
    /// Records with another key.
    pub renamed: usize,
    /// Records with other values, renamed ones among them.
    pub modified: usize,
    /// Changes of fields and tables.
    pub schema: usize,
    /// Changes that say nothing new: one for each value, and one for each field whose name, place or layout changed.
    pub cosmetic: usize,
    /// Items that came in lists of records that both sides have.
    pub items_added: usize,
    /// Items that went in these.
    pub items_removed: usize,
    /// Items with another name in these.
    pub items_renamed: usize,
}

impl Counts {
    /// The number of changes of a kind.
    pub fn of(&self, kind: Kind) -> usize {
        match kind {
            Kind::Added => self.added,
            Kind::Removed => self.removed,
            Kind::Renamed => self.renamed,
            Kind::Modified => self.modified,
            Kind::Schema => self.schema,
        }
    }

    /// Whether anything says something new.
    pub fn is_substantive(&self) -> bool {
        Kind::ALL.iter().any(|&kind| self.of(kind) > 0)
    }

    /// The counts in words: `1 record added, 1 removed, 1 renamed, 1 modified (1 item added), 3 cosmetic`.
    pub fn sentence(&self) -> String {
        let items = [(self.items_added, "added"), (self.items_removed, "removed"), (self.items_renamed, "renamed")];
        let items = in_words(&items, "item");
        let modified = if items.is_empty() { String::new() } else { format!(" ({items})") };
        let records =
            [(self.added, "added"), (self.removed, "removed"), (self.renamed, "renamed"), (self.modified, "modified")];
        let mut parts = Vec::new();
        let records = in_words(&records, "record");
        if !records.is_empty() {
            parts.push(format!("{records}{modified}"));
        }
        if self.schema > 0 {
            parts.push(format!("{} of fields or tables", plural(self.schema, "change")));
        }
        if self.cosmetic > 0 {
            parts.push(format!("{} cosmetic", self.cosmetic));
        }
        if parts.is_empty() { "no change".to_owned() } else { parts.join(", ") }
    }
}

/// `1 record added, 2 removed`.
fn in_words(counts: &[(usize, &str)], word: &str) -> String {
    let mut parts = Vec::new();
    for (count, what) in counts.iter().filter(|(count, _)| *count > 0) {
        let noun = if parts.is_empty() { plural(*count, word) } else { count.to_string() };
        parts.push(format!("{noun} {what}"));
    }
    parts.join(", ")
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}

/// What has counts.
pub trait Count {
    /// How many changes there are.
    fn counts(&self) -> Counts;
}

impl Count for DatasetDiff {
    fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for change in &self.changes {
            match change {
                Change::Added { .. } => counts.added += 1,
                Change::Removed { .. } => counts.removed += 1,
                Change::Renamed { .. } => counts.renamed += 1,
                Change::Modified { .. } => {}
            }
            counts.modified += usize::from(change.fields().iter().any(super::FieldChange::is_substantive));
            counts.cosmetic += change.fields().iter().filter(|field| field.is_cosmetic()).count();
            for items in change.fields().iter().filter_map(|field| field.items.as_ref()) {
                counts.items_added += items.added.len();
                counts.items_removed += items.removed.len();
                counts.items_renamed += items.renamed.len();
            }
        }
        counts.schema = self.schema.iter().filter(|change| change.is_substantive()).count();
        counts.cosmetic += self.schema.len() - counts.schema;
        counts
    }
}

impl Count for Diff {
    fn counts(&self) -> Counts {
        self.datasets.iter().map(DatasetDiff::counts).fold(Counts::default(), |a, b| Counts {
            added: a.added + b.added,
            removed: a.removed + b.removed,
            renamed: a.renamed + b.renamed,
            modified: a.modified + b.modified,
            schema: a.schema + b.schema,
            cosmetic: a.cosmetic + b.cosmetic,
            items_added: a.items_added + b.items_added,
            items_removed: a.items_removed + b.items_removed,
            items_renamed: a.items_renamed + b.items_renamed,
        })
    }
}

/// The longest name that a title shows whole.
const LONGEST_NAME: usize = 60;

/// A line that can be the title of a commit: `data: +3 −1 ~5 records in peering_locations`.
pub fn title(diff: &Diff) -> String {
    let counts = diff.counts();
    let changed: Vec<&DatasetDiff> = diff.datasets.iter().filter(|dataset| dataset.counts().is_substantive()).collect();
    let place = match changed.as_slice() {
        [] => return "data: nothing changed".to_owned(),
        [one] => one.name.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_NAME).collect(),
        several => plural(several.len(), "dataset"),
    };
    let signs = [(counts.added, '+'), (counts.removed, '−'), (counts.modified, '~')];
    let signs: Vec<String> =
        signs.iter().filter(|(count, _)| *count > 0).map(|(count, sign)| format!("{sign}{count}")).collect();
    let is_one = counts.added + counts.removed + counts.modified == 1;
    let mut parts = Vec::new();
    if !signs.is_empty() {
        parts.push(format!("{} {}", signs.join(" "), if is_one { "record" } else { "records" }));
    }
    if counts.renamed > 0 {
        parts.push(format!("{} renamed", counts.renamed));
    }
    if counts.schema > 0 {
        parts.push(
            plural(counts.schema, "change of the schema").replace("change of the schemas", "changes of the schema"),
        );
    }
    format!("data: {} in {place}", parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::tests::{compare, told};
    use crate::diff::{SchemaChange, added};

    /// Numbers in the order of the fields.
    fn numbers(counts: Counts) -> [usize; 9] {
        [
            counts.added,
            counts.removed,
            counts.renamed,
            counts.modified,
            counts.schema,
            counts.cosmetic,
            counts.items_added,
            counts.items_removed,
            counts.items_renamed,
        ]
    }

    fn counts(numbers: [usize; 9]) -> Counts {
        let [added, removed, renamed, modified, schema, cosmetic, items_added, items_removed, items_renamed] = numbers;
        Counts { added, removed, renamed, modified, schema, cosmetic, items_added, items_removed, items_renamed }
    }

    /// A dataset with a change of every kind.
    fn every_kind() -> DatasetDiff {
        let old = [
            "name! | size# | parts* | note | Old",
            "Toronoto | 1 | a | Sea 5, east | x",
            "list | 1 | a + Kalaam | n | -",
            "same | 1 | a | n | -",
            "case | 1 | a | N | -",
            "gone | 7 | q | none | -",
        ];
        let new = [
            "name! | size# | parts* | note | new",
            "Toronto | 2 | a | sea 5, east | x",
            "list | 1 | b + Kaalam | n | -",
            "same | 1 | a | n | -",
            "case | 1 | a | n | -",
            "came | 8 | | w | -",
            "Came | 9 | | w | -",
        ];
        compare(&old, &new)
    }

    #[test]
    fn each_change_counts_for_its_kind() {
        let found = every_kind();
        assert_eq!(
            told(&found),
            [
                "= the field `new` is new",
                "= the field `Old` is gone",
                "+ Came",
                "> Toronoto → Toronto; size: 1 → 2 (substantive); note: Sea 5, east → sea 5, east (case); \
                 new: - → x (schema); Old: x → - (schema)",
                "+ came",
                "~ case; note: N → n (case)",
                "- gone",
                "~ list; parts: [a, Kalaam] → [b, Kaalam] (substantive) +b −a Kalaam>Kaalam",
            ]
        );
        assert_eq!(numbers(found.counts()), [2, 1, 1, 2, 2, 2, 1, 1, 1]);
        // A dataset that came, and the fields in another order.
        let came = added(&crate::diff::tests::table(&["a | b", "1 | 2", "3 | 4"]), &[]);
        assert_eq!(numbers(came.counts()), [2, 0, 0, 0, 1, 0, 0, 0, 0]);
        let turned = compare(&["name! | b | c", "x | y | z"], &["name! | c | b", "x | z | y"]);
        assert_eq!(turned.schema, [SchemaChange::FieldsReordered]);
        assert_eq!(numbers(turned.counts()), [0, 0, 0, 0, 0, 1, 0, 0, 0]);
        let all = Diff { datasets: vec![found.clone(), came, turned, found] };
        assert_eq!(numbers(all.counts()), [6, 2, 2, 4, 5, 5, 2, 2, 2]);
        assert_eq!(numbers(Diff::default().counts()), [0; 9]);
    }

    #[test]
    fn each_kind_has_its_number() {
        let found = counts([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        let of: Vec<(&str, usize)> = Kind::ALL.iter().map(|&kind| (kind.name(), found.of(kind))).collect();
        assert_eq!(of, [("added", 1), ("removed", 2), ("renamed", 3), ("modified", 4), ("schema", 5)]);
        for kind in 0..9 {
            let mut one = [0; 9];
            one[kind] = 1;
            assert_eq!(counts(one).is_substantive(), kind < 5, "{one:?}");
        }
        assert!(!Counts::default().is_substantive());
    }

    #[test]
    fn counts_are_told_in_words() {
        let check = |numbers: [usize; 9], expected: &str| assert_eq!(counts(numbers).sentence(), expected);
        check([0; 9], "no change");
        check([1, 0, 0, 0, 0, 0, 0, 0, 0], "1 record added");
        check([2, 1, 0, 0, 0, 0, 0, 0, 0], "2 records added, 1 removed");
        check([0, 2, 1, 0, 0, 0, 0, 0, 0], "2 records removed, 1 renamed");
        check([0, 0, 2, 1, 0, 0, 0, 0, 0], "2 records renamed, 1 modified");
        check([0, 0, 0, 2, 0, 0, 3, 0, 0], "2 records modified (3 items added)");
        check([0, 0, 0, 1, 0, 0, 0, 1, 2], "1 record modified (1 item removed, 2 renamed)");
        check([0, 0, 0, 0, 1, 0, 0, 0, 0], "1 change of fields or tables");
        check([0, 0, 0, 0, 2, 1, 0, 0, 0], "2 changes of fields or tables, 1 cosmetic");
        check([0, 0, 0, 0, 0, 3, 0, 0, 0], "3 cosmetic");
        check(
            [1, 2, 3, 4, 5, 6, 7, 8, 9],
            "1 record added, 2 removed, 3 renamed, 4 modified (7 items added, 8 removed, 9 renamed), 5 changes of \
             fields or tables, 6 cosmetic",
        );
    }

    #[test]
    fn a_title_says_how_much_changed_and_where() {
        let check = |diffs: &[(&str, DatasetDiff)], expected: &str| {
            let named = |(name, diff): &(&str, DatasetDiff)| DatasetDiff { name: (*name).to_owned(), ..diff.clone() };
            assert_eq!(title(&Diff { datasets: diffs.iter().map(named).collect() }), expected);
        };
        let of = |old: &[&str], new: &[&str]| {
            compare(&[&["name! | size#"], old].concat(), &[&["name! | size#"], new].concat())
        };
        let nothing = of(&["a | 1"], &["a | 1"]);
        check(&[], "data: nothing changed");
        check(&[("towns", nothing.clone())], "data: nothing changed");
        let cosmetic = compare(&["name! | note", "a | N"], &["name! | note", "a | n"]);
        check(&[("towns", cosmetic)], "data: nothing changed");
        let one = of(&["a | 1"], &["a | 1", "b | 2"]);
        check(&[("towns", one.clone()), ("rivers", nothing)], "data: +1 record in towns");
        check(&[("towns", of(&["a | 1", "b | 2"], &["a | 1"]))], "data: −1 record in towns");
        check(&[("towns", of(&["a | 1"], &["a | 2"]))], "data: ~1 record in towns");
        check(&[("towns", of(&["a | 1", "b | 7"], &["q | 5", "a | 2"]))], "data: +1 −1 ~1 records in towns");
        check(&[("towns", of(&["a | 1"], &["q | 5"]))], "data: +1 −1 records in towns");
        check(&[("towns", of(&["a | 1", "b | 7"], &["a | 2"]))], "data: −1 ~1 records in towns");
        check(&[("towns", of(&["a | 1"], &["a | 2", "q | 5"]))], "data: +1 ~1 records in towns");
        check(&[("towns", of(&[], &["a | 2", "q | 5"]))], "data: +2 records in towns");
        check(&[("towns", one.clone()), ("rivers", one.clone())], "data: +2 records in 2 datasets");
        let renamed = compare(&["name! | note", "Toronoto | Sea 5"], &["name! | note", "Toronto | Sea 5"]);
        check(&[("towns", renamed)], "data: 1 renamed in towns");
        let schema = compare(&["name! | old", "a | x"], &["name! | new", "a | -"]);
        check(&[("towns", schema)], "data: 2 changes of the schema in towns");
        let schema = compare(&["name!", "a"], &["name! | new", "a | x"]);
        check(&[("towns", schema)], "data: 1 change of the schema in towns");
        check(&[("towns", every_kind())], "data: +2 −1 ~2 records, 1 renamed, 2 changes of the schema in towns");
        // A long name is cut, and stands in one line.
        let (whole, long) = ("é".repeat(60), "é".repeat(61));
        check(&[(&long, one.clone())], &format!("data: +1 record in {whole}"));
        check(&[(" Towns\n  of  all ", one)], "data: +1 record in Towns of all");
    }
}
