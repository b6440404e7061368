//! The names of formats on the command line.

use rowmill::emit::{FORMATS, Format, runs_in_spreadsheet};
use rowmill::schema::Value;
use rowmill::similarity::did_you_mean;
use rowmill::{Dataset, Diagnostic, Error, Result, Severity};

/// The format with a name.
pub(super) fn named(name: &str) -> Result<&'static Format> {
    Format::named(name).ok_or_else(|| {
        let known: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
        Error::usage(format!("there is no format `{name}`")).with_help(did_you_mean(name, &known).unwrap_or_default())
    })
}

/// The finding that a spreadsheet would run texts of a dataset's CSV file.
pub(super) fn formulas(dataset: &Dataset) -> Option<Diagnostic> {
    let values = dataset.records().iter().flat_map(|record| &record.values);
    let found: Vec<_> = values
        .filter(|field| matches!(&field.value, Value::String(text) if runs_in_spreadsheet(text)))
        .map(|field| field.provenance.first().map(|provenance| provenance.span).or(field.cell))
        .collect();
    let first = found.first()?;
    let (texts, start) = if found.len() == 1 { ("text", "starts") } else { ("texts", "start") };
    let message = format!(
        "{} {texts} of `{}.csv` {start} like a formula, which a spreadsheet runs unless it is written with `--spreadsheet-safe`",
        found.len(),
        dataset.name()
    );
    let help = "`--spreadsheet-safe` writes an apostrophe before each; as it is, the file says what the page says";
    Some(Diagnostic::new("csv-formula", Severity::Warning, message, *first).in_dataset(dataset.name()).with_help(help))
}
