//! What a rule may look at: the items of every field, the names of every vocabulary, the recipe's word.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::anchors::Anchors;
use super::commas::{CommaColumn, comma_columns};
use super::gaps::{Column, columns};
use super::links::{LinkPlace, links};
use super::page_places::PagePlaces;
use super::{Guidance, Names, PageWords, Support, Target};
use crate::extract::{ExtractedField, ExtractedRecord, Extraction, Item, Legend};
use crate::recipe::{FieldRecipe, Part, Recipe};
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
    /// For each field that is a foreign key (the indexes of dataset and field), the texts that it may have.
    referenced: OnceLock<BTreeMap<(usize, usize), BTreeSet<&'e str>>>,
    pages: &'e Pages,
    list_columns: OnceLock<BTreeMap<(usize, usize), Column<'e>>>,
    comma_columns: OnceLock<BTreeMap<(usize, usize), CommaColumn<'e>>>,
    links: OnceLock<Vec<LinkPlace<'e>>>,
    legends: OnceLock<BTreeMap<&'e str, &'e Legend>>,
    separators: OnceLock<BTreeMap<&'e str, usize>>,
}

/// What the texts of the pages say, whatever is made of their items: gathered once.
#[derive(Default)]
pub struct Pages {
    words: OnceLock<PageWords>,
    anchors: OnceLock<Anchors>,
    places: OnceLock<PagePlaces>,
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
    pub fn new(
        recipe: &'e Recipe,
        extraction: &'e Extraction,
        sources: &'e SourceMap,
        guidance: &'e Guidance,
        pages: &'e Pages,
    ) -> Self {
        let empty: BTreeMap<&str, Names<'_>> =
            recipe.vocabularies.iter().map(|(name, vocabulary)| (name.as_str(), Names::new(vocabulary))).collect();
        let mut evidence = Self {
            recipe,
            extraction,
            sources,
            names: empty,
            referenced: OnceLock::new(),
            pages,
            list_columns: OnceLock::new(),
            comma_columns: OnceLock::new(),
            links: OnceLock::new(),
            legends: OnceLock::new(),
            separators: OnceLock::new(),
        };
        let mut names = std::mem::take(&mut evidence.names);
        for place in evidence.fields() {
            let Some(names) = place.recipe.vocabulary.as_deref().and_then(|name| names.get_mut(name)) else { continue };
            names.count(place);
        }
        for names in names.values_mut() {
            names.settle();
            names.add_outside(&guidance.outside);
        }
        evidence.names = names;
        evidence
    }

    /// Every record that no repair has taken out, with the indexes of its dataset and of itself.
    pub fn rows(&self) -> impl Iterator<Item = ((usize, usize), &'e ExtractedRecord)> + use<'e> {
        let extraction = self.extraction;
        extraction.datasets.iter().enumerate().flat_map(|(dataset, extracted)| {
            let records = extracted.records.iter().enumerate().filter(|(_, row)| !row.is_removed);
            records.map(move |(record, row)| ((dataset, record), row))
        })
    }

    /// Every field of every record whose items are names or other text of a cell.
    pub fn fields(&self) -> impl Iterator<Item = FieldPlace<'e>> + use<'e> {
        let recipes = &self.recipe.datasets;
        self.rows().flat_map(|((dataset, record), row)| {
            let recipe = &recipes[dataset];
            let fields = row.fields.iter().zip(&recipe.fields).zip(&recipe.schema.fields).enumerate();
            let taken = fields.filter(|(_, ((_, field), _))| field.origin.part().is_some_and(|part| part != Part::Url));
            taken.map(move |(field, ((content, recipe), schema))| FieldPlace {
                dataset,
                record,
                field,
                content,
                schema,
                recipe,
            })
        })
    }

    /// Every field whose items belong to a vocabulary, with that vocabulary's names.
    pub fn named_fields(&self) -> impl Iterator<Item = (FieldPlace<'e>, &Names<'e>)> {
        self.fields().filter_map(|place| Some((place, self.names_of(&place)?)))
    }

    /// The names of the vocabulary that a field's items belong to.
    pub fn names_of(&self, place: &FieldPlace<'_>) -> Option<&Names<'e>> {
        self.names.get(place.recipe.vocabulary.as_deref()?)
    }

    /// The names of every vocabulary.
    pub fn vocabularies(&self) -> impl Iterator<Item = &Names<'e>> {
        self.names.values()
    }

    /// Every field whose items belong to one vocabulary.
    pub fn fields_of<'s>(&'s self, names: &'s Names<'e>) -> impl Iterator<Item = FieldPlace<'e>> + 's {
        names.places().iter().copied()
    }

