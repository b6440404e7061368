//! `rowmill diff OLD NEW`: what changed in the facts between two revisions.
//!
//! It gets two [`Side`]s and does not ask where they are from.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::Verdict;
use super::args::DiffArgs;
use super::choose::Chosen;
use super::console::Console;
use super::side::{Shape, Side, SideData, SidePage};
use super::subject::{is_same_file, is_same_place};
use super::summary::plural;
use rowmill::diff::{Count, DatasetDiff, Diff, SchemaChange};
use rowmill::emit::{FORMATS, Format, read_data};
use rowmill::guard::guard;
use rowmill::pipeline::{
    ComparedRecipe, LocatedDataset, Revision, compare_datasets, compare_pages, compare_with_recipe, page_datasets,
    run_guided,
};
use rowmill::recipe::Origin;
use rowmill::repair::Guidance;
use rowmill::report::{DIFF_FORMATS, DiffFormat, DiffView, diff_records};
use rowmill::similarity::did_you_mean;
use rowmill::source::git::{Renamed, RevisionPath, names_revision, range_sides, revision_path, revision_side};
use rowmill::{Error, ErrorKind, Recipe, Result, Severity, SourceId, SourceMap};

pub(super) fn run(args: &DiffArgs, console: &mut Console) -> Result<Verdict> {
    let output = Output::named(&args.format)?;
    let [mut old, mut new] = match &args.git {
        Some(range) => sides_of_range(range, &args.paths, console)?,
        None => sides_of_paths(&args.paths, console)?,
    };
    let mut errors: Vec<Error> = old.errors.drain(..).chain(new.errors.drain(..)).collect();
    errors.dedup_by_key(|error| error.headline());
    check_shapes(&old, &new)?;
    let mut comparer = Comparer { recipe: ChosenFor::find(args, [&old, &new])?, key: &args.key, failed: Vec::new() };
    let diff = Diff::new(comparer.compare(&old, &new, console)?.datasets);
    errors.extend(comparer.failed);
    if diff.datasets.is_empty() && !errors.is_empty() {
        return console.failures(errors);
    }
    check_common(&diff, [&old, &new], console)?;
    let view = DiffView {
        diff: &diff,
        sources: [&old.sources, &new.sources],
        labels: [&old.label, &new.label],
        shows_cosmetic: args.cosmetic,
        appearance: console.out_appearance(),
    };
    console.out(&output.bytes(&view))?;
    let counts = diff.counts();
    let found = args.fail_on.iter().any(|&kind| counts.of(kind) > 0);
    match console.failures(errors)? {
        Verdict::Clean if found => Ok(Verdict::Found),
        verdict => Ok(verdict),
    }
}

/// The sides that two arguments name.
fn sides_of_paths(paths: &[PathBuf], console: &mut Console) -> Result<[Side; 2]> {
    let [old, new] = paths else {
        return Err(Error::usage(format!(
            "a diff has two sides, OLD and NEW, and here is {}",
            plural(paths.len(), "path")
        ))
        .with_help("`--git REV1..REV2 -- PATH…` compares any number of paths in two revisions"));
    };
    let sides = [side_of_path(old, console)?, side_of_path(new, console)?];
    if old == new || is_same_file(old, new) {
        console.note(&format!("`{}` and `{}` are the same\n", sides[0].label, sides[1].label));
    }
    sides.iter().try_for_each(Side::check_filled)?;
    Ok(sides)
}

/// A path on disk, or, where there is none of that name, `REV:path`.
fn side_of_path(path: &Path, console: &mut Console) -> Result<Side> {
    let Some(argument) = path.to_str() else { return Side::from_disk(path) };
    if let Some(found) = revision_side(argument, &here()?, &Side::is_wanted)? {
        return Side::from_revision(argument.to_owned(), found);
    }
    if let (true, Some(RevisionPath { revision, path: inside })) = (names_revision(argument), revision_path(argument)) {
        console.note(&format!(
            "`{argument}` is a file here, which is taken; `{revision}~0:{inside}` means the revision `{revision}`\n"
        ));
    }
    Side::from_disk(path)
}

