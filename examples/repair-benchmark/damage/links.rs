//! Links that lead nowhere, or elsewhere than their text says.

use super::{Damage, DamageClass, How, Undone};
use crate::page::{LinkView, View};
use crate::random::Random;

pub(super) const CLASSES: &[DamageClass] = &[
    DamageClass {
        name: "link-exchanged",
        condition: "of two links in one column whose addresses end in their texts, one gets the other's address",
        report_suffices: false,
        how: How::Page(exchanged),
    },
    DamageClass {
        name: "empty-link",
        condition: "a link loses its address",
        report_suffices: true,
        how: How::Page(empty),
    },
];

/// A text in small letters and digits.
fn slug(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn agrees(link: &LinkView, url: &str) -> bool {
    let label = slug(&link.label);
    let end = url.trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or(url);
    label.len() >= 3 && slug(end.split('.').next().unwrap_or(end)) == label
}

/// The links of one column whose address is written where they are.
fn columns<'v>(view: &'v View<'_>, random: &mut Random) -> Vec<Vec<&'v LinkView>> {
    let mut columns = Vec::new();
    for table in &view.tables {
        for column in 0..table.headers.len() {
            let cells = table.rows.iter().map(|row| &row.cells[column]);
            let links = cells.flat_map(|cell| &cell.links);
            columns.push(links.filter(|link| view.text[link.url_place.clone()] == link.url).collect());
        }
    }
    random.shuffle(&mut columns);
    columns
}

fn exchanged(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    for links in columns(view, random) {
        if links.len() < 4 || links.iter().filter(|link| agrees(link, &link.url)).count() * 10 < links.len() * 9 {
            continue;
        }
        let (Some(&a), Some(&b)) = (random.pick(&links), random.pick(&links)) else { continue };
        if agrees(a, &a.url) && agrees(b, &b.url) && !agrees(a, &b.url) {
            let right = Undone::Contains(a.url.clone());
            return Some(Damage::new(a.url_place.clone(), b.url.clone(), right, &a.label));
        }
    }
    None
}

fn empty(view: &View<'_>, random: &mut Random) -> Option<Damage> {
    for links in columns(view, random) {
        let Some(&link) = random.pick(&links) else { continue };
        let is_bracketed = view.text[..link.url_place.start].ends_with("](");
        if is_bracketed && !link.label.trim().is_empty() {
            let right = Undone::Contains(link.url.clone());
            let start = link.url_place.start;
            let place = start.saturating_sub(link.label.len() + 3)..start + 1;
            return Some(Damage::new(link.url_place.clone(), String::new(), right, &link.label).seen_at(place));
        }
    }
    None
}
