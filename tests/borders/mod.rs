//! Where a rule begins and where it ends: small columns at either side of each number and each condition that a rule asks for, and what it
//! proposes there. The fixtures show a rule at its work; here stands what it needs for that, one case at a time.
//!
//! Another case is a line of its rule's table.

use std::fmt::Write as _;

use rowmill::extract::extract;
use rowmill::repair::{Guidance, OutsideColumn, Repair, repair};
use rowmill::{Document, SourceMap, parse_recipe};

/// Names, one in a cell, and lists of them; and other texts, and lists of those.
const NAMES: &str = "vocabulary: names";
const LISTS: &str = "type: list, vocabulary: names";
const KNOWN_LISTS: &str = "type: list, vocabulary: known";
const TEXTS: &str = "type: string";
const TEXT_LISTS: &str = "type: list";

/// The columns, the rows, and what is proposed or left alone. A row may say how often it stands (`3 × Oslo`); one behind `¶` stands below the table.
type Case = (&'static [&'static str], &'static [&'static str], &'static [&'static str]);

fn check(rule: &str, cases: &[Case]) {
    let told = cases.iter().fold(String::new(), |mut told, (columns, rows, expected)| {
        let found = found(rule, columns, &page(columns.len(), rows), &Guidance::default());
        if found != *expected {
            let _ = writeln!(told, "{rows:?}\n  expected {expected:?}\n  found    {found:?}");
        }
        told
    });
    assert!(told.is_empty(), "{rule}:\n{told}");
}

fn page(columns: usize, rows: &[&str]) -> String {
    let (below, rows): (Vec<&str>, Vec<&str>) = rows.iter().partition(|row| row.starts_with('¶'));
    let header = ["A", "B", "C", "D"][..columns].join(" | ");
    let mut page = format!("# Page\n\n| {header} |\n{}|\n", "|---".repeat(columns));
    for row in rows {
        let counted = row.split_once(" × ").and_then(|(count, row)| Some((count.parse().ok()?, row)));
        let (count, row) = counted.unwrap_or((1, row));
        page += &format!("| {row} |\n").repeat(count);
    }
    below.iter().for_each(|line| page += &format!("\n{}\n", line.trim_start_matches('¶').trim()));
    page
}

fn found(rule: &str, columns: &[&str], page: &str, guidance: &Guidance) -> Vec<String> {
    let field = |(index, column): (usize, &&str)| {
        let letter = char::from(b'A' + u8::try_from(index).expect("few columns"));
        format!("      - {{ name: {}, from: {letter}, {column} }}\n", letter.to_ascii_lowercase())
    };
    let recipe = format!(
        "recipe: page\nvocabularies: {{ names: {{}}, known: {{ names: [CoreSite] }} }}\ndatasets:\n  rows:\n    \
         tables: [{{ under: Page }}]\n    fields:\n{}",
        columns.iter().enumerate().map(field).collect::<String>()
    );
    let recipe = parse_recipe("page.yaml", &recipe).unwrap_or_else(|error| panic!("{error}"));
    let mut sources = SourceMap::new();
    let file = sources.add("page.md", page);
    let mut extraction = extract(&recipe, &[Document::parse(&sources, file)], &sources).expect("it can be read");
    let repairs = repair(&recipe, &mut extraction, &sources, guidance);
    let proposed = repairs.log.iter().filter(|repair| repair.rule == rule).map(told);
    let kept = repairs.abstentions.iter().filter(|kept| kept.rule == rule);
    let kept = kept.map(|kept| match kept.reason.split_once("; but ") {
        Some((_, why)) => format!("{}: {why}", kept.before),
        None => format!("{}: kept", kept.before),
    });
    proposed.chain(kept).collect()
}

fn told(repair: &Repair) -> String {
    let (before, after) = (repair.items_before.join(", "), repair.items_after.join(", "));
    match &repair.source {
        // Only what stands around the items changes.
        Some(edit) if before == after => format!("{before}: `{}` {}", edit.text, repair.grade),
        _ if repair.is_report() => format!("{before}? {}", repair.grade),
        _ => format!("{before} → {after} {}", repair.grade),
    }
}

