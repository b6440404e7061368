//! Which column a field reads, and the findings about columns that come, go, or get another name.
//!
//! It knows headers alone, not what stands below them. Another thing that can happen to a column is one more finding here.

use std::cell::LazyCell;

use super::{DatasetReader, select};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Table;
use crate::recipe::{DatasetRecipe, FieldOrigin, FieldRecipe, Written};
use crate::schema::Value;
use crate::similarity::nearest;
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
                self.unknown.push(UnknownColumn { header, span: cell.span, meant });
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
        for UnknownColumn { header, span, meant } in &self.unknown {
            let name = &self.recipe.name;
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
        let Some((span, headers)) = &self.seen else { return };
        for (index, field) in self.recipe.fields.iter().enumerate() {
            let FieldOrigin::Column { headers: wanted, .. } = &field.origin else { continue };
            if self.found.contains(&index) {
                continue;
            }
            let unknown = self.unknown.iter().find(|column| column.meant == Some(index));
            let near_in_last = || wanted.iter().find_map(|text| nearest(text, headers.iter().map(String::as_str)));
            let near = unknown.map(|column| (&column.span, column.header.as_str()));
            let (span, help) = match near.or_else(|| Some((span, near_in_last()?))) {
                Some((span, near)) => {
                    (span, format!("the column `{near}` looks like it: if it was renamed, add its name to `from`"))
                }
                None => (span, format!("the last table has `{}`", headers.join("`, `"))),
            };
            let name = &self.recipe.schema.fields[index].name;
            let wanted = wanted.join("` or `");
            let message =
                format!("no table of `{}` has the column `{wanted}` for the field `{name}`", self.recipe.name);
            let severity = if field.is_optional { Severity::Note } else { Severity::Error };
            self.diagnostics.push(Diagnostic::new("missing-column", severity, message, *span).with_help(help));
        }
    }
}
