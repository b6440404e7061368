//! Pages that are no plain files, and revisions that are none.

use std::io::Write as _;
use std::process::Stdio;

use super::{Said, cities, command, page, run, run_with};
use crate::repository::TestRepository;
use crate::scenario::Scenario;

#[cfg(unix)]
#[test]
fn row_05_a_file_of_four_gigabytes() {
    let scenario = Scenario::new().with("good.md", page("| Lyon | 1 |\n"));
    let large = std::fs::File::create(scenario.path().join("large.md")).expect("a file");
    large.set_len(4 << 30).expect("a file may have holes");
    let start = std::time::Instant::now();
    for arguments in
        ["extract large.md", "ls large.md", "repair large.md", "diff large.md good.md", "init large.md --out -"]
    {
        run(&scenario, arguments)
            .expect(2, "`large.md` has 4294967296 bytes, and no file of more than 268435456 is read");
    }
    assert!(start.elapsed().as_secs() < 5, "it is refused before it is read");
    let said = run(&scenario, "extract . --format ndjson");
    assert!(said.out.contains("Lyon"), "the others are read");
    said.expect(2, "large.md");
    run(&scenario, "extract good.md --max-file-size 20").expect(2, "and no file of more than 20 is read");
    assert_eq!(run(&scenario, "extract good.md --max-file-size 1K").code, Some(0));
}

