//! The tables of two pages, paired and read by the same types, without a recipe. `lists.rs` adds their lists.

use std::collections::{BTreeMap, BTreeSet};

use super::lists::compare_lists;
use super::side::{around, side};
use super::{Keys, LocatedDataset, lone};
use crate::dataset::Dataset;
use crate::diff::{
    ChangeClass, DatasetDiff, FieldPair, Noun, Options, SchemaChange, TablePair, TableSketch, added, diff_sides,
    pair_fields, pair_tables, removed,
};
use crate::document::{Document, Table};
use crate::error::Result;
use crate::infer::{InferOptions, InferredTable, Names, Naming, infer_pair, infer_table};
use crate::pipeline::{parse_compact, read_table, repair_page};
use crate::recipe::FieldOrigin;
use crate::repair::{Guidance, Repair};
use crate::schema::{Field, FieldType, coerce, notation};
use crate::similarity::reading;
use crate::source::{SourceId, SourceMap};

/// A page with its text.
#[derive(Clone, Copy)]
pub(super) struct Page<'p> {
    pub(super) sources: &'p SourceMap,
    pub(super) document: &'p Document,
}

/// Compares the tables of two pages, and their lists that hold data. Those of one heading, header and content are the same one.
///
/// # Errors
///
/// [`ErrorKind::Usage`](crate::ErrorKind::Usage) when no table has the fields of `key`.
pub fn compare_pages(
    old: (&SourceMap, SourceId),
    new: (&SourceMap, SourceId),
    key: &[String],
) -> Result<Vec<DatasetDiff>> {
    let documents = [parse_compact(old.0, old.1)?, parse_compact(new.0, new.1)?];
    let pages = [Page { sources: old.0, document: &documents[0] }, Page { sources: new.0, document: &documents[1] }];
    let mut sketches = documents
        .each_ref()
        .map(|document| document.tables.iter().map(|table| sketch(document, table)).collect::<Vec<TableSketch>>());
    let names = documents.each_ref().map(table_names);
    let headings = pages.map(headings);
    let pairs = pair_tables(&sketches[0], &sketches[1]);
    // The texts of all cells are asked for no more.
    sketches.iter_mut().flatten().for_each(|sketch| sketch.cells = Vec::new());
    let mut columns: Vec<Vec<FieldPair>> =
        pairs.iter().map(|pair| paired_columns(pages, paired_tables(&documents, pair))).collect();
    share_renames(&documents, &pairs, &mut columns);
    let mut keys = Keys::new(key);
    let mut repairs: Option<[Vec<Repair>; 2]> = None;
    let mut diffs: Vec<(usize, DatasetDiff)> = Vec::new();
    let pair_of: BTreeMap<usize, (&TablePair, &Vec<FieldPair>)> =
        pairs.iter().zip(&columns).map(|(pair, columns)| (pair.new, (pair, columns))).collect();
    for index in 0..documents[1].tables.len() {
        let Some((pair, columns)) = pair_of.get(&index).copied() else {
            diffs.push((index, lone_table(&mut keys, pages[1], index, &names[1][index], added)));
            continue;
        };
        let pair = PairedTable::read(pages, [pair.old, index], [&names[0][pair.old], &names[1][index]], columns);
        let mut diff = pair.diff(&mut keys, pages, &[]);
        if may_be_respelled(&diff) {
            let [before, after] = repairs.get_or_insert_with(|| [repairs_of(old), repairs_of(new)]);
            if !before.is_empty() || !after.is_empty() {
                diff = pair.diff(&mut keys, pages, &[before, after]);
            }
        }
        diff.schema.splice(0..0, moved([&sketches[0][pair.tables[0]], &sketches[1][index]], &headings));
        diffs.push((index, diff));
    }
    let successors: BTreeMap<usize, usize> = pairs.iter().map(|pair| (pair.old, pair.new)).collect();
    // A table that has gone stands behind those that stood before it.
    let mut place = 0;
    for (index, name) in names[0].iter().enumerate() {
        match successors.get(&index) {
            Some(&new) => place = place.max(new),
            None => diffs.push((place, lone_table(&mut keys, pages[0], index, name, removed))),
        }
    }
    let taken: Vec<String> = names.concat();
    let lists = compare_lists(pages, &mut keys, &taken);
    keys.check()?;
    diffs.sort_by_key(|(place, _)| *place);
    Ok(diffs.into_iter().map(|(_, diff)| diff).chain(lists).collect())
}

