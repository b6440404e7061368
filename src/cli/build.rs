//! `rowmill build`: the pages of a recipe to the files of its datasets.

use std::path::{Path, PathBuf};

use super::Verdict;
use super::args::BuildArgs;
use super::choose::Chosen;
use super::console::Console;
use super::formats::formulas;
use super::lock::{Built, LockFile, data_folder};
use super::standing::Standing;
use super::summary;
use rowmill::diff::{Change, diff};
use rowmill::emit::{Comparison, FORMATS, Files, Format, compare_folder, read_json};
use rowmill::recipe::DatasetRecipe;
use rowmill::repair::Guidance;
use rowmill::schema::Value;
use rowmill::source::read_own_text;
use rowmill::{Dataset, Error, Outcome, Result, SourceId, SourceMap, pipeline};

/// The file of the repairs, whatever the formats of the data.
pub(super) const REPAIRS_FILE: &str = "repairs.json";

/// The greatest number of changes that `--check` shows of one dataset.
const SHOWN_CHANGES: usize = 20;

pub(super) fn run(args: &BuildArgs, console: &mut Console) -> Result<Verdict> {
    let formats = formats(args)?;
    let mut chosen = Chosen::new(args.recipe.as_deref())?;
    let guidance = Guidance { decisions: chosen.decide()?, ..Guidance::default() };
    let folder = data_folder(&chosen, args.out.as_deref());
    if !args.check {
        console.writer().probe(&folder, file_names(&chosen, &formats))?;
    }
    let mut sources = SourceMap::new();
    let pages = chosen.read_pages(&args.sources, &mut sources)?;
    announce(&chosen, args, &sources, &pages, console);
    let lock = LockFile::read(&chosen, args.out.as_deref())?;
    let mut outcome = match args.locked {
        true => pipeline::inspect(&chosen.recipe, &sources, &pages, &guidance, Some(lock.required()?))?,
        false => pipeline::run_guided(&chosen.recipe, &sources, &pages, &guidance)?,
    };
    let files = files(&outcome, &formats);
    if formats.iter().any(|format| format.name == "csv") {
        let found: Vec<_> = outcome.datasets.iter().filter_map(formulas).collect();
        outcome.diagnostics.extend(found);
        pipeline::set_levels(&chosen.recipe, &mut outcome.diagnostics);
    }
    report_findings(&chosen, &outcome, &sources, console);
    let standing = Standing::new(&folder, lock.formats(), &outcome.datasets);
    let behind = standing.left_behind(&folder, &outcome, &formats)?;
    let behind: Vec<String> = behind.iter().map(|name| folder.join(name).display().to_string()).collect();
    if args.check {
        let verdict = compare(&folder, &files, &behind, &outcome, console)?;
        if verdict == Verdict::Found && !behind.is_empty() && !outcome.has_errors() {
            console.note(&left_behind_help(&standing, &formats));
        }
        return Ok(if lock.has_shape(&outcome.shape) { verdict } else { say_stale(&lock, console) });
    }
    if outcome.has_errors() {
        console.error_line(&format!("{}: nothing was written", summary::count(&outcome.diagnostics)));
        return Ok(Verdict::Found);
    }
    let built = Built { formats: &formats, revision: args.revision.as_deref() };
    let is_accepted = lock.is_current(&outcome.shape, Some(&built));
    let written = console.writer().folder(&folder, &files, Some(lock.accepting(&outcome.shape, &built)))?;
    let accepted = if is_accepted { String::new() } else { format!(" and {}", lock.path.display()) };
    let unchanged = files.len() - written.len();
    console.note(&format!(
        "{} written to {}{accepted}, {unchanged} unchanged; {}\n",
        summary::plural(written.len(), "file"),
        folder.display(),
        summary::count(&outcome.diagnostics)
    ));
    if !behind.is_empty() {
        behind.iter().for_each(|path| console.note(&format!("{path} {LEFT_BEHIND}\n")));
        console.note(&left_behind_help(&standing, &formats));
    }
    Ok(Verdict::Clean)
}

/// What is wrong with a file in a format that is not written any more.
const LEFT_BEHIND: &str = "is of an earlier build, and not what this one would write in its format";

fn left_behind_help(standing: &Standing, formats: &[&Format]) -> String {
    format!("delete what is not needed any more; `{}` writes all formats\n", standing.command_with(formats))
}

fn say_stale(lock: &LockFile, console: &mut Console) -> Verdict {
    let fault = if lock.exists() { "keeps another shape than that of these pages" } else { "is missing" };
    console.error_line(&format!("{} {fault}", lock.path.display()));
    Verdict::Found
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

/// The formats to write.
fn formats(args: &BuildArgs) -> Result<Vec<&'static Format>> {
    if !args.spreadsheet_safe {
        return Ok(args.formats.clone());
    }
    if !args.formats.iter().any(|format| format.name == "csv") {
        return Err(Error::usage("`--spreadsheet-safe` is about CSV, which is not written")
            .with_help("add `csv` to `--format`"));
    }
    Ok(args.formats.iter().map(|format| format.spreadsheet_safe()).collect())
}

