//! What broke other programs of this kind: for each advisory that is known, the right result, and a cost that does not grow faster than the page.
//!
//! `ci/growth.py` measures the same families by instructions up to 4 MB; here it is time, with bounds that a busy machine does not reach.

mod families;

use std::path::Path;
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;
use families::FAMILIES;
use rowmill::document::inspect_table;
use rowmill::repair::Guidance;
use rowmill::{Document, ErrorKind, SourceId, SourceMap, parse_recipe, pipeline};

/// A page and the map that it lies in.
fn parse(text: &str) -> Document {
    let mut sources = SourceMap::new();
    let page = sources.add("page.md", text);
    Document::parse(&sources, page)
}

/// The page of a family.
fn page(name: &str, size: usize) -> String {
    let family = FAMILIES.iter().find(|family| family.name == name);
    (family.unwrap_or_else(|| panic!("no family is called {name}")).page)(size)
}

/// The number of tables of each family's page of some size, and whether it is refused.
#[track_caller]
fn check(name: &str, size: usize, tables: usize, is_refused: bool) {
    let document = parse(&page(name, size));
    assert_eq!((document.tables.len(), document.refusal().is_some()), (tables, is_refused), "{name}");
}

/// What a page of a family costs to read and to look through, of the time of this thread alone: the least of three, since what else runs adds to it.
fn cost(text: &str) -> Duration {
    let costs = [(); 3].map(|()| {
        let start = ThreadTime::now();
        let document = parse(text);
        let findings = document.tables.iter().map(|table| inspect_table(table).len()).sum::<usize>();
        std::hint::black_box(findings + document.inspect().len());
        start.elapsed()
    });
    costs.into_iter().min().expect("there are three")
}

/// Four times the page is four times the cost if that is linear, and sixteen times if it grows with the square.
#[test]
fn no_family_costs_more_than_its_length() {
    const MOST: f64 = 10.0;
    let mut slow = Vec::new();
    for family in FAMILIES {
        let (short, long) = ((family.page)(24_000), (family.page)(96_000));
        let grows = || cost(&long).as_secs_f64() / cost(&short).max(Duration::from_micros(200)).as_secs_f64();
        // A machine that is busy at the wrong moment is not so twice.
        if grows() > MOST && grows() > MOST {
            slow.push(format!("{}: {:.1} times", family.name, grows()));
        }
    }
    assert!(slow.is_empty(), "four times the page costs\n{}", slow.join("\n"));
}

/// What something takes with a page, of the time of all threads, the least of so many times.
fn least(times: usize, text: &str, run: fn(&SourceMap, SourceId)) -> Duration {
    let time = |_| {
        let start = Instant::now();
        let mut sources = SourceMap::new();
        let page = sources.add("page.md", text);
        run(&sources, page);
        start.elapsed()
    };
    (0..times).map(time).min().unwrap_or_default()
}

/// With pages of a size and of four times as much.
#[track_caller]
fn costs_no_more_than_its_length(size: usize, run: fn(&SourceMap, SourceId)) {
    const MOST: f64 = 10.0;
    let mut slow = Vec::new();
    for family in FAMILIES {
        let (short, long) = ((family.page)(size), (family.page)(4 * size));
        let grows = |times| {
            let before = least(times, &short, run).max(Duration::from_micros(200));
            least(times, &long, run).as_secs_f64() / before.as_secs_f64()
        };
        // What is slow is so however often it is measured, which a machine that is busy at the wrong moment is not.
        if [1, 3, 5].into_iter().all(|times| grows(times) > MOST) {
            slow.push(format!("{}: {:.1} times", family.name, grows(5)));
        }
    }
    assert!(slow.is_empty(), "four times the page costs\n{}", slow.join("\n"));
}

/// Most pages here have nothing to take.
#[test]
fn no_family_costs_more_than_its_length_to_repair() {
    costs_no_more_than_its_length(24_000, |sources, page| {
        let _ = std::hint::black_box(pipeline::repair_page(sources, page, &Guidance::default()));
    });
}