/// The tables of a page as datasets by themselves, as `extract` reads them.
///
/// # Errors
///
/// As [`parse_compact`].
pub fn page_datasets(sources: &SourceMap, page: SourceId) -> Result<Vec<LocatedDataset>> {
    let document = parse_compact(sources, page)?;
    let options = InferOptions { naming: Naming::Header, types: true };
    let located = |(table, name): (&Table, String)| {
        let page = Page { sources, document: &document };
        let dataset = read(&infer_table(&document, table, &options), page, table, &name);
        LocatedDataset { dataset, headings: sketch(&document, table).headings, is_typed: true }
    };
    Ok(document.tables.iter().zip(table_names(&document)).map(located).collect())
}

fn sketch(document: &Document, table: &Table) -> TableSketch {
    let texts = table
        .rows
        .each()
        .flat_map(|row| row.cells.iter().map(|cell| cell.content.text().to_owned()).collect::<Vec<_>>());
    TableSketch {
        headings: document.heading_path(table.heading).into_iter().map(str::to_owned).collect(),
        header: table.header_texts().into_iter().map(str::to_owned).collect(),
        cells: texts.filter(|text| !text.trim().is_empty()).collect(),
    }
}

/// The names of the tables of a page: the nearest heading that has a text, numbered where several tables stand under one.
fn table_names(document: &Document) -> Vec<String> {
    let mut names = Names::default();
    let named = document.tables.iter().enumerate().map(|(index, table)| {
        let heading = document.heading_path(table.heading).into_iter().rfind(|text| !text.trim().is_empty());
        let name = heading.map_or_else(
            || format!("table {}", index + 1),
            |text| text.split_whitespace().collect::<Vec<_>>().join(" "),
        );
        names.claim_numbered(name, |name, number| format!("{name} ({number})"))
    });
    named.collect()
}

/// The headings of a page, each with those above it, as they read.
pub(super) fn headings(page: Page<'_>) -> BTreeSet<Vec<String>> {
    let path = |index: usize| page.document.heading_path(Some(index)).into_iter().map(reading).collect();
    (0..page.document.headings.len()).map(path).collect()
}

/// Whether what stands under some headings stands under other ones than before. A heading that stands on both sides has not become
/// another one.
pub(super) fn moved(sketches: [&TableSketch; 2], headings: &[BTreeSet<Vec<String>>; 2]) -> Option<SchemaChange> {
    let [old, new] = sketches;
    let readings = |headings: &[String]| headings.iter().map(|text| reading(text)).collect::<Vec<_>>();
    let (from, to) = (readings(&old.headings), readings(&new.headings));
    if from == to {
        return None;
    }
    let is_renamed = !headings[1].contains(&from) && !headings[0].contains(&to);
    match (old.headings.split_last(), new.headings.split_last()) {
        (Some((from_name, _)), Some((to_name, _))) if is_renamed && from[..from.len() - 1] == to[..to.len() - 1] => {
            Some(SchemaChange::TableRenamed { from: from_name.clone(), to: to_name.clone() })
        }
        _ => Some(SchemaChange::TableMoved { from: old.headings.clone(), to: new.headings.clone() }),
    }
}

