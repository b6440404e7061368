//! The checks, one file each. A new check is one file here and one word in the list.

mod enumeration;
mod foreign_key;
mod length;
mod pattern;
mod range;
mod required;
mod unique;

use super::Check;

/// Every check.
pub const CHECKS: &[Check] = &[
    required::CHECK,
    unique::CHECK,
    enumeration::CHECK,
    pattern::CHECK,
    range::CHECK,
    length::CHECK,
    foreign_key::CHECK,
];
