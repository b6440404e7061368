//! Damage by script: one defect in a page, and what would undo it.
//!
//! Each class says in its `condition` where it injects: only where the page itself tells that something is wrong. One more
//! class is one more entry of the list in its file.

mod characters;
mod links;
mod lists;
mod rows;
mod spelling;

use std::ops::Range;

use rowmill::similarity::loose_key;

use crate::engine::Proposed;
use crate::page::View;
use crate::random::Random;

/// A kind of defect.
pub(crate) struct DamageClass {
    pub(crate) name: &'static str,
    /// Where it is injected.
    pub(crate) condition: &'static str,
    /// Whether saying that something is wrong is all that can be done.
    pub(crate) report_suffices: bool,
    pub(crate) how: How,
}

/// How a class finds its place in a page.
pub(crate) enum How {
    /// It changes a supported name: one that stands three times on the page besides, once of these below the same header.
    Name(fn(&str, &View<'_>, &mut Random) -> Option<String>),
    /// It looks for a place of its own.
    Page(fn(&View<'_>, &mut Random) -> Option<Damage>),
}

/// A defect of one page.
#[derive(Debug, Clone)]
pub(crate) struct Damage {
    /// The bytes of the page that are replaced.
    pub(crate) edit: Range<usize>,
    pub(crate) replacement: String,
    /// Where it is seen, in bytes of the damaged page.
    pub(crate) places: Vec<Range<usize>>,
    pub(crate) undone_by: Undone,
    /// What was damaged.
    pub(crate) value: String,
}

/// When a proposal at the place undoes a defect.
#[derive(Debug, Clone)]
pub(crate) enum Undone {
    /// It reads what the page had there before.
    Reads,
    /// The same, and it is another text than now. The values are the same with the defect and without.
    Layout,
    /// Its items are these, whatever their punctuation.
    Items(Vec<String>),
    /// One item less, of these: either of two that read the same.
    Without(String),
    /// It has a part.
    Contains(String),
    /// It closes the row.
    Pipe,
    /// The cells of the row are those from before.
    Cells,
    /// The row is gone: either of two that read the same.
    WithoutRow(String),
}

/// All classes.
pub(crate) fn classes() -> Vec<&'static DamageClass> {
    let files = [spelling::CLASSES, characters::CLASSES, lists::CLASSES, rows::CLASSES, links::CLASSES];
    files.into_iter().flatten().collect()
}

impl DamageClass {
    /// One defect of the class in a page, if it has a place for it.
    pub(crate) fn inject(&self, view: &View<'_>, random: &mut Random) -> Option<Damage> {
        match self.how {
            How::Name(change) => spelling::inject(view, random, change),
            How::Page(inject) => inject(view, random),
        }
    }
}

impl Damage {
    /// A defect that is seen where it is.
    pub(crate) fn new(edit: Range<usize>, replacement: String, undone_by: Undone, value: &str) -> Self {
        let place = edit.start..edit.start + replacement.len();
        Self { edit, replacement, places: vec![place], undone_by, value: value.to_owned() }
    }

    /// The same, seen elsewhere: in bytes of the damaged page.
    pub(crate) fn seen_at(mut self, place: Range<usize>) -> Self {
        self.places = vec![place];
        self
    }

    /// The page with it.
    pub(crate) fn applied(&self, text: &str) -> String {
        format!("{}{}{}", &text[..self.edit.start], self.replacement, &text[self.edit.end..])
    }

    /// Whether a place of the damaged page is where it is.
    pub(crate) fn is_at(&self, place: &Range<usize>) -> bool {
        self.places.iter().any(|own| place.start <= own.end && own.start <= place.end)
    }

    /// The bytes of the page that were where a range of the damaged page is.
    pub(crate) fn before(&self, place: &Range<usize>) -> Range<usize> {
        let (start, end) = (self.edit.start, self.edit.start + self.replacement.len());
        let behind = |at: usize| at - end + self.edit.end;
        let from = match place.start {
            at if at <= start => at,
            at if at >= end => behind(at),
            _ => start,
        };
        let to = match place.end {
            at if at >= end => behind(at),
            at => at.min(start),
        };
        from..to.max(from)
    }

    /// Whether a report names it from the other side: that another text is not like the damaged one.
    pub(crate) fn is_told_by(&self, proposed: &Proposed) -> bool {
        let damaged = flat(&self.replacement);
        !damaged.is_empty() && flat(&proposed.after) == damaged && flat(&proposed.before) == flat(&self.value)
    }

    /// Whether a proposal undoes it.
    pub(crate) fn is_undone_by(&self, page: &str, proposed: &Proposed) -> bool {
        let mut changes = proposed.changes().filter(|(place, ..)| self.is_at(place));
        changes.any(|(place, before, after)| {
            let right = page.get(self.before(place)).unwrap_or("");
            match &self.undone_by {
                Undone::Reads => flat(after) == flat(right),
                Undone::Layout => flat(after) == flat(right) && before != after,
                Undone::Items(items) => {
                    let key = |items: &[String]| items.iter().map(|item| loose_key(item)).collect::<Vec<_>>();
                    key(&proposed.items) == key(items)
                }
                Undone::Without(item) => {
                    let mut left = flat(before);
                    let found = left.iter().position(|other| flat(item) == [other.as_str()]);
                    found.map(|at| left.remove(at)).is_some() && left == flat(after)
                }
                Undone::Contains(part) => after.contains(part.as_str()) && !before.contains(part.as_str()),
                Undone::Pipe => after.trim_end().ends_with('|') && !before.trim_end().ends_with('|'),
                Undone::Cells => before != after && cells(after) == cells(right),
                Undone::WithoutRow(row) => after.trim().is_empty() && cells(before) == cells(row),
            }
        })
    }
}

/// The items of a text, whatever separates them and however they are set.
pub(crate) fn flat(text: &str) -> Vec<String> {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '\\', '*', '`', '\n', ';']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_break = rest.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("<br"));
        match rest.find('>') {
            Some(end) if is_break => {
                plain.push(',');
                rest = &rest[end + 1..];
            }
            _ => {
                if rest.starts_with(['\n', ';']) {
                    plain.push(',');
                } else if rest.starts_with('<') {
                    plain.push('<');
                }
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    let items = plain.split(',').map(|item| item.split_whitespace().collect::<Vec<_>>().join(" "));
    items.filter(|item| !item.is_empty()).collect()
}

fn cells(row: &str) -> Vec<&str> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    row.strip_suffix('|').unwrap_or(row).split('|').map(str::trim).collect()
}

/// A place in the tables: table, row, column, item.
pub(crate) type Site = (usize, usize, usize, usize);

/// The places of all items that are wanted, in a random order.
pub(crate) fn sites(view: &View<'_>, random: &mut Random, is_wanted: impl Fn(&View<'_>, &Site) -> bool) -> Vec<Site> {
    let mut sites: Vec<Site> = Vec::new();
    for (table, content) in view.tables.iter().enumerate() {
        for (row, cells) in content.rows.iter().enumerate() {
            for (column, cell) in cells.cells.iter().enumerate() {
                sites.extend((0..cell.items.len()).map(|item| (table, row, column, item)));
            }
        }
    }
    sites.retain(|site| is_wanted(view, site));
    random.shuffle(&mut sites);
    sites
}

/// The item at a place.
pub(crate) fn item_at<'v>(view: &'v View<'_>, (table, row, column, item): Site) -> &'v crate::page::ItemView {
    &view.tables[table].rows[row].cells[column].items[item]
}
