//! Commas and semicolons inside the values of columns that hold one value each, and how the column writes them.
//!
//! It knows texts, not what is right. Signs that make a text code or a notation, whose commas follow other rules, are those of
//! [`is_notation`].

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Evidence, FieldPlace, NewItem};
use crate::extract::Item;

/// A column of names with commas in some of them.
#[derive(Default)]
pub struct CommaColumn<'e> {
    /// The values with a comma or semicolon, each with the places of these in its text, blanks around them included.
    pub values: Vec<(FieldPlace<'e>, Vec<Range<usize>>)>,
    /// How often each is written so, those at the ends of a value not counted.
    pub forms: BTreeMap<&'e str, usize>,
    /// How many values the column has.
    pub size: usize,
}

impl CommaColumn<'_> {
    /// How often a comma or semicolon is written in this way.
    pub fn uses(&self, form: &str) -> usize {
        self.forms.get(form).copied().unwrap_or(0)
    }
}

/// The columns of names (the indexes of dataset and field) that are no lists.
pub(super) fn comma_columns<'e>(evidence: &Evidence<'e>) -> BTreeMap<(usize, usize), CommaColumn<'e>> {
    let mut columns: BTreeMap<(usize, usize), CommaColumn<'e>> = BTreeMap::new();
    for (place, _) in evidence.named_fields().filter(|(place, _)| !place.schema.field_type.is_list()) {
        let Some(item) = place.content.items.first() else { continue };
        let column = columns.entry((place.dataset, place.field)).or_default();
        column.size += 1;
        let text = item.text();
        if !text.contains([',', ';']) || is_notation(text) || evidence.with_backticks(item) != text {
            continue;
        }
        let commas = commas(text);
        for comma in commas.iter().filter(|comma| comma.start > 0 && comma.end < text.len()) {
            *column.forms.entry(&text[comma.clone()]).or_insert(0) += 1;
        }
        column.values.push((place, commas));
    }
    columns
}

/// Whether a text is code or another notation: it has a sign of one, or a comma inside parentheses, where a pair or a call may stand.
fn is_notation(text: &str) -> bool {
    let mut open = 0_isize;
    let mut is_inside = |sign: u8| {
        open += isize::from(sign == b'(') - isize::from(sign == b')');
        open > 0 && matches!(sign, b',' | b';')
    };
    text.contains(['`', '"', '\'', '“', '{', '}', '[', ']', '<', '>', '=', '|', '$', '\\', '\n', '*'])
        || text.bytes().any(&mut is_inside)
}

/// Runs of commas, semicolons and blanks that have a comma or semicolon.
fn commas(text: &str) -> Vec<Range<usize>> {
    let is_part = |character: char| matches!(character, ',' | ';' | ' ');
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(is_part).map(|start| at + start) {
        let end = start + (text[start..].len() - text[start..].trim_start_matches(is_part).len());
        if text[start..end].contains([',', ';']) {
            found.push(start..end);
        }
        at = end;
    }
    found
}

/// A name in which each comma stands as `usual` says, where it says something; and the first thing that it says. `None` where it says
/// nothing.
pub(super) fn rewritten(
    item: &Item,
    commas: &[Range<usize>],
    usual: impl Fn(&Range<usize>) -> Option<String>,
) -> Option<(NewItem, String)> {
    let text = item.text();
    let (mut result, mut done, mut first) = (String::with_capacity(text.len()), 0, None);
    for comma in commas {
        let Some(new) = usual(comma) else { continue };
        result.push_str(&text[done..comma.start]);
        result.push_str(&new);
        done = comma.end;
        first.get_or_insert(new);
    }
    result.push_str(&text[done..]);
    Some((NewItem::marked(result, item.marks().to_vec()), first?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commas_stand_with_their_blanks() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = commas(text).into_iter().map(|comma| &text[comma]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("a, b ,c,, d e;", &[", ", " ,", ",, ", ";"]);
        check("a b", &[]);
    }

    #[test]
    fn a_notation_has_its_commas_in_parentheses_or_a_sign_of_code() {
        for text in ["f(a, b)", "f(a; b)", "f(g(a), b)", "f((a, b))", "`a`, b", "x = 1, 2", "a\nb, c"] {
            assert!(is_notation(text), "{text}");
        }
        for text in ["a, b", "a, b (c)", "(a) b, c", "(a) (b), c", "a) b, c", "f(a b), c"] {
            assert!(!is_notation(text), "{text}");
        }
    }

    #[test]
    fn commas_are_rewritten_where_something_is_said() {
        let span = crate::source::Span::new(crate::source::SourceMap::new().add("page.md", "a,b , c"), 0..7);
        let field = crate::schema::Field::new("", crate::schema::FieldType::String);
        let item = Item::new("a,b , c".to_owned(), span, &field).expect("a text is one");
        let rewritten = |usual: &dyn Fn(&Range<usize>) -> Option<String>| {
            rewritten(&item, &[1..2, 3..6], usual).map(|(new, first)| (new.text, first))
        };
        let expected = |text: &str, first: &str| Some((text.to_owned(), first.to_owned()));
        assert_eq!(rewritten(&|_| Some(", ".to_owned())), expected("a, b, c", ", "));
        assert_eq!(rewritten(&|comma| (comma.start > 1).then(|| ";".to_owned())), expected("a,b;c", ";"));
        assert_eq!(rewritten(&|comma| Some(comma.len().to_string())), expected("a1b3c", "1"));
        assert_eq!(rewritten(&|_| None), None);
    }
}