#[test]
fn spellings() {
    check(
        "spelling-variant",
        &[
            // All items of a list in one case, or not all.
            (&[LISTS], &["9 × canvas, jib", "Canvas, iPhone"], &["Canvas → canvas safe"]),
            (&[LISTS], &["9 × canvas, jib", "Canvas, Oak"], &["Canvas → canvas suggested"]),
            (&[LISTS], &["9 × canvas, jib", "Canvas"], &["Canvas → canvas safe"]),
            // Two that stand together, or are codes.
            (&[LISTS], &["5 × CoreSite", "CoreSite, Coresite"], &["Coresite: both stand in one list, or are codes"]),
            (&[KNOWN_LISTS], &["CoreSite, Coresite"], &["Coresite → CoreSite suggested"]),
            (&[KNOWN_LISTS], &["CoreSite", "Coresite"], &["Coresite → CoreSite safe"]),
            (&[LISTS], &["5 × us-east-1", "us-east1"], &["us-east1: both stand in one list, or are codes"]),
            // A first capital.
            (
                &[LISTS],
                &["3 × canvas", "2 × Canvas"],
                &[
                    "Canvas: a first capital may be a matter of style",
                    "Canvas: a first capital may be a matter of style",
                ],
            ),
            (&[LISTS], &["2 × canvas", "Canvas"], &["Canvas → canvas suggested"]),
            (
                &[LISTS],
                &["9 × canvas", "3 × Canvas"],
                &["Canvas → canvas suggested", "Canvas → canvas suggested", "Canvas → canvas suggested"],
            ),
            (&[LISTS], &["9 × canvas", "2 × Canvas"], &["Canvas → canvas safe", "Canvas → canvas safe"]),
            (&[NAMES], &["3 × canvas", "Canvas"], &["Canvas → canvas suggested"]),
            (&[NAMES], &["2 × canvas", "Canvas"], &["Canvas: a first capital may be a matter of style"]),
            (
                &[NAMES],
                &["9 × canvas", "2 × Canvas"],
                &[
                    "Canvas: a first capital may be a matter of style",
                    "Canvas: a first capital may be a matter of style",
                ],
            ),
            // A blank too many.
            (&[LISTS], &["TensorFlow, jib", "Tensor\u{a0}Flow, oak"], &["Tensor\u{a0}Flow → TensorFlow suggested"]),
            (&[LISTS], &["TensorFlow, jib", "Tensor Flow, oak"], &["TensorFlow: neither is more frequent"]),
            // Code, and names of few letters.
            (&[LISTS], &["5 × Kafka", "kAFKA"], &["kAFKA → Kafka suggested"]),
            (&[LISTS], &["4 × Kafka", "kAFKA"], &["kAFKA: either may be code, in which each sign counts"]),
            (&[LISTS], &["5 × Foo", "foo"], &["foo → Foo suggested"]),
            (&[LISTS], &["4 × Foo", "foo"], &[]),
            (&[LISTS], &["5 × Foo", "2 × foo"], &[]),
            // Signs between letters.
            (&[LISTS], &["3 × Hewlett-Packard", "Hewlett Packard"], &["Hewlett Packard → Hewlett-Packard suggested"]),
            (&[LISTS], &["3 × zero-copy", "zerocopy"], &["zerocopy → zero-copy suggested"]),
            (&[LISTS], &["2 × zero-copy", "zerocopy"], &["zerocopy: both stand in one list, or are codes"]),
            (
                &[LISTS],
                &["6 × zero-copy", "2 × zerocopy"],
                &["zerocopy: both stand in one list, or are codes", "zerocopy: both stand in one list, or are codes"],
            ),
            // Accents and acronyms.
            (&[LISTS], &["3 × Zürich", "Zurich"], &["Zurich → Zürich suggested"]),
            (&[LISTS], &["Zürich", "Zurich"], &["Zurich → Zürich suggested"]),
            (&[LISTS], &["3 × Swift", "SWIFT"], &["SWIFT → Swift suggested"]),
            (&[LISTS], &["3 × Airbus", "AIRBUS"], &["AIRBUS → Airbus safe"]),
        ],
    );
}

