//! What the YAML reader has against a recipe, in the words of whoever writes recipes.
//!
//! It knows the reader's errors and no key of a recipe. Another kind of error that deserves words of its own is one more
//! arm of [`Complaint::of`].

use std::ops::Range;

use super::RecipeText;
use super::excerpt::excerpt;
use crate::error::{Error, ErrorKind};
use crate::similarity::did_you_mean;

/// What is wrong, what to write at the place, and how to go on.
struct Complaint {
    message: String,
    label: String,
    help: Option<String>,
}

impl Complaint {
    fn new(message: impl Into<String>, label: impl Into<String>, help: Option<&str>) -> Self {
        Self { message: message.into(), label: label.into(), help: help.map(str::to_owned) }
    }

    fn of(error: &serde_yaml::Error, kind: &str) -> Self {
        use serde_yaml::Error as Yaml;
        match error {
            Yaml::SerdeUnknownField { field, expected, .. } => Self {
                help: did_you_mean(field, expected),
                ..Self::new(format!("unknown key `{field}`"), "no such key here", None)
            },
            Yaml::SerdeUnknownVariant { variant, expected, .. } => Self {
                help: did_you_mean(variant, expected),
                ..Self::new(format!("unknown word `{variant}`"), "not one of the words that may stand here", None)
            },
            Yaml::SerdeMissingField { field, .. } => {
                let help = format!("add `{field}: …`");
                Self::new(format!("the key `{field}` is missing"), "in this mapping", Some(&help))
            }
            Yaml::DuplicateMappingKey { key: Some(key), .. } => {
                let help = Some("remove one of the two");
                Self::new(format!("the key `{key}` stands here twice"), "the second one", help)
            }
            Yaml::MultipleDocuments { .. } => {
                let help = format!("a {kind} is a file of its own, without `---` inside");
                Self::new(format!("a second {kind} follows the first one"), "here", Some(&help))
            }
            Yaml::AliasError { error, .. } => Self::of(error.without_snippet(), kind),
            Yaml::Unexpected { expected, .. } => Self::expected(expected),
            Yaml::InvalidScalar { ty, .. } => Self::expected(ty),
            Yaml::SerdeInvalidType { unexpected, expected, .. } => {
                Self::new(format!("{expected} is expected here"), format!("found {unexpected}"), None)
            }
            Yaml::Budget { .. } | Yaml::AliasReplayLimitExceeded { .. } | Yaml::AliasExpansionLimitExceeded { .. } => {
                Self::new(format!("the {kind} is too large, or nested too deeply"), "it is read up to here", None)
            }
            other if other.to_string().starts_with("externally tagged enum") => {
                Self::new("a word is expected here", "not a word", None)
            }
            other => Self::new(format!("this is not a {kind}: {}", first_line(&other.to_string())), "here", None),
        }
    }

    /// The reader's word for what it expected, as a person would say it.
    fn expected(what: &str) -> Self {
        let (noun, help) = match what {
            "mapping start" => ("mapping", Some("write `{ key: value }`, or keys on lines of their own")),
            "sequence start" => ("list", Some("write `[…]`, also around a single one")),
            "string scalar" => ("text", None),
            "u64" | "usize" => ("whole number of 0 or more", None),
            "floating point" => ("number", None),
            other => (other, None),
        };
        Self::new(format!("a {noun} is expected here"), format!("not a {noun}"), help)
    }
}

/// The error for what the YAML reader refused.
pub(super) fn syntax_error(text: &RecipeText, error: &serde_yaml::Error) -> Error {
    if text.text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#')) {
        let message = "the recipe is empty".to_owned();
        return Error::new(ErrorKind::Recipe { path: text.path.clone(), message })
            .with_help("it begins with `recipe: <name>`, and has `sources` and `datasets`");
    }
    let error = error.without_snippet();
    let Complaint { message, label, help } = Complaint::of(error, text.kind);
    let mut result = Error::new(ErrorKind::Recipe { path: text.path.clone(), message });
    if let Some(location) = error.location() {
        result = result.with_excerpt(excerpt(text, word_at(&text.text, &location), &label));
    }
    match help {
        Some(help) => result.with_help(help),
        None => result,
    }
}

fn first_line(message: &str) -> &str {
    let line = message.lines().next().unwrap_or("");
    line.find(" at line ").map_or(line, |at| &line[..at])
}

/// The bytes that a location of the YAML reader covers; where it names a point, the word there.
fn word_at(text: &str, location: &serde_yaml::Location) -> Range<usize> {
    let start = offset(text, location);
    let length = location.span().byte_len().unwrap_or(0) as usize;
    let word = text[start..].find(|c: char| c.is_whitespace() || c == ':' || c == ',').unwrap_or(0);
    start..start + length.max(word).max(1)
}

/// The byte that a location of the YAML reader points at. A fault of the text itself has a line and a column only.
fn offset(text: &str, location: &serde_yaml::Location) -> usize {
    if let Some(offset) = location.span().byte_offset().filter(|&offset| offset > 0) {
        return text.floor_char_boundary(offset as usize);
    }
    let lines = text.split_inclusive('\n').take((location.line() as usize).saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    let before = text[start..].chars().take((location.column() as usize).saturating_sub(1));
    start + before.map(char::len_utf8).sum::<usize>()
}
