//! Revisions of repositories that the real `git` made: names, files, histories, and what is refused.

#![cfg(feature = "git")]

mod repository;

use std::path::{Path, PathBuf};

use repository::TestRepository;
use rowmill::SourceMap;
use rowmill::source::git::{Cut, PageHistory, Repository, RevisionFile, RevisionSide, range_sides, revision_side};
use rowmill::source::is_markdown;

fn open(repository: &TestRepository) -> Repository {
    Repository::above(Path::new("."), repository.path()).expect("it is a repository")
}

fn read(repository: &TestRepository, revision: &str, path: &str) -> Result<String, String> {
    let opened = open(repository);
    let found = opened.resolve(revision).and_then(|revision| opened.read(&revision, path));
    found.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).map_err(|error| match error.help() {
        Some(help) => format!("{}; {help}", error.headline()),
        None => error.headline(),
    })
}

fn check_error(repository: &TestRepository, revision: &str, path: &str, expected: &str) {
    let error = read(repository, revision, path).expect_err("it is refused");
    assert!(error.contains(expected), "{revision}:{path}: {error}");
}

fn history(repository: &TestRepository, path: &str) -> PageHistory {
    let opened = open(repository);
    let newest = opened.resolve("HEAD").expect("there is a commit");
    opened.history(&newest, &[path.to_owned()]).expect("it has a history")
}

fn subjects(repository: &TestRepository, path: &str) -> Vec<String> {
    history(repository, path).revisions.into_iter().map(|revision| revision.subject).collect()
}

#[test]
fn every_way_to_name_a_revision() {
    for format in ["sha1", "sha256"] {
        let repository = TestRepository::with_format(format);
        repository.write("page.md", "one\n");
        let first = repository.commit("One", "2020-01-01");
        repository.git(&["tag", "-a", "v1", "-m", "The first"]);
        repository.git(&["tag", "light"]);
        repository.write("page.md", "two\n");
        repository.commit("Two", "2020-01-02");
        repository.git(&["branch", "topic/one", "HEAD~1"]);
        // The start of a hash is found among SHA-1 hashes only, by gix 0.90.
        let start = if format == "sha1" { &first[..8] } else { &first };
        for revision in [&first, start, "HEAD~1", "HEAD^", "main~1", "v1", "light", "topic/one", "@~1", "v1^{commit}"] {
            assert_eq!(read(&repository, revision, "page.md").as_deref(), Ok("one\n"), "{format} {revision}");
        }
        assert_eq!(read(&repository, "HEAD", "page.md").as_deref(), Ok("two\n"));
    }
}

#[test]
fn what_is_no_revision_is_refused() {
    let repository = TestRepository::of_page("page.md", &["one\n", "two\n"]);
    repository.git(&["branch", "release"]);
    for (revision, expected) in [
        ("relese", "did you mean `release`?"),
        ("--upload-pack=touch", "no name of one starts with `-`"),
        ("-x", "no name of one starts with `-`"),
        ("HEAD~9", "the history ends before that"),
        ("", "there is no revision ``"),
        ("HEAD..main", "means several commits"),
        ("^main", "means several commits"),
        ("@{-1}", "there is no revision"),
        (":/nothing like it", "there is no revision"),
        ("HEAD^{tree}", "is a tree, not a commit"),
        ("HEAD:page.md", "is a blob, not a commit"),
        ("0000000000000000000000000000000000000001", "is not in this clone"),
    ] {
        check_error(&repository, revision, "page.md", expected);
    }
}

