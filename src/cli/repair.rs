//! `rowmill repair PATH…`: what is wrong in pages, what it should read, and why; as a list, as a patch, or written into the pages.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::Verdict;
use super::args::RepairArgs;
use super::choose::Chosen;
use super::console::Console;
use super::gather::{Input, inputs};
use super::repair_findings::repair_finding;
use super::subject::{Subject, outside};
use super::summary::{plural, quoted};
use rowmill::emit::{FileWrite, Format};
use rowmill::guard::guard;
use rowmill::pipeline::{Patch, Selection, patch};
use rowmill::repair::{Abstention, GUIDANCE_FINDINGS, Grade, OutsideColumn, Repair};
use rowmill::report::{Report, Style, unified_patch};
use rowmill::source::{read_bytes, text_of};
use rowmill::{Dataset, Diagnostic, Error, ErrorKind, Result, Severity, SourceId, SourceMap};

pub(super) fn run(args: &RepairArgs, console: &mut Console) -> Result<Verdict> {
    let (subjects, errors) = subjects(args)?;
    let verdict = match (args.diff, args.write) {
        (true, _) => show_patches(args, &subjects, console)?,
        (_, true) => write_pages(args, &subjects, console)?,
        _ => list(args, &subjects, console)?,
    };
    match console.failures(errors)? {
        Verdict::Clean => Ok(verdict),
        found => Ok(found),
    }
}

/// The pages with their recipes, and what kept others from being read. A page without data is none, if the user named a folder.
fn subjects(args: &RepairArgs) -> Result<(Vec<Subject>, Vec<Error>)> {
    let outside = outside(&args.with)?;
    if let Some(recipe) = &args.recipe {
        let subject = Subject::of_recipe(Chosen::new(Some(recipe))?, &args.paths, &[], &outside)?;
        return Ok((vec![subject], Vec::new()));
    }
    if args.paths.is_empty() {
        let chosen = Chosen::nearest()?.ok_or_else(|| {
            Error::usage("no page was named, and there is no recipe here")
                .with_help("name pages: `rowmill repair PATH…`")
        })?;
        return Ok((vec![Subject::of_recipe(chosen, &[], &[], &outside)?], Vec::new()));
    }
    let (inputs, mut errors) = inputs(&args.paths)?;
    let mut subjects = Vec::new();
    let of_recipe = of_nearest_recipe(&inputs, &outside)?;
    let rest = inputs.iter().filter(|input| !of_recipe.as_ref().is_some_and(|(_, taken)| is_taken(input, taken)));
    for input in rest {
        match guard(&input.name(), || Subject::of_page(input, &outside)).flatten() {
            Ok(subject) => subjects.push(subject),
            Err(error) if is_nothing(&error) && !is_named(input, &args.paths) => {}
            Err(error) => errors.push(error),
        }
    }
    subjects.splice(0..0, of_recipe.map(|(subject, _)| subject));
    Ok((subjects, errors))
}

/// The subject of the nearest recipe, and the inputs that are pages of it, if there are any.
fn of_nearest_recipe(inputs: &[Input], outside: &[OutsideColumn]) -> Result<Option<(Subject, Vec<PathBuf>)>> {
    let Some(chosen) = Chosen::nearest()? else { return Ok(None) };
    let paths = inputs.iter().filter_map(|input| match input {
        Input::File(path) => Some(path),
        Input::Stdin => None,
    });
    let taken: Vec<PathBuf> = paths.filter(|path| chosen.reads(path)).cloned().collect();
    if taken.is_empty() {
        return Ok(None);
    }
    Ok(Some((Subject::of_recipe(chosen, &[], &taken, outside)?, taken)))
}

fn is_taken(input: &Input, taken: &[PathBuf]) -> bool {
    matches!(input, Input::File(path) if taken.contains(path))
}

fn is_named(input: &Input, paths: &[PathBuf]) -> bool {
    match input {
        Input::File(path) => paths.contains(path),
        Input::Stdin => true,
    }
}

fn is_nothing(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::NothingMatched { .. } | ErrorKind::EmptyPage { .. })
}

fn list(args: &RepairArgs, subjects: &[Subject], console: &mut Console) -> Result<Verdict> {
    // As data, repairs are their log, which says more than findings do.
    match Style::named(&args.style).filter(|style| style.name != "json") {
        None => {
            let json = Format::named("json").expect("json is a format");
            console.out(&json.to_bytes(&merged(subjects)))?;
        }
        Some(style) => {
            for subject in subjects {
                let mut findings: Vec<Diagnostic> = subject.repairs().map(|repair| finding(repair, subject)).collect();
                if args.explain_abstentions {
                    let abstentions = subject.outcome.abstentions.iter();
                    findings.extend(abstentions.filter(|one| subject.is_named(one.span.source)).map(declined));
                    findings.sort_by_key(|finding| finding.span);
                }
                let mut shown = Vec::new();
                let report = Report::new(&findings, &subject.sources);
                (style.write)(&report, &mut shown, console.appearance()).expect("memory takes every byte");
                console.out(&shown)?;
            }
        }
    }
    for subject in subjects {
        let is_about_guidance = |finding: &&Diagnostic| GUIDANCE_FINDINGS.iter().any(|one| one.code == finding.code);
        let idle: Vec<Diagnostic> = subject.outcome.diagnostics.iter().filter(is_about_guidance).cloned().collect();
        console.findings(&idle, &subject.sources);
    }
    let repairs: Vec<&Repair> = subjects.iter().flat_map(Subject::repairs).collect();
    if !subjects.is_empty() {
        console.note(&count(&repairs));
    }
    Ok(if repairs.is_empty() { Verdict::Clean } else { Verdict::Found })
}