#[test]
fn the_documents_beside_a_page_are_heard() {
    let rows = ["Oslo, Bodo, Moss", "Core Site, CoreSide", "CoreSite"];
    let beside = |names: &[&str]| {
        let names = names.iter().map(|&name| name.to_owned());
        let guidance =
            Guidance { outside: vec![OutsideColumn::new("other.md", "Names", names)], ..Guidance::default() };
        found("spelling-variant", &[LISTS], &page(1, &rows), &guidance)
    };
    let kept = ["CoreSite: neither is more frequent"];
    assert_eq!(beside(&["Oslo", "Bodo", "Moss", "Core Site"]), ["CoreSite → Core Site suggested"]);
    assert_eq!(beside(&["Oslo", "Bodo", "Core Site", "Kiel"]), ["CoreSite → Core Site suggested"]);
    assert_eq!(beside(&["Oslo", "Kiel", "Core Site"]), kept);
    assert_eq!(beside(&["Oslo", "Bodo", "Moss"]), kept);
}

#[test]
fn separators_that_lack() {
    check(
        "missing-separator",
        &[
            // Fewer names are better, and of as many the first one is the longer.
            (
                &[LISTS],
                &["2 × Alpha, Beta Gamma Delta, Oak", "2 × Alpha Beta, Gamma, Delta", "Oak, Alpha Beta Gamma Delta"],
                &["Alpha Beta Gamma Delta → Alpha, Beta Gamma Delta safe"],
            ),
            (
                &[LISTS],
                &["2 × Alpha, Beta Gamma, Oak", "2 × Alpha Beta, Gamma", "Oak, Alpha Beta Gamma"],
                &["Alpha Beta Gamma → Alpha Beta, Gamma suggested"],
            ),
            (
                &[LISTS],
                &["2 × Alpha Beta, Gamma", "Oak, Alpha Beta Gamma"],
                &["Alpha Beta Gamma → Alpha Beta, Gamma safe"],
            ),
            (
                &[LISTS],
                &["Alpha Beta, Gamma", "Oak, Alpha Beta Gamma"],
                &["Alpha Beta Gamma → Alpha Beta, Gamma suggested"],
            ),
            (
                &[LISTS],
                &["2 × Alpha Beta, Gamma", "Alpha Beta Gamma"],
                &["Alpha Beta Gamma → Alpha Beta, Gamma suggested"],
            ),
            (&[LISTS], &["2 × Alpha Beta", "2 × Gamma", "Oak, Alpha Beta Gamma"], &[]),
            (&[LISTS], &["2 × Alpha Beta, Gamma", "Gamma, Alpha Beta Gamma"], &[]),
            // Single words.
            (&[LISTS], &["2 × Alpha, Gamma", "Oak, Alpha Gamma"], &["Alpha Gamma → Alpha, Gamma suggested"]),
            (&[LISTS], &["Alpha, Gamma", "Alpha", "Gamma", "Oak, Alpha Gamma"], &[]),
            (
                &[LISTS],
                &["Alpha, Gamma", "2 × Alpha", "2 × Gamma", "Oak, Alpha Gamma"],
                &["Alpha Gamma → Alpha, Gamma suggested"],
            ),
            (&[LISTS], &["2 × Alpha, Gamma", "Alpha Gamma"], &[]),
            (
                &[LISTS],
                &["3 × Beech", "3 × Cedar", "Ash, Beech Cedar, Elm, Fir"],
                &["Beech Cedar → Beech, Cedar suggested"],
            ),
            (&[LISTS], &["3 × Beech", "3 × Cedar", "Ash, Beech Cedar, Elm"], &[]),
            (&[LISTS], &["3 × Beech", "3 × Cedar", "Ash, Beech Cedar, Fir, Elm"], &[]),
            // A part of one letter.
            (&[LISTS], &["2 × Alpha Beta, C", "Oak, Alpha Beta C"], &[]),
        ],
    );
}

#[test]
fn long_runs_of_names_are_parted_up_to_a_length() {
    let names: Vec<String> = ('a'..='t').map(|letter| format!("Na{letter} Nb{letter}")).collect();
    let parted = |last: &str| {
        let row = format!("| {} |\n", names.join(", "));
        let page = format!("# Page\n\n| A |\n|---|\n{}| Oak, {}{last} |\n", row.repeat(2), names.join(" "));
        found("missing-separator", &[LISTS], &page, &Guidance::default())
    };
    assert_eq!(parted("").len(), 1);
    assert_eq!(parted(" Oak").len(), 0);
}

