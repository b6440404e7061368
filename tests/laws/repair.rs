//! The laws of repairs, of any page that has a recipe. A law panics where it is broken.

use rowmill::extract::{ExtractedDataset, Extraction, extract};
use rowmill::repair::{Guidance, Repair, repair};
use rowmill::{Document, Recipe, SourceMap};

/// A recipe with its pages, repaired.
pub(crate) struct Repaired {
    /// How messages name it.
    pub(crate) name: String,
    /// What reads the pages.
    pub(crate) recipe: Recipe,
    /// The pages.
    pub(crate) sources: SourceMap,
    /// As the pages say.
    pub(crate) before: Extraction,
    /// After the repairs.
    pub(crate) after: Extraction,
    /// What the rules proposed.
    pub(crate) repairs: Vec<Repair>,
}

impl Repaired {
    /// Pages that the recipe can read.
    pub(crate) fn new(name: &str, recipe: Recipe, sources: SourceMap) -> Self {
        let documents: Vec<Document> = sources.files().map(|(page, _)| Document::parse(&sources, page)).collect();
        let before = extract(&recipe, &documents, &sources).unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut after = before.clone();
        let repairs = repair(&recipe, &mut after, &sources, &Guidance::default()).log;
        Self { name: name.to_owned(), recipe, sources, before, after, repairs }
    }

    /// A repair in a line.
    pub(crate) fn line(&self, repair: &Repair) -> String {
        let (start, end) = (self.sources.position(repair.span), self.sources.end_position(repair.span));
        let state = if repair.applied { "applied" } else { "open" };
        let list = |items: &[String]| items.iter().map(|item| format!("`{item}`")).collect::<Vec<_>>().join(", ");
        if repair.is_beside_items() {
            let (before, evidence) = (&repair.before, &repair.evidence);
            return format!(
                "{}:{}..{} {} {} {state}: `{before}`; {evidence}",
                start.line, start.column, end.column, repair.rule, repair.grade
            );
        }
        let after = if repair.items_after.is_empty() { "nothing".to_owned() } else { list(&repair.items_after) };
        let place = format!("{}:{}..{}", start.line, start.column, end.column);
        let (rule, grade) = (repair.rule, repair.grade);
        format!("{place} {rule} {grade} {state}: {} → {after}; {}", list(&repair.items_before), repair.evidence)
    }
}

/// What was repaired needs no repair, and what stayed open stays so.
pub(crate) fn repairing_twice_changes_nothing_more(mut repaired: Repaired) {
    let again = repair(&repaired.recipe, &mut repaired.after, &repaired.sources, &Guidance::default()).log;
    let open = |repairs: &[Repair]| repairs.iter().filter(|repair| !repair.applied).cloned().collect::<Vec<_>>();
    let applied: Vec<&Repair> = again.iter().filter(|repair| repair.applied).collect();
    assert!(applied.is_empty(), "{}: applied again: {applied:#?}", repaired.name);
    assert_eq!(open(&again), open(&repaired.repairs), "{}", repaired.name);
}

/// What was written stands at the place of each item, before and after the repairs, as far as a reader and a writer see the
/// same; and no repair makes a record or a field.
pub(crate) fn items_stand_where_they_say(repaired: &Repaired) {
    for extraction in [&repaired.before, &repaired.after] {
        for item in items(extraction) {
            let source = repaired.sources.text(item.span());
            if is_read_as_written(source) && !item.written().contains(['\n', ',']) {
                assert_eq!(source, item.written(), "{}: `{}`", repaired.name, item.text());
            }
        }
    }
    let shape = |extraction: &Extraction| {
        let counts = |dataset: &ExtractedDataset| dataset.records.iter().map(|record| record.fields.len()).collect();
        extraction.datasets.iter().map(counts).collect::<Vec<Vec<usize>>>()
    };
    assert_eq!(shape(&repaired.before), shape(&repaired.after), "{}", repaired.name);
}

/// Whether a reader sees the source itself: it has no sign of any markup, not even the end of one.
fn is_read_as_written(source: &str) -> bool {
    !source.contains(['\\', '`', '*', '_', '~', '[', ']', '<', '>', '&'])
}

fn items(extraction: &Extraction) -> impl Iterator<Item = &rowmill::extract::Item> {
    let records = extraction.datasets.iter().flat_map(|dataset| &dataset.records);
    records.flat_map(|record| &record.fields).flat_map(|field| &field.items)
}

/// A repair of an item as the page has it shows what stands at its place; only what another repair has touched may differ.
pub(crate) fn repairs_name_what_stands_in_the_source(repaired: &Repaired) {
    for (index, repair) in repaired.repairs.iter().enumerate() {
        let source = repaired.sources.text(repair.span);

        let touches = |other: &Repair| other.span.start() < repair.span.end() && repair.span.start() < other.span.end();
        let mut others = repaired.repairs.iter().enumerate().filter(|(other, _)| *other != index);
        let is_first = !others.any(|(_, other)| touches(other));
        if is_read_as_written(source) && is_first && repair.items_before.len() == 1 {
            assert_eq!(source, repair.before, "{}: {}", repaired.name, repaired.line(repair));
        }
        assert!(!repair.evidence.is_empty() && !repair.items_before.is_empty());
    }
}

/// A recipe that takes the tables under a heading `Any` in two ways: with a vocabulary, marks, a key, and references between the two.
pub(crate) const ANY_RECIPE: &str = "
recipe: any
vocabularies:
  name:
    names: [Known Name]
    aliases: { Beta Alpha: [Other] }
    distinct: [[Alpha, Alpha Net]]
datasets:
  ones:
    tables: [{ under: Any, columns: [List] }]
    fields:
      - { name: one, from: One, vocabulary: name }
      - { name: list, from: List, type: list, vocabulary: name, marks: { +: planned } }
      - { name: planned, from: List, type: list, mark: + }
  lists:
    tables: [{ under: Any, columns: [List] }]
    primary_key: [one]
    foreign_keys: [{ fields: [list], reference: { resource: ones, fields: [one] } }]
    fields:
      - { name: one, from: One, vocabulary: name }
      - { name: list, from: List, type: list, vocabulary: name }
";
