//! Small recipes on small pages: what a record has in each field, what is found, and where each cell ends.

#[cfg(test)]
mod columns;
#[cfg(test)]
mod items;
#[cfg(test)]
mod missing;
#[cfg(test)]
mod rows;

use super::*;
use crate::recipe::parse_recipe;

/// A page, and what a recipe of one dataset `d` takes from it.
struct Read {
    recipe: Recipe,
    sources: SourceMap,
    document: Document,
}

impl Read {
    /// `dataset` is what stands in the braces of the dataset.
    fn new(dataset: &str, page: &str) -> Self {
        let vocabularies = "vocabularies: { town: {} }";
        let recipe = format!("recipe: r\n{vocabularies}\ndatasets:\n  d: {{ {dataset} }}\n");
        let recipe = parse_recipe("r.yaml", &recipe).unwrap_or_else(|error| panic!("{dataset}: {error}"));
        let mut sources = SourceMap::new();
        let source = sources.add("page.md", page);
        let document = Document::parse(&sources, source);
        Self { recipe, sources, document }
    }

    /// With plain rows kept as the places of their cells.
    fn compact(self) -> Self {
        let document = Document::parse_compact(&self.sources, self.document.source);
        Self { document, ..self }
    }

    fn extraction(&self) -> (Extraction, Vec<Absence>) {
        extract_present(&self.recipe, std::slice::from_ref(&self.document), &self.sources)
    }

    /// Each record as `name=items`, `-` where there is none, with what stands in the source where that is another text.
    fn records(&self) -> Vec<String> {
        let (extraction, _) = self.extraction();
        extraction.datasets[0].records.iter().map(|record| self.record(&record.fields)).collect()
    }

    fn record(&self, fields: &[ExtractedField]) -> String {
        let shown = |(field, value): (&Field, &ExtractedField)| format!("{}={}", field.name, self.field(value));
        self.recipe.datasets[0].schema.fields.iter().zip(fields).map(shown).collect::<Vec<_>>().join("; ")
    }

    fn field(&self, field: &ExtractedField) -> String {
        let item = |item: &Item| match self.sources.text(item.span()) {
            source if source == item.text() => item.text().to_owned(),
            source => format!("{}«{source}»", item.text()),
        };
        match &field.set {
            Some(value) => format!("set {value}"),
            None if !field.is_present => "-".to_owned(),
            None => field.items.iter().map(item).collect::<Vec<_>>().join(" + "),
        }
    }

    /// Each finding as `code severity «source»: message`, with the advice behind `/`.
    fn findings(&self) -> Vec<String> {
        self.extraction().0.diagnostics.iter().map(|finding| self.finding(finding)).collect()
    }

    fn finding(&self, finding: &Diagnostic) -> String {
        let source = finding.span.map_or("", |span| self.sources.text(span));
        let help = finding.help.as_ref().map(|help| format!(" / {help}")).unwrap_or_default();
        format!("{} {} «{source}»: {}{help}", finding.code, finding.severity, finding.message)
    }

    /// The account of the cells: `4 = 2 placed, 1 flagged, 1 ignored`.
    fn tally(&self) -> String {
        let tally = self.extraction().0.datasets[0].tally;
        assert!(tally.balances(), "{tally:?}");
        shown_tally(tally)
    }

    /// What is missing, as `message / advice`, with the place that looks like it.
    fn absences(&self) -> Vec<String> {
        let (_, absences) = self.extraction();
        let shown = |absence: Absence| {
            let near = absence.near.map_or("-", |span| self.sources.text(span));
            let help = absence.error.help().map(|help| format!(" / {help}")).unwrap_or_default();
            format!("{}{help} «{near}»", absence.error.headline())
        };
        absences.into_iter().map(shown).collect()
    }
}

fn shown_tally(tally: Tally) -> String {
    format!("{} = {} placed, {} flagged, {} ignored", tally.cells, tally.placed, tally.flagged, tally.ignored)
}

#[track_caller]
fn check_records(dataset: &str, page: &str, expected: &[&str]) {
    assert_eq!(Read::new(dataset, page).records(), expected, "{dataset}\n{page}");
}

#[track_caller]
fn check_findings(dataset: &str, page: &str, expected: &[&str]) {
    assert_eq!(Read::new(dataset, page).findings(), expected, "{dataset}\n{page}");
}

#[track_caller]
fn check_tally(dataset: &str, page: &str, expected: &str) {
    assert_eq!(Read::new(dataset, page).tally(), expected, "{dataset}\n{page}");
}

#[track_caller]
fn check_absences(dataset: &str, page: &str, expected: &[&str]) {
    assert_eq!(Read::new(dataset, page).absences(), expected, "{dataset}\n{page}");
}
