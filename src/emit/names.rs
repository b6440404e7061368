//! Which names the files of a written folder may have.
//!
//! Names come from recipes, and recipes from anywhere. It looks at names alone and never at a disk. A name is fit when
//! it is so on every system, so that a set that can be written here can be written anywhere; one more condition is one
//! more word in `is_plain_name`.

use std::collections::BTreeMap;
use std::io;

use super::folder::Files;

/// What the names of unfinished files start with.
pub(super) const TEMPORARY_PREFIX: &str = ".rowmill-";
/// What they end in.
pub(super) const TEMPORARY_SUFFIX: &str = ".tmp";

/// Refuses names that lead out of the folder, and names that cannot stand beside each other on every system.
///
/// # Errors
///
/// The first bad name, and why it is bad.
pub(super) fn check_names(files: &Files) -> Result<(), (&str, io::Error)> {
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    for name in files.keys() {
        let refuse = |why: String| Err((name.as_str(), io::Error::other(why)));
        if !name.split('/').all(is_plain_name) {
            return refuse(format!("`{}` is not the name of a file inside the folder", name.escape_debug()));
        }
        if let Some(other) = taken.insert(name.to_lowercase(), name) {
            return refuse(format!("it has the same name as `{other}` where case does not count"));
        }
    }
    let is_both = |name: &&String| sub_folders(name).any(|folder| taken.contains_key(&folder.to_lowercase()));
    match files.keys().find(is_both) {
        Some(name) => Err((name, io::Error::other("its folder is also a file"))),
        None => Ok(()),
    }
}

/// Whether a name names an entry of its folder, on any system: no `..`, no drive, no separator.
fn is_plain_name(name: &str) -> bool {
    let foreign = |letter: char| letter.is_control() || matches!(letter, '\\' | ':');
    !matches!(name, "" | "." | "..") && !name.starts_with(TEMPORARY_PREFIX) && !name.contains(foreign)
}

/// The sub folders of a name from the outermost on: `a`, `a/b` of `a/b/c.csv`.
pub(super) fn sub_folders(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices('/').map(|(at, _)| &name[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(names: &[&str], expected: Result<(), &str>) {
        let files: Files = names.iter().map(|name| ((*name).to_owned(), vec![])).collect();
        let found = check_names(&files).map_err(|(_, cause)| cause.to_string());
        match expected {
            Ok(()) => assert_eq!(found, Ok(())),
            Err(reason) => assert!(found.as_ref().is_err_and(|why| why.contains(reason)), "{names:?}: {found:?}"),
        }
    }

    #[test]
    fn plain_names_and_sub_paths_are_fit() {
        check(&["a.csv", "b/c.csv", "b/d/e.csv", "Zürich.json", "a b", "...", ".hidden"], Ok(()));
    }

    #[test]
    fn names_that_lead_out_of_the_folder_are_not() {
        for name in
            ["../a", "a/../../b", "/etc/a", "", ".", "..", "a/", "a//b", "./a", "a\\b", "C:a", "a\nb", ".rowmill-a"]
        {
            check(&[name], Err("is not the name of a file inside the folder"));
        }
    }

    #[test]
    fn names_that_clash_are_not() {
        check(&["A.csv", "a.csv"], Err("where case does not count"));
        check(&["a", "a/b"], Err("its folder is also a file"));
        check(&["A", "a/b"], Err("its folder is also a file"));
    }
}
