//! The shape of a recipe file, key by key, and its JSON Schema.
//!
//! It knows the file alone; whether the names in it refer to something is for `read.rs` to say. A new key is one field here with a
//! sentence that says what it is for: editors show it, and `rowmill schema` prints it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

use super::guards::{RawReconcile, RawShape};
use super::{Context, LevelName, ListItems, Part};

/// The JSON Schema (draft 7) of recipes, for editors and validators.
pub fn recipe_schema() -> String {
    let generator = schemars::generate::SchemaSettings::draft07().into_generator();
    let schema = generator.into_root_schema_for::<RawRecipe>();
    let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    // The names of our types say nothing to who writes a recipe.
    format!("{}\n", text.replace("Raw", "").replace("\"title\": \"Recipe\"", "\"title\": \"rowmill recipe\""))
}

/// A text, or several of which one is enough.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "its schema is all that is wanted of it")]
enum OneOrMany {
    /// One text.
    One(String),
    /// Several texts.
    Many(Vec<String>),
}

/// A header text, several of which the first that a table has counts, or a place beside the table.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "its schema is all that is wanted of it")]
enum FromSchema {
    /// A header text.
    Header(String),
    /// Header texts.
    Headers(Vec<String>),
    /// A place beside the table, or a column by its number.
    Place(RawPlace),
}

/// What must hold for each value, beside its type.
#[derive(JsonSchema, Deserialize, Default)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct RawConstraints {
    /// A value must be there.
    pub(super) required: bool,
    /// No two records may have the same value.
    pub(super) unique: bool,
    /// The least number of characters of a text, or of items of a list.
    #[schemars(with = "Option<usize>")]
    pub(super) min_length: Option<Spanned<usize>>,
    /// The greatest number of characters of a text, or of items of a list.
    #[schemars(with = "Option<usize>")]
    pub(super) max_length: Option<Spanned<usize>>,
    /// The least number.
    #[schemars(with = "Option<f64>")]
    pub(super) minimum: Option<Spanned<f64>>,
    /// The greatest number.
    #[schemars(with = "Option<f64>")]
    pub(super) maximum: Option<Spanned<f64>>,
    /// A regular expression that must match the whole of a text, or of each item of a list.
    #[schemars(with = "Option<String>")]
    pub(super) pattern: Option<Spanned<String>>,
    /// The texts that a value, or each item of a list, may have.
    #[serde(rename = "enum")]
    pub(super) enumeration: Option<Vec<String>>,
}

/// A recipe: what to take from which tables of which pages.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRecipe {
    /// The name of the recipe, and of the folder that its datasets are written to.
    #[schemars(with = "String")]
    pub(super) recipe: Spanned<String>,
    /// What the recipe is about, in a few words.
    pub(super) title: Option<String>,
    /// The pages, relative to the recipe; `--source` replaces them, one by one in this order.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(super) sources: Vec<Spanned<String>>,
    /// Known names, by the name of the vocabulary. Fields of one vocabulary lend each other evidence.
    #[serde(default)]
    pub(super) vocabularies: BTreeMap<String, RawVocabulary>,
    /// How much a finding matters here, by its code, each with the reason for saying so.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, RawLevel>")]
    pub(super) levels: Ordered<RawLevel>,
    /// Texts that mean that a cell has no value, in any case. Left out, only an empty cell does.
    pub(super) missing_values: Option<Vec<String>>,
    /// How far the pages may leave the shape that was accepted last, as `rowmill.lock` keeps it.
    pub(super) shape: Option<RawShape>,
    /// Datasets that must agree.
    #[serde(default)]
    #[schemars(with = "Vec<RawReconcile>")]
    pub(super) reconcile: Vec<Spanned<RawReconcile>>,
    /// The datasets, by name; each becomes one file per format.
    #[schemars(with = "BTreeMap<String, RawDataset>")]
    pub(super) datasets: Ordered<RawDataset>,
}

/// Names that the values of some fields are.
#[derive(JsonSchema, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RawVocabulary {
    /// Names in their right spelling.
    pub(super) names: Vec<String>,
    /// Other names that mean the same, by the right name.
    #[schemars(with = "BTreeMap<String, Vec<String>>")]
    pub(super) aliases: BTreeMap<String, Vec<Spanned<String>>>,
    /// Groups of names that look alike and are not the same.
    pub(super) distinct: Vec<Vec<String>>,
}

