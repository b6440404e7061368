//! libFuzzer over the target that the environment names in `ROWMILL_TARGET`: one program for all of them, so that it is built once.

#![no_main]

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use rowmill_fuzz::Target;

static TARGET: OnceLock<&Target> = OnceLock::new();

fuzz_target!(
    init: {
        let name = std::env::var("ROWMILL_TARGET").unwrap_or_default();
        let target = Target::named(&name).unwrap_or_else(|| panic!("ROWMILL_TARGET names no target: {name:?}"));
        TARGET.get_or_init(|| target);
    },
    |input: &[u8]| (TARGET.get().expect("it was chosen at the start").run)(input)
);
