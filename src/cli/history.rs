//! `rowmill history PATH`: what became of every record of a page, revision by revision.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Verdict;
use super::args::{HistoryArgs, HistoryView};
use super::choose::Chosen;
use super::console::Console;
use super::formats;
use super::revisions::Revisions;
use super::subject::{is_same_file, is_same_place};
use super::summary::{plural, typed};
use rowmill::emit::{Files, Format};
use rowmill::pipeline::{FollowedColumn, HistoryRecipe, PageText, follow_headers, inferred_recipe, read_revisions};
use rowmill::repair::Guidance;
use rowmill::similarity::{did_you_mean, folded};
use rowmill::source::git::Renamed;
use rowmill::timeline::{Event, EventKind, Scope, Timeline, changes, records, shown_key, versions, write_text};
use rowmill::{Dataset, Error, ErrorKind, Result, SourceMap};

/// The greatest number of keys that an error lists.
const SHOWN_KEYS: usize = 8;

/// Work is long that takes so long.
const LONG: Duration = Duration::from_secs(1);

pub(super) fn run(args: &HistoryArgs, console: &mut Console) -> Result<Verdict> {
    let format = match args.format.as_deref() {
        None | Some("text") => None,
        Some(name) => Some(named_format(name)?),
    };
    let chosen = choose(args)?;
    let revisions = Revisions::open(args, &chosen.as_ref().map(sources).unwrap_or_default())?;
    let since = revisions.since(args)?;
    let (mut recipe, description) = recipe(chosen, &revisions)?;
    let followed = match recipe.is_inferred {
        true => follow_headers(&mut recipe, revisions.points.len(), &mut |index| revisions.text(index)),
        false => Vec::new(),
    };
    console.note(&format!("{} by {description}\n", revisions.describe()));
    let timeline = timeline(&recipe, &revisions, &followed, console)?;
    let scope = Scope { dataset: args.dataset.clone(), record: args.record.clone(), since };
    console.findings(&scope.diagnostics(&timeline), &SourceMap::new());
    check_found(&timeline, &revisions)?;
    check_scope(&timeline, &scope)?;
    match (format, &args.out) {
        (format, Some(folder)) => {
            // Whoever does not say how gets the views for a person and for a program.
            let views =
                if args.format.is_none() { Some(Format::named("csv").expect("csv is a format")) } else { format };
            write_files(&timeline, &scope, (format.is_none(), views), folder, console)?;
        }
        (None, None) => console.out(write_text(&timeline, &scope, console.is_verbose()).as_bytes())?,
        (Some(format), None) => console.out(&format.to_bytes(&view(&timeline, &scope, args.view, format)?))?,
    }
    console.note(&summary(&timeline, &scope));
    match &timeline.unread_newest {
        Some(reason) => Err(unread_newest(&timeline, reason)),
        None => Ok(Verdict::Clean),
    }
}

/// Nobody should take an older state for the present one.
fn unread_newest(timeline: &Timeline, reason: &str) -> Error {
    let mut newest = timeline.points.iter().rev().map(|point| point.short.as_str());
    let message = format!("the newest revision, `{}`, cannot be read: {reason}", newest.next().unwrap_or_default());
    let help = match newest.next() {
        Some(older) => format!("this history ends before it; `--until {}` asks for that", typed(older)),
        None => "mend the page".to_owned(),
    };
    Error::new(ErrorKind::Revision { message }).with_help(help)
}

fn named_format(name: &str) -> Result<&'static Format> {
    formats::named(name).map_err(|error| match did_you_mean(name, &["text"]) {
        Some(help) => Error::usage(error.headline()).with_help(help),
        None => error,
    })
}

/// The recipe that the user names, else the nearest one that has the page among its sources.
fn choose(args: &HistoryArgs) -> Result<Option<Chosen>> {
    if let Some(name) = &args.recipe {
        return Chosen::new(Some(name)).map(Some);
    }
    let is_in = |source: &Path, path: &Path| match path.is_dir() {
        true => source.is_file() && source.file_name().is_some_and(|name| is_same_file(&path.join(name), source)),
        false => is_same_place(source, path),
    };
    let reads =
        |chosen: &Chosen| args.paths.iter().any(|path| sources(chosen).iter().any(|source| is_in(source, path)));
    Ok(Chosen::nearest()?.filter(reads))
}

