//! A line of a recipe, to show in an error.

use std::ops::Range;

use super::RecipeText;
use crate::error::Excerpt;

/// The line around the start of a byte range of the recipe, with the range's part of it marked.
pub(super) fn excerpt(recipe: &RecipeText, place: Range<usize>, label: &str) -> Excerpt {
    let text = recipe.text.as_str();
    let at = text.floor_char_boundary(place.start.min(text.len()));
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let line = text[start..].split(['\n', '\r']).next().unwrap_or("");
    let first = (at - start).min(line.len());
    let last = line.floor_char_boundary((place.end.max(at) - start).min(line.len())).max(first);
    Excerpt {
        path: recipe.path.clone(),
        line: line_ends(&text[..start]) + 1,
        column: line[..first].chars().count() + 1,
        text: line.to_owned(),
        part: first..last,
        label: label.to_owned(),
    }
}

/// YAML ends a line after `\n`, `\r\n` or a lone `\r` (YAML 1.2.2, section 5.4).
fn line_ends(text: &str) -> usize {
    text.matches(['\n', '\r']).count() - text.matches("\r\n").count()
}
