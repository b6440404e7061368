//! `rowmill man`: the manual page, in roff.

use clap::CommandFactory;

use super::Verdict;
use super::args::Args;
use super::console::Console;
use rowmill::Error;

pub(super) fn run(console: &mut Console) -> Result<Verdict, Error> {
    let mut page = Vec::new();
    let mut command = Args::command();
    command.build();
    let render = |command: clap::Command, page: &mut Vec<u8>| clap_mangen::Man::new(command).render(page);
    render(command.clone(), &mut page).map_err(|cause| Error::io("standard output", "write to", cause))?;
    // Building has named each subcommand's page `rowmill-…`.
    for subcommand in command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help") {
        render(subcommand.clone(), &mut page).map_err(|cause| Error::io("standard output", "write to", cause))?;
    }
    console.out(&page)?;
    Ok(Verdict::Clean)
}
