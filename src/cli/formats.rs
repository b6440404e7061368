//! The names of formats on the command line.

use rowmill::emit::{FORMATS, Format, runs_in_spreadsheet};
use rowmill::schema::ValueRef;
use rowmill::similarity::did_you_mean;
use rowmill::{Dataset, Diagnostic, Error, Result, Severity, Span};

/// The format with a name.
pub(super) fn named(name: &str) -> Result<&'static Format> {
    Format::named(name).ok_or_else(|| {
        let known: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        Error::usage(format!("there is no format `{name}`")).with_help(did_you_mean(name, &known).unwrap_or_default())
    })
}

/// The texts of a dataset that a spreadsheet would run.
#[derive(Debug, Default)]
pub(super) struct Formulas {
    count: usize,
    first: Option<Span>,
}

impl Formulas {
    /// Looks at a value with its place.
    pub(super) fn see(&mut self, value: &ValueRef<'_>, place: Option<Span>) {
        if matches!(value, ValueRef::String(text) if runs_in_spreadsheet(text)) {
            self.count += 1;
            self.first = self.first.or(place);
        }
    }

    /// The finding about those that were seen.
    pub(super) fn finding(&self, dataset: &str) -> Option<Diagnostic> {
        let (texts, start) = match self.count {
            0 => return None,
            1 => ("text", "starts"),
            _ => ("texts", "start"),
        };
        let message = format!(
            "{} {texts} of `{dataset}.csv` {start} like a formula, which a spreadsheet runs unless it is written with `--spreadsheet-safe`",
            self.count
        );
        let help = "`--spreadsheet-safe` writes an apostrophe before each; as it is, the file says what the page says";
        Some(Diagnostic::new("csv-formula", Severity::Warning, message, self.first).in_dataset(dataset).with_help(help))
    }
}

/// The finding that a spreadsheet would run texts of a dataset's CSV file.
pub(super) fn formulas(dataset: &Dataset) -> Option<Diagnostic> {
    let mut formulas = Formulas::default();
    for field in dataset.records().iter().flat_map(|record| &record.values) {
        let place = field.provenance.first().map(|provenance| provenance.span).or(field.cell);
        formulas.see(&(&field.value).into(), place);
    }
    formulas.finding(dataset.name())
}
