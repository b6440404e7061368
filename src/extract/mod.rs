//! Tables and a recipe to records: which tables a recipe selects, which cell goes into which field, and the account of every cell.
//!
//! `select.rs` finds the tables and lists, `columns.rs` the column of each field, `context.rs` what stands beside the rows;
//! `split.rs` cuts a list cell into items, and `footnote.rs` keeps a cell's own footnote out of them; `item.rs` is the only
//! maker of an [`Item`], `tally.rs` counts, and `plain.rs` is a short way for rows that need none of that. This module repairs nothing: what it hands on is what the page says. Another origin
//! of a field is one more variant of [`FieldOrigin`] with its arm in `DatasetReader`.

mod absent;
mod columns;
mod context;
mod footnote;
mod item;
mod plain;
mod row_facts;
mod select;
mod split;
mod tally;

pub use crate::document::{Ignore, Legend, RefitFault, Shape, Telling, shape_of_text};
pub use item::{Item, Items};
pub use row_facts::{RefitRecord, RowFacts};
pub use split::split_items;
pub(crate) use split::{count_code_spans, split_text};
pub use tally::Tally;

use std::collections::BTreeSet;
use std::ops::Range;

use thin_vec::ThinVec;

use columns::{UnknownColumn, column_of};
use context::Beside;
use footnote::{Footnote, footnote, without_mark};
use row_facts::RowStyle;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{
    Cell, Document, Link, List, ListItem, Refit, RichText, Row, RowKind, Table, Told, inspect_table,
};
use crate::error::{Error, Result};
use crate::recipe::{Context, DatasetRecipe, FieldOrigin, FieldRecipe, Origin, Part, Recipe, Separators, Written};
use crate::schema::{CoerceError, Field, FieldType, GROUP_CHARS, Value, ValueRef, coerce};
use crate::source::{SourceId, SourceMap, Span};

/// All that a recipe takes from its pages.
#[derive(Debug, Clone)]
pub struct Extraction {
    /// One per dataset of the recipe, in its order. Those of unnested datasets are empty.
    pub datasets: Vec<ExtractedDataset>,
    /// What is odd about the pages and their selected tables.
    pub diagnostics: Vec<Diagnostic>,
    /// What the pages say that a mark means.
    pub legends: Vec<Legend>,
    /// The comments of the pages that keep a repair rule out.
    pub ignores: Vec<Ignore>,
    /// The places of the pages for which a repair has said what they would read: no item shows that.
    pub mended: BTreeSet<Span>,
}

/// What a recipe takes for one dataset.
#[derive(Debug, Clone, Default)]
pub struct ExtractedDataset {
    /// The records in the order of the page.
    pub records: Vec<ExtractedRecord>,
    /// The account of the cells of its tables.
    pub tally: Tally,
    /// The fields whose column some of its tables do not have.
    pub lacking: BTreeSet<usize>,
    /// Those whose column none of its tables has.
    pub absent: BTreeSet<usize>,
    /// The tables and lists that its records come from, in the order in which they were read.
    pub selected: Vec<Selected>,
}

/// A table or list that a recipe selects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selected {
    /// The texts of the headings above it, outermost first.
    pub under: Vec<String>,
    /// The texts of its header with their places; none for a list.
    pub header: Vec<(String, Span)>,
    /// How many records it has.
    pub rows: usize,
    /// Its header; of a list, the whole of it.
    pub span: Span,
}

/// Something that a recipe selects and the pages do not have, or have twice.
#[derive(Debug)]
pub struct Absence {
    /// The index of the dataset in the recipe.
    pub dataset: usize,
    /// The index of its selector.
    pub selector: usize,
    /// What is missing.
    pub error: Error,
    /// The place of the pages that looks like it, if one does.
    pub near: Option<Span>,
}

/// One row of a table or one item of a list, field by field.
#[derive(Debug, Clone)]
pub struct ExtractedRecord {
    /// In the order of the dataset's fields.
    pub fields: Vec<ExtractedField>,
    /// The row.
    pub span: Span,
    /// How the row stands in its table.
    pub row: RowFacts,
    /// Whether a repair has taken it out.
    pub is_removed: bool,
}

/// What one row says for one field.
#[derive(Debug, Clone, Default)]
pub struct ExtractedField {
    /// Whether the row has a cell for it. A list without items is empty where there is one, and missing where there is none.
    pub is_present: bool,
    /// The items: any number for a list, at most one otherwise.
    pub items: Items,
    /// What the recipe sets for all rows of the table.
    pub set: Option<Box<Value>>,
    /// The cell; the place to point at when there is no item in it.
    pub cell: Option<Span>,
    /// The links in the cell, for a field that takes its text.
    pub links: ThinVec<CellLink>,
    /// The parts of the cell that are struck out, raised or lowered, for a field that takes its text: each kind in the order of the page.
    pub tellings: ThinVec<(Telling, Span)>,
}

