//! What changed in real pages, held to what was worked out beside the program: the six edits on the embedded page, and revisions of
//! real pages where they are at hand.
//!
//! The files in `tests/diff` say what a script of its own, which shares no code with the program, found between two revisions.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rowmill::diff::{Change, Count, DatasetDiff, Diff, FieldChange, diff};
use rowmill::pipeline::{self, Revision, compare_pages, compare_with_recipe};
use rowmill::recipe::Builtin;
use rowmill::repair::Guidance;
use rowmill::schema::{Field, FieldType, Schema, Value};
use rowmill::{Dataset, Record, SourceMap, parse_recipe};

const PAGE: &str = include_str!("../fixtures/expressroute/2020-01-17/expressroute-locations-providers.md");

/// The page with one list item added, a pure reorder, a key renamed, a trailing space, a case change, one row removed and one added.
fn six_edits() -> String {
    let mut page = PAGE.to_owned();
    let mut edit = |from: &str, to: &str| {
        assert_eq!(page.matches(from).count(), 1, "{from}");
        page = page.replace(from, to);
    };
    edit("| 1 | n/a | 10G | Interxion |", "| 1 | n/a | 10G | Interxion, Megaport |");
    edit("Colt, eir, Equinix, Interxion, Megaport |", "Megaport, Equinix, Colt, eir, Interxion |");
    edit("| **Las Vegas** |", "| **Paradise** |");
    edit("| 2 | East Asia | n/a |", "| 2 | East Asia  | n/a |");
    edit("| [Teraco CT1](", "| [TERACO CT1](");
    let row = PAGE.lines().find(|line| line.starts_with("| **Kuala Lumpur**")).expect("the row is there");
    edit(row, "| **Lusaka** | Zamtel One | 3 | n/a | 10G | Liquid Telecom |");
    page
}

fn page(text: &str) -> (SourceMap, rowmill::SourceId) {
    let mut sources = SourceMap::new();
    let id = sources.add("page.md", text);
    (sources, id)
}

fn by_recipe(old: &str, new: &str) -> Diff {
    let builtin = Builtin::named("expressroute").expect("the recipe is built in");
    let recipe = parse_recipe(builtin.path, builtin.recipe).expect("it is right");
    let ((old, a), (new, b)) = (page(old), page(new));
    let (old, new) = (Revision { sources: &old, pages: vec![a] }, Revision { sources: &new, pages: vec![b] });
    let compared = compare_with_recipe(&recipe, &old, &new, &Guidance::default(), &[]).expect("both sides build");
    assert_eq!(compared.derived, ["peering_location_providers"]);
    Diff::new(compared.diff.datasets)
}

fn by_tables(old: &str, new: &str) -> Diff {
    let ((old, a), (new, b)) = (page(old), page(new));
    Diff::new(compare_pages((&old, a), (&new, b), &[]).expect("no key is asked for"))
}

#[test]
fn six_edits_are_what_they_are() {
    for found in [by_tables(PAGE, &six_edits()), by_recipe(PAGE, &six_edits())] {
        assert_eq!(
            found.counts().sentence(),
            "1 record added, 1 removed, 1 renamed, 1 modified (1 item added), 3 cosmetic"
        );
    }
}

#[test]
fn a_page_is_the_same_as_itself() {
    for found in [by_tables(PAGE, PAGE), by_recipe(PAGE, PAGE)] {
        assert_eq!(found.counts().sentence(), "no change");
    }
}