/// The two ends of a range of revisions.
fn sides_of_range(range: &str, paths: &[PathBuf], console: &mut Console) -> Result<[Side; 2]> {
    let sides = range_sides(range, paths, &here()?, &Side::is_wanted)?;
    for Renamed { from, to } in &sides[1].renamed {
        console.note(&format!("`{from}` has been renamed to `{to}`, and is compared with it\n"));
    }
    let is_renamed = !sides[1].renamed.is_empty();
    let [old, new] = sides.map(|found| {
        let label = match paths {
            [_] if is_renamed && !found.is_folder => match found.files.first() {
                Some(Ok(file)) => format!("{}:{}", found.revision.name(), file.inside),
                _ => found.revision.name().to_owned(),
            },
            [path] => format!("{}:{}", found.revision.name(), path.display()),
            _ => found.revision.name().to_owned(),
        };
        Side::from_revision(label, found)
    });
    let sides = [old?, new?];
    // One of the two may have nothing.
    if sides[0].check_filled().is_err() {
        sides[1].check_filled()?;
    }
    Ok(sides)
}

fn here() -> Result<PathBuf> {
    std::env::current_dir().map_err(|cause| Error::io(".", "find the working directory", cause))
}

/// How the diff is written: in a format of its own, or as a dataset.
enum Output {
    Own(&'static DiffFormat),
    Data(&'static Format),
}

impl Output {
    fn named(name: &str) -> Result<Self> {
        let own = DiffFormat::named(name).map(Output::Own);
        own.or_else(|| Format::named(name).map(Output::Data)).ok_or_else(|| {
            let own = DIFF_FORMATS.iter().map(|format| format.name);
            let data = FORMATS.iter().map(|format| format.name).filter(|name| DiffFormat::named(name).is_none());
            let known: Vec<&str> = own.chain(data).collect();
            let help = did_you_mean(name, &known).unwrap_or_default();
            Error::usage(format!("there is no format `{name}`")).with_help(help)
        })
    }

    fn bytes(&self, view: &DiffView<'_>) -> Vec<u8> {
        match self {
            Output::Own(format) => {
                let mut bytes = Vec::new();
                (format.write)(view, &mut bytes).expect("memory takes every byte");
                bytes
            }
            Output::Data(format) => format.to_bytes(&diff_records(view)),
        }
    }
}

/// A folder has no counterpart in a file.
fn check_shapes(old: &Side, new: &Side) -> Result<()> {
    match (old.shape, new.shape) {
        // A revision may have nothing at all of what another one has.
        _ if old.is_empty() || new.is_empty() => Ok(()),
        (a, b) if (a == Shape::Folder) != (b == Shape::Folder) => {
            Err(Error::usage(format!("`{}` is {}, and `{}` is {}", old.label, a.phrase(), new.label, b.phrase()))
                .with_help("compare two folders, or two files"))
        }
        (Shape::Folder, Shape::Folder) if old.pages.is_empty() != new.pages.is_empty() => {
            let (pages, data) = if old.pages.is_empty() { (new, old) } else { (old, new) };
            Err(Error::usage(format!("`{}` holds pages, and `{}` holds data", pages.label, data.label))
                .with_help("compare two folders of pages, or two folders of data"))
        }
        _ => Ok(()),
    }
}

/// Says when the sides have nothing in common, and refuses when neither has anything.
fn check_common(diff: &Diff, sides: [&Side; 2], console: &mut Console) -> Result<()> {
    let lacks = |side: &Side| match side.is_empty() {
        true => format!("there is no `{}`\n", side.label),
        false => format!("`{}` has no table\n", side.label),
    };
    let [old, new] = sides.map(|side| side.label.as_str());
    let has = |change: &SchemaChange| diff.datasets.iter().any(|dataset| dataset.schema.contains(change));
    if diff.datasets.is_empty() {
        return Err(Error::usage(format!("neither `{old}` nor `{new}` has a table, or a list of data"))
            .with_help("`rowmill ls` shows what there is; other lists are compared where a recipe takes them"));
    }
    if diff.datasets.iter().all(is_lone) {
        console.note(&match (has(&SchemaChange::TableRemoved), has(&SchemaChange::TableAdded)) {
            (true, true) => format!("no table of `{old}` is in `{new}`\n"),
            (true, false) => lacks(sides[1]),
            _ => lacks(sides[0]),
        });
    }
    Ok(())
}

/// A recipe with what guides its repairs, for the pages that are among its sources.
struct ChosenFor {
    recipe: Recipe,
    guidance: Guidance,
    description: String,
    /// Whether the user named it.
    is_named: bool,
}

impl ChosenFor {
    /// The recipe that the user names, else the nearest one that has a page of either side among its sources.
    fn find(args: &DiffArgs, sides: [&Side; 2]) -> Result<Option<Self>> {
        if let Some(recipe) = &args.recipe {
            return Self::new(Chosen::new(Some(recipe))?).map(Some);
        }
        let Some(chosen) = Chosen::nearest()? else { return Ok(None) };
        let own: Vec<_> = chosen.recipe.sources.iter().map(|name| chosen.folder().join(name)).collect();
        let is_own =
            |page: &SidePage| page.path.as_ref().is_some_and(|path| own.iter().any(|own| is_same_place(own, path)));
        let has_own = sides.iter().any(|side| side.pages.iter().any(is_own));
        if has_own { Self::new(chosen).map(Some) } else { Ok(None) }
    }

    fn new(mut chosen: Chosen) -> Result<Self> {
        let guidance = Guidance { decisions: chosen.decide()?, ..Guidance::default() };
        let description = chosen.description();
        Ok(Self { recipe: chosen.recipe, guidance, description, is_named: chosen.is_named })
    }

    /// The pages of a side that the recipe reads, in its order.
    fn pages(&self, side: &Side) -> Result<Vec<SourceId>> {
        let names = &self.recipe.sources;
        if side.shape != Shape::Folder {
            return match names.len() {
                0 | 1 => Ok(side.pages.iter().map(|page| page.id).collect()),
                several => Err(Error::usage(format!(
                    "{} has {several} sources, and `{}` is one page",
                    self.description, side.label
                ))
                .with_help(format!("compare two folders with the pages `{}`", names.join("`, `")))),
            };
        }
        let page = |name: &String| {
            side.page(name).map(|page| page.id).ok_or_else(|| {
                let there: Vec<&str> = side.pages.iter().map(|page| page.relative.as_str()).collect();
                let message = format!("`{}` has no page `{name}`, which {} reads", side.label, self.description);
                Error::usage(message).with_help(did_you_mean(name, &there).unwrap_or_default())
            })
        };
        match names.is_empty() {
            true => Ok(side.pages.iter().map(|page| page.id).collect()),
            false => names.iter().map(page).collect(),
        }
    }

    /// The primary key of a dataset.
    fn key(&self, dataset: &str) -> Vec<String> {
        self.recipe.dataset(dataset).map(|dataset| dataset.schema.primary_key.clone()).unwrap_or_default()
    }

    fn is_derived(&self, dataset: &str) -> bool {
        let found = self.recipe.dataset(dataset);
        found.is_some_and(|dataset| matches!(dataset.origin, Origin::Unnest { .. }))
    }
}

struct Comparer<'a> {
    recipe: Option<ChosenFor>,
    key: &'a [String],
    /// Why pages of folders could not be compared; the others are.
    failed: Vec<Error>,
}

impl Comparer<'_> {
    fn compare(&mut self, old: &Side, new: &Side, console: &mut Console) -> Result<Diff> {
        // A side without anything is compared with whatever the other one has.
        let is_of_pages = |side: &Side, other: &Side| {
            !side.pages.is_empty() || side.is_empty() && !other.is_empty() && other.data.is_empty()
        };
        match (is_of_pages(old, new), is_of_pages(new, old)) {
            (true, true) => self.by_pages(old, new, console),
            _ => Ok(Diff { datasets: self.data(old, new, console)? }),
        }
    }

