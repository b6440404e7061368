//! `ls` and `extract`: any page, with no configuration.

use std::io::{BufRead as _, BufReader, Write as _};

use crate::scenario::{CITIES, Scenario, check};

const TWO: &str = "\
# Rivers

| River | Length |
|-------|-------:|
| Mur   |    464 |
| Saône |    473 |

## Lakes

* [Attersee](https://example.org/attersee)
* Lac d'Annecy

| Lake     | Depth |
|----------|-------|
| Attersee | 169 | m |
";

#[test]
fn tables_are_listed() {
    let scenario = Scenario::cities()
        .with("docs/two.md", TWO)
        .with("docs/.hidden.md", TWO)
        .with("docs/ignored.md", TWO)
        .with(".gitignore", "ignored.md\n");
    check("ls-folder", &scenario.run("ls ."));
    check("ls-csv", &scenario.run("ls docs/two.md --format csv"));
    check("ls-nothing", &scenario.with("empty.md", "# Nothing\n").run("ls empty.md"));
}

#[test]
fn what_github_would_not_show_so_is_told() {
    let rows = "| Lyon | 1 |\n| Graz | 2 |\n| Linz | 3 |\n";
    let page = [
        format!("# No header\n\n|------|---|\n{rows}\n"),
        format!("# Neither row\n\n{rows}| Metz | 4 |\n\n"),
        format!("# A pipe in code\n\n| `a|b` | Zone |\n|-------|------|\n{rows}\n"),
        format!("# Two delimiter rows\n\n| Town | Zone |\n|------|------|\n|------|------|\n{rows}\n"),
        format!("# Indented\n\n| Town | Zone |\n     |------|------|\n{rows}\n"),
        "# Two records\n\n| Town | Zone |\n|------|------|\n| Lyon | 1 | | Graz | 2 |\n".to_owned(),
    ];
    let scenario = Scenario::new().with("odd.md", page.concat());
    check("ls-odd", &scenario.run("ls odd.md"));
    check("extract-odd", &scenario.run("extract odd.md --format csv --out tables --verbose"));
    check("repair-odd", &scenario.run("repair odd.md"));
}

#[test]
fn tables_are_extracted() {
    let scenario = Scenario::cities().with("two.md", TWO);
    check("extract-json", &scenario.run("extract cities.md two.md"));
    check("extract-ndjson", &scenario.run("extract cities.md --format ndjson"));
    check("extract-table", &scenario.run("extract two.md --format table"));
    check("extract-md", &scenario.run("extract two.md --format md --under Rivers"));
    check("extract-strings", &scenario.run("extract two.md --table 1 --strings"));
    check("extract-columns", &scenario.run("extract cities.md --columns city,zone --format csv"));
    check("extract-lists", &scenario.run("extract two.md --lists"));
    let nested = Scenario::new().with("nested.md", "* Alps\n  * Lyon\n  * Graz\n* Jura\n  1. Dole\n");
    check("extract-nested-lists", &nested.run("extract nested.md --lists --format ndjson"));
    let defined = "* **HTTP**: 80\n* [SSH](https://ssh.example) - 22\n\n1. `ls`: lists files\n2. *and* others\n";
    check("extract-definitions", &Scenario::new().with("ports.md", defined).run("extract ports.md --lists"));
    check("extract-surplus-csv", &scenario.run("extract two.md --under Lakes --format csv"));
    check("extract-surplus-columns", &scenario.run("extract two.md --columns Lake --format csv"));
    let formula = Scenario::new().with("sum.md", "| a | b |\n|---|---|\n| =1+1 | -5 |\n");
    check("extract-formula", &formula.run("extract sum.md --format csv"));
    check("extract-formula-safe", &formula.run("extract sum.md --format csv --spreadsheet-safe"));
    check("extract-out", &scenario.run("extract two.md --format yaml --out data"));
    assert_eq!(scenario.files("data").len(), 2);
}

#[test]
fn standard_input_is_a_page() {
    let scenario = Scenario::new();
    let mut child = scenario
        .command("extract - --format csv")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the binary runs");
    std::io::Write::write_all(&mut child.stdin.take().expect("it is piped"), CITIES.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).starts_with("City,Zone,Rivers\n"));
}

