//! What a recipe demands of a field's values beyond their type, and what it takes for yes and no: refused where it could never apply.
//!
//! It knows the types of values and no document. Another constraint is one more key of [`RawConstraints`] and one line in
//! [`Resolver::constraints`], which says to what types it applies.

use serde_yaml::Spanned;

use super::raw::RawConstraints;
use super::read::{Resolver, place};
use crate::error::Result;
use crate::schema::{Constraints, FieldType};

impl Resolver<'_> {
    /// The constraints of a field with a name and a type.
    pub(super) fn constraints(&self, name: &str, raw: RawConstraints, field_type: &FieldType) -> Result<Constraints> {
        let item = field_type.item();
        let is_number = matches!(item, FieldType::Integer | FieldType::Number);
        let is_text = matches!(item, FieldType::String | FieldType::Date | FieldType::YearMonth);
        let numbers = [("minimum", &raw.minimum), ("maximum", &raw.maximum)];
        for (key, value) in numbers.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?))) {
            let help = match is_text {
                true => {
                    "`minLength` and `maxLength` are about the length of a text; a number has `type: integer` or `type: number`"
                }
                false => "a number has `type: integer` or `type: number`",
            };
            self.apply(key, value, name, field_type, (is_number, "numbers", help))?;
        }
        let lengths = [("minLength", &raw.min_length), ("maxLength", &raw.max_length)];
        for (key, value) in lengths.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?))) {
            let help = match is_number {
                true => "`minimum` and `maximum` are about the number itself",
                false => "take it out",
            };
            self.apply(key, value, name, field_type, (is_text || field_type.is_list(), "texts and lists", help))?;
        }
        if let Some(pattern) = &raw.pattern {
            let help = match is_number {
                true => {
                    "`minimum` and `maximum` are about the number itself; without `type` the field keeps the text as it is written"
                }
                false => "without `type` the field keeps the text as it is written",
            };
            self.apply("pattern", pattern, name, field_type, (is_text, "texts", help))?;
            self.check_pattern(name, pattern)?;
        }
        self.check_order(("minimum", &raw.minimum), ("maximum", &raw.maximum))?;
        self.check_order(("minLength", &raw.min_length), ("maxLength", &raw.max_length))?;
        Ok(Constraints {
            required: raw.required,
            unique: raw.unique,
            min_length: raw.min_length.map(|written| written.value),
            max_length: raw.max_length.map(|written| written.value),
            minimum: raw.minimum.map(|written| written.value),
            maximum: raw.maximum.map(|written| written.value),
            pattern: raw.pattern.map(|written| written.value),
            enumeration: raw.enumeration,
        })
    }

    /// Refuses a constraint on values that it says nothing of.
    fn apply<T>(
        &self,
        key: &str,
        value: &Spanned<T>,
        name: &str,
        field_type: &FieldType,
        (applies, to, help): (bool, &str, &str),
    ) -> Result<()> {
        if applies {
            return Ok(());
        }
        let kind = match field_type {
            FieldType::List(item) => format!("list of values of type {}", item.name()),
            scalar => scalar.name().to_owned(),
        };
        let message = format!("`{key}` is about {to}, and the type of `{name}` is {kind}");
        Err(self.refuse(place(value), message, "never applies", Some(help.to_owned())))
    }

    fn check_pattern(&self, name: &str, pattern: &Spanned<String>) -> Result<()> {
        let Err(error) = regex::Regex::new(&pattern.value) else { return Ok(()) };
        let error = error.to_string();
        let reason = error.lines().last().unwrap_or("").trim_start_matches("error: ");
        let message = format!("the pattern of `{name}` is not a regular expression: {reason}");
        Err(self.refuse(place(pattern), message, "this pattern", None))
    }

    /// The least is not above the greatest.
    fn check_order<T: PartialOrd + std::fmt::Display>(
        &self,
        (low, least): (&str, &Option<Spanned<T>>),
        (high, greatest): (&str, &Option<Spanned<T>>),
    ) -> Result<()> {
        let (Some(least), Some(greatest)) = (least, greatest) else { return Ok(()) };
        if least.value <= greatest.value {
            return Ok(());
        }
        let message =
            format!("no value can be {} or more (`{low}`) and {} or less (`{high}`)", least.value, greatest.value);
        Err(self.refuse(
            place(greatest),
            message,
            "less than the least",
            Some(format!("exchange `{low}` and `{high}`")),
        ))
    }

    /// The texts that mean yes and those that mean no: of a boolean alone, and none of them both.
    pub(super) fn signs(
        &self,
        name: &str,
        yes: Vec<Spanned<String>>,
        no: Vec<Spanned<String>>,
        field_type: &FieldType,
    ) -> Result<[Vec<String>; 2]> {
        let first = yes.first().map(|sign| ("true_values", sign)).or(no.first().map(|sign| ("false_values", sign)));
        if let Some((key, sign)) = first {
            let is_boolean = *field_type.item() == FieldType::Boolean;
            self.apply(key, sign, name, field_type, (is_boolean, "yes and no", "add `type: boolean`"))?;
        }
        if let Some(both) = no.iter().find(|sign| yes.iter().any(|other| other.value == sign.value)) {
            let message = format!("`{}` means both yes and no in `{name}`", both.value);
            let help = "leave it in one of `true_values` and `false_values`".to_owned();
            return Err(self.refuse(place(both), message, "stands in `true_values` too", Some(help)));
        }
        Ok([yes, no].map(|signs| signs.into_iter().map(|sign| sign.value).collect()))
    }
}