    /// By the recipe, and what it does not read page by page.
    fn by_pages(&mut self, old: &Side, new: &Side, console: &mut Console) -> Result<Diff> {
        let found = match &self.recipe {
            Some(chosen) => {
                self.by_recipe(chosen, old, new, console)?.map(|diff| (diff, chosen.recipe.sources.clone()))
            }
            None => None,
        };
        let is_read = found.is_some();
        let (mut diff, done) = found.unwrap_or_default();
        if !is_read || old.shape == Shape::Folder {
            self.pages(old, new, &done, &mut diff, console)?;
        }
        Ok(diff)
    }

    /// What a recipe tells. `None` where nobody named it and it does not fit both sides: what the tables say is better then.
    fn by_recipe(&self, chosen: &ChosenFor, old: &Side, new: &Side, console: &mut Console) -> Result<Option<Diff>> {
        let revisions =
            [old, new].map(|side| chosen.pages(side).map(|pages| Revision { sources: &side.sources, pages }));
        let [before, after] = revisions;
        let (before, after) = (before?, after?);
        let compared = compare_with_recipe(&chosen.recipe, &before, &after, &chosen.guidance, self.key);
        if let Some(reason) = misfit(&compared).filter(|_| !chosen.is_named) {
            console.note(&format!(
                "comparing by what the tables say: {} does not fit both sides: {reason}\n",
                chosen.description
            ));
            return Ok(None);
        }
        let compared = compared?;
        console.note(&format!("comparing by {}\n", chosen.description));
        for (side, outcome) in [old, new].iter().zip(&compared.outcomes) {
            let errors = outcome.diagnostics.iter().filter(|finding| finding.severity == Severity::Error).count();
            if errors > 0 {
                console.note(&format!(
                    "`{}` has {} in its data, which a build shows\n",
                    side.label,
                    plural(errors, "error")
                ));
            }
        }
        if !compared.derived.is_empty() {
            console.note(&format!(
                "`{}`: made of other datasets, where its changes are told\n",
                compared.derived.join("`, `")
            ));
        }
        Ok(Some(compared.diff))
    }

