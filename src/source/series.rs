//! Files that are revisions of one page, in the order of time.

use std::path::{Path, PathBuf};

use super::date::date_in;
use super::walk::is_markdown;
use crate::error::{Error, Result};

/// A file that is a revision of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedFile {
    /// The file.
    pub path: PathBuf,
    /// The date in its name: `2020-01-17`.
    pub date: Option<String>,
}

/// The revisions that files, or the files of one folder, are: in the order of the dates in their names, where each has one, else of
/// their names, with numbers by their size.
///
/// # Errors
///
/// [`ErrorKind::Usage`](crate::ErrorKind::Usage) when a folder holds no Markdown file, or files whose names differ in more than a date and
/// a number, so that they are revisions of several pages; [`ErrorKind::Io`](crate::ErrorKind::Io) when it cannot be read.
pub fn series(paths: &[PathBuf]) -> Result<Vec<DatedFile>> {
    let files = match paths {
        [folder] if folder.is_dir() => files_of(folder)?,
        files => files.to_vec(),
    };
    let mut dated: Vec<DatedFile> =
        files.into_iter().map(|path| DatedFile { date: date_in(&name(&path)).map(|(_, date)| date), path }).collect();
    let have_dates = dated.iter().all(|file| file.date.is_some());
    if paths.len() == 1 && have_dates {
        check_one_page(&paths[0], &dated)?;
    }
    dated.sort_by_key(|file| (file.date.clone().filter(|_| have_dates), natural(&file.path.display().to_string())));
    if !have_dates {
        dated.iter_mut().for_each(|file| file.date = None);
    }
    Ok(dated)
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn files_of(folder: &Path) -> Result<Vec<PathBuf>> {
    let shown = folder.display().to_string();
    let entries = std::fs::read_dir(folder).map_err(|cause| Error::io(&shown, "read the folder", cause))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|cause| Error::io(&shown, "read the folder", cause))?.path();
        if path.is_file() && is_markdown(&path) && !name(&path).starts_with('.') {
            files.push(path);
        }
    }
    match files.is_empty() {
        true => Err(Error::usage(format!("the folder `{shown}` holds no Markdown file"))
            .with_help("expected the revisions of one page, such as page-2019-07-11.md and page-2020-01-17.md")),
        false => Ok(files),
    }
}

/// What the name of a file is beside its date and its number.
fn stem(name: &str) -> String {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let Some((range, _)) = date_in(stem) else { return stem.to_owned() };
    // A hash or a number around the date tells revisions apart, not pages.
    let is_page = |word: &&str| {
        let is_hash = word.len() >= 6 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
        !word.is_empty() && !is_hash && !word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let words = stem[..range.start].split(['-', '_', '.', ' ']).chain(stem[range.end..].split(['-', '_', '.', ' ']));
    words.filter(is_page).collect::<Vec<_>>().join("-")
}

fn check_one_page(folder: &Path, files: &[DatedFile]) -> Result<()> {
    let mut stems: Vec<String> = files.iter().map(|file| stem(&name(&file.path))).collect();
    stems.sort();
    stems.dedup();
    if stems.len() < 2 {
        return Ok(());
    }
    let shown = folder.display();
    let message = format!("the folder `{shown}` holds revisions of {} pages: `{}`", stems.len(), stems.join("`, `"));
    let help = format!("name the files of one of them: `rowmill history {shown}/{}*`", stems[stems.len() - 1]);
    Err(Error::usage(message).with_help(help))
}

/// A name with its numbers filled up, so that `page-9` comes before `page-10`.
fn natural(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 16);
    let mut digits = String::new();
    for character in name.chars().chain(['\0']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        if !digits.is_empty() {
            key.push_str(&format!("{:0>20}", digits.trim_start_matches('0')));
            digits.clear();
        }
        key.push(character);
    }
    key.push_str(name);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_by_their_size() {
        let mut names = ["page-10.md", "page-9.md", "page-1.md"];
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, ["page-1.md", "page-9.md", "page-10.md"]);
    }

    #[test]
    fn a_hash_and_a_number_are_no_part_of_the_page() {
        assert_eq!(stem("005_2018-01-24_a4dab15a.md"), "");
        assert_eq!(stem("providers-2019-07-11.md"), "providers");
        assert_eq!(stem("2019-07-11-peering-locations.md"), "peering-locations");
    }
}
