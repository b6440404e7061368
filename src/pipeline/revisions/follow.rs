//! From one revision to the next: where only rows of plain tables changed, only these are read.
//!
//! A changed row is read as the only row of a small page: the headings above its table, its header, and the row. That gives what the
//! whole page gives if nothing else on the page has a say in the row, so it is done only
//!
//! * in a table whose rows all have as many cells as its header, pipes at both ends, and neither code nor HTML in them, so that no
//!   question arises what a row is;
//! * by a recipe that looks at nothing beside the rows but at headings, and without foreign keys;
//! * on a page without legends and comments that have a say in repairs.
//!
//! Repairs look at the names on the whole page. A row is *settled* when each of its names is one that the last reading of the whole page
//! has left as it is. A row that is not must be read in a whole page before it goes: the last one that has it, at the latest.

use std::collections::{BTreeMap, BTreeSet};

use super::lines::{Hunk, hunks, lines};
use super::whole::{Whole, read_by, read_whole};
use super::{HistoryRecipe, PageText, Reading};
use crate::dataset::Key;
use crate::diagnostic::Severity;
use crate::document::{Document, Row as TableRow, RowKind, Table, TableKind};
use crate::error::Result;
use crate::pipeline::Outcome;
use crate::recipe::{Context, FieldOrigin, Recipe};
use crate::schema::Value;
use crate::source::{SourceMap, Span};
use crate::timeline::{Content, Point, Row, Snapshot};

/// So many changed rows are read by themselves at most.
const MOST_ROWS: usize = 100;

/// Reads one revision after the other.
pub(super) struct Follower<'r> {
    recipe: &'r HistoryRecipe,
    /// Whether the last revision is the newest of all, which is always read whole.
    is_newest: bool,
    /// Whether the recipe lets rows be read by themselves.
    may_follow: bool,
    readings: Vec<Reading>,
    last: Option<Last>,
}

/// The revision before, as it was read.
struct Last {
    /// Its reading, as an index.
    reading: usize,
    name: String,
    text: String,
    /// Its records; what a whole reading is compared with.
    records: Vec<BTreeMap<Key, Row>>,
    /// What it has and lacks, without the records.
    frame: Vec<Snapshot>,
    /// What its lines are, where rows may be read by themselves.
    page: Option<Page>,
}

/// The lines of a page, and what the page says beside its rows.
struct Page {
    lines: Vec<Line>,
    tables: Vec<PlainTable>,
    /// The names of each vocabulary that repairs have left as they are.
    names: BTreeMap<String, BTreeSet<String>>,
    /// The recipe that the page was read by, if not the given one.
    drifted: Option<Recipe>,
}

/// A line of a page.
#[derive(Debug, Clone, Default)]
struct Line {
    /// The table that it is a row of.
    table: Option<usize>,
    /// The records that it makes: the index of the dataset, and the key.
    records: Vec<(usize, Key)>,
    is_unsettled: bool,
}

/// A table whose rows can be read by themselves.
struct PlainTable {
    /// The headings above it, and its header: a page without rows.
    head: String,
    headings: Vec<String>,
    width: usize,
}

impl<'r> Follower<'r> {
    pub(super) fn new(recipe: &'r HistoryRecipe, is_newest: bool) -> Self {
        let may_follow = may_follow(&recipe.recipe);
        Self { recipe, is_newest, may_follow, readings: Vec::new(), last: None }
    }

    /// Reads the next revision.
    pub(super) fn read(&mut self, point: &Point, text: PageText) -> Result<()> {
        let bytes = match text {
            PageText::Bytes(bytes) => bytes,
            PageText::Absent => {
                self.readings.push(Reading::Absent);
                return Ok(());
            }
            PageText::Unreadable(reason) => {
                self.readings.push(Reading::Unreadable(reason));
                return Ok(());
            }
        };
        if let Ok(text) = std::str::from_utf8(&bytes)
            && let Some(snapshots) = self.follow(text)?
        {
            let last = self.last.as_mut().expect("one is followed by another one");
            last.reading = self.readings.len();
            last.name.clone_from(&point.short);
            self.readings.push(Reading::Read(snapshots));
            return Ok(());
        }
        if self.last.as_ref().is_some_and(|last| !last.is_all_settled()) {
            self.settle()?;
        }
        self.read_whole(&point.short, bytes)
    }