    /// Compares the tables of the pages of one path, but for those that are compared already.
    fn pages(&mut self, old: &Side, new: &Side, done: &[String], diff: &mut Diff, console: &mut Console) -> Result<()> {
        let nothing = Nothing::new();
        if let ([before], [after], Shape::Page) = (old.pages.as_slice(), new.pages.as_slice(), new.shape) {
            diff.datasets.extend(compare_pages((&old.sources, before.id), (&new.sources, after.id), self.key)?);
            return Ok(());
        }
        let is_done = |path: &str| done.iter().any(|name| path == name || path.ends_with(&format!("/{name}")));
        let paths = [old, new].into_iter().flat_map(|side| side.pages.iter().map(|page| page.relative.as_str()));
        let is_included = |path: &str| {
            let mut found = [old, new].into_iter().filter_map(|side| side.included(path)).peekable();
            found.peek().is_some() && found.all(|is_included| is_included)
        };
        let is_unread = |path: &&str| [old, new].iter().any(|side| side.unread.iter().any(|unread| unread == path));
        let paths: BTreeSet<&str> =
            paths.filter(|path| !is_done(path) && !is_included(path) && !is_unread(path)).collect();
        let mut has_key = self.key.is_empty();
        let mut refused = None;
        for path in paths {
            let page = |side: &Side| side.pages.iter().find(|page| page.relative == path).map(|page| page.id);
            let (before, after) = (page(old), page(new));
            for (id, side) in [(before, new), (after, old)] {
                if id.is_some() && page(side).is_none() && !side.is_empty() {
                    let other = if std::ptr::eq(side, new) { old } else { new };
                    console.note(&format!("only `{}` has the page `{path}`\n", other.label));
                }
            }
            let before = before.map_or((&nothing.sources, nothing.page), |id| (&old.sources, id));
            let after = after.map_or((&nothing.sources, nothing.page), |id| (&new.sources, id));
            let found = match guard(path, || compare_pages(before, after, self.key)).flatten() {
                Ok(found) => {
                    has_key |= !found.is_empty();
                    found
                }
                Err(error) if error.code().is_some() => {
                    self.failed.push(error);
                    continue;
                }
                // Another page may have the key's fields.
                Err(error) => {
                    refused = Some(error);
                    compare_pages(before, after, &[])?
                }
            };
            let found = found.into_iter().map(|dataset| DatasetDiff { page: Some(path.to_owned()), ..dataset });
            diff.datasets.extend(found);
        }
        match refused {
            Some(error) if !has_key => Err(error),
            _ => Ok(()),
        }
    }

