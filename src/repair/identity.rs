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

#[cfg(test)]
mod tests {
    use super::*;

    use crate::repair::SourceEdit;
    use crate::repair::sample::{Sample, repair};

    /// The name of a change of `x` to `y` in the last field of a record, as it may be changed.
    fn named(key: &str, row: &str, change: impl FnOnce(&mut Repair) -> usize) -> String {
        let sample = Sample::new(
            &format!(
                "  rows:\n    tables: [{{ under: Page }}]\n{key}    fields: [{{ name: a, from: A }}, {{ name: b, from: B }}]\n"
            ),
            &format!("# Page\n\n| A | B |\n|---|---|\n| z | z |\n{row}\n"),
        );
        let record = &sample.extraction.datasets[0].records[1];
        let (before, after) = (vec!["x".to_owned()], vec!["y".to_owned()]);
        let mut repair = Repair {
            field: 1,
            items_before: before,
            items_after: after,
            before: "x".to_owned(),
            ..repair("", record.span)
        };
        let twin = change(&mut repair);
        identity(&sample.recipe.datasets[0], record, &repair, twin)
    }

    #[test]
    fn a_name_depends_on_the_record_the_field_and_the_change() {
        let key = "    primary_key: [b]\n";
        let plain = |repair: &mut Repair| repair.record;
        let name = named(key, "| v | w |", plain);
        assert!(name.len() == LENGTH && name.bytes().all(|letter| LETTERS.contains(&letter)), "{name}");
        assert_eq!(named(key, "| another | w |", plain), name, "the key tells the record");
        assert_ne!(named(key, "| v | u |", plain), name);
        // Without a key the first field that has an item does.
        let keyless = named("", "| v | w |", plain);
        assert_eq!(named("", "| v | u |", plain), keyless);
        assert_eq!(named("", "| | v |", plain), keyless);
        assert_ne!(named("", "| u | w |", plain), keyless);
        type Change = fn(&mut Repair);
        let changes: [Change; 7] = [
            |repair| repair.field = 0,
            |repair| repair.items_before = vec!["z".to_owned()],
            |repair| repair.items_after = vec!["z".to_owned()],
            |repair| repair.items_after = vec!["y".to_owned(), String::new()],
            |repair| (repair.items_before, repair.items_after) = (vec!["x".to_owned(), "y".to_owned()], Vec::new()),
            |repair| repair.source = Some(SourceEdit { span: repair.span, text: "y".to_owned() }),
            |repair| repair.items_after = repair.items_before.clone(),
        ];
        let mut names: Vec<String> = changes
            .into_iter()
            .map(|change| {
                named(key, "| v | w |", |repair| {
                    change(repair);
                    0
                })
            })
            .collect();
        names.extend([name, named(key, "| v | w |", |_| 1)]);
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 9, "each is another repair: {names:?}");
    }

    #[test]
    fn what_is_written_tells_changes_of_the_source_and_reports_apart() {
        let told = |before: &'static str, source: Option<&'static str>, is_report: bool| {
            named("", "| v | w |", |repair| {
                repair.before = before.to_owned();
                repair.source = source.map(|text| SourceEdit { span: repair.span, text: text.to_owned() });
                if is_report {
                    repair.items_after = repair.items_before.clone();
                    repair.spans_before = Vec::new();
                }
                0
            })
        };
        assert_eq!(told("x", None, false), told("x ", None, false));
        assert_ne!(told("x", Some("y"), false), told("x ", Some("y"), false));
        assert_ne!(told("x", Some("y"), false), told("x", Some("y "), false));
        assert_ne!(told("x", None, true), told("x ", None, true));
    }
}