/// How much a finding matters.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLevel {
    /// `error`, `warning` or `note`. An error keeps a build from writing.
    pub(super) level: LevelName,
    /// Why, for the next reader.
    pub(super) reason: String,
}

/// One dataset. Its records come from `tables`, from `lists`, or from the items of a list field of an earlier dataset.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawDataset {
    /// The tables whose rows are the records. Those of all selectors make one dataset.
    #[schemars(with = "Option<Vec<RawTableSelector>>")]
    pub(super) tables: Option<Vec<Spanned<RawTableSelector>>>,
    /// The bullet or numbered lists whose items are the records.
    #[schemars(with = "Option<Vec<RawListSelector>>")]
    pub(super) lists: Option<Vec<Spanned<RawListSelector>>>,
    /// A list field of an earlier dataset, each item of which is a record.
    pub(super) unnest: Option<RawUnnest>,
    /// The fields that identify a record together. Records are sorted by them.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(super) primary_key: Vec<Spanned<String>>,
    /// Fields whose values must occur in another dataset, or in other fields of this one.
    #[serde(default)]
    pub(super) foreign_keys: Vec<RawForeignKey>,
    /// The fields, in the order in which they are written.
    pub(super) fields: Vec<RawField>,
    /// Columns that are left out on purpose, by their header text.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(super) ignore: Vec<Spanned<String>>,
    /// As `missing_values` of the recipe, for this dataset alone.
    pub(super) missing_values: Option<Vec<String>>,
    /// As `shape` of the recipe, for this dataset alone.
    pub(super) shape: Option<RawShape>,
}

/// Tables of a page.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTableSelector {
    /// The text of a heading above them, at any level; or several, of which one is enough. Case and markup do not matter.
    #[serde(default)]
    #[schemars(with = "OneOrMany")]
    pub(super) under: OneOrMore,
    /// Whether a page may do without them; otherwise a page that has none is an error.
    #[serde(default)]
    pub(super) optional: bool,
    /// Header texts that they have, where the heading and the key do not tell them from others.
    #[serde(default)]
    pub(super) columns: Vec<String>,
    /// The number, from 1, of the one that is meant, among all tables of the pages that stand under the heading; for a table that nothing else tells
    /// from others.
    #[serde(default)]
    #[schemars(with = "Option<std::num::NonZeroU32>")]
    pub(super) table: Option<Spanned<usize>>,
    /// Values of fields that these tables do not have, by the name of the field.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    pub(super) set: Ordered<serde_json::Value>,
}

/// Lists of a page.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawListSelector {
    /// The text of a heading above them, at any level; or several, of which one is enough.
    #[serde(default)]
    #[schemars(with = "OneOrMany")]
    pub(super) under: OneOrMore,
    /// Whether a page may do without them; otherwise a page that has none is an error.
    #[serde(default)]
    pub(super) optional: bool,
    /// `links` for lists whose items are links and nothing else, `definitions` for lists whose items are like `**Term**: text`.
    #[serde(default)]
    pub(super) items: ListItems,
    /// Values of fields that these lists do not have, by the name of the field.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, serde_json::Value>")]
    pub(super) set: Ordered<serde_json::Value>,
}

/// A list field of an earlier dataset.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawUnnest {
    /// The dataset.
    #[schemars(with = "String")]
    pub(super) dataset: Spanned<String>,
    /// Its list field.
    #[schemars(with = "String")]
    pub(super) field: Spanned<String>,
}

/// Fields whose values must occur together in a record of another dataset.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawForeignKey {
    /// The fields here; a list stands for each of its items.
    #[schemars(with = "Vec<String>")]
    pub(super) fields: Vec<Spanned<String>>,
    /// What they refer to.
    pub(super) reference: RawReference,
}

/// The fields of another dataset that a foreign key refers to.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReference {
    /// The other dataset, wherever it stands in the recipe, or this one.
    #[schemars(with = "String")]
    pub(super) resource: Spanned<String>,
    /// Its fields, in the order of those here.
    #[schemars(with = "Vec<String>")]
    pub(super) fields: Vec<Spanned<String>>,
}

