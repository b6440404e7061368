//! What was written once and is not what would be written now: the data, and the lock file.

use std::path::Path;

use super::build::{REPAIRS_FILE, is_left_over};
use super::choose::Chosen;
use super::lock::{LockFile, data_folder};
use rowmill::diff::{Change, diff};
use rowmill::emit::{FORMATS, Files, Format, compare_folder, read_json};
use rowmill::schema::Value;
use rowmill::source::read_text;
use rowmill::{Dataset, Diagnostic, Outcome, Record, Result, Severity, Span};

/// The greatest number of changes of one dataset that are findings of their own.
const SHOWN_CHANGES: usize = 50;

/// The findings about the folder of the data; none where nothing was ever written.
///
/// # Errors
///
/// When what stands there cannot be read.
pub(super) fn stale_output(chosen: &Chosen, out: Option<&Path>, outcome: &Outcome) -> Result<Vec<Diagnostic>> {
    let folder = data_folder(chosen, out);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for dataset in &outcome.datasets {
        found.extend(of_dataset(&folder, dataset, outcome)?);
    }
    found.extend(stale_log(&folder, outcome)?);
    found.extend(left_over(&folder, outcome)?);
    Ok(found)
}

/// The finding that the lock file is of other pages; none where there is no lock file.
pub(super) fn stale_lock(lock: &LockFile, outcome: &Outcome) -> Option<Diagnostic> {
    if !lock.exists() || lock.is_current(&outcome.shape, None) {
        return None;
    }
    let accepted = lock.accepted.as_ref()?;
    let is_other = |source: &&rowmill::shape::SourceShape| {
        accepted.source(&source.path).is_none_or(|before| before.sha256 != source.sha256)
    };
    let changed = outcome.shape.sources.iter().find(is_other);
    let what = match changed {
        Some(source) => format!("`{}` has changed since", source.path),
        None => "the recipe has changed since".to_owned(),
    };
    let message = format!("`{}` is of an earlier build: {what}", lock.path.display());
    let span = changed.or(outcome.shape.sources.first()).and_then(|source| source.span);
    // A page may say other things beside its tables.
    let severity = if lock.has_shape(&outcome.shape) { Severity::Note } else { Severity::Warning };
    Some(Diagnostic::new("stale-lock", severity, message, span).with_help(BUILD))
}

const BUILD: &str = "`rowmill build` writes it anew";

/// A dataset in the formats in which it was written.
fn of_dataset(folder: &Path, dataset: &Dataset, outcome: &Outcome) -> Result<Vec<Diagnostic>> {
    let formats = FORMATS.iter().filter(|format| format.is_data);
    let written: Vec<&Format> = formats.filter(|format| folder.join(format.file_name(dataset)).exists()).collect();
    if written.is_empty() {
        let message = format!("`{}` has no file of `{}`", folder.display(), dataset.name());
        return Ok(vec![stale(message, span_of(dataset, outcome)).in_dataset(dataset.name())]);
    }
    let files: Files = written.iter().map(|format| (format.file_name(dataset), format.to_bytes(dataset))).collect();
    let comparison = compare_folder(folder, &files)?;
    let mut found = changed_records(folder, dataset, outcome);
    if found.is_empty() {
        found.extend(comparison.different.iter().map(|name| {
            let message = format!("`{}` is not what would be written", folder.join(name).display());
            stale(message, span_of(dataset, outcome)).in_dataset(dataset.name())
        }));
    }
    Ok(found)
}

