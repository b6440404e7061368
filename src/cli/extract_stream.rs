//! `rowmill extract --stdin-format ndjson`: pages from a stream, each answered before the next one is waited for.
//!
//! An engine that distributes pages over machines pipes them through. So a bad page is told of and ends nothing, what is at hand is read on
//! all cores, and the order of the lines is kept. With `--per-document` each page is one line, which tells of its errors too, and they are not those of
//! the run.

use std::ops::ControlFlow;

use super::Verdict;
use super::args::ExtractArgs;
use super::console::Console;
use super::extract::{Extracted, Output, Reader};
use super::extract_records::Form;
use super::gather::{Page, Wanted};
use rowmill::emit::{LocatedTable, write_document_line};
use rowmill::guard::guard;
use rowmill::parallel::in_order;
use rowmill::report::{Appearance, Report, Style, error_json};
use rowmill::source::{PageLine, PageLines};
use rowmill::{Error, ErrorKind, Result, SourceMap};

pub(super) fn run(args: &ExtractArgs, console: &mut Console) -> Result<Verdict> {
    if let Some(format) = args.format.as_deref().filter(|format| *format != "ndjson") {
        return Err(Error::usage(format!("`--stdin-format ndjson` is answered in ndjson, not in `{format}`"))
            .with_help("leave `--format` out"));
    }
    let reader = Reader::new(args, (!args.per_document).then_some(Form::Ndjson), true);
    let mut lines = PageLines::new(std::io::stdin());
    let (mut verdict, mut count, mut failed) = (Verdict::Clean, 0, 0);
    loop {
        let batch = lines.next_lines()?;
        if batch.is_empty() || console.is_unread() {
            break;
        }
        count += batch.len();
        let answer =
            |line: &PageLine| if args.per_document { Ok(document(&reader, line)) } else { records(&reader, line) };
        let mut bytes = Vec::new();
        let _: ControlFlow<()> = in_order(&batch, answer, |answer| {
            match answer {
                Ok(answer) => {
                    bytes.extend(answer.bytes);
                    if answer.has_errors {
                        verdict = Verdict::Found;
                    }
                }
                Err(error) => {
                    failed += 1;
                    console.error(&error);
                }
            }
            ControlFlow::Continue(())
        });
        console.out(&bytes)?;
    }
    match failed {
        0 => Ok(verdict),
        _ => Err(Error::new(ErrorKind::Streamed { message: format!("{failed} of {count} pages could not be read") })),
    }
}

/// What is written about a page.
struct Answer {
    bytes: Vec<u8>,
    /// Whether a finding about it is an error.
    has_errors: bool,
}

/// The records of a page, a line each.
fn records(reader: &Reader<'_>, line: &PageLine) -> Result<Answer> {
    let output = read(reader, line)?.1;
    let has_errors = output.findings.iter().any(|finding| finding.severity == rowmill::Severity::Error);
    Ok(Answer { bytes: output.bytes, has_errors })
}

/// A page as a line, whatever there is to say of it.
fn document(reader: &Reader<'_>, line: &PageLine) -> Answer {
    let mut bytes = Vec::new();
    match read(reader, line) {
        Ok((path, Output { page: Some(page), tables, findings, .. })) => {
            let mut told = Vec::new();
            let style = Style::named("ndjson").expect("a style");
            let report = Report::new(&findings, &page.sources);
            (style.write)(&report, &mut told, Appearance { color: false, width: 0 }).expect("memory takes every byte");
            let located = |table| (located_table(&page, table), &table.dataset);
            let tables: Vec<_> = tables.iter().map(located).collect();
            write_document_line(&path, &tables, &String::from_utf8_lossy(&told), None, &mut bytes);
        }
        Ok((path, _)) => write_document_line(&path, &[], "", None, &mut bytes),
        Err(error) => {
            let path = line.page().map_or_else(|_| line.name(), |page| page.path);
            write_document_line(&path, &[], "", Some(&error_json(&error)), &mut bytes);
        }
    }
    Answer { bytes, has_errors: false }
}

fn located_table<'p>(page: &'p Page, table: &'p Extracted) -> LocatedTable<'p> {
    LocatedTable {
        path: page.sources.file(table.span.source).path(),
        line: page.sources.position(table.span).line,
        headings: page.document.heading_path(table.heading),
        schema: table.dataset.schema(),
    }
}

/// The path of a page, and what it gives: nothing, if it is empty.
fn read(reader: &Reader<'_>, line: &PageLine) -> Result<(String, Output)> {
    let page = line.page()?;
    let wanted = if reader.args.lists { Wanted::All } else { Wanted::Tables };
    let read = || {
        let mut sources = SourceMap::new();
        let source = sources.add_bytes(page.path.as_str(), page.text.into_bytes())?;
        reader.output(Page::parse(sources, source, wanted)?, &|_| Ok(()))
    };
    match guard(&page.path, read).flatten() {
        Err(error) if matches!(error.kind(), ErrorKind::EmptyPage { .. }) => Ok((page.path, Output::default())),
        output => Ok((page.path, output?)),
    }
}
