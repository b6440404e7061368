//! Reads every table of a folder of Markdown files and adds up what became of it: the program over pages that nobody tuned it for.
//!
//! `cargo run --release --example bulk -- DIR`
//!
//! Each file is read as `rowmill extract` reads it, with types; what it includes counts in its own file only. A panic is caught and
//! counted. It fails when there is one, or when the account of a table's or list's cells does not balance.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::{self, Write};
use std::ops::AddAssign;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rowmill::document::{List, Table, TableKind};
use rowmill::extract::Tally;
use rowmill::infer::{InferOptions, Naming, infer_list, infer_table};
use rowmill::pipeline::{ReadTable, load, read_list, read_table};
use rowmill::{Diagnostic, Document, SourceId, SourceMap, Span};

/// What all files together gave.
#[derive(Default)]
struct Totals {
    files: usize,
    unreadable: Vec<String>,
    panics: Vec<PathBuf>,
    bytes: u64,
    kinds: BTreeMap<&'static str, Shape>,
    tally: Tally,
    unbalanced: Vec<String>,
    /// The code and severity of a finding to the number of findings and of files.
    findings: BTreeMap<(&'static str, String), (usize, usize)>,
    read: Duration,
    parsed: Duration,
    extracted: Duration,
}

/// The size of tables, header rows not counted.
#[derive(Default, Clone, Copy)]
struct Shape {
    tables: usize,
    rows: usize,
    cells: usize,
}

impl AddAssign for Shape {
    fn add_assign(&mut self, other: Self) {
        self.tables += other.tables;
        self.rows += other.rows;
        self.cells += other.cells;
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: cargo run --release --example bulk -- DIR")?);
    let mut totals = Totals::default();
    let mut paths = Vec::new();
    markdown_files(&folder, &mut paths)?;
    for path in paths {
        totals.files += 1;
        match catch_unwind(|| read_page(&path)) {
            Ok(Ok(page)) => totals.add(page),
            Ok(Err(error)) => totals.unreadable.push(error.to_string()),
            Err(_) => totals.panics.push(path),
        }
    }
    write_totals(&mut io::stdout().lock(), &totals)?;
    match totals.panics.is_empty() && totals.unbalanced.is_empty() {
        true => Ok(()),
        false => Err("a file made it panic, or a table's account does not balance".into()),
    }
}

/// Hidden folders included, in order.
fn markdown_files(folder: &Path, paths: &mut Vec<PathBuf>) -> io::Result<()> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            markdown_files(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            paths.push(path);
        }
    }
    Ok(())
}

/// What one file gave: the same sums, of one file.
fn read_page(path: &Path) -> rowmill::Result<Totals> {
    let start = Instant::now();
    let mut sources = SourceMap::new();
    let source = load(&mut sources, path)?;
    let read = start.elapsed();
    let start = Instant::now();
    let document = Document::parse(&sources, source);
    let parsed = start.elapsed();
    let bytes = sources.file(source).text().len() as u64;
    let mut totals = Totals { bytes, read, parsed, ..Totals::default() };
    let start = Instant::now();
    let options = InferOptions { naming: Naming::Header, types: true };
    totals.add_findings(document.inspect(), source);
    for table in document.tables.iter().filter(|table| table.span.source == source) {
        let read = read_table(&infer_table(&document, table, &options).recipe, &document, table);
        totals.add_table(kind(table), shape(table), read, &sources, table.span);
    }
    for list in document.lists.iter().filter(|list| list.span.source == source) {
        let read = read_list(&infer_list(&document, list, &options).recipe, &document, list);
        totals.add_table("list", list_shape(list), read, &sources, list.span);
    }
    totals.extracted = start.elapsed();
    Ok(totals)
}

fn kind(table: &Table) -> &'static str {
    match table.kind {
        TableKind::Pipe => "pipe table",
        TableKind::Loose(_) => "pipe table that GitHub shows as text",
        TableKind::Html => "HTML table",
    }
}

fn shape(table: &Table) -> Shape {
    let cells = table.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.is_blank() && !cell.is_repeated);
    Shape { tables: 1, rows: table.rows.len(), cells: cells.count() }
}