#[test]
fn no_family_costs_more_than_its_length_to_compare() {
    costs_no_more_than_its_length(8_000, |sources, page| {
        let _ = std::hint::black_box(pipeline::compare_pages((sources, page), (sources, page), &[]));
    });
}

/// The fuzzers start from the input of every advisory.
#[test]
fn every_family_is_in_the_corpus() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/document");
    for family in FAMILIES {
        let path = folder.join(family.name);
        let kept = std::fs::read(&path).unwrap_or_default();
        assert!(
            kept == (family.page)(SEED).as_bytes(),
            "`cargo run --example families -- fuzz/corpus/document {SEED}` writes {}",
            path.display()
        );
    }
}

/// The size of a page in the corpus.
const SEED: usize = 600;

#[test]
fn cve_2020_5238_each_delimiter_row_is_looked_at_once() {
    // Each line is the delimiter row of the one above or its row: one table, with each of the cells.
    check("cve_2020_5238_delimiters_in_turn", 6_000, 1, false);
}

#[test]
fn cve_2022_24724_columns_are_counted_beyond_16_bits() {
    for columns in [65_534, 65_535, 65_536, 65_537, 100_000] {
        let document =
            parse(&format!("{}|\n{}|\n{}|\n", "|x".repeat(columns), "|-".repeat(columns), "|1".repeat(columns)));
        let refusal = document.refusal().map(|finding| finding.message.as_str());
        assert_eq!(
            refusal,
            Some(format!("this table has {columns} columns, and no more than 16384 are read").as_str())
        );
    }
    // A header and a delimiter row whose numbers agree in 16 bits only are no table.
    let document = parse(&format!("{}|\n|-|\n| 1 |\n", "|x".repeat(65_537)));
    assert!(document.tables.iter().all(|table| table.rows.len() <= 1) && document.refusal().is_some());
}

#[test]
fn cve_2022_39209_parentheses_behind_an_address_are_text() {
    let document = parse("| a |\n|---|\n| www.a.b/c)))) |\n");
    assert_eq!(document.tables[0].rows[0].cells[0].content.text(), "www.a.b/c))))");
}

#[test]
fn cve_2023_22483_tables_of_one_cell() {
    check("cve_2023_22483_delimiters", 6_000, 0, false);
    // A row of nothing but pipes has as many cells as it has pipes, and all but one are surplus.
    check("cve_2023_22483_rows_of_pipes", 6_000, 1, false);
    check("cve_2023_22483_colons", 6_000, 1, false);
}

#[test]
fn cve_2023_22485_a_scheme_at_the_start_of_a_text_is_text() {
    let document = parse("| :// | a://b |\n|---|---|\n| ://c | x |\n");
    assert_eq!(document.tables[0].header_texts(), ["://", "a://b"]);
    assert_eq!(document.tables[0].rows[0].cells[0].content.text(), "://c");
}

#[test]
fn cve_2023_24824_quotes_of_any_depth_are_read() {
    let document = parse(&format!("{}| a |\n|---|\n| 1 |\n", "a\n".repeat(3)));
    assert_eq!(document.tables.len(), 1);
    check("cve_2023_24824_table_in_quotes", 340, 10, false);
}

#[test]
fn cve_2023_37463_cells_that_rows_lack_are_limited() {
    // Below the limit each row is there, with what it lacks as a finding and not as cells.
    let document = parse(&page("cve_2023_37463_completed_cells", 1_200));
    assert_eq!(document.tables[0].width(), 200);
    assert!(document.tables[0].rows.iter().all(|row| row.cells.len() == 1));
    check("cve_2023_37463_completed_cells", 60_000, 0, true);
}

#[test]
fn md4c_345_a_cap_on_columns_alone_is_none() {
    check("md4c_345_completed_to_128_columns", 1_500, 1, false);
    check("md4c_345_completed_to_128_columns", 129_000, 0, true);
}

#[test]
fn pulldown_832_and_commonmark_hs_145_lack_no_row() {
    let document = parse(&format!("|a|b|c|\n|-|-|-|\n{}", "|1\n".repeat(5_000)));
    assert_eq!(document.tables[0].rows.len(), 5_000);
}