/// A link in a cell: what a reader sees, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellLink {
    /// Its text as a reader sees it.
    pub label: String,
    /// Where it leads, entities and escapes resolved.
    pub url: String,
    /// The whole link.
    pub span: Span,
    /// The address in the source; the whole link where the address stands elsewhere, or nowhere.
    pub url_span: Span,
}

impl ExtractedField {
    /// What the recipe sets, whatever the row says.
    fn set(value: &Value) -> Self {
        Self { is_present: true, set: Some(Box::new(value.clone())), ..Self::default() }
    }

    /// How an item is set apart from the same text in plain: each of the ways that a part of it is, in order.
    pub fn tellings_of(&self, item: &Item) -> Vec<Telling> {
        let span = item.span();
        let is_in = |telling: &Telling| {
            let first = self.tellings.partition_point(|(one, place)| (*one, place.end()) <= (*telling, span.start()));
            self.tellings.get(first).is_some_and(|(one, place)| one == telling && place.start() < span.end())
        };
        Telling::ALL.into_iter().filter(is_in).collect()
    }

    /// Where it stands: the first item, or the cell that has none.
    pub fn place(&self) -> Option<Span> {
        self.items.first().map(Item::span).or(self.cell)
    }

    /// The field's value.
    pub fn value(&self, field_type: &FieldType) -> Value {
        match (&self.set, field_type) {
            (Some(value), _) => Value::clone(value),
            (None, FieldType::List(_)) if self.is_present => {
                Value::List(self.items.iter().map(|item| item.value().clone()).collect())
            }
            (None, FieldType::List(_)) => Value::Null,
            (None, _) => self.items.first().map_or(Value::Null, |item| item.value().clone()),
        }
    }
}

/// Takes from the documents what the recipe selects.
///
/// # Errors
///
/// [`ErrorKind::NothingMatched`](crate::ErrorKind::NothingMatched) when a selector of the recipe selects nothing,
/// [`ErrorKind::Recipe`](crate::ErrorKind::Recipe) when two of a dataset's select the same table or list.
pub fn extract(recipe: &Recipe, documents: &[Document], sources: &SourceMap) -> Result<Extraction> {
    extract_with(recipe, documents, sources, |absence| Err(absence.error))
}

/// Takes from the documents what they have of what the recipe selects, and tells what they do not have.
pub fn extract_present(recipe: &Recipe, documents: &[Document], sources: &SourceMap) -> (Extraction, Vec<Absence>) {
    let mut absences = Vec::new();
    let extraction = extract_with(recipe, documents, sources, |absence| {
        absences.push(absence);
        Ok(())
    });
    (extraction.expect("what is missing is kept"), absences)
}

fn extract_with(
    recipe: &Recipe,
    documents: &[Document],
    sources: &SourceMap,
    mut miss: impl FnMut(Absence) -> Result<()>,
) -> Result<Extraction> {
    let mut diagnostics: Vec<Diagnostic> = documents.iter().flat_map(Document::inspect).collect();
    let mut inspected = BTreeSet::new();
    let mut datasets = Vec::new();
    let shelves = select::Shelves::of(documents);
    for (index, dataset) in recipe.datasets.iter().enumerate() {
        let mut reader = DatasetReader::new(dataset);
        let mut miss = |selector, error, near| miss(Absence { dataset: index, selector, error, near });
        match &dataset.origin {
            Origin::Tables(selectors) => {
                for (number, selector) in selectors.iter().enumerate() {
                    let tables = match select::tables(recipe, dataset, selector, &shelves, sources) {
                        Ok(tables) => tables,
                        Err(missing) => {
                            miss(number, missing.error, missing.near)?;
                            continue;
                        }
                    };
                    for (document, table) in tables {
                        if !reader.spans.insert(table.span) {
                            miss(
                                number,
                                absent::twice(recipe, &selector.place, table.span, sources),
                                Some(table.span),
                            )?;
                            continue;
                        }
                        if inspected.insert(table.span) {
                            diagnostics.extend(
                                inspect_table(table).into_iter().map(|finding| finding.in_dataset(&dataset.name)),
                            );
                        }
                        reader.table(document, table, &selector.set);
                    }
                }
            }
            Origin::Lists(selectors) => {
                for (number, selector) in selectors.iter().enumerate() {
                    let lists = match select::lists(recipe, selector, &shelves, sources) {
                        Ok(lists) => lists,
                        Err(missing) => {
                            miss(number, missing.error, missing.near)?;
                            continue;
                        }
                    };
                    for (document, list) in lists {
                        if !reader.spans.insert(list.span) {
                            miss(number, absent::twice(recipe, &selector.place, list.span, sources), Some(list.span))?;
                            continue;
                        }
                        reader.list(document, list, &selector.set);
                    }
                }
            }
            Origin::Unnest { .. } => {}
        }
        reader.report_unknown_columns();
        reader.report_missing_columns();
        reader.result.absent = reader.result.lacking.difference(&reader.found).copied().collect();
        diagnostics.extend(reader.diagnostics.into_iter().map(|finding| finding.in_dataset(&dataset.name)));
        datasets.push(reader.result);
    }
    let legends = documents.iter().flat_map(|document| document.legends.clone()).collect();
    let ignores = documents.iter().flat_map(|document| document.ignores.clone()).collect();
    Ok(Extraction { datasets, diagnostics, legends, ignores, mended: BTreeSet::new() })
}