#[test]
fn parentheses() {
    check(
        "unbalanced-parenthesis",
        &[
            // Which words count, and are no names.
            (&[LISTS], &["Oak, Bay Town (north"], &["Bay Town (north → Bay Town (north) suggested"]),
            (&[LISTS], &["Oak, (x) Town (north"], &["(x) Town (north → (x) Town (north) suggested"]),
            (&[LISTS], &["Oak, abc) first thing"], &[]),
            (&[LISTS], &["Oak, abcd) first thing"], &["abcd) first thing? manual"]),
            // What ends a name, so that the other half stands there.
            (
                &[LISTS],
                &["2 × Boston", "Richmond (Surrey, Boston"],
                &["Richmond (Surrey → Richmond (Surrey) suggested"],
            ),
            (&[LISTS], &["Boston", "Richmond (Surrey, Boston"], &["Richmond (Surrey → Richmond (Surrey) suggested"]),
            (&[LISTS], &["Richmond (Surrey, Boston"], &["Richmond (Surrey? manual"]),
            (&[LISTS], &["3 × Newport (Wales)", "Richmond (Surrey, Newport (Wales)"], &["Richmond (Surrey? manual"]),
            (&[LISTS], &["Richmond (Surrey<br>Kew"], &["Richmond (Surrey → Richmond (Surrey) suggested"]),
            (&[TEXTS], &["Boat race (planned"], &["Boat race (planned → Boat race (planned) suggested"]),
            (&[TEXTS], &["Boat race (and"], &[]),
            (&[TEXTS], &["B (planned"], &[]),
            (
                &[TEXTS],
                &["Boat race (one two three four five six"],
                &["Boat race (one two three four five six → Boat race (one two three four five six) suggested"],
            ),
            (&[TEXTS], &["Boat race (one two three four five six seven"], &[]),
            (&[TEXTS], &["Boat race (planned:"], &[]),
            // A line of several.
            (
                &[TEXTS],
                &["Tank<br>Depth charge (low<br>Oil"],
                &["Tank\nDepth charge (low\nOil → Tank\nDepth charge (low)\nOil suggested"],
            ),
            (&[TEXTS], &["Depth charge (low<br>Oil"], &["Depth charge (low\nOil → Depth charge (low)\nOil suggested"]),
            (&[TEXTS], &["Depth charge (and<br>Oil"], &["Depth charge (and\nOil: kept"]),
            // Two that close one, and one that nothing opens.
            (&[LISTS], &["Oak, Washington (Durham))"], &["Washington (Durham)) → Washington (Durham) suggested"]),
            (&[LISTS], &["Oak, Washington (Durham)) West"], &["Washington (Durham)) West? manual"]),
            (
                &[LISTS],
                &["A1 (Wales)", "A2 (Scotland)", "A3 (Surrey)", "Whitby Old Harbour north)"],
                &["Whitby Old Harbour north) → Whitby Old Harbour (north) suggested"],
            ),
            (
                &[LISTS],
                &["A1 (Wales)", "A2 (Scotland)", "Whitby Old Harbour north)"],
                &["Whitby Old Harbour north)? manual"],
            ),
            (
                &[LISTS],
                &["A1 (Wales)", "A2 (Scotland)", "A3 (Surrey)", "A4 (the sea)", "Whitby Old Harbour north)"],
                &["Whitby Old Harbour north)? manual"],
            ),
            (
                &[LISTS],
                &["A1 (Wales)", "A2 (Scotland)", "A3 (Surrey)", "Whitby) Old Harbour (north)"],
                &["Whitby) Old Harbour (north)? manual"],
            ),
            (
                &[TEXTS],
                &["Grass Court Top open)", "Hall (open)"],
                &["Grass Court Top open) → Grass Court Top (open) suggested"],
            ),
            (&[TEXTS], &["Mountain Time MT)"], &["Mountain Time MT) → Mountain Time (MT) suggested"]),
            (&[TEXTS], &["Mountain Time Zone AB)"], &["Mountain Time Zone AB) → Mountain Time Zone (AB) suggested"]),
            (&[TEXTS], &["MOUNTAIN TIME ZONE AB)"], &[]),
            (&[TEXTS], &["Mountain time)"], &["Mountain time) → Mountain (time) suggested"]),
            (&[TEXTS], &["Mountain times)"], &[]),
            // The name that stands elsewhere.
            (&[LISTS], &["2 × Newport (Wales)", "Newport (Wales"], &["Newport (Wales → Newport (Wales) safe"]),
            (&[LISTS], &["Newport (Wales)", "Newport (Wales"], &["Newport (Wales → Newport (Wales) suggested"]),
        ],
    );
}

