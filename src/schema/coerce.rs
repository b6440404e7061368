//! Text to value, without a guess: what does not fit its type is refused, never bent.

use std::borrow::Cow;

use super::{Field, FieldType, Value, ValueRef};

/// What parts groups of digits on most pages.
pub const GROUP_CHARS: [char; 5] = [',', ' ', '\u{a0}', '\u{202f}', '\''];

/// Why a text is not a value of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CoerceError {
    /// What would have fitted, as a noun phrase with an example.
    pub expected: &'static str,
}

/// The value of a text in a field. In a list field it is that of one item.
///
/// # Errors
///
/// [`CoerceError`] when the text is not a value of the type.
pub fn coerce(text: &str, field: &Field) -> Result<Value, CoerceError> {
    coerce_ref(text, field).map(Value::from)
}

/// As [`coerce`]; what stays text is not copied.
///
/// # Errors
///
/// As [`coerce`].
pub fn coerce_ref<'t>(text: &'t str, field: &Field) -> Result<ValueRef<'t>, CoerceError> {
    let string = || ValueRef::String(Cow::Borrowed(text));
    let (value, expected) = match field.field_type.item() {
        FieldType::String => (Some(string()), "text"),
        FieldType::Integer => (ungrouped(text, field, integer).map(ValueRef::Integer), "a whole number such as `12`"),
        FieldType::Number => (ungrouped(text, field, number), "a number such as `1.5`"),
        FieldType::Boolean => (boolean(text, field).map(ValueRef::Boolean), "`true` or `false`, or `yes` or `no`"),
        FieldType::Date => (date(text).then(string), "a date such as `2020-01-17`"),
        FieldType::YearMonth => (year_month(text).then(string), "a month such as `2020-01`"),
        FieldType::List(_) => (None, "an item, not a list of lists"),
    };
    value.ok_or(CoerceError { expected })
}

/// What a number says without what parts its groups of three digits; a text that is grouped otherwise is read as it is.
fn ungrouped<V>(text: &str, field: &Field, read: fn(&str) -> Option<V>) -> Option<V> {
    match field.group_char {
        Some(sign) if is_grouped(text, sign) => read(&text.replace(sign, "")),
        _ => read(text),
    }
}

/// Whether the whole part of a number is in groups of three digits with a sign between them: `1,234,567.5`.
pub fn is_grouped(text: &str, sign: char) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = match unsigned.split_once('.').filter(|_| sign != '.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(sign);
    let first = groups.next().unwrap_or("");
    let is_first = are_digits(first) && first.len() <= 3 && !first.starts_with('0');
    let mut count = 0;
    let are_groups = groups.inspect(|_| count += 1).all(|group| group.len() == 3 && are_digits(group));
    is_first && are_groups && count > 0 && fraction.is_none_or(are_digits)
}

/// Digits with an optional sign, no leading zero: `007` is a code, not a number.
fn integer(text: &str) -> Option<i64> {
    let (whole, rest) = whole_number(text)?;
    (rest.is_empty() && !(whole == b"0" && text.len() > 1)).then(|| text.parse().ok())?
}

/// A decimal number of at most 15 significant digits, so that a 64-bit float holds it exactly enough to print it back.
fn number(text: &str) -> Option<ValueRef<'static>> {
    let (whole, rest) = whole_number(text)?;
    let [b'.', fraction @ ..] = rest else { return integer(text).map(ValueRef::Integer) };
    let are_digits = !fraction.is_empty() && fraction.iter().all(u8::is_ascii_digit);
    (are_digits && whole.len() + fraction.len() <= 15).then(|| text.parse().ok().map(ValueRef::Number))?
}

/// The digits that a text starts with, behind a sign and without a leading zero, and what stands behind them.
fn whole_number(text: &str) -> Option<(&[u8], &[u8])> {
    let unsigned = match text.as_bytes() {
        [b'-', rest @ ..] => rest,
        all => all,
    };
    let length = unsigned.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(unsigned.len());
    let (whole, rest) = unsigned.split_at(length);
    (whole == b"0" || whole.first().is_some_and(|&first| first != b'0')).then_some((whole, rest))
}

