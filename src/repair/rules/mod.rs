//! The rules, one file each, in the order in which the engine asks them.
//!
//! First what is beside a name, then where a name ends, then how it is spelled, then what stands twice: each rule sees what
//! the ones before it have settled. A new rule is one file here and one word in the list.

mod abbreviated_name;
mod attached_mark;
mod broken_line_break;
mod dangling_separator;
mod double_space;
mod doubled_separator;
mod duplicate_item;
mod empty_link;
mod footnote_in_list;
mod homoglyph;
mod invisible_character;
mod known_alias;
mod malformed_url;
mod misplaced_mark;
mod missing_separator;
mod missing_trailing_pipe;
mod misspaced_separator;
mod misspelling;
mod mojibake;
mod replaced_too_much;
mod separator_inside_name;
mod spelling_variant;
mod stray_mark;
mod unbalanced_parenthesis;
mod unknown_reference;
mod word_order;
mod wrong_link;

use super::RepairRule;

/// Every rule.
pub const RULES: &[RepairRule] = &[
    missing_trailing_pipe::RULE,
    empty_link::RULE,
    malformed_url::RULE,
    wrong_link::RULE,
    broken_line_break::RULE,
    mojibake::RULE,
    invisible_character::RULE,
    double_space::RULE,
    footnote_in_list::RULE,
    misplaced_mark::RULE,
    stray_mark::RULE,
    attached_mark::RULE,
    homoglyph::RULE,
    separator_inside_name::RULE,
    doubled_separator::RULE,
    dangling_separator::RULE,
    misspaced_separator::RULE,
    missing_separator::RULE,
    unbalanced_parenthesis::RULE,
    known_alias::RULE,
    spelling_variant::RULE,
    word_order::RULE,
    replaced_too_much::RULE,
    misspelling::RULE,
    abbreviated_name::RULE,
    unknown_reference::RULE,
    duplicate_item::RULE,
];
