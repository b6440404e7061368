//! Which pages get which damage: for each class from many repositories, few from one page, few of one value.

use std::collections::BTreeMap;

use crate::damage::{Damage, DamageClass};
use crate::page::{Page, View};
use crate::parallel::in_parallel;
use crate::random::Random;

/// A damaged page.
pub(crate) struct Case {
    /// Its index.
    pub(crate) page: usize,
    pub(crate) class: &'static DamageClass,
    pub(crate) damage: Damage,
    /// How often the page has what was damaged.
    pub(crate) support: usize,
}

/// Cases of one class.
const OF_CLASS: usize = 100;

/// Cases of one class in one page, where there are not enough pages.
const OF_CLASS_IN_PAGE: usize = 6;

/// Cases in one page.
const OF_PAGE: usize = 20;

/// Cases of one class that damage the same value.
const OF_VALUE: usize = 3;

pub(crate) fn sample(pages: &[Page], views: &[View<'_>], classes: &[&'static DamageClass]) -> Vec<Case> {
    // Classes with few pages come first, so that others do not take these pages.
    let count_pages = |class: &&'static DamageClass| {
        let mut random = Random::of(class.name);
        views.iter().filter(|view| class.inject(view, &mut random).is_some()).count()
    };
    let pages_of_class = in_parallel(classes, count_pages);
    let mut order: Vec<usize> = (0..classes.len()).collect();
    order.sort_by_key(|&class| pages_of_class[class]);
    let mut cases = Vec::new();
    let mut of_page: BTreeMap<usize, usize> = BTreeMap::new();
    for class in order.into_iter().map(|index| classes[index]) {
        let mut random = Random::of(class.name);
        let mut of_value: BTreeMap<String, usize> = BTreeMap::new();
        let mut count = 0;
        let mut order = in_turns(pages, &mut random);
        for _ in 0..OF_CLASS_IN_PAGE {
            // Pages without a place for the class are not asked again.
            let mut again = Vec::new();
            for page in order {
                let is_full = count >= OF_CLASS || of_page.get(&page).is_some_and(|cases| *cases >= OF_PAGE);
                let Some(damage) = (if is_full { None } else { class.inject(&views[page], &mut random) }) else {
                    continue;
                };
                again.push(page);
                let same = of_value.entry(damage.value.clone()).or_default();
                if *same < OF_VALUE {
                    *same += 1;
                    count += 1;
                    *of_page.entry(page).or_default() += 1;
                    cases.push(Case { page, class, support: views[page].count(&damage.value), damage });
                }
            }
            order = again;
        }
    }
    cases
}

/// The pages in a random order, one of each repository in turn.
fn in_turns(pages: &[Page], random: &mut Random) -> Vec<usize> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        groups.entry(&page.group).or_default().push(index);
    }
    groups.values_mut().for_each(|group| random.shuffle(group));
    let longest = groups.values().map(Vec::len).max().unwrap_or(0);
    (0..longest).flat_map(|turn| groups.values().filter_map(move |group| group.get(turn).copied())).collect()
}
