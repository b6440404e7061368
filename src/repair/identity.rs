//! The name of a proposal that a decision can be about: it depends on what is changed, not on where it stands in the page.

use sha2::{Digest, Sha256};

use super::Repair;
use crate::extract::{ExtractedRecord, Item};
use crate::recipe::DatasetRecipe;

/// Letters that make no word, no number and no YAML of another kind.
const LETTERS: &[u8; 20] = b"bcdfghjklmnpqrstvwxz";

/// The number of letters: 20⁸ names, so that a thousand proposals of a page share one with a chance of one in 50,000.
const LENGTH: usize = 8;

/// The name of a repair. `twin` counts the repairs of the same record that change the same in the same field.
///
/// The rule has no part in it: what a person rejected must not come back by way of another rule.
pub(super) fn identity(recipe: &DatasetRecipe, record: &ExtractedRecord, repair: &Repair, twin: usize) -> String {
    let mut hash = Sha256::new();
    let mut add = |text: &str| {
        hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
        hash.update(text.as_bytes());
    };
    add(&recipe.name);
    add(&recipe.schema.fields[repair.field].name);
    key(recipe, record).into_iter().for_each(&mut add);
    for items in [&repair.items_before, &repair.items_after] {
        add(&items.len().to_string());
        items.iter().for_each(|item| add(item));
    }
    if let Some(source) = &repair.source {
        add(&repair.before);
        add(&source.text);
    }
    if repair.is_beside_items() {
        add(&repair.before);
    }
    add(&twin.to_string());
    letters(&hash.finalize())
}

/// What tells a record from the others as the page writes it: its key, else the first of its fields that has an item.
fn key<'r>(recipe: &DatasetRecipe, record: &'r ExtractedRecord) -> Vec<&'r str> {
    let positions = recipe.schema.key_positions();
    let keys = positions.iter().flat_map(|&position| &record.fields[position].items).map(Item::written);
    match positions.is_empty() {
        false => keys.collect(),
        true => record.fields.iter().flat_map(|field| &field.items).map(Item::written).take(1).collect(),
    }
}

fn letters(hash: &[u8]) -> String {
    hash.iter().take(LENGTH).map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()])).collect()
}
