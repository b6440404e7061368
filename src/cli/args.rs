//! The arguments, as `--help` shows them.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PathBufValueParser, PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{ColorChoice, Parser, Subcommand};
use rowmill::diff::Kind;
use rowmill::emit::{FORMATS, Format};
use rowmill::report::{STYLES, Style};
use rowmill::source::MAX_TEXT;

/// The formats that a build writes where nobody says which, in the order of [`FORMATS`].
pub(crate) const DEFAULT_FORMATS: &str = "csv,json,yaml";

/// Turn the tables in Markdown docs into typed, checked data.
///
/// Reads the tables and lists that a recipe selects, repairs what the page itself shows to be wrong, and writes CSV, JSON
/// and YAML, with a log of every repair.
///
/// Exit codes: 0 done; 1 errors in the data, or drift; 2 the run failed.
#[derive(Debug, Parser)]
#[command(name = "rowmill", version, max_term_width = 100)]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
    /// How to print.
    #[command(flatten)]
    pub(crate) output: OutputArgs,
}

/// How to print.
#[derive(Debug, clap::Args)]
pub(crate) struct OutputArgs {
    /// When to use colours; `NO_COLOR` is respected
    #[arg(long, value_name = "WHEN", default_value_t = ColorChoice::Auto, global = true)]
    pub(crate) color: ColorChoice,
    /// Print errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Show each finding with its line of the page
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    /// Read no file that is larger: bytes, or a number with K, M or G
    #[arg(long, value_name = "SIZE", default_value = "256M", value_parser = size, global = true, hide_short_help = true)]
    pub(crate) max_file_size: u64,
    /// Wait so long for another run that writes to the same folder
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds, global = true, hide_short_help = true)]
    pub(crate) lock_timeout: Duration,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read the pages of a recipe and write its datasets
    Build(BuildArgs),
    /// Judge the pages of a recipe: values, keys, links, shape, drift; writes nothing
    Check(CheckArgs),
    /// Print the tables of pages as typed records, with no configuration
    Extract(ExtractArgs),
    /// List the tables and lists of pages, and what looks wrong with them
    Ls(LsArgs),
    /// List what is wrong in pages and what it should read; write the repairs as a patch, or into the pages
    Repair(RepairArgs),
    /// Accept or reject proposed repairs, and remember it
    Decide(DecideArgs),
    /// Tell what changed in the facts between two revisions
    Diff(DiffArgs),
    /// Tell what became of every record of a page, revision by revision
    History(HistoryArgs),
    /// Propose a recipe for pages, or write workflows that guard what one reads
    Init(InitArgs),
    /// Tell what a finding, a check or a repair rule means
    Explain(ExplainArgs),
    /// Print the JSON Schema of recipes, for editors
    Schema,
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page
    Man,
}

/// The arguments of `build`.
#[derive(Debug, clap::Args)]
pub(crate) struct BuildArgs {
    /// A recipe file, a folder with a `rowmill.yaml`, or a built-in name [default: the nearest `rowmill.yaml` upwards,
    /// else the built-in `expressroute`]
    pub(crate) recipe: Option<String>,
    /// A page to read in place of the recipe's own; once for each of its sources, in their order
    #[arg(long = "source", value_name = "PATH")]
    pub(crate) sources: Vec<PathBuf>,
    /// The folder in which to write a folder named like the recipe [default: `out` beside the recipe file, or here]
    #[arg(long, value_name = "DIR", value_parser = folder())]
    pub(crate) out: Option<PathBuf>,
    /// The formats to write
    #[arg(long = "format", value_name = "FORMAT", value_delimiter = ',', default_value = DEFAULT_FORMATS, value_parser = format_parser())]
    pub(crate) formats: Vec<&'static Format>,
    /// In CSV, write an apostrophe before texts that a spreadsheet would take for formulas; `rowmill.lock` records it
    #[arg(long)]
    pub(crate) spreadsheet_safe: bool,
    /// Write nothing; exit with 1 when what would be written differs from what stands there
    #[arg(long)]
    pub(crate) check: bool,
    /// Write nothing when the pages have left the shape that `rowmill.lock` keeps by more than the recipe allows
    #[arg(long)]
    pub(crate) locked: bool,
    /// The revision of their repository that the pages were taken from, for `rowmill.lock`
    #[arg(long, value_name = "REV")]
    pub(crate) revision: Option<String>,
}

