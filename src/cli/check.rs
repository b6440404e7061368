//! `rowmill check`: what is wrong with the data of a recipe, with the shape of its pages, and with what was written of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Verdict;
use super::args::{CheckArgs, FailOn, ReportFile};
use super::baseline::Baseline;
use super::choose::Chosen;
use super::console::Console;
use super::drift::{stale_lock, stale_output};
use super::lock::{LockFile, data_folder};
use super::repair_findings::{level, repair_finding};
use super::said::Said;
use super::subject::is_same_file;
use super::summary::count;
use super::unselected::Unselected;
use super::watch::watch;
use rowmill::check::CHECKS;
use rowmill::emit::{FORMATS, FileWrite};
use rowmill::guard::guard;
use rowmill::pipeline::{self, Patch, Selection, inspect, patch, set_levels};
use rowmill::recipe::DECISIONS_FILE;
use rowmill::repair::Guidance;
use rowmill::report::{Appearance, Report, Style};
use rowmill::schema::Value;
use rowmill::source::SourceFile;
use rowmill::{Dataset, Diagnostic, Error, ErrorKind, Outcome, Result, Severity, SourceId, SourceMap, Span};

pub(super) fn run(args: &CheckArgs, console: &mut Console) -> Result<Verdict> {
    if args.watch { watch(args, console) } else { run_once(args, console).map(|(verdict, _)| verdict) }
}

/// One run, and the files that it looked at: a change of one is worth another run.
pub(super) fn run_once(args: &CheckArgs, console: &mut Console) -> Result<(Verdict, Vec<PathBuf>)> {
    let mut chosen = Chosen::new(args.recipe.as_deref())?;
    let guidance = Guidance { decisions: chosen.decide()?, ..Guidance::default() };
    let lock = LockFile::read(&chosen, args.out.as_deref())?;
    let baseline = args.baseline.as_deref().map(|from| Baseline::read(from, &chosen, args, &guidance)).transpose()?;
    let mut sources = SourceMap::new();
    let pages = chosen.read_pages(&args.sources, &mut sources)?;
    refuse_inputs(args, &chosen, &sources, &lock)?;
    let judged = guard("", || judge(&chosen, &sources, &pages, &guidance, &lock)).flatten();
    let mut judgement = match judged {
        Err(error) => return Err(show_failure(error, args, &chosen, &mut sources, console)?),
        Ok(judgement) => judgement,
    };
    if !judgement.outcome.has_errors() {
        judgement.findings.extend({
            let pages = Unselected::new(&chosen.recipe, &sources, &pages);
            stale_output(&chosen, args.out.as_deref(), &lock, &judgement.outcome, &pages)?
        });
        judgement.findings.extend(stale_lock(&chosen, args.out.as_deref(), &lock, &judgement.outcome));
    }
    set_levels(&chosen.recipe, &mut judgement.findings);
    judgement.findings.sort_by(|a, b| (a.span, a.code).cmp(&(b.span, b.code)));
    let known = baseline.map_or(0, |baseline| baseline.take_known(&mut judgement.findings, &sources));
    let mut files: Vec<PathBuf> = sources.files().map(|(_, file)| PathBuf::from(file.path())).collect();
    show_from_workspace(&mut sources);
    show(args, &chosen, &judgement.outcome.datasets, &judgement.findings, &sources, console)?;
    say(&chosen, &lock, &judgement, known, console);
    let folder = data_folder(&chosen, args.out.as_deref());
    let names = |dataset: &Dataset| FORMATS.iter().map(|format| format.file_name(dataset)).collect::<Vec<_>>();
    files.extend(judgement.outcome.datasets.iter().flat_map(names).map(|name| folder.join(name)));
    Ok((verdict(args, &judgement.findings), files))
}

/// A service that runs the check shows findings at paths from the top of its checkout, wherever the check was started.
fn show_from_workspace(sources: &mut SourceMap) {
    let variables = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"].iter().filter_map(std::env::var_os);
    let Some(root) = variables.map(PathBuf::from).find_map(|root| root.canonicalize().ok()) else { return };
    let below = |path: &str| {
        let full = Path::new(path).canonicalize().ok()?;
        full.strip_prefix(&root).ok().map(|below| below.display().to_string())
    };
    let paths = sources.files().filter_map(|(id, file)| Some((id, below(file.path())?)));
    for (id, path) in paths.collect::<Vec<_>>() {
        sources.set_path(id, path);
    }
}

