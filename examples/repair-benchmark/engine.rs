//! What rowmill proposes for a page that no recipe describes. The only place that calls the repair engine.

use std::collections::BTreeSet;
use std::ops::Range;

use rowmill::pipeline::{self, Outcome};
use rowmill::recipe::{FieldOrigin, Part, Recipe, Vocabulary};
use rowmill::repair::Grade;
use rowmill::schema::FieldType;
use rowmill::source::SourceId;
use rowmill::{Dataset, SourceMap};

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
    let with: Vec<SourceId> =
        with.iter().enumerate().map(|(index, text)| sources.add(format!("with-{index}.md"), *text)).collect();
    let Some(outcome) = repair_pages(&sources, &[id], &with) else { return Answer::default() };
    let mut seen = BTreeSet::new();
    let mut proposals = Vec::new();
    for repair in outcome.repairs.iter().filter(|repair| repair.span.source == id) {
        // Two fields may take one place.
        if seen.insert((repair.rule, repair.span, repair.after.as_str())) {
            proposals.push(Proposed {
                by: repair.rule,
                level: match repair.grade {
                    _ if repair.applied => Level::Applied,
                    Grade::Safe | Grade::Suggested => Level::Suggested,
                    Grade::Manual => Level::Reported,
                },
                place: repair.span.range(),
                before: repair.before.clone(),
                after: repair.after.clone(),
                items: repair.items_after.clone(),
            });
        }
    }
    let here = outcome.diagnostics.iter().filter_map(|finding| Some((finding.code, finding.span?)));
    let findings = here.filter(|(_, span)| span.source == id).map(|(code, span)| (code, span.range())).collect();
    Answer { proposals, findings }
}

/// Stands in for `pipeline::repair_pages` until it is there: an inferred recipe in which every column of names has a vocabulary.
fn repair_pages(sources: &SourceMap, pages: &[SourceId], with: &[SourceId]) -> Option<Outcome> {
    let all = [pages, with].concat();
    let paths: Vec<String> = all.iter().map(|&page| sources.file(page).path().to_owned()).collect();
    let proposed = pipeline::propose(sources, &all, "rowmill.yaml", &paths).ok()?;
    let mut recipe = proposed.recipe;
    give_vocabularies(&mut recipe, &proposed.outcome.datasets);
    pipeline::run(&recipe, sources, &all).ok()
}

fn give_vocabularies(recipe: &mut Recipe, datasets: &[Dataset]) {
    for (index, dataset) in recipe.datasets.iter_mut().enumerate() {
        for (position, field) in dataset.fields.iter_mut().enumerate() {
            let is_text = match &dataset.schema.fields[position].field_type {
                FieldType::String => true,
                other => *other == FieldType::string_list(),
            };
            let is_own = matches!(
                field.origin,
                FieldOrigin::Column { part: Part::Text, .. } | FieldOrigin::Nth { part: Part::Text, .. }
            );
            if is_text && is_own && field.vocabulary.is_none() && holds_names(&datasets[index], position) {
                let name = format!("own {index} {position}");
                recipe.vocabularies.insert(name.clone(), Vocabulary::default());
                field.vocabulary = Some(name);
            }
        }
    }
}

/// Whether the values are three or more, and none is longer than a name.
fn holds_names(dataset: &Dataset, position: usize) -> bool {
    let values = dataset.records().iter().flat_map(|record| record.values[position].value.items());
    let texts: BTreeSet<String> = values.map(ToString::to_string).collect();
    texts.len() >= 3 && texts.iter().all(|text| text.chars().count() <= 60)
}