#[test]
fn row_05_a_stream_without_end() {
    let scenario = Scenario::new();
    let mut child = command(&scenario)
        .args(["extract", "-", "--max-file-size", "1M"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut stdin = child.stdin.take().expect("it is piped");
    // Whoever writes learns that nobody reads any more.
    let ended = (0..1_000).any(|_| stdin.write_all(&[b'x'; 1 << 16]).is_err());
    assert!(ended, "64 MB were taken");
    drop(stdin);
    Said::of(&child.wait_with_output().expect("it ends")).expect(2, "no file of more than 1048576 is read");
}

#[test]
fn row_05_a_line_of_a_hundred_megabytes() {
    let scenario =
        Scenario::new().with("page.md", format!("{}\n\n{}", "x".repeat(100_000_000), page("| Lyon | 1 | y |\n")));
    let said = run(&scenario, "extract page.md --format csv");
    said.expect(1, "page.md:7:");
    assert!(said.err.len() < 5_000);
}

#[cfg(unix)]
#[test]
fn row_18_what_is_no_plain_file() {
    let scenario = Scenario::new().with("docs/good.md", page("| Lyon | 1 |\n"));
    let path = |name: &str| scenario.path().join(name);
    let made = std::process::Command::new("mkfifo").arg(path("docs/fifo.md")).status().expect("mkfifo runs");
    assert!(made.success());
    let link = |target: &str, name: &str| std::os::unix::fs::symlink(target, path(name)).expect("a link");
    link("loop.md", "docs/loop.md");
    link("/dev/zero", "docs/zero.md");
    link("..", "docs/up");
    std::fs::create_dir(path("docs/folder.md")).expect("a folder");
    let _socket = std::os::unix::net::UnixListener::bind(path("docs/socket.md")).expect("a socket");
    for (name, reason) in [
        ("docs/fifo.md", "it is not a plain file"),
        ("docs/zero.md", "it is not a plain file"),
        ("docs/socket.md", "it is not a plain file"),
        ("/dev/zero", "it is not a plain file"),
        ("docs/loop.md", "symbolic links"),
    ] {
        for command in ["extract", "repair", "ls"] {
            run(&scenario, &format!("{command} {name}")).expect(2, reason);
        }
    }
    let said = run(&scenario, "extract docs --format ndjson");
    assert_eq!(said.out.matches("Lyon").count(), 1, "links are not followed: {}", said.out);
    assert_eq!(run(&scenario, "extract docs/folder.md").code, Some(2));
    // A recipe, too, is a plain file.
    let made = std::process::Command::new("mkfifo").arg(path("rowmill.yaml")).status().expect("mkfifo runs");
    assert!(made.success());
    assert_eq!(run(&scenario, "build").code, Some(2));
    assert_eq!(run(&scenario, "build rowmill.yaml").code, Some(2));
}

/// Runs the binary in a folder, and ends it where it waits.
#[cfg(unix)]
fn run_briefly(folder: &std::path::Path, arguments: &str) -> Said {
    let mut command = std::process::Command::new("timeout");
    command.arg("20").arg(env!("CARGO_BIN_EXE_rowmill")).args(arguments.split_whitespace()).current_dir(folder);
    let output = crate::without_environment(&mut command).stdin(Stdio::null()).output().expect("the binary runs");
    assert_ne!(output.status.code(), Some(124), "{arguments} waits");
    Said::of(&output)
}

#[cfg(unix)]
fn make_fifo(path: &std::path::Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status().expect("mkfifo runs");
    assert!(made.success());
}

#[cfg(unix)]
#[test]
fn row_18_a_pipe_among_the_files_of_a_repository() {
    let texts = [page("| Lyon | 1 |\n"), page("| Lyon | 2 |\n")];
    let files = [
        ".git/HEAD",
        ".git/config",
        ".git/packed-refs",
        ".git/shallow",
        ".git/refs/heads/main",
        ".git/logs/HEAD",
        ".git/objects/info/alternates",
        ".git/objects/pack/pack-0000000000000000000000000000000000000000.idx",
    ];
    for name in files {
        let repository = TestRepository::of_page("docs/page.md", &texts);
        let path = repository.path().join(name);
        let _ = std::fs::remove_file(&path);
        make_fifo(&path);
        for arguments in ["history docs/page.md", "diff HEAD~1:docs/page.md docs/page.md"] {
            let said = run_briefly(repository.path(), arguments);
            said.expect(2, &format!("{name}`: it is not a plain file"));
        }
    }
    // A repository that lends its objects, one that is elsewhere, and a device behind a link.
    let lender = TestRepository::of_page("page.md", &texts);
    make_fifo(&lender.path().join(".git/objects/pack/pack-0000000000000000000000000000000000000000.pack"));
    let repository = TestRepository::of_page("page.md", &texts);
    repository.write(".git/objects/info/alternates", format!("{}\n", lender.path().join(".git/objects").display()));
    run_briefly(repository.path(), "history page.md").expect(2, ".pack`: it is not a plain file");
    let repository = TestRepository::of_page("page.md", &texts);
    std::fs::rename(repository.path().join(".git"), repository.outside().join("elsewhere")).expect("it moves");
    repository.write(".git", "gitdir: ../elsewhere\n");
    assert_eq!(run_briefly(repository.path(), "history page.md").code, Some(0));
    std::fs::remove_file(repository.outside().join("elsewhere/HEAD")).expect("it is there");
    std::os::unix::fs::symlink("/dev/zero", repository.outside().join("elsewhere/HEAD")).expect("a link");
    run_briefly(repository.path(), "history page.md").expect(2, "elsewhere/HEAD`: it is not a plain file");
    // Whatever lies in a folder that lends objects and is none of them is not looked at; a socket of git's own stays.
    let repository = TestRepository::of_page("page.md", &texts);
    repository.write("other/folder/deep/file", "");
    make_fifo(&repository.path().join("other/folder/fifo"));
    repository.write(".git/objects/info/alternates", format!("{}\n", repository.path().join("other").display()));
    let _socket = std::os::unix::net::UnixListener::bind(repository.path().join(".git/fsmonitor--daemon.ipc"));
    assert_eq!(run_briefly(repository.path(), "history page.md").code, Some(0));
}

#[cfg(unix)]
#[test]
fn row_18_a_pipe_among_what_is_ignored() {
    let scenario = Scenario::new().with("docs/good.md", page("| Lyon | 1 |\n")).with("docs/sub/other.md", "a\n");
    make_fifo(&scenario.path().join("docs/sub/.gitignore"));
    let said = run_briefly(scenario.path(), "extract docs --format ndjson");
    assert!(said.out.contains("Lyon"), "the others are read: {}", said.out);
    said.expect(2, "docs/sub/.gitignore`: it is not a plain file");
    make_fifo(&scenario.path().join(".ignore"));
    run_briefly(scenario.path(), "extract docs").expect(2, ".ignore`: it is not a plain file");
}

#[cfg(unix)]
#[test]
fn row_18_files_beside_a_recipe_that_are_none() {
    let files =
        ["rowmill.lock", "rowmill.decisions.yaml", "out/cities/cities.json", "baseline.json", "old.json", "old.csv"];
    let commands = [
        "check --baseline baseline.json",
        "build --check",
        "decide list",
        "diff old.json old.json",
        "diff old.csv old.csv",
    ];
    for name in files {
        let scenario = cities("| Lyon | 1 |\n").with("out/cities/cities.csv", "").with("secret", "the secret\n");
        let path = scenario.path().join(name);
        make_fifo(&path);
        let said: Vec<Said> = commands.iter().map(|arguments| run_briefly(scenario.path(), arguments)).collect();
        assert!(said.iter().any(|said| said.err.contains("plain file")), "{name}");
        std::fs::remove_file(&path).expect("it is there");
        if name.starts_with("rowmill.") || name.starts_with("out/") {
            std::os::unix::fs::symlink(scenario.path().join("secret"), &path).expect("a link");
            let said: Vec<Said> = commands.iter().map(|arguments| run_briefly(scenario.path(), arguments)).collect();
            assert!(said.iter().any(|said| said.err.contains("link")), "{name}");
            for said in said {
                assert!(!said.err.contains("secret\n") && !said.out.contains("the secret"), "{name}: {}", said.err);
            }
        }
    }
}

#[test]
fn row_20_templates() {
    // There are none: nothing of a recipe or a page is run as a template, so what looks like one is text.
    let scenario = cities("| {{ 7 * 7 }} | 1 |\n| {% for x in y %} | 2 |\n| ${HOME} | 3 |\n");
    assert_eq!(run(&scenario, "build --format csv").code, Some(0));
    let data = scenario.read("out/cities/cities.csv");
    assert!(
        data.contains("{{ 7 * 7 }},1") && data.contains("{% for x in y %},2") && data.contains("${HOME},3"),
        "{data}"
    );
}

#[test]
fn row_22_revisions() {
    let repository = TestRepository::of_page("page.md", &[page("| Lyon | 1 |\n"), page("| Lyon | 2 |\n")]);
    let in_it = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_rowmill"));
        command.args(arguments).current_dir(repository.path()).stdin(Stdio::null());
        let output = crate::without_environment(&mut command).output().expect("the binary runs");
        Said::of(&output)
    };
    let bad = [
        "--upload-pack=touch x:page.md",
        "-x:page.md",
        "@{-1}:page.md",
        "nothing:page.md",
        "HEAD:../page.md",
        "HEAD:/etc/passwd",
        "HEAD:gone.md",
        "HEAD\n:page.md",
        "\u{1b}[31m:page.md",
        "HEAD^{tree}^^:page.md",
        "0000000000000000000000000000000000000000:page.md",
        ":/Change:page.md",
        "HEAD~99:page.md",
        "HEAD^-::/x",
        "^HEAD:page.md",
        "HEAD^!:page.md",
        "HEAD^@:page.md",
        "..@^-^{/'.22:page.md",
        "HEAD^{/x}..@^-^{/y}:page.md",
    ];
    for name in bad {
        let said = in_it(&["diff", "--", name, "page.md"]);
        assert_eq!(said.code, Some(2), "{name:?}: {}{}", said.out, said.err);
        assert!(!said.err.contains("internal error"), "{name:?}: {}", said.err);
        super::check_harmless(&said.err);
    }
    in_it(&["diff", "--", "HEAD^-:page.md", "page.md"]).expect(2, "`HEAD^-` means several commits");
    in_it(&["diff", "--", "HEAD^{/x}..HEAD:page.md", "page.md"]).expect(2, "means several commits");
    // A search may have any signs in it.
    in_it(&["diff", "--", "HEAD^{/no..such^-}:page.md", "page.md"]).expect(2, "there is no revision");
    for range in ["--upload-pack=x..HEAD", "HEAD..-x", "a...b", "..", "HEAD..nothing"] {
        let said = in_it(&["diff", &format!("--git={range}"), "--", "page.md"]);
        assert!(said.code == Some(2) || range == "..", "{range}: {:?} {}", said.code, said.err);
    }
    assert!(!repository.path().join("x").exists(), "no process is started");
    assert_eq!(in_it(&["diff", "HEAD~1:page.md", "HEAD:page.md"]).code, Some(1));
    // An object that is gone is named, and what would bring it back.
    let blob = repository.git(&["rev-parse", "HEAD:page.md"]);
    std::fs::remove_file(repository.path().join(format!(".git/objects/{}/{}", &blob[..2], &blob[2..])))
        .expect("it is there");
    in_it(&["diff", "HEAD~1:page.md", "HEAD:page.md"]).expect(2, "missing").expect(2, "git fetch");
    let said = run_with(&Scenario::new(), &["history", "page.md"]);
    assert_eq!(said.code, Some(2), "{}", said.err);
}
