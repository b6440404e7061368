//! YAML to [`Recipe`]: the check of every name in the file.
//!
//! The `Raw…` types of `raw.rs` are the file, key by key; the resolver turns them into the types of the module, and refuses what
//! does not hold together, pointing at the place in the file. A new key is one field there and a line where it is resolved.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_yaml::Spanned;

use super::excerpt::excerpt;
use super::raw::{
    Ordered, RawDataset, RawField, RawForeignKey, RawFormat, RawFrom, RawItems, RawListSelector, RawRecipe,
    RawTableSelector, RawType, RawUnnest, RawVocabulary,
};
use super::syntax::syntax_error;
use super::{
    Context, DatasetRecipe, FieldOrigin, FieldRecipe, Level, ListSelector, Origin, Part, Recipe, RecipeText,
    Separators, ShapeLimits, TableSelector, Vocabulary, Written, flow_list, quoted,
};
use crate::error::{Error, ErrorKind, Result};
use crate::schema::{Field, FieldType, ForeignKey, Schema, Value, coerce};
use crate::similarity::did_you_mean;

/// Reads a recipe. `path` is how messages name it.
///
/// # Errors
///
/// [`ErrorKind::Recipe`], with the line and what was expected there, when the text is not YAML, has an unknown key, lacks
/// a key, or names something that is not in it.
pub fn parse_recipe(path: &str, text: &str) -> Result<Recipe> {
    let text = RecipeText::new("recipe", path, text);
    let raw: RawRecipe =
        serde_yaml::from_str_with_options(&text.text, yaml_options()).map_err(|error| syntax_error(&text, &error))?;
    Resolver { text: &text }.recipe(raw)
}

/// YAML 1.2 and no more: `no` is a text (the country, too), and what a file says is on its lines, not merged or included.
pub(super) fn yaml_options() -> serde_yaml::Options {
    serde_yaml::options! {
        strict_booleans: true,
        merge_keys: serde_yaml::options::MergeKeyPolicy::AsOrdinary,
        reject_unsupported_tags: true,
        with_snippet: false,
    }
}

/// The bytes of the recipe where a value stands.
pub(super) fn place<T>(spanned: &Spanned<T>) -> Range<usize> {
    let span = spanned.referenced.span();
    let start = span.byte_offset().unwrap_or(0) as usize;
    start..start + span.byte_len().unwrap_or(0) as usize
}

/// Turns the file's shape into the module's types, with the recipe's text at hand for errors.
pub(super) struct Resolver<'t> {
    text: &'t RecipeText,
}

