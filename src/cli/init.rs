//! `rowmill init PATH…`: a recipe for pages that have none, proposed, run once, and written.

use std::fs;
use std::io;
use std::path::{Component, Path};

use super::Verdict;
use super::args::InitArgs;
use super::console::Console;
use super::gather::{Input, inputs};
use super::init_github;
use super::summary::{self, plural, typed};
use rowmill::emit::FileWrite;
use rowmill::infer::SCHEMA;
use rowmill::pipeline::{Proposed, load, parse_compact, propose};
use rowmill::{Error, ErrorKind, Result, SourceId, SourceMap};

pub(super) fn run(args: &InitArgs, console: &mut Console) -> Result<Verdict> {
    if args.github {
        return init_github::run(args, console);
    }
    let is_stdout = args.out.as_os_str() == "-";
    if !is_stdout {
        check_free(args)?;
    }
    let (inputs, mut errors) = inputs(&args.paths)?;
    let mut sources = SourceMap::new();
    let pages = read(&inputs, args, &mut sources, &mut errors);
    if pages.is_empty() {
        return console.failures(errors).and_then(|_| Err(no_table()));
    }
    let folder = if is_stdout { Path::new("") } else { args.out.parent().unwrap_or(Path::new("")) };
    let named = Named::new(&sources, &pages, folder);
    for (&page, name) in pages.iter().zip(&named.paths) {
        sources.set_name(page, name);
    }
    let proposed = propose(&sources, &pages, &args.out.display().to_string(), &named.paths)?;
    report(&proposed, &sources, console);
    match is_stdout {
        true => console.out(proposed.proposal.text.as_bytes())?,
        false => write(&args.out, args.force, &proposed, console)?,
    }
    console.note(&next(args, &named));
    console.failures(errors)
}

/// A recipe that is there may be somebody's work.
fn check_free(args: &InitArgs) -> Result<()> {
    let shown = args.out.display();
    if args.out.is_dir() {
        return Err(Error::usage(format!("`{shown}` is a folder")).with_help("name the recipe file to write"));
    }
    if args.out.exists() && !args.force {
        return Err(Error::usage(format!("`{shown}` is there already, and was left as it is"))
            .with_help("`--force` replaces it; `--out FILE` writes another file, and `--out -` prints the recipe"));
    }
    Ok(())
}

/// The pages. Of a folder's pages those without a table are none; what cannot be read is an error of its own.
fn read(inputs: &[Input], args: &InitArgs, sources: &mut SourceMap, errors: &mut Vec<Error>) -> Vec<SourceId> {
    let mut pages = Vec::new();
    for input in inputs {
        let (read, is_named) = match input {
            Input::File(path) => (load(sources, path), args.paths.contains(path)),
            Input::Stdin => (sources.read_stream("-", io::stdin().lock()), true),
        };
        match read {
            Ok(page) => match parse_compact(sources, page) {
                Ok(document) if is_named || !document.tables.is_empty() => pages.push(page),
                Ok(_) => {}
                Err(error) => errors.push(error),
            },
            Err(error) if matches!(error.kind(), ErrorKind::EmptyPage { .. }) && !is_named => {}
            Err(error) => errors.push(error),
        }
    }
    pages
}

fn no_table() -> Error {
    Error::usage("no page of what was named has a table").with_help("`rowmill ls` lists what there is")
}

/// How the recipe names its pages.
struct Named {
    paths: Vec<String>,
    /// The pages as the user named them, where one lies outside of the recipe's folder, so that a build must be told.
    outside: Option<Vec<String>>,
}

impl Named {
    fn new(sources: &SourceMap, pages: &[SourceId], folder: &Path) -> Self {
        let given: Vec<String> = pages.iter().map(|&page| sources.file(page).path().to_owned()).collect();
        let inside: Option<Vec<String>> = given.iter().map(|path| relative(Path::new(path), folder)).collect();
        match inside {
            Some(paths) => Self { paths, outside: None },
            None => Self { paths: given.iter().map(|path| below(Path::new(path))).collect(), outside: Some(given) },
        }
    }
}

/// The path of a page from the folder of the recipe, with `/`, if the page lies in it.
fn relative(page: &Path, folder: &Path) -> Option<String> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let (page, folder) = (fs::canonicalize(page).ok()?, fs::canonicalize(here).ok()?);
    page.strip_prefix(folder).ok().map(below)
}

/// A path without what leads upwards, with `/`.
fn below(path: &Path) -> String {
    let normal = |component: Component<'_>| match component {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    };
    let names: Vec<String> = path.components().filter_map(normal).collect();
    if names.as_slice() == ["-"] { "stdin.md".to_owned() } else { names.join("/") }
}

fn report(proposed: &Proposed, sources: &SourceMap, console: &mut Console) {
    console.note(&summary::table(&proposed.recipe, &proposed.outcome));
    console.findings(&proposed.outcome.diagnostics, sources);
    let left_out = proposed.proposal.left_out.len();
    if left_out > 0 {
        console.note(&format!("{} left out; the end of the recipe says why\n", plural(left_out, "table")));
    }
}

fn write(out: &Path, replaces: bool, proposed: &Proposed, console: &mut Console) -> Result<()> {
    let file = FileWrite::new(out, proposed.proposal.text.as_str());
    let none: Option<Vec<u8>> = None;
    console.writer().file(if replaces { file } else { file.over(none) })?;
    let datasets = plural(proposed.proposal.datasets, "dataset");
    console.note(&format!(
        "{} written: {datasets}; {}\n",
        out.display(),
        summary::count(&proposed.outcome.diagnostics)
    ));
    Ok(())
}

/// The command that a user would type next.
fn next(args: &InitArgs, named: &Named) -> String {
    let recipe = match args.out.to_str() {
        Some("-") => return String::new(),
        Some("rowmill.yaml") => String::new(),
        _ => format!(" {}", typed(&args.out.display().to_string())),
    };
    let sources: String = named.outside.iter().flatten().map(|path| format!(" --source {}", typed(path))).collect();
    format!("next: rowmill build{recipe}{sources}\nfor an editor that completes recipes: rowmill schema > {SCHEMA}\n")
}
