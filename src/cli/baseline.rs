//! Findings that were there before, which `check --baseline` leaves out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::check::judge;
use super::choose::Chosen;
use super::lock::LockFile;
use rowmill::pipeline::{load_revision, set_levels};
use rowmill::repair::Guidance;
use rowmill::report::{fingerprints, read_baseline};
use rowmill::source::git::Repository;
use rowmill::source::read_text;
use rowmill::{Diagnostic, Error, Result, SourceMap};

/// The fingerprints of known findings.
pub(super) struct Baseline(BTreeSet<String>);

impl Baseline {
    /// A list of findings in a file, or those of the pages at a revision.
    ///
    /// # Errors
    ///
    /// When there is neither, or it cannot be read.
    pub(super) fn read(from: &str, chosen: &Chosen, args: &CheckArgs, guidance: &Guidance) -> Result<Self> {
        let path = Path::new(from);
        if path.exists() {
            return read_baseline(from, &read_text(path, "read the baseline")?).map(Self);
        }
        let help = "`rowmill check --style json > FILE` writes a baseline";
        if path.extension().is_some_and(|extension| extension == "json") {
            return Err(Error::usage(format!("there is no file `{from}` to be the baseline")).with_help(help));
        }
        Self::of_revision(from, chosen, args, guidance)
            .map_err(|error| error.with_help(format!("there is no file `{from}` either; {help}")))
    }

    fn of_revision(name: &str, chosen: &Chosen, args: &CheckArgs, guidance: &Guidance) -> Result<Self> {
        let here = std::env::current_dir().map_err(|cause| Error::io(".", "find", cause))?;
        let files: Vec<PathBuf> = match args.sources.is_empty() {
            true => chosen.recipe.sources.iter().map(|name| chosen.folder().join(name)).collect(),
            false => args.sources.clone(),
        };
        let repository = Repository::above(files.first().map_or(Path::new("."), PathBuf::as_path), &here)?;
        let revision = repository.resolve(name)?;
        let mut sources = SourceMap::new();
        let mut pages = Vec::new();
        for (index, file) in files.iter().enumerate() {
            let path = repository.path_of(file, &here)?;
            let page = load_revision(&mut sources, &repository, &revision, &path)?;
            if let Some(name) = chosen.recipe.sources.get(index) {
                sources.set_name(page, name);
            }
            pages.push(page);
        }
        // What the pages include has its name as seen from the recipe, as it has in the working tree.
        let top = repository.path_of(&chosen.folder().join("x"), &here)?;
        let top = top.strip_suffix('x').unwrap_or_default().to_owned();
        let included =
            sources.files().filter(|(id, _)| !pages.contains(id)).map(|(id, file)| (id, file.path().to_owned()));
        for (id, path) in included.collect::<Vec<_>>() {
            let inside = path.strip_prefix(&format!("{}:", revision.name())).unwrap_or(&path);
            sources.set_name(id, inside.strip_prefix(&top).unwrap_or(inside));
        }
        let lock = LockFile::read(chosen, args.out.as_deref())?;
        let mut judgement = judge(chosen, &sources, &pages, guidance, &lock)?;
        set_levels(&chosen.recipe, &mut judgement.findings);
        judgement.findings.sort_by(|a, b| (a.span, a.code).cmp(&(b.span, b.code)));
        Ok(Self(fingerprints(&judgement.findings, &sources).into_iter().collect()))
    }

    /// Takes the known ones out of a list of findings, and tells how many there were.
    pub(super) fn take_known(&self, findings: &mut Vec<Diagnostic>, sources: &SourceMap) -> usize {
        let all = fingerprints(findings, sources);
        let before = findings.len();
        let mut all = all.into_iter();
        // What was written once and is not current has to be written anew, however long it has been so.
        let is_drift = |finding: &Diagnostic| matches!(finding.code, "stale-output" | "stale-lock");
        findings.retain(|finding| {
            all.next().is_some_and(|fingerprint| is_drift(finding) || !self.0.contains(&fingerprint))
        });
        before - findings.len()
    }
}
