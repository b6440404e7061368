//! The command line as a user meets it: each test makes a folder, runs the binary in it, and keeps what it said as a snapshot.

#[cfg(unix)]
mod action;
mod build;
mod check;
mod diff;
mod errors;
mod explain;
mod extract;
#[cfg(unix)]
mod guard;
mod init;
mod repair;
mod scenario;
#[cfg(unix)]
mod workflow;