/// Takes one table by a dataset's fields, whatever table the dataset selects.
pub fn extract_table(
    recipe: &DatasetRecipe,
    document: &Document,
    table: &Table,
) -> (ExtractedDataset, Vec<Diagnostic>) {
    let mut reader = DatasetReader::new(recipe);
    reader.table(document, table, &[]);
    reader.report_unknown_columns();
    let diagnostics = inspect_table(table).into_iter().chain(reader.diagnostics).collect();
    (reader.result, diagnostics)
}

/// Some of the records of a table, handed on before the last one is read.
#[derive(Debug)]
pub enum Handed<'p> {
    /// Records with all that is known of them.
    Records(Vec<ExtractedRecord>),
    /// The row of a record, and its values in the order of the fields.
    Values(Span, &'p [PlacedValue<'p>]),
}

/// A value of a record, and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacedValue<'p> {
    /// The value.
    pub value: ValueRef<'p>,
    /// The first item, or the cell that has none; none for what no place of the page says.
    pub place: Option<Span>,
}

/// As [`extract_table`], with the records handed on as they are read, some at a time.
pub fn extract_table_in_parts(
    recipe: &DatasetRecipe,
    document: &Document,
    table: &Table,
    take: &mut dyn FnMut(Handed<'_>),
) -> (Tally, Vec<Diagnostic>) {
    let mut reader = DatasetReader { take: Some(take), ..DatasetReader::new(recipe) };
    reader.table(document, table, &[]);
    reader.report_unknown_columns();
    reader.hand_on();
    let diagnostics = inspect_table(table).into_iter().chain(reader.diagnostics).collect();
    (reader.result.tally, diagnostics)
}

/// Takes one list by a dataset's fields, whatever list the dataset selects.
pub fn extract_list(recipe: &DatasetRecipe, document: &Document, list: &List) -> (ExtractedDataset, Vec<Diagnostic>) {
    let mut reader = DatasetReader::new(recipe);
    reader.list(document, list, &[]);
    (reader.result, reader.diagnostics)
}

fn selected_table(document: &Document, table: &Table) -> Selected {
    let header = table.header.cells.iter().map(|cell| (cell.content.text().to_owned(), cell.span)).collect();
    Selected {
        under: document.heading_path(table.heading).into_iter().map(str::to_owned).collect(),
        header,
        rows: table.count_records(),
        span: table.header.span,
    }
}

/// Reads the rows of one dataset's tables.
struct DatasetReader<'r> {
    recipe: &'r DatasetRecipe,
    result: ExtractedDataset,
    diagnostics: Vec<Diagnostic>,
    /// The tables and lists that were selected.
    spans: BTreeSet<Span>,
    /// The fields whose column some table has.
    found: BTreeSet<usize>,
    /// The fields of front matter that some page has a value for.
    beside: BTreeSet<usize>,
    /// The keys of the front matter of the pages, where a field takes one.
    keys: BTreeSet<String>,
    /// A table that was read, and its header texts.
    seen: Option<(Span, Vec<String>)>,
    /// The columns that no field takes, to be reported when all tables were read.
    unknown: Vec<UnknownColumn>,
    /// Who wants the records before the last one is read.
    take: Option<&'r mut dyn FnMut(Handed<'_>)>,
}

/// How many values are handed on at once, in whole records.
const PART_VALUES: usize = 1_024;

impl<'r> DatasetReader<'r> {
    fn new(recipe: &'r DatasetRecipe) -> Self {
        Self {
            recipe,
            result: ExtractedDataset::default(),
            diagnostics: Vec::new(),
            spans: BTreeSet::new(),
            found: BTreeSet::new(),
            beside: BTreeSet::new(),
            keys: BTreeSet::new(),
            seen: None,
            unknown: Vec::new(),
            take: None,
        }
    }