/// The arguments of `check`.
///
/// Exit codes: 0 nothing found at the level of `--fail-on`; 1 something was; 2 the run failed.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct CheckArgs {
    /// A recipe file, a folder with a `rowmill.yaml`, or a built-in name [default: the nearest `rowmill.yaml` upwards,
    /// else the built-in `expressroute`]
    pub(crate) recipe: Option<String>,
    /// A page to read in place of the recipe's own; once for each of its sources, in their order
    #[arg(long = "source", value_name = "PATH")]
    pub(crate) sources: Vec<PathBuf>,
    /// The folder that `build` writes to, to see whether it is up to date [default: `out` beside the recipe file, or here]
    #[arg(long, value_name = "DIR", value_parser = folder())]
    pub(crate) out: Option<PathBuf>,
    /// How to list the findings
    #[arg(long, value_name = "STYLE", default_value = "full", value_parser = style_parser())]
    pub(crate) style: &'static Style,
    /// Also write the findings to a file, in a style of its own
    #[arg(long, value_name = "STYLE=FILE", value_parser = report_file)]
    pub(crate) report: Vec<ReportFile>,
    /// The least level that exits with 1
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = FailOn::Warning)]
    pub(crate) fail_on: FailOn,
    /// Exit with 0 whatever is found
    #[arg(long)]
    pub(crate) exit_zero: bool,
    /// Leave out what was there before: in a list of findings that `--style json` wrote, or in the pages at a revision
    #[arg(long, value_name = "FILE|REV")]
    pub(crate) baseline: Option<String>,
    /// Run again whenever a page, the recipe or the decisions change, until interrupted
    #[arg(long)]
    pub(crate) watch: bool,
}

/// The least level of a finding that fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum FailOn {
    /// Errors only
    Error,
    /// Warnings and errors
    Warning,
}

/// A file of findings, and the style to write it in.
#[derive(Debug, Clone)]
pub(crate) struct ReportFile {
    /// How.
    pub(crate) style: &'static Style,
    /// Where.
    pub(crate) path: PathBuf,
}

fn report_file(text: &str) -> Result<ReportFile, String> {
    let Some((name, path)) = text.split_once('=').filter(|(_, path)| !path.is_empty()) else {
        return Err("expected a style and a file, such as `sarif=findings.sarif`".to_owned());
    };
    let names: Vec<&str> = STYLES.iter().map(|style| style.name).collect();
    match Style::named(name) {
        Some(style) => Ok(ReportFile { style, path: PathBuf::from(path) }),
        None => Err(format!("there is no style `{name}`; expected one of {}", names.join(", "))),
    }
}

/// Takes the name of a style; help and completions list all of them.
fn style_parser() -> impl TypedValueParser<Value = &'static Style> {
    let names = STYLES.iter().map(|style| PossibleValue::new(style.name).help(style.summary));
    PossibleValuesParser::new(names).map(|name| Style::named(&name).expect("only these names are taken"))
}

fn size(text: &str) -> Result<u64, &'static str> {
    let (number, factor) = match text.to_ascii_uppercase().chars().last() {
        Some('K') => (&text[..text.len() - 1], 1 << 10),
        Some('M') => (&text[..text.len() - 1], 1 << 20),
        Some('G') => (&text[..text.len() - 1], 1 << 30),
        _ => (text, 1),
    };
    let size = number.parse::<u64>().ok().and_then(|number| number.checked_mul(factor));
    let size = size.ok_or("expected a number of bytes, such as 1000000, 64K, 256M or 1G")?;
    if size > 4 << 30 { Err("no text of more than 4G is read") } else { Ok(size.min(MAX_TEXT as u64)) }
}