/// Whether repairs could explain something.
fn may_be_respelled(diff: &DatasetDiff) -> bool {
    let is_text_change =
        diff.changes.iter().any(|change| change.fields().iter().any(|field| field.class == ChangeClass::Substantive));
    let has_both = diff.changes.iter().any(|change| change.before().is_none())
        && diff.changes.iter().any(|change| change.after().is_none());
    let has_renamed = diff.changes.iter().any(|change| matches!(change, crate::diff::Change::Renamed { .. }));
    is_text_change || has_both || has_renamed
}

/// The safe repairs of a page by a recipe that is inferred from it; none where none can be.
fn repairs_of((sources, page): (&SourceMap, SourceId)) -> Vec<Repair> {
    let proposed = repair_page(sources, page, &Guidance::default());
    let repairs = proposed.map(|proposed| proposed.outcome.repairs).unwrap_or_default();
    repairs.into_iter().filter(|repair| repair.applied).collect()
}

fn lone_table(
    keys: &mut Keys<'_>,
    page: Page<'_>,
    index: usize,
    name: &str,
    change: fn(&Dataset, &[String]) -> DatasetDiff,
) -> DatasetDiff {
    let table = &page.document.tables[index];
    let options = InferOptions { naming: Naming::Header, types: true };
    let inferred = infer_table(page.document, table, &options);
    lone(keys, &read(&inferred, page, table, name), &[], Noun::Table, change)
}

fn read(inferred: &InferredTable, page: Page<'_>, table: &Table, name: &str) -> Dataset {
    let mut recipe = inferred.recipe.clone();
    name.clone_into(&mut recipe.name);
    read_table(&recipe, page.document, table).dataset
}

/// A table of both pages, read by shared types.
struct PairedTable {
    tables: [usize; 2],
    datasets: [Dataset; 2],
    fields: Vec<FieldPair>,
    types: Vec<SchemaChange>,
    /// The fields of either side that stand around the rows.
    around: [BTreeSet<usize>; 2],
}

impl PairedTable {
    fn read(pages: [Page<'_>; 2], tables: [usize; 2], names: [&String; 2], columns: &[FieldPair]) -> Self {
        let own = [&pages[0].document.tables[tables[0]], &pages[1].document.tables[tables[1]]];
        let numbers: Vec<(usize, usize)> = columns.iter().map(|pair| (pair.old, pair.new)).collect();
        let inferred = infer_pair(own[0], own[1], &numbers);
        let fields = paired_fields(columns, [&inferred.sides[0], &inferred.sides[1]]);
        let datasets = [
            read(&inferred.sides[0], pages[0], own[0], names[0]),
            read(&inferred.sides[1], pages[1], own[1], names[1]),
        ];
        let new_fields = FieldsByColumn::of(&inferred.sides[1]);
        let types = columns
            .iter()
            .zip(&inferred.own_types)
            .filter_map(|(pair, own)| type_change(&new_fields, pair.new, own))
            .filter(|(own, field)| !is_notation(&datasets, &fields, *field, own))
            .map(|(own, field)| typed(&inferred.sides[1], field, own))
            .collect();
        let around = inferred.sides.each_ref().map(|side| around(&side.recipe));
        Self { tables, datasets, fields, types, around }
    }

    fn diff(&self, keys: &mut Keys<'_>, pages: [Page<'_>; 2], repairs: &[&Vec<Repair>]) -> DatasetDiff {
        let [old, new] = self.datasets.each_ref().map(|dataset| dataset.without_key(&[]));
        let (key, key_reason) = keys.of(&old, &new, &self.fields, &[]);
        let of = |side: usize| repairs.get(side).map_or(&[][..], |repairs| repairs.as_slice());
        let around = &self.around;
        let sides = (side(&old, pages[0].sources, of(0), &around[0]), side(&new, pages[1].sources, of(1), &around[1]));
        let options = Options { key, key_reason, fields: Some(self.fields.clone()), ignores_types: true };
        let mut diff = diff_sides(&sides.0, &sides.1, &options);
        diff.schema.extend(self.types.clone());
        diff.noun = Noun::Table;
        diff
    }
}

