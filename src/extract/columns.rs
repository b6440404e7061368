//! Which column a field reads, and the findings about columns that come, go, or get another name.
//!
//! It knows headers alone, not what stands below them. Another thing that can happen to a column is one more finding here.

use std::cell::LazyCell;

use super::{DatasetReader, select};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, Table};
use crate::recipe::{Context, DatasetRecipe, FieldOrigin, FieldRecipe, Written};
use crate::schema::Value;
use crate::similarity::{did_you_mean, nearest};
use crate::source::Span;

/// The column that a field reads: the first of its header texts that the table has.
pub(super) fn column_of(field: &FieldRecipe, headers: &[&str]) -> Option<usize> {
    let position = |wanted: &String| headers.iter().position(|header| select::is_same_text(header, wanted));
    match &field.origin {
        FieldOrigin::Column { headers: wanted, .. } => wanted.iter().find_map(position),
        FieldOrigin::Nth { column, .. } => Some(*column).filter(|&column| column < headers.len()),
        _ => None,
    }
}

/// Whether the recipe leaves a column out on purpose.
pub(super) fn is_ignored(recipe: &DatasetRecipe, header: &str) -> bool {
    recipe.ignore.iter().any(|ignored| select::is_same_text(ignored, header))
}

/// A filled column that no field takes.
pub(super) struct UnknownColumn {
    header: String,
    span: Span,
    /// The field that seems to be meant: the table lacks its column.
    meant: Option<usize>,
    /// The field that reads such a column elsewhere, and that the recipe sets for this table.
    set: Option<usize>,
}

