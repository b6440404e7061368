//! One side of a comparison: pages and files of data under their relative paths, from wherever.
//!
//! [`Side::from_disk`] reads a path of the file system. A revision of a repository is one more constructor that fills the same
//! fields; nothing behind this file looks at a disk again.

use std::io;
use std::path::Path;

use rowmill::emit::DATA_EXTENSIONS;
use rowmill::pipeline::load;
use rowmill::source::{read_text, walk, walk_for};
use rowmill::{Error, ErrorKind, Result, SourceId, SourceMap};

/// What a side is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Page,
    Data,
    Folder,
}

impl Shape {
    /// The word for it in a sentence.
    pub(super) fn phrase(self) -> &'static str {
        match self {
            Shape::Page => "a page",
            Shape::Data => "a file of data",
            Shape::Folder => "a folder",
        }
    }
}

/// A page of a side.
pub(super) struct SidePage {
    /// Its path below the folder; the file's name if it stands alone.
    pub(super) relative: String,
    pub(super) id: SourceId,
}

/// A file of data of a side.
pub(super) struct SideData {
    /// Its path below the folder, without its extension; the file's name if it stands alone.
    pub(super) stem: String,
    pub(super) extension: String,
    pub(super) path: String,
    pub(super) text: String,
}

/// One side.
pub(super) struct Side {
    /// What the user calls it.
    pub(super) label: String,
    pub(super) shape: Shape,
    pub(super) sources: SourceMap,
    pub(super) pages: Vec<SidePage>,
    pub(super) data: Vec<SideData>,
    /// What could not be read; the rest goes on.
    pub(super) errors: Vec<Error>,
}

/// A file that a build writes beside the data.
const REPAIRS: &str = "repairs";

impl Side {
    /// A page, a file of data, or a folder of either; `-` is a page on standard input.
    ///
    /// # Errors
    ///
    /// When there is no such path, the one file cannot be read, or the folder holds neither pages nor data.
    pub(super) fn from_disk(path: &Path) -> Result<Self> {
        let mut side = Self {
            label: path.display().to_string(),
            shape: Shape::Page,
            sources: SourceMap::new(),
            pages: Vec::new(),
            data: Vec::new(),
            errors: Vec::new(),
        };
        if path.is_dir() {
            side.shape = Shape::Folder;
            side.read_folder(path)?;
        } else if let Some(extension) = data_extension(path) {
            side.shape = Shape::Data;
            side.add_data(path, Path::new(path.file_name().unwrap_or_default()), extension)?;
        } else if path.as_os_str() == "-" {
            let id = side.sources.read_stream("-", io::stdin().lock())?;
            side.pages.push(SidePage { relative: "-".to_owned(), id });
        } else {
            let id = load(&mut side.sources, path)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            side.pages.push(SidePage { relative: name, id });
        }
        Ok(side)
    }

    fn read_folder(&mut self, folder: &Path) -> Result<()> {
        let relative = |path: &Path| path.strip_prefix(folder).unwrap_or(path).to_owned();
        for found in walk(folder) {
            let page = found.and_then(|path| Ok((load(&mut self.sources, &path)?, relative(&path))));
            match page {
                Ok((id, path)) => self.pages.push(SidePage { relative: shown(&path), id }),
                // A page without a text has no table.
                Err(error) if matches!(error.kind(), ErrorKind::EmptyPage { .. }) => {}
                Err(error) => self.errors.push(error),
            }
        }
        if !self.pages.is_empty() {
            return Ok(());
        }
        for found in walk_for(folder, DATA_EXTENSIONS) {
            match found {
                Ok(path) => {
                    let extension = data_extension(&path).unwrap_or_default();
                    if let Err(error) = self.add_data(&path, &relative(&path), extension) {
                        self.errors.push(error);
                    }
                }
                Err(error) => self.errors.push(error),
            }
        }
        self.data.retain(|data| data.stem != REPAIRS);
        self.keep_one_format();
        if self.data.is_empty() && self.errors.is_empty() {
            return Err(Error::usage(format!(
                "the folder `{}` holds neither Markdown files nor data",
                folder.display()
            ))
            .with_help(format!(
                "looked for *.md and the like, else for *.{}, that git does not ignore",
                DATA_EXTENSIONS.join(", *.")
            )));
        }
        Ok(())
    }

    fn add_data(&mut self, path: &Path, relative: &Path, extension: String) -> Result<()> {
        let text = read_text(path, "read the data")?;
        let stem = shown(&relative.with_extension(""));
        self.data.push(SideData { stem, extension, path: path.display().to_string(), text });
        Ok(())
    }

    /// Of a dataset that stands there in several formats, the one that says most.
    fn keep_one_format(&mut self) {
        let rank = |data: &SideData| DATA_EXTENSIONS.iter().position(|extension| *extension == data.extension);
        self.data.sort_by(|a, b| (&a.stem, rank(a)).cmp(&(&b.stem, rank(b))));
        self.data.dedup_by(|later, earlier| later.stem == earlier.stem);
    }

    /// The page of a relative path, or of one that ends like it.
    pub(super) fn page(&self, relative: &str) -> Option<&SidePage> {
        let is_below = |page: &&SidePage| page.relative.ends_with(&format!("/{relative}"));
        self.pages.iter().find(|page| page.relative == relative).or_else(|| self.pages.iter().find(is_below))
    }
}

fn data_extension(path: &Path) -> Option<String> {
    let extension = path.extension()?.to_string_lossy().to_ascii_lowercase();
    DATA_EXTENSIONS.contains(&extension.as_str()).then_some(extension)
}

/// A relative path with one sign between its parts on every system.
fn shown(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
