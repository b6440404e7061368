//! YAML to [`Recipe`]: the shape of the file, and the check of every name in it. The only user of the YAML reader.
//!
//! The `Raw…` types are the file, key by key; `resolve` turns them into the types of the module, and refuses what does not
//! hold together, pointing at the place in the file. A new key is one field of a `Raw…` type and a line where it is resolved.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Spanned;

use super::excerpt::excerpt;
use super::{
    Context, DatasetRecipe, FieldOrigin, FieldRecipe, Level, LevelName, ListItems, ListSelector, Origin, Part, Recipe,
    RecipeText, Separators, TableSelector, Vocabulary, Written,
};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{Constraints, Field, FieldType, ForeignKey, Schema, Value};
use crate::similarity::did_you_mean;

/// Reads a recipe. `path` is how messages name it.
///
/// # Errors
///
/// [`ErrorKind::Recipe`], with the line and what was expected there, when the text is not YAML, has an unknown key, lacks
/// a key, or names something that is not in it.
pub fn parse_recipe(path: &str, text: &str) -> Result<Recipe> {
    let text = RecipeText { path: path.to_owned(), text: text.to_owned() };
    let raw: RawRecipe = serde_yaml::from_str(&text.text).map_err(|error| syntax_error(&text, &error))?;
    Resolver { text: &text }.recipe(raw)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRecipe {
    recipe: Spanned<String>,
    title: Option<String>,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    vocabularies: BTreeMap<String, RawVocabulary>,
    #[serde(default)]
    levels: Ordered<RawLevel>,
    missing_values: Option<Vec<String>>,
    datasets: Ordered<RawDataset>,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct RawVocabulary {
    names: Vec<String>,
    aliases: BTreeMap<String, Vec<String>>,
    distinct: Vec<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawLevel {
    level: LevelName,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDataset {
    tables: Option<Vec<Spanned<RawTableSelector>>>,
    lists: Option<Vec<Spanned<RawListSelector>>>,
    unnest: Option<RawUnnest>,
    #[serde(default)]
    primary_key: Vec<Spanned<String>>,
    #[serde(default)]
    foreign_keys: Vec<RawForeignKey>,
    fields: Vec<RawField>,
    #[serde(default)]
    ignore: Vec<String>,
    missing_values: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTableSelector {
    #[serde(default)]
    under: OneOrMore,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    set: Ordered<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawListSelector {
    #[serde(default)]
    under: OneOrMore,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    items: ListItems,
    #[serde(default)]
    set: Ordered<serde_json::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUnnest {
    dataset: Spanned<String>,
    field: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawForeignKey {
    fields: Vec<Spanned<String>>,
    reference: RawReference,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReference {
    resource: Spanned<String>,
    fields: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawField {
    name: Spanned<String>,
    from: Option<Spanned<RawFrom>>,
    #[serde(default)]
    part: Part,
    #[serde(default)]
    optional: bool,
    #[serde(rename = "type")]
    field_type: Option<RawType>,
    #[serde(default)]
    items: RawItems,
    vocabulary: Option<Spanned<String>>,
    mark: Option<Spanned<String>>,
    #[serde(default)]
    marks: BTreeMap<String, String>,
    #[serde(default)]
    constraints: Constraints,
    #[serde(default)]
    true_values: Vec<String>,
    #[serde(default)]
    false_values: Vec<String>,
    #[serde(default)]
    missing_values: Vec<String>,
    format: Option<RawFormat>,
}

/// What a text is more precisely.
#[derive(Deserialize, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum RawFormat {
    Uri,
}

#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
struct RawItems {
    #[serde(rename = "type")]
    item_type: RawType,
    vocabulary: Option<Spanned<String>>,
    separators: Option<Vec<Spanned<String>>>,
}

#[derive(Deserialize, Clone, Copy, Default, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum RawType {
    #[default]
    String,
    Integer,
    Number,
    Boolean,
    Date,
    YearMonth,
    List,
}

/// A header text, several of which the first one that a table has counts, or a place beside the table.
enum RawFrom {
    Headers(Vec<String>),
    Context(Context),
    Section,
    /// The column's number, from 1.
    Column(usize),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RawContext {
    Heading,
    Section,
    Tab,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlace {
    context: Option<RawContext>,
    front_matter: Option<String>,
    column: Option<usize>,
}

/// What may stand in the place of a header text.
const PLACES: &str = "`{ context: heading }`, `{ context: tab }`, `{ context: section }`, `{ front_matter: key }`, or `{ column: 2 }`, counted from 1";

impl RawPlace {
    /// The one place that is named.
    fn resolve(self) -> Option<RawFrom> {
        match (self.context, self.front_matter, self.column) {
            (Some(RawContext::Heading), None, None) => Some(RawFrom::Context(Context::Heading)),
            (Some(RawContext::Tab), None, None) => Some(RawFrom::Context(Context::Tab)),
            (Some(RawContext::Section), None, None) => Some(RawFrom::Section),
            (None, Some(key), None) => Some(RawFrom::Context(Context::FrontMatter(key))),
            (None, None, Some(column)) if column > 0 => Some(RawFrom::Column(column)),
            _ => None,
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
struct OneOrMore(Vec<Spanned<String>>);

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
struct Ordered<T>(Vec<(Spanned<String>, T)>);

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

/// The bytes of the recipe where a value stands.
fn place<T>(spanned: &Spanned<T>) -> Range<usize> {
    let span = spanned.referenced.span();
    let start = span.byte_offset().unwrap_or(0) as usize;
    start..start + span.byte_len().unwrap_or(0) as usize
}

/// The byte that a location of the YAML reader points at. A fault of the text itself has a line and a column only.
fn offset(text: &str, location: &serde_yaml::Location) -> usize {
    if let Some(offset) = location.span().byte_offset().filter(|&offset| offset > 0) {
        return text.floor_char_boundary(offset as usize);
    }
    let lines = text.split_inclusive('\n').take((location.line() as usize).saturating_sub(1));
    let start: usize = lines.map(str::len).sum();
    let before = text[start..].chars().take((location.column() as usize).saturating_sub(1));
    start + before.map(char::len_utf8).sum::<usize>()
}

fn syntax_error(text: &RecipeText, error: &serde_yaml::Error) -> Error {
    let error = error.without_snippet();
    let (message, label, help) = match error {
        serde_yaml::Error::SerdeUnknownField { field, expected, .. } => {
            (format!("unknown key `{field}`"), "no such key here", did_you_mean(field, expected))
        }
        serde_yaml::Error::SerdeUnknownVariant { variant, expected, .. } => (
            format!("unknown word `{variant}`"),
            "not one of the words that may stand here",
            did_you_mean(variant, expected),
        ),
        serde_yaml::Error::SerdeMissingField { field, .. } => {
            (format!("the key `{field}` is missing"), "in this mapping", Some(format!("add `{field}: …`")))
        }
        serde_yaml::Error::DuplicateMappingKey { key: Some(key), .. } => {
            (format!("the key `{key}` stands here twice"), "the second one", Some("remove one of the two".to_owned()))
        }
        other => (format!("this is not a recipe: {}", first_line(&other.to_string())), "here", None),
    };
    let mut result = Error::new(ErrorKind::Recipe { path: text.path.clone(), message });
    if let Some(location) = error.location() {
        result = result.with_excerpt(excerpt(text, word_at(text, &location), label));
    }
    match help {
        Some(help) => result.with_help(help),
        None => result,
    }
}

fn first_line(message: &str) -> &str {
    let line = message.lines().next().unwrap_or("");
    line.find(" at line ").map_or(line, |at| &line[..at])
}

/// The bytes that a location of the YAML reader covers; where it names a point, the word there.
fn word_at(text: &RecipeText, location: &serde_yaml::Location) -> Range<usize> {
    let span = location.span();
    let start = offset(&text.text, location);
    let length = span.byte_len().unwrap_or(0) as usize;
    let word = text.text[start..].find(|c: char| c.is_whitespace() || c == ':' || c == ',').unwrap_or(0);
    start..start + length.max(word).max(1)
}

/// Turns the file's shape into the module's types, with the recipe's text at hand for errors.
struct Resolver<'t> {
    text: &'t RecipeText,
}

impl Resolver<'_> {
    fn refuse(&self, at: Range<usize>, message: String, label: &str, help: Option<String>) -> Error {
        let error = Error::new(ErrorKind::Recipe { path: self.text.path.clone(), message })
            .with_excerpt(excerpt(self.text, at, label));
        match help {
            Some(help) => error.with_help(help),
            None => error,
        }
    }

    fn unknown(&self, what: &str, name: &Spanned<String>, candidates: &[&str]) -> Error {
        let help = did_you_mean(&name.value, candidates);
        self.refuse(place(name), format!("there is no {what} `{}`", name.value), "not found", help)
    }

    fn recipe(&self, raw: RawRecipe) -> Result<Recipe> {
        self.plain_name(&raw.recipe)?;
        let vocabularies: BTreeMap<_, _> =
            raw.vocabularies.into_iter().map(|(name, raw)| (name, vocabulary(raw))).collect();
        let missing_values = raw.missing_values.unwrap_or_else(|| vec![String::new()]);
        let mut datasets: Vec<DatasetRecipe> = Vec::new();
        for (name, dataset) in raw.datasets.0 {
            self.plain_name(&name)?;
            let scope = Scope { earlier: &datasets, vocabularies: &vocabularies, missing_values: &missing_values };
            let dataset = self.dataset(name.value, dataset, &scope)?;
            datasets.push(dataset);
        }
        let level = |(name, raw): (Spanned<String>, RawLevel)| {
            let place = place(&name);
            (name.value, Level { level: raw.level, reason: raw.reason, place })
        };
        let levels = raw.levels.0.into_iter().map(level).collect();
        Ok(Recipe {
            name: raw.recipe.value,
            title: raw.title,
            sources: raw.sources,
            vocabularies,
            datasets,
            levels,
            text: self.text.clone(),
        })
    }

    /// A name that becomes a file's or a folder's must be safe on every system.
    fn plain_name(&self, name: &Spanned<String>) -> Result<()> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        let fits = !name.value.is_empty() && name.value.len() <= 100 && name.value.chars().all(plain);
        let reserved = ["repairs", "con", "prn", "aux", "nul"].contains(&name.value.as_str());
        if fits && !reserved {
            return Ok(());
        }
        let message = format!("`{}` cannot be the name of a file", name.value);
        let help = "use lower-case letters, digits, `_` and `-`; `repairs` is taken".to_owned();
        Err(self.refuse(place(name), message, "this name", Some(help)))
    }

    fn dataset(&self, name: String, raw: RawDataset, scope: &Scope<'_>) -> Result<DatasetRecipe> {
        let origin = self.origin(&name, &raw, scope)?;
        let mut schema = Schema::default();
        let mut fields: Vec<FieldRecipe> = Vec::new();
        for raw in raw.fields {
            if schema.position(&raw.name.value).is_some() {
                let message = format!("two fields are named `{}`", raw.name.value);
                return Err(self.refuse(place(&raw.name), message, "the second one", None));
            }
            let (field, recipe) = match origin {
                Origin::Unnest { dataset, field } => self.unnested_field(raw, &scope.earlier[dataset], field)?,
                _ => self.field(raw, &schema, &fields, scope)?,
            };
            schema.fields.push(field);
            fields.push(recipe);
        }
        schema.primary_key = self.field_names(&schema, raw.primary_key)?;
        schema.foreign_keys = self.foreign_keys(&schema, raw.foreign_keys, scope)?;
        let missing_values = raw.missing_values.unwrap_or_else(|| scope.missing_values.to_vec());
        let dataset = DatasetRecipe { name, origin, schema, fields, ignore: raw.ignore, missing_values };
        self.check_sets(&dataset)?;
        Ok(dataset)
    }

    fn origin(&self, name: &str, raw: &RawDataset, scope: &Scope<'_>) -> Result<Origin> {
        match (&raw.tables, &raw.lists, &raw.unnest) {
            (Some(tables), None, None) => Ok(Origin::Tables(self.selectors(tables, table_selector)?)),
            (None, Some(lists), None) => Ok(Origin::Lists(self.selectors(lists, list_selector)?)),
            (None, None, Some(unnest)) => self.unnest(unnest, scope),
            _ => {
                let at = self.text.text.find(&format!("{name}:")).map_or(0..0, |at| at..at + name.len());
                let message = format!("the dataset `{name}` must come from one of `tables`, `lists` and `unnest`");
                Err(self.refuse(at, message, "this dataset", None))
            }
        }
    }

    fn selectors<R, S>(&self, raw: &[Spanned<R>], read: fn(&Spanned<R>) -> Result<S, Refused>) -> Result<Vec<S>> {
        raw.iter().map(|raw| read(raw).map_err(|(at, message)| self.refuse(at, message, "this value", None))).collect()
    }

    fn unnest(&self, raw: &RawUnnest, scope: &Scope<'_>) -> Result<Origin> {
        let names: Vec<&str> = scope.earlier.iter().map(|dataset| dataset.name.as_str()).collect();
        let Some(dataset) = names.iter().position(|name| *name == raw.dataset.value) else {
            return Err(self.unknown("earlier dataset", &raw.dataset, &names));
        };
        let schema = &scope.earlier[dataset].schema;
        let lists: Vec<&str> =
            schema.fields.iter().filter(|field| field.field_type.is_list()).map(|field| field.name.as_str()).collect();
        match schema.position(&raw.field.value) {
            Some(field) if schema.fields[field].field_type.is_list() => Ok(Origin::Unnest { dataset, field }),
            _ => Err(self.unknown("list field", &raw.field, &lists)),
        }
    }

    fn field(
        &self,
        raw: RawField,
        schema: &Schema,
        earlier: &[FieldRecipe],
        scope: &Scope<'_>,
    ) -> Result<(Field, FieldRecipe)> {
        let field_type = match raw.field_type.unwrap_or_default() {
            RawType::List => FieldType::List(Box::new(scalar(raw.items.item_type))),
            other => scalar(other),
        };
        let origin = match (&raw.from, &raw.mark) {
            (_, Some(mark)) => self.marked(&raw, mark, schema, earlier)?,
            (None, None) => FieldOrigin::Set,
            (Some(from), None) => match &from.value {
                RawFrom::Headers(headers) => FieldOrigin::Column { headers: headers.clone(), part: raw.part },
                RawFrom::Context(context) => FieldOrigin::Context(context.clone()),
                RawFrom::Section => FieldOrigin::Section,
                RawFrom::Column(number) => FieldOrigin::Nth { column: number - 1, part: raw.part },
            },
        };
        let vocabulary = raw.vocabulary.as_ref().or(raw.items.vocabulary.as_ref());
        if let Some(name) = vocabulary.filter(|name| !scope.vocabularies.contains_key(&name.value)) {
            let names: Vec<&str> = scope.vocabularies.keys().map(String::as_str).collect();
            return Err(self.unknown("vocabulary", name, &names));
        }
        self.check_pattern(&raw)?;
        let recipe = FieldRecipe {
            origin,
            separators: self.separators(raw.items.separators)?,
            vocabulary: raw.vocabulary.or(raw.items.vocabulary).map(|name| name.value),
            marks: raw.marks,
            is_optional: raw.optional,
        };
        let field = Field {
            constraints: raw.constraints,
            true_values: raw.true_values,
            false_values: raw.false_values,
            missing_values: raw.missing_values,
            format: raw.format.map(|RawFormat::Uri| "uri"),
            ..Field::new(raw.name.value, field_type)
        };
        Ok((field, recipe))
    }

    fn check_pattern(&self, raw: &RawField) -> Result<()> {
        let Some(pattern) = &raw.constraints.pattern else { return Ok(()) };
        let Err(error) = regex::Regex::new(pattern) else { return Ok(()) };
        let message = format!(
            "the pattern of `{}` is not a regular expression: {}",
            raw.name.value,
            error.to_string().lines().last().unwrap_or("")
        );
        Err(self.refuse(place(&raw.name), message, "this field", None))
    }

    /// The field that reads the same column and knows the mark.
    fn marked(
        &self,
        raw: &RawField,
        mark: &Spanned<String>,
        schema: &Schema,
        earlier: &[FieldRecipe],
    ) -> Result<FieldOrigin> {
        let Some(Spanned { value: RawFrom::Headers(wanted), .. }) = &raw.from else {
            let message = format!("`{}` has a mark and no column in which it could stand", raw.name.value);
            return Err(self.refuse(place(mark), message, "this mark", Some("add `from: …`".to_owned())));
        };
        let reads_it =
            |recipe: &FieldRecipe| matches!(&recipe.origin, FieldOrigin::Column { headers, .. } if headers == wanted);
        let knows_it = |recipe: &FieldRecipe| recipe.marks.contains_key(&mark.value);
        match earlier.iter().position(|recipe| reads_it(recipe) && knows_it(recipe)) {
            Some(field) => Ok(FieldOrigin::Marked { field, mark: mark.value.clone() }),
            None => {
                let message = format!(
                    "no field above reads the column of `{}` and knows the mark `{}`",
                    raw.name.value, mark.value
                );
                let known: Vec<&str> = schema.fields.iter().map(|field| field.name.as_str()).collect();
                let help =
                    format!("add `marks: {{ {}: what it means }}` to one of `{}`", mark.value, known.join("`, `"));
                Err(self.refuse(place(mark), message, "this mark", Some(help)))
            }
        }
    }

    fn unnested_field(&self, raw: RawField, parent: &DatasetRecipe, list: usize) -> Result<(Field, FieldRecipe)> {
        let names: Vec<&str> = parent.schema.fields.iter().map(|field| field.name.as_str()).collect();
        let from = match &raw.from {
            Some(Spanned { value: RawFrom::Headers(headers), referenced, defined }) if headers.len() == 1 => {
                Spanned::new(headers[0].clone(), *referenced, *defined)
            }
            _ => {
                let message = format!("`{}` must come from a field of `{}`", raw.name.value, parent.name);
                let help = format!("add `from: …` with one of `{}`", names.join("`, `"));
                return Err(self.refuse(place(&raw.name), message, "this field", Some(help)));
            }
        };
        let Some(position) = parent.schema.position(&from.value) else {
            return Err(self.unknown("field", &from, &names));
        };
        let (origin, default) = match (&raw.mark, position == list) {
            (Some(mark), true) => (FieldOrigin::ItemMark { mark: mark.value.clone() }, FieldType::Boolean),
            (Some(mark), false) => {
                return Err(self.refuse(
                    place(mark),
                    "only the unnested items have marks".to_owned(),
                    "this mark",
                    None,
                ));
            }
            (None, true) => (FieldOrigin::Item, parent.schema.fields[list].field_type.item().clone()),
            (None, false) => {
                (FieldOrigin::Parent { field: position }, parent.schema.fields[position].field_type.clone())
            }
        };
        if raw.field_type.is_some_and(|given| given != RawType::List && scalar(given) != default) {
            let message = format!("`{}` is a {} there", from.value, default.name());
            return Err(self.refuse(place(&raw.name), message, "this field has another type", None));
        }
        let recipe = FieldRecipe {
            origin,
            separators: Separators::default(),
            vocabulary: None,
            marks: BTreeMap::new(),
            is_optional: false,
        };
        Ok((Field { constraints: raw.constraints, ..Field::new(raw.name.value, default) }, recipe))
    }

    fn separators(&self, raw: Option<Vec<Spanned<String>>>) -> Result<Separators> {
        let Some(raw) = raw else { return Ok(Separators::default()) };
        let mut separators = Separators::none();
        for text in &raw {
            let mut characters = text.value.chars();
            match (text.value.as_str(), characters.next(), characters.next()) {
                ("<br>", ..) => separators.line_breaks = true,
                ("``", ..) => separators.code_spans = true,
                (_, Some(one), None) => separators.characters.push(one),
                _ => {
                    let message = format!("`{}` cannot separate items", text.value);
                    return Err(self.refuse(
                        place(text),
                        message,
                        "expected one character, `<br>`, or two backticks for a run of code spans",
                        None,
                    ));
                }
            }
        }
        Ok(separators)
    }

    fn field_names(&self, schema: &Schema, raw: Vec<Spanned<String>>) -> Result<Vec<String>> {
        let names: Vec<&str> = schema.fields.iter().map(|field| field.name.as_str()).collect();
        raw.into_iter()
            .map(|name| match schema.position(&name.value) {
                Some(_) => Ok(name.value),
                None => Err(self.unknown("field", &name, &names)),
            })
            .collect()
    }

    fn foreign_keys(&self, schema: &Schema, raw: Vec<RawForeignKey>, scope: &Scope<'_>) -> Result<Vec<ForeignKey>> {
        let mut keys = Vec::new();
        for raw in raw {
            let datasets: Vec<&str> = scope.earlier.iter().map(|dataset| dataset.name.as_str()).collect();
            let Some(there) = scope.earlier.iter().find(|dataset| dataset.name == raw.reference.resource.value) else {
                return Err(self.unknown("earlier dataset", &raw.reference.resource, &datasets));
            };
            let at = place(&raw.reference.resource);
            let fields = self.field_names(schema, raw.fields)?;
            let reference_fields = self.field_names(&there.schema, raw.reference.fields)?;
            if fields.is_empty() || fields.len() != reference_fields.len() {
                let message = "a foreign key has as many fields here as there, and at least one".to_owned();
                return Err(self.refuse(at, message, "in the key that refers to this", None));
            }
            keys.push(ForeignKey { fields, resource: there.name.clone(), reference_fields });
        }
        Ok(keys)
    }

    /// What a selector sets must be a field and of its type.
    fn check_sets(&self, dataset: &DatasetRecipe) -> Result<()> {
        let sets: Vec<&(Written, Value)> = match &dataset.origin {
            Origin::Tables(tables) => tables.iter().flat_map(|table| &table.set).collect(),
            Origin::Lists(lists) => lists.iter().flat_map(|list| &list.set).collect(),
            Origin::Unnest { .. } => Vec::new(),
        };
        let names: Vec<&str> = dataset.schema.fields.iter().map(|field| field.name.as_str()).collect();
        for (name, value) in sets {
            let Some(position) = dataset.schema.position(&name.text) else {
                let message = format!("`set` names a field `{}` that `{}` does not have", name.text, dataset.name);
                return Err(self.refuse(name.place.clone(), message, "not found", did_you_mean(&name.text, &names)));
            };
            let field_type = &dataset.schema.fields[position].field_type;
            if !field_type.admits(value) {
                let message = format!("`{value}` is no {} as `{}` must be", field_type.name(), name.text);
                return Err(self.refuse(name.place.clone(), message, "this value", None));
            }
        }
        Ok(())
    }
}

/// What a dataset may refer to.
struct Scope<'s> {
    earlier: &'s [DatasetRecipe],
    vocabularies: &'s BTreeMap<String, Vocabulary>,
    missing_values: &'s [String],
}

fn vocabulary(raw: RawVocabulary) -> Vocabulary {
    Vocabulary { names: raw.names, aliases: raw.aliases, distinct: raw.distinct }
}

fn scalar(raw: RawType) -> FieldType {
    match raw {
        // A list of lists has no type of its own: its items are text.
        RawType::String | RawType::List => FieldType::String,
        RawType::Integer => FieldType::Integer,
        RawType::Number => FieldType::Number,
        RawType::Boolean => FieldType::Boolean,
        RawType::Date => FieldType::Date,
        RawType::YearMonth => FieldType::YearMonth,
    }
}

type Refused = (Range<usize>, String);

fn table_selector(raw: &Spanned<RawTableSelector>) -> Result<TableSelector, Refused> {
    let selector = &raw.value;
    Ok(TableSelector {
        under: selector.under.0.iter().map(written).collect(),
        is_optional: selector.optional,
        columns: selector.columns.clone(),
        set: set_values(&selector.set)?,
        place: place(raw),
    })
}

fn list_selector(raw: &Spanned<RawListSelector>) -> Result<ListSelector, Refused> {
    let selector = &raw.value;
    Ok(ListSelector {
        under: selector.under.0.iter().map(written).collect(),
        is_optional: selector.optional,
        items: selector.items,
        set: set_values(&selector.set)?,
        place: place(raw),
    })
}

fn written(raw: &Spanned<String>) -> Written {
    Written { text: raw.value.clone(), place: place(raw) }
}

fn set_values(raw: &Ordered<serde_json::Value>) -> Result<Vec<(Written, Value)>, Refused> {
    raw.0
        .iter()
        .map(|(name, raw)| match value(raw) {
            Some(value) => Ok((written(name), value)),
            None => Err((place(name), format!("`{}` is set to something that is no value", name.value))),
        })
        .collect()
}

fn value(raw: &serde_json::Value) -> Option<Value> {
    Some(match raw {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Boolean(*value),
        serde_json::Value::Number(number) => match number.as_i64() {
            Some(integer) => Value::Integer(integer),
            None => Value::Number(number.as_f64().filter(|number| number.is_finite())?),
        },
        serde_json::Value::String(text) => Value::String(text.clone()),
        serde_json::Value::Array(values) => Value::List(values.iter().map(value).collect::<Option<_>>()?),
        serde_json::Value::Object(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(recipe: &str, expected: &str) {
        let text = format!("recipe: r\n{recipe}");
        let error = parse_recipe("r.yaml", &text).expect_err("the recipe is wrong");
        let help = error.help().map_or(String::new(), |help| format!(" ({help})"));
        let part = error.excerpt().map_or("", |excerpt| &excerpt.text[excerpt.part.clone()]).to_owned();
        assert_eq!(format!("{error}{help} [{part}]"), expected);
    }

    #[test]
    fn what_does_not_hold_together_is_refused_where_it_stands() {
        check("datasts: {}", "r.yaml:2:1: unknown key `datasts` (did you mean `datasets`?) [datasts]");
        check("title: x", "r.yaml:2:1: the key `datasets` is missing (add `datasets: …`) [title]");
        check(
            "datasets:\n  d:\n    tables: [{}]\n    fields: [{ name: a, from: A, type: intger }]",
            "r.yaml:5:40: unknown word `intger` (did you mean `integer`?) [intger]",
        );
        check(
            "datasets:\n  d:\n    tables: [{}]\n    primary_key: [locaton]\n    fields: [{ name: location, from: A }]",
            "r.yaml:5:19: there is no field `locaton` (did you mean `location`?) [locaton]",
        );
        check(
            "datasets:\n  d:\n    tables: [{ set: { b: 1 } }]\n    fields: [{ name: a, from: A }]",
            "r.yaml:4:23: `set` names a field `b` that `d` does not have (did you mean `a`?) [b]",
        );
        check(
            "datasets:\n  ../d:\n    tables: [{}]\n    fields: []",
            "r.yaml:3:3: `../d` cannot be the name of a file (use lower-case letters, digits, `_` and `-`; `repairs` is taken) [../d]",
        );
        check(
            "datasets:\n  d:\n    fields: []",
            "r.yaml:3:3: the dataset `d` must come from one of `tables`, `lists` and `unnest` [d]",
        );
        check(
            "datasets:\n  d:\n    tables: [{}]\n    fields: [{ name: a, from: A, vocabulary: x }]",
            "r.yaml:5:46: there is no vocabulary `x` [x]",
        );
    }

    #[test]
    fn the_builtin_recipes_hold_together() {
        for builtin in super::super::BUILTINS {
            let recipe = parse_recipe(builtin.path, builtin.recipe).expect("a built-in recipe is right");
            assert_eq!((recipe.name.as_str(), recipe.sources.len()), (builtin.name, builtin.pages.len()));
        }
    }
}