/// The links of a page as they are taken: none is changed, and none is followed. What a report makes of them is the next test.
#[test]
fn cve_2021_27671_and_38186_addresses_of_scripts_are_no_links_of_a_report() {
    use rowmill::diff::{Diff, diff};
    use rowmill::report::{Appearance, DiffFormat, DiffView};

    let addresses = [
        "javascript:alert(1)",
        "Data:text/html,x",
        "&#x64;ata:text/html,x",
        "java\tscript:x",
        "vbscript:x",
        "\u{1}javascript:x",
    ];
    let page = |cell: &str| {
        let rows: String = addresses
            .iter()
            .enumerate()
            .map(|(row, address)| format!("| {row} | [a]({address}) {address} {cell} |\n"))
            .collect();
        format!("# Any\n\n| One | Two |\n|---|---|\n{rows}")
    };
    let recipe = "recipe: r\ndatasets:\n  d:\n    tables: [{ under: Any }]\n    primary_key: [one]\n    fields: [{ name: one, from: One }, { name: two, from: Two }, { name: url, from: Two, part: url }]\n";
    let recipe = parse_recipe("r.yaml", recipe).expect("it is right");
    let run = |text: &str| {
        let mut sources = SourceMap::new();
        let id = sources.add("page.md", text);
        (pipeline::run(&recipe, &sources, &[id]).expect("it can be read").datasets.remove(0), sources)
    };
    let ((old, before), (new, after)) = (run(&page("x")), run(&page("y")));
    let diff = Diff::new(vec![diff(&old, &new)]);
    let view = DiffView {
        diff: &diff,
        sources: [&before, &after],
        labels: ["javascript:old", "data:new"],
        shows_cosmetic: true,
        appearance: Appearance::default(),
    };
    let mut shown = Vec::new();
    (DiffFormat::named("html").expect("a format").write)(&view, &mut shown).expect("memory");
    let shown = String::from_utf8(shown).expect("UTF-8");
    let is_safe =
        |link: &str| ["\"http://", "\"https://", "\"mailto:", "\"#"].iter().any(|start| link.starts_with(start));
    let unsafe_links: Vec<&str> = shown.split("href=").skip(1).filter(|link| !is_safe(link)).collect();
    assert!(unsafe_links.is_empty() && shown.contains("javascript:"), "{unsafe_links:?}");
    assert!(!shown.contains("<script"), "a report has no scripts");
}

/// Panics and reversed ranges of a parser of inline content, over what parted its ranges: references, escapes, entities, line ends, nesting.
#[test]
fn pulldown_308_to_1112_ranges_are_in_order() {
    let contents = [
        "[a]: b",
        "[a][]",
        "[]()",
        "[a](<b",
        "[a](b \"c",
        "![a](b)](c)",
        "`a",
        "``a`",
        "\\",
        "\\\\|",
        "&#0;",
        "&#x110000;",
        "&#xd800;",
        "<a b='c'",
        "<!--",
        "<![CDATA[",
        "*a _b* c_",
        "**",
        "***a** b*",
        "~~~",
        "[^a]",
        "[^",
        "$a$",
        "\u{0}",
        "\u{feff}",
        "é`",
        "[é](é)",
        "<é>",
        "a<br>b",
        "<br",
        "http://é",
        "a@b.c",
        "<a@b>",
        "&amp",
        "[[a]]",
        "[a](b)[c](d",
        "- [ ] a",
        "> a",
        "# a",
        "1. a",
        "```",
        "---",
        ":::",
        "{#a}",
        "| a",
        "a\tb",
        "\u{2028}",
        "\u{85}",
    ];
    for first in contents {
        for second in contents {
            let text = format!("| a |\n|---|\n| {first}{second} |\n\n[a]: b\n");
            let document = parse(&text);
            for cell in document.tables.iter().flat_map(|table| table.cells()) {
                let mut end = 0;
                for segment in cell.content.segments() {
                    assert_eq!(segment.text.start, end, "{text:?}");
                    assert!(
                        segment.source.start <= segment.source.end && text.get(segment.source.clone()).is_some(),
                        "{text:?}"
                    );
                    end = segment.text.end;
                }
                assert_eq!(end, cell.content.text().len(), "{text:?}");
            }
        }
    }
}

