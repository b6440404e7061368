//! JSON that somebody has written or changed: each key once in its object, and what is wrong in the words of the file.
//!
//! The reader's own messages name types of the program, and of two keys of one name it takes the last one silently. It knows no kind of file.
//! Another message that deserves words of its own is one more line of [`SAID`] or one more arm of [`words`].

use std::fmt;

use serde::de::{DeserializeOwned, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// What is wrong with a text that should be JSON, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The line, from 1.
    pub(crate) line: usize,
    /// The column, from 1, in characters.
    pub(crate) column: usize,
    /// The byte of the line, from 0.
    pub(crate) offset: usize,
    /// What is wrong.
    pub(crate) message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}, column {}: {}", self.line, self.column, self.message)
    }
}

/// Any JSON, with each key once in its object.
///
/// # Errors
///
/// What is wrong.
pub(crate) fn parse(text: &str) -> Result<Value, Fault> {
    typed::<Distinct>(text).map(|Distinct(value)| value)
}

/// JSON of a type.
///
/// # Errors
///
/// What is wrong.
pub(crate) fn typed<T: DeserializeOwned>(text: &str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|error| fault(text, &error))
}

/// The value of a key that may hold anything, with each key once in its objects.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Distinct(pub(crate) Value);

impl<'de> Deserialize<'de> for Distinct {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(DistinctVisitor)
    }
}

/// An object, with each key once in it and in what it holds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DistinctObject(pub(crate) Map<String, Value>);

impl<'de> Deserialize<'de> for DistinctObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = DistinctObject;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<DistinctObject, A::Error> {
        distinct(entries).map(DistinctObject)
    }
}

fn distinct<'de, A: MapAccess<'de>>(mut entries: A) -> Result<Map<String, Value>, A::Error> {
    let mut object = Map::new();
    while let Some(key) = entries.next_key::<String>()? {
        if object.contains_key(&key) {
            return Err(A::Error::custom(format_args!("duplicate field `{key}`")));
        }
        let Distinct(value) = entries.next_value()?;
        object.insert(key, value);
    }
    Ok(object)
}

struct DistinctVisitor;