#[test]
fn a_path_starts_from_the_root_or_from_here() {
    let repository = TestRepository::new();
    repository.write("docs/page.md", "in docs\n");
    repository.write("docs/deep/page.md", "deep\n");
    repository.commit("One", "2020-01-01");
    let here = repository.path().join("docs");
    let opened = Repository::above(Path::new("."), &here).expect("it is a repository");
    let head = opened.resolve("HEAD").expect("there is a commit");
    let read = |path: &str| opened.read(&head, path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert_eq!(read("docs/page.md").expect("from the root"), "in docs\n");
    assert_eq!(read("./page.md").expect("from here"), "in docs\n");
    assert_eq!(read("../docs/deep/page.md").expect("from here"), "deep\n");
    let error = read("page.md").expect_err("it is not in the root");
    assert_eq!(error.help(), Some("did you mean `docs/page.md`?"));
    for path in ["../../page.md", "/etc/hostname", "../../../etc/hostname"] {
        let error = read(path).expect_err("it is outside");
        assert!(error.headline().contains("outside of the repository"), "{path}: {error}");
    }
    let mut sources = SourceMap::new();
    let page = sources.read_revision(&opened, &head, "docs/page.md").expect("it is a page");
    assert_eq!(sources.file(page).path(), "HEAD:docs/page.md");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused() {
    let repository = TestRepository::new();
    repository.write("docs/page.md", "text\n");
    repository.write("binary.md", b"a\0b");
    std::os::unix::fs::symlink("/etc/hostname", repository.path().join("link.md")).expect("a link can be made");
    let first = repository.commit("One", "2020-01-01");
    repository.git(&["update-index", "--add", "--cacheinfo", &format!("160000,{first},module")]);
    repository.git(&["commit", "--quiet", "-m", "A submodule"]);
    check_error(&repository, "HEAD", "docs", "is a folder");
    check_error(&repository, "HEAD", "link.md", "is a symbolic link");
    check_error(&repository, "HEAD", "module", "is a submodule");
    check_error(&repository, "HEAD", "module/page.md", "there is no `module/page.md`");
    check_error(&repository, "HEAD", "docs/page.md/more", "there is no `docs/page.md/more`");
    let (opened, mut sources) = (open(&repository), SourceMap::new());
    let head = opened.resolve("HEAD").expect("there is a commit");
    let error = sources.read_revision(&opened, &head, "binary.md").expect_err("it is no text");
    assert_eq!(error.to_string(), "`HEAD:binary.md` is a binary file");
}

#[test]
fn only_commits_that_change_the_page_are_in_its_history() {
    let repository = TestRepository::of_page("docs/page.md", &["one\n", "two\n", "two\n", "one\n"]);
    repository.write("other.md", "other\n");
    repository.commit("Another page", "2020-01-09");
    assert_eq!(subjects(&repository, "docs/page.md"), ["Change 0", "Change 1", "Change 3"]);
    let all = history(&repository, "docs/page.md").revisions;
    assert_eq!(all[0].blobs, all[2].blobs);
    assert_eq!((all[0].author.as_str(), all[0].author_date.as_str()), ("Ada", "2020-01-01T10:00:00Z"));
    assert_eq!(all[0].date, "2020-01-01T11:00:00Z");
    std::fs::remove_file(repository.path().join("docs/page.md")).expect("it is there");
    repository.commit("Remove", "2020-01-10");
    assert_eq!(history(&repository, "docs/page.md").revisions.last().map(|last| last.blobs.clone()), Some(vec![None]));
}

/// The commits are those of git, if no merge has both sides change the page.
#[test]
fn merges_are_simplified_as_git_does() {
    let repository = TestRepository::of_page("page.md", &["one\n"]);
    for round in 0..4 {
        repository.git(&["switch", "--quiet", "-c", &format!("topic{round}")]);
        let page = if round % 2 == 0 { "page.md" } else { "other.md" };
        repository.write(page, format!("topic {round}\n"));
        repository.commit(&format!("Topic {round}"), &format!("2020-02-{:02}", 2 * round + 1));
        repository.git(&["switch", "--quiet", "main"]);
        repository.write("readme.md", format!("main {round}\n"));
        repository.commit(&format!("Main {round}"), &format!("2020-02-{:02}", 2 * round + 2));
        repository.merge(&format!("topic{round}"), &format!("2020-03-{:02}", round + 1), &[]);
    }
    let git = repository.git(&["log", "--format=%s", "--reverse", "--", "page.md"]);
    assert_eq!(subjects(&repository, "page.md"), git.lines().collect::<Vec<_>>());
    assert_eq!(subjects(&repository, "page.md"), ["Change 0", "Topic 0", "Topic 2"]);
}

#[test]
fn what_git_is_told_to_run_or_to_replace_counts_for_nothing() {
    let repository = TestRepository::of_page("page.md", &["one\n", "two\n"]);
    let witness = repository.outside().join("witness");
    let run = format!("touch {}", witness.display());
    for key in
        ["core.fsmonitor", "diff.external", "diff.x.textconv", "filter.x.smudge", "core.sshCommand", "core.pager"]
    {
        repository.git(&["config", key, &run]);
    }
    repository.write(".gitattributes", "*.md filter=x diff=x\n");
    repository.git(&["config", "filter.x.smudge", "false"]);
    let other = repository.git(&["rev-parse", "HEAD~1"]);
    let head = repository.git(&["rev-parse", "HEAD"]);
    repository.git(&["replace", &head, &other]);
    assert_eq!(read(&repository, "HEAD", "page.md").as_deref(), Ok("two\n"));
    assert_eq!(subjects(&repository, "page.md"), ["Change 0", "Change 1"]);
    assert!(!witness.exists());
}

#[test]
fn worktrees_bare_and_shallow_repositories_are_read() {
    let repository = TestRepository::of_page("page.md", &["one\n", "two\n", "three\n"]);
    let path = |name: &str| repository.outside().join(name).display().to_string();
    repository.git(&["worktree", "add", "--quiet", &path("tree"), "HEAD~1"]);
    let tree = Repository::above(Path::new("."), Path::new(&path("tree"))).expect("it is a repository");
    let head = tree.resolve("HEAD").expect("there is a commit");
    assert_eq!(tree.read(&head, "page.md").expect("it is there"), b"two\n");
    let from = format!("file://{}", repository.path().display());
    repository.git(&["clone", "--quiet", "--bare", &from, &path("bare")]);
    let bare = Repository::above(Path::new("."), Path::new(&path("bare"))).expect("it is a repository");
    let head = bare.resolve("HEAD").expect("there is a commit");
    assert_eq!(bare.read(&head, "page.md").expect("it is there"), b"three\n");
    repository.git(&["clone", "--quiet", "--depth=2", &from, &path("shallow")]);
    let shallow = Repository::above(Path::new("."), Path::new(&path("shallow"))).expect("it is a repository");
    let head = shallow.resolve("HEAD").expect("there is a commit");
    let PageHistory { revisions, cut } = shallow.history(&head, &["page.md".to_owned()]).expect("it has a history");
    assert_eq!((revisions.len(), cut), (2, Some(Cut::Shallow)));
}

#[test]
fn a_missing_commit_ends_the_history() {
    let repository = TestRepository::of_page("page.md", &["one\n", "two\n", "three\n"]);
    let first = repository.git(&["rev-parse", "HEAD~2"]);
    let object = repository.path().join(format!(".git/objects/{}/{}", &first[..2], &first[2..]));
    std::fs::remove_file(object).expect("it is there");
    let PageHistory { revisions, cut } = history(&repository, "page.md");
    assert_eq!(revisions.len(), 2);
    assert!(matches!(cut, Some(Cut::Missing(reason)) if reason.contains(&first)));
}

#[cfg(unix)]
#[test]
fn odd_names_of_files_do_no_harm() {
    use std::os::unix::ffi::OsStrExt;
    let repository = TestRepository::of_page("line\nbreak.md", &["one\n", "two\n"]);
    assert_eq!(subjects(&repository, "line\nbreak.md").len(), 2);
    let odd = repository.path().join(std::ffi::OsStr::from_bytes(b"\xff.md"));
    std::fs::write(odd, "odd\n").expect("a file can be written");
    repository.commit("An odd name", "2020-02-01");
    let side =
        revision_side("HEAD:", repository.path(), &|_| true).expect("they are listed").expect("it is a revision");
    assert_eq!(side.files.iter().filter(|file| file.is_err()).count(), 1);
    check_error(&repository, "HEAD", "gone.md", "there is no `gone.md`");
}

#[test]
fn sides_of_a_comparison_are_pages_by_their_paths() {
    let repository = TestRepository::new();
    repository.write("docs/one.md", "one\n");
    repository.write("docs/deep/two.md", "two\n");
    repository.write("docs/.hidden.md", "hidden\n");
    repository.write("docs/note.txt", "no page\n");
    repository.commit("One", "2020-01-01");
    repository.write("docs/one.md", "changed\n");
    repository.commit("Two", "2020-01-02");
    let here = repository.path();
    let find = |argument: &str| revision_side(argument, here, &is_markdown);
    let side = |argument: &str| find(argument).expect("it is read").expect("it is a revision");
    let files = |side: &RevisionSide| -> Vec<RevisionFile> {
        side.files.iter().map(|file| file.as_ref().expect("it has a name").clone()).collect()
    };
    let paths = |argument: &str| files(&side(argument)).into_iter().map(|file| file.path).collect::<Vec<_>>();
    assert_eq!(paths("HEAD:docs"), ["deep/two.md", "one.md"]);
    assert_eq!(paths("HEAD:"), ["docs/deep/two.md", "docs/one.md"]);
    assert_eq!(paths("HEAD:docs/one.md"), ["one.md"]);
    let before = side("HEAD~1:docs/one.md");
    assert_eq!(files(&before)[0].inside, "docs/one.md");
    assert_eq!(before.read(&files(&before)[0]).expect("it is there"), b"one\n");
    // A file of that name is a file.
    repository.write("HEAD:docs", "a file\n");
    for argument in ["HEAD:docs", "docs/one.md", "./HEAD:docs/one.md"] {
        assert!(find(argument).expect("no error").is_none(), "{argument}");
    }
    let error = find("HEAD:dcos/one.md").err().expect("it is not there");
    assert_eq!(error.help(), Some("did you mean `docs/one.md`?"));
    let range = |range: &str, paths: &[&str]| {
        let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
        range_sides(range, &paths, here, &is_markdown)
    };
    let [old, new] = range("HEAD~1..HEAD", &["docs"]).expect("it is read");
    assert_eq!((old.files.len(), new.files.len()), (2, 2));
    assert_eq!(new.read(&files(&new)[1]).expect("it is there"), b"changed\n");
    assert!(range("HEAD", &[]).is_err());
    assert!(range("HEAD...HEAD", &[]).is_err());
}

#[test]
fn outside_of_a_repository_there_is_no_revision() {
    let folder = tempfile::TempDir::new().expect("a temporary folder can be made");
    let error = revision_side("HEAD:page.md", folder.path(), &is_markdown).err().expect("there is no repository");
    assert!(error.headline().contains("is in no git repository"), "{error}");
    let repository = TestRepository::of_page("page.md", &["one\n"]);
    let error = range_sides("HEAD..HEAD", &[".".into(), folder.path().into()], repository.path(), &is_markdown).err();
    let error = error.expect("it is outside");
    assert!(error.headline().contains("outside of the repository"), "{error}");
}