    fn data(&self, old: &Side, new: &Side, console: &mut Console) -> Result<Vec<DatasetDiff>> {
        let (mut before, mut after) = (self.located(old)?, self.located(new)?);
        before.retain(|one| !new.has_unread_data(one.dataset.name()));
        after.retain(|one| !old.has_unread_data(one.dataset.name()));
        if old.shape == Shape::Folder {
            for (here, there) in [(old, new), (new, old)] {
                let lone = here.data.iter().filter(|data| !there.data.iter().any(|other| other.stem == data.stem));
                lone.for_each(|data| console.note(&format!("only `{}` has the data `{}`\n", here.label, data.stem)));
            }
        }
        let key = |name: &str| self.recipe.as_ref().map(|chosen| chosen.key(name)).unwrap_or_default();
        let found = compare_datasets(&before, &after, &key, self.key)?;
        let page = match (old.shape, new.shape) {
            (Shape::Page, Shape::Data) => old,
            (Shape::Data, Shape::Page) => new,
            _ => return Ok(found),
        };
        Ok(common_with_file(found, page, if std::ptr::eq(page, old) { new } else { old }, console))
    }

    /// The datasets of a side, whatever they are read from.
    fn located(&self, side: &Side) -> Result<Vec<LocatedDataset>> {
        let mut datasets = Vec::new();
        match &self.recipe {
            Some(chosen) if !side.pages.is_empty() => {
                let outcome = run_guided(&chosen.recipe, &side.sources, &chosen.pages(side)?, &chosen.guidance)?;
                let located = |dataset| LocatedDataset { dataset, headings: Vec::new(), is_typed: true };
                datasets.extend(outcome.datasets.into_iter().map(located));
            }
            _ => {
                for page in &side.pages {
                    datasets.extend(page_datasets(&side.sources, page.id)?);
                }
            }
        }
        for data in &side.data {
            datasets.extend(read_tables(data)?);
        }
        if let Some(chosen) = &self.recipe {
            datasets.retain(|one| !chosen.is_derived(one.dataset.name()));
        }
        Ok(datasets)
    }
}

/// Why a recipe does not fit a side: it has no such table, or none with such a column.
fn misfit(compared: &Result<ComparedRecipe>) -> Option<String> {
    match compared {
        Err(error) => matches!(error.kind(), ErrorKind::NothingMatched { .. }).then(|| error.headline()),
        Ok(compared) => {
            let findings = compared.outcomes.iter().flat_map(|outcome| &outcome.diagnostics);
            let mut missing = findings.filter(|one| one.code == "missing-column" && one.severity == Severity::Error);
            missing.next().map(|finding| finding.message.clone())
        }
    }
}

/// What a page and a file of data have in common, if that is anything: a file holds one dataset of several, and says nothing of the others.
fn common_with_file(found: Vec<DatasetDiff>, page: &Side, file: &Side, console: &mut Console) -> Vec<DatasetDiff> {
    if found.iter().all(is_lone) {
        return found;
    }
    let (lone, common): (Vec<DatasetDiff>, Vec<DatasetDiff>) = found.into_iter().partition(is_lone);
    if !lone.is_empty() {
        let names: Vec<&str> = lone.iter().map(|dataset| dataset.name.as_str()).collect();
        console.note(&format!(
            "not compared, since only one of `{}` and `{}` has it: `{}`\n",
            page.label,
            file.label,
            names.join("`, `")
        ));
    }
    common
}

/// Whether only one side has a dataset.
fn is_lone(dataset: &DatasetDiff) -> bool {
    dataset.schema.contains(&SchemaChange::TableAdded) || dataset.schema.contains(&SchemaChange::TableRemoved)
}

fn read_tables(data: &SideData) -> Result<Vec<LocatedDataset>> {
    let tables = read_data(&data.path, &data.stem, &data.extension, &data.text)?;
    let located = |table: rowmill::emit::DataTable| LocatedDataset {
        dataset: table.dataset,
        headings: table.headings,
        is_typed: table.is_typed,
    };
    Ok(tables.into_iter().map(located).collect())
}

/// A page without a table, to stand for one that a side does not have.
struct Nothing {
    sources: SourceMap,
    page: SourceId,
}

impl Nothing {
    fn new() -> Self {
        let mut sources = SourceMap::new();
        let page = sources.add("", "");
        Self { sources, page }
    }
}