/// Bold, code and links only show a text in another way; what is struck out is not meant any more, and a raised number is another one.
#[test]
fn markup_that_means_something_is_a_fact() {
    let recipe = "recipe: r\ndatasets:\n  d:\n    tables: [{ columns: [Name] }]\n    primary_key: [name]\n    fields:\n      - { name: name, from: Name }\n      - { name: count, from: Count }\n      - { name: parts, from: Parts, type: list }\n";
    let recipe = parse_recipe("r.yaml", recipe).expect("it is right");
    let table = |count: &str, parts: &str| {
        format!(
            "# A\n\n| Name | Count | Parts |\n|--|--|--|\n| a | {count} | {parts} |\n| b | few | s, t |\n| c | 8 | u, v |\n"
        )
    };
    let sentence = |old: &str, new: &str| {
        let ((one, a), (two, b)) = (page(old), page(new));
        let (before, after) = (Revision { sources: &one, pages: vec![a] }, Revision { sources: &two, pages: vec![b] });
        let compared = compare_with_recipe(&recipe, &before, &after, &Guidance::default(), &[]).expect("they build");
        let by_recipe = compared.diff.counts().sentence();
        assert_eq!(by_tables(old, new).counts().sentence(), by_recipe, "{old} {new}");
        by_recipe
    };
    let plain = table("106", "x, y");
    for (count, parts) in [
        ("10<sup>6</sup>", "x, y"),
        ("10<sub>6</sub>", "x, y"),
        ("~~106~~", "x, y"),
        ("<del>106</del>", "x, y"),
        ("106", "~~x~~, y"),
        ("106", "~~X~~, y"),
    ] {
        assert_eq!(sentence(&table(count, parts), &plain), "1 record modified", "{count} {parts}");
        assert_eq!(sentence(&plain, &table(count, parts)), "1 record modified", "{count} {parts}");
    }
    for (count, parts) in [("**106**", "x, y"), ("`106`", "x, y"), ("106", "<b>x</b>, *y*"), ("106", "X, y")] {
        assert_eq!(sentence(&plain, &table(count, parts)), "1 cosmetic", "{count} {parts}");
    }
    // The order of items that are struck out says nothing.
    assert_eq!(sentence(&table("106", "~~x~~, y"), &table("106", "y, ~~x~~")), "1 cosmetic");
    // A mark that the page explains is no part of the value.
    let note = "\n<sup>1</sup> by hand\n";
    let (marked, bare) = (table("106<sup>1</sup>", "x, y") + note, table("106", "x, y") + note);
    assert_eq!(sentence(&marked, &bare), "1 cosmetic");
}

/// What upstream wrote in another way, or mended later, is no change of the facts.
#[test]
fn what_a_repair_spells_right_is_cosmetic() {
    let mended = PAGE.replace("Sao Paula", "Sao Paulo").replace("IX Reach Megaport", "IX Reach, Megaport");
    assert_ne!(mended, PAGE);
    let found = by_recipe(PAGE, &mended);
    assert_eq!(found.counts().sentence(), "no change, 2 cosmetic".trim_start_matches("no change, "));
}

/// A change of a record or of a field in a line, the items by their number.
fn lines(found: &Diff) -> Vec<String> {
    let mut lines = Vec::new();
    for dataset in &found.datasets {
        let name = dataset.name.as_str();
        let shown = |key: &[Value]| key.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
        for change in &dataset.changes {
            match change {
                Change::Added { key, .. } => lines.push(format!("{name} + {}", shown(key))),
                Change::Removed { key, .. } => lines.push(format!("{name} - {}", shown(key))),
                Change::Renamed { from, to, .. } => lines.push(format!("{name} > {} → {}", shown(from), shown(to))),
                Change::Modified { .. } => {}
            }
            for field in change.fields().iter().filter(|field| field.is_substantive()) {
                lines.push(format!("{name} ~ {}: {} {}", shown(change.key()), field.field, numbers(field)));
            }
        }
    }
    lines.sort();
    lines
}

fn numbers(field: &FieldChange) -> String {
    let (added, removed) = match field.items.as_ref().filter(|items| !items.is_empty()) {
        Some(items) => (items.added.len() + items.renamed.len(), items.removed.len() + items.renamed.len()),
        None => (usize::from(!field.after.is_null()), usize::from(!field.before.is_null())),
    };
    format!("+{added} −{removed}")
}

/// A folder of the pages that are beside the repository, if they are.
fn data(folder: &str) -> Option<PathBuf> {
    let data = std::env::var_os("ROWMILL_DATA").map(PathBuf::from);
    let data = data.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"));
    Some(data.join(folder)).filter(|folder| folder.is_dir())
}

