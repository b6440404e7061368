//! What becomes of ragged rows: for each class of a sample how many are read whole, reported, or left alone, and for a folder
//! of pages how often each finding is made.
//!
//! `cargo run --release --example ragged -- SAMPLE.csv [FOLDER] [--list CODE]`
//!
//! The sample has the columns `class,path,line,header,row`. A row whose page lies in the folder is judged there; any other one
//! in a table of its header and the other sampled rows below it, where little tells what a column holds. `--list` shows
//! the findings of a code instead, with their lines.

use std::collections::BTreeMap;
use std::error::Error;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use rowmill::document::{Document, Reading, RowKind, Table, inspect_table};
use rowmill::source::{SourceId, SourceMap};
use rowmill::{Diagnostic, Severity, Span};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let list = arguments.iter().position(|argument| argument == "--list").map(|at| arguments.split_off(at));
    let sample = arguments.first().ok_or("usage: cargo run --example ragged -- SAMPLE.csv [FOLDER] [--list CODE]")?;
    let folder = arguments.get(1).map(PathBuf::from);
    let mut out = io::stdout().lock();
    if let (Some(list), Some(folder)) = (&list, &folder) {
        return list_findings(&mut out, folder, list.get(1).map_or("", String::as_str));
    }
    write_classes(&mut out, &classes(Path::new(sample), folder.as_deref())?)?;
    if let Some(folder) = folder {
        writeln!(out)?;
        write_counts(&mut out, &folder)?;
    }
    Ok(())
}

/// What became of the rows of a class.
#[derive(Default)]
struct Class {
    rows: usize,
    read: usize,
    reported: usize,
    with_proposal: usize,
    /// Neither, but the sample has the start of the row only, in which no cell is too many.
    cut: usize,
    left: usize,
    /// Filled cells that are in no row of a table.
    lost: usize,
}

/// A row of the sample.
struct Sampled {
    class: String,
    path: String,
    line: usize,
    header: String,
    row: String,
}

fn classes(sample: &Path, folder: Option<&Path>) -> Result<BTreeMap<String, Class>, Box<dyn Error>> {
    let mut rows = Vec::new();
    for record in csv::Reader::from_path(sample)?.records() {
        let record = record?;
        let text = |column: usize| record[column].trim().to_owned();
        rows.push(Sampled { class: text(0), path: text(1), line: record[2].parse()?, header: text(3), row: text(4) });
    }
    rows.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    let mut classes: BTreeMap<String, Class> = BTreeMap::new();
    for row in &rows {
        let (page, line) = whole_page(folder, row).unwrap_or_else(|| page_of_sample(&rows, row));
        judge(page, line, row.row.chars().count() > 190, classes.entry(row.class.clone()).or_default());
    }
    Ok(classes)
}

/// The page of a row, if it is at hand and the row stands there.
fn whole_page(folder: Option<&Path>, row: &Sampled) -> Option<(String, usize)> {
    let page = fs::read_to_string(folder?.join(&row.path)).ok()?;
    let stands_there = page.lines().nth(row.line - 1)?.trim().starts_with(&row.row);
    stands_there.then_some((page, row.line))
}

/// A page of a row's header and the sampled rows below it, and the row's line there.
fn page_of_sample(rows: &[Sampled], row: &Sampled) -> (String, usize) {
    let cells = row.header.strip_prefix('|').unwrap_or(&row.header).replace("\\|", "");
    let width = cells.strip_suffix('|').unwrap_or(&cells).matches('|').count() + 1;
    let mut page = format!("{}\n|{}\n", row.header, "---|".repeat(width));
    let mut line = 0;
    let same = rows.iter().filter(|other| other.path == row.path && other.header == row.header);
    for (index, other) in same.enumerate() {
        page.push_str(&other.row);
        page.push('\n');
        if other.line == row.line {
            line = index + 3;
        }
    }
    (page, line)
}

fn judge(page: String, line: usize, is_cut: bool, class: &mut Class) {
    let mut sources = SourceMap::new();
    let id = sources.add("page.md", page);
    let document = Document::parse(&sources, id);
    let is_here = |span: Span| sources.position(span).line == line;
    class.rows += 1;
    let rows = || {
        let rows = document.tables.iter().flat_map(|table| table.rows.iter().map(move |row| (table, row)));
        rows.filter(|(_, row)| is_here(row.span))
    };
    let findings: Vec<Diagnostic> = document.tables.iter().flat_map(inspect_table).filter(is_about_row).collect();
    let here: Vec<&Diagnostic> = findings.iter().filter(|finding| finding.span.is_some_and(is_here)).collect();
    let is_whole = |(table, row): (&Table, &rowmill::document::Row)| {
        row.kind == RowKind::Section
            || matches!(row.reading, Reading::Mended(_) | Reading::Joined) && row.cells.len() >= table.width()
    };
    match (rows().any(is_whole), here.is_empty()) {
        (true, _) => class.read += 1,
        (false, false) => class.reported += 1,
        (false, true) if is_cut => class.cut += 1,
        (false, true) => class.left += 1,
    }
    let proposes =
        |finding: &&Diagnostic| finding.help.as_ref().is_some_and(|help| help.contains("fit the columns as"));
    class.with_proposal += usize::from(here.iter().any(proposes));
    let cells: Vec<Span> = rows().flat_map(|(_, row)| row.cells.iter().map(|cell| cell.span)).collect();
    class.lost += lost(&sources, id, line, &cells);
}

