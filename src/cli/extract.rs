//! `rowmill extract PATH…`: the tables of pages as typed records, with no configuration.
//!
//! `extract_records.rs` writes tables record by record; pages that come as lines of a stream are for `extract_stream.rs`.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Verdict;
use super::args::ExtractArgs;
use super::console::Console;
use super::extract_records::{Form, Lines, Records};
use super::extract_stream;
use super::formats;
use super::gather::{Page, Wanted, for_each_page, inputs};
use super::select::{Selection, list_line, nothing_selected, table_line};
use super::summary::plural;
use rowmill::document::{List, Table};
use rowmill::emit::{Files, Format, TablesWriter};
use rowmill::extract::PlacedValue;
use rowmill::infer::{InferOptions, Naming, infer_list, infer_table};
use rowmill::pipeline::{ReadTable, read_list, read_table, read_table_in_parts};
use rowmill::recipe::{DatasetRecipe, FieldOrigin};
use rowmill::schema::{Field, Schema};
use rowmill::similarity::folded;
use rowmill::{Dataset, Diagnostic, Error, Record, Result, Severity, Span};

/// A table that was read, and where it stands.
pub(super) struct Extracted {
    pub(super) dataset: Dataset,
    pub(super) span: Span,
    pub(super) heading: Option<usize>,
    /// Its number in the page, and what it is.
    pub(super) number: usize,
    pub(super) kind: &'static str,
}

/// What a page gives.
#[derive(Default)]
pub(super) struct Output {
    /// How many tables.
    pub(super) count: usize,
    /// These as they are written, in a format that knows no more than the page.
    pub(super) bytes: Vec<u8>,
    /// These in any other format, with their page.
    pub(super) tables: Vec<Extracted>,
    pub(super) page: Option<Page>,
    pub(super) findings: Vec<Diagnostic>,
    /// What there is, where nothing was selected.
    pub(super) available: Vec<String>,
}