/// The records that differ from those of the JSON file, if there is one that can be read.
fn changed_records(folder: &Path, dataset: &Dataset, outcome: &Outcome) -> Vec<Diagnostic> {
    let json = Format::named("json").expect("json is a format");
    let path = folder.join(json.file_name(dataset));
    let old = read_text(&path, "read").ok().and_then(|text| read_json(&text, dataset.name(), dataset.schema()));
    let Some(old) = old else { return Vec::new() };
    let changes = diff(&old, dataset).changes;
    let mut found: Vec<Diagnostic> =
        changes.iter().flat_map(|change| of_change(&path, dataset, outcome, change)).collect();
    if found.len() > SHOWN_CHANGES {
        let more = found.len() - SHOWN_CHANGES;
        found.truncate(SHOWN_CHANGES);
        let message = format!("`{}` differs in {more} more places", path.display());
        found.push(stale(message, span_of(dataset, outcome)).in_dataset(dataset.name()));
    }
    found
}

fn of_change(path: &Path, dataset: &Dataset, outcome: &Outcome, change: &Change) -> Vec<Diagnostic> {
    let key = change.key().iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
    let path = path.display();
    let finding = |message: String, span: Option<Span>| stale(message, span).in_dataset(dataset.name());
    let row = |record: Option<&Record>| record.and_then(|record| record.span).or(span_of(dataset, outcome));
    let mut found = match change {
        Change::Added { .. } => vec![finding(format!("`{path}` lacks `{key}`"), row(change.after()))],
        Change::Removed { .. } => vec![finding(format!("`{path}` has `{key}`, which the page has not"), row(None))],
        Change::Renamed { from, .. } => {
            let from = from.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
            vec![finding(format!("`{path}` has `{from}` for `{key}`"), row(change.after()))]
        }
        Change::Modified { .. } => Vec::new(),
    };
    found.extend(change.fields().iter().map(|field| {
        let (before, after) = (shown(&field.before), shown(&field.after));
        let message = format!("`{path}` has {before} in `{}` of `{key}`, and the page {after}", field.field);
        let cell = change.after().zip(dataset.schema().position(&field.field)).and_then(|(record, position)| {
            let content = &record.values[position];
            content.cell.or(content.provenance.first().map(|place| place.span))
        });
        finding(message, cell.or(row(change.after()))).about(Some(key.clone()), &field.field)
    }));
    found
}

fn shown(value: &Value) -> String {
    match value {
        Value::List(_) => format!("[{value}]"),
        Value::Null => "nothing".to_owned(),
        other => format!("`{other}`"),
    }
}

/// The log of the repairs.
fn stale_log(folder: &Path, outcome: &Outcome) -> Result<Option<Diagnostic>> {
    let json = Format::named("json").expect("json is a format");
    let files = Files::from([(REPAIRS_FILE.to_owned(), json.to_bytes(&outcome.repair_log))]);
    let comparison = compare_folder(folder, &files)?;
    let is_stale = !comparison.different.is_empty() || !comparison.missing.is_empty();
    let span = outcome.shape.sources.first().and_then(|page| page.span);
    Ok(is_stale.then(|| stale(format!("`{}` is not what would be written", folder.join(REPAIRS_FILE).display()), span)))
}

/// Files of datasets that the recipe has no more.
fn left_over(folder: &Path, outcome: &Outcome) -> Result<Vec<Diagnostic>> {
    let extra = compare_folder(folder, &Files::new())?.extra;
    let names = extra.iter().filter(|name| *name != REPAIRS_FILE && is_left_over(name, outcome));
    let finding = |name: &String| {
        let message = format!("`{}` belongs to no dataset of the recipe", folder.join(name).display());
        Diagnostic::new(
            "stale-output",
            Severity::Error,
            message,
            outcome.shape.sources.first().and_then(|page| page.span),
        )
        .with_help("delete it")
    };
    Ok(names.map(finding).collect())
}

fn span_of(dataset: &Dataset, outcome: &Outcome) -> Option<Span> {
    let own = outcome.shape.dataset(dataset.name()).and_then(rowmill::shape::DatasetShape::span);
    own.or_else(|| outcome.shape.sources.first().and_then(|page| page.span))
}

fn stale(message: String, span: Option<Span>) -> Diagnostic {
    Diagnostic::new("stale-output", Severity::Error, message, span).with_help(BUILD)
}