#[test]
fn letters_of_other_scripts() {
    check(
        "homoglyph",
        &[
            (&[NAMES], &["Cоpу"], &[]),
            (&[NAMES], &["Cоpуe"], &["Cоpуe → Copye suggested"]),
            (&[NAMES], &["Cоpуо"], &["Cоpуо → Соруо suggested"]),
            (&[NAMES], &["Tо"], &[]),
            (&[NAMES], &["Tоp"], &["Tоp → Top suggested"]),
            (&[NAMES], &["Oslо", "Oslo"], &["Oslо → Oslo safe"]),
            (&[NAMES], &["СОРЕ", "3 × COPE"], &["СОРЕ → COPE safe"]),
            (&[NAMES], &["СОРЕ", "2 × COPE"], &[]),
            (&[NAMES], &["ТNFα"], &[]),
        ],
    );
}

#[test]
fn blanks_at_separators() {
    check(
        "misspaced-separator",
        &[
            // Inside names.
            (
                &[NAMES],
                &["Lyon,Sens", "Lyon, Tours", "Metz, Tours", "Lyon, Metz"],
                &["Lyon,Sens → Lyon, Sens suggested"],
            ),
            (&[NAMES], &["Lyon,Sens", "Lyon, Tours", "Metz, Tours"], &[]),
            (&[NAMES], &[",Lyon", "Lyon, Tours", "Metz, Tours", "Lyon, Metz"], &[]),
            (&[NAMES], &["Lyon ,Sens", "Metz ,Sens", "Lyon, Tours", "Metz, Tours", "Lyon, Metz"], &[]),
            (&[NAMES], &["4,500", "Lyon, Tours", "Metz, Tours", "Lyon, Metz"], &[]),
            (&[NAMES], &["4,50", "Lyon, Tours", "Metz, Tours", "Lyon, Metz"], &["4,50 → 4, 50 suggested"]),
            // Between digits.
            (&[TEXT_LISTS, TEXT_LISTS], &["20, 21, 22,23 | Ann, Bob, Cid, Dan, Eve"], &["23: `, ` suggested"]),
            (&[TEXT_LISTS, TEXT_LISTS], &["20, 21,22 | Ann, Bob, Cid, Dan, Eve"], &["22: kept"]),
            (&[TEXT_LISTS, TEXT_LISTS], &["20, 21, 22,234 | Ann, Bob, Cid, Dan, Eve"], &["234: kept"]),
            // Between words.
            (&[TEXT_LISTS], &["Ann, Bob, Cid, Dan,Eve"], &["Eve: `, ` safe"]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid,Eve"], &["Eve: kept"]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid, Dan,Eve,Fay"], &["Eve: kept", "Fay: kept"]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid, Dan, Eve, Fay, Gus,Hal,Ida"], &["Hal: `, ` safe", "Ida: `, ` safe"]),
        ],
    );
}

#[test]
fn slips_of_letters() {
    check(
        "misspelling",
        &[
            // Two letters.
            (
                &[NAMES],
                &["3 × North Philadelphia", "North Philadalpia"],
                &["North Philadalpia → North Philadelphia suggested"],
            ),
            (&[NAMES], &["2 × North Philadelphia", "North Philadalpia"], &[]),
            (&[NAMES], &["9 × North Philadelphia", "2 × North Philadalpia"], &[]),
            // A word of the pages.
            (
                &[NAMES],
                &["Oslo Turbines", "Bodo Turbines", "Kiel Turbines", "Moss Turbines", "Moss Tubrines"],
                &["Moss Tubrines → Moss Turbines suggested"],
            ),
            (
                &[NAMES],
                &["Oslo Turbines", "Bodo Turbines", "Kiel Turbines", "Rauma Turbines", "Moss Tubrines"],
                &["Moss Tubrines → Moss Turbines suggested"],
            ),
            (&[NAMES], &["Oslo Turbines", "Bodo Turbines", "Kiel Turbines", "Moss Tubrines"], &[]),
            (
                &[NAMES],
                &["Moss Tubines", "¶ Turbines, turbines, turbines, turbines, turbines, turbines, turbines, turbines."],
                &["Moss Tubines → Moss Turbines suggested"],
            ),
            (
                &[NAMES],
                &["Moss Tubines", "¶ Turbines, turbines, turbines, turbines, turbines, turbines, turbines."],
                &[],
            ),
            (
                &[NAMES],
                &["Moss Turbine", "¶ Turbines, turbines, turbines, turbines, turbines, turbines, turbines, turbines."],
                &[],
            ),
            (
                &[NAMES],
                &[
                    "Moss Turbiness",
                    "¶ Turbines, turbines, turbines, turbines, turbines, turbines, turbines, turbines.",
                ],
                &["Moss Turbiness → Moss Turbines suggested"],
            ),
            // One letter.
            (&[NAMES], &["2 × Toronto", "Torotno"], &["Torotno → Toronto suggested"]),
            (&[NAMES], &["Toronto", "Torotno"], &[]),
            (&[NAMES], &["3 × Toronto", "Toroto"], &["Toroto → Toronto suggested"]),
            (&[NAMES], &["2 × Toronto", "Toroto"], &[]),
            (
                &[NAMES],
                &["8 × Toronto", "2 × Torotno"],
                &["Torotno → Toronto suggested", "Torotno → Toronto suggested"],
            ),
            (&[NAMES], &["7 × Toronto", "2 × Torotno"], &[]),
            (&[NAMES], &["9 × Toronto", "3 × Torotno"], &[]),
        ],
    );
}

