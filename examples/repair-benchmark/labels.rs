//! Labelled files: `known-errors.csv`, with the pages `DOC-VERSION.md` beside it.
//!
//! A label on a page is one case. Its places are the items of the named column and rows that read as its `before`; where none
//! does, the bytes of these rows that do. Where the row key says `vs`, the rows are all. It is found when at each
//! of its places stands a proposal that is right:
//!
//! * a missing pipe is put in; blanks beside a separator change and nothing else does; an item that is there twice goes once;
//! * items that ran together are items of the label's `after`, and more than before;
//! * for any other kind the text becomes one of the label's `after`, which ` / ` separates;
//! * or a person held it for right.

use std::error::Error;
use std::ops::Range;
use std::path::Path;

use rowmill::similarity::loose_key;

use crate::damage::flat;
use crate::engine::Proposed;
use crate::page::View;

/// A label on one of its pages.
pub(crate) struct Label {
    /// The file name of the page.
    pub(crate) page: String,
    /// The beginning of the sister page's name is another one, its end the same.
    pub(crate) date: String,
    row_key: String,
    column: String,
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) kind: String,
}

/// The labels of a file, one for each page.
pub(crate) fn read_labels(path: &Path) -> Result<Vec<Label>, Box<dyn Error>> {
    let mut labels = Vec::new();
    for record in csv::Reader::from_path(path)?.records() {
        let record = record?;
        for date in record[1].split(' ') {
            labels.push(Label {
                page: format!("{}-{date}.md", &record[0]),
                date: date.to_owned(),
                row_key: record[3].to_owned(),
                column: record[4].replace("(row key)", "").trim().to_lowercase(),
                before: record[5].trim_matches('\n').to_owned(),
                after: record[6].to_owned(),
                kind: record[7].to_owned(),
            });
        }
    }
    Ok(labels)
}

/// What a label says of later versions: `BEFORE (later: BEFORE)`.
const LATER: &str = " (later: ";

impl Label {
    /// The label for a page: with the text that the page has, where later versions have another one.
    pub(crate) fn on_page(mut self, page: &str) -> Self {
        if let Some((early, late)) = self.before.split_once(LATER) {
            let text = if page.contains(early) { early } else { late.trim_end_matches(')') };
            self.before = text.to_owned();
        }
        self
    }

    /// Where it is on its page.
    pub(crate) fn places(&self, view: &View<'_>) -> Vec<Range<usize>> {
        let mut items = Vec::new();
        let mut texts = Vec::new();
        for table in &view.tables {
            let Some(column) = table.headers.iter().position(|header| *header == self.column) else { continue };
            for row in table.rows.iter().filter(|row| self.is_row(&row.cells[0].text)) {
                let cell = &row.cells[column];
                items.extend(cell.items.iter().filter(|item| item.text == self.before).map(|item| item.place.clone()));
                let found = view.text[row.place.clone()].find(self.before.trim());
                texts.extend(found.map(|at| row.place.start + at..row.place.start + at + self.before.trim().len()));
            }
        }
        let is_about_items = !matches!(self.kind.as_str(), "missing-trailing-pipe" | "double-space" | "duplicate-item");
        if items.is_empty() || !is_about_items { texts } else { items }
    }

    fn is_row(&self, key: &str) -> bool {
        let mut keys = self.row_key.split([',', '/']).map(str::trim);
        self.row_key.contains(" vs ") || self.row_key == key || keys.any(|own| own == key)
    }

    /// Whether a proposal that is at one of its places is right.
    pub(crate) fn is_right(&self, proposed: &Proposed) -> bool {
        let (before, after) = (flat(&proposed.before), flat(&proposed.after));
        let is_change = proposed.before != proposed.after;
        match self.kind.as_str() {
            "missing-trailing-pipe" => proposed.changes().any(|(_, _, after)| after.trim_end().ends_with('|')),
            "double-space" | "space-before-separator" | "missing-space-after-separator" => {
                proposed.changes().any(|(_, before, after)| before != after && flat(before) == flat(after))
            }
            "duplicate-item" => {
                let mut twice = before.iter().filter(|item| !after.contains(item) || before.len() > after.len());
                before.len() == after.len() + 1 && twice.any(|item| self.before.matches(item.as_str()).count() > 1)
            }
            "missing-separator" => {
                let right: Vec<String> = flat(&self.after).iter().map(|item| loose_key(item)).collect();
                after.len() > before.len() && after.iter().all(|item| right.contains(&loose_key(item)))
            }
            "punctuation" => is_change && loose_key(&proposed.after) == loose_key(&self.after),
            _ => self.after.split(" / ").any(|right| {
                let own = flat(&self.before);
                let changed: Vec<String> = before
                    .iter()
                    .flat_map(|item| if [item.clone()] == own[..] { flat(right) } else { vec![item.clone()] })
                    .collect();
                is_change && (after == flat(right) || after == changed)
            }),
        }
    }
}
