//! Repairs as changes of the pages, each proved by a run over the changed page.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use super::parse::{parse_all, parse_compact};
use super::{assemble, check_levels, run_guided};
use crate::dataset::Dataset;
use crate::document::{Document, Markup, Row, Table};
use crate::error::Result;
use crate::extract::{Extraction, extract};
use crate::recipe::{Decision, Recipe};
use crate::repair::{Grade, Guidance, Repair, SourceEdit, edited, repair, source_edits};
use crate::source::{SourceId, SourceMap};

/// Which repairs are to be written into the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// Those that the data has: safe ones, and those that a person accepted.
    Applied,
    /// These, and all that are suggested.
    Suggested,
}

/// Pages as they would read.
#[derive(Debug, Clone, Default)]
pub struct Patch {
    /// The new text of each page that changes.
    pub texts: BTreeMap<SourceId, String>,
    /// The changes that make these texts, in the order of the pages.
    pub edits: Vec<SourceEdit>,
    /// The repairs that it makes, in the order of the pages.
    pub repairs: Vec<Repair>,
    /// The repairs that it does not make, with the reason.
    pub left: Vec<(Repair, String)>,
}

/// What the pages would read if they said what the data says after the repairs.
///
/// Every change is proved: a run over the changed pages must give the same data as the repairs do, and no change may leave half of a mark
/// behind, such as a tag without its end. A change that does not stand the proof is left out.
///
/// # Errors
///
/// As [`run`](super::run).
pub fn patch(
    recipe: &Recipe,
    sources: &SourceMap,
    pages: &[SourceId],
    guidance: &Guidance,
    selection: Selection,
) -> Result<Patch> {
    let guidance = accepting(recipe, sources, pages, guidance, selection)?;
    check_levels(recipe)?;
    let documents = parse_all(sources, pages)?;
    let markup = OnceCell::new();
    let is_whole =
        |edit: &SourceEdit| markup.get_or_init(|| Markup::new(sources, &documents)).stays_whole(edit.span, &edit.text);
    let patcher = Patcher { recipe, sources, pages, guidance: &guidance, is_whole: &is_whole };
    let mut after = extract(recipe, &documents, sources)?;
    let repairs = repair(recipe, &mut after, sources, &guidance);
    let applied: Vec<Repair> = repairs.log.into_iter().filter(|repair| repair.applied).collect();
    if applied.is_empty() {
        return Ok(Patch::default());
    }
    // Read once more: a copy would lie in memory while the rules gather their evidence.
    let derived = patcher.edits(&extract(recipe, &documents, sources)?, &after, &applied);
    let (expected, _) = assemble::datasets(recipe, after.datasets);
    let edits = patcher.sound(derived.clone(), &expected);
    // What needs no change of the page, such as a mark that was read, is neither made nor left.
    let of_page = applied.into_iter().filter(|repair| lies_at(repair, &derived));
    let (repairs, left): (Vec<Repair>, Vec<Repair>) = of_page.partition(|repair| lies_at(repair, &edits));
    let left = left.into_iter().map(|repair| (patcher.reason(&repair, &derived), repair));
    let left = left.map(|(reason, one)| (one, reason));
    Ok(Patch { texts: patcher.texts(&edits), edits, repairs, left: left.collect() })
}

/// The guidance with the suggestions accepted, where they are wanted.
fn accepting(
    recipe: &Recipe,
    sources: &SourceMap,
    pages: &[SourceId],
    guidance: &Guidance,
    selection: Selection,
) -> Result<Guidance> {
    let mut guidance = guidance.clone();
    if selection == Selection::Suggested {
        let outcome = run_guided(recipe, sources, pages, &guidance)?;
        let open = outcome.repairs.iter().filter(|repair| repair.grade == Grade::Suggested && repair.ruling.is_none());
        let accept = |repair: &Repair| Decision {
            is_accepted: true,
            id: repair.id.clone(),
            page: None,
            was: String::new(),
            reason: String::new(),
        };
        open.for_each(|repair| guidance.decisions.decide(accept(repair)));
    }
    Ok(guidance)
}

impl Patch {
    /// The changes that make one of its repairs.
    pub fn edits_of(&self, repair: &Repair) -> Vec<SourceEdit> {
        let lies_there = |edit: &&SourceEdit| lies_at(repair, std::slice::from_ref(edit));
        self.edits.iter().filter(lies_there).cloned().collect()
    }
}

/// Whether one of the changes lies where a repair does.
fn lies_at(repair: &Repair, edits: &[SourceEdit]) -> bool {
    edits.iter().any(|edit| {
        let (a, b) = (edit.span, repair.span);
        a.source == b.source && a.start() <= b.end() && b.start() <= a.end()
    })
}