#[test]
fn addresses_of_others() {
    check(
        "wrong-link",
        &[
            // A label that leads to one place but here.
            (&[TEXTS], &["3 × [Ann](/u/1)", "[Ann](/u/2)", "2 × [Bob](/u/2)"], &["Ann: `/u/1` suggested"]),
            (&[TEXTS], &["3 × [Ann](/u/1)", "[Ann](/u/2)", "[Bob](/u/2)"], &[]),
            (&[TEXTS], &["2 × [Ann](/u/1)", "[Ann](/u/2)", "2 × [Bob](/u/2)"], &[]),
            (&[TEXTS], &["3 × [Ann](/u/1)", "[Ann](/u/bob)", "[Bob](/u/bob)"], &["Ann: `/u/1` suggested"]),
            (&[TEXTS], &["3 × [Ann](/u/1)", "[Ann](/u/bob)", "[Bob](/u/bob)", "[Bob](/u/3)"], &[]),
            // A link without an address says nothing.
            (
                &[TEXTS],
                &[
                    "[Oslo](/a/oslo-port)",
                    "[Bodo](/a/bodo-port)",
                    "[Moss](/a/moss-port)",
                    "[Odda](/a/odda-port)",
                    "[Voss](/a/voss-port)",
                    "[Molde](/a/molde-port)",
                    "[Volda](/a/volda-port)",
                    "[Skien](/a/skien-port)",
                    "[Halden](/a/halden-port)",
                    "[Larvik](/a/oslo-port)",
                    "[Harstad]()",
                ],
                &["Larvik: `/a/larvik-port` suggested"],
            ),
            // Nine in ten of the addresses are made in one way, or they are not.
            (
                &[TEXTS],
                &[
                    "[Oslo](/a/oslo-port)",
                    "[Bodo](/a/bodo-port)",
                    "[Moss](/a/moss-port)",
                    "[Odda](/a/odda-port)",
                    "[Voss](/a/voss-port)",
                    "[Molde](/b/molde-bay)",
                    "[Volda](/b/volda-bay)",
                    "[Skien](/b/skien-bay)",
                    "[Halden](/b/halden-bay)",
                    "[Larvik](/a/oslo-port)",
                ],
                &["Larvik: kept"],
            ),
            // Two that have the other's.
            (
                &[TEXTS],
                &["[Oslo](/s/bodo)", "[Bodo](/s/oslo)", "[Moss](/s/moss)", "[Voss](/s/voss)"],
                &["Oslo: `/s/oslo` suggested", "Bodo: `/s/bodo` suggested"],
            ),
            (&[TEXTS], &["[Oslo](/s/bodo)", "[Bodo](/s/oslo)", "[Moss](/s/moss)"], &[]),
            (
                &[TEXTS],
                &["[Oslo][one]", "[Bodo](/s/oslo)", "[Moss](/s/moss)", "[Voss](/s/voss)", "¶ [one]: /s/bodo"],
                &[],
            ),
        ],
    );
}

