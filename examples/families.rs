//! Writes a page of each family of `tests/families`, each under its name: for `ci/growth.py`, and for the corpus of the fuzzers.
//!
//!     cargo run --example families -- FOLDER SIZE

#[path = "../tests/families/mod.rs"]
mod families;

use std::error::Error;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let usage = "usage: cargo run --example families -- FOLDER SIZE";
    let mut arguments = std::env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or(usage)?);
    let size: usize = arguments.next().and_then(|size| size.to_str()?.parse().ok()).ok_or(usage)?;
    std::fs::create_dir_all(&folder)?;
    for family in families::FAMILIES {
        std::fs::write(folder.join(family.name), (family.page)(size))?;
    }
    Ok(())
}