/// A line of a stream for each page.
const STREAM: &str = r##"{"path": "a.md", "text": "# A\n\n| x | y |\n|---|---|\n| 1 | é |\n| 2 | `b` |\n"}
{"path": "none.md", "text": "no table\n", "id": 7}

{"path": "b.md", "text": "| x |\n|---|\n| 1 | 2 |\n"}
{"path": "empty.md", "text": ""}
{"path": "c.md"}
not JSON
{"path": "nul.md", "text": "| x |\n|---|\n| \u0000 |\n"}
{"path": "d\u001b.md", "text": "| x |\n|---|\n| \u001b |\n"}
"##;

#[test]
fn a_stream_of_pages_is_answered_line_by_line() {
    let scenario = Scenario::new();
    let run = |arguments: &str| scenario.run_with(arguments, STREAM);
    check("extract-stream", &run("extract --stdin-format ndjson"));
    check("extract-stream-documents", &run("extract --stdin-format ndjson --per-document"));
    check(
        "extract-stream-lists",
        &scenario.run_with("extract --stdin-format ndjson --lists", r#"{"path":"a","text":"* b\n* c"}"#),
    );
    check("extract-stream-format", &run("extract --stdin-format ndjson --format csv"));
    check("extract-stream-paths", &run("extract a.md --stdin-format ndjson"));
    check("extract-documents-alone", &run("extract a.md --per-document"));
}

#[test]
fn a_page_of_a_stream_is_answered_before_the_next_one_comes() {
    let mut child = Scenario::new()
        .command("extract --stdin-format ndjson --per-document")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut input = child.stdin.take().expect("it is piped");
    let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
    for (line, path) in STREAM.lines().filter(|line| !line.is_empty()).zip(["a", "none", "b", "empty"]) {
        writeln!(input, "{line}").expect("it reads");
        let mut answer = String::new();
        output.read_line(&mut answer).expect("it answers");
        assert!(answer.starts_with(&format!("{{\"path\":\"{path}.md\"")), "{answer}");
    }
    drop(input);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn what_is_not_there_is_an_error_that_lists_what_is() {
    let scenario = Scenario::cities().with("two.md", TWO);
    check("extract-several-csv", &scenario.run("extract two.md --format csv"));
    check("extract-no-such-heading", &scenario.run("extract two.md --under River"));
    check("extract-no-such-table", &scenario.run("extract two.md --table 7"));
    check("extract-no-such-column", &scenario.run("extract two.md --columns Lenght"));
    check("extract-no-table-number", &scenario.run("extract two.md --table one"));
    check("extract-no-list", &scenario.run("extract cities.md --lists"));
    check("extract-no-table", &Scenario::new().with("empty.md", "# Nothing\n").run("extract empty.md"));
    check("extract-no-paths", &scenario.run("extract"));
    check("extract-empty-folder", &Scenario::new().with("docs/note.txt", "").run("extract docs"));
}

#[test]
fn a_page_that_cannot_be_read_does_not_stop_the_others() {
    let scenario = Scenario::cities()
        .with("binary.md", b"\x7fELF\0\0")
        .with("latin.md", b"| a |\n|---|\n| \xe9 |\n")
        .with(
            "utf16.md",
            "\u{feff}| a |\n|---|\n| é |\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
        )
        .with("cr.md", "| a |\r|---|\r| b |\r")
        .with("bom.md", "\u{feff}| a |\n|---|\n| c |\n")
        .with("blank.md", "\n");
    check("extract-mixed", &scenario.run("extract . --format ndjson"));
    check("extract-missing", &scenario.run("extract gone.md cities.md --format ndjson"));
}

#[test]
fn a_file_of_300_megabytes_is_refused() {
    let scenario = Scenario::cities();
    let file = std::fs::File::create(scenario.path().join("big.md")).expect("a file can be made");
    file.set_len(300 * 1024 * 1024).expect("it can be sparse");
    check("extract-too-large", &scenario.run("extract . --format ndjson"));
}

/// What stands in a folder and is no file is passed over; named, it is refused. Nothing waits for a pipe or runs round a loop.
#[cfg(target_os = "linux")]
#[test]
fn pipes_links_and_folders_are_no_pages() {
    let scenario = Scenario::cities().with("folder.md/page.md", CITIES);
    let path = |name: &str| scenario.path().join(name);
    assert!(std::process::Command::new("mkfifo").arg(path("pipe.md")).status().is_ok_and(|status| status.success()));
    for (target, link) in [("loop.md", "loop.md"), (".", "round"), ("gone.md", "dangling.md")] {
        std::os::unix::fs::symlink(target, path(link)).expect("a link can be made");
    }
    check("extract-no-files", &scenario.run("extract . --format ndjson"));
    check(
        "extract-named-no-files",
        &scenario.run("extract pipe.md loop.md dangling.md folder.md cities.md --format ndjson"),
    );
}

#[cfg(unix)]
#[test]
fn a_page_that_may_not_be_read_does_not_stop_the_others() {
    use std::os::unix::fs::PermissionsExt;
    let scenario = Scenario::cities().with("secret.md", CITIES).with("sealed/page.md", CITIES);
    for name in ["secret.md", "sealed"] {
        let closed = std::fs::Permissions::from_mode(0o000);
        std::fs::set_permissions(scenario.path().join(name), closed).expect("it is ours");
    }
    // Root may read everything.
    if std::fs::read(scenario.path().join("secret.md")).is_err() {
        let output = scenario.output("extract . --format ndjson");
        let message = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stdout).contains("Lyon"), "the others go on");
        assert!(message.contains("cannot read the page `secret.md`: Permission denied"), "{message}");
        assert!(message.contains("cannot walk the folder `.`: "), "{message}");
    }
    let open = std::fs::Permissions::from_mode(0o700);
    std::fs::set_permissions(scenario.path().join("sealed"), open).expect("it is ours");
}

