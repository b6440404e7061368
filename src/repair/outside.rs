//! Names of documents that are evidence only: a sister page, the data of an earlier run.
//!
//! It knows columns of names with their counts, not where they were read. What a document says besides is one more field of
//! [`OutsideColumn`].

use std::collections::{BTreeMap, BTreeSet};

/// A column of a document beside the pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutsideColumn {
    /// The document, as messages name it.
    pub document: String,
    /// The column's header.
    pub header: String,
    /// Its names, each with how often it stands there.
    pub names: BTreeMap<String, usize>,
}

/// The least number of names that two columns of one kind share.
const LEAST_SHARED: usize = 3;

impl OutsideColumn {
    /// The column of some texts.
    pub fn new(document: &str, header: &str, texts: impl IntoIterator<Item = String>) -> Self {
        let mut names: BTreeMap<String, usize> = BTreeMap::new();
        for text in texts {
            *names.entry(text).or_insert(0) += 1;
        }
        Self { document: document.to_owned(), header: header.to_owned(), names }
    }

    /// Whether it shares so many names with a vocabulary that both are about the same things: half of the smaller one's names, and
    /// three at least.
    pub(super) fn is_of_kind(&self, names: &BTreeSet<&str>) -> bool {
        let shared = self.names.keys().filter(|name| names.contains(name.as_str())).count();
        let smaller = self.names.len().min(names.len());
        shared >= LEAST_SHARED && shared >= smaller.div_ceil(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_of_one_kind_shares_three_names_and_half_of_the_fewer() {
        let check = |outside: &str, here: &str, expected: bool| {
            let column = OutsideColumn::new("other.md", "Name", outside.split(' ').map(str::to_owned));
            assert_eq!(column.is_of_kind(&here.split(' ').collect()), expected, "{outside} beside {here}");
        };
        check("a b c", "a b c x y z", true);
        check("a b c", "a b x y z", false);
        check("a b", "a b", false);
        check("a b c 1 2 3", "a b c x y z", true);
        check("a b c 1 2 3 4", "a b c x y z w", false);
        check("a b c 1 2 3 4", "a b c x y z", true);
        check("a b c d 1 2 3", "a b c d x y z w v", true);
        let counted = OutsideColumn::new("other.md", "Name", ["a", "b", "a"].map(str::to_owned));
        assert_eq!(counted.names, BTreeMap::from([("a".to_owned(), 2), ("b".to_owned(), 1)]));
    }
}
