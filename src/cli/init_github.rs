//! `rowmill init --github`: the workflows that guard a recipe and keep its pages up to date, and the attributes of what is written.
//!
//! Each file is a template beside this one. A new file is one template and one line in [`TEMPLATES`].

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::Verdict;
use super::args::InitArgs;
use super::choose::Chosen;
use super::console::Console;
use super::lock::data_folder;
use super::summary::plural;
use rowmill::emit::Files;
use rowmill::source::read_text;
use rowmill::{Error, Result};

/// A file to write, from the top of the repository, and its template.
const TEMPLATES: &[(&str, &str)] = &[
    (ATTRIBUTES, include_str!("templates/gitattributes")),
    (".github/workflows/rowmill-check.yml", include_str!("templates/rowmill-check.yml")),
    (".github/workflows/rowmill-comment.yml", include_str!("templates/rowmill-comment.yml")),
    (".github/workflows/rowmill-update.yml", include_str!("templates/rowmill-update.yml")),
];

/// Often there already, and then only looked at.
const ATTRIBUTES: &str = ".gitattributes";

pub(super) fn run(args: &InitArgs, console: &mut Console) -> Result<Verdict> {
    let layout = Layout::of(&chosen(args)?)?;
    let files: Files = TEMPLATES
        .iter()
        .map(|(name, template)| ((*name).to_owned(), layout.fill(name, template).into_bytes()))
        .collect();
    let files = without_known_attributes(&layout, files)?;
    check_free(&layout, &files)?;
    let written = console.writer().folder(&layout.root, &files, None)?;
    for name in &written {
        console.note(&format!("{} written\n", layout.shown(name)));
    }
    console.note(&format!(
        "{} for the recipe `{}`; next: set what rowmill-update.yml says in its first lines, and commit them\n",
        plural(written.len(), "file"),
        layout.recipe
    ));
    Ok(Verdict::Clean)
}

fn chosen(args: &InitArgs) -> Result<Chosen> {
    let found = match &args.recipe {
        Some(recipe) => Some(Chosen::new(Some(recipe))?),
        None => Chosen::nearest()?,
    };
    found.filter(Chosen::is_file).ok_or_else(|| {
        Error::usage("the workflows are for a recipe of the repository, and there is none")
            .with_help("`rowmill init PAGE` proposes one; `--recipe FILE` names one that is called otherwise")
    })
}

/// Where in its repository a recipe is, and what belongs to it. Paths start at the top, with `/`.
struct Layout {
    root: PathBuf,
    recipe: String,
    lock: String,
    data: String,
    pages: Vec<String>,
    name: String,
}

impl Layout {
    fn of(chosen: &Chosen) -> Result<Self> {
        let file = chosen.file_path().expect("a built-in recipe was refused");
        let absolute =
            fs::canonicalize(file).map_err(|cause| Error::io(file.display().to_string(), "read the recipe", cause))?;
        let folder = absolute.parent().expect("a file is in a folder");
        let root = folder.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(folder).to_owned();
        let from_root = |path: &Path| checked(&slashed(path.strip_prefix(&root).unwrap_or(path)));
        let data = data_folder(chosen, Some(&folder.join("out")));
        Ok(Self {
            recipe: from_root(&absolute)?,
            lock: from_root(&absolute.with_extension("lock"))?,
            data: from_root(&data)?,
            pages: chosen.recipe.sources.iter().map(|page| from_root(&folder.join(page))).collect::<Result<_>>()?,
            name: chosen.recipe.name.clone(),
            root,
        })
    }

    fn fill(&self, name: &str, template: &str) -> String {
        let is_pattern = name == ATTRIBUTES;
        let quoted = |path: &str| if is_pattern { pattern(path, "") } else { yaml(path) };
        let data = if is_pattern { pattern(&self.data, "/**") } else { yaml(&self.data) };
        let pages: Vec<String> = self.pages.iter().map(|page| format!("#       https://ADDRESS {page}")).collect();
        template
            .replace("{version}", env!("CARGO_PKG_VERSION"))
            .replace("{minute}", &self.minute().to_string())
            .replace("{pages}", &pages.join("\n"))
            .replace("{recipe}", &quoted(&self.recipe))
            .replace("{lock}", &quoted(&self.lock))
            .replace("{data}", &data)
    }

