//! `rowmill build`: the pages of a recipe to the files of its datasets.

use std::path::{Path, PathBuf};

use super::Verdict;
use super::args::BuildArgs;
use super::choose::Chosen;
use super::console::Console;
use super::formats;
use super::summary;
use rowmill::diff::{Change, diff};
use rowmill::emit::{FORMATS, Files, Format, compare_folder, read_json, write_folder};
use rowmill::schema::Value;
use rowmill::{Dataset, Outcome, Result, SourceId, SourceMap, pipeline};

/// The file of the repairs, whatever the formats of the data.
const REPAIRS_FILE: &str = "repairs.json";

/// The greatest number of changes that `--check` shows of one dataset.
const SHOWN_CHANGES: usize = 20;

pub(super) fn run(args: &BuildArgs, console: &mut Console) -> Result<Verdict> {
    let formats: Vec<&Format> = args.formats.iter().map(|name| formats::named(name)).collect::<Result<_>>()?;
    let chosen = Chosen::new(args.recipe.as_deref())?;
    let mut sources = SourceMap::new();
    let pages = chosen.read_pages(&args.sources, &mut sources)?;
    announce(&chosen, args, &sources, &pages, console);
    let outcome = pipeline::run(&chosen.recipe, &sources, &pages)?;
    let folder = args.out.clone().unwrap_or_else(|| chosen.folder().join("out")).join(&chosen.recipe.name);
    let files = files(&outcome, &formats);
    if args.check {
        report_findings(&chosen, &outcome, &sources, console);
        return compare(&folder, &files, &outcome, console);
    }
    report_findings(&chosen, &outcome, &sources, console);
    if outcome.has_errors() {
        console.error_line(&format!("{}: nothing was written", summary::count(&outcome)));
        return Ok(Verdict::Found);
    }
    let written = write_folder(&folder, &files)?;
    let unchanged = files.len() - written.len();
    console.note(&format!(
        "{} written to {}, {unchanged} unchanged; {}\n",
        summary::plural(written.len(), "file"),
        folder.display(),
        summary::count(&outcome)
    ));
    Ok(Verdict::Clean)
}

/// Says which recipe and page were taken when the user named neither.
fn announce(chosen: &Chosen, args: &BuildArgs, sources: &SourceMap, pages: &[SourceId], console: &mut Console) {
    let pages: Vec<String> = pages.iter().map(|&page| format!("`{}`", sources.file(page).path())).collect();
    let embedded = if args.sources.is_empty() && chosen.folder() == Path::new("") && !chosen.is_file() {
        "the page that comes with it, "
    } else {
        ""
    };
    let hint = if chosen.is_named { "" } else { " (no recipe was named)" };
    console.note(&format!("building {} from {embedded}{}{hint}\n", chosen.description(), pages.join(" and ")));
}

fn report_findings(chosen: &Chosen, outcome: &Outcome, sources: &SourceMap, console: &mut Console) {
    console.note(&summary::table(&chosen.recipe, outcome));
    console.findings(&outcome.diagnostics, sources);
    console.note(&summary::proposals(outcome, sources));
}

fn files(outcome: &Outcome, formats: &[&Format]) -> Files {
    let json = Format::named("json").expect("json is a format");
    let of = |dataset: &Dataset, format: &Format| (format.file_name(dataset), format.to_bytes(dataset));
    let data = outcome.datasets.iter().flat_map(|dataset| formats.iter().map(move |format| of(dataset, format)));
    data.chain([(REPAIRS_FILE.to_owned(), json.to_bytes(&outcome.repair_log))]).collect()
}

/// Compares what would be written with what stands there, down to the field where the old data can be read.
fn compare(folder: &Path, files: &Files, outcome: &Outcome, console: &mut Console) -> Result<Verdict> {
    let mut comparison = compare_folder(folder, files)?;
    // A file that no format of ours could have written is the user's own.
    comparison.extra.retain(|name| FORMATS.iter().any(|format| name.ends_with(&format!(".{}", format.extension))));
    if comparison.is_same() && !outcome.has_errors() {
        console.note(&format!("{} is up to date; {}\n", folder.display(), summary::count(outcome)));
        return Ok(Verdict::Clean);
    }
    for dataset in &outcome.datasets {
        explain_difference(folder, dataset, files, console);
    }
    let path = |name: &String| folder.join(name).display().to_string();
    comparison.missing.iter().for_each(|name| console.error_line(&format!("{} is missing", path(name))));
    comparison
        .different
        .iter()
        .for_each(|name| console.error_line(&format!("{} is not what would be written", path(name))));
    comparison
        .extra
        .iter()
        .for_each(|name| console.error_line(&format!("{} belongs to no dataset of the recipe", path(name))));
    if outcome.has_errors() {
        console.error_line(&format!("{}: a build would write nothing", summary::count(outcome)));
    } else {
        console.note("run the same command without `--check` to bring the folder up to date\n");
    }
    Ok(Verdict::Found)
}

/// Names the records and fields in which a dataset differs from its old JSON file, if there is one that can be read.
fn explain_difference(folder: &Path, dataset: &Dataset, files: &Files, console: &mut Console) {
    let json = Format::named("json").expect("json is a format");
    let name = json.file_name(dataset);
    let path: PathBuf = folder.join(&name);
    let Ok(old) = rowmill::source::read_text(&path, "read") else { return };
    if files.get(&name).is_some_and(|new| new == old.as_bytes()) {
        return;
    }
    let Some(old) = read_json(&old, dataset.name(), dataset.schema()) else { return };
    let changes = diff(&old, dataset);
    let lines: Vec<String> = changes.iter().flat_map(|change| describe(dataset.name(), change)).collect();
    lines.iter().take(SHOWN_CHANGES).for_each(|line| console.error_line(line));
    if lines.len() > SHOWN_CHANGES {
        console.error_line(&format!("{}: {} more changes", dataset.name(), lines.len() - SHOWN_CHANGES));
    }
}

fn describe(dataset: &str, change: &Change) -> Vec<String> {
    let shown = |key: &[Value]| key.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
    match change {
        Change::Added { key } => vec![format!("{dataset}: `{}` would be added", shown(key))],
        Change::Removed { key } => vec![format!("{dataset}: `{}` would be removed", shown(key))],
        Change::Modified { key, fields } => fields
            .iter()
            .map(|field| {
                format!(
                    "{dataset}: `{}`, field `{}`: {} would become {}",
                    shown(key),
                    field.field,
                    quoted(&field.before),
                    quoted(&field.after)
                )
            })
            .collect(),
    }
}

fn quoted(value: &Value) -> String {
    match value {
        Value::List(_) => format!("[{value}]"),
        Value::Null => "nothing".to_owned(),
        other => format!("`{other}`"),
    }
}
