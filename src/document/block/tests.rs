//! Traps of the block structure, each named for what it guards. The outlines are checked against comrak too.

use super::differential::{assert_equal, outline};

/// Checks the outline of a text (see [`outline`]), and that comrak agrees.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_equal(text);
    assert_eq!(outline(text), expected, "{text:?}");
}