    /// Hands the records on that were read.
    fn hand_on(&mut self) {
        if let Some(take) = &mut self.take {
            take(Handed::Records(std::mem::take(&mut self.result.records)));
        }
    }

    fn table(&mut self, document: &Document, table: &Table, set: &[(Written, Value)]) {
        let headers = table.header_texts();
        let mut columns: Vec<Option<usize>> =
            self.recipe.fields.iter().map(|field| column_of(field, &headers)).collect();
        self.found.extend(columns.iter().enumerate().filter(|(_, column)| column.is_some()).map(|(field, _)| field));
        // What a selector sets is not read, so the column may be nobody's.
        let set_fields = set.iter().filter_map(|(name, _)| self.recipe.schema.position(&name.text));
        let set_fields: BTreeSet<usize> = set_fields.collect();
        set_fields.iter().for_each(|&field| columns[field] = None);
        let is_lacking = |index: &usize| {
            matches!(self.recipe.fields[*index].origin, FieldOrigin::Column { .. })
                && columns[*index].is_none()
                && !set_fields.contains(index)
        };
        self.result.lacking.extend((0..columns.len()).filter(is_lacking));
        self.result.selected.push(selected_table(document, table));
        self.see_front_matter(document, set);
        self.seen = Some((table.header.span, headers.iter().map(|&text| text.to_owned()).collect()));
        let mut taken = vec![false; table.width()];
        columns.iter().flatten().for_each(|&column| taken[column] = true);
        self.keep_unknown_columns(table, &columns, &taken, set);
        let mut context =
            RowContext { beside: Beside::table(document, table), table, set, columns: &columns, taken: &taken };
        let style = RowStyle::of(table);
        if let Some(rows) = table.rows.plain() {
            if !self.hand_on_plain(&context, rows) {
                // All of them at once would take much more memory than what is taken from them.
                rows.rows().for_each(|row| self.record(&context, &row, style.facts(&row, [None, None], None)));
            }
            return;
        }
        let mut section: Option<Span> = None;
        for (index, row) in table.rows.iter().enumerate() {
            match row.kind {
                RowKind::Data => {
                    let before = index.checked_sub(1).map(|before| &table.rows[before]);
                    let facts = style.facts(row, [before, table.rows.get(index + 1)], section);
                    self.record(&context, row, facts);
                }
                RowKind::Section => {
                    context.beside.section = row.cells.first().map(|cell| &cell.content);
                    section = row.cells.first().map(|cell| cell.span);
                    let below = table.rows[index + 1..].iter().find(|row| row.kind != RowKind::Prose);
                    let heads_records = below.is_some_and(|row| row.kind == RowKind::Data);
                    let is_placed = heads_records && self.takes_section(&context);
                    self.result.tally.count_beside_records(row, is_placed);
                }
                RowKind::Prose => self.result.tally.count_beside_records(row, false),
            }
        }
    }

    fn list(&mut self, document: &Document, list: &List, set: &[(Written, Value)]) {
        let under = document.heading_path(list.heading).into_iter().map(str::to_owned).collect();
        self.result.selected.push(Selected { under, header: Vec::new(), rows: list.items.len(), span: list.span });
        self.see_front_matter(document, set);
        list.items.iter().for_each(|item| self.list_item(document, list, item, set));
        self.diagnostics.extend(unread_text(list));
    }

    /// Whether a field takes the section at hand.
    fn takes_section(&self, context: &RowContext<'_>) -> bool {
        self.recipe.fields.iter().enumerate().any(|(index, recipe)| {
            let is_section = recipe.origin == FieldOrigin::Context(Context::Section);
            let (field, misfits) = self.field(index, recipe, context, None);
            is_section && misfits.is_empty() && !field.items.is_empty()
        })
    }

    fn record(&mut self, context: &RowContext<'_>, row: &Row, mut facts: RowFacts) {
        let mut flagged = BTreeSet::new();
        let mut fields = Vec::with_capacity(self.recipe.fields.len());
        for (index, recipe) in self.recipe.fields.iter().enumerate() {
            let column = context.columns[index];
            let cell = column.and_then(|column| row.cells.get(column)).map(SeenCell::from);
            let (field, is_flagged) = match recipe.origin {
                FieldOrigin::Surplus => {
                    let (field, misfits) = self.surplus_field(index, context, row);
                    let is_flagged = !misfits.is_empty();
                    self.diagnostics.extend(misfits);
                    (field, is_flagged)
                }
                _ => self.cell_field(index, context, cell),
            };
            flagged.extend(column.filter(|_| is_flagged));
            fields.push(field);
        }
        self.result.tally.count_row(self.recipe, context.table, row, context.taken, &flagged);
        facts.refit = row.refit.as_ref().map(|refit| Box::new(self.refit(context, refit)));
        self.result.records.push(ExtractedRecord { fields, span: row.span, row: facts, is_removed: false });
        if self.result.records.len() * self.recipe.fields.len().max(1) >= PART_VALUES {
            self.hand_on();
        }
    }

