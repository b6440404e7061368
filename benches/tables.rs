//! What tables cost, piece by piece: found in memory, typed and written, in one large table, on pages without any, in trees, in a history, and in whole
//! processes.
//!
//! `cargo bench --bench tables`; what other programs need for the same is told by `examples/compare.rs`, and repairs have `repair.rs`. Each bench
//! names the row of the aims that it measures; the throughput is that of the Markdown read.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher};
use pulldown_cmark::{Options, Parser};
use rowmill::emit::LocatedRecords;
use rowmill::infer::{InferOptions, Naming, infer_table};
use rowmill::pipeline::read_table_in_parts;
use rowmill::{Document, SourceMap};

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// The bytes of a page in memory to its tables, with spans and the text of cells.
#[divan::bench(args = [1_000, 10_000])]
fn tables_in_memory(bencher: Bencher<'_, '_>, rows: usize) {
    let text = mixed_page(rows);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| tables(&text));
}

/// The events of the parser alone on the same bytes: four times this is the aim of the row above.
#[divan::bench(args = [1_000, 10_000])]
fn events_in_memory(bencher: Bencher<'_, '_>, rows: usize) {
    let text = mixed_page(rows);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| Parser::new_ext(&text, Options::ENABLE_TABLES).count());
}

/// A page without a table.
#[divan::bench]
fn no_table(bencher: Bencher<'_, '_>) {
    let text = PROSE.repeat(10_000);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| tables(&text));
}

/// One table to typed NDJSON, by its rows: time and memory must grow as they do.
#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 3, sample_size = 1)]
fn rows_to_ndjson(bencher: Bencher<'_, '_>, rows: usize) {
    let text = table(rows, 8);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| ndjson(&text));
}

/// The same by its columns.
#[divan::bench(args = [10, 100, 1_000, 10_000], sample_count = 3, sample_size = 1)]
fn columns_to_ndjson(bencher: Bencher<'_, '_>, columns: usize) {
    let text = table(100, columns);
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| ndjson(&text));
}

/// The start of the program.
#[divan::bench]
fn version() {
    run(&["--version"]);
}

/// `build` of the page that comes with the program, the whole process.
#[divan::bench]
fn build() {
    run(&["build", "expressroute", "--check", "--quiet"]);
}

/// A tree of pages to typed NDJSON, the whole process, on so many processors: on two it must gain what reading and parsing gain.
#[divan::bench(args = [1, 2], sample_count = 5, sample_size = 1)]
fn tree_to_ndjson(bencher: Bencher<'_, '_>, processors: usize) {
    let folder = tree(&mixed_page(60));
    bencher
        .bench_local(|| run_on(processors, &["extract", &folder.path().display().to_string(), "--format", "ndjson"]));
}

/// A tree without a table, the whole process on one processor.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn tree_without_tables(bencher: Bencher<'_, '_>) {
    let folder = tree(&PROSE.repeat(40));
    bencher.bench_local(|| run_on(1, &["extract", &folder.path().display().to_string(), "--format", "ndjson"]));
}

/// Only reading the same: the limit of the row above.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn reading_a_tree(bencher: Bencher<'_, '_>) {
    let folder = tree(&PROSE.repeat(40));
    let length = |path| fs::read(path).map_or(0, |page| page.len());
    bencher.bench_local(|| rowmill::source::walk(folder.path()).into_iter().flatten().map(length).sum::<usize>());
}

/// A page that changes one value of a row in each of its revisions, its facts over time; the whole process over a folder of dated files.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn history(bencher: Bencher<'_, '_>) {
    let folder = revisions();
    bencher.bench_local(|| {
        run(&["history", &folder.path().display().to_string(), "--view", "changes", "--format", "csv"])
    });
}

