//! How findings, errors and diffs are shown to people and to the services that they use: [`STYLES`], one [`Style`] per file,
//! [`write_error`], and [`DIFF_FORMATS`] in `changes/`.
//!
//! The module of each style is its specification. [`fingerprints`] tell findings from each other whatever line they are on, [`read_baseline`] reads
//! them back, [`reference_page`] is the page of all codes. `place.rs`, `count.rs` and `safe_json.rs` serve several styles.
//!
//! It knows places and messages, and nothing of how they came to be; what a finding means is decided where it is found.
//! Everything it writes has gone through [`escape`](crate::escape), so that no page can send a control character to a terminal.
//! A new style is one file here and one word in [`STYLES`].

mod baseline;
mod changes;
mod concise;
mod count;
mod error;
mod fingerprint;
mod frame;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod line;
mod markdown;
mod ndjson;
mod patch;
mod place;
mod reference;
mod rules;
mod safe_json;
mod sarif;

pub use baseline::read_baseline;
pub use changes::{DIFF_FORMATS, DiffFormat, DiffView, diff_records};
pub use error::{error_json, write_error};
pub use fingerprint::fingerprints;
pub use patch::unified_patch;
pub use reference::reference_page;

use std::fmt;
use std::io;

use crate::diagnostic::{Diagnostic, Finding};
use crate::source::SourceMap;

/// Every style, in the order in which help lists them.
pub const STYLES: &[Style] = &[
    full::STYLE,
    concise::STYLE,
    json::STYLE,
    ndjson::STYLE,
    github::STYLE,
    markdown::STYLE,
    sarif::STYLE,
    junit::STYLE,
    gitlab::STYLE,
];

/// What the reader's screen can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appearance {
    /// Whether to colour, with ANSI escape sequences of our own.
    pub color: bool,
    /// How many columns a line of source may take with its line number. Less than 40 counts as 40.
    pub width: usize,
}

impl Default for Appearance {
    /// No colour, 100 columns.
    fn default() -> Self {
        Self { color: false, width: 100 }
    }
}

/// Findings, and what a style may want to know beside them.
#[derive(Debug, Clone, Copy)]
pub struct Report<'r> {
    /// What was judged, in a word: the recipe's name. Empty where it has none.
    pub subject: &'r str,
    /// The findings, in the order of the pages.
    pub findings: &'r [Diagnostic],
    /// The map that their places lie in.
    pub sources: &'r SourceMap,
    /// What codes mean, for styles that say so. A code that is not among them means what its findings say.
    pub codes: &'r [Finding],
    /// What was judged whatever came of it: a dataset and the code of a check.
    pub judged: &'r [(String, &'static str)],
}

impl<'r> Report<'r> {
    /// Findings, and nothing beside them.
    pub fn new(findings: &'r [Diagnostic], sources: &'r SourceMap) -> Self {
        Self { subject: "", findings, sources, codes: &[], judged: &[] }
    }
}

/// One way to show findings.
///
/// ```
/// use rowmill::report::{Appearance, Report, Style};
/// use rowmill::{Diagnostic, Severity, SourceMap, Span};
///
/// let mut sources = SourceMap::new();
/// let page = sources.add("page.md", "| Oslo | 10G 100G |\n");
/// let item = Span::new(page, 9..17);
/// let found = Diagnostic::new("missing-separator", Severity::Warning, "two values in one item", item);
///
/// let mut shown = Vec::new();
/// let style = Style::named("concise").expect("concise is a style");
/// (style.write)(&Report::new(&[found], &sources), &mut shown, Appearance::default())?;
/// assert_eq!(shown, b"page.md:1:10: warning[missing-separator] two values in one item\n");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Style {
    /// The word that selects it: `full`.
    pub name: &'static str,
    /// What it is good for, in one phrase for help.
    pub summary: &'static str,
    /// Whether it draws pictures that fit the width of the reader's screen. All others write the same whatever it is.
    pub fits_screen: bool,
    /// Writes findings, in the given order unless the style says otherwise. It fails only when the writer fails.
    pub write: fn(&Report<'_>, &mut dyn io::Write, Appearance) -> io::Result<()>,
}

impl Style {
    /// The style of a name, in lower case.
    pub fn named(name: &str) -> Option<&'static Style> {
        STYLES.iter().find(|style| style.name == name)
    }
}

impl fmt::Debug for Style {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Style({})", self.name)
    }
}

/// Expects a text to be that of a file in `snapshots`.
#[cfg(test)]
fn check_snapshot(name: &str, shown: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown));
}

