//! `rowmill check --watch`: a run for every change of what was read.
//!
//! The files are few and known by name, so they are looked at twenty times a second: that works on every file system, and needs no
//! service of the system that could miss a change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use super::Verdict;
use super::args::CheckArgs;
use super::check::run_once;
use super::choose::{Chosen, RECIPE_FILE};
use super::console::Console;
use super::lock::LockFile;
use rowmill::Result;
use rowmill::recipe::DECISIONS_FILE;

/// The time between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// What a look sees of a file: when it was written, and how long it is. Nothing where there is no file.
type Seen = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

/// Runs until interrupted. What ends a run otherwise is shown, and the next change is waited for.
pub(super) fn watch(args: &CheckArgs, console: &mut Console) -> Result<Verdict> {
    // The recipe of the first run stays the one that is meant, also while its file is gone for a moment.
    let mut args = args.clone();
    if let Some(path) =
        Chosen::new(args.recipe.as_deref()).ok().and_then(|chosen| chosen.file_path().map(Path::to_owned))
    {
        args.recipe = Some(path.display().to_string());
    }
    let args = &args;
    let mut files = files(args);
    loop {
        let before = look(&files);
        match run_once(args, console) {
            Ok((_, read)) => {
                files = self::files(args);
                files.extend(read);
            }
            Err(error) => console.error(&error),
        }
        // A file that has only now become known counts as unchanged; one that changed during the run does not.
        let mut seen = look(&files);
        seen.extend(before.into_iter().filter(|(path, _)| files.contains(path)));
        console.note("waiting for a change; Ctrl+C ends it\n");
        while look(&files) == seen {
            sleep(PAUSE);
        }
    }
}

fn look(files: &[PathBuf]) -> Seen {
    let seen = |path: &Path| {
        let metadata = std::fs::metadata(path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    };
    files.iter().map(|path| (path.clone(), seen(path))).collect()
}

/// What a run reads whatever the pages say: the recipe, its decisions, its lock file and its pages.
fn files(args: &CheckArgs) -> Vec<PathBuf> {
    let Ok(chosen) = Chosen::new(args.recipe.as_deref()) else {
        // The recipe itself is wrong; its file is all there is to watch.
        let named = args.recipe.as_deref().map(Path::new);
        return named.into_iter().flat_map(|path| [path.to_owned(), path.join(RECIPE_FILE)]).collect();
    };
    let folder = chosen.folder();
    let mut files: Vec<PathBuf> = chosen.file_path().into_iter().map(Path::to_owned).collect();
    files.push(folder.join(DECISIONS_FILE));
    if let Ok(lock) = LockFile::read(&chosen, args.out.as_deref()) {
        files.push(lock.path);
    }
    match args.sources.is_empty() {
        true => files.extend(chosen.recipe.sources.iter().map(|name| folder.join(name))),
        false => files.extend(args.sources.iter().cloned()),
    }
    files
}
