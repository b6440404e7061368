//! A dataset while it is proposed: its fields with their cells at hand, and a reason for each decision.
//!
//! It knows what a dataset is made of, not how any of it is decided. Another thing that a recipe can say of a field is one
//! more member of [`DraftField`] with its line in `write.rs`.

use std::collections::{BTreeMap, BTreeSet};

use super::group::Selector;
use crate::document::RichText;
use crate::extract::split_items;
use crate::infer::column::Column;
use crate::infer::profile::Profile;
use crate::recipe::{Context, ListItems, Part, Separators};
use crate::schema::FieldType;

/// A dataset of the proposed recipe.
#[derive(Debug, Clone)]
pub(super) struct Draft<'d> {
    pub(super) name: String,
    pub(super) origin: DraftOrigin,
    pub(super) fields: Vec<DraftField<'d>>,
    /// The places of the key's fields.
    pub(super) key: Vec<usize>,
    pub(super) key_reason: String,
    pub(super) foreign_keys: Vec<DraftForeignKey>,
    /// What else is worth saying, in a line each.
    pub(super) remarks: Vec<String>,
}

/// Where its records come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DraftOrigin {
    Tables(Vec<Selector>),
    /// The heading above lists, and which of them.
    List {
        under: Option<String>,
        items: ListItems,
    },
    /// The name of another draft and of its list field.
    Unnest {
        dataset: String,
        field: String,
    },
}

/// A field of a draft.
#[derive(Debug, Clone)]
pub(super) struct DraftField<'d> {
    pub(super) name: String,
    pub(super) from: From,
    pub(super) part: Part,
    pub(super) profile: Profile,
    /// Its cell in each row.
    pub(super) cells: Vec<Option<&'d RichText>>,
    pub(super) enumeration: Option<Vec<String>>,
    pub(super) vocabulary: Option<String>,
    /// Marks that may stand beside its names, with their meanings.
    pub(super) marks: BTreeMap<String, String>,
    /// The mark that the field is about.
    pub(super) mark: Option<String>,
}

/// Where the values of a field stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum From {
    /// In the column with a header.
    Header(String),
    /// In a column by its number, from 0.
    Number(usize),
    /// Beside the table: in the heading above, in the tab around, in a row that heads others.
    Context(Context),
    /// In a field of the dataset that is unnested.
    Field(String),
}

/// A reference to an earlier dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DraftForeignKey {
    pub(super) field: usize,
    pub(super) resource: String,
    pub(super) reference_field: String,
    /// The distinct values that are there, and all.
    pub(super) found: usize,
    pub(super) all: usize,
}

impl Draft<'_> {
    /// Whether it is made of the items of a list of another one.
    pub(super) fn is_unnested(&self) -> bool {
        matches!(self.origin, DraftOrigin::Unnest { .. })
    }
}

impl<'d> DraftField<'d> {
    pub(super) fn new(name: String, from: From, profile: Profile, cells: Vec<Option<&'d RichText>>) -> Self {
        Self {
            name,
            from,
            part: Part::Text,
            profile,
            cells,
            enumeration: None,
            vocabulary: None,
            marks: BTreeMap::new(),
            mark: None,
        }
    }

    /// Its cells as a column.
    pub(super) fn column(&self) -> Column<'d> {
        let header = match &self.from {
            From::Header(text) | From::Field(text) => text.clone(),
            From::Number(_) | From::Context(_) => String::new(),
        };
        let index = if let From::Number(number) = self.from { number } else { 1 };
        let mut column = Column { header, index, ..Column::default() };
        self.cells.iter().for_each(|cell| column.push(*cell));
        column
    }

    /// Whether its values are names: text, or lists of it, written in cells.
    pub(super) fn holds_names(&self) -> bool {
        let is_text = *self.profile.field_type.item() == FieldType::String && self.profile.format.is_none();
        is_text && self.part != Part::Url && self.mark.is_none() && !matches!(self.from, From::Context(_))
    }

    /// The text of its cell in each row; empty where there is none.
    pub(super) fn texts(&self) -> impl Iterator<Item = &'d str> {
        self.cells.iter().map(|cell| cell.map_or("", |cell| cell.text().trim()))
    }

    /// All of its items in the order of the page, without marks and without what means nothing.
    pub(super) fn items(&self) -> Vec<&'d str> {
        let separators =
            if self.profile.field_type.is_list() { self.profile.separators.clone() } else { Separators::none() };
        let is_missing = |text: &str| self.profile.missing_values.iter().any(|missing| missing == text);
        let filled = self.cells.iter().flatten().filter(|cell| !is_missing(cell.text().trim()));
        filled
            .flat_map(|cell| split_items(cell, &separators).into_iter().map(move |range| &cell.text()[range]))
            .map(|item| self.unmarked(item))
            .collect()
    }

    /// Its distinct items.
    pub(super) fn distinct(&self) -> BTreeSet<&'d str> {
        self.items().into_iter().collect()
    }

    fn unmarked<'t>(&self, item: &'t str) -> &'t str {
        self.marks.keys().find_map(|mark| item.strip_suffix(mark.as_str())).map_or(item, str::trim)
    }
}
