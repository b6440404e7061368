//! What a recipe says to guard its datasets: how far the pages may change their shape, and which datasets must agree.
//!
//! It knows the recipe alone; what a page makes of it is for [`check`](crate::check). A new kind of agreement is one variant of
//! [`Agreement`] with its arm in the check `reconcile`.

use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;
use serde_yaml::Spanned;

use super::DatasetRecipe;
use super::read::{Resolver, place};
use crate::error::Result;
use crate::schema::FieldType;

/// How far pages may leave the shape that was accepted last.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShapeLimits {
    /// The share of the records, or of a page's bytes, by which there may be more or fewer: 0.2 for a fifth.
    pub band: f64,
    /// The share of all records that may newly lack a value of a field.
    pub missing: f64,
}

impl Default for ShapeLimits {
    /// A fifth each.
    fn default() -> Self {
        Self { band: 0.2, missing: 0.2 }
    }
}

/// Two datasets that must agree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconcile {
    /// In what.
    pub agreement: Agreement,
    /// The one dataset.
    pub left: ReconcileSide,
    /// The other one.
    pub right: ReconcileSide,
    pub(crate) place: Range<usize>,
}

/// What two datasets must agree in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Agreement {
    /// Both say the same pairs, such as places by provider and providers by place. A list stands for each of its items.
    Inverse,
    /// What the left one says, the right one says too. A list stands for each of its items.
    Subset,
    /// Both have the same keys.
    SameKeys,
    /// Both have as many records; of a field that is a list, as many items.
    EqualCounts,
}

/// A dataset of a [`Reconcile`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReconcileSide {
    /// The index of the dataset in the recipe.
    pub dataset: usize,
    /// The indexes of the fields that are compared, in the order of those of the other side.
    pub fields: Vec<usize>,
}

/// How far the pages may leave the shape that was accepted last.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawShape {
    /// By how much a dataset may gain or lose records, or a page shrink, such as `20%`, which it is if left out. Two records more or fewer are always within it.
    #[schemars(with = "Option<String>")]
    band: Option<Spanned<String>>,
    /// How many of the records may newly lack a value of a field, such as `20%`, which it is if left out.
    #[schemars(with = "Option<String>")]
    missing: Option<Spanned<String>>,
}

/// Two datasets that must agree.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReconcile {
    /// In what they must agree: `inverse` and `same_keys` in all, `subset` in what the left one says, `equal_counts` in how much.
    rule: Agreement,
    /// The one dataset.
    left: RawSide,
    /// The other dataset.
    right: RawSide,
}

/// A dataset that must agree with another one.
#[derive(JsonSchema, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSide {
    /// The name of the dataset.
    #[schemars(with = "String")]
    dataset: Spanned<String>,
    /// The fields that are compared, in the order of those of the other side; its primary key if left out.
    #[schemars(with = "Option<Vec<String>>")]
    fields: Option<Vec<Spanned<String>>>,
}

impl Resolver<'_> {
    /// The limits that are written, and the others as above.
    pub(super) fn shape_limits(&self, raw: Option<&RawShape>, above: &ShapeLimits) -> Result<ShapeLimits> {
        let Some(raw) = raw else { return Ok(*above) };
        Ok(ShapeLimits {
            band: self.share(raw.band.as_ref(), above.band)?,
            missing: self.share(raw.missing.as_ref(), above.missing)?,
        })
    }

    fn share(&self, raw: Option<&Spanned<String>>, above: f64) -> Result<f64> {
        let Some(raw) = raw else { return Ok(above) };
        let number = raw.value.strip_suffix('%').and_then(|number| number.trim().parse::<f64>().ok());
        match number.filter(|number| (0.0..=1000.0).contains(number)) {
            Some(percent) => Ok(percent / 100.0),
            None => {
                let message = format!("`{}` is no share", raw.value);
                Err(self.refuse(place(raw), message, "expected a number of percent, such as `20%`", None))
            }
        }
    }

    pub(super) fn reconcile(&self, raw: &Spanned<RawReconcile>, datasets: &[DatasetRecipe]) -> Result<Reconcile> {
        let rule = &raw.value;
        let (left, right) = (self.side(&rule.left, datasets)?, self.side(&rule.right, datasets)?);
        let reconcile = Reconcile { agreement: rule.rule, left, right, place: place(raw) };
        match unlike(&reconcile, datasets) {
            None => Ok(reconcile),
            Some(message) => {
                let help = "name as many `fields` on both sides, each of the type of its opposite";
                Err(self.refuse(place(&rule.right.dataset), message, "of this side", Some(help.to_owned())))
            }
        }
    }

    fn side(&self, raw: &RawSide, datasets: &[DatasetRecipe]) -> Result<ReconcileSide> {
        let names: Vec<&str> = datasets.iter().map(|dataset| dataset.name.as_str()).collect();
        let Some(dataset) = names.iter().position(|name| *name == raw.dataset.value) else {
            return Err(self.unknown("dataset", &raw.dataset, &names));
        };
        let schema = &datasets[dataset].schema;
        let fields = match &raw.fields {
            None => schema.key_positions(),
            Some(names) => self.field_names(schema, names)?.iter().filter_map(|name| schema.position(name)).collect(),
        };
        if fields.is_empty() {
            let message = format!("`{}` has no primary key to compare", raw.dataset.value);
            let help = Some("add `fields: […]`".to_owned());
            return Err(self.refuse(place(&raw.dataset), message, "this dataset", help));
        }
        Ok(ReconcileSide { dataset, fields })
    }
}

/// What keeps the two sides from being compared.
fn unlike(rule: &Reconcile, datasets: &[DatasetRecipe]) -> Option<String> {
    let fields = |side: &ReconcileSide| {
        let schema = &datasets[side.dataset].schema;
        side.fields.iter().map(|&field| &schema.fields[field]).collect::<Vec<_>>()
    };
    let (left, right) = (fields(&rule.left), fields(&rule.right));
    if rule.agreement == Agreement::EqualCounts {
        return None;
    }
    if left.len() != right.len() {
        return Some(format!("a rule compares {} of the left side with {} of the right side", left.len(), right.len()));
    }
    let kind = |field_type: &FieldType| match field_type.item() {
        FieldType::Integer | FieldType::Number => "number",
        other => other.name(),
    };
    let mut pairs = left.iter().zip(&right);
    let (a, b) = pairs.find(|(a, b)| kind(&a.field_type) != kind(&b.field_type))?;
    let (kind_a, kind_b) = (kind(&a.field_type), kind(&b.field_type));
    Some(format!("`{}` holds {kind_a} values and `{}` {kind_b} values, which are never the same", a.name, b.name))
}