    /// A field of a row, with the findings about its cell told; and whether there is one that takes the cell's value from the record.
    fn cell_field(
        &mut self,
        index: usize,
        context: &RowContext<'_>,
        cell: Option<SeenCell<'_>>,
    ) -> (ExtractedField, bool) {
        let (field, misfits) = self.field(index, &self.recipe.fields[index], context, cell);
        let unlinked = cell.and_then(|cell| self.unlinked_text(index, context, cell));
        let is_flagged = !misfits.is_empty() || unlinked.is_some();
        self.diagnostics.extend(misfits.into_iter().chain(unlinked));
        if let Some(cell) = cell {
            self.report_left_out(index, cell.span.source, cell.content);
        }
        (field, is_flagged)
    }

    /// A record read in another way.
    fn refit(&self, context: &RowContext<'_>, refit: &Refit) -> RefitRecord {
        let cell = |index: usize| Some(refit.cells.get(context.columns[index]?)?.into());
        let fields = self.recipe.fields.iter().enumerate();
        RefitRecord {
            fault: refit.fault,
            is_certain: refit.is_certain,
            fields: fields.map(|(index, recipe)| self.field(index, recipe, context, cell(index)).0).collect(),
            span: refit.span,
            text: refit.text.clone(),
        }
    }

    fn field(
        &self,
        index: usize,
        recipe: &FieldRecipe,
        context: &RowContext<'_>,
        cell: Option<SeenCell<'_>>,
    ) -> (ExtractedField, Vec<Diagnostic>) {
        let name = &self.recipe.schema.fields[index].name;
        if let Some((_, value)) = context.set.iter().find(|(field, _)| field.text == *name) {
            return (ExtractedField::set(value), Vec::new());
        }
        if let FieldOrigin::Context(place) = &recipe.origin {
            return self.context_field(index, place, &context.beside);
        }
        let content = cell.map(|cell| cell.content);
        let is_present = cell.is_some();
        // A table of an included page stands in that page.
        let source = context.table.span.source;
        let (mut field, misfits) = self.read_field(index, recipe, source, content, is_present);
        field.cell = cell.map(|cell| cell.span);
        if let (Some(content), Some(Part::Text)) = (content, recipe.origin.part()) {
            field.links = links_of(content, source);
            field.tellings = tellings_of(content, source);
        }
        (field, misfits)
    }

    /// The field of the cells that a row has beyond those of the header, each of which is one item. A finding tells of them too.
    fn surplus_field(&self, index: usize, context: &RowContext<'_>, row: &Row) -> (ExtractedField, Vec<Diagnostic>) {
        let cells = row.surplus_cells(context.table.width());
        let pieces = cells.map(|cell| {
            let is_told = !cell.content.told().is_empty();
            Piece { text: cell.content.text().to_owned(), span: cell.span, is_told }
        });
        self.items_field(index, pieces, true)
    }

    /// The text of a cell of which the recipe takes the link only, where there is none.
    fn unlinked_text(&self, index: usize, context: &RowContext<'_>, cell: SeenCell<'_>) -> Option<Diagnostic> {
        let takes_text = |field: &FieldRecipe| !matches!(field.origin, FieldOrigin::Column { part: Part::Url, .. });
        if takes_text(&self.recipe.fields[index]) {
            return None;
        }
        let has_reader = self
            .recipe
            .fields
            .iter()
            .zip(context.columns)
            .any(|(field, column)| *column == context.columns[index] && takes_text(field));
        let text = cell.content.text().trim();
        if has_reader || !cell.content.links().is_empty() || text.is_empty() || self.is_missing(text) {
            return None;
        }
        let message =
            format!("`{text}` is no link, and `{}` takes the URL only", self.recipe.schema.fields[index].name);
        let help = "add a field with the same `from` that takes the text, or the text to the recipe's `missing_values`";
        Some(Diagnostic::new("missing-link", Severity::Warning, message, cell.span).with_help(help))
    }