    /// What a text changes of the revision before, if only rows that can be read by themselves.
    fn follow(&mut self, text: &str) -> Result<Option<Vec<Snapshot>>> {
        let Some(hunks) = self.last.as_ref().and_then(|last| last.changed_rows(text)) else { return Ok(None) };
        // What goes must be settled while it is there.
        if self.last.as_ref().is_some_and(|last| !hunks.iter().all(|(hunk, _)| last.is_settled(hunk))) {
            self.settle()?;
        }
        let Some(last) = &mut self.last else { return Ok(None) };
        match last.changed_rows(text) {
            Some(hunks) => last.follow(self.recipe, text, &hunks),
            None => Ok(None),
        }
    }

    /// What came of the revisions.
    pub(super) fn finish(mut self) -> Result<Vec<Reading>> {
        if self.last.as_ref().is_some_and(|last| self.is_newest || !last.is_all_settled()) {
            self.settle()?;
        }
        Ok(self.readings)
    }

    /// Reads the revision before once more, and whole.
    fn settle(&mut self) -> Result<()> {
        let Some(last) = self.last.take() else { return Ok(()) };
        let mut sources = SourceMap::new();
        let page = sources.add(last.name.as_str(), last.text);
        let whole = read_whole(self.recipe, &sources, Document::parse(&sources, page))?;
        let text = sources.file(page).text().to_owned();
        let (now, mut came) = Last::new(last.reading, last.name, text, whole, &sources, self.recipe, self.may_follow);
        // What it changes of its first reading belongs to the same revision.
        for ((snapshot, old), new) in came.iter_mut().zip(&last.records).zip(&now.records) {
            snapshot.content = difference(old, new);
        }
        match &mut self.readings[now.reading] {
            Reading::Read(before) => before.iter_mut().zip(came).for_each(|(before, after)| add(before, after)),
            other => *other = Reading::Read(came),
        }
        self.last = Some(now);
        Ok(())
    }

    fn read_whole(&mut self, name: &str, bytes: Vec<u8>) -> Result<()> {
        let mut sources = SourceMap::new();
        let page = match sources.add_bytes(name, bytes) {
            Ok(page) => page,
            Err(error) => {
                self.readings.push(Reading::Unreadable(error.headline()));
                return Ok(());
            }
        };
        let whole = read_whole(self.recipe, &sources, Document::parse(&sources, page))?;
        let text = sources.file(page).text().to_owned();
        let reading = self.readings.len();
        let (now, mut snapshots) =
            Last::new(reading, name.to_owned(), text, whole, &sources, self.recipe, self.may_follow);
        if let Some(last) = &self.last
            && last.frame == now.frame
        {
            for ((snapshot, old), new) in snapshots.iter_mut().zip(&last.records).zip(&now.records) {
                snapshot.content = difference(old, new);
            }
        }
        self.readings.push(Reading::Read(snapshots));
        self.last = Some(now);
        Ok(())
    }
}

/// What must be done to some records to get others.
fn difference(old: &BTreeMap<Key, Row>, new: &BTreeMap<Key, Row>) -> Content {
    let gone = old.keys().filter(|key| !new.contains_key(*key)).cloned().collect();
    let came = new.iter().filter(|(key, row)| old.get(*key) != Some(row));
    Content::Changed { gone, came: came.map(|(key, row)| (key.clone(), row.clone())).collect() }
}

/// Adds what changed to what changed before in the same revision.
fn add(before: &mut Snapshot, after: Snapshot) {
    let Content::Changed { gone, came } = after.content else { return };
    match &mut before.content {
        Content::Whole(rows) => {
            rows.retain(|key, _| !gone.contains(key));
            rows.extend(came);
        }
        Content::Changed { gone: gone_before, came: came_before } => {
            came_before.retain(|key, _| !gone.contains(key));
            gone_before.retain(|key| !came.contains_key(key));
            gone_before.extend(gone);
            came_before.extend(came);
        }
    }
}

/// Whether a recipe looks at nothing beside the rows of a table but at headings.
fn may_follow(recipe: &Recipe) -> bool {
    recipe.datasets.iter().all(|dataset| {
        let is_plain = |origin: &FieldOrigin| match origin {
            FieldOrigin::Context(context) => matches!(context, Context::Heading | Context::Headings | Context::Section),
            _ => true,
        };
        !dataset.schema.primary_key.is_empty()
            && dataset.schema.foreign_keys.is_empty()
            && dataset.fields.iter().all(|field| is_plain(&field.origin))
    })
}