    /// How often each word stands in the pages, wherever it stands.
    pub fn page_words(&self) -> &PageWords {
        self.pages.words.get_or_init(|| PageWords::new(self.sources.files().map(|(_, file)| file.text())))
    }

    /// How often a text stands in the pages, wherever it stands, with neither letters nor digits beside it.
    pub fn page_uses(&self, text: &str) -> usize {
        self.pages.places.get_or_init(|| PagePlaces::new(self.sources)).uses(self.sources, text)
    }

    /// What stands at the place of an item, with the backticks beside it: the place of a code span lies between its own.
    pub(super) fn with_backticks(&self, item: &Item) -> &'e str {
        let (span, file) = (item.span(), self.sources.file(item.span().source).text());
        let start = file[..span.start()].trim_end_matches('`').len();
        let end = file.len() - file[span.end()..].trim_start_matches('`').len();
        &file[start..end]
    }

    /// How each column of lists (the indexes of dataset and field) writes its separators.
    pub fn list_columns(&self) -> &BTreeMap<(usize, usize), Column<'e>> {
        self.list_columns.get_or_init(|| columns(self))
    }

    /// How each column of names that are no lists (the indexes of dataset and field) writes its commas.
    pub fn comma_columns(&self) -> &BTreeMap<(usize, usize), CommaColumn<'e>> {
        self.comma_columns.get_or_init(|| comma_columns(self))
    }

    /// How often a separator is written so between two items of a list or two parts of a name, in all columns.
    pub fn separator_uses(&self, form: &str) -> usize {
        let count = || {
            let of_lists = self.list_columns().values().flat_map(|column| &column.forms);
            let of_names = self.comma_columns().values().flat_map(|column| &column.forms);
            let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
            of_lists.chain(of_names).for_each(|(form, count)| *uses.entry(*form).or_insert(0) += count);
            uses
        };
        self.separators.get_or_init(count).get(form).copied().unwrap_or(0)
    }

    /// How many of [these uses](Self::page_uses) are a part of a longer name, in each column of names.
    pub fn uses_within_names(&self, text: &str) -> usize {
        self.vocabularies().filter(|names| names.has_names()).map(|names| names.uses_within(text)).sum()
    }

    /// What the pages say first that a mark means.
    pub fn legend(&self, mark: &str) -> Option<&'e Legend> {
        let legends = || self.extraction.legends.iter().rev().map(|legend| (legend.mark.as_str(), legend)).collect();
        self.legends.get_or_init(legends).get(mark).copied()
    }

    /// Every link of every cell whose text is taken, each once, in the order of datasets.
    pub fn links(&self) -> &[LinkPlace<'e>] {
        self.links.get_or_init(|| links(self))
    }

    /// The names by which links lead to the headings of the pages.
    pub(super) fn anchors(&self) -> &Anchors {
        self.pages.anchors.get_or_init(|| Anchors::new(self.sources))
    }

    /// What a foreign key demands of a field: the texts that it may have, if it is the only field of such a key.
    pub fn referenced_texts(&self, place: &FieldPlace<'_>) -> Option<&BTreeSet<&'e str>> {
        self.referenced().get(&(place.dataset, place.field))
    }

    /// For each field that is a foreign key (the indexes of dataset and field), the texts that it may have.
    pub fn references(&self) -> impl Iterator<Item = ((usize, usize), &BTreeSet<&'e str>)> {
        self.referenced().iter().map(|(field, texts)| (*field, texts))
    }

    /// Whether a foreign key of any field may have a text.
    pub fn is_referenced(&self, text: &str) -> bool {
        self.referenced().values().any(|texts| texts.contains(text))
    }

    fn referenced(&self) -> &BTreeMap<(usize, usize), BTreeSet<&'e str>> {
        self.referenced.get_or_init(|| self.foreign_keys())
    }

    fn foreign_keys(&self) -> BTreeMap<(usize, usize), BTreeSet<&'e str>> {
        let mut referenced = BTreeMap::new();
        for (here, dataset) in self.recipe.datasets.iter().enumerate() {
            // The first key of a field counts.
            for key in dataset.schema.foreign_keys.iter().rev() {
                let ([name], [reference]) = (key.fields.as_slice(), key.reference_fields.as_slice()) else { continue };
                let Some(field) = dataset.schema.position(name) else { continue };
                referenced.extend(self.texts_of(&key.resource, reference).map(|texts| ((here, field), texts)));
            }
        }
        referenced
    }

    fn texts_of(&self, dataset: &str, field: &str) -> Option<BTreeSet<&'e str>> {
        let there = self.recipe.datasets.iter().position(|other| other.name == dataset)?;
        let field = self.recipe.datasets[there].schema.position(field)?;
        let records = &self.extraction.datasets[there].records;
        Some(records.iter().flat_map(|record| &record.fields[field].items).map(|item| item.text()).collect())
    }

    /// Whether two texts both stand in one field that must identify its record, so that they are two things: where other fields help to
    /// identify it, in records that are the same in those.
    pub fn are_both_keys(&self, names: &Names<'_>, a: &str, b: &str) -> bool {
        let (Some(a), Some(b)) = (names.support(a), names.support(b)) else { return false };
        let shared = a.fields.iter().filter(|field| b.fields.contains(field));
        shared.copied().any(|(dataset, field)| {
            let keys = self.recipe.datasets[dataset].schema.key_positions();
            let others: Vec<usize> = keys.iter().copied().filter(|key| *key != field).collect();
            let rest = |support: &Support| -> BTreeSet<Vec<&'e str>> {
                let cells = support.cells.iter().filter(|cell| (cell.0, cell.2) == (dataset, field));
                cells.map(|cell| self.texts_in(cell.0, cell.1, &others)).collect()
            };
            keys.contains(&field) && (others.is_empty() || !rest(a).is_disjoint(&rest(b)))
        })
    }

    /// The texts of some fields of a record.
    fn texts_in(&self, dataset: usize, record: usize, fields: &[usize]) -> Vec<&'e str> {
        let record = &self.extraction.datasets[dataset].records[record];
        fields.iter().flat_map(|&field| &record.fields[field].items).map(|item| item.text()).collect()
    }

    /// Whether neither the recipe nor the page says that two names are two things: they do not stand in one cell, and do
    /// not both identify a record of one table.
    pub fn may_be_one(&self, names: &Names<'_>, a: &str, b: &str) -> bool {
        !names.vocabulary.are_distinct(a, b) && !names.stand_together(a, b) && !self.are_both_keys(names, a, b)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::repair::sample::Sample;

    const KEYED: &str = "  rows:\n    tables: [{ under: Page }]\n    primary_key: [a, b]\n    fields: [{ name: a, from: A, vocabulary: names }, \
                         { name: b, from: B }, { name: c, from: C, vocabulary: names }, { name: d, from: D, vocabulary: others }]\n";

    fn keyed(datasets: &str, rows: &[&str]) -> Sample {
        let rows: String = rows.iter().map(|row| format!("| {row} |\n")).collect();
        Sample::new(datasets, &format!("# Page\n\n| A | B | C | D |\n|---|---|---|---|\n{rows}"))
    }

    #[test]
    fn two_keys_of_one_table_are_two_things() {
        let are_both_keys = |datasets: &str, rows: &[&str], a: &str, b: &str| {
            keyed(datasets, rows).look(|evidence| {
                let names = evidence.names.get("names").expect("the recipe has it");
                assert_eq!(evidence.are_both_keys(names, a, b), evidence.are_both_keys(names, b, a));
                assert_eq!(evidence.may_be_one(names, a, b), !evidence.are_both_keys(names, a, b));
                evidence.are_both_keys(names, a, b)
            })
        };
        let rows = ["x | 1 | z | w", "y | 1 | z | w", "v | 2 | u | w"];
        // In rows that are the same in the rest of the key.
        assert!(are_both_keys(KEYED, &rows, "x", "y"));
        assert!(!are_both_keys(KEYED, &rows, "x", "v"));
        assert!(!are_both_keys(KEYED, &rows, "x", "z"));
        assert!(!are_both_keys(KEYED, &rows, "z", "u"));
        assert!(!are_both_keys(KEYED, &rows, "x", "nowhere"));
        // Where nothing else is in the key, in any.
        let alone = KEYED.replace("[a, b]", "[a]");
        assert!(are_both_keys(&alone, &rows, "x", "v"));
        assert!(!are_both_keys(&alone, &rows, "z", "u"));
        let other = KEYED.replace("[a, b]", "[b]");
        assert!(!are_both_keys(&other, &rows, "x", "y"));
    }

    #[test]
    fn rows_that_are_removed_say_nothing() {
        let mut sample = keyed(KEYED, &["x | 1 | z | w", "y | 1 | z | w"]);
        sample.extraction.datasets[0].records[0].is_removed = true;
        sample.look(|evidence| {
            assert_eq!(evidence.rows().map(|(place, _)| place).collect::<Vec<_>>(), [(0, 1)]);
            assert_eq!(evidence.fields().map(|place| place.field).collect::<Vec<_>>(), [0, 1, 2, 3]);
            assert_eq!(evidence.named_fields().map(|(place, _)| place.field).collect::<Vec<_>>(), [0, 2, 3]);
            let names = evidence.names.get("names").expect("the recipe has it");
            assert_eq!(evidence.fields_of(names).map(|place| place.field).collect::<Vec<_>>(), [0, 2]);
            assert_eq!((names.uses("x"), names.uses("y"), evidence.vocabularies().count()), (0, 1, 2));
        });
    }

    #[test]
    fn addresses_are_no_texts() {
        let sample = Sample::table(&["from: A", "from: A, part: url"], &["[x](/x)"]);
        assert_eq!(sample.look(|evidence| evidence.fields().map(|place| place.field).collect::<Vec<_>>()), [0]);
    }

    #[test]
    fn the_first_key_of_a_field_tells_what_it_refers_to() {
        let dataset = |name: &str, more: &str| {
            format!(
                "  {name}:\n    tables: [{{ under: {name} }}]\n{more}    fields: [{{ name: a, from: A }}, {{ name: b, from: B }}]\n"
            )
        };
        let key = |fields: &str, resource: &str, there: &str| {
            format!("{{ fields: [{fields}], reference: {{ resource: {resource}, fields: [{there}] }} }}")
        };
        let keys = [key("a", "towns", "a"), key("a", "rivers", "a"), key("a, b", "towns", "a, b")].join(", ");
        let datasets =
            [dataset("towns", ""), dataset("rivers", ""), dataset("values", &format!("    foreign_keys: [{keys}]\n"))];
        let table = |name: &str, row: &str| format!("# {name}\n\n| A | B |\n|---|---|\n| {row} |\n\n");
        let page = [table("towns", "Oslo | x"), table("rivers", "Rhine | y"), table("values", "z | w")].concat();
        Sample::new(&datasets.concat(), &page).look(|evidence| {
            let found: Vec<_> = evidence.references().collect();
            assert_eq!(found, [((2, 0), &BTreeSet::from(["Oslo"]))]);
            assert!(evidence.is_referenced("Oslo") && !evidence.is_referenced("Rhine") && !evidence.is_referenced("x"));
            let texts: Vec<_> =
                evidence.fields().map(|place| evidence.referenced_texts(&place).map(BTreeSet::len)).collect();
            assert_eq!(texts, [None, None, None, None, Some(1), None]);
        });
    }

    #[test]
    fn separators_and_words_count_in_all_columns() {
        let sample = Sample::table(
            &["from: A, type: list", "from: B, vocabulary: names", "from: C, vocabulary: others"],
            &["a, b; c | Foo, Inc | w", "d, e | Bar;Baz | v", " | Foo Bar | Foo"],
        );
        sample.look(|evidence| {
            assert_eq!([", ", "; ", ";", "|"].map(|form| evidence.separator_uses(form)), [3, 1, 1, 0]);
            assert_eq!(["Foo", "Bar"].map(|text| evidence.uses_within_names(text)), [2, 2]);
            assert_eq!(["Foo", "Bar", "Foo, Inc"].map(|text| evidence.page_uses(text)), [3, 2, 1]);
            assert_eq!(["foo", "inc"].map(|word| evidence.page_words().count(word)), [3, 1]);
            assert_eq!(evidence.list_columns().keys().copied().collect::<Vec<_>>(), [(0, 0)]);
            let commas = evidence.comma_columns();
            let sizes: Vec<_> =
                commas.iter().map(|(field, column)| (*field, column.size, column.values.len())).collect();
            assert_eq!(sizes, [((0, 1), 3, 2), ((0, 2), 3, 0)]);
            assert_eq!([", ", ";", ","].map(|form| commas[&(0, 1)].uses(form)), [1, 1, 0]);
        });
    }

    #[test]
    fn commas_at_the_ends_and_in_notations_are_no_habit() {
        let sample = Sample::table(
            &["from: A, vocabulary: names"],
            &["Foo, Inc,", ",Foo", "f(a, b)", "A&amp;B, C", "`x, y`", "Foo ,Inc", "Foo"],
        );
        sample.look(|evidence| {
            let column = &evidence.comma_columns()[&(0, 0)];
            let place = |comma: &std::ops::Range<usize>| (comma.start, comma.end);
            let values = column.values.iter();
            let values: Vec<(usize, Vec<_>)> =
                values.map(|(found, commas)| (found.record, commas.iter().map(place).collect())).collect();
            assert_eq!(values[..2], [(0, vec![(3, 5), (8, 9)]), (1, vec![(0, 1)])]);
            assert_eq!(values.iter().map(|(record, _)| *record).collect::<Vec<_>>(), [0, 1, 5]);
            assert_eq!((column.size, [", ", ",", " ,"].map(|form| column.uses(form))), (7, [1, 0, 1]));
        });
    }

    #[test]
    fn the_first_legend_of_a_mark_counts() {
        let sample = Sample::new(
            "  rows:\n    tables: [{ under: Page }]\n    fields: [{ name: a, from: A }]\n",
            "# Page\n\n| A |\n|---|\n| x* |\n\n\\* planned\n\n\\* gone\n",
        );
        sample.look(|evidence| {
            let legends: Vec<&str> = sample.extraction.legends.iter().map(|legend| legend.text.as_str()).collect();
            assert_eq!(legends, ["* planned", "* gone"]);
            assert_eq!(evidence.legend("*").map(|legend| legend.text.as_str()), Some("* planned"));
            assert!(evidence.legend("+").is_none());
        });
    }

    #[test]
    fn a_code_span_has_its_backticks() {
        let sample = Sample::table(&["from: A", "from: B, type: list"], &["`a b` | `c`, d, e `f`, ``g``"]);
        let fields = &sample.extraction.datasets[0].records[0].fields;
        let items = fields.iter().flat_map(|field| &field.items);
        let found =
            sample.look(|evidence| items.map(|item| evidence.with_backticks(item).to_owned()).collect::<Vec<_>>());
        assert_eq!(found, ["`a b`", "`c`", "d", "e `f`", "``g``"]);
    }
}
