//! From one revision to the next: where only rows of plain tables changed, only these are read.
//!
//! A changed row is read as the only row of a small page: the headings above its table, its header, and the row. That gives what the
//! whole page gives if nothing else on the page has a say in the row, so it is done only
//!
//! * in a table whose rows all have as many cells as its header and pipes at both ends, so that no question arises what a row is;
//! * of rows without HTML but for line breaks and pairs of tags such as `<b>`, without escapes of what parts cells or makes code and links,
//!   and without links that are defined elsewhere;
//! * by a recipe that looks at nothing beside the rows but at headings, and without foreign keys;
//! * on a page without legends and comments that have a say in repairs.
//!
//! Repairs look at the names on the whole page. A row is *settled* when each of its names is one that the last reading of the whole page
//! has left as it is. A row that is not must be read in a whole page before it goes: the last one that has it, at the latest.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::lines::{Hunk, Lines, starts};
use super::whole::{Print, Taken, Whole, finish_taken, read_by, take};
use super::{HistoryRecipe, PageText, Reading};
use crate::dataset::Key;
use crate::diagnostic::Severity;
use crate::document::{Document, Reading as RowReading, Row as TableRow, RowKind, Table, TableKind};
use crate::error::{ErrorKind, Result};
use crate::pipeline::parse::parse_all;
use crate::pipeline::{Outcome, parse_compact};
use crate::recipe::{Context, FieldOrigin, Recipe};
use crate::schema::Value;
use crate::source::{SourceId, SourceMap, Span};
use crate::timeline::{Content, Point, Row, Snapshot};

/// So many pages that were read whole are kept, for one that is written back.
const MOST_KEPT: usize = 4;

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
    /// The last of the pages that were read whole before, for one that is written back.
    earlier: VecDeque<Last>,
    /// How many whole pages were read.
    whole_readings: usize,
}

/// The revision before, as it was read.
struct Last {
    /// Its reading, as an index.
    reading: usize,
    name: String,
    lines: Lines,
    /// Its records; what a whole reading is compared with.
    records: Vec<BTreeMap<Key, Row>>,
    /// What it has and lacks, without the records.
    frame: Vec<Snapshot>,
    print: Print,
    /// Whether all of its rows make records.
    is_sound: bool,
    /// Whether it was read whole.
    is_whole: bool,
    /// What its lines are, where rows may be read by themselves.
    page: Option<Page>,
}