/// One field of a dataset.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    /// Its name in the output.
    #[schemars(with = "String")]
    pub(super) name: Spanned<String>,
    /// Where its values stand: the header text of a column, or several of which the first that a table has counts, or a place beside the table. In a list, `text`; in an unnested dataset, a field of the other one. A field without it is one that `set` fills.
    #[schemars(with = "Option<FromSchema>")]
    pub(super) from: Option<Spanned<RawFrom>>,
    /// `url` takes where the first link of a cell leads, in place of its text. Of the items of lists such as `**Term**: text`, `term` takes the term and `definition` the text behind it.
    #[serde(default)]
    pub(super) part: Part,
    /// Whether a page may do without its column; otherwise it is an error that no table has it.
    #[serde(default)]
    pub(super) optional: bool,
    /// What its values are; text if left out.
    #[serde(rename = "type")]
    pub(super) field_type: Option<RawType>,
    /// What the items of a list are, and what separates them.
    pub(super) items: Option<RawItems>,
    /// The vocabulary that its names belong to.
    #[schemars(with = "Option<String>")]
    pub(super) vocabulary: Option<Spanned<String>>,
    /// Only the items that have this mark, as a list; or whether there is the mark, as a boolean.
    #[schemars(with = "Option<String>")]
    pub(super) mark: Option<Spanned<String>>,
    /// Marks that may stand beside its names, and what each means.
    #[serde(default)]
    pub(super) marks: BTreeMap<String, String>,
    /// What must hold for each value, beside its type.
    #[serde(default)]
    pub(super) constraints: RawConstraints,
    /// Texts that mean yes, beside `true` and `yes`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(super) true_values: Vec<Spanned<String>>,
    /// Texts that mean no, beside `false` and `no`.
    #[serde(default)]
    #[schemars(with = "Vec<String>")]
    pub(super) false_values: Vec<Spanned<String>>,
    /// Texts that mean that there is no value, beside those of the dataset.
    #[serde(default)]
    pub(super) missing_values: Vec<String>,
    /// What may stand between the groups of three digits of a number: a comma for `1,234,567`.
    #[schemars(with = "Option<String>")]
    pub(super) group_char: Option<Spanned<String>>,
    /// What its text is more precisely.
    pub(super) format: Option<RawFormat>,
    /// Whether the order of a list's items says something, so that another order is a change. Otherwise lists are compared as sets.
    #[serde(default)]
    #[schemars(with = "bool")]
    pub(super) ordered: Option<Spanned<bool>>,
}

/// What a text is more precisely.
#[derive(JsonSchema, Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
pub(super) enum RawFormat {
    /// The address of something.
    Uri,
}

/// What the items of a list are.
#[derive(JsonSchema, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RawItems {
    /// The type of each item; text if left out.
    #[serde(rename = "type")]
    pub(super) item_type: RawType,
    /// The vocabulary that the items belong to.
    #[schemars(with = "Option<String>")]
    pub(super) vocabulary: Option<Spanned<String>>,
    /// What stands between two items: single characters, `<br>`, or two backticks for a run of code spans. Left out: a comma, a semicolon, a line break, a run of code spans.
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) separators: Option<Vec<Spanned<String>>>,
}

/// What a value is, in Table Schema's words.
#[derive(JsonSchema, Deserialize, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(super) enum RawType {
    /// Text.
    #[default]
    String,
    /// A whole number.
    Integer,
    /// A decimal number.
    Number,
    /// Yes or no.
    Boolean,
    /// A day, `2020-01-17`.
    Date,
    /// A month, `2020-01`.
    YearMonth,
    /// Any number of items.
    List,
}

/// A header text, several of which the first one that a table has counts, or a place beside the table.
pub(super) enum RawFrom {
    Headers(Vec<String>),
    Context(Context),
    /// The column's number, from 1.
    Column(usize),
}

