//! Tables that are too wide, too short, too large, too deep, and values that are odd.

use std::fmt::Write as _;
use std::process::Command;

use super::{cities, page, run};
use crate::scenario::Scenario;

#[test]
fn row_01_wider_than_its_header() {
    let scenario = cities("| Lyon | 1 | lost | 2 |\n");
    let said = run(&scenario, "check --style json --out none");
    assert_eq!(said.code, Some(1), "{}", said.err);
    assert_eq!(said.out.matches("\"surplus-cell\"").count(), 2, "each lost cell is named: {}", said.out);
    let extracted = run(&scenario, "extract cities.md --format ndjson");
    assert!(extracted.out.contains("lost"), "no cell is lost: {}", extracted.out);
    extracted.expect(1, "surplus-cell");
}

#[test]
fn row_02_narrower_than_its_header() {
    for line_end in ["\n", "\r\n"] {
        let text = page("| Lyon |\n> no row\n").replace('\n', line_end);
        let scenario = Scenario::new().with("cities.md", text);
        let said = run(&scenario, "extract cities.md");
        assert!(said.out.contains("{\"City\":\"Lyon\",\"Zone\":null}"), "{}", said.out);
        said.expect(0, "cities.md:5:9: warning[missing-cell] the row ends before `Zone`");
    }
}

/// A header of 10,000 columns above 10,000 rows of one cell, in some spelling of a table.
fn amplifier(spelling: &str) -> String {
    let count = 10_000;
    match spelling {
        "pipes" => format!("{}|\n{}|\n{}", "|x".repeat(count), "|-".repeat(count), "a|\n".repeat(count)),
        "loose" => format!("{}|\n{}|\n{}", "|x".repeat(count), "|-".repeat(count - 1), "a|\n".repeat(count)),
        "html" => format!("<table><tr>{}{}</table>\n", "<th>x".repeat(count), "<tr><td>a".repeat(count)),
        "spans" => format!("<table><tr>{}</table>\n", "<td rowspan=65534 colspan=1000>a".repeat(count / 2)),
        other => panic!("no spelling is called {other}"),
    }
}

#[test]
fn row_03_columns_times_rows() {
    for spelling in ["pipes", "loose", "html", "spans"] {
        let scenario = Scenario::cities().with("page.md", amplifier(spelling)).with("good.md", page("| Lyon | 1 |\n"));
        for arguments in
            ["extract page.md", "ls page.md", "repair page.md", "init page.md --out -", "diff page.md good.md"]
        {
            run(&scenario, arguments).expect(2, "error[table-limit]").expect(2, "page.md:1:");
        }
        let said = run(&scenario, "extract page.md good.md");
        assert!(said.out.contains("Lyon"), "the other pages go on: {}", said.out);
        said.expect(2, "table-limit");
        scenario.write("cities.md", format!("# Cities\n\n{}", amplifier(spelling)));
        run(&scenario, "build").expect(2, "error[table-limit]").expect(2, "cities.md:3:");
        let said = run(&scenario, "check --style json");
        assert!(said.out.contains("\"table-limit\""), "a list of findings has it: {}", said.out);
        said.expect(2, "table-limit");
        assert!(!scenario.path().join("out").exists(), "nothing is written");
    }
}

/// 2 GB are more than the program takes; what the page of row 3 asked for without a limit was four times as much.
#[cfg(target_os = "linux")]
#[test]
fn row_03_memory_stays_within_bounds() {
    let scenario = Scenario::new().with("page.md", amplifier("pipes"));
    let limited = format!("ulimit -v 400000; exec '{}' extract page.md", env!("CARGO_BIN_EXE_rowmill"));
    let output = Command::new("sh").args(["-c", &limited]).current_dir(scenario.path()).output().expect("a shell runs");
    super::Said::of(&output).expect(2, "table-limit");
}

#[test]
fn row_03_the_widest_table_is_read() {
    let table = |columns: usize| format!("{}|\n{}|\n| a |\n", "|x".repeat(columns), "|-".repeat(columns));
    let scenario = Scenario::new().with("wide.md", table(16_384)).with("wider.md", table(16_385));
    let said = run(&scenario, "extract wide.md --format csv");
    assert_eq!(said.code, Some(0), "{}", said.err);
    assert_eq!(said.out.lines().next().map(|header| header.split(',').count()), Some(16_384));
    run(&scenario, "extract wider.md").expect(2, "this table has 16385 columns, and no more than 16384 are read");
}

