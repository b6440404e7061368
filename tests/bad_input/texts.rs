//! Text that lies: bytes that are no text, characters that nobody sees, commands to terminals, services, spreadsheets and browsers.

use std::fmt::Write as _;

use super::{check_harmless, cities, page, run, run_with};
use crate::scenario::{RECIPE, Scenario};

#[test]
fn row_06_bytes_that_are_no_utf8() {
    let bad: [&[u8]; 10] = [
        b"\xff",             // never a byte of UTF-8
        b"\x80",             // a continuation without a start
        b"\xc3",             // two bytes cut after one
        b"\xe2\x82",         // three cut after two
        b"\xf0\x9f\x98",     // four cut after three
        b"\xc0\xaf",         // overlong
        b"\xe0\x80\xaf",     // overlong
        b"\xed\xa0\x80",     // a surrogate
        b"\xf4\x90\x80\x80", // beyond Unicode
        b"\xf8\x88\x80\x80\x80",
    ];
    for bytes in bad {
        let text = [page("| K").as_bytes(), bytes, b"ln | 1 |\n"].concat();
        let scenario = Scenario::new().with("page.md", text);
        let said = run(&scenario, "extract page.md");
        said.expect(2, "page.md:5:4").expect(2, "offset 45").expect(2, &format!("bytes {:02X}", bytes[0]));
        check_harmless(&said.err);
    }
}

#[test]
fn row_07_byte_order_marks() {
    for line_end in ["\n", "\r\n"] {
        let text = page("| Zürich | 1 |\n").replace('\n', line_end);
        let utf16 =
            |bytes: fn(u16) -> [u8; 2]| format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let scenario = Scenario::new()
            .with("utf8.md", format!("\u{feff}{text}"))
            .with("le.md", utf16(u16::to_le_bytes))
            .with("be.md", utf16(u16::to_be_bytes))
            .with("utf32.md", [&[0xff, 0xfe, 0, 0][..], b"a\0\0\0"].concat())
            .with("half.md", [&utf16(u16::to_le_bytes)[..], b"x"].concat());
        for name in ["utf8.md", "le.md", "be.md"] {
            let said = run(&scenario, &format!("extract {name} --format csv"));
            assert_eq!((said.code, said.out.as_str()), (Some(0), "City,Zone\nZürich,1\n"), "{name}: {}", said.err);
            let said = run(&scenario, &format!("ls {name}"));
            assert!(said.out.starts_with(&format!("{name}:3  table 1")), "{name}: {}", said.out);
        }
        run(&scenario, "extract utf32.md").expect(2, "is UTF-32, which is not read");
        run(&scenario, "extract half.md").expect(2, "begins like UTF-16LE and is not");
    }
}

#[test]
fn row_08_nul_bytes() {
    let late = format!("{}{}\0", page("| Lyon | 1 |\n"), "text\n".repeat(2_000));
    let scenario = Scenario::new()
        .with("docs/binary.md", page("| Ly\0on | 1 |\n"))
        .with("docs/good.md", page("| Lyon | 1 |\n"))
        .with("late.md", late);
    run(&scenario, "extract docs/binary.md").expect(2, "is a binary file");
    run(&scenario, "extract late.md").expect(2, "late.md:2006:1").expect(2, "holds a NUL byte");
    let said = run(&scenario, "extract docs --format ndjson");
    assert!(said.out.contains("Lyon"), "the others are read: {}", said.out);
    said.expect(2, "binary.md");
}

#[test]
fn row_09_line_ends() {
    let text = page("| Ly\u{200b}on | 1 |\n| Graz | 2 |\n| Lyon | 3 |");
    for (line_end, others) in [("\n", ["\r", "\r\n"]), ("\r\n", ["\n\n", "\r\r"]), ("\r", ["\n", "\n\n"])] {
        let scenario = Scenario::new().with("page.md", text.replace('\n', line_end));
        run(&scenario, "repair page.md --write").expect(0, "1 repair written");
        let written = scenario.read("page.md");
        assert_eq!(written, text.replace('\u{200b}', "").replace('\n', line_end), "nothing else is changed");
        for other in others.iter().filter(|other| !line_end.contains(**other)) {
            assert!(!written.contains(other), "{written:?}");
        }
    }
    let scenario = Scenario::new().with("page.md", page("| a\u{2028}b\u{85}c\u{b}d | 1 | x |\n"));
    let said = run(&scenario, "extract page.md");
    said.expect(1, "page.md:5:");
    check_harmless(&said.err);
    let mixed = "# Cities\r\n\n| City | Zone |\r|------|------|\r\n| Lyon | 1 |\n| Graz | 2 | x |\r";
    let scenario = Scenario::new().with("page.md", mixed);
    run(&scenario, "extract page.md").expect(1, "page.md:6:14");
}