/// Expects that a recipe is refused with its place, in much less time than what it asks for would take.
#[track_caller]
fn check_refused(text: &str) {
    let start = Instant::now();
    let error = parse_recipe("rowmill.yaml", text).expect_err("it asks for too much");
    assert!(matches!(error.kind(), ErrorKind::Recipe { .. }) && error.excerpt().is_some(), "{error}");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn rustsec_2018_0005_and_0006_deep_recipes_are_refused() {
    for (open, close) in [("[", "]"), ("{a: ", "}"), ("- ", ""), ("? ", ""), ("!a ", ""), ("&a ", "")] {
        check_refused(&format!("recipe: r\ndatasets:\n  {}{}\n", open.repeat(50_000), close.repeat(50_000)));
    }
}

#[test]
fn cve_2017_18640_and_js_yaml_742_aliases_do_not_multiply() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{aliases}]\n"));
    }
    check_refused(&format!("{bomb}recipe: r\n"));
    check_refused("recipe: r\ndatasets: &a { b: *a }\n");
}

#[test]
fn cve_2026_53550_and_59869_merge_keys_do_not_multiply() {
    let mut chain = "m0: &m0 { k0: 1 }\n".to_owned();
    for link in 1..2_000 {
        chain.push_str(&format!("m{link}: &m{link} {{ <<: *m{}, k{link}: 1 }}\n", link - 1));
    }
    check_refused(&format!("{chain}recipe: r\n"));
    let keys: String = (0..2_000).map(|key| format!("k{key}: 1, ")).collect();
    check_refused(&format!("m: &m {{ {keys} }}\nn: {{ <<: [{}] }}\nrecipe: r\n", "*m, ".repeat(2_000)));
}

#[test]
fn cve_2026_59870_ordered_maps_do_not_cost_the_square() {
    let pairs: String = (0..20_000).map(|key| format!("k{key}: 1, ")).collect();
    check_refused(&format!("recipe: r\ndatasets: !!omap [{pairs}]\n"));
}

/// Crates that an advisory is about and that nothing here is built from: YAML in C or without care, sanitisers of HTML, checkouts of repositories.
#[test]
fn rustsec_2023_0075_2024_0320_2025_0067_2026_0193_and_ghsa_7w47_are_about_other_crates() {
    let lock = include_str!("../Cargo.lock");
    for name in [
        "unsafe-libyaml",
        "yaml-rust",
        "yaml-rust2",
        "libyml",
        "serde_yml",
        "serde_yaml",
        "ammonia",
        "gix-worktree-state",
        "gix-checkout",
    ] {
        assert!(!lock.contains(&format!("name = \"{name}\"\n")), "{name}");
    }
}

/// Trojan Source, escape sequences of terminals, also through file names.
#[test]
fn cve_2021_42574_2003_0069_and_2023_30844_nothing_but_text_is_shown() {
    use rowmill::escape::{escape, is_hostile};
    use rowmill::report::{Appearance, Report, STYLES};

    let hostile = "\u{202e}\u{2066}\u{1b}]0;owned\u{7}\u{9b}31m\u{200f}\u{feff}";
    assert!(!escape(hostile).contains(is_hostile));
    let mut sources = SourceMap::new();
    let page = sources.add(format!("{hostile}.md"), format!("| {hostile} | b |\n|---|---|\n| 1 | 2 | {hostile} |\n"));
    let document = Document::parse(&sources, page);
    let findings: Vec<_> = document.tables.iter().flat_map(inspect_table).collect();
    assert!(!findings.is_empty());
    for style in STYLES {
        let mut shown = Vec::new();
        (style.write)(&Report::new(&findings, &sources), &mut shown, Appearance::default()).expect("memory");
        let shown = String::from_utf8(shown).expect("UTF-8");
        assert!(!shown.contains(is_hostile), "{style:?}: {shown:?}");
    }
}