impl Last {
    /// A whole reading, and its snapshots with all records.
    fn new(
        reading: usize,
        name: String,
        text: String,
        whole: Whole,
        sources: &SourceMap,
        recipe: &HistoryRecipe,
        may_follow: bool,
    ) -> (Self, Vec<Snapshot>) {
        let Whole { document, outcome, snapshots, has_remarks, drifted } = whole;
        let records = snapshots.iter().map(|snapshot| match &snapshot.content {
            Content::Whole(rows) => rows.clone(),
            Content::Changed { .. } => BTreeMap::new(),
        });
        let frame = snapshots.iter().map(|snapshot| Snapshot { content: Content::default(), ..snapshot.clone() });
        let page = (may_follow && is_sound(&outcome) && !has_remarks)
            .then(|| Page::new(&document, &outcome, sources, &recipe.recipe))
            .flatten()
            .map(|page| Page { drifted, ..page });
        (Self { reading, name, text, records: records.collect(), frame: frame.collect(), page }, snapshots)
    }

    fn is_settled(&self, hunk: &Hunk) -> bool {
        self.page.as_ref().is_none_or(|page| page.lines[hunk.old.clone()].iter().all(|line| !line.is_unsettled))
    }

    fn is_all_settled(&self) -> bool {
        self.page.as_ref().is_none_or(|page| page.lines.iter().all(|line| !line.is_unsettled))
    }

    /// What changed, each with its table, if that is rows of plain tables and nothing else.
    fn changed_rows(&self, text: &str) -> Option<Vec<(Hunk, usize)>> {
        let page = self.page.as_ref()?;
        let (old, new) = (lines(&self.text), lines(text));
        if old.len() != page.lines.len() {
            return None;
        }
        let hunks = hunks(&old, &new);
        if hunks.iter().map(|hunk| hunk.new.len().max(hunk.old.len())).sum::<usize>() > MOST_ROWS {
            return None;
        }
        hunks.into_iter().map(|hunk| page.table_of(&hunk, &new).map(|table| (hunk, table))).collect()
    }

    /// Reads what changed by itself, if that is possible.
    fn follow(&mut self, recipe: &HistoryRecipe, text: &str, hunks: &[(Hunk, usize)]) -> Result<Option<Vec<Snapshot>>> {
        let Some(page) = &self.page else { return Ok(None) };
        let new = lines(text);
        let mut snapshots = self.frame.clone();
        let mut replaced = Vec::new();
        for (hunk, table) in hunks {
            let Some(read) = page.read(recipe, *table, &new[hunk.new.clone()], &self.frame)? else { return Ok(None) };
            let gone = page.lines[hunk.old.clone()].iter().flat_map(|line| line.records.iter().cloned());
            for (dataset, key) in gone {
                if let Content::Changed { gone, .. } = &mut snapshots[dataset].content {
                    gone.insert(key);
                }
            }
            replaced.push((hunk.clone(), read));
        }
        for (_, read) in &replaced {
            for (dataset, rows) in read.rows.iter().enumerate() {
                let Content::Changed { gone, came } = &mut snapshots[dataset].content else { continue };
                for (key, row) in rows {
                    let is_there = self.records[dataset].contains_key(key) && !gone.contains(key);
                    if is_there || came.insert(key.clone(), row.clone()).is_some() {
                        return Ok(None);
                    }
                }
            }
        }
        self.accept(text, &mut snapshots, replaced);
        Ok(Some(snapshots))
    }

    fn accept(&mut self, text: &str, snapshots: &mut [Snapshot], replaced: Vec<(Hunk, Read)>) {
        for (dataset, snapshot) in snapshots.iter_mut().enumerate() {
            let Content::Changed { gone, came } = &mut snapshot.content else { continue };
            gone.retain(|key| !came.contains_key(key));
            gone.iter().for_each(|key| {
                self.records[dataset].remove(key);
            });
            let records = &self.records[dataset];
            came.retain(|key, row| records.get(key) != Some(row));
            self.records[dataset].extend(came.iter().map(|(key, row)| (key.clone(), row.clone())));
        }
        if let Some(page) = &mut self.page {
            for (hunk, read) in replaced.into_iter().rev() {
                page.lines.splice(hunk.old, read.lines);
            }
        }
        self.text.clear();
        self.text.push_str(text);
    }
}

/// What rows give by themselves.
struct Read {
    lines: Vec<Line>,
    /// For each dataset the records.
    rows: Vec<BTreeMap<Key, Row>>,
}