#[test]
fn row_10_characters_that_nobody_sees() {
    let signs = [
        '\u{ad}',
        '\u{180e}',
        '\u{200b}',
        '\u{200c}',
        '\u{200d}',
        '\u{200e}',
        '\u{200f}',
        '\u{202a}',
        '\u{202b}',
        '\u{202c}',
        '\u{202d}',
        '\u{202e}',
        '\u{2060}',
        '\u{2061}',
        '\u{2062}',
        '\u{2063}',
        '\u{2064}',
        '\u{2066}',
        '\u{2067}',
        '\u{2068}',
        '\u{2069}',
        '\u{feff}',
        '\u{34f}',
        '\u{115f}',
        '\u{1160}',
        '\u{3164}',
        '\u{ffa0}',
        '\u{206a}',
        '\u{fff9}',
        '\u{e0001}',
        '\u{e0041}',
        '\u{1}',
        '\u{7f}',
        '\u{80}',
        '\u{9b}',
    ];
    for sign in signs {
        let rows = format!("| Ly{sign}on | 1 |\n| Lyon | 2 |\n| Graz | 3 |\n| Wien | 4 |\n| Brno | 5 |\n");
        let scenario = Scenario::new().with("page.md", page(&rows));
        let said = run(&scenario, "repair page.md");
        assert!(said.out.contains("[invisible-character]"), "U+{:04X}: {}", u32::from(sign), said.out);
        assert!(said.out.contains(&format!("U+{:04X}", u32::from(sign))), "it is named: {}", said.out);
        check_harmless(&said.out);
        let said = run(&scenario, "extract page.md --format csv");
        assert!(said.out.contains(sign), "extract keeps U+{:04X}", u32::from(sign));
    }
    // Blanks around a cell are its padding, of whatever kind.
    for blank in ['\u{a0}', '\u{2003}', '\u{3000}', '\u{202f}'] {
        let scenario = Scenario::new().with("page.md", page(&format!("|{blank}Lyon{blank}| 1 |\n")));
        assert!(
            run(&scenario, "extract page.md --format csv").out.contains("\nLyon,1\n"),
            "U+{:04X}",
            u32::from(blank)
        );
    }
}

#[test]
fn row_11_keys_that_look_alike() {
    let scenario = cities("| paypal | 1 |\n| р\u{430}ypal | 2 |\n| Graz | 3 |\n");
    // One of them is meant for the other, and no record is merged into another one.
    run(&scenario, "build").expect(1, "error[duplicate-key]");
    let said = run(&scenario, "repair cities.md");
    assert!(said.out.contains("[homoglyph]") && said.out.contains("U+0440"), "{}", said.out);
    assert!(!scenario.path().join("out").exists());
}

/// What does something to a terminal, a log, or the order in which text reads.
const HOSTILE: &str = "\u{1b}[31m\u{1b}]0;x\u{7}\u{9b}2J\u{8}\u{7f}\u{202e}\u{2066}\u{200f}\u{61c}\u{feff}";

#[test]
fn row_12_controls_in_cells_and_file_names() {
    let rows = format!("| a{HOSTILE} | b | {HOSTILE} |\n| Lyon{HOSTILE} |\n");
    let name = format!("x{}.md", HOSTILE.replace('/', ""));
    let scenario = cities(&rows).with(&name, page(&rows));
    let all = [
        "ls .",
        "extract . -v --format table",
        "repair .",
        "repair . --diff",
        "diff . .",
        "build",
        "check",
        "check --style concise",
        "check --style github",
        "check --style junit",
        "check --style sarif",
        "check --style gitlab",
        "check --style markdown",
        "init . --out -",
    ];
    for arguments in all {
        let said = run(&scenario, arguments);
        assert!(said.code.is_some_and(|code| code < 3), "{arguments}: {:?}", said.code);
        check_harmless(&said.err);
        // A patch is data: git applies it.
        if arguments != "repair . --diff" && !arguments.starts_with("init") {
            check_harmless(&said.out);
        }
    }
    // Data is faithful.
    let said = run(&scenario, "extract cities.md --format csv");
    assert!(said.out.contains('\u{202e}') && said.out.contains('\u{1b}'));
}

