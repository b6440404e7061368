//! Runs rowmill beside other programs on the same pages, and writes what they take into `docs/measurements.md`.
//!
//! `cargo build --release && cargo run --release --example compare -- DIR [NODE_MODULES]`
//!
//! Each is run three times in turn, and the best counts; the pages are in the cache. What is not installed is left out: `rg`, `pandoc`, and, from
//! a folder with their node modules, markdown-it and remark. Those that take long get every hundredth page, and rowmill the same ones beside them. A
//! reader's count of pipe tables is told beside its time; GitHub's rules make it differ, and each is right by its own.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use comrak::nodes::NodeValue;
use pulldown_cmark::{Event, Options, Parser, Tag};
use rowmill::document::TableKind;
use rowmill::source::walk;
use rowmill::{Document, SourceMap};

/// Where the table is written: between these two lines.
const START: &str = "<!-- what compare.rs measured -->\n";
const END: &str = "<!-- end of that -->\n";

/// A program or a library on some pages: how long it took, and the tables that it found.
struct Row {
    what: String,
    time: Duration,
    tables: Option<usize>,
    /// The row that its time is told in parts of.
    unit: usize,
}

fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: cargo run --release --example compare -- DIR [NODE_MODULES]";
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or(usage)?);
    let modules = std::env::args_os().nth(2).map(PathBuf::from);
    let paths: Vec<PathBuf> = walk(&folder).into_iter().collect::<Result<_, _>>()?;
    let texts: Vec<String> = paths.iter().filter_map(|path| fs::read_to_string(path).ok()).collect();
    let bytes: usize = texts.iter().map(String::len).sum();
    let mut rows = in_memory(&texts);
    rows.extend(whole(&folder, &paths)?);
    let sample = Sample::new(&folder, &paths)?;
    rows.extend(slow(&sample, modules.as_deref(), rows.len())?);
    let head = format!(
        "{} pages, {:.1} MB; for the slow ones {} of them, {:.1} MB.",
        paths.len(),
        bytes as f64 / 1e6,
        sample.paths.len(),
        sample.bytes as f64 / 1e6
    );
    write(&head, &rows)
}

/// The best of three runs, and what it gave.
fn best<T>(mut run: impl FnMut() -> T) -> (Duration, T) {
    let mut timed = || {
        let start = Instant::now();
        let result = run();
        (start.elapsed(), result)
    };
    let runs = [timed(), timed(), timed()];
    runs.into_iter().min_by_key(|(time, _)| *time).expect("there are three")
}

/// Readers in this process, one core, from texts to tables; told in parts of the first.
fn in_memory(texts: &[String]) -> Vec<Row> {
    let events = |text: &String| {
        let is_table = |event: &Event<'_>| matches!(event, Event::Start(Tag::Table(_)));
        Parser::new_ext(text, Options::ENABLE_TABLES).filter(is_table).count()
    };
    let tree = |text: &String| {
        let mut options = comrak::Options::default();
        options.extension.table = true;
        let arena = comrak::Arena::new();
        let root = comrak::parse_document(&arena, text, &options);
        root.descendants().filter(|node| matches!(node.data().value, NodeValue::Table(_))).count()
    };
    let tables = |text: &String| {
        let mut sources = SourceMap::new();
        let page = sources.add("page.md", text.as_str());
        Document::parse_tables(&sources, page).tables.iter().filter(|table| table.kind == TableKind::Pipe).count()
    };
    let row = |what: &str, count: &dyn Fn(&String) -> usize| {
        let (time, found) = best(|| texts.iter().map(count).sum());
        Row { what: what.to_owned(), time, tables: Some(found), unit: 0 }
    };
    vec![
        row("in memory: pulldown-cmark, its events alone", &events),
        row("in memory: comrak, its tree", &tree),
        row("in memory: rowmill, tables with the text and place of each cell", &tables),
    ]
}

/// Whole processes over the folder; told in parts of the first.
fn whole(folder: &Path, paths: &[PathBuf]) -> Result<Vec<Row>, Box<dyn Error>> {
    let read = best(|| {
        walk(folder).into_iter().flatten().filter_map(|path| fs::read(path).ok()).map(|page| page.len()).sum::<usize>()
    });
    let mut rows =
        vec![Row { what: "walk and read the files, one core".to_owned(), time: read.0, tables: None, unit: 3 }];
    let program = program()?.display().to_string();
    let shown = folder.display().to_string();
    let extract = [program.as_str(), "extract", &shown, "--format", "ndjson"];
    let on_one_core = [&["taskset", "-c", "0"][..], &extract].concat();
    let rows_of = r"^ *\|?[ :-]*-+[ :|-]*\|?$";
    let commands: [(&str, &[&str]); 3] = [
        ("`rowmill extract DIR --format ndjson`", &extract),
        ("the same on one core", &on_one_core),
        (r"`rg -c '^ *\|?[ :-]*-+[ :\|-]*\|?$' DIR`", &["rg", "-c", rows_of, &shown]),
    ];
    for (what, command) in commands {
        if let Some(time) = timed(command) {
            rows.push(Row { what: what.to_owned(), time, tables: None, unit: 3 });
        }
    }
    let count = paths.len();
    rows[0].what.push_str(&format!(" ({count} files)"));
    Ok(rows)
}

