//! A dataset as rows of texts in columns of one width: what the formats for the eye have in common.
//!
//! It knows widths (UAX 11), not the signs between two columns.

use unicode_width::UnicodeWidthStr;

use crate::dataset::Dataset;
use crate::schema::{FieldType, Value};

/// The texts of a header and of every record, and how wide each column is.
pub(super) struct Grid {
    pub(super) rows: Vec<Vec<String>>,
    widths: Vec<usize>,
    is_number: Vec<bool>,
}

impl Grid {
    /// `written` makes the text of a value; no column is narrower than `least`.
    pub(super) fn new(dataset: &Dataset, least: usize, written: fn(&Value) -> String) -> Self {
        let fields = &dataset.schema().fields;
        let header = fields.iter().map(|field| written(&Value::String(field.name.clone()))).collect();
        let records =
            dataset.records().iter().map(|record| record.values.iter().map(|cell| written(&cell.value)).collect());
        let rows: Vec<Vec<String>> = std::iter::once(header).chain(records).collect();
        let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0).max(least);
        let is_number = fields.iter().map(|field| matches!(field.field_type, FieldType::Integer | FieldType::Number));
        Self { widths: (0..fields.len()).map(width).collect(), is_number: is_number.collect(), rows }
    }

    /// How wide each column is.
    pub(super) fn widths(&self) -> &[usize] {
        &self.widths
    }

    /// Whether a column holds numbers, which stand on the right.
    pub(super) fn is_number(&self, column: usize) -> bool {
        self.is_number[column]
    }

    /// A text of a column with the blanks that make it as wide as the column.
    pub(super) fn padded(&self, column: usize, text: &str) -> String {
        let blanks = " ".repeat(self.widths[column].saturating_sub(text.width()));
        if self.is_number[column] { format!("{blanks}{text}") } else { format!("{text}{blanks}") }
    }
}