/// Where the pages of a recipe stand.
fn sources(chosen: &Chosen) -> Vec<PathBuf> {
    chosen.recipe.sources.iter().map(|name| chosen.folder().join(name)).collect()
}

/// The recipe to read by, and what to call it.
fn recipe(chosen: Option<Chosen>, revisions: &Revisions) -> Result<(HistoryRecipe, String)> {
    if let Some(mut chosen) = chosen {
        let guidance = Guidance { decisions: chosen.decide()?, ..Guidance::default() };
        let description = chosen.description();
        return Ok((HistoryRecipe { recipe: chosen.recipe, guidance, is_inferred: false }, description));
    }
    let (recipe, index) = inferred(revisions)?;
    let short = &revisions.points[index].short;
    let description = match index + 1 == revisions.points.len() {
        true => format!("a recipe inferred from the newest, {short}"),
        false => format!("a recipe inferred from {short}, the newest that has data"),
    };
    Ok((recipe, description))
}

/// How many of the newest revisions are tried for one to infer a recipe from.
const TRIED: usize = 20;

fn inferred(revisions: &Revisions) -> Result<(HistoryRecipe, usize)> {
    let mut last = None;
    for index in (0..revisions.points.len()).rev().take(TRIED) {
        let mut sources = SourceMap::new();
        let found = match revisions.text(index) {
            PageText::Bytes(bytes) => sources.add_bytes(revisions.points[index].name.as_str(), bytes),
            PageText::Pages(read, pages) => {
                sources = read;
                Ok(pages[0])
            }
            PageText::Absent | PageText::Unreadable(_) => continue,
        };
        match found.and_then(|page| inferred_recipe(&sources, page)) {
            Ok(recipe) => return Ok((recipe, index)),
            Err(error) if matches!(error.kind(), ErrorKind::Internal { .. }) => return Err(error),
            Err(error) => last = last.or(Some(error)),
        }
    }
    Err(last.unwrap_or_else(|| Error::usage(format!("no revision of `{}` can be read", revisions.path.display()))))
}

fn timeline(
    recipe: &HistoryRecipe,
    revisions: &Revisions,
    followed: &[FollowedColumn],
    console: &mut Console,
) -> Result<Timeline> {
    let count = revisions.points.len();
    let start = Instant::now();
    let mut is_shown = false;
    let mut progress = |done: usize| {
        if start.elapsed() > LONG && done < count {
            is_shown = true;
            console.progress(&format!("{done} of {count} revisions"));
        }
    };
    let mut builder = read_revisions(recipe, &revisions.points, &mut |index| revisions.text(index), &mut progress)?;
    if is_shown {
        console.progress("");
    }
    if let Some(reason) = &revisions.cut {
        builder.tell_cut(reason);
    }
    for (index, Renamed { from, to }) in &revisions.renamed {
        builder.tell_renamed(*index, from, to);
    }
    for FollowedColumn { revision, dataset, from, to, evidence } in followed {
        builder.tell_column(*revision, dataset, [from, to], evidence);
    }
    if !revisions.others.is_empty() {
        let newest = revisions.points.last().map_or("", |point| point.short.as_str());
        builder.tell_others(&revisions.others, newest);
    }
    Ok(builder.finish())
}

/// Nothing in all revisions is an error, as it is in one.
fn check_found(timeline: &Timeline, revisions: &Revisions) -> Result<()> {
    if timeline.datasets.iter().any(|dataset| dataset.start.is_some()) {
        return Ok(());
    }
    let path = revisions.path.display().to_string();
    let message = "no revision has what the recipe selects".to_owned();
    Err(Error::new(ErrorKind::NothingMatched { path, message })
        .with_help("`rowmill init` proposes a recipe for the page; without `--recipe` one is inferred"))
}

