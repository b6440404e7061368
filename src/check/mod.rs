//! Judges datasets and changes nothing: what the recipe demands of the values beyond their types, whether the pages have the
//! shape that was accepted, whether datasets agree with each other, and whether links can lead anywhere.
//!
//! A check is one file in `checks/` and one word in [`CHECKS`]. It knows datasets, the recipe and the shape of the pages, no
//! Markdown and no format.

mod checks;

pub use checks::CHECKS;

use crate::dataset::{Dataset, FieldValue, Record};
use crate::diagnostic::{Diagnostic, Finding, Severity};
use crate::recipe::Recipe;
use crate::schema::{Field, Value};
use crate::shape::{DatasetShape, Shape};
use crate::source::Span;

/// What can be wrong with pages and files as wholes. No check here finds it: it shows where pages are read and files compared.
pub const CONTRACT_FINDINGS: &[Finding] = &[
    Finding {
        code: "nothing-matched",
        summary: "the pages do not have a table or list that the recipe selects",
        explanation: "\
The heading is gone or has another name, or no table below it has the columns of the key. What looks like it in the page is named. `rowmill build` stops there and
writes nothing; `rowmill check` goes on with the other datasets.

If the page was changed on purpose, write the new name into the recipe, which may list several: `under: [Old name, New name]`.",
    },
    Finding {
        code: "stale-output",
        summary: "a written file is not what a build would write",
        explanation: "\
The page, the recipe or the decisions have changed since the last build, or somebody has edited the file. Each record that would be added, removed or changed is a finding
at its row in the page. Run `rowmill build` and commit what it writes.",
    },
    Finding {
        code: "stale-lock",
        summary: "the lock file is not that of the pages at hand",
        explanation: "\
`rowmill.lock` keeps the shape of the pages at the last accepted build. The pages have changed since, within the bands; it is a note where all
tables, headers, counts and keys are the same. Run `rowmill build`, look at what changed in the lock file, and commit it.",
    },
];

/// One way in which data can be wrong.
pub struct Check {
    /// The fault's name, which is the code of its findings and what `explain` takes.
    pub name: &'static str,
    /// The fault in one line.
    pub summary: &'static str,
    /// What it means, an example, and how to go on, in Markdown.
    pub explanation: &'static str,
    /// What it finds.
    pub run: fn(&Judged<'_>) -> Vec<Diagnostic>,
}

/// What is judged.
#[derive(Debug, Clone, Copy)]
pub struct Judged<'j> {
    /// What the datasets are to be.
    pub recipe: &'j Recipe,
    /// The datasets, in the recipe's order.
    pub datasets: &'j [Dataset],
    /// The links in cells and items that they come from.
    pub links: &'j [Link],
    /// The applied repairs that changed how many items there are.
    pub reparted: &'j [Reparted],
    /// The shape of their pages.
    pub shape: &'j Shape,
    /// The shape that was accepted last, if one was.
    pub accepted: Option<&'j Shape>,
    /// The names of the datasets of which a table or list is not in the pages. That is a finding of its own, and what follows
    /// from it is none.
    pub incomplete: &'j [String],
}

impl<'j> Judged<'j> {
    /// Whether the pages have all that a dataset is made of.
    fn is_whole(&self, dataset: &str) -> bool {
        !self.incomplete.iter().any(|name| name == dataset)
    }

    /// The datasets that are whole, each with its shape when the pages were accepted last and its shape now.
    fn shapes(&self) -> impl Iterator<Item = (&'j DatasetShape, &'j DatasetShape)> {
        let whole = self.shape.datasets.iter().filter(|now| self.is_whole(&now.name));
        whole.filter_map(|now| Some((self.accepted?.dataset(&now.name)?, now)))
    }
}

/// A link in a cell or item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The dataset that the row belongs to.
    pub dataset: String,
    /// The field that takes the cell.
    pub field: String,
    /// Its text as a reader sees it, where the field does not take the address alone.
    pub label: Option<String>,
    /// Where it leads, entities and escapes resolved.
    pub url: String,
    /// The address in the source; the whole link where the address stands elsewhere.
    pub span: Span,
}

/// An applied repair that made one item of several, or several of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reparted {
    /// The rule that proposed it.
    pub rule: &'static str,
    /// The dataset that the row belongs to.
    pub dataset: String,
    /// The index of the field in its schema.
    pub field: usize,
    /// The place of the items.
    pub span: Span,
    /// The items that were written.
    pub before: Vec<String>,
    /// The items that the data has.
    pub after: Vec<String>,
}

/// Runs every check.
pub fn check(judged: &Judged<'_>) -> Vec<Diagnostic> {
    CHECKS.iter().flat_map(|check| (check.run)(judged)).collect()
}

/// One field of one record of a dataset.
struct Place<'d> {
    dataset: &'d Dataset,
    record: &'d Record,
    field: &'d Field,
    content: &'d FieldValue,
}

impl Place<'_> {
    /// Where the field's value stands; where it stands nowhere, the record.
    fn span(&self) -> Option<Span> {
        let places = &self.content.provenance;
        match (places.first(), places.last()) {
            (Some(first), Some(last)) => Some(first.span.to(last.span)),
            _ => self.content.cell.or(self.record.span),
        }
    }

    /// The items of the field with their places.
    fn items(&self) -> impl Iterator<Item = (&Value, Option<Span>)> {
        let places =
            self.content.provenance.iter().map(|place| Some(place.span)).chain(std::iter::repeat(self.record.span));
        self.content.value.items().iter().zip(places)
    }

    /// A finding about the field.
    fn finding(&self, code: &'static str, message: impl Into<String>, span: Option<Span>) -> Diagnostic {
        Diagnostic::new(code, Severity::Error, message, span)
            .in_dataset(self.dataset.name())
            .about(name_of(self.dataset, self.record), &self.field.name)
    }

    /// The field as a person would name it: `zone`, or of a record with a key `zone` of `Germany, Frankfurt`.
    fn field_name(&self) -> String {
        match name_of(self.dataset, self.record) {
            Some(record) => format!("`{}` of `{record}`", self.field.name),
            None => format!("`{}`", self.field.name),
        }
    }
}

/// The record as a person would name it: `Frankfurt` or `Germany, Frankfurt`; `None` where its key is missing.
fn name_of(dataset: &Dataset, record: &Record) -> Option<String> {
    let key = dataset.key(record);
    let is_whole = !key.is_empty() && !key.iter().any(Value::is_null);
    is_whole.then(|| key.iter().map(Value::to_string).collect::<Vec<_>>().join(", "))
}

/// Every field of every record.
fn places(datasets: &[Dataset]) -> impl Iterator<Item = Place<'_>> {
    datasets.iter().flat_map(|dataset| {
        dataset.records().iter().flat_map(move |record| {
            let fields = dataset.schema().fields.iter().zip(&record.values);
            fields.map(move |(field, content)| Place { dataset, record, field, content })
        })
    })
}
