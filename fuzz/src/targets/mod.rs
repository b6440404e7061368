//! What fuzzers hold to laws: [`TARGETS`], one [`Target`] per file, and the folder of `corpus/` that has its name.

mod compare;
mod content;
mod data;
mod decisions;
mod diff;
mod document;
mod formats;
mod history;
mod html;
mod pattern;
mod propose;
mod quadratic;
mod recipe;
mod repair;
mod revision;
mod rows;
mod source;
mod stream;
mod terminal;

/// Every target, by name.
pub const TARGETS: &[Target] = &[
    compare::TARGET,
    content::TARGET,
    data::TARGET,
    decisions::TARGET,
    diff::TARGET,
    document::TARGET,
    formats::TARGET,
    history::TARGET,
    html::TARGET,
    pattern::TARGET,
    propose::TARGET,
    quadratic::TARGET,
    recipe::TARGET,
    repair::TARGET,
    revision::TARGET,
    rows::TARGET,
    source::TARGET,
    stream::TARGET,
    terminal::TARGET,
];

/// What an input is held to.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The word that selects it.
    pub name: &'static str,
    /// What must hold, in one phrase.
    pub summary: &'static str,
    /// Panics where it does not hold.
    pub run: fn(&[u8]),
}

impl Target {
    /// The target of a name, found while the program is built.
    ///
    /// # Panics
    ///
    /// When no target has the name.
    pub const fn named(name: &str) -> Target {
        let mut at = 0;
        while at < TARGETS.len() {
            if is_same(TARGETS[at].name.as_bytes(), name.as_bytes()) {
                return TARGETS[at];
            }
            at += 1;
        }
        panic!("no target has this name");
    }
}

/// `==`, which cannot be had in a constant.
const fn is_same(one: &[u8], other: &[u8]) -> bool {
    let mut at = 0;
    while at < one.len() && at < other.len() && one[at] == other[at] {
        at += 1;
    }
    at == one.len() && at == other.len()
}