/// The runs of characters of a line, but for blanks and pipes, that lie in no cell.
fn lost(sources: &SourceMap, id: SourceId, line: usize, cells: &[Span]) -> usize {
    let text = sources.file(id).text();
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let line = text[start..].lines().next().unwrap_or("");
    let is_lost = |(at, character): (usize, char)| {
        let at = start + at;
        !character.is_whitespace()
            && character != '|'
            && !cells.iter().any(|cell| cell.start() <= at && at < cell.end())
    };
    line.char_indices().filter(|&place| is_lost(place)).count()
}

/// Whether a finding is about a row's cells.
fn is_about_row(finding: &Diagnostic) -> bool {
    !["missing-trailing-pipe", "empty-header", "duplicate-header", "not-a-table"].contains(&finding.code)
}

fn write_classes(out: &mut impl Write, classes: &BTreeMap<String, Class>) -> io::Result<()> {
    writeln!(
        out,
        "| Class | Rows | Read whole | Reported | of these with a proposal | Left alone | of which cut in the sample | Characters lost |"
    )?;
    writeln!(out, "|---|--:|--:|--:|--:|--:|--:|--:|")?;
    for (name, class) in classes {
        let name = name.replace('|', "\\|");
        let Class { rows, read, reported, with_proposal, cut, left, lost } = class;
        let left = left + cut;
        writeln!(out, "| {name} | {rows} | {read} | {reported} | {with_proposal} | {left} | {cut} | {lost} |")?;
    }
    Ok(())
}

/// How often each finding is made in the pages of a folder.
fn write_counts(out: &mut impl Write, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut counts: BTreeMap<(&'static str, Severity), (usize, usize)> = BTreeMap::new();
    let (mut tables, mut rows) = (0, 0);
    for path in pages(folder)? {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let mut sources = SourceMap::new();
        let id = sources.add("page.md", text);
        for table in Document::parse(&sources, id).tables {
            tables += 1;
            rows += table.rows.len();
            let mut here: BTreeMap<(&'static str, Severity), usize> = BTreeMap::new();
            inspect_table(&table)
                .iter()
                .for_each(|finding| *here.entry((finding.code, finding.severity)).or_default() += 1);
            for (key, count) in here {
                let entry = counts.entry(key).or_default();
                *entry = (entry.0 + count, entry.1 + 1);
            }
        }
    }
    writeln!(out, "{tables} tables, {rows} rows below their headers\n")?;
    writeln!(out, "| Finding | Severity | Findings | Tables |\n|---|---|--:|--:|")?;
    for ((code, severity), (findings, tables)) in counts {
        writeln!(out, "| `{code}` | {severity} | {findings} | {tables} |")?;
    }
    Ok(())
}

fn list_findings(out: &mut impl Write, folder: &Path, code: &str) -> Result<(), Box<dyn Error>> {
    for path in pages(folder)? {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let mut sources = SourceMap::new();
        let id = sources.add(path.to_string_lossy(), text);
        for table in Document::parse(&sources, id).tables {
            for finding in inspect_table(&table).into_iter().filter(|finding| finding.code == code) {
                let Some(span) = finding.span else { continue };
                let file = sources.file(id);
                let line = &file.text()[file.line_range(span.start())];
                writeln!(
                    out,
                    "{}:{}: {}: {}",
                    file.path(),
                    sources.position(span).line,
                    finding.severity,
                    finding.message
                )?;
                writeln!(
                    out,
                    "    {}\n    {line}\n    {}",
                    sources.text(table.header.span),
                    finding.help.unwrap_or_default()
                )?;
            }
        }
    }
    Ok(())
}

fn pages(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut pages = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            match path.is_dir() {
                true => folders.push(path),
                false => pages.extend(Some(path).filter(|path| path.extension() == Some(OsStr::new("md")))),
            }
        }
    }
    pages.sort();
    Ok(pages)
}