#[test]
fn row_13_commands_to_services() {
    let scenario = cities("| ::error::%0A | 1 | ::warning file=a,b:c::d |\n| ##vso[x] | one |\n");
    for arguments in [
        "check --style github",
        "build",
        "check",
        "extract cities.md --format table",
        "ls cities.md",
        "repair cities.md",
    ] {
        let said = run(&scenario, arguments);
        for line in said.out.lines().chain(said.err.lines()) {
            let own = arguments.ends_with("github") && line.starts_with("::error file=cities.md,line=");
            let own = own || arguments.ends_with("github") && line.starts_with("::warning file=cities.md,line=");
            let own = own || arguments.ends_with("github") && line.starts_with("::notice");
            assert!(own || !line.trim_start().starts_with("::"), "{arguments}: {line}");
            assert!(!line.contains("##vso["), "{arguments}: {line}");
        }
    }
    let said = run(&scenario, "check --style github");
    assert!(said.out.contains("%250A") || !said.out.contains("%0A`"), "a percent sign is escaped: {}", said.out);
}

#[test]
fn row_14_formulas() {
    let scenario = cities("| =HYPERLINK(\"http://e\") | -5 |\n| +1 a | 1 |\n| @x | 2 |\n| '=1 | 3 |\n| a,=1+1 | 4 |\n");
    let said = run(&scenario, "build --format csv");
    said.expect(0, "warning[csv-formula] 3 texts of `cities.csv` start like a formula");
    let faithful = scenario.read("out/cities/cities.csv");
    assert!(faithful.contains("\"=HYPERLINK(\"\"http://e\"\")\",-5"), "{faithful}");
    let said = run(&scenario, "build --format csv --spreadsheet-safe");
    assert!(!said.err.contains("csv-formula"), "{}", said.err);
    let safe = scenario.read("out/cities/cities.csv");
    for expected in ["\"'=HYPERLINK(\"\"http://e\"\")\",-5", "'+1 a,1", "'@x,2", "''=1,3", "\"a,=1+1\",4"] {
        assert!(safe.contains(expected), "{safe}");
    }
    // Recorded, so that the data is not stale, and reversible.
    assert!(scenario.read("rowmill.lock").contains("\"csv-spreadsheet-safe\""));
    assert!(!run(&scenario, "check --style concise").out.contains("stale"));
    let undone: Vec<String> = safe.lines().map(|line| line.replacen("\"'", "\"", 1)).map(undo).collect();
    assert_eq!(undone.join("\n") + "\n", faithful);
    run(&scenario, "build --format json --spreadsheet-safe").expect(2, "is about CSV");
}