/// One address, and as many cells that use it as make a page of some length.
fn references(address: usize, length: usize, spelling: &str) -> String {
    let mut text = match spelling {
        "html" => "<table><tr><th>x\n".to_owned(),
        "list" => String::new(),
        _ => "| x |\n|---|\n".to_owned(),
    };
    let row = match spelling {
        "pipes" => "| [a] |\n",
        "html" => "<tr><td>\n\n[a]\n\n",
        "list" => "- [a]\n",
        "images" => "|![][a]|\n",
        other => panic!("no spelling is called {other}"),
    };
    text.push_str(&row.repeat((length - address) / row.len()));
    format!(
        "{text}\n{}\n\n[a]: https://e.example/{}\n",
        if spelling == "html" { "</table>\n" } else { "" },
        "x".repeat(address)
    )
}

#[test]
fn row_03_one_long_address_for_thousands_of_cells() {
    for spelling in ["pipes", "html", "list", "images"] {
        let scenario = Scenario::new().with("page.md", references(20_000, 54_000, spelling));
        for arguments in
            ["extract page.md", "extract page.md --lists", "ls page.md", "repair page.md", "init page.md --out -"]
        {
            if spelling == "list" && arguments == "extract page.md" {
                // Where no table is asked for, none is looked for.
                continue;
            }
            let said = run(&scenario, arguments);
            said.expect(2, "error[table-limit]");
            assert!(said.err.contains("the definitions of this page bring in"), "{spelling}: {}", said.err);
            assert!(said.out.len() < 1_000, "{spelling}: {}", said.out);
        }
    }
}

#[test]
fn row_03_included_pages_share_what_definitions_bring_in() {
    let part = references(20_000, 20_400, "pipes");
    let scenario = Scenario::new().with("a.md", &part).with("b.md", &part);
    scenario.write("both.md", "[!INCLUDE [a](a.md)]\n\n[!INCLUDE [b](b.md)]\n");
    for page in ["a.md", "b.md"] {
        run(&scenario, &format!("extract {page}")).expect(0, "");
    }
    run(&scenario, "extract both.md").expect(2, "error[table-limit]").expect(2, "b.md:12:3");
}

#[cfg(target_os = "linux")]
#[test]
fn row_03_addresses_stay_within_bounds() {
    let copies = format!(
        "<table><tr><th>x<th>y<tr><td rowspan=65534>{}<td>b{}</table>\n",
        "<a href>".repeat(4_000),
        "<tr><td>a".repeat(4_000)
    );
    let address = format!(
        "<table><tr><th>x<th>y<tr><td rowspan=65534><a href=\"{}\">a</a><td>b{}</table>\n",
        "x".repeat(50_000),
        "<tr><td>a".repeat(4_000)
    );
    let scenario = Scenario::new()
        .with("page.md", references(50_000, 216_000, "pipes"))
        .with("copies.md", copies)
        .with("address.md", address);
    for page in ["page.md", "copies.md", "address.md"] {
        for command in ["extract", "repair", "init --out -"] {
            let limited = format!("ulimit -v 400000; exec '{}' {command} {page}", env!("CARGO_BIN_EXE_rowmill"));
            let output =
                Command::new("sh").args(["-c", &limited]).current_dir(scenario.path()).output().expect("a shell runs");
            super::Said::of(&output).expect(2, "table-limit");
        }
    }
}

#[test]
fn row_03_definitions_that_pages_have_are_read() {
    // A badge that each of ten thousand rows has, and images that stand in the page itself.
    let badge = references(80, 80_000, "images");
    let mut pictures = "| x | y |\n|---|---|\n".to_owned();
    (0..200).for_each(|number| writeln!(pictures, "| ![][{number}] | {number} |").expect("a string takes all"));
    pictures.push('\n');
    let picture = "A".repeat(10_000);
    (0..200).for_each(|number| {
        writeln!(pictures, "[{number}]: data:image/png;base64,{picture}").expect("a string takes all");
    });
    let scenario = Scenario::new().with("badge.md", badge).with("pictures.md", pictures);
    for page in ["badge.md", "pictures.md"] {
        let said = run(&scenario, &format!("extract {page} --format ndjson"));
        assert_eq!(said.code, Some(0), "{}", said.err);
        assert!(said.out.lines().count() >= 200, "{page}: {}", said.out.lines().count());
    }
}