impl Page {
    fn new(document: &Document, outcome: &Outcome, sources: &SourceMap, recipe: &Recipe) -> Option<Self> {
        let text = sources.file(document.source).text();
        let starts = starts(text);
        let line_of = |span: Span| starts.partition_point(|&start| start <= span.start) - 1;
        let mut lines = vec![Line::default(); starts.len()];
        let mut tables = Vec::new();
        for table in document.tables.iter().filter(|table| is_plain(table, text)) {
            let headings = document.headings_above(table.heading);
            let above: String = headings.iter().map(|heading| format!("{}\n\n", sources.text(heading.span))).collect();
            let header = &text[table.header.span.range()];
            let delimiter = &text[table.delimiter.range()];
            table.rows.iter().for_each(|row| lines[line_of(row.span)].table = Some(tables.len()));
            tables.push(PlainTable {
                head: format!("{above}{header}\n{delimiter}\n"),
                headings: document.heading_path(table.heading).into_iter().map(str::to_owned).collect(),
                width: table.width(),
            });
        }
        place_records(outcome, &line_of, &mut lines);
        (!tables.is_empty()).then(|| Self { lines, tables, names: names(outcome, recipe), drifted: None })
    }

    /// The table that all lines of a hunk are rows of, or may be.
    fn table_of(&self, hunk: &Hunk, new: &[&str]) -> Option<usize> {
        let before = hunk.old.start.checked_sub(1).and_then(|line| self.lines[line].table);
        let after = self.lines.get(hunk.old.end).and_then(|line| line.table);
        let table = match hunk.old.is_empty() {
            // Behind the last row, and before the first one, a row is one too.
            true => before.or(after)?,
            false => self.lines[hunk.old.start].table?,
        };
        let are_rows = self.lines[hunk.old.clone()].iter().all(|line| line.table == Some(table));
        // A table that loses all of its rows is another matter.
        let stays = !hunk.new.is_empty() || before == Some(table) || after == Some(table);
        let fit = new[hunk.new.clone()].iter().all(|line| is_plain_row(line, self.tables[table].width));
        (are_rows && stays && fit).then_some(table)
    }

    /// Reads rows of a table by themselves, unless they turn out to be something else.
    fn read(&self, recipe: &HistoryRecipe, table: usize, rows: &[&str], frame: &[Snapshot]) -> Result<Option<Read>> {
        let nothing = Read { lines: Vec::new(), rows: vec![BTreeMap::new(); frame.len()] };
        if rows.is_empty() {
            return Ok(Some(nothing));
        }
        let plain = &self.tables[table];
        let mut text = plain.head.clone();
        let first = lines(&text).len();
        rows.iter().for_each(|row| text.push_str(row));
        let mut sources = SourceMap::new();
        let page = sources.add("rows", text);
        let document = Document::parse(&sources, page);
        let text = sources.file(page).text();
        let is_same = match document.tables.as_slice() {
            [found] => {
                is_plain(found, text)
                    && found.rows.len() == rows.len()
                    && document.heading_path(found.heading)
                        == plain.headings.iter().map(String::as_str).collect::<Vec<_>>()
            }
            _ => false,
        };
        if !is_same {
            return Ok(None);
        }
        let starts = starts(text);
        let used = self.drifted.as_ref().unwrap_or(&recipe.recipe);
        let Whole { outcome, .. } = read_by(used, &recipe.guidance, &sources, document)?;
        if !is_sound(&outcome) {
            return Ok(None);
        }
        let line_of = |span: Span| starts.partition_point(|&start| start <= span.start) - 1;
        let mut made = vec![Line { table: Some(table), ..Line::default() }; starts.len()];
        place_records(&outcome, &line_of, &mut made);
        self.mark_unsettled(&outcome, used, &line_of, &mut made);
        let rows = outcome.datasets.iter().zip(frame).map(|(dataset, frame)| {
            let lacking: Vec<usize> = frame.lacking.keys().copied().collect();
            super::whole::rows(dataset, &lacking)
        });
        Ok(Some(Read { rows: rows.collect(), lines: made.split_off(first) }))
    }

    /// Marks the lines with a name that the whole page does not have.
    fn mark_unsettled(&self, outcome: &Outcome, recipe: &Recipe, line_of: &dyn Fn(Span) -> usize, lines: &mut [Line]) {
        let empty = BTreeSet::new();
        each_name(outcome, recipe, &mut |vocabulary, name, span| {
            let known = self.names.get(vocabulary).unwrap_or(&empty);
            if !known.contains(name) {
                lines[line_of(span)].is_unsettled = true;
            }
        });
    }
}