fn undo(line: String) -> String {
    let rest = line.strip_prefix('\'').filter(|rest| rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@']));
    rest.map(str::to_owned).unwrap_or(line)
}

#[test]
fn row_15_hostile_reports() {
    let hostile = [
        "<script>alert(1)</script>",
        "</script><script>alert(1)</script>",
        "</style><script>",
        "]]>",
        "<!-- x -->",
        "\" onmouseover=\"alert(1)",
        "' onx='",
        "[x](javascript:alert(1))",
        "[x](data:text/html,y)",
        "[x](JaVaScRiPt:alert(1))",
        "&lt;script&gt;",
        "<img src=x onerror=alert(1)>",
        "`<b>`",
        "\u{2028}",
    ];
    let table = |mark: &str| {
        let mut rows = String::new();
        for (number, text) in hostile.iter().enumerate() {
            let _ = writeln!(rows, "| {number} | {text} `{text}` {mark} |");
        }
        page(&rows)
    };
    let scenario = Scenario::new().with("old.md", table("a")).with("new.md", table("b"));
    let said = run(&scenario, "diff old.md new.md --format html");
    assert_eq!(said.code, Some(1), "{}", said.err);
    let page = said.out.to_lowercase();
    assert!(page.contains("content-security-policy") && page.contains("default-src 'none'"), "{page}");
    for tag in ["<script>alert", "<img", "onmouseover=\"", "href=\"javascript", "href=\"data:", "<!-- x"] {
        assert!(!page.contains(tag), "{tag} in {page}");
    }
    let said = run(&scenario, "diff old.md new.md --format markdown");
    assert!(!said.out.contains("<script") && !said.out.contains("<img"), "{}", said.out);
    let said = run(&scenario, "check --style junit");
    assert!(!said.out.contains("]]>"), "{}", said.out);
}

#[test]
fn row_16_output_names() {
    for name in ["../../x", "/x", "..", "a/../../b", "C:x", "a\\\\b", "a\\nb", ".rowmill-x"] {
        let scenario = Scenario::cities();
        scenario.write("rowmill.yaml", RECIPE.replace("recipe: cities", &format!("recipe: \"{name}\"")));
        let said = run(&scenario, "build");
        assert_eq!(said.code, Some(2), "{name}: {}", said.err);
        assert!(!scenario.path().join("out").exists(), "{name}");
        let scenario = Scenario::cities();
        scenario.write("rowmill.yaml", RECIPE.replace("  cities:\n", &format!("  \"{name}\":\n")));
        assert_eq!(run(&scenario, "build").code, Some(2), "{name}");
        assert!(!scenario.path().join("out").exists(), "{name}");
    }
    // Names that pages give become plain ones, each once.
    let scenario = Scenario::new()
        .with("docs/A b.md", page("| 1 | 2 |\n"))
        .with("docs/a-b.md", page("| 1 | 2 |\n"))
        .with(&format!("docs/{}.md", "x".repeat(200)), page("| 1 | 2 |\n"))
        .with("docs/...md", page("| 1 | 2 |\n"));
    let said = run(&scenario, "extract docs --format csv --out tables");
    assert_eq!(said.code, Some(0), "{}", said.err);
    let names: Vec<String> = scenario
        .files("tables")
        .into_iter()
        .map(|(path, _)| path.rsplit('/').next().unwrap_or_default().to_owned())
        .collect();
    assert!(names.len() >= 3, "{names:?}");
    for name in &names {
        let is_plain =
            name.chars().all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || "-_.".contains(sign));
        assert!(is_plain && name.len() <= 120 && !name.starts_with('.'), "{name}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn row_23_file_names() {
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt as _;

    let good = page("| Lyon | 1 | x |\n");
    let scenario = Scenario::new()
        .with("docs/a\n::error::b.md", &good)
        .with("docs/-x.md", &good)
        .with("docs/a;b$(c).md", &good)
        .with("docs/dot..md", &good)
        .with("docs/é.md", &good)
        .with("docs/e\u{301}.md", &good);
    let odd = OsString::from_vec(b"docs/n\xffn.md".to_vec());
    std::fs::write(scenario.path().join(&odd), &good).expect("a file can be written");
    for arguments in ["ls docs", "extract docs -v", "repair docs", "repair docs --diff"] {
        let said = run(&scenario, arguments);
        assert!(
            said.out.contains("surplus") || said.err.contains("surplus") || arguments.starts_with("repair"),
            "{arguments}"
        );
        assert!(!said.out.lines().chain(said.err.lines()).any(|line| line.starts_with("::error")), "{arguments}");
        check_harmless(&said.err);
    }
    assert_eq!(run(&scenario, "ls docs").out.matches("table 1").count(), 7);
    assert_eq!(run_with(&scenario, &["ls", "--", "docs/-x.md"]).code, Some(0));
    // A name that is no text is shown as well as can be; nothing is written to another file than the one meant.
    let arguments = [OsString::from("repair"), OsString::from("--write"), odd.clone()];
    run_with(&scenario, &arguments);
    assert_eq!(std::fs::read_to_string(scenario.path().join(&odd)).expect("it is there"), good);
    assert_eq!(scenario.files("docs").len(), 7);
}
