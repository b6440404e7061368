//! One table, or one list, as a dataset: its fields with names and types, each with the reason.
//!
//! It reads one table on its own; what several tables say together is for the proposed recipe. A further field that a
//! column gives (as the links do) is one more step of [`push_column`].

use super::column::{Column, rich_cells};
use super::names::{Names, Naming, field_name, header_texts};
use super::profile::{Profile, profile};
use crate::document::{Document, List, Table};
use crate::recipe::{Context, DatasetRecipe, FieldOrigin, FieldRecipe, Origin, Part, Separators, ShapeLimits};
use crate::schema::{Field, FieldType, Schema};

/// What to infer.
#[derive(Debug, Clone, Copy)]
pub struct InferOptions {
    /// How fields are named.
    pub naming: Naming,
    /// Whether to look for types; if not, every cell is text, and there is one field per column.
    pub types: bool,
}

/// What a table or a list holds.
#[derive(Debug, Clone)]
pub struct InferredTable {
    /// Its fields, addressed by the number of their column. It selects no table and has no key.
    pub recipe: DatasetRecipe,
    /// For each field that is not plain text its name, and why it is what it is.
    pub reasons: Vec<(String, String)>,
    /// The names that are given to fields.
    pub(super) names: Names,
}

/// What the columns of a table are, by their cells and headers alone.
///
/// Every filled cell has a field that keeps its text or a value that prints the same; links have a field of their own. The cells
/// that rows have beyond those of the header are one list.
pub fn infer_table(_document: &Document, table: &Table, options: &InferOptions) -> InferredTable {
    let mut inferred = empty("table");
    for (index, header) in header_texts(table).iter().enumerate() {
        let name = field_name(header, index, options.naming);
        match table.rows.plain() {
            Some(rows) => {
                let rich = rich_cells(rows, index);
                push_column(&mut inferred, &Column::of_plain(table, rows, index, &rich), name, options);
            }
            None => push_column(&mut inferred, &Column::of_table(table, index), name, options),
        }
    }
    if table.has_sections() {
        push_section(&mut inferred, options.naming);
    }
    if table.surplus_cells().next().is_some() {
        push_surplus(&mut inferred, options.naming);
    }
    inferred
}

/// What the items of a list are: their text, or the terms that they start with and what they say of each; and where they lead.
///
/// A nested list is one of its own, and the item around it is a field. An item without a term in a list of definitions has its whole text in
/// the field of the definition.
pub fn infer_list(_document: &Document, list: &List, options: &InferOptions) -> InferredTable {
    let mut inferred = empty("list");
    let whole = Column::of_list(list);
    let found = match list.is_of_definitions() {
        true => {
            let term = FieldOrigin::Nth { column: 0, part: Part::Term };
            push_field(&mut inferred, Field::new("term", FieldType::String), term, Separators::none());
            let definitions = Column::of_items(list, "definition", |item| Some(item.definition()));
            push_texts(&mut inferred, &definitions, "definition", Part::Definition, options)
        }
        false => push_texts(&mut inferred, &whole, "text", Part::Text, options),
    };
    push_links(&mut inferred, &whole, "", &found, options);
    if list.parent.is_some() {
        let origin = FieldOrigin::Context(Context::Parent);
        push_field(&mut inferred, Field::new("parent", FieldType::String), origin, Separators::none());
    }
    inferred
}

/// What two revisions of a list are compared by: as [`infer_list`] without types, and where the items lead if that says more than their text in one
/// of the two.
pub fn infer_list_as_text(document: &Document, list: &List, other: Option<&List>) -> InferredTable {
    let options = InferOptions { naming: Naming::Header, types: false };
    let mut inferred = infer_list(document, list, &options);
    let links = |list: &List| links(&Column::of_list(list), &Profile::text()).map(|(field_type, _)| field_type);
    let found: Vec<FieldType> = [Some(list), other].into_iter().flatten().filter_map(links).collect();
    if let Some(field_type) = found.iter().find(|found| found.is_list()).or(found.first()) {
        let name = inferred.names.claim(link_name("", field_type), options.naming);
        let field = Field { format: Some("uri"), ..Field::new(name, field_type.clone()) };
        push_field(&mut inferred, field, FieldOrigin::Nth { column: 0, part: Part::Url }, Separators::none());
    }
    inferred
}

pub(super) fn empty(name: &str) -> InferredTable {
    let recipe = DatasetRecipe {
        name: name.to_owned(),
        origin: Origin::Tables(Vec::new()),
        schema: Schema::default(),
        fields: Vec::new(),
        ignore: Vec::new(),
        missing_values: vec![String::new()],
        shape: ShapeLimits::default(),
    };
    InferredTable { recipe, reasons: Vec::new(), names: Names::default() }
}

