//! The bullet and numbered lists of two pages that hold data, paired and compared as tables are.
//!
//! Which lists these are is for [`infer`](crate::infer) to say. A list that is one on either side is compared with what stands under the
//! same headings on the other side.

use std::collections::{BTreeMap, BTreeSet};

use super::side::{around, side};
use super::tables::Page;
use super::{Keys, lone};
use crate::dataset::Dataset;
use crate::diff::{DatasetDiff, Noun, Options, TableSketch, added, diff_sides, pair_fields, pair_tables, removed};
use crate::document::{Document, List};
use crate::infer::{Names, holds_data, infer_list_as_text};
use crate::pipeline::read_list;
use crate::similarity::reading;

/// Compares the lists of two pages. `taken` are the names that the tables of the pages have.
pub(super) fn compare_lists(pages: [Page<'_>; 2], keys: &mut Keys<'_>, taken: &[String]) -> Vec<DatasetDiff> {
    let lists = common(pages);
    let sketches =
        [0, 1].map(|side| lists[side].iter().map(|list| sketch(pages[side].document, list)).collect::<Vec<_>>());
    let pairs = pair_tables(&sketches[0], &sketches[1]);
    // The list of the other side by that of one side.
    let pair_of = [0, 1].map(|side| {
        let numbers = pairs.iter().map(|pair| [pair.old, pair.new]);
        numbers.map(|pair| (pair[side], pair[1 - side])).collect::<BTreeMap<usize, usize>>()
    });
    let datasets = [0, 1].map(|side| {
        let names = names(pages[side].document, &lists[side], taken);
        let other = |index: usize| pair_of[side].get(&index).map(|&other| lists[1 - side][other]);
        let read = |(index, name): (usize, String)| read(pages[side].document, lists[side][index], other(index), name);
        names.into_iter().enumerate().map(read).collect::<Vec<ReadList>>()
    });
    let headings = pages.map(super::tables::headings);
    let mut diffs = Vec::new();
    for (index, after) in datasets[1].iter().enumerate() {
        match pair_of[1].get(&index) {
            None => diffs.push(lone(keys, &after.dataset, &[], Noun::List, added)),
            Some(&old) => {
                let mut diff = compare(pages, [&datasets[0][old], after], keys);
                diff.schema.splice(0..0, super::tables::moved([&sketches[0][old], &sketches[1][index]], &headings));
                diffs.push(diff);
            }
        }
    }
    let gone = (0..datasets[0].len()).filter(|index| !pair_of[0].contains_key(index));
    diffs.extend(gone.map(|index| lone(keys, &datasets[0][index].dataset, &[], Noun::List, removed)));
    diffs
}

/// The lists of each side that are data, or stand where the other side has data and this side has none.
fn common<'d>(pages: [Page<'d>; 2]) -> [Vec<&'d List>; 2] {
    let headings = |document: &Document, list: &List| -> Vec<String> {
        document.heading_path(list.heading).into_iter().map(reading).collect()
    };
    let places = pages.map(|page| {
        let data = page.document.lists.iter().filter(|list| holds_data(page.document, list));
        data.map(|list| headings(page.document, list)).collect::<BTreeSet<_>>()
    });
    [0, 1].map(|side| {
        let document = pages[side].document;
        let is_meant = |list: &&List| {
            let place = headings(document, list);
            let is_only_there = places[1 - side].contains(&place) && !places[side].contains(&place);
            is_only_there || holds_data(document, list)
        };
        document.lists.iter().filter(is_meant).collect()
    })
}

fn sketch(document: &Document, list: &List) -> TableSketch {
    let texts = list.items.iter().flat_map(|item| match item.term() {
        Some(term) => vec![term.text().to_owned(), item.definition().text().to_owned()],
        None => vec![item.content.text().to_owned()],
    });
    TableSketch {
        headings: document.heading_path(list.heading).into_iter().map(str::to_owned).collect(),
        header: vec!["list".to_owned()],
        cells: texts.filter(|text| !text.trim().is_empty()).collect(),
    }
}

/// The names of lists: the nearest heading, numbered where it is taken.
fn names(document: &Document, lists: &[&List], taken: &[String]) -> Vec<String> {
    let mut names: Names = taken.iter().map(String::as_str).collect();
    let named = lists.iter().map(|list| {
        let heading = document.heading_path(list.heading).into_iter().rfind(|text| !text.trim().is_empty());
        let heading = heading.unwrap_or("list").split_whitespace().collect::<Vec<_>>().join(" ");
        names.claim_numbered(heading, |heading, number| match number {
            2 => format!("{heading} (list)"),
            _ => format!("{heading} (list {})", number - 1),
        })
    });
    named.collect()
}

/// A list as a dataset, and its fields that stand around the items.
struct ReadList {
    dataset: Dataset,
    around: BTreeSet<usize>,
}

fn read(document: &Document, list: &List, other: Option<&List>, name: String) -> ReadList {
    let recipe = crate::recipe::DatasetRecipe { name, ..infer_list_as_text(document, list, other).recipe };
    ReadList { dataset: read_list(&recipe, document, list).dataset, around: around(&recipe) }
}

fn compare(pages: [Page<'_>; 2], lists: [&ReadList; 2], keys: &mut Keys<'_>) -> DatasetDiff {
    let [old, new] = lists.map(|list| list.dataset.without_key(&[]));
    let fields = pair_fields(&old, &new);
    let (key, key_reason) = keys.of(&old, &new, &fields, &[]);
    let options = Options { key, key_reason, fields: Some(fields), ignores_types: true };
    let [old, new] =
        [(&old, 0), (&new, 1)].map(|(dataset, at)| side(dataset, pages[at].sources, &[], &lists[at].around));
    DatasetDiff { noun: Noun::List, ..diff_sides(&old, &new, &options) }
}
