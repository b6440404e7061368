//! Pages that are included in a page by `[!INCLUDE [title](path)]`, as DocFX does it.
//!
//! What is included was read before: here it only takes its place among the headings, tables and lists.

use std::ops::Range;

use super::heading::Heading;
use super::{Document, List};
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Span;

/// Where a text names pages to include: the place of each path.
pub fn include_targets(text: &str) -> Vec<Range<usize>> {
    let starts = memchr::memmem::find_iter(text.as_bytes(), b"[!");
    starts.filter_map(|at| target(text, at)).collect()
}

/// The path of `[!INCLUDE [title](path)]` at an offset.
fn target(text: &str, at: usize) -> Option<Range<usize>> {
    const WORD: &str = "[!INCLUDE";
    let rest = text
        .get(at..at + WORD.len())
        .filter(|word| word.eq_ignore_ascii_case(WORD))
        .map(|_| &text[at + WORD.len()..])?;
    let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
    let title = line.trim_start_matches([' ', '-']).strip_prefix('[')?;
    let open = title.find("](")?;
    let start = at + WORD.len() + (line.len() - title.len()) + open + 2;
    let length = text[start..].find([')', '\n']).filter(|&end| text.as_bytes()[start + end] == b')')?;
    let written = &text[start..start + length];
    let end = start + written.split([' ', '#', '?']).next().map_or(0, str::len);
    (end > start).then_some(start..end)
}

/// Puts the content of an included page where it is included, under a heading. The last heading in force is returned.
pub(super) fn splice(outer: &mut Document, inner: Document, heading: Option<usize>) -> Option<usize> {
    let offset = outer.headings.len();
    let mut last = heading;
    for inner_heading in inner.headings {
        let parent = match inner_heading.parent {
            Some(parent) => Some(parent + offset),
            None => outer_parent(&outer.headings, heading, inner_heading.level),
        };
        outer.headings.push(Heading { parent, ..inner_heading });
        last = Some(outer.headings.len() - 1);
    }
    let moved = |inner: Option<usize>| inner.map(|index| index + offset).or(heading);
    for mut table in inner.tables {
        table.heading = moved(table.heading);
        outer.tables.push(table);
    }
    let lists = outer.lists.len();
    for list in inner.lists {
        let parent = list.parent.map(|(list, item)| (list + lists, item));
        outer.lists.push(List { heading: moved(list.heading), parent, ..list });
    }
    outer.legends.extend(inner.legends);
    outer.ignores.extend(inner.ignores);
    outer.anchors.extend(inner.anchors);
    outer.problems.extend(inner.problems);
    last
}

fn outer_parent(headings: &[Heading], heading: Option<usize>, level: u8) -> Option<usize> {
    let mut parent = heading;
    while let Some(index) = parent.filter(|&index| headings[index].level >= level) {
        parent = headings[index].parent;
    }
    parent
}

/// The finding that a page to include was not read.
pub(super) fn missing(target: &str, reason: &str, span: Span) -> Diagnostic {
    Diagnostic::new(
        "missing-include",
        Severity::Warning,
        format!("the page `{target}` is not included: {reason}"),
        span,
    )
    .with_help("its tables are missing here; keep it in the same repository, or give it as a page of its own")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = include_targets(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn a_path_stands_behind_a_title() {
        check("[!INCLUDE [title](a/b.md)]", &["a/b.md"]);
        check("x\n[!include[](../b.md)] [!INCLUDE-NEXT [t](c.md)]", &["../b.md"]);
        check("[!INCLUDE [t](~/a.md#part)]", &["~/a.md"]);
        check("[!INCLUDE [t](a.md \"title\")]", &["a.md"]);
        check("[!INCLUDE [t](a.md", &[]);
        check("[!NOTE] [!", &[]);
        check("[!é", &[]);
    }

    #[test]
    fn only_the_whole_form_names_a_page() {
        check("[!INCLUDE[t](a.md)]", &["a.md"]);
        check("[!INCLUDE - [t](a.md)]", &["a.md"]);
        check("[!INCLUDE x[t](a.md)]", &[]);
        check("[!INCLUDE [t] (a.md)]", &[]);
        check("[!INCLUDE [t]()]", &[]);
        check("[!INCLUDE [t](#part)]", &[]);
        check("[!INCLUDE [t](a.md?b#c)]", &["a.md"]);
        check("[!INCLUDE [t](a\n.md)]", &[]);
        check("[!INCLUDE [t\n](a.md)]", &[]);
        check("[!INCLUDE [t](a.md)][!INCLUDE [u](b.md)]", &["a.md", "b.md"]);
        check("[!INCLUD [t](a.md)]", &[]);
        check("é [!INCLUDE [é](ü.md)]", &["ü.md"]);
    }
}