/// The fields of a table's column: its texts, and where they lead.
fn push_column(inferred: &mut InferredTable, column: &Column<'_>, name: String, options: &InferOptions) {
    let name = inferred.names.claim(name, options.naming);
    let found = push_texts(inferred, column, &name, Part::Text, options);
    push_links(inferred, column, &name, &found, options);
}

/// As [`push_column`], for a column of which is known what it holds.
pub(super) fn push_found(
    inferred: &mut InferredTable,
    column: &Column<'_>,
    name: String,
    found: &Profile,
    options: &InferOptions,
) {
    let name = inferred.names.claim(name, options.naming);
    push_text_field(inferred, column.index, &name, Part::Text, found);
    push_links(inferred, column, &name, found, options);
}

/// The field of what the cells of a column say, and what that is.
fn push_texts(
    inferred: &mut InferredTable,
    column: &Column<'_>,
    name: &str,
    part: Part,
    options: &InferOptions,
) -> Profile {
    let found = if options.types { profile(column, &|_| false) } else { Profile::text() };
    push_text_field(inferred, column.index, name, part, &found);
    found
}

fn push_text_field(inferred: &mut InferredTable, column: usize, name: &str, part: Part, found: &Profile) {
    let origin = FieldOrigin::Nth { column, part };
    inferred.reasons.extend(found.reason.clone().map(|reason| (name.to_owned(), reason)));
    push_field(inferred, found.field(name), origin, found.separators.clone());
}

/// The field of a column's links, where they say more than their text; the field of the texts gives it its name.
fn push_links(inferred: &mut InferredTable, column: &Column<'_>, name: &str, found: &Profile, options: &InferOptions) {
    let Some((field_type, reason)) = links(column, found).filter(|_| options.types) else { return };
    let name = inferred.names.claim(link_name(name, &field_type), options.naming);
    inferred.reasons.push((name.clone(), reason));
    let field = Field { format: Some("uri"), ..Field::new(name, field_type) };
    let origin = FieldOrigin::Nth { column: column.index, part: Part::Url };
    push_field(inferred, field, origin, Separators::none());
}

/// A field for the rows of one cell that head others.
pub(super) fn push_section(inferred: &mut InferredTable, naming: Naming) {
    let name = inferred.names.claim("section".to_owned(), naming);
    inferred.reasons.push((name.clone(), "rows of one cell head the rows below them".to_owned()));
    let origin = FieldOrigin::Context(Context::Section);
    push_field(inferred, Field::new(name, FieldType::String), origin, Separators::none());
}

/// A field for the cells that are in no column.
pub(super) fn push_surplus(inferred: &mut InferredTable, naming: Naming) {
    let name = inferred.names.claim("_surplus".to_owned(), naming);
    inferred.reasons.push((name.clone(), "rows have more cells than the header".to_owned()));
    push_field(inferred, Field::new(name, FieldType::string_list()), FieldOrigin::Surplus, Separators::none());
}

fn push_field(inferred: &mut InferredTable, field: Field, origin: FieldOrigin, separators: Separators) {
    inferred.recipe.schema.fields.push(field);
    inferred.recipe.fields.push(FieldRecipe {
        origin,
        separators,
        vocabulary: None,
        marks: Default::default(),
        is_optional: false,
    });
}

/// `facility_url`, or `facility_urls` where a cell may have several links; `url` where there is nothing to tell it from.
pub(super) fn link_name(name: &str, field_type: &FieldType) -> String {
    let gap = if name.is_empty() { "" } else { "_" };
    format!("{name}{gap}url{}", if field_type.is_list() { "s" } else { "" })
}

/// What the links of a column are, where it has some that say more than their text.
pub(super) fn links(column: &Column<'_>, found: &Profile) -> Option<(FieldType, String)> {
    let linked = column.cells.iter().filter(|cell| !cell.links().is_empty()).count();
    if linked == 0 {
        return None;
    }
    let says_more = column
        .cells
        .iter()
        .any(|cell| cell.links().iter().any(|link| !is_address_of(&cell.text()[link.text.clone()], &link.url)));
    if !says_more {
        return None;
    }
    let has_several = found.field_type.is_list() || column.cells.iter().any(|cell| cell.links().len() > 1);
    let field_type = if has_several { FieldType::string_list() } else { FieldType::String };
    Some((field_type, format!("links in {linked} of {} cells", column.cells.len())))
}

/// Whether a link's text is its address, as a bare one's is.
fn is_address_of(text: &str, url: &str) -> bool {
    let bare = |text: &str| {
        let text = text.trim().trim_start_matches("mailto:");
        text.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned()
    };
    bare(text) == bare(url)
}
