//! The revisions of a page that `history` reads: the commits of a repository that changed it, or dated files.
//!
//! Where a recipe reads several pages, or the page includes others, the commits are those that changed any of them, and each page is read
//! as it is in the commit. Another origin of revisions is one more variant of [`Texts`].

use std::path::{Path, PathBuf};

use super::args::HistoryArgs;
use super::subject::is_same_place;
use rowmill::document::include_targets;
use rowmill::pipeline::{PageText, kin_of_newest, load, load_revision, page_names};
use rowmill::similarity::did_you_mean;
use rowmill::source::git::{Blob, Cut, PageHistory, PageRevision, Renamed, Repository};
use rowmill::source::{DatedFile, is_date, series};
use rowmill::timeline::Point;
use rowmill::{Error, Result, SourceMap};

/// So many digits name a commit to a person.
const SHORT: usize = 8;

/// The revisions of a page, oldest first.
pub(super) struct Revisions {
    pub(super) points: Vec<Point>,
    texts: Texts,
    /// Why older ones are not known.
    pub(super) cut: Option<String>,
    /// The revisions that gave a page another path, by their indexes.
    pub(super) renamed: Vec<(usize, Renamed)>,
    /// The files that are no revisions of the page.
    pub(super) others: Vec<String>,
    /// The page as the user named it.
    pub(super) path: PathBuf,
}

/// What a commit has of the pages.
struct Content {
    blobs: Vec<Option<Blob>>,
    /// Their paths in it.
    paths: Vec<String>,
}

/// Where the texts of the revisions are.
enum Texts {
    /// In a repository: the pages, behind them what the newest includes, and what each path holds at each revision.
    Git { repository: Box<Repository>, paths: Vec<String>, pages: usize, contents: Vec<Content> },
    /// In files.
    Files(Vec<DatedFile>),
}

impl Revisions {
    /// The revisions of a page, or of all `sources` of a recipe, if the page is one of several.
    pub(super) fn open(args: &HistoryArgs, sources: &[PathBuf]) -> Result<Self> {
        match args.paths.as_slice() {
            [path] if !path.is_dir() => Self::of_page(path, sources, args.until.as_deref()),
            paths => Self::of_files(paths, args.until.as_deref()),
        }
    }

    fn of_page(path: &Path, sources: &[PathBuf], until: Option<&str>) -> Result<Self> {
        let here = here()?;
        let repository = Repository::above(path, &here).map_err(|error| match path.exists() {
            true => error.with_help(
                "a history is that of a page in a git repository, or of a folder with dated revisions of it",
            ),
            false => error,
        })?;
        let mut paths = vec![repository.path_of(path, &here)?];
        if sources.len() > 1 {
            check_source(path, sources)?;
            paths = sources.iter().map(|source| repository.path_of(source, &here)).collect::<Result<_>>()?;
        }
        let pages = paths.len();
        let date = until.filter(|until| is_date(until));
        let newest = repository.resolve(until.filter(|_| date.is_none()).unwrap_or("HEAD"))?;
        for page in 0..pages {
            let mut sources = SourceMap::new();
            // What cannot be read is told when its turn comes.
            let _ = load_revision(&mut sources, &repository, &newest, &paths[page].clone());
            let start = format!("{}:", newest.name());
            let included = sources.files().skip(1).filter_map(|(_, file)| file.path().strip_prefix(&start));
            paths.extend(included.map(str::to_owned));
        }
        let PageHistory { mut revisions, cut } = repository.history(&newest, &paths)?;
        // What is included may be older than the page.
        let is_before = |revision: &&PageRevision| revision.blobs[..pages].iter().all(Option::is_none);
        revisions.drain(..revisions.iter().take_while(is_before).count());
        if let Some(date) = date {
            revisions.retain(|revision| is_until(&revision.date, date));
        }
        if revisions.is_empty() {
            return Err(none_until(until));
        }
        let renamed = |(index, revision): (usize, &PageRevision)| {
            revision.renamed.iter().map(|one| (index, one.clone())).collect::<Vec<_>>()
        };
        let renamed = revisions.iter().enumerate().flat_map(renamed).collect();
        let content =
            |revision: &PageRevision| Content { blobs: revision.blobs.clone(), paths: revision.paths.clone() };
        let contents = revisions.iter().map(content).collect();
        let point = |revision: PageRevision| Point {
            name: format!("{}:{}", &revision.id[..SHORT], revision.paths[..pages].join("`, `")),
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
        let texts = Texts::Git { repository: Box::new(repository), paths, pages, contents };
        Ok(Self { points, texts, cut, renamed, others: Vec::new(), path: path.to_owned() })
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
        let others = take_others(&mut files);
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
        let points = files.iter().map(point).collect();
        Ok(Self { points, texts: Texts::Files(files), cut: None, renamed: Vec::new(), others, path })
    }

    /// The first revision whose changes are wanted, as an index.
    pub(super) fn since(&self, args: &HistoryArgs) -> Result<usize> {
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
            Texts::Git { repository, contents, .. } => {
                let revision = repository.resolve(since)?;
                // The page may have come later.
                let mut paths: Vec<&Vec<String>> = contents.iter().rev().map(|content| &content.paths).collect();
                paths.dedup();
                let mut histories = paths.into_iter().filter_map(|paths| repository.history(&revision, paths).ok());
                let Some(history) = histories.next() else { return Ok(0) };
                let last = history.revisions.last().map(|revision| revision.id.clone()).unwrap_or_default();
                let found = self.points.iter().position(|point| point.revision == last);
                found.map(|index| index + 1).ok_or_else(|| {
                    Error::usage(format!("`{since}` is not on the way to the newest revision of the page"))
                        .with_help("expected a revision that the newest one comes from, or a date")
                })
            }
        }
    }

