//! The command line: arguments, exit codes, what is printed where. The only part that prints or looks at the environment.
//!
//! It uses the library's public names only. A new command is one file here, one variant of
//! [`Command`](args::Command), and one arm in [`run_command`].

mod args;
mod baseline;
mod build;
mod check;
mod choose;
mod completions;
mod console;
mod decide;
mod diff;
mod drift;
mod explain;
mod extract;
mod extract_records;
mod extract_stream;
mod formats;
mod gather;
mod history;
mod init;
mod init_github;
mod lock;
mod ls;
mod man;
mod repair;
mod repair_findings;
mod revisions;
mod said;
mod schema;
mod select;
mod side;
#[cfg(unix)]
mod signals;
mod standing;
mod subject;
mod summary;
mod unselected;
mod watch;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use console::Console;
use rowmill::Error;
use rowmill::guard::{guard, keep_quiet};
use rowmill::source::set_max_file_size;

/// What a command found out, as the exit code tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// Exit code 0: done, nothing to complain of.
    Clean,
    /// Exit code 1: findings, differences or drift.
    Found,
}

/// The exit code of a run that could not do its job.
const FAILED: u8 = 2;

/// Runs the command that the process's arguments ask for.
pub(crate) fn run() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(usage) => return usage_exit(&usage),
    };
    keep_quiet();
    #[cfg(unix)]
    signals::watch();
    #[cfg(debug_assertions)]
    wanted_panic();
    set_max_file_size(args.output.max_file_size);
    let mut console = Console::new(&args.output);
    match guard("", || run_command(&args.command, &mut console)).flatten() {
        Ok(verdict) => ExitCode::from(u8::from(verdict == Verdict::Found)),
        Err(error) => {
            console.error(&error);
            ExitCode::from(FAILED)
        }
    }
}

/// A test's wish for a panic: `ROWMILL_TEST_PANIC='reading the tables of:page.md'`. A released binary does not know it.
#[cfg(debug_assertions)]
fn wanted_panic() {
    if let Ok(wish) = std::env::var("ROWMILL_TEST_PANIC")
        && let Some((step, path)) = wish.split_once(':')
    {
        rowmill::guard::panic_at(step, path);
    }
}

fn run_command(command: &Command, console: &mut Console) -> Result<Verdict, Error> {
    match command {
        Command::Build(args) => build::run(args, console),
        Command::Check(args) => check::run(args, console),
        Command::Extract(args) => extract::run(args, console),
        Command::Ls(args) => ls::run(args, console),
        Command::Diff(args) => diff::run(args, console),
        Command::Decide(args) => decide::run(args, console),
        Command::Repair(args) => repair::run(args, console),
        Command::History(args) => history::run(args, console),
        Command::Init(args) => init::run(args, console),
        Command::Explain(args) => explain::run(args, console),
        Command::Schema => schema::run(console),
        Command::Completions(args) => completions::run(args, console),
        Command::Man => man::run(console),
    }
}

/// `--help` and `--version` are no errors; everything else that the arguments can get wrong is usage.
fn usage_exit(usage: &clap::Error) -> ExitCode {
    match usage.print() {
        // A closed pipe behind `--help` is nobody's fault.
        Err(cause) if !usage.use_stderr() && cause.kind() != std::io::ErrorKind::BrokenPipe => {
            console::show_error(&Error::io("standard output", "write to", cause));
            ExitCode::from(FAILED)
        }
        _ => ExitCode::from(if usage.use_stderr() { FAILED } else { 0 }),
    }
}