    fn list_item(&mut self, document: &Document, list: &List, item: &ListItem, set: &[(Written, Value)]) {
        let beside = Beside::list(document, list);
        let mut fields = Vec::with_capacity(self.recipe.fields.len());
        let mut misfits = Vec::new();
        for (index, recipe) in self.recipe.fields.iter().enumerate() {
            let name = &self.recipe.schema.fields[index].name;
            let (field, mut wrong) = match (set.iter().find(|(field, _)| field.text == *name), &recipe.origin) {
                (Some((_, value)), _) => (ExtractedField::set(value), Vec::new()),
                (None, FieldOrigin::Context(place)) => self.context_field(index, place, &beside),
                (None, origin) => {
                    let content = part_of(item, origin.part());
                    let source = item.span.source;
                    let (mut field, wrong) = self.read_field(index, recipe, source, content, content.is_some());
                    field.tellings = content.map_or_else(ThinVec::new, |content| tellings_of(content, source));
                    (field, wrong)
                }
            };
            misfits.append(&mut wrong);
            if field.set.is_none() {
                self.report_left_out(index, item.span.source, &item.content);
            }
            fields.push(field);
        }
        misfits.extend(self.untaken_text(item, set));
        self.result.tally.count_item(item, !misfits.is_empty());
        self.diagnostics.append(&mut misfits);
        let row = RowFacts::of_item(list.span);
        self.result.records.push(ExtractedRecord { fields, span: item.span, row, is_removed: false });
    }

    /// The text of an item of which the recipe takes a part only that the item does not have: a term, or a link.
    fn untaken_text(&self, item: &ListItem, set: &[(Written, Value)]) -> Option<Diagnostic> {
        let is_read = |index: &usize| !set.iter().any(|(name, _)| name.text == self.recipe.schema.fields[*index].name);
        let read = (0..self.recipe.fields.len()).filter(is_read);
        let parts: Vec<Part> = read.filter_map(|index| self.recipe.fields[index].origin.part()).collect();
        let text = item.content.text().trim();
        let is_taken = |part: &Part| match part {
            Part::Text | Part::Definition => true,
            Part::Term => item.defined.is_some(),
            Part::Url => !item.content.links().is_empty(),
        };
        if parts.iter().any(is_taken) || text.is_empty() || self.is_missing(text) {
            return None;
        }
        let name = &self.recipe.name;
        let (code, message, help) = match parts.contains(&Part::Term) {
            true => (
                "missing-term",
                format!("`{text}` starts with no term, and `{name}` takes the term only"),
                "add a field with `part: definition`, which takes the whole text of such an item",
            ),
            false => (
                "missing-link",
                format!("`{text}` is no link, and `{name}` takes the URL only"),
                "add a field that takes the text, or the text to the recipe's `missing_values`",
            ),
        };
        Some(Diagnostic::new(code, Severity::Warning, message, item.span).with_help(help))
    }

    /// The items of a content for a field, and the findings about those that do not fit its type.
    fn read_field(
        &self,
        index: usize,
        recipe: &FieldRecipe,
        source: SourceId,
        content: Option<&RichText>,
        is_present: bool,
    ) -> (ExtractedField, Vec<Diagnostic>) {
        let field = &self.recipe.schema.fields[index];
        if self.is_whole_text(index) {
            let piece = content.and_then(|content| self.whole(field, source, content));
            return self.items_field(index, piece, is_present);
        }
        let pieces = content.map(|content| self.pieces(recipe, field, source, content));
        self.items_field(index, pieces.unwrap_or_default(), is_present)
    }

    /// A field of texts with their places, and the findings about those that do not fit its type.
    fn items_field(
        &self,
        index: usize,
        pieces: impl IntoIterator<Item = Piece>,
        is_present: bool,
    ) -> (ExtractedField, Vec<Diagnostic>) {
        let field = &self.recipe.schema.fields[index];
        let pieces = pieces.into_iter();
        let items = Items::with_capacity(pieces.size_hint().0);
        let mut result = ExtractedField { is_present, items, ..ExtractedField::default() };
        let mut misfits = Vec::new();
        for Piece { text, span, is_told } in pieces {
            if is_told && *field.field_type.item() != FieldType::String {
                misfits.push(told_mismatch(&text, span, field));
                continue;
            }
            match Item::new(text, span, field) {
                Ok(item) => result.items.push(item),
                Err((text, error)) => misfits.push(type_mismatch(&text, span, field, &error)),
            }
        }
        (result, misfits)
    }

    /// The whole text of a content for a field, with its place: what [`Self::pieces`] gives where nothing parts it and no footnote is looked for.
    fn whole(&self, field: &Field, source: SourceId, content: &RichText) -> Option<Piece> {
        let (all, rest) = (content.text(), content.text().trim_start());
        let text = rest.trim_end();
        if self.says_nothing(field, text) {
            return None;
        }
        let start = all.len() - rest.len();
        Piece::of(content, start..start + text.len(), source)
    }

