//! What tables cost, piece by piece: found in memory, typed and written, in one large table, on pages without any, and in whole processes.
//!
//! `cargo bench --bench tables`; what other programs need for the same is told by `examples/compare.rs`, and repairs have `repair.rs`. Each bench
//! names the row of the aims that it measures; the throughput is that of the Markdown read.

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
            records.write(lines.line(row.start), values.iter().map(|placed| &placed.value), &mut out);
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
