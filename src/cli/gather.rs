//! The pages that the arguments of a command name: files, folders, standard input.

use std::io;
use std::ops::ControlFlow;
use std::path::PathBuf;

use rowmill::guard::guard;
use rowmill::parallel::in_order;
use rowmill::pipeline::{load, parse_compact, parse_tables};
use rowmill::source::{SourceId, walk};
use rowmill::{Document, Error, ErrorKind, Result, SourceMap};

/// One page at a time, in the order of the arguments, the files of a folder in the order of their paths.
pub(super) enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

impl Input {
    /// What messages call it.
    pub(super) fn name(&self) -> String {
        match self {
            Input::File(path) => path.display().to_string(),
            Input::Stdin => "-".to_owned(),
        }
    }
}

/// The pages that the arguments name, and what kept others from being named.
///
/// # Errors
///
/// [`ErrorKind::Usage`](rowmill::ErrorKind::Usage) for a folder without a Markdown file.
pub(super) fn inputs(paths: &[PathBuf]) -> Result<(Vec<Input>, Vec<Error>)> {
    let mut inputs = Vec::new();
    let mut errors = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            inputs.push(Input::Stdin);
        } else if path.is_dir() {
            let (found, failed): (Vec<_>, Vec<_>) = walk(path).into_iter().partition(Result::is_ok);
            if found.is_empty() && failed.is_empty() {
                return Err(Error::usage(format!("the folder `{}` holds no Markdown file", path.display()))
                    .with_help("looked for *.md, *.markdown, *.mdown, *.mkd and *.mdx that git does not ignore"));
            }
            inputs.extend(found.into_iter().flatten().map(Input::File));
            errors.extend(failed.into_iter().filter_map(Result::err));
        } else {
            inputs.push(Input::File(path.clone()));
        }
    }
    Ok((inputs, errors))
}

/// A page that was read.
pub(super) struct Page {
    pub(super) sources: SourceMap,
    pub(super) document: Document,
}

/// What of a page is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Everything.
    All,
    /// Its tables: a page without any is hardly looked at.
    Tables,
}

impl Page {
    /// Reads and parses one page.
    fn read(input: &Input, wanted: Wanted) -> Result<Self> {
        let mut sources = SourceMap::new();
        let source = match input {
            Input::File(path) => load(&mut sources, path)?,
            Input::Stdin => sources.read_stream("-", io::stdin().lock())?,
        };
        Self::parse(sources, source, wanted)
    }

    /// Parses a page that was read.
    pub(super) fn parse(sources: SourceMap, source: SourceId, wanted: Wanted) -> Result<Self> {
        let document = match wanted {
            Wanted::All => parse_compact(&sources, source)?,
            Wanted::Tables => parse_tables(&sources, source)?,
        };
        Ok(Self { sources, document })
    }

    /// The path as the user named it, or found it below a folder.
    pub(super) fn path(&self) -> &str {
        self.sources.file(self.document.source).path()
    }
}

/// Reads pages, does the `work` on each, several at once, and hands the results to `take`, one after the other in the order of the
/// inputs. A page that the result does not keep is dropped where it was read. A page that cannot be read is an error of its own; an empty one
/// only if the user named it.
pub(super) fn for_each_page<T: Send>(
    inputs: &[Input],
    named: &[PathBuf],
    wanted: Wanted,
    errors: &mut Vec<Error>,
    work: impl Fn(Page) -> T + Sync,
    mut take: impl FnMut(T) -> Result<()>,
) -> Result<()> {
    let read = |input: &Input| {
        let page = guard(&input.name(), || Page::read(input, wanted).map(&work)).flatten();
        page.map_err(|error| (error, is_named(input, named)))
    };
    let end = in_order(inputs, read, |read| {
        let taken = match read {
            Ok(result) => take(result),
            Err((error, is_named)) if is_empty(&error) && !is_named => Ok(()),
            Err((error, _)) => {
                errors.push(error);
                Ok(())
            }
        };
        taken.map_or_else(ControlFlow::Break, ControlFlow::Continue)
    });
    match end {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(error),
    }
}

fn is_empty(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::EmptyPage { .. })
}

/// Whether the user named an input, and did not only name a folder that it is in.
fn is_named(input: &Input, named: &[PathBuf]) -> bool {
    match input {
        Input::Stdin => true,
        Input::File(path) => named.contains(path),
    }
}