impl DatasetReader<'_> {
    /// Keeps the columns with values that no field takes; their cells are flagged.
    pub(super) fn keep_unknown_columns(
        &mut self,
        table: &Table,
        columns: &[Option<usize>],
        taken: &[bool],
        set: &[(Written, Value)],
    ) {
        let is_filled = LazyCell::new(|| table.filled_columns());
        for (index, cell) in table.header.cells.iter().enumerate() {
            let is_known = taken[index] || is_ignored(self.recipe, cell.content.text());
            if !is_known && is_filled[index] {
                let header = cell.content.text().to_owned();
                let meant = self.field_like(&header, columns, set);
                let is_set =
                    |field: &usize| set.iter().any(|(name, _)| name.text == self.recipe.schema.fields[*field].name);
                let reads = |field: &usize| match &self.recipe.fields[*field].origin {
                    FieldOrigin::Column { headers, .. } => {
                        headers.iter().any(|text| select::is_same_text(text, &header))
                    }
                    _ => false,
                };
                let set = (0..columns.len()).find(|field| is_set(field) && reads(field));
                self.unknown.push(UnknownColumn { header, span: cell.span, meant, set });
            }
        }
    }

    /// The field without a column whose header text a header looks like.
    fn field_like(&self, header: &str, columns: &[Option<usize>], set: &[(Written, Value)]) -> Option<usize> {
        let name = |index: usize| &self.recipe.schema.fields[index].name;
        let lacks = |index: &usize| columns[*index].is_none() && !set.iter().any(|(set, _)| set.text == *name(*index));
        (0..columns.len()).filter(lacks).find(|&index| match &self.recipe.fields[index].origin {
            FieldOrigin::Column { headers, .. } => nearest(header, headers.iter().map(String::as_str)).is_some(),
            _ => false,
        })
    }

    pub(super) fn report_unknown_columns(&mut self) {
        for UnknownColumn { header, span, meant, set } in &self.unknown {
            let name = &self.recipe.name;
            if let Some(field) = set.map(|field| &self.recipe.schema.fields[field].name) {
                let message =
                    format!("`set` gives `{field}` its value here, so that nothing takes the column `{header}`");
                let help = format!(
                    "take `{field}` out of the selector's `set`, or add `{header}` to the `ignore` of `{name}`"
                );
                self.diagnostics
                    .push(Diagnostic::new("unknown-column", Severity::Warning, message, *span).with_help(help));
                continue;
            }
            let message = format!("no field of `{name}` takes the column `{header}`");
            // Without its column a required field is an error of its own.
            let renamed = meant.filter(|field| self.found.contains(field) || self.recipe.fields[*field].is_optional);
            self.diagnostics.push(match renamed.map(|field| &self.recipe.schema.fields[field].name) {
                Some(field) => Diagnostic::new("unknown-column", Severity::Error, message, *span).with_help(format!(
                    "it looks like the column of `{field}`, which this table lacks: if it was renamed, add `{header}` to its `from`"
                )),
                None => Diagnostic::new("unknown-column", Severity::Warning, message, *span)
                    .with_help(format!("add `{{ name: …, from: {header} }}` to its fields, or `{header}` to its `ignore`")),
            });
        }
    }

    /// A field whose column no table has would be missing everywhere without a word.
    pub(super) fn report_missing_columns(&mut self) {
        self.report_missing_front_matter();
        let Some((span, headers)) = &self.seen else { return };
        for (index, field) in self.recipe.fields.iter().enumerate() {
            if self.found.contains(&index) {
                continue;
            }
            let name = &self.recipe.schema.fields[index].name;
            let severity = if field.is_optional { Severity::Note } else { Severity::Error };
            let wanted = match &field.origin {
                FieldOrigin::Column { headers, .. } => headers,
                FieldOrigin::Nth { column, .. } => {
                    let number = column + 1;
                    let message =
                        format!("no table of `{}` has a column {number} for the field `{name}`", self.recipe.name);
                    let help = format!("the last table has {}: `{}`", headers.len(), headers.join("`, `"));
                    self.diagnostics.push(Diagnostic::new("missing-column", severity, message, *span).with_help(help));
                    continue;
                }
                _ => continue,
            };
            let unknown = self.unknown.iter().find(|column| column.meant == Some(index));
            let near_in_last = || wanted.iter().find_map(|text| nearest(text, headers.iter().map(String::as_str)));
            let near = unknown.map(|column| (&column.span, column.header.as_str()));
            let (span, help) = match near.or_else(|| Some((span, near_in_last()?))) {
                Some((span, near)) => {
                    (span, format!("the column `{near}` looks like it: if it was renamed, add its name to `from`"))
                }
                None => (span, format!("the last table has `{}`", headers.join("`, `"))),
            };
            let wanted = wanted.join("` or `");
            let message =
                format!("no table of `{}` has the column `{wanted}` for the field `{name}`", self.recipe.name);
            self.diagnostics.push(Diagnostic::new("missing-column", severity, message, *span).with_help(help));
        }
    }
    /// A field of a key that the front matter of no page has would be missing everywhere, too.
    fn report_missing_front_matter(&mut self) {
        let Some(first) = self.result.selected.first() else { return };
        for (index, field) in self.recipe.fields.iter().enumerate() {
            let FieldOrigin::Context(Context::FrontMatter(key)) = &field.origin else { continue };
            if self.beside.contains(&index) {
                continue;
            }
            let name = &self.recipe.schema.fields[index].name;
            let message = format!(
                "no page of `{}` has the key `{key}` in its front matter for the field `{name}`",
                self.recipe.name
            );
            let severity = if field.is_optional { Severity::Note } else { Severity::Error };
            let keys: Vec<&str> = self.keys.iter().map(String::as_str).collect();
            let help = match keys.is_empty() {
                true => "there is no front matter".to_owned(),
                false => did_you_mean(key, &keys).unwrap_or_else(|| format!("there is `{}`", keys.join("`, `"))),
            };
            let help = format!("{help}; if pages may do without it, add `optional: true` to the field");
            self.diagnostics.push(Diagnostic::new("missing-column", severity, message, first.span).with_help(help));
        }
    }

    /// Keeps in mind which keys of the front matter there are, and which fields have a value without them.
    pub(super) fn see_front_matter(&mut self, document: &Document, set: &[(Written, Value)]) {
        let has = |key: &String| document.front_matter.iter().any(|value| value.key == *key);
        for (index, field) in self.recipe.fields.iter().enumerate() {
            let FieldOrigin::Context(Context::FrontMatter(key)) = &field.origin else { continue };
            self.keys.extend(document.front_matter.iter().map(|value| value.key.clone()));
            if has(key) || set.iter().any(|(set, _)| set.text == self.recipe.schema.fields[index].name) {
                self.beside.insert(index);
            }
        }
    }
}
