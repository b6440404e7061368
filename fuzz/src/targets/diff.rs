//! The laws of diffs.

use arbitrary::{Result, Unstructured};

use super::Target;
use crate::dataset::{dataset, revision};
use crate::diff_laws as laws;

pub(super) const TARGET: Target =
    Target { name: "diff", summary: "a diff makes the new side, its inverse the old one, and order says nothing", run };

fn run(input: &[u8]) {
    // Too few bytes give no datasets.
    let _ = hold(&mut Unstructured::new(input));
}

fn hold(input: &mut Unstructured<'_>) -> Result<()> {
    let keys = input.int_in_range(0..=2)?;
    let seed = input.arbitrary()?;
    let old = dataset(input)?;
    let new = if input.ratio(3, 4)? { revision(&old, input)? } else { dataset(input)? };
    laws::nothing_differs_from_itself(&old, keys);
    laws::a_diff_makes_the_new_side(&old, &new, keys);
    laws::the_way_back_is_the_inverse(&old, &new, keys);
    laws::a_keyed_diff_makes_the_new_side_in_its_order(&old, &new);
    laws::order_says_nothing(&old, keys, seed);
    laws::a_number_alone_renames_nothing(&old, keys);
    laws::a_whole_table_comes_and_goes(&old, keys);
    Ok(())
}
