//! Small pages with their recipes, for the tests of what rules look at.

use super::{Evidence, Grade, Guidance, NewItem, Pages, Proposal, Repair, Target};
use crate::document::Document;
use crate::extract::{Extraction, extract};
use crate::recipe::{Recipe, parse_recipe};
use crate::source::{SourceMap, Span};

/// A page that a recipe has read.
pub(super) struct Sample {
    pub(super) recipe: Recipe,
    pub(super) sources: SourceMap,
    pub(super) extraction: Extraction,
}

impl Sample {
    /// The datasets are told as a recipe tells them, with the vocabularies `names` and `others`.
    pub(super) fn new(datasets: &str, page: &str) -> Self {
        let recipe = format!("recipe: page\nvocabularies: {{ names: {{}}, others: {{}} }}\ndatasets:\n{datasets}");
        let recipe = parse_recipe("page.yaml", &recipe).unwrap_or_else(|error| panic!("{error}"));
        let mut sources = SourceMap::new();
        let file = sources.add("page.md", page);
        let extraction = extract(&recipe, &[Document::parse(&sources, file)], &sources).expect("it can be read");
        Self { recipe, sources, extraction }
    }

    /// One table below the heading `Page`, whose columns are named from `A` on and become fields from `a` on.
    pub(super) fn table(fields: &[&str], rows: &[&str]) -> Self {
        let letters = || ('a'..='z').take(fields.len());
        let fields: String =
            letters().zip(fields).map(|(letter, field)| format!("      - {{ name: {letter}, {field} }}\n")).collect();
        let columns = letters().map(|letter| letter.to_ascii_uppercase().to_string()).collect::<Vec<_>>();
        let rows: String = rows.iter().map(|row| format!("| {row} |\n")).collect();
        Self::new(
            &format!("  rows:\n    tables: [{{ under: Page }}]\n    fields:\n{fields}"),
            &format!("# Page\n\n| {} |\n{}|\n{rows}", columns.join(" | "), "|---".repeat(columns.len())),
        )
    }

    /// Looks at the evidence.
    pub(super) fn look<T>(&self, look: impl FnOnce(&Evidence<'_>) -> T) -> T {
        self.look_beside(&Guidance::default(), look)
    }

    /// Looks at the evidence of a page that has others beside it.
    pub(super) fn look_beside<T>(&self, guidance: &Guidance, look: impl FnOnce(&Evidence<'_>) -> T) -> T {
        let pages = Pages::default();
        look(&Evidence::new(&self.recipe, &self.extraction, &self.sources, guidance, &pages))
    }
}

/// A safe proposal that some items of a field of a record become others.
pub(super) fn change(record: usize, field: usize, items: std::ops::Range<usize>, after: &[&str]) -> Proposal {
    let target = Target { dataset: 0, record, field, items };
    Proposal::new(Grade::Safe, target, after.iter().map(|text| NewItem::plain(*text)).collect(), "so")
}

/// A report at a place that the rule `shifted-row` has suggested.
pub(super) fn repair(id: &str, span: Span) -> Repair {
    Repair {
        id: id.to_owned(),
        rule: "shifted-row",
        grade: Grade::Suggested,
        applied: false,
        ruling: None,
        dataset: 0,
        record: 0,
        field: 0,
        span,
        before: String::new(),
        after: String::new(),
        items_before: Vec::new(),
        spans_before: Vec::new(),
        items_after: Vec::new(),
        source: None,
        evidence: String::new(),
    }
}
