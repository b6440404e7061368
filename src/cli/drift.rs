//! What was written once and is not what would be written now: the data, and the lock file.

use std::path::Path;

use super::build::{REPAIRS_FILE, is_left_over, quoted};
use super::choose::Chosen;
use super::lock::{LockFile, data_folder};
use super::standing::Standing;
use super::unselected::{Elsewhere, Unselected};
use rowmill::diff::{Change, diff};
use rowmill::emit::{Files, Format, compare_folder, read_json};
use rowmill::schema::Value;
use rowmill::source::read_own_text;
use rowmill::{Dataset, Diagnostic, Outcome, Record, Result, Severity, Span};

/// The greatest number of changes of one dataset that are findings of their own.
const SHOWN_CHANGES: usize = 50;

/// The findings about the folder of the data; none where nothing was ever written, as far as the lock file knows.
///
/// # Errors
///
/// When what stands there cannot be read.
pub(super) fn stale_output(
    chosen: &Chosen,
    out: Option<&Path>,
    lock: &LockFile,
    outcome: &Outcome,
    pages: &Unselected<'_>,
) -> Result<Vec<Diagnostic>> {
    let folder = data_folder(chosen, out);
    let exists = folder.try_exists();
    let exists = exists.map_err(|cause| rowmill::Error::io(folder.display().to_string(), "look into", cause))?;
    if !exists {
        let is_expected = lock.exists() || out.is_some();
        let message = format!("the folder `{}` is missing", folder.display());
        let span = outcome.shape.sources.first().and_then(|page| page.span);
        let standing = Standing::new(&folder, lock.formats(), &[]);
        return Ok(is_expected.then(|| stale(message, span).with_help(writes_anew(&standing))).into_iter().collect());
    }
    let standing = Standing::new(&folder, lock.formats(), &outcome.datasets);
    let help = writes_anew(&standing);
    let mut found = Vec::new();
    for dataset in &outcome.datasets {
        found.extend(of_dataset(&folder, dataset, &standing, outcome, pages)?);
    }
    found.extend(stale_log(&folder, outcome)?);
    let with_help = |finding: Diagnostic| if finding.help.is_some() { finding } else { finding.with_help(&help) };
    found = found.into_iter().map(with_help).collect();
    found.extend(left_over(&folder, outcome)?);
    Ok(found)
}

/// The finding that the lock file is of other pages; none where there is no lock file.
pub(super) fn stale_lock(
    chosen: &Chosen,
    out: Option<&Path>,
    lock: &LockFile,
    outcome: &Outcome,
) -> Option<Diagnostic> {
    if !lock.exists() || lock.is_current(&outcome.shape, None) {
        return None;
    }
    let accepted = lock.accepted.as_ref()?;
    let is_other = |source: &&rowmill::shape::SourceShape| {
        accepted.source(&source.path).is_none_or(|before| before.sha256 != source.sha256)
    };
    let changed = outcome.shape.sources.iter().find(is_other);
    let what = match changed {
        _ if accepted.recipe != outcome.shape.recipe => format!("it is of the recipe `{}`", accepted.recipe),
        Some(source) => format!("`{}` has changed since", source.path),
        None => "the recipe has changed since, or the file was edited".to_owned(),
    };
    let message = format!("`{}` is of an earlier build: {what}", lock.path.display());
    let span = changed.or(outcome.shape.sources.first()).and_then(|source| source.span);
    // A page may say other things beside its tables.
    let severity = if lock.has_shape(&outcome.shape) { Severity::Note } else { Severity::Warning };
    let standing = Standing::new(&data_folder(chosen, out), lock.formats(), &outcome.datasets);
    Some(Diagnostic::new("stale-lock", severity, message, span).with_help(writes_anew(&standing)))
}

/// How to go on where a build would.
fn writes_anew(standing: &Standing) -> String {
    format!("`{}` writes it anew", standing.command())
}

/// A dataset in the formats that are written.
fn of_dataset(
    folder: &Path,
    dataset: &Dataset,
    standing: &Standing,
    outcome: &Outcome,
    pages: &Unselected<'_>,
) -> Result<Vec<Diagnostic>> {
    let at = |message: String| stale(message, span_of(dataset, outcome)).in_dataset(dataset.name());
    if standing.is_empty() {
        return Ok(vec![at(format!("`{}` has no file of `{}`", folder.display(), dataset.name()))]);
    }
    let files = standing.files(folder, dataset);
    let comparison = compare_folder(folder, &files)?;
    let shown = |name: &String| folder.join(name).display().to_string();
    let mut found: Vec<Diagnostic> =
        comparison.missing.iter().map(|name| at(format!("`{}` is missing", shown(name)))).collect();
    if comparison.different.is_empty() {
        return Ok(found);
    }
    let changed = changed_records(folder, dataset, outcome, pages);
    match changed.is_empty() {
        true => found.extend(comparison.different.iter().map(|name| {
            let standing = read_own_text(&folder.join(name), "read").unwrap_or_default();
            let what = match standing.replace("\r\n", "\n").as_bytes() == files[name] {
                true => "has other line ends than would be written (does git convert them?)",
                false => "is not what would be written",
            };
            at(format!("`{}` {what}", shown(name)))
        })),
        false => found.extend(changed),
    }
    Ok(found)
}