/// The tables of a pair.
fn paired_tables<'d>(documents: &'d [Document; 2], pair: &TablePair) -> [&'d Table; 2] {
    [&documents[0].tables[pair.old], &documents[1].tables[pair.new]]
}

/// Pairs the columns that have no partner and the two names of one that another table shows to be renamed.
fn share_renames(documents: &[Document; 2], pairs: &[TablePair], columns: &mut [Vec<FieldPair>]) {
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for (pair, columns) in pairs.iter().zip(&*columns) {
        let [from, to] = paired_tables(documents, pair).map(Table::header_texts);
        let found = columns.iter().filter(|column| column.evidence.is_some());
        renamed.extend(found.map(|column| (reading(from[column.old]), reading(to[column.new]))));
    }
    if renamed.is_empty() {
        return;
    }
    for (pair, columns) in pairs.iter().zip(columns) {
        let [from, to] = paired_tables(documents, pair).map(Table::header_texts);
        for (old, name) in from.iter().enumerate() {
            let Some(name) = renamed.get(&reading(name)).filter(|_| columns.iter().all(|pair| pair.old != old)) else {
                continue;
            };
            let is_it = |new: &usize| reading(to[*new]) == *name && columns.iter().all(|pair| pair.new != *new);
            let Some(new) = (0..to.len()).find(is_it) else { continue };
            let evidence = Some("it is renamed so in another table of the page".to_owned());
            columns.push(FieldPair { old, new, evidence });
        }
        columns.sort_by_key(|pair| pair.new);
    }
}

/// The columns of two tables that are the same ones: by their headers, else by their cells.
fn paired_columns(pages: [Page<'_>; 2], tables: [&Table; 2]) -> Vec<FieldPair> {
    let options = InferOptions { naming: Naming::Header, types: false };
    let texts = [0, 1].map(|side| {
        let inferred = infer_table(pages[side].document, tables[side], &options);
        read(&inferred, pages[side], tables[side], "table").without_key(&[])
    });
    let widths = tables.map(Table::width);
    pair_fields(&texts[0], &texts[1]).into_iter().filter(|pair| pair.old < widths[0] && pair.new < widths[1]).collect()
}

/// A column with another header.
#[derive(Debug, Clone)]
pub(in crate::pipeline) struct RenamedHeader {
    /// The headings above the new table.
    pub(in crate::pipeline) headings: Vec<String>,
    pub(in crate::pipeline) from: String,
    pub(in crate::pipeline) to: String,
    /// Why it is one column.
    pub(in crate::pipeline) evidence: String,
}

/// What tables that two pages have in common are called otherwise.
#[derive(Debug, Clone, Default)]
pub(in crate::pipeline) struct Renamed {
    /// Their columns with other headers.
    pub(in crate::pipeline) headers: Vec<RenamedHeader>,
    /// The nearest heading above each on either side, where that has another text.
    pub(in crate::pipeline) headings: Vec<(String, String)>,
}

/// What the tables of two pages are called otherwise.
pub(in crate::pipeline) fn renamed(old: (&SourceMap, &Document), new: (&SourceMap, &Document)) -> Renamed {
    let pages = [old, new].map(|(sources, document)| Page { sources, document });
    let sketches =
        pages.map(|page| page.document.tables.iter().map(|table| sketch(page.document, table)).collect::<Vec<_>>());
    let mut renamed = Renamed::default();
    for pair in pair_tables(&sketches[0], &sketches[1]) {
        let headings = [sketches[0][pair.old].headings.last(), sketches[1][pair.new].headings.last()];
        if let [Some(from), Some(to)] = headings
            && reading(from) != reading(to)
        {
            renamed.headings.push((from.clone(), to.clone()));
        }
        let tables = [&pages[0].document.tables[pair.old], &pages[1].document.tables[pair.new]];
        let [from, to] = tables.map(Table::header_texts);
        for FieldPair { old, new, evidence } in paired_columns(pages, tables) {
            if let Some(evidence) = evidence {
                let headings = sketches[1][pair.new].headings.clone();
                renamed.headers.push(RenamedHeader {
                    headings,
                    from: from[old].to_owned(),
                    to: to[new].to_owned(),
                    evidence,
                });
            }
        }
    }
    renamed
}

/// The fields that two tables make of the same columns.
fn paired_fields(columns: &[FieldPair], sides: [&InferredTable; 2]) -> Vec<FieldPair> {
    let pair_of: BTreeMap<usize, &FieldPair> = columns.iter().map(|pair| (pair.new, pair)).collect();
    let old_fields = FieldsByColumn::of(sides[0]);
    let mut pairs = Vec::new();
    for (new, field) in sides[1].recipe.fields.iter().enumerate() {
        let (origin, evidence) = match &field.origin {
            FieldOrigin::Nth { column, part } => match pair_of.get(column) {
                Some(pair) => (FieldOrigin::Nth { column: pair.old, part: *part }, pair.evidence.clone()),
                None => continue,
            },
            other => (other.clone(), None),
        };
        pairs.extend(old_fields.place(&origin).map(|old| FieldPair { old, new, evidence }));
    }
    pairs
}

/// The fields of a table by the columns that they are taken from. A table may have thousands.
struct FieldsByColumn<'i> {
    table: &'i InferredTable,
    /// The places of the fields of each column; under none those of no column.
    places: BTreeMap<Option<usize>, Vec<usize>>,
}

