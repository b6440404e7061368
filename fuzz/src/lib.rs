//! What must hold of any input: [`TARGETS`], one per file of `targets/`.
//!
//! `fuzz.rs` makes inputs by the code that they reach (libFuzzer); `replay.rs` runs those that are kept in `corpus/`, on any machine.
//! The laws are those of the tests, in `tests/laws` and in `rowmill::document::laws`, so that both mean the same. `run` builds and starts both.
//! Another target is one more file and one more word in [`TARGETS`].

mod dataset;
#[path = "../../tests/laws/diff.rs"]
mod diff_laws;
#[path = "../../tests/laws/formats.rs"]
mod format_laws;
#[path = "../../tests/laws/patch.rs"]
mod patch_laws;
#[path = "../../tests/laws/repair.rs"]
mod repair_laws;
mod targets;
mod text;

pub use targets::{TARGETS, Target};