    pub(super) fn describe(&self) -> String {
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
        let path = match &self.texts {
            Texts::Git { paths, pages: 2.., .. } => self.pages_of(paths),
            _ => self.path.display().to_string(),
        };
        format!("history of `{path}`: {count}{dates}")
    }

    fn pages_of(&self, paths: &[String]) -> String {
        let Texts::Git { pages, .. } = &self.texts else { return String::new() };
        paths[..*pages].join("`, `")
    }

    /// What a revision holds.
    pub(super) fn text(&self, index: usize) -> PageText {
        let read = match &self.texts {
            Texts::Git { repository, pages: 1, contents, .. } => match contents[index].blobs[0] {
                None => return PageText::Absent,
                Some(blob) => match repository.read_blob(blob, &self.points[index].name) {
                    Ok(bytes) if includes(&bytes) => self.pages_at(repository, &contents[index].paths[..1], index),
                    read => read.map(PageText::Bytes),
                },
            },
            Texts::Git { repository, pages, contents, .. } => {
                let content = &contents[index];
                let there = (0..*pages).filter(|&page| content.blobs[page].is_some());
                let there: Vec<String> = there.map(|page| content.paths[page].clone()).collect();
                match there.is_empty() {
                    true => return PageText::Absent,
                    false => self.pages_at(repository, &there, index),
                }
            }
            Texts::Files(files) => match rowmill::source::read_bytes(&files[index].path, "read the page") {
                Ok(bytes) if includes(&bytes) => {
                    let mut sources = SourceMap::new();
                    load(&mut sources, &files[index].path).map(|page| PageText::Pages(sources, vec![page]))
                }
                read => read.map(PageText::Bytes),
            },
        };
        read.unwrap_or_else(|error| PageText::Unreadable(in_one_line(&error)))
    }

    /// Pages of a commit, with what they include in it.
    fn pages_at(&self, repository: &Repository, paths: &[String], index: usize) -> Result<PageText> {
        let point = &self.points[index];
        let revision = repository.resolve(&point.revision)?.called(&point.short);
        let mut sources = SourceMap::new();
        let mut pages = Vec::new();
        for path in paths {
            pages.push(load_revision(&mut sources, repository, &revision, path)?);
        }
        Ok(PageText::Pages(sources, pages))
    }
}

/// Takes the files out that are no revisions of the newest one's page, and returns their names.
fn take_others(files: &mut Vec<DatedFile>) -> Vec<String> {
    let names = |file: &DatedFile| {
        let mut sources = SourceMap::new();
        // What cannot be read is told when its turn comes.
        load(&mut sources, &file.path).map(|page| page_names(&sources, page)).unwrap_or_default()
    };
    let is_kin = kin_of_newest(&files.iter().map(names).collect::<Vec<_>>());
    let others = files.iter().zip(&is_kin).filter(|(_, is_kin)| !**is_kin).map(|(file, _)| name(&file.path)).collect();
    let mut is_kin = is_kin.into_iter();
    files.retain(|_| is_kin.next().unwrap_or(true));
    others
}

/// Whether a page brings in others.
fn includes(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !include_targets(text).is_empty())
}

/// Refuses a page that a recipe of several does not read.
fn check_source(path: &Path, sources: &[PathBuf]) -> Result<()> {
    if sources.iter().any(|source| is_same_place(source, path)) {
        return Ok(());
    }
    let names: Vec<String> = sources.iter().map(|source| source.display().to_string()).collect();
    Err(Error::usage(format!("the recipe reads {} pages, and `{}` is none of them", names.len(), path.display()))
        .with_help(format!("name one of `{}`; all of them are followed", names.join("`, `"))))
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
