//! Which files of a series are revisions of the newest one's page: those that share something with it, or with one that does.
//!
//! A page may be written anew bit by bit until nothing of its first revision is left. Two pages that never had a name in common are two pages,
//! whatever their files are called.

use std::collections::BTreeSet;

use crate::document::Document;
use crate::similarity::reading;
use crate::source::{SourceId, SourceMap};

/// A text of fewer letters, such as `yes`, says nothing of the page that it stands on.
const LEAST_LETTERS: usize = 4;

/// The texts of tables and lists that tell a page from others; a page that has none may be a revision of any.
pub fn page_names(sources: &SourceMap, page: SourceId) -> BTreeSet<String> {
    let document = Document::parse_compact(sources, page);
    let mut names = BTreeSet::new();
    let mut add = |text: &str| {
        let is_name = |text: &String| text.chars().filter(|one| one.is_alphabetic()).count() >= LEAST_LETTERS;
        names.extend(text.split(['\n', ',', ';']).map(reading).filter(is_name));
    };
    let rows = document.tables.iter().flat_map(|table| table.rows.each());
    rows.for_each(|row| row.cells.iter().for_each(|cell| add(cell.content.text())));
    document.lists.iter().flat_map(|list| &list.items).for_each(|item| add(item.content.text()));
    names
}

/// For each of some pages, oldest first, whether it is a revision of the newest one that has names.
pub fn kin_of_newest(pages: &[BTreeSet<String>]) -> Vec<bool> {
    let mut is_kin: Vec<bool> = pages.iter().map(BTreeSet::is_empty).collect();
    let Some(newest) = is_kin.iter().rposition(|is_nameless| !is_nameless) else { return is_kin };
    is_kin[newest] = true;
    let mut known: BTreeSet<&String> = pages[newest].iter().collect();
    loop {
        let is_new = |at: &usize| !is_kin[*at] && pages[*at].iter().any(|name| known.contains(name));
        let found: Vec<usize> = (0..pages.len()).filter(is_new).collect();
        if found.is_empty() {
            return is_kin;
        }
        for at in found {
            is_kin[at] = true;
            known.extend(&pages[at]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pages: &[&str], expected: &[bool]) {
        let names = |page: &&str| page.split_whitespace().map(str::to_owned).collect();
        assert_eq!(kin_of_newest(&pages.iter().map(names).collect::<Vec<_>>()), expected);
    }

    #[test]
    fn kin_share_something_with_kin() {
        check(&["lyon graz", "graz linz", "linz ulm"], &[true, true, true]);
        check(&["lyon graz", "apple pear", "lyon ulm"], &[true, false, true]);
        check(&["lyon graz", "", "apple pear", ""], &[false, true, true, true]);
        check(&["", ""], &[true, true]);
    }
}
