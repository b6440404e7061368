//! `rowmill repair PATH…`: what is wrong in pages, what it should read, and why.

use std::path::Path;

use super::Verdict;
use super::args::RepairArgs;
use super::console::Console;
use super::gather::{Input, inputs};
use rowmill::emit::{Format, read_columns};
use rowmill::pipeline::{load, page_columns, repair_page};
use rowmill::repair::{Guidance, OutsideColumn};
use rowmill::source::read_text;
use rowmill::{Dataset, Error, ErrorKind, Outcome, Recipe, Record, Result, SourceMap};

/// A page that was looked at.
struct Looked {
    sources: SourceMap,
    recipe: Recipe,
    outcome: Outcome,
}

pub(super) fn run(args: &RepairArgs, console: &mut Console) -> Result<Verdict> {
    let guidance = Guidance { outside: outside(&args.with)?, ..Guidance::default() };
    let (inputs, mut errors) = inputs(&args.paths)?;
    let mut all = Vec::new();
    for input in &inputs {
        match look(input, &guidance) {
            Ok(looked) => all.push(looked),
            Err(error) if is_nothing(&error) && inputs.len() > 1 => {}
            Err(error) => errors.push(error),
        }
    }
    let json = Format::named("json").expect("json is a format");
    console.out(&json.to_bytes(&merged(&all)))?;
    console.failures(errors)?;
    let found = all.iter().any(|looked| !looked.outcome.repairs.is_empty());
    Ok(if found { Verdict::Found } else { Verdict::Clean })
}

fn look(input: &Input, guidance: &Guidance) -> Result<Looked> {
    let mut sources = SourceMap::new();
    let page = match input {
        Input::File(path) => load(&mut sources, path)?,
        Input::Stdin => sources.read_stream("-", std::io::stdin().lock())?,
    };
    let proposed = repair_page(&sources, page, guidance)?;
    Ok(Looked { sources, recipe: proposed.recipe, outcome: proposed.outcome })
}

/// The repairs of all pages as one dataset.
fn merged(all: &[Looked]) -> Dataset {
    let records: Vec<Record> =
        all.iter().flat_map(|looked| looked.outcome.repair_log.records().iter().cloned()).collect();
    let schema = all.first().map(|looked| looked.outcome.repair_log.schema().clone()).unwrap_or_default();
    Dataset::new("repairs", schema, records).0
}

fn is_nothing(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NothingMatched { .. } | ErrorKind::EmptyPage { .. })
}

/// The columns of names of the documents that are evidence only.
fn outside(paths: &[std::path::PathBuf]) -> Result<Vec<OutsideColumn>> {
    let mut columns = Vec::new();
    for path in paths {
        columns.extend(columns_of(path)?);
    }
    Ok(columns)
}

fn columns_of(path: &Path) -> Result<Vec<OutsideColumn>> {
    let is_data = path.extension().is_some_and(|extension| extension == "csv" || extension == "json");
    if !is_data {
        let mut sources = SourceMap::new();
        let page = load(&mut sources, path)?;
        return Ok(page_columns(&sources, page));
    }
    let text = read_text(path, "read")?;
    let name = path.display().to_string();
    let Some(columns) = read_columns(&text) else {
        return Err(Error::usage(format!("`{name}` is neither CSV with a header nor a JSON array of records"))
            .with_help("`--with` takes pages, and the data that `build` and `extract` write"));
    };
    Ok(columns.into_iter().map(|(header, texts)| OutsideColumn::new(&name, &header, texts)).collect())
}
