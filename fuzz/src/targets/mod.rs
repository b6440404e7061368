//! What fuzzers hold to laws: [`TARGETS`], one [`Target`] per file, and the folder of `corpus/` that has its name.

mod content;
mod data;
mod decisions;
mod diff;
mod document;
mod formats;
mod html;
mod pattern;
mod propose;
mod quadratic;
mod recipe;
mod repair;
mod revision;
mod rows;
mod source;
mod terminal;

/// Every target, by name.
pub const TARGETS: &[Target] = &[
    content::TARGET,
    data::TARGET,
    decisions::TARGET,
    diff::TARGET,
    document::TARGET,
    formats::TARGET,
    html::TARGET,
    pattern::TARGET,
    propose::TARGET,
    quadratic::TARGET,
    recipe::TARGET,
    repair::TARGET,
    revision::TARGET,
    rows::TARGET,
    source::TARGET,
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
    /// The target of a name.
    pub fn named(name: &str) -> Option<&'static Target> {
        TARGETS.iter().find(|target| target.name == name)
    }
}