#[test]
fn rows_twice() {
    check(
        "duplicate-row",
        &[
            // The only one of five rows: six letters, or three cells.
            (
                &[TEXTS, TEXTS, TEXTS],
                &["a | 1 | 2", "b | 1 | 3", "c | 2 | 2", "d | 5 | 5", "b | 1 | 3"],
                &["b →  suggested"],
            ),
            (&[TEXTS, TEXTS, TEXTS], &["a | 1 | 2", "b | 1 |", "c | 2 | 2", "d | 5 | 5", "b | 1 |"], &["b: kept"]),
            (&[TEXTS, TEXTS], &["a | 1", "b | 1", "c | 2", "d | 5", "b | 1"], &["b: kept"]),
            (&[TEXTS, TEXTS], &["a | 1", "abc | def", "c | 2", "d | 5", "abc | def"], &["abc →  suggested"]),
            (&[TEXTS, TEXTS], &["a | 1", "abc | de", "c | 2", "d | 5", "abc | de"], &["abc: kept"]),
            (&[TEXTS, TEXTS, TEXTS], &["a | 1 | 2", "b | 1 | 3", "c | 2 | 2", "b | 1 | 3"], &["b: kept"]),
            (&[TEXTS, TEXTS, TEXTS], &["a | 1 | 2", "b | 1 | 3", "a | 2 | 2", "d | 5 | 5", "b | 1 | 3"], &["b: kept"]),
            // A row like a heading between.
            (
                &[TEXTS, TEXTS, TEXTS],
                &["wheel | round | 3", "b | 1 | 2", "Rear | |", "c | 2 | 2", "d | 5 | 5", "wheel | round | 3"],
                &["wheel: kept"],
            ),
            (
                &[TEXTS, TEXTS, TEXTS],
                &["wheel | round | 3", "b | 1 | 2", "e | 7 | 7", "c | 2 | 2", "d | 5 | 5", "wheel | round | 3"],
                &["wheel →  suggested"],
            ),
        ],
    );
}

#[test]
fn items_twice() {
    check(
        "duplicate-item",
        &[
            // Nine of ten neighbours are sorted, or fewer.
            (
                &[TEXT_LISTS],
                &[
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir",
                    "Ash, Elm",
                    "Elm, Ash",
                    "Oak, Pine, Oak",
                ],
                &["Oak →  suggested"],
            ),
            (
                &[TEXT_LISTS],
                &[
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir",
                    "Elm, Ash",
                    "Elm, Ash",
                    "Oak, Pine, Oak, Zebrano",
                ],
                &["Oak →  suggested"],
            ),
            (
                &[TEXT_LISTS],
                &[
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir, Oak",
                    "Ash, Elm, Fir",
                    "Ash, Elm",
                    "Elm, Ash",
                    "Oak, Pine, Oak, Zebrano",
                ],
                &["Oak →  safe"],
            ),
            // Sets: four other lists.
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Oak, Oak, Ash"], &["Oak →  safe"]),
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Oak, Oak, Ash"], &["Oak →  suggested"]),
            // Sequences.
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Red, Off, Red, Off"], &[]),
            (
                &[TEXT_LISTS],
                &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Red, Off, Oak, Elm, Red, Off"],
                &["Red →  suggested", "Off →  suggested"],
            ),
            (
                &[TEXT_LISTS],
                &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Red, Off, Oak, Red, Off"],
                &["Red →  suggested", "Off →  suggested"],
            ),
            // Words of two letters.
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "Ox, Ox, Elm"], &["Ox →  safe"]),
            (&[TEXT_LISTS], &["Ash, Elm", "Elm, Oak", "Ash, Fir", "Elm, Fir", "X, X, Elm"], &[]),
        ],
    );
}

#[test]
fn values_of_other_kinds() {
    check(
        "value-of-another-kind",
        &[
            (&[TEXTS], &["10 × 1.2.3", "1.2.O"], &["1.2.O → 1.2.0 suggested"]),
            (&[TEXTS], &["9 × 1.2.3", "1.2.O"], &[]),
            (&[TEXTS], &["10 × 10:20", "1O:20"], &["1O:20 → 10:20 suggested"]),
            (&[TEXTS], &["10 × 10 %", "l0 %"], &["l0 % → 10 % suggested"]),
            (&[TEXTS], &["10 × 10", "1O"], &["1O → 10 suggested"]),
            (&[TEXTS], &["10 × 10", "5l"], &[]),
            (&[TEXTS], &["10 × 2020-01-17", "2020-17-01"], &["2020-17-01 → 2020-01-17 suggested"]),
            (&[TEXTS], &["10 × 2020-01-17", "2020-17-32"], &["2020-17-32? manual"]),
            (&[TEXTS], &["10 × 10", "2020-01-17"], &["2020-01-17? manual"]),
            (&[TEXTS], &["10 × [a](/a)", "2020-01-17"], &["2020-01-17? manual"]),
        ],
    );
}