/// The repairs of all pages as one dataset.
fn merged(subjects: &[Subject]) -> Dataset {
    let named =
        |subject: &&Subject, span: Option<rowmill::Span>| span.is_some_and(|span| subject.is_named(span.source));
    let records = subjects.iter().flat_map(|subject| {
        let log = subject.outcome.repair_log.records().iter();
        log.filter(move |record| named(&subject, record.span)).cloned()
    });
    let schema = subjects.first().map(|subject| subject.outcome.repair_log.schema().clone()).unwrap_or_default();
    Dataset::new("repairs", schema, records.collect()).0
}

fn count(repairs: &[&Repair]) -> String {
    let of = |keeps: &dyn Fn(&Repair) -> bool| repairs.iter().filter(|repair| keeps(repair)).count();
    let (applied, suggested) = (of(&|one| one.applied), of(&|one| !one.applied && one.grade == Grade::Suggested));
    let reported = repairs.len() - applied - suggested;
    let next = match (applied, suggested) {
        (0, 0) => "",
        (0, _) => "; `rowmill decide accept ID` takes a suggestion",
        _ => "; `--diff` shows the safe ones as a patch",
    };
    format!(
        "{}: {applied} safe or accepted, {suggested} suggested, {reported} only reported{next}\n",
        plural(repairs.len(), "repair")
    )
}

/// A repair as a finding of this command, for which what the data has is what the page should have.
fn finding(repair: &Repair, subject: &Subject) -> Diagnostic {
    repair_finding(repair, if repair.applied { Severity::Warning } else { Severity::Note }, &subject.address)
}

/// What was left alone as a finding.
fn declined(abstention: &Abstention) -> Diagnostic {
    let Abstention { rule, span, before, after, reason, .. } = abstention;
    Diagnostic::new(rule, Severity::Note, format!("`{before}` may be meant for `{after}`, and is left alone"), *span)
        .with_note(reason.clone(), None)
}

fn patches(args: &RepairArgs, subject: &Subject) -> Result<Patch> {
    let selection = if args.suggested { Selection::Suggested } else { Selection::Applied };
    let mut patch = patch(&subject.recipe, &subject.sources, &subject.pages, &subject.guidance, selection)?;
    patch.texts.retain(|page, _| subject.is_named(*page));
    Ok(patch)
}

fn show_patches(args: &RepairArgs, subjects: &[Subject], console: &mut Console) -> Result<Verdict> {
    let mut is_empty = true;
    for subject in subjects {
        let patch = patches(args, subject)?;
        for (&page, text) in &patch.texts {
            is_empty = false;
            let file = subject.sources.file(page);
            let remarks = remarks(&patch, page, &subject.sources);
            console.out(unified_patch(&shown_path(file.path()), file.text(), text, &remarks).as_bytes())?;
        }
        say_left(&patch, &subject.sources, console);
    }
    Ok(if is_empty { Verdict::Clean } else { Verdict::Found })
}

/// A path from the working directory, where it lies below it.
fn shown_path(path: &str) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    Path::new(path).strip_prefix(here).map_or_else(|_| path.to_owned(), |path| path.display().to_string())
}

/// What is repaired in a page and why, in a line each.
fn remarks(patch: &Patch, page: SourceId, sources: &SourceMap) -> Vec<String> {
    let repairs: Vec<&Repair> = patch.repairs.iter().filter(|repair| repair.span.source == page).collect();
    let line = |repair: &&Repair| {
        let line = sources.position(repair.span).line;
        let change = match (repair.after.is_empty(), repair.items_before == repair.items_after) {
            (true, _) => format!("without {}", quoted(&repair.before)),
            (_, true) => repair.rule.replace('-', " "),
            _ => format!("{} for {}", quoted(&repair.after), quoted(&repair.before)),
        };
        format!("line {line}: {change}: {}", repair.evidence)
    };
    repairs.iter().map(line).collect()
}

fn say_left(patch: &Patch, sources: &SourceMap, console: &mut Console) {
    for (repair, reason) in &patch.left {
        let place = sources.position(repair.span);
        let path = sources.file(repair.span.source).path();
        let (rule, before, after) = (repair.rule, quoted(&repair.before), quoted(&repair.after));
        console.note(&format!(
            "{path}:{}:{}: not in the patch: {after} for {before} ({rule}): {reason}\n",
            place.line, place.column
        ));
    }
}

fn write_pages(args: &RepairArgs, subjects: &[Subject], console: &mut Console) -> Result<Verdict> {
    let mut pages = 0;
    let mut repairs = 0;
    for subject in subjects {
        let patch = patches(args, subject)?;
        for (&page, text) in &patch.texts {
            write_page(subject, page, text, console)?;
            pages += 1;
            repairs += patch.repairs.iter().filter(|repair| repair.span.source == page).count();
        }
        say_left(&patch, &subject.sources, console);
    }
    console.note(&format!("{} written into {}\n", plural(repairs, "repair"), plural(pages, "page")));
    let _ = std::io::stderr().flush();
    Ok(Verdict::Clean)
}

/// Replaces a page, unless somebody else has changed it since it was read.
fn write_page(subject: &Subject, page: SourceId, text: &str, console: &Console) -> Result<()> {
    let file = subject.sources.file(page);
    let path = Path::new(file.path());
    if file.path() == "-" {
        return Err(Error::usage("standard input cannot be written").with_help("`--diff` prints a patch instead"));
    }
    let read = read_bytes(path, "read the page again")?;
    if text_of(file.path(), read.clone())? != file.text() {
        return Err(Error::usage(format!(
            "`{}` has changed while it was repaired, and was left as it is",
            file.path()
        ))
        .with_help("run the same command again"));
    }
    console.writer().file(FileWrite::new(path, text).over(Some(read))).map(|_| ())
}
