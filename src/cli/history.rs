//! `rowmill history PATH`: what became of every record of a page, revision by revision.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::Verdict;
use super::args::{HistoryArgs, HistoryView};
use super::choose::Chosen;
use super::console::Console;
use super::formats;
use super::subject::is_same_file;
use super::summary::plural;
use rowmill::emit::{Files, Format, write_folder};
use rowmill::pipeline::{HistoryRecipe, PageText, inferred_recipe, read_revisions};
use rowmill::repair::Guidance;
use rowmill::similarity::did_you_mean;
use rowmill::source::git::{Blob, Cut, PageHistory, Repository};
use rowmill::source::{DatedFile, is_date, series};
use rowmill::timeline::{Point, Scope, Timeline, changes, records, shown_key, versions, write_text};
use rowmill::{Dataset, Error, ErrorKind, Result, SourceMap};

/// Work is long that takes so long.
const LONG: Duration = Duration::from_secs(1);

/// So many digits name a commit to a person.
const SHORT: usize = 8;

pub(super) fn run(args: &HistoryArgs, console: &mut Console) -> Result<Verdict> {
    let format = match args.format.as_str() {
        "text" => None,
        name => Some(named_format(name)?),
    };
    let revisions = Revisions::open(args)?;
    let since = revisions.since(args)?;
    let (recipe, description) = recipe(args, &revisions)?;
    console.note(&format!("{} by {description}\n", revisions.describe()));
    let timeline = timeline(&recipe, &revisions, console)?;
    console.findings(&timeline.diagnostics, &SourceMap::new());
    check_found(&timeline, &revisions)?;
    let scope = Scope { dataset: args.dataset.clone(), record: args.record.clone(), since };
    check_scope(&timeline, &scope)?;
    match (format, &args.out) {
        (format, Some(folder)) => write_files(&timeline, &scope, format, folder, console)?,
        (None, None) => console.out(write_text(&timeline, &scope, console.is_verbose()).as_bytes())?,
        (Some(format), None) => console.out(&format.to_bytes(&view(&timeline, &scope, args.view, format)?))?,
    }
    console.note(&summary(&timeline, &scope));
    Ok(Verdict::Clean)
}

fn named_format(name: &str) -> Result<&'static Format> {
    formats::named(name).map_err(|error| match did_you_mean(name, &["text"]) {
        Some(help) => Error::usage(error.headline()).with_help(help),
        None => error,
    })
}

/// The revisions of a page, oldest first.
struct Revisions {
    points: Vec<Point>,
    texts: Texts,
    /// Why older ones are not known.
    cut: Option<String>,
    /// The page as the user named it.
    path: PathBuf,
}

/// Where the texts of the revisions are.
enum Texts {
    /// In a repository: what the page holds at each revision.
    Git { repository: Box<Repository>, path: String, blobs: Vec<Option<Blob>> },
    /// In files.
    Files(Vec<DatedFile>),
}

impl Revisions {
    fn open(args: &HistoryArgs) -> Result<Self> {
        match args.paths.as_slice() {
            [path] if !path.is_dir() => Self::of_page(path, args.until.as_deref()),
            paths => Self::of_files(paths, args.until.as_deref()),
        }
    }

    fn of_page(path: &Path, until: Option<&str>) -> Result<Self> {
        let here = here()?;
        let repository = Repository::above(path, &here).map_err(|error| match path.exists() {
            true => error.with_help(
                "a history is that of a page in a git repository, or of a folder with dated revisions of it",
            ),
            false => error,
        })?;
        let inside = repository.path_of(path, &here)?;
        let date = until.filter(|until| is_date(until));
        let newest = repository.resolve(until.filter(|_| date.is_none()).unwrap_or("HEAD"))?;
        let PageHistory { mut revisions, cut } = repository.history(&newest, &inside)?;
        if let Some(date) = date {
            revisions.retain(|revision| is_until(&revision.date, date));
        }
        if revisions.is_empty() {
            return Err(none_until(until));
        }
        let blobs = revisions.iter().map(|revision| revision.blob).collect();
        let point = |revision: rowmill::source::git::PageRevision| Point {
            name: format!("{}:{inside}", &revision.id[..SHORT]),
            short: revision.id[..SHORT].to_owned(),
            revision: revision.id,
            date: Some(revision.date),
            author_date: Some(revision.author_date),
            author: Some(revision.author),
            subject: Some(revision.subject),
        };
        let cut = cut.map(|cut| match cut {
            Cut::Shallow => "this is a shallow clone; `git fetch --unshallow` brings the rest".to_owned(),
            Cut::Missing(reason) => reason,
        });
        let points = revisions.into_iter().map(point).collect();
        let texts = Texts::Git { repository: Box::new(repository), path: inside, blobs };
        Ok(Self { points, texts, cut, path: path.to_owned() })
    }