fn seconds(text: &str) -> Result<Duration, &'static str> {
    let seconds = text.parse::<f64>().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    seconds.ok_or("expected a number of seconds, such as 0, 0.5 or 60")
}

/// The name of a folder: `-`, which elsewhere is standard output, is none.
fn folder() -> impl TypedValueParser<Value = PathBuf> {
    PathBufValueParser::new().try_map(|path| match path.as_os_str() == "-" {
        true => Err("a folder is expected, and `-` is standard output; name one, or `./-`"),
        false => Ok(path),
    })
}

fn table_number(text: &str) -> Result<usize, &'static str> {
    text.parse().map_err(|_| "expected a number, as `rowmill ls` shows it")
}

/// The arguments of `extract`.
#[derive(Debug, clap::Args)]
pub(crate) struct ExtractArgs {
    /// Pages, folders of pages, or `-` for standard input
    #[arg(required_unless_present = "stdin_format", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// How to print: `json` is one array with an object per table, `ndjson` one line per record, `csv` and `yaml` one table, `table`
    /// columns for the eye, `md` clean Markdown [default: json; with `--stdin-format` ndjson, and nothing else]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<String>,
    /// Read a stream of pages from standard input: `ndjson` is one object per line, with the `path` and the `text` of a page
    #[arg(long, value_name = "FORMAT", value_parser = ["ndjson"], conflicts_with_all = ["paths", "out", "spreadsheet_safe"])]
    pub(crate) stdin_format: Option<String>,
    /// With `--stdin-format ndjson`, print one line per page: its tables, its findings, and the error that kept it from being read
    #[arg(long)]
    pub(crate) per_document: bool,
    /// Only what stands under this heading, at any level
    #[arg(long, value_name = "HEADING")]
    pub(crate) under: Option<String>,
    /// Only tables that have these columns, and of them only these; of a list, its fields, such as `term` and `definition`
    #[arg(long, value_name = "COLUMN", value_delimiter = ',')]
    pub(crate) columns: Vec<String>,
    /// Only the table with this number in its page, as `ls` counts them
    #[arg(long, value_name = "N", value_parser = table_number)]
    pub(crate) table: Option<usize>,
    /// Bullet and numbered lists in place of tables
    #[arg(long)]
    pub(crate) lists: bool,
    /// Leave every value as text
    #[arg(long)]
    pub(crate) strings: bool,
    /// With `--format csv`, write an apostrophe before texts that a spreadsheet would take for formulas
    #[arg(long)]
    pub(crate) spreadsheet_safe: bool,
    /// Write one file per table into this folder
    #[arg(long, value_name = "DIR", value_parser = folder())]
    pub(crate) out: Option<PathBuf>,
}

/// The arguments of `ls`.
#[derive(Debug, clap::Args)]
pub(crate) struct LsArgs {
    /// Pages, folders of pages, or `-` for standard input
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Print the list as data, in this format
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<String>,
}

/// The arguments of `repair`.
#[derive(Debug, clap::Args)]
pub(crate) struct RepairArgs {
    /// Pages, folders of pages, or `-` for standard input; left out, the pages of the recipe
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The recipe of the pages; left out, the nearest one that has them among its sources, else one is inferred for each page
    #[arg(long, value_name = "RECIPE")]
    pub(crate) recipe: Option<String>,
    /// A page, or CSV or JSON data of an earlier run, whose names are evidence
    #[arg(long, value_name = "PATH")]
    pub(crate) with: Vec<PathBuf>,
    /// How to list the repairs
    #[arg(long, value_name = "STYLE", default_value = "full", value_parser = ["full", "concise", "json"])]
    pub(crate) style: String,
    /// Also show what was considered and left alone, and why
    #[arg(long)]
    pub(crate) explain_abstentions: bool,
    /// Print the safe and accepted repairs as a patch
    #[arg(long, conflicts_with = "write")]
    pub(crate) diff: bool,
    /// Write the safe and accepted repairs into the pages
    #[arg(long)]
    pub(crate) write: bool,
    /// With `--diff` or `--write`, take the suggested repairs too
    #[arg(long)]
    pub(crate) suggested: bool,
}