/// Every hundredth page, in a folder of their own.
struct Sample {
    folder: tempfile::TempDir,
    paths: Vec<PathBuf>,
    bytes: usize,
}

impl Sample {
    fn new(folder: &Path, paths: &[PathBuf]) -> Result<Self, Box<dyn Error>> {
        let mut sample = Self { folder: tempfile::tempdir()?, paths: Vec::new(), bytes: 0 };
        for (index, path) in paths.iter().step_by(100).enumerate() {
            let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", folder.join(path).display()))?;
            let copy = sample.folder.path().join(format!("{index}.md"));
            sample.bytes += text.len();
            fs::write(&copy, text)?;
            sample.paths.push(copy);
        }
        Ok(sample)
    }
}

/// Programs that take long, on the sample; told in parts of rowmill's time for it.
fn slow(sample: &Sample, modules: Option<&Path>, unit: usize) -> Result<Vec<Row>, Box<dyn Error>> {
    let folder = sample.folder.path().display().to_string();
    let mut rows = Vec::new();
    let mut add = |what: &str, time: Option<Duration>| {
        rows.extend(time.map(|time| Row { what: what.to_owned(), time, tables: None, unit }));
    };
    let program = program()?.display().to_string();
    add("sample: `rowmill extract`", timed(&[&program, "extract", &folder, "--format", "ndjson"]));
    let pandoc = || {
        let start = Instant::now();
        let reads = |path: &PathBuf| timed_once(&["pandoc", "-f", "gfm", "-t", "json", &path.display().to_string()]);
        sample.paths.iter().map(reads).collect::<Option<Vec<_>>>().map(|_| start.elapsed())
    };
    add("sample: `pandoc -f gfm -t json`, a process for each page", pandoc());
    if let Some(modules) = modules {
        let read = "const fs = require('fs'); const dir = process.argv[1]; const pages = fs.readdirSync(dir).map((f) => fs.readFileSync(dir + '/' + f, 'utf8'));";
        let markdown_it =
            format!("{read} const md = require('markdown-it')(); for (const page of pages) md.parse(page, {{}});");
        let remark = format!(
            "{read} (async () => {{ const {{ unified }} = await import('unified'); const parse = (await import('remark-parse')).default; \
             const gfm = (await import('remark-gfm')).default; const reader = unified().use(parse).use(gfm); for (const page of pages) reader.parse(page); }})();"
        );
        let node = |script: &str| {
            let mut command = Command::new("node");
            command.current_dir(modules.parent().unwrap_or(modules)).args(["-e", script, &folder]);
            let (time, ran) = best(|| finished(&mut command));
            ran.then_some(time)
        };
        add("sample: markdown-it, its tokens, one process", node(&markdown_it));
        add("sample: remark with remark-gfm, its tree, one process", node(&remark));
    }
    Ok(rows)
}

/// The program beside this example.
fn program() -> Result<PathBuf, Box<dyn Error>> {
    let example = std::env::current_exe()?;
    let program = example.parent().and_then(Path::parent).ok_or("the example lies in no folder")?.join("rowmill");
    if program.is_file() { Ok(program) } else { Err("build the program first: cargo build --release".into()) }
}

fn timed(command: &[&str]) -> Option<Duration> {
    [timed_once(command), timed_once(command), timed_once(command)].into_iter().min().flatten()
}

fn timed_once(command: &[&str]) -> Option<Duration> {
    let start = Instant::now();
    finished(Command::new(command[0]).args(&command[1..])).then(|| start.elapsed())
}

/// Whether a command ran to its end. Code 2 of rowmill tells that some pages cannot be read.
fn finished(command: &mut Command) -> bool {
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| matches!(status.code(), Some(0..=2)))
}

fn write(head: &str, rows: &[Row]) -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/measurements.md");
    let text = fs::read_to_string(&path)?;
    let (before, rest) = text.split_once(START).ok_or("the page has no place for the table")?;
    let (_, after) = rest.split_once(END).ok_or("the place for the table has no end")?;
    let mut table = format!("{head}\n\n| what | time | in parts | pipe tables |\n|---|--:|--:|--:|\n");
    for row in rows {
        let tables = row.tables.map_or(String::new(), |tables| tables.to_string());
        let parts = row.time.as_secs_f64() / rows[row.unit].time.as_secs_f64();
        let what = row.what.replace("\\|", "|").replace('|', "\\|");
        table.push_str(&format!("| {what} | {:.3} s | {parts:.2} | {tables} |\n", row.time.as_secs_f64()));
    }
    fs::write(&path, format!("{before}{START}{table}{END}{after}"))?;
    Ok(())
}
