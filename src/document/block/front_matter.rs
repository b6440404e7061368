//! Front matter: the data block that static site generators read from the top of a page.
//!
//! It must not know YAML or TOML: it finds where the block ends. Another generator's fence is one word in [`FENCES`].

use super::line::lines;
use super::marker::{blank_length, trim_end};
use super::{FrontMatter, FrontMatterKind};

/// Each kind with its opening fence and the fences that close it.
const FENCES: &[(FrontMatterKind, &str, &[&str])] =
    &[(FrontMatterKind::Yaml, "---", &["---", "..."]), (FrontMatterKind::Toml, "+++", &["+++"])];

/// The front matter that starts at an offset, and the offset of the line after it.
///
/// Blanks may follow a fence (Jekyll). A blank line after the opening fence means that it is a thematic break (Pandoc),
/// and so does a missing closing fence: otherwise a page that opens with a rule would lose its first tables.
pub(super) fn front_matter(text: &str, start: usize) -> Option<(FrontMatter, usize)> {
    let mut ranges = lines(text, start);
    let opening = trim_end(&text[ranges.next()?]);
    let &(kind, _, closings) = FENCES.iter().find(|(_, fence, _)| *fence == opening)?;
    let mut ranges = ranges.peekable();
    let first = &text[ranges.peek()?.clone()];
    if blank_length(first) == first.len() {
        return None;
    }
    let closing = ranges.find(|line| closings.contains(&trim_end(&text[line.clone()])))?;
    let next = ranges.next().map_or(text.len(), |line| line.start);
    Some((FrontMatter { kind, range: start..closing.end }, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let found = front_matter(text, 0);
        let shown = found.as_ref().map(|(matter, next)| (&text[matter.range.clone()], &text[*next..]));
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn it_ends_with_its_own_fence() {
        check("---\na: b\n---\n# c\n", Some(("---\na: b\n---", "# c\n")));
        check("--- \r\na\r\n...\t\r\nb", Some(("--- \r\na\r\n...\t", "b")));
        check("+++\na\n---\n+++", Some(("+++\na\n---\n+++", "")));
        check("---\n---\n", Some(("---\n---", "")));
    }

    #[test]
    fn a_rule_at_the_top_is_no_front_matter() {
        check("---\n\n# a\n\n---\n", None);
        check("---\na: b\n", None);
        check("----\na\n----\n", None);
        check(" ---\na\n---\n", None);
        check("---", None);
        check("", None);
    }
}
