//! What holds for all styles together: they tell the same number of findings, no text makes another one of it, and each
//! looks as its snapshot.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::count::Counts;
use super::{Appearance, Report, STYLES, Style, check_snapshot};
use crate::diagnostic::{Diagnostic, Finding, Severity};
use crate::source::{SourceMap, Span};

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Note];

fn shown(style: &Style, report: &Report<'_>) -> String {
    let mut shown = Vec::new();
    (style.write)(report, &mut shown, Appearance { color: false, width: 80 }).expect("memory");
    String::from_utf8(shown).expect("UTF-8")
}

fn named(name: &str, report: &Report<'_>) -> String {
    shown(Style::named(name).expect("a style"), report)
}

/// The numbers that a style's output tells, each found as a reader of the format would.
struct Told {
    style: &'static str,
    read: fn(&str) -> Counts,
}

const TOLD: &[Told] = &[
    Told { style: "full", read: |text| by_severity(|word| lines_starting(text, &format!("{word}["))) },
    Told {
        style: "concise",
        read: |text| by_severity(|word| text.lines().filter(|line| is_concise(line, word)).count()),
    },
    Told {
        style: "json",
        read: |text| {
            let document = parsed(text);
            let in_list = count_members(&document["findings"], "severity", ["error", "warning", "note"]);
            let summary = by_severity(|word| number(&document["summary"][word]));
            assert_eq!(in_list, summary);
            summary
        },
    },
    Told {
        style: "ndjson",
        read: |text| {
            let lines = Json::Array(text.lines().map(parsed).collect());
            count_members(&lines, "severity", ["error", "warning", "note"])
        },
    },
    Told { style: "github", read: told_by_github },
    Told { style: "markdown", read: told_by_markdown },
    Told { style: "sarif", read: told_by_sarif },
    Told { style: "junit", read: told_by_junit },
    Told { style: "gitlab", read: |text| count_members(&parsed(text), "severity", ["major", "minor", "info"]) },
];

fn by_severity(mut count: impl FnMut(&str) -> usize) -> Counts {
    Counts { errors: count("error"), warnings: count("warning"), notes: count("note") }
}

fn lines_starting(text: &str, start: &str) -> usize {
    text.lines().filter(|line| line.starts_with(start)).count()
}

fn is_concise(line: &str, word: &str) -> bool {
    let word = format!("{word}[");
    line.split_whitespace().take(2).any(|part| part.starts_with(&word))
}

fn parsed(text: &str) -> Json {
    serde_json::from_str(text).expect("it is JSON")
}

fn number(value: &Json) -> usize {
    usize::try_from(value.as_u64().expect("a number")).expect("a small number")
}

fn count_members(list: &Json, member: &str, words: [&str; 3]) -> Counts {
    let list = list.as_array().expect("an array");
    let count = |word: &str| list.iter().filter(|object| object[member] == word).count();
    let counts = Counts { errors: count(words[0]), warnings: count(words[1]), notes: count(words[2]) };
    assert_eq!(counts.all(), list.len());
    counts
}

/// The number before a word in a sentence such as `10 of 12 errors, 9 of 10 notes`.
fn number_before(sentence: &str, word: &str) -> Option<usize> {
    let mut before = "";
    for part in sentence.split([' ', ',', ';', '*', '\n']).filter(|part| !part.is_empty()) {
        if part.trim_end_matches('s') == word {
            return before.parse().ok();
        }
        before = part;
    }
    None
}

fn told_by_github(text: &str) -> Counts {
    let cut = text.lines().find_map(|line| line.strip_prefix("::notice title=rowmill::showing "));
    let counts = by_severity(|word| {
        let command = if word == "note" { "::notice " } else { &format!("::{word} ") };
        let here = text.lines().filter(|line| line.starts_with(command) && !line.contains("title=rowmill::")).count();
        match cut.and_then(|sentence| number_before(sentence, word)) {
            Some(all) => {
                assert!(here < all && sentence_says(cut, here, all), "{cut:?}");
                all
            }
            None => here,
        }
    });
    assert!(by_severity(|word| lines_starting(text, &format!("::{word}"))).all() <= 20);
    assert!(lines_starting(text, "::notice") <= 10 && text.lines().all(|line| line.starts_with("::")));
    counts
}