/// Only reading and parsing the same revisions: twice this is the limit of the row above.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn reading_revisions(bencher: Bencher<'_, '_>) {
    let folder = revisions();
    let count = |path| fs::read_to_string(path).map_or(0, |text| tables(&text));
    bencher.bench_local(|| rowmill::source::walk(folder.path()).into_iter().flatten().map(count).sum::<usize>());
}

/// A folder with 1,000 copies of a page.
fn tree(page: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    (0..1_000).for_each(|number| write(folder.path(), &format!("part-{}/page-{number}.md", number % 20), page));
    folder
}

/// A folder with 200 dated revisions of a page of 1,000 rows.
fn revisions() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder can be made");
    for number in 0..200 {
        let rows: String = (0..1_000)
            .map(|row| {
                format!("| station {row} | {} | north-west, south |\n", if row < number { row + 1 } else { row })
            })
            .collect();
        let page = format!("# Stations\n\n| name | value | directions |\n|---|---|---|\n{rows}");
        write(folder.path(), &format!("stations-2024-{:02}-{:02}.md", number / 28 + 1, number % 28 + 1), &page);
    }
    folder
}

fn write(folder: &Path, name: &str, page: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("it lies in the folder")).expect("a folder can be made");
    fs::write(path, page).expect("a page can be written");
}

/// Runs the program on the first so many processors.
fn run_on(processors: usize, arguments: &[&str]) {
    let mut command = Command::new("taskset");
    command.args(["-c", &format!("0-{}", processors - 1), env!("CARGO_BIN_EXE_rowmill")]).args(arguments);
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    // Where no page has a table, that is told by the code.
    assert!(matches!(status.expect("taskset (util-linux) is there").code(), Some(0..=2)), "{arguments:?}");
}

fn run(arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rowmill"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    assert!(command.status().expect("it starts").success(), "{arguments:?}");
}

fn tables(text: &str) -> usize {
    let mut sources = SourceMap::new();
    let page = sources.add("page.md", text);
    Document::parse_tables(&sources, page).tables.len()
}

/// All tables of a page as `rowmill extract` writes them.
fn ndjson(text: &str) -> usize {
    let mut sources = SourceMap::new();
    let page = sources.add("page.md", text);
    let document = Document::parse_tables(&sources, page);
    let options = InferOptions { naming: Naming::Header, types: true };
    let mut written = 0;
    for table in &document.tables {
        let recipe = infer_table(&document, table, &options).recipe;
        let (records, mut lines) = (LocatedRecords::new("page.md", &recipe.schema), sources.file(page).line_counter());
        let mut out = Vec::new();
        read_table_in_parts(&recipe, &document, table, |row, values| {
            records.write(lines.line(row.start()), values.iter().map(|placed| &placed.value), &mut out);
            written += out.len();
            out.clear();
        });
    }
    written
}

const PROSE: &str = "## What it does\n\nSome words about it, with `code` and a [link](https://example.org/page), as pages have them - \
    and a dash | or a pipe.\n\n- one\n- two\n\n```sh\ncat a | grep b\n```\n\n";

/// A page with a table of ten rows for each forty lines, more or less as documentation is.
fn mixed_page(rows: usize) -> String {
    (0..rows / 10).map(|_| format!("{}{}\n", PROSE.repeat(3), table(10, 4))).collect()
}

/// A table of words, numbers, dates and marks.
fn table(rows: usize, columns: usize) -> String {
    let mut text = format!("{}|\n{}|\n", "| name ".repeat(columns), "|---".repeat(columns));
    for row in 0..rows {
        for column in 0..columns {
            match column % 4 {
                0 => text.push_str(&format!("| station {row} ")),
                1 => text.push_str(&format!("| {}.5 ", row % 100)),
                2 => text.push_str(&format!("| 2024-{:02}-{:02} ", row % 12 + 1, row % 28 + 1)),
                _ => text.push_str(if row % 3 == 0 { "| no " } else { "| yes " }),
            }
        }
        text.push_str("|\n");
    }
    text
}
