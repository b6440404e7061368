//! Many of the records that were accepted last are not there, though as many others are.

use std::collections::BTreeSet;

use super::record_count::allowance;
use crate::check::{Check, Judged};
use crate::diagnostic::{Diagnostic, Severity};
use crate::shape::DatasetShape;
use crate::similarity::loose_key;

pub(super) const CHECK: Check = Check {
    name: "lost-keys",
    summary: "many of the accepted records are gone, and as many others have come",
    explanation: "\
`rowmill.lock` keeps the keys of the last accepted build. Where more of them are gone than the band of `record-count` allows and the number of records is within it, the
key has changed its meaning, most likely: another column, another way to write the names.

If the change is right, `rowmill build` accepts it.",
    run,
};

/// The greatest number of keys that are named.
const SHOWN: usize = 8;

fn run(judged: &Judged<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (before, now) in judged.shapes() {
        let allowed = allowance(before.records, &now.name, judged.recipe);
        let fewer = before.records.saturating_sub(now.records) as f64;
        let lost = lost(before, now);
        // Fewer records than the band allows is a finding of its own.
        if fewer > allowed || lost.len() as f64 <= allowed {
            continue;
        }
        let message = format!("{} of the {} records of `{}` are gone", lost.len(), before.records, now.name);
        found.push(
            Diagnostic::new("lost-keys", Severity::Error, message, now.span())
                .in_dataset(&now.name)
                .with_note(named(&lost), None)
                .with_help("look at what the key's columns hold now; `rowmill build` accepts the change"),
        );
    }
    found
}

/// The accepted keys that are not there, if both sides have theirs.
pub(super) fn lost<'s>(before: &'s DatasetShape, now: &DatasetShape) -> Vec<&'s str> {
    if now.keys.len() != now.records {
        return Vec::new();
    }
    let here: BTreeSet<String> = now.keys.iter().map(|key| loose_key(key)).collect();
    before.keys.iter().map(String::as_str).filter(|key| !here.contains(&loose_key(key))).collect()
}

/// The first few keys in a phrase.
pub(super) fn named(keys: &[&str]) -> String {
    let shown: Vec<String> = keys.iter().take(SHOWN).map(|key| format!("`{key}`")).collect();
    let more = keys.len().saturating_sub(SHOWN);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("gone: {}{rest}", shown.join(", "))
}
