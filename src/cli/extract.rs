//! `rowmill extract PATH…`: the tables of pages as typed records, with no configuration.

use std::io::{self, Write};
use std::path::Path;

use super::Verdict;
use super::args::ExtractArgs;
use super::console::Console;
use super::formats;
use super::gather::{Page, Wanted, for_each_page, inputs};
use super::select::{Selection, list_line, nothing_selected, table_line};
use super::summary::plural;
use rowmill::emit::{Files, Format, LocatedTable, TablesWriter, write_located_ndjson};
use rowmill::infer::{InferOptions, Naming, infer_list, infer_table};
use rowmill::pipeline::{ReadTable, read_list, read_table};
use rowmill::recipe::{DatasetRecipe, FieldOrigin};
use rowmill::similarity::folded;
use rowmill::{Diagnostic, Error, Result, Severity, Span};

/// A table that was read, and where it stands.
struct Extracted {
    table: ReadTable,
    span: Span,
    heading: Option<usize>,
    /// Its number in the page, and what it is.
    number: usize,
    kind: &'static str,
}

pub(super) fn run(args: &ExtractArgs, console: &mut Console) -> Result<Verdict> {
    let mut format = formats::named(&args.format)?;
    if args.spreadsheet_safe {
        if format.name != "csv" {
            return Err(Error::usage("`--spreadsheet-safe` is about CSV").with_help("add `--format csv`"));
        }
        format = format.spreadsheet_safe();
    }
    let selection = Selection { under: args.under.clone(), columns: args.columns.clone(), number: args.table };
    let (inputs, mut errors) = inputs(&args.paths)?;
    let mut sink = Sink::new(args, format);
    let mut seen = Vec::new();
    let mut report = Report::default();
    let wanted = if args.lists { Wanted::All } else { Wanted::Tables };
    let read = |page: &Page| extract(page, &selection, args);
    for_each_page(&inputs, &args.paths, wanted, &mut errors, read, |page, extracted| {
        if extracted.is_empty() && seen.len() < SEEN_LIMIT {
            seen.extend(available(page, args.lists));
        }
        report.add(&extracted, page, format.name == "csv", inputs.len() == 1, console);
        extracted.iter().try_for_each(|table| sink.write(page, table, console))
    })?;
    if sink.count == 0 && errors.is_empty() {
        return Err(nothing_selected(&selection, if args.lists { "list" } else { "table" }, &seen));
    }
    // A folder without the tables of one page would look whole.
    let is_whole = !errors.iter().any(|error| error.code().is_some());
    if is_whole || args.out.is_none() {
        sink.finish(console)?;
    } else {
        console.error_line("nothing was written");
    }
    report.finish(inputs.len(), console);
    match console.failures(errors)? {
        Verdict::Clean if report.errors > 0 => Ok(Verdict::Found),
        verdict => Ok(verdict),
    }
}

/// The greatest number of tables that are kept in mind to be listed when nothing was selected.
const SEEN_LIMIT: usize = 200;

fn extract(page: &Page, selection: &Selection, args: &ExtractArgs) -> Vec<Extracted> {
    let (document, options) = (&page.document, InferOptions { naming: Naming::Header, types: !args.strings });
    if args.lists {
        let one = |(number, list): (usize, &rowmill::document::List)| {
            let inferred = infer_list(document, list, &options);
            let table = read_list(&inferred.recipe, document, list);
            Extracted { table, span: list.span, heading: list.heading, number, kind: "list" }
        };
        return selection.lists(document).into_iter().map(one).collect();
    }
    let one = |(number, table): (usize, &rowmill::document::Table)| {
        let mut recipe = infer_table(document, table, &options).recipe;
        keep_columns(&mut recipe, table, &args.columns);
        let read = read_table(&recipe, document, table);
        Extracted { table: read, span: table.span, heading: table.heading, number, kind: "table" }
    };
    selection.tables(document).into_iter().map(one).collect()
}

