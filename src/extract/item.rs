//! The unit of work: one value as the page writes it.

use crate::schema::{CoerceError, Field, FieldType, Value, coerce};
use crate::source::Span;

/// A cell, or one member of a list cell: its text, its value, its place, and how the page wrote it.
///
/// Text and value cannot disagree: both come from one constructor.
#[derive(Debug, Clone, Eq)]
pub struct Item {
    /// Where that is not the value.
    text: Option<String>,
    value: Value,
    span: Span,
    /// Where that is not the text.
    written: Option<String>,
    marks: Vec<String>,
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        let Self { text: _, value, span, written: _, marks } = self;
        (self.text(), value, span, marks) == (other.text(), &other.value, &other.span, &other.marks)
            && self.written() == other.written()
    }
}

impl Item {
    /// An item as the page has it.
    ///
    /// # Errors
    ///
    /// The text, handed back, and what was expected, when it is no value of the field (for a list: no item).
    pub fn new(text: String, span: Span, field: &Field) -> Result<Self, (String, CoerceError)> {
        if *field.field_type.item() == FieldType::String {
            return Ok(Self { written: None, text: None, value: Value::String(text), span, marks: Vec::new() });
        }
        match coerce(&text, field) {
            Ok(value) => Ok(Self { written: None, text: Some(text), value, span, marks: Vec::new() }),
            Err(error) => Err((text, error)),
        }
    }

    /// The item that a repair puts in the place of this one: the place and what was written there stay.
    ///
    /// # Errors
    ///
    /// As [`Item::new`].
    pub(crate) fn repaired(
        &self,
        text: String,
        marks: Vec<String>,
        field: &Field,
    ) -> Result<Self, (String, CoerceError)> {
        let item = Item::new(text, self.span, field)?;
        Ok(Self { written: Some(self.written().to_owned()), marks, ..item })
    }

    /// An item that a repair reads from another place, where `written` stands.
    ///
    /// # Errors
    ///
    /// As [`Item::new`].
    pub(crate) fn moved(
        text: String,
        marks: Vec<String>,
        place: Span,
        written: &str,
        field: &Field,
    ) -> Result<Self, (String, CoerceError)> {
        let item = Item::new(text, place, field)?;
        Ok(Self { written: Some(written.to_owned()), marks, ..item })
    }

    /// The same item as a part of a wider place, or of a narrower one.
    pub(crate) fn placed(self, span: Span, written: String) -> Self {
        Self { span, written: Some(written), ..self }
    }

    /// Its text as a reader sees it, or as a repair left it.
    pub fn text(&self) -> &str {
        match (&self.text, &self.value) {
            (Some(text), _) | (None, Value::String(text)) => text,
            (None, _) => "",
        }
    }

    /// The text's value.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// Its text before any repair.
    pub fn written(&self) -> &str {
        self.written.as_deref().unwrap_or(self.text())
    }

    /// Its value alone.
    pub(crate) fn into_value(self) -> Value {
        self.value
    }

    /// The marks that stood beside it.
    pub fn marks(&self) -> &[String] {
        &self.marks
    }
}