/// The stack of a program is at least 8 MiB by default; 512 KiB are enough.
#[cfg(unix)]
#[test]
fn row_04_deep_nesting_on_a_small_stack() {
    let count = 100_000;
    let cell = |content: String| format!("| a | b |\n|---|---|\n| {content} | 2 |\n");
    let pages = [
        ("quotes", format!("{} x\n", ">".repeat(count))),
        ("lists", format!("{}x\n", "- ".repeat(count))),
        ("tags", "<div>".repeat(count)),
        ("tables", "<table><tr><td>".repeat(20_000)),
        ("brackets", cell("[".repeat(count))),
        ("images", cell("![".repeat(count))),
        ("stars", cell(format!("{0}x{0}", "*".repeat(count)))),
        ("links", cell(format!("{}x{}", "[".repeat(20_000), "](y)".repeat(20_000)))),
        ("parentheses", cell(format!("[x]({}", "(".repeat(count)))),
        ("bold", cell(format!("{}x{}", "<b>".repeat(20_000), "</b>".repeat(20_000)))),
    ];
    let table = "\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";
    let scenario = pages
        .iter()
        .fold(Scenario::new(), |scenario, (name, text)| scenario.with(&format!("{name}.md"), format!("{text}{table}")));
    for (name, _) in &pages {
        for command in ["extract", "repair"] {
            let limited = format!("ulimit -s 512; exec '{}' {command} {name}.md", env!("CARGO_BIN_EXE_rowmill"));
            let mut shell = Command::new("sh");
            shell.args(["-c", &limited]).current_dir(scenario.path()).env("RUST_MIN_STACK", "524288");
            let status = shell.output().expect("a shell runs").status;
            assert!(status.code().is_some_and(|code| code < 2), "{command} {name}: {status}");
        }
    }
}

#[test]
fn row_33_more_than_ten_million_cells() {
    // Many cells of little text.
    let scenario = Scenario::new().with("page.md", format!("|a|b|\n|-|-|\n{}\n", "|".repeat(10_500_000)));
    run(&scenario, "extract page.md").expect(2, "and no more than 10000000 are read");
}

#[test]
fn row_35_numbers() {
    let as_text = [
        "1,000",
        "１２",
        "-0",
        "1e400",
        "٣",
        "1.10",
        "9223372036854775808",
        "0x10",
        "1_000",
        "NaN",
        "Infinity",
        "007",
        ".5",
        "5.",
        "−5",
        "1.2.3",
    ];
    for text in as_text {
        let scenario = Scenario::new().with("page.md", format!("|N|V|\n|-|-|\n|a|{text}|\n|b|{text}|\n"));
        let said = run(&scenario, "extract page.md --format ndjson");
        assert_eq!(said.code, Some(0), "{text}: {}", said.err);
        assert!(said.out.contains(&format!("\"V\":\"{text}\"")), "{text} is no number: {}", said.out);
    }
    let exact = ["0", "-5", "123456789", "-987654321"];
    for text in exact {
        let scenario = Scenario::new().with("page.md", format!("|N|V|\n|-|-|\n|a|{text}|\n|b|{text}|\n"));
        let said = run(&scenario, "extract page.md --format ndjson");
        assert!(said.out.contains(&format!("\"V\":{text}}}")), "{text} keeps its digits: {}", said.out);
    }
    // A number that readers of JSON would round stays text, digit by digit.
    for text in ["9007199254740993", "9223372036854775807"] {
        let scenario = Scenario::new().with("page.md", format!("|N|V|\n|-|-|\n|a|{text}|\n|b|{text}|\n"));
        let said = run(&scenario, "extract page.md --format ndjson");
        assert!(said.out.contains(&format!("\"V\":\"{text}\"")), "{}", said.out);
    }
    // What a recipe calls an integer is one or is refused.
    for text in ["9223372036854775808", "1,000", "1.0", "１２", "٣", "1e3"] {
        let scenario = cities(&format!("| Lyon | {text} |\n"));
        run(&scenario, "build").expect(1, "error[type-mismatch]");
    }
}

#[test]
fn row_36_keys_in_any_case() {
    let mut rows = String::new();
    for name in ["Straße", "STRASSE", "ΣΑΣ", "σας", "İzmir", "izmir", "Isparta", "ısparta"] {
        let _ = writeln!(rows, "| {name} | 1 |");
    }
    let scenario = cities(&rows);
    scenario.write("rowmill.yaml", scenario.read("rowmill.yaml").replace("under: Cities", "under: CITIES"));
    for locale in ["C", "tr_TR.UTF-8", "de_DE.UTF-8"] {
        let output = scenario.command("build --format csv --out out").env("LC_ALL", locale).output().expect("it runs");
        assert!(output.status.success(), "a heading is found in any case: {output:?}");
        let data = scenario.read("out/cities/cities.csv");
        assert_eq!(
            data.lines().count(),
            9,
            "a key in another case is another key until somebody says otherwise: {data}"
        );
    }
    // Headers compare as Unicode folds them.
    let scenario = Scenario::new().with("page.md", "| Straße | ΟΔΟΣ |\n|---|---|\n| a | b |\n");
    let said = run(&scenario, "extract page.md --columns STRASSE,οδος --format csv");
    assert_eq!((said.code, said.out.as_str()), (Some(0), "Straße,ΟΔΟΣ\na,b\n"), "{}", said.err);
}
