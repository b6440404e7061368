//! What rowmill proposes for a page that no recipe describes. The only place that calls the repair engine.

use std::collections::BTreeSet;
use std::ops::Range;

use rowmill::SourceMap;
use rowmill::pipeline::{page_columns, repair_page};
use rowmill::repair::{Grade, Guidance, OutsideColumn};

/// How far a proposal goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Level {
    /// The data has it.
    Applied,
    /// It is shown, and names what would be right.
    Suggested,
    /// It says that something is wrong, not what is right.
    Reported,
}

/// A proposal for a page, by a rule or by a method to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proposed {
    pub(crate) by: &'static str,
    pub(crate) level: Level,
    /// Bytes of the page.
    pub(crate) place: Range<usize>,
    pub(crate) before: String,
    pub(crate) after: String,
    /// The items that stand there after.
    pub(crate) items: Vec<String>,
    /// What the page would read, where the items do not tell: the bytes, before and after.
    pub(crate) source: Option<(Range<usize>, String, String)>,
}

impl Proposed {
    /// Its change as items, and as source where that is another one: place, before and after.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (&Range<usize>, &str, &str)> {
        let items = (&self.place, self.before.as_str(), self.after.as_str());
        let source = self.source.iter().map(|(place, before, after)| (place, before.as_str(), after.as_str()));
        std::iter::once(items).chain(source)
    }
}

/// What became of a page.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answer {
    pub(crate) proposals: Vec<Proposed>,
    /// Code and place of each finding.
    pub(crate) findings: Vec<(&'static str, Range<usize>)>,
}

/// Asks for repairs of a page, with other pages as evidence only.
pub(crate) fn ask(page: &str, with: &[&str]) -> Answer {
    let mut sources = SourceMap::new();
    let id = sources.add("page.md", page);
    let guidance = Guidance { outside: with.iter().flat_map(|text| columns(text)).collect(), ..Guidance::default() };
    // A page without data has nothing to repair.
    let Ok(proposed) = repair_page(&sources, id, &guidance) else { return Answer::default() };
    let outcome = proposed.outcome;
    let mut seen = BTreeSet::new();
    let mut proposals = Vec::new();
    for repair in outcome.repairs.iter().filter(|repair| repair.span.source == id) {
        // Two fields may take one place.
        if seen.insert((repair.rule, repair.span, repair.after.as_str())) {
            proposals.push(Proposed {
                by: repair.rule,
                level: match repair.grade {
                    _ if repair.is_report() => Level::Reported,
                    _ if repair.applied => Level::Applied,
                    Grade::Safe | Grade::Suggested => Level::Suggested,
                    Grade::Manual => Level::Reported,
                },
                place: repair.span.range(),
                before: repair.before.clone(),
                after: repair.after.clone(),
                items: repair.items_after.clone(),
                source: repair
                    .source
                    .as_ref()
                    .map(|edit| (edit.span.range(), sources.text(edit.span).to_owned(), edit.text.clone())),
            });
        }
    }
    let here = outcome.diagnostics.iter().filter_map(|finding| Some((finding.code, finding.span?)));
    let findings = here.filter(|(_, span)| span.source == id).map(|(code, span)| (code, span.range())).collect();
    Answer { proposals, findings }
}

/// What a page says that is evidence only.
fn columns(text: &str) -> Vec<OutsideColumn> {
    let mut sources = SourceMap::new();
    let page = sources.add("sister.md", text);
    page_columns(&sources, page).unwrap_or_default()
}
