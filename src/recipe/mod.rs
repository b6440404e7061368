//! What to take from which tables, and the known names: the [`Recipe`].
//!
//! A recipe is a YAML file; `read.rs` turns it into the types here, `syntax.rs` says what is wrong with it as YAML;
//! `constraints.rs` holds what is demanded of values to their types; `guards.rs` reads how far pages may change their shape and which datasets must agree; `decisions.rs` reads what a person decided about repairs, and `amend.rs` writes it. They are the only users of the YAML reader. This module knows no document: whether a page has what a recipe selects is for [`extract`](crate::extract) to say. A new recipe is one
//! file in `builtin/` and one word in `builtin.rs`; a new key is one field in `raw.rs`.

mod amend;
mod builtin;
mod constraints;
mod decisions;
mod excerpt;
mod guards;
mod quote;
mod raw;
mod read;
mod syntax;
pub use builtin::{BUILTINS, Builtin};
pub use decisions::{AliasDecision, DECISIONS_FILE, Decision, Decisions};
pub use guards::{Agreement, Reconcile, ReconcileSide, ShapeLimits};
pub use quote::flow_list;
pub(crate) use quote::{in_comment, quoted};
pub use raw::recipe_schema;
pub use read::parse_recipe;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::error::{Error, ErrorKind};
use crate::schema::{Schema, Value};
use crate::similarity::folded;

/// A whole recipe, checked: every name in it that refers to something refers to something that is there.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// Its name, which is also the name of its output folder.
    pub name: String,
    /// What it is about, in a few words.
    pub title: Option<String>,
    /// The pages, relative to the recipe.
    pub sources: Vec<String>,
    /// The known names of each vocabulary.
    pub vocabularies: BTreeMap<String, Vocabulary>,
    /// The datasets, in the recipe's order.
    pub datasets: Vec<DatasetRecipe>,
    /// How much the findings of a check matter here, by the finding's code.
    pub levels: BTreeMap<String, Level>,
    /// The datasets that must agree, and in what.
    pub reconcile: Vec<Reconcile>,
    pub(crate) text: RecipeText,
}

impl Recipe {
    /// A recipe that takes nothing, for pages that have nothing to take; messages name it by `path`.
    pub(crate) fn empty(path: &str) -> Self {
        Self {
            name: "empty".to_owned(),
            title: None,
            sources: Vec::new(),
            vocabularies: BTreeMap::new(),
            datasets: Vec::new(),
            levels: BTreeMap::new(),
            reconcile: Vec::new(),
            text: RecipeText::new("recipe", path, ""),
        }
    }
}

/// The recipe as it was written, to show a line of it.
#[derive(Debug, Clone)]
pub(crate) struct RecipeText {
    /// The noun for it in a message.
    pub(crate) kind: &'static str,
    pub(crate) path: String,
    pub(crate) text: String,
}

impl RecipeText {
    fn new(kind: &'static str, path: &str, text: &str) -> Self {
        Self { kind, path: path.to_owned(), text: text.to_owned() }
    }
}

/// How much a finding matters in a recipe, with the reason for saying so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// `error`, `warning` or `note`.
    pub level: LevelName,
    /// Why.
    pub reason: String,
    pub(crate) place: Range<usize>,
}

/// The word of a [`Level`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum LevelName {
    /// The data cannot be trusted.
    Error,
    /// Probably a fault of the page.
    Warning,
    /// Worth knowing.
    Note,
}

/// Names that one thing may have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// Names in their right spelling.
    pub names: Vec<String>,
    /// Right name to the other names that mean the same.
    pub aliases: BTreeMap<String, Vec<String>>,
    /// Names that look alike and are not the same.
    pub distinct: Vec<Vec<String>>,
}