fn list_shape(list: &List) -> Shape {
    let cells = list.items.iter().filter(|item| !item.content.text().is_empty());
    Shape { tables: 1, rows: list.items.len(), cells: cells.count() }
}

fn add_tally(sum: &mut Tally, more: Tally) {
    sum.cells += more.cells;
    sum.placed += more.placed;
    sum.flagged += more.flagged;
    sum.ignored += more.ignored;
}

impl Totals {
    fn add_table(&mut self, kind: &'static str, shape: Shape, read: ReadTable, sources: &SourceMap, span: Span) {
        *self.kinds.entry(kind).or_default() += shape;
        add_tally(&mut self.tally, read.tally);
        if !read.tally.balances() || read.tally.cells != shape.cells {
            self.unbalanced.push(format!("{}:{}", sources.file(span.source).path(), sources.position(span).line));
        }
        self.add_findings(read.diagnostics, span.source);
    }

    /// Counts the findings about one file.
    fn add_findings(&mut self, findings: Vec<Diagnostic>, source: SourceId) {
        for finding in findings.iter().filter(|finding| finding.span.is_none_or(|span| span.source == source)) {
            let count = self.findings.entry((finding.code, finding.severity.to_string())).or_default();
            *count = (count.0 + 1, 1);
        }
    }

    fn add(&mut self, page: Totals) {
        self.bytes += page.bytes;
        add_tally(&mut self.tally, page.tally);
        self.unbalanced.extend(page.unbalanced);
        page.kinds.into_iter().for_each(|(kind, shape)| *self.kinds.entry(kind).or_default() += shape);
        for (finding, (count, files)) in page.findings {
            let sum = self.findings.entry(finding).or_default();
            *sum = (sum.0 + count, sum.1 + files);
        }
        self.read += page.read;
        self.parsed += page.parsed;
        self.extracted += page.extracted;
    }
}

fn write_totals(out: &mut impl Write, totals: &Totals) -> io::Result<()> {
    let Totals { files, bytes, unreadable, panics, tally, unbalanced, .. } = totals;
    let megabytes = *bytes as f64 / 1e6;
    writeln!(out, "| Files | MB | Not readable | Panics |\n|--:|--:|--:|--:|")?;
    writeln!(out, "| {files} | {megabytes:.1} | {} | {} |", unreadable.len(), panics.len())?;
    unreadable.iter().try_for_each(|error| writeln!(out, "\nNot readable: {error}"))?;
    panics.iter().try_for_each(|path| writeln!(out, "\nPanic: {}", path.display()))?;
    unbalanced.iter().try_for_each(|place| writeln!(out, "\nNot balanced: {place}"))?;
    writeln!(out, "\n| Kind | Number | Rows or items | Filled cells |\n|---|--:|--:|--:|")?;
    let mut all = Shape::default();
    for (kind, shape) in &totals.kinds {
        let Shape { tables, rows, cells } = shape;
        writeln!(out, "| {kind} | {tables} | {rows} | {cells} |")?;
        all += *shape;
    }
    writeln!(out, "| all | {} | {} | {} |", all.tables, all.rows, all.cells)?;
    let Tally { cells, placed, flagged, ignored } = tally;
    writeln!(out, "\n| Cells in | Placed | Flagged | Ignored | Not balanced |\n|--:|--:|--:|--:|--:|")?;
    writeln!(out, "| {cells} | {placed} | {flagged} | {ignored} | {} |", unbalanced.len())?;
    writeln!(out, "\n| Finding | Severity | Findings | Files |\n|---|---|--:|--:|")?;
    for ((code, severity), (count, files)) in &totals.findings {
        writeln!(out, "| `{code}` | {severity} | {count} | {files} |")?;
    }
    writeln!(out, "\n| Step | Seconds | MB/s |\n|---|--:|--:|")?;
    let steps = [("read files", totals.read), ("parse", totals.parsed), ("infer types and extract", totals.extracted)];
    for (step, time) in steps.into_iter().chain([("all", totals.read + totals.parsed + totals.extracted)]) {
        let seconds = time.as_secs_f64();
        writeln!(out, "| {step} | {seconds:.2} | {:.0} |", megabytes / seconds)?;
    }
    Ok(())
}