/// Leaves out the fields of all columns but the wanted ones.
fn keep_columns(recipe: &mut DatasetRecipe, table: &rowmill::document::Table, wanted: &[String]) {
    if wanted.is_empty() {
        return;
    }
    let headers = table.header_texts();
    let is_wanted = |origin: &FieldOrigin| match origin {
        FieldOrigin::Nth { column, .. } => {
            headers.get(*column).is_some_and(|header| wanted.iter().any(|wanted| folded(wanted) == folded(header)))
        }
        FieldOrigin::Surplus => false,
        _ => true,
    };
    let keep: Vec<bool> = recipe.fields.iter().map(|field| is_wanted(&field.origin)).collect();
    let mut kept = keep.iter();
    recipe.fields.retain(|_| *kept.next().unwrap_or(&true));
    let mut kept = keep.iter();
    recipe.schema.fields.retain(|_| *kept.next().unwrap_or(&true));
    // The other columns are left out on purpose.
    recipe.ignore = headers.into_iter().map(str::to_owned).collect();
}

/// What there is in a page, in a line each.
fn available(page: &Page, lists: bool) -> Vec<String> {
    let all = Selection::default();
    let (document, sources) = (&page.document, &page.sources);
    match lists {
        true => {
            all.lists(document).into_iter().map(|(number, list)| list_line(document, sources, number, list)).collect()
        }
        false => all
            .tables(document)
            .into_iter()
            .map(|(number, table)| table_line(document, sources, number, table))
            .collect(),
    }
}

/// Where the tables go: one stream, one dataset, or a folder of files.
struct Sink<'a> {
    args: &'a ExtractArgs,
    format: &'static Format,
    count: usize,
    buffer: Vec<u8>,
    files: Files,
    first: String,
}

/// How much is gathered before it is written.
const BUFFER: usize = 1 << 16;

impl<'a> Sink<'a> {
    fn new(args: &'a ExtractArgs, format: &'static Format) -> Self {
        Self { args, format, count: 0, buffer: Vec::new(), files: Files::new(), first: String::new() }
    }

    fn write(&mut self, page: &Page, extracted: &Extracted, console: &mut Console) -> Result<()> {
        let dataset = &extracted.table.dataset;
        self.count += 1;
        if self.args.out.is_some() {
            let name = format!("{}.{}", file_stem(page.path(), extracted), self.format.extension);
            self.files.insert(unique(name, &self.files), self.format.to_bytes(dataset));
            return Ok(());
        }
        match self.format.name {
            "json" | "ndjson" => self.located(page, extracted),
            "table" | "md" => {
                self.title(page, extracted);
                self.buffer.extend(self.format.to_bytes(dataset));
            }
            _ if self.count > 1 => return Err(self.several(page, extracted)),
            _ => {
                self.first = line_of(page, extracted);
                self.buffer.extend(self.format.to_bytes(dataset));
                return Ok(());
            }
        }
        if self.buffer.len() > BUFFER {
            console.out(&std::mem::take(&mut self.buffer))?;
        }
        Ok(())
    }

    fn located(&mut self, page: &Page, extracted: &Extracted) {
        let position = |span: Span| page.sources.position(span).line;
        let records = extracted.table.dataset.records();
        let table = LocatedTable {
            path: page.sources.file(extracted.span.source).path(),
            line: position(extracted.span),
            headings: page.document.heading_path(extracted.heading),
            dataset: &extracted.table.dataset,
            record_lines: records.iter().map(|record| record.span.map_or(0, position)).collect(),
        };
        let result = match self.format.name {
            "ndjson" => write_located_ndjson(&table, &mut self.buffer),
            _ => TablesWriter::at(&mut self.buffer, self.count - 1).write(&table),
        };
        result.expect("memory takes every byte");
    }