    /// An odd minute: at the full hours everybody starts, and at any one minute everybody with rowmill would.
    fn minute(&self) -> u32 {
        self.name.bytes().map(u32::from).sum::<u32>() % 30 * 2 + 1
    }

    /// A file as the user would name it from where they are.
    fn shown(&self, name: &str) -> String {
        let path = self.root.join(name);
        let here = std::env::current_dir().and_then(fs::canonicalize).unwrap_or_default();
        path.strip_prefix(here).unwrap_or(&path).display().to_string()
    }
}

/// A path with `/` between its parts.
fn slashed(path: &Path) -> String {
    let parts = path.components().filter(|part| !matches!(part, Component::CurDir));
    parts.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
}

/// A path that means itself in a workflow. GitHub would take `${{` for an expression wherever it stands.
fn checked(path: &str) -> Result<String> {
    match path.contains("${{") || path.chars().any(char::is_control) {
        false => Ok(path.to_owned()),
        true => Err(Error::usage(format!("`{path}` cannot be named in a workflow"))
            .with_help("rename it: `${{` and control characters mean something there")),
    }
}

/// A text in YAML, as plain as can be.
fn yaml(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-');
    match text.chars().all(is_plain) && text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "''")),
    }
}

/// A pattern of `.gitattributes`: a path that means itself, and what may follow it.
fn pattern(path: &str, suffix: &str) -> String {
    let mut pattern = String::from("/");
    for character in path.chars() {
        match character {
            '*' | '?' | '[' | '\\' => pattern.extend(['\\', character]),
            _ => pattern.push(character),
        }
    }
    pattern.push_str(suffix);
    match pattern.contains([' ', '"']) {
        true => format!("\"{}\"", pattern.replace('\\', "\\\\").replace('"', "\\\"")),
        false => pattern,
    }
}

/// The files without `.gitattributes`, where one is there that says the same already.
fn without_known_attributes(layout: &Layout, mut files: Files) -> Result<Files> {
    let path = layout.root.join(ATTRIBUTES);
    if path.is_file() {
        let text = read_text(&path, "read")?;
        if attributes(&files).iter().all(|line| text.lines().any(|there| there.trim() == line)) {
            files.remove(ATTRIBUTES);
        }
    }
    Ok(files)
}

fn attributes(files: &Files) -> Vec<String> {
    let text = files.get(ATTRIBUTES).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
    text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect()
}

/// What is there is somebody's work.
fn check_free(layout: &Layout, files: &Files) -> Result<()> {
    let there = |name: &&String| fs::symlink_metadata(layout.root.join(name.as_str())).is_ok();
    let taken: Vec<&String> = files.keys().filter(there).collect();
    if taken.is_empty() {
        return Ok(());
    }
    let shown: Vec<String> = taken.iter().map(|name| format!("`{}`", layout.shown(name))).collect();
    let (verb, them) = if taken.len() == 1 { ("is", "it") } else { ("are", "them") };
    let mut help = format!("move {them} away to have {them} written anew");
    if taken.iter().any(|name| *name == ATTRIBUTES) {
        let lines = attributes(files);
        help = format!("to keep `{ATTRIBUTES}`, add the lines `{}` to it; {help}", lines.join("` and `"));
    }
    Err(Error::usage(format!("{} {verb} there already; nothing was written", shown.join(", "))).with_help(help))
}

#[cfg(test)]
mod tests {
    use super::{checked, pattern, yaml};

    #[test]
    fn a_path_means_itself() {
        assert_eq!(yaml("out/cities"), "out/cities");
        assert_eq!(yaml("it's #1/a: b"), "'it''s #1/a: b'");
        assert_eq!(yaml("-x"), "'-x'");
        assert_eq!(pattern("out/cities", "/**"), "/out/cities/**");
        assert_eq!(pattern("my data/[a]*", "/**"), "\"/my data/\\\\[a]\\\\*/**\"");
        assert!(checked("a/${{ github.token }}.yaml").is_err());
        assert!(checked("a\n- run").is_err());
        assert!(checked("a $ { b").is_ok());
    }
}
