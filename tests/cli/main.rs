//! The command line as a user meets it: each test makes a folder, runs the binary in it, and keeps what it said as a snapshot.

#[cfg(unix)]
mod action;
mod advice;
mod build;
mod check;
mod diff;
mod diff_git;
#[path = "../environment/mod.rs"]
mod environment;
mod errors;
mod explain;
mod extract;
#[cfg(unix)]
mod guard;
mod history;
mod init;
mod repair;
#[path = "../repository/mod.rs"]
mod repository;
mod scenario;
#[cfg(unix)]
mod workflow;
