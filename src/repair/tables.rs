//! Records laid out as the tables that they stand in, column by column.
//!
//! It knows texts and how they look, not what any rule makes of them. Another way to look at a table is one more method of
//! [`TableView`].

use std::collections::BTreeMap;

use super::{Edit, Evidence, NewItem, Proposal, Target};
use crate::extract::{ExtractedField, ExtractedRecord, Item, Shape, shape_of_text};
use crate::recipe::{DatasetRecipe, FieldOrigin, Part};
use crate::source::Span;

/// The records of one dataset that stand in one table, below one row that heads them if there is any.
pub(super) struct TableView<'e> {
    /// The index of the dataset.
    pub(super) dataset: usize,
    /// The dataset's recipe.
    pub(super) recipe: &'e DatasetRecipe,
    /// The records with their indexes in the extraction, in the order of the page.
    pub(super) records: Vec<Placed<'e>>,
}

/// A record with its index in the extraction.
type Placed<'e> = (usize, &'e ExtractedRecord);

/// The tables of all datasets; a list is one, too.
pub(super) fn tables<'e>(evidence: &Evidence<'e>) -> Vec<TableView<'e>> {
    let mut views: Vec<TableView<'e>> = Vec::new();
    for (dataset, extracted) in evidence.extraction.datasets.iter().enumerate() {
        let recipe = &evidence.recipe.datasets[dataset];
        let mut by_table: BTreeMap<(Span, Option<Span>), Vec<Placed<'e>>> = BTreeMap::new();
        for (index, record) in extracted.records.iter().enumerate().filter(|(_, record)| !record.is_removed) {
            by_table.entry((record.row.table, record.row.section)).or_default().push((index, record));
        }
        views.extend(by_table.into_values().map(|records| TableView { dataset, recipe, records }));
    }
    views
}

impl<'e> TableView<'e> {
    /// The fields that take the text of a column, in the recipe's order.
    pub(super) fn text_fields(&self) -> Vec<usize> {
        let fields = self.recipe.fields.iter().enumerate();
        fields.filter(|(_, field)| is_text_of_column(&field.origin)).map(|(index, _)| index).collect()
    }

    /// Whether the field holds lists.
    pub(super) fn is_list(&self, field: usize) -> bool {
        self.recipe.schema.fields[field].field_type.is_list()
    }

    /// The name of a field.
    pub(super) fn name(&self, field: usize) -> &'e str {
        &self.recipe.schema.fields[field].name
    }

    /// All items of a field of a record as a target.
    pub(super) fn target(&self, record: usize, field: usize) -> Target {
        let found = self.records.binary_search_by_key(&record, |(index, _)| *index);
        let items = found.map_or(0, |position| self.records[position].1.fields[field].items.len());
        Target { dataset: self.dataset, record, field, items: 0..items }
    }
}

fn is_text_of_column(origin: &FieldOrigin) -> bool {
    matches!(origin, FieldOrigin::Column { part: Part::Text, .. } | FieldOrigin::Nth { part: Part::Text, .. })
}

/// The source of a field's cell; nothing where it has none.
pub(super) fn cell_source<'e>(evidence: &Evidence<'e>, field: &ExtractedField) -> &'e str {
    field.cell.map_or("", |cell| evidence.sources.text(cell))
}

/// How a cell looks: by its source where that is code or a link, else by its text.
pub(super) fn shape_of_field(evidence: &Evidence<'_>, field: &ExtractedField) -> Shape {
    let source = cell_source(evidence, field);
    let is_wrapped = |mark: char| source.len() > 2 && source.starts_with(mark) && source.ends_with(mark);
    match field.items.as_slice() {
        _ if is_wrapped('`') => Shape::Code,
        _ if source.starts_with('[') && source.ends_with(')') && source.contains("](") => Shape::Link,
        [] => shape_of_text(source),
        [one] => shape_of_text(one.text()),
        _ => Shape::Sentence,
    }
}

/// A proposal that gives the fields of a record other items, taken from elsewhere; `None` where none of them changes.
pub(super) fn moved(
    evidence: &Evidence<'_>,
    grade: super::Grade,
    (dataset, record): (usize, usize),
    fields: &[ExtractedField],
    reason: &str,
) -> Option<Proposal> {
    let now = &evidence.extraction.datasets[dataset].records[record].fields;
    let is_other = |(now, then): &(&ExtractedField, &ExtractedField)| !is_same(&now.items, &then.items);
    let changed = now.iter().zip(fields).enumerate().filter(|(_, pair)| is_other(pair));
    let mut edits: Vec<Edit> = changed
        .map(|(field, (now, then))| Edit {
            target: Target { dataset, record, field, items: 0..now.items.len() },
            after: then.items.iter().map(|item| NewItem::same(item).at(item.span())).collect(),
        })
        .collect();
    if edits.is_empty() {
        return None;
    }
    match edits.iter().position(|edit| !edit.target.items.is_empty()) {
        Some(main) => {
            let Edit { target, after } = edits.remove(main);
            Some(Proposal { also: edits, ..Proposal::new(grade, target, after, reason) })
        }
        None => Some(Proposal { also: edits, ..anchored(evidence, grade, (dataset, record), reason)? }),
    }
}

fn is_same(a: &[Item], b: &[Item]) -> bool {
    a.len() == b.len()
        && a.iter().zip(b).all(|(a, b)| a.text() == b.text() && a.marks() == b.marks() && a.span() == b.span())
}

/// A proposal that leaves the items of a record as they are and changes its source: the target is the first item there is.
pub(super) fn anchored(
    evidence: &Evidence<'_>,
    grade: super::Grade,
    (dataset, record): (usize, usize),
    reason: &str,
) -> Option<Proposal> {
    let fields = &evidence.extraction.datasets[dataset].records[record].fields;
    let is_of_row = |field: &ExtractedField| field.cell.is_some() && !field.items.is_empty();
    let field = fields.iter().position(is_of_row)?;
    let target = Target { dataset, record, field, items: 0..1 };
    Some(Proposal::new(grade, target, vec![NewItem::same(&fields[field].items[0])], reason))
}

/// The place of an item as a target: the first one in a cell.
pub(super) fn item_in(evidence: &Evidence<'_>, (dataset, record): (usize, usize), cell: Span) -> Option<Target> {
    let inside = |span: Span| span.source == cell.source && cell.start() <= span.start() && span.end() <= cell.end();
    let fields = &evidence.extraction.datasets[dataset].records[record].fields;
    let place = |(field, content): (usize, &ExtractedField)| {
        let item = content.items.iter().position(|item| inside(item.span()))?;
        Some(Target { dataset, record, field, items: item..item + 1 })
    };
    fields.iter().enumerate().find_map(place)
}
