//! The rules, one file each, in the order in which the engine asks them.
//!
//! First what is beside a name, then where a name ends, then how it is spelled, then what stands twice: each rule sees what
//! the ones before it have settled. A new rule is one file here and one word in the list.

mod abbreviated_name;
mod attached_mark;
mod duplicate_item;
mod homoglyph;
mod known_alias;
mod missing_separator;
mod missing_trailing_pipe;
mod misspelling;
mod replaced_too_much;
mod separator_inside_name;
mod spelling_variant;
mod unknown_reference;
mod word_order;

use super::RepairRule;

/// Every rule.
pub const RULES: &[RepairRule] = &[
    missing_trailing_pipe::RULE,
    attached_mark::RULE,
    homoglyph::RULE,
    separator_inside_name::RULE,
    missing_separator::RULE,
    known_alias::RULE,
    spelling_variant::RULE,
    word_order::RULE,
    replaced_too_much::RULE,
    misspelling::RULE,
    abbreviated_name::RULE,
    unknown_reference::RULE,
    duplicate_item::RULE,
];
