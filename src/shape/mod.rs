//! The shape of pages: their tables, headers and counts, and the `rowmill.lock` that keeps the accepted one.
//!
//! A page that changes its shape, such as a header that is renamed or half of its rows gone, often still gives data, and wrong
//! data. So a build writes down what shape it took the data from, and later runs are compared with that. What a change of shape
//! means is for [`check`](crate::check) to judge. This module knows datasets and no Markdown; one more thing to remember is one
//! field here, one in `lock.rs`, and the check that looks at it.

mod lock;

use sha2::{Digest, Sha256};

use crate::dataset::Dataset;
use crate::schema::Value;
use crate::similarity::folded;
use crate::source::Span;

/// The greatest number of keys that are written down; of more only the count is.
pub const KEPT_KEYS: usize = 5_000;

/// What the pages of a recipe looked like when data was taken from them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shape {
    /// The name of the recipe.
    pub recipe: String,
    /// The formats in which the data was written, by name.
    pub formats: Vec<String>,
    /// The pages, those that they include among them.
    pub sources: Vec<SourceShape>,
    /// The datasets, in the recipe's order.
    pub datasets: Vec<DatasetShape>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceShape {
    /// Its name, as the recipe has it.
    pub path: String,
    /// The SHA-256 of its text, in hexadecimal digits.
    pub sha256: String,
    /// The length of its text in bytes.
    pub bytes: usize,
    /// The revision of its repository that it was taken from, where somebody said so.
    pub revision: Option<String>,
    /// Where a finding about the page as a whole points.
    pub span: Option<Span>,
}

/// What a dataset was made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DatasetShape {
    /// Its name.
    pub name: String,
    /// The number of its records.
    pub records: usize,
    /// Its fields, and in how many records each has no value.
    pub missing: Vec<(String, usize)>,
    /// The keys of its records, sorted, as a person reads them; none where there is no primary key or there are more than
    /// [`KEPT_KEYS`].
    pub keys: Vec<String>,
    /// The tables and lists that its records come from.
    pub tables: Vec<TableShape>,
}

/// A table or list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableShape {
    /// The texts of the headings above it, outermost first.
    pub under: Vec<String>,
    /// Its header; empty for a list.
    pub header: Vec<Column>,
    /// The number of its rows or items.
    pub rows: usize,
    /// Where a finding about the table points.
    pub span: Option<Span>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its header text.
    pub text: String,
    /// The header cell.
    pub span: Option<Span>,
}

impl SourceShape {
    /// The shape of a page's text.
    pub fn new(path: impl Into<String>, text: &str, span: Option<Span>) -> Self {
        let digest = Sha256::digest(text.as_bytes());
        let sha256 = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        Self { path: path.into(), sha256, bytes: text.len(), revision: None, span }
    }
}

impl DatasetShape {
    /// The shape of a dataset that comes from some tables.
    pub fn new(dataset: &Dataset, tables: Vec<TableShape>) -> Self {
        let missing =
            |index: usize| dataset.records().iter().filter(|record| is_missing(&record.values[index].value)).count();
        let fields = dataset.schema().fields.iter().enumerate();
        let has_keys = !dataset.schema().primary_key.is_empty() && dataset.records().len() <= KEPT_KEYS;
        let keys = dataset.records().iter().filter(|_| has_keys).map(|record| shown(&dataset.key(record)));
        Self {
            name: dataset.name().to_owned(),
            records: dataset.records().len(),
            missing: fields.map(|(index, field)| (field.name.clone(), missing(index))).collect(),
            keys: keys.collect(),
            tables,
        }
    }

    /// Where a finding about the dataset as a whole points: its first table.
    pub fn span(&self) -> Option<Span> {
        self.tables.first().and_then(|table| table.span)
    }
}

/// A key as a person reads it.
fn shown(key: &[Value]) -> String {
    key.iter().map(Value::to_string).collect::<Vec<_>>().join(", ")
}

/// Whether there is nothing to read: no value, or a list of none.
pub(crate) fn is_missing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::List(items) => items.is_empty(),
        _ => false,
    }
}

impl Shape {
    /// The dataset with a name.
    pub fn dataset(&self, name: &str) -> Option<&DatasetShape> {
        self.datasets.iter().find(|dataset| dataset.name == name)
    }

    /// The page with a name.
    pub fn source(&self, path: &str) -> Option<&SourceShape> {
        self.sources.iter().find(|source| source.path == path)
    }

    /// Whether another shape has the same tables, headers, counts and keys, in whatever order columns stand and however headers are set.
    pub fn has_same_tables(&self, other: &Shape) -> bool {
        let header = |table: &TableShape| {
            let mut texts: Vec<String> = table.header.iter().map(|column| folded(&column.text)).collect();
            texts.sort();
            texts
        };
        let tables = |dataset: &DatasetShape| -> Vec<_> {
            dataset.tables.iter().map(|table| (table.under.clone(), header(table), table.rows)).collect()
        };
        let datasets = |shape: &Shape| -> Vec<_> {
            let of = |one: &DatasetShape| {
                let missing: Vec<_> = one.missing.iter().filter(|(_, missing)| *missing > 0).cloned().collect();
                (one.name.clone(), one.records, tables(one), missing, one.keys.clone())
            };
            shape.datasets.iter().map(of).collect()
        };
        self.recipe == other.recipe && datasets(self) == datasets(other)
    }

    /// The same shape with the revisions of another one, for the pages that have not changed since.
    #[must_use]
    pub fn with_revisions_of(mut self, accepted: &Shape) -> Self {
        for source in &mut self.sources {
            let before = accepted.source(&source.path).filter(|before| before.sha256 == source.sha256);
            source.revision = source.revision.take().or_else(|| before.and_then(|before| before.revision.clone()));
        }
        self
    }
}