/// The lines of a page, and what the page says beside its rows.
struct Page {
    lines: Vec<Line>,
    tables: Vec<PlainTable>,
    /// The names of each vocabulary that repairs have left as they are.
    names: BTreeMap<String, BTreeSet<String>>,
    /// What else the recipe may read.
    aside: u64,
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
    /// What they add to the print of the page.
    print: u64,
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
        Self {
            recipe,
            is_newest,
            may_follow,
            readings: Vec::new(),
            last: None,
            earlier: VecDeque::new(),
            whole_readings: 0,
        }
    }

    /// How many whole pages were read, some of them twice.
    #[cfg(test)]
    pub(super) fn whole_readings(&self) -> usize {
        self.whole_readings
    }

    /// Reads the next revision.
    pub(super) fn read(&mut self, point: &Point, text: PageText) -> Result<()> {
        let bytes = match text {
            PageText::Bytes(bytes) => bytes,
            PageText::Pages(sources, pages) => return self.read_pages(&point.name, &sources, &pages, false),
            PageText::Absent => {
                self.readings.push(Reading::Absent);
                return Ok(());
            }
            PageText::Unreadable(reason) => {
                self.readings.push(Reading::Unreadable(reason));
                return Ok(());
            }
        };
        match String::from_utf8(bytes) {
            Err(error) => self.read_whole(&point.name, error.into_bytes()),
            Ok(text) => match self.follow(point, text)? {
                None => Ok(()),
                Some(text) if self.stay(point, &text) || self.go_back(point, &text)? => Ok(()),
                Some(text) => self.read_whole(&point.name, text.into_bytes()),
            },
        }
    }

    /// Reads what a text changes of the revision before, if that is rows that can be read by themselves; else hands it back.
    fn follow(&mut self, point: &Point, text: String) -> Result<Option<String>> {
        let Some(last) = self.last.as_ref().filter(|last| last.page.is_some()) else { return Ok(Some(text)) };
        let (next, hunks) = last.lines.next(text);
        // What goes must be settled while it is there.
        if last.changed_rows(&next, &hunks).is_some() && !hunks.iter().all(|hunk| last.is_settled(hunk)) {
            self.settle()?;
        }
        let Some(last) = &mut self.last else { return Ok(Some(next.into_text())) };
        let Some(tables) = last.changed_rows(&next, &hunks) else { return Ok(Some(next.into_text())) };
        let Some((snapshots, read)) = last.follow(self.recipe, &next, &hunks, &tables)? else {
            return Ok(Some(next.into_text()));
        };
        let snapshots = last.accept(next, snapshots, hunks, read);
        last.reading = self.readings.len();
        last.name.clone_from(&point.name);
        self.readings.push(Reading::Read(snapshots));
        Ok(None)
    }

    /// Takes a text that changes nothing but what stands beside the tables and lists, if it is one. It is parsed, and nothing is extracted.
    fn stay(&mut self, point: &Point, text: &str) -> bool {
        let Some(last) = &mut self.last else { return false };
        let Some(page) = &last.page else { return false };
        let (next, hunks) = last.lines.next(text.to_owned());
        // The address of a link may be defined anywhere.
        let defines = |lines: &Lines, range: std::ops::Range<usize>| lines.range(range).any(|line| line.contains(']'));
        if hunks.iter().any(|hunk| defines(&last.lines, hunk.old.clone()) || defines(&next, hunk.new.clone())) {
            return false;
        }
        let mut sources = SourceMap::new();
        let source = sources.add(point.name.as_str(), text);
        let Ok(document) = parse_compact(&sources, source) else { return false };
        if aside(&document, text) != page.aside {
            return false;
        }
        let Some(moved) = page.moved(&last.lines, &document, page.drifted.clone(), &next) else { return false };
        last.page = Some(moved);
        last.lines = next;
        last.reading = self.readings.len();
        last.name.clone_from(&point.name);
        self.readings.push(Reading::Read(last.frame.clone()));
        true
    }

    /// Takes a text that was read whole before: a commit that takes back what another one did.
    fn go_back(&mut self, point: &Point, text: &str) -> Result<bool> {
        let Some(at) = self.earlier.iter().position(|earlier| earlier.lines.text() == text) else { return Ok(false) };
        if self.last.as_ref().is_some_and(|last| !last.is_all_settled()) {
            self.settle()?;
        }
        let Some(mut now) = self.earlier.remove(at) else { return Ok(false) };
        now.reading = self.readings.len();
        now.name.clone_from(&point.name);
        let mut snapshots = now.frame.clone();
        let known = self.last.as_ref().filter(|last| last.frame == now.frame);
        for (index, (snapshot, new)) in snapshots.iter_mut().zip(&now.records).enumerate() {
            snapshot.content = match known {
                Some(last) => difference(&last.records[index], new),
                None => Content::Whole(new.clone()),
            };
        }
        self.readings.push(Reading::Read(snapshots));
        self.replace_last(now);
        Ok(true)
    }

    /// Puts a reading in the place of the last one, which is kept for a while if it is one of a whole page.
    fn replace_last(&mut self, now: Last) {
        if let Some(before) = self.last.replace(now).filter(|before| before.is_whole) {
            self.earlier.push_back(before);
            if self.earlier.len() > MOST_KEPT {
                self.earlier.pop_front();
            }
        }
    }

    /// What came of the revisions.
    pub(super) fn finish(mut self) -> Result<Vec<Reading>> {
        if self.last.as_ref().is_some_and(|last| (self.is_newest && !last.is_whole) || !last.is_all_settled()) {
            self.settle()?;
        }
        Ok(self.readings)
    }

    /// Reads the revision before once more, and whole.
    fn settle(&mut self) -> Result<()> {
        let Some(last) = self.last.take() else { return Ok(()) };
        let mut sources = SourceMap::new();
        let page = sources.add(last.name.as_str(), last.lines.into_text());
        let taken = take(self.recipe, &sources, vec![parse_compact(&sources, page)?]);
        self.whole_readings += 1;
        let whole = finish_taken(self.recipe, &sources, taken)?;
        let text = sources.file(page).text().to_owned();
        let lines = Lines::new(text);
        let (now, mut came) = Last::new(last.reading, last.name, lines, whole, &sources, self.recipe, self.may_follow);
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
        self.read_pages(name, &sources, &[page], self.may_follow)
    }

    /// Reads pages whole. What is on several, or what they include, is never followed by its rows.
    fn read_pages(&mut self, name: &str, sources: &SourceMap, pages: &[SourceId], may_follow: bool) -> Result<()> {
        let documents = match parse_all(sources, pages) {
            Ok(documents) => documents,
            Err(error) if matches!(error.kind(), ErrorKind::Limit { .. }) => {
                self.readings.push(Reading::Unreadable(error.headline()));
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let taken = take(self.recipe, sources, documents);
        let reading = self.readings.len();
        let text = || pages.iter().map(|&page| sources.file(page).text()).collect::<String>();
        if let Some(last) = &mut self.last
            && (may_follow || last.page.is_none())
            && last.has_same_records(&taken, text())
        {
            last.reading = reading;
            last.name = name.to_owned();
            self.readings.push(Reading::Read(last.frame.clone()));
            return Ok(());
        }
        if self.last.as_ref().is_some_and(|last| !last.is_all_settled()) {
            self.settle()?;
        }
        self.whole_readings += 1;
        let whole = finish_taken(self.recipe, sources, taken)?;
        let (now, mut snapshots) =
            Last::new(reading, name.to_owned(), Lines::new(text()), whole, sources, self.recipe, may_follow);
        if let Some(last) = &self.last
            && last.frame == now.frame
        {
            for ((snapshot, old), new) in snapshots.iter_mut().zip(&last.records).zip(&now.records) {
                snapshot.content = difference(old, new);
            }
        }
        self.readings.push(Reading::Read(snapshots));
        self.replace_last(now);
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
        lines: Lines,
        whole: Whole,
        sources: &SourceMap,
        recipe: &HistoryRecipe,
        may_follow: bool,
    ) -> (Self, Vec<Snapshot>) {
        let Whole { documents, outcome, snapshots, has_remarks, drifted, print, prints } = whole;
        let records = snapshots.iter().map(|snapshot| match &snapshot.content {
            Content::Whole(rows) => rows.clone(),
            Content::Changed { .. } => BTreeMap::new(),
        });
        let frame = snapshots.iter().map(|snapshot| Snapshot { content: Content::default(), ..snapshot.clone() });
        let is_sound = is_sound(&outcome);
        let page = (may_follow && is_sound && !has_remarks)
            .then(|| Page::new(&documents[0], &outcome, &prints, sources, &recipe.recipe))
            .flatten()
            .map(|page| Page { drifted, ..page });
        let (records, frame) = (records.collect(), frame.collect());
        (Self { reading, name, lines, records, frame, print, is_sound, is_whole: true, page }, snapshots)
    }

    fn is_settled(&self, hunk: &Hunk) -> bool {
        self.page.as_ref().is_none_or(|page| page.lines[hunk.old.clone()].iter().all(|line| !line.is_unsettled))
    }

    fn is_all_settled(&self) -> bool {
        self.page.as_ref().is_none_or(|page| page.lines.iter().all(|line| !line.is_unsettled))
    }

    /// Whether a text gives the same records, so that it can take this one's place: it does then.
    fn has_same_records(&mut self, taken: &Taken, text: String) -> bool {
        if !self.is_sound || taken.print != self.print {
            return false;
        }
        let lines = Lines::new(text);
        if let Some(page) = &self.page {
            match page.moved(&self.lines, &taken.documents[0], taken.drifted.clone(), &lines) {
                Some(page) => self.page = Some(page),
                None => return false,
            }
        }
        self.lines = lines;
        true
    }

    /// The table of each hunk, if all that changed is rows of plain tables.
    fn changed_rows(&self, next: &Lines, hunks: &[Hunk]) -> Option<Vec<usize>> {
        let page = self.page.as_ref()?;
        let rows: usize = hunks.iter().map(|hunk| hunk.new.len().max(hunk.old.len())).sum();
        if rows > MOST_ROWS {
            return None;
        }
        hunks.iter().map(|hunk| page.table_of(hunk, next)).collect()
    }

    /// Reads what changed by itself, if that is possible.
    fn follow(
        &self,
        recipe: &HistoryRecipe,
        next: &Lines,
        hunks: &[Hunk],
        tables: &[usize],
    ) -> Result<Option<(Vec<Snapshot>, Vec<Read>)>> {
        let Some(page) = &self.page else { return Ok(None) };
        let mut snapshots = self.frame.clone();
        let mut all = Vec::new();
        for (hunk, &table) in hunks.iter().zip(tables) {
            let rows: Vec<&str> = next.range(hunk.new.clone()).collect();
            let Some(read) = page.read(recipe, table, &rows, &self.frame)? else { return Ok(None) };
            let gone = page.lines[hunk.old.clone()].iter().flat_map(|line| line.records.iter().cloned());
            for (dataset, key) in gone {
                if let Content::Changed { gone, .. } = &mut snapshots[dataset].content {
                    gone.insert(key);
                }
            }
            all.push(read);
        }
        for (dataset, (key, row)) in all.iter().flat_map(Read::rows) {
            let Content::Changed { gone, came } = &mut snapshots[dataset].content else { continue };
            let is_there = self.records[dataset].contains_key(key) && !gone.contains(key);
            if is_there || came.insert(key.clone(), row.clone()).is_some() {
                return Ok(None);
            }
        }
        Ok(Some((snapshots, all)))
    }

    /// Takes over what changed, and leaves of it what is not the same after all.
    fn accept(
        &mut self,
        next: Lines,
        mut snapshots: Vec<Snapshot>,
        hunks: Vec<Hunk>,
        read: Vec<Read>,
    ) -> Vec<Snapshot> {
        for (records, snapshot) in self.records.iter_mut().zip(&mut snapshots) {
            let Content::Changed { gone, came } = &mut snapshot.content else { continue };
            gone.retain(|key| !came.contains_key(key));
            gone.iter().for_each(|key| {
                records.remove(key);
            });
            came.retain(|key, row| records.get(key) != Some(row));
            records.extend(came.iter().map(|(key, row)| (key.clone(), row.clone())));
        }
        if let Some(page) = &mut self.page {
            let sum = |lines: &[Line]| lines.iter().fold(0u64, |sum, line| sum.wrapping_add(line.print));
            for (hunk, read) in hunks.into_iter().zip(read).rev() {
                self.print.replace(sum(&page.lines[hunk.old.clone()]), sum(&read.lines));
                page.lines.splice(hunk.old, read.lines);
            }
        }
        self.lines = next;
        self.is_whole = false;
        snapshots
    }
}

/// What rows give by themselves.
struct Read {
    lines: Vec<Line>,
    /// For each dataset the records.
    rows: Vec<BTreeMap<Key, Row>>,
}

impl Read {
    /// Each record with the index of its dataset.
    fn rows(&self) -> impl Iterator<Item = (usize, (&Key, &Row))> {
        self.rows.iter().enumerate().flat_map(|(dataset, rows)| rows.iter().map(move |row| (dataset, row)))
    }
}

impl Page {
    fn new(
        document: &Document,
        outcome: &Outcome,
        prints: &[(Span, u64)],
        sources: &SourceMap,
        recipe: &Recipe,
    ) -> Option<Self> {
        let text = sources.file(document.source).text();
        let starts = starts(text);
        let (mut lines, tables) = plain_tables(document, text, &starts);
        place_records(outcome, prints, &starts, &mut lines);
        let (names, aside) = (names(outcome, recipe), aside(document, text));
        (!tables.is_empty()).then_some(Self { lines, tables, names, aside, drifted: None })
    }

    /// The same rows with their records where another text has them, if it has just these.
    fn moved(&self, old: &Lines, document: &Document, drifted: Option<Recipe>, new: &Lines) -> Option<Self> {
        let (mut moved, tables) = plain_tables(document, new.text(), new.starts());
        let heads = |tables: &[PlainTable]| tables.iter().map(|table| table.head.clone()).collect::<Vec<_>>();
        if heads(&tables) != heads(&self.tables) {
            return None;
        }
        let mut before = self.lines.iter().zip(old.range(0..old.len())).filter(|(line, _)| line.table.is_some());
        for (line, text) in moved.iter_mut().zip(new.range(0..new.len())).filter(|(line, _)| line.table.is_some()) {
            let (known, _) = before.next().filter(|(known, before)| *before == text && known.table == line.table)?;
            *line = known.clone();
        }
        let (names, aside) = (self.names.clone(), aside(document, new.text()));
        before.next().is_none().then_some(Self { lines: moved, tables, names, aside, drifted })
    }

    /// The table that all lines of a hunk are rows of, or may be.
    fn table_of(&self, hunk: &Hunk, new: &Lines) -> Option<usize> {
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
        let fit = new.range(hunk.new.clone()).all(|line| is_plain_row(line, self.tables[table].width));
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
        let first = starts(&text).len();
        rows.iter().for_each(|row| text.push_str(row));
        let mut sources = SourceMap::new();
        let page = sources.add("rows", text);
        let document = parse_compact(&sources, page)?;
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
        let Whole { outcome, prints, snapshots, .. } = read_by(used, &recipe.guidance, &sources, document)?;
        if !is_sound(&outcome) {
            return Ok(None);
        }
        let mut made = vec![Line { table: Some(table), ..Line::default() }; starts.len()];
        place_records(&outcome, &prints, &starts, &mut made);
        let is_taken = |line: &Line| line.table == Some(table) && !line.records.is_empty();
        if self.lines.iter().any(is_taken) && made[first..].iter().any(|line| line.records.is_empty()) {
            return Ok(None);
        }
        self.mark_unsettled(&outcome, used, &starts, &mut made);
        let rows = snapshots.into_iter().map(|snapshot| match snapshot.content {
            Content::Whole(rows) => rows,
            Content::Changed { .. } => BTreeMap::new(),
        });
        Ok(Some(Read { rows: rows.collect(), lines: made.split_off(first) }))
    }

    /// Marks the lines with a name that the whole page does not have.
    fn mark_unsettled(&self, outcome: &Outcome, recipe: &Recipe, starts: &[usize], lines: &mut [Line]) {
        let empty = BTreeSet::new();
        each_name(outcome, recipe, &mut |vocabulary, name, span| {
            let known = self.names.get(vocabulary).unwrap_or(&empty);
            if !known.contains(name) {
                lines[line_of(starts, span)].is_unsettled = true;
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

/// The lines of a text with the plain table that each is a row of, and these tables.
fn plain_tables(document: &Document, text: &str, starts: &[usize]) -> (Vec<Line>, Vec<PlainTable>) {
    let mut lines = vec![Line::default(); starts.len()];
    let mut tables = Vec::new();
    for table in document.tables.iter().filter(|table| is_plain(table, text)) {
        let headings = document.headings_above(table.heading);
        let above: String = headings.iter().map(|heading| format!("{}\n\n", &text[heading.span.range()])).collect();
        let (header, delimiter) = (&text[table.header.span.range()], &text[table.delimiter.range()]);
        table.rows.iter().for_each(|row| lines[line_of(starts, row.span)].table = Some(tables.len()));
        tables.push(PlainTable {
            head: format!("{above}{header}\n{delimiter}\n"),
            headings: document.heading_path(table.heading).into_iter().map(str::to_owned).collect(),
            width: table.width(),
        });
    }
    (lines, tables)
}

/// What a recipe may read beside the plain tables: other tables, lists, what explains marks, front matter, comments.
fn aside(document: &Document, text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    for table in document.tables.iter().filter(|table| !is_plain(table, text)) {
        (document.heading_path(table.heading), &text[table.span.range()]).hash(&mut hasher);
        format!("{:?}", (&table.quote, table.caption.as_ref().map(|caption| caption.text()))).hash(&mut hasher);
    }
    for list in &document.lists {
        (document.heading_path(list.heading), &text[list.span.range()]).hash(&mut hasher);
    }
    for legend in &document.legends {
        (&legend.mark, &legend.text).hash(&mut hasher);
    }
    format!("{:?}", document.front_matter).hash(&mut hasher);
    document.ignores.len().hash(&mut hasher);
    hasher.finish()
}

fn line_of(starts: &[usize], span: Span) -> usize {
    starts.partition_point(|&start| start <= span.start()) - 1
}

fn place_records(outcome: &Outcome, prints: &[(Span, u64)], starts: &[usize], lines: &mut [Line]) {
    for (index, dataset) in outcome.datasets.iter().enumerate() {
        for record in dataset.records() {
            if let Some(span) = record.span {
                lines[line_of(starts, span)].records.push((index, dataset.key(record)));
            }
        }
    }
    for &(span, print) in prints {
        let line = &mut lines[line_of(starts, span)];
        line.print = line.print.wrapping_add(print);
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
        let starts_line = span.start() == 0 || text.as_bytes()[span.start() - 1] == b'\n';
        starts_line && !text[span.range()].contains('\n')
    };
    let is_plain_row = |row: &TableRow| {
        row.kind == RowKind::Data
            && row.reading == RowReading::AsWritten
            && row.cells.len() == table.width()
            // One filled cell may head the rows below it.
            && row.cells.iter().filter(|cell| !cell.is_blank()).count() >= table.width().min(2)
            && row.leading_pipe
            && row.trailing_pipe
            && whole_line(row.span)
    };
    table.kind == TableKind::Pipe
        && table.quote.is_none()
        && table.header_groups.is_empty()
        && whole_line(table.header.span)
        && whole_line(table.delimiter)
        && table.rows.iter().all(is_plain_row)
}

/// Whether a line is a row of so many cells, whatever stands around it: a pipe at both ends, code and marks of letters in one cell each, and
/// nothing else that reaches further than its cell or means something elsewhere.
fn is_plain_row(line: &str, width: usize) -> bool {
    let line = line.trim_end_matches(['\n', '\r']);
    let inner = line.strip_prefix('|').and_then(|line| line.trim_end().strip_suffix('|'));
    let has_odd = |character: char| matches!(character, '\r' | '\u{0}' | '\u{feff}');
    let Some(inner) = inner.filter(|inner| !inner.contains(has_odd) && has_plain_escapes(inner)) else { return false };
    // A link that is not `[text](address)` is defined elsewhere.
    let is_defined_here = inner.match_indices(']').all(|(at, _)| inner[at + 1..].starts_with('('));
    let is_rule = inner.chars().all(|character| matches!(character, '-' | ':' | '|' | ' ' | '\t'));
    let is_plain_cell = |cell: &str| cell.matches('`').count().is_multiple_of(2) && has_plain_tags(cell);
    let filled = inner.split('|').filter(|cell| !cell.trim().is_empty()).count();
    let is_whole = inner.split('|').count() == width && filled >= width.min(2);
    is_defined_here && !is_rule && is_whole && inner.split('|').all(is_plain_cell)
}

/// Whether every backslash stands before a character that would mean nothing beyond its cell.
fn has_plain_escapes(text: &str) -> bool {
    text.match_indices('\\').all(|(at, _)| {
        let next = text[at + 1..].chars().next();
        next.is_some_and(|next| !matches!(next, '|' | '`' | '[' | ']' | '<' | '\\'))
    })
}

/// The tags that change how letters look, and nothing else.
const PLAIN_TAGS: &[&str] = &["b", "i", "em", "strong", "sup", "sub", "code", "kbd", "u", "s", "del", "ins", "small"];

/// Whether the tags of a cell are line breaks, and pairs that change how letters look.
fn has_plain_tags(cell: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for (at, _) in cell.match_indices('<') {
        let rest = &cell[at..];
        let tag = rest[1..].split('>').next().unwrap_or_default();
        match tag.strip_prefix('/') {
            _ if is_break(rest) => {}
            None if PLAIN_TAGS.contains(&tag) => open.push(tag),
            Some(end) if open.last() == Some(&end) => {
                open.pop();
            }
            _ => return false,
        }
    }
    open.is_empty()
}

/// Whether a line break stands at the start of a text.
fn is_break(text: &str) -> bool {
    ["<br>", "<br/>", "<br />"]
        .iter()
        .any(|tag| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)))
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
            ("| a | `b` |", true),
            ("| a | `b |", false),
            ("| `a | b` |", false),
            ("| a | b<BR />c |", true),
            ("| a | b<!-- c --> |", false),
            ("| a | <b>b</b> |", true),
            ("| a | <b>b<sup>c</sup></b><br>d |", true),
            ("| a | <b>b |", false),
            ("| a | <b>b<sup>c</b></sup> |", false),
            ("| <b>a | b</b> |", false),
            ("| a | <table> |", false),
            ("| a | <a id=b></a> |", false),
            ("| a | b\\*c |", true),
            ("| a | b\\\\ |", false),
            ("| a | b \\|", false),
            ("| a | b\\|c |", false),
            ("| a | b", false),
            ("| a |", false),
            ("|  |  |", false),
            ("| a |  |", false),
            ("|--|--|", false),
            (" | a | b |", false),
        ] {
            assert_eq!(is_plain_row(line, 2), expected, "{line}");
        }
    }
}