/// The walk is over before the first page is read, and the reading of the first waits for the pipe to be emptied.
#[cfg(unix)]
#[test]
fn a_page_that_vanishes_is_one_error() {
    use std::io::Read;
    let row = format!("| {} |\n", "x".repeat(1000));
    let scenario = Scenario::cities().with("a.md", format!("| a |\n|---|\n{}", row.repeat(1000))).with("b.md", CITIES);
    let mut command = scenario.command("extract . --format ndjson");
    let mut child = command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the binary runs");
    let mut stdout = child.stdout.take().expect("it is piped");
    stdout.read_exact(&mut [0]).expect("the first page is being written");
    std::fs::remove_file(scenario.path().join("b.md")).expect("it can be removed");
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).expect("it is text");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(2));
    assert!(rest.contains("{\"_path\":\"cities.md\""), "the others go on");
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(message.contains("cannot read the page `b.md`: No such file or directory"), "{message}");
}

#[test]
fn included_pages_take_their_place() {
    let scenario = Scenario::new()
        .with("docs/page.md", "# Page\n\n## Cities\n\n[!INCLUDE [cities](../shared/cities.md)]\n\n[!INCLUDE [x](../../outside.md)]\n\n## Rest\n\n| a |\n|---|\n| 1 |\n")
        .with("shared/cities.md", "| City |\n|---|\n| Lyon |\n\n[!INCLUDE [again](../docs/page.md)]\n")
        .with(".git/HEAD", "");
    check("extract-include", &scenario.run("extract docs/page.md"));
    check("ls-include", &scenario.run("ls docs/page.md"));
}
