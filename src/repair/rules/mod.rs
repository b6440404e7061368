//! The rules, one file each, in the order in which the engine asks them.
//!
//! First which cell is whose, then what is beside a name, where a name ends, how it is spelled, what stands twice: each rule sees what
//! the ones before it have settled. A new rule is one file here and one word in the list.

mod abbreviated_name;
mod attached_mark;
mod conflicting_rows;
mod cut_row;
mod duplicate_item;
mod duplicate_row;
mod joined_rows;
mod known_alias;
mod missing_leading_pipe;
mod missing_separator;
mod missing_trailing_pipe;
mod misspelling;
mod separator_inside_name;
mod shifted_row;
mod spelling_variant;
mod unescaped_pipe;
mod unsorted_row;
mod value_in_wrong_column;
mod value_of_another_kind;
mod word_order;

use super::RepairRule;

/// Every rule.
pub const RULES: &[RepairRule] = &[
    unescaped_pipe::RULE,
    cut_row::RULE,
    joined_rows::RULE,
    shifted_row::RULE,
    missing_leading_pipe::RULE,
    missing_trailing_pipe::RULE,
    value_in_wrong_column::RULE,
    value_of_another_kind::RULE,
    attached_mark::RULE,
    separator_inside_name::RULE,
    missing_separator::RULE,
    known_alias::RULE,
    spelling_variant::RULE,
    word_order::RULE,
    misspelling::RULE,
    abbreviated_name::RULE,
    duplicate_item::RULE,
    duplicate_row::RULE,
    conflicting_rows::RULE,
    unsorted_row::RULE,
];