impl<'de> Visitor<'de> for DistinctVisitor {
    type Value = Distinct;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Distinct, E> {
        Ok(Distinct(Value::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Distinct, E> {
        Ok(Distinct(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Distinct, E> {
        Ok(Distinct(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Distinct, E> {
        Ok(Distinct(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Distinct, E> {
        Ok(Distinct(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Distinct, E> {
        Ok(Distinct(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Distinct, E> {
        Ok(Distinct(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Distinct, A::Error> {
        let mut list = Vec::new();
        while let Some(Distinct(value)) = entries.next_element()? {
            list.push(value);
        }
        Ok(Distinct(Value::Array(list)))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Distinct, A::Error> {
        distinct(entries).map(|object| Distinct(Value::Object(object)))
    }
}

/// What the reader has against a text.
pub(crate) fn fault(text: &str, error: &serde_json::Error) -> Fault {
    let said = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    let said = said.strip_suffix(&place).unwrap_or(&said);
    let line = error.line().max(1);
    let written = text.split('\n').nth(line - 1).unwrap_or_default();
    let mut offset = written.floor_char_boundary(error.column().saturating_sub(1).min(written.len()));
    // The reader names the end of a key, and who reads the message looks for its start.
    if said.starts_with("duplicate field") || said.starts_with("unknown field") {
        offset = key_before(written, error.column().min(written.len()));
    }
    let column = written[..offset].chars().count() + 1;
    Fault { line, column, offset, message: words(said) }
}

/// Where the key starts whose closing quote is the last one before a byte of a line.
fn key_before(line: &str, end: usize) -> usize {
    let bytes = line.as_bytes();
    let is_quote = |at: &usize| {
        let slashes = bytes[..*at].iter().rev().take_while(|&&byte| byte == b'\\').count();
        bytes[*at] == b'"' && slashes % 2 == 0
    };
    let mut quotes = (0..end.min(bytes.len())).rev().filter(is_quote);
    let close = quotes.next();
    quotes.next().or(close).unwrap_or(0)
}

/// What the reader says, and what a person would.
const SAID: &[(&str, &str)] = &[
    ("EOF while parsing a list", "the text ends within a list"),
    ("EOF while parsing an object", "the text ends within an object"),
    ("EOF while parsing a string", "the text ends within a text in quotes"),
    ("EOF while parsing a value", "the text ends where a value is expected"),
    ("expected value", "a value is expected here"),
    ("expected ident", "a value is expected here, such as `true`, `false` or `null`"),
    ("trailing characters", "nothing more is expected here"),
    ("trailing comma", "something is expected behind the comma"),
    ("key must be a string", "a key in double quotes is expected here"),
    ("recursion limit exceeded", "it is nested too deeply"),
    ("invalid number", "this is no number"),
    ("number out of range", "this number is too large"),
];

fn words(said: &str) -> String {
    if let Some((_, words)) = SAID.iter().find(|(start, _)| *start == said) {
        return (*words).to_owned();
    }
    let quoted = |start: &str| said.strip_prefix(start).map(|rest| rest.split(", expected").next().unwrap_or(rest));
    if let Some(key) = quoted("missing field ") {
        return format!("the key {key} is missing");
    }
    if let Some(key) = quoted("duplicate field ") {
        return format!("the key {key} stands here twice");
    }
    if let Some(key) = quoted("unknown field ") {
        return format!("the key {key} is none that may stand here");
    }
    let kinds = ["invalid type: ", "invalid value: ", "invalid length "];
    let parts = kinds.iter().find_map(|start| said.strip_prefix(start)?.rsplit_once(", expected "));
    match parts {
        Some((found, expected)) => format!("{} is expected here, and not {}", noun(expected), found_noun(found)),
        None => said.to_owned(),
    }
}

fn noun(expected: &str) -> &str {
    match expected {
        "a sequence" => "a list",
        "a map" => "an object",
        "a string" => "a text in quotes",
        "u64" | "usize" => "a whole number of 0 or more",
        other => other,
    }
}

fn found_noun(found: &str) -> String {
    match found {
        "sequence" => "a list".to_owned(),
        "map" => "an object".to_owned(),
        "null" | "unit value" => "`null`".to_owned(),
        length if length.bytes().all(|byte| byte.is_ascii_digit()) => "a list".to_owned(),
        other => ["integer ", "floating point ", "boolean "]
            .iter()
            .find_map(|start| other.strip_prefix(start))
            .map_or_else(|| other.replacen("string ", "the text ", 1), str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, expecting = "an object with `name`")]
    #[expect(dead_code, reason = "it is read for what is wrong with it")]
    struct Named {
        name: String,
        #[serde(default)]
        count: usize,
        rest: Option<DistinctObject>,
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(parse(text).map_err(|fault| fault.to_string()).expect_err(text), expected);
    }

    fn check_named(text: &str, expected: &str) {
        assert_eq!(typed::<Named>(text).map_err(|fault| fault.to_string()).expect_err(text), expected);
    }

    #[test]
    fn a_key_stands_once_in_its_object() {
        check("{\"a\": 1, \"b\": {\"a\": 2}, \"a\": 3}", "line 1, column 25: the key `a` stands here twice");
        check("[\n  {\"é\": {\"x\\\"\": 1,\n \"x\\\"\": 1}}]", "line 3, column 2: the key `x\"` stands here twice");
        check("{\"a\":1,\"\\u0061\" : 2}", "line 1, column 8: the key `a` stands here twice");
        check_named("{\"name\": \"a\", \"name\": \"b\"}", "line 1, column 15: the key `name` stands here twice");
        check_named(
            "{\"name\": \"a\", \"rest\": {\"b\": 1, \"b\": 2}}",
            "line 1, column 32: the key `b` stands here twice",
        );
    }

    #[test]
    fn any_value_is_read_as_the_reader_reads_it() {
        let text = r#"[null, true, -1, 18446744073709551615, 1.5e-7, "é\n", {"b": [], "a": {}}]"#;
        assert_eq!(parse(text).ok(), serde_json::from_str(text).ok());
        assert!(parse(&"[".repeat(100_000)).is_err());
    }

    #[test]
    fn what_is_wrong_is_said_in_the_words_of_the_file() {
        check("", "line 1, column 1: the text ends where a value is expected");
        check("[1,]", "line 1, column 4: something is expected behind the comma");
        check("é x", "line 1, column 1: a value is expected here");
        check("[1] 2", "line 1, column 5: nothing more is expected here");
        check("{a: 1}", "line 1, column 2: a key in double quotes is expected here");
        check("nul", "line 1, column 3: the text ends where a value is expected");
        check_named("{}", "line 1, column 2: the key `name` is missing");
        check_named("{\"name\": \"a\", \"nome\": 1}", "line 1, column 15: the key `nome` is none that may stand here");
        check_named("{\"name\": 1}", "line 1, column 10: a text in quotes is expected here, and not `1`");
        check_named("{\"name\": [1]}", "line 1, column 9: a text in quotes is expected here, and not a list");
        check_named("{\"name\": null}", "line 1, column 13: a text in quotes is expected here, and not `null`");
        check_named("[]", "line 1, column 2: an object with `name` is expected here, and not a list");
        check_named("5", "line 1, column 1: an object with `name` is expected here, and not `5`");
        let negative = "{\"name\": \"a\", \"count\": -1}";
        check_named(negative, "line 1, column 25: a whole number of 0 or more is expected here, and not `-1`");
    }
}