    /// The texts of a content for a field, each with its place.
    fn pieces(&self, recipe: &FieldRecipe, field: &Field, source: SourceId, content: &RichText) -> Vec<Piece> {
        let mut missing_values = self.recipe.missing_values.iter().chain(&field.missing_values);
        let whole = content.text().trim();
        let part = recipe.origin.part().unwrap_or_default();
        if part == Part::Url {
            let url = |link: &Link| Piece::plain(link.url.clone(), Span::new(source, link.url_source.clone()));
            let links = content.links().iter().map(url);
            return if field.field_type.is_list() { links.collect() } else { links.take(1).collect() };
        }
        let is_missing = missing_values.any(|missing| missing.eq_ignore_ascii_case(whole));
        if whole.is_empty() || is_missing || matches!(recipe.origin, FieldOrigin::Marked { .. }) {
            return Vec::new();
        }
        let ranges = match field.field_type.is_list() {
            true => split_items(content, &recipe.separators),
            false => split_items(content, &Separators::none()),
        };
        let note = footnote_of(recipe, content);
        let place = |range: Range<usize>| {
            let range =
                note.as_ref().map_or(Some(range.clone()), |note| without_footnote(recipe, content, note, range))?;
            Piece::of(content, range, source)
        };
        ranges.into_iter().filter_map(place).collect()
    }

    /// Whether a text without blanks around it is no value of a field.
    fn says_nothing(&self, field: &Field, text: &str) -> bool {
        let mut missing_values = self.recipe.missing_values.iter().chain(&field.missing_values);
        text.is_empty() || missing_values.any(|missing| missing.eq_ignore_ascii_case(text))
    }

    /// Whether a field is the whole text of a cell, and nothing but that can be in it.
    fn is_whole_text(&self, index: usize) -> bool {
        let recipe = &self.recipe.fields[index];
        let is_list = self.recipe.schema.fields[index].field_type.is_list();
        !is_list && recipe.vocabulary.is_none() && recipe.origin.part() == Some(Part::Text)
    }

    /// Whether the recipe says that a text means that there is no value.
    fn is_missing(&self, text: &str) -> bool {
        self.recipe.missing_values.iter().any(|missing| missing.eq_ignore_ascii_case(text))
    }

    /// What a cell holds that no field takes, although its column has one.
    fn report_left_out(&mut self, index: usize, source: SourceId, content: &RichText) {
        let (recipe, field) = (&self.recipe.fields[index], &self.recipe.schema.fields[index]);
        if let Some((note, range)) =
            footnote_of(recipe, content).and_then(|note| Some((note.clone(), content.source_range(note.range)?)))
        {
            let message = format!("the cell's footnote `{}` is no value of `{}`", note.mark, field.name);
            self.diagnostics.push(Diagnostic::new("cell-footnote", Severity::Note, message, Span::new(source, range)));
        }
        let is_one = recipe.origin.part() == Some(Part::Url) && !field.field_type.is_list();
        let mut links = content.links().iter().filter(|_| is_one);
        let Some(first) = links.next() else { return };
        if let Some(other) = links.find(|link| link.url != first.url) {
            let message = format!("`{}` takes one link, and here is another one", field.name);
            let span = Span::new(source, other.source.clone());
            self.diagnostics.push(
                Diagnostic::new("surplus-link", Severity::Warning, message, span)
                    .with_help("give the field `type: list`, or put the second link into a row of its own"),
            );
        }
    }
}

/// What a field takes of an item of a list.
fn part_of(item: &ListItem, part: Option<Part>) -> Option<&RichText> {
    match part {
        Some(Part::Term) => item.term(),
        Some(Part::Definition) => Some(item.definition()),
        Some(Part::Text | Part::Url) | None => Some(&item.content),
    }
}

fn links_of(content: &RichText, source: SourceId) -> ThinVec<CellLink> {
    let link = |link: &Link| CellLink {
        label: content.text()[link.text.clone()].trim().to_owned(),
        url: link.url.clone(),
        span: Span::new(source, link.source.clone()),
        url_span: Span::new(source, link.url_source.clone()),
    };
    content.links().iter().map(link).collect()
}

/// What is struck out, raised or lowered: each kind in order, and what stands in another one of its kind with that one.
fn tellings_of(content: &RichText, source: SourceId) -> ThinVec<(Telling, Span)> {
    let place = |told: &Told| Some((told.telling, Span::new(source, content.source_range(told.text.clone())?)));
    let mut found: ThinVec<(Telling, Span)> = content.told().iter().filter_map(place).collect();
    found.sort_unstable();
    found.dedup_by(|(other, later), (telling, span)| {
        let is_within = other == telling && later.start() < span.end();
        if is_within {
            *span = span.to(*later);
        }
        is_within
    });
    found
}

