//! Which recipe and which pages the user means.

use std::path::{Component, Path, PathBuf};

use super::subject::{KeptDecisions, is_same_file};
use super::summary::{plural, typed};
use rowmill::pipeline::load;
use rowmill::recipe::{BUILTINS, Builtin, DECISIONS_FILE, Decisions};
use rowmill::similarity::did_you_mean;
use rowmill::source::read_text;
use rowmill::{Error, Recipe, Result, SourceId, SourceMap, parse_recipe};

/// The file name of a recipe in a folder.
pub(super) const RECIPE_FILE: &str = "rowmill.yaml";

/// The built-in recipe when the user names none and has none.
const DEFAULT: &str = "expressroute";

/// A recipe and where it is from.
pub(super) struct Chosen {
    pub(super) recipe: Recipe,
    origin: Origin,
    /// Whether the user named it.
    pub(super) is_named: bool,
}

enum Origin {
    Builtin(&'static Builtin),
    File(PathBuf),
}

impl Chosen {
    /// The recipe that an argument names; without one, the nearest recipe file upwards, else the default one.
    ///
    /// # Errors
    ///
    /// When there is no such recipe, or it cannot be read.
    pub(super) fn new(argument: Option<&str>) -> Result<Self> {
        match argument {
            Some(argument) => Self::named(argument),
            None => match Self::nearest()? {
                Some(chosen) => Ok(chosen),
                None => Self::builtin(Builtin::named(DEFAULT).expect("the default recipe is built in"), false),
            },
        }
    }

    /// What a command must say to mean this recipe, with a blank before it; nothing where it is the one that is taken by itself.
    pub(super) fn address(&self) -> String {
        match &self.origin {
            _ if !self.is_named => String::new(),
            Origin::Builtin(builtin) => format!(" --recipe {}", builtin.name),
            Origin::File(path) if nearest_recipe_file().is_some_and(|near| is_same_file(&near, path)) => String::new(),
            Origin::File(path) => format!(" --recipe {}", typed(&path.display().to_string())),
        }
    }

    /// The nearest recipe file upwards, if there is one.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub(super) fn nearest() -> Result<Option<Self>> {
        nearest_recipe_file().map(|path| Self::file(path, false)).transpose()
    }

    /// Reads what was decided beside the recipe, and adds the decided aliases to it.
    ///
    /// # Errors
    ///
    /// When the decisions cannot be read, or do not fit the recipe.
    pub(super) fn decide(&mut self) -> Result<Decisions> {
        let folder = self.folder();
        let KeptDecisions { decisions, text, .. } = KeptDecisions::read(&folder)?;
        let path = folder.join(DECISIONS_FILE).display().to_string();
        self.recipe.add_aliases(&path, text.as_deref().unwrap_or_default(), &decisions.aliases)?;
        Ok(decisions)
    }

    fn named(argument: &str) -> Result<Self> {
        let path = Path::new(argument);
        if path.is_dir() && path.join(RECIPE_FILE).is_file() {
            return Self::file(path.join(RECIPE_FILE), true);
        }
        if let (Some(builtin), false) = (Builtin::named(argument), path.is_file()) {
            return Self::builtin(builtin, true);
        }
        if path.is_dir() {
            return Err(Error::usage(format!("the folder `{argument}` holds no `{RECIPE_FILE}`"))
                .with_help("name the recipe file itself if it has another name"));
        }
        let looks_like_path = path.extension().is_some() || path.components().count() > 1;
        if path.exists() || looks_like_path {
            return Self::file(path.to_owned(), true);
        }
        let names: Vec<&str> = BUILTINS.iter().map(|builtin| builtin.name).collect();
        let help = did_you_mean(argument, &names).unwrap_or_default();
        Err(Error::usage(format!(
            "`{argument}` is no recipe file, no folder with a `{RECIPE_FILE}`, and no built-in recipe"
        ))
        .with_help(help))
    }

    fn builtin(builtin: &'static Builtin, is_named: bool) -> Result<Self> {
        let recipe = parse_recipe(builtin.path, builtin.recipe)?;
        Ok(Self { recipe, origin: Origin::Builtin(builtin), is_named })
    }

    fn file(path: PathBuf, is_named: bool) -> Result<Self> {
        let text = read_text(&path, "read the recipe")?;
        let recipe = parse_recipe(&path.display().to_string(), &text)?;
        Ok(Self { recipe, origin: Origin::File(path), is_named })
    }

    /// Whether it is a file of the user's, not a built-in one.
    pub(super) fn is_file(&self) -> bool {
        matches!(self.origin, Origin::File(_))
    }

