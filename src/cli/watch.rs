//! `rowmill check --watch`: a run for every change of what was read.
//!
//! The files are few and known by name, so they are looked at ten times a second: that works on every file system, and needs no
//! service of the system that could miss a change.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use super::Verdict;
use super::args::CheckArgs;
use super::check::run_once;
use super::choose::Chosen;
use super::console::Console;
use super::lock::LockFile;
use rowmill::recipe::DECISIONS_FILE;
use rowmill::{Error, Result};

/// The time between two looks.
const PAUSE: Duration = Duration::from_millis(50);

/// What a look sees of a file: when it was written, and how long it is. Nothing where there is no file.
type Seen = BTreeMap<PathBuf, Option<(SystemTime, u64)>>;

/// Runs until interrupted. What ends a run otherwise is shown, and the next change is waited for.
pub(super) fn watch(args: &CheckArgs, console: &mut Console) -> Result<Verdict> {
    let mut files = files(args, None);
    loop {
        let before = look(&files);
        match run_once(args, console) {
            Ok((_, chosen)) => files = self::files(args, Some(&chosen)),
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

/// What a run reads: the recipe, its decisions, its lock file, its pages, those that they include, and its data.
fn files(args: &CheckArgs, chosen: Option<&Chosen>) -> Vec<PathBuf> {
    let reread: Result<Chosen, Error> = Chosen::new(args.recipe.as_deref());
    let chosen = match (chosen, &reread) {
        (Some(chosen), _) | (None, Ok(chosen)) => chosen,
        // The recipe itself is wrong; its file is all there is to watch.
        (None, Err(_)) => {
            return args.recipe.iter().map(PathBuf::from).chain([PathBuf::from("rowmill.yaml")]).collect();
        }
    };
    let folder = chosen.folder();
    let mut files: Vec<PathBuf> = chosen.file_path().into_iter().map(Path::to_owned).collect();
    files.push(folder.join(DECISIONS_FILE));
    if let Ok(lock) = LockFile::read(chosen, args.out.as_deref()) {
        files.push(lock.path);
    }
    match args.sources.is_empty() {
        true => files.extend(chosen.recipe.sources.iter().map(|name| folder.join(name))),
        false => files.extend(args.sources.iter().cloned()),
    }
    files
}
