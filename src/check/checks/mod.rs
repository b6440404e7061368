//! The checks, one file each. A new check is one file here and one word in the list.

mod changed_header;
mod confusable_key;
mod disagreement;
mod enumeration;
mod foreign_key;
mod invalid_link;
mod length;
mod lost_keys;
mod lost_table;
mod lost_values;
mod misleading_link;
mod pattern;
mod range;
mod record_count;
mod required;
mod shrunken_page;
mod unique;

use super::Check;

/// Every check.
pub const CHECKS: &[Check] = &[
    required::CHECK,
    unique::CHECK,
    confusable_key::CHECK,
    enumeration::CHECK,
    pattern::CHECK,
    range::CHECK,
    length::CHECK,
    foreign_key::CHECK,
    disagreement::CHECK,
    invalid_link::CHECK,
    misleading_link::CHECK,
    lost_table::CHECK,
    changed_header::CHECK,
    record_count::CHECK,
    lost_keys::CHECK,
    lost_values::CHECK,
    shrunken_page::CHECK,
];
