//! The real pages that tests read, where there are some.

use std::path::Path;

/// The texts of the pages below the folder that `ROWMILL_CORPUS` names, if it names one.
pub(crate) fn real_pages() -> Option<impl Iterator<Item = String>> {
    let paths = super::walk(Path::new(&std::env::var_os("ROWMILL_CORPUS")?));
    Some(paths.into_iter().flatten().filter_map(|path| std::fs::read_to_string(path).ok()))
}
