//! The unit of work: one value as the page writes it.

use smallvec::SmallVec;

use crate::schema::{CoerceError, Field, FieldType, Value, coerce};
use crate::source::Span;

/// The items of a cell: most have one.
pub type Items = SmallVec<[Item; 1]>;

/// A cell, or one member of a list cell: its text, its value, its place, and how the page wrote it.
///
/// Text and value cannot disagree: both come from one constructor.
#[derive(Debug, Clone, Eq)]
pub struct Item {
    value: Value,
    span: Span,
    /// Where that is not the value.
    text: Option<Box<str>>,
    /// Of the few items that have one: a long table has many.
    rest: Option<Box<Rest>>,
}

/// What an item is besides its text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rest {
    written: String,
    marks: Vec<String>,
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        let Self { text: _, value, span, rest: _ } = self;
        (self.text(), value, span) == (other.text(), &other.value, &other.span)
            && (self.written(), self.marks()) == (other.written(), other.marks())
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
            return Ok(Self { text: None, value: Value::String(text), span, rest: None });
        }
        match coerce(&text, field) {
            Ok(value) => Ok(Self { text: Some(text.into()), value, span, rest: None }),
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
        Ok(item.with_rest(self.written().to_owned(), marks))
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
        Ok(item.with_rest(written.to_owned(), marks))
    }

    fn with_rest(self, written: String, marks: Vec<String>) -> Self {
        let is_plain = marks.is_empty() && written == self.text();
        let rest = (!is_plain).then(|| Box::new(Rest { written, marks }));
        Self { rest, ..self }
    }

    /// The same item as a part of a wider place, or of a narrower one.
    pub(crate) fn placed(self, span: Span, written: String) -> Self {
        let marks = self.marks().to_vec();
        Self { span, ..self }.with_rest(written, marks)
    }

    /// Its text as a reader sees it, or as a repair left it.
    pub fn text(&self) -> &str {
        match (&self.text, &self.value) {
            (Some(text), _) => text,
            (None, Value::String(text)) => text,
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
        self.rest.as_ref().map_or(self.text(), |rest| &rest.written)
    }

    /// Its value alone.
    pub(crate) fn into_value(self) -> Value {
        self.value
    }

    /// The marks that stood beside it.
    pub fn marks(&self) -> &[String] {
        self.rest.as_ref().map_or(&[], |rest| &rest.marks)
    }
}
