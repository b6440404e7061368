//! A run that is told to end: its unfinished files go, and the exit code is the one that a shell gives for the signal.
//!
//! A second signal ends the process at once. A signal that was ignored when the run began stays so, as under `nohup`.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread;

use rowmill::emit::abandon;
use rowmill::source::read_text;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;
use signal_hook::iterator::Signals;

/// What ends a run.
const ENDING: [i32; 3] = [SIGINT, SIGTERM, SIGHUP];

/// What a shell adds to the number of a signal.
const SHELL: i32 = 128;

/// Waits for signals beside the run. Where that cannot be done the system's own ways are left in force.
pub(super) fn watch() {
    let ignored = ignored();
    let is_told = Arc::new(AtomicBool::new(false));
    let ending: Vec<i32> = ENDING.into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0).collect();
    for &signal in &ending {
        // In this order: the first signal finds the flag unset, and sets it.
        let _ = flag::register_conditional_shutdown(signal, SHELL + signal, Arc::clone(&is_told));
        let _ = flag::register(signal, Arc::clone(&is_told));
    }
    let Ok(mut signals) = Signals::new(&ending) else { return };
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            abandon();
            std::process::exit(SHELL + signal);
        }
    });
}

/// The signals that this process ignores, a bit for each, as Linux tells it.
fn ignored() -> u64 {
    let status = read_text("/proc/self/status".as_ref(), "read").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}