/// What stands beside a table.
#[derive(JsonSchema, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RawContext {
    /// The nearest heading above it.
    Heading,
    /// All headings above it, outermost first; for a field of `type: list`.
    Headings,
    /// The title of the tab that it is in.
    Tab,
    /// Its title: the `<caption>` of an HTML table, or a short paragraph right above that is a numbered title (`Table 3: …`), a sentence that ends with a colon, or bold as a whole.
    Caption,
    /// The kind of the block quote that it is in: `note` for `[!NOTE]`, the class for `[!div class="…"]`.
    Quote,
    /// The row of one cell that heads the rows below it.
    Section,
    /// For a list inside another one: the item that it stands in.
    Parent,
}

/// A place beside a table, or a column by its number.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPlace {
    /// What stands beside the table.
    pub(super) context: Option<RawContext>,
    /// A key of the page's front matter.
    pub(super) front_matter: Option<String>,
    /// The number of a column, from 1.
    pub(super) column: Option<usize>,
}

/// What may stand in the place of a header text.
const PLACES: &str = "`{ context: … }` with one of `heading`, `headings`, `tab`, `caption`, `quote`, `section` and `parent`, `{ front_matter: key }`, or `{ column: 2 }`, counted from 1";

impl RawPlace {
    /// The one place that is named.
    fn resolve(self) -> Option<RawFrom> {
        match (self.context, self.front_matter, self.column) {
            (Some(context), None, None) => Some(RawFrom::Context(context.resolve())),
            (None, Some(key), None) => Some(RawFrom::Context(Context::FrontMatter(key))),
            (None, None, Some(column)) if column > 0 => Some(RawFrom::Column(column)),
            _ => None,
        }
    }
}

impl RawContext {
    fn resolve(self) -> Context {
        match self {
            Self::Heading => Context::Heading,
            Self::Headings => Context::Headings,
            Self::Tab => Context::Tab,
            Self::Caption => Context::Caption,
            Self::Quote => Context::Quote,
            Self::Section => Context::Section,
            Self::Parent => Context::Parent,
        }
    }
}

impl<'de> Deserialize<'de> for RawFrom {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FromVisitor;
        impl<'de> Visitor<'de> for FromVisitor {
            type Value = RawFrom;
            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(out, "a header text, a list of header texts, {PLACES}")
            }
            fn visit_str<E>(self, text: &str) -> Result<RawFrom, E> {
                Ok(RawFrom::Headers(vec![text.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<RawFrom, A::Error> {
                let mut headers = Vec::new();
                while let Some(header) = seq.next_element()? {
                    headers.push(header);
                }
                Ok(RawFrom::Headers(headers))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawFrom, A::Error> {
                let place = RawPlace::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                place.resolve().ok_or_else(|| serde::de::Error::custom(format!("expected {PLACES}")))
            }
        }
        deserializer.deserialize_any(FromVisitor)
    }
}

/// A text, or a list of texts of which one is enough.
#[derive(Default)]
pub(super) struct OneOrMore(pub(super) Vec<Spanned<String>>);

impl<'de> Deserialize<'de> for OneOrMore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextsVisitor;
        impl<'de> Visitor<'de> for TextsVisitor {
            type Value = Vec<String>;
            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("a text or a list of texts")
            }
            fn visit_str<E>(self, text: &str) -> Result<Vec<String>, E> {
                Ok(vec![text.to_owned()])
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<String>, A::Error> {
                let mut texts = Vec::new();
                while let Some(text) = seq.next_element()? {
                    texts.push(text);
                }
                Ok(texts)
            }
        }
        struct Texts(Vec<String>);
        impl<'de> Deserialize<'de> for Texts {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_any(TextsVisitor).map(Texts)
            }
        }
        // A list of several texts is pointed at as a whole.
        let Spanned { value, referenced, defined } = Spanned::<Texts>::deserialize(deserializer)?;
        Ok(Self(value.0.into_iter().map(|text| Spanned::new(text, referenced, defined)).collect()))
    }
}

/// A mapping in the order of the file.
pub(super) struct Ordered<T>(pub(super) Vec<(Spanned<String>, T)>);

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Ordered<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OrderedVisitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for OrderedVisitor<T> {
            type Value = Ordered<T>;
            fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                out.write_str("a mapping")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Ordered<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Ordered(entries))
            }
        }
        deserializer.deserialize_map(OrderedVisitor(std::marker::PhantomData))
    }
}
