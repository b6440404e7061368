//! The rules, one file each, in the order in which the engine asks them.
//!
//! First which cell is whose, then what is beside a name, where a name ends, how it is spelled, what stands twice: each rule sees what
//! the ones before it have settled. A new rule is one file here and one word in the list.

mod abbreviated_name;
mod attached_mark;
mod broken_line_break;
mod cell_without_column;
mod conflicting_rows;
mod cut_row;
mod dangling_separator;
mod double_space;
mod doubled_separator;
mod duplicate_item;
mod duplicate_row;
mod empty_link;
mod footnote_in_list;
mod homoglyph;
mod invisible_character;
mod joined_rows;
mod known_alias;
mod malformed_url;
mod misplaced_mark;
mod misplaced_period;
mod missing_leading_pipe;
mod missing_separator;
mod missing_trailing_pipe;
mod misspaced_separator;
mod misspelling;
mod mojibake;
mod replaced_too_much;
mod separator_inside_name;
mod shifted_row;
mod spelling_variant;
mod stray_mark;
mod unbalanced_parenthesis;
mod unescaped_pipe;
mod unknown_reference;
mod unsorted_row;
mod value_in_wrong_column;
mod value_of_another_kind;
mod word_order;
mod wrong_link;

use super::RepairRule;

/// Every rule.
pub const RULES: &[RepairRule] = &[
    unescaped_pipe::RULE,
    cut_row::RULE,
    joined_rows::RULE,
    shifted_row::RULE,
    cell_without_column::RULE,
    missing_leading_pipe::RULE,
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
    value_in_wrong_column::RULE,
    value_of_another_kind::RULE,
    attached_mark::RULE,
    homoglyph::RULE,
    separator_inside_name::RULE,
    doubled_separator::RULE,
    dangling_separator::RULE,
    misspaced_separator::RULE,
    missing_separator::RULE,
    unbalanced_parenthesis::RULE,
    misplaced_period::RULE,
    known_alias::RULE,
    spelling_variant::RULE,
    word_order::RULE,
    replaced_too_much::RULE,
    misspelling::RULE,
    abbreviated_name::RULE,
    unknown_reference::RULE,
    duplicate_item::RULE,
    duplicate_row::RULE,
    conflicting_rows::RULE,
    unsorted_row::RULE,
];
