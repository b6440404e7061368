//! What a rule makes of a page that a recipe of its own reads, with the place and the reasons: for cases in which these differ.

use rowmill::extract::extract;
use rowmill::repair::{Guidance, OutsideColumn, repair};
use rowmill::{Document, SourceMap, parse_recipe};

use super::told;

/// A recipe and what stands beside it.
pub(super) struct Case<'c> {
    /// What stands in the recipe of the vocabulary `names`.
    pub(super) vocabulary: &'c str,
    /// The columns, which are headed by `A`, `B` and so on; a column that starts with a word and a colon of its own is as it says.
    pub(super) columns: &'c [&'c str],
    /// What the dataset has besides its columns.
    pub(super) dataset: &'c str,
    /// The names of a document beside the page.
    pub(super) beside: &'c [&'c str],
}

impl Default for Case<'_> {
    fn default() -> Self {
        Self { vocabulary: "{}", columns: &[super::LISTS], dataset: "", beside: &[] }
    }
}

impl Case<'_> {
    /// The recipe: one dataset of the tables of the page.
    fn recipe(&self) -> String {
        let field = |(index, column): (usize, &&str)| {
            let letter = char::from(b'A' + u8::try_from(index).expect("few columns"));
            format!("      - {{ name: {}, from: {letter}, {column} }}\n", letter.to_ascii_lowercase())
        };
        let fields: String = self.columns.iter().enumerate().map(field).collect();
        format!(
            "vocabularies: {{ names: {} }}\ndatasets:\n  rows:\n    tables: [{{ under: Page }}]\n{}    fields:\n{fields}",
            self.vocabulary, self.dataset
        )
    }

    /// What the rule proposes for some rows, and what it leaves alone, with its reasons.
    pub(super) fn log(&self, rule: &str, rows: &[&str]) -> Vec<String> {
        let names = self.beside.iter().map(|&name| name.to_owned());
        let outside = match self.beside {
            [] => Vec::new(),
            _ => vec![OutsideColumn::new("other.md", "Names", names)],
        };
        let guidance = Guidance { outside, ..Guidance::default() };
        log(rule, &self.recipe(), &super::page(self.columns.len(), rows), &guidance)
    }
}

/// What a rule proposes for a page: where it stands, what becomes of it, and why; then what it leaves alone.
pub(super) fn log(rule: &str, recipe: &str, page: &str, guidance: &Guidance) -> Vec<String> {
    let recipe =
        parse_recipe("page.yaml", &format!("recipe: page\n{recipe}")).unwrap_or_else(|error| panic!("{error}"));
    let mut sources = SourceMap::new();
    let file = sources.add("page.md", page);
    let mut extraction = extract(&recipe, &[Document::parse(&sources, file)], &sources).expect("it can be read");
    let repairs = repair(&recipe, &mut extraction, &sources, guidance);
    let place = |span| {
        let position = sources.position(span);
        format!("{}:{}", position.line, position.column)
    };
    let proposed = repairs.log.iter().filter(|repair| repair.rule == rule);
    let proposed = proposed.map(|repair| {
        let items = told(repair).replace(" →  ", " → nothing ");
        let items = match &repair.source {
            Some(edit) => format!("`{}` ⇒ `{}`, {}", repair.before, edit.text, without_edit(&items)),
            None => items,
        };
        format!("{} {items}; {}", place(repair.span), repair.evidence)
    });
    let kept = repairs.abstentions.iter().filter(|kept| kept.rule == rule);
    let kept =
        kept.map(|kept| format!("{} {} stays, not `{}`; {}", place(kept.span), kept.before, kept.after, kept.reason));
    proposed.chain(kept).collect()
}

/// The items of a change of the page and its grade.
fn without_edit(told: &str) -> String {
    match (told.rfind(": `"), told.rfind(' ')) {
        (Some(items), Some(grade)) if !told.contains(" → ") => told[..items].to_owned() + &told[grade..],
        _ => told.to_owned(),
    }
}

/// Expects lines, and tells all of them where they are others.
#[track_caller]
pub(super) fn expect(found: &[String], expected: &[&str]) {
    assert!(found == expected, "expected {expected:#?}\nfound {found:#?}");
}
