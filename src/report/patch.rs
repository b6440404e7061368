//! A page and how it would read as a patch that `git apply` and `patch` take: the unified format, with remarks above it.
//!
//! It knows two texts and sentences about them. Line ends are those of the texts, and a text without a last one keeps being so.

use std::fmt::Write as _;

use similar::TextDiff;

use crate::escape::{escape_line, is_hostile};

/// The lines of a patch that stand around a change.
const CONTEXT: usize = 3;

/// A patch of one file. `path` is relative to where the patch is to be applied; `remarks` stand above it in a line each, where the
/// tools that apply a patch do not look.
///
/// ```
/// let patch = rowmill::report::unified_patch("page.md", "a\nb\n", "a\nc\n", &["`c` for `b`".to_owned()]);
/// assert_eq!(patch, "* `c` for `b`\n\n--- a/page.md\n+++ b/page.md\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
/// ```
pub fn unified_patch(path: &str, old: &str, new: &str, remarks: &[String]) -> String {
    let mut patch = String::new();
    for remark in remarks {
        let _ = writeln!(patch, "* {}", escape_line(remark));
    }
    if !remarks.is_empty() {
        patch.push('\n');
    }
    // A lone carriage return ends a line of Markdown, but none of a patch.
    let lines = |text: &'_ str| -> Vec<String> { text.split_inclusive('\n').map(str::to_owned).collect() };
    let (old, new) = (lines(old), lines(new));
    let (old, new): (Vec<&str>, Vec<&str>) =
        (old.iter().map(String::as_str).collect(), new.iter().map(String::as_str).collect());
    let diff = TextDiff::configure().newline_terminated(true).diff_slices(&old, &new);
    let mut unified = diff.unified_diff();
    unified.context_radius(CONTEXT).missing_newline_hint(true).header(&name("a/", path), &name("b/", path));
    let _ = write!(patch, "{unified}");
    patch
}

/// A file's name as git writes it: one with blanks ends in a tab, one with signs that mean something is in quotes.
fn name(side: &str, path: &str) -> String {
    let path = path.trim_start_matches("./").trim_start_matches('/');
    let needs_quotes = |character: char| matches!(character, '"' | '\\' | '\n' | '\t') || is_hostile(character);
    if path.contains(needs_quotes) {
        let mut quoted = format!("\"{side}");
        for byte in path.bytes() {
            match byte {
                b'"' | b'\\' => quoted.push_str(&format!("\\{}", char::from(byte))),
                b' '..=b'~' => quoted.push(char::from(byte)),
                _ => quoted.push_str(&format!("\\{byte:03o}")),
            }
        }
        return format!("{quoted}\"");
    }
    format!("{side}{path}{}", if path.contains(' ') { "\t" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_git() {
        assert_eq!(name("a/", "docs/page.md"), "a/docs/page.md");
        assert_eq!(name("a/", "./my page.md"), "a/my page.md\t");
        assert_eq!(name("b/", "a\"\u{1b}é.md"), "\"b/a\\\"\\033\\303\\251.md\"");
    }

    #[test]
    fn line_ends_stay() {
        let patch = unified_patch("p.md", "a\r\nb", "a\r\nc", &[]);
        assert!(
            patch.contains(" a\r\n-b\n\\ No newline at end of file\n+c\n\\ No newline at end of file\n"),
            "{patch:?}"
        );
    }

    #[test]
    fn a_remark_stays_on_its_line() {
        assert!(unified_patch("p.md", "a\n", "b\n", &["x\n--- a/evil".to_owned()]).starts_with("* x\\u{a}---"));
    }
}