    /// The recipe file, if it is one.
    pub(super) fn file_path(&self) -> Option<&Path> {
        match &self.origin {
            Origin::Builtin(_) => None,
            Origin::File(path) => Some(path),
        }
    }

    /// Whether a file is one of its own pages.
    pub(super) fn reads(&self, path: &Path) -> bool {
        let folder = self.folder();
        self.recipe.sources.iter().any(|name| is_same_file(&folder.join(name), path))
    }

    /// What to call it in a sentence.
    pub(super) fn description(&self) -> String {
        match &self.origin {
            Origin::Builtin(builtin) => format!("the built-in recipe `{}`", builtin.name),
            Origin::File(path) => format!("the recipe `{}`", path.display()),
        }
    }

    /// The folder that relative paths start from: the recipe file's; for a built-in recipe the working directory.
    pub(super) fn folder(&self) -> PathBuf {
        match &self.origin {
            Origin::Builtin(_) => PathBuf::new(),
            Origin::File(path) => path.parent().map_or_else(PathBuf::new, Path::to_owned),
        }
    }

    /// Reads the pages: the given ones, or the recipe's own.
    ///
    /// # Errors
    ///
    /// When one cannot be read, or there are not as many as the recipe has sources.
    pub(super) fn read_pages(&self, given: &[PathBuf], sources: &mut SourceMap) -> Result<Vec<SourceId>> {
        let names = &self.recipe.sources;
        if given.is_empty() {
            return self.read_own_pages(sources);
        }
        if !names.is_empty() && names.len() != given.len() {
            let sources = plural(names.len(), "source");
            let message = format!("the recipe has {sources}, and `--source` names {}", given.len());
            return Err(Error::usage(message)
                .with_help(format!("give one for each of `{}`, in this order", names.join("`, `"))));
        }
        let mut pages = Vec::new();
        for (index, path) in given.iter().enumerate() {
            let page = load(sources, path)?;
            // Outputs name a page as the recipe does, so that they do not depend on where it was found.
            if let Some(name) = names.get(index) {
                sources.set_name(page, name);
            }
            pages.push(page);
        }
        Ok(pages)
    }

    fn read_own_pages(&self, sources: &mut SourceMap) -> Result<Vec<SourceId>> {
        if let Origin::Builtin(builtin) = self.origin {
            let pages = builtin.pages.iter().zip(&self.recipe.sources);
            return Ok(pages.map(|(&(_, text), name)| sources.add(name, text)).collect());
        }
        if self.recipe.sources.is_empty() {
            let help = "add `sources: [page.md]` to the recipe, or give a page with `--source PATH`";
            return Err(Error::usage(format!("{} names no page", self.description())).with_help(help));
        }
        let mut pages = Vec::new();
        for name in &self.recipe.sources {
            let path = self.folder().join(name);
            check_inside(name, &self.folder(), &path, &self.description())?;
            let page = load(sources, &path)?;
            sources.set_name(page, name);
            pages.push(page);
        }
        self.name_included(sources, &pages);
        Ok(pages)
    }
}

impl Chosen {
    /// Names the pages that others include as seen from the recipe, wherever the program was started.
    fn name_included(&self, sources: &mut SourceMap, pages: &[SourceId]) {
        let folder = self.folder();
        let included = sources.files().filter(|(id, _)| !pages.contains(id));
        let names: Vec<(SourceId, String)> = included
            .filter_map(|(id, file)| {
                let below = Path::new(file.path()).strip_prefix(&folder).ok()?;
                Some((id, below.display().to_string()))
            })
            .collect();
        names.into_iter().for_each(|(id, name)| sources.set_name(id, name));
    }
}

/// A recipe's pages lie in its folder or below it, and no link leads out of it; other pages are the user's to name.
fn check_inside(name: &str, folder: &Path, path: &Path, recipe: &str) -> Result<()> {
    let leaves = |component: Component<'_>| !matches!(component, Component::Normal(_) | Component::CurDir);
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let is_linked_out = || match (path.canonicalize(), folder.canonicalize()) {
        (Ok(path), Ok(folder)) => !path.starts_with(folder),
        // What is not there is told of where it is read.
        _ => false,
    };
    match Path::new(name).components().any(leaves) || is_linked_out() {
        false => Ok(()),
        true => Err(Error::usage(format!("{recipe} names the page `{name}`, which is outside of its folder"))
            .with_help(format!("move the recipe, or give the page with `--source {name}`"))),
    }
}

fn nearest_recipe_file() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let found = here.ancestors().map(|folder| folder.join(RECIPE_FILE)).find(|path| path.symlink_metadata().is_ok())?;
    // A path relative to the working directory is what the user would have typed.
    Some(found.strip_prefix(&here).map(Path::to_owned).unwrap_or(found))
}
