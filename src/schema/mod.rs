//! What a dataset's values may be: [`Schema`], [`Field`], [`FieldType`], [`Constraints`] and [`Value`].
//!
//! The words are those of Frictionless Table Schema (<https://datapackage.org/standard/table-schema/>). This module knows
//! neither Markdown nor any output format. A new type is one more variant of [`FieldType`] with its arm in `coerce.rs`.

mod coerce;
mod notation;
mod value;

pub use coerce::{CoerceError, GROUP_CHARS, coerce, coerce_ref, is_grouped};
pub use notation::notation;
pub use value::{Value, ValueRef};

use serde::Deserialize;

/// The fields of a dataset in order, and what identifies a record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Schema {
    /// The fields, in the order in which they are written.
    pub fields: Vec<Field>,
    /// The names of the fields that identify a record together; empty when nothing does.
    pub primary_key: Vec<String>,
    /// The fields whose values must occur as keys elsewhere.
    pub foreign_keys: Vec<ForeignKey>,
}

impl Schema {
    /// The index of a field by its name.
    pub fn position(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// The indexes of the primary key's fields.
    pub fn key_positions(&self) -> Vec<usize> {
        self.primary_key.iter().filter_map(|name| self.position(name)).collect()
    }
}

/// One field: its name, its type, what holds for its values.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The name under which its values are written.
    pub name: String,
    /// What its values are.
    pub field_type: FieldType,
    /// What must hold for each value.
    pub constraints: Constraints,
    /// What its text is more precisely, in Table Schema's words: `uri`.
    pub format: Option<&'static str>,
    /// Whether the order of a list's items says something. If not, lists are compared as sets.
    pub is_ordered: bool,
    /// The texts that a boolean takes for yes, beside `true` and `yes`.
    pub true_values: Vec<String>,
    /// The texts that a boolean takes for no, beside `false` and `no`.
    pub false_values: Vec<String>,
    /// The texts that mean that there is no value, beside those of the dataset.
    pub missing_values: Vec<String>,
    /// What may stand between the groups of three digits of a whole number: `1,234,567`. Table Schema's `groupChar`.
    pub group_char: Option<char>,
}

impl Field {
    /// A field without constraints.
    pub fn new(name: impl Into<String>, field_type: FieldType) -> Self {
        Self {
            name: name.into(),
            field_type,
            constraints: Constraints::default(),
            format: None,
            is_ordered: false,
            true_values: Vec::new(),
            false_values: Vec::new(),
            missing_values: Vec::new(),
            group_char: None,
        }
    }
}

/// What a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// Text.
    String,
    /// A whole number that fits 64 bits.
    Integer,
    /// A decimal number.
    Number,
    /// Yes or no.
    Boolean,
    /// A calendar date, `YYYY-MM-DD`.
    Date,
    /// A month of a year, `YYYY-MM`.
    YearMonth,
    /// Values of one type in order.
    List(Box<FieldType>),
}

impl FieldType {
    /// A list of strings.
    pub fn string_list() -> Self {
        FieldType::List(Box::new(FieldType::String))
    }

    /// The type of one item: a list's item type, or the type itself.
    pub fn item(&self) -> &FieldType {
        match self {
            FieldType::List(item) => item,
            scalar => scalar,
        }
    }

    /// Whether a field of this type holds any number of items.
    pub fn is_list(&self) -> bool {
        matches!(self, FieldType::List(_))
    }

    /// Its word in Table Schema.
    pub fn name(&self) -> &'static str {
        match self {
            FieldType::String => "string",
            FieldType::Integer => "integer",
            FieldType::Number => "number",
            FieldType::Boolean => "boolean",
            FieldType::Date => "date",
            FieldType::YearMonth => "yearmonth",
            FieldType::List(_) => "list",
        }
    }

    /// Whether a value may stand in a field of this type. A missing value always may.
    pub fn admits(&self, value: &Value) -> bool {
        match (self, value) {
            (_, Value::Null) => true,
            (FieldType::String | FieldType::Date | FieldType::YearMonth, Value::String(_)) => true,
            (FieldType::Integer | FieldType::Number, Value::Integer(_)) => true,
            (FieldType::Number, Value::Number(_)) => true,
            (FieldType::Boolean, Value::Boolean(_)) => true,
            (FieldType::List(item), Value::List(values)) => values.iter().all(|value| item.admits(value)),
            _ => false,
        }
    }
}

/// What must hold for every value of a field, beside its type.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Constraints {
    /// A value must be there.
    pub required: bool,
    /// No two records may have the same value.
    pub unique: bool,
    /// The least number of characters of a string, or of items of a list.
    pub min_length: Option<usize>,
    /// The greatest number of characters of a string, or of items of a list.
    pub max_length: Option<usize>,
    /// The least number.
    pub minimum: Option<f64>,
    /// The greatest number.
    pub maximum: Option<f64>,
    /// A regular expression that must match the whole of a string, or of each item of a list.
    pub pattern: Option<String>,
    /// The texts that a value, or each item of a list, may have.
    #[serde(rename = "enum")]
    pub enumeration: Option<Vec<String>>,
}

/// Fields whose values must occur as the values of fields of another dataset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeignKey {
    /// The fields here. A list field stands for each of its items.
    pub fields: Vec<String>,
    /// The dataset that is referred to.
    pub resource: String,
    /// The fields there, in the same order.
    pub reference_fields: Vec<String>,
}