pub(super) fn run(args: &ExtractArgs, console: &mut Console) -> Result<Verdict> {
    if args.stdin_format.is_some() {
        return extract_stream::run(args, console);
    }
    if args.per_document {
        return Err(
            Error::usage("`--per-document` is about a stream of pages").with_help("add `--stdin-format ndjson`")
        );
    }
    let mut format = formats::named(args.format.as_deref().unwrap_or("json"))?;
    if args.spreadsheet_safe {
        if format.name != "csv" {
            return Err(Error::usage("`--spreadsheet-safe` is about CSV").with_help("add `--format csv`"));
        }
        format = format.spreadsheet_safe();
    }
    let (inputs, mut errors) = inputs(&args.paths)?;
    let is_alone = inputs.len() == 1;
    let shows_findings = is_alone || console.is_verbose();
    let form = Form::of(format).filter(|form| args.out.is_none() && (is_alone || !form.is_single()));
    let reader = Reader { is_csv: format.name == "csv", is_alone, ..Reader::new(args, form, shows_findings) };
    let mut sink = Sink::new(args, format, is_alone);
    let mut seen = Vec::new();
    let mut report = Report::default();
    let wanted = if args.lists { Wanted::All } else { Wanted::Tables };
    let out = Mutex::new(&mut *console);
    // A page alone may be a large one: it is written while it is read.
    let write = |bytes: &mut Vec<u8>| match is_alone && bytes.len() > BUFFER {
        true => locked(&out).out(&std::mem::take(bytes)),
        false => Ok(()),
    };
    let read = |page: Page| reader.output(page, &write);
    for_each_page(&inputs, &args.paths, wanted, &mut errors, read, |output| {
        let output = output?;
        let console = &mut **locked(&out);
        if output.count == 0 && seen.len() < SEEN_LIMIT {
            seen.extend_from_slice(&output.available);
        }
        report.add(&output, shows_findings, console);
        sink.write(output, console)
    })?;
    if sink.count == 0 && errors.is_empty() {
        return Err(nothing_selected(&reader.selection, if args.lists { "list" } else { "table" }, &seen));
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

fn locked<'c, 'm>(console: &'m Mutex<&'c mut Console>) -> MutexGuard<'m, &'c mut Console> {
    console.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The greatest number of tables that are kept in mind to be listed when nothing was selected.
const SEEN_LIMIT: usize = 200;

/// Reads the tables of a page.
pub(super) struct Reader<'a> {
    pub(super) args: &'a ExtractArgs,
    selection: Selection,
    /// How tables are written record by record, if they are.
    form: Option<Form>,
    /// Whether a spreadsheet may read what is written.
    is_csv: bool,
    /// Whether there is no other page.
    is_alone: bool,
    shows_findings: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(args: &'a ExtractArgs, form: Option<Form>, shows_findings: bool) -> Self {
        let selection = Selection { under: args.under.clone(), columns: args.columns.clone(), number: args.table };
        Self { args, selection, form, is_csv: false, is_alone: false, shows_findings }
    }

    /// What a page gives. `write` may take what is written so far.
    pub(super) fn output(&self, page: Page, write: &dyn Fn(&mut Vec<u8>) -> Result<()>) -> Result<Output> {
        let mut output = Output { findings: page.document.problems().to_vec(), ..Output::default() };
        let (document, options) = (&page.document, InferOptions { naming: Naming::Header, types: !self.args.strings });
        let mut lines = Lines::new(&page);
        if self.args.lists {
            for (number, list) in self.selection.lists(document) {
                let inferred = infer_list(document, list, &options);
                let ReadTable { dataset, diagnostics, .. } = read_list(&inferred.recipe, document, list);
                let Some(dataset) = with_fields(dataset, &self.args.columns) else { continue };
                output.findings.extend(diagnostics);
                let extracted = Extracted { dataset, span: list.span, heading: list.heading, number, kind: "list" };
                self.add(extracted, (&page, &mut lines), &mut output);
            }
        } else {
            let tables = self.selection.tables(document);
            let form = self.form.filter(|form| tables.len() == 1 || !form.is_single());
            for (number, table) in tables {
                let mut recipe = infer_table(document, table, &options).recipe;
                keep_columns(&mut recipe, table, &self.args.columns);
                if let Some(form) = form {
                    self.stream(form, (&page, &mut lines), table, &recipe, &mut output, write)?;
                    continue;
                }
                let ReadTable { dataset, diagnostics, .. } = read_table(&recipe, document, table);
                output.findings.extend(diagnostics);
                let extracted = Extracted { dataset, span: table.span, heading: table.heading, number, kind: "table" };
                self.add(extracted, (&page, &mut lines), &mut output);
            }
        }
        if output.count == 0 {
            output.available = available(&page, self.args.lists.then_some(&options), !self.args.columns.is_empty());
        }
        let is_kept = self.form.is_none() || self.shows_findings || !output.tables.is_empty();
        output.page = Some(page).filter(|_| is_kept);
        Ok(output)
    }

    /// Writes a table while it is read.
    fn stream(
        &self,
        form: Form,
        (page, lines): (&Page, &mut Lines<'_>),
        table: &Table,
        recipe: &DatasetRecipe,
        output: &mut Output,
        write: &dyn Fn(&mut Vec<u8>) -> Result<()>,
    ) -> Result<()> {
        let (place, before) = ((table.span, table.heading), self.before(output));
        let bytes = &mut output.bytes;
        let mut records = Records::begin(form, page, place, &recipe.schema, before, bytes);
        let mut result = Ok(());
        let (_, diagnostics) = read_table_in_parts(recipe, &page.document, table, |row, values| {
            if result.is_ok() {
                records.write(row, values, lines, bytes);
                result = write(bytes);
            }
        });
        output.findings.extend(diagnostics);
        output.findings.extend(records.end(&recipe.name, bytes));
        output.count += 1;
        result
    }

    fn add(&self, table: Extracted, (page, lines): (&Page, &mut Lines<'_>), output: &mut Output) {
        let Some(form) = self.form.filter(|form| !form.is_single()) else {
            output.findings.extend(Some(&table.dataset).filter(|_| self.is_csv).and_then(formats::formulas));
            output.tables.push(table);
            output.count += 1;
            return;
        };
        let (place, before, bytes) = ((table.span, table.heading), self.before(output), &mut output.bytes);
        let mut records = Records::begin(form, page, place, table.dataset.schema(), before, bytes);
        for record in table.dataset.records() {
            let fields = record.values.iter();
            let values: Vec<PlacedValue<'_>> =
                fields.map(|field| PlacedValue { value: (&field.value).into(), place: field.cell }).collect();
            // A record whose place is not known stands where its list does.
            records.write(record.span.unwrap_or(table.span), &values, lines, bytes);
        }
        output.findings.extend(records.end(table.dataset.name(), bytes));
        output.count += 1;
    }

    /// How many tables are written before the next one; of several pages the first one is found out when they are put together.
    fn before(&self, output: &Output) -> usize {
        if self.is_alone { output.count } else { 1 }
    }
}

/// Leaves out the fields of all columns but the wanted ones.
fn keep_columns(recipe: &mut DatasetRecipe, table: &Table, wanted: &[String]) {
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

/// A list with the wanted fields only; none where it lacks one. A list has no header, so its fields are its columns.
fn with_fields(dataset: Dataset, wanted: &[String]) -> Option<Dataset> {
    if wanted.is_empty() {
        return Some(dataset);
    }
    let fields = &dataset.schema().fields;
    let is_it = |name: &str, wanted: &String| folded(name) == folded(wanted);
    if !wanted.iter().all(|wanted| fields.iter().any(|field| is_it(&field.name, wanted))) {
        return None;
    }
    let is_kept = |index: &usize| wanted.iter().any(|wanted| is_it(&fields[*index].name, wanted));
    let kept: Vec<usize> = (0..fields.len()).filter(is_kept).collect();
    let schema = Schema { fields: kept.iter().map(|&index| fields[index].clone()).collect(), ..Schema::default() };
    let only = |record: &Record| Record {
        values: kept.iter().map(|&index| record.values[index].clone()).collect(),
        span: record.span,
    };
    let records = dataset.records().iter().map(only).collect();
    Some(Dataset::new(dataset.name(), schema, records).0)
}

/// What there is in a page, in a line each; of lists, with their columns where some are wanted.
fn available(page: &Page, lists: Option<&InferOptions>, has_columns: bool) -> Vec<String> {
    let all = Selection::default();
    let (document, sources) = (&page.document, &page.sources);
    match lists {
        Some(options) => {
            let line = |(number, list): (usize, &List)| {
                let line = list_line(document, sources, number, list);
                let fields = || infer_list(document, list, options).recipe.schema.fields;
                let names =
                    |fields: Vec<Field>| fields.into_iter().map(|field| field.name).collect::<Vec<_>>().join(" | ");
                if has_columns { format!("{line}  | {} |", names(fields())) } else { line }
            };
            all.lists(document).into_iter().map(line).collect()
        }
        None => all
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
    /// Whether there is one page only.
    is_alone: bool,
}

/// How much is gathered before it is written.
const BUFFER: usize = 1 << 16;

impl<'a> Sink<'a> {
    fn new(args: &'a ExtractArgs, format: &'static Format, is_alone: bool) -> Self {
        Self { args, format, count: 0, buffer: Vec::new(), files: Files::new(), first: String::new(), is_alone }
    }

    /// Writes what a page gives.
    fn write(&mut self, mut output: Output, console: &mut Console) -> Result<()> {
        if self.count == 0 && self.format.name == "json" && !self.is_alone && !output.bytes.is_empty() {
            // What parts a table from the one before is as long as what begins the first one.
            output.bytes[0] = b'[';
        }
        self.buffer.append(&mut output.bytes);
        match &output.page {
            Some(page) if !output.tables.is_empty() => {
                output.tables.iter().try_for_each(|table| self.write_table(page, table))?;
            }
            _ => self.count += output.count,
        }
        if self.buffer.len() > BUFFER && !self.is_single() {
            console.out(&std::mem::take(&mut self.buffer))?;
        }
        Ok(())
    }

    /// Whether the format holds one table.
    fn is_single(&self) -> bool {
        !matches!(self.format.name, "json" | "ndjson" | "table" | "md")
    }

    fn write_table(&mut self, page: &Page, extracted: &Extracted) -> Result<()> {
        let dataset = &extracted.dataset;
        self.count += 1;
        if self.args.out.is_some() {
            let name = format!("{}.{}", file_stem(page.path(), extracted), self.format.extension);
            self.files.insert(unique(name, &self.files), self.format.to_bytes(dataset));
            return Ok(());
        }
        match self.is_single() {
            false => self.title(page, extracted),
            true if self.count > 1 => return Err(self.several(page, extracted)),
            true => self.first = line_of(page, extracted),
        }
        self.buffer.extend(self.format.to_bytes(dataset));
        Ok(())
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
            TablesWriter::finish(self.count, &mut self.buffer);
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
    fn add(&mut self, output: &Output, is_shown: bool, console: &mut Console) {
        self.findings += output.findings.len();
        self.errors += output.findings.iter().filter(|finding| finding.severity == Severity::Error).count();
        if let Some(page) = output.page.as_ref().filter(|_| is_shown) {
            console.findings(&output.findings, &page.sources);
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