/// The records that differ from those of the JSON file, if there is one that can be read.
fn changed_records(folder: &Path, dataset: &Dataset, outcome: &Outcome, pages: &Unselected<'_>) -> Vec<Diagnostic> {
    let json = Format::named("json").expect("json is a format");
    let path = folder.join(json.file_name(dataset));
    let old = read_own_text(&path, "read").ok().and_then(|text| read_json(&text, dataset.name(), dataset.schema()));
    let Some(old) = old else { return Vec::new() };
    let changes = diff(&old, dataset).changes;
    let mut found: Vec<Diagnostic> =
        changes.iter().flat_map(|change| of_change(&path, dataset, outcome, change, pages)).collect();
    if found.len() > SHOWN_CHANGES {
        let more = found.len() - SHOWN_CHANGES;
        found.truncate(SHOWN_CHANGES);
        let message = format!("`{}` differs in {more} more places", path.display());
        found.push(stale(message, span_of(dataset, outcome)).in_dataset(dataset.name()));
    }
    found
}

fn of_change(
    path: &Path,
    dataset: &Dataset,
    outcome: &Outcome,
    change: &Change,
    pages: &Unselected<'_>,
) -> Vec<Diagnostic> {
    let key = change.key().iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
    let key = if key.is_empty() { "(a record without a key)".to_owned() } else { key };
    let path = path.display();
    let finding = |message: String, span: Option<Span>| stale(message, span).in_dataset(dataset.name());
    let row = |record: Option<&Record>| {
        record.and_then(|record| dataset.key_span(record).or(record.span)).or(span_of(dataset, outcome))
    };
    let mut found = match change {
        Change::Added { .. } => vec![finding(format!("`{path}` lacks `{key}`"), row(change.after()))],
        Change::Removed { .. } => vec![match pages.find(dataset.name(), change.key(), outcome) {
            Some(Elsewhere { span, help }) => {
                let message = format!("`{path}` has `{key}`, which stands in a table that the recipe does not select");
                finding(message, Some(span)).with_help(help)
            }
            None => finding(format!("`{path}` has `{key}`, which the page has not"), row(None)),
        }],
        Change::Renamed { from, .. } => {
            let from = from.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
            vec![finding(format!("`{path}` has `{from}` for `{key}`"), row(change.after()))]
        }
        Change::Modified { .. } => Vec::new(),
    };
    found.extend(change.fields().iter().map(|field| {
        let (before, after) = (quoted(&field.before), quoted(&field.after));
        let message = format!("`{path}` has {before} in `{}` of `{key}`, and the page {after}", field.field);
        let cell = change.after().zip(dataset.schema().position(&field.field)).and_then(|(record, position)| {
            let content = &record.values[position];
            content.cell.or(content.provenance.first().map(|place| place.span))
        });
        finding(message, cell.or(row(change.after()))).about(Some(key.clone()), &field.field)
    }));
    found
}

/// The log of the repairs. Where it has the same repairs at other places, the page has changed beside its tables.
fn stale_log(folder: &Path, outcome: &Outcome) -> Result<Option<Diagnostic>> {
    let json = Format::named("json").expect("json is a format");
    let files = Files::from([(REPAIRS_FILE.to_owned(), json.to_bytes(&outcome.repair_log))]);
    if compare_folder(folder, &files)?.is_written() {
        return Ok(None);
    }
    let path = folder.join(REPAIRS_FILE);
    let log = &outcome.repair_log;
    let old = read_own_text(&path, "read").ok().and_then(|text| read_json(&text, log.name(), log.schema()));
    let has_moved = old.is_some_and(|old| without_places(&old) == without_places(log));
    let span = outcome.shape.sources.first().and_then(|page| page.span);
    let (severity, what) = match has_moved {
        true => (Severity::Note, "has its repairs at places where they were"),
        false => (Severity::Error, "is not what would be written"),
    };
    let message = format!("`{}` {what}", path.display());
    Ok(Some(Diagnostic::new("stale-output", severity, message, span)))
}

/// The repairs, wherever they stand.
fn without_places(log: &Dataset) -> Vec<Vec<Value>> {
    let places = ["path", "line", "column", "end_line", "end_column"];
    let fields = log.schema().fields.iter().enumerate().filter(|(_, field)| !places.contains(&field.name.as_str()));
    let kept: Vec<usize> = fields.map(|(index, _)| index).collect();
    let values = |record: &Record| kept.iter().map(|&index| record.values[index].value.clone()).collect();
    log.records().iter().map(values).collect()
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
    Diagnostic::new("stale-output", Severity::Error, message, span)
}
