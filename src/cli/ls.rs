//! `rowmill ls PATH…`: the tables and lists of pages, and what looks wrong with them.

use super::Verdict;
use super::args::LsArgs;
use super::console::Console;
use super::gather::{Page, Wanted, for_each_page, inputs};
use super::select::{Selection, list_line, table_line};
use rowmill::document::{List, Table, inspect_table};
use rowmill::emit::Format;
use rowmill::report::{Report, Style};
use rowmill::schema::{Field, FieldType, Schema, Value};
use rowmill::{Dataset, Diagnostic, Document, Error, Record, Result, SourceMap};

pub(super) fn run(args: &LsArgs, console: &mut Console) -> Result<Verdict> {
    let format = args.format.as_deref().map(super::formats::named).transpose()?;
    let (inputs, mut errors) = inputs(&args.paths)?;
    let mut records = Vec::new();
    let mut count = 0;
    let appearance = console.appearance();
    let read = |page: Page| {
        let shown = match format {
            Some(_) => Shown::Records(page_records(&page)),
            None => Shown::Lines(lines(&page, appearance)),
        };
        (page.document.tables.len() + page.document.lists.len(), shown)
    };
    for_each_page(&inputs, &args.paths, Wanted::All, &mut errors, read, |(of_page, shown)| {
        count += of_page;
        match shown {
            Shown::Records(of_page) => records.extend(of_page),
            Shown::Lines(text) => console.out(text.as_bytes())?,
        }
        Ok(())
    })?;
    if let Some(format) = format {
        write(format, records, console)?;
    }
    if count == 0 && errors.is_empty() {
        return Err(Error::usage("there is no table and no list in what was read"));
    }
    console.failures(errors)
}

/// What is shown of a page.
enum Shown {
    Records(Vec<Record>),
    Lines(String),
}

/// A page's tables and lists in the order of the page, one line each, with the findings below.
fn lines(page: &Page, appearance: rowmill::report::Appearance) -> String {
    let (document, sources) = (&page.document, &page.sources);
    let all = Selection::default();
    let mut shown: Vec<(usize, String)> = Vec::new();
    let is_in = |finding: &Diagnostic, table: &Table| {
        finding.span.is_some_and(|span| {
            span.source == table.span.source && (table.span.start()..table.span.end()).contains(&span.start())
        })
    };
    let (of_tables, of_page): (Vec<Diagnostic>, Vec<Diagnostic>) =
        document.inspect().into_iter().partition(|finding| document.tables.iter().any(|table| is_in(finding, table)));
    for (number, table) in all.tables(document) {
        let mut own = inspect_table(table);
        own.extend(of_tables.iter().filter(|finding| is_in(finding, table)).cloned());
        own.sort_by_key(|finding| finding.span);
        let findings = findings(&own, sources, appearance);
        shown.push((table.span.start(), format!("{}\n{findings}", table_line(document, sources, number, table))));
    }
    for (number, list) in all.lists(document) {
        shown.push((list.span.start(), format!("{}\n", list_line(document, sources, number, list))));
    }
    shown.sort();
    let page_findings = findings(&of_page, sources, appearance);
    let text: String = shown.into_iter().map(|(_, text)| text).collect();
    rowmill::escape::escape(&format!("{text}{page_findings}")).into_owned()
}

fn findings(diagnostics: &[Diagnostic], sources: &SourceMap, appearance: rowmill::report::Appearance) -> String {
    let style = Style::named("concise").expect("a style");
    let mut shown = Vec::new();
    let plain = rowmill::report::Appearance { color: false, ..appearance };
    (style.write)(&Report::new(diagnostics, sources), &mut shown, plain).expect("memory takes every byte");
    let text = String::from_utf8_lossy(&shown).into_owned();
    text.lines().map(|line| format!("    {line}\n")).collect()
}

fn write(format: &Format, records: Vec<Record>, console: &mut Console) -> Result<()> {
    let (dataset, _) = Dataset::new("tables", schema(), records);
    console.out(&format.to_bytes(&dataset))
}

fn schema() -> Schema {
    let text = |name| Field::new(name, FieldType::String);
    let number = |name| Field::new(name, FieldType::Integer);
    let list = |name| Field::new(name, FieldType::string_list());
    let fields = vec![
        text("path"),
        number("line"),
        text("kind"),
        number("number"),
        list("headings"),
        number("records"),
        list("header"),
        list("findings"),
    ];
    Schema { fields, ..Schema::default() }
}

fn page_records(page: &Page) -> Vec<Record> {
    let all = Selection::default();
    let tables =
        all.tables(&page.document).into_iter().map(|(number, table)| (table.span, table_record(page, number, table)));
    let lists =
        all.lists(&page.document).into_iter().map(|(number, list)| (list.span, list_record(page, number, list)));
    let mut records: Vec<_> = tables.chain(lists).collect();
    records.sort_by_key(|(span, _)| *span);
    records.into_iter().map(|(_, record)| record).collect()
}

fn table_record(page: &Page, number: usize, table: &Table) -> Record {
    let codes = inspect_table(table).into_iter().map(|finding| finding.code);
    let line = page.sources.position(table.span).line;
    let header = Value::strings(table.header_texts());
    record(page, line, "table", number, table.heading, table.rows.len(), header, Value::strings(codes))
}

fn list_record(page: &Page, number: usize, list: &List) -> Record {
    let line = page.sources.position(list.span).line;
    record(page, line, "list", number, list.heading, list.items.len(), Value::Null, Value::List(Vec::new()))
}

#[expect(clippy::too_many_arguments, reason = "one per field of the schema")]
fn record(
    page: &Page,
    line: usize,
    kind: &str,
    number: usize,
    heading: Option<usize>,
    records: usize,
    header: Value,
    findings: Value,
) -> Record {
    let document: &Document = &page.document;
    let integer = |number: usize| Value::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    Record::unplaced([
        Value::String(page.path().to_owned()),
        integer(line),
        Value::String(kind.to_owned()),
        integer(number),
        Value::strings(document.heading_path(heading)),
        integer(records),
        header,
        findings,
    ])
}
