//! `rowmill completions SHELL`: what the shell needs to complete our arguments.

use clap::CommandFactory;

use super::Verdict;
use super::args::{Args, CompletionsArgs};
use super::console::Console;
use rowmill::Error;

pub(super) fn run(args: &CompletionsArgs, console: &mut Console) -> Result<Verdict, Error> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "rowmill", &mut script);
    console.out(&script)?;
    Ok(Verdict::Clean)
}