/// The names of the files that a build writes, as the recipe alone tells them.
fn file_names(chosen: &Chosen, formats: &[&Format]) -> Vec<String> {
    let of = |dataset: &DatasetRecipe| {
        let name = |format: &&Format| format!("{}.{}", dataset.name, format.extension);
        formats.iter().map(name).collect::<Vec<_>>()
    };
    chosen.recipe.datasets.iter().flat_map(of).chain([REPAIRS_FILE.to_owned()]).collect()
}

fn files(outcome: &Outcome, formats: &[&Format]) -> Files {
    let json = Format::named("json").expect("json is a format");
    let of = |dataset: &Dataset, format: &Format| (format.file_name(dataset), format.to_bytes(dataset));
    let data = outcome.datasets.iter().flat_map(|dataset| formats.iter().map(move |format| of(dataset, format)));
    data.chain([(REPAIRS_FILE.to_owned(), json.to_bytes(&outcome.repair_log))]).collect()
}

/// Compares what would be written with what stands there, down to the field where the old data can be read.
fn compare(
    folder: &Path,
    files: &Files,
    behind: &[String],
    outcome: &Outcome,
    console: &mut Console,
) -> Result<Verdict> {
    let mut comparison = compare_folder(folder, files)?;
    comparison.extra.retain(|name| is_left_over(name, outcome));
    if outcome.has_errors() {
        console.error_line(&format!(
            "{}: a build would write nothing, so {} was not compared",
            summary::count(&outcome.diagnostics),
            folder.display()
        ));
        return Ok(Verdict::Found);
    }
    if comparison.is_same() && behind.is_empty() {
        console.note(&format!("{} is up to date; {}\n", folder.display(), summary::count(&outcome.diagnostics)));
        return Ok(Verdict::Clean);
    }
    for dataset in &outcome.datasets {
        explain_difference(folder, dataset, files, console);
    }
    report_differences(folder, files, &comparison, console);
    behind.iter().for_each(|path| console.error_line(&format!("{path} {LEFT_BEHIND}")));
    if !comparison.missing.is_empty() || !comparison.different.is_empty() {
        console.note("run the same command without `--check` to bring the folder up to date\n");
    }
    Ok(Verdict::Found)
}

/// Whether a file can only be of a dataset that the recipe has no more. A dataset in a format that was not asked for is
/// none, and neither is a file that no format of ours could have written.
pub(super) fn is_left_over(name: &str, outcome: &Outcome) -> bool {
    let stem = FORMATS
        .iter()
        .filter(|format| format.is_data)
        .find_map(|format| name.strip_suffix(&format!(".{}", format.extension)));
    stem.is_some_and(|stem| outcome.datasets.iter().all(|dataset| dataset.name() != stem))
}

/// Names every file that a build would write, and every one that it would leave to be deleted.
fn report_differences(folder: &Path, files: &Files, comparison: &Comparison, console: &mut Console) {
    let mut say = |name: &String, what: &str| console.error_line(&format!("{} {what}", folder.join(name).display()));
    for name in &comparison.missing {
        say(name, "is missing");
    }
    for name in &comparison.different {
        let standing = read_own_text(&folder.join(name), "read").unwrap_or_default();
        match standing.replace("\r\n", "\n").as_bytes() == files[name] {
            true => say(name, "has other line ends than would be written (does git convert them?)"),
            false => say(name, "is not what would be written"),
        }
    }
    for name in &comparison.extra {
        say(name, "belongs to no dataset of the recipe: delete it");
    }
}

/// Names the records and fields in which a dataset differs from its old JSON file, if there is one that can be read.
fn explain_difference(folder: &Path, dataset: &Dataset, files: &Files, console: &mut Console) {
    let json = Format::named("json").expect("json is a format");
    let name = json.file_name(dataset);
    let path: PathBuf = folder.join(&name);
    let Ok(old) = read_own_text(&path, "read") else { return };
    if files.get(&name).is_some_and(|new| new == old.as_bytes()) {
        return;
    }
    let Some(old) = read_json(&old, dataset.name(), dataset.schema()) else { return };
    let found = diff(&old, dataset);
    let lines: Vec<String> = found.changes.iter().flat_map(|change| describe(dataset.name(), change)).collect();
    lines.iter().take(SHOWN_CHANGES).for_each(|line| console.error_line(line));
    if lines.len() > SHOWN_CHANGES {
        console.error_line(&format!("{}: {} more changes", dataset.name(), lines.len() - SHOWN_CHANGES));
    }
}

fn describe(dataset: &str, change: &Change) -> Vec<String> {
    let shown = |key: &[Value]| key.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
    let key = shown(change.key());
    let mut lines = match change {
        Change::Added { .. } => vec![format!("{dataset}: `{key}` would be added")],
        Change::Removed { .. } => vec![format!("{dataset}: `{key}` would be removed")],
        Change::Renamed { from, .. } => vec![format!("{dataset}: `{}` would become `{key}`", shown(from))],
        Change::Modified { .. } => Vec::new(),
    };
    lines.extend(change.fields().iter().map(|field| {
        let (before, after) = (quoted(&field.before), quoted(&field.after));
        format!("{dataset}: `{key}`, field `{}`: {before} would become {after}", field.field)
    }));
    lines
}

pub(super) fn quoted(value: &Value) -> String {
    match value {
        Value::List(_) => format!("[{value}]"),
        Value::Null => "nothing".to_owned(),
        other => format!("`{other}`"),
    }
}