impl Resolver<'_> {
    pub(super) fn refuse(&self, at: Range<usize>, message: String, label: &str, help: Option<String>) -> Error {
        let error = Error::new(ErrorKind::Recipe { path: self.text.path.clone(), message })
            .with_excerpt(excerpt(self.text, at, label));
        match help {
            Some(help) => error.with_help(help),
            None => error,
        }
    }

    pub(super) fn unknown(&self, what: &str, name: &Spanned<String>, candidates: &[&str]) -> Error {
        let help = did_you_mean(&name.value, candidates);
        self.refuse(place(name), format!("there is no {what} `{}`", name.value), "not found", help)
    }

    fn recipe(&self, raw: RawRecipe) -> Result<Recipe> {
        self.plain_name(&raw.recipe)?;
        let sources = self.sources(raw.sources)?;
        let mut vocabularies = BTreeMap::new();
        for (name, raw) in raw.vocabularies {
            vocabularies.insert(name, self.vocabulary(raw)?);
        }
        let missing_values = raw.missing_values.unwrap_or_else(|| vec![String::new()]);
        let shape = self.shape_limits(raw.shape.as_ref(), &ShapeLimits::default())?;
        let mut datasets: Vec<DatasetRecipe> = Vec::new();
        let mut foreign_keys = Vec::new();
        let names: Vec<String> = raw.datasets.0.iter().map(|(name, _)| name.value.clone()).collect();
        for (name, mut dataset) in raw.datasets.0 {
            self.plain_name(&name)?;
            foreign_keys.push(std::mem::take(&mut dataset.foreign_keys));
            let scope = Scope {
                names: &names,
                earlier: &datasets,
                vocabularies: &vocabularies,
                missing_values: &missing_values,
                shape: &shape,
            };
            let dataset = self.dataset(&name, dataset, &scope)?;
            datasets.push(dataset);
        }
        // A key may refer to any dataset, whichever stands first.
        let foreign_keys = foreign_keys.into_iter().zip(&datasets);
        let foreign_keys = foreign_keys.map(|(raw, here)| self.foreign_keys(&here.schema, raw, &datasets));
        let foreign_keys = foreign_keys.collect::<Result<Vec<_>>>()?;
        datasets.iter_mut().zip(foreign_keys).for_each(|(dataset, keys)| dataset.schema.foreign_keys = keys);
        if datasets.is_empty() {
            let message = format!("`{}` has no datasets", raw.recipe.value);
            return Err(self.refuse(place(&raw.recipe), message, "this recipe", None));
        }
        let mut levels = BTreeMap::new();
        for (name, raw) in raw.levels.0 {
            let place = place(&name);
            if raw.reason.trim().is_empty() {
                return Err(self.refuse(
                    place,
                    format!("the level of `{}` has no reason", name.value),
                    "this level",
                    None,
                ));
            }
            levels.insert(name.value, Level { level: raw.level, reason: raw.reason, place });
        }
        let reconcile = raw.reconcile.iter().map(|raw| self.reconcile(raw, &datasets)).collect::<Result<_>>()?;
        Ok(Recipe {
            name: raw.recipe.value,
            title: raw.title,
            sources,
            vocabularies,
            datasets,
            levels,
            reconcile,
            text: self.text.clone(),
        })
    }

    /// The pages, each named once.
    fn sources(&self, raw: Vec<Spanned<String>>) -> Result<Vec<String>> {
        let mut sources: Vec<String> = Vec::new();
        for source in raw {
            let fault = match source.value.as_str() {
                "" => "a page has no name".to_owned(),
                name if sources.iter().any(|other| other == name) => format!("the page `{name}` is named twice"),
                _ => {
                    sources.push(source.value);
                    continue;
                }
            };
            return Err(self.refuse(place(&source), fault, "this page", None));
        }
        Ok(sources)
    }

    /// The names of a vocabulary, of which none is an alias, and no alias is one of two names.
    fn vocabulary(&self, raw: RawVocabulary) -> Result<Vocabulary> {
        let mut vocabulary = Vocabulary { names: raw.names, aliases: BTreeMap::new(), distinct: raw.distinct };
        let own_names: Vec<String> = vocabulary.names.iter().chain(raw.aliases.keys()).cloned().collect();
        for (name, aliases) in raw.aliases {
            for alias in &aliases {
                let text = &alias.value;
                let other = vocabulary.alias(text).map(|other| format!("an alias of `{other}`"));
                let own = own_names.contains(text).then(|| "a name of its own".to_owned());
                if let Some(other) = own.or(other) {
                    let message = format!("`{text}` is an alias of `{name}` and {other}");
                    return Err(self.refuse(place(alias), message, "this alias", None));
                }
            }
            vocabulary.aliases.insert(name, aliases.into_iter().map(|alias| alias.value).collect());
        }
        Ok(vocabulary)
    }

    /// A name that becomes a file's or a folder's must be safe on every system.
    fn plain_name(&self, name: &Spanned<String>) -> Result<()> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-');
        // A program that is given the name would take it for an option.
        let fits = !name.value.is_empty()
            && name.value.len() <= 100
            && name.value.chars().all(plain)
            && !name.value.starts_with('-');
        if fits && !is_reserved(&name.value) {
            return Ok(());
        }
        let message = format!("`{}` cannot be the name of a file", name.value);
        let help =
            "use lower-case letters, digits, `_` and `-`, the last not at the start; `repairs` is taken".to_owned();
        Err(self.refuse(place(name), message, "this name", Some(help)))
    }

    fn dataset(&self, name: &Spanned<String>, raw: RawDataset, scope: &Scope<'_>) -> Result<DatasetRecipe> {
        let origin = self.origin(name, &raw, scope)?;
        if raw.fields.is_empty() {
            let message = format!("the dataset `{}` has no fields", name.value);
            return Err(self.refuse(place(name), message, "this dataset", None));
        }
        let mut schema = Schema::default();
        let mut fields: Vec<FieldRecipe> = Vec::new();
        for raw in raw.fields {
            self.check_field_name(&raw.name, &schema)?;
            let (field, recipe) = match origin {
                Origin::Unnest { dataset, field } => self.unnested_field(raw, &scope.earlier[dataset], field)?,
                Origin::Lists(_) => {
                    self.check_list_field(&raw)?;
                    self.field(raw, &schema, &fields, scope)?
                }
                Origin::Tables(_) => {
                    self.check_table_field(&raw)?;
                    self.field(raw, &schema, &fields, scope)?
                }
            };
            schema.fields.push(field);
            fields.push(recipe);
        }
        schema.primary_key = self.field_names(&schema, &raw.primary_key)?;
        let missing_values = raw.missing_values.unwrap_or_else(|| scope.missing_values.to_vec());
        let ignore = self.ignored_columns(&origin, raw.ignore)?;
        let shape = self.shape_limits(raw.shape.as_ref(), scope.shape)?;
        let dataset = DatasetRecipe { name: name.value.clone(), origin, schema, fields, ignore, missing_values, shape };
        self.check_sets(&dataset)?;
        self.check_filled(&dataset, name)?;
        Ok(dataset)
    }

    fn check_field_name(&self, name: &Spanned<String>, earlier: &Schema) -> Result<()> {
        let (fault, label) = match name.value.as_str() {
            "" => ("a field has no name".to_owned(), "this name"),
            text if text.contains(char::is_control) => {
                (format!("the name `{text}` has a control character"), "this name")
            }
            text if earlier.position(text).is_some() => (format!("two fields are named `{text}`"), "the second one"),
            _ => return Ok(()),
        };
        Err(self.refuse(place(name), fault, label, None))
    }

    /// An item of a list has no columns, so what a field reads is the item's text or the heading.
    fn check_list_field(&self, raw: &RawField) -> Result<()> {
        match &raw.from {
            Some(from) if matches!(&from.value, RawFrom::Headers(headers) if headers.iter().any(|text| text != "text")) =>
            {
                let message = format!("`{}` reads a column, and the items of a list have none", raw.name.value);
                Err(self.refuse(place(from), message, "this column", Some("write `from: text`".to_owned())))
            }
            _ => Ok(()),
        }
    }

    fn ignored_columns(&self, origin: &Origin, raw: Vec<Spanned<String>>) -> Result<Vec<String>> {
        match raw.first() {
            Some(first) if !matches!(origin, Origin::Tables(_)) => {
                let message = "only tables have columns to ignore".to_owned();
                Err(self.refuse(place(first), message, "this column", None))
            }
            _ => Ok(raw.into_iter().map(|column| column.value).collect()),
        }
    }

    fn origin(&self, name: &Spanned<String>, raw: &RawDataset, scope: &Scope<'_>) -> Result<Origin> {
        let origin = match (&raw.tables, &raw.lists, &raw.unnest) {
            (Some(tables), None, None) => Origin::Tables(self.selectors(tables, table_selector)?),
            (None, Some(lists), None) => Origin::Lists(self.selectors(lists, list_selector)?),
            (None, None, Some(unnest)) => self.unnest(unnest, scope)?,
            _ => {
                let message =
                    format!("the dataset `{}` must come from one of `tables`, `lists` and `unnest`", name.value);
                return Err(self.refuse(place(name), message, "this dataset", None));
            }
        };
        let selects_nothing = match &origin {
            Origin::Tables(tables) => tables.is_empty(),
            Origin::Lists(lists) => lists.is_empty(),
            Origin::Unnest { .. } => false,
        };
        match selects_nothing {
            true => {
                let message = format!("the dataset `{}` selects nothing", name.value);
                let help = "`{}` selects all, `{ under: a heading }` what stands under it".to_owned();
                Err(self.refuse(place(name), message, "this dataset", Some(help)))
            }
            false => Ok(origin),
        }
    }

    fn selectors<R, S>(&self, raw: &[Spanned<R>], read: fn(&Spanned<R>) -> Result<S, Refused>) -> Result<Vec<S>> {
        raw.iter().map(|raw| read(raw).map_err(|(at, message)| self.refuse(at, message, "this value", None))).collect()
    }

    fn unnest(&self, raw: &RawUnnest, scope: &Scope<'_>) -> Result<Origin> {
        let names: Vec<&str> = scope.earlier.iter().map(|dataset| dataset.name.as_str()).collect();
        let Some(dataset) = names.iter().position(|name| *name == raw.dataset.value) else {
            if scope.names.contains(&raw.dataset.value) {
                let message = format!("`{}` is no earlier dataset", raw.dataset.value);
                let help = "what is unnested stands above: move it there".to_owned();
                return Err(self.refuse(place(&raw.dataset), message, "stands below, or is this one", Some(help)));
            }
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
        let field_type = self.field_type(&raw)?;
        let origin = match (&raw.from, &raw.mark) {
            (_, Some(mark)) => self.marked(&raw, mark, schema, earlier)?,
            (None, None) => FieldOrigin::Set,
            (Some(from), None) => match &from.value {
                RawFrom::Headers(headers) => FieldOrigin::Column { headers: headers.clone(), part: raw.part },
                RawFrom::Context(context) => FieldOrigin::Context(context.clone()),
                RawFrom::Column(number) => FieldOrigin::Nth { column: number - 1, part: raw.part },
            },
        };
        self.check_part(&raw, &origin)?;
        if origin == FieldOrigin::Context(Context::Headings) && !field_type.is_list() {
            let message = format!("`{}` takes all headings, and is no list", raw.name.value);
            let help = "add `type: list`, or take the nearest one with `{ context: heading }`".to_owned();
            return Err(self.refuse(place(&raw.name), message, "this field", Some(help)));
        }
        if let Some(ordered) = raw.ordered.as_ref().filter(|ordered| ordered.value && !field_type.is_list()) {
            let message = format!("`{}` is no list, so that its items have no order", raw.name.value);
            return Err(self.refuse(place(ordered), message, "no list", Some("add `type: list`".to_owned())));
        }
        let is_ordered = raw.ordered.is_some_and(|ordered| ordered.value);
        let items = raw.items.unwrap_or_default();
        let vocabulary = raw.vocabulary.or(items.vocabulary);
        if let Some(name) = vocabulary.as_ref().filter(|name| !scope.vocabularies.contains_key(&name.value)) {
            let names: Vec<&str> = scope.vocabularies.keys().map(String::as_str).collect();
            return Err(self.unknown("vocabulary", name, &names));
        }
        let constraints = self.constraints(&raw.name.value, raw.constraints, &field_type)?;
        let [true_values, false_values] =
            self.signs(&raw.name.value, raw.true_values, raw.false_values, &field_type)?;
        let recipe = FieldRecipe {
            origin,
            separators: self.separators(items.separators)?,
            vocabulary: vocabulary.map(|name| name.value),
            marks: raw.marks,
            is_optional: raw.optional,
        };
        let field = Field {
            constraints,
            true_values,
            false_values,
            missing_values: raw.missing_values,
            group_char: self.group_char(raw.group_char.as_ref(), &field_type)?,
            format: raw.format.map(|RawFormat::Uri| "uri"),
            is_ordered,
            ..Field::new(raw.name.value, field_type)
        };
        Ok((field, recipe))
    }

    /// What parts the groups of a number's digits: one character that is no part of a number otherwise.
    fn group_char(&self, written: Option<&Spanned<String>>, field_type: &FieldType) -> Result<Option<char>> {
        let Some(written) = written else { return Ok(None) };
        let refuse = |message: String, help: &str| self.refuse(place(written), message, "here", Some(help.to_owned()));
        let mut characters = written.value.chars();
        let (Some(sign), None) = (characters.next(), characters.next()) else {
            return Err(refuse(format!("`{}` is not one character", written.value), "write it as `group_char: \",\"`"));
        };
        let is_whole = *field_type.item() == FieldType::Integer;
        if !is_whole && *field_type.item() != FieldType::Number {
            return Err(refuse(
                "only numbers have groups of digits".to_owned(),
                "add `type: integer` or `type: number`",
            ));
        }
        if sign.is_alphanumeric() || sign == '-' || sign == '.' && !is_whole {
            let help = "what parts groups is a comma, a blank, an apostrophe, or for whole numbers a period";
            return Err(refuse(format!("`{sign}` is a part of numbers itself"), help));
        }
        Ok(Some(sign))
    }

    /// A part is one of something that the field reads.
    fn check_part(&self, raw: &RawField, origin: &FieldOrigin) -> Result<()> {
        if raw.part == Part::Text || origin.part().is_some() {
            return Ok(());
        }
        let (part, whole) = match raw.part {
            Part::Term => ("term", "an item"),
            Part::Definition => ("definition", "an item"),
            Part::Text | Part::Url => ("url", "a column"),
        };
        let message = format!("`{}` takes the `{part}` of {whole}, and reads none", raw.name.value);
        Err(self.refuse(place(&raw.name), message, "this field", None))
    }

    /// Only the items of lists start with a term.
    fn check_table_field(&self, raw: &RawField) -> Result<()> {
        match raw.part {
            Part::Text | Part::Url => Ok(()),
            Part::Term | Part::Definition => {
                let message = format!("`{}` takes a part that only items of `lists` have", raw.name.value);
                Err(self.refuse(place(&raw.name), message, "this field", None))
            }
        }
    }

    fn field_type(&self, raw: &RawField) -> Result<FieldType> {
        let given = raw.field_type.unwrap_or_default();
        let fault = match (given, &raw.items) {
            (RawType::List, Some(RawItems { item_type: RawType::List, .. })) => {
                "has lists in a list, which no format here can hold"
            }
            (RawType::List, items) => {
                let item_type = items.as_ref().map_or(RawType::String, |items| items.item_type);
                return Ok(FieldType::List(Box::new(scalar(item_type))));
            }
            (_, Some(_)) => "has `items` and is no list",
            (_, None) if raw.mark.is_some() && given != RawType::Boolean => {
                "has a `mark`, so it is a list or a boolean"
            }
            (scalar_type, None) => return Ok(scalar(scalar_type)),
        };
        Err(self.refuse(place(&raw.name), format!("`{}` {fault}", raw.name.value), "this field", None))
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
                let reader = earlier.iter().position(reads_it).map(|index| schema.fields[index].name.as_str());
                let help = match reader {
                    Some(name) => format!("add `marks: {{ {}: what it means }}` to `{name}`", mark.value),
                    None => {
                        format!("add a field with the same `from` and `marks: {{ {}: what it means }}`", mark.value)
                    }
                };
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
        let taken = &parent.schema.fields[position].field_type;
        let (origin, field_type) = match &raw.mark {
            Some(mark) => (self.item_mark(mark, parent, position == list, list)?, FieldType::Boolean),
            None if position == list => (FieldOrigin::Item, taken.item().clone()),
            None => (FieldOrigin::Parent { field: position }, taken.clone()),
        };
        self.check_unnested_field(&raw, &field_type)?;
        let constraints = self.constraints(&raw.name.value, raw.constraints, &field_type)?;
        let recipe = FieldRecipe {
            origin,
            separators: Separators::default(),
            vocabulary: None,
            marks: BTreeMap::new(),
            is_optional: false,
        };
        Ok((Field { constraints, ..Field::new(raw.name.value, field_type) }, recipe))
    }

    /// The mark of an unnested item, which the list that is unnested must know.
    fn item_mark(
        &self,
        mark: &Spanned<String>,
        parent: &DatasetRecipe,
        is_item: bool,
        list: usize,
    ) -> Result<FieldOrigin> {
        let name = &parent.schema.fields[list].name;
        let message = match (is_item, parent.fields[list].marks.contains_key(&mark.value)) {
            (true, true) => return Ok(FieldOrigin::ItemMark { mark: mark.value.clone() }),
            (false, _) => format!("only the items of `{name}` have marks here"),
            (true, false) => format!("`{name}` of `{}` knows no mark `{}`", parent.name, mark.value),
        };
        Err(self.refuse(place(mark), message, "this mark", None))
    }

    /// What an unnested field may not say, since the field that it comes from has said it.
    fn check_unnested_field(&self, raw: &RawField, field_type: &FieldType) -> Result<()> {
        let name = &raw.name.value;
        let given = raw.field_type.filter(|&given| {
            (given == RawType::List) != field_type.is_list() || (given != RawType::List && scalar(given) != *field_type)
        });
        let message = if given.is_some() {
            format!("`{name}` comes from a {}, and cannot be another type", field_type.name())
        } else if raw.part != Part::Text || raw.vocabulary.is_some() || raw.items.is_some() || !raw.marks.is_empty() {
            format!("`part`, `vocabulary`, `items` and `marks` of `{name}` belong to the field that it comes from")
        } else {
            return Ok(());
        };
        Err(self.refuse(place(&raw.name), message, "this field", None))
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

    /// Names of fields that the schema has, each once.
    pub(super) fn field_names(&self, schema: &Schema, raw: &[Spanned<String>]) -> Result<Vec<String>> {
        let known: Vec<&str> = schema.fields.iter().map(|field| field.name.as_str()).collect();
        let mut names: Vec<String> = Vec::new();
        for name in raw {
            if schema.position(&name.value).is_none() {
                return Err(self.unknown("field", name, &known));
            }
            if names.contains(&name.value) {
                let message = format!("the field `{}` is named twice", name.value);
                return Err(self.refuse(place(name), message, "the second time", None));
            }
            names.push(name.value.clone());
        }
        Ok(names)
    }

    fn foreign_keys(
        &self,
        schema: &Schema,
        raw: Vec<RawForeignKey>,
        datasets: &[DatasetRecipe],
    ) -> Result<Vec<ForeignKey>> {
        let mut keys = Vec::new();
        for raw in raw {
            let Some(there) = datasets.iter().find(|dataset| dataset.name == raw.reference.resource.value) else {
                let names: Vec<&str> = datasets.iter().map(|dataset| dataset.name.as_str()).collect();
                return Err(self.unknown("dataset", &raw.reference.resource, &names));
            };
            let at = place(&raw.reference.resource);
            let fields = self.field_names(schema, &raw.fields)?;
            let reference_fields = self.field_names(&there.schema, &raw.reference.fields)?;
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
        let names: Vec<&str> = dataset.schema.fields.iter().map(|field| field.name.as_str()).collect();
        for (name, value) in sets(dataset) {
            let Some(position) = dataset.schema.position(&name.text) else {
                let message = format!("`set` names a field `{}` that `{}` does not have", name.text, dataset.name);
                return Err(self.refuse(name.place.clone(), message, "not found", did_you_mean(&name.text, &names)));
            };
            self.check_set_is_needed(dataset, name, position)?;
            let field_type = &dataset.schema.fields[position].field_type;
            if !fits(value, &dataset.schema.fields[position]) {
                let noun = match field_type {
                    FieldType::List(item) => format!("list of values of type {}", item.name()),
                    scalar => scalar.name().to_owned(),
                };
                let message = format!("what `set` gives `{}` is no {noun}", name.text);
                return Err(self.refuse(name.place.clone(), message, "of this field", None));
            }
        }
        Ok(())
    }

    /// Where all selectors set a field, the column that it names would be read nowhere.
    fn check_set_is_needed(&self, dataset: &DatasetRecipe, name: &Written, position: usize) -> Result<()> {
        let FieldOrigin::Column { headers, .. } = &dataset.fields[position].origin else { return Ok(()) };
        let selectors = match &dataset.origin {
            Origin::Tables(tables) => tables.len(),
            Origin::Lists(lists) => lists.len(),
            Origin::Unnest { .. } => return Ok(()),
        };
        if sets(dataset).filter(|(other, _)| other.text == name.text).count() < selectors {
            return Ok(());
        }
        let message = format!("`{}` is set for all records, and its column is read in none", name.text);
        let columns = match headers.as_slice() {
            [header] => quoted(header),
            headers => flow_list(headers),
        };
        let help = format!("take it out of `set`, or `from: {columns}` out of the field");
        Err(self.refuse(name.place.clone(), message, "has `from` too", Some(help)))
    }

    /// A field that reads nothing and that no selector sets would be missing everywhere without a word.
    fn check_filled(&self, dataset: &DatasetRecipe, name: &Spanned<String>) -> Result<()> {
        let is_set = |field: &Field| sets(dataset).any(|(set, _)| set.text == field.name);
        let mut fields = dataset.schema.fields.iter().zip(&dataset.fields);
        match fields.find(|(field, recipe)| recipe.origin == FieldOrigin::Set && !is_set(field)) {
            None => Ok(()),
            Some((field, _)) => {
                let message = format!("nothing gives the field `{}` of `{}` a value", field.name, dataset.name);
                let help = format!("add `from: <a column>` to it, or `set: {{ {}: … }}` to a selector", field.name);
                Err(self.refuse(place(name), message, "this dataset", Some(help)))
            }
        }
    }
}

/// What the selectors of a dataset set.
fn sets(dataset: &DatasetRecipe) -> impl Iterator<Item = &(Written, Value)> {
    let (tables, lists): (&[TableSelector], &[ListSelector]) = match &dataset.origin {
        Origin::Tables(tables) => (tables, &[]),
        Origin::Lists(lists) => (&[], lists),
        Origin::Unnest { .. } => (&[], &[]),
    };
    tables.iter().flat_map(|table| &table.set).chain(lists.iter().flat_map(|list| &list.set))
}

/// Whether a value is one of a type, a date included, which is written as a text.
fn fits(value: &Value, field: &Field) -> bool {
    let is_of_type = |item: &Value| item.as_str().is_none_or(|text| coerce(text, field).is_ok());
    field.field_type.admits(value) && value.items().iter().all(is_of_type)
}

/// Names that some system keeps for itself, and the one of the log of repairs.
fn is_reserved(name: &str) -> bool {
    let is_port = |kind: &str| name.strip_prefix(kind).is_some_and(|rest| rest.len() == 1 && rest != "0");
    matches!(name, "repairs" | "con" | "prn" | "aux" | "nul") || is_port("com") || is_port("lpt")
}

/// What a dataset may refer to.
struct Scope<'s> {
    /// The names of all datasets.
    names: &'s [String],
    earlier: &'s [DatasetRecipe],
    vocabularies: &'s BTreeMap<String, Vocabulary>,
    missing_values: &'s [String],
    shape: &'s ShapeLimits,
}

/// The type of a scalar. Whether a list may stand there has been decided.
fn scalar(raw: RawType) -> FieldType {
    match raw {
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
    let number = |number: &Spanned<usize>| {
        let counted = number.value.checked_sub(1);
        counted.ok_or_else(|| (place(number), "tables are counted from 1".to_owned()))
    };
    Ok(TableSelector {
        under: selector.under.0.iter().map(written).collect(),
        is_optional: selector.optional,
        other_headers: Vec::new(),
        columns: selector.columns.clone(),
        table: selector.table.as_ref().map(number).transpose()?,
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
