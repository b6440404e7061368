//! libFuzzer over the target that `ROWMILL_TARGET` names while this is built. Each target is a program of its own, without what the target
//! cannot reach: libFuzzer looks at every counter of a program after every input, which for all targets in one took longer than the most
//! of them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use rowmill_fuzz::Target;

/// Not the target itself, which would lead to all others.
const RUN: fn(&[u8]) = Target::named(env!("ROWMILL_TARGET", "names the target to build; `fuzz/run` does so")).run;

fuzz_target!(|input: &[u8]| RUN(input));