#[test]
fn marks_before_names() {
    check(
        "misplaced-mark",
        &[
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+Voss"], &["+Voss → Voss+ suggested"]),
            (&[LISTS], &["Oslo+, Bodo+", "+Voss"], &["+Voss: kept"]),
            (&[LISTS], &["Oslo+", "+Voss"], &["+Voss: kept"]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+C"], &[]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+Voss+"], &[]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+49 Voss"], &[]),
            (&[LISTS], &["Oslo+, Bodo+, Moss+", "+Voss", "+Odda"], &["+Voss: kept", "+Odda: kept"]),
            (&[LISTS], &["2 × Voss", "+Voss", "¶ \\+ planned"], &["+Voss → Voss+ suggested"]),
            (&[LISTS], &["2 × Voss", "2 × Odda", "+Voss", "+Odda", "¶ \\+ planned"], &[]),
        ],
    );
}

#[test]
fn separators_twice() {
    check(
        "doubled-separator",
        &[
            (
                &[NAMES],
                &["Lyon,,Sens", "Lyon, Tours", "Metz, Tours", "Lyon, Metz"],
                &["Lyon,,Sens → Lyon, Sens suggested"],
            ),
            (&[NAMES], &["Lyon,,Sens", "Lyon, Tours", "Metz, Tours"], &[]),
            (&[NAMES], &["Lyon,,Sens", "Metz,,Sens", "Tours,,Sens", "Lyon, Tours", "Metz, Tours", "Lyon, Metz"], &[]),
            (&[NAMES], &["Lyon,, Sens", "Lyon, Tours"], &["Lyon,, Sens → Lyon, Sens suggested"]),
            (&[NAMES], &["Lyon,, Sens", "Tours,, Sens", "Lyon, Tours"], &[]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid, Dan,,Eve"], &["Eve: `, ` safe"]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid,,Eve"], &["Eve: kept"]),
            (&[TEXT_LISTS], &["Ann, Bob, Cid,, Eve"], &["Eve: `, ` suggested"]),
            (&[TEXT_LISTS], &["1, 2, 3, 4,,5"], &["5: kept"]),
        ],
    );
}

#[test]
fn characters_that_nobody_sees() {
    check(
        "invisible-character",
        &[
            (&[TEXTS], &["Os\u{200b}lo", "Bodo"], &["Os\u{200b}lo → Oslo suggested"]),
            (
                &[TEXTS],
                &["3 × Os\u{200b}lo", "8 × Bodo"],
                &["Os\u{200b}lo: kept", "Os\u{200b}lo: kept", "Os\u{200b}lo: kept"],
            ),
            (
                &[TEXTS],
                &["3 × Os\u{200b}lo", "9 × Bodo"],
                &["Os\u{200b}lo → Oslo suggested", "Os\u{200b}lo → Oslo suggested", "Os\u{200b}lo → Oslo suggested"],
            ),
            (
                &[TEXTS],
                &["2 × Os\u{200b}lo", "Bodo"],
                &["Os\u{200b}lo → Oslo suggested", "Os\u{200b}lo → Oslo suggested"],
            ),
            (&[NAMES], &["Bay\u{a0}Town", "Bodo"], &["Bay\u{a0}Town: kept"]),
            (&[NAMES], &["Bay\u{a0}Town", "Bay Town"], &["Bay\u{a0}Town → Bay Town safe"]),
            // A column of names, or of longer texts.
            (&[NAMES], &["Os\u{200b}lo", "Bodo"], &["Os\u{200b}lo → Oslo safe"]),
            (
                &[NAMES],
                &[
                    "Os\u{200b}lo",
                    "a text that goes on for so long that nobody would call it a name, and then goes on some more",
                ],
                &["Os\u{200b}lo → Oslo suggested"],
            ),
        ],
    );
}