/// The footnote of a cell of names. In a cell of other texts a line that looks like one may be a value.
fn footnote_of<'c>(recipe: &FieldRecipe, content: &'c RichText) -> Option<Footnote<'c>> {
    let holds_names = recipe.vocabulary.is_some() && recipe.origin.part() == Some(Part::Text);
    if holds_names { footnote(content.text()) } else { None }
}

/// The part of an item that is not the cell's footnote, nor a mark of it that the recipe does not know.
fn without_footnote(
    recipe: &FieldRecipe,
    content: &RichText,
    note: &Footnote<'_>,
    item: Range<usize>,
) -> Option<Range<usize>> {
    let end = item.end.min(note.range.start).max(item.start);
    let text = content.text()[item.start..end].trim_end();
    let known = recipe.marks.contains_key(note.mark);
    let name = without_mark(text, note.mark).filter(|_| !known).unwrap_or(text);
    (!name.is_empty()).then(|| item.start..item.start + name.len())
}

/// The text of one item, before it is a value.
struct Piece {
    text: String,
    span: Span,
    /// Whether a part of it is struck out, raised or lowered, so that its letters alone make no value of a type.
    is_told: bool,
}

impl Piece {
    /// A part of a content.
    fn of(content: &RichText, range: Range<usize>, source: SourceId) -> Option<Self> {
        let text = content.text()[range.clone()].to_owned();
        let is_told = content.is_told(&range);
        Some(Self { text, span: Span::new(source, content.source_range(range)?), is_told })
    }

    /// A text without markup.
    fn plain(text: String, span: Span) -> Self {
        Self { text, span, is_told: false }
    }
}

/// What stands in the items of a list beside the text that is read.
fn unread_text(list: &List) -> Option<Diagnostic> {
    let rests: Vec<Span> = list.items.iter().filter_map(|item| item.rest).collect();
    let first = *rests.first()?;
    let message = match (rests.len(), list.items.len()) {
        (1, _) => "an item has more than its first paragraph, and the rest of it is in no record".to_owned(),
        (count, all) => {
            format!("{count} of {all} items have more than their first paragraph, and the rest of them is in no record")
        }
    };
    let help = "write it into the first paragraph, behind `<br>` where it is a line of its own, or as a table";
    Some(Diagnostic::new("unread-text", Severity::Note, message, first).with_help(help))
}

fn told_mismatch(text: &str, span: Span, field: &Field) -> Diagnostic {
    let kind = field.field_type.item().name();
    let message =
        format!("`{text}` is no {kind} as `{}` must be: markup strikes out, raises or lowers a part of it", field.name);
    let help = "write the value without that markup; a mark is none if a line below the table explains it, such as `<sup>1</sup> estimated`";
    Diagnostic::new("type-mismatch", Severity::Error, message, span).with_help(help)
}

fn type_mismatch(text: &str, span: Span, field: &Field, error: &CoerceError) -> Diagnostic {
    let message = format!("`{text}` is no {} as `{}` must be", field.field_type.item().name(), field.name);
    let signs: String = field.true_values.iter().chain(&field.false_values).map(|sign| format!("`{sign}`, ")).collect();
    let help = match group_char_of(text, field) {
        Some(sign) => format!("`group_char: \"{sign}\"` in the field of the recipe reads numbers in groups of digits"),
        None => format!(
            "expected {signs}{}; a text that means that there is no value belongs into the recipe's `missing_values`",
            error.expected
        ),
    };
    Diagnostic::new("type-mismatch", Severity::Error, message, span).with_help(help)
}

/// What parts the groups of digits of a text that would be a number for the field without it.
fn group_char_of(text: &str, field: &Field) -> Option<char> {
    let fits = |sign: &char| coerce(text, &Field { group_char: Some(*sign), ..field.clone() }).is_ok();
    let is_number = matches!(field.field_type.item(), FieldType::Integer | FieldType::Number);
    GROUP_CHARS.into_iter().find(|sign| is_number && field.group_char.is_none() && fits(sign))
}

/// A cell that a field reads.
#[derive(Clone, Copy)]
struct SeenCell<'c> {
    span: Span,
    content: &'c RichText,
}

impl<'c> From<&'c Cell> for SeenCell<'c> {
    fn from(cell: &'c Cell) -> Self {
        Self { span: cell.span, content: &cell.content }
    }
}

/// What is the same for all rows of a table.
struct RowContext<'c> {
    beside: Beside<'c>,
    table: &'c Table,
    set: &'c [(Written, Value)],
    columns: &'c [Option<usize>],
    /// For each column whether a field takes it.
    taken: &'c [bool],
}

#[cfg(test)]
mod tests;
