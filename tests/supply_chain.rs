//! What the program is built from: where its crates come from, under which licences, how many there are, and which of them twice.
//!
//! Read from `cargo metadata`, so that it needs no other tool; `deny.toml` says the same to cargo-deny.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// The licences that a crate may be under: all of those that its expression joins with AND, one of those that it joins with OR.
const LICENCES: &[&str] = &[
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// Crates that stand in the lock file in two versions; those that no build of ours has twice are not in `deny.toml`.
const TWICE: &[&str] = &["bitflags", "defmt", "hashbrown", "syn"];

/// The greatest number of crates in the lock file, those of the tests and of other systems among them.
const MOST: usize = 265;

fn packages() -> Vec<Value> {
    let cargo = std::env::var_os("CARGO").expect("cargo runs the tests");
    let said = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo can be run");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let mut metadata: Value = serde_json::from_slice(&said.stdout).expect("cargo writes JSON");
    serde_json::from_value(metadata["packages"].take()).expect("packages are a list")
}

fn text<'v>(package: &'v Value, field: &str) -> &'v str {
    package[field].as_str().unwrap_or("")
}

/// Whether a licence expression, as crates.io allows it, asks for no other licence.
fn is_allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ").replace(['(', ')'], " ");
    let is_one = |licence: &str| LICENCES.contains(&licence.split_whitespace().collect::<Vec<_>>().join(" ").as_str());
    expression.split(" AND ").all(|all| all.split(" OR ").any(is_one))
}

#[test]
fn crates_are_free_and_come_from_one_place() {
    let mut wrong = Vec::new();
    for package in packages() {
        let (name, licence) = (text(&package, "name"), text(&package, "license"));
        let is_own = name == env!("CARGO_PKG_NAME");
        let is_from_registry =
            text(&package, "source").starts_with("registry+https://github.com/rust-lang/crates.io-index");
        if !is_allowed(licence) {
            wrong.push(format!("`{name}` is under `{licence}`"));
        }
        if !is_own && !is_from_registry {
            wrong.push(format!("`{name}` does not come from crates.io"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_are_few_and_each_is_there_once() {
    let packages = packages();
    let mut versions: BTreeMap<&str, usize> = BTreeMap::new();
    packages.iter().for_each(|package| *versions.entry(text(package, "name")).or_insert(0) += 1);
    let twice: BTreeSet<&str> = versions.iter().filter(|(_, count)| **count > 1).map(|(name, _)| *name).collect();
    assert_eq!(twice, TWICE.iter().copied().collect::<BTreeSet<_>>());
    assert!(packages.len() <= MOST, "{} crates, and no more than {MOST} are wanted", packages.len());
}

#[test]
fn expressions_are_read_as_crates_write_them() {
    for allowed in ["MIT", "MIT/Apache-2.0", "(MIT OR GPL-3.0) AND Unicode-3.0", "Apache-2.0 WITH LLVM-exception OR X"]
    {
        assert!(is_allowed(allowed), "{allowed}");
    }
    for refused in ["", "GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND AGPL-3.0", "GPL-2.0 WITH LLVM-exception"]
    {
        assert!(!is_allowed(refused), "{refused}");
    }
}