/// Whether all rows make records.
fn is_sound(outcome: &Outcome) -> bool {
    !outcome.diagnostics.iter().any(|finding| {
        finding.severity == Severity::Error && !["missing-column", "unknown-column"].contains(&finding.code)
    })
}

fn starts(text: &str) -> Vec<usize> {
    let mut at = 0;
    let start = |line: &str| {
        at += line.len();
        at - line.len()
    };
    text.split_inclusive('\n').map(start).collect()
}

fn place_records(outcome: &Outcome, line_of: &dyn Fn(Span) -> usize, lines: &mut [Line]) {
    for (index, dataset) in outcome.datasets.iter().enumerate() {
        for record in dataset.records() {
            if let Some(span) = record.span {
                lines[line_of(span)].records.push((index, dataset.key(record)));
            }
        }
    }
}

/// The names that a whole page has after its repairs.
fn names(outcome: &Outcome, recipe: &Recipe) -> BTreeMap<String, BTreeSet<String>> {
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    each_name(outcome, recipe, &mut |vocabulary, name, _| {
        if !names.get(vocabulary).is_some_and(|names| names.contains(name)) {
            names.entry(vocabulary.to_owned()).or_default().insert(name.to_owned());
        }
    });
    names
}

/// Every item of a field with a vocabulary, and where its record stands.
fn each_name(outcome: &Outcome, recipe: &Recipe, take: &mut dyn FnMut(&str, &str, Span)) {
    for (dataset, recipe) in outcome.datasets.iter().zip(&recipe.datasets) {
        for (index, field) in recipe.fields.iter().enumerate() {
            let Some(vocabulary) = &field.vocabulary else { continue };
            for record in dataset.records() {
                let Some(span) = record.span else { continue };
                let texts = record.values[index].value.items().iter().filter_map(Value::as_str);
                texts.for_each(|text| take(vocabulary, text, span));
            }
        }
    }
}

/// Whether no question arises what the rows of a table are.
fn is_plain(table: &Table, text: &str) -> bool {
    let whole_line = |span: Span| {
        let starts_line = span.start == 0 || text.as_bytes()[span.start - 1] == b'\n';
        starts_line && !text[span.range()].contains('\n')
    };
    let is_plain_row = |row: &TableRow| {
        let line = text[row.span.start..].split_inclusive('\n').next().unwrap_or_default();
        row.kind == RowKind::Data
            && row.cells.len() == table.width()
            && whole_line(row.span)
            && is_plain_row(line, table.width())
    };
    table.kind == TableKind::Pipe
        && table.quote.is_none()
        && table.header_groups.is_empty()
        && whole_line(table.header.span)
        && whole_line(table.delimiter)
        && table.rows.iter().all(is_plain_row)
}

/// Whether a line is a row of so many cells, whatever stands around it: a pipe at both ends, and nothing in it that reaches further than
/// its cell or means something elsewhere.
fn is_plain_row(line: &str, width: usize) -> bool {
    let line = line.trim_end_matches(['\n', '\r']);
    let has_odd = |character: char| matches!(character, '`' | '<' | '\\' | '\r' | '\u{0}') || character == '\u{feff}';
    let inner = line.strip_prefix('|').and_then(|line| line.trim_end().strip_suffix('|'));
    let Some(inner) = inner.filter(|inner| !inner.contains(has_odd)) else { return false };
    // A link that is not `[text](address)` is defined elsewhere.
    let is_defined_here = inner.match_indices(']').all(|(at, _)| inner[at + 1..].starts_with('('));
    let cells = inner.split('|').count();
    let is_blank = inner.split('|').all(|cell| cell.trim().is_empty());
    let is_rule = inner.chars().all(|character| matches!(character, '-' | ':' | '|' | ' ' | '\t'));
    is_defined_here && cells == width && !is_blank && !is_rule
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_plain_row_is() {
        for (line, expected) in [
            ("| a | b |\n", true),
            ("| a | b |\r\n", true),
            ("| a | [b](c) |", true),
            ("| a | [b] |", false),
            ("| a | [b][c] |", false),
            ("| a | `b` |", false),
            ("| a | b<br>c |", false),
            ("| a | b\\|c |", false),
            ("| a | b", false),
            ("| a |", false),
            ("|  |  |", false),
            ("|--|--|", false),
            (" | a | b |", false),
        ] {
            assert_eq!(is_plain_row(line, 2), expected, "{line}");
        }
    }
}
