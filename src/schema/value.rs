//! One value of a record.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use serde::ser::{Serialize, SerializeSeq, Serializer};

/// One value of a record: a scalar, a list of scalars, or missing.
///
/// Values are totally ordered, first by kind, then by content (text by its UTF-8 bytes, so that no locale matters).
#[derive(Debug, Clone, Default)]
pub enum Value {
    /// Missing: the page says nothing.
    #[default]
    Null,
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A finite decimal number.
    Number(f64),
    /// Text; dates too.
    String(String),
    /// Values in order. An empty list says that there is nothing, which a missing one does not.
    List(Vec<Value>),
}

impl Value {
    /// A list of strings.
    pub fn strings<S: Into<String>>(texts: impl IntoIterator<Item = S>) -> Self {
        Value::List(texts.into_iter().map(|text| Value::String(text.into())).collect())
    }

    /// Whether nothing is known.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The values of a list; a scalar is its own only value, and a missing value has none.
    pub fn items(&self) -> &[Value] {
        match self {
            Value::Null => &[],
            Value::List(values) => values,
            scalar => std::slice::from_ref(scalar),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Value::Null => 0,
            Value::Boolean(_) => 1,
            Value::Integer(_) | Value::Number(_) => 2,
            Value::String(_) => 3,
            Value::List(_) => 4,
        }
    }
}

impl Ord for Value {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Value::Boolean(a), Value::Boolean(b)) => a.cmp(b),
            (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
            (Value::Number(a), Value::Number(b)) => a.total_cmp(b),
            // An integer and a decimal of the same size are two values: the integer comes first.
            (Value::Integer(a), Value::Number(b)) => (*a as f64).total_cmp(b).then(Ordering::Less),
            (Value::Number(a), Value::Integer(b)) => a.total_cmp(&(*b as f64)).then(Ordering::Greater),
            (Value::String(a), Value::String(b)) => a.cmp(b),
            (Value::List(a), Value::List(b)) => a.cmp(b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

impl PartialOrd for Value {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Value {}

impl fmt::Display for Value {
    /// As a person would read it in a message: text bare, a list with commas, a missing value as `null`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Null => out.write_str("null"),
            Value::Boolean(value) => value.fmt(out),
            Value::Integer(value) => value.fmt(out),
            Value::Number(value) => value.fmt(out),
            Value::String(text) => out.write_str(text),
            Value::List(values) => {
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        out.write_str(", ")?;
                    }
                    value.fmt(out)?;
                }
                Ok(())
            }
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        ValueRef::from(self).serialize(serializer)
    }
}

/// A [`Value`] that may stand elsewhere, such as in the text of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueRef<'v> {
    /// As [`Value::Null`].
    Null,
    /// As [`Value::Boolean`].
    Boolean(bool),
    /// As [`Value::Integer`].
    Integer(i64),
    /// As [`Value::Number`].
    Number(f64),
    /// As [`Value::String`].
    String(Cow<'v, str>),
    /// As [`Value::List`].
    List(Cow<'v, [Value]>),
}

impl<'v> From<&'v Value> for ValueRef<'v> {
    fn from(value: &'v Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Boolean(value) => Self::Boolean(*value),
            Value::Integer(value) => Self::Integer(*value),
            Value::Number(value) => Self::Number(*value),
            Value::String(text) => Self::String(Cow::Borrowed(text)),
            Value::List(values) => Self::List(Cow::Borrowed(values)),
        }
    }
}

impl From<Value> for ValueRef<'_> {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Boolean(value) => Self::Boolean(value),
            Value::Integer(value) => Self::Integer(value),
            Value::Number(value) => Self::Number(value),
            Value::String(text) => Self::String(Cow::Owned(text)),
            Value::List(values) => Self::List(Cow::Owned(values)),
        }
    }
}

impl From<ValueRef<'_>> for Value {
    fn from(value: ValueRef<'_>) -> Self {
        match value {
            ValueRef::Null => Self::Null,
            ValueRef::Boolean(value) => Self::Boolean(value),
            ValueRef::Integer(value) => Self::Integer(value),
            ValueRef::Number(value) => Self::Number(value),
            ValueRef::String(text) => Self::String(text.into_owned()),
            ValueRef::List(values) => Self::List(values.into_owned()),
        }
    }
}

impl Serialize for ValueRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(value) => serializer.serialize_bool(*value),
            Self::Integer(value) => serializer.serialize_i64(*value),
            Self::Number(value) => serializer.serialize_f64(*value),
            Self::String(text) => serializer.serialize_str(text),
            Self::List(values) => {
                let mut sequence = serializer.serialize_seq(Some(values.len()))?;
                for value in values.iter() {
                    sequence.serialize_element(value)?;
                }
                sequence.end()
            }
        }
    }
}
