//! Which change of the code is in force. This file is put into the copy of the library that is tested, as its module `mutants`.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

/// That the environment has not been read yet.
const UNREAD: u32 = u32::MAX;
/// That no change is in force, and those that are reached are written down.
const TRACING: u32 = u32::MAX - 1;

static CHOSEN: AtomicU32 = AtomicU32::new(UNREAD);
static REACHED: [AtomicU64; 1024] = [const { AtomicU64::new(0) }; 1024];
static TRACE: OnceLock<Option<File>> = OnceLock::new();

/// Whether the change of this number is in force: `ROWMILL_MUTANT` names it. With `ROWMILL_MUTANT_TRACE`, a folder, none is, and the number is
/// written there at the first time that it is asked for.
#[inline]
pub(crate) fn is(number: u32) -> bool {
    let chosen = CHOSEN.load(Ordering::Relaxed);
    if chosen >= TRACING { read_or_trace(chosen, number) } else { chosen == number }
}

#[cold]
#[inline(never)]
fn read_or_trace(chosen: u32, number: u32) -> bool {
    if chosen == TRACING {
        trace(number);
        return false;
    }
    let folder = std::env::var_os("ROWMILL_MUTANT_TRACE");
    let named = std::env::var("ROWMILL_MUTANT").ok().and_then(|name| name.parse().ok());
    CHOSEN.store(if folder.is_some() { TRACING } else { named.unwrap_or(0) }, Ordering::Relaxed);
    is(number)
}

/// Written at once, because a process may end in any way; one write of four bytes, which threads cannot tear.
fn trace(number: u32) {
    let bit = 1 << (number % 64);
    if REACHED[number as usize / 64].fetch_or(bit, Ordering::Relaxed) & bit != 0 {
        return;
    }
    let file = TRACE.get_or_init(|| {
        let path = std::path::PathBuf::from(std::env::var_os("ROWMILL_MUTANT_TRACE")?).join(std::process::id().to_string());
        OpenOptions::new().create(true).append(true).open(path).ok()
    });
    if let Some(mut file) = file.as_ref() {
        let _ = file.write_all(&number.to_le_bytes());
    }
}