/// A list of findings is written over nothing that the run reads, and over no other list.
fn refuse_inputs(args: &CheckArgs, chosen: &Chosen, sources: &SourceMap, lock: &LockFile) -> Result<()> {
    let mut read: Vec<PathBuf> = sources.files().map(|(_, file)| PathBuf::from(file.path())).collect();
    read.extend(chosen.file_path().map(Path::to_owned));
    read.extend([lock.path.clone(), chosen.folder().join(DECISIONS_FILE)]);
    let data = data_folder(chosen, args.out.as_deref()).canonicalize().ok();
    for (index, ReportFile { path, .. }) in args.report.iter().enumerate() {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let is_in_data =
            folder.canonicalize().ok().zip(data.as_ref()).is_some_and(|(folder, data)| folder.starts_with(data));
        let fault = if args.report[..index].iter().any(|earlier| earlier.path == *path) {
            "is named by two `--report`s"
        } else if is_in_data || read.iter().any(|read| is_same_file(read, path)) {
            "is read or written by rowmill itself, and `--report` would write over it"
        } else if path.as_os_str() == "-" {
            "is standard output, which `--style` writes to"
        } else {
            continue;
        };
        return Err(Error::usage(format!("`{}` {fault}", path.display())).with_help("name another file"));
    }
    Ok(())
}

/// What was found, and in what.
pub(super) struct Judgement {
    pub(super) outcome: Outcome,
    pub(super) findings: Vec<Diagnostic>,
}

/// Judges pages: all but what stands in the folder of the data.
pub(super) fn judge(
    chosen: &Chosen,
    sources: &SourceMap,
    pages: &[SourceId],
    guidance: &Guidance,
    lock: &LockFile,
) -> Result<Judgement> {
    let outcome = inspect(&chosen.recipe, sources, pages, guidance, lock.accepted.as_ref())?;
    let mut findings = repairs(chosen, sources, pages, guidance, &outcome);
    // What a repair mends is said by the repair.
    let said: BTreeSet<_> = findings.iter().map(|finding| (finding.code, finding.span)).collect();
    let is_said = |finding: &&Diagnostic| said.contains(&(finding.code, finding.span));
    findings.extend(outcome.diagnostics.iter().filter(|finding| !is_said(finding)).cloned());
    Ok(Judgement { outcome, findings })
}

/// The repairs as findings, each with the change of the page that it would be; without those that a finding says better.
fn repairs(
    chosen: &Chosen,
    sources: &SourceMap,
    pages: &[SourceId],
    guidance: &Guidance,
    outcome: &Outcome,
) -> Vec<Diagnostic> {
    let has_changes = outcome.repairs.iter().any(|repair| !repair.is_report());
    let patch = has_changes.then(|| patch(&chosen.recipe, sources, pages, guidance, Selection::Suggested));
    let patch: Option<Patch> = patch.and_then(Result::ok);
    let said = Said::by(&outcome.diagnostics);
    let log = outcome.repairs.iter().zip(outcome.repair_log.records()).filter(|(repair, _)| !said.has(repair));
    let schema = outcome.repair_log.schema();
    log.map(|(repair, logged)| {
        let recipe = &chosen.recipe.datasets[repair.dataset];
        let key = schema.position("key").map(|position| logged.values[position].value.items());
        let key = key.unwrap_or_default().iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
        let key = Some(key).filter(|key| !key.is_empty());
        let finding = repair_finding(repair, level(repair), &chosen.address())
            .in_dataset(&recipe.name)
            .about(key, &recipe.schema.fields[repair.field].name);
        let edits =
            patch.as_ref().filter(|_| !repair.is_report()).map(|patch| patch.edits_of(repair)).unwrap_or_default();
        match edits.is_empty() {
            true => finding,
            false => {
                let edits = edits.into_iter().map(|edit| (edit.span, edit.text)).collect();
                finding.with_fix(format!("write `{}`", repair.after), edits)
            }
        }
    })
    .collect()
}