    fn of_files(paths: &[PathBuf], until: Option<&str>) -> Result<Self> {
        let mut files = series(paths)?;
        let names: Vec<String> = files.iter().map(|file| name(&file.path)).collect();
        let end = match until {
            None => files.len(),
            Some(date) if is_date(date) => {
                check_dates(&files)?;
                files.iter().take_while(|file| file.date.as_deref().is_some_and(|one| is_until(one, date))).count()
            }
            Some(revision) => position(revision, &names)? + 1,
        };
        files.truncate(end);
        if files.is_empty() {
            return Err(none_until(until));
        }
        let point = |file: &DatedFile| {
            let name = name(&file.path);
            Point {
                name: name.clone(),
                short: name.clone(),
                revision: name,
                date: file.date.clone(),
                ..Point::default()
            }
        };
        let path = paths[0].clone();
        Ok(Self { points: files.iter().map(point).collect(), texts: Texts::Files(files), cut: None, path })
    }

    /// The first revision whose changes are wanted, as an index.
    fn since(&self, args: &HistoryArgs) -> Result<usize> {
        let Some(since) = args.since.as_deref() else { return Ok(0) };
        if is_date(since) {
            if let Texts::Files(files) = &self.texts {
                check_dates(files)?;
            }
            let is_later = |point: &Point| point.date.as_deref().is_some_and(|date| date >= since);
            return Ok(self.points.iter().position(is_later).unwrap_or(self.points.len()));
        }
        match &self.texts {
            Texts::Files(files) => {
                let names: Vec<String> = files.iter().map(|file| name(&file.path)).collect();
                Ok(position(since, &names)? + 1)
            }
            Texts::Git { repository, path, .. } => {
                let revision = repository.resolve(since)?;
                // The page may have come later.
                let Ok(history) = repository.history(&revision, path) else { return Ok(0) };
                let last = history.revisions.last().map(|revision| revision.id.clone()).unwrap_or_default();
                let found = self.points.iter().position(|point| point.revision == last);
                found.map(|index| index + 1).ok_or_else(|| {
                    Error::usage(format!("`{since}` is not on the way to the newest revision of the page"))
                        .with_help("expected a revision that the newest one comes from, or a date")
                })
            }
        }
    }

    fn describe(&self) -> String {
        let day = |point: &Point| point.date.as_deref().map(|date| date[..date.len().min(10)].to_owned());
        let dates = match (self.points.first().and_then(day), self.points.last().and_then(day)) {
            (Some(first), Some(last)) if first == last => format!(", {first},"),
            (Some(first), Some(last)) => format!(", {first} to {last},"),
            _ => String::new(),
        };
        let what = match &self.texts {
            Texts::Git { .. } => "commits",
            Texts::Files(_) => "files",
        };
        let count = match self.points.len() {
            1 => format!("1 {}", what.trim_end_matches('s')),
            count => format!("{count} {what}"),
        };
        format!("history of `{}`: {count}{dates}", self.path.display())
    }

    /// What a revision holds.
    fn text(&self, index: usize) -> PageText {
        let read = match &self.texts {
            Texts::Git { repository, blobs, .. } => match blobs[index] {
                None => return PageText::Absent,
                Some(blob) => repository.read_blob(blob, &self.points[index].name),
            },
            Texts::Files(files) => rowmill::source::read_bytes(&files[index].path, "read the page"),
        };
        match read {
            Ok(bytes) => PageText::Bytes(bytes),
            Err(error) => PageText::Unreadable(in_one_line(&error)),
        }
    }

    fn files(&self) -> Vec<PathBuf> {
        match &self.texts {
            Texts::Git { .. } => vec![self.path.clone()],
            Texts::Files(files) => files.iter().map(|file| file.path.clone()).collect(),
        }
    }
}

