//! One side of a comparison: pages and files of data under their relative paths, from wherever.
//!
//! [`Side::from_disk`] reads a path of the file system, [`Side::from_revision`] a revision of a repository. Another origin is one more
//! constructor that fills the same fields; nothing behind this file asks where a side is from.

use std::io;
use std::path::{Path, PathBuf};

use rowmill::emit::DATA_EXTENSIONS;
use rowmill::pipeline::{load, load_revision};
use rowmill::source::git::{RevisionFile, RevisionSide};
use rowmill::source::{is_markdown, read_text, text_of, walk, walk_for};
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
    /// Where it stands in the working tree, whichever revision it is of; `-` does not stand anywhere.
    pub(super) path: Option<PathBuf>,
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
    /// The relative paths of what could not be read, which must not count as gone.
    pub(super) unread: Vec<String>,
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
        let mut side = Self::empty(path.display().to_string(), Shape::Page);
        if path.is_dir() {
            side.shape = Shape::Folder;
            side.read_folder(path)?;
        } else if let Some(extension) = data_extension(path) {
            side.shape = Shape::Data;
            side.add_data(path, Path::new(path.file_name().unwrap_or_default()), extension)?;
        } else if path.as_os_str() == "-" {
            let id = side.sources.read_stream("-", io::stdin().lock())?;
            side.pages.push(SidePage { relative: "-".to_owned(), id, path: None });
        } else {
            let id = load(&mut side.sources, path)?;
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            side.pages.push(SidePage { relative: name, id, path: Some(path.to_owned()) });
        }
        Ok(side)
    }

    /// The files of a revision: a page, a file of data, or those of a folder.
    ///
    /// # Errors
    ///
    /// When the one file cannot be read, or the folder holds neither pages nor data.
    pub(super) fn from_revision(label: String, mut revision: RevisionSide) -> Result<Self> {
        let mut side = Self::empty(label, if revision.is_folder { Shape::Folder } else { Shape::Page });
        let mut data = Vec::new();
        for file in std::mem::take(&mut revision.files) {
            match file {
                Err(error) => side.errors.push(error),
                Ok(file) => match data_extension(Path::new(&file.path)) {
                    Some(extension) => data.push((file, extension)),
                    None => {
                        let added = side.add_page(&revision, &file);
                        side.accept(&file.path, added)?;
                    }
                },
            }
        }
        if side.pages.is_empty() && side.unread.is_empty() {
            for (file, extension) in data {
                let added = side.add_data_of(&revision, &file, extension);
                side.accept(&file.path, added)?;
                if !revision.is_folder {
                    side.shape = Shape::Data;
                }
            }
            side.keep_one_format();
        }
        Ok(side)
    }

    /// Goes on without what could not be read, if there is more than that.
    fn accept(&mut self, relative: &str, added: Result<()>) -> Result<()> {
        match added {
            Err(error) if self.shape != Shape::Folder => return Err(error),
            // A page without a text has no table.
            Err(error) if matches!(error.kind(), ErrorKind::EmptyPage { .. }) => {}
            Err(error) => {
                self.errors.push(error);
                self.unread.push(relative.to_owned());
            }
            Ok(()) => {}
        }
        Ok(())
    }

    /// Whether a file can be one of a side.
    pub(super) fn is_wanted(path: &Path) -> bool {
        is_markdown(path) || data_extension(path).is_some()
    }

    fn empty(label: String, shape: Shape) -> Self {
        Self {
            label,
            shape,
            sources: SourceMap::new(),
            pages: Vec::new(),
            data: Vec::new(),
            errors: Vec::new(),
            unread: Vec::new(),
        }
    }

    fn add_page(&mut self, revision: &RevisionSide, file: &RevisionFile) -> Result<()> {
        let id = load_revision(&mut self.sources, &revision.repository, &revision.revision, &file.inside)?;
        let path = revision.repository.working_tree().map(|root| root.join(&file.inside));
        self.pages.push(SidePage { relative: file.path.clone(), id, path });
        Ok(())
    }

    fn add_data_of(&mut self, revision: &RevisionSide, file: &RevisionFile, extension: String) -> Result<()> {
        let path = format!("{}:{}", revision.revision.name(), file.inside);
        let text = text_of(&path, revision.read(file)?)?;
        let stem = shown(&Path::new(&file.path).with_extension(""));
        self.data.push(SideData { stem, extension, path, text });
        Ok(())
    }

    fn read_folder(&mut self, folder: &Path) -> Result<()> {
        let relative = |path: &Path| path.strip_prefix(folder).unwrap_or(path).to_owned();
        for found in walk(folder) {
            match found {
                Ok(path) => {
                    let name = shown(&relative(&path));
                    let added = load(&mut self.sources, &path)
                        .map(|id| self.pages.push(SidePage { relative: name.clone(), id, path: Some(path) }));
                    self.accept(&name, added)?;
                }
                Err(error) => self.errors.push(error),
            }
        }
        if !self.pages.is_empty() || !self.unread.is_empty() {
            return Ok(());
        }
        for found in walk_for(folder, DATA_EXTENSIONS) {
            match found {
                Ok(path) => {
                    let extension = data_extension(&path).unwrap_or_default();
                    let added = self.add_data(&path, &relative(&path), extension);
                    self.accept(&shown(&relative(&path)), added)?;
                }
                Err(error) => self.errors.push(error),
            }
        }
        self.keep_one_format();
        Ok(())
    }

    /// Refuses a folder that holds nothing.
    ///
    /// # Errors
    ///
    /// When there are neither pages nor data, and no trouble that would explain it.
    pub(super) fn check_filled(&self) -> Result<()> {
        if !self.is_empty() || !self.errors.is_empty() {
            return Ok(());
        }
        Err(Error::usage(format!("the folder `{}` holds neither Markdown files nor data", self.label)).with_help(
            format!(
                "looked for *.md and the like, else for *.{}, that git does not ignore",
                DATA_EXTENSIONS.join(", *.")
            ),
        ))
    }

    fn add_data(&mut self, path: &Path, relative: &Path, extension: String) -> Result<()> {
        let text = read_text(path, "read the data")?;
        let stem = shown(&relative.with_extension(""));
        self.data.push(SideData { stem, extension, path: path.display().to_string(), text });
        Ok(())
    }

    /// Of a dataset that stands there in several formats, the one that says most. What a build writes beside the data is none.
    fn keep_one_format(&mut self) {
        if self.shape == Shape::Folder {
            let is_repairs = |stem: &str| stem.rsplit('/').next() == Some(REPAIRS);
            self.data.retain(|data| !is_repairs(&data.stem));
        }
        let rank = |data: &SideData| DATA_EXTENSIONS.iter().position(|extension| *extension == data.extension);
        self.data.sort_by(|a, b| (&a.stem, rank(a)).cmp(&(&b.stem, rank(b))));
        self.data.dedup_by(|later, earlier| later.stem == earlier.stem);
    }

    /// Whether a file of data could not be read.
    pub(super) fn has_unread_data(&self, stem: &str) -> bool {
        self.unread.iter().any(|path| shown(&Path::new(path).with_extension("")) == stem)
    }

    /// Whether there is nothing at all.
    pub(super) fn is_empty(&self) -> bool {
        self.pages.is_empty() && self.data.is_empty()
    }

    /// Whether the page of a relative path is shown as a part of others; nothing where there is no such page.
    pub(super) fn included(&self, relative: &str) -> Option<bool> {
        let page = self.pages.iter().find(|page| page.relative == relative)?;
        let name = self.sources.file(page.id).path();
        let is_part = |other: &&SidePage| other.id != page.id && self.sources.includes_path(other.id, name);
        // Pages that include each other are shown by themselves.
        let includes = |other: &SidePage| self.sources.includes_path(page.id, self.sources.file(other.id).path());
        Some(self.pages.iter().filter(is_part).any(|other| !includes(other)))
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
