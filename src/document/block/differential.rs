//! Holds the block structure of generated documents and of real files to what comrak makes of them, see [`oracle`](super::oracle).

use std::path::{Path, PathBuf};

use super::generate::Generator;
use super::oracle::{assert_equal, differs, report};

/// Without a wish of the environment, this many documents are generated.
const GENERATED: u64 = 5_000;

#[test]
fn generated_documents_read_as_in_comrak() {
    let count = std::env::var("ROWMILL_GENERATED").map_or(GENERATED, |count| count.parse().expect("a number"));
    for seed in 1..=count {
        assert_equal(&Generator::new(seed).document());
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "a test says what it skips and what it compared")]
fn real_files_read_as_in_comrak() {
    let Some(folder) = std::env::var_os("ROWMILL_CORPUS") else {
        return eprintln!("skipped: ROWMILL_CORPUS does not name a folder of Markdown files");
    };
    let files = markdown_files(Path::new(&folder));
    assert!(!files.is_empty(), "no Markdown file below {}", folder.display());
    let read = |path: &PathBuf| std::fs::read_to_string(path).map_err(|error| eprintln!("{}: {error}", path.display()));
    let texts: Vec<_> = files.iter().filter_map(|path| Some((path, read(path).ok()?))).collect();
    let different: Vec<_> = texts.iter().filter(|(_, text)| differs(text)).collect();
    for (path, text) in &different {
        eprintln!("{}\n{}", path.display(), report(text));
    }
    eprintln!("{} of {} files compared", texts.len(), files.len());
    assert!(different.is_empty(), "{} files differ", different.len());
}

fn markdown_files(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a readable folder").flatten() {
            let path = entry.path();
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