fn sentence_says(sentence: Option<&str>, shown: usize, all: usize) -> bool {
    sentence.is_some_and(|sentence| sentence.contains(&format!("{shown} of {all} ")))
}

fn told_by_markdown(text: &str) -> Counts {
    assert!(text.len() < 1 << 20);
    let head = text.lines().next().expect("a first line");
    let rows = by_severity(|word| lines_starting(text, &format!("| {word} |")));
    let counts = by_severity(|word| number_before(head, word).unwrap_or(0));
    match text.lines().find_map(|line| line.strip_prefix("showing ")) {
        Some(cut) => assert!(cut.starts_with(&format!("{} of {} findings", rows.all(), counts.all())), "{cut}"),
        None => assert_eq!(rows, counts),
    }
    counts
}

fn told_by_sarif(text: &str) -> Counts {
    let document = parsed(text);
    let run = &document["runs"][0];
    let shown = count_members(&run["results"], "level", ["error", "warning", "note"]);
    let counts = by_severity(|word| number(&run["properties"][word]));
    match run.pointer("/invocations/0/toolExecutionNotifications/0/message/text") {
        Some(cut) => {
            let cut = cut.as_str().expect("a text");
            assert!(cut.starts_with(&format!("showing {} of {} findings", shown.all(), counts.all())), "{cut}");
            assert!(shown.all() <= 5_000 && shown.errors == counts.errors.min(5_000), "the worst first");
        }
        None => assert_eq!(shown, counts),
    }
    for result in run["results"].as_array().expect("an array") {
        let rule = &run["tool"]["driver"]["rules"][number(&result["ruleIndex"])];
        assert_eq!(rule["id"], result["ruleId"]);
    }
    counts
}

fn told_by_junit(text: &str) -> Counts {
    let document = roxmltree::Document::parse(text).expect("it is well-formed");
    let elements = |tag: &'static str| document.descendants().filter(move |node| node.has_tag_name(tag));
    let sum = |attribute: &str| -> usize {
        elements("testsuite")
            .map(|suite| suite.attribute(attribute).expect("it is there").parse::<usize>().expect("a number"))
            .sum()
    };
    assert_eq!((sum("tests"), sum("failures")), (elements("testcase").count(), elements("failure").count()));
    let root = document.root_element();
    assert_eq!(root.attribute("tests"), Some(sum("tests").to_string().as_str()));
    assert_eq!(root.attribute("failures"), Some(sum("failures").to_string().as_str()));
    let said = |tag: &'static str, word: &str| {
        let word = format!("{word}: ");
        elements(tag)
            .filter(|node| node.text().is_some_and(|text| text.lines().next().is_some_and(|line| line.contains(&word))))
            .count()
    };
    by_severity(|word| said(if word == "note" { "system-out" } else { "failure" }, word))
}

#[test]
fn every_style_tells_the_same_number() {
    let mut sources = SourceMap::new();
    let row = "| Oslo | 10G |\n";
    let page = sources.add("page.md", row.repeat(6_000));
    let findings: Vec<Diagnostic> = (0..6_000)
        .map(|number| {
            let start = number * row.len() + 2;
            let span = (number % 7 > 0).then(|| Span::new(page, start..start + 4));
            let code = ["a-code", "b-code"][number % 2];
            let help = "a rather long advice, so that not all of six thousand findings fit into one summary ".repeat(3);
            Diagnostic::new(code, SEVERITIES[number % 5 % 3], format!("odd {number}"), span).with_help(help)
        })
        .collect();
    assert_eq!(
        TOLD.iter().map(|told| told.style).collect::<Vec<_>>(),
        STYLES.iter().map(|style| style.name).collect::<Vec<_>>()
    );
    for length in [0, 1, 9, 10, 11, 30, 6_000] {
        let report = Report::new(&findings[..length], &sources);
        let expected = Counts::of(report.findings);
        for told in TOLD {
            assert_eq!((told.read)(&named(told.style, &report)), expected, "{} of {length}", told.style);
        }
    }
}

