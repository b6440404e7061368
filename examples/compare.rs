//! Runs rowmill beside other programs on the same pages, and writes what they take into `docs/measurements.md`.
//!
//! `cargo build --release && cargo run --release --example compare -- DIR [NODE_MODULES]`
//!
//! Each is run three times in turn, and the best counts; the pages are in the cache. What is not installed is left out: `rg`, `pandoc`, `mdq` and `mq`
//! (`cargo install mdq mq-run`), a Miller that reads Markdown (`mlr --imd`), and, from a folder with their node modules, markdown-it and remark. Those that take long get every hundredth page, and rowmill the same ones beside them. A
//! reader's count of pipe tables is told beside its time; GitHub's rules make it differ, and each is right by its own.

use std::error::Error;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use comrak::nodes::NodeValue;
use pulldown_cmark::{Event, Options, Parser, Tag};
use rowmill::document::{Table, TableKind};
use rowmill::parallel::in_order;
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
    let program = program()?.display().to_string();
    rows.extend(side_by_side(&paths, rows.len(), &rows)?);
    rows.extend(without_tables(&program, &texts, rows.len())?);
    rows.extend(one_large_table(&program, rows.len())?);
    rows.extend(one_page(&program, rows.len()));
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
    // The text of each cell is looked at, so that none is left unread.
    let tables = |text: &String| {
        let tables = tables_of(text);
        let letters: usize = tables.iter().map(letters).sum();
        tables.iter().filter(|table| table.kind == TableKind::Pipe).count() + usize::from(letters == usize::MAX)
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

/// The bytes of the texts of a table's cells.
fn letters(table: &Table) -> usize {
    match table.rows.plain() {
        Some(rows) => {
            let cells = (0..rows.len()).flat_map(|row| rows.cells(row));
            cells.map(|cell| cell.verbatim().map_or_else(|| cell.content().text().len(), str::len)).sum()
        }
        None => table.cells().map(|cell| cell.content.text().len()).sum(),
    }
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

/// What two cores gain, for the program and for reading and parsing alone; told in parts of what the same takes on one core.
fn side_by_side(paths: &[PathBuf], unit: usize, before: &[Row]) -> Result<Vec<Row>, Box<dyn Error>> {
    let read = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap_or_default();
        let mut sources = SourceMap::new();
        let page = sources.add("page.md", text);
        Document::parse_tables(&sources, page).tables.len()
    };
    let (alone, _) = best(|| paths.iter().map(read).sum::<usize>());
    let (together, _) = best(|| {
        let mut tables = 0;
        let _: ControlFlow<()> = in_order(paths, read, |found| {
            tables += found;
            ControlFlow::Continue(())
        });
        tables
    });
    let named = |what: &str| before.iter().find(|row| row.what.contains(what)).map(|row| row.time);
    let times = [
        ("reading and parsing the tables, without output, one core", Some(alone), unit),
        ("the same on all cores", Some(together), unit),
        ("`rowmill extract DIR`, one core, once more", named("the same on one core"), unit + 2),
        ("the same on all cores", named("`rowmill extract DIR --format ndjson`"), unit + 2),
    ];
    let row = |(what, time, unit): (&str, Option<Duration>, usize)| {
        Some(Row { what: what.to_owned(), time: time?, tables: None, unit })
    };
    Ok(times.into_iter().filter_map(row).collect())
}

/// The pages that have no table, in a folder of their own: reading them, and the program, on one core.
fn without_tables(program: &str, texts: &[String], unit: usize) -> Result<Vec<Row>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut count = 0;
    for text in texts.iter().filter(|text| tables_of(text).is_empty()) {
        fs::write(folder.path().join(format!("{count}.md")), text)?;
        count += 1;
    }
    let read = best(|| {
        let found = walk(folder.path()).into_iter().flatten();
        found.filter_map(|path| fs::read(path).ok()).map(|page| page.len()).sum::<usize>()
    });
    let shown = folder.path().display().to_string();
    let time = timed(&["taskset", "-c", "0", program, "extract", &shown, "--format", "ndjson"]);
    let mut rows =
        vec![Row { what: format!("walk and read {count} pages without a table"), time: read.0, tables: None, unit }];
    rows.extend(time.map(|time| Row {
        what: "`rowmill extract` of these, one core".to_owned(),
        time,
        tables: None,
        unit,
    }));
    Ok(rows)
}

/// One table of a million rows and eight columns, on one core, with the speed and the memory.
fn one_large_table(program: &str, unit: usize) -> Result<Vec<Row>, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("large.md");
    let mut text =
        "| name | value | day | open | place | share | since | note |\n|---|---|---|---|---|---|---|---|\n".to_owned();
    for row in 0..1_000_000 {
        let (day, open) = (row % 28 + 1, if row % 3 == 0 { "no" } else { "yes" });
        text.push_str(&format!(
            "| station {row} | {}.5 | 2024-03-{day:02} | {open} | north-west {} | {}.25 | 2019-11-{day:02} | checked by hand |\n",
            row % 1_000,
            row % 97,
            row % 100,
        ));
    }
    fs::write(&path, &text)?;
    let size = text.len() as f64;
    drop(text);
    let mut rows = Vec::new();
    for format in ["ndjson", "csv"] {
        let command =
            ["taskset", "-c", "0", program, "extract", &path.display().to_string(), "--format", format, "--quiet"];
        let Some(time) = timed(&command) else { continue };
        let memory = peak_memory(&command).map_or(String::new(), |bytes| {
            format!(", at most {:.0} MB of memory, {:.2} of the file", bytes / 1e6, bytes / size)
        });
        let speed = size / 1e6 / time.as_secs_f64();
        let what = format!("one table, 1,000,000 × 8, {:.0} MB, to {format}: {speed:.0} MB/s{memory}", size / 1e6);
        rows.push(Row { what, time, tables: None, unit });
    }
    let miller = ["taskset", "-c", "0", "mlr", "--imd", "--ojsonl", "cat", &path.display().to_string()];
    // An older one does not know the option.
    let reads = Command::new("mlr").args(["--imd", "-n", "cat"]).stderr(Stdio::null()).status();
    let time = reads.is_ok_and(|status| status.success()).then(|| timed(&miller)).flatten();
    let what = "the same, by Miller: `mlr --imd --ojsonl cat`".to_owned();
    rows.extend(time.map(|time| Row { what, time, tables: None, unit }));
    Ok(rows)
}