fn check_scope(timeline: &Timeline, scope: &Scope) -> Result<()> {
    let names: Vec<&str> = timeline.datasets.iter().map(|dataset| dataset.name.as_str()).collect();
    if let Some(name) = scope.dataset.as_deref().filter(|name| !names.contains(name)) {
        return Err(Error::usage(format!("there is no dataset `{name}`"))
            .with_help(did_you_mean(name, &names).unwrap_or_else(|| format!("there is `{}`", names.join("`, `")))));
    }
    let Some(wanted) = &scope.record else { return Ok(()) };
    if scope.datasets(timeline).any(|(_, dataset)| scope.records(dataset).next().is_some()) {
        return Ok(());
    }
    let all = scope.datasets(timeline).flat_map(|(_, dataset)| &dataset.records);
    let mut known: Vec<String> =
        all.flat_map(|record| record.key.iter().map(ToString::to_string).chain([shown_key(&record.key)])).collect();
    known.sort();
    known.dedup();
    let part = folded(wanted);
    let with_it: Vec<&str> = known.iter().map(String::as_str).filter(|key| folded(key).contains(&part)).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let help = match with_it.as_slice() {
        [] => did_you_mean(wanted, &known),
        with_it => {
            let shown = with_it.iter().take(SHOWN_KEYS).copied().collect::<Vec<_>>().join("`, `");
            let more = with_it.len().saturating_sub(SHOWN_KEYS);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            Some(format!("a key is named whole, or by one of its fields; it is a part of `{shown}`{more}"))
        }
    };
    Err(Error::usage(format!("no revision has a record `{wanted}`"))
        .with_help(help.unwrap_or_else(|| "`--view records` lists them all".to_owned())))
}

fn view(timeline: &Timeline, scope: &Scope, view: HistoryView, format: &Format) -> Result<Dataset> {
    match view {
        HistoryView::Changes => return Ok(changes(timeline, scope)),
        HistoryView::Records => return Ok(records(timeline, scope)),
        HistoryView::Versions => {}
    }
    let with_data = scope.datasets(timeline).map(|(_, dataset)| dataset);
    let with_data: Vec<_> = with_data.filter(|dataset| scope.records(dataset).next().is_some()).collect();
    match with_data.as_slice() {
        [] => Ok(Dataset::new("none", rowmill::schema::Schema::default(), Vec::new()).0),
        [dataset] => Ok(versions(timeline, dataset, scope)),
        several => {
            let names: Vec<&str> = several.iter().map(|dataset| dataset.name.as_str()).collect();
            Err(Error::usage(format!("`{}` holds one dataset, and there are {}", format.name, names.len())).with_help(
                format!(
                    "choose one with `--dataset`, write all into a folder with `--out DIR`, or take `--view changes`; there is `{}`",
                    names.join("`, `")
                ),
            ))
        }
    }
}

fn write_files(
    timeline: &Timeline,
    scope: &Scope,
    (has_text, format): (bool, Option<&'static Format>),
    folder: &Path,
    console: &mut Console,
) -> Result<()> {
    let mut files = Files::new();
    if has_text {
        files.insert("history.txt".to_owned(), write_text(timeline, scope, true).into_bytes());
    }
    if let Some(format) = format {
        for dataset in [changes(timeline, scope), records(timeline, scope)] {
            files.insert(format.file_name(&dataset), format.to_bytes(&dataset));
        }
        for (_, dataset) in scope.datasets(timeline) {
            let dataset = versions(timeline, dataset, scope);
            files.insert(format!("versions/{}", format.file_name(&dataset)), format.to_bytes(&dataset));
        }
    }
    let written = console.writer().folder(folder, &files, None)?;
    let unchanged = files.len() - written.len();
    console.note(&format!(
        "{} written to {}, {unchanged} unchanged\n",
        plural(written.len(), "file"),
        folder.display()
    ));
    Ok(())
}

fn summary(timeline: &Timeline, scope: &Scope) -> String {
    let events = scope.events(timeline);
    let is_change = |event: &&Event<'_>| !matches!(event.kind, EventKind::Started | EventKind::PageRemoved);
    let changes = events.iter().filter(is_change).count();
    let records: usize = scope.datasets(timeline).map(|(_, dataset)| scope.records(dataset).count()).sum();
    let cosmetic: usize = scope.datasets(timeline).map(|(_, dataset)| dataset.cosmetic).sum();
    let spelled = match cosmetic {
        0 => String::new(),
        count => format!("; {} only spelled or ordered otherwise", plural(count, "value")),
    };
    format!("{}, {}{spelled}\n", plural(records, "record"), plural(changes, "change"))
}