fn expected(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff").join(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let mut lines: Vec<String> = lines.map(str::to_owned).collect();
    lines.sort();
    lines
}

#[test]
#[expect(clippy::print_stderr, reason = "a test says what it skips")]
fn revisions_of_real_pages_differ_in_what_changed() {
    let Some(folder) = data("expressroute") else {
        return eprintln!("skipped: the revisions are not at hand; ROWMILL_DATA can name their folder's parent");
    };
    let read = |folder: &Path, name: &str| fs::read_to_string(folder.join(name)).expect("the page is there");
    let (old, new) = (read(&folder, "providers-2020-01-17.md"), read(&folder, "providers-2020-03-25.md"));
    assert_eq!(lines(&by_recipe(&old, &new)), expected("expressroute-2020.txt"));
    let pairs = [
        ("nodejs__Release__README.md", "050_2023-10-18_1ff1737b.md", "055_2024-10-29_87462aac.md", "nodejs-2024.txt"),
        (
            "satoshilabs__slips__slip-0044.md",
            "050_2024-05-06_d8ec7ffc.md",
            "055_2025-09-12_ba418c0d.md",
            "slip-0044-2025.txt",
        ),
        (
            "kubernetes__community__sig-list.md",
            "040_2024-05-10_67be1cf9.md",
            "045_2025-10-03_8a550647.md",
            "sig-list-2025.txt",
        ),
    ];
    for (folder, old, new, name) in pairs {
        let folder = data("histories").expect("it is beside the other one").join(folder);
        assert_eq!(lines(&by_tables(&read(&folder, old), &read(&folder, new))), expected(name), "{name}");
    }
}

