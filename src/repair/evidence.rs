//! What a rule may look at: the items of every field, the names of every vocabulary, the recipe's word.

use std::collections::{BTreeMap, BTreeSet};

use super::{Names, Target};
use crate::extract::{ExtractedField, Extraction};
use crate::recipe::{FieldRecipe, Part, Recipe, Vocabulary};
use crate::schema::Field;
use crate::source::SourceMap;

/// Everything that speaks for or against a repair.
pub struct Evidence<'e> {
    /// The recipe.
    pub recipe: &'e Recipe,
    /// The items as they are now.
    pub extraction: &'e Extraction,
    /// The pages.
    pub sources: &'e SourceMap,
    names: BTreeMap<&'e str, Names<'e>>,
}

/// One field of one record.
#[derive(Clone, Copy)]
pub struct FieldPlace<'e> {
    /// The index of the dataset.
    pub dataset: usize,
    /// The index of the record.
    pub record: usize,
    /// The index of the field.
    pub field: usize,
    /// What the page says.
    pub content: &'e ExtractedField,
    /// Its name, type and constraints.
    pub schema: &'e Field,
    /// Where it comes from.
    pub recipe: &'e FieldRecipe,
}

impl<'e> FieldPlace<'e> {
    /// One item of the field as a target.
    pub fn item(&self, index: usize) -> Target {
        self.items(index..index + 1)
    }

    /// Some items of the field as a target.
    pub fn items(&self, items: std::ops::Range<usize>) -> Target {
        Target { dataset: self.dataset, record: self.record, field: self.field, items }
    }
}

impl<'e> Evidence<'e> {
    /// Gathers the names of all vocabularies.
    pub fn new(recipe: &'e Recipe, extraction: &'e Extraction, sources: &'e SourceMap) -> Self {
        let empty: BTreeMap<&str, Names<'_>> =
            recipe.vocabularies.iter().map(|(name, vocabulary)| (name.as_str(), Names::new(vocabulary))).collect();
        let mut evidence = Self { recipe, extraction, sources, names: empty };
        let mut names = std::mem::take(&mut evidence.names);
        for place in evidence.fields() {
            let Some(names) = place.recipe.vocabulary.as_deref().and_then(|name| names.get_mut(name)) else { continue };
            place.content.items.iter().for_each(|item| names.count(item, (place.dataset, place.record, place.field)));
        }
        evidence.names = names;
        evidence
    }

    /// Every field of every record whose items are names or other text of a cell.
    pub fn fields(&self) -> impl Iterator<Item = FieldPlace<'e>> + use<'e> {
        let (recipe, extraction) = (self.recipe, self.extraction);
        let datasets = extraction.datasets.iter().zip(&recipe.datasets).enumerate();
        datasets.flat_map(|(dataset, (extracted, recipe))| {
            extracted.records.iter().enumerate().flat_map(move |(record, row)| {
                let fields = row.fields.iter().zip(&recipe.fields).zip(&recipe.schema.fields).enumerate();
                fields.filter(|(_, ((_, recipe), _))| recipe.origin.part() == Some(Part::Text)).map(
                    move |(field, ((content, recipe), schema))| FieldPlace {
                        dataset,
                        record,
                        field,
                        content,
                        schema,
                        recipe,
                    },
                )
            })
        })
    }

    /// Every field whose items belong to a vocabulary, with that vocabulary's names.
    pub fn named_fields(&self) -> impl Iterator<Item = (FieldPlace<'e>, &Names<'e>)> {
        self.fields().filter_map(|place| Some((place, self.names.get(place.recipe.vocabulary.as_deref()?)?)))
    }

    /// The names of every vocabulary.
    pub fn vocabularies(&self) -> impl Iterator<Item = &Names<'e>> {
        self.names.values()
    }

    /// What a foreign key demands of a field: the texts that it may have, if it is the only field of such a key.
    pub fn referenced_texts(&self, place: &FieldPlace<'_>) -> Option<BTreeSet<&'e str>> {
        let dataset = &self.recipe.datasets[place.dataset];
        let key = dataset.schema.foreign_keys.iter().find(|key| key.fields == [place.schema.name.clone()])?;
        let there = self.recipe.datasets.iter().position(|dataset| dataset.name == key.resource)?;
        let field = self.recipe.datasets[there].schema.position(key.reference_fields.first()?)?;
        let records = &self.extraction.datasets[there].records;
        Some(records.iter().flat_map(|record| &record.fields[field].items).map(|item| item.text()).collect())
    }

    /// Whether two texts both stand in one field that must identify its record, so that they are two things.
    pub fn are_both_keys(&self, names: &Names<'_>, a: &str, b: &str) -> bool {
        let fields = |text: &str| names.support(text).map(|support| support.fields.clone()).unwrap_or_default();
        let is_key = |&(dataset, field): &(usize, usize)| {
            let schema = &self.recipe.datasets[dataset].schema;
            schema.primary_key.contains(&schema.fields[field].name)
        };
        let (a, b) = (fields(a), fields(b));
        a.keys().filter(|place| b.contains_key(place)).any(is_key)
    }
}

/// The recipe's word on two names.
pub(super) fn may_be_one(vocabulary: &Vocabulary, a: &str, b: &str) -> bool {
    !vocabulary.are_distinct(a, b)
}