#[cfg(test)]
mod agreement;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Severity;
    use crate::escape::is_hostile;
    use crate::source::Span;

    /// What every style writes about one finding whose every text, and whose page and path, is `text`.
    fn shown_everywhere(text: &str) -> String {
        let mut sources = SourceMap::new();
        let page = sources.add(format!("a{text}.md"), format!("| one | {text}x |\n| two | {text} |\n"));
        let finding =
            Diagnostic::new("a-code", Severity::Error, format!("found {text}"), Span::new(page, 2..9 + text.len()))
                .with_note(format!("beside {text}"), Span::new(page, 2..5))
                .with_note(format!("below {text}"), Span::new(page, 15 + text.len()..18 + text.len()))
                .with_note(format!("nowhere {text}"), None)
                .with_help(format!("try {text}"))
                .in_dataset(text)
                .about(Some(text.to_owned()), text)
                .with_fix(text, Vec::from([(Span::new(page, 2..5), text.to_owned())]));
        let mut shown = Vec::new();
        let judged = [(text.to_owned(), "b-code")];
        for style in STYLES {
            let report = Report::new(std::slice::from_ref(&finding), &sources);
            let report = Report { subject: text, judged: &judged, ..report };
            (style.write)(&report, &mut shown, Appearance::default()).expect("memory");
        }
        let excerpt = sources.excerpt(Span::new(page, 2..3), text);
        let cause = io::Error::other(format!("caused by {text}"));
        let error = crate::Error::io(text, "read", cause).with_excerpt(excerpt).with_help(text);
        write_error(&error, &mut shown, Appearance::default()).expect("memory");
        String::from_utf8(shown).expect("UTF-8")
    }

    #[test]
    fn every_style_is_a_lower_case_word_with_a_summary() {
        for style in STYLES {
            assert!(style.name.bytes().all(|byte| byte.is_ascii_lowercase()), "{style:?}");
            assert!(!style.summary.is_empty() && !style.summary.ends_with('.'), "{style:?}");
            assert_eq!(Style::named(style.name).map(|found| found.name), Some(style.name));
        }
        assert!(Style::named("html").is_none());
    }

    #[test]
    fn no_hostile_character_gets_through_anywhere() {
        for hostile in (0..=0x2100).filter_map(char::from_u32).chain(['\u{feff}', '\u{fffe}']) {
            if !matches!(hostile, '\n' | '\r') {
                let shown = shown_everywhere(&hostile.to_string());
                let leaked = shown.chars().find(|&found| is_hostile(found));
                assert_eq!(leaked, None, "{hostile:?} in\n{shown}");
            }
        }
        let shown = shown_everywhere("\u{1b}]0;owned\u{7}\r\u{9b}31m\u{202e}");
        assert_eq!(shown.chars().find(|&found| is_hostile(found)), None, "{shown}");
    }

    proptest::proptest! {
        #[test]
        fn no_page_and_no_place_make_it_fail(
            lines in proptest::collection::vec("\\PC{0,60}|.{0,60}|[ \t|a東\u{301}\u{1b}👩\u{200d}]{0,300}", 1..4),
            places in proptest::collection::vec((0_usize..900, 0_usize..300), 1..4),
            width in 0_usize..200,
        ) {
            let mut sources = SourceMap::new();
            let text = lines.join("\r\n");
            let page = sources.add("page.md", text.as_str());
            let bound = |offset: usize| text.floor_char_boundary(offset.min(text.len()));
            let mut spans = places.iter().map(|&(start, length)| Span::new(page, bound(start)..bound(start + length)));
            let first = Diagnostic::new("a-code", Severity::Note, "found", spans.next());
            let finding = spans.fold(first, |finding, span| finding.with_note("a remark", span));
            let mut shown = Vec::new();
            for style in STYLES {
                shown.clear();
                let report = Report::new(std::slice::from_ref(&finding), &sources);
                (style.write)(&report, &mut shown, Appearance { color: false, width })?;
                let shown = std::str::from_utf8(&shown)?;
                proptest::prop_assert!(!shown.contains(is_hostile) && !shown.contains('\t'), "{style:?}: {shown}");
                let too_wide = shown.lines().find(|text| line::width(text) > width.max(40) && text.contains(" | "));
                proptest::prop_assert!(!style.fits_screen || too_wide.is_none(), "{too_wide:?}");
            }
        }
    }

    #[test]
    fn no_text_forges_a_line_of_its_own() {
        let shown = shown_everywhere("\nother.md:1:1: error[forged] fake");
        assert!(!shown.lines().any(|line| line.starts_with("other.md")), "{shown}");
    }
}