fn here() -> Result<PathBuf> {
    std::env::current_dir().map_err(|cause| Error::io(".", "find the working directory", cause))
}

fn in_one_line(error: &Error) -> String {
    match error.help() {
        Some(help) => format!("{}; {help}", error.headline()),
        None => error.headline(),
    }
}

/// Whether a date is not after another one, which may be the start of one, such as a month.
fn is_until(date: &str, until: &str) -> bool {
    date.get(..until.len()).unwrap_or(date) <= until
}

fn none_until(until: Option<&str>) -> Error {
    Error::usage(format!("there is no revision of the page until `{}`", until.unwrap_or_default()))
        .with_help("the history starts later")
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn check_dates(files: &[DatedFile]) -> Result<()> {
    match files.iter().find(|file| file.date.is_none()) {
        None => Ok(()),
        Some(file) => Err(Error::usage(format!("there is no date in the name `{}`", name(&file.path)))
            .with_help("without dates, `--since` and `--until` take the name of a file")),
    }
}

/// The file that a user means by its name.
fn position(wanted: &str, names: &[String]) -> Result<usize> {
    let found = names.iter().position(|name| name == wanted || wanted.ends_with(&format!("/{name}")));
    found.ok_or_else(|| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        Error::usage(format!("`{wanted}` is neither a date nor one of the files"))
            .with_help(did_you_mean(wanted, &names).unwrap_or_else(|| "expected a date such as 2020-01-17".to_owned()))
    })
}

/// The recipe, and what to call it.
fn recipe(args: &HistoryArgs, revisions: &Revisions) -> Result<(HistoryRecipe, String)> {
    let chosen = match &args.recipe {
        Some(name) => Some(Chosen::new(Some(name))?),
        None => Chosen::nearest()?.filter(|chosen| {
            let sources: Vec<PathBuf> = chosen.recipe.sources.iter().map(|name| chosen.folder().join(name)).collect();
            revisions.files().iter().any(|file| sources.iter().any(|source| is_same_file(source, file)))
        }),
    };
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
        let PageText::Bytes(bytes) = revisions.text(index) else { continue };
        let mut sources = SourceMap::new();
        let found = sources.add_bytes(revisions.points[index].name.as_str(), bytes);
        match found.and_then(|page| inferred_recipe(&sources, page)) {
            Ok(recipe) => return Ok((recipe, index)),
            Err(error) if matches!(error.kind(), ErrorKind::Internal { .. }) => return Err(error),
            Err(error) => last = last.or(Some(error)),
        }
    }
    Err(last.unwrap_or_else(|| Error::usage(format!("no revision of `{}` can be read", revisions.path.display()))))
}

fn timeline(recipe: &HistoryRecipe, revisions: &Revisions, console: &mut Console) -> Result<Timeline> {
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
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    Err(Error::usage(format!("no revision has a record `{wanted}`"))
        .with_help(did_you_mean(wanted, &known).unwrap_or_else(|| "`--view records` lists them all".to_owned())))
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
    format: Option<&'static Format>,
    folder: &Path,
    console: &mut Console,
) -> Result<()> {
    let mut files = Files::new();
    match format {
        None => {
            files.insert("history.txt".to_owned(), write_text(timeline, scope, true).into_bytes());
        }
        Some(format) => {
            for dataset in [changes(timeline, scope), records(timeline, scope)] {
                files.insert(format.file_name(&dataset), format.to_bytes(&dataset));
            }
            for (_, dataset) in scope.datasets(timeline) {
                let dataset = versions(timeline, dataset, scope);
                files.insert(format!("versions/{}", format.file_name(&dataset)), format.to_bytes(&dataset));
            }
        }
    }
    let written = write_folder(folder, &files)?;
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
    let is_change = |event: &&rowmill::timeline::Event<'_>| event.kind != rowmill::timeline::EventKind::Started;
    let changes = events.iter().filter(is_change).count();
    let records: usize = scope.datasets(timeline).map(|(_, dataset)| scope.records(dataset).count()).sum();
    let cosmetic: usize = scope.datasets(timeline).map(|(_, dataset)| dataset.cosmetic).sum();
    let spelled = match cosmetic {
        0 => String::new(),
        count => format!("; {} only spelled or ordered otherwise", plural(count, "value")),
    };
    format!("{}, {}{spelled}\n", plural(records, "record"), plural(changes, "change"))
}