/// Whether a page has as many tables and lists as before, and each row that no change touches says what it said.
fn keeps_untouched_rows(old: &Document, new: &Document, edits: &[SourceEdit]) -> bool {
    let is_touched = |row: &Row| edits.iter().any(|edit| row.span.contains(edit.span.with_end(edit.span.start())));
    let same_row = |(old, new): (&Row, &Row)| {
        let texts = |row: &Row| row.cells.iter().map(|cell| cell.content.text().to_owned()).collect::<Vec<_>>();
        is_touched(old) || texts(old) == texts(new)
    };
    let same_table = |(old, new): (&Table, &Table)| {
        let is_shorter = new.rows.len() < old.rows.len() && old.rows.iter().any(is_touched);
        let same_rows = old.rows.len() == new.rows.len()
            && old.rows.each().zip(new.rows.each()).all(|(old, new)| same_row((&old, &new)));
        same_row((&old.header, &new.header)) && (is_shorter || same_rows)
    };
    old.tables.len() == new.tables.len()
        && old.lists.len() == new.lists.len()
        && old.tables.iter().zip(&new.tables).all(same_table)
}

struct Patcher<'p> {
    recipe: &'p Recipe,
    sources: &'p SourceMap,
    pages: &'p [SourceId],
    guidance: &'p Guidance,
    /// Whether a change leaves no half of a mark behind.
    is_whole: &'p dyn Fn(&SourceEdit) -> bool,
}

impl Patcher<'_> {
    fn edits(&self, before: &Extraction, after: &Extraction, applied: &[Repair]) -> Vec<SourceEdit> {
        let asked = applied.iter().filter_map(|repair| repair.source.clone());
        source_edits(self.recipe, before, after, self.sources, asked, self.is_whole)
    }

    /// The changes that keep the data, together; where they do not, those that do line by line or one by one.
    fn sound(&self, mut edits: Vec<SourceEdit>, expected: &[Dataset]) -> Vec<SourceEdit> {
        // A page that was transcoded cannot be written back as it was.
        edits.retain(|edit| self.sources.file(edit.span.source).encoding().is_none());
        edits.retain(|edit| (self.is_whole)(edit));
        if edits.is_empty() || self.keeps(&edits, expected) {
            return edits;
        }
        // Changes of one line may need each other; where they do not keep the data together, some may by themselves.
        let line = |edit: &SourceEdit| (edit.span.source, self.sources.position(edit.span).line);
        let mut sound: Vec<SourceEdit> = Vec::new();
        for group in edits.chunk_by(|a, b| line(a) == line(b)) {
            if !self.extend(&mut sound, group, expected) {
                for edit in group {
                    self.extend(&mut sound, std::slice::from_ref(edit), expected);
                }
            }
        }
        sound
    }

    /// Adds changes to those that keep the data, if they do so together.
    fn extend(&self, sound: &mut Vec<SourceEdit>, more: &[SourceEdit], expected: &[Dataset]) -> bool {
        let before = sound.len();
        sound.extend_from_slice(more);
        let keeps = self.keeps(sound, expected);
        if !keeps {
            sound.truncate(before);
        }
        keeps
    }

    /// Whether the changed pages give the same data, from as many tables.
    fn keeps(&self, edits: &[SourceEdit], expected: &[Dataset]) -> bool {
        let mut sources = self.sources.clone();
        for (page, text) in self.texts(edits) {
            sources.set_text(page, text);
        }
        let are_kept =
            self.pages.iter().all(|&page| match (parse_compact(self.sources, page), parse_compact(&sources, page)) {
                (Ok(before), Ok(after)) => keeps_untouched_rows(&before, &after, edits),
                _ => false,
            });
        let Ok(outcome) = run_guided(self.recipe, &sources, self.pages, self.guidance) else { return false };
        let same = outcome.datasets.iter().zip(expected).all(|(new, old)| new.has_same_values(old));
        same && are_kept
    }

    fn texts(&self, edits: &[SourceEdit]) -> BTreeMap<SourceId, String> {
        let mut by_page: BTreeMap<SourceId, Vec<SourceEdit>> = BTreeMap::new();
        for edit in edits {
            by_page.entry(edit.span.source).or_default().push(edit.clone());
        }
        by_page.into_iter().map(|(page, edits)| (page, edited(self.sources.file(page).text(), &edits))).collect()
    }

    /// Why a repair is left out, of which these changes were to be made.
    fn reason(&self, repair: &Repair, derived: &[SourceEdit]) -> String {
        let mut edits = derived.iter().filter(|edit| lies_at(repair, std::slice::from_ref(edit)));
        match self.sources.file(repair.span.source).encoding() {
            Some(encoding) => format!("the page is in {encoding}, and only UTF-8 is written"),
            None if edits.any(|edit| !(self.is_whole)(edit)) => {
                "half of a tag, an emphasis, a link or a code span would stay; change the page by hand".to_owned()
            }
            None => "the page would not read so after it, or another value would change".to_owned(),
        }
    }
}