/// The arguments of `diff`.
///
/// Exit codes: 0 no fact changed; 1 some did; 2 the run failed.
#[derive(Debug, clap::Args)]
#[command(
    override_usage = "rowmill diff [OPTIONS] OLD NEW\n       rowmill diff [OPTIONS] --git REV1..REV2 [-- PATH...]"
)]
pub(crate) struct DiffArgs {
    /// OLD and NEW: a page, a folder of pages, data that `build` or `extract` wrote (a file or a folder), or any of these in a
    /// revision of a git repository, as `REV:path`. With `--git`, the files and folders to compare [default: all]
    #[arg(value_name = "PATH", required_unless_present = "git")]
    pub(crate) paths: Vec<PathBuf>,
    /// Compare two revisions of a git repository; an end that is left out is HEAD
    #[arg(long, value_name = "REV1..REV2")]
    pub(crate) git: Option<String>,
    /// The recipe that gives datasets, keys and repairs to both sides, as it stands on disk; left out, the nearest one that has a
    /// page of either side among its sources, else tables are paired and keys inferred
    #[arg(long, value_name = "RECIPE")]
    pub(crate) recipe: Option<String>,
    /// How to print: `text`, `markdown` (a comment on a pull request), `json`, `html`; a data format such as `csv`, `ndjson` or `yaml`
    /// gives one record per change
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: String,
    /// Also show what is only written in another way: order, case, blanks, markup, repaired spelling
    #[arg(long)]
    pub(crate) cosmetic: bool,
    /// Exit with 1 only for these kinds of changes
    #[arg(long, value_name = "KIND", value_delimiter = ',', default_value = "added,removed,renamed,modified,schema", value_parser = kind_parser())]
    pub(crate) fail_on: Vec<Kind>,
    /// The fields that identify a record
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    pub(crate) key: Vec<String>,
}

/// Takes the name of a kind of changes.
fn kind_parser() -> impl TypedValueParser<Value = Kind> {
    let kind = |name: &str| Kind::ALL.iter().copied().find(|kind| kind.name() == name);
    PossibleValuesParser::new(Kind::ALL.iter().map(|kind| kind.name()))
        .map(move |name| kind(&name).expect("only these names are taken"))
}

/// The arguments of `decide`.
#[derive(Debug, clap::Args)]
pub(crate) struct DecideArgs {
    /// What is decided.
    #[command(subcommand)]
    pub(crate) command: DecideCommand,
    /// What it is about.
    #[command(flatten)]
    pub(crate) subject: SubjectArgs,
}

/// Which pages a decision is about.
#[derive(Debug, clap::Args)]
pub(crate) struct SubjectArgs {
    /// The recipe of the pages; left out, the nearest one
    #[arg(long, value_name = "RECIPE", global = true)]
    pub(crate) recipe: Option<String>,
    /// A page, in the place of the recipe's own; without a recipe, the page that the repair is of
    #[arg(long = "source", value_name = "PATH", global = true)]
    pub(crate) sources: Vec<PathBuf>,
}

/// What can be decided.
#[derive(Debug, Subcommand)]
pub(crate) enum DecideCommand {
    /// Apply these repairs from now on, whatever their grade
    Accept(RulingArgs),
    /// Never apply these repairs, and do not show them again
    Reject(RulingArgs),
    /// Take one name for another one in a vocabulary
    Alias(AliasArgs),
    /// Print what was decided
    List,
}

/// The arguments of `decide accept` and `decide reject`.
#[derive(Debug, clap::Args)]
pub(crate) struct RulingArgs {
    /// The IDs, as `rowmill repair` and `repairs.json` show them
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Why, for whoever reads the file
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) reason: String,
}