/// Lists a failure over one page like a finding, so that a service that reads the list learns of it. It stays a failure.
fn show_failure(
    error: Error,
    args: &CheckArgs,
    chosen: &Chosen,
    sources: &mut SourceMap,
    console: &mut Console,
) -> Result<Error> {
    let (Some(code), ErrorKind::Limit { path, .. } | ErrorKind::Panic { path, .. }) = (error.code(), error.kind())
    else {
        return Ok(error);
    };
    let place = |(id, file): (SourceId, &SourceFile)| {
        let line = file.line(error.excerpt().map_or(1, |excerpt| excerpt.line));
        (file.path() == path).then(|| Span::new(id, line))
    };
    let finding = Diagnostic::new(code, Severity::Error, error.headline(), sources.files().find_map(place));
    let finding = match error.help() {
        Some(help) => finding.with_help(help),
        None => finding,
    };
    show_from_workspace(sources);
    show(args, chosen, &[], &[finding], sources, console)?;
    Ok(error)
}

fn show(
    args: &CheckArgs,
    chosen: &Chosen,
    datasets: &[Dataset],
    findings: &[Diagnostic],
    sources: &SourceMap,
    console: &mut Console,
) -> Result<()> {
    let codes = pipeline::findings();
    let names = datasets.iter().map(Dataset::name);
    let judged: Vec<(String, &'static str)> =
        names.flat_map(|name| CHECKS.iter().map(|check| (name.to_owned(), check.name))).collect();
    let report = Report { subject: &chosen.recipe.name, findings, sources, codes: &codes, judged: &judged };
    let bytes = |style: &Style, appearance: Appearance| {
        let mut bytes = Vec::new();
        (style.write)(&report, &mut bytes, appearance).expect("memory takes every byte");
        bytes
    };
    console.out(&bytes(args.style, console.out_appearance()))?;
    for file in &args.report {
        console.writer().file(FileWrite::new(&file.path, bytes(file.style, Appearance::default())))?;
    }
    if let Some(path) = job_summary(args) {
        let style = Style::named("markdown").expect("a style");
        append(Path::new(&path), &bytes(style, Appearance::default()))?;
    }
    Ok(())
}

/// The file that GitHub shows with the job, where the findings are for GitHub.
fn job_summary(args: &CheckArgs) -> Option<String> {
    std::env::var("GITHUB_STEP_SUMMARY").ok().filter(|path| args.style.name == "github" && !path.is_empty())
}

fn append(path: &Path, bytes: &[u8]) -> Result<()> {
    use std::io::Write as _;
    let opened = std::fs::OpenOptions::new().append(true).create(true).open(path);
    let written = opened.and_then(|mut file| file.write_all(bytes));
    written.map_err(|cause| rowmill::Error::io(path.display().to_string(), "write to", cause))
}

/// The sum of it, and what was not looked at.
fn say(chosen: &Chosen, lock: &LockFile, judgement: &Judgement, known: usize, console: &mut Console) {
    let in_baseline = match known {
        0 => String::new(),
        1 => "; 1 more is in the baseline".to_owned(),
        _ => format!("; {known} more are in the baseline"),
    };
    let records: usize = judgement.outcome.datasets.iter().map(|dataset| dataset.records().len()).sum();
    console.note(&format!(
        "checked {} records of {}: {}{in_baseline}\n",
        records,
        chosen.description(),
        count(&judgement.findings)
    ));
    if !lock.exists() {
        console.note(&format!(
            "no `{}`, so the shape of the pages was held to none; `rowmill build` writes it\n",
            lock.path.display()
        ));
    }
}

fn verdict(args: &CheckArgs, findings: &[Diagnostic]) -> Verdict {
    let least = match args.fail_on {
        FailOn::Error => Severity::Error,
        FailOn::Warning => Severity::Warning,
    };
    let fails = findings.iter().any(|finding| finding.severity >= least);
    if fails && !args.exit_zero { Verdict::Found } else { Verdict::Clean }
}