/// Every tenth record gets another key, all lists are long; nothing may compare all with all.
#[test]
fn many_records_are_no_trouble() {
    let count = 20_000_usize;
    let fields = vec![
        Field::new("name", FieldType::String),
        Field::new("address", FieldType::String),
        Field::new("kind", FieldType::String),
        Field::new("items", FieldType::string_list()),
    ];
    let schema = Schema { fields, primary_key: vec!["name".into()], ..Schema::default() };
    let word = |number: usize| -> String {
        (0..5).map(|place| char::from(b'a' + u8::try_from(number / 26_usize.pow(place) % 26).unwrap_or(0))).collect()
    };
    let records = |renames: bool| -> Vec<Record> {
        let record = |number: usize| {
            let prefix = if renames && number.is_multiple_of(10) { "renamed" } else { "place" };
            let items = (0..6).map(|item| format!("item {}", word(number * 7 % 500 + item)));
            Record::unplaced([
                Value::String(format!("{prefix} {}", word(number))),
                Value::String(format!("street {}", word(number * 31))),
                Value::String(["north", "south"][number % 2].into()),
                Value::strings(items),
            ])
        };
        (0..count).map(record).collect()
    };
    let old = Dataset::new("d", schema.clone(), records(false)).0;
    let new = Dataset::new("d", schema, records(true)).0;
    let start = Instant::now();
    let found = diff(&old, &new);
    let counts = found.counts();
    assert_eq!((counts.renamed, counts.added, counts.removed, counts.modified), (count / 10, 0, 0, 0));
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// The sign between items, and the way in which a number or a day is written, say nothing.
#[test]
fn another_notation_is_the_same_fact() {
    let table = |row: &str| {
        format!(
            "# A\n\n| Name | Parts | Count | Day |\n|--|--|--|--|\n| a | {row} |\n| b | x, y | 2000 | 2020-02-03 |\n| c | y, z | 3000 | 2020-03-05 |\n"
        )
    };
    let old = table("x, y, z | 1000 | 2020-01-17");
    let sentence = |row: &str| by_tables(&old, &table(row)).counts().sentence();
    for row in [
        "x; y; z | 1000 | 2020-01-17",
        "z / y / x | 1000 | 2020-01-17",
        "x, y, z | 1,000 | 2020-01-17",
        "x, y, z | 1000 | Jan 17, 2020",
    ] {
        assert_eq!(sentence(row), "1 cosmetic", "{row}");
        assert_eq!(by_tables(&table(row), &old).counts().sentence(), "1 cosmetic", "{row}");
    }
    assert_eq!(sentence("x / y / w | 1000 | 2020-01-17"), "1 record modified (1 item added, 3 removed)");
    assert_eq!(sentence("x, y, z | 1,001 | 2020-01-17"), "1 record modified");
    // It may be of March or of April.
    assert_eq!(sentence("x, y, z | 1000 | 3/4/2020"), "1 record modified, 1 change of fields or tables");
}

/// Where a file of data knows only by its values that a field is a list, one value is a list of one.
#[test]
fn a_list_of_one_is_its_item_in_data() {
    let read = |text: &str| {
        let tables = rowmill::emit::read_data("d.json", "d", "json", text).expect("it is data");
        tables
            .into_iter()
            .map(|one| pipeline::LocatedDataset {
                dataset: one.dataset,
                headings: one.headings,
                is_typed: one.is_typed,
            })
            .collect::<Vec<_>>()
    };
    let lists = read(r#"[{"name":"a","parts":["x"]},{"name":"b","parts":["y"]},{"name":"c","parts":[]}]"#);
    let texts = read(r#"[{"name":"a","parts":"x"},{"name":"b","parts":"y"},{"name":"c","parts":null}]"#);
    for (old, new) in [(&lists, &texts), (&texts, &lists)] {
        let found = pipeline::compare_datasets(old, new, &|_| Vec::new(), &[]).expect("no key is asked for");
        assert!(!Diff::new(found).counts().is_substantive());
    }
}

/// A name that has all words of the other one is its new name where the record says together what no other one says, though each item of its
/// lists stands in many. A number alone makes another place.
#[test]
fn a_longer_name_is_found_by_lists_of_common_items() {
    let city = |name: &str, zone: i64, items: &[&str]| {
        Record::unplaced([Value::String(name.into()), Value::Integer(zone), Value::strings(items.iter().copied())])
    };
    let sides = |from: &str, to: &str| {
        let all = ["p", "q", "r"];
        let rest = || {
            (0..40).map(|number| {
                city(
                    &format!(
                        "City of {}",
                        char::from(b'a' + number as u8 % 26).to_string().repeat(2 + number as usize / 26)
                    ),
                    1 + number % 3,
                    &all[..2 + number as usize % 2],
                )
            })
        };
        // Others come and go at once, which makes chance likelier.
        let others = |words: [&'static str; 3]| words.map(|word| city(word, 7, &[word]));
        let of =
            |name: &str, words| rest().chain([city(name, 2, &["p", "r"])]).chain(others(words)).collect::<Vec<_>>();
        let fields = vec![
            Field::new("name", FieldType::String),
            Field::new("zone", FieldType::Integer),
            Field::new("items", FieldType::string_list()),
        ];
        let schema = Schema { fields, primary_key: vec!["name".into()], ..Schema::default() };
        let dataset = |records| Dataset::new("d", schema.clone(), records).0;
        diff(&dataset(of(from, ["Ulm", "Bern", "Genf"])), &dataset(of(to, ["Lyon", "Graz", "Linz"]))).counts()
    };
    assert_eq!(sides("Hong Kong", "Hong Kong SAR").sentence(), "3 records added, 3 removed, 1 renamed");
    assert_eq!(sides("Hong Kong SAR", "Hong Kong").sentence(), "3 records added, 3 removed, 1 renamed");
    assert_eq!(sides("London", "London2").sentence(), "4 records added, 4 removed");
    assert_eq!(sides("London", "Paris").sentence(), "4 records added, 4 removed");
}

/// A heading that stands on both sides has not become another one.
#[test]
fn a_table_moves_or_its_heading_is_renamed() {
    let table = "| City | Zone |\n|--|--|\n| Lyon | north |\n| Graz | south |\n| Linz | south |\n";
    let sentence = |old: &str, new: &str| {
        let found = by_tables(old, new);
        found
            .datasets
            .iter()
            .flat_map(|one| one.schema.iter().map(|change| change.sentence(one.noun)))
            .collect::<Vec<_>>()
    };
    let old = format!("# Page\n\n## Here\n\n{table}\n## There\n\nText\n");
    let moved = format!("# Page\n\n## Here\n\nText\n\n## There\n\n{table}");
    assert_eq!(sentence(&old, &moved), ["the table moved to another heading, from `Page › Here` to `Page › There`"]);
    assert_eq!(sentence(&old, &old.replace("Here", "Anywhere")), ["the table `Here` is now `Anywhere`"]);
}

/// Where the items of a list lead is a fact, as it is in a table.
#[test]
fn links_of_lists_are_compared() {
    let page = |url: &str, more: &str| {
        format!("# Tools\n\n- [ant](https://ant.example)\n- [make]({url}){more}\n- [cargo](https://cargo.example)\n")
    };
    let [old, new] = ["https://make.example", "https://gmake.example"];
    assert_eq!(lines(&by_tables(&page(old, ""), &page(new, ""))), ["Tools ~ make: url +1 −1"]);
    let more = " and [its book](https://book.example)";
    assert_eq!(lines(&by_tables(&page(old, more), &page(new, more))), ["Tools ~ make and its book: urls +1 −1"]);
}

/// The line above a list is one fact, however many items stand below it.
#[test]
fn what_stands_around_many_records_changes_once() {
    let page = |parent: &str, zone: &str| {
        format!(
            "# Tools\n\n- {parent}\n  - `ant`: builds Java\n  - `make`: builds {zone}\n  - `cargo`: builds Rust\n- Last one\n"
        )
    };
    let found = by_tables(&page("Of the north", "C"), &page("Of the south", "C"));
    assert_eq!(found.counts().sentence(), "1 change of fields or tables");
    let told: Vec<String> =
        found.datasets[0].schema.iter().map(|change| change.sentence(found.datasets[0].noun)).collect();
    assert_eq!(told, ["`parent` was `Of the north` and is `Of the south`, for all 3 records that have it"]);
    let back = found.datasets[0].inverse();
    assert_eq!(back, by_tables(&page("Of the south", "C"), &page("Of the north", "C")).datasets[0]);
    let found = by_tables(&page("Of the north", "C"), &page("Of the south", "C++"));
    assert_eq!(found.counts().sentence(), "1 record modified, 1 change of fields or tables");
    // By a recipe, and in the key.
    let recipe = "recipe: r\ndatasets:\n  d:\n    tables: [{ columns: [City] }]\n    primary_key: [group, city]\n    fields:\n      - { name: group, from: { context: heading } }\n      - { name: city, from: City }\n";
    let recipe = parse_recipe("r.yaml", recipe).expect("it is right");
    let page_of = |heading: &str| self::page(&format!("# {heading}\n\n| City |\n|--|\n| Lyon |\n| Graz |\n| Linz |\n"));
    let ((old, a), (new, b)) = (page_of("Old towns"), page_of("New places"));
    let (old, new) = (Revision { sources: &old, pages: vec![a] }, Revision { sources: &new, pages: vec![b] });
    let compared = compare_with_recipe(&recipe, &old, &new, &Guidance::default(), &[]).expect("they build");
    assert_eq!(compared.diff.counts().sentence(), "1 change of fields or tables");
}

/// Two lists without a common item, or one item of very many words: nothing compares all with all.
#[test]
fn long_lists_are_soon_compared() {
    let word = |number: usize| -> String {
        (0..8).map(|place| char::from(b'a' + (number / 7usize.pow(place) % 7) as u8 * 3)).collect()
    };
    let list = |items: Vec<String>| -> Dataset {
        let fields = vec![Field::new("name", FieldType::String), Field::new("parts", FieldType::string_list())];
        let schema = Schema { fields, primary_key: vec!["name".into()], ..Schema::default() };
        Dataset::new("d", schema, vec![Record::unplaced([Value::String("a".into()), Value::strings(items)])]).0
    };
    let start = Instant::now();
    let one = list(vec![(0..40_000).map(word).collect::<Vec<_>>().join(" ")]);
    let many = list((0..3_000).map(|number| format!("{} {number}", word(number))).collect());
    let all = list((0..40_000).map(word).collect());
    for (old, new) in [(&one, &many), (&many, &one), (&all, &many)] {
        assert_eq!(diff(old, new).counts().modified, 1);
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// A page without a table beside one with a table.
#[test]
fn an_empty_side_is_a_side() {
    let ((old, a), (new, b)) = (page("# Nothing\n"), page("# T\n\n|a|b|\n|-|-|\n|x|1|\n"));
    let found = compare_pages((&old, a), (&new, b), &[]).expect("no key is asked for");
    assert_eq!(Diff::new(found).counts().sentence(), "1 record added, 1 change of fields or tables");
    let _ = pipeline::page_datasets(&new, b);
}

/// Four times the columns are four times the cost, and sixteen times if each field looks for its partner among all.
#[test]
fn many_columns_are_compared_in_linear_time() {
    let data = |columns: usize, changed: usize| {
        let field = |number: usize| {
            format!("\"column {number}\":{}", if number.is_multiple_of(3) { number + changed } else { number })
        };
        let fields: Vec<String> = (0..columns).map(field).collect();
        let text = format!("[{{{}}}]", fields.join(","));
        rowmill::emit::read_data("f", "f", "json", &text).expect("it is data").remove(0).dataset
    };
    let cost = |columns: usize| {
        let (old, new) = (data(columns, 0), data(columns, 1));
        let time = (0..3).map(|_| {
            let start = Instant::now();
            let found = diff(&old, &new);
            assert!(!found.changes.is_empty());
            start.elapsed()
        });
        time.min().unwrap_or_default().as_secs_f64()
    };
    // A machine that is busy at the wrong moment is not so thrice.
    let growths = [(); 3].map(|()| cost(8_000) / cost(2_000));
    assert!(growths.iter().any(|growth| *growth < 8.0), "{growths:?}");
}

/// A table of two rows has too few values to tell a column by them alone.
#[test]
fn a_column_of_a_small_table_is_renamed_in_its_place() {
    let tables = |since: &str, key: &str, last: &str| {
        format!(
            "# P\n\n## A\n\n| Name | {since} | Kind |\n|-|-|-|\n| A | 1.0 | p |\n| B | 2.0 | q |\n| C | 3.0 | r |\n\n\
             ## B\n\n| Name | {since} | Kind |\n|-|-|-|\n| D | 4.0 | q |\n| E | 4.0 | r |\n\n\
             ## C\n\n| {key} | Since when | Kind |\n|-|-|-|\n| F | 5.0 | q |\n| G | 6.0 | r |\n\n\
             ## D\n\n| Name | {since} |\n|-|-|\n| H | {last} |\n"
        )
    };
    let old = tables("Since", "Name", "7.0");
    let found = by_tables(&old, &tables("Introduced in", "Name", "8.0"));
    let names = |diff: &DatasetDiff| diff.schema.iter().map(|change| change.name()).collect::<Vec<_>>().join(" ");
    let all: Vec<String> = found.datasets.iter().map(names).collect();
    assert_eq!(all, ["field-renamed", "field-renamed", "", "field-renamed"]);
    // The last one has one row, whose value changed: the other tables tell.
    assert_eq!(found.datasets[3].changes[0].fields()[0].before.to_string(), "7.0");
    let found = by_tables(&old, &tables("Since", "Label", "7.0"));
    assert_eq!(names(&found.datasets[2]), "field-renamed");
    assert_eq!(found.datasets[2].key, ["Label"]);
    assert!(found.datasets[2].changes.is_empty());
}