    /// A line above a table that tells where it is from, where there may be several.
    fn title(&mut self, page: &Page, extracted: &Extracted) {
        let line = rowmill::escape::escape_line(&line_of(page, extracted)).into_owned();
        let blank = if self.count > 1 { "\n" } else { "" };
        let title = match self.format.name {
            "md" => format!("{blank}<!-- {} -->\n\n", line.replace("--", "- -")),
            _ => format!("{blank}{line}\n\n"),
        };
        self.buffer.extend(title.into_bytes());
    }

    fn several(&self, page: &Page, second: &Extracted) -> Error {
        let message = format!("`{}` holds one table, and there are several", self.format.name);
        let help = format!(
            "choose one with `--table`, `--under` or `--columns`, or give `--out DIR`; the first two are\n{}\n{}",
            self.first,
            line_of(page, second)
        );
        Error::usage(message).with_help(help)
    }

    fn finish(&mut self, console: &mut Console) -> Result<()> {
        if let Some(folder) = &self.args.out {
            let written = console.writer().folder(folder, &self.files, None)?;
            let unchanged = self.files.len() - written.len();
            console.note(&format!(
                "{} written to {}, {unchanged} unchanged\n",
                plural(written.len(), "file"),
                folder.display()
            ));
            return Ok(());
        }
        if self.format.name == "json" {
            TablesWriter::at(&mut self.buffer, self.count).finish().expect("memory takes every byte");
        }
        console.out(&self.buffer)
    }
}

fn line_of(page: &Page, extracted: &Extracted) -> String {
    let headings = page.document.heading_path(extracted.heading).join(" › ");
    let line = page.sources.position(extracted.span).line;
    let path = page.sources.file(extracted.span.source).path();
    format!("{path}:{line}  {} {}  {headings}", extracted.kind, extracted.number)
}

/// `docs/Page one.md`, table 2 → `docs-page-one-table-2`.
fn file_stem(path: &str, extracted: &Extracted) -> String {
    let stem = Path::new(path).with_extension("");
    let mut slug = String::new();
    for character in rowmill::similarity::unaccented(&stem.to_string_lossy()).to_lowercase().chars() {
        match character {
            'a'..='z' | '0'..='9' | '_' => slug.push(character),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let short = slug.trim_end_matches('-');
    let short = if short.is_empty() { "page" } else { &short[short.len().saturating_sub(80)..] };
    format!("{}-{}-{}", short.trim_start_matches('-'), extracted.kind, extracted.number)
}

fn unique(name: String, files: &Files) -> String {
    let (stem, extension) = name.rsplit_once('.').unwrap_or((&name, ""));
    let numbered = (2..).map(|number| format!("{stem}-{number}.{extension}"));
    std::iter::once(name.clone()).chain(numbered).find(|name| !files.contains_key(name)).unwrap_or(name)
}

/// The findings of a run: shown for one page, counted for many.
#[derive(Default)]
struct Report {
    errors: usize,
    findings: usize,
}

impl Report {
    fn add(&mut self, extracted: &[Extracted], page: &Page, of_csv: bool, is_only: bool, console: &mut Console) {
        let of_tables = extracted.iter().flat_map(|table| table.table.diagnostics.clone());
        let findings: Vec<Diagnostic> = page.document.problems().iter().cloned().chain(of_tables).collect();
        let formulas = of_csv.then(|| extracted.iter().filter_map(|one| formats::formulas(&one.table.dataset)));
        let findings: Vec<Diagnostic> = findings.into_iter().chain(formulas.into_iter().flatten()).collect();
        self.findings += findings.len();
        self.errors += findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        if is_only || console.is_verbose() {
            console.findings(&findings, &page.sources);
        }
    }

    fn finish(&self, pages: usize, console: &mut Console) {
        if pages > 1 && self.findings > 0 && !console.is_verbose() {
            let errors = plural(self.errors, "error");
            console.note(&format!(
                "{}, of these {errors}; `rowmill ls` or `-v` shows them\n",
                plural(self.findings, "finding")
            ));
        }
        let _ = io::stderr().flush();
    }
}