impl Vocabulary {
    /// The names whose spelling the recipe vouches for.
    pub fn known_names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().chain(self.aliases.keys()).map(String::as_str)
    }

    /// The right name of an alias.
    pub fn alias(&self, text: &str) -> Option<&str> {
        self.aliases
            .iter()
            .find(|(_, aliases)| aliases.iter().any(|alias| alias == text))
            .map(|(name, _)| name.as_str())
    }

    /// Adds a name that means another one, whatever it meant before.
    pub(crate) fn add_alias(&mut self, from: &str, to: &str) {
        self.aliases.values_mut().for_each(|aliases| aliases.retain(|alias| alias != from));
        self.names.retain(|name| name != from);
        self.aliases.entry(to.to_owned()).or_default().push(from.to_owned());
    }

    /// Whether the recipe says that two names are two things.
    pub fn are_distinct(&self, a: &str, b: &str) -> bool {
        self.distinct.iter().any(|group| group.iter().any(|name| name == a) && group.iter().any(|name| name == b))
    }
}

/// One dataset: where its records come from and what its fields are.
#[derive(Debug, Clone)]
pub struct DatasetRecipe {
    /// Its name, which is also the name of its files.
    pub name: String,
    /// Where its records come from.
    pub origin: Origin,
    /// Names, types and keys of its fields.
    pub schema: Schema,
    /// Where each field of the schema comes from, in the same order.
    pub fields: Vec<FieldRecipe>,
    /// Columns that are left out on purpose.
    pub ignore: Vec<String>,
    /// Texts that mean that there is no value.
    pub missing_values: Vec<String>,
    /// How far its pages may leave the shape that was accepted last.
    pub shape: ShapeLimits,
}

/// Where the records of a dataset come from.
#[derive(Debug, Clone)]
pub enum Origin {
    /// The rows of all tables that the selectors select.
    Tables(Vec<TableSelector>),
    /// The items of all lists that the selectors select.
    Lists(Vec<ListSelector>),
    /// One record for each item of a list field of another dataset.
    Unnest {
        /// The index of the other dataset in [`Recipe::datasets`].
        dataset: usize,
        /// The index of the list field in its schema.
        field: usize,
    },
}

/// Tables of a page.
#[derive(Debug, Clone)]
pub struct TableSelector {
    /// The texts of headings, one of which stands above them, at any level; none for a table anywhere.
    pub under: Vec<Written>,
    /// Whether a page may do without them.
    pub is_optional: bool,
    /// Columns that they have.
    pub columns: Vec<String>,
    /// Other headers of these columns, each behind the one that is named. A recipe names none; a history adds those of earlier revisions.
    pub other_headers: Vec<(String, String)>,
    /// The number, from 0, of the one that is meant among all tables under the heading, whatever their columns.
    pub table: Option<usize>,
    /// Values for fields that the tables do not have, with the field's name.
    pub set: Vec<(Written, Value)>,
    /// Where the selector stands in the recipe.
    pub(crate) place: Range<usize>,
}

/// Lists of a page.
#[derive(Debug, Clone)]
pub struct ListSelector {
    /// The texts of headings, one of which stands above them, at any level; none for a list anywhere.
    pub under: Vec<Written>,
    /// Whether a page may do without them.
    pub is_optional: bool,
    /// What their items are.
    pub items: ListItems,
    /// Values for fields that the lists do not have, with the field's name.
    pub set: Vec<(Written, Value)>,
    pub(crate) place: Range<usize>,
}

/// Which lists a [`ListSelector`] selects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ListItems {
    /// Any list.
    #[default]
    Any,
    /// Lists whose items are links and nothing else, but for a few.
    Links,
    /// Lists whose items are a term and what is said of it, `**Term**: text`, but for a few.
    Definitions,
}

/// A text of the recipe and the bytes of the recipe where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The text.
    pub text: String,
    pub(crate) place: Range<usize>,
}

/// Where the values of a field come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldRecipe {
    /// Where they stand.
    pub origin: FieldOrigin,
    /// What separates the items of a list.
    pub separators: Separators,
    /// The vocabulary that its names belong to.
    pub vocabulary: Option<String>,
    /// Marks that may stand beside a name, and what each means.
    pub marks: BTreeMap<String, String>,
    /// Whether a page may do without its column.
    pub is_optional: bool,
}

