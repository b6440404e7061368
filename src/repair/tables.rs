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

#[cfg(test)]
mod tests {
    use super::*;

    use super::super::Grade;
    use crate::extract::ExtractedField;
    use crate::repair::sample::Sample;

    #[test]
    fn a_cell_looks_like_its_markup_or_its_text() {
        let check = |cell: &str, expected: Shape| {
            let sample = Sample::table(&["from: A, type: list, missing_values: [tbd]"], &[cell]);
            let found =
                sample.look(|evidence| shape_of_field(evidence, &sample.extraction.datasets[0].records[0].fields[0]));
            assert_eq!(found, expected, "{cell}");
        };
        check("`a b c`", Shape::Code);
        check("`1`", Shape::Code);
        check("`a b", Shape::Phrase);
        check("a b`", Shape::Phrase);
        check("``", Shape::Word);
        check("[a b](/c)", Shape::Link);
        check("[a b]", Shape::Phrase);
        check("x [a b](/c)", Shape::Phrase);
        check("[a b](/c) x", Shape::Phrase);
        check("[a b] (c)", Shape::Phrase);
        check("12", Shape::Number);
        check("a, b", Shape::Sentence);
        check("tbd", Shape::Word);
        check("-", Shape::Blank);
    }

    #[test]
    fn the_text_fields_of_a_table_are_those_of_a_column() {
        let sample =
            Sample::table(&["from: A", "from: B, part: url", "from: B, type: list"], &["x | [y](/y), z", "w | v"]);
        sample.look(|evidence| {
            let views = tables(evidence);
            let [view] = views.as_slice() else { panic!("one table") };
            assert_eq!(view.text_fields(), [0, 2]);
            assert_eq!([0, 1, 2].map(|field| view.is_list(field)), [false, false, true]);
            assert_eq!([0, 1, 2].map(|field| view.name(field)), ["a", "b", "c"]);
            assert_eq!(
                [(0, 2), (1, 2), (1, 1)].map(|(record, field)| view.target(record, field).items),
                [0..2, 0..1, 0..0]
            );
            assert_eq!(view.target(7, 0), Target { dataset: 0, record: 7, field: 0, items: 0..0 });
            let fields = &sample.extraction.datasets[0].records[0].fields;
            assert_eq!([0, 2].map(|field| cell_source(evidence, &fields[field])), ["x", "[y](/y), z"]);
            assert_eq!(cell_source(evidence, &ExtractedField::default()), "");
        });
    }

    #[test]
    fn tables_are_apart_and_removed_rows_in_none() {
        let mut sample = Sample::new(
            "  rows:\n    tables: [{ under: Page }]\n    fields: [{ name: a, from: A }]\n",
            "# Page\n\n| A |\n|---|\n| a |\n| b |\n| c |\n\ntext\n\n| A |\n|---|\n| d |\n",
        );
        sample.extraction.datasets[0].records[1].is_removed = true;
        let rows = sample.look(|evidence| {
            let rows = |view: &TableView<'_>| view.records.iter().map(|(index, _)| *index).collect::<Vec<_>>();
            tables(evidence).iter().map(rows).collect::<Vec<_>>()
        });
        assert_eq!(rows, [vec![0, 2], vec![3]]);
    }

    /// A row of three cells, the fields of another row, and what a proposal to have these would change: the field and the new texts.
    fn changes(row: &str, other: &[&str]) -> Option<Vec<(usize, Vec<String>)>> {
        let sample = Sample::table(&["from: A", "from: B", "from: C"], &[row]);
        let fields: Vec<ExtractedField> = {
            let now = &sample.extraction.datasets[0].records[0].fields;
            let of =
                |text: &&str| now.iter().find(|field| field.items.first().is_some_and(|item| item.text() == *text));
            other.iter().map(|text| of(text).cloned().unwrap_or_default()).collect()
        };
        let proposal = sample.look(|evidence| moved(evidence, Grade::Suggested, (0, 0), &fields, "so"))?;
        let change = |edit: &Edit| (edit.target.field, edit.after.iter().map(|item| item.text.clone()).collect());
        Some(proposal.edits().map(change).collect())
    }

    #[test]
    fn what_moves_is_what_differs() {
        let text = |text: &str| vec![text.to_owned()];
        assert_eq!(changes("x | y | z", &["x", "y", "z"]), None);
        assert_eq!(changes("x | y | z", &["x", "z", "y"]), Some(vec![(1, text("z")), (2, text("y"))]));
        // The first that has items leads; where none has, the items of the row stay as they are.
        assert_eq!(changes("x | | z", &["", "x", "z"]), Some(vec![(0, vec![]), (1, text("x"))]));
        assert_eq!(changes("| x | z", &["x", "", "z"]), Some(vec![(1, vec![]), (0, text("x"))]));
        assert_eq!(changes("| | z", &["z", "", "z"]), Some(vec![(2, text("z")), (0, text("z"))]));
        // The same text from another place is another item.
        assert_eq!(changes("x | x | z", &["x", "x", "z"]), Some(vec![(1, text("x"))]));
    }

    #[test]
    fn an_item_is_found_in_its_cell() {
        let sample = Sample::table(&["from: A", "from: B, type: list"], &["x | y, z", " | w"]);
        let cell = |record: usize, field: usize| {
            sample.extraction.datasets[0].records[record].fields[field].cell.expect("a cell")
        };
        let found = |record, cell| {
            sample.look(|evidence| item_in(evidence, (0, record), cell).map(|target| (target.field, target.items)))
        };
        assert_eq!(found(0, cell(0, 0)), Some((0, 0..1)));
        assert_eq!(found(0, cell(0, 1)), Some((1, 0..1)));
        let last = cell(0, 1);
        assert_eq!(found(0, last.with_start(last.start() + 1)), Some((1, 1..2)));
        assert_eq!(found(0, last.with_end(last.end() - 1)), Some((1, 0..1)));
        assert_eq!(found(0, last.with_range(last.start() + 1..last.end() - 1)), None);
        assert_eq!(found(1, cell(0, 0)), None);
        let anchor = |record| {
            sample.look(|evidence| {
                anchored(evidence, Grade::Safe, (0, record), "so").map(|proposal| proposal.edit.target.field)
            })
        };
        assert_eq!((anchor(0), anchor(1)), (Some(0), Some(1)));
    }
}
