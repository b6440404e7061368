//! What a command about repairs is about: pages, the recipe that reads them, what guides the repairs, and what came of it.

use std::path::{Path, PathBuf};

use super::choose::Chosen;
use super::console::Console;
use super::gather::Input;
use super::summary::typed;
use rowmill::emit::{FileWrite, read_columns};
use rowmill::pipeline::{load, page_columns, repair_page, run_guided};
use rowmill::recipe::{DECISIONS_FILE, Decisions};
use rowmill::repair::{Guidance, OutsideColumn, Repair};
use rowmill::source::{read_own_text, read_text};
use rowmill::{Outcome, Recipe, Result, SourceId, SourceMap};

/// Pages with their repairs.
pub(super) struct Subject {
    pub(super) sources: SourceMap,
    pub(super) pages: Vec<SourceId>,
    pub(super) recipe: Recipe,
    pub(super) guidance: Guidance,
    pub(super) outcome: Outcome,
    /// The folder of its decisions.
    pub(super) folder: PathBuf,
    /// The file name of a page without a recipe.
    pub(super) page_name: Option<String>,
    /// What a command about one of its repairs must name, with a blank before it.
    pub(super) address: String,
    /// The pages that the user named; the others are read along with them.
    named: Vec<SourceId>,
}

impl Subject {
    /// A page by itself, by an inferred recipe.
    pub(super) fn of_page(input: &Input, outside: &[OutsideColumn]) -> Result<Self> {
        let mut sources = SourceMap::new();
        let (page, folder) = match input {
            Input::File(path) => (load(&mut sources, path)?, path.parent().map_or_else(PathBuf::new, Path::to_owned)),
            Input::Stdin => (sources.read_stream("-", std::io::stdin().lock())?, PathBuf::new()),
        };
        let page_name = match input {
            Input::File(path) => path.file_name().map(|name| name.to_string_lossy().into_owned()),
            Input::Stdin => None,
        };
        let decisions = read_decisions(&folder)?.on_page(page_name.as_deref().unwrap_or_default());
        let guidance = Guidance { decisions, outside: outside.to_vec() };
        let proposed = repair_page(&sources, page, &guidance)?;
        let (recipe, outcome) = (proposed.recipe, proposed.outcome);
        let named = sources.files().map(|(id, _)| id).collect();
        let address = match input {
            Input::File(path) => format!(" --source {}", typed(&path.display().to_string())),
            Input::Stdin => String::new(),
        };
        Ok(Self { sources, pages: vec![page], recipe, guidance, outcome, folder, page_name, address, named })
    }

    /// The pages of a recipe: the given ones, or its own. Only the repairs of the `named` ones count, if any are.
    pub(super) fn of_recipe(
        mut chosen: Chosen,
        given: &[PathBuf],
        named: &[PathBuf],
        outside: &[OutsideColumn],
    ) -> Result<Self> {
        let folder = chosen.folder();
        let guidance = Guidance { decisions: chosen.decide()?, outside: outside.to_vec() };
        let mut sources = SourceMap::new();
        let pages = chosen.read_pages(given, &mut sources)?;
        let outcome = run_guided(&chosen.recipe, &sources, &pages, &guidance)?;
        let is_named = |path: &str| named.is_empty() || named.iter().any(|named| is_same_file(named, Path::new(path)));
        let named = sources.files().filter(|(_, file)| is_named(file.path())).map(|(id, _)| id).collect();
        let address = chosen.address();
        Ok(Self { sources, pages, recipe: chosen.recipe, guidance, outcome, folder, page_name: None, address, named })
    }

    /// The repairs in the pages that the user named.
    pub(super) fn repairs(&self) -> impl Iterator<Item = &Repair> {
        self.outcome.repairs.iter().filter(|repair| self.is_named(repair.span.source))
    }

    /// Whether the user named a page, or it is included by one.
    pub(super) fn is_named(&self, page: SourceId) -> bool {
        self.named.contains(&page)
    }
}

/// Whether two paths lead to one file.
pub(super) fn is_same_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// Whether two paths name one file, which need not be there any more.
pub(super) fn is_same_place(a: &Path, b: &Path) -> bool {
    let real = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some((folder.canonicalize().ok()?, path.file_name()?.to_owned()))
    };
    is_same_file(a, b) || matches!((real(a), real(b)), (Some(a), Some(b)) if a == b)
}

/// What was decided beside a recipe, or beside a page without one.
pub(super) fn read_decisions(folder: &Path) -> Result<Decisions> {
    KeptDecisions::read(folder).map(|kept| kept.decisions)
}

/// Whether anything stands at a path, be it a link that leads nowhere.
pub(super) fn stands(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// The decisions file of a folder.
pub(super) struct KeptDecisions {
    pub(super) decisions: Decisions,
    path: PathBuf,
    /// What stood there when it was read.
    pub(super) text: Option<String>,
}

impl KeptDecisions {
    /// # Errors
    ///
    /// When there is a file that cannot be read.
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(DECISIONS_FILE);
        let text = stands(&path).then(|| read_own_text(&path, "read the decisions")).transpose()?;
        let decisions = match &text {
            Some(text) => Decisions::parse(&path.display().to_string(), text)?,
            None => Decisions::default(),
        };
        Ok(Self { decisions, path, text })
    }

    /// Writes what was decided into the file, and tells its path.
    ///
    /// # Errors
    ///
    /// When it cannot be changed without a loss of what else stands there, or replaced, or somebody has decided something else meanwhile.
    pub(super) fn write(self, console: &Console) -> Result<PathBuf> {
        let text = match &self.text {
            Some(text) => self.decisions.amend(&self.path.display().to_string(), text)?,
            None => self.decisions.to_yaml(),
        };
        let file = FileWrite::new(&self.path, text).over(self.text);
        console.writer().file(file)?;
        Ok(self.path)
    }
}

/// The columns of names of documents that are evidence only.
pub(super) fn outside(paths: &[PathBuf]) -> Result<Vec<OutsideColumn>> {
    let mut columns = Vec::new();
    for path in paths {
        columns.extend(columns_of(path)?);
    }
    Ok(columns)
}

fn columns_of(path: &Path) -> Result<Vec<OutsideColumn>> {
    let is_data = path.extension().is_some_and(|extension| extension == "csv" || extension == "json");
    if !is_data {
        let mut sources = SourceMap::new();
        let page = load(&mut sources, path)?;
        return page_columns(&sources, page);
    }
    let text = read_text(path, "read")?;
    let name = path.display().to_string();
    let columns = read_columns(&name, &text)?;
    Ok(columns.into_iter().map(|(header, texts)| OutsideColumn::new(&name, &header, texts)).collect())
}