/// Where the values of a field stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldOrigin {
    /// In a column, whose header is one of these texts; for a list's items, or an unnested dataset, in a named part of them.
    Column {
        /// The header texts.
        headers: Vec<String>,
        /// What of the cell.
        part: Part,
    },
    /// In a column by its number, for tables whose headers do not tell.
    Nth {
        /// The column's index, from 0.
        column: usize,
        /// What of the cell.
        part: Part,
    },
    /// Beside the table.
    Context(Context),
    /// In the cells that a row has beyond those of the header. No recipe says so; it keeps what would be in no column.
    Surplus,
    /// In the selector's `set` only.
    Set,
    /// With the items of another field, in those that have a mark: as a list, those items; as a boolean, whether there is the mark.
    Marked {
        /// The index of the other field.
        field: usize,
        /// The mark.
        mark: String,
    },
    /// For an unnested dataset: a field of the other dataset.
    Parent {
        /// The index of the field there.
        field: usize,
    },
    /// For an unnested dataset: the item.
    Item,
    /// For an unnested dataset: whether the item has a mark.
    ItemMark {
        /// The mark.
        mark: String,
    },
}

/// What stands beside a table or list and holds for all of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Context {
    /// The nearest heading above it that is no title of a tab.
    Heading,
    /// All headings above it, outermost first.
    Headings,
    /// The title of the tab that it is in.
    Tab,
    /// Its title: the `<caption>` of an HTML table, or a short paragraph right above that is one.
    Caption,
    /// The kind of the block quote that it is in, such as `note` for `[!NOTE]`.
    Quote,
    /// The row of one cell that heads the rows below it.
    Section,
    /// For a list inside another one: the item that it stands in.
    Parent,
    /// A value of the page's front matter.
    FrontMatter(String),
}

/// What of a cell is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The text that a reader sees.
    #[default]
    Text,
    /// The destination of the first link.
    Url,
    /// Of an item such as `**Term**: text`, the term.
    Term,
    /// Of an item such as `**Term**: text`, what is said of the term; of an item without a term, its whole text.
    Definition,
}

/// What separates the items of a list in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Separators {
    /// Characters between two items, outside of parentheses.
    pub characters: Vec<char>,
    /// Whether a line break ends an item.
    pub line_breaks: bool,
    /// Whether each of several code spans in a run is an item.
    pub code_spans: bool,
}

impl Separators {
    /// What separates nothing: the whole text is one item.
    pub fn none() -> Self {
        Self { characters: Vec::new(), line_breaks: false, code_spans: false }
    }
}

impl Default for Separators {
    fn default() -> Self {
        Self { characters: vec![',', ';'], line_breaks: true, code_spans: true }
    }
}

impl FieldOrigin {
    /// What of a cell is taken, where it is one.
    pub fn part(&self) -> Option<Part> {
        match self {
            FieldOrigin::Column { part, .. } | FieldOrigin::Nth { part, .. } => Some(*part),
            _ => None,
        }
    }
}

impl DatasetRecipe {
    /// Whether a field takes the column with a header.
    pub(crate) fn reads_column(&self, header: &str) -> bool {
        let header = folded(header);
        self.fields.iter().any(|field| match &field.origin {
            FieldOrigin::Column { headers, .. } => headers.iter().any(|text| folded(text) == header),
            _ => false,
        })
    }
}

impl Recipe {
    /// The dataset with a name.
    pub fn dataset(&self, name: &str) -> Option<&DatasetRecipe> {
        self.datasets.iter().find(|dataset| dataset.name == name)
    }

    /// The file or built-in name that it was read from.
    pub fn path(&self) -> &str {
        &self.text.path
    }

    /// The error that something in the recipe does not hold, which shows only where the recipe is used.
    pub(crate) fn refuse(&self, message: String, place: Range<usize>, label: &str) -> Error {
        let path = self.text.path.clone();
        Error::new(ErrorKind::Recipe { path, message }).with_excerpt(excerpt::excerpt(&self.text, place, label))
    }

    /// The error that a page does not have what this recipe selects, pointing at the selector.
    pub(crate) fn nothing_matched(&self, page: &str, message: String, place: Range<usize>, label: &str) -> Error {
        Error::new(ErrorKind::NothingMatched { path: page.to_owned(), message })
            .with_excerpt(excerpt::excerpt(&self.text, place, label))
    }
}

#[cfg(test)]
mod tests;
