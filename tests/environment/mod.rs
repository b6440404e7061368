//! What of the user's environment a run of the binary is given.

use std::process::Command;

/// Nothing, but for what a measurement asks for: the name of the file in which coverage is counted (`ci/coverage`), the change of the code
/// that is in force, and the folder for those that are reached (`ci/mutants`).
pub(crate) fn without_environment(command: &mut Command) -> &mut Command {
    const MEASUREMENTS: [&str; 3] = ["LLVM_PROFILE_FILE", "ROWMILL_MUTANT", "ROWMILL_MUTANT_TRACE"];
    command.env_clear().envs(MEASUREMENTS.iter().filter_map(|name| Some((name, std::env::var_os(name)?))))
}