#[test]
fn no_text_makes_another_finding() {
    let forgeries = [
        "x\n::error::forged",
        "::error::forged",
        "%0A::error::forged",
        "\r::error::forged",
        "##[error]forged",
        "##vso[task.complete]",
        "]]>",
        "</failure></testcase><testcase name=\"forged\"/>",
        "\"}, {\"severity\": \"error\"",
        "| error | x | y | z |",
        "x |\n| error | forged",
        "`",
        "```",
        "<!--",
        "<details>",
        "\u{1b}[2K\u{1b}[1A",
        "\u{202e}",
        "error[forged]",
        "\u{2028}error",
        "@everyone",
        "[x](javascript:y)",
        "{0}",
        "\\",
        "\\u001b",
        "%",
        "&lt;",
        ",line=9::",
    ];
    for text in forgeries {
        let mut sources = SourceMap::new();
        let page = sources.add(format!("a{text}.md"), format!("| one | {text}x |\n"));
        let finding = Diagnostic::new("a-code", Severity::Warning, text, Span::new(page, 8..8 + text.len()))
            .with_help(text)
            .with_note(text, None)
            .in_dataset(text)
            .about(Some(text.to_owned()), text);
        let report = Report { subject: text, ..Report::new(std::slice::from_ref(&finding), &sources) };
        for told in TOLD.iter().filter(|told| !["full", "concise"].contains(&told.style)) {
            let shown = named(told.style, &report);
            assert_eq!((told.read)(&shown), Counts { warnings: 1, ..Counts::default() }, "{}: {shown}", told.style);
        }
        for style in STYLES {
            let shown = shown(style, &report);
            let obeyed = shown.lines().find(|line| {
                let is_ours = style.name == "github" && line.starts_with("::warning file=");
                line.contains("##[") || line.contains("##vso[") || line.trim_start().starts_with("::") && !is_ours
            });
            assert_eq!(obeyed, None, "{style:?} of {text:?}");
        }
        let markdown = named("markdown", &report);
        let unescaped = |sign: char| markdown.replace(&format!("\\{sign}"), "").matches(sign).count();
        assert_eq!((markdown.lines().count(), unescaped('|'), unescaped('`')), (5, 15, 0), "{markdown}");
        assert!(
            !markdown.contains("@every") && !markdown.contains("<details") && !markdown.contains("[x]("),
            "{markdown}"
        );
    }
}

/// A finding of each severity, with and without a place, notes, advice and a fix.
#[test]
fn each_style_looks_as_its_snapshot() {
    let mut sources = SourceMap::new();
    let text = "| City | Speeds |\n|---|---|\n| Málaga 👩 | 10G, 100G, 100G |\n";
    let page = sources.add("docs/a page.md", text);
    let at = |what: &str| text.find(what).expect("it is there");
    let (first, second) = (at("100G"), at("100G |"));
    let findings = [
        Diagnostic::new("unused-alias", Severity::Note, "no cell is written `GEANT`", None),
        Diagnostic::new(
            "missing-cell",
            Severity::Warning,
            "a row has fewer cells than the header",
            Span::new(page, 0..17),
        ),
        Diagnostic::new(
            "duplicate-item",
            Severity::Error,
            "`100G` is listed twice",
            Span::new(page, second..second + 4),
        )
        .with_note("first here", Span::new(page, first..first + 4))
        .with_note("a speed is listed once", None)
        .with_help("remove one of them")
        .in_dataset("cities")
        .about(Some("Málaga".to_owned()), "speeds")
        .with_fix("remove the second one", Vec::from([(Span::new(page, second - 2..second + 4), String::new())])),
    ];
    let codes = [Finding {
        code: "duplicate-item",
        summary: "an item is listed twice",
        explanation: "A list names each item once.\n\nBefore: `10G, 10G`\nAfter:  `10G`",
    }];
    let judged = [("cities".to_owned(), "duplicate-item"), ("cities".to_owned(), "unique")];
    let report = Report { subject: "cities", codes: &codes, judged: &judged, ..Report::new(&findings, &sources) };
    for style in STYLES {
        let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
        check_snapshot(
            &format!("report-style-{}", style.name),
            &shown(style, &report).replace(&version, "\"VERSION\""),
        );
    }
    let mut nothing = String::new();
    for style in STYLES {
        let empty = Report { subject: "cities", judged: &judged, ..Report::new(&[], &sources) };
        let shown = shown(style, &empty).replace(env!("CARGO_PKG_VERSION"), "VERSION");
        let _ = writeln!(nothing, "── {}\n{shown}", style.name);
    }
    check_snapshot("report-style-without-findings", &nothing);
}