impl<'i> FieldsByColumn<'i> {
    fn of(table: &'i InferredTable) -> Self {
        let mut places: BTreeMap<Option<usize>, Vec<usize>> = BTreeMap::new();
        for (place, field) in table.recipe.fields.iter().enumerate() {
            places.entry(column_of(&field.origin)).or_default().push(place);
        }
        Self { table, places }
    }

    /// The place of the field of an origin.
    fn place(&self, origin: &FieldOrigin) -> Option<usize> {
        let mut places = self.places.get(&column_of(origin))?.iter().copied();
        places.find(|&place| self.table.recipe.fields[place].origin == *origin)
    }
}

fn column_of(origin: &FieldOrigin) -> Option<usize> {
    match origin {
        FieldOrigin::Nth { column, .. } => Some(*column),
        _ => None,
    }
}

/// The field of a column that holds numbers or the like on one side and has become text, or the other way round, and its two types.
fn type_change<'o>(
    new: &FieldsByColumn<'_>,
    column: usize,
    own: &'o [FieldType; 2],
) -> Option<(&'o [FieldType; 2], usize)> {
    let place = new.place(&FieldOrigin::Nth { column, part: crate::recipe::Part::Text })?;
    let became_text = new.table.recipe.schema.fields[place].field_type == FieldType::String && own[0] != own[1];
    let is_list = own.iter().any(FieldType::is_list);
    (became_text && !is_list).then_some((own, place))
}

/// Whether all values of the side that is text are of the other side's type, written in another way.
fn is_notation(datasets: &[Dataset; 2], fields: &[FieldPair], new: usize, own: &[FieldType; 2]) -> bool {
    let Some(pair) = fields.iter().find(|pair| pair.new == new) else { return false };
    let places = [pair.old, pair.new];
    let is_of = |side: usize| {
        let field = Field::new("", own[1 - side].clone());
        let mut values = datasets[side].records().iter().map(|record| &record.values[places[side]].value);
        own[side] == FieldType::String
            && values.all(|value| {
                value.is_null() || notation(&value.to_string()).is_some_and(|form| coerce(&form, &field).is_ok())
            })
    };
    is_of(0) || is_of(1)
}

fn typed(new: &InferredTable, field: usize, own: &[FieldType; 2]) -> SchemaChange {
    SchemaChange::FieldTyped {
        field: new.recipe.schema.fields[field].name.clone(),
        from: own[0].name().to_owned(),
        to: own[1].name().to_owned(),
    }
}
