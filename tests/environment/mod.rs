//! What of the user's environment a run of the binary is given.

use std::process::Command;

/// Nothing, but for the name of the file in which a measurement of coverage counts it.
pub(crate) fn without_environment(command: &mut Command) -> &mut Command {
    command.env_clear().envs(std::env::var_os("LLVM_PROFILE_FILE").map(|file| ("LLVM_PROFILE_FILE", file)))
}