/// The words that say yes or no outright, in any case, and those that the field names.
fn boolean(text: &str, field: &Field) -> Option<bool> {
    let is_one_of = |texts: &[String]| texts.iter().any(|other| other == text);
    if is_one_of(&field.true_values) || is_one_of(&field.false_values) {
        return Some(is_one_of(&field.true_values));
    }
    let is_word = |words: [&str; 2]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
    is_word(["true", "yes"]).then_some(true).or_else(|| is_word(["false", "no"]).then_some(false))
}

fn year_month(text: &str) -> bool {
    matches!(text.as_bytes(), [year @ .., b'-', a, b] if year.len() == 4 && digits(year).is_some() && is_month([*a, *b]))
}

fn is_month(month: [u8; 2]) -> bool {
    digits(&month).is_some_and(|month| (1..=12).contains(&month))
}

/// A day of the proleptic Gregorian calendar as RFC 3339 `full-date` writes it.
fn date(text: &str) -> bool {
    let [year @ .., b'-', c, d, b'-', e, f] = text.as_bytes() else { return false };
    if year.len() != 4 || !is_month([*c, *d]) {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (digits(year), digits(&[*c, *d]), digits(&[*e, *f])) else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=days).contains(&day)
}

/// The number that a few digits are.
fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(field_type: FieldType, fits: &[&str], refused: &[&str]) {
        let field = &Field::new("f", field_type.clone());
        for text in fits {
            assert!(
                coerce(text, field).is_ok_and(|value| value.to_string().eq_ignore_ascii_case(text)
                    || field_type == FieldType::Boolean
                    || field_type == FieldType::Number),
                "{text}"
            );
        }
        for text in refused {
            assert!(coerce(text, field).is_err(), "{text} as {}", field_type.name());
        }
    }

    #[test]
    fn groups_of_digits_are_a_number_where_the_field_says_so() {
        let of = |field_type: FieldType, sign: char| Field { group_char: Some(sign), ..Field::new("f", field_type) };
        let check = |text: &str, field: &Field, expected: Option<&str>| {
            let found = coerce(text, field).ok().map(|value| value.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        };
        let (whole, decimal) = (of(FieldType::Integer, ','), of(FieldType::Number, ','));
        for (text, expected) in [
            ("1,234,567", Some("1234567")),
            ("-1,000", Some("-1000")),
            ("999", Some("999")),
            ("1234", Some("1234")),
            ("1,23", None),
            ("12,34,567", None),
            ("1234,567", None),
            ("0,123", None),
            (",123", None),
            ("1,234,", None),
            ("1.234", None),
        ] {
            check(text, &whole, expected);
        }
        check("1,234.5", &decimal, Some("1234.5"));
        check("1,234", &decimal, Some("1234"));
        check("1,2.5", &decimal, None);
        check("1.234.567", &of(FieldType::Integer, '.'), Some("1234567"));
        check("1\u{a0}234", &of(FieldType::Integer, '\u{a0}'), Some("1234"));
        check("1,234", &Field::new("f", FieldType::Integer), None);
    }

    #[test]
    fn a_text_fits_its_type_or_is_refused() {
        check(
            FieldType::Integer,
            &["0", "12", "-3", "9223372036854775807"],
            &["", "one", "007", "-0", "+1", "1.0", "1,000", "9223372036854775808", "１２"],
        );
        check(
            FieldType::Number,
            &["0.5", "-1.25", "1.10", "12"],
            &["1e400", ".5", "5.", "01.5", "NaN", "inf", "1.2.3", "0.1234567890123456"],
        );
        check(FieldType::Boolean, &["yes", "No", "TRUE", "false"], &["1", "on", "y", "✓"]);
        check(
            FieldType::Date,
            &["2020-02-29", "2020-12-31"],
            &["2019-02-29", "2020-13-01", "2020-1-1", "01/17/2020", "2020-04-31"],
        );
        check(FieldType::YearMonth, &["2020-02"], &["2020-00", "2020", "2020-2"]);
        check(FieldType::String, &["", "007", "no"], &[]);
    }
}