/// The arguments of `decide alias`.
#[derive(Debug, clap::Args)]
pub(crate) struct AliasArgs {
    /// The name as pages write it
    pub(crate) from: String,
    /// The right name
    pub(crate) to: String,
    /// The vocabulary of the recipe that both are of
    #[arg(long, value_name = "NAME")]
    pub(crate) vocabulary: String,
    /// Why, for whoever reads the file
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub(crate) reason: String,
}

/// The arguments of `history`.
#[derive(Debug, clap::Args)]
pub(crate) struct HistoryArgs {
    /// A page in a git repository; a folder that holds revisions of one page, such as page-2019-07-11.md; or such files
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The recipe of the page; left out, the nearest one that has it among its sources, else one is inferred from the newest
    /// revision, with text fields
    #[arg(long, value_name = "RECIPE")]
    pub(crate) recipe: Option<String>,
    /// Show what happened from this date on, or after this revision
    #[arg(long, value_name = "DATE|REV")]
    pub(crate) since: Option<String>,
    /// Leave out what happened after this date or revision
    #[arg(long, value_name = "DATE|REV")]
    pub(crate) until: Option<String>,
    /// Only the record with this key, or with this value in one of the fields of its key
    #[arg(long, value_name = "KEY")]
    pub(crate) record: Option<String>,
    /// Only this dataset
    #[arg(long, value_name = "NAME")]
    pub(crate) dataset: Option<String>,
    /// What to write in another format than `text`: what a record was from when to when; what changed at each revision; when each
    /// record was first and last seen
    #[arg(long, value_enum, default_value_t = HistoryView::Versions)]
    pub(crate) view: HistoryView,
    /// `text` for a person, or a format of data: `csv`, `json`, `ndjson`, `yaml`, `table`, `md` [default: text; with `--out` text and csv]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<String>,
    /// Write the three views into this folder: changes, records, and versions/DATASET; as text, history.txt
    #[arg(long, value_name = "DIR", value_parser = folder())]
    pub(crate) out: Option<PathBuf>,
}

/// What `history` writes as data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum HistoryView {
    /// A line for each version of each record, with `valid_from` and `valid_to`
    Versions,
    /// A line for each change, with its revision
    Changes,
    /// A line for each record, with `first_seen` and `last_seen`
    Records,
}

/// The arguments of `init`.
#[derive(Debug, clap::Args)]
pub(crate) struct InitArgs {
    /// Pages, folders of pages, or `-` for standard input
    #[arg(required_unless_present = "github", value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// The recipe file to write, or `-` for standard output
    #[arg(long, value_name = "FILE", default_value = "rowmill.yaml")]
    pub(crate) out: PathBuf,
    /// Replace a recipe that is there
    #[arg(long)]
    pub(crate) force: bool,
    /// Write workflows for GitHub that check the recipe that is there and keep its pages up to date; nothing is replaced
    #[arg(long, conflicts_with_all = ["paths", "out", "force"])]
    pub(crate) github: bool,
    /// With `--github`, the recipe [default: the nearest `rowmill.yaml` upwards]
    #[arg(long, value_name = "FILE", requires = "github")]
    pub(crate) recipe: Option<String>,
}

/// The arguments of `explain`.
#[derive(Debug, clap::Args)]
pub(crate) struct ExplainArgs {
    /// The code in the brackets of a finding, or the rule of a repair; left out, all are listed
    pub(crate) name: Option<String>,
    /// Print everything as one page of Markdown
    #[arg(long, conflicts_with = "name")]
    pub(crate) markdown: bool,
}

/// The arguments of `completions`.
#[derive(Debug, clap::Args)]
pub(crate) struct CompletionsArgs {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

/// Takes the name of a format; help and completions list all of them.
fn format_parser() -> impl TypedValueParser<Value = &'static Format> {
    let names = FORMATS.iter().map(|format| PossibleValue::new(format.name).help(format.summary));
    PossibleValuesParser::new(names).map(|name| Format::named(&name).expect("only these names are taken"))
}