/// The greatest amount of memory that a command held, as GNU time tells it.
fn peak_memory(command: &[&str]) -> Option<f64> {
    let output = Command::new("/usr/bin/time").args(["-f", "%M"]).args(command).stdout(Stdio::null()).output().ok()?;
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    told.lines().last()?.trim().parse::<f64>().ok().map(|kibibytes| kibibytes * 1024.0)
}

/// The start of the program, and `build` of the page that comes with it: the median of many.
fn one_page(program: &str, unit: usize) -> Vec<Row> {
    let median = |command: &[&str]| {
        let mut times: Vec<Duration> = (0..41).filter_map(|_| timed_once(command)).collect();
        times.sort();
        times.get(times.len() / 2).copied()
    };
    let folder = tempfile::tempdir().ok();
    let out = folder.as_ref().map_or(".".to_owned(), |folder| folder.path().display().to_string());
    let work = [
        ("`rowmill --version`, the median of 41", median(&[program, "--version"])),
        (
            "`rowmill build expressroute`, the median of 41",
            median(&[program, "build", "expressroute", "--out", &out, "--quiet"]),
        ),
    ];
    let row =
        |(what, time): (&str, Option<Duration>)| Some(Row { what: what.to_owned(), time: time?, tables: None, unit });
    work.into_iter().filter_map(row).collect()
}

/// The tables of a text.
fn tables_of(text: &str) -> Vec<Table> {
    let mut sources = SourceMap::new();
    let page = sources.add("page.md", text);
    Document::parse_tables(&sources, page).tables
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
    let mut add = |what: &str, time: Option<Duration>, tables: Option<usize>| {
        rows.extend(time.map(|time| Row { what: what.to_owned(), time, tables, unit }));
    };
    let program = program()?.display().to_string();
    let texts = sample.paths.iter().filter_map(|path| fs::read_to_string(path).ok());
    let is_pipe = |table: &Table| table.kind == TableKind::Pipe;
    let own = texts.map(|text| tables_of(&text).iter().filter(|table| is_pipe(table)).count()).sum();
    add("sample: `rowmill extract`", timed(&[&program, "extract", &folder, "--format", "ndjson"]), Some(own));
    let files: Vec<String> = sample.paths.iter().map(|path| path.display().to_string()).collect();
    let pages: Vec<[&str; 6]> = files.iter().map(|file| ["pandoc", "-f", "gfm", "-t", "json", file.as_str()]).collect();
    let pandoc = || {
        let start = Instant::now();
        pages.iter().map(|page| timed_once(page)).collect::<Option<Vec<_>>>().map(|_| start.elapsed())
    };
    let found = pages.iter().filter_map(|page| said(page)).map(|page| page.matches("\"t\":\"Table\"").count()).sum();
    add("sample: `pandoc -f gfm -t json`, a process for each page", pandoc(), Some(found));
    // What stands once for each table in what they write.
    let others: [(&str, &[&str], &str); 2] = [
        ("sample: `mdq -o json ':-: * :-: *'`, one process", &["mdq", "-o", "json", ":-: * :-: *"], "{\"table\":"),
        ("sample: `mq -F json .table`, one process", &["mq", "-F", "json", ".table"], "\"TableAlign\""),
    ];
    for (what, command, mark) in others {
        let command = [command, &files.iter().map(String::as_str).collect::<Vec<_>>()].concat();
        add(what, timed(&command), said(&command).map(|text| text.matches(mark).count()));
    }
    if let Some(modules) = modules {
        let read = "const fs = require('fs'); const dir = process.argv[1]; const pages = fs.readdirSync(dir).map((f) => fs.readFileSync(dir + '/' + f, 'utf8')); let found = 0;";
        let markdown_it = format!(
            "{read} const md = require('markdown-it')(); for (const page of pages) for (const token of md.parse(page, {{}})) found += token.type === 'table_open'; console.log(found);"
        );
        let remark = format!(
            "{read} const count = (node) => {{ found += node.type === 'table'; (node.children || []).forEach(count); }}; \
             (async () => {{ const {{ unified }} = await import('unified'); const parse = (await import('remark-parse')).default; \
             const gfm = (await import('remark-gfm')).default; const reader = unified().use(parse).use(gfm); for (const page of pages) count(reader.parse(page)); console.log(found); }})();"
        );
        let node = |script: &str| {
            let command = || {
                let mut command = Command::new("node");
                command.current_dir(modules.parent().unwrap_or(modules)).args(["-e", script, &folder]);
                command
            };
            let (time, ran) = best(|| finished(&mut command()));
            let text = command().output().ok().map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
            (ran.then_some(time), text.and_then(|text| text.trim().parse().ok()))
        };
        for (what, script) in [
            ("sample: markdown-it, its tokens, one process", markdown_it),
            ("sample: remark with remark-gfm, its tree, one process", remark),
        ] {
            let (time, tables) = node(&script);
            add(what, time, tables);
        }
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

/// What a command writes.
fn said(command: &[&str]) -> Option<String> {
    let output = Command::new(command[0]).args(&command[1..]).stderr(Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
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
