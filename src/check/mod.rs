//! Judges datasets and changes nothing: what the recipe demands of the values beyond their types.
//!
//! A check is one file in `checks/` and one word in [`CHECKS`]. It knows datasets and the recipe, no Markdown and no format.

mod checks;

pub use checks::CHECKS;

use crate::dataset::{Dataset, FieldValue, Record};
use crate::diagnostic::Diagnostic;
use crate::schema::{Field, Value};
use crate::source::Span;

/// One way in which data can be wrong.
pub struct Check {
    /// The fault's name, which is the code of its findings and what `explain` takes.
    pub name: &'static str,
    /// The fault in one line.
    pub summary: &'static str,
    /// What it means, an example, and how to go on, in Markdown.
    pub explanation: &'static str,
    /// The findings about all datasets.
    pub run: fn(&[Dataset]) -> Vec<Diagnostic>,
}

/// Runs every check.
pub fn check(datasets: &[Dataset]) -> Vec<Diagnostic> {
    CHECKS.iter().flat_map(|check| (check.run)(datasets)).collect()
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
