//! The names by which links lead to places of a page: those of its headings.
//!
//! It knows how a heading is named (`## Data gaps` as `#data-gaps`), not which link should lead there. Another kind of place with a
//! name is one more step of [`Anchors::new`].

use std::collections::BTreeMap;

use super::addresses::key;
use crate::source::{SourceId, SourceMap};

/// The places of pages that a link can lead to, by the letters and digits of what reads so; nothing where several do.
pub(super) struct Anchors(BTreeMap<(SourceId, String), Option<String>>);

impl Anchors {
    pub(super) fn new(sources: &SourceMap) -> Self {
        let mut anchors = BTreeMap::new();
        for (source, file) in sources.files() {
            for anchor in file.text().lines().filter_map(heading).map(anchor) {
                let same = anchors.entry((source, key(&anchor))).or_insert_with(|| Some(anchor.clone()));
                if same.as_ref().is_some_and(|same| *same != anchor) {
                    *same = None;
                }
            }
        }
        Self(anchors)
    }

    /// The address of the place whose heading reads like a label, if the page has one.
    pub(super) fn address(&self, source: SourceId, label: &str) -> Option<String> {
        let name = self.0.get(&(source, key(label)))?.as_ref()?;
        (!name.is_empty()).then(|| format!("#{name}"))
    }
}

/// The text of a line that is a heading.
fn heading(line: &str) -> Option<&str> {
    let text = line.trim_start_matches('#');
    let level = line.len() - text.len();
    ((1..=6).contains(&level) && text.starts_with(' ')).then(|| text.trim().trim_end_matches('#').trim())
}

/// How sites name a heading: in small letters, a hyphen for each blank, no other signs.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|&sign| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|sign| if sign == ' ' { '-' } else { sign }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_named() {
        let check = |line: &str, expected: Option<&str>| assert_eq!(heading(line).map(anchor).as_deref(), expected);
        check("## Data gaps", Some("data-gaps"));
        check("### `geo_point` (old) ###", Some("geo_point-old"));
        check("#hash", None);
        check("text", None);
    }

    #[test]
    fn a_heading_has_up_to_six_signs_and_a_blank() {
        let check = |line: &str, expected: Option<&str>| assert_eq!(heading(line), expected, "{line}");
        check("# One", Some("One"));
        check("###### Six ##", Some("Six"));
        check("####### Seven", None);
        check("# ", Some(""));
        check("#", None);
        assert_eq!(anchor("A_b-c, d! É"), "a_b-c-d-é");
    }

    #[test]
    fn a_label_leads_to_the_one_heading_that_reads_so() {
        let mut sources = SourceMap::new();
        let page = sources.add("page.md", "# Data gaps\n## Data-gaps\n# Re-sign\n# Resign\n# Re-sign\n# !\ntext\n");
        let other = sources.add("other.md", "# Text\n");
        let anchors = Anchors::new(&sources);
        let check = |source, label: &str, expected: Option<&str>| {
            assert_eq!(anchors.address(source, label).as_deref(), expected, "{label}");
        };
        check(page, "data gaps", Some("#data-gaps"));
        check(page, "resign", None);
        check(page, "?", None);
        check(page, "text", None);
        check(other, "text", Some("#text"));
        check(other, "data gaps", None);
    }
}
